/* SPDX-License-Identifier: MIT */
/*
 * pg_value.c - values on the wire: parameters out, binary cells in.
 *
 * Parameters: kinds of a fixed size go in binary with their type's oid.  NUMERIC
 * goes as text with its oid, since its text is what the caller has.  Text and
 * JSON go without a type, so the server takes them for what the statement says:
 * an enum, inet, jsonb, a number.  When the description of a prepared statement
 * says that the server takes a parameter as text anyway, its bytes are sent as
 * they lie; otherwise libpq wants a NUL-terminated copy.
 *
 * Cells: text and bytes point into libpq's result.  Numbers and times are held
 * by value.  Only NUMERIC (and marked dates) need bytes of our own: the scratch
 * buffer of the statement.
 *
 * Invariants:
 *  1. A cell that lives in the scratch buffer holds its offset while the row is
 *     decoded and is marked by aux; the buffer may move until the row is done.
 *  2. A decoder checks the length before it reads.
 *  3. The list of types is ordered by oid.
 */
#include "pg_internal.h"
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include <tenon/sys/utf8.h>

static uint16_t get16(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (uint16_t)(u[0] << 8 | u[1]);
}

static uint32_t get32(const char *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static uint64_t get64(const char *p)
{
	return (uint64_t)get32(p) << 32 | get32(p + 4);
}

static void put32(unsigned char *out, uint32_t v)
{
	out[0] = (unsigned char)(v >> 24);
	out[1] = (unsigned char)(v >> 16);
	out[2] = (unsigned char)(v >> 8);
	out[3] = (unsigned char)v;
}

static void put64(unsigned char *out, uint64_t v)
{
	put32(out, (uint32_t)(v >> 32));
	put32(out + 4, (uint32_t)v);
}

/* ---- cells ------------------------------------------------------------- */

char *tn__pg_scratch(struct pg_stmt *s, size_t n, tn_value *cell)
{
	size_t at = s->scratch.len;

	if (n > s->scratch.cap - at) {
		size_t cap = 2 * (at + n) + 64;
		char *grown = pg_host_of(s)->realloc(s->scratch.s, cap);
		if (!grown)
			return NULL;
		s->scratch.s = grown;
		s->scratch.cap = cap;
	}
	s->scratch.len += n;
	cell->aux = 1;
	cell->u.i = (int64_t)at;
	return s->scratch.s + at;
}

int tn__pg_foreign(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	tn__pg_plain(s, p, n, out, TN_KIND_TEXT);
	out->flags |= TN_VALUE_FOREIGN;
	return 0;
}

/* Text as it is; in a database without an encoding bytes that are no UTF-8 stay bytes. */
int tn__pg_plain(struct pg_stmt *s, const char *p, size_t n, tn_value *out, int kind)
{
	out->kind = (uint8_t)kind;
	out->len = (uint32_t)n;
	out->u.s = p;
	if (TN_UNLIKELY(pg_conn_of(s)->check_utf8) && tn_utf8_check(p, n) != n) {
		out->kind = TN_KIND_BYTES;
		out->flags |= TN_VALUE_FOREIGN;
	}
	return 0;
}

static int text_text(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	return tn__pg_plain(s, p, n, out, TN_KIND_TEXT);
}

static int text_json(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	return tn__pg_plain(s, p, n, out, TN_KIND_JSON);
}

/* "char" is one byte; zero stands for the empty text. */
static int bin_char(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	if (n && !p[0])
		n = 0;
	if (n && (unsigned char)p[0] >= 0x80) {
		tn__pg_foreign(s, p, n, out);
		out->kind = TN_KIND_BYTES;
		return 0;
	}
	return tn__pg_plain(s, p, n, out, TN_KIND_TEXT);
}

/* A version byte, then the text. */
static int bin_jsonb(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	if (n < 1 || p[0] != 1)
		return TN_E_INTERNAL;
	return tn__pg_plain(s, p + 1, n - 1, out, TN_KIND_JSON);
}

static int bin_bytea(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	(void)s;
	out->kind = TN_KIND_BYTES;
	out->len = (uint32_t)n;
	out->u.s = p;
	return 0;
}

static int put_int(tn_value *out, enum tn_kind kind, int64_t i)
{
	out->kind = (uint8_t)kind;
	out->u.i = i;
	return 0;
}

static int bin_bool(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	(void)s;
	return n != 1 ? TN_E_INTERNAL : put_int(out, TN_KIND_BOOL, p[0] != 0);
}

static int bin_int2(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	(void)s;
	return n != 2 ? TN_E_INTERNAL : put_int(out, TN_KIND_INT, (int16_t)get16(p));
}

static int bin_int4(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	(void)s;
	return n != 4 ? TN_E_INTERNAL : put_int(out, TN_KIND_INT, (int32_t)get32(p));
}

static int bin_oid(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	(void)s;
	return n != 4 ? TN_E_INTERNAL : put_int(out, TN_KIND_INT, get32(p));
}

static int bin_int8(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	(void)s;
	return n != 8 ? TN_E_INTERNAL : put_int(out, TN_KIND_INT, (int64_t)get64(p));
}

static int bin_float4(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	uint32_t bits;
	float f;

	(void)s;
	if (n != 4)
		return TN_E_INTERNAL;
	bits = get32(p);
	memcpy(&f, &bits, 4);
	out->kind = TN_KIND_DOUBLE;
	out->u.d = (double)f;
	return 0;
}

static int bin_float8(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	uint64_t bits;

	(void)s;
	if (n != 8)
		return TN_E_INTERNAL;
	bits = get64(p);
	out->kind = TN_KIND_DOUBLE;
	memcpy(&out->u.d, &bits, 8);
	return 0;
}

static int bin_numeric(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	const unsigned char *bytes = (const unsigned char *)p;
	size_t bound = tn__pg_numeric_bound(bytes, n);
	size_t at = s->scratch.len;
	int special;
	char *to;

	if (!bound)
		return TN_E_INTERNAL;
	to = tn__pg_scratch(s, bound, out);
	if (!to)
		return TN_E_NOMEM;
	out->len = (uint32_t)tn__pg_numeric_write(bytes, to, &special);
	s->scratch.len = at + out->len + 1;
	out->kind = special ? TN_KIND_TEXT : TN_KIND_NUMERIC;
	out->flags = special ? TN_VALUE_FOREIGN : 0;
	return 0;
}

static int bin_uuid(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	(void)s;
	if (n != 16)
		return TN_E_INTERNAL;
	out->kind = TN_KIND_UUID;
	out->len = 16;
	out->u.s = p;
	return 0;
}

/* ---- dates and times ---------------------------------------------------- */

static int put_far(struct pg_stmt *s, const char *text, size_t n, tn_value *out)
{
	char *to;

	out->kind = TN_KIND_TEXT;
	out->flags = TN_VALUE_FOREIGN;
	to = tn__pg_scratch(s, n + 1, out);
	if (!to)
		return TN_E_NOMEM;
	memcpy(to, text, n);
	to[n] = '\0';
	out->len = (uint32_t)n;
	return 0;
}

static int put_infinity(int negative, tn_value *out)
{
	out->kind = TN_KIND_TEXT;
	out->flags = TN_VALUE_FOREIGN;
	out->u.s = negative ? "-infinity" : "infinity";
	out->len = (uint32_t)strlen(out->u.s);
	return 0;
}

static int bin_date(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	char text[64];
	int32_t raw;
	int64_t days;

	if (n != 4)
		return TN_E_INTERNAL;
	raw = (int32_t)get32(p);
	if (raw == INT32_MAX || raw == INT32_MIN)
		return put_infinity(raw < 0, out);
	days = raw + PG_EPOCH_DAYS;
	if (days >= TN_DATE_MIN && days <= TN_DATE_MAX)
		return put_int(out, TN_KIND_DATE, days);
	return put_far(s, text, tn__pg_write_date(days, text), out);
}

static int bin_time(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	uint64_t us;

	(void)s;
	if (n != 8)
		return TN_E_INTERNAL;
	us = get64(p);
	return us > (uint64_t)TN_US_PER_DAY ? TN_E_INTERNAL : put_int(out, TN_KIND_TIME, (int64_t)us);
}

/* The far end of the server's range overflows 64 bits when counted from 1970, so days come first. */
static int stamp(struct pg_stmt *s, const char *p, size_t n, enum tn_kind kind, tn_value *out)
{
	char text[64];
	int64_t raw, days, us;

	if (n != 8)
		return TN_E_INTERNAL;
	raw = (int64_t)get64(p);
	if (raw == INT64_MAX || raw == INT64_MIN)
		return put_infinity(raw < 0, out);
	days = raw / TN_US_PER_DAY;
	us = raw % TN_US_PER_DAY;
	if (us < 0) {
		us += TN_US_PER_DAY;
		days--;
	}
	days += PG_EPOCH_DAYS;
	if (days >= TN_DATE_MIN && days <= TN_DATE_MAX)
		return put_int(out, kind, days * TN_US_PER_DAY + us);
	return put_far(s, text, tn__pg_write_timestamp(days, us, kind == TN_KIND_TIMESTAMPTZ, text), out);
}

static int bin_timestamp(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	return stamp(s, p, n, TN_KIND_TIMESTAMP, out);
}

static int bin_timestamptz(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	return stamp(s, p, n, TN_KIND_TIMESTAMPTZ, out);
}

/* ---- types -------------------------------------------------------------- */

/* Oids of built-in types never change (src/include/catalog/pg_type.dat). */
static const struct pg_type pg_types[] = {
	{16, TN_TYPE_BOOLEAN, "boolean", bin_bool, tn__pg_text_bool},
	{17, TN_TYPE_BYTEA, "bytea", bin_bytea, tn__pg_text_bytea},
	{18, TN_TYPE_TEXT, "\"char\"", bin_char, bin_char},
	{19, TN_TYPE_TEXT, "name", text_text, text_text},
	{20, TN_TYPE_BIGINT, "bigint", bin_int8, tn__pg_text_int},
	{21, TN_TYPE_SMALLINT, "smallint", bin_int2, tn__pg_text_int},
	{23, TN_TYPE_INTEGER, "integer", bin_int4, tn__pg_text_int},
	{25, TN_TYPE_TEXT, "text", text_text, text_text},
	{26, TN_TYPE_BIGINT, "oid", bin_oid, tn__pg_text_int},
	{114, TN_TYPE_JSON, "json", text_json, text_json},
	{142, TN_TYPE_UNKNOWN, "xml", NULL, tn__pg_foreign},
	{600, TN_TYPE_UNKNOWN, "point", NULL, tn__pg_foreign},
	{650, TN_TYPE_UNKNOWN, "cidr", NULL, tn__pg_foreign},
	{700, TN_TYPE_REAL, "real", bin_float4, tn__pg_text_float4},
	{701, TN_TYPE_DOUBLE, "double precision", bin_float8, tn__pg_text_float8},
	{705, TN_TYPE_TEXT, "unknown", text_text, text_text},
	{790, TN_TYPE_UNKNOWN, "money", NULL, tn__pg_foreign},
	{829, TN_TYPE_UNKNOWN, "macaddr", NULL, tn__pg_foreign},
	{869, TN_TYPE_UNKNOWN, "inet", NULL, tn__pg_foreign},
	{1007, TN_TYPE_UNKNOWN, "integer[]", NULL, tn__pg_foreign},
	{1009, TN_TYPE_UNKNOWN, "text[]", NULL, tn__pg_foreign},
	{1016, TN_TYPE_UNKNOWN, "bigint[]", NULL, tn__pg_foreign},
	{1042, TN_TYPE_TEXT, "character", text_text, text_text},
	{1043, TN_TYPE_VARCHAR, "character varying", text_text, text_text},
	{1082, TN_TYPE_DATE, "date", bin_date, tn__pg_text_date},
	{1083, TN_TYPE_TIME, "time without time zone", bin_time, tn__pg_text_time},
	{1114, TN_TYPE_TIMESTAMP, "timestamp without time zone", bin_timestamp, tn__pg_text_timestamp},
	{1184, TN_TYPE_TIMESTAMPTZ, "timestamp with time zone", bin_timestamptz, tn__pg_text_timestamptz},
	{1186, TN_TYPE_UNKNOWN, "interval", NULL, tn__pg_foreign},
	{1266, TN_TYPE_UNKNOWN, "time with time zone", NULL, tn__pg_foreign},
	{1560, TN_TYPE_UNKNOWN, "bit", NULL, tn__pg_foreign},
	{1562, TN_TYPE_UNKNOWN, "bit varying", NULL, tn__pg_foreign},
	{1700, TN_TYPE_NUMERIC, "numeric", bin_numeric, tn__pg_text_numeric},
	{2278, TN_TYPE_UNKNOWN, "void", NULL, tn__pg_foreign},
	{2950, TN_TYPE_UUID, "uuid", bin_uuid, tn__pg_text_uuid},
	{3802, TN_TYPE_JSON, "jsonb", bin_jsonb, text_json},
};

static int by_oid(const void *key, const void *row)
{
	Oid a = *(const Oid *)key, b = ((const struct pg_type *)row)->oid;
	return (a > b) - (a < b);
}

const struct pg_type *tn__pg_type(Oid oid)
{
	return bsearch(&oid, pg_types, sizeof(pg_types) / sizeof(*pg_types), sizeof(*pg_types), by_oid);
}

/* Types that read their binary format as the plain text; jsonb does not. */
int tn__pg_is_plain_text(Oid oid)
{
	const struct pg_type *t = tn__pg_type(oid);

	return t && (t->binary == text_text || t->binary == text_json);
}

pg_decode_fn tn__pg_decoder(const struct pg_type *type, int binary)
{
	if (binary)
		return type ? type->binary : NULL;
	return type ? type->text : tn__pg_foreign;
}

static TN_COLD int malformed(struct pg_stmt *s, uint32_t i, size_t n, int rc)
{
	const struct pg_type *t = s->columns[i].type;

	if (rc == TN_E_NOMEM)
		return pg_host_of(s)->nomem(s->base.conn);
	if (rc == TN_E_INTERNAL)
		rc = TN_E_DATA;
	return tn__pg_fault_text(pg_conn_of(s), rc, "column '%s': %zu bytes are not a value of type '%s'",
				 PQfname(s->attrs, (int)i), n, t ? t->name : "unknown");
}

int tn__pg_decode_row(struct pg_stmt *s, int row)
{
	uint32_t i, count = s->base.column_count;
	const struct pg_column *column = s->columns;
	PGresult *res = s->row;
	tn_value *cell = s->cells;
	int rc;

	s->scratch.len = 0;
	for (i = 0; i < count; i++, cell++, column++) {
		size_t n;
		*cell = tn_null();
		/* A NULL has no length; most values have one, so that it need not be asked for. */
		n = (size_t)PQgetlength(res, row, (int)i);
		if (!n && PQgetisnull(res, row, (int)i))
			continue;
		rc = column->decode(s, PQgetvalue(res, row, (int)i), n, cell);
		if (TN_UNLIKELY(rc < 0))
			return malformed(s, i, n, rc);
	}
	if (!s->scratch.len)
		return 0;
	for (i = 0, cell = s->cells; i < count; i++, cell++)
		if (cell->aux) {
			cell->u.s = s->scratch.s + cell->u.i;
			cell->aux = 0;
		}
	return 0;
}

/* ---- parameters --------------------------------------------------------- */

/* How each kind is sent; text: libpq's text format. */
static const struct {
	Oid oid;
	uint8_t text;
} pg_kinds[TN_KIND_COUNT] = {
	[TN_KIND_NULL] = {0, 1},
	[TN_KIND_BOOL] = {16, 0},
	[TN_KIND_INT] = {20, 0},
	[TN_KIND_DOUBLE] = {701, 0},
	[TN_KIND_NUMERIC] = {1700, 1},
	[TN_KIND_TEXT] = {0, 1},
	[TN_KIND_BYTES] = {17, 0},
	[TN_KIND_DATE] = {1082, 0},
	[TN_KIND_TIME] = {1083, 0},
	[TN_KIND_TIMESTAMP] = {1114, 0},
	[TN_KIND_TIMESTAMPTZ] = {1184, 0},
	[TN_KIND_UUID] = {2950, 0},
	[TN_KIND_JSON] = {0, 1},
};

int tn__pg_params_init(struct pg_stmt *s)
{
	struct pg_params *p = &s->params;
	size_t i, n = s->base.param_count;
	char *block;

	if (p->types || !n)
		return 0;
	if (n > PG_PARAM_MAX)
		return tn__pg_fault_text(pg_conn_of(s), TN_E_LIMIT,
					 "%zu parameters are more than the %u that a statement may have", n,
					 PG_PARAM_MAX);
	block = pg_host_of(s)->alloc(n * (sizeof(char *) + 8 + 2 * sizeof(int) + sizeof(Oid) + 1));
	if (!block)
		return pg_host_of(s)->nomem(s->base.conn);
	/* the widest first, so that each array is aligned */
	p->values = (const char **)(void *)block;
	p->fixed = (unsigned char(*)[8])(void *)(p->values + n);
	p->lengths = (int *)(void *)(p->fixed + n);
	p->formats = p->lengths + n;
	p->types = (Oid *)(void *)(p->formats + n);
	p->raw = (uint8_t *)(p->types + n);
	for (i = 0; i < n; i++)
		p->types[i] = s->base.kinds[i] & TN_BE_LIST ? tn__pg_list_type(s->base.kinds[i])
							      : pg_kinds[s->base.kinds[i]].oid;
	return 0;
}

void tn__pg_params_release(struct pg_stmt *s)
{
	const struct tn_host *host = pg_host_of(s);
	void *block;

	memcpy(&block, &s->params.values, sizeof(block));
	host->free(block);
	host->free(s->params.text);
	host->free(s->params.lists);
	memset(&s->params, 0, sizeof(s->params));
}

int tn__pg_out_of_range(struct pg_stmt *s, uint32_t i)
{
	return tn__pg_fault_text(pg_conn_of(s), TN_E_RANGE,
				 "parameter %u: the %s is outside of what can be stored (years 1 to 9999)",
				 i + 1, (s->base.kinds[i] & ~TN_BE_LIST) == TN_KIND_TIME ? "time" : "date");
}

int tn__pg_put_fixed(const tn_value *v, unsigned char *out, int *length)
{
	uint64_t bits;

	*length = 8;
	switch (v->kind) {
	case TN_KIND_BOOL:
		*length = 1;
		out[0] = v->u.i != 0;
		return 1;
	case TN_KIND_INT:
		put64(out, (uint64_t)v->u.i);
		return 1;
	case TN_KIND_DOUBLE:
		memcpy(&bits, &v->u.d, 8);
		put64(out, bits);
		return 1;
	case TN_KIND_DATE:
		*length = 4;
		put32(out, (uint32_t)(v->u.i - PG_EPOCH_DAYS));
		return v->u.i >= TN_DATE_MIN && v->u.i <= TN_DATE_MAX;
	case TN_KIND_TIME:
		put64(out, (uint64_t)v->u.i);
		return v->u.i >= 0 && v->u.i <= TN_US_PER_DAY;
	default:
		put64(out, (uint64_t)v->u.i - (uint64_t)(PG_EPOCH_DAYS * TN_US_PER_DAY));
		return v->u.i >= TN_DATE_MIN * TN_US_PER_DAY && v->u.i < (TN_DATE_MAX + 1) * TN_US_PER_DAY;
	}
}

/* Bytes that the copies of this execution's texts need; 0 with a fault if one is too long. */
static int copy_room(struct pg_stmt *s, const tn_value *values)
{
	struct pg_params *p = &s->params;
	size_t need = 0;
	uint32_t i;
	char *grown;

	for (i = 0; i < s->base.param_count; i++) {
		if (values[i].len > PG_VALUE_MAX)
			return tn__pg_fault_text(pg_conn_of(s), TN_E_LIMIT,
						 "parameter %u is longer than 1 GB", i + 1);
		if (values[i].kind != TN_KIND_LIST && values[i].kind != TN_KIND_NULL &&
		    pg_kinds[values[i].kind].text && !p->raw[i])
			need += (size_t)values[i].len + 1;
	}
	if (need <= p->text_cap)
		return 0;
	grown = pg_host_of(s)->realloc(p->text, need);
	if (!grown)
		return pg_host_of(s)->nomem(s->base.conn);
	p->text = grown;
	p->text_cap = need;
	return 0;
}

static int bind_one(struct pg_stmt *s, uint32_t i, const tn_value *v, char **copy)
{
	struct pg_params *p = &s->params;

	p->values[i] = v->u.s;
	p->lengths[i] = (int)v->len;
	p->formats[i] = 1;
	if (v->kind == TN_KIND_NULL) {
		p->values[i] = NULL;
	} else if (pg_kinds[v->kind].text && !p->raw[i]) {
		p->formats[i] = 0;
		p->values[i] = *copy;
		memcpy(*copy, v->u.s, v->len);
		(*copy)[v->len] = '\0';
		*copy += v->len + 1;
	} else if (!pg_kinds[v->kind].text && v->kind != TN_KIND_BYTES && v->kind != TN_KIND_UUID) {
		if (!tn__pg_put_fixed(v, p->fixed[i], &p->lengths[i]))
			return tn__pg_out_of_range(s, i);
		p->values[i] = (const char *)p->fixed[i];
	}
	return 0;
}

/* All values go in one message; a server that is sent a longer one ends the session. */
static int check_message(struct pg_stmt *s, const tn_value *values)
{
	const struct pg_params *p = &s->params;
	uint64_t bytes = 64 + s->base.param_count * UINT64_C(6);
	uint32_t i;

	for (i = 0; i < s->base.param_count; i++)
		if (p->values[i])
			bytes += p->formats[i] ? (uint32_t)p->lengths[i] : values[i].len;
	if (bytes < PG_VALUE_MAX)
		return 0;
	return tn__pg_fault_text(pg_conn_of(s), TN_E_LIMIT,
				 "the values of the statement take %llu bytes together, this server takes %lld "
				 "(limit value_bytes)", (unsigned long long)bytes, (long long)PG_VALUE_MAX);
}

int tn__pg_params_bind(struct pg_stmt *s, const tn_value *values)
{
	uint32_t i;
	char *copy;
	int rc;

	if (!s->base.param_count)
		return 0;
	rc = copy_room(s, values);
	if (rc < 0)
		return rc;
	copy = s->params.text;
	s->params.lists_len = 0;
	for (i = 0; i < s->base.param_count; i++) {
		rc = values[i].kind == TN_KIND_LIST ? tn__pg_list_put(s, i, &values[i])
						    : bind_one(s, i, &values[i], &copy);
		if (rc < 0)
			return rc;
	}
	if (s->params.lists_len)
		tn__pg_lists_place(s);
	return check_message(s, values);
}
