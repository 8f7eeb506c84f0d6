/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_node.c - nodes that the analysis makes.
 *
 * Rewrites keep to one rule: an expression is written twice only if that is cheap
 * and cannot be told from writing it once.  The bound on its size keeps nested
 * rewrites linear.
 */
#include <stdarg.h>
#include <string.h>
#include "core/sql/type_parts.h"

enum { TWICE_NODES = 8 }; /* the largest expression that is written twice */

struct tn_ir_expr *tn__type_node(
	struct tn_analysis *an, enum tn_ir_expr_kind kind, uint32_t at, uint32_t arg_count)
{
	struct tn_ir_expr *expr = tn__arena_alloc(an->arena, sizeof(*expr));

	if (!expr)
		return NULL;
	expr->kind = (uint8_t)kind;
	expr->at = at;
	expr->arg_count = arg_count;
	if (arg_count) {
		expr->args = tn__arena_calloc(an->arena, arg_count, sizeof(struct tn_ir_expr *));
		if (!expr->args)
			return NULL;
	}
	return expr;
}

struct tn_ir_expr *tn__type_op(struct tn_analysis *an, enum tn_op op, uint32_t at, uint32_t arg_count, ...)
{
	struct tn_ir_expr *expr = tn__type_node(an, TN_X_OP, at, arg_count);
	va_list ap;
	uint32_t i;

	if (!expr)
		return NULL;
	expr->op = (uint16_t)op;
	expr->sym = tn__op_info[op].sym;
	va_start(ap, arg_count);
	for (i = 0; i < arg_count; i++)
		expr->args[i] = va_arg(ap, struct tn_ir_expr *);
	va_end(ap);
	expr->type = tn__type_result(expr);
	return expr;
}

struct tn_ir_expr *tn__type_int(struct tn_analysis *an, uint32_t at, int64_t value)
{
	struct tn_ir_expr *expr = tn__type_node(an, TN_X_LITERAL, at, 0);

	if (expr)
		tn__literal_set_int(expr, value);
	return expr;
}

int tn__type_wrap(struct tn_analysis *an, struct tn_ir_expr **place, enum tn_op op,
	const struct tn_sql_type *type, unsigned flags)
{
	struct tn_ir_expr *cast = tn__type_node(an, TN_X_CAST, (*place)->at, 1);

	if (!cast)
		return tn__type_nomem(an);
	cast->op = (uint16_t)op;
	cast->sym = TN_SYM_CAST;
	cast->flags = (uint8_t)flags;
	cast->args[0] = *place;
	cast->u.cast = *type;
	cast->u.cast.flags = 0;
	cast->type = tn__type_result(cast);
	*place = cast;
	return TN_OK;
}

/* Takes the nodes of a repeatable expression from *left; 0 when it is not one or too large. */
static int repeatable(const struct tn_ir_expr *expr, unsigned *left)
{
	uint32_t i;

	if (!*left)
		return 0;
	--*left;
	switch (expr->kind) {
	case TN_X_LITERAL:
	case TN_X_PARAM:
	case TN_X_COLUMN:
	case TN_X_OUTPUT: return 1;
	case TN_X_CALL:
		if (expr->u.call->over || expr->u.call->over_name || expr->u.call->filter ||
			expr->u.call->order)
			return 0;
		break;
	case TN_X_OP:
	case TN_X_CAST:
	case TN_X_CASE: break;
	default: return 0;
	}
	if (tn__op_info[expr->op].flags & (TN_OPF_VOLATILE | TN_OPF_AGGREGATE | TN_OPF_WINDOW))
		return 0;
	for (i = 0; i < expr->arg_count; i++)
		if (!repeatable(expr->args[i], left))
			return 0;
	return 1;
}

int tn__type_twice(const struct tn_ir_expr *expr)
{
	unsigned left = TWICE_NODES;
	return repeatable(expr, &left);
}

int tn__type_flatten(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	struct tn_ir_expr **args;
	size_t total = 0;
	uint32_t i, n = 0;

	for (i = 0; i < expr->arg_count; i++)
		total += expr->args[i]->kind == TN_X_OP && expr->args[i]->op == expr->op
			? expr->args[i]->arg_count
			: 1;
	if (total == expr->arg_count)
		return TN_OK;
	args = tn__arena_calloc(an->arena, total, sizeof(struct tn_ir_expr *));
	if (!args)
		return tn__type_nomem(an);
	for (i = 0; i < expr->arg_count; i++) {
		struct tn_ir_expr *arg = expr->args[i];

		if (arg->kind == TN_X_OP && arg->op == expr->op) {
			memcpy(args + n, arg->args, arg->arg_count * sizeof(struct tn_ir_expr *));
			n += arg->arg_count;
		} else {
			args[n++] = arg;
		}
	}
	expr->args = args;
	expr->arg_count = n;
	return TN_OK;
}

int tn__type_binary(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *op;
	int rc;

	if (!((*place)->type.flags & TN_TYPEF_FOREIGN_COLLATION) || (*place)->type.kind != TN_KIND_TEXT)
		return TN_OK;
	if ((*place)->type.flags & TN_TYPEF_COLUMN) {
		rc = tn__analysis_warn(an, (*place)->at,
			"column %s has a collation of its own: no index of it serves here",
			(*place)->u.column.name);
		if (rc)
			return rc;
	}
	op = tn__type_op(an, TN_OP_BINARY_TEXT, (*place)->at, 1, *place);
	if (!op)
		return tn__type_nomem(an);
	*place = op;
	return TN_OK;
}
