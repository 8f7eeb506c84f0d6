/* SPDX-License-Identifier: MIT */
/*
 * tests/compat/passes_list_steps.c - plans of lists that take several steps.
 */
#include <string.h>
#include "passes.h"

#define NONE TN_SQL_NO_LIST
#define FORMS "list_array list_table list_table_dml list_table_text list_literals "

static const struct list_plan {
	const char *lacks;
	int64_t params, bytes; /* limits bind_params and sql_bytes; 0: none */
	uint32_t sizes[3];
	const char *text, *becomes;
} cases[] = {
	{FORMS, 5, 0, {7, NONE},
	 "DELETE FROM t WHERE id IN (?) AND a < ?",
	 "plan flags=needs_tx steps=1\n"
	 "  1 exec list=1 chunk=4 counts portable args=2 own=2 fed=list:elements\n"
	 "    DELETE FROM \"t\" WHERE \"id\" IN (?) AND \"a\" < ?\n"},
	{FORMS, 5, 0, {7, NONE},
	 "DELETE FROM t WHERE id IN (?) AND CAST(a AS TEXT) < CAST(CAST(now() AS TIMESTAMP) AS TEXT)",
	 "plan flags=needs_tx steps=2\n"
	 "  1 keep portable args=0\n"
	 "    SELECT CURRENT_TIMESTAMP AS \"c1\"\n"
	 "  2 exec list=1 chunk=4 counts portable args=2 fed=list:elements,once:1.0\n"
	 "    DELETE FROM \"t\" WHERE \"id\" IN (?) AND CAST(\"a\" AS TEXT) < CAST(CAST(? AS TIMESTAMP) AS TEXT)\n"},
	{FORMS "delete_row_by_row", 5, 0, {7, NONE},
	 "DELETE FROM t WHERE id IN (?) AND a < ?",
	 "plan flags=needs_tx steps=4\n"
	 "  1 exec portable args=0\n"
	 "    CREATE TEMPORARY TABLE \"tnx_2_list\" (\n"
	 "  \"v\" BIGINT\n"
	 ")\n"
	 "  2 exec list=1 chunk=5 portable args=1 fed=list:elements\n"
	 "    INSERT INTO \"tnx_2_list\" (\"v\") VALUES (?)\n"
	 "  3 exec counts portable args=1 own=2\n"
	 "    DELETE FROM \"t\" USING (SELECT DISTINCT \"tnx_1\".\"v\" AS \"c1\" FROM \"tnx_2_list\" AS "
	 "\"tnx_1\") AS \"tnx_3\" (\"c1\") WHERE \"id\" = \"tnx_3\".\"c1\" AND \"a\" < ?\n"
	 "  4 exec portable args=0\n"
	 "    DROP TABLE IF EXISTS \"tnx_2_list\"\n"},
	{FORMS "delete_row_by_row tx_ddl", 5, 0, {7, NONE},
	 "DELETE FROM t WHERE id IN (?) AND a < ?",
	 "plan flags=needs_tx steps=4\n"
	 "  1 exec portable args=0\n"
	 "    CREATE TEMPORARY TABLE \"tnx_2_list\" (\n"
	 "  \"v\" BIGINT\n"
	 ")\n"
	 "  2 exec list=1 chunk=5 portable args=1 fed=list:elements\n"
	 "    INSERT INTO \"tnx_2_list\" (\"v\") VALUES (?)\n"
	 "  3 exec counts portable args=1 own=2\n"
	 "    DELETE FROM \"t\" USING (SELECT DISTINCT \"tnx_1\".\"v\" AS \"c1\" FROM \"tnx_2_list\" AS "
	 "\"tnx_1\") AS \"tnx_3\" (\"c1\") WHERE \"id\" = \"tnx_3\".\"c1\" AND \"a\" < ?\n"
	 "  4 exec cleans=1 portable args=0\n"
	 "    DROP TABLE IF EXISTS \"tnx_2_list\"\n"},
	{FORMS, 5, 0, {7, 8, NONE},
	 "DELETE FROM t WHERE id IN (?) AND a IN (?) AND n < ?",
	 "plan flags=needs_tx steps=7\n"
	 "  1 exec portable args=0\n"
	 "    CREATE TEMPORARY TABLE \"tnx_5_list\" (\n"
	 "  \"v\" BIGINT\n"
	 ")\n"
	 "  2 exec list=2 chunk=5 portable args=1 fed=list:elements\n"
	 "    INSERT INTO \"tnx_5_list\" (\"v\") VALUES (?)\n"
	 "  3 exec portable args=0\n"
	 "    CREATE TEMPORARY TABLE \"tnx_2_list\" (\n"
	 "  \"v\" BIGINT\n"
	 ")\n"
	 "  4 exec list=1 chunk=5 portable args=1 fed=list:elements\n"
	 "    INSERT INTO \"tnx_2_list\" (\"v\") VALUES (?)\n"
	 "  5 exec counts portable args=1 own=3\n"
	 "    DELETE FROM \"t\" USING (SELECT DISTINCT \"tnx_1\".\"v\" AS \"c1\" FROM \"tnx_2_list\" AS "
	 "\"tnx_1\") AS \"tnx_3\" (\"c1\"), (SELECT DISTINCT \"tnx_4\".\"v\" AS \"c1\" FROM \"tnx_5_list\" AS "
	 "\"tnx_4\") AS \"tnx_6\" (\"c1\") WHERE \"id\" = \"tnx_3\".\"c1\" AND \"a\" = \"tnx_6\".\"c1\" AND \"n\" "
	 "< ?\n"
	 "  6 exec portable args=0\n"
	 "    DROP TABLE IF EXISTS \"tnx_5_list\"\n"
	 "  7 exec portable args=0\n"
	 "    DROP TABLE IF EXISTS \"tnx_2_list\"\n"},
	{FORMS "returning_delete", 5, 0, {7, NONE},
	 "DELETE FROM t WHERE id IN (?) AND a < ? RETURNING b",
	 "plan flags=needs_tx steps=5 give=3\n"
	 "  1 exec portable args=0\n"
	 "    CREATE TEMPORARY TABLE \"tnx_2_list\" (\n"
	 "  \"v\" BIGINT\n"
	 ")\n"
	 "  2 exec list=1 chunk=5 portable args=1 fed=list:elements\n"
	 "    INSERT INTO \"tnx_2_list\" (\"v\") VALUES (?)\n"
	 "  3 keep counts portable args=1 own=2\n"
	 "    SELECT \"b\" AS \"c1\", \"t\".\"id\" AS \"c2\" FROM \"t\" AS \"t\" WHERE \"a\" < ? AND EXISTS "
	 "(SELECT 1 FROM (SELECT DISTINCT \"tnx_1\".\"v\" AS \"c1\" FROM \"tnx_2_list\" AS \"tnx_1\") AS "
	 "\"tnx_3\" (\"c1\") WHERE \"id\" = \"tnx_3\".\"c1\") FOR UPDATE\n"
	 "  4 exec each=3 chunk=4 portable args=2 own=2 fed=list:3.1\n"
	 "    DELETE FROM \"t\" WHERE \"t\".\"id\" IN (?)\n"
	 "  5 exec portable args=0\n"
	 "    DROP TABLE IF EXISTS \"tnx_2_list\"\n"},
	{FORMS, 0, 1024, {100, NONE},
	 "SELECT a FROM t WHERE id NOT IN (?) AND a < ?",
	 "plan flags=needs_tx steps=4\n"
	 "  1 exec portable args=0\n"
	 "    CREATE TEMPORARY TABLE \"tnx_2_list\" (\n"
	 "  \"v\" BIGINT\n"
	 ")\n"
	 "  2 exec list=1 chunk=14 portable args=1 fed=list:elements\n"
	 "    INSERT INTO \"tnx_2_list\" (\"v\") VALUES (?)\n"
	 "  3 query counts portable args=1 own=2\n"
	 "    SELECT \"a\" AS \"a\" FROM \"t\" WHERE NOT \"id\" IN (SELECT \"tnx_1\".\"v\" AS \"c1\" FROM "
	 "\"tnx_2_list\" AS \"tnx_1\") AND \"a\" < ?\n"
	 "  4 exec portable args=0\n"
	 "    DROP TABLE IF EXISTS \"tnx_2_list\"\n"},
	{"", 5, 0, {NONE, NONE, NONE},
	 "INSERT INTO t (id, f, a) VALUES (?, TRUE, 1), (2, FALSE, ?), (3, TRUE, ?)",
	 "plan flags=- steps=1\n"
	 "  1 query portable args=3\n"
	 "    INSERT INTO \"t\" (\"id\", \"f\", \"a\") VALUES (?, TRUE, 1), (2, FALSE, ?), (3, TRUE, ?)\n"},
	{"", 2, 0, {NONE, NONE, NONE},
	 "INSERT INTO t (id, f, a) VALUES (?, TRUE, 1), (2, FALSE, ?), (3, TRUE, ?)",
	 "plan flags=needs_tx steps=2\n"
	 "  1 exec counts portable args=2 own=1,2\n"
	 "    INSERT INTO \"t\" (\"id\", \"f\", \"a\") VALUES (?, TRUE, 1), (2, FALSE, ?)\n"
	 "  2 exec counts portable args=1 own=3\n"
	 "    INSERT INTO \"t\" (\"id\", \"f\", \"a\") VALUES (3, TRUE, ?)\n"},
	{"returning_insert", 2, 0, {NONE, NONE, NONE},
	 "INSERT INTO t (id, f, a) VALUES (1, TRUE, ?), (2, FALSE, ?), (3, TRUE, ?) RETURNING a",
	 "plan flags=needs_tx steps=6\n"
	 "  1 exec counts portable args=1 own=1\n"
	 "    INSERT INTO \"t\" (\"id\", \"f\", \"a\") VALUES (1, TRUE, ?)\n"
	 "  2 query portable args=1 own=1\n"
	 "    SELECT \"a\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"t\".\"id\" = 1\n"
	 "  3 exec counts portable args=1 own=2\n"
	 "    INSERT INTO \"t\" (\"id\", \"f\", \"a\") VALUES (2, FALSE, ?)\n"
	 "  4 query portable args=1 own=2\n"
	 "    SELECT \"a\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"t\".\"id\" = 2\n"
	 "  5 exec counts portable args=1 own=3\n"
	 "    INSERT INTO \"t\" (\"id\", \"f\", \"a\") VALUES (3, TRUE, ?)\n"
	 "  6 query portable args=1 own=3\n"
	 "    SELECT \"a\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"t\".\"id\" = 3\n"},
	{"", 2, 0, {NONE, NONE, NONE},
	 "INSERT INTO t (id, f, a) VALUES (1, TRUE, ?), ((SELECT max(id) FROM t), FALSE, ?)",
	 "plan flags=- steps=1\n"
	 "  1 query portable args=2\n"
	 "    INSERT INTO \"t\" (\"id\", \"f\", \"a\") VALUES (1, TRUE, ?), ((SELECT max(\"id\") AS \"max\" FROM "
	 "\"t\"), FALSE, ?)\n"},
};

