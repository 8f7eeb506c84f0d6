/* SPDX-License-Identifier: MIT */
/*
 * sqlite_check_functions.c - the backend's SQL functions beyond the table of cases:
 * windows, the guard, indexes, the statement's time, what may call them.
 */
#include "sqlite_host.h"

#include <stdio.h>
#include <string.h>

Suite *sqlite_functions_suite(void);

static struct tn_be_conn *conn;

static void set_up(void)
{
	conn = sq_open_guarded(NULL, NULL);
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE t (id INTEGER PRIMARY KEY, n NUMERIC(12,2), b TEXT_NUMERIC(30,4),"
				" s TEXT, k TEXT COLLATE NOCASE)"), 0);
	ck_assert_int_eq(sq_run(conn, "CREATE INDEX tn ON t (n)"), 0);
	ck_assert_int_eq(sq_run(conn, "CREATE INDEX ts ON t (s)"), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO t VALUES (1, '1.10', '1.10', 'abc', 'a'), (2, '2', '2', 'abd', 'A'),"
				" (3, '-3.5', '-3.5', '\303\244x', 'b'), (4, NULL, NULL, NULL, NULL),"
				" (5, '1.1', '1.1000', 'ab', 'B')"), 0);
}

static void tear_down(void)
{
	sq_close(conn);
}

/* All rows of a query, cells joined with a comma and rows with a semicolon. */
static const char *result(const char *sql)
{
	static char out[4096];
	struct tn_be_stmt *stmt;
	size_t n = 0;
	uint32_t i;
	int rc;
	sq_clear();
	stmt = sq_prepare(conn, sql, 0, TN_BE_ONCE);
	if (!stmt)
		return sq_fault.message;
	out[0] = '\0';
	rc = tn__backend_sqlite.execute(stmt, NULL, TN_BE_STREAM, 0);
	while (rc > 0 && (rc = tn__backend_sqlite.next(stmt)) == TN_ROW) {
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s", n ? ";" : "");
		for (i = 0; i < stmt->column_count; i++) {
			const tn_value *v = &stmt->cells[i];
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%s", i ? "," : "");
			if (v->kind == TN_KIND_NULL)
				n += (size_t)snprintf(out + n, sizeof(out) - n, "-");
			else if (v->kind == TN_KIND_DOUBLE)
				n += (size_t)snprintf(out + n, sizeof(out) - n, "%g", v->u.d);
			else if (v->kind == TN_KIND_INT)
				n += (size_t)snprintf(out + n, sizeof(out) - n, "%lld", (long long)v->u.i);
			else
				n += (size_t)snprintf(out + n, sizeof(out) - n, "%s", v->u.s);
		}
	}
	if (rc < 0)
		snprintf(out, sizeof(out), "error %d %s", rc, sq_fault.sqlstate);
	sq_drop(stmt);
	return out;
}

