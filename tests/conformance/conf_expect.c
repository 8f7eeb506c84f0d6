/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_expect.c - changes that must touch an exact number of rows:
 * all of it or nothing, by itself and inside the caller's transaction.
 */
#include <stdlib.h>
#include <string.h>
#include <tenon/expect.h>
#include "tests/conformance/conf.h"

enum { JOBS = 250 };

#define CLAIM "UPDATE job SET taken_by = :me WHERE id IN (:ids) AND taken_by IS NULL"

/* job 1 to JOBS, none of them taken. */
static tn_conn *open_jobs(void)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "taken_by", .type = TN_TYPE_BIGINT},
	};
	tn_conn *db = tn_test_open_shared();
	int64_t i;
	conf_make(db, "job", columns, CONF_COUNT(columns));
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	for (i = 1; i <= JOBS; i++)
		conf_exec(db, "INSERT INTO job (id) VALUES (?)", TN_ARGS(i));
	ck_tn_ok(tn_commit(db, tn_test_err()));
	return db;
}

static int64_t taken(tn_conn *db)
{
	return conf_int(db, "SELECT COUNT(taken_by) FROM job", NULL);
}

static int claim(tn_conn *db, int me, const int64_t *ids, uint32_t count, unsigned batch)
{
	const tn_list list = {.kind = TN_KIND_INT, .count = count, .items = ids, .shape = 1};
	return tn_exec_expect_each(db, CLAIM, TN_NAMED(tn_named("me", tn_int(me)), tn_named("ids", tn_list_of(&list))),
				   batch, tn_test_err());
}

