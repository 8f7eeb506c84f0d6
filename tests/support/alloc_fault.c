/* SPDX-License-Identifier: MIT */
/*
 * tests/support/alloc_fault.c - an allocator that fails when told to.
 *
 * Exactly one allocation fails, so a test that repeats a scenario with n = 1,
 * 2, 3 ... visits every allocation in it, and what the library does after the
 * failure runs with memory to spare, as it mostly does in life.
 */
#include "tests/support/alloc_fault.h"
#include <stdio.h>
#include <stdlib.h>
#include <tenon/conn.h>

static unsigned count, fail_at;
static int hit;
static long live;

static int must_fail(void)
{
	count++;
	if (!fail_at || count != fail_at)
		return 0;
	hit = 1;
	return 1;
}

static void *fault_alloc(void *ctx, size_t size)
{
	void *p;
	(void)ctx;
	if (must_fail())
		return NULL;
	p = malloc(size ? size : 1);
	live += p != NULL;
	return p;
}

static void *fault_realloc(void *ctx, void *old, size_t size)
{
	void *p;
	(void)ctx;
	if (must_fail())
		return NULL;
	p = realloc(old, size ? size : 1);
	live += p && !old;
	return p;
}

static void fault_free(void *ctx, void *p)
{
	(void)ctx;
	live -= p != NULL;
	free(p);
}

void alloc_fault_install(void)
{
	static const tn_allocator allocator = {fault_alloc, fault_realloc, fault_free, NULL};
	/* libcheck's assertions work inside tests only. */
	if (tn_set_allocator(&allocator) == 0)
		return;
	fprintf(stderr, "the allocator must be set before any other call\n");
	exit(2);
}

void alloc_fault_arm(unsigned n)
{
	count = 0;
	hit = 0;
	fail_at = n;
}

unsigned alloc_fault_count(void)
{
	return count;
}

int alloc_fault_hit(void)
{
	return hit;
}

long alloc_fault_live(void)
{
	return live;
}
