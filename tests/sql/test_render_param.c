/* SPDX-License-Identifier: MIT */
/* tests/sql/test_render_param.c - placeholders, lists, and places in the source. */
#include <string.h>
#include "render_test.h"

/* A tree to hang things into. */
#define TREE \
	struct tree t; \
	tree_init(&t)
#define SELECT(expr) q_select(&t, NULL, "x", expr)

static struct tn_ir_expr *eq(struct tree *t, struct tn_ir_expr *a, struct tn_ir_expr *b)
{
	return x_op(t, TN_OP_EQ_I, 2, a, b);
}

/* :b = :a OR :b = :c, of which only some are used in a step of a plan. */
START_TEST(numbers_are_dense_and_counted_marks_repeat)
{
	TREE;
	static const uint16_t numbered[] = {2, 0}, counted[] = {2, 0, 2, 2};
	struct tn_ir_expr *a = x_param(&t, 0, TN_KIND_INT), *c = x_param(&t, 2, TN_KIND_INT);
	struct tn_ir_expr *plus = x_op(&t, TN_OP_EQ_I, 2, eq(&t, c, a), eq(&t, c, c));

	becomes(&t, &delta, SELECT(plus), "SELECT (($1 = $2) = ($1 = $1)) AS \"x\"");
	ck_assert_uint_eq(t.out.arg_count, 2);
	ck_assert_mem_eq(t.out.args, numbered, sizeof(numbered));
	ck_assert_uint_eq(t.out.identity, 0);
	ck_assert_ptr_null(t.out.elements);
	becomes(&t, &epsilon, SELECT(plus), "SELECT ((? = ?) = (? = ?)) AS `x`");
	ck_assert_uint_eq(t.out.arg_count, 4);
	ck_assert_mem_eq(t.out.args, counted, sizeof(counted));
	tree_release(&t);
}
END_TEST

START_TEST(identity)
{
	TREE;
	struct tn_ir_expr *both = eq(&t, x_param(&t, 0, TN_KIND_INT), x_param(&t, 1, TN_KIND_INT));

	becomes(&t, &epsilon, SELECT(both), "SELECT (? = ?) AS `x`");
	ck_assert_uint_eq(t.out.identity, 1);
	becomes(&t, &delta, SELECT(both), "SELECT ($1 = $2) AS \"x\"");
	ck_assert_uint_eq(t.out.identity, 1);
	becomes(&t, &delta, SELECT(x_int(&t, 1)), "SELECT 1 AS \"x\"");
	ck_assert_uint_eq(t.out.identity, 0);
	ck_assert_ptr_null(t.out.args);
	tree_release(&t);
}
END_TEST

START_TEST(types_are_told_unless_assigned)
{
	TREE;
	struct tn_ir_expr *text = x_param(&t, 0, TN_KIND_TEXT);

	becomes(&t, &delta, SELECT(x_op(&t, TN_OP_IS_NULL, 1, text)),
		"SELECT (CAST($1 AS text) IS NULL) AS \"x\"");
	becomes(&t, &epsilon, SELECT(x_op(&t, TN_OP_IS_NULL, 1, text)), "SELECT (? IS NULL) AS `x`");
	tree_release(&t);
}
END_TEST

START_TEST(lists)
{
	TREE;
	static const uint16_t args[] = {1, 0, 0, 0};
	static const uint32_t elements[] = {TN_SQL_NO_LIST, 0, 1, 2};
	struct tn_ir_expr *list = x_list(&t, 0, TN_KIND_INT, 3), *x = x_param(&t, 1, TN_KIND_INT);
	struct tn_ir_expr *in = x_node(&t, TN_X_IN, 2, x, list),
			  *again = x_node(&t, TN_X_IN, 3, x, list, x_int(&t, 7));

	becomes(&t, &delta, SELECT(eq(&t, in, again)),
		"SELECT (($1 IN ($2, $3, $4)) = ($1 IN ($2, $3, $4, 7))) AS \"x\"");
	ck_assert_uint_eq(t.out.arg_count, 4);
	ck_assert_mem_eq(t.out.args, args, sizeof(args));
	ck_assert_mem_eq(t.out.elements, elements, sizeof(elements));
	becomes(&t, &epsilon, SELECT(in), "SELECT (? IN (?, ?, ?)) AS `x`");
	ck_assert_mem_eq(t.out.args, args, sizeof(args));
	ck_assert_mem_eq(t.out.elements, elements, sizeof(elements));
	tree_release(&t);
}
END_TEST

START_TEST(empty_lists)
{
	TREE;
	struct tn_ir_expr *in = x_node(&t, TN_X_IN, 2, x_int(&t, 1), x_list(&t, 0, TN_KIND_INT, 0));
	struct tn_ir_expr *all = x_node(&t, TN_X_QUANT, 2, x_int(&t, 1), x_list(&t, 0, TN_KIND_INT, 0));

	becomes(&t, &delta, SELECT(in), "SELECT (1 = 0) AS \"x\"");
	all->sym = TN_SYM_NE;
	all->flags = TN_XF_ALL;
	becomes(&t, &delta, SELECT(all), "SELECT (1 = 1) AS \"x\"");
	tree_release(&t);
}
END_TEST

