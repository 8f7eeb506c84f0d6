/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_cast.c - CAST.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/reference/reference.h"

static const struct tn_sql_type *to(const struct ref_call *c)
{
	return &c->expr->type;
}

static int same(const struct ref_call *c)
{
	*c->out = c->args[0];
	return TN_OK;
}

static int put_text(const struct ref_call *c, const char *s, size_t n)
{
	char *copy = ref_alloc(c->run, n + 1);

	memcpy(copy, s, n);
	if (to(c)->storage == TN_TYPE_VARCHAR && to(c)->length) {
		struct ref_value v = ref_string(TN_KIND_TEXT, copy, n);

		n = ref_chars_to_bytes(&v, to(c)->length);
	}
	*c->out = ref_string(TN_KIND_TEXT, copy, n);
	return TN_OK;
}

/* The text form of the library's values, but a fraction of a second has no trailing zeros. */
static int any_t(const struct ref_call *c)
{
	unsigned kind = c->args[0].kind;
	char buf[64];
	tn_value v;
	size_t n;

	ref_to_value(c->run, &c->args[0], &v);
	n = tn_value_format(&v, buf, sizeof(buf));
	if ((kind == TN_KIND_TIME || kind == TN_KIND_TIMESTAMP) && memchr(buf, '.', n)) {
		while (buf[n - 1] == '0')
			n--;
		n -= buf[n - 1] == '.';
	}
	return put_text(c, buf, n);
}

static int put_int(const struct ref_call *c, ref_wide n)
{
	ref_wide most = to(c)->storage == TN_TYPE_SMALLINT ? INT16_MAX :
		to(c)->storage == TN_TYPE_INTEGER ? INT32_MAX : INT64_MAX;

	if (n > most || n < -most - 1)
		return TN_E_RANGE;
	*c->out = ref_int(TN_KIND_INT, (int64_t)n);
	return TN_OK;
}

static int i_b(const struct ref_call *c)
{
	*c->out = ref_int(TN_KIND_BOOL, c->args[0].u.i != 0);
	return TN_OK;
}

static int i_i(const struct ref_call *c) { return put_int(c, c->args[0].u.i); }

static int put_numeric(const struct ref_call *c, const struct ref_value *v)
{
	int rc;

	*c->out = *v;
	if (!to(c)->precision)
		return TN_OK;
	if (to(c)->precision > REF_MAX_SCALE)
		return ref_unknown(c->run, "a decimal of more than 38 digits", NULL);
	rc = ref_decimal_rescale(c->run, v, to(c)->scale, 0, c->out);
	return rc < 0 ? rc : ref_decimal_fits(c->out, to(c));
}

static int i_n(const struct ref_call *c)
{
	struct ref_value v;
	int rc = ref_decimal_make(c->run, c->args[0].u.i, 0, &v);

	return rc < 0 ? rc : put_numeric(c, &v);
}

static int n_n(const struct ref_call *c) { return put_numeric(c, &c->args[0]); }

static int n_i(const struct ref_call *c)
{
	struct ref_value v;
	int rc = ref_decimal_rescale(c->run, &c->args[0], 0, 0, &v);

	return rc < 0 ? rc : put_int(c, v.u.n);
}

static int put_double(const struct ref_call *c, double d)
{
	if (to(c)->storage == TN_TYPE_REAL)
		d = (double)(float)d;
	if (!isfinite(d))
		return TN_E_RANGE;
	*c->out = ref_double(d);
	return TN_OK;
}

static int i_d(const struct ref_call *c) { return put_double(c, (double)c->args[0].u.i); }
static int d_d(const struct ref_call *c) { return put_double(c, c->args[0].u.d); }

static int n_d(const struct ref_call *c)
{
	char text[48];

	ref_decimal_write(&c->args[0], text);
	return put_double(c, strtod(text, NULL));
}

static int d_i(const struct ref_call *c)
{
	double d = nearbyint(c->args[0].u.d);

	if (!(d >= -0x1p63 && d < 0x1p63))
		return TN_E_RANGE;
	return put_int(c, (int64_t)d);
}

