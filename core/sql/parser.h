/* SPDX-License-Identifier: MIT */
/*
 * core/sql/parser.h - what the grammar's actions are made of; private to the parser.
 *
 * grammar.y says which words make which construct; its actions only call the
 * functions below (parse_*.c), which make nodes and find what the grammar alone
 * cannot say.  A function that gives NULL has set the error.
 *
 * Invariants:
 *  1. Nodes are made by tn__px_node(), which keeps the depth of the tree below a
 *     node in front of it: a tree is never deeper than TN_SQL_MAX_DEPTH, so what
 *     walks it later may recurse.
 *  2. After the first error nothing more is built; the first one is reported.
 *  3. Every name is folded (or taken as quoted) once, where it becomes part of a node.
 */
#ifndef TN_SQL_PARSER_H
#define TN_SQL_PARSER_H

#include "core/base/error.h"
#include "core/sql/lex.h"
#include "core/sql/sql.h"

/* Pointers in the order of the text; grows by doubling. */
struct tn_sql_list {
	void **v;
	uint32_t n, cap;
	void *first[4]; /* most lists end here */
};

/* Named parameters, found by hash. */
struct tn_sql_names {
	const char **name;
	uint32_t name_cap;
	uint32_t *slots; /* index + 1, 0: free */
	uint32_t slot_count;
};

struct tn_sql_parser {
	struct tn_arena *arena;
	tn_error **err;
	int rc; /* of the first error */
	struct tn_sql_tokens tokens;
	struct tn_sql_token token; /* the last one given to the grammar */
	struct tn_ir_stmt *stmt;

	struct tn_ir_param *params;
	uint32_t param_cap, marks;
	struct tn_sql_names names;

	struct tn_ir_table_name *tables;
	uint32_t table_cap;
};

/* ---- shared (parse.c) ---------------------------------------------------------------- */

/* Sets the error (only the first counts) and gives NULL. */
void *tn__px_fail(struct tn_sql_parser *p, int code, uint32_t at, const char *message, const char *hint);
void *tn__px_failf(struct tn_sql_parser *p, int code, uint32_t at, const char *hint, const char *format, ...)
	TN_PRINTF(5, 6);
void *tn__px_nomem(struct tn_sql_parser *p);
/* Zeroed memory; a node of the tree, with a head. */
void *tn__px_alloc(struct tn_sql_parser *p, size_t size);
void *tn__px_node(struct tn_sql_parser *p, size_t size);
/* What the parser alone knows of a node; it lies in front of it. */
struct px_head {
	uint32_t depth;          /* the longest way down */
	uint32_t before, behind; /* room around the arguments of a chain */
	uint32_t unused;         /* the node is aligned as the head is */
};
static inline struct px_head *tn__px_head(void *node)
{
	return (struct px_head *)node - 1;
}
/* The node becomes deeper than child (NULL: nothing); 0 and an error when too deep. */
int tn__px_over(struct tn_sql_parser *p, uint32_t at, void *node, const void *child);
int tn__px_over_list(struct tn_sql_parser *p, uint32_t at, void *node, const struct tn_sql_list *children);
/* A list with one member; list may be NULL. */
struct tn_sql_list *tn__px_add(struct tn_sql_parser *p, struct tn_sql_list *list, void *member);
/* Structures of the given size, which a list points to, one behind the other. */
void *tn__px_flat(struct tn_sql_parser *p, const struct tn_sql_list *list, size_t size);
/* A name as the IR has it: folded, or without its quotes. */
const char *tn__px_name(struct tn_sql_parser *p, struct tn_sql_slice word);
/* Lower case of a word that is compared with known ones. */
int tn__px_is(struct tn_sql_slice word, const char *lower);
struct tn_sql_slice tn__px_join(struct tn_sql_slice first, struct tn_sql_slice last);
int tn__px_add_table(struct tn_sql_parser *p, uint32_t at, const char *schema, const char *name);
/* Called by the grammar with the whole statement. */
void tn__px_done(struct tn_sql_parser *p, int kind, const char *verb, void *body);

/* ---- errors (parse_error.c) ------------------------------------------------------------- */

/* The grammar does not go on with p->token: what was found, expected, and what to write. */
void tn__px_unexpected(struct tn_sql_parser *p);

