/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_grouped.c - expressions over what a query groups by.
 *
 * The problem: SELECT length('x' || a) FROM t GROUP BY 'x' || a
 * Who lacks it: MySQL knows the key of a group as a whole item only, and takes what stands
 * inside another expression for a column without GROUP BY; MariaDB does so in HAVING.
 * What is done: inside others, such a key becomes its least value in the group.
 * What is preserved: the value: all rows of the group have the same.
 * What is weaker: nothing but speed.
 * When it refuses: never.  Columns are known everywhere and stay as they are.
 */
#include "compat/pass.h"

struct grouped {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	const struct tn_ir_query *query;
	int rewrite, found;
};

/* What a group is by; NULL: a column, which is known everywhere. */
static const struct tn_ir_expr *key_of(const struct tn_ir_query *q, uint32_t i)
{
	const struct tn_ir_expr *e = q->group[i];

	if (e->kind == TN_X_OUTPUT && e->u.output < q->item_count)
		e = q->items[e->u.output].expr;
	return e->kind == TN_X_COLUMN || e->kind == TN_X_LITERAL || e->kind == TN_X_OUTPUT ? NULL : e;
}

static int is_key(const struct tn_ir_query *q, const struct tn_ir_expr *e)
{
	uint32_t i;

	for (i = 0; i < q->group_count; i++) {
		const struct tn_ir_expr *key = key_of(q, i);

		if (key && key->kind == e->kind && tn__ir_same(key, e))
			return 1;
	}
	return 0;
}

static int inside(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct grouped *g = v->ctx;
	struct tn_ir_expr *e = *place;

	if (e->kind == TN_X_CALL && tn__op_info[e->op].flags & TN_OPF_AGGREGATE && e->u.call && !e->u.call->over)
		return TN_IR_PASS_OVER;
	if (!is_key(g->query, e))
		return TN_OK;
	g->found = 1;
	if (!g->rewrite)
		return TN_IR_PASS_OVER;
	*place = tn__ir_op(g->l->arena, TN_OP_MIN, 1, e);
	if (!*place)
		return tn__lower_nomem(g->l);
	(*place)->at = e->at;
	(*place)->type.flags = e->type.flags & TN_TYPEF_NOT_NULL;
	return TN_IR_PASS_OVER;
}

static int whole(struct grouped *g, struct tn_ir_expr **place)
{
	return *place && !is_key(g->query, *place) ? tn__ir_visit_expr(place, &g->v) : TN_OK;
}

static int in_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct grouped *g = v->ctx;
	uint32_t i, keys = 0;
	int rc = TN_OK;

	for (i = 0; i < q->group_count; i++)
		keys += key_of(q, i) != NULL;
	if (!keys)
		return TN_OK;
	g->query = q;
	for (i = 0; i < q->order_count && rc == TN_OK; i++)
		rc = whole(g, &q->order[i].expr);
	if (rc == TN_OK)
		rc = whole(g, &q->having);
	for (i = 0; i < q->item_count && rc == TN_OK; i++)
		rc = whole(g, &q->items[i].expr);
	return rc;
}

static int in_statement(struct grouped *g)
{
	struct tn_ir_visitor v = {.query = in_query, .ctx = g};

	g->v = (struct tn_ir_visitor){.expr = inside, .ctx = g};
	return tn__lower_visit(g->l, &v);
}

int tn__pass_grouped(struct tn_lowering *l)
{
	struct grouped g = {.l = l};
	int rc = in_statement(&g);

	if (rc < 0 || !g.found || tn__can(l, TN_CAP_GROUPED_EXPRESSION))
		return rc;
	g.rewrite = 1;
	return tn__lower_tree(l) ? in_statement(&g) : TN_E_NOMEM;
}
