/* SPDX-License-Identifier: MIT */
/*
 * tests/masks/steps.c - statements that are carried out in several steps.
 *
 * The capabilities that spare a server the steps are taken away, so that the same plans
 * run on every server: what one statement promises, the plan must keep.
 *
 *  1. All or nothing: a step that fails leaves nothing of those before it, also inside
 *     a transaction of the caller.
 *  2. More rows than one execution takes.
 *  3. Concurrent plans over the same rows give what single statements would.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/testing.h>
#include "core/engine/engine.h"
#include "tests/support/suite_run.h"

static tn_conn *open_masked(void)
{
	static const enum tn_cap caps[] = {TN_CAP_RETURNING_INSERT, TN_CAP_RETURNING_UPDATE, TN_CAP_RETURNING_DELETE,
		TN_CAP_DELETE_READS_TARGET, TN_CAP_UPDATE_READS_TARGET, TN_CAP_OLD_ROWS_IN_SET,
		TN_CAP_UPDATE_FROM, TN_CAP_RETURNING_JOINED};
	tn_conn *db = tn_test_open_shared();
	size_t i;
	/* Without it a generated key is known by RETURNING alone. */
	i = !tn_cap_has(&db->be->server.caps, TN_CAP_LAST_INSERT_ID);
	for (; i < sizeof caps / sizeof caps[0]; i++)
		tn_cap_clear(&db->be->server.caps, caps[i]);
	return db;
}

static void exec(tn_conn *db, const char *sql, const tn_args *args)
{
	ck_tn_ok(tn_exec(db, sql, args, NULL, tn_test_err()));
}

static int64_t number(tn_conn *db, const char *sql)
{
	tn_value v;
	int rc = tn_query_value(db, sql, NULL, &v, tn_test_err());
	ck_tn_ok(rc);
	return v.kind == TN_KIND_NUMERIC ? strtoll(v.u.s, NULL, 10) : v.u.i;
}

/* Ten rows: id 1 to 10, v the same. */
static tn_conn *ten_rows(void)
{
	tn_conn *db = open_masked();
	int i;
	exec(db, "CREATE TABLE item (id BIGINT PRIMARY KEY, v INTEGER UNIQUE, w VARCHAR(20))", NULL);
	for (i = 1; i <= 10; i++)
		exec(db, "INSERT INTO item (id, v, w) VALUES (?, ?, 'x')", TN_ARGS(i, i));
	return db;
}

/* ---- all or nothing --------------------------------------------------------------------- */

/* The second of the rows that are set one by one cannot have the value of the first. */
#define FAILS "UPDATE item SET v = (SELECT max(x.v) FROM item AS x WHERE x.id > 0) + 1, w = 'y'"

START_TEST(nothing_is_left)
{
	tn_conn *db = ten_rows();
	ck_tn_err(tn_exec(db, FAILS, NULL, NULL, tn_test_err()), TN_E_UNIQUE);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	ck_assert_int_eq(tn_error_flags(*tn_test_err()) & TN_ERR_TX_LOST, 0);
	ck_assert_int_eq(number(db, "SELECT sum(v) FROM item"), 55);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM item WHERE w = 'y'"), 0);
	tn_close(db);
}
END_TEST

START_TEST(fails_the_transaction)
{
	tn_conn *db = ten_rows();
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	exec(db, "UPDATE item SET w = 'z' WHERE id = 1", NULL);
	ck_tn_err(tn_exec(db, FAILS, NULL, NULL, tn_test_err()), TN_E_UNIQUE);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_FAILED);
	ck_assert_uint_eq(tn_tx_depth(db), 1);
	ck_tn_err(tn_exec(db, "DELETE FROM item", NULL, NULL, tn_test_err()), TN_E_TX_ABORTED);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_assert_int_eq(number(db, "SELECT count(*) FROM item WHERE w = 'x'"), 10);
	tn_close(db);
}
END_TEST

