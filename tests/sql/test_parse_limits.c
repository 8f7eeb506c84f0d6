/* SPDX-License-Identifier: MIT */
/* tests/sql/test_parse_limits.c - long, deep and hostile texts, and running out of memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tenon/conn.h>
#include "parse_test.h"

/* before, part n times, after. */
static char *repeated(const char *before, const char *part, size_t n, const char *after)
{
	size_t a = strlen(before), b = strlen(part), i;
	char *text = malloc(a + b * n + strlen(after) + 1);

	ck_assert_ptr_nonnull(text);
	memcpy(text, before, a);
	for (i = 0; i < n; i++)
		memcpy(text + a + i * b, part, b);
	strcpy(text + a + n * b, after);
	return text;
}

static const struct {
	const char *before, *part;
	unsigned n;
	const char *after;
	int code;
} shapes[] = {
	/* flat, however long */
	{"SELECT a FROM t WHERE 1 = 1", " AND a = 1", 100000, "", TN_OK},
	{"SELECT a FROM t WHERE 1 = 1", " OR (a = 1)", 90000, "", TN_OK},
	{"SELECT 'a'", " || 'b'", 140000, "", TN_OK},
	{"SELECT a IN (1", ", 23", 250000, ")", TN_OK},
	{"INSERT INTO t VALUES (1, 'x')", ", (2, 'y')", 100000, "", TN_OK},
	{"SELECT a", ", b AS c", 120000, " FROM t", TN_OK},
	{"SELECT 1 FROM t", ", t", 300000, "", TN_OK},
	{"SELECT CASE", " WHEN a THEN 2", 70000, " END", TN_OK},
	{"CREATE TABLE t (a INT", ", b INT", 120000, ")", TN_OK},
	{"SELECT '", "''", 500000, "'", TN_OK},
	{"SELECT 1 ", "/* x */ -- y\n", 80000, "", TN_OK},
	{"SELECT ", "1", 1000000, "", TN_OK},
	{"SELECT a AND (b", " AND c", 100000, ")", TN_OK},
	/* deep */
	{"SELECT ", "(", 499, "1", TN_E_SYNTAX},
	{"SELECT ", "(", 501, "1", TN_E_LIMIT},
	{"SELECT ", "(", 1000000, "", TN_E_LIMIT},
	{"SELECT ", "NOT ", 400, "a", TN_OK},
	{"SELECT ", "NOT ", 250000, "a", TN_E_LIMIT},
	{"SELECT ", "- ", 500000, "a", TN_E_LIMIT},
	{"SELECT 1", " + 1", 400, "", TN_OK},
	{"SELECT 1", " + 1", 250000, "", TN_E_LIMIT},
	{"SELECT 1", " UNION SELECT 1", 400, "", TN_OK},
	{"SELECT 1", " UNION SELECT 1", 60000, "", TN_E_LIMIT},
	{"SELECT 1 FROM t", " JOIN u ON a", 80000, "", TN_E_LIMIT},
	{"SELECT ", "CASE WHEN ", 100000, "", TN_E_LIMIT},
	{"SELECT ", "(SELECT ", 120000, "", TN_E_LIMIT},
	{"SELECT a", "::text", 150000, "", TN_E_LIMIT},
	{"", "/*", 500000, "", TN_E_SYNTAX},
	/* wrong at the end */
	{"SELECT a", ", b", 330000, " FROM t WEHRE a b", TN_E_SYNTAX},
	{"SELECT a", ", b", 330000, " FROM t WHERE a b", TN_E_SYNTAX},
	{"CREATE TABLE t (a ", "x ", 500000, ")", TN_E_NO_OBJECT},
};

/* A megabyte each; what is not linear would not come to an end in the time of a test. */
START_TEST(long_texts)
{
	char *text = repeated(shapes[_i].before, shapes[_i].part, shapes[_i].n, shapes[_i].after);
	clock_t begin = clock();
	struct portable p;

	portable_parse(&p, text, strlen(text));
	ck_assert_msg(p.rc == shapes[_i].code, "%s: %d %s", shapes[_i].part, p.rc, tn_error_message(p.err));
	portable_release(&p);
	ck_assert_msg((double)(clock() - begin) / CLOCKS_PER_SEC < 3.0, "%s took too long", shapes[_i].part);
	free(text);
}
END_TEST

/* A long chain between many parentheses is joined without copying it for each. */
START_TEST(nested_chains)
{
	char *inner = repeated("a", " AND a", 100000, "");
	char *open = repeated("SELECT ", "(x AND ", 450, ""), *close = repeated("", " AND y)", 450, "");
	size_t len = strlen(open) + strlen(inner) + strlen(close);
	char *text = malloc(len + 1);
	struct portable p;

	ck_assert_ptr_nonnull(text);
	sprintf(text, "%s%s%s", open, inner, close);
	portable_parse(&p, text, len);
	ck_assert_int_eq(p.rc, TN_OK);
	ck_assert_uint_eq(p.stmt->u.query->items[0].expr->arg_count, 100001 + 900);
	ck_assert_uint_lt(p.arena.used, 64u << 20);
	portable_release(&p);
	free(text);
	free(inner);
	free(open);
	free(close);
}
END_TEST

