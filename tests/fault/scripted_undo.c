/* SPDX-License-Identifier: MIT */
/*
 * tests/fault/scripted_undo.c - a rollback that the server does not take.
 *
 * What was to be undone must not stay open under the feet of later statements: the block
 * around it fails, and a transaction ends with its link.
 */
#include "core/base/error.h"
#include "tests/fault/scripted.h"

#define REFUSED {.code = TN_E_SERVER, .message = "no"}

static const struct be_step not_undone[] = {
	{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
	{.affected = 1},
	{.sql = "ROLLBACK", .fault = REFUSED, .tx_status = TN_BE_TX_OPEN},
};

static const struct be_step not_undone_then_done[] = {
	{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
	{.affected = 1},
	{.sql = "ROLLBACK", .fault = REFUSED, .tx_status = TN_BE_TX_OPEN},
	{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
	{.affected = 1},
	{.sql = "COMMIT", .tx_status = TN_BE_TX_IDLE},
};

static const struct be_step nested_not_undone[] = {
	{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
	{.sql = "SAVEPOINT tn_1"},
	{.affected = 1},
	{.sql = "ROLLBACK TO SAVEPOINT tn_1", .fault = REFUSED},
	{.sql = "ROLLBACK", .tx_status = TN_BE_TX_IDLE},
};

static const struct be_step commit_not_undone[] = {
	{.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN},
	{.affected = 1},
	{.sql = "COMMIT", .fault = REFUSED, .tx_status = TN_BE_TX_OPEN},
	{.sql = "ROLLBACK", .fault = REFUSED, .tx_status = TN_BE_TX_OPEN},
};

static int fails(tn_conn *db, void *calls, tn_error **err)
{
	int rc = scripted_insert(db, calls, err);
	return rc < 0 ? rc : tn__error_set(err, TN_E_CHECK, "the function's own");
}

/* Fails once, with what is worth repeating. */
static int fails_once(tn_conn *db, void *calls, tn_error **err)
{
	int rc = scripted_insert(db, calls, err);
	if (rc < 0 || *(int *)calls > 1)
		return rc;
	rc = tn__error_set(err, TN_E_SERIALIZATION, "once");
	tn__error_add_flags(*err, TN_ERR_RETRY_TX);
	return rc;
}

START_TEST(link_is_given_up)
{
	tn_conn *db = scripted_start(not_undone, COUNT(not_undone));
	tn_tx_options o = scripted_options();
	int calls = 0;
	ck_tn_err(tn_transact(db, &o, fails, &calls, tn_test_err()), TN_E_CHECK);
	ck_assert_int_eq(calls, 1);
	ck_assert_int_eq(tn_is_dead(db), 1);
	ck_assert_uint_eq(tn_tx_depth(db), 0);
	ck_tn_err(tn_exec(db, TN_NATIVE("INSERT INTO t VALUES (1)"), NULL, NULL, tn_test_err()), TN_E_DISCONNECTED);
	tn_close(db);
	be_script_check();
}
END_TEST

START_TEST(repeated_on_another_link)
{
	tn_conn *db = scripted_start(not_undone_then_done, COUNT(not_undone_then_done));
	tn_tx_options o = scripted_options();
	int calls = 0;
	ck_tn_ok(tn_transact(db, &o, fails_once, &calls, tn_test_err()));
	ck_assert_int_eq(calls, 2);
	ck_assert_int_eq(tn_is_dead(db), 0);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	tn_close(db);
	be_script_check();
}
END_TEST

START_TEST(block_around_fails)
{
	tn_conn *db = scripted_start(nested_not_undone, COUNT(nested_not_undone));
	int calls = 0;
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_err(tn_transact(db, NULL, fails, &calls, tn_test_err()), TN_E_CHECK);
	ck_assert_uint_eq(tn_tx_depth(db), 1);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_FAILED);
	ck_tn_err(tn_commit(db, tn_test_err()), TN_E_TX_ABORTED);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	tn_close(db);
	be_script_check();
}
END_TEST

START_TEST(commit_that_failed_is_not_left_open)
{
	tn_conn *db = scripted_start(commit_not_undone, COUNT(commit_not_undone));
	int calls = 0;
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_ok(scripted_insert(db, &calls, tn_test_err()));
	ck_tn_err(tn_commit(db, tn_test_err()), TN_E_SERVER);
	ck_assert_int_eq(tn_is_dead(db), 1);
	tn_close(db);
	be_script_check();
}
END_TEST

TCase *scripted_undo(void)
{
	TCase *tc = tcase_create("undo");
	tcase_add_test(tc, link_is_given_up);
	tcase_add_test(tc, repeated_on_another_link);
	tcase_add_test(tc, block_around_fails);
	tcase_add_test(tc, commit_that_failed_is_not_left_open);
	return tc;
}
