/* SPDX-License-Identifier: MIT */
/* tests/sql/test_analyse_query.c - VALUES, set operations, ORDER BY, LIMIT, locks, windows, single rows. */
#include <string.h>
#include "analyse_cases.h"

static const struct output_case outputs[] = {
	{"VALUES (1, 'a'), (2, NULL)", "column1:integer! column2:text"},
	{"VALUES (1), (2.5)", "column1:numeric!"},
	{"SELECT 1 AS n UNION SELECT 2.5", "n:numeric!"},
	{"SELECT NULL AS n UNION ALL SELECT 1", "n:integer"},
	{"SELECT a FROM t UNION SELECT d FROM u", "a:double"},
	{"SELECT published FROM book UNION ALL SELECT e FROM u", "published:timestamp"},
	{"SELECT id FROM author EXCEPT SELECT born FROM author", "id:integer!"},
	{"SELECT born FROM author INTERSECT SELECT id FROM author", "born:integer!"},
	{"SELECT id FROM author UNION SELECT born FROM author", "id:integer"},
	{"(SELECT 1 AS x ORDER BY 1 LIMIT 1) UNION ALL (SELECT 2 LIMIT 1) ORDER BY x", "x:integer!"},
	{"SELECT 1 AS x UNION SELECT 2 UNION SELECT 3.5 UNION SELECT 4", "x:numeric!"},
	{"SELECT row_number() OVER (ORDER BY id) AS n, MAX(born) OVER w AS m FROM author "
	 "WINDOW w AS (PARTITION BY name)",
		"n:integer! m:integer"},
};

START_TEST(query_outputs)
{
	check_outputs(KNOWN, &outputs[_i]);
}
END_TEST

static const struct tree_case trees[] = {
	/* an output name first, then an input column; numbers; NULLs where PostgreSQL has them */
	{"SELECT born AS name FROM author ORDER BY name", "order nulls_last|output 0"},
	{"SELECT born FROM author ORDER BY name DESC", "order desc nulls_first|column author.name"},
	{"SELECT born FROM author ORDER BY born NULLS FIRST", "order nulls_first|output 0"},
	{"SELECT id, born FROM author ORDER BY 2 DESC NULLS LAST, 1",
		"order desc nulls_last|output 1|order nulls_last|output 0"},
	{"SELECT born AS name FROM author ORDER BY lower(name)",
		"order nulls_last|call lower LOWER|column author.name"},
	{"SELECT born + 1 FROM author ORDER BY born + 1", "order nulls_last|output 0"},
	{"SELECT a FROM t ORDER BY 1 + 1, a", "order nulls_last|output 0"},
	{"SELECT DISTINCT a, b FROM t ORDER BY t.b", "order nulls_last|output 1"},
	{"SELECT a FROM t UNION SELECT a FROM u ORDER BY a DESC", "order desc nulls_first|output 0"},
	{"SELECT string_agg(c, ',' ORDER BY a DESC) FROM t",
		"call string_agg|order desc nulls_first|column t.a"},
	/* conversions go down into the operands, but not past a comparison of rows that they would change */
	{"SELECT a FROM t UNION SELECT 2.5", "union|item a|cast|column t.a"},
	{"(SELECT a FROM t EXCEPT SELECT b FROM t) UNION ALL SELECT d FROM u",
		"union all|select|item a|cast|column tn_1.a|derived as tn_1|except"},
	{"SELECT DISTINCT a FROM t UNION ALL SELECT d FROM u",
		"union all|select|derived as tn_1|select distinct"},
	/* ORDER BY of an operand counts only with LIMIT */
	{"(SELECT a FROM t ORDER BY a LIMIT 1) UNION ALL SELECT 1", "union all|select|order|limit"},
	{"SELECT a FROM t LIMIT ? OFFSET 3", "limit|param 0|offset|literal 3"},
	{"SELECT a FROM t FOR UPDATE OF t SKIP LOCKED", "lock update skip (t)"},
	{"SELECT 1 FROM t x JOIN u ON true FOR SHARE OF x", "lock share (x)"},
	/* one row at most */
	{"SELECT (SELECT name FROM author WHERE id = 1)", "scalar proven"},
	{"SELECT (SELECT tag FROM tag WHERE book_id = 1 AND tag = 'x')", "scalar proven"},
	{"SELECT (SELECT a.name FROM author a WHERE a.id = b.author_id) FROM book b", "scalar proven"},
	{"SELECT (SELECT MAX(a) FROM t)", "scalar proven"},
	{"SELECT (SELECT a FROM t LIMIT 1)", "scalar proven"},
	{"SELECT (VALUES (1))", "scalar proven"},
	{"SELECT (SELECT 1)", "scalar proven"},
	/* windows stay named */
	{"SELECT SUM(a) OVER w FROM t WINDOW w AS (PARTITION BY b ORDER BY c)",
		"call sum SUM_I over=w|window w|partition|column t.b|order nulls_last|column t.c"},
	{"SELECT SUM(a) OVER (w ROWS 2 PRECEDING) FROM t WINDOW w AS (ORDER BY b)",
		"window base=w|frame rows"},
};

