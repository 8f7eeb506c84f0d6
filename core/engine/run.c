/* SPDX-License-Identifier: MIT */
/*
 * core/engine/run.c - runs one statement: a plan of one step, or a step of several
 * (run_steps.c).  The order of things:
 *
 *   bind (checks, no effect) -> admitted by the transaction? -> savepoint where a
 *   failed statement must undo only itself -> prepare if new -> execute
 *
 * A prepared statement that no longer fits the schema (TN_E_STALE, before any
 * effect) is prepared again and run again, a few times at most, unless its failure has
 * already aborted the transaction: then the error says to repeat that.  One that was
 * carried out all the same (TN_ERR_AMBIGUOUS) is never run again.
 */
#include <string.h>
#include "core/base/mem.h"
#include "core/engine/engine.h"
#include "core/engine/run_end.h"
#include "core/engine/trace.h"

/*
 * A NULL for an identity column is told by some servers as a text that is no integer: no
 * other value of that column can be wrong.
 */
static void name_identity(const char *identity, tn_error *error)
{
	const char *column = tn_error_column(error);
	int code = tn_error_code(error);
	if (code == TN_E_DATA && column && !strcmp(column, identity))
		tn__error_recode(error, TN_E_NOT_NULL);
	else if (code == TN_E_NOT_NULL && !column)
		tn__error_set_column(error, identity);
}

/* A value that was cut to its column; of portable SQL that can only be too long. */
static void name_cut(const struct tn_entry *e, tn_error *error)
{
	if (e->ir->kind != TN_IR_NATIVE && e->conn->dialect->cut_error && tn_error_code(error) == TN_E_DATA &&
	    tn_error_native(error) == e->conn->dialect->cut_error)
		tn__error_recode(error, TN_E_TOO_LONG);
}

/* Puts the application's text into an error, with the position mapped to it. */
static void describe(const struct tn_entry *e, tn_error *error)
{
	size_t position = tn_error_position(error);
	if (position && e->rendered.hole_count)
		position = tn__spelled_place(e, position);
	if (position && e->ir->kind == TN_IR_NATIVE)
		position = tn__sql_map_position(e->ir, e->conn->dialect, position);
	else if (position)
		position = tn__sql_place(&e->rendered, position);
	tn__error_set_sql(error, e->ir->source, e->ir->source_len, position);
	if (e->ir->identity)
		name_identity(e->ir->identity, error);
	name_cut(e, error);
}

/* The pending error becomes the caller's; the transaction takes note. */
int tn__run_failed(struct tn_entry *e, int protected, tn_error **err)
{
	tn_conn *conn = e->conn;
	tn_error *error = conn->pending;
	conn->pending = NULL;
	describe(e, error);
	/* Of what is dropped with it one thing matters: whether the transaction is gone. */
	if (tn__be_finish(conn, e->be) < 0 && conn->pending)
		tn__error_add_flags(error, tn_error_flags(conn->pending) & TN_ERR_TX_LOST);
	tn_error_free(conn->pending);
	conn->pending = NULL;
	tn__tx_note(conn, error, protected);
	return tn__error_move(err, error);
}

/* The caller gets its arguments' memory back while their rows are still to come. */
static inline int returns_early(int mode)
{
	return mode == TN_FETCH_STREAM || mode == TN_FETCH_CHUNK;
}

static void unprepare(struct tn_entry *e)
{
	unsigned flags = e->be->flags;
	tn__be_close_stmt(e->conn, e->be);
	tn__entry_renew_be(e, flags);
}

static TN_COLD int prepare(struct tn_entry *e)
{
	int rc = tn__be_prepare(e->conn, e->be);
	if (rc < 0)
		return rc;
	e->prepared = 1;
	if (!e->cached && !e->owned && e->conn->cache.max && !(e->be->flags & TN_BE_ONCE))
		tn__cache_add(e->conn, e);
	return TN_OK;
}

/* What was read for the first execution may be out of date at the next. */
static TN_COLD int attempt_first(struct tn_entry *e, const tn_value *params, int mode, unsigned chunk)
{
	int rc = prepare(e);
	if (rc >= 0)
		rc = tn__be_execute(e->conn, e->be, params, mode, chunk);
	if (rc < 0)
		return rc;
	e->be->flags &= ~TN_BE_FRESH;
	if (e->portable)
		e->portable->cached_tables = 1;
	return rc;
}

