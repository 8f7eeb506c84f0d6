/* SPDX-License-Identifier: MIT */
/*
 * tests/fault/scripted_again.c - what happens after the link is back: the caller's
 * check of an unknown commit, session settings that do not hold, statements that
 * must be prepared anew, a connection that moves to another thread.
 */
#include <pthread.h>
#include <string.h>
#include "tests/fault/scripted.h"

#define LOST_COMMIT \
	{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN}, {.affected = 1}, {.sql = "COMMIT", .fault = GONE}
#define COMMITTED \
	{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN}, {.affected = 1}, \
	{.sql = "COMMIT", .tx_status = TN_BE_TX_IDLE}

static const struct tn_fault refused = {.code = TN_E_CONNECT, .message = "nobody there"};
static const struct be_step lost_commit[] = {LOST_COMMIT};
static const struct be_step lost_and_done[] = {LOST_COMMIT, COMMITTED};

static int asked, answer;

static int check(tn_conn *db, void *arg, tn_error **err)
{
	(void)arg;
	(void)err;
	asked++;
	return tn_is_dead(db) ? TN_E_INTERNAL : answer;
}

static tn_tx_options with_check(int says)
{
	tn_tx_options o = scripted_options();
	o.check = check;
	asked = 0;
	answer = says;
	return o;
}

START_TEST(check_waits_for_the_server)
{
	tn_conn *db = scripted_start(lost_commit, COUNT(lost_commit));
	tn_tx_options o = with_check(1);
	int attempts = 0;
	/* More refusals than attempts: asking is no attempt. */
	be_script_fail_times("open", 1, 7, &refused);
	ck_tn_ok(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()));
	ck_assert_int_eq(attempts, 1);
	ck_assert_int_eq(asked, 1);
	ck_assert_int_eq(tn_is_dead(db), 0);
	tn_close(db);
	be_script_check();
}
END_TEST

START_TEST(check_gives_up_at_the_deadline)
{
	tn_conn *db = scripted_start(lost_commit, COUNT(lost_commit));
	tn_tx_options o = with_check(1);
	int attempts = 0;
	o.deadline_ms = 30;
	be_script_fail_times("open", 1, 1000000, &refused);
	ck_tn_err(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()), TN_E_COMMIT_UNKNOWN);
	ck_assert_uint_ne(tn_error_flags(*tn_test_err()) & TN_ERR_AMBIGUOUS, 0);
	ck_assert_int_eq(asked, 0);
	ck_assert_int_eq(attempts, 1);
	ck_assert_int_eq(tn_is_dead(db), 1);
	ck_tn_err(tn_exec(db, TN_NATIVE("SELECT 1"), NULL, NULL, tn_test_err()), TN_E_DISCONNECTED);
	/* Nobody asked for more, but a later call may find the server again. */
	be_script_play(lost_and_done + 3, 3);
	ck_tn_ok(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()));
	tn_close(db);
	be_script_check();
}
END_TEST

START_TEST(commit_that_is_not_there_is_repeated)
{
	tn_conn *db = scripted_start(lost_and_done, COUNT(lost_and_done));
	tn_tx_options o = with_check(0);
	int attempts = 0;
	ck_tn_ok(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()));
	ck_assert_int_eq(attempts, 2);
	ck_assert_int_eq(asked, 1);
	tn_close(db);
	be_script_check();
}
END_TEST

/* The outcome is known then: the error must not call it unknown. */
START_TEST(commit_that_is_not_there_at_the_last_attempt)
{
	tn_conn *db = scripted_start(lost_commit, COUNT(lost_commit));
	tn_tx_options o = with_check(0);
	int attempts = 0;
	o.max_attempts = 1;
	ck_tn_err(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()), TN_E_DISCONNECTED);
	ck_assert_uint_eq(tn_error_flags(*tn_test_err()) & TN_ERR_AMBIGUOUS, 0);
	ck_assert_uint_ne(tn_error_flags(*tn_test_err()) & TN_ERR_RETRY_TX, 0);
	ck_assert_int_eq(attempts, 1);
	tn_close(db);
	be_script_check();
}
END_TEST

/* A cluster that cannot tell, on a link that stands. */
START_TEST(ambiguous_commit_on_a_live_link)
{
	static const struct be_step steps[] = {
		{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN}, {.affected = 1},
		{.sql = "COMMIT", .tx_status = TN_BE_TX_IDLE,
		 .fault = {.code = TN_E_COMMIT_UNKNOWN, .flags = TN_ERR_AMBIGUOUS,
			   .message = "result is ambiguous"}},
		COMMITTED,
	};
	tn_conn *db = scripted_start(steps, COUNT(steps));
	tn_tx_options o = with_check(0);
	int attempts = 0;
	ck_tn_ok(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()));
	ck_assert_int_eq(attempts, 2);
	tn_close(db);
	be_script_check();
}
END_TEST

