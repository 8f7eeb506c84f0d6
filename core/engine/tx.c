/* SPDX-License-Identifier: MIT */
/*
 * core/engine/tx.c - transactions; the state diagram stands in tenon/tx.h.
 *
 * Invariants:
 *  1. depth is 0 exactly in state IDLE.
 *  2. blocks[0] is the transaction, blocks[n] a savepoint named tn_<number>.
 *  3. In FAILED and LOST, first is the error that led there.
 *  4. Blocks up to tx.floor are those of a call of the library (tx.owner) that goes on: the
 *     caller cannot end them.
 *  5. What the server says about the transaction wins over what we believe: after
 *     an error its status is asked for (no round trip), and "none" means LOST.
 *  6. What the library began it ends.  Where the server does not take the rollback, the end
 *     of the link is the only certain one, so the link is given up: no later statement can
 *     become part of a transaction that nobody knows of.
 */
#include "core/base/text.h"
#include "core/engine/be.h"
#include "core/engine/engine.h"
#include "core/engine/stop.h"
#include "core/engine/trace.h"

#define STMT_SAVEPOINT "tn_stmt"
#define ROLLED_BACK "the transaction was rolled back while its rows were being read"

/* Runs a dialect text with $n replaced by a name. */
static int run_named(tn_conn *conn, const char *format, const char *name, tn_error **err)
{
	const char *at = strstr(format, "$n");
	struct tn_text sql;
	int rc;
	tn__text_init(&sql);
	tn__text_append(&sql, format, at ? (size_t)(at - format) : strlen(format));
	if (at) {
		tn__text_puts(&sql, name);
		tn__text_puts(&sql, at + 2);
	}
	rc = sql.failed ? tn__error_nomem(err) : tn__control(conn, sql.s, NULL, NULL, err);
	tn__text_release(&sql);
	return rc;
}

static int run_savepoint(tn_conn *conn, const char *format, unsigned number, tn_error **err)
{
	char name[16] = "tn_";
	char digits[12];
	int n = 0, k = 3;
	do {
		digits[n++] = (char)('0' + number % 10);
	} while (number /= 10);
	while (n)
		name[k++] = digits[--n];
	name[k] = '\0';
	return run_named(conn, format, name, err);
}

void tn__tx_forget(tn_conn *conn)
{
	tn__tables_end_tx(conn);
	if (conn->stop)
		tn__deadline_tx(conn, 0);
	tn_error_free(conn->tx.first);
	memset(&conn->tx, 0, sizeof conn->tx);
}

/* ---- begin ----------------------------------------------------------------- */

static int send_begin(tn_conn *conn, const struct tn_begin_row *row, tn_error **err)
{
	int rc = row->before ? tn__control(conn, row->before, NULL, NULL, err) : TN_OK;
	if (rc < 0)
		return rc;
	return tn__control(conn, row->begin, NULL, NULL, err);
}

/* ---- foreign keys that are checked at the end ---------------------------------- */

static int refuse_deferred(const char *name, tn_error **err)
{
	int rc;
	if (!name)
		return tn__error_set(err, TN_E_UNSUPPORTED, "this server checks foreign keys with each statement: it "
				     "lacks the capability deferred_foreign_keys");
	rc = tn__error_set(err, TN_E_UNSUPPORTED, "foreign key \"%s\" cannot be checked at the commit: it was declared "
			   "without DEFERRABLE", name);
	if (err)
		tn__error_set_hint(*err, "ALTER TABLE ... ALTER CONSTRAINT \"%s\" DEFERRABLE", name);
	return rc;
}

static int not_deferrable(void *ctx, const tn_value *cells, uint32_t count, tn_error **err)
{
	(void)ctx;
	if (count != 1 || cells[0].kind != TN_KIND_TEXT)
		return tn__error_set(err, TN_E_SERVER, "the name of a foreign key is no text");
	return refuse_deferred(cells[0].u.s, err);
}

/* Inside the block that asks for it. */
static int defer(tn_conn *conn, tn_error **err)
{
	const struct tn_dialect *d = conn->dialect;
	int rc = d->not_deferrable ? tn__control(conn, d->not_deferrable, not_deferrable, NULL, err) : TN_OK;
	return rc < 0 ? rc : tn__control(conn, d->defer_foreign_keys, NULL, NULL, err);
}

static int can_defer(const tn_conn *conn)
{
	return conn->profile.defer_foreign_keys && conn->dialect->defer_foreign_keys;
}

