/* SPDX-License-Identifier: MIT */
/*
 * my_mark.c - columns that mean more than their type says.
 *
 * The server's TIMESTAMP is too narrow for a moment: it begins one second after
 * 1970-01-01 00:00:00 and ends in 2038.  So TIMESTAMPTZ is stored as DATETIME(6)
 * in UTC with the comment 'timestamptz'.  MySQL has no UUID type, and that of MariaDB
 * stores some values with their parts swapped and sorts by the last one; so UUID is
 * BINARY(16) with the comment 'uuid'.  A result does not carry comments; those of
 * a table are read once, when a statement that gives such a column of it is
 * prepared, and kept until this connection changes the schema.
 *
 * What is lost: the result of an expression over such a column (MAX, COALESCE,
 * UNION), a temporary table's column and the rows of a CALL come as TIMESTAMP or
 * BYTES, with the same number or bytes.
 *
 * Entries of the list: database NUL table NUL (column NUL)* NUL.
 */
#include <stdio.h>
#include <string.h>
#include "my_internal.h"

/* The columns of a table in the list, or NULL if it was not read yet. */
static const char *find_table(const struct my_conn *c, const MYSQL_FIELD *f)
{
	const char *p = c->marks.s, *end = c->marks.s + c->marks.len;
	while (p < end) {
		const char *table = p + strlen(p) + 1, *columns = table + strlen(table) + 1;
		if (strcmp(p, f->db) == 0 && strcmp(table, f->org_table) == 0)
			return columns;
		for (p = columns; *p;)
			p += strlen(p) + 1;
		p++;
	}
	return NULL;
}

static int may_be_marked(const MYSQL_FIELD *f)
{
	return (int)f->type == MYSQL_TYPE_DATETIME ||
		((int)f->type == MYSQL_TYPE_STRING && f->charsetnr == MY_BINARY_CHARSET && f->length == 16);
}

static int concerns(const MYSQL_FIELD *f)
{
	return may_be_marked(f) && f->db && *f->db && f->org_table && *f->org_table && f->org_name && *f->org_name;
}

/* A name as a literal without quotes in it, whatever the sql_mode. */
static void put_hex(const struct tn_host *host, struct tn_text *sql, const char *name)
{
	host->text_append(sql, "_utf8mb4 X'", 11);
	for (; *name; name++)
		host->text_printf(sql, "%02X", (unsigned)(unsigned char)*name);
	host->text_append(sql, "'", 1);
}

static int read_comments(struct my_conn *c, const MYSQL_FIELD *f, MYSQL_RES **res)
{
	static const char query[] =
		"SELECT COLUMN_NAME FROM information_schema.COLUMNS"
		" WHERE ((DATA_TYPE = 'datetime' AND COLUMN_COMMENT LIKE 'timestamptz%')"
		" OR (COLUMN_TYPE = 'binary(16)' AND COLUMN_COMMENT LIKE 'uuid%')) AND TABLE_SCHEMA = ";
	static const char and_table[] = " AND TABLE_NAME = ";
	const struct tn_host *host = c->head.host;
	struct tn_text sql;
	int rc;
	host->text_init(&sql);
	host->text_append(&sql, query, sizeof(query) - 1);
	put_hex(host, &sql, f->db);
	host->text_append(&sql, and_table, sizeof(and_table) - 1);
	put_hex(host, &sql, f->org_table);
	rc = sql.failed ? host->nomem(&c->head) : my__run(c, sql.s, res);
	host->text_release(&sql);
	return rc;
}

int my__marks_read(struct my_conn *c, const MYSQL_FIELD *f)
{
	const struct tn_host *host = c->head.host;
	MYSQL_RES *res = NULL;
	MYSQL_ROW row;
	int rc;
	if (!concerns(f) || find_table(c, f))
		return 0;
	rc = read_comments(c, f, &res);
	if (rc < 0 || !res)
		return rc;
	host->text_append(&c->marks, f->db, strlen(f->db) + 1);
	host->text_append(&c->marks, f->org_table, strlen(f->org_table) + 1);
	while ((row = mysql_fetch_row(res)) != NULL)
		if (row[0] && *row[0])
			host->text_append(&c->marks, row[0], strlen(row[0]) + 1);
	host->text_append(&c->marks, "", 1);
	mysql_free_result(res);
	if (c->marks.failed) {
		my__marks_forget(c);
		return host->nomem(&c->head);
	}
	return 0;
}

int my__is_marked(const struct my_conn *c, const MYSQL_FIELD *f)
{
	const char *p = concerns(f) ? find_table(c, f) : NULL;
	for (; p && *p; p += strlen(p) + 1)
		if (strcmp(p, f->org_name) == 0)
			return 1;
	return 0;
}

void my__marks_forget(struct my_conn *c)
{
	c->head.host->text_release(&c->marks);
	c->head.host->text_init(&c->marks);
}
