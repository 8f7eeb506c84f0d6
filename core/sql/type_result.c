/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_result.c - the type that an operation gives.
 *
 * Kinds are the rows' of operators.def and functions.def; what is computed here is
 * the rest: digits of NUMERIC results, what is never NULL, what is constant, and
 * whose collation a text has.
 *
 * Invariants:
 *  1. An operation's result has the widest storage of its kind: 64 bits, any length.
 *  2. NOT_NULL is only set where it is proven.
 *  3. Text made of text of another collation has another collation too.
 */
#include "core/sql/type_parts.h"

static int max_of(int a, int b)
{
	return a > b ? a : b;
}

/* whole part and scale of a sum, product and the like; -1 wherever it is not known. */
static struct tn_digits add_digits(struct tn_digits a, struct tn_digits b, int carry)
{
	struct tn_digits sum = {-1, -1};

	if (a.whole >= 0 && b.whole >= 0)
		sum.whole = max_of(a.whole, b.whole) + carry;
	if (a.scale >= 0 && b.scale >= 0)
		sum.scale = max_of(a.scale, b.scale);
	return sum;
}

static struct tn_digits mul_digits(struct tn_digits a, struct tn_digits b)
{
	struct tn_digits product = {-1, -1};

	if (a.whole >= 0 && b.whole >= 0)
		product.whole = a.whole + b.whole;
	if (a.scale >= 0 && b.scale >= 0)
		product.scale = a.scale + b.scale;
	return product;
}

/* round(n, k) and trunc(n, k): k is a literal. */
static struct tn_digits round_digits(struct tn_digits a, const struct tn_ir_expr *to)
{
	int64_t scale = to && to->kind == TN_X_LITERAL && to->u.literal.kind == TN_KIND_INT
		? to->u.literal.u.i
		: 0;

	a.scale = scale < 0 ? 0 : scale > 1000 ? 1000 : (int)scale;
	if (a.whole >= 0)
		a.whole++;
	return a;
}

static struct tn_sql_type numeric_result(const struct tn_ir_expr *expr)
{
	struct tn_digits none = {-1, -1}, seconds = {2, 6}, epoch = {12, 6};
	struct tn_digits a = expr->arg_count ? tn__digits_of(expr->args[0]) : none;
	struct tn_digits b = expr->arg_count > 1 ? tn__digits_of(expr->args[1]) : none;

	switch (expr->op) {
	case TN_OP_ADD_N:
	case TN_OP_SUB_N: return tn__digits_type(add_digits(a, b, 1));
	case TN_OP_MOD_N:
	case TN_OP_MOD_FN_N: return tn__digits_type(add_digits(a, b, 0));
	case TN_OP_MUL_N: return tn__digits_type(mul_digits(a, b));
	case TN_OP_NEG_N:
	case TN_OP_ABS_N: return tn__digits_type(a);
	case TN_OP_SUM_N: a.whole = -1; return tn__digits_type(a);
	case TN_OP_ROUND_N1:
	case TN_OP_CEIL_N:
	case TN_OP_FLOOR_N:
	case TN_OP_TRUNC_N1: return tn__digits_type(round_digits(a, NULL));
	case TN_OP_ROUND_N2:
	case TN_OP_TRUNC_N2: return tn__digits_type(round_digits(a, expr->args[1]));
	case TN_OP_EXTRACT_SECOND_S:
	case TN_OP_EXTRACT_SECOND_T: return tn__digits_type(seconds);
	case TN_OP_EXTRACT_EPOCH_S:
	case TN_OP_EXTRACT_EPOCH_Z: return tn__digits_type(epoch);
	default: return tn__digits_type(none);
	}
}

/* The type that the x operands of a row have in common. */
static struct tn_sql_type common_result(const struct tn_ir_expr *expr)
{
	struct tn_sql_type type = tn__type_of(TN_KIND_NULL), next;
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++)
		if (tn__overload_letter((enum tn_op)expr->op, i) == 'x' &&
			tn__type_common(&type, &expr->args[i]->type, &next) == TN_OK)
			type = next;
	return type;
}

static int all_have(const struct tn_ir_expr *expr, unsigned flag)
{
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++)
		if (!(expr->args[i]->type.flags & flag))
			return 0;
	return 1;
}

static int one_has(const struct tn_ir_expr *expr, unsigned flag)
{
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++)
		if (expr->args[i]->type.flags & flag)
			return 1;
	return 0;
}

static int never_null(const struct tn_ir_expr *expr, unsigned flags)
{
	if (flags & TN_OPF_NEVER_NULL)
		return 1;
	if (expr->op >= TN_OP_IS_DISTINCT_I && expr->op <= TN_OP_IS_NOT_DISTINCT_U)
		return 1; /* NULL is a value there */
	if (flags & TN_OPF_NULLABLE)
		return 0;
	switch (expr->op) {
	case TN_OP_COALESCE:
	case TN_OP_GREATEST:
	case TN_OP_LEAST: return one_has(expr, TN_TYPEF_NOT_NULL);
	case TN_OP_CONCAT_WS: return (expr->args[0]->type.flags & TN_TYPEF_NOT_NULL) != 0;
	default: return all_have(expr, TN_TYPEF_NOT_NULL);
	}
}

static unsigned result_flags(const struct tn_ir_expr *expr, unsigned kind)
{
	unsigned flags = 0, row = tn__op_info[expr->op].flags;

	if (never_null(expr, row))
		flags |= TN_TYPEF_NOT_NULL;
	if (!(row & (TN_OPF_VOLATILE | TN_OPF_AGGREGATE | TN_OPF_WINDOW)) &&
		all_have(expr, TN_TYPEF_CONSTANT))
		flags |= TN_TYPEF_CONSTANT;
	if (kind == TN_KIND_TEXT && expr->op != TN_OP_BINARY_TEXT &&
		one_has(expr, TN_TYPEF_FOREIGN_COLLATION))
		flags |= TN_TYPEF_FOREIGN_COLLATION;
	if (one_has(expr, TN_TYPEF_GUESSED))
		flags |= TN_TYPEF_GUESSED;
	return flags;
}

static struct tn_sql_type cast_result(const struct tn_ir_expr *expr)
{
	struct tn_sql_type type = expr->u.cast;

	if (expr->op == TN_OP_CAST_I_N && !type.precision)
		type = tn__digits_type(tn__digits_of(expr->args[0]));
	else if (expr->op == TN_OP_CAST_SAME && type.kind == TN_KIND_NUMERIC && !type.precision)
		type = expr->args[0]->type;
	return type;
}

struct tn_sql_type tn__type_result(const struct tn_ir_expr *expr)
{
	const struct tn_op_info *row = &tn__op_info[expr->op];
	struct tn_sql_type type;
	unsigned kind = tn__overload_kind(row->result[0]);

	if (expr->kind == TN_X_CAST)
		type = cast_result(expr);
	else if (row->result[0] == 'x')
		type = common_result(expr);
	else if (kind == TN_KIND_NUMERIC)
		type = numeric_result(expr);
	else
		type = tn__type_of(kind);
	type.flags = (uint8_t)result_flags(expr, type.kind);
	/* A type of x operands that are columns is still no column. */
	if (row->result[0] == 'x' && expr->kind != TN_X_CAST && type.kind == TN_KIND_INT)
		type.storage = TN_TYPE_BIGINT;
	return type;
}
