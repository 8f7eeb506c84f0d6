/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/trouble/trouble_any.c - trouble of a program's own making, the
 * same on every server: texts that are none, handles that are none, statements
 * that fail half way, threads.
 */
#include "tests/backend/trouble/trouble.h"
#include <pthread.h>
#include <string.h>

START_TEST(text_that_is_not_utf8)
{
	static const char *const texts[] = {
		"SELECT 'a\xC3'", "SELECT 1 AS \"\xFF\"", "SELECT 1 /* \xED\xA0\x80 */", "\xC0\x80",
		"SELECT '\xF4\x90\x80\x80'",
		"INSERT INTO item (id, name) VALUES (88, '\xE9t\xE9')",
	};
	tn_conn *db = tn_test_open();
	tn_stmt *stmt = NULL;
	size_t i;
	trouble_make(db);
	for (i = 0; i < COUNT(texts); i++) {
		trouble_expect(tn_exec(db, texts[i], NULL, NULL, tn_test_err()), TN_E_DATA, 0, "UTF-8");
		trouble_expect(tn_prepare(db, texts[i], &stmt, tn_test_err()), TN_E_DATA, 0, "UTF-8");
		trouble_is_alive(db);
	}
	ck_assert_int_eq(trouble_int(db, "SELECT COUNT(*) FROM item"), 10);
	tn_close(db);
}
END_TEST

START_TEST(half_a_statement_is_none)
{
	tn_conn *db = tn_test_open();
	trouble_make(db);
	trouble_expect(tn_exec(db, "INSERT INTO item (id) VALUES (20), (21), (1)", NULL, NULL, tn_test_err()),
		       TN_E_UNIQUE, 0,
		       "item");
	ck_assert_int_eq(trouble_int(db, "SELECT COUNT(*) FROM item"), 10);
	trouble_expect(tn_exec(db, "UPDATE item SET id = id + 1 - 10 * (id / 9) WHERE id >= 8", NULL, NULL,
			       tn_test_err()),
		       TN_E_UNIQUE, 0, "item");
	ck_assert_int_eq(trouble_int(db, "SELECT COUNT(*) FROM item WHERE id IN (8, 9)"), 2);
	trouble_expect(tn_exec(db, "INSERT INTO item (id, name) SELECT id + 20, CASE id WHEN 7 THEN "
				   "'a name that is longer than the forty letters' ELSE name END FROM item",
			       NULL, NULL, tn_test_err()), TN_E_TOO_LONG, 0, "TOO_LONG");
	ck_assert_int_eq(trouble_int(db, "SELECT COUNT(*) FROM item"), 10);
	trouble_is_alive(db);
	tn_close(db);
}
END_TEST

START_TEST(same_column_name_twice)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	ck_tn_ok(tn_query(db, "SELECT 1 AS a, 2 AS a, 3 AS b", NULL, &rows, tn_test_err()));
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	ck_assert_int_eq(tn_get_int64(rows, 0), 1);
	ck_assert_int_eq(tn_get_int64(rows, 1), 2);
	ck_assert_int_eq(tn_column(rows, "b"), 2);
	ck_assert_int_eq(tn_column(rows, "a"), TN_E_AMBIGUOUS);
	trouble_expect(tn_finish(rows, tn_test_err()), TN_E_AMBIGUOUS, 0, "'a'");
	trouble_is_alive(db);
	tn_close(db);
}
END_TEST

/* Memory that never was a handle, as a closed one would look at best. */
START_TEST(foreign_handles)
{
	static union {
		uint64_t align[512];
		char bytes[4096];
	} nothing;
	tn_conn *db = (void *)nothing.bytes;
	tn_rows *rows = (void *)nothing.bytes, *out = NULL;
	tn_stmt *stmt = (void *)nothing.bytes;
	tn_value v;
	int round;
	for (round = 0; round < 2; round++) {
		trouble_expect(tn_exec(db, "SELECT 1", NULL, NULL, tn_test_err()), TN_E_MISUSE, 0,
			       "closed or foreign");
		ck_tn_err(tn_query(db, "SELECT 1", NULL, &out, tn_test_err()), TN_E_MISUSE);
		ck_tn_err(tn_query_value(db, "SELECT 1", NULL, &v, tn_test_err()), TN_E_MISUSE);
		ck_tn_err(tn_begin(db, NULL, tn_test_err()), TN_E_MISUSE);
		ck_tn_err(tn_commit(db, tn_test_err()), TN_E_MISUSE);
		ck_tn_err(tn_rollback(db, tn_test_err()), TN_E_MISUSE);
		ck_tn_err(tn_transact(db, NULL, NULL, NULL, tn_test_err()), TN_E_MISUSE);
		ck_tn_err(tn_ping(db, tn_test_err()), TN_E_MISUSE);
		ck_tn_err(tn_reset(db, tn_test_err()), TN_E_MISUSE);
		trouble_expect(tn_next(rows, tn_test_err()), TN_E_MISUSE, 0, "finished or foreign");
		ck_tn_err(tn_finish(rows, tn_test_err()), TN_E_MISUSE);
		trouble_expect(tn_stmt_exec(stmt, NULL, NULL, tn_test_err()), TN_E_MISUSE, 0,
			       "closed or foreign");
		ck_tn_err(tn_stmt_query(stmt, NULL, &out, tn_test_err()), TN_E_MISUSE);
		ck_assert_int_eq(tn_is_dead(db), 1);
		ck_assert_ptr_null(tn_native_handle(db));
		ck_assert_ptr_null(tn_server_product(db));
		tn_close(db);
		tn_stmt_close(stmt);
		memset(nothing.bytes, 0x5A, sizeof nothing.bytes);
	}
}
END_TEST

/* ---- threads ------------------------------------------------------------------------- */

struct turn {
	pthread_mutex_t lock;
	tn_conn *db;
	int failed;
};

static void *take_turns(void *arg)
{
	struct turn *t = arg;
	tn_error *err = NULL;
	int i, rc;
	for (i = 0; i < 50; i++) {
		pthread_mutex_lock(&t->lock);
		rc = tn_exec(t->db, "UPDATE item SET id = id + 10 WHERE id < ?", TN_ARGS(0), NULL, &err);
		if (rc >= 0)
			rc = tn_begin(t->db, NULL, &err);
		if (rc >= 0)
			rc = tn_exec(t->db, "SELECT id FROM item", NULL, NULL, &err);
		if (rc >= 0)
			rc = tn_commit(t->db, &err);
		t->failed += rc < 0;
		pthread_mutex_unlock(&t->lock);
	}
	tn_error_free(err);
	return NULL;
}

/* One connection, one thread at a time; the last of them closes it. */
START_TEST(threads_in_turn)
{
	struct turn t = {PTHREAD_MUTEX_INITIALIZER, tn_test_open(), 0};
	pthread_t threads[2];
	int i;
	trouble_make(t.db);
	for (i = 0; i < 2; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, take_turns, &t), 0);
	for (i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	ck_assert_int_eq(t.failed, 0);
	ck_assert_int_eq(trouble_int(t.db, "SELECT COUNT(*) FROM item"), 10);
	tn_close(t.db);
}
END_TEST

Suite *trouble_any_suite(void)
{
	Suite *s = suite_create("any");
	TCase *tc = trouble_case(s, "any", 60);
	tcase_add_test(tc, text_that_is_not_utf8);
	tcase_add_test(tc, half_a_statement_is_none);
	tcase_add_test(tc, same_column_name_twice);
	tcase_add_test(tc, foreign_handles);
	tcase_add_test(tc, threads_in_turn);
	return s;
}
