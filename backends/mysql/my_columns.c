/* SPDX-License-Identifier: MIT */
/*
 * my_columns.c - the buffers of a result, and a row from them.
 *
 * Columns are set up once for a prepared statement and bound once; they are set
 * up again when the server describes the result differently (a parameter's kind
 * or the table has changed).  Short variable columns get room for their declared
 * length, long ones start small; a value that does not fit is fetched again into
 * a buffer that has at least doubled, so a column stops allocating after few
 * rows.
 *
 * Invariants:
 *  1. buf has cap + 1 bytes and the text in it ends with a NUL.
 *  2. cells[i] is valid until the next fetch.
 */
#include <stdlib.h>
#include <string.h>
#include "my_internal.h"

#define START_BYTES 1024ul
#define WHOLE_BYTES 4096ul /* columns of at most this declared length never grow */

static int reserve(struct my_stmt *s, struct my_column *c, unsigned long need)
{
	const struct tn_host *host = s->head.conn->host;
	char *p;
	if (need <= c->cap && c->buf)
		return 0;
	if (need < c->cap * 2)
		need = c->cap * 2;
	p = host->realloc(c->buf, (size_t)need + 1);
	if (!p)
		return host->nomem(s->head.conn);
	c->buf = p;
	c->cap = need;
	return 0;
}

static void bind_column(struct my_column *c, MYSQL_BIND *b)
{
	memset(b, 0, sizeof(*b));
	b->buffer_type = (enum enum_field_types)c->cls->bind;
	b->is_null = &c->is_null;
	b->length = &c->len;
	b->error = &c->cut;
	b->buffer = c->cls->variable ? (void *)c->buf : (void *)&c->fix;
	b->buffer_length = c->cls->variable ? c->cap : sizeof(c->fix);
	/* Widening a small unsigned number must not take its top bit for a sign. */
	b->is_unsigned = (c->field_flags & UNSIGNED_FLAG) != 0;
}

int my__columns_changed(const struct my_stmt *s, const MYSQL_FIELD *fields, uint32_t n)
{
	uint32_t i;
	if (s->head.column_count != n || s->columns_made < n)
		return 1;
	for (i = 0; i < n; i++) {
		const struct my_column *c = &s->columns[i];
		const MYSQL_FIELD *f = &fields[i];
		if (c->field_type != (int)f->type || c->field_flags != f->flags ||
			c->field_charset != f->charsetnr || c->field_length != f->length)
			return 1;
	}
	return 0;
}

int my__origin_changed(const struct my_stmt *s, const MYSQL_FIELD *fields, uint32_t n)
{
	const unsigned kept = UNSIGNED_FLAG | ENUM_FLAG | SET_FLAG;
	uint32_t i;
	/* Not column_count: an execution between may have had no result. */
	if (s->described != n)
		return 1;
	for (i = 0; i < n; i++) {
		const struct my_column *c = &s->columns[i];
		const MYSQL_FIELD *f = &fields[i];
		if (!f->org_table || !*f->org_table)
			continue;
		if (c->field_type != (int)f->type || (c->field_flags & kept) != (f->flags & kept) ||
			c->field_charset != f->charsetnr)
			return 1;
	}
	return 0;
}

/* Grows the three arrays to n entries. */
static int grow_arrays(struct my_stmt *s, uint32_t n)
{
	const struct tn_host *host = s->head.conn->host;
	struct my_column *columns;
	MYSQL_BIND *binds;
	tn_value *cells;
	if (n <= s->columns_made)
		return 0;
	columns = host->realloc(s->columns, n * sizeof(*columns));
	if (!columns)
		return host->nomem(s->head.conn);
	s->columns = columns;
	binds = host->realloc(s->column_binds, n * sizeof(*binds));
	if (!binds)
		return host->nomem(s->head.conn);
	s->column_binds = binds;
	cells = host->realloc(s->cells, n * sizeof(*cells));
	if (!cells)
		return host->nomem(s->head.conn);
	s->cells = cells;
	memset(columns + s->columns_made, 0, (n - s->columns_made) * sizeof(*columns));
	s->columns_made = n;
	return 0;
}

