/* SPDX-License-Identifier: MIT */
/*
 * tenon/trace.h - what statements cost, told to the application.
 *
 * A hook gets one record for each statement when it has ended: when its call returns, or,
 * if its rows are streamed, after the last of them was read or tn_finish() was called.
 * tn_begin(), tn_commit() and tn_rollback() are statements here; what the library asks for
 * itself (descriptions of tables, savepoints around plans) counts with the statement that
 * needed it.  What is refused before it begins, since the connection is dead or its rows are
 * being read, gives no record.
 *
 *   static void show(void *ctx, const tn_trace *t)
 *   {
 *       fprintf(ctx, "%s took %lld us\n", t->operation, (long long)t->duration_us);
 *   }
 *   rc = tn_add_trace(db, show, stderr, 0, &err);
 *
 * Two hooks are ready-made: tn_slow_log() writes a line about each statement that takes
 * long, tn_metrics_count() keeps counters and histograms that tn_metrics_write() gives as
 * OpenMetrics text, for Prometheus and its relatives.
 *
 * Values are never in a record unless the hook asks for them (TN_TRACE_VALUES), and
 * messages of errors never, since servers put values into them.  t->text is the
 * application's text as it stands; tn_trace_text() is without the literals in it.
 *
 * Without a hook a statement costs no instruction more than if this did not exist.
 */
#ifndef TENON_TRACE_H
#define TENON_TRACE_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

/* Whose text a statement is. */
enum tn_trace_origin {
	TN_TRACE_PORTABLE = 0, /* portable SQL, also as the TN_OTHERWISE of variants */
	TN_TRACE_NATIVE = 1,   /* TN_NATIVE: sent as it stands */
	TN_TRACE_VARIANT = 2,  /* the TN_VARIANT for this server */
	TN_TRACE_CONTROL = 3   /* tn_begin(), tn_commit(), tn_rollback() */
};

/*
 * A statement that has ended.  Valid during the call of the hook, with all its texts; those
 * that are not known are NULL.  Only the library makes one.
 */
typedef struct tn_trace {
	size_t size; /* of the record, as the library has it */

	/* where */
	const char *system;   /* "postgresql", "mysql", "mariadb", "sqlite": the dialect */
	const char *database; /* of the URL; a path for a database in a file */
	const char *host;     /* of the URL: the one that is connected to */
	unsigned port;        /* 0: the default */

	/* what */
	uint64_t text_id;      /* the same for the same text, in every process on machines of one byte order */
	const char *text;      /* the application's, without marks: of variants the one that was taken */
	size_t text_len;
	const char *sent;      /* what the server got; of several steps the first */
	int origin;            /* enum tn_trace_origin */
	const char *operation; /* the leading word: "SELECT"; "BEGIN", "COMMIT", ... of control */
	const char *collection; /* the table, if the text names one table, and it is portable */
	const char *values;    /* what was bound, "7, 'Ann', NULL"; NULL unless the hook asked for it */

	/* how it ended */
	int code;               /* TN_OK or TN_E_* */
	const char *error_type; /* tn_error_name(); NULL for TN_OK */
	const char *status_code; /* the server's number of the error, or the SQLSTATE where it has none */
	const char *sqlstate;
	unsigned error_flags; /* TN_ERR_* */
	uint8_t cached;       /* nothing was compiled for it */
	uint8_t reserved[3];
	unsigned attempt;     /* of tn_transact(), from 1; 0: outside of it */

	/* what it took */
	int64_t start_us;    /* of the real-time clock, since 1970 */
	int64_t duration_us; /* all of it, with the time that the application took between two rows */
	int64_t compile_us;  /* making the plan, with the reading of tables */
	int64_t server_us;   /* in the client library: sending, waiting, receiving; the work itself on a file */
	int64_t rows;        /* given to the application */
	int64_t affected;
	int64_t bytes_sent;     /* of the values that were bound */
	int64_t bytes_received; /* of the cells that came, in all steps */
	unsigned steps;       /* of the plan; 0: it was not made */
	unsigned executions;  /* of its steps, which may run for parts of lists and rows */
	unsigned round_trips; /* requests that waited for an answer of the server */
	unsigned reprepares;  /* times that it was prepared again after a schema change */
} tn_trace;

