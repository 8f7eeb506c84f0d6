/* SPDX-License-Identifier: MIT */
/*
 * sqlite_describe.c - what the columns of a table or view are, for the library's catalogue.
 *
 * SQLite tells all but a column's collation and the text of a view by its pragmas.
 * The first is told by the C interface, the second by a table that each database has
 * for itself, so functions of ours ask there.  They may be called from a statement
 * only, never from a view, a trigger or a schema.
 *
 * What is not known: the collation of a view's column is taken for BINARY, and the
 * type of one that is an expression is the empty text, unless the view's text says it.
 */
#include "sqlite_internal.h"

const char tn__sqlite_describe_query[] =
	"WITH t (s, n, k, wr) AS (SELECT schema, name, type, wr FROM pragma_table_list(:name) "
	"WHERE :schema IS NULL OR schema = :schema COLLATE NOCASE "
	"ORDER BY CASE schema WHEN 'temp' THEN 0 WHEN 'main' THEN 1 ELSE 2 END LIMIT 1), "
	/* A column that is another name of the rowid never holds NULL and numbers itself. */
	"c AS (SELECT t.*, x.*, x.pk = 1 AND NOT t.wr AND t.k = 'table' AND upper(x.type) = 'INTEGER' "
	"AND (SELECT count(*) FROM pragma_table_xinfo(t.n, t.s) WHERE pk) = 1 AS rowid_alias "
	"FROM t JOIN pragma_table_xinfo(t.n, t.s) AS x WHERE x.hidden <> 1) "
	"SELECT c.name, CASE WHEN rowid_alias THEN 'BIGINT' WHEN c.type LIKE 'TEXT~_NUMERIC%' ESCAPE '~' "
	"THEN substr(c.type, 6) WHEN upper(c.type) = 'UUID_BLOB' THEN 'UUID' "
	"WHEN upper(c.type) = 'JSON_TEXT' THEN 'JSON' ELSE c.type END, "
	"c.\"notnull\" OR rowid_alias OR (c.wr AND c.pk > 0), rowid_alias, c.dflt_value IS NOT NULL, "
	"c.hidden IN (2, 3), "
	"tn_collation(c.s, c.n, c.name) <> 'BINARY', CASE c.s WHEN 'temp' THEN 'temporary ' ELSE '' END "
	"|| CASE c.k WHEN 'view' THEN 'view' ELSE 'table' END, "
	"concat_keys, CASE WHEN c.cid = 0 AND c.k = 'view' THEN tn_view_text(c.s, c.n) END "
	"FROM (SELECT c.*, (SELECT group_concat(k) FROM ("
	"SELECT 'p0:' || c.pk AS k WHERE c.pk > 0 UNION ALL "
	"SELECT 'u' || (l.seq + 1) || ':' || (i.seqno + 1) FROM pragma_index_list(c.n, c.s) AS l "
	"JOIN pragma_index_info(l.name, c.s) AS i WHERE l.\"unique\" AND l.origin <> 'pk' AND NOT l.partial "
	"AND i.name = c.name AND NOT EXISTS (SELECT 1 FROM pragma_index_info(l.name, c.s) WHERE name IS NULL)"
	")) AS concat_keys FROM c) AS c ORDER BY c.cid";

/* A database in memory, and one that is attached, are this connection's alone. */
const char tn__sqlite_catalog_key[] =
	"SELECT max(file) FROM pragma_database_list WHERE name = 'main' AND file <> '' "
	"AND NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE name NOT IN ('main', 'temp'))";

/* tn_collation(schema, table, column): the name in capitals; "BINARY" where there is none to be had. */
static void collation(sqlite3_context *ctx, int count, sqlite3_value **args)
{
	sqlite3 *db = sqlite3_context_db_handle(ctx);
	const char *schema = (const char *)sqlite3_value_text(args[0]);
	const char *table = (const char *)sqlite3_value_text(args[1]);
	const char *column = (const char *)sqlite3_value_text(args[2]);
	const char *name = NULL;
	(void)count;
	if (!schema || !table || !column ||
	    sqlite3_table_column_metadata(db, schema, table, column, NULL, &name, NULL, NULL, NULL) != SQLITE_OK ||
	    !name || !sqlite3_stricmp(name, "BINARY"))
		name = "BINARY";
	sqlite3_result_text(ctx, name, -1, SQLITE_TRANSIENT);
}

/* tn_view_text(schema, view): the statement that made it; NULL where it cannot be read. */
static void view_text(sqlite3_context *ctx, int count, sqlite3_value **args)
{
	sqlite3 *db = sqlite3_context_db_handle(ctx);
	const char *schema = (const char *)sqlite3_value_text(args[0]);
	char *sql = schema ? sqlite3_mprintf("SELECT sql FROM \"%w\".%s WHERE type = 'view' AND name = ?", schema,
					     sqlite3_stricmp(schema, "temp") ? "sqlite_schema" : "sqlite_temp_schema")
			   : NULL;
	sqlite3_stmt *st = NULL;
	(void)count;
	if (sql && sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_bind_value(st, 1, args[1]) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		sqlite3_result_value(ctx, sqlite3_column_value(st, 0));
	sqlite3_finalize(st);
	sqlite3_free(sql);
}

int tn__sqlite_describe_open(struct tn_sqlite_conn *c)
{
	static const struct {
		const char *name;
		int count;
		void (*run)(sqlite3_context *ctx, int count, sqlite3_value **args);
	} functions[] = {{"tn_collation", 3, collation}, {"tn_view_text", 2, view_text}};
	size_t i;
	int rc = SQLITE_OK;
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]) && rc == SQLITE_OK; i++)
		rc = sqlite3_create_function_v2(c->db, functions[i].name, functions[i].count,
						SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, functions[i].run, NULL,
						NULL, NULL);
	return rc;
}
