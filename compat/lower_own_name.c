/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_own_name.c - a changed table under its own name instead of an alias.
 *
 * Who lacks it: SQLite's RETURNING sees the changed table only, and under its own name;
 * MariaDB takes an alias in DELETE in a form that has no RETURNING, and no subquery of the
 * same table.
 * What is done: the changed table stands under its own name; what stands under this name
 * elsewhere gets another.
 * What is preserved: all; columns point to sources, not to names.
 * What is weaker: nothing.
 * When it refuses: never.
 */
#include <string.h>
#include "compat/pass.h"
#include "core/base/name.h"

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
	if (!f->source || !f->source->alias || !tn__name_same_nocase(f->source->alias, name))
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

int tn__pass_own_name(struct tn_lowering *l)
{
	const struct tn_ir_change *c = tn__lower_now(l)->u.change;
	int deletes = l->intent->kind == TN_IR_DELETE;
	int reads = deletes && (l->has & TN_HAS_TARGET_READ);

	/* A DELETE that has kept its USING has a form that takes aliases. */
	if (!is_aliased(c) || (deletes && c->from_count))
		return TN_OK;
	if ((!c->returning_count || tn__can(l, TN_CAP_RETURNING_JOINED)) &&
		(!reads || tn__can(l, TN_CAP_DELETE_ALIAS_READS_TARGET)))
		return TN_OK;
	return under_own_name(l);
}
