/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir.h - what a statement means, before any server is considered.
 *
 * The intermediate representation is data without behaviour: text is parsed
 * into it, compat/ lowers it, core/sql renders it.  A native statement is opaque
 * but for its parameter markers: pieces of text between which parameters stand.
 * All nodes live in one arena and are never changed after the parser made them.
 */
#ifndef TN_IR_H
#define TN_IR_H

#include <stddef.h>
#include <stdint.h>
#include <tenon/sys/text.h>
#include "core/base/arena.h"
#include "core/ir/ddl.h"

enum tn_ir_kind {
	TN_IR_NATIVE = 1, /* text for the server as it stands */
	TN_IR_QUERY,      /* u.query */
	TN_IR_INSERT,     /* u.change, and the next two */
	TN_IR_UPDATE,
	TN_IR_DELETE,
	TN_IR_TRUNCATE,   /* u.drop */
	TN_IR_CREATE_TABLE,
	TN_IR_CREATE_INDEX,
	TN_IR_CREATE_VIEW,
	TN_IR_ALTER,
	TN_IR_DROP
};

/* What the leading words of a statement say that it does. */
enum tn_ir_effect {
	TN_IR_OTHER = 0,   /* rows, changes, anything without further meaning here */
	TN_IR_TX_CONTROL = 1, /* BEGIN, COMMIT, ROLLBACK, SAVEPOINT, ...: the library's own business */
	TN_IR_SCHEMA = 2,  /* commits the open transaction where schema changes are not part of one */
	TN_IR_SESSION = 3  /* changes the session for longer than a transaction */
};

/* Text, then a parameter; the last piece of a statement has none (arg < 0). */
struct tn_ir_piece {
	const char *text;
	uint32_t len;
	int32_t arg; /* index of the argument that follows the text, or -1 */
};

/* A table that the text names in FROM or as a target; CTEs may be among them. */
struct tn_ir_table_name {
	const char *schema, *name; /* folded */
	uint32_t at;
};

/* A parameter of portable SQL, as the analysis found it. */
struct tn_ir_param {
	struct tn_sql_type type; /* that every occurrence has; kind NULL before the analysis */
	uint8_t list;            /* bound to an array: its elements have the type */
	uint8_t scalar;          /* analysis: stands where one value is needed */
	uint8_t rows;            /* analysis: a number of rows, of LIMIT or OFFSET */
	const char *identity;    /* analysis: the identity column that it is put into, or NULL */
	uint8_t whole;           /* compat: the list is one value for the server, not one for each element */
	uint8_t heavy;           /* engine: TN_LIST_* of a list, of core/base/value.h */
	uint8_t size;            /* engine: where rows of an INSERT are too long together, of tn__size_class() */
	uint32_t list_size;      /* of a list: elements to make room for */
	uint32_t least, most;    /* compat: of a list that is whole or spelled, with how many elements; 0: any number */
	uint8_t spelled;         /* compat: the elements, integers, stand in the text */
	uint32_t at;             /* of the first occurrence */
};

struct tn_ir_warning {
	uint32_t at;
	const char *text;
};

#define TN_IR_ALLOW_ANY_KEY 0x01u /* ON CONFLICT may be about other unique keys than the one that is named */
#define TN_IR_ALLOW_WEAKER 0x02u  /* several steps may be isolated less than one statement */

struct tn_ir_stmt {
	uint8_t kind;   /* enum tn_ir_kind */
	uint8_t effect; /* enum tn_ir_effect */
	uint8_t allows; /* TN_IR_ALLOW_*: what the caller takes where the server cannot do better */
	const char *source; /* the application's text, NUL-terminated */
	size_t source_len;
	const char *verb;   /* the leading word, upper case, for messages: "INSERT" */

	uint32_t arg_count;          /* distinct arguments */
	const char *const *arg_names; /* of each, without the colon; NULL when positional */

	/* native */
	const struct tn_ir_piece *pieces;
	uint32_t piece_count;

	/* portable */
	union {
		struct tn_ir_query *query;
		struct tn_ir_change *change;
		struct tn_ir_create_table *create_table;
		struct tn_ir_create_index *create_index;
		struct tn_ir_create_view *create_view;
		struct tn_ir_alter *alter;
		struct tn_ir_drop *drop;
	} u;
	struct tn_ir_param *params; /* arg_count of them */
	const char *identity;       /* analysis: the identity column that gets an IDENTITY_VALUE, or NULL */
	uint8_t checks_args;        /* analysis: of a parameter rows or identity is set */
	const struct tn_ir_table_name *tables;
	uint32_t table_count;
	struct tn_ir_warning *warnings; /* analysis */
	uint32_t warning_count;
};

