/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_change.c - UPDATE, DELETE and what they share with INSERT.
 *
 * Where servers differ: a column that is assigned stands without its table, except
 * in an UPDATE of joined tables; RETURNING names the target's columns alone where
 * nothing else is in scope; the alias of a DELETE's target may have to stand in
 * front.
 */
#include "core/sql/render.h"

const char *tn__render_target_alias(const struct tn_ir_change *change)
{
	if (change->target && change->target->alias)
		return change->target->alias;
	return change->alias;
}

static const char *target_name(const struct tn_render *r, const struct tn_ir_change *change)
{
	const struct tn_ir_table *table = change->target ? change->target->table : NULL;

	return table && table->name && !r->portable ? table->name : change->table;
}

static int is_aliased(const struct tn_render *r, const struct tn_ir_change *change)
{
	const char *alias = tn__render_target_alias(change);

	return alias && strcmp(alias, target_name(r, change)) != 0;
}

void tn__render_target(struct tn_render *r, const struct tn_ir_change *change)
{
	tn__render_table_name(
		r, change->schema, change->table, change->target ? change->target->table : NULL);
	if (is_aliased(r, change)) {
		tn__render_puts(r, " AS ");
		tn__render_name(r, tn__render_target_alias(change));
	}
}

void tn__render_sets(struct tn_render *r, const struct tn_ir_change *change, int qualified)
{
	tn__render_puts(r, " SET ");
	tn__render_assignments(r, change, qualified);
}

void tn__render_assignments(struct tn_render *r, const struct tn_ir_change *change, int qualified)
{
	uint32_t i;

	for (i = 0; i < change->set_count && !tn__render_failed(r); i++) {
		const struct tn_ir_assign *set = &change->sets[i];

		tn__render_puts(r, i ? ", " : "");
		if (qualified) {
			tn__render_name(r, tn__render_target_alias(change));
			tn__text_putc(r->out, '.');
		}
		tn__render_name(r,
			r->portable ? set->column
				    : tn__render_column_name(change->target, set->index, set->column));
		tn__render_puts(r, " = ");
		tn__render_assigned(r, set->value);
	}
}

void tn__render_returning(struct tn_render *r, const struct tn_ir_change *change)
{
	struct tn_render_names names = {.outputs = change->outputs, .count = change->output_count};
	uint32_t i;

	r->bare = change->from_count == 0;
	r->returned = 1;
	for (i = 0; i < change->returning_count; i++) {
		tn__render_puts(r, i ? ", " : " RETURNING ");
		tn__render_expr(r, change->returning[i].expr);
		if (!r->portable) {
			tn__render_output_name(r, &names, i);
		} else if (change->returning[i].alias) {
			tn__render_puts(r, " AS ");
			tn__render_name(r, change->returning[i].alias);
		}
	}
	r->bare = 0;
	r->returned = 0;
}

static void where(struct tn_render *r, const struct tn_ir_change *change)
{
	if (!change->where)
		return;
	tn__render_puts(r, " WHERE ");
	tn__render_expr(r, change->where);
}

/* t CROSS JOIN (others), for servers that change a row of a join. */
static void joined(struct tn_render *r, const struct tn_ir_change *change)
{
	uint32_t i;

	tn__render_target(r, change);
	for (i = 0; i < change->from_count; i++) {
		tn__render_puts(r, " CROSS JOIN ");
		tn__render_from(r, change->from[i], 1);
	}
}

void tn__render_update(struct tn_render *r, const struct tn_ir_change *change)
{
	int join = change->from_count && r->dialect->syntax.flags & TN_SYNTAX_UPDATE_JOIN;

	tn__render_with(r, change->with);
	tn__render_puts(r, "UPDATE ");
	if (join)
		joined(r, change);
	else
		tn__render_target(r, change);
	tn__render_sets(r, change, join);
	if (change->from_count && !join) {
		tn__render_puts(r, " FROM ");
		tn__render_from_list(r, change->from, change->from_count);
	}
	where(r, change);
	tn__render_returning(r, change);
}

void tn__render_delete(struct tn_render *r, const struct tn_ir_change *change)
{
	unsigned flags = r->dialect->syntax.flags;
	int join = change->from_count && flags & TN_SYNTAX_DELETE_JOIN;
	int front = join || (flags & TN_SYNTAX_DELETE_NO_ALIAS && is_aliased(r, change));

	tn__render_with(r, change->with);
	tn__render_puts(r, "DELETE ");
	if (front) {
		const char *alias = tn__render_target_alias(change);

		tn__render_name(r, alias ? alias : target_name(r, change));
		tn__text_putc(r->out, ' ');
	}
	tn__render_puts(r, "FROM ");
	if (join)
		joined(r, change);
	else
		tn__render_target(r, change);
	if (change->from_count && !join) {
		tn__render_puts(r, " USING ");
		tn__render_from_list(r, change->from, change->from_count);
	}
	where(r, change);
	tn__render_returning(r, change);
}
