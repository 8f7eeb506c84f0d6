/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_in.c - IN, ANY and ALL, over lists, arrays and subqueries.
 *
 *   x = ANY (:list)      x IN (:list)           x = ANY (subquery)    x IN (subquery)
 *   x <> ALL (:list)     NOT (x IN (:list))     x <> ALL (subquery)   NOT (x IN (subquery))
 *
 * IN over an empty array is FALSE, whatever x is, and ANY with it; ALL is TRUE.
 *
 * Invariants:
 *  1. The members of a list have one kind, and its op is the comparison of that kind;
 *     of rows it is ROW_EQ, and the values in one place have one kind.
 *  2. A list parameter is alone in its IN.
 *  3. A list of n members is analysed in time linear in n.
 */
#include "core/sql/type_parts.h"

static int finish(struct tn_ir_expr *expr, unsigned sym, unsigned kind)
{
	uint32_t i;
	unsigned flags = TN_TYPEF_NOT_NULL | TN_TYPEF_CONSTANT;

	expr->op = (uint16_t)tn__compare_op(sym, kind);
	expr->type = tn__type_of(TN_KIND_BOOL);
	for (i = 0; i < expr->arg_count; i++)
		flags &= expr->args[i]->type.flags;
	/* The elements of an array may be NULL, the rows of a subquery too. */
	if (expr->kind != TN_X_IN || expr->args[expr->arg_count - 1]->kind == TN_X_PARAM)
		flags &= ~TN_TYPEF_NOT_NULL;
	if (expr->kind == TN_X_IN_QUERY || expr->kind == TN_X_QUANT_QUERY)
		flags &= ~TN_TYPEF_CONSTANT;
	expr->type.flags = (uint8_t)flags;
	return TN_OK;
}

static int negate(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *not_it = tn__type_op(an, TN_OP_NOT, (*place)->at, 1, *place);

	if (!not_it)
		return tn__type_nomem(an);
	*place = not_it;
	return TN_OK;
}

/* ---- values ----------------------------------------------------------------------------- */

/* Literals beside a column of a narrower kind, where they are values of it. */
static int fit_members(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	uint32_t i;
	unsigned sym = TN_SYM_EQ;
	int rc = TN_OK;

	for (i = 1; i < expr->arg_count && !rc; i++)
		rc = tn__type_fit_constant(an, &sym, expr->args[0], expr->args[i]);
	return rc;
}

/* args[from], args[from + 1], ... and the needle, as places. */
static struct tn_ir_expr ***places_of(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	struct tn_ir_expr ***places = tn__arena_calloc(an->arena, expr->arg_count, sizeof(*places));
	uint32_t i;

	for (i = 0; places && i < expr->arg_count; i++)
		places[i] = &expr->args[i];
	return places;
}

/* c IN (...) AND BINARY_TEXT(c) IN (...): the first finds by the index, the second decides. */
static int recheck_list(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *first = *place, *again;
	uint32_t i;

	if (!(first->args[0]->type.flags & TN_TYPEF_COLUMN))
		return tn__type_binary(an, &first->args[0]);
	again = tn__type_node(an, TN_X_IN, first->at, first->arg_count);
	if (!again)
		return tn__type_nomem(an);
	for (i = 0; i < first->arg_count; i++) {
		if (!tn__type_twice(first->args[i]))
			return tn__type_binary(an, &first->args[0]);
		again->args[i] = tn__ir_clone_expr(an->arena, first->args[i]);
		if (!again->args[i])
			return tn__type_nomem(an);
	}
	again->op = first->op;
	again->type = first->type;
	again->args[0] = tn__type_op(an, TN_OP_BINARY_TEXT, first->at, 1, again->args[0]);
	if (!again->args[0])
		return tn__type_nomem(an);
	*place = tn__type_op(an, TN_OP_AND, first->at, 2, first, again);
	return *place ? TN_OK : tn__type_nomem(an);
}

static int one_is_foreign(const struct tn_ir_expr *expr)
{
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++)
		if (expr->args[i]->type.flags & TN_TYPEF_FOREIGN_COLLATION)
			return 1;
	return 0;
}

