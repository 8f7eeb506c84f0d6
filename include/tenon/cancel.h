/* SPDX-License-Identifier: MIT */
/*
 * tenon/cancel.h - stopping what a connection is doing, from another thread.
 *
 * A cancel concerns the call that is running on the connection when it comes: a
 * statement that works or waits for a lock, the steps of a plan, the attempts of
 * tn_transact() and the waits between them, and rows that are open.  That call fails
 * with TN_E_CANCELLED (TN_E_TIMEOUT is a deadline's, tenon/deadline.h), or ends as it
 * would have if it was done before.  A call that begins after tn_cancel() has returned
 * is never hit, and while the cancel of an earlier one is on its way the next waits for it.
 *
 * The connection stays usable: inside a transaction the cancelled statement is one that
 * failed (tenon/tx.h), and the clean-up that the library makes by itself is not stopped.
 * tn_is_dead() tells of the other case: a cancel that did not come back.
 *
 * A statement on a server is stopped by a request on a link of its own, with the same
 * credentials and no other privilege, sent by a thread that lives as long as that.
 * Nothing is sent, and nothing is kept ready, while nobody cancels.  exit() waits for
 * requests on their way, five seconds at most: they use the client library.
 *
 * Not stopped: tn_open() without a canceller, and what the server itself cannot interrupt (the undoing of a
 * large change, a function in C that does not look).
 */
#ifndef TENON_CANCEL_H
#define TENON_CANCEL_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>

TN_BEGIN_DECLS

/*
 * Asks what runs on the connection to stop.  Any thread, any number of them; the
 * connection must not be closed before this returns (tn_canceller is for programs that
 * cannot promise that).  Returns when the request has reached the server, after two
 * seconds at most: TN_OK also when nothing was running, since that can change in between.
 * Errors: TN_E_UNSUPPORTED (the backend has no cancel, or a pooling proxy hides the
 * session), TN_E_CONNECT and TN_E_TIMEOUT (the request did not arrive, or not in time;
 * it may still do so: the connection waits for it before its next statement),
 * TN_E_MISUSE, TN_E_NOMEM.
 */
TN_API int tn_cancel(tn_conn *conn, tn_error **err);

/*
 * The same as a handle that may outlive the connection: for a thread that watches, a
 * signal's thread, an event loop.  It follows the connection when tn_transact() opens it
 * again, and finds nothing to stop once it is closed.
 */
/* On the connection's thread.  *out is yours: tn_canceller_free().  Errors: TN_E_MISUSE. */
TN_API int tn_canceller_new(tn_conn *conn, tn_canceller **out, tn_error **err);
/*
 * One for a connection that is still to be opened, by tn_open() with it in the options.  That
 * connects on a thread of its own, so that neither a look-up of a name nor a client library
 * holds up who cancels: tn_open() fails with TN_E_CANCELLED at once, and with TN_E_TIMEOUT
 * when connect_ms and the grace have passed, whatever it waits for.  What the thread was
 * doing it gives up by itself, later; exit() waits for it, five seconds at most.  A cancel
 * before tn_open() was called is forgotten.  Errors: TN_E_MISUSE, TN_E_NOMEM.
 */
TN_API int tn_canceller_make(tn_canceller **out, tn_error **err);
/* tn_cancel(); any thread, also while tn_close() runs on another. */
TN_API int tn_canceller_cancel(tn_canceller *canceller, tn_error **err);
/* Any thread, before or after the closing of the connection.  NULL is fine. */
TN_API void tn_canceller_free(tn_canceller *canceller);

TN_END_DECLS

#endif
