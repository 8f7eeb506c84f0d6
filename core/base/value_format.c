/* SPDX-License-Identifier: MIT */
/*
 * value_format.c - values as text, the same on every server.
 *
 *  1. Any value that a tn_value can hold gives some text: a time or a date that
 *     no calendar has is written as its number.
 *  2. Nothing here depends on the locale or on the time zone of the process.
 */
#include <inttypes.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include "core/base/out.h"
#include "core/base/value.h"

/* Beyond these days (about ten million years) the calendar's arithmetic is not used. */
#define DAYS_SHOWN INT64_C(4000000000)

const char *tn_kind_name(int kind)
{
	switch (kind) {
#define TN_KIND_ROW(name, number, word, payload) \
	case number: \
		return word;
#include <tenon/kinds.def>
#undef TN_KIND_ROW
	default:
		return "?";
	}
}

const char *tn_type_name(int type)
{
	switch (type) {
#define TN_TYPE_ROW(name, number, word, kind, args) \
	case number: \
		return word;
#include <tenon/types.def>
#undef TN_TYPE_ROW
	default:
		return "?";
	}
}

static void put_number(struct tn_out *o, int64_t i)
{
	tn__out_printf(o, "%" PRId64, i);
}

static void put_hex(struct tn_out *o, const char *s, size_t n)
{
	static const char hex[] = "0123456789abcdef";
	size_t i;
	for (i = 0; i < n; i++) {
		tn__out_putc(o, hex[(unsigned char)s[i] >> 4]);
		tn__out_putc(o, hex[(unsigned char)s[i] & 15]);
	}
}

static void put_uuid(struct tn_out *o, const char *s, size_t n)
{
	static const unsigned char groups[] = {4, 2, 2, 2, 6};
	size_t i;
	if (n != 16) {
		put_hex(o, s, n);
		return;
	}
	for (i = 0; i < sizeof(groups); s += groups[i], i++) {
		if (i)
			tn__out_putc(o, '-');
		put_hex(o, s, groups[i]);
	}
}

static void put_date(struct tn_out *o, int64_t days)
{
	int64_t year;
	unsigned month, day;
	if (days < -DAYS_SHOWN || days > DAYS_SHOWN) {
		put_number(o, days);
		return;
	}
	tn_civil_from_days(days, &year, &month, &day);
	if (year < 0)
		tn__out_putc(o, '-');
	tn__out_printf(o, "%04" PRId64 "-%02u-%02u", year < 0 ? -year : year, month, day);
}

static void put_time(struct tn_out *o, int64_t us)
{
	char text[16];
	if (us < 0 || us > TN_US_PER_DAY)
		put_number(o, us);
	else
		tn__out_append(o, text, tn_format_time(us, text));
}

static void put_timestamp(struct tn_out *o, int64_t us)
{
	int64_t days = us / TN_US_PER_DAY, rest = us % TN_US_PER_DAY;
	if (rest < 0) {
		rest += TN_US_PER_DAY;
		days--;
	}
	put_date(o, days);
	tn__out_putc(o, ' ');
	put_time(o, rest);
}

static void put_double(struct tn_out *o, double d)
{
	char text[32];
	tn__out_append(o, text, tn__double_format(d, text));
}

static void put_value(struct tn_out *o, const tn_value *v);

static void put_list(struct tn_out *o, const tn_list *list)
{
	uint32_t i;
	tn__out_putc(o, '(');
	for (i = 0; list && i < list->count; i++) {
		tn_value v = tn__list_at(list, i);
		if (i)
			tn__out_puts(o, ", ");
		/* A list in a list is no legal parameter; not following it ends any loop. */
		if (v.kind == TN_KIND_LIST)
			tn__out_putc(o, '?');
		else
			put_value(o, &v);
	}
	tn__out_putc(o, ')');
}

static void put_value(struct tn_out *o, const tn_value *v)
{
	switch (v->kind) {
	case TN_KIND_NULL:
		tn__out_puts(o, "NULL");
		break;
	case TN_KIND_BOOL:
		tn__out_puts(o, v->u.i ? "true" : "false");
		break;
	case TN_KIND_INT:
		put_number(o, v->u.i);
		break;
	case TN_KIND_DOUBLE:
		put_double(o, v->u.d);
		break;
	case TN_KIND_NUMERIC:
	case TN_KIND_TEXT:
	case TN_KIND_JSON:
		tn__out_append(o, v->u.s, v->len);
		break;
	case TN_KIND_BYTES:
		tn__out_puts(o, "\\x");
		put_hex(o, v->u.s, v->len);
		break;
	case TN_KIND_DATE:
		put_date(o, v->u.i);
		break;
	case TN_KIND_TIME:
		put_time(o, v->u.i);
		break;
	case TN_KIND_TIMESTAMP:
		put_timestamp(o, v->u.i);
		break;
	case TN_KIND_TIMESTAMPTZ:
		put_timestamp(o, v->u.i);
		tn__out_puts(o, "+00");
		break;
	case TN_KIND_UUID:
		put_uuid(o, v->u.s, v->len);
		break;
	case TN_KIND_LIST:
		put_list(o, v->u.list);
		break;
	default:
		tn__out_putc(o, '?');
	}
}

size_t tn_value_format(const tn_value *v, char *out, size_t size)
{
	struct tn_out o = {out, size, 0};
	if (v)
		put_value(&o, v);
	else
		tn__out_puts(&o, "NULL");
	return tn__out_end(&o);
}
