/* SPDX-License-Identifier: MIT */
/*
 * sqlite_internal.h - what the files of the SQLite backend share.
 *
 * Invariants:
 *  1. A connection is used by one thread at a time (the library's rule), so it
 *     is opened without SQLite's mutex; cancel() alone comes from elsewhere and
 *     touches nothing but `cancelled`, `stepping` and sqlite3_interrupt().
 *  2. Every error of SQLite leaves through tn__sqlite_fault().
 *  3. cells, columns and scratch are allocated when a statement is prepared, or
 *     prepared again by SQLite after a schema change; never per row.
 */
#ifndef TENON_SQLITE_INTERNAL_H
#define TENON_SQLITE_INTERNAL_H

#include <sqlite3.h>
#include <stdatomic.h>
#include <tenon/conn.h>
#include <tenon/sys/backend.h>

#define TN__SQLITE_MIN_VERSION 3037000
#define TN__SQLITE_MIN_VERSION_TEXT "3.37.0"

/* The text that begins a read-only transaction: a row of the dialect, and recognized by execute(). */
#define TN__SQLITE_BEGIN_READ_ONLY "BEGIN DEFERRED"

struct tn_sqlite_conn {
	struct tn_be_conn head;
	sqlite3 *db;
	sqlite3_stmt *json_valid; /* made when the first JSON parameter is bound */
	int64_t busy_timeout_us;
	int64_t url_timeout_us;   /* the same as the URL has it */
	int64_t busy_deadline_us; /* of the wait in progress */
	atomic_int cancelled;     /* set by cancel(), until a statement has failed of it or resume() */
	atomic_int stepping;      /* inside the first step of a statement, which cancel() must hit */
	unsigned open_results;    /* executions between execute() and finish() */
	sqlite3_stmt *schema_version; /* made when the first strict statement is prepared */
	struct tn_sqlite_stmt *guarded; /* a step of it is in progress: it must not be prepared again */
	int64_t statement_us;     /* when the statement that runs began, if it asks: tn_now() */
	uint8_t tx_read_only;     /* the open transaction was begun read-only */
	uint8_t denied;           /* it would have been */
};

struct tn_sqlite_stmt;

/* Makes a cell of a value; 0 or a recorded error. */
typedef int (*tn__sqlite_decode_fn)(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out);

struct tn_sqlite_column {
	const tn__sqlite_decode_fn *decode; /* by SQLite's storage class, NULL excepted */
	char *scratch;      /* where NUMERIC and UUID cells are written */
	uint32_t scratch_size;
	int16_t scale;      /* NUMERIC: digits after the point; -1: not declared */
	uint16_t precision; /* NUMERIC with a scale: all digits */
	uint8_t type;       /* enum tn_type */
	uint8_t plain;      /* the storage class that needs no decoder; 0: none */
};

#define TN__SQLITE_AROUND_INSERT 0x01u /* last_insert_rowid is watched */
#define TN__SQLITE_AROUND_STRICT 0x02u /* a write that must find the schema it was made for */
#define TN__SQLITE_AROUND_TIME 0x04u   /* the text calls tn_now() */

/* What a statement is, as far as its result depends on it. */
enum tn_sqlite_verb { TN__SQLITE_OTHER = 0, TN__SQLITE_INSERT = 1, TN__SQLITE_CHANGE = 2 };

struct tn_sqlite_stmt {
	struct tn_be_stmt head;
	sqlite3_stmt *st;
	struct tn_sqlite_column *columns;
	tn_value *cells;
	char *scratch;          /* of all columns */
	char *times;            /* texts of bound dates and times */
	int reprepares;         /* SQLite's count when columns were described */
	int64_t rowid_before;   /* last_insert_rowid before an INSERT */
	int64_t began_us;       /* the time that tn_now() gives, while the statement runs */
	int64_t schema_version; /* strict: of the file when the statement was prepared */
	uint8_t verb;           /* enum tn_sqlite_verb */
	uint8_t around;         /* TN__SQLITE_AROUND_*: what the first step needs before and after it */
	uint8_t hides_rowid;    /* the text calls last_insert_rowid() itself */
	uint8_t begins_read_only;
	uint8_t writes;         /* may change the file: also BEGIN IMMEDIATE */
	uint8_t running;        /* between execute() and the end of rows */
	uint8_t open;           /* counted in open_results */
	uint8_t row_ready;      /* execute() has stepped to a row that next() has not given */
	uint8_t pointers;       /* bindings point into the caller's memory */
};

static inline struct tn_sqlite_conn *tn__sqlite_conn(struct tn_be_conn *conn)
{
	return (struct tn_sqlite_conn *)(void *)conn;
}

