/* SPDX-License-Identifier: MIT */
/*
 * tenon/upsert.h - insert a row, or update the one that is there, and tell which.
 *
 *   rc = tn_upsert(db, "setting", TN_NAMED(tn_named("name", tn_text("size"))),
 *                  TN_NAMED(tn_named("value", tn_int(12))), NULL, NULL, &err);
 *   if (rc == TN_UPSERT_INSERTED) ...
 *
 * The same on every server, whatever other threads and programs do with the row at the
 * same time: of many calls for a row that is not there exactly one tells that it has
 * inserted it, and none fails because of the others.  A row that is there under another
 * unique key is never touched: it is TN_E_UNIQUE.
 *
 * INSERT ... ON CONFLICT (tenon/stmt.h) is one statement for any number of rows; it does not tell
 * inserted from updated, and needs TN_ANY_UNIQUE_KEY() on some servers for some tables.
 */
#ifndef TENON_UPSERT_H
#define TENON_UPSERT_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/stmt.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

/* What tn_upsert() returns. */
enum { TN_UPSERT_INSERTED = 1, TN_UPSERT_UPDATED = 2 };

typedef struct tn_upsert_options {
	size_t size; /* sizeof(tn_upsert_options) */
	/*
	 * For tests: called when the row was found to be there, before it is updated, and
	 * when it was then not there any more, before the next attempt.  Whatever it does by
	 * other connections is what might have happened in between.
	 */
	void (*between)(void *ctx, unsigned attempt);
	void *between_ctx;
} tn_upsert_options;

/*
 * table   "name" or "schema.name", as it is: not folded
 * key     the columns of a primary key or a UNIQUE constraint, by name, none of them NULL
 * values  the other columns, by name; may be NULL: then a row that is there stays as it is
 *
 * Columns that are not named get their defaults when the row is inserted and are left alone
 * when it is updated.  result may be NULL; last_insert_id is that of an inserted row.
 *
 * Returns TN_UPSERT_INSERTED or TN_UPSERT_UPDATED.  Outside a transaction the row is there for
 * all to see then; inside one it is part of it.
 * Errors: TN_E_NO_OBJECT (key is no unique key of the table), TN_E_UNIQUE (a row is there under
 * another key), TN_E_PARAM, and those of INSERT and UPDATE.  Outside a transaction nothing has
 * been done then, and deadlocks are repeated.
 */
TN_API int tn_upsert(tn_conn *conn, const char *table, const tn_args *key, const tn_args *values,
		     const tn_upsert_options *options, tn_result *result, tn_error **err);

TN_END_DECLS

#endif
