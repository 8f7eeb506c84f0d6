/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_returning.c - RETURNING and ON CONFLICT where they are missing or limited.
 *
 * The problem: RETURNING reads rows as the change left them, ON CONFLICT decides by
 * one unique key; neither can be said by other words of the same statement.
 * Who lacks it: MySQL both; MariaDB RETURNING of UPDATE before 13.0, and ON CONFLICT.
 * SQLite's RETURNING sees the changed table only, and under its own name; MariaDB takes an
 * alias in DELETE in a form that has no RETURNING, and no subquery of the same table.
 * What is done: where RETURNING sees the changed table only, that table stands under its own
 * name instead of an alias, in every DELETE of one table too; what stands under this name elsewhere gets another.
 * What is preserved: all; columns point to sources, not to names.
 * What is weaker: nothing.
 * When it refuses: always, where the capability is missing, naming it.
 */
#include <string.h>
#include <strings.h>
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

/* ---- the target under its own name --------------------------------------------------------- */

static int is_aliased(const struct tn_ir_change *c)
{
	return c->target && c->target->table && c->target->alias &&
		strcmp(c->target->alias, c->target->table->name) != 0;
}

/* Gives what stands under a name another one.  TN_OK or TN_E_NOMEM. */
static int rename_items(struct tn_lowering *l, struct tn_ir_from *f, const char *name)
{
	int rc;

	if (f->kind == TN_FROM_JOIN) {
		rc = rename_items(l, f->left, name);
		return rc < 0 ? rc : rename_items(l, f->right, name);
	}
	if (!f->source || !f->source->alias || strcasecmp(f->source->alias, name) != 0)
		return TN_OK;
	f->alias = f->source->alias = tn__lower_alias(l);
	return f->alias ? TN_OK : TN_E_NOMEM;
}

struct renaming {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	const char *name;
};

static int rename_in_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct renaming *r = (struct renaming *)v;
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; rc >= 0 && i < q->from_count; i++)
		rc = rename_items(r->l, q->from[i], r->name);
	return rc;
}

static int under_own_name(struct tn_lowering *l)
{
	struct tn_ir_stmt *tree = tn__lower_tree(l);
	struct renaming r = {.v = {.query = rename_in_query}, .l = l};
	struct tn_ir_change *c;
	uint32_t i;
	int rc;

	if (!tree)
		return TN_E_NOMEM;
	c = tree->u.change;
	r.name = c->target->table->name;
	rc = tn__lower_visit(l, &r.v);
	for (i = 0; rc >= 0 && i < c->from_count; i++)
		rc = rename_items(l, c->from[i], r.name);
	if (rc < 0)
		return rc == TN_E_NOMEM ? tn__lower_nomem(l) : rc;
	c->alias = NULL;
	c->target->alias = r.name;
	return TN_OK;
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
	if (c->conflict && !tn__can(l, TN_CAP_ON_CONFLICT))
		return tn__lower_refuse(l, TN_CAP_ON_CONFLICT, c->conflict_at, "ON CONFLICT", NULL);
	if ((c->returning_count || (l->intent->kind == TN_IR_DELETE && !c->from_count)) && is_aliased(c) &&
		!tn__can(l, TN_CAP_RETURNING_JOINED))
		return under_own_name(l);
	return TN_OK;
}