static inline struct tn_sqlite_stmt *tn__sqlite_stmt(struct tn_be_stmt *stmt)
{
	return (struct tn_sqlite_stmt *)(void *)stmt;
}

static inline struct tn_sqlite_conn *tn__sqlite_conn_of(struct tn_sqlite_stmt *s)
{
	return tn__sqlite_conn(s->head.conn);
}

/*
 * What the functions of sqlite_fn_*.c raise: extended codes of SQLITE_ERROR that
 * SQLite itself does not give.  It hands the code of a function on as that of the
 * statement, so nobody has to read the message.
 */
#define TN__SQLITE_RAISE(n) (SQLITE_ERROR | ((n) << 8))
#define TN__SQLITE_RAISE_RANGE TN__SQLITE_RAISE(0x7401)
#define TN__SQLITE_RAISE_TIME_RANGE TN__SQLITE_RAISE(0x7402)
#define TN__SQLITE_RAISE_ZERO_DIVIDE TN__SQLITE_RAISE(0x7403)
#define TN__SQLITE_RAISE_BAD_TEXT TN__SQLITE_RAISE(0x7404)
#define TN__SQLITE_RAISE_ARGUMENT TN__SQLITE_RAISE(0x7405)
#define TN__SQLITE_RAISE_CARDINALITY TN__SQLITE_RAISE(0x7406)

/*
 * Result codes: SQLite's extended code, the nearest SQLSTATE of the standard or
 * of its best-known implementation, the portable code, flags.  One list feeds
 * the dialect's rows and the SQLSTATE of faults.  A code that is not listed
 * falls back to its primary code (the low byte).
 */
#define TN__SQLITE_ERRORS(ROW)                                                         \
	ROW(SQLITE_CONSTRAINT_UNIQUE, "23505", TN_E_UNIQUE, 0)                         \
	ROW(SQLITE_CONSTRAINT_PRIMARYKEY, "23505", TN_E_UNIQUE, 0)                     \
	ROW(SQLITE_CONSTRAINT_ROWID, "23505", TN_E_UNIQUE, 0)                          \
	ROW(SQLITE_CONSTRAINT_FOREIGNKEY, "23503", TN_E_FOREIGN_KEY, 0)                \
	ROW(SQLITE_CONSTRAINT_NOTNULL, "23502", TN_E_NOT_NULL, 0)                      \
	ROW(SQLITE_CONSTRAINT_CHECK, "23514", TN_E_CHECK, 0)                           \
	ROW(SQLITE_CONSTRAINT_DATATYPE, "22000", TN_E_DATA, 0)                         \
	ROW(SQLITE_CONSTRAINT, "23000", TN_E_CONSTRAINT, 0)                            \
	ROW(SQLITE_BUSY_SNAPSHOT, "40001", TN_E_SERIALIZATION, TN_ERR_RETRY_TX)        \
	ROW(SQLITE_BUSY, "55P03", TN_E_BUSY, TN_ERR_RETRY_TX)                          \
	ROW(SQLITE_LOCKED_SHAREDCACHE, "55P03", TN_E_BUSY, TN_ERR_RETRY_TX)            \
	ROW(SQLITE_LOCKED, "55006", TN_E_BUSY, 0)                                      \
	ROW(SQLITE_PROTOCOL, "55P03", TN_E_BUSY, TN_ERR_RETRY_TX)                      \
	ROW(SQLITE_READONLY, "25006", TN_E_READ_ONLY, 0)                               \
	ROW(SQLITE_IOERR, "58030", TN_E_IO, 0)                                         \
	ROW(SQLITE_CORRUPT, "XX001", TN_E_CORRUPT, 0)                                  \
	ROW(SQLITE_NOTADB, "XX001", TN_E_CORRUPT, 0)                                   \
	ROW(SQLITE_FULL, "53100", TN_E_RESOURCES, 0)                                   \
	ROW(SQLITE_CANTOPEN, "08001", TN_E_NO_DATABASE, 0)                             \
	ROW(SQLITE_INTERRUPT, "57014", TN_E_CANCELLED, 0)                              \
	ROW(SQLITE_ABORT, "40000", TN_E_TX_ABORTED, 0)                                 \
	ROW(SQLITE_SCHEMA, "0A000", TN_E_STALE, TN_ERR_RETRY_STATEMENT)                \
	ROW(SQLITE_TOOBIG, "22001", TN_E_TOO_LONG, 0)                                  \
	ROW(SQLITE_MISMATCH, "22000", TN_E_DATA, 0)                                    \
	ROW(SQLITE_RANGE, "07001", TN_E_PARAM, 0)                                      \
	ROW(SQLITE_PERM, "42501", TN_E_PERMISSION, 0)                                  \
	ROW(SQLITE_AUTH, "42501", TN_E_PERMISSION, 0)                                  \
	ROW(SQLITE_NOLFS, "54000", TN_E_RESOURCES, 0)                                  \
	ROW(SQLITE_MISUSE, "XX000", TN_E_INTERNAL, 0)                                  \
	ROW(SQLITE_INTERNAL, "XX000", TN_E_INTERNAL, 0)                                \
	ROW(TN__SQLITE_RAISE_RANGE, "22003", TN_E_RANGE, 0)                            \
	ROW(TN__SQLITE_RAISE_TIME_RANGE, "22008", TN_E_RANGE, 0)                       \
	ROW(TN__SQLITE_RAISE_ZERO_DIVIDE, "22012", TN_E_DATA, 0)                       \
	ROW(TN__SQLITE_RAISE_BAD_TEXT, "22018", TN_E_DATA, 0)                          \
	ROW(TN__SQLITE_RAISE_ARGUMENT, "22023", TN_E_DATA, 0)                          \
	ROW(TN__SQLITE_RAISE_CARDINALITY, "21000", TN_E_DATA, 0)                       \
	ROW(SQLITE_ERROR_MISSING_COLLSEQ, "42704", TN_E_NO_OBJECT, 0)                  \
	ROW(SQLITE_ERROR, "HY000", TN_E_SERVER, 0)

