/* SPDX-License-Identifier: MIT */
/*
 * pg_copy.c - many rows by COPY ... FROM STDIN in the binary format.
 *
 *   put_rows: COPY is begun, rows are encoded and sent     state PG_COPY, the link is taken
 *   end_rows: its end, the answer                          state PG_IDLE
 *   finish:   COPY is given up                             state PG_IDLE
 *
 * The server reads each field as a value of the column's type and no other, so the types
 * are asked for first, and a table with a type that is not listed here is not for COPY.  A
 * domain is described as the type that it is made of, and is checked all the same.
 *
 * Format: "COPY", section "Binary Format" of the server's manual.
 *
 * Invariants:
 *  1. A value that the column's type cannot have ends the COPY with an error; what the
 *     server says of it the library finds out by an INSERT.
 *  2. The buffer holds one call's rows and is kept up to KEPT bytes.
 */
#include "pg_internal.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEPT ((size_t)1 << 20)
/* Small parts keep the server busy while the next one is made. */
#define PART_ROWS 512

static const char signature[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0"; /* flags and extension: none */
#define SIGNATURE_BYTES 19u

enum {
	OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_JSON = 114,
	OID_FLOAT4 = 700, OID_FLOAT8 = 701, OID_VARCHAR = 1043, OID_DATE = 1082, OID_TIME = 1083,
	OID_TIMESTAMP = 1114, OID_TIMESTAMPTZ = 1184, OID_NUMERIC = 1700, OID_UUID = 2950, OID_JSONB = 3802
};

static const struct {
	Oid oid;
	uint8_t kind; /* of the values that go into it */
} copied[] = {
	{OID_BOOL, TN_KIND_BOOL}, {OID_BYTEA, TN_KIND_BYTES}, {OID_INT8, TN_KIND_INT}, {OID_INT2, TN_KIND_INT},
	{OID_INT4, TN_KIND_INT}, {OID_TEXT, TN_KIND_TEXT}, {OID_JSON, TN_KIND_JSON}, {OID_FLOAT4, TN_KIND_DOUBLE},
	{OID_FLOAT8, TN_KIND_DOUBLE}, {OID_VARCHAR, TN_KIND_TEXT}, {OID_DATE, TN_KIND_DATE}, {OID_TIME, TN_KIND_TIME},
	{OID_TIMESTAMP, TN_KIND_TIMESTAMP}, {OID_TIMESTAMPTZ, TN_KIND_TIMESTAMPTZ}, {OID_NUMERIC, TN_KIND_NUMERIC},
	{OID_UUID, TN_KIND_UUID}, {OID_JSONB, TN_KIND_JSON},
};

static struct pg_stmt *pg(struct tn_be_stmt *stmt)
{
	return (struct pg_stmt *)stmt;
}

/* ---- the columns' types ------------------------------------------------------------- */

static int is_copied(Oid oid, uint8_t kind)
{
	size_t i;

	for (i = 0; i < sizeof(copied) / sizeof(*copied); i++)
		if (copied[i].oid == oid)
			return copied[i].kind == kind;
	return 0;
}

static int take_types(struct pg_stmt *s, const PGresult *described)
{
	uint32_t i, n = s->base.param_count;

	if ((uint32_t)PQnfields(described) != n)
		return 0;
	if (!s->copy.types)
		s->copy.types = pg_host_of(s)->alloc(n * sizeof(*s->copy.types));
	if (!s->copy.types)
		return pg_host_of(s)->nomem(s->base.conn);
	for (i = 0; i < n; i++) {
		s->copy.types[i] = PQftype(described, (int)i);
		if (!is_copied(s->copy.types[i], s->base.kinds[i]))
			return 0;
	}
	return PART_ROWS;
}

/* One round trip: parses and describes a query for the columns. */
static int ask_for_types(struct pg_stmt *s, const char *query, PGresult *out[2])
{
	struct pg_conn *c = pg_conn_of(s);
	int sent;

	if (!PQenterPipelineMode(c->pg))
		return 0;
	sent = PQsendPrepare(c->pg, "", query, 0, NULL) && PQsendDescribePrepared(c->pg, "");
	sent = PQpipelineSync(c->pg) && sent;
	tn__pg_pipeline_read(c, out, 2);
	PQexitPipelineMode(c->pg);
	return sent;
}

/* Rows that are best put at a time; 0: COPY is not for this table. */
static int look(struct pg_stmt *s, const struct tn_be_into *into)
{
	struct pg_conn *c = pg_conn_of(s);
	const struct tn_host *host = pg_host_of(s);
	PGresult *out[2] = {NULL, NULL};
	struct tn_text query;
	int rc = 0;

	host->text_init(&query);
	host->text_printf(&query, "SELECT %s FROM %s", into->columns, into->table);
	if (query.failed) {
		host->text_release(&query);
		return host->nomem(s->base.conn);
	}
	c->base.round_trips++;
	if (!ask_for_types(s, query.s, out))
		rc = tn__pg_fault_link(c);
	else if (out[1] && PQresultStatus(out[1]) == PGRES_COMMAND_OK)
		rc = take_types(s, out[1]);
	else if (PQstatus(c->pg) == CONNECTION_BAD)
		rc = tn__pg_fault_link(c);
	PQclear(out[0]);
	PQclear(out[1]);
	host->text_release(&query);
	return rc;
}

/* ---- encoding -------------------------------------------------------------------------- */

static void put16(unsigned char *out, unsigned v)
{
	out[0] = (unsigned char)(v >> 8);
	out[1] = (unsigned char)v;
}

static void put32(unsigned char *out, uint32_t v)
{
	put16(out, v >> 16);
	put16(out + 2, v & 0xffff);
}

static int put_int(unsigned char *out, Oid oid, const tn_value *v)
{
	int64_t i = v->u.i;
	int length;

	if (oid == OID_INT8)
		return tn__pg_put_fixed(v, out, &length) ? length : -1;
	if (oid == OID_INT4) {
		put32(out, (uint32_t)i);
		return i >= INT32_MIN && i <= INT32_MAX ? 4 : -1;
	}
	put16(out, (unsigned)i & 0xffff);
	return i >= INT16_MIN && i <= INT16_MAX ? 2 : -1;
}

/* As the server's cast does: what becomes infinite or zero is out of range. */
static int put_float(unsigned char *out, double d)
{
	float f = (float)d;
	uint32_t bits;

	if ((isinf(f) && !isinf(d)) || (f == 0 && d != 0))
		return -1;
	memcpy(&bits, &f, 4);
	put32(out, bits);
	return 4;
}

/* The bytes of a value without their length, at most value_room() of them; negative: out of range. */
static int put_value(unsigned char *out, Oid oid, const tn_value *v)
{
	int length;

	switch (oid) {
	case OID_INT2:
	case OID_INT4:
	case OID_INT8: return put_int(out, oid, v);
	case OID_FLOAT4: return put_float(out, v->u.d);
	case OID_NUMERIC: return tn__pg_numeric_put(v->u.s, v->len, out);
	case OID_JSONB:
		*out = 1; /* the version of the format */
		memcpy(out + 1, v->u.s, v->len);
		return (int)v->len + 1;
	case OID_UUID:
	case OID_TEXT:
	case OID_VARCHAR:
	case OID_JSON:
	case OID_BYTEA:
		if (v->len)
			memcpy(out, v->u.s, v->len);
		return oid != OID_UUID || v->len == 16 ? (int)v->len : -1;
	default: return tn__pg_put_fixed(v, out, &length) ? length : -1;
	}
}

/* Bytes that a value needs at most with its length; a NUMERIC never more than its text and a head. */
static size_t value_room(const struct pg_stmt *s, uint32_t i, const tn_value *v)
{
	unsigned kind = s->base.kinds[i];

	return kind == TN_KIND_TEXT || kind == TN_KIND_JSON || kind == TN_KIND_BYTES || kind == TN_KIND_UUID ||
		kind == TN_KIND_NUMERIC ? v->len + 24u : 12u;
}

static int reserve(struct pg_stmt *s, const tn_value *rows, uint32_t count)
{
	const struct tn_host *host = pg_host_of(s);
	uint32_t width = s->base.param_count;
	size_t i, n = (size_t)count * width, need = SIGNATURE_BYTES + (size_t)count * 2;
	char *grown;

	for (i = 0; i < n; i++)
		need += rows[i].kind == TN_KIND_NULL ? 4 : value_room(s, (uint32_t)(i % width), &rows[i]);
	if (need <= s->copy.cap)
		return 0;
	grown = host->realloc(s->copy.buf, need);
	if (!grown)
		return host->nomem(s->base.conn);
	s->copy.buf = grown;
	s->copy.cap = need;
	return 0;
}

/* The end of the row, or NULL: a value is out of range. */
static unsigned char *put_row(const struct pg_stmt *s, const tn_value *row, unsigned char *at)
{
	uint32_t i;
	int length;

	put16(at, s->base.param_count);
	at += 2;
	for (i = 0; i < s->base.param_count; i++) {
		if (row[i].kind == TN_KIND_NULL) {
			put32(at, UINT32_MAX);
			at += 4;
			continue;
		}
		length = put_value(at + 4, s->copy.types[i], &row[i]);
		if (length < 0)
			return NULL;
		put32(at, (uint32_t)length);
		at += 4 + length;
	}
	return at;
}

/* ---- the command ------------------------------------------------------------------------ */

static int begin_copy(struct pg_stmt *s, const struct tn_be_into *into)
{
	struct pg_conn *c = pg_conn_of(s);
	const struct tn_host *host = pg_host_of(s);
	struct tn_text sql;
	PGresult *res;
	int rc = 0;

	host->text_init(&sql);
	host->text_printf(&sql, "COPY %s (%s) FROM STDIN (FORMAT binary)", into->table, into->columns);
	if (sql.failed) {
		host->text_release(&sql);
		return host->nomem(s->base.conn);
	}
	c->tx_before = (uint8_t)tn__pg_tx_status(&c->base);
	c->base.round_trips++;
	res = PQexec(c->pg, sql.s);
	host->text_release(&sql);
	if (PQresultStatus(res) != PGRES_COPY_IN) {
		rc = tn__pg_check(c, res);
		return rc < 0 ? rc : tn__pg_fault_text(c, TN_E_INTERNAL, "COPY was not begun");
	}
	PQclear(res);
	s->state = PG_COPY;
	c->active = s;
	return 0;
}

static void end_state(struct pg_stmt *s)
{
	struct pg_conn *c = pg_conn_of(s);

	s->state = PG_IDLE;
	if (c->active == s)
		c->active = NULL;
	if (s->copy.cap > KEPT) {
		pg_host_of(s)->free(s->copy.buf);
		s->copy.buf = NULL;
		s->copy.cap = 0;
	}
}

/* The answer to a COPY that has ended, well or not. */
static int read_end(struct pg_stmt *s)
{
	struct pg_conn *c = pg_conn_of(s);
	PGresult *res = PQgetResult(c->pg);
	int rc = 0;

	if (res && PQresultStatus(res) == PGRES_COMMAND_OK)
		s->base.affected = strtoll(PQcmdTuples(res), NULL, 10);
	else
		rc = res ? tn__pg_fault_result(c, s, res) : tn__pg_fault_link(c);
	PQclear(res);
	tn__pg_drain(c);
	end_state(s);
	return rc;
}

void tn__pg_copy_give_up(struct pg_stmt *s)
{
	struct pg_conn *c = pg_conn_of(s);

	if (s->state != PG_COPY)
		return;
	if (!s->base.conn->dead && PQputCopyEnd(c->pg, "given up") > 0)
		tn__pg_drain(c);
	end_state(s);
}

static int put(struct pg_stmt *s, const tn_value *rows, uint32_t count, int first)
{
	struct pg_conn *c = pg_conn_of(s);
	unsigned char *at;
	uint32_t i;
	int rc = reserve(s, rows, count);

	if (rc < 0)
		return rc;
	at = (unsigned char *)s->copy.buf;
	if (first) {
		memcpy(at, signature, SIGNATURE_BYTES);
		at += SIGNATURE_BYTES;
	}
	for (i = 0; i < count && at; i++)
		at = put_row(s, rows + (size_t)i * s->base.param_count, at);
	if (!at)
		return tn__pg_fault_text(c, TN_E_RANGE, "a value is out of the range of its column");
	if (PQputCopyData(c->pg, s->copy.buf, (int)(at - (unsigned char *)s->copy.buf)) <= 0)
		return tn__pg_fault_link(c);
	return 1;
}

int tn__pg_put_rows(struct tn_be_stmt *stmt, const struct tn_be_into *into, const tn_value *rows, uint32_t count)
{
	struct pg_stmt *s = pg(stmt);
	int first = s->state != PG_COPY, rc = first ? tn__pg_link_is_free(pg_conn_of(s)) : 0;

	if (rc < 0 || !count)
		return rc < 0 ? rc : look(s, into);
	if (first)
		rc = begin_copy(s, into);
	if (rc < 0)
		return rc;
	rc = put(s, rows, count, first);
	if (rc < 0)
		tn__pg_copy_give_up(s);
	return rc;
}

int tn__pg_end_rows(struct tn_be_stmt *stmt)
{
	struct pg_stmt *s = pg(stmt);
	struct pg_conn *c = pg_conn_of(s);

	stmt->affected = 0;
	c->base.round_trips++;
	if (PQputCopyData(c->pg, "\377\377", 2) <= 0 || PQputCopyEnd(c->pg, NULL) <= 0) {
		end_state(s);
		return tn__pg_fault_link(c);
	}
	return read_end(s);
}

void tn__pg_copy_release(struct pg_stmt *s)
{
	const struct tn_host *host = pg_host_of(s);

	tn__pg_copy_give_up(s);
	host->free(s->copy.types);
	host->free(s->copy.buf);
	s->copy.types = NULL;
	s->copy.buf = NULL;
	s->copy.cap = 0;
}
