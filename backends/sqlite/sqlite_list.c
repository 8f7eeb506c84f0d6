/* SPDX-License-Identifier: MIT */
/*
 * sqlite_list.c - a list as a table: SELECT v FROM tn_list(?).
 *
 * A virtual table without a schema entry: it exists on this connection, as its
 * functions do, and no file knows of it.  The list is bound as a pointer of our own
 * type, so no text and no other program can hand one in, and its elements are read
 * where the caller has them.
 *
 * Invariants:
 *  1. Without a pointer of the type "tn_list" the table is empty.
 *  2. An element has the storage that sqlite_bind.c gives a parameter of its kind.
 *  3. Memory of text and bytes is the list's, which outlives the execution.
 */
#include "sqlite_functions.h"

#include <string.h>
#include <tenon/sys/list.h>

#define POINTER_TYPE "tn_list"
#define COLUMN_LIST 1 /* hidden: the argument */
#define TYPICAL_ROWS 1000

struct list_cursor {
	sqlite3_vtab_cursor base;
	const tn_list *list;
	uint32_t at;
};

/* Without a type of its own the column keeps each value as it comes. */
#define FORM {NULL, "tn_list($1)", "v"}
const struct tn_list_form tn__sqlite_lists[TN_KIND_COUNT] = {
	[TN_KIND_BOOL] = FORM, [TN_KIND_INT] = FORM, [TN_KIND_DOUBLE] = FORM, [TN_KIND_NUMERIC] = FORM,
	[TN_KIND_TEXT] = FORM, [TN_KIND_BYTES] = FORM, [TN_KIND_DATE] = FORM, [TN_KIND_TIME] = FORM,
	[TN_KIND_TIMESTAMP] = FORM, [TN_KIND_TIMESTAMPTZ] = FORM, [TN_KIND_UUID] = FORM,
};

int tn__sqlite_bind_list(sqlite3_stmt *st, int at, const tn_list *list)
{
	void *p;
	/* SQLite's pointers have no const; nobody writes through this one. */
	memcpy(&p, &list, sizeof(p));
	return sqlite3_bind_pointer(st, at, p, POINTER_TYPE, NULL);
}

/* ---- the table ------------------------------------------------------------------- */

static int list_connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out, char **message)
{
	int rc = sqlite3_declare_vtab(db, "CREATE TABLE x(v, list HIDDEN)");
	(void)aux;
	(void)argc;
	(void)argv;
	(void)message;
#ifdef SQLITE_VTAB_DIRECTONLY
	if (rc == SQLITE_OK)
		rc = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
#endif
	if (rc != SQLITE_OK)
		return rc;
	*out = sqlite3_malloc(sizeof(**out));
	if (!*out)
		return SQLITE_NOMEM;
	memset(*out, 0, sizeof(**out));
	return SQLITE_OK;
}

static int list_disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

static int list_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
	int i;
	(void)table;
	for (i = 0; i < info->nConstraint; i++) {
		if (info->aConstraint[i].iColumn != COLUMN_LIST ||
		    info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
			continue;
		if (!info->aConstraint[i].usable)
			return SQLITE_CONSTRAINT;
		info->aConstraintUsage[i].argvIndex = 1;
		info->aConstraintUsage[i].omit = 1;
		break;
	}
	info->estimatedCost = TYPICAL_ROWS;
	info->estimatedRows = TYPICAL_ROWS;
	return SQLITE_OK;
}

/* ---- its rows ---------------------------------------------------------------------- */

static int list_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
	struct list_cursor *c = sqlite3_malloc(sizeof(*c));
	(void)table;
	if (!c)
		return SQLITE_NOMEM;
	memset(c, 0, sizeof(*c));
	*out = &c->base;
	return SQLITE_OK;
}

static int list_close(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int list_filter(sqlite3_vtab_cursor *cursor, int number, const char *name, int argc, sqlite3_value **argv)
{
	struct list_cursor *c = (struct list_cursor *)cursor;
	(void)number;
	(void)name;
	c->list = argc ? sqlite3_value_pointer(argv[0], POINTER_TYPE) : NULL;
	c->at = 0;
	return SQLITE_OK;
}

static int list_next(sqlite3_vtab_cursor *cursor)
{
	((struct list_cursor *)cursor)->at++;
	return SQLITE_OK;
}

static int list_eof(sqlite3_vtab_cursor *cursor)
{
	const struct list_cursor *c = (const struct list_cursor *)cursor;
	return !c->list || c->at >= c->list->count;
}

static void give_value(sqlite3_context *ctx, const tn_value *v)
{
	char text[TN__SQLITE_TIME_TEXT];
	size_t n;
	switch (v->kind) {
	case TN_KIND_NULL:
		return;
	case TN_KIND_BOOL:
	case TN_KIND_INT:
		sqlite3_result_int64(ctx, v->u.i);
		return;
	case TN_KIND_DOUBLE:
		sqlite3_result_double(ctx, v->u.d);
		return;
	case TN_KIND_BYTES:
	case TN_KIND_UUID:
		sqlite3_result_blob64(ctx, v->u.s, v->len, SQLITE_STATIC);
		return;
	case TN_KIND_TEXT:
	case TN_KIND_NUMERIC:
	case TN_KIND_JSON:
		sqlite3_result_text64(ctx, v->u.s, v->len, SQLITE_STATIC, SQLITE_UTF8);
		return;
	default:
		n = tn__sqlite_format_time(v, text);
		if (n)
			sqlite3_result_text(ctx, text, (int)n, SQLITE_TRANSIENT);
		else
			tn__sqlite_raise(ctx, TN__SQLITE_RAISE_RANGE, "a date or time in a list is out of range");
	}
}

static int list_column(sqlite3_vtab_cursor *cursor, sqlite3_context *ctx, int column)
{
	const struct list_cursor *c = (const struct list_cursor *)cursor;
	const tn_list *list = c->list;
	tn_value v;
	if (column == COLUMN_LIST)
		return SQLITE_OK;
	if (list->shape == 1 && list->kind == TN_KIND_INT) {
		sqlite3_result_int64(ctx, ((const int64_t *)list->items)[c->at]);
		return SQLITE_OK;
	}
	v = tn_list_item(list, c->at);
	give_value(ctx, &v);
	return SQLITE_OK;
}

static int list_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out)
{
	*out = (sqlite3_int64)((const struct list_cursor *)cursor)->at + 1;
	return SQLITE_OK;
}

static const sqlite3_module list_module = {
	.xConnect = list_connect,
	.xBestIndex = list_best_index,
	.xDisconnect = list_disconnect,
	.xOpen = list_open,
	.xClose = list_close,
	.xFilter = list_filter,
	.xNext = list_next,
	.xEof = list_eof,
	.xColumn = list_column,
	.xRowid = list_rowid,
};

int tn__sqlite_add_list(struct tn_sqlite_conn *c)
{
	return sqlite3_create_module_v2(c->db, "tn_list", &list_module, NULL, NULL);
}
