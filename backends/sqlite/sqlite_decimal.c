/* SPDX-License-Identifier: MIT */
/*
 * sqlite_decimal.c - decimal arithmetic: see sqlite_decimal.h.
 *
 * Schoolbook algorithms: numbers have two to eight limbs as a rule.  Division is
 * algorithm D of D. Knuth, The Art of Computer Programming, volume 2, 4.3.1.
 */
#include "sqlite_decimal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BASE 1000000000u
#define LIMBS TN__DEC_LIMBS

static const uint32_t power10[10] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, BASE};

/* ---- form -------------------------------------------------------------------- */

/* The limb that counts BASE^place; places from 0 up are whole, below are fraction. */
static uint32_t limb_at(const struct tn__dec *x, int place)
{
	int i = place + x->f;
	return i >= 0 && i < x->n ? x->d[i] : 0;
}

static int whole_limbs(const struct tn__dec *x)
{
	return x->n - x->f;
}

/* Makes a number of n limbs, f of them fraction, that lie elsewhere. */
static int settle(struct tn__dec *out, const uint32_t *d, int n, int f, int negative)
{
	int low = 0;
	while (low < f && d[low] == 0)
		low++;
	while (n > f && d[n - 1] == 0)
		n--;
	if (n - low > LIMBS)
		return TN__DEC_RANGE;
	memmove(out->d, d + low, (size_t)(n - low) * sizeof(*d));
	out->n = (uint16_t)(n - low);
	out->f = (uint16_t)(f - low);
	out->negative = (uint8_t)(negative && out->n);
	return TN__DEC_OK;
}

static int digits_of(uint32_t limb)
{
	int n = 0;
	while (n < 9 && limb >= power10[n])
		n++;
	return n;
}

int tn__dec_whole_digits(const struct tn__dec *x)
{
	int top = x->n - 1;
	if (!x->n)
		return 0;
	while (x->d[top] == 0)
		top--;
	return (top - x->f) * 9 + digits_of(x->d[top]);
}

/* Zeros at the end of a limb that is not 0. */
static int zeros_of(uint32_t limb)
{
	int n = 0;
	while (limb % power10[n + 1] == 0)
		n++;
	return n;
}

int tn__dec_significant(const struct tn__dec *x)
{
	int low = 0;
	if (!x->n)
		return 0;
	while (x->d[low] == 0)
		low++;
	return tn__dec_whole_digits(x) + (x->f - low) * 9 - zeros_of(x->d[low]);
}

/* ---- text and numbers -------------------------------------------------------------- */

/* Up to nine digits as a number. */
static uint32_t read_digits(const char *s, int n)
{
	uint32_t v = 0;
	while (n-- > 0)
		v = v * 10 + (uint32_t)(*s++ - '0');
	return v;
}

static size_t count_digits(const char *s, size_t n)
{
	size_t i = 0;
	while (i < n && s[i] >= '0' && s[i] <= '9')
		i++;
	return i;
}

/* Of digits that are known: `whole` in front of the point, `fraction` behind. */
static int from_digits(struct tn__dec *out, const char *whole, size_t whole_n, const char *fraction,
		       size_t fraction_n, int negative)
{
	size_t n = (whole_n + 8) / 9, f = (fraction_n + 8) / 9, i;
	if (n > LIMBS || f > LIMBS || n + f > LIMBS)
		return TN__DEC_RANGE;
	for (i = 0; i < f; i++) {
		size_t at = i * 9, k = fraction_n - at < 9 ? fraction_n - at : 9;
		out->d[f - 1 - i] = read_digits(fraction + at, (int)k) * power10[9 - k];
	}
	for (i = 0; i < n; i++) {
		size_t end = whole_n - i * 9, k = end < 9 ? end : 9;
		out->d[f + i] = read_digits(whole + end - k, (int)k);
	}
	return settle(out, out->d, (int)(n + f), (int)f, negative);
}

int tn__dec_parse(struct tn__dec *out, const char *s, size_t n)
{
	const char *end = s + n, *fraction;
	size_t whole_n, fraction_n = 0;
	int negative = n && *s == '-';
	s += n && (*s == '-' || *s == '+');
	whole_n = count_digits(s, (size_t)(end - s));
	fraction = s + whole_n;
	if (fraction < end && *fraction == '.') {
		fraction++;
		fraction_n = count_digits(fraction, (size_t)(end - fraction));
	}
	if (fraction + fraction_n != end || !(whole_n + fraction_n))
		return TN__DEC_BAD;
	while (whole_n && *s == '0')
		s++, whole_n--;
	while (fraction_n && fraction[fraction_n - 1] == '0')
		fraction_n--;
	return from_digits(out, s, whole_n, fraction, fraction_n, negative);
}

