/* SPDX-License-Identifier: MIT */
/*
 * core/sql/tokens.c - the lexer's tokens as the grammar takes them, and the ends of statements.
 *
 * Invariants:
 *  1. NOT before BETWEEN, IN, LIKE and ILIKE, NULLS before FIRST and LAST, IF
 *     before EXISTS and NOT, WITH and WITHOUT before TIME are tokens of their own (NOT_LA and so on): in
 *     front of them the grammar would have to look two tokens ahead.
 *  2. A semicolon ends the statement; nothing but blanks and more semicolons may
 *     follow it.
 *  3. Parentheses nest TN_SQL_MAX_DEPTH deep at most.
 */
#include <string.h>
#include <tenon/error.h>
#include <tenon/stmt.h>
#include "core/sql/lex.h"
#include "core/sql/parser.h"
#include "core/sql/grammar.h"
#include "core/sql/sql.h"

void tn__sql_tokens_init(struct tn_sql_tokens *ts, const char *text, size_t len)
{
	tn__sql_lexer_init(&ts->lx, text, len);
	ts->has_ahead = 0;
	ts->open = 0;
}

static void raw(struct tn_sql_tokens *ts, struct tn_sql_token *token)
{
	if (ts->has_ahead) {
		*token = ts->ahead;
		ts->has_ahead = 0;
		return;
	}
	tn__sql_lex(&ts->lx, token);
}

/* Looks at the next token without taking it. */
static int peek(struct tn_sql_tokens *ts)
{
	if (!ts->has_ahead) {
		tn__sql_lex(&ts->lx, &ts->ahead);
		ts->has_ahead = 1;
	}
	return ts->ahead.kind;
}

static void fault(struct tn_sql_tokens *ts, struct tn_sql_token *token, int code, const char *message)
{
	token->kind = TOK_BAD;
	ts->lx.fault.code = code;
	ts->lx.fault.at = token->at;
	ts->lx.fault.message = message;
	ts->lx.fault.hint[0] = '\0';
}

static void statement_end(struct tn_sql_tokens *ts, struct tn_sql_token *token)
{
	struct tn_sql_token next;

	do
		tn__sql_lex(&ts->lx, &next);
	while (next.kind == ';');
	token->kind = TOK_FINISH;
	if (next.kind == TOK_FINISH || next.kind == TOK_BAD) {
		token->kind = next.kind;
		return;
	}
	*token = next;
	fault(ts, token, TN_E_SYNTAX, "more than one statement; send each by a call of its own");
}

void tn__sql_next(struct tn_sql_tokens *ts, struct tn_sql_token *token)
{
	int next;

	raw(ts, token);
	switch (token->kind) {
	case '(':
		if (++ts->open > TN_SQL_MAX_DEPTH)
			fault(ts, token, TN_E_LIMIT, "parentheses are nested more than 500 deep");
		break;
	case ')':
		if (ts->open)
			ts->open--;
		break;
	case ';':
		statement_end(ts, token);
		break;
	case TOK_NOT:
		next = peek(ts);
		if (next == TOK_BETWEEN || next == TOK_IN || next == TOK_LIKE || next == TOK_ILIKE)
			token->kind = TOK_NOT_LA;
		break;
	case TOK_NULLS:
		next = peek(ts);
		if (next == TOK_FIRST || next == TOK_LAST)
			token->kind = TOK_NULLS_LA;
		break;
	case TOK_IF:
		next = peek(ts);
		if (next == TOK_EXISTS || next == TOK_NOT)
			token->kind = TOK_IF_LA;
		break;
	case TOK_WITH:
		if (peek(ts) == TOK_TIME)
			token->kind = TOK_WITH_LA;
		break;
	case TOK_WITHOUT:
		if (peek(ts) == TOK_TIME)
			token->kind = TOK_WITHOUT_LA;
		break;
	default:
		break;
	}
}

size_t tn__sql_first(const char *text, size_t len)
{
	struct tn_sql_lexer lx;
	struct tn_sql_token token;

	tn__sql_lexer_init(&lx, text, len);
	do
		tn__sql_lex(&lx, &token);
	while (token.kind != TOK_FINISH && token.kind != ';');
	return (size_t)(lx.cur - text);
}

uint8_t tn__sql_allows(const char *text, size_t len)
{
	static const struct {
		const char *text;
		size_t len;
		uint8_t allows;
	} marks[] = {
		{TN_ANY_UNIQUE_KEY_MARK, sizeof(TN_ANY_UNIQUE_KEY_MARK) - 1, TN_IR_ALLOW_ANY_KEY},
		{TN_WEAKER_ISOLATION_MARK, sizeof(TN_WEAKER_ISOLATION_MARK) - 1, TN_IR_ALLOW_WEAKER},
	};
	uint8_t allows = 0;
	size_t i = 0;

	while (i < sizeof(marks) / sizeof(marks[0])) {
		if (len < marks[i].len || memcmp(text, marks[i].text, marks[i].len) != 0) {
			i++;
			continue;
		}
		allows |= marks[i].allows;
		text += marks[i].len;
		len -= marks[i].len;
		i = 0;
	}
	return allows;
}

int tn__sql_is_native(const char *text, size_t len)
{
	static const size_t mark = sizeof(TN_NATIVE_MARK) - 1;

	return len >= mark && !memcmp(text, TN_NATIVE_MARK, mark);
}
