/* SPDX-License-Identifier: MIT */
/*
 * tenon/sys/backend.h - the interface between the library and a backend.
 *
 * Two readers: who writes a backend reads the slots here; who calls one reads
 * the wrappers in core/engine/be.h, the only callers.  backends/README.md is
 * the author's checklist and backends/skeleton the smallest legal backend.
 *
 * Rules for every slot:
 *  1. A slot returns 0 or positive for an answer, negative for an error that it
 *     has recorded with host->fault() or host->nomem().
 *  2. The library calls the slots of one connection from one thread at a time,
 *     cancel excepted.  A backend starts no thread, sleeps in no retry loop,
 *     reads no environment, prints nothing and never ends the process.
 *  3. The library allocates conn_size and stmt_size zeroed bytes for the
 *     instances; the heads below are their first members.
 *  4. When the link is broken the slot sets conn->dead and the fault's
 *     TN_ERR_DEAD; afterwards only finish, close_stmt and close are called.
 *  5. round_trips is counted up once per request that waits for an answer.
 */
#ifndef TENON_SYS_BACKEND_H
#define TENON_SYS_BACKEND_H

#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/sys/caps.h>
#include <tenon/sys/dialect.h>
#include <tenon/sys/host.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

#define TN_BACKEND_ABI 1

struct tn_backend;

/* Head of a backend's connection. */
struct tn_be_conn {
	const struct tn_backend *backend;
	const struct tn_host *host;
	const struct tn_dialect *dialect; /* set by the backend, at the latest in probe() */
	void *core;                       /* the library's */
	struct tn_server server;          /* filled by open() and probe() */
	uint64_t round_trips;
	uint8_t dead;
};

/* How a URL looks to a backend. */
enum tn_url_form {
	TN_URL_SERVER = 0, /* scheme://user@host:port/database */
	TN_URL_FILE = 1    /* scheme:path, scheme:///relative, scheme:////absolute, scheme: for memory */
};

/* A key of the URL's query part.  The list ends with a NULL name. */
struct tn_url_key {
	const char *name;
	const char *alias_of; /* an old spelling of another key, or NULL */
	const char *values;   /* "on|off", "1..65535" (a range), or NULL: any text */
	const char *doc;      /* one sentence */
};

/* One attempt to connect: one host, everything as separate parts. */
struct tn_be_target {
	const char *scheme;   /* as written in the URL, after aliases */
	const char *host;     /* name, address, absolute socket path, or NULL */
	unsigned port;        /* 0: default */
	const char *user;     /* or NULL */
	const char *password; /* or NULL; wiped by the library after the attempt */
	const char *database; /* a name, or an absolute path; NULL: default or memory */
	unsigned connect_timeout; /* seconds, never 0 */
	int64_t deadline_us;      /* when it must have ended, by host->now_us(); 0: connect_timeout says it all */
	const char *application;  /* application name, never NULL */
	unsigned flags;       /* TN_OPEN_* of tenon/conn.h */
	unsigned facts;       /* TN_FACT_LOCAL, TN_FACT_POOLED, ... known from the URL and the options */
	/* Value of a key of the URL, aliases resolved; NULL if it was not given. */
	const char *(*option)(const struct tn_be_target *target, const char *key);
	const void *core;     /* the library's */
};

/* A column of a result, for columns(). */
struct tn_be_column {
	const char *name;        /* valid until the next execute or close_stmt */
	const char *native_type; /* the server's word, or NULL */
	uint8_t type;            /* enum tn_type */
	/* NUMERIC: digits, and those behind the point; a precision of 0: not told. */
	uint16_t precision, scale;
};

/* The text will run once: do not keep a prepared statement on the server for it. */
#define TN_BE_ONCE 0x01u
/*
 * The text was made from what the schema was: a warning that is not known to be
 * harmless is an error, and so is a schema that is found to be another (TN_E_STALE,
 * before any effect).
 */
#define TN_BE_STRICT 0x02u
/* The schema was read for this execution: columns that are not of the type wanted are no reason to doubt it. */
#define TN_BE_FRESH 0x04u

/*
 * The text is made from ON CONFLICT where the server counts what happens to a row that
 * is there already in a way of its own: affected is to be the number of all rows that
 * were proposed, or of those that are new, without any that was left as it is
 * (TN_OP_KEPT); with both flags of those that were proposed, without those that
 * TN_OP_KEPT_COUNTED has counted.  last_insert_id is that of a row that is new, or 0.
 */
