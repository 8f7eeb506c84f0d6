/* SPDX-License-Identifier: MIT */
/* tests/compat/test_ir.c - walking, copying, comparing and printing trees. */
#include <string.h>
#include "compat_test.h"
#include "trees.h"

static struct tn_arena arena;

/* WITH c AS (SELECT id, a FROM u) SELECT t.id, t.a, (SELECT x.id FROM u AS x WHERE x.a = t.a) FROM t LEFT JOIN c ...
 * with most kinds of nodes somewhere. */
static struct tn_ir_stmt *big(struct tn_arena *a)
{
	struct tn_ir_from *t = tree_table(a, &tree_t, "t"), *x = tree_table(a, &tree_u, "x"), *c;
	struct tn_ir_query *inner = tree_select(a, tree_table(a, &tree_u, "u")), *scalar = tree_select(a, x), *q;
	struct tn_ir_cte *cte = tn__arena_alloc(a, sizeof(*cte));
	struct tn_ir_expr *e;

	cte->name = "c";
	cte->query = inner;
	c = tree_derived(a, inner, "c");
	c->kind = TN_FROM_TABLE;
	c->name = "c";
	c->query = NULL;
	c->source->kind = TN_SOURCE_CTE;
	c->source->query = NULL;
	c->source->cte = cte;
	scalar->where = tn__ir_op(a, TN_OP_EQ_I, 2, tree_column(a, x, "a"), tree_column(a, t, "a"));
	scalar->item_count = scalar->output_count = 1;
	q = tree_select(a, tree_join(a, TN_JOIN_LEFT, t, c));
	q->from[0]->on = tn__ir_op(a, TN_OP_EQ_I, 2, tree_column(a, t, "id"), tree_column(a, c, "id"));
	q->with = tn__arena_alloc(a, sizeof(*q->with));
	q->with->ctes = tn__arena_alloc(a, sizeof(struct tn_ir_cte *));
	q->with->ctes[0] = cte;
	q->with->cte_count = 1;
	e = tn__arena_alloc(a, sizeof(*e));
	e->kind = TN_X_SCALAR;
	e->u.sub.query = scalar;
	e->type = scalar->outputs[0].type;
	tree_item(a, q, e, "s");
	e = tn__ir_op(a, TN_OP_SUM_I, 1, tree_column(a, c, "a"));
	e->u.call->filter = tn__ir_op(a, TN_OP_GT_I, 2, tree_column(a, c, "a"), tree_param(a, 0, TN_KIND_INT));
	e->u.call->over = tn__arena_alloc(a, sizeof(*e->u.call->over));
	e->u.call->over->partition = tn__arena_alloc(a, sizeof(struct tn_ir_expr *));
	e->u.call->over->partition[0] = tree_column(a, t, "b");
	e->u.call->over->partition_count = 1;
	tree_item(a, q, e, "total");
	tree_order(a, q, tree_column(a, t, "b"), 1, TN_NULLS_FIRST);
	q->limit = tn__ir_int(a, 10);
	return tree_stmt(a, q, 1);
}

static const char big_text[] =
	"query\n"
	"  select\n"
	"    with\n"
	"      cte c\n"
	"        select\n"
	"          item\n"
	"            column u.id :INTEGER!\n"
	"          item\n"
	"            column u.a :INTEGER\n"
	"          from\n"
	"            table u as u\n"
	"    item\n"
	"      column t.id :INTEGER!\n"
	"    item\n"
	"      column t.a :INTEGER\n"
	"    item\n"
	"      scalar :INTEGER!\n"
	"        select\n"
	"          item\n"
	"            column x.id :INTEGER!\n"
	"          from\n"
	"            table u as x\n"
	"          where\n"
	"            op EQ_I :BOOLEAN\n"
	"              column x.a :INTEGER\n"
	"              column t.a :INTEGER\n"
	"    item\n"
	"      call sum SUM_I :BIGINT\n"
	"        column c.a :INTEGER\n"
	"        filter\n"
	"          op GT_I :BOOLEAN\n"
	"            column c.a :INTEGER\n"
	"            param 0 :BIGINT\n"
	"        window\n"
	"          partition\n"
	"            column t.b :TEXT\n"
	"    from\n"
	"      join left\n"
	"        table t as t\n"
	"        table c as c cte nullable\n"
	"        on\n"
	"          op EQ_I :BOOLEAN\n"
	"            column t.id :INTEGER!\n"
	"            column c.id :INTEGER\n"
	"    order desc nulls_first\n"
	"      column t.b :TEXT\n"
	"    limit\n"
	"      literal 10 :BIGINT!\n"
	"  output id :INTEGER!\n"
	"  output a :INTEGER\n"
	"  output s :INTEGER!\n"
	"  output total :BIGINT\n";

