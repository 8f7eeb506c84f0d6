/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_stmt.c - parameters, results, the cache and handles.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/conformance/conf.h"

static tn_stats stats_of(tn_conn *db)
{
	tn_stats s = {0};
	s.size = sizeof s;
	ck_tn_ok(tn_get_stats(db, &s));
	return s;
}

static void fill(tn_conn *db, int n)
{
	int i;
	char name[16];
	conf_make_items(db);
	for (i = 1; i <= n; i++) {
		snprintf(name, sizeof name, "n%d", i);
		conf_exec(db, "INSERT INTO item (id, name, amount) VALUES (?, ?, ?)", TN_ARGS(i, name, i));
	}
}

static char *text_value(tn_conn *db, const char *sql, const tn_args *args)
{
	tn_value v;
	char *copy;
	ck_tn_is(tn_query_value(db, sql, args, &v, tn_test_err()), TN_ROW);
	ck_assert_int_eq(v.kind, TN_KIND_TEXT);
	copy = strndup(v.u.s, v.len);
	tn_value_free(&v);
	return copy;
}

/* ---- parameters ---------------------------------------------------------- */

START_TEST(parameters_by_position)
{
	tn_conn *db = tn_test_open();
	fill(db, 3);
	ck_assert_int_eq(
		conf_int(db, "SELECT COUNT(*) FROM item WHERE id >= ? AND id <= ?", TN_ARGS(2, 3)), 2);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE name = ? AND amount IN (?, ?)",
				 TN_ARGS("n2", 1, 2)),
		1);
	tn_close(db);
}
END_TEST

START_TEST(parameters_by_name)
{
	tn_conn *db = tn_test_open();
	fill(db, 5);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE id > :low AND id < :high",
				 TN_NAMED(tn_named("high", tn_int(5)), tn_named("low", tn_int(1)))),
		3);
	/* One value for each use of a name. */
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE id = :n OR amount = :n",
				 TN_NAMED(tn_named("n", tn_int(2)))),
		1);
	/* By position in the order in which the names first occur. */
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE id > :a AND id < :b AND amount > :a",
				 TN_ARGS(1, 4)),
		2);
	tn_close(db);
}
END_TEST

START_TEST(markers_in_literals_are_left_alone)
{
	static const struct {
		const char *sql, *expected;
	} texts[] = {
		{"SELECT 'a?b' || ? FROM item", "a?bX"},
		{"SELECT 'it''s ?' || ? FROM item", "it's ?X"},
		{"SELECT ':name' || ? FROM item", ":nameX"},
		{"SELECT /* ? :x */ 'c' || ? FROM item", "cX"},
		{"SELECT 'd' || ? -- what? :x\nFROM item", "dX"},
		{"SELECT 'e' || ? AS \"why?\" FROM item", "eX"},
		{"SELECT 'f' || \"item\".name || ? FROM item", "fn1X"},
		{"SELECT 'g:' || :p FROM item", "g:X"},
		{"SELECT '\xE2\x98\x83?' || ? FROM item", "\xE2\x98\x83?X"},
		{"SELECT 'back\\slash' || ? FROM item", "back\\slashX"},
	};
	tn_conn *db = tn_test_open();
	size_t i;
	fill(db, 1);
	for (i = 0; i < CONF_COUNT(texts); i++) {
		char *got = text_value(db, texts[i].sql, TN_ARGS("X"));
		ck_assert_str_eq(got, texts[i].expected);
		free(got);
	}
	tn_close(db);
}
END_TEST

