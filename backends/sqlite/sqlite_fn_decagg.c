/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_decagg.c - aggregates of NUMERIC: exact sums and means, least and greatest.
 *
 * A moving frame takes rows in at one end and out at the other.  A sum subtracts
 * what leaves.  The least value of a frame is kept as the values that are still able
 * to become it, each less than all behind it; that takes memory by row, so the
 * aggregate without a window, which keeps one number, is a function of its own.
 */
#include "sqlite_functions.h"

#include <string.h>

/* ---- sums and means --------------------------------------------------------------- */

struct sum {
	struct tn__dec total;
	int64_t count;
	int64_t precision, scale; /* of a mean */
	int failed;
};

/* tn_dec_sum(x), tn_dec_avg(x, p, s) */
static void sum_move(sqlite3_context *ctx, int n, sqlite3_value **v, int sign)
{
	struct sum *s = tn__sqlite_state(ctx, sizeof(*s));
	struct tn__dec x;
	if (!s || !tn__sqlite_dec_arg(ctx, v[0], &x))
		return;
	if (n > 1 && (!tn__sqlite_int_arg(ctx, v[1], &s->precision) || !tn__sqlite_int_arg(ctx, v[2], &s->scale)))
		return;
	s->count += sign;
	if ((sign > 0 ? tn__dec_add(&s->total, &s->total, &x) : tn__dec_sub(&s->total, &s->total, &x)) != TN__DEC_OK)
		s->failed = 1;
}

static void sum_step(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	sum_move(ctx, n, v, 1);
}

static void sum_inverse(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	sum_move(ctx, n, v, -1);
}

static void sum_value(sqlite3_context *ctx)
{
	const struct sum *s = sqlite3_aggregate_context(ctx, 0);
	if (s && s->count)
		tn__sqlite_result_calc(ctx, s->failed ? TN__DEC_RANGE : TN__DEC_OK, &s->total);
}

static void avg_value(sqlite3_context *ctx)
{
	const struct sum *s = sqlite3_aggregate_context(ctx, 0);
	struct tn__dec count, out;
	int rc;
	if (!s || !s->count)
		return;
	tn__dec_from_int(&count, s->count);
	rc = s->failed || s->scale < 0 ? TN__DEC_RANGE : tn__dec_div(&out, &s->total, &count, (int)s->scale);
	if (rc == TN__DEC_OK)
		rc = tn__sqlite_fit(&out, s->precision, s->scale);
	tn__sqlite_result_calc(ctx, rc, &out);
}

/* ---- least and greatest of a group ----------------------------------------------------- */

struct best {
	struct tn__dec x;
	int found;
};

static void best_step(sqlite3_context *ctx, sqlite3_value **v, int sign)
{
	struct best *s = tn__sqlite_state(ctx, sizeof(*s));
	struct tn__dec x;
	if (!s || !tn__sqlite_dec_arg(ctx, v[0], &x))
		return;
	if (!s->found || tn__dec_cmp(&x, &s->x) * sign > 0)
		s->x = x;
	s->found = 1;
}

static void min_step(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n;
	best_step(ctx, v, -1);
}

static void max_step(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n;
	best_step(ctx, v, 1);
}

static void best_final(sqlite3_context *ctx)
{
	const struct best *s = sqlite3_aggregate_context(ctx, 0);
	if (s && s->found)
		tn__sqlite_result_dec(ctx, &s->x);
}

/* ---- ... of a moving frame ------------------------------------------------------------------ */

struct candidate {
	struct tn__dec x;
	int64_t row;
};

struct frame {
	struct candidate *items; /* of a ring */
	size_t size, first, count;
	int64_t entered, left; /* rows that came and went */
};

static struct candidate *item(const struct frame *s, size_t i)
{
	return &s->items[(s->first + i) % s->size];
}

static int grow(struct frame *s)
{
	size_t size = s->size ? s->size * 2 : 4, i;
	struct candidate *items = sqlite3_malloc64(size * sizeof(*items));
	if (!items)
		return 0;
	for (i = 0; i < s->count; i++)
		items[i] = *item(s, i);
	sqlite3_free(s->items);
	s->items = items;
	s->size = size;
	s->first = 0;
	return 1;
}

static void frame_step(sqlite3_context *ctx, sqlite3_value **v, int sign)
{
	struct frame *s = tn__sqlite_state(ctx, sizeof(*s));
	struct tn__dec x;
	struct candidate *last;
	if (!s)
		return;
	s->entered++;
	if (!tn__sqlite_dec_arg(ctx, v[0], &x))
		return;
	while (s->count && tn__dec_cmp(&x, &item(s, s->count - 1)->x) * sign >= 0)
		s->count--;
	if (s->count == s->size && !grow(s)) {
		sqlite3_result_error_nomem(ctx);
		return;
	}
	last = item(s, s->count++);
	last->x = x;
	last->row = s->entered;
}

static void frame_min_step(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n;
	frame_step(ctx, v, -1);
}

static void frame_max_step(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n;
	frame_step(ctx, v, 1);
}

static void frame_inverse(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct frame *s = tn__sqlite_state(ctx, sizeof(*s));
	(void)n, (void)v;
	if (!s)
		return;
	s->left++;
	if (s->count && item(s, 0)->row == s->left) {
		s->first = (s->first + 1) % s->size;
		s->count--;
	}
}

static void frame_value(sqlite3_context *ctx)
{
	const struct frame *s = sqlite3_aggregate_context(ctx, 0);
	if (s && s->count)
		tn__sqlite_result_dec(ctx, &item(s, 0)->x);
}

static void frame_final(sqlite3_context *ctx)
{
	struct frame *s = sqlite3_aggregate_context(ctx, 0);
	frame_value(ctx);
	if (!s)
		return;
	sqlite3_free(s->items);
	memset(s, 0, sizeof(*s));
}

const struct tn_sqlite_aggregate tn__sqlite_dec_aggregates[] = {
	{"tn_dec_sum", 1, sum_step, sum_value, sum_value, sum_inverse},
	{"tn_dec_avg", 3, sum_step, avg_value, avg_value, sum_inverse},
	{"tn_dec_min", 1, min_step, best_final, NULL, NULL},
	{"tn_dec_max", 1, max_step, best_final, NULL, NULL},
	{"tn_dec_min_over", 1, frame_min_step, frame_final, frame_value, frame_inverse},
	{"tn_dec_max_over", 1, frame_max_step, frame_final, frame_value, frame_inverse},
	{NULL, 0, NULL, NULL, NULL, NULL},
};
