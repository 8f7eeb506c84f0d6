/* SPDX-License-Identifier: MIT */
/*
 * core/engine/engine.h - the private shapes of the engine.
 *
 * The engine runs plans: it owns connections, prepared statements, rows and
 * transactions.  It follows plans and the connection's profile and never reads a
 * capability; it reaches a backend only through be.h.
 *
 * Ownership:
 *   tn_conn --- cache --- tn_entry (a compiled and prepared text) --- tn_rows
 *          \--- tn_stmt (a caller's handle; has an entry of its own)
 *
 * Invariants:
 *  1. An entry has at most one execution at a time (busy), so its rows object is
 *     embedded and a cached query allocates nothing.
 *  2. conn->stream is the one rows object whose answer is still on the wire; no
 *     other statement is sent while it is set.
 *  3. Every entry that is open for rows is in conn->open, so closing the
 *     connection ends them all.
 *  4. conn->pending is the error of the backend call in progress; it is NULL
 *     between public calls.
 *  5. Handles begin with a magic number that is cleared at their end.
 */
#ifndef TN_ENGINE_H
#define TN_ENGINE_H

#include <stdatomic.h>
#include <tenon/rows.h>
#include <tenon/stmt.h>
#include <tenon/sys/backend.h>
#include <tenon/tx.h>
#include <tenon/url.h>
#include "compat/compat.h"
#include "core/base/arena.h"
#include "core/base/error.h"
#include "core/ir/ir.h"
#include "core/ir/plan.h"
#include "core/sql/sql.h"

#define TN_CONN_MAGIC 0x746e636eu /* "tncn" */
#define TN_ROWS_MAGIC 0x746e7277u /* "tnrw" */
#define TN_STMT_MAGIC 0x746e7374u /* "tnst" */

#define TN_DEFAULT_CACHE 64
#define TN_DEFAULT_CHUNK 1000
#define TN_DEFAULT_CONNECT_TIMEOUT 30
/* Texts whose entry is remembered by their address; a power of two. */
#define TN_RECENT 32

struct tn_entry;
struct tn_step_run;
struct tn_cat_view;
struct tn_cat_space;
struct tn_cat_table;
struct tn_foreign_key;
struct tn_canceller;
struct tn_tracing;
struct tn_bulk;

/* Where the cells of a rows object come from. */
enum tn_rows_source {
	TN_ROWS_WIRE = 0,  /* each tn_next() asks the backend */
	TN_ROWS_MEMORY = 1 /* all rows were copied */
};

/* Rows that were read into memory: cells in one array, text in the arena. */
struct tn_stored_rows {
	struct tn_arena arena;
	tn_value *cells;
	uint32_t width; /* cells of a row */
	size_t count; /* rows */
	size_t cap;   /* rows that cells has room for */
	size_t at;    /* next row to give */
	struct tn_column_set *columns; /* of tn_fetch_columns(), also where rows come from the wire; or NULL */
};

struct tn_rows {
	struct tn_rows_head head; /* first: read by the inline getters */
	uint32_t magic;
	uint8_t source; /* enum tn_rows_source */
	uint8_t done;   /* TN_DONE has been returned */
	uint8_t live;   /* from the wire, not done, no sticky error: tn_next() looks at this alone */
	uint8_t savepoint; /* a statement savepoint is to be released at the end; 0 between executions */
	uint32_t columns;
	uint64_t row;   /* number of the current row, from 1 */
	struct tn_entry *entry;        /* never changes */
	tn_error *sticky;              /* this and stored are NULL while the rows are closed */
	struct tn_stored_rows *stored; /* what is in memory */
	struct tn_arena fetch; /* text of tn_fetch_structs(), cleared by each call */
	struct tn_text scratch; /* a numeric read as text, a uuid, ... */
	struct tn_rows *next, **pprev; /* conn->open */
};

#define TN_WHOLE_LIST (UINT32_MAX - 1)
#define TN_SPELLED_LIST (UINT32_MAX - 2)

/* What only entries of portable SQL have; in the entry's arena. */
struct tn_portable {
	const uint8_t *element_kinds; /* as bound to list arguments; TN_KIND_NULL: nothing but NULL */
	/* Of each argument: room for elements; TN_SQL_NO_LIST: not a list; TN_WHOLE_LIST: one parameter
	 * for all, made for at least whole_from elements and at most whole_most; TN_SPELLED_LIST: all
	 * stand in the text, for as many. */
	const uint32_t *lists, *whole_from, *whole_most;
	const uint8_t *heavy; /* TN_LIST_* of each list that it was made for */
	uint8_t *sized;               /* of kinds: the one that stands for the sizes of all, or NULL; see weigh.c */
	uint8_t sized_kind;           /* what it is */
	uint8_t heavy_rows;           /* made for the sizes of values that no message takes together */
	uint8_t converts;             /* an argument is bound as another kind than it comes */
	uint8_t cached_tables;        /* some tables were known before this execution, so they may be out of date */
	struct tn_cat_table **tables; /* those it was compiled with, a reference to each */
	uint32_t table_count;
	const struct tn_ir_output *outputs;
	const struct tn_sql_type *want; /* types of the outputs */
	uint32_t want_count;
};

