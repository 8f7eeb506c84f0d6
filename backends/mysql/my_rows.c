/* SPDX-License-Identifier: MIT */
/*
 * my_rows.c - many rows for an INSERT of one row: arrays of parameters.
 *
 * MariaDB takes the values of thousands of rows with one execution (COM_STMT_BULK_EXECUTE),
 * bound column by column: numbers in an array, texts and times as arrays of pointers, and an
 * indicator for each value that says whether it is NULL.  MySQL has no such command; the
 * library then sends INSERTs of many rows.
 *
 * The arrays are bound to a handle of their own, so that the one for single executions
 * keeps its binding.
 *
 * Invariants:
 *  1. A message is shorter than the server takes: rows are sent in as many as that needs.
 *  2. Texts are sent from where they are.
 */
#include <string.h>
#include "my_internal.h"

/* More rows at a time are slower again. */
#define PART_ROWS 4096

/* Memory of one column. */
struct my_array {
	union {
		long long *ints;
		signed char *bools;
		double *doubles;
		const void **pointers;
	} data;
	unsigned long *lengths;
	char *nulls;
	MYSQL_TIME *times; /* of kinds that are times */
};

struct my_rows {
	MYSQL_STMT *ps;
	MYSQL_BIND *binds;
	struct my_array *arrays;
	char *memory; /* of all arrays */
	uint32_t cap; /* rows that they have room for */
};

static struct my_conn *conn_of(const struct my_stmt *s)
{
	return (struct my_conn *)s->head.conn;
}

static int is_time(unsigned kind)
{
	return kind == TN_KIND_DATE || kind == TN_KIND_TIME || kind == TN_KIND_TIMESTAMP || kind == TN_KIND_TIMESTAMPTZ;
}

static int fault(struct my_stmt *s, MYSQL_STMT *ps)
{
	struct my_conn *c = conn_of(s);
	if (!mysql_stmt_errno(ps))
		return my__fault_conn(c, s->head.sql, s->head.sql_len);
	return my__fault(c, (int)mysql_stmt_errno(ps), mysql_stmt_sqlstate(ps), mysql_stmt_error(ps), s->head.sql,
		s->head.sql_len);
}

/* ---- memory -------------------------------------------------------------------------- */

void my__rows_release(struct my_stmt *s)
{
	const struct tn_host *host = s->head.conn->host;
	struct my_rows *r = s->rows_sent;
	if (!r)
		return;
	if (r->ps)
		mysql_stmt_close(r->ps);
	host->free(r->binds);
	host->free(r->arrays);
	host->free(r->memory);
	host->free(r);
	s->rows_sent = NULL;
}

/* The columns' parts of one block; each begins where any type may. */
static void place(struct my_stmt *s, struct my_rows *r, uint32_t cap)
{
	char *at = r->memory;
	uint32_t i;
	for (i = 0; i < s->head.param_count; i++) {
		struct my_array *a = &r->arrays[i];
		a->data.ints = (long long *)(void *)at;
		at += cap * sizeof(long long);
		a->lengths = (unsigned long *)(void *)at;
		at += cap * sizeof(unsigned long);
		a->times = is_time(s->head.kinds[i]) ? (MYSQL_TIME *)(void *)at : NULL;
		at += a->times ? cap * sizeof(MYSQL_TIME) : 0;
	}
	for (i = 0; i < s->head.param_count; i++, at += cap)
		r->arrays[i].nulls = at;
	r->cap = cap;
}

static int reserve(struct my_stmt *s, struct my_rows *r, uint32_t count)
{
	const struct tn_host *host = s->head.conn->host;
	uint32_t cap = count < 64 ? 64 : count, i;
	size_t need = 0;
	char *memory;
	if (count <= r->cap)
		return 0;
	for (i = 0; i < s->head.param_count; i++)
		need += cap * (sizeof(long long) + sizeof(unsigned long) + 1 +
			       (is_time(s->head.kinds[i]) ? sizeof(MYSQL_TIME) : 0));
	memory = host->realloc(r->memory, need);
	if (!memory)
		return host->nomem(s->head.conn);
	r->memory = memory;
	place(s, r, cap);
	return 0;
}

static int make(struct my_stmt *s)
{
	const struct tn_host *host = s->head.conn->host;
	struct my_conn *c = conn_of(s);
	struct my_rows *r = host->alloc(sizeof(*r));
	if (!r)
		return host->nomem(&c->head);
	s->rows_sent = r;
	r->binds = host->alloc(s->head.param_count * sizeof(*r->binds));
	r->arrays = host->alloc(s->head.param_count * sizeof(*r->arrays));
	r->ps = mysql_stmt_init(c->m);
	if (!r->binds || !r->arrays || !r->ps)
		return host->nomem(&c->head);
	c->head.round_trips++;
	if (mysql_stmt_prepare(r->ps, s->head.sql, (unsigned long)s->head.sql_len))
		return fault(s, r->ps);
	return 0;
}