/*
 * A column that a query computes from parameters: a text until they are bound.  If it is not
 * what was wanted then, that is seen before anything has been changed.
 */
static int may_change(const struct my_stmt *s, const MYSQL_FIELD *f)
{
	if (!s->guessed || !s->head.param_count || (f->org_table && *f->org_table))
		return 0;
	return !my__text_changes(s->head.sql, s->head.sql_len);
}

int my__columns_make(struct my_stmt *s, MYSQL_FIELD *fields, uint32_t n)
{
	const unsigned doubtful = TN_BE_STRICT | TN_BE_FRESH;
	uint32_t i;
	int rc = grow_arrays(s, n);
	if (rc)
		return rc;
	for (i = 0; i < n; i++) {
		struct my_column *c = &s->columns[i];
		const struct tn_sql_type *want = i < s->head.want_count ? &s->head.want[i] : NULL;
		if (!my__classify((const struct my_conn *)s->head.conn, c, &fields[i], want) &&
			(s->head.flags & doubtful) == TN_BE_STRICT && !may_change(s, &fields[i]))
			return my__stale(s);
		if (s->ps && c->cls->variable) {
			rc = reserve(s, c, c->field_length <= WHOLE_BYTES ? c->field_length : START_BYTES);
			if (rc)
				return rc;
		}
		bind_column(c, &s->column_binds[i]);
	}
	s->head.column_count = n;
	s->head.cells = s->cells;
	s->rebind = 0;
	if (s->ps && n && mysql_stmt_bind_result(s->ps, s->column_binds))
		return my__fault_stmt(s);
	return 0;
}

/* As mysql_stmt_fetch(), into the buffers as they are now. */
int my__fetch(struct my_stmt *s)
{
	if (s->rebind && mysql_stmt_bind_result(s->ps, s->column_binds))
		return 1;
	s->rebind = 0;
	return mysql_stmt_fetch(s->ps);
}

/*
 * Fetches what did not fit.  The new buffers are bound before the next row is fetched, not here: some
 * builds of Connector/C put the lengths to 0 when they bind.
 */
static int fetch_long(struct my_stmt *s)
{
	uint32_t i;
	int rc;
	for (i = 0; i < s->head.column_count; i++) {
		struct my_column *c = &s->columns[i];
		if (!c->cls->variable || c->is_null || c->len <= c->cap)
			continue;
		rc = reserve(s, c, c->len);
		if (rc)
			return rc;
		bind_column(c, &s->column_binds[i]);
		if (mysql_stmt_fetch_column(s->ps, &s->column_binds[i], i, 0))
			return my__fault_stmt(s);
		s->rebind = 1;
	}
	return 0;
}

int my__columns_fetch(struct my_stmt *s)
{
	int rc = my__fetch(s);
	uint32_t i;
	if (rc == MYSQL_NO_DATA)
		return TN_DONE;
	if (rc == 1)
		return my__fault_stmt(s);
	if (rc == MYSQL_DATA_TRUNCATED) {
		rc = fetch_long(s);
		if (rc)
			return rc;
	}
	for (i = 0; i < s->head.column_count; i++) {
		struct my_column *c = &s->columns[i];
		if (c->is_null) {
			s->cells[i] = tn_null();
		} else if (c->cls->variable) {
			c->buf[c->len] = '\0';
			c->cls->parse(c, &s->cells[i], c->buf, c->len);
		} else {
			c->cls->decode(c, &s->cells[i]);
		}
	}
	return TN_ROW;
}

void my__columns_release(struct my_stmt *s)
{
	const struct tn_host *host = s->head.conn->host;
	uint32_t i;
	for (i = 0; i < s->columns_made && s->columns; i++)
		host->free(s->columns[i].buf);
	host->free(s->columns);
	host->free(s->column_binds);
	host->free(s->cells);
	s->columns = NULL;
	s->column_binds = NULL;
	s->cells = NULL;
	s->columns_made = 0;
}