/* What the end of an execution has to do besides. */
#define TN_AFTER_COMMIT 0x01u /* the server has committed the transaction */
#define TN_AFTER_SCHEMA 0x02u /* the schema has changed */
#define TN_AFTER_SESSION 0x04u /* names may mean other tables */
#define TN_AFTER_TRACE 0x10u /* its rows are of a traced statement */
#define TN_AFTER_TEMPORARY 0x08u /* there may be a table that only this session sees */

/* In tn_entry.kinds: the argument is a list, so that no value is taken for it in passing. */
#define TN_KIND_IS_LIST 0xffu
/* There too: whether the entry serves is a matter of the sizes of all arguments. */
#define TN_KIND_IS_SIZED 0xfeu

/* In the cache; with the second one there is something to do when an execution ends. */
#define TN_CACHED 1
#define TN_CACHED_SPELLED 2

/* A text compiled for this connection and these kinds of parameters. */
struct tn_entry {
	struct tn_rows rows;
	tn_conn *conn;
	struct tn_arena arena; /* text, IR, plan, rendering */
	const char *text;
	size_t text_len;
	uint64_t hash;
	const struct tn_ir_stmt *ir;
	const struct tn_plan *plan;
	struct tn_rendered rendered;
	struct tn_portable *portable; /* NULL: native text */
	struct tn_step_run *steps; /* of a plan of several steps, one each; NULL: the entry itself is the one step */
	uint8_t *kinds;       /* of the arguments as they come */
	uint8_t *place_kinds; /* of the placeholders; may be kinds itself when the rendering is the identity */
	tn_value *params;     /* room for the placeholders; NULL when the arguments are bound as they come */
	tn_value *args;       /* room for arguments that are put in order or copied */
	struct tn_arena bound; /* copies of arguments that rows still need */
	struct tn_text spelled; /* the text with its holes filled, of an execution */
	struct tn_be_stmt *be;
	uint8_t prepared;
	uint8_t after;  /* TN_AFTER_* */
	uint8_t busy;
	uint8_t cached; /* TN_CACHED_*: in the cache; else freed when its execution ends, unless owned */
	uint8_t owned;  /* belongs to a tn_stmt or, as a step, to another entry */
	uint8_t is_step; /* of a plan: what its failure means is decided there */
	struct tn_entry *chain;       /* hash chain */
	struct tn_entry *newer, *older; /* LRU */
};

struct tn_cache {
	struct tn_entry **buckets;
	size_t mask;
	size_t count, max;
	struct tn_entry *newest, *oldest;
	struct tn_entry *recent[TN_RECENT]; /* by the address of the caller's text */
};

struct tn_stmt {
	uint32_t magic;
	tn_conn *conn;
	struct tn_entry *entry; /* compiled for the kinds used last; NULL before the first use */
	struct tn_arena arena;
	const char *text;
	size_t text_len;
	unsigned param_count;
	struct tn_stmt *next, **pprev; /* conn->stmts */
};

/* One open block: the transaction itself or a nested one. */
struct tn_block {
	unsigned flags; /* TN_TX_* */
	unsigned savepoint; /* number of its savepoint; 0 for the transaction */
};

#define TN_MAX_DEPTH 64

struct tn_tx {
	int state; /* enum tn_tx_state */
	unsigned depth;
	int isolation;
	unsigned savepoints; /* counter for names */
	unsigned floor;      /* blocks that tn_commit() and tn_rollback() leave alone */
	const char *owner;   /* ... since they belong to this call; a static text */
	struct tn_block blocks[TN_MAX_DEPTH];
	const struct tn_begin_row *begin;
	uint8_t schema_changed; /* inside it: its end may undo that */
	uint64_t generation; /* of the tables that connections share, when it began */
	tn_error *first; /* the error that failed the transaction */
};

struct tn_notices {
	struct tn_arena arena;
	tn_notice *items;
	size_t count, cap;
};

/* What be.h calls: the backend's own, or those of stop.c around them. */
struct tn_slots {
	int (*execute)(struct tn_be_stmt *stmt, const tn_value *params, int mode, unsigned chunk);
	int (*next)(struct tn_be_stmt *stmt);
	int (*finish)(struct tn_be_stmt *stmt);
	int (*put_rows)(struct tn_be_stmt *stmt, const struct tn_be_into *into, const tn_value *rows, uint32_t count);
	int (*end_rows)(struct tn_be_stmt *stmt);
};

/* The role that a host must have, in the order of the words of target_session_attrs. */
enum tn_role {
	TN_ROLE_ANY = 0,
	TN_ROLE_READ_WRITE = 1,
	TN_ROLE_READ_ONLY = 2,
	TN_ROLE_PRIMARY = 3,
	TN_ROLE_STANDBY = 4,
	TN_ROLE_PREFER_STANDBY = 5
};

