/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir_shape.c - a number for what kind of statement this is.
 *
 * Counts how different a set of statements is, and finds in a corpus the statements
 * that are written alike.
 *
 * Invariants:
 *  1. Kinds, operations, clauses and their numbers count; names, literals and the
 *     numbers of parameters do not.
 *  2. VALUES counts as one row or several, IN as one member or several: a longer list
 *     is not another shape.
 *
 * The numbers are not kept anywhere and may change with the tree's definition.
 */
#include <tenon/error.h>
#include "core/ir/ir.h"

struct shape {
	struct tn_ir_visitor v;
	uint64_t hash;
};

static void mix(struct shape *s, uint64_t x)
{
	s->hash = (s->hash ^ x) * UINT64_C(0x100000001B3);
	s->hash ^= s->hash >> 29;
}

static uint32_t some(uint32_t n)
{
	return n < 2 ? n : 2;
}

static void mix_orders(struct shape *s, const struct tn_ir_order *order, uint32_t count)
{
	uint32_t i;

	mix(s, count);
	for (i = 0; i < count; i++)
		mix(s, order[i].desc * 4u + order[i].nulls);
}

static void mix_window(struct shape *s, const struct tn_ir_window *w)
{
	mix(s, w->partition_count);
	mix_orders(s, w->order, w->order_count);
	mix(s, (uint64_t)w->frame << 24 | (uint64_t)w->start << 16 | (uint64_t)w->end << 8 | w->exclude);
	mix(s, !!w->base);
}

static void mix_call(struct shape *s, const struct tn_ir_expr *e)
{
	const struct tn_ir_call *call = e->u.call;
	const char *p;

	/* Before the analysis the name is all that tells functions apart. */
	for (p = call->name; !e->op && p && *p; p++)
		mix(s, (unsigned char)*p);
	mix_orders(s, call->order, call->order_count);
	mix(s, !!call->filter + 2u * !!call->over + 4u * !!call->over_name);
	if (call->over)
		mix_window(s, call->over);
}

static int shape_expr(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct shape *s = v->ctx;
	const struct tn_ir_expr *e = *place;
	uint32_t i;
	int rc = TN_OK;

	mix(s, (uint64_t)e->kind << 32 | (uint64_t)e->sym << 24 | (uint64_t)e->flags << 16 | e->op);
	mix(s, e->kind == TN_X_IN ? some(e->arg_count) : e->arg_count);
	if (e->kind == TN_X_CALL && e->u.call)
		mix_call(s, e);
	else if (e->kind == TN_X_CAST)
		mix(s, e->u.cast.storage);
	else if (e->kind == TN_X_LITERAL)
		mix(s, e->type.kind == TN_T_INTERVAL ? TN_T_INTERVAL : e->u.literal.kind);
	if (e->kind != TN_X_IN)
		return TN_OK;
	for (i = 0; i < some(e->arg_count) && rc >= 0; i++)
		rc = tn__ir_visit_expr(&e->args[i], v);
	return rc < 0 ? rc : TN_IR_PASS_OVER;
}

static void mix_from(struct shape *s, const struct tn_ir_from *f, unsigned depth)
{
	if (!f || depth > TN_IR_MAX_DEPTH)
		return;
	mix(s, (uint64_t)f->kind << 16 | (uint64_t)f->join << 8 | !!f->on);
	mix(s, f->name_count * 64u + f->using_count * 4u + !!f->alias);
	mix_from(s, f->left, depth + 1);
	mix_from(s, f->right, depth + 1);
}

static void mix_with(struct shape *s, const struct tn_ir_with *with)
{
	uint32_t i;

	mix(s, with ? with->cte_count * 2u + with->recursive : 0);
	for (i = 0; with && i < with->cte_count; i++)
		mix(s, with->ctes[i]->materialized * 4u + !!with->ctes[i]->names);
}

