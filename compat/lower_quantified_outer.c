/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_quantified_outer.c - ANY and ALL of a subquery that gives outer columns.
 *
 * The problem: SELECT ... FROM t WHERE x > ALL (SELECT t.c FROM u), where every row of u
 * gives the same value, one of the query around.
 * Who lacks it: MariaDB compares with max(t.c), which then is an aggregate of the query
 * around: error 1140, or one row where there were many.
 * What is done: one comparison, where u has a row: NOT EXISTS (SELECT 1 FROM u) OR x > t.c,
 * and EXISTS (SELECT 1 FROM u) AND x > t.c of ANY.
 * What is preserved: the result, unknown included.
 * What is weaker: nothing.
 * When it refuses: never.  Row values are compared by EXISTS already (lower_quantified.c).
 */
#include "compat/pass.h"

struct quantified_outer {
	struct tn_lowering *l;
	int found;
};

/* 1: every row of the subquery gives the same, of an outer query; negative: memory is out. */
static int is_meant(struct tn_lowering *l, const struct tn_ir_expr *e)
{
	struct tn_ir_query *q;
	struct tn_ir_from *from;

	if (e->kind != TN_X_QUANT_QUERY || e->args[0]->kind == TN_X_ROWVALUE)
		return 0;
	q = e->u.sub.query;
	if (q->kind != TN_QUERY_SELECT || q->aggregated || q->windowed || q->limit || q->offset ||
	    q->item_count != 1)
		return 0;
	from = q->from_count ? q->from[0] : NULL;
	if (tn__lower_is_volatile(q->items[0].expr) || (from && tn__lower_reads(from, q->items[0].expr)))
		return 0;
	return tn__lower_expr_has_outer(l, from, q->items[0].expr);
}

static struct tn_ir_expr *once(struct tn_lowering *l, struct tn_ir_expr *e)
{
	struct tn_ir_query *q = e->u.sub.query;
	struct tn_ir_expr *value = q->items[0].expr, *exists, *compared;
	int all = (e->flags & TN_XF_ALL) != 0;

	q->items[0].expr = tn__ir_int(l->arena, 1);
	q->distinct = 0;
	q->order_count = 0;
	exists = q->items[0].expr ? tn__lower_exists(l, q) : NULL;
	if (exists && all)
		exists = tn__ir_op(l->arena, TN_OP_NOT, 1, exists);
	compared = tn__ir_op(l->arena, (enum tn_op)e->op, 2, e->args[0], value);
	if (!exists || !compared)
		return NULL;
	compared->sym = e->sym;
	q->outputs[0].type = q->items[0].expr->type;
	return tn__lower_join_conditions(l, all ? TN_OP_OR : TN_OP_AND, exists, compared);
}

static int look(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct quantified_outer *o = v->ctx;
	int rc = is_meant(o->l, *place);

	o->found |= rc > 0;
	return rc < 0 ? rc : TN_OK;
}

static int rewrite(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct tn_lowering *l = ((struct quantified_outer *)v->ctx)->l;
	struct tn_ir_expr *new;
	int rc = is_meant(l, *place);

	if (rc <= 0)
		return rc;
	new = once(l, *place);
	if (!new)
		return tn__lower_nomem(l);
	new->at = (*place)->at;
	*place = new;
	return TN_OK;
}

int tn__pass_quantified_outer(struct tn_lowering *l)
{
	struct quantified_outer o = {.l = l};
	struct tn_ir_visitor v = {.expr = look, .ctx = &o};
	int rc = tn__lower_visit(l, &v);

	if (rc < 0 || !o.found || tn__can(l, TN_CAP_QUANTIFIED_OUTER))
		return rc;
	v = (struct tn_ir_visitor){.expr_after = rewrite, .ctx = &o};
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}
