/* SPDX-License-Identifier: MIT */
/* tests/compat/test_lower.c - plans by capability, limits, and random servers. */
#include <string.h>
#include "compat_test.h"

static const struct {
	const char *text;
	int effect;
	int tx_ddl;
	const char *plan;
} golden[] = {
	{"SELECT ?", TN_IR_OTHER, 0, "plan flags=- steps=1\n  1 query native \"SELECT ?\" args=1\n"},
	{"SELECT ?", TN_IR_OTHER, 1, "plan flags=- steps=1\n  1 query native \"SELECT ?\" args=1\n"},
	{"DROP TABLE t", TN_IR_SCHEMA, 1,
	 "plan flags=- steps=1\n  1 query native \"DROP TABLE t\" args=0 effect=schema\n"},
	{"DROP TABLE t", TN_IR_SCHEMA, 0,
	 "plan flags=implicit_commit steps=1\n  1 query native \"DROP TABLE t\" args=0 effect=schema\n"},
	{"COMMIT", TN_IR_TX_CONTROL, 0,
	 "plan flags=- steps=1\n  1 query native \"COMMIT\" args=0 effect=tx_control\n"},
};

START_TEST(plans)
{
	const struct tn_plan *plan = NULL;
	struct tn_caps caps = {0};
	struct tn_arena arena;
	struct tn_text out;

	if (golden[_i].tx_ddl)
		tn_cap_set(&caps, TN_CAP_TX_DDL);
	tn__arena_init(&arena);
	tn__text_init(&out);
	ck_assert_int_eq(tn__lower(&arena, &caps, native_stmt(golden[_i].text, golden[_i].effect), &plan, NULL),
			 TN_OK);
	tn__plan_dump(plan, &out);
	ck_assert_str_eq(out.s, golden[_i].plan);
	tn__text_release(&out);
	tn__arena_release(&arena);
}
END_TEST

static const struct {
	int limit;
	int64_t value;
	const char *text;
	const char *message; /* NULL: it fits */
} limits[] = {
	{TN_LIMIT_BIND_PARAMS, 2, "SELECT ?, ?", NULL},
	{TN_LIMIT_BIND_PARAMS, 1, "SELECT ?, ?",
	 "statement has 2 parameters; at most 1 fit (limit bind_params)"},
	{TN_LIMIT_SQL_BYTES, 8, "SELECT 1", NULL},
	{TN_LIMIT_SQL_BYTES, 7, "SELECT 1", "statement has 8 bytes; at most 7 fit (limit sql_bytes)"},
};

START_TEST(limits_are_held)
{
	const struct tn_plan *plan = NULL;
	struct tn_caps caps = {0};
	struct tn_arena arena;
	tn_error *err = NULL;
	int rc;

	caps.limits[limits[_i].limit] = limits[_i].value;
	tn__arena_init(&arena);
	rc = tn__lower(&arena, &caps, native_stmt(limits[_i].text, TN_IR_OTHER), &plan, &err);
	ck_assert_int_eq(rc, limits[_i].message ? TN_E_LIMIT : TN_OK);
	if (limits[_i].message) {
		ck_assert_ptr_null(plan);
		ck_assert_str_eq(tn_error_message(err), limits[_i].message);
	}
	tn_error_free(err);
	tn__arena_release(&arena);
}
END_TEST

START_TEST(unknown_kind_is_refused)
{
	struct tn_ir_stmt stmt = {.kind = 200};
	const struct tn_plan *plan = NULL;
	struct tn_caps caps = {0};
	struct tn_arena arena;

	tn__arena_init(&arena);
	ck_assert_int_eq(tn__lower(&arena, &caps, &stmt, &plan, NULL), TN_E_UNSUPPORTED);
	ck_assert_ptr_null(plan);
	tn__arena_release(&arena);
}
END_TEST

/* Whatever a server can do and takes: a valid plan, or an error that names a limit or a capability. */
START_TEST(random_servers)
{
	static const char *const texts[] = {"SELECT 1", "SELECT ?", "UPDATE t SET a = ?, b = ?, c = ? WHERE d = ?",
					    "CREATE TABLE t (a int)"};
	uint64_t state = (uint64_t)_i * 7919 + 17;
	struct tn_arena arena;
	int round;

	tn__arena_init(&arena);
	for (round = 0; round < 300; round++) {
		const struct tn_plan *plan = NULL;
		struct tn_caps caps = {0};
		tn_error *err = NULL;
		int rc;

		state = state * UINT64_C(6364136223846793005) + 1;
		caps.bits[0] = state ^ (state >> 29);
		caps.bits[1] = state * 31;
		caps.limits[TN_LIMIT_BIND_PARAMS] = (int64_t)(state >> 40) % 5;
		caps.limits[TN_LIMIT_SQL_BYTES] = (int64_t)(state >> 45) % 40;
		rc = tn__lower(&arena, &caps, native_stmt(texts[(state >> 50) % 4], (int)(state >> 55) % 3), &plan,
			       &err);
		if (rc == TN_OK)
			ck_assert_int_eq(tn__plan_check(plan, NULL), TN_OK);
		else
			ck_assert(rc == TN_E_LIMIT && strstr(tn_error_message(err), "(limit "));
		tn_error_free(err);
		tn__arena_clear(&arena);
	}
	tn__arena_release(&arena);
}
END_TEST

START_TEST(without_memory)
{
	const struct tn_plan *plan;
	struct tn_caps caps = {0};
	struct tn_arena arena;
	unsigned long n;
	int rc = TN_E_NOMEM;

	for (n = 1; n < 20 && rc; n++) {
		tn_error *err = NULL;

		plan = NULL;
		tn__arena_init(&arena);
		allow_memory(n);
		rc = tn__lower(&arena, &caps, native_stmt("SELECT 1", TN_IR_OTHER), &plan, &err);
		ck_assert(rc == TN_OK ? plan != NULL : rc == TN_E_NOMEM && !plan);
		tn_error_free(err);
		tn__arena_release(&arena);
	}
	allow_memory(0);
	ck_assert_int_eq(rc, TN_OK);
}
END_TEST

TCase *lower_cases(void)
{
	TCase *tc = tcase_create("lower");

	tcase_add_loop_test(tc, plans, 0, (int)(sizeof(golden) / sizeof(golden[0])));
	tcase_add_loop_test(tc, limits_are_held, 0, (int)(sizeof(limits) / sizeof(limits[0])));
	tcase_add_test(tc, unknown_kind_is_refused);
	tcase_add_loop_test(tc, random_servers, 0, 5);
	tcase_add_test(tc, without_memory);
	return tc;
}