/*
 * Called on the connection's thread.  It must not call anything on the connection (what would
 * run a statement fails with TN_E_MISUSE), nor end its rows, nor leave by longjmp or exception.
 */
typedef void (*tn_trace_fn)(void *ctx, const tn_trace *trace);

/* The record has the values that were bound; each is cut after 200 bytes, all after 4000. */
#define TN_TRACE_VALUES 0x01u

/*
 * Adds a hook to a connection, from its next call on: up to eight, called in the order in
 * which they came.  They stay when tn_transact() opens the connection again.
 * Errors: TN_E_MISUSE (also for a ninth), TN_E_NOMEM.
 */
TN_API int tn_add_trace(tn_conn *conn, tn_trace_fn fn, void *ctx, unsigned flags, tn_error **err);
/* Takes it away.  Errors: TN_E_MISUSE (it is not there, or rows are open). */
TN_API int tn_remove_trace(tn_conn *conn, tn_trace_fn fn, void *ctx, tn_error **err);

/*
 * The text with ? in place of every literal, and one blank for every comment: for logs.
 * What cannot be read ends it with "...".  Belongs to the record; NULL: no text or no memory.
 */
TN_API const char *tn_trace_text(const tn_trace *trace);

/*
 * The fields of a record under the names of OpenTelemetry's semantic conventions for
 * databases, and under tenon.* what those have no name for.  Gives the i-th: TN_ROW with its
 * name and its value, NULL where there is none; TN_DONE past the last.  docs/trace.md lists
 * them.  Errors: TN_E_MISUSE.
 */
TN_API int tn_trace_field(const tn_trace *trace, unsigned i, const char **name, tn_value *value);

/* ---- the log of slow statements --------------------------------------------------------- */

typedef struct tn_slow_options {
	size_t size;     /* sizeof(tn_slow_options) */
	unsigned min_ms; /* statements that took as long; 0: all */
	/* Gets a line without its end; NULL: the log hook does, as TN_LOG_WARNING. */
	void (*write)(void *ctx, const char *line);
	void *ctx;
} tn_slow_options;

/*
 * A hook; ctx is a tn_slow_options, which must stay.  One line for each slow statement, its
 * fields by their names:
 *
 *   slow statement: 0.523114 s db.system.name=postgresql db.operation.name=SELECT ...
 *
 * with tn_trace_text(), and with the values only if it was added with TN_TRACE_VALUES.
 */
TN_API void tn_slow_log(void *ctx, const tn_trace *trace);

/* ---- counters ------------------------------------------------------------------------------ */

/* Of any number of connections, in any threads. */
typedef struct tn_metrics tn_metrics;

/*
 * *out is yours: tn_metrics_free(), after the connections that count in it were closed.
 * Errors: TN_E_MISUSE, TN_E_NOMEM.
 */
TN_API int tn_metrics_new(tn_metrics **out, tn_error **err);
TN_API void tn_metrics_free(tn_metrics *metrics);

/*
 * A hook; ctx is a tn_metrics.  Counts by db.system.name, db.operation.name and error.type;
 * beyond 128 combinations the operation is "_OTHER", and beyond 16 more nothing is kept apart.
 */
TN_API void tn_metrics_count(void *ctx, const tn_trace *trace);

/* Gets a piece of the text, which is not terminated; a negative result ends the writing. */
typedef int (*tn_metrics_write_fn)(void *ctx, const char *text, size_t len);
/*
 * All counters as OpenMetrics text (application/openmetrics-text; version=1.0.0), in one
 * state, by one call of write.  Errors: what write returns, TN_E_MISUSE, TN_E_NOMEM.
 */
TN_API int tn_metrics_write(tn_metrics *metrics, tn_metrics_write_fn write, void *ctx, tn_error **err);

TN_END_DECLS

#endif
