/* SPDX-License-Identifier: MIT */
/*
 * my_want.c - columns whose type the library knows better than the server tells.
 *
 * A condition is an integer here, a sum of integers a DECIMAL, a date that a
 * function made a string, and no expression carries the comment of its column
 * (my_mark.c).  For each kind that is wanted the table has the groups of fields
 * that it can be read from without loss, and the class that does it.
 *
 * Invariants:
 *  1. A cell is of the kind that was wanted, NULL, or marked TN_VALUE_FOREIGN.
 *  2. A field of a group that is not listed is read as the server describes it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include <tenon/sys/utf8.h>
#include "my_internal.h"

static void foreign_text(tn_value *out, const char *s, unsigned long n)
{
	*out = tn__value_s(TN_KIND_TEXT, s, n);
	out->flags |= TN_VALUE_FOREIGN;
}

/* ---- numbers ---------------------------------------------------------------- */

/* A DECIMAL without a fraction. */
static void parse_whole(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	unsigned long digits = (unsigned long)(*s == '-') + strspn(s + (*s == '-'), "0123456789");
	long long value;
	char *end;
	(void)c;
	errno = 0;
	value = strtoll(s, &end, 10);
	if (errno || end != s + digits ||
		(digits < n && (s[digits] != '.' || strspn(s + digits + 1, "0") != n - digits - 1)))
		foreign_text(out, s, n);
	else
		*out = tn_int(value);
}

/* 0 with a sign, as MariaDB gives a remainder. */
static int is_minus_zero(const char *s, unsigned long n)
{
	unsigned long i = 1;
	if (!n || *s != '-')
		return 0;
	while (i < n && (s[i] == '0' || s[i] == '.'))
		i++;
	return i == n;
}

/* A number with the digits behind the point that its type has; of a type that does not say, no zeros at the end. */
static void scale_number(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	unsigned long sign = (unsigned long)is_minus_zero(s, n);
	const char *point = memchr(s += sign, '.', n -= sign);
	unsigned long whole = point ? (unsigned long)(point - s) : n;
	unsigned long have = point ? n - whole - 1 : 0, scale = c->scale < 0 ? 0 : (unsigned long)c->scale;
	char *text = s;
	while (have > scale && s[n - 1] == '0') {
		have--;
		n--;
	}
	if (!have)
		n = whole;
	if (have < scale && whole + scale + 2 <= sizeof(c->scratch)) {
		text = c->scratch;
		memcpy(text, s, n);
		if (!have)
			text[n++] = '.';
		memset(text + n, '0', scale - have);
		n += scale - have;
	}
	text[n] = '\0';
	*out = tn__value_s(TN_KIND_NUMERIC, text, n);
}

static void parse_scaled(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	if (my__is_decimal(s, n))
		scale_number(c, out, s, n);
	else
		foreign_text(out, s, n);
}

/* ---- text -------------------------------------------------------------------- */

/* Bytes that functions give where their arguments were text. */
static void parse_checked_text(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	(void)c;
	*out = tn__value_s(TN_KIND_TEXT, s, n);
	if (tn_utf8_check(s, n) != n || memchr(s, '\0', n)) {
		out->kind = TN_KIND_BYTES;
		out->flags |= TN_VALUE_FOREIGN;
	}
}

/* ---- dates and times that come as text ----------------------------------------- */

static const struct my_class whole_class = {1, MYSQL_TYPE_STRING, NULL, parse_whole};
static const struct my_class scaled_class = {1, MYSQL_TYPE_STRING, NULL, parse_scaled};
static const struct my_class checked_class = {1, MYSQL_TYPE_STRING, NULL, parse_checked_text};

static void parse_date(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	my__class_date.parse(c, out, s, n);
}

static void parse_time(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	my__class_time.parse(c, out, s, n);
}

static void parse_timestamp(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	my__class_timestamp.parse(c, out, s, n);
}

static void parse_timestamptz(struct my_column *c, tn_value *out, char *s, unsigned long n)
{
	my__class_timestamptz.parse(c, out, s, n);
}

static const struct my_class date_text_class = {1, MYSQL_TYPE_STRING, NULL, parse_date};
static const struct my_class time_text_class = {1, MYSQL_TYPE_STRING, NULL, parse_time};
static const struct my_class timestamp_text_class = {1, MYSQL_TYPE_STRING, NULL, parse_timestamp};
static const struct my_class timestamptz_text_class = {1, MYSQL_TYPE_STRING, NULL, parse_timestamptz};

/* ---- which class ------------------------------------------------------------------ */

enum group { NOTHING, SIGNED, UNSIGNED, DECIMALS, SINGLE, DOUBLES, BITS, STRINGS, BINARIES, DATES, TIMES,
	MOMENTS, STAMPS };