#define TN_BE_COUNT_ALL 0x08u
#define TN_BE_COUNT_NEW 0x10u
/* The text is made from a query: it changes nothing, so nothing is undone when it is stopped. */
#define TN_BE_READS 0x20u
/* In the kind of a parameter: a whole list of it. */
#define TN_BE_LIST 0x80u

/* Head of a backend's statement. */
struct tn_be_stmt {
	struct tn_be_conn *conn;

	/* Set by the library before prepare(); valid until close_stmt(). */
	const char *sql;      /* NUL-terminated, in the server's spelling and placeholders */
	size_t sql_len;
	uint32_t param_count; /* of the server's placeholders */
	/* enum tn_kind of each.  TN_BE_LIST | kind: a value of kind LIST, whose elements are of that
	 * kind or NULL; only where a capability LIST_... is declared. */
	const uint8_t *kinds;
	unsigned flags;       /* TN_BE_* */
	/* What the columns are, want_count of them; cells come so where they can be read so without
	 * loss.  NULL, and TN_KIND_NULL or TN_T_UNKNOWN of a column: as the server describes it. */
	const struct tn_sql_type *want;
	uint32_t want_count;

	/* Set by the backend in execute() and next(). */
	uint32_t column_count;  /* 0: the statement gives no rows */
	const tn_value *cells;  /* of the current row, column_count of them; may move with each row */
	int64_t affected;       /* final when execute() returned 0 or next() TN_DONE; -1: not told */
	int64_t last_insert_id; /* 0: none or not told */
};

/* What an INSERT of one row does whose values are its parameters, in their order. */
struct tn_be_into {
	const char *table;   /* quoted for the server, with its schema if it was given */
	const char *columns; /* quoted, separated by commas */
};

enum tn_be_mode {
	TN_BE_STREAM = 0, /* rows as they come; memory must not grow with their number */
	TN_BE_CHUNK = 1   /* by a cursor; other statements may run before the end */
};

enum tn_be_tx { TN_BE_TX_UNKNOWN = 0, TN_BE_TX_IDLE = 1, TN_BE_TX_OPEN = 2, TN_BE_TX_FAILED = 3 };

struct tn_backend {
	uint32_t abi;  /* TN_BACKEND_ABI */
	uint32_t size; /* sizeof(struct tn_backend) */

	const char *name;            /* "sqlite": lower case, unique */
	const char *const *schemes;  /* URL schemes, NULL-terminated; the first is canonical */
	uint8_t url_form;            /* enum tn_url_form */
	const struct tn_url_key *url_keys; /* besides those that every backend has (core/engine/url_api.c) */
	const struct tn_dialect *const *dialects; /* NULL-terminated; the first is the default offline */
	size_t conn_size;
	size_t stmt_size;
	/* 1: text and bytes of parameters are read until finish().  The library then
	 * copies those that its caller has not promised to keep. */
	uint8_t keeps_params;
	/* 1: cancel() talks to a server. */
	uint8_t cancel_blocks;

	/* ---- process and threads ------------------------------------------ */

	/* Optional (NULL means nothing to do).  Once per process before anything else,
	 * under a lock; host is kept.  Returns TN_OK or TN_E_*. */
	int (*start)(const struct tn_host *host);
	/* Optional.  At a thread's first use of the backend and at its end, for client
	 * libraries with per-thread state.  thread_enter and thread_leave are a pair. */
	int (*thread_enter)(void);
	void (*thread_leave)(void);
	/* Required.  The client library's run-time version; static text. */
	const char *(*client_version)(void);

	/* ---- connection ---------------------------------------------------- */

