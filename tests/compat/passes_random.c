/* SPDX-License-Identifier: MIT */
/*
 * tests/compat/passes_random.c - random servers, too little memory, too deep trees.
 *
 * Whatever a server can do: a valid plan, or an error that names what is missing.
 */
#include <string.h>
#include "passes.h"
#include "scarce.h"

static const char *const texts[] = {
	"SELECT t.id, u.a FROM t FULL JOIN u ON t.a = u.a AND u.id IN (1, 2) WHERE t.b = 'x' OR u.b IS NULL",
	"SELECT count(*), sum(t.n) FILTER (WHERE t.f) FROM t FULL JOIN u ON t.id = u.id RIGHT JOIN t AS v "
	"ON v.id = u.a GROUP BY v.b ORDER BY 1",
	"WITH c AS (SELECT id, a FROM t) SELECT a FROM c INTERSECT ALL SELECT a FROM u EXCEPT SELECT id "
	"FROM c ORDER BY 1",
	"SELECT id FROM t WHERE (a, b) < (1, 'x') AND (id, n) IN ((1, 1.5), (2, 2.5)) FOR UPDATE",
	"SELECT id, (SELECT u.a FROM u WHERE u.id > t.id) FROM t ORDER BY b DESC NULLS LAST, a LIMIT 5",
	"SELECT sum(a) OVER w, rank() OVER (w ORDER BY b) FROM t WINDOW w AS (PARTITION BY f)",
	"WITH c AS (SELECT id FROM u) UPDATE t SET a = a + 1, n = a WHERE id IN (SELECT id FROM c) RETURNING id, n",
	"WITH c AS (SELECT id FROM u) DELETE FROM t USING c WHERE c.id = t.id AND t.a = 3 RETURNING t.id",
	"UPDATE t SET a = u.a, b = u.b FROM u WHERE t.id = u.id",
	"INSERT INTO t (id, f) SELECT id, f FROM u ON CONFLICT (id) DO UPDATE SET a = excluded.a, b = t.b",
	"INSERT INTO k (code, hits) VALUES ('a', 1) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits WHERE "
	"k.hits < excluded.hits AND k.mail IN (SELECT b FROM t) RETURNING id",
	"INSERT INTO t (id, f) VALUES (1, TRUE), (2, FALSE) ON CONFLICT (id) DO NOTHING",
	"TRUNCATE TABLE t",
	"SELECT a < ANY (SELECT a FROM u LIMIT 2) FROM t WHERE NOT (a >= ALL (SELECT u.a FROM u WHERE "
	"u.id > t.id)) AND id IN (SELECT id FROM u ORDER BY a LIMIT 1)",
	"SELECT t.id, u.id FROM t FULL JOIN u ON t.a < u.a FULL JOIN t AS v ON v.id = u.a",
	"SELECT sum(a) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM t",
	"SELECT id FROM t FOR SHARE OF t SKIP LOCKED",
	"CREATE INDEX i ON t (a, b DESC NULLS LAST)",
	"(SELECT a FROM t ORDER BY b) UNION ALL SELECT a FROM u",
};
#define TEXTS (sizeof(texts) / sizeof(texts[0]))

static uint64_t next(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *state ^ *state >> 31;
}

START_TEST(random_servers)
{
	uint64_t state = (uint64_t)_i * 7919 + 17;
	struct tn_arena arena, plans;
	const struct tn_ir_stmt *intent;
	int round;

	tn__arena_init(&arena);
	tn__arena_init(&plans);
	intent = pass_parse(&arena, texts[_i]);
	for (round = 0; round < 400; round++) {
		const struct tn_plan *plan = NULL;
		struct tn_caps caps = {{next(&state), next(&state)}, {0}};
		tn_error *err = NULL;
		int rc;

		/* Every other server has most, so that later passes are reached. */
		caps.bits[0] |= round & 1 ? next(&state) | next(&state) : 0;
		if (round < 2)
			caps.bits[0] = round ? ~UINT64_C(0) : 0;
		rc = tn__lower(&plans, &caps, intent, &plan, &err);
		if (rc == TN_OK)
			ck_assert_msg(tn__plan_check(plan, &err) == TN_OK, "%s: %s", texts[_i], tn_error_message(err));
		else
			ck_assert_msg(rc == TN_E_UNSUPPORTED && strstr(tn_error_message(err), "(capability "),
				"%s: %s", texts[_i], tn_error_message(err));
		tn_error_free(err);
		tn__arena_clear(&plans);
	}
	tn__arena_release(&plans);
	tn__arena_release(&arena);
}
END_TEST

