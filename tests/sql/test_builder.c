/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/test_builder.c - what a builder composes, and what it does not let in.
 *
 * A script makes a statement; its text is compared, parsed again, and its error, if it
 * has one, must not go away.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/builder.h>
#include "core/sql/builder.h"
#include "sql_text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const tn_sort sorts[] = {{"name", "name"}, {"age", "coalesce(age, 0)"}, {"bad", "name, age"}, {"asks", "a + ?"}};

/* ---- what comes out ------------------------------------------------------------------ */

static tn_builder *nothing_added(void)
{
	return tn_build("SELECT id FROM author WHERE a = 1 OR b = 2 -- which\n;");
}

static tn_builder *conditions(void)
{
	tn_builder *q = tn_build("SELECT id FROM author WHERE a = 1 OR b = 2");

	tn_where(q, "name LIKE ?", TN_ARGS("x%"));
	tn_filter(q, "born >= ?", tn_null());
	tn_filter(q, "died < ? OR alive -- or not", tn_int(3));
	tn_where_eq(q, "city", tn_null());
	tn_where_eq(q, "author.Name", tn_text("y"));
	return q;
}

static tn_builder *joined_and(void)
{
	tn_builder *q = tn_build("SELECT id FROM t");

	tn_where(q, "a = ? AND b = ?", TN_ARGS(1, 2));
	tn_where(q, "c = ? AND d = ?", TN_ARGS(3, 4));
	return q;
}

/* Parameters of the beginning stand behind those that are added before them. */
static tn_builder *numbered(void)
{
	tn_builder *q = tn_build_args("SELECT ? AS x FROM t WHERE a = ? LIMIT ?", TN_ARGS(1, 2, 3));

	tn_where(q, "EXISTS (SELECT 1 FROM u WHERE u.b = ? AND u.c IN (?, ?) ORDER BY ? LIMIT ?)",
		 TN_ARGS(4, 5, 6, 7, 8));
	tn_limit(q, 9);
	tn_offset(q, 10);
	tn_offset(q, 11);
	return q;
}

static tn_builder *several_joins(void)
{
	tn_builder *q = tn_build("SELECT * FROM author a");

	tn_join(q, "JOIN city c ON c.id = a.city_id");
	tn_join(q, "LEFT JOIN land USING (land_id) CROSS JOIN x");
	tn_join(q, "JOIN city c ON c.id = a.city_id");
	tn_column_add(q, "a.id");
	tn_column_add(q, "na\"me");
	return q;
}

static tn_builder *ordered(void)
{
	tn_builder *q = tn_build("SELECT id, * FROM author ORDER BY id DESC");

	tn_column_add(q, "name");
	tn_order_by(q, NULL, sorts, COUNT(sorts));
	tn_order_by(q, "", sorts, COUNT(sorts));
	tn_order_by(q, "name", sorts, COUNT(sorts));
	tn_order_by(q, "-age", sorts, COUNT(sorts));
	return q;
}

static tn_builder *union_ordered(void)
{
	tn_builder *q = tn_build("SELECT name FROM a UNION SELECT name FROM b");

	tn_order_by(q, "-name", sorts, COUNT(sorts));
	tn_limit(q, 5);
	return q;
}

static tn_builder *listed(void)
{
	static const int64_t ids[] = {1, 2, 3};
	const tn_list list = {.kind = TN_KIND_INT, .count = 3, .items = ids, .shape = 1};
	tn_builder *q = tn_build("DELETE FROM author");

	tn_where_in(q, "id", &list);
	return q;
}

static tn_builder *updated(void)
{
	tn_builder *q = tn_build_args("UPDATE author SET seen = ? WHERE id = ?", TN_ARGS(1, 2));

	tn_set_value(q, "name", tn_text("x"));
	tn_set_value(q, "city", tn_null());
	tn_where(q, "seen < ?", TN_ARGS(3));
	return q;
}