START_TEST(longest_text)
{
	char *text = repeated("SELECT 1", " ", TN_SQL_MAX_TEXT - 8, "");
	struct portable p;

	portable_parse(&p, text, TN_SQL_MAX_TEXT);
	ck_assert_int_eq(p.rc, TN_OK);
	portable_release(&p);
	free(text);
	text = repeated("SELECT 1", " ", TN_SQL_MAX_TEXT - 7, "");
	portable_parse(&p, text, TN_SQL_MAX_TEXT + 1);
	ck_assert_int_eq(p.rc, TN_E_LIMIT);
	portable_release(&p);
	free(text);
}
END_TEST

START_TEST(too_many_parameters)
{
	char *text = repeated("SELECT ?", ",?", 65535, "");
	struct portable p;

	portable_parse(&p, text, strlen(text));
	ck_assert_int_eq(p.rc, TN_OK);
	ck_assert_uint_eq(p.stmt->arg_count, 65536);
	portable_release(&p);
	free(text);
	text = repeated("SELECT ?", ",?", 65536, "");
	portable_parse(&p, text, strlen(text));
	ck_assert_int_eq(p.rc, TN_E_LIMIT);
	portable_release(&p);
	free(text);
}
END_TEST

START_TEST(bytes_that_are_no_text)
{
	struct portable p;

	portable_parse(&p, "SELECT 'a\0b'", 12);
	ck_assert_int_eq(p.rc, TN_E_DATA);
	ck_assert_uint_eq(tn_error_position(p.err), 10);
	portable_release(&p);
	portable_parse(&p, "SELECT 'a\xC3'", 11);
	ck_assert_int_eq(p.rc, TN_E_DATA);
	ck_assert_uint_eq(tn_error_position(p.err), 10);
	portable_release(&p);
}
END_TEST

/* ---- memory ------------------------------------------------------------------------------ */

static unsigned long until_failure;

static void *scarce_alloc(void *ctx, size_t size)
{
	(void)ctx;
	return until_failure && --until_failure ? malloc(size) : NULL;
}

static void *scarce_realloc(void *ctx, void *p, size_t size)
{
	(void)ctx;
	return until_failure && --until_failure ? realloc(p, size) : NULL;
}

static void scarce_free(void *ctx, void *p)
{
	(void)ctx;
	free(p);
}

/* So much of everything that each kind of list, node and table of the parser grows. */
static const char *const hungry[] = {
	"WITH RECURSIVE c (a, b, c, d, e) AS (SELECT :a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o, "
	":p, :q, :r FROM a, b, c, d, e, f, g, h, i) SELECT count(*) FILTER (WHERE a) OVER (w ORDER BY x ROWS 1 "
	"PRECEDING), CASE a WHEN 1 THEN 2 ELSE 3 END, (1, 2), a IN (1, 2, 3, 4, 5, 6), INTERVAL '1 day', -1.5, "
	"x'00', DATE '2024-01-01', a AND b AND c AND d AND (e AND f AND g AND h AND i), EXTRACT(YEAR FROM x), "
	"TRIM(a FROM b), CAST(a AS NUMERIC(3)) FROM t AS \"x\" (a, b) JOIN u USING (a) WHERE ((((((((((a)))))))))) "
	"GROUP BY a HAVING b WINDOW w AS (PARTITION BY c) UNION SELECT 1 ORDER BY 1 LIMIT 1 OFFSET 2",
	"INSERT INTO t (a, b) VALUES (1, 2), (3, 4) ON CONFLICT (a) DO UPDATE SET (a, b) = (1, 2), c = 'it''s' "
	"RETURNING *, a AS b",
	"CREATE TABLE t (a BIGSERIAL PRIMARY KEY, b VARCHAR(3) DEFAULT 'x' UNIQUE CHECK (b > 'a'), c INT REFERENCES u "
	"(x) ON DELETE CASCADE, UNIQUE (a, b), CONSTRAINT k FOREIGN KEY (a, b) REFERENCES v)",
	"SELECT a, b FORM t",
	"SELECT a FROM t WHERE a b",
	"SELECT EXTRACT(FOO FROM a)",
};

START_TEST(every_allocation_fails)
{
	static const tn_allocator scarce = {scarce_alloc, scarce_realloc, scarce_free, NULL};
	struct portable p;
	unsigned long n;
	int rc = TN_OK, failed = 1;

	ck_assert_int_eq(tn_set_allocator(&scarce), TN_OK);
	for (n = 1; n < 2000 && failed; n++) {
		until_failure = n;
		portable_parse(&p, hungry[_i], strlen(hungry[_i]));
		rc = p.rc;
		failed = tn_error_code(p.err) == TN_E_NOMEM;
		portable_release(&p);
	}
	ck_assert_int_eq(rc, _i < 3 ? TN_OK : _i < 5 ? TN_E_SYNTAX : TN_E_UNSUPPORTED);
	ck_assert_uint_gt(n, 3);
}
END_TEST

TCase *limit_cases(void)
{
	TCase *tc = tcase_create("limits");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, long_texts, 0, sizeof(shapes) / sizeof(shapes[0]));
	tcase_add_test(tc, nested_chains);
	tcase_add_test(tc, longest_text);
	tcase_add_test(tc, too_many_parameters);
	tcase_add_test(tc, bytes_that_are_no_text);
	tcase_add_loop_test(tc, every_allocation_fails, 0, sizeof(hungry) / sizeof(hungry[0]));
	return tc;
}
