/* SPDX-License-Identifier: MIT */
/*
 * core/sql/placeholder.h - the spelling of one parameter, for render and position.
 *
 * Both must agree on every byte, so there is one function.  $n runs into a word
 * or a number that it touches ("LIMIT?" would become the name LIMIT$1): a blank
 * is put between.
 */
#ifndef TN_SQL_PLACEHOLDER_H
#define TN_SQL_PLACEHOLDER_H

#include <stdio.h>
#include <tenon/sys/dialect.h>
#include "core/ir/ir.h"
#include "core/sql/lex_native.h"

#define TN_PLACEHOLDER_SIZE 16 /* blank, $, ten digits, blank, NUL */

/* Writes what stands for the argument of piece i and returns its length; 0 if it has none. */
static inline size_t tn__placeholder(const struct tn_ir_stmt *stmt, uint32_t i,
				     const struct tn_dialect *dialect, char out[TN_PLACEHOLDER_SIZE])
{
	const struct tn_ir_piece *p = &stmt->pieces[i];
	const struct tn_ir_piece *next = i + 1 < stmt->piece_count ? p + 1 : NULL;
	const char *before = "", *after = "";

	if (p->arg < 0)
		return 0;
	if (dialect->placeholder == TN_PLACEHOLDER_QUESTION) {
		out[0] = '?';
		out[1] = '\0';
		return 1;
	}
	if (p->len && tn__native_is_word(p->text[p->len - 1]))
		before = " ";
	if (next && next->len && tn__native_is_word(next->text[0]))
		after = " ";
	return (size_t)snprintf(out, TN_PLACEHOLDER_SIZE, "%s$%ld%s", before, (long)p->arg + 1, after);
}

#endif