static int wants_defer(const tn_tx_options *o)
{
	return o && (o->flags & TN_TX_DEFER_FOREIGN_KEYS);
}

/* ---- begin, once the options are known to be good ------------------------------ */

static int begin_outer(tn_conn *conn, const tn_tx_options *o, tn_error **err)
{
	int wanted = o && o->isolation ? o->isolation : conn->dialect->default_isolation;
	int isolation = conn->profile.iso[wanted];
	int read_only = (o && (o->flags & TN_TX_READ_ONLY)) || (conn->flags & TN_OPEN_READ_ONLY);
	const struct tn_begin_row *row = tn__begin_row(conn->dialect, isolation, read_only);
	tn_error *e = NULL;
	int rc;
	if (!row)
		return tn__error_set(err, TN_E_UNSUPPORTED,
			"this server has no %stransactions of the isolation level asked for",
			read_only ? "read-only " : "");
	tn__deadline_tx(conn, 1);
	rc = send_begin(conn, row, &e);
	if (rc < 0) {
		tn__deadline_tx(conn, 0);
		tn__hosts_note(conn, e);
		return tn__error_move(err, e);
	}
	conn->tx.state = TN_TX_ACTIVE;
	conn->tx.depth = 1;
	conn->tx.isolation = isolation;
	conn->tx.begin = row;
	conn->tx.blocks[0].flags = o ? o->flags : 0;
	conn->tx.blocks[0].savepoint = 0;
	tn__tables_begin_tx(conn);
	return TN_OK;
}

/* The error of a call that a failed transaction refuses. */
static int aborted(const tn_conn *conn, tn_error **err)
{
	const tn_error *first = conn->tx.first;
	int rc = tn__error_set(err, TN_E_TX_ABORTED, "the transaction was aborted by an earlier error: %s",
			       first ? tn_error_message(first) : "unknown");
	if (err) {
		tn__error_set_hint(*err, "call tn_rollback()");
		tn__error_add_flags(*err, tn_error_flags(first) & TN_ERR_RETRY_TX);
	}
	return rc;
}

static int begin_nested(tn_conn *conn, const tn_tx_options *o, tn_error **err)
{
	struct tn_tx *tx = &conn->tx;
	struct tn_block *block = &tx->blocks[tx->depth];
	int rc;
	if (tx->state != TN_TX_ACTIVE)
		return aborted(conn, err);
	if (o && o->isolation != TN_ISO_DEFAULT)
		return tn__error_set(err, TN_E_MISUSE, "a nested block cannot have an isolation level of its own");
	if (tx->depth == TN_MAX_DEPTH)
		return tn__error_set(err, TN_E_LIMIT, "transactions nest at most %d deep", TN_MAX_DEPTH);
	rc = run_savepoint(conn, conn->dialect->savepoint, tx->savepoints + 1, err);
	if (rc < 0)
		return rc;
	block->savepoint = ++tx->savepoints;
	block->flags = tx->blocks[tx->depth - 1].flags | (o ? o->flags : 0);
	tx->depth++;
	return TN_OK;
}

static int check_options(const tn_tx_options *o, tn_error **err)
{
	if (o && o->size != sizeof *o)
		return tn__error_set(err, TN_E_MISUSE, "tn_tx_options.size must be sizeof(tn_tx_options)");
	if (o && (o->isolation < TN_ISO_DEFAULT || o->isolation > TN_ISO_SERIALIZABLE))
		return tn__error_set(err, TN_E_MISUSE, "%d is no isolation level", o->isolation);
	return TN_OK;
}

static int begin(tn_conn *conn, const void *arg, tn_error **err)
{
	const tn_tx_options *options = arg;
	unsigned depth;
	int rc = check_options(options, err);
	if (rc >= 0 && wants_defer(options) && !can_defer(conn))
		rc = refuse_deferred(NULL, err);
	if (rc < 0)
		return rc;
	depth = conn->tx.depth;
	rc = depth ? begin_nested(conn, options, err) : begin_outer(conn, options, err);
	if (rc < 0 || !wants_defer(options))
		return rc;
	rc = defer(conn, err);
	if (rc < 0)
		tn__tx_undo(conn, depth, err ? *err : NULL);
	return rc;
}

int tn_begin(tn_conn *conn, const tn_tx_options *options, tn_error **err)
{
	int rc = tn__call_ready(conn, "BEGIN", err);
	if (TN_LIKELY(rc == TN_OK))
		return begin(conn, options, err);
	return rc < 0 ? rc : tn__traced_control(conn, conn->tx.depth ? "SAVEPOINT" : "BEGIN", begin, options, err);
}

