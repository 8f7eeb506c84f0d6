/* SPDX-License-Identifier: MIT */
/*
 * shorten.c - the length of a text, and a text in fewer characters.
 *
 * Invariants:
 *  1. Nothing is counted or cut before the whole text is known to be UTF-8 without NUL,
 *     so a cut never falls into a character.
 *  2. The digest is that of the whole text, so that the result depends on nothing else.
 */
#include <sha1.h>
#include <string.h>
#include <tenon/length.h>
#include <tenon/sys/utf8.h>
#include "core/base/error.h"
#include "core/base/value.h"

int64_t tn_text_length(const char *s, size_t n, tn_error **err)
{
	tn_value v = tn_text_n(s, n);
	int rc = s || !n ? tn__value_check(&v, "text", 0, err)
			 : tn__error_set(err, TN_E_MISUSE, "a text of %zu bytes without a pointer", n);
	return rc < 0 ? rc : (int64_t)tn_utf8_count(s, s ? n : 0);
}

/* Bytes of the first count characters; there are as many. */
static size_t bytes_of(const char *s, size_t n, size_t count)
{
	size_t i = 0;
	while (i < n && count) {
		for (i++; i < n && ((unsigned char)s[i] & 0xC0) == 0x80; i++)
			;
		count--;
	}
	return i;
}

/* As much of a text as there is room for, behind what is there. */
static void put(char *out, size_t size, size_t at, const char *s, size_t n)
{
	if (at + 1 >= size || !n)
		return;
	memcpy(out + at, s, n < size - 1 - at ? n : size - 1 - at);
}

int64_t tn_shorten_text(const char *s, size_t n, unsigned max, char *out, size_t size, tn_error **err)
{
	char hex[SHA1_DIGEST_STRING_LENGTH];
	size_t head, digits = 0;
	int64_t length = tn_text_length(s, n, err);
	if (length < 0)
		return length;
	if (max < 2 || (size && !out))
		return max < 2 ? tn__error_set(err, TN_E_RANGE, "no text can be shortened to %u characters", max)
			       : tn__error_set(err, TN_E_MISUSE, "tn_shorten_text() needs a place for the text");
	head = length > max ? bytes_of(s, n, max / 2) : n;
	put(out, size, 0, s, head);
	if (length > max) {
		digits = max / 2 < sizeof hex - 1 ? max / 2 : sizeof hex - 1;
		SHA1Data((const uint8_t *)s, n, hex);
		put(out, size, head, hex, digits);
	}
	if (size)
		out[head + digits < size ? head + digits : size - 1] = '\0';
	return (int64_t)(head + digits);
}
