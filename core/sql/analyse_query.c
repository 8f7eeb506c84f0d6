/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_query.c - a query, clause by clause.
 *
 * The order is that in which meaning flows: WITH, FROM, windows, the select list
 * (GROUP BY and ORDER BY may point into it), WHERE, GROUP BY, HAVING, ORDER BY, and
 * last whether everything that is not aggregated is grouped.
 *
 * Invariants:
 *  1. Outputs have a kind when tn__query_settled() returns.  tn__analyse_query() leaves
 *     bare parameters and NULLs without one, for a context outside to give.
 *  2. The nesting is counted: hostile text meets a limit, not the end of the stack.
 */
#include "core/sql/scope.h"
#include <string.h>

static int analyse_where(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query)
{
	scope->allow = 0;
	an->clause = "WHERE";
	return query->where ? tn__type_condition(an, scope, &query->where, "WHERE") : TN_OK;
}

static int analyse_having(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query)
{
	if (!query->having)
		return TN_OK;
	query->aggregated = 1;
	scope->allow = TN_IN_AGGREGATE;
	an->clause = "HAVING";
	return tn__type_condition(an, scope, &query->having, "HAVING");
}

static int analyse_items(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query)
{
	int rc;

	scope->allow = TN_IN_AGGREGATE | TN_IN_WINDOW;
	an->clause = "the select list";
	rc = tn__items_analyse(an, scope, &query->items, &query->item_count, &query->outputs);
	query->output_count = query->item_count;
	return rc;
}

static int check_distinct(struct tn_analysis *an, struct tn_ir_query *query)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; query->distinct && i < query->output_count && rc >= 0; i++)
		rc = tn__check_key(an, query->items[i].expr, &query->outputs[i].type,
			query->items[i].expr->at, "SELECT DISTINCT");
	return rc;
}

static int query_select(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_query *query)
{
	struct tn_scope *scope = tn__scope_new(an, outer, query);
	int rc;

	if (!scope)
		return TN_E_NOMEM;
	rc = tn__from_analyse(an, scope, query->from, &query->from_count);
	if (rc >= 0)
		rc = tn__query_windows(an, scope, query);
	if (rc >= 0)
		rc = analyse_items(an, scope, query);
	if (rc >= 0)
		rc = analyse_where(an, scope, query);
	if (rc >= 0)
		rc = tn__query_group(an, scope, query);
	if (rc >= 0)
		rc = tn__query_one_group(an, scope, query);
	if (rc >= 0)
		rc = analyse_having(an, scope, query);
	if (rc >= 0)
		rc = tn__query_order(an, scope, query);
	if (rc < 0)
		return rc;
	query->aggregated |= scope->aggregates != 0;
	query->windowed = scope->windows != 0;
	if (query->aggregated)
		rc = tn__query_grouped(an, scope, query);
	if (rc >= 0)
		rc = check_distinct(an, query);
	if (rc >= 0)
		rc = tn__query_limit(an, scope, query);
	return rc < 0 ? rc : tn__query_lock(an, scope, query);
}

static int query_other(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_query *query)
{
	struct tn_scope *scope = tn__scope_new(an, outer, query);
	int rc;

	if (!scope)
		return TN_E_NOMEM;
	if (query->kind == TN_QUERY_VALUES)
		rc = tn__query_values(an, scope, query);
	else
		rc = tn__query_set(an, outer, query);
	if (rc >= 0)
		rc = tn__query_order(an, scope, query);
	if (rc >= 0)
		rc = tn__query_limit(an, scope, query);
	if (rc >= 0 && query->lock)
		rc = tn__analysis_fail(an, query->at, TN_E_SYNTAX, "lock the rows in a SELECT of their table",
			"FOR UPDATE and FOR SHARE are not for %s",
			query->kind == TN_QUERY_VALUES ? "VALUES" : "UNION, INTERSECT and EXCEPT");
	return rc;
}

int tn__analyse_query(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_query *query)
{
	const char *clause = an->clause;
	struct tn_scope *around;
	int rc;

	rc = tn__analysis_deeper(an, query->at);
	if (rc < 0)
		return rc;
	rc = tn__with_analyse(an, outer, query->with, &around);
	if (rc >= 0)
		rc = query->kind == TN_QUERY_SELECT ? query_select(an, around, query)
						    : query_other(an, around, query);
	tn__with_end(query->with);
	an->clause = clause;
	an->depth--;
	return rc;
}

int tn__query_settled(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_query *query)
{
	int rc = tn__analyse_query(an, outer, query);

	return rc < 0 ? rc : tn__query_settle(an, query);
}
