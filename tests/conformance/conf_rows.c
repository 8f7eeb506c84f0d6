/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_rows.c - the three ways in which rows come, and what
 * a connection may do meanwhile.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include "tests/conformance/conf.h"
#include "tests/support/wrapped.h"

#define MANY (100000 / tn_test_stride())

/* 2^k rows by doubling: no loop over the wire. */
static void fill_to(tn_conn *db, int64_t n)
{
	int64_t have = 1;
	conf_make_items(db);
	conf_exec(db, "INSERT INTO item (id, name, amount) VALUES (1, 'a row with a text of some length', 0)",
		NULL);
	while (have < n) {
		int64_t left = n - have;
		conf_exec(db,
			"INSERT INTO item (id, name, amount) SELECT id + ?, name, 0 FROM item WHERE id <= ?",
			TN_ARGS(have, left));
		have += left < have ? left : have;
	}
}

START_TEST(all_modes_give_the_same_rows)
{
	tn_conn *db = tn_test_open();
	int mode = _i;
	tn_rows *rows = NULL;
	tn_result r = {0};
	int64_t n = 0, rc;
	fill_to(db, 2500);
	if (mode == TN_FETCH_CHUNK)
		tn_test_skip_unless(db, "cursors");
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_ok(tn_query_mode(db, "SELECT id, name FROM item WHERE id > ? ORDER BY id", TN_ARGS(0), mode,
		100, &rows, tn_test_err()));
	ck_assert_uint_eq(tn_column_count(rows), 2);
	ck_assert_str_eq(tn_column_name(rows, 1), "name");
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW) {
		ck_assert_int_eq(tn_get_int64(rows, 0), ++n);
		ck_assert_str_eq(tn_get_text(rows, 1), "a row with a text of some length");
	}
	ck_tn_is((int)rc, TN_DONE);
	ck_assert_int_eq(n, 2500);
	/* At the end there is the result, and asking again is harmless. */
	ck_tn_ok(tn_rows_result(rows, &r));
	ck_tn_is(tn_next(rows, tn_test_err()), TN_DONE);
	conf_end(rows);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	tn_close(db);
}
END_TEST

START_TEST(no_rows_at_all)
{
	tn_conn *db = tn_test_open();
	int mode;
	conf_make_items(db);
	for (mode = TN_FETCH_STREAM; mode <= TN_FETCH_ALL; mode++) {
		tn_rows *rows = NULL;
		ck_tn_ok(tn_query_mode(db, "SELECT id FROM item", NULL, mode, 0, &rows, tn_test_err()));
		ck_assert_uint_eq(tn_column_count(rows), 1);
		ck_tn_is(tn_next(rows, tn_test_err()), TN_DONE);
		conf_end(rows);
	}
	tn_close(db);
}
END_TEST

#define STREAMING "SELECT id FROM item WHERE id > 0"

START_TEST(second_statement_during_a_stream_is_refused)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows, *other = NULL;
	const char *message;
	int64_t n = 1;
	int rc;
	fill_to(db, 500);
	rows = conf_row(db, STREAMING, NULL);
	ck_tn_err(tn_query(db, "SELECT name FROM item", NULL, &other, tn_test_err()), TN_E_MISUSE);
	message = tn_error_message(*tn_test_err());
	ck_assert_msg(strstr(message, STREAMING) && strstr(message, "SELECT name FROM item"),
		"the message does not name both statements: %s", message);
	ck_tn_err(tn_exec(db, "DELETE FROM item", NULL, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_ping(db, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_begin(db, NULL, tn_test_err()), TN_E_MISUSE);
	/* The stream is unharmed. */
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW)
		n++;
	ck_tn_is(rc, TN_DONE);
	ck_assert_int_eq(n, 500);
	conf_end(rows);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 500);
	tn_close(db);
}
END_TEST

START_TEST(stream_that_was_read_frees_the_connection)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	fill_to(db, 3);
	rows = conf_query(db, STREAMING, NULL);
	while (tn_next(rows, tn_test_err()) == TN_ROW)
		;
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 3);
	conf_end(rows);
	tn_close(db);
}
END_TEST

