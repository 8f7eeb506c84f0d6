/* SPDX-License-Identifier: MIT */
/*
 * tools/tool_out_jsonl.c - rows as JSON lines: one object for each row.
 *
 * Integers, numerics and finite doubles are JSON numbers with all their digits, booleans
 * true and false, NULL null, JSON itself; everything else is a string.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "tools/tool.h"

static void put_string(const char *s, size_t n)
{
	size_t i;

	putchar('"');
	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < 0x20)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static int is_bare(const tn_value *v)
{
	return v->kind == TN_KIND_INT || v->kind == TN_KIND_BOOL || v->kind == TN_KIND_JSON ||
	       v->kind == TN_KIND_NUMERIC || (v->kind == TN_KIND_DOUBLE && isfinite(v->u.d));
}

static int put_cell(tn_rows *rows, unsigned i)
{
	const tn_value *v = tn_get_value(rows, i);
	char buf[256], *large = NULL;
	size_t len = 0;
	const char *s = tool_cell_text(rows, i, buf, sizeof(buf), &len);

	if (!s) {
		fputs("null", stdout);
		return 0;
	}
	if (s == buf && len >= sizeof(buf)) {
		large = malloc(len + 1);
		if (!large)
			return -1;
		tn_value_format(v, large, len + 1);
		s = large;
	}
	if (is_bare(v))
		fwrite(s, 1, len, stdout);
	else
		put_string(s, len);
	free(large);
	return 0;
}

static int jsonl_row(void *state, tn_rows *rows)
{
	unsigned i, n = tn_column_count(rows);

	(void)state;
	for (i = 0; i < n; i++) {
		const char *name = tn_column_name(rows, i);

		fputs(i ? ", " : "{", stdout);
		put_string(name, strlen(name));
		fputs(": ", stdout);
		if (put_cell(rows, i) < 0)
			return -1;
	}
	return puts("}") == EOF ? -1 : 0;
}

const struct tool_format tool_format_jsonl = {"jsonl", NULL, jsonl_row, NULL};
