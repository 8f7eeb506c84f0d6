/* SPDX-License-Identifier: MIT */
/*
 * core/sql/lex_native.c - steps through native text by a dialect's lexical rules.
 *
 * Native text is not parsed: the library only has to find its own parameter
 * markers, the leading words and the end of the statement.  A marker is one
 * only outside strings, quoted names and comments, and what those look like
 * differs between servers; the differences are the TN_LEX_* bits.
 *
 * Invariants:
 *  1. Where this scanner sees a string, name or comment the server sees the
 *     same bytes as one.  What cannot be known is refused, not guessed.
 *  2. Every byte of the text belongs to one token or to the blanks between two.
 *  3. Each call moves forward or ends; no byte is read more than a few times.
 *  4. A colon that stands directly behind a word, number, string, name or
 *     closing bracket is no marker: a[1:n] is a slice, loop1:LOOP is a label.
 *
 * It must not allocate, look at a keyword's meaning or know a server.
 */
#include <string.h>
#include <tenon/error.h>
#include <tenon/sys/utf8.h>
#include "core/sql/lex_native.h"

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int is_word_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

int tn__native_is_word(char c)
{
	return is_word_start(c) || is_digit(c) || c == '$';
}

static int is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The byte at offset pos + n; 0 behind the end, which no text holds inside. */
static char peek(const struct tn_native_lexer *lx, size_t n)
{
	return n < lx->len - lx->pos ? lx->text[lx->pos + n] : '\0';
}

static int fail(struct tn_native_lexer *lx, size_t at, int code, const char *problem)
{
	lx->code = code;
	lx->problem = problem;
	lx->problem_at = at;
	lx->pos = lx->len;
	return TN_NT_ERROR;
}

void tn__native_lexer_init(struct tn_native_lexer *lx, const struct tn_dialect *dialect, const char *text,
			   size_t len)
{
	memset(lx, 0, sizeof(*lx));
	lx->text = text;
	lx->len = len;
	lx->rules = dialect->lex;
	if (dialect->quote == '`')
		lx->rules |= TN_LEX_BACKTICKS;
	else if (dialect->quote == '[')
		lx->rules |= TN_LEX_BRACKETS;
}

/* ---- blanks and comments -------------------------------------------------- */

/*
 * A carriage return ends a line comment on some servers and not on others; in
 * front of a line feed that makes no difference.
 */
static int skip_line_comment(struct tn_native_lexer *lx)
{
	const char *from = lx->text + lx->pos;
	const char *end = memchr(from, '\n', lx->len - lx->pos);
	size_t n = end ? (size_t)(end - from) : lx->len - lx->pos;
	const char *cr = memchr(from, '\r', n);

	if (cr && cr + 1 != from + n)
		return fail(lx, (size_t)(cr - lx->text), TN_E_SYNTAX,
			    "a carriage return in a line comment, which ends there on some servers only");
	lx->pos += n;
	return 0;
}

static int skip_block_comment(struct tn_native_lexer *lx)
{
	size_t open = lx->pos;
	unsigned depth = 1;

	if (lx->rules & TN_LEX_VERSION_COMMENT &&
	    (peek(lx, 2) == '!' || (peek(lx, 2) == 'M' && peek(lx, 3) == '!')))
		return fail(lx, open, TN_E_SYNTAX,
			    "a comment whose text the server executes; write its text without the comment");
	for (lx->pos += 2; lx->pos < lx->len; lx->pos++) {
		if (peek(lx, 0) == '*' && peek(lx, 1) == '/') {
			lx->pos++;
			if (--depth == 0) {
				lx->pos++;
				return 0;
			}
		} else if (lx->rules & TN_LEX_NESTED_COMMENT && peek(lx, 0) == '/' && peek(lx, 1) == '*') {
			lx->pos++;
			depth++;
		}
	}
	return fail(lx, open, TN_E_SYNTAX, "the comment that begins here does not end");
}

static int at_line_comment(const struct tn_native_lexer *lx)
{
	char after;

	if (peek(lx, 0) == '#')
		return (lx->rules & TN_LEX_HASH_COMMENT) != 0;
	if (peek(lx, 0) != '-' || peek(lx, 1) != '-')
		return 0;
	after = peek(lx, 2);
	return !(lx->rules & TN_LEX_DASH_SPACE) || (unsigned char)after <= ' ' || after == 0x7F;
}

