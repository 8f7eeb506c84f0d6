/* SPDX-License-Identifier: MIT */
/*
 * core/engine/trace_call.c - public calls on a connection that is traced.
 *
 * They do what exec.c, stmt.c and tx.c do, with a record around it.  They stand apart so
 * that the short way, without a trace, has nothing to test and nothing to carry.
 *
 * Invariants:
 *  1. Every call gives one record, whatever its end, unless there is no memory for it.
 *  2. The record is told before the entry is given back, since it points to its texts.
 *  3. A call gives what it would have given without a trace, its error to the caller included.
 */
#include "core/engine/trace.h"

static int take_entry(const struct tn_call *c, struct tn_entry **e, tn_error **err)
{
	if (c->entry) {
		*e = c->entry;
		return TN_OK;
	}
	return c->stmt ? tn__stmt_entry(c->stmt, c->args, e, err)
		       : tn__entry_checkout(c->conn, c->sql, c->args, e, err);
}

int tn__traced_exec(const struct tn_call *c, tn_result *result, tn_error **err)
{
	struct tn_span *outer, *s = tn__span_begin(c->conn, c->args, &outer);
	struct tn_entry *e = NULL;
	tn_error *error = NULL;
	int rc = take_entry(c, &e, &error);
	if (rc >= 0)
		rc = tn__exec_busy(e, c->args, result, &error);
	tn__span_end(s, outer, c->sql, e, rc, error);
	if (e) {
		tn__rows_close(&e->rows);
		tn__entry_return(e);
	}
	return rc < 0 ? tn__error_move(err, error) : TN_OK;
}

int tn__traced_query(const struct tn_call *c, int mode, unsigned chunk, tn_rows **rows, tn_error **err)
{
	struct tn_span *outer, *s = tn__span_begin(c->conn, c->args, &outer);
	struct tn_entry *e = NULL;
	tn_error *error = NULL;
	int rc = take_entry(c, &e, &error);
	if (rc >= 0)
		rc = tn__rows_begin(e, tn__run(e, c->args, mode, chunk, &error), mode, &error);
	if (rc < 0 || e->rows.done)
		tn__span_end(s, outer, c->sql, e, rc, error);
	else
		tn__span_open(s, outer, e);
	if (rc < 0) {
		if (e) {
			tn__rows_close(&e->rows);
			tn__entry_return(e);
		}
		return tn__error_move(err, error);
	}
	*rows = &e->rows;
	return TN_OK;
}

int tn__traced_control(tn_conn *conn, const char *verb, tn_control_fn fn, const void *arg, tn_error **err)
{
	struct tn_span *outer, *s = tn__span_begin(conn, NULL, &outer);
	tn_error *error = NULL;
	int rc = fn(conn, arg, &error);
	if (s) {
		s->t.operation = verb;
		s->t.origin = TN_TRACE_CONTROL;
	}
	tn__span_end(s, outer, NULL, NULL, rc, error);
	return rc < 0 ? tn__error_move(err, error) : TN_OK;
}