START_TEST(wrong_parameters_are_told)
{
	static const struct {
		const char *sql;
		int positional; /* how many */
		const char *name;
	} wrong[] = {
		{"SELECT id FROM item WHERE id = ?", 0, NULL},
		{"SELECT id FROM item WHERE id = ?", 2, NULL},
		{"SELECT id FROM item WHERE id = 1", 1, NULL},
		{"SELECT id FROM item WHERE id = :a AND id < :b", 1, NULL},
		{"SELECT id FROM item WHERE id = ?", 0, "id"},
		{"SELECT id FROM item WHERE id = :id", 0, "ID"},
		{"SELECT id FROM item WHERE id = :id AND amount = :amount", 0, "id"},
		{"SELECT id FROM item WHERE id = ? AND amount = :amount", 2, NULL},
	};
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	uint64_t before;
	size_t i;
	fill(db, 1);
	before = stats_of(db).round_trips;
	for (i = 0; i < CONF_COUNT(wrong); i++) {
		tn_value values[2] = {tn_int(1), tn_int(2)};
		tn_named_value named = {wrong[i].name, tn_int(1)};
		tn_args args = {values, NULL, (uint32_t)wrong[i].positional, 0};
		int rc;
		if (wrong[i].name) {
			args.values = NULL;
			args.named = &named;
			args.count = 1;
		}
		rc = tn_query(db, wrong[i].sql, &args, &rows, tn_test_err());
		ck_assert_msg(rc == TN_E_PARAM, "%s: %s", wrong[i].sql, tn_test_failure(rc));
		ck_assert_ptr_null(rows);
	}
	ck_assert_uint_eq(stats_of(db).round_trips, before);
	/* A name that the text lacks, beside the right one. */
	ck_tn_err(tn_exec(db, "DELETE FROM item WHERE id = :id",
			  TN_NAMED(tn_named("id", tn_int(1)), tn_named("other", tn_int(2))), NULL, tn_test_err()),
		  TN_E_PARAM);
	ck_assert_ptr_nonnull(strstr(tn_error_message(*tn_test_err()), "other"));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 1);
	tn_close(db);
}
END_TEST

START_TEST(arguments_are_copied)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	char sql[64], name[8];
	fill(db, 3);
	strcpy(sql, "SELECT name FROM item WHERE name = ?");
	strcpy(name, "n2");
	rows = conf_query(db, sql, TN_ARGS((const char *)name));
	memset(sql, '#', sizeof sql);
	memset(name, '#', sizeof name);
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	ck_assert_str_eq(tn_get_text(rows, 0), "n2");
	conf_end(rows);
	tn_close(db);
}
END_TEST

/* The ids that rows give, as a sum of powers of ten: 123 stands for 1, 2, 3 in this order. */
static int64_t ids_of(tn_rows *rows)
{
	int64_t ids = 0;
	int rc;
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW)
		ids = ids * 10 + tn_get_int64(rows, 0);
	ck_tn_is(rc, TN_DONE);
	conf_end(rows);
	return ids;
}

/* A text that is overwritten and freed while the server still compares rows with it. */
START_TEST(text_parameter_is_gone_while_rows_stream)
{
	static const char sql[] = "SELECT id FROM item WHERE name < ? ORDER BY id";
	static const char named[] = "SELECT id FROM item WHERE name < :limit ORDER BY id";
	tn_conn *db = tn_test_open();
	tn_stmt *stmt = NULL;
	int way;
	fill(db, 6);
	ck_tn_ok(tn_prepare(db, sql, &stmt, tn_test_err()));
	for (way = 0; way < 6; way++) {
		tn_rows *rows = NULL;
		char *limit = strdup("n4");
		if (way % 3 == 0)
			rows = conf_query(db, sql, TN_VALUES(tn_text(limit)));
		else if (way % 3 == 1)
			rows = conf_query(db, named, TN_NAMED(tn_named("limit", tn_text(limit))));
		else
			ck_tn_ok(tn_stmt_query(stmt, TN_VALUES(tn_text(limit)), &rows, tn_test_err()));
		/* '#' sorts before every name: whoever looks at it loses rows. */
		memset(limit, '#', 2);
		free(limit);
		ck_assert_int_eq(ids_of(rows), 123);
	}
	tn_stmt_close(stmt);
	tn_close(db);
}
END_TEST

