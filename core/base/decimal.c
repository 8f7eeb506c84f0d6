/* SPDX-License-Identifier: MIT */
/*
 * decimal.c - numeric text, and doubles as text.
 *
 * Numeric text is exact and a double is not, so a conversion is only done when
 * nothing is lost: 0.1 becomes the double that prints as 0.1, but
 * 0.10000000000000000001 becomes none.
 *
 *  1. The locale has no influence: numbers are given to strtod() without a
 *     point (1.25 as 125e-2), and the point of what printf wrote is put right.
 *  2. Numeric text of any length is handled without memory: digits beyond what
 *     any double has (767) cannot be exact.
 */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/value.h"

enum {
	DOUBLE_DIGITS = 767, /* significant digits of the longest double written out in full */
	DOUBLE_DECADES = 400 /* above and below: certainly no double */
};

/* The number 0.DIGITS * 10^exponent, without zeros at either end of the digits. */
struct decimal {
	int negative;
	size_t count;
	long long exponent;
	char digits[DOUBLE_DIGITS];
};

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits_at(const char *s, size_t n)
{
	size_t i = 0;
	while (i < n && is_digit(s[i]))
		i++;
	return i;
}

static size_t sign_at(const char *s, size_t n)
{
	return n && (*s == '-' || *s == '+');
}

int tn__decimal_valid(const char *s, size_t n)
{
	size_t i = sign_at(s, n);
	size_t whole = digits_at(s + i, n - i), fraction;
	i += whole;
	if (i == n)
		return whole > 0;
	if (s[i] != '.')
		return 0;
	fraction = digits_at(s + i + 1, n - i - 1);
	return fraction > 0 && i + 1 + fraction == n;
}

int tn__decimal_to_int64(const char *s, size_t n, int64_t *out)
{
	uint64_t value = 0, limit = (uint64_t)INT64_MAX + (n && *s == '-');
	size_t i;
	if (!tn__decimal_valid(s, n))
		return 0;
	for (i = sign_at(s, n); i < n && s[i] != '.'; i++) {
		unsigned digit = (unsigned)(s[i] - '0');
		if (value > (limit - digit) / 10)
			return 0;
		value = value * 10 + digit;
	}
	for (i++; i < n; i++)
		if (s[i] != '0')
			return 0;
	/* Negating in unsigned arithmetic reaches INT64_MIN without overflow. */
	*out = *s == '-' ? (int64_t)(0 - value) : (int64_t)value;
	return 1;
}

/* Reads digits, point and exponent (of valid text); 0 if it has too many digits. */
static int decimal_read(const char *s, size_t n, struct decimal *d)
{
	size_t i;
	int point = 0;
	d->negative = n && *s == '-';
	d->count = 0;
	d->exponent = 0;
	for (i = sign_at(s, n); i < n && s[i] != 'e'; i++) {
		if (s[i] == '.') {
			point = 1;
			continue;
		}
		if (d->count || s[i] != '0') {
			if (d->count < DOUBLE_DIGITS)
				d->digits[d->count++] = s[i];
			else if (s[i] != '0')
				return 0;
			d->exponent += !point;
		} else {
			d->exponent -= point;
		}
	}
	if (i < n)
		d->exponent += (int)strtol(s + i + 1, NULL, 10);
	while (d->count && d->digits[d->count - 1] == '0')
		d->count--;
	return 1;
}

static int decimal_equal(const struct decimal *a, const struct decimal *b)
{
	return a->negative == b->negative && a->exponent == b->exponent && a->count == b->count &&
	       memcmp(a->digits, b->digits, a->count) == 0;
}

/* Puts a point where printf put that of the locale, which may be several bytes. */
static size_t fix_point(char *s)
{
	char *point = s + strspn(s, "-0123456789");
	size_t width = strcspn(point, "0123456789eE");
	if (*point && *point != 'e' && width) {
		*point = '.';
		memmove(point + 1, point + width, strlen(point + width) + 1);
	}
	return strlen(s);
}

/* 1 if value, written out in full, is d. */
static int is_exactly(double value, const struct decimal *d)
{
	char text[DOUBLE_DIGITS + 32];
	struct decimal full;
	snprintf(text, sizeof(text), "%.*e", DOUBLE_DIGITS - 1, value);
	return decimal_read(text, fix_point(text), &full) && decimal_equal(&full, d);
}

int tn__decimal_to_double(const char *s, size_t n, double *out)
{
	char text[DOUBLE_DIGITS + 32];
	struct decimal wanted, shortest;
	double value;
	if (!tn__decimal_valid(s, n) || !decimal_read(s, n, &wanted))
		return 0;
	if (!wanted.count) {
		*out = 0.0;
		return 1;
	}
	if (wanted.exponent > DOUBLE_DECADES || wanted.exponent < -DOUBLE_DECADES)
		return 0;
	snprintf(text, sizeof(text), "%s%.*se%lld", wanted.negative ? "-" : "", (int)wanted.count,
		 wanted.digits, wanted.exponent - (long long)wanted.count);
	value = strtod(text, NULL);
	if (isinf(value))
		return 0;
	if (!decimal_read(text, tn__double_format(value, text), &shortest))
		return 0;
	if (!decimal_equal(&shortest, &wanted) && !is_exactly(value, &wanted))
		return 0;
	*out = value;
	return 1;
}

size_t tn__double_format(double d, char *out)
{
	char text[64]; /* %.17g needs 24 bytes, and a locale's point may be longer than one */
	int precision;
	size_t n;
	if (isnan(d) || isinf(d)) {
		const char *word = isnan(d) ? "NaN" : d < 0 ? "-Infinity" : "Infinity";
		n = strlen(word);
		memcpy(out, word, n + 1);
		return n;
	}
	for (precision = 15; precision <= 17; precision++) {
		snprintf(text, sizeof(text), "%.*g", precision, d);
		if (precision == 17 || strtod(text, NULL) == d)
			break;
	}
	n = fix_point(text);
	memcpy(out, text, n + 1);
	return n;
}
