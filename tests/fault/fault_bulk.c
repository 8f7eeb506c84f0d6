/* SPDX-License-Identifier: MIT */
/*
 * tests/fault/fault_bulk.c - backend calls fail while many rows are written.
 *
 * There are enough rows for every way of sending them.  Each time: the right code, all rows
 * or none, and a connection that writes them at the next attempt or says that it is dead.
 */
#include <stdio.h>
#include <tenon/testing.h>
#include "tests/fault/fault.h"
#include "tests/support/alloc_fault.h"
#include "tests/support/wrap_fault.h"

enum { ROWS = 4200, POINTS = 24 };

static int write_all(tn_conn *db, tn_error **err)
{
	static const char *const columns[] = {"id", "name", NULL};
	tn_bulk *bulk = NULL;
	int i, rc = tn_bulk_open(db, "many", columns, NULL, &bulk, err);
	for (i = 0; i < ROWS && rc >= 0; i++)
		rc = tn_bulk_row(bulk, (tn_value[]){tn_int(i), tn_text("a name")}, err);
	if (rc >= 0)
		return tn_bulk_close(bulk, NULL, err);
	tn_bulk_abandon(bulk);
	return rc;
}

static int64_t count_all(tn_conn *look)
{
	tn_value v;
	ck_tn_is(tn_query_value(look, "SELECT COUNT(*) FROM many", NULL, &v, tn_test_err()), TN_ROW);
	return v.u.i;
}

/* The connection is fit for the same again, or dead. */
static void write_again(tn_conn *db, tn_conn *look)
{
	if (tn_is_dead(db))
		return;
	ck_assert_int_eq(tn_tx_depth(db), 0);
	ck_tn_ok(tn_exec(look, "DELETE FROM many", NULL, NULL, tn_test_err()));
	ck_tn_ok(write_all(db, tn_test_err()));
	ck_assert_int_eq(count_all(look), ROWS);
}

/* 0: the fault was not reached. */
static int one_fault(tn_conn *look, const char *url, enum wrap_way way, unsigned at)
{
	tn_error *err = NULL;
	tn_conn *db = NULL;
	int64_t there;
	int rc, hit;
	long live;
	ck_tn_ok(tn_exec(look, "DELETE FROM many", NULL, NULL, tn_test_err()));
	live = alloc_fault_live();
	ck_tn_ok(tn_open(&db, url, NULL, tn_test_err()));
	wrap_fault_arm(at, way, NULL);
	rc = write_all(db, &err);
	hit = wrap_fault_hit();
	wrap_fault_arm(0, WRAP_REFUSE, NULL);
	ck_assert_msg(!wrap_fault_violation(), "way %d, call %u: the engine called %s", (int)way, at,
		      wrap_fault_violation());
	there = count_all(look);
	ck_assert_msg(there == 0 || there == ROWS, "way %d, call %u: %lld rows of %d", (int)way, at, (long long)there,
		      ROWS);
	ck_assert_msg(rc < 0 ? there == 0 || rc == TN_E_COMMIT_UNKNOWN : there == ROWS,
		      "way %d, call %u: %s, %lld rows", (int)way, at, tn_error_name(rc), (long long)there);
	ck_assert_msg(rc >= 0 || tn_error_code(err) == rc, "way %d, call %u: %s, but error %s", (int)way, at,
		      tn_error_name(rc), tn_error_name(tn_error_code(err)));
	tn_error_free(err);
	write_again(db, look);
	tn_close(db);
	ck_assert_msg(alloc_fault_live() == live, "way %d, call %u: %ld blocks leaked", (int)way, at,
		      alloc_fault_live() - live);
	return hit;
}

static unsigned calls_of(tn_conn *look, const char *url)
{
	unsigned before;
	tn_conn *db = NULL;
	ck_tn_ok(tn_exec(look, "DELETE FROM many", NULL, NULL, tn_test_err()));
	ck_tn_ok(tn_open(&db, url, NULL, tn_test_err()));
	before = wrap_fault_count();
	ck_tn_ok(write_all(db, tn_test_err()));
	before = wrap_fault_count() - before;
	/* What looking needs is there from now on. */
	ck_assert_int_eq(count_all(look), ROWS);
	tn_close(db);
	return before;
}

START_TEST(calls_fail_under_many_rows)
{
	static const enum wrap_way ways[] = {WRAP_REFUSE, WRAP_CUT_BEFORE, WRAP_CUT_AFTER, WRAP_NOMEM};
	tn_conn *look = tn_test_open_with(tn_test_shared_url(), NULL);
	const char *url = fault_wrap_backend();
	unsigned at, calls, hits = 0;
	ck_tn_ok(tn_exec(look, "CREATE TABLE many (id BIGINT PRIMARY KEY, name VARCHAR(20))", NULL, NULL,
			 tn_test_err()));
	calls = calls_of(look, url);
	for (at = 1; at <= calls; at += calls > POINTS ? calls / POINTS : 1)
		hits += (unsigned)one_fault(look, url, ways[_i], at);
	ck_assert_uint_gt(hits, 5);
	tn_close(look);
}
END_TEST

/* Another statement finds the link dead, between two rows. */
START_TEST(the_link_is_lost_between_rows)
{
	static const char *const columns[] = {"id", "name", NULL};
	tn_conn *look = tn_test_open_with(tn_test_shared_url(), NULL), *db = NULL;
	const tn_value row[] = {tn_int(1), tn_text("a name")};
	tn_bulk *bulk = NULL;
	ck_tn_ok(tn_exec(look, "CREATE TABLE many (id BIGINT PRIMARY KEY, name VARCHAR(20))", NULL, NULL,
			 tn_test_err()));
	ck_tn_ok(tn_open(&db, fault_wrap_backend(), NULL, tn_test_err()));
	ck_tn_ok(tn_bulk_open(db, "many", columns, NULL, &bulk, tn_test_err()));
	ck_tn_ok(tn_bulk_row(bulk, row, tn_test_err()));
	wrap_fault_arm(1, WRAP_CUT_BEFORE, NULL);
	ck_tn_err(tn_exec(db, "DELETE FROM many", NULL, NULL, tn_test_err()), TN_E_DISCONNECTED);
	ck_tn_err(tn_bulk_row(bulk, row, tn_test_err()), TN_E_DISCONNECTED);
	if (_i)
		ck_tn_err(tn_bulk_close(bulk, NULL, tn_test_err()), TN_E_DISCONNECTED);
	else
		tn_bulk_abandon(bulk);
	tn_close(db);
	ck_assert_int_eq(count_all(look), 0);
	tn_close(look);
}
END_TEST

void fault_bulk(Suite *s)
{
	TCase *tc = tcase_create("bulk");
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, calls_fail_under_many_rows, 0, 4);
	tcase_add_loop_test(tc, the_link_is_lost_between_rows, 0, 2);
	suite_add_tcase(s, tc);
}
