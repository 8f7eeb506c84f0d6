/* SPDX-License-Identifier: MIT */
/* tests/sql/test_render_query.c - queries and their clauses. */
#include "render_test.h"

/* A tree to hang things into. */
#define TREE \
	struct tree t; \
	tree_init(&t)
#define IDS(source) q_select(&t, f_table(&t, source), "id", x_col(&t, source, ID))
#define ONE(n) q_select(&t, NULL, "a", x_int(&t, n))

START_TEST(clauses)
{
	TREE;
	struct tn_ir_query *q = IDS(t.t);
	struct tn_ir_expr *group[2] = {x_col(&t, t.t, ID), x_int(&t, 1)};

	q->distinct = 1;
	q->where = x_op(&t, TN_OP_GT_I, 2, x_col(&t, t.t, ID), x_int(&t, 1));
	q->group = group;
	q->group_count = 2;
	q->having = x_op(&t, TN_OP_GT_I, 2, x_op(&t, TN_OP_COUNT_STAR, 0), x_int(&t, 2));
	q->limit = x_param(&t, 0, TN_KIND_INT);
	q->offset = x_int(&t, 3);
	q_order(&t, q, x_output(&t, 0), 1, TN_NULLS_LAST);
	/* An integer as a key would be the number of a column. */
	becomes(&t, &delta, q,
		"SELECT DISTINCT \"t\".\"id\" AS \"id\" FROM \"t\" WHERE (\"t\".\"id\" > 1) GROUP BY"
		" \"t\".\"id\", (SELECT 1)"
		" HAVING (COUNT(*) > 2) ORDER BY 1 DESC NULLS LAST LIMIT $1 OFFSET 3");
	tree_release(&t);
}
END_TEST

START_TEST(ends)
{
	TREE;
	struct tn_ir_query *q = IDS(t.t), *bare = ONE(1);

	q->offset = x_int(&t, 3);
	becomes(&t, &delta, q, "SELECT \"t\".\"id\" AS \"id\" FROM \"t\" OFFSET 3");
	becomes(&t, &epsilon, q, "SELECT `t`.`id` AS `id` FROM `t` LIMIT -1 OFFSET 3");
	q->offset = x_op(&t, TN_OP_ADD_I, 2, x_int(&t, 1), x_int(&t, 2));
	refused(&t, &epsilon, q, TN_E_UNSUPPORTED, "OFFSET is not available on epsilon");
	bare->where = x_op(&t, TN_OP_GT_I, 2, x_int(&t, 2), x_int(&t, 1));
	becomes(&t, &epsilon, bare, "SELECT 1 AS `a` FROM DUAL WHERE (2 > 1)");
	becomes(&t, &delta, bare, "SELECT 1 AS \"a\" WHERE (2 > 1)");
	tree_release(&t);
}
END_TEST

START_TEST(locks)
{
	TREE;
	static const char *const of[] = {"u"};
	struct tn_ir_query *q = q_select(&t, f_table(&t, t.u), "id", x_col(&t, t.u, ID));

	q->lock = TN_LOCK_UPDATE;
	q->wait = TN_WAIT_NOWAIT;
	q->lock_of = of;
	q->lock_of_count = 1;
	t.u->alias = "tn_2"; /* renamed by a pass; the name in OF is what was written */
	becomes(&t, &delta, q,
		"SELECT \"tn_2\".\"id\" AS \"id\" FROM \"t\" AS \"tn_2\" FOR UPDATE OF \"tn_2\" NOWAIT");
	q->wait = TN_WAIT_SKIP;
	refused(&t, &delta, q, TN_E_UNSUPPORTED, "SKIP LOCKED is not available on delta");
	refused(&t, &epsilon, q, TN_E_UNSUPPORTED, "FOR UPDATE is not available on epsilon");
	tree_release(&t);
}
END_TEST

START_TEST(order_below_an_operation)
{
	TREE;
	struct tn_ir_query *q = IDS(t.t), *set = q_set(&t, TN_QUERY_UNION, 0, ONE(1), ONE(2));

	q_order(&t, q, x_op(&t, TN_OP_IS_NULL, 1, x_output(&t, 0)), 0, 0);
	q_order(&t, set, x_op(&t, TN_OP_IS_NULL, 1, x_output(&t, 0)), 0, 0);
	becomes(&t, &epsilon, q, "SELECT `t`.`id` AS `id` FROM `t` ORDER BY (`t`.`id` IS NULL)");
	becomes(&t, &epsilon, set, "SELECT 1 AS `a` UNION SELECT 2 ORDER BY (`a` IS NULL)");
	/* The names are needed within a subquery too. */
	set->limit = x_int(&t, 1);
	becomes(&t, &epsilon, q_select(&t, NULL, "x", x_sub(&t, TN_X_SCALAR, set, NULL)),
		"SELECT (SELECT 1 AS `a` UNION SELECT 2 ORDER BY (`a` IS NULL) LIMIT 1) AS `x`");
	tree_release(&t);
}
END_TEST

