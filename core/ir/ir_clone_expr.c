/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir_clone_expr.c - the copy of an expression; see ir_clone.c.
 *
 * A column keeps its source when that is not part of what is copied: the copy of a
 * condition still means the same table.
 */
#include "core/ir/ir_copies.h"

struct tn_ir_expr **tn__copy_exprs(struct tn_copies *c, struct tn_ir_expr *const *e, uint32_t count)
{
	struct tn_ir_expr **n = tn__copy_bytes(c, e, count * sizeof(*e));
	uint32_t i;

	for (i = 0; n && i < count; i++)
		n[i] = tn__copy_expr(c, e[i]);
	return n;
}

struct tn_ir_order *tn__copy_orders(struct tn_copies *c, const struct tn_ir_order *order, uint32_t count)
{
	struct tn_ir_order *n = tn__copy_bytes(c, order, count * sizeof(*order));
	uint32_t i;

	for (i = 0; n && i < count; i++)
		n[i].expr = tn__copy_expr(c, order[i].expr);
	return n;
}

struct tn_ir_window *tn__copy_window(struct tn_copies *c, const struct tn_ir_window *w)
{
	struct tn_ir_window *n = tn__copy_bytes(c, w, sizeof(*w));

	if (!n)
		return NULL;
	n->partition = tn__copy_exprs(c, w->partition, w->partition_count);
	n->order = tn__copy_orders(c, w->order, w->order_count);
	n->start_offset = tn__copy_expr(c, w->start_offset);
	n->end_offset = tn__copy_expr(c, w->end_offset);
	return n;
}

static struct tn_ir_call *copy_call(struct tn_copies *c, const struct tn_ir_call *call)
{
	struct tn_ir_call *n = tn__copy_bytes(c, call, sizeof(*call));

	if (!n)
		return NULL;
	n->order = tn__copy_orders(c, call->order, call->order_count);
	n->filter = tn__copy_expr(c, call->filter);
	n->over = tn__copy_window(c, call->over);
	return n;
}

static void copy_kind(struct tn_copies *c, struct tn_ir_expr *n, const struct tn_ir_expr *e)
{
	switch (e->kind) {
	case TN_X_LITERAL:
		if (e->type.kind == TN_T_INTERVAL)
			n->u.interval = tn__copy_bytes(c, e->u.interval, sizeof(*e->u.interval));
		break;
	case TN_X_COLUMN:
		n->u.column.source = tn__copies_find(c, e->u.column.source);
		if (!n->u.column.source)
			n->u.column.source = e->u.column.source;
		break;
	case TN_X_CALL:
		n->u.call = copy_call(c, e->u.call);
		break;
	case TN_X_IN_QUERY:
	case TN_X_QUANT_QUERY:
	case TN_X_SCALAR:
	case TN_X_EXISTS:
		n->u.sub.query = tn__copy_query(c, e->u.sub.query);
		break;
	default:
		break;
	}
}

struct tn_ir_expr *tn__copy_expr(struct tn_copies *c, const struct tn_ir_expr *e)
{
	struct tn_ir_expr *n;

	if (c->depth >= TN_IR_MAX_DEPTH)
		c->failed = 1;
	n = tn__copy_bytes(c, e, sizeof(*e));
	if (!n)
		return NULL;
	c->depth++;
	n->args = tn__copy_exprs(c, e->args, e->arg_count);
	copy_kind(c, n, e);
	c->depth--;
	return n;
}
