/* SPDX-License-Identifier: MIT */
/*
 * my_decode.c - from what the server sends to a value, in both protocols.
 *
 * A field's type, length, flags and character set pick a row of the type table;
 * the row names the class that reads it and the portable type that is reported.
 * Fixed classes come from a bound number or MYSQL_TIME (binary protocol) or from
 * text; variable classes read bytes, which are the same in both.
 *
 * Invariants:
 *  1. Binary and text protocol give equal cells; where the text has lost digits
 *     (FLOAT is printed with six) it comes as marked text.
 *  2. What a kind cannot hold is marked text or bytes, never another value.
 *  3. A reader writes to its column only; the cell may point into it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include "my_internal.h"


static tn_value cell(int kind, const char *s, unsigned long n)
{
	return tn__value_s((enum tn_kind)kind, s, n);
}

static void foreign(tn_value *out, int kind, const char *s, unsigned long n)
{
	*out = cell(kind, s, n);
	out->flags |= TN_VALUE_FOREIGN;
}

/* Printed into the column's scratch space, marked. */
static void foreign_scratch(struct my_column *c, tn_value *out, int n)
{
	foreign(out, TN_KIND_TEXT, c->scratch, (unsigned long)n);
}

/* ---- numbers ------------------------------------------------------------- */

/* A whole number and nothing else; a server that is not one may send anything. */
static int read_whole(const char *s, unsigned long n, long long *out)
{
	char *end;
	errno = 0;
	*out = strtoll(s, &end, 10);
	return n && !errno && (unsigned long)(end - s) == n;
}

static void decode_int(struct my_column *c, tn_value *out)
{
	*out = tn_int(c->fix.i);
}

static void parse_int(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	long long i;
	(void)c;
	if (read_whole(s, n, &i))
		*out = tn_int(i);
	else
		foreign(out, TN_KIND_TEXT, s, n);
}

static void decode_uint(struct my_column *c, tn_value *out)
{
	if (c->fix.i >= 0)
		*out = tn_int(c->fix.i);
	else
		foreign_scratch(c, out,
			snprintf(c->scratch, sizeof(c->scratch), "%llu", (unsigned long long)c->fix.i));
}

static void parse_uint(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	long long i;
	if (read_whole(s, n, &i) && i >= 0)
		*out = tn_int(i);
	else
		foreign(out, TN_KIND_TEXT, s, n);
	(void)c;
}

/* BOOLEAN is TINYINT(1), which holds more than two values. */
static void decode_bool(struct my_column *c, tn_value *out)
{
	*out = tn_int(c->fix.i);
	if (c->fix.i == 0 || c->fix.i == 1)
		out->kind = TN_KIND_BOOL;
	else
		out->flags |= TN_VALUE_FOREIGN;
}

static void parse_bool(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	if (read_whole(s, n, &c->fix.i))
		decode_bool(c, out);
	else
		foreign(out, TN_KIND_TEXT, s, n);
}

static void decode_double(struct my_column *c, tn_value *out)
{
	*out = tn_double(c->fix.d);
}

/*
 * The server prints a double so that it reads back equal, with a point whatever
 * the locale; strtod follows the locale, so its decimal point is put in.
 */
static void parse_double(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	char *end, *dot;
	double d = strtod(s, &end);
	(void)c;
	if ((unsigned long)(end - s) != n && *end == '.') {
		dot = end;
		*dot = ',';
		d = strtod(s, &end);
		*dot = '.';
	}
	if ((unsigned long)(end - s) == n)
		*out = tn_double(d);
	else
		foreign(out, TN_KIND_TEXT, s, n);
}

static void decode_float(struct my_column *c, tn_value *out)
{
	*out = tn_double((double)c->fix.f);
}

static void parse_float(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	(void)c;
	foreign(out, TN_KIND_TEXT, s, n);
}

