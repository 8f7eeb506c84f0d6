/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_expr.c - the analysis of an expression, from its top.
 *
 * Operands first, then the operation that their kinds pick.  What has no kind of its
 * own (NULL, a parameter) is left without until the operation above gives it one; see
 * type_param.c.
 *
 * Invariants:
 *  1. Every node is analysed once; nodes that are made here are made analysed.
 *  2. The recursion is bounded by TN_TYPE_MAX_DEPTH, subqueries included.
 *  3. A failure leaves the tree unusable, and its error has a position in the source.
 */
#include "core/sql/scope.h"
#include "core/sql/type_parts.h"

static int literal(struct tn_ir_expr *expr)
{
	if (expr->type.kind != TN_T_INTERVAL)
		tn__literal_type(expr);
	return TN_OK;
}

/* ---- subqueries --------------------------------------------------------------------------- */

int tn__type_subquery(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr)
{
	unsigned in_aggregate = an->in_aggregate;
	struct tn_ir_expr *under_cast = an->under_cast;
	const char *clause = an->clause;
	int rc;

	if (scope && scope->allow & TN_IN_STORED)
		return tn__analysis_fail(an, expr->at, TN_E_UNSUPPORTED, NULL,
			"a subquery cannot be part of a stored definition");
	an->in_aggregate = 0;
	an->under_cast = NULL;
	/* Its outputs may have no kind yet: what stands beside it may give them one. */
	rc = tn__analyse_query(an, scope, expr->u.sub.query);
	an->in_aggregate = in_aggregate;
	an->under_cast = under_cast;
	an->clause = clause;
	return rc;
}

static int exists(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr)
{
	int rc = tn__type_subquery(an, scope, expr);

	/* What EXISTS selects is never seen, but has a kind as every output. */
	if (!rc)
		rc = tn__query_settle(an, expr->u.sub.query);
	expr->type = tn__type_of(TN_KIND_BOOL);
	expr->type.flags = TN_TYPEF_NOT_NULL;
	return rc;
}

static int scalar(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr)
{
	struct tn_ir_query *query = expr->u.sub.query;
	unsigned flags;
	int rc = tn__type_subquery(an, scope, expr);

	if (rc)
		return rc;
	if (tn__query_single(query))
		expr->flags |= TN_XF_PROVEN;
	if (query->output_count != 1) {
		expr->type = tn__type_of(TN_T_ROW);
		return TN_OK;
	}
	flags = query->outputs[0].type.flags & (TN_TYPEF_FOREIGN_COLLATION | TN_TYPEF_GUESSED);
	expr->type = query->outputs[0].type;
	expr->type.flags = (uint8_t)flags;
	return TN_OK;
}

/* ---- the rest --------------------------------------------------------------------------------- */

static int row(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr)
{
	uint32_t i;
	int rc;

	for (i = 0; i < expr->arg_count; i++) {
		rc = tn__type_expr(an, scope, &expr->args[i]);
		if (rc)
			return rc;
	}
	expr->type = tn__type_of(TN_T_ROW);
	return TN_OK;
}

static int dispatch(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;

	switch (expr->kind) {
	case TN_X_LITERAL: return literal(expr);
	case TN_X_PARAM: return tn__type_param(an, scope, expr, 0);
	case TN_X_COLUMN: return tn__scope_column(an, scope, expr);
	case TN_X_OUTPUT: return TN_OK;
	case TN_X_OP: return tn__type_operator(an, scope, place);
	case TN_X_CALL: return tn__type_call(an, scope, place);
	case TN_X_CAST: return tn__type_cast(an, scope, place);
	case TN_X_CASE: return tn__type_case(an, scope, place);
	case TN_X_IN: return tn__type_in(an, scope, place);
	case TN_X_QUANT: return tn__type_quant(an, scope, place);
	case TN_X_IN_QUERY:
	case TN_X_QUANT_QUERY: return tn__type_in_query(an, scope, place);
	case TN_X_SCALAR: return scalar(an, scope, expr);
	case TN_X_EXISTS: return exists(an, scope, expr);
	case TN_X_ROWVALUE: return row(an, scope, expr);
	case TN_X_DEFAULT:
		if (scope && scope->allow & TN_IN_DEFAULT)
			return TN_OK;
		return tn__analysis_fail(an, expr->at, TN_E_SYNTAX, NULL,
			"DEFAULT stands only as a whole value of INSERT or SET");
	case TN_X_STAR:
		return tn__analysis_fail(
			an, expr->at, TN_E_SYNTAX, NULL, "* stands only in a select list and in COUNT(*)");
	default:
		return tn__analysis_fail(an, expr->at, TN_E_INTERNAL, NULL,
			"an expression of kind %u cannot be analysed", (unsigned)expr->kind);
	}
}

int tn__type_expr(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place)
{
	int rc;

	if (an->depth >= TN_TYPE_MAX_DEPTH)
		return tn__analysis_fail(an, (*place)->at, TN_E_LIMIT, "split the statement",
			"expressions nest deeper than %u levels", TN_TYPE_MAX_DEPTH);
	an->depth++;
	rc = dispatch(an, scope, place);
	an->depth--;
	return rc;
}

int tn__type_condition(
	struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place, const char *clause)
{
	const char *outer = an->clause;
	int rc;

	an->clause = clause;
	rc = tn__type_expr(an, scope, place);
	if (!rc)
		rc = tn__type_bool(an, place, clause);
	an->clause = outer;
	return rc;
}