extern const struct tn_dialect tn__sqlite_dialect;

/* sqlite_syntax.c */
extern const char *const tn__sqlite_literals[TN_KIND_COUNT];
extern const char *const tn__sqlite_cast_types[TN_TYPE_COUNT];
extern const struct tn_backend tn__backend_sqlite;

/* sqlite_conn.c */
int tn__sqlite_open(struct tn_be_conn *conn, const struct tn_be_target *target);
int tn__sqlite_probe(struct tn_be_conn *conn);
int tn__sqlite_look_at_limits(struct tn_be_conn *conn);
int tn__sqlite_session_get(struct tn_be_conn *conn, const char *name, struct tn_text *value);
int tn__sqlite_session_set(struct tn_be_conn *conn, const char *name, const char *value);
int tn__sqlite_ping(struct tn_be_conn *conn);
int tn__sqlite_tx_status(struct tn_be_conn *conn);
int tn__sqlite_cancel(struct tn_be_conn *conn);
void tn__sqlite_resume(struct tn_be_conn *conn);
int tn__sqlite_set_lock_timeout(struct tn_be_conn *conn, unsigned ms);
void *tn__sqlite_native(struct tn_be_conn *conn);
void tn__sqlite_close(struct tn_be_conn *conn);

/* sqlite_functions.c: 0, or SQLite's result code. */
int tn__sqlite_add_functions(struct tn_sqlite_conn *c);

/* sqlite_list.c: a whole list as one parameter. */
extern const struct tn_list_form tn__sqlite_lists[TN_KIND_COUNT];
/* 0, or SQLite's result code. */
int tn__sqlite_add_list(struct tn_sqlite_conn *c);
int tn__sqlite_bind_list(sqlite3_stmt *st, int at, const tn_list *list);
/* Formats a date or time; 0 if it is outside of what its layout can hold. */
#define TN__SQLITE_TIME_TEXT 27 /* the longest, a timestamp, with its NUL */
size_t tn__sqlite_format_time(const tn_value *v, char *out);

/* sqlite_ops.c, sqlite_choose.c: the texts of portable SQL's operations. */
extern const char *const tn__sqlite_ops[TN_OPS];
extern const char *const tn__sqlite_stored_ops[TN_OPS];
const char *tn__sqlite_choose(const struct tn_op_use *use);

/* sqlite_stmt.c */
int tn__sqlite_prepare(struct tn_be_stmt *stmt);
int tn__sqlite_execute(struct tn_be_stmt *stmt, const tn_value *params, int mode, unsigned chunk);
int tn__sqlite_next(struct tn_be_stmt *stmt);
int tn__sqlite_column(struct tn_be_stmt *stmt, uint32_t i, struct tn_be_column *out);
int tn__sqlite_finish(struct tn_be_stmt *stmt);
void tn__sqlite_close_stmt(struct tn_be_stmt *stmt);

/* sqlite_strict.c: statements that must find the schema they were made for */
/* Installs what watches over them; a result code. */
int tn__sqlite_strict_open(struct tn_sqlite_conn *c);
void tn__sqlite_strict_close(struct tn_sqlite_conn *c);
/* Remembers the schema of a strict statement, before it is prepared. */
int tn__sqlite_strict_prepare(struct tn_sqlite_stmt *s);
/* 1 if it is another now. */
int tn__sqlite_strict_changed(struct tn_sqlite_stmt *s);
/* Records that it is. */
int tn__sqlite_strict_stale(struct tn_sqlite_stmt *s);