void tn__dec_from_int(struct tn__dec *out, int64_t v)
{
	uint64_t size = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	out->n = out->f = 0;
	out->negative = v < 0;
	for (; size; size /= BASE)
		out->d[out->n++] = (uint32_t)(size % BASE);
}

/* A whole number of at most 15 digits, and where its point stands. */
static int from_scaled(struct tn__dec *out, int64_t v, int scale)
{
	uint32_t d[4];
	uint64_t size = (uint64_t)(v < 0 ? -v : v);
	int f = (scale + 8) / 9, n = 0;
	uint64_t low = size % power10[9 - (f * 9 - scale)];
	if (f) {
		/* So many digits are missing to the end of the last limb. */
		int room = f * 9 - scale;
		d[n++] = (uint32_t)(low * power10[room]);
		size /= power10[9 - room];
	}
	while (n < f || size) {
		d[n++] = (uint32_t)(size % BASE);
		size /= BASE;
	}
	return settle(out, d, n, f, v < 0);
}

/* A double as printf() writes its size with an exponent. */
static int from_printed(struct tn__dec *out, const char *text, int negative)
{
	char digits[LIMBS * 9];
	const char *p, *e = strchr(text, 'e');
	int n = 0, exponent;
	exponent = (int)strtol(e + 1, NULL, 10) + 1;
	if (exponent > 320 || exponent < -330)
		return TN__DEC_RANGE;
	/* Only digits are taken: the point is the locale's. */
	for (; exponent < 0; exponent++)
		digits[n++] = '0';
	for (p = text; p < e; p++)
		if (*p >= '0' && *p <= '9')
			digits[n++] = *p;
	while (n < exponent)
		digits[n++] = '0';
	while (n > exponent && digits[n - 1] == '0')
		n--;
	return from_digits(out, digits, (size_t)exponent, digits + exponent, (size_t)(n - exponent),
			   negative);
}

/*
 * Most reals are what a short decimal number became: the first scale at which the
 * double is a whole number over a power of ten is that number, because numbers of
 * 15 digits are doubles that differ.
 */
static int from_short(struct tn__dec *out, double v)
{
	static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7,
				       1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	int scale;
	for (scale = 0; scale < 16; scale++) {
		double whole = rint(v * power[scale]);
		if (fabs(whole) >= 1e15)
			break;
		if (whole / power[scale] == v)
			return from_scaled(out, (int64_t)whole, scale) == TN__DEC_OK;
	}
	return 0;
}

int tn__dec_from_double(struct tn__dec *out, double v)
{
	char text[40];
	if (from_short(out, v))
		return TN__DEC_OK;
	snprintf(text, sizeof(text), "%.14e", fabs(v));
	return from_printed(out, text, v < 0);
}

int tn__dec_from_shortest(struct tn__dec *out, double v)
{
	char text[40];
	int precision;
	if (from_short(out, v))
		return TN__DEC_OK;
	for (precision = 14; precision <= 16; precision++) {
		snprintf(text, sizeof(text), "%.*e", precision, fabs(v));
		if (strtod(text, NULL) == fabs(v))
			break;
	}
	return from_printed(out, text, v < 0);
}

static char *put_digits(char *p, uint32_t limb, int n)
{
	int i;
	for (i = n; i-- > 0; limb /= 10)
		p[i] = (char)('0' + limb % 10);
	return p + n;
}

size_t tn__dec_format(const struct tn__dec *x, char *out)
{
	char *p = out;
	int place = whole_limbs(x) - 1;
	if (x->negative)
		*p++ = '-';
	if (place < 0)
		*p++ = '0';
	else
		p = put_digits(p, limb_at(x, place), digits_of(limb_at(x, place)));
	for (place--; place >= 0; place--)
		p = put_digits(p, limb_at(x, place), 9);
	if (x->f) {
		*p++ = '.';
		for (place = -1; place >= -(int)x->f; place--)
			p = put_digits(p, limb_at(x, place), 9);
		while (p[-1] == '0')
			p--;
	}
	*p = '\0';
	return (size_t)(p - out);
}

