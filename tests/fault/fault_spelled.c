/* SPDX-License-Identifier: MIT */
/*
 * tests/fault/fault_spelled.c - each allocation fails while a list goes into the text.
 *
 * The capability is given to every server, since every server takes such a text.  One
 * statement runs twice, so that its text is freed and filled anew; a second one is held as a
 * handle, and its rows are left before their end.  Each time: TN_E_NOMEM and nothing else,
 * the transaction undone, the same connection fit for the same statements, no leak.
 */
#include <string.h>
#include <tenon/testing.h>
#include "core/engine/engine.h"
#include "tests/fault/fault.h"
#include "tests/support/alloc_fault.h"

enum { ELEMENTS = 4200, ROWS = 6, MOST = 2000 };

static int64_t ids[ELEMENTS];

static tn_conn *open_spelling(void)
{
	tn_conn *db = tn_test_open_with(tn_test_shared_url(), NULL);
	tn_cap_set(&db->be->server.caps, TN_CAP_LIST_LITERALS);
	tn__profile_make(&db->be->server.caps, &db->profile);
	return db;
}

static int count_up(tn_conn *db, tn_error **err)
{
	int i, rc = TN_OK;
	for (i = 0; i < 2 && rc >= 0; i++)
		rc = tn_exec(db, "UPDATE spelled SET n = n + 1 WHERE id IN (?)", TN_ARGS(TN_LIST(ids, ELEMENTS - i)),
			     NULL, err);
	return rc;
}

static int read_some(tn_conn *db, tn_error **err)
{
	tn_stmt *stmt = NULL;
	tn_rows *rows = NULL;
	int end, rc = tn_prepare(db, "SELECT id FROM spelled WHERE id IN (?) ORDER BY id", &stmt, err);
	if (rc >= 0)
		rc = tn_stmt_query(stmt, TN_ARGS(TN_LIST(ids, ELEMENTS)), &rows, err);
	if (rc >= 0) {
		rc = tn_next(rows, err);
		end = tn_finish(rows, rc < 0 ? NULL : err);
		rc = rc < 0 ? rc : end;
	}
	tn_stmt_close(stmt);
	return rc;
}

static int in_transaction(tn_conn *db, tn_error **err)
{
	int rc = tn_begin(db, NULL, err);
	if (rc >= 0)
		rc = count_up(db, err);
	if (rc >= 0)
		rc = read_some(db, err);
	if (rc >= 0)
		rc = tn_commit(db, err);
	while (tn_tx_depth(db))
		ck_tn_ok(tn_rollback(db, NULL));
	return rc < 0 ? rc : TN_OK;
}

static int64_t sum_of(tn_conn *db)
{
	tn_value v;
	ck_tn_is(tn_query_value(db, "SELECT CAST(sum(n) AS BIGINT) FROM spelled", NULL, &v, tn_test_err()), TN_ROW);
	return v.u.i;
}

static void make(tn_conn *db)
{
	int i;
	ck_tn_ok(tn_exec(db, "CREATE TABLE spelled (id BIGINT PRIMARY KEY, n BIGINT)", NULL, NULL, tn_test_err()));
	for (i = 1; i <= ROWS; i++)
		ck_tn_ok(tn_exec(db, "INSERT INTO spelled (id, n) VALUES (?, 0)", TN_ARGS(i), NULL, tn_test_err()));
	for (i = 0; i < ELEMENTS; i++)
		ids[i] = i + 1;
}

/* The elements are in the text, or the test would test nothing. */
static void check_spelled(tn_conn *db)
{
	const struct tn_entry *e;
	int found = 0;
	for (e = db->cache.oldest; e; e = e->newer)
		found += e->rendered.hole_count > 0;
	ck_assert_int_gt(found, 0);
}

START_TEST(a_list_in_the_text)
{
	tn_conn *look = tn_test_open_with(tn_test_shared_url(), NULL), *db;
	tn_error *err = NULL;
	int64_t before = 0, now;
	int rc, hit = 1;
	unsigned n;
	make(look);
	db = open_spelling();
	ck_tn_ok(in_transaction(db, tn_test_err()));
	check_spelled(db);
	tn_close(db);
	before = sum_of(look);
	ck_assert_int_eq(before, 2 * ROWS);
	for (n = 1; n < MOST && hit; n++) {
		long live = alloc_fault_live();
		db = open_spelling();
		alloc_fault_arm(n);
		rc = in_transaction(db, &err);
		hit = alloc_fault_hit();
		alloc_fault_arm(0);
		now = sum_of(look);
		ck_assert_msg(rc == TN_OK || rc == TN_E_NOMEM, "allocation %u: %s", n, tn_error_message(err));
		ck_assert_msg(now - before == (rc < 0 ? 0 : 2 * ROWS), "allocation %u: half of it is there", n);
		tn_error_free(err);
		err = NULL;
		ck_assert_msg(in_transaction(db, tn_test_err()) == TN_OK, "allocation %u, again: %s", n,
			      tn_error_message(*tn_test_err()));
		before = sum_of(look);
		ck_assert_int_eq(before - now, 2 * ROWS);
		tn_close(db);
		ck_assert_msg(alloc_fault_live() == live, "allocation %u: %ld blocks leaked", n,
			      alloc_fault_live() - live);
	}
	ck_assert_msg(n > 20 && !hit, "%u allocations", n);
	tn_close(look);
}
END_TEST

void fault_spelled(Suite *s)
{
	TCase *tc = tcase_create("spelled");
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, a_list_in_the_text);
	suite_add_tcase(s, tc);
}
