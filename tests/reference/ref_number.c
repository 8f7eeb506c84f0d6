/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_number.c - operations on numbers.
 *
 * Integers have 64 bits and are computed with more, so that what leaves them is seen.
 * A double that is not finite is RANGE where the operands were.
 */
#include <math.h>
#include "tests/reference/reference.h"

static int put_int(const struct ref_call *c, ref_wide n)
{
	if (n > INT64_MAX || n < INT64_MIN)
		return TN_E_RANGE;
	*c->out = ref_int(TN_KIND_INT, (int64_t)n);
	return TN_OK;
}

static int put_double(const struct ref_call *c, double d)
{
	if (!isfinite(d))
		return TN_E_RANGE;
	*c->out = ref_double(d);
	return TN_OK;
}

#define INT(n) ((ref_wide)c->args[n].u.i)
#define DBL(n) (c->args[n].u.d)
#define INT_OP(name, test, code, value) \
	static int name(const struct ref_call *c) { return (test) ? (code) : put_int(c, (value)); }
#define DBL_OP(name, test, code, value) \
	static int name(const struct ref_call *c) { return (test) ? (code) : put_double(c, (value)); }

INT_OP(add_i, 0, 0, INT(0) + INT(1))
INT_OP(sub_i, 0, 0, INT(0) - INT(1))
INT_OP(mul_i, 0, 0, INT(0) * INT(1))
INT_OP(div_i, INT(1) == 0, TN_E_DATA, INT(0) / INT(1))
INT_OP(mod_i, INT(1) == 0, TN_E_DATA, INT(0) % INT(1))
INT_OP(neg_i, 0, 0, -INT(0))
INT_OP(abs_i, 0, 0, INT(0) < 0 ? -INT(0) : INT(0))
INT_OP(sign_i, 0, 0, (INT(0) > 0) - (INT(0) < 0))
INT_OP(bit_and, 0, 0, INT(0) & INT(1))
INT_OP(bit_or, 0, 0, INT(0) | INT(1))
INT_OP(bit_xor, 0, 0, INT(0) ^ INT(1))
INT_OP(bit_not, 0, 0, ~INT(0))
INT_OP(shl, INT(1) < 0 || INT(1) > 63, TN_E_RANGE, (int64_t)((uint64_t)c->args[0].u.i << c->args[1].u.i))
INT_OP(shr, INT(1) < 0 || INT(1) > 63, TN_E_RANGE, c->args[0].u.i >> c->args[1].u.i)

DBL_OP(add_d, 0, 0, DBL(0) + DBL(1))
DBL_OP(sub_d, 0, 0, DBL(0) - DBL(1))
DBL_OP(mul_d, 0, 0, DBL(0) * DBL(1))
DBL_OP(div_d, DBL(1) == 0, TN_E_DATA, DBL(0) / DBL(1))
DBL_OP(neg_d, 0, 0, -DBL(0))
DBL_OP(abs_d, 0, 0, fabs(DBL(0)))
INT_OP(sign_d, 0, 0, (DBL(0) > 0) - (DBL(0) < 0))
DBL_OP(round_d, 0, 0, nearbyint(DBL(0)))
DBL_OP(trunc_d, 0, 0, trunc(DBL(0)))
DBL_OP(ceil_d, 0, 0, ceil(DBL(0)))
DBL_OP(floor_d, 0, 0, floor(DBL(0)))
DBL_OP(power, (DBL(0) == 0 && DBL(1) < 0) || (DBL(0) < 0 && trunc(DBL(1)) != DBL(1)), TN_E_DATA, pow(DBL(0), DBL(1)))
DBL_OP(square_root, DBL(0) < 0, TN_E_DATA, sqrt(DBL(0)))
DBL_OP(exponential, 0, 0, exp(DBL(0)))
DBL_OP(ln, DBL(0) <= 0, TN_E_DATA, log(DBL(0)))
DBL_OP(logarithm10, DBL(0) <= 0, TN_E_DATA, log10(DBL(0)))
DBL_OP(pi, 0, 0, acos(-1.0))
DBL_OP(sine, 0, 0, sin(DBL(0)))
DBL_OP(cosine, 0, 0, cos(DBL(0)))
DBL_OP(tangent, 0, 0, tan(DBL(0)))
DBL_OP(arc_sine, fabs(DBL(0)) > 1, TN_E_DATA, asin(DBL(0)))
DBL_OP(arc_cosine, fabs(DBL(0)) > 1, TN_E_DATA, acos(DBL(0)))
DBL_OP(arc_tangent, 0, 0, atan(DBL(0)))
DBL_OP(arc_tangent2, 0, 0, atan2(DBL(0), DBL(1)))
DBL_OP(degrees, 0, 0, DBL(0) * (180 / acos(-1.0)))
DBL_OP(radians, 0, 0, DBL(0) * (acos(-1.0) / 180))

/* ---- exact decimals ------------------------------------------------------------------- */

#define DEC_OP(name, op) \
	static int name(const struct ref_call *c) \
	{ \
		return ref_decimal_math(c->run, op, &c->args[0], &c->args[1], c->out); \
	}
