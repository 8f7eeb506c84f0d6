/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/ops/ops_text.c - values of the table as native literals, and
 * templates with arguments put in.
 *
 * It is written apart from the library's renderer on purpose: a template is
 * tested as the text that it is, with literals typed as little as a server
 * allows, so that a template does not lean on the renderer.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/backend/ops/ops.h"

const uint32_t op_flags[TN_OPS] = {
	0,
#define TN_OPERATOR(id, sym, args, result, flags, meaning) flags,
#include <tenon/sys/operators.def>
#undef TN_OPERATOR
#define TN_FUNCTION(id, name, args, result, flags, meaning) flags,
#include <tenon/sys/functions.def>
#undef TN_FUNCTION
};

/* ---- values ------------------------------------------------------------------ */

static const struct {
	char letter;
	uint8_t kind, storage;
} letters[] = {
	{'b', TN_KIND_BOOL, TN_TYPE_BOOLEAN},      {'i', TN_KIND_INT, TN_TYPE_BIGINT},
	{'n', TN_KIND_NUMERIC, TN_TYPE_NUMERIC},   {'d', TN_KIND_DOUBLE, TN_TYPE_DOUBLE},
	{'t', TN_KIND_TEXT, TN_TYPE_TEXT},         {'y', TN_KIND_BYTES, TN_TYPE_BYTEA},
	{'D', TN_KIND_DATE, TN_TYPE_DATE},         {'T', TN_KIND_TIME, TN_TYPE_TIME},
	{'s', TN_KIND_TIMESTAMP, TN_TYPE_TIMESTAMP}, {'z', TN_KIND_TIMESTAMPTZ, TN_TYPE_TIMESTAMPTZ},
	{'u', TN_KIND_UUID, TN_TYPE_UUID},         {'j', TN_KIND_JSON, TN_TYPE_JSON},
};

static const char *parse_type(const char *p, struct op_value *out)
{
	char *end;
	out->type.scale = -1;
	if (out->letter == 'i' && (*p == '2' || *p == '4'))
		out->type.storage = *p++ == '2' ? TN_TYPE_SMALLINT : TN_TYPE_INTEGER;
	if (out->letter == 'd' && *p == '4') {
		out->type.storage = TN_TYPE_REAL;
		p++;
	}
	if (*p != '(')
		return p;
	if (out->letter == 't') {
		out->type.length = (uint32_t)strtoul(p + 1, &end, 10);
		out->type.storage = TN_TYPE_VARCHAR;
		return end + 1;
	}
	out->scaled = 1;
	out->type.precision = (uint16_t)strtoul(p + 1, &end, 10);
	out->type.scale = (int16_t)strtoul(end + 1, &end, 10);
	return end + 1;
}

/* What a literal of digits tells about itself. */
static void numeric_of_digits(struct op_value *v)
{
	const char *point = strchr(v->text, '.');
	size_t digits = strspn(v->text + (*v->text == '-'), "0123456789");
	size_t scale = point ? strlen(point + 1) : 0;
	if (v->type.precision)
		return;
	v->type.precision = (uint16_t)(digits + scale);
	v->type.scale = (int16_t)scale;
}

int op_parse(const char *text, struct op_value *out)
{
	const char *p = text + 1;
	size_t i;
	memset(out, 0, sizeof *out);
	for (i = 0; i < sizeof letters / sizeof *letters && letters[i].letter != *text; i++)
		;
	if (i == sizeof letters / sizeof *letters)
		return 0;
	out->letter = *text;
	out->type.kind = letters[i].kind;
	out->type.storage = letters[i].storage;
	p = parse_type(p, out);
	if (*p == '!')
		out->error = p + 1;
	out->any = *p == '?';
	if (*p != ':')
		return *p == '!' || *p == '?' || !*p;
	out->text = p + 1;
	out->type.flags = TN_TYPEF_NOT_NULL;
	out->value = tn_text(out->text);
	out->value.kind = out->type.kind;
	if (out->letter == 'i')
		out->value.u.i = strtoll(out->text, NULL, 10);
	if (out->letter == 'b')
		out->value.u.i = !strcmp(out->text, "true");
	if (out->letter == 'd')
		out->value.u.d = strtod(out->text, NULL);
	if (out->letter == 'n')
		numeric_of_digits(out);
	return 1;
}

/* ---- literals ----------------------------------------------------------------- */

struct out {
	char *s;
	size_t len, size;
	int failed;
};

static void put(struct out *o, const char *s, size_t n)
{
	if (o->len + n >= o->size) {
		o->failed = 1;
		return;
	}
	memcpy(o->s + o->len, s, n);
	o->len += n;
	o->s[o->len] = '\0';
}

static void puts_(struct out *o, const char *s)
{
	put(o, s, strlen(s));
}