static void expect_text(const struct tn_ir_stmt *stmt, const char *text)
{
	struct tn_text out;

	tn__text_init(&out);
	tn__ir_dump(stmt, &out);
	ck_assert_str_eq(out.s, text);
	tn__text_release(&out);
}

START_TEST(dump)
{
	tn__arena_init(&arena);
	expect_text(big(&arena), big_text);
	tn__arena_release(&arena);
}
END_TEST

static void check_tree(const struct tn_ir_stmt *stmt, int valid)
{
	struct tn_step step = {.id = 1, .kind = TN_STEP_QUERY, .stmt = stmt};
	struct tn_plan plan = {.steps = &step, .step_count = 1};

	ck_assert_int_eq(tn__plan_check(&plan, NULL), valid ? TN_OK : TN_E_INTERNAL);
}

static int forget(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)v;
	(*place)->at = 77;
	(*place)->u.column.index = 3;
	return TN_OK;
}

/* The copy says the same, stands by itself, and changing it leaves the first alone. */
START_TEST(clone)
{
	struct tn_ir_visitor v = {.expr = forget};
	struct tn_arena other;
	struct tn_ir_stmt *first, *copy;

	tn__arena_init(&arena);
	tn__arena_init(&other);
	first = big(&arena);
	copy = tn__ir_clone(&other, first);
	ck_assert_ptr_nonnull(copy);
	expect_text(copy, big_text);
	check_tree(first, 1);
	check_tree(copy, 1);
	ck_assert_ptr_ne(copy->u.query->from[0]->left->source, first->u.query->from[0]->left->source);
	ck_assert_ptr_eq(copy->u.query->from[0]->right->source->cte, copy->u.query->with->ctes[0]);
	ck_assert_uint_eq(tn__ir_shape(copy), tn__ir_shape(first));
	ck_assert_int_eq(tn__ir_visit(copy, &v), TN_OK);
	copy->u.query->from[0]->left->source->alias = "other";
	expect_text(first, big_text);
	tn__arena_release(&other);
	tn__arena_release(&arena);
}
END_TEST

START_TEST(clone_of_a_part_keeps_its_sources)
{
	struct tn_ir_stmt *stmt;
	struct tn_ir_expr *on, *copy;

	tn__arena_init(&arena);
	stmt = big(&arena);
	on = stmt->u.query->from[0]->on;
	copy = tn__ir_clone_expr(&arena, on);
	ck_assert_ptr_ne(copy, on);
	ck_assert_ptr_eq(copy->args[0]->u.column.source, on->args[0]->u.column.source);
	ck_assert(tn__ir_same(copy, on));
	tn__arena_release(&arena);
}
END_TEST

START_TEST(clone_without_memory)
{
	struct tn_ir_stmt *first, *copy = NULL;
	unsigned long n;

	tn__arena_init(&arena);
	first = big(&arena);
	for (n = 1; n < 200 && !copy; n++) {
		struct tn_arena other;

		tn__arena_init(&other);
		allow_memory(n);
		copy = tn__ir_clone(&other, first);
		allow_memory(0);
		tn__arena_release(&other);
	}
	ck_assert_ptr_nonnull(copy);
	tn__arena_release(&arena);
}
END_TEST

static int count(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)place;
	++*(unsigned *)v->ctx;
	return TN_OK;
}

static int stop(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)v;
	return (*place)->kind == TN_X_PARAM ? TN_E_BUSY : TN_OK;
}

static int pass_over(struct tn_ir_visitor *v, struct tn_ir_query *query)
{
	(void)v;
	return query->with ? TN_OK : TN_IR_PASS_OVER;
}

static int replace(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)v;
	if ((*place)->kind == TN_X_PARAM)
		*place = tn__ir_int(&arena, 5);
	return TN_OK;
}

START_TEST(visit)
{
	unsigned n = 0;
	struct tn_ir_visitor v = {.expr = count, .ctx = &n};
	struct tn_ir_stmt *stmt;

	tn__arena_init(&arena);
	stmt = big(&arena);
	ck_assert_int_eq(tn__ir_visit(stmt, &v), TN_OK);
	ck_assert_uint_eq(n, 20);
	ck_assert_uint_eq(v.depth, 0);
	n = 0;
	v = (struct tn_ir_visitor){.expr_after = count, .query = pass_over, .ctx = &n};
	ck_assert_int_eq(tn__ir_visit(stmt, &v), TN_OK);
	ck_assert_uint_eq(n, 14);
	v = (struct tn_ir_visitor){.expr = stop};
	ck_assert_int_eq(tn__ir_visit(stmt, &v), TN_E_BUSY);
	v = (struct tn_ir_visitor){.expr = replace};
	ck_assert_int_eq(tn__ir_visit(stmt, &v), TN_OK);
	v = (struct tn_ir_visitor){.expr = stop};
	ck_assert_int_eq(tn__ir_visit(stmt, &v), TN_OK);
	tn__arena_release(&arena);
}
END_TEST

