/* SPDX-License-Identifier: MIT */
/*
 * core/engine/within.c - statements with bounds of their own.
 *
 * The bound of a statement is a deadline that is narrowed for the call.  A wait for a lock
 * is the server's to bound, so it is told before and after.
 *
 * Invariants:
 *  1. The connection's own bounds hold again when the call has returned.  Where the server
 *     does not take that, the connection is given up.
 *  2. Inside a transaction that the server has failed nothing is told: what was set in it
 *     goes with it.
 */
#include "core/base/clock.h"
#include "core/engine/be.h"
#include "core/engine/stop.h"
#include <tenon/deadline.h>

struct within {
	int64_t scope_due, grace_us; /* as they were */
	int told; /* the server has another bound for locks */
};

static int check(const tn_timeouts *t, tn_error **err)
{
	if (!t || t->size != sizeof *t)
		return tn__error_set(err, TN_E_MISUSE, "tn_timeouts.size must be sizeof(tn_timeouts)");
	if (t->transaction_ms)
		return tn__error_set(err, TN_E_MISUSE, "a statement cannot bound its transaction");
	return TN_OK;
}

static int set_lock(tn_conn *conn, unsigned ms, struct within *w, tn_error **err)
{
	if (!ms || ms == conn->stop->bounds.lock_asked)
		return TN_OK;
	if (!conn->backend->set_lock_timeout)
		return tn__error_set(err, TN_E_UNSUPPORTED, "this backend has no lock timeout");
	w->told = 1;
	return tn__be_lock_timeout(conn, ms) < 0 ? tn__conn_fail(conn, err) : TN_OK;
}

static void restore_lock(tn_conn *conn)
{
	if (tn_is_dead(conn) || tn__be_tx_status(conn) == TN_BE_TX_FAILED)
		return;
	tn__stop_shield(conn);
	if (tn__be_lock_timeout(conn, conn->stop->bounds.lock_asked) < 0) {
		tn_error_free(conn->pending);
		conn->pending = NULL;
		conn->be->dead = 1;
	}
	tn__stop_unshield(conn);
}

static void leave(tn_conn *conn, const struct within *w)
{
	if (w->told)
		restore_lock(conn);
	conn->stop->bounds.grace_us = w->grace_us;
	tn__deadline_widen(conn, w->scope_due);
}

static int enter(tn_conn *conn, const char *sql, const tn_timeouts *t, struct within *w, tn_error **err)
{
	struct tn_bounds *b;
	int rc = tn__conn_ready(conn, sql, err);
	if (rc >= 0)
		rc = check(t, err);
	if (rc < 0)
		return rc;
	b = &conn->stop->bounds;
	*w = (struct within){.grace_us = b->grace_us};
	if (t->grace_ms)
		b->grace_us = 1000 * (int64_t)t->grace_ms;
	w->scope_due = tn__deadline_narrow(conn, t->statement_ms ? tn__now_us() + 1000 * (int64_t)t->statement_ms : 0);
	rc = set_lock(conn, t->lock_ms, w, err);
	if (rc < 0)
		leave(conn, w);
	return rc;
}

int tn_exec_within(tn_conn *conn, const char *sql, const tn_args *args, const tn_timeouts *timeouts, tn_result *result,
		   tn_error **err)
{
	struct within w;
	int rc = enter(conn, sql, timeouts, &w, err);
	if (rc < 0)
		return rc;
	rc = tn_exec(conn, sql, args, result, err);
	leave(conn, &w);
	return rc;
}

int tn_query_within(tn_conn *conn, const char *sql, const tn_args *args, const tn_timeouts *timeouts, tn_rows **rows,
		    tn_error **err)
{
	struct within w;
	int rc = enter(conn, sql, timeouts, &w, err);
	if (rc < 0)
		return rc;
	rc = tn_query_mode(conn, sql, args, TN_FETCH_ALL, 0, rows, err);
	leave(conn, &w);
	return rc;
}
