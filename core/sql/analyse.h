/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse.h - the parts of the analysis; private to core/sql.
 *
 * analyse_*.c know statements, queries, FROM, scopes and names; type_*.c know
 * expressions: operations, kinds, conversions, parameters, constants.  They meet
 * here.
 *
 * An expression is analysed once, by tn__type_expr(), which finds its columns by
 * tn__scope_column(), its subqueries by tn__analyse_query(), and picks the
 * operations.  Parameters get their kind from the first context that has one
 * (tn__type_want()), else from the bound value.
 *
 * Errors: TN_E_NO_OBJECT (no such table, column, function; with the nearest name),
 * TN_E_AMBIGUOUS, TN_E_TYPE (an operator on these types, text compared with a
 * number, WHERE int), TN_E_PARAM, TN_E_SYNTAX (an aggregate in WHERE, grouping),
 * TN_E_UNSUPPORTED (a type-sensitive operator on TN_T_UNKNOWN; what no plan can
 * do), each with its position and, where one is known, the rewrite as the hint.
 */
#ifndef TN_SQL_ANALYSE_H
#define TN_SQL_ANALYSE_H

#include "core/base/error.h"
#include "core/sql/sql.h"

/* What a name may refer to at one place; scopes nest with subqueries. */
struct tn_scope {
	struct tn_scope *outer;
	struct tn_ir_source **sources;
	uint32_t source_count, source_cap;
	struct tn_ir_query *query; /* whose FROM gives the sources; NULL in INSERT, UPDATE, DELETE and DDL */
	struct tn_ir_with *with;   /* CTEs in scope; those of outer scopes follow */
	uint32_t with_count;       /* how many of them are visible yet */
	/* What is found without a qualifier, and how; private to analyse_*.c */
	struct tn_names_in_scope *names;
	/* What the clause allows: see TN_IN_*. */
	unsigned allow;
	/* Set by tn__type_expr(): an aggregate that belongs to this scope was met. */
	uint8_t aggregates, windows;
	uint8_t correlated; /* a column of an outer scope was used */
};

#define TN_IN_AGGREGATE 0x01u /* aggregates are allowed */
#define TN_IN_WINDOW    0x02u /* window functions are allowed */
#define TN_IN_DEFAULT   0x04u /* the keyword DEFAULT is allowed */
#define TN_IN_STORED    0x08u /* CHECK, DEFAULT, index: no subqueries, no parameters, nothing volatile */

struct tn_analysis {
	struct tn_arena *arena;
	struct tn_ir_stmt *stmt;
	const struct tn_sql_env *env;
	const struct tn_sql_bound *bound;
	tn_error **err;
	unsigned depth;
	unsigned aliases; /* counter for aliases that the analysis makes */
	unsigned alias_run; /* underscores in them, so that the text holds none; 0: not yet counted */
	const char *clause; /* "WHERE", for messages */
	struct tn_name_map *tables; /* of env, by name; made at first need */
	/* Private to type_*.c. */
	unsigned unsure;      /* inside a branch that may not be evaluated: no error of a constant is reported */
	unsigned in_aggregate; /* inside the arguments of an aggregate */
	struct tn_type_pending *pending; /* parameters without a kind yet */
	struct tn_ir_expr *under_cast; /* the operand of the CAST to NUMERIC(p,s) that is being analysed */
};

/* ---- analyse_*.c ----------------------------------------------------------- */

/* Outputs that are a bare parameter or NULL are left without a kind, for the context to give. */
int tn__analyse_query(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_query *query);
/*
 * Fills u.column.source, index and type of a COLUMN.  A column that USING has merged
 * may become another expression in place; it is analysed when this returns, whatever
 * its kind.  A COLUMN that has a source already only gets its type.
 */
int tn__scope_column(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr);
/* Analyses OVER of a window call (u.call->over or over_name) that stands in scope. */
int tn__scope_window(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *call);
/* ORDER BY inside an aggregate or a window: keys are analysed, no NULLS_DEFAULT is left. */
int tn__scope_order(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_order *order, uint32_t count);
/* 1 if an analysed query gives at most one row, proven (TN_XF_PROVEN of its SCALAR). */
int tn__query_single(const struct tn_ir_query *query);
/* The nearest of some names, or NULL if none is near; for hints. */
struct tn_nearest {
	const char *wanted, *best;
	unsigned distance, tried;
};
void tn__nearest_begin(struct tn_nearest *n, const char *wanted);
void tn__nearest_try(struct tn_nearest *n, const char *candidate);

/* ---- type_*.c ---------------------------------------------------------------- */

/* Analyses an expression and what is below it. */
int tn__type_expr(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place);
/* The same, and it must be a condition: BOOL, or TN_E_TYPE with the rewrite. */
int tn__type_condition(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place, const char *clause);
/*
 * Converts an analysed expression to a type where that is implicit (a parameter or
 * NULL takes it; INT -> NUMERIC -> DOUBLE; DATE -> TIMESTAMP), else TN_E_TYPE.
 * what names the place: "column born".
 */
int tn__type_want(struct tn_analysis *an, struct tn_ir_expr **place, const struct tn_sql_type *type, const char *what);
/*
 * One type for several expressions (branches of CASE, members of IN, columns of a
 * UNION, rows of VALUES), each converted to it.
 */
int tn__type_unify(struct tn_analysis *an, struct tn_ir_expr ***places, uint32_t count, struct tn_sql_type *out,
		   const char *what);
/* The type that two types have in common, or TN_E_TYPE without an error object. */
int tn__type_common(const struct tn_sql_type *a, const struct tn_sql_type *b, struct tn_sql_type *out);
/*
 * Ends the search for a context: an expression that still has no kind (a bare
 * parameter or NULL, or CASE and COALESCE of nothing else) gets that of the bound
 * value, or it is an error with the CAST to write.  For the outputs of a query
 * that nothing outside gives a type, after tn__type_want() where something does.
 */
int tn__type_settle(struct tn_analysis *an, struct tn_ir_expr **place, const char *what);
/* tn__type_want() for output index of an analysed query: its items, VALUES, operands of UNION. */
int tn__type_query_output(struct tn_analysis *an, struct tn_ir_query *query, uint32_t index,
			  const struct tn_sql_type *type, const char *what);
/*
 * TN_OK if values of the type may be sorted, grouped or made distinct; else an error
 * that names what ("ORDER BY"): JSON, rows, text of a column with another collation.
 */
int tn__type_orderable(struct tn_analysis *an, const struct tn_sql_type *type, uint32_t at, const char *what);
/* The column that an expression is, if it is of a type that portable SQL leaves out; else NULL. */
const struct tn_ir_column *tn__type_left_out(const struct tn_ir_expr *expr);
/* The error for a type-sensitive use of a column whose type is not known. */
int tn__type_unknown(struct tn_analysis *an, const struct tn_ir_expr *expr);
/* What is left without a kind at the end: parameters by what is bound, else an error. */
int tn__type_finish(struct tn_analysis *an);
/* "INTEGER", "NUMERIC(10,2)", "a row": for messages. */
const char *tn__type_words(struct tn_arena *a, const struct tn_sql_type *type);

/* ---- messages ------------------------------------------------------------------ */

/* An error at a place of the text.  message and hint are copied; hint may be NULL. */
int tn__analysis_fail(struct tn_analysis *an, uint32_t at, int code, const char *hint, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
int tn__analysis_warn(struct tn_analysis *an, uint32_t at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