/* The automaton of the grammar without its actions; in grammar.y. */
struct tn_sql_walk {
	int16_t *states;
	uint32_t depth, cap;
	struct tn_arena *arena;
};
int tn__grammar_begin(struct tn_sql_walk *w);
/* 1: the token was taken, 0: it does not fit there, negative: TN_E_NOMEM. */
int tn__grammar_take(struct tn_sql_walk *w, int token);

/* ---- expressions (parse_expr.c, parse_call.c, parse_literal.c) ------------------------------ */

typedef struct tn_ir_expr px_expr;
typedef struct tn_sql_list px_list;

px_expr *tn__px_expr(struct tn_sql_parser *p, uint32_t at, enum tn_ir_expr_kind kind);
px_expr *tn__px_paren(struct tn_sql_parser *p, px_expr *e);
px_expr *tn__px_unary(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, px_expr *a);
px_expr *tn__px_binary(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, px_expr *a, px_expr *b);
px_expr *tn__px_whole(struct tn_sql_parser *p, uint32_t at, px_expr *a, px_expr *b);
px_expr *tn__px_ternary(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, px_expr *a, px_expr *b, px_expr *c);
/* =, <, ... and IS [NOT] DISTINCT FROM; the former refuse NULL written out. */
px_expr *tn__px_compare(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, px_expr *a, px_expr *b);
/* AND, OR and ||, which become one node with many arguments. */
px_expr *tn__px_chain(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, px_expr *a, px_expr *b);
px_expr *tn__px_negate(struct tn_sql_parser *p, uint32_t at, px_expr *a);
px_expr *tn__px_not_if(struct tn_sql_parser *p, uint32_t at, int negated, px_expr *a);
px_expr *tn__px_between(struct tn_sql_parser *p, uint32_t at, int symmetric, px_expr *a, px_expr *low, px_expr *high);
px_expr *tn__px_in(struct tn_sql_parser *p, uint32_t at, px_expr *a, const px_list *members);
px_expr *tn__px_sub(struct tn_sql_parser *p, uint32_t at, enum tn_ir_expr_kind kind, px_expr *a,
		    struct tn_ir_query *query);
px_expr *tn__px_quant(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, int all, px_expr *a, px_expr *array,
		      struct tn_ir_query *query);
px_expr *tn__px_cast(struct tn_sql_parser *p, uint32_t at, px_expr *a, const struct tn_sql_type *type);
px_expr *tn__px_case(struct tn_sql_parser *p, uint32_t at, px_expr *operand, const px_list *arms, px_expr *otherwise);
px_expr *tn__px_row(struct tn_sql_parser *p, uint32_t at, const px_list *members);
px_expr *tn__px_column(struct tn_sql_parser *p, uint32_t at, const char *qualifier, const char *name);
px_expr *tn__px_star(struct tn_sql_parser *p, uint32_t at, const char *qualifier);

px_expr *tn__px_null(struct tn_sql_parser *p, uint32_t at);
px_expr *tn__px_bool(struct tn_sql_parser *p, uint32_t at, int value);
px_expr *tn__px_int(struct tn_sql_parser *p, uint32_t at, int64_t value);
px_expr *tn__px_integer(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice digits);
px_expr *tn__px_decimal(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice digits);
px_expr *tn__px_float(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice digits);
px_expr *tn__px_string(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice quoted);
px_expr *tn__px_bytes(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice quoted);
/* DATE '...' and its like; kind is enum tn_kind. */
px_expr *tn__px_typed(struct tn_sql_parser *p, uint32_t at, int kind, struct tn_sql_slice quoted);
/* unit is the word behind, or empty. */
px_expr *tn__px_interval(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice quoted, struct tn_sql_slice unit);
px_expr *tn__px_param(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice marker);
/* What a string spells, in the arena. */
int tn__px_unquote(struct tn_sql_parser *p, struct tn_sql_slice quoted, struct tn_sql_slice *out);

px_expr *tn__px_call(struct tn_sql_parser *p, uint32_t at, const char *name, const px_list *args);
px_expr *tn__px_call_star(struct tn_sql_parser *p, uint32_t at, const char *name);
px_expr *tn__px_call_order(struct tn_sql_parser *p, px_expr *call, unsigned flags, const px_list *order);
px_expr *tn__px_call_over(struct tn_sql_parser *p, px_expr *call, px_expr *filter, struct tn_ir_window *over,
			  const char *over_name);
