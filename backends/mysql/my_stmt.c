/* SPDX-License-Identifier: MIT */
/*
 * my_stmt.c - prepared statements by the binary protocol.
 *
 * Rows are read off the wire one by one, unbuffered, into buffers that were
 * bound once; a cursor of the server serves the chunk mode.  The few texts that
 * the server cannot prepare, and those that run once without parameters, take
 * the text protocol (my_text.c): ps is then NULL.
 *
 *   execute -> rows? no -> settle                      (done)
 *                    yes -> next ... next -> settle    (done)
 *                           finish: drop up to a bound, then cancel
 *
 * Invariants:
 *  1. After settle or finish the link is free: no unread packet is left.
 *  2. affected and last_insert_id are taken before anything else is sent.
 *  3. A change is not said to be stale once it was carried out: it would be run again.
 *     If its columns are others by then, the next execution says so before any effect.
 *  4. An error among rows that are dropped is nobody's, unless it has undone a change or the
 *     transaction; what the server says at the end of a change is told, read to the end or not.
 */
#include <string.h>
#include "my_internal.h"

#define NOT_PREPARABLE 1295 /* ER_UNSUPPORTED_PS */
#define CURSOR_EXISTS 64u   /* SERVER_STATUS_CURSOR_EXISTS */

/* DECIMAL(65, 30) with its sign and point. */
#define DECIMAL_CHARACTERS 67u

/* An early end reads this much before it asks the server to stop. */
#define DROP_ROWS 1000u
#define DROP_BYTES (1024u * 1024u)

static struct my_conn *conn_of(struct my_stmt *s)
{
	return (struct my_conn *)s->head.conn;
}

/* ---- prepare ---------------------------------------------------------------- */

/* What it was to change, it has changed. */
int my__was_carried_out(const struct my_stmt *s)
{
	return s->ran && !my__text_reads(s->head.sql, s->head.sql_len);
}

static int read_columns(struct my_stmt *s, int prepared)
{
	uint32_t n = mysql_stmt_field_count(s->ps);
	s->guessed = (uint8_t)prepared;
	if (s->meta)
		mysql_free_result(s->meta);
	s->meta = NULL;
	if (!n) {
		s->head.column_count = 0;
		return 0;
	}
	s->meta = mysql_stmt_result_metadata(s->ps);
	if (!s->meta)
		return my__fault_stmt(s);
	n = mysql_num_fields(s->meta);
	if (s->described && (s->head.flags & TN_BE_STRICT) && my__origin_changed(s, mysql_fetch_fields(s->meta), n)) {
		if (!my__was_carried_out(s))
			return my__stale(s);
		s->outdated = 1;
	}
	if (!my__columns_changed(s, mysql_fetch_fields(s->meta), n))
		return 0;
	return my__columns_make(s, mysql_fetch_fields(s->meta), n);
}

int my__stale(struct my_stmt *s)
{
	struct tn_fault f = {.code = TN_E_STALE,
		.message = "the columns are not those that the statement was made for"};
	if (my__was_carried_out(s)) {
		f.flags = TN_ERR_AMBIGUOUS;
		f.message = "the statement was carried out, and its columns are not those that it was made for";
	}
	return conn_of(s)->head.host->fault(&conn_of(s)->head, &f);
}

/* The link is free now; when rows come it is not. */
static int read_marks(struct my_stmt *s)
{
	MYSQL_RES *meta = mysql_stmt_field_count(s->ps) ? mysql_stmt_result_metadata(s->ps) : NULL;
	unsigned i, n = meta ? mysql_num_fields(meta) : 0;
	int rc = 0;
	for (i = 0; i < n && rc == 0; i++)
		rc = my__marks_read(conn_of(s), mysql_fetch_field_direct(meta, i));
	if (meta)
		mysql_free_result(meta);
	return rc;
}

