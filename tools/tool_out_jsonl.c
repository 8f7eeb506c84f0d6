/* SPDX-License-Identifier: MIT */
/*
 * tools/tool_out_jsonl.c - rows as JSON lines: one object for each row.
 *
 * Integers, numerics and finite doubles are JSON numbers with all their digits, booleans
 * true and false, NULL null, JSON itself; everything else is a string.
 */
#include <math.h>
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

static int put_cell(tn_rows *rows, unsigned i, struct tool_room *room)
{
	size_t len;
	const char *s = tool_cell_text(rows, i, room, &len);

	if (!s)
		return -1;
	if (len == TOOL_NULL)
		fputs("null", stdout);
	else if (is_bare(tn_get_value(rows, i)))
		fwrite(s, 1, len, stdout);
	else
		put_string(s, len);
	return 0;
}

static int jsonl_row(void *state, tn_rows *rows, struct tool_room *room)
{
	unsigned i, n = tn_column_count(rows);

	(void)state;
	for (i = 0; i < n; i++) {
		const char *name = tn_column_name(rows, i);

		fputs(i ? ", " : "{", stdout);
		put_string(name, strlen(name));
		fputs(": ", stdout);
		if (put_cell(rows, i, room) < 0)
			return -1;
	}
	return puts("}") == EOF ? -1 : 0;
}

const struct tool_format tool_format_jsonl = {"jsonl", NULL, jsonl_row, NULL};
