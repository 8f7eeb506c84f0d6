/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir_dump.h - what the parts of the text dump share; private to core/ir.
 *
 * A dump is lines; a line is indented by two blanks for each level.
 */
#ifndef TN_IR_DUMP_H
#define TN_IR_DUMP_H

#include "core/ir/ir.h"

/* A name by its number; "?" where there is none. */
#define TN_NAME_OF(table, i) ((i) < sizeof(table) / sizeof((table)[0]) && (table)[i] ? (table)[i] : "?")

/* "..." in one line, whatever is in it. */
void tn__dump_quoted(struct tn_text *out, const char *s, size_t n);
/* Begins a line. */
void tn__dump_indent(struct tn_text *out, unsigned level);
/* " :NUMERIC(10,2)!"; nothing for a type that was not found yet. */
void tn__dump_type(struct tn_text *out, const struct tn_sql_type *type);

/* Each prints whole lines, the first at this level. */
void tn__dump_expr(struct tn_text *out, const struct tn_ir_expr *e, unsigned level);
void tn__dump_orders(struct tn_text *out, const struct tn_ir_order *order, uint32_t count, unsigned level);
void tn__dump_window(struct tn_text *out, const struct tn_ir_window *w, unsigned level);
void tn__dump_query(struct tn_text *out, const struct tn_ir_query *q, unsigned level);
/* A heading and an expression below it; nothing when there is no expression. */
void tn__dump_clause(struct tn_text *out, const char *heading, const struct tn_ir_expr *e, unsigned level);
void tn__dump_items(struct tn_text *out, const char *heading, const struct tn_ir_item *items, uint32_t count,
	unsigned level);
void tn__dump_with(struct tn_text *out, const struct tn_ir_with *with, unsigned level);
void tn__dump_froms(struct tn_text *out, const char *heading, struct tn_ir_from *const *from, uint32_t count,
	unsigned level);
/* " (a, b)"; nothing for none. */
void tn__dump_names(struct tn_text *out, const char *const *names, uint32_t count);
void tn__dump_change(struct tn_text *out, const struct tn_ir_change *c, unsigned level);
void tn__dump_ddl(struct tn_text *out, const struct tn_ir_stmt *stmt, unsigned level);
/* The statement at a level, as tn__ir_dump() does at 0. */
void tn__dump_stmt(struct tn_text *out, const struct tn_ir_stmt *stmt, unsigned level);

#endif
