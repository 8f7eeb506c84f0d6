/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_decimal.c - exact decimals of the reference evaluator.
 *
 * A decimal is an integer of 128 bits and the number of its digits behind the point:
 * some 38 digits.  A result that has more is not evaluated.
 */
#include <stdio.h>
#include <string.h>
#include "tests/reference/reference.h"

static int too_long(struct ref_run *run)
{
	return ref_unknown(run, "a decimal of more than 38 digits", NULL);
}

/* n * 10^k; 0 if it does not fit. */
static int shift_up(ref_wide n, int k, ref_wide *out)
{
	for (; k > 0 && n; k--)
		if (__builtin_mul_overflow(n, (ref_wide)10, &n))
			return 0;
	*out = n;
	return 1;
}

int ref_decimal_make(struct ref_run *run, ref_wide n, int scale, struct ref_value *out)
{
	if (scale > REF_MAX_SCALE)
		return too_long(run);
	*out = (struct ref_value){.kind = TN_KIND_NUMERIC, .scale = (int16_t)scale, .u.n = n};
	return TN_OK;
}

int ref_decimal_read(struct ref_run *run, const char *s, size_t n, struct ref_value *out)
{
	ref_wide value = 0;
	int scale = 0, point = 0, negative = n && *s == '-', digits = 0;
	size_t i = n && (*s == '-' || *s == '+');

	for (; i < n; i++) {
		if (s[i] == '.' && !point) {
			point = 1;
			continue;
		}
		if (s[i] < '0' || s[i] > '9')
			return TN_E_DATA;
		if (__builtin_mul_overflow(value, (ref_wide)10, &value) ||
		    __builtin_add_overflow(value, (ref_wide)(s[i] - '0'), &value))
			return too_long(run);
		digits++;
		scale += point;
	}
	if (!digits)
		return TN_E_DATA;
	return ref_decimal_make(run, negative ? -value : value, scale, out);
}

size_t ref_decimal_write(const struct ref_value *v, char *out)
{
	char digits[48];
	ref_wide n = v->u.n < 0 ? -v->u.n : v->u.n;
	int count = 0, at = 0;

	while (n || count <= v->scale) {
		digits[count++] = (char)('0' + (int)(n % 10));
		n /= 10;
	}
	if (v->u.n < 0)
		out[at++] = '-';
	while (count) {
		if (count == v->scale)
			out[at++] = '.';
		out[at++] = digits[--count];
	}
	out[at] = '\0';
	return (size_t)at;
}

int ref_decimal_rescale(struct ref_run *run, const struct ref_value *v, int scale, int cut, struct ref_value *out)
{
	ref_wide n = v->u.n, last = 0;
	int from = v->scale;

	if (scale >= from)
		return shift_up(n, scale - from, &n) ? ref_decimal_make(run, n, scale, out) : too_long(run);
	for (; from > scale; from--) {
		last = n % 10;
		n /= 10;
	}
	if (!cut && (last >= 5 || last <= -5))
		n += last > 0 ? 1 : -1;
	return ref_decimal_make(run, n, scale, out);
}

int ref_decimal_compare(const struct ref_value *a, const struct ref_value *b)
{
	ref_wide x = a->u.n, y = b->u.n;

	/* What does not fit is larger than all that do. */
	if (a->scale < b->scale && !shift_up(x, b->scale - a->scale, &x))
		return a->u.n < 0 ? -1 : 1;
	if (b->scale < a->scale && !shift_up(y, a->scale - b->scale, &y))
		return b->u.n < 0 ? 1 : -1;
	return (x > y) - (x < y);
}

int ref_decimal_math(struct ref_run *run, char op, const struct ref_value *a, const struct ref_value *b,
		     struct ref_value *out)
{
	int scale = a->scale > b->scale ? a->scale : b->scale, lost;
	ref_wide x = a->u.n, y = b->u.n, n = 0;

	if (op == '*') {
		if (__builtin_mul_overflow(x, y, &n))
			return too_long(run);
		return ref_decimal_make(run, n, a->scale + b->scale, out);
	}
	if (!shift_up(x, scale - a->scale, &x) || !shift_up(y, scale - b->scale, &y))
		return too_long(run);
	if (op == '%' && y == 0)
		return TN_E_DATA;
	lost = op == '+' ? __builtin_add_overflow(x, y, &n) : op == '-' ? __builtin_sub_overflow(x, y, &n) : 0;
	if (op == '%')
		n = x % y;
	return lost ? too_long(run) : ref_decimal_make(run, n, scale, out);
}

int ref_decimal_divide(struct ref_run *run, const struct ref_value *a, const struct ref_value *b, int scale,
		       struct ref_value *out)
{
	ref_wide x = a->u.n, y = b->u.n, n, rest;
	int up = scale + b->scale - a->scale;

	if (y == 0)
		return TN_E_DATA;
	if (up >= 0 ? !shift_up(x, up, &x) : !shift_up(y, -up, &y))
		return too_long(run);
	n = x / y;
	rest = x % y;
	if (rest < 0)
		rest = -rest;
	if (rest >= (y < 0 ? -y : y) - rest)
		n += (x < 0) == (y < 0) ? 1 : -1;
	return ref_decimal_make(run, n, scale, out);
}

int ref_decimal_fits(const struct ref_value *v, const struct tn_sql_type *type)
{
	ref_wide n = v->u.n < 0 ? -v->u.n : v->u.n;
	int digits = 0;

	for (; n; n /= 10)
		digits++;
	return type->precision && digits - v->scale > (int)type->precision - type->scale ? TN_E_RANGE : TN_OK;
}
