/* SPDX-License-Identifier: MIT */
/*
 * my_test_stream.c - long values, streams that end early, cursors, procedures,
 * cancelling.
 */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
#include "my_test.h"

#define BE tn__backend_mysql

static void make_rows(struct tn_be_conn *c, unsigned n)
{
	char sql[256];
	my_test_do(c, "DROP TABLE IF EXISTS r_rows");
	my_test_do(c, "CREATE TABLE r_rows (id INT PRIMARY KEY, t LONGTEXT)");
	snprintf(sql, sizeof(sql),
		"INSERT INTO r_rows WITH RECURSIVE q (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM q WHERE"
		" i < %u) SELECT i, REPEAT('x', i %% 3000) FROM q",
		n);
	my_test_do(c, sql);
}

START_TEST(long_values)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	struct tn_be_stmt *s;
	unsigned id;
	uint32_t i;
	int rc;
	make_rows(c, 5000);
	my_test_do(c, "INSERT INTO r_rows VALUES (6000, REPEAT('y', 3000000))");
	my_test_do(c, "INSERT INTO r_rows VALUES (6001, 'short')");
	s = my_test_stmt(c, "SELECT t, id, t FROM r_rows ORDER BY id", NULL, 0, 0, &rc);
	ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), 1);
	for (id = 1; id <= 5000; id++) {
		ck_assert_int_eq(BE.next(s), TN_ROW);
		ck_assert_int_eq(s->cells[1].u.i, id);
		ck_assert_uint_eq(s->cells[0].len, id % 3000);
		ck_assert_uint_eq(strlen(s->cells[0].u.s), id % 3000);
		ck_assert_uint_eq(strlen(s->cells[2].u.s), id % 3000);
	}
	ck_assert_int_eq(BE.next(s), TN_ROW);
	ck_assert_uint_eq(s->cells[2].len, 3000000);
	for (i = 0; i < 3000000; i++)
		ck_assert(s->cells[0].u.s[i] == 'y' && s->cells[2].u.s[i] == 'y');
	ck_assert_int_eq(BE.next(s), TN_ROW);
	ck_assert_str_eq(s->cells[0].u.s, "short");
	ck_assert_int_eq(BE.next(s), TN_DONE);
	ck_assert_int_eq(BE.next(s), TN_DONE);
	my_test_drop(s);
	my_test_close(c);
}
END_TEST

/* Far too many rows to read, 1.5 TB of them: the server is told to stop.  A busy machine needs seconds for that. */
START_TEST(ended_early)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	struct tn_be_stmt *s;
	int64_t start;
	int rc, turn;
	make_rows(c, 1000);
	s = my_test_stmt(c, "SELECT a.t FROM r_rows a, r_rows b, r_rows d", NULL, 0, 0, &rc);
	start = c->host->now_us();
	for (turn = 0; turn < 3; turn++) {
		ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), 1);
		ck_assert_int_eq(BE.next(s), TN_ROW);
		ck_assert_int_eq(BE.finish(s), 0);
		ck_assert_int_eq(BE.finish(s), 0);
		my_test_do(c, "SELECT 1");
	}
	ck_assert_int_lt(c->host->now_us() - start, 60000000);
	my_test_drop(s);
	s = my_test_stmt(c, "SELECT t FROM r_rows", NULL, 0, 0, &rc);
	ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), 1);
	my_test_drop(s);
	my_test_do(c, "SELECT 1");
	my_test_close(c);
}
END_TEST

/* The time for the connect is none for the answers; the harness connects within 3 seconds. */
START_TEST(slow_answer)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	ck_assert_str_eq(my_test_text(c, "SELECT CAST(SLEEP(3.5) AS CHAR)"), "0");
	my_test_close(c);
}
END_TEST

START_TEST(chunks)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	struct tn_be_stmt *s;
	unsigned n = 0;
	int rc;
	make_rows(c, 1000);
	my_test_do(c, "START TRANSACTION");
	s = my_test_stmt(c, "SELECT id, t FROM r_rows ORDER BY id", NULL, 0, 0, &rc);
	ck_assert_int_eq(BE.execute(s, NULL, TN_BE_CHUNK, 64), 1);
	while (BE.next(s) == TN_ROW) {
		ck_assert_int_eq(s->cells[0].u.i, ++n);
		if (n % 100 == 0)
			my_test_do(c, "UPDATE r_rows SET t = '' WHERE id = 1");
	}
	ck_assert_uint_eq(n, 1000);
	ck_assert_int_eq(BE.finish(s), 0);
	/* Ended early, then as a stream, then again by chunks. */
	ck_assert_int_eq(BE.execute(s, NULL, TN_BE_CHUNK, 10), 1);
	ck_assert_int_eq(BE.next(s), TN_ROW);
	ck_assert_int_eq(BE.finish(s), 0);
	ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), 1);
	for (n = 0; BE.next(s) == TN_ROW; n++)
		;
	ck_assert_uint_eq(n, 1000);
	ck_assert_int_eq(BE.finish(s), 0);
	my_test_drop(s);
	/* No cursor for this one: it is stored. */
	s = my_test_stmt(c, "SHOW TABLES", NULL, 0, 0, &rc);
	ck_assert_int_eq(BE.execute(s, NULL, TN_BE_CHUNK, 10), 1);
	my_test_do(c, "SELECT 1");
	ck_assert_int_eq(BE.next(s), TN_ROW);
	my_test_drop(s);
	my_test_do(c, "COMMIT");
	my_test_close(c);
}
END_TEST

START_TEST(procedures)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	unsigned rows;
	my_test_do(c, "DROP PROCEDURE IF EXISTS r_one");
	my_test_do(c, "DROP PROCEDURE IF EXISTS r_two");
	my_test_do(c, "CREATE PROCEDURE r_one() SELECT 42 UNION SELECT 43");
	my_test_do(c, "CREATE PROCEDURE r_two() BEGIN SELECT 1; SELECT 2; END");
	ck_assert_int_eq(my_test_run(c, "CALL r_one()", NULL, 0, &rows), 0);
	ck_assert_uint_eq(rows, 2);
	ck_assert_int_eq(my_test_run(c, "CALL r_two()", NULL, 0, &rows), TN_E_UNSUPPORTED);
	my_test_do(c, "SELECT 1");
	ck_assert_int_eq(my_test_run(c, "CALL r_one()", NULL, 0, &rows), 0);
	my_test_close(c);
}
END_TEST

static void *cancel_soon(void *arg)
{
	usleep(300000);
	BE.thread_enter();
	BE.cancel(arg);
	BE.thread_leave();
	return NULL;
}

START_TEST(cancelled)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	pthread_t thread;
	int64_t start = c->host->now_us();
	make_rows(c, 1000);
	ck_assert_int_eq(pthread_create(&thread, NULL, cancel_soon, c), 0);
	ck_assert_int_eq(
		my_test_fail(
			c, "SELECT COUNT(*) FROM r_rows a, r_rows b, r_rows d WHERE a.id + b.id + d.id = -1"),
		TN_E_CANCELLED);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_int_lt(c->host->now_us() - start, 20000000);
	my_test_do(c, "SELECT 1");
	my_test_close(c);
}
END_TEST

TCase *my_test_stream(void)
{
	TCase *t = tcase_create("stream");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, long_values);
	tcase_add_test(t, ended_early);
	tcase_add_test(t, slow_answer);
	tcase_add_test(t, chunks);
	tcase_add_test(t, procedures);
	tcase_add_test(t, cancelled);
	return t;
}
