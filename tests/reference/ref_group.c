/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_group.c - aggregates over a group or a window's frame.
 */
#include <math.h>
#include <string.h>
#include "tests/reference/reference.h"

/* The values of a call's arguments for the rows that FILTER leaves, NULLs and duplicates taken out. */
struct inputs {
	struct ref_rows rows; /* the arguments, then the keys of ORDER BY */
	uint32_t args, keys;
};

static int one_input(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *call, struct inputs *in)
{
	struct ref_value *row = ref_alloc(run, in->rows.width * sizeof(*row));
	uint32_t i;
	size_t k;
	int rc = ref_holds(run, frame, call->u.call->filter);

	if (rc <= 0)
		return rc;
	for (i = 0, rc = TN_OK; rc >= 0 && i < in->rows.width; i++)
		rc = ref_eval(run, frame, i < in->args ? call->args[i] : call->u.call->order[i - in->args].expr,
			      &row[i]);
	if (rc < 0 || (in->args && row[0].kind == TN_KIND_NULL))
		return rc;
	for (k = 0; call->flags & TN_XF_DISTINCT && k < in->rows.count; k++)
		if (ref_same(&in->rows.cells[k * in->rows.width], row))
			return TN_OK;
	return ref_add_row(run, &in->rows, row);
}

static int collect(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *call,
		   struct ref_unit *const *units, size_t count, struct inputs *in)
{
	struct ref_unit *unit = frame->unit;
	size_t i;
	int rc = TN_OK;

	in->args = call->arg_count;
	in->keys = call->u.call->order_count;
	in->rows.width = in->args + in->keys;
	for (i = 0; rc >= 0 && i < count; i++) {
		frame->unit = units[i];
		rc = one_input(run, frame, call, in);
	}
	frame->unit = unit;
	return rc < 0 ? rc : TN_OK;
}

static const struct ref_value *input(const struct inputs *in, size_t i)
{
	return &in->rows.cells[i * in->rows.width];
}

static int sum_i(const struct inputs *in, ref_wide *sum)
{
	size_t i;

	for (i = 0, *sum = 0; i < in->rows.count; i++)
		*sum += input(in, i)->u.i;
	return TN_OK;
}

static int sum_n(struct ref_run *run, const struct inputs *in, struct ref_value *sum)
{
	size_t i;
	int rc = ref_decimal_make(run, 0, 0, sum);

	for (i = 0; rc >= 0 && i < in->rows.count; i++)
		rc = ref_decimal_math(run, '+', sum, input(in, i), sum);
	return rc;
}

static int sum_d(const struct inputs *in, struct ref_value *sum)
{
	size_t i;

	*sum = ref_double(0);
	for (i = 0; i < in->rows.count; i++)
		sum->u.d += input(in, i)->u.d;
	return isfinite(sum->u.d) ? TN_OK : TN_E_RANGE;
}

static int mean(struct ref_run *run, const struct tn_ir_expr *call, const struct inputs *in, struct ref_value *out)
{
	struct ref_value sum, count;
	ref_wide whole;
	int rc;

	if (call->op == TN_OP_AVG_I) {
		sum_i(in, &whole);
		*out = ref_double((double)((long double)whole / (long double)in->rows.count));
		return TN_OK;
	}
	if (call->op == TN_OP_AVG_D) {
		rc = sum_d(in, out);
		out->u.d /= (double)in->rows.count;
		return rc;
	}
	rc = sum_n(run, in, &sum);
	if (rc >= 0)
		rc = ref_decimal_make(run, (ref_wide)in->rows.count, 0, &count);
	if (rc >= 0)
		rc = ref_decimal_divide(run, &sum, &count, call->type.scale, out);
	return rc < 0 ? rc : ref_decimal_fits(out, &call->type);
}

/* The sum of the products of distances from the means, of columns a and b; pairs with a NULL left out. */
static long double spread(const struct inputs *in, unsigned a, unsigned b, size_t *n)
{
	long double mean_a = 0, mean_b = 0, sum = 0;
	unsigned last = (unsigned)in->args - 1;
	size_t i, pass;

	for (*n = pass = 0; pass < 2; pass++) {
		if (pass && *n) {
			mean_a /= (long double)*n;
			mean_b /= (long double)*n;
		}
		for (i = 0; i < in->rows.count; i++) {
			const struct ref_value *v = input(in, i);
			long double x = v[a].kind == TN_KIND_INT ? (long double)v[a].u.i : (long double)v[a].u.d;
			long double y = v[b].kind == TN_KIND_INT ? (long double)v[b].u.i : (long double)v[b].u.d;

			if (v[0].kind == TN_KIND_NULL || v[last].kind == TN_KIND_NULL)
				continue;
			if (pass) {
				sum += (x - mean_a) * (y - mean_b);
				continue;
			}
			++*n;
			mean_a += x;
			mean_b += y;
		}
	}
	return sum;
}

