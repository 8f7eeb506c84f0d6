/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_returned_nulls.c - columns of RETURNING that can be NULL.
 *
 * The problem: UPDATE t SET ... RETURNING note IN ('a', 'b'), (SELECT note IS NULL)
 * Who lacks it: SQLite from 3.38 on: in RETURNING it asks another column whether this one
 * can be NULL, and so takes NULL IN (...) for false and IS NULL for never true.
 * What is done: the column stands as (SELECT note) before IN, ANY, ALL and IS NULL.
 * What is preserved: the value and its affinity.
 * What is weaker: nothing.
 * When it refuses: never.
 */
#include "compat/pass.h"

struct returned {
	struct tn_lowering *l;
	const struct tn_ir_source *target;
	int rewrite, found;
};

/* (SELECT column) in the place of a column of the changed table. */
static int apart(struct returned *r, struct tn_ir_expr **place)
{
	struct tn_ir_expr *e;
	struct tn_ir_query *q;
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; (*place)->kind == TN_X_ROWVALUE && i < (*place)->arg_count && rc == TN_OK; i++)
		rc = apart(r, &(*place)->args[i]);
	if ((*place)->kind != TN_X_COLUMN || (*place)->u.column.source != r->target ||
	    (*place)->type.flags & TN_TYPEF_NOT_NULL)
		return rc;
	r->found = 1;
	if (!r->rewrite)
		return TN_OK;
	q = tn__lower_select(r->l, NULL, 1);
	e = q ? tn__arena_alloc(r->l->arena, sizeof(*e)) : NULL;
	if (!e)
		return q ? tn__lower_nomem(r->l) : TN_E_NOMEM;
	e->kind = TN_X_SCALAR;
	e->flags = TN_XF_PROVEN;
	e->at = (*place)->at;
	e->type = (*place)->type;
	e->u.sub.query = q;
	if (tn__lower_add_item(r->l, q, *place, NULL))
		return TN_E_NOMEM;
	*place = e;
	return TN_OK;
}

static int in_expr(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct returned *r = v->ctx;
	struct tn_ir_expr *e = *place;

	switch (e->kind) {
	case TN_X_IN:
	case TN_X_IN_QUERY:
	case TN_X_QUANT:
	case TN_X_QUANT_QUERY: return apart(r, &e->args[0]);
	default: return e->op == TN_OP_IS_NULL || e->op == TN_OP_IS_NOT_NULL ? apart(r, &e->args[0]) : TN_OK;
	}
}

static int in_returning(struct returned *r)
{
	const struct tn_ir_stmt *stmt = tn__lower_now(r->l);
	struct tn_ir_visitor v = {.expr = in_expr, .ctx = r};
	struct tn_ir_change *c;
	uint32_t i;
	int rc = TN_OK;

	/* A part of a statement that was taken apart may be a query. */
	if (stmt->kind != TN_IR_INSERT && stmt->kind != TN_IR_UPDATE && stmt->kind != TN_IR_DELETE)
		return TN_OK;
	c = stmt->u.change;
	r->target = c->target;
	for (i = 0; i < c->returning_count && rc >= 0; i++)
		rc = tn__ir_visit_expr(&c->returning[i].expr, &v);
	return rc;
}

int tn__pass_returned_nulls(struct tn_lowering *l)
{
	struct returned r = {.l = l};
	int rc = in_returning(&r);

	if (rc < 0 || !r.found || tn__can(l, TN_CAP_RETURNED_NULLS))
		return rc;
	r.rewrite = 1;
	return tn__lower_tree(l) ? in_returning(&r) : TN_E_NOMEM;
}
