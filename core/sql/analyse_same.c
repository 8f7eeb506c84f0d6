/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_same.c - a table of expressions, found by equality.
 *
 * GROUP BY, ORDER BY and the select list may hold one expression several times, as
 * long texts do thousands of times.  The hash counts what tn__ir_same() compares;
 * it looks at a bounded part of a tree, so that a lookup for every node of a tree
 * costs no more than the tree.
 */
#include "core/sql/scope.h"
#include <string.h>

struct entry {
	struct tn_ir_expr *expr;
	uint32_t hash, value, next; /* next: entry from 1, 0: none */
};

struct tn_same_table {
	struct entry *entries;
	uint32_t *slots;
	uint32_t mask, count;
};

struct tn_same_table *tn__same_new(struct tn_analysis *an, uint32_t count)
{
	struct tn_same_table *t = tn__arena_alloc(an->arena, sizeof(*t));
	uint32_t slots = 8;

	while (slots < count && slots < 1u << 30)
		slots *= 2;
	if (t) {
		t->entries = tn__arena_calloc(an->arena, count ? count : 1, sizeof(*t->entries));
		t->slots = tn__arena_calloc(an->arena, slots, sizeof(*t->slots));
		t->mask = slots - 1;
	}
	if (!t || !t->entries || !t->slots) {
		tn__error_nomem(an->err);
		return NULL;
	}
	return t;
}

static uint32_t mix(uint32_t h, uint64_t v)
{
	h = (h ^ (uint32_t)v) * 16777619u;
	return (h ^ (uint32_t)(v >> 32)) * 16777619u;
}

/* Nodes that a hash looks at: the top of the tree. */
static uint32_t hash_expr(const struct tn_ir_expr *e, unsigned *budget)
{
	uint32_t h = mix(2166136261u, e->kind), i;

	if (!*budget)
		return h;
	--*budget;
	switch (e->kind) {
	case TN_X_COLUMN: return mix(mix(h, (uintptr_t)e->u.column.source), e->u.column.index);
	case TN_X_PARAM: return mix(h, e->u.param);
	case TN_X_LITERAL:
		if (e->type.kind == TN_T_INTERVAL)
			return h;
		h = mix(h, e->u.literal.kind);
		return e->u.literal.kind == TN_KIND_INT ? mix(h, (uint64_t)e->u.literal.u.i)
							: mix(h, e->u.literal.len);
	case TN_X_OP: h = mix(h, e->sym); break;
	default: break;
	}
	for (i = 0; i < e->arg_count && *budget; i++)
		h = mix(h, hash_expr(e->args[i], budget));
	return mix(h, e->arg_count);
}

static uint32_t hash_top(const struct tn_ir_expr *e)
{
	unsigned budget = 12;
	uint32_t h = hash_expr(e, &budget);

	return h ^ h >> 15;
}

int tn__same_add(struct tn_same_table *t, struct tn_ir_expr *expr, uint32_t value)
{
	struct entry *entry = &t->entries[t->count++];
	uint32_t *slot;

	entry->expr = expr;
	entry->value = value;
	entry->hash = hash_top(expr);
	slot = &t->slots[entry->hash & t->mask];
	entry->next = *slot;
	*slot = t->count;
	return TN_OK;
}

uint32_t tn__same_find(const struct tn_same_table *t, const struct tn_ir_expr *expr)
{
	uint32_t hash, i, found = TN_NAME_NONE;

	if (!t->count)
		return TN_NAME_NONE;
	hash = hash_top(expr);
	for (i = t->slots[hash & t->mask]; i; i = t->entries[i - 1].next)
		if (t->entries[i - 1].hash == hash && t->entries[i - 1].value < found &&
			tn__ir_same(t->entries[i - 1].expr, expr))
			found = t->entries[i - 1].value;
	return found;
}
