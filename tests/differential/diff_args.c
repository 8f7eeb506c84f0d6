/* SPDX-License-Identifier: MIT */
/*
 * tests/differential/diff_args.c - the parameters of a statement, from its comments.
 *
 *   -- param: since date 2024-01-01
 *   -- list: ids integer 1, 2, NULL
 *
 * KIND is a word of tn_kind_name(), a value one of its text forms; the word NULL is
 * NULL.  A line that cannot be read ends the program: the suite itself is wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/differential/diff.h"

static void wrong(const struct diff_case *c, const char *line)
{
	fprintf(stderr, "differential: %s:%u: a parameter cannot be read: %.*s\n", c->file, c->line,
		(int)strcspn(line, "\n"), line);
	exit(2);
}

/* One value of n characters. */
static tn_value read_value(const struct diff_case *c, int kind, const char *s, size_t n, void *room)
{
	tn_value v = tn_null();

	if (n == 4 && !memcmp(s, "NULL", 4))
		return v;
	if (tn_value_parse(kind, s, n, room, &v, NULL) < 0)
		wrong(c, s);
	return v;
}

static void read_list(struct diff_args *a, const struct diff_case *c, uint32_t i, int kind, const char *s)
{
	uint32_t n = 0;

	while (*s != '\n') {
		size_t len = strcspn(s, ",\n");

		if (n == DIFF_MAX_ITEMS || len > sizeof(a->room[i][n]))
			wrong(c, s);
		a->items[i][n] = read_value(c, kind, s, len, a->room[i][n]);
		n++;
		s += len;
		s += strspn(s, ", ");
	}
	a->lists[i].kind = (uint8_t)kind;
	a->lists[i].count = n;
	a->lists[i].items = a->items[i];
	a->named[i].value = tn_list_of(&a->lists[i]);
}

static void read_line(struct diff_args *a, const struct diff_case *c, const char *line)
{
	uint32_t i = a->args.count++;
	char word[16], kind_word[32];
	int used = 0, kind;

	if (i == DIFF_MAX_PARAMS ||
	    sscanf(line, "%15[a-z]: %31[a-z_0-9] %31[a-z]%n", word, a->names[i], kind_word, &used) != 3)
		wrong(c, line);
	kind = tn_kind_find(kind_word);
	if (kind < 0)
		wrong(c, line);
	a->named[i].name = a->names[i];
	line += used;
	line += *line == ' ';
	if (!strcmp(word, "list"))
		read_list(a, c, i, kind, line);
	else
		a->named[i].value = read_value(c, kind, line, strcspn(line, "\n"), a->room[i][0]);
}

const tn_args *diff_args(struct diff_args *a, const struct diff_case *c)
{
	const char *line = c->params;

	if (!line)
		return NULL;
	memset(a, 0, sizeof(*a));
	for (; *line; line += strcspn(line, "\n") + 1)
		read_line(a, c, line);
	a->args.named = a->named;
	return &a->args;
}
