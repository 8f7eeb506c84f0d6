/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_parts.h - what the files of the analysis of expressions share.
 *
 * An expression is decided when its type has a kind.  A NULL, a parameter without a
 * bound value, and CASE or COALESCE of nothing but these are undecided (kind NULL)
 * until a context pushes a kind into them.
 *
 * Functions that return int give TN_OK or an error that is in an->err, unless a
 * comment says otherwise.
 */
#ifndef TN_SQL_TYPE_PARTS_H
#define TN_SQL_TYPE_PARTS_H

#include "core/sql/analyse.h"

/* How deep expressions may nest, subqueries included: the bound of the recursion. */
#define TN_TYPE_MAX_DEPTH 1200u

/* ---- type_words.c: kinds ------------------------------------------------------ */

/* The type of an expression of a kind: widest storage, any digits. */
struct tn_sql_type tn__type_of(unsigned kind);
/* "INTEGER" and so on, for a kind. */
const char *tn__type_kind_word(unsigned kind);
/* ":name" or "parameter 2". */
const char *tn__type_param_words(struct tn_analysis *an, uint32_t param);
int tn__type_nomem(struct tn_analysis *an);

/* ---- type_number.c: digits of numbers ------------------------------------------ */

/* Digits before and behind the point that values can have; -1: not known. */
struct tn_digits {
	int whole, scale;
};
struct tn_digits tn__digits_of_type(const struct tn_sql_type *type);
struct tn_digits tn__digits_of(const struct tn_ir_expr *expr);
/* A NUMERIC type for digits. */
struct tn_sql_type tn__digits_type(struct tn_digits digits);
/*
 * Numeric text rounded half away from zero to a scale, with exactly that many digits
 * behind the point.  NULL: no memory.
 */
char *tn__decimal_rescale(struct tn_arena *a, const char *s, size_t n, unsigned scale);

/* ---- type_literal.c: constants ------------------------------------------------- */

#define TN_FOLD_EXACT 1 /* only where no digit is lost: implicit conversion */
#define TN_FOLD_CAST 2  /* as CAST says: rounds */
/* Makes a literal one of another type; 1: done, 0: it stays as it is, negative: error. */
int tn__literal_fold(
	struct tn_analysis *an, struct tn_ir_expr *literal, const struct tn_sql_type *type, int how);
/* The type of a literal by its value. */
void tn__literal_type(struct tn_ir_expr *literal);
/* Sets a literal's value and type. */
void tn__literal_set_int(struct tn_ir_expr *literal, int64_t value);
void tn__literal_set_bool(struct tn_ir_expr *literal, int value);
/* Computes an operation whose operands are INT or NUMERIC literals where that raises nothing. */
int tn__literal_compute(struct tn_analysis *an, struct tn_ir_expr *expr);
/* Makes a comparison of two NUMERIC literals the constant that it is. */
void tn__literal_compare(struct tn_ir_expr *expr, unsigned sym);

/* ---- type_node.c: nodes ----------------------------------------------------------- */

struct tn_ir_expr *tn__type_node(
	struct tn_analysis *an, enum tn_ir_expr_kind kind, uint32_t at, uint32_t arg_count);
/* An analysed operation over analysed operands, its type by its row; NULL: no memory. */
struct tn_ir_expr *tn__type_op(struct tn_analysis *an, enum tn_op op, uint32_t at, uint32_t arg_count, ...);
struct tn_ir_expr *tn__type_int(struct tn_analysis *an, uint32_t at, int64_t value);
/* Puts a CAST over an expression. */
int tn__type_wrap(struct tn_analysis *an, struct tn_ir_expr **place, enum tn_op op,
	const struct tn_sql_type *type, unsigned flags);
/* 1 if an expression may be written twice: small, one value whenever it is asked, no subquery. */
int tn__type_twice(const struct tn_ir_expr *expr);
/* Splices operands of the same operation into their parent: AND, OR, CONCAT. */
int tn__type_flatten(struct tn_analysis *an, struct tn_ir_expr *expr);
/* Puts BINARY_TEXT over text of another collation. */
int tn__type_binary(struct tn_analysis *an, struct tn_ir_expr **place);

/* ---- type_result.c ----------------------------------------------------------------- */

/* The type that an operation with its operands gives. */
struct tn_sql_type tn__type_result(const struct tn_ir_expr *expr);

/* ---- type_param.c -------------------------------------------------------------------- */

/* A parameter as it is met; a list only where list says so. */
int tn__type_param(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr, int list);
/* Decides the kind of a list's elements, beside an operand of a kind. */
void tn__type_list(struct tn_analysis *an, struct tn_ir_expr *list, unsigned kind);
/* Elements of a PARAM that is bound to a list; TN_SQL_NO_LIST for all else. */
uint32_t tn__type_list_size(const struct tn_analysis *an, const struct tn_ir_expr *expr);
/* 1 if an expression without a kind is NULL: the literal, a parameter that NULL is bound to, CASE or a call of such. */
int tn__type_is_null(const struct tn_analysis *an, const struct tn_ir_expr *expr);
/* The kind that is bound to a PARAM; NULL if none. */
unsigned tn__type_bound_kind(const struct tn_analysis *an, uint32_t param);
/* Gives an undecided expression (or, in an open environment, an unknown column) a kind. */
int tn__type_push(
	struct tn_analysis *an, struct tn_ir_expr **place, const struct tn_sql_type *type, const char *what);

/* ---- type_coerce.c -------------------------------------------------------------------- */