START_TEST(borrowed_parameter_stays_the_callers)
{
	tn_conn *db = tn_test_open();
	char limit[] = "n4", copied[] = "n4";
	tn_rows *rows;
	fill(db, 6);
	ck_assert_int_eq(ids_of(conf_query(db, "SELECT id FROM item WHERE name < ? ORDER BY id",
					   TN_VALUES(tn_borrowed(tn_text(limit))))), 123);
	/* One that is borrowed beside one that is copied. */
	rows = conf_query(db, "SELECT id FROM item WHERE name > ? AND name < ? ORDER BY id",
			  TN_VALUES(tn_borrowed(tn_text("n1")), tn_text(copied)));
	memset(copied, '#', 2);
	ck_assert_int_eq(ids_of(rows), 23);
	ck_assert_str_eq(limit, "n4");
	tn_close(db);
}
END_TEST

/* ---- results ------------------------------------------------------------- */

START_TEST(affected_counts_matched_rows)
{
	tn_conn *db = tn_test_open();
	fill(db, 4);
	ck_assert_int_eq(conf_exec(db, "UPDATE item SET amount = ? WHERE id >= ?", TN_ARGS(7, 2)), 3);
	/* The same value again: nothing changes, but the rows match. */
	ck_assert_int_eq(conf_exec(db, "UPDATE item SET amount = ? WHERE id >= ?", TN_ARGS(7, 2)), 3);
	ck_assert_int_eq(conf_exec(db, "UPDATE item SET amount = 1 WHERE id = 99", NULL), 0);
	ck_assert_int_eq(
		conf_exec(db, "INSERT INTO item (id, name) SELECT id + 10, name FROM item", NULL), 4);
	ck_assert_int_eq(conf_exec(db, "DELETE FROM item WHERE id > 10", NULL), 4);
	ck_assert_int_eq(conf_exec(db, "DELETE FROM item", NULL), 4);
	tn_close(db);
}
END_TEST

START_TEST(generated_keys)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY | TN_COL_IDENTITY},
		{.name = "name", .type = TN_TYPE_TEXT},
	};
	tn_conn *db = tn_test_open();
	tn_result r = {0};
	int64_t first, second;
	conf_make(db, "keyed", columns, 2);
	ck_tn_ok(tn_exec(db, "INSERT INTO keyed (name) VALUES (?)", TN_ARGS("a"), &r, tn_test_err()));
	first = conf_int(db, "SELECT id FROM keyed WHERE name = 'a'", NULL);
	ck_assert_int_gt(first, 0);
	ck_assert_int_eq(r.affected, 1);
	ck_assert_int_eq(r.last_insert_id, tn_has_cap(db, "last_insert_id") ? first : 0);
	if (tn_has_cap(db, "returning_insert")) {
		second = conf_int(db, "INSERT INTO keyed (name) VALUES (?) RETURNING id", TN_ARGS("b"));
		ck_assert_int_gt(second, first);
	}
	/* A statement that generates no key tells none. */
	ck_tn_ok(tn_exec(db, "UPDATE keyed SET name = 'c' WHERE id = ?", TN_ARGS(first), &r, tn_test_err()));
	ck_assert_int_eq(r.last_insert_id, 0);
	tn_close(db);
}
END_TEST

START_TEST(exec_of_a_query_and_query_of_a_statement)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	tn_result done;
	fill(db, 3);
	ck_tn_ok(tn_exec(db, "SELECT id FROM item", NULL, NULL, tn_test_err()));
	ck_tn_ok(tn_query(db, "UPDATE item SET id = id", NULL, &rows, tn_test_err()));
	ck_assert_uint_eq(tn_column_count(rows), 0);
	ck_assert_int_eq(tn_next(rows, tn_test_err()), TN_DONE);
	ck_assert_int_eq(tn_rows_result(rows, &done), TN_OK);
	ck_assert_int_eq(done.affected, 3);
	ck_tn_ok(tn_finish(rows, tn_test_err()));
	ck_tn_ok(tn_exec(db, "SELECT id FROM item WHERE id = ?", TN_ARGS(1), NULL, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 3);
	tn_close(db);
}
END_TEST

