/* SPDX-License-Identifier: MIT */
/* test_text.c - growable text, bounded output, hooks, random numbers. */
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/utf8.h>
#include <tenon/version.h>
#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/mem.h"
#include "core/base/out.h"
#include "core/base/text.h"
#include "tests/unit/unit.h"

START_TEST(appends_grow)
{
	struct tn_text t;
	int i;
	tn__text_init(&t);
	ck_assert_str_eq(t.s, "");
	for (i = 0; i < 1000; i++) {
		tn__text_putc(&t, 'a');
		tn__text_puts(&t, "bc");
		tn__text_append(&t, "dXX", 1);
		tn__text_printf(&t, "%03d", i);
	}
	ck_assert_int_eq(t.failed, 0);
	ck_assert_uint_eq(t.len, 7000);
	ck_assert_uint_eq(strlen(t.s), 7000);
	ck_assert_str_eq(t.s + 6993, "abcd999");
	tn__text_clear(&t);
	ck_assert_str_eq(t.s, "");
	tn__text_release(&t);
	tn__text_release(&t);
	ck_assert_str_eq(t.s, "");
}
END_TEST

/* Every length around the sizes of the buffer, by every way to append. */
START_TEST(printf_fits_at_every_length)
{
	char wanted[600];
	int n;
	for (n = 0; n < 300; n++) {
		struct tn_text t;
		tn__text_init(&t);
		tn__text_printf(&t, "%*s", n, "");
		tn__text_printf(&t, "%*s|", n, "");
		memset(wanted, ' ', sizeof(wanted));
		memcpy(wanted + 2 * n, "|", 2);
		ck_assert_str_eq(t.s, n ? wanted : "|");
		tn__text_release(&t);
	}
}
END_TEST

START_TEST(maximum_is_exact_and_sticky)
{
	struct tn_text t;
	tn__text_init_max(&t, 10);
	tn__text_puts(&t, "0123456789");
	ck_assert_int_eq(t.failed, 0);
	tn__text_putc(&t, 'x');
	ck_assert_int_eq(t.failed, TN_E_LIMIT);
	tn__text_puts(&t, "");
	tn__text_printf(&t, "%s", "");
	ck_assert_str_eq(t.s, "0123456789");
	ck_assert_ptr_null(tn__text_detach(&t));
	ck_assert_int_eq(t.failed, 0);
	/* The maximum stays, and printf keeps to it too, with room left and without. */
	tn__text_printf(&t, "%d", 1234567890);
	ck_assert_int_eq(t.failed, 0);
	tn__text_clear(&t);
	tn__text_printf(&t, "%d+", 1234567890);
	ck_assert_int_eq(t.failed, TN_E_LIMIT);
	ck_assert_str_eq(t.s, "");
	tn__text_clear(&t);
	tn__text_puts(&t, "12345");
	tn__text_append(&t, "123456", 6);
	ck_assert_int_eq(t.failed, TN_E_LIMIT);
	ck_assert_str_eq(t.s, "12345");
	tn__text_release(&t);
}
END_TEST

START_TEST(huge_appends_are_refused)
{
	struct tn_text t;
	tn__text_init(&t);
	tn__text_append(&t, "x", SIZE_MAX);
	ck_assert_int_eq(t.failed, TN_E_LIMIT);
	ck_assert_str_eq(t.s, "");
	tn__text_release(&t);
}
END_TEST

START_TEST(detach_gives_the_memory)
{
	struct tn_text t;
	char *s;
	tn__text_init(&t);
	s = tn__text_detach(&t);
	ck_assert_str_eq(s, "");
	tn__free(s);
	tn__text_puts(&t, "abc");
	s = tn__text_detach(&t);
	ck_assert_str_eq(s, "abc");
	ck_assert_str_eq(t.s, "");
	tn__free(s);
	ck_assert_uint_eq(unit_live(), 0);
}
END_TEST

static int build_text(void *ctx, tn_error **err)
{
	struct tn_text t;
	int code = TN_OK;
	char *s;
	(void)ctx;
	tn__text_init(&t);
	tn__text_puts(&t, "short");
	tn__text_printf(&t, "%200s", "padded");
	if (t.failed)
		ck_assert_uint_le(t.len, 5);
	tn__text_printf(&t, "%2000s", "padded");
	s = tn__text_detach(&t);
	if (!s)
		code = tn__error_nomem(err);
	tn__free(s);
	return code;
}

START_TEST(text_survives_no_memory)
{
	unit_fail_each_allocation(build_text, NULL);
}
END_TEST

