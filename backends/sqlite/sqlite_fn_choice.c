/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_choice.c - GREATEST and LEAST of values of one type.
 *
 * SQLite's max(a, b) is NULL if one is, uses the collation of a column, and with
 * one argument is an aggregate.
 */
#include "sqlite_functions.h"

#include <string.h>

static int cmp_bytes(sqlite3_value *a, sqlite3_value *b)
{
	const void *x = sqlite3_value_blob(a), *y = sqlite3_value_blob(b);
	int n = sqlite3_value_bytes(a), m = sqlite3_value_bytes(b);
	int c = x && y ? memcmp(x, y, (size_t)(n < m ? n : m)) : 0;
	return c ? c : n - m;
}

int tn__sqlite_cmp(sqlite3_value *a, sqlite3_value *b)
{
	int s = sqlite3_value_type(a), t = sqlite3_value_type(b);
	if (s == SQLITE_INTEGER && t == SQLITE_INTEGER) {
		int64_t x = sqlite3_value_int64(a), y = sqlite3_value_int64(b);
		return (x > y) - (x < y);
	}
	if (s <= SQLITE_FLOAT && t <= SQLITE_FLOAT) {
		double x = sqlite3_value_double(a), y = sqlite3_value_double(b);
		return (x > y) - (x < y);
	}
	if (s != t)
		return s < t ? -1 : 1;
	return cmp_bytes(a, b);
}

static void extreme(sqlite3_context *ctx, int n, sqlite3_value **v, int sign)
{
	sqlite3_value *best = NULL;
	int i;
	for (i = 0; i < n; i++) {
		if (sqlite3_value_type(v[i]) == SQLITE_NULL)
			continue;
		if (!best || tn__sqlite_cmp(v[i], best) * sign > 0)
			best = v[i];
	}
	if (best)
		sqlite3_result_value(ctx, best);
}

static void greatest(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	extreme(ctx, n, v, 1);
}

static void least(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	extreme(ctx, n, v, -1);
}

const struct tn_sqlite_scalar tn__sqlite_choice_functions[] = {
	{"tn_greatest", -1, greatest, 0},
	{"tn_least", -1, least, 0},
	{NULL, 0, NULL, 0},
};