START_TEST(query_trees)
{
	check_tree(KNOWN, &trees[_i]);
}
END_TEST

/* A scalar subquery that may have more rows is not taken for a single one. */
static const char *const not_single[] = {
	"SELECT (SELECT a FROM t)",
	"SELECT (SELECT name FROM author WHERE id > 1)",
	"SELECT (SELECT name FROM author WHERE id = born)",
	"SELECT (SELECT name FROM author WHERE id = 1 OR id = 2)",
	"SELECT (SELECT tag FROM tag WHERE book_id = 1)",
	"SELECT (SELECT MAX(a) FROM t GROUP BY b)",
	"SELECT (SELECT a FROM t LIMIT 2)",
	"SELECT (SELECT name FROM author JOIN book ON true WHERE author.id = 1)",
	"SELECT (SELECT name FROM author WHERE id = (SELECT MAX(a.id) FROM t AS a2, author a))",
	"SELECT (VALUES (1), (2))",
	"SELECT (SELECT 1 UNION ALL SELECT 2)",
};

static int find_scalar(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	if ((*place)->kind == TN_X_SCALAR && !v->ctx)
		v->ctx = *place;
	return TN_OK;
}

START_TEST(not_proven)
{
	struct tn_ir_visitor v = {.expr = find_scalar};
	struct analysed a;

	analyse(&a, KNOWN, not_single[_i]);
	ck_assert_msg(a.rc == TN_OK, "%s: %s", not_single[_i], tn_error_message(a.err));
	ck_assert_int_eq(tn__ir_visit(a.stmt, &v), TN_OK);
	ck_assert_ptr_nonnull(v.ctx);
	ck_assert_msg(!(((struct tn_ir_expr *)v.ctx)->flags & TN_XF_PROVEN), "%s", not_single[_i]);
	analysed_release(&a);
}
END_TEST

static const struct fail_case fails[] = {
	{"SELECT 1, 2 UNION @SELECT 1", TN_E_SYNTAX, "2 and 1", NULL},
	{"SELECT 1 UNION @SELECT 'a'", TN_E_TYPE, "column 1 of UNION", "CAST"},
	{"SELECT a FROM t UNION SELECT a FROM u ORDER BY a @+ 1", TN_E_UNSUPPORTED, "output columns only",
		"derived"},
	{"SELECT a FROM t UNION SELECT a FROM u ORDER BY @b", TN_E_UNSUPPORTED, NULL, NULL},
	{"SELECT DISTINCT a FROM t ORDER BY @b", TN_E_SYNTAX, "DISTINCT", "select list"},
	{"SELECT a FROM t ORDER BY @2", TN_E_SYNTAX, "position 2", NULL},
	{"SELECT a FROM t ORDER BY @0", TN_E_SYNTAX, "position 0", NULL},
	{"SELECT a FROM t ORDER BY @'a'", TN_E_SYNTAX, "text", "quotes"},
	{"SELECT a AS x, b AS x FROM t ORDER BY @x", TN_E_AMBIGUOUS, "\"x\"", "position"},
	{"SELECT a AS x FROM t ORDER BY @x + 1", TN_E_NO_OBJECT, "\"x\"", "alone"},
	{"SELECT body FROM doc ORDER BY @body", TN_E_TYPE, "ORDER BY", NULL},
	{"SELECT DISTINCT @body FROM doc", TN_E_TYPE, "DISTINCT", NULL},
	{"SELECT id FROM mixed ORDER BY @username", TN_E_UNSUPPORTED, "collation", NULL},
	{"SELECT a FROM t LIMIT @-1", TN_E_DATA, "negative", NULL},
	{"SELECT a FROM t LIMIT @a", TN_E_NO_OBJECT, "\"a\"", NULL},
	{"SELECT a FROM t LIMIT @'x'", TN_E_TYPE, NULL, NULL},
	{"SELECT @(1, 2)", TN_E_TYPE, "row value", NULL},
	{"SELECT MAX(a) FROM t FOR UPDATE", TN_E_SYNTAX, "aggregates", NULL},
	{"SELECT DISTINCT a FROM t FOR UPDATE", TN_E_SYNTAX, "DISTINCT", NULL},
	{"SELECT a FROM t UNION SELECT a FROM u FOR UPDATE", TN_E_SYNTAX, "FOR UPDATE", NULL},
	{"SELECT a FROM t FOR UPDATE OF x", TN_E_NO_OBJECT, "\"x\"", NULL},
	{"SELECT 1 FROM t LEFT JOIN u ON true FOR UPDATE", TN_E_SYNTAX, "outer side", "OF"},
	{"SELECT 1 FROM (SELECT 1 AS a) AS d FOR UPDATE OF d", TN_E_UNSUPPORTED, "tables", NULL},
	/* windows */
	{"SELECT @SUM(a) OVER w FROM t", TN_E_NO_OBJECT, "window \"w\"", NULL},
	{"SELECT SUM(a) OVER w FROM t WINDOW w AS (v), v AS (ORDER BY b)", TN_E_NO_OBJECT, "window \"v\"",
		NULL},
	{"SELECT 1 FROM t WINDOW w AS (ORDER BY a), w AS (ORDER BY b)", TN_E_AMBIGUOUS, "\"w\"", NULL},
	{"SELECT SUM(a) OVER (w PARTITION BY b) FROM t WINDOW w AS (ORDER BY a)", TN_E_SYNTAX, "PARTITION BY",
		NULL},
	{"SELECT SUM(a) OVER (w ORDER BY b) FROM t WINDOW w AS (ORDER BY a)", TN_E_SYNTAX, "ORDER BY", NULL},
	{"SELECT SUM(a) OVER (w) FROM t WINDOW w AS (ORDER BY a ROWS 1 PRECEDING)", TN_E_SYNTAX, "frame",
		"OVER name"},
	{"SELECT SUM(a) OVER (ORDER BY a ROWS BETWEEN CURRENT ROW AND 1 PRECEDING) FROM t", TN_E_SYNTAX,
		"frame", NULL},
	{"SELECT SUM(a) OVER (ROWS BETWEEN UNBOUNDED FOLLOWING AND CURRENT ROW) FROM t", TN_E_SYNTAX, "frame",
		NULL},
	{"SELECT SUM(a) OVER (ROWS -1 PRECEDING) FROM t", TN_E_DATA, "negative", NULL},
	{"SELECT SUM(a) OVER (ROWS a PRECEDING) FROM t", TN_E_NO_OBJECT, NULL, NULL},
	{"SELECT SUM(a) OVER (RANGE 1 PRECEDING) FROM t", TN_E_SYNTAX, "one ORDER BY", NULL},
	{"SELECT SUM(a) OVER (ORDER BY c RANGE 1 PRECEDING) FROM t", TN_E_UNSUPPORTED, "number", "ROWS"},
	{"SELECT SUM(a) OVER (GROUPS 1 PRECEDING) FROM t", TN_E_SYNTAX, "GROUPS", NULL},
	{"SELECT a FROM t WHERE @row_number() OVER (ORDER BY a) = 1", TN_E_SYNTAX, "WHERE", NULL},
};

