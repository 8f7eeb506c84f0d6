/* SPDX-License-Identifier: MIT */
/* tests/compat/test_profile.c - decisions for a connection, beginnings, names of capabilities. */
#include <ctype.h>
#include <string.h>
#include <tenon/tx.h>
#include "compat_test.h"

START_TEST(poorest_server)
{
	struct tn_caps caps = {0};
	struct tn_profile p;

	tn__profile_make(&caps, &p);
	ck_assert_uint_eq(p.keep_going_savepoint, 1);
	ck_assert_uint_eq(p.cursors, 0);
	ck_assert_uint_eq(p.double_specials, 0);
	ck_assert_int_eq(p.max_params, 0);
	ck_assert_uint_eq(p.iso[TN_ISO_DEFAULT], TN_ISO_SERIALIZABLE);
}
END_TEST

START_TEST(richest_server)
{
	struct tn_caps caps;
	struct tn_profile p;

	memset(&caps, 0xFF, sizeof(caps));
	caps.limits[TN_LIMIT_BIND_PARAMS] = 1;
	caps.limits[TN_LIMIT_SQL_BYTES] = 2;
	caps.limits[TN_LIMIT_VALUE_BYTES] = 3;
	caps.limits[TN_LIMIT_IDENT_BYTES] = 4;
	caps.limits[TN_LIMIT_IDENT_CHARS] = 5;
	tn__profile_make(&caps, &p);
	ck_assert_uint_eq(p.keep_going_savepoint, 0);
	ck_assert_uint_eq(p.cursors, 1);
	ck_assert_uint_eq(p.double_specials, 1);
	ck_assert_int_eq(p.max_params, 1);
	ck_assert_int_eq(p.max_sql, 2);
	ck_assert_int_eq(p.max_value, 3);
	ck_assert_int_eq(p.max_ident_bytes, 4);
	ck_assert_int_eq(p.max_ident_chars, 5);
}
END_TEST

#define RC TN_ISO_READ_COMMITTED
#define RR TN_ISO_REPEATABLE_READ
#define SE TN_ISO_SERIALIZABLE

static const struct {
	int rc, rr;
	uint8_t iso[4];
} levels[] = {
	{0, 0, {SE, SE, SE, SE}},
	{0, 1, {RR, RR, RR, SE}},
	{1, 0, {RC, RC, SE, SE}},
	{1, 1, {RC, RC, RR, SE}},
};

START_TEST(isolation_never_weaker)
{
	struct tn_caps caps = {0};
	struct tn_profile p;

	if (levels[_i].rc)
		tn_cap_set(&caps, TN_CAP_ISO_READ_COMMITTED);
	if (levels[_i].rr)
		tn_cap_set(&caps, TN_CAP_ISO_REPEATABLE_READ);
	tn__profile_make(&caps, &p);
	ck_assert_mem_eq(p.iso, levels[_i].iso, 4);
}
END_TEST

START_TEST(begin_rows)
{
	static const struct tn_begin_row rows[] = {
		{.isolation = RC, .begin = "rc"},
		{.isolation = RC, .read_only = 1, .begin = "rc ro"},
		{.isolation = RC, .begin = "never"},
		{.isolation = SE, .before = "first", .begin = "se"},
	};
	struct tn_dialect dialect = {.begins = rows, .begin_count = 4, .default_isolation = SE};

	ck_assert_str_eq(tn__begin_row(&dialect, RC, 0)->begin, "rc");
	ck_assert_str_eq(tn__begin_row(&dialect, RC, 7)->begin, "rc ro");
	ck_assert_str_eq(tn__begin_row(&dialect, TN_ISO_DEFAULT, 0)->before, "first");
	ck_assert_ptr_null(tn__begin_row(&dialect, SE, 1));
	ck_assert_ptr_null(tn__begin_row(&dialect, RR, 0));
	dialect.begin_count = 0;
	ck_assert_ptr_null(tn__begin_row(&dialect, RC, 0));
}
END_TEST

static const struct {
	const char *upper;
	int number;
} caps_of_table[] = {
#define TN_CAP_ROW(name, number, sentence, without) {#name, number},
#include <tenon/sys/caps.def>
#undef TN_CAP_ROW
}, limits_of_table[] = {
#define TN_LIMIT_ROW(name, number, sentence) {#name, number},
#include <tenon/sys/limits.def>
#undef TN_LIMIT_ROW
};

static void to_lower(char *out, const char *upper)
{
	while ((*out++ = (char)tolower((unsigned char)*upper++)))
		;
}

START_TEST(names_follow_the_tables)
{
	char name[64];
	size_t i;

	for (i = 0; i < sizeof(caps_of_table) / sizeof(caps_of_table[0]); i++) {
		to_lower(name, caps_of_table[i].upper);
		ck_assert_int_eq(tn__cap_find(name), caps_of_table[i].number);
		ck_assert_str_eq(tn__cap_name(caps_of_table[i].number), name);
	}
	for (i = 0; i < sizeof(limits_of_table) / sizeof(limits_of_table[0]); i++) {
		to_lower(name, limits_of_table[i].upper);
		ck_assert_int_eq(tn__limit_find(name), limits_of_table[i].number);
	}
	ck_assert_int_eq(tn__cap_find("TX_DDL"), -1);
	ck_assert_int_eq(tn__cap_find(""), -1);
	ck_assert_int_eq(tn__cap_find(NULL), -1);
	ck_assert_int_eq(tn__limit_find("tx_ddl"), -1);
	ck_assert_str_eq(tn__cap_name(-1), "?");
	ck_assert_str_eq(tn__cap_name(TN_CAP_MAX), "?");
}
END_TEST

TCase *profile_cases(void)
{
	TCase *tc = tcase_create("profile");

	tcase_add_test(tc, poorest_server);
	tcase_add_test(tc, richest_server);
	tcase_add_loop_test(tc, isolation_never_weaker, 0, 4);
	tcase_add_test(tc, begin_rows);
	tcase_add_test(tc, names_follow_the_tables);
	return tc;
}
