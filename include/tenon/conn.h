/* SPDX-License-Identifier: MIT */
/*
 * tenon/conn.h - connections: open, ask about the server, close.
 *
 * Opening a connection connects, learns the server's product and version, and
 * brings the session into the state that the library's guarantees depend on:
 * each setting is set, read back and compared (docs/session.md lists them).  A
 * setting that must hold and does not makes the open fail with TN_E_GUARD.
 *
 * Threads: a connection belongs to one thread at a time; different connections
 * are independent.  A connection must not be carried across fork().
 */
#ifndef TENON_CONN_H
#define TENON_CONN_H

#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/url.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

typedef struct tn_conn tn_conn;
/* What connections know of tables, together; see tenon/catalog.h. */
typedef struct tn_catalog tn_catalog;
/* What stops a connection from another thread; see tenon/cancel.h. */
typedef struct tn_canceller tn_canceller;
/* How long things may take; see tenon/deadline.h. */
typedef struct tn_timeouts tn_timeouts;

/* Severities of a server's notice. */
enum tn_severity { TN_NOTICE = 0, TN_WARNING = 1 };

/* A warning or a notice that the server sent with a statement. */
typedef struct tn_notice {
	int severity;         /* enum tn_severity */
	int native;           /* the server's number, 0: none */
	const char *sqlstate; /* five characters, or NULL */
	const char *message;  /* one line, never NULL */
} tn_notice;

/* Called on the connection's thread; the notice is valid during the call. */
typedef void (*tn_notice_fn)(void *ctx, tn_conn *conn, const tn_notice *notice);

typedef struct tn_open_options {
	size_t size;             /* sizeof(tn_open_options) */
	const char *basedir;     /* see tn_url_options */
	const char *password;    /* used when the URL has none; copied, wiped after use */
	tn_notice_fn notice;     /* NULL: notices are only listed, see tn_notice_at() */
	void *notice_ctx;
	unsigned cache_size;     /* prepared statements kept per connection; 0: 64 */
	unsigned flags;          /* TN_OPEN_* */
	const tn_timeouts *timeouts; /* of the connection; NULL: what the URL says */
	unsigned connect_ms;     /* all of tn_open(), over all hosts; 0: connect_timeout of the URL for each */
	tn_catalog *catalog;     /* shared with other connections; NULL: what is read stays with this one */
	/*
	 * Of tn_canceller_make(), not yet used: stops tn_open() from another thread, and then what the
	 * connection does; see tenon/cancel.h.  NULL: nothing stops tn_open() but its bounds.
	 */
	tn_canceller *canceller;
} tn_open_options;

/* Take tables whose engine has no transactions or foreign keys, with a warning instead of an error. */
#define TN_OPEN_ALLOW_WEAK_ENGINE 0x01u
/* Never prepare on the server: for proxies that hand each transaction another session. */
#define TN_OPEN_POOLED_PROXY 0x02u
/* Open for reading only: writes fail with TN_E_READ_ONLY. */
#define TN_OPEN_READ_ONLY 0x04u

/*
 * Opens a connection.  With several hosts in the URL they are tried in order, or in a
 * random one (load_balance_hosts), until one has the role asked for
 * (target_session_attrs); docs/hosts.md.
 * On success *out is yours: tn_close().  options may be NULL.
 * Blocks until connected, at most the URL's connect_timeout (seconds per host,
 * default 30).
 * Errors: TN_E_URL, TN_E_CONNECT, TN_E_AUTH, TN_E_TLS, TN_E_NO_DATABASE,
 * TN_E_GUARD, TN_E_RESOURCES, TN_E_TIMEOUT, TN_E_UNSUPPORTED (server too old),
 * TN_E_WRONG_NODE (who answers has another role).
 */
TN_API int tn_open(tn_conn **out, const char *url, const tn_open_options *options, tn_error **err);
/* The same from a parsed URL, which may be freed afterwards. */
TN_API int tn_open_url(tn_conn **out, const tn_url *url, const tn_open_options *options, tn_error **err);

/*
 * Closes a connection: finishes its rows, rolls an open transaction back,
 * frees its statements.  Statement and rows handles of the connection are
 * invalid afterwards, and so is all text that belonged to it; errors stay.
 * Says goodbye to the server, without waiting for an answer.  NULL is fine.
 */
TN_API void tn_close(tn_conn *conn);

/*
 * Asks the server whether it is there: TN_OK, or TN_E_DISCONNECTED with the
 * connection dead.  Not allowed while a stream is open (TN_E_MISUSE).
 */
TN_API int tn_ping(tn_conn *conn, tn_error **err);

/* 1 if the connection is known to be dead, without asking the server. */
TN_API int tn_is_dead(const tn_conn *conn);

/*
 * Facts about the server.  Text belongs to the connection; NULL and 0 for a handle
 * that is closed or dead.
 * product  what the server calls itself: "PostgreSQL", "MariaDB", ...
 * version  as the server prints it; number: major*10000 + minor*100 + patch
 */
