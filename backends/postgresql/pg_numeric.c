/* SPDX-License-Identifier: MIT */
/*
 * pg_numeric.c - the server's binary NUMERIC as exact decimal text, and back.
 *
 * On the wire a NUMERIC is four 16-bit numbers - count of digits, weight, sign,
 * display scale - and that many digits in base 10000, the most significant
 * first; digit i counts 10000^(weight - i).  The text is what the server itself
 * would print: all integer digits, and exactly "display scale" decimals.
 *
 * Invariants:
 *  1. tn__pg_numeric_bound() checks everything that tn__pg_numeric_write() reads.
 *  2. No arithmetic is done on the value: digits are only laid out.
 */
#include "pg_internal.h"
#include <string.h>

#define SIGN_PLUS 0x0000u
#define SIGN_MINUS 0x4000u
#define SIGN_NAN 0xC000u
#define SIGN_INF 0xD000u
#define SIGN_MINUS_INF 0xF000u

struct header {
	unsigned count, sign, scale;
	int weight;
};

static unsigned u16(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static struct header read_header(const unsigned char *p)
{
	struct header h;
	h.count = u16(p);
	h.weight = (int16_t)u16(p + 2);
	h.sign = u16(p + 4);
	h.scale = u16(p + 6);
	return h;
}

static const char *special_text(unsigned sign)
{
	switch (sign) {
	case SIGN_NAN:
		return "NaN";
	case SIGN_INF:
		return "Infinity";
	case SIGN_MINUS_INF:
		return "-Infinity";
	default:
		return NULL;
	}
}

size_t tn__pg_numeric_bound(const unsigned char *p, size_t n)
{
	struct header h;
	unsigned i;
	size_t whole;

	if (n < 8)
		return 0;
	h = read_header(p);
	if (n != 8 + 2 * (size_t)h.count || h.scale > 0x3fff)
		return 0;
	if (special_text(h.sign))
		return sizeof("-Infinity");
	if (h.sign != SIGN_PLUS && h.sign != SIGN_MINUS)
		return 0;
	for (i = 0; i < h.count; i++)
		if (u16(p + 8 + 2 * (size_t)i) > 9999)
			return 0;
	whole = h.weight < 0 ? 1 : 4 * ((size_t)h.weight + 1);
	/* sign, point, NUL, and the last group of decimals is written whole before it is cut */
	return whole + h.scale + 3 + 4;
}

/* Digit i of the value, 0 outside of those that were sent. */
static unsigned digit(const unsigned char *p, const struct header *h, int i)
{
	return i >= 0 && i < (int)h->count ? u16(p + 8 + 2 * (size_t)i) : 0;
}

static char *put_group(char *out, unsigned d)
{
	out[0] = (char)('0' + d / 1000);
	out[1] = (char)('0' + d / 100 % 10);
	out[2] = (char)('0' + d / 10 % 10);
	out[3] = (char)('0' + d % 10);
	return out + 4;
}

static char *put_whole(const unsigned char *p, const struct header *h, char *out)
{
	char *start = out;
	size_t zeros = 0;
	int i;

	for (i = 0; i <= h->weight; i++)
		out = put_group(out, digit(p, h, i));
	while (start + zeros < out && start[zeros] == '0')
		zeros++;
	memmove(start, start + zeros, (size_t)(out - start) - zeros);
	out -= zeros;
	if (out == start)
		*out++ = '0';
	return out;
}

size_t tn__pg_numeric_write(const unsigned char *p, char *out, int *special)
{
	struct header h = read_header(p);
	const char *word = special_text(h.sign);
	char *start = out, *decimals;
	int i;

	*special = word != NULL;
	if (word) {
		memcpy(out, word, strlen(word) + 1);
		return strlen(word);
	}
	if (h.sign == SIGN_MINUS)
		*out++ = '-';
	out = put_whole(p, &h, out);
	if (h.scale) {
		*out++ = '.';
		decimals = out;
		for (i = h.weight + 1; (size_t)(out - decimals) < h.scale; i++)
			out = put_group(out, digit(p, &h, i));
		out = decimals + h.scale;
	}
	*out = '\0';
	return (size_t)(out - start);
}

/* ---- text to binary --------------------------------------------------------------------- */

static void w16(unsigned char *p, unsigned v)
{
	p[0] = (unsigned char)(v >> 8);
	p[1] = (unsigned char)v;
}

/* The decimal digit at a place of the number: 0 counts ones, 1 tens, -1 tenths. */
struct places {
	const char *whole, *part; /* the digits before and behind the point */
	long wholes, parts;
};

static unsigned digit_at(const struct places *d, long place)
{
	if (place >= 0)
		return place < d->wholes ? (unsigned)(d->whole[d->wholes - 1 - place] - '0') : 0;
	return -place <= d->parts ? (unsigned)(d->part[-place - 1] - '0') : 0;
}

/* The digit in base 10000 that counts 10000^weight. */
static unsigned group_at(const struct places *d, long weight)
{
	return digit_at(d, 4 * weight + 3) * 1000 + digit_at(d, 4 * weight + 2) * 100 +
	       digit_at(d, 4 * weight + 1) * 10 + digit_at(d, 4 * weight);
}

static int take_places(const char *s, size_t n, struct places *d)
{
	const char *end = s + n, *point = memchr(s, '.', n);

	d->whole = s;
	d->wholes = (long)((point ? point : end) - s);
	d->part = point ? point + 1 : end;
	d->parts = (long)(end - d->part);
	for (; s < end; s++)
		if (s != point && (*s < '0' || *s > '9'))
			return 0;
	return d->wholes + d->parts > 0 && d->wholes <= 131072 && d->parts <= 16383;
}

int tn__pg_numeric_put(const char *s, size_t n, unsigned char *out)
{
	struct places d;
	long weight, high, low;
	unsigned sign = SIGN_PLUS, group;
	unsigned char *at = out + 8;

	if (n && (*s == '-' || *s == '+')) {
		sign = *s == '-' ? SIGN_MINUS : SIGN_PLUS;
		s++;
		n--;
	}
	if (!take_places(s, n, &d))
		return -1;
	high = (d.wholes + 3) / 4 - 1;
	low = -((d.parts + 3) / 4);
	while (high >= low && !group_at(&d, high))
		high--;
	while (low <= high && !group_at(&d, low))
		low++;
	for (weight = high; weight >= low; weight--, at += 2) {
		group = group_at(&d, weight);
		w16(at, group);
	}
	if (high < low) {
		high = 0;
		sign = SIGN_PLUS;
	}
	w16(out, (unsigned)(at - out - 8) / 2);
	w16(out + 2, (unsigned)high & 0xffff);
	w16(out + 4, sign);
	w16(out + 6, (unsigned)d.parts);
	return (int)(at - out);
}