static void parse_numeric(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	(void)c;
	if (my__is_decimal(s, n))
		*out = cell(TN_KIND_NUMERIC, s, n);
	else
		foreign(out, TN_KIND_TEXT, s, n);
}

int my__is_decimal(const char *s, unsigned long n)
{
	unsigned long i = n && *s == '-', whole = i, points = 0;
	for (; i < n; i++) {
		points += s[i] == '.';
		if ((s[i] < '0' || s[i] > '9') && (s[i] != '.' || points > 1 || i == whole || i + 1 == n))
			return 0;
	}
	return n > whole;
}

/* BIT(n): n bits in network order. */
static void parse_bit(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	uint64_t v = 0;
	unsigned long i;
	if (n > 8 || c->field_length > 63) {
		*out = cell(TN_KIND_BYTES, s, n);
		return;
	}
	for (i = 0; i < n; i++)
		v = v << 8 | (unsigned char)s[i];
	*out = tn_int((int64_t)v);
}

/* ---- dates and times ------------------------------------------------------ */

/* A date that the calendar has and the portable range holds. */
static int real_date(const MYSQL_TIME *t)
{
	return t->year >= 1 && t->year <= 9999 && t->month >= 1 && t->month <= 12 && t->day >= 1 &&
		t->day <= tn_days_in_month((int64_t)t->year, t->month);
}

/* The parts have the widths of the protocol, and whoever sent them need not be a server. */
static int real_clock(const MYSQL_TIME *t)
{
	return t->hour <= 24 && t->minute < 60 && t->second < 60 && t->second_part < 1000000;
}

static int64_t day_us(const MYSQL_TIME *t)
{
	return ((int64_t)t->hour * 3600 + (int64_t)t->minute * 60 + (int64_t)t->second) * TN_US_PER_SECOND +
		(int64_t)t->second_part;
}

