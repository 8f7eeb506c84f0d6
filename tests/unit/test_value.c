/* SPDX-License-Identifier: MIT */
/* test_value.c - checks, conversions, copies and text forms of values. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/value.h"
#include "tests/support/wrapped.h"
#include "tests/unit/unit.h"

static int check(tn_value v)
{
	tn_error *err = NULL;
	int code = tn__value_check(&v, "parameter 2", 0, &err);
	ck_assert_int_eq(tn_error_code(err), code);
	if (code)
		ck_assert_int_eq(strncmp(tn_error_message(err), "parameter 2", 11), 0);
	tn_error_free(err);
	return code;
}

static tn_value with_flags(tn_value v, uint8_t flags)
{
	v.flags = flags;
	return v;
}

static tn_value of_kind(enum tn_kind kind, int64_t i)
{
	return tn__value_i(kind, i);
}

START_TEST(what_passes_and_what_does_not)
{
	static const char uuid[16];
	const struct {
		tn_value v;
		int code;
	} vectors[] = {
		{tn_null(), TN_OK},
		{tn_bool(1), TN_OK},
		{of_kind(TN_KIND_BOOL, 2), TN_E_RANGE},
		{tn_int(INT64_MIN), TN_OK},
		{tn_uint(INT64_MAX), TN_OK},
		{tn_uint((uint64_t)INT64_MAX + 1), TN_E_RANGE},
		{tn_double(1.5), TN_OK},
		{tn_double(NAN), TN_E_DATA},
		{tn_double(-INFINITY), TN_E_DATA},
		{tn_text(""), TN_OK},
		{tn_text("gr\xC3\xBC\xC3\x9F"), TN_OK},
		{tn_text("\xF0\x9F\x98\x80"), TN_OK},
		{tn_text("\xC0\x80"), TN_E_DATA},
		{tn_text("\xED\xA0\x80"), TN_E_DATA},
		{tn_text("\xF4\x90\x80\x80"), TN_E_DATA},
		{tn_text("cut \xC3"), TN_E_DATA},
		{tn_text_n("a\0b", 3), TN_E_DATA},
		{tn_text(NULL), TN_OK},
#if SIZE_MAX > UINT32_MAX
		{tn__value_s(TN_KIND_TEXT, "x", (size_t)UINT32_MAX + 1), TN_E_RANGE},
#endif
		{of_kind(TN_KIND_TEXT, 0), TN_E_MISUSE},
		{tn_json("{\"a\": 1}"), TN_OK},
		{tn_json("\xFF"), TN_E_DATA},
		{tn_bytes("\xFF\0", 2), TN_OK},
		{tn_numeric("-12.50"), TN_OK},
		{tn_numeric("1e5"), TN_E_DATA},
		{tn_numeric("NaN"), TN_E_DATA},
		{tn_uuid(uuid), TN_OK},
		{tn__value_s(TN_KIND_UUID, uuid, 15), TN_E_DATA},
		{tn_date(TN_DATE_MIN), TN_OK},
		{tn_date(TN_DATE_MIN - 1), TN_E_RANGE},
		{tn_date(TN_DATE_MAX), TN_OK},
		{tn_date(TN_DATE_MAX + 1), TN_E_RANGE},
		{tn_time(0), TN_OK},
		{tn_time(TN_US_PER_DAY), TN_OK},
		{tn_time(TN_US_PER_DAY + 1), TN_E_RANGE},
		{tn_time(-1), TN_E_RANGE},
		{tn_timestamp((TN_DATE_MAX + 1) * TN_US_PER_DAY - 1), TN_OK},
		{tn_timestamp((TN_DATE_MAX + 1) * TN_US_PER_DAY), TN_E_RANGE},
		{tn_timestamptz(TN_DATE_MIN * TN_US_PER_DAY), TN_OK},
		{tn_timestamptz(TN_DATE_MIN * TN_US_PER_DAY - 1), TN_E_RANGE},
		{with_flags(tn_text("10.0.0.1"), TN_VALUE_FOREIGN), TN_E_TYPE},
		{of_kind(TN_KIND_ENUM, 1), TN_E_PARAM},
		{of_kind(TN_KIND_ARRAY, 0), TN_E_PARAM},
		{of_kind((enum tn_kind)200, 0), TN_E_PARAM},
		{tn_list_of(NULL), TN_E_MISUSE},
	};
	size_t i;
	tn_value infinity = tn_double(INFINITY);
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++)
		ck_assert_msg(check(vectors[i].v) == vectors[i].code, "vector %zu", i);
	ck_assert_int_eq(tn__value_check(&infinity, "parameter 1", 1, NULL), TN_OK);
}
END_TEST

static int check_list(int kind, uint32_t shape, uint32_t count, const void *items)
{
	tn_list list = {(uint8_t)kind, {0, 0, 0}, count, items, shape, 0};
	return check(tn_list_of(&list));
}

START_TEST(lists_are_checked_by_element)
{
	static const int64_t ints[] = {1, 2, 3};
	static const double doubles[] = {1.0, INFINITY};
	static const char *const strings[] = {"a", NULL, "\xFF"};
	const tn_value values[] = {tn_int(1), tn_null(), tn_text("x")};
	tn_list bad = {TN_KIND_INT, {0, 0, 0}, 3, values, 0, 0};
	tn_value v = tn_list_of(&bad);
	tn_error *err = NULL;
	ck_assert_int_eq(check_list(TN_KIND_INT, 1, 3, ints), TN_OK);
	ck_assert_int_eq(check_list(TN_KIND_INT, 1, 0, NULL), TN_OK);
	ck_assert_int_eq(check_list(TN_KIND_INT, 1, 1, NULL), TN_E_MISUSE);
	ck_assert_int_eq(check_list(TN_KIND_BOOL, 1, 3, ints), TN_E_RANGE);
	ck_assert_int_eq(check_list(TN_KIND_TEXT, 1, 3, ints), TN_E_PARAM);
	ck_assert_int_eq(check_list(TN_KIND_DOUBLE, 2, 1, doubles), TN_OK);
	ck_assert_int_eq(check_list(TN_KIND_DOUBLE, 2, 2, doubles), TN_E_DATA);
	ck_assert_int_eq(check_list(TN_KIND_TEXT, 3, 2, strings), TN_OK);
	ck_assert_int_eq(check_list(TN_KIND_JSON, 3, 3, strings), TN_E_DATA);
	ck_assert_int_eq(check_list(TN_KIND_INT, 0, 2, values), TN_OK);
	ck_assert_int_eq(check_list(TN_KIND_LIST, 0, 1, &v), TN_E_PARAM);
	ck_assert_int_eq(check_list(TN_KIND_INT, 9, 1, ints), TN_E_PARAM);
	ck_assert_int_eq(tn__value_check(&v, "parameter 'ids'", 0, &err), TN_E_PARAM);
	ck_assert_str_eq(tn_error_message(err), "parameter 'ids', element 3: text in a list of integer");
	tn_error_free(err);
}
END_TEST

START_TEST(decimal_grammar)
{
	static const char *const good[] = {"0", "-0", "+1", "007", "1.5", "-.5", "+.0",
					   "123456789012345678901.5"};
	static const char *const bad[] = {"", "-", "+", ".", "1.", "-.", "1e5", " 1", "1 ", "1.2.3", "--1",
					  "NaN", "0x1", "1,5"};
	size_t i;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(tn__decimal_valid(good[i], strlen(good[i])), "%s", good[i]);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!tn__decimal_valid(bad[i], strlen(bad[i])), "%s", bad[i]);
}
END_TEST

START_TEST(decimal_to_integer)
{
	static const struct {
		const char *s;
		int fits;
		int64_t i;
	} vectors[] = {
		{"0", 1, 0}, {"-0.000", 1, 0}, {"+12.00", 1, 12}, {"-.0", 1, 0}, {"0.5", 0, 0},
		{"9223372036854775807", 1, INT64_MAX}, {"9223372036854775808", 0, 0},
		{"-9223372036854775808", 1, INT64_MIN}, {"-9223372036854775809", 0, 0},
		{"00000000000000000000000001", 1, 1}, {"99999999999999999999", 0, 0},
		{"1.00000000000000000001", 0, 0}, {"", 0, 0}, {"x", 0, 0}, {"1e2", 0, 0},
	};
	size_t i;
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		int64_t got = 0;
		int fits = tn__decimal_to_int64(vectors[i].s, strlen(vectors[i].s), &got);
		ck_assert_msg(fits == vectors[i].fits && got == vectors[i].i, "%s", vectors[i].s);
	}
}
END_TEST

static int to_double(const char *s, double *d)
{
	return tn__decimal_to_double(s, strlen(s), d);
}

START_TEST(decimal_to_double)
{
	static const struct {
		const char *s;
		int fits;
		double d;
	} vectors[] = {
		{"0", 1, 0.0}, {"-0", 1, 0.0}, {"0.1", 1, 0.1}, {"-1.50", 1, -1.5}, {"100", 1, 100.0},
		{"0.10000000000000000001", 0, 0}, {"0.30000000000000004", 1, 0.30000000000000004},
		{"9007199254740993", 0, 0}, {"9007199254740992", 1, 9007199254740992.0},
		/* 2^60: more digits than the shortest text has, yet exactly a double. */
		{"1152921504606846976", 1, 1152921504606846976.0}, {"1152921504606846977", 0, 0},
		{"0.5000", 1, 0.5}, {"+.5", 1, 0.5}, {"", 0, 0}, {"1e5", 0, 0}, {"inf", 0, 0},
	};
	char longest[3000];
	double got;
	size_t i;
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		got = 0;
		ck_assert_msg(to_double(vectors[i].s, &got) == vectors[i].fits, "%s", vectors[i].s);
		ck_assert_msg(memcmp(&got, &vectors[i].d, sizeof(got)) == 0, "%s", vectors[i].s);
	}
	memset(longest, '0', sizeof(longest));
	longest[0] = '1';
	ck_assert_int_eq(tn__decimal_to_double(longest, 309, &got), 1); /* 1e308 */
	ck_assert_double_eq(got, 1e308);
	ck_assert_int_eq(tn__decimal_to_double(longest, 310, &got), 0);
	ck_assert_int_eq(tn__decimal_to_double(longest, sizeof(longest), &got), 0);
	memcpy(longest, "0.", 2);
	longest[2999] = '1';
	ck_assert_int_eq(tn__decimal_to_double(longest, sizeof(longest), &got), 0);
	/* The smallest double, written out in full, has 751 digits. */
	i = (size_t)snprintf(longest, sizeof(longest), "%.1074f", 4.9406564584124654e-324);
	ck_assert_int_eq(tn__decimal_to_double(longest, i, &got), 1);
	ck_assert_double_eq(got, 4.9406564584124654e-324);
	memset(longest, '9', sizeof(longest));
	ck_assert_int_eq(tn__decimal_to_double(longest, 800, &got), 0);
}
END_TEST

