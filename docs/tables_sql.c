/* SPDX-License-Identifier: MIT */
/*
 * docs/tables_sql.c - the tables about portable SQL: what its operations mean and
 * become on each server, what a server refuses, and the lowering passes.
 *
 * How an operation is written comes from the cases that test it (OP_TEXT of
 * op_cases.def); what it becomes is asked of each dialect for columns as operands,
 * NUMERIC(12,2) where they are NUMERIC.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/tenon.h>
#include "compat/compat.h"
#include "core/ir/ir.h"
#include "tables.h"

static const struct { const char *dialect, *product; int version; const char *title; } servers[] = {
	{"postgresql", "PostgreSQL", 150000, "PostgreSQL"},
	{"sqlite", "SQLite", 34001, "SQLite"},
	{"mariadb", "MariaDB", 101100, "MariaDB"},
	{"mysql", "MySQL", 80400, "MySQL"},
};
#define SERVERS 4u

/* ---- how an operation is written --------------------------------------------------- */

static const char *const written[TN_OPS] = {
#define OP_TEXT(op, text) [TN_OP_##op] = text,
#define OP_CASE(...)
#define OP_NONE(...)
#define OP_ROWS(...)
#include "tests/support/op_cases.def"
};

/* 1 while a table is printed, whose cells | would end. */
static int in_cell = 1;

static void put(const char *s, int n)
{
	for (; n-- > 0; s++)
		fputs(*s == '|' && in_cell ? "\\|" : (char[]){*s, '\0'}, stdout);
}

static const char *kind_of(char letter)
{
	static const struct { char letter; const char *name; } kinds[] = {
		{'b', "BOOLEAN"}, {'i', "INTEGER"}, {'n', "NUMERIC"}, {'d', "DOUBLE"}, {'t', "TEXT"}, {'y', "BYTES"},
		{'D', "DATE"}, {'T', "TIME"}, {'s', "TIMESTAMP"}, {'z', "TIMESTAMPTZ"}, {'u', "UUID"}, {'j', "JSON"},
		{'x', "one kind"}, {'v', "any kind"},
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].letter == letter)
			return kinds[i].name;
	return "";
}

/* What repeats: a, b, ...  with what stands between them. */
static const char *repeat(const char *t, char first)
{
	const char *end = *t == '{' ? strchr(t, '}') : NULL;

	if (end && !strncmp(t, "{ ESCAPE }", 10))
		printf("%c [ESCAPE %c]", first, first + 1);
	else if (end)
		putchar(first), put(t + 1, (int)(end - t - 1)), printf("%c ...", first + 1);
	else
		printf("%c, %c, ...", first, first + 1);
	return end ? end + 1 : t;
}

static const char *marker(const char *t, const struct tn_op_info *info)
{
	if (*t == 'd' || *t == 'w' || *t == 'o') {
		printf("%s", *t == 'o' ? " ORDER BY ..." : "");
		return t + 1;
	}
	if (*t == 'y') {
		printf("%s", *info->result == 'n' ? "NUMERIC(p,s)" : *info->result == 'y' ? "BYTEA" : *info->result == 'x' ||
			*info->result == 'v' ? "type" : kind_of(*info->result));
		return t + 1;
	}
	if (*t == '*')
		return repeat(t + 1, 'a');
	if (t[1] == '*')
		return repeat(t + 2, (char)('a' + *t - '1'));
	putchar('a' + *t - '1');
	return t + 1;
}

/* Words in capitals, operands as a, b, c, no parentheses around the whole. */
static void print_written(unsigned op)
{
	const struct tn_op_info *info = &tn__op_info[op];
	const char *t = written[op] ? written[op] : info->sym == TN_SYM_CAST ? "CAST($1 AS $y)" : info->name;
	const char *end = t + strlen(t);
	int quoted = 0;

	if (*t == '(')
		t++, end--;
	while (t < end) {
		if (*t == '$') {
			t = marker(t + 1, info);
			continue;
		}
		quoted ^= *t == '\'';
		put((char[]){(char)(!quoted && *t >= 'a' && *t <= 'z' ? *t - 32 : *t)}, 1);
		t++;
	}
	if (info->flags & TN_OPF_WINDOW)
		printf(" OVER (...)");
}

