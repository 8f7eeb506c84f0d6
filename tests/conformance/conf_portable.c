/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_portable.c - portable SQL from the text to the cells:
 * kinds of results, parameters, lists, warnings, refusals.
 *
 * What each operation means is tested elsewhere; here is what the engine adds.
 */
#include "tests/conformance/conf.h"
#include <stdio.h>
#include <string.h>

#define BOOK "book (id BIGINT PRIMARY KEY, title VARCHAR(80) NOT NULL, price NUMERIC(10,2), born DATE, " \
	     "seen TIMESTAMPTZ, ok BOOLEAN, weight DOUBLE PRECISION, mark UUID, extra JSON)"

static tn_conn *open_with_books(void)
{
	static const char mark[16] = "0123456789abcdef";
	tn_conn *db = tn_test_open();
	conf_exec(db, "CREATE TABLE " BOOK, NULL);
	conf_exec(db, "INSERT INTO book VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		  TN_VALUES(tn_int(1), tn_text("Dune"), tn_numeric("12.50"), tn_date(18000),
			    tn_timestamptz(1600000000123456), tn_bool(1), tn_double(0.5), tn_uuid(mark),
			    tn_json("{\"a\":1}")));
	conf_exec(db, "INSERT INTO book (id, title, price, ok) VALUES (2, 'Emma', 3, false), (3, 'Kim', NULL, NULL)",
		  NULL);
	return db;
}

/* ---- kinds of results ---------------------------------------------------------- */

static const struct {
	const char *expr;
	int type, kind;
	const char *text;
} results[] = {
	{"id > 0", TN_TYPE_BOOLEAN, TN_KIND_BOOL, "true"},
	{"id IS NULL", TN_TYPE_BOOLEAN, TN_KIND_BOOL, "false"},
	{"NOT ok", TN_TYPE_BOOLEAN, TN_KIND_BOOL, "false"},
	{"title IN ('Dune', 'Kim')", TN_TYPE_BOOLEAN, TN_KIND_BOOL, "true"},
	{"COALESCE(ok, false)", TN_TYPE_BOOLEAN, TN_KIND_BOOL, "true"},
	{"id + 1", TN_TYPE_BIGINT, TN_KIND_INT, "2"},
	{"7 / 2", TN_TYPE_BIGINT, TN_KIND_INT, "3"},
	{"(SELECT count(*) FROM book)", TN_TYPE_BIGINT, TN_KIND_INT, "3"},
	{"(SELECT sum(id) FROM book)", TN_TYPE_BIGINT, TN_KIND_INT, "6"},
	{"(SELECT avg(id) FROM book)", TN_TYPE_DOUBLE, TN_KIND_DOUBLE, "2"},
	{"price", TN_TYPE_NUMERIC, TN_KIND_NUMERIC, "12.50"},
	{"price + 1", TN_TYPE_NUMERIC, TN_KIND_NUMERIC, "13.50"},
	{"(SELECT sum(price) FROM book)", TN_TYPE_NUMERIC, TN_KIND_NUMERIC, "15.50"},
	{"(SELECT max(price) FROM book)", TN_TYPE_NUMERIC, TN_KIND_NUMERIC, "12.50"},
	{"COALESCE(price, 0.00)", TN_TYPE_NUMERIC, TN_KIND_NUMERIC, "12.50"},
	{"weight * 2", TN_TYPE_DOUBLE, TN_KIND_DOUBLE, "1"},
	{"title || '!'", TN_TYPE_TEXT, TN_KIND_TEXT, "Dune!"},
	{"born", TN_TYPE_DATE, TN_KIND_DATE, "2019-04-14"},
	{"(SELECT max(born) FROM book)", TN_TYPE_DATE, TN_KIND_DATE, "2019-04-14"},
	{"seen", TN_TYPE_TIMESTAMPTZ, TN_KIND_TIMESTAMPTZ, "2020-09-13 12:26:40.123456+00"},
	{"(SELECT min(seen) FROM book)", TN_TYPE_TIMESTAMPTZ, TN_KIND_TIMESTAMPTZ, "2020-09-13 12:26:40.123456+00"},
	{"COALESCE(seen, CURRENT_TIMESTAMP)", TN_TYPE_TIMESTAMPTZ, TN_KIND_TIMESTAMPTZ,
		"2020-09-13 12:26:40.123456+00"},
	{"CASE WHEN id = 1 THEN mark END", TN_TYPE_UUID, TN_KIND_UUID, "30313233-3435-3637-3839-616263646566"},
	{"CAST('7' AS INTEGER)", TN_TYPE_INTEGER, TN_KIND_INT, "7"},
};