START_TEST(output_counts_what_it_drops)
{
	size_t size;
	for (size = 0; size < 16; size++) {
		char buffer[17];
		struct tn_out o = {buffer, size, 0};
		memset(buffer, '#', sizeof(buffer));
		tn__out_puts(&o, "ab");
		tn__out_putc(&o, 'c');
		tn__out_printf(&o, "%d", 42);
		tn__out_append(&o, "defXX", 3);
		ck_assert_uint_eq(tn__out_end(&o), 8);
		ck_assert_int_eq(buffer[size], '#');
		if (size) {
			ck_assert_uint_eq(strlen(buffer), size < 9 ? size - 1 : 8);
			ck_assert_int_eq(strncmp("abc42def", buffer, strlen(buffer)), 0);
		}
	}
}
END_TEST

START_TEST(memory_is_zeroed_and_checked)
{
	unsigned char *p = tn__calloc(10, 10);
	int i;
	for (i = 0; i < 100; i++)
		ck_assert_uint_eq(p[i], 0);
	tn__wipe(memset(p, 0x55, 100), 100);
	for (i = 0; i < 100; i++)
		ck_assert_uint_eq(p[i], 0);
	tn__free(p);
	ck_assert_ptr_null(tn__calloc(SIZE_MAX / 2, 3));
	p = tn__alloc(0);
	ck_assert_ptr_nonnull(p);
	tn__free(p);
	tn__free(NULL);
}
END_TEST

START_TEST(hooks_freeze)
{
	static const tn_allocator half = {NULL, NULL, NULL, NULL};
	tn__hooks_freeze();
	ck_assert_int_eq(tn_set_allocator(NULL), TN_E_MISUSE);
	ck_assert_int_eq(tn_set_allocator(&half), TN_E_MISUSE);
	ck_assert_int_eq(tn_set_log(NULL, NULL, TN_LOG_DEBUG), TN_E_MISUSE);
}
END_TEST

START_TEST(log_lines)
{
	char text[2000];
	size_t n;
	tn__log(TN_LOG_WARNING, "%s %d", "one\nline\x7F", 1);
	ck_assert_str_eq(unit_log_line(), "2 one line  1");
	tn__log(TN_LOG_DEBUG, "%s", "below the level");
	ck_assert_str_eq(unit_log_line(), "2 one line  1");
	/* A long line is cut between characters, wherever these begin. */
	for (n = 1000; n < 1030; n++) {
		memset(text, 'a', n);
		strcpy(text + n, "\xF0\x9F\x98\x80 and more than the line takes");
		tn__log(TN_LOG_INFO, "%s", text);
		ck_assert_uint_eq(tn_utf8_check(unit_log_line(), strlen(unit_log_line())),
				  strlen(unit_log_line()));
		ck_assert_str_eq(unit_log_line() + strlen(unit_log_line()) - 3, "...");
	}
}
END_TEST

START_TEST(clock_and_random)
{
	uint64_t state = 1, seen[6] = {0}, seed = tn__random_seed();
	int64_t start = tn__now_us();
	int i;
	tn__sleep_us(2000);
	tn__sleep_us(-1);
	ck_assert_int_ge(tn__now_us() - start, 2000);
	for (i = 0; i < 6000; i++)
		seen[tn__random_below(&state, 6)]++;
	for (i = 0; i < 6; i++)
		ck_assert_uint_gt(seen[i], 800);
	ck_assert_uint_eq(tn__random_below(&state, 0), 0);
	ck_assert_uint_eq(tn__random_below(&state, 1), 0);
	ck_assert_uint_ne(seed, tn__random_seed());
}
END_TEST

START_TEST(version_agrees_with_header)
{
	ck_assert_str_eq(tn_version(), TN_VERSION_STRING);
	ck_assert_uint_eq(tn_version_number(), TN_VERSION_NUMBER);
}
END_TEST

Suite *text_suite(void)
{
	Suite *s = suite_create("text");
	TCase *c = tcase_create("text");
	tcase_add_test(c, appends_grow);
	tcase_add_test(c, printf_fits_at_every_length);
	tcase_add_test(c, maximum_is_exact_and_sticky);
	tcase_add_test(c, huge_appends_are_refused);
	tcase_add_test(c, detach_gives_the_memory);
	tcase_add_test(c, text_survives_no_memory);
	tcase_add_test(c, output_counts_what_it_drops);
	tcase_add_test(c, memory_is_zeroed_and_checked);
	tcase_add_test(c, hooks_freeze);
	tcase_add_test(c, log_lines);
	tcase_add_test(c, clock_and_random);
	tcase_add_test(c, version_agrees_with_header);
	suite_add_tcase(s, c);
	return s;
}