px_expr *tn__px_extract(struct tn_sql_parser *p, uint32_t at, uint32_t field_at, struct tn_sql_slice field, px_expr *a);
px_expr *tn__px_substring(struct tn_sql_parser *p, uint32_t at, px_expr *a, px_expr *from, px_expr *length);
px_expr *tn__px_trim(struct tn_sql_parser *p, uint32_t at, const char *name, px_expr *what, const px_list *args);

/* ---- queries (parse_query.c) ------------------------------------------------------------ */

struct px_limit {
	px_expr *limit, *offset;
	uint32_t at;
};

struct px_lock {
	uint8_t lock, wait;
	px_list *of;
	uint32_t at;
};

struct px_name2 {
	const char *schema, *name;
	uint32_t at;
};

struct tn_ir_query *tn__px_query(struct tn_sql_parser *p, uint32_t at, enum tn_ir_query_kind kind);
struct tn_ir_query *tn__px_select(struct tn_sql_parser *p, struct tn_ir_query *clauses, int distinct,
				  const px_list *items, const px_list *from);
int tn__px_clauses(struct tn_sql_parser *p, struct tn_ir_query *q, px_expr *where, const px_list *group,
		   px_expr *having, const px_list *windows);
struct tn_ir_query *tn__px_values(struct tn_sql_parser *p, uint32_t at, const px_list *rows);
struct tn_ir_query *tn__px_set(struct tn_sql_parser *p, uint32_t at, enum tn_ir_query_kind kind, int all,
			       struct tn_ir_query *left, struct tn_ir_query *right);
struct tn_ir_query *tn__px_options(struct tn_sql_parser *p, struct tn_ir_query *q, struct tn_ir_with *with,
				   uint32_t order_at, const px_list *order, const struct px_limit *limit,
				   const struct px_lock *lock);
/* TABLE name. */
struct tn_ir_query *tn__px_table_query(struct tn_sql_parser *p, uint32_t at, const struct px_name2 *name);
struct tn_ir_item *tn__px_item(struct tn_sql_parser *p, px_expr *e, const char *alias);
struct tn_ir_order *tn__px_order(struct tn_sql_parser *p, px_expr *e, int desc, int nulls);
struct tn_ir_window *tn__px_window(struct tn_sql_parser *p, uint32_t at, const char *base, const px_list *partition,
				   const px_list *order, const struct tn_ir_window *frame);
struct tn_ir_window *tn__px_frame(struct tn_sql_parser *p, uint32_t at, int mode, const struct tn_ir_window *bounds,
				  int exclude);
struct tn_ir_window *tn__px_bounds(struct tn_sql_parser *p, uint32_t at, const struct tn_ir_window *start,
				   const struct tn_ir_window *end);
struct tn_ir_window *tn__px_bound(struct tn_sql_parser *p, uint32_t at, int bound, px_expr *offset);
struct tn_ir_with *tn__px_with(struct tn_sql_parser *p, int recursive, const px_list *ctes);
struct tn_ir_cte *tn__px_cte(struct tn_sql_parser *p, uint32_t at, const char *name, const px_list *names,
			     int materialized, struct tn_ir_query *query);
struct px_name2 *tn__px_name2(struct tn_sql_parser *p, uint32_t at, const char *schema, const char *name);
struct tn_ir_from *tn__px_from_table(struct tn_sql_parser *p, const struct px_name2 *name);
struct tn_ir_from *tn__px_from_query(struct tn_sql_parser *p, uint32_t at, int lateral, struct tn_ir_query *query);
struct tn_ir_from *tn__px_alias(struct tn_sql_parser *p, struct tn_ir_from *f, const char *alias, const px_list *names);
struct tn_ir_from *tn__px_join_of(struct tn_sql_parser *p, uint32_t at, int join, struct tn_ir_from *left,
				  struct tn_ir_from *right, px_expr *on, const px_list *using_names);
/* Arrays of a list's members as the IR has them. */
const char *const *tn__px_names(struct tn_sql_parser *p, const px_list *list, uint32_t *count);

/* ---- changes (parse_change.c) ----------------------------------------------------------- */

/* Members of a SET list: lists of tn_ir_assign. */
struct px_conflict {
	uint8_t action; /* enum tn_ir_conflict */
	uint32_t at;
	px_list *columns, *sets;
	px_expr *where;
};