/* What a statement is warned of; NULL: of nothing. */
static const struct {
	const char *text, *warning;
} warnings[] = {
	{"SELECT a FROM t LIMIT 1", "LIMIT without ORDER BY"},
	{"SELECT a FROM t OFFSET 1", "OFFSET without ORDER BY"},
	{"SELECT a FROM t ORDER BY a LIMIT 1", NULL},
	{"SELECT a FROM t LIMIT 0", NULL},
	{"SELECT MAX(a) FROM t LIMIT 1", NULL},
	{"SELECT 1 LIMIT 1", NULL},
	{"SELECT a FROM t ORDER BY ?", "orders by nothing"},
	{"SELECT a FROM (SELECT a FROM t ORDER BY a) AS d", "inside a derived table"},
	{"SELECT a FROM (SELECT a FROM t ORDER BY a LIMIT 3) AS d", NULL},
	{"WITH w AS (SELECT a FROM t ORDER BY a) SELECT a FROM w", "inside WITH"},
	{"CREATE VIEW v AS SELECT a FROM t ORDER BY a", "inside a view"},
};

START_TEST(query_warnings)
{
	const struct tn_sql_bound bound = {.kinds = (const uint8_t[]){TN_KIND_INT}};
	struct analysed a;

	analyse_bound(&a, KNOWN, warnings[_i].text, &bound);
	ck_assert_msg(a.rc == TN_OK, "%s: %s", warnings[_i].text, tn_error_message(a.err));
	ck_assert_uint_eq(a.stmt->warning_count, warnings[_i].warning != NULL);
	if (warnings[_i].warning)
		ck_assert_msg(strstr(a.stmt->warnings[0].text, warnings[_i].warning) != NULL, "%s: %s",
			warnings[_i].text, a.stmt->warnings[0].text);
	analysed_release(&a);
}
END_TEST

START_TEST(query_fails)
{
	check_fails(KNOWN, &fails[_i]);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

TCase *analyse_query_cases(void)
{
	TCase *tc = tcase_create("analysis: queries");

	tcase_add_loop_test(tc, query_outputs, 0, COUNT(outputs));
	tcase_add_loop_test(tc, query_trees, 0, COUNT(trees));
	tcase_add_loop_test(tc, not_proven, 0, COUNT(not_single));
	tcase_add_loop_test(tc, query_warnings, 0, COUNT(warnings));
	tcase_add_loop_test(tc, query_fails, 0, COUNT(fails));
	return tc;
}