/*
 * A byte for the sign, two for the number of whole digits, then two digits to a
 * byte.  Of negative numbers everything but the sign is inverted, and a last byte
 * puts the shorter of two behind.
 */
size_t tn__dec_key(const struct tn__dec *x, unsigned char *out)
{
	char text[TN__DEC_TEXT], digits[TN__DEC_TEXT + 1];
	unsigned exponent = (unsigned)(tn__dec_whole_digits(x) + 0x4000);
	size_t n, i, count = 0, skip = 0;
	if (!x->n) {
		out[0] = 0x80;
		return 1;
	}
	n = tn__dec_format(x, text);
	for (i = 0; i < n; i++)
		if (text[i] >= '0' && text[i] <= '9')
			digits[count++] = text[i];
	while (digits[skip] == '0')
		skip++;
	while (digits[count - 1] == '0')
		count--;
	digits[count] = '0';
	out[0] = x->negative ? 0x40 : 0xC0;
	out[1] = (unsigned char)(exponent >> 8);
	out[2] = (unsigned char)exponent;
	for (n = 3, i = skip; i < count; i += 2)
		out[n++] = (unsigned char)((digits[i] - '0') * 10 + (digits[i + 1] - '0') + 1);
	if (!x->negative)
		return n;
	out[n++] = 0;
	for (i = 1; i < n; i++)
		out[i] = (unsigned char)~out[i];
	return n;
}

int tn__dec_to_int(const struct tn__dec *x, int64_t *out)
{
	struct tn__dec whole = *x;
	uint64_t size = 0;
	int i;
	if (tn__dec_round(&whole, 0, TN__DEC_HALF_AWAY) != TN__DEC_OK || whole.n > 3)
		return TN__DEC_RANGE;
	for (i = whole.n - 1; i >= 0; i--)
		if (__builtin_mul_overflow(size, (uint64_t)BASE, &size) ||
		    __builtin_add_overflow(size, (uint64_t)whole.d[i], &size))
			return TN__DEC_RANGE;
	if (size > (uint64_t)INT64_MAX + whole.negative)
		return TN__DEC_RANGE;
	*out = (int64_t)(whole.negative ? 0 - size : size);
	return TN__DEC_OK;
}

double tn__dec_to_double(const struct tn__dec *x)
{
	/* Without a point, so that the locale has no say. */
	char text[TN__DEC_TEXT + 16], *p = text;
	int i;
	if (x->negative)
		*p++ = '-';
	*p++ = '0';
	for (i = x->n - 1; i >= 0; i--)
		p = put_digits(p, x->d[i], 9);
	snprintf(p, 16, "e-%d", x->f * 9);
	return strtod(text, NULL);
}

/* ---- comparison, sums ------------------------------------------------------------------ */

static int cmp_size(const struct tn__dec *a, const struct tn__dec *b)
{
	int high = whole_limbs(a), place;
	int low = a->f > b->f ? a->f : b->f;
	if (high != whole_limbs(b))
		return high > whole_limbs(b) ? 1 : -1;
	for (place = high - 1; place >= -low; place--) {
		uint32_t x = limb_at(a, place), y = limb_at(b, place);
		if (x != y)
			return x > y ? 1 : -1;
	}
	return 0;
}

int tn__dec_cmp(const struct tn__dec *a, const struct tn__dec *b)
{
	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	return a->negative ? cmp_size(b, a) : cmp_size(a, b);
}

/* |a| + |b|, or |a| - |b| where |a| is not smaller. */
static int combine(struct tn__dec *out, const struct tn__dec *a, const struct tn__dec *b, int minus, int negative)
{
	uint32_t d[2 * LIMBS + 1];
	int high = whole_limbs(a) > whole_limbs(b) ? whole_limbs(a) : whole_limbs(b);
	int low = a->f > b->f ? a->f : b->f, place, n = 0;
	int64_t carry = 0;
	for (place = -low; place < high; place++) {
		int64_t other = limb_at(b, place);
		carry += limb_at(a, place) + (minus ? -other : other);
		d[n++] = (uint32_t)(carry < 0 ? carry + BASE : carry % BASE);
		carry = carry < 0 ? -1 : carry / BASE;
	}
	d[n++] = (uint32_t)carry;
	return settle(out, d, n, low, negative);
}

