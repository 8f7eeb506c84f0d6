/* SPDX-License-Identifier: MIT */
/*
 * core/base/arena.h - many small objects with one end of life.
 *
 * An arena belongs to one statement, plan or batch of rows.  Objects are
 * zeroed, aligned for any type, never freed one by one.  Blocks grow
 * geometrically; an object larger than a quarter of a block that does not fit
 * the current one gets a block of its own.  tn__arena_clear() leaves a single
 * block that holds what was there before (up to 1 MiB), so an arena that is
 * cleared and filled again and again allocates nothing.  With
 * --enable-debug-arena every object is a malloc of its own, so that sanitizers
 * see its bounds and its end.
 */
#ifndef TN_BASE_ARENA_H
#define TN_BASE_ARENA_H

#include <stddef.h>

struct tn_arena_block;

struct tn_arena {
	struct tn_arena_block *head; /* the block that objects come from */
	size_t used;                 /* bytes handed out since the last clear */
	size_t first;                /* size of the next first block; 0: the usual one */
};

void tn__arena_init(struct tn_arena *a);
void tn__arena_clear(struct tn_arena *a);
void tn__arena_release(struct tn_arena *a);
/* Overwrites everything that was handed out since the last clear, then releases. */
void tn__arena_wipe(struct tn_arena *a);
/* Zeroed bytes, or NULL. */
void *tn__arena_alloc(struct tn_arena *a, size_t size);
void *tn__arena_calloc(struct tn_arena *a, size_t count, size_t size);
/* A copy with a NUL after it. */
char *tn__arena_strndup(struct tn_arena *a, const char *s, size_t n);

#endif
