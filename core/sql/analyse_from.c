/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_from.c - where rows come from.
 *
 * FROM is gone through twice.  First every item gets its source, so that all
 * aliases are known before any expression is looked at.  Then joins are done from
 * the inside out (analyse_join.c).
 *
 * Invariants:
 *  1. At most one FROM item is left; a comma was a CROSS JOIN.
 *  2. No USING and no column list is left.
 */
#include "core/sql/scope.h"
#include <string.h>

/* ---- sources --------------------------------------------------------------------------- */

static int column_list(struct tn_analysis *an, struct tn_ir_from *from, uint32_t have,
	const char *const *given, const struct tn_ir_column *columns, struct tn_source_names *names)
{
	const char **list;
	uint32_t i;

	names->columns = given;
	if (!from->names)
		return TN_OK;
	if (from->name_count > have)
		return tn__analysis_fail(an, from->at, TN_E_SYNTAX, NULL,
			"the column list of \"%s\" has %u names for %u columns", names->name,
			from->name_count, have);
	list = tn__arena_calloc(an->arena, have ? have : 1, sizeof(char *));
	if (!list)
		return tn__error_nomem(an->err);
	/* A list may be shorter: the rest keep their names. */
	for (i = 0; i < have; i++)
		list[i] = i < from->name_count ? from->names[i] : given ? given[i] : columns[i].name;
	names->columns = list;
	from->names = NULL;
	from->name_count = 0;
	return TN_OK;
}

static int source_of_cte(struct tn_analysis *an, struct tn_scope *scope, struct tn_scope *holder,
	struct tn_ir_cte *cte, struct tn_ir_from *from, struct tn_source_names *names)
{
	struct tn_ir_source *source;
	uint32_t i;

	if (holder->names->self == cte) {
		if (scope->query != holder->names->self_term)
			return tn__analysis_fail(an, from->at, TN_E_UNSUPPORTED,
				"write: WITH RECURSIVE t AS (start UNION ALL SELECT ... FROM t ...)",
				"\"%s\" may refer to itself only in FROM of the SELECT behind UNION, "
				"not in the start and not in a subquery",
				cte->name);
		if (holder->names->self_uses++)
			return tn__analysis_fail(an, from->at, TN_E_UNSUPPORTED, NULL,
				"\"%s\" refers to itself more than once", cte->name);
	}
	source = tn__arena_alloc(an->arena, sizeof(*source));
	if (!source)
		return tn__error_nomem(an->err);
	source->kind = TN_SOURCE_CTE;
	source->cte = cte;
	source->columns = cte->columns;
	source->column_count = cte->column_count;
	for (i = 0; i < cte->column_count; i++)
		source->open |= !strcmp(cte->columns[i].name, "*");
	source->alias = names->name;
	from->source = source;
	return column_list(an, from, cte->column_count, cte->names, cte->columns, names);
}

static int source_of_query(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from,
	struct tn_source_names *names)
{
	struct tn_ir_source *source;
	int rc;

	if (from->lateral)
		return tn__analysis_fail(an, from->at, TN_E_UNSUPPORTED,
			"write a scalar subquery in the select list, or group in the derived table and "
			"join with ON",
			"LATERAL is not on every server");
	source = tn__arena_alloc(an->arena, sizeof(*source));
	if (!source)
		return tn__error_nomem(an->err);
	rc = tn__query_settled(an, scope->outer, from->query);
	if (rc >= 0)
		rc = tn__order_outside(an, from->query, "a derived table");
	if (rc < 0)
		return rc;
	rc = tn__query_columns(an, from->query, from->names, from->name_count, names->name, from->at,
		&names->columns, &source->columns);
	from->names = NULL;
	from->name_count = 0;
	source->kind = TN_SOURCE_QUERY;
	source->query = from->query;
	source->column_count = from->query->output_count;
	source->open = (uint8_t)tn__query_open(from->query);
	source->alias = names->name;
	from->source = source;
	return rc;
}

