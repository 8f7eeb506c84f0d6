/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fk.c - which foreign key a statement has violated.
 *
 * SQLite says "FOREIGN KEY constraint failed" and nothing else: it counts
 * violations and forgets whose they were.  What can be known afterwards is which
 * constraints the statement is able to violate: it wrote to one table, foreign
 * key actions carried that on to others, and only constraints at these tables
 * were counted.  If that leaves one constraint, it is the culprit; if it leaves
 * several of one table, that table is.
 *
 * Invariants:
 *  1. The set is never too small: where something cannot be told (a trigger, a
 *     generated column, conflicts that replace rows, a table of another
 *     database), it is taken as possible, or nothing is named at all.  A name
 *     that is given is right.
 *  2. This runs after a violation only, and reads nothing but the schema.
 */
#include "sqlite_internal.h"

#include <string.h>

/* What a statement writes. */
struct target {
	struct tn_text table;
	struct tn_text columns; /* those that UPDATE sets, in lower case, each between newlines */
	char how[4];            /* of I, U and D: rows inserted, updated, deleted */
	uint8_t foreign;        /* of a database that is not main */
	uint8_t any_column;
};

static void add_how(struct target *t, char how)
{
	size_t n = strlen(t->how);
	if (!strchr(t->how, how) && n < sizeof(t->how) - 1)
		t->how[n] = how;
}

/* Reads "INSERT INTO", "UPDATE OR x", ...: 1 if the scanner's word begins a write. */
static int read_verb(struct tn_sqlite_scanner *x, struct target *t)
{
	static const struct {
		const char *verb, *preposition;
		char how;
	} verbs[] = {{"INSERT", "INTO", 'I'}, {"REPLACE", "INTO", 'I'}, {"UPDATE", NULL, 'U'}, {"DELETE", "FROM", 'D'}};
	size_t i;
	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (tn__sqlite_is_word(x, verbs[i].verb))
			break;
	if (i == sizeof(verbs) / sizeof(verbs[0]))
		return 0;
	if (i == 1)
		add_how(t, 'D');
	tn__sqlite_scan(x);
	if (tn__sqlite_is_word(x, "OR")) {
		tn__sqlite_scan(x);
		if (tn__sqlite_is_word(x, "REPLACE"))
			add_how(t, 'D');
		tn__sqlite_scan(x);
	}
	if (verbs[i].preposition && !tn__sqlite_is_word(x, verbs[i].preposition))
		return 0;
	if (verbs[i].preposition)
		tn__sqlite_scan(x);
	add_how(t, verbs[i].how);
	return 1;
}

static void add_column(const struct tn_sqlite_scanner *x, struct target *t)
{
	static const char *const rowid[] = {"rowid", "oid", "_rowid_"};
	const char *s = x->name.s;
	size_t i;
	for (i = 0; i < sizeof(rowid) / sizeof(rowid[0]); i++)
		t->any_column |= !sqlite3_stricmp(s, rowid[i]);
	x->host->text_append(&t->columns, "\n", 1);
	for (; *s; s++) {
		char lower = (char)(*s >= 'A' && *s <= 'Z' ? *s + ('a' - 'A') : *s);
		x->host->text_append(&t->columns, &lower, 1);
	}
	x->host->text_append(&t->columns, "\n", 1);
}

/*
 * The columns of SET: names before an equals sign.  Reading on into RETURNING
 * adds names that are not set, which is harmless.
 */
static void read_set(struct tn_sqlite_scanner *x, struct target *t)
{
	int depth = 0, left = 1, token;
	while (tn__sqlite_scan(x) != TN__SQLITE_T_END && !tn__sqlite_is_word(x, "SET"))
		;
	while ((token = tn__sqlite_scan(x)) != TN__SQLITE_T_END) {
		if (token == TN__SQLITE_T_NAME) {
			if (left)
				add_column(x, t);
			else if (!depth && tn__sqlite_is_word(x, "WHERE"))
				return;
			continue;
		}
		depth += (x->other == '(') - (x->other == ')');
		if (!depth && x->other == '=')
			left = 0;
		else if (!depth && x->other == ',')
			left = 1;
	}
}

static void read_rest(struct tn_sqlite_scanner *x, struct target *t)
{
	if (!strcmp(t->how, "U")) {
		read_set(x, t);
		return;
	}
	t->any_column = 1;
	while (tn__sqlite_scan(x) != TN__SQLITE_T_END)
		if (tn__sqlite_is_word(x, "CONFLICT"))
			add_how(t, 'U');
}

/* Finds the table that a statement writes to; 0 if it writes to none. */
static int read_target(struct tn_sqlite_scanner *x, struct target *t)
{
	int depth = 0, token;
	while ((token = tn__sqlite_scan(x)) != TN__SQLITE_T_END) {
		if (token == TN__SQLITE_T_OTHER)
			depth += (x->other == '(') - (x->other == ')');
		else if (!depth && read_verb(x, t))
			break;
	}
	if (token == TN__SQLITE_T_END)
		return 0;
	if (*tn__sqlite_skip_blanks(x->s) == '.') {
		t->foreign = sqlite3_stricmp(x->name.s, "main") != 0;
		tn__sqlite_scan(x);
		tn__sqlite_scan(x);
	}
	x->host->text_append(&t->table, x->name.s, x->name.len);
	read_rest(x, t);
	return !t->foreign && !t->table.failed && !t->columns.failed && !x->name.failed;
}

/*
 * ?1 is the table, ?2 how it was written, ?3 the columns set or NULL for any.
 * reached holds the tables that were written, and how: A is an update by an
 * action, of any column.  No row if triggers may have written more, or if the
 * constraints left are of several tables.
 */
