/* SPDX-License-Identifier: MIT */
/*
 * core/engine/run.c - the plan runner.
 *
 * For now every plan has one step.  The order of things for a statement:
 *
 *   bind (checks, no effect) -> admitted by the transaction? -> savepoint where a
 *   failed statement must undo only itself -> prepare if new -> execute
 *
 * A prepared statement that no longer fits the schema (TN_E_STALE, before any
 * effect) is prepared again and run once more, unless its failure has already
 * aborted the transaction: then the error says to repeat that.
 */
#include "core/base/mem.h"
#include "core/engine/be.h"
#include "core/engine/engine.h"

/* Puts the application's text into an error, with the position mapped to it. */
static void describe(const struct tn_entry *e, tn_error *error)
{
	size_t position = tn_error_position(error);
	if (position)
		position = tn__sql_map_position(e->ir, e->conn->dialect, position);
	tn__error_set_sql(error, e->ir->source, e->ir->source_len, position);
}

/* The pending error becomes the caller's; the transaction takes note. */
int tn__run_failed(struct tn_entry *e, int protected, tn_error **err)
{
	tn_conn *conn = e->conn;
	tn_error *error = conn->pending;
	conn->pending = NULL;
	describe(e, error);
	tn__be_finish(conn, e->be);
	tn_error_free(conn->pending);
	conn->pending = NULL;
	tn__tx_note(conn, error, protected);
	return tn__error_move(err, error);
}

static void unprepare(struct tn_entry *e)
{
	struct tn_be_stmt *s = e->be;
	unsigned flags = s->flags;
	tn__be_close_stmt(e->conn, s);
	memset(s, 0, e->conn->backend->stmt_size);
	s->conn = e->conn->be;
	s->sql = e->rendered.sql;
	s->sql_len = e->rendered.sql_len;
	s->param_count = e->rendered.arg_count;
	s->kinds = e->place_kinds;
	s->flags = flags;
	e->prepared = 0;
}

static int prepare(struct tn_entry *e)
{
	int rc = tn__be_prepare(e->conn, e->be);
	if (rc < 0)
		return rc;
	e->prepared = 1;
	if (!e->cached && !e->owned && e->conn->cache.max && !(e->be->flags & TN_BE_ONCE))
		tn__cache_add(e->conn, e);
	return TN_OK;
}

static int attempt(struct tn_entry *e, const tn_value *params, int mode, unsigned chunk)
{
	int rc = TN_LIKELY(e->prepared) ? TN_OK : prepare(e);
	if (TN_LIKELY(rc >= 0))
		rc = tn__be_execute(e->conn, e->be, params, mode, chunk);
	return rc;
}

/* Runs a stale statement once more where nothing is lost by it. */
static int again(struct tn_entry *e, const tn_value *params, int mode, unsigned chunk, int *protected)
{
	tn_conn *conn = e->conn;
	if (conn->tx.depth && !*protected && tn__be_tx_status(conn) == TN_BE_TX_FAILED) {
		tn__error_add_flags(conn->pending, TN_ERR_RETRY_TX);
		return TN_E_STALE;
	}
	if (*protected) {
		tn_error *stale = conn->pending;
		conn->pending = NULL;
		tn__tx_note(conn, stale, 1);
		tn_error_free(stale);
		*protected = tn__tx_protect(conn, &conn->pending);
		if (*protected < 0)
			return *protected;
	} else {
		tn_error_free(conn->pending);
		conn->pending = NULL;
	}
	unprepare(e);
	conn->reprepares++;
	return attempt(e, params, mode, chunk);
}

static int check_mode(const tn_conn *conn, int mode, tn_error **err)
{
	if (mode != TN_FETCH_CHUNK)
		return TN_OK;
	if (!conn->profile.cursors)
		return tn__error_set(err, TN_E_UNSUPPORTED, "this server has no cursors for TN_FETCH_CHUNK");
	if (!conn->tx.depth)
		return tn__error_set(err, TN_E_MISUSE, "TN_FETCH_CHUNK needs a transaction: call tn_begin() first");
	return TN_OK;
}

int tn__run(struct tn_entry *e, const tn_args *args, int mode, unsigned chunk, tn_error **err)
{
	tn_conn *conn = e->conn;
	const tn_value *params = NULL;
	int protected = 0, rc = check_mode(conn, mode, err);
	if (rc >= 0)
		rc = tn__bind(e, args, mode == TN_FETCH_STREAM || mode == TN_FETCH_CHUNK, &params, err);
	if (rc >= 0)
		rc = tn__tx_admit(conn, e, err);
	if (TN_UNLIKELY(rc < 0))
		return rc;
	tn__notices_clear(conn);
	if (TN_UNLIKELY(conn->tx.depth) && (protected = tn__tx_protect(conn, err)) < 0)
		return protected;
	rc = attempt(e, params, mode == TN_FETCH_CHUNK ? TN_BE_CHUNK : TN_BE_STREAM, chunk);
	if (TN_UNLIKELY(rc == TN_E_STALE))
		rc = again(e, params, mode == TN_FETCH_CHUNK ? TN_BE_CHUNK : TN_BE_STREAM, chunk, &protected);
	if (TN_UNLIKELY(rc < 0))
		return tn__run_failed(e, protected > 0, err);
	conn->statements++;
	tn__rows_open(&e->rows, e);
	e->rows.savepoint = protected > 0;
	if (rc > 0 && mode != TN_FETCH_CHUNK)
		conn->stream = &e->rows;
	if (rc > 0)
		return 1;
	e->rows.done = 1;
	rc = tn__run_end(e, err);
	return rc < 0 ? rc : 0;
}

int tn__run_end(struct tn_entry *e, tn_error **err)
{
	tn_conn *conn = e->conn;
	int rc = TN_OK;
	if (conn->stream == &e->rows)
		conn->stream = NULL;
	if (tn__be_finish(conn, e->be) < 0)
		rc = tn__run_failed(e, e->rows.savepoint, err);
	else if (TN_UNLIKELY(e->rows.savepoint))
		rc = tn__tx_release(conn, err);
	e->rows.savepoint = 0;
	if (TN_UNLIKELY(conn->doomed != NULL))
		tn__entry_free_doomed(conn);
	if (rc >= 0 && TN_UNLIKELY(e->plan->flags & TN_PLAN_IMPLICIT_COMMIT) && conn->tx.depth)
		rc = tn__tx_resume(conn, err);
	return rc;
}
