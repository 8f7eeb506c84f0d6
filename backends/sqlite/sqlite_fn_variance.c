/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_variance.c - variance, deviation, covariance and correlation.
 *
 * A variance is the small difference of two large numbers: the sum of the squares and
 * the square of the sum.  Both are kept in pairs of doubles, whose 106 bits leave
 * the result exact but for its last digits, and let a moving frame take values out
 * again.  The other servers update a mean and a sum of squared distances instead, so
 * that results agree nearly, not in every bit.
 *
 * Invariants:
 *  1. A pair with a NULL does not count.
 *  2. The same values in any order, or after others were taken out, give the same
 *     result within the last digits of a double.
 *  3. Values that are all equal have no spread at all: what rounding leaves would be large
 *     below a root, and a correlation where there is none.  A frame moves on at both ends, so
 *     it holds equal values alone if as many came in last.
 */
#include "sqlite_functions.h"

#include <math.h>

/* hi + lo, of which lo is less than half a unit of hi's last digit. */
struct pair {
	double hi, lo;
};

static struct pair sum_of(double a, double b)
{
	double s = a + b, t = s - a;
	struct pair p = {s, (a - (s - t)) + (b - t)};
	return p;
}

static struct pair product_of(double a, double b)
{
	struct pair p = {a * b, 0};
	p.lo = fma(a, b, -p.hi);
	return p;
}

static struct pair add(struct pair a, struct pair b)
{
	struct pair s = sum_of(a.hi, b.hi), t = sum_of(a.lo, b.lo);
	s = sum_of(s.hi, s.lo + t.hi);
	return sum_of(s.hi, s.lo + t.lo);
}

static struct pair multiply(struct pair a, struct pair b)
{
	struct pair p = product_of(a.hi, b.hi);
	return sum_of(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

static struct pair negative(struct pair a)
{
	struct pair p = {-a.hi, -a.lo};
	return p;
}

/* ---- what is kept of the rows ------------------------------------------------------- */

struct column {
	double last;
	int64_t equal; /* so many times, one after the other */
};

struct moments {
	struct pair x, y, xx, yy, xy;
	struct column of_x, of_y;
	int64_t count;
};

static void note(struct column *c, double value)
{
	c->equal = c->equal && c->last == value ? c->equal + 1 : 1;
	c->last = value;
}

/* sign: 1 takes a row in, -1 takes it out. */
static void count_row(struct moments *m, double x, double y, int sign)
{
	struct pair px = {x * sign, 0}, py = {y * sign, 0};
	m->count += sign;
	if (!m->count) {
		*m = (struct moments){.count = 0};
		return;
	}
	if (sign > 0) {
		note(&m->of_x, x);
		note(&m->of_y, y);
	}
	m->x = add(m->x, px);
	m->y = add(m->y, py);
	m->xx = add(m->xx, product_of(x * sign, x));
	m->yy = add(m->yy, product_of(y * sign, y));
	m->xy = add(m->xy, product_of(x * sign, y));
}

static void change(sqlite3_context *ctx, int n, sqlite3_value **v, int sign)
{
	struct moments *m = tn__sqlite_state(ctx, sizeof(*m));
	double x, y;
	if (!m || !tn__sqlite_double_arg(ctx, v[0], &x))
		return;
	y = x;
	if (n < 2 || tn__sqlite_double_arg(ctx, v[1], &y))
		count_row(m, x, y, sign);
}

static void step(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	change(ctx, n, v, 1);
}

static void inverse(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	change(ctx, n, v, -1);
}

/* n times the sum of the products of distances from the means. */
static double spread(const struct moments *m, struct pair ab, struct pair a, struct pair b)
{
	struct pair n = {(double)m->count, 0};
	return add(multiply(n, ab), negative(multiply(a, b))).hi;
}

static int varies(const struct moments *m, const struct column *c)
{
	return c->equal < m->count;
}

/* The same of one column: what rounding may make of nothing is nothing. */
static double square(const struct moments *m, const struct column *c, struct pair aa, struct pair a)
{
	double s = varies(m, c) ? spread(m, aa, a, a) : 0;
	return s < 0 ? 0 : s;
}

/* ---- results --------------------------------------------------------------------------- */

/* less: 0 divides by the number of rows, 1 by one less.  NULL where nothing is left to divide by. */
static void mean_result(sqlite3_context *ctx, double (*sum)(const struct moments *m), int less, int root)
{
	const struct moments *m = sqlite3_aggregate_context(ctx, 0);
	double mean;
	if (!m || m->count <= less)
		return;
	mean = sum(m) / (double)m->count / (double)(m->count - less);
	tn__sqlite_result_double(ctx, root ? sqrt(mean) : mean);
}

static double of_x(const struct moments *m)
{
	return square(m, &m->of_x, m->xx, m->x);
}

static double of_both(const struct moments *m)
{
	return varies(m, &m->of_x) && varies(m, &m->of_y) ? spread(m, m->xy, m->x, m->y) : 0;
}

static void var_pop(sqlite3_context *ctx)
{
	mean_result(ctx, of_x, 0, 0);
}

static void var_samp(sqlite3_context *ctx)
{
	mean_result(ctx, of_x, 1, 0);
}

static void stddev_pop(sqlite3_context *ctx)
{
	mean_result(ctx, of_x, 0, 1);
}

static void stddev_samp(sqlite3_context *ctx)
{
	mean_result(ctx, of_x, 1, 1);
}

static void covar_pop(sqlite3_context *ctx)
{
	mean_result(ctx, of_both, 0, 0);
}

static void covar_samp(sqlite3_context *ctx)
{
	mean_result(ctx, of_both, 1, 0);
}

static void corr(sqlite3_context *ctx)
{
	const struct moments *m = sqlite3_aggregate_context(ctx, 0);
	double x, y;
	if (!m || !m->count)
		return;
	x = sqrt(square(m, &m->of_x, m->xx, m->x));
	y = sqrt(square(m, &m->of_y, m->yy, m->y));
	if (x != 0 && y != 0)
		tn__sqlite_result_double(ctx, of_both(m) / x / y);
}

const struct tn_sqlite_aggregate tn__sqlite_variance_aggregates[] = {
	{"tn_var_pop", 1, step, var_pop, var_pop, inverse},
	{"tn_var_samp", 1, step, var_samp, var_samp, inverse},
	{"tn_stddev_pop", 1, step, stddev_pop, stddev_pop, inverse},
	{"tn_stddev_samp", 1, step, stddev_samp, stddev_samp, inverse},
	{"tn_covar_pop", 2, step, covar_pop, covar_pop, inverse},
	{"tn_covar_samp", 2, step, covar_samp, covar_samp, inverse},
	{"tn_corr", 2, step, corr, corr, inverse},
	{NULL, 0, NULL, NULL, NULL, NULL},
};
