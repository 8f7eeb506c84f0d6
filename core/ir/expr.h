/* SPDX-License-Identifier: MIT */
/*
 * core/ir/expr.h - an expression.
 *
 * One node shape for all: sub-expressions are in args, what is particular to a
 * kind is in u.  So a visitor, a copy or a comparison needs to know only where a
 * query hangs below an expression (u.sub.query, and the clauses of a call).
 *
 * The parser fills kind, sym, at, args and u; the analysis fills op, type and
 * what is marked "analysis"; compat/ rewrites its own copy of the tree.
 *
 * Invariants after the analysis:
 *  1. Every OP, CAST and CALL has an op; the kinds of its args are those of one
 *     of the op's rows, conversions being CAST nodes with TN_XF_IMPLICIT.
 *  2. Every COLUMN has a source that is in scope there.
 *  3. AND, OR and CONCAT are n-ary: none is a direct operand of the same.
 *  4. Every type has a kind other than TN_KIND_NULL, but for operands where no
 *     kind matters (IS NULL, COUNT) and NULL itself is asked about.
 */
#ifndef TN_IR_EXPR_H
#define TN_IR_EXPR_H

#include <tenon/sys/sqltype.h>

struct tn_ir_query;
struct tn_ir_source;
struct tn_ir_order;
struct tn_ir_window;

enum tn_ir_expr_kind {
	TN_X_LITERAL = 1, /* u.literal; NULL has kind NULL */
	TN_X_PARAM,    /* u.param */
	TN_X_COLUMN,   /* u.column */
	TN_X_OUTPUT,   /* analysis: ORDER BY an output column; u.output, its number from 0 */
	TN_X_OP,       /* sym; args are the operands */
	TN_X_CALL,     /* u.call; args are the arguments */
	TN_X_CAST,     /* args[0]; u.cast is the type asked for */
	TN_X_CASE,     /* args: [operand,] when, then, when, then, ... [else]; TN_XF_OPERAND, TN_XF_ELSE */
	TN_X_IN,       /* args[0] IN (the others); a lone list PARAM among them is an array */
	TN_X_QUANT,    /* args[0] sym ANY/ALL (args[1]), an array parameter; TN_XF_ALL */
	TN_X_IN_QUERY, /* args[0] IN (u.sub.query) */
	TN_X_QUANT_QUERY, /* args[0] sym ANY/ALL (u.sub.query); TN_XF_ALL */
	TN_X_SCALAR,   /* (u.sub.query) as a value */
	TN_X_EXISTS,   /* EXISTS (u.sub.query) */
	TN_X_ROWVALUE, /* (a, b, ...) */
	TN_X_STAR,     /* * or t.* in a select list or RETURNING; u.column.qualifier; gone after the analysis */
	TN_X_DEFAULT,  /* DEFAULT in VALUES of an INSERT or in SET */
	TN_X_TEXT,     /* compat only: u.text, SQL of the library's own, from a dialect */
	TN_X_EACH      /* compat only: args[0] for one element after the other of its lists, which are
			* equally long, with OR between; u.param is one of them */
};

/* What the text says; operators.def has the overloads. */
enum tn_sym {
	TN_SYM_NONE = 0,
	TN_SYM_OR, TN_SYM_AND, TN_SYM_NOT,
	TN_SYM_EQ, TN_SYM_NE, TN_SYM_LT, TN_SYM_LE, TN_SYM_GT, TN_SYM_GE,
	TN_SYM_IS_DISTINCT, TN_SYM_IS_NOT_DISTINCT,
	TN_SYM_IS_NULL, TN_SYM_IS_NOT_NULL,
	TN_SYM_IS_TRUE, TN_SYM_IS_NOT_TRUE, TN_SYM_IS_FALSE, TN_SYM_IS_NOT_FALSE,
	TN_SYM_IS_UNKNOWN, TN_SYM_IS_NOT_UNKNOWN,
	TN_SYM_LIKE, TN_SYM_ILIKE, /* NOT LIKE is NOT over LIKE, and so for IN and BETWEEN */
	TN_SYM_BETWEEN, /* three operands; the analysis makes AND of two comparisons where the first is simple */
	TN_SYM_ADD, TN_SYM_SUB, TN_SYM_MUL, TN_SYM_DIV, TN_SYM_MOD, TN_SYM_NEG, TN_SYM_POS,
	TN_SYM_BIT_AND, TN_SYM_BIT_OR, TN_SYM_BIT_XOR, TN_SYM_BIT_NOT, TN_SYM_SHL, TN_SYM_SHR,
	TN_SYM_CONCAT, TN_SYM_ARROW, TN_SYM_LONG_ARROW,
	TN_SYM_CAST, TN_SYM_INTERNAL,
	TN_SYM_COUNT
};

