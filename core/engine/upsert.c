/* SPDX-License-Identifier: MIT */
/*
 * core/engine/upsert.c - insert a row, or update the one that is there.
 *
 *   INSERT ... ON CONFLICT (key) DO NOTHING     1 row: inserted
 *     0 rows: UPDATE ... WHERE key = ...        1 row: updated
 *       0 rows: it has gone meanwhile, or was there under another key: again
 *   after some attempts: INSERT                 1 row: inserted; or TN_E_UNIQUE
 *
 * One statement would do where a server tells inserted rows from updated ones, but none does
 * by a documented means that all others have too.  Two need no transaction: each is right
 * by itself, since the first has done nothing when the second is run.  INSERT stands first because an
 * UPDATE that finds nothing may lock the place where the row would be, and two of them wait for
 * each other.
 *
 * Where the server leaves a row alone that is there under any unique key, so does the first
 * statement (it is marked TN_ANY_UNIQUE_KEY): the UPDATE then finds nothing, and the last
 * INSERT fails as it should.
 *
 * Invariants:
 *  1. Nothing has been done when an error is returned outside a transaction.
 *  2. Names get into the text checked and quoted, values as parameters only.
 */
#include <tenon/upsert.h>
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/engine/engine.h"

/* Enough for a row that others delete and insert all the time. */
#define ATTEMPTS 12u

struct upsert {
	tn_conn *conn;
	const char *table;
	const tn_args *key, *values;
	const tn_upsert_options *options;
	uint32_t value_count;
	struct tn_text insert, update;
	size_t plain_at, plain_len; /* the INSERT without its mark and ON CONFLICT */
	tn_value *params;  /* values, then key: the order of both statements */
	tn_args args;
	tn_result result;
};

/* ---- the statements ------------------------------------------------------------------- */

/* before "name" behind, for each argument, with what is between. */
static int put_columns(const struct upsert *u, struct tn_text *out, const tn_args *args, const char *between,
		       const char *behind, tn_error **err)
{
	uint32_t i;
	int rc = TN_OK;
	for (i = 0; args && i < args->count && rc >= 0; i++) {
		const char *name = args->named[i].name;
		tn__text_puts(out, i ? between : "");
		rc = tn__put_name(u->conn, out, name, name ? strlen(name) : 0, err);
		tn__text_puts(out, behind);
	}
	return rc;
}

static int make_insert(struct upsert *u, tn_error **err)
{
	struct tn_text *out = &u->insert;
	uint32_t i, n = u->value_count + u->key->count;
	int rc;
	tn__text_puts(out, TN_ANY_UNIQUE_KEY_MARK);
	u->plain_at = out->len;
	tn__text_puts(out, "INSERT INTO ");
	rc = tn__put_table(u->conn, out, u->table, err);
	tn__text_puts(out, " (");
	if (rc >= 0)
		rc = put_columns(u, out, u->values, ", ", "", err);
	tn__text_puts(out, u->value_count ? ", " : "");
	if (rc >= 0)
		rc = put_columns(u, out, u->key, ", ", "", err);
	tn__text_puts(out, ") VALUES (");
	for (i = 0; i < n; i++)
		tn__text_puts(out, i ? ", ?" : "?");
	tn__text_putc(out, ')');
	u->plain_len = out->len - u->plain_at;
	tn__text_puts(out, " ON CONFLICT (");
	if (rc >= 0)
		rc = put_columns(u, out, u->key, ", ", "", err);
	tn__text_puts(out, ") DO NOTHING");
	return rc;
}

/* Without values the key is assigned to itself, so that the number of rows tells of the row. */
static int put_sets(struct upsert *u, tn_error **err)
{
	struct tn_text *out = &u->update;
	const char *name = u->key->named->name;
	int rc;
	if (u->value_count)
		return put_columns(u, out, u->values, ", ", " = ?", err);
	rc = tn__put_name(u->conn, out, name, name ? strlen(name) : 0, err);
	tn__text_puts(out, " = ");
	return rc < 0 ? rc : tn__put_name(u->conn, out, name, strlen(name), err);
}

static int make_update(struct upsert *u, tn_error **err)
{
	struct tn_text *out = &u->update;
	int rc;
	tn__text_puts(out, "UPDATE ");
	rc = tn__put_table(u->conn, out, u->table, err);
	tn__text_puts(out, " SET ");
	if (rc >= 0)
		rc = put_sets(u, err);
	tn__text_puts(out, " WHERE ");
	return rc < 0 ? rc : put_columns(u, out, u->key, " AND ", " = ?", err);
}

