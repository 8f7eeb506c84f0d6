/* SPDX-License-Identifier: MIT */
/*
 * tenon/sys/host.h - what the library offers to a backend.
 *
 * A backend gets this table at its start and calls nothing else of the library,
 * so a backend in a loadable module is only another way to link.  Inline
 * helpers of tenon/sys/ (calendar.h, utf8.h, caps.h) may be used freely.
 *
 * Threads: every function may be called from any thread that owns the
 * connection it is given.
 */
#ifndef TENON_SYS_HOST_H
#define TENON_SYS_HOST_H

#include <tenon/defs.h>
#include <tenon/sys/text.h>

TN_BEGIN_DECLS

struct tn_be_conn;

/*
 * An error as the server reported it.  The library copies all of it, so
 * temporary text will do.  Zero what is not known.
 */
struct tn_fault {
	int code;             /* TN_E_* when the backend knows better than the tables; 0: classify */
	unsigned flags;       /* TN_ERR_* known here, usually TN_ERR_DEAD; added to those of the tables */
	int native;           /* the server's or the client library's number */
	const char *sqlstate; /* five characters */
	const char *message;  /* required */
	const char *detail;
	const char *hint;
	const char *constraint;
	const char *table;
	const char *column;
	size_t position;      /* byte in the text that was sent, from 1 */
};

struct tn_host {
	uint32_t abi; /* TN_BACKEND_ABI */
	uint32_t size;

	/* Memory.  alloc gives zeroed bytes; NULL when there is none. */
	void *(*alloc)(size_t size);
	void *(*realloc)(void *p, size_t size);
	void (*free)(void *p);

	/* Growable text; release may be called twice. */
	void (*text_init)(struct tn_text *t);
	void (*text_append)(struct tn_text *t, const char *s, size_t n);
	void (*text_printf)(struct tn_text *t, const char *format, ...) TN_PRINTF(2, 3);
	void (*text_clear)(struct tn_text *t);
	void (*text_release)(struct tn_text *t);

	/* Overwrites memory in a way that the compiler may not remove. */
	void (*wipe)(void *p, size_t n);

	/*
	 * Records an error of the call in progress and returns the negative code to
	 * return from the slot: "return host->fault(conn, &f);".  A second fault in
	 * one call is dropped: the first is the cause.
	 */
	int (*fault)(struct tn_be_conn *conn, const struct tn_fault *fault);

	/* Out of memory, without allocating. */
	int (*nomem)(struct tn_be_conn *conn);

	/* Hands a warning (severity 1) or notice (0) of the server on to the caller. */
	void (*notice)(struct tn_be_conn *conn, int severity, int native, const char *sqlstate, const char *message);

	/* One line to the log hook; level: enum tn_log_level.  No passwords, no values. */
	void (*log)(int level, const char *format, ...) TN_PRINTF(2, 3);

	/* Monotonic time in microseconds. */
	int64_t (*now_us)(void);
};

TN_END_DECLS

#endif