/* The caller cannot end a block that a call of the library has begun and will end. */
static int not_ours(const tn_conn *conn, tn_error **err)
{
	return tn__error_set(err, TN_E_MISUSE, "the transaction belongs to %s, which ends it", conn->tx.owner);
}

/* ---- commit ---------------------------------------------------------------- */

static int undo_commit(tn_conn *conn)
{
	int rc = TN_OK;
	tn__stop_shield(conn);
	if (tn__be_tx_status(conn) != TN_BE_TX_IDLE)
		rc = tn__control(conn, conn->dialect->rollback, NULL, NULL, NULL);
	tn__stop_unshield(conn);
	return rc;
}

/* A disk that failed may have the whole of it: it comes to light when the database is opened after a crash. */
static int disk_failed(const tn_error *e)
{
	return tn_error_code(e) == TN_E_IO;
}

/* Did the commit happen?  When the link, or the disk, broke under it nobody knows. */
static int commit_failed(tn_conn *conn, tn_error *e, tn_error **err)
{
	int unknown = (tn_error_flags(e) & (TN_ERR_DEAD | TN_ERR_AMBIGUOUS)) || disk_failed(e);
	if (!tn_is_dead(conn) && undo_commit(conn) < 0)
		conn->be->dead = 1;
	if (unknown) {
		tn__error_recode(e, TN_E_COMMIT_UNKNOWN);
		tn__error_add_flags(e, TN_ERR_AMBIGUOUS);
		tn__error_set_hint(e, "find out whether the transaction is there before repeating it");
	}
	if (tn_error_code(e) != TN_E_COMMIT_UNKNOWN)
		tn__hosts_note(conn, e);
	tn__tx_forget(conn);
	return tn__error_move(err, e);
}

static int commit_outer(tn_conn *conn, tn_error **err)
{
	tn_error *e = NULL;
	int rc = tn__control(conn, conn->dialect->commit, NULL, NULL, &e);
	if (rc < 0)
		return commit_failed(conn, e, err);
	tn__tx_forget(conn);
	return TN_OK;
}

static int commit(tn_conn *conn, const void *arg, tn_error **err)
{
	const struct tn_rows *r;
	int rc;
	(void)arg;
	if (!conn->tx.depth)
		return tn__error_set(err, TN_E_MISUSE, "there is no transaction to commit");
	if (conn->tx.depth <= conn->tx.floor)
		return not_ours(conn, err);
	if (conn->tx.state != TN_TX_ACTIVE)
		return aborted(conn, err);
	for (r = conn->open; r; r = r->next)
		if (!r->done)
			return tn__error_set(err, TN_E_MISUSE, "cannot commit while the rows of '%.80s' are being read",
					     r->entry->text);
	if (conn->tx.depth == 1)
		return commit_outer(conn, err);
	rc = run_savepoint(conn, conn->dialect->release, conn->tx.blocks[conn->tx.depth - 1].savepoint, err);
	if (rc >= 0)
		conn->tx.depth--;
	return rc;
}

int tn_commit(tn_conn *conn, tn_error **err)
{
	int rc = tn__call_ready(conn, "COMMIT", err);
	if (TN_LIKELY(rc == TN_OK))
		return commit(conn, NULL, err);
	if (rc < 0)
		return rc;
	return tn__traced_control(conn, conn->tx.depth > 1 ? "RELEASE SAVEPOINT" : "COMMIT", commit, NULL, err);
}

/* ---- rollback -------------------------------------------------------------- */

static int rollback_nested(tn_conn *conn, tn_error **err)
{
	struct tn_tx *tx = &conn->tx;
	unsigned savepoint = tx->blocks[tx->depth - 1].savepoint;
	int rc = TN_OK;
	tn__stop_shield(conn);
	if (tx->state != TN_TX_LOST) {
		rc = run_savepoint(conn, conn->dialect->rollback_to, savepoint, err);
		if (rc >= 0)
			rc = run_savepoint(conn, conn->dialect->release, savepoint, err);
	}
	tn__stop_unshield(conn);
	if (rc < 0)
		return rc;
	tx->depth--;
	if (tx->state == TN_TX_FAILED) {
		tx->state = TN_TX_ACTIVE;
		tn_error_free(tx->first);
		tx->first = NULL;
	}
	return TN_OK;
}

