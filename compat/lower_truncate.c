/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_truncate.c - TRUNCATE as DELETE of all rows.
 *
 * The problem: TRUNCATE empties a table within the transaction, leaves the counter of
 * an identity column alone, and tells no number of rows.
 * Who lacks it: SQLite has no such word.  MySQL's family has one that commits the
 * open transaction and resets the counter, which is another thing.
 * What is preserved: the table is empty, a rollback brings the rows back, the counter
 * goes on (where it is kept apart from the rows, as AUTO_INCREMENT and AUTOINCREMENT
 * are), and no number of rows is told (NO_COUNT).
 * What is weaker: speed; a DELETE of all rows goes through them.  DELETE triggers fire.
 * When it refuses: CASCADE, which empties the referring tables whatever their keys say.
 * A table that another refers to is refused where the tables are known, by
 * core/engine/truncate.c: the DELETE would do what the foreign key says.
 */
#include "compat/pass.h"

static struct tn_ir_source *target_of(struct tn_lowering *l, const struct tn_ir_drop *d)
{
	struct tn_ir_source *source = tn__arena_alloc(l->arena, sizeof(*source));

	if (!source)
		return NULL;
	source->kind = TN_SOURCE_TARGET;
	source->alias = d->name;
	source->table = d->target;
	source->columns = d->target->columns;
	source->column_count = d->target->column_count;
	return source;
}

int tn__pass_truncate(struct tn_lowering *l)
{
	const struct tn_ir_drop *d = l->intent->u.drop;
	struct tn_ir_change *c;
	struct tn_ir_stmt *tree;

	if (l->intent->kind != TN_IR_TRUNCATE || tn__can(l, TN_CAP_TRUNCATE))
		return TN_OK;
	if (d->cascade)
		return tn__lower_refuse(l, TN_CAP_TRUNCATE, d->name_at, "TRUNCATE ... CASCADE",
			"Delete the rows of the referring tables first.");
	tree = tn__lower_tree(l);
	c = tree ? tn__arena_alloc(l->arena, sizeof(*c)) : NULL;
	if (!c)
		return tn__lower_nomem(l);
	c->schema = d->schema;
	c->table = d->name;
	c->table_at = d->name_at;
	c->target = target_of(l, d);
	if (!c->target)
		return tn__lower_nomem(l);
	tree->kind = TN_IR_DELETE;
	tree->u.change = c;
	l->plan->flags |= TN_PLAN_NO_COUNT;
	if (tn__lower_refers(d->target))
		l->has |= TN_HAS_OWN_REFERENCES;
	return TN_OK;
}