static int sum(struct tn__dec *out, const struct tn__dec *a, const struct tn__dec *b, int b_negative)
{
	if (a->negative == b_negative)
		return combine(out, a, b, 0, a->negative);
	if (cmp_size(a, b) >= 0)
		return combine(out, a, b, 1, a->negative);
	return combine(out, b, a, 1, b_negative);
}

int tn__dec_add(struct tn__dec *out, const struct tn__dec *a, const struct tn__dec *b)
{
	return sum(out, a, b, b->negative);
}

int tn__dec_sub(struct tn__dec *out, const struct tn__dec *a, const struct tn__dec *b)
{
	return sum(out, a, b, !b->negative);
}

/* ---- products and quotients --------------------------------------------------------------- */

int tn__dec_mul(struct tn__dec *out, const struct tn__dec *a, const struct tn__dec *b)
{
	uint32_t d[2 * LIMBS];
	int i, j;
	memset(d, 0, (size_t)(a->n + b->n) * sizeof(*d));
	for (i = 0; i < a->n; i++) {
		uint64_t carry = 0;
		for (j = 0; j < b->n; j++) {
			carry += (uint64_t)a->d[i] * b->d[j] + d[i + j];
			d[i + j] = (uint32_t)(carry % BASE);
			carry /= BASE;
		}
		d[i + j] = (uint32_t)carry;
	}
	return settle(out, d, a->n + b->n, a->f + b->f, a->negative != b->negative);
}

/* Limbs of a dividend and its quotient: a whole number, times BASE^k, and one more. */
#define LONG (2 * LIMBS + TN__DEC_MAX_SCALE / 9 + 4)

/* u becomes its remainder, q gets the quotient: a divisor of one limb. */
static void divide_short(uint32_t *u, int un, uint32_t v, uint32_t *q)
{
	uint64_t rest = 0;
	while (un-- > 0) {
		rest = rest * BASE + u[un];
		q[un] = (uint32_t)(rest / v);
		rest %= v;
		u[un] = 0;
	}
	u[0] = (uint32_t)rest;
}

static void scale_limbs(uint32_t *u, int n, uint32_t factor)
{
	uint64_t carry = 0;
	int i;
	for (i = 0; i < n; i++) {
		carry += (uint64_t)u[i] * factor;
		u[i] = (uint32_t)(carry % BASE);
		carry /= BASE;
	}
}

/* One limb of the quotient: u[0..vn] minus it times v. */
static uint32_t divide_step(uint32_t *u, const uint32_t *v, int vn)
{
	uint64_t head = (uint64_t)u[vn] * BASE + u[vn - 1];
	uint64_t q = head / v[vn - 1], rest = head % v[vn - 1];
	int64_t borrow = 0, carry = 0;
	int i;
	while (q >= BASE || q * v[vn - 2] > rest * BASE + u[vn - 2]) {
		q--;
		rest += v[vn - 1];
		if (rest >= BASE)
			break;
	}
	for (i = 0; i <= vn; i++) {
		uint64_t part = (i < vn ? q * v[i] : 0) + (uint64_t)carry;
		carry = (int64_t)(part / BASE);
		borrow += (int64_t)u[i] - (int64_t)(part % BASE);
		u[i] = (uint32_t)(borrow < 0 ? borrow + BASE : borrow);
		borrow = borrow < 0 ? -1 : 0;
	}
	if (borrow == 0)
		return (uint32_t)q;
	/* One too many, which is rare: add v back. */
	for (carry = 0, i = 0; i <= vn; i++) {
		carry += (int64_t)u[i] + (i < vn ? v[i] : 0);
		u[i] = (uint32_t)(carry % BASE);
		carry /= BASE;
	}
	return (uint32_t)q - 1;
}

/*
 * Whole numbers: u of un limbs with one more of 0 above becomes the remainder, v of
 * vn limbs (the top one not 0) is scaled on the way, q gets un limbs.
 */
static void divide(uint32_t *u, int un, uint32_t *v, int vn, uint32_t *q)
{
	uint32_t factor = BASE / (v[vn - 1] + 1);
	int j;
	memset(q, 0, (size_t)un * sizeof(*q));
	if (vn == 1) {
		divide_short(u, un, v[0], q);
		return;
	}
	if (un < vn)
		return;
	scale_limbs(u, un + 1, factor);
	scale_limbs(v, vn, factor);
	for (j = un - vn; j >= 0; j--)
		q[j] = divide_step(u + j, v, vn);
	if (factor > 1) {
		uint32_t rest[LONG];
		divide_short(u, vn, factor, rest);
		memcpy(u, rest, (size_t)vn * sizeof(*u));
	}
}

