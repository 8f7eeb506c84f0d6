/* SPDX-License-Identifier: MIT */
/*
 * hooks.c - process-wide hooks, and the latch that freezes them.
 *
 * Memory must go back to the allocator that it came from, so the allocator
 * cannot change once it has been used.  The log hook follows the same rule and
 * is therefore read without a lock.
 *
 *  1. The first look at the hooks freezes them; nobody can use one unfrozen.
 *  2. Setting a hook never allocates, so all hooks can be set one after another.
 *  3. Hooks are set before other threads use the library (tenon/conn.h says so);
 *     the latch catches a late call, it is no lock between two setters.
 */
#include <stdatomic.h>
#include "core/base/hooks.h"
#include "core/base/log.h"

static struct tn_hooks hooks;
static atomic_int frozen;

void tn__hooks_freeze(void)
{
	/* A plain load first: the line stays shared between the cores. */
	if (!atomic_load_explicit(&frozen, memory_order_acquire))
		atomic_store_explicit(&frozen, 1, memory_order_release);
}

const struct tn_hooks *tn__hooks(void)
{
	tn__hooks_freeze();
	return &hooks;
}

int tn_set_allocator(const tn_allocator *allocator)
{
	static const tn_allocator libc;
	if (atomic_load_explicit(&frozen, memory_order_acquire))
		return TN_E_MISUSE;
	if (allocator && (!allocator->alloc || !allocator->realloc || !allocator->free))
		return TN_E_MISUSE;
	hooks.memory = allocator ? *allocator : libc;
	return TN_OK;
}

int tn_set_log(tn_log_fn fn, void *ctx, int min_level)
{
	if (atomic_load_explicit(&frozen, memory_order_acquire))
		return TN_E_MISUSE;
	hooks.log = fn;
	hooks.log_ctx = ctx;
	hooks.log_level = min_level;
	return TN_OK;
}
