/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_change.c - UPDATE, DELETE, TRUNCATE, and what INSERT shares with them.
 *
 * The target is the first source of the scope; FROM and USING add theirs behind it.
 * A view is no target, and neither is a CTE, though its name may hide a table.
 *
 * Invariants:
 *  1. Every assignment has the index of its column, each column at most once, and a
 *     value of the column's type or DEFAULT.
 *  2. Assignments read the old row: nothing here orders them.
 */
#include "core/sql/scope.h"
#include "core/sql/type_parts.h"
#include <string.h>

int tn__change_target(struct tn_analysis *an, struct tn_ir_change *change, const char *verb)
{
	const struct tn_ir_table *table;
	int rc;

	rc = tn__env_table(an, change->schema, change->table, change->table_at, &table);
	if (rc < 0)
		return rc;
	if (table->flags & TN_TABLEF_VIEW)
		return tn__analysis_fail(an, change->table_at, TN_E_UNSUPPORTED,
			"name the table that the view reads", "%s a view: not every server can", verb);
	change->target = tn__source_of_table(
		an, TN_SOURCE_TARGET, table, change->alias ? change->alias : change->table);
	return change->target ? TN_OK : TN_E_NOMEM;
}

static int target_scope(struct tn_analysis *an, struct tn_ir_change *change, struct tn_scope **out)
{
	struct tn_source_names names = {0};
	struct tn_scope *around, *scope;
	int rc;

	rc = tn__with_analyse(an, NULL, change->with, &around);
	if (rc < 0)
		return rc;
	scope = tn__scope_new(an, around, NULL);
	if (!scope)
		return TN_E_NOMEM;
	names.name = change->target->alias;
	rc = tn__scope_add(an, scope, change->target, &names, change->table_at);
	if (rc >= 0)
		rc = tn__scope_show(an, scope, 0, &scope->names->visible);
	*out = scope;
	return rc;
}

/* ---- SET ----------------------------------------------------------------------------- */

static int no_column(struct tn_analysis *an, const struct tn_ir_table *table, const char *name, uint32_t at)
{
	struct tn_nearest near;
	uint32_t i;

	tn__nearest_begin(&near, name);
	for (i = 0; i < table->column_count; i++)
		tn__nearest_try(&near, table->columns[i].name);
	return tn__analysis_fail(an, at, TN_E_NO_OBJECT, tn__nearest_hint(an, &near),
		"the table \"%s\" has no column \"%s\"", table->name, name);
}

int tn__target_column(
	struct tn_analysis *an, struct tn_ir_change *change, const char *name, uint32_t at, uint32_t *index)
{
	int rc = tn__source_column(an, change->target, name, at, index);

	if (rc < 0)
		return rc;
	if (*index == TN_NAME_NONE)
		return no_column(an, change->target->table, name, at);
	if (change->target->columns[*index].flags & TN_COLF_GENERATED)
		return tn__analysis_fail(an, at, TN_E_UNSUPPORTED, "leave it out: the server computes it",
			"the column \"%s\" is generated and cannot be written", name);
	return TN_OK;
}

/* A NULL that is given to an identity column: some servers would make a number of it. */
static int check_identity(struct tn_analysis *an, const struct tn_ir_column *column, struct tn_ir_expr **place)
{
	const struct tn_ir_expr *value = *place;
	int rc;

	while (value->kind == TN_X_CAST)
		value = value->args[0];
	if (!(column->flags & TN_COLF_IDENTITY))
		return TN_OK;
	if (value->kind == TN_X_LITERAL && value->u.literal.kind == TN_KIND_NULL) {
		rc = tn__analysis_fail(an, value->at, TN_E_NOT_NULL, "leave the column out, or write DEFAULT",
			"the identity column \"%s\" cannot be NULL", column->name);
		if (an->err && *an->err)
			tn__error_set_column(*an->err, column->name);
		return rc;
	}
	if (value->kind == TN_X_PARAM) {
		an->stmt->params[value->u.param].identity = column->name;
		an->stmt->checks_args = 1;
		return TN_OK;
	}
	if ((*place)->type.flags & TN_TYPEF_NOT_NULL)
		return TN_OK;
	an->stmt->identity = column->name;
	return tn__type_wrap(an, place, TN_OP_IDENTITY_VALUE, &column->type, TN_XF_IMPLICIT);
}

