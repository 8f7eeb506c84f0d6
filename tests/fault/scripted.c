/* SPDX-License-Identifier: MIT */
/*
 * tests/fault/scripted.c - trouble that no server gives on demand, played by the
 * scripted backend: a commit whose answer never came, conflicts in a row, a link
 * that breaks in mid-result, hosts that do not answer.  No server is needed.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/testing.h>
#include "tests/fault/scripted.h"
#include "tests/support/suite_run.h"

#define CONFLICT \
	{ \
		.sqlstate = "40001", .message = "conflict" \
	}

static const char *const one_column[] = {"n"};
static const tn_value three_rows[] = {
	{TN_KIND_INT, 0, 0, 0, {.i = 1}},
	{TN_KIND_INT, 0, 0, 0, {.i = 2}},
	{TN_KIND_INT, 0, 0, 0, {.i = 3}},
};

tn_conn *scripted_start(const struct be_step *steps, size_t count)
{
	be_script_register();
	be_script_play(steps, count);
	return tn_test_open_with("script://host/db", NULL);
}

int scripted_insert(tn_conn *db, void *attempts, tn_error **err)
{
	++*(int *)attempts;
	return tn_exec(db, TN_NATIVE("INSERT INTO t VALUES (?)"), TN_ARGS(7), NULL, err);
}

tn_tx_options scripted_options(void)
{
	tn_tx_options o = {0};
	o.size = sizeof o;
	o.first_backoff_ms = 1;
	o.max_backoff_ms = 1;
	o.max_attempts = 3;
	return o;
}

START_TEST(conflicts_are_repeated)
{
	static const tn_value seven = {TN_KIND_INT, 0, 0, 0, {.i = 7}};
	static const struct be_step steps[] = {
		{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
		{.sql = "INSERT INTO t VALUES ($1)",
			.params = &seven,
			.param_count = 1,
			.fault = CONFLICT,
			.tx_status = TN_BE_TX_FAILED},
		{.sql = "ROLLBACK", .tx_status = TN_BE_TX_IDLE},
		{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
		{.sql = "INSERT INTO t VALUES ($1)", .affected = 1},
		{.sql = "COMMIT", .fault = CONFLICT, .tx_status = TN_BE_TX_IDLE},
		{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
		{.sql = "INSERT INTO t VALUES ($1)", .affected = 1},
		{.sql = "COMMIT", .tx_status = TN_BE_TX_IDLE},
	};
	tn_conn *db = scripted_start(steps, COUNT(steps));
	tn_tx_options o = scripted_options();
	int attempts = 0;
	ck_tn_ok(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()));
	ck_assert_int_eq(attempts, 3);
	tn_close(db);
	be_script_check();
}
END_TEST

START_TEST(attempts_are_bounded)
{
	static const struct be_step steps[] = {
		{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
		{.fault = CONFLICT, .tx_status = TN_BE_TX_IDLE},
		{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
		{.fault = CONFLICT, .tx_status = TN_BE_TX_IDLE},
		{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
		{.fault = CONFLICT, .tx_status = TN_BE_TX_IDLE},
	};
	tn_conn *db = scripted_start(steps, COUNT(steps));
	tn_tx_options o = scripted_options();
	int attempts = 0;
	ck_tn_err(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()), TN_E_SERIALIZATION);
	ck_assert_int_eq(attempts, 3);
	ck_assert_uint_eq(tn_error_flags(*tn_test_err()) & TN_ERR_RETRY_TX, TN_ERR_RETRY_TX);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	tn_close(db);
	be_script_check();
}
END_TEST

static const struct be_step lost_commit[] = {
	{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
	{.affected = 1},
	{.sql = "COMMIT", .fault = GONE},
};

START_TEST(unknown_commit_is_not_repeated)
{
	tn_conn *db = scripted_start(lost_commit, COUNT(lost_commit));
	tn_tx_options o = scripted_options();
	int attempts = 0;
	ck_tn_err(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()), TN_E_COMMIT_UNKNOWN);
	ck_assert_int_eq(attempts, 1);
	ck_assert_uint_ne(tn_error_flags(*tn_test_err()) & TN_ERR_AMBIGUOUS, 0);
	tn_close(db);
	be_script_check();
}
END_TEST

static int it_is_there(tn_conn *db, void *arg, tn_error **err)
{
	(void)db;
	(void)arg;
	(void)err;
	return 1;
}

START_TEST(check_function_settles_an_unknown_commit)
{
	tn_conn *db = scripted_start(lost_commit, COUNT(lost_commit));
	tn_tx_options o = scripted_options();
	int attempts = 0;
	o.check = it_is_there;
	ck_tn_ok(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()));
	ck_assert_int_eq(attempts, 1);
	ck_assert_int_eq(tn_is_dead(db), 0);
	tn_close(db);
	be_script_check();
}
END_TEST

START_TEST(link_lost_before_the_commit_is_opened_again)
{
	static const struct be_step steps[] = {
		{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
		{.fault = GONE},
		{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
		{.affected = 1},
		{.sql = "COMMIT", .tx_status = TN_BE_TX_IDLE},
	};
	tn_conn *db = scripted_start(steps, COUNT(steps));
	tn_tx_options o = scripted_options();
	int attempts = 0;
	ck_tn_ok(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()));
	ck_assert_int_eq(attempts, 2);
	tn_close(db);
	be_script_check();
}
END_TEST

START_TEST(link_lost_in_mid_result)
{
	static const struct be_step steps[] = {
		{.sql = "SELECT n FROM t",
			.columns = one_column,
			.column_count = 1,
			.rows = three_rows,
			.row_count = 3,
			.when = BE_AT_NEXT,
			.after_rows = 2,
			.fault = GONE},
	};
	tn_conn *db = scripted_start(steps, COUNT(steps));
	tn_rows *rows = NULL;
	ck_tn_ok(tn_query(db, TN_NATIVE("SELECT n FROM t"), NULL, &rows, tn_test_err()));
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	ck_assert_int_eq(tn_get_int64(rows, 0), 2);
	ck_tn_err(tn_next(rows, tn_test_err()), TN_E_DISCONNECTED);
	ck_assert_int_eq(tn_is_dead(db), 1);
	tn_finish(rows, NULL);
	ck_tn_err(tn_exec(db, TN_NATIVE("SELECT 1"), NULL, NULL, tn_test_err()), TN_E_DISCONNECTED);
	ck_tn_err(tn_begin(db, NULL, tn_test_err()), TN_E_DISCONNECTED);
	ck_tn_err(tn_ping(db, tn_test_err()), TN_E_DISCONNECTED);
	tn_close(db);
	be_script_check();
}
END_TEST

START_TEST(hosts_are_tried_in_order)
{
	static const struct tn_fault refused = {
		.code = TN_E_CONNECT, .flags = TN_ERR_DEAD, .message = "nobody there"};
	static const struct tn_fault auth = {.code = TN_E_AUTH, .message = "wrong password"};
	tn_conn *db = NULL;
	be_script_register();
	be_script_play(NULL, 0);
	be_script_fail("open", 1, &refused);
	ck_tn_ok(tn_open(&db, "script://a,b/db", NULL, tn_test_err()));
	ck_assert_str_eq(be_script_trace(), "open\nclose\nopen\nprobe\n");
	tn_close(db);
	/* A host that knows us and says no ends the search. */
	be_script_play(NULL, 0);
	be_script_fail("open", 1, &auth);
	ck_tn_err(tn_open(&db, "script://a,b/db", NULL, tn_test_err()), TN_E_AUTH);
	ck_assert_str_eq(be_script_trace(), "open\nclose\n");
}
END_TEST

