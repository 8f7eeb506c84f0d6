/* SPDX-License-Identifier: MIT */
/*
 * tools/tool_out_csv.c - rows as CSV (RFC 4180).
 *
 * Lines end with a newline alone, as Unix programs write them.  NULL is an empty field,
 * an empty text is "" in quotes, so that the two stay apart.
 */
#include <string.h>
#include "tools/tool.h"

static int put_field(const char *s, size_t n)
{
	size_t i;

	if (n && !memchr(s, '"', n) && !memchr(s, ',', n) && !memchr(s, '\n', n) && !memchr(s, '\r', n))
		return fwrite(s, 1, n, stdout) == n ? 0 : -1;
	putchar('"');
	for (i = 0; i < n; i++) {
		if (s[i] == '"')
			putchar('"');
		putchar(s[i]);
	}
	return putchar('"') == EOF ? -1 : 0;
}

static int csv_begin(void **state, tn_rows *rows)
{
	unsigned i, n = tn_column_count(rows);

	*state = NULL;
	for (i = 0; i < n; i++) {
		const char *name = tn_column_name(rows, i);

		if (i)
			putchar(',');
		put_field(name, strlen(name));
	}
	return putchar('\n') == EOF ? -1 : 0;
}

static int csv_row(void *state, tn_rows *rows, struct tool_room *room)
{
	unsigned i, n = tn_column_count(rows);

	(void)state;
	for (i = 0; i < n; i++) {
		size_t len;
		const char *cell = tool_cell_text(rows, i, room, &len);

		if (i)
			putchar(',');
		if (!cell || (len != TOOL_NULL && put_field(cell, len) < 0))
			return -1;
	}
	return putchar('\n') == EOF ? -1 : 0;
}

const struct tool_format tool_format_csv = {"csv", csv_begin, csv_row, NULL};
