/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_outer_windows.c - columns of an outer query in OVER.
 *
 * The problem: SELECT (SELECT max(u.a) OVER (PARTITION BY t.b ORDER BY t.c) FROM u LIMIT 1) FROM t
 * Who lacks it: MySQL (error 6432).
 * What is done: such a key is left out: in one run of the subquery it has one value, which
 * neither parts rows nor puts them in an order.
 * What is preserved: the rows.
 * What is weaker: nothing.
 * When it refuses: a key over columns of both queries, and RANGE with an offset, which
 * needs its key.
 */
#include "compat/pass.h"

struct outer_windows {
	struct tn_lowering *l;
	struct tn_ir_query *query;
	int rewrite, found;
};

/* 1: the key has one value; 0: it has none of an outer query; negative: refused, or memory is out. */
static int is_fixed(struct outer_windows *o, struct tn_ir_expr *e)
{
	struct tn_ir_from *from = o->query->from_count ? o->query->from[0] : NULL;
	int outer = tn__lower_expr_has_outer(o->l, from, e);

	if (outer <= 0)
		return outer;
	o->found = 1;
	if (o->rewrite && from && tn__lower_reads(from, e))
		return tn__lower_refuse(o->l, TN_CAP_OUTER_IN_WINDOW, e->at,
			"OVER with a key over columns of an outer query and of its own",
			"Compute the key in a subquery of FROM.");
	return o->rewrite;
}

static int keys_of_partition(struct outer_windows *o, struct tn_ir_window *w)
{
	uint32_t i, n = 0;
	int rc = 0;

	for (i = 0; i < w->partition_count && rc >= 0; i++) {
		rc = is_fixed(o, w->partition[i]);
		if (rc == 0 && o->rewrite)
			w->partition[n++] = w->partition[i];
	}
	if (rc >= 0 && o->rewrite)
		w->partition_count = n;
	return rc < 0 ? rc : TN_OK;
}

static int keys_of_order(struct outer_windows *o, struct tn_ir_window *w)
{
	uint32_t i, n = 0;
	int rc = 0;

	for (i = 0; i < w->order_count && rc >= 0; i++) {
		rc = is_fixed(o, w->order[i].expr);
		if (rc == 0 && o->rewrite)
			w->order[n++] = w->order[i];
	}
	if (rc < 0 || !o->rewrite)
		return rc < 0 ? rc : TN_OK;
	if (n < w->order_count && w->frame == TN_FRAME_RANGE && (w->start_offset || w->end_offset))
		return tn__lower_refuse(o->l, TN_CAP_OUTER_IN_WINDOW, w->order[0].expr->at,
			"RANGE with an offset over a column of an outer query", NULL);
	w->order_count = n;
	return TN_OK;
}

static int in_window(struct outer_windows *o, struct tn_ir_window *w)
{
	int rc = keys_of_partition(o, w);

	return rc == TN_OK ? keys_of_order(o, w) : rc;
}

static int in_call(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct tn_ir_call *call = (*place)->kind == TN_X_CALL ? (*place)->u.call : NULL;

	return call && call->over ? in_window(v->ctx, call->over) : TN_OK;
}

static int pass_over(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	const struct outer_windows *o = v->ctx;

	return q == o->query ? TN_OK : TN_IR_PASS_OVER;
}

/* Each query with its own windows; then those below it. */
static int in_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct outer_windows *o = v->ctx;
	struct tn_ir_visitor own = {.expr = in_call, .query = pass_over, .ctx = o, .depth = v->depth};
	uint32_t i;
	int rc = TN_OK;

	o->query = q;
	for (i = 0; i < q->window_count && rc == TN_OK; i++)
		rc = in_window(o, q->windows[i]);
	return rc == TN_OK && q->windowed ? tn__ir_visit_query(q, &own) : rc;
}

int tn__pass_outer_windows(struct tn_lowering *l)
{
	struct outer_windows o = {.l = l};
	struct tn_ir_visitor v = {.query = in_query, .ctx = &o};
	int rc = tn__lower_visit(l, &v);

	if (rc < 0 || !o.found || tn__can(l, TN_CAP_OUTER_IN_WINDOW))
		return rc;
	o.rewrite = 1;
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}
