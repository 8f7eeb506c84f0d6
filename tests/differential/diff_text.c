/* SPDX-License-Identifier: MIT */
/*
 * tests/differential/diff_text.c - outcomes as text that can be compared.
 *
 * Doubles are written with 12 digits: sums over them may differ in the last ones.  So one
 * server's DISTINCT may keep two that another has once: where a statement takes equal rows
 * together, rows that differ in later digits alone count once.  Rows that are the same in every
 * digit count as often as they come.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "tests/differential/diff.h"

void diff_put(struct diff_outcome *out, const char *s, size_t n)
{
	if (out->len + n + 1 > out->cap) {
		char *more = realloc(out->text, out->cap = (out->len + n + 1) * 2);

		if (!more)
			abort();
		out->text = more;
	}
	memcpy(out->text + out->len, s, n);
	out->len += n;
	out->text[out->len] = '\0';
}

void diff_putf(struct diff_outcome *out, const char *format, ...)
{
	char buf[512];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(buf, sizeof(buf), format, args);
	va_end(args);
	diff_put(out, buf, (size_t)n < sizeof(buf) ? (size_t)n : sizeof(buf) - 1);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void diff_put_cell(struct diff_outcome *out, const tn_value *v)
{
	char buf[128], *large;
	size_t n;

	if (v->kind == TN_KIND_DOUBLE) {
		diff_putf(out, "double %.12g", v->u.d == 0 ? 0 : v->u.d); /* -0 equals 0 */
		return;
	}
	diff_putf(out, "%s%s ", v->flags & TN_VALUE_FOREIGN ? "foreign " : "", tn_kind_name(v->kind));
	n = tn_value_format(v, buf, sizeof(buf));
	if (n < sizeof(buf)) {
		diff_put(out, buf, n);
		return;
	}
	large = malloc(n + 1);
	if (!large)
		abort();
	tn_value_format(v, large, n + 1);
	diff_put(out, large, n);
	free(large);
}

void diff_put_digits(struct diff_outcome *line, const tn_value *v)
{
	if (v && v->kind == TN_KIND_DOUBLE)
		diff_putf(line, "%a ", v->u.d == 0 ? 0 : v->u.d);
}

static int holds(const char *sql, const char *const *words, size_t count)
{
	size_t i;

	for (; *sql; sql++)
		for (i = 0; i < count; i++)
			if (!strncasecmp(sql, words[i], strlen(words[i])))
				return 1;
	return 0;
}

/* 1 if rows are taken together that were added up in DOUBLE. */
static int takes_together(const char *sql)
{
	static const char *const together[] = {"DISTINCT", "UNION", "INTERSECT", "EXCEPT", "GROUP BY"};
	static const char *const sums[] = {"sum(", "avg(", "var_", "stddev_", "covar_", "corr("};

	return holds(sql, together, sizeof(together) / sizeof(together[0])) &&
	       holds(sql, sums, sizeof(sums) / sizeof(sums[0]));
}

/* 1 if the lines read the same and are not: the digits stand behind the last line end. */
static int differs_in_digits(const char *a, const char *b)
{
	size_t n = (size_t)(strrchr(a, '\n') - a);

	return n == (size_t)(strrchr(b, '\n') - b) && !memcmp(a, b, n) && strcmp(a + n, b + n) != 0;
}

void diff_add_line(struct diff_lines *l, char *line)
{
	if (l->count == l->cap) {
		char **more = realloc(l->items, (l->cap = l->cap ? l->cap * 2 : 64) * sizeof(*more));

		if (!more)
			abort();
		l->items = more;
	}
	l->items[l->count++] = line;
}

void diff_put_lines(struct diff_outcome *out, struct diff_lines *l, const char *sql, int ordered)
{
	int together = takes_together(sql);
	size_t i;

	if (!ordered && l->count)
		qsort(l->items, l->count, sizeof(*l->items), by_text);
	for (i = 0; i < l->count; i++)
		if (!together || !i || !differs_in_digits(l->items[i - 1], l->items[i]))
			diff_put(out, l->items[i], (size_t)(strrchr(l->items[i], '\n') + 1 - l->items[i]));
	for (i = 0; i < l->count; i++)
		free(l->items[i]);
	free(l->items);
}
