/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_row_locks.c - FOR UPDATE and FOR SHARE, or the lock of the database.
 *
 * The problem: a program reads rows in order to change them and must keep others from
 * changing them meanwhile.
 * Who lacks it: SQLite has one writer for the whole database and no row locks.
 * MariaDB has neither FOR UPDATE OF nor, before 10.6, SKIP LOCKED.
 * What is done: where there are no row locks, the clause goes, and the plan says that
 * the transaction must have begun as one that writes (NEEDS_WRITE): it then excludes
 * every other writer, which is the stronger lock.  FOR SHARE becomes FOR UPDATE where
 * only that exists.  OF goes where the query reads one table only.
 * What is preserved: nobody else changes the rows until the transaction ends.
 * What is weaker: nothing; others wait more often.
 * When it refuses: NOWAIT and SKIP LOCKED where they are missing, since a program that
 * waits, or gets a row that another works on, is another program; OF with several
 * tables, since it would lock rows that the program wants to leave free.
 */
#include "compat/pass.h"

static int refuse_wait(struct tn_lowering *l, const struct tn_ir_query *q)
{
	if (q->wait == TN_WAIT_SKIP && !tn__can(l, TN_CAP_SKIP_LOCKED))
		return tn__lower_refuse(l, TN_CAP_SKIP_LOCKED, q->at, "SKIP LOCKED", NULL);
	if (q->wait == TN_WAIT_NOWAIT && !tn__can(l, TN_CAP_NOWAIT))
		return tn__lower_refuse(l, TN_CAP_NOWAIT, q->at, "NOWAIT", NULL);
	return TN_OK;
}

static int refuse_of(struct tn_lowering *l, const struct tn_ir_query *q)
{
	int alone = q->from_count == 1 && q->from[0]->kind == TN_FROM_TABLE;

	if (!q->lock_of_count || alone || !tn__can(l, TN_CAP_ROW_LOCKS) || tn__can(l, TN_CAP_LOCK_OF))
		return TN_OK;
	return tn__lower_refuse(l, TN_CAP_LOCK_OF, q->at, "FOR UPDATE OF", "Lock the rows of all tables, without OF.");
}

static int refuse(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	int rc = q->lock ? refuse_wait(v->ctx, q) : TN_OK;

	return q->lock && rc == TN_OK ? refuse_of(v->ctx, q) : rc;
}

static int rewrite(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct tn_lowering *l = v->ctx;

	if (!q->lock)
		return TN_OK;
	if (!tn__can(l, TN_CAP_ROW_LOCKS)) {
		q->lock = TN_LOCK_NONE;
		q->wait = TN_WAIT_BLOCK;
		l->plan->flags |= TN_PLAN_NEEDS_WRITE;
	} else if (q->lock == TN_LOCK_SHARE && !tn__can(l, TN_CAP_SHARED_ROW_LOCKS)) {
		q->lock = TN_LOCK_UPDATE;
	}
	if (q->lock_of_count && (!q->lock || !tn__can(l, TN_CAP_LOCK_OF)))
		q->lock_of_count = 0;
	return TN_OK;
}

int tn__pass_row_locks(struct tn_lowering *l)
{
	struct tn_ir_visitor v = {.query = refuse, .ctx = l};
	int rc = tn__lower_visit(l, &v);

	if (rc < 0)
		return rc;
	if (tn__can(l, TN_CAP_ROW_LOCKS) && tn__can(l, TN_CAP_SHARED_ROW_LOCKS) && tn__can(l, TN_CAP_LOCK_OF))
		return TN_OK;
	v.query = rewrite;
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}
