/* SPDX-License-Identifier: MIT */
/*
 * core/sql/name_map.h - names to numbers, for the analysis.
 *
 * A multimap that ignores the case of ASCII letters when it looks: the caller
 * compares exactly where it must.  So a statement with many columns, assignments
 * or CTEs costs no search through all of them.  Memory is the arena's.
 *
 * Invariants:
 *  1. Names are found in the order in which they were put in.
 *  2. The map keeps the pointers: names live as long as the map.
 */
#ifndef TN_SQL_NAME_MAP_H
#define TN_SQL_NAME_MAP_H

#include "core/base/arena.h"
#include "core/base/name.h"
#include <stdint.h>

#define TN_NAME_NONE UINT32_MAX

struct tn_name_entry {
	const char *name;
	uint32_t hash;
	uint32_t next; /* entry of the same slot, or TN_NAME_NONE */
	uint32_t value;
};

struct tn_name_map {
	struct tn_arena *arena;
	struct tn_name_entry *entries;
	uint32_t *first, *last; /* by slot: entries, from 1; 0: none */
	uint32_t slots, count, cap;
};

/* Makes room for about cap names; TN_OK or TN_E_NOMEM. */
int tn__name_map_init(struct tn_name_map *m, struct tn_arena *a, uint32_t cap);
int tn__name_map_add(struct tn_name_map *m, const char *name, uint32_t value);
/* The first entry of a name, whatever its case, and the one after it; TN_NAME_NONE at the end. */
uint32_t tn__name_map_first(const struct tn_name_map *m, const char *name);
uint32_t tn__name_map_next(const struct tn_name_map *m, uint32_t entry);
/* The value of the first exactly equal name, or TN_NAME_NONE. */
uint32_t tn__name_map_get(const struct tn_name_map *m, const char *name);

#endif
