/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_dec.c - NUMERIC: exact decimal numbers in SQL.
 *
 * A NUMERIC arrives as what it is stored as: an integer or a real from a column of
 * up to 15 digits, text from any other column, from a parameter and from these
 * functions.  Results are the text of the number in its one shortest form
 * (sqlite_decimal.h), so results that are equal are equal texts.
 *
 * Columns of up to 15 digits are compared by SQLite itself, because an index can
 * serve that: the column's affinity makes a number of the text at the other side.
 * A constant of more digits would be rounded on the way; tn_num_point(),
 * tn_num_up() and tn_num_down() put a constant in its place that the column's
 * values compare alike with.
 */
#include "sqlite_functions.h"

#include <string.h>

static int both(sqlite3_context *ctx, sqlite3_value **v, struct tn__dec *a, struct tn__dec *b)
{
	return tn__sqlite_dec_arg(ctx, v[0], a) && tn__sqlite_dec_arg(ctx, v[1], b);
}

#define CALC(name)                                                                                      \
	static void dec_##name(sqlite3_context *ctx, int n, sqlite3_value **v)                          \
	{                                                                                               \
		struct tn__dec a, b, out;                                                               \
		(void)n;                                                                                \
		if (both(ctx, v, &a, &b))                                                               \
			tn__sqlite_result_calc(ctx, tn__dec_##name(&out, &a, &b), &out);                \
	}
CALC(add)
CALC(sub)
CALC(mul)
CALC(mod)

/* tn_dec_div(a, b, p, s): the quotient as NUMERIC(p,s). */
static void dec_div(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn__dec a, b, out;
	int64_t precision, scale;
	int rc;
	(void)n;
	if (!both(ctx, v, &a, &b) || !tn__sqlite_int_arg(ctx, v[2], &precision) ||
	    !tn__sqlite_int_arg(ctx, v[3], &scale))
		return;
	if (scale < 0 || scale > TN__DEC_MAX_SCALE) {
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ARGUMENT, "a quotient needs a scale");
		return;
	}
	rc = tn__dec_div(&out, &a, &b, (int)scale);
	if (rc == TN__DEC_OK)
		rc = tn__sqlite_fit(&out, precision, scale);
	tn__sqlite_result_calc(ctx, rc, &out);
}

static void dec_neg(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn__dec a;
	(void)n;
	if (!tn__sqlite_dec_arg(ctx, v[0], &a))
		return;
	a.negative = a.n && !a.negative;
	tn__sqlite_result_dec(ctx, &a);
}

static void dec_abs(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn__dec a;
	(void)n;
	if (!tn__sqlite_dec_arg(ctx, v[0], &a))
		return;
	a.negative = 0;
	tn__sqlite_result_dec(ctx, &a);
}

static void dec_sign(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn__dec a;
	(void)n;
	if (tn__sqlite_dec_arg(ctx, v[0], &a))
		sqlite3_result_int(ctx, a.negative ? -1 : a.n != 0);
}

/* ---- rounding: tn_dec_x(a) or tn_dec_x(a, scale) ------------------------------------ */

static void rounded(sqlite3_context *ctx, int n, sqlite3_value **v, enum tn__dec_rounding how)
{
	struct tn__dec a;
	int64_t scale = 0;
	if (!tn__sqlite_dec_arg(ctx, v[0], &a) || (n > 1 && !tn__sqlite_int_arg(ctx, v[1], &scale)))
		return;
	if (scale > TN__DEC_LIMBS * 9 || scale < -TN__DEC_LIMBS * 9)
		scale = scale < 0 ? -TN__DEC_LIMBS * 9 : TN__DEC_LIMBS * 9;
	tn__sqlite_result_calc(ctx, tn__dec_round(&a, (int)scale, how), &a);
}

static void dec_round(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	rounded(ctx, n, v, TN__DEC_HALF_AWAY);
}

static void dec_trunc(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	rounded(ctx, n, v, TN__DEC_DOWN);
}

static void dec_ceil(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	rounded(ctx, n, v, TN__DEC_CEIL);
}

static void dec_floor(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	rounded(ctx, n, v, TN__DEC_FLOOR);
}

/* ---- forms and casts --------------------------------------------------------------------- */

/* tn_dec(a): the one form.  tn_dec(a, p, s): as NUMERIC(p,s). */
static void dec_cast(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn__dec a;
	int64_t precision = 0, scale = 0;
	if (!tn__sqlite_dec_arg(ctx, v[0], &a))
		return;
	if (n > 1 && (!tn__sqlite_int_arg(ctx, v[1], &precision) || !tn__sqlite_int_arg(ctx, v[2], &scale)))
		return;
	tn__sqlite_result_calc(ctx, tn__sqlite_fit(&a, precision, scale), &a);
}