START_TEST(keeps_the_transaction_going)
{
	tn_tx_options o = {.size = sizeof o, .flags = TN_TX_KEEP_GOING};
	tn_conn *db = ten_rows();
	ck_tn_ok(tn_begin(db, &o, tn_test_err()));
	exec(db, "UPDATE item SET w = 'z' WHERE id = 1", NULL);
	ck_tn_err(tn_exec(db, FAILS, NULL, NULL, tn_test_err()), TN_E_UNIQUE);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
	exec(db, "DELETE FROM item WHERE id IN (SELECT max(id) FROM item)", NULL);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	ck_assert_int_eq(number(db, "SELECT count(*) FROM item WHERE w = 'x'"), 8);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM item WHERE w = 'z'"), 1);
	tn_close(db);
}
END_TEST

/* ---- rows and counts ------------------------------------------------------------------------ */

START_TEST(more_rows_than_a_chunk)
{
	tn_conn *db = ten_rows();
	tn_result result;
	tn_rows *rows = NULL;
	int64_t sum = 0;
	int rc;
	exec(db, "INSERT INTO item (id, w) SELECT a.id * 1000 + b.id * 100 + c.id * 10 + d.id, 'many' FROM item AS a "
		 "CROSS JOIN item AS b CROSS JOIN item AS c CROSS JOIN item AS d WHERE a.id < 2 AND b.id < 10 AND "
		 "c.id < 10 AND d.id < 10", NULL);
	ck_tn_ok(tn_exec(db, "DELETE FROM item WHERE w = 'many' AND id < (SELECT max(id) - 8 FROM item)", NULL, &result,
			 tn_test_err()));
	ck_assert_int_eq(result.affected, 9 * 9 * 9 - 9);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM item"), 19);
	ck_tn_ok(tn_query(db, "UPDATE item SET v = NULL, w = :w WHERE id <= :id RETURNING id, w",
			  TN_NAMED(tn_named("id", tn_int(10)), tn_named("w", tn_text("new"))), &rows, tn_test_err()));
	ck_assert_str_eq(tn_column_name(rows, 0), "id");
	ck_assert_int_eq(tn_column_type(rows, 0), TN_TYPE_BIGINT);
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW) {
		sum += tn_get_int64(rows, 0);
		ck_assert_str_eq(tn_get_text(rows, 1), "new");
	}
	ck_tn_ok(rc);
	ck_assert_int_eq(tn_rows_result(rows, &result), TN_OK);
	ck_assert_int_eq(result.affected, 10);
	ck_tn_ok(tn_finish(rows, tn_test_err()));
	ck_assert_int_eq(sum, 55);
	tn_close(db);
}
END_TEST

/* ---- the start of the statement ---------------------------------------------------------- */

/* 1134 rows, which steps take 500 at a time, or one by one. */
static tn_conn *rows_with_times(void)
{
	tn_conn *db = ten_rows();
	exec(db, "CREATE TABLE stamp (id BIGINT PRIMARY KEY, at TIMESTAMPTZ, loc TIMESTAMP, d DATE, v INTEGER)", NULL);
	exec(db, "INSERT INTO stamp (id) SELECT a.id * 1000 + b.id * 100 + c.id * 10 + d.id FROM item AS a "
		 "CROSS JOIN item AS b CROSS JOIN item AS c CROSS JOIN item AS d WHERE a.id < 3 AND b.id < 8 AND "
		 "c.id < 10 AND d.id < 10", NULL);
	return db;
}

/* All rows have one time, the same in both of its forms, later than the last one. */
static void has_one_time(tn_conn *db, tn_value *last)
{
	tn_value v;
	ck_assert_int_eq(number(db, "SELECT count(DISTINCT at) FROM stamp"), 1);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM stamp WHERE at IS NULL OR loc <> CAST(at AS TIMESTAMP) OR "
				    "d <> CAST(loc AS DATE)"), 0);
	ck_tn_ok(tn_query_value(db, "SELECT max(at) FROM stamp", NULL, &v, tn_test_err()));
	if (last->kind != TN_KIND_NULL)
		ck_assert(v.u.i > last->u.i);
	*last = v;
}

#define SET_TIMES "UPDATE stamp SET at = CURRENT_TIMESTAMP, loc = LOCALTIMESTAMP, d = CURRENT_DATE, "

