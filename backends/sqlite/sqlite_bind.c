/* SPDX-License-Identifier: MIT */
/*
 * sqlite_bind.c - values into parameters.
 *
 * Each kind is bound as the storage that the dialect's type rows expect: dates
 * and times as text of a fixed layout, UUIDs as 16 bytes, numbers as they are.
 *
 * Invariants:
 *  1. Text and bytes are bound without a copy; `pointers` says so, and the
 *     bindings are cleared when the execution ends.
 *  2. After an error no binding is left.
 */
#include "sqlite_internal.h"

#include <string.h>
#include <tenon/sys/calendar.h>

#define TIME_TEXT TN__SQLITE_TIME_TEXT

static int is_time_kind(unsigned kind)
{
	return kind >= TN_KIND_DATE && kind <= TN_KIND_TIMESTAMPTZ;
}

size_t tn__sqlite_format_time(const tn_value *v, char *out)
{
	int64_t n = v->u.i;
	if (v->kind == TN_KIND_DATE)
		return n < TN_DATE_MIN || n > TN_DATE_MAX ? 0 : tn_format_date(n, out);
	if (v->kind == TN_KIND_TIME)
		return n < 0 || n > TN_US_PER_DAY ? 0 : tn_format_time(n, out);
	if (n < TN_DATE_MIN * TN_US_PER_DAY || n >= (TN_DATE_MAX + 1) * TN_US_PER_DAY)
		return 0;
	return tn_format_timestamp(n, out);
}

static int bind_time(struct tn_sqlite_stmt *s, int at, const tn_value *v, char *text)
{
	size_t n = tn__sqlite_format_time(v, text);
	if (!n)
		return tn__sqlite_refuse(tn__sqlite_conn_of(s), TN_E_RANGE, "22008", NULL,
					 v->kind == TN_KIND_TIME
					 ? "parameter %d: a time of day is from 00:00 to 24:00"
					 : "parameter %d: years are from 1 to 9999", at);
	return sqlite3_bind_text(s->st, at, text, (int)n, SQLITE_STATIC);
}

/* A JSON column's CHECK cannot look inside the text (sqlite_dialect.c), so the parameter is checked. */
static int check_json(struct tn_sqlite_stmt *s, int at, const tn_value *v)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn_of(s);
	int valid = 0, rc = SQLITE_OK;
	if (!c->json_valid)
		rc = sqlite3_prepare_v3(c->db, "SELECT json_valid(?)", -1, SQLITE_PREPARE_PERSISTENT,
					&c->json_valid, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text64(c->json_valid, 1, v->u.s, v->len, SQLITE_STATIC, SQLITE_UTF8);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(c->json_valid);
	if (rc == SQLITE_ROW)
		valid = sqlite3_column_int(c->json_valid, 0);
	sqlite3_reset(c->json_valid);
	sqlite3_clear_bindings(c->json_valid);
	if (rc != SQLITE_ROW)
		return rc;
	if (!valid)
		return tn__sqlite_refuse(c, TN_E_DATA, "22032", NULL, "parameter %d is not valid JSON", at);
	return SQLITE_OK;
}

static int bind_one(struct tn_sqlite_stmt *s, int at, const tn_value *v)
{
	switch (v->kind) {
	case TN_KIND_NULL:
		return sqlite3_bind_null(s->st, at);
	case TN_KIND_BOOL:
	case TN_KIND_INT:
		return sqlite3_bind_int64(s->st, at, v->u.i);
	case TN_KIND_DOUBLE:
		return sqlite3_bind_double(s->st, at, v->u.d);
	case TN_KIND_NUMERIC:
	case TN_KIND_TEXT:
	case TN_KIND_JSON:
		s->pointers = 1;
		return sqlite3_bind_text64(s->st, at, v->u.s, v->len, SQLITE_STATIC, SQLITE_UTF8);
	case TN_KIND_LIST:
		s->pointers = 1;
		return tn__sqlite_bind_list(s->st, at, v->u.list);
	case TN_KIND_BYTES:
	case TN_KIND_UUID:
		s->pointers = 1;
		return sqlite3_bind_blob64(s->st, at, v->u.s, v->len, SQLITE_STATIC);
	default:
		return tn__sqlite_refuse(tn__sqlite_conn_of(s), TN_E_PARAM, "07006", NULL,
					 "parameter %d has a kind that cannot be bound", at);
	}
}

/* Room for the texts of all dates and times, made at the first that comes. */
static int need_times(struct tn_sqlite_stmt *s)
{
	const struct tn_host *host = s->head.conn->host;
	if (!s->times)
		s->times = host->alloc((size_t)s->head.param_count * TIME_TEXT);
	return s->times ? TN_OK : host->nomem(s->head.conn);
}

__attribute__((noinline)) static int bind_all(struct tn_sqlite_stmt *s, const tn_value *params)
{
	uint32_t i;
	int rc = TN_OK;
	for (i = 0; i < s->head.param_count && rc == TN_OK; i++) {
		const tn_value *v = &params[i];
		int at = (int)i + 1;
		if (is_time_kind(v->kind)) {
			rc = need_times(s);
			if (rc == TN_OK)
				rc = bind_time(s, at, v, s->times + (size_t)i * TIME_TEXT);
			continue;
		}
		if (v->kind == TN_KIND_JSON)
			rc = check_json(s, at, v);
		if (rc == TN_OK)
			rc = bind_one(s, at, v);
	}
	if (rc == TN_OK)
		return TN_OK;
	/* SQLite's codes are positive, recorded errors negative. */
	if (rc > 0)
		rc = tn__sqlite_fault(tn__sqlite_conn_of(s), rc, TN__SQLITE_RUNNING);
	sqlite3_clear_bindings(s->st);
	s->pointers = 0;
	return rc;
}

/* One integer, the key of most lookups, is bound without the frame that the kinds together need. */
int tn__sqlite_bind(struct tn_sqlite_stmt *s, const tn_value *params)
{
	if (s->head.param_count == 1 && params->kind == TN_KIND_INT &&
	    sqlite3_bind_int64(s->st, 1, params->u.i) == SQLITE_OK)
		return TN_OK;
	return bind_all(s, params);
}
