/* SPDX-License-Identifier: MIT */
/*
 * core/engine/foreign_off.c - work without foreign keys; see tn_without_foreign_keys().
 *
 *   off   begin   [away]   fn   look for violations   [back]   commit   on, read back
 *
 * Servers have one of two ways: a state of the session, which may be refused inside a
 * transaction and so is set around it, or constraints that are taken away and made
 * again as part of the transaction.  Which one, and how, is the dialect's.
 *
 * Invariants:
 *  1. Nothing is committed before every foreign key was looked through in the same
 *     transaction.  Where constraints are away, those looked through are those that
 *     were there, and the server itself proves them once more when it makes them.
 *  2. The state of the session ends with the attempt, whatever happened in it; a
 *     connection of which this cannot be read back is never used again.
 *  3. fn cannot end the transaction, so the constraints that are away come back.
 *  4. The transaction sees what others commit while it runs, so that a parent that
 *     is deleted meanwhile is missed: no other isolation level is taken.
 */
#include <stdio.h>
#include "core/engine/be.h"
#include "core/engine/foreign.h"

struct statement {
	const char *away, *back; /* or NULL */
	struct statement *next;
};

struct block {
	tn_tx_fn fn;
	void *arg;
	struct tn_arena arena;
	struct tn_foreign_key *keys;
	struct statement *first, *last;
};

/* ---- the state of the session ------------------------------------------------------ */

static int switch_off(tn_conn *conn, tn_error **err)
{
	const char *off = conn->dialect->foreign_keys_off;
	return off ? tn__control(conn, off, NULL, NULL, err) : TN_OK;
}

/* A link that is lost has no state any more; on one that lives it is read back. */
static int switch_on(tn_conn *conn, tn_error **err)
{
	const char *on = conn->dialect->foreign_keys_on;
	tn_error *e = NULL;
	int rc = on ? tn__control(conn, on, NULL, NULL, &e) : TN_OK;
	if (rc >= 0 && on)
		rc = tn__guard_run(conn, &e);
	if (rc >= 0 || conn->be->dead) {
		tn_error_free(e);
		return TN_OK;
	}
	conn->be->dead = 1;
	tn__error_recode(e, TN_E_GUARD);
	tn__error_drop_flags(e, ~0u);
	tn__error_set_hint(e, "foreign keys could not be put in force again: close the connection; if the call's "
			   "transaction was committed, it holds");
	return tn__error_move(err, e);
}

static const struct tn_around around = {switch_off, switch_on};

/* ---- constraints that are away ------------------------------------------------------- */

static int add_statement(void *ctx, const tn_value *cells, uint32_t count, tn_error **err)
{
	struct block *b = ctx;
	struct statement *s = tn__arena_alloc(&b->arena, sizeof *s);
	if (count != 2 || cells[1].kind != TN_KIND_TEXT)
		return tn__error_set(err, TN_E_SERVER, "the statements for foreign keys have %u fields", count);
	if (!s)
		return tn__error_nomem(err);
	if (cells[0].kind == TN_KIND_TEXT && !(s->away = tn__arena_strndup(&b->arena, cells[0].u.s, cells[0].len)))
		return tn__error_nomem(err);
	s->back = tn__arena_strndup(&b->arena, cells[1].u.s, cells[1].len);
	if (!s->back)
		return tn__error_nomem(err);
	if (b->last)
		b->last->next = s;
	else
		b->first = s;
	b->last = s;
	return TN_OK;
}

/* Old rows may violate such a key, and those of the block could not be told from them. */
static int refuse_unproved(const struct tn_foreign_key *keys, tn_error **err)
{
	int rc;
	for (; keys; keys = keys->next)
		if (keys->flags & TN_FK_NOT_VALIDATED)
			break;
	if (!keys)
		return TN_OK;
	rc = tn__error_set(err, TN_E_UNSUPPORTED, "foreign key \"%s\" of table \"%s\" was never validated, so a block "
			   "without it cannot be proved", keys->name, keys->table);
	if (err)
		tn__error_set_hint(*err, "validate it first: tn_check_foreign_keys() finds the rows in the way");
	return rc;
}

static int take_away(tn_conn *conn, struct block *b, tn_error **err)
{
	const struct statement *s;
	int rc = tn__foreign_list(conn, &b->arena, NULL, NULL, &b->keys, err);
	if (rc >= 0)
		rc = refuse_unproved(b->keys, err);
	if (rc >= 0)
		rc = tn__control(conn, conn->dialect->foreign_keys_away, add_statement, b, err);
	for (s = b->first; s && rc >= 0; s = s->next)
		if (s->away)
			rc = tn__control(conn, s->away, NULL, NULL, err);
	return rc;
}

static int bring_back(tn_conn *conn, const struct block *b, tn_error **err)
{
	const struct statement *s;
	int rc = TN_OK;
	for (s = b->first; s && rc >= 0; s = s->next)
		rc = tn__control(conn, s->back, NULL, NULL, err);
	return rc;
}