static inline int attempt(struct tn_entry *e, const tn_value *params, int mode, unsigned chunk)
{
	return TN_LIKELY(e->prepared) ? tn__be_execute(e->conn, e->be, params, mode, chunk)
				      : attempt_first(e, params, mode, chunk);
}

/* Undoes a stale attempt, where nothing is lost by it. */
static TN_COLD int clear_stale(struct tn_entry *e)
{
	tn_conn *conn = e->conn;
	tn_error *first = conn->pending;
	int rc;
	/* Its rows may have begun to come, and end in an error that is worse. */
	conn->pending = NULL;
	rc = tn__be_finish(conn, e->be);
	if (rc < 0) {
		tn_error_free(first);
		return rc;
	}
	conn->pending = first;
	if (tn_error_flags(first) & TN_ERR_AMBIGUOUS)
		return tn_error_code(first);
	if (conn->tx.depth && !e->rows.savepoint && tn__be_tx_status(conn) == TN_BE_TX_FAILED) {
		tn__error_add_flags(conn->pending, TN_ERR_RETRY_TX);
		return tn_error_code(conn->pending);
	}
	if (e->rows.savepoint) {
		tn_error *stale = conn->pending;
		conn->pending = NULL;
		tn__tx_note(conn, stale, 1);
		tn_error_free(stale);
		rc = tn__tx_protect(conn, &conn->pending);
		e->rows.savepoint = rc > 0;
		if (rc < 0)
			return rc;
	} else {
		tn_error_free(conn->pending);
		conn->pending = NULL;
	}
	return TN_OK;
}

/*
 * 1 if another attempt is worth while: the server says that the schema is another,
 * or a portable statement names what is not there by what was known of its tables.
 */
int tn__run_is_stale(const struct tn_entry *e, int rc)
{
	if (rc == TN_E_STALE)
		return 1;
	return (rc == TN_E_NO_OBJECT || rc == TN_E_TYPE) && e->portable && e->portable->cached_tables;
}

/* Prepares a statement anew, a portable one from its text; params are those of the new one. */
static int renew(struct tn_entry *e, const tn_args *args, int mode, const tn_value **params, tn_error **err)
{
	int rc;
	e->conn->reprepares++;
	if (!e->portable) {
		unprepare(e);
		return TN_OK;
	}
	tn__portable_forget(e);
	rc = tn__entry_recompile(e, args, err);
	return rc < 0 ? rc : tn__bind(e, args, returns_early(mode), params, err);
}

/* A schema may change again while a statement is prepared anew; one that always does is an error. */
#define STALE_ATTEMPTS 5

/* After a failed attempt: as the attempt that takes its place, or the error. */
__attribute__((noinline))
static TN_COLD int recover(struct tn_entry *e, const tn_args *args, const tn_value *params, int mode, unsigned chunk,
			   int rc, tn_error **err)
{
	tn_conn *conn = e->conn;
	int left = STALE_ATTEMPTS;
	while (!e->is_step && left-- && tn__run_is_stale(e, rc) && clear_stale(e) >= 0) {
		tn_error *error = NULL;
		rc = renew(e, args, mode, &params, &error);
		if (rc < 0) {
			if (e->rows.savepoint)
				tn__tx_note(conn, error, 1);
			e->rows.savepoint = 0;
			return tn__error_move(err, error);
		}
		rc = attempt(e, params, mode == TN_FETCH_CHUNK ? TN_BE_CHUNK : TN_BE_STREAM, chunk);
	}
	if (rc >= 0)
		return rc;
	rc = tn__run_failed(e, e->rows.savepoint, err);
	e->rows.savepoint = 0;
	return rc;
}

TN_COLD int tn__run_check_chunk(const tn_conn *conn, tn_error **err)
{
	if (!conn->profile.cursors)
		return tn__error_set(err, TN_E_UNSUPPORTED, "this server has no cursors for TN_FETCH_CHUNK");
	if (!conn->tx.depth)
		return tn__error_set(err, TN_E_MISUSE, "TN_FETCH_CHUNK needs a transaction: call tn_begin() first");
	return TN_OK;
}