START_TEST(one_time_for_all_steps)
{
	tn_conn *db = rows_with_times();
	tn_value last = tn_null();
	tn_rows *rows = NULL;
	tn_result result;
	int rc, n = 0;
	exec(db, SET_TIMES "v = 1 WHERE id <= (SELECT max(id) FROM stamp)", NULL);
	has_one_time(db, &last);
	exec(db, SET_TIMES "v = (SELECT count(*) FROM stamp AS s WHERE s.id < 1200 + ?)", TN_ARGS(5));
	has_one_time(db, &last);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	exec(db, SET_TIMES "v = 2 WHERE id <= (SELECT max(id) FROM stamp)", NULL);
	has_one_time(db, &last);
	/* Not that of the transaction. */
	exec(db, SET_TIMES "v = 3 WHERE id <= (SELECT max(id) FROM stamp) AND at < now()", NULL);
	has_one_time(db, &last);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	ck_tn_ok(tn_query(db, SET_TIMES "v = 4 WHERE v = 3 RETURNING at = now(), v", NULL, &rows, tn_test_err()));
	for (; (rc = tn_next(rows, tn_test_err())) == TN_ROW; n++)
		ck_assert_int_eq(tn_get_bool(rows, 0), 1);
	ck_tn_ok(rc);
	ck_tn_ok(tn_finish(rows, tn_test_err()));
	has_one_time(db, &last);
	ck_tn_ok(tn_exec(db, "DELETE FROM stamp WHERE at < now() AND id <= (SELECT max(id) FROM stamp)", NULL, &result,
			 tn_test_err()));
	ck_assert_int_eq(result.affected, n);
	tn_close(db);
}
END_TEST