START_TEST(numbers_are_made_alike)
{
	TREE;
	struct tn_ir_query *q = q_select(&t, f_table(&t, t.t), "p", x_col(&t, t.t, PRICE));
	struct tn_ir_query *set = q_set(&t, TN_QUERY_EXCEPT, 0, q, q);
	struct tn_ir_query *all = q_set(&t, TN_QUERY_UNION, 1, q, q);
	struct tn_ir_query *grouped = q_select(&t, f_table(&t, t.t), "p", x_col(&t, t.t, PRICE));
	struct tn_ir_expr *group[1] = {x_col(&t, t.t, PRICE)};

	q_order(&t, set, x_output(&t, 0), 0, 0);
	becomes(&t, &epsilon, set,
		"SELECT canon(`t`.`price`) AS `p` FROM `t` EXCEPT SELECT canon(`t`.`price`) FROM `t`"
		" ORDER BY 1 COLLATE num");
	becomes(&t, &epsilon, all,
		"SELECT `t`.`price` AS `p` FROM `t` UNION ALL SELECT `t`.`price` FROM `t`");
	grouped->group = group;
	grouped->group_count = 1;
	q_order(&t, grouped, x_output(&t, 0), 1, 0);
	becomes(&t, &epsilon, grouped,
		"SELECT `t`.`price` AS `p` FROM `t` GROUP BY key(`t`.`price`) ORDER BY key(`t`.`price`) DESC");
	becomes(&t, &delta, grouped,
		"SELECT \"t\".\"price\" AS \"p\" FROM \"t\" GROUP BY \"t\".\"price\" ORDER BY 1 DESC");
	tree_release(&t);
}
END_TEST

START_TEST(joins)
{
	TREE;
	struct tn_ir_expr *on = x_op(&t, TN_OP_EQ_I, 2, x_col(&t, t.t, ID), x_col(&t, t.u, ID));
	struct tn_ir_from *inner = f_join(&t, TN_JOIN_INNER, f_table(&t, t.t), f_table(&t, t.u), on);
	struct tn_ir_from *outer = f_join(&t, TN_JOIN_LEFT, f_table(&t, t.t), inner, on);

	becomes(&t, &delta, q_select(&t, outer, "a", x_int(&t, 1)),
		"SELECT 1 AS \"a\" FROM \"t\" LEFT JOIN (\"t\" JOIN \"t\" AS \"u\" ON (\"t\".\"id\" = \"u\".\"id\"))"
		" ON (\"t\".\"id\" = \"u\".\"id\")");
	inner->on = NULL;
	becomes(&t, &delta, q_select(&t, inner, "a", x_int(&t, 1)),
		"SELECT 1 AS \"a\" FROM \"t\" CROSS JOIN \"t\" AS \"u\"");
	tree_release(&t);
}
END_TEST

/* A derived table's columns have the names that its source knows. */
START_TEST(derived_tables)
{
	TREE;
	static const struct tn_ir_column named[] = {{.name = "first"}, {.name = "second"}};
	struct tn_ir_query *values = q_values(&t, 2, x_int(&t, 1), x_int(&t, 2));
	struct tn_ir_from *select = f_query(&t, "d", ONE(1)), *rows = f_query(&t, "d", values);

	t.u->kind = TN_SOURCE_QUERY;
	t.u->alias = "d";
	t.u->columns = named;
	t.u->column_count = 2;
	select->source = rows->source = t.u;
	becomes(&t, &delta, q_select(&t, select, "x", x_col(&t, t.u, 0)),
		"SELECT \"d\".\"first\" AS \"x\" FROM (SELECT 1 AS \"first\") AS \"d\"");
	becomes(&t, &epsilon, q_select(&t, rows, "x", x_col(&t, t.u, 1)),
		"SELECT `d`.`second` AS `x` FROM (WITH `tn_v1` (`first`, `second`) AS (VALUES ROW(1, 2))"
		" SELECT * FROM `tn_v1`) AS `d`");
	is_portable(&t, NULL,
		    "SELECT \"d\".\"second\" FROM (VALUES (1, 2)) AS \"d\" (\"first\", \"second\")");
	tree_release(&t);
}
END_TEST

START_TEST(values)
{
	TREE;
	struct tn_ir_query *q = q_values(&t, 2, x_int(&t, 1), x_text(&t, "a"));

	becomes(&t, &delta, q,
		"WITH \"tn_v1\" (\"column1\", \"column2\") AS (VALUES (1, 'a')) SELECT * FROM \"tn_v1\"");
	is_portable(&t, q, "VALUES (1, 'a')");
	becomes(&t, &epsilon,
		q_select(
			&t, NULL, "x", x_sub(&t, TN_X_IN_QUERY, q_values(&t, 1, x_int(&t, 1)), x_int(&t, 1))),
		"SELECT (1 IN (VALUES ROW(1))) AS `x`");
	tree_release(&t);
}
END_TEST

