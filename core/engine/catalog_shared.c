/* SPDX-License-Identifier: MIT */
/*
 * core/engine/catalog_shared.c - what connections read of the tables, for each other.
 *
 * A catalogue has a space for each key: database, user and search path, as the
 * server tells them.  A statement that is already compiled looks at none of this but
 * the generation, one number; a connection that has seen a table has it in a map of
 * its own.  So the lock of a space is taken when a connection meets a table for the
 * first time, and when a schema changes.
 *
 * Invariants:
 *  1. Lock order: a catalogue's, then a space's.  Neither is held during I/O, and no
 *     connection waits for what another reads: two that meet a table at the same
 *     moment both read it.
 *  2. What was read before the schema changed does not enter a space after it:
 *     tn__cat_space_add() compares the generation.
 *  3. A space without users is kept for those to come, up to KEPT of them.
 */
#include <pthread.h>
#include <string.h>
#include "core/base/mem.h"
#include "core/engine/catalog.h"
#include "core/engine/engine.h"

#define KEPT 64u
#define MAGIC 0x746e6361u /* "tnca" */

struct tn_cat_space {
	struct tn_catalog *owner; /* a reference for each user */
	char *key;
	unsigned users; /* under the owner's lock */
	struct tn_cat_space *next;
	atomic_uint_least64_t generation;
	pthread_mutex_t lock;
	struct tn_cat_map map;
};

struct tn_catalog {
	uint32_t magic;
	atomic_uint refs;
	pthread_mutex_t lock; /* of the list and of users */
	struct tn_cat_space *spaces;
	unsigned count;
};

const atomic_uint_least64_t tn__cat_no_generation;

/* ---- the handle ----------------------------------------------------------------- */

int tn_catalog_new(tn_catalog **out, tn_error **err)
{
	tn_catalog *c;
	if (!out)
		return tn__error_set(err, TN_E_MISUSE, "tn_catalog_new() needs a place for the handle");
	*out = NULL;
	c = tn__alloc(sizeof *c);
	if (!c || pthread_mutex_init(&c->lock, NULL) != 0) {
		tn__free(c);
		return tn__error_nomem(err);
	}
	c->magic = MAGIC;
	atomic_init(&c->refs, 1);
	*out = c;
	return TN_OK;
}

static void free_space(struct tn_cat_space *s)
{
	tn__cat_clear(&s->map, 1);
	pthread_mutex_destroy(&s->lock);
	tn__free(s->key);
	tn__free(s);
}

struct tn_catalog *tn__catalog_ref(struct tn_catalog *c)
{
	atomic_fetch_add_explicit(&c->refs, 1, memory_order_relaxed);
	return c;
}

void tn_catalog_free(tn_catalog *c)
{
	if (!c || c->magic != MAGIC || atomic_fetch_sub(&c->refs, 1) != 1)
		return;
	while (c->spaces) {
		struct tn_cat_space *s = c->spaces;
		c->spaces = s->next;
		free_space(s);
	}
	c->magic = 0;
	pthread_mutex_destroy(&c->lock);
	tn__free(c);
}

/* ---- spaces --------------------------------------------------------------------- */

static struct tn_cat_space *new_space(struct tn_catalog *c, const char *key)
{
	struct tn_cat_space *s = tn__alloc(sizeof *s);
	if (!s)
		return NULL;
	s->key = tn__strdup(key);
	if (!s->key || pthread_mutex_init(&s->lock, NULL) != 0) {
		tn__free(s->key);
		tn__free(s);
		return NULL;
	}
	atomic_init(&s->generation, 1);
	s->owner = c;
	s->next = c->spaces;
	c->spaces = s;
	c->count++;
	return s;
}

struct tn_cat_space *tn__cat_space_join(struct tn_catalog *c, const char *key)
{
	struct tn_cat_space *s;
	pthread_mutex_lock(&c->lock);
	for (s = c->spaces; s && strcmp(s->key, key) != 0; s = s->next)
		;
	if (!s)
		s = new_space(c, key);
	if (s)
		s->users++;
	pthread_mutex_unlock(&c->lock);
	if (s)
		tn__catalog_ref(c);
	return s;
}

void tn__cat_space_leave(struct tn_cat_space *s)
{
	struct tn_catalog *c;
	struct tn_cat_space **p, *gone = NULL;
	if (!s)
		return;
	c = s->owner;
	pthread_mutex_lock(&c->lock);
	if (!--s->users && c->count > KEPT) {
		for (p = &c->spaces; *p != s; p = &(*p)->next)
			;
		*p = s->next;
		c->count--;
		gone = s;
	}
	pthread_mutex_unlock(&c->lock);
	if (gone)
		free_space(gone);
	tn_catalog_free(c);
}

const atomic_uint_least64_t *tn__cat_space_generation(const struct tn_cat_space *s)
{
	return &s->generation;
}

/* ---- tables --------------------------------------------------------------------- */

struct tn_cat_table *tn__cat_space_find(struct tn_cat_space *s, const char *schema, const char *name,
					int64_t version)
{
	struct tn_cat_table *t;
	pthread_mutex_lock(&s->lock);
	t = tn__cat_find(&s->map, schema, name);
	pthread_mutex_unlock(&s->lock);
	if (!t || t->version == version)
		return t;
	tn__cat_table_unref(t);
	return NULL;
}

/* Without memory it is not remembered. */
void tn__cat_space_add(struct tn_cat_space *s, struct tn_cat_table *t, uint64_t generation)
{
	pthread_mutex_lock(&s->lock);
	if (generation == atomic_load(&s->generation))
		tn__cat_add(&s->map, t);
	pthread_mutex_unlock(&s->lock);
}

void tn__cat_space_forget(struct tn_cat_space *s, const struct tn_cat_table *t)
{
	pthread_mutex_lock(&s->lock);
	tn__cat_forget(&s->map, t);
	pthread_mutex_unlock(&s->lock);
}

uint64_t tn__cat_space_changed(struct tn_cat_space *s)
{
	uint64_t ended;
	pthread_mutex_lock(&s->lock);
	ended = atomic_fetch_add(&s->generation, 1);
	tn__cat_clear(&s->map, 0);
	pthread_mutex_unlock(&s->lock);
	return ended;
}