static int in_values(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	struct tn_ir_expr ***places = places_of(an, expr);
	struct tn_sql_type type;
	int rc;

	if (!places)
		return tn__type_nomem(an);
	rc = fit_members(an, expr);
	if (!rc)
		rc = tn__type_unify(an, places, expr->arg_count, &type, "IN");
	if (!rc && type.kind == TN_KIND_NULL) {
		type = tn__type_of(TN_KIND_INT);
		if (!tn__type_is_null(an, expr->args[0]))
			return tn__analysis_fail(an, expr->at, TN_E_PARAM,
				"say the type of one: CAST(? AS INTEGER)",
				"nothing tells the type of the values of IN");
		rc = tn__type_push(an, &expr->args[0], &type, "IN");
		if (!rc)
			rc = tn__type_unify(an, places, expr->arg_count, &type, "IN");
	}
	if (rc)
		return rc;
	if (type.kind == TN_T_UNKNOWN)
		return tn__type_unknown(an, expr->args[0]);
	if (!tn__compare_op(TN_SYM_EQ, type.kind))
		return tn__type_compare_fail(an, TN_SYM_EQ, expr->at, &type, &type);
	finish(expr, TN_SYM_EQ, type.kind);
	return type.kind == TN_KIND_TEXT && one_is_foreign(expr) ? recheck_list(an, place) : TN_OK;
}

/* ---- rows --------------------------------------------------------------------------------- */

static int unify_column(
	struct tn_analysis *an, struct tn_ir_expr *expr, struct tn_ir_expr ***places, uint32_t column)
{
	struct tn_sql_type type;
	uint32_t i;
	int rc;

	for (i = 0; i < expr->arg_count; i++)
		places[i] = &expr->args[i]->args[column];
	rc = tn__type_unify(an, places, expr->arg_count, &type, "IN");
	if (rc)
		return rc;
	if (!tn__compare_op(TN_SYM_EQ, type.kind))
		return type.kind == TN_T_UNKNOWN
			? tn__type_unknown(an, *places[0])
			: tn__type_compare_fail(an, TN_SYM_EQ, expr->at, &type, &type);
	return tn__type_binary(an, places[0]);
}

static int in_rows(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	struct tn_ir_expr ***places = tn__arena_calloc(an->arena, expr->arg_count, sizeof(*places));
	uint32_t i, width = expr->args[0]->arg_count;
	int rc;

	if (!places)
		return tn__type_nomem(an);
	for (i = 1; i < expr->arg_count; i++)
		if (expr->args[i]->kind != TN_X_ROWVALUE || expr->args[i]->arg_count != width)
			return tn__analysis_fail(an, expr->args[i]->at, TN_E_TYPE,
				"write (a, b) IN ((1, 2), (3, 4))", "IN needs rows of %lu values here",
				(unsigned long)width);
	for (i = 0; i < width; i++) {
		rc = unify_column(an, expr, places, i);
		if (rc)
			return rc;
	}
	return finish(expr, TN_SYM_EQ, TN_T_ROW);
}

/* ---- arrays ------------------------------------------------------------------------------------ */

/* The element's kind and the other side's: the array cannot be converted, the side can. */
static int array_pair(struct tn_analysis *an, unsigned sym, struct tn_ir_expr *expr)
{
	struct tn_ir_expr *list = expr->args[1];
	uint32_t at = expr->at;
	int rc;

	tn__type_list(an, list, expr->args[0]->type.kind);
	if (list->type.kind == TN_KIND_NULL && expr->args[0]->type.kind == TN_KIND_NULL &&
		!tn__type_is_null(an, list))
		return tn__analysis_fail(an, at, TN_E_PARAM, "say the type: CAST(? AS INTEGER)",
			"nothing tells the type of the two sides of %s", tn__type_sym_text(sym));
	rc = tn__type_pair(an, sym, at, &expr->args[0], &expr->args[1]);
	if (rc)
		return rc;
	if (expr->args[1]->kind == TN_X_PARAM)
		return TN_OK;
	return tn__analysis_fail(an, at, TN_E_TYPE, "bind an array of the kind that is needed",
		"%s is bound to an array of %s, but %s is needed", tn__type_param_words(an, list->u.param),
		tn_kind_name(list->type.kind), tn__type_words(an->arena, &expr->args[0]->type));
}

