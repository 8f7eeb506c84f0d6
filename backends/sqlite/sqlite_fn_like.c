/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_like.c - LIKE and ILIKE by code point.
 *
 * SQLite's LIKE ignores ASCII case, and changing that by PRAGMA changes the meaning
 * of other programs' schemas.  Since an index cannot serve tn_like(), what is
 * rendered beside it for a column is a range that every match lies in:
 *
 *   tn_like(c, p) AND c >= tn_like_low(p) AND c < tn_like_high(p)
 *
 * Both are constants of the statement, and an index on c serves them.
 */
#include "sqlite_functions.h"

#include <string.h>
#include <tenon/sys/utf8.h>

struct pattern {
	struct tn_sqlite_text p;
	struct tn_sqlite_text escape; /* one character, or empty */
	int fold; /* ASCII case ignored */
};

static int pattern_args(sqlite3_context *ctx, int n, sqlite3_value **v, struct pattern *out)
{
	out->escape.s = "\\";
	out->escape.n = 1;
	if (!tn__sqlite_text_arg(ctx, v[0], &out->p) || (n > 1 && !tn__sqlite_text_arg(ctx, v[1], &out->escape)))
		return 0;
	if (tn_utf8_count(out->escape.s, out->escape.n) <= 1)
		return 1;
	tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ARGUMENT, "ESCAPE takes one character");
	return 0;
}

/* What stands at a place of the pattern. */
enum token { TOKEN_END, TOKEN_MANY, TOKEN_ONE, TOKEN_BYTES, TOKEN_BAD };

static size_t character(const char *s, size_t n)
{
	size_t k = 1;
	while (k < n && ((unsigned char)s[k] & 0xC0) == 0x80)
		k++;
	return k;
}

/* Moves *at behind the token; of a character, *s and *n are its bytes. */
static enum token next_token(const struct pattern *x, size_t *at, const char **s, size_t *n)
{
	const char *p = x->p.s + *at;
	size_t left = x->p.n - *at;
	if (!left)
		return TOKEN_END;
	if (x->escape.n && left >= x->escape.n && !memcmp(p, x->escape.s, x->escape.n)) {
		p += x->escape.n;
		left -= x->escape.n;
		if (!left)
			return TOKEN_BAD;
	} else if (*p == '%' || *p == '_') {
		(*at)++;
		return *p == '%' ? TOKEN_MANY : TOKEN_ONE;
	}
	*s = p;
	*n = character(p, left);
	*at = (size_t)(p - x->p.s) + *n;
	return TOKEN_BYTES;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static int same(const char *a, const char *b, size_t n, int fold)
{
	if (!fold || n > 1)
		return !memcmp(a, b, n);
	return lower(*a) == lower(*b);
}

/* 1, 0, or -1 where the pattern ends with its escape character. */
static int matches(const struct pattern *x, const struct tn_sqlite_text *t)
{
	size_t at = 0, i = 0, retry_at = SIZE_MAX, retry_i = 0;
	for (;;) {
		const char *s = NULL;
		size_t n = 0;
		enum token token = next_token(x, &at, &s, &n);
		if (token == TOKEN_BAD)
			return -1;
		if (token == TOKEN_MANY) {
			/* Only the last % need ever take more: what the ones before took fits already. */
			retry_at = at;
			retry_i = i;
			continue;
		}
		if (token == TOKEN_END && i == t->n)
			return 1;
		if (token == TOKEN_ONE && i < t->n) {
			i += character(t->s + i, t->n - i);
			continue;
		}
		if (token == TOKEN_BYTES && n <= t->n - i && same(t->s + i, s, n, x->fold)) {
			i += n;
			continue;
		}
		if (retry_at == SIZE_MAX || retry_i >= t->n)
			return 0;
		retry_i += character(t->s + retry_i, t->n - retry_i);
		at = retry_at;
		i = retry_i;
	}
}

static void like(sqlite3_context *ctx, int n, sqlite3_value **v, int fold)
{
	struct tn_sqlite_text t;
	struct pattern x;
	int rc;
	if (!tn__sqlite_text_arg(ctx, v[0], &t) || !pattern_args(ctx, n - 1, v + 1, &x))
		return;
	x.fold = fold;
	rc = matches(&x, &t);
	if (rc < 0)
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ARGUMENT, "a pattern must not end with its escape character");
	else
		sqlite3_result_int(ctx, rc);
}

static void like_case(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	like(ctx, n, v, 0);
}

static void like_nocase(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	like(ctx, n, v, 1);
}

/* ---- the range ----------------------------------------------------------------- */

/* What every match begins with; NULL after an error. */
static char *prefix_of(sqlite3_context *ctx, const struct pattern *x, size_t *n)
{
	char *room = tn__sqlite_room(ctx, x->p.n);
	size_t at = 0, len;
	const char *s;
	*n = 0;
	while (room && next_token(x, &at, &s, &len) == TOKEN_BYTES) {
		memcpy(room + *n, s, len);
		*n += len;
	}
	return room;
}

/* Gives the first text behind all that begin with a prefix, or bytes, which are behind all texts. */
static void result_behind(sqlite3_context *ctx, char *room, size_t n)
{
	while (n) {
		size_t at = n - 1, i;
		uint32_t c;
		unsigned char lead;
		while (at && ((unsigned char)room[at] & 0xC0) == 0x80)
			at--;
		if (tn_utf8_seq((const unsigned char *)room + at, n - at) != n - at)
			break;
		lead = (unsigned char)room[at];
		c = n - at == 1 ? lead : lead & (0x7Fu >> (n - at));
		for (i = at + 1; i < n; i++)
			c = c << 6 | ((unsigned char)room[i] & 0x3F);
		if (c < 0x10FFFF) {
			char next[4];
			size_t len = tn__sqlite_put_character(c == 0xD7FF ? 0xE000 : c + 1, next);
			char *out = sqlite3_malloc64(at + len + 1);
			if (!out) {
				sqlite3_result_error_nomem(ctx);
			} else {
				memcpy(out, room, at);
				memcpy(out + at, next, len);
				tn__sqlite_result_room(ctx, out, at + len);
			}
			sqlite3_free(room);
			return;
		}
		n = at;
	}
	sqlite3_free(room);
	sqlite3_result_zeroblob(ctx, 0);
}

static void like_low(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct pattern x;
	size_t len;
	char *room;
	if (pattern_args(ctx, n, v, &x) && (room = prefix_of(ctx, &x, &len)))
		tn__sqlite_result_room(ctx, room, len);
}

static void like_high(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct pattern x;
	size_t len;
	char *room;
	if (pattern_args(ctx, n, v, &x) && (room = prefix_of(ctx, &x, &len)))
		result_behind(ctx, room, len);
}

/* The same for starts_with(c, p): no character is special. */
static void prefix_high(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	char *room;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t) || !(room = tn__sqlite_room(ctx, t.n)))
		return;
	memcpy(room, t.s, t.n);
	result_behind(ctx, room, t.n);
}

const struct tn_sqlite_scalar tn__sqlite_like_functions[] = {
	{"tn_like", 2, like_case, 0},
	{"tn_like", 3, like_case, 0},
	{"tn_ilike", 2, like_nocase, 0},
	{"tn_ilike", 3, like_nocase, 0},
	{"tn_like_low", 1, like_low, 0},
	{"tn_like_low", 2, like_low, 0},
	{"tn_like_high", 1, like_high, 0},
	{"tn_like_high", 2, like_high, 0},
	{"tn_prefix_high", 1, prefix_high, 0},
	{NULL, 0, NULL, 0},
};
