/* SPDX-License-Identifier: MIT */
/*
 * core/engine/explain_lists.h - what tn_explain() tells of lists.
 */
#ifndef TN_EXPLAIN_LISTS_H
#define TN_EXPLAIN_LISTS_H

#include "compat/compat.h"
#include "core/sql/sql.h"

/* Appends a line for each form that a list of the text takes; nothing for a text without lists, or one that fails. */
void tn__explain_lists(struct tn_arena *a, const struct tn_caps *caps, const char *sql, const struct tn_sql_env *env,
		       struct tn_text *out);

#endif