int tn__target_value(
	struct tn_analysis *an, struct tn_ir_change *change, uint32_t index, struct tn_ir_expr **place)
{
	const struct tn_ir_column *column = &change->target->columns[index];
	const struct tn_sql_type text = tn__ir_type(TN_KIND_TEXT, 0);
	const char *what;
	int rc;

	if ((*place)->kind == TN_X_DEFAULT) {
		(*place)->type = column->type;
		(*place)->u.filled = column;
		return TN_OK;
	}
	if (column->problem)
		return tn__analysis_fail(an, (*place)->at, TN_E_UNSUPPORTED, "write it in the server's own SQL",
			"column %s: %s", column->name, column->problem);
	/* Nothing is known and nothing is bound: as good as any. */
	if (column->type.kind == TN_T_UNKNOWN && (*place)->type.kind == TN_KIND_NULL && !an->bound->kinds)
		return tn__type_want(an, place, &text, column->name);
	what = tn__analysis_text(an, "column %s", column->name);
	if (!what)
		return tn__error_nomem(an->err);
	rc = tn__type_want(an, place, &column->type, what);
	return rc < 0 ? rc : check_identity(an, column, place);
}

int tn__change_sets(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_change *change)
{
	struct tn_name_map map;
	uint32_t i;
	int rc = TN_OK;

	if (tn__name_map_init(&map, an->arena, change->set_count) < 0)
		return tn__error_nomem(an->err);
	scope->allow = 0;
	an->clause = "SET";
	for (i = 0; i < change->set_count && rc >= 0; i++) {
		struct tn_ir_assign *set = &change->sets[i];
		const char *name;

		rc = tn__target_column(an, change, set->column, set->at, &set->index);
		if (rc < 0)
			return rc;
		name = change->target->columns[set->index].name;
		if (tn__name_map_get(&map, name) != TN_NAME_NONE)
			return tn__analysis_fail(an, set->at, TN_E_SYNTAX, NULL,
				"the column \"%s\" is set twice", set->column);
		if (tn__name_map_add(&map, name, i) < 0)
			return tn__error_nomem(an->err);
		if (set->value->kind == TN_X_DEFAULT && change->target->columns[set->index].flags & TN_COLF_IDENTITY)
			return tn__analysis_fail(an, set->value->at, TN_E_UNSUPPORTED, NULL,
				"a row that is there gets no new number for \"%s\" from every server", set->column);
		if (set->value->kind != TN_X_DEFAULT)
			rc = tn__type_expr(an, scope, &set->value);
		if (rc >= 0)
			rc = tn__target_value(an, change, set->index, &set->value);
	}
	return rc;
}

/* ---- RETURNING ------------------------------------------------------------------------- */

struct reader {
	const struct tn_ir_table *table; /* that the statement changes */
	const struct tn_ir_from *found;
};

static int look_query(struct tn_ir_visitor *v, struct tn_ir_query *q);

static int look_from(struct tn_ir_visitor *v, const struct tn_ir_from *f)
{
	struct reader *r = v->ctx;
	const struct tn_ir_source *s;
	int rc = TN_OK;

	for (; f && f->kind == TN_FROM_JOIN && rc == TN_OK; f = f->left)
		rc = look_from(v, f->right);
	s = f ? f->source : NULL;
	if (rc != TN_OK || !s)
		return rc;
	if (s->kind == TN_SOURCE_TABLE && s->table && s->table->name && !strcmp(s->table->name, r->table->name))
		r->found = f;
	/* A recursive one comes back to itself. */
	return s->kind == TN_SOURCE_CTE && s->cte && !s->cte->recursive ? tn__ir_visit_query(s->cte->query, v) : TN_OK;
}

