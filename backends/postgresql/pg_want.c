/* SPDX-License-Identifier: MIT */
/*
 * pg_want.c - columns whose type the library knows.
 *
 * The server's types are close to the portable ones; what is left are functions
 * that give numeric where the portable result is an integer or a double, numbers
 * without the digits that their type has behind the point, and timestamps with
 * or without a zone.  For each pair there is a step that follows the decoder of
 * the server's type.
 *
 * Invariants:
 *  1. A cell is of the kind that was wanted, NULL, or marked TN_VALUE_FOREIGN.
 *  2. The step is picked once, when the columns are described.
 */
#include "pg_internal.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct pg_column *column_of(struct pg_stmt *s, const tn_value *cell)
{
	return &s->columns[cell - s->cells];
}

/* The text of a cell, which may lie in the scratch buffer. */
static const char *cell_text(const struct pg_stmt *s, const tn_value *cell)
{
	return cell->aux ? s->scratch.s + cell->u.i : cell->u.s;
}

static int numeric_to_int(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	int rc = column_of(s, out)->base(s, p, n, out);
	char text[32], *end;
	long long value;
	size_t at;

	if (rc < 0 || out->kind != TN_KIND_NUMERIC || out->len >= sizeof(text))
		goto foreign;
	memcpy(text, cell_text(s, out), out->len);
	text[out->len] = '\0';
	errno = 0;
	value = strtoll(text, &end, 10);
	at = (size_t)(end - text);
	if (errno || (*end && (*end != '.' || at + 1 + strspn(end + 1, "0") != out->len)))
		goto foreign;
	*out = tn_int(value);
	return 0;
foreign:
	if (rc >= 0)
		out->flags |= TN_VALUE_FOREIGN;
	return rc;
}

static int number_to_double(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	int rc = column_of(s, out)->base(s, p, n, out);
	char text[512], *end;

	if (rc < 0)
		return rc;
	if (out->kind == TN_KIND_INT) {
		*out = tn_double((double)out->u.i);
		return 0;
	}
	if (out->kind != TN_KIND_NUMERIC || out->len >= sizeof(text)) {
		out->flags |= TN_VALUE_FOREIGN;
		return 0;
	}
	memcpy(text, cell_text(s, out), out->len);
	text[out->len] = '\0';
	*out = tn_double(tn__pg_strtod(text, &end, 0));
	return 0;
}

static int int_to_numeric(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	struct pg_column *c = column_of(s, out);
	int rc = c->base(s, p, n, out), len;
	size_t scale = c->scale > 0 ? (size_t)c->scale : 0;
	int64_t value = out->u.i;
	char *to;

	if (rc < 0 || out->kind != TN_KIND_INT)
		return rc;
	to = tn__pg_scratch(s, 24 + scale, out);
	if (!to)
		return TN_E_NOMEM;
	len = snprintf(to, 24, "%" PRId64 "%s", value, scale ? "." : "");
	memset(to + len, '0', scale);
	to[(size_t)len + scale] = '\0';
	out->kind = TN_KIND_NUMERIC;
	out->len = (uint32_t)((size_t)len + scale);
	return 0;
}

/*
 * The digits behind the point that the type has: zeros are added or dropped, nothing else.  Of a
 * type that does not say how many, no zeros at the end.
 */
static int scale_numeric(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	struct pg_column *c = column_of(s, out);
	int rc = c->base(s, p, n, out);
	size_t len, whole, have, scale = c->scale < 0 ? 0 : (size_t)c->scale, from;
	const char *text, *point;
	int in_scratch;
	char *to;

	if (rc < 0 || out->kind != TN_KIND_NUMERIC)
		return rc;
	text = cell_text(s, out);
	point = memchr(text, '.', out->len);
	whole = point ? (size_t)(point - text) : out->len;
	have = point ? out->len - whole - 1 : 0;
	if (have == scale || (have > scale && text[out->len - 1] != '0'))
		return 0;
	for (len = out->len; have > scale && text[len - 1] == '0'; have--)
		len--;
	if (!have)
		len = whole;
	in_scratch = out->aux;
	from = in_scratch ? (size_t)out->u.i : 0;
	/* With room for what is added; the copy is made also of what only gets shorter, to end it with a NUL. */
	to = tn__pg_scratch(s, whole + (scale > have ? scale : have) + 3, out);
	if (!to)
		return TN_E_NOMEM;
	memcpy(to, in_scratch ? s->scratch.s + from : text, len);
	if (have < scale) {
		if (!have)
			to[len++] = '.';
		memset(to + len, '0', scale - have);
		len += scale - have;
	}
	to[len] = '\0';
	out->len = (uint32_t)len;
	return 0;
}