DEC_OP(add_n, '+')
DEC_OP(sub_n, '-')
DEC_OP(mul_n, '*')
DEC_OP(mod_n, '%')

/* The analysis has given the digits of the CAST around it. */
static int div_n(const struct ref_call *c)
{
	return ref_decimal_divide(c->run, &c->args[0], &c->args[1], c->expr->type.scale, c->out);
}

static int neg_n(const struct ref_call *c)
{
	return ref_decimal_make(c->run, -c->args[0].u.n, c->args[0].scale, c->out);
}

static int abs_n(const struct ref_call *c)
{
	ref_wide n = c->args[0].u.n;

	return ref_decimal_make(c->run, n < 0 ? -n : n, c->args[0].scale, c->out);
}

static int sign_n(const struct ref_call *c)
{
	ref_wide n = c->args[0].u.n;

	return put_int(c, (n > 0) - (n < 0));
}

/* To a scale that may be below 0, which the result then does not keep. */
static int to_scale(const struct ref_call *c, int cut)
{
	int64_t scale = c->count > 1 ? c->args[1].u.i : 0;
	struct ref_value v = c->args[0];
	int below = 0, rc;

	if (scale > REF_MAX_SCALE || scale < -REF_MAX_SCALE)
		return ref_unknown(c->run, "rounding so far", NULL);
	if (scale < 0) { /* the point moves, so that the scale is 0 */
		below = (int)-scale;
		v.scale = (int16_t)(v.scale + below);
		scale = 0;
	}
	rc = ref_decimal_rescale(c->run, &v, (int)scale, cut, c->out);
	for (; rc == TN_OK && below; below--)
		c->out->u.n *= 10;
	return rc;
}

static int round_n(const struct ref_call *c) { return to_scale(c, 0); }
static int trunc_n(const struct ref_call *c) { return to_scale(c, 1); }

/* The next integer in the direction, where it is none. */
static int next_integer(const struct ref_call *c, int direction)
{
	int rc = ref_decimal_rescale(c->run, &c->args[0], 0, 1, c->out);

	if (rc == TN_OK && ref_decimal_compare(&c->args[0], c->out) * direction > 0)
		c->out->u.n += direction;
	return rc;
}

static int ceil_n(const struct ref_call *c) { return next_integer(c, 1); }
static int floor_n(const struct ref_call *c) { return next_integer(c, -1); }

const struct ref_op ref_number_ops[] = {
	{TN_OP_ADD_I, add_i}, {TN_OP_SUB_I, sub_i}, {TN_OP_MUL_I, mul_i}, {TN_OP_DIV_I, div_i}, {TN_OP_MOD_I, mod_i},
	{TN_OP_MOD_FN_I, mod_i}, {TN_OP_NEG_I, neg_i}, {TN_OP_ABS_I, abs_i}, {TN_OP_SIGN_I, sign_i},
	{TN_OP_BIT_AND, bit_and}, {TN_OP_BIT_OR, bit_or}, {TN_OP_BIT_XOR, bit_xor}, {TN_OP_BIT_NOT, bit_not},
	{TN_OP_SHL, shl}, {TN_OP_SHR, shr},
	{TN_OP_ADD_D, add_d}, {TN_OP_SUB_D, sub_d}, {TN_OP_MUL_D, mul_d}, {TN_OP_DIV_D, div_d}, {TN_OP_NEG_D, neg_d},
	{TN_OP_ABS_D, abs_d}, {TN_OP_SIGN_D, sign_d}, {TN_OP_ROUND_D, round_d}, {TN_OP_TRUNC_D, trunc_d},
	{TN_OP_CEIL_D, ceil_d}, {TN_OP_FLOOR_D, floor_d}, {TN_OP_POWER, power}, {TN_OP_SQRT, square_root},
	{TN_OP_EXP, exponential}, {TN_OP_LN, ln}, {TN_OP_LOG10, logarithm10}, {TN_OP_PI, pi}, {TN_OP_SIN, sine},
	{TN_OP_COS, cosine}, {TN_OP_TAN, tangent}, {TN_OP_ASIN, arc_sine}, {TN_OP_ACOS, arc_cosine},
	{TN_OP_ATAN, arc_tangent}, {TN_OP_ATAN2, arc_tangent2}, {TN_OP_DEGREES, degrees}, {TN_OP_RADIANS, radians},
	{TN_OP_ADD_N, add_n}, {TN_OP_SUB_N, sub_n}, {TN_OP_MUL_N, mul_n}, {TN_OP_DIV_N, div_n}, {TN_OP_MOD_N, mod_n},
	{TN_OP_MOD_FN_N, mod_n}, {TN_OP_NEG_N, neg_n}, {TN_OP_ABS_N, abs_n}, {TN_OP_SIGN_N, sign_n},
	{TN_OP_ROUND_N1, round_n}, {TN_OP_ROUND_N2, round_n}, {TN_OP_TRUNC_N1, trunc_n}, {TN_OP_TRUNC_N2, trunc_n},
	{TN_OP_CEIL_N, ceil_n}, {TN_OP_FLOOR_N, floor_n}, {0, NULL}};
