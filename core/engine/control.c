/* SPDX-License-Identifier: MIT */
/*
 * core/engine/control.c - statements that the library runs for itself: BEGIN,
 * savepoints, session settings, descriptions of tables.
 *
 * They run once each and are never prepared on the server, in memory that the
 * connection keeps for them, so that a rollback does not fail for want of memory.
 */
#include "core/engine/be.h"
#include "core/engine/engine.h"

static int read_rows(tn_conn *conn, struct tn_be_stmt *s, tn_cells_fn fn, void *ctx, tn_error **err)
{
	int rc;
	while ((rc = tn__be_next(conn, s)) == TN_ROW) {
		if (fn && (rc = fn(ctx, s->cells, s->column_count, err)) < 0)
			return rc;
	}
	return rc < 0 ? tn__conn_fail(conn, err) : TN_OK;
}

int tn__control(tn_conn *conn, const char *sql, tn_cells_fn fn, void *ctx, tn_error **err)
{
	return tn__control_bound(conn, sql, NULL, NULL, 0, fn, ctx, err);
}

int tn__control_bound(tn_conn *conn, const char *sql, const tn_value *params, const uint8_t *kinds, uint32_t count,
		      tn_cells_fn fn, void *ctx, tn_error **err)
{
	struct tn_be_stmt *s = conn->control;
	int rc;
	memset(s, 0, conn->backend->stmt_size);
	s->conn = conn->be;
	s->sql = sql;
	s->sql_len = strlen(sql);
	s->flags = TN_BE_ONCE;
	s->param_count = count;
	s->kinds = kinds;
	rc = tn__be_prepare(conn, s);
	if (rc >= 0)
		rc = tn__be_execute(conn, s, params, TN_BE_STREAM, 0);
	if (rc < 0)
		rc = tn__conn_fail(conn, err);
	else if (rc > 0)
		rc = read_rows(conn, s, fn, ctx, err);
	if (tn__be_finish(conn, s) < 0)
		rc = rc < 0 ? (tn__conn_fail(conn, NULL), rc) : tn__conn_fail(conn, err);
	tn__be_close_stmt(conn, s);
	return rc;
}
