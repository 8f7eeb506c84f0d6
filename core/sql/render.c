/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render.c - a native statement in the server's spelling; portable ones
 * are rendered by render_statement.c.
 *
 * Only the placeholders are written; everything else is copied.  $n names an
 * argument, so each argument is sent once however often it occurs; ? counts, so
 * each occurrence is sent.
 *
 * Invariants:
 *  1. What stands between placeholders reaches the server byte for byte.
 *  2. args has one entry per placeholder that the server counts, in its order.
 *
 * It must not check or convert anything that the server can judge itself.
 */
#include <string.h>
#include "core/base/error.h"
#include "core/sql/placeholder.h"
#include "core/sql/render.h"

/* The i-th placeholder's argument is stored in 16 bits; no server takes more. */
#define MAX_ARGS 65536u

static size_t rendered_len(const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect, uint32_t *marks)
{
	char mark[TN_PLACEHOLDER_SIZE];
	size_t len = 0;
	uint32_t i;

	*marks = 0;
	for (i = 0; i < stmt->piece_count; i++) {
		len += stmt->pieces[i].len + tn__placeholder(stmt, i, dialect, mark);
		*marks += stmt->pieces[i].arg >= 0;
	}
	return len;
}

static void write_text(const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect, char *out)
{
	char mark[TN_PLACEHOLDER_SIZE];
	uint32_t i;

	for (i = 0; i < stmt->piece_count; i++) {
		const struct tn_ir_piece *p = &stmt->pieces[i];
		size_t n = tn__placeholder(stmt, i, dialect, mark);

		memcpy(out, p->text, p->len);
		memcpy(out + p->len, mark, n);
		out += p->len + n;
	}
	*out = '\0';
}

/* Fills args; returns 1 when placeholder i takes argument i for all. */
static int map_args(const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect, uint16_t *args)
{
	int same = 1;
	uint32_t i, k = 0;

	if (dialect->placeholder == TN_PLACEHOLDER_DOLLAR) {
		for (i = 0; i < stmt->arg_count; i++)
			args[i] = (uint16_t)i;
		return 1;
	}
	for (i = 0; i < stmt->piece_count; i++) {
		if (stmt->pieces[i].arg < 0)
			continue;
		same &= (uint32_t)stmt->pieces[i].arg == k;
		args[k++] = (uint16_t)stmt->pieces[i].arg;
	}
	return same;
}

int tn__sql_render(struct tn_arena *a, const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect,
		   struct tn_rendered *out, tn_error **err)
{
	uint32_t marks;
	size_t len;
	uint16_t *args = NULL;
	char *sql;

	if (stmt->kind != TN_IR_NATIVE)
		return tn__sql_render_portable_for(a, stmt, dialect, out, err);
	if (stmt->arg_count > MAX_ARGS)
		return tn__error_set(err, TN_E_LIMIT, "statement has %u parameters; at most %u can be sent",
				     (unsigned)stmt->arg_count, MAX_ARGS);
	len = rendered_len(stmt, dialect, &marks);
	if (dialect->placeholder == TN_PLACEHOLDER_DOLLAR)
		marks = stmt->arg_count;
	sql = tn__arena_alloc(a, len + 1);
	if (marks)
		args = tn__arena_calloc(a, marks, sizeof(*args));
	if (!sql || (marks && !args))
		return tn__error_nomem(err);
	write_text(stmt, dialect, sql);
	memset(out, 0, sizeof(*out));
	out->sql = sql;
	out->sql_len = len;
	out->args = args;
	out->arg_count = marks;
	out->identity = marks ? (uint8_t)map_args(stmt, dialect, args) : 1;
	return TN_OK;
}