/* The hosts of the URL, as a connection goes through them: hosts.c. */
struct tn_hosts {
	size_t at;             /* of the link, or the last one tried */
	uint8_t role;          /* enum tn_role: what the URL asks for */
	uint8_t held;          /* ... and what the link was taken for */
	uint8_t shuffle;       /* every connect has an order of its own */
	uint8_t writer_wanted; /* no reader will do any more */
	uint8_t leave;         /* the host turned out to be the wrong one: it comes last */
};

/* Somebody has left a word for the connection's thread: no backend has this bit. */
#define TN_WANTS_LOOK 0x80000000u
/* Statements are traced: as long as they are, every call goes the slow way of tn__call_ready(). */
#define TN_WANTS_TRACE 0x40000000u
#define TN_WANTS_OTHERS (TN_WANTS_LOOK | TN_WANTS_TRACE)

struct tn_conn {
	uint32_t magic;
	struct tn_be_conn *be;
	const struct tn_backend *backend;
	const struct tn_dialect *dialect;
	struct tn_profile profile;
	struct tn_cache cache;
	struct tn_rows *stream;
	struct tn_rows *open;
	struct tn_stmt *stmts;
	struct tn_entry *doomed; /* to be freed when the stream has ended, chained */
	struct tn_tx tx;
	tn_error *pending;
	struct tn_notices notices;
	struct tn_cat_view *tables; /* made when the first portable text is compiled */
	int64_t schema_version; /* that they were read at, where the server numbers schemas */
	tn_catalog *shared; /* what connections share, a reference; NULL: this one shares nothing */
	struct tn_cat_space *space; /* the part of it that is for this session; NULL: none */
	const atomic_uint_least64_t *generation; /* of the space; what cached statements depend on */
	uint64_t seen; /* the generation that they were compiled at; 0: nothing is shared */
	uint8_t joined; /* the space is that of the session */
	uint8_t apart; /* it sees tables that others do not */
	uint8_t session_changed; /* names may mean other tables than those that are known */
	struct tn_be_stmt *control; /* memory for control statements, used by one at a time */
	uint64_t random;
	/* 0 lets calls pass.  The backend's bit in tn__thread_entered, if threads matter to it, and TN_WANTS_LOOK. */
	atomic_uint_least32_t wants;
	uint8_t timed; /* a bound is set: deadline.c */
	uint8_t told; /* slots that wait for the server say so, since others may want to stop them */
	struct tn_slots slots; /* those that run for each execution or row */
	struct tn_canceller *stop; /* stop.h; shared with those who cancel */
	struct tn_tracing *trace; /* trace.h; NULL: nobody has asked */
	struct tn_bulk *bulk; /* rows are being written; see bulk.h */
	unsigned attempt; /* of tn_transact(), from 1; 0: none runs */

	uint64_t statements, hits, misses, evictions, reprepares, descriptions;
	uint64_t old_round_trips; /* of connections that were replaced */

	struct tn_arena guard_arena;
	struct tn_guard guard;

	tn_url *url; /* kept for reconnects */
	struct tn_hosts hosts;
	char *password;
	tn_notice_fn notice;
	void *notice_ctx;
	unsigned flags; /* TN_OPEN_* */
	uint8_t length_policy; /* enum tn_length_policy */
	/* Constraints that are away while tn_without_foreign_keys() runs its function; else NULL. */
	const struct tn_foreign_key *away;
};

/* ---- conn.c, connect.c ------------------------------------------------- */

/* The backends that this thread has entered. */
extern _Thread_local uint32_t tn__thread_entered;
/* 1 if the calling thread has yet to enter the connection's backend, or somebody has left a word. */
static inline int tn__thread_is_new(const tn_conn *conn)
{
	uint32_t wants = atomic_load_explicit(&conn->wants, memory_order_relaxed);
	return TN_UNLIKELY(wants) && (wants & ~tn__thread_entered) != 0;
}
/* 1 if another connection has told of a schema change since the statements were compiled. */
static inline int tn__tables_are_old(const tn_conn *conn)
{
	return conn->seen != atomic_load_explicit(conn->generation, memory_order_relaxed);
}
/*
 * 1 if threads do not matter to the connection, nobody wants anything of it and it shares
 * nothing: one test for all on the way of every call.
 */
