/* SPDX-License-Identifier: MIT */
/* test_arena.c - objects of an arena: aligned, zeroed, separate, cheap to repeat. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include <stdint.h>
#include <string.h>
#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/error.h"
#include "tests/unit/unit.h"

enum { OBJECTS = 500 };

/* ck_assert for every byte would take minutes. */
static int all_bytes(const unsigned char *p, size_t n, size_t value)
{
	while (n-- > 0)
		if (p[n] != value)
			return 0;
	return 1;
}

/* Fills an arena with objects of random sizes; every one keeps what was put in. */
static void fill(struct tn_arena *a, uint64_t seed, size_t largest)
{
	unsigned char *objects[OBJECTS];
	size_t sizes[OBJECTS], i;
	for (i = 0; i < OBJECTS; i++) {
		sizes[i] = (size_t)tn__random_below(&seed, largest);
		objects[i] = tn__arena_alloc(a, sizes[i]);
		ck_assert_ptr_nonnull(objects[i]);
		ck_assert_uint_eq((uintptr_t)objects[i] % _Alignof(max_align_t), 0);
		ck_assert(all_bytes(objects[i], sizes[i], 0));
		memset(objects[i], (int)(i & 0xFF), sizes[i]);
	}
	for (i = 0; i < OBJECTS; i++)
		ck_assert(all_bytes(objects[i], sizes[i], i & 0xFF));
}

START_TEST(objects_are_separate)
{
	static const size_t largest[] = {2, 40, 300, 5000};
	struct tn_arena a;
	size_t i;
	tn__arena_init(&a);
	for (i = 0; i < sizeof(largest) / sizeof(largest[0]); i++) {
		fill(&a, i, largest[i]);
		tn__arena_clear(&a);
		ck_assert_uint_eq(a.used, 0);
		fill(&a, i + 100, largest[i]);
	}
	tn__arena_wipe(&a);
	fill(&a, 7, 100);
	tn__arena_release(&a);
	tn__arena_release(&a);
	ck_assert_uint_eq(unit_live(), 0);
}
END_TEST

#ifndef TN_DEBUG_ARENA
START_TEST(filling_again_allocates_nothing)
{
	static const size_t largest[] = {2, 40, 300, 3000};
	size_t i, before;
	int round;
	for (i = 0; i < sizeof(largest) / sizeof(largest[0]); i++) {
		struct tn_arena a;
		tn__arena_init(&a);
		fill(&a, 1, largest[i]);
		tn__arena_clear(&a);
		fill(&a, 1, largest[i]);
		before = unit_allocations();
		for (round = 0; round < 5; round++) {
			tn__arena_clear(&a);
			fill(&a, 1, largest[i]);
		}
		ck_assert_uint_eq(unit_allocations(), before);
		tn__arena_release(&a);
	}
}
END_TEST

START_TEST(huge_objects_are_given_back)
{
	struct tn_arena a;
	tn__arena_init(&a);
	ck_assert_ptr_nonnull(tn__arena_alloc(&a, 10));
	ck_assert_ptr_nonnull(tn__arena_alloc(&a, 8u << 20));
	/* The small block is still the one that objects come from. */
	ck_assert_ptr_nonnull(tn__arena_alloc(&a, 10));
	ck_assert_uint_eq(unit_live(), 2);
	tn__arena_clear(&a);
	ck_assert_uint_eq(unit_live(), 0);
	ck_assert_uint_le(a.first, 1u << 20);
	ck_assert_ptr_nonnull(tn__arena_alloc(&a, 8u << 20));
	tn__arena_clear(&a);
	ck_assert_uint_eq(unit_live(), 0);
	tn__arena_release(&a);
}
END_TEST
#endif

START_TEST(sizes_that_cannot_be)
{
	struct tn_arena a;
	tn__arena_init(&a);
	ck_assert_ptr_null(tn__arena_alloc(&a, SIZE_MAX));
	ck_assert_ptr_null(tn__arena_alloc(&a, SIZE_MAX - 20));
	ck_assert_ptr_null(tn__arena_calloc(&a, SIZE_MAX / 2, 3));
	ck_assert_ptr_null(tn__arena_strndup(&a, "x", SIZE_MAX));
	ck_assert_ptr_nonnull(tn__arena_calloc(&a, 0, 16));
	ck_assert_str_eq(tn__arena_strndup(&a, "abc", 2), "ab");
	ck_assert_str_eq(tn__arena_strndup(&a, NULL, 0), "");
	tn__arena_release(&a);
}
END_TEST

static int use_arena(void *ctx, tn_error **err)
{
	struct tn_arena a;
	int i, code = TN_OK;
	(void)ctx;
	tn__arena_init(&a);
	for (i = 0; i < 40 && !code; i++) {
		if (!tn__arena_alloc(&a, (size_t)i * 37))
			code = tn__error_nomem(err);
		if (i % 10 == 9)
			tn__arena_clear(&a);
	}
	tn__arena_release(&a);
	return code;
}

START_TEST(arena_survives_no_memory)
{
	unit_fail_each_allocation(use_arena, NULL);
}
END_TEST

Suite *arena_suite(void)
{
	Suite *s = suite_create("arena");
	TCase *c = tcase_create("arena");
	tcase_add_test(c, objects_are_separate);
#ifndef TN_DEBUG_ARENA
	tcase_add_test(c, filling_again_allocates_nothing);
	tcase_add_test(c, huge_objects_are_given_back);
#endif
	tcase_add_test(c, sizes_that_cannot_be);
	tcase_add_test(c, arena_survives_no_memory);
	suite_add_tcase(s, c);
	return s;
}
