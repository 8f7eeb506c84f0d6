/* SPDX-License-Identifier: MIT */
/*
 * decimal_math.c - sum, difference, product and order of numeric text.
 *
 * For constants: what is written in a statement is computed where the statement is
 * compiled, to the digit, and not by each server in its own way.  So it is made for
 * exactness and small numbers, not for speed.
 *
 *  1. The scale of a sum is the greater of the two, that of a product both together,
 *     zeros included: 1.50 + 0.5 is 2.00.
 *  2. There is no negative zero, and no leading zero but the one before a point.
 *  3. No memory is needed.  A result of more than TN_DECIMAL_DIGITS digits is none; the
 *     order is found for numbers of any length.
 */
#include <string.h>
#include "core/base/value.h"

/* Valid numeric text without zeros at its start. */
struct number {
	int negative;
	const char *whole, *fraction;
	size_t whole_count, scale;
};

static struct number number_of(const char *s, size_t n)
{
	struct number x = {0};
	const char *point;
	if (n && (*s == '-' || *s == '+')) {
		x.negative = *s == '-';
		s++;
		n--;
	}
	for (; n && *s == '0'; n--)
		s++;
	point = memchr(s, '.', n);
	x.whole = s;
	x.whole_count = point ? (size_t)(point - s) : n;
	x.fraction = point ? point + 1 : s + n;
	x.scale = point ? n - x.whole_count - 1 : 0;
	return x;
}

/* The digit at a place: 0 the units, 1 the tens, -1 the tenths. */
static int digit(const struct number *x, long place)
{
	if (place >= 0)
		return (size_t)place < x->whole_count ? x->whole[x->whole_count - 1 - (size_t)place] - '0' : 0;
	return (size_t)-place <= x->scale ? x->fraction[-place - 1] - '0' : 0;
}

static size_t longer(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Without the signs. */
static int compare_sizes(const struct number *a, const struct number *b)
{
	long place = (long)longer(a->whole_count, b->whole_count) - 1;
	long last = -(long)longer(a->scale, b->scale);
	for (; place >= last; place--) {
		int difference = digit(a, place) - digit(b, place);
		if (difference)
			return difference < 0 ? -1 : 1;
	}
	return 0;
}

static int is_zero(const struct number *x)
{
	size_t i = 0;
	while (i < x->scale && x->fraction[i] == '0')
		i++;
	return !x->whole_count && i == x->scale;
}

int tn__decimal_compare(const char *a, size_t an, const char *b, size_t bn)
{
	struct number x = number_of(a, an), y = number_of(b, bn);
	int size = compare_sizes(&x, &y);
	if (x.negative == y.negative)
		return x.negative ? -size : size;
	if (!size && is_zero(&x))
		return 0;
	return x.negative ? -1 : 1;
}

/* count digits as values, the first the greatest, the last scale of them behind the point. */
static size_t write_number(const unsigned char *digits, size_t count, size_t scale, int negative, char *out)
{
	size_t i, at = 0, first = 0, nonzero = 0;
	while (nonzero < count && !digits[nonzero])
		nonzero++;
	while (first + 1 + scale < count && !digits[first])
		first++;
	if (negative && nonzero < count)
		out[at++] = '-';
	for (i = first; i < count; i++) {
		if (i + scale == count)
			out[at++] = '.';
		out[at++] = (char)('0' + digits[i]);
	}
	out[at] = '\0';
	return at;
}

/* a + b, or a - b where a is not less, without their signs. */
static size_t combine(const struct number *a, const struct number *b, int minus, int negative, char *out)
{
	unsigned char digits[TN_DECIMAL_DIGITS + 2];
	size_t scale = longer(a->scale, b->scale), count = longer(a->whole_count, b->whole_count) + 1 + scale, i;
	int carry = 0;
	if (count > TN_DECIMAL_DIGITS + 1)
		return 0;
	for (i = count; i-- > 0;) {
		long place = (long)(count - 1 - i) - (long)scale;
		int d = digit(a, place) + (minus ? -digit(b, place) : digit(b, place)) + carry;
		carry = d > 9 ? 1 : d < 0 ? -1 : 0;
		digits[i] = (unsigned char)(d - 10 * carry);
	}
	return write_number(digits, count, scale, negative, out);
}

static size_t add(const struct number *a, const struct number *b, char *out)
{
	if (a->negative == b->negative)
		return combine(a, b, 0, a->negative, out);
	if (compare_sizes(a, b) < 0)
		return combine(b, a, 1, b->negative, out);
	return combine(a, b, 1, a->negative, out);
}

size_t tn__decimal_add(const char *a, size_t an, const char *b, size_t bn, char *out)
{
	struct number x = number_of(a, an), y = number_of(b, bn);
	return add(&x, &y, out);
}

size_t tn__decimal_subtract(const char *a, size_t an, const char *b, size_t bn, char *out)
{
	struct number x = number_of(a, an), y = number_of(b, bn);
	y.negative = !y.negative;
	return add(&x, &y, out);
}

size_t tn__decimal_multiply(const char *a, size_t an, const char *b, size_t bn, char *out)
{
	struct number x = number_of(a, an), y = number_of(b, bn);
	size_t scale = x.scale + y.scale, count = x.whole_count + y.whole_count + scale + 1, i, k;
	size_t nx = x.whole_count + x.scale, ny = y.whole_count + y.scale;
	unsigned char digits[TN_DECIMAL_DIGITS + 2] = {0};
	if (nx > TN_DECIMAL_DIGITS || ny > TN_DECIMAL_DIGITS || count > TN_DECIMAL_DIGITS + 1)
		return 0;
	for (i = 0; i < nx; i++) {
		int carry = 0, d = digit(&x, (long)i - (long)x.scale);
		for (k = 0; k < ny || carry; k++) {
			unsigned char *to = &digits[count - 1 - i - k];
			int sum = *to + carry + (k < ny ? d * digit(&y, (long)k - (long)y.scale) : 0);
			*to = (unsigned char)(sum % 10);
			carry = sum / 10;
		}
	}
	return write_number(digits, count, scale, x.negative != y.negative, out);
}
