/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_join.c - string_agg, in the order that its ORDER BY asks for.
 *
 * Before SQLite 3.44 an aggregate takes no ORDER BY, and with DISTINCT only one
 * argument.  So the keys are arguments: tn_string_agg(value, separator, 'dl', key,
 * 'af', key ...) where a letter says ascending or descending and another NULLS
 * FIRST or LAST; tn_string_agg_distinct() drops values that occurred.
 *
 * Rows are kept until the end, sorted and joined there.  Without keys the order is
 * that of the rows, and the function takes a moving frame.
 */
#include "sqlite_functions.h"

#include <stdlib.h>
#include <string.h>

struct row {
	sqlite3_value *value;
	sqlite3_value **keys;
	const struct join *join;
	size_t number;
	int dropped;
};

struct key_order {
	int descending, nulls_last;
};

struct join {
	struct row *rows;
	size_t count, size;
	size_t left; /* rows that a moving frame has left behind */
	int keys;
	struct key_order *orders;
	char *separator;
	size_t separator_n;
	int failed;
};

static void *fail(sqlite3_context *ctx, struct join *s)
{
	s->failed = 1;
	sqlite3_result_error_nomem(ctx);
	return NULL;
}

/* What the first row tells: separator and orders, the same for all. */
static int begin(sqlite3_context *ctx, struct join *s, int n, sqlite3_value **v)
{
	struct tn_sqlite_text separator;
	int i;
	if (!tn__sqlite_text_arg(ctx, v[1], &separator))
		return 0;
	s->keys = (n - 2) / 2;
	s->separator = sqlite3_malloc64(separator.n + 1);
	s->orders = sqlite3_malloc64(((size_t)s->keys + 1) * sizeof(*s->orders));
	if (!s->separator || !s->orders)
		return fail(ctx, s) != NULL;
	memcpy(s->separator, separator.s, separator.n);
	s->separator_n = separator.n;
	for (i = 0; i < s->keys; i++) {
		struct tn_sqlite_text word;
		if (!tn__sqlite_text_arg(ctx, v[2 + 2 * i], &word) || word.n != 2) {
			s->keys = i;
			return 0;
		}
		s->orders[i].descending = word.s[0] == 'd';
		s->orders[i].nulls_last = word.s[1] == 'l';
	}
	return 1;
}

static struct row *new_row(sqlite3_context *ctx, struct join *s)
{
	if (s->count == s->size) {
		size_t size = s->size ? s->size * 2 : 8;
		struct row *rows = sqlite3_realloc64(s->rows, size * sizeof(*rows));
		if (!rows)
			return fail(ctx, s);
		s->rows = rows;
		s->size = size;
	}
	memset(&s->rows[s->count], 0, sizeof(*s->rows));
	return &s->rows[s->count];
}

static void join_step(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct join *s = tn__sqlite_state(ctx, sizeof(*s));
	struct tn_sqlite_text text;
	struct row *row;
	int i;
	if (!s || s->failed || n < 2 || !tn__sqlite_text_arg(ctx, v[0], &text))
		return;
	if ((!s->separator && !begin(ctx, s, n, v)) || !(row = new_row(ctx, s)))
		return;
	row->number = s->count;
	row->value = sqlite3_value_dup(v[0]);
	row->keys = s->keys ? sqlite3_malloc64((size_t)s->keys * sizeof(sqlite3_value *)) : NULL;
	/* From here on the row is freed with the others. */
	s->count++;
	if (row->keys)
		memset(row->keys, 0, (size_t)s->keys * sizeof(sqlite3_value *));
	if (!row->value || (s->keys && !row->keys)) {
		fail(ctx, s);
		return;
	}
	for (i = 0; i < s->keys; i++)
		if (!(row->keys[i] = sqlite3_value_dup(v[3 + 2 * i])))
			fail(ctx, s);
}

static void free_row(const struct join *s, struct row *row)
{
	int i;
	sqlite3_value_free(row->value);
	for (i = 0; row->keys && i < s->keys; i++)
		sqlite3_value_free(row->keys[i]);
	sqlite3_free(row->keys);
	row->value = NULL;
	row->keys = NULL;
}

