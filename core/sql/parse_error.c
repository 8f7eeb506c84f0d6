/* SPDX-License-Identifier: MIT */
/*
 * core/sql/parse_error.c - what to say when the grammar does not go on.
 *
 * In this order: a fault of the lexer; a habit of one server (habits.def); a
 * keyword that was misspelled, when the right one makes the text go on; else
 * what was found and what could have stood there, a few words at most.
 *
 * What could have stood there is asked of the automaton: the text is stepped
 * through again up to the place, and every token is tried.  That is exact, and
 * costs nothing as long as there is no error.
 *
 * Invariants:
 *  1. The position is that of the first byte of what is wrong.
 *  2. Texts between quotes are never shown in the message.
 *  3. The time is linear in the text.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/sys/utf8.h>
#include "core/base/text.h"
#include "core/sql/parser.h"
#include "core/sql/grammar.h"

enum { BEFORE = 4, AFTER = 3, SHOWN = 40 };

/* The place: the token that does not fit, and its neighbours. */
struct place {
	struct tn_sql_parser *p;
	const char *text;
	struct tn_sql_token first;
	struct tn_sql_token token[BEFORE + 1 + AFTER]; /* kind TOK_FINISH where there is none */
	unsigned before;   /* how many of the BEFORE there are */
	uint32_t number;   /* of the token that does not fit, from 0 */
};

static const struct tn_sql_token *neighbour(const struct place *pl, int offset)
{
	return &pl->token[BEFORE + offset];
}

static struct tn_sql_slice slice_of(const struct place *pl, const struct tn_sql_token *t)
{
	struct tn_sql_slice s;

	s.s = pl->text + t->at;
	s.n = t->len;
	return s;
}

static void find_place(struct place *pl, struct tn_sql_parser *p)
{
	struct tn_sql_tokens ts;
	struct tn_sql_token t;
	int i;

	memset(pl, 0, sizeof(*pl));
	pl->p = p;
	pl->text = p->tokens.lx.text;
	tn__sql_tokens_init(&ts, pl->text, (size_t)(p->tokens.lx.end - pl->text));
	for (tn__sql_next(&ts, &t); t.at < p->token.at && t.kind != TOK_FINISH; tn__sql_next(&ts, &t)) {
		if (pl->number++ == 0)
			pl->first = t;
		memmove(pl->token, pl->token + 1, (BEFORE - 1) * sizeof(t));
		pl->token[BEFORE - 1] = t;
		if (pl->before < BEFORE)
			pl->before++;
	}
	if (pl->number == 0)
		pl->first = p->token;
	pl->token[BEFORE] = p->token;
	for (i = 1; i <= AFTER && p->token.kind != TOK_FINISH; i++)
		tn__sql_next(&ts, &pl->token[BEFORE + i]);
}

/* ---- habits ---------------------------------------------------------------------- */

static const struct habit {
	const char *pattern;
	int code;
	const char *message, *hint;
} habits[] = {
#define TN_HABIT(pattern, code, message, hint) {pattern, TN_E_##code, message, hint},
#include "core/sql/habits.def"
#undef TN_HABIT
};

static int same(const char *word, size_t n, struct tn_sql_slice text)
{
	size_t i;

	if (n == 1 && *word == '*')
		return text.n > 0;
	if (n != text.n)
		return 0;
	for (i = 0; i < n; i++) {
		char c = text.s[i];

		if ((c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) != word[i])
			return 0;
	}
	return 1;
}

static size_t word_length(const char *s)
{
	return strcspn(s, " ");
}

/* The offset of a pattern's first word (not counting ^...) from the token that does not fit. */
static int first_offset(const char *pattern)
{
	int offset = 0;

	if (*pattern == '^')
		pattern += word_length(pattern);
	for (;;) {
		while (*pattern == ' ')
			pattern++;
		if (*pattern == '>')
			return offset;
		pattern += word_length(pattern);
		offset--;
	}
}

