/* SPDX-License-Identifier: MIT */
/*
 * my_error.c - errors of the server and of the client library, reported.
 *
 * Number, SQLSTATE and message go to the library, which classifies them by the
 * dialect's table.  This file adds what the protocol has no field for: whether
 * the link is gone, and the names and the place that stand in the message only.
 * The session guard pins the language of messages to English.
 *
 * Invariants:
 *  1. The code never depends on a message's text; only names and position do.
 *  2. What cannot be read for certain is left out.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "my_internal.h"

#define NAME_SIZE 256
#define TLS_ERROR 2026 /* CR_SSL_CONNECTION_ERROR */
#define NEAR_MIN 60    /* the servers show 80 bytes of what they could not read, dots included */

struct names {
	char constraint[NAME_SIZE];
	char table[NAME_SIZE];
	char column[NAME_SIZE];
};

/* Where a name stands: after the last (or first) `before`, in quotes of any kind. */
enum where { FIRST, LAST };
enum part { CONSTRAINT, TABLE, COLUMN };

static const struct name_row {
	int native;
	enum part part;
	enum where where;
	const char *before;
} name_rows[] = {
	/* The value of a duplicate entry comes first and may hold anything: read from the end. */
	{1062, CONSTRAINT, LAST, " for key "},
	{1586, CONSTRAINT, LAST, " for key "},
	{1216, CONSTRAINT, FIRST, " CONSTRAINT "},
	{1217, CONSTRAINT, FIRST, " CONSTRAINT "},
	{1451, CONSTRAINT, FIRST, " CONSTRAINT "},
	{1451, TABLE, FIRST, " fails ("},
	{1452, CONSTRAINT, FIRST, " CONSTRAINT "},
	{1452, TABLE, FIRST, " fails ("},
	{3730, TABLE, FIRST, " drop table "},
	{3730, CONSTRAINT, FIRST, " constraint "},
	{3819, CONSTRAINT, FIRST, "constraint "},
	{4025, CONSTRAINT, FIRST, "CONSTRAINT "},
	{4025, TABLE, LAST, " failed for "},
	{1048, COLUMN, FIRST, "Column "},
	{1364, COLUMN, FIRST, "Field "},
	{1406, COLUMN, LAST, " for column "},
	{1264, COLUMN, LAST, " for column "},
	{1366, COLUMN, LAST, " for column "},
	{1292, COLUMN, LAST, " for column "},
	{1265, COLUMN, LAST, " for column "},
	{1054, COLUMN, FIRST, "Unknown column "},
	{1052, COLUMN, FIRST, "Column "},
	{1060, COLUMN, FIRST, "column name "},
	{1146, TABLE, FIRST, "Table "},
	{1051, TABLE, FIRST, "nknown table "},
	{1050, TABLE, FIRST, "Table "},
};

static const char *find_last(const char *s, const char *what)
{
	const char *hit = NULL;
	for (s = strstr(s, what); s; s = strstr(s + 1, what))
		hit = s;
	return hit;
}

/*
 * Reads 'a.b', `a`.`b` or "a"."b" at s and keeps the last part in out and the
 * one before in owner.  Returns 0 if no quote stands there.
 */
static int read_quoted(const char *s, char *out, char *owner)
{
	out[0] = owner[0] = '\0';
	while (*s == '\'' || *s == '`' || *s == '"') {
		char quote = *s++;
		size_t n = 0;
		memcpy(owner, out, NAME_SIZE);
		while (*s && (*s != quote || s[1] == quote)) {
			if (*s == quote)
				s++;
			if (n + 1 < NAME_SIZE)
				out[n++] = *s;
			s++;
		}
		out[n] = '\0';
		if (!*s || s[1] != '.')
			break;
		s += 2;
	}
	return out[0] != '\0';
}

/* 'table.key' inside one pair of quotes, as this server writes keys and tables. */
static void split_dotted(char *name, char *owner)
{
	char *dot = strchr(name, '.');
	if (!dot || owner[0])
		return;
	*dot = '\0';
	memcpy(owner, name, (size_t)(dot - name) + 1);
	memmove(name, dot + 1, strlen(dot + 1) + 1);
}

