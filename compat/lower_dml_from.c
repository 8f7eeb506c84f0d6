/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_dml_from.c - DELETE ... USING as DELETE with EXISTS.
 *
 * Who lacks it: SQLite has no USING.  MariaDB has a form of its own, which takes no
 * RETURNING.
 * A statement that is taken apart by keys (lower_by_keys.c) has the other tables in
 * subqueries only.
 * What is done: "DELETE FROM t USING s WHERE c" becomes "DELETE FROM t WHERE EXISTS
 * (SELECT 1 FROM s WHERE c)".  Conditions on t alone stay outside, where an index of
 * t serves them.
 * What is preserved: a row goes once if it has a partner, however many.
 * What is weaker: nothing.
 * When it refuses: RETURNING of the other tables' columns; UPDATE ... FROM where a
 * server has no form of it, since which partner gives the values would have to be the
 * same in every assignment.
 */
#include "compat/pass.h"

static int find_other(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	const struct tn_ir_change *c = v->ctx;
	uint32_t i;

	for (i = 0; (*place)->kind == TN_X_COLUMN && i < c->from_count; i++)
		if (tn__lower_gives(c->from[i], (*place)->u.column.source))
			return TN_E_UNSUPPORTED;
	return TN_OK;
}

static int names_others(struct tn_ir_change *c, struct tn_ir_expr *e)
{
	struct tn_ir_visitor v = {.expr = find_other, .ctx = c};

	return tn__ir_visit_expr(&e, &v) < 0;
}

static int returns_others(struct tn_ir_change *c)
{
	uint32_t i;

	for (i = 0; i < c->returning_count; i++)
		if (names_others(c, c->returning[i].expr))
			return 1;
	return 0;
}

/* Takes the conditions on the target alone out of the AND, which is left in where. */
static int split(struct tn_lowering *l, struct tn_ir_change *c, struct tn_ir_expr **inner, struct tn_ir_expr **outer)
{
	struct tn_ir_expr **args = &c->where;
	uint32_t i, count = c->where != NULL;

	if (c->where && c->where->kind == TN_X_OP && c->where->op == TN_OP_AND) {
		args = c->where->args;
		count = c->where->arg_count;
	}
	for (i = 0; i < count; i++) {
		struct tn_ir_expr **side = names_others(c, args[i]) ? inner : outer;

		*side = tn__lower_join_conditions(l, TN_OP_AND, *side, args[i]);
		if (!*side)
			return TN_E_NOMEM;
	}
	return TN_OK;
}

static int by_exists(struct tn_lowering *l, struct tn_ir_change *c)
{
	struct tn_ir_query *q = tn__lower_select(l, NULL, 1);
	struct tn_ir_expr *inner = NULL, *outer = NULL;

	if (!q || tn__lower_add_item(l, q, tn__ir_int(l->arena, 1), NULL) || split(l, c, &inner, &outer))
		return TN_E_NOMEM;
	q->from = c->from;
	q->from_count = c->from_count;
	q->where = inner;
	inner = tn__lower_exists(l, q);
	c->where = inner ? tn__lower_join_conditions(l, TN_OP_AND, outer, inner) : NULL;
	c->from = NULL;
	c->from_count = 0;
	if (tn__lower_reads_table(q, c->target->table))
		l->has |= TN_HAS_TARGET_READ;
	return c->where ? TN_OK : TN_E_NOMEM;
}

int tn__pass_dml_from(struct tn_lowering *l)
{
	struct tn_ir_change *c = tn__lower_now(l)->u.change;
	struct tn_ir_stmt *tree;
	int has_form, joined;

	if (l->intent->kind == TN_IR_UPDATE)
		return tn__can(l, TN_CAP_UPDATE_FROM) ? TN_OK :
			tn__lower_refuse(l, TN_CAP_UPDATE_FROM, c->table_at, "UPDATE ... FROM",
				"Read the values by subqueries.");
	has_form = tn__can(l, TN_CAP_DELETE_USING);
	joined = !c->returning_count || tn__can(l, TN_CAP_RETURNING_JOINED);
	if (has_form && joined && tn__lower_apart(l, c) == TN_CAP_MAX)
		return TN_OK;
	if (returns_others(c))
		return tn__lower_refuse(l, has_form ? TN_CAP_RETURNING_JOINED : TN_CAP_DELETE_USING, c->table_at,
			"RETURNING of a table that is only read", "Return the columns of the changed table.");
	tree = tn__lower_tree(l);
	return tree ? by_exists(l, tree->u.change) : TN_E_NOMEM;
}
