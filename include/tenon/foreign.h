/* SPDX-License-Identifier: MIT */
/*
 * tenon/foreign.h - foreign keys: rows that violate them, and work without them.
 *
 * Every connection enforces foreign keys.  Rows that violate them are there all the
 * same in databases that others have filled with the checks off.
 *
 *   tn_fk_check *check = NULL;
 *   const tn_fk_violation *v;
 *   rc = tn_check_foreign_keys(db, NULL, NULL, &check, &err);
 *   while (rc >= 0 && (rc = tn_fk_check_next(check, &v, &err)) == TN_ROW)
 *       printf("%s: a row of %s has no row in %s\n", v->constraint, v->table, v->parent);
 *   tn_fk_check_finish(check, NULL);
 *
 * To put the check of each statement off to the commit, begin the transaction with
 * TN_TX_DEFER_FOREIGN_KEYS (tenon/tx.h).  To load or rearrange rows without any
 * checks, tn_without_foreign_keys().
 */
#ifndef TENON_FOREIGN_H
#define TENON_FOREIGN_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/tx.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

typedef struct tn_fk_check tn_fk_check;

typedef struct tn_fk_options {
	size_t size;    /* sizeof(tn_fk_options) */
	uint64_t limit; /* violations to give at most; 0: all */
} tn_fk_options;

/* Flags of a violation: what the server itself does about the foreign key. */
#define TN_FK_NOT_VALIDATED 0x01u /* it checks new rows only; older ones were never checked */
#define TN_FK_NOT_ENFORCED  0x02u /* it checks nothing */

/* A row that violates a foreign key.  Everything belongs to the check, until its next row. */
typedef struct tn_fk_violation {
	const char *table;         /* the table with the row */
	const char *schema;        /* of it; NULL: the connection's own */
	const char *constraint;    /* <table>_<columns>_fkey where the server keeps no name for it */
	const char *parent;        /* the table that has no row for it, or that is itself missing */
	const char *parent_schema;
	unsigned flags;            /* TN_FK_* */
	unsigned column_count;     /* of the foreign key */
	const char *const *columns;        /* of table */
	const char *const *parent_columns; /* of parent, in the same order */
	const tn_value *values;            /* of columns, in the row */
	unsigned key_count;        /* columns of the table's primary key, 0: it has none */
	const char *const *key_columns;
	const tn_value *key;       /* of the row */
} tn_fk_violation;

/*
 * Begins to look for rows that violate foreign keys: those of table ("name" or
 * "schema.name", as it is), or, for NULL, those of all tables of the current schema
 * and of others that refer to it.  options may be NULL.  One query per foreign key,
 * each a stream: memory does not grow with the number of violations.  Constraints that
 * the server does not enforce, or has not validated, are checked like all others.
 *
 * A row with NULL in a column of its foreign key violates nothing; where the server has
 * MATCH FULL and the key was declared so, it must have NULL in all of them.
 *
 * While rows are given the connection is taken, as by tn_query().  Between two foreign
 * keys others may change rows: inside a transaction of a level that keeps its snapshot
 * all of them are seen at one moment.  On success *out is yours: tn_fk_check_finish().
 * Errors: TN_E_NO_OBJECT (no such table), those of a query.
 */
TN_API int tn_check_foreign_keys(tn_conn *conn, const char *table, const tn_fk_options *options, tn_fk_check **out,
				 tn_error **err);

/* The next violation: TN_ROW and *v, or TN_DONE, or an error. */
TN_API int tn_fk_check_next(tn_fk_check *check, const tn_fk_violation **v, tn_error **err);

/*
 * Ends the check and frees it, whatever it returns, before its connection is closed.
 * NULL is fine.  Errors: that of the query that was running.
 */
TN_API int tn_fk_check_finish(tn_fk_check *check, tn_error **err);

/*
 * Runs fn in a transaction in which no foreign key is checked and none of their actions
 * (ON DELETE CASCADE and the like) happens; then looks for violations, and commits only
 * if there are none: a row that violates a foreign key is TN_E_FOREIGN_KEY, naming
 * table and constraint.  After any failure nothing is changed.  When the call returns
 * foreign keys are in force again, and it was read back from the server that they are;
 * a connection where that fails is dead.
 *
 * fn and options are those of tn_transact(), and fn is repeated as there.  fn is for
 * changes of rows; it can neither commit nor roll back the transaction, but nest blocks.
 *
 * Checked are the foreign keys of the current schema and those that refer to it, so fn
 * should write there only.  Where a server knows no such mode, the constraints are taken
 * away and made again inside the transaction, which locks their tables and needs to own
 * them.
 * Errors: TN_E_MISUSE (inside a transaction; with an isolation level or
 * TN_TX_READ_ONLY, TN_TX_ALLOW_IMPLICIT_COMMIT, TN_TX_DEFER_FOREIGN_KEYS),
 * TN_E_UNSUPPORTED (a constraint that the server has not validated; behind a proxy that
 * pools sessions, where the mode is one of the session), those of fn.
 */
TN_API int tn_without_foreign_keys(tn_conn *conn, const tn_tx_options *options, tn_tx_fn fn, void *arg,
				   tn_error **err);

TN_END_DECLS

#endif
