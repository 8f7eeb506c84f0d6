/* SPDX-License-Identifier: MIT */
/*
 * core/sql/parse_literal.c - literals: what digits and quoted texts are worth.
 *
 * Invariants:
 *  1. Digits are an integer, and exact NUMERIC above 64 bits; a point makes a
 *     NUMERIC, an exponent a DOUBLE.
 *  2. NUMERIC text has a digit before its point and none is lost behind it.
 *  3. What follows DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID is read here, so that
 *     a wrong one is found before any server sees it; JSON is left to the server.
 *  4. The locale has no influence.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include "core/sql/parser.h"

static px_expr *literal(struct tn_sql_parser *p, uint32_t at, tn_value v)
{
	px_expr *e = tn__px_expr(p, at, TN_X_LITERAL);

	if (e)
		e->u.literal = v;
	return e;
}

px_expr *tn__px_null(struct tn_sql_parser *p, uint32_t at)
{
	return literal(p, at, tn_null());
}

px_expr *tn__px_bool(struct tn_sql_parser *p, uint32_t at, int value)
{
	return literal(p, at, tn_bool(value));
}

px_expr *tn__px_int(struct tn_sql_parser *p, uint32_t at, int64_t value)
{
	return literal(p, at, tn_int(value));
}

/* ---- numbers ------------------------------------------------------------------------ */

px_expr *tn__px_integer(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice digits)
{
	uint64_t value = 0;
	uint32_t i;

	for (; digits.n > 1 && *digits.s == '0'; digits.n--)
		digits.s++;
	for (i = 0; i < digits.n; i++) {
		unsigned d = (unsigned)(digits.s[i] - '0');

		if (value > ((uint64_t)INT64_MAX - d) / 10)
			return literal(p, at, tn__value_s(TN_KIND_NUMERIC, digits.s, digits.n));
		value = value * 10 + d;
	}
	return literal(p, at, tn_int((int64_t)value));
}

px_expr *tn__px_decimal(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice digits)
{
	char *text;

	while (digits.n > 2 && digits.s[0] == '0' && digits.s[1] != '.') {
		digits.s++;
		digits.n--;
	}
	if (digits.s[digits.n - 1] == '.')
		digits.n--;
	if (*digits.s != '.')
		return literal(p, at, tn__value_s(TN_KIND_NUMERIC, digits.s, digits.n));
	text = tn__px_alloc(p, (size_t)digits.n + 2);
	if (!text)
		return NULL;
	*text = '0';
	memcpy(text + 1, digits.s, digits.n);
	return literal(p, at, tn__value_s(TN_KIND_NUMERIC, text, (size_t)digits.n + 1));
}

/* strtod() reads the locale's point, so it gets none: 1.25e3 is 125e1. */
px_expr *tn__px_float(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice digits)
{
	char *text = tn__px_alloc(p, (size_t)digits.n + 24);
	uint32_t i, n = 0, fraction = 0;
	long exponent;
	int point = 0;
	double value;

	if (!text)
		return NULL;
	for (i = 0; digits.s[i] != 'e' && digits.s[i] != 'E'; i++) {
		if (digits.s[i] == '.') {
			point = 1;
			continue;
		}
		text[n++] = digits.s[i];
		fraction += (uint32_t)point;
	}
	/* The lexer ends the number before the text does, so strtol() stops there. */
	exponent = strtol(digits.s + i + 1, NULL, 10);
	exponent = exponent > 99999999 ? 99999999 : exponent < -99999999 ? -99999999 : exponent;
	snprintf(text + n, 24, "e%ld", exponent - (long)fraction);
	value = strtod(text, NULL);
	if (!isfinite(value))
		return tn__px_fail(p, TN_E_RANGE, at, "the number is too large for a DOUBLE", NULL);
	return literal(p, at, tn_double(value));
}

/* ---- texts and bytes ----------------------------------------------------------------- */

int tn__px_unquote(struct tn_sql_parser *p, struct tn_sql_slice quoted, struct tn_sql_slice *out)
{
	const char *from = memchr(quoted.s, '\'', quoted.n), *end = quoted.s + quoted.n - 1;
	char *text, *to;

	from++;
	out->s = from;
	out->n = (uint32_t)(end - from);
	if (!memchr(from, '\'', out->n))
		return 1;
	text = to = tn__px_alloc(p, (size_t)out->n + 1);
	if (!text)
		return 0;
	while (from < end) {
		*to++ = *from;
		from += *from == '\'' ? 2 : 1;
	}
	out->s = text;
	out->n = (uint32_t)(to - text);
	return 1;
}

