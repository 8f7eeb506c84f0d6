/* SPDX-License-Identifier: MIT */
/*
 * my_words.c - the words of a statement, past strings and comments.
 *
 * Enough of this server's lexer to ask which words a text has: it knows '...'
 * (no backslash escapes: the session guard sees to that), "..." and `...` as
 * names, the three kinds of comment, and takes the inside of an executable
 * comment as text.  It judges nothing.
 */
#include <string.h>
#include <strings.h>
#include "my_internal.h"

static int is_word(unsigned char ch)
{
	return ch >= 0x80 || ch == '_' || ch == '$' || (ch >= '0' && ch <= '9') ||
		((ch | 32) >= 'a' && (ch | 32) <= 'z');
}

/* Past the closing quote of what opens at `at`, or the end. */
static size_t skip_quoted(const char *s, size_t n, size_t at)
{
	char quote = s[at++];
	while (at < n) {
		if (s[at] == quote) {
			if (at + 1 >= n || s[at + 1] != quote)
				return at + 1;
			at++;
		}
		at++;
	}
	return n;
}

static size_t skip_line(const char *s, size_t n, size_t at)
{
	const char *end = memchr(s + at, '\n', n - at);
	return end ? (size_t)(end - s) + 1 : n;
}

/* Past a comment that opens at `at`; `at` itself if none does. */
static size_t skip_comment(const char *s, size_t n, size_t at)
{
	if (s[at] == '#')
		return skip_line(s, n, at);
	if (s[at] == '-' && at + 1 < n && s[at + 1] == '-' &&
		(at + 2 >= n || (unsigned char)s[at + 2] <= ' '))
		return skip_line(s, n, at);
	if (s[at] != '/' || at + 1 >= n || s[at + 1] != '*')
		return at;
	if (at + 2 < n && (s[at + 2] == '!' || (s[at + 2] == 'M' && at + 3 < n && s[at + 3] == '!')))
		return at + 3;
	for (at += 2; at + 1 < n; at++)
		if (s[at] == '*' && s[at + 1] == '/')
			return at + 2;
	return n;
}

void my__words_init(struct my_words *w, const char *s, size_t n)
{
	memset(w, 0, sizeof(*w));
	w->s = s;
	w->n = n;
}

int my__words_next(struct my_words *w)
{
	while (w->at < w->n) {
		char ch = w->s[w->at];
		size_t from = w->at, past = skip_comment(w->s, w->n, from);
		if (past != from) {
			w->at = past;
		} else if (ch == '\'') {
			w->at = skip_quoted(w->s, w->n, from);
		} else if (ch == '"' || ch == '`') {
			w->at = skip_quoted(w->s, w->n, from);
			w->word = w->s + from + 1;
			w->len = w->at - from >= 2 ? w->at - from - 2 : 0;
			w->quoted = 1;
			return 1;
		} else if (is_word((unsigned char)ch)) {
			while (w->at < w->n && is_word((unsigned char)w->s[w->at]))
				w->at++;
			w->word = w->s + from;
			w->len = w->at - from;
			w->quoted = 0;
			return 1;
		} else {
			w->at++;
		}
	}
	return 0;
}

int my__word_is(const struct my_words *w, const char *upper)
{
	return !w->quoted && strlen(upper) == w->len && strncasecmp(w->word, upper, w->len) == 0;
}