/* On the poorest server that takes the statement, with memory for ever more allocations. */
START_TEST(without_memory)
{
	struct tn_arena arena, plans;
	const struct tn_ir_stmt *intent;
	struct tn_caps caps;
	unsigned long n;
	int rc = TN_E_NOMEM;

	tn__arena_init(&arena);
	all_caps(&caps);
	lack(&caps, "nulls_order nulls_sort_high full_join right_join intersect_except intersect_except_all row_values "
		    "aggregate_filter row_locks truncate dml_with delete_using single_row_guard old_values_in_update "
		    "window_names operand_order index_nulls_order");
	intent = pass_parse(&arena, texts[_i]);
	for (n = 1; n < 5000 && rc == TN_E_NOMEM; n++) {
		const struct tn_plan *plan = NULL;
		tn_error *err = NULL;

		tn__arena_init(&plans);
		allow_memory(n);
		rc = tn__lower(&plans, &caps, intent, &plan, &err);
		allow_memory(0);
		ck_assert_msg(rc == TN_OK ? plan != NULL : !plan, "%s: %d", texts[_i], rc);
		tn_error_free(err);
		tn__arena_release(&plans);
	}
	ck_assert_msg(rc == TN_OK || rc == TN_E_UNSUPPORTED, "%s: %d", texts[_i], rc);
	tn__arena_release(&arena);
}
END_TEST

/* Where no pass has anything to do, the plan is the statement itself. */
START_TEST(nothing_is_copied)
{
	const struct tn_plan *plan = NULL;
	const struct tn_ir_stmt *intent;
	struct tn_arena arena;
	struct tn_caps caps;
	size_t i;

	tn__arena_init(&arena);
	all_caps(&caps);
	for (i = 0; i < TEXTS; i++) {
		intent = pass_parse(&arena, texts[i]);
		ck_assert_int_eq(tn__lower(&arena, &caps, intent, &plan, NULL), TN_OK);
		ck_assert_msg(plan->steps[0].stmt == intent, "%s", texts[i]);
	}
	tn__arena_release(&arena);
}
END_TEST

/* What was asked is in the plan; what does not matter was not asked. */
START_TEST(decided)
{
	const struct tn_plan *plan = NULL;
	struct tn_arena arena;
	struct tn_caps caps, asked = {0};

	tn__arena_init(&arena);
	all_caps(&caps);
	ck_assert_int_eq(tn__lower(&arena, &caps, pass_parse(&arena, "SELECT id FROM t"), &plan, NULL), TN_OK);
	ck_assert(plan->decided[0] == 0 && plan->decided[1] == 0);
	ck_assert_int_eq(tn__lower(&arena, &caps, pass_parse(&arena, texts[0]), &plan, NULL), TN_OK);
	tn_cap_set(&asked, TN_CAP_FULL_JOIN);
	tn_cap_set(&asked, TN_CAP_FULL_JOIN_ANY);
	ck_assert_uint_eq(plan->decided[0], asked.bits[0]);
	tn__arena_release(&arena);
}
END_TEST

static void nested(struct tn_text *out, unsigned count)
{
	unsigned i;

	tn__text_puts(out, "SELECT t0.id FROM t AS t0");
	for (i = 1; i <= count; i++)
		tn__text_printf(out, " FULL JOIN t AS t%u ON t0.id = t%u.id", i, i);
}

/* Each FULL JOIN doubles what stands to its left: there is an end to that. */
START_TEST(full_joins_are_bounded)
{
	const struct tn_plan *plan = NULL;
	struct tn_arena arena;
	struct tn_caps caps;
	struct tn_text text;

	tn__arena_init(&arena);
	tn__text_init(&text);
	all_caps(&caps);
	lack(&caps, "full_join");
	nested(&text, 6);
	ck_assert_int_eq(tn__lower(&arena, &caps, pass_parse(&arena, text.s), &plan, NULL), TN_OK);
	ck_assert_int_eq(tn__plan_check(plan, NULL), TN_OK);
	tn__text_clear(&text);
	nested(&text, 7);
	ck_assert_int_eq(tn__lower(&arena, &caps, pass_parse(&arena, text.s), &plan, NULL), TN_E_UNSUPPORTED);
	tn__text_release(&text);
	tn__arena_release(&arena);
}
END_TEST

TCase *random_cases(void)
{
	TCase *tc = tcase_create("random");

	tcase_add_loop_test(tc, random_servers, 0, (int)TEXTS);
	tcase_add_loop_test(tc, without_memory, 0, (int)TEXTS);
	tcase_add_test(tc, nothing_is_copied);
	tcase_add_test(tc, decided);
	tcase_add_test(tc, full_joins_are_bounded);
	return tc;
}
