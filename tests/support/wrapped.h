/* SPDX-License-Identifier: MIT */
/*
 * tests/support/wrapped.h - how much of the same a test does under a wrapper.
 *
 * TENON_TEST_WRAPPED says that the program runs under a tool such as valgrind, which
 * looks at each instruction and makes all of it twenty times slower.  What such a tool
 * sees in the first thousand rounds of a loop it sees in all of them, so a test that
 * repeats one thing with other values takes every nineteenth of them: each branch,
 * not each value.  Without a wrapper nothing is left out.
 */
#ifndef TN_TEST_WRAPPED_H
#define TN_TEST_WRAPPED_H

#include <stdlib.h>

/* From one round to the next; a prime, so that all remainders of a small number come. */
static inline unsigned tn_test_stride(void)
{
	return getenv("TENON_TEST_WRAPPED") ? 19 : 1;
}

#endif
