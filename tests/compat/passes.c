/* SPDX-License-Identifier: MIT */
/*
 * tests/compat/passes.c - runs the tests of the passes over statements in text.
 *
 * A program of its own because it needs the parser: tests/compat/compat proves that
 * compat/ itself does not.
 */
#include <stdlib.h>
#include <string.h>
#include "passes.h"
#include "scarce.h"

static const struct tn_ir_column columns[] = {
	{"id", {.kind = TN_KIND_INT, .storage = TN_TYPE_BIGINT, .flags = TN_TYPEF_NOT_NULL}, TN_COLF_NOT_NULL,
		NULL, NULL, NULL},
	{"a", {.kind = TN_KIND_INT, .storage = TN_TYPE_INTEGER}, 0, NULL, NULL, NULL},
	{"b", {.kind = TN_KIND_TEXT, .storage = TN_TYPE_TEXT}, 0, NULL, NULL, NULL},
	{"n", {.kind = TN_KIND_NUMERIC, .storage = TN_TYPE_NUMERIC, .precision = 20, .scale = 2}, 0, NULL, NULL, NULL},
	{"f", {.kind = TN_KIND_BOOL, .storage = TN_TYPE_BOOLEAN, .flags = TN_TYPEF_NOT_NULL}, TN_COLF_NOT_NULL,
		NULL, NULL, NULL},
	{"j", {.kind = TN_KIND_JSON, .storage = TN_TYPE_JSON}, 0, NULL, NULL, NULL},
	{"c",
	 {.kind = TN_KIND_TEXT, .storage = TN_TYPE_TEXT, .flags = TN_TYPEF_FOREIGN_COLLATION}, 0, NULL, NULL, NULL},
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))
static const uint16_t first[] = {0};
static const struct tn_ir_key keys[] = {{first, 1, 1}};
/* Keys that the server makes, that must be given, and that may be NULL. */
static const struct tn_ir_column key_columns[] = {
	{"id", {.kind = TN_KIND_INT, .storage = TN_TYPE_BIGINT, .flags = TN_TYPEF_NOT_NULL},
		TN_COLF_NOT_NULL | TN_COLF_IDENTITY, NULL, NULL, NULL},
	{"code", {.kind = TN_KIND_TEXT, .storage = TN_TYPE_TEXT, .flags = TN_TYPEF_NOT_NULL}, TN_COLF_NOT_NULL,
		NULL, NULL, NULL},
	{"mail", {.kind = TN_KIND_TEXT, .storage = TN_TYPE_TEXT}, 0, NULL, NULL, NULL},
	{"hits", {.kind = TN_KIND_INT, .storage = TN_TYPE_INTEGER}, TN_COLF_DEFAULT, NULL, NULL, NULL},
};
static const uint16_t second[] = {1}, third_fourth[] = {2, 3};
static const struct tn_ir_key several_keys[] = {{first, 1, 1}, {second, 1, 0}, {third_fourth, 2, 0}};
/* a refers to the same table. */
static const struct tn_ir_column own_columns[] = {
	{"id", {.kind = TN_KIND_INT, .storage = TN_TYPE_BIGINT, .flags = TN_TYPEF_NOT_NULL}, TN_COLF_NOT_NULL,
		NULL, NULL, NULL},
	{"a", {.kind = TN_KIND_INT, .storage = TN_TYPE_INTEGER}, TN_COLF_REFERS, NULL, NULL, NULL},
	{"b", {.kind = TN_KIND_TEXT, .storage = TN_TYPE_TEXT}, 0, NULL, NULL, NULL},
};
static const struct tn_ir_table tables[] = {
	{.name = "t", .columns = columns, .column_count = COLUMNS, .keys = keys, .key_count = 1},
	{.name = "u", .columns = columns, .column_count = COLUMNS, .keys = keys, .key_count = 1},
	{.name = "k", .columns = key_columns, .column_count = 4, .keys = several_keys, .key_count = 3},
	{.name = "x", .columns = key_columns, .column_count = 4, .keys = several_keys, .key_count = 1,
		.flags = TN_TABLEF_MORE_KEYS},
	{.name = "h", .columns = own_columns, .column_count = 3, .keys = keys, .key_count = 1},
	{.name = "z", .columns = own_columns, .column_count = 2},
};
static const struct tn_ir_table *const known[] = {&tables[0], &tables[1], &tables[2], &tables[3], &tables[4],
						 &tables[5]};

