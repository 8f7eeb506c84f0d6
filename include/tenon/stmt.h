/* SPDX-License-Identifier: MIT */
/*
 * tenon/stmt.h - statements: execute, query, prepare.
 *
 * Text is portable SQL (docs/portable-sql.md): it is compiled for the server that
 * is there, and means the same on each.  Text marked TN_NATIVE() goes to the server
 * as it stands.
 *
 * A statement is text with parameters: "?" by position or ":name" by name, not
 * both in one text.  A "?" inside a literal, a quoted name or a comment is left
 * alone; in native text "??" stands for a literal question mark.  An array bound to
 * a parameter of portable SQL is a list: id IN (?).  The same name may occur more
 * than once and takes one value; positional arguments fill named parameters in
 * the order in which the names first occur.
 *
 * tn_exec() and tn_query() look the text up in the connection's cache of
 * prepared statements, so repeating a text costs a hash, a bind and a step.
 * tn_prepare() gives a handle for programs that want not even the hash.
 *
 * One statement at a time may be streaming on a connection; another one is
 * refused with TN_E_MISUSE, never mixed up.  See TN_FETCH_* for the ways out.
 */
#ifndef TENON_STMT_H
#define TENON_STMT_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

typedef struct tn_stmt tn_stmt;
typedef struct tn_rows tn_rows;

/*
 * Marks a text that must reach the server as it stands but for its parameter
 * markers: TN_NATIVE("PRAGMA optimize").  Takes a string literal only.
 */
#define TN_NATIVE_MARK "/*tn:native*/"
#define TN_NATIVE(literal) TN_NATIVE_MARK literal

/*
 * One text with variants for several servers, each native, and what is to be taken
 * elsewhere; written one behind the other, string literals only:
 *
 *   TN_VARIANT("postgresql", "SELECT pg_database_size(current_database())")
 *   TN_VARIANT("sqlite", "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
 *   TN_OTHERWISE("SELECT 0")
 *
 * The name is that of a dialect ("postgresql", "sqlite", "mysql", "mariadb") or of a
 * backend, whose dialects it then serves unless they have a variant of their own.
 * The text of TN_OTHERWISE is portable SQL, unless it begins with TN_NATIVE_MARK; it
 * stands last.  Without it a server that has no variant gives TN_E_UNSUPPORTED.  The
 * log hook is told what was taken (TN_LOG_DEBUG): portable SQL, native text or a variant.
 */
#define TN_VARIANT(name, literal) "/*tn:for " name "*/" literal
#define TN_OTHERWISE(literal) "/*tn:else*/" literal

/*
 * Marks a text of portable SQL in which ON CONFLICT (key) may be about any unique key of
 * the table, on a server that can say no more (MySQL, MariaDB): a row that is there under
 * another one is then updated or left alone too, where other servers fail with
 * TN_E_UNIQUE.  Without the mark such a server refuses the statement, unless no other key
 * can be hit.  tn_upsert() needs no mark.
 */
#define TN_ANY_UNIQUE_KEY_MARK "/*tn:any-unique-key*/"
#define TN_ANY_UNIQUE_KEY(literal) TN_ANY_UNIQUE_KEY_MARK literal

/*
 * Marks a text of portable SQL that may be carried out in several steps of which a later one
 * sees what others have committed since the first, as no single statement does:
 * UPDATE ... RETURNING (SELECT ...) where a server reads RETURNING afterwards.  Without the
 * mark that is TN_E_UNSUPPORTED below REPEATABLE READ, and says what is weaker; in a
 * transaction of TN_ISO_REPEATABLE_READ or more all steps see one state, and none is needed.
 */
#define TN_WEAKER_ISOLATION_MARK "/*tn:weaker-isolation*/"
#define TN_WEAKER_ISOLATION(literal) TN_WEAKER_ISOLATION_MARK literal

/* What an execution did. */
typedef struct tn_result {
	int64_t affected;       /* rows inserted, or matched by UPDATE and DELETE; -1: not told */
	/*
	 * Key that the server generated; 0: none or not told.  Of an INSERT of several rows that
	 * of one of them, the first or the last by server, in whatever steps it is carried out:
	 * RETURNING tells them all.
	 */
	int64_t last_insert_id;
	uint64_t reserved[2];
} tn_result;

