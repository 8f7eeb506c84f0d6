/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_window.c - window functions.
 *
 * The first time that a call is met it is computed for all rows of its query; then its
 * values are looked up by the row's number.
 */
#include <string.h>
#include "tests/reference/reference.h"

/* A partition, sorted. */
struct part {
	struct ref_run *run;
	struct ref_frame *frame;
	const struct tn_ir_expr *call;
	const struct tn_ir_window *w;
	size_t *numbers; /* of the rows, in the window's order */
	size_t count;
	const struct ref_value *keys; /* of all rows of the query */
};

static int at_row(struct ref_run *run, struct ref_frame *frame, size_t number, const struct tn_ir_expr *expr,
		  struct ref_value *out)
{
	struct ref_unit *unit = frame->unit;
	size_t index = frame->index;
	int rc;

	frame->unit = frame->all->items[number];
	frame->index = number;
	rc = ref_eval(run, frame, expr, out);
	frame->unit = unit;
	frame->index = index;
	return rc;
}

static int are_peers(const struct part *p, size_t a, size_t b)
{
	uint32_t n = p->w->order_count;

	return ref_same_row(&p->keys[p->numbers[a] * n], &p->keys[p->numbers[b] * n], n);
}

static size_t first_peer(const struct part *p, size_t at)
{
	while (at && are_peers(p, at - 1, at))
		at--;
	return at;
}

static size_t last_peer(const struct part *p, size_t at)
{
	while (at + 1 < p->count && are_peers(p, at, at + 1))
		at++;
	return at;
}

/* ---- frames ---------------------------------------------------------------------------- */

/* A bound in rows: the number of the row, which may lie outside of the partition. */
static int bound(const struct part *p, size_t at, unsigned kind, const struct tn_ir_expr *offset, int end,
		 int64_t *out)
{
	struct ref_value n;
	int rows = p->w->frame == TN_FRAME_ROWS, rc;

	switch (kind) {
	case TN_BOUND_UNBOUNDED_PRECEDING: *out = 0; return TN_OK;
	case TN_BOUND_UNBOUNDED_FOLLOWING: *out = (int64_t)p->count - 1; return TN_OK;
	case TN_BOUND_CURRENT:
		*out = (int64_t)(rows ? at : end ? last_peer(p, at) : first_peer(p, at));
		return TN_OK;
	default: break;
	}
	if (!rows)
		return ref_unknown(p->run, "RANGE or GROUPS with an offset", NULL);
	rc = ref_eval(p->run, p->frame, offset, &n);
	if (rc < 0 || n.kind != TN_KIND_INT || n.u.i > 1000000)
		return rc < 0 ? rc : ref_unknown(p->run, "a frame's offset", NULL);
	*out = (int64_t)at + (kind == TN_BOUND_PRECEDING ? -n.u.i : n.u.i);
	return TN_OK;
}

/* The rows of a frame; from > to: none. */
static int frame_of(const struct part *p, size_t at, int64_t *from, int64_t *to)
{
	int rc;

	if (p->w->frame == TN_FRAME_NONE) {
		*from = 0;
		*to = (int64_t)(p->w->order_count ? last_peer(p, at) : p->count - 1);
		return TN_OK;
	}
	if (p->w->exclude != TN_EXCLUDE_NONE)
		return ref_unknown(p->run, "EXCLUDE", NULL);
	rc = bound(p, at, p->w->start, p->w->start_offset, 0, from);
	if (rc >= 0)
		rc = bound(p, at, p->w->end, p->w->end_offset, 1, to);
	if (*from < 0)
		*from = 0;
	if (*to >= (int64_t)p->count)
		*to = (int64_t)p->count - 1;
	return rc;
}

