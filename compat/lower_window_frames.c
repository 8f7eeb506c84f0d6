/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_window_frames.c - frames that a server cannot express.
 *
 * The problem: GROUPS counts groups of equal rows, EXCLUDE takes rows out of the
 * middle of a frame, and RANGE with an offset compares values.  None of them can be
 * said by the others.
 * Who lacks it: MySQL's family has neither GROUPS nor EXCLUDE.
 * When it refuses: always, where the capability is missing, naming it.
 */
#include "compat/pass.h"

static int check(struct tn_lowering *l, const struct tn_ir_window *w)
{
	if (w->frame == TN_FRAME_GROUPS && !tn__can(l, TN_CAP_WINDOW_GROUPS))
		return tn__lower_refuse(l, TN_CAP_WINDOW_GROUPS, w->at, "GROUPS in a window", NULL);
	if (w->frame && w->exclude && !tn__can(l, TN_CAP_WINDOW_EXCLUDE))
		return tn__lower_refuse(l, TN_CAP_WINDOW_EXCLUDE, w->at, "EXCLUDE in a window", NULL);
	if (w->frame == TN_FRAME_RANGE && (w->start_offset || w->end_offset) && !tn__can(l, TN_CAP_WINDOW_RANGE))
		return tn__lower_refuse(l, TN_CAP_WINDOW_RANGE, w->at, "RANGE with an offset in a window", NULL);
	return TN_OK;
}

static int check_expr(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	return (*place)->kind == TN_X_CALL && (*place)->u.call->over ? check(v->ctx, (*place)->u.call->over) : TN_OK;
}

static int check_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < q->window_count && rc == TN_OK; i++)
		rc = check(v->ctx, q->windows[i]);
	return rc;
}

int tn__pass_window_frames(struct tn_lowering *l)
{
	struct tn_ir_visitor v = {.expr = check_expr, .query = check_query, .ctx = l};

	return tn__lower_visit(l, &v);
}
