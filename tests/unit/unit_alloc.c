/* SPDX-License-Identifier: MIT */
/* unit_alloc.c - the hooks of the tests: a log, and an allocator that counts and fails. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <tenon/conn.h>
#include "tests/unit/unit.h"

static long until_failure = LONG_MAX;
static int failed;
static size_t live, made;
static char last_line[2048];

static int may_allocate(void)
{
	if (until_failure == LONG_MAX)
		return 1;
	if (until_failure > 0) {
		until_failure--;
		return 1;
	}
	failed = 1;
	return 0;
}

static void *counting_realloc(void *ctx, void *p, size_t size)
{
	void *q;
	(void)ctx;
	if (!may_allocate())
		return NULL;
	q = realloc(p, size);
	live += q && !p;
	made += q != NULL;
	return q;
}

static void *counting_alloc(void *ctx, size_t size)
{
	return counting_realloc(ctx, NULL, size);
}

static void counting_free(void *ctx, void *p)
{
	(void)ctx;
	live -= p != NULL;
	free(p);
}

void unit_allocator_install(void)
{
	static const tn_allocator counting = {counting_alloc, counting_realloc, counting_free, NULL};
	static const tn_allocator half = {counting_alloc, NULL, NULL, NULL};
	if (tn_set_allocator(&half) != TN_E_MISUSE || tn_set_allocator(NULL) != TN_OK ||
	    tn_set_allocator(&counting) != TN_OK)
		abort();
}

static void keep_line(void *ctx, int level, const char *line)
{
	snprintf(ctx, sizeof(last_line), "%d %s", level, line);
}

void unit_log_install(void)
{
	if (tn_set_log(keep_line, last_line, TN_LOG_INFO) != TN_OK)
		abort();
}

const char *unit_log_line(void)
{
	return last_line;
}

size_t unit_live(void)
{
	return live;
}

size_t unit_allocations(void)
{
	return made;
}

void unit_fail_each_allocation(unit_body body, void *ctx)
{
	long n;
	for (n = 0; n < 10000; n++) {
		size_t before = live;
		tn_error *err = NULL;
		int code;
		failed = 0;
		until_failure = n;
		code = body(ctx, &err);
		until_failure = LONG_MAX;
		if (failed) {
			ck_assert_int_eq(code, TN_E_NOMEM);
			ck_assert_int_eq(tn_error_code(err), TN_E_NOMEM);
		}
		tn_error_free(err);
		ck_assert_uint_eq(live, before);
		if (!failed)
			return;
	}
	ck_abort_msg("needs memory without end");
}