#define TN_XF_DISTINCT 0x01u /* CALL: f(DISTINCT ...) */
#define TN_XF_STAR     0x02u /* CALL: count(*) */
#define TN_XF_ALL      0x04u /* QUANT, QUANT_QUERY: ALL, else ANY */
#define TN_XF_OPERAND  0x08u /* CASE: the first argument is the operand */
#define TN_XF_WHOLE    0x08u /* OP: written a DIV b, which takes integers only; the analysis clears it */
#define TN_XF_ELSE     0x10u /* CASE: the last argument is ELSE */
#define TN_XF_IMPLICIT 0x20u /* CAST: made by the analysis */
#define TN_XF_SYMMETRIC 0x40u /* BETWEEN SYMMETRIC */
#define TN_XF_PROVEN   0x80u /* SCALAR: at most one row, proven by the analysis */

/* INTERVAL '1 year 2 days 3:00'; the parts are never mixed. */
struct tn_ir_interval {
	int64_t months, days, micros;
};

struct tn_ir_call {
	const char *name;             /* folded to lower case; fields of EXTRACT and date_trunc are part of it */
	struct tn_ir_order *order;    /* f(... ORDER BY ...) */
	uint32_t order_count;
	struct tn_ir_expr *filter;    /* FILTER (WHERE ...), or NULL */
	struct tn_ir_window *over;    /* OVER (...), or NULL */
	const char *over_name;        /* OVER name, or NULL */
};

struct tn_ir_expr {
	uint8_t kind;  /* enum tn_ir_expr_kind */
	uint8_t sym;   /* enum tn_sym, of OP, QUANT and QUANT_QUERY */
	uint8_t flags; /* TN_XF_* */
	uint8_t mark;  /* scratch of one pass at a time, 0 between passes */
	uint16_t op;   /* enum tn_op, analysis */
	uint16_t paren; /* parser: written in parentheses, so that (a AND b) AND c shows */
	uint32_t at;   /* offset in the source, from 0 */
	uint32_t arg_count;
	struct tn_ir_expr **args;
	struct tn_sql_type type; /* analysis */
	union {
		tn_value literal; /* NUMERIC: its text; text lies in the arena; not INTERVAL */
		struct tn_ir_interval *interval; /* a LITERAL whose type.kind is TN_T_INTERVAL */
		uint32_t param;   /* number of the argument, from 0 */
		struct {
			const char *qualifier; /* as folded, or NULL */
			const char *name;      /* NULL for STAR */
			struct tn_ir_source *source; /* analysis */
			uint32_t index;        /* analysis: column of the source */
		} column;
		uint32_t output;
		struct tn_ir_call *call;
		struct tn_sql_type cast;
		struct {
			struct tn_ir_query *query;
		} sub;
		const char *text;
	} u;
};

struct tn_ir_order {
	struct tn_ir_expr *expr;
	uint8_t desc;
	uint8_t nulls; /* enum tn_ir_nulls; the analysis leaves no NULLS_DEFAULT behind */
};

enum tn_ir_nulls { TN_NULLS_DEFAULT = 0, TN_NULLS_FIRST = 1, TN_NULLS_LAST = 2 };

enum tn_ir_frame_mode { TN_FRAME_NONE = 0, TN_FRAME_ROWS, TN_FRAME_RANGE, TN_FRAME_GROUPS };
enum tn_ir_bound { TN_BOUND_UNBOUNDED_PRECEDING = 1, TN_BOUND_PRECEDING, TN_BOUND_CURRENT, TN_BOUND_FOLLOWING,
		   TN_BOUND_UNBOUNDED_FOLLOWING };
enum tn_ir_exclude { TN_EXCLUDE_NONE = 0, TN_EXCLUDE_CURRENT_ROW, TN_EXCLUDE_GROUP, TN_EXCLUDE_TIES };

struct tn_ir_window {
	const char *name; /* of WINDOW name AS (...); NULL inside OVER */
	const char *base; /* (name ...): the window that it extends, or NULL */
	struct tn_ir_expr **partition;
	uint32_t partition_count;
	struct tn_ir_order *order;
	uint32_t order_count;
	uint8_t frame;   /* enum tn_ir_frame_mode */
	uint8_t start, end; /* enum tn_ir_bound */
	uint8_t exclude; /* enum tn_ir_exclude */
	struct tn_ir_expr *start_offset, *end_offset; /* of PRECEDING and FOLLOWING */
	uint32_t at;
};

#endif