static int source_of_item(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from,
	struct tn_source_names *names)
{
	const struct tn_ir_table *table;
	struct tn_scope *holder;
	struct tn_ir_cte *cte;
	int rc;

	if (from->kind == TN_FROM_QUERY)
		return source_of_query(an, scope, from, names);
	cte = from->schema ? NULL : tn__with_find(scope, from->name, &holder);
	if (cte)
		return source_of_cte(an, scope, holder, cte, from, names);
	rc = tn__env_table(an, from->schema, from->name, from->at, &table);
	if (rc < 0)
		return rc;
	from->source = tn__source_of_table(an, TN_SOURCE_TABLE, table, names->name);
	if (!from->source)
		return TN_E_NOMEM;
	return column_list(an, from, table->column_count, NULL, table->columns, names);
}

static int make_sources(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from)
{
	struct tn_source_names names = {0};
	int rc;

	rc = tn__analysis_deeper(an, from->at);
	if (rc < 0)
		return rc;
	if (from->kind == TN_FROM_JOIN) {
		rc = make_sources(an, scope, from->left);
		if (rc >= 0)
			rc = make_sources(an, scope, from->right);
		an->depth--;
		return rc;
	}
	names.name = from->alias ? from->alias : from->name;
	if (!names.name) {
		names.anonymous = 1;
		names.name = from->alias = tn__fresh_alias(an);
		if (!names.name)
			return tn__error_nomem(an->err);
	}
	rc = from->alias ? tn__new_name(an, from->alias, "an alias", from->at) : TN_OK;
	if (rc >= 0)
		rc = source_of_item(an, scope, from, &names);
	if (rc >= 0)
		rc = tn__scope_add(an, scope, from->source, &names, from->at);
	an->depth--;
	return rc;
}

/* ---- the clause ------------------------------------------------------------------------- */

static struct tn_ir_from *cross(struct tn_analysis *an, struct tn_ir_from *left, struct tn_ir_from *right)
{
	struct tn_ir_from *join = tn__arena_alloc(an->arena, sizeof(*join));

	if (!join)
		return NULL;
	join->kind = TN_FROM_JOIN;
	join->join = TN_JOIN_CROSS;
	join->at = right->at;
	join->left = left;
	join->right = right;
	return join;
}

/* A CTE that refers to itself from the side that may be missing would never end everywhere. */
static int check_self(struct tn_analysis *an, struct tn_scope *scope, const struct tn_ir_from *from)
{
	struct tn_scope *holder;
	uint32_t i;

	for (i = 0; i < scope->source_count; i++) {
		const struct tn_ir_source *source = scope->sources[i];

		if (source->kind != TN_SOURCE_CTE || !source->nullable)
			continue;
		for (holder = scope; holder; holder = holder->outer)
			if (holder->names->self == source->cte)
				return tn__analysis_fail(an, from->at, TN_E_UNSUPPORTED, NULL,
					"\"%s\" refers to itself on the outer side of a join",
					source->cte->name);
	}
	return TN_OK;
}

int tn__from_analyse(
	struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from **from, uint32_t *count)
{
	const char *clause = an->clause;
	struct tn_join_side all = {0};
	unsigned allow = scope->allow;
	uint32_t i;
	int rc = TN_OK;

	if (!*count)
		return TN_OK;
	an->clause = "FROM";
	scope->allow = 0;
	all.first = scope->source_count; /* the target of UPDATE and DELETE stands before */
	for (i = 0; i < *count && rc >= 0; i++)
		rc = make_sources(an, scope, from[i]);
	for (i = 1; i < *count && rc >= 0; i++) {
		from[0] = cross(an, from[0], from[i]);
		if (!from[0])
			return tn__error_nomem(an->err);
	}
	*count = 1;
	if (rc >= 0)
		rc = tn__join_analyse(an, scope, from[0], &all);
	if (rc >= 0) {
		tn__visible_append(&scope->names->visible, &all.visible);
		rc = check_self(an, scope, from[0]);
	}
	an->clause = clause;
	scope->allow = allow;
	return rc;
}