/* The outputs of a statement that gives rows; 0 and NULL for the others. */
uint32_t tn__ir_outputs(const struct tn_ir_stmt *stmt, const struct tn_ir_output **outputs);
/*
 * A copy of the tree below stmt that shares nothing that a pass may change: what is
 * const in a node, and the descriptions of tables, are shared.  NULL when memory is
 * out or the tree is deeper than TN_IR_MAX_DEPTH.
 */
struct tn_ir_stmt *tn__ir_clone(struct tn_arena *a, const struct tn_ir_stmt *stmt);
/* The tree as text, one node per line: stable, for tests and explain. */
void tn__ir_dump(const struct tn_ir_stmt *stmt, struct tn_text *out);
/* A hash of the shape: kinds, operations and clauses, not names or literals. */
uint64_t tn__ir_shape(const struct tn_ir_stmt *stmt);

/*
 * Visits every expression and query below stmt, parents before children, clauses
 * in the order of the text.  An expression is given by the place that points to it,
 * so a visitor may put another there (its children are visited, not the old one's).
 * A negative result ends the visit and is returned; TN_IR_PASS_OVER leaves out what
 * is below.  Each function may be NULL.
 */
#define TN_IR_PASS_OVER 1
struct tn_ir_visitor {
	int (*expr)(struct tn_ir_visitor *v, struct tn_ir_expr **place);
	int (*query)(struct tn_ir_visitor *v, struct tn_ir_query *query);
	/* After the children of an expression; may replace it. */
	int (*expr_after)(struct tn_ir_visitor *v, struct tn_ir_expr **place);
	void *ctx;
	unsigned depth; /* of the visit; past TN_IR_MAX_DEPTH it fails with TN_E_LIMIT */
};
#define TN_IR_MAX_DEPTH 2000u
int tn__ir_visit(const struct tn_ir_stmt *stmt, struct tn_ir_visitor *v);
int tn__ir_visit_query(struct tn_ir_query *query, struct tn_ir_visitor *v);
int tn__ir_visit_expr(struct tn_ir_expr **place, struct tn_ir_visitor *v);

/* Nodes for passes; NULL when memory is out.  Types are those of the op's row. */
struct tn_ir_expr *tn__ir_op(struct tn_arena *a, enum tn_op op, uint32_t arg_count, ...);
struct tn_ir_expr *tn__ir_int(struct tn_arena *a, int64_t value);
struct tn_ir_expr *tn__ir_null(struct tn_arena *a, const struct tn_sql_type *type);
struct tn_ir_expr *tn__ir_column_ref(struct tn_arena *a, struct tn_ir_source *source, uint32_t index);
struct tn_ir_expr *tn__ir_text(struct tn_arena *a, const char *text, const struct tn_sql_type *type);
struct tn_ir_expr *tn__ir_literal(struct tn_arena *a, tn_value value, const struct tn_sql_type *type);
/* A copy; columns of what is outside keep their sources.  NULL as for tn__ir_clone(). */
struct tn_ir_expr *tn__ir_clone_expr(struct tn_arena *a, const struct tn_ir_expr *expr);
struct tn_ir_query *tn__ir_clone_query(struct tn_arena *a, const struct tn_ir_query *query);
/* The widest type of a kind: BIGINT for INT; with flags of tn_sql_type. */
struct tn_sql_type tn__ir_type(uint8_t kind, uint8_t flags);
/*
 * The same expression, so that GROUP BY a + 1 fits SELECT a + 1: positions do not
 * count.  Subqueries are the same only when they are one.
 */
int tn__ir_same(const struct tn_ir_expr *a, const struct tn_ir_expr *b);

/* A row of operators.def or functions.def. */
struct tn_op_info {
	const char *name;    /* "ADD_I" */
	const char *spelled; /* function: its name; operator: NULL */
	uint8_t sym;         /* enum tn_sym; 0 for functions */
	const char *args, *result;
	unsigned flags;      /* TN_OPF_* */
	const char *meaning;
};
extern const struct tn_op_info tn__op_info[TN_OPS];

#endif