/* tn_dec_text(a, s): with s fraction digits, where the number has not more; s < 0: as many as it has. */
static void dec_text(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	char text[TN__DEC_TEXT + TN__DEC_MAX_SCALE + 2];
	const char *point;
	struct tn__dec a;
	int64_t scale;
	size_t len, have;
	(void)n;
	if (!tn__sqlite_dec_arg(ctx, v[0], &a) || !tn__sqlite_int_arg(ctx, v[1], &scale))
		return;
	len = tn__dec_format(&a, text);
	point = memchr(text, '.', len);
	have = point ? len - (size_t)(point - text) - 1 : 0;
	if (scale > 0 && scale <= TN__DEC_MAX_SCALE && have < (size_t)scale) {
		if (!point)
			text[len++] = '.';
		memset(text + len, '0', (size_t)scale - have);
		len += (size_t)scale - have;
	}
	tn__sqlite_result_copy(ctx, text, len);
}

static void dec_int(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn__dec a;
	int64_t out;
	(void)n;
	if (!tn__sqlite_dec_arg(ctx, v[0], &a))
		return;
	if (tn__dec_to_int(&a, &out) == TN__DEC_OK)
		sqlite3_result_int64(ctx, out);
	else
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_RANGE, "a number is out of the range of BIGINT");
}

static void dec_double(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn__dec a;
	(void)n;
	if (tn__sqlite_dec_arg(ctx, v[0], &a))
		tn__sqlite_result_double(ctx, tn__dec_to_double(&a));
}

static void dec_key(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	unsigned char key[TN__DEC_KEY];
	struct tn__dec a;
	(void)n;
	if (tn__sqlite_dec_arg(ctx, v[0], &a))
		sqlite3_result_blob64(ctx, key, tn__dec_key(&a, key), SQLITE_TRANSIENT);
}

/* ---- comparison ---------------------------------------------------------------------------- */

static void dec_cmp(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn__dec a, b;
	(void)n;
	if (both(ctx, v, &a, &b))
		sqlite3_result_int(ctx, tn__dec_cmp(&a, &b));
}

/* x >= a AND x <= b: false if one of them is, else NULL if one is unknown. */
static void dec_between(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn__dec x, bound;
	int i, unknown = 0;
	(void)n;
	if (!tn__sqlite_dec_arg(ctx, v[0], &x))
		return;
	for (i = 1; i <= 2; i++) {
		if (sqlite3_value_type(v[i]) == SQLITE_NULL) {
			unknown = 1;
		} else if (!tn__sqlite_dec_arg(ctx, v[i], &bound)) {
			return;
		} else if (i == 1 ? tn__dec_cmp(&x, &bound) < 0 : tn__dec_cmp(&x, &bound) > 0) {
			sqlite3_result_int(ctx, 0);
			return;
		}
	}
	if (!unknown)
		sqlite3_result_int(ctx, 1);
}

/* a IS DISTINCT FROM b: never NULL. */
static void dec_distinct(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int a_null = sqlite3_value_type(v[0]) == SQLITE_NULL, b_null = sqlite3_value_type(v[1]) == SQLITE_NULL;
	struct tn__dec a, b;
	(void)n;
	if (a_null || b_null)
		sqlite3_result_int(ctx, a_null != b_null);
	else if (both(ctx, v, &a, &b))
		sqlite3_result_int(ctx, tn__dec_cmp(&a, &b) != 0);
}

static void dec_nullif(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn__dec a, b;
	(void)n;
	if (!tn__sqlite_dec_arg(ctx, v[0], &a))
		return;
	if (sqlite3_value_type(v[1]) == SQLITE_NULL)
		tn__sqlite_result_dec(ctx, &a);
	else if (tn__sqlite_dec_arg(ctx, v[1], &b) && tn__dec_cmp(&a, &b))
		tn__sqlite_result_dec(ctx, &a);
}

/* The greatest (sign 1) or least (-1) argument that is not NULL. */
static void extreme(sqlite3_context *ctx, int n, sqlite3_value **v, int sign)
{
	struct tn__dec best, next;
	int i, found = 0;
	for (i = 0; i < n; i++) {
		if (sqlite3_value_type(v[i]) == SQLITE_NULL)
			continue;
		if (!tn__sqlite_dec_arg(ctx, v[i], &next))
			return;
		if (!found || tn__dec_cmp(&next, &best) * sign > 0)
			best = next;
		found = 1;
	}
	if (found)
		tn__sqlite_result_dec(ctx, &best);
}

