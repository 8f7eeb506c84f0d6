/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_number.c - how many digits numbers have.
 *
 * NUMERIC results carry precision and scale as far as they are known, so that a
 * server which must be told them (a cast, a type of a column) can be.  Nothing is
 * guessed: one operand whose digits are not known makes those of the result so.
 */
#include <string.h>
#include "core/base/value.h"
#include "core/sql/type_parts.h"

enum { MAX_PRECISION = 1000 }; /* more digits than any server's NUMERIC(p,s) can be told */

struct tn_digits tn__digits_of_type(const struct tn_sql_type *type)
{
	struct tn_digits none = {-1, -1}, found = {-1, 0};

	if (type->kind == TN_KIND_INT) {
		found.whole = type->storage == TN_TYPE_SMALLINT ? 5
			: type->storage == TN_TYPE_INTEGER      ? 10
								: 19;
		return found;
	}
	if (type->kind != TN_KIND_NUMERIC)
		return none;
	found.scale = type->scale;
	if (type->precision && type->scale >= 0)
		found.whole = (int)type->precision - type->scale;
	return found;
}

struct tn_digits tn__digits_of(const struct tn_ir_expr *expr)
{
	struct tn_digits found = {1, 0};
	uint64_t rest;

	if (expr->kind != TN_X_LITERAL || expr->type.kind != TN_KIND_INT ||
		expr->u.literal.kind != TN_KIND_INT)
		return tn__digits_of_type(&expr->type);
	rest = expr->u.literal.u.i < 0 ? 0 - (uint64_t)expr->u.literal.u.i : (uint64_t)expr->u.literal.u.i;
	for (; rest >= 10; rest /= 10)
		found.whole++;
	return found;
}

struct tn_sql_type tn__digits_type(struct tn_digits digits)
{
	struct tn_sql_type type = tn__type_of(TN_KIND_NUMERIC);

	if (digits.scale < 0 || digits.scale > MAX_PRECISION)
		return type;
	type.scale = (int16_t)digits.scale;
	if (digits.whole >= 0 && digits.whole + digits.scale > 0 &&
		digits.whole + digits.scale <= MAX_PRECISION)
		type.precision = (uint16_t)(digits.whole + digits.scale);
	return type;
}

/* Adds one to the last of the digits in s, over any point; 1 if a digit is left to carry. */
static int carry_up(char *s, size_t n)
{
	while (n-- > 0) {
		if (s[n] == '.')
			continue;
		if (s[n] != '9') {
			s[n]++;
			return 0;
		}
		s[n] = '0';
	}
	return 1;
}

char *tn__decimal_rescale(struct tn_arena *a, const char *s, size_t n, unsigned scale)
{
	const char *point;
	char *out, *digits;
	size_t whole, fraction, kept, length;
	int negative = n && *s == '-';

	if (n && (*s == '-' || *s == '+'))
		s++, n--;
	while (n > 1 && *s == '0' && s[1] != '.')
		s++, n--;
	point = memchr(s, '.', n);
	whole = point ? (size_t)(point - s) : n;
	fraction = point ? n - whole - 1 : 0;
	kept = fraction < scale ? fraction : scale;
	/* A sign, a digit to carry into, the digits, the point. */
	out = tn__arena_alloc(a, whole + scale + 5);
	if (!out)
		return NULL;
	digits = out + 2;
	if (whole)
		memcpy(digits, s, whole);
	else
		digits[whole++] = '0';
	length = whole;
	if (scale) {
		digits[length++] = '.';
		if (kept)
			memcpy(digits + length, point + 1, kept);
		memset(digits + length + kept, '0', scale - kept);
		length += scale;
	}
	digits[length] = '\0';
	if (fraction > scale && point[1 + scale] >= '5' && carry_up(digits, length))
		*--digits = '1';
	if (negative && strspn(digits, "0.") < strlen(digits))
		*--digits = '-';
	return digits;
}