static inline int tn__conn_is_alone(const tn_conn *conn)
{
	return TN_LIKELY(!(atomic_load_explicit(&conn->wants, memory_order_relaxed) | conn->seen));
}
/* TN_OK if conn is a live handle; else TN_E_MISUSE or TN_E_DISCONNECTED. */
int tn__conn_check(const tn_conn *conn, tn_error **err);
/* The error of a connection that tn__conn_ready() does not let pass. */
int tn__conn_refuse(tn_conn *conn, const char *sql, tn_error **err) TN_COLD;
/* 1 if there is nothing to look at before a statement runs. */
static inline int tn__conn_is_ready(const tn_conn *conn, const char *sql)
{
	return conn && conn->magic == TN_CONN_MAGIC && conn->be && !conn->be->dead && sql && !conn->stream &&
	       (tn__conn_is_alone(conn) || (!tn__thread_is_new(conn) && !tn__tables_are_old(conn)));
}
/* tn__conn_check(), and no stream is open: sql names the statement that wants to run. */
static inline int tn__conn_ready(tn_conn *conn, const char *sql, tn_error **err)
{
	if (TN_LIKELY(tn__conn_is_ready(conn, sql)))
		return TN_OK;
	return tn__conn_refuse(conn, sql, err);
}
/* What tn__call_ready() gives where the statement has to go the way of trace_call.c. */
#define TN_TRACED 1
/* tn__conn_refuse(), or TN_TRACED. */
int tn__call_refuse(tn_conn *conn, const char *sql, tn_error **err) TN_COLD;
/* tn__conn_ready() for calls that run one statement. */
static inline int tn__call_ready(tn_conn *conn, const char *sql, tn_error **err)
{
	if (TN_LIKELY(tn__conn_is_ready(conn, sql)))
		return TN_OK;
	return tn__call_refuse(conn, sql, err);
}
/* Gives the pending error of a backend call to the caller; returns its code. */
int tn__conn_fail(tn_conn *conn, tn_error **err);
void tn__notices_clear(tn_conn *conn);
/* Ends every open rows object and forgets all prepared statements. */
void tn__conn_drop_statements(tn_conn *conn);
/* Connects conn->url anew, in place, after the link was lost. */
int tn__conn_reconnect(tn_conn *conn, tn_error **err);
/* The dialect in force. */
const struct tn_dialect *tn__conn_dialect(const tn_conn *conn);

/* ---- hosts.c ----------------------------------------------------------- */

/* From the keys of the URL; TN_E_URL where they contradict the flags of the connection. */
int tn__hosts_init(tn_conn *conn, tn_error **err);
/* Fills order with the numbers of all n hosts, as they are to be tried now. */
void tn__hosts_order(tn_conn *conn, size_t *order, size_t n);
/* How often the list may be gone through, and the role that a host must have in a round. */
unsigned tn__hosts_rounds(const tn_conn *conn);
uint8_t tn__hosts_round(const tn_conn *conn, unsigned round);
/* The word for the role that a host is tried for. */
const char *tn__hosts_word(const tn_conn *conn);
/* TN_OK, or TN_E_WRONG_NODE: the server that was connected to has another role. */
int tn__hosts_fits(const tn_conn *conn, tn_error **err);
/* From now on a connection that may go anywhere goes to a host that takes writes. */
void tn__hosts_want_writer(tn_conn *conn);
/* The flags of an error, with what the connection knows about its node. */
unsigned tn__hosts_judge(const tn_conn *conn, int code, unsigned flags);
/* A call has failed: gives up a link to a node that is no longer what was asked for. */
void tn__hosts_note(tn_conn *conn, tn_error *e);

/* ---- pooled.c ---------------------------------------------------------- */

/* TN_OK, or TN_E_UNSUPPORTED for a statement that leaves something behind in a session that is not ours. */
int tn__pooled_admit(const struct tn_entry *e, tn_error **err);

/* ---- guard_run.c ------------------------------------------------------- */

/* Reads, sets and verifies the session rows of a connection. */
int tn__guard_run(tn_conn *conn, tn_error **err);

/* ---- control.c: statements of the library itself ----------------------- */

/* Gets the cells of one row; a negative result ends the reading. */
typedef int (*tn_cells_fn)(void *ctx, const tn_value *cells, uint32_t count, tn_error **err);
/* Runs a text without parameters; fn (or NULL) gets the rows. */
int tn__control(tn_conn *conn, const char *sql, tn_cells_fn fn, void *ctx, tn_error **err);
/* The same with parameters, in the order of the server's placeholders. */
int tn__control_bound(tn_conn *conn, const char *sql, const tn_value *params, const uint8_t *kinds, uint32_t count,
		      tn_cells_fn fn, void *ctx, tn_error **err);

/* ---- compile.c, cache.c ------------------------------------------------ */

/* tn__entry_checkout() for a text that was not recalled. */
int tn__entry_search(tn_conn *conn, const char *text, const tn_args *args, struct tn_entry **out, tn_error **err);
/* Compiles a text for the kinds of args.  The entry is not in the cache. */
int tn__entry_new(tn_conn *conn, const char *text, size_t len, const tn_args *args, struct tn_entry **out,
		  tn_error **err);
