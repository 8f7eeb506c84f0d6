/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir_clone_query.c - the copy of a query; see ir_clone.c.
 *
 * Order matters: WITH and FROM are copied before what refers to them, and a CTE is
 * known before its own query, which may name it.
 */
#include "core/ir/ir_copies.h"

struct tn_ir_source *tn__copy_source(struct tn_copies *c, const struct tn_ir_source *s)
{
	struct tn_ir_source *n = tn__copies_find(c, s);
	struct tn_ir_cte *cte;
	struct tn_ir_query *query, *owner;

	if (n || !s)
		return n;
	n = tn__copy_bytes(c, s, sizeof(*s));
	if (!n)
		return NULL;
	tn__copies_add(c, s, n);
	/* What lies outside is not in the list and stays. */
	cte = tn__copies_find(c, s->cte);
	query = tn__copies_find(c, s->query);
	owner = tn__copies_find(c, s->owner);
	if (cte)
		n->cte = cte;
	if (query)
		n->query = query;
	if (owner)
		n->owner = owner;
	return n;
}

static struct tn_ir_cte *copy_cte(struct tn_copies *c, const struct tn_ir_cte *cte)
{
	struct tn_ir_cte *n = tn__copy_bytes(c, cte, sizeof(*cte));

	if (!n)
		return NULL;
	tn__copies_add(c, cte, n);
	n->query = tn__copy_query(c, cte->query);
	return n;
}

struct tn_ir_with *tn__copy_with(struct tn_copies *c, const struct tn_ir_with *w)
{
	struct tn_ir_with *n = tn__copy_bytes(c, w, sizeof(*w));
	uint32_t i;

	if (!n)
		return NULL;
	n->ctes = tn__copy_bytes(c, w->ctes, w->cte_count * sizeof(struct tn_ir_cte *));
	for (i = 0; n->ctes && i < n->cte_count; i++)
		n->ctes[i] = copy_cte(c, w->ctes[i]);
	return n;
}

static struct tn_ir_from *copy_from(struct tn_copies *c, const struct tn_ir_from *f)
{
	struct tn_ir_from *n;

	if (c->depth >= TN_IR_MAX_DEPTH)
		c->failed = 1;
	n = tn__copy_bytes(c, f, sizeof(*f));
	if (!n)
		return NULL;
	c->depth++;
	n->query = tn__copy_query(c, f->query);
	n->source = tn__copy_source(c, f->source);
	n->left = copy_from(c, f->left);
	n->right = copy_from(c, f->right);
	n->on = tn__copy_expr(c, f->on);
	n->list = tn__copy_expr(c, f->list);
	c->depth--;
	return n;
}

struct tn_ir_from **tn__copy_froms(struct tn_copies *c, struct tn_ir_from *const *from, uint32_t count)
{
	struct tn_ir_from **n = tn__copy_bytes(c, from, count * sizeof(*from));
	uint32_t i;

	for (i = 0; n && i < count; i++)
		n[i] = copy_from(c, from[i]);
	return n;
}

struct tn_ir_item *tn__copy_items(struct tn_copies *c, const struct tn_ir_item *items, uint32_t count)
{
	struct tn_ir_item *n = tn__copy_bytes(c, items, count * sizeof(*items));
	uint32_t i;

	for (i = 0; n && i < count; i++)
		n[i].expr = tn__copy_expr(c, items[i].expr);
	return n;
}

static struct tn_ir_window **copy_windows(struct tn_copies *c, struct tn_ir_window *const *w, uint32_t count)
{
	struct tn_ir_window **n = tn__copy_bytes(c, w, count * sizeof(*w));
	uint32_t i;

	for (i = 0; n && i < count; i++)
		n[i] = tn__copy_window(c, w[i]);
	return n;
}

static void copy_select(struct tn_copies *c, struct tn_ir_query *n, const struct tn_ir_query *q)
{
	n->from = tn__copy_froms(c, q->from, q->from_count);
	n->items = tn__copy_items(c, q->items, q->item_count);
	n->where = tn__copy_expr(c, q->where);
	n->group = tn__copy_exprs(c, q->group, q->group_count);
	n->having = tn__copy_expr(c, q->having);
	n->windows = copy_windows(c, q->windows, q->window_count);
}

struct tn_ir_query *tn__copy_query(struct tn_copies *c, const struct tn_ir_query *q)
{
	struct tn_ir_query *n;

	if (c->depth >= TN_IR_MAX_DEPTH)
		c->failed = 1;
	n = tn__copy_bytes(c, q, sizeof(*q));
	if (!n)
		return NULL;
	c->depth++;
	tn__copies_add(c, q, n);
	n->with = tn__copy_with(c, q->with);
	copy_select(c, n, q);
	n->values = tn__copy_exprs(c, q->values, q->row_count * q->width);
	n->left = tn__copy_query(c, q->left);
	n->right = tn__copy_query(c, q->right);
	n->order = tn__copy_orders(c, q->order, q->order_count);
	n->limit = tn__copy_expr(c, q->limit);
	n->offset = tn__copy_expr(c, q->offset);
	n->outputs = tn__copy_bytes(c, q->outputs, q->output_count * sizeof(*q->outputs));
	c->depth--;
	return n;
}