static int rollback_outer(tn_conn *conn, tn_error **err)
{
	int rc = TN_OK;
	tn__stop_shield(conn);
	/* Also when it was lost: some clusters run the next statement otherwise. */
	if (tn__be_tx_status(conn) != TN_BE_TX_IDLE)
		rc = tn__control(conn, conn->dialect->rollback, NULL, NULL, err);
	tn__stop_unshield(conn);
	if (rc >= 0 || conn->be->dead)
		tn__tx_forget(conn);
	return rc;
}

static int rollback(tn_conn *conn, const void *arg, tn_error **err)
{
	struct tn_rows *r;
	(void)arg;
	if (!conn->tx.depth)
		return tn__error_set(err, TN_E_MISUSE, "there is no transaction to roll back");
	if (conn->tx.depth <= conn->tx.floor)
		return not_ours(conn, err);
	for (r = conn->open; r; r = r->next)
		tn__rows_kill(r, TN_E_MISUSE, ROLLED_BACK);
	if (conn->tx.schema_changed)
		tn__tables_changed(conn);
	return conn->tx.depth > 1 ? rollback_nested(conn, err) : rollback_outer(conn, err);
}

int tn_rollback(tn_conn *conn, tn_error **err)
{
	int rc = tn__conn_check(conn, err);
	if (rc < 0)
		return rc;
	tn__stop_gate(conn);
	if (!conn->trace)
		return rollback(conn, NULL, err);
	return tn__traced_control(
		conn, conn->tx.depth > 1 ? "ROLLBACK TO SAVEPOINT" : "ROLLBACK", rollback, NULL, err);
}

static void enter(tn_conn *conn, int state, const tn_error *e)
{
	conn->tx.state = state;
	if (!conn->tx.first)
		conn->tx.first = tn__error_copy(e);
}

/* A block that cannot be undone by itself goes with the one around it. */
static void leave_undone(tn_conn *conn, const tn_error *e)
{
	if (conn->tx.depth > 1) {
		conn->tx.depth--;
		enter(conn, conn->be->dead ? TN_TX_DEAD : TN_TX_FAILED, e);
		return;
	}
	conn->be->dead = 1;
	tn__tx_forget(conn);
}

void tn__tx_undo(tn_conn *conn, unsigned depth, const tn_error *e)
{
	struct tn_rows *r;
	if (tn_is_dead(conn))
		return;
	for (r = conn->open; r; r = r->next)
		tn__rows_kill(r, TN_E_MISUSE, ROLLED_BACK);
	while (conn->tx.depth > depth && conn->tx.depth > conn->tx.floor)
		if (tn_rollback(conn, NULL) < 0)
			leave_undone(conn, e);
}

/* ---- what statements ask and tell ------------------------------------------ */

static int refuse_control(const struct tn_entry *e, tn_error **err)
{
	int rc = tn__error_set(err, TN_E_MISUSE, "%s in SQL text would leave the library unaware of the transaction",
			       e->ir->verb);
	if (err)
		tn__error_set_hint(*err,
			"use tn_begin(), tn_commit(), tn_rollback() or tn_transact(); nested blocks are savepoints");
	return rc;
}

int tn__tx_decide(tn_conn *conn, const struct tn_entry *e, tn_error **err)
{
	const struct tn_tx *tx = &conn->tx;
	int rc;
	if (TN_UNLIKELY(e->ir->effect == TN_IR_TX_CONTROL))
		return refuse_control(e, err);
	if (TN_LIKELY(!tx->depth))
		return TN_OK;
	if (tx->state != TN_TX_ACTIVE)
		return aborted(conn, err);
	if (TN_UNLIKELY((e->plan->flags & TN_PLAN_NEEDS_WRITE) && tx->begin->read_only))
		return tn__error_set(err, TN_E_READ_ONLY, "%s locks rows, which this server does by a write "
			"transaction only, and the transaction was begun read-only", e->ir->verb);
	if (!(e->plan->flags & TN_PLAN_IMPLICIT_COMMIT))
		return TN_OK;
	if ((tx->blocks[0].flags & TN_TX_ALLOW_IMPLICIT_COMMIT) && tx->depth == 1)
		return TN_OK;
	rc = tn__error_set(err, TN_E_UNSUPPORTED,
		"%s would commit the open transaction: this server lacks the capability tx_ddl", e->ir->verb);
	if (err)
		tn__error_set_hint(*err, "run it outside a transaction, or begin with TN_TX_ALLOW_IMPLICIT_COMMIT");
	return rc;
}

static int keeps_going(const tn_conn *conn)
{
	return conn->tx.depth && (conn->tx.blocks[conn->tx.depth - 1].flags & TN_TX_KEEP_GOING);
}

