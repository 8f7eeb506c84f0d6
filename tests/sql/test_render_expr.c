/* SPDX-License-Identifier: MIT */
/* tests/sql/test_render_expr.c - templates, literals, names, parameters. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "render_test.h"

#define SELECT(expr) q_select(&t, NULL, "x", expr)
#define FROM_T(expr) q_select(&t, f_table(&t, t.t), "x", expr)
/* A tree to hang things into. */
#define TREE \
	struct tree t; \
	tree_init(&t)

/* ---- templates ---------------------------------------------------------------------- */

START_TEST(arguments_and_types)
{
	TREE;
	struct tn_ir_expr *cast = x_op(&t, TN_OP_CAST_I_N, 1, x_int(&t, 5));

	becomes(&t, &delta, SELECT(x_op(&t, TN_OP_ADD_I, 2, x_int(&t, 1), x_int(&t, 2))),
		"SELECT (1 + 2) AS \"x\"");
	becomes(&t, &delta, SELECT(x_op(&t, TN_OP_COALESCE, 3, x_int(&t, 1), x_int(&t, 2), x_int(&t, 3))),
		"SELECT COALESCE(1, 2, 3) AS \"x\"");
	becomes(&t, &delta,
		SELECT(x_op(&t, TN_OP_CONCAT_WS, 3, x_text(&t, ","), x_text(&t, "a"), x_text(&t, "b"))),
		"SELECT join(',', list('a', 'b')) AS \"x\"");
	becomes(&t, &delta,
		SELECT(x_op(&t, TN_OP_CONCAT_T, 3, x_text(&t, "a"), x_text(&t, "b"), x_text(&t, "c"))),
		"SELECT ('a' || 'b' || 'c') AS \"x\"");
	becomes(&t, &delta, SELECT(x_op(&t, TN_OP_PI, 0)), "SELECT $pi AS \"x\"");
	becomes(&t, &delta, SELECT(cast), "SELECT CAST(5 AS numeric) AS \"x\"");
	cast->type.precision = 10;
	cast->type.scale = 2;
	becomes(&t, &delta, SELECT(cast), "SELECT CAST(5 AS numeric(10,2)) AS \"x\"");
	becomes(&t, &epsilon, FROM_T(x_op(&t, TN_OP_ABS_N, 1, x_col(&t, t.t, PRICE))),
		"SELECT abs(`t`.`price`, 2) AS `x` FROM `t`");
	tree_release(&t);
}
END_TEST

START_TEST(aggregates)
{
	TREE;
	struct tn_ir_expr *agg = x_op(&t, TN_OP_STRING_AGG, 2, x_col(&t, t.t, NAME), x_text(&t, ","));
	struct tn_ir_expr *sum = x_op(&t, TN_OP_SUM_I, 1, x_col(&t, t.t, ID));
	struct tn_ir_expr *count = x_op(&t, TN_OP_COUNT, 1, x_col(&t, t.t, ID));
	struct tn_ir_order order = {.expr = x_col(&t, t.t, ID), .desc = 1, .nulls = TN_NULLS_LAST};
	struct tn_ir_window window = {.order = &order,
		.order_count = 1,
		.frame = TN_FRAME_ROWS,
		.start = TN_BOUND_PRECEDING,
		.start_offset = x_int(&t, 2),
		.end = TN_BOUND_CURRENT};

	agg->flags |= TN_XF_DISTINCT;
	agg->u.call->order = &order;
	agg->u.call->order_count = 1;
	becomes(&t, &delta, FROM_T(agg),
		"SELECT agg(DISTINCT \"t\".\"name\", ',' ORDER BY \"t\".\"id\" DESC NULLS LAST) AS \"x\" FROM \"t\"");
	becomes(&t, &epsilon, FROM_T(agg), "SELECT agg(`t`.`name`, ',', 'dl', `t`.`id`) AS `x` FROM `t`");
	/* FILTER and OVER stand where $w is, else at the end. */
	sum->u.call->filter = x_op(&t, TN_OP_GT_I, 2, x_col(&t, t.t, ID), x_int(&t, 0));
	sum->u.call->over = &window;
	becomes(&t, &delta, FROM_T(sum),
		"SELECT CAST(SUM(\"t\".\"id\") FILTER (WHERE (\"t\".\"id\" > 0)) OVER ( ORDER BY"
		" \"t\".\"id\" DESC NULLS LAST"
		" ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS bigint) AS \"x\" FROM \"t\"");
	count->u.call->over_name = "w";
	becomes(&t, &delta, FROM_T(count), "SELECT COUNT(\"t\".\"id\") OVER \"w\" AS \"x\" FROM \"t\"");
	tree_release(&t);
}
END_TEST

