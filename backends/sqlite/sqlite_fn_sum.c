/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_sum.c - sums and means of integers and doubles, and the guard of scalar subqueries.
 *
 * SQLite's sum() raises when a sum on the way overflows, though the last one may fit
 * and another order of rows would; this one adds in 128 bits and looks at the end.
 *
 * Invariant: SQLite calls final() for every context it has made, also after errors,
 * so what a context owns is freed there.
 */
#include "sqlite_functions.h"

#include <math.h>

/* ---- integers ----------------------------------------------------------------- */

/* high * 2^64 + low */
struct int_sum {
	uint64_t low;
	int64_t high;
	int64_t count;
};

static void int_step(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct int_sum *s = tn__sqlite_state(ctx, sizeof(*s));
	int64_t x;
	(void)n;
	if (!s || !tn__sqlite_int_arg(ctx, v[0], &x))
		return;
	s->low += (uint64_t)x;
	s->high += (x < 0 ? -1 : 0) + (s->low < (uint64_t)x);
	s->count++;
}

static void int_inverse(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct int_sum *s = tn__sqlite_state(ctx, sizeof(*s));
	int64_t x;
	(void)n;
	if (!s || !tn__sqlite_int_arg(ctx, v[0], &x))
		return;
	s->high -= (x < 0 ? -1 : 0) + (s->low < (uint64_t)x);
	s->low -= (uint64_t)x;
	s->count--;
}

static void int_sum_value(sqlite3_context *ctx)
{
	const struct int_sum *s = sqlite3_aggregate_context(ctx, 0);
	if (!s || !s->count)
		return;
	if (s->high == (s->low > INT64_MAX ? -1 : 0))
		sqlite3_result_int64(ctx, (int64_t)s->low);
	else
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_RANGE, "a sum is out of the range of BIGINT");
}

static void int_avg_value(sqlite3_context *ctx)
{
	const struct int_sum *s = sqlite3_aggregate_context(ctx, 0);
	double sum;
	if (!s || !s->count)
		return;
	if (s->high == (s->low > INT64_MAX ? -1 : 0))
		sum = (double)(int64_t)s->low;
	else
		sum = (double)s->high * 18446744073709551616.0 + (double)s->low;
	sqlite3_result_double(ctx, sum / (double)s->count);
}

/* ---- doubles: A. Neumaier's sum keeps what each addition loses ------------------------ */

struct double_sum {
	double sum, lost;
	int64_t count;
};

static void double_add(struct double_sum *s, double x)
{
	double sum = s->sum + x;
	s->lost += fabs(s->sum) >= fabs(x) ? s->sum - sum + x : x - sum + s->sum;
	s->sum = sum;
}

static void double_step(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct double_sum *s = tn__sqlite_state(ctx, sizeof(*s));
	double x;
	(void)n;
	if (!s || !tn__sqlite_double_arg(ctx, v[0], &x))
		return;
	double_add(s, x);
	s->count++;
}

static void double_inverse(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct double_sum *s = tn__sqlite_state(ctx, sizeof(*s));
	double x;
	(void)n;
	if (!s || !tn__sqlite_double_arg(ctx, v[0], &x))
		return;
	if (--s->count == 0) {
		s->sum = s->lost = 0;
		return;
	}
	double_add(s, -x);
}

static void double_sum_value(sqlite3_context *ctx)
{
	const struct double_sum *s = sqlite3_aggregate_context(ctx, 0);
	if (s && s->count)
		tn__sqlite_result_double(ctx, s->sum + s->lost);
}

static void double_avg_value(sqlite3_context *ctx)
{
	const struct double_sum *s = sqlite3_aggregate_context(ctx, 0);
	if (s && s->count)
		tn__sqlite_result_double(ctx, (s->sum + s->lost) / (double)s->count);
}

/* ---- tn_single(x): the one row's value --------------------------------------------------- */

struct single {
	sqlite3_value *value;
	int64_t rows;
};

static void single_step(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct single *s = tn__sqlite_state(ctx, sizeof(*s));
	(void)n;
	if (!s)
		return;
	if (s->rows++) {
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_CARDINALITY,
				 "a subquery used as a value gave more than one row");
		return;
	}
	s->value = sqlite3_value_dup(v[0]);
	if (!s->value)
		sqlite3_result_error_nomem(ctx);
}

static void single_final(sqlite3_context *ctx)
{
	struct single *s = sqlite3_aggregate_context(ctx, 0);
	if (!s || !s->value)
		return;
	if (s->rows == 1)
		sqlite3_result_value(ctx, s->value);
	sqlite3_value_free(s->value);
	s->value = NULL;
}

const struct tn_sqlite_aggregate tn__sqlite_sum_aggregates[] = {
	{"tn_sum_int", 1, int_step, int_sum_value, int_sum_value, int_inverse},
	{"tn_avg_int", 1, int_step, int_avg_value, int_avg_value, int_inverse},
	{"tn_sum_double", 1, double_step, double_sum_value, double_sum_value, double_inverse},
	{"tn_avg_double", 1, double_step, double_avg_value, double_avg_value, double_inverse},
	{"tn_single", 1, single_step, single_final, NULL, NULL},
	{NULL, 0, NULL, NULL, NULL, NULL},
};
