/* SPDX-License-Identifier: MIT */
/*
 * core/sql/redact.c - a text without the literals that stand in it, for logs.
 *
 * A program that spells values into its texts is wrong but not rare, and a log must not
 * spread them.  The scanners of native and of portable text say what is a literal; each
 * becomes "?", and what stands between two tokens, comments too, one blank.
 *
 * Invariants:
 *  1. No byte of a string, a number or a comment reaches the output.
 *  2. Where a scanner sees no token the output ends with "...": what follows is unknown.
 */
#include "core/base/text.h"
#include "core/sql/lex.h"
#include "core/sql/lex_native.h"
#include "core/sql/parser.h"
#include "core/sql/grammar.h"
#include "core/sql/sql.h"

/* A token of the text, behind a blank if it does not follow the one before it at once. */
static void put(struct tn_text *out, const char *text, size_t start, size_t end, size_t before, int hidden)
{
	if (start > before && out->len)
		tn__text_putc(out, ' ');
	if (hidden)
		tn__text_putc(out, '?');
	else
		tn__text_append(out, text + start, end - start);
}

static void redact_native(struct tn_text *out, const char *text, size_t len, const struct tn_dialect *dialect)
{
	struct tn_native_lexer lx;
	size_t before = 0;
	int token;
	tn__native_lexer_init(&lx, dialect, text, len);
	while ((token = tn__native_next(&lx)) != TN_NT_END && token != TN_NT_ERROR) {
		put(out, text, lx.start, lx.pos, before, token == TN_NT_STRING || token == TN_NT_NUMBER);
		before = lx.pos;
	}
	if (token == TN_NT_ERROR)
		tn__text_puts(out, "...");
}

static int is_literal(int kind)
{
	return kind == TOK_STRING || kind == TOK_BYTES || kind == TOK_INTEGER || kind == TOK_DECIMAL ||
	       kind == TOK_FLOAT;
}

static void redact_portable(struct tn_text *out, const char *text, size_t len)
{
	struct tn_sql_lexer lx;
	struct tn_sql_token token;
	size_t before = 0;
	tn__sql_lexer_init(&lx, text, len);
	for (tn__sql_lex(&lx, &token); token.kind != TOK_FINISH && token.kind != TOK_BAD; tn__sql_lex(&lx, &token)) {
		put(out, text, token.at, token.at + token.len, before, is_literal(token.kind));
		before = token.at + token.len;
	}
	if (token.kind == TOK_BAD)
		tn__text_puts(out, "...");
}

void tn__sql_redact(struct tn_text *out, const char *text, size_t len, const struct tn_dialect *native)
{
	if (native)
		redact_native(out, text, len, native);
	else
		redact_portable(out, text, len);
}
