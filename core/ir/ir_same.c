/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir_same.c - are two expressions the same, and what shape has a statement?
 *
 * Sameness decides what GROUP BY covers and which work can be shared; the shape
 * counts how different a set of statements is.
 *
 * Invariants:
 *  1. Positions, parentheses and scratch marks never count.
 *  2. Two expressions that are the same have one value in one row.  A subquery is
 *     the same as itself only: another one may see other rows.
 *  3. The shape does not depend on names, literals, parameter numbers, or on how
 *     many rows VALUES or members IN has beyond the second.
 */
#include <string.h>
#include <tenon/error.h>
#include "core/ir/ir.h"

static int same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static int same_type(const struct tn_sql_type *a, const struct tn_sql_type *b)
{
	return a->kind == b->kind && a->storage == b->storage && a->precision == b->precision &&
	       a->scale == b->scale && a->length == b->length;
}

static int same_value(const tn_value *a, const tn_value *b)
{
	if (a->kind != b->kind)
		return 0;
	switch (a->kind) {
	case TN_KIND_NULL:
		return 1;
	case TN_KIND_DOUBLE:
		return !memcmp(&a->u.d, &b->u.d, sizeof(a->u.d));
	case TN_KIND_NUMERIC:
	case TN_KIND_TEXT:
	case TN_KIND_BYTES:
	case TN_KIND_UUID:
	case TN_KIND_JSON:
		return a->len == b->len && (!a->len || !memcmp(a->u.s, b->u.s, a->len));
	default:
		return a->u.i == b->u.i;
	}
}

static int same_optional(const struct tn_ir_expr *a, const struct tn_ir_expr *b)
{
	return !a || !b ? a == b : tn__ir_same(a, b);
}

static int same_exprs(struct tn_ir_expr *const *a, uint32_t a_count, struct tn_ir_expr *const *b, uint32_t b_count)
{
	uint32_t i;

	if (a_count != b_count)
		return 0;
	for (i = 0; i < a_count; i++)
		if (!tn__ir_same(a[i], b[i]))
			return 0;
	return 1;
}

static int same_orders(const struct tn_ir_order *a, uint32_t a_count, const struct tn_ir_order *b, uint32_t b_count)
{
	uint32_t i;

	if (a_count != b_count)
		return 0;
	for (i = 0; i < a_count; i++)
		if (a[i].desc != b[i].desc || a[i].nulls != b[i].nulls || !tn__ir_same(a[i].expr, b[i].expr))
			return 0;
	return 1;
}

static int same_window(const struct tn_ir_window *a, const struct tn_ir_window *b)
{
	if (!a || !b)
		return a == b;
	return same_text(a->base, b->base) && a->frame == b->frame && a->start == b->start && a->end == b->end &&
	       a->exclude == b->exclude &&
	       same_exprs(a->partition, a->partition_count, b->partition, b->partition_count) &&
	       same_orders(a->order, a->order_count, b->order, b->order_count) &&
	       same_optional(a->start_offset, b->start_offset) && same_optional(a->end_offset, b->end_offset);
}

static int same_call(const struct tn_ir_call *a, const struct tn_ir_call *b)
{
	return same_text(a->name, b->name) && same_orders(a->order, a->order_count, b->order, b->order_count) &&
	       same_optional(a->filter, b->filter) && same_window(a->over, b->over) &&
	       same_text(a->over_name, b->over_name);
}

static int same_literal(const struct tn_ir_expr *a, const struct tn_ir_expr *b)
{
	if (a->type.kind != b->type.kind)
		return 0;
	if (a->type.kind == TN_T_INTERVAL)
		return !memcmp(a->u.interval, b->u.interval, sizeof(*a->u.interval));
	return same_value(&a->u.literal, &b->u.literal);
}

static int same_column(const struct tn_ir_expr *a, const struct tn_ir_expr *b)
{
	if (a->u.column.source || b->u.column.source)
		return a->u.column.source == b->u.column.source && a->u.column.index == b->u.column.index;
	return same_text(a->u.column.qualifier, b->u.column.qualifier) && same_text(a->u.column.name, b->u.column.name);
}

static int same_kind(const struct tn_ir_expr *a, const struct tn_ir_expr *b)
{
	switch (a->kind) {
	case TN_X_LITERAL:
		return same_literal(a, b);
	case TN_X_PARAM:
		return a->u.param == b->u.param;
	case TN_X_COLUMN:
	case TN_X_STAR:
		return same_column(a, b);
	case TN_X_OUTPUT:
		return a->u.output == b->u.output;
	case TN_X_CALL:
		return same_call(a->u.call, b->u.call);
	case TN_X_CAST:
		return same_type(&a->u.cast, &b->u.cast);
	case TN_X_IN_QUERY:
	case TN_X_QUANT_QUERY:
	case TN_X_SCALAR:
	case TN_X_EXISTS:
		return a->u.sub.query == b->u.sub.query;
	case TN_X_EACH:
		return a->u.param == b->u.param;
	case TN_X_TEXT:
		return same_text(a->u.text, b->u.text);
	default:
		return 1;
	}
}

int tn__ir_same(const struct tn_ir_expr *a, const struct tn_ir_expr *b)
{
	if (a == b)
		return 1;
	return a->kind == b->kind && a->sym == b->sym && a->op == b->op && a->flags == b->flags && same_kind(a, b) &&
	       same_exprs(a->args, a->arg_count, b->args, b->arg_count);
}
