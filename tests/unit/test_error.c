/* SPDX-License-Identifier: MIT */
/* test_error.c - error objects and their text form. */
#include <stdio.h>
#include <string.h>
#include "core/base/error.h"
#include "tests/unit/unit.h"

START_TEST(all_parts_are_copied)
{
	char text[] = "duplicate key";
	struct tn_error_parts parts = {
		.code = TN_E_UNIQUE, .flags = TN_ERR_DEAD, .native = 1062, .sqlstate = "23505",
		.message = text, .detail = "detail", .hint = "hint", .constraint = "pk", .table = "t",
		.column = "c", .sql = "SELECT 1;", .sql_len = 8, .position = 8,
	};
	tn_error *err = NULL, *copy;
	ck_assert_int_eq(tn__error_build(&err, &parts), TN_E_UNIQUE);
	memset(text, 'x', sizeof(text) - 1);
	copy = tn__error_copy(err);
	tn_error_free(err);
	ck_assert_int_eq(tn_error_code(copy), TN_E_UNIQUE);
	ck_assert_uint_eq(tn_error_flags(copy), TN_ERR_DEAD);
	ck_assert_int_eq(tn_error_native(copy), 1062);
	ck_assert_str_eq(tn_error_sqlstate(copy), "23505");
	ck_assert_str_eq(tn_error_message(copy), "duplicate key");
	ck_assert_str_eq(tn_error_detail(copy), "detail");
	ck_assert_str_eq(tn_error_hint(copy), "hint");
	ck_assert_str_eq(tn_error_constraint(copy), "pk");
	ck_assert_str_eq(tn_error_table(copy), "t");
	ck_assert_str_eq(tn_error_column(copy), "c");
	ck_assert_str_eq(tn_error_sql(copy), "SELECT 1");
	ck_assert_uint_eq(tn_error_position(copy), 8);
	tn_error_free(copy);
	ck_assert_uint_eq(unit_live(), 0);
}
END_TEST

START_TEST(changes_keep_the_rest)
{
	tn_error *err = NULL, *other = NULL;
	ck_assert_int_eq(tn__error_set(&err, TN_E_DISCONNECTED, "gone after %d\n\ttries \n", 3),
			 TN_E_DISCONNECTED);
	ck_assert_str_eq(tn_error_message(err), "gone after 3  tries");
	tn__error_set_hint(err, "wait %d s", 5);
	tn__error_set_hint(err, "wait %d s", 6);
	tn__error_set_column(err, "name");
	tn__error_set_sql(err, "COMMIT", 6, 8);
	tn__error_add_flags(err, TN_ERR_DEAD);
	tn__error_add_flags(err, TN_ERR_AMBIGUOUS);
	tn__error_recode(err, TN_E_COMMIT_UNKNOWN);
	ck_assert_int_eq(tn_error_code(err), TN_E_COMMIT_UNKNOWN);
	ck_assert_uint_eq(tn_error_flags(err), TN_ERR_DEAD | TN_ERR_AMBIGUOUS);
	ck_assert_str_eq(tn_error_hint(err), "wait 6 s");
	ck_assert_str_eq(tn_error_column(err), "name");
	ck_assert_uint_eq(tn_error_position(err), 0);
	ck_assert_int_eq(tn__error_move(&other, err), TN_E_COMMIT_UNKNOWN);
	/* A new failure replaces, and giving one away without taker frees it. */
	ck_assert_int_eq(tn__error_set(&other, TN_E_MISUSE, "again"), TN_E_MISUSE);
	ck_assert_int_eq(tn__error_move(NULL, other), TN_E_MISUSE);
	ck_assert_int_eq(tn__error_set(NULL, TN_E_TYPE, "nobody asked"), TN_E_TYPE);
	ck_assert_uint_eq(unit_live(), 0);
}
END_TEST

START_TEST(static_error_is_left_alone)
{
	tn_error *err = NULL;
	ck_assert_int_eq(tn__error_nomem(&err), TN_E_NOMEM);
	tn__error_set_hint(err, "%s", "h");
	tn__error_set_sql(err, "x", 1, 1);
	tn__error_set_column(err, "c");
	tn__error_add_flags(err, TN_ERR_DEAD);
	tn__error_recode(err, TN_E_MISUSE);
	ck_assert_int_eq(tn_error_code(err), TN_E_NOMEM);
	ck_assert_uint_eq(tn_error_flags(err), 0);
	ck_assert_ptr_null(tn_error_hint(err));
	ck_assert_ptr_eq(tn__error_copy(err), err);
	tn_error_free(err);
	tn_error_free(err);
	ck_assert_int_eq(tn__error_nomem(NULL), TN_E_NOMEM);
}
END_TEST

START_TEST(null_is_no_error)
{
	char out[4] = "abc";
	ck_assert_int_eq(tn_error_code(NULL), 0);
	ck_assert_uint_eq(tn_error_flags(NULL), 0);
	ck_assert_ptr_null(tn_error_message(NULL));
	ck_assert_uint_eq(tn_error_format(NULL, out, sizeof(out)), 0);
	ck_assert_str_eq(out, "");
	ck_assert_ptr_null(tn__error_copy(NULL));
	tn_error_free(NULL);
	tn__error_set_hint(NULL, "%s", "h");
	tn__error_recode(NULL, 1);
}
END_TEST