static void join_inverse(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct join *s = tn__sqlite_state(ctx, sizeof(*s));
	(void)n;
	if (!s || sqlite3_value_type(v[0]) == SQLITE_NULL || s->left == s->count)
		return;
	free_row(s, &s->rows[s->left++]);
	if (s->left < s->count / 2)
		return;
	memmove(s->rows, s->rows + s->left, (s->count - s->left) * sizeof(*s->rows));
	s->count -= s->left;
	s->left = 0;
}

/* ---- order -------------------------------------------------------------------------- */

static int by_number(const struct row *a, const struct row *b)
{
	return (a->number > b->number) - (a->number < b->number);
}

static int cmp_key(const struct key_order *order, sqlite3_value *a, sqlite3_value *b)
{
	int a_null = sqlite3_value_type(a) == SQLITE_NULL, b_null = sqlite3_value_type(b) == SQLITE_NULL, c;
	if (a_null || b_null)
		return a_null == b_null ? 0 : a_null == order->nulls_last ? 1 : -1;
	c = tn__sqlite_cmp(a, b);
	return order->descending ? -c : c;
}

static int by_keys(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int i, c = 0;
	for (i = 0; !c && i < a->join->keys; i++)
		c = cmp_key(&a->join->orders[i], a->keys[i], b->keys[i]);
	return c ? c : by_number(a, b);
}

static int by_value(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int c = tn__sqlite_cmp(a->value, b->value);
	return c ? c : by_number(a, b);
}

static void drop_repeated(struct join *s)
{
	size_t i;
	qsort(s->rows, s->count, sizeof(*s->rows), by_value);
	for (i = 1; i < s->count; i++)
		s->rows[i].dropped = !tn__sqlite_cmp(s->rows[i - 1].value, s->rows[i].value);
}

/* ---- result ----------------------------------------------------------------------------- */

static void put_rows(sqlite3_context *ctx, const struct join *s)
{
	uint64_t size = 0;
	size_t i, at = 0, some = 0;
	char *room;
	for (i = s->left; i < s->count; i++)
		if (!s->rows[i].dropped)
			size += (uint64_t)sqlite3_value_bytes(s->rows[i].value) + s->separator_n;
	size -= s->separator_n;
	room = tn__sqlite_room(ctx, size);
	if (!room)
		return;
	for (i = s->left; i < s->count; i++) {
		size_t n = (size_t)sqlite3_value_bytes(s->rows[i].value);
		const void *text = sqlite3_value_blob(s->rows[i].value);
		if (s->rows[i].dropped)
			continue;
		/* Room is counted without the separator behind the last. */
		if (some++) {
			memcpy(room + at, s->separator, s->separator_n);
			at += s->separator_n;
		}
		if (n)
			memcpy(room + at, text, n);
		at += n;
	}
	tn__sqlite_result_room(ctx, room, size);
}

static void join_value(sqlite3_context *ctx)
{
	const struct join *s = sqlite3_aggregate_context(ctx, 0);
	if (s && s->count > s->left && !s->failed)
		put_rows(ctx, s);
}

static void finish(sqlite3_context *ctx, int distinct)
{
	struct join *s = sqlite3_aggregate_context(ctx, 0);
	size_t i;
	if (!s)
		return;
	for (i = s->left; i < s->count; i++)
		s->rows[i].join = s;
	if (s->count > s->left && !s->failed) {
		if (distinct)
			drop_repeated(s);
		if (distinct || s->keys)
			qsort(s->rows + s->left, s->count - s->left, sizeof(*s->rows), by_keys);
		put_rows(ctx, s);
	}
	for (i = s->left; i < s->count; i++)
		free_row(s, &s->rows[i]);
	sqlite3_free(s->rows);
	sqlite3_free(s->orders);
	sqlite3_free(s->separator);
	memset(s, 0, sizeof(*s));
}

static void join_final(sqlite3_context *ctx)
{
	finish(ctx, 0);
}

static void distinct_final(sqlite3_context *ctx)
{
	finish(ctx, 1);
}

const struct tn_sqlite_aggregate tn__sqlite_join_aggregates[] = {
	{"tn_string_agg", 2, join_step, join_final, join_value, join_inverse},
	{"tn_string_agg", -1, join_step, join_final, NULL, NULL},
	{"tn_string_agg_distinct", -1, join_step, distinct_final, NULL, NULL},
	{NULL, 0, NULL, NULL, NULL, NULL},
};