/* The token to point at if the pattern fits, else NULL. */
static const struct tn_sql_token *fits(const struct place *pl, const char *pattern)
{
	const struct tn_sql_token *at = neighbour(pl, 0);
	int offset = first_offset(pattern);

	if (*pattern == '^') {
		size_t n = word_length(pattern);

		if (n == 1 ? pl->number > 0 : !same(pattern + 1, n - 1, slice_of(pl, &pl->first)))
			return NULL;
		pattern += n;
	}
	for (; *pattern; offset++) {
		const struct tn_sql_token *t = neighbour(pl, offset);
		int points;
		size_t n;

		while (*pattern == ' ')
			pattern++;
		points = *pattern == '!';
		/* ">" and "!" are marks in front of a word, or the words themselves. */
		if ((points || *pattern == '>') && pattern[1] && pattern[1] != ' ')
			pattern++;
		n = word_length(pattern);
		if ((offset < 0 && (unsigned)-offset > pl->before) || !same(pattern, n, slice_of(pl, t)))
			return NULL;
		if (points)
			at = t;
		pattern += n;
	}
	return at;
}

/* Rows that take any token come later than a misspelled keyword. */
static int report_habit(const struct place *pl, int any)
{
	size_t i;

	for (i = 0; i < sizeof(habits) / sizeof(habits[0]); i++) {
		const struct habit *h = &habits[i];
		const struct tn_sql_token *at;

		if ((strstr(h->pattern, ">*") != NULL) != any)
			continue;
		at = fits(pl, h->pattern);
		if (at) {
			tn__px_fail(pl->p, h->code, at->at, h->message, h->hint);
			return 1;
		}
	}
	return 0;
}

/* ---- the automaton ---------------------------------------------------------------- */

/* Stands before the token of a number; 0 without memory. */
static int walk_to(const struct place *pl, struct tn_sql_walk *w, uint32_t number)
{
	struct tn_sql_tokens ts;
	struct tn_sql_token t;

	memset(w, 0, sizeof(*w));
	w->arena = pl->p->arena;
	if (tn__grammar_begin(w) < 0)
		return 0;
	tn__sql_tokens_init(&ts, pl->text, (size_t)(pl->p->tokens.lx.end - pl->text));
	for (; number > 0; number--) {
		tn__sql_next(&ts, &t);
		if (tn__grammar_take(w, t.kind) <= 0)
			return 0;
	}
	return 1;
}

/* Stands behind a few tokens of a statement. */
static int walk_tokens(const struct place *pl, struct tn_sql_walk *w, const int *tokens)
{
	memset(w, 0, sizeof(*w));
	w->arena = pl->p->arena;
	if (tn__grammar_begin(w) < 0)
		return 0;
	for (; *tokens; tokens++)
		if (tn__grammar_take(w, *tokens) <= 0)
			return 0;
	return 1;
}

/* Room for trying a token without losing the place. */
struct trial {
	const struct tn_sql_walk *from;
	struct tn_sql_walk copy;
};

static int try_tokens(struct trial *t, int first, int second)
{
	struct tn_sql_walk *w = &t->copy;

	if (w->cap < t->from->depth + 64) {
		w->arena = t->from->arena;
		w->cap = t->from->depth * 2 + 64;
		w->states = tn__arena_calloc(w->arena, w->cap, sizeof(*w->states));
		if (!w->states) {
			w->cap = 0;
			return 0;
		}
	}
	w->depth = t->from->depth;
	memcpy(w->states, t->from->states, w->depth * sizeof(*w->states));
	return tn__grammar_take(w, first) > 0 && (second < 0 || tn__grammar_take(w, second) > 0);
}

/* ---- misspelled keywords ------------------------------------------------------------- */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* One letter too many, missing, wrong, or two exchanged. */
static int nearly(struct tn_sql_slice s, const char *word)
{
	size_t n = strlen(word), i = 0, k;

	if (s.n < 3 || n < 3 || s.n > n + 1 || n > (size_t)s.n + 1)
		return 0;
	while (i < n && i < s.n && lower(s.s[i]) == word[i])
		i++;
	if (s.n == n) {
		if (i + 1 < n && lower(s.s[i]) == word[i + 1] && lower(s.s[i + 1]) == word[i])
			k = i + 2;
		else
			k = i + 1;
		for (; k < n; k++)
			if (lower(s.s[k]) != word[k])
				return 0;
		return i < n;
	}
	for (k = i; k < (s.n > n ? n : s.n); k++)
		if (lower(s.s[k + (s.n > n)]) != word[k + (s.n < n)])
			return 0;
	return 1;
}