static int over_frame(const struct part *p, size_t at, struct ref_value *out)
{
	int64_t from = 0, to = 0, i, nth = 1;
	struct ref_unit **units;
	struct ref_value n;
	int rc = frame_of(p, at, &from, &to);

	if (rc < 0)
		return rc;
	if (tn__op_info[p->call->op].flags & TN_OPF_AGGREGATE) {
		units = ref_alloc(p->run, p->count * sizeof(*units));
		for (i = from; i <= to; i++)
			units[i - from] = p->frame->all->items[p->numbers[i]];
		return ref_aggregate(p->run, p->frame, p->call, units, to < from ? 0 : (size_t)(to - from + 1), out);
	}
	if (p->call->op == TN_OP_NTH_VALUE) {
		rc = ref_eval(p->run, p->frame, p->call->args[1], &n);
		if (rc < 0 || n.kind == TN_KIND_NULL || n.u.i < 1)
			return rc < 0 ? rc : ref_unknown(p->run, "nth_value of no row", NULL);
		nth = n.u.i;
	}
	i = p->call->op == TN_OP_LAST_VALUE ? to : from + nth - 1;
	*out = ref_null();
	return from > to || i > to ? TN_OK : at_row(p->run, p->frame, p->numbers[i], p->call->args[0], out);
}

/* ---- by place --------------------------------------------------------------------------------- */

static int neighbour(const struct part *p, size_t at, int direction, struct ref_value *out)
{
	struct ref_value n = ref_int(TN_KIND_INT, 1);
	int64_t place;
	int rc = TN_OK;

	if (p->call->arg_count > 1)
		rc = at_row(p->run, p->frame, p->numbers[at], p->call->args[1], &n);
	*out = ref_null();
	if (rc < 0 || n.kind == TN_KIND_NULL)
		return rc;
	place = (int64_t)at + direction * n.u.i;
	if (place >= 0 && place < (int64_t)p->count)
		return at_row(p->run, p->frame, p->numbers[place], p->call->args[0], out);
	return p->call->arg_count > 2 ? at_row(p->run, p->frame, p->numbers[at], p->call->args[2], out) : TN_OK;
}

static int bucket(const struct part *p, size_t at, struct ref_value *out)
{
	struct ref_value n;
	int64_t count = (int64_t)p->count, large, rest, i = (int64_t)at;
	int rc = at_row(p->run, p->frame, p->numbers[at], p->call->args[0], &n);

	if (rc < 0)
		return rc;
	if (n.kind == TN_KIND_NULL || n.u.i < 1)
		return ref_unknown(p->run, "ntile of no bucket", NULL);
	large = count / n.u.i + 1;
	rest = count % n.u.i;
	*out = ref_int(TN_KIND_INT, i < rest * large ? i / large + 1 :
		       rest + (i - rest * large) / (large - 1 ? large - 1 : 1) + 1);
	return TN_OK;
}

static int64_t dense_rank(const struct part *p, size_t at)
{
	int64_t rank = 1;
	size_t i;

	for (i = 1; i <= at; i++)
		rank += !are_peers(p, i - 1, i);
	return rank;
}

static int one(const struct part *p, size_t at, struct ref_value *out)
{
	double rows = (double)p->count;

	switch (p->call->op) {
	case TN_OP_ROW_NUMBER: *out = ref_int(TN_KIND_INT, (int64_t)at + 1); return TN_OK;
	case TN_OP_RANK: *out = ref_int(TN_KIND_INT, (int64_t)first_peer(p, at) + 1); return TN_OK;
	case TN_OP_DENSE_RANK: *out = ref_int(TN_KIND_INT, dense_rank(p, at)); return TN_OK;
	case TN_OP_PERCENT_RANK:
		*out = ref_double(rows > 1 ? (double)first_peer(p, at) / (rows - 1) : 0);
		return TN_OK;
	case TN_OP_CUME_DIST: *out = ref_double((double)(last_peer(p, at) + 1) / rows); return TN_OK;
	case TN_OP_NTILE: return bucket(p, at, out);
	case TN_OP_LAG_1:
	case TN_OP_LAG_2:
	case TN_OP_LAG_3: return neighbour(p, at, -1, out);
	case TN_OP_LEAD_1:
	case TN_OP_LEAD_2:
	case TN_OP_LEAD_3: return neighbour(p, at, 1, out);
	default: return over_frame(p, at, out);
	}
}

