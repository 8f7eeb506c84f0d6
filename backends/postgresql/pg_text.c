/* SPDX-License-Identifier: MIT */
/*
 * pg_text.c - cells that came in text format.
 *
 * Text is asked for where the columns are not known before the execution (a
 * statement that runs once, a pooled proxy) or where one of them has a type
 * that this backend does not decode.  The session is held to ISO dates, UTC,
 * bytea_output hex and exact floats, so each type has one spelling, and the
 * cells are equal to those of the binary format.
 *
 * Invariant: text that does not read as its type is never guessed at; it comes
 * as it is, marked (infinity, a year outside 1 to 9999, NaN as a NUMERIC).
 */
#include "pg_internal.h"
#include <stdio.h>
#include <string.h>
#include <tenon/sys/calendar.h>

static int put(tn_value *out, enum tn_kind kind, int64_t i)
{
	out->kind = (uint8_t)kind;
	out->u.i = i;
	return 0;
}

int tn__pg_text_bool(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	if (n != 1 || (*p != 't' && *p != 'f'))
		return tn__pg_foreign(s, p, n, out);
	return put(out, TN_KIND_BOOL, *p == 't');
}

/* Digits with an optional minus that fit 64 bits. */
static int read_int(const char *p, size_t n, int64_t *out)
{
	size_t i = n && p[0] == '-';
	uint64_t v = 0, limit = (uint64_t)INT64_MAX + i;
	size_t first = i;

	for (; i < n; i++) {
		unsigned d = (unsigned char)p[i] - (unsigned)'0';
		if (d > 9 || v > (limit - d) / 10)
			return 0;
		v = v * 10 + d;
	}
	*out = first ? -(int64_t)(v - (v > 0)) - (v > 0) : (int64_t)v;
	return n > first;
}

int tn__pg_text_int(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	int64_t v;
	return read_int(p, n, &v) ? put(out, TN_KIND_INT, v) : tn__pg_foreign(s, p, n, out);
}

static int text_float(struct pg_stmt *s, const char *p, size_t n, tn_value *out, int single)
{
	char *end;
	double d = tn__pg_strtod(p, &end, single);

	if (!n || end != p + n)
		return tn__pg_foreign(s, p, n, out);
	out->kind = TN_KIND_DOUBLE;
	out->u.d = d;
	return 0;
}

int tn__pg_text_float4(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	return text_float(s, p, n, out, 1);
}

int tn__pg_text_float8(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	return text_float(s, p, n, out, 0);
}

