/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/render_test.h - trees made by hand, as the analysis leaves them, and
 * what they must become.
 *
 * The table t has the columns id INTEGER, name TEXT, price NUMERIC and ok BOOLEAN;
 * T() and U() are two sources of it, under the aliases t and u.
 */
#ifndef TN_TEST_RENDER_TEST_H
#define TN_TEST_RENDER_TEST_H

#include "sql_text.h"

/* Numbered placeholders, parenthesised operands, types told. */
extern const struct tn_dialect delta;
/* Counted placeholders, bare operands, joins in UPDATE and DELETE, little else. */
extern const struct tn_dialect epsilon;

struct tree {
	struct tn_arena arena;
	struct tn_ir_stmt stmt;
	struct tn_ir_param params[8];
	struct tn_ir_source *t, *u, *target;
	struct tn_rendered out;
	tn_error *err;
};

enum { ID, NAME, PRICE, OK_ };

void tree_init(struct tree *t);
void tree_release(struct tree *t);

struct tn_ir_expr *x_col(struct tree *t, struct tn_ir_source *source, uint32_t column);
struct tn_ir_expr *x_int(struct tree *t, int64_t value);
struct tn_ir_expr *x_value(struct tree *t, tn_value value);
struct tn_ir_expr *x_text(struct tree *t, const char *value);
/* Parameter i of a kind; makes it known to the statement. */
struct tn_ir_expr *x_param(struct tree *t, uint32_t i, uint8_t kind);
struct tn_ir_expr *x_list(struct tree *t, uint32_t i, uint8_t kind, uint32_t size);
/* A node with arguments; op by enum tn_op for operations and calls. */
struct tn_ir_expr *x_op(struct tree *t, enum tn_op op, uint32_t count, ...);
struct tn_ir_expr *x_node(struct tree *t, enum tn_ir_expr_kind kind, uint32_t count, ...);
struct tn_ir_expr *x_sub(struct tree *t, enum tn_ir_expr_kind kind, struct tn_ir_query *query,
			 struct tn_ir_expr *operand);

struct tn_ir_from *f_table(struct tree *t, struct tn_ir_source *source);
struct tn_ir_from *f_join(struct tree *t, enum tn_ir_join join, struct tn_ir_from *left, struct tn_ir_from *right,
			  struct tn_ir_expr *on);
struct tn_ir_from *f_query(struct tree *t, const char *alias, struct tn_ir_query *query);
/* SELECT of one expression with the output name given. */
struct tn_ir_query *q_select(struct tree *t, struct tn_ir_from *from, const char *name, struct tn_ir_expr *expr);
struct tn_ir_query *q_values(struct tree *t, uint32_t count, ...);
struct tn_ir_query *q_set(struct tree *t, enum tn_ir_query_kind kind, int all, struct tn_ir_query *left,
			  struct tn_ir_query *right);
void q_order(struct tree *t, struct tn_ir_query *query, struct tn_ir_expr *expr, int desc, int nulls);
struct tn_ir_expr *x_output(struct tree *t, uint32_t i);

/* Renders the query, or t->stmt as it is when query is NULL; the text must be this. */
void becomes(struct tree *t, const struct tn_dialect *dialect, struct tn_ir_query *query, const char *text);
/* Renders as portable text. */
void is_portable(struct tree *t, struct tn_ir_query *query, const char *text);
/* The error must have the code and hold the words. */
void refused(struct tree *t, const struct tn_dialect *dialect, struct tn_ir_query *query, int code, const char *words);

TCase *render_expr_cases(void);
TCase *render_param_cases(void);
TCase *render_query_cases(void);
TCase *render_change_cases(void);
TCase *render_schema_cases(void);
TCase *render_round_cases(void);

#endif