/* The header, and of each step its line and its text. */
static void put_plan(const struct tn_plan *plan, struct tn_text *out)
{
	struct tn_text dump;
	const char *line, *end;
	uint32_t i = 0;

	tn__text_init(&dump);
	tn__plan_dump(plan, &dump);
	for (line = dump.s; *line; line = end + 1) {
		end = strchr(line, '\n');
		if (line != dump.s && (strncmp(line, "  ", 2) != 0 || line[2] == ' '))
			continue;
		tn__text_append(out, line, (size_t)(end + 1 - line));
		if (line == dump.s)
			continue;
		tn__text_puts(out, "    ");
		pass_portable(plan->steps[i++].stmt, out);
		tn__text_putc(out, '\n');
	}
	tn__text_release(&dump);
}

START_TEST(list_steps)
{
	const struct list_plan *c = &cases[_i];
	const struct tn_plan *plan;
	struct tn_arena arena;
	struct tn_caps caps;
	struct tn_text out;

	tn__arena_init(&arena);
	tn__text_init(&out);
	all_caps(&caps);
	lack(&caps, c->lacks);
	caps.limits[TN_LIMIT_BIND_PARAMS] = c->params;
	caps.limits[TN_LIMIT_SQL_BYTES] = c->bytes;
	plan = pass_lists(&arena, &caps, c->text, c->sizes);
	put_plan(plan, &out);
	ck_assert_str_eq(out.s, c->becomes);
	tn__text_release(&out);
	tn__arena_release(&arena);
}
END_TEST

TCase *list_step_cases(void)
{
	TCase *tc = tcase_create("list steps");

	tcase_add_loop_test(tc, list_steps, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	return tc;
}