/* Deeper than the stack allows: an answer, no crash. */
START_TEST(too_deep)
{
	struct tn_ir_visitor v = {0};
	struct tn_ir_stmt *stmt;
	struct tn_ir_expr *e;
	struct tn_text out;
	unsigned i;

	tn__arena_init(&arena);
	tn__text_init(&out);
	e = tn__ir_op(&arena, TN_OP_NOT, 1, tn__ir_literal(&arena, tn_bool(1), NULL));
	for (i = 0; i < 100000; i++)
		e = tn__ir_op(&arena, TN_OP_NOT, 1, e);
	stmt = tree_stmt(&arena, tree_select(&arena, tree_table(&arena, &tree_t, "t")), 0);
	stmt->u.query->where = e;
	ck_assert_int_eq(tn__ir_visit(stmt, &v), TN_E_LIMIT);
	ck_assert_ptr_null(tn__ir_clone(&arena, stmt));
	check_tree(stmt, 0);
	tn__ir_dump(stmt, &out);
	ck_assert_ptr_nonnull(strstr(out.s, "...\n"));
	tn__ir_shape(stmt);
	tn__text_release(&out);
	tn__arena_release(&arena);
}
END_TEST

/* ---- sameness and shape ------------------------------------------------------------------ */

START_TEST(same)
{
	struct tn_ir_from *t, *u;
	struct tn_ir_expr *one, *two;

	tn__arena_init(&arena);
	t = tree_table(&arena, &tree_t, "t");
	u = tree_table(&arena, &tree_t, "t");
	one = tn__ir_op(&arena, TN_OP_ADD_I, 2, tree_column(&arena, t, "a"), tn__ir_int(&arena, 1));
	two = tn__ir_op(&arena, TN_OP_ADD_I, 2, tree_column(&arena, t, "a"), tn__ir_int(&arena, 1));
	two->at = 9;
	two->args[0]->paren = 2;
	ck_assert(tn__ir_same(one, two));
	two->args[1] = tn__ir_int(&arena, 2);
	ck_assert(!tn__ir_same(one, two));
	two->args[1] = tn__ir_null(&arena, &one->type);
	ck_assert(!tn__ir_same(one, two));
	ck_assert(!tn__ir_same(tree_column(&arena, t, "a"), tree_column(&arena, u, "a")));
	ck_assert(!tn__ir_same(tree_column(&arena, t, "a"), tree_column(&arena, t, "id")));
	ck_assert(!tn__ir_same(tree_param(&arena, 0, TN_KIND_INT), tree_param(&arena, 1, TN_KIND_INT)));
	ck_assert(tn__ir_same(tn__ir_literal(&arena, tn_text("x"), NULL), tn__ir_literal(&arena, tn_text("x"), NULL)));
	ck_assert(!tn__ir_same(tn__ir_literal(&arena, tn_text("x"), NULL), tn__ir_literal(&arena, tn_text("y"), NULL)));
	tn__arena_release(&arena);
}
END_TEST

START_TEST(shape)
{
	struct tn_ir_stmt *one, *two;
	struct tn_ir_from *t;

	tn__arena_init(&arena);
	t = tree_table(&arena, &tree_t, "t");
	one = tree_stmt(&arena, tree_select(&arena, t), 0);
	two = tree_stmt(&arena, tree_select(&arena, tree_table(&arena, &tree_u, "other")), 0);
	ck_assert_uint_eq(tn__ir_shape(one), tn__ir_shape(two));
	one->u.query->where = tn__ir_op(&arena, TN_OP_EQ_I, 2, tree_column(&arena, t, "a"), tn__ir_int(&arena, 1));
	ck_assert_uint_ne(tn__ir_shape(one), tn__ir_shape(two));
	two->u.query->where = tn__ir_op(&arena, TN_OP_EQ_I, 2, tree_column(&arena, t, "a"), tn__ir_int(&arena, 2));
	ck_assert_uint_eq(tn__ir_shape(one), tn__ir_shape(two));
	two->u.query->where = tn__ir_op(&arena, TN_OP_NE_I, 2, tree_column(&arena, t, "a"), tn__ir_int(&arena, 1));
	ck_assert_uint_ne(tn__ir_shape(one), tn__ir_shape(two));
	two->u.query->where = one->u.query->where;
	two->u.query->distinct = 1;
	ck_assert_uint_ne(tn__ir_shape(one), tn__ir_shape(two));
	tn__arena_release(&arena);
}
END_TEST

