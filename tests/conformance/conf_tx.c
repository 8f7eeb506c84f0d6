/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_tx.c - the state diagram of tenon/tx.h, arrow by arrow.
 *
 * A server error is made with a duplicate key: it needs nothing but a table and
 * every server has it.
 */
#include <stdio.h>
#include <string.h>
#include "tests/conformance/conf.h"

static tn_conn *open_with_row(void)
{
	tn_conn *db = tn_test_open();
	conf_make_items(db);
	conf_exec(db, "INSERT INTO item (id, amount) VALUES (1, 10)", NULL);
	return db;
}

static int64_t count(tn_conn *db)
{
	return conf_int(db, "SELECT COUNT(*) FROM item", NULL);
}

static void add(tn_conn *db, int id)
{
	conf_exec(db, "INSERT INTO item (id, amount) VALUES (?, 0)", TN_ARGS(id));
}

static void provoke(tn_conn *db)
{
	ck_tn_err(tn_exec(db, "INSERT INTO item (id, amount) VALUES (1, 0)", NULL, NULL, tn_test_err()),
		TN_E_UNIQUE);
}

static void expect_state(tn_conn *db, int state, unsigned depth)
{
	ck_assert_int_eq(tn_tx_state(db), state);
	ck_assert_uint_eq(tn_tx_depth(db), depth);
}

static void begin(tn_conn *db, unsigned flags)
{
	tn_tx_options o = {0};
	o.size = sizeof o;
	o.flags = flags;
	ck_tn_ok(tn_begin(db, &o, tn_test_err()));
}

#define BEGIN(db) ck_tn_ok(tn_begin(db, NULL, tn_test_err()))
#define COMMIT(db) ck_tn_ok(tn_commit(db, tn_test_err()))
#define ROLLBACK(db) ck_tn_ok(tn_rollback(db, tn_test_err()))

/* ---- the outermost block ------------------------------------------------- */

START_TEST(commit_keeps_and_rollback_undoes)
{
	tn_conn *db = open_with_row();
	expect_state(db, TN_TX_IDLE, 0);
	BEGIN(db);
	expect_state(db, TN_TX_ACTIVE, 1);
	add(db, 2);
	COMMIT(db);
	expect_state(db, TN_TX_IDLE, 0);
	ck_assert_int_eq(count(db), 2);
	BEGIN(db);
	add(db, 3);
	conf_exec(db, "UPDATE item SET amount = 99", NULL);
	ROLLBACK(db);
	expect_state(db, TN_TX_IDLE, 0);
	ck_assert_int_eq(count(db), 2);
	ck_assert_int_eq(conf_int(db, "SELECT amount FROM item WHERE id = 1", NULL), 10);
	tn_close(db);
}
END_TEST

