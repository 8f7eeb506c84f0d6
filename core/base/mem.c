/* SPDX-License-Identifier: MIT */
/*
 * mem.c - memory, through the allocator that the application set.
 *
 *  1. No other file of the library calls malloc, calloc, realloc or free.
 *  2. A size of 0 is asked for as 1, so NULL always means "no memory".
 *  3. Nothing here reports: NULL is the answer, the caller knows what failed.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/hooks.h"
#include "core/base/mem.h"

void *tn__alloc(size_t size)
{
	const tn_allocator *m = &tn__hooks()->memory;
	void *p;
	size = size ? size : 1;
	/* calloc() knows which pages are zero already; a hook cannot tell us. */
	if (!m->alloc)
		return calloc(1, size);
	p = m->alloc(m->ctx, size);
	return p ? memset(p, 0, size) : NULL;
}

void *tn__calloc(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		return NULL;
	return tn__alloc(count * size);
}

void *tn__realloc(void *p, size_t size)
{
	const tn_allocator *m = &tn__hooks()->memory;
	size = size ? size : 1;
	return m->alloc ? m->realloc(m->ctx, p, size) : realloc(p, size);
}

void tn__free(void *p)
{
	const tn_allocator *m = &tn__hooks()->memory;
	if (!p)
		return;
	if (m->alloc)
		m->free(m->ctx, p);
	else
		free(p);
}

char *tn__strndup(const char *s, size_t n)
{
	char *copy = n < SIZE_MAX ? tn__realloc(NULL, n + 1) : NULL;
	if (!copy)
		return NULL;
	if (n)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *tn__strdup(const char *s)
{
	return tn__strndup(s, strlen(s));
}

void tn__wipe(void *p, size_t n)
{
#ifdef HAVE_EXPLICIT_BZERO
	if (n)
		explicit_bzero(p, n);
#else
	volatile unsigned char *bytes = p;
	while (n-- > 0)
		bytes[n] = 0;
#endif
}
