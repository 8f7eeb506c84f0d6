/* SPDX-License-Identifier: MIT */
/*
 * arena.c - many small objects with one end of life.
 *
 *  1. Blocks form a list; objects come from the head.  A block made for one
 *     large object is put behind the head, so that the rest of the head is not
 *     lost.
 *  2. Memory is zeroed when it is handed out, not when it is got: a block is
 *     used again after a clear.
 *  3. used counts rounded sizes, so a block of that many bytes holds the same
 *     objects again.  That is what the clear asks for when there were several
 *     blocks; the block itself is made by the next object, since a clear cannot
 *     fail.
 *  4. In the debug form every object is a block of exactly its size, never used
 *     again.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include <stdint.h>
#include <string.h>
#include "core/base/arena.h"
#include "core/base/mem.h"

enum {
	FIRST_BLOCK = 1024,     /* most statements fit: a plan is a few hundred bytes */
	LARGEST_BLOCK = 65536,  /* growth stops: beyond this malloc's cost is lost in the filling */
	LARGEST_KEPT = 1 << 20, /* one huge batch must not hold its memory for ever */
	ALIGNMENT = _Alignof(max_align_t)
};

struct tn_arena_block {
	struct tn_arena_block *next;
	size_t size; /* bytes in data */
	size_t used;
	_Alignas(max_align_t) unsigned char data[];
};

static struct tn_arena_block *block_new(size_t size)
{
	struct tn_arena_block *b;
	if (size > SIZE_MAX - sizeof(*b))
		return NULL;
	b = tn__realloc(NULL, sizeof(*b) + size);
	if (!b)
		return NULL;
	b->next = NULL;
	b->size = size;
	b->used = 0;
	return b;
}

static void blocks_free(struct tn_arena_block *b)
{
	while (b) {
		struct tn_arena_block *next = b->next;
		tn__free(b);
		b = next;
	}
}

void tn__arena_init(struct tn_arena *a)
{
	memset(a, 0, sizeof(*a));
}

void tn__arena_release(struct tn_arena *a)
{
	blocks_free(a->head);
	tn__arena_init(a);
}

void tn__arena_wipe(struct tn_arena *a)
{
	struct tn_arena_block *b;
	for (b = a->head; b; b = b->next)
		tn__wipe(b->data, b->used);
	tn__arena_release(a);
}

static void *block_take(struct tn_arena *a, struct tn_arena_block *b, size_t size)
{
	void *p = b->data + b->used;
	b->used += size;
	a->used += size;
	return memset(p, 0, size);
}

static void push_front(struct tn_arena *a, struct tn_arena_block *b)
{
	b->next = a->head;
	a->head = b;
}

#ifdef TN_DEBUG_ARENA

void tn__arena_clear(struct tn_arena *a)
{
	tn__arena_release(a);
}

void *tn__arena_alloc(struct tn_arena *a, size_t size)
{
	struct tn_arena_block *b = block_new(size);
	if (!b)
		return NULL;
	push_front(a, b);
	return block_take(a, b, size);
}

#else

void tn__arena_clear(struct tn_arena *a)
{
	struct tn_arena_block *head = a->head;
	if (head && (head->next || head->size > LARGEST_KEPT)) {
		blocks_free(head);
		a->head = NULL;
		a->first = a->used < LARGEST_KEPT ? a->used : LARGEST_KEPT;
	} else if (head) {
		head->used = 0;
	}
	a->used = 0;
}

/* Size of a new head: what the last clear asked for, or twice the last head. */
static size_t next_size(const struct tn_arena *a)
{
	if (!a->head)
		return a->first > FIRST_BLOCK ? a->first : FIRST_BLOCK;
	return a->head->size < LARGEST_BLOCK / 2 ? a->head->size * 2 : LARGEST_BLOCK;
}

static void *alloc_in_new_block(struct tn_arena *a, size_t size)
{
	size_t block_size = next_size(a);
	int own = size > block_size / 4 && (a->head || size > block_size);
	struct tn_arena_block *b = block_new(own ? size : block_size);
	if (!b)
		return NULL;
	if (own && a->head) {
		b->next = a->head->next;
		a->head->next = b;
	} else {
		push_front(a, b);
	}
	return block_take(a, b, size);
}

void *tn__arena_alloc(struct tn_arena *a, size_t size)
{
	struct tn_arena_block *b = a->head;
	if (size > SIZE_MAX - ALIGNMENT)
		return NULL;
	/* At least one byte, so that two objects never have one address. */
	size = ((size ? size : 1) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (b && size <= b->size - b->used)
		return block_take(a, b, size);
	return alloc_in_new_block(a, size);
}

#endif

void *tn__arena_calloc(struct tn_arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		return NULL;
	return tn__arena_alloc(a, count * size);
}

char *tn__arena_strndup(struct tn_arena *a, const char *s, size_t n)
{
	char *copy = n < SIZE_MAX ? tn__arena_alloc(a, n + 1) : NULL;
	if (copy && n)
		memcpy(copy, s, n);
	return copy;
}
