/* SPDX-License-Identifier: MIT */
/*
 * core/engine/conn.c - a live connection: checks, facts, statistics, reset, close.
 */
#include "core/base/log.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/url.h"
#include "core/engine/be.h"
#include "core/engine/bulk.h"
#include "core/engine/catalog.h"
#include "core/engine/engine.h"
#include "core/engine/stop.h"
#include "core/engine/trace.h"

int tn__conn_check(const tn_conn *conn, tn_error **err)
{
	if (TN_UNLIKELY(!conn || conn->magic != TN_CONN_MAGIC))
		return tn__error_set(
			err, TN_E_MISUSE, "the connection handle is %s", conn ? "closed or foreign" : "NULL");
	if (TN_UNLIKELY(!conn->be || conn->be->dead)) {
		int rc = tn__error_set(err, TN_E_DISCONNECTED, "the connection is dead: close it and open another");
		if (err)
			tn__error_add_flags(*err, TN_ERR_DEAD);
		return rc;
	}
	if (TN_UNLIKELY(conn->trace && conn->trace->calling))
		return tn__error_set(err, TN_E_MISUSE, "the function of a trace cannot use the connection");
	/* The connection may have come from another thread. */
	return tn__thread_is_new(conn) ? tn__backend_enter(conn, err) : TN_OK;
}

int tn__conn_refuse(tn_conn *conn, const char *sql, tn_error **err)
{
	int rc = tn__conn_check(conn, err);
	if (TN_UNLIKELY(rc < 0))
		return rc;
	if (TN_UNLIKELY(!sql))
		return tn__error_set(err, TN_E_MISUSE, "the SQL text is NULL");
	if (TN_UNLIKELY(conn->stream != NULL)) {
		rc = tn__error_set(err, TN_E_MISUSE, "cannot run '%.80s' while the rows of '%.80s' are being read", sql,
				   conn->stream->entry->text);
		if (err)
			tn__error_set_hint(*err,
				"finish those rows first, or fetch them with TN_FETCH_ALL or TN_FETCH_CHUNK");
		return rc;
	}
	if (atomic_load_explicit(&conn->wants, memory_order_relaxed) & TN_WANTS_LOOK)
		tn__stop_gate(conn);
	if (tn__tables_are_old(conn))
		tn__tables_catch_up(conn);
	return rc;
}

int tn__call_refuse(tn_conn *conn, const char *sql, tn_error **err)
{
	int rc = tn__conn_refuse(conn, sql, err);
	return rc >= 0 && conn->trace ? TN_TRACED : rc;
}

int tn__conn_fail(tn_conn *conn, tn_error **err)
{
	tn_error *e = conn->pending;
	conn->pending = NULL;
	return e ? tn__error_move(err, e) : tn__error_set(err, TN_E_INTERNAL, "an error without a record");
}

void tn__notices_clear(tn_conn *conn)
{
	if (TN_LIKELY(!conn->notices.count))
		return;
	conn->notices.count = 0;
	tn__arena_clear(&conn->notices.arena);
}

const struct tn_dialect *tn__conn_dialect(const tn_conn *conn)
{
	return conn->dialect;
}

void tn__conn_drop_statements(tn_conn *conn)
{
	struct tn_stmt *s;
	while (conn->open)
		tn_finish(conn->open, NULL);
	tn__bulk_detach(conn);
	tn__entry_free_doomed(conn);
	for (s = conn->stmts; s; s = s->next) {
		tn__entry_free(s->entry);
		s->entry = NULL;
	}
	tn__cache_clear(&conn->cache);
}

void tn_close(tn_conn *conn)
{
	if (!conn || conn->magic != TN_CONN_MAGIC)
		return;
	if (tn__thread_is_new(conn))
		tn__backend_enter(conn, NULL);
	tn__conn_drop_statements(conn);
	while (conn->stmts)
		tn_stmt_close(conn->stmts);
	tn__cache_release(&conn->cache);
	tn__be_close(conn);
	tn__tx_forget(conn);
	tn__trace_leave(conn);
	tn__stop_leave_conn(conn);
	tn_error_free(conn->pending);
	tn__tables_leave(conn);
	tn__cat_view_free(conn->tables);
	tn_catalog_free(conn->shared);
	tn__arena_release(&conn->notices.arena);
	tn__free(conn->notices.items);
	tn__arena_release(&conn->guard_arena);
	tn__free(conn->control);
	tn_url_free(conn->url);
	if (conn->password)
		tn__wipe(conn->password, strlen(conn->password));
	tn__free(conn->password);
	conn->magic = 0;
	tn__free(conn);
}

