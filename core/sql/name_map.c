/* SPDX-License-Identifier: MIT */
/* core/sql/name_map.c - names to numbers; see name_map.h. */
#include "core/sql/name_map.h"
#include <string.h>
#include <tenon/error.h>

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static uint32_t hash_name(const char *name)
{
	uint32_t h = 2166136261u;

	for (; *name; name++)
		h = (h ^ lower(*name)) * 16777619u;
	return h ^ h >> 15;
}

static int resize(struct tn_name_map *m, uint32_t cap)
{
	uint32_t slots = 8, i;

	while (slots < cap && slots < 1u << 30)
		slots *= 2;
	struct tn_name_entry *entries = tn__arena_calloc(m->arena, slots, sizeof(*entries));
	uint32_t *first = tn__arena_calloc(m->arena, slots, sizeof(*first));
	uint32_t *last = tn__arena_calloc(m->arena, slots, sizeof(*last));
	struct tn_name_entry *old = m->entries;
	uint32_t count = m->count;

	if (!entries || !first || !last)
		return TN_E_NOMEM;
	m->entries = entries;
	m->first = first;
	m->last = last;
	m->slots = m->cap = slots;
	m->count = 0;
	for (i = 0; i < count; i++)
		tn__name_map_add(m, old[i].name, old[i].value);
	return TN_OK;
}

int tn__name_map_init(struct tn_name_map *m, struct tn_arena *a, uint32_t cap)
{
	memset(m, 0, sizeof(*m));
	m->arena = a;
	return resize(m, cap);
}

int tn__name_map_add(struct tn_name_map *m, const char *name, uint32_t value)
{
	uint32_t slot, n;
	struct tn_name_entry *e;

	if (m->count == m->cap && resize(m, 2 * m->cap) != TN_OK)
		return TN_E_NOMEM;
	n = m->count++;
	e = &m->entries[n];
	e->name = name;
	e->hash = hash_name(name);
	e->value = value;
	e->next = TN_NAME_NONE;
	slot = e->hash & (m->slots - 1);
	if (m->first[slot])
		m->entries[m->last[slot] - 1].next = n;
	else
		m->first[slot] = n + 1;
	m->last[slot] = n + 1;
	return TN_OK;
}

static uint32_t find(const struct tn_name_map *m, uint32_t entry, const char *name, uint32_t hash)
{
	for (; entry != TN_NAME_NONE; entry = m->entries[entry].next)
		if (m->entries[entry].hash == hash && tn__name_same_nocase(m->entries[entry].name, name))
			return entry;
	return TN_NAME_NONE;
}

uint32_t tn__name_map_first(const struct tn_name_map *m, const char *name)
{
	uint32_t hash = hash_name(name), first = m->first[hash & (m->slots - 1)];

	return first ? find(m, first - 1, name, hash) : TN_NAME_NONE;
}

uint32_t tn__name_map_next(const struct tn_name_map *m, uint32_t entry)
{
	const struct tn_name_entry *e = &m->entries[entry];

	return find(m, e->next, e->name, e->hash);
}

uint32_t tn__name_map_get(const struct tn_name_map *m, const char *name)
{
	uint32_t e;

	for (e = tn__name_map_first(m, name); e != TN_NAME_NONE; e = tn__name_map_next(m, e))
		if (!strcmp(m->entries[e].name, name))
			return m->entries[e].value;
	return TN_NAME_NONE;
}
