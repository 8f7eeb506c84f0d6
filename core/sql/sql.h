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

/* ---- portable SQL ---------------------------------------------------------- */

/* Longest text and deepest nesting of portable SQL. */
#define TN_SQL_MAX_TEXT (16u << 20)
#define TN_SQL_MAX_DEPTH 500u

/* 1 if the text is marked TN_NATIVE. */
int tn__sql_is_native(const char *text, size_t len);
/* TN_IR_ALLOW_*: what the marks allow that the text begins with. */
uint8_t tn__sql_allows(const char *text, size_t len);

/*
 * Parses one statement of portable SQL; a semicolon may follow it.  The text is
 * copied into the arena.  Nothing about tables or types is looked at.  Errors are
 * TN_E_SYNTAX with position, what was found, what was expected and, for habits of
 * one server, what to write instead (the hint); TN_E_LIMIT for too long or too deep
 * a text; TN_E_PARAM for "?" beside ":name"; TN_E_DATA for NUL and invalid UTF-8;
 * TN_E_UNSUPPORTED for what portable SQL leaves out on purpose (NATURAL JOIN);
 * TN_E_MISUSE for transaction statements, with the call to use.
 */
int tn__sql_parse(struct tn_arena *a, const char *text, size_t len, struct tn_ir_stmt **out, tn_error **err);

/* Length of the first statement of a text with its semicolon: for files of several. */
size_t tn__sql_first(const char *text, size_t len);

/* Appends a text without its literals: portable SQL, or what is native by a dialect. */
void tn__sql_redact(struct tn_text *out, const char *text, size_t len, const struct tn_dialect *native);

/* A type by its name in SQL: one of the portable types or an alias of a server. */
int tn__sql_type_name(const char *name, size_t len, struct tn_sql_type *out);
/* Why portable SQL leaves a type out, and what to do; NULL if it does not know the name.  Constants. */
const char *tn__sql_type_problem(const char *name, size_t len, const char **hint);

/* What the analysis knows about tables. */
struct tn_sql_env {
	const struct tn_ir_table *const *tables;
	uint32_t table_count;
	uint8_t open; /* tables that are not listed exist and have any column, of kind TN_T_UNKNOWN */
};

/* The kinds that are bound to the parameters. */
struct tn_sql_bound {
	const uint8_t *kinds;       /* enum tn_kind; of a list that of its elements; NULL: none is bound (offline) */
	const uint32_t *list_sizes; /* elements to make room for; TN_SQL_NO_LIST: not a list; NULL: no lists */
};
#define TN_SQL_NO_LIST UINT32_MAX

/*
 * Resolves names and types of a parsed statement, in place; see analyse.h.  A
 * failure leaves the tree unusable.
 */
int tn__sql_analyse(struct tn_arena *a, struct tn_ir_stmt *stmt, const struct tn_sql_env *env,
		    const struct tn_sql_bound *bound, tn_error **err);

/* The table for an environment that a CREATE TABLE describes, as explain --schema needs it. */
int tn__sql_table_of(struct tn_arena *a, const struct tn_ir_stmt *create_table, const struct tn_ir_table **out,
		     tn_error **err);

/* ---- rendering -------------------------------------------------------------- */

/* From `rendered` on (a byte from 0) the text comes from `at` of the source (from 0; 0: unknown). */
struct tn_place {
	uint32_t rendered, at;
};

/* A statement in the server's spelling, and which argument each placeholder takes. */
/* Where a list's integers go into the text, which has nothing there. */
struct tn_hole {
	uint32_t at;  /* byte */
	uint32_t arg;
};

struct tn_rendered {
	const char *sql;
	size_t sql_len;
	const uint16_t *args; /* argument of the i-th placeholder */
	/* Of a list argument the element, TN_SQL_NO_LIST: the argument itself; NULL: no lists. */
	const uint32_t *elements;
	uint32_t arg_count;   /* placeholders */
	uint8_t identity;     /* placeholder i takes argument i, for all */
	const struct tn_place *places; /* of portable statements, in order */
	uint32_t place_count;
	const struct tn_hole *holes; /* in the order of the text */
	uint32_t hole_count;
};

/*
 * Renders into the arena.  Of a portable statement the tree must have been
 * analysed and lowered.  An operation that the dialect has no text for is
 * TN_E_UNSUPPORTED naming it, with its position.
 */
int tn__sql_render(struct tn_arena *a, const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect,
		   struct tn_rendered *out, tn_error **err);
/*
 * CREATE TABLE and CREATE INDEX from a description, without an analysis: a CHECK
 * may be TN_X_TEXT.  Made-up names of constraints are checked against the profile.
 * Appends to out.
 */
int tn__sql_render_schema(const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect,
			  const struct tn_profile *profile, struct tn_text *out, tn_error **err);
/*
 * Gives columns of a new table that stand in a key the types that the dialect stores there, with
 * the largest length with which all keys fit, where a column of their type can be in none.
 * columns are those of the table, or a copy.  TN_OK or TN_E_NOMEM; the arena serves meanwhile.
 */
int tn__sql_fit_keys(struct tn_arena *a, const struct tn_dialect *dialect, const struct tn_ir_create_table *table,
		     struct tn_ir_column_def *columns);
/* A parsed statement, analysed or not, as portable text. */
int tn__sql_render_portable(const struct tn_ir_stmt *stmt, struct tn_text *out, tn_error **err);

/* Appends a quoted identifier (the caller has checked its length). */
void tn__sql_quote_ident(struct tn_text *out, const struct tn_dialect *dialect, const char *name, size_t len);
/* TN_OK, or TN_E_LIMIT: the server would write another character for one of the name. */
int tn__sql_check_name(const struct tn_dialect *dialect, const char *name, size_t len, tn_error **err);
/* The same for a text of portable SQL. */
void tn__sql_quote_portable(struct tn_text *out, const char *name, size_t len);
/* TN_OK, TN_E_PARAM (empty, NUL, not UTF-8) or TN_E_LIMIT. */
int tn__sql_check_ident(const struct tn_profile *profile, const char *name, size_t len, tn_error **err);
/* The limits of names that portable statements create: those that every server keeps whole. */
#define TN_SQL_MAX_NAME 63u /* bytes */
int tn__sql_name_too_wide(const char *name, size_t len);
/* tn__sql_check_ident(), and these limits. */
int tn__sql_check_new_ident(const struct tn_profile *profile, const char *name, size_t len, tn_error **err);

/*
 * Byte position in the application's text of a byte position in rendered text
 * (both from 1; 0 stays 0): placeholders have another length there.  0 for a
 * portable statement: see tn__sql_place().
 */
size_t tn__sql_map_position(const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect, size_t rendered);
/* The same for the rendering of a portable statement; 0 where it is not known. */
size_t tn__sql_place(const struct tn_rendered *rendered, size_t position);

#endif