/* The check asks the database, and the link breaks once more under it. */
static int check_by_query(tn_conn *db, void *arg, tn_error **err)
{
	tn_value v;
	int rc = tn_query_value(db, TN_NATIVE("SELECT n FROM t"), NULL, &v, err);
	(void)arg;
	asked++;
	return rc < 0 ? rc : rc == TN_ROW;
}

START_TEST(link_lost_during_the_check)
{
	static const char *const n[] = {"n"};
	static const tn_value one = {TN_KIND_INT, 0, 0, 0, {.i = 1}};
	static const struct be_step steps[] = {
		LOST_COMMIT,
		{.sql = "SELECT n FROM t", .fault = GONE},
		{.sql = "SELECT n FROM t", .columns = n, .column_count = 1, .rows = &one, .row_count = 1},
	};
	tn_conn *db = scripted_start(steps, COUNT(steps));
	tn_tx_options o = with_check(0);
	int attempts = 0;
	o.check = check_by_query;
	ck_tn_ok(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()));
	ck_assert_int_eq(asked, 2);
	ck_assert_int_eq(attempts, 1);
	tn_close(db);
	be_script_check();
}
END_TEST

/* ---- session settings ------------------------------------------------------ */

static const struct tn_session_row rows[] = {
	{"foreign_keys", "foreign_keys", "foreign_keys = 1", "1", TN_SESSION_MUST, TN_MATCH_EXACT, 0, 0, 0, 0,
	 "foreign keys are enforced; use a server that has them"},
};
static const char *const one_column[] = {"v"};
static const tn_value off = {TN_KIND_TEXT, 0, 0, 1, {.s = "0"}}, on = {TN_KIND_TEXT, 0, 0, 1, {.s = "1"}};
#define READS(value) \
	{.sql = "SELECT foreign_keys", .columns = one_column, .column_count = 1, .rows = &(value), \
	 .row_count = 1}
#define SETS {.sql = "SET foreign_keys = 1"}

static void guarded(void)
{
	static const struct tn_session_syntax syntax = {"SELECT ", ", ", "SET ", ", "};
	be_script_register();
	be_script_dialect.session = rows;
	be_script_dialect.session_count = COUNT(rows);
	be_script_dialect.session_syntax = syntax;
}

static void unguarded(void)
{
	be_script_dialect.session = NULL;
	be_script_dialect.session_count = 0;
}

static void expect_guard(int rc)
{
	const tn_error *e = *tn_test_err();
	ck_assert_int_eq(rc, TN_E_GUARD);
	ck_assert_msg(strstr(tn_error_message(e), "'foreign_keys' is '0', not '1'") != NULL, "%s",
		      tn_error_message(e));
	ck_assert_ptr_nonnull(strstr(tn_error_message(e), "use a server that has them"));
}

START_TEST(setting_that_does_not_hold_refuses_the_connect)
{
	static const struct be_step steps[] = {READS(off), SETS, READS(off)};
	tn_conn *db = (tn_conn *)&db;
	guarded();
	be_script_play(steps, COUNT(steps));
	expect_guard(tn_open(&db, "script://host/db", NULL, tn_test_err()));
	ck_assert_ptr_null(db);
	ck_assert_ptr_nonnull(strstr(be_script_trace(), "close\n"));
	be_script_check();
	unguarded();
}
END_TEST

START_TEST(reset_verifies_again)
{
	static const struct be_step steps[] = {
		READS(on),
		/* somebody changed it, and it can be set right */
		READS(off), SETS, READS(on),
		/* and now it cannot */
		READS(off), SETS, READS(off),
	};
	const char *value = NULL;
	tn_conn *db;
	guarded();
	db = scripted_start(steps, COUNT(steps));
	ck_tn_ok(tn_reset(db, tn_test_err()));
	ck_assert_str_eq(tn_session_setting(db, 0, &value), "foreign_keys");
	ck_assert_str_eq(value, "1");
	expect_guard(tn_reset(db, tn_test_err()));
	tn_close(db);
	be_script_check();
	unguarded();
}
END_TEST

/* A server that comes back without the setting is as bad as one that never had it. */
START_TEST(reconnect_is_guarded)
{
	static const struct be_step steps[] = {READS(on), {.sql = "BEGIN", .fault = GONE}, READS(off), SETS,
					       READS(off)};
	tn_tx_options o = scripted_options();
	int attempts = 0;
	tn_conn *db;
	guarded();
	db = scripted_start(steps, COUNT(steps));
	expect_guard(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()));
	ck_assert_int_eq(attempts, 0);
	ck_assert_int_eq(tn_is_dead(db), 1);
	tn_close(db);
	be_script_check();
	unguarded();
}
END_TEST

/* ---- statements and threads -------------------------------------------------- */

