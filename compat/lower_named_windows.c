/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_named_windows.c - WINDOW w AS (...) where it is named.
 *
 * Who lacks it: of the servers that are known nobody.
 * What is done: OVER w becomes OVER (description), and what OVER (w ORDER BY ...) takes
 * from w stands in it.
 * What is preserved: everything; a window's description has no effect by itself.
 * What is weaker: nothing.  It never refuses.
 */
#include <string.h>
#include "compat/pass.h"
#include "core/base/error.h"

struct naming {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	struct tn_ir_query *query; /* whose windows are looked for */
};

static const struct tn_ir_window *find(const struct tn_ir_query *q, const char *name)
{
	uint32_t i;

	for (i = 0; i < q->window_count; i++)
		if (q->windows[i]->name && !strcmp(q->windows[i]->name, name))
			return q->windows[i];
	return NULL;
}

/* A copy of w, and of those that it extends as far as it does not say otherwise. */
static struct tn_ir_window *merged(struct naming *n, const struct tn_ir_window *w)
{
	struct tn_ir_expr call = {.kind = TN_X_CALL}, *copy;
	struct tn_ir_window all = *w;
	struct tn_ir_call body = {.over = &all};
	uint32_t steps;

	for (steps = 0; w && w->base && steps <= n->query->window_count; steps++) {
		w = find(n->query, w->base);
		if (w && !all.partition_count) {
			all.partition = w->partition;
			all.partition_count = w->partition_count;
		}
		if (w && !all.order_count) {
			all.order = w->order;
			all.order_count = w->order_count;
		}
	}
	all.name = all.base = NULL;
	call.u.call = &body;
	copy = tn__ir_clone_expr(n->l->arena, &call);
	return copy ? copy->u.call->over : NULL;
}

static int rewrite_expr(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct naming *n = v->ctx;
	struct tn_ir_call *call = (*place)->kind == TN_X_CALL ? (*place)->u.call : NULL;
	const struct tn_ir_window *w;

	if (!call || !(call->over_name || (call->over && call->over->base)))
		return TN_OK;
	w = call->over_name ? find(n->query, call->over_name) : call->over;
	if (!w)
		return tn__error_set(n->l->err, TN_E_INTERNAL, "a window is named that is not there");
	call->over = merged(n, w);
	call->over_name = NULL;
	return call->over ? TN_OK : tn__lower_nomem(n->l);
}

static int other_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	const struct naming *n = v->ctx;

	return q == n->query ? TN_OK : TN_IR_PASS_OVER;
}

/* Each query with its own windows; then those below it. */
static int rewrite(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct naming n = {.v = {.expr = rewrite_expr, .query = other_query}, .l = v->ctx, .query = q};
	int rc;

	n.v.ctx = &n;
	n.v.depth = v->depth;
	rc = tn__ir_visit_query(q, &n.v);
	q->window_count = 0;
	return rc;
}

int tn__pass_named_windows(struct tn_lowering *l)
{
	struct tn_ir_visitor v = {.query = rewrite, .ctx = l};

	if (tn__can(l, TN_CAP_WINDOW_NAMES))
		return TN_OK;
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}
