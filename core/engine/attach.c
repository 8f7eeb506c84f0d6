/* SPDX-License-Identifier: MIT */
/*
 * core/engine/attach.c - tables from CREATE TABLE statements instead of the server.
 *
 * Invariant: a text is taken as a whole or, after an error, not at all.
 */
#include <tenon/catalog.h>
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/engine/describe.h"

/* 1 if nothing but blanks and semicolons is left. */
static int is_end(const char *s)
{
	return s[strspn(s, " \t\r\n\f\v;")] == '\0';
}

/* The table that a statement describes, in an arena of its own; *out is NULL for an index. */
static int read_table(const struct tn_dialect *dialect, const char *text, size_t len, enum tn_cat_origin origin,
		      struct tn_cat_table **out, tn_error **err)
{
	struct tn_cat_table *t = tn__cat_table_new(NULL, "", origin);
	const struct tn_ir_table *made = NULL;
	struct tn_ir_stmt *stmt = NULL;
	int rc;
	*out = NULL;
	if (!t)
		return tn__error_nomem(err);
	rc = tn__sql_parse(&t->arena, text, len, &stmt, err);
	if (rc >= 0 && stmt->kind == TN_IR_CREATE_INDEX) {
		tn__cat_table_unref(t);
		return TN_OK;
	}
	if (rc >= 0 && stmt->kind != TN_IR_CREATE_TABLE)
		rc = tn__error_set(err, TN_E_UNSUPPORTED, "%s describes no table", stmt->verb);
	if (rc >= 0 && tn__sql_fit_keys(&t->arena, dialect, stmt->u.create_table, stmt->u.create_table->columns) < 0)
		rc = tn__error_nomem(err);
	if (rc >= 0)
		rc = tn__sql_table_of(&t->arena, stmt, &made, err);
	if (rc < 0) {
		tn__cat_table_unref(t);
		return rc;
	}
	t->ir = *made;
	tn__cat_table_rehash(t);
	*out = t;
	return TN_OK;
}

void tn__attached_free(struct tn_cat_table *list)
{
	while (list) {
		struct tn_cat_table *t = list;
		list = t->chain;
		tn__cat_table_unref(t);
	}
}

/* Positions count in the whole text. */
static void move_position(tn_error *e, const char *whole, size_t offset)
{
	size_t position = tn_error_position(e);
	tn__error_set_sql(e, whole, strlen(whole), position ? position + offset : 0);
}

int tn__attach_read(const struct tn_dialect *dialect, const char *sql, size_t len, enum tn_cat_origin origin,
		    struct tn_cat_table **out, tn_error **err)
{
	struct tn_cat_table *list = NULL, **tail = &list;
	const char *at = sql, *end = sql + len;
	tn_error *e = NULL;
	int rc = TN_OK;
	while (at < end && !is_end(at)) {
		size_t n = tn__sql_first(at, (size_t)(end - at));
		rc = read_table(dialect, at, n, origin, tail, &e);
		if (rc < 0)
			break;
		if (*tail)
			tail = &(*tail)->chain;
		at += n;
	}
	if (rc < 0) {
		move_position(e, sql, (size_t)(at - sql));
		tn__attached_free(list);
		return tn__error_move(err, e);
	}
	*out = list;
	return TN_OK;
}

int tn__attach(tn_conn *conn, const char *sql, size_t len, enum tn_cat_origin origin, tn_error **err)
{
	struct tn_cat_table *list = NULL, *next;
	int rc;
	if (!conn->tables && !(conn->tables = tn__cat_view_new()))
		return tn__error_nomem(err);
	rc = tn__attach_read(conn->dialect, sql, len, origin, &list, err);
	for (; rc >= 0 && list; list = next) {
		next = list->chain;
		if (conn->dialect->nocase_columns)
			list->ir.flags |= TN_TABLEF_NOCASE;
		tn__cat_add(&conn->tables->map, list);
		tn__cat_table_unref(list);
	}
	return rc;
}

int tn_catalog_attach(tn_conn *conn, const char *sql, tn_error **err)
{
	int rc = tn__conn_check(conn, err);
	if (rc >= 0 && !sql)
		rc = tn__error_set(err, TN_E_MISUSE, "tn_catalog_attach() needs a text");
	if (rc >= 0)
		rc = tn__attach(conn, sql, strlen(sql), TN_CAT_ATTACHED, err);
	if (rc >= 0)
		tn__tables_changed(conn);
	return rc;
}

int tn_catalog_refresh(tn_conn *conn, tn_error **err)
{
	int rc = tn__conn_check(conn, err);
	if (rc >= 0 && conn->open)
		return tn__error_set(err, TN_E_MISUSE, "the rows of '%.80s' are still open", conn->open->entry->text);
	if (rc >= 0) {
		tn__tables_changed(conn);
		tn__tables_tell(conn);
	}
	return rc;
}
