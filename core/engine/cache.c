/* SPDX-License-Identifier: MIT */
/*
 * core/engine/cache.c - the prepared statements of a connection, by text.
 *
 * A hash table with a list in order of use.  The key is the text and the kinds of
 * the parameters; the text is always compared, so a caller may reuse one buffer
 * for different texts.  An entry that is busy is never given to a second user and
 * never evicted; when all are busy the cache grows past its bound until one ends.
 *
 * Hashing a text costs more than all else that a cached execution does here, and
 * most texts are literals.  So the address of a text leads to the entry it was
 * given last.  That is a guess, which one comparison of the texts proves or
 * refutes; a wrong one costs the search that would have been made anyway.
 *
 * Invariants:
 *  1. Every entry is in one hash chain and in the list of use, or in neither.
 *  2. count is the number of entries; count <= max unless the rest are busy.
 *  3. recent holds only entries that are in the table.
 */
#include "core/base/mem.h"
#include "core/engine/engine.h"

int tn__cache_init(struct tn_cache *c, size_t max)
{
	size_t buckets = 16;
	while (buckets < max * 2)
		buckets *= 2;
	memset(c, 0, sizeof *c);
	c->max = max;
	c->mask = buckets - 1;
	c->buckets = tn__calloc(buckets, sizeof *c->buckets);
	return c->buckets ? TN_OK : TN_E_NOMEM;
}

void tn__cache_clear(struct tn_cache *c)
{
	while (c->oldest) {
		struct tn_entry *e = c->oldest;
		tn__cache_remove(c, e);
		tn__entry_free(e);
	}
}

void tn__cache_release(struct tn_cache *c)
{
	tn__cache_clear(c);
	tn__free(c->buckets);
	c->buckets = NULL;
}

/*
 * A multiply-and-mix over eight bytes at a time: statements are dozens to
 * hundreds of bytes, and a collision costs only a comparison.
 */
uint64_t tn__cache_hash(const char *text, size_t len)
{
	const uint64_t mul = UINT64_C(0x9e3779b97f4a7c15); /* 2^64 / golden ratio */
	uint64_t h = len * mul, word;
	while (len >= 8) {
		memcpy(&word, text, 8);
		h = (h ^ word) * mul;
		h ^= h >> 32;
		text += 8;
		len -= 8;
	}
	if (len) {
		word = 0;
		memcpy(&word, text, len);
		h = (h ^ word) * mul;
		h ^= h >> 32;
	}
	return h;
}

static void list_unlink(struct tn_cache *c, struct tn_entry *e)
{
	if (e->newer)
		e->newer->older = e->older;
	else
		c->newest = e->older;
	if (e->older)
		e->older->newer = e->newer;
	else
		c->oldest = e->newer;
	e->newer = e->older = NULL;
}

static void list_push(struct tn_cache *c, struct tn_entry *e)
{
	e->older = c->newest;
	e->newer = NULL;
	if (c->newest)
		c->newest->newer = e;
	else
		c->oldest = e;
	c->newest = e;
}

void tn__cache_touch(struct tn_cache *c, struct tn_entry *e)
{
	if (e == c->newest)
		return;
	list_unlink(c, e);
	list_push(c, e);
}

struct tn_entry *tn__cache_find(struct tn_cache *c, const char *text, size_t len, uint64_t hash, const tn_args *args)
{
	struct tn_entry *e;
	for (e = c->buckets[hash & c->mask]; e; e = e->chain) {
		if (e->hash != hash || e->text_len != len || e->busy || memcmp(e->text, text, len) != 0)
			continue;
		if (!tn__entry_fits(e, args))
			continue;
		tn__cache_touch(c, e);
		c->recent[tn__cache_slot(text)] = e;
		return e;
	}
	return NULL;
}

void tn__cache_remove(struct tn_cache *c, struct tn_entry *e)
{
	struct tn_entry **p = &c->buckets[e->hash & c->mask];
	size_t i;
	for (i = 0; i < TN_RECENT; i++)
		if (c->recent[i] == e)
			c->recent[i] = NULL;
	while (*p != e)
		p = &(*p)->chain;
	*p = e->chain;
	e->chain = NULL;
	list_unlink(c, e);
	e->cached = 0;
	c->count--;
}

/* Evicts the entries used longest ago, down to max. */
static void shrink(tn_conn *conn)
{
	struct tn_cache *c = &conn->cache;
	struct tn_entry *e = c->oldest;
	while (e && c->count > c->max) {
		struct tn_entry *newer = e->newer;
		if (!e->busy) {
			tn__cache_remove(c, e);
			tn__entry_free(e);
			conn->evictions++;
		}
		e = newer;
	}
}

void tn__cache_add(tn_conn *conn, struct tn_entry *e)
{
	struct tn_cache *c = &conn->cache;
	struct tn_entry **bucket = &c->buckets[e->hash & c->mask];
	e->chain = *bucket;
	*bucket = e;
	list_push(c, e);
	e->cached = e->rendered.hole_count ? TN_CACHED_SPELLED : TN_CACHED;
	c->count++;
	shrink(conn);
}