/* The shortest text that reads back the same is what is rounded. */
static int d_n(const struct ref_call *c)
{
	char text[64], digits[40], *e;
	struct ref_value v;
	int precision = 14, rc;
	long scale;

	do
		snprintf(text, sizeof(text), "%.*e", precision, c->args[0].u.d);
	while (strtod(text, NULL) != c->args[0].u.d && ++precision < 17);
	e = strchr(text, 'e');
	scale = precision - strtol(e + 1, NULL, 10);
	snprintf(digits, sizeof(digits), "%.*s", (int)(e - text), text);
	rc = ref_decimal_read(c->run, digits, strlen(digits), &v);
	if (rc < 0)
		return rc;
	if (scale < 0) { /* digits before the point only, more of them than are kept */
		if (precision - scale >= REF_MAX_SCALE)
			return to(c)->precision && to(c)->precision <= REF_MAX_SCALE ? TN_E_RANGE :
				ref_unknown(c->run, "a decimal of more than 38 digits", NULL);
		v.scale = 0;
		for (; scale < 0; scale++)
			v.u.n *= 10;
	} else if (scale > REF_MAX_SCALE + 17) {
		v.u.n = 0;
		v.scale = 0;
	} else
		v.scale = (int16_t)scale;
	return put_numeric(c, &v);
}

/* ---- texts that are read ------------------------------------------------------------------ */

/* Without the blanks around and a plus. */
static struct ref_value bare(const struct ref_value *v)
{
	struct ref_value b = *v;

	for (; b.len && *b.u.s == ' '; b.len--)
		b.u.s++;
	for (; b.len && b.u.s[b.len - 1] == ' '; b.len--)
		;
	if (b.len && *b.u.s == '+' && !(b.len > 1 && (b.u.s[1] == '-' || b.u.s[1] == '+'))) {
		b.u.s++;
		b.len--;
	}
	return b;
}

static int t_b(const struct ref_call *c)
{
	static const char *const words[] = {"false", "true", "f", "t", "0", "1"};
	size_t i;

	for (i = 0; i < 6; i++)
		if (strlen(words[i]) == c->args[0].len && !memcmp(words[i], c->args[0].u.s, c->args[0].len)) {
			*c->out = ref_int(TN_KIND_BOOL, (int64_t)(i % 2));
			return TN_OK;
		}
	return TN_E_DATA;
}

static int t_i(const struct ref_call *c)
{
	struct ref_value b = bare(&c->args[0]), v;
	int rc = memchr(b.u.s, '.', b.len) ? TN_E_DATA : ref_decimal_read(c->run, b.u.s, b.len, &v);

	return rc < 0 ? rc : put_int(c, v.u.n);
}

static int t_n(const struct ref_call *c)
{
	struct ref_value b = bare(&c->args[0]), v;
	int rc = ref_decimal_read(c->run, b.u.s, b.len, &v);

	return rc < 0 ? rc : put_numeric(c, &v);
}

static int t_d(const struct ref_call *c)
{
	struct ref_value b = bare(&c->args[0]);
	char text[64], *end;
	double d;

	if (!b.len || strspn(b.u.s, "0123456789+-.eE") < b.len)
		return TN_E_DATA;
	if (b.len >= sizeof(text))
		return ref_unknown(c->run, "a long number", NULL);
	memcpy(text, b.u.s, b.len);
	text[b.len] = '\0';
	d = strtod(text, &end);
	return *end ? TN_E_DATA : put_double(c, d);
}

static int t_t(const struct ref_call *c) { return put_text(c, c->args[0].u.s, c->args[0].len); }

static int t_y(const struct ref_call *c)
{
	*c->out = ref_string(TN_KIND_BYTES, c->args[0].u.s, c->args[0].len);
	return TN_OK;
}

static int t_time(const struct ref_call *c)
{
	return ref_read_time(to(c)->kind, c->args[0].u.s, c->args[0].len, c->out);
}

static int t_u(const struct ref_call *c)
{
	unsigned char *bytes = ref_alloc(c->run, 16);
	tn_value v;

	if (tn_value_parse(TN_KIND_UUID, c->args[0].u.s, c->args[0].len, bytes, &v, NULL) < 0)
		return TN_E_DATA;
	*c->out = ref_string(TN_KIND_UUID, v.u.s, 16);
	return TN_OK;
}

