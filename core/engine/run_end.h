/* SPDX-License-Identifier: MIT */
/*
 * core/engine/run_end.h - the end of an execution, in place.
 *
 * Every execution that gave rows ends inside tn_next() or tn_finish(); as a call
 * this cost them more than the work it does.
 */
#ifndef TN_RUN_END_H
#define TN_RUN_END_H

#include "core/engine/be.h"

/* What only some executions leave behind; failed: the backend's finish. */
int tn__run_end_rest(struct tn_entry *e, int failed, tn_error **err) TN_COLD;

/* Closes the execution on the backend and in the transaction. */
static inline int tn__run_end(struct tn_entry *e, tn_error **err)
{
	tn_conn *conn = e->conn;
	int rc;
	if (conn->stream == &e->rows)
		conn->stream = NULL;
	rc = tn__be_finish(conn, e->be);
	if (TN_LIKELY(rc >= 0 && !e->rows.savepoint && !conn->doomed && !e->after))
		return TN_OK;
	return tn__run_end_rest(e, rc < 0, err);
}

#endif