/* x IN (:list): one argument, bound to an array. */
static int in_array(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	int rc;

	if (tn__type_list_size(an, expr->args[1]) == 0) {
		/* Nothing is compared, but the statement keeps the parameter. */
		tn__literal_set_bool(expr, 0);
		expr->op = TN_OP_NONE;
		return TN_OK;
	}
	rc = array_pair(an, TN_SYM_EQ, expr);
	if (rc)
		return rc;
	finish(expr, TN_SYM_EQ, expr->args[0]->type.kind);
	return one_is_foreign(expr) && expr->args[0]->type.kind == TN_KIND_TEXT ? recheck_list(an, place)
										: TN_OK;
}

/* A member that is an array must be alone. */
static int find_array(struct tn_analysis *an, const struct tn_ir_expr *expr, int *is_array)
{
	uint32_t i;

	*is_array = 0;
	for (i = 1; i < expr->arg_count; i++)
		if (tn__type_list_size(an, expr->args[i]) != TN_SQL_NO_LIST) {
			if (expr->arg_count > 2)
				return tn__analysis_fail(an, expr->args[i]->at, TN_E_PARAM,
					"x IN (:list) OR x IN (1, 2)",
					"%s is bound to an array and must stand alone in IN (...)",
					tn__type_param_words(an, expr->args[i]->u.param));
			*is_array = 1;
		}
	return TN_OK;
}

int tn__type_in(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	uint32_t i;
	int is_array, rc = find_array(an, expr, &is_array);

	for (i = 0; i < expr->arg_count && !rc; i++)
		rc = is_array && i == 1 ? tn__type_param(an, scope, expr->args[i], 1)
					: tn__type_expr(an, scope, &expr->args[i]);
	if (rc)
		return rc;
	if (expr->args[0]->kind == TN_X_ROWVALUE && !is_array)
		return in_rows(an, expr);
	return is_array ? in_array(an, place) : in_values(an, place);
}

/* x sym ANY/ALL (:list) */
int tn__type_quant(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	int all = (expr->flags & TN_XF_ALL) != 0, rc;

	if (expr->args[1]->kind != TN_X_PARAM)
		return tn__analysis_fail(an, expr->args[1]->at, TN_E_TYPE, "write IN (...), or bind an array",
			"%s takes a subquery or a parameter that is bound to an array", all ? "ALL" : "ANY");
	rc = tn__type_expr(an, scope, &expr->args[0]);
	if (!rc)
		rc = tn__type_param(an, scope, expr->args[1], 1);
	if (rc)
		return rc;
	if (tn__type_list_size(an, expr->args[1]) == 0) {
		tn__literal_set_bool(expr, all);
		expr->op = TN_OP_NONE;
		return TN_OK;
	}
	if (expr->sym == (all ? TN_SYM_NE : TN_SYM_EQ)) {
		expr->kind = TN_X_IN;
		expr->sym = TN_SYM_NONE;
		expr->flags = 0;
		rc = in_array(an, place);
		return rc || !all ? rc : negate(an, place);
	}
	rc = array_pair(an, expr->sym, expr);
	if (!rc)
		rc = tn__type_binary(an, &expr->args[0]);
	return rc ? rc : finish(expr, expr->sym, expr->args[0]->type.kind);
}

/* ---- subqueries -------------------------------------------------------------------------------------- */

/* One value beside one output: the value is converted, or the output is. */
static int output_pair(struct tn_analysis *an, unsigned sym, uint32_t at, struct tn_ir_expr **value,
	struct tn_ir_query *query, uint32_t index)
{
	struct tn_sql_type *output = &query->outputs[index].type, type;
	unsigned kind = (*value)->type.kind;
	int rc;