static double random_double(uint64_t *state)
{
	uint64_t bits = tn__random_below(state, UINT64_MAX);
	double d;
	memcpy(&d, &bits, sizeof(d));
	return d;
}

/* Of random bits, of random decimals, of integers: the text reads back as the same double. */
static void check_round_trips(int count)
{
	uint64_t state = 42;
	int i, stride = (int)tn_test_stride();
	for (i = 0; i < count; i += stride) {
		double d = random_double(&state), back;
		char text[32];
		size_t n;
		if (i % 3 == 1)
			d = (double)tn__random_below(&state, 1000000) / 1000;
		else if (i % 3 == 2)
			d = (double)tn__random_below(&state, UINT64_MAX);
		if (!isfinite(d))
			continue;
		n = tn__double_format(d, text);
		if (n != strlen(text) || n >= sizeof(text) || text[strspn(text, "-+.e0123456789")])
			ck_abort_msg("%a is %s", d, text);
		/* strtod() would want the locale's point. */
		if (!strchr(text, 'e') && !tn__decimal_to_double(text, n, &back))
			ck_abort_msg("%s does not read back", text);
		if (strchr(text, 'e'))
			back = localeconv()->decimal_point[0] == '.' ? strtod(text, NULL) : d;
		if (memcmp(&back, &d, sizeof(d)) != 0)
			ck_abort_msg("%a became %s", d, text);
	}
}