void all_caps(struct tn_caps *caps)
{
	memset(caps, 0, sizeof(*caps));
#define TN_CAP_ROW(name, number, sentence, without) tn_cap_set(caps, TN_CAP_##name);
#include <tenon/sys/caps.def>
#undef TN_CAP_ROW
	tn_cap_clear(caps, TN_CAP_NULLS_SORT_LOW);
}

void lack(struct tn_caps *caps, const char *names)
{
	char name[64];
	size_t n;

	for (; names && *names; names += n + (names[n] == ' ')) {
		int low;

		n = strcspn(names, " ");
		memcpy(name, names, n);
		name[n] = '\0';
		/* "sorts_low" stands for the pair. */
		low = !strcmp(name, "sorts_low");
		if (low)
			tn_cap_set(caps, TN_CAP_NULLS_SORT_LOW);
		ck_assert_msg(low || tn__cap_find(name) >= 0, "no capability %s", name);
		tn_cap_clear(caps, low ? TN_CAP_NULLS_SORT_HIGH : (enum tn_cap)tn__cap_find(name));
	}
}

static struct tn_ir_stmt *parse_bound(struct tn_arena *a, const char *text, const struct tn_sql_bound *bound)
{
	struct tn_sql_env env = {.tables = known, .table_count = sizeof(known) / sizeof(known[0])};
	struct tn_ir_stmt *stmt = NULL;
	tn_error *err = NULL;
	int rc = tn__sql_parse(a, text, strlen(text), &stmt, &err);

	if (rc == TN_OK)
		rc = tn__sql_analyse(a, stmt, &env, bound, &err);
	ck_assert_msg(rc == TN_OK, "%s: %s", text, tn_error_message(err));
	tn_error_free(err);
	return stmt;
}

struct tn_ir_stmt *pass_parse(struct tn_arena *a, const char *text)
{
	static const struct tn_sql_bound nothing;

	return parse_bound(a, text, &nothing);
}

const struct tn_plan *pass_lists(struct tn_arena *a, const struct tn_caps *caps, const char *text,
				 const uint32_t *sizes)
{
	static const uint8_t kinds[3];
	struct tn_sql_bound bound = {.kinds = kinds, .list_sizes = sizes};
	struct tn_ir_stmt *intent = parse_bound(a, text, &bound);
	const struct tn_plan *plan = NULL;
	tn_error *err = NULL;
	uint32_t i;
	int rc;

	ck_assert_uint_le(intent->arg_count, sizeof(kinds));
	for (i = 0; i < intent->arg_count; i++)
		intent->params[i].list_size = sizes[i];
	rc = tn__lower(a, caps, intent, &plan, &err);
	ck_assert_msg(rc == TN_OK, "%s: %s", text, tn_error_message(err));
	rc = tn__plan_check(plan, &err);
	ck_assert_msg(rc == TN_OK, "%s: %s", text, tn_error_message(err));
	return plan;
}

void pass_portable(const struct tn_ir_stmt *stmt, struct tn_text *out)
{
	tn_error *err = NULL;
	int rc = tn__sql_render_portable(stmt, out, &err);

	ck_assert_msg(rc == TN_OK, "%s", tn_error_message(err));
	tn_error_free(err);
}

/* The one text, or of several steps each with what it is. */
static void put_plan(const struct tn_plan *plan, struct tn_text *out)
{
	static const char *const kinds[] = {"", "query", "exec", "keep"};
	uint32_t i;

	for (i = 0; i < plan->step_count; i++) {
		const struct tn_step *step = &plan->steps[i];

		if (plan->step_count > 1)
			tn__text_printf(out, "%s%s%s%s%s%s%s: ", i ? "; " : "", plan->give == step->id ? "give " : "",
				kinds[step->kind], step->distinct ? " distinct" : "",
				step->flags & TN_STEPF_COUNTS ? " counts" : "",
				step->flags & TN_STEPF_IF_CHANGED ? " if changed" : "",
				step->flags & TN_STEPF_FIRST ? " first" : "");
		if (step->each)
			tn__text_printf(out, "(each %u, %u) ", (unsigned)step->each, (unsigned)step->chunk);
		pass_portable(step->stmt, out);
	}
}