/* The keyword that fits instead of a token (0: the one at fault, -1: the one before). */
static const struct tn_keyword *misspelled(const struct place *pl, int offset)
{
	const struct tn_sql_token *t = neighbour(pl, offset);
	struct tn_sql_slice s = slice_of(pl, t);
	struct tn_sql_walk w;
	struct trial trial;
	unsigned i;

	if ((t->kind != TOK_IDENT || *s.s == '"') && !(offset == 0 && tn__sql_keyword(s.s, s.n)))
		return NULL;
	memset(&trial, 0, sizeof(trial));
	trial.from = NULL;
	for (i = 0; i < tn__sql_keyword_count; i++) {
		const struct tn_keyword *k = &tn__sql_keywords[i];

		if (!nearly(s, k->word))
			continue;
		if (!trial.from && !walk_to(pl, &w, pl->number - (uint32_t)-offset))
			return NULL;
		trial.from = &w;
		if (try_tokens(&trial, k->token, neighbour(pl, offset + 1)->kind))
			return k;
	}
	return NULL;
}

/* ---- found and expected ------------------------------------------------------------------ */

static void put_found(const struct place *pl, const struct tn_sql_token *t, struct tn_text *out)
{
	struct tn_sql_slice s = slice_of(pl, t);
	size_t shown = s.n < SHOWN ? s.n : SHOWN;

	tn__text_puts(out, "unexpected ");
	if (t->kind == TOK_FINISH) {
		tn__text_puts(out, "end of the statement");
	} else if (t->kind == TOK_STRING || t->kind == TOK_BYTES) {
		tn__text_puts(out, "string");
	} else {
		while (shown && shown < s.n && ((unsigned char)s.s[shown] & 0xC0) == 0x80)
			shown--;
		tn__text_printf(out, "\"%.*s%s\"", (int)shown, s.s, shown < s.n ? "..." : "");
	}
}

/* What may be said of the tokens that fit, the more telling first. */
enum { CLAUSE = 1, STATEMENT = 2 };
static const struct {
	int token;
	const char *words;
	uint8_t group;
} worth[] = {
	{TOK_FROM, "FROM", 0}, {TOK_SET, "SET", 0}, {TOK_INTO, "INTO", 0}, {TOK_VALUES, "VALUES", 0},
	{TOK_BY, "BY", 0}, {TOK_ON, "ON", 0}, {TOK_USING, "USING", 0}, {TOK_JOIN, "JOIN", 0}, {TOK_TO, "TO", 0},
	{TOK_THEN, "THEN", 0}, {TOK_WHEN, "WHEN", 0}, {TOK_END, "END", 0}, {TOK_DO, "DO", 0},
	{TOK_TABLE, "TABLE", 0}, {TOK_INDEX, "INDEX", 0}, {TOK_VIEW, "VIEW", 0}, {TOK_KEY, "KEY", 0},
	{TOK_ADD, "ADD", 0}, {TOK_RENAME, "RENAME", 0}, {TOK_DROP, "DROP", STATEMENT},
	{'(', "\"(\"", 0}, {',', "\",\"", 0}, {')', "\")\"", 0}, {'=', "\"=\"", 0}, {'*', "\"*\"", 0},
	{TOK_SELECT, "SELECT", STATEMENT}, {TOK_AS, "AS", 0},
	{TOK_WHERE, "WHERE", CLAUSE}, {TOK_GROUP, "GROUP BY", CLAUSE}, {TOK_ORDER, "ORDER BY", CLAUSE},
	{TOK_LIMIT, "LIMIT", CLAUSE}, {TOK_RETURNING, "RETURNING", CLAUSE}, {TOK_UNION, "UNION", CLAUSE},
	{TOK_NULL, "NULL", 0}, {TOK_NOT, "NOT", 0},
};

enum { WORTH = sizeof(worth) / sizeof(worth[0]), SAID = 5, TOKENS = 512 };

/* Which tokens fit; numbers of tokens begin at 256 behind the characters. */
struct fitting {
	uint8_t fits[TOKENS];
	unsigned count;
};