/* "INTEGER, TEXT [, TEXT]" */
static void print_kinds(const char *letters)
{
	const char *s, *join = "";
	int open = 0;

	printf("%s", *letters ? "" : "none");
	for (s = letters; *s; s++) {
		if (*s == '?') {
			printf(" [");
			open = 1;
		} else if (*s == '*' || *s == '+') {
			printf(", ...");
		} else {
			printf("%s%s", join, kind_of(*s));
			join = ", ";
		}
	}
	if (open)
		putchar(']');
}

/* ---- a typical use --------------------------------------------------------------------- */

#define ROOM 9
static const tn_value two = {.kind = TN_KIND_INT, .u.i = 2};

static struct tn_sql_type type_of(char letter)
{
	static const char letters[] = "bindtyDTszuj";
	static const uint8_t kinds[] = {TN_KIND_BOOL, TN_KIND_INT, TN_KIND_NUMERIC, TN_KIND_DOUBLE, TN_KIND_TEXT,
		TN_KIND_BYTES, TN_KIND_DATE, TN_KIND_TIME, TN_KIND_TIMESTAMP, TN_KIND_TIMESTAMPTZ, TN_KIND_UUID, TN_KIND_JSON};
	const char *at = strchr(letters, letter);
	struct tn_sql_type type = tn__ir_type(at ? kinds[at - letters] : TN_KIND_INT, 0);

	if (type.kind == TN_KIND_NUMERIC) {
		type.precision = 12;
		type.scale = 2;
	}
	return type;
}

static uint32_t arguments(const struct tn_op_info *info, struct tn_op_arg *args)
{
	static const tn_value letter = {.kind = TN_KIND_TEXT, .len = 1, .u.s = "x"};
	const char *s;
	uint32_t n = 0;

	memset(args, 0, ROOM * sizeof(*args));
	for (s = info->args; *s && *s != '?' && n < ROOM; s++) {
		args[n].type = type_of(*s == '*' || *s == '+' ? s[-1] : *s);
		args[n++].type.flags = TN_TYPEF_COLUMN;
	}
	if (info->flags & TN_OPF_LITERAL_2) {
		args[1].literal = 1;
		args[1].type.flags = TN_TYPEF_CONSTANT | TN_TYPEF_NOT_NULL;
		args[1].value = args[1].type.kind == TN_KIND_TEXT ? &letter : &two;
	}
	return n;
}

/* What a dialect writes for it; NULL: it refuses. */
static const char *template_of(const struct tn_dialect *d, unsigned op, int stored)
{
	const struct tn_op_info *info = &tn__op_info[op];
	const char *const *ops = stored && d->stored_ops ? d->stored_ops : d->ops;
	struct tn_op_arg args[ROOM];
	struct tn_op_use use = {.op = (uint16_t)op, .stored = (uint8_t)stored, .args = args};
	const char *chosen;

	use.arg_count = arguments(info, args);
	use.result = type_of(*info->result);
	chosen = d->choose ? d->choose(&use) : NULL;
	return chosen ? chosen : ops ? ops[op] : NULL;
}

static int shown(unsigned op)
{
	return !(tn__op_info[op].flags & TN_OPF_INTERNAL) && op != TN_OP_CAST_SAME;
}

/* ---- operations --------------------------------------------------------------------------- */

