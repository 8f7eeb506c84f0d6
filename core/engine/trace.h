/* SPDX-License-Identifier: MIT */
/*
 * core/engine/trace.h - records of statements for those who want them; see trace.c.
 */
#ifndef TN_TRACE_H
#define TN_TRACE_H

#include "core/base/text.h"
#include "core/engine/engine.h"
#include <tenon/trace.h>

#define TN_TRACE_HOOKS 8u

/* A statement that is traced. */
struct tn_span {
	tn_trace t; /* first: it is what hooks get */
	tn_conn *conn;
	const struct tn_be_stmt *rows; /* whose rows are open; NULL: the call has not returned yet */
	int64_t begun;                 /* of the monotonic clock */
	uint64_t round_trips, reprepares; /* of the connection, before */
	uint8_t compiled;
	uint8_t native; /* the text has the server's lexical rules */
	struct tn_text values, redacted, text, collection, summary;
	struct tn_span *next;
};

struct tn_hook {
	tn_trace_fn fn;
	void *ctx;
	unsigned flags;
};

struct tn_tracing {
	struct tn_hook hooks[TN_TRACE_HOOKS];
	unsigned count;
	uint8_t calling; /* a hook runs */
	struct tn_slots inner; /* what ours stand around */
	struct tn_span *call;  /* whose call is running */
	struct tn_span *open;  /* those whose rows are open */
	struct tn_span *spare;
};

/* ---- trace.c: the record ------------------------------------------------------------ */

/* A call begins; NULL without memory: it is not traced.  Until tn__span_end() or tn__span_open(). */
struct tn_span *tn__span_begin(tn_conn *conn, const tn_args *args, struct tn_span **outer);
/* e: the busy entry, or NULL where sql could not be compiled.  Tells the hooks.  span may be NULL. */
void tn__span_end(struct tn_span *s, struct tn_span *outer, const char *sql, const struct tn_entry *e, int rc,
		  const tn_error *error);
/* The call has returned, and the rows of e are still to come. */
void tn__span_open(struct tn_span *s, struct tn_span *outer, struct tn_entry *e);
/* Those rows have ended. */
void tn__span_close(struct tn_entry *e, int rc, const tn_error *error);
/* They are ended by the library: the code that says why. */
void tn__span_kill(const struct tn_entry *e, int code);
/* An entry was compiled for the call that runs, from a time on. */
void tn__span_compiled(tn_conn *conn, int64_t from);
/* The client library has worked for it outside of the slots of an execution. */
void tn__span_served(tn_conn *conn, int64_t from);

/* Puts the slots that measure around those of the connection. */
void tn__trace_wrap(tn_conn *conn);
/* The connection is closed. */
void tn__trace_leave(tn_conn *conn);

/* ---- trace_call.c: public calls on a connection that is traced ---------------------- */

struct tn_call {
	tn_conn *conn;
	const char *sql;
	tn_stmt *stmt; /* NULL: the text goes through the cache ... */
	struct tn_entry *entry; /* ... or this entry is run, which is busy; sql is its text */
	const tn_args *args;
};
int tn__traced_exec(const struct tn_call *c, tn_result *result, tn_error **err) TN_COLD;
int tn__traced_query(const struct tn_call *c, int mode, unsigned chunk, tn_rows **rows, tn_error **err) TN_COLD;
/* A statement that controls the transaction: fn runs it. */
typedef int (*tn_control_fn)(tn_conn *conn, const void *arg, tn_error **err);
int tn__traced_control(tn_conn *conn, const char *verb, tn_control_fn fn, const void *arg, tn_error **err) TN_COLD;

#endif