static int shape_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct shape *s = v->ctx;
	uint32_t i, members = some(q->row_count) * q->width;
	int rc = TN_OK;

	mix(s, (uint64_t)q->kind << 32 | (uint64_t)q->all << 24 | (uint64_t)q->distinct << 16 | q->lock * 8u | q->wait);
	mix_with(s, q->with);
	mix(s, (uint64_t)q->item_count << 32 | q->group_count);
	mix(s, !!q->where + 2u * !!q->having + 4u * !!q->limit + 8u * !!q->offset + 16u * !!q->lock_of);
	mix(s, q->window_count);
	for (i = 0; i < q->window_count; i++)
		mix_window(s, q->windows[i]);
	mix_orders(s, q->order, q->order_count);
	for (i = 0; i < q->from_count; i++)
		mix_from(s, q->from[i], 0);
	mix(s, (uint64_t)q->width << 8 | some(q->row_count));
	if (q->kind != TN_QUERY_VALUES || q->row_count <= 2)
		return TN_OK;
	for (i = 0; i < members && rc >= 0; i++)
		rc = tn__ir_visit_expr(&q->values[i], v);
	return rc < 0 ? rc : TN_IR_PASS_OVER;
}

static void mix_change(struct shape *s, const struct tn_ir_change *c)
{
	uint32_t i;

	mix_with(s, c->with);
	mix(s, (uint64_t)c->column_count << 32 | c->set_count << 8 | c->conflict);
	mix(s, c->conflict_count * 64u + c->returning_count);
	mix(s, c->any_key);
	mix(s, !!c->query + 2u * !!c->where + 4u * !!c->conflict_where + 8u * !!c->columns);
	for (i = 0; i < c->from_count; i++)
		mix_from(s, c->from[i], 0);
}

static void mix_table(struct shape *s, const struct tn_ir_create_table *t)
{
	uint32_t i;

	mix(s, t->column_count * 4u + t->if_not_exists * 2u + t->temporary);
	for (i = 0; i < t->column_count; i++)
		mix(s, (uint64_t)t->columns[i].type.storage << 16 | t->columns[i].not_null * 8u |
				t->columns[i].identity * 2u | !!t->columns[i].default_value);
	for (i = 0; i < t->constraint_count; i++)
		mix(s, (uint64_t)t->constraints[i].kind << 32 | t->constraints[i].column_count << 8 |
				t->constraints[i].on_delete * 8u | t->constraints[i].on_update);
}

static void mix_body(struct shape *s, const struct tn_ir_stmt *stmt)
{
	switch (stmt->kind) {
	case TN_IR_INSERT:
	case TN_IR_UPDATE:
	case TN_IR_DELETE:
		mix_change(s, stmt->u.change);
		break;
	case TN_IR_CREATE_TABLE:
		mix_table(s, stmt->u.create_table);
		break;
	case TN_IR_CREATE_INDEX:
		mix_orders(s, stmt->u.create_index->keys, stmt->u.create_index->key_count);
		mix(s, stmt->u.create_index->unique * 2u + stmt->u.create_index->if_not_exists);
		break;
	case TN_IR_CREATE_VIEW:
		mix(s, stmt->u.create_view->or_replace * 2u + stmt->u.create_view->if_not_exists);
		break;
	case TN_IR_ALTER:
		mix(s, stmt->u.alter->kind * 4u + stmt->u.alter->if_exists * 2u + stmt->u.alter->if_not_exists);
		break;
	case TN_IR_TRUNCATE:
	case TN_IR_DROP:
		mix(s, stmt->u.drop->object * 4u + stmt->u.drop->if_exists * 2u + stmt->u.drop->cascade);
		break;
	default:
		break;
	}
}

uint64_t tn__ir_shape(const struct tn_ir_stmt *stmt)
{
	struct shape s = {.v = {.expr = shape_expr, .query = shape_query}, .hash = UINT64_C(0xCBF29CE484222325)};

	s.v.ctx = &s;
	mix(&s, stmt->kind);
	mix_body(&s, stmt);
	/* Too deep a tree has the shape of its upper part. */
	(void)tn__ir_visit(stmt, &s.v);
	return s.hash;
}