static const struct { unsigned first; const char *title; } sections[] = {
	{TN_OP_OR, "Logic"},
	{TN_OP_EQ_I, "Comparison"},
	{TN_OP_BETWEEN_I, "BETWEEN"},
	{TN_OP_IS_NULL, "Tests and patterns"},
	{TN_OP_ADD_I, "Arithmetic, bits, joining"},
	{TN_OP_ADD_DATE_I, "Arithmetic of dates"},
	{TN_OP_CAST_B_I, "Casts"},
	{TN_OP_JSON_GET_KEY, "Parts of JSON"},
	{TN_OP_LENGTH_T, "Text functions"},
	{TN_OP_ABS_I, "Functions of numbers"},
	{TN_OP_NOW, "Dates and times"},
	{TN_OP_COALESCE, "Conditional functions"},
	{TN_OP_COUNT_STAR, "Aggregates"},
	{TN_OP_ROW_NUMBER, "Window functions"},
	{TN_OP_JSON_ARRAY_LENGTH, "JSON functions"},
};

static void heading(unsigned op)
{
	size_t i;

	for (i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		if (sections[i].first == op)
			printf("%s### %s\n\n", i ? "\n" : "", sections[i].title);
}

static void print_refused(unsigned op)
{
	size_t i;
	const char *join = " Refused on ";

	for (i = 0; i < SERVERS; i++)
		if (!template_of(dialect(servers[i].dialect), op, 0)) {
			printf("%s%s", join, servers[i].title);
			join = ", ";
		}
	if (*join == ',')
		putchar('.');
}

/* One table of kinds and one of symbols, instead of each with each. */
static void comparisons(void)
{
	unsigned op, last = TN_OP_EQ_I;

	puts("| written | meaning |\n|---|---|");
	for (op = TN_OP_EQ_I; op < TN_OP_BETWEEN_I; op += TN_OP_NE_I - TN_OP_EQ_I) {
		printf("| `");
		print_written(op);
		printf("` |%s |\n", strchr(tn__op_info[op].meaning, ':') + 1);
	}
	puts("\n| both operands | compared |\n|---|---|");
	for (op = last; op < TN_OP_NE_I; op++) {
		const char *how = tn__op_info[op].meaning;
		printf("| %s | %.*s |\n", kind_of(*tn__op_info[op].args), (int)strcspn(how, ":"), how);
	}
}

static void between(void)
{
	puts("| written | operands | meaning |\n|---|---|---|");
	puts("| `a BETWEEN b AND c` | as for comparisons | `a >= b AND a <= c` |");
}

int operations(const char *unused)
{
	unsigned op;

	(void)unused;
	for (op = 0; op < SERVERS; op++)
		if (!dialect(servers[op].dialect))
			return 1;
	for (op = 1; op < TN_OPS; op++) {
		const struct tn_op_info *info = &tn__op_info[op];
		size_t i;
		heading(op);
		if (op == TN_OP_EQ_I)
			comparisons();
		if (op == TN_OP_BETWEEN_I)
			between();
		if ((op >= TN_OP_EQ_I && op <= TN_OP_BETWEEN_U) || !shown(op))
			continue;
		for (i = 0; i < sizeof(sections) / sizeof(*sections); i++)
			if (sections[i].first == op)
				puts("| written | operands | gives | meaning |\n|---|---|---|---|");
		printf("| `");
		print_written(op);
		printf("` | ");
		print_kinds(info->args);
		printf(" | %s | ", kind_of(*info->result));
		cell(info->meaning);
		print_refused(op);
		puts(" |");
	}
	return 0;
}

/* ---- renderings ------------------------------------------------------------------------------ */

static int same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* 1 if every server writes both operations alike. */
static int alike(unsigned a, unsigned b)
{
	size_t i;

	if (!written[a] || !written[b] || strcmp(written[a], written[b]) != 0)
		return 0;
	for (i = 0; i < SERVERS; i++)
		if (!same(template_of(dialect(servers[i].dialect), a, 0), template_of(dialect(servers[i].dialect), b, 0)))
			return 0;
	return 1;
}

static void print_becomes(unsigned op)
{
	const char *texts[SERVERS];
	int done[SERVERS] = {0};
	size_t i, k;

	for (i = 0; i < SERVERS; i++)
		texts[i] = template_of(dialect(servers[i].dialect), op, 0);
	for (i = 0; i < SERVERS; i++) {
		char who[64];
		int n;
		if (done[i])
			continue;
		n = snprintf(who, sizeof(who), "%s", servers[i].title);
		for (k = i + 1; k < SERVERS; k++)
			if (same(texts[i], texts[k])) {
				done[k] = 1;
				n += snprintf(who + n, sizeof(who) - (size_t)n, ", %s", servers[k].title);
			}
		if (n == (int)strlen("PostgreSQL, SQLite, MariaDB, MySQL"))
			snprintf(who, sizeof(who), "all");
		printf("    %-26s  %s\n", who, texts[i] ? texts[i] : "refused");
	}
}

int renderings(const char *unused)
{
	unsigned op, next, k;

	(void)unused;
	in_cell = 0;
	for (op = 0; op < SERVERS; op++)
		if (!dialect(servers[op].dialect))
			return 1;
	for (op = 1; op < TN_OPS; op = next) {
		size_t i;
		next = op + 1;
		for (i = 0; i < sizeof(sections) / sizeof(*sections); i++)
			if (sections[i].first == op)
				printf("%s## %s\n\n```text\n", i ? "```\n\n" : "", sections[i].title);
		if (!shown(op))
			continue;
		print_written(op);
		printf("   of ");
		print_kinds(tn__op_info[op].args);
		while (next < TN_OPS && shown(next) && alike(op, next))
			next++;
		for (k = op + 1; k < next; k++) {
			printf("; ");
			print_kinds(tn__op_info[k].args);
		}
		putchar('\n');
		print_becomes(op);
	}
	puts("```");
	return 0;
}

/* ---- passes --------------------------------------------------------------------------------- */

int passes(const char *unused)
{
	(void)unused;
	puts("| pass | what it does | where |\n|---|---|---|");
#define TN_PASS_ROW(name, file, has, sentence) puts("| " #name " | " sentence " | [" file "](../" file ") |");
#include "compat/passes.def"
#undef TN_PASS_ROW
	return 0;
}

/* ---- refusals ----------------------------------------------------------------------------------- */

static const struct { enum tn_cap cap; const char *name, *sentence, *without; } caps[] = {
#define TN_CAP_ROW(name, number, sentence, without) {TN_CAP_##name, #name, sentence, without},
#include <tenon/sys/caps.def>
#undef TN_CAP_ROW
};

static const char *reason(const struct tn_dialect *d, unsigned op)
{
	const struct tn_op_refusal *r = d->refusals;

	for (; r && r->op; r++)
		if (r->op == op)
			return r->reason;
	return "";
}

static void refused_operations(const struct tn_dialect *d)
{
	unsigned op, n = 0;

	for (op = 1; op < TN_OPS; op++)
		n += shown(op) && (!template_of(d, op, 0) || *reason(d, op));
	printf("Operations that it refuses, or for some operands: %u%s\n", n,
		n ? ".\n\n| written | operands | why |\n|---|---|---|" : ".");
	for (op = 1; op < TN_OPS; op++) {
		if (!shown(op) || (template_of(d, op, 0) && !*reason(d, op)))
			continue;
		printf("| `");
		print_written(op);
		printf("` | ");
		print_kinds(tn__op_info[op].args);
		printf(" | ");
		cell(reason(d, op));
		puts(" |");
	}
	puts("");
}

/* Those that views, CHECKs, DEFAULTs and indexes cannot hold, though statements can. */
static void refused_in_schema(const struct tn_dialect *d)
{
	unsigned op, n = 0;

	for (op = 1; op < TN_OPS; op++)
		n += shown(op) && template_of(d, op, 0) && !template_of(d, op, 1);
	if (!n)
		return;
	printf("Operations that views, CHECKs, DEFAULTs and indexes cannot hold, since %s: %u.\n\n",
		d->stored_reason ? d->stored_reason : "there is no text for them", n);
	puts("| written | operands |\n|---|---|");
	for (op = 1; op < TN_OPS; op++) {
		if (!shown(op) || !template_of(d, op, 0) || template_of(d, op, 1))
			continue;
		printf("| `");
		print_written(op);
		printf("` | ");
		print_kinds(tn__op_info[op].args);
		puts(" |");
	}
	puts("");
}

static void refused_capabilities(const struct tn_dialect *d, const char *product, int version)
{
	struct tn_caps c;
	size_t i;
	unsigned n = 0;

	d->effective(product, version, &c);
	for (i = 0; i < sizeof(caps) / sizeof(*caps); i++)
		n += !tn_cap_has(&c, caps[i].cap) && strstr(caps[i].without, "efuse") != NULL;
	printf("Capabilities that it lacks and that something is refused without: %u%s\n", n,
		n ? ".\n\n| capability | what is missing | without |\n|---|---|---|" : ".");
	for (i = 0; i < sizeof(caps) / sizeof(*caps); i++)
		if (!tn_cap_has(&c, caps[i].cap) && strstr(caps[i].without, "efuse"))
			printf("| `%s` | %s | %s |\n", caps[i].name, caps[i].sentence, caps[i].without);
}

int refusals(const char *name)
{
	size_t i;

	for (i = 0; i < SERVERS; i++)
		if (!strcmp(servers[i].dialect, name) && dialect(name)) {
			refused_operations(dialect(name));
			refused_in_schema(dialect(name));
			refused_capabilities(dialect(name), servers[i].product, servers[i].version);
			return 0;
		}
	return 1;
}

/* ---- what every server refuses ---------------------------------------------------------------- */

/* The next string literal, its neighbours joined, behind `s`; NULL at the call's end. */
static const char *literal(const char *s, char *out, size_t size)
{
	size_t n = 0;

	s += strcspn(s, "\"N");
	if (*s != '"')
		return NULL;
	while (*s == '"') {
		for (s++; *s && *s != '"' && n + 1 < size; s++)
			if (*s != '\\' || s[1] != '"')
				out[n++] = *s;
			else
				out[n++] = *++s;
		s++;
		s += strspn(s, " \t\n");
	}
	out[n] = '\0';
	return s;
}

/* A row, but for one that is the same as the last. */
static void refused_row(const char *what, const char *instead)
{
	static char last[300];

	if (!strcmp(what, last))
		return;
	snprintf(last, sizeof(last), "%s", what);
	printf("| ");
	cell(what);
	printf(" | ");
	cell(instead);
	puts(" |");
}

#define OF_ONE_SERVER " is a statement of one server"

int refused_everywhere(const char *unused)
{
	static const struct { const char *code, *what, *instead; } habits[] = {
#define TN_HABIT(pattern, code, message, hint) {#code, message, hint},
#include "core/sql/habits.def"
#undef TN_HABIT
	};
	static char text[200000];
	FILE *in = fopen("core/sql/grammar.y", "r");
	const char *at = text;
	size_t i;

	(void)unused;
	if (!in)
		return 1;
	text[fread(text, 1, sizeof(text) - 1, in)] = '\0';
	fclose(in);
	puts("| what | instead |\n|---|---|");
	while ((at = strstr(at, "REFUSE(@")) != NULL) {
		char what[300], instead[300] = "";
		at = literal(at, what, sizeof(what));
		if (!at)
			return 1;
		literal(at, instead, sizeof(instead));
		refused_row(what, instead);
	}
	for (i = 0; i < sizeof(habits) / sizeof(*habits); i++)
		if (!strcmp(habits[i].code, "UNSUPPORTED") && !strstr(habits[i].what, OF_ONE_SERVER))
			refused_row(habits[i].what, habits[i].instead ? habits[i].instead : "");
	printf("| statements of one server:");
	for (i = 0; i < sizeof(habits) / sizeof(*habits); i++)
		if (strstr(habits[i].what, OF_ONE_SERVER))
			printf(" %.*s", (int)strcspn(habits[i].what, " "), habits[i].what);
	puts(" | send them as TN_NATIVE(\"...\") |");
	return 0;
}