START_TEST(doubles_round_trip)
{
	char text[32];
	check_round_trips(100000);
	tn__double_format(0.1, text);
	ck_assert_str_eq(text, "0.1");
	tn__double_format(3.0, text);
	ck_assert_str_eq(text, "3");
	tn__double_format(-1.7976931348623157e308, text);
	ck_assert_str_eq(text, "-1.7976931348623157e+308");
	tn__double_format(-NAN, text);
	ck_assert_str_eq(text, "NaN");
	tn__double_format(-INFINITY, text);
	ck_assert_str_eq(text, "-Infinity");
}
END_TEST

START_TEST(the_locale_changes_nothing)
{
	static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "ps_AF.UTF-8"};
	char text[32];
	size_t i;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!setlocale(LC_ALL, names[i]))
			continue;
		check_round_trips(3000);
		tn__double_format(1234.5, text);
		ck_assert_str_eq(text, "1234.5");
	}
	setlocale(LC_ALL, "C");
}
END_TEST

static void check_format(tn_value v, const char *wanted)
{
	char out[128];
	ck_assert_uint_eq(tn_value_format(&v, out, sizeof(out)), strlen(wanted));
	ck_assert_str_eq(out, wanted);
	ck_assert_uint_eq(tn_value_format(&v, out, 3), strlen(wanted));
	ck_assert_uint_le(strlen(out), 2);
}