px_expr *tn__px_string(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice quoted)
{
	struct tn_sql_slice text;

	return tn__px_unquote(p, quoted, &text) ? literal(p, at, tn_text_n(text.s, text.n)) : NULL;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

px_expr *tn__px_bytes(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice quoted)
{
	uint32_t n = quoted.n - 3, i;
	char *bytes;

	if (n % 2)
		return tn__px_fail(p, TN_E_SYNTAX, at, "bytes have two hexadecimal digits each; this is an odd number",
				   NULL);
	bytes = tn__px_alloc(p, (size_t)n / 2 + 1);
	if (!bytes)
		return NULL;
	for (i = 0; i < n; i++) {
		int d = hex(quoted.s[i + 2]);

		if (d < 0)
			return tn__px_fail(p, TN_E_SYNTAX, at + 2 + i, "this is no hexadecimal digit", NULL);
		bytes[i / 2] = (char)(((unsigned char)bytes[i / 2] << 4) | d);
	}
	return literal(p, at, tn_bytes(bytes, n / 2));
}

/* ---- dates and times ------------------------------------------------------------------- */

/* HH:MM counts as HH:MM:00. */
static int read_time(const char *s, size_t n, int64_t *us)
{
	char full[8] = "00:00:00";

	if (n != 5)
		return tn_parse_time(s, n, us);
	memcpy(full, s, 5);
	return tn_parse_time(full, 8, us);
}

static int read_timestamp(const char *s, size_t n, int64_t *us)
{
	int64_t days, time = 0;

	if (n < 10 || !tn_parse_date(s, 10, &days))
		return 0;
	if (n > 10 && ((s[10] != ' ' && s[10] != 'T') || !read_time(s + 11, n - 11, &time)))
		return 0;
	*us = days * TN_US_PER_DAY + time;
	return 1;
}

static int two(const char *s, size_t n)
{
	return n >= 2 && s[0] >= '0' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9' ? (s[0] - '0') * 10 + s[1] - '0' : -1;
}

/* +HH, +HHMM, +HH:MM: what follows the sign, in minutes; -1 if it is none of them. */
static int offset_minutes(const char *s, size_t n)
{
	int hours = two(s, n), minutes = 0;

	if (hours < 0 || hours > 15)
		return -1;
	if (n > 2) {
		size_t skip = s[2] == ':' ? 3 : 2;

		minutes = n - skip == 2 ? two(s + skip, 2) : -1;
	}
	return minutes < 0 || minutes > 59 ? -1 : hours * 60 + minutes;
}

/* Cuts the offset off a timestamp; 0 if what stands there is none. */
static int cut_offset(const char *s, size_t *n, int *minutes)
{
	size_t i = *n;

	*minutes = 0;
	if (i && (s[i - 1] == 'Z' || s[i - 1] == 'z')) {
		*n = i - 1;
		return 1;
	}
	while (i > 11 && s[i - 1] != '+' && s[i - 1] != '-')
		i--;
	if (i <= 11)
		return 1;
	*minutes = offset_minutes(s + i, *n - i);
	if (*minutes < 0)
		return 0;
	if (s[i - 1] == '-')
		*minutes = -*minutes;
	*n = i - 1;
	if (*n && s[*n - 1] == ' ')
		(*n)--;
	return 1;
}

static int read_timestamptz(const char *s, size_t n, int64_t *us)
{
	int minutes;

	if (!cut_offset(s, &n, &minutes) || !read_timestamp(s, n, us))
		return 0;
	*us -= minutes * 60 * TN_US_PER_SECOND;
	return *us >= TN_DATE_MIN * TN_US_PER_DAY && *us < (TN_DATE_MAX + 1) * TN_US_PER_DAY;
}

static px_expr *wrong(struct tn_sql_parser *p, uint32_t at, const char *what, const char *form)
{
	return tn__px_failf(p, TN_E_DATA, at, form, "this is no %s", what);
}

static px_expr *read_uuid(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice s)
{
	char *bytes = tn__px_alloc(p, 16);
	uint32_t i, n = 0;

	if (!bytes)
		return NULL;
	for (i = 0; i < s.n && n < 32; i++) {
		int d = hex(s.s[i]);

		if (s.s[i] == '-' && s.n == 36 && (i == 8 || i == 13 || i == 18 || i == 23))
			continue;
		if (d < 0)
			break;
		bytes[n / 2] = (char)(((unsigned char)bytes[n / 2] << 4) | d);
		n++;
	}
	if (n != 32 || i != s.n || (s.n != 32 && s.n != 36))
		return wrong(p, at, "UUID", "write 32 hexadecimal digits: '01234567-89ab-cdef-0123-456789abcdef'");
	return literal(p, at, tn_uuid(bytes));
}

px_expr *tn__px_typed(struct tn_sql_parser *p, uint32_t at, int kind, struct tn_sql_slice quoted)
{
	struct tn_sql_slice s;
	int64_t v = 0;

	if (!tn__px_unquote(p, quoted, &s))
		return NULL;
	switch (kind) {
	case TN_KIND_DATE:
		return tn_parse_date(s.s, s.n, &v) ? literal(p, at, tn_date(v))
						   : wrong(p, at, "date", "write YYYY-MM-DD, years 0001 to 9999");
	case TN_KIND_TIME:
		return read_time(s.s, s.n, &v) ? literal(p, at, tn_time(v))
					       : wrong(p, at, "time of day", "write HH:MM:SS.ffffff, or less of it");
	case TN_KIND_TIMESTAMP:
		return read_timestamp(s.s, s.n, &v) ? literal(p, at, tn_timestamp(v))
						    : wrong(p, at, "timestamp without time zone",
							    "write YYYY-MM-DD HH:MM:SS.ffffff, or less of it; with an "
							    "offset from UTC it is a TIMESTAMPTZ");
	case TN_KIND_TIMESTAMPTZ:
		return read_timestamptz(s.s, s.n, &v) ? literal(p, at, tn_timestamptz(v))
						      : wrong(p, at, "timestamp with time zone",
							      "write YYYY-MM-DD HH:MM:SS.ffffff+HH:MM, or less of it");
	case TN_KIND_UUID:
		return read_uuid(p, at, s);
	default:
		return literal(p, at, tn__value_s(TN_KIND_JSON, s.s, s.n));
	}
}
