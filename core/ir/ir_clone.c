/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir_clone.c - a copy of a statement for passes to rewrite: statements.
 *
 * The intent is shared by the cached plans of a statement and is never changed, so
 * whoever rewrites works on a copy.  Expressions are copied in ir_clone_expr.c,
 * queries in ir_clone_query.c.
 *
 * Invariants:
 *  1. A source or CTE that lies inside the copied tree has one copy, and every
 *     COLUMN, FROM item and source of the copy points to that.
 *  2. What the headers call const (names, descriptions of tables and columns, the
 *     source text) is shared.
 *  3. The stack is bounded by TN_IR_MAX_DEPTH, the time linear in the nodes.
 */
#include <string.h>
#include "core/ir/ir_copies.h"

/* ---- which became which ---------------------------------------------------------- */

/* Addresses share their low bits; the product's high bits depend on all of them. */
static uint32_t slot_of(const struct tn_copies *c, const void *old)
{
	return (uint32_t)(((uint64_t)(uintptr_t)old * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (c->room - 1);
}

void *tn__copies_find(const struct tn_copies *c, const void *old)
{
	uint32_t i;

	if (!c->room || !old)
		return NULL;
	for (i = slot_of(c, old); c->olds[i]; i = (i + 1) & (c->room - 1))
		if (c->olds[i] == old)
			return c->news[i];
	return NULL;
}

static void put(struct tn_copies *c, const void *old, void *copy)
{
	uint32_t i = slot_of(c, old);

	while (c->olds[i])
		i = (i + 1) & (c->room - 1);
	c->olds[i] = old;
	c->news[i] = copy;
	c->used++;
}

static int grow(struct tn_copies *c)
{
	struct tn_copies old = *c;
	uint32_t i;

	c->room = old.room ? old.room * 2 : 16;
	c->used = 0;
	c->olds = tn__arena_calloc(c->arena, c->room, sizeof(*c->olds));
	c->news = tn__arena_calloc(c->arena, c->room, sizeof(*c->news));
	if (!c->olds || !c->news) {
		*c = old;
		c->failed = 1;
		return 0;
	}
	for (i = 0; i < old.room; i++)
		if (old.olds[i])
			put(c, old.olds[i], old.news[i]);
	return 1;
}

void tn__copies_add(struct tn_copies *c, const void *old, void *copy)
{
	if (c->used * 2 >= c->room && !grow(c))
		return;
	put(c, old, copy);
}

void *tn__copy_bytes(struct tn_copies *c, const void *old, size_t size)
{
	void *copy;

	if (!old || c->failed)
		return NULL;
	copy = tn__arena_alloc(c->arena, size);
	if (copy)
		memcpy(copy, old, size);
	else
		c->failed = 1;
	return copy;
}

/* ---- statements ------------------------------------------------------------------- */

static struct tn_ir_change *copy_change(struct tn_copies *c, const struct tn_ir_change *old)
{
	struct tn_ir_change *n = tn__copy_bytes(c, old, sizeof(*old));
	uint32_t i;

	if (!n)
		return NULL;
	n->with = tn__copy_with(c, old->with);
	n->target = tn__copy_source(c, old->target);
	n->excluded = tn__copy_source(c, old->excluded);
	n->column_index = tn__copy_bytes(c, old->column_index, old->column_count * sizeof(*old->column_index));
	n->query = tn__copy_query(c, old->query);
	n->from = tn__copy_froms(c, old->from, old->from_count);
	n->sets = tn__copy_bytes(c, old->sets, old->set_count * sizeof(*old->sets));
	for (i = 0; n->sets && i < n->set_count; i++)
		n->sets[i].value = tn__copy_expr(c, old->sets[i].value);
	n->conflict_where = tn__copy_expr(c, old->conflict_where);
	n->where = tn__copy_expr(c, old->where);
	n->returning = tn__copy_items(c, old->returning, old->returning_count);
	n->outputs = tn__copy_bytes(c, old->outputs, old->output_count * sizeof(*old->outputs));
	return n;
}

static struct tn_ir_constraint *copy_constraints(struct tn_copies *c, const struct tn_ir_constraint *old,
	uint32_t count)
{
	struct tn_ir_constraint *n = tn__copy_bytes(c, old, count * sizeof(*old));
	uint32_t i;

	for (i = 0; n && i < count; i++)
		n[i].check = tn__copy_expr(c, old[i].check);
	return n;
}

static struct tn_ir_column_def *copy_columns(struct tn_copies *c, const struct tn_ir_column_def *old, uint32_t count)
{
	struct tn_ir_column_def *n = tn__copy_bytes(c, old, count * sizeof(*old));
	uint32_t i;

	for (i = 0; n && i < count; i++)
		n[i].default_value = tn__copy_expr(c, old[i].default_value);
	return n;
}

static struct tn_ir_create_table *copy_table(struct tn_copies *c, const struct tn_ir_create_table *old)
{
	struct tn_ir_create_table *n = tn__copy_bytes(c, old, sizeof(*old));

	if (!n)
		return NULL;
	n->columns = copy_columns(c, old->columns, old->column_count);
	n->constraints = copy_constraints(c, old->constraints, old->constraint_count);
	return n;
}

static struct tn_ir_create_index *copy_index(struct tn_copies *c, const struct tn_ir_create_index *old)
{
	struct tn_ir_create_index *n = tn__copy_bytes(c, old, sizeof(*old));

	if (!n)
		return NULL;
	n->target = tn__copy_source(c, old->target);
	n->keys = tn__copy_orders(c, old->keys, old->key_count);
	n->where = tn__copy_expr(c, old->where);
	return n;
}

static struct tn_ir_create_view *copy_view(struct tn_copies *c, const struct tn_ir_create_view *old)
{
	struct tn_ir_create_view *n = tn__copy_bytes(c, old, sizeof(*old));

	if (n)
		n->query = tn__copy_query(c, old->query);
	return n;
}

static struct tn_ir_alter *copy_alter(struct tn_copies *c, const struct tn_ir_alter *old)
{
	struct tn_ir_alter *n = tn__copy_bytes(c, old, sizeof(*old));

	if (!n)
		return NULL;
	n->def = copy_columns(c, old->def, 1);
	n->constraints = copy_constraints(c, old->constraints, old->constraint_count);
	return n;
}

static void copy_body(struct tn_copies *c, struct tn_ir_stmt *n, const struct tn_ir_stmt *old)
{
	switch (old->kind) {
	case TN_IR_QUERY:
		n->u.query = tn__copy_query(c, old->u.query);
		break;
	case TN_IR_INSERT:
	case TN_IR_UPDATE:
	case TN_IR_DELETE:
		n->u.change = copy_change(c, old->u.change);
		break;
	case TN_IR_CREATE_TABLE:
		n->u.create_table = copy_table(c, old->u.create_table);
		break;
	case TN_IR_CREATE_INDEX:
		n->u.create_index = copy_index(c, old->u.create_index);
		break;
	case TN_IR_CREATE_VIEW:
		n->u.create_view = copy_view(c, old->u.create_view);
		break;
	case TN_IR_ALTER:
		n->u.alter = copy_alter(c, old->u.alter);
		break;
	case TN_IR_TRUNCATE:
	case TN_IR_DROP:
		n->u.drop = tn__copy_bytes(c, old->u.drop, sizeof(*old->u.drop));
		break;
	default:
		break;
	}
}

struct tn_ir_stmt *tn__ir_clone(struct tn_arena *a, const struct tn_ir_stmt *stmt)
{
	struct tn_copies c = {.arena = a};
	struct tn_ir_stmt *n = tn__copy_bytes(&c, stmt, sizeof(*stmt));

	if (!n)
		return NULL;
	n->params = tn__copy_bytes(&c, stmt->params, stmt->arg_count * sizeof(*stmt->params));
	n->warnings = tn__copy_bytes(&c, stmt->warnings, stmt->warning_count * sizeof(*stmt->warnings));
	copy_body(&c, n, stmt);
	return c.failed ? NULL : n;
}

struct tn_ir_expr *tn__ir_clone_expr(struct tn_arena *a, const struct tn_ir_expr *expr)
{
	struct tn_copies c = {.arena = a};
	struct tn_ir_expr *n = tn__copy_expr(&c, expr);

	return c.failed ? NULL : n;
}

struct tn_ir_query *tn__ir_clone_query(struct tn_arena *a, const struct tn_ir_query *query)
{
	struct tn_copies c = {.arena = a};
	struct tn_ir_query *n = tn__copy_query(&c, query);

	return c.failed ? NULL : n;
}