static int make_params(struct upsert *u, tn_error **err)
{
	uint32_t i, n = 0;
	u->params = tn__calloc(u->value_count + u->key->count, sizeof *u->params);
	if (!u->params)
		return tn__error_nomem(err);
	for (i = 0; i < u->value_count; i++)
		u->params[n++] = u->values->named[i].value;
	for (i = 0; i < u->key->count; i++)
		u->params[n++] = u->key->named[i].value;
	u->args.values = u->params;
	u->args.count = n;
	return TN_OK;
}

/* ---- running ------------------------------------------------------------------------------ */

/* The rows that a statement touched, or an error. */
static int touched(struct upsert *u, const char *sql, tn_error **err)
{
	int rc = tn_exec(u->conn, sql, &u->args, &u->result, err);
	return rc < 0 ? rc : u->result.affected > 0;
}

static void call_between(const struct upsert *u, unsigned attempt)
{
	if (u->options && u->options->between)
		u->options->between(u->options->between_ctx, attempt);
}

/* TN_UPSERT_*, 0: neither, or an error. */
static int attempt(struct upsert *u, unsigned number, tn_error **err)
{
	int rc = touched(u, u->insert.s, err);
	if (rc)
		return rc < 0 ? rc : TN_UPSERT_INSERTED;
	call_between(u, number);
	rc = touched(u, u->update.s, err);
	u->result.last_insert_id = 0;
	if (rc)
		return rc < 0 ? rc : TN_UPSERT_UPDATED;
	call_between(u, number);
	return 0;
}

/* Outside a transaction a statement that met another one has done nothing. */
static int worth_repeating(const struct upsert *u, const tn_error *e)
{
	unsigned flags = tn_error_flags(e);
	return !u->conn->tx.depth && (flags & (TN_ERR_RETRY_TX | TN_ERR_RETRY_STATEMENT)) &&
	       !(flags & (TN_ERR_DEAD | TN_ERR_AMBIGUOUS));
}

static int run(struct upsert *u, tn_error **err)
{
	tn_error *e = NULL;
	unsigned i;
	int rc = 0;
	for (i = 1; i <= ATTEMPTS; i++) {
		rc = attempt(u, i, &e);
		if (rc > 0 || (rc < 0 && !worth_repeating(u, e)))
			break;
	}
	if (rc < 0)
		return tn__error_move(err, e);
	tn_error_free(e);
	if (rc)
		return rc;
	u->insert.s[u->plain_at + u->plain_len] = '\0';
	rc = touched(u, u->insert.s + u->plain_at, err);
	return rc < 0 ? rc : TN_UPSERT_INSERTED;
}

/* ---- the call ------------------------------------------------------------------------------- */

static int check(const tn_args *key, const tn_args *values, const tn_upsert_options *o, tn_error **err)
{
	uint32_t i;
	if (o && o->size != sizeof *o)
		return tn__error_set(err, TN_E_MISUSE, "tn_upsert_options.size must be sizeof(tn_upsert_options)");
	if (!key || !key->count || !key->named || (values && values->count && !values->named))
		return tn__error_set(err, TN_E_PARAM, "tn_upsert() takes the columns of a key and values by name");
	for (i = 0; i < key->count; i++)
		if (key->named[i].value.kind == TN_KIND_NULL)
			return tn__error_set(err, TN_E_PARAM, "the key column '%s' is NULL",
					     key->named[i].name ? key->named[i].name : "");
	return TN_OK;
}

int tn_upsert(tn_conn *conn, const char *table, const tn_args *key, const tn_args *values,
	      const tn_upsert_options *options, tn_result *result, tn_error **err)
{
	struct upsert u = {.conn = conn, .table = table ? table : "", .key = key, .values = values,
			   .options = options, .value_count = values ? values->count : 0};
	int rc = tn__conn_ready(conn, u.table, err);
	if (rc >= 0)
		rc = check(key, values, options, err);
	if (rc < 0)
		return rc;
	tn__text_init(&u.insert);
	tn__text_init(&u.update);
	rc = make_insert(&u, err);
	if (rc >= 0)
		rc = make_update(&u, err);
	if (rc >= 0 && (u.insert.failed || u.update.failed))
		rc = tn__error_nomem(err);
	if (rc >= 0)
		rc = make_params(&u, err);
	if (rc >= 0)
		rc = run(&u, err);
	if (rc >= 0 && result)
		*result = u.result;
	tn__free(u.params);
	tn__text_release(&u.insert);
	tn__text_release(&u.update);
	return rc;
}
