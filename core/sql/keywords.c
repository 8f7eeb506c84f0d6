/* SPDX-License-Identifier: MIT */
/*
 * core/sql/keywords.c - is a word a keyword?
 *
 * A lexer asks this for every word, so it must be quick: the words that begin
 * with the same letter, seven on average, are looked at one after the other,
 * and most of them have another length.
 *
 * Invariant: words stand behind the TN_LETTER row of their first letter; a test
 * finds every one.
 */
#include <string.h>
#include "core/sql/lex.h"
#include "core/sql/parser.h"
#include "core/sql/grammar.h"

const struct tn_keyword tn__sql_keywords[] = {
#define TN_LETTER(letter)
#define TN_KEYWORD(word, token, class) {word, TOK_##token, sizeof(word) - 1, TN_WORD_##class},
#include "core/sql/keywords.def"
#undef TN_LETTER
#undef TN_KEYWORD
};

const unsigned tn__sql_keyword_count = sizeof(tn__sql_keywords) / sizeof(tn__sql_keywords[0]);

/* FIRST_x is the number of the first word with x: the row of the letter itself counts nothing. */
enum {
#define TN_LETTER(letter) FIRST_##letter, BACK_##letter = FIRST_##letter - 1,
#define TN_KEYWORD(word, token, class) AT_##token,
#include "core/sql/keywords.def"
#undef TN_LETTER
#undef TN_KEYWORD
	FIRST_BEHIND
};

static const uint8_t first[27] = {
#define TN_LETTER(letter) FIRST_##letter,
#define TN_KEYWORD(word, token, class)
#include "core/sql/keywords.def"
#undef TN_LETTER
#undef TN_KEYWORD
	FIRST_BEHIND
};

/* Keywords are letters, of which one bit is the case, and the underscore, which loses no other letter by it. */
static int same(const char *keyword, const char *word, size_t len)
{
	size_t i;

	for (i = 1; i < len; i++)
		if (keyword[i] != (word[i] == '_' ? '_' : (word[i] | 0x20)))
			return 0;
	return 1;
}

const struct tn_keyword *tn__sql_keyword(const char *word, size_t len)
{
	unsigned letter = (unsigned)(*word | 0x20) - 'a', i, end;

	if (letter > 'z' - 'a')
		return NULL;
	end = first[letter + 1];
	for (i = first[letter]; i < end; i++)
		if (tn__sql_keywords[i].len == len && same(tn__sql_keywords[i].word, word, len))
			return &tn__sql_keywords[i];
	return NULL;
}