static tn_builder *updated_from_nothing(void)
{
	static const char *const columns[] = {"id", "name"};
	const tn_value values[] = {tn_int(7), tn_null()};
	tn_builder *q = tn_build_update("main.au\"thor");

	tn_set_value(q, "name", tn_text("x"));
	tn_set_value(q, "c", tn_int(1));
	tn_where_row(q, columns, values, 2);
	return q;
}

static const struct {
	tn_builder *(*make)(void);
	const char *text;
	unsigned values;
} scripts[] = {
	{nothing_added, "SELECT \"id\" FROM \"author\" WHERE \"a\" = 1 OR \"b\" = 2", 0},
	{conditions,
	 "SELECT \"id\" FROM \"author\" WHERE (\"a\" = 1 OR \"b\" = 2) AND \"name\" LIKE :p1 AND (\"died\" < :p2 OR "
	 "\"alive\") AND \"city\" IS NULL AND \"author\".\"Name\" = :p3",
	 3},
	{joined_and, "SELECT \"id\" FROM \"t\" WHERE \"a\" = :p1 AND \"b\" = :p2 AND (\"c\" = :p3 AND \"d\" = :p4)", 4},
	{numbered,
	 "SELECT :p1 AS \"x\" FROM \"t\" WHERE \"a\" = :p2 AND EXISTS (SELECT 1 FROM \"u\" WHERE \"u\".\"b\" = :p4 AND "
	 "\"u\".\"c\" IN (:p5, :p6) ORDER BY :p7 LIMIT :p8) LIMIT :p3 OFFSET :p9",
	 9},
	{several_joins,
	 "SELECT \"a\".\"id\", \"na\"\"me\" FROM \"author\" AS \"a\" JOIN \"city\" AS \"c\" ON \"c\".\"id\" = "
	 "\"a\".\"city_id\" LEFT JOIN \"land\" USING (\"land_id\") CROSS JOIN \"x\"",
	 0},
	{ordered,
	 "SELECT \"id\", *, \"name\" FROM \"author\" ORDER BY \"id\" DESC, \"name\", coalesce(\"age\", 0) DESC", 0},
	{union_ordered, "SELECT \"name\" FROM \"a\" UNION SELECT \"name\" FROM \"b\" ORDER BY \"name\" DESC LIMIT :p1",
	 1},
	{listed, "DELETE FROM \"author\" WHERE \"id\" IN (:p1)", 1},
	{updated,
	 "UPDATE \"author\" SET \"seen\" = :p1, \"name\" = :p3, \"city\" = :p4 WHERE \"id\" = :p2 AND \"seen\" < :p5",
	 5},
	{updated_from_nothing,
	 "UPDATE \"main\".\"au\"\"thor\" SET \"name\" = :p1, \"c\" = :p2 WHERE \"id\" = :p3 AND \"name\" IS NULL", 3},
};

START_TEST(composed)
{
	tn_builder *q = scripts[_i].make();
	struct tn_ir_stmt *again = NULL;
	struct tn_arena arena;
	tn_error *err = NULL;
	const char *text = tn_build_text(q, &err);

	ck_assert_msg(text != NULL, "%s", tn_error_message(err));
	ck_assert_str_eq(text, scripts[_i].text);
	ck_assert_uint_eq(q->used_count, scripts[_i].values);
	tn__arena_init(&arena);
	ck_assert_int_eq(tn__sql_parse(&arena, text, strlen(text), &again, &err), TN_OK);
	ck_assert_uint_eq(again->arg_count, scripts[_i].values);
	tn__arena_release(&arena);
	/* Asked again, and after another clause, it is still right. */
	ck_assert_str_eq(tn_build_text(q, &err), scripts[_i].text);
	tn_build_free(q);
}
END_TEST

START_TEST(values_are_those_of_their_parameters)
{
	tn_builder *q = numbered();
	uint32_t i;

	ck_assert_ptr_nonnull(tn_build_text(q, NULL));
	for (i = 0; i < q->used_count; i++) {
		static const int64_t wanted[] = {1, 2, 9, 4, 5, 6, 7, 8, 11};

		ck_assert_int_eq(q->used[i].value.u.i, wanted[i]);
		ck_assert_int_eq(atoi(q->used[i].name + 1), (int)i + 1);
	}
	tn_build_free(q);
}
END_TEST

