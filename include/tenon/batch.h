/* SPDX-License-Identifier: MIT */
/*
 * tenon/batch.h - a list of any length, some elements at a time.
 *
 *   static int forget(tn_conn *db, const tn_list *ids, void *arg, tn_error **err)
 *   {
 *       return tn_exec(db, "DELETE FROM visit WHERE author_id IN (:ids)",
 *                      TN_NAMED(tn_named("ids", tn_list_of(ids))), NULL, err);
 *   }
 *   rc = tn_batch_each(db, &ids, 0, forget, NULL, &err);
 *
 * A list may be longer than one statement takes: IN (:ids) sees to that by itself
 * (docs/lists.md).  This is for all else, and for work that should be done in parts.
 */
#ifndef TENON_BATCH_H
#define TENON_BATCH_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

/* Elements at a time when none is asked for. */
#define TN_BATCH_DEFAULT 500

/*
 * Works on the elements of slice, which lives until the function returns.  0 goes on;
 * anything else ends the batches, a negative result as the error that it has set.
 */
typedef int (*tn_batch_fn)(tn_conn *conn, const tn_list *slice, void *arg, tn_error **err);

/*
 * Calls fn with one slice of the list after the other, in order, each of size elements
 * (0: TN_BATCH_DEFAULT) but the last; size is lowered to the number of parameters that
 * the server takes in a statement.  Of an empty list it is not called.  Returns what fn
 * returned last, 0 without a call.  The list is read until the call returns.
 * Errors: TN_E_MISUSE for a list that is none, those of fn.
 *
 * The batches are no transaction: begin one around the call, or use tn_transact(), when
 * all of them are to count or none.
 */
TN_API int tn_batch_each(tn_conn *conn, const tn_list *list, unsigned size, tn_batch_fn fn, void *arg,
			 tn_error **err);

TN_END_DECLS

#endif