START_TEST(quantified_lists)
{
	TREE;
	struct tn_ir_expr *any = x_node(&t, TN_X_QUANT, 2, x_int(&t, 1), x_list(&t, 0, TN_KIND_INT, 2));

	any->sym = TN_SYM_EQ;
	becomes(&t, &delta, SELECT(any), "SELECT (1 IN ($1, $2)) AS \"x\"");
	any->sym = TN_SYM_LT;
	becomes(&t, &delta, SELECT(any), "SELECT ((1 < $1) OR (1 < $2)) AS \"x\"");
	any->flags = TN_XF_ALL;
	becomes(&t, &delta, SELECT(any), "SELECT ((1 < $1) AND (1 < $2)) AS \"x\"");
	is_portable(&t, NULL, "SELECT 1 < ALL (?)");
	tree_release(&t);
}
END_TEST

/* More arguments than fit the array on the stack, and a list long enough to make others grow. */
START_TEST(many)
{
	TREE;
	struct tn_ir_expr *list = x_list(&t, 0, TN_KIND_INT, 60000);
	struct tn_ir_query *q = SELECT(x_node(&t, TN_X_IN, 2, x_int(&t, 1), list));

	t.stmt.arg_count = 1;
	t.stmt.u.query = q;
	ck_assert_int_eq(tn__sql_render(&t.arena, &t.stmt, &epsilon, &t.out, &t.err), TN_OK);
	ck_assert_uint_eq(t.out.arg_count, 60000);
	ck_assert_uint_eq(t.out.elements[59999], 59999);
	t.params[0].list_size = 70000;
	refused(&t, &delta, q, TN_E_LIMIT, "more than 65535 parameters");
	tree_release(&t);
}
END_TEST

START_TEST(places)
{
	TREE;
	struct tn_ir_expr *a = x_int(&t, 1), *b = x_int(&t, 2), *sum = x_op(&t, TN_OP_ADD_I, 2, a, b);
	/*                          SELECT (1 + 2) AS "x"
	 *                          123456789012345       */
	static const size_t from[] = {0, 1, 8, 9, 10, 11, 13, 14, 15};
	static const size_t to[] = {0, 0, 6, 5, 6, 6, 9, 6, 0};
	size_t i;

	sum->at = 5;
	a->at = 4;
	b->at = 8;
	becomes(&t, &delta, SELECT(sum), "SELECT (1 + 2) AS \"x\"");
	for (i = 0; i < sizeof(from) / sizeof(from[0]); i++)
		ck_assert_uint_eq(tn__sql_place(&t.out, from[i]), to[i]);
	ck_assert_uint_eq(tn__sql_place(&t.out, 1000), 0);
	ck_assert_uint_eq(tn__sql_map_position(&t.stmt, &delta, 9), 0);
	tree_release(&t);
}
END_TEST

START_TEST(portable_parameters)
{
	TREE;
	static const char *const names[] = {"a", "b"};
	struct tn_ir_expr *e = eq(&t, x_param(&t, 1, TN_KIND_INT), x_param(&t, 0, TN_KIND_INT));

	is_portable(&t, SELECT(e), "SELECT ? = ?");
	t.stmt.arg_names = names;
	is_portable(&t, SELECT(e), "SELECT :b = :a");
	tree_release(&t);
}
END_TEST

START_TEST(every_allocation_fails)
{
	struct tree t;
	struct tn_ir_expr *list, *x;
	unsigned long n;
	int rc = TN_E_NOMEM;

	scarce_install();
	until_failure = 1000;
	tree_init(&t);
	list = x_list(&t, 0, TN_KIND_INT, 300);
	x = x_param(&t, 7, TN_KIND_INT);
	t.stmt.u.query = SELECT(eq(&t, x, x_node(&t, TN_X_IN, 2, x, list)));
	t.stmt.arg_count = 40; /* more than have room on the stack */
	t.stmt.params = tn__arena_calloc(&t.arena, 40, sizeof(*t.stmt.params));
	memcpy(t.stmt.params, t.params, sizeof(t.params));
	for (n = 1; rc != TN_OK && n < 1000; n++) {
		struct tn_arena arena;
		tn_error *err = NULL;

		tn__arena_init(&arena);
		until_failure = n;
		rc = tn__sql_render(&arena, &t.stmt, n % 2 ? &delta : &epsilon, &t.out, &err);
		until_failure = 1000;
		ck_assert(rc == TN_OK || rc == TN_E_NOMEM);
		ck_assert_int_eq(tn_error_code(err), rc);
		tn_error_free(err);
		tn__arena_release(&arena);
	}
	ck_assert_int_eq(rc, TN_OK);
	ck_assert_uint_gt(n, 10);
	tree_release(&t);
}
END_TEST

TCase *render_param_cases(void)
{
	TCase *tc = tcase_create("rendered parameters");

	tcase_add_test(tc, numbers_are_dense_and_counted_marks_repeat);
	tcase_add_test(tc, identity);
	tcase_add_test(tc, types_are_told_unless_assigned);
	tcase_add_test(tc, lists);
	tcase_add_test(tc, empty_lists);
	tcase_add_test(tc, quantified_lists);
	tcase_add_test(tc, many);
	tcase_add_test(tc, places);
	tcase_add_test(tc, portable_parameters);
	tcase_add_test(tc, every_allocation_fails);
	return tc;
}