/* The backend's statement as it is before its first prepare; TN_BE_* flags. */
void tn__entry_renew_be(struct tn_entry *e, unsigned flags);
/* Frees an entry; while another one streams, only once that has ended. */
void tn__entry_free(struct tn_entry *e);
/* Of one that tn__entry_leaves(): frees it, or the text of its execution.  In spelled.c. */
void tn__entry_leave(struct tn_entry *e) TN_COLD;
/* Frees what had to wait for the end of a stream. */
void tn__entry_free_doomed(tn_conn *conn);
/* 1 if an entry does not stay as it is when its execution ends. */
static inline int tn__entry_leaves(const struct tn_entry *e)
{
	return TN_UNLIKELY(e->cached != TN_CACHED) && (!e->owned || e->rendered.hole_count);
}
/* Ends an execution: back into the cache, or freed. */
static inline void tn__entry_return(struct tn_entry *e)
{
	e->busy = 0;
	if (TN_UNLIKELY(tn__entry_leaves(e)))
		tn__entry_leave(e);
}
/* What every entry begins with. */
void tn__entry_init(struct tn_entry *e, tn_conn *conn);
/* Memory for the backend's statement, ready to be prepared. */
int tn__entry_take_be(struct tn_entry *e, tn_error **err);
/* Compiles an entry's text anew, against the schema as it is now; the entry is as before after a failure. */
int tn__entry_recompile(struct tn_entry *e, const tn_args *args, tn_error **err);
/* The value for argument i of a statement, or NULL when there is none. */
const tn_value *tn__arg_value(const struct tn_ir_stmt *ir, const tn_args *args, uint32_t i);
/* The same for named arguments, lists, and whatever does not fit at the first look. */
int tn__entry_fits_rest(const struct tn_entry *e, const tn_args *args);
/* 1 if the entry was compiled for arguments like these. */
static inline int tn__entry_fits(const struct tn_entry *e, const tn_args *args)
{
	uint32_t i, n = e->ir->arg_count;
	if (TN_UNLIKELY((args ? args->count : 0) != n))
		return 0;
	if (TN_UNLIKELY(n && args->named))
		return tn__entry_fits_rest(e, args);
	for (i = 0; i < n; i++)
		if (args->values[i].kind != e->kinds[i] &&
		    (args->values[i].kind != TN_KIND_NULL || e->kinds[i] == TN_KIND_IS_LIST))
			return tn__entry_fits_rest(e, args);
	return 1;
}

int tn__cache_init(struct tn_cache *c, size_t max);
/* Frees the entries, keeps the table. */
void tn__cache_clear(struct tn_cache *c);
void tn__cache_release(struct tn_cache *c);
uint64_t tn__cache_hash(const char *text, size_t len);
/* Makes an entry the one used last. */
void tn__cache_touch(struct tn_cache *c, struct tn_entry *e);
/* Literals lie at multiples of 8.  A better spread would cost more than the searches it saves. */
static inline size_t tn__cache_slot(const char *text)
{
	return (uintptr_t)text >> 3 & (TN_RECENT - 1);
}
/* The entry that the text at this address was given last, if it still serves; else NULL. */
static inline struct tn_entry *tn__cache_recall(struct tn_cache *c, const char *text, const tn_args *args)
{
	struct tn_entry *e = c->recent[tn__cache_slot(text)];
	/* Texts come NUL-terminated, so that neither holds another NUL. */
	if (TN_UNLIKELY(!e || e->busy || strcmp(e->text, text) != 0 || !tn__entry_fits(e, args)))
		return NULL;
	if (e != c->newest)
		tn__cache_touch(c, e);
	return e;
}
/* An entry for text and arguments, busy; from the cache or new. */
static inline int tn__entry_checkout(tn_conn *conn, const char *text, const tn_args *args, struct tn_entry **out,
				     tn_error **err)
{
	struct tn_entry *e = tn__cache_recall(&conn->cache, text, args);
	if (TN_UNLIKELY(!e))
		return tn__entry_search(conn, text, args, out, err);
	conn->hits++;
	e->busy = 1;
	*out = e;
	return TN_OK;
}
/* A full search; what it finds, tn__cache_recall() finds the next time. */
struct tn_entry *tn__cache_find(struct tn_cache *c, const char *text, size_t len, uint64_t hash,
				const tn_args *args);
void tn__cache_add(tn_conn *conn, struct tn_entry *e);
void tn__cache_remove(struct tn_cache *c, struct tn_entry *e);

/* ---- put_name.c: names in portable text that the library makes ---------- */

/* Appends a name, checked and quoted. */
int tn__put_name(const tn_conn *conn, struct tn_text *out, const char *name, size_t len, tn_error **err);
/* The same of a table: "name" or "schema.name". */
int tn__put_table(const tn_conn *conn, struct tn_text *out, const char *table, tn_error **err);

/* ---- variant.c ------------------------------------------------------------ */

/* The part of a text that is for this connection's server. */
struct tn_picked {
	const char *text;
	size_t len;
	int portable; /* portable SQL; else for the server as it stands */
};
int tn__text_pick(const tn_conn *conn, const char *text, size_t len, struct tn_picked *out, tn_error **err);
/* One line for the log: what was compiled, and as what. */
void tn__text_trace(const tn_conn *conn, const char *text, const struct tn_picked *picked, const char *verb);

/* ---- portable.c: text of portable SQL ------------------------------------- */

