/* SPDX-License-Identifier: MIT */
/*
 * my_list.c - a whole list as one parameter: a JSON array that JSON_TABLE reads.
 *
 * Numbers stand in it as digits, dates and times as the text that the server reads,
 * bytes as hexadecimal digits: every value comes out as it went in.
 *
 * Invariants:
 *  1. An element that a column of JSON_TABLE cannot hold exactly is refused here, by
 *     name; what the server itself finds wrong is an error (ERROR ON ERROR), not NULL.
 *  2. The text is built in the parameter's own buffer, in one pass for its length
 *     and one to write it.
 *  3. A text longer than a packet is refused before anything is sent.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include <tenon/sys/list.h>
#include "my_internal.h"

/* Digits of the widest DECIMAL before and behind the point, as the column below has it. */
#define WHOLE_DIGITS 35u
#define FRACTION_DIGITS 30u
#define KEPT 65536u
/* Of a packet, for the rest of the statement's parameters; the smallest packets are those of tests. */
#define PACKET_HEAD(most) ((most) > 8192 ? 1024 : (most) / 8)

#define FROM_JSON(type) "JSON_TABLE($1, '$[*]' COLUMNS (v " type " PATH '$' ERROR ON ERROR))"
#define FROM_HEX(type) "(SELECT UNHEX(j.v) AS v FROM " FROM_JSON(type) " AS j)"
/* With an index, by which rows are looked up one by one; of long values their beginning is enough. */
#define FILLED(type) "v " type ", KEY (v)"
#define FILLED_LONG(type) "v " type ", KEY (v(191))"
#define FORMS(binary) { \
	[TN_KIND_BOOL] = {NULL, FROM_JSON("TINYINT"), FILLED("TINYINT")}, \
	[TN_KIND_INT] = {NULL, FROM_JSON("BIGINT"), FILLED("BIGINT")}, \
	[TN_KIND_DOUBLE] = {NULL, FROM_JSON("DOUBLE"), FILLED("DOUBLE")}, \
	[TN_KIND_NUMERIC] = {NULL, FROM_JSON("DECIMAL(65,30)"), FILLED("DECIMAL(65,30)")}, \
	[TN_KIND_TEXT] = {NULL, FROM_JSON("LONGTEXT COLLATE " binary), FILLED_LONG("LONGTEXT COLLATE " binary)}, \
	[TN_KIND_BYTES] = {NULL, FROM_HEX("LONGTEXT COLLATE " binary), FILLED_LONG("LONGBLOB")}, \
	[TN_KIND_DATE] = {NULL, FROM_JSON("DATE"), FILLED("DATE")}, \
	[TN_KIND_TIME] = {NULL, FROM_JSON("TIME(6)"), FILLED("TIME(6)")}, \
	[TN_KIND_TIMESTAMP] = {NULL, FROM_JSON("DATETIME(6)"), FILLED("DATETIME(6)")}, \
	[TN_KIND_TIMESTAMPTZ] = {NULL, FROM_JSON("DATETIME(6)"), FILLED("DATETIME(6)")}, \
	[TN_KIND_UUID] = {NULL, FROM_HEX("CHAR(32)"), FILLED("BINARY(16)")}, \
}
const struct tn_list_form my__lists_mysql[TN_KIND_COUNT] = FORMS("utf8mb4_0900_bin");
const struct tn_list_form my__lists_mariadb[TN_KIND_COUNT] = FORMS("utf8mb4_nopad_bin");

/* ---- elements ------------------------------------------------------------------ */

/* A JSON string with what must be escaped; out may be NULL to count. */
static size_t put_string(const char *s, size_t n, char *out)
{
	static const char hex[] = "0123456789abcdef";
	size_t i, at = 0;

	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c >= 0x20 && c != '"' && c != '\\') {
			if (out)
				out[at] = (char)c;
			at++;
		} else if (c >= 0x20) {
			if (out) {
				out[at] = '\\';
				out[at + 1] = (char)c;
			}
			at += 2;
		} else {
			if (out) {
				memcpy(out + at, "\\u00", 4);
				out[at + 4] = hex[c >> 4];
				out[at + 5] = hex[c & 15];
			}
			at += 6;
		}
	}
	return at;
}

static void put_hex(const char *s, size_t n, char *out)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t i;

	for (i = 0; i < n; i++) {
		out[i * 2] = hex[(unsigned char)s[i] >> 4];
		out[i * 2 + 1] = hex[(unsigned char)s[i] & 15];
	}
}

static size_t put_digits(int64_t i, char *out)
{
	uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
	char digits[20];
	size_t n = 0, at = 0;

	do
		digits[n++] = (char)('0' + u % 10);
	while (u /= 10);
	if (i < 0)
		out[at++] = '-';
	while (n)
		out[at++] = digits[--n];
	return at;
}

static size_t put_time(const tn_value *v, char *out)
{
	if (v->kind == TN_KIND_DATE)
		return tn_format_date(v->u.i, out);
	return v->kind == TN_KIND_TIME ? tn_format_time(v->u.i, out) : tn_format_timestamp(v->u.i, out);
}

