/* SPDX-License-Identifier: MIT */
/*
 * core/base/mem.h - memory, through the allocator that the application set.
 *
 * The only place that calls malloc.  Everything may fail: callers turn NULL
 * into TN_E_NOMEM with tn__error_nomem().
 */
#ifndef TN_BASE_MEM_H
#define TN_BASE_MEM_H

#include <stddef.h>

/* Zeroed bytes, or NULL.  A size of 0 gives a pointer that can be freed. */
void *tn__alloc(size_t size);
/* count * size zeroed bytes; NULL also when the product overflows. */
void *tn__calloc(size_t count, size_t size);
/* As realloc(); new bytes are not zeroed; on failure p is untouched. */
void *tn__realloc(void *p, size_t size);
void tn__free(void *p);
/* A copy of n bytes with a NUL after them. */
char *tn__strndup(const char *s, size_t n);
char *tn__strdup(const char *s);
/* Overwrites memory in a way that the compiler may not remove. */
void tn__wipe(void *p, size_t n);

#endif