START_TEST(text_forms)
{
	static const int64_t ints[] = {1, -2};
	static const tn_list list = {TN_KIND_INT, {0, 0, 0}, 2, ints, 1, 0};
	check_format(tn_null(), "NULL");
	check_format(tn_bool(1), "true");
	check_format(tn_int(INT64_MIN), "-9223372036854775808");
	check_format(tn_double(0.1), "0.1");
	check_format(tn_numeric("1.50"), "1.50");
	check_format(tn_bytes("\n\xFF", 2), "\\x0aff");
	check_format(tn_uuid("\x01\x23\x45\x67\x89\xAB\xCD\xEF\x01\x23\x45\x67\x89\xAB\xCD\xEF"),
		     "01234567-89ab-cdef-0123-456789abcdef");
	check_format(tn_date(tn_days_from_civil(2024, 2, 29)), "2024-02-29");
	check_format(tn_date(tn_days_from_civil(0, 3, 1)), "0000-03-01");
	check_format(tn_date(tn_days_from_civil(-44, 3, 15)), "-0044-03-15");
	check_format(tn_date(tn_days_from_civil(12345, 1, 1)), "12345-01-01");
	check_format(tn_date(INT64_MAX), "9223372036854775807");
	check_format(tn_time(TN_US_PER_DAY - 1), "23:59:59.999999");
	check_format(tn_time(TN_US_PER_DAY), "24:00:00.000000");
	check_format(tn_time(-1), "-1");
	check_format(tn_timestamp(-1), "1969-12-31 23:59:59.999999");
	check_format(tn_timestamptz(0), "1970-01-01 00:00:00.000000+00");
	check_format(tn_timestamp(INT64_MIN), "-290308-12-21 19:59:05.224192");
	check_format(tn_list_of(&list), "(1, -2)");
	check_format(tn__value_i(TN_KIND_ARRAY, 0), "?");
	ck_assert_uint_eq(tn_value_format(NULL, NULL, 0), 4);
	ck_assert_str_eq(tn_kind_name(TN_KIND_TIMESTAMPTZ), "timestamptz");
	ck_assert_str_eq(tn_kind_name(99), "?");
	ck_assert_str_eq(tn_type_name(TN_TYPE_DOUBLE), "DOUBLE PRECISION");
	ck_assert_str_eq(tn_type_name(-1), "?");
}
END_TEST

static int copy_values(void *ctx, tn_error **err)
{
	char text[2000] = "", element[] = "element";
	const char *strings[] = {element, NULL};
	tn_list list = {TN_KIND_TEXT, {0, 0, 0}, 2, strings, 3, 0};
	tn_value in[] = {tn_text_n(text, sizeof(text)), tn_list_of(&list), tn_int(7)}, out[3];
	struct tn_arena a;
	int i, code = TN_OK;
	(void)ctx;
	memset(text, 'x', sizeof(text));
	tn__arena_init(&a);
	for (i = 0; i < 3 && !code; i++)
		code = tn__value_copy(&a, &in[i], &out[i]);
	if (!code) {
		tn_value first, second;
		memset(text, 'y', sizeof(text));
		element[0] = 'E';
		ck_assert_uint_eq(strspn(out[0].u.s, "x"), sizeof(text));
		ck_assert_uint_eq(out[0].u.s[sizeof(text)], 0);
		first = tn__list_at(out[1].u.list, 0);
		second = tn__list_at(out[1].u.list, 1);
		ck_assert_str_eq(first.u.s, "element");
		ck_assert_int_eq(second.kind, TN_KIND_NULL);
		ck_assert_int_eq(out[2].u.i, 7);
	} else {
		tn__error_nomem(err);
	}
	tn__arena_release(&a);
	return code;
}

