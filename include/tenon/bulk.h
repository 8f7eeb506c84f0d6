/* SPDX-License-Identifier: MIT */
/*
 * tenon/bulk.h - many rows into one table, by the fastest way that the server has.
 *
 *   static const char *const columns[] = {"id", "name", NULL};
 *   tn_bulk *bulk = NULL;
 *   rc = tn_bulk_open(db, "author", columns, NULL, &bulk, &err);
 *   while (rc >= 0 && (more = read_author(&a)))
 *       rc = tn_bulk_row(bulk, (tn_value[]){tn_int(a.id), tn_text(a.name)}, &err);
 *   rc = rc < 0 ? (tn_bulk_abandon(bulk), rc) : tn_bulk_close(bulk, NULL, &err);
 *
 * It means what INSERT of one row after the other in one transaction means: the same values,
 * the same errors, all rows or none.  How they are sent is the library's affair: a stream of COPY,
 * an array of parameters, INSERTs of many rows (docs/bulk.md).  Rows wait in memory until
 * there are enough of them, so an error may come with a later row or with the close; it says
 * which row it is about (tn_error_row()), and is then that of an INSERT of this row.
 *
 * What is not the same: triggers and rules for each statement, which see statements of
 * another size; and on a server that keeps foreign keys at the end of a statement, a row may
 * refer to one that is written after it but sent with it - unless the table refers to itself, whose
 * rows go one by one.
 *
 * All rows are in a transaction: one of their own, or a nested block in that of the caller.
 * An error undoes the rows, and no others; a transaction around them stays open.  While
 * rows are being written the connection takes other statements only between them, where
 * the way of sending allows that: TN_E_MISUSE otherwise.  One bulk at a time, on the connection's
 * thread.
 */
#ifndef TENON_BULK_H
#define TENON_BULK_H

#include <tenon/columns.h>
#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/struct.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

typedef struct tn_bulk tn_bulk;

/* What happens to a row that is there already by its key. */
enum tn_bulk_conflict {
	TN_BULK_FAIL = 0,   /* TN_E_UNIQUE */
	TN_BULK_SKIP = 1,   /* the row that is there stays as it is */
	TN_BULK_UPDATE = 2  /* it gets the values of the columns that are written, but for the key */
};

/*
 * Gets what the server made of count rows, the first of which is number first (from 1): the
 * value of the column that was asked for, of each row in their order.  The values are valid during
 * the call, which must not use the connection.  A negative result ends the bulk as that error.
 */
typedef int (*tn_bulk_made_fn)(void *ctx, uint64_t first, const tn_value *values, uint32_t count, tn_error **err);

/* Told now and then that so many rows have been written.  Anything but 0 ends the bulk with TN_E_CANCELLED. */
typedef int (*tn_bulk_progress_fn)(void *ctx, uint64_t rows);

typedef struct tn_bulk_options {
	size_t size;            /* sizeof(tn_bulk_options) */
	int on_conflict;        /* enum tn_bulk_conflict */
	unsigned flags;         /* TN_BULK_* */
	/* Columns of the unique key that is meant, NULL at the end; NULL: any, TN_BULK_SKIP only. */
	const char *const *key;
	const char *made_column; /* as an identity column: its values go to made; NULL: none */
	tn_bulk_made_fn made;
	void *made_ctx;
	tn_bulk_progress_fn progress; /* or NULL */
	void *progress_ctx;
	size_t memory;          /* bytes of rows that wait, about; 0: 4 MiB */
} tn_bulk_options;

/* As TN_ANY_UNIQUE_KEY() of tenon/stmt.h: a row may be there under another unique key, where the server cannot say. */
#define TN_BULK_ANY_UNIQUE_KEY 0x01u

typedef struct tn_bulk_result {
	uint64_t rows;     /* that were given */
	int64_t affected;  /* that were inserted or updated */
	uint64_t reserved[2];
} tn_bulk_result;

/*
 * Begins to write rows.
 *
 * table    "name" or "schema.name", as it is: not folded
 * columns  those that each row has a value for, NULL at the end; others get their defaults
 * options  may be NULL
 *
 * On success *out is yours: tn_bulk_close() or tn_bulk_abandon(), before the connection is
 * closed.  table and columns are copied.
 * Errors: TN_E_NO_OBJECT, TN_E_UNSUPPORTED (a conflict that this server cannot tell, see
 * TN_BULK_ANY_UNIQUE_KEY; made_column with TN_BULK_SKIP), TN_E_READ_ONLY, TN_E_PARAM,
 * TN_E_MISUSE, those of tn_begin().
 */
TN_API int tn_bulk_open(tn_conn *conn, const char *table, const char *const *columns, const tn_bulk_options *options,
			tn_bulk **out, tn_error **err);

/*
 * Adds a row: a value for each column, in their order.  Texts and bytes are copied.
 * Errors: those of INSERT, with tn_error_row(), which may be an earlier one.  After an
 * error the rows are undone, every further call repeats it, and what is left is
 * tn_bulk_abandon() (or tn_bulk_close(), which returns it again).
 */
TN_API int tn_bulk_row(tn_bulk *bulk, const tn_value *values, tn_error **err);

/*
 * Adds rows from an array of count structs of struct_size bytes, by a descriptor
 * (tenon/struct.h) with a field for each column, found by name; other fields are left
 * alone.  A text that is a NULL pointer is SQL NULL.
 */
TN_API int tn_bulk_structs(tn_bulk *bulk, const tn_field *fields, size_t field_count, const void *structs,
			   size_t struct_size, size_t count, tn_error **err);

/*
 * Adds count rows from arrays, one for each column and in the order of the columns, each with
 * count values (tenon/columns.h); their names are not looked at.  What tn_fetch_columns() gives fits.
 */
TN_API int tn_bulk_columns(tn_bulk *bulk, const tn_column_data *columns, int64_t count, tn_error **err);

/*
 * Writes what waits, commits, frees the handle.  result may be NULL.
 * Errors: as tn_bulk_row() and tn_commit(), TN_E_COMMIT_UNKNOWN among them; the handle
 * is gone, and but for that one, so are the rows.  NULL is TN_E_MISUSE.
 */
TN_API int tn_bulk_close(tn_bulk *bulk, tn_bulk_result *result, tn_error **err);

/* Undoes the rows and frees the handle.  NULL is fine. */
TN_API void tn_bulk_abandon(tn_bulk *bulk);

TN_END_DECLS

#endif