/* What the caller promised to keep is copied all the same: rows may outlive the builder's caller. */
START_TEST(values_are_copied)
{
	char text[] = "before", element[] = "inside";
	const tn_value items[] = {tn_borrowed(tn_text(element)), tn_null()};
	const tn_list list = {.kind = TN_KIND_TEXT, .count = 2, .items = items};
	tn_builder *q = tn_build("SELECT id FROM t");
	const tn_list *copy;

	tn_where_eq(q, "name", tn_borrowed(tn_text(text)));
	tn_where_in(q, "name", &list);
	memset(text, '#', sizeof(text) - 1);
	memset(element, '#', sizeof(element) - 1);
	ck_assert_ptr_nonnull(tn_build_text(q, NULL));
	ck_assert_str_eq(q->used[0].value.u.s, "before");
	ck_assert_uint_eq(q->used[0].value.flags, 0);
	copy = q->used[1].value.u.list;
	ck_assert_str_eq(((const tn_value *)copy->items)[0].u.s, "inside");
	ck_assert_uint_eq(((const tn_value *)copy->items)[0].flags, 0);
	tn_build_free(q);
}
END_TEST

START_TEST(pages_have_one_text)
{
	tn_builder *q = tn_build("SELECT id FROM t");
	char first[200];
	int page;

	tn_limit(q, 20);
	for (page = 0; page < 50; page++) {
		tn_offset(q, page * 20);
		ck_assert_ptr_nonnull(tn_build_text(q, NULL));
		if (!page)
			strcpy(first, tn_build_text(q, NULL));
		ck_assert_str_eq(tn_build_text(q, NULL), first);
		ck_assert_int_eq(q->used[1].value.u.i, page * 20);
	}
	tn_build_free(q);
}
END_TEST

/* As many conditions as anybody adds are no deeper than two, and take time that grows with them alone. */
START_TEST(thousands_of_clauses)
{
	tn_builder *q = tn_build("UPDATE t SET a = 1");
	struct tn_ir_stmt *again = NULL;
	struct tn_arena arena;
	tn_error *err = NULL;
	int i;

	for (i = 0; i < 20000; i++) {
		tn_where(q, "a = ?", TN_ARGS(i));
		tn_set_value(q, "b", tn_int(i));
	}
	ck_assert_msg(tn_build_text(q, &err) != NULL, "%s", tn_error_message(err));
	ck_assert_uint_eq(q->used_count, 40000);
	tn__arena_init(&arena);
	ck_assert_int_eq(tn__sql_parse(&arena, q->text.s, q->text.len, &again, &err), TN_OK);
	tn__arena_release(&arena);
	tn_build_free(q);
}
END_TEST

/* ---- what does not get in ------------------------------------------------------------------ */

static const char *const no_expressions[] = {
	"",
	"-- a = 1",
	"a = 1; DELETE FROM t",
	"a = 1 UNION SELECT 1",
	"a = 1 GROUP BY a",
	"a = 1 HAVING TRUE",
	"a = 1 WINDOW w AS (ORDER BY a)",
	"a = 1 ORDER BY a",
	"a = 1 LIMIT 1",
	"a = 1 OFFSET 1",
	"a = 1 FETCH FIRST 1 ROW ONLY",
	"a = 1 FOR UPDATE",
	"a = 1 FROM secrets",
	"a = 1) OR (TRUE",
	"(a = 1",
	"a, b",
	"a b",
	"a AS b",
	"*",
	"t.*",
	"ALL a",
	"DISTINCT a",
	"/* a = 1",
	"'a",
	"\"a",
	"a = :name",
	"WHERE a = 1",
	"a = 1 AND",
	"AND a = 1",
};

