/* SPDX-License-Identifier: MIT */
/*
 * tests/fault/fault_plans.c - the link is lost between the steps of each plan.
 *
 * The capabilities that spare a server the steps are taken away, so that every server runs
 * every plan.  Of each the link is cut behind its first call, its second, and so on: what the
 * steps before did is gone, in a transaction of the plan's own and in the caller's, or, when
 * it was the commit that was cut, all of it may be there and the error says so.
 */
#include <tenon/testing.h>
#include "core/engine/engine.h"
#include "tests/fault/fault.h"
#include "tests/support/wrap_fault.h"

/* More calls than a plan has. */
#define MOST 400

static const char *const plans[] = {
	"DELETE FROM plan_row WHERE id IN (SELECT max(id) FROM plan_row GROUP BY k)",
	"DELETE FROM plan_row WHERE id < 4 RETURNING k",
	"UPDATE plan_row SET k = k + 1 WHERE id < 4 RETURNING id, k",
	"UPDATE plan_row SET k = (SELECT max(x.k) FROM plan_row AS x WHERE x.id > 0) WHERE id < 5",
	"UPDATE plan_row SET k = p.id FROM plan_row AS p WHERE p.id = plan_row.id + 1 AND p.id < 5 RETURNING p.k",
	"DELETE FROM plan_row USING plan_row AS p WHERE p.id = plan_row.id + 1 AND p.id < 5 RETURNING p.k",
	"INSERT INTO plan_row (id, k) VALUES (20, 1), (21, 2) RETURNING id",
	"INSERT INTO plan_row VALUES (1, 9), (22, 2) ON CONFLICT (id) DO UPDATE SET k = excluded.k RETURNING id",
};

static tn_conn *open_masked(const char *url)
{
	static const enum tn_cap caps[] = {TN_CAP_RETURNING_INSERT, TN_CAP_RETURNING_UPDATE, TN_CAP_RETURNING_DELETE,
		TN_CAP_RETURNING_JOINED, TN_CAP_DELETE_READS_TARGET, TN_CAP_UPDATE_READS_TARGET,
		TN_CAP_OLD_ROWS_IN_SET};
	tn_conn *db = tn_test_open_with(url, NULL);
	size_t i;
	for (i = 0; i < sizeof caps / sizeof caps[0]; i++)
		tn_cap_clear(&db->be->server.caps, caps[i]);
	return db;
}

static void make_rows(tn_conn *db)
{
	int i, there = tn_table_exists(db, "plan_row", tn_test_err());
	ck_tn_ok(there);
	if (!there)
		ck_tn_ok(tn_exec(db, "CREATE TABLE plan_row (id BIGINT PRIMARY KEY, k BIGINT)", NULL, NULL,
				 tn_test_err()));
	ck_tn_ok(tn_exec(db, "DELETE FROM plan_row", NULL, NULL, tn_test_err()));
	for (i = 1; i <= 6; i++)
		ck_tn_ok(tn_exec(db, "INSERT INTO plan_row (id, k) VALUES (?, ?)", TN_ARGS(i, i / 2), NULL,
				 tn_test_err()));
}

/* One number for all rows. */
static int64_t sum_of(tn_conn *db)
{
	tn_value v;
	int64_t sum;
	ck_tn_is(tn_query_value(db, "SELECT CAST(sum(id * id * 1000 + k) AS BIGINT) FROM plan_row", NULL, &v,
				tn_test_err()), TN_ROW);
	sum = v.u.i;
	tn_value_free(&v);
	return sum;
}

/* What the rows are when nothing is cut. */
static int64_t sum_after(const char *url, const char *sql)
{
	tn_conn *db = open_masked(url);
	int64_t sum;
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_ok(tn_exec(db, sql, NULL, NULL, tn_test_err()));
	sum = sum_of(db);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	tn_close(db);
	return sum;
}

/* The n-th call is cut, in a transaction of the caller's or not; 0: there was none. */
static int cut(const char *url, const char *sql, unsigned n, int inside, int *rc, unsigned *flags)
{
	tn_conn *db = open_masked(url);
	tn_error *err = NULL;
	int hit;
	if (inside) {
		ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
		ck_tn_ok(tn_exec(db, "INSERT INTO plan_row (id, k) VALUES (50, 50)", NULL, NULL, tn_test_err()));
	}
	wrap_fault_arm(n, WRAP_CUT_AFTER, NULL);
	*rc = tn_exec(db, sql, NULL, NULL, &err);
	hit = wrap_fault_hit();
	wrap_fault_arm(0, WRAP_REFUSE, NULL);
	*flags = tn_error_flags(err);
	if (hit && *rc < 0) {
		ck_assert_msg(tn_is_dead(db), "%s, call %u: not dead", sql, n);
		ck_assert_msg(*rc == TN_E_DISCONNECTED || *rc == TN_E_COMMIT_UNKNOWN, "%s, call %u: %s", sql, n,
			      tn_error_name(*rc));
	}
	if (inside && *rc >= 0)
		tn_rollback(db, NULL);
	tn_error_free(err);
	tn_close(db);
	return hit;
}

START_TEST(link_is_lost_between_steps)
{
	const char *sql = plans[_i / 2], *plain = tn_test_shared_url(), *url = fault_wrap_backend();
	int inside = _i % 2, rc = 0, hit = 1;
	unsigned n, flags;
	int64_t before, after, now;
	tn_conn *look = tn_test_open_with(plain, NULL);
	make_rows(look);
	before = sum_of(look);
	after = sum_after(url, sql);
	ck_assert_int_ne(before, after);
	for (n = 1; n < MOST && hit; n++) {
		hit = cut(url, sql, n, inside, &rc, &flags);
		now = sum_of(look);
		if (rc < 0)
			ck_assert_msg(now == before || (rc == TN_E_COMMIT_UNKNOWN && flags & TN_ERR_AMBIGUOUS &&
							!inside && now == after),
				      "%s, call %u: something is left", sql, n);
		else
			ck_assert_msg(now == (inside ? before : after), "%s, call %u: not all is there", sql, n);
		if (now != before)
			make_rows(look);
	}
	ck_assert_msg(n > 4 && !hit && rc >= 0, "%s: %u calls", sql, n);
	tn_close(look);
}
END_TEST

TCase *fault_plans(void)
{
	TCase *tc = tcase_create("plans");
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, link_is_lost_between_steps, 0, (int)(2 * sizeof plans / sizeof plans[0]));
	return tc;
}
