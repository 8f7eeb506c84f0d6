/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_scan.c - what a statement has that a pass might have to do with.
 *
 * One walk before all passes, so that a pass which has nothing to do is not even
 * called.  It also finds trees that are too deep for any walk.
 *
 * Invariants:
 *  1. Nothing is decided here: a bit says that a construct is there, not whether the
 *     server has it.
 *  2. A pass that makes a construct sets its bit.
 */
#include "compat/pass.h"
#include "core/base/error.h"

static int is_list(const struct tn_ir_stmt *stmt, const struct tn_ir_expr *e)
{
	return e->kind == TN_X_PARAM && stmt->params && e->u.param < stmt->arg_count && stmt->params[e->u.param].list;
}

static int scan_expr(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct tn_lowering *l = v->ctx;
	const struct tn_ir_expr *e = *place;

	if (e->op == TN_OP_TRANSLATE)
		l->has |= TN_HAS_TRANSLATE;
	if (e->kind == TN_X_ROWVALUE)
		l->has |= TN_HAS_ROWS;
	else if (e->kind == TN_X_SCALAR && !(e->flags & TN_XF_PROVEN))
		l->has |= TN_HAS_SCALAR;
	else if (is_list(l->intent, e))
		l->has |= TN_HAS_LIST;
	else if (e->kind == TN_X_IN_QUERY)
		l->has |= TN_HAS_IN_QUERY;
	else if (e->kind == TN_X_QUANT_QUERY)
		l->has |= TN_HAS_IN_QUERY | TN_HAS_QUANTIFIED;
	if (e->kind != TN_X_CALL || !e->u.call)
		return TN_OK;
	if (e->u.call->filter)
		l->has |= TN_HAS_FILTER;
	if (e->u.call->order_count)
		l->has |= TN_HAS_ORDER;
	if (e->u.call->over_name || (e->u.call->over && e->u.call->over->base))
		l->has |= TN_HAS_NAMED;
	if (e->u.call->over && e->u.call->over->order_count)
		l->has |= TN_HAS_ORDER;
	if (e->u.call->over && e->u.call->over->frame)
		l->has |= TN_HAS_FRAME;
	return TN_OK;
}

static void scan_from(struct tn_lowering *l, const struct tn_ir_from *f)
{
	for (; f && f->kind == TN_FROM_JOIN; f = f->left) {
		if (f->join == TN_JOIN_FULL)
			l->has |= TN_HAS_FULL_JOIN;
		else if (f->join == TN_JOIN_RIGHT)
			l->has |= TN_HAS_RIGHT_JOIN;
		if (f->join == TN_JOIN_LEFT || f->join == TN_JOIN_RIGHT || f->join == TN_JOIN_FULL)
			l->has |= TN_HAS_OUTER_JOIN;
		scan_from(l, f->right);
	}
	if (f && f->kind == TN_FROM_QUERY)
		l->has |= TN_HAS_DERIVED;
}

static void scan_froms(struct tn_lowering *l, struct tn_ir_from *const *from, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		scan_from(l, from[i]);
}

static int is_ordered_operand(const struct tn_ir_query *q)
{
	return q && q->order_count && !q->limit && !q->offset;
}

static int scan_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct tn_lowering *l = v->ctx;

	if (q->order_count)
		l->has |= TN_HAS_ORDER;
	if (q->window_count) /* what is in them shows only when a pass looks */
		l->has |= TN_HAS_NAMED | TN_HAS_ORDER | TN_HAS_FRAME;
	if (q->with && v->depth > 1)
		l->has |= TN_HAS_DERIVED;
	if (q->windowed && v->depth > 1)
		l->has |= TN_HAS_WINDOW;
	if (tn__lower_tells_names(q))
		l->has |= TN_HAS_NAMES;
	if (q->lock)
		l->has |= TN_HAS_LOCK;
	if (q->group_count)
		l->has |= TN_HAS_GROUP;
	if (q->distinct && q->offset)
		l->has |= TN_HAS_DISTINCT_OFFSET;
	if (q->kind == TN_QUERY_INTERSECT || q->kind == TN_QUERY_EXCEPT ||
	    (q->kind == TN_QUERY_UNION && (q->left->kind > TN_QUERY_VALUES || q->right->kind > TN_QUERY_VALUES)))
		l->has |= TN_HAS_INTERSECT;
	if (is_ordered_operand(q->left) || is_ordered_operand(q->right))
		l->has |= TN_HAS_OPERAND_ORDER;
	if (l->target && tn__lower_reads_table(q, l->target))
		l->has |= TN_HAS_TARGET_READ;
	scan_froms(l, q->from, q->from_count);
	return TN_OK;
}

static void scan_change(struct tn_lowering *l, const struct tn_ir_change *c)
{
	if (l->intent->kind == TN_IR_INSERT) {
		l->has |= TN_HAS_INSERT;
	} else {
		l->target = c->target->table;
		if (c->with)
			l->has |= TN_HAS_DML_WITH;
	}
	if (l->intent->kind == TN_IR_DELETE && tn__lower_refers(c->target->table))
		l->has |= TN_HAS_OWN_REFERENCES;
	if (c->from_count)
		l->has |= TN_HAS_DML_FROM;
	if (c->returning_count)
		l->has |= TN_HAS_RETURNING;
	if (c->alias && (c->returning_count || l->intent->kind == TN_IR_DELETE))
		l->has |= TN_HAS_TARGET_ALIAS;
	if (c->conflict)
		l->has |= TN_HAS_CONFLICT;
	if (c->set_count > 1)
		l->has |= TN_HAS_SETS;
	scan_froms(l, c->from, c->from_count);
}

int tn__lower_scan(struct tn_lowering *l)
{
	const struct tn_ir_stmt *stmt = l->intent;
	struct tn_ir_visitor v = {.expr = scan_expr, .query = scan_query, .ctx = l};

	if (stmt->kind == TN_IR_TRUNCATE || stmt->kind == TN_IR_CREATE_VIEW)
		l->has |= TN_HAS_DEFINITION;
	else if (stmt->kind == TN_IR_CREATE_INDEX)
		l->has |= TN_HAS_ORDER;
	else if (stmt->kind == TN_IR_INSERT || stmt->kind == TN_IR_UPDATE || stmt->kind == TN_IR_DELETE)
		scan_change(l, stmt->u.change);
	if (tn__ir_visit(stmt, &v) < 0)
		return tn__error_set(l->err, TN_E_LIMIT, "the statement is nested too deeply");
	return TN_OK;
}
