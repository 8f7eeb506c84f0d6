/* SPDX-License-Identifier: MIT */
/*
 * tenon/deadline.h - how long things may take.
 *
 * Four bounds, each off unless asked for, all in milliseconds:
 *
 *   statement    a call: a statement with the reading of its rows, all steps of a plan
 *   transaction  from tn_begin() to the end of tn_commit(); tn_rollback() is not refused
 *   deadline     everything on the connection until a point in time: tn_set_deadline(), and
 *                deadline_ms of tn_transact(), over all its attempts and the waits between
 *   lock         one wait for a lock; the server's own means: TN_E_LOCK_TIMEOUT
 *
 * and for tn_open() connect_ms of its options, and connect_timeout of the URL for each host.
 *
 * When one of the first three has passed the call fails with TN_E_TIMEOUT: what runs is
 * cancelled as by tn_cancel(), and what has not been sent is not sent.  The connection is
 * then as usable as after any failed statement.  A server that does not react within a
 * further grace_ms (it is stopped, the network is gone, bytes come one by one) loses the
 * connection: the socket is shut down, the error has TN_ERR_DEAD, and TN_ERR_AMBIGUOUS or the
 * code TN_E_COMMIT_UNKNOWN where the work may have been done.  So no call outlasts its
 * deadline by more than grace_ms, clean-up by as much again.  A statement that begins later
 * is never hit.
 *
 * Who keeps the time: a thread of this library, one in a process, from the first bound that is
 * set on a connection to the last.  Without one there is no thread, no round trip and no
 * instruction more.  A child of fork() begins without it.
 *
 * What cannot be bounded: without a canceller (tenon/cancel.h) the look-up of a host's name and the
 * log-in to a MySQL server that sends its greeting byte by byte; and a database in a file when the disk itself hangs.
 */
#ifndef TENON_DEADLINE_H
#define TENON_DEADLINE_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/rows.h>
#include <tenon/stmt.h>

TN_BEGIN_DECLS

/* 0 stands for no bound; of lock_ms for what the URL or the server says; of grace_ms for 1000. */
struct tn_timeouts {
	size_t size; /* sizeof(tn_timeouts) */
	unsigned statement_ms;
	unsigned transaction_ms;
	unsigned lock_ms; /* rounded up to what the server knows, whole seconds on some */
	unsigned grace_ms;
};

/*
 * Sets the bounds of a connection, from its next call on; NULL for none at all.  The URL
 * has them as statement_timeout, transaction_timeout and lock_timeout, the open options as
 * timeouts.  A change of lock_ms costs a round trip.
 * Errors: TN_E_MISUSE (rows are open, or lock_ms changes inside a transaction),
 * TN_E_UNSUPPORTED (lock_ms, behind a pooling proxy), TN_E_NOMEM and TN_E_RESOURCES (the
 * thread or its descriptor cannot be had).
 */
TN_API int tn_set_timeouts(tn_conn *conn, const tn_timeouts *timeouts, tn_error **err);
/* The bounds in force, lock_ms as it was rounded.  Fills what fits into timeouts->size.  Errors: TN_E_MISUSE. */
TN_API int tn_get_timeouts(const tn_conn *conn, tn_timeouts *timeouts);

/*
 * Bounds everything that is done on the connection by a point in time, ms milliseconds from
 * now; 0 lifts that.  For the work that a request of a program's own may take, whatever
 * number of calls it makes:
 *
 *   tn_set_deadline(db, 250, &err);
 *   rc = handle_request(db, &err);
 *   tn_set_deadline(db, 0, NULL);
 *
 * Past it calls fail with TN_E_TIMEOUT before anything is sent, tn_rollback() and tn_finish()
 * excepted.  On the connection's thread.  Errors: TN_E_MISUSE, TN_E_NOMEM, TN_E_RESOURCES.
 */
TN_API int tn_set_deadline(tn_conn *conn, unsigned ms, tn_error **err);

/*
 * tn_exec() and tn_query() with bounds of their own: those of timeouts that are not 0 hold
 * for this call, in place of the connection's (statement_ms: beside them, the earlier one
 * counts).  A lock_ms that the server must be told costs a round trip before and one after,
 * also inside a transaction; should the server not take the second one, the connection is
 * dead.  The rows are in memory, since they are read within the bounds.
 * Errors: those of tn_exec() and tn_query_mode(); TN_E_MISUSE (a transaction_ms),
 * TN_E_UNSUPPORTED as for tn_set_timeouts().
 */
TN_API int tn_exec_within(tn_conn *conn, const char *sql, const tn_args *args, const tn_timeouts *timeouts,
			  tn_result *result, tn_error **err);
TN_API int tn_query_within(tn_conn *conn, const char *sql, const tn_args *args, const tn_timeouts *timeouts,
			   tn_rows **rows, tn_error **err);

TN_END_DECLS

#endif