static void collect(struct trial *trial, struct fitting *f)
{
	static const char signs[] = "(),.+-*/%<>=~&|#";
	unsigned i;
	int t;

	memset(f, 0, sizeof(*f));
	f->fits[0] = (uint8_t)try_tokens(trial, TOK_FINISH, -1);
	for (i = 0; signs[i]; i++)
		f->fits[(unsigned char)signs[i]] = (uint8_t)try_tokens(trial, signs[i], -1);
	for (t = TOK_BAD + 1; t < TOKENS && t <= TOK_ZONE; t++)
		f->fits[t] = (uint8_t)try_tokens(trial, t, -1);
}

static void drop(struct fitting *f, const struct fitting *others)
{
	unsigned i;

	for (i = 0; i < TOKENS; i++)
		if (others->fits[i])
			f->fits[i] = 0;
}

static int fitting_after(const struct place *pl, const int *tokens, struct fitting *f)
{
	struct tn_sql_walk w;
	struct trial trial;

	memset(&trial, 0, sizeof(trial));
	trial.from = &w;
	if (!walk_tokens(pl, &w, tokens))
		return 0;
	collect(&trial, f);
	return 1;
}

/* Puts classes in the place of their members; gives what is to be said of them. */
static const char *classes(const struct place *pl, struct fitting *f)
{
	static const int expression[] = {TOK_SELECT, TOK_INTEGER, '+', 0};
	static const int operators[] = {TOK_SELECT, '(', TOK_INTEGER, 0};
	static const int name[] = {TOK_SELECT, TOK_IDENT, '.', 0};
	const char *words = NULL;
	struct fitting members;
	unsigned i;

	if (f->fits['+'] && f->fits['*'] && f->fits[TOK_IS] && fitting_after(pl, operators, &members)) {
		members.fits[','] = members.fits[')'] = 0;
		members.fits['('] = members.fits['.'] = 1; /* behind a name: a call, a column */
		drop(f, &members);
		words = "an operator";
	}
	if (f->fits[TOK_SELECT] && f->fits[TOK_VALUES])
		f->fits[TOK_TABLE] = f->fits[TOK_WITH] = 0; /* rarer ways to begin a query */
	if (f->fits[TOK_INTEGER] && f->fits[TOK_IDENT] && fitting_after(pl, expression, &members)) {
		members.fits[TOK_LATERAL] = members.fits[TOK_SELECT] = members.fits[TOK_WITH] = 1;
		members.fits[TOK_VALUES] = members.fits[TOK_TABLE] = 1;
		drop(f, &members);
		return "an expression";
	}
	if (!f->fits[TOK_IDENT])
		return words;
	if (!f->fits[TOK_ACTION])
		return "a type"; /* words that are never one are names elsewhere */
	f->fits[TOK_LATERAL] = 0;
	for (i = 0; i < tn__sql_keyword_count; i++)
		if (tn__sql_keywords[i].class != TN_WORD_RESERVED && tn__sql_keywords[i].class != TN_WORD_FUNCTION)
			f->fits[tn__sql_keywords[i].token] = 0;
	f->fits[TOK_IDENT] = 0;
	if (f->fits[TOK_ALL] && f->fits[TOK_WHERE] && fitting_after(pl, name, &members))
		drop(f, &members); /* behind a point every word is a name */
	if (words || f->fits[TOK_AS]) {
		f->fits[TOK_AS] = 0; /* an alias is hardly what is missing */
		return words;
	}
	return "a name";
}

static void add_said(const char **said, unsigned *n, const char *words)
{
	if (*n < SAID)
		said[(*n)++] = words;
}

/* A token that is not worth a row of its own is said when there are few. */
static const char *plain_words(struct tn_arena *a, int token)
{
	unsigned i, k;

	for (i = 0; i < tn__sql_keyword_count; i++)
		if (tn__sql_keywords[i].token == token) {
			char *upper = tn__arena_strndup(a, tn__sql_keywords[i].word, strlen(tn__sql_keywords[i].word));

			for (k = 0; upper && upper[k]; k++)
				if (upper[k] >= 'a' && upper[k] <= 'z')
					upper[k] = (char)(upper[k] - 'a' + 'A');
			return upper;
		}
	return token == TOK_STRING ? "a string" : token == TOK_INTEGER ? "a number" : NULL;
}

