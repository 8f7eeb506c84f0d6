/* SPDX-License-Identifier: MIT */
/*
 * sqlite_value.c - rows into cells.
 *
 * SQLite stores any value in any column: what a cell is depends on the column's
 * declared type and on the storage class of the value found.  The table
 * `tn__sqlite_decoders` has a function for each pair, and a column keeps the row
 * of its type.  The pairs that make up most of what is read (integers, reals and
 * text in columns of such types, NULL) are decoded in the loop itself, without
 * the call.
 *
 * Invariants:
 *  1. A value that is not of the column's type comes as it is stored, marked
 *     TN_VALUE_FOREIGN: never converted, never a wrong value.
 *  2. TEXT and JSON cells are valid UTF-8 without NUL, and end with one.
 *  3. Nothing is allocated per row: NUMERIC and UUID texts are written to the
 *     column's scratch, and live as long as the row.
 *  4. Values are read through sqlite3_column_value(), which SQLite calls
 *     unprotected: its mutex is absent anyway (one thread per connection).
 */
#include "sqlite_internal.h"

#include <string.h>
#include <tenon/sys/calendar.h>
#include <tenon/sys/utf8.h>

/* ---- cells by storage class ---------------------------------------------- */

static int put(tn_value *out, enum tn_kind kind, unsigned flags, uint32_t len)
{
	*out = tn__value(kind, len);
	out->flags = (uint8_t)flags;
	return TN_OK;
}

static int put_int(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	(void)s, (void)i;
	*out = tn_int(sqlite3_value_int64(v));
	return TN_OK;
}

int tn__sqlite_odd_int(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	put_int(s, i, v, out);
	out->flags = TN_VALUE_FOREIGN;
	return TN_OK;
}

static int put_double(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	(void)s, (void)i;
	*out = tn_double(sqlite3_value_double(v));
	return TN_OK;
}

int tn__sqlite_odd_double(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	put_double(s, i, v, out);
	out->flags = TN_VALUE_FOREIGN;
	return TN_OK;
}

static int bad_text(struct tn_sqlite_stmt *s, uint32_t i, const char *text, size_t valid, size_t n)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn_of(s);
	const char *name = sqlite3_column_name(s->st, (int)i);
	if (!name)
		name = "?";
	if (valid < n)
		return tn__sqlite_refuse(c, TN_E_DATA, "22021", name,
					 "column '%s' holds text that is not UTF-8 at byte %llu;"
					 " read it as CAST(... AS BLOB)",
					 name, (unsigned long long)valid + 1);
	return tn__sqlite_refuse(c, TN_E_DATA, "22021", name,
				 "column '%s' holds text with a NUL at byte %llu;"
				 " read it as CAST(... AS BLOB)",
				 name, (unsigned long long)strlen(text) + 1);
}

/* Text of a kind, checked; the kind only labels it. */
static inline int put_checked(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, enum tn_kind kind,
		       unsigned flags, tn_value *out)
{
	const char *text = (const char *)sqlite3_value_text(v);
	size_t n = (size_t)sqlite3_value_bytes(v), valid;
	if (TN_UNLIKELY(!text))
		return s->head.conn->host->nomem(s->head.conn);
	if (TN_UNLIKELY(!tn_text_is_plain(text, n))) {
		valid = tn_utf8_check(text, n);
		if (valid < n || memchr(text, '\0', n))
			return bad_text(s, i, text, valid, n);
	}
	put(out, kind, flags, (uint32_t)n);
	out->u.s = text;
	return TN_OK;
}

static int put_text(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	return put_checked(s, i, v, TN_KIND_TEXT, 0, out);
}

int tn__sqlite_odd_text(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	return put_checked(s, i, v, TN_KIND_TEXT, TN_VALUE_FOREIGN, out);
}

static int put_json(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	return put_checked(s, i, v, TN_KIND_JSON, 0, out);
}

