/* SPDX-License-Identifier: MIT */
/*
 * core/engine/view_types.c - see view_types.h.
 *
 * The text of a view comes from a catalogue that anybody could have written into, so
 * nothing in it is trusted: what is no list of types for these columns is passed over.
 *
 * Invariants:
 *  1. One pass over the text to find the list, one over the list to count, one to read.
 *  2. A computed column is no column of a table: how its values are stored is not known
 *     from its type (TN_COLF_COMPUTED).
 */
#include "core/engine/view_types.h"
#include <string.h>

static const char mark[] = "tenon types [";

const char *tn__view_types_find(const char *text, size_t len, size_t *list_len)
{
	const size_t n = sizeof(mark) - 1;
	const char *end = text + len, *p = text, *close;

	while (p && (size_t)(end - p) > n && memcmp(p, mark, n) != 0)
		p = memchr(p + 1, mark[0], (size_t)(end - p) - 1);
	if (!p || (size_t)(end - p) <= n)
		return NULL;
	p += n;
	close = memchr(p, ']', (size_t)(end - p));
	if (!close)
		return NULL;
	*list_len = (size_t)(close - p);
	return p;
}

static uint32_t count_entries(const char *list, size_t len)
{
	uint32_t n = 1;
	size_t i;

	for (i = 0; i < len; i++)
		n += list[i] == ';';
	return n;
}

static void take(const char *entry, size_t len, struct tn_ir_column *column)
{
	int computed = len && *entry == '=';
	struct tn_sql_type type = {0};

	if (!len || tn__sql_type_name(entry + computed, len - (size_t)computed, &type) != TN_OK)
		return;
	type.flags |= column->type.flags & TN_TYPEF_FOREIGN_COLLATION;
	column->type = type;
	column->problem = column->hint = NULL;
	if (computed)
		column->flags |= TN_COLF_COMPUTED;
}

void tn__view_types_apply(const char *list, size_t len, struct tn_ir_column *columns, uint32_t count)
{
	const char *end = list + len;
	uint32_t i;

	if (count_entries(list, len) != count)
		return;
	for (i = 0; i < count; i++) {
		const char *semicolon = memchr(list, ';', (size_t)(end - list));
		const char *stop = semicolon ? semicolon : end;

		while (list < stop && *list == ' ')
			list++;
		take(list, (size_t)(stop - list), &columns[i]);
		list = stop + 1;
	}
}
