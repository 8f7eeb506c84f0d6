/* SPDX-License-Identifier: MIT */
/*
 * core/sql/lex.re - the lexer of portable SQL; re2c makes lex.c of it.
 *
 * Invariants:
 *  1. Every byte of the text belongs to one token, a blank or a comment.
 *  2. Each call moves forward or gives the end; a byte is looked at a bounded
 *     number of times, so the whole is linear.
 *  3. Reading stops at the end pointer; no NUL need stand there.
 *  4. What looks like a token of one server's SQL and is none of the standard's
 *     is a fault that says what to write, never another token.
 *
 * It must not allocate, nor look at what a token means.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/error.h>
#include "core/sql/lex.h"
#include "core/sql/parser.h"
#include "core/sql/grammar.h"

void tn__sql_lexer_init(struct tn_sql_lexer *lx, const char *text, size_t len)
{
	memset(lx, 0, sizeof(*lx));
	lx->text = lx->cur = text;
	lx->end = text + len;
}

/* ---- faults --------------------------------------------------------------------- */

/* Where a token cannot be one: message, and in the hint $ stands for what was written. */
static int fault(struct tn_sql_lexer *lx, const char *from, int code, const char *message, const char *hint,
		 const char *shown, size_t shown_len)
{
	struct tn_lex_fault *f = &lx->fault;
	const char *dollar = hint ? strchr(hint, '$') : NULL;

	f->code = code;
	f->at = (uint32_t)(from - lx->text);
	f->message = message;
	f->hint[0] = '\0';
	if (dollar && shown_len <= 60)
		snprintf(f->hint, sizeof(f->hint), "%.*s%.*s%s", (int)(dollar - hint), hint, (int)shown_len, shown,
			 dollar + 1);
	else if (hint && !dollar)
		snprintf(f->hint, sizeof(f->hint), "%s", hint);
	return TOK_BAD;
}

static int syntax(struct tn_sql_lexer *lx, const char *from, const char *message, const char *hint)
{
	return fault(lx, from, TN_E_SYNTAX, message, hint, NULL, 0);
}

/* A name in the quotes of one server, up to its closing quote or the end. */
static int foreign_quotes(struct tn_sql_lexer *lx, const char *from, char close, const char *message)
{
	const char *end = memchr(lx->cur, close, (size_t)(lx->end - lx->cur));
	const char *name = lx->cur;

	lx->cur = end ? end + 1 : lx->end;
	return fault(lx, from, TN_E_SYNTAX, message, "write \"$\"", name, end ? (size_t)(end - name) : 100);
}

static int bracket(struct tn_sql_lexer *lx, const char *from)
{
	char next = lx->cur < lx->end ? *lx->cur : ']';

	if (next == ']' || next == ':' || next == '?' || (next >= '0' && next <= '9'))
		return fault(lx, from, TN_E_UNSUPPORTED, "arrays are no part of portable SQL", NULL, NULL, 0);
	return foreign_quotes(lx, from, ']', "square brackets do not quote names here");
}

/* Behind the opening quote: up to the closing one, which is not doubled. */
static int quoted(struct tn_sql_lexer *lx, const char *from, char quote, int kind)
{
	const char *end = lx->cur;

	for (;;) {
		end = memchr(end, quote, (size_t)(lx->end - end));
		if (!end) {
			lx->cur = lx->end;
			return syntax(lx, from, quote == '"' ? "the name that begins here has no closing quote"
							     : "the string that begins here has no closing quote",
				      NULL);
		}
		if (end + 1 == lx->end || end[1] != quote)
			break;
		end += 2;
	}
	lx->cur = end + 1;
	if (quote == '"' && lx->cur - from == 2)
		return syntax(lx, from, "a name between double quotes is empty", "an empty string is written ''");
	return kind;
}

static int prefixed(struct tn_sql_lexer *lx, const char *from, const char *message, const char *hint)
{
	int kind = quoted(lx, from, '\'', TOK_STRING);

	return kind == TOK_BAD ? kind : syntax(lx, from, message, hint);
}

/* Comments nest, as the standard has it. */
static int comment(struct tn_sql_lexer *lx, const char *from)
{
	const char *c = lx->cur;
	unsigned depth = 1;

	if (c < lx->end && (*c == '!' || (*c == 'M' && c + 1 < lx->end && c[1] == '!')))
		return fault(lx, from, TN_E_UNSUPPORTED, "a comment that some servers execute",
			     "write its text without the comment, or send the statement as TN_NATIVE", NULL, 0);
	for (; c + 1 < lx->end; c++) {
		if (c[0] == '*' && c[1] == '/') {
			c++;
			if (--depth == 0) {
				lx->cur = c + 1;
				return 0;
			}
		} else if (c[0] == '/' && c[1] == '*') {
			c++;
			depth++;
		}
	}
	lx->cur = lx->end;
	return syntax(lx, from, "the comment that begins here does not end", NULL);
}

/* ---- words ---------------------------------------------------------------------- */

static int word(const char *from, const char *end)
{
	const struct tn_keyword *k = tn__sql_keyword(from, (size_t)(end - from));

	return k ? k->token : TOK_IDENT;
}

/* ---- the tokens ------------------------------------------------------------------ */

#define YYPEEK() (cur < lx->end ? *(const unsigned char *)cur : 0u)
#define YYSKIP() ++cur
#define YYBACKUP() marker = cur
#define YYRESTORE() cur = marker
#define TAKE (lx->cur = cur)

