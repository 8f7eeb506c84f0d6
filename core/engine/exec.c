/* SPDX-License-Identifier: MIT */
/*
 * core/engine/exec.c - tn_exec() and tn_query(): a text through the cache to the
 * plan runner.
 */
#include "core/base/mem.h"
#include "core/engine/be.h"
#include "core/engine/engine.h"
#include "core/engine/trace.h"

static int drain(struct tn_entry *e, tn_error **err)
{
	int rc;
	while ((rc = tn_next(&e->rows, err)) == TN_ROW)
		;
	return rc;
}

static void take_result(const struct tn_entry *e, tn_result *result)
{
	if (!result)
		return;
	memset(result, 0, sizeof *result);
	result->affected = e->plan->flags & TN_PLAN_NO_COUNT ? 0 : e->be->affected;
	result->last_insert_id = e->be->last_insert_id;
}

static inline int exec_busy(struct tn_entry *e, const tn_args *args, tn_result *result, tn_error **err)
{
	int rc = tn__run(e, args, TN__FETCH_NONE, 0, err);
	if (TN_UNLIKELY(rc > 0))
		rc = drain(e, err);
	if (TN_LIKELY(rc >= 0))
		take_result(e, result);
	return rc;
}

int tn__exec_busy(struct tn_entry *e, const tn_args *args, tn_result *result, tn_error **err)
{
	return exec_busy(e, args, result, err);
}

/* Runs a busy entry to its end and gives it back. */
int tn__exec_entry(struct tn_entry *e, const tn_args *args, tn_result *result, tn_error **err)
{
	int rc = exec_busy(e, args, result, err);
	tn__rows_close(&e->rows);
	tn__entry_return(e);
	return rc < 0 ? rc : TN_OK;
}

int tn__rows_begin(struct tn_entry *e, int rc, int mode, tn_error **err)
{
	if (rc == 0) {
		tn__rows_open(&e->rows);
		e->rows.live = 0;
		e->rows.done = 1;
	} else if (rc > 0 && mode == TN_FETCH_ALL) {
		rc = tn__rows_store(&e->rows, err);
	}
	return rc;
}

int tn__query_rest(struct tn_entry *e, int rc, int mode, tn_rows **rows, tn_error **err)
{
	rc = tn__rows_begin(e, rc, mode, err);
	if (rc < 0) {
		tn__rows_close(&e->rows);
		tn__entry_return(e);
		return rc;
	}
	*rows = &e->rows;
	return TN_OK;
}

/* What a traced call is made of stays out of the frames of those that are not. */
__attribute__((noinline)) static TN_COLD int exec_traced(tn_conn *conn, const char *sql, const tn_args *args,
							 tn_result *result, tn_error **err)
{
	struct tn_call c = {.conn = conn, .sql = sql, .args = args};
	return tn__traced_exec(&c, result, err);
}

__attribute__((noinline)) static TN_COLD int query_traced(tn_conn *conn, const char *sql, const tn_args *args,
							  tn_rows **rows, tn_error **err)
{
	struct tn_call c = {.conn = conn, .sql = sql, .args = args};
	if (!rows)
		return tn__error_set(err, TN_E_MISUSE, "tn_query() needs a place for the rows");
	return tn__traced_query(&c, TN_FETCH_STREAM, 0, rows, err);
}

int tn_exec(tn_conn *conn, const char *sql, const tn_args *args, tn_result *result, tn_error **err)
{
	struct tn_entry *e = NULL;
	int rc = tn__call_ready(conn, sql, err);
	if (TN_UNLIKELY(rc != TN_OK))
		return rc < 0 ? rc : exec_traced(conn, sql, args, result, err);
	rc = tn__entry_checkout(conn, sql, args, &e, err);
	return TN_LIKELY(rc >= 0) ? tn__exec_entry(e, args, result, err) : rc;
}

