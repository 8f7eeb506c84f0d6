/* SPDX-License-Identifier: MIT */
/*
 * core/engine/decimal128.c - see decimal128.h.
 *
 * Four limbs of 32 bits, multiplied by ten and added to digit by digit: C has no wider
 * integer on every machine.  38 digits fit in 127 bits, so nothing overflows.
 */
#include "core/engine/decimal128.h"
#include <stdint.h>
#include <string.h>

struct number {
	uint32_t limb[4]; /* the lowest first */
	unsigned digits;  /* without zeros in front */
};

static int add_digit(struct number *x, unsigned digit, unsigned precision)
{
	uint64_t carry = digit;
	int i;
	if ((x->digits || digit) && ++x->digits > precision)
		return 0;
	for (i = 0; i < 4; i++) {
		carry += (uint64_t)x->limb[i] * 10;
		x->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	return 1;
}

static void store(const struct number *x, int negative, unsigned char out[16])
{
	uint64_t carry = 1;
	int i;
	for (i = 0; i < 16; i++) {
		unsigned byte = x->limb[i / 4] >> (8 * (i % 4)) & 0xff;
		if (negative) {
			carry += ~byte & 0xff;
			byte = (unsigned)(carry & 0xff);
			carry >>= 8;
		}
		out[i] = (unsigned char)byte;
	}
}

int tn__decimal128_read(const char *s, size_t n, unsigned precision, unsigned scale, unsigned char out[16])
{
	struct number x;
	size_t i = n && (*s == '-' || *s == '+');
	int negative = n && *s == '-', behind = 0;
	unsigned left = scale;
	memset(&x, 0, sizeof x);
	for (; i < n; i++) {
		unsigned digit = (unsigned char)s[i] - (unsigned)'0';
		if (s[i] == '.') {
			behind = 1;
		} else if (behind && !left) {
			if (digit)
				return 0;
		} else if (!add_digit(&x, digit, precision)) {
			return 0;
		} else {
			left -= (unsigned)behind;
		}
	}
	for (; left; left--)
		if (!add_digit(&x, 0, precision))
			return 0;
	store(&x, negative, out);
	return 1;
}
