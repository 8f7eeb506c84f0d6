/* SPDX-License-Identifier: MIT */
/*
 * tests/compat/trees.h - trees as the analysis would give them, made by hand.
 *
 * Tables are t and u with the columns id INTEGER NOT NULL (primary key), a INTEGER,
 * b TEXT and n NUMERIC(10,2).  Everything lies in one arena.
 */
#ifndef TN_TREES_H
#define TN_TREES_H

#include "core/ir/ir.h"

extern const struct tn_ir_table tree_t, tree_u;

struct tn_ir_source *tree_source(struct tn_arena *a, const struct tn_ir_table *table, const char *alias);
struct tn_ir_from *tree_table(struct tn_arena *a, const struct tn_ir_table *table, const char *alias);
struct tn_ir_from *tree_join(struct tn_arena *a, int join, struct tn_ir_from *left, struct tn_ir_from *right);
struct tn_ir_from *tree_derived(struct tn_arena *a, struct tn_ir_query *query, const char *alias);
/* A column by its name. */
struct tn_ir_expr *tree_column(struct tn_arena *a, const struct tn_ir_from *from, const char *name);
struct tn_ir_expr *tree_param(struct tn_arena *a, uint32_t number, uint8_t kind);
/* SELECT id, a FROM from. */
struct tn_ir_query *tree_select(struct tn_arena *a, struct tn_ir_from *from);
struct tn_ir_query *tree_union(struct tn_arena *a, int kind, struct tn_ir_query *left, struct tn_ir_query *right);
void tree_item(struct tn_arena *a, struct tn_ir_query *q, struct tn_ir_expr *e, const char *name);
void tree_order(struct tn_arena *a, struct tn_ir_query *q, struct tn_ir_expr *e, int desc, int nulls);
struct tn_ir_stmt *tree_stmt(struct tn_arena *a, struct tn_ir_query *q, uint32_t args);

#endif
