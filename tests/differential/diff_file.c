/* SPDX-License-Identifier: MIT */
/*
 * tests/differential/diff_file.c - statements from files, with their directives.
 *
 * A file holds statements of portable SQL, each ended by a semicolon.  Comment lines
 * before a statement may say what to look at:
 *
 *   -- ordered         the sequence of its rows counts, not only which they are
 *   -- check: QUERY    what to compare after a statement that changes rows
 *   -- param: NAME KIND VALUE          a parameter; KIND is integer, text, date ...
 *   -- list: NAME KIND VALUE, VALUE    one that is bound to an array, which may be empty
 *   -- open: WHY       the servers still differ; counted and told, but no failure
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/differential/diff.h"

static char *read_all(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = NULL;
	long size;

	if (f && fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) >= 0 && fseek(f, 0, SEEK_SET) == 0 &&
	    (text = malloc((size_t)size + 1)))
		text[fread(text, 1, (size_t)size, f)] = '\0';
	if (f)
		fclose(f);
	return text;
}

/* Adds a line to those of the parameters. */
static void keep_param(struct diff_case *c, const char *line, size_t n)
{
	size_t had = c->params ? strlen(c->params) : 0;
	char *more = realloc(c->params, had + n + 2);

	if (!more)
		abort();
	memcpy(more + had, line, n);
	memcpy(more + had + n, "\n", 2);
	c->params = more;
}

/* Steps over blanks and comment lines, noting directives. */
static char *read_directives(char *at, struct diff_case *c, unsigned *line)
{
	for (;; ) {
		char *end;

		while (*at == ' ' || *at == '\t' || *at == '\n') {
			*line += *at == '\n';
			at++;
		}
		if (at[0] != '-' || at[1] != '-')
			return at;
		end = at + strcspn(at, "\n");
		if (!strncmp(at, "-- ordered", 10))
			c->ordered = 1;
		if (!strncmp(at, "-- open: ", 9))
			c->open = 1;
		if (!strncmp(at, "-- param: ", 10) || !strncmp(at, "-- list: ", 9))
			keep_param(c, at + 3, (size_t)(end - at) - 3);
		if (!strncmp(at, "-- check: ", 10)) {
			free(c->check);
			c->check = strndup(at + 10, (size_t)(end - at) - 10);
		}
		at = end;
	}
}

static int add(struct diff_cases *cases, const struct diff_case *c)
{
	if (cases->count == cases->cap) {
		size_t cap = cases->cap ? cases->cap * 2 : 256;
		struct diff_case *more = realloc(cases->items, cap * sizeof(*more));

		if (!more)
			return -1;
		cases->items = more;
		cases->cap = cap;
	}
	cases->items[cases->count++] = *c;
	return 0;
}

int diff_read(struct diff_cases *cases, const char *path)
{
	char *text = read_all(path), *at = text;
	unsigned line = 1;
	int rc = text ? 0 : -1;

	while (rc == 0) {
		struct diff_case c = {0};
		size_t n, i;

		at = read_directives(at, &c, &line);
		if (!*at) {
			free(c.check);
			free(c.params);
			break;
		}
		n = tn_statement_length(at, strlen(at));
		c.file = path;
		c.line = line;
		c.sql = strndup(at, n && at[n - 1] == ';' ? n - 1 : n);
		for (i = 0; i < n; i++)
			line += at[i] == '\n';
		at += n;
		rc = c.sql ? add(cases, &c) : -1;
	}
	free(text);
	if (rc < 0)
		fprintf(stderr, "differential: %s cannot be read\n", path);
	return rc;
}

void diff_cases_release(struct diff_cases *cases)
{
	size_t i;

	for (i = 0; i < cases->count; i++) {
		free(cases->items[i].sql);
		free(cases->items[i].check);
		free(cases->items[i].params);
	}
	free(cases->items);
	memset(cases, 0, sizeof(*cases));
}