START_TEST(one_time_for_all_parts)
{
	static const int64_t ids[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
	tn_conn *db = rows_with_times();
	tn_value last = tn_null();
	exec(db, "DELETE FROM stamp", NULL);
	tn_cap_clear(&db->be->server.caps, TN_CAP_LIST_ARRAY);
	tn_cap_clear(&db->be->server.caps, TN_CAP_LIST_TABLE);
	tn_cap_clear(&db->be->server.caps, TN_CAP_LIST_LITERALS);
	db->be->server.caps.limits[TN_LIMIT_BIND_PARAMS] = 7;
	exec(db, "INSERT INTO stamp (id, at, loc, d) VALUES (1, now(), LOCALTIMESTAMP, CURRENT_DATE), (?, "
		 "CURRENT_TIMESTAMP, now(), CURRENT_DATE), (3, now(), LOCALTIMESTAMP, CURRENT_DATE), "
		 "(4, now(), LOCALTIMESTAMP, CURRENT_DATE), (5, now(), LOCALTIMESTAMP, CURRENT_DATE)", TN_ARGS(2));
	has_one_time(db, &last);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM stamp"), 5);
	exec(db, "DELETE FROM stamp WHERE id IN (?) AND at < now()", TN_ARGS(TN_LIST(ids, 11)));
	ck_assert_int_eq(number(db, "SELECT count(*) FROM stamp"), 0);
	tn_close(db);
}
END_TEST

START_TEST(a_handle_runs_again)
{
	tn_conn *db = ten_rows();
	tn_stmt *stmt = NULL;
	tn_rows *rows = NULL, *others = NULL;
	int i;
	ck_tn_ok(tn_prepare(db, "DELETE FROM item WHERE id = ? RETURNING v, w", &stmt, tn_test_err()));
	for (i = 1; i <= 9; i++) {
		ck_tn_ok(tn_stmt_query(stmt, TN_ARGS(i), &rows, tn_test_err()));
		/* The rows are in memory: other statements may run. */
		ck_tn_ok(tn_query(db, "SELECT id FROM item", NULL, &others, tn_test_err()));
		ck_tn_ok(tn_finish(others, tn_test_err()));
		ck_assert_int_eq(tn_next(rows, tn_test_err()), TN_ROW);
		ck_assert_int_eq(tn_get_int64(rows, 0), i);
		ck_assert_int_eq(tn_next(rows, tn_test_err()), TN_DONE);
		ck_tn_ok(tn_finish(rows, tn_test_err()));
	}
	ck_assert_int_eq(number(db, "SELECT count(*) FROM item"), 1);
	tn_stmt_close(stmt);
	tn_close(db);
}
END_TEST

START_TEST(a_cursor_needs_a_transaction)
{
	tn_conn *db = ten_rows();
	tn_rows *rows = NULL;
	ck_tn_err(tn_query_mode(db, "DELETE FROM item WHERE id = 1 RETURNING id", NULL, TN_FETCH_CHUNK, 2, &rows,
				tn_test_err()),
		  tn_cap_has(&db->be->server.caps, TN_CAP_CURSORS) ? TN_E_MISUSE : TN_E_UNSUPPORTED);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM item"), 10);
	tn_close(db);
}
END_TEST

/* Told as of an INSERT in one piece, where a server tells it. */
START_TEST(the_generated_key_is_told)
{
	tn_conn *db = open_masked();
	int told = tn_cap_has(&db->be->server.caps, TN_CAP_LAST_INSERT_ID);
	tn_rows *rows = NULL;
	tn_result result;
	int64_t id;
	exec(db, "CREATE TABLE note (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, w VARCHAR(20))", NULL);
	ck_tn_ok(tn_query(db, "INSERT INTO note (w) VALUES (?) RETURNING id", TN_ARGS("a"), &rows, tn_test_err()));
	ck_assert_int_eq(tn_next(rows, tn_test_err()), TN_ROW);
	id = tn_get_int64(rows, 0);
	ck_assert_int_gt(id, 0);
	ck_assert_int_eq(tn_next(rows, tn_test_err()), TN_DONE);
	ck_assert_int_eq(tn_rows_result(rows, &result), TN_OK);
	ck_assert_int_eq(result.affected, 1);
	ck_assert_int_eq(result.last_insert_id, told ? id : 0);
	ck_tn_ok(tn_finish(rows, tn_test_err()));
	tn_close(db);
}
END_TEST

/* How far the key that is told of three rows is from the greatest; -1: none is told. */
static int64_t told_of_three(tn_conn *db)
{
	tn_result result;
	ck_tn_ok(tn_exec(db, "INSERT INTO note (w) VALUES (?), (?), (?)", TN_ARGS("a", "b", "c"), &result,
			 tn_test_err()));
	ck_assert_int_eq(result.affected, 3);
	return result.last_insert_id ? number(db, "SELECT max(id) FROM note") - result.last_insert_id : -1;
}

/* In parts as in one piece. */
START_TEST(one_key_of_several)
{
	tn_conn *db = tn_test_open_shared();
	uint64_t before;
	int64_t whole;
	exec(db, "CREATE TABLE note (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, w VARCHAR(20))", NULL);
	whole = told_of_three(db);
	db->be->server.caps.limits[TN_LIMIT_BIND_PARAMS] = 2;
	tn__profile_make(&db->be->server.caps, &db->profile);
	tn__cache_clear(&db->cache);
	before = db->statements;
	ck_assert_int_eq(told_of_three(db), whole);
	ck_assert_int_ge(db->statements - before, 2);
	tn_close(db);
}
END_TEST

START_TEST(follows_a_changed_schema)
{
	tn_conn *db = ten_rows(), *other = tn_test_open_shared();
	tn_value v;
	ck_tn_ok(tn_query_value(db, "UPDATE item SET w = 'a' WHERE id = 1 RETURNING w", NULL, &v, tn_test_err()));
	tn_value_free(&v);
	exec(other, "DROP TABLE item", NULL);
	exec(other, "CREATE TABLE item (w TEXT, n INTEGER, id BIGINT, v INTEGER, PRIMARY KEY (n, id))", NULL);
	exec(other, "INSERT INTO item (w, n, id) VALUES ('b', 1, 1), ('b', 2, 1)", NULL);
	ck_tn_ok(tn_query_value(db, "UPDATE item SET w = 'c' WHERE id = 1 AND n = 2 RETURNING w", NULL, &v,
				tn_test_err()));
	ck_assert_str_eq(v.u.s, "c");
	tn_value_free(&v);
	exec(db, "UPDATE item SET w = 'a' WHERE id = 1 RETURNING n", NULL);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM item WHERE w = 'a'"), 2);
	tn_close(other);
	tn_close(db);
}
END_TEST

/* ---- isolation ---------------------------------------------------------------------------------- */

#define READS_LATER "UPDATE item SET w = 'y' WHERE id = 1 RETURNING (SELECT max(id) FROM most)"

/* Where others can commit between the steps, the caller has to allow it. */
START_TEST(weaker_isolation_needs_consent)
{
	tn_tx_options o = {.size = sizeof o, .isolation = TN_ISO_REPEATABLE_READ};
	tn_conn *db = ten_rows();
	tn_error *err = NULL;
	exec(db, "CREATE TABLE most (id BIGINT)", NULL);
	exec(db, "INSERT INTO most VALUES (10)", NULL);
	if (tn_cap_has(&db->be->server.caps, TN_CAP_ROW_LOCKS)) {
		ck_assert_int_eq(tn_exec(db, READS_LATER, NULL, NULL, &err), TN_E_UNSUPPORTED);
		ck_assert_ptr_nonnull(strstr(tn_error_message(err), "others have committed since"));
		ck_assert_ptr_nonnull(strstr(tn_error_hint(err), "TN_WEAKER_ISOLATION"));
		tn_error_free(err);
		ck_assert_int_eq(number(db, "SELECT count(*) FROM item WHERE w = 'y'"), 0);
	}
	ck_assert_int_eq(number(db, TN_WEAKER_ISOLATION(READS_LATER)), 10);
	ck_tn_ok(tn_begin(db, &o, tn_test_err()));
	ck_assert_int_eq(number(db, READS_LATER), 10);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	tn_close(db);
}
END_TEST

/* ---- at the same time -------------------------------------------------------------------------- */

#define THREADS 4
#define FEW_ROUNDS 25
#define MOST_ROUNDS 10000

/* Statements of each thread: TENON_TEST_RACES of the environment, for runs by hand. */
static int rounds(void)
{
	const char *given = getenv("TENON_TEST_RACES");
	int n = given ? atoi(given) : FEW_ROUNDS;
	return n < 1 ? FEW_ROUNDS : n > MOST_ROUNDS ? MOST_ROUNDS : n;
}

/* How often each number was given. */
static int seen[4 * THREADS * MOST_ROUNDS];

struct worker {
	pthread_t thread;
	tn_conn *db;
	const char *sql;
	int64_t got[MOST_ROUNDS];
	int count, result;
	char error[512];
};

/* One round: what the statement gives is noted; a conflict is tried again. */
static int one_round(struct worker *w)
{
	tn_error *err = NULL;
	tn_value v = tn_null();
	int rc = tn_query_value(w->db, w->sql, NULL, &v, &err);
	if (rc == TN_ROW)
		w->got[w->count++] = v.u.i;
	if (rc < 0 && !(tn_error_flags(err) & (TN_ERR_RETRY_TX | TN_ERR_RETRY_STATEMENT)))
		tn_error_format(err, w->error, sizeof w->error);
	else if (rc < 0)
		rc = 2;
	tn_error_free(err);
	return rc;
}

static void *work(void *arg)
{
	struct worker *w = arg;
	int i, rc = TN_ROW;
	for (i = 0; i < rounds() && rc >= 0; i += rc != 2)
		rc = one_round(w);
	w->result = rc;
	return NULL;
}

/* Counts in seen every number that some thread got, all below room. */
static void race(const char *sql, int room)
{
	static struct worker w[THREADS];
	int i, k;
	memset(seen, 0, sizeof seen);
	memset(w, 0, sizeof w);
	for (i = 0; i < THREADS; i++) {
		w[i].db = open_masked();
		w[i].sql = sql;
		ck_assert_int_eq(pthread_create(&w[i].thread, NULL, work, &w[i]), 0);
	}
	for (i = 0; i < THREADS; i++)
		pthread_join(w[i].thread, NULL);
	for (i = 0; i < THREADS; i++) {
		ck_assert_msg(w[i].result >= 0, "%s: %s", sql, w[i].error);
		tn_close(w[i].db);
		for (k = 0; k < w[i].count; k++) {
			ck_assert_int_ge(w[i].got[k], 0);
			ck_assert_int_lt(w[i].got[k], room);
			seen[w[i].got[k]]++;
		}
	}
}

/* Each increment of the first row is given to one thread, and all are there at the end. */
static void count_up(const char *sql)
{
	tn_conn *db = ten_rows();
	int i;
	exec(db, "UPDATE item SET v = NULL WHERE id <> 1", NULL);
	race(sql, THREADS * rounds() + 2);
	for (i = 2; i < THREADS * rounds() + 2; i++)
		ck_assert_msg(seen[i] == 1, "%d was given %d times", i, seen[i]);
	ck_assert_int_eq(number(db, "SELECT v FROM item WHERE id = 1"), THREADS * rounds() + 1);
	tn_close(db);
}

START_TEST(no_increment_is_lost)
{
	count_up("UPDATE item SET v = v + 1 WHERE id = 1 RETURNING v");
}
END_TEST

/* The values are computed by one step and written by another: of locked rows, so none is lost. */
START_TEST(no_joined_increment_is_lost)
{
	count_up("UPDATE item SET v = item.v + d.n FROM (SELECT 1 AS n) AS d WHERE item.id = d.n RETURNING item.v");
}
END_TEST

/* The first inserts the row, the others count on: what each is given is what it wrote. */
START_TEST(every_upsert_is_counted)
{
	tn_conn *db = open_masked();
	int i;
	exec(db, "CREATE TABLE counter (id BIGINT PRIMARY KEY, v INTEGER)", NULL);
	race("INSERT INTO counter (id, v) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET v = counter.v + 1 RETURNING v",
	     THREADS * rounds() + 1);
	for (i = 1; i <= THREADS * rounds(); i++)
		ck_assert_msg(seen[i] == 1, "%d was given %d times", i, seen[i]);
	ck_assert_int_eq(number(db, "SELECT v FROM counter"), THREADS * rounds());
	tn_close(db);
}
END_TEST

/* Of many that insert one key, one is told that it did. */
START_TEST(a_key_is_given_once)
{
	tn_conn *db = ten_rows();
	race("INSERT INTO item (id, w) VALUES (11, 'n') ON CONFLICT (id) DO NOTHING RETURNING id", 12);
	ck_assert_int_eq(seen[11], 1);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM item"), 11);
	tn_close(db);
}
END_TEST

/* Each thread takes the first row that is left: nobody gets a row twice. */
START_TEST(a_row_is_deleted_once)
{
	tn_conn *db = ten_rows();
	int i;
	race("DELETE FROM item WHERE id = (SELECT min(id) FROM item) RETURNING id", 11);
	for (i = 1; i <= 10; i++)
		ck_assert_msg(seen[i] == 1, "%d was given %d times", i, seen[i]);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM item"), 0);
	tn_close(db);
}
END_TEST

START_TEST(each_gets_its_own_key)
{
	tn_conn *db = open_masked();
	int i, keys = 0;
	exec(db, "CREATE TABLE note (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, w VARCHAR(20))", NULL);
	race("INSERT INTO note (w) VALUES ('a') RETURNING id", 4 * THREADS * rounds());
	for (i = 0; i < 4 * THREADS * rounds(); i++) {
		ck_assert_int_le(seen[i], 1);
		keys += seen[i];
	}
	ck_assert_int_eq(keys, THREADS * rounds());
	ck_assert_int_eq(number(db, "SELECT count(*) FROM note"), THREADS * rounds());
	tn_close(db);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("steps");
	TCase *tc = tcase_create("steps");
	int rc = tn_test_begin();
	if (rc)
		return rc;
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 60 + rounds());
	tcase_add_test(tc, nothing_is_left);
	tcase_add_test(tc, fails_the_transaction);
	tcase_add_test(tc, keeps_the_transaction_going);
	tcase_add_test(tc, more_rows_than_a_chunk);
	tcase_add_test(tc, one_time_for_all_steps);
	tcase_add_test(tc, one_time_for_all_parts);
	tcase_add_test(tc, a_handle_runs_again);
	tcase_add_test(tc, a_cursor_needs_a_transaction);
	tcase_add_test(tc, the_generated_key_is_told);
	tcase_add_test(tc, one_key_of_several);
	tcase_add_test(tc, follows_a_changed_schema);
	tcase_add_test(tc, weaker_isolation_needs_consent);
	tcase_add_test(tc, no_increment_is_lost);
	tcase_add_test(tc, no_joined_increment_is_lost);
	tcase_add_test(tc, every_upsert_is_counted);
	tcase_add_test(tc, a_key_is_given_once);
	tcase_add_test(tc, a_row_is_deleted_once);
	tcase_add_test(tc, each_gets_its_own_key);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