START_TEST(query_value_gives_a_copy)
{
	tn_conn *db = tn_test_open();
	tn_value v;
	fill(db, 2);
	ck_tn_is(tn_query_value(db, "SELECT name FROM item WHERE id = ?", TN_ARGS(2), &v, tn_test_err()),
		TN_ROW);
	conf_exec(db, "DELETE FROM item", NULL);
	ck_assert_int_eq(v.kind, TN_KIND_TEXT);
	ck_assert_str_eq(v.u.s, "n2");
	tn_value_free(&v);
	ck_tn_is(tn_query_value(db, "SELECT name FROM item", NULL, &v, tn_test_err()), TN_DONE);
	ck_assert_int_eq(v.kind, TN_KIND_NULL);
	tn_value_free(&v);
	conf_exec(db, "INSERT INTO item (id, name) VALUES (1, 'a')", NULL);
	conf_exec(db, "INSERT INTO item (id, name) VALUES (2, 'b')", NULL);
	ck_tn_err(tn_query_value(db, "SELECT name FROM item", NULL, &v, tn_test_err()), TN_E_MISUSE);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 2);
	tn_close(db);
}
END_TEST

/* ---- the cache ----------------------------------------------------------- */

START_TEST(cache_counts_hits_and_misses)
{
	tn_conn *db = tn_test_open();
	tn_stats a, b;
	int i;
	fill(db, 1);
	a = stats_of(db);
	for (i = 0; i < 10; i++)
		conf_int(db, "SELECT amount FROM item WHERE id = ?", TN_ARGS(1));
	b = stats_of(db);
	ck_assert_uint_eq(b.statements - a.statements, 10);
	ck_assert_uint_eq(b.cache_misses - a.cache_misses, 1);
	ck_assert_uint_eq(b.cache_hits - a.cache_hits, 9);
	ck_assert_uint_ge(b.cache_entries, 1);
	tn_close(db);
}
END_TEST

START_TEST(cache_is_bounded)
{
	tn_open_options options = {0};
	tn_conn *db;
	tn_stats s;
	int i;
	options.size = sizeof options;
	options.cache_size = 4;
	db = tn_test_open_with(tn_test_url(), &options);
	fill(db, 1);
	for (i = 0; i < 40; i++) {
		char sql[64];
		snprintf(sql, sizeof sql, "SELECT amount + %d FROM item WHERE id = ?", i % 20);
		ck_assert_int_eq(conf_int(db, sql, TN_ARGS(1)), 1 + i % 20);
		s = stats_of(db);
		ck_assert_uint_le(s.cache_entries, 4);
	}
	ck_assert_uint_ge(s.cache_evictions, 30);
	tn_close(db);
}
END_TEST

START_TEST(one_buffer_for_different_texts)
{
	tn_conn *db = tn_test_open();
	char sql[64];
	int i;
	fill(db, 1);
	for (i = 0; i < 30; i++) {
		snprintf(sql, sizeof sql, "SELECT amount + %d FROM item", i % 3);
		ck_assert_int_eq(conf_int(db, sql, NULL), 1 + i % 3);
	}
	tn_close(db);
}
END_TEST

START_TEST(two_users_of_one_text)
{
	tn_conn *db = tn_test_open();
	tn_rows *a = NULL, *b = NULL;
	int n = 0;
	fill(db, 3);
	ck_tn_ok(tn_query_mode(
		db, "SELECT id FROM item ORDER BY id", NULL, TN_FETCH_ALL, 0, &a, tn_test_err()));
	ck_tn_ok(tn_query_mode(
		db, "SELECT id FROM item ORDER BY id", NULL, TN_FETCH_ALL, 0, &b, tn_test_err()));
	while (tn_next(a, tn_test_err()) == TN_ROW) {
		ck_tn_is(tn_next(b, tn_test_err()), TN_ROW);
		ck_assert_int_eq(tn_get_int64(a, 0), ++n);
		ck_assert_int_eq(tn_get_int64(b, 0), n);
	}
	conf_end(a);
	conf_end(b);
	ck_assert_int_eq(n, 3);
	tn_close(db);
}
END_TEST