START_TEST(results_have_portable_kinds)
{
	tn_conn *db = open_with_books();
	char sql[400], text[100];
	tn_rows *rows;
	snprintf(sql, sizeof sql, "SELECT %s AS value FROM book WHERE id = 1", results[_i].expr);
	rows = conf_row(db, sql, NULL);
	ck_assert_str_eq(tn_column_name(rows, 0), "value");
	ck_assert_msg(tn_column_type(rows, 0) == results[_i].type, "%s: type %s", sql,
		      tn_type_name(tn_column_type(rows, 0)));
	ck_assert_msg(tn_get_value(rows, 0)->kind == results[_i].kind && !tn_get_value(rows, 0)->flags, "%s: kind %s",
		      sql, tn_kind_name(tn_get_value(rows, 0)->kind));
	tn_value_format(tn_get_value(rows, 0), text, sizeof text);
	ck_assert_msg(!strcmp(text, results[_i].text), "%s: %s", sql, text);
	conf_end(rows);
	tn_close(db);
}
END_TEST

START_TEST(columns_of_a_table_keep_their_types)
{
	static const int types[] = {TN_TYPE_BIGINT, TN_TYPE_VARCHAR, TN_TYPE_NUMERIC, TN_TYPE_DATE, TN_TYPE_TIMESTAMPTZ,
				    TN_TYPE_BOOLEAN, TN_TYPE_DOUBLE, TN_TYPE_UUID, TN_TYPE_JSON};
	tn_conn *db = open_with_books();
	tn_rows *rows = conf_row(db, "SELECT * FROM book WHERE id = 1", NULL);
	unsigned i;
	ck_assert_uint_eq(tn_column_count(rows), CONF_COUNT(types));
	for (i = 0; i < CONF_COUNT(types); i++)
		ck_assert_msg(tn_column_type(rows, i) == types[i], "%s is %s", tn_column_name(rows, i),
			      tn_type_name(tn_column_type(rows, i)));
	conf_end(rows);
	tn_close(db);
}
END_TEST

/* ---- parameters ------------------------------------------------------------------- */

START_TEST(numbers_are_widened)
{
	tn_conn *db = open_with_books();
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM book WHERE price > ?", TN_ARGS(3)), 1);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM book WHERE price > ?", TN_VALUES(tn_numeric("2.99"))), 2);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM book WHERE weight < ?", TN_ARGS(1)), 1);
	ck_assert_int_eq(conf_exec(db, "UPDATE book SET price = ?, weight = ? WHERE id = ?", TN_ARGS(7, 2, 3)), 1);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM book WHERE price = 7.00 AND weight = 2", NULL), 1);
	tn_close(db);
}
END_TEST

/* The same text with arguments of other kinds is another statement, and each is found again. */
START_TEST(kinds_are_part_of_the_plan)
{
	tn_conn *db = open_with_books();
	tn_stats a = {0}, b = {0};
	int i;
	a.size = b.size = sizeof a;
	for (i = 0; i < 3; i++) {
		conf_int(db, "SELECT count(*) FROM book WHERE price > ?", TN_ARGS(3));
		conf_int(db, "SELECT count(*) FROM book WHERE price > ?", TN_VALUES(tn_numeric("3.5")));
		conf_int(db, "SELECT count(*) FROM book WHERE price > ?", TN_ARGS(TN_NULL));
		if (!i)
			tn_get_stats(db, &a);
	}
	tn_get_stats(db, &b);
	ck_assert_uint_eq(a.cache_misses, b.cache_misses);
	tn_close(db);
}
END_TEST

START_TEST(null_takes_the_kind_of_its_place)
{
	tn_conn *db = open_with_books();
	tn_rows *rows = conf_query(db, "SELECT id FROM book WHERE title = ?", TN_ARGS(TN_NULL));
	ck_tn_is(tn_next(rows, tn_test_err()), TN_DONE);
	conf_end(rows);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM book WHERE title = ?", TN_ARGS("Kim")), 1);
	ck_assert_int_eq(conf_exec(db, "UPDATE book SET born = ?, price = ? WHERE id = 1",
		TN_ARGS(TN_NULL, TN_NULL)), 1);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM book WHERE born IS NULL AND price IS NULL", NULL), 2);
	tn_close(db);
}
END_TEST

