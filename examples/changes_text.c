/* SPDX-License-Identifier: MIT */
/*
 * changes_text.c - any bytes as text that a column takes.
 *
 * Git keeps names as bytes; a text column holds UTF-8 of a bounded length.  What
 * does not fit gets U+FFFD for each wrong byte and is cut; then a hash of the
 * original bytes is put at its end, so that two names never become one, and the
 * same name becomes the same text in every run.
 */
#include <stdio.h>
#include <string.h>
#include "changes.h"

#define HASH_CHARS 17 /* "~" and 16 digits */

/* Bytes of the valid UTF-8 sequence at s, or 0 (RFC 3629, section 4). */
static size_t sequence(const unsigned char *s)
{
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4, i;
	if ((s[0] >= 0x80 && s[0] < 0xc2) || s[0] > 0xf4)
		return 0;
	for (i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	/* Longer than need be, a surrogate, or above U+10FFFF. */
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
	    (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

static int fits(const unsigned char *s, size_t chars)
{
	size_t n;
	for (; *s; s += n, chars--) {
		n = sequence(s);
		if (!n || !chars)
			return 0;
	}
	return 1;
}

/* text itself if it fits, else a text in out, which has FIT_BYTES(chars) bytes. */
const char *fit(char *out, size_t chars, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	uint64_t hash = 14695981039346656037u;
	char *o = out;
	size_t n;

	if (fits(s, chars))
		return text;
	for (; *s && chars > HASH_CHARS; chars--, s += n ? n : 1) {
		n = sequence(s);
		memcpy(o, n ? (const char *)s : "\xef\xbf\xbd", n ? n : 3);
		o += n ? n : 3;
	}
	while (*text)
		hash = (hash ^ (unsigned char)*text++) * 1099511628211u;
	sprintf(o, "~%016llx", (unsigned long long)hash);
	return out;
}