/* Parse, tables, analysis, plan, text; fills the entry as tn__entry_new() wants it. */
int tn__portable_compile(struct tn_entry *e, const char *text, size_t len, const tn_args *args, tn_error **err);
/* Takes the tables that an entry was compiled with out of the catalogue. */
void tn__portable_forget(struct tn_entry *e);
/* Gives the references to its tables back. */
void tn__portable_release(struct tn_entry *e);
/* 1 if a list can be bound to argument i: room and kind of the elements. */
int tn__portable_fits_list(const struct tn_entry *e, uint32_t i, const tn_list *list);
/* Arguments in the statement's order, checked, converted and expanded for the placeholders. */
int tn__portable_bind(struct tn_entry *e, const tn_value *values, int keep, const tn_value **out, tn_error **err);
/*
 * One value as another kind, as portable SQL converts it by itself: TN_E_PARAM where it does not.  What
 * has to be made lives in the entry's bound arena; arg names the value in errors.
 */
int tn__portable_convert(struct tn_entry *e, uint32_t arg, const tn_value *v, uint8_t kind, tn_value *out,
			 tn_error **err);
/* The entry of a step of e's plan, whose fed lists have room for so many elements. */
int tn__portable_step(struct tn_entry *e, const struct tn_step *step, uint32_t room, struct tn_entry **out,
		      tn_error **err);

/* ---- weigh.c: rows of an INSERT that are too long together --------------------- */

/* Notes the sizes of the arguments in ir where a message does not take them; kinds of e are settled. */
void tn__weigh(struct tn_entry *e, struct tn_ir_stmt *ir, const tn_args *args);
/* 1 if an entry that was weighed serves arguments of these sizes. */
int tn__weigh_fits(const struct tn_entry *e, const tn_args *args);

/* ---- spelled.c: lists that stand in the text ---------------------------------- */

/* Fills the holes of the text with the elements of lists, and gives it to the backend's statement. */
int tn__spelled_fill(struct tn_entry *e, const tn_value *values, tn_error **err);
/* A position in that text as one in the plan's; 0 where there is none. */
size_t tn__spelled_place(const struct tn_entry *e, size_t position);

/* ---- tables.c: what the connection knows of tables --------------------------- */

void tn__tables_init(tn_conn *conn);
/* Forgets what was read and what the session was: the connection closes or connects anew. */
void tn__tables_leave(tn_conn *conn);
/* Before a text is compiled: joins the space of the session, looks whether the schema is another. */
int tn__tables_begin(tn_conn *conn, tn_error **err);
/*
 * A table by its name, with a reference; NULL if there is none.  From what is known, unless it is to
 * be read anew; *cached is set when it is not fresh.  After tn__tables_begin().
 */
int tn__tables_find(tn_conn *conn, const struct tn_ir_table_name *name, int fresh, struct tn_cat_table **out,
		    uint8_t *cached, tn_error **err);
void tn__tables_forget(tn_conn *conn, const struct tn_cat_table *t);
/* Forgets what was read, and the statements that were compiled with it. */
void tn__tables_changed(tn_conn *conn);
/* Tells those that share the space. */
void tn__tables_tell(tn_conn *conn);
/* Another has told. */
void tn__tables_catch_up(tn_conn *conn) TN_COLD;
void tn__tables_begin_tx(tn_conn *conn);
void tn__tables_end_tx(tn_conn *conn);
/* What a statement does to what is known, TN_AFTER_*; and when it has done so. */
unsigned tn__tables_after(const struct tn_ir_stmt *ir);
void tn__tables_take_note(struct tn_entry *e);

/* ---- bind.c ------------------------------------------------------------ */

/* TN_OK if there is one argument for each parameter; named ones are put in order, into e->args. */
int tn__bind_count(struct tn_entry *e, const tn_args *args, tn_error **err);
/* 1 for the kinds whose payload is a pointer to len bytes. */
static inline int tn__kind_has_bytes(int kind)
{
	return kind == TN_KIND_TEXT || kind == TN_KIND_BYTES || kind == TN_KIND_NUMERIC || kind == TN_KIND_JSON ||
	       kind == TN_KIND_UUID;
}
/* TN_OK, or the error of a value that cannot be bound to argument i. */
int tn__bind_check(const struct tn_entry *e, const tn_value *v, uint32_t i, tn_error **err);
/* What an argument is called in a message: "parameter 2"; size of at least 80. */
const char *tn__bind_name(const struct tn_entry *e, uint32_t i, char *out, size_t size);
/* 1 if the memory of a value is not promised to stay. */
static inline int tn__bind_is_kept(const tn_value *v)
{
	return tn__kind_has_bytes(v->kind) && !(v->flags & TN_VALUE_BORROWED);
}
int tn__bind_any(struct tn_entry *e, const tn_args *args, int keep, const tn_value **out, tn_error **err);

/* Kinds whose payload needs no look. */
static inline int tn__value_is_plain(const tn_value *v)
{
	return v->kind <= TN_KIND_INT && !v->flags;
}

/*
 * Checks the arguments and puts them into the order of the placeholders.  With
 * keep, text and bytes are copied for a backend that reads them after the call.
 * Numbers that stand in that order, the arguments of most lookups, need no call.
 */
