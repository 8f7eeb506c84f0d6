/* SPDX-License-Identifier: MIT */
/*
 * tests/fault/fault_plans.c - the link is lost between the steps of each plan.
 *
 * The capabilities that spare a server the steps are taken away, so that every server runs
 * every plan.  Of each the link is cut behind its first call, its second, and so on; and on
 * a server with sessions the session is ended by another before each execution.  What
 * the steps before did is gone, in a transaction of the plan's own and in the caller's, or,
 * when it was the commit that was hit, all of it may be there and the error says so.
 */
#include <string.h>
#include <tenon/testing.h>
#include "core/engine/engine.h"
#include "tests/fault/fault.h"
#include "tests/support/sessions.h"
#include "tests/support/wrap_fault.h"

/* More calls than a plan has. */
#define MOST 400
/* Elements of the list, or numbers that are arguments of their own. */
#define LISTED 12

static const struct plan {
	const char *sql;
	int lists;  /* one argument, a list that no form is left for; 2: but a table */
	int params; /* that the server takes, and arguments that are single numbers; 0: as it has them, and none */
} plans[] = {
	{"DELETE FROM plan_row WHERE id IN (SELECT max(id) FROM plan_row GROUP BY k)", 0, 0},
	{"DELETE FROM plan_row WHERE id < 4 RETURNING k", 0, 0},
	{"UPDATE plan_row SET k = k + 1 WHERE id < 4 RETURNING id, k", 0, 0},
	{"UPDATE plan_row SET k = (SELECT max(x.k) FROM plan_row AS x WHERE x.id > 0) WHERE id < 5", 0, 0},
	{"UPDATE plan_row SET k = p.id FROM plan_row AS p WHERE p.id = plan_row.id + 1 AND p.id < 5 RETURNING p.k",
	 0, 0},
	{"DELETE FROM plan_row USING plan_row AS p WHERE p.id = plan_row.id + 1 AND p.id < 5 RETURNING p.k", 0, 0},
	{"INSERT INTO plan_row (id, k) VALUES (20, 1), (21, 2) RETURNING id", 0, 0},
	{"INSERT INTO plan_row VALUES (1, 9), (22, 2) ON CONFLICT (id) DO UPDATE SET k = excluded.k RETURNING id", 0,
	 0},
	{"DELETE FROM plan_row WHERE id IN (?)", 1, 5},
	{"UPDATE plan_row SET k = k + 1 WHERE id IN (?)", 2, 5},
	{"INSERT INTO plan_row (id, k) VALUES (?, ?), (?, ?), (?, ?), (?, ?), (?, ?), (?, ?)", 0, 5},
	{"INSERT INTO plan_row (id, k) VALUES (?, ?), (?, ?), (?, ?), (?, ?), (?, ?), (?, ?) RETURNING k", 0, 5},
};
#define PLANS (sizeof plans / sizeof plans[0])

static tn_conn *open_masked(const char *url, const struct plan *p)
{
	static const enum tn_cap caps[] = {TN_CAP_RETURNING_INSERT, TN_CAP_RETURNING_UPDATE, TN_CAP_RETURNING_DELETE,
		TN_CAP_RETURNING_JOINED, TN_CAP_DELETE_READS_TARGET, TN_CAP_UPDATE_READS_TARGET,
		TN_CAP_OLD_ROWS_IN_SET};
	static const enum tn_cap forms[] = {TN_CAP_LIST_ARRAY, TN_CAP_LIST_TABLE, TN_CAP_LIST_TABLE_DML,
		TN_CAP_LIST_TABLE_TEXT, TN_CAP_LIST_LITERALS};
	tn_conn *db = tn_test_open_with(url, NULL);
	struct tn_caps *has = &db->be->server.caps;
	size_t i;
	for (i = 0; i < sizeof caps / sizeof caps[0]; i++)
		tn_cap_clear(has, caps[i]);
	for (i = 0; p->lists && i < sizeof forms / sizeof forms[0]; i++)
		tn_cap_clear(has, forms[i]);
	if (p->lists == 2)
		tn_cap_clear(has, TN_CAP_DELETE_ROW_BY_ROW);
	if (p->params)
		has->limits[TN_LIMIT_BIND_PARAMS] = p->params;
	tn__profile_make(has, &db->profile);
	return db;
}