/* ---- partitions ------------------------------------------------------------------------------------ */

static int row_keys(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_window *w, size_t number,
		    struct ref_value *partition, struct ref_value *order)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; rc >= 0 && i < w->partition_count; i++)
		rc = at_row(run, frame, number, w->partition[i], &partition[i]);
	for (i = 0; rc >= 0 && i < w->order_count; i++)
		rc = at_row(run, frame, number, w->order[i].expr, &order[i]);
	return rc;
}

static int one_part(struct part *p, const struct ref_value *partitions, size_t first, struct ref_value *values,
		    unsigned char *done)
{
	uint32_t width = p->w->partition_count, keys = p->w->order_count;
	size_t all = p->frame->all->count, i, *members = ref_alloc(p->run, all * sizeof(*members)), *sorted;
	struct ref_value *sort_keys = ref_alloc(p->run, all * keys * sizeof(*sort_keys));
	int rc = TN_OK;

	for (i = first, p->count = 0; i < all; i++) {
		if (done[i] || !ref_same_row(&partitions[first * width], &partitions[i * width], width))
			continue;
		done[i] = 1;
		if (keys)
			memcpy(&sort_keys[p->count * keys], &p->keys[i * keys], keys * sizeof(*sort_keys));
		members[p->count++] = i;
	}
	sorted = ref_alloc(p->run, p->count * sizeof(*sorted));
	ref_sort(p->w->order, keys, sort_keys, sorted, p->count);
	for (i = 0; i < p->count; i++)
		sorted[i] = members[sorted[i]];
	p->numbers = sorted;
	for (i = 0; rc >= 0 && i < p->count; i++)
		rc = one(p, i, &values[sorted[i]]);
	return rc;
}

static int compute(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *call,
		   const struct tn_ir_window *w, struct ref_value *values)
{
	size_t all = frame->all->count, i;
	struct ref_value *partitions = ref_alloc(run, all * w->partition_count * sizeof(*partitions));
	struct ref_value *keys = ref_alloc(run, all * w->order_count * sizeof(*keys));
	unsigned char *done = ref_alloc(run, all);
	struct part p = {.run = run, .frame = frame, .call = call, .w = w, .keys = keys};
	int rc = TN_OK;

	for (i = 0; rc >= 0 && i < all; i++)
		rc = row_keys(run, frame, w, i, &partitions[i * w->partition_count], &keys[i * w->order_count]);
	for (i = 0; rc >= 0 && i < all; i++)
		if (!done[i])
			rc = one_part(&p, partitions, i, values, done);
	return rc;
}

static const struct tn_ir_window *window_of(const struct ref_frame *frame, const struct tn_ir_call *call)
{
	const struct tn_ir_query *query = frame->query;
	uint32_t i;

	for (i = 0; call->over_name && query && i < query->window_count; i++)
		if (!strcmp(query->windows[i]->name, call->over_name))
			return query->windows[i];
	return call->over;
}

int ref_window(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *call, struct ref_value *out)
{
	const struct tn_ir_window *w = frame ? window_of(frame, call->u.call) : NULL;
	struct ref_windowed *known = frame ? frame->windows : NULL;
	int rc;

	if (!w || !frame->all || w->base)
		return ref_unknown(run, "a window that extends another", NULL);
	while (known && known->call != call)
		known = known->next;
	if (!known) {
		known = ref_alloc(run, sizeof(*known));
		known->call = call;
		known->values = ref_alloc(run, frame->all->count * sizeof(*known->values));
		rc = compute(run, frame, call, w, known->values);
		if (rc < 0)
			return rc;
		known->next = frame->windows;
		frame->windows = known;
	}
	*out = known->values[frame->index];
	return TN_OK;
}