START_TEST(choose_comes_first)
{
	TREE;
	becomes(&t, &delta, SELECT(x_op(&t, TN_OP_LENGTH_T, 1, x_text(&t, "a"))),
		"SELECT literal_length('a') AS \"x\"");
	becomes(&t, &delta, FROM_T(x_op(&t, TN_OP_LENGTH_T, 1, x_col(&t, t.t, NAME))),
		"SELECT len(\"t\".\"name\") AS \"x\" FROM \"t\"");
	tree_release(&t);
}
END_TEST

START_TEST(missing_templates_are_refused_by_name)
{
	TREE;
	struct tn_ir_expr *pad = x_op(&t, TN_OP_LPAD_2, 2, x_text(&t, "a"), x_int(&t, 3));

	pad->at = 7;
	refused(&t, &delta, SELECT(pad), TN_E_UNSUPPORTED, "function LPAD is not available on delta");
	ck_assert_uint_eq(tn_error_position(t.err), 8);
	refused(&t, &delta, SELECT(x_op(&t, TN_OP_MOD_I, 2, x_int(&t, 3), x_int(&t, 2))), TN_E_UNSUPPORTED,
		"operation % (MOD_I) is not available on delta");
	tree_release(&t);
}
END_TEST

/* Servers limit the depth of what they read as nested pairs. */
START_TEST(long_chains_are_balanced)
{
	TREE;
	struct tn_ir_expr *chain = x_op(&t, TN_OP_AND, 0);
	const char *p;
	int depth = 0, deepest = 0, terms = 0;
	uint32_t i;

	chain->arg_count = 2000;
	chain->args = tn__arena_calloc(&t.arena, chain->arg_count, sizeof(*chain->args));
	for (i = 0; i < chain->arg_count; i++)
		chain->args[i] = x_col(&t, t.t, OK_);
	t.stmt.u.query = FROM_T(chain);
	ck_assert_int_eq(tn__sql_render(&t.arena, &t.stmt, &delta, &t.out, &t.err), TN_OK);
	for (p = t.out.sql; *p; p++) {
		depth += (*p == '(') - (*p == ')');
		deepest = depth > deepest ? depth : deepest;
		terms += !strncmp(p, "\"t\".\"ok\"", 8);
	}
	ck_assert_int_eq(depth, 0);
	ck_assert_int_eq(terms, 2000);
	ck_assert_int_lt(deepest, 8);
	tree_release(&t);
}
END_TEST

START_TEST(nested_too_deep)
{
	TREE;
	struct tn_ir_expr *e = x_int(&t, 1);
	int i;

	for (i = 0; i < 3000; i++)
		e = x_op(&t, TN_OP_NEG_I, 1, e);
	refused(&t, &delta, SELECT(e), TN_E_LIMIT, "nested deeper");
	tree_release(&t);
}
END_TEST

/* A template that holds an argument twice doubles the text at each level. */
START_TEST(text_too_long)
{
	TREE;
	const size_t n = ((size_t)64 << 20) + 1;
	char *text = malloc(n + 1);

	memset(text, 'a', n);
	text[n] = '\0';
	refused(&t, &delta, SELECT(x_text(&t, text)), TN_E_LIMIT, "longer than");
	free(text);
	tree_release(&t);
}
END_TEST

/* A template that holds its argument twice, inside itself. */
START_TEST(operands_written_twice_have_a_bound)
{
	TREE;
	struct tn_ir_expr *e = x_text(&t, "a");
	int i;

	for (i = 0; i < 60; i++)
		e = x_op(&t, TN_OP_LOWER, 1, e);
	refused(&t, &delta, SELECT(e), TN_E_UNSUPPORTED, "are written more than once");
	tree_release(&t);
}
END_TEST

/* ---- literals ------------------------------------------------------------------------- */

START_TEST(literals)
{
	TREE;
	static const char uuid[] = "\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef";
	const struct {
		tn_value value;
		const char *text;
	} rows[] = {
		{tn_bool(1), "TRUE"},
		{tn_bool(0), "FALSE"},
		{tn_int(0), "0"},
		{tn_int(-5), "(-5)"},
		{tn_int(INT64_MAX), "9223372036854775807"},
		{tn_int(INT64_MIN), "(-9223372036854775807 - 1)"},
		{tn_double(0.1), "0.1e0"},
		{tn_double(-1e300), "(-1e+300)"},
		{tn_double(1.0 / 3), "0.3333333333333333e0"},
		{tn_numeric("12.50"), "12.50"},
		{tn_numeric("-7"), "(-7.)"},
		{tn_text(""), "''"},
		{tn_text("it's"), "'it''s'"},
		{tn_text("'''"), "''''''''"},
		{tn_text("\\'; DROP TABLE t --"), "'\\''; DROP TABLE t --'"},
		{tn_text("$1 $q ? :a"), "'$1 $q ? :a'"},
		{tn_bytes("\0\xff'", 3), "x'00ff27'"},
		{tn_bytes("", 0), "x''"},
		{tn_date(0), "DATE '1970-01-01'"},
		{tn_time(1), "TIME '00:00:00.000001'"},
		{tn_timestamp(-1), "TS '1969-12-31 23:59:59.999999'"},
		{tn_timestamptz(0), "TSTZ '1970-01-01 00:00:00.000000+00'"},
		{tn_uuid(uuid), "uuid '01234567-89ab-cdef-0123-456789abcdef'"},
	};
	char expected[128];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(expected, sizeof(expected), "SELECT %s AS \"x\"", rows[i].text);
		becomes(&t, &delta, SELECT(x_value(&t, rows[i].value)), expected);
	}
	becomes(&t, &delta, SELECT(x_op(&t, TN_OP_NEG_I, 1, x_int(&t, -5))), "SELECT (- (-5)) AS \"x\"");
	refused(&t, &delta, SELECT(x_value(&t, tn_json("{}"))), TN_E_UNSUPPORTED, "a literal of kind json");
	tree_release(&t);
}
END_TEST

