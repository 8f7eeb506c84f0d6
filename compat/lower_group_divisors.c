/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_group_divisors.c - divisions by what aggregates make, and whatever else has
 * no value for some numbers (TN_OPF_PARTIAL).
 *
 * The problem: SELECT k, 100 / count(*), sqrt(count(*) - 1) FROM t GROUP BY k
 * Who lacks it: MariaDB computes such an expression once before a group has rows, when
 * count(*) is 0, and reports an error that is in no row.
 * What is done: the operation becomes CASE WHEN count(1) > 0 THEN operation END.
 * What is preserved: a group has a row, so each value, and each error: of a divisor that is 0.
 * What is weaker: nothing.
 * When it refuses: never.  Without GROUP BY the only group may be empty, and its zero counts.
 */
#include "compat/pass.h"

struct divisors {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	int rewrite, found;
};

static int pass_over_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	(void)v;
	(void)q;
	return TN_IR_PASS_OVER;
}

/* CASE WHEN count(1) > 0 THEN e END */
static struct tn_ir_expr *of_rows(struct tn_lowering *l, struct tn_ir_expr *e)
{
	struct tn_ir_expr *rows = tn__ir_op(l->arena, TN_OP_COUNT, 1, tn__ir_int(l->arena, 1)), *there;

	there = rows ? tn__ir_op(l->arena, TN_OP_GT_I, 2, rows, tn__ir_int(l->arena, 0)) : NULL;
	return tn__lower_case(l, there, e);
}

static int guard(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct divisors *d = v->ctx;
	int found;

	if (tn__lower_is_aggregate(*place)) /* what is in its arguments is computed of rows */
		return TN_IR_PASS_OVER;
	if ((*place)->op >= TN_OPS || !(tn__op_info[(*place)->op].flags & TN_OPF_PARTIAL))
		return TN_OK;
	found = tn__lower_has_aggregate(place, v->depth);
	if (found <= 0)
		return found;
	d->found = 1;
	if (!d->rewrite)
		return TN_IR_PASS_OVER;
	*place = of_rows(d->l, *place);
	return *place ? TN_IR_PASS_OVER : tn__lower_nomem(d->l);
}

static int in_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct divisors *d = v->ctx;
	uint32_t i;
	int rc = TN_OK;

	if (!q->group_count)
		return TN_OK;
	for (i = 0; i < q->item_count && rc == TN_OK; i++)
		rc = tn__ir_visit_expr(&q->items[i].expr, &d->v);
	if (rc == TN_OK && q->having)
		rc = tn__ir_visit_expr(&q->having, &d->v);
	for (i = 0; i < q->order_count && rc == TN_OK; i++)
		rc = tn__ir_visit_expr(&q->order[i].expr, &d->v);
	return rc;
}

static int in_statement(struct divisors *d)
{
	struct tn_ir_visitor v = {.query = in_query, .ctx = d};

	d->v = (struct tn_ir_visitor){.expr = guard, .query = pass_over_query, .ctx = d};
	return tn__lower_visit(d->l, &v);
}

int tn__pass_group_divisors(struct tn_lowering *l)
{
	struct divisors d = {.l = l};
	int rc = in_statement(&d);

	if (rc < 0 || !d.found || tn__can(l, TN_CAP_GROUPS_COMPLETE))
		return rc;
	d.rewrite = 1;
	return tn__lower_tree(l) ? in_statement(&d) : TN_E_NOMEM;
}
