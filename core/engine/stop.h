/* SPDX-License-Identifier: MIT */
/*
 * core/engine/stop.h - how what a connection does is stopped from elsewhere.
 *
 * The object stands beside the connection and may outlive it, so that a thread that
 * cancels never meets freed memory.  stop.c says how it works.
 */
#ifndef TN_STOP_H
#define TN_STOP_H

#include <pthread.h>
#include "core/engine/engine.h"
#include "core/engine/watch.h"
#include <tenon/cancel.h>

/* What the link is doing, for those who look from elsewhere. */
enum tn_activity {
	TN_AT_REST = 0,
	TN_IN_REQUEST = 1, /* a slot runs: the request may not have reached the server yet */
	TN_IN_ROWS = 2     /* the server streams rows */
};

enum tn_stop_reason { TN_STOP_NONE = 0, TN_STOP_CANCEL = 1, TN_STOP_DEADLINE = 2 };

struct tn_delivery;

/* The bounds of a connection (deadline.c), and what its call makes of them.  Times of the monotonic clock; 0: none. */
struct tn_bounds {
	int64_t statement_us, transaction_us, grace_us;
	int64_t connect_us; /* of tn_open(), over all hosts */
	unsigned lock_asked, lock_ms;
	int64_t call_due, tx_due, scope_due;
	uint8_t unwinding; /* the call has failed of its deadline: what follows cleans up */
};

struct tn_canceller {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* of the monotonic clock; whatever the lock guards */

	atomic_uint refs;

	/* Under the lock. */
	tn_conn *conn;                /* NULL: closed */
	struct tn_be_conn *be;        /* the link; NULL: none */
	struct tn_delivery *delivery; /* on its way */
	unsigned sends;               /* requests that have come back ... */
	int sent;                     /* ... and what the last of them gave */
	uint8_t stopped;   /* since the last call began something was asked to stop */
	uint8_t shielded;  /* clean-up runs: requests are noted, and sent to nobody */
	uint8_t used;      /* there is a connection, or was one */
	uint8_t opening;   /* tn_open() waits for its thread; 2: it was asked to stop */
	int fd;            /* the socket of a timed link, our own descriptor; -1: none */
	uint8_t delivered; /* a request reached the server: what is left of it may hit the next statement */

	/* Written by the connection's thread or under the lock, read by all. */
	atomic_uint activity; /* enum tn_activity */
	atomic_uint turn;     /* number of the request */
	atomic_uint reason;   /* enum tn_stop_reason, until the call has heard of it */
	atomic_uint alarm;    /* the connection's thread has something to look at */

	atomic_uint cut;      /* the link was shut down, since the deadline and the grace had passed */

	struct tn_watch watch; /* under the lock of watch.c */

	/* The connection's thread only. */
	struct tn_bounds bounds;
	uint8_t armed;
	const struct tn_be_stmt *streams;
	unsigned nest; /* calls that make others: theirs are no calls of their own */
};

/* Made with the connection; what it points to comes and goes. */
int tn__stop_new(tn_conn *conn, tn_canceller *given, tn_error **err);
/*
 * Runs connect on a thread, up to a cancel or the bound of the options.  *conn is NULL when the
 * thread was left with it.
 */
typedef int (*tn_connect_fn)(tn_conn *conn, tn_error **err);
int tn__open_apart(tn_conn **conn, tn_connect_fn connect, tn_error **err);
/* The connection is closed. */
void tn__stop_leave_conn(tn_conn *conn);
/* There is a link now. */
void tn__stop_attach(tn_conn *conn);
/* There is none any more; 1 if a request that hangs has taken it over, and closes it in the end. */
int tn__stop_detach(tn_conn *conn);

/*
 * A call begins: what was asked before does not concern it.  For the slow way of
 * tn__conn_ready(), and for calls that do not go that way.
 */
void tn__stop_gate(tn_conn *conn);
/* The same for a call that makes others, which end with it; tn__stop_end_call() is its end. */
void tn__stop_begin_call(tn_conn *conn);
void tn__stop_end_call(tn_conn *conn);
/* Between the two nothing is stopped: what cleans up after a failure has to go through. */
void tn__stop_shield(tn_conn *conn);
void tn__stop_unshield(tn_conn *conn);

/* Around a slot that may wait for the server.  Negative: refused, conn->pending says why. */
int tn__stop_enter(tn_conn *conn);
/* The same for what ends something: never refused. */
void tn__stop_enter_cleanup(tn_conn *conn);
/* rc is the slot's; s streams rows from now on, or NULL. */
int tn__stop_leave(tn_conn *conn, int rc, const struct tn_be_stmt *streams);

/* Sleeps; 0 if somebody wants the call to end instead. */
int tn__stop_sleep(tn_conn *conn, int64_t us);
/* TN_OK, or the error of a call that was asked to stop while it did nothing. */
int tn__stop_check(tn_conn *conn, tn_error **err);

/* Says of a fault why it came about, if it was asked for. */
void tn__stop_explain(tn_conn *conn, struct tn_error_parts *parts);

/* Fills conn->slots. */
void tn__stop_choose_slots(tn_conn *conn);

/* For watch.c: a request is late; cut: it has had its grace. */
void tn__stop_expire(struct tn_canceller *s, unsigned turn, int cut);
void tn__stop_ref(struct tn_canceller *s);
void tn__stop_unref(struct tn_canceller *s);

/* ---- stop_exit.c: from hold to release exit() waits ------------------------------------ */

void tn__stop_exit_hold(void);
void tn__stop_exit_release(void);

/* ---- deadline.c ------------------------------------------------------------------- */

int tn__deadline_init(tn_conn *conn, const tn_open_options *o, tn_error **err);
void tn__deadline_leave(tn_conn *conn);
/* A link is there, or none any more. */
void tn__deadline_attach(tn_conn *conn);
int tn__deadline_session(tn_conn *conn, tn_error **err);
/* A call begins. */
void tn__deadline_call(tn_conn *conn);
/* A transaction begins, or has ended. */
void tn__deadline_tx(tn_conn *conn, int begins);
/* When the call that runs must have ended; 0: no matter. */
int64_t tn__deadline_of(const tn_conn *conn);
/* Bounds what comes by a time too; what the bound was, for tn__deadline_widen(). */
int64_t tn__deadline_narrow(tn_conn *conn, int64_t due);
void tn__deadline_widen(tn_conn *conn, int64_t before);

#endif