START_TEST(rows_in_memory_leave_the_connection_free)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	int64_t n = 0;
	fill_to(db, 50);
	ck_tn_ok(tn_query_mode(db, "SELECT id, name FROM item ORDER BY id", NULL, TN_FETCH_ALL, 0, &rows,
			       tn_test_err()));
	conf_exec(db, "DELETE FROM item WHERE id > 10", NULL);
	while (tn_next(rows, tn_test_err()) == TN_ROW) {
		ck_assert_int_eq(tn_get_int64(rows, 0), ++n);
		ck_assert_uint_eq(strlen(tn_get_text(rows, 1)), 32);
	}
	ck_assert_int_eq(n, 50);
	conf_end(rows);
	tn_close(db);
}
END_TEST

START_TEST(chunks_leave_the_connection_free)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	int64_t n = 0;
	int rc;
	tn_test_skip_unless(db, "cursors");
	fill_to(db, 1000);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_ok(tn_query_mode(db, "SELECT id FROM item WHERE id > ? ORDER BY id", TN_ARGS(0), TN_FETCH_CHUNK, 100,
			       &rows, tn_test_err()));
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW) {
		n++;
		if (n % 100 == 0)
			conf_exec(db, "UPDATE item SET amount = amount + 1 WHERE id = ?",
				  TN_ARGS(tn_get_int64(rows, 0)));
	}
	ck_tn_is(rc, TN_DONE);
	ck_assert_int_eq(n, 1000);
	conf_end(rows);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE amount > 0", NULL), 10);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	tn_close(db);
}
END_TEST

START_TEST(chunks_where_there_are_no_cursors)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	tn_test_skip_if(tn_has_cap(db, "cursors"), db, "the server has cursors");
	fill_to(db, 5);
	ck_tn_err(tn_query_mode(db, STREAMING, NULL, TN_FETCH_CHUNK, 2, &rows, tn_test_err()),
		TN_E_UNSUPPORTED);
	ck_assert_ptr_null(rows);
	tn_close(db);
}
END_TEST

START_TEST(early_end_of_a_stream)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	int i;
	fill_to(db, 20000);
	for (i = 0; i < 5; i++) {
		rows = conf_row(db, "SELECT id, name FROM item ORDER BY id", NULL);
		ck_assert_int_eq(tn_get_int64(rows, 0), 1);
		conf_end(rows);
		rows = conf_query(db, "SELECT id, name FROM item ORDER BY id", NULL);
		conf_end(rows);
		ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 20000);
	}
	tn_close(db);
}
END_TEST

START_TEST(early_end_inside_a_transaction)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	fill_to(db, 20000);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	conf_exec(db, "UPDATE item SET amount = 5 WHERE id = 1", NULL);
	rows = conf_row(db, "SELECT id, name FROM item ORDER BY id", NULL);
	conf_end(rows);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT amount FROM item WHERE id = 1", NULL), 5);
	tn_close(db);
}
END_TEST

START_TEST(end_of_a_transaction_with_an_open_stream)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	fill_to(db, 500);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	rows = conf_row(db, STREAMING, NULL);
	ck_tn_err(tn_commit(db, tn_test_err()), TN_E_MISUSE);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
	conf_end(rows);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	tn_close(db);
}
END_TEST

/* Sanitizers keep freed memory for a while, so the peak tells nothing there. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MEMORY_IS_TOLD 0
#elif defined(__has_feature)
#define MEMORY_IS_TOLD (!__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer))
#else
#define MEMORY_IS_TOLD 1
#endif

static long peak_kib(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

START_TEST(stream_memory_does_not_grow)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	int64_t n = 0;
	long before = 0;
	int rc;
	fill_to(db, MANY);
	rows = conf_query(db, "SELECT id, name, amount, name, name, name, name, name FROM item", NULL);
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW) {
		ck_assert_uint_eq(strlen(tn_get_text(rows, 7)), 32);
		if (++n == 2000)
			before = peak_kib();
	}
	ck_tn_is(rc, TN_DONE);
	ck_assert_int_eq(n, MANY);
	/* All rows together are about 20 MiB.  Under a wrapper the peak is the wrapper's. */
	ck_assert(!MEMORY_IS_TOLD || getenv("TENON_TEST_WRAPPED") || peak_kib() - before < 6 * 1024);
	conf_end(rows);
	tn_close(db);
}
END_TEST

