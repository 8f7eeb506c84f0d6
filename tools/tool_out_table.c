/* SPDX-License-Identifier: MIT */
/*
 * tools/tool_out_table.c - rows as a table for people, by libsmartcols.
 *
 * The widths depend on all rows, so all are kept until the end: --format csv or jsonl
 * is for large results.
 */
#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include "tools/tool.h"

struct table {
	struct libscols_table *table;
	size_t rows;
};

static int is_number(int type)
{
	return type >= TN_TYPE_SMALLINT && type <= TN_TYPE_NUMERIC;
}

static int table_begin(void **state, tn_rows *rows)
{
	struct table *t = calloc(1, sizeof(*t));
	unsigned i, n = tn_column_count(rows);

	*state = t;
	if (!t || !(t->table = scols_new_table()))
		return -1;
	scols_table_enable_nowrap(t->table, 1);
	scols_table_enable_header_repeat(t->table, 0);
	scols_table_set_column_separator(t->table, " | ");
	for (i = 0; i < n; i++)
		if (!scols_table_new_column(t->table, tn_column_name(rows, i), 0,
					    is_number(tn_column_type(rows, i)) ? SCOLS_FL_RIGHT : 0))
			return -1;
	return 0;
}

static int set_cell(struct libscols_line *line, tn_rows *rows, unsigned i, struct tool_room *room)
{
	size_t len;
	const char *s = tool_cell_text(rows, i, room, &len);
	char *copy = !s || len == TOOL_NULL ? NULL : strndup(s, len);
	int rc;

	/* libsmartcols writes \x5cx for \x, which it keeps for what cannot be printed. */
	if (copy && tn_get_value(rows, i)->kind == TN_KIND_BYTES)
		copy[0] = '0';
	rc = s && (copy || len == TOOL_NULL) ? scols_line_set_data(line, i, copy ? copy : "NULL") : -1;

	free(copy);
	return rc;
}

static int table_row(void *state, tn_rows *rows, struct tool_room *room)
{
	struct table *t = state;
	struct libscols_line *line = scols_table_new_line(t->table, NULL);
	unsigned i, n = tn_column_count(rows);

	if (!line)
		return -1;
	for (i = 0; i < n; i++)
		if (set_cell(line, rows, i, room) < 0)
			return -1;
	t->rows++;
	return 0;
}

static int table_end(void *state, int failed)
{
	struct table *t = state;
	int rc = 0;

	if (!t)
		return -1;
	if (!failed && t->table) {
		rc = scols_print_table(t->table);
		if (!rc)
			printf("(%zu row%s)\n", t->rows, t->rows == 1 ? "" : "s");
	}
	scols_unref_table(t->table);
	free(t);
	return rc;
}

const struct tool_format tool_format_table = {"table", table_begin, table_row, table_end};