__attribute__((format(printf, 2, 3))) static void print(struct out *o, const char *format, ...)
{
	char buffer[512];
	va_list ap;
	va_start(ap, format);
	vsnprintf(buffer, sizeof buffer, format, ap);
	va_end(ap);
	puts_(o, buffer);
}

const char *op_type_name(enum op_server server, const struct tn_sql_type *t, char *buffer, size_t size)
{
	static const char *const pg[TN_TYPE_COUNT] = {
		"text", "boolean", "smallint", "integer", "bigint", "real", "double precision", "numeric", "varchar",
		"text", "bytea", "date", "time(6)", "timestamp(6)", "timestamptz(6)", "uuid", "json"};
	static const char *const my[TN_TYPE_COUNT] = {
		"CHAR", "SIGNED", "SIGNED", "SIGNED", "SIGNED", "FLOAT", "DOUBLE", "DECIMAL(65,30)", "CHAR",
		"CHAR", "BINARY", "DATE", "TIME(6)", "DATETIME(6)", "DATETIME(6)", "BINARY(16)", "JSON"};
	static const char *const portable[TN_TYPE_COUNT] = {
		"TEXT", "BOOLEAN", "SMALLINT", "INTEGER", "BIGINT", "REAL", "DOUBLE PRECISION", "NUMERIC", "VARCHAR",
		"TEXT", "BYTEA", "DATE", "TIME", "TIMESTAMP", "TIMESTAMPTZ", "UUID", "JSON"};
	const char *name = server == OP_POSTGRESQL ? pg[t->storage] :
			   server == OP_PORTABLE ? portable[t->storage] : my[t->storage];
	if (server == OP_MARIADB && t->storage == TN_TYPE_JSON)
		return "CHAR";
	if (t->storage == TN_TYPE_NUMERIC && t->precision)
		snprintf(buffer, size, "%s(%d,%d)", server == OP_POSTGRESQL || server == OP_PORTABLE ?
			"numeric" : "DECIMAL", t->precision,
			 t->scale);
	else if (t->storage == TN_TYPE_VARCHAR && t->length)
		snprintf(buffer, size, "%s(%u)", name, (unsigned)t->length);
	else
		snprintf(buffer, size, "%s", name);
	return buffer;
}

static void quoted(struct out *o, const char *s)
{
	puts_(o, "'");
	for (; *s; s++)
		put(o, *s == '\'' ? "''" : s, *s == '\'' ? 2 : 1);
	puts_(o, "'");
}

static void pg_literal(struct out *o, const struct op_value *v, const char *type)
{
	static const char typed[] = "dDTszuj";
	if (v->letter == 'y') {
		print(o, "'\\x%s'::bytea", v->text);
	} else if (v->letter == 'b') {
		puts_(o, v->text);
	} else if (strchr(typed, v->letter) || !strcmp(v->text, "-9223372036854775808")) {
		puts_(o, "CAST(");
		quoted(o, v->text);
		print(o, " AS %s)", type);
	} else if (v->letter == 't') {
		quoted(o, v->text);
	} else {
		puts_(o, v->text);
	}
}

static void portable_literal(struct out *o, const struct op_value *v)
{
	static const char words[] = "DTszuj";
	static const char *const names[] = {"DATE ", "TIME ", "TIMESTAMP ", "TIMESTAMPTZ ", "UUID ", "JSON "};
	const char *p;
	if (v->letter == 'y') {
		print(o, "x'%s'", v->text);
	} else if (v->letter == 'd') {
		print(o, strchr(v->text, 'e') ? "%s" : "%se0", v->text);
	} else if ((p = strchr(words, v->letter))) {
		puts_(o, names[p - words]);
		quoted(o, v->text);
	} else if (v->letter == 't') {
		quoted(o, v->text);
	} else {
		puts_(o, v->text);
		puts_(o, v->letter == 'n' && !strchr(v->text, '.') ? "." : "");
	}
}

static void my_literal(struct out *o, enum op_server server, const struct op_value *v)
{
	static const char words[] = "DTsz";
	static const char *const names[] = {"DATE ", "TIME ", "TIMESTAMP ", "TIMESTAMP "};
	const char *p;
	if (v->letter == 'y') {
		print(o, "x'%s'", v->text);
	} else if (v->letter == 'u') {
		puts_(o, "x'");
		for (p = v->text; *p; p++)
			if (*p != '-')
				put(o, p, 1);
		puts_(o, "'");
	} else if (v->letter == 'd') {
		print(o, strchr(v->text, 'e') ? "%s" : "%se0", v->text);
	} else if (v->letter == 'j' && server == OP_MYSQL) {
		puts_(o, "CAST(");
		quoted(o, v->text);
		puts_(o, " AS JSON)");
	} else if (strchr("tj", v->letter)) {
		quoted(o, v->text);
	} else if ((p = strchr(words, v->letter))) {
		puts_(o, names[p - words]);
		quoted(o, v->text);
	} else {
		puts_(o, v->text);
		/* Digits alone are an integer. */
		puts_(o, v->letter == 'n' && !strchr(v->text, '.') ? "." : "");
	}
}

