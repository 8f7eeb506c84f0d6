/* SPDX-License-Identifier: MIT */
/*
 * tests/compat/test_plan.c - the text of plans, and what the validator refuses.
 *
 * The texts are the golden format: a change here is a change of what explain
 * prints and of every other golden text.
 */
#include <string.h>
#include "compat_test.h"

static void expect_dump(const struct tn_plan *plan, const char *text)
{
	struct tn_text out;

	tn__text_init(&out);
	tn__plan_dump(plan, &out);
	ck_assert_str_eq(out.s, text);
	tn__text_release(&out);
}

START_TEST(one_step)
{
	struct tn_step step = {.id = 1, .kind = TN_STEP_QUERY,
			       .stmt = native_stmt("SELECT a FROM t WHERE b = ? AND c = ?", TN_IR_OTHER)};
	struct tn_plan plan = {.steps = &step, .step_count = 1};

	ck_assert_int_eq(tn__plan_check(&plan, NULL), TN_OK);
	expect_dump(&plan, "plan flags=- steps=1\n"
			   "  1 query native \"SELECT a FROM t WHERE b = ? AND c = ?\" args=2\n");
}
END_TEST

START_TEST(several_steps)
{
	static const char *const names[] = {"a", "b"};
	struct tn_ir_stmt *stmt = native_stmt("DROP \"t\"\n\t?\\?\x01", TN_IR_SCHEMA);
	static const struct tn_fed keys = {2, 0, 1, 0}, key = {1, TN_FED_INSERT_ID, 0, 0};
	struct tn_step steps[] = {
		{.id = 2, .kind = TN_STEP_KEEP, .flags = TN_STEPF_COUNTS, .stmt = stmt},
		{.id = 1, .kind = TN_STEP_EXEC, .each = 2, .chunk = 500, .stmt = stmt, .fed = &keys, .fed_count = 1},
		{.id = 3, .kind = TN_STEP_QUERY, .stmt = stmt, .fed = &key, .fed_count = 1},
	};
	struct tn_plan plan = {.flags = TN_PLAN_NEEDS_TX | TN_PLAN_WEAKER | TN_PLAN_IMPLICIT_COMMIT,
			       .why = "rows are \"free\"", .steps = steps, .step_count = 3, .give = 2};

	stmt->arg_names = names;
	ck_assert_int_eq(tn__plan_check(&plan, NULL), TN_OK);
	expect_dump(&plan, "plan flags=needs_tx,weaker,implicit_commit steps=3 give=2 why=\"rows are \\\"free\\\"\"\n"
			   "  2 keep counts native \"DROP \\\"t\\\"\\n\\t?\\\\?\\x01\" args=2 names=a,b effect=schema\n"
			   "  1 exec each=2 chunk=500 native \"DROP \\\"t\\\"\\n\\t?\\\\?\\x01\" args=2 names=a,b "
			   "effect=schema fed=list:2.0\n"
			   "  3 query native \"DROP \\\"t\\\"\\n\\t?\\\\?\\x01\" args=2 names=a,b effect=schema "
			   "fed=1.key\n");
}
END_TEST

START_TEST(broken_plan_can_be_printed)
{
	struct tn_ir_stmt stmt = {.kind = 77, .effect = 9};
	struct tn_step steps[] = {{.id = 1, .kind = 55, .stmt = &stmt}};
	struct tn_plan plan = {.flags = 0x101, .steps = steps, .step_count = 1};

	ck_assert_int_eq(tn__plan_check(&plan, NULL), TN_E_INTERNAL);
	expect_dump(&plan, "plan flags=needs_tx,0x100 steps=1\n  1 ? portable args=0 effect=?\n    ?\n");
}
END_TEST

/* ---- one broken rule at a time -------------------------------------------------- */

struct parts {
	struct tn_plan plan;
	struct tn_step steps[3];
	struct tn_fed fed;
	struct tn_ir_stmt stmt;
	struct tn_ir_piece pieces[3];
	const char *names[2];
};

