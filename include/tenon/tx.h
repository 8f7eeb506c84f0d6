/* SPDX-License-Identifier: MIT */
/*
 * tenon/tx.h - transactions.
 *
 * States of a connection, the same on every server:
 *
 *      tn_begin                         error of a statement
 *   IDLE ------> ACTIVE ----------------------------------------> FAILED
 *    ^  ^           |  ^                                            |
 *    |  | commit    |  |  tn_rollback (to the savepoint)            |
 *    |  +-----------+  +--------------------------------------------+  nested
 *    |  rollback                                                    |
 *    +--------------------------------------------------------------+  outermost
 *    |              tn_rollback
 *    |   ACTIVE/FAILED ---- deadlock, lost snapshot: the server has rolled
 *    +-- LOST <------------ everything back; only tn_rollback() leads out
 *        DEAD: the connection is gone; only tn_close()
 *
 * A server error inside a transaction fails the block: further statements are
 * refused with TN_E_TX_ABORTED, which repeats the first error, until the block
 * is rolled back.  That is what PostgreSQL does by itself; the library holds
 * the other servers to it, so a program that works on one works on all.  Ask
 * for TN_TX_KEEP_GOING when a failed statement should undo only itself.
 *
 * Errors found before anything was sent (wrong parameters, misuse) leave the
 * state alone.
 *
 * Nesting: tn_begin() inside a transaction sets a savepoint; tn_commit() and
 * tn_rollback() then end the inner block only.
 */
#ifndef TENON_TX_H
#define TENON_TX_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>

TN_BEGIN_DECLS

/*
 * Isolation levels.  A server that lacks a level gives the next stronger one;
 * tn_tx_isolation() tells which.  The default is READ COMMITTED where the server
 * has it; SQLite gives SERIALIZABLE always.
 */
enum tn_isolation {
	TN_ISO_DEFAULT = 0,
	TN_ISO_READ_COMMITTED = 1,
	TN_ISO_REPEATABLE_READ = 2,
	TN_ISO_SERIALIZABLE = 3
};

enum tn_tx_state {
	TN_TX_IDLE = 0,
	TN_TX_ACTIVE = 1,
	TN_TX_FAILED = 2,
	TN_TX_LOST = 3,
	TN_TX_DEAD = 4
};

/* The transaction will not write: no write lock is taken, a write is TN_E_READ_ONLY. */
#define TN_TX_READ_ONLY 0x01u
/* A statement that fails undoes only itself; where the server lacks that, a savepoint per statement does it. */
#define TN_TX_KEEP_GOING 0x02u
/* Allow statements that commit the transaction implicitly (DDL on some servers). */
#define TN_TX_ALLOW_IMPLICIT_COMMIT 0x04u

/*
 * Foreign keys are checked when the transaction commits instead of with each statement, so
 * rows may come in any order; a violation then is the commit's TN_E_FOREIGN_KEY.  Actions
 * (CASCADE, SET NULL) happen at once all the same, and RESTRICT is checked at once.
 * TN_E_UNSUPPORTED where the server has no such thing (capability
 * deferred_foreign_keys), and where a foreign key of the current schema was declared
 * without DEFERRABLE and needs it: the message has its name.  In a nested block it holds
 * until the transaction ends, or the block is undone.
 */
#define TN_TX_DEFER_FOREIGN_KEYS 0x08u

typedef struct tn_tx_options {
	size_t size;   /* sizeof(tn_tx_options) */
	int isolation; /* enum tn_isolation; for a nested block only DEFAULT */
	unsigned flags; /* TN_TX_* */
	/* tn_transact() only; 0 stands for the default in brackets */
	unsigned max_attempts;      /* [10]; 1: never retry */
	unsigned first_backoff_ms;  /* [10] doubled each time, with full jitter */
	unsigned max_backoff_ms;    /* [2000] */
	unsigned deadline_ms;       /* [60000] over all attempts; given, it also ends what runs */
	/*
	 * Asked, on a fresh connection, whether a transaction whose commit outcome
	 * is unknown is there: 1 yes, 0 no, negative: cannot tell.  Without it such
	 * a commit is TN_E_COMMIT_UNKNOWN and never repeated.
	 */
	int (*check)(tn_conn *conn, void *arg, tn_error **err);
} tn_tx_options;

/*
 * Begins a transaction, or a nested block inside one.  options may be NULL.
 * Errors: TN_E_UNSUPPORTED (a level or a flag that the server has not), TN_E_MISUSE (a level
 * for a nested block), TN_E_TX_ABORTED (inside a failed block), TN_E_LIMIT (64 blocks).
 */
TN_API int tn_begin(tn_conn *conn, const tn_tx_options *options, tn_error **err);

/*
 * Ends the innermost block.  After an error of tn_commit() the transaction is
 * over and undone, but for TN_E_COMMIT_UNKNOWN; a failed block cannot be
 * committed (TN_E_TX_ABORTED) and stays open for tn_rollback().
 */
TN_API int tn_commit(tn_conn *conn, tn_error **err);

/* Undoes the innermost block; rows that are open end.  Without a transaction it is TN_E_MISUSE. */
TN_API int tn_rollback(tn_conn *conn, tn_error **err);

/* Without asking the server.  Of a closed handle: TN_TX_DEAD, 0, 0. */
TN_API int tn_tx_state(const tn_conn *conn); /* enum tn_tx_state */
TN_API unsigned tn_tx_depth(const tn_conn *conn); /* 0: none; 1: a transaction; more: nested blocks */
TN_API int tn_tx_isolation(const tn_conn *conn); /* what the open transaction has; 0 outside one */

/*
 * Runs fn in a transaction and commits.  fn returns 0 or positive for success,
 * TN_E_* (with *err set) for failure; whatever it returns last is returned.
 * Serialization failures, deadlocks, busy snapshots and lost connections before
 * the commit was sent make the whole of fn run again, after a back-off with
 * jitter, within the options' bounds; so fn must have no effect besides the
 * database.  The commit is part of what is retried, except when its outcome is
 * unknown.  Inside a transaction fn runs in a nested block, without retries.
 *
 * Nothing is left open: when the server does not take the rollback after a failure of
 * fn, the connection is given up (tn_is_dead()), which ends the transaction; the
 * error is still that of fn.  A nested block then fails the transaction around it.
 *
 * A lost connection is opened again in place: conn stays valid, its statement handles
 * too, rows do not.
 * Errors: those of the last attempt, also when the deadline ends the attempts.
 */
typedef int (*tn_tx_fn)(tn_conn *conn, void *arg, tn_error **err);
TN_API int tn_transact(tn_conn *conn, const tn_tx_options *options, tn_tx_fn fn, void *arg, tn_error **err);

TN_END_DECLS

#endif
