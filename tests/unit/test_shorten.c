/* SPDX-License-Identifier: MIT */
/* test_shorten.c - lengths in characters, and texts in fewer of them. */
#include <string.h>
#include <tenon/length.h>
#include "tests/unit/unit.h"

static const struct {
	const char *text;
	size_t bytes; /* 0: all */
	int64_t length;
} lengths[] = {
	{"", 0, 0},
	{"abc", 0, 3},
	{"\xC3\xA9", 0, 1},
	{"e\xCC\x81", 0, 2},
	{"\xF0\x9F\x92\xA9\xF0\x9F\x92\xA9", 0, 2},
	{"\xF4\x8F\xBF\xBF", 0, 1},
	{"\xE2\x82\xAC 5", 0, 3},
	{"a\0b", 3, TN_E_DATA},
	{"\xFF", 0, TN_E_DATA},
	{"abc\xE2\x82", 0, TN_E_DATA},
	{"\xED\xA0\x80", 0, TN_E_DATA},
};

START_TEST(lengths_in_characters)
{
	size_t n = lengths[_i].bytes ? lengths[_i].bytes : strlen(lengths[_i].text);
	ck_assert_int_eq(tn_text_length(lengths[_i].text, n, NULL), lengths[_i].length);
}
END_TEST

#define FIVE "short stringshort stringshort stringshort stringshort string"
#define EURO "\xE2\x82\xAC"
#define TEN_EUROS EURO EURO EURO EURO EURO EURO EURO EURO EURO EURO

static const struct {
	const char *text;
	unsigned max;
	const char *wanted;
} shortened[] = {
	{"short string", 32, "short string"},
	{FIVE, 60, FIVE},
	{FIVE, 32, "short stringshordacf5a81f8ae3873"},
	{FIVE, 33, "short stringshordacf5a81f8ae3873"},
	{FIVE, 2, "sd"},
	{FIVE, 3, "sd"},
	{"", 2, ""},
	/* Half of the characters, not of the bytes. */
	{TEN_EUROS "x", 10, EURO EURO EURO EURO EURO "6ebd7"},
	{TEN_EUROS, 10, TEN_EUROS},
};

START_TEST(known_results)
{
	char out[200];
	int64_t n = tn_shorten_text(shortened[_i].text, strlen(shortened[_i].text), shortened[_i].max, out, sizeof out,
				    NULL);
	ck_assert_str_eq(out, shortened[_i].wanted);
	ck_assert_int_eq(n, strlen(out));
	ck_assert_uint_lt(strlen(out), strlen(shortened[_i].text) > shortened[_i].max
					       ? TN_SHORTENED_SIZE(shortened[_i].max)
					       : sizeof out);
}
END_TEST

/* A digest has 40 digits, and the first half does not grow for it. */
START_TEST(above_eighty)
{
	char text[301], out[200];
	memset(text, 'a', 300);
	text[300] = '\0';
	ck_assert_int_eq(tn_shorten_text(text, 300, 255, out, sizeof out, NULL), 127 + 40);
	ck_assert_int_eq(strspn(out, "a"), 127);
	ck_assert_int_eq(strspn(out + 127, "0123456789abcdef"), 40);
	ck_assert_int_eq(tn_shorten_text(text, 300, 80, out, sizeof out, NULL), 80);
	ck_assert_int_eq(tn_shorten_text(text, 300, 81, out, sizeof out, NULL), 80);
	ck_assert_int_eq(tn_shorten_text(text, 300, 82, out, sizeof out, NULL), 81);
	text[299] = 'b';
	ck_assert_int_eq(tn_shorten_text(text, 300, 4, out, sizeof out, NULL), 4);
}
END_TEST

START_TEST(as_snprintf)
{
	char out[8] = "1234567";
	ck_assert_int_eq(tn_shorten_text(FIVE, strlen(FIVE), 32, NULL, 0, NULL), 32);
	ck_assert_int_eq(tn_shorten_text(FIVE, strlen(FIVE), 32, out, 6, NULL), 32);
	ck_assert_str_eq(out, "short");
	ck_assert_int_eq(out[6], '7');
	ck_assert_int_eq(tn_shorten_text("abcdefghij", 10, 8, out, 7, NULL), 8);
	ck_assert_int_eq(strncmp(out, "abcd", 4), 0);
	ck_assert_int_eq(strlen(out), 6);
	ck_assert_int_eq(tn_shorten_text("abc", 3, 8, out, 1, NULL), 3);
	ck_assert_str_eq(out, "");
}
END_TEST

START_TEST(refused)
{
	char out[200];
	ck_assert_int_eq(tn_shorten_text("abc", 3, 1, out, sizeof out, NULL), TN_E_RANGE);
	ck_assert_int_eq(tn_shorten_text("abc", 3, 0, out, sizeof out, NULL), TN_E_RANGE);
	ck_assert_int_eq(tn_shorten_text("abc", 3, 2, NULL, 5, NULL), TN_E_MISUSE);
	ck_assert_int_eq(tn_shorten_text("ab\xFF", 3, 2, out, sizeof out, NULL), TN_E_DATA);
	ck_assert_int_eq(tn_shorten_text("a\0b", 3, 2, out, sizeof out, NULL), TN_E_DATA);
	ck_assert_int_eq(tn_shorten_text(NULL, 3, 2, out, sizeof out, NULL), TN_E_MISUSE);
	ck_assert_int_eq(tn_shorten_text(NULL, 0, 2, out, sizeof out, NULL), 0);
}
END_TEST

Suite *shorten_suite(void)
{
	Suite *s = suite_create("shorten");
	TCase *tc = tcase_create("shorten");
	tcase_add_loop_test(tc, lengths_in_characters, 0, sizeof lengths / sizeof lengths[0]);
	tcase_add_loop_test(tc, known_results, 0, sizeof shortened / sizeof shortened[0]);
	tcase_add_test(tc, above_eighty);
	tcase_add_test(tc, as_snprintf);
	tcase_add_test(tc, refused);
	suite_add_tcase(s, tc);
	return s;
}