START_TEST(kinds_of_one_text_may_change)
{
	tn_conn *db = tn_test_open();
	fill(db, 3);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE amount > ?", TN_ARGS(1)), 2);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE amount > ?", TN_ARGS(1.5)), 2);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE amount > ?", TN_ARGS(TN_NULL)), 0);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE amount > ?", TN_ARGS(2)), 1);
	tn_close(db);
}
END_TEST

/* ---- handles ------------------------------------------------------------- */

START_TEST(prepared_handle)
{
	tn_conn *db = tn_test_open();
	tn_stmt *insert = NULL, *select = NULL;
	tn_rows *rows = NULL;
	tn_result r;
	char sql[80];
	int i;
	conf_make_items(db);
	strcpy(sql, "INSERT INTO item (id, name, amount) VALUES (:id, :name, :id)");
	ck_tn_ok(tn_prepare(db, sql, &insert, tn_test_err()));
	memset(sql, '#', sizeof sql - 1);
	ck_assert_uint_eq(tn_stmt_param_count(insert), 2);
	for (i = 1; i <= 5; i++)
		ck_tn_ok(tn_stmt_exec(insert, TN_ARGS(i, "x"), &r, tn_test_err()));
	ck_assert_int_eq(r.affected, 1);
	ck_tn_ok(tn_prepare(db, "SELECT amount FROM item WHERE id = ?", &select, tn_test_err()));
	for (i = 1; i <= 5; i++) {
		ck_tn_ok(tn_stmt_query(select, TN_ARGS(i), &rows, tn_test_err()));
		ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
		ck_assert_int_eq(tn_get_int64(rows, 0), i);
		conf_end(rows);
	}
	ck_tn_err(tn_stmt_exec(insert, TN_ARGS(1), NULL, tn_test_err()), TN_E_PARAM);
	ck_tn_err(tn_stmt_exec(insert, TN_ARGS(1, "x"), NULL, tn_test_err()), TN_E_UNIQUE);
	ck_tn_ok(tn_stmt_exec(insert, TN_ARGS(6, "x"), NULL, tn_test_err()));
	tn_stmt_close(insert);
	tn_stmt_close(select);
	tn_stmt_close(NULL);
	tn_close(db);
}
END_TEST

START_TEST(schema_change_under_a_prepared_statement)
{
	static const char *const alters[] = {
		"ALTER TABLE item ADD COLUMN more1 INTEGER",
		"ALTER TABLE item ADD COLUMN more2 INTEGER",
		"ALTER TABLE item ADD COLUMN more3 INTEGER",
	};
	tn_conn *db = tn_test_open();
	tn_stmt *stmt = NULL;
	tn_rows *rows = NULL;
	unsigned pass;
	fill(db, 2);
	ck_tn_ok(tn_prepare(db, "SELECT * FROM item ORDER BY id", &stmt, tn_test_err()));
	for (pass = 0; pass < 3; pass++) {
		ck_tn_ok(tn_stmt_query(stmt, NULL, &rows, tn_test_err()));
		ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
		ck_assert_uint_eq(tn_column_count(rows), 3 + pass);
		ck_assert_int_eq(tn_get_int64(rows, 0), 1);
		conf_end(rows);
		/* The same through the cache. */
		rows = conf_row(db, "SELECT * FROM item", NULL);
		ck_assert_uint_eq(tn_column_count(rows), 3 + pass);
		conf_end(rows);
		conf_exec(db, alters[pass], NULL);
	}
	tn_stmt_close(stmt);
	tn_close(db);
}
END_TEST

