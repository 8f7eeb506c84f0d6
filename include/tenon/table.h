/* SPDX-License-Identifier: MIT */
/*
 * tenon/table.h - create a table from a description, spelled for the server.
 *
 * A small call for programs and tests that need a handful of tables on any
 * server.  Column types come from the dialect's type rows, so NUMERIC is exact
 * and text compares byte by byte everywhere.
 */
#ifndef TENON_TABLE_H
#define TENON_TABLE_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

/* Column flags */
#define TN_COL_NOT_NULL 0x01u
#define TN_COL_PRIMARY  0x02u /* part of the primary key, in column order; implies NOT NULL */
#define TN_COL_UNIQUE   0x04u
#define TN_COL_IDENTITY 0x08u /* the server generates the key; BIGINT or INTEGER, alone in the primary key */

enum tn_fk_action { TN_FK_NO_ACTION = 0, TN_FK_CASCADE = 1, TN_FK_SET_NULL = 2 };

typedef struct tn_column_def {
	const char *name;
	int type;              /* enum tn_type */
	unsigned length;       /* VARCHAR(n): characters; BYTEA: bytes, 0: any; NUMERIC(p,s): p */
	unsigned scale;        /* NUMERIC(p,s): s */
	unsigned flags;        /* TN_COL_* */
	const char *ref_table; /* foreign key of this one column, or NULL */
	const char *ref_column;
	int on_delete;         /* enum tn_fk_action */
	const char *check;     /* a condition in SQL that every server knows, or NULL */
} tn_column_def;

typedef struct tn_table_def {
	size_t size; /* sizeof(tn_table_def) */
	const char *name;
	const tn_column_def *columns;
	unsigned column_count;
	/* Unique constraints over several columns: names separated by commas, NULL-terminated list; or NULL. */
	const char *const *unique;
	/* Plain indexes, written the same way; or NULL. */
	const char *const *indexes;
} tn_table_def;

/*
 * Creates the table, its constraints and its indexes.  Constraints get names
 * that are the same on every server (table_column_key, table_column_fkey,
 * table_column_check, table_pkey), so errors name them alike; a server that keeps
 * no name for primary keys reports its own for them.
 * Errors: TN_E_EXISTS, TN_E_LIMIT (a name or key too long for this server),
 * TN_E_PARAM (a bad description), TN_E_UNSUPPORTED inside a transaction where that would
 * commit it.  The description is read during the call.
 */
TN_API int tn_table_create(tn_conn *conn, const tn_table_def *def, tn_error **err);

/*
 * Drops a table; with if_exists a missing one is fine.  Errors: TN_E_NO_OBJECT; TN_E_FOREIGN_KEY
 * or TN_E_CONSTRAINT where another table refers to it and the server minds.
 */
TN_API int tn_table_drop(tn_conn *conn, const char *name, int if_exists, tn_error **err);

/* 1 if a table of that name exists in the current schema, 0 if not, or an error. */
TN_API int tn_table_exists(tn_conn *conn, const char *name, tn_error **err);

/*
 * Has the identity column of a table go on behind the greatest value that it
 * holds, after rows with values of the caller's own (fixtures, a copy of other
 * data).  Where the server does that by itself nothing is sent but the question
 * for the columns; elsewhere other writers of the table wait for the end of the
 * call, or of the transaction that it is made in.  Never goes back: that of a
 * column which is further stays.  table may have its schema before a dot.
 * Errors: TN_E_NO_OBJECT (no such table, or it has no identity column),
 * TN_E_UNSUPPORTED (the column counts by something that is not its own).
 */
TN_API int tn_identity_sync(tn_conn *conn, const char *table, tn_error **err);

/*
 * Drops everything in the database, or in the current schema of it: views,
 * tables (foreign-key cycles included), sequences, types and routines.  For
 * tests: a database whose name or path lacks the word "test" is refused with
 * TN_E_MISUSE, untouched; one in memory is taken.  Not in a transaction.
 */
TN_API int tn_database_clean(tn_conn *conn, tn_error **err);

/*
 * An identifier quoted for the server, for native text.  Writes at most size
 * bytes with the final NUL and returns the full length; TN_E_LIMIT if it is
 * longer than the server keeps, TN_E_PARAM if it is empty, not UTF-8 or has a NUL.
 */
TN_API int tn_quote_ident(tn_conn *conn, const char *name, char *out, size_t size);

TN_END_DECLS

#endif