START_TEST(end_without_a_transaction)
{
	tn_conn *db = open_with_row();
	ck_tn_err(tn_commit(db, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_rollback(db, tn_test_err()), TN_E_MISUSE);
	expect_state(db, TN_TX_IDLE, 0);
	ck_assert_int_eq(count(db), 1);
	tn_close(db);
}
END_TEST

START_TEST(error_outside_a_transaction_leaves_it_idle)
{
	tn_conn *db = open_with_row();
	provoke(db);
	expect_state(db, TN_TX_IDLE, 0);
	add(db, 2);
	ck_assert_int_eq(count(db), 2);
	tn_close(db);
}
END_TEST

START_TEST(failed_block_refuses_until_rollback)
{
	tn_conn *db = open_with_row();
	tn_rows *rows = NULL;
	char first[512];
	BEGIN(db);
	add(db, 2);
	provoke(db);
	snprintf(first, sizeof first, "%s", tn_error_message(*tn_test_err()));
	expect_state(db, TN_TX_FAILED, 1);
	ck_tn_err(
		tn_exec(db, "INSERT INTO item (id) VALUES (3)", NULL, NULL, tn_test_err()), TN_E_TX_ABORTED);
	/* The first error is repeated, since it is the one to mend. */
	ck_assert_msg(strstr(tn_error_message(*tn_test_err()), first) != NULL,
		      "the first error, '%s', is not repeated: %s", first, tn_error_message(*tn_test_err()));
	ck_tn_err(tn_query(db, "SELECT id FROM item", NULL, &rows, tn_test_err()), TN_E_TX_ABORTED);
	ck_tn_err(tn_begin(db, NULL, tn_test_err()), TN_E_TX_ABORTED);
	ck_tn_err(tn_commit(db, tn_test_err()), TN_E_TX_ABORTED);
	expect_state(db, TN_TX_FAILED, 1);
	ROLLBACK(db);
	expect_state(db, TN_TX_IDLE, 0);
	ck_assert_int_eq(count(db), 1);
	tn_close(db);
}
END_TEST

START_TEST(errors_before_sending_leave_the_state)
{
	tn_conn *db = open_with_row();
	BEGIN(db);
	ck_tn_err(tn_exec(db, "INSERT INTO item (id) VALUES (?)", NULL, NULL, tn_test_err()), TN_E_PARAM);
	ck_tn_err(tn_exec(db, "INSERT INTO item (id) VALUES (?)", TN_ARGS(1, 2), NULL, tn_test_err()),
		TN_E_PARAM);
	expect_state(db, TN_TX_ACTIVE, 1);
	add(db, 2);
	COMMIT(db);
	ck_assert_int_eq(count(db), 2);
	tn_close(db);
}
END_TEST

/* ---- nested blocks ------------------------------------------------------- */

START_TEST(nested_blocks)
{
	tn_conn *db = open_with_row();
	BEGIN(db);
	add(db, 2);
	BEGIN(db);
	expect_state(db, TN_TX_ACTIVE, 2);
	add(db, 3);
	ROLLBACK(db);
	expect_state(db, TN_TX_ACTIVE, 1);
	BEGIN(db);
	add(db, 4);
	BEGIN(db);
	expect_state(db, TN_TX_ACTIVE, 3);
	add(db, 5);
	COMMIT(db);
	expect_state(db, TN_TX_ACTIVE, 2);
	COMMIT(db);
	COMMIT(db);
	expect_state(db, TN_TX_IDLE, 0);
	ck_assert_int_eq(count(db), 4);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE id = 3", NULL), 0);
	tn_close(db);
}
END_TEST

START_TEST(inner_commit_is_undone_by_the_outer_rollback)
{
	tn_conn *db = open_with_row();
	BEGIN(db);
	BEGIN(db);
	add(db, 2);
	COMMIT(db);
	ROLLBACK(db);
	ck_assert_int_eq(count(db), 1);
	tn_close(db);
}
END_TEST

START_TEST(failed_inner_block_spares_the_outer)
{
	tn_conn *db = open_with_row();
	BEGIN(db);
	add(db, 2);
	BEGIN(db);
	add(db, 3);
	provoke(db);
	expect_state(db, TN_TX_FAILED, 2);
	ck_tn_err(tn_commit(db, tn_test_err()), TN_E_TX_ABORTED);
	expect_state(db, TN_TX_FAILED, 2);
	ROLLBACK(db);
	expect_state(db, TN_TX_ACTIVE, 1);
	add(db, 4);
	COMMIT(db);
	ck_assert_int_eq(count(db), 3);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE id = 3", NULL), 0);
	tn_close(db);
}
END_TEST

START_TEST(nested_block_takes_no_isolation)
{
	tn_conn *db = open_with_row();
	tn_tx_options o = {0};
	o.size = sizeof o;
	o.isolation = TN_ISO_SERIALIZABLE;
	BEGIN(db);
	ck_assert_int_lt(tn_begin(db, &o, tn_test_err()), 0);
	expect_state(db, TN_TX_ACTIVE, 1);
	ROLLBACK(db);
	tn_close(db);
}
END_TEST

/* ---- options ------------------------------------------------------------- */

START_TEST(isolation_is_told)
{
	tn_conn *db = open_with_row();
	tn_tx_options o = {0};
	int level;
	o.size = sizeof o;
	ck_assert_int_eq(tn_tx_isolation(db), 0);
	BEGIN(db);
	ck_assert_int_eq(tn_tx_isolation(db),
		tn_has_cap(db, "iso_read_committed")            ? TN_ISO_READ_COMMITTED
			: tn_has_cap(db, "iso_repeatable_read") ? TN_ISO_REPEATABLE_READ
								: TN_ISO_SERIALIZABLE);
	ROLLBACK(db);
	for (level = TN_ISO_READ_COMMITTED; level <= TN_ISO_SERIALIZABLE; level++) {
		int got;
		o.isolation = level;
		ck_tn_ok(tn_begin(db, &o, tn_test_err()));
		got = tn_tx_isolation(db);
		/* What was asked for where the server has it, else a stronger one. */
		ck_assert_int_ge(got, level);
		if (level == TN_ISO_READ_COMMITTED && tn_has_cap(db, "iso_read_committed"))
			ck_assert_int_eq(got, level);
		if (level == TN_ISO_REPEATABLE_READ && tn_has_cap(db, "iso_repeatable_read"))
			ck_assert_int_eq(got, level);
		add(db, 10 + level);
		COMMIT(db);
		ck_assert_int_eq(tn_tx_isolation(db), 0);
	}
	ck_assert_int_eq(count(db), 4);
	o.isolation = 99;
	ck_assert_int_lt(tn_begin(db, &o, tn_test_err()), 0);
	expect_state(db, TN_TX_IDLE, 0);
	tn_close(db);
}
END_TEST

START_TEST(read_only_transaction)
{
	tn_conn *db = open_with_row();
	begin(db, TN_TX_READ_ONLY);
	ck_assert_int_eq(count(db), 1);
	ck_tn_err(tn_exec(db, "INSERT INTO item (id) VALUES (2)", NULL, NULL, tn_test_err()), TN_E_READ_ONLY);
	ROLLBACK(db);
	/* The next one may write again. */
	BEGIN(db);
	add(db, 2);
	COMMIT(db);
	add(db, 3);
	begin(db, TN_TX_READ_ONLY);
	ck_assert_int_eq(count(db), 3);
	COMMIT(db);
	add(db, 4);
	ck_assert_int_eq(count(db), 4);
	tn_close(db);
}
END_TEST

START_TEST(keep_going_undoes_only_the_statement)
{
	tn_conn *db = open_with_row();
	begin(db, TN_TX_KEEP_GOING);
	add(db, 2);
	provoke(db);
	expect_state(db, TN_TX_ACTIVE, 1);
	/* A statement of several rows is undone as a whole. */
	ck_tn_err(tn_exec(db, "INSERT INTO item (id, amount) SELECT 3 - id, 0 FROM item WHERE id <= 2", NULL,
			  NULL, tn_test_err()),
		TN_E_UNIQUE);
	ck_tn_err(
		tn_exec(db, "INSERT INTO item (id, amount) VALUES (7, 0), (1, 0)", NULL, NULL, tn_test_err()),
		TN_E_UNIQUE);
	add(db, 3);
	ck_assert_int_eq(count(db), 3);
	COMMIT(db);
	ck_assert_int_eq(count(db), 3);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE id = 7", NULL), 0);
	tn_close(db);
}
END_TEST

START_TEST(implicit_commit_is_refused)
{
	tn_conn *db = open_with_row();
	tn_test_skip_if(tn_has_cap(db, "tx_ddl"), db, "schema changes take part in transactions here");
	BEGIN(db);
	add(db, 2);
	ck_assert_int_lt(tn_exec(db, "CREATE TABLE other (id INTEGER)", NULL, NULL, tn_test_err()), 0);
	/* Refused before it was sent: nothing is committed, and the block goes on. */
	expect_state(db, TN_TX_ACTIVE, 1);
	ROLLBACK(db);
	ck_assert_int_eq(count(db), 1);
	ck_tn_is(tn_table_exists(db, "other", tn_test_err()), 0);
	begin(db, TN_TX_ALLOW_IMPLICIT_COMMIT);
	add(db, 2);
	ck_tn_ok(tn_exec(db, "CREATE TABLE other (id INTEGER)", NULL, NULL, tn_test_err()));
	ROLLBACK(db);
	ck_assert_int_eq(count(db), 2);
	tn_close(db);
}
END_TEST

START_TEST(schema_changes_are_undone)
{
	tn_conn *db = open_with_row();
	tn_test_skip_unless(db, "tx_ddl");
	BEGIN(db);
	ck_tn_ok(tn_exec(db, "CREATE TABLE other (id INTEGER)", NULL, NULL, tn_test_err()));
	ck_tn_is(tn_table_exists(db, "other", tn_test_err()), 1);
	ROLLBACK(db);
	ck_tn_is(tn_table_exists(db, "other", tn_test_err()), 0);
	tn_close(db);
}
END_TEST

START_TEST(native_transaction_text_is_refused)
{
	static const char *const texts[] = {
		"BEGIN",
		"COMMIT",
		"ROLLBACK",
		"START TRANSACTION",
		"  commit ",
		"/* now */ ROLLBACK",
		"SAVEPOINT a",
		"-- end\nCOMMIT",
	};
	tn_conn *db = open_with_row();
	size_t i, pass;
	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < CONF_COUNT(texts); i++) {
			int rc = tn_exec(db, texts[i], NULL, NULL, tn_test_err());
			ck_assert_msg(rc == TN_E_MISUSE, "%s: %s", texts[i], tn_test_failure(rc));
			expect_state(db, pass ? TN_TX_ACTIVE : TN_TX_IDLE, pass ? 1 : 0);
		}
		if (!pass) {
			BEGIN(db);
			add(db, 2);
		}
	}
	ROLLBACK(db);
	ck_assert_int_eq(count(db), 1);
	tn_close(db);
}
END_TEST

