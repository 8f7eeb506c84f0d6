/* SPDX-License-Identifier: MIT */
/*
 * core/engine/foreign_check.c - rows that violate foreign keys; see tenon/foreign.h.
 *
 * Each foreign key is one query, run when the one before it has ended:
 *
 *   SELECT key of c, columns of c FROM child AS c
 *   WHERE no column is NULL AND NOT EXISTS (SELECT 1 FROM parent AS p WHERE p's columns are c's)
 *
 * A key of MATCH FULL asks for one column that is not NULL instead: NULL equals nothing,
 * so a row with NULL in some of its columns has no parent.  A parent that is not there at
 * all has no rows.
 *
 * Invariants:
 *  1. Memory is that of the list of keys and of one query.
 *  2. Cells have the kinds that portable SQL gives the columns: the query is told the
 *     types that the server describes.
 *  3. A key whose query has begun is never asked for again: an error ends the check.
 */
#include "core/base/mem.h"
#include "core/base/name.h"
#include "core/base/text.h"
#include "core/engine/describe.h"
#include "core/engine/foreign.h"

#define CHECK_MAGIC 0x746e666bu /* "tnfk" */

struct tn_fk_check {
	uint32_t magic;
	tn_conn *conn;
	struct tn_arena keys_arena; /* of the keys */
	struct tn_foreign_key *key; /* that is or will be looked through */
	uint64_t left;              /* violations to give; UINT64_MAX: all */

	/* of the query that runs */
	struct tn_arena arena;
	tn_stmt *stmt;
	tn_rows *rows;
	const char **key_columns;
	uint32_t key_count;
	tn_fk_violation violation;
};

/* ---- the query ------------------------------------------------------------------------ */

static void put_column(struct tn_text *t, const struct tn_dialect *d, const char *name)
{
	tn__text_puts(t, "c.");
	tn__sql_quote_ident(t, d, name, strlen(name));
}

static void write_query(const tn_fk_check *c, struct tn_text *t)
{
	const struct tn_dialect *d = c->conn->dialect;
	const struct tn_foreign_key *k = c->key;
	uint32_t i;
	tn__text_puts(t, TN_NATIVE_MARK "SELECT ");
	for (i = 0; i < c->key_count + k->count; i++) {
		tn__text_puts(t, i ? ", " : "");
		put_column(t, d, i < c->key_count ? c->key_columns[i] : k->columns[i - c->key_count]);
	}
	tn__text_printf(t, " FROM %s AS c WHERE (", k->source);
	for (i = 0; i < k->count; i++) {
		tn__text_puts(t, !i ? "" : k->match_full ? " OR " : " AND ");
		put_column(t, d, k->columns[i]);
		tn__text_puts(t, " IS NOT NULL");
	}
	tn__text_puts(t, ")");
	if (!k->parent_source)
		return;
	tn__text_printf(t, " AND NOT EXISTS (SELECT 1 FROM %s AS p WHERE ", k->parent_source);
	for (i = 0; i < k->count; i++)
		tn__text_printf(t, "%s%s", i ? " AND " : "", k->conditions[i]);
	tn__text_puts(t, ")");
}

static const struct tn_ir_column *column_of(const struct tn_ir_table *t, const char *name)
{
	uint32_t i;
	for (i = 0; i < t->column_count; i++)
		if (!strcmp(t->columns[i].name, name))
			return &t->columns[i];
	return NULL;
}