static const struct {
	const char *sql, *want;
} queries[] = {
	/* Frames that move at both ends. */
	{"SELECT tn_dec_sum(b) OVER (ORDER BY id ROWS 1 PRECEDING) FROM t", "1.1;3.1;-1.5;-3.5;1.1"},
	{"SELECT tn_dec_avg(b, 10, 3) OVER (ORDER BY id ROWS 1 PRECEDING) FROM t", "1.1;1.55;-0.75;-3.5;1.1"},
	{"SELECT tn_dec_min_over(b) OVER (ORDER BY id ROWS 1 PRECEDING) FROM t", "1.1;1.1;-3.5;-3.5;1.1"},
	{"SELECT tn_dec_max_over(b) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM t",
	 "2;2;2;1.1;1.1"},
	{"SELECT tn_dec_max_over(b) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 2 PRECEDING) FROM t",
	 "-;-;1.1;2;2"},
	{"SELECT tn_sum_int(id) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) FROM t", "3;5;7;9;5"},
	{"SELECT tn_avg_int(id) OVER (ORDER BY id ROWS 1 PRECEDING) FROM t", "1;1.5;2.5;3.5;4.5"},
	{"SELECT tn_sum_double(id * 0.5) OVER (ORDER BY id ROWS 1 PRECEDING) FROM t", "0.5;1.5;2.5;3.5;4.5"},
	{"SELECT tn_string_agg(s, '-') OVER (ORDER BY id ROWS 1 PRECEDING) FROM t",
	 "abc;abc-abd;abd-\303\244x;\303\244x;ab"},
	{"SELECT tn_dec_min(b), tn_dec_max(b), tn_dec_sum(n) FROM t", "-3.5,2,0.7"},
	{"SELECT tn_dec_sum(b) FILTER (WHERE id < 3) FROM t", "3.1"},
	{"SELECT tn_sum_int(x) OVER (ORDER BY rowid ROWS 1 PRECEDING) FROM (SELECT 1 AS rowid, 9223372036854775807 AS x"
	 " UNION ALL SELECT 2, -9223372036854775808 UNION ALL SELECT 3, 5)",
	 "9223372036854775807;-1;-9223372036854775803"},
	/* Order inside an aggregate, and DISTINCT. */
	{"SELECT tn_string_agg(s, ',', 'dl', n, 'af', id) FROM t", "abd,abc,ab,\303\244x"},
	{"SELECT tn_string_agg(coalesce(s, '?'), ',', 'al', s) FROM t", "ab,abc,abd,\303\244x,?"},
	{"SELECT tn_string_agg(coalesce(s, '?'), ',', 'af', s) FROM t", "?,ab,abc,abd,\303\244x"},
	{"SELECT tn_string_agg_distinct(substr(s, 1, 2), ',', 'df', substr(s, 1, 2)) FROM t", "\303\244x,ab"},
	{"SELECT tn_string_agg(s, ',', 'al', tn_dec_key(b)) FROM t", "\303\244x,abc,ab,abd"},
	{"SELECT tn_string_agg(s, ',') FROM t WHERE id = 9", "-"},
	/* Numbers in several forms are one. */
	{"SELECT DISTINCT tn_dec(b) FROM t ORDER BY tn_dec_key(b)", "-;-3.5;1.1;2"},
	{"SELECT tn_dec(n) FROM t UNION SELECT tn_dec(b) FROM t ORDER BY 1 COLLATE tn_dec", "-;-3.5;1.1;2"},
	{"SELECT tn_dec_add(n, b) FROM t WHERE tn_dec_cmp(n, b) = 0 ORDER BY id", "2.2;4;-7;2.2"},
	{"SELECT count(*) FROM t WHERE n = tn_num_point('1.100')", "2"},
	{"SELECT count(*) FROM t WHERE n = tn_num_point('1.10000000000000000001')", "0"},
	{"SELECT count(*) FROM t WHERE n <> tn_num_point('1.10000000000000000001')", "4"},
	{"SELECT count(*) FROM t WHERE n < tn_num_up('1.10000000000000000001')", "3"},
	{"SELECT count(*) FROM t WHERE n > tn_num_down('1.10000000000000000001')", "1"},
	{"SELECT count(*) FROM t WHERE n > tn_num_down('1.0999999999999999999')", "3"},
	{"SELECT count(*) FROM t WHERE n > tn_num_down('-3.50000000000000000001')", "4"},
	{"SELECT count(*) FROM t WHERE n = tn_num_point(2)", "1"},
	{"SELECT tn_dec_between('1.50', 1, 1.5), tn_dec_between('1.51', 1, 1.5), tn_dec_between('1', '1.00', NULL),"
	 " tn_dec_between(2, NULL, '1'), tn_dec_between(NULL, 1, 2)", "1,0,-,0,-"},
	/* The guard. */
	{"SELECT (SELECT tn_single(s) FROM t WHERE id = 1)", "abc"},
	{"SELECT (SELECT tn_single(s) FROM t WHERE id = 99)", "-"},
	{"SELECT (SELECT tn_single(s) FROM t WHERE id < 3)", "error -8 21000"},
	{"SELECT (SELECT tn_single(s) FROM t WHERE id >= 4)", "error -8 21000"},
	/* Values that are not of their type. */
	{"SELECT tn_add('1', 2)", "error -8 22018"},
	{"SELECT tn_add(1.5, 2)", "error -8 22018"},
	{"SELECT tn_dec_add('abc', 1)", "error -8 22018"},
	{"SELECT tn_dec_add(x'31', 1)", "error -8 22018"},
	{"SELECT tn_left(5, 2)", "error -8 22018"},
	{"SELECT tn_date_add('2024-1-1', 2)", "error -8 22018"},
	{"SELECT tn_concat(1.5)", "error -8 22018"},
	{"SELECT tn_div(1, 0)", "error -8 22012"},
	{"SELECT tn_add(9223372036854775807, 1)", "error -7 22003"},
	{"SELECT tn_date_add('9999-12-31', 1)", "error -7 22008"},
	{"SELECT tn_like('a', 'a', 'xx')", "error -8 22023"},
	{"SELECT tn_like('a', 'a\\')", "error -8 22023"},
	{"SELECT tn_repeat('abc', 9223372036854775807)", "error -6 22001"},
	{"SELECT tn_lpad('abc', 9223372036854775807)", "error -6 22001"},
	{"SELECT ntile(0) OVER () FROM t", "error -8 22014"},
	{"SELECT nth_value(id, 0) OVER () FROM t", "error -8 22016"},
	/* Patterns. */
	{"SELECT tn_like('aXbXc', '%X%X%'), tn_like('abc', '%%%_'), tn_like('', '_'), tn_ilike('\303\204', '\303\244')",
	 "1,1,0,0"},
	{"SELECT tn_like('abab', '%ab'), tn_like('aab', '%ab'), tn_like('ab', 'a%b%c'), tn_like('a', '%a_')",
	 "1,1,0,0"},
	{"SELECT tn_like_low('ab%c'), tn_like_high('ab%c'), tn_like_low('a\\%b_'), tn_like_high('a\\%b_')",
	 "ab,ac,a%b,a%c"},
	{"SELECT hex(tn_like_high('%x')), hex(tn_like_high('a\364\217\277\277%')), hex(tn_like_high('\355\237\277%')),"
	 " hex(tn_like_high('\177%'))", ",62,EE8080,C280"},
	{"SELECT id FROM t WHERE tn_like(s, 'ab%') AND s >= tn_like_low('ab%') AND s < tn_like_high('ab%') ORDER BY id",
	 "1;2;5"},
	{"SELECT id FROM t WHERE s >= 'ab' AND s < tn_prefix_high('ab') ORDER BY id", "1;2;5"},
	/* A JSON document is read wholly, and its kinds are told. */
	{"SELECT tn_json_get('{\"a\":1,\"a\":2}', 'a'), tn_json_text('{\"k\":\"\\ud83d\\ude00\"}', 'k')",
	 "2,\360\237\230\200"},
	{"SELECT tn_json_get('{\"a\":1', 'a')", "error -8 22018"},
	{"SELECT tn_json_text('{\"k\":\"\\ud83d\"}', 'k')", "error -8 22018"},
	{"SELECT tn_json_text('{\"k\":\"\\u0000\"}', 'k')", "error -8 22018"},
	{"SELECT tn_json_build_object('tbtn3tdtjti', 'b', 1, 'n', '1.5', 'd', 0.1, 'j', '[1]', 'i', NULL)",
	 "{\"b\":true,\"n\":1.500,\"d\":0.1,\"j\":[1],\"i\":null}"},
	{"SELECT tn_json_build_object('ti', NULL, 1)", "error -8 22023"},
};