START_TEST(names_of_codes)
{
	ck_assert_str_eq(tn_error_name(TN_E_UNIQUE), "UNIQUE");
	ck_assert_str_eq(tn_error_name(TN_E_COMMIT_UNKNOWN), "COMMIT_UNKNOWN");
	ck_assert_str_eq(tn_error_name(TN_ROW), "OK");
	ck_assert_str_eq(tn_error_name(-9999), "?");
	ck_assert_str_eq(tn_error_summary(TN_E_BUSY), "database is busy");
}
END_TEST

static void check_format(const char *sql, size_t position, const char *wanted)
{
	struct tn_error_parts parts = {.code = TN_E_SYNTAX, .message = "m", .sql = sql,
				       .sql_len = strlen(sql), .position = position};
	tn_error *err = NULL;
	char out[512];
	tn__error_build(&err, &parts);
	ck_assert_uint_eq(tn_error_format(err, out, sizeof(out)), strlen(out));
	ck_assert_str_eq(out, wanted);
	tn_error_free(err);
}

START_TEST(caret_stands_under_the_position)
{
	check_format("SELECT x", 8, "SYNTAX: m\n  line 1, column 8: SELECT x\n                           ^");
	check_format("SELECT x", 0, "SYNTAX: m");
	/* One past the end is where something is missing; beyond that is no position. */
	check_format("SELECT x", 9, "SYNTAX: m\n  line 1, column 9: SELECT x\n                            ^");
	check_format("SELECT x", 10, "SYNTAX: m");
	check_format("SELECT\n\tx FORM t\r\nWHERE", 11,
		     "SYNTAX: m\n  line 2, column 4:  x FORM t\n                       ^");
	check_format("a\n\nb", 2, "SYNTAX: m\n  line 1, column 2: a\n                     ^");
	check_format("a\n\nb", 3, "SYNTAX: m\n  line 2, column 1: \n                    ^");
	/* Two bytes of one character are one column; a byte that is no UTF-8 is '?'. */
	check_format("'\xC3\xA4' x", 6, "SYNTAX: m\n  line 1, column 5: '\xC3\xA4' x\n                        ^");
	check_format("'\xFF' x", 5, "SYNTAX: m\n  line 1, column 5: '?' x\n                        ^");
}
END_TEST

/* Wherever the error is in a long line, the caret is under its character. */
START_TEST(long_lines_are_windowed)
{
	char sql[400], out[1024];
	size_t position, i;
	for (position = 1; position <= 390; position++) {
		struct tn_error_parts parts = {.code = TN_E_SYNTAX, .message = "m", .sql = sql,
					       .sql_len = 390, .position = position};
		tn_error *err = NULL;
		const char *line, *caret;
		for (i = 0; i < 390; i++)
			sql[i] = i % 7 == 3 ? '\t' : '.';
		sql[position - 1] = 'X';
		tn__error_build(&err, &parts);
		tn_error_format(err, out, sizeof(out));
		line = strchr(out, '\n') + 1;
		caret = strchr(line, '\n') + 1;
		ck_assert_uint_lt((size_t)(caret - line), 112);
		ck_assert_int_eq(line[strlen(caret) - 1], 'X');
		tn_error_free(err);
	}
}
END_TEST

START_TEST(format_shows_all_and_truncates)
{
	struct tn_error_parts parts = {.code = TN_E_UNIQUE, .native = 1062, .sqlstate = "23505",
				       .message = "dup", .detail = "one\ntwo", .hint = "h"};
	static const char wanted[] = "UNIQUE: dup [23505, 1062]\n  detail: one\n    two\n  hint: h";
	tn_error *err = NULL;
	char out[100];
	size_t size;
	tn__error_build(&err, &parts);
	for (size = 0; size < sizeof(out); size++) {
		memset(out, '#', sizeof(out));
		ck_assert_uint_eq(tn_error_format(err, out, size), strlen(wanted));
		ck_assert_int_eq(out[size], '#');
		if (size)
			ck_assert_int_eq(strncmp(out, wanted, size - 1), 0);
	}
	ck_assert_uint_eq(tn_error_format(err, NULL, 0), strlen(wanted));
	tn_error_free(err);
}
END_TEST

static int build_error(void *ctx, tn_error **err)
{
	struct tn_error_parts parts = {.code = TN_E_NOMEM, .message = "m", .detail = "d", .hint = "h",
				       .sql = "s", .sql_len = 1};
	tn_error *copy;
	(void)ctx;
	tn__error_build(err, &parts);
	tn__error_set_hint(*err, "%s", "new hint");
	tn__error_set_column(*err, "new column");
	tn__error_set_sql(*err, "new", 3, 1);
	copy = tn__error_copy(*err);
	ck_assert_ptr_nonnull(tn_error_message(copy));
	tn_error_free(copy);
	return tn__error_set(err, TN_E_NOMEM, "%s", "formatted");
}

START_TEST(errors_survive_no_memory)
{
	unit_fail_each_allocation(build_error, NULL);
}
END_TEST

Suite *error_suite(void)
{
	Suite *s = suite_create("error");
	TCase *c = tcase_create("error");
	tcase_add_test(c, all_parts_are_copied);
	tcase_add_test(c, changes_keep_the_rest);
	tcase_add_test(c, static_error_is_left_alone);
	tcase_add_test(c, null_is_no_error);
	tcase_add_test(c, names_of_codes);
	tcase_add_test(c, caret_stands_under_the_position);
	tcase_add_test(c, long_lines_are_windowed);
	tcase_add_test(c, format_shows_all_and_truncates);
	tcase_add_test(c, errors_survive_no_memory);
	suite_add_tcase(s, c);
	return s;
}