/* The columns of the table's primary key, and the types of all that the query gives. */
static int take_columns(tn_fk_check *c, const struct tn_ir_table *t, struct tn_sql_type **want, tn_error **err)
{
	const struct tn_ir_key *primary = NULL;
	uint32_t i, n;
	for (i = 0; i < t->key_count; i++)
		if (t->keys[i].primary)
			primary = &t->keys[i];
	c->key_count = primary ? primary->count : 0;
	n = c->key_count + c->key->count;
	c->key_columns = tn__arena_calloc(&c->arena, c->key_count + 1, sizeof *c->key_columns);
	*want = tn__arena_calloc(&c->arena, n, sizeof **want);
	if (!c->key_columns || !*want)
		return tn__error_nomem(err);
	for (i = 0; i < n; i++) {
		const struct tn_ir_column *column = i < c->key_count
							    ? &t->columns[primary->columns[i]]
							    : column_of(t, c->key->columns[i - c->key_count]);
		if (column)
			(*want)[i] = column->type;
		if (i >= c->key_count || !column)
			continue;
		c->key_columns[i] = tn__arena_strndup(&c->arena, column->name, strlen(column->name));
		if (!c->key_columns[i])
			return tn__error_nomem(err);
	}
	return TN_OK;
}

static int describe_table(tn_fk_check *c, struct tn_sql_type **want, tn_error **err)
{
	struct tn_cat_table *t = NULL;
	int rc = tn__describe(c->conn, c->key->schema, c->key->table, &t, err);
	if (rc >= 0 && !t)
		rc = tn__error_set(err, TN_E_NO_OBJECT, "table \"%s\" is gone", c->key->table);
	if (rc >= 0)
		rc = take_columns(c, &t->ir, want, err);
	tn__cat_table_unref(t);
	return rc;
}

/* A handle whose entry has the types that are wanted. */
static int prepare(tn_fk_check *c, const char *sql, const struct tn_sql_type *want, tn_error **err)
{
	struct tn_entry *e = NULL;
	int rc = tn_prepare(c->conn, sql, &c->stmt, err);
	if (rc >= 0)
		rc = tn__entry_new(c->conn, sql, strlen(sql), NULL, &e, err);
	if (rc < 0)
		return rc;
	e->owned = 1;
	e->busy = 0;
	e->be->want = want;
	e->be->want_count = c->key_count + c->key->count;
	e->be->flags |= TN_BE_ONCE;
	c->stmt->entry = e;
	return TN_OK;
}

static void describe_violation(tn_fk_check *c)
{
	const struct tn_foreign_key *k = c->key;
	tn_fk_violation *v = &c->violation;
	v->table = k->table;
	v->schema = k->own_schema ? NULL : k->schema;
	v->constraint = k->name;
	v->parent = k->parent;
	v->parent_schema = k->own_parent ? NULL : k->parent_schema;
	v->flags = k->flags;
	v->column_count = k->count;
	v->columns = k->columns;
	v->parent_columns = k->parent_columns;
	v->key_count = c->key_count;
	v->key_columns = c->key_columns;
}

static int begin_key(tn_fk_check *c, tn_error **err)
{
	struct tn_sql_type *want = NULL;
	struct tn_text sql;
	int rc;
	tn__arena_clear(&c->arena);
	rc = tn__conn_ready(c->conn, "the check of a foreign key", err);
	if (rc >= 0)
		rc = describe_table(c, &want, err);
	if (rc < 0)
		return rc;
	tn__text_init(&sql);
	write_query(c, &sql);
	rc = sql.failed ? tn__error_nomem(err) : prepare(c, sql.s, want, err);
	tn__text_release(&sql);
	if (rc >= 0)
		rc = tn_stmt_query(c->stmt, NULL, &c->rows, err);
	if (rc >= 0)
		describe_violation(c);
	return rc;
}

static int end_key(tn_fk_check *c, tn_error **err)
{
	int rc = tn_finish(c->rows, err);
	c->rows = NULL;
	tn_stmt_close(c->stmt);
	c->stmt = NULL;
	return rc;
}

/* ---- the check ------------------------------------------------------------------------ */

int tn__foreign_check_new(tn_conn *conn, struct tn_arena *a, struct tn_foreign_key *keys, tn_fk_check **out,
			  tn_error **err)
{
	tn_fk_check *c = tn__alloc(sizeof *c);
	if (!c)
		return tn__error_nomem(err);
	c->magic = CHECK_MAGIC;
	c->conn = conn;
	c->left = UINT64_MAX;
	c->keys_arena = *a;
	tn__arena_init(a);
	tn__arena_init(&c->arena);
	c->key = keys;
	*out = c;
	return TN_OK;
}

