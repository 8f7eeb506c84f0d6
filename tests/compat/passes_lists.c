/* SPDX-License-Identifier: MIT */
/*
 * tests/compat/passes_lists.c - which lists become one parameter, and in what form.
 *
 * The lengths of the lists are those of the case, for one parameter after the other.
 */
#include <string.h>
#include "passes.h"

#define NONE TN_SQL_NO_LIST
#define ARRAY "list_table list_table_dml list_table_text list_literals"
#define TABLE "list_array list_literals"
/* What reads a list as a table for queries only. */
#define POOR "list_array list_table_dml list_table_text list_literals"
#define NOTHING "list_array list_table list_table_dml list_table_text list_literals"

static const struct list_case {
	const char *lacks;
	int64_t params; /* limit bind_params; 0: none */
	uint32_t sizes[3];
	const char *text, *becomes;
	const char *whole; /* of each parameter: w one parameter, s in the text, - as it was */
} cases[] = {
	{ARRAY, 0, {32}, "SELECT id FROM t WHERE id IN (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" IN (?)", "-"},
	{ARRAY, 0, {33}, "SELECT id FROM t WHERE id IN (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" IN (?)", "w"},
	{ARRAY, 0, {33}, "SELECT id FROM t WHERE id <> ALL (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT \"id\" IN (?)", "w"},
	/* many integers in the text */
	{"list_array", 0, {4096}, "SELECT id FROM t WHERE id NOT IN (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT \"id\" IN (SELECT \"tnx_1\".\"v\" AS \"c1\" FROM unnest(?) AS "
	 "\"tnx_1\")", "w"},
	{"list_array", 0, {4097, 5000}, "SELECT id FROM t WHERE id NOT IN (?) AND a = ANY (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT \"id\" IN (?) AND \"a\" IN (?)", "ss"},
	{"list_array", 0, {4097}, "DELETE FROM t WHERE id <> ALL (?)",
	 "DELETE FROM \"t\" WHERE NOT \"id\" IN (?)", "s"},
	{"list_array", 0, {4097}, "SELECT id FROM t WHERE n IN (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"n\" IN (SELECT \"tnx_1\".\"v\" AS \"c1\" FROM unnest(?) AS "
	 "\"tnx_1\")", "w"},
	{TABLE, 0, {256}, "SELECT id FROM t WHERE id IN (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" IN (?)", "-"},
	{TABLE, 0, {257}, "SELECT id FROM t WHERE id IN (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" IN (SELECT \"tnx_1\".\"v\" AS \"c1\" FROM unnest(?) AS "
	 "\"tnx_1\")", "w"},
	{TABLE, 0, {257}, "SELECT id FROM t WHERE b NOT IN (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT \"b\" IN (SELECT \"tnx_1\".\"v\" AS \"c1\" FROM unnest(?) AS "
	 "\"tnx_1\")", "w"},
	{TABLE, 0, {257}, "SELECT id FROM t WHERE id <> ALL (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT \"id\" IN (SELECT \"tnx_1\".\"v\" AS \"c1\" FROM unnest(?) AS "
	 "\"tnx_1\")", "w"},
	{TABLE, 0, {257}, "DELETE FROM t WHERE id IN (?)",
	 "DELETE FROM \"t\" WHERE \"id\" IN (SELECT \"tnx_1\".\"v\" AS \"c1\" FROM unnest(?) AS \"tnx_1\")", "w"},
	/* text elsewhere than in a condition of WHERE, where that is no lookup */
	{POOR, 0, {257}, "SELECT id FROM t WHERE b NOT IN (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT \"b\" IN (?)", "-"},
	{POOR, 0, {257}, "SELECT id FROM t WHERE a NOT IN (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT \"a\" IN (SELECT \"tnx_1\".\"v\" AS \"c1\" FROM unnest(?) AS "
	 "\"tnx_1\")", "w"},
	{POOR, 0, {257}, "SELECT id FROM t WHERE b IN (?)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"b\" IN (SELECT \"tnx_1\".\"v\" AS \"c1\" FROM unnest(?) AS "
	 "\"tnx_1\")", "w"},
	/* changes are joined where they do not look rows up by IN */
	{POOR, 0, {257, NONE}, "DELETE FROM t WHERE id IN (?) AND a = ?",
	 "DELETE FROM \"t\" USING (SELECT DISTINCT \"tnx_1\".\"v\" AS \"c1\" FROM unnest(?) AS \"tnx_1\") AS \"tnx_2\" "
	 "(\"c1\") WHERE \"id\" = \"tnx_2\".\"c1\" AND \"a\" = ?", "w-"},
	{POOR, 0, {257}, "DELETE FROM t WHERE id NOT IN (?)", "DELETE FROM \"t\" WHERE NOT \"id\" IN (?)", "-"},
	{POOR " delete_using", 0, {257}, "DELETE FROM t WHERE id IN (?)", "DELETE FROM \"t\" WHERE \"id\" IN (?)", "-"},
	{POOR " returning_joined", 0, {257}, "DELETE FROM t WHERE id IN (?) RETURNING id",
	 "DELETE FROM \"t\" WHERE \"id\" IN (?) RETURNING \"id\" AS \"id\"", "-"},
	{POOR, 0, {300}, "DELETE FROM t WHERE id IN (SELECT u.id FROM u WHERE u.a IN (?))",
	 "DELETE FROM \"t\" WHERE \"id\" IN (SELECT \"u\".\"id\" AS \"id\" FROM \"u\" WHERE \"u\".\"a\" IN (SELECT "
	 "\"tnx_1\".\"v\" AS \"c1\" FROM unnest(?) AS \"tnx_1\"))", "w"},
	{NOTHING, 0, {70000}, "DELETE FROM t WHERE id IN (?)", "DELETE FROM \"t\" WHERE \"id\" IN (?)", "-"},
	/* one budget: the longest goes first, and only as many as need be */
	{ARRAY, 20, {16, 4, NONE}, "SELECT id FROM t WHERE id IN (?) AND a IN (?) AND n = ?",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" IN (?) AND \"a\" IN (?) AND \"n\" = ?", "w--"},
	{ARRAY, 21, {16, 4, NONE}, "SELECT id FROM t WHERE id IN (?) AND a IN (?) AND n = ?",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" IN (?) AND \"a\" IN (?) AND \"n\" = ?", "---"},
	{ARRAY, 5, {16, 4, NONE}, "SELECT id FROM t WHERE id IN (?) AND a IN (?) AND n = ?",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" IN (?) AND \"a\" IN (?) AND \"n\" = ?", "ww-"},
};

static void check_whole(const struct list_case *c, const struct tn_ir_stmt *stmt)
{
	uint32_t i;

	ck_assert_uint_eq(stmt->arg_count, strlen(c->whole));
	for (i = 0; i < stmt->arg_count; i++)
		ck_assert_msg(stmt->params[i].whole == (c->whole[i] == 'w') &&
			      stmt->params[i].spelled == (c->whole[i] == 's'), "%s, parameter %u", c->text, i + 1);
}

START_TEST(list_pass)
{
	const struct list_case *c = &cases[_i];
	const struct tn_plan *plan;
	struct tn_arena arena;
	struct tn_caps caps;
	struct tn_text out;

	tn__arena_init(&arena);
	tn__text_init(&out);
	all_caps(&caps);
	lack(&caps, c->lacks);
	caps.limits[TN_LIMIT_BIND_PARAMS] = c->params;
	plan = pass_lists(&arena, &caps, c->text, c->sizes);
	pass_portable(plan->steps[0].stmt, &out);
	ck_assert_str_eq(out.s, c->becomes);
	check_whole(c, plan->steps[0].stmt);
	tn__text_release(&out);
	tn__arena_release(&arena);
}
END_TEST

TCase *list_cases(void)
{
	TCase *tc = tcase_create("lists");

	tcase_add_loop_test(tc, list_pass, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	return tc;
}
