/* SPDX-License-Identifier: MIT */
/* sqlite_op_values.c - see sqlite_op_values.h. */
#include "sqlite_op_values.h"

#include "backends/sqlite/sqlite_decimal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/calendar.h>

static const struct {
	char letter;
	uint8_t kind, storage;
} letters[] = {
	{'b', TN_KIND_BOOL, TN_TYPE_BOOLEAN},
	{'i', TN_KIND_INT, TN_TYPE_BIGINT},
	{'n', TN_KIND_NUMERIC, TN_TYPE_NUMERIC},
	{'d', TN_KIND_DOUBLE, TN_TYPE_DOUBLE},
	{'t', TN_KIND_TEXT, TN_TYPE_TEXT},
	{'y', TN_KIND_BYTES, TN_TYPE_BYTEA},
	{'D', TN_KIND_DATE, TN_TYPE_DATE},
	{'T', TN_KIND_TIME, TN_TYPE_TIME},
	{'s', TN_KIND_TIMESTAMP, TN_TYPE_TIMESTAMP},
	{'z', TN_KIND_TIMESTAMPTZ, TN_TYPE_TIMESTAMPTZ},
	{'u', TN_KIND_UUID, TN_TYPE_UUID},
	{'j', TN_KIND_JSON, TN_TYPE_JSON},
};

static int error_code(const char *name)
{
	static const struct {
		const char *name;
		int code;
	} codes[] = {{"RANGE", TN_E_RANGE}, {"DATA", TN_E_DATA}};
	size_t i;
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (!strcmp(name, codes[i].name))
			return codes[i].code;
	ck_abort_msg("unknown error %s", name);
	return 0;
}

static size_t unhex(const char *s, char *out)
{
	size_t n = 0;
	for (; *s; s++) {
		unsigned byte;
		if (*s == '-')
			continue;
		ck_assert_int_eq(sscanf(s, "%2x", &byte), 1);
		out[n++] = (char)byte;
		s++;
	}
	return n;
}

/* Digits of a literal are its type, where none is said. */
static void measure(struct op_value *v)
{
	const char *p = v->text, *point = strchr(p, '.');
	p += *p == '-';
	v->type.scale = point ? (int16_t)strlen(point + 1) : 0;
	v->type.precision = (uint16_t)(strlen(p) - (point != NULL));
	if (*p == '0' && v->type.precision > 1)
		v->type.precision--;
}

static void bind(struct op_value *v)
{
	int64_t n = 0, rest = 0;
	switch (v->letter) {
	case 'b':
		v->value = tn_bool(!strcmp(v->text, "true"));
		break;
	case 'i':
		v->value = tn_int(strtoll(v->text, NULL, 10));
		break;
	case 'd':
		v->value = tn_double(strtod(v->text, NULL));
		break;
	case 'y':
	case 'u':
		n = (int64_t)unhex(v->text, v->room);
		v->value = v->letter == 'u' ? tn_uuid(v->room) : tn_bytes(v->room, (size_t)n);
		break;
	case 'D':
		ck_assert(tn_parse_date(v->text, strlen(v->text), &n));
		v->value = tn_date(n);
		break;
	case 'T':
		ck_assert(tn_parse_time(v->text, strlen(v->text), &n));
		v->value = tn_time(n);
		break;
	case 's':
	case 'z':
		ck_assert(tn_parse_timestamp(v->text, strlen(v->text), &rest));
		v->value = v->letter == 's' ? tn_timestamp(rest) : tn_timestamptz(rest);
		break;
	case 'n':
		v->value = tn_numeric(v->text);
		break;
	case 'j':
		v->value = tn_json(v->text);
		break;
	default:
		v->value = tn_text(v->text);
	}
}

void op_parse(const char *text, struct op_value *out)
{
	const char *p = text + 1;
	size_t i;
	memset(out, 0, sizeof(*out));
	out->letter = *text;
	for (i = 0; letters[i].letter != *text; i++)
		ck_assert_uint_lt(i, sizeof(letters) / sizeof(letters[0]));
	out->type.kind = letters[i].kind;
	out->type.storage = letters[i].storage;
	out->type.scale = -1;
	if (*p == '2')
		out->type.storage = TN_TYPE_SMALLINT;
	else if (*p == '4')
		out->type.storage = *text == 'd' ? TN_TYPE_REAL : TN_TYPE_INTEGER;
	p += *p == '2' || *p == '4';
	if (*p == '(') {
		unsigned long n = strtoul(p + 1, (char **)(void *)&p, 10);
		out->type.precision = (uint16_t)(*text == 'n' ? n : 0);
		out->type.length = (uint32_t)(*text == 't' ? n : 0);
		if (*text == 't')
			out->type.storage = TN_TYPE_VARCHAR;
		if (*p == ',')
			out->type.scale = (int16_t)strtol(p + 1, (char **)(void *)&p, 10);
		p++;
	}
	out->any = *p == '?';
	if (*p == '!') {
		out->error = error_code(p + 1);
	} else if (*p == ':') {
		out->text = p + 1;
		bind(out);
		if (*text == 'n' && !out->type.precision)
			measure(out);
	}
}

