/* SPDX-License-Identifier: MIT */
/* test_decimal.c - sums, differences, products and order of numeric text. */
#include <stdio.h>
#include <string.h>
#include "core/base/value.h"
#include "tests/support/wrapped.h"
#include "tests/unit/unit.h"

typedef size_t (*operation)(const char *a, size_t an, const char *b, size_t bn, char *out);

static const char *run(operation op, const char *a, const char *b, char *out)
{
	size_t n = op(a, strlen(a), b, strlen(b), out);
	ck_assert_uint_gt(n, 0);
	ck_assert_uint_eq(n, strlen(out));
	ck_assert_msg(tn__decimal_valid(out, n), "%s", out);
	return out;
}

static int compare(const char *a, const char *b)
{
	return tn__decimal_compare(a, strlen(a), b, strlen(b));
}

static const struct {
	const char *a, *b, *sum, *difference, *product;
	int order;
} cases[] = {
	{"0", "0", "0", "0", "0", 0},
	{"-0", "0.00", "0.00", "0.00", "0.00", 0},
	{"1.10", "3", "4.10", "-1.90", "3.30", -1},
	{"1.50", "0.5", "2.00", "1.00", "0.750", 1},
	{"+.5", "-.5", "0.0", "1.0", "-0.25", 1},
	{"999.9", "0.1", "1000.0", "999.8", "99.99", 1},
	{"-1", "1.00", "0.00", "-2.00", "-1.00", -1},
	{"-2", "-3", "-5", "1", "6", 1},
	{"007", "7.000", "14.000", "0.000", "49.000", 0},
	{"-0.001", "0", "-0.001", "-0.001", "0.000", -1},
	{"99999999999999999999", "1", "100000000000000000000", "99999999999999999998", "99999999999999999999", 1},
	{"0.1", "0.2", "0.3", "-0.1", "0.02", -1},
};

START_TEST(known_results)
{
	char out[TN_DECIMAL_TEXT];
	ck_assert_str_eq(run(tn__decimal_add, cases[_i].a, cases[_i].b, out), cases[_i].sum);
	ck_assert_str_eq(run(tn__decimal_add, cases[_i].b, cases[_i].a, out), cases[_i].sum);
	ck_assert_str_eq(run(tn__decimal_subtract, cases[_i].a, cases[_i].b, out), cases[_i].difference);
	ck_assert_str_eq(run(tn__decimal_multiply, cases[_i].a, cases[_i].b, out), cases[_i].product);
	ck_assert_str_eq(run(tn__decimal_multiply, cases[_i].b, cases[_i].a, out), cases[_i].product);
	ck_assert_int_eq(compare(cases[_i].a, cases[_i].b), cases[_i].order);
	ck_assert_int_eq(compare(cases[_i].b, cases[_i].a), -cases[_i].order);
}
END_TEST

static uint64_t state = 1;

static unsigned roll(unsigned sides)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % sides;
}

/* Some digits, with runs of 0 and 9 that carry far. */
static void random_number(char *out, unsigned longest)
{
	static const char digits[] = "0123456789000999";
	unsigned whole = roll(longest), scale = roll(longest);
	if (!whole && !scale)
		whole = 1;
	if (roll(2))
		*out++ = '-';
	while (whole--)
		*out++ = digits[roll(16)];
	if (scale)
		*out++ = '.';
	while (scale--)
		*out++ = digits[roll(16)];
	*out = '\0';
}

/* What holds for all numbers: (a + b) - b = a, a - b has the sign of the order, a * (b + c) = a * b + a * c. */
START_TEST(laws_of_arithmetic)
{
	char a[300], b[300], c[300], x[TN_DECIMAL_TEXT], y[TN_DECIMAL_TEXT], z[TN_DECIMAL_TEXT];
	unsigned i, stride = tn_test_stride();
	for (i = 0; i < 20000; i += stride) {
		unsigned longest = i % 50 ? 12 : 130;
		random_number(a, longest);
		random_number(b, longest);
		random_number(c, longest);
		run(tn__decimal_subtract, run(tn__decimal_add, a, b, x), b, y);
		ck_assert_msg(compare(y, a) == 0, "%s + %s - the same = %s", a, b, y);
		run(tn__decimal_subtract, a, b, x);
		ck_assert_msg(compare(x, "0") == compare(a, b), "%s - %s = %s", a, b, x);
		run(tn__decimal_multiply, a, run(tn__decimal_add, b, c, x), y);
		run(tn__decimal_multiply, a, b, x);
		run(tn__decimal_add, x, run(tn__decimal_multiply, a, c, z), x);
		ck_assert_msg(compare(x, y) == 0, "%s * (%s + %s) = %s, not %s", a, b, c, x, y);
	}
}
END_TEST

/* Of integers, what the processor says. */
START_TEST(integers_agree_with_the_processor)
{
	char a[40], b[40], out[TN_DECIMAL_TEXT], expected[40];
	unsigned i, stride = tn_test_stride();
	for (i = 0; i < 20000; i += stride) {
		long long x = (long long)roll(1u << 30) - (1 << 29), y =
			(long long)roll(1u << (1 + i % 30)) - (1 << i % 30);
		snprintf(a, sizeof a, "%lld", x);
		snprintf(b, sizeof b, "%lld", y);
		snprintf(expected, sizeof expected, "%lld", x + y);
		ck_assert_str_eq(run(tn__decimal_add, a, b, out), expected);
		snprintf(expected, sizeof expected, "%lld", x - y);
		ck_assert_str_eq(run(tn__decimal_subtract, a, b, out), expected);
		snprintf(expected, sizeof expected, "%lld", x * y);
		ck_assert_str_eq(run(tn__decimal_multiply, a, b, out), expected);
		ck_assert_int_eq(compare(a, b), (x > y) - (x < y));
	}
}
END_TEST

START_TEST(too_many_digits_are_no_result)
{
	static char longest[TN_DECIMAL_DIGITS + 1], more[TN_DECIMAL_DIGITS + 2];
	char out[TN_DECIMAL_TEXT];
	memset(longest, '9', TN_DECIMAL_DIGITS);
	memset(more, '9', TN_DECIMAL_DIGITS + 1);
	ck_assert_uint_eq(tn__decimal_add(longest, TN_DECIMAL_DIGITS, "-1", 2, out), TN_DECIMAL_DIGITS);
	ck_assert_uint_eq(tn__decimal_add(more, TN_DECIMAL_DIGITS + 1, "1", 1, out), 0);
	ck_assert_uint_eq(tn__decimal_multiply(longest, TN_DECIMAL_DIGITS, "10", 2, out), 0);
	ck_assert_uint_eq(tn__decimal_multiply(longest, 500, longest, 500, out), 1000);
	ck_assert_int_eq(compare(longest, more), -1);
}
END_TEST

Suite *decimal_suite(void)
{
	Suite *suite = suite_create("decimal");
	TCase *tc = tcase_create("arithmetic");
	tcase_add_loop_test(tc, known_results, 0, sizeof cases / sizeof cases[0]);
	tcase_add_test(tc, laws_of_arithmetic);
	tcase_add_test(tc, integers_agree_with_the_processor);
	tcase_add_test(tc, too_many_digits_are_no_result);
	suite_add_tcase(suite, tc);
	return suite;
}