static void dec_greatest(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	extreme(ctx, n, v, 1);
}

static void dec_least(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	extreme(ctx, n, v, -1);
}

/* ---- constants beside a column of up to 15 digits --------------------------------------------- */

#define COLUMN_DIGITS 15

/*
 * The number itself if it has at most 15 digits.  If it has more, no value of the
 * column equals it: tn_num_point() gives a text that is no number, which equals
 * none either, and the others the neighbour above or below.
 */
static void beside(sqlite3_context *ctx, sqlite3_value *v, int rounding)
{
	struct tn__dec a;
	if (sqlite3_value_type(v) == SQLITE_INTEGER) {
		/* SQLite compares integers and reals by value. */
		sqlite3_result_value(ctx, v);
		return;
	}
	if (!tn__sqlite_dec_arg(ctx, v, &a))
		return;
	if (tn__dec_significant(&a) > COLUMN_DIGITS) {
		if (rounding < 0) {
			sqlite3_result_text(ctx, "no value of the column", -1, SQLITE_STATIC);
			return;
		}
		if (tn__dec_round(&a, COLUMN_DIGITS - tn__dec_whole_digits(&a), (enum tn__dec_rounding)rounding)) {
			tn__sqlite_result_calc(ctx, TN__DEC_RANGE, &a);
			return;
		}
	}
	tn__sqlite_result_dec(ctx, &a);
}

static void num_point(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n;
	beside(ctx, v[0], -1);
}

static void num_up(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n;
	beside(ctx, v[0], TN__DEC_CEIL);
}

static void num_down(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n;
	beside(ctx, v[0], TN__DEC_FLOOR);
}

/* Texts that are no numbers come behind all numbers, by byte. */
int tn__sqlite_dec_collation(void *unused, int an, const void *a, int bn, const void *b)
{
	struct tn__dec x, y;
	int x_bad = tn__dec_parse(&x, a, (size_t)an) != TN__DEC_OK;
	int y_bad = tn__dec_parse(&y, b, (size_t)bn) != TN__DEC_OK, c;
	(void)unused;
	if (!x_bad && !y_bad)
		return tn__dec_cmp(&x, &y);
	if (x_bad != y_bad)
		return x_bad - y_bad;
	c = memcmp(a, b, (size_t)(an < bn ? an : bn));
	return c ? c : an - bn;
}

const struct tn_sqlite_scalar tn__sqlite_dec_functions[] = {
	{"tn_dec_add", 2, dec_add, 0},
	{"tn_dec_sub", 2, dec_sub, 0},
	{"tn_dec_mul", 2, dec_mul, 0},
	{"tn_dec_div", 4, dec_div, 0},
	{"tn_dec_mod", 2, dec_mod, 0},
	{"tn_dec_neg", 1, dec_neg, 0},
	{"tn_dec_abs", 1, dec_abs, 0},
	{"tn_dec_sign", 1, dec_sign, 0},
	{"tn_dec_round", 1, dec_round, 0},
	{"tn_dec_round", 2, dec_round, 0},
	{"tn_dec_trunc", 1, dec_trunc, 0},
	{"tn_dec_trunc", 2, dec_trunc, 0},
	{"tn_dec_ceil", 1, dec_ceil, 0},
	{"tn_dec_floor", 1, dec_floor, 0},
	{"tn_dec", 1, dec_cast, 0},
	{"tn_dec", 3, dec_cast, 0},
	{"tn_dec_text", 2, dec_text, 0},
	{"tn_dec_int", 1, dec_int, 0},
	{"tn_dec_double", 1, dec_double, 0},
	{"tn_dec_key", 1, dec_key, 0},
	{"tn_dec_cmp", 2, dec_cmp, 0},
	{"tn_dec_between", 3, dec_between, 0},
	{"tn_dec_distinct", 2, dec_distinct, 0},
	{"tn_dec_nullif", 2, dec_nullif, 0},
	{"tn_dec_greatest", -1, dec_greatest, 0},
	{"tn_dec_least", -1, dec_least, 0},
	{"tn_num_point", 1, num_point, 0},
	{"tn_num_up", 1, num_up, 0},
	{"tn_num_down", 1, num_down, 0},
	{NULL, 0, NULL, 0},
};