static int scan(struct tn_sql_lexer *lx, const char **start)
{
	const char *cur, *from, *marker = lx->cur;

next:
	cur = from = lx->cur;
	*start = from;
	/*!re2c
	re2c:flags:input = custom;
	re2c:define:YYCTYPE = "unsigned char";
	re2c:yyfill:enable = 0;
	re2c:indent:top = 1;

	nul = "\x00";
	start = [A-Za-z_\x80-\xff];
	more = [A-Za-z_0-9$\x80-\xff];
	digits = [0-9]+;
	exponent = [eE] [+-]? digits;
	decimal = digits "." digits? | "." digits;

	nul {
		if (from >= lx->end)
			return TOK_FINISH;
		TAKE;
		return fault(lx, from, TN_E_DATA, "a NUL byte in the text of the statement", NULL, NULL, 0);
	}
	[ \t\n\v\f\r]+ { TAKE; goto next; }
	"--" [^\n\x00]* { TAKE; goto next; }
	"/" "*" {
		TAKE;
		if (comment(lx, from))
			return TOK_BAD;
		goto next;
	}
	start more* { TAKE; return word(from, cur); }
	["] { TAKE; return quoted(lx, from, '"', TOK_IDENT); }
	['] { TAKE; return quoted(lx, from, '\'', TOK_STRING); }
	[xX] ['] { TAKE; return quoted(lx, from, '\'', TOK_BYTES); }
	[nN] ['] { TAKE; return quoted(lx, from, '\'', TOK_STRING); }
	[eE] ['] {
		TAKE;
		return prefixed(lx, from, "escapes in strings (E'...') are no part of portable SQL",
				"write the characters themselves, '' for a quote, or bind a parameter");
	}
	[uU] "&" ['"] {
		TAKE;
		return syntax(lx, from, "Unicode escapes (U&) are no part of portable SQL",
			      "write the characters themselves in UTF-8, or bind a parameter");
	}
	[bB] ['] {
		TAKE;
		return prefixed(lx, from, "bit strings are no part of portable SQL",
				"use integers with & | # << >>, or bytes: x'0F'");
	}
	digits { TAKE; return TOK_INTEGER; }
	decimal { TAKE; return TOK_DECIMAL; }
	(digits | decimal) exponent { TAKE; return TOK_FLOAT; }
	"0" [xX] [0-9a-fA-F]+ {
		TAKE;
		return syntax(lx, from, "numbers in hexadecimal are no part of portable SQL",
			      "write the number in decimal, or bytes as x'0F'");
	}
	(digits | decimal | (digits | decimal) exponent) start more* {
		TAKE;
		return syntax(lx, from, "a number runs into a word",
			      "put a blank between them; a name that begins with a digit needs double quotes");
	}
	"?" { TAKE; return TOK_MARK; }
	":" start more* { TAKE; return TOK_NAMED; }
	"$" [0-9]+ {
		TAKE;
		return fault(lx, from, TN_E_PARAM, "parameters are written ? or :name", NULL, NULL, 0);
	}
	"$" {
		TAKE;
		return syntax(lx, from, "strings between dollar signs are no part of portable SQL",
			      "write '...', with '' for a quote");
	}
	"@" "@"? more* {
		TAKE;
		return syntax(lx, from, "variables of the server are no part of portable SQL",
			      "bind a parameter: ? or :name");
	}
	"`" { TAKE; return foreign_quotes(lx, from, '`', "backticks do not quote names here"); }
	"[" { TAKE; return bracket(lx, from); }

	"<>" | "!=" { TAKE; return TOK_NE; }
	"<=" { TAKE; return TOK_LE; }
	">=" { TAKE; return TOK_GE; }
	"<<" { TAKE; return TOK_SHL; }
	">>" { TAKE; return TOK_SHR; }
	"||" { TAKE; return TOK_CONCAT; }
	"::" { TAKE; return TOK_TYPECAST; }
	"->" { TAKE; return TOK_ARROW; }
	"->>" { TAKE; return TOK_LONG_ARROW; }
	"==" { TAKE; return syntax(lx, from, "== is no operator", "write ="); }
	"&&" { TAKE; return syntax(lx, from, "&& is no operator", "write AND"); }
	"<=>" { TAKE; return syntax(lx, from, "<=> is no operator", "write IS NOT DISTINCT FROM"); }
	"!" { TAKE; return syntax(lx, from, "! is no operator", "write NOT"); }
	":=" {
		TAKE;
		return syntax(lx, from, ":= assigns variables of the server", "bind a parameter, or write =");
	}
	"//" {
		TAKE;
		return syntax(lx, from, "// begins no comment",
			      "comments are written -- to the end of the line, or between slash-star and star-slash");
	}
	"^" {
		TAKE;
		return syntax(lx, from, "^ means another thing on each server",
			      "write POWER(a, b), or a # b for exclusive or of the bits");
	}
	"~*" | "!~" | "!~*" {
		TAKE;
		return fault(lx, from, TN_E_UNSUPPORTED, "regular expressions differ between servers",
			     "use LIKE or ILIKE, or send the statement as TN_NATIVE", NULL, 0);
	}
	"~~" | "~~*" | "!~~" | "!~~*" {
		TAKE;
		return syntax(lx, from, "LIKE is not written as an operator",
			      "write LIKE, ILIKE or NOT LIKE");
	}
	[-+*/%<>=(),.;~&|#] { TAKE; return (unsigned char)*from; }
	* {
		TAKE;
		return syntax(lx, from, "a character that begins nothing in SQL", NULL);
	}
	*/
}

void tn__sql_lex(struct tn_sql_lexer *lx, struct tn_sql_token *token)
{
	const char *start = NULL;

	token->kind = scan(lx, &start);
	token->at = (uint32_t)(start - lx->text);
	token->len = (uint32_t)(lx->cur - start);
}