START_TEST(one_expression)
{
	const char *sql = no_expressions[_i];
	tn_builder *q = tn_build("SELECT id FROM t WHERE b = 2");
	tn_error *err = NULL;
	char message[300];

	tn__where(q, sql, NULL);
	ck_assert_msg(q->error != NULL, "\"%s\" got in: %s", sql, tn_build_text(q, NULL));
	/* The error stays, whatever is done after it, and is about the fragment. */
	snprintf(message, sizeof(message), "%s", tn_error_message(q->error));
	ck_assert_uint_le(tn_error_position(q->error), strlen(sql) + 1);
	tn_where_eq(q, "x", tn_int(1));
	tn_join(q, "nonsense");
	tn_order_by(q, "nonsense", sorts, 1);
	tn_limit(q, -1);
	ck_assert_int_eq(tn__build_render(q, &err), tn_error_code(q->error));
	ck_assert_str_eq(tn_error_message(err), message);
	ck_assert_ptr_null(tn_build_text(q, NULL));
	tn_error_free(err);
	tn_build_free(q);
}
END_TEST

static const char *const no_joins[] = {
	"", "x", ", secrets", "x JOIN c ON TRUE", ".x JOIN c ON TRUE", "AS x JOIN c ON TRUE", "JOIN c",
	"JOIN c ON a = ?", "JOIN c ON TRUE WHERE TRUE", "JOIN c ON TRUE, secrets",
	"JOIN c ON TRUE; DROP TABLE t", "JOIN c ON TRUE UNION SELECT 1",
	"JOIN c ON TRUE LIMIT 1", "JOIN c ON TRUE FOR UPDATE", "(a) JOIN c ON TRUE", "JOIN c ON :a",
};

START_TEST(one_join)
{
	tn_builder *q = tn_build("SELECT id FROM t");

	tn__join(q, no_joins[_i]);
	ck_assert_msg(q->error != NULL, "\"%s\" got in: %s", no_joins[_i], tn_build_text(q, NULL));
	tn_build_free(q);
}
END_TEST

static const struct {
	const char *name;
	const char *text; /* NULL: refused */
} names[] = {
	{"a", "\"a\""},
	{"t.a", "\"t\".\"a\""},
	{"a.b.c", "\"a\".\"b.c\""},
	{"Name", "\"Name\""},
	{"a\" = 1 OR \"1\" = \"1", "\"a\"\" = 1 OR \"\"1\"\" = \"\"1\""},
	{"a; DROP TABLE t", "\"a; DROP TABLE t\""},
	{"a\\", "\"a\\\""},
	{"a`]'", "\"a`]'\""},
	{"?", "\"?\""},
	{":p1", "\":p1\""},
	{"\xC3\xA9", "\"\xC3\xA9\""},
	{"", NULL},
	{NULL, NULL},
	{".", NULL},
	{"a.", NULL},
	{".a", NULL},
	{"\xFF", NULL},
	{"a\xC0\x22", NULL},
	{"\xED\xA0\x80", NULL},
};

START_TEST(quoted_names)
{
	tn_builder *q = tn_build("SELECT * FROM t");
	char wanted[200];

	tn_column_add(q, names[_i].name);
	if (!names[_i].text) {
		ck_assert_int_eq(tn_error_code(q->error), TN_E_PARAM);
	} else {
		snprintf(wanted, sizeof(wanted), "SELECT %s FROM \"t\"", names[_i].text);
		ck_assert_str_eq(tn_build_text(q, NULL), wanted);
	}
	tn_build_free(q);
}
END_TEST

static void too_long(tn_builder *q)
{
	char name[300];

	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	tn_where_eq(q, name, tn_int(1));
}

