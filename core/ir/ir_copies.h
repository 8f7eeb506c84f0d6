/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir_copies.h - which node became which, while a tree is copied.
 *
 * Private to the copying: sources and CTEs are referred to from many places and
 * must become one node each in the copy.
 */
#ifndef TN_IR_COPIES_H
#define TN_IR_COPIES_H

#include "core/ir/ir.h"

struct tn_copies {
	struct tn_arena *arena;
	const void **olds;  /* open addressing; NULL: free */
	void **news;
	uint32_t room, used; /* room is a power of two, or 0 */
	unsigned depth;
	uint8_t failed;      /* out of memory, or too deep: every later copy is NULL */
};

void *tn__copies_find(const struct tn_copies *c, const void *old);
void tn__copies_add(struct tn_copies *c, const void *old, void *copy);
/* size bytes of the arena with the old ones in them; NULL for NULL, and when it fails. */
void *tn__copy_bytes(struct tn_copies *c, const void *old, size_t size);

struct tn_ir_expr *tn__copy_expr(struct tn_copies *c, const struct tn_ir_expr *e);
struct tn_ir_expr **tn__copy_exprs(struct tn_copies *c, struct tn_ir_expr *const *e, uint32_t count);
struct tn_ir_order *tn__copy_orders(struct tn_copies *c, const struct tn_ir_order *order, uint32_t count);
struct tn_ir_window *tn__copy_window(struct tn_copies *c, const struct tn_ir_window *w);
struct tn_ir_query *tn__copy_query(struct tn_copies *c, const struct tn_ir_query *q);
struct tn_ir_source *tn__copy_source(struct tn_copies *c, const struct tn_ir_source *s);
struct tn_ir_with *tn__copy_with(struct tn_copies *c, const struct tn_ir_with *w);
struct tn_ir_from **tn__copy_froms(struct tn_copies *c, struct tn_ir_from *const *from, uint32_t count);
struct tn_ir_item *tn__copy_items(struct tn_copies *c, const struct tn_ir_item *items, uint32_t count);

#endif
