/* SPDX-License-Identifier: MIT */
/* tests/sql/test_render_change.c - statements that change rows. */
#include "render_test.h"

/* A tree to hang things into. */
#define TREE \
	struct tree t; \
	struct tn_ir_change c; \
	tree_init(&t); \
	change_init(&t, &c)

static const char *const names[] = {"id", "name"};
static uint32_t index_of[] = {ID, NAME};

static void change_init(struct tree *t, struct tn_ir_change *c)
{
	*c = (struct tn_ir_change){.table = "t",
		.target = t->target,
		.columns = names,
		.column_count = 2,
		.column_index = index_of};
	t->stmt.u.change = c;
	t->stmt.kind = TN_IR_INSERT;
}

START_TEST(insert_rows)
{
	TREE;
	c.query = q_values(&t, 2, x_int(&t, 1), x_param(&t, 0, TN_KIND_TEXT));
	/* The column tells the type of what is assigned to it. */
	becomes(&t, &delta, NULL, "INSERT INTO \"t\" (\"id\", \"name\") VALUES (1, $1)");
	becomes(&t, &epsilon, NULL, "INSERT INTO `t` (`id`, `name`) VALUES (1, ?)");
	is_portable(&t, NULL, "INSERT INTO \"t\" (\"id\", \"name\") VALUES (1, ?)");
	/* The columns are listed though they were not. */
	c.columns = NULL;
	becomes(&t, &delta, NULL, "INSERT INTO \"t\" (\"id\", \"name\") VALUES (1, $1)");
	is_portable(&t, NULL, "INSERT INTO \"t\" VALUES (1, ?)");
	tree_release(&t);
}
END_TEST

START_TEST(insert_defaults)
{
	TREE;
	struct tn_ir_expr *def = x_node(&t, TN_X_DEFAULT, 0);
	struct tn_ir_expr *mixed[] = {def, x_int(&t, 1), x_int(&t, 2), x_int(&t, 3)};

	c.query = q_values(&t, 2, def, x_text(&t, "a"));
	becomes(&t, &delta, NULL, "INSERT INTO \"t\" (\"id\", \"name\") VALUES (DEFAULT, 'a')");
	becomes(&t, &epsilon, NULL, "INSERT INTO `t` (`name`) VALUES ('a')");
	c.query = q_values(&t, 2, def, def);
	becomes(&t, &epsilon, NULL, "INSERT INTO `t` () VALUES ()");
	c.query->values = mixed;
	c.query->row_count = 2;
	refused(&t, &epsilon, NULL, TN_E_UNSUPPORTED, "DEFAULT in some rows");
	c.query = NULL;
	c.columns = NULL;
	c.column_count = 0;
	becomes(&t, &delta, NULL, "INSERT INTO \"t\" DEFAULT VALUES");
	becomes(&t, &epsilon, NULL, "INSERT INTO `t` () VALUES ()");
	tree_release(&t);
}
END_TEST

START_TEST(insert_with)
{
	TREE;
	struct tn_ir_cte cte = {.name = "c", .query = q_select(&t, NULL, "a", x_int(&t, 1))};
	struct tn_ir_cte *list[] = {&cte};
	struct tn_ir_with with = {.ctes = list, .cte_count = 1};

	c.with = &with;
	c.query = q_select(&t, NULL, "a", x_int(&t, 2));
	becomes(&t, &delta, NULL, "WITH \"c\" AS (SELECT 1) INSERT INTO \"t\" (\"id\", \"name\") SELECT 2");
	becomes(&t, &epsilon, NULL, "INSERT INTO `t` (`id`, `name`) WITH `c` AS (SELECT 1) SELECT 2");
	c.query = q_values(&t, 2, x_int(&t, 1), x_int(&t, 2));
	becomes(&t, &epsilon, NULL,
		"INSERT INTO `t` (`id`, `name`) WITH `c` AS (SELECT 1), `tn_v1` (`c1`, `c2`) AS (VALUES ROW(1, 2))"
		" SELECT * FROM `tn_v1`");
	tree_release(&t);
}
END_TEST

