/* SPDX-License-Identifier: MIT */
/*
 * core/engine/catalog.c - see catalog.h: a hash table of tables under one lock.
 *
 * The number of tables that the statements of a program name is small, so the
 * table of chains has a fixed size.
 */
#include "core/engine/catalog.h"
#include <pthread.h>
#include <string.h>
#include "core/base/mem.h"

#define CHAINS 256u

struct tn_catalog {
	pthread_mutex_t lock;
	uint64_t generation;
	struct tn_cat_table *chains[CHAINS];
};

struct tn_catalog *tn__catalog_new(void)
{
	struct tn_catalog *c = tn__alloc(sizeof *c);
	if (!c)
		return NULL;
	if (pthread_mutex_init(&c->lock, NULL) != 0) {
		tn__free(c);
		return NULL;
	}
	c->generation = 1;
	return c;
}

void tn__catalog_free(struct tn_catalog *c)
{
	size_t i;
	if (!c)
		return;
	for (i = 0; i < CHAINS; i++) {
		while (c->chains[i]) {
			struct tn_cat_table *t = c->chains[i];
			c->chains[i] = t->chain;
			tn__cat_table_unref(t);
		}
	}
	pthread_mutex_destroy(&c->lock);
	tn__free(c);
}

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

void tn__cat_table_unref(struct tn_cat_table *t)
{
	if (!t || atomic_fetch_sub(&t->refs, 1) != 1)
		return;
	tn__arena_release(&t->arena);
	tn__free(t);
}

static int same_schema(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* The place that points to a table of this name, or to the end of its chain. */
static struct tn_cat_table **place_of(struct tn_catalog *c, uint64_t hash, const char *schema, const char *name)
{
	struct tn_cat_table **p = &c->chains[hash % CHAINS];
	while (*p && ((*p)->hash != hash || strcmp((*p)->ir.name, name) != 0 || !same_schema((*p)->ir.schema, schema)))
		p = &(*p)->chain;
	return p;
}

uint64_t tn__catalog_generation(struct tn_catalog *c)
{
	uint64_t generation;
	pthread_mutex_lock(&c->lock);
	generation = c->generation;
	pthread_mutex_unlock(&c->lock);
	return generation;
}

struct tn_cat_table *tn__catalog_find(struct tn_catalog *c, const char *schema, const char *name)
{
	struct tn_cat_table *t;
	pthread_mutex_lock(&c->lock);
	t = *place_of(c, hash_names(schema, name), schema, name);
	if (t)
		atomic_fetch_add(&t->refs, 1);
	pthread_mutex_unlock(&c->lock);
	return t;
}

/* Takes the table at a place out; its reference becomes the caller's. */
static struct tn_cat_table *take_out(struct tn_cat_table **place)
{
	struct tn_cat_table *t = *place;
	if (t)
		*place = t->chain;
	return t;
}

void tn__catalog_add(struct tn_catalog *c, struct tn_cat_table *t, uint64_t generation)
{
	struct tn_cat_table *old = NULL;
	pthread_mutex_lock(&c->lock);
	if (generation == c->generation || t->origin != TN_CAT_READ) {
		struct tn_cat_table **place = place_of(c, t->hash, t->ir.schema, t->ir.name);
		old = take_out(place);
		t->chain = *place;
		*place = t;
		atomic_fetch_add(&t->refs, 1);
	}
	pthread_mutex_unlock(&c->lock);
	tn__cat_table_unref(old);
}

void tn__catalog_forget(struct tn_catalog *c, struct tn_cat_table *t)
{
	struct tn_cat_table **place, *gone = NULL;
	if (t->origin != TN_CAT_READ)
		return;
	pthread_mutex_lock(&c->lock);
	for (place = &c->chains[t->hash % CHAINS]; *place && *place != t; place = &(*place)->chain)
		;
	gone = take_out(place);
	pthread_mutex_unlock(&c->lock);
	tn__cat_table_unref(gone);
}

void tn__catalog_drop_made(struct tn_catalog *c, const char *schema, const char *name)
{
	struct tn_cat_table **place, *gone = NULL;
	pthread_mutex_lock(&c->lock);
	place = place_of(c, hash_names(schema, name), schema, name);
	if (*place && (*place)->origin == TN_CAT_MADE)
		gone = take_out(place);
	pthread_mutex_unlock(&c->lock);
	tn__cat_table_unref(gone);
}

void tn__catalog_clear(struct tn_catalog *c)
{
	struct tn_cat_table *gone = NULL;
	size_t i;
	pthread_mutex_lock(&c->lock);
	c->generation++;
	for (i = 0; i < CHAINS; i++) {
		struct tn_cat_table **p = &c->chains[i];
		while (*p) {
			struct tn_cat_table *t = *p;
			if (t->origin != TN_CAT_READ) {
				p = &t->chain;
				continue;
			}
			*p = t->chain;
			t->chain = gone;
			gone = t;
		}
	}
	pthread_mutex_unlock(&c->lock);
	while (gone) {
		struct tn_cat_table *t = gone;
		gone = t->chain;
		tn__cat_table_unref(t);
	}
}