static enum group group_of(const struct my_column *c)
{
	switch (c->field_type) {
	case MYSQL_TYPE_TINY:
	case MYSQL_TYPE_SHORT:
	case MYSQL_TYPE_INT24:
	case MYSQL_TYPE_LONG:
	case MYSQL_TYPE_YEAR: return SIGNED;
	case MYSQL_TYPE_LONGLONG: return c->field_flags & UNSIGNED_FLAG ? UNSIGNED : SIGNED;
	case MYSQL_TYPE_DECIMAL:
	case MYSQL_TYPE_NEWDECIMAL: return DECIMALS;
	case MYSQL_TYPE_FLOAT: return SINGLE;
	case MYSQL_TYPE_DOUBLE: return DOUBLES;
	case MYSQL_TYPE_BIT: return BITS;
	case MYSQL_TYPE_DATE:
	case MYSQL_TYPE_NEWDATE: return DATES;
	case MYSQL_TYPE_TIME: return TIMES;
	case MYSQL_TYPE_DATETIME: return MOMENTS;
	case MYSQL_TYPE_TIMESTAMP: return STAMPS;
	case MYSQL_TYPE_JSON:
	case MYSQL_TYPE_ENUM:
	case MYSQL_TYPE_SET:
	case MYSQL_TYPE_STRING:
	case MYSQL_TYPE_VAR_STRING:
	case MYSQL_TYPE_VARCHAR:
	case MYSQL_TYPE_TINY_BLOB:
	case MYSQL_TYPE_BLOB:
	case MYSQL_TYPE_MEDIUM_BLOB:
	case MYSQL_TYPE_LONG_BLOB: return c->field_charset == MY_BINARY_CHARSET ? BINARIES : STRINGS;
	default: return NOTHING;
	}
}

static const struct {
	uint8_t kind, group;
	const struct my_class *cls;
} readers[] = {
	{TN_KIND_BOOL, SIGNED, &my__class_bool}, {TN_KIND_BOOL, UNSIGNED, &my__class_bool},
	{TN_KIND_INT, SIGNED, &my__class_int}, {TN_KIND_INT, UNSIGNED, &my__class_uint},
	{TN_KIND_INT, DECIMALS, &whole_class}, {TN_KIND_INT, BITS, &my__class_bit},
	{TN_KIND_DOUBLE, SIGNED, &my__class_double}, {TN_KIND_DOUBLE, DECIMALS, &my__class_double},
	{TN_KIND_DOUBLE, SINGLE, &my__class_float}, {TN_KIND_DOUBLE, DOUBLES, &my__class_double},
	{TN_KIND_NUMERIC, SIGNED, &scaled_class}, {TN_KIND_NUMERIC, UNSIGNED, &scaled_class},
	{TN_KIND_NUMERIC, DECIMALS, &scaled_class},
	{TN_KIND_TEXT, STRINGS, &my__class_text}, {TN_KIND_TEXT, BINARIES, &checked_class},
	{TN_KIND_BYTES, STRINGS, &my__class_bytes}, {TN_KIND_BYTES, BINARIES, &my__class_bytes},
	{TN_KIND_DATE, DATES, &my__class_date}, {TN_KIND_DATE, STRINGS, &date_text_class},
	{TN_KIND_DATE, BINARIES, &date_text_class},
	{TN_KIND_TIME, TIMES, &my__class_time}, {TN_KIND_TIME, STRINGS, &time_text_class},
	{TN_KIND_TIME, BINARIES, &time_text_class},
	{TN_KIND_TIMESTAMP, MOMENTS, &my__class_timestamp}, {TN_KIND_TIMESTAMP, STAMPS, &my__class_timestamp},
	{TN_KIND_TIMESTAMP, STRINGS, &timestamp_text_class}, {TN_KIND_TIMESTAMP, BINARIES, &timestamp_text_class},
	{TN_KIND_TIMESTAMPTZ, MOMENTS, &my__class_utc_datetime}, {TN_KIND_TIMESTAMPTZ, STAMPS, &my__class_timestamptz},
	{TN_KIND_TIMESTAMPTZ, STRINGS, &timestamptz_text_class},
	{TN_KIND_TIMESTAMPTZ, BINARIES, &timestamptz_text_class},
	{TN_KIND_UUID, STRINGS, &my__class_uuid}, {TN_KIND_UUID, BINARIES, &my__class_uuid},
	{TN_KIND_JSON, STRINGS, &my__class_json}, {TN_KIND_JSON, BINARIES, &my__class_json},
};

static uint8_t type_of(const struct tn_sql_type *want)
{
	static const uint8_t widest[TN_KIND_COUNT] = {
		[TN_KIND_BOOL] = TN_TYPE_BOOLEAN, [TN_KIND_INT] = TN_TYPE_BIGINT,
		[TN_KIND_DOUBLE] = TN_TYPE_DOUBLE, [TN_KIND_NUMERIC] = TN_TYPE_NUMERIC,
		[TN_KIND_TEXT] = TN_TYPE_TEXT, [TN_KIND_BYTES] = TN_TYPE_BYTEA,
		[TN_KIND_DATE] = TN_TYPE_DATE, [TN_KIND_TIME] = TN_TYPE_TIME,
		[TN_KIND_TIMESTAMP] = TN_TYPE_TIMESTAMP, [TN_KIND_TIMESTAMPTZ] = TN_TYPE_TIMESTAMPTZ,
		[TN_KIND_UUID] = TN_TYPE_UUID, [TN_KIND_JSON] = TN_TYPE_JSON,
	};
	if (want->storage)
		return want->storage;
	return want->kind < TN_KIND_COUNT ? widest[want->kind] : TN_TYPE_UNKNOWN;
}

int my__want(struct my_column *c, const struct tn_sql_type *want)
{
	enum group group = group_of(c);
	size_t i;
	if (want->kind == TN_KIND_NULL || want->kind >= TN_KIND_COUNT)
		return 1;
	c->scale = want->kind == TN_KIND_NUMERIC ? want->scale : -1;
	/* A column that is NULL in every row has no type here. */
	if (c->field_type == MYSQL_TYPE_NULL) {
		c->type = type_of(want);
		return 1;
	}
	for (i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		if (readers[i].kind == want->kind && readers[i].group == (uint8_t)group) {
			c->cls = readers[i].cls;
			c->type = type_of(want);
			return 1;
		}
	return 0;
}