static void quoted(const char *s, size_t n, char *out, size_t size)
{
	size_t at = 0, i;
	out[at++] = '\'';
	for (i = 0; i < n && at + 4 < size; i++) {
		if (s[i] == '\'')
			out[at++] = '\'';
		out[at++] = s[i];
	}
	out[at++] = '\'';
	out[at] = '\0';
}

static size_t time_text(const tn_value *v, char *out)
{
	switch (v->kind) {
	case TN_KIND_DATE:
		return tn_format_date(v->u.i, out);
	case TN_KIND_TIME:
		return tn_format_time(v->u.i, out);
	default:
		return tn_format_timestamp(v->u.i, out);
	}
}

void op_literal(const struct op_value *v, char *out, size_t size)
{
	char text[32];
	size_t i, n;
	if (!v->text) {
		snprintf(out, size, "NULL");
		return;
	}
	switch (v->letter) {
	case 'b':
		snprintf(out, size, "%d", (int)v->value.u.i);
		break;
	case 'i':
		snprintf(out, size, "%s", v->text);
		break;
	case 'd':
		snprintf(out, size, "%s%s", v->text, strchr(v->text, 'e') ? "" : "e0");
		break;
	case 'y':
	case 'u':
		n = (size_t)snprintf(out, size, "x'");
		for (i = 0; i < v->value.len; i++)
			n += (size_t)snprintf(out + n, size - n, "%02x", (unsigned char)v->value.u.s[i]);
		snprintf(out + n, size - n, "'");
		break;
	case 'D':
	case 'T':
	case 's':
	case 'z':
		quoted(text, time_text(&v->value, text), out, size);
		break;
	default:
		quoted(v->text, strlen(v->text), out, size);
	}
}

void op_declare(const struct op_value *v, char *out, size_t size)
{
	unsigned p = v->type.precision ? v->type.precision : 10;
	unsigned s = v->type.scale > 0 ? (unsigned)v->type.scale : 0;
	const char *ddl = NULL;
	size_t i;
	if (v->letter == 'n') {
		snprintf(out, size, p > 15 ? "TEXT_NUMERIC(%u,%u)" : "NUMERIC(%u,%u)", p, s);
		return;
	}
	for (i = 0; !ddl; i++)
		if (tn__backend_sqlite.dialects[0]->types[i].type == v->type.storage &&
		    !tn__backend_sqlite.dialects[0]->types[i].max_length)
			ddl = tn__backend_sqlite.dialects[0]->types[i].ddl;
	snprintf(out, size, "%s", v->type.storage == TN_TYPE_VARCHAR ? "TEXT" : ddl);
}

/* ---- results ------------------------------------------------------------------ */

static int same_dec(const struct op_value *want, const tn_value *cell)
{
	struct tn__dec a, b;
	if (tn__dec_parse(&a, want->text, strlen(want->text)) != TN__DEC_OK)
		return 0;
	if (cell->kind == TN_KIND_INT)
		tn__dec_from_int(&b, cell->u.i);
	else if (cell->kind == TN_KIND_DOUBLE)
		tn__dec_from_double(&b, cell->u.d);
	else if ((cell->kind != TN_KIND_TEXT && cell->kind != TN_KIND_NUMERIC) ||
		 tn__dec_parse(&b, cell->u.s, cell->len) != TN__DEC_OK)
		return 0;
	return tn__dec_cmp(&a, &b) == 0;
}

/* JSON texts, without the blanks between tokens. */
static int same_json(const char *a, const char *b)
{
	int inside = 0;
	for (;; a++, b++) {
		while (!inside && *a == ' ')
			a++;
		while (!inside && *b == ' ')
			b++;
		if (*a != *b)
			return 0;
		if (!*a)
			return 1;
		if (*a == '"')
			inside = !inside;
		else if (*a == '\\' && a[1] == b[1])
			a++, b++;
	}
}