static int look_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < q->from_count && rc == TN_OK; i++)
		rc = look_from(v, q->from[i]);
	return rc;
}

/*
 * One server gives RETURNING the table as it was before the statement, others as it is after some
 * of the rows, or after all.
 */
static int check_reads(struct tn_analysis *an, const struct tn_ir_change *change)
{
	struct reader r = {.table = change->target->table};
	struct tn_ir_visitor v = {.query = look_query, .ctx = &r};
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; r.table && r.table->name && i < change->returning_count && rc == TN_OK && !r.found; i++)
		rc = tn__ir_visit_expr(&change->returning[i].expr, &v);
	if (rc < 0)
		return tn__analysis_fail(an, change->table_at, rc, NULL, "RETURNING is nested too deeply");
	return !r.found ? TN_OK : tn__analysis_fail(an, r.found->at, TN_E_UNSUPPORTED,
		"read it in a statement of its own, in the same transaction",
		"a subquery of RETURNING reads \"%s\", which is changed: servers differ in what it finds",
		r.table->name);
}

int tn__change_returning(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_change *change)
{
	uint32_t i;
	int rc;

	if (!change->returning_count)
		return TN_OK;
	scope->allow = 0;
	an->clause = "RETURNING";
	rc = tn__items_analyse(an, scope, &change->returning, &change->returning_count, &change->outputs);
	change->output_count = change->returning_count;
	for (i = 0; i < change->output_count && rc >= 0; i++) {
		struct tn_ir_expr **place = &change->returning[i].expr;
		const struct tn_sql_type text = tn__ir_type(TN_KIND_TEXT, 0);

		if ((*place)->type.kind != TN_KIND_NULL)
			continue;
		rc = (*place)->kind == TN_X_LITERAL ? tn__type_want(an, place, &text, change->outputs[i].name)
						    : tn__type_settle(an, place, change->outputs[i].name);
		change->outputs[i].type = (*place)->type;
	}
	return rc < 0 ? rc : check_reads(an, change);
}

/* ---- UPDATE, DELETE ----------------------------------------------------------------------- */

static int where_and_returning(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_change *change)
{
	int rc = TN_OK;

	scope->allow = 0;
	an->clause = "WHERE";
	if (change->where)
		rc = tn__type_condition(an, scope, &change->where, "WHERE");
	if (rc >= 0)
		rc = tn__change_returning(an, scope, change);
	tn__with_end(change->with);
	return rc;
}

int tn__update_analyse(struct tn_analysis *an, struct tn_ir_change *change)
{
	struct tn_scope *scope;
	int rc;

	rc = tn__change_target(an, change, "UPDATE of");
	if (rc >= 0)
		rc = target_scope(an, change, &scope);
	if (rc >= 0)
		rc = tn__from_analyse(an, scope, change->from, &change->from_count);
	if (rc >= 0)
		rc = tn__change_sets(an, scope, change);
	return rc < 0 ? rc : where_and_returning(an, scope, change);
}

int tn__delete_analyse(struct tn_analysis *an, struct tn_ir_change *change)
{
	struct tn_scope *scope;
	int rc;

	rc = tn__change_target(an, change, "DELETE from");
	if (rc >= 0)
		rc = target_scope(an, change, &scope);
	if (rc >= 0)
		rc = tn__from_analyse(an, scope, change->from, &change->from_count);
	return rc < 0 ? rc : where_and_returning(an, scope, change);
}

int tn__truncate_analyse(struct tn_analysis *an, struct tn_ir_drop *drop)
{
	int rc = tn__env_table(an, drop->schema, drop->name, drop->name_at, &drop->target);

	if (rc >= 0 && drop->target->flags & TN_TABLEF_VIEW)
		rc = tn__analysis_fail(
			an, drop->name_at, TN_E_UNSUPPORTED, NULL, "TRUNCATE is for tables, not for views");
	return rc;
}
