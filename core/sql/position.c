/* SPDX-License-Identifier: MIT */
/*
 * core/sql/position.c - where in the application's text is the server's position?
 *
 * Servers report errors as a position in what they were sent.  Placeholders are
 * longer or shorter there than the markers in the source, so positions shift.
 *
 * Invariants:
 *  1. A byte of a piece maps to the same byte in the source; a byte of a
 *     placeholder to the first byte of its marker.
 *  2. The map never goes backwards; past the end stays just past the end.
 */
#include "core/sql/placeholder.h"
#include "core/sql/sql.h"

size_t tn__sql_map_position(const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect, size_t rendered)
{
	char mark[TN_PLACEHOLDER_SIZE];
	size_t left;
	uint32_t i;

	if (rendered == 0 || stmt->kind != TN_IR_NATIVE)
		return 0;
	left = rendered - 1;
	for (i = 0; i < stmt->piece_count; i++) {
		const struct tn_ir_piece *p = &stmt->pieces[i];
		size_t at = (size_t)(p->text - stmt->source), n;

		if (left < p->len)
			return at + left + 1;
		left -= p->len;
		n = tn__placeholder(stmt, i, dialect, mark);
		if (left < n)
			return at + p->len + 1;
		left -= n;
	}
	return stmt->source_len + 1;
}
