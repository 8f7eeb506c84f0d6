/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_group_divisors.c - divisors that aggregates make.
 *
 * The problem: SELECT k, 100 / count(*) FROM t GROUP BY k
 * Who lacks it: MariaDB computes such an expression once before a group has rows, when
 * count(*) is 0, and reports a division by zero that is in no row.
 * What is done: the divisor becomes CASE WHEN count(1) > 0 THEN divisor END, and NULL is no
 * error.  The same for the argument of a logarithm.
 * What is preserved: a group has a row, so the value of each divisor; a zero among them is
 * the error that it was.
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

static int is_aggregate(const struct tn_ir_expr *e)
{
	return e->op < TN_OPS && tn__op_info[e->op].flags & TN_OPF_AGGREGATE &&
	       (e->kind != TN_X_CALL || !e->u.call || !(e->u.call->over || e->u.call->over_name));
}

static int find_aggregate(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	*(int *)v->ctx |= is_aggregate(*place);
	return TN_OK;
}

/* The argument whose zero is an error; NULL: there is none. */
static struct tn_ir_expr **divisor_of(struct tn_ir_expr *e)
{
	switch (e->op) {
	case TN_OP_DIV_I:
	case TN_OP_DIV_N:
	case TN_OP_DIV_D:
	case TN_OP_MOD_I:
	case TN_OP_MOD_N:
	case TN_OP_MOD_FN_I:
	case TN_OP_MOD_FN_N:
		return e->arg_count > 1 ? &e->args[1] : NULL;
	case TN_OP_LN:
	case TN_OP_LOG10:
		return e->arg_count ? &e->args[0] : NULL;
	default:
		return NULL;
	}
}

/* CASE WHEN count(1) > 0 THEN divisor END */
static struct tn_ir_expr *of_rows(struct tn_lowering *l, struct tn_ir_expr *divisor)
{
	struct tn_ir_expr *rows = tn__ir_op(l->arena, TN_OP_COUNT, 1, tn__ir_int(l->arena, 1)), *there;

	there = rows ? tn__ir_op(l->arena, TN_OP_GT_I, 2, rows, tn__ir_int(l->arena, 0)) : NULL;
	return tn__lower_case(l, there, divisor);
}

static int guard(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct divisors *d = v->ctx;
	struct tn_ir_expr **divisor = divisor_of(*place);
	int found = 0, rc;

	if (is_aggregate(*place)) /* what is in its arguments is computed of rows */
		return TN_IR_PASS_OVER;
	if (!divisor)
		return TN_OK;
	rc = tn__ir_visit_expr(divisor, &(struct tn_ir_visitor){.expr = find_aggregate, .query = pass_over_query,
								.ctx = &found, .depth = v->depth});
	if (rc < 0 || !found)
		return rc;
	d->found = 1;
	if (!d->rewrite)
		return TN_OK;
	*divisor = of_rows(d->l, *divisor);
	return *divisor ? TN_OK : tn__lower_nomem(d->l);
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
