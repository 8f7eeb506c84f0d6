/* SPDX-License-Identifier: MIT */
/*
 * sqlite_limits.c - limits that the application lowers on SQLite's own handle.
 *
 * "too many SQL variables" must not reach it, whatever it does then: long lists, several
 * of them, and rows of an INSERT find another form.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/testing.h>
#include "tests/support/suite_run.h"

enum { MANY = 5000, FEW = 999 };

static tn_conn *open_lowered(int variables, int bytes)
{
	tn_conn *db = NULL;
	ck_tn_ok(tn_open(&db, "sqlite:", NULL, tn_test_err()));
	ck_tn_ok(tn_exec(db, "CREATE TABLE t (id BIGINT PRIMARY KEY, s VARCHAR(20), r REAL)", NULL, NULL,
			 tn_test_err()));
	sqlite3_limit(tn_native_handle(db), SQLITE_LIMIT_VARIABLE_NUMBER, variables);
	if (bytes)
		sqlite3_limit(tn_native_handle(db), SQLITE_LIMIT_SQL_LENGTH, bytes);
	return db;
}

/* INSERT INTO t (id, s) VALUES (?, ?), ... with rows rows, and its values. */
static char *insert_text(unsigned rows, tn_value *values, int64_t first)
{
	char *sql = malloc(rows * 8 + 100), *at = sql;
	unsigned i;
	ck_assert_ptr_nonnull(sql);
	at += sprintf(at, "INSERT INTO t (id, s) VALUES ");
	for (i = 0; i < rows; i++) {
		at += sprintf(at, i ? ", (?, ?)" : "(?, ?)");
		values[i * 2] = tn_int(first + i);
		values[i * 2 + 1] = tn_text("some text");
	}
	return sql;
}

static int64_t count(tn_conn *db, const char *sql, const tn_args *args)
{
	tn_value v;
	int rc = tn_query_value(db, sql, args, &v, tn_test_err());
	ck_assert_msg(rc == TN_ROW, "%s: %s", sql, rc < 0 ? tn_test_failure(rc) : "no row");
	return v.u.i;
}

static void try_all(tn_conn *db)
{
	static tn_value values[MANY * 2];
	static int64_t ids[MANY];
	static const char *texts[MANY];
	static double numbers[MANY];
	tn_result result = {0};
	char *sql = insert_text(MANY, values, 1);
	unsigned i;
	for (i = 0; i < MANY; i++) {
		ids[i] = MANY - (int64_t)i;
		texts[i] = i ? "other" : "some text";
		numbers[i] = i + 0.1;
	}
	ck_tn_ok(tn_exec(db, sql, &(const tn_args){.values = values, .count = MANY * 2}, &result, tn_test_err()));
	ck_assert_int_eq(result.affected, MANY);
	ck_assert_int_eq(count(db, "SELECT count(*) FROM t WHERE id IN (?) AND s IN (?) AND s <> ?",
			       TN_ARGS(TN_LIST(ids, MANY), TN_LIST(texts, MANY), "x")), MANY);
	ck_assert_int_eq(count(db, "SELECT count(*) FROM t WHERE s NOT IN (?)", TN_ARGS(TN_LIST(texts, MANY))), 0);
	ck_assert_int_eq(count(db, "SELECT count(*) FROM t WHERE r IN (?)", TN_ARGS(TN_LIST(numbers, MANY))), 0);
	/* Short enough to stay inline, and too many together. */
	ck_assert_int_eq(count(db, "SELECT count(*) FROM t WHERE id IN (?) OR id IN (?) OR id IN (?) OR id IN (?) OR "
			       "id IN (?)", TN_ARGS(TN_LIST(ids, 250), TN_LIST(ids, 240), TN_LIST(ids, 230),
						    TN_LIST(ids, 220), TN_LIST(ids, 210))), 250);
	ck_tn_ok(tn_exec(db, "DELETE FROM t WHERE id IN (?) RETURNING id", TN_ARGS(TN_LIST(ids, MANY)), &result,
			 tn_test_err()));
	ck_assert_int_eq(count(db, "SELECT count(*) FROM t", NULL), 0);
	free(sql);
}

START_TEST(lowered_variables)
{
	tn_conn *db = open_lowered(FEW, 0);
	try_all(db);
	ck_assert_int_eq(tn_get_limit(db, "bind_params"), FEW);
	tn_close(db);
}
END_TEST

START_TEST(lowered_while_it_is_used)
{
	tn_conn *db = open_lowered(32766, 0);
	try_all(db);
	sqlite3_limit(tn_native_handle(db), SQLITE_LIMIT_VARIABLE_NUMBER, 100);
	/* What was prepared before stays usable; what is new keeps to the limit. */
	try_all(db);
	ck_tn_ok(tn_exec(db, "CREATE TABLE u (id INTEGER)", NULL, NULL, tn_test_err()));
	try_all(db);
	tn_close(db);
}
END_TEST

/* One value too many is the application's own: the text has no part that could be left for later. */
START_TEST(what_cannot_be_split_is_refused_by_name)
{
	tn_conn *db = open_lowered(5, 0);
	int rc = tn_exec(db, "UPDATE t SET s = ? WHERE id = ? OR id = ? OR id = ? OR id = ? OR id = ?",
			 TN_ARGS("x", 1, 2, 3, 4, 5), NULL, tn_test_err());
	ck_assert_int_eq(rc, TN_E_LIMIT);
	ck_assert_msg(strstr(tn_error_message(*tn_test_err()), "bind_params") != NULL, "%s",
		      tn_error_message(*tn_test_err()));
	tn_close(db);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sqlite limits");
	TCase *tc = tcase_create("limits");
	int rc = tn_test_begin();
	if (rc)
		return rc;
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, lowered_variables);
	tcase_add_test(tc, lowered_while_it_is_used);
	tcase_add_test(tc, what_cannot_be_split_is_refused_by_name);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
