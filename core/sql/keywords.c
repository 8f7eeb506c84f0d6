/* SPDX-License-Identifier: MIT */
/*
 * core/sql/keywords.c - is a word a keyword?
 *
 * keywords.def is sorted, so this is a binary search.  The first eight bytes
 * are compared as one number, which settles nearly all steps.
 *
 * Invariant: the table is sorted by the bytes of the words; a test checks it.
 */
#include <string.h>
#include "core/sql/lex.h"
#include "core/sql/parser.h"
#include "core/sql/grammar.h"

const struct tn_keyword tn__sql_keywords[] = {
#define TN_KEYWORD(word, token, class) {word, TOK_##token, TN_WORD_##class},
#include "core/sql/keywords.def"
#undef TN_KEYWORD
};

const unsigned tn__sql_keyword_count = sizeof(tn__sql_keywords) / sizeof(tn__sql_keywords[0]);

/* Eight bytes as a number that compares as they do; compilers make one load and a swap of it. */
static uint64_t key_of(const char *word)
{
	const unsigned char *w = (const unsigned char *)word;

	return (uint64_t)w[0] << 56 | (uint64_t)w[1] << 48 | (uint64_t)w[2] << 40 | (uint64_t)w[3] << 32 |
	       (uint64_t)w[4] << 24 | (uint64_t)w[5] << 16 | (uint64_t)w[6] << 8 | (uint64_t)w[7];
}

/* In lower case; 0 if a byte is neither letter nor underscore. */
static int fold(char out[TN_KEYWORD_SIZE], const char *word, size_t len)
{
	size_t i;

	memset(out, 0, TN_KEYWORD_SIZE);
	for (i = 0; i < len; i++) {
		char c = word[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		else if ((c < 'a' || c > 'z') && c != '_')
			return 0;
		out[i] = c;
	}
	return 1;
}

const struct tn_keyword *tn__sql_keyword(const char *word, size_t len)
{
	unsigned low = 0, high = tn__sql_keyword_count;
	char lower[TN_KEYWORD_SIZE];
	uint64_t key;

	if (len < 2 || len >= TN_KEYWORD_SIZE || !fold(lower, word, len))
		return NULL;
	key = key_of(lower);
	while (low < high) {
		unsigned mid = (low + high) / 2;
		const struct tn_keyword *k = &tn__sql_keywords[mid];
		uint64_t other = key_of(k->word);
		int order = key < other ? -1 : key > other ? 1 : memcmp(lower + 8, k->word + 8, TN_KEYWORD_SIZE - 8);

		if (order == 0)
			return k;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}
