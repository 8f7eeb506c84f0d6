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
#include <string.h>

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
	"concat_keys, CASE WHEN c.cid = 0 AND c.k = 'view' THEN tn_view_text(c.s, c.n) END, "
	"tn_default_text(c.dflt_value) "
	"FROM (SELECT c.*, (SELECT group_concat(k) FROM ("
	"SELECT 'p0:' || c.pk AS k WHERE c.pk > 0 UNION ALL "
	"SELECT 'r:1' WHERE c.cid = 0 AND EXISTS (SELECT 1 FROM pragma_foreign_key_list(c.n, c.s) AS f "
	"WHERE f.\"table\" = c.n COLLATE NOCASE) UNION ALL "
	"SELECT 'u' || (l.seq + 1) || ':' || (i.seqno + 1) FROM pragma_index_list(c.n, c.s) AS l "
	"JOIN pragma_index_info(l.name, c.s) AS i WHERE l.\"unique\" AND l.origin <> 'pk' AND NOT l.partial "
	"AND i.name = c.name AND NOT EXISTS (SELECT 1 FROM pragma_index_info(l.name, c.s) WHERE name IS NULL)"
	")) AS concat_keys FROM c) AS c ORDER BY c.cid";

/* A database in memory, and one that is attached, are this connection's alone. */
const char tn__sqlite_catalog_key[] =
	"SELECT max(file) FROM pragma_database_list WHERE name = 'main' AND file <> '' "
	"AND NOT EXISTS (SELECT 1 FROM pragma_database_list WHERE name NOT IN ('main', 'temp'))";

const char tn__sqlite_referring_table[] =
	"WITH t (s, n) AS (SELECT schema, name FROM pragma_table_list(:name) "
	"WHERE :schema IS NULL OR schema = :schema COLLATE NOCASE "
	"ORDER BY CASE schema WHEN 'temp' THEN 0 WHEN 'main' THEN 1 ELSE 2 END LIMIT 1) "
	"SELECT c.name FROM t JOIN pragma_table_list AS c ON c.schema = t.s AND c.type = 'table' "
	"JOIN pragma_foreign_key_list(c.name, c.schema) AS f "
	"WHERE f.\"table\" = t.n COLLATE NOCASE AND c.name <> t.n LIMIT 1";

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

static int is_known_word(const char *s, size_t n)
{
	static const char *const words[] = {"null", "true", "false", "current_date", "current_time",
		"current_timestamp", "and", "or", "not", "is", "case", "when", "then", "else", "end", "as",
		"integer", "text", "real", "numeric", "blob"};
	size_t i;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == n && !sqlite3_strnicmp(words[i], s, (int)n))
			return 1;
	return 0;
}

static int is_word_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '.' ||
	       (unsigned char)c >= 0x80;
}

/* Behind a word: a number, the name of a function, the x of a blob, or a word that names nothing. */
static const char *skip_word(const char *s)
{
	const char *start = s;
	while (is_word_char(*s))
		s++;
	if (*s == '(' || (*start >= '0' && *start <= '9') || *start == '.' ||
	    (*s == '\'' && s == start + 1 && (*start | 0x20) == 'x') || is_known_word(start, (size_t)(s - start)))
		return s;
	return NULL;
}

/* Behind the closing quote; NULL: there is none. */
static const char *skip_string(const char *s)
{
	while ((s = strchr(s + 1, '\'')) && s[1] == '\'')
		s++;
	return s ? s + 1 : NULL;
}

/* 1 if a default means the same outside of its column: in double quotes, or bare, a word may be text there. */
static int stands_alone(const char *s)
{
	while (s && *s) {
		if (*s == '\'')
			s = skip_string(s);
		else if (is_word_char(*s))
			s = skip_word(s);
		else if (strchr("\"`[?:@$#;", *s) || (*s == '-' && s[1] == '-') || (*s == '/' && s[1] == '*'))
			return 0;
		else
			s++;
	}
	return s != NULL;
}

/* tn_default_text(default): the default, if it stands alone; else NULL. */
static void default_text(sqlite3_context *ctx, int count, sqlite3_value **args)
{
	const char *s = (const char *)sqlite3_value_text(args[0]);
	(void)count;
	if (s && stands_alone(s))
		sqlite3_result_value(ctx, args[0]);
}

int tn__sqlite_describe_open(struct tn_sqlite_conn *c)
{
	static const struct {
		const char *name;
		int count;
		void (*run)(sqlite3_context *ctx, int count, sqlite3_value **args);
	} functions[] = {{"tn_collation", 3, collation}, {"tn_view_text", 2, view_text},
		{"tn_default_text", 1, default_text}};
	size_t i;
	int rc = SQLITE_OK;
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]) && rc == SQLITE_OK; i++)
		rc = sqlite3_create_function_v2(c->db, functions[i].name, functions[i].count,
						SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, functions[i].run, NULL,
						NULL, NULL);
	return rc;
}
