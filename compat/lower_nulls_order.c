/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_nulls_order.c - NULLs come where the statement says.
 *
 * The problem: every ORDER BY says where NULLs go (the analysis makes PostgreSQL's
 * default explicit), servers without the words sort them first or last by
 * themselves.
 * Who lacks it: MySQL's family has neither NULLS FIRST nor NULLS LAST.
 * What is done: where the key is never NULL (its column is NOT NULL, or WHERE compares
 * it), or NULLs go there by themselves, the words are left out.  Else "x IS NULL"
 * becomes a key in front of x.  The same in
 * windows and inside aggregates.  DISTINCT and set operations can be ordered by
 * their columns only, so they move into a subquery first.
 * What is preserved: the order.  An index serves the order where no key is added; a
 * key in front is what a server without the words needs to sort anyway.
 * What is weaker: nothing.
 * When it refuses: a RANGE frame with an offset takes one key only.  If such a frame
 * reaches to an end of the partition, NULLs at another end are in other frames; else
 * their place makes no difference and the words are left out.  A volatile key cannot
 * be written twice.
 *
 * On servers with the words, they are left out only for keys that are never NULL and
 * would be sorted the other way: there an index would not be used.
 */
#include <string.h>
#include "compat/pass.h"

enum action { KEEP, DROP, KEY };

struct nulls {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	uint8_t words, low, high;
	uint8_t found; /* there is something to change */
};

static enum action action_of(const struct nulls *n, const struct tn_ir_order *o)
{
	int first = o->nulls == TN_NULLS_FIRST;
	int natural = (n->low && first == !o->desc) || (n->high && first == !!o->desc);

	if (o->nulls == TN_NULLS_DEFAULT || (n->words && natural))
		return KEEP;
	if (natural || o->expr->type.flags & TN_TYPEF_NOT_NULL)
		return DROP;
	return n->words ? KEEP : KEY;
}

static int needs(const struct nulls *n, const struct tn_ir_order *order, uint32_t count, enum action at_least)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (action_of(n, &order[i]) >= at_least)
			return 1;
	return 0;
}

/* ---- keys that a condition lets through only when they have a value ------------------------- */

/* What the expression is without the conversions that the analysis has made. */
static const struct tn_ir_expr *bare(const struct tn_ir_expr *e)
{
	while (e->kind == TN_X_CAST && e->flags & TN_XF_IMPLICIT)
		e = e->args[0];
	return e;
}

static int is_column(const struct tn_ir_expr *e, const struct tn_ir_expr *column)
{
	e = bare(e);
	return e->kind == TN_X_COLUMN && e->u.column.source && e->u.column.source == column->u.column.source &&
	       e->u.column.index == column->u.column.index;
}

/* 1 if the condition is never true where the column is NULL. */
static int rejects_null(const struct tn_ir_expr *where, const struct tn_ir_expr *column)
{
	uint32_t i;

	if (where->kind == TN_X_IN || where->kind == TN_X_IN_QUERY)
		return is_column(where->args[0], column);
	if (where->kind != TN_X_OP)
		return 0;
	if (where->sym == TN_SYM_AND) {
		for (i = 0; i < where->arg_count; i++)
			if (rejects_null(where->args[i], column))
				return 1;
		return 0;
	}
	if (where->sym == TN_SYM_IS_NOT_NULL || where->sym == TN_SYM_BETWEEN)
		return is_column(where->args[0], column);
	if (where->sym < TN_SYM_EQ || where->sym > TN_SYM_GE || where->arg_count != 2)
		return 0;
	return is_column(where->args[0], column) || is_column(where->args[1], column);
}

/* 1 if WHERE lets no NULL through to the key. */
static int is_never_null(const struct tn_ir_query *q, const struct tn_ir_expr *key)
{
	if (q->kind != TN_QUERY_SELECT || !q->where)
		return 0;
	if (key->kind == TN_X_OUTPUT && key->u.output < q->item_count)
		key = q->items[key->u.output].expr;
	return key->kind == TN_X_COLUMN && rejects_null(q->where, key);
}

/* ---- is there anything to do? ------------------------------------------------------- */

/* 1 if a key would need nothing but for what WHERE says of it. */
static int is_freed(const struct nulls *n, const struct tn_ir_query *q, const struct tn_ir_order *o)
{
	struct tn_ir_expr key = *o->expr;
	struct tn_ir_order never = *o;

	key.type.flags |= TN_TYPEF_NOT_NULL;
	never.expr = &key;
	return action_of(n, &never) == DROP && is_never_null(q, o->expr);
}

static int find_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct nulls *n = v->ctx;
	uint32_t i;

	if (needs(n, q->order, q->order_count, DROP))
		n->found = 1;
	for (i = 0; i < q->order_count && !n->found; i++)
		n->found = (uint8_t)is_freed(n, q, &q->order[i]);
	for (i = 0; i < q->window_count; i++)
		if (needs(n, q->windows[i]->order, q->windows[i]->order_count, DROP))
			n->found = 1;
	return TN_OK;
}

static int find_expr(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct nulls *n = v->ctx;
	const struct tn_ir_expr *e = *place;
	const struct tn_ir_window *over = e->kind == TN_X_CALL ? e->u.call->over : NULL;

	if (e->kind == TN_X_CALL && needs(n, e->u.call->order, e->u.call->order_count, DROP))
		n->found = 1;
	if (over && needs(n, over->order, over->order_count, DROP))
		n->found = 1;
	return TN_OK;
}