/* ---- the proof ------------------------------------------------------------------------- */

/* Without those that the server does not enforce either. */
static struct tn_foreign_key *enforced(struct tn_foreign_key *keys)
{
	struct tn_foreign_key *first = NULL, **end = &first;
	for (; keys; keys = keys->next) {
		if (keys->flags & TN_FK_NOT_ENFORCED)
			continue;
		*end = keys;
		end = &keys->next;
	}
	*end = NULL;
	return first;
}

static int violated(const tn_fk_violation *v, tn_error **err)
{
	char message[400];
	const struct tn_error_parts parts = {
		.code = TN_E_FOREIGN_KEY,
		.message = message,
		.constraint = v->constraint,
		.table = v->table,
		.column = v->columns[0],
		.hint = "tn_check_foreign_keys() at the end of the function lists such rows",
	};
	snprintf(message, sizeof message, "a row of table \"%.100s\" has no row in \"%.100s\": foreign key \"%.60s\"",
		 v->table, v->parent, v->constraint);
	return tn__error_build(err, &parts);
}

static int prove(tn_conn *conn, struct block *b, tn_error **err)
{
	const tn_fk_violation *v;
	tn_fk_check *check = NULL;
	struct tn_arena a;
	int rc = TN_OK;
	tn__arena_init(&a);
	if (!b->first)
		rc = tn__foreign_list(conn, &a, NULL, NULL, &b->keys, err);
	if (rc >= 0)
		rc = tn__foreign_check_new(conn, &a, enforced(b->keys), &check, err);
	if (rc >= 0)
		rc = tn_fk_check_next(check, &v, err);
	if (rc == TN_ROW)
		rc = violated(v, err);
	tn_fk_check_finish(check, NULL);
	tn__arena_release(&a);
	return rc;
}

/* ---- the call --------------------------------------------------------------------------- */

static int call(tn_conn *conn, const struct block *b, tn_error **err)
{
	unsigned depth = conn->tx.depth;
	int rc;
	conn->tx.floor = depth;
	conn->tx.owner = "tn_without_foreign_keys()";
	conn->away = b->keys;
	rc = b->fn(conn, b->arg, err);
	conn->away = NULL;
	conn->tx.floor = 0;
	if (rc >= 0 && conn->tx.depth != depth)
		return tn__error_set(err, TN_E_MISUSE, "the function of tn_without_foreign_keys() left a block open");
	return rc;
}

static int run(tn_conn *conn, void *arg, tn_error **err)
{
	struct block *b = arg;
	int rc, answer;
	b->first = b->last = NULL;
	b->keys = NULL;
	tn__arena_init(&b->arena);
	rc = conn->dialect->foreign_keys_away ? take_away(conn, b, err) : TN_OK;
	if (rc >= 0)
		rc = call(conn, b, err);
	answer = rc;
	if (rc >= 0)
		rc = prove(conn, b, err);
	if (rc >= 0)
		rc = bring_back(conn, b, err);
	tn__arena_release(&b->arena);
	return rc < 0 ? rc : answer;
}

static int check_call(tn_conn *conn, const tn_tx_options *o, tn_tx_fn fn, tn_error **err)
{
	const unsigned flags = TN_TX_READ_ONLY | TN_TX_ALLOW_IMPLICIT_COMMIT | TN_TX_DEFER_FOREIGN_KEYS;
	const struct tn_dialect *d = conn->dialect;
	if (!fn)
		return tn__error_set(err, TN_E_MISUSE, "tn_without_foreign_keys() needs a function");
	if (conn->tx.depth)
		return tn__error_set(err, TN_E_MISUSE, "tn_without_foreign_keys() cannot run inside a transaction");
	if (o && o->size == sizeof *o && (o->isolation != TN_ISO_DEFAULT || (o->flags & flags)))
		return tn__error_set(err, TN_E_MISUSE, "tn_without_foreign_keys() takes no isolation level and none of "
				     "the flags for reading only, implicit commits and deferred foreign keys");
	if (!d->foreign_keys || (!d->foreign_keys_off && !d->foreign_keys_away))
		return tn__error_set(err, TN_E_UNSUPPORTED, "this server cannot work without foreign keys");
	if (d->foreign_keys_off && (conn->be->server.facts & TN_FACT_POOLED))
		return tn__error_set(err, TN_E_UNSUPPORTED, "foreign keys are a state of the session here, and a proxy "
				     "that pools sessions keeps none");
	return TN_OK;
}

int tn_without_foreign_keys(tn_conn *conn, const tn_tx_options *options, tn_tx_fn fn, void *arg, tn_error **err)
{
	struct block b = {.fn = fn, .arg = arg};
	int rc = tn__conn_ready(conn, "work without foreign keys", err);
	if (rc >= 0)
		rc = check_call(conn, options, fn, err);
	return rc < 0 ? rc : tn__transact_around(conn, options, &around, run, &b, err);
}