static inline int tn__bind(struct tn_entry *e, const tn_args *args, int keep, const tn_value **out, tn_error **err)
{
	uint32_t i, n = e->ir->arg_count;
	if (TN_UNLIKELY(!args || args->named || args->count != n || !e->rendered.identity))
		return tn__bind_any(e, args, keep, out, err);
	for (i = 0; i < n; i++)
		if (!tn__value_is_plain(&args->values[i]))
			return tn__bind_any(e, args, keep, out, err);
	*out = args->values;
	return TN_OK;
}

/* ---- run.c: the plan runner -------------------------------------------- */

/* Besides enum tn_fetch: the rows are read and dropped before the call returns. */
#define TN__FETCH_NONE 3

/*
 * Runs a busy entry.  Returns 1 when rows follow (e->rows is open), 0 when the
 * statement is done and closed (e->rows is not opened).  On failure the entry is
 * still the caller's.
 */
int tn__run(struct tn_entry *e, const tn_args *args, int mode, unsigned chunk, tn_error **err);
/* Runs a busy entry up to its rows, as a stream; gives it back on failure. */
int tn__run_stream(struct tn_entry *e, const tn_args *args, tn_rows **rows, tn_error **err);
/* TN_OK if rows may be fetched by a cursor now. */
int tn__run_check_chunk(const tn_conn *conn, tn_error **err) TN_COLD;
/* 1 if a failure may come from what was known of the tables. */
int tn__run_is_stale(const struct tn_entry *e, int rc);
/* The pending error, described, noted by the transaction, given to the caller. */
int tn__run_failed(struct tn_entry *e, int protected, tn_error **err);
/* tn__run_end() stands in run_end.h. */

/* ---- run_steps.c: plans of several steps ------------------------------------- */

/* Entries that a step has at most, by the room of its lists. */
#define TN_STEP_ROOMS 4u
/* The text of the first of its steps that was made; NULL: none was. */
const char *tn__steps_sent(const struct tn_entry *e);
int tn__steps_init(struct tn_entry *e, tn_error **err);
void tn__steps_free(struct tn_entry *e);
/* tn__run() for them: rows that follow are in memory. */
int tn__run_steps(struct tn_entry *e, const tn_args *args, int mode, unsigned chunk, tn_error **err);

/* ---- exec.c ------------------------------------------------------------ */

/* Runs a busy entry to its end and gives it back. */
int tn__exec_entry(struct tn_entry *e, const tn_args *args, tn_result *result, tn_error **err);
/* The same, but the entry stays busy and its rows may stay open. */
int tn__exec_busy(struct tn_entry *e, const tn_args *args, tn_result *result, tn_error **err);
/* Opens the rows of what tn__run() gave, as the mode wants them. */
int tn__rows_begin(struct tn_entry *e, int rc, int mode, tn_error **err);
/* What is left after tn__run() but for the common case, a stream of rows. */
int tn__query_rest(struct tn_entry *e, int rc, int mode, tn_rows **rows, tn_error **err);
/* A copy with memory of its own, for tn_value_free(). */
int tn__value_dup(const tn_value *v, tn_value *out, tn_error **err);

/* ---- stmt.c ------------------------------------------------------------ */

/* The handle's entry, busy, compiled for arguments like these. */
int tn__stmt_entry(tn_stmt *stmt, const tn_args *args, struct tn_entry **out, tn_error **err);

/* ---- rows.c ------------------------------------------------------------ */

/* What a closed object has kept since it was made, or since it was closed, is not set again. */
static inline void tn__rows_open(struct tn_rows *r)
{
	tn_conn *conn = r->entry->conn;
	r->magic = TN_ROWS_MAGIC;
	r->source = TN_ROWS_WIRE;
	r->done = 0;
	r->live = 1;
	r->columns = r->entry->be->column_count;
	/* A server that sees at once that there is no row may leave out the columns too. */
	if (TN_UNLIKELY(!r->columns && r->entry->portable))
		r->columns = r->entry->portable->want_count;
	r->row = 0;
	r->next = conn->open;
	r->pprev = &conn->open;
	if (TN_UNLIKELY(r->next != NULL))
		r->next->pprev = &r->next;
	conn->open = r;
}
/* Rows in memory: NULL and TN_E_NOMEM when that is out. */
struct tn_stored_rows *tn__stored_new(void);
int tn__stored_add(struct tn_stored_rows *s, const tn_value *cells, uint32_t width);
void tn__stored_free(struct tn_stored_rows *s);
/* Makes rows that were just opened those of s, which becomes theirs. */
void tn__rows_give(struct tn_rows *r, struct tn_stored_rows *s);
/* Copies all rows into memory and frees the wire. */
int tn__rows_store(struct tn_rows *r, tn_error **err);
/* Unlinks and clears rows that may be open; the backend side is closed already. */
void tn__rows_close(struct tn_rows *r);
/* Ends rows before their time; the handle stays for tn_finish(), with an error that says why. */
void tn__rows_kill(struct tn_rows *r, int code, const char *message);
/* Records the first error that a getter met. */
int tn__rows_stick(struct tn_rows *r, tn_error *e);
/* 1 and *out, or 0 when there is no such column. */
int tn__rows_describe(const struct tn_rows *r, unsigned i, struct tn_be_column *out);
/* The name of a column for a message; never NULL. */
const char *tn__rows_column(const struct tn_rows *r, unsigned i);