START_TEST(set_operations)
{
	TREE;
	struct tn_ir_query *both = q_set(&t, TN_QUERY_UNION, 1, ONE(1), ONE(2));
	struct tn_ir_query *limited = ONE(3);

	limited->limit = x_int(&t, 1);
	becomes(&t, &delta, q_set(&t, TN_QUERY_EXCEPT, 0, both, ONE(3)),
		"SELECT 1 AS \"a\" UNION ALL SELECT 2 EXCEPT SELECT 3");
	/* INTERSECT binds more, but not for servers that read from the left. */
	becomes(&t, &delta, q_set(&t, TN_QUERY_INTERSECT, 0, both, ONE(3)),
		"(SELECT 1 AS \"a\" UNION ALL SELECT 2) INTERSECT SELECT 3");
	becomes(&t, &epsilon, q_set(&t, TN_QUERY_INTERSECT, 0, both, ONE(3)),
		"SELECT 1 AS `a` UNION ALL SELECT 2 INTERSECT SELECT 3");
	becomes(&t, &delta, q_set(&t, TN_QUERY_EXCEPT, 0, ONE(3), both),
		"SELECT 3 AS \"a\" EXCEPT (SELECT 1 AS \"c1\" UNION ALL SELECT 2)");
	becomes(&t, &epsilon, q_set(&t, TN_QUERY_EXCEPT, 0, ONE(3), both),
		"SELECT 3 AS `a` EXCEPT SELECT * FROM (SELECT 1 AS `c1` UNION ALL SELECT 2) AS `tn_q1`");
	becomes(&t, &delta, q_set(&t, TN_QUERY_UNION, 0, limited, ONE(1)),
		"(SELECT 3 AS \"a\" LIMIT 1) UNION SELECT 1");
	becomes(&t, &epsilon, q_set(&t, TN_QUERY_UNION, 0, limited, ONE(1)),
		"SELECT `c1` AS `a` FROM (SELECT 3 AS `c1` LIMIT 1) AS `tn_q1` UNION SELECT 1");
	is_portable(&t, q_set(&t, TN_QUERY_UNION, 0, limited, ONE(1)), "(SELECT 3 LIMIT 1) UNION SELECT 1");
	tree_release(&t);
}
END_TEST

START_TEST(common_table_expressions)
{
	TREE;
	static const struct tn_ir_column n[] = {{.name = "n", .type = {.kind = TN_KIND_INT}}};
	struct tn_ir_cte cte = {.name = "c", .columns = n, .column_count = 1, .recursive = 1};
	struct tn_ir_cte *list[] = {&cte};
	struct tn_ir_with with = {.ctes = list, .cte_count = 1};
	struct tn_ir_query *q;

	t.u->kind = TN_SOURCE_CTE;
	t.u->alias = "c";
	t.u->cte = &cte;
	t.u->table = NULL;
	t.u->columns = n;
	t.u->column_count = 1;
	cte.query = q_set(&t, TN_QUERY_UNION, 1, ONE(1),
		q_select(&t, f_table(&t, t.u), "a",
			x_op(&t, TN_OP_ADD_I, 2, x_col(&t, t.u, 0), x_int(&t, 1))));
	q = q_select(&t, f_table(&t, t.u), "x", x_col(&t, t.u, 0));
	q->with = &with;
	becomes(&t, &delta, q,
		"WITH RECURSIVE \"c\" (\"n\") AS (SELECT wide(1) UNION ALL SELECT (\"c\".\"n\" + 1) FROM \"c\")"
		" SELECT \"c\".\"n\" AS \"x\" FROM \"c\"");
	cte.recursive = 0;
	cte.materialized = 2;
	cte.query = ONE(1);
	becomes(&t, &delta, q,
		"WITH \"c\" (\"n\") AS NOT MATERIALIZED (SELECT 1) SELECT \"c\".\"n\" AS \"x\" FROM \"c\"");
	becomes(&t, &epsilon, q, "WITH `c` (`n`) AS (SELECT 1) SELECT `c`.`n` AS `x` FROM `c`");
	tree_release(&t);
}
END_TEST

TCase *render_query_cases(void)
{
	TCase *tc = tcase_create("rendered queries");

	tcase_add_test(tc, clauses);
	tcase_add_test(tc, ends);
	tcase_add_test(tc, locks);
	tcase_add_test(tc, order_below_an_operation);
	tcase_add_test(tc, numbers_are_made_alike);
	tcase_add_test(tc, joins);
	tcase_add_test(tc, derived_tables);
	tcase_add_test(tc, values);
	tcase_add_test(tc, set_operations);
	tcase_add_test(tc, common_table_expressions);
	return tc;
}
