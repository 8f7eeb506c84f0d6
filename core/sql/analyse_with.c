/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_with.c - WITH.
 *
 * A query with CTEs gets a scope of its own around it, which holds them and no
 * sources.  CTEs are analysed in order; each sees those before it.  With
 * RECURSIVE one whose body is a UNION may also see itself, in FROM of the second
 * operand: the first operand is then analysed alone and fixes the columns.
 *
 * Invariants:
 *  1. cte->recursive is set only where the CTE really refers to itself.
 *  2. Columns of a recursive CTE are never proven NOT NULL: rows are still to come.
 */
#include "core/sql/scope.h"
#include <string.h>

struct tn_ir_cte *tn__with_find(struct tn_scope *scope, const char *name, struct tn_scope **holder)
{
	uint32_t i;

	for (; scope; scope = scope->outer) {
		if (!scope->with)
			continue;
		*holder = scope;
		if (scope->names->map) {
			i = tn__name_map_get(scope->names->map, name);
			if (i < scope->with_count)
				return scope->with->ctes[i];
		}
		if (scope->names->self && !strcmp(scope->names->self->name, name))
			return scope->names->self;
	}
	return NULL;
}

static int set_columns(struct tn_analysis *an, struct tn_ir_cte *cte, struct tn_ir_query *query)
{
	int rc = tn__query_columns(
		an, query, cte->names, cte->name_count, cte->name, cte->at, &cte->names, &cte->columns);

	cte->column_count = cte->name_count = query->output_count;
	return rc;
}

/* What is known of rows that the second operand has still to make. */
static int columns_of_start(struct tn_analysis *an, struct tn_ir_cte *cte, const struct tn_ir_query *query)
{
	struct tn_ir_column *columns;
	uint32_t i;

	columns = tn__arena_calloc(an->arena, query->output_count, sizeof(*columns));
	if (!columns)
		return tn__error_nomem(an->err);
	for (i = 0; i < query->output_count; i++) {
		columns[i] = cte->columns[i];
		columns[i].flags = 0;
		columns[i].type.flags &= (uint8_t)~TN_TYPEF_NOT_NULL;
	}
	cte->columns = columns;
	return TN_OK;
}

static int check_term(struct tn_analysis *an, const struct tn_ir_cte *cte, const struct tn_ir_query *body,
	const struct tn_ir_query *term)
{
	const char *what = NULL;

	if (term->aggregated)
		what = "grouping or aggregates";
	else if (term->distinct)
		what = "DISTINCT";
	else if (term->window_count || term->windowed)
		what = "window functions";
	else if (term->order_count || term->limit || term->offset || body->order_count || body->limit ||
		body->offset)
		what = "ORDER BY or LIMIT";
	else if (term->lock || body->lock)
		what = "FOR UPDATE";
	if (!what)
		return TN_OK;
	return tn__analysis_fail(an, term->at, TN_E_UNSUPPORTED, "put it into the query that reads the CTE",
		"the recursion of \"%s\" uses %s, which not every server can", cte->name, what);
}

/* The start has fixed the types; the recursive term is converted to them. */
static int convert_term(struct tn_analysis *an, const struct tn_ir_cte *cte, struct tn_ir_query *body)
{
	uint32_t i;
	int rc = TN_OK;

	if (body->right->output_count != body->left->output_count)
		return tn__analysis_fail(an, body->right->at, TN_E_SYNTAX, NULL,
			"the two sides of UNION have %u and %u columns", body->left->output_count,
			body->right->output_count);
	for (i = 0; i < body->left->output_count && rc >= 0; i++) {
		struct tn_sql_type type = body->left->outputs[i].type;
		const char *what = tn__analysis_text(an,
			"column \"%s\" of the recursion, whose type the start fixes", cte->columns[i].name);

		if (!what)
			return tn__error_nomem(an->err);
		rc = tn__query_convert(an, body->right, i, &type, what);
	}
	return rc < 0 ? rc : tn__set_outputs(an, body);
}

static int analyse_recursive(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_cte *cte)
{
	struct tn_ir_query *body = cte->query;
	struct tn_names_in_scope *names = scope->names;
	const char *const *list = cte->names;
	uint32_t list_count = cte->name_count;
	int rc;

	names->self = cte;
	names->self_term = NULL;
	names->self_uses = 0;
	rc = tn__query_settled(an, scope, body->left);
	if (rc >= 0)
		rc = set_columns(an, cte, body->left);
	if (rc >= 0)
		rc = columns_of_start(an, cte, body->left);
	if (rc < 0)
		return rc;
	names->self_term = body->right;
	rc = tn__analyse_query(an, scope, body->right);
	if (rc < 0)
		return rc;
	names->self = NULL;
	cte->recursive = names->self_uses > 0;
	if (!cte->recursive) {
		rc = tn__set_outputs(an, body);
		if (rc >= 0)
			rc = tn__query_settle(an, body);
		cte->names = list;
		cte->name_count = list_count;
		return rc < 0 ? rc : set_columns(an, cte, body);
	}
	rc = convert_term(an, cte, body);
	if (rc >= 0)
		rc = check_term(an, cte, body, body->right);
	if (rc >= 0)
		rc = columns_of_start(an, cte, body);
	return rc;
}

static int analyse_cte(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_cte *cte)
{
	struct tn_ir_query *body = cte->query;
	int rc;

	rc = tn__new_name(an, cte->name, "the name of a CTE", cte->at);
	if (rc < 0)
		return rc;
	if (scope->with->recursive && body->kind == TN_QUERY_UNION && !body->with && !body->order_count &&
		!body->limit && !body->offset)
		return analyse_recursive(an, scope, cte);
	/* Any other body may not see itself, but is told so where it tries. */
	scope->names->self = scope->with->recursive ? cte : NULL;
	scope->names->self_term = NULL;
	rc = tn__query_settled(an, scope, body);
	scope->names->self = NULL;
	if (rc >= 0)
		rc = tn__order_outside(an, body, "WITH");
	return rc < 0 ? rc : set_columns(an, cte, body);
}

int tn__with_analyse(
	struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_with *with, struct tn_scope **out)
{
	struct tn_scope *scope;
	uint32_t i;
	int rc;

	*out = outer;
	if (!with)
		return TN_OK;
	scope = tn__scope_new(an, outer, NULL);
	if (!scope)
		return TN_E_NOMEM;
	scope->names->map = tn__arena_alloc(an->arena, sizeof(*scope->names->map));
	if (!scope->names->map || tn__name_map_init(scope->names->map, an->arena, with->cte_count) < 0)
		return tn__error_nomem(an->err);
	scope->with = with;
	for (i = 0; i < with->cte_count; i++) {
		struct tn_ir_cte *cte = with->ctes[i];

		if (tn__name_map_get(scope->names->map, cte->name) != TN_NAME_NONE)
			return tn__analysis_fail(
				an, cte->at, TN_E_AMBIGUOUS, NULL, "WITH has two queries \"%s\"", cte->name);
		rc = analyse_cte(an, scope, cte);
		if (rc < 0)
			return rc;
		if (tn__name_map_add(scope->names->map, cte->name, i) < 0)
			return tn__error_nomem(an->err);
		scope->with_count = i + 1;
	}
	*out = scope;
	return TN_OK;
}

void tn__with_end(struct tn_ir_with *with)
{
	uint32_t i;

	for (i = 0; with && i < with->cte_count; i++) {
		with->ctes[i]->names = NULL;
		with->ctes[i]->name_count = 0;
	}
}