/* ---- convert.c: strict conversions, shared by getters, reads and scans --- */

int tn__to_int64(tn_rows *r, unsigned i, int64_t *out, tn_error **err);
int tn__to_double(tn_rows *r, unsigned i, double *out, tn_error **err);
int tn__to_bool(tn_rows *r, unsigned i, int *out, tn_error **err);
int tn__to_text(tn_rows *r, unsigned i, const char **out, size_t *len, tn_error **err);
int tn__to_bytes(tn_rows *r, unsigned i, const void **out, size_t *len, tn_error **err);
/* The cell, with *rc 1 if it is SQL NULL; or NULL and the error that there is none. */
const tn_value *tn__cell_at(tn_rows *r, unsigned i, int *rc, tn_error **err);
/* TN_E_TYPE: the cell is not what was asked for. */
int tn__wrong_kind(tn_rows *r, unsigned i, const char *wanted, tn_error **err);
/* TN_E_RANGE: it does not fit what was asked for ("a 16-bit integer"). */
int tn__out_of_range(tn_rows *r, unsigned i, const char *wanted, tn_error **err);
/* "a date" and so on, for messages. */
const char *tn__kind_article(int kind);
/* One column into one variable. */
int tn__to_target(tn_rows *r, unsigned i, int into, void *to, tn_error **err);

/* ---- tx.c -------------------------------------------------------------- */

/* The answer for transaction control in SQL text, and inside a transaction. */
int tn__tx_decide(tn_conn *conn, const struct tn_entry *e, tn_error **err);
/* May a statement run now?  TN_OK, or TN_E_TX_ABORTED with the first error. */
static inline int tn__tx_admit(tn_conn *conn, const struct tn_entry *e, tn_error **err)
{
	if (TN_LIKELY(!conn->tx.depth && e->ir->effect != TN_IR_TX_CONTROL))
		return TN_OK;
	return tn__tx_decide(conn, e, err);
}
/*
 * What a plan of several steps stands in: a transaction of its own, or inside the
 * caller's a savepoint, where every failure counts until the plan is left.
 */
int tn__tx_enter_plan(tn_conn *conn, tn_error **err);
/* Ends it, as rc says; with rc negative *err is the error of a step.  The caller's transaction takes note. */
int tn__tx_leave_plan(tn_conn *conn, int rc, tn_error **err);
/* Savepoint around a statement where TN_TX_KEEP_GOING needs one; 1 if set. */
int tn__tx_protect(tn_conn *conn, tn_error **err);
int tn__tx_release(tn_conn *conn, tn_error **err);
/* Takes note of a statement's error: the state, and what the error's flags say. */
void tn__tx_note(tn_conn *conn, tn_error *e, int protected_by_savepoint);
/* After a statement that committed the transaction implicitly: begins anew. */
int tn__tx_resume(tn_conn *conn, tn_error **err);
/*
 * Undoes what is open down to a depth, because of e (or NULL).  A block that the server does not
 * undo fails the one around it; for a transaction that it does not, the link is given up.
 */
void tn__tx_undo(tn_conn *conn, unsigned depth, const tn_error *e);
void tn__tx_forget(tn_conn *conn);

/* ---- transact.c --------------------------------------------------------- */

/* What each attempt does outside of its transaction, before it begins and after it has ended. */
struct tn_around {
	int (*before)(tn_conn *conn, tn_error **err);
	int (*after)(tn_conn *conn, tn_error **err);
};
/* tn_transact(), with around (or NULL) unless it is called inside a transaction. */
int tn__transact_around(tn_conn *conn, const tn_tx_options *options, const struct tn_around *around, tn_tx_fn fn,
			void *arg, tn_error **err);

/* ---- registry.c -------------------------------------------------------- */

/* NULL if there is none; with an error if the build knows of one that cannot be had. */
const struct tn_backend *tn__backend_find(const char *scheme, tn_error **err);
/* The i-th backend; loads those of all modules that are installed. */
const struct tn_backend *tn__backend_at(size_t i);
/* Appends every scheme of this build, with commas. */
void tn__backend_schemes(struct tn_text *out);
/* Starts a backend once per process, and this thread with it. */
int tn__backend_start(const struct tn_backend *b, tn_error **err);
/* For a thread of ours: leaves the client libraries before it ends. */
void tn__backend_leave_thread(void);
/* Starts the connection's backend in this thread, unless that is done. */
int tn__backend_enter(const tn_conn *conn, tn_error **err);
/* The backend's bit in tn__thread_entered; 0 for one that keeps nothing per thread. */
uint32_t tn__backend_thread_bit(const struct tn_backend *b);
extern const struct tn_host tn__host;
extern const struct tn_url_key tn__common_url_keys[];

#endif