/* A table without foreign keys is there; one that is not is an error. */
static int table_is_there(tn_conn *conn, const char *schema, const char *name, tn_error **err)
{
	struct tn_cat_table *t = NULL;
	int rc = tn__describe(conn, schema, name, &t, err);
	if (rc >= 0 && !t)
		rc = tn__error_set(err, TN_E_NO_OBJECT, "there is no table \"%s\"", name);
	tn__cat_table_unref(t);
	return rc;
}

static int list_keys(tn_conn *conn, const char *table, struct tn_arena *a, struct tn_foreign_key **keys,
		     tn_error **err)
{
	size_t schema_len = 0;
	const char *name = table ? tn__name_base(table, &schema_len) : NULL, *schema = NULL;
	int rc;
	if (name != table && !(schema = tn__arena_strndup(a, table, schema_len)))
		return tn__error_nomem(err);
	rc = name ? table_is_there(conn, schema, name, err) : TN_OK;
	return rc < 0 ? rc : tn__foreign_list(conn, a, schema, name, keys, err);
}

int tn_check_foreign_keys(tn_conn *conn, const char *table, const tn_fk_options *options, tn_fk_check **out,
			  tn_error **err)
{
	struct tn_foreign_key *keys = NULL;
	struct tn_arena a;
	int rc = tn__conn_ready(conn, "the check of foreign keys", err);
	if (rc < 0)
		return rc;
	if (!out || (options && options->size != sizeof *options))
		return tn__error_set(err, TN_E_MISUSE, out ? "tn_fk_options.size must be sizeof(tn_fk_options)"
							   : "tn_check_foreign_keys() needs a place for the check");
	tn__arena_init(&a);
	rc = list_keys(conn, table, &a, &keys, err);
	if (rc >= 0)
		rc = tn__foreign_check_new(conn, &a, keys, out, err);
	if (rc >= 0 && options && options->limit)
		(*out)->left = options->limit;
	tn__arena_release(&a);
	return rc;
}

/* An error ends the check: what came after it is not known. */
static int fail(tn_fk_check *c, int rc)
{
	c->key = NULL;
	end_key(c, NULL);
	return rc;
}

int tn_fk_check_next(tn_fk_check *check, const tn_fk_violation **v, tn_error **err)
{
	int rc;
	if (!check || check->magic != CHECK_MAGIC || !v)
		return tn__error_set(err, TN_E_MISUSE, "the check of foreign keys is %s",
				     check ? "ended, or there is no place for its row" : "NULL");
	*v = NULL;
	for (; check->key && check->left; check->key = check->key->next) {
		rc = check->rows ? TN_OK : begin_key(check, err);
		if (rc >= 0)
			rc = tn_next(check->rows, err);
		if (rc == TN_ROW) {
			check->violation.key = check->rows->head.cells;
			check->violation.values = check->rows->head.cells + check->key_count;
			check->left -= check->left != UINT64_MAX;
			*v = &check->violation;
			return TN_ROW;
		}
		if (rc < 0)
			return fail(check, rc);
		rc = end_key(check, err);
		if (rc < 0)
			return fail(check, rc);
	}
	/* At the limit a query may still be open. */
	return check->rows ? end_key(check, err) : TN_DONE;
}

int tn_fk_check_finish(tn_fk_check *check, tn_error **err)
{
	int rc;
	if (!check)
		return TN_OK;
	if (check->magic != CHECK_MAGIC)
		return tn__error_set(err, TN_E_MISUSE, "the check of foreign keys is ended");
	rc = check->rows ? end_key(check, err) : TN_OK;
	tn_stmt_close(check->stmt);
	check->magic = 0;
	tn__arena_release(&check->arena);
	tn__arena_release(&check->keys_arena);
	tn__free(check);
	return rc;
}
