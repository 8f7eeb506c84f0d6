/* SPDX-License-Identifier: MIT */
/*
 * sqlite_check_ops.c - every case of op_cases.def on SQLite, in each form that an
 * operand may have: literal, parameter, column; and in a view, where there is a text
 * for stored expressions.
 */
#include "sqlite_op_values.h"

#include <stdio.h>
#include <string.h>

Suite *sqlite_ops_suite(void);

static struct tn_be_conn *conn;

struct op_row {
	uint16_t op;
	const char *name;
	const char *how; /* NULL: a case; else of OP_ROWS */
	const char *tail;
	const char *texts[OP_ARGS + 2]; /* what is wanted, then arguments */
};

#define OP_CASE(op_, ...) {TN_OP_##op_, #op_, NULL, NULL, {__VA_ARGS__}},
#define OP_NONE(op_, want) {TN_OP_##op_, #op_, NULL, NULL, {want}},
#define OP_ROWS(op_, how_, want, tail_, ...) {TN_OP_##op_, #op_, how_, tail_, {want, __VA_ARGS__}},
static const struct op_row rows[] = {
#include "tests/support/op_cases.def"
};
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

static void set_up(void)
{
	conn = sq_open_guarded(NULL, NULL);
}

static void tear_down(void)
{
	sq_close(conn);
}

/* ---- one use ------------------------------------------------------------------------ */

struct use {
	struct op_value want, args[OP_ARGS];
	struct tn_op_arg op_args[OP_ARGS];
	struct tn_op_use use;
	char texts[OP_ARGS][640];
	struct op_text text;
	char sql[16384];
};

/* Operand i is a literal, a parameter or a column of table c. */
enum form { LITERAL, PARAM, COLUMN, FIRST_COLUMN, SECOND_COLUMN, FORMS };

static int is_column(enum form form, uint32_t i)
{
	return form == COLUMN || (form == FIRST_COLUMN && i == 0) || (form == SECOND_COLUMN && i == 1);
}

static void begin(struct use *u, const struct op_row *row)
{
	uint32_t n = 0;
	memset(u, 0, sizeof(*u));
	op_parse(row->texts[0], &u->want);
	for (; row->texts[n + 1]; n++)
		op_parse(row->texts[n + 1], &u->args[n]);
	u->use.op = row->op;
	u->use.result = u->want.type;
	u->use.args = u->op_args;
	u->use.arg_count = u->text.count = n;
	u->text.use = &u->use;
	u->text.distinct = u->text.keys = u->text.over = "";
}

static void write_args(struct use *u, enum form form)
{
	uint32_t i;
	for (i = 0; i < u->use.arg_count; i++) {
		struct tn_op_arg *a = &u->op_args[i];
		memset(a, 0, sizeof(*a));
		a->type = u->args[i].type;
		if (is_column(form, i)) {
			a->type.flags = TN_TYPEF_COLUMN;
			snprintf(u->texts[i], sizeof(u->texts[i]), "c.a%u", i);
		} else if (form == PARAM) {
			a->type.flags = TN_TYPEF_CONSTANT;
			snprintf(u->texts[i], sizeof(u->texts[i]), "?%u", i + 1);
		} else {
			a->type.flags = TN_TYPEF_CONSTANT;
			a->literal = 1;
			a->nulled = !u->args[i].text;
			a->value = &u->args[i].value;
			op_literal(&u->args[i], u->texts[i], sizeof(u->texts[i]));
		}
		u->text.args[i] = u->texts[i];
	}
}

static const char *template_of(const struct use *u)
{
	const struct tn_dialect *d = conn->dialect;
	const char *text = d->choose(&u->use);
	if (!text)
		text = u->use.stored ? d->stored_ops[u->use.op] : d->ops[u->use.op];
	return text;
}

/* Runs a query; its first cell is judged. */
static void judge(const struct use *u, const char *name, const char *sql, uint32_t params)
{
	struct tn_be_stmt *stmt;
	tn_value values[OP_ARGS];
	char shown[600];
	uint32_t i;
	int rc;
	for (i = 0; i < params; i++)
		values[i] = u->args[i].text ? u->args[i].value : tn_null();
	sq_clear();
	stmt = sq_prepare(conn, sql, params, TN_BE_ONCE);
	ck_assert_msg(stmt != NULL, "%s: %s: %s", name, sql, sq_fault.message);
	rc = tn__backend_sqlite.execute(stmt, values, TN_BE_STREAM, 0);
	if (rc > 0)
		rc = tn__backend_sqlite.next(stmt);
	if (u->want.error || rc != TN_ROW) {
		ck_assert_msg(rc == u->want.error, "%s: %s gives %d (%s), not %d", name, sql, rc, sq_fault.message,
			      u->want.error);
	} else {
		op_show(&stmt->cells[0], shown, sizeof(shown));
		ck_assert_msg(op_same(&u->want, &stmt->cells[0]), "%s: %s gives %s, not %s", name, sql, shown,
			      u->want.text ? u->want.text : "NULL");
	}
	sq_drop(stmt);
}