static int is_quoted(unsigned kind)
{
	return kind != TN_KIND_BOOL && kind != TN_KIND_INT && kind != TN_KIND_DOUBLE;
}

/* Bytes of an element with its quotes and a comma, or more. */
static size_t element_room(const tn_value *v)
{
	switch (v->kind) {
	case TN_KIND_TEXT: return put_string(v->u.s, v->len, NULL) + 3;
	case TN_KIND_BYTES:
	case TN_KIND_UUID: return (size_t)v->len * 2 + 3;
	case TN_KIND_NUMERIC: return (size_t)v->len + 3;
	default: return 40;
	}
}

static size_t put_element(const tn_value *v, char *out)
{
	size_t at = 0;

	if (v->kind == TN_KIND_NULL) {
		memcpy(out, "null", 4);
		return 4;
	}
	if (is_quoted(v->kind))
		out[at++] = '"';
	switch (v->kind) {
	case TN_KIND_BOOL: out[at++] = v->u.i ? '1' : '0'; break;
	case TN_KIND_INT: at += put_digits(v->u.i, out + at); break;
	case TN_KIND_DOUBLE: at += (size_t)snprintf(out + at, 32, "%.17g", v->u.d); break;
	case TN_KIND_TEXT: at += put_string(v->u.s, v->len, out + at); break;
	case TN_KIND_NUMERIC:
		memcpy(out + at, v->u.s, v->len);
		at += v->len;
		break;
	case TN_KIND_BYTES:
	case TN_KIND_UUID:
		put_hex(v->u.s, v->len, out + at);
		at += (size_t)v->len * 2;
		break;
	default: at += put_time(v, out + at);
	}
	if (is_quoted(v->kind))
		out[at++] = '"';
	return at;
}

/* ---- the list --------------------------------------------------------------------- */

/* Whether the column of DECIMAL holds a number without rounding it. */
static int fits_decimal(const tn_value *v)
{
	const char *p = v->u.s, *end = p + v->len, *point;
	const char *last = end;

	while (p < end && (*p == '-' || *p == '+' || *p == '0'))
		p++;
	point = memchr(p, '.', (size_t)(end - p));
	if (!point)
		return end - p <= (ptrdiff_t)WHOLE_DIGITS;
	while (last > point + 1 && last[-1] == '0')
		last--;
	return point - p <= (ptrdiff_t)WHOLE_DIGITS && last - point - 1 <= (ptrdiff_t)FRACTION_DIGITS;
}

/* Room that the text needs; 0 with a fault. */
static size_t measure(struct my_stmt *s, uint32_t i, const tn_list *list)
{
	size_t need = 3;
	uint32_t k;

	for (k = 0; k < list->count; k++) {
		tn_value v = tn_list_item(list, k);
		if (v.kind == TN_KIND_NUMERIC && !fits_decimal(&v)) {
			(void)my__fault_own((struct my_conn *)s->head.conn, TN_E_RANGE,
				"Bind fewer elements: a short list is sent as single parameters.",
				"parameter %u, element %u: a number of a long list has at most %u digits before "
				"the point and %u behind it here", i + 1, k + 1, WHOLE_DIGITS, FRACTION_DIGITS);
			return 0;
		}
		need += element_room(&v);
	}
	return need;
}

static int check_packet(struct my_stmt *s, uint32_t i, size_t len)
{
	int64_t most = s->head.conn->server.caps.limits[TN_LIMIT_VALUE_BYTES];

	if ((most <= 0 || (int64_t)len + PACKET_HEAD(most) <= most) && len <= UINT32_MAX)
		return 0;
	return my__fault_own((struct my_conn *)s->head.conn, TN_E_LIMIT,
		"Pass the list in parts: tn_batch_each() calls a function with one after the other.",
		"the list of parameter %u takes %zu bytes, this server takes %lld (limit value_bytes)", i + 1, len,
		(long long)most);
}

int my__list_put(struct my_stmt *s, uint32_t i, const tn_list *list)
{
	struct my_param *p = &s->params[i];
	MYSQL_BIND *b = &s->param_binds[i];
	size_t need = measure(s, i, list), at = 0;
	uint32_t k;
	int rc;

	if (!need)
		return TN_E_RANGE;
	rc = my__param_reserve(s, p, need);
	if (rc)
		return rc;
	p->buf[at++] = '[';
	for (k = 0; k < list->count; k++) {
		tn_value v = tn_list_item(list, k);
		if (k)
			p->buf[at++] = ',';
		at += put_element(&v, p->buf + at);
	}
	p->buf[at++] = ']';
	rc = check_packet(s, i, at);
	if (rc)
		return rc;
	p->len = (unsigned long)at;
	if (b->buffer != p->buf)
		s->params_bound = 0;
	b->buffer = p->buf;
	b->buffer_length = p->cap;
	return 0;
}

void my__lists_trim(struct my_stmt *s)
{
	uint32_t i;

	for (i = 0; i < s->head.param_count; i++) {
		struct my_param *p = &s->params[i];
		if (!(s->head.kinds[i] & TN_BE_LIST) || p->cap <= KEPT)
			continue;
		s->head.conn->host->free(p->buf);
		p->buf = NULL;
		p->cap = 0;
	}
}
