/* SPDX-License-Identifier: MIT */
/*
 * core/sql/parse_change.c - INSERT, UPDATE and DELETE.
 *
 * Invariant: SET (a, b) = (x, y) is taken apart into two assignments; all of
 * them read the old values, so nothing is lost by that.
 */
#include "core/sql/parser.h"

struct tn_ir_change *tn__px_change(struct tn_sql_parser *p, struct tn_ir_with *with, const struct px_name2 *target,
				   const char *alias)
{
	struct tn_ir_change *c = tn__px_alloc(p, sizeof(*c));

	if (!c)
		return NULL;
	c->with = with;
	c->schema = target->schema;
	c->table = target->name;
	c->table_at = target->at;
	c->alias = alias;
	return c;
}

static int set_returning(struct tn_sql_parser *p, struct tn_ir_change *c, const px_list *returning)
{
	if (!returning)
		return 1;
	c->returning = tn__px_flat(p, returning, sizeof(*c->returning));
	c->returning_count = returning->n;
	return c->returning != NULL;
}

static int set_sets(struct tn_sql_parser *p, struct tn_ir_change *c, const px_list *sets)
{
	if (!sets)
		return 1;
	c->sets = tn__px_flat(p, sets, sizeof(*c->sets));
	c->set_count = sets->n;
	return c->sets != NULL;
}

struct tn_ir_change *tn__px_insert(struct tn_sql_parser *p, struct tn_ir_change *c, const px_list *columns,
				   struct tn_ir_query *query, const struct px_conflict *conflict,
				   const px_list *returning)
{
	c->columns = tn__px_names(p, columns, &c->column_count);
	c->query = query;
	if (conflict) {
		c->conflict = conflict->action;
		c->conflict_at = conflict->at;
		c->conflict_columns = tn__px_names(p, conflict->columns, &c->conflict_count);
		c->conflict_where = conflict->where;
		if (!set_sets(p, c, conflict->sets))
			return NULL;
	}
	return set_returning(p, c, returning) ? c : NULL;
}

/* DELETE too, which has no sets. */
struct tn_ir_change *tn__px_update(struct tn_sql_parser *p, struct tn_ir_change *c, const px_list *sets,
				   const px_list *from, px_expr *where, const px_list *returning)
{
	if (!set_sets(p, c, sets))
		return NULL;
	if (from) {
		c->from = (struct tn_ir_from **)from->v;
		c->from_count = from->n;
	}
	c->where = where;
	return set_returning(p, c, returning) ? c : NULL;
}

struct tn_ir_assign *tn__px_assign(struct tn_sql_parser *p, uint32_t at, const char *column, px_expr *value)
{
	struct tn_ir_assign *a = tn__px_alloc(p, sizeof(*a));

	if (a) {
		a->column = column;
		a->value = value;
		a->at = at;
	}
	return a;
}

px_list *tn__px_assign_row(struct tn_sql_parser *p, uint32_t at, px_list *sets, const px_list *columns,
			   const px_list *values)
{
	uint32_t i;

	if (columns->n != values->n)
		return tn__px_failf(p, TN_E_SYNTAX, at, NULL, "SET has %u columns and %u values", columns->n,
				    values->n);
	for (i = 0; i < columns->n; i++) {
		struct tn_ir_assign *a = tn__px_assign(p, at, columns->v[i], values->v[i]);

		sets = a ? tn__px_add(p, sets, a) : NULL;
		if (!sets)
			return NULL;
	}
	return sets;
}

struct px_conflict *tn__px_conflict(struct tn_sql_parser *p, uint32_t at, enum tn_ir_conflict action, px_list *columns,
				    px_list *sets, px_expr *where)
{
	struct px_conflict *c = tn__px_alloc(p, sizeof(*c));

	if (c) {
		c->action = (uint8_t)action;
		c->at = at;
		c->columns = columns;
		c->sets = sets;
		c->where = where;
	}
	return c;
}