static int as_timestamp(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	int rc = column_of(s, out)->base(s, p, n, out);
	if (rc >= 0 && out->kind == TN_KIND_TIMESTAMPTZ)
		out->kind = TN_KIND_TIMESTAMP;
	return rc;
}

static int as_timestamptz(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	int rc = column_of(s, out)->base(s, p, n, out);
	if (rc >= 0 && out->kind == TN_KIND_TIMESTAMP)
		out->kind = TN_KIND_TIMESTAMPTZ;
	return rc;
}

static int as_json(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	int rc = column_of(s, out)->base(s, p, n, out);
	if (rc >= 0 && out->kind == TN_KIND_TEXT && !out->flags)
		out->kind = TN_KIND_JSON;
	return rc;
}

static int as_text(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	int rc = column_of(s, out)->base(s, p, n, out);
	if (rc >= 0 && out->kind == TN_KIND_JSON)
		out->kind = TN_KIND_TEXT;
	return rc;
}

static const uint8_t kinds[TN_TYPE_COUNT] = {
#define TN_TYPE_ROW(name, number, word, kind, args) [number] = kind,
#include <tenon/types.def>
#undef TN_TYPE_ROW
};

static const struct {
	uint8_t want, have;
	pg_decode_fn step;
} steps[] = {
	{TN_KIND_INT, TN_KIND_NUMERIC, numeric_to_int},
	{TN_KIND_DOUBLE, TN_KIND_NUMERIC, number_to_double},
	{TN_KIND_DOUBLE, TN_KIND_INT, number_to_double},
	{TN_KIND_NUMERIC, TN_KIND_INT, int_to_numeric},
	{TN_KIND_NUMERIC, TN_KIND_NUMERIC, scale_numeric},
	{TN_KIND_TIMESTAMP, TN_KIND_TIMESTAMPTZ, as_timestamp},
	{TN_KIND_TIMESTAMPTZ, TN_KIND_TIMESTAMP, as_timestamptz},
	{TN_KIND_JSON, TN_KIND_TEXT, as_json},
	{TN_KIND_TEXT, TN_KIND_JSON, as_text},
};

static const struct tn_sql_type *wanted(const struct pg_stmt *s, uint32_t i)
{
	const struct tn_sql_type *want = i < s->base.want_count ? &s->base.want[i] : NULL;
	return want && want->kind != TN_KIND_NULL && want->kind < TN_KIND_COUNT ? want : NULL;
}

/* The column as it is wanted; 0 if the server's type cannot be read so. */
static int take_step(struct pg_column *c, const struct tn_sql_type *want)
{
	uint8_t have = c->type ? kinds[c->type->type] : TN_KIND_NULL;
	size_t i;

	if (have == want->kind && have != TN_KIND_NUMERIC)
		return 1;
	for (i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (steps[i].want == want->kind && steps[i].have == have) {
			c->base = c->decode;
			c->decode = steps[i].step;
			c->scale = want->scale;
			return 1;
		}
	return 0;
}

int tn__pg_want(struct pg_stmt *s)
{
	uint32_t i;

	for (i = 0; i < s->base.column_count && i < s->base.want_count; i++) {
		const struct tn_sql_type *want = wanted(s, i);
		struct pg_column *c = &s->columns[i];
		if (!want)
			continue;
		if (take_step(c, want)) {
			c->wanted = want->storage;
			continue;
		}
		/* Without a description the statement has run already. */
		if (s->id && (s->base.flags & (TN_BE_STRICT | TN_BE_FRESH)) == TN_BE_STRICT)
			return tn__pg_fault_text(pg_conn_of(s), TN_E_STALE,
						 "column '%s' is not of the type that the statement was made for",
						 PQfname(s->attrs, (int)i));
	}
	return 0;
}
