/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_single.c - does a query give at most one row?
 *
 * A scalar subquery of which that is proven needs no guard.  The proofs are those
 * that hold whatever the tables contain: one row of VALUES, no FROM, an aggregate
 * without GROUP BY, LIMIT 1, and a condition that fixes every column of a unique
 * key of the only table.
 *
 * It must never say yes where there may be two rows: some server would take the
 * first of them silently.
 */
#include "core/sql/analyse.h"

/* Conditions and operands that are looked at: a proof that needs more is not tried. */
#define MAX_CONDITIONS 64u
#define MAX_OPERAND_DEPTH 8u

static int mentions(const struct tn_ir_expr *expr, const struct tn_ir_source *source, unsigned depth)
{
	uint32_t i;

	if (depth > MAX_OPERAND_DEPTH)
		return 1;
	switch (expr->kind) {
	case TN_X_COLUMN: return expr->u.column.source == source;
	case TN_X_IN_QUERY:
	case TN_X_QUANT_QUERY:
	case TN_X_SCALAR:
	case TN_X_EXISTS: return 1;
	case TN_X_CALL:
		if (expr->op >= TN_OPS || tn__op_info[expr->op].flags & TN_OPF_VOLATILE ||
			expr->u.call->filter || expr->u.call->over || expr->u.call->over_name)
			return 1;
		break;
	default: break;
	}
	for (i = 0; i < expr->arg_count; i++)
		if (mentions(expr->args[i], source, depth + 1))
			return 1;
	return 0;
}

/* The column of the source that an operand is, also under a conversion that keeps values apart. */
static const struct tn_ir_expr *column_of(const struct tn_ir_expr *expr, const struct tn_ir_source *source)
{
	while (expr->kind == TN_X_CAST && expr->flags & TN_XF_IMPLICIT && expr->type.kind != TN_KIND_DOUBLE)
		expr = expr->args[0];
	return expr->kind == TN_X_COLUMN && expr->u.column.source == source ? expr : NULL;
}

/* column = something that is fixed for one run of the subquery. */
static int fixes(const struct tn_ir_expr *condition, const struct tn_ir_source *source, uint32_t column)
{
	int side;

	if (condition->kind != TN_X_OP || condition->sym != TN_SYM_EQ || condition->arg_count != 2)
		return 0;
	for (side = 0; side < 2; side++) {
		const struct tn_ir_expr *c = column_of(condition->args[side], source);

		if (c && c->u.column.index == column && !mentions(condition->args[1 - side], source, 0))
			return 1;
	}
	return 0;
}

static int condition_fixes(const struct tn_ir_expr *where, const struct tn_ir_source *source, uint32_t column)
{
	uint32_t i;

	if (where->kind != TN_X_OP || where->sym != TN_SYM_AND)
		return fixes(where, source, column);
	for (i = 0; i < where->arg_count && i < MAX_CONDITIONS; i++)
		if (fixes(where->args[i], source, column))
			return 1;
	return 0;
}

static int key_is_fixed(const struct tn_ir_query *query)
{
	const struct tn_ir_source *source = query->from[0]->source;
	uint32_t k, c;

	if (query->from[0]->kind != TN_FROM_TABLE || !source || !source->table || !query->where)
		return 0;
	for (k = 0; k < source->table->key_count; k++) {
		const struct tn_ir_key *key = &source->table->keys[k];

		for (c = 0; c < key->count; c++)
			if (!condition_fixes(query->where, source, key->columns[c]))
				break;
		if (c == key->count && c > 0)
			return 1;
	}
	return 0;
}

int tn__query_single(const struct tn_ir_query *query)
{
	if (query->limit && query->limit->kind == TN_X_LITERAL &&
		query->limit->u.literal.kind == TN_KIND_INT && query->limit->u.literal.u.i <= 1)
		return 1;
	if (query->kind == TN_QUERY_VALUES)
		return query->row_count == 1;
	if (query->kind != TN_QUERY_SELECT)
		return 0;
	if (!query->from_count)
		return 1;
	if (query->aggregated && !query->group_count)
		return 1;
	return query->from_count == 1 && key_is_fixed(query);
}
