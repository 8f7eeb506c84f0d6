/* SPDX-License-Identifier: MIT */
/*
 * tests/compat/passes_list_steps.c - plans of lists that take several steps.
 */
#include <string.h>
#include "passes.h"

#define NONE TN_SQL_NO_LIST
#define FORMS "list_array list_table list_table_dml list_table_text "

static const struct list_plan {
	const char *lacks;
	int64_t params, bytes; /* limits bind_params and sql_bytes; 0: none */
	uint32_t sizes[3];
	const char *text, *becomes;
} cases[] = {
	{FORMS, 5, 0, {7, NONE}, "DELETE FROM t WHERE id IN (?) AND a < ?", ""},
	{FORMS "delete_row_by_row", 5, 0, {7, NONE}, "DELETE FROM t WHERE id IN (?) AND a < ?", ""},
	{FORMS "delete_row_by_row tx_ddl", 5, 0, {7, NONE}, "DELETE FROM t WHERE id IN (?) AND a < ?", ""},
	{FORMS, 5, 0, {7, 8, NONE}, "DELETE FROM t WHERE id IN (?) AND a IN (?) AND n < ?", ""},
	{FORMS "returning_delete", 5, 0, {7, NONE}, "DELETE FROM t WHERE id IN (?) AND a < ? RETURNING b", ""},
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
	static const uint8_t kinds[3];
	struct tn_sql_bound bound = {.kinds = kinds, .list_sizes = c->sizes};
	const struct tn_plan *plan = NULL;
	struct tn_ir_stmt *intent;
	struct tn_arena arena;
	struct tn_caps caps;
	struct tn_text out;
	tn_error *err = NULL;
	uint32_t i;
	int rc;

	tn__arena_init(&arena);
	tn__text_init(&out);
	all_caps(&caps);
	lack(&caps, c->lacks);
	caps.limits[TN_LIMIT_BIND_PARAMS] = c->params;
	caps.limits[TN_LIMIT_SQL_BYTES] = c->bytes;
	intent = pass_parse_bound(&arena, c->text, &bound);
	for (i = 0; i < intent->arg_count; i++)
		intent->params[i].list_size = c->sizes[i];
	rc = tn__lower(&arena, &caps, intent, &plan, &err);
	ck_assert_msg(rc == TN_OK, "%s: %s", c->text, tn_error_message(err));
	rc = tn__plan_check(plan, &err);
	ck_assert_msg(rc == TN_OK, "%s: %s", c->text, tn_error_message(err));
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