START_TEST(wrong_kinds_are_refused)
{
	static const struct {
		const char *sql;
		tn_value value;
	} wrong[] = {
		{"SELECT id FROM book WHERE id = ?", {TN_KIND_TEXT, 0, 0, 1, {.s = "1"}}},
		{"SELECT id FROM book WHERE title = ?", {TN_KIND_INT, 0, 0, 0, {.i = 1}}},
		{"SELECT id FROM book WHERE id = ?", {TN_KIND_DOUBLE, 0, 0, 0, {.d = 1.5}}},
		{"UPDATE book SET title = ?", {TN_KIND_INT, 0, 0, 0, {.i = 1}}},
	};
	tn_conn *db = open_with_books();
	size_t i;
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	for (i = 0; i < CONF_COUNT(wrong); i++) {
		int rc = tn_exec(db, wrong[i].sql, TN_VALUES(wrong[i].value), NULL, tn_test_err());
		/* A DOUBLE widens the column instead. */
		ck_assert_msg(rc == TN_E_TYPE || rc == TN_E_PARAM || (rc >= 0 && wrong[i].value.kind == TN_KIND_DOUBLE),
			      "%s: %s", wrong[i].sql, tn_test_failure(rc));
		ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
	}
	ck_tn_ok(tn_commit(db, tn_test_err()));
	tn_close(db);
}
END_TEST

START_TEST(handles_are_portable)
{
	tn_conn *db = open_with_books();
	tn_stmt *s = NULL;
	tn_rows *rows = NULL;
	int i;
	ck_tn_ok(tn_prepare(db, "SELECT title FROM book WHERE id = :id OR id = :other", &s, tn_test_err()));
	ck_assert_uint_eq(tn_stmt_param_count(s), 2);
	for (i = 1; i <= 3; i++) {
		ck_tn_ok(tn_stmt_query(s, TN_NAMED(tn_named("other", TN_NULL), tn_named("id", tn_int(i))), &rows,
				       tn_test_err()));
		ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
		conf_end(rows);
	}
	conf_exec(db, "ALTER TABLE book ADD COLUMN more INTEGER", NULL);
	ck_tn_ok(tn_stmt_query(s, TN_ARGS(1, 2), &rows, tn_test_err()));
	conf_end(rows);
	tn_stmt_close(s);
	tn_close(db);
}
END_TEST

/* ---- lists ----------------------------------------------------------------------------- */

static void fill_numbers(tn_conn *db)
{
	int64_t i;
	conf_exec(db, "CREATE TABLE num (id BIGINT PRIMARY KEY, name TEXT, d DOUBLE PRECISION)", NULL);
	for (i = 1; i <= 60; i++) {
		char name[8];
		snprintf(name, sizeof name, "n%d", (int)i);
		conf_exec(db, "INSERT INTO num VALUES (?, ?, ?)", TN_ARGS(i, name, (double)i));
	}
}

START_TEST(lists_of_every_size)
{
	tn_conn *db = tn_test_open();
	tn_stats first = {0}, last = {0};
	int64_t ids[50];
	int i, round;
	first.size = last.size = sizeof first;
	fill_numbers(db);
	for (i = 0; i < 50; i++)
		ids[i] = i + 11;
	for (round = 0; round < 2; round++) {
		for (i = 0; i <= 50; i++) {
			ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM num WHERE id IN (?)",
				TN_ARGS(TN_LIST(ids, i))), i);
			ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM num WHERE id NOT IN (:l)",
						  TN_NAMED(tn_named("l", TN_LIST(ids, i)))), 60 - i);
		}
		tn_get_stats(db, round ? &last : &first);
	}
	/* 0, 1, 2, 3, 4, 6, 8, ... and perhaps a long one for each of the two: nothing is new in the second round. */
	ck_assert_uint_eq(first.cache_misses, last.cache_misses);
	tn_close(db);
}
END_TEST

