/* SPDX-License-Identifier: MIT */
/* test_calendar.c - dates and times as text: every day, and every byte that can be wrong. */
#include <stdio.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include <tenon/sys/utf8.h>
#include "tests/support/wrapped.h"
#include "tests/unit/unit.h"

START_TEST(every_day_reads_back)
{
	int64_t day, read, y;
	unsigned m, d, stride = tn_test_stride();
	char text[16], expected[40];
	for (day = TN_DATE_MIN; day <= TN_DATE_MAX; day += stride) {
		tn_civil_from_days(day, &y, &m, &d);
		if (tn_days_from_civil(y, m, d) != day || tn_format_date(day, text) != 10 ||
		    !tn_parse_date(text, 10, &read) || read != day)
			ck_abort_msg("day %lld is '%s'", (long long)day, text);
		/* The calendar that everybody knows, once a month. */
		if (d != 1)
			continue;
		snprintf(expected, sizeof expected, "%04d-%02u-01", (int)y, m);
		ck_assert_str_eq(text, expected);
		ck_assert(tn_parse_date(expected, 10, &read));
		ck_assert_int_eq(day + tn_days_in_month(y, m) <= TN_DATE_MAX, y < 9999 || m < 12);
	}
}
END_TEST

START_TEST(days_that_do_not_exist)
{
	unsigned y, m, d, stride = tn_test_stride();
	int64_t read;
	char text[40];
	for (y = 0; y <= 9999; y += y < 2400 ? stride : 97)
		for (m = 0; m <= 13; m++)
			for (d = 0; d <= 33; d++) {
				int exists = y >= 1 && m >= 1 && m <= 12 && d >= 1 && d <= tn_days_in_month(y, m);
				snprintf(text, sizeof text, "%04u-%02u-%02u", y, m, d);
				if (tn_parse_date(text, 10, &read) != exists)
					ck_abort_msg("%s", text);
			}
}
END_TEST

START_TEST(every_time_reads_back)
{
	static const int64_t fractions[] = {0, 1, 10, 999999, 500000, 123456, 900000};
	char text[40];
	int64_t second, read;
	size_t i, n;
	unsigned stride = tn_test_stride();
	for (second = 0; second < 86400; second += stride) {
		int64_t us = second * TN_US_PER_SECOND + fractions[second % 7];
		ck_assert_uint_eq(tn_format_time(us, text), 15);
		ck_assert(tn_parse_time(text, 15, &read));
		ck_assert_int_eq(read, us);
	}
	/* Each length of the fraction. */
	for (i = 0; i <= 6; i++) {
		static const int64_t cut[] = {0, 100000, 120000, 123000, 123400, 123450, 123456};
		n = i ? 9 + i : 8;
		ck_assert(tn_parse_time("12:34:56.123456", n, &read));
		ck_assert_int_eq(read, INT64_C(45296000000) + cut[i]);
	}
	ck_assert(!tn_parse_time("12:34:56.", 9, &read));
	ck_assert(!tn_parse_time("12:34:56.1234567", 16, &read));
	ck_assert(!tn_parse_time("24:00:00", 8, &read));
	ck_assert(!tn_parse_time("23:60:00", 8, &read));
	ck_assert(!tn_parse_time("23:59:60", 8, &read));
	ck_assert(!tn_parse_time("23:59:5", 7, &read));
}
END_TEST

static int digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Each byte of a good timestamp replaced by each of the 256 in turn, and by neighbours in pairs. */
START_TEST(every_wrong_byte_is_seen)
{
	static const char *const good[] = {"2000-10-11 10:11:12.000000", "2011-11-10T11:10:10",
					    "1111-11-11 11:11:11.11"};
	size_t g, i, n;
	int c;
	int64_t read;
	for (g = 0; g < sizeof good / sizeof good[0]; g++) {
		n = strlen(good[g]);
		for (i = 0; i < n; i++)
			for (c = 0; c < 256; c++) {
				char text[40];
				int taken;
				memcpy(text, good[g], n + 1);
				text[i] = (char)c;
				taken = tn_parse_timestamp(text, n, &read);
				if (digit(good[g][i]) ? taken && !digit((char)c)
						      : taken != (c == (unsigned char)good[g][i] ||
								  (i == 10 && (c == ' ' || c == 'T'))))
					ck_abort_msg("byte %zu of '%s' as %d", i, good[g], c);
				/* A byte that would carry must not make its neighbours look right. */
				if (i + 1 < n && c >= 0x80) {
					text[i + 1] = (char)(good[g][i + 1] - 1);
					ck_assert(!tn_parse_timestamp(text, n, &read));
				}
				if (i && c >= 0x80) {
					memcpy(text, good[g], n + 1);
					text[i] = (char)c;
					text[i - 1] = (char)(good[g][i - 1] - 1);
					ck_assert(!tn_parse_timestamp(text, n, &read));
				}
			}
		for (i = 0; i < n; i++)
			if (i != 19 && !(i > 20 && n > 20))
				ck_assert(!tn_parse_timestamp(good[g], i, &read));
	}
}
END_TEST

START_TEST(timestamps_read_back)
{
	static const struct {
		const char *text;
		int64_t us;
	} rows[] = {
		{"0001-01-01 00:00:00.000000", TN_DATE_MIN * TN_US_PER_DAY},
		{"1969-12-31 23:59:59.999999", -1},
		{"1970-01-01 00:00:00.000000", 0},
		{"2024-02-29 12:34:56.789012", INT64_C(1709210096789012)},
		{"9999-12-31 23:59:59.999999", (TN_DATE_MAX + 1) * TN_US_PER_DAY - 1},
	};
	char text[40];
	int64_t read;
	size_t i;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ck_assert(tn_parse_timestamp(rows[i].text, 26, &read));
		ck_assert_int_eq(read, rows[i].us);
		ck_assert_uint_eq(tn_format_timestamp(rows[i].us, text), 26);
		ck_assert_str_eq(text, rows[i].text);
	}
}
END_TEST

/* tn_text_is_plain() at every length and place: ASCII is plain, a NUL and a high byte are not. */
START_TEST(plain_text)
{
	static const unsigned char odd[] = {0x00, 0x80, 0xC3, 0xFF};
	char text[40];
	size_t n, at, k;
	memset(text, '\1', sizeof text);
	for (n = 0; n <= sizeof text; n++) {
		ck_assert(tn_text_is_plain(text, n));
		for (at = 0; at < n; at++)
			for (k = 0; k < sizeof odd; k++) {
				text[at] = (char)odd[k];
				ck_assert(!tn_text_is_plain(text, n));
				text[at] = at % 2 ? '\1' : '\x7F';
			}
	}
}
END_TEST

Suite *calendar_suite(void)
{
	Suite *s = suite_create("calendar");
	TCase *c = tcase_create("calendar");
	tcase_set_timeout(c, 60);
	tcase_add_test(c, every_day_reads_back);
	tcase_add_test(c, days_that_do_not_exist);
	tcase_add_test(c, every_time_reads_back);
	tcase_add_test(c, every_wrong_byte_is_seen);
	tcase_add_test(c, timestamps_read_back);
	tcase_add_test(c, plain_text);
	suite_add_tcase(s, c);
	return s;
}