/* Checks that have no effect, then what must stand before the statement. */
__attribute__((always_inline))
static inline int prepare_run(struct tn_entry *e, const tn_args *args, int mode, const tn_value **params,
			      tn_error **err)
{
	tn_conn *conn = e->conn;
	int rc = TN_OK;
	if (TN_UNLIKELY(mode == TN_FETCH_CHUNK))
		rc = tn__run_check_chunk(conn, err);
	if (TN_LIKELY(rc >= 0))
		rc = tn__bind(e, args, returns_early(mode), params, err);
	if (TN_LIKELY(rc >= 0))
		rc = tn__tx_admit(conn, e, err);
	if (TN_UNLIKELY(rc < 0))
		return rc;
	/* Those of a plan's steps are the statement's. */
	if (TN_UNLIKELY(conn->notices.count != 0 && !e->is_step))
		tn__notices_clear(conn);
	if (TN_UNLIKELY(conn->tx.depth && conn->profile.keep_going_savepoint)) {
		rc = tn__tx_protect(conn, err);
		e->rows.savepoint = rc > 0;
	}
	return rc;
}

/*
 * Always inline, though long: a call between tn__run_stream() and this would cost
 * a point SELECT as much as all the checks here.
 */
__attribute__((always_inline))
static inline int run(struct tn_entry *e, const tn_args *args, int mode, unsigned chunk, tn_error **err)
{
	tn_conn *conn = e->conn;
	const tn_value *params = NULL;
	int be_mode = mode == TN_FETCH_CHUNK ? TN_BE_CHUNK : TN_BE_STREAM;
	int rc;
	if (TN_UNLIKELY(e->steps != NULL))
		return tn__run_steps(e, args, mode, chunk, err);
	rc = prepare_run(e, args, mode, &params, err);
	if (TN_UNLIKELY(rc < 0))
		return rc;
	rc = attempt(e, params, be_mode, chunk);
	if (TN_UNLIKELY(rc < 0)) {
		rc = recover(e, args, params, mode, chunk, rc, err);
		if (rc < 0)
			return rc;
	}
	conn->statements++;
	if (rc == 0)
		return tn__run_end(e, err);
	tn__rows_open(&e->rows);
	if (TN_LIKELY(mode != TN_FETCH_CHUNK))
		conn->stream = &e->rows;
	return 1;
}

int tn__run(struct tn_entry *e, const tn_args *args, int mode, unsigned chunk, tn_error **err)
{
	return run(e, args, mode, chunk, err);
}

int tn__run_stream(struct tn_entry *e, const tn_args *args, tn_rows **rows, tn_error **err)
{
	int rc = run(e, args, TN_FETCH_STREAM, 0, err);
	if (TN_UNLIKELY(rc <= 0))
		return tn__query_rest(e, rc, TN_FETCH_STREAM, rows, err);
	*rows = &e->rows;
	return TN_OK;
}

/* The end of rows that are traced: what it comes to is told. */
static int end_traced(struct tn_entry *e, int failed, tn_error **err)
{
	tn_error *error = NULL;
	int rc;
	e->after &= (uint8_t)~TN_AFTER_TRACE;
	rc = failed || e->rows.savepoint || e->conn->doomed || e->after ? tn__run_end_rest(e, failed, &error) : TN_OK;
	tn__span_close(e, rc, error);
	return rc < 0 ? tn__error_move(err, error) : rc;
}

int tn__run_end_rest(struct tn_entry *e, int failed, tn_error **err)
{
	tn_conn *conn = e->conn;
	int rc = TN_OK;
	if (e->after & TN_AFTER_TRACE)
		return end_traced(e, failed, err);
	if (failed)
		rc = tn__run_failed(e, e->rows.savepoint, err);
	else if (e->rows.savepoint)
		rc = tn__tx_release(conn, err);
	e->rows.savepoint = 0;
	tn__entry_free_doomed(conn);
	if (rc >= 0 && e->after)
		tn__tables_take_note(e);
	if (rc >= 0 && (e->after & TN_AFTER_COMMIT) && conn->tx.depth)
		rc = tn__tx_resume(conn, err);
	return rc < 0 ? rc : TN_OK;
}
