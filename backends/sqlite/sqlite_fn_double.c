/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_double.c - doubles: results are finite or an error.
 *
 * SQLite makes NULL of NaN, and keeps infinities; its mathematical functions are
 * missing in many builds, and give NULL outside of their domain.
 */
#include "sqlite_functions.h"

#include <math.h>

#define PI 3.14159265358979323846

static int both(sqlite3_context *ctx, sqlite3_value **v, double *a, double *b)
{
	return tn__sqlite_double_arg(ctx, v[0], a) && tn__sqlite_double_arg(ctx, v[1], b);
}

static void undefined(sqlite3_context *ctx, const char *message)
{
	tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ARGUMENT, message);
}

#define TWO(name, expression)                                                                           \
	static void double_##name(sqlite3_context *ctx, int n, sqlite3_value **v)                       \
	{                                                                                               \
		double a, b;                                                                            \
		(void)n;                                                                                \
		if (both(ctx, v, &a, &b))                                                               \
			tn__sqlite_result_double(ctx, expression);                                      \
	}
TWO(add, a + b)
TWO(sub, a - b)
TWO(mul, a * b)
TWO(atan2, atan2(a, b))

static void double_div(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	double a, b;
	(void)n;
	if (!both(ctx, v, &a, &b))
		return;
	if (b == 0)
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ZERO_DIVIDE, "division by zero");
	else
		tn__sqlite_result_double(ctx, a / b);
}

static void double_power(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	double a, b;
	(void)n;
	if (!both(ctx, v, &a, &b))
		return;
	if (a == 0 && b < 0)
		undefined(ctx, "zero to a negative power is undefined");
	else if (a < 0 && b != floor(b))
		undefined(ctx, "a negative number to a fractional power is undefined");
	else
		tn__sqlite_result_double(ctx, pow(a, b));
}

/* Functions of one double: `domain` must hold. */
#define ONE(name, expression, domain, message)                                                          \
	static void double_##name(sqlite3_context *ctx, int n, sqlite3_value **v)                       \
	{                                                                                               \
		double a;                                                                               \
		(void)n;                                                                                \
		if (!tn__sqlite_double_arg(ctx, v[0], &a))                                              \
			return;                                                                         \
		if (domain)                                                                             \
			tn__sqlite_result_double(ctx, expression);                                      \
		else                                                                                    \
			undefined(ctx, message);                                                        \
	}
#define ALL(name, expression) ONE(name, expression, 1, "")
ONE(sqrt, sqrt(a), a >= 0, "the square root of a negative number is undefined")
ALL(exp, exp(a))
ONE(ln, log(a), a > 0, "the logarithm of zero or a negative number is undefined")
ONE(log10, log10(a), a > 0, "the logarithm of zero or a negative number is undefined")
ALL(sin, sin(a))
ALL(cos, cos(a))
ALL(tan, tan(a))
ONE(asin, asin(a), a >= -1 && a <= 1, "the arc sine is defined from -1 to 1")
ONE(acos, acos(a), a >= -1 && a <= 1, "the arc cosine is defined from -1 to 1")
ALL(atan, atan(a))
ALL(degrees, a * (180 / PI))
ALL(radians, a * (PI / 180))
ALL(rint, rint(a))
ALL(trunc, trunc(a))
ALL(ceil, ceil(a))
ALL(floor, floor(a))
ALL(float4, (double)(float)a)

static void double_sign(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	double a;
	(void)n;
	if (tn__sqlite_double_arg(ctx, v[0], &a))
		sqlite3_result_int(ctx, (a > 0) - (a < 0));
}

/* As many bits as a double between 0 and 1 has, all different. */
static void double_random(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	uint64_t bits;
	(void)n, (void)v;
	sqlite3_randomness((int)sizeof(bits), &bits);
	sqlite3_result_double(ctx, (double)(bits >> 11) / 9007199254740992.0);
}

const struct tn_sqlite_scalar tn__sqlite_double_functions[] = {
	{"tn_dbl_add", 2, double_add, 0},
	{"tn_dbl_sub", 2, double_sub, 0},
	{"tn_dbl_mul", 2, double_mul, 0},
	{"tn_dbl_div", 2, double_div, 0},
	{"tn_dbl_sign", 1, double_sign, 0},
	{"tn_power", 2, double_power, 0},
	{"tn_sqrt", 1, double_sqrt, 0},
	{"tn_exp", 1, double_exp, 0},
	{"tn_ln", 1, double_ln, 0},
	{"tn_log10", 1, double_log10, 0},
	{"tn_sin", 1, double_sin, 0},
	{"tn_cos", 1, double_cos, 0},
	{"tn_tan", 1, double_tan, 0},
	{"tn_asin", 1, double_asin, 0},
	{"tn_acos", 1, double_acos, 0},
	{"tn_atan", 1, double_atan, 0},
	{"tn_atan2", 2, double_atan2, 0},
	{"tn_degrees", 1, double_degrees, 0},
	{"tn_radians", 1, double_radians, 0},
	{"tn_rint", 1, double_rint, 0},
	{"tn_trunc", 1, double_trunc, 0},
	{"tn_ceil", 1, double_ceil, 0},
	{"tn_floor", 1, double_floor, 0},
	{"tn_float4", 1, double_float4, 0},
	{"tn_random", 0, double_random, 1},
	{NULL, 0, NULL, 0},
};