START_TEST(test_queries)
{
	ck_assert_msg(!strcmp(result(queries[_i].sql), queries[_i].want), "%s: %s", queries[_i].sql,
		      result(queries[_i].sql));
}
END_TEST

/* ---- indexes ------------------------------------------------------------------------ */

static const struct {
	const char *sql, *plan;
} plans[] = {
	{"SELECT s FROM t WHERE n = tn_num_point(?)", "(n=?)"},
	{"SELECT s FROM t WHERE n > tn_num_down(?)", "(n>?)"},
	{"SELECT s FROM t WHERE n >= tn_num_up(?) AND n < tn_num_up(?)", "(n>? AND n<?)"},
	{"SELECT n FROM t WHERE n IN (tn_num_point(?), tn_num_point(?))", "(n=?)"},
	{"SELECT n FROM t WHERE (tn_like(s, ?1) AND s >= tn_like_low(?1) AND s < tn_like_high(?1))", "(s>? AND s<?)"},
	{"SELECT n FROM t WHERE (s >= ?1 AND s < tn_prefix_high(?1))", "(s>? AND s<?)"},
	{"SELECT min(n) FROM t", "USING COVERING INDEX tn"},
};

START_TEST(test_indexes)
{
	char sql[300];
	struct tn_be_stmt *stmt;
	tn_value params[2] = {tn_null(), tn_null()};
	uint32_t count = 0;
	const char *p;
	int found = 0;
	for (p = plans[_i].sql; *p; p++)
		count += *p == '?' && p[1] != '1';
	if (strstr(plans[_i].sql, "?1"))
		count = 1;
	snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s", plans[_i].sql);
	stmt = sq_prepare(conn, sql, count, 0);
	ck_assert_msg(stmt != NULL, "%s: %s", sql, sq_fault.message);
	ck_assert_int_eq(tn__backend_sqlite.execute(stmt, params, TN_BE_STREAM, 0), 1);
	while (tn__backend_sqlite.next(stmt) == TN_ROW)
		found |= strstr(stmt->cells[3].u.s, plans[_i].plan) != NULL;
	ck_assert_msg(found, "%s", sql);
	sq_drop(stmt);
}
END_TEST