int tn__tx_protect(tn_conn *conn, tn_error **err)
{
	int rc;
	if (!keeps_going(conn) || !conn->profile.keep_going_savepoint)
		return 0;
	rc = run_named(conn, conn->dialect->savepoint, STMT_SAVEPOINT, err);
	return rc < 0 ? rc : 1;
}

int tn__tx_release(tn_conn *conn, tn_error **err)
{
	return run_named(conn, conn->dialect->release, STMT_SAVEPOINT, err);
}

void tn__tx_note(tn_conn *conn, tn_error *e, int protected_by_savepoint)
{
	int broke = conn->be->dead;
	/* A node that refuses the statement has not carried it out, though its link is given up. */
	if (!broke)
		tn__hosts_note(conn, e);
	if (!conn->tx.depth) {
		/* Its own commit: it may have been carried out before the link, or the disk, broke. */
		if (broke || disk_failed(e))
			tn__error_add_flags(e, TN_ERR_AMBIGUOUS);
		return;
	}
	if (conn->be->dead) {
		enter(conn, TN_TX_DEAD, e);
		return;
	}
	if ((tn_error_flags(e) & TN_ERR_TX_LOST) || tn__be_tx_status(conn) == TN_BE_TX_IDLE) {
		tn__error_add_flags(e, TN_ERR_TX_LOST);
		enter(conn, TN_TX_LOST, e);
		return;
	}
	if (protected_by_savepoint) {
		tn__stop_shield(conn);
		if (run_named(conn, conn->dialect->rollback_to, STMT_SAVEPOINT, NULL) < 0 ||
		    run_named(conn, conn->dialect->release, STMT_SAVEPOINT, NULL) < 0)
			enter(conn, TN_TX_FAILED, e);
		tn__stop_unshield(conn);
		return;
	}
	/* What may have had its effect is not a statement that only failed. */
	if (!keeps_going(conn) || (tn_error_flags(e) & TN_ERR_AMBIGUOUS))
		enter(conn, TN_TX_FAILED, e);
}

int tn__tx_enter_plan(tn_conn *conn, tn_error **err)
{
	int rc;
	if (!conn->tx.depth)
		return begin_outer(conn, NULL, err);
	rc = begin_nested(conn, NULL, err);
	if (rc >= 0)
		conn->tx.blocks[conn->tx.depth - 1].flags &= ~(unsigned)TN_TX_KEEP_GOING;
	return rc;
}

/* Undoes a plan in a savepoint: for the caller's transaction it is a statement that failed. */
static void undo_nested_plan(tn_conn *conn, const tn_error *e)
{
	if (rollback_nested(conn, NULL) < 0) {
		leave_undone(conn, e);
	} else if (conn->tx.state == TN_TX_ACTIVE && !keeps_going(conn)) {
		enter(conn, TN_TX_FAILED, e);
	}
}

int tn__tx_leave_plan(tn_conn *conn, int rc, tn_error **err)
{
	int outer = conn->tx.depth == 1;
	if (rc >= 0 && outer)
		return commit_outer(conn, err);
	if (rc >= 0)
		rc = run_savepoint(conn, conn->dialect->release, conn->tx.blocks[conn->tx.depth - 1].savepoint, err);
	if (rc >= 0) {
		conn->tx.depth--;
		return rc;
	}
	if (!outer) {
		undo_nested_plan(conn, *err);
		return rc;
	}
	if (rollback_outer(conn, NULL) < 0) {
		conn->be->dead = 1;
		tn__error_add_flags(*err, TN_ERR_DEAD);
	}
	tn__tx_forget(conn);
	tn__error_drop_flags(*err, TN_ERR_TX_LOST);
	return rc;
}

int tn__tx_resume(tn_conn *conn, tn_error **err)
{
	int rc = send_begin(conn, conn->tx.begin, err);
	if (rc < 0)
		tn__tx_forget(conn);
	else
		tn__tables_begin_tx(conn);
	return rc;
}

int tn_tx_state(const tn_conn *conn)
{
	if (tn_is_dead(conn))
		return TN_TX_DEAD;
	return conn->tx.state;
}

unsigned tn_tx_depth(const tn_conn *conn)
{
	return conn && conn->magic == TN_CONN_MAGIC ? conn->tx.depth : 0;
}

int tn_tx_isolation(const tn_conn *conn)
{
	return conn && conn->magic == TN_CONN_MAGIC ? conn->tx.isolation : 0;
}
