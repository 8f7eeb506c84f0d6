/* SPDX-License-Identifier: MIT */
/*
 * sqlite_value.c - values into parameters, and rows into cells.
 *
 * SQLite stores any value in any column: what a cell is depends on the column's
 * declared type and on the storage class of the value found.  The table
 * `decoders` has a function for each pair; a column keeps the row of its type,
 * so a cell costs one indirect call.
 *
 * Invariants:
 *  1. A value that is not of the column's type comes as it is stored, marked
 *     TN_VALUE_FOREIGN: never converted, never a wrong value.
 *  2. TEXT and JSON cells are valid UTF-8 without NUL, and end with one.
 *  3. Nothing is allocated per row: NUMERIC and UUID texts are written to the
 *     column's scratch, and live as long as the row.
 *  4. Values are read through sqlite3_column_value(), which SQLite calls
 *     unprotected: its mutex is absent anyway (one thread per connection).
 *  5. No printf or strtod result depends on the locale: both are used together
 *     and only their digits are taken.
 */
#include "sqlite_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include <tenon/sys/utf8.h>

/* A NUMERIC cell of any double: 1.7e308 has 309 digits, 2.2e-308 has 308 zeros and 17 digits. */
#define NUMERIC_SCRATCH 352
#define UUID_SCRATCH 16
#define MAX_SCALE 1000

/* ---- cells by storage class ---------------------------------------------- */

static int put(tn_value *out, enum tn_kind kind, unsigned flags, uint32_t len)
{
	*out = tn__value(kind, len);
	out->flags = (uint8_t)flags;
	return TN_OK;
}

static int put_null(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	(void)s, (void)i, (void)v;
	*out = tn_null();
	return TN_OK;
}

static int put_int(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	(void)s, (void)i;
	*out = tn_int(sqlite3_value_int64(v));
	return TN_OK;
}

