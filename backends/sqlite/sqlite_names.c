/* SPDX-License-Identifier: MIT */
/*
 * sqlite_names.c - the names that constraints have in the schema.
 *
 * SQLite's messages name the columns of a UNIQUE or PRIMARY KEY constraint and
 * nothing of a foreign key, and no pragma tells the name that CREATE TABLE gave.
 * The text of CREATE TABLE in sqlite_schema does.
 *
 * Invariants:
 *  1. A look-up that fails gives no name; it never gives an error.
 *  2. A name belongs to the constraint whose keyword follows it at once, and to
 *     no other of the same column.
 */
#include "sqlite_internal.h"

#include <string.h>

/* Reads "(a, b COLLATE x, c DESC)" into "a, b, c"; the scanner is before the parenthesis. */
static void read_list(struct tn_sqlite_scanner *x, struct tn_text *list)
{
	int depth = 0, fresh = 1, t;
	while ((t = tn__sqlite_scan(x)) != TN__SQLITE_T_END) {
		if (t == TN__SQLITE_T_OTHER && x->other == '(')
			depth++;
		else if (t == TN__SQLITE_T_OTHER && x->other == ')' && --depth == 0)
			return;
		else if (t == TN__SQLITE_T_OTHER && x->other == ',')
			fresh = 1;
		else if (t == TN__SQLITE_T_NAME && depth == 1 && fresh) {
			x->host->text_printf(list, "%s%s", list->len ? ", " : "", x->name.s);
			fresh = 0;
		}
	}
}

enum key { NO_KEY, UNIQUE_KEY, FOREIGN_KEY };

/*
 * If the scanner's word begins a key constraint, reads on: its columns go to
 * list, and of a foreign key the scanner's name is then the table it refers to.
 */
static enum key read_key(struct tn_sqlite_scanner *x, const struct tn_text *column, struct tn_text *list)
{
	int primary = tn__sqlite_is_word(x, "PRIMARY"), foreign = tn__sqlite_is_word(x, "FOREIGN");
	int references = tn__sqlite_is_word(x, "REFERENCES");
	if (!primary && !foreign && !references && !tn__sqlite_is_word(x, "UNIQUE"))
		return NO_KEY;
	if (primary || foreign)
		tn__sqlite_scan(x); /* KEY */
	x->host->text_clear(list);
	if (!references && *tn__sqlite_skip_blanks(x->s) == '(')
		read_list(x, list);
	else
		x->host->text_append(list, column->s, column->len);
	if (foreign)
		tn__sqlite_scan(x); /* REFERENCES */
	if (foreign || references)
		tn__sqlite_scan(x);
	return foreign || references ? FOREIGN_KEY : UNIQUE_KEY;
}

static int is_wanted(const struct tn_sqlite_scanner *x, enum key key, const struct tn_text *list,
		     const char *columns, const char *parent)
{
	if (key != (parent ? FOREIGN_KEY : UNIQUE_KEY) || list->failed || sqlite3_stricmp(list->s, columns))
		return 0;
	return !parent || !sqlite3_stricmp(x->name.s, parent);
}

/*
 * Finds in CREATE TABLE's text the constraint over exactly `columns` ("a, b"), a
 * foreign key to parent or, if that is NULL, UNIQUE or PRIMARY KEY, and appends
 * its name.
 */
static void find_constraint(struct tn_sqlite_scanner *x, const char *columns, const char *parent,
			    struct tn_text *out)
{
	struct tn_text named, column, list;
	int depth = 0, fresh = 0, t;
	x->host->text_init(&named);
	x->host->text_init(&column);
	x->host->text_init(&list);
	while (!out->len && (t = tn__sqlite_scan(x)) != TN__SQLITE_T_END) {
		enum key key;
		if (t == TN__SQLITE_T_OTHER) {
			depth += (x->other == '(') - (x->other == ')');
			fresh |= depth == 1 && (x->other == '(' || x->other == ',');
			continue;
		}
		if (depth != 1)
			continue;
		if (tn__sqlite_is_word(x, "CONSTRAINT")) {
			tn__sqlite_scan(x);
			x->host->text_clear(&named);
			x->host->text_append(&named, x->name.s, x->name.len);
			fresh = 0;
			continue;
		}
		key = read_key(x, &column, &list);
		if (named.len && is_wanted(x, key, &list, columns, parent))
			x->host->text_append(out, named.s, named.len);
		if (key == NO_KEY && fresh) {
			x->host->text_clear(&column);
			x->host->text_append(&column, x->name.s, x->name.len);
		}
		x->host->text_clear(&named);
		fresh = 0;
	}
	x->host->text_release(&named);
	x->host->text_release(&column);
	x->host->text_release(&list);
}

void tn__sqlite_look_up(struct tn_sqlite_conn *c, const char *sql, const char *a, const char *b,
			struct tn_text *out)
{
	const char *text;
	sqlite3_stmt *st = NULL;
	if (sqlite3_prepare_v2(c->db, sql, -1, &st, NULL) == SQLITE_OK) {
		sqlite3_bind_text(st, 1, a, -1, SQLITE_STATIC);
		if (b)
			sqlite3_bind_text(st, 2, b, -1, SQLITE_STATIC);
		if (sqlite3_step(st) == SQLITE_ROW && (text = (const char *)sqlite3_column_text(st, 0)))
			c->head.host->text_append(out, text, strlen(text));
	}
	sqlite3_finalize(st);
}

void tn__sqlite_name_in_text(const struct tn_host *host, const char *ddl, const char *columns, const char *parent,
			     struct tn_text *out)
{
	struct tn_sqlite_scanner x = {.host = host, .s = ddl};
	host->text_init(&x.name);
	find_constraint(&x, columns, parent, out);
	host->text_release(&x.name);
}

static void name_in_table(struct tn_sqlite_conn *c, const char *table, const char *columns,
			  const char *parent, struct tn_text *out)
{
	const struct tn_host *host = c->head.host;
	struct tn_text sql;
	host->text_init(&sql);
	tn__sqlite_look_up(c, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE",
			   table, NULL, &sql);
	tn__sqlite_name_in_text(host, sql.s, columns, parent, out);
	host->text_release(&sql);
}

void tn__sqlite_name_unique(struct tn_sqlite_conn *c, const char *table, const char *columns,
			    struct tn_text *out)
{
	tn__sqlite_look_up(c, "SELECT il.name FROM pragma_index_list(?1) AS il"
			   " WHERE il.\"unique\" = 1 AND il.origin = 'c' AND ?2 = (SELECT group_concat(name, ', ')"
			   " FROM (SELECT name FROM pragma_index_info(il.name) ORDER BY seqno))",
			   table, columns, out);
	if (!out->len)
		name_in_table(c, table, columns, NULL, out);
}

void tn__sqlite_name_foreign(struct tn_sqlite_conn *c, const char *table, const char *columns,
			     const char *parent, struct tn_text *out)
{
	name_in_table(c, table, columns, parent, out);
}