START_TEST(on_conflict)
{
	TREE;
	struct tn_ir_source excluded = *t.target;
	struct tn_ir_assign set = {.column = "name", .index = NAME};
	struct tn_ir_item returning = {.expr = x_col(&t, t.target, ID)};
	struct tn_ir_output output = {.name = "id"};

	excluded.kind = TN_SOURCE_EXCLUDED;
	excluded.alias = "excluded";
	set.value = x_op(&t, TN_OP_CONCAT_T, 2, x_col(&t, t.target, NAME), x_col(&t, &excluded, NAME));
	c.conflict = TN_CONFLICT_UPDATE;
	c.conflict_columns = names;
	c.conflict_count = 1;
	c.sets = &set;
	c.set_count = 1;
	c.returning = &returning;
	c.returning_count = 1;
	c.outputs = &output;
	c.output_count = 1;
	t.target->alias = "x";
	/* Without a WHERE the ON would be the join's to some. */
	c.query = q_select(&t, f_table(&t, t.t), "a", x_col(&t, t.t, ID));
	becomes(&t, &delta, NULL,
		"INSERT INTO \"t\" AS \"x\" (\"id\", \"name\") SELECT * FROM (SELECT \"t\".\"id\" AS"
		" \"c1\" FROM \"t\")"
		" AS \"tn_q1\" WHERE 1 = 1 ON CONFLICT (\"id\") DO UPDATE SET \"name\" ="
		" (\"x\".\"name\" || \"excluded\".\"name\") RETURNING \"id\" AS \"id\"");
	c.conflict = TN_CONFLICT_NOTHING;
	c.returning_count = 0;
	c.query = q_values(&t, 2, x_int(&t, 1), x_int(&t, 2));
	becomes(&t, &delta, NULL,
		"INSERT INTO \"t\" AS \"x\" (\"id\", \"name\") VALUES (1, 2) ON CONFLICT (\"id\") DO NOTHING");
	tree_release(&t);
}
END_TEST

START_TEST(update)
{
	TREE;
	struct tn_ir_assign set = {.column = "name", .value = x_text(&t, "a"), .index = NAME};
	struct tn_ir_from *from = f_table(&t, t.u);

	t.stmt.kind = TN_IR_UPDATE;
	c.sets = &set;
	c.set_count = 1;
	c.where = x_op(&t, TN_OP_EQ_I, 2, x_col(&t, t.target, ID), x_int(&t, 1));
	becomes(&t, &delta, NULL, "UPDATE \"t\" SET \"name\" = 'a' WHERE (\"t\".\"id\" = 1)");
	c.from = &from;
	c.from_count = 1;
	becomes(&t, &delta, NULL,
		"UPDATE \"t\" SET \"name\" = 'a' FROM \"t\" AS \"u\" WHERE (\"t\".\"id\" = 1)");
	becomes(&t, &epsilon, NULL,
		"UPDATE `t` CROSS JOIN `t` AS `u` SET `t`.`name` = 'a' WHERE (`t`.`id` = 1)");
	tree_release(&t);
}
END_TEST

START_TEST(delete)
{
	TREE;
	struct tn_ir_from *from = f_table(&t, t.u);

	t.stmt.kind = TN_IR_DELETE;
	t.target->alias = "x";
	c.where = x_op(&t, TN_OP_EQ_I, 2, x_col(&t, t.target, ID), x_int(&t, 1));
	becomes(&t, &delta, NULL, "DELETE FROM \"t\" AS \"x\" WHERE (\"x\".\"id\" = 1)");
	becomes(&t, &epsilon, NULL, "DELETE `x` FROM `t` AS `x` WHERE (`x`.`id` = 1)");
	c.from = &from;
	c.from_count = 1;
	becomes(&t, &delta, NULL, "DELETE FROM \"t\" AS \"x\" USING \"t\" AS \"u\" WHERE (\"x\".\"id\" = 1)");
	becomes(&t, &epsilon, NULL, "DELETE `x` FROM `t` AS `x` CROSS JOIN `t` AS `u` WHERE (`x`.`id` = 1)");
	t.target->alias = "t";
	c.from_count = 0;
	becomes(&t, &epsilon, NULL, "DELETE FROM `t` WHERE (`t`.`id` = 1)");
	tree_release(&t);
}
END_TEST

TCase *render_change_cases(void)
{
	TCase *tc = tcase_create("rendered changes");

	tcase_add_test(tc, insert_rows);
	tcase_add_test(tc, insert_defaults);
	tcase_add_test(tc, insert_with);
	tcase_add_test(tc, on_conflict);
	tcase_add_test(tc, update);
	tcase_add_test(tc, delete);
	return tc;
}