#define SET(column) "(how = 'A' OR ?3 IS NULL OR " column " IS NULL" \
	" OR instr(?3, char(10) || lower(" column ") || char(10)))"
static const char culprit_sql[] =
	"WITH RECURSIVE fk AS MATERIALIZED (SELECT m.name AS child, f.id, f.seq, f.\"table\" AS parent,"
	" f.\"from\" AS own, f.\"to\" AS other, f.on_update, f.on_delete"
	" FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'),"
	" reached(name, how) AS ("
	"SELECT m.name, h.way FROM sqlite_schema AS m,"
	" (SELECT 'I' AS way UNION ALL SELECT 'U' UNION ALL SELECT 'D') AS h"
	" WHERE m.type = 'table' AND m.name = ?1 COLLATE NOCASE AND instr(?2, h.way)"
	" UNION SELECT fk.child, CASE fk.on_delete WHEN 'CASCADE' THEN 'D' ELSE 'A' END"
	" FROM reached JOIN fk ON fk.parent = reached.name COLLATE NOCASE"
	" WHERE how = 'D' AND fk.on_delete NOT IN ('NO ACTION', 'RESTRICT')"
	" UNION SELECT fk.child, 'A' FROM reached JOIN fk ON fk.parent = reached.name COLLATE NOCASE"
	" WHERE how IN ('U', 'A') AND fk.on_update NOT IN ('NO ACTION', 'RESTRICT') AND " SET("fk.other")
	/* Rows that a constraint replaces are deleted. */
	" UNION SELECT m.name, 'D' FROM reached JOIN sqlite_schema AS m ON m.name = reached.name"
	" WHERE how <> 'D' AND m.sql LIKE '%conflict%'),"
	" culprit AS (SELECT DISTINCT fk.child, fk.id, fk.parent FROM reached JOIN fk"
	" ON (fk.child = reached.name AND (how IN ('I', 'A') OR (how = 'U' AND " SET("fk.own") ")))"
	" OR (fk.parent = reached.name COLLATE NOCASE"
	" AND ((how = 'D' AND fk.on_delete NOT IN ('CASCADE', 'SET NULL'))"
	" OR (how IN ('U', 'A') AND fk.on_update NOT IN ('CASCADE', 'SET NULL') AND " SET("fk.other") ")))),"
	" hooked AS (SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger'"
	" UNION ALL SELECT tbl_name FROM sqlite_temp_schema WHERE type = 'trigger')"
	" SELECT min(child), CASE count(*) WHEN 1 THEN min(parent) END,"
	" CASE count(*) WHEN 1 THEN (SELECT group_concat(own, ', ') FROM (SELECT fk.own FROM fk JOIN culprit"
	" ON fk.child = culprit.child AND fk.id = culprit.id ORDER BY fk.seq)) END FROM culprit"
	" WHERE NOT EXISTS (SELECT 1 FROM hooked JOIN reached ON tbl_name = reached.name COLLATE NOCASE)"
	" AND NOT EXISTS (SELECT 1 FROM sqlite_temp_schema WHERE name = ?1 COLLATE NOCASE)"
	" HAVING count(DISTINCT child) = 1";

static void read_culprit(struct tn_sqlite_conn *c, sqlite3_stmt *st, struct tn_sqlite_names *n)
{
	const struct tn_host *host = c->head.host;
	const char *table = (const char *)sqlite3_column_text(st, 0);
	const char *parent = (const char *)sqlite3_column_text(st, 1);
	const char *columns = (const char *)sqlite3_column_text(st, 2);
	if (!table)
		return;
	host->text_append(&n->table, table, strlen(table));
	if (!parent || !columns)
		return;
	host->text_append(&n->column, columns, strlen(columns));
	tn__sqlite_name_foreign(c, table, columns, parent, &n->constraint);
}

static void find_culprit(struct tn_sqlite_conn *c, struct target *t, struct tn_sqlite_names *n)
{
	struct tn_text generated;
	sqlite3_stmt *st = NULL;
	c->head.host->text_init(&generated);
	/* A generated column changes with those that it is made of. */
	tn__sqlite_look_up(c, "SELECT count(*) FROM pragma_table_xinfo(?1) WHERE hidden > 1", t->table.s, NULL,
			   &generated);
	if (strcmp(generated.s, "0") != 0)
		t->any_column = 1;
	c->head.host->text_release(&generated);
	if (sqlite3_prepare_v2(c->db, culprit_sql, -1, &st, NULL) == SQLITE_OK) {
		sqlite3_bind_text(st, 1, t->table.s, -1, SQLITE_STATIC);
		sqlite3_bind_text(st, 2, t->how, -1, SQLITE_STATIC);
		if (!t->any_column)
			sqlite3_bind_text(st, 3, t->columns.s, -1, SQLITE_STATIC);
		if (sqlite3_step(st) == SQLITE_ROW)
			read_culprit(c, st, n);
	}
	sqlite3_finalize(st);
}

void tn__sqlite_find_foreign(struct tn_sqlite_stmt *s, struct tn_sqlite_names *n)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn_of(s);
	const struct tn_host *host = c->head.host;
	struct tn_sqlite_scanner x = {.host = host, .s = s->head.sql};
	struct target t = {.foreign = 0};
	/* Outside of a transaction the end of one statement may count what another has deferred. */
	if (s->verb == TN__SQLITE_OTHER || (sqlite3_get_autocommit(c->db) && c->open_results > s->open))
		return;
	host->text_init(&x.name);
	host->text_init(&t.table);
	host->text_init(&t.columns);
	if (read_target(&x, &t))
		find_culprit(c, &t, n);
	host->text_release(&x.name);
	host->text_release(&t.table);
	host->text_release(&t.columns);
}
