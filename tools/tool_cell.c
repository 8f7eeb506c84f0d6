/* SPDX-License-Identifier: MIT */
/*
 * tools/tool_cell.c - a value of a row as text, for every format.
 *
 * Text, JSON and numerics are given as they lie in the row; everything else is written
 * into memory that grows once and is used again.
 */
#include <stdlib.h>
#include "tools/tool.h"

const char *tool_cell_text(tn_rows *rows, unsigned i, struct tool_room *room, size_t *len)
{
	const tn_value *v = tn_get_value(rows, i);
	char *more;

	*len = TOOL_NULL;
	if (!v || v->kind == TN_KIND_NULL)
		return "";
	if (v->kind == TN_KIND_TEXT || v->kind == TN_KIND_JSON || v->kind == TN_KIND_NUMERIC) {
		*len = v->len;
		return v->u.s;
	}
	*len = tn_value_format(v, room->s, room->size);
	if (*len < room->size)
		return room->s;
	more = realloc(room->s, *len + 1);
	if (!more)
		return NULL;
	room->s = more;
	room->size = *len + 1;
	tn_value_format(v, room->s, room->size);
	return room->s;
}