/* A table of one row that holds the arguments. */
static void make_columns(struct use *u)
{
	char create[4096] = "CREATE TABLE c (", insert[12288] = "INSERT INTO c VALUES (", text[640];
	uint32_t i;
	ck_assert_int_eq(sq_run(conn, "DROP VIEW IF EXISTS w"), 0);
	ck_assert_int_eq(sq_run(conn, "DROP TABLE IF EXISTS c"), 0);
	for (i = 0; i < u->use.arg_count; i++) {
		size_t at = strlen(create);
		op_declare(&u->args[i], text, sizeof(text));
		snprintf(create + at, sizeof(create) - at, "%sa%u %s", i ? ", " : "", i, text);
		op_literal(&u->args[i], text, sizeof(text));
		at = strlen(insert);
		snprintf(insert + at, sizeof(insert) - at, "%s%s", i ? ", " : "", text);
	}
	strcat(create, u->use.arg_count ? ")" : "x)");
	strcat(insert, u->use.arg_count ? ")" : "1)");
	ck_assert_msg(sq_run(conn, create) == 0, "%s: %s", create, sq_fault.message);
	ck_assert_msg(sq_run(conn, insert) == 0, "%s: %s", insert, sq_fault.message);
}

static void run_form(struct use *u, const struct op_row *row, enum form form)
{
	char sql[17000];
	const char *text;
	write_args(u, form);
	text = template_of(u);
	ck_assert_msg(text != NULL, "%s has no text", row->name);
	ck_assert_msg(op_expand(text, &u->text, u->sql, sizeof(u->sql)), "%s: %s", row->name, text);
	snprintf(sql, sizeof(sql), "SELECT %s%s", u->sql, form >= COLUMN ? " FROM c" : "");
	judge(u, row->name, sql, form == PARAM ? u->use.arg_count : 0);
}

/* In a view; 0 if there is no text. */
static int run_stored(struct use *u, const struct op_row *row, enum form form)
{
	char sql[17000];
	const char *text;
	write_args(u, form);
	u->use.stored = 1;
	text = template_of(u);
	u->use.stored = 0;
	if (!text)
		return 0;
	ck_assert_msg(!strstr(text, "tn_"), "%s: a function of ours in %s", row->name, text);
	ck_assert(op_expand(text, &u->text, u->sql, sizeof(u->sql)));
	snprintf(sql, sizeof(sql), "CREATE VIEW w AS SELECT %s FROM c", u->sql);
	ck_assert_msg(sq_run(conn, sql) == 0, "%s: %s: %s", row->name, sql, sq_fault.message);
	judge(u, row->name, "SELECT * FROM w", 0);
	ck_assert_int_eq(sq_run(conn, "DROP VIEW w"), 0);
	return 1;
}

START_TEST(test_cases)
{
	static struct use u;
	size_t i;
	unsigned form, stored = 0;
	for (i = 0; i < COUNT_OF(rows); i++) {
		if (rows[i].how)
			continue;
		begin(&u, &rows[i]);
		make_columns(&u);
		for (form = 0; form < FORMS; form++)
			run_form(&u, &rows[i], (enum form)form);
		stored += (unsigned)run_stored(&u, &rows[i], COLUMN);
		stored += (unsigned)run_stored(&u, &rows[i], FIRST_COLUMN);
	}
	ck_assert_uint_gt(stored, 1000);
}
END_TEST

/* CASE is the renderer's; the others get their text by choose(). */
START_TEST(test_every_operation)
{
	static const uint16_t chosen[] = {TN_OP_CASE, TN_OP_CONCAT, TN_OP_CONCAT_WS, TN_OP_JSON_OBJECT,
					  TN_OP_JSON_ARRAY};
	const struct tn_dialect *d = conn->dialect;
	uint16_t op, i;
	for (op = 1; op < TN_OPS; op++) {
		int has = d->ops[op] != NULL;
		for (i = 0; i < COUNT_OF(chosen); i++)
			has |= chosen[i] == op;
		ck_assert_msg(has, "operation %u has no text", op);
		ck_assert(!d->stored_ops[op] || !strstr(d->stored_ops[op], "tn_"));
	}
}
END_TEST

/* ---- aggregates and window functions ---------------------------------------------------- */

static void make_rows(struct use *u)
{
	char text[700], sql[900];
	uint32_t i;
	ck_assert_int_eq(sq_run(conn, "DROP VIEW IF EXISTS w"), 0);
	ck_assert_int_eq(sq_run(conn, "DROP TABLE IF EXISTS c"), 0);
	op_declare(&u->args[0], text, sizeof(text));
	snprintf(sql, sizeof(sql), "CREATE TABLE c (a0 %s)", text);
	ck_assert_int_eq(sq_run(conn, sql), 0);
	for (i = 0; i < u->text.count; i++) {
		op_literal(&u->args[i], text, sizeof(text));
		snprintf(sql, sizeof(sql), "INSERT INTO c VALUES (%s)", text);
		ck_assert_int_eq(sq_run(conn, sql), 0);
	}
}

