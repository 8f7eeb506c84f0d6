/* SPDX-License-Identifier: MIT */
/* tests/sql/test_parse_literals.c - what literals are worth, and which are refused. */
#include <stdio.h>
#include <string.h>
#include "parse_test.h"

static const struct tn_ir_expr *first_item(const struct portable *p)
{
	return p->stmt->u.query->items[0].expr;
}

static const struct {
	const char *text;
	int kind;
	const char *value; /* as tn_value_format() writes it */
} values[] = {
	{"0", TN_KIND_INT, "0"},
	{"007", TN_KIND_INT, "7"},
	{"9223372036854775807", TN_KIND_INT, "9223372036854775807"},
	{"9223372036854775808", TN_KIND_NUMERIC, "9223372036854775808"},
	{"-9223372036854775808", TN_KIND_INT, "-9223372036854775808"},
	{"-9223372036854775809", TN_KIND_NUMERIC, "-9223372036854775809"},
	{"00018446744073709551616", TN_KIND_NUMERIC, "18446744073709551616"},
	{"1.50", TN_KIND_NUMERIC, "1.50"},
	{"1.", TN_KIND_NUMERIC, "1"},
	{".5", TN_KIND_NUMERIC, "0.5"},
	{"-.5", TN_KIND_NUMERIC, "-0.5"},
	{"00.5", TN_KIND_NUMERIC, "0.5"},
	{"- - 1.5", TN_KIND_NUMERIC, "1.5"},
	{"1e5", TN_KIND_DOUBLE, "100000"},
	{"1.25E-2", TN_KIND_DOUBLE, "0.0125"},
	{".5e1", TN_KIND_DOUBLE, "5"},
	{"-1e0", TN_KIND_DOUBLE, "-1"},
	{"1e-999", TN_KIND_DOUBLE, "0"},
	{"0e999999999999999999999", TN_KIND_DOUBLE, "0"},
	{"''", TN_KIND_TEXT, ""},
	{"'it''s'", TN_KIND_TEXT, "it's"},
	{"''''''", TN_KIND_TEXT, "''"},
	{"'a\\n'", TN_KIND_TEXT, "a\\n"},
	{"N'\xC3\xA9'", TN_KIND_TEXT, "\xC3\xA9"},
	{"x''", TN_KIND_BYTES, "\\x"},
	{"X'00fF'", TN_KIND_BYTES, "\\x00ff"},
	{"TRUE", TN_KIND_BOOL, "true"},
	{"false", TN_KIND_BOOL, "false"},
	{"NULL", TN_KIND_NULL, "NULL"},
	{"DATE '2024-02-29'", TN_KIND_DATE, "2024-02-29"},
	{"date '0001-01-01'", TN_KIND_DATE, "0001-01-01"},
	{"TIME '23:59:59.5'", TN_KIND_TIME, "23:59:59.500000"},
	{"TIME '01:02'", TN_KIND_TIME, "01:02:00.000000"},
	{"TIMESTAMP '2024-02-29'", TN_KIND_TIMESTAMP, "2024-02-29 00:00:00.000000"},
	{"TIMESTAMP '2024-02-29T01:02'", TN_KIND_TIMESTAMP, "2024-02-29 01:02:00.000000"},
	{"TIMESTAMP WITHOUT TIME ZONE '2024-02-29 01:02:03'", TN_KIND_TIMESTAMP, "2024-02-29 01:02:03.000000"},
	{"TIMESTAMPTZ '2024-02-29 01:02:03'", TN_KIND_TIMESTAMPTZ, "2024-02-29 01:02:03.000000+00"},
	{"TIMESTAMPTZ '2024-02-29 01:02:03Z'", TN_KIND_TIMESTAMPTZ, "2024-02-29 01:02:03.000000+00"},
	{"TIMESTAMPTZ '2024-02-29 01:02:03+02'", TN_KIND_TIMESTAMPTZ, "2024-02-28 23:02:03.000000+00"},
	{"TIMESTAMPTZ '2024-02-29 01:02-0530'", TN_KIND_TIMESTAMPTZ, "2024-02-29 06:32:00.000000+00"},
	{"TIMESTAMP WITH TIME ZONE '2024-02-29 01:02:03.25 +05:30'", TN_KIND_TIMESTAMPTZ,
	 "2024-02-28 19:32:03.250000+00"},
	{"UUID '01234567-89AB-cdef-0123-456789abcdef'", TN_KIND_UUID, "01234567-89ab-cdef-0123-456789abcdef"},
	{"UUID '0123456789ABcdef0123456789abcdef'", TN_KIND_UUID, "01234567-89ab-cdef-0123-456789abcdef"},
	{"JSON '{\"a\": 1}'", TN_KIND_JSON, "{\"a\": 1}"},
};

START_TEST(value)
{
	const struct tn_ir_expr *e;
	struct portable p;
	char text[128];

	snprintf(text, sizeof(text), "SELECT %s", values[_i].text);
	portable_good(&p, text);
	e = first_item(&p);
	ck_assert_int_eq(e->kind, TN_X_LITERAL);
	ck_assert_msg(e->u.literal.kind == values[_i].kind, "%s has kind %u", text, e->u.literal.kind);
	tn_value_format(&e->u.literal, text, sizeof(text));
	ck_assert_str_eq(text, values[_i].value);
	portable_release(&p);
}
END_TEST