/* A handle of the server for the text; none (ps stays NULL) if it takes the text protocol. */
static int prepare_handle(struct my_stmt *s)
{
	struct my_conn *c = conn_of(s);
	s->ps = mysql_stmt_init(c->m);
	if (!s->ps)
		return c->head.host->nomem(&c->head);
	c->head.round_trips++;
	if (mysql_stmt_prepare(s->ps, s->head.sql, (unsigned long)s->head.sql_len)) {
		if (mysql_stmt_errno(s->ps) != NOT_PREPARABLE || s->head.param_count)
			return my__fault_stmt(s);
		mysql_stmt_close(s->ps);
		s->ps = NULL;
		return 0;
	}
	if (mysql_stmt_param_count(s->ps) != s->head.param_count)
		return my__fault_own(c, TN_E_PARAM, NULL,
			"the statement has %lu parameters, %lu are described",
			(unsigned long)mysql_stmt_param_count(s->ps), (unsigned long)s->head.param_count);
	return 0;
}

static int prepare_binary(struct my_stmt *s)
{
	int rc = prepare_handle(s);
	if (rc || !s->ps)
		return rc;
	rc = my__params_make(s);
	/* A column that is wanted as something needs no mark to be it. */
	if (!rc && !s->head.want_count)
		rc = read_marks(s);
	return rc ? rc : read_columns(s, 1);
}

/* The same text in a new handle: Connector/C cannot stream from one that had a cursor. */
static int renew(struct my_stmt *s)
{
	int rc;
	mysql_stmt_close(s->ps);
	s->ps = NULL;
	s->cursor = CURSOR_TYPE_NO_CURSOR;
	s->params_bound = 0;
	s->head.column_count = 0;
	rc = prepare_handle(s);
	return rc ? rc : read_columns(s, 1);
}

int my__prepare(struct tn_be_stmt *stmt)
{
	struct my_stmt *s = (struct my_stmt *)stmt;
	if ((stmt->flags & TN_BE_ONCE) && !stmt->param_count && my__text_suits(stmt->sql, stmt->sql_len))
		return 0;
	return prepare_binary(s);
}

/* ---- execute ---------------------------------------------------------------- */

/*
 * Only rows are followed by another result.  Connector/C calls a function by a null pointer if a server says so of
 * anything else.
 */
static int has_more(struct my_conn *c)
{
	if (!mysql_more_results(c->m))
		return 0;
	if (mysql_field_count(c->m))
		return 1;
	c->head.dead = 1;
	return 0;
}

/* Drops further results of a CALL; rows among them are an error, not lost silently. */
static int drop_results(struct my_stmt *s)
{
	struct my_conn *c = conn_of(s);
	int rows = 0, rc;
	while (has_more(c)) {
		rc = s->ps ? mysql_stmt_next_result(s->ps) : mysql_next_result(c->m);
		if (rc > 0)
			return s->ps ? my__fault_stmt(s) : my__fault_conn(c, s->head.sql, s->head.sql_len);
		if (rc < 0)
			break;
		if (mysql_field_count(c->m)) {
			MYSQL_RES *r = s->ps ? NULL : mysql_use_result(c->m);
			rows = 1;
			if (s->ps)
				mysql_stmt_free_result(s->ps);
			else if (r)
				mysql_free_result(r);
		}
	}
	if (c->head.dead)
		return my__fault_own(c, TN_E_DISCONNECTED, NULL, "the server sends more results than it was asked for");
	if (rows)
		return my__fault_own(c, TN_E_UNSUPPORTED, "call a procedure that gives one result",
			"the statement gave more than one result");
	return 0;
}

int my__settle(struct my_stmt *s, unsigned warnings)
{
	struct my_conn *c = conn_of(s);
	int rc;
	s->open = 0;
	s->streaming = 0;
	rc = drop_results(s);
	if (rc)
		return rc;
	my__note_status(c, c->m->server_status);
	my__engine_after(s);
	rc = my__warnings(c, warnings, (s->head.flags & TN_BE_STRICT) != 0);
	return rc ? rc : my__count_end(s);
}