START_TEST(null_says_its_type_where_it_must)
{
	TREE;
	struct tn_sql_type type = tn__ir_type(TN_KIND_INT, 0);
	struct tn_ir_expr *null = tn__ir_null(&t.arena, &type);

	becomes(&t, &delta, SELECT(null), "SELECT CAST(NULL AS bigint) AS \"x\"");
	becomes(&t, &epsilon, SELECT(null), "SELECT NULL AS `x`");
	tree_release(&t);
}
END_TEST

START_TEST(hostile_names)
{
	TREE;
	becomes(&t, &delta, q_select(&t, NULL, "a\"; DROP TABLE t --", x_int(&t, 1)),
		"SELECT 1 AS \"a\"\"; DROP TABLE t --\"");
	becomes(&t, &epsilon, q_select(&t, NULL, "``", x_int(&t, 1)), "SELECT 1 AS ``````");
	t.u->alias = "\"\"";
	becomes(&t, &delta, q_select(&t, f_table(&t, t.u), "x", x_col(&t, t.u, ID)),
		"SELECT \"\"\"\"\"\".\"id\" AS \"x\" FROM \"t\" AS \"\"\"\"\"\"");
	tree_release(&t);
}
END_TEST

/* ---- CASE, IN, ANY ----------------------------------------------------------------------- */

START_TEST(cases)
{
	TREE;
	struct tn_ir_expr *e = x_node(&t, TN_X_CASE, 3, x_col(&t, t.t, OK_), x_int(&t, 1), x_int(&t, 0));

	e->flags = TN_XF_ELSE;
	becomes(&t, &delta, FROM_T(e), "SELECT CASE WHEN \"t\".\"ok\" THEN 1 ELSE 0 END AS \"x\" FROM \"t\"");
	e->flags = TN_XF_OPERAND;
	becomes(&t, &delta, FROM_T(e), "SELECT CASE \"t\".\"ok\" WHEN 1 THEN 0 END AS \"x\" FROM \"t\"");
	tree_release(&t);
}
END_TEST

START_TEST(in_lists)
{
	TREE;
	struct tn_ir_expr *in = x_node(&t, TN_X_IN, 3, x_col(&t, t.t, ID), x_int(&t, 1), x_int(&t, 2));
	struct tn_ir_expr *number = x_node(
		&t, TN_X_IN, 2, x_col(&t, t.t, PRICE), x_value(&t, tn_numeric("1.5")));
	struct tn_ir_expr *row = x_node(&t, TN_X_ROWVALUE, 2, x_int(&t, 1), x_int(&t, 2));

	becomes(&t, &delta, FROM_T(in), "SELECT (\"t\".\"id\" IN (1, 2)) AS \"x\" FROM \"t\"");
	/* = of NUMERIC is more than the server's own there. */
	becomes(&t, &delta, FROM_T(number), "SELECT ((cmp(\"t\".\"price\", 1.5) = 0)) AS \"x\" FROM \"t\"");
	becomes(&t, &epsilon, FROM_T(number), "SELECT (canon(`t`.`price`) IN (canon(1.5))) AS `x` FROM `t`");
	/* A column that sorts by itself, beside constants, keeps its index. */
	number->args[0]->type.scale = 0;
	becomes(&t, &epsilon, FROM_T(number), "SELECT (`t`.`price` IN (point(1.5))) AS `x` FROM `t`");
	number->args[1]->type.flags = 0;
	becomes(&t, &epsilon, FROM_T(number), "SELECT (canon(`t`.`price`) IN (canon(1.5))) AS `x` FROM `t`");
	becomes(&t, &delta, SELECT(x_node(&t, TN_X_IN, 2, row, row)), "SELECT ((1, 2) IN ((1, 2))) AS \"x\"");
	becomes(&t, &epsilon, SELECT(x_node(&t, TN_X_IN, 2, row, row)),
		"SELECT ((1, 2) IN (VALUES (1, 2))) AS `x`");
	tree_release(&t);
}
END_TEST

