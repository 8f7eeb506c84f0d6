/* SPDX-License-Identifier: MIT */
/*
 * my_text.c - statements by the text protocol.
 *
 * For what the server cannot prepare (error 1295) and for statements that run
 * once without parameters and give no table data: one round trip instead of
 * two, and no handle on the server.  Never for a query of tables: a FLOAT is
 * printed with six digits there.
 */
#include <string.h>
#include "my_internal.h"

/* Leading words that always suit; the second list only without RETURNING. */
static const char *const plain[] = {"CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "SET", "USE", "BEGIN",
	"START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "GRANT", "REVOKE", "LOCK", "UNLOCK", "FLUSH",
	"KILL", "DO", "SHOW"};
static const char *const reading[] = {"SELECT", "VALUES", "TABLE", "WITH", "SHOW", "DESCRIBE", "DESC", "EXPLAIN"};
static const char *const changing[] = {"INSERT", "REPLACE", "UPDATE", "DELETE"};

static int word_in(const struct my_words *w, const char *const *list, size_t n)
{
	size_t i;
	for (i = 0; i < n; i++)
		if (my__word_is(w, list[i]))
			return 1;
	return 0;
}

int my__text_changes(const char *sql, size_t n)
{
	struct my_words w;
	my__words_init(&w, sql, n);
	return my__words_next(&w) && word_in(&w, changing, sizeof(changing) / sizeof(changing[0]));
}

/* What is not known to read only may have changed something: CALL and EXECUTE among it. */
int my__text_reads(const char *sql, size_t n)
{
	struct my_words w;
	my__words_init(&w, sql, n);
	return !my__words_next(&w) || word_in(&w, reading, sizeof(reading) / sizeof(reading[0]));
}

int my__text_suits(const char *sql, size_t n)
{
	struct my_words w;
	my__words_init(&w, sql, n);
	if (!my__words_next(&w))
		return 0;
	if (word_in(&w, plain, sizeof(plain) / sizeof(plain[0])))
		return 1;
	if (!word_in(&w, changing, sizeof(changing) / sizeof(changing[0])))
		return 0;
	while (my__words_next(&w))
		if (my__word_is(&w, "RETURNING"))
			return 0;
	return 1;
}

static struct my_conn *conn_of(struct my_stmt *s)
{
	return (struct my_conn *)s->head.conn;
}

static int fault(struct my_stmt *s)
{
	return my__fault_conn(conn_of(s), s->head.sql, s->head.sql_len);
}

int my__text_execute(struct my_stmt *s, int mode)
{
	struct my_conn *c = conn_of(s);
	int rc;
	c->head.round_trips++;
	if (mysql_real_query(c->m, s->head.sql, (unsigned long)s->head.sql_len))
		return fault(s);
	s->ran = 1;
	if (!mysql_field_count(c->m)) {
		s->head.column_count = 0;
		my__count(s, mysql_affected_rows(c->m), mysql_insert_id(c->m));
		return my__settle(s, mysql_warning_count(c->m));
	}
	s->text = mode == TN_BE_CHUNK ? mysql_store_result(c->m) : mysql_use_result(c->m);
	if (!s->text)
		return fault(s);
	s->open = 1;
	s->streaming = mode != TN_BE_CHUNK;
	rc = my__columns_make(s, mysql_fetch_fields(s->text), mysql_num_fields(s->text));
	return rc ? rc : 1;
}

int my__text_next(struct my_stmt *s)
{
	MYSQL_ROW row = mysql_fetch_row(s->text);
	const unsigned long *len;
	uint32_t i;
	if (!row)
		return s->streaming && mysql_errno(conn_of(s)->m) ? fault(s) : TN_DONE;
	len = mysql_fetch_lengths(s->text);
	for (i = 0; i < s->head.column_count; i++) {
		struct my_column *c = &s->columns[i];
		if (!row[i])
			s->cells[i] = tn_null();
		else
			c->cls->parse(c, &s->cells[i], row[i], len[i]);
	}
	return TN_ROW;
}

/* Reads what is left of the rows; what a change says at its end counts. */
static int drop_rows(struct my_stmt *s)
{
	struct my_conn *c = conn_of(s);
	int native;
	while (mysql_fetch_row(s->text))
		;
	native = (int)mysql_errno(c->m);
	if (native)
		return my__was_carried_out(s) || my__loses_tx(c, native) ? fault(s) : 0;
	return my__was_carried_out(s) ? my__rows_ended(s) : 0;
}

int my__text_drop(struct my_stmt *s)
{
	struct my_conn *c = conn_of(s);
	int rc = 0;
	if (!s->text)
		return 0;
	if (s->open && s->streaming && !c->head.dead)
		rc = drop_rows(s);
	mysql_free_result(s->text);
	s->text = NULL;
	return rc;
}
