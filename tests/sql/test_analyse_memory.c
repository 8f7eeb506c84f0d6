/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/test_analyse_memory.c - every allocation of the analysis may fail.
 *
 * The allocator counts down and then refuses; the analysis must end with an error and
 * nothing else, wherever that happens.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/conn.h>
#include "analyse_cases.h"

static long left = LONG_MAX;

static void *counted_realloc(void *ctx, void *p, size_t size)
{
	(void)ctx;
	if (left <= 0) {
		left = -1;
		return NULL;
	}
	if (left != LONG_MAX)
		left--;
	return realloc(p, size);
}

static void *counted_alloc(void *ctx, size_t size)
{
	return counted_realloc(ctx, NULL, size);
}

static void counted_free(void *ctx, void *p)
{
	(void)ctx;
	free(p);
}

static const char *const texts[] = {
	"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT x.i, MAX(y.b) OVER w, "
	"(SELECT COUNT(*) FROM t x WHERE x.a = y.a) FROM n x JOIN t y ON x.i = y.a FULL JOIN u USING (a) WHERE y.b > 1 "
	"AND EXISTS (SELECT 1 FROM u WHERE u.a = y.a) WINDOW w AS (ORDER BY y.b) ORDER BY 1, y.b LIMIT 3",
	"SELECT a + b, COUNT(*) FROM (SELECT a, a, b FROM t UNION SELECT 1, 2, 3.5) AS d (a, c, b) GROUP BY 1 "
	"HAVING MAX(b) > 1 ORDER BY 2",
	"INSERT INTO doc (id, code) SELECT a, c FROM t ON CONFLICT (id) DO UPDATE SET code = excluded.code "
	"WHERE doc.id > 1 RETURNING id, code",
	"UPDATE t SET a = b, b = 1 FROM u WHERE u.a = t.a RETURNING *",
	"CREATE TABLE z (a INTEGER DEFAULT 1 PRIMARY KEY, b TEXT UNIQUE, CHECK (a > 1), CHECK (a > 2), FOREIGN KEY (a) "
	"REFERENCES doc)",
	"CREATE VIEW z (x) AS SELECT a FROM t",
	"CREATE INDEX ON t (a, b)",
	"ALTER TABLE t ADD COLUMN z TEXT UNIQUE",
	"SELECT nothing FROM t",
	"SELECT a FROM t, u",
};

START_TEST(every_allocation)
{
	static const tn_allocator counted = {counted_alloc, counted_realloc, counted_free, NULL};
	struct analysed a;
	long n;
	int refused = 1, plain;

	ck_assert_int_eq(tn_set_allocator(&counted), TN_OK);
	analyse(&a, KNOWN, texts[_i]);
	plain = a.rc;
	analysed_release(&a);
	for (n = 0; refused; n++) {
		struct tn_sql_env env;

		parse_case(&a, KNOWN, texts[_i], &env);
		ck_assert_int_eq(a.rc, TN_OK);
		left = n;
		a.rc = tn__sql_analyse(&a.arena, a.stmt, &env, NULL, &a.err);
		refused = left < 0;
		left = LONG_MAX;
		ck_assert_msg(!refused || a.rc < 0, "%s: allocation %ld was not missed", texts[_i], n);
		ck_assert_msg(refused || a.rc == plain, "%s: %s", texts[_i], tn_error_message(a.err));
		ck_assert_int_eq(a.rc < 0, a.err != NULL);
		analysed_release(&a);
	}
}
END_TEST

TCase *analyse_memory_cases(void)
{
	TCase *tc = tcase_create("analysis: memory");

	tcase_add_loop_test(tc, every_allocation, 0, (int)(sizeof(texts) / sizeof(texts[0])));
	return tc;
}
