/* SPDX-License-Identifier: MIT */
/* core/base/hooks.h - what the application set for the whole process; see hooks.c. */
#ifndef TN_BASE_HOOKS_H
#define TN_BASE_HOOKS_H

#include <tenon/conn.h>

struct tn_hooks {
	tn_allocator memory; /* alloc is NULL: the C library's */
	tn_log_fn log;       /* NULL: nothing is logged */
	void *log_ctx;
	int log_level; /* the lowest level that is handed on */
};

/* The hooks, which cannot change any more. */
const struct tn_hooks *tn__hooks(void);

#endif