START_TEST(made_types)
{
	const struct tn_ir_output *outputs;
	struct tn_ir_from *t;
	struct tn_ir_expr *e;

	tn__arena_init(&arena);
	t = tree_table(&arena, &tree_t, "t");
	e = tn__ir_op(&arena, TN_OP_ADD_I, 2, tree_column(&arena, t, "id"), tn__ir_int(&arena, 1));
	ck_assert_int_eq(e->kind, TN_X_OP);
	ck_assert_int_eq(e->type.storage, TN_TYPE_BIGINT);
	ck_assert_int_eq(e->type.flags, TN_TYPEF_NOT_NULL);
	e = tn__ir_op(&arena, TN_OP_COALESCE, 2, tree_column(&arena, t, "n"), tree_column(&arena, t, "n"));
	ck_assert_int_eq(e->kind, TN_X_CALL);
	ck_assert_str_eq(e->u.call->name, "coalesce");
	ck_assert_int_eq(e->type.kind, TN_KIND_NUMERIC);
	ck_assert_int_eq(e->type.scale, 2);
	e = tn__ir_op(&arena, TN_OP_IS_NULL, 1, tree_column(&arena, t, "a"));
	ck_assert_int_eq(e->type.flags, TN_TYPEF_NOT_NULL);
	e = tn__ir_op(&arena, TN_OP_LAG_3, 3, tree_column(&arena, t, "b"), tn__ir_int(&arena, 1),
		tree_column(&arena, t, "b"));
	ck_assert_int_eq(e->type.kind, TN_KIND_TEXT);
	ck_assert_int_eq(e->type.flags, 0);
	ck_assert_uint_eq(tn__ir_outputs(tree_stmt(&arena, tree_select(&arena, t), 0), &outputs), 2);
	ck_assert_str_eq(outputs[0].name, "id");
	tn__arena_release(&arena);
}
END_TEST

/* ---- what the validator refuses -------------------------------------------------------------- */

static void other_source(struct tn_ir_query *q)
{
	q->order[0].expr->u.column.source = tree_table(&arena, &tree_t, "t")->source;
}

static void no_source(struct tn_ir_query *q) { q->order[0].expr->u.column.source = NULL; }
static void index_too_big(struct tn_ir_query *q) { q->order[0].expr->u.column.index = 4; }
static void argument_too_big(struct tn_ir_query *q) { q->items[3].expr->u.call->filter->args[1]->u.param = 1; }
static void no_operation(struct tn_ir_query *q) { q->from[0]->on->op = 0; }
static void star_left(struct tn_ir_query *q) { q->items[0].expr->kind = TN_X_STAR; }
static void no_cte(struct tn_ir_query *q) { q->with = NULL; }
static void inner_of_outer(struct tn_ir_query *q) { q->items[0].expr = q->items[2].expr->u.sub.query->items[0].expr; }
static void inner_of_cte(struct tn_ir_query *q) { q->items[0].expr = q->with->ctes[0]->query->items[0].expr; }
static void bad_output(struct tn_ir_query *q) { q->order[0].expr->kind = TN_X_OUTPUT, q->order[0].expr->u.output = 4; }
static void no_query(struct tn_ir_query *q) { q->items[2].expr->u.sub.query = NULL; }
static void no_operand(struct tn_ir_query *q) { q->from[0]->on->args[1] = NULL; }
static void unknown_query(struct tn_ir_query *q) { q->kind = 9; }
static void half_union(struct tn_ir_query *q) { q->kind = TN_QUERY_UNION; }
static void no_from_source(struct tn_ir_query *q) { q->from[0]->left->source = NULL; }
static void no_join_side(struct tn_ir_query *q) { q->from[0]->right = NULL; }

static void (*const breaks[])(struct tn_ir_query *q) = {
	other_source, no_source, index_too_big, argument_too_big, no_operation, star_left, no_cte,
	inner_of_outer, inner_of_cte, bad_output, no_query, no_operand, unknown_query, half_union, no_from_source,
	no_join_side,
};

START_TEST(broken_trees)
{
	struct tn_ir_stmt *stmt;

	tn__arena_init(&arena);
	stmt = big(&arena);
	breaks[_i](stmt->u.query);
	check_tree(stmt, 0);
	tn__arena_release(&arena);
}
END_TEST

TCase *ir_cases(void)
{
	TCase *tc = tcase_create("ir");

	tcase_add_test(tc, dump);
	tcase_add_test(tc, clone);
	tcase_add_test(tc, clone_of_a_part_keeps_its_sources);
	tcase_add_test(tc, clone_without_memory);
	tcase_add_test(tc, visit);
	tcase_add_test(tc, too_deep);
	tcase_add_test(tc, same);
	tcase_add_test(tc, shape);
	tcase_add_test(tc, made_types);
	tcase_add_loop_test(tc, broken_trees, 0, (int)(sizeof(breaks) / sizeof(breaks[0])));
	return tc;
}