int tn__pg_text_numeric(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	size_t i = n && p[0] == '-', whole = i, points = 0;
	for (; i < n && ((p[i] >= '0' && p[i] <= '9') || (p[i] == '.' && i > whole && i + 1 < n && !points)); i++)
		points += p[i] == '.';
	/* NaN, the infinities, and what no server sends. */
	if (i < n || i == whole)
		return tn__pg_foreign(s, p, n, out);
	return tn__pg_plain(s, p, n, out, TN_KIND_NUMERIC);
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int tn__pg_text_bytea(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	char *to;
	size_t i;

	if (n < 2 || n % 2 || p[0] != '\\' || p[1] != 'x')
		return tn__pg_foreign(s, p, n, out);
	out->kind = TN_KIND_BYTES;
	to = tn__pg_scratch(s, n / 2, out);
	if (!to)
		return TN_E_NOMEM;
	for (i = 2; i < n; i += 2) {
		if (hex(p[i]) < 0 || hex(p[i + 1]) < 0)
			return TN_E_INTERNAL;
		*to++ = (char)(hex(p[i]) << 4 | hex(p[i + 1]));
	}
	*to = '\0';
	out->len = (uint32_t)(n / 2 - 1);
	return 0;
}

int tn__pg_text_uuid(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	char bytes[16];
	unsigned count = 0;
	size_t i = 0;
	char *to;

	while (i + 1 < n && count < 16) {
		if (p[i] == '-') {
			i++;
			continue;
		}
		if (hex(p[i]) < 0 || hex(p[i + 1]) < 0)
			break;
		bytes[count++] = (char)(hex(p[i]) << 4 | hex(p[i + 1]));
		i += 2;
	}
	if (count != 16 || i != n)
		return tn__pg_foreign(s, p, n, out);
	out->kind = TN_KIND_UUID;
	to = tn__pg_scratch(s, 16, out);
	if (!to)
		return TN_E_NOMEM;
	memcpy(to, bytes, 16);
	out->len = 16;
	return 0;
}

int tn__pg_text_date(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	int64_t days;
	return tn_parse_date(p, n, &days) ? put(out, TN_KIND_DATE, days) : tn__pg_foreign(s, p, n, out);
}

int tn__pg_text_time(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	int64_t us;
	if (n == 8 && !memcmp(p, "24:00:00", 8))
		return put(out, TN_KIND_TIME, TN_US_PER_DAY);
	return tn_parse_time(p, n, &us) ? put(out, TN_KIND_TIME, us) : tn__pg_foreign(s, p, n, out);
}

int tn__pg_text_timestamp(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	int64_t us;
	if (!tn_parse_timestamp(p, n, &us))
		return tn__pg_foreign(s, p, n, out);
	return put(out, TN_KIND_TIMESTAMP, us);
}

/* +HH, +HH:MM or +HH:MM:SS at p as seconds east. */
static int read_offset(const char *p, size_t n, int64_t *seconds)
{
	static const int unit[3] = {3600, 60, 1};
	int64_t total = 0;
	size_t i;

	if (n != 3 && n != 6 && n != 9)
		return 0;
	for (i = 0; 3 * i < n; i++) {
		int v = tn__digits(p + 3 * i + 1, 2);
		if (v < 0 || (i && p[3 * i] != ':'))
			return 0;
		total += (int64_t)v * unit[i];
	}
	*seconds = *p == '-' ? -total : total;
	return 1;
}

/*
 * The session's zone is UTC, so the offset is +00; others are understood, since
 * a program may have changed its zone through the native handle.
 */
int tn__pg_text_timestamptz(struct pg_stmt *s, const char *p, size_t n, tn_value *out)
{
	int64_t us, offset;
	size_t at = n;

	while (at > 19 && p[at - 1] != '+' && p[at - 1] != '-')
		at--;
	if (at <= 19 || !tn_parse_timestamp(p, at - 1, &us) || !read_offset(p + at - 1, n - at + 1, &offset))
		return tn__pg_foreign(s, p, n, out);
	return put(out, TN_KIND_TIMESTAMPTZ, us - offset * TN_US_PER_SECOND);
}

/* Year, month and day; years before 1 are counted backwards and marked at the end. */
static size_t write_day(int64_t days, char *out, int *bc)
{
	int64_t y;
	unsigned m, d;

	tn_civil_from_days(days, &y, &m, &d);
	*bc = y <= 0;
	return (size_t)snprintf(out, 24, "%04lld-%02u-%02u", (long long)(*bc ? 1 - y : y), m, d);
}

size_t tn__pg_write_date(int64_t days, char *out)
{
	int bc;
	size_t n = write_day(days, out, &bc);
	return n + (size_t)snprintf(out + n, 8, "%s", bc ? " BC" : "");
}

size_t tn__pg_write_timestamp(int64_t days, int64_t us, int zone, char *out)
{
	int bc;
	size_t n = write_day(days, out, &bc);
	char *time = out + n + 1;

	out[n] = ' ';
	n = tn_format_time(us, time);
	while (time[n - 1] == '0' && n > 8)
		n--;
	if (time[n - 1] == '.')
		n--;
	n += (size_t)snprintf(time + n, 16, "%s%s", zone ? "+00" : "", bc ? " BC" : "");
	return (size_t)(time - out) + n;
}
