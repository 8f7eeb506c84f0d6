/* SPDX-License-Identifier: MIT */
/*
 * core/sql/lex_native.h - the scanner of native text; see lex_native.c.
 *
 * Private to core/sql.  The lexer of portable SQL is another one: that one
 * knows a language, this one only what it has to step over.
 */
#ifndef TN_SQL_LEX_NATIVE_H
#define TN_SQL_LEX_NATIVE_H

#include <stddef.h>
#include <tenon/sys/dialect.h>

enum tn_native_token {
	TN_NT_END = 0,
	TN_NT_ERROR,     /* code, problem and problem_at say what and where */
	TN_NT_WORD,      /* keyword or plain identifier */
	TN_NT_NAME,      /* quoted identifier; name_bytes, name_chars */
	TN_NT_NUMBER,
	TN_NT_STRING,
	TN_NT_MARK,      /* ? */
	TN_NT_NAMED,     /* :name */
	TN_NT_QUESTION,  /* ??, a literal question mark */
	TN_NT_DOLLAR,    /* $1 */
	TN_NT_SEMICOLON,
	TN_NT_CLOSE,     /* ) or ] */
	TN_NT_OTHER      /* one byte of anything else, or an operator that holds a colon */
};

struct tn_native_lexer {
	const char *text; /* valid UTF-8 without NUL */
	size_t len;
	unsigned rules;   /* TN_LEX_* */

	size_t pos;       /* behind the token */
	size_t start;     /* of the token */
	int token;        /* the last one given */
	size_t name_bytes; /* of a WORD or NAME, with doubled quotes counted once */
	size_t name_chars;

	int code;         /* TN_E_* of TN_NT_ERROR */
	const char *problem;
	size_t problem_at; /* offset from 0 */
};

void tn__native_lexer_init(struct tn_native_lexer *lx, const struct tn_dialect *dialect, const char *text,
			   size_t len);
/* The next token; blanks and comments are stepped over. */
int tn__native_next(struct tn_native_lexer *lx);

/* 1 for a byte that continues an identifier on every server. */
int tn__native_is_word(char c);

#endif