static int set_cursor(struct my_stmt *s, int mode, unsigned chunk)
{
	unsigned long cursor = CURSOR_TYPE_READ_ONLY;
	unsigned long rows = chunk ? chunk : 1;
	if (mode != TN_BE_CHUNK)
		return s->cursor ? renew(s) : 0;
	if (mysql_stmt_attr_set(s->ps, STMT_ATTR_CURSOR_TYPE, &cursor))
		return my__fault_stmt(s);
	if (mysql_stmt_attr_set(s->ps, STMT_ATTR_PREFETCH_ROWS, &rows))
		return my__fault_stmt(s);
	s->cursor = (uint8_t)cursor;
	return 0;
}

/* Rows follow.  A chunk result without a cursor (SHOW, RETURNING) is stored, so that the link is free. */
static int begin_rows(struct my_stmt *s, int mode)
{
	struct my_conn *c = conn_of(s);
	int rc = read_columns(s, 0);
	s->open = 1;
	s->streaming = 1;
	if (rc)
		return rc;
	s->described = s->head.column_count;
	if (mode == TN_BE_CHUNK) {
		if (!(c->m->server_status & CURSOR_EXISTS) && mysql_stmt_store_result(s->ps))
			return my__fault_stmt(s);
		s->streaming = 0;
	}
	return 1;
}

int my__execute(struct tn_be_stmt *stmt, const tn_value *params, int mode, unsigned chunk)
{
	struct my_stmt *s = (struct my_stmt *)stmt;
	struct my_conn *c = conn_of(s);
	int rc;
	s->ran = 0;
	s->rows = 0;
	stmt->affected = -1;
	stmt->last_insert_id = 0;
	rc = s->outdated ? my__stale(s) : my__engine_check(s);
	if (!rc)
		rc = my__count_begin(s);
	if (rc)
		return rc;
	if (!s->ps)
		return my__text_execute(s, mode);
	rc = set_cursor(s, mode, chunk);
	if (!rc)
		rc = my__params_bind(s, params);
	if (rc)
		return rc;
	c->head.round_trips++;
	rc = mysql_stmt_execute(s->ps);
	my__lists_trim(s);
	if (rc)
		return my__fault_stmt(s);
	s->ran = 1;
	/* DELETE ... RETURNING whose condition cannot hold gives no result, though its statement has columns. */
	if (mysql_stmt_field_count(s->ps) && mysql_field_count(c->m))
		return begin_rows(s, mode);
	stmt->column_count = 0;
	my__count(s, mysql_stmt_affected_rows(s->ps), mysql_stmt_insert_id(s->ps));
	return my__settle(s, mysql_warning_count(c->m));
}

/* ---- rows ------------------------------------------------------------------- */

/* INSERT ... RETURNING tells no number of rows: it is the number that came. */
static void count_changed(struct my_stmt *s)
{
	if (my__text_changes(s->head.sql, s->head.sql_len))
		s->head.affected = (int64_t)s->rows;
}

/* All rows were read, or dropped: what the server says at their end. */
int my__rows_ended(struct my_stmt *s)
{
	struct my_conn *c = conn_of(s);
	unsigned warnings = mysql_warning_count(c->m), status;
	if (s->streaming && s->ps && my__client_end_of_rows(c->m, &warnings, &status))
		c->m->server_status = status;
	count_changed(s);
	return my__settle(s, warnings);
}

int my__next(struct tn_be_stmt *stmt)
{
	struct my_stmt *s = (struct my_stmt *)stmt;
	int rc;
	if (!s->open)
		return TN_DONE;
	rc = s->ps ? my__columns_fetch(s) : my__text_next(s);
	if (rc == TN_ROW) {
		s->rows++;
		return TN_ROW;
	}
	if (rc < 0) {
		s->streaming = 0;
		return rc;
	}
	rc = my__rows_ended(s);
	return rc < 0 ? rc : TN_DONE;
}