START_TEST(in_queries)
{
	TREE;
	struct tn_ir_query *ids = FROM_T(x_col(&t, t.t, ID)), *prices = FROM_T(x_col(&t, t.t, PRICE));
	struct tn_ir_expr *any = x_sub(&t, TN_X_QUANT_QUERY, ids, x_int(&t, 1));

	any->sym = TN_SYM_LT;
	becomes(&t, &delta, SELECT(x_sub(&t, TN_X_IN_QUERY, ids, x_int(&t, 1))),
		"SELECT (1 IN (SELECT \"t\".\"id\" FROM \"t\")) AS \"x\"");
	becomes(&t, &epsilon, SELECT(x_sub(&t, TN_X_IN_QUERY, prices, x_value(&t, tn_numeric("1.5")))),
		"SELECT (canon(1.5) IN (SELECT canon(`t`.`price`) FROM `t`)) AS `x`");
	becomes(&t, &delta, SELECT(any), "SELECT (1 < ANY (SELECT \"t\".\"id\" FROM \"t\")) AS \"x\"");
	becomes(&t, &delta, SELECT(x_sub(&t, TN_X_EXISTS, ids, NULL)),
		"SELECT EXISTS (SELECT \"t\".\"id\" FROM \"t\") AS \"x\"");
	becomes(&t, &delta, SELECT(x_sub(&t, TN_X_SCALAR, ids, NULL)),
		"SELECT (SELECT \"t\".\"id\" FROM \"t\") AS \"x\"");
	tree_release(&t);
}
END_TEST

/* ---- portable text -------------------------------------------------------------------------- */

START_TEST(portable_expressions)
{
	TREE;
	struct tn_ir_expr *one = x_int(&t, 1), *two = x_int(&t, 2);
	struct tn_ir_expr *sum = x_op(&t, TN_OP_ADD_I, 2, one, two);
	struct tn_ir_expr *null = x_op(&t, TN_OP_IS_NULL, 1, x_op(&t, TN_OP_EQ_I, 2, one, two));

	is_portable(&t, SELECT(x_op(&t, TN_OP_MUL_I, 2, sum, two)), "SELECT (1 + 2) * 2");
	is_portable(&t, SELECT(x_op(&t, TN_OP_ADD_I, 2, sum, two)), "SELECT 1 + 2 + 2");
	is_portable(&t, SELECT(x_op(&t, TN_OP_ADD_I, 2, two, sum)), "SELECT 2 + (1 + 2)");
	is_portable(&t, SELECT(null), "SELECT 1 = 2 IS NULL");
	is_portable(&t, SELECT(x_op(&t, TN_OP_NOT, 1, null)), "SELECT NOT 1 = 2 IS NULL");
	is_portable(&t, SELECT(x_op(&t, TN_OP_NEG_I, 1, x_int(&t, -5))), "SELECT -(-5)");
	is_portable(&t, SELECT(x_op(&t, TN_OP_AND, 2, x_op(&t, TN_OP_AND, 2, null, null), null)),
		"SELECT (1 = 2 IS NULL AND 1 = 2 IS NULL) AND 1 = 2 IS NULL");
	is_portable(&t, SELECT(x_op(&t, TN_OP_EXTRACT_YEAR_D, 1, x_value(&t, tn_date(0)))),
		"SELECT EXTRACT(YEAR FROM DATE '1970-01-01')");
	is_portable(&t, SELECT(x_op(&t, TN_OP_NOW, 0)), "SELECT CURRENT_TIMESTAMP");
	is_portable(&t, SELECT(x_int(&t, INT64_MIN)), "SELECT -9223372036854775808");
	tree_release(&t);
}
END_TEST

TCase *render_expr_cases(void)
{
	TCase *tc = tcase_create("rendered expressions");

	tcase_add_test(tc, arguments_and_types);
	tcase_add_test(tc, aggregates);
	tcase_add_test(tc, choose_comes_first);
	tcase_add_test(tc, missing_templates_are_refused_by_name);
	tcase_add_test(tc, long_chains_are_balanced);
	tcase_add_test(tc, nested_too_deep);
	tcase_add_test(tc, text_too_long);
	tcase_add_test(tc, operands_written_twice_have_a_bound);
	tcase_add_test(tc, literals);
	tcase_add_test(tc, null_says_its_type_where_it_must);
	tcase_add_test(tc, hostile_names);
	tcase_add_test(tc, cases);
	tcase_add_test(tc, in_lists);
	tcase_add_test(tc, in_queries);
	tcase_add_test(tc, portable_expressions);
	return tc;
}