START_TEST(one_statement)
{
	tn_conn *db = open_jobs();
	static const char take[] = "UPDATE job SET taken_by = ? WHERE id <= ? AND taken_by IS NULL";
	ck_tn_ok(tn_exec_expect(db, take, TN_ARGS(1, 10), 10, tn_test_err()));
	ck_assert_int_eq(taken(db), 10);
	ck_tn_err(tn_exec_expect(db, take, TN_ARGS(2, 20), 20, tn_test_err()), TN_E_ROW_COUNT);
	ck_assert_int_eq(taken(db), 10);
	ck_tn_ok(tn_exec_expect(db, take, TN_ARGS(2, 10), 0, tn_test_err()));
	/* Rows that are as they were count, too. */
	ck_tn_ok(tn_exec_expect(db, "UPDATE job SET taken_by = 1 WHERE taken_by = 1", NULL, 10, tn_test_err()));
	ck_tn_err(tn_exec_expect(db, "DELETE FROM job WHERE id > ?", TN_ARGS(JOBS - 5), 4, tn_test_err()),
		  TN_E_ROW_COUNT);
	ck_tn_ok(tn_exec_expect(db, "DELETE FROM job WHERE id > ?", TN_ARGS(JOBS - 5), 5, tn_test_err()));
	ck_tn_ok(tn_exec_expect(db, "INSERT INTO job (id) SELECT id + 1000 FROM job WHERE id <= 3", NULL, 3,
				tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM job", NULL), JOBS - 5 + 3);
	tn_close(db);
}
END_TEST

START_TEST(the_error_has_both_numbers)
{
	tn_conn *db = open_jobs();
	tn_error *err = NULL;
	ck_assert_int_eq(tn_exec_expect(db, "DELETE FROM job WHERE id <= 3", NULL, 4, &err), TN_E_ROW_COUNT);
	ck_assert_ptr_nonnull(strstr(tn_error_message(err), " 4 "));
	ck_assert_ptr_nonnull(strstr(tn_error_message(err), " 3"));
	ck_assert_str_eq(tn_error_sql(err), "DELETE FROM job WHERE id <= 3");
	ck_assert_uint_eq(tn_error_flags(err), 0);
	tn_error_free(err);
	tn_close(db);
}
END_TEST

static const unsigned batches[] = {0, 1, 7, 100, JOBS - 1, JOBS, 1000};

START_TEST(in_batches)
{
	tn_conn *db = open_jobs();
	int64_t ids[JOBS + 1];
	size_t i;
	for (i = 0; i <= JOBS; i++)
		ids[i] = JOBS - (int64_t)i;
	/* The last one is not there: nothing is taken. */
	ck_tn_err(claim(db, 1, ids, JOBS + 1, batches[_i]), TN_E_ROW_COUNT);
	ck_assert_int_eq(taken(db), 0);
	ck_tn_ok(claim(db, 1, ids, JOBS, batches[_i]));
	ck_assert_int_eq(taken(db), JOBS);
	/* Again: all of them are taken. */
	ck_tn_err(claim(db, 2, ids, JOBS, batches[_i]), TN_E_ROW_COUNT);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM job WHERE taken_by = 1", NULL), JOBS);
	ck_tn_ok(claim(db, 2, ids, 0, batches[_i]));
	tn_close(db);
}
END_TEST

/* Inside a transaction the call is a block of its own. */
START_TEST(inside_a_transaction)
{
	tn_conn *db = open_jobs();
	int64_t ids[JOBS];
	size_t i;
	for (i = 0; i < JOBS; i++)
		ids[i] = (int64_t)i + 1;
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	conf_exec(db, "UPDATE job SET taken_by = 9 WHERE id = 200", NULL);
	ck_tn_err(claim(db, 1, ids, JOBS, 100), TN_E_ROW_COUNT);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
	ck_assert_uint_eq(tn_tx_depth(db), 1);
	ck_assert_int_eq(taken(db), 1);
	ck_tn_ok(claim(db, 1, ids, 199, 100));
	ck_tn_err(tn_exec_expect(db, "DELETE FROM job", NULL, 1, tn_test_err()), TN_E_ROW_COUNT);
	/* An error of the server undoes the block as well, and no more. */
	ck_tn_err(tn_exec_expect(db, "INSERT INTO job (id) VALUES (1)", NULL, 1, tn_test_err()), TN_E_UNIQUE);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	ck_assert_int_eq(taken(db), 200);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM job WHERE taken_by = 1", NULL), 199);
	tn_close(db);
}
END_TEST

/* Two connections want overlapping lists: one gets all of its own, the other nothing. */
START_TEST(one_of_two_claims)
{
	tn_conn *a = open_jobs(), *b = tn_test_open_shared();
	int64_t ids[JOBS];
	size_t i;
	for (i = 0; i < JOBS; i++)
		ids[i] = (int64_t)i + 1;
	ck_tn_ok(claim(a, 1, ids, 150, 50));
	ck_tn_err(claim(b, 2, ids + 100, 150, 40), TN_E_ROW_COUNT);
	ck_tn_ok(claim(b, 2, ids + 150, 100, 40));
	ck_assert_int_eq(conf_int(a, "SELECT COUNT(*) FROM job WHERE taken_by = 1", NULL), 150);
	ck_assert_int_eq(conf_int(a, "SELECT COUNT(*) FROM job WHERE taken_by = 2", NULL), 100);
	tn_close(a);
	tn_close(b);
}
END_TEST

START_TEST(lists_of_every_shape)
{
	static const char *const strings[] = {"a", "b", "c"};
	tn_value values[3] = {tn_text("a"), tn_text("b"), tn_text("c")};
	const tn_list lists[] = {
		{.kind = TN_KIND_TEXT, .count = 3, .items = strings, .shape = 3},
		{.kind = TN_KIND_TEXT, .count = 3, .items = values},
	};
	tn_conn *db = tn_test_open();
	size_t i;
	conf_make_items(db);
	conf_exec(db, "INSERT INTO item (id, name) VALUES (1, 'a'), (2, 'b'), (3, 'c')", NULL);
	for (i = 0; i < CONF_COUNT(lists); i++)
		ck_tn_ok(tn_exec_expect_each(db, "UPDATE item SET amount = ? WHERE name IN (?)",
					     TN_VALUES(tn_int(5), tn_list_of(&lists[i])), 2, tn_test_err()));
	/* One that stands there twice is one row, NULL is none. */
	values[1] = tn_text("a");
	ck_tn_err(tn_exec_expect_each(db, "UPDATE item SET amount = 1 WHERE name IN (?)",
				      TN_VALUES(tn_list_of(&lists[1])), 0, tn_test_err()),
		  TN_E_ROW_COUNT);
	values[1] = tn_null();
	ck_tn_err(tn_exec_expect_each(db, "UPDATE item SET amount = 1 WHERE name IN (?)",
				      TN_VALUES(tn_list_of(&lists[1])), 0, tn_test_err()),
		  TN_E_ROW_COUNT);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE amount = 5", NULL), 3);
	tn_close(db);
}
END_TEST

START_TEST(wrong_arguments)
{
	static const int64_t ids[] = {1, 2};
	const tn_list list = {.kind = TN_KIND_INT, .count = 2, .items = ids, .shape = 1};
	const tn_list empty = {.kind = TN_KIND_INT, .count = 2, .shape = 1};
	const tn_list bad = {.kind = TN_KIND_INT, .count = 2, .items = ids, .shape = 9};
	tn_conn *db = open_jobs();
	ck_tn_err(tn_exec_expect(db, NULL, NULL, 1, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_exec_expect(db, "DELETE FROM job", NULL, -1, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_exec_expect(NULL, "DELETE FROM job", NULL, 1, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_exec_expect_each(db, "DELETE FROM job", NULL, 0, tn_test_err()), TN_E_PARAM);
	ck_tn_err(tn_exec_expect_each(db, "DELETE FROM job WHERE id = ?", TN_ARGS(1), 0, tn_test_err()), TN_E_PARAM);
	ck_tn_err(tn_exec_expect_each(db, "DELETE FROM job WHERE id IN (?) AND id IN (?)",
				      TN_VALUES(tn_list_of(&list), tn_list_of(&list)), 0, tn_test_err()),
		  TN_E_PARAM);
	ck_tn_err(tn_exec_expect_each(db, "DELETE FROM job WHERE id IN (?)", TN_VALUES(tn_list_of(&empty)), 0,
				      tn_test_err()),
		  TN_E_MISUSE);
	ck_tn_err(tn_exec_expect_each(db, "DELETE FROM job WHERE id IN (?)", TN_VALUES(tn_list_of(&bad)), 0,
				      tn_test_err()),
		  TN_E_PARAM);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM job", NULL), JOBS);
	tn_close(db);
}
END_TEST

Suite *conf_expect_suite(void)
{
	Suite *s = suite_create("expect");
	TCase *tc = conf_case(s, "expect");
	tcase_add_test(tc, one_statement);
	tcase_add_test(tc, the_error_has_both_numbers);
	tcase_add_loop_test(tc, in_batches, 0, CONF_COUNT(batches));
	tcase_add_test(tc, inside_a_transaction);
	tcase_add_test(tc, one_of_two_claims);
	tcase_add_test(tc, lists_of_every_shape);
	tcase_add_test(tc, wrong_arguments);
	return s;
}