START_TEST(lists_of_every_shape)
{
	static const char *const names[] = {"n1", "n5", "none"};
	static const double doubles[] = {1, 2.5, 3};
	tn_conn *db = tn_test_open();
	tn_value values[3] = {tn_int(4), TN_NULL, tn_int(4)};
	int64_t ids[] = {1, 2, 3};
	fill_numbers(db);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM num WHERE name IN (?)", TN_ARGS(TN_LIST(names, 3))), 2);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM num WHERE d IN (?)", TN_ARGS(TN_LIST(doubles, 3))), 2);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM num WHERE id IN (?)", TN_ARGS(TN_LIST(values, 3))), 1);
	/* NOT IN with a NULL is never true. */
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM num WHERE id NOT IN (?)", TN_ARGS(TN_LIST(values, 3))), 0);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM num WHERE id NOT IN (?)", TN_ARGS(TN_LIST(values, 1))), 59);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM num WHERE id = ANY(?) AND name IN (?)",
				  TN_ARGS(TN_LIST(ids, 3), TN_LIST(names, 3))), 1);
	values[1] = tn_text("x");
	ck_tn_err(tn_exec(db, "DELETE FROM num WHERE id IN (?)", TN_ARGS(TN_LIST(values, 3)), NULL, tn_test_err()),
		  TN_E_PARAM);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM num", NULL), 60);
	tn_close(db);
}
END_TEST

/* ---- what is no answer ---------------------------------------------------------------------- */

START_TEST(a_refusal_leaves_the_connection_alone)
{
	static const struct {
		const char *sql;
		int code;
	} refused[] = {
		{"SELECT nosuch FROM book", TN_E_NO_OBJECT},
		{"SELECT id FROM nosuch", TN_E_NO_OBJECT},
		{"SELECT id FROM book WHERE title = 5", TN_E_TYPE},
		{"SELECT id FROM book WHERE id", TN_E_TYPE},
		{"SELECT id FROM book WHERE", TN_E_SYNTAX},
		{"SELECT id FROM book NATURAL JOIN book", TN_E_UNSUPPORTED},
		{"COMMIT", TN_E_MISUSE},
		{"ROLLBACK", TN_E_MISUSE},
		{"BEGIN", TN_E_MISUSE},
		{"SAVEPOINT a", TN_E_MISUSE},
	};
	tn_conn *db = open_with_books();
	size_t i;
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	for (i = 0; i < CONF_COUNT(refused); i++) {
		int rc = tn_exec(db, refused[i].sql, NULL, NULL, tn_test_err());
		ck_assert_msg(rc == refused[i].code, "%s: %s", refused[i].sql, tn_test_failure(rc));
		ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
		ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM book", NULL), 3);
	}
	ck_tn_ok(tn_commit(db, tn_test_err()));
	tn_close(db);
}
END_TEST

/* Some servers only warn; at the latest the end of the rows says that there was an error. */
START_TEST(what_others_warn_of_is_an_error)
{
	static const char *const texts[] = {
		"SELECT 1 / (id - 1) AS x FROM book ORDER BY id",
		"SELECT 1 % (id - 1) AS x FROM book ORDER BY id",
		"SELECT CAST(title AS INTEGER) AS x FROM book",
		"SELECT 9223372036854775807 + id AS x FROM book",
		"UPDATE book SET weight = weight / (id - id)",
	};
	tn_conn *db = open_with_books();
	size_t i;
	for (i = 0; i < CONF_COUNT(texts); i++) {
		int rc = tn_exec(db, texts[i], NULL, NULL, tn_test_err());
		ck_assert_msg(rc == TN_E_DATA || rc == TN_E_RANGE || rc == TN_E_UNSUPPORTED, "%s: %s", texts[i],
			      rc < 0 ? tn_test_failure(rc) : "no error");
		ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM book", NULL), 3);
	}
	tn_close(db);
}
END_TEST

START_TEST(locking_rows_in_a_read_only_transaction)
{
	tn_conn *db = open_with_books();
	tn_tx_options o = {0};
	o.size = sizeof o;
	conf_exec(db, "SELECT id FROM book WHERE id = 1 FOR UPDATE", NULL);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT id FROM book WHERE id = 1 FOR UPDATE", NULL), 1);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	o.flags = TN_TX_READ_ONLY;
	ck_tn_ok(tn_begin(db, &o, tn_test_err()));
	/* Some servers lock rows for readers, too; where not, it is refused by name. */
	if (tn_exec(db, "SELECT id FROM book WHERE id = 1 FOR UPDATE", NULL, NULL, tn_test_err()) < 0)
		ck_assert_int_eq(tn_error_code(*tn_test_err()), TN_E_READ_ONLY);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	tn_close(db);
}
END_TEST

/* ---- native text, and variants ----------------------------------------------------------------- */