TN_API const char *tn_server_product(const tn_conn *conn);
TN_API const char *tn_server_version(const tn_conn *conn);
TN_API int tn_server_version_number(const tn_conn *conn);

/*
 * Several hosts: the number of the one that the connection is on, from 0, for
 * tn_url_host(); -1 where the URL names none, and for a handle that is closed or dead.
 */
TN_API int tn_server_host(const tn_conn *conn);

/* What the server was when it was connected to; TN_E_MISUSE for a handle that is closed or dead. */
enum tn_server_roles {
	TN_SERVER_WRITER = 0,  /* takes writes of this session */
	TN_SERVER_READER = 1,  /* refuses them: the connection is for reading only, or the database is */
	TN_SERVER_STANDBY = 2  /* refuses those of everybody: it follows another server */
};
TN_API int tn_server_role(const tn_conn *conn);

/* The name of the backend in use ("sqlite"); static text; NULL for a closed handle. */
TN_API const char *tn_conn_backend(const tn_conn *conn);

/*
 * 1 if the server has the capability, 0 if not, TN_E_PARAM if no capability of
 * that name exists, TN_E_MISUSE for a handle that is closed or dead.  Names are the
 * rows of tenon/sys/caps.def in lower case.
 */
TN_API int tn_has_cap(const tn_conn *conn, const char *name);

/*
 * The effective value of a limit (tenon/sys/limits.def, lower case) on this
 * connection; 0: unlimited; TN_E_PARAM if no limit of that name exists,
 * TN_E_MISUSE for a handle that is closed or dead.  The unit stands in the name
 * (sql_bytes) or in limits.def.
 */
TN_API int64_t tn_get_limit(const tn_conn *conn, const char *name);

/*
 * The session settings as they were found after the connect: name and value of
 * the i-th, NULL past the last.  Both texts belong to the connection.
 */
TN_API const char *tn_session_setting(const tn_conn *conn, size_t i, const char **value);

/*
 * The client library's own handle (sqlite3 *, PGconn *, MYSQL *), for what this
 * library does not cover.  It stays the connection's: do not close it, leave no
 * statement or transaction open on it, and call tn_reset() after changing the
 * session.  NULL for a handle that is closed or dead; another one after the
 * connection was opened again by tn_transact().
 */
TN_API void *tn_native_handle(tn_conn *conn);

/*
 * Brings the session back to a known state: finishes rows, rolls back, verifies
 * every session setting again and sets those that differ.  Temporary tables and
 * prepared statements stay.  For a connection that another part of a program gets.
 * Errors: TN_E_GUARD (a setting does not hold), TN_E_MISUSE (inside a function of
 * tn_without_foreign_keys()).
 */
TN_API int tn_reset(tn_conn *conn, tn_error **err);

/*
 * Notices of the last statement: their number and the i-th (NULL past the last).  They
 * belong to the connection, until its next statement.
 */
TN_API size_t tn_notice_count(const tn_conn *conn);
TN_API const tn_notice *tn_notice_at(const tn_conn *conn, size_t i);

/* Counters of the connection since it was opened. */
typedef struct tn_stats {
	size_t size;              /* sizeof(tn_stats), set by the caller */
	uint64_t statements;      /* executions */
	uint64_t cache_hits;      /* executions that found their statement prepared */
	uint64_t cache_misses;
	uint64_t cache_evictions;
	uint64_t cache_entries;   /* prepared statements held now */
	uint64_t round_trips;     /* requests that waited for an answer of the server */
	uint64_t reprepares;      /* statements prepared again after a schema change */
	uint64_t tables_read;     /* queries that read the columns of a table */
} tn_stats;
/* Fills what fits into stats->size, which it then is.  Errors: TN_E_MISUSE. */
TN_API int tn_get_stats(const tn_conn *conn, tn_stats *stats);

/*
 * Process-wide hooks.  Set them before the first other call of the library;
 * later calls fail with TN_E_MISUSE.
 *
 * The allocator replaces malloc, realloc and free for everything that this
 * library allocates (client libraries keep their own).  realloc gets the old
 * pointer or NULL; all three get ctx.
 */
typedef struct tn_allocator {
	void *(*alloc)(void *ctx, size_t size);
	void *(*realloc)(void *ctx, void *p, size_t size);
	void (*free)(void *ctx, void *p);
	void *ctx;
} tn_allocator;
TN_API int tn_set_allocator(const tn_allocator *allocator);

/*
 * The log hook gets one line per event of the library itself (connects,
 * retries, weak settings), never a password or a value.  May be called from
 * any thread that uses the library.  Without a hook nothing is logged.
 */
enum tn_log_level { TN_LOG_DEBUG, TN_LOG_INFO, TN_LOG_WARNING };
typedef void (*tn_log_fn)(void *ctx, int level, const char *line);
TN_API int tn_set_log(tn_log_fn fn, void *ctx, int min_level);

TN_END_DECLS

#endif