static void correlation(const struct inputs *in, struct ref_value *out)
{
	size_t n;
	long double xy = spread(in, 0, 1, &n), xx = spread(in, 0, 0, &n), yy = spread(in, 1, 1, &n);

	if (n && xx > 0 && yy > 0)
		*out = ref_double((double)(xy / (sqrtl(xx) * sqrtl(yy))));
}

/* less: what is divided by is so much less than the number of values. */
static void variance(const struct inputs *in, size_t less, int root, struct ref_value *out)
{
	size_t n;
	long double sum = spread(in, 0, (unsigned)in->args - 1, &n);

	if (n <= less)
		return;
	sum /= (long double)(n - less);
	*out = ref_double((double)(root ? sqrtl(sum) : sum));
}

static void best(const struct tn_ir_expr *call, const struct inputs *in, struct ref_value *out)
{
	int direction = call->op == TN_OP_MAX || call->op == TN_OP_BOOL_OR ? 1 : -1;
	size_t i;

	*out = *input(in, 0);
	for (i = 1; i < in->rows.count; i++)
		if (ref_compare(input(in, i), out) * direction > 0)
			*out = *input(in, i);
}

static int joined(struct ref_run *run, const struct tn_ir_expr *call, const struct inputs *in, struct ref_value *out)
{
	size_t count = in->rows.count, len = 0, i, at = 0, *numbers = ref_alloc(run, count * sizeof(*numbers));
	struct ref_value *keys = ref_alloc(run, count * in->keys * sizeof(*keys));
	const struct ref_value *between = input(in, 0) + 1;
	char *s;

	if (between->kind == TN_KIND_NULL)
		return ref_unknown(run, "string_agg with a NULL separator", NULL);
	for (i = 0; i < count; i++) {
		len += input(in, i)->len + between->len;
		if (in->keys)
			memcpy(&keys[i * in->keys], input(in, i) + in->args, in->keys * sizeof(*keys));
	}
	ref_sort(call->u.call->order, in->keys, keys, numbers, count);
	s = ref_alloc(run, len + 1);
	for (i = 0; i < count; i++) {
		const struct ref_value *v = input(in, numbers[i]);

		if (i && between->len)
			memcpy(s + at, between->u.s, between->len);
		at += i ? between->len : 0;
		if (v->len)
			memcpy(s + at, v->u.s, v->len);
		at += v->len;
	}
	*out = ref_string(TN_KIND_TEXT, s, at);
	return TN_OK;
}

int ref_aggregate(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *call,
		  struct ref_unit *const *units, size_t count, struct ref_value *out)
{
	struct inputs in = {0};
	ref_wide whole;
	int rc = collect(run, frame, call, units, count, &in);

	if (rc < 0)
		return rc;
	if (call->op == TN_OP_COUNT || call->op == TN_OP_COUNT_STAR) {
		*out = ref_int(TN_KIND_INT, (int64_t)in.rows.count);
		return TN_OK;
	}
	*out = ref_null();
	if (!in.rows.count)
		return TN_OK;
	switch (call->op) {
	case TN_OP_SUM_I:
		sum_i(&in, &whole);
		*out = ref_int(TN_KIND_INT, (int64_t)whole);
		return whole > INT64_MAX || whole < INT64_MIN ? TN_E_RANGE : TN_OK;
	case TN_OP_SUM_N: return sum_n(run, &in, out);
	case TN_OP_SUM_D: return sum_d(&in, out);
	case TN_OP_AVG_I:
	case TN_OP_AVG_N:
	case TN_OP_AVG_D: return mean(run, call, &in, out);
	case TN_OP_MIN:
	case TN_OP_MAX:
	case TN_OP_BOOL_AND:
	case TN_OP_BOOL_OR: best(call, &in, out); return TN_OK;
	case TN_OP_VAR_POP:
	case TN_OP_COVAR_POP_I:
	case TN_OP_COVAR_POP_D: variance(&in, 0, 0, out); return TN_OK;
	case TN_OP_VAR_SAMP:
	case TN_OP_COVAR_SAMP_I:
	case TN_OP_COVAR_SAMP_D: variance(&in, 1, 0, out); return TN_OK;
	case TN_OP_STDDEV_POP: variance(&in, 0, 1, out); return TN_OK;
	case TN_OP_STDDEV_SAMP: variance(&in, 1, 1, out); return TN_OK;
	case TN_OP_CORR_I:
	case TN_OP_CORR_D: correlation(&in, out); return TN_OK;
	case TN_OP_STRING_AGG: return joined(run, call, &in, out);
	default: return ref_unknown(run, tn__op_info[call->op].name, NULL);
	}
}
