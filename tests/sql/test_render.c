/* SPDX-License-Identifier: MIT */
/* tests/sql/test_render.c - placeholders, their arguments, and positions back. */
#include <string.h>
#include "sql_text.h"

START_TEST(dollar_sends_each_argument_once)
{
	static const char text[] = "SELECT :a, :b, :a";
	struct tn_rendered r;
	struct parsed p;

	parse(&p, &alpha, &no_limits, text, strlen(text));
	ck_assert_int_eq(tn__sql_render(&p.arena, p.stmt, &alpha, &r, &p.err), TN_OK);
	ck_assert_str_eq(r.sql, "SELECT $1, $2, $1");
	ck_assert_uint_eq(r.arg_count, 2);
	ck_assert_uint_eq(r.identity, 1);
	ck_assert_uint_eq(r.args[1], 1);
	parsed_release(&p);
}
END_TEST

START_TEST(question_sends_each_occurrence)
{
	static const char text[] = "SELECT :a, :b, :a";
	static const uint16_t args[] = {0, 1, 0};
	struct tn_rendered r;
	struct parsed p;

	parse(&p, &beta, &no_limits, text, strlen(text));
	ck_assert_int_eq(tn__sql_render(&p.arena, p.stmt, &beta, &r, &p.err), TN_OK);
	ck_assert_str_eq(r.sql, "SELECT ?, ?, ?");
	ck_assert_uint_eq(r.arg_count, 3);
	ck_assert_uint_eq(r.identity, 0);
	ck_assert_mem_eq(r.args, args, sizeof(args));
	parsed_release(&p);
}
END_TEST

START_TEST(no_parameters)
{
	struct tn_rendered r;
	struct parsed p;

	parse(&p, &beta, &no_limits, "SELECT 1", 8);
	ck_assert_int_eq(tn__sql_render(&p.arena, p.stmt, &beta, &r, &p.err), TN_OK);
	ck_assert_uint_eq(r.arg_count, 0);
	ck_assert_uint_eq(r.identity, 1);
	ck_assert_ptr_null(r.args);
	parsed_release(&p);
}
END_TEST

START_TEST(unknown_kind_is_refused)
{
	struct tn_ir_stmt stmt = {.kind = 99};
	struct tn_rendered r;
	struct parsed p;

	parse(&p, &beta, &no_limits, "SELECT 1", 8);
	ck_assert_int_eq(tn__sql_render(&p.arena, &stmt, &beta, &r, &p.err), TN_E_INTERNAL);
	parsed_release(&p);
}
END_TEST

START_TEST(positions)
{
	/*                         1234567890123456789012345 */
	static const char text[] = "SELECT :name, x ?? :other, y";
	/*                         SELECT $1, x ? $2, y */
	static const struct {
		size_t rendered, source;
	} map[] = {{0, 0}, {1, 1}, {7, 7}, {8, 8}, {9, 8}, {10, 13}, {12, 15}, {14, 17}, {15, 19}, {16, 20},
		   {17, 20}, {18, 26}, {20, 28}, {21, 29}, {22, 29}, {500, 29}};
	struct parsed p;
	size_t i;

	parse(&p, &alpha, &no_limits, text, strlen(text));
	ck_assert_int_eq(p.rc, TN_OK);
	for (i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		ck_assert_uint_eq(tn__sql_map_position(p.stmt, &alpha, map[i].rendered), map[i].source);
	parsed_release(&p);
}
END_TEST

TCase *render_cases(void)
{
	TCase *tc = tcase_create("render");

	tcase_add_test(tc, dollar_sends_each_argument_once);
	tcase_add_test(tc, question_sends_each_occurrence);
	tcase_add_test(tc, no_parameters);
	tcase_add_test(tc, unknown_kind_is_refused);
	tcase_add_test(tc, positions);
	return tc;
}