int tn_query_mode(tn_conn *conn, const char *sql, const tn_args *args, int mode, unsigned chunk, tn_rows **rows,
		  tn_error **err)
{
	struct tn_call c = {.conn = conn, .sql = sql, .args = args};
	struct tn_entry *e = NULL;
	int rc = tn__call_ready(conn, sql, err);
	if (rc >= 0 && !rows)
		return tn__error_set(err, TN_E_MISUSE, "tn_query_mode() needs a place for the rows");
	if (rc >= 0 && (mode < TN_FETCH_STREAM || mode > TN_FETCH_CHUNK))
		return tn__error_set(err, TN_E_MISUSE, "%d is no fetch mode", mode);
	chunk = chunk ? chunk : TN_DEFAULT_CHUNK;
	if (rc == TN_TRACED)
		return tn__traced_query(&c, mode, chunk, rows, err);
	if (rc >= 0)
		rc = tn__entry_checkout(conn, sql, args, &e, err);
	if (rc < 0)
		return rc;
	rc = tn__run(e, args, mode, chunk, err);
	if (rc <= 0 || mode == TN_FETCH_ALL)
		return tn__query_rest(e, rc, mode, rows, err);
	*rows = &e->rows;
	return TN_OK;
}

__attribute__((noinline)) static int query_searched(tn_conn *conn, const char *sql, const tn_args *args,
						     tn_rows **rows, tn_error **err)
{
	struct tn_entry *e = NULL;
	int rc = tn__entry_search(conn, sql, args, &e, err);
	return rc >= 0 ? tn__run_stream(e, args, rows, err) : rc;
}

/*
 * Not by tn_query_mode(), whose seven arguments are passed in memory.  The search
 * stands apart, since the place for its result would give this one a bigger frame.
 */
int tn_query(tn_conn *conn, const char *sql, const tn_args *args, tn_rows **rows, tn_error **err)
{
	struct tn_entry *e;
	int rc = tn__call_ready(conn, sql, err);
	if (TN_UNLIKELY(rc != TN_OK))
		return rc < 0 ? rc : query_traced(conn, sql, args, rows, err);
	if (TN_UNLIKELY(!rows))
		return tn__error_set(err, TN_E_MISUSE, "tn_query() needs a place for the rows");
	e = tn__cache_recall(&conn->cache, sql, args);
	if (TN_UNLIKELY(!e))
		return query_searched(conn, sql, args, rows, err);
	conn->hits++;
	e->busy = 1;
	return tn__run_stream(e, args, rows, err);
}

int tn_query_value(tn_conn *conn, const char *sql, const tn_args *args, tn_value *out, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc, found = TN_DONE;
	if (!out)
		return tn__error_set(err, TN_E_MISUSE, "tn_query_value() needs a place for the value");
	*out = tn_null();
	rc = tn_query(conn, sql, args, &rows, err);
	if (rc < 0)
		return rc;
	rc = tn_next(rows, err);
	if (rc == TN_ROW) {
		found = TN_ROW;
		rc = tn__value_dup(&rows->head.cells[0], out, err);
		if (rc >= 0 && (rc = tn_next(rows, err)) == TN_ROW)
			rc = tn__error_set(err, TN_E_MISUSE, "'%.80s' gives more than one row", sql);
	}
	if (rc < 0) {
		tn_finish(rows, NULL);
	} else {
		rc = tn_finish(rows, err);
	}
	if (rc < 0)
		tn_value_free(out);
	return rc < 0 ? rc : found;
}

/* Text and bytes of the copy have memory of their own, freed by tn_value_free(). */
int tn__value_dup(const tn_value *v, tn_value *out, tn_error **err)
{
	*out = *v;
	if (!tn__kind_has_bytes(v->kind))
		return TN_OK;
	out->u.s = tn__strndup(v->u.s, v->len);
	if (out->u.s)
		return TN_OK;
	*out = tn_null();
	return tn__error_nomem(err);
}

void tn_value_free(tn_value *v)
{
	if (!v)
		return;
	if (tn__kind_has_bytes(v->kind))
		tn__free((void *)(uintptr_t)v->u.s);
	*v = tn_null();
}