static void read_names(int native, const char *message, struct names *out)
{
	char owner[NAME_SIZE], name[NAME_SIZE];
	size_t i;
	for (i = 0; i < sizeof(name_rows) / sizeof(name_rows[0]); i++) {
		const struct name_row *r = &name_rows[i];
		const char *s;
		if (r->native != native)
			continue;
		s = r->where == FIRST ? strstr(message, r->before) : find_last(message, r->before);
		if (!s || !read_quoted(s + strlen(r->before), name, owner))
			continue;
		split_dotted(name, owner);
		memcpy(r->part == CONSTRAINT       ? out->constraint
				: r->part == TABLE ? out->table
						   : out->column,
			name, NAME_SIZE);
		/* The owner of a key or a column is its table. */
		if (r->part != TABLE && owner[0] && !out->table[0])
			memcpy(out->table, owner, NAME_SIZE);
	}
}

/* Byte of the text, from 1, at which a syntax error says it stopped reading; 0 if unknown. */
static size_t syntax_position(const char *message, const char *sql, size_t sql_len)
{
	static const char before[] = " near '", after[] = "' at line ";
	const char *from = strstr(message, before), *to = find_last(message, after), *hit;
	size_t n;
	if (!from || !to || !sql)
		return 0;
	from += sizeof(before) - 1;
	if (to < from)
		return 0;
	n = (size_t)(to - from);
	/* All the rest of the text, or its beginning: that is certain only if it is long and occurs once. */
	if (n <= sql_len && memcmp(sql + sql_len - n, from, n) == 0)
		return sql_len - n + 1;
	if (n > 3 && memcmp(to - 3, "...", 3) == 0)
		n -= 3;
	if (n < NEAR_MIN)
		return 0;
	hit = memmem(sql, sql_len, from, n);
	if (!hit || memmem(hit + 1, sql_len - (size_t)(hit + 1 - sql), from, n))
		return 0;
	return (size_t)(hit - sql) + 1;
}

/*
 * The row that classifies the number says whether anything can still be asked of the
 * connection, and whether the transaction is gone.
 */
static unsigned flags_of(const struct tn_dialect *d, int native)
{
	size_t i;
	for (i = 0; native && i < d->error_count; i++)
		if (d->errors[i].native == native)
			return d->errors[i].flags;
	return 0;
}

int my__loses_tx(const struct my_conn *c, int native)
{
	return (flags_of(c->head.dialect, native) & (TN_ERR_TX_LOST | TN_ERR_DEAD)) != 0;
}

static const char *or_null(const char *s)
{
	return s[0] ? s : NULL;
}

int my__fault(struct my_conn *c, int native, const char *sqlstate, const char *message, const char *sql,
	size_t sql_len)
{
	struct tn_fault f;
	struct names names;
	memset(&f, 0, sizeof(f));
	names.constraint[0] = names.table[0] = names.column[0] = '\0';
	read_names(native, message, &names);
	f.native = native;
	f.sqlstate = sqlstate && *sqlstate ? sqlstate : NULL;
	f.message = *message ? message : "the client library gave no message";
	f.constraint = or_null(names.constraint);
	f.table = or_null(names.table);
	f.column = or_null(names.column);
	if (native == 1064 || native == 1149)
		f.position = syntax_position(message, sql, sql_len);
	/* Once the link stood, a TLS error is how it broke. */
	if (native == TLS_ERROR)
		f.code = TN_E_DISCONNECTED;
	if (native == TLS_ERROR || (flags_of(c->head.dialect, native) & TN_ERR_DEAD)) {
		c->head.dead = 1;
		f.flags = TN_ERR_DEAD;
	}
	c->tx = TN_BE_TX_UNKNOWN;
	return c->head.host->fault(&c->head, &f);
}

int my__fault_conn(struct my_conn *c, const char *sql, size_t sql_len)
{
	return my__fault(c, (int)mysql_errno(c->m), mysql_sqlstate(c->m), mysql_error(c->m), sql, sql_len);
}

int my__fault_stmt(struct my_stmt *s)
{
	struct my_conn *c = (struct my_conn *)s->head.conn;
	if (!mysql_stmt_errno(s->ps))
		return my__fault_conn(c, s->head.sql, s->head.sql_len);
	return my__fault(c, (int)mysql_stmt_errno(s->ps), mysql_stmt_sqlstate(s->ps), mysql_stmt_error(s->ps),
		s->head.sql, s->head.sql_len);
}

int my__fault_own(struct my_conn *c, int code, const char *hint, const char *format, ...)
{
	struct tn_fault f;
	char text[512];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	memset(&f, 0, sizeof(f));
	f.code = code;
	f.message = text;
	f.hint = hint;
	return c->head.host->fault(&c->head, &f);
}