/* Copies the limbs of x with `zeros` limbs below; returns how many, the top one not 0. */
static int shifted(uint32_t *out, const struct tn__dec *x, int zeros)
{
	int n = x->n + zeros;
	memset(out, 0, (size_t)zeros * sizeof(*out));
	memcpy(out + zeros, x->d, x->n * sizeof(*out));
	while (n && out[n - 1] == 0)
		n--;
	return n;
}

int tn__dec_div(struct tn__dec *out, const struct tn__dec *a, const struct tn__dec *b, int scale)
{
	uint32_t u[LONG + 1], v[LONG], q[LONG];
	int f, shift, un, vn, rc;
	if (!b->n)
		return TN__DEC_BAD;
	if (scale < 0 || scale > TN__DEC_MAX_SCALE)
		return TN__DEC_RANGE;
	/* One digit more than asked for decides: what follows it cannot change the rounding. */
	f = scale / 9 + 1;
	shift = f + b->f - a->f;
	un = shifted(u, a, shift > 0 ? shift : 0);
	vn = shifted(v, b, shift < 0 ? -shift : 0);
	u[un] = 0;
	memset(q, 0, sizeof(q));
	divide(u, un, v, vn, q);
	rc = settle(out, q, un > f ? un : f, f, a->negative != b->negative);
	return rc == TN__DEC_OK ? tn__dec_round(out, scale, TN__DEC_HALF_AWAY) : rc;
}

int tn__dec_mod(struct tn__dec *out, const struct tn__dec *a, const struct tn__dec *b)
{
	uint32_t u[LONG + 1], v[LONG], q[LONG];
	int f = a->f > b->f ? a->f : b->f, un, vn;
	if (!b->n)
		return TN__DEC_BAD;
	memset(u, 0, sizeof(u));
	un = shifted(u, a, f - a->f);
	vn = shifted(v, b, f - b->f);
	divide(u, un, v, vn, q);
	return settle(out, u, un > f ? un : f, f, a->negative);
}

/* ---- rounding -------------------------------------------------------------------------------- */

/* Is a unit added to what is left after `drop` digits have gone? */
static int rounds_up(const struct tn__dec *x, int drop, enum tn__dec_rounding how)
{
	int limb = (drop - 1) / 9, i;
	uint32_t low;
	if (how == TN__DEC_DOWN || (how == TN__DEC_CEIL && x->negative) || (how == TN__DEC_FLOOR && !x->negative))
		return 0;
	if (how == TN__DEC_HALF_AWAY)
		return limb < x->n && x->d[limb] / power10[(drop - 1) % 9] % 10 >= 5;
	for (i = 0; i < drop / 9 && i < x->n; i++)
		if (x->d[i])
			return 1;
	low = drop / 9 < x->n ? x->d[drop / 9] : 0;
	return low % power10[drop % 9] != 0;
}

int tn__dec_round(struct tn__dec *x, int scale, enum tn__dec_rounding how)
{
	uint32_t d[LIMBS + 2] = {0};
	int drop, limb, up, n, i;
	if (scale > LIMBS * 9)
		return TN__DEC_OK;
	if (scale < -LIMBS * 9)
		scale = -LIMBS * 9;
	drop = x->f * 9 - scale;
	if (drop <= 0 || !x->n)
		return TN__DEC_OK;
	limb = drop / 9;
	up = rounds_up(x, drop, how);
	if (limb > x->n)
		return settle(x, d, 0, 0, 0);
	for (i = limb; i < x->n; i++)
		d[i] = x->d[i];
	d[limb] -= d[limb] % power10[drop % 9];
	n = x->n > x->f ? x->n : x->f;
	n = (n > limb ? n : limb) + 1;
	if (up) {
		d[limb] += power10[drop % 9];
		for (i = limb; d[i] >= BASE; i++) {
			d[i] -= BASE;
			d[i + 1]++;
		}
		if (i >= n)
			n = i + 1;
	}
	return settle(x, d, n, x->f, x->negative);
}
