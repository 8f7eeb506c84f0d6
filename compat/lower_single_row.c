/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_single_row.c - a scalar subquery that gives two rows is an error.
 *
 * Who lacks it: SQLite takes the first row silently.
 * What is done: where the analysis could not prove that there is one row at most, an
 * aggregate that fails at the second row is put around the value.  Of a plain SELECT
 * around the item itself; of another query, and where the item has only columns of
 * outer queries (an aggregate of them would belong to the outer query), around its
 * column in a subquery of FROM.
 * What is preserved: the value, NULL for no row, the error for two.
 * What is weaker: nothing.
 * When it refuses: where the second form is needed and the server cannot see outer
 * columns from a subquery of FROM.
 */
#include "compat/pass.h"

struct columns {
	const struct tn_ir_query *query;
	int inner, outer;
};

static int look(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct columns *c = v->ctx;

	if ((*place)->kind != TN_X_COLUMN)
		return TN_OK;
	if (c->query->from_count && tn__lower_gives(c->query->from[0], (*place)->u.column.source))
		c->inner = 1;
	else
		c->outer = 1;
	return TN_OK;
}

static int find_call(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)v;
	return (*place)->kind == TN_X_CALL && ((*place)->u.call->over || (*place)->u.call->over_name) ? TN_E_UNSUPPORTED
												  : TN_OK;
}

/* The value can be aggregated where it stands. */
static int is_simple(struct tn_ir_query *q)
{
	struct columns c = {.query = q};
	struct tn_ir_visitor columns = {.expr = look, .ctx = &c}, calls = {.expr = find_call};
	uint32_t i;

	if (q->kind != TN_QUERY_SELECT || q->distinct || q->group_count || q->having || q->aggregated || q->limit ||
		q->offset || q->window_count || q->lock)
		return 0;
	for (i = 0; i < q->item_count; i++) {
		if (tn__ir_visit_expr(&q->items[i].expr, &calls) < 0)
			return 0;
		(void)tn__ir_visit_expr(&q->items[i].expr, &columns);
	}
	return c.inner || !c.outer;
}

static int guard_items(struct tn_lowering *l, struct tn_ir_query *q)
{
	uint32_t i;

	for (i = 0; i < q->item_count; i++) {
		struct tn_ir_expr *e = tn__ir_op(l->arena, TN_OP_SINGLE, 1, q->items[i].expr);

		if (!e)
			return tn__lower_nomem(l);
		e->at = q->items[i].expr->at;
		q->items[i].expr = e;
		q->outputs[i].type = e->type;
	}
	q->order_count = 0;
	q->aggregated = 1;
	return TN_OK;
}

static int guard_subquery(struct tn_lowering *l, struct tn_ir_expr *e)
{
	struct tn_ir_query *inner = e->u.sub.query, *q;
	int outer = tn__lower_has_outer(l, inner);
	struct tn_ir_from *from;
	uint32_t i;

	if (outer < 0)
		return outer;
	if (outer && !tn__can(l, TN_CAP_DERIVED_OUTER))
		return tn__lower_refuse(l, TN_CAP_SINGLE_ROW_GUARD, e->at,
			"a subquery for a value that may give two rows", "Add LIMIT 1, or aggregate it with max().");
	from = tn__lower_derived(l, inner);
	q = from ? tn__lower_select(l, from, inner->output_count) : NULL;
	for (i = 0; q && i < inner->output_count; i++)
		if (tn__lower_add_item(l, q, tn__ir_column_ref(l->arena, from->source, i),
			    from->source->columns[i].name))
			return TN_E_NOMEM;
	if (!q)
		return TN_E_NOMEM;
	q->at = inner->at;
	from->source->owner = q;
	e->u.sub.query = q;
	return guard_items(l, q);
}

/* After what is below: a subquery inside has its own guard by then. */
static int guard(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct tn_ir_expr *e = *place;

	if (e->kind != TN_X_SCALAR || e->flags & TN_XF_PROVEN)
		return TN_OK;
	e->flags |= TN_XF_PROVEN;
	return is_simple(e->u.sub.query) ? guard_items(v->ctx, e->u.sub.query) : guard_subquery(v->ctx, e);
}

int tn__pass_single_row(struct tn_lowering *l)
{
	struct tn_ir_visitor v = {.expr_after = guard, .ctx = l};

	if (tn__can(l, TN_CAP_SINGLE_ROW_GUARD))
		return TN_OK;
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}