int op_same(const struct op_value *want, const tn_value *cell)
{
	char text[40];
	double scale;
	if (want->any)
		return cell->kind != TN_KIND_NULL;
	if (!want->text)
		return cell->kind == TN_KIND_NULL;
	switch (want->letter) {
	case 'b':
	case 'i':
		return (cell->kind == TN_KIND_INT || cell->kind == TN_KIND_BOOL) && cell->u.i == want->value.u.i;
	case 'n':
		return same_dec(want, cell);
	case 'd':
		scale = fabs(want->value.u.d);
		return cell->kind == TN_KIND_DOUBLE && fabs(cell->u.d - want->value.u.d) <= scale * 1e-15;
	case 'y':
	case 'u':
		return (cell->kind == TN_KIND_BYTES || cell->kind == TN_KIND_UUID) && cell->len == want->value.len &&
		       !memcmp(cell->u.s, want->value.u.s, cell->len);
	case 'D':
	case 'T':
	case 's':
	case 'z':
		/* A column as it stands is read by its own type; that of the expression is the library's to say. */
		if (cell->kind == TN_KIND_TIMESTAMP || cell->kind == TN_KIND_TIMESTAMPTZ)
			return (want->letter == 's' || want->letter == 'z') && cell->u.i == want->value.u.i;
		if (cell->kind != TN_KIND_TEXT)
			return cell->kind == want->value.kind && cell->u.i == want->value.u.i;
		time_text(&want->value, text);
		return !strcmp(cell->u.s, text);
	case 'j':
		return (cell->kind == TN_KIND_TEXT || cell->kind == TN_KIND_JSON) && same_json(cell->u.s, want->text);
	default:
		return cell->kind == TN_KIND_TEXT && !strcmp(cell->u.s, want->text);
	}
}

void op_show(const tn_value *cell, char *out, size_t size)
{
	switch (cell->kind) {
	case TN_KIND_NULL:
		snprintf(out, size, "NULL");
		break;
	case TN_KIND_DOUBLE:
		snprintf(out, size, "%.17g", cell->u.d);
		break;
	case TN_KIND_TEXT:
	case TN_KIND_NUMERIC:
	case TN_KIND_JSON:
		snprintf(out, size, "'%s'", cell->u.s);
		break;
	case TN_KIND_BYTES:
		snprintf(out, size, "%u bytes", cell->len);
		break;
	default:
		snprintf(out, size, "%lld (kind %d)", (long long)cell->u.i, cell->kind);
	}
}

/* ---- templates ------------------------------------------------------------------- */

struct writer {
	char *out;
	size_t size, n;
};

static void put(struct writer *w, const char *s, size_t n)
{
	ck_assert_uint_lt(w->n + n + 1, w->size);
	memcpy(w->out + w->n, s, n);
	w->n += n;
	w->out[w->n] = '\0';
}

static void puts_(struct writer *w, const char *s)
{
	put(w, s, strlen(s));
}

static void put_number(struct writer *w, long v)
{
	char text[24];
	snprintf(text, sizeof(text), "%ld", v);
	puts_(w, text);
}

static const char *put_list(struct writer *w, const char *p, const struct op_text *t, uint32_t first)
{
	const char *separator = ", ";
	size_t n = 2;
	uint32_t i;
	if (*p == '{') {
		separator = p + 1;
		n = strcspn(separator, "}");
		p = separator + n + 1;
	}
	for (i = first; i < t->count; i++) {
		if (i > first)
			put(w, separator, n);
		puts_(w, t->args[i]);
	}
	return p;
}

static void put_kinds(struct writer *w, const struct op_text *t)
{
	uint32_t i;
	size_t k;
	for (i = 0; i < t->use->arg_count; i++) {
		for (k = 0; letters[k].kind != t->use->args[i].type.kind; k++)
			;
		put(w, &letters[k].letter, 1);
		if (letters[k].letter == 'n')
			put_number(w, t->use->args[i].type.scale > 0 ? t->use->args[i].type.scale : 0);
	}
}

static void put_letter(struct writer *w, char letter, const struct op_text *t, int *over)
{
	const struct tn_sql_type *type = &t->use->result;
	switch (letter) {
	case 'd':
		puts_(w, t->distinct);
		break;
	case 'k':
		puts_(w, t->keys);
		break;
	case 'w':
		puts_(w, t->over);
		*over = 1;
		break;
	case 'p':
		put_number(w, type->precision);
		break;
	case 's':
		put_number(w, type->scale > 0 ? type->scale : 0);
		break;
	case 'l':
		put_number(w, (long)type->length);
		break;
	case 'S':
		put_number(w, t->use->arg_count ? t->use->args[0].type.scale : -1);
		break;
	case 'a':
		put_kinds(w, t);
		break;
	default:
		ck_abort_msg("unknown letter $%c", letter);
	}
}

int op_expand(const char *template_, const struct op_text *t, char *out, size_t size)
{
	struct writer w = {out, size, 0};
	const char *p;
	int over = 0;
	out[0] = '\0';
	for (p = template_; *p;) {
		if (*p != '$') {
			put(&w, p++, 1);
			continue;
		}
		p++;
		if (*p == '*') {
			p = put_list(&w, p + 1, t, 0);
		} else if (*p >= '1' && *p <= '9') {
			uint32_t i = (uint32_t)(*p++ - '1');
			if (*p == '*') {
				p = put_list(&w, p + 1, t, i);
				continue;
			}
			if (i >= t->count)
				return 0;
			puts_(&w, t->args[i]);
		} else {
			put_letter(&w, *p++, t, &over);
		}
	}
	if (!over)
		puts_(&w, t->over);
	return 1;
}
