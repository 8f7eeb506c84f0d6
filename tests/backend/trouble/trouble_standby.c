/* SPDX-License-Identifier: MIT */
/*
 * trouble_standby.c - a server that waits with its commits for a standby, and none comes.
 *
 * PostgreSQL's: the wait can be cancelled, but what waits is committed by then, and the
 * server says so in a warning.  If it fails before a standby has the transaction, the
 * transaction is lost: no such commit may pass for an acknowledged one.
 */
#include "tests/backend/trouble/trouble.h"
#include <pthread.h>

static void set_standbys(const char *names)
{
	tn_conn *db = tn_test_open_with(own_with(NULL, NULL), NULL);
	trouble_run(db, "ALTER SYSTEM SET wal_level = 'replica'");
	trouble_run(db, "ALTER SYSTEM SET max_wal_senders = 2");
	trouble_run(db, names);
	tn_close(db);
	ck_assert_int_eq(own_server("restart", NULL, 0), 0);
}

static tn_conn *open_waiting(void)
{
	tn_timeouts t = {.size = sizeof t, .statement_ms = 200, .grace_ms = 5000};
	tn_open_options o = {.size = sizeof o, .timeouts = &t};
	tn_conn *db = tn_test_open_with(own_with(NULL, NULL), &o);
	trouble_run(db, "SET synchronous_commit = on");
	return db;
}

static int insert(tn_conn *db, void *key, tn_error **err)
{
	return tn_exec(db, "INSERT INTO item (id, name) VALUES (?, 'alone')", TN_ARGS(*(int *)key), NULL, err);
}

static int is_there(tn_conn *db, void *key, tn_error **err)
{
	tn_value v;
	int rc = tn_query_value(db, "SELECT COUNT(*) FROM item WHERE id = ?", TN_ARGS(*(int *)key), &v, err);
	return rc < 0 ? rc : (int)v.u.i;
}

/* What an operator does who finds it waiting: a cancel, once it is committed. */
static void *cancel_it(void *session)
{
	static const char text[] = TN_NATIVE("SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
					     "WHERE pid = ? AND wait_event = 'SyncRep'");
	tn_conn *db = tn_test_open_with(own_with(NULL, NULL), NULL);
	int i, done = 0;
	for (i = 0; i < 1000 && !done; i++) {
		tn_value v;
		trouble_sleep_ms(5);
		done = tn_query_value(db, text, TN_ARGS(*(int64_t *)session), &v, NULL) == TN_ROW;
	}
	tn_close(db);
	return done ? session : NULL;
}

/* The rows come; the end of the statement, however it is reached, tells. */
static int insert_returning(tn_conn *db, int key, int to_the_end)
{
	tn_timeouts none = {.size = sizeof none};
	tn_rows *rows = NULL;
	int64_t session = trouble_session(db);
	pthread_t canceller;
	void *done;
	int rc, end;
	ck_tn_ok(tn_set_timeouts(db, &none, tn_test_err()));
	ck_assert_int_eq(pthread_create(&canceller, NULL, cancel_it, &session), 0);
	ck_tn_ok(tn_query(db, TN_NATIVE("INSERT INTO item (id, name) VALUES (?, 'alone') RETURNING id"), TN_ARGS(key),
			  &rows, tn_test_err()));
	ck_tn_is(rc = tn_next(rows, tn_test_err()), TN_ROW);
	pthread_join(canceller, &done);
	ck_assert_ptr_nonnull(done);
	if (to_the_end)
		rc = tn_next(rows, tn_test_err());
	end = tn_finish(rows, rc < 0 ? NULL : tn_test_err());
	return rc < 0 ? rc : end;
}

static int commit_it(tn_conn *db, int key)
{
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_ok(insert(db, &key, tn_test_err()));
	return tn_commit(db, tn_test_err());
}

static int run_it(tn_conn *db, int way, int key)
{
	switch (way) {
	case 0: return insert(db, &key, tn_test_err());
	case 1: return commit_it(db, key);
	case 2: return tn_transact(db, NULL, insert, &key, tn_test_err());
	default: return insert_returning(db, key, way == 3);
	}
}

START_TEST(no_standby_has_it)
{
	tn_tx_options o = {.size = sizeof o, .check = is_there};
	tn_conn *db;
	int key;
	tn_test_skip_if(!trouble_is("postgresql"), NULL, "commits wait for a standby on another server");
	tn_test_skip_if(own_missing(), NULL, own_missing());
	db = tn_test_open_with(own_with(NULL, NULL), NULL);
	ck_tn_ok(tn_table_drop(db, "item", 1, tn_test_err()));
	trouble_make(db);
	tn_close(db);
	set_standbys("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
	db = open_waiting();
	for (key = 20; key < 25; key++) {
		trouble_expect(run_it(db, key - 20, key), TN_E_COMMIT_UNKNOWN, TN_ERR_AMBIGUOUS, "standby");
		ck_assert_str_eq(tn_error_sqlstate(*tn_test_err()), "01000");
		ck_assert_int_eq(tn_tx_depth(db), 0);
		trouble_is_alive(db);
		ck_tn_is(is_there(db, &key, tn_test_err()), 1);
	}
	/* Who can find out what is there is content with that. */
	tn_close(db);
	db = open_waiting();
	ck_tn_ok(tn_transact(db, &o, insert, &key, tn_test_err()));
	/* Any other warning is none of this. */
	trouble_run(db, "DO $$ BEGIN RAISE WARNING 'canceling wait for synchronous replication'; END $$");
	tn_close(db);
	set_standbys("ALTER SYSTEM RESET synchronous_standby_names");
}
END_TEST

void trouble_standby_cases(TCase *tc)
{
	tcase_add_test(tc, no_standby_has_it);
}