static unsigned choose(const struct place *pl, struct fitting *f, const char *class_words, const char **said)
{
	unsigned n = 0, i, clauses = 0, finish = f->fits[0], others = 0;
	const char *words;

	if (class_words && strcmp(class_words, "an operator") != 0)
		add_said(said, &n, class_words);
	for (i = 0; i < WORTH; i++) {
		if (!f->fits[worth[i].token])
			continue;
		f->fits[worth[i].token] = 0;
		if (worth[i].group == CLAUSE && (f->fits[TOKENS - 1] || clauses++ == 2 || n + finish >= SAID))
			continue;
		if (worth[i].token == TOK_FROM)
			f->fits[TOKENS - 1] = 1; /* FROM comes before all clauses */
		if (n + finish < SAID)
			add_said(said, &n, worth[i].words);
	}
	f->fits[TOKENS - 1] = 0;
	for (i = 1; i < TOKENS; i++)
		others += f->fits[i];
	for (i = 1; i < TOKENS && others + n + finish <= SAID; i++)
		if (f->fits[i] && (words = plain_words(pl->p->arena, (int)i)) != NULL)
			add_said(said, &n, words);
	if (n + finish < 3 && class_words && !strcmp(class_words, "an operator"))
		add_said(said, &n, class_words);
	if (finish)
		add_said(said, &n, "end of the statement");
	return n;
}

static void put_expected(const struct place *pl, struct tn_text *out)
{
	const char *said[SAID], *class_words;
	struct fitting *f = tn__arena_alloc(pl->p->arena, sizeof(*f));
	struct tn_sql_walk w;
	struct trial trial;
	unsigned i, n;

	if (pl->number == 0) {
		tn__text_puts(out, ", expected SELECT, INSERT, UPDATE, DELETE or another statement");
		return;
	}
	memset(&trial, 0, sizeof(trial));
	trial.from = &w;
	if (!f || !walk_to(pl, &w, pl->number))
		return;
	collect(&trial, f);
	class_words = classes(pl, f);
	n = choose(pl, f, class_words, said);
	for (i = 0; i < n; i++)
		tn__text_printf(out, "%s%s", i == 0 ? ", expected " : i + 1 == n ? " or " : ", ", said[i]);
}

static void report(const struct place *pl, const struct tn_sql_token *t, const struct tn_keyword *keyword)
{
	char hint[64] = "";
	struct tn_text out;
	unsigned i;

	tn__text_init(&out);
	put_found(pl, t, &out);
	if (keyword) {
		tn__text_puts(&out, ", expected ");
		snprintf(hint, sizeof(hint), "did you mean %s?", keyword->word);
		for (i = 13; hint[i] && hint[i] != '?'; i++)
			if (hint[i] >= 'a' && hint[i] <= 'z')
				hint[i] = (char)(hint[i] - 'a' + 'A');
		tn__text_append(&out, hint + 13, strlen(hint) - 14);
	} else {
		put_expected(pl, &out);
	}
	if (out.failed)
		tn__px_nomem(pl->p);
	else
		tn__px_fail(pl->p, TN_E_SYNTAX, t->at, out.s, hint);
	tn__text_release(&out);
}

void tn__px_unexpected(struct tn_sql_parser *p)
{
	const struct tn_lex_fault *fault = &p->tokens.lx.fault;
	const struct tn_keyword *keyword;
	struct place pl;

	if (p->rc)
		return;
	if (p->token.kind == TOK_BAD) {
		tn__px_fail(p, fault->code, fault->at, fault->message, fault->hint);
		return;
	}
	find_place(&pl, p);
	if (p->token.kind == TOK_FINISH && pl.number == 0) {
		tn__px_fail(p, TN_E_SYNTAX, 0, "no statement, nothing but blanks and comments", NULL);
		return;
	}
	if (report_habit(&pl, 0))
		return;
	keyword = misspelled(&pl, 0);
	if (keyword) {
		report(&pl, neighbour(&pl, 0), keyword);
		return;
	}
	keyword = pl.number > 0 ? misspelled(&pl, -1) : NULL;
	if (keyword) {
		report(&pl, neighbour(&pl, -1), keyword);
		return;
	}
	if (!report_habit(&pl, 1))
		report(&pl, neighbour(&pl, 0), NULL);
}