/* Conversions from an expression to a kind; -1: none is implicit. */
int tn__type_cost(const struct tn_analysis *an, const struct tn_ir_expr *expr, unsigned kind);
/* Converts to a kind, which tn__type_cost() allows. */
int tn__type_coerce(struct tn_analysis *an, struct tn_ir_expr **place, unsigned kind, const char *what);
/* 1 where an UNKNOWN may take the kind of its context. */
int tn__type_may_guess(const struct tn_analysis *an, const struct tn_ir_expr *expr);
/* The first UNKNOWN among expressions, or NULL. */
const struct tn_ir_expr *tn__type_find_unknown(struct tn_ir_expr *const *args, uint32_t count);

/* ---- type_cast.c ---------------------------------------------------------------------- */

int tn__type_cast(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place);
/* Puts the casts from a decided kind to a type over an expression; 0: there is no such cast. */
int tn__type_cast_to(
	struct tn_analysis *an, struct tn_ir_expr **place, const struct tn_sql_type *type, unsigned flags);

/* ---- type_overload.c -------------------------------------------------------------------- */

/* Rows of operators.def (those of sym) or of functions.def (sym NONE). */
struct tn_rows {
	uint16_t first, last;
	uint8_t sym;
};
#define TN_PICK_NONE (-1)      /* no row takes the operands */
#define TN_PICK_AMBIGUOUS (-2) /* several do, equally well */
/* An operation for operands, or TN_PICK_*. */
int tn__overload_pick(
	const struct tn_analysis *an, struct tn_rows rows, struct tn_ir_expr *const *args, uint32_t count);
/* Converts the operands to those of the row, and sets op and type. */
int tn__overload_apply(struct tn_analysis *an, struct tn_ir_expr *expr, enum tn_op op, const char *what);
/* The letter of operand i. */
char tn__overload_letter(enum tn_op op, uint32_t i);
unsigned tn__overload_kind(char letter);

/* ---- type_operator.c --------------------------------------------------------------------- */

const char *tn__type_sym_text(unsigned sym);
int tn__type_operator(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place);
/* An operand of AND, OR, NOT, WHERE: BOOL, or the rewrite. */
int tn__type_bool(struct tn_analysis *an, struct tn_ir_expr **place, const char *where);

/* ---- type_compare.c ------------------------------------------------------------------------ */

/* The operation that compares values of a kind; NONE if they cannot be compared. */
enum tn_op tn__compare_op(unsigned sym, unsigned kind);
/* Compares two analysed expressions; *out is the result. */
int tn__type_compare(struct tn_analysis *an, unsigned sym, uint32_t at, struct tn_ir_expr *left,
	struct tn_ir_expr *right, struct tn_ir_expr **out);
/* Converts two expressions to a common kind so that they can be compared. */
int tn__type_pair(struct tn_analysis *an, unsigned sym, uint32_t at, struct tn_ir_expr **left,
	struct tn_ir_expr **right);
/* The error of two types that cannot be compared. */
int tn__type_compare_fail(struct tn_analysis *an, unsigned sym, uint32_t at, const struct tn_sql_type *left,
	const struct tn_sql_type *right);
/* BETWEEN over analysed operands. */
int tn__type_between(struct tn_analysis *an, struct tn_ir_expr **place);
/* A constant beside a column of a narrower kind, changed so that the column can stay as it is. */
int tn__type_fit_constant(
	struct tn_analysis *an, unsigned *sym, const struct tn_ir_expr *column, struct tn_ir_expr *constant);

/* ---- type_in.c ------------------------------------------------------------------------------- */

int tn__type_in(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place);
int tn__type_quant(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place);
int tn__type_in_query(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place);
int tn__type_row_scalar(struct tn_analysis *an, unsigned sym, struct tn_ir_expr *row,
	struct tn_ir_expr *scalar, int swapped, struct tn_ir_expr **out);

/* ---- type_interval.c ---------------------------------------------------------------------------- */

/* 1 if an expression that is not analysed yet is an interval or a multiple of one. */
int tn__type_is_interval(const struct tn_ir_expr *expr);
/* date or time +- interval: a chain of ADD_MONTHS, ADD_DAYS, ADD_MICROS. */
int tn__type_interval(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place);
/* A timestamp that is midnight by its making (CAST of a date, months and days later) as a DATE; 1 if done. */
int tn__type_as_date(struct tn_analysis *an, struct tn_ir_expr **place);
/* 1 if an expression is CURRENT_TIMESTAMP or made of it and intervals: it can be had without zone. */
int tn__type_is_now(const struct tn_ir_expr *expr);
void tn__type_now_local(struct tn_ir_expr *expr);

/* ---- type_call.c, type_function.c, type_case.c ------------------------------------------------------ */

int tn__type_call(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place);
int tn__type_case(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place);
/* The rows of a function by its name or an alias; 0 rows (last < first) if there is none. */
struct tn_rows tn__function_rows(const char *name);
/* The error for a name that is no function: the nearest one, or what to write. */
int tn__function_missing(struct tn_analysis *an, const struct tn_ir_expr *call);
/* "substring(TEXT, BIGINT), substring(TEXT, BIGINT, BIGINT)": for messages. */
const char *tn__function_signatures(struct tn_analysis *an, struct tn_rows rows);

/* ---- type_expr.c ------------------------------------------------------------------------------------- */

/* Analyses the query of a SCALAR, EXISTS, IN_QUERY or QUANT_QUERY. */
int tn__type_subquery(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr);

#endif