START_TEST(variants_are_picked_by_the_server)
{
	static const char text[] = TN_VARIANT("sqlite", "SELECT 's' || ?") TN_VARIANT("postgresql",
		"SELECT 'p' || ?::text")
		TN_VARIANT("mysql", "SELECT CONCAT('m', ?)") TN_OTHERWISE("SELECT 'o' || ?");
	tn_conn *db = tn_test_open();
	tn_rows *rows = conf_row(db, text, TN_ARGS("x"));
	const char *backend = tn_conn_backend(db);
	ck_assert_msg(tn_get_text(rows, 0)[0] == backend[0] && tn_get_text(rows, 0)[1] == 'x', "%s gives '%s'", backend,
		      tn_get_text(rows, 0));
	conf_end(rows);
	rows = conf_row(db, TN_VARIANT("no server", "x") TN_OTHERWISE("SELECT 1 = 1 AS yes"), NULL);
	ck_assert_int_eq(tn_get_value(rows, 0)->kind, TN_KIND_BOOL);
	conf_end(rows);
	ck_tn_err(tn_exec(db, TN_VARIANT("no server", "SELECT 1"), NULL, NULL, tn_test_err()), TN_E_UNSUPPORTED);
	tn_close(db);
}
END_TEST

START_TEST(explained_without_a_server)
{
	static const char schema[] = "CREATE TABLE book (id BIGINT PRIMARY KEY, title VARCHAR(80));"
								 "CREATE TABLE b (i INTEGER)";
	tn_conn *db = tn_test_open();
	int version = tn_server_version_number(db);
	char target[64];
	tn_explain_options o = {0};
	tn_explanation *x = NULL;
	snprintf(target, sizeof target, "%s@%d.%d", tn_conn_backend(db), version / 10000, version / 100 % 100);
	o.size = sizeof o;
	o.target = target;
	o.schema = schema;
	ck_tn_ok(tn_explain("SELECT id FROM book WHERE title = ? FOR UPDATE", &o, &x, tn_test_err()));
	ck_assert_ptr_nonnull(strstr(x->sql, "book"));
	ck_assert_int_gt((int)strlen(x->plan), 0);
	ck_assert_int_gt((int)strlen(x->tree), 0);
	ck_assert_ptr_nonnull(strstr(x->capabilities, "row_locks"));
	tn_explanation_free(x);
	ck_tn_err(tn_explain("SELECT nosuch FROM book", &o, &x, tn_test_err()), TN_E_NO_OBJECT);
	ck_assert_ptr_null(x);
	ck_tn_err(tn_explain("SELECT 1 FROM", &o, &x, tn_test_err()), TN_E_SYNTAX);
	o.schema = "CREATE TABLE";
	ck_tn_err(tn_explain("SELECT 1", &o, &x, tn_test_err()), TN_E_SYNTAX);
	o.schema = NULL;
	ck_tn_ok(tn_explain("SELECT a FROM anything", &o, &x, tn_test_err()));
	tn_explanation_free(x);
	o.target = "no server";
	ck_tn_err(tn_explain("SELECT 1", &o, &x, tn_test_err()), TN_E_UNSUPPORTED);
	snprintf(target, sizeof target, "%s@new", tn_conn_backend(db));
	o.target = target;
	ck_tn_err(tn_explain("SELECT 1", &o, &x, tn_test_err()), TN_E_PARAM);
	ck_tn_err(tn_explain("SELECT 1", NULL, &x, tn_test_err()), TN_E_MISUSE);
	tn_explanation_free(NULL);
	tn_close(db);
}
END_TEST

Suite *conf_portable_suite(void)
{
	Suite *s = suite_create("portable");
	TCase *tc = conf_case(s, "portable_results");
	tcase_add_loop_test(tc, results_have_portable_kinds, 0, (int)CONF_COUNT(results));
	tcase_add_test(tc, columns_of_a_table_keep_their_types);
	tc = conf_case(s, "portable_parameters");
	tcase_add_test(tc, numbers_are_widened);
	tcase_add_test(tc, kinds_are_part_of_the_plan);
	tcase_add_test(tc, null_takes_the_kind_of_its_place);
	tcase_add_test(tc, wrong_kinds_are_refused);
	tcase_add_test(tc, handles_are_portable);
	tcase_add_test(tc, lists_of_every_size);
	tcase_add_test(tc, lists_of_every_shape);
	tc = conf_case(s, "portable_errors");
	tcase_add_test(tc, a_refusal_leaves_the_connection_alone);
	tcase_add_test(tc, what_others_warn_of_is_an_error);
	tcase_add_test(tc, locking_rows_in_a_read_only_transaction);
	tcase_add_test(tc, variants_are_picked_by_the_server);
	tcase_add_test(tc, explained_without_a_server);
	return s;
}
