/* SPDX-License-Identifier: MIT */
/* tests/compat/scarce.c - memory that runs out when a test says so. */
#include <stdlib.h>
#include <tenon/conn.h>
#include "scarce.h"

static unsigned long memory_left; /* allocations + 1; 0: unlimited */

static int take_memory(void)
{
	return memory_left == 0 || (memory_left > 1 && --memory_left);
}

static void *scarce_alloc(void *ctx, size_t size)
{
	(void)ctx;
	return take_memory() ? malloc(size) : NULL;
}

static void *scarce_realloc(void *ctx, void *p, size_t size)
{
	(void)ctx;
	return take_memory() ? realloc(p, size) : NULL;
}

static void scarce_free(void *ctx, void *p)
{
	(void)ctx;
	free(p);
}

void allow_memory(unsigned long n)
{
	memory_left = n;
}

int scarce_memory(void)
{
	static const tn_allocator scarce = {scarce_alloc, scarce_realloc, scarce_free, NULL};

	return tn_set_allocator(&scarce) == TN_OK;
}