/* ---- who may call ----------------------------------------------------------------------- */

static const char *const stored[] = {
	"CREATE VIEW v AS SELECT tn_add(id, 1) AS x FROM t",
	"CREATE VIEW v AS SELECT tn_dec_sum(b) AS x FROM t",
	"CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT tn_add(1, 2); END",
	"CREATE TABLE v (x INTEGER CHECK (tn_add(x, 1) > 0))",
	"CREATE TABLE v (x INTEGER DEFAULT (tn_add(1, 2)))",
	"CREATE INDEX v ON t (tn_add(id, 1))",
};
static const char *const used[] = {
	"SELECT x FROM v", "SELECT x FROM v", "INSERT INTO t (id) VALUES (100)", "INSERT INTO v VALUES (1)",
	"INSERT INTO v DEFAULT VALUES", "SELECT 1 FROM t WHERE id = 1",
};

/* Refused when it is made or when it is used, and by nothing else than that. */
START_TEST(test_not_stored)
{
	if (sq_run(conn, stored[_i]) == 0)
		ck_assert_int_lt(sq_run(conn, used[_i]), 0);
	ck_assert_msg(strstr(sq_fault.message, "unsafe use of tn_") || strstr(sq_fault.message, "prohibited"), "%s: %s",
		      stored[_i], sq_fault.message);
}
END_TEST

/* ---- the time of a statement --------------------------------------------------------------- */

START_TEST(test_now)
{
	struct tn_be_stmt *a, *b;
	char first[40], second[40];
	int i;
	a = sq_first_row(conn, "SELECT CASE WHEN id > 0 THEN tn_now() END FROM t");
	snprintf(first, sizeof(first), "%s", a->cells[0].u.s);
	ck_assert_uint_eq(strlen(first), 26);
	for (i = 0; i < 1000; i++) {
		/* Until the clock has moved. */
		b = sq_first_row(conn, "SELECT tn_now()");
		snprintf(second, sizeof(second), "%s", b->cells[0].u.s);
		sq_drop(b);
		if (strcmp(first, second))
			break;
	}
	ck_assert_int_gt(strcmp(second, first), 0);
	while (tn__backend_sqlite.next(a) == TN_ROW)
		ck_assert_str_eq(a->cells[0].u.s, first);
	/* And again: another time, in a statement that was kept. */
	ck_assert_int_eq(tn__backend_sqlite.finish(a), 0);
	ck_assert_int_eq(tn__backend_sqlite.execute(a, NULL, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(tn__backend_sqlite.next(a), TN_ROW);
	ck_assert_int_ge(strcmp(a->cells[0].u.s, second), 0);
	sq_drop(a);
}
END_TEST

START_TEST(test_many_arguments)
{
	char sql[1200] = "SELECT tn_concat('x'";
	int i;
	for (i = 0; i < 200; i++)
		strcat(sql, ",'x'");
	strcat(sql, ")");
	ck_assert_int_eq(sq_run(conn, sql), TN_E_LIMIT);
}
END_TEST

START_TEST(test_random)
{
	ck_assert_str_eq(result("SELECT count(DISTINCT tn_random()) FROM t, t AS u"), "25");
	ck_assert_str_eq(result("SELECT min(tn_random()) >= 0, max(tn_random()) < 1 FROM t, t AS u, t AS v"), "1,1");
}
END_TEST

Suite *sqlite_functions_suite(void)
{
	Suite *s = suite_create("functions");
	TCase *tc = tcase_create("functions");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, test_queries, 0, (int)(sizeof(queries) / sizeof(queries[0])));
	tcase_add_loop_test(tc, test_indexes, 0, (int)(sizeof(plans) / sizeof(plans[0])));
	tcase_add_loop_test(tc, test_not_stored, 0, (int)(sizeof(stored) / sizeof(stored[0])));
	tcase_add_test(tc, test_now);
	tcase_add_test(tc, test_many_arguments);
	tcase_add_test(tc, test_random);
	suite_add_tcase(s, tc);
	return s;
}
