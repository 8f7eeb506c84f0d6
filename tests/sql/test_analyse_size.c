/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/test_analyse_size.c - long and deep texts cost no more than their length.
 *
 * Each text is about a megabyte.  It is analysed, or refused as too large, within the
 * time that a test has, which a quadratic search would pass many times.
 */
#include <string.h>
#include "analyse_cases.h"
#include "core/base/text.h"

/* head, then piece count times with join between, then tail; %u in a piece is its number. */
static const struct {
	const char *head, *piece, *join, *tail;
	unsigned count;
} texts[] = {
	{"SELECT 1 FROM t WHERE ", "a = %u", " OR ", "", 60000},
	{"SELECT 1 FROM t WHERE ", "t.a <> %u", " AND ", "", 60000},
	{"SELECT 1 FROM t WHERE a IN (", "%u", ", ", ")", 100000},
	{"INSERT INTO t (a, b) VALUES ", "(%u, 1)", ", ", "", 60000},
	{"SELECT column1 FROM (VALUES ", "(%u)", ", ", ") AS v", 100000},
	{"SELECT ", "a AS c%u", ", ", " FROM t", 1600},
	{"SELECT 1 FROM t GROUP BY ", "a + %u", ", ", "", 60000},
	{"SELECT ", "a + %u", ", ", " FROM t GROUP BY a", 1600},
	{"SELECT a FROM t ORDER BY ", "a + %u", ", ", "", 60000},
	{"SELECT a FROM t ORDER BY ", "b * %u", ", ", "", 60000},
	{"SELECT * FROM ", "t AS t%u", ", ", "", 200},
	{"SELECT 1 FROM ", "t AS t%u", ", ", "", 60000},
	{"SELECT 1 FROM t AS t0", " JOIN t AS s%u USING (a)", "", "", 200},
	{"SELECT 1 FROM t AS t0", " FULL JOIN t AS s%u USING (a)", "", "", 200},
	{"SELECT 1 FROM t WHERE ", "EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND u.a > %u)", " AND ", "",
		8000},
	{"WITH ", "w%u AS (SELECT 1 AS x)", ", ", " SELECT 1", 10000},
	{"SELECT SUM(a) OVER w1 FROM t WINDOW ", "w%u AS (ORDER BY a)", ", ", "", 1000},
	{"UPDATE t SET ", "a = %u", ", ", "", 60000},
	{"CREATE TABLE x (", "c%u INTEGER", ", ", ")", 1600},
	{"CREATE TABLE x (a INTEGER, ", "CHECK (a > %u)", ", ", ")", 20000},
	{"CREATE TABLE x (a INTEGER, ", "UNIQUE (a)", ", ", ")", 20000},
	{"SELECT ", "*", ", ", " FROM t", 100000},
};

START_TEST(long_texts)
{
	struct analysed a;
	struct tn_text text;
	unsigned i;

	tn__text_init(&text);
	tn__text_puts(&text, texts[_i].head);
	for (i = 0; i < texts[_i].count; i++) {
		const char *number = strstr(texts[_i].piece, "%u");
		size_t before = number ? (size_t)(number - texts[_i].piece) : strlen(texts[_i].piece);

		tn__text_puts(&text, i ? texts[_i].join : "");
		tn__text_append(&text, texts[_i].piece, before);
		if (number)
			tn__text_printf(&text, "%u%s", i, number + 2);
	}
	tn__text_puts(&text, texts[_i].tail);
	analyse(&a, KNOWN, text.s);
	ck_assert_msg(a.rc == TN_OK || a.rc == TN_E_LIMIT || a.rc == TN_E_SYNTAX, "%.60s: %s", text.s,
		tn_error_message(a.err));
	analysed_release(&a);
	tn__text_release(&text);
}
END_TEST

/* Nesting meets a limit of the parser or of the analysis, not the end of the stack. */
static const struct {
	const char *open, *middle, *close;
} nests[] = {
	{"SELECT (", "SELECT 1", ")"},
	{"SELECT 1 FROM (", "SELECT 1", ") AS x"},
	{"SELECT 1 FROM t WHERE EXISTS (", "SELECT 1", ")"},
	{"WITH w AS (", "SELECT 1", ") SELECT 1"},
	{"(", "SELECT 1", ") UNION SELECT 1"},
};

START_TEST(deep_texts)
{
	struct tn_sql_env env = {.open = 1};
	struct tn_ir_stmt *stmt;
	struct tn_arena arena;
	struct tn_text text;
	tn_error *err = NULL;
	unsigned i, depth;
	int rc;

	for (depth = 10; depth <= 10000; depth *= 10) {
		tn__text_init(&text);
		for (i = 0; i < depth; i++)
			tn__text_puts(&text, nests[_i].open);
		tn__text_puts(&text, nests[_i].middle);
		for (i = 0; i < depth; i++)
			tn__text_puts(&text, nests[_i].close);
		tn__arena_init(&arena);
		rc = tn__sql_parse(&arena, text.s, text.len, &stmt, &err);
		if (rc == TN_OK)
			rc = tn__sql_analyse(&arena, stmt, &env, NULL, &err);
		ck_assert_msg(rc ==
				(depth == 10                  ? TN_OK
						: rc == TN_OK ? TN_OK
							      : TN_E_LIMIT),
			"%u: %s", depth, tn_error_message(err));
		tn__arena_release(&arena);
		tn__text_release(&text);
	}
	tn_error_free(err);
}
END_TEST

/* A chain of UNIONs hangs on one side and is no nesting. */
START_TEST(long_chain)
{
	struct analysed a;
	struct tn_text text;
	unsigned i;

	tn__text_init(&text);
	tn__text_puts(&text, "SELECT a FROM t");
	for (i = 0; i < 400; i++)
		tn__text_printf(&text, " UNION ALL SELECT %u.5", i);
	analyse(&a, KNOWN, text.s);
	ck_assert_msg(a.rc == TN_OK, "%s", tn_error_message(a.err));
	ck_assert_uint_eq(a.stmt->u.query->outputs[0].type.kind, TN_KIND_NUMERIC);
	analysed_release(&a);
	tn__text_release(&text);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

TCase *analyse_size_cases(void)
{
	TCase *tc = tcase_create("analysis: sizes");

	tcase_set_timeout(tc, 20);
	tcase_add_loop_test(tc, long_texts, 0, COUNT(texts));
	tcase_add_loop_test(tc, deep_texts, 0, COUNT(nests));
	tcase_add_test(tc, long_chain);
	return tc;
}