/* The column, where it is one, and the arguments of the tail, "i:2|i:9". */
static void tail_args(struct use *u, const char *tail, int column)
{
	static char texts[OP_ARGS][200];
	struct op_value v;
	uint32_t n = column ? 1 : 0;
	u->op_args[0] = (struct tn_op_arg){.type = u->args[0].type};
	u->op_args[0].type.flags = TN_TYPEF_COLUMN;
	snprintf(u->texts[0], sizeof(u->texts[0]), "c.a0");
	for (; *tail; tail += *tail == '|', n++) {
		size_t len = strcspn(tail, "|");
		snprintf(texts[n], sizeof(texts[n]), "%.*s", (int)len, tail);
		op_parse(texts[n], &v);
		u->op_args[n] = (struct tn_op_arg){.type = v.type, .literal = 1};
		op_literal(&v, u->texts[n], sizeof(u->texts[n]));
		tail += len;
	}
	u->use.arg_count = u->text.count = n;
	while (n-- > 0)
		u->text.args[n] = u->texts[n];
}

/* One result for each row, joined with semicolons in the table. */
static void judge_rows(struct use *u, const struct op_row *row, const char *sql)
{
	struct tn_be_stmt *stmt = sq_first_row(conn, sql);
	const char *p = u->want.text;
	char item[64], shown[600];
	struct op_value want;
	for (; *p; p += *p == ';') {
		size_t n = strcspn(p, ";");
		if (n == 4 && !strncmp(p, "NULL", 4))
			snprintf(item, sizeof(item), "%c", u->want.letter);
		else
			snprintf(item, sizeof(item), "%c:%.*s", u->want.letter, (int)n, p);
		op_parse(item, &want);
		op_show(&stmt->cells[0], shown, sizeof(shown));
		ck_assert_msg(op_same(&want, &stmt->cells[0]), "%s: %s gives %s, not %s", row->name, sql, shown, item);
		tn__backend_sqlite.next(stmt);
		p += n;
	}
	sq_drop(stmt);
}

static void run_rows(struct use *u, const struct op_row *row)
{
	char sql[17000];
	const char *text;
	u->use.distinct = !strncmp(row->how, "distinct", 8);
	u->use.over = !strncmp(row->how, "over", 4);
	u->text.distinct = u->use.distinct ? "DISTINCT " : "";
	u->text.keys = !strcmp(row->how, "order") || !strcmp(row->how, "distinct order") ? ", 'al', c.a0"
		: !strcmp(row->how, "order desc") ? ", 'df', c.a0" : "";
	u->text.over = u->use.over ? " OVER (ORDER BY c.a0)" : "";
	text = template_of(u);
	if (u->use.stored && !text)
		return;
	ck_assert_msg(text != NULL, "%s has no text", row->name);
	ck_assert(op_expand(text, &u->text, u->sql, sizeof(u->sql)));
	snprintf(sql, sizeof(sql), "SELECT %s AS r FROM c", u->sql);
	if (u->use.stored) {
		char view[17100];
		ck_assert_msg(!strstr(text, "tn_"), "%s: a function of ours in %s", row->name, text);
		snprintf(view, sizeof(view), "CREATE VIEW w AS %s", sql);
		ck_assert_msg(sq_run(conn, view) == 0, "%s: %s: %s", row->name, sql, sq_fault.message);
		snprintf(sql, sizeof(sql), "SELECT r FROM w");
	}
	if (u->use.over && u->want.text)
		judge_rows(u, row, sql);
	else
		judge(u, row->name, sql, 0);
	if (u->use.stored)
		ck_assert_int_eq(sq_run(conn, "DROP VIEW w"), 0);
}

/* Sums that overflow on the way differ in a stored expression, and are left out. */
static int differs_stored(const struct op_row *row)
{
	return row->op == TN_OP_SUM_I || row->op == TN_OP_SUM_D || row->op == TN_OP_AVG_I;
}

START_TEST(test_rows)
{
	static struct use u;
	size_t i;
	for (i = 0; i < COUNT_OF(rows); i++) {
		if (!rows[i].how)
			continue;
		begin(&u, &rows[i]);
		make_rows(&u);
		tail_args(&u, rows[i].tail, strcmp(rows[i].how, "over args"));
		run_rows(&u, &rows[i]);
		u.use.stored = 1;
		if (!differs_stored(&rows[i]))
			run_rows(&u, &rows[i]);
	}
}
END_TEST

Suite *sqlite_ops_suite(void)
{
	Suite *s = suite_create("operations");
	TCase *tc = tcase_create("cases");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, test_every_operation);
	tcase_add_test(tc, test_cases);
	tcase_add_test(tc, test_rows);
	suite_add_tcase(s, tc);
	return s;
}
