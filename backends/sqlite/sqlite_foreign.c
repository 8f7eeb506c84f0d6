/* SPDX-License-Identifier: MIT */
/*
 * sqlite_foreign.c - the foreign keys of a schema, for the library's check of them.
 *
 * PRAGMA foreign_key_check tells a rowid, which not every table has, and neither the
 * values nor a name.  So the library asks for the rows itself; what it needs to know
 * for that comes from here.
 *
 * Invariants:
 *  1. Rows are compared as SQLite's own check does it: by the collation of the parent's
 *     column, which therefore stands on the left, and after its affinity was applied to
 *     the other value, whose own the plus sign takes away.
 *  2. A constraint without a name is called <table>_<columns>_fkey, as other servers
 *     call it; so is one of an attached database, whose texts are not looked at.
 */
#include "sqlite_internal.h"

#include <string.h>

#define QUOTED(name) "'\"' || replace(" name ", '\"', '\"\"') || '\"'"

const char tn__sqlite_foreign_keys[] =
	"WITH t (s, n, ddl) AS (SELECT l.schema, l.name, CASE l.schema "
	"WHEN 'main' THEN (SELECT m.sql FROM main.sqlite_schema AS m WHERE m.type = 'table' AND m.name = l.name) "
	"WHEN 'temp' THEN (SELECT m.sql FROM temp.sqlite_schema AS m WHERE m.type = 'table' AND m.name = l.name) END "
	"FROM pragma_table_list AS l WHERE l.type = 'table' "
	"AND (:schema IS NULL OR l.schema = :schema COLLATE NOCASE) "
	"AND (:name IS NULL OR l.name = :name COLLATE NOCASE) "
	"ORDER BY CASE l.schema WHEN 'temp' THEN 0 WHEN 'main' THEN 1 ELSE 2 END "
	"LIMIT CASE WHEN :name IS NULL THEN -1 ELSE 1 END), "
	"f AS MATERIALIZED (SELECT t.s, t.n, t.ddl, x.id, x.seq, x.\"table\" AS p, x.\"from\" AS own, "
	"COALESCE(x.\"to\", (SELECT i.name FROM pragma_table_info(x.\"table\", t.s) AS i WHERE i.pk = x.seq + 1)) "
	"AS other FROM t, pragma_foreign_key_list(t.n, t.s) AS x), "
	"k AS MATERIALIZED (SELECT f.s, f.n, f.id, group_concat(f.own, ', ') AS list, "
	"group_concat(f.own, '_') AS joined "
	"FROM (SELECT * FROM f ORDER BY s, n, id, seq) AS f GROUP BY f.s, f.n, f.id) "
	"SELECT f.seq + 1, COALESCE(tn_foreign_name(f.ddl, k.list, f.p), f.n || '_' || k.joined || '_fkey'), "
	"f.s, f.s = 'main', f.n, f.s, f.s = 'main', f.p, f.own, COALESCE(f.other, ''), "
	QUOTED("f.s") " || '.' || " QUOTED("f.n") ", "
	"CASE WHEN EXISTS (SELECT 1 FROM pragma_table_list AS l WHERE l.schema = f.s AND l.name = f.p COLLATE NOCASE) "
	"THEN " QUOTED("f.s") " || '.' || " QUOTED("f.p") " END, "
	"'p.' || " QUOTED("COALESCE(f.other, '')") " || ' = +c.' || " QUOTED("f.own") ", '' "
	"FROM f JOIN k ON k.s = f.s AND k.n = f.n AND k.id = f.id ORDER BY f.s, f.n, f.id DESC, f.seq";

/* tn_foreign_name(text of CREATE TABLE, "a, b", parent): the constraint's name, or NULL. */
static void foreign_name(sqlite3_context *ctx, int count, sqlite3_value **args)
{
	const struct tn_host *host = sqlite3_user_data(ctx);
	const char *ddl = (const char *)sqlite3_value_text(args[0]);
	const char *columns = (const char *)sqlite3_value_text(args[1]);
	const char *parent = (const char *)sqlite3_value_text(args[2]);
	struct tn_text name;
	(void)count;
	if (!ddl || !columns || !parent)
		return;
	host->text_init(&name);
	tn__sqlite_name_in_text(host, ddl, columns, parent, &name);
	if (name.len && !name.failed)
		sqlite3_result_text(ctx, name.s, (int)name.len, SQLITE_TRANSIENT);
	host->text_release(&name);
}

int tn__sqlite_foreign_open(struct tn_sqlite_conn *c)
{
	return sqlite3_create_function_v2(c->db, "tn_foreign_name", 3, SQLITE_UTF8 | SQLITE_DIRECTONLY,
					  (void *)(uintptr_t)c->head.host, foreign_name, NULL, NULL, NULL);
}