static int run_plan(tn_conn *db, const struct plan *p, tn_error **err)
{
	int64_t ids[LISTED];
	tn_value values[LISTED];
	uint32_t count = p->lists ? 1 : p->params ? LISTED : 0;
	int i;
	for (i = 0; i < LISTED; i++) {
		ids[i] = i + 4;
		values[i] = tn_int(i + 20);
	}
	if (p->lists)
		return tn_exec(db, p->sql, TN_ARGS(TN_LIST(ids, LISTED)), NULL, err);
	return tn_exec(db, p->sql, &(const tn_args){.values = values, .count = count}, NULL, err);
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
static int64_t sum_after(const char *url, const struct plan *p)
{
	tn_conn *db = open_masked(url, p);
	int64_t sum;
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_ok(run_plan(db, p, tn_test_err()));
	sum = sum_of(db);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	tn_close(db);
	return sum;
}

/* The session that another connection ends. */
struct victim {
	tn_conn *killer;
	int64_t session;
};

static void kill_victim(void *ctx)
{
	const struct victim *v = ctx;
	trouble_kill(v->killer, v->session);
}

/* How the link is lost, and what became of the statement. */
struct loss {
	const struct plan *plan;
	int inside; /* a transaction of the caller's */
	struct victim victim; /* without a killer the link is cut */
	int rc;
	unsigned flags;
};

static void arm(struct loss *l, tn_conn *db, unsigned n)
{
	if (!l->victim.killer) {
		wrap_fault_arm(n, WRAP_CUT_AFTER, NULL);
		return;
	}
	l->victim.session = trouble_session(db);
	wrap_fault_arm_meeting(n, kill_victim, &l->victim);
}

/* The link is lost at the n-th call; 0: there was none. */
static int lose(struct loss *l, const char *url, unsigned n)
{
	const char *sql = l->plan->sql;
	tn_conn *db = open_masked(url, l->plan);
	tn_error *err = NULL;
	int hit;
	if (l->inside) {
		ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
		ck_tn_ok(tn_exec(db, "INSERT INTO plan_row (id, k) VALUES (50, 50)", NULL, NULL, tn_test_err()));
	}
	arm(l, db, n);
	l->rc = run_plan(db, l->plan, &err);
	hit = wrap_fault_hit();
	wrap_fault_arm(0, WRAP_REFUSE, NULL);
	l->flags = tn_error_flags(err);
	if (hit && l->rc < 0) {
		ck_assert_msg(tn_is_dead(db), "%s, call %u: not dead: %s: %s", sql, n, tn_error_name(l->rc),
			      tn_error_message(err));
		ck_assert_msg(l->rc == TN_E_DISCONNECTED || l->rc == TN_E_COMMIT_UNKNOWN, "%s, call %u: %s: %s", sql, n,
			      tn_error_name(l->rc), tn_error_message(err));
	}
	if (l->inside && l->rc >= 0)
		tn_rollback(db, NULL);
	tn_error_free(err);
	tn_close(db);
	return hit;
}

static void lose_at_each_call(struct loss *l)
{
	const char *sql = l->plan->sql, *url = fault_wrap_backend();
	tn_conn *look = tn_test_open_with(tn_test_shared_url(), NULL);
	int hit = 1;
	unsigned n;
	int64_t before, after, now;
	make_rows(look);
	before = sum_of(look);
	after = sum_after(url, l->plan);
	ck_assert_int_ne(before, after);
	for (n = 1; n < MOST && hit; n++) {
		hit = lose(l, url, n);
		now = sum_of(look);
		if (l->rc < 0)
			ck_assert_msg(now == before || (l->rc == TN_E_COMMIT_UNKNOWN && l->flags & TN_ERR_AMBIGUOUS &&
							!l->inside && now == after),
				      "%s, call %u: something is left", sql, n);
		else
			ck_assert_msg(now == (l->inside ? before : after), "%s, call %u: not all is there", sql, n);
		if (now != before)
			make_rows(look);
	}
	ck_assert_msg(n > 4 && !hit && l->rc >= 0, "%s: %u calls", sql, n);
	tn_close(look);
}

START_TEST(link_is_lost_between_steps)
{
	struct loss l = {.plan = &plans[_i / 2], .inside = _i % 2};
	lose_at_each_call(&l);
}
END_TEST

START_TEST(session_is_ended_between_steps)
{
	struct loss l = {.plan = &plans[_i / 2], .inside = _i % 2};
	l.victim.killer = tn_test_open_with(tn_test_shared_url(), NULL);
	wrap_fault_executions(1);
	lose_at_each_call(&l);
	tn_close(l.victim.killer);
}
END_TEST

static TCase *plan_case(const char *name)
{
	TCase *tc = tcase_create(name);
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 120);
	return tc;
}

void fault_plans(Suite *s)
{
	TCase *tc = plan_case("plans");
	tcase_add_loop_test(tc, link_is_lost_between_steps, 0, (int)(2 * PLANS));
	suite_add_tcase(s, tc);
	if (!trouble_has_sessions())
		return;
	tc = plan_case("sessions");
	tcase_add_loop_test(tc, session_is_ended_between_steps, 0, (int)(2 * PLANS));
	suite_add_tcase(s, tc);
}
