/* SPDX-License-Identifier: MIT */
/*
 * tenon/sys/utf8.h - UTF-8 validation, inline.
 *
 * Well-formed per Unicode 15, table 3-7: no overlong forms, no surrogates,
 * nothing above U+10FFFF.  Runs of ASCII are stepped over eight bytes at a time,
 * since that is what most text is.
 */
#ifndef TENON_SYS_UTF8_H
#define TENON_SYS_UTF8_H

#include <string.h>
#include <tenon/defs.h>

/* Length of the well-formed sequence at s (n bytes left, n > 0), 0 if there is none. */
static inline size_t tn_utf8_seq(const unsigned char *s, size_t n)
{
	unsigned c = s[0];
	if (c < 0x80)
		return 1;
	if (c < 0xC2 || c > 0xF4 || n < 2 || (s[1] & 0xC0) != 0x80)
		return 0;
	if (c < 0xE0)
		return 2;
	if (n < 3 || (s[2] & 0xC0) != 0x80)
		return 0;
	if (c < 0xF0) {
		if ((c == 0xE0 && s[1] < 0xA0) || (c == 0xED && s[1] > 0x9F))
			return 0;
		return 3;
	}
	if (n < 4 || (s[3] & 0xC0) != 0x80 || (c == 0xF0 && s[1] < 0x90) || (c == 0xF4 && s[1] > 0x8F))
		return 0;
	return 4;
}

/* Offset of the first byte that is not part of well-formed UTF-8; n if all is well. */
static inline size_t tn_utf8_check(const char *text, size_t n)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t i = 0;
	while (i < n) {
		uint64_t word;
		size_t k;
		if (n - i >= 8) {
			memcpy(&word, s + i, 8);
			if (!(word & UINT64_C(0x8080808080808080))) {
				i += 8;
				continue;
			}
		}
		k = tn_utf8_seq(s + i, n - i);
		if (!k)
			return i;
		i += k;
	}
	return n;
}

/*
 * 1 if the text is ASCII without NUL, as most text is; 0 says nothing.  In a
 * word, a byte with its top bit set shows in w, and a zero in w - 1; a borrow
 * that reaches another byte started at a zero.
 */
static inline int tn_text_is_plain(const char *text, size_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t w, bad = 0;
	size_t i;
	for (i = 0; i + 8 <= n; i += 8) {
		memcpy(&w, text + i, 8);
		bad |= (w - ones) | w;
	}
	if (i < n && n >= 8) {
		/* The rest together with bytes that were looked at already. */
		memcpy(&w, text + n - 8, 8);
		bad |= (w - ones) | w;
		i = n;
	}
	for (; i < n; i++)
		bad |= (uint64_t)(((unsigned char)text[i] - 1u) | (unsigned char)text[i]) & 0x80u;
	return !(bad & (ones << 7));
}

/* Number of code points of well-formed text. */
static inline size_t tn_utf8_count(const char *text, size_t n)
{
	size_t i, count = 0;
	for (i = 0; i < n; i++)
		count += ((unsigned char)text[i] & 0xC0) != 0x80;
	return count;
}

#endif
