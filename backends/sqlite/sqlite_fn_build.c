/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_build.c - JSON objects and arrays from values.
 *
 * SQLite's json_object() sees a storage class where the type counts: a boolean is an
 * integer to it, and a NUMERIC or a document is a text.  So the first argument tells
 * the kinds: a letter of tenon/sys/sqltype.h each, and behind n the scale.
 */
#include "sqlite_functions.h"

#include <stdlib.h>
#include <string.h>

/* A text between quotes. */
static void put_string(sqlite3_str *out, const char *s, size_t n)
{
	size_t i, from = 0;
	sqlite3_str_appendchar(out, 1, '"');
	for (i = 0; i < n; i++) {
		static const char plain[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
		unsigned char c = (unsigned char)s[i];
		const char *known = c ? strchr(plain, (char)c) : NULL;
		if (c >= ' ' && !known)
			continue;
		sqlite3_str_append(out, s + from, (int)(i - from));
		from = i + 1;
		if (known)
			sqlite3_str_appendf(out, "\\%c", letters[known - plain]);
		else
			sqlite3_str_appendf(out, "\\u%04x", c);
	}
	sqlite3_str_append(out, s + from, (int)(n - from));
	sqlite3_str_appendchar(out, 1, '"');
}

static void put_dec(sqlite3_str *out, const struct tn__dec *x, long scale)
{
	char text[TN__DEC_TEXT];
	size_t n = tn__dec_format(x, text), have;
	const char *point = memchr(text, '.', n);
	have = point ? n - (size_t)(point - text) - 1 : 0;
	sqlite3_str_append(out, text, (int)n);
	if (scale <= TN__DEC_MAX_SCALE && have < (size_t)scale) {
		if (!point)
			sqlite3_str_appendchar(out, 1, '.');
		sqlite3_str_appendchar(out, (int)((size_t)scale - have), '0');
	}
}

/* A number as digits: a double is the shortest that reads back. */
static int put_number(sqlite3_context *ctx, sqlite3_str *out, sqlite3_value *v, char kind, long scale)
{
	struct tn__dec x;
	double d;
	if (kind == 'n') {
		if (!tn__sqlite_dec_arg(ctx, v, &x))
			return 0;
	} else {
		if (!tn__sqlite_double_arg(ctx, v, &d))
			return 0;
		if (tn__dec_from_shortest(&x, d) != TN__DEC_OK) {
			tn__sqlite_raise(ctx, TN__SQLITE_RAISE_RANGE, "a number has too many digits for JSON");
			return 0;
		}
	}
	put_dec(out, &x, scale);
	return 1;
}

static int put_value(sqlite3_context *ctx, sqlite3_str *out, sqlite3_value *v, char kind, long scale)
{
	struct tn_sqlite_text t;
	int64_t i;
	if (sqlite3_value_type(v) == SQLITE_NULL) {
		sqlite3_str_appendall(out, "null");
		return 1;
	}
	switch (kind) {
	case 'b':
	case 'i':
		if (!tn__sqlite_int_arg(ctx, v, &i))
			return 0;
		if (kind == 'b')
			sqlite3_str_appendall(out, i ? "true" : "false");
		else
			sqlite3_str_appendf(out, "%lld", (long long)i);
		return 1;
	case 'n':
	case 'd':
		return put_number(ctx, out, v, kind, scale);
	default:
		if (!tn__sqlite_text_arg(ctx, v, &t))
			return 0;
		if (kind == 'j')
			sqlite3_str_append(out, t.s, (int)t.n);
		else
			put_string(out, t.s, t.n);
		return 1;
	}
}

/* A key: a text, not NULL. */
static int put_key(sqlite3_context *ctx, sqlite3_str *out, sqlite3_value *v)
{
	struct tn_sqlite_text t;
	if (sqlite3_value_type(v) == SQLITE_NULL) {
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ARGUMENT, "a key of a JSON object is not NULL");
		return 0;
	}
	if (!tn__sqlite_text_arg(ctx, v, &t))
		return 0;
	put_string(out, t.s, t.n);
	return 1;
}

/* 1, or 0 after an error. */
static int put_all(sqlite3_context *ctx, sqlite3_str *out, int n, sqlite3_value **v, const char *kinds, int object)
{
	int i;
	for (i = 1; i < n; i++) {
		char kind = *kinds ? *kinds++ : 't';
		char *end;
		long scale = strtol(kinds, &end, 10);
		kinds = end;
		if (object && i % 2) {
			sqlite3_str_appendall(out, i > 1 ? "," : "");
			if (!put_key(ctx, out, v[i]))
				return 0;
			sqlite3_str_appendchar(out, 1, ':');
			continue;
		}
		if (!object && i > 1)
			sqlite3_str_appendchar(out, 1, ',');
		if (!put_value(ctx, out, v[i], kind, scale))
			return 0;
	}
	return 1;
}

static void build(sqlite3_context *ctx, int n, sqlite3_value **v, int object)
{
	struct tn_sqlite_text kinds;
	sqlite3_str *out;
	if (!n || !tn__sqlite_text_arg(ctx, v[0], &kinds))
		return;
	if (object && n % 2 == 0) {
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ARGUMENT, "a JSON object needs a value for each key");
		return;
	}
	out = sqlite3_str_new(sqlite3_context_db_handle(ctx));
	sqlite3_str_appendchar(out, 1, object ? '{' : '[');
	if (!put_all(ctx, out, n, v, kinds.s, object)) {
		sqlite3_free(sqlite3_str_finish(out));
		return;
	}
	sqlite3_str_appendchar(out, 1, object ? '}' : ']');
	tn__sqlite_result_str(ctx, out);
}

static void build_object(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	build(ctx, n, v, 1);
}

static void build_array(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	build(ctx, n, v, 0);
}

static void quote(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	sqlite3_str *out;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t))
		return;
	out = sqlite3_str_new(sqlite3_context_db_handle(ctx));
	put_string(out, t.s, t.n);
	tn__sqlite_result_str(ctx, out);
}

const struct tn_sqlite_scalar tn__sqlite_build_functions[] = {
	{"tn_json_build_object", -1, build_object, 0},
	{"tn_json_build_array", -1, build_array, 0},
	{"tn_json_quote", 1, quote, 0},
	{NULL, 0, NULL, 0},
};