static int skip_blanks(struct tn_native_lexer *lx)
{
	int rc = 0;

	while (!rc && lx->pos < lx->len) {
		if (is_blank(peek(lx, 0)))
			lx->pos++;
		else if (at_line_comment(lx))
			rc = skip_line_comment(lx);
		else if (peek(lx, 0) == '/' && peek(lx, 1) == '*')
			rc = skip_block_comment(lx);
		else
			break;
	}
	return rc;
}

/* ---- strings and names ---------------------------------------------------- */

/* Moves behind the closing quote; gives the number of doubled quotes, or -1 without an end. */
static long skip_quoted(struct tn_native_lexer *lx, char close, int backslash, int doubling)
{
	long doubled = 0;

	for (lx->pos++; lx->pos < lx->len; lx->pos++) {
		char c = peek(lx, 0);

		if (backslash && c == '\\') {
			if (++lx->pos == lx->len)
				break;
		} else if (c == close) {
			if (!doubling || peek(lx, 1) != close) {
				lx->pos++;
				return doubled;
			}
			lx->pos++;
			doubled++;
		}
	}
	return -1;
}

static int string_of(struct tn_native_lexer *lx, int backslash)
{
	size_t open = lx->pos;

	if (skip_quoted(lx, peek(lx, 0), backslash, 1) < 0)
		return fail(lx, open, TN_E_SYNTAX, "the string that begins here does not end");
	return TN_NT_STRING;
}

static int scan_string(struct tn_native_lexer *lx)
{
	return string_of(lx, (lx->rules & TN_LEX_BACKSLASH) != 0);
}

/*
 * E'...' behind its E.  A string goes on behind a line break: the rule of its
 * first part holds for the others too.
 */
static int scan_e_string(struct tn_native_lexer *lx)
{
	for (;;) {
		size_t n = 0;
		int line = 0, rc = string_of(lx, 1);

		if (rc != TN_NT_STRING)
			return rc;
		for (; is_blank(peek(lx, n)); n++)
			line |= peek(lx, n) == '\n' || peek(lx, n) == '\r';
		if (!line || peek(lx, n) != '\'')
			return rc;
		lx->pos += n;
	}
}

static int name_of(struct tn_native_lexer *lx, char close, int doubling)
{
	size_t open = lx->pos;
	long doubled = skip_quoted(lx, close, 0, doubling);

	if (doubled < 0)
		return fail(lx, open, TN_E_SYNTAX, "the quoted name that begins here does not end");
	lx->name_bytes = lx->pos - open - 2 - (size_t)doubled;
	lx->name_chars = tn_utf8_count(lx->text + open + 1, lx->pos - open - 2) - (size_t)doubled;
	return TN_NT_NAME;
}

static int scan_name(struct tn_native_lexer *lx)
{
	return name_of(lx, peek(lx, 0), 1);
}

static int scan_bracket(struct tn_native_lexer *lx)
{
	return name_of(lx, ']', 0);
}

/* $tag$ ... $tag$ with pos at the first dollar and tag bytes up to the second. */
static int scan_dollar_quote(struct tn_native_lexer *lx, size_t tag)
{
	const char *open = lx->text + lx->pos, *end = lx->text + lx->len;
	const char *p = open + tag + 1;

	while ((p = memchr(p, '$', (size_t)(end - p))) != NULL) {
		if ((size_t)(end - p) > tag && !memcmp(p, open, tag + 1)) {
			lx->pos = (size_t)(p - lx->text) + tag + 1;
			return TN_NT_STRING;
		}
		p++;
	}
	return fail(lx, lx->pos, TN_E_SYNTAX, "the dollar-quoted string that begins here does not end");
}

/* ---- the rest -------------------------------------------------------------- */

static int one_byte(struct tn_native_lexer *lx, int token)
{
	lx->pos++;
	return token;
}

