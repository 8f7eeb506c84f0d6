/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_subquery_limit.c - LIMIT in the subquery of IN, ANY or ALL.
 *
 * The problem: x IN (SELECT c FROM t ORDER BY d LIMIT 3), and the same with OFFSET.
 * Who lacks it: MySQL's family (error 1235).
 * What is done: the subquery moves into one of FROM, where a limit may stand:
 * x IN (SELECT s.c FROM (SELECT c FROM t ORDER BY d LIMIT 3) AS s).
 * What is preserved: the rows.
 * What is weaker: nothing.
 * When it refuses: a subquery that uses columns of an outer query where a subquery of
 * FROM cannot see them.
 */
#include "compat/pass.h"

/* The query itself or an operand of it; the chain of left operands is the long one. */
static int is_limited(const struct tn_ir_query *q)
{
	for (; q; q = q->left)
		if (q->limit || q->offset || is_limited(q->right))
			return 1;
	return 0;
}

static int is_meant(const struct tn_ir_expr *e)
{
	return (e->kind == TN_X_IN_QUERY || e->kind == TN_X_QUANT_QUERY) && is_limited(e->u.sub.query);
}

static int wrap(struct tn_lowering *l, struct tn_ir_expr *e)
{
	struct tn_ir_from *from = tn__lower_derived(l, e->u.sub.query);
	struct tn_ir_query *q = from ? tn__lower_select(l, from, from->source->column_count) : NULL;
	uint32_t i;

	if (!q)
		return TN_E_NOMEM;
	for (i = 0; i < from->source->column_count; i++)
		if (tn__lower_add_item(l, q, tn__ir_column_ref(l->arena, from->source, i),
			    from->source->columns[i].name))
			return TN_E_NOMEM;
	q->at = e->u.sub.query->at;
	from->source->owner = q;
	e->u.sub.query = q;
	return TN_OK;
}

static int look(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	*(int *)v->ctx |= is_meant(*place);
	return TN_OK;
}

static int rewrite(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct tn_lowering *l = v->ctx;
	int outer;

	if (!is_meant(*place))
		return TN_OK;
	outer = tn__lower_has_outer(l, (*place)->u.sub.query);
	if (outer < 0)
		return outer;
	if (outer && !tn__can(l, TN_CAP_DERIVED_OUTER))
		return tn__lower_refuse(l, TN_CAP_LIMIT_IN_SUBQUERY, (*place)->at,
			"LIMIT in a subquery of IN, ANY or ALL that uses columns of an outer query",
			"Number the rows by row_number() and compare the number.");
	return wrap(l, *place);
}

int tn__pass_subquery_limit(struct tn_lowering *l)
{
	int found = 0, rc;
	struct tn_ir_visitor v = {.expr = look, .ctx = &found};

	rc = tn__lower_visit(l, &v);
	if (rc < 0 || !found || tn__can(l, TN_CAP_LIMIT_IN_SUBQUERY))
		return rc;
	v = (struct tn_ir_visitor){.expr_after = rewrite, .ctx = l};
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}
