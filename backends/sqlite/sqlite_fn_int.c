/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_int.c - 64-bit integers: exact, or an error.
 *
 * SQLite turns a sum that overflows into a real, a quotient by zero into NULL and
 * an odd shift count into a shift the other way.
 */
#include "sqlite_functions.h"

static void out_of_range(sqlite3_context *ctx)
{
	tn__sqlite_raise(ctx, TN__SQLITE_RAISE_RANGE, "an integer is out of the range of its type");
}

#define ARGS_A_B                                                                                        \
	int64_t a, b, out;                                                                              \
	(void)n;                                                                                        \
	if (!tn__sqlite_int_arg(ctx, v[0], &a) || !tn__sqlite_int_arg(ctx, v[1], &b))                   \
		return

#define CHECKED(name)                                                                                   \
	static void int_##name(sqlite3_context *ctx, int n, sqlite3_value **v)                          \
	{                                                                                               \
		ARGS_A_B;                                                                               \
		if (TN_UNLIKELY(__builtin_##name##_overflow(a, b, &out)))                               \
			out_of_range(ctx);                                                              \
		else                                                                                    \
			sqlite3_result_int64(ctx, out);                                                 \
	}
CHECKED(add)
CHECKED(sub)
CHECKED(mul)

/* 1 if both are numbers and b is not 0. */
static int divisible(sqlite3_context *ctx, sqlite3_value **v, int64_t *a, int64_t *b)
{
	if (!tn__sqlite_int_arg(ctx, v[0], a) || !tn__sqlite_int_arg(ctx, v[1], b))
		return 0;
	if (TN_LIKELY(*b))
		return 1;
	tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ZERO_DIVIDE, "division by zero");
	return 0;
}

static void int_div(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t a, b;
	(void)n;
	if (!divisible(ctx, v, &a, &b))
		return;
	if (a == INT64_MIN && b == -1)
		out_of_range(ctx);
	else
		sqlite3_result_int64(ctx, a / b);
}

static void int_mod(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t a, b;
	(void)n;
	/* The processor traps on the smallest number % -1. */
	if (divisible(ctx, v, &a, &b))
		sqlite3_result_int64(ctx, b == -1 ? 0 : a % b);
}

static void int_neg(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t a;
	(void)n;
	if (!tn__sqlite_int_arg(ctx, v[0], &a))
		return;
	if (a == INT64_MIN)
		out_of_range(ctx);
	else
		sqlite3_result_int64(ctx, -a);
}

static void int_identity(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n;
	if (sqlite3_value_type(v[0]) == SQLITE_NULL)
		tn__sqlite_raise(ctx, SQLITE_CONSTRAINT_NOTNULL, "an identity column cannot be NULL");
	else
		sqlite3_result_value(ctx, v[0]);
}

static void int_sign(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t a;
	(void)n;
	if (tn__sqlite_int_arg(ctx, v[0], &a))
		sqlite3_result_int(ctx, (a > 0) - (a < 0));
}

static void int_xor(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	ARGS_A_B;
	out = a ^ b;
	sqlite3_result_int64(ctx, out);
}

static int shift_count(sqlite3_context *ctx, int64_t count)
{
	if (count >= 0 && count <= 63)
		return 1;
	tn__sqlite_raise(ctx, TN__SQLITE_RAISE_RANGE, "a shift is by 0 to 63 bits");
	return 0;
}

static void int_shl(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	ARGS_A_B;
	out = (int64_t)((uint64_t)a << (b & 63));
	if (shift_count(ctx, b))
		sqlite3_result_int64(ctx, out);
}

static void int_shr(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	ARGS_A_B;
	out = a < 0 ? ~(~a >> (b & 63)) : a >> (b & 63);
	if (shift_count(ctx, b))
		sqlite3_result_int64(ctx, out);
}

/* The integer if it lies within +-limit (and one below). */
static void within(sqlite3_context *ctx, sqlite3_value *v, int64_t limit)
{
	int64_t a;
	if (!tn__sqlite_int_arg(ctx, v, &a))
		return;
	if (a > limit || a < -limit - 1)
		out_of_range(ctx);
	else
		sqlite3_result_int64(ctx, a);
}

static void int_as_int2(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n;
	within(ctx, v[0], INT16_MAX);
}

static void int_as_int4(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n;
	within(ctx, v[0], INT32_MAX);
}

const struct tn_sqlite_scalar tn__sqlite_int_functions[] = {
	{"tn_add", 2, int_add, 0},
	{"tn_sub", 2, int_sub, 0},
	{"tn_mul", 2, int_mul, 0},
	{"tn_div", 2, int_div, 0},
	{"tn_mod", 2, int_mod, 0},
	{"tn_neg", 1, int_neg, 0},
	{"tn_identity", 1, int_identity, 0},
	{"tn_sign", 1, int_sign, 0},
	{"tn_xor", 2, int_xor, 0},
	{"tn_shl", 2, int_shl, 0},
	{"tn_shr", 2, int_shr, 0},
	{"tn_int2", 1, int_as_int2, 0},
	{"tn_int4", 1, int_as_int4, 0},
	{NULL, 0, NULL, 0},
};
