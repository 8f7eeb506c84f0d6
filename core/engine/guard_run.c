/* SPDX-License-Identifier: MIT */
/*
 * core/engine/guard_run.c - performs the session guard of compat/guard_session.c.
 *
 * compat says what to read, what to set and what the result means; this file does
 * the I/O: read all, set those that differ, read all again if anything was set,
 * judge.
 */
#include <stdio.h>
#include "core/base/log.h"
#include "core/base/text.h"
#include "core/base/value.h"
#include "core/engine/be.h"
#include "core/engine/engine.h"

struct reading {
	struct tn_guard *guard;
	size_t next; /* item that the next cell belongs to */
	size_t end;
	int rows;
};

/* Items with a text, in order; those without are read by name. */
static size_t next_with_text(const struct tn_guard *g, size_t i)
{
	while (i < g->count && !g->items[i].row->get)
		i++;
	return i;
}

static int take_cells(void *ctx, const tn_value *cells, uint32_t count, tn_error **err)
{
	struct reading *r = ctx;
	char number[64];
	uint32_t k;
	if (r->rows++)
		return TN_OK;
	for (k = 0; k < count; k++) {
		const char *s = cells[k].u.s;
		size_t len = cells[k].len;
		int rc;
		r->next = next_with_text(r->guard, r->next);
		if (r->next >= r->end)
			break;
		if (cells[k].kind == TN_KIND_NULL) {
			s = NULL;
			len = 0;
		} else if (cells[k].kind != TN_KIND_TEXT && cells[k].kind != TN_KIND_BYTES &&
			   cells[k].kind != TN_KIND_NUMERIC && cells[k].kind != TN_KIND_JSON) {
			len = tn_value_format(&cells[k], number, sizeof number);
			s = number;
		}
		rc = tn__guard_found(r->guard, r->next++, s, len, err);
		if (rc < 0)
			return rc;
	}
	return TN_OK;
}

static int read_by_text(tn_conn *conn, tn_error **err)
{
	struct tn_text sql;
	size_t next = 0, from = 0;
	int rc = TN_OK;
	tn__text_init(&sql);
	while (rc >= 0 && tn__guard_get_sql(&conn->guard, &next, &sql)) {
		struct reading r = {&conn->guard, from, next, 0};
		rc = sql.failed ? tn__error_nomem(err) : tn__control(conn, sql.s, take_cells, &r, err);
		tn__text_clear(&sql);
		from = next;
	}
	tn__text_release(&sql);
	return rc;
}

static int read_by_name(tn_conn *conn, tn_error **err)
{
	struct tn_text value;
	size_t i;
	int rc = TN_OK;
	tn__text_init(&value);
	for (i = 0; rc >= 0 && i < conn->guard.count; i++) {
		if (conn->guard.items[i].row->get)
			continue;
		tn__text_clear(&value);
		if (tn__be_session_get(conn, conn->guard.items[i].row->name, &value) < 0)
			rc = tn__conn_fail(conn, err);
		else if (value.failed)
			rc = tn__error_nomem(err);
		else
			rc = tn__guard_found(&conn->guard, i, value.s, value.len, err);
	}
	tn__text_release(&value);
	return rc;
}

static int read_all(tn_conn *conn, tn_error **err)
{
	int rc = read_by_text(conn, err);
	return rc < 0 ? rc : read_by_name(conn, err);
}

/* Sets what differs.  Returns the number of rows that were set. */
static int set_differing(tn_conn *conn, tn_error **err)
{
	struct tn_text sql;
	size_t next = 0, i, n;
	int rc = TN_OK, set = 0;
	tn__text_init(&sql);
	while (rc >= 0 && (n = tn__guard_set_sql(&conn->guard, &next, &sql))) {
		rc = sql.failed ? tn__error_nomem(err) : tn__control(conn, sql.s, NULL, NULL, err);
		set += (int)n;
		tn__text_clear(&sql);
	}
	tn__text_release(&sql);
	for (i = 0; rc >= 0 && i < conn->guard.count; i++) {
		struct tn_guard_item *item = &conn->guard.items[i];
		if (item->row->get || item->matches || item->row->match == TN_MATCH_READ)
			continue;
		if (tn__be_session_set(conn, item->row->name, item->row->expected) < 0)
			rc = tn__conn_fail(conn, err);
		item->was_set = 1;
		set++;
	}
	return rc < 0 ? rc : set;
}

static int judge(tn_conn *conn, tn_error **err)
{
	struct tn_text warnings;
	int rc;
	tn__text_init(&warnings);
	rc = tn__guard_verdict(&conn->guard, &warnings, err);
	if (warnings.len)
		tn__log(TN_LOG_WARNING, "%s", warnings.s);
	tn__text_release(&warnings);
	return rc;
}

int tn__guard_run(tn_conn *conn, tn_error **err)
{
	int rc;
	tn__arena_clear(&conn->guard_arena);
	memset(&conn->guard, 0, sizeof conn->guard);
	rc = tn__guard_select(&conn->guard, &conn->guard_arena, conn->dialect, &conn->be->server, err);
	if (rc >= 0)
		rc = read_all(conn, err);
	if (rc >= 0)
		rc = set_differing(conn, err);
	if (rc > 0)
		rc = read_all(conn, err);
	return rc < 0 ? rc : judge(conn, err);
}
