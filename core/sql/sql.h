/* SPDX-License-Identifier: MIT */
/*
 * core/sql/sql.h - text to IR and IR to text.
 *
 * Pure functions over text and dialect data: no connection, no capability.
 */
#ifndef TN_SQL_H
#define TN_SQL_H

#include <tenon/error.h>
#include <tenon/sys/dialect.h>
#include <tenon/sys/text.h>
#include "core/base/arena.h"
#include "core/ir/ir.h"
#include "core/ir/plan.h"

/*
 * Splits native text into pieces and parameters by the dialect's lexical rules.
 * The text is copied into the arena.  TN_NATIVE_MARK at the start is dropped.
 * Errors carry a byte position: an unterminated string, name or comment
 * (TN_E_SYNTAX), "?" and ":name" in one text (TN_E_PARAM), a NUL or invalid
 * UTF-8 (TN_E_DATA), nothing but blanks and comments (TN_E_SYNTAX), an
 * identifier longer than max_ident_bytes or max_ident_chars (TN_E_LIMIT; 0:
 * unlimited), more than one statement (TN_E_SYNTAX).
 */
int tn__sql_parse_native(struct tn_arena *a, const char *text, size_t len, const struct tn_dialect *dialect,
			 const struct tn_profile *profile, const struct tn_ir_stmt **out, tn_error **err);

/* A statement in the server's spelling, and which argument each placeholder takes. */
struct tn_rendered {
	const char *sql;
	size_t sql_len;
	const uint16_t *args; /* argument of the i-th placeholder */
	uint32_t arg_count;   /* placeholders */
	uint8_t identity;     /* placeholder i takes argument i, for all */
};

/* Renders into the arena. */
int tn__sql_render(struct tn_arena *a, const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect,
		   struct tn_rendered *out, tn_error **err);

/* Appends a quoted identifier (the caller has checked its length). */
void tn__sql_quote_ident(struct tn_text *out, const struct tn_dialect *dialect, const char *name, size_t len);
/* TN_OK, TN_E_PARAM (empty, NUL, not UTF-8) or TN_E_LIMIT. */
int tn__sql_check_ident(const struct tn_profile *profile, const char *name, size_t len, tn_error **err);

/*
 * Byte position in the application's text of a byte position in rendered text
 * (both from 1; 0 stays 0): placeholders have another length there.
 */
size_t tn__sql_map_position(const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect, size_t rendered);

#endif