static void too_few(tn_builder *q) { tn_where(q, "a = ? AND b = ?", TN_ARGS(1)); }
static void too_many(tn_builder *q) { tn_where(q, "a = ?", TN_ARGS(1, 2)); }
static void none_wanted(tn_builder *q) { tn_filter(q, "a = 1", tn_int(1)); }
static void by_name(tn_builder *q) { tn_where(q, "a = ?", TN_NAMED(tn_named("a", tn_int(1)))); }
static void unknown_sort(tn_builder *q) { tn_order_by(q, "id; DROP TABLE t", sorts, COUNT(sorts)); }
static void lone_minus(tn_builder *q) { tn_order_by(q, "-", sorts, COUNT(sorts)); }
static void no_sorts(tn_builder *q) { tn_order_by(q, "name", NULL, 0); }
static void two_keys(tn_builder *q) { tn_order_by(q, "bad", sorts, COUNT(sorts)); }
static void asking_sort(tn_builder *q) { tn_order_by(q, "asks", sorts, COUNT(sorts)); }
static void negative_limit(tn_builder *q) { tn_limit(q, -1); }
static void negative_offset(tn_builder *q) { tn_offset(q, INT64_MIN); }
static void bad_text(tn_builder *q) { tn_where_eq(q, "a", tn_text("\xC3\x28")); }
static void nul_inside(tn_builder *q) { tn_where_eq(q, "a", tn_text_n("a\0b", 3)); }
static void out_of_range(tn_builder *q) { tn_where_eq(q, "a", tn_uint(UINT64_MAX)); }
static void no_list(tn_builder *q) { tn_where_in(q, "a", NULL); }
static void null_fragment(tn_builder *q) { tn__where(q, NULL, NULL); }
static void null_join(tn_builder *q) { tn__join(q, NULL); }
static void set_of_a_query(tn_builder *q) { tn_set_value(q, "a", tn_int(1)); }
static void no_columns(tn_builder *q) { tn_where_row(q, NULL, NULL, 0); }

static void list_as_a_value(tn_builder *q)
{
	const tn_list list = {.kind = TN_KIND_INT, .shape = 1};

	tn_where_eq(q, "a", tn_list_of(&list));
}

static const struct {
	void (*call)(tn_builder *q);
	int code;
} misuses[] = {
	{too_long, TN_E_LIMIT},      {too_few, TN_E_PARAM},         {too_many, TN_E_PARAM},
	{none_wanted, TN_E_PARAM},   {by_name, TN_E_PARAM},         {unknown_sort, TN_E_PARAM},
	{lone_minus, TN_E_PARAM},    {no_sorts, TN_E_PARAM},        {two_keys, TN_E_SYNTAX},
	{asking_sort, TN_E_PARAM},   {negative_limit, TN_E_PARAM},  {negative_offset, TN_E_PARAM},
	{bad_text, TN_E_DATA},       {nul_inside, TN_E_DATA},       {out_of_range, TN_E_RANGE},
	{no_list, TN_E_PARAM},       {null_fragment, TN_E_PARAM},   {null_join, TN_E_PARAM},
	{set_of_a_query, TN_E_MISUSE}, {no_columns, TN_E_PARAM},    {list_as_a_value, TN_E_PARAM},
};

START_TEST(misused)
{
	tn_builder *q = tn_build("SELECT id FROM t");
	tn_error *err = NULL;

	misuses[_i].call(q);
	ck_assert_int_eq(tn_error_code(q->error), misuses[_i].code);
	ck_assert_int_eq(tn__build_render(q, &err), misuses[_i].code);
	tn_error_free(err);
	tn_build_free(q);
}
END_TEST

START_TEST(beginnings)
{
	static const struct {
		const char *sql;
		int code;
	} texts[] = {
		{"INSERT INTO t VALUES (1)", TN_E_MISUSE},
		{"DROP TABLE t", TN_E_MISUSE},
		{"SELECT ?", TN_E_PARAM},
		{"SELECT :a", TN_E_PARAM},
		{"SELEC 1", TN_E_SYNTAX},
		{"SELECT 1; SELECT 2", TN_E_SYNTAX},
		{"BEGIN", TN_E_MISUSE},
		{NULL, TN_E_SYNTAX},
		{"", TN_E_SYNTAX},
	};
	size_t i;

	for (i = 0; i < COUNT(texts); i++) {
		tn_builder *q = tn__build(texts[i].sql, NULL);

		tn_where_eq(q, "a", tn_int(1));
		ck_assert_msg(tn_error_code(q->error) == texts[i].code, "%s: %s", texts[i].sql,
			      tn_error_message(q->error));
		tn_build_free(q);
	}
}
END_TEST