	if (output->kind == TN_KIND_NULL && kind == TN_KIND_NULL && tn__type_is_null(an, *value)) {
		type = tn__type_of(TN_KIND_INT);
		rc = tn__type_push(an, value, &type, "IN");
		return rc ? rc
			  : tn__type_query_output(an, query, index, &type, "the value beside the subquery");
	}
	if (output->kind == TN_KIND_NULL && kind == TN_KIND_NULL)
		return tn__analysis_fail(an, at, TN_E_PARAM, "say the type of one: CAST(? AS INTEGER)",
			"nothing tells the type of the two sides of %s", tn__type_sym_text(sym));
	if (output->kind == TN_T_UNKNOWN && an->env->open)
		type = kind == TN_T_UNKNOWN || kind == TN_KIND_NULL ? tn__type_of(TN_KIND_INT)
								    : tn__type_of(kind);
	else if (output->kind == TN_KIND_NULL)
		type = tn__type_of(kind);
	else if (output->kind < TN_KIND_LIST && tn__type_cost(an, *value, output->kind) >= 0)
		type = tn__type_of(output->kind);
	else
		type = tn__type_of(kind);
	if (!tn__compare_op(sym, type.kind) || type.kind == TN_T_ROW)
		return output->kind == TN_T_UNKNOWN
			? tn__type_unknown(an, *value)
			: tn__type_compare_fail(an, sym, at, &(*value)->type, output);
	rc = tn__type_coerce(an, value, type.kind, tn__type_sym_text(sym));
	if (!rc)
		rc = tn__type_query_output(an, query, index, &type, "the value beside the subquery");
	/* One side's binary comparison decides over the other's collation. */
	if (!rc && output->flags & TN_TYPEF_FOREIGN_COLLATION && type.kind == TN_KIND_TEXT)
		(*value)->type.flags |= TN_TYPEF_FOREIGN_COLLATION;
	return rc ? rc : tn__type_binary(an, value);
}

static int query_widths(
	struct tn_analysis *an, const struct tn_ir_expr *left, const struct tn_ir_query *query)
{
	uint32_t width = left->kind == TN_X_ROWVALUE ? left->arg_count : 1;

	if (query->output_count == width)
		return TN_OK;
	return tn__analysis_fail(an, query->at, TN_E_TYPE, NULL, "the subquery gives %lu columns, not %lu",
		(unsigned long)query->output_count, (unsigned long)width);
}

static int pair_with_query(struct tn_analysis *an, unsigned sym, uint32_t at, struct tn_ir_expr **left,
	struct tn_ir_query *query)
{
	uint32_t i;
	int rc = query_widths(an, *left, query);

	if (rc || (*left)->kind != TN_X_ROWVALUE)
		return rc ? rc : output_pair(an, sym, at, left, query, 0);
	for (i = 0; i < (*left)->arg_count && !rc; i++)
		rc = output_pair(an, sym, at, &(*left)->args[i], query, i);
	return rc;
}

/* IN (subquery), and sym ANY/ALL (subquery). */
int tn__type_in_query(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	unsigned sym = expr->kind == TN_X_IN_QUERY ? TN_SYM_EQ : expr->sym;
	int all = (expr->flags & TN_XF_ALL) != 0, negated = 0;
	int rc = tn__type_expr(an, scope, &expr->args[0]);

	if (!rc)
		rc = tn__type_subquery(an, scope, expr);
	if (!rc)
		rc = pair_with_query(an, sym, expr->at, &expr->args[0], expr->u.sub.query);
	if (rc)
		return rc;
	if (expr->kind == TN_X_QUANT_QUERY && sym == (all ? TN_SYM_NE : TN_SYM_EQ)) {
		expr->kind = TN_X_IN_QUERY;
		expr->sym = TN_SYM_NONE;
		expr->flags = 0;
		sym = TN_SYM_EQ;
		negated = all;
	}
	finish(expr, sym, expr->args[0]->kind == TN_X_ROWVALUE ? TN_T_ROW : expr->args[0]->type.kind);
	return negated ? negate(an, place) : TN_OK;
}

/* (a, b) = (SELECT x, y ...): one operation; the other side is a subquery of one row. */
int tn__type_row_scalar(struct tn_analysis *an, unsigned sym, struct tn_ir_expr *row,
	struct tn_ir_expr *scalar, int swapped, struct tn_ir_expr **out)
{
	int rc;

	if (!tn__compare_op(sym, TN_T_ROW))
		return tn__analysis_fail(an, scalar->at, TN_E_UNSUPPORTED, "compare the members one by one",
			"%s does not take a row from a subquery", tn__type_sym_text(sym));
	rc = pair_with_query(an, sym, scalar->at, &row, scalar->u.sub.query);
	if (rc)
		return rc;
	scalar->type = tn__type_of(TN_T_ROW);
	*out = tn__type_op(an, tn__compare_op(sym, TN_T_ROW), row->at, 2, swapped ? scalar : row,
		swapped ? row : scalar);
	if (!*out)
		return tn__type_nomem(an);
	(*out)->sym = (uint8_t)sym;
	return TN_OK;
}