static int put_bytes(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	const void *bytes = sqlite3_value_blob(v);
	int n = sqlite3_value_bytes(v);
	(void)i;
	/* SQLite gives NULL for an empty blob, as for no memory. */
	if (!bytes && n)
		return s->head.conn->host->nomem(s->head.conn);
	put(out, TN_KIND_BYTES, 0, (uint32_t)n);
	out->u.s = bytes ? bytes : "";
	return TN_OK;
}

static int odd_bytes(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	int rc = put_bytes(s, i, v, out);
	out->flags = TN_VALUE_FOREIGN;
	return rc;
}

/* ---- cells by declared type ------------------------------------------------- */

static int put_bool(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	int64_t n = sqlite3_value_int64(v);
	if (n != 0 && n != 1)
		return tn__sqlite_odd_int(s, i, v, out);
	*out = tn_bool((int)n);
	return TN_OK;
}

static int int_as_double(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	static const int64_t exact = INT64_C(1) << 53;
	int64_t n = sqlite3_value_int64(v);
	if (n > exact || n < -exact)
		return tn__sqlite_odd_int(s, i, v, out);
	*out = tn_double((double)n);
	return TN_OK;
}

/* Reads a date or time with one of the calendar's parsers. */
static inline int put_parsed(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, enum tn_kind kind,
		      int (*parse)(const char *, size_t, int64_t *), tn_value *out)
{
	const char *text = (const char *)sqlite3_value_text(v);
	int64_t n;
	if (!text)
		return s->head.conn->host->nomem(s->head.conn);
	if (!parse(text, (size_t)sqlite3_value_bytes(v), &n))
		return tn__sqlite_odd_text(s, i, v, out);
	*out = tn__value_i(kind, n);
	return TN_OK;
}

static int put_date(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	return put_parsed(s, i, v, TN_KIND_DATE, tn_parse_date, out);
}

/* The end of the day is a time of its own, which the calendar's parser refuses. */
static int parse_time(const char *text, size_t n, int64_t *us)
{
	static const char midnight[] = "24:00:00.000000";
	if (n == sizeof(midnight) - 1 && !memcmp(text, midnight, n)) {
		*us = TN_US_PER_DAY;
		return 1;
	}
	return tn_parse_time(text, n, us);
}

static int put_time(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	return put_parsed(s, i, v, TN_KIND_TIME, parse_time, out);
}

static int put_timestamp(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	return put_parsed(s, i, v, TN_KIND_TIMESTAMP, tn_parse_timestamp, out);
}

static int put_timestamptz(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	int rc = put_timestamp(s, i, v, out);
	if (out->kind == TN_KIND_TIMESTAMP)
		out->kind = TN_KIND_TIMESTAMPTZ;
	return rc;
}

static int put_uuid(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	if (sqlite3_value_bytes(v) != 16)
		return odd_bytes(s, i, v, out);
	put_bytes(s, i, v, out);
	out->kind = TN_KIND_UUID;
	return TN_OK;
}