/* ---- keys --------------------------------------------------------------------------------- */

static int add_key(struct nulls *n, struct tn_ir_order *key, const struct tn_ir_order *o, struct tn_ir_query *q)
{
	struct tn_lowering *l = n->l;
	struct tn_ir_expr *copy = o->expr;

	if (copy->kind == TN_X_OUTPUT && q && copy->u.output < q->item_count)
		copy = q->items[copy->u.output].expr;
	if (tn__lower_is_volatile(copy))
		return tn__lower_refuse(l, TN_CAP_NULLS_ORDER, o->expr->at,
			"the place of NULLs for a key that changes at each call", NULL);
	copy = tn__ir_clone_expr(l->arena, copy);
	key->expr = copy ? tn__ir_op(l->arena, TN_OP_IS_NULL, 1, copy) : NULL;
	key->desc = o->nulls == TN_NULLS_FIRST;
	key->nulls = TN_NULLS_DEFAULT;
	return key->expr ? TN_OK : tn__lower_nomem(l);
}

/* q: the query whose outputs the keys may be, or NULL. */
static int rewrite(struct nulls *n, struct tn_ir_order **order, uint32_t *count, struct tn_ir_query *q)
{
	struct tn_ir_order *keys;
	uint32_t i, k = 0;

	if (!needs(n, *order, *count, DROP))
		return TN_OK;
	keys = tn__arena_calloc(n->l->arena, *count * (size_t)2, sizeof(*keys));
	if (!keys)
		return tn__lower_nomem(n->l);
	for (i = 0; i < *count; i++) {
		enum action action = action_of(n, &(*order)[i]);

		if (action == KEY && add_key(n, &keys[k++], &(*order)[i], q))
			return TN_E_UNSUPPORTED;
		keys[k] = (*order)[i];
		if (action != KEEP)
			keys[k].nulls = TN_NULLS_DEFAULT;
		k++;
	}
	*order = keys;
	*count = k;
	return TN_OK;
}

static int is_open_end(const struct tn_ir_window *w)
{
	return w->start == TN_BOUND_UNBOUNDED_PRECEDING || w->end == TN_BOUND_UNBOUNDED_FOLLOWING;
}

static int window(struct nulls *n, struct tn_ir_window *w)
{
	if (w->frame != TN_FRAME_RANGE || !(w->start_offset || w->end_offset) || w->order_count != 1)
		return rewrite(n, &w->order, &w->order_count, NULL);
	if (action_of(n, &w->order[0]) == KEY && is_open_end(w))
		return tn__lower_refuse(n->l, TN_CAP_NULLS_ORDER, w->at,
			"the place of NULLs in a RANGE frame that reaches to an end of the partition",
			"Leave NULLs out with WHERE, or order by COALESCE(x, ...).");
	if (action_of(n, &w->order[0]) != KEEP)
		w->order[0].nulls = TN_NULLS_DEFAULT;
	return TN_OK;
}

static int rewrite_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct nulls *n = v->ctx;
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < q->order_count; i++)
		if (is_never_null(q, q->order[i].expr))
			q->order[i].expr->type.flags |= TN_TYPEF_NOT_NULL;
	if ((q->kind != TN_QUERY_SELECT || q->distinct) && needs(n, q->order, q->order_count, KEY))
		rc = tn__lower_wrap(n->l, q);
	if (rc == TN_OK)
		rc = rewrite(n, &q->order, &q->order_count, q);
	for (i = 0; i < q->window_count && rc == TN_OK; i++)
		rc = window(n, q->windows[i]);
	return rc;
}

static int rewrite_expr(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct nulls *n = v->ctx;
	struct tn_ir_call *call = (*place)->kind == TN_X_CALL ? (*place)->u.call : NULL;
	int rc = call ? rewrite(n, &call->order, &call->order_count, NULL) : TN_OK;

	return rc == TN_OK && call && call->over ? window(n, call->over) : rc;
}

/* The order of NULLs in an index changes no result. */
static int index_keys(struct tn_lowering *l)
{
	struct tn_ir_stmt *tree;
	uint32_t i;

	if (tn__can(l, TN_CAP_INDEX_NULLS_ORDER))
		return TN_OK;
	tree = tn__lower_tree(l);
	if (!tree)
		return TN_E_NOMEM;
	for (i = 0; i < tree->u.create_index->key_count; i++)
		tree->u.create_index->keys[i].nulls = TN_NULLS_DEFAULT;
	return TN_OK;
}

int tn__pass_nulls_order(struct tn_lowering *l)
{
	struct nulls n = {.v = {.query = find_query, .expr = find_expr}, .l = l};
	int rc;

	if (l->intent->kind == TN_IR_CREATE_INDEX)
		return index_keys(l);
	n.v.ctx = &n;
	n.words = (uint8_t)tn__can(l, TN_CAP_NULLS_ORDER);
	n.low = (uint8_t)tn__can(l, TN_CAP_NULLS_SORT_LOW);
	n.high = (uint8_t)tn__can(l, TN_CAP_NULLS_SORT_HIGH);
	rc = tn__lower_visit(l, &n.v);
	if (rc < 0 || !n.found)
		return rc;
	if (!tn__lower_tree(l))
		return TN_E_NOMEM;
	n.v.query = rewrite_query;
	n.v.expr = rewrite_expr;
	return tn__lower_visit(l, &n.v);
}
