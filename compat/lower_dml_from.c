/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_dml_from.c - DELETE ... USING as DELETE with EXISTS.
 *
 * Who lacks it: SQLite has no USING.  MariaDB has a form of its own, which takes no
 * RETURNING, and no subquery that reads the table.
 * What is done: "DELETE FROM t USING s WHERE c" becomes "DELETE FROM t WHERE EXISTS
 * (SELECT 1 FROM s WHERE c)".  Conditions on t alone stay outside, where an index of
 * t serves them.
 * What is preserved: a row goes once if it has a partner, however many.
 * What is weaker: nothing.
 * When it refuses: never.  RETURNING of the other tables' columns, and UPDATE ... FROM, are
 * left to lower_by_keys.c: which partner gives the values has to be the same for all.
 */
#include "compat/pass.h"

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
		struct tn_ir_expr **side = tn__lower_names_others(c, args[i]) ? inner : outer;

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

static int takes_using(struct tn_lowering *l, const struct tn_ir_change *c)
{
	if (!tn__can(l, TN_CAP_DELETE_USING) || (c->returning_count && !tn__can(l, TN_CAP_RETURNING_JOINED)))
		return 0;
	return !(l->has & TN_HAS_TARGET_READ) || tn__can(l, TN_CAP_DELETE_USING_READS_TARGET);
}

int tn__pass_dml_from(struct tn_lowering *l)
{
	struct tn_ir_change *c = tn__lower_now(l)->u.change;
	struct tn_ir_stmt *tree;

	if (l->intent->kind == TN_IR_UPDATE || tn__lower_returns_others(c))
		return TN_OK;
	if (takes_using(l, c) && tn__lower_apart(l, c) == TN_CAP_MAX)
		return TN_OK;
	tree = tn__lower_tree(l);
	return tree ? by_exists(l, tree->u.change) : TN_E_NOMEM;
}