static const struct {
	const char *text;
	int64_t months, days, micros;
} intervals[] = {
	{"'1 day'", 0, 1, 0},
	{"'1 year 2 mons 3 days 04:05:06.5'", 14, 3, INT64_C(14706500000)},
	{"'-1 days +2 hours'", 0, -1, INT64_C(7200000000)},
	{"'2 weeks'", 0, 14, 0},
	{"'1.5 hours'", 0, 0, INT64_C(5400000000)},
	{"'0.5 days'", 0, 0, INT64_C(43200000000)},
	{"'1.5 years'", 18, 0, 0},
	{"'-0.5 hours'", 0, 0, INT64_C(-1800000000)},
	{"'10:00'", 0, 0, INT64_C(36000000000)},
	{"'-10:30:00.000001'", 0, 0, INT64_C(-37800000001)},
	{"'1 day 1 hour ago'", 0, -1, INT64_C(-3600000000)},
	{"'7 milliseconds 3 microseconds'", 0, 0, 7003},
	{"'P1Y2M3DT4H5M6.5S'", 14, 3, INT64_C(14706500000)},
	{"'PT36H'", 0, 0, INT64_C(129600000000)},
	{"'P-1D'", 0, -1, 0},
	{"'3' DAY", 0, 3, 0},
	{"'-2' YEAR", -24, 0, 0},
	{"'1.5' SECOND", 0, 0, 1500000},
	{"' 5 ' minute", 0, 0, 300000000},
};

START_TEST(interval)
{
	const struct tn_ir_expr *e;
	struct portable p;
	char text[128];

	snprintf(text, sizeof(text), "SELECT INTERVAL %s", intervals[_i].text);
	portable_good(&p, text);
	e = first_item(&p);
	ck_assert_int_eq(e->kind, TN_X_LITERAL);
	ck_assert_int_eq(e->type.kind, TN_T_INTERVAL);
	ck_assert_int_eq(e->u.interval->months, intervals[_i].months);
	ck_assert_int_eq(e->u.interval->days, intervals[_i].days);
	ck_assert_int_eq(e->u.interval->micros, intervals[_i].micros);
	portable_release(&p);
}
END_TEST

static const struct {
	const char *text;
	int code;
} wrong[] = {
	{"DATE '2023-02-29'", TN_E_DATA},
	{"DATE '2023-2-9'", TN_E_DATA},
	{"DATE '10000-01-01'", TN_E_DATA},
	{"DATE ''", TN_E_DATA},
	{"TIME '24:00:00'", TN_E_DATA},
	{"TIME '1:00'", TN_E_DATA},
	{"TIMESTAMP '2024-01-01 10:00:00+02'", TN_E_DATA},
	{"TIMESTAMP '2024-01-01 10:00:60'", TN_E_DATA},
	{"TIMESTAMPTZ '2024-01-01 10:00:00+99'", TN_E_DATA},
	{"TIMESTAMPTZ '0001-01-01 00:00:00+01'", TN_E_DATA},
	{"TIMESTAMPTZ '9999-12-31 23:59:59-01'", TN_E_DATA},
	{"TIMESTAMPTZ '2024-01-01 10:00:00 Europe/Berlin'", TN_E_DATA},
	{"UUID '0123'", TN_E_DATA},
	{"UUID '01234567-89ab-cdef-0123-456789abcdeg'", TN_E_DATA},
	{"UUID '0123456-789ab-cdef-0123-456789abcdef'", TN_E_DATA},
	{"INTERVAL ''", TN_E_DATA},
	{"INTERVAL '1'", TN_E_DATA},
	{"INTERVAL '1 fortnight'", TN_E_DATA},
	{"INTERVAL '1.5 months'", TN_E_DATA},
	{"INTERVAL '0.0000001 seconds'", TN_E_DATA},
	{"INTERVAL '9223372036854775807 years'", TN_E_DATA},
	{"INTERVAL '99999999999999999999 days'", TN_E_DATA},
	{"INTERVAL 'P'", TN_E_DATA},
	{"INTERVAL 'P1H'", TN_E_DATA},
	{"INTERVAL '1:60'", TN_E_DATA},
	{"INTERVAL '3 days' DAY", TN_E_DATA},
	{"INTERVAL '1' DAY TO HOUR", TN_E_UNSUPPORTED},
	{"INTERVAL 1 DAY", TN_E_SYNTAX},
	{"x'0'", TN_E_SYNTAX},
	{"x'0g'", TN_E_SYNTAX},
	{"1e400", TN_E_RANGE},
	{"0x1F", TN_E_SYNTAX},
	{"1abc", TN_E_SYNTAX},
	{"E'a'", TN_E_SYNTAX},
	{"U&'a'", TN_E_SYNTAX},
	{"B'01'", TN_E_SYNTAX},
	{"$$a$$", TN_E_SYNTAX},
	{"'a' 'b'", TN_E_SYNTAX},
};

START_TEST(refused)
{
	struct portable p;
	char text[128];

	snprintf(text, sizeof(text), "SELECT %s", wrong[_i].text);
	portable_parse(&p, text, strlen(text));
	ck_assert_msg(p.rc == wrong[_i].code, "%s: %d %s", text, p.rc, tn_error_message(p.err));
	ck_assert_uint_ge(tn_error_position(p.err), 8);
	portable_release(&p);
}
END_TEST

TCase *literal_cases(void)
{
	TCase *tc = tcase_create("literals");

	tcase_add_loop_test(tc, value, 0, sizeof(values) / sizeof(values[0]));
	tcase_add_loop_test(tc, interval, 0, sizeof(intervals) / sizeof(intervals[0]));
	tcase_add_loop_test(tc, refused, 0, sizeof(wrong) / sizeof(wrong[0]));
	return tc;
}
