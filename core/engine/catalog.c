/* SPDX-License-Identifier: MIT */
/*
 * core/engine/catalog.c - see catalog.h: tables, and maps that find them by name.
 *
 * A map has nodes of its own, so that a table that was read may be in several: in
 * that of each connection that has seen it, and in the one that they share.  One
 * that the application described is in a single map and brings its node, so that
 * it cannot get lost for want of memory.
 */
#include "core/engine/catalog.h"
#include <string.h>
#include "core/base/mem.h"

/* ---- tables ------------------------------------------------------------------- */

/* FNV-1a: names are short. */
static uint64_t hash_name(uint64_t h, const char *s)
{
	for (; s && *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return (h ^ 0xff) * UINT64_C(1099511628211);
}

static uint64_t hash_names(const char *schema, const char *name)
{
	return hash_name(hash_name(UINT64_C(14695981039346656037), schema), name);
}

struct tn_cat_table *tn__cat_table_new(const char *schema, const char *name, enum tn_cat_origin origin)
{
	struct tn_cat_table *t = tn__alloc(sizeof *t);
	if (!t)
		return NULL;
	tn__arena_init(&t->arena);
	atomic_init(&t->refs, 1);
	t->origin = (uint8_t)origin;
	t->hash = hash_names(schema, name);
	t->ir.schema = schema ? tn__arena_strndup(&t->arena, schema, strlen(schema)) : NULL;
	t->ir.name = tn__arena_strndup(&t->arena, name, strlen(name));
	if ((schema && !t->ir.schema) || !t->ir.name) {
		tn__cat_table_unref(t);
		return NULL;
	}
	return t;
}

void tn__cat_table_rehash(struct tn_cat_table *t)
{
	t->hash = hash_names(t->ir.schema, t->ir.name);
}

struct tn_cat_table *tn__cat_table_ref(struct tn_cat_table *t)
{
	atomic_fetch_add_explicit(&t->refs, 1, memory_order_relaxed);
	return t;
}

void tn__cat_table_unref(struct tn_cat_table *t)
{
	if (!t || atomic_fetch_sub(&t->refs, 1) != 1)
		return;
	tn__arena_release(&t->arena);
	tn__free(t);
}

/* ---- maps --------------------------------------------------------------------- */

struct tn_cat_view *tn__cat_view_new(void)
{
	return tn__alloc(sizeof(struct tn_cat_view));
}

void tn__cat_view_free(struct tn_cat_view *v)
{
	if (v)
		tn__cat_clear(&v->map, 1);
	tn__free(v);
}

static int same_schema(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static int is_named(const struct tn_cat_table *t, uint64_t hash, const char *schema, const char *name)
{
	return t->hash == hash && !strcmp(t->ir.name, name) && same_schema(t->ir.schema, schema);
}

/* The place that points to the node of a table of this name, or to the end of its chain. */
static struct tn_cat_node **place_of(struct tn_cat_map *m, uint64_t hash, const char *schema, const char *name)
{
	struct tn_cat_node **p = &m->chains[hash % TN_CAT_CHAINS];
	while (*p && !is_named((*p)->table, hash, schema, name))
		p = &(*p)->next;
	return p;
}

static void take_out(struct tn_cat_node **place)
{
	struct tn_cat_node *node = *place;
	struct tn_cat_table *t = node->table;
	*place = node->next;
	if (node != &t->own)
		tn__free(node);
	tn__cat_table_unref(t);
}

struct tn_cat_table *tn__cat_find(const struct tn_cat_map *m, const char *schema, const char *name)
{
	uint64_t hash = hash_names(schema, name);
	struct tn_cat_node *node = m->chains[hash % TN_CAT_CHAINS];
	while (node && !is_named(node->table, hash, schema, name))
		node = node->next;
	return node ? tn__cat_table_ref(node->table) : NULL;
}

void tn__cat_add(struct tn_cat_map *m, struct tn_cat_table *t)
{
	struct tn_cat_node *node = t->origin == TN_CAT_READ ? tn__alloc(sizeof *node) : &t->own;
	struct tn_cat_node **place = place_of(m, t->hash, t->ir.schema, t->ir.name);
	if (*place)
		take_out(place);
	if (!node)
		return;
	node->table = tn__cat_table_ref(t);
	node->next = *place;
	*place = node;
}

void tn__cat_forget(struct tn_cat_map *m, const struct tn_cat_table *t)
{
	struct tn_cat_node **place = &m->chains[t->hash % TN_CAT_CHAINS];
	while (*place && (*place)->table != t)
		place = &(*place)->next;
	if (*place && t->origin == TN_CAT_READ)
		take_out(place);
}

void tn__cat_drop_made(struct tn_cat_map *m, const char *schema, const char *name)
{
	struct tn_cat_node **place = place_of(m, hash_names(schema, name), schema, name);
	if (*place && (*place)->table->origin == TN_CAT_MADE)
		take_out(place);
}

void tn__cat_clear(struct tn_cat_map *m, int everything)
{
	size_t i;
	for (i = 0; i < TN_CAT_CHAINS; i++) {
		struct tn_cat_node **p = &m->chains[i];
		while (*p) {
			if (everything || (*p)->table->origin == TN_CAT_READ)
				take_out(p);
			else
				p = &(*p)->next;
		}
	}
}
