/* SPDX-License-Identifier: MIT */
/*
 * core/engine/identity.c - identity columns that go on behind values of the caller's own.
 *
 * Most servers look at the greatest value of an identity column themselves; one counts
 * apart from the rows and comes to a value that is there already.  Its dialect has the
 * statements that bring the counter up, and they run in one transaction, so that no
 * row is added between the look and the change.
 */
#include <tenon/table.h>
#include "core/base/mem.h"
#include "core/base/name.h"
#include "core/base/text.h"
#include "core/engine/describe.h"
#include "core/engine/engine.h"

struct identity {
	const char *table; /* as the caller wrote it */
	struct tn_arena arena;
	struct tn_ir_table_name name;
	const char *column;
	const char *quoted_table, *quoted_column;
	int stuck; /* the server knows no counter of the column */
};

/* ---- which column ------------------------------------------------------------------- */

static const char *identity_of(const struct tn_ir_table *t)
{
	uint32_t i;
	for (i = 0; i < t->column_count; i++)
		if (t->columns[i].flags & TN_COLF_IDENTITY)
			return t->columns[i].name;
	return NULL;
}

static int find_column(tn_conn *conn, struct identity *id, tn_error **err)
{
	struct tn_cat_table *t = NULL;
	const char *column;
	uint8_t cached = 0;
	int rc = tn__tables_begin(conn, err);
	if (rc >= 0)
		rc = tn__tables_find(conn, &id->name, 1, &t, &cached, err);
	if (rc < 0)
		return rc;
	if (!t)
		return tn__error_set(err, TN_E_NO_OBJECT, "there is no table \"%s\"", id->table);
	column = identity_of(&t->ir);
	if (!column)
		rc = tn__error_set(err, TN_E_NO_OBJECT, "table \"%s\" has no identity column", id->table);
	else if (!(id->column = tn__arena_strndup(&id->arena, column, strlen(column))))
		rc = tn__error_nomem(err);
	tn__cat_table_unref(t);
	return rc;
}

/* ---- the statements ----------------------------------------------------------------- */

static const char *quote(const tn_conn *conn, struct identity *id, const char *schema, const char *name)
{
	struct tn_text out;
	const char *s = NULL;
	tn__text_init(&out);
	if (schema) {
		tn__sql_quote_ident(&out, conn->dialect, schema, strlen(schema));
		tn__text_putc(&out, '.');
	}
	tn__sql_quote_ident(&out, conn->dialect, name, strlen(name));
	if (!out.failed)
		s = tn__arena_strndup(&id->arena, out.s, out.len);
	tn__text_release(&out);
	return s;
}

static int take_number(void *ctx, const tn_value *cells, uint32_t count, tn_error **err)
{
	struct identity *id = ctx;
	(void)err;
	id->stuck = count != 1 || cells[0].kind == TN_KIND_NULL;
	return TN_OK;
}

/* Runs a text of the dialect's with $t and $c filled in. */
static int run(tn_conn *conn, struct identity *id, const char *format, tn_error **err)
{
	const uint8_t kinds[2] = {TN_KIND_TEXT, TN_KIND_TEXT};
	tn_value params[2];
	struct tn_text sql;
	tn_error *e = NULL;
	uint32_t bound = 0;
	int rc;
	params[0] = tn_text(id->quoted_table);
	params[1] = tn_text(id->column);
	tn__text_init(&sql);
	for (; *format; format++) {
		int name = format[0] == '$' && (format[1] == 't' || format[1] == 'c');
		bound = format[0] == '$' && !name ? 2 : bound;
		if (name)
			tn__text_puts(&sql, *++format == 't' ? id->quoted_table : id->quoted_column);
		else
			tn__text_putc(&sql, *format);
	}
	rc = sql.failed ? tn__error_nomem(&e)
			: tn__control_bound(conn, sql.s, params, kinds, bound, take_number, id, &e);
	tn__text_release(&sql);
	return rc < 0 ? tn__describe_fail(conn, e, err) : TN_OK;
}

static int sync_locked(tn_conn *conn, void *arg, tn_error **err)
{
	struct identity *id = arg;
	int rc = run(conn, id, conn->dialect->identity_lock, err);
	id->stuck = 0;
	if (rc >= 0)
		rc = run(conn, id, conn->dialect->identity_sync, err);
	if (rc >= 0 && id->stuck)
		rc = tn__error_set(err, TN_E_UNSUPPORTED, "the counter of column \"%s\" of table \"%s\" is not its own",
				   id->column, id->table);
	return rc;
}

static int sync_table(tn_conn *conn, struct identity *id, tn_error **err)
{
	size_t schema_len;
	int rc;
	id->name.name = tn__name_base(id->table, &schema_len);
	if (id->name.name != id->table &&
	    !(id->name.schema = tn__arena_strndup(&id->arena, id->table, schema_len)))
		return tn__error_nomem(err);
	rc = find_column(conn, id, err);
	if (rc < 0 || !conn->dialect->identity_sync)
		return rc;
	id->quoted_table = quote(conn, id, id->name.schema, id->name.name);
	id->quoted_column = quote(conn, id, NULL, id->column);
	if (!id->quoted_table || !id->quoted_column)
		return tn__error_nomem(err);
	return tn_transact(conn, NULL, sync_locked, id, err);
}

int tn_identity_sync(tn_conn *conn, const char *table, tn_error **err)
{
	struct identity id = {.table = table};
	int rc = tn__conn_ready(conn, "the counter of an identity column", err);
	if (rc < 0)
		return rc;
	if (!table)
		return tn__error_set(err, TN_E_MISUSE, "tn_identity_sync() needs the name of a table");
	tn__arena_init(&id.arena);
	rc = sync_table(conn, &id, err);
	tn__arena_release(&id.arena);
	return rc;
}
