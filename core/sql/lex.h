/* SPDX-License-Identifier: MIT */
/*
 * core/sql/lex.h - the tokens of portable SQL; see lex.re and tokens.c.
 *
 * A token is a kind and a slice of the text: what a string or a name spells is
 * worked out by whoever needs it, so that a text can be stepped through again,
 * for an error or to find its end, at next to no cost.  Private to core/sql.
 */
#ifndef TN_SQL_LEX_H
#define TN_SQL_LEX_H

#include <stddef.h>
#include <stdint.h>

/* A piece of the text. */
struct tn_sql_slice {
	const char *s;
	uint32_t n;
};

struct tn_sql_token {
	int kind;    /* enum tn__yytokentype; 0: end of the text */
	uint32_t at; /* offset of the first byte */
	uint32_t len;
};

/* What is wrong with a token of the kind TOK_BAD. */
struct tn_lex_fault {
	int code;            /* TN_E_* */
	uint32_t at;
	const char *message;
	char hint[160];      /* empty: none */
};

struct tn_sql_lexer {
	const char *text;
	const char *cur, *end;
	struct tn_lex_fault fault;
};

void tn__sql_lexer_init(struct tn_sql_lexer *lx, const char *text, size_t len);
/* The next token; blanks and comments are stepped over. */
void tn__sql_lex(struct tn_sql_lexer *lx, struct tn_sql_token *token);

#define TN_KEYWORD_SIZE 20 /* the longest word, and zeros behind it */

/* A word of keywords.def. */
struct tn_keyword {
	char word[TN_KEYWORD_SIZE];
	int16_t token;
	uint8_t len;
	uint8_t class; /* enum tn_keyword_class */
};
enum tn_keyword_class {
	TN_WORD_FREE = 1,
	TN_WORD_LABEL,
	TN_WORD_COLUMN,
	TN_WORD_FUNCTION,
	TN_WORD_RESERVED
};
extern const struct tn_keyword tn__sql_keywords[];
extern const unsigned tn__sql_keyword_count;
/* The keyword that a word is, or NULL. */
const struct tn_keyword *tn__sql_keyword(const char *word, size_t len);

/*
 * The tokens as the grammar sees them: a few words are told apart by the word
 * behind them, which an automaton of one token's sight cannot do.
 */
struct tn_sql_tokens {
	struct tn_sql_lexer lx;
	struct tn_sql_token ahead;
	uint8_t has_ahead;
	unsigned open; /* parentheses */
};

void tn__sql_tokens_init(struct tn_sql_tokens *ts, const char *text, size_t len);
void tn__sql_next(struct tn_sql_tokens *ts, struct tn_sql_token *token);

#endif