START_TEST(point_query_is_one_execute)
{
	static const struct be_step steps[] = {
		{.columns = one_column, .column_count = 1, .rows = three_rows, .row_count = 1},
		{.columns = one_column, .column_count = 1, .rows = three_rows, .row_count = 1},
	};
	tn_conn *db = scripted_start(steps, COUNT(steps));
	tn_value v;
	char before[64];
	size_t n;
	ck_tn_is(tn_query_value(db, TN_NATIVE("SELECT n FROM t"), NULL, &v, tn_test_err()), TN_ROW);
	n = strlen(be_script_trace());
	ck_tn_is(tn_query_value(db, TN_NATIVE("SELECT n FROM t"), NULL, &v, tn_test_err()), TN_ROW);
	snprintf(before, sizeof before, "%.60s", be_script_trace() + n);
	ck_assert_str_eq(before, "execute\nnext\nnext\nfinish\n");
	tn_close(db);
	be_script_check();
}
END_TEST

int main(void)
{
	Suite *s = suite_create("scripted");
	TCase *tc = tcase_create("scripted");
	int rc = tn_test_begin();
	if (rc)
		return rc;
	tcase_add_test(tc, conflicts_are_repeated);
	tcase_add_test(tc, attempts_are_bounded);
	tcase_add_test(tc, unknown_commit_is_not_repeated);
	tcase_add_test(tc, check_function_settles_an_unknown_commit);
	tcase_add_test(tc, link_lost_before_the_commit_is_opened_again);
	tcase_add_test(tc, link_lost_in_mid_result);
	tcase_add_test(tc, hosts_are_tried_in_order);
	tcase_add_test(tc, point_query_is_one_execute);
	suite_add_tcase(s, tc);
	suite_add_tcase(s, scripted_again());
	suite_add_tcase(s, scripted_hosts());
	suite_add_tcase(s, scripted_undo());
	return suite_run(s);
}