/* ".123" with the digits that the column has. */
static int put_fraction(char *out, size_t size, unsigned long us, unsigned decimals)
{
	static const unsigned long powers[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
	if (!decimals || decimals > 6)
		return 0;
	return snprintf(out, size, ".%0*lu", (int)decimals, us % 1000000 / powers[decimals]);
}

static int put_date(const MYSQL_TIME *t, char *out, size_t size)
{
	return snprintf(out, size, "%04u-%02u-%02u", t->year % 10000, t->month % 100, t->day % 100);
}

static void decode_date(struct my_column *c, tn_value *out)
{
	const MYSQL_TIME *t = &c->fix.t;
	if (real_date(t))
		*out = tn_date(tn_days_from_civil((int64_t)t->year, t->month, t->day));
	else
		foreign_scratch(c, out, put_date(t, c->scratch, sizeof(c->scratch)));
}

static void parse_date(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	int64_t days;
	(void)c;
	if (tn_parse_date(s, n, &days))
		*out = tn_date(days);
	else
		foreign(out, TN_KIND_TEXT, s, n);
}

static void decode_time(struct my_column *c, tn_value *out)
{
	const MYSQL_TIME *t = &c->fix.t;
	int64_t us = t->day <= 1 ? day_us(t) + (int64_t)t->day * TN_US_PER_DAY : INT64_MAX;
	int n;
	if (!t->neg && us <= TN_US_PER_DAY && real_clock(t)) {
		*out = tn_time(us);
		return;
	}
	n = snprintf(c->scratch, 24, "%s%02u:%02u:%02u", t->neg ? "-" : "", (t->hour + t->day % 1000 * 24) % 1000,
		t->minute % 100, t->second % 100);
	n += put_fraction(c->scratch + n, sizeof(c->scratch) - (size_t)n, t->second_part, c->decimals);
	foreign_scratch(c, out, n);
}

static void parse_time(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	int64_t us;
	(void)c;
	if (tn_parse_time(s, n, &us))
		*out = tn_time(us);
	else if (n >= 8 && strncmp(s, "24:00:00", 8) == 0 && strspn(s + 8, ".0") == n - 8)
		*out = tn_time(TN_US_PER_DAY);
	else
		foreign(out, TN_KIND_TEXT, s, n);
}

static void decode_moment(struct my_column *c, tn_value *out, int kind)
{
	const MYSQL_TIME *t = &c->fix.t;
	int n;
	if (real_date(t) && real_clock(t) && t->hour < 24) {
		*out = tn_timestamp(
			tn_days_from_civil((int64_t)t->year, t->month, t->day) * TN_US_PER_DAY + day_us(t));
		out->kind = (uint8_t)kind;
		return;
	}
	n = put_date(t, c->scratch, 16);
	n += snprintf(c->scratch + n, 16, " %02u:%02u:%02u", t->hour % 100, t->minute % 100, t->second % 100);
	n += put_fraction(c->scratch + n, sizeof(c->scratch) - (size_t)n, t->second_part, c->decimals);
	foreign_scratch(c, out, n);
}

static void parse_moment(tn_value *out, const char *s, unsigned long n, int kind)
{
	int64_t us;
	if (tn_parse_timestamp(s, n, &us)) {
		*out = tn_timestamp(us);
		out->kind = (uint8_t)kind;
	} else {
		foreign(out, TN_KIND_TEXT, s, n);
	}
}

static void decode_timestamp(struct my_column *c, tn_value *out)
{
	decode_moment(c, out, TN_KIND_TIMESTAMP);
}

static void parse_timestamp(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	(void)c;
	parse_moment(out, s, n, TN_KIND_TIMESTAMP);
}

/* TIMESTAMP comes in the session's zone, which the guard holds at UTC. */
static void decode_timestamptz(struct my_column *c, tn_value *out)
{
	decode_moment(c, out, TN_KIND_TIMESTAMPTZ);
}

static void parse_timestamptz(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	(void)c;
	parse_moment(out, s, n, TN_KIND_TIMESTAMPTZ);
}

/* ---- text and bytes -------------------------------------------------------- */

static void parse_text(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	(void)c;
	*out = cell(TN_KIND_TEXT, s, n);
	/* The server stores CHAR(0) in text; the kind cannot. */
	if (memchr(s, '\0', n))
		foreign(out, TN_KIND_BYTES, s, n);
}

static void parse_foreign_text(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	(void)c;
	foreign(out, TN_KIND_TEXT, s, n);
}

static void parse_bytes(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	(void)c;
	*out = cell(TN_KIND_BYTES, s, n);
}

static void parse_foreign_bytes(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	(void)c;
	foreign(out, TN_KIND_BYTES, s, n);
}

static void parse_json(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	(void)c;
	*out = cell(TN_KIND_JSON, s, n);
}

static int hex_digit(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	ch = (char)(ch | 32);
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* The UUID type of MariaDB comes as 36 characters, a marked BINARY(16) as it is. */
static void parse_uuid(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	unsigned long i;
	int k = 0;
	if (n == 16) {
		*out = tn_uuid(s);
		return;
	}
	for (i = 0; i < n && k < 32; i++) {
		int v = hex_digit(s[i]);
		if (v < 0 && s[i] == '-')
			continue;
		if (v < 0)
			break;
		c->scratch[k / 2] = (char)(k % 2 ? (unsigned char)c->scratch[k / 2] | (unsigned)v
						 : (unsigned)v << 4);
		k++;
	}
	if (k == 32 && i == n)
		*out = tn_uuid(c->scratch);
	else
		foreign(out, TN_KIND_TEXT, s, n);
}

static void decode_null(struct my_column *c, tn_value *out)
{
	(void)c;
	*out = tn_null();
}

static void parse_null(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	(void)c;
	(void)s;
	(void)n;
	*out = tn_null();
}

/* ---- which class reads a field --------------------------------------------- */

const struct my_class my__class_bool = {0, MYSQL_TYPE_LONGLONG, decode_bool, parse_bool};
const struct my_class my__class_int = {0, MYSQL_TYPE_LONGLONG, decode_int, parse_int};
const struct my_class my__class_uint = {0, MYSQL_TYPE_LONGLONG, decode_uint, parse_uint};
const struct my_class my__class_float = {0, MYSQL_TYPE_FLOAT, decode_float, parse_float};
const struct my_class my__class_double = {0, MYSQL_TYPE_DOUBLE, decode_double, parse_double};
const struct my_class my__class_date = {0, MYSQL_TYPE_DATE, decode_date, parse_date};
const struct my_class my__class_time = {0, MYSQL_TYPE_TIME, decode_time, parse_time};
const struct my_class my__class_timestamp = {0, MYSQL_TYPE_DATETIME, decode_timestamp, parse_timestamp};
const struct my_class my__class_timestamptz = {
	0, MYSQL_TYPE_TIMESTAMP, decode_timestamptz, parse_timestamptz};
const struct my_class my__class_utc_datetime = {
	0, MYSQL_TYPE_DATETIME, decode_timestamptz, parse_timestamptz};
const struct my_class my__class_null = {0, MYSQL_TYPE_NULL, decode_null, parse_null};
const struct my_class my__class_numeric = {1, MYSQL_TYPE_STRING, NULL, parse_numeric};
const struct my_class my__class_text = {1, MYSQL_TYPE_STRING, NULL, parse_text};
static const struct my_class class_foreign_text = {1, MYSQL_TYPE_STRING, NULL, parse_foreign_text};
const struct my_class my__class_json = {1, MYSQL_TYPE_STRING, NULL, parse_json};
const struct my_class my__class_uuid = {1, MYSQL_TYPE_STRING, NULL, parse_uuid};
const struct my_class my__class_bytes = {1, MYSQL_TYPE_BLOB, NULL, parse_bytes};
static const struct my_class class_foreign_bytes = {1, MYSQL_TYPE_BLOB, NULL, parse_foreign_bytes};
const struct my_class my__class_bit = {1, MYSQL_TYPE_BLOB, NULL, parse_bit};

enum charset { ANY, BINARY, TEXT };

struct type_row {
	int field;
	unsigned flags;  /* all of these are set */
	uint8_t charset; /* enum charset */
	uint8_t length;  /* exactly, or 0 for any */
	uint8_t type;    /* enum tn_type */
	const struct my_class *cls;
	const char *name;
};

/* First match wins; what is not here is marked bytes. */
static const struct type_row types[] = {
	{MYSQL_TYPE_TINY, 0, ANY, 1, TN_TYPE_BOOLEAN, &my__class_bool, "TINYINT(1)"},
	{MYSQL_TYPE_TINY, 0, ANY, 0, TN_TYPE_SMALLINT, &my__class_int, "TINYINT"},
	{MYSQL_TYPE_SHORT, UNSIGNED_FLAG, ANY, 0, TN_TYPE_INTEGER, &my__class_int, "SMALLINT UNSIGNED"},
	{MYSQL_TYPE_SHORT, 0, ANY, 0, TN_TYPE_SMALLINT, &my__class_int, "SMALLINT"},
	{MYSQL_TYPE_INT24, 0, ANY, 0, TN_TYPE_INTEGER, &my__class_int, "MEDIUMINT"},
	{MYSQL_TYPE_LONG, UNSIGNED_FLAG, ANY, 0, TN_TYPE_BIGINT, &my__class_int, "INT UNSIGNED"},
	{MYSQL_TYPE_LONG, 0, ANY, 0, TN_TYPE_INTEGER, &my__class_int, "INT"},
	{MYSQL_TYPE_LONGLONG, UNSIGNED_FLAG, ANY, 0, TN_TYPE_BIGINT, &my__class_uint, "BIGINT UNSIGNED"},
	{MYSQL_TYPE_LONGLONG, 0, ANY, 0, TN_TYPE_BIGINT, &my__class_int, "BIGINT"},
	{MYSQL_TYPE_YEAR, 0, ANY, 0, TN_TYPE_SMALLINT, &my__class_int, "YEAR"},
	{MYSQL_TYPE_FLOAT, 0, ANY, 0, TN_TYPE_REAL, &my__class_float, "FLOAT"},
	{MYSQL_TYPE_DOUBLE, 0, ANY, 0, TN_TYPE_DOUBLE, &my__class_double, "DOUBLE"},
	{MYSQL_TYPE_NEWDECIMAL, 0, ANY, 0, TN_TYPE_NUMERIC, &my__class_numeric, "DECIMAL"},
	{MYSQL_TYPE_DECIMAL, 0, ANY, 0, TN_TYPE_NUMERIC, &my__class_numeric, "DECIMAL"},
	{MYSQL_TYPE_BIT, 0, ANY, 0, TN_TYPE_BIGINT, &my__class_bit, "BIT"},
	{MYSQL_TYPE_DATE, 0, ANY, 0, TN_TYPE_DATE, &my__class_date, "DATE"},
	{MYSQL_TYPE_NEWDATE, 0, ANY, 0, TN_TYPE_DATE, &my__class_date, "DATE"},
	{MYSQL_TYPE_TIME, 0, ANY, 0, TN_TYPE_TIME, &my__class_time, "TIME"},
	{MYSQL_TYPE_DATETIME, 0, ANY, 0, TN_TYPE_TIMESTAMP, &my__class_timestamp, "DATETIME"},
	{MYSQL_TYPE_TIMESTAMP, 0, ANY, 0, TN_TYPE_TIMESTAMPTZ, &my__class_timestamptz, "TIMESTAMP"},
	{MYSQL_TYPE_JSON, 0, ANY, 0, TN_TYPE_JSON, &my__class_json, "JSON"},
	{MYSQL_TYPE_ENUM, 0, ANY, 0, TN_TYPE_TEXT, &my__class_text, "ENUM"},
	{MYSQL_TYPE_SET, 0, ANY, 0, TN_TYPE_TEXT, &my__class_text, "SET"},
	{MYSQL_TYPE_STRING, ENUM_FLAG, ANY, 0, TN_TYPE_TEXT, &my__class_text, "ENUM"},
	{MYSQL_TYPE_STRING, SET_FLAG, ANY, 0, TN_TYPE_TEXT, &my__class_text, "SET"},
	{MYSQL_TYPE_STRING, 0, BINARY, 0, TN_TYPE_BYTEA, &my__class_bytes, "BINARY"},
	{MYSQL_TYPE_STRING, 0, TEXT, 0, TN_TYPE_VARCHAR, &my__class_text, "CHAR"},
	{MYSQL_TYPE_VAR_STRING, 0, BINARY, 0, TN_TYPE_BYTEA, &my__class_bytes, "VARBINARY"},
	{MYSQL_TYPE_VAR_STRING, 0, TEXT, 0, TN_TYPE_VARCHAR, &my__class_text, "VARCHAR"},
	{MYSQL_TYPE_VARCHAR, 0, BINARY, 0, TN_TYPE_BYTEA, &my__class_bytes, "VARBINARY"},
	{MYSQL_TYPE_VARCHAR, 0, TEXT, 0, TN_TYPE_VARCHAR, &my__class_text, "VARCHAR"},
	{MYSQL_TYPE_TINY_BLOB, 0, BINARY, 0, TN_TYPE_BYTEA, &my__class_bytes, "TINYBLOB"},
	{MYSQL_TYPE_TINY_BLOB, 0, TEXT, 0, TN_TYPE_TEXT, &my__class_text, "TINYTEXT"},
	{MYSQL_TYPE_BLOB, 0, BINARY, 0, TN_TYPE_BYTEA, &my__class_bytes, "BLOB"},
	{MYSQL_TYPE_BLOB, 0, TEXT, 0, TN_TYPE_TEXT, &my__class_text, "TEXT"},
	{MYSQL_TYPE_MEDIUM_BLOB, 0, BINARY, 0, TN_TYPE_BYTEA, &my__class_bytes, "MEDIUMBLOB"},
	{MYSQL_TYPE_MEDIUM_BLOB, 0, TEXT, 0, TN_TYPE_TEXT, &my__class_text, "MEDIUMTEXT"},
	{MYSQL_TYPE_LONG_BLOB, 0, BINARY, 0, TN_TYPE_BYTEA, &my__class_bytes, "LONGBLOB"},
	{MYSQL_TYPE_LONG_BLOB, 0, TEXT, 0, TN_TYPE_TEXT, &my__class_text, "LONGTEXT"},
	{MYSQL_TYPE_NULL, 0, ANY, 0, TN_TYPE_UNKNOWN, &my__class_null, "NULL"},
};

static const struct type_row unknown_type = {0, 0, ANY, 0, TN_TYPE_UNKNOWN, &class_foreign_bytes, "GEOMETRY"};

/* Types that the protocol sends as a string and names beside it. */
static const struct {
	const char *name;
	struct type_row row;
} named_types[] = {
	{"json", {0, 0, ANY, 0, TN_TYPE_JSON, &my__class_json, "JSON"}},
	{"uuid", {0, 0, ANY, 0, TN_TYPE_UUID, &my__class_uuid, "UUID"}},
	{"inet4", {0, 0, ANY, 0, TN_TYPE_UNKNOWN, &class_foreign_text, "INET4"}},
	{"inet6", {0, 0, ANY, 0, TN_TYPE_UNKNOWN, &class_foreign_text, "INET6"}},
};

/* DATETIME whose comment says that it is in UTC. */
static const struct type_row utc_datetime = {
	0, 0, ANY, 0, TN_TYPE_TIMESTAMPTZ, &my__class_utc_datetime, "DATETIME"};

/* BINARY(16) whose comment says that it is a UUID. */
static const struct type_row uuid_bytes = {0, 0, ANY, 0, TN_TYPE_UUID, &my__class_uuid, "BINARY(16)"};

static int is_string(int field)
{
	return field == MYSQL_TYPE_VARCHAR || (field >= MYSQL_TYPE_TINY_BLOB && field <= MYSQL_TYPE_STRING);
}

static const struct type_row *find_type(const MYSQL_FIELD *f)
{
	unsigned charset = f->charsetnr == MY_BINARY_CHARSET ? BINARY : TEXT;
	char name[32];
	size_t i;
	if (is_string((int)f->type) && *my__client_type_name(f, name, sizeof(name)))
		for (i = 0; i < sizeof(named_types) / sizeof(named_types[0]); i++)
			if (strcmp(named_types[i].name, name) == 0)
				return &named_types[i].row;
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		const struct type_row *r = &types[i];
		if (r->field == (int)f->type && (f->flags & r->flags) == r->flags &&
			(r->charset == ANY || r->charset == charset) &&
			(!r->length || r->length == f->length))
			return r;
	}
	return &unknown_type;
}

int my__classify(const struct my_conn *conn, struct my_column *c, const MYSQL_FIELD *f, const struct tn_sql_type *want)
{
	const struct type_row *marked = (int)f->type == MYSQL_TYPE_DATETIME ? &utc_datetime : &uuid_bytes;
	const struct type_row *r = my__is_marked(conn, f) ? marked : find_type(f);
	c->cls = r->cls;
	c->type = r->type;
	c->native_type = r->name;
	c->field_type = (int)f->type;
	c->field_flags = f->flags;
	c->field_charset = f->charsetnr;
	c->field_length = f->length;
	c->decimals = (uint8_t)(f->decimals > 6 ? 6 : f->decimals);
	return want ? my__want(c, want) : 1;
}