/* Well-formed UTF-8 without NUL, or TN_E_DATA. */
static int y_t(const struct ref_call *c)
{
	const unsigned char *s = (const unsigned char *)c->args[0].u.s, *end = s + c->args[0].len;

	while (s < end) {
		int more = *s < 0x80 ? 0 : *s >= 0xc2 && *s < 0xe0 ? 1 : *s >= 0xe0 && *s < 0xf0 ? 2 :
			*s >= 0xf0 && *s < 0xf5 ? 3 : -1, i;

		if (!*s || more < 0 || end - s <= more)
			return TN_E_DATA;
		for (i = 1; i <= more; i++)
			if ((s[i] & 0xc0) != 0x80)
				return TN_E_DATA;
		if ((*s == 0xe0 && s[1] < 0xa0) || (*s == 0xed && s[1] >= 0xa0) || (*s == 0xf0 && s[1] < 0x90) ||
		    (*s == 0xf4 && s[1] >= 0x90))
			return TN_E_DATA;
		s += more + 1;
	}
	return put_text(c, c->args[0].u.s, c->args[0].len);
}

/* ---- dates -------------------------------------------------------------------------------------- */

#define DAY ((int64_t)86400000000)

static int64_t floor_day(int64_t micros)
{
	return micros / DAY - (micros % DAY < 0);
}

static int date_ts(const struct ref_call *c) { return ref_put_time(c, to(c)->kind, (ref_wide)c->args[0].u.i * DAY); }
static int ts_date(const struct ref_call *c) { return ref_put_time(c, TN_KIND_DATE, floor_day(c->args[0].u.i)); }
static int ts_zone(const struct ref_call *c) { return ref_put_time(c, to(c)->kind, c->args[0].u.i); }

static int ts_time(const struct ref_call *c)
{
	*c->out = ref_int(TN_KIND_TIME, c->args[0].u.i - floor_day(c->args[0].u.i) * DAY);
	return TN_OK;
}

const struct ref_op ref_cast_ops[] = {
	{TN_OP_CAST_B_I, i_i}, {TN_OP_CAST_B_T, any_t}, {TN_OP_CAST_I_B, i_b}, {TN_OP_CAST_I_I, i_i},
	{TN_OP_CAST_I_N, i_n}, {TN_OP_CAST_I_D, i_d}, {TN_OP_CAST_I_T, any_t}, {TN_OP_CAST_N_I, n_i},
	{TN_OP_CAST_N_N, n_n}, {TN_OP_CAST_N_D, n_d}, {TN_OP_CAST_N_T, any_t}, {TN_OP_CAST_D_I, d_i},
	{TN_OP_CAST_D_N, d_n}, {TN_OP_CAST_D_D, d_d}, {TN_OP_CAST_T_B, t_b}, {TN_OP_CAST_T_I, t_i},
	{TN_OP_CAST_T_N, t_n}, {TN_OP_CAST_T_D, t_d}, {TN_OP_CAST_T_T, t_t}, {TN_OP_CAST_T_Y, t_y},
	{TN_OP_CAST_T_DATE, t_time}, {TN_OP_CAST_T_TIME, t_time}, {TN_OP_CAST_T_TS, t_time},
	{TN_OP_CAST_T_TSTZ, t_time}, {TN_OP_CAST_T_U, t_u}, {TN_OP_CAST_Y_T, y_t}, {TN_OP_CAST_DATE_T, any_t},
	{TN_OP_CAST_DATE_TS, date_ts}, {TN_OP_CAST_TIME_T, any_t}, {TN_OP_CAST_TS_T, any_t},
	{TN_OP_CAST_TS_DATE, ts_date}, {TN_OP_CAST_TS_TIME, ts_time}, {TN_OP_CAST_TS_TSTZ, ts_zone},
	{TN_OP_CAST_TSTZ_TS, ts_zone}, {TN_OP_CAST_TSTZ_DATE, ts_date}, {TN_OP_CAST_U_T, any_t},
	{TN_OP_CAST_SAME, same}, {0, NULL}};