START_TEST(many_rows_in_memory)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	int64_t n = 0, sum = 0;
	fill_to(db, MANY);
	ck_tn_ok(tn_query_mode(db, "SELECT id, name FROM item", NULL, TN_FETCH_ALL, 0, &rows, tn_test_err()));
	while (tn_next(rows, tn_test_err()) == TN_ROW) {
		n++;
		sum += tn_get_int64(rows, 0);
	}
	conf_end(rows);
	ck_assert_int_eq(n, MANY);
	ck_assert_int_eq(sum, (int64_t)MANY * (MANY + 1) / 2);
	tn_close(db);
}
END_TEST

START_TEST(getter_error_in_mid_stream)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	fill_to(db, 100);
	rows = conf_row(db, STREAMING, NULL);
	/* A getter's error ends the rows; what is left is dropped by the end. */
	tn_get_date(rows, 0);
	ck_tn_err(tn_next(rows, tn_test_err()), TN_E_TYPE);
	ck_tn_err(tn_next(rows, NULL), TN_E_TYPE);
	ck_tn_err(tn_finish(rows, tn_test_err()), TN_E_TYPE);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 100);
	tn_close(db);
}
END_TEST

START_TEST(close_ends_open_rows)
{
	tn_conn *db = tn_test_open();
	tn_stmt *stmt = NULL;
	tn_rows *rows = NULL;
	fill_to(db, 500);
	ck_tn_ok(tn_prepare(db, STREAMING, &stmt, tn_test_err()));
	ck_tn_ok(tn_stmt_query(stmt, NULL, &rows, tn_test_err()));
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	/* Frees the statement and the rows with it. */
	tn_stmt_close(stmt);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 500);
	rows = conf_row(db, STREAMING, NULL);
	tn_close(db);
}
END_TEST

/* ---- the end of rows that are never read --------------------------------------------- */

/* A child without its parent, which is looked for at the commit. */
static void make_deferred(tn_conn *db)
{
	conf_exec(db, TN_NATIVE_MARK "CREATE TABLE parent (id INTEGER PRIMARY KEY)", NULL);
	conf_exec(db, TN_NATIVE_MARK "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL "
		  "REFERENCES parent DEFERRABLE INITIALLY DEFERRED)", NULL);
}

/* The statement fails after its first rows: with the query, the row that is read, or the end; never without a word. */
static void fails_unread(tn_conn *db, const char *sql, int code)
{
	tn_rows *rows = NULL;
	int rc = tn_query(db, sql, NULL, &rows, tn_test_err()), end;
	if (rc >= 0) {
		rc = tn_next(rows, tn_test_err());
		end = tn_finish(rows, rc < 0 ? NULL : tn_test_err());
		rc = rc < 0 ? rc : end;
	}
	ck_assert_msg(rc == code, "%s: %d: %s", sql, rc, rc < 0 ? tn_test_failure(rc) : "no error");
}

static const struct {
	const char *sql;
	int code;
} unread[] = {
	{"INSERT INTO item (id, name, amount) SELECT CASE WHEN id < 2500 THEN id + 2500 ELSE 1 END, name, 0 FROM item "
	 "ORDER BY id RETURNING id, name, name, name, name", TN_E_UNIQUE},
	{"DELETE FROM item WHERE id > 1 RETURNING id, name, name, name, name", TN_E_FOREIGN_KEY},
};

/* Afterwards none of the rows is there, and the connection works. */
START_TEST(a_change_that_fails_behind_its_first_rows)
{
	tn_conn *db = tn_test_open();
	tn_tx_options o = {.size = sizeof o, .flags = TN_TX_KEEP_GOING};
	fill_to(db, 2500);
	conf_exec(db, "CREATE TABLE holder (item_id BIGINT NOT NULL REFERENCES item (id))", NULL);
	conf_exec(db, "INSERT INTO holder (item_id) VALUES (2500)", NULL);
	fails_unread(db, unread[_i].sql, unread[_i].code);
	ck_assert_int_eq(conf_int(db, "SELECT SUM(id) FROM item", NULL), 2500 * 2501 / 2);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	fails_unread(db, unread[_i].sql, unread[_i].code);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_FAILED);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_tn_ok(tn_begin(db, &o, tn_test_err()));
	conf_exec(db, "UPDATE item SET amount = 7 WHERE id = 1", NULL);
	fails_unread(db, unread[_i].sql, unread[_i].code);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT SUM(id) + SUM(amount) FROM item", NULL), 2500 * 2501 / 2 + 7);
	tn_close(db);
}
END_TEST