	/* Required.  Connects to one host.  May block up to connect_timeout.  After an
	 * error close() is still called once. */
	int (*open)(struct tn_be_conn *conn, const struct tn_be_target *target);
	/* Required.  Fills conn->server and conn->dialect, including what only this
	 * connection knows.  May run statements of its own.  Refuses servers that are
	 * too old with TN_E_UNSUPPORTED naming both versions. */
	int (*probe)(struct tn_be_conn *conn);
	/* Optional pair.  Session rows without texts.  get appends the value. */
	int (*session_get)(struct tn_be_conn *conn, const char *name, struct tn_text *value);
	int (*session_set)(struct tn_be_conn *conn, const char *name, const char *value);
	/* Required.  One round trip that proves the link. */
	int (*ping)(struct tn_be_conn *conn);
	/* Optional (NULL means TN_BE_TX_UNKNOWN).  What the server last said about the
	 * transaction; enum tn_be_tx, no I/O. */
	int (*tx_status)(struct tn_be_conn *conn);
	/* Optional (NULL means statements cannot be cancelled).  Any thread, while a slot of
	 * the connection runs or not, but not while close() does: what runs ends with
	 * TN_E_CANCELLED.  Records no fault.  With cancel_blocks it may wait for an answer, in a
	 * thread of its own; it is called only while a request is on its way, and again if that
	 * goes on, since it may have come before the request.  Else it is called at any time, must
	 * not block, and holds until the next execution has failed of it or resume() is called. */
	int (*cancel)(struct tn_be_conn *conn);
	/* Optional.  The connection's thread, after cancel() has returned and when nothing runs:
	 * whatever the cancel left behind hits no later statement.  Faults are dropped. */
	void (*resume)(struct tn_be_conn *conn);
	/* Optional (NULL: there is none).  The descriptor of the link's socket, which the library
	 * shuts down when a request is not to be waited for any more: the slot then fails. */
	int (*socket)(struct tn_be_conn *conn);
	/* Optional (NULL: TN_E_UNSUPPORTED).  How long a wait for a lock may take from now on; 0: what
	 * the URL or the server says.  Returns what holds, in milliseconds.  Inside of a transaction it may
	 * be undone with it. */
	int (*set_lock_timeout)(struct tn_be_conn *conn, unsigned ms);
	/* Required.  The client library's handle. */
	void *(*native)(struct tn_be_conn *conn);
	/* Optional (NULL means that limits stay as they were found).  Lowers
	 * conn->server.caps.limits to what holds by now, which the application can have changed
	 * through native(); no I/O.  1 if one is lower than it was. */
	int (*look_at_limits)(struct tn_be_conn *conn);
	/* Required.  Frees everything; also after a failed open().  Never fails. */
	void (*close)(struct tn_be_conn *conn);

	/* ---- statement ----------------------------------------------------- */

	/* Required.  Prepares stmt->sql for parameters of stmt->kinds. */
	int (*prepare)(struct tn_be_stmt *stmt);
	/* Required.  Binds and runs.  params have the kinds of prepare() or are NULL;
	 * text is checked UTF-8 without NUL; memory is valid during the call only, with
	 * keeps_params and rows that follow until finish().  Returns 1 when rows may follow
	 * (column_count is set), 0 when the statement is done.  A statement that the
	 * server wants prepared again fails with TN_E_STALE before any effect; one that was
	 * carried out and gives other columns than it was made for, with TN_ERR_AMBIGUOUS. */
	int (*execute)(struct tn_be_stmt *stmt, const tn_value *params, int mode, unsigned chunk);
	/* Required.  TN_ROW with cells set, or TN_DONE. */
	int (*next)(struct tn_be_stmt *stmt);
	/* Required.  Describes column i of the result. */
	int (*column)(struct tn_be_stmt *stmt, uint32_t i, struct tn_be_column *out);
	/* Required.  Ends an execution; unread rows are dropped up to a bound, then the
	 * statement is cancelled.  The statement stays prepared.  Idempotent. */
	int (*finish)(struct tn_be_stmt *stmt);
	/*
	 * Optional pair: many rows for an INSERT of one row that was prepared, faster than by
	 * executing it for each of them and with the same result, or an error.  After an error the
	 * library undoes what was put, and asks no more of it than that there is one.
	 * put_rows: rows are count times param_count values, of the kinds of prepare() or NULL, checked
	 * as those of execute() are; memory is valid during the call only.  Returns 1: the link is taken,
	 * and more is to be put or end_rows() called; 0: they are in, and it is free.  With count 0 it puts
	 * nothing, and returns how many rows are best put at a time, 0 if it has no faster way for this statement.
	 * end_rows: all that was put is in, or an error; affected is their number.  Then, as after an
	 * error, the link is free.  finish() in its place gives up.
	 */
	int (*put_rows)(struct tn_be_stmt *stmt, const struct tn_be_into *into, const tn_value *rows, uint32_t count);
	int (*end_rows)(struct tn_be_stmt *stmt);
	/* Required.  Frees the statement, on the server too unless the link is dead.
	 * Never fails; works after a failed prepare(). */
	void (*close_stmt)(struct tn_be_stmt *stmt);
};

/*
 * Adds a backend to those that are built in.  Checks abi, size, required slots
 * and pairs, that no name or scheme is taken, and each dialect's tables; the
 * message says what is wrong.  backend must live as long as the process.
 */
TN_API int tn_backend_register(const struct tn_backend *backend, tn_error **err);

/* The entry symbol of a backend module: returns its backend. */
#define TN_BACKEND_ENTRY "tn_backend_entry"
typedef const struct tn_backend *(*tn_backend_entry_fn)(void);

TN_END_DECLS

#endif
