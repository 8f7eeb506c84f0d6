/* SPDX-License-Identifier: MIT */
/* tests/unit/unit.h - what the unit tests of core/base share. */
#ifndef TN_TESTS_UNIT_H
#define TN_TESTS_UNIT_H

#include <check.h>
#include <stddef.h>
#include <tenon/error.h>

Suite *text_suite(void);
Suite *arena_suite(void);
Suite *error_suite(void);
Suite *shorten_suite(void);
Suite *value_suite(void);
Suite *decimal_suite(void);
Suite *calendar_suite(void);
Suite *url_suite(void);
Suite *url_property_suite(void);

/* Sets the allocator that counts and fails; before anything else of the library. */
void unit_allocator_install(void);
/* Sets a log hook that keeps the last line, from TN_LOG_INFO up. */
void unit_log_install(void);
const char *unit_log_line(void);
/* Allocations that are not freed yet. */
size_t unit_live(void);
/* Blocks handed out so far. */
size_t unit_allocations(void);

/*
 * Runs body again and again: with no memory from the first allocation on, from
 * the second, ... until it needs none of the failing ones.  body frees what it
 * made and returns TN_OK or an error code; checked are that each failure is
 * TN_E_NOMEM and that nothing is leaked.
 */
typedef int (*unit_body)(void *ctx, tn_error **err);
void unit_fail_each_allocation(unit_body body, void *ctx);

#endif