/* ---- filling ---------------------------------------------------------------------------- */

static int put_value(struct my_stmt *s, struct my_array *a, uint32_t row, uint32_t column, const tn_value *v)
{
	a->nulls[row] = v->kind == TN_KIND_NULL;
	if (a->nulls[row])
		return 0;
	if (a->times) {
		a->data.pointers[row] = &a->times[row];
		return my__put_time(s, &a->times[row], v, column);
	}
	switch (v->kind) {
	case TN_KIND_BOOL: a->data.bools[row] = v->u.i != 0; return 0;
	case TN_KIND_INT: a->data.ints[row] = v->u.i; return 0;
	case TN_KIND_DOUBLE: a->data.doubles[row] = v->u.d; return 0;
	default:
		a->data.pointers[row] = v->u.s;
		a->lengths[row] = v->len;
		return 0;
	}
}

static int fill(struct my_stmt *s, const tn_value *rows, uint32_t count)
{
	struct my_rows *r = s->rows_sent;
	uint32_t i, row;
	int rc = 0;
	for (row = 0; row < count && !rc; row++, rows += s->head.param_count)
		for (i = 0; i < s->head.param_count && !rc; i++)
			rc = put_value(s, &r->arrays[i], row, i, &rows[i]);
	return rc;
}

static int bind(struct my_stmt *s, uint32_t count)
{
	struct my_rows *r = s->rows_sent;
	uint32_t i;
	for (i = 0; i < s->head.param_count; i++) {
		MYSQL_BIND *b = &r->binds[i];
		b->buffer_type = s->param_binds[i].buffer_type;
		b->buffer = r->arrays[i].data.ints;
		b->length = r->arrays[i].lengths;
	}
	if (my__client_set_array(r->ps, count))
		return fault(s, r->ps);
	for (i = 0; i < s->head.param_count; i++)
		my__client_set_nulls(&r->binds[i], r->arrays[i].nulls);
	if (mysql_stmt_bind_param(r->ps, r->binds))
		return fault(s, r->ps);
	return 0;
}

/* ---- sending ------------------------------------------------------------------------------ */

static uint64_t row_bytes(const struct my_stmt *s, const tn_value *row)
{
	uint64_t bytes = 0;
	uint32_t i;
	for (i = 0; i < s->head.param_count; i++)
		bytes += 10 + (row[i].kind == TN_KIND_TEXT || row[i].kind == TN_KIND_BYTES ||
			       row[i].kind == TN_KIND_NUMERIC || row[i].kind == TN_KIND_JSON ||
			       row[i].kind == TN_KIND_UUID ? row[i].len : 12u);
	return bytes;
}

/* Rows that go in one message; 0: not even the first. */
static uint32_t fitting(const struct my_stmt *s, const tn_value *rows, uint32_t count)
{
	int64_t most = s->head.conn->server.caps.limits[TN_LIMIT_VALUE_BYTES];
	uint64_t bytes = 64 + s->head.param_count * UINT64_C(4);
	uint32_t n;
	for (n = 0; n < count; n++, rows += s->head.param_count) {
		bytes += row_bytes(s, rows);
		if (most > 0 && bytes >= (uint64_t)most)
			break;
	}
	return n;
}

static int send_part(struct my_stmt *s, const tn_value *rows, uint32_t count)
{
	struct my_conn *c = conn_of(s);
	struct my_rows *r = s->rows_sent;
	int rc = reserve(s, r, count);
	if (!rc)
		rc = fill(s, rows, count);
	if (!rc)
		rc = bind(s, count);
	if (rc)
		return rc;
	c->head.round_trips++;
	if (mysql_stmt_execute(r->ps))
		return fault(s, r->ps);
	s->head.affected += (int64_t)mysql_stmt_affected_rows(r->ps);
	my__note_status(c, c->m->server_status);
	return my__warnings(c, mysql_warning_count(c->m), (s->head.flags & TN_BE_STRICT) != 0);
}

int my__put_rows(struct tn_be_stmt *stmt, const struct tn_be_into *into, const tn_value *rows, uint32_t count)
{
	struct my_stmt *s = (struct my_stmt *)stmt;
	int rc;
	(void)into;
	if (!count)
		return s->ps && my__client_has_arrays(conn_of(s)->m) ? PART_ROWS : 0;
	stmt->affected = 0;
	rc = my__engine_check(s);
	if (!rc && !s->rows_sent)
		rc = make(s);
	while (!rc && count) {
		uint32_t n = fitting(s, rows, count);
		if (!n)
			return my__fault_own(conn_of(s), TN_E_LIMIT, NULL,
				"the values of a row are longer than this server takes (limit value_bytes)");
		rc = send_part(s, rows, n);
		rows += (size_t)n * s->head.param_count;
		count -= n;
	}
	return rc;
}

/* Every put is complete. */
int my__end_rows(struct tn_be_stmt *stmt)
{
	(void)stmt;
	return 0;
}