int tn_ping(tn_conn *conn, tn_error **err)
{
	int rc = tn__conn_ready(conn, "ping", err);
	if (rc < 0)
		return rc;
	return tn__be_ping(conn) < 0 ? tn__conn_fail(conn, err) : TN_OK;
}

int tn_is_dead(const tn_conn *conn)
{
	return !conn || conn->magic != TN_CONN_MAGIC || !conn->be || conn->be->dead;
}

int tn_reset(tn_conn *conn, tn_error **err)
{
	int rc = tn__conn_check(conn, err);
	if (rc < 0)
		return rc;
	tn__stop_gate(conn);
	while (conn->open && rc >= 0)
		rc = tn_finish(conn->open, NULL);
	while (conn->tx.depth) {
		rc = tn_rollback(conn, err);
		if (rc < 0)
			return rc;
	}
	return tn__guard_run(conn, err);
}

static int alive(const tn_conn *conn)
{
	return conn && conn->magic == TN_CONN_MAGIC && conn->be;
}

const char *tn_server_product(const tn_conn *conn)
{
	return alive(conn) ? conn->be->server.product : NULL;
}

const char *tn_server_version(const tn_conn *conn)
{
	return alive(conn) ? conn->be->server.version : NULL;
}

int tn_server_version_number(const tn_conn *conn)
{
	return alive(conn) ? conn->be->server.version_number : 0;
}

const char *tn_conn_backend(const tn_conn *conn)
{
	return conn && conn->magic == TN_CONN_MAGIC ? conn->backend->name : NULL;
}

int tn_has_cap(const tn_conn *conn, const char *name)
{
	int cap = name ? tn__cap_find(name) : -1;
	if (!alive(conn))
		return TN_E_MISUSE;
	return cap < 0 ? TN_E_PARAM : tn_cap_has(&conn->be->server.caps, (enum tn_cap)cap);
}

int64_t tn_get_limit(const tn_conn *conn, const char *name)
{
	int limit = name ? tn__limit_find(name) : -1;
	if (!alive(conn))
		return TN_E_MISUSE;
	return limit < 0 ? TN_E_PARAM : conn->be->server.caps.limits[limit];
}

const char *tn_session_setting(const tn_conn *conn, size_t i, const char **value)
{
	if (!conn || conn->magic != TN_CONN_MAGIC || i >= conn->guard.count)
		return NULL;
	if (value)
		*value = conn->guard.items[i].value;
	return conn->guard.items[i].row->name;
}

void *tn_native_handle(tn_conn *conn)
{
	return alive(conn) ? tn__be_native(conn) : NULL;
}

size_t tn_notice_count(const tn_conn *conn)
{
	return conn && conn->magic == TN_CONN_MAGIC ? conn->notices.count : 0;
}

const tn_notice *tn_notice_at(const tn_conn *conn, size_t i)
{
	return i < tn_notice_count(conn) ? &conn->notices.items[i] : NULL;
}

int tn_get_stats(const tn_conn *conn, tn_stats *stats)
{
	tn_stats s = {0};
	/* A caller built against an older header has a smaller struct, never a tiny one. */
	if (!conn || conn->magic != TN_CONN_MAGIC || !stats || stats->size < offsetof(tn_stats, cache_hits))
		return TN_E_MISUSE;
	s.size = stats->size < sizeof s ? stats->size : sizeof s;
	s.statements = conn->statements;
	s.cache_hits = conn->hits;
	s.cache_misses = conn->misses;
	s.cache_evictions = conn->evictions;
	s.cache_entries = conn->cache.count;
	s.round_trips = conn->old_round_trips + (conn->be ? conn->be->round_trips : 0);
	s.reprepares = conn->reprepares;
	s.tables_read = conn->descriptions;
	memcpy(stats, &s, s.size);
	return TN_OK;
}
