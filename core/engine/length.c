/* SPDX-License-Identifier: MIT */
/*
 * core/engine/length.c - text against the length of its column; see tenon/length.h.
 *
 * The lengths are those of the connection's catalogue.  What is remembered there may be
 * out of date, so a table or column that is not found is read anew, once.
 *
 * Invariants:
 *  1. Where the policy does not look, nothing is sent and nothing is read.
 *  2. The value is the caller's: it is neither copied nor kept.
 */
#include <tenon/length.h>
#include <tenon/sys/utf8.h>
#include "core/base/name.h"
#include "core/base/value.h"
#include "core/engine/catalog.h"
#include "core/engine/engine.h"

int tn_set_length_policy(tn_conn *conn, int policy, tn_error **err)
{
	int rc = tn__conn_check(conn, err);
	if (rc < 0)
		return rc;
	if (policy < TN_LENGTH_AUTO || policy > TN_LENGTH_NEVER)
		return tn__error_set(err, TN_E_PARAM, "%d is no policy for lengths", policy);
	conn->length_policy = (uint8_t)policy;
	return TN_OK;
}

static int looks(const tn_conn *conn)
{
	if (conn->length_policy == TN_LENGTH_AUTO)
		return conn->dialect->cuts_long_text;
	return conn->length_policy == TN_LENGTH_ALWAYS;
}

/* ---- the column ------------------------------------------------------------------ */

struct asked {
	struct tn_arena arena;
	struct tn_ir_table_name name;
	const char *column;
};

static int split_name(struct asked *a, const char *table, tn_error **err)
{
	size_t schema_len;
	const char *base = tn__name_base(table, &schema_len);
	if (base != table && !(a->name.schema = tn__arena_strndup(&a->arena, table, schema_len)))
		return tn__error_nomem(err);
	a->name.name = base;
	return TN_OK;
}

static int same_name(const struct tn_ir_table *t, const char *a, const char *b)
{
	return t->flags & TN_TABLEF_NOCASE ? tn__name_same_nocase(a, b) : !strcmp(a, b);
}

/* The length, -1 if there is no such column. */
static int64_t length_in(const struct tn_ir_table *t, const char *column)
{
	uint32_t i;
	for (i = 0; i < t->column_count; i++)
		if (same_name(t, t->columns[i].name, column))
			return t->columns[i].type.kind == TN_KIND_TEXT ? t->columns[i].type.length : 0;
	return -1;
}

static int no_column(const struct asked *a, int table_found, tn_error **err)
{
	if (!table_found)
		return tn__error_set(err, TN_E_NO_OBJECT, "there is no table \"%s\"", a->name.name);
	return tn__error_set(err, TN_E_NO_OBJECT, "table \"%s\" has no column \"%s\"", a->name.name, a->column);
}

static int64_t find_length(tn_conn *conn, const struct asked *a, tn_error **err)
{
	int fresh, found = 0, begun = tn__tables_begin(conn, err);
	if (begun < 0)
		return begun;
	for (fresh = 0; fresh < 2; fresh++) {
		struct tn_cat_table *t = NULL;
		uint8_t cached = 0;
		int64_t length = -1;
		int rc = tn__tables_find(conn, &a->name, fresh, &t, &cached, err);
		if (rc < 0)
			return rc;
		found = t != NULL;
		if (t)
			length = length_in(&t->ir, a->column);
		tn__cat_table_unref(t);
		if (length >= 0)
			return length;
		if (!cached)
			break;
	}
	return no_column(a, found, err);
}

int64_t tn_column_length(tn_conn *conn, const char *table, const char *column, tn_error **err)
{
	struct asked a = {.column = column};
	int64_t length;
	int rc = tn__conn_ready(conn, "the length of a column", err);
	if (rc < 0)
		return rc;
	if (!table || !column)
		return tn__error_set(err, TN_E_MISUSE, "the length of a column needs the names of table and column");
	tn__arena_init(&a.arena);
	rc = split_name(&a, table, err);
	length = rc < 0 ? rc : find_length(conn, &a, err);
	tn__arena_release(&a.arena);
	return length;
}

/* ---- the text ---------------------------------------------------------------------- */

/* TN_OK for text and NULL, with the length of the column. */
static int ask(tn_conn *conn, const char *table, const char *column, const tn_value *text, int64_t *max,
	       tn_error **err)
{
	int rc;
	*max = tn_column_length(conn, table, column, err);
	if (*max < 0)
		return (int)*max;
	if (!*max)
		return tn__error_set(err, TN_E_MISUSE, "column \"%s\" of table \"%s\" has no length", column, table);
	if (text->kind != TN_KIND_TEXT && text->kind != TN_KIND_NULL)
		return tn__error_set(err, TN_E_TYPE, "the value for column \"%s\" is %s, not text", column,
				     tn_kind_name(text->kind));
	rc = tn__value_check(text, column, 0, err);
	return rc < 0 ? rc : TN_OK;
}

static int64_t characters(const tn_value *text)
{
	return text->kind == TN_KIND_TEXT ? (int64_t)tn_utf8_count(text->u.s, text->len) : 0;
}

int tn_check_length(tn_conn *conn, const char *table, const char *column, tn_value text, tn_error **err)
{
	int64_t max;
	int rc = tn__conn_check(conn, err);
	if (rc < 0 || !looks(conn))
		return rc;
	rc = ask(conn, table, column, &text, &max, err);
	if (rc < 0 || characters(&text) <= max)
		return rc;
	rc = tn__error_set(err, TN_E_TOO_LONG, "column \"%s\" of table \"%s\" takes %lld characters, the text has %lld",
			   column, table, (long long)max, (long long)characters(&text));
	if (err)
		tn__error_set_column(*err, column);
	return rc;
}

int tn_ensure_length(tn_conn *conn, const char *table, const char *column, tn_value text, char *room, size_t size,
		     tn_value *out, tn_error **err)
{
	int64_t max, n;
	int rc;
	if (!out)
		return tn__error_set(err, TN_E_MISUSE, "tn_ensure_length() needs a place for the value");
	rc = ask(conn, table, column, &text, &max, err);
	if (rc < 0)
		return rc;
	*out = text;
	if (characters(&text) <= max)
		return TN_OK;
	n = tn_shorten_text(text.u.s, text.len, (unsigned)max, room, room ? size : 0, err);
	if (n < 0)
		return (int)n;
	if ((uint64_t)n >= size || !room)
		return tn__error_set(err, TN_E_PARAM, "the room for column \"%s\" has %zu bytes and needs %lld", column,
				     room ? size : (size_t)0, (long long)n + 1);
	*out = tn_text_n(room, (size_t)n);
	return TN_OK;
}
