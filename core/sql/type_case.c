/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_case.c - CASE.
 *
 * CASE x WHEN a THEN ... becomes CASE WHEN x = a THEN ... where x can be written more
 * than once, so that the comparison is that of every other place.  A larger x stays an
 * operand and is evaluated once; it and the values then have one kind.
 *
 * Branches need not be evaluated, so no error of a constant in them is reported here.
 */
#include "core/sql/type_parts.h"

/* How many arguments stand before the first WHEN. */
static uint32_t operand_count(const struct tn_ir_expr *expr)
{
	return expr->flags & TN_XF_OPERAND ? 1 : 0;
}

/* An operand that is one node: a statement of a thousand WHENs grows by as many. */
static int is_leaf(const struct tn_ir_expr *expr)
{
	return expr->kind == TN_X_COLUMN || expr->kind == TN_X_PARAM || expr->kind == TN_X_LITERAL;
}

static int searched(struct tn_analysis *an, struct tn_ir_expr *expr, uint32_t pairs)
{
	struct tn_ir_expr *operand = expr->args[0], *copy;
	uint32_t i;
	int rc;

	for (i = 0; i < pairs; i++) {
		struct tn_ir_expr *value = expr->args[1 + 2 * i];

		/* The first value may say what a bare parameter is. */
		copy = i && operand->type.kind != TN_KIND_NULL ? tn__ir_clone_expr(an->arena, operand)
							       : operand;
		if (!copy)
			return tn__type_nomem(an);
		rc = tn__type_compare(an, TN_SYM_EQ, value->at, copy, value, &expr->args[1 + 2 * i]);
		if (rc)
			return rc;
	}
	expr->args++;
	expr->arg_count--;
	expr->flags &= (uint8_t)~TN_XF_OPERAND;
	return TN_OK;
}

static int kept_operand(struct tn_analysis *an, struct tn_ir_expr *expr, uint32_t pairs)
{
	struct tn_ir_expr ***places = tn__arena_calloc(an->arena, (size_t)pairs + 1, sizeof(*places));
	struct tn_sql_type type;
	uint32_t i;
	int rc;

	if (!places)
		return tn__type_nomem(an);
	places[0] = &expr->args[0];
	for (i = 0; i < pairs; i++)
		places[i + 1] = &expr->args[1 + 2 * i];
	rc = tn__type_unify(an, places, pairs + 1, &type, "CASE");
	if (!rc && type.kind == TN_KIND_NULL && tn__type_is_null(an, expr->args[0])) {
		type = tn__type_of(TN_KIND_INT);
		rc = tn__type_push(an, places[0], &type, "CASE");
		if (!rc)
			rc = tn__type_unify(an, places, pairs + 1, &type, "CASE");
	}
	if (rc)
		return rc;
	if (!tn__compare_op(TN_SYM_EQ, type.kind))
		return tn__type_compare_fail(
			an, TN_SYM_EQ, expr->at, &expr->args[0]->type, &expr->args[1]->type);
	return type.flags & TN_TYPEF_FOREIGN_COLLATION ? tn__type_binary(an, &expr->args[0]) : TN_OK;
}

static int conditions(struct tn_analysis *an, struct tn_ir_expr *expr, uint32_t pairs)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < pairs && !rc; i++)
		rc = tn__type_bool(an, &expr->args[2 * i], "WHEN");
	return rc;
}

/* The type of the branches; without ELSE there is one more, NULL. */
static int results(struct tn_analysis *an, struct tn_ir_expr *expr, uint32_t pairs)
{
	uint32_t i, n = 0, first = operand_count(expr);
	struct tn_ir_expr ***places = tn__arena_calloc(an->arena, (size_t)pairs + 1, sizeof(*places));
	struct tn_sql_type type;
	int rc;

	if (!places)
		return tn__type_nomem(an);
	for (i = 0; i < pairs; i++)
		places[n++] = &expr->args[first + 2 * i + 1];
	if (expr->flags & TN_XF_ELSE)
		places[n++] = &expr->args[expr->arg_count - 1];
	rc = tn__type_unify(an, places, n, &type, "CASE");
	if (rc)
		return rc;
	if (type.kind == TN_KIND_INT)
		type.storage = TN_TYPE_BIGINT;
	if (!(expr->flags & TN_XF_ELSE))
		type.flags &= (uint8_t)~TN_TYPEF_NOT_NULL;
	for (i = 0; i < expr->arg_count; i++)
		if (!(expr->args[i]->type.flags & TN_TYPEF_CONSTANT))
			type.flags &= (uint8_t)~TN_TYPEF_CONSTANT;
	expr->op = TN_OP_CASE;
	expr->type = type;
	return TN_OK;
}

int tn__type_case(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	uint32_t i, pairs = (expr->arg_count - operand_count(expr)) / 2;
	int rc = TN_OK;

	an->unsure++;
	for (i = 0; i < expr->arg_count && !rc; i++)
		rc = tn__type_expr(an, scope, &expr->args[i]);
	an->unsure--;
	if (rc)
		return rc;
	if (!operand_count(expr))
		rc = conditions(an, expr, pairs);
	else if (is_leaf(expr->args[0]))
		rc = searched(an, expr, pairs);
	else
		rc = kept_operand(an, expr, pairs);
	return rc ? rc : results(an, expr, pairs);
}
