/* SPDX-License-Identifier: MIT */
/*
 * core/sql/builder_where.c - conditions of a statement that is composed at run time.
 *
 * Invariants:
 *  1. Conditions are ANDed: each narrows what the statement sees, whatever it holds.
 *  2. They are members of one AND, so a thousand are no deeper than two.
 */
#include "core/base/error.h"
#include "core/sql/builder.h"

static struct tn_ir_expr **where_of(tn_builder *q)
{
	struct tn_ir_query *query;

	if (q->stmt->kind == TN_IR_UPDATE || q->stmt->kind == TN_IR_DELETE)
		return &q->stmt->u.change->where;
	query = tn__build_query_of(q, 1, "a condition");
	return query ? &query->where : NULL;
}

static void and_condition(tn_builder *q, struct tn_ir_expr *condition)
{
	struct tn_ir_expr **where = where_of(q), **args, *all;

	if (!where)
		return;
	q->changed = 1;
	all = *where;
	if (!all) {
		*where = condition;
		return;
	}
	if (all->kind != TN_X_OP || all->sym != TN_SYM_AND) {
		all = tn__build_expr(q, TN_X_OP, TN_SYM_AND, 1);
		if (!all)
			return;
		all->args[0] = *where;
	}
	args = tn__build_room(q, all->args, all->arg_count, &q->and_cap, sizeof(struct tn_ir_expr *));
	if (!args)
		return;
	args[all->arg_count++] = condition;
	all->args = args;
	*where = all;
}

void tn__where(tn_builder *q, const char *sql, const tn_args *args)
{
	struct tn_ir_expr *condition = NULL;
	uint32_t params = 0;

	if (tn__build_live(q) && tn__fragment_expr(&q->arena, sql, q->count, &condition, &params, &q->error) >= 0 &&
	    tn__build_values(q, args, params) >= 0)
		and_condition(q, condition);
}

void tn__filter(tn_builder *q, const char *sql, tn_value value)
{
	tn_args args = {&value, NULL, 1, 0};

	if (value.kind != TN_KIND_NULL)
		tn__where(q, sql, &args);
}

void tn_where_eq(tn_builder *q, const char *column, tn_value value)
{
	struct tn_ir_expr *e, *left, *right = NULL;
	int is_null = value.kind == TN_KIND_NULL;

	if (!tn__build_live(q))
		return;
	if (value.kind == TN_KIND_LIST) {
		tn__error_set(&q->error, TN_E_PARAM, "a column is compared with one value; use tn_where_in()");
		return;
	}
	left = tn__build_column(q, column);
	if (left && !is_null)
		right = tn__build_param(q, &value);
	if (!left || (!is_null && !right))
		return;
	e = tn__build_expr(q, TN_X_OP, is_null ? TN_SYM_IS_NULL : TN_SYM_EQ, is_null ? 1 : 2);
	if (!e)
		return;
	e->args[0] = left;
	if (!is_null)
		e->args[1] = right;
	and_condition(q, e);
}

void tn_where_row(tn_builder *q, const char *const *columns, const tn_value *values, unsigned count)
{
	unsigned i;

	if (tn__build_live(q) && !count)
		tn__error_set(&q->error, TN_E_PARAM, "a row is compared by no column");
	for (i = 0; i < count; i++)
		tn_where_eq(q, columns[i], values[i]);
}

void tn_where_in(tn_builder *q, const char *column, const tn_list *list)
{
	tn_value value = tn_list_of(list);
	struct tn_ir_expr *e, *left, *right;

	if (!tn__build_live(q))
		return;
	left = tn__build_column(q, column);
	right = left ? tn__build_param(q, &value) : NULL;
	e = right ? tn__build_expr(q, TN_X_IN, 0, 2) : NULL;
	if (!e)
		return;
	e->args[0] = left;
	e->args[1] = right;
	and_condition(q, e);
}