START_TEST(clauses_of_other_statements)
{
	tn_builder *q = tn_build("SELECT a FROM t UNION SELECT a FROM u");

	tn_where_eq(q, "a", tn_int(1));
	ck_assert_int_eq(tn_error_code(q->error), TN_E_MISUSE);
	tn_build_free(q);
	q = tn_build("SELECT 1 FROM t, u");
	tn_join(q, "JOIN v ON TRUE");
	ck_assert_int_eq(tn_error_code(q->error), TN_E_MISUSE);
	tn_build_free(q);
	q = tn_build("DELETE FROM t");
	tn_limit(q, 1);
	ck_assert_int_eq(tn_error_code(q->error), TN_E_MISUSE);
	tn_build_free(q);
	q = tn_build_update("t");
	ck_assert_ptr_null(tn_build_text(q, NULL));
	tn_set_value(q, "a", tn_int(1));
	ck_assert_str_eq(tn_build_text(q, NULL), "UPDATE \"t\" SET \"a\" = :p1");
	tn_build_free(q);
	q = tn_build_update("");
	ck_assert_int_eq(tn_error_code(q->error), TN_E_PARAM);
	tn_build_free(q);
}
END_TEST

/* ---- memory -------------------------------------------------------------------------------- */

START_TEST(every_allocation)
{
	unsigned long n;
	int done = 0;

	scarce_install();
	for (n = 1; !done; n++) {
		tn_error *err = NULL;
		const char *text;
		tn_builder *q;

		until_failure = n;
		q = scripts[_i].make();
		text = tn_build_text(q, &err);
		done = until_failure > 0;
		until_failure = ULONG_MAX;
		ck_assert_msg(!done || text, "without a failure: %s", tn_error_message(err));
		ck_assert_msg(text || tn_error_code(err) == TN_E_NOMEM, "allocation %lu: %s", n, tn_error_message(err));
		if (text)
			ck_assert_str_eq(text, scripts[_i].text);
		tn_error_free(err);
		tn_build_free(q);
	}
	ck_assert_uint_gt(n, 5);
}
END_TEST

START_TEST(no_builder)
{
	tn_error *err = NULL;

	tn_where(NULL, "a = ?", TN_ARGS(1));
	tn_where_eq(NULL, "a", tn_int(1));
	tn_where_row(NULL, NULL, NULL, 0);
	tn_where_in(NULL, "a", NULL);
	tn_join(NULL, "JOIN t");
	tn_column_add(NULL, "a");
	tn_set_value(NULL, "a", tn_int(1));
	tn_order_by(NULL, "a", sorts, 1);
	tn_limit(NULL, 1);
	tn_offset(NULL, 1);
	ck_assert_ptr_null(tn_build_text(NULL, &err));
	ck_assert_int_eq(tn_error_code(err), TN_E_NOMEM);
	tn_build_free(NULL);
}
END_TEST

TCase *builder_cases(void)
{
	TCase *tc = tcase_create("builder");

	tcase_add_loop_test(tc, composed, 0, COUNT(scripts));
	tcase_add_test(tc, values_are_those_of_their_parameters);
	tcase_add_test(tc, values_are_copied);
	tcase_add_test(tc, pages_have_one_text);
	tcase_add_test(tc, thousands_of_clauses);
	tcase_add_loop_test(tc, one_expression, 0, COUNT(no_expressions));
	tcase_add_loop_test(tc, one_join, 0, COUNT(no_joins));
	tcase_add_loop_test(tc, quoted_names, 0, COUNT(names));
	tcase_add_loop_test(tc, misused, 0, COUNT(misuses));
	tcase_add_test(tc, beginnings);
	tcase_add_test(tc, clauses_of_other_statements);
	tcase_add_loop_test(tc, every_allocation, 0, COUNT(scripts));
	tcase_add_test(tc, no_builder);
	return tc;
}