/* Closing a statement tells some servers so, in the middle of what they are sending. */
START_TEST(closing_a_handle_while_another_streams)
{
	enum { ROWS = 2000, STEP = 100 };
	tn_conn *db = tn_test_open();
	tn_stmt *others[ROWS / STEP], *stmt = NULL;
	tn_rows *rows = NULL;
	char sql[64];
	int i, n = 0, rc;
	fill(db, 3);
	conf_exec(db, "INSERT INTO item (id, amount) WITH RECURSIVE n (i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n "
		      "WHERE i < 2000) SELECT i, i FROM n", NULL);
	for (i = 0; i < ROWS / STEP; i++) {
		snprintf(sql, sizeof sql, "SELECT amount + %d FROM item WHERE id = ?", i);
		ck_tn_ok(tn_prepare(db, sql, &others[i], tn_test_err()));
		ck_tn_ok(tn_stmt_exec(others[i], TN_ARGS(1), NULL, tn_test_err()));
	}
	ck_tn_ok(tn_prepare(db, "SELECT id FROM item ORDER BY id", &stmt, tn_test_err()));
	ck_tn_ok(tn_stmt_query(stmt, NULL, &rows, tn_test_err()));
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW) {
		ck_assert_int_eq(tn_get_int64(rows, 0), ++n);
		if (n % STEP == 1)
			tn_stmt_close(others[n / STEP]);
	}
	ck_tn_is(rc, TN_DONE);
	conf_end(rows);
	ck_assert_int_eq(n, ROWS);
	tn_stmt_close(stmt);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), ROWS);
	tn_close(db);
}
END_TEST

START_TEST(prepare_tells_of_bad_text)
{
	tn_conn *db = tn_test_open();
	tn_stmt *stmt = NULL;
	int rc = tn_prepare(db, "SELECT 'never closed", &stmt, tn_test_err());
	if (rc == TN_OK) {
		ck_assert_int_lt(tn_stmt_exec(stmt, NULL, NULL, tn_test_err()), 0);
		tn_stmt_close(stmt);
	}
	ck_assert_int_lt(tn_exec(db, "", NULL, NULL, tn_test_err()), 0);
	ck_assert_int_lt(tn_exec(db, "  -- nothing", NULL, NULL, tn_test_err()), 0);
	ck_assert_int_lt(tn_exec(db, NULL, NULL, NULL, tn_test_err()), 0);
	ck_assert_int_eq(conf_int(db, "SELECT 1", NULL), 1);
	tn_close(db);
}
END_TEST

START_TEST(one_statement_per_text)
{
	tn_conn *db = tn_test_open();
	fill(db, 1);
	ck_assert_int_lt(tn_exec(db, "DELETE FROM item; DELETE FROM item", NULL, NULL, tn_test_err()), 0);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 1);
	tn_close(db);
}
END_TEST

Suite *conf_stmt_suite(void)
{
	Suite *s = suite_create("statements");
	TCase *tc = conf_case(s, "parameters");
	tcase_add_test(tc, parameters_by_position);
	tcase_add_test(tc, parameters_by_name);
	tcase_add_test(tc, markers_in_literals_are_left_alone);
	tcase_add_test(tc, wrong_parameters_are_told);
	tcase_add_test(tc, arguments_are_copied);
	tcase_add_test(tc, text_parameter_is_gone_while_rows_stream);
	tcase_add_test(tc, borrowed_parameter_stays_the_callers);
	tc = conf_case(s, "results");
	tcase_add_test(tc, affected_counts_matched_rows);
	tcase_add_test(tc, generated_keys);
	tcase_add_test(tc, exec_of_a_query_and_query_of_a_statement);
	tcase_add_test(tc, query_value_gives_a_copy);
	tc = conf_case(s, "cache");
	tcase_add_test(tc, cache_counts_hits_and_misses);
	tcase_add_test(tc, cache_is_bounded);
	tcase_add_test(tc, one_buffer_for_different_texts);
	tcase_add_test(tc, two_users_of_one_text);
	tcase_add_test(tc, kinds_of_one_text_may_change);
	tc = conf_case(s, "handles");
	tcase_add_test(tc, prepared_handle);
	tcase_add_test(tc, schema_change_under_a_prepared_statement);
	tcase_add_test(tc, closing_a_handle_while_another_streams);
	tcase_add_test(tc, prepare_tells_of_bad_text);
	tcase_add_test(tc, one_statement_per_text);
	return s;
}