static int hex_digit(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	ch = (char)(ch | 32);
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* 8-4-4-4-12 hexadecimal digits into 16 bytes. */
static int parse_uuid(const char *text, size_t n, char *out)
{
	size_t at = 0, byte;
	if (n != 36)
		return 0;
	for (byte = 0; byte < 16; byte++) {
		int high, low;
		if ((at == 8 || at == 13 || at == 18 || at == 23) && text[at++] != '-')
			return 0;
		high = hex_digit(text[at]);
		low = hex_digit(text[at + 1]);
		if (high < 0 || low < 0)
			return 0;
		out[byte] = (char)(high << 4 | low);
		at += 2;
	}
	return 1;
}

static int uuid_text(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	const char *text = (const char *)sqlite3_value_text(v);
	if (!text)
		return s->head.conn->host->nomem(s->head.conn);
	if (!parse_uuid(text, (size_t)sqlite3_value_bytes(v), s->columns[i].scratch))
		return tn__sqlite_odd_text(s, i, v, out);
	put(out, TN_KIND_UUID, 0, 16);
	out->u.s = s->columns[i].scratch;
	return TN_OK;
}

/* ---- the table of storage -------------------------------------------------------- */

/* Entries are SQLITE_INTEGER, _FLOAT, _TEXT and _BLOB, 1 to 4; NULL needs no decoder. */
#define CELLS(integer, real, text, blob) {NULL, integer, real, text, blob}
#define NUMBERS(integer, real) CELLS(integer, real, tn__sqlite_odd_text, odd_bytes)
#define NO_NUMBERS(text, blob) CELLS(tn__sqlite_odd_int, tn__sqlite_odd_double, text, blob)
const tn__sqlite_decode_fn tn__sqlite_decoders[TN_TYPE_COUNT][5] = {
	[TN_TYPE_UNKNOWN] = CELLS(put_int, put_double, put_text, put_bytes),
	[TN_TYPE_BOOLEAN] = NUMBERS(put_bool, tn__sqlite_odd_double),
	[TN_TYPE_SMALLINT] = NUMBERS(put_int, tn__sqlite_odd_double),
	[TN_TYPE_INTEGER] = NUMBERS(put_int, tn__sqlite_odd_double),
	[TN_TYPE_BIGINT] = NUMBERS(put_int, tn__sqlite_odd_double),
	[TN_TYPE_REAL] = NUMBERS(int_as_double, put_double),
	[TN_TYPE_DOUBLE] = NUMBERS(int_as_double, put_double),
	[TN_TYPE_NUMERIC] = CELLS(tn__sqlite_numeric_int, tn__sqlite_numeric_real,
				  tn__sqlite_numeric_text, odd_bytes),
	[TN_TYPE_VARCHAR] = NO_NUMBERS(put_text, odd_bytes),
	[TN_TYPE_TEXT] = NO_NUMBERS(put_text, odd_bytes),
	[TN_TYPE_BYTEA] = NO_NUMBERS(tn__sqlite_odd_text, put_bytes),
	[TN_TYPE_DATE] = NO_NUMBERS(put_date, odd_bytes),
	[TN_TYPE_TIME] = NO_NUMBERS(put_time, odd_bytes),
	[TN_TYPE_TIMESTAMP] = NO_NUMBERS(put_timestamp, odd_bytes),
	[TN_TYPE_TIMESTAMPTZ] = NO_NUMBERS(put_timestamptz, odd_bytes),
	[TN_TYPE_UUID] = NO_NUMBERS(uuid_text, put_uuid),
	[TN_TYPE_JSON] = NO_NUMBERS(put_json, odd_bytes),
};

/* A TEXT cell of plain ASCII; 0 if it must be looked at more closely. */
static inline int plain_text(sqlite3_value *v, tn_value *out)
{
	const char *text = (const char *)sqlite3_value_text(v);
	size_t n = (size_t)sqlite3_value_bytes(v);
	if (TN_UNLIKELY(!text || !tn_text_is_plain(text, n)))
		return 0;
	*out = tn__value(TN_KIND_TEXT, (uint32_t)n);
	out->u.s = text;
	return 1;
}

int tn__sqlite_decode_row(struct tn_sqlite_stmt *s)
{
	/* Kept in registers: the compiler must take it that a decoder changes *s. */
	const struct tn_sqlite_column *columns = s->columns;
	tn_value *row = s->cells;
	sqlite3_stmt *st = s->st;
	uint32_t i, n = s->head.column_count;
	for (i = 0; i < n; i++) {
		sqlite3_value *v = sqlite3_column_value(st, (int)i);
		int storage = sqlite3_value_type(v), rc = TN_OK;
		if (storage == SQLITE_NULL)
			row[i] = tn_null();
		else if (storage != columns[i].plain)
			rc = columns[i].decode[storage](s, i, v, &row[i]);
		else if (storage == SQLITE_INTEGER)
			row[i] = tn_int(sqlite3_value_int64(v));
		else if (storage == SQLITE_FLOAT)
			row[i] = tn_double(sqlite3_value_double(v));
		else if (!plain_text(v, &row[i]))
			rc = put_text(s, i, v, &row[i]);
		if (TN_UNLIKELY(rc < 0))
			return rc;
	}
	return TN_OK;
}