START_TEST(handles_survive_a_reconnect)
{
	static const struct be_step steps[] = {
		{.sql = "DELETE FROM t"}, {.sql = "DELETE FROM t", .fault = GONE},
		COMMITTED, {.sql = "DELETE FROM t"},
	};
	tn_conn *db = scripted_start(steps, COUNT(steps));
	tn_tx_options o = scripted_options();
	tn_stmt *stmt = NULL;
	int attempts = 0;
	ck_tn_ok(tn_prepare(db, TN_NATIVE("DELETE FROM t"), &stmt, tn_test_err()));
	ck_tn_ok(tn_stmt_exec(stmt, NULL, NULL, tn_test_err()));
	ck_tn_err(tn_stmt_exec(stmt, NULL, NULL, tn_test_err()), TN_E_DISCONNECTED);
	ck_tn_err(tn_stmt_exec(stmt, NULL, NULL, tn_test_err()), TN_E_DISCONNECTED);
	ck_tn_ok(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()));
	ck_tn_ok(tn_stmt_exec(stmt, NULL, NULL, tn_test_err()));
	tn_stmt_close(stmt);
	tn_close(db);
	be_script_check();
}
END_TEST

/* A statement that was closed under a stream is freed with the connection at the latest. */
START_TEST(statement_closed_under_a_stream)
{
	static const tn_value one = {TN_KIND_INT, 0, 0, 0, {.i = 1}};
	static const struct be_step steps[] = {
		{.sql = "DELETE FROM t"},
		{.sql = "SELECT v FROM t", .columns = one_column, .column_count = 1, .rows = &one,
		 .row_count = 1,
		 .when = BE_AT_FINISH, .fault = GONE},
	};
	tn_conn *db = scripted_start(steps, COUNT(steps));
	tn_stmt *stmt = NULL;
	tn_rows *open = NULL;
	ck_tn_ok(tn_prepare(db, TN_NATIVE("DELETE FROM t"), &stmt, tn_test_err()));
	ck_tn_ok(tn_stmt_exec(stmt, NULL, NULL, tn_test_err()));
	ck_tn_ok(tn_query(db, TN_NATIVE("SELECT v FROM t"), NULL, &open, tn_test_err()));
	tn_stmt_close(stmt);
	ck_assert_ptr_null(strstr(be_script_trace(), "close_stmt DELETE"));
	tn_close(db);
	ck_assert_ptr_nonnull(strstr(be_script_trace(), "close_stmt DELETE"));
	be_script_check();
}
END_TEST

static void *run_once(void *arg)
{
	static _Thread_local tn_error *err;
	int rc = tn_exec(arg, TN_NATIVE("DELETE FROM t"), NULL, NULL, &err);
	if (rc >= 0)
		rc = tn_ping(arg, &err);
	tn_error_free(err);
	return rc < 0 ? arg : NULL;
}

static void *close_it(void *arg)
{
	tn_close(arg);
	return NULL;
}

static void in_a_thread(void *(*run)(void *), tn_conn *db)
{
	pthread_t thread;
	void *failed = NULL;
	ck_assert_int_eq(pthread_create(&thread, NULL, run, db), 0);
	ck_assert_int_eq(pthread_join(thread, &failed), 0);
	ck_assert_ptr_null(failed);
}

/* Client libraries with memory per thread want to be told of each one, and of its end. */
START_TEST(every_thread_enters_and_leaves)
{
	static const struct be_step steps[] = {{.sql = "DELETE FROM t"}, {.sql = "DELETE FROM t"},
					       {.sql = "DELETE FROM t"}};
	unsigned entered = be_script_threads_entered(), left = be_script_threads_left(), mine;
	tn_conn *db = scripted_start(steps, COUNT(steps));
	/* This thread may have been here with a connection before. */
	mine = be_script_threads_entered() - entered;
	ck_assert_uint_le(mine, 1);
	in_a_thread(run_once, db);
	ck_assert_uint_eq(be_script_threads_entered() - entered, mine + 1);
	ck_assert_uint_eq(be_script_threads_left() - left, 1);
	in_a_thread(run_once, db);
	ck_tn_ok(tn_exec(db, TN_NATIVE("DELETE FROM t"), NULL, NULL, tn_test_err()));
	ck_assert_uint_eq(be_script_threads_entered() - entered, mine + 2);
	in_a_thread(close_it, db);
	ck_assert_uint_eq(be_script_threads_entered() - entered, mine + 3);
	ck_assert_uint_eq(be_script_threads_left() - left, 3);
	be_script_check();
}
END_TEST

TCase *scripted_again(void)
{
	TCase *tc = tcase_create("again");
	tcase_add_test(tc, check_waits_for_the_server);
	tcase_add_test(tc, check_gives_up_at_the_deadline);
	tcase_add_test(tc, commit_that_is_not_there_is_repeated);
	tcase_add_test(tc, commit_that_is_not_there_at_the_last_attempt);
	tcase_add_test(tc, ambiguous_commit_on_a_live_link);
	tcase_add_test(tc, link_lost_during_the_check);
	tcase_add_test(tc, setting_that_does_not_hold_refuses_the_connect);
	tcase_add_test(tc, reset_verifies_again);
	tcase_add_test(tc, reconnect_is_guarded);
	tcase_add_test(tc, handles_survive_a_reconnect);
	tcase_add_test(tc, statement_closed_under_a_stream);
	tcase_add_test(tc, every_thread_enters_and_leaves);
	return tc;
}
