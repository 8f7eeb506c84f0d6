/* SPDX-License-Identifier: MIT */
/*
 * tenon/sys/sqltype.h - the type of an expression, and the operations.
 *
 * Portable SQL is typed: every expression has a kind, and every operator, cast
 * and function is resolved to one operation (enum tn_op), which has one meaning
 * on every server.  A dialect says how it spells each operation (struct
 * tn_dialect, ops).  operators.def and functions.def are the tables of the
 * operations; a row's place in them is its number.
 */
#ifndef TENON_SYS_SQLTYPE_H
#define TENON_SYS_SQLTYPE_H

#include <tenon/defs.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

/*
 * Kinds of expressions are enum tn_kind, where TN_KIND_NULL says that nothing
 * has fixed the kind yet (a bare NULL, a parameter without context), and these.
 */
#define TN_T_UNKNOWN  32u /* a column whose type is not known: no environment had it */
#define TN_T_INTERVAL 33u /* an interval literal; an operand of + and - only */
#define TN_T_ROW      34u /* a row value: its type is those of its members */

#define TN_TYPEF_NOT_NULL 0x01u /* proven never NULL */
/* Text of a column whose collation is not the binary, unpadded one of this layer. */
#define TN_TYPEF_FOREIGN_COLLATION 0x02u
#define TN_TYPEF_CONSTANT 0x04u /* one value for the whole statement: literals, parameters, what is made of them */
#define TN_TYPEF_COLUMN   0x08u /* is a column as it stands: what an index can serve */
#define TN_TYPEF_GUESSED  0x10u /* assumed from the context of an unknown column: offline only */

struct tn_sql_type {
	uint8_t kind;    /* enum tn_kind or TN_T_* */
	uint8_t storage; /* enum tn_type: as a column stores it; of other expressions the widest of the kind */
	uint8_t flags;   /* TN_TYPEF_* */
	uint8_t reserved;
	uint16_t precision; /* NUMERIC: digits, 0: any */
	int16_t scale;      /* NUMERIC: digits behind the point; -1: any */
	uint32_t length;    /* VARCHAR: characters, 0: any */
};

/* What the letters of signatures in operators.def and functions.def mean:
 *   b BOOL  i INT  n NUMERIC  d DOUBLE  t TEXT  y BYTES  D DATE  T TIME
 *   s TIMESTAMP  z TIMESTAMPTZ  u UUID  j JSON
 *   x any kind, the same for every x of the row; v any kind, each its own
 *   ? the arguments from here on may be left out   * the last one repeats, from none
 *   + the last one repeats, at least once
 * As a result, x is the kind of the x arguments.
 */

enum tn_op {
	TN_OP_NONE = 0,
#define TN_OPERATOR(id, sym, args, result, flags, meaning) TN_OP_##id,
#include <tenon/sys/operators.def>
#undef TN_OPERATOR
#define TN_FUNCTION(id, name, args, result, flags, meaning) TN_OP_##id,
#include <tenon/sys/functions.def>
#undef TN_FUNCTION
	TN_OPS
};

/* Flags of the rows. */
#define TN_OPF_AGGREGATE  0x0001u /* takes DISTINCT, FILTER; with OVER a window function too */
#define TN_OPF_WINDOW     0x0002u /* only with OVER */
#define TN_OPF_NULLABLE   0x0004u /* may be NULL though no argument is */
#define TN_OPF_NEVER_NULL 0x0008u /* never NULL, whatever the arguments */
#define TN_OPF_VOLATILE   0x0010u /* another value at each call; not constant, never written twice */
#define TN_OPF_ORDERED    0x0020u /* an aggregate that takes ORDER BY among its arguments */
#define TN_OPF_NO_FRAME   0x0040u /* a window function that takes no frame */
#define TN_OPF_STATEMENT  0x0080u /* one value per statement (CURRENT_TIMESTAMP) */
#define TN_OPF_ANY_NULL   0x0100u /* not NULL merely because an argument is: COALESCE, CONCAT */
#define TN_OPF_LITERAL_2  0x0200u /* the second argument must be a literal */
#define TN_OPF_NO_DISTINCT 0x0800u /* an aggregate that takes no DISTINCT */
#define TN_OPF_INTERNAL   0x0400u /* made by the compiler, no name in SQL text */
#define TN_OPF_PARTIAL    0x1000u /* for some numbers it has no value, and raises DATA: a divisor of 0 */

/* One operand, as a dialect's choose() sees it. */
struct tn_op_arg {
	struct tn_sql_type type;
	uint8_t literal; /* is a literal */
	uint8_t nulled;  /* is the literal NULL */
	const tn_value *value; /* of a literal; else NULL */
};

/* A use of an operation. */
struct tn_op_use {
	uint16_t op; /* enum tn_op */
	uint8_t stored; /* 1: in a stored expression (CHECK, DEFAULT, view, index) */
	uint8_t distinct; /* an aggregate with DISTINCT */
	uint8_t over; /* an aggregate with OVER */
	uint8_t returned; /* in RETURNING, outside its subqueries */
	uint8_t grouped;  /* in a SELECT with GROUP BY, outside its subqueries */
	struct tn_sql_type result;
	const struct tn_op_arg *args;
	uint32_t arg_count;
};

TN_END_DECLS

#endif
