/* SPDX-License-Identifier: MIT */
/* tests/sql/sql_scarce.c - an allocator that fails when it is told. */
#include <stdlib.h>
#include <tenon/conn.h>
#include "sql_text.h"

unsigned long until_failure;

static void *scarce_alloc(void *ctx, size_t size)
{
	(void)ctx;
	return until_failure && --until_failure ? malloc(size) : NULL;
}

static void *scarce_realloc(void *ctx, void *p, size_t size)
{
	(void)ctx;
	return until_failure && --until_failure ? realloc(p, size) : NULL;
}

static void scarce_free(void *ctx, void *p)
{
	(void)ctx;
	free(p);
}

void scarce_install(void)
{
	static const tn_allocator scarce = {scarce_alloc, scarce_realloc, scarce_free, NULL};

	ck_assert_int_eq(tn_set_allocator(&scarce), TN_OK);
}