/* ---- several connections ------------------------------------------------- */

START_TEST(commit_is_seen_elsewhere_and_rollback_is_not)
{
	tn_conn *a, *b;
	a = tn_test_open_shared();
	b = tn_test_open_shared();
	conf_make_items(a);
	BEGIN(a);
	add(a, 1);
	COMMIT(a);
	ck_assert_int_eq(count(b), 1);
	BEGIN(a);
	add(a, 2);
	ck_assert_int_eq(count(b), 1);
	ROLLBACK(a);
	ck_assert_int_eq(count(b), 1);
	/* Closing rolls back what is open. */
	BEGIN(a);
	add(a, 3);
	tn_close(a);
	ck_assert_int_eq(count(b), 1);
	tn_close(b);
	b = tn_test_open_shared();
	ck_assert_int_eq(count(b), 1);
	tn_close(b);
}
END_TEST

START_TEST(reset_rolls_back)
{
	tn_conn *db = open_with_row();
	tn_rows *rows;
	BEGIN(db);
	add(db, 2);
	provoke(db);
	ck_tn_ok(tn_reset(db, tn_test_err()));
	expect_state(db, TN_TX_IDLE, 0);
	ck_assert_int_eq(count(db), 1);
	rows = conf_row(db, "SELECT id FROM item", NULL);
	ck_assert_int_eq(tn_get_int64(rows, 0), 1);
	ck_tn_ok(tn_reset(db, tn_test_err()));
	ck_assert_int_eq(count(db), 1);
	tn_close(db);
}
END_TEST

