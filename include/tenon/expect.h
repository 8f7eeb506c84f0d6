/* SPDX-License-Identifier: MIT */
/*
 * tenon/expect.h - changes that must touch an exact number of rows, or nothing.
 *
 *   rc = tn_exec_expect(db, "UPDATE job SET taken_by = ? WHERE id = ? AND taken_by IS NULL",
 *                       TN_ARGS(me, id), 1, &err);
 *   if (rc == TN_E_ROW_COUNT) ...        somebody else has it
 *
 * The condition of the statement says in which state the rows must be, the number says
 * that all of them were: so programs claim work, or complete it, without a lock of
 * their own.  Counted are the rows that the statement matched, on every server, whether
 * or not they have changed; rows that foreign keys or triggers changed besides are not.
 *
 * Each call is a tn_transact(): outside a transaction it has one of its own, which is
 * repeated after a deadlock; inside one it is a nested block.  After any error nothing
 * of the call is left, and the caller's transaction goes on from where it was.
 */
#ifndef TENON_EXPECT_H
#define TENON_EXPECT_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

/*
 * Runs an INSERT, UPDATE or DELETE that must touch exactly rows rows; else it is undone
 * and TN_E_ROW_COUNT tells both numbers.  A statement that does not tell how many rows
 * it touched is TN_E_MISUSE.  Errors besides: those of tn_exec() and tn_transact().
 */
TN_API int tn_exec_expect(tn_conn *conn, const char *sql, const tn_args *args, int64_t rows, tn_error **err);

/*
 * Runs a statement for a list of any length, in batches:
 *
 *   tn_exec_expect_each(db, "UPDATE job SET done = TRUE WHERE id IN (:ids) AND NOT done",
 *                       TN_NAMED(tn_named("ids", TN_LIST(ids, n))), 0, &err)
 *
 * One of args is a list; the statement runs with batch elements of it at a time (0: 100,
 * never more than the server takes), and must each time touch exactly as many rows as
 * there are elements.  The first batch that does not undoes all of them.  An element
 * that stands in the list twice is one row, so lists must be without duplicates.  An
 * empty list does nothing.
 */
TN_API int tn_exec_expect_each(tn_conn *conn, const char *sql, const tn_args *args, unsigned batch, tn_error **err);

TN_END_DECLS

#endif
