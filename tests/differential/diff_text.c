/* SPDX-License-Identifier: MIT */
/*
 * tests/differential/diff_text.c - outcomes as text that can be compared.
 *
 * Doubles are written with 12 digits: sums over them may differ in the last ones.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

void diff_put_lines(struct diff_outcome *out, struct diff_lines *l, int ordered)
{
	size_t i;

	if (!ordered && l->count)
		qsort(l->items, l->count, sizeof(*l->items), by_text);
	for (i = 0; i < l->count; i++) {
		diff_put(out, l->items[i], strlen(l->items[i]));
		free(l->items[i]);
	}
	free(l->items);
}
