/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir_visit.c - walks every expression and query of a statement.
 *
 * One walk for all who look at a tree or rewrite it, so that a new clause has to
 * be added in one place and is then seen by every pass.
 *
 * Invariants:
 *  1. Parents come before children, clauses in the order of struct tn_ir_query and
 *     struct tn_ir_change, which is that of the text but for WITH, which is first.
 *  2. Each node is met once: a query that hangs in FROM or WITH is met there and not
 *     again through the sources that point to it.
 *  3. The stack is bounded by TN_IR_MAX_DEPTH, whatever the tree.
 *
 * It must not change a tree by itself, and must not allocate.
 */
#include <tenon/error.h>
#include "core/ir/ir.h"

#define ENTER(v) \
	do { \
		if ((v)->depth >= TN_IR_MAX_DEPTH) \
			return TN_E_LIMIT; \
		(v)->depth++; \
	} while (0)
#define LEAVE(v, rc) (--(v)->depth, (rc))

static int visit_exprs(struct tn_ir_visitor *v, struct tn_ir_expr **places, uint32_t count)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < count && rc >= 0; i++)
		rc = tn__ir_visit_expr(&places[i], v);
	return rc;
}

static int visit_orders(struct tn_ir_visitor *v, struct tn_ir_order *order, uint32_t count)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < count && rc >= 0; i++)
		rc = tn__ir_visit_expr(&order[i].expr, v);
	return rc;
}

static int visit_window(struct tn_ir_visitor *v, struct tn_ir_window *w)
{
	int rc = visit_exprs(v, w->partition, w->partition_count);

	if (rc >= 0)
		rc = visit_orders(v, w->order, w->order_count);
	if (rc >= 0)
		rc = tn__ir_visit_expr(&w->start_offset, v);
	return rc < 0 ? rc : tn__ir_visit_expr(&w->end_offset, v);
}

static int visit_call(struct tn_ir_visitor *v, struct tn_ir_call *call)
{
	int rc = visit_orders(v, call->order, call->order_count);

	if (rc >= 0)
		rc = tn__ir_visit_expr(&call->filter, v);
	return rc >= 0 && call->over ? visit_window(v, call->over) : rc;
}

static int visit_below(struct tn_ir_visitor *v, struct tn_ir_expr *e)
{
	int rc = visit_exprs(v, e->args, e->arg_count);

	if (rc < 0)
		return rc;
	switch (e->kind) {
	case TN_X_CALL:
		return e->u.call ? visit_call(v, e->u.call) : TN_OK;
	case TN_X_IN_QUERY:
	case TN_X_QUANT_QUERY:
	case TN_X_SCALAR:
	case TN_X_EXISTS:
		return tn__ir_visit_query(e->u.sub.query, v);
	default:
		return TN_OK;
	}
}

int tn__ir_visit_expr(struct tn_ir_expr **place, struct tn_ir_visitor *v)
{
	int rc = TN_OK;

	if (!*place)
		return TN_OK;
	ENTER(v);
	if (v->expr)
		rc = v->expr(v, place);
	if (rc == TN_OK && *place)
		rc = visit_below(v, *place);
	if (rc >= 0 && v->expr_after && *place)
		rc = v->expr_after(v, place);
	return LEAVE(v, rc < 0 ? rc : TN_OK);
}

/* ---- queries --------------------------------------------------------------------- */

static int visit_items(struct tn_ir_visitor *v, struct tn_ir_item *items, uint32_t count)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < count && rc >= 0; i++)
		rc = tn__ir_visit_expr(&items[i].expr, v);
	return rc;
}

static int visit_from(struct tn_ir_visitor *v, struct tn_ir_from *from)
{
	int rc = TN_OK;

	if (!from)
		return TN_OK;
	ENTER(v);
	if (from->kind == TN_FROM_QUERY) {
		rc = tn__ir_visit_query(from->query, v);
	} else if (from->kind == TN_FROM_LIST) {
		rc = tn__ir_visit_expr(&from->list, v);
	} else if (from->kind == TN_FROM_JOIN) {
		rc = visit_from(v, from->left);
		if (rc >= 0)
			rc = visit_from(v, from->right);
		if (rc >= 0)
			rc = tn__ir_visit_expr(&from->on, v);
	}
	return LEAVE(v, rc);
}

static int visit_froms(struct tn_ir_visitor *v, struct tn_ir_from **from, uint32_t count)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < count && rc >= 0; i++)
		rc = visit_from(v, from[i]);
	return rc;
}