/*
 * Runs a statement to its end.  Rows that it returns are read and dropped.
 * args may be NULL for none, result may be NULL.  Outside a transaction the
 * statement is one of its own.
 * Errors: any of the server's; TN_E_SYNTAX, TN_E_TYPE, TN_E_NO_OBJECT, TN_E_AMBIGUOUS and
 * TN_E_UNSUPPORTED with their position, most of them before anything is sent; TN_E_PARAM
 * (an argument is missing or of another kind), TN_E_RANGE, TN_E_DATA, TN_E_TX_ABORTED,
 * TN_E_READ_ONLY, TN_E_STALE (a schema change has failed the transaction: repeat it; with
 * TN_ERR_AMBIGUOUS the statement was carried out, but RETURNING gives other columns by now).
 */
TN_API int tn_exec(tn_conn *conn, const char *sql, const tn_args *args, tn_result *result, tn_error **err);

/* How rows come. */
enum tn_fetch {
	TN_FETCH_STREAM = 0,  /* as the server sends them, bounded memory; the connection is taken until the end */
	TN_FETCH_ALL = 1,     /* read into memory at once; the connection is free again */
	TN_FETCH_CHUNK = 2    /* by a cursor of the server inside a transaction; other statements may run meanwhile */
};

/*
 * Runs a statement that returns rows.  On success *rows is valid until
 * tn_finish(), which must be called.  A statement that gives no rows is run, too:
 * its rows have no columns and tn_next() returns TN_DONE at once.
 * Errors: those of tn_exec(); more may come from tn_next().
 */
TN_API int tn_query(tn_conn *conn, const char *sql, const tn_args *args, tn_rows **rows, tn_error **err);
/* The same with a fetch mode; chunk is the rows per round trip of TN_FETCH_CHUNK (0: 1000). */
TN_API int tn_query_mode(tn_conn *conn, const char *sql, const tn_args *args, int mode, unsigned chunk,
			 tn_rows **rows, tn_error **err);

/*
 * Runs a query that gives one row and returns its first column: for counts,
 * keys and settings.  *out is a copy that you free with tn_value_free(); no row
 * gives SQL NULL and TN_DONE instead of TN_ROW; a second row is TN_E_MISUSE.
 */
TN_API int tn_query_value(tn_conn *conn, const char *sql, const tn_args *args, tn_value *out, tn_error **err);
/* Frees what tn_query_value() gave, and makes it SQL NULL.  NULL is fine. */
TN_API void tn_value_free(tn_value *v);

/*
 * A prepared statement as a handle.  It is prepared on the server at its first
 * execution, when the kinds of its parameters are known, and again by itself
 * after a schema change.  *out is yours: tn_stmt_close(), before or by the closing of
 * its connection.  The text is copied.  One execution at a time: while the rows of one
 * are open, another is TN_E_MISUSE.
 * Errors: TN_E_SYNTAX; what needs the server or the tables is found at the first execution.
 */
TN_API int tn_prepare(tn_conn *conn, const char *sql, tn_stmt **out, tn_error **err);
/* As tn_exec() and tn_query() do; rows outlive no tn_stmt_close(). */
TN_API int tn_stmt_exec(tn_stmt *stmt, const tn_args *args, tn_result *result, tn_error **err);
TN_API int tn_stmt_query(tn_stmt *stmt, const tn_args *args, tn_rows **rows, tn_error **err);
/* Frees the handle and its open rows.  NULL is fine. */
TN_API void tn_stmt_close(tn_stmt *stmt);
/*
 * Length of the first statement of a text of portable SQL with its semicolon, so
 * that a file of several can be run one by one.  Semicolons in strings, quoted
 * names and comments do not end a statement; without one it is the whole text.
 * Looks at nothing but these; never fails.
 */
TN_API size_t tn_statement_length(const char *text, size_t len);
/* Number of distinct parameters of the text; 0 for a closed handle. */
TN_API unsigned tn_stmt_param_count(const tn_stmt *stmt);

TN_END_DECLS

#endif