static void no_steps(struct parts *p) { p->plan.step_count = 0; }
static void unknown_flag(struct parts *p) { p->plan.flags |= 0x80; }
static void weaker_without_reason(struct parts *p) { p->plan.flags |= TN_PLAN_WEAKER; }
static void reason_without_weaker(struct parts *p) { p->plan.why = "because"; }
static void id_zero(struct parts *p) { p->steps[0].id = 0; }
static void id_too_big(struct parts *p) { p->steps[0].id = 4; }
static void id_twice(struct parts *p) { p->steps[1].id = 1; }
static void without_tx(struct parts *p) { p->plan.flags = 0; }
static void gives_nothing(struct parts *p) { p->plan.give = 2; }
static void each_later(struct parts *p) { p->steps[0].each = 1; }
static void each_of_exec(struct parts *p) { p->steps[1].each = 3; }
static void no_chunk(struct parts *p) { p->steps[1].chunk = 0; }
static void chunk_of_none(struct parts *p) { p->steps[1].each = 0; }
static void fed_too_much(struct parts *p) { p->steps[1].fed_count = 3; }
static void fed_later(struct parts *p) { p->fed.step = 3; }
static void fed_of_others(struct parts *p) { p->steps[1].each = 0, p->steps[1].chunk = 0; }
static void fed_by_many(struct parts *p) { p->steps[1].chunk = 2; }
static void fed_once_by_rows(struct parts *p) { p->fed.once = 1; }
static void key_of_query(struct parts *p) { p->fed.column = TN_FED_INSERT_ID; }
static void step_without_stmt(struct parts *p) { p->steps[1].stmt = NULL; }
static void unknown_step(struct parts *p) { p->steps[1].kind = 9; }
static void unknown_stmt(struct parts *p) { p->stmt.kind = 0; }
static void unknown_effect(struct parts *p) { p->stmt.effect = 9; }
static void no_source(struct parts *p) { p->stmt.source = NULL; }
static void no_nul(struct parts *p) { p->stmt.source_len--; }
static void no_verb(struct parts *p) { p->stmt.verb = NULL; }
static void no_pieces(struct parts *p) { p->stmt.piece_count = 0; }
static void empty_name(struct parts *p) { p->names[1] = ""; }
static void last_with_arg(struct parts *p) { p->stmt.piece_count = 2; }
static void arg_gap(struct parts *p) { p->pieces[0].arg = 1; }
static void arg_unused(struct parts *p) { p->pieces[1].arg = 0; }
static void arg_unknown(struct parts *p) { p->stmt.arg_count = 1; }
static void out_of_order(struct parts *p) { p->pieces[1].text = p->stmt.source; }
static void too_far(struct parts *p) { p->pieces[2].len++; }
static void too_short(struct parts *p) { p->pieces[2].len--; }
static void elsewhere(struct parts *p) { p->pieces[0].text = NULL; }

static void (*const breaks[])(struct parts *p) = {
	no_steps,     unknown_flag,  weaker_without_reason, reason_without_weaker, id_zero,
	id_too_big,   id_twice,      without_tx,            gives_nothing,         each_later,
	each_of_exec, no_chunk,      chunk_of_none,         fed_too_much,          fed_later,
	fed_of_others, fed_by_many,  fed_once_by_rows,      key_of_query,          step_without_stmt,
	unknown_step,
	unknown_stmt, unknown_effect, no_source,            no_nul,                no_verb,
	no_pieces,    empty_name,    last_with_arg,         arg_gap,               arg_unused,
	arg_unknown,  out_of_order,  too_far,               too_short,             elsewhere,
};

static void make_parts(struct parts *p)
{
	static const char text[] = "a ? b ? c";

	*p = (struct parts){
		.steps = {{.id = 1, .kind = TN_STEP_KEEP, .stmt = &p->stmt},
			  {.id = 2, .kind = TN_STEP_EXEC, .each = 1, .chunk = 1, .stmt = &p->stmt, .fed = &p->fed,
			   .fed_count = 1},
			  {.id = 3, .kind = TN_STEP_QUERY, .stmt = &p->stmt}},
		.fed = {.step = 1},
		.stmt = {.kind = TN_IR_NATIVE, .source = text, .source_len = strlen(text), .verb = "A",
			 .pieces = p->pieces, .piece_count = 3, .arg_count = 2, .arg_names = p->names},
		.pieces = {{text, 2, 0}, {text + 3, 3, 1}, {text + 7, 2, -1}},
		.names = {"x", "y"},
		.plan = {.flags = TN_PLAN_NEEDS_TX, .steps = p->steps, .step_count = 3},
	};
}

START_TEST(each_rule_is_checked)
{
	struct parts p;
	tn_error *err = NULL;

	make_parts(&p);
	ck_assert_int_eq(tn__plan_check(&p.plan, &err), TN_OK);
	breaks[_i](&p);
	ck_assert_int_eq(tn__plan_check(&p.plan, &err), TN_E_INTERNAL);
	ck_assert_ptr_nonnull(tn_error_message(err));
	tn_error_free(err);
}
END_TEST

START_TEST(text_that_is_full)
{
	struct tn_step step = {.id = 1, .kind = TN_STEP_QUERY, .stmt = native_stmt("SELECT 1", TN_IR_OTHER)};
	struct tn_plan plan = {.steps = &step, .step_count = 1};
	struct tn_text out;

	tn__text_init_max(&out, 12);
	tn__plan_dump(&plan, &out);
	ck_assert_int_eq(out.failed, TN_E_LIMIT);
	tn__text_release(&out);
}
END_TEST

TCase *plan_cases(void)
{
	TCase *tc = tcase_create("plan");

	tcase_add_test(tc, one_step);
	tcase_add_test(tc, several_steps);
	tcase_add_test(tc, broken_plan_can_be_printed);
	tcase_add_loop_test(tc, each_rule_is_checked, 0, (int)(sizeof(breaks) / sizeof(breaks[0])));
	tcase_add_test(tc, text_that_is_full);
	return tc;
}
