/* SPDX-License-Identifier: MIT */
/*
 * value_parse.c - values from their text forms, for what people type.
 *
 *  1. What tn_value_format() writes is read back as the same value.
 *  2. Nothing is guessed: a text that is not of the kind is an error that quotes it.
 *  3. Nothing here depends on the locale.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include "core/base/error.h"
#include "core/base/value.h"

#define MAX_NUMBER 400 /* characters of a double that are looked at */

int tn_kind_find(const char *name)
{
	int kind;

	for (kind = 0; name && kind < TN_KIND_COUNT; kind++)
		if (!strcmp(tn_kind_name(kind), name))
			return kind;
	return -1;
}

static int bad(int kind, const char *s, size_t n, tn_error **err)
{
	return tn__error_set(err, TN_E_DATA, "\"%.*s\" is not a value of kind %s", (int)(n < 64 ? n : 64), s,
			     tn_kind_name(kind));
}

static int parse_bool(const char *s, size_t n, tn_value *out)
{
	int yes = (n == 4 && !memcmp(s, "true", 4)) || (n == 1 && *s == '1');
	int no = (n == 5 && !memcmp(s, "false", 5)) || (n == 1 && *s == '0');

	*out = tn_bool(yes);
	return yes || no;
}

/* 1 read, 0 not a number, -1 out of range. */
static int parse_int(const char *s, size_t n, tn_value *out)
{
	int64_t i = 0;

	if (!tn__decimal_valid(s, n) || memchr(s, '.', n))
		return 0;
	if (!tn__decimal_to_int64(s, n, &i))
		return -1;
	*out = tn_int(i);
	return 1;
}

static int parse_double(const char *s, size_t n, tn_value *out)
{
	char copy[MAX_NUMBER + 1], *end;
	double d;

	if (!n || n > MAX_NUMBER || strspn(s, "+-.0123456789eEinfaINFA") < n)
		return 0;
	memcpy(copy, s, n);
	copy[n] = '\0';
	d = strtod(copy, &end);
	if (*end)
		return 0;
	*out = tn_double(d);
	return isinf(d) && !strpbrk(copy, "nN") ? -1 : 1;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Pairs of digits into room; hyphens between pairs are passed over where allowed. */
static int parse_hex(const char *s, size_t n, int hyphens, unsigned char *room, size_t *len)
{
	size_t i, count = 0;

	for (i = 0; i < n; i++) {
		int high, low;

		if (hyphens && s[i] == '-')
			continue;
		high = hex_digit(s[i]);
		low = i + 1 < n ? hex_digit(s[++i]) : -1;
		if (high < 0 || low < 0)
			return 0;
		room[count++] = (unsigned char)(high << 4 | low);
	}
	*len = count;
	return 1;
}

static int parse_bytes(const char *s, size_t n, void *room, tn_value *out)
{
	size_t len, skip = n >= 2 && s[0] == '\\' && s[1] == 'x' ? 2 : 0;

	if (!room || !parse_hex(s + skip, n - skip, 0, room, &len))
		return 0;
	*out = tn_bytes(room, len);
	return 1;
}

static int parse_uuid(const char *s, size_t n, void *room, tn_value *out)
{
	size_t len;

	if (!room || (n != 32 && n != 36) || !parse_hex(s, n, 1, room, &len) || len != 16)
		return 0;
	*out = tn_uuid(room);
	return 1;
}

static int parse_moment(int kind, const char *s, size_t n, tn_value *out)
{
	int64_t v = 0;
	int read;

	if (kind == TN_KIND_TIMESTAMPTZ && n > 3 && !memcmp(s + n - 3, "+00", 3))
		n -= 3;
	if (kind == TN_KIND_DATE)
		read = tn_parse_date(s, n, &v);
	else if (kind == TN_KIND_TIME)
		read = tn_parse_time(s, n, &v);
	else
		read = tn_parse_timestamp(s, n, &v);
	*out = tn__value_i((enum tn_kind)kind, v);
	return read;
}

int tn_value_parse(int kind, const char *s, size_t n, void *room, tn_value *out, tn_error **err)
{
	int read = 0;

	switch (kind) {
	case TN_KIND_NULL:
		*out = tn_null();
		return TN_OK;
	case TN_KIND_BOOL:
		read = parse_bool(s, n, out);
		break;
	case TN_KIND_INT:
		read = parse_int(s, n, out);
		break;
	case TN_KIND_DOUBLE:
		read = parse_double(s, n, out);
		break;
	case TN_KIND_NUMERIC:
		*out = tn__value_s(TN_KIND_NUMERIC, s, n);
		read = tn__decimal_valid(s, n);
		break;
	case TN_KIND_TEXT:
	case TN_KIND_JSON:
		*out = tn__value_s((enum tn_kind)kind, s, n);
		return tn__value_check(out, "the text", 0, err);
	case TN_KIND_BYTES:
		read = parse_bytes(s, n, room, out);
		break;
	case TN_KIND_UUID:
		read = parse_uuid(s, n, room, out);
		break;
	case TN_KIND_DATE:
	case TN_KIND_TIME:
	case TN_KIND_TIMESTAMP:
	case TN_KIND_TIMESTAMPTZ:
		read = parse_moment(kind, s, n, out);
		break;
	default:
		return tn__error_set(err, TN_E_PARAM, "kind %s has no text form", tn_kind_name(kind));
	}
	if (read < 0)
		return tn__error_set(err, TN_E_RANGE, "\"%.*s\" is out of the range of kind %s",
				     (int)(n < 64 ? n : 64), s, tn_kind_name(kind));
	return read ? TN_OK : bad(kind, s, n, err);
}