int my__column(struct tn_be_stmt *stmt, uint32_t i, struct tn_be_column *out)
{
	struct my_stmt *s = (struct my_stmt *)stmt;
	MYSQL_RES *meta = s->ps ? s->meta : s->text;
	const MYSQL_FIELD *f;
	if (!meta || i >= stmt->column_count)
		return my__fault_own(conn_of(s), TN_E_INTERNAL, NULL, "no column %lu", (unsigned long)i);
	f = mysql_fetch_field_direct(meta, i);
	out->name = f->name;
	out->native_type = s->columns[i].native_type;
	out->type = s->columns[i].type;
	out->precision = out->scale = 0;
	/* The length counts the sign and the point. */
	if (f->type == MYSQL_TYPE_NEWDECIMAL && f->length <= DECIMAL_CHARACTERS) {
		out->precision = (uint16_t)(f->length - !(f->flags & UNSIGNED_FLAG) - (f->decimals > 0));
		out->scale = (uint16_t)f->decimals;
	}
	return 0;
}

/* The rows end in an error: 1 if it is nobody's. */
static int drop_error(struct my_stmt *s)
{
	int native = (int)mysql_stmt_errno(s->ps);
	if (!native)
		native = (int)mysql_errno(conn_of(s)->m);
	if (my__was_carried_out(s) || my__loses_tx(conn_of(s), native))
		return my__fault_stmt(s);
	return 1;
}

/* 1 if the rows came to their end within the bound; negative: that is an error. */
static int drop_some(struct my_stmt *s)
{
	uint64_t bytes = 0;
	unsigned n;
	uint32_t i;
	for (n = 0; n < DROP_ROWS && bytes < DROP_BYTES; n++) {
		int rc = my__fetch(s);
		if (rc == MYSQL_NO_DATA)
			return 1;
		if (rc == 1)
			return drop_error(s);
		for (i = 0; i < s->head.column_count; i++)
			bytes += s->columns[i].len;
	}
	return 0;
}

/* The server is asked to stop by a connection of its own; not with a change, which would be undone. */
static int stop_stream(struct my_stmt *s)
{
	struct my_conn *c = conn_of(s);
	int asked = !my__was_carried_out(s) && my__cancel(&c->head) == TN_OK, rc;
	do
		rc = my__fetch(s);
	while (rc == 0 || rc == MYSQL_DATA_TRUNCATED);
	rc = rc == 1 ? drop_error(s) : 1;
	if (asked)
		mysql_stmt_free_result(s->ps);
	if (asked && !c->head.dead)
		my__resume(&c->head);
	return rc;
}

/* Rows that are still to come; what is said at the end of a change counts, as if they had been read. */
static int drop_rows(struct my_stmt *s)
{
	int rc = drop_some(s);
	if (!rc)
		rc = stop_stream(s);
	if (rc > 0 && my__was_carried_out(s))
		rc = my__rows_ended(s);
	mysql_stmt_free_result(s->ps);
	return rc;
}

int my__finish(struct tn_be_stmt *stmt)
{
	struct my_stmt *s = (struct my_stmt *)stmt;
	int rc = 0;
	if (!s->ps)
		rc = my__text_drop(s);
	else if (!stmt->conn->dead && s->open && s->streaming)
		rc = drop_rows(s);
	else if (!stmt->conn->dead && (s->open || s->cursor))
		mysql_stmt_free_result(s->ps);
	s->open = 0;
	s->streaming = 0;
	return rc < 0 ? rc : 0;
}

void my__close_stmt(struct tn_be_stmt *stmt)
{
	struct my_stmt *s = (struct my_stmt *)stmt;
	(void)my__finish(stmt);
	if (stmt->conn->dead && conn_of(s)->m)
		my__client_cut(conn_of(s)->m);
	my__rows_release(s);
	if (s->meta)
		mysql_free_result(s->meta);
	if (s->ps)
		mysql_stmt_close(s->ps);
	s->meta = NULL;
	s->ps = NULL;
	my__params_release(s);
	my__columns_release(s);
}
