/* SPDX-License-Identifier: MIT */
/*
 * sqlite_scan.c - the words of a text that SQLite has accepted.
 *
 * Names of constraints, and the table that a statement writes to, stand in texts
 * only.  Every text that comes here was parsed by SQLite before, so this knows
 * just what separates one token from the next: blanks, comments, quotes.  It
 * refuses nothing and ends at the NUL.
 */
#include "sqlite_internal.h"

#include <string.h>

static int is_word(unsigned char ch)
{
	return ch >= 0x80 || ch == '_' || ch == '$' || (ch >= '0' && ch <= '9') ||
	       ((ch | 32) >= 'a' && (ch | 32) <= 'z');
}

const char *tn__sqlite_skip_blanks(const char *s)
{
	for (;;) {
		if (*s == ' ' || (*s >= '\t' && *s <= '\r')) {
			s++;
		} else if (s[0] == '-' && s[1] == '-') {
			s += strcspn(s, "\n");
		} else if (s[0] == '/' && s[1] == '*') {
			const char *end = strstr(s + 2, "*/");
			s = end ? end + 2 : s + strlen(s);
		} else {
			return s;
		}
	}
}

int tn__sqlite_scan(struct tn_sqlite_scanner *x)
{
	char close;
	x->s = tn__sqlite_skip_blanks(x->s);
	x->host->text_clear(&x->name);
	x->quoted = 0;
	if (!*x->s)
		return TN__SQLITE_T_END;
	if (is_word((unsigned char)*x->s)) {
		size_t n = 1;
		while (is_word((unsigned char)x->s[n]))
			n++;
		x->host->text_append(&x->name, x->s, n);
		x->s += n;
		return TN__SQLITE_T_NAME;
	}
	if (!strchr("\"`['", *x->s)) {
		x->other = *x->s++;
		return TN__SQLITE_T_OTHER;
	}
	close = *x->s == '[' ? ']' : *x->s;
	x->quoted = 1;
	for (x->s++; *x->s; x->s++) {
		if (*x->s == close && (close == ']' || x->s[1] != close))
			break;
		x->s += *x->s == close;
		x->host->text_append(&x->name, x->s, 1);
	}
	x->s += *x->s != '\0';
	return TN__SQLITE_T_NAME;
}

int tn__sqlite_is_word(const struct tn_sqlite_scanner *x, const char *word)
{
	return !x->quoted && !sqlite3_stricmp(x->name.s, word);
}