static int scan_dollar(struct tn_native_lexer *lx)
{
	size_t n = 1;

	if (is_digit(peek(lx, 1))) {
		while (is_digit(peek(lx, n)))
			n++;
		lx->pos += n;
		return TN_NT_DOLLAR;
	}
	if (!(lx->rules & TN_LEX_DOLLAR_QUOTES))
		return one_byte(lx, TN_NT_OTHER);
	if (is_word_start(peek(lx, 1)))
		while (is_word_start(peek(lx, n)) || is_digit(peek(lx, n)))
			n++;
	if (peek(lx, n) == '$')
		return scan_dollar_quote(lx, n);
	return one_byte(lx, TN_NT_OTHER);
}

static int scan_question(struct tn_native_lexer *lx)
{
	if (peek(lx, 1) == '?') {
		lx->pos += 2;
		return TN_NT_QUESTION;
	}
	if (is_digit(peek(lx, 1)))
		return fail(lx, lx->pos, TN_E_PARAM, "a numbered parameter; write '?' or ':name'");
	return one_byte(lx, TN_NT_MARK);
}

/* Whether a token gives a value or a name, so that no parameter can follow it at once. */
static int is_operand(int token)
{
	return token != TN_NT_END && token != TN_NT_SEMICOLON && token != TN_NT_OTHER &&
	       token != TN_NT_QUESTION;
}

static int scan_colon(struct tn_native_lexer *lx, int glued)
{
	char after = peek(lx, 1);
	size_t n = 1;

	if (after == '=' || (after == ':' && lx->rules & TN_LEX_CAST)) {
		lx->pos += 2;
		return TN_NT_OTHER;
	}
	if (!is_word_start(after) || glued)
		return one_byte(lx, TN_NT_OTHER);
	while (is_word_start(peek(lx, n)) || is_digit(peek(lx, n)))
		n++;
	lx->pos += n;
	return TN_NT_NAMED;
}

static int scan_word(struct tn_native_lexer *lx)
{
	size_t n = 1;

	while (tn__native_is_word(peek(lx, n)))
		n++;
	if (n == 1 && lx->rules & TN_LEX_E_STRINGS && (peek(lx, 0) | 0x20) == 'e' && peek(lx, 1) == '\'') {
		lx->pos++;
		return scan_e_string(lx);
	}
	lx->name_bytes = n;
	lx->name_chars = tn_utf8_count(lx->text + lx->pos, n);
	lx->pos += n;
	return TN_NT_WORD;
}

/* Digits with what may follow them: 1.5, 0x1F, 1e5, 1_000. */
static int scan_number(struct tn_native_lexer *lx)
{
	while (is_word_start(peek(lx, 0)) || is_digit(peek(lx, 0)) || peek(lx, 0) == '.')
		lx->pos++;
	return TN_NT_NUMBER;
}

/* Tokens told by their first byte, where the dialect has the rule (0: all have it). */
static const struct {
	unsigned rule;
	char first;
	int (*scan)(struct tn_native_lexer *lx);
} openers[] = {
	{0, '\'', scan_string},
	{TN_LEX_DOUBLE_STRINGS, '"', scan_string},
	{0, '"', scan_name},
	{TN_LEX_BACKTICKS, '`', scan_name},
	{TN_LEX_BRACKETS, '[', scan_bracket},
	{0, '$', scan_dollar},
	{0, '?', scan_question},
};

int tn__native_next(struct tn_native_lexer *lx)
{
	size_t i, before = lx->pos;
	int glued;
	char c;

	if (skip_blanks(lx))
		return lx->token = TN_NT_ERROR;
	lx->start = lx->pos;
	if (lx->pos == lx->len)
		return lx->token = TN_NT_END;
	c = peek(lx, 0);
	glued = lx->start == before && is_operand(lx->token);
	for (i = 0; i < sizeof(openers) / sizeof(openers[0]); i++)
		if (c == openers[i].first && (lx->rules & openers[i].rule) == openers[i].rule)
			return lx->token = openers[i].scan(lx);
	if (is_word_start(c))
		return lx->token = scan_word(lx);
	if (is_digit(c))
		return lx->token = scan_number(lx);
	if (c == ':')
		return lx->token = scan_colon(lx, glued);
	if (c == ';')
		return lx->token = one_byte(lx, TN_NT_SEMICOLON);
	return lx->token = one_byte(lx, c == ')' || c == ']' ? TN_NT_CLOSE : TN_NT_OTHER);
}