START_TEST(a_change_that_fails_at_its_commit)
{
	static const char *const changes[] = {
		"INSERT INTO child (id, parent_id) VALUES (1, 1), (2, 7), (3, 7) RETURNING id",
		"UPDATE child SET parent_id = 8 RETURNING id",
		"DELETE FROM parent RETURNING id",
	};
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	size_t i;
	tn_test_skip_unless(db, "deferred_foreign_keys");
	make_deferred(db);
	conf_exec(db, "INSERT INTO parent (id) VALUES (1), (2)", NULL);
	rows = conf_row(db, "INSERT INTO child (id, parent_id) VALUES (10, 1), (11, 2) RETURNING id", NULL);
	conf_end(rows);
	for (i = 0; i < sizeof changes / sizeof changes[0]; i++)
		fails_unread(db, changes[i], TN_E_FOREIGN_KEY);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child WHERE parent_id IN (1, 2)", NULL), 2);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child", NULL), 2);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM parent", NULL), 2);
	/* In a transaction it is the commit that says so. */
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	rows = conf_row(db, changes[0], NULL);
	conf_end(rows);
	ck_tn_err(tn_commit(db, tn_test_err()), TN_E_FOREIGN_KEY);
	tn_rollback(db, NULL);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child", NULL), 2);
	tn_close(db);
}
END_TEST

/*
 * A row that is not wanted cannot be computed.  By itself that is nobody's matter; where it
 * has failed the transaction it is told, and where not the transaction goes on.
 */
START_TEST(a_query_that_fails_behind_its_first_rows)
{
	static const char query[] = "WITH w AS (SELECT id, name FROM item) SELECT 1 / (id - 2500), name, name, name "
				    "FROM w ORDER BY id";
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	int rc, left;
	fill_to(db, 2500);
	rc = tn_query(db, query, NULL, &rows, tn_test_err());
	if (rc >= 0)
		conf_end(rows);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	left = tn_query(db, query, NULL, &rows, tn_test_err());
	if (left >= 0)
		left = tn_finish(rows, tn_test_err());
	ck_assert_int_eq(tn_tx_state(db), left < 0 ? TN_TX_FAILED : TN_TX_ACTIVE);
	ck_assert(left >= 0 || left == TN_E_DATA);
	rc = tn_exec(db, "UPDATE item SET amount = 1 WHERE id = 1", NULL, NULL, tn_test_err());
	ck_assert_int_eq(rc < 0, left < 0);
	tn_rollback(db, NULL);
	tn_close(db);
}
END_TEST

START_TEST(null_rows)
{
	ck_tn_ok(tn_finish(NULL, tn_test_err()));
	ck_tn_err(tn_next(NULL, tn_test_err()), TN_E_MISUSE);
}
END_TEST

Suite *conf_rows_suite(void)
{
	Suite *s = suite_create("rows");
	TCase *tc = conf_case(s, "modes");
	tcase_add_loop_test(tc, all_modes_give_the_same_rows, TN_FETCH_STREAM, TN_FETCH_CHUNK + 1);
	tcase_add_test(tc, no_rows_at_all);
	tcase_add_test(tc, rows_in_memory_leave_the_connection_free);
	tcase_add_test(tc, chunks_leave_the_connection_free);
	tcase_add_test(tc, chunks_where_there_are_no_cursors);
	tc = conf_case(s, "streams");
	tcase_add_test(tc, second_statement_during_a_stream_is_refused);
	tcase_add_test(tc, stream_that_was_read_frees_the_connection);
	tcase_add_test(tc, early_end_of_a_stream);
	tcase_add_test(tc, early_end_inside_a_transaction);
	tcase_add_test(tc, end_of_a_transaction_with_an_open_stream);
	tcase_add_test(tc, getter_error_in_mid_stream);
	tcase_add_test(tc, close_ends_open_rows);
	tcase_add_test(tc, null_rows);
	tc = conf_case(s, "unread");
	tcase_add_loop_test(tc, a_change_that_fails_behind_its_first_rows, 0,
			    (int)(sizeof unread / sizeof unread[0]));
	tcase_add_test(tc, a_change_that_fails_at_its_commit);
	tcase_add_test(tc, a_query_that_fails_behind_its_first_rows);
	tc = conf_case(s, "volume");
	tcase_add_test(tc, stream_memory_does_not_grow);
	tcase_add_test(tc, many_rows_in_memory);
	return s;
}