START_TEST(copies_are_deep)
{
	unit_fail_each_allocation(copy_values, NULL);
}
END_TEST

/* ---- lists as literals ------------------------------------------------------------------ */

static int64_t random_number(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (int64_t)(*state ^ *state >> 29) >> (*state >> 58);
}

static int is_in(const tn_list *list, int64_t n)
{
	uint32_t i;
	for (i = 0; i < list->count; i++) {
		tn_value v = tn__list_at(list, i);
		if (v.kind == TN_KIND_INT && v.u.i == n)
			return 1;
	}
	return 0;
}

/* Reads a text back: literals in order, each an element, and every element there. */
static void check_spelled(const tn_list *list, const char *text)
{
	uint32_t i, found = 0, nulls = 0;
	int64_t last = 0, n;
	const char *p = text;
	char *end;
	ck_assert_uint_eq(strspn(text, "0123456789-,NUL"), strlen(text));
	for (; *p && *p != 'N'; p = *end ? end + 1 : end) {
		n = strtoll(p, &end, 10);
		ck_assert_msg(end > p && (*end == ',' || !*end) && is_in(list, n) && (!found || n > last), "%s", text);
		last = n;
		found++;
	}
	ck_assert(!*p || !strcmp(p, "NULL"));
	for (i = 0; i < list->count; i++) {
		tn_value v = tn__list_at(list, i);
		char literal[32];
		nulls |= v.kind == TN_KIND_NULL;
		snprintf(literal, sizeof literal, "%lld", (long long)v.u.i);
		ck_assert(v.kind == TN_KIND_NULL || strstr(text, literal));
	}
	ck_assert_uint_eq(*p == 'N', nulls);
}

START_TEST(integers_as_literals)
{
	static const int64_t edges[] = {INT64_MIN, INT64_MAX, 0, -1, 1, INT64_MIN + 1};
	uint64_t state = 7;
	int round;
	for (round = 0; round < 3000; round++) {
		uint32_t count = (uint32_t)(random_number(&state) & 31), i;
		tn_value items[32];
		tn_list list = {.kind = TN_KIND_INT, .count = count, .items = items};
		struct tn_text out;
		for (i = 0; i < count; i++) {
			int64_t n = random_number(&state);
			items[i] = n % 11 == 0 ? tn_null() : tn_int(n % 7 ? n : edges[(uint64_t)n % 6]);
		}
		tn__text_init(&out);
		ck_assert_int_eq(tn__list_spell(&list, &out), TN_OK);
		check_spelled(&list, out.s ? out.s : "");
		ck_assert_uint_le(out.len, count * 21);
		tn__text_release(&out);
	}
}
END_TEST

START_TEST(nothing_but_integers_as_literals)
{
	static const uint8_t kinds[] = {TN_KIND_BOOL, TN_KIND_DOUBLE, TN_KIND_NUMERIC, TN_KIND_TEXT, TN_KIND_BYTES,
					TN_KIND_DATE, TN_KIND_UUID, TN_KIND_LIST};
	size_t i;
	for (i = 0; i < sizeof kinds; i++) {
		tn_value items[] = {tn_int(1), tn_text("1); DROP TABLE t; --")};
		tn_list list = {.kind = TN_KIND_INT, .count = 2, .items = items};
		struct tn_text out;
		items[1].kind = kinds[i];
		tn__text_init(&out);
		ck_assert_int_eq(tn__list_spell(&list, &out), TN_E_PARAM);
		ck_assert_uint_eq(out.len, 0);
		tn__text_release(&out);
	}
}
END_TEST

Suite *value_suite(void)
{
	Suite *s = suite_create("value");
	TCase *c = tcase_create("value");
	tcase_set_timeout(c, 60);
	tcase_add_test(c, what_passes_and_what_does_not);
	tcase_add_test(c, lists_are_checked_by_element);
	tcase_add_test(c, decimal_grammar);
	tcase_add_test(c, decimal_to_integer);
	tcase_add_test(c, decimal_to_double);
	tcase_add_test(c, doubles_round_trip);
	tcase_add_test(c, the_locale_changes_nothing);
	tcase_add_test(c, text_forms);
	tcase_add_test(c, copies_are_deep);
	tcase_add_test(c, integers_as_literals);
	tcase_add_test(c, nothing_but_integers_as_literals);
	suite_add_tcase(s, c);
	return s;
}
