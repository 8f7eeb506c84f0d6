/* SPDX-License-Identifier: MIT */
/*
 * core/engine/view_types.h - the types of a view's columns, out of its text.
 *
 * compat/lower_view_types.c puts them there, where a catalogue would not tell them:
 * 'tenon types [; =BOOLEAN; UUID]', an entry for each column.
 */
#ifndef TN_VIEW_TYPES_H
#define TN_VIEW_TYPES_H

#include "core/sql/sql.h"

/* The list in the text of a view, without its brackets; NULL if the view has none. */
const char *tn__view_types_find(const char *text, size_t len, size_t *list_len);
/*
 * Takes the types of the list into the columns.  A list that does not fit them, since
 * somebody made another view of that text, changes nothing.
 */
void tn__view_types_apply(const char *list, size_t len, struct tn_ir_column *columns, uint32_t count);

#endif