void op_literal(enum op_server server, const struct op_value *v, char *out, size_t size)
{
	struct out o = {out, 0, size, 0};
	char buffer[64];
	const char *type = op_type_name(server, &v->type, buffer, sizeof buffer);
	/* A narrow type that is asked for makes a value as a column of it has. */
	int cast = !v->text || (server == OP_POSTGRESQL && v->letter == 'i' && v->type.storage != TN_TYPE_BIGINT);
	cast = cast || (v->letter == 'n' && !v->type.precision);
	cast = cast || (server == OP_PORTABLE && (v->scaled || v->type.storage == TN_TYPE_SMALLINT));
	*out = '\0';
	if (cast)
		puts_(&o, "CAST(");
	if (!v->text)
		puts_(&o, "NULL");
	else if (server == OP_POSTGRESQL)
		pg_literal(&o, v, type);
	else if (server == OP_PORTABLE)
		portable_literal(&o, v);
	else
		my_literal(&o, server, v);
	if (cast)
		print(&o, " AS %s)", type);
}

/* ---- templates ------------------------------------------------------------------- */

static void join(struct out *o, const char *const *args, uint32_t from, uint32_t count, const char *by, size_t by_len)
{
	uint32_t i;
	for (i = from; i < count; i++) {
		if (i > from)
			put(o, by, by_len);
		puts_(o, args[i]);
	}
}

/* Behind the star of $* and $2*: what stands between braces, or a comma. */
static const char *star(struct out *o, const char *p, const char *const *args, uint32_t from, uint32_t count)
{
	const char *end;
	if (*p != '{') {
		join(o, args, from, count, ", ", 2);
		return p;
	}
	end = strchr(p, '}');
	join(o, args, from, count, p + 1, (size_t)(end - p - 1));
	return end + 1;
}

static void clause(struct out *o, char letter, enum op_server server, const struct op_case *c)
{
	/* The library's renderer says so for every text that is sorted. */
	const char *by = server == OP_POSTGRESQL && c->arg_count && c->args[0][0] == 't' ? " COLLATE \"C\"" : "";
	const char *how = c->how ? c->how : "";
	if (letter == 'd' && !strncmp(how, "distinct", 8))
		puts_(o, "DISTINCT ");
	if (letter == 'o' && strstr(how, "order"))
		print(o, " ORDER BY v%s%s", by, strstr(how, "order") + 5);
	if (letter == 'w' && !strncmp(how, "over", 4))
		print(o, " OVER (ORDER BY v%s)", by);
}

/* Digits behind the point of the first argument. */
static int operand_scale(const struct op_case *c)
{
	struct op_value v;
	const char *point;

	if (!c->arg_count || !op_parse(c->args[0], &v))
		return -1;
	if (v.type.scale >= 0 || !v.text)
		return v.type.scale;
	point = strchr(v.text, '.');
	return point ? (int)strlen(point + 1) : 0;
}

int op_expand(const char *tmpl, const struct tn_sql_type *type, enum op_server server, const char *const *args,
	      uint32_t count, const struct op_case *c, char *out, size_t size)
{
	struct out o = {out, 0, size, 0};
	const char *p;
	char buffer[64];
	for (p = tmpl; *p && !o.failed; p++) {
		if (*p != '$') {
			put(&o, p, 1);
			continue;
		}
		p++;
		if (*p >= '1' && *p <= '9' && p[1] == '*')
			p = star(&o, p + 2, args, (uint32_t)(*p - '1'), count) - 1;
		else if (*p >= '1' && *p <= '9' && (uint32_t)(*p - '1') < count)
			puts_(&o, args[*p - '1']);
		else if (*p == '*')
			p = star(&o, p + 1, args, 0, count) - 1;
		else if (*p == '$')
			puts_(&o, "$");
		else if (*p == 'p')
			print(&o, "%u", type->precision);
		else if (*p == 's')
			print(&o, "%d", type->scale);
		else if (*p == 'S')
			print(&o, "%d", operand_scale(c));
		else if (*p == 'l')
			print(&o, "%u", (unsigned)type->length);
		else if (*p == 'y')
			puts_(&o, op_type_name(server, type, buffer, sizeof buffer));
		else if (strchr("dow", *p))
			clause(&o, *p, server, c);
		else
			return 0;
	}
	if (!strstr(tmpl, "$w"))
		clause(&o, 'w', server, c);
	return !o.failed;
}
