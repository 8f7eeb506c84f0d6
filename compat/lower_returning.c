/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_returning.c - RETURNING where it is missing.
 *
 * The problem: RETURNING reads rows as the change left them, which cannot be said by
 * other words of the same statement.
 * Who lacks it: MySQL; MariaDB RETURNING of UPDATE before 13.0.
 * SQLite's RETURNING sees the changed table only.
 * When it refuses: always, where the capability is missing, naming it.
 */
#include "compat/pass.h"

static int find_other(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	return (*place)->kind == TN_X_COLUMN && tn__lower_gives(v->ctx, (*place)->u.column.source) ? TN_E_UNSUPPORTED
												 : TN_OK;
}

static int names_others(struct tn_ir_change *c)
{
	struct tn_ir_visitor v = {.expr = find_other};
	uint32_t i, k;

	for (i = 0; i < c->from_count; i++) {
		v.ctx = c->from[i];
		for (k = 0; k < c->returning_count; k++)
			if (tn__ir_visit_expr(&c->returning[k].expr, &v) < 0)
				return 1;
	}
	return 0;
}

static enum tn_cap cap_of(unsigned kind)
{
	return kind == TN_IR_INSERT ? TN_CAP_RETURNING_INSERT :
	       kind == TN_IR_UPDATE ? TN_CAP_RETURNING_UPDATE : TN_CAP_RETURNING_DELETE;
}

int tn__pass_returning(struct tn_lowering *l)
{
	struct tn_ir_change *c = tn__lower_now(l)->u.change;
	enum tn_cap cap = cap_of(l->intent->kind);

	if (c->returning_count && !tn__can(l, cap))
		return tn__lower_refuse(l, cap, c->table_at, "RETURNING", NULL);
	if (c->returning_count && names_others(c) && !tn__can(l, TN_CAP_RETURNING_JOINED))
		return tn__lower_refuse(l, TN_CAP_RETURNING_JOINED, c->table_at,
			"RETURNING of a table that is only read", "Return the columns of the changed table.");
	return TN_OK;
}