static int visit_with(struct tn_ir_visitor *v, struct tn_ir_with *with)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; with && i < with->cte_count && rc >= 0; i++)
		rc = tn__ir_visit_query(with->ctes[i]->query, v);
	return rc;
}

static int visit_select(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	uint32_t i;
	int rc = visit_items(v, q->items, q->item_count);

	if (rc >= 0)
		rc = visit_froms(v, q->from, q->from_count);
	if (rc >= 0)
		rc = tn__ir_visit_expr(&q->where, v);
	if (rc >= 0)
		rc = visit_exprs(v, q->group, q->group_count);
	if (rc >= 0)
		rc = tn__ir_visit_expr(&q->having, v);
	for (i = 0; i < q->window_count && rc >= 0; i++)
		rc = visit_window(v, q->windows[i]);
	return rc;
}

static int visit_clauses(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	int rc = visit_with(v, q->with);

	if (rc >= 0)
		rc = visit_select(v, q);
	if (rc >= 0)
		rc = visit_exprs(v, q->values, q->values ? q->row_count * q->width : 0);
	if (rc >= 0)
		rc = tn__ir_visit_query(q->left, v);
	if (rc >= 0)
		rc = tn__ir_visit_query(q->right, v);
	if (rc >= 0)
		rc = visit_orders(v, q->order, q->order_count);
	if (rc >= 0)
		rc = tn__ir_visit_expr(&q->limit, v);
	return rc < 0 ? rc : tn__ir_visit_expr(&q->offset, v);
}

int tn__ir_visit_query(struct tn_ir_query *query, struct tn_ir_visitor *v)
{
	int rc = TN_OK;

	if (!query)
		return TN_OK;
	ENTER(v);
	if (v->query)
		rc = v->query(v, query);
	if (rc == TN_OK)
		rc = visit_clauses(v, query);
	return LEAVE(v, rc < 0 ? rc : TN_OK);
}

/* ---- statements ------------------------------------------------------------------- */

static int visit_change(struct tn_ir_visitor *v, struct tn_ir_change *c)
{
	uint32_t i;
	int rc = visit_with(v, c->with);

	if (rc >= 0)
		rc = tn__ir_visit_query(c->query, v);
	for (i = 0; i < c->set_count && rc >= 0; i++)
		rc = tn__ir_visit_expr(&c->sets[i].value, v);
	if (rc >= 0)
		rc = tn__ir_visit_expr(&c->conflict_where, v);
	if (rc >= 0)
		rc = visit_froms(v, c->from, c->from_count);
	if (rc >= 0)
		rc = tn__ir_visit_expr(&c->where, v);
	return rc < 0 ? rc : visit_items(v, c->returning, c->returning_count);
}

static int visit_definitions(struct tn_ir_visitor *v, struct tn_ir_column_def *columns, uint32_t column_count,
	struct tn_ir_constraint *constraints, uint32_t constraint_count)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < column_count && rc >= 0; i++)
		rc = tn__ir_visit_expr(&columns[i].default_value, v);
	for (i = 0; i < constraint_count && rc >= 0; i++)
		rc = tn__ir_visit_expr(&constraints[i].check, v);
	return rc;
}

static int visit_index(struct tn_ir_visitor *v, struct tn_ir_create_index *index)
{
	int rc = visit_orders(v, index->keys, index->key_count);

	return rc < 0 ? rc : tn__ir_visit_expr(&index->where, v);
}

int tn__ir_visit(const struct tn_ir_stmt *stmt, struct tn_ir_visitor *v)
{
	switch (stmt->kind) {
	case TN_IR_QUERY:
		return tn__ir_visit_query(stmt->u.query, v);
	case TN_IR_INSERT:
	case TN_IR_UPDATE:
	case TN_IR_DELETE:
		return visit_change(v, stmt->u.change);
	case TN_IR_CREATE_TABLE:
		return visit_definitions(v, stmt->u.create_table->columns, stmt->u.create_table->column_count,
			stmt->u.create_table->constraints, stmt->u.create_table->constraint_count);
	case TN_IR_CREATE_INDEX:
		return visit_index(v, stmt->u.create_index);
	case TN_IR_CREATE_VIEW:
		return tn__ir_visit_query(stmt->u.create_view->query, v);
	case TN_IR_ALTER:
		return visit_definitions(v, stmt->u.alter->def, stmt->u.alter->def ? 1 : 0,
			stmt->u.alter->constraints, stmt->u.alter->constraint_count);
	default:
		return TN_OK;
	}
}