static void check_result(const struct pass_case *c, int rc, const struct tn_plan *plan, tn_error *err)
{
	struct tn_text out;

	if (!c->becomes) {
		ck_assert_msg(rc == TN_E_UNSUPPORTED, "%s: not refused", c->text);
		ck_assert_str_eq(tn_error_message(err), c->refusal);
		return;
	}
	ck_assert_msg(rc == TN_OK, "%s: %s", c->text, tn_error_message(err));
	rc = tn__plan_check(plan, &err);
	ck_assert_msg(rc == TN_OK, "%s: %s", c->text, tn_error_message(err));
	tn__text_init(&out);
	put_plan(plan, &out);
	ck_assert_str_eq(out.s, c->becomes);
	ck_assert_uint_eq(plan->flags, c->flags);
	tn__text_release(&out);
}

void check_pass(const struct pass_case *c)
{
	const struct tn_plan *plan = NULL;
	struct tn_text before, after;
	struct tn_ir_stmt *intent;
	struct tn_arena arena;
	struct tn_caps caps;
	tn_error *err = NULL;
	int rc;

	tn__arena_init(&arena);
	tn__text_init(&before);
	tn__text_init(&after);
	all_caps(&caps);
	lack(&caps, c->lacks);
	intent = pass_parse(&arena, c->text);
	tn__ir_dump(intent, &before);
	rc = tn__lower(&arena, &caps, intent, &plan, &err);
	check_result(c, rc, plan, err);
	tn__ir_dump(intent, &after);
	ck_assert_str_eq(before.s, after.s);
	tn_error_free(err);
	tn__text_release(&after);
	tn__text_release(&before);
	tn__arena_release(&arena);
}

START_TEST(order_pass) { check_pass(&order_cases[_i]); }
END_TEST
START_TEST(join_pass) { check_pass(&join_cases[_i]); }
END_TEST
START_TEST(set_pass) { check_pass(&set_cases[_i]); }
END_TEST
START_TEST(expr_pass) { check_pass(&expr_cases[_i]); }
END_TEST
START_TEST(change_pass) { check_pass(&change_cases[_i]); }
END_TEST
START_TEST(conflict_pass) { check_pass(&conflict_cases[_i]); }
END_TEST

/* A pass that forgets to say it is found. */
START_TEST(undeclared_weakness)
{
	const struct tn_plan *plan = NULL;
	struct tn_plan broken;
	struct tn_arena arena;
	struct tn_caps caps;
	tn_error *err = NULL;

	tn__arena_init(&arena);
	all_caps(&caps);
	lack(&caps, "returning_update");
	ck_assert_int_eq(tn__lower(&arena, &caps, pass_parse(&arena, "UPDATE t SET a = 1 RETURNING (SELECT 1 FROM u)"),
				   &plan, &err), TN_OK);
	ck_assert_int_eq(tn__plan_check(plan, &err), TN_OK);
	ck_assert_ptr_nonnull(plan->why);
	broken = *plan;
	broken.flags &= ~TN_PLAN_WEAKER;
	broken.why = NULL;
	ck_assert_int_eq(tn__plan_check(&broken, &err), TN_E_INTERNAL);
	ck_assert_ptr_nonnull(strstr(tn_error_message(err), "nothing says so"));
	tn_error_free(err);
	tn__arena_release(&arena);
}
END_TEST

static TCase *golden_cases(void)
{
	TCase *tc = tcase_create("golden");

	tcase_add_loop_test(tc, order_pass, 0, (int)order_case_count);
	tcase_add_loop_test(tc, join_pass, 0, (int)join_case_count);
	tcase_add_loop_test(tc, set_pass, 0, (int)set_case_count);
	tcase_add_loop_test(tc, expr_pass, 0, (int)expr_case_count);
	tcase_add_loop_test(tc, change_pass, 0, (int)change_case_count);
	tcase_add_loop_test(tc, conflict_pass, 0, (int)conflict_case_count);
	tcase_add_test(tc, undeclared_weakness);
	return tc;
}

int main(void)
{
	Suite *suite = suite_create("passes");
	SRunner *runner;
	int failed;

	if (!scarce_memory())
		return 99;
	suite_add_tcase(suite, golden_cases());
	suite_add_tcase(suite, random_cases());
	suite_add_tcase(suite, list_cases());
	suite_add_tcase(suite, list_step_cases());
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
