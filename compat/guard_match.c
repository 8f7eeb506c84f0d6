/* SPDX-License-Identifier: MIT */
/*
 * compat/guard_match.c - does a setting's value satisfy what a row expects?
 *
 * Invariants:
 *  1. A rule answers yes or no for any two texts; what is no number satisfies no
 *     number.
 *  2. Numbers compare exactly, by their digits: servers print unsigned 64-bit
 *     values that fit no signed integer and no double.
 */
#include <string.h>
#include "compat/compat.h"

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

static int same_nocase(const char *a, size_t n, const char *b, size_t m)
{
	size_t i;

	if (n != m)
		return 0;
	for (i = 0; i < n; i++)
		if (lower(a[i]) != lower(b[i]))
			return 0;
	return 1;
}

static int exact(const char *expected, const char *found)
{
	return !strcmp(expected, found);
}

static int nocase(const char *expected, const char *found)
{
	return same_nocase(expected, strlen(expected), found, strlen(found));
}

/* ---- numbers ----------------------------------------------------------------- */

struct number {
	int negative;
	const char *whole; /* without leading zeros */
	size_t whole_len;
	const char *part;  /* behind the point, without trailing zeros */
	size_t part_len;
};

static size_t digits(const char *s)
{
	return strspn(s, "0123456789");
}

static int parse_number(const char *s, struct number *n)
{
	size_t count;

	n->negative = *s == '-';
	s += *s == '-' || *s == '+';
	count = n->whole_len = digits(s);
	n->whole = s;
	s += count;
	n->part = s;
	n->part_len = 0;
	if (*s == '.') {
		n->part = ++s;
		n->part_len = digits(s);
		count += n->part_len;
		s += n->part_len;
	}
	while (n->whole_len && *n->whole == '0') {
		n->whole++;
		n->whole_len--;
	}
	while (n->part_len && n->part[n->part_len - 1] == '0')
		n->part_len--;
	if (!n->whole_len && !n->part_len)
		n->negative = 0;
	return count > 0 && *s == '\0';
}

/* Compares sizes without signs, as strcmp() does. */
static int compare_size(const struct number *a, const struct number *b)
{
	size_t both = a->part_len < b->part_len ? a->part_len : b->part_len;
	int c;

	if (a->whole_len != b->whole_len)
		return a->whole_len < b->whole_len ? -1 : 1;
	c = memcmp(a->whole, b->whole, a->whole_len);
	if (!c)
		c = memcmp(a->part, b->part, both);
	if (!c)
		c = (a->part_len > b->part_len) - (a->part_len < b->part_len);
	return c;
}

static int at_least(const char *expected, const char *found)
{
	struct number e, f;

	if (!parse_number(expected, &e) || !parse_number(found, &f))
		return 0;
	if (e.negative != f.negative)
		return e.negative;
	return e.negative ? compare_size(&f, &e) <= 0 : compare_size(&f, &e) >= 0;
}

/* ---- lists of words ------------------------------------------------------------ */

/* The next word of a comma list without the blanks around it; NULL at the end. */
static const char *next_word(const char **list, size_t *len)
{
	const char *s = *list, *end;

	s += strspn(s, ", \t\r\n");
	if (!*s)
		return NULL;
	end = s + strcspn(s, ",");
	*list = end;
	while (end > s && strchr(" \t\r\n", end[-1]))
		end--;
	*len = (size_t)(end - s);
	return s;
}

static int has_word(const char *list, const char *word, size_t len)
{
	const char *w;
	size_t n;

	while ((w = next_word(&list, &n)) != NULL)
		if (same_nocase(w, n, word, len))
			return 1;
	return 0;
}

static int words(const char *expected, const char *found)
{
	const char *w;
	size_t n;

	while ((w = next_word(&expected, &n)) != NULL) {
		int no = *w == '!';

		if (has_word(found, w + no, n - (size_t)no) == no)
			return 0;
	}
	return 1;
}

static int anything(const char *expected, const char *found)
{
	(void)expected;
	(void)found;
	return 1;
}

static int (*const rules[])(const char *expected, const char *found) = {
	[TN_MATCH_EXACT] = exact,
	[TN_MATCH_NOCASE] = nocase,
	[TN_MATCH_AT_LEAST] = at_least,
	[TN_MATCH_WORDS] = words,
	[TN_MATCH_READ] = anything,
};

int tn__guard_matches(const struct tn_session_row *row, const char *found)
{
	if (row->match >= sizeof(rules) / sizeof(rules[0]))
		return 0;
	if (row->match == TN_MATCH_READ)
		return 1;
	return found && row->expected && rules[row->match](row->expected, found);
}