struct tn_ir_change *tn__px_change(struct tn_sql_parser *p, struct tn_ir_with *with, const struct px_name2 *target,
				   const char *alias);
struct tn_ir_change *tn__px_insert(struct tn_sql_parser *p, struct tn_ir_change *c, const px_list *columns,
				   struct tn_ir_query *query, const struct px_conflict *conflict,
				   const px_list *returning);
struct tn_ir_change *tn__px_update(struct tn_sql_parser *p, struct tn_ir_change *c, const px_list *sets,
				   const px_list *from, px_expr *where, const px_list *returning);
struct tn_ir_assign *tn__px_assign(struct tn_sql_parser *p, uint32_t at, const char *column, px_expr *value);
px_list *tn__px_assign_row(struct tn_sql_parser *p, uint32_t at, px_list *sets, const px_list *columns,
			   const px_list *values);
struct px_conflict *tn__px_conflict(struct tn_sql_parser *p, uint32_t at, enum tn_ir_conflict action, px_list *columns,
				    px_list *sets, px_expr *where);

/* ---- definitions (parse_define.c) -------------------------------------------------------- */

/* A column, with its constraints as they were written. */
struct px_column {
	struct tn_ir_column_def def;
	px_list *constraints;
	uint8_t null_said;
};

/* A table's members while they are read: columns and constraints. */
struct px_table {
	px_list *columns, *constraints;
};

struct px_column *tn__px_column_def(struct tn_sql_parser *p, uint32_t at, const char *name, uint32_t type_at,
				    struct tn_sql_slice type, const px_list *options);
/* One option of a column: what is set in it counts. */
struct px_option {
	uint8_t not_null; /* 1: NOT NULL, 2: NULL */
	uint8_t identity;
	px_expr *default_value;
	struct tn_ir_constraint *constraint;
	uint32_t at;
};
struct px_option *tn__px_option(struct tn_sql_parser *p, uint32_t at);
struct tn_ir_constraint *tn__px_constraint(struct tn_sql_parser *p, uint32_t at, int kind, const px_list *columns);
struct tn_ir_constraint *tn__px_references(struct tn_sql_parser *p, struct tn_ir_constraint *c,
					   const struct px_name2 *table, const px_list *columns, int actions);
struct px_table *tn__px_member(struct tn_sql_parser *p, struct px_table *t, struct px_column *column,
			       struct tn_ir_constraint *constraint);
struct tn_ir_create_table *tn__px_create_table(struct tn_sql_parser *p, int temporary, int if_not_exists,
					       const struct px_name2 *name, const struct px_table *members);
struct tn_ir_create_index *tn__px_create_index(struct tn_sql_parser *p, const struct px_name2 *table,
					       const px_list *keys, px_expr *where);
struct tn_ir_create_view *tn__px_create_view(struct tn_sql_parser *p, const struct px_name2 *name,
					     const px_list *names, struct tn_ir_query *query);
struct tn_ir_alter *tn__px_alter(struct tn_sql_parser *p, int kind);
struct tn_ir_alter *tn__px_alter_add(struct tn_sql_parser *p, int if_not_exists, const struct px_column *column);
struct tn_ir_drop *tn__px_drop(struct tn_sql_parser *p, int object, int if_exists, const px_list *names, int cascade);

/* Type names (type_names.c): what a slice of the text says. */
#define TN_TYPE_IDENTITY 0x01u /* SERIAL */
#define TN_TYPE_UNSIGNED 0x02u
#define TN_TYPE_CHAR     0x04u /* CHAR: padded where it was stored as such */
#define TN_TYPE_BARE     0x08u /* no argument where one is usual */
#define TN_TYPE_ROUNDED  0x10u /* FLOAT(p,s): rounds what is stored */
#define TN_TYPE_COARSE   0x20u /* fewer than six digits of a second */
struct tn_type_spec {
	struct tn_sql_type type;
	unsigned flags;
	const char *problem; /* of a failure, with a hint or NULL */
	const char *hint;
};
/* TN_OK, or TN_E_* with the problem. */
int tn__sql_read_type(const char *name, size_t len, struct tn_type_spec *out);
/* The type of a CAST or a column in a statement; NULL and an error if there is none. */
const struct tn_type_spec *tn__px_type(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice words, int of_column);

#endif
