/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_own_references.c - DELETE of rows that refer to each other.
 *
 * The problem: DELETE FROM people, where people have people as their bosses.  A foreign
 * key is kept at the end of the statement, when all of the rows are gone.
 * Who lacks it: MySQL and MariaDB look at each row as it goes, and refuse one that another
 * row refers to, though that goes next.
 * What is done: the columns that refer to the table itself are set to NULL first in all
 * rows that are to go; the rows are named by their keys (lower_by_keys.c), unless they are
 * all of the table.  One row is no exception: it may refer to itself.
 * What is preserved: the rows that go, their number, what the foreign keys do to rows that
 * stay (CASCADE, SET NULL, an error), all or nothing (NEEDS_TX).
 * What is weaker: triggers of UPDATE see the change, and a CHECK that wants the column may
 * fail.  A column that cannot be NULL, or is part of the key, stays as it is: where it is in
 * the way the error of the foreign key is told.  No other value would do: these servers
 * delete no row that refers to itself, so the last of such rows stays whatever is set.  Rows
 * that a DELETE of another table takes with them (ON DELETE CASCADE) are the server's own
 * affair.
 * When it refuses: as lower_by_keys.c.
 */
#include "compat/pass.h"

static int is_of_key(const struct tn_ir_key *key, uint32_t column)
{
	uint16_t k;

	for (k = 0; key && k < key->count; k++)
		if (key->columns[k] == column)
			return 1;
	return 0;
}

/* 1 if column i refers to the table, and can be set. */
static int is_cleared(const struct tn_ir_table *table, uint32_t i)
{
	return (table->columns[i].flags & (TN_COLF_REFERS | TN_COLF_GENERATED)) == TN_COLF_REFERS &&
		!is_of_key(tn__lower_key(table), i);
}

int tn__lower_refers(const struct tn_ir_table *table)
{
	uint32_t i;

	for (i = 0; table && i < table->column_count; i++)
		if (table->columns[i].flags & TN_COLF_REFERS)
			return 1;
	return 0;
}

int tn__lower_own_references(struct tn_lowering *l, const struct tn_ir_change *c)
{
	const struct tn_ir_table *table = c->target->table;
	uint32_t i, n = 0;

	if (!(l->has & TN_HAS_OWN_REFERENCES) || tn__lower_now(l)->kind != TN_IR_DELETE)
		return 0;
	for (i = 0; i < table->column_count; i++)
		n += (uint32_t)is_cleared(table, i);
	return n && !tn__can(l, TN_CAP_OWN_REFERENCES);
}

int tn__lower_clear_references(struct tn_lowering *l, struct tn_ir_stmt *tree)
{
	struct tn_ir_change *c = tree->u.change;
	struct tn_ir_source *target = c->target;
	uint32_t i;

	c->with = NULL;
	c->from = NULL;
	c->where = NULL;
	c->from_count = c->returning_count = c->output_count = c->set_count = 0;
	c->sets = tn__arena_calloc(l->arena, target->column_count, sizeof(*c->sets));
	if (!c->sets)
		return tn__lower_nomem(l);
	for (i = 0; i < target->column_count; i++) {
		struct tn_ir_assign *set = &c->sets[c->set_count];

		if (!is_cleared(target->table, i))
			continue;
		set->column = target->columns[i].name;
		set->index = i;
		set->at = c->table_at;
		set->value = tn__ir_null(l->arena, &target->columns[i].type);
		if (!set->value)
			return tn__lower_nomem(l);
		c->set_count++;
	}
	tree->kind = TN_IR_UPDATE;
	return TN_OK;
}

int tn__lower_delete_all(struct tn_lowering *l)
{
	struct tn_ir_stmt *tree = tn__lower_part_tree(l);
	struct tn_step *step = tree ? tn__lower_part(l, TN_STEP_EXEC, tree) : NULL;

	if (!step || tn__lower_clear_references(l, tree) < 0)
		return TN_E_NOMEM;
	tree = tn__lower_part_tree(l);
	step = tree ? tn__lower_part(l, TN_STEP_EXEC, tree) : NULL;
	if (!step)
		return TN_E_NOMEM;
	step->flags = TN_STEPF_COUNTS;
	l->plan->flags |= TN_PLAN_NEEDS_TX;
	return TN_OK;
}
