/* SPDX-License-Identifier: MIT */
/*
 * sqlite_describe.c - what the columns of a table or view are, for the library's catalogue.
 *
 * SQLite tells all but a column's collation by its pragmas; that is told by the C
 * interface, so a function of ours asks there.  It may be called from a statement
 * only, never from a view, a trigger or a schema.
 *
 * What is not known: the collation of a view's column is taken for BINARY, and the
 * type of one that is an expression is the empty text.
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
	"tn_collation(c.s, c.n, c.name) <> 'BINARY', CASE c.k WHEN 'view' THEN 'view' ELSE 'table' END, "
	"concat_keys FROM (SELECT c.*, (SELECT group_concat(k) FROM ("
	"SELECT 'p0:' || c.pk AS k WHERE c.pk > 0 UNION ALL "
	"SELECT 'u' || (l.seq + 1) || ':' || (i.seqno + 1) FROM pragma_index_list(c.n, c.s) AS l "
	"JOIN pragma_index_info(l.name, c.s) AS i WHERE l.\"unique\" AND l.origin <> 'pk' AND NOT l.partial "
	"AND i.name = c.name AND NOT EXISTS (SELECT 1 FROM pragma_index_info(l.name, c.s) WHERE name IS NULL)"
	")) AS concat_keys FROM c) AS c ORDER BY c.cid";

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

int tn__sqlite_describe_open(struct tn_sqlite_conn *c)
{
	return sqlite3_create_function_v2(c->db, "tn_collation", 3, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, collation,
					  NULL, NULL, NULL);
}
