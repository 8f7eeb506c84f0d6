/* SPDX-License-Identifier: MIT */
/*
 * sqlite_decimal.h - exact decimal numbers, which SQLite does not have.
 *
 * A number is a row of limbs in base 1,000,000,000 with the point between two
 * limbs, so that numbers line up without knowing their scales.  It lives on the
 * stack; nothing is allocated.
 *
 * Invariants:
 *  1. Numbers are normal: no zero limb at the top of the whole part nor at the
 *     bottom of the fraction; zero has no limbs and no sign.  So equal numbers
 *     are equal in every member.
 *  2. Nothing is rounded but by tn__dec_round() and what says that it uses it.  A
 *     result that does not fit is refused (TN__DEC_RANGE), never cut.
 *  3. The text of a number is its one shortest form: no leading zeros, none at the
 *     end of the fraction, no "-0".  So equal numbers are equal texts.
 *
 * It must know nothing of SQLite, of locales and of types.
 */
#ifndef TENON_SQLITE_DECIMAL_H
#define TENON_SQLITE_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

#define TN__DEC_LIMBS 48
#define TN__DEC_TEXT (TN__DEC_LIMBS * 9 + 4)   /* the longest text with its NUL */
#define TN__DEC_KEY (TN__DEC_LIMBS * 9 / 2 + 8) /* the longest key */
#define TN__DEC_MAX_SCALE 200

struct tn__dec {
	uint16_t n; /* limbs */
	uint16_t f; /* how many of them stand behind the point */
	uint8_t negative;
	uint32_t d[TN__DEC_LIMBS]; /* from the least significant */
};

enum tn__dec_result {
	TN__DEC_OK = 0,
	TN__DEC_RANGE = 1, /* too large, or too many digits */
	TN__DEC_BAD = 2,   /* not a number; for a divisor, zero */
};

enum tn__dec_rounding { TN__DEC_HALF_AWAY, TN__DEC_DOWN, TN__DEC_CEIL, TN__DEC_FLOOR };

/* [+-]digits[.digits], nothing else. */
int tn__dec_parse(struct tn__dec *out, const char *s, size_t n);
void tn__dec_from_int(struct tn__dec *out, int64_t v);
/* The decimal number of 15 significant digits that is nearest; v is finite. */
int tn__dec_from_double(struct tn__dec *out, double v);
/* The decimal number of the fewest digits, 17 at most, that reads back as the same double. */
int tn__dec_from_shortest(struct tn__dec *out, double v);

/* Writes the text and a NUL to TN__DEC_TEXT bytes; returns its length. */
size_t tn__dec_format(const struct tn__dec *x, char *out);
/* Bytes that memcmp() orders as the numbers, at most TN__DEC_KEY; returns how many. */
size_t tn__dec_key(const struct tn__dec *x, unsigned char *out);
/* Rounded half away from zero. */
int tn__dec_to_int(const struct tn__dec *x, int64_t *out);
/* The nearest double; infinite if there is none. */
double tn__dec_to_double(const struct tn__dec *x);

int tn__dec_cmp(const struct tn__dec *a, const struct tn__dec *b); /* -1, 0, 1 */
int tn__dec_add(struct tn__dec *out, const struct tn__dec *a, const struct tn__dec *b);
int tn__dec_sub(struct tn__dec *out, const struct tn__dec *a, const struct tn__dec *b);
int tn__dec_mul(struct tn__dec *out, const struct tn__dec *a, const struct tn__dec *b);
/* Quotient with `scale` fraction digits, rounded half away from zero. */
int tn__dec_div(struct tn__dec *out, const struct tn__dec *a, const struct tn__dec *b, int scale);
/* Remainder with the sign of a. */
int tn__dec_mod(struct tn__dec *out, const struct tn__dec *a, const struct tn__dec *b);
/* To `scale` fraction digits; of a negative scale, to tens, hundreds, ... */
int tn__dec_round(struct tn__dec *x, int scale, enum tn__dec_rounding how);
/* Digits in front of the point; 0 or, for zeros behind the point, less if there are none. */
int tn__dec_whole_digits(const struct tn__dec *x);
/* From the first to the last digit that is not 0. */
int tn__dec_significant(const struct tn__dec *x);

#endif
