/* SPDX-License-Identifier: MIT */
/*
 * changes_map.c - a hash table from names to keys.
 *
 * A name costs the database one look-up per run of the program, not one per
 * use.  What a transaction puts in is only true once it has committed: see
 * store_batch() for what that means.
 */
#include <stdlib.h>
#include <string.h>
#include "changes.h"

#define BUCKETS (sizeof(((struct map *)0)->buckets) / sizeof(struct map_entry *))

/* FNV-1a */
static size_t bucket(const char *name)
{
	uint64_t h = 14695981039346656037u;
	while (*name)
		h = (h ^ (unsigned char)*name++) * 1099511628211u;
	return h % BUCKETS;
}

int64_t map_get(const struct map *m, const char *name)
{
	const struct map_entry *e = m->buckets[bucket(name)];
	while (e && strcmp(e->name, name) != 0)
		e = e->next;
	return e ? e->id : 0;
}

int map_put(struct map *m, const char *name, int64_t id)
{
	struct map_entry **b = &m->buckets[bucket(name)];
	struct map_entry *e = malloc(sizeof(*e) + strlen(name) + 1);
	if (!e)
		return TN_E_NOMEM;
	strcpy(e->name, name);
	e->id = id;
	e->next = *b;
	*b = e;
	return 0;
}

void map_clear(struct map *m)
{
	struct map_entry *e, *next;
	size_t i;
	for (i = 0; i < BUCKETS; i++) {
		for (e = m->buckets[i]; e; e = next) {
			next = e->next;
			free(e);
		}
		m->buckets[i] = NULL;
	}
}