Suite *conf_tx_suite(void)
{
	Suite *s = suite_create("transactions");
	TCase *tc = conf_case(s, "states");
	tcase_add_test(tc, commit_keeps_and_rollback_undoes);
	tcase_add_test(tc, end_without_a_transaction);
	tcase_add_test(tc, error_outside_a_transaction_leaves_it_idle);
	tcase_add_test(tc, failed_block_refuses_until_rollback);
	tcase_add_test(tc, errors_before_sending_leave_the_state);
	tcase_add_test(tc, nested_blocks);
	tcase_add_test(tc, inner_commit_is_undone_by_the_outer_rollback);
	tcase_add_test(tc, failed_inner_block_spares_the_outer);
	tcase_add_test(tc, nested_block_takes_no_isolation);
	tc = conf_case(s, "options");
	tcase_add_test(tc, isolation_is_told);
	tcase_add_test(tc, read_only_transaction);
	tcase_add_test(tc, keep_going_undoes_only_the_statement);
	tcase_add_test(tc, implicit_commit_is_refused);
	tcase_add_test(tc, schema_changes_are_undone);
	tcase_add_test(tc, native_transaction_text_is_refused);
	tc = conf_case(s, "connections");
	tcase_add_test(tc, commit_is_seen_elsewhere_and_rollback_is_not);
	tcase_add_test(tc, reset_rolls_back);
	return s;
}
