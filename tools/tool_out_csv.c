/* SPDX-License-Identifier: MIT */
/*
 * tools/tool_out_csv.c - rows as CSV (RFC 4180).
 *
 * Lines end with a newline alone, as Unix programs write them.  NULL is an empty field,
 * an empty text is "" in quotes, so that the two stay apart.
 */
#include <stdlib.h>
#include <string.h>
#include "tools/tool.h"

const char *tool_cell_text(tn_rows *rows, unsigned i, char *buf, size_t size, size_t *len)
{
	const tn_value *v = tn_get_value(rows, i);

	if (!v || v->kind == TN_KIND_NULL)
		return NULL;
	if (v->kind == TN_KIND_TEXT || v->kind == TN_KIND_JSON || v->kind == TN_KIND_NUMERIC) {
		*len = v->len;
		return v->u.s;
	}
	*len = tn_value_format(v, buf, size);
	return buf;
}

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

/* What is not text may be long: bytes as hexadecimal digits. */
static int put_cell(tn_rows *rows, unsigned i)
{
	char buf[256], *large;
	size_t len = 0;
	const char *s = tool_cell_text(rows, i, buf, sizeof(buf), &len);
	int rc;

	if (!s)
		return 0;
	if (s != buf || len < sizeof(buf))
		return put_field(s, len);
	large = malloc(len + 1);
	if (!large)
		return -1;
	tn_value_format(tn_get_value(rows, i), large, len + 1);
	rc = put_field(large, len);
	free(large);
	return rc;
}

static int csv_row(void *state, tn_rows *rows)
{
	unsigned i, n = tn_column_count(rows);

	(void)state;
	for (i = 0; i < n; i++) {
		if (i)
			putchar(',');
		if (put_cell(rows, i) < 0)
			return -1;
	}
	return putchar('\n') == EOF ? -1 : 0;
}

const struct tool_format tool_format_csv = {"csv", csv_begin, csv_row, NULL};