/* sqlite_describe.c: the query that describes a table, and the function that it calls */
extern const char tn__sqlite_describe_query[], tn__sqlite_catalog_key[], tn__sqlite_referring_table[];
int tn__sqlite_describe_open(struct tn_sqlite_conn *c);

/* sqlite_foreign.c: the query for the foreign keys of a schema, and the function that it calls */
extern const char tn__sqlite_foreign_keys[];
int tn__sqlite_foreign_open(struct tn_sqlite_conn *c);

/* sqlite_bind.c */
/* Binds all parameters of the statement. */
int tn__sqlite_bind(struct tn_sqlite_stmt *s, const tn_value *params);

/* sqlite_column.c */
/* Fills columns, cells and scratch for the statement's result as it is now. */
int tn__sqlite_describe(struct tn_sqlite_stmt *s);

/* sqlite_value.c */
/* Fills the cells from the current row. */
int tn__sqlite_decode_row(struct tn_sqlite_stmt *s);
/* By declared type, then by SQLITE_INTEGER, _FLOAT, _TEXT and _BLOB, 1 to 4. */
extern const tn__sqlite_decode_fn tn__sqlite_decoders[TN_TYPE_COUNT][5];
/* A value that is not of its column's type, as it is stored. */
int tn__sqlite_odd_int(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out);
int tn__sqlite_odd_double(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out);
int tn__sqlite_odd_text(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out);

/* sqlite_numeric.c: the decoders of NUMERIC columns. */
int tn__sqlite_numeric_int(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out);
int tn__sqlite_numeric_real(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out);
int tn__sqlite_numeric_text(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out);

/* sqlite_scan.c: tokens of a text that SQLite has accepted. */
enum tn_sqlite_token { TN__SQLITE_T_END, TN__SQLITE_T_NAME, TN__SQLITE_T_OTHER };
struct tn_sqlite_scanner {
	const struct tn_host *host;
	const char *s;
	struct tn_text name; /* of a T_NAME, without its quotes; empty for other tokens */
	char other;          /* of a T_OTHER */
	uint8_t quoted;
};
/* The next token; enum tn_sqlite_token. */
int tn__sqlite_scan(struct tn_sqlite_scanner *x);
/* 1 if the last token is this keyword. */
int tn__sqlite_is_word(const struct tn_sqlite_scanner *x, const char *word);
const char *tn__sqlite_skip_blanks(const char *s);

/* sqlite_names.c: names that the schema's texts have; none is appended if there is none. */
/* The first column of the first row of a query with up to two parameters. */
void tn__sqlite_look_up(struct tn_sqlite_conn *c, const char *sql, const char *a, const char *b,
			struct tn_text *out);
/* The UNIQUE or PRIMARY KEY constraint over "a, b", or the index. */
void tn__sqlite_name_unique(struct tn_sqlite_conn *c, const char *table, const char *columns,
			    struct tn_text *out);
/* The foreign key over "a, b" that refers to parent. */
void tn__sqlite_name_foreign(struct tn_sqlite_conn *c, const char *table, const char *columns,
			     const char *parent, struct tn_text *out);

/* The same, in the text of the table's CREATE TABLE. */
void tn__sqlite_name_in_text(const struct tn_host *host, const char *ddl, const char *columns, const char *parent,
			     struct tn_text *out);

/* sqlite_fk.c */
struct tn_sqlite_names {
	struct tn_text table, column, constraint;
};
/* Names the foreign key that the statement has just violated, as far as it is known. */
void tn__sqlite_find_foreign(struct tn_sqlite_stmt *s, struct tn_sqlite_names *n);

/* sqlite_error.c */
enum tn_sqlite_phase { TN__SQLITE_RUNNING = 0, TN__SQLITE_PREPARING = 1 };
/* TN_OK, or the fault that the file was moved or deleted under the connection. */
int tn__sqlite_check_file(struct tn_sqlite_conn *c);
/* Records SQLite's last error, whose code is rc; returns the negative code. */
int tn__sqlite_fault(struct tn_sqlite_conn *c, int rc, int phase);
/* The same of a statement that ran. */
int tn__sqlite_stmt_fault(struct tn_sqlite_stmt *s, int rc);
/* Records an error of this backend's own. */
int tn__sqlite_refuse(struct tn_sqlite_conn *c, int code, const char *sqlstate, const char *column,
		      const char *format, ...) TN_PRINTF(5, 6);

#endif