static int odd_int(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
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

static int odd_double(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
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
static int put_checked(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, enum tn_kind kind,
		       unsigned flags, tn_value *out)
{
	const char *text = (const char *)sqlite3_value_text(v);
	size_t n = (size_t)sqlite3_value_bytes(v), valid;
	if (TN_UNLIKELY(!text))
		return s->head.conn->host->nomem(s->head.conn);
	valid = tn_utf8_check(text, n);
	if (TN_UNLIKELY(valid < n || memchr(text, '\0', n)))
		return bad_text(s, i, text, valid, n);
	put(out, kind, flags, (uint32_t)n);
	out->u.s = text;
	return TN_OK;
}

static int put_text(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	return put_checked(s, i, v, TN_KIND_TEXT, 0, out);
}

static int odd_text(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
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
		return odd_int(s, i, v, out);
	*out = tn_bool((int)n);
	return TN_OK;
}

static int int_as_double(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	static const int64_t exact = INT64_C(1) << 53;
	int64_t n = sqlite3_value_int64(v);
	if (n > exact || n < -exact)
		return odd_int(s, i, v, out);
	*out = tn_double((double)n);
	return TN_OK;
}

/* Reads a date or time with one of the calendar's parsers. */
static int put_parsed(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, enum tn_kind kind,
		      int (*parse)(const char *, size_t, int64_t *), tn_value *out)
{
	const char *text = (const char *)sqlite3_value_text(v);
	int64_t n;
	if (!text)
		return s->head.conn->host->nomem(s->head.conn);
	if (!parse(text, (size_t)sqlite3_value_bytes(v), &n))
		return odd_text(s, i, v, out);
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
	return put_parsed(s, i, v, TN_KIND_TIMESTAMPTZ, tn_parse_timestamp, out);
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
		return odd_text(s, i, v, out);
	put(out, TN_KIND_UUID, 0, 16);
	out->u.s = s->columns[i].scratch;
	return TN_OK;
}

/* ---- NUMERIC ----------------------------------------------------------------- */

/* Digit j counts 10^(point - 1 - j); digits outside of what is there are 0. */
struct decimal {
	const char *digits;
	int count;
	int point;
	int negative;
};

static char digit_at(const struct decimal *d, int j)
{
	return j >= 0 && j < d->count ? d->digits[j] : '0';
}

/* Writes a number with `scale` digits after the point; 0 if the scratch is too small. */
static int put_decimal(const struct tn_sqlite_column *col, const struct decimal *d, int scale, tn_value *out)
{
	char *p = col->scratch;
	int j, whole = d->point > 0 ? d->point : 1;
	if ((uint32_t)whole + (uint32_t)scale + 3 > col->scratch_size)
		return 0;
	if (d->negative)
		*p++ = '-';
	for (j = d->point - whole; j < d->point; j++)
		*p++ = digit_at(d, j);
	if (scale)
		*p++ = '.';
	for (j = d->point; j < d->point + scale; j++)
		*p++ = digit_at(d, j);
	*p = '\0';
	put(out, TN_KIND_NUMERIC, 0, (uint32_t)(p - col->scratch));
	out->u.s = col->scratch;
	return 1;
}

static int numeric_int(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	const struct tn_sqlite_column *col = &s->columns[i];
	int64_t n = sqlite3_value_int64(v);
	char digits[24];
	struct decimal d = {.digits = digits, .negative = n < 0};
	uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	d.count = d.point = snprintf(digits, sizeof(digits), "%" PRIu64, size);
	if (put_decimal(col, &d, col->scale > 0 ? col->scale : 0, out))
		return TN_OK;
	return odd_int(s, i, v, out);
}

/*
 * A real of at most 15 digits is the double nearest to one decimal number with
 * the column's scale: the nearest multiple of 10^-scale.  Any other real has
 * more digits than the column declares and is foreign.
 */
static int scaled_real(const struct tn_sqlite_column *col, double x, tn_value *out)
{
	static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7,
				       1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	char digits[24];
	double scaled, back;
	int64_t n;
	struct decimal d = {.digits = digits};
	if (col->scale > 15)
		return 0;
	scaled = fabs(x) * power[col->scale];
	if (scaled >= 1e15)
		return 0;
	n = (int64_t)(scaled + 0.5);
	back = (double)n / power[col->scale];
	/* Two units in the last place: what SQLite's own conversion of text may be off. */
	if (fabs(back - fabs(x)) > 2 * 2.220446049250313e-16 * back)
		return 0;
	d.count = snprintf(digits, sizeof(digits), "%" PRId64, n);
	d.point = d.count - col->scale;
	d.negative = x < 0 && n;
	return put_decimal(col, &d, col->scale, out);
}

/* The shortest decimal number that reads back as the same double. */
static int shortest_real(const struct tn_sqlite_column *col, double x, tn_value *out)
{
	char text[40], digits[24], *exponent;
	struct decimal d = {.digits = digits, .negative = x < 0};
	const char *p;
	int precision;
	for (precision = 14; precision <= 16; precision++) {
		snprintf(text, sizeof(text), "%.*e", precision, fabs(x));
		if (strtod(text, NULL) == fabs(x))
			break;
	}
	exponent = strchr(text, 'e');
	for (p = text; p < exponent; p++)
		if (*p >= '0' && *p <= '9')
			digits[d.count++] = *p;
	while (d.count > 1 && digits[d.count - 1] == '0')
		d.count--;
	d.point = (int)strtol(exponent + 1, NULL, 10) + 1;
	return put_decimal(col, &d, d.count > d.point ? d.count - d.point : 0, out);
}

static int numeric_real(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	const struct tn_sqlite_column *col = &s->columns[i];
	double x = sqlite3_value_double(v);
	if (isfinite(x) && (col->scale >= 0 ? scaled_real(col, x, out) : shortest_real(col, x, out)))
		return TN_OK;
	return odd_double(s, i, v, out);
}

static size_t count_digits(const char *text)
{
	return strspn(text, "0123456789");
}

static int numeric_text(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	const struct tn_sqlite_column *col = &s->columns[i];
	const char *text = (const char *)sqlite3_value_text(v), *whole, *fraction;
	size_t n = (size_t)sqlite3_value_bytes(v), whole_n, fraction_n, scale;
	int negative;
	char *p = col->scratch;
	if (!text)
		return s->head.conn->host->nomem(s->head.conn);
	negative = *text == '-';
	whole = text + (*text == '-' || *text == '+');
	whole_n = count_digits(whole);
	fraction = whole + whole_n + (whole[whole_n] == '.');
	fraction_n = count_digits(fraction);
	if (fraction + fraction_n != text + n || !(whole_n + fraction_n))
		return odd_text(s, i, v, out);
	scale = col->scale >= 0 ? (size_t)col->scale : fraction_n;
	put(out, TN_KIND_NUMERIC, 0, (uint32_t)n);
	out->u.s = text;
	/* As written by this library: one copy less. */
	if (fraction_n == scale && *text != '+' && whole_n && *whole != '0' &&
	    (scale || whole + whole_n == fraction))
		return TN_OK;
	while (fraction_n > scale && fraction[fraction_n - 1] == '0')
		fraction_n--;
	while (whole_n && *whole == '0')
		whole++, whole_n--;
	if (fraction_n > scale || whole_n + scale + 4 > col->scratch_size)
		return odd_text(s, i, v, out);
	if (negative && (whole_n || strspn(fraction, "0") < fraction_n))
		*p++ = '-';
	if (!whole_n)
		*p++ = '0';
	memcpy(p, whole, whole_n);
	p += whole_n;
	if (scale)
		*p++ = '.';
	memcpy(p, fraction, fraction_n);
	memset(p + fraction_n, '0', scale - fraction_n);
	p += scale;
	*p = '\0';
	put(out, TN_KIND_NUMERIC, 0, (uint32_t)(p - col->scratch));
	out->u.s = col->scratch;
	return TN_OK;
}

/* ---- the table of storage -------------------------------------------------------- */

/* Columns are SQLITE_INTEGER, _FLOAT, _TEXT, _BLOB and _NULL, 1 to 5. */
#define CELLS(integer, real, text, blob) {NULL, integer, real, text, blob, put_null}
static const tn__sqlite_decode_fn decoders[TN_TYPE_COUNT][6] = {
	[TN_TYPE_UNKNOWN] = CELLS(put_int, put_double, put_text, put_bytes),
	[TN_TYPE_BOOLEAN] = CELLS(put_bool, odd_double, odd_text, odd_bytes),
	[TN_TYPE_SMALLINT] = CELLS(put_int, odd_double, odd_text, odd_bytes),
	[TN_TYPE_INTEGER] = CELLS(put_int, odd_double, odd_text, odd_bytes),
	[TN_TYPE_BIGINT] = CELLS(put_int, odd_double, odd_text, odd_bytes),
	[TN_TYPE_REAL] = CELLS(int_as_double, put_double, odd_text, odd_bytes),
	[TN_TYPE_DOUBLE] = CELLS(int_as_double, put_double, odd_text, odd_bytes),
	[TN_TYPE_NUMERIC] = CELLS(numeric_int, numeric_real, numeric_text, odd_bytes),
	[TN_TYPE_VARCHAR] = CELLS(odd_int, odd_double, put_text, odd_bytes),
	[TN_TYPE_TEXT] = CELLS(odd_int, odd_double, put_text, odd_bytes),
	[TN_TYPE_BYTEA] = CELLS(odd_int, odd_double, odd_text, put_bytes),
	[TN_TYPE_DATE] = CELLS(odd_int, odd_double, put_date, odd_bytes),
	[TN_TYPE_TIME] = CELLS(odd_int, odd_double, put_time, odd_bytes),
	[TN_TYPE_TIMESTAMP] = CELLS(odd_int, odd_double, put_timestamp, odd_bytes),
	[TN_TYPE_TIMESTAMPTZ] = CELLS(odd_int, odd_double, put_timestamptz, odd_bytes),
	[TN_TYPE_UUID] = CELLS(odd_int, odd_double, uuid_text, put_uuid),
	[TN_TYPE_JSON] = CELLS(odd_int, odd_double, put_json, odd_bytes),
};

int tn__sqlite_decode_row(struct tn_sqlite_stmt *s)
{
	/* Kept in registers: the compiler must take it that a decoder changes *s. */
	const struct tn_sqlite_column *columns = s->columns;
	tn_value *row = s->cells;
	sqlite3_stmt *st = s->st;
	uint32_t i, n = s->head.column_count;
	for (i = 0; i < n; i++) {
		sqlite3_value *v = sqlite3_column_value(st, (int)i);
		int rc = columns[i].decode[sqlite3_value_type(v)](s, i, v, &row[i]);
		if (TN_UNLIKELY(rc < 0))
			return rc;
	}
	return TN_OK;
}

/* ---- declared types ---------------------------------------------------------------- */

/* Words before a parenthesis; a type that is not listed is read by storage class. */
static const struct {
	const char *word;
	uint8_t type;
} words[] = {
	{"BOOLEAN", TN_TYPE_BOOLEAN}, {"BOOL", TN_TYPE_BOOLEAN},
	{"SMALLINT", TN_TYPE_SMALLINT}, {"INT2", TN_TYPE_SMALLINT}, {"TINYINT", TN_TYPE_SMALLINT},
	{"INTEGER", TN_TYPE_INTEGER}, {"INT", TN_TYPE_INTEGER}, {"INT4", TN_TYPE_INTEGER},
	{"MEDIUMINT", TN_TYPE_INTEGER},
	{"BIGINT", TN_TYPE_BIGINT}, {"INT8", TN_TYPE_BIGINT}, {"UNSIGNED BIG INT", TN_TYPE_BIGINT},
	{"REAL", TN_TYPE_REAL},
	{"DOUBLE", TN_TYPE_DOUBLE}, {"DOUBLE PRECISION", TN_TYPE_DOUBLE}, {"FLOAT", TN_TYPE_DOUBLE},
	{"NUMERIC", TN_TYPE_NUMERIC}, {"DECIMAL", TN_TYPE_NUMERIC}, {"TEXT_NUMERIC", TN_TYPE_NUMERIC},
	{"VARCHAR", TN_TYPE_VARCHAR}, {"CHARACTER VARYING", TN_TYPE_VARCHAR}, {"NVARCHAR", TN_TYPE_VARCHAR},
	{"CHARACTER", TN_TYPE_VARCHAR}, {"CHAR", TN_TYPE_VARCHAR}, {"NCHAR", TN_TYPE_VARCHAR},
	{"TEXT", TN_TYPE_TEXT}, {"CLOB", TN_TYPE_TEXT},
	{"BLOB", TN_TYPE_BYTEA}, {"BYTEA", TN_TYPE_BYTEA},
	{"VARBINARY", TN_TYPE_BYTEA}, {"BINARY", TN_TYPE_BYTEA},
	{"DATE", TN_TYPE_DATE}, {"TIME", TN_TYPE_TIME},
	{"TIMESTAMP", TN_TYPE_TIMESTAMP}, {"DATETIME", TN_TYPE_TIMESTAMP},
	{"TIMESTAMP WITHOUT TIME ZONE", TN_TYPE_TIMESTAMP},
	{"TIMESTAMPTZ", TN_TYPE_TIMESTAMPTZ}, {"TIMESTAMP WITH TIME ZONE", TN_TYPE_TIMESTAMPTZ},
	{"UUID_BLOB", TN_TYPE_UUID}, {"UUID", TN_TYPE_UUID},
	{"JSON_TEXT", TN_TYPE_JSON}, {"JSON", TN_TYPE_JSON},
};

static uint8_t find_type(const char *declared, size_t n)
{
	size_t i;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == n && !sqlite3_strnicmp(declared, words[i].word, (int)n))
			return words[i].type;
	return sqlite3_strlike("%json%", declared, 0) ? TN_TYPE_UNKNOWN : TN_TYPE_JSON;
}

/* "NUMERIC(10,2)": type, precision and scale; NUMERIC(10) has scale 0, NUMERIC none (-1). */
static uint32_t parse_declared(const char *declared, struct tn_sqlite_column *col)
{
	long precision = 0, scale = 0;
	size_t n = declared ? strcspn(declared, "(") : 0;
	char *end;
	col->type = TN_TYPE_UNKNOWN;
	col->scale = -1;
	if (declared && declared[n] == '(') {
		precision = strtol(declared + n + 1, &end, 10);
		while (*end == ' ')
			end++;
		if (*end == ',')
			scale = strtol(end + 1, NULL, 10);
		if (precision > 0 && precision <= MAX_SCALE && scale >= 0 && scale <= precision)
			col->scale = (int16_t)scale;
	}
	while (n && declared[n - 1] == ' ')
		n--;
	if (n)
		col->type = find_type(declared, n);
	col->decode = decoders[col->type];
	if (col->type == TN_TYPE_UUID)
		return UUID_SCRATCH;
	if (col->type != TN_TYPE_NUMERIC)
		return 0;
	return col->scale < 0 ? NUMERIC_SCRATCH : NUMERIC_SCRATCH + (uint32_t)(precision + scale);
}

static int resize(struct tn_sqlite_stmt *s, size_t columns)
{
	const struct tn_host *host = s->head.conn->host;
	size_t n = columns ? columns : 1;
	void *cells = host->realloc(s->cells, n * sizeof(*s->cells)), *described;
	if (cells)
		s->cells = cells;
	described = host->realloc(s->columns, n * sizeof(*s->columns));
	if (described)
		s->columns = described;
	s->head.cells = s->cells;
	if (!cells || !described)
		return host->nomem(s->head.conn);
	return TN_OK;
}

int tn__sqlite_describe(struct tn_sqlite_stmt *s)
{
	const struct tn_host *host = s->head.conn->host;
	uint32_t i, n = (uint32_t)sqlite3_column_count(s->st);
	size_t scratch = 0, at = 0;
	int rc = resize(s, n);
	s->head.column_count = 0;
	if (rc < 0)
		return rc;
	for (i = 0; i < n; i++) {
		struct tn_sqlite_column *col = &s->columns[i];
		col->scratch_size = parse_declared(sqlite3_column_decltype(s->st, (int)i), col);
		scratch += col->scratch_size;
	}
	host->free(s->scratch);
	s->scratch = scratch ? host->alloc(scratch) : NULL;
	if (scratch && !s->scratch)
		return host->nomem(s->head.conn);
	for (i = 0; i < n; i++) {
		s->columns[i].scratch = scratch ? s->scratch + at : NULL;
		at += s->columns[i].scratch_size;
	}
	s->head.column_count = n;
	s->reprepares = sqlite3_stmt_status(s->st, SQLITE_STMTSTATUS_REPREPARE, 0);
	return TN_OK;
}

/* ---- parameters ---------------------------------------------------------------------- */

#define TIME_TEXT 27 /* the longest, a timestamp, with its NUL */

static int is_time_kind(unsigned kind)
{
	return kind >= TN_KIND_DATE && kind <= TN_KIND_TIMESTAMPTZ;
}

/* Formats a date or time; 0 if it is outside of what its layout can hold. */
static size_t format_time(const tn_value *v, char *out)
{
	int64_t n = v->u.i;
	if (v->kind == TN_KIND_DATE)
		return n < TN_DATE_MIN || n > TN_DATE_MAX ? 0 : tn_format_date(n, out);
	if (v->kind == TN_KIND_TIME)
		return n < 0 || n > TN_US_PER_DAY ? 0 : tn_format_time(n, out);
	if (n < TN_DATE_MIN * TN_US_PER_DAY || n >= (TN_DATE_MAX + 1) * TN_US_PER_DAY)
		return 0;
	return tn_format_timestamp(n, out);
}

static int bind_time(struct tn_sqlite_stmt *s, int at, const tn_value *v, char *text)
{
	size_t n = format_time(v, text);
	if (!n)
		return tn__sqlite_refuse(tn__sqlite_conn_of(s), TN_E_RANGE, "22008", NULL,
					 v->kind == TN_KIND_TIME
					 ? "parameter %d: a time of day is from 00:00 to 24:00"
					 : "parameter %d: years are from 1 to 9999", at);
	return sqlite3_bind_text(s->st, at, text, (int)n, SQLITE_STATIC);
}

/* A JSON column's CHECK cannot look inside the text (sqlite_dialect.c), so the parameter is checked. */
static int check_json(struct tn_sqlite_stmt *s, int at, const tn_value *v)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn_of(s);
	int valid = 0, rc = SQLITE_OK;
	if (!c->json_valid)
		rc = sqlite3_prepare_v3(c->db, "SELECT json_valid(?)", -1, SQLITE_PREPARE_PERSISTENT,
					&c->json_valid, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text64(c->json_valid, 1, v->u.s, v->len, SQLITE_STATIC, SQLITE_UTF8);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(c->json_valid);
	if (rc == SQLITE_ROW)
		valid = sqlite3_column_int(c->json_valid, 0);
	sqlite3_reset(c->json_valid);
	sqlite3_clear_bindings(c->json_valid);
	if (rc != SQLITE_ROW)
		return rc;
	if (!valid)
		return tn__sqlite_refuse(c, TN_E_DATA, "22032", NULL, "parameter %d is not valid JSON", at);
	return SQLITE_OK;
}

static int bind_one(struct tn_sqlite_stmt *s, int at, const tn_value *v)
{
	switch (v->kind) {
	case TN_KIND_NULL:
		return sqlite3_bind_null(s->st, at);
	case TN_KIND_BOOL:
	case TN_KIND_INT:
		return sqlite3_bind_int64(s->st, at, v->u.i);
	case TN_KIND_DOUBLE:
		return sqlite3_bind_double(s->st, at, v->u.d);
	case TN_KIND_NUMERIC:
	case TN_KIND_TEXT:
	case TN_KIND_JSON:
		s->pointers = 1;
		return sqlite3_bind_text64(s->st, at, v->u.s, v->len, SQLITE_STATIC, SQLITE_UTF8);
	case TN_KIND_BYTES:
	case TN_KIND_UUID:
		s->pointers = 1;
		return sqlite3_bind_blob64(s->st, at, v->u.s, v->len, SQLITE_STATIC);
	default:
		return tn__sqlite_refuse(tn__sqlite_conn_of(s), TN_E_PARAM, "07006", NULL,
					 "parameter %d has a kind that cannot be bound", at);
	}
}

/* Room for the texts of all dates and times, made at the first that comes. */
static int need_times(struct tn_sqlite_stmt *s)
{
	const struct tn_host *host = s->head.conn->host;
	if (!s->times)
		s->times = host->alloc((size_t)s->head.param_count * TIME_TEXT);
	return s->times ? TN_OK : host->nomem(s->head.conn);
}

int tn__sqlite_bind(struct tn_sqlite_stmt *s, const tn_value *params)
{
	uint32_t i;
	int rc = TN_OK;
	for (i = 0; i < s->head.param_count && rc == TN_OK; i++) {
		const tn_value *v = &params[i];
		int at = (int)i + 1;
		if (is_time_kind(v->kind)) {
			rc = need_times(s);
			if (rc == TN_OK)
				rc = bind_time(s, at, v, s->times + (size_t)i * TIME_TEXT);
			continue;
		}
		if (v->kind == TN_KIND_JSON)
			rc = check_json(s, at, v);
		if (rc == TN_OK)
			rc = bind_one(s, at, v);
	}
	if (rc == TN_OK)
		return TN_OK;
	/* SQLite's codes are positive, recorded errors negative. */
	if (rc > 0)
		rc = tn__sqlite_fault(tn__sqlite_conn_of(s), rc, TN__SQLITE_RUNNING);
	sqlite3_clear_bindings(s->st);
	s->pointers = 0;
	return rc;
}
