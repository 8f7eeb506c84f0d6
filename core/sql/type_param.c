/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_param.c - the kinds of parameters.
 *
 * A parameter has one type wherever it stands.  What is bound decides; where nothing
 * is bound (or NULL), the first context that needs a kind does.  Later places convert
 * from that kind as they would from a column's, so :n beside an INTEGER and a NUMERIC
 * is an integer that is converted once.
 *
 * Invariants:
 *  1. A PARAM node has the kind of stmt->params[], or none yet.
 *  2. A kind that is given once is never changed.
 *  3. A list stands only where IN and ANY take one, and there no single value does.
 *  4. The elements of a list have the kind of what they are compared with, if every
 *     value of the kind that is bound may be one of it; see tn__type_list().
 */
#include "core/sql/scope.h"
#include "core/sql/type_parts.h"

/* PARAM nodes without a kind, until the end. */
struct tn_type_pending {
	struct tn_type_pending *next;
	struct tn_ir_expr *expr;
};

unsigned tn__type_bound_kind(const struct tn_analysis *an, uint32_t param)
{
	const struct tn_sql_bound *bound = an->bound;
	unsigned kind = bound && bound->kinds ? bound->kinds[param] : TN_KIND_NULL;

	return kind < TN_KIND_LIST ? kind : TN_KIND_NULL;
}

/* The operands of CASE, COALESCE and the like whose type is that of the whole. */
static int is_result(const struct tn_ir_expr *expr, uint32_t i)
{
	uint32_t first = expr->flags & TN_XF_OPERAND ? 1 : 0;

	if (expr->kind != TN_X_CASE)
		return tn__overload_letter((enum tn_op)expr->op, i) == 'x';
	if (i < first)
		return 0;
	return (i - first) % 2 == 1 || (expr->flags & TN_XF_ELSE && i + 1 == expr->arg_count);
}

/* Every operand that could give the whole another value is NULL. */
static int gives_null(const struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++)
		if (is_result(expr, i) && !tn__type_is_null(an, expr->args[i]))
			return 0;
	return 1;
}

int tn__type_is_null(const struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	if (expr->type.kind != TN_KIND_NULL)
		return 0;
	switch (expr->kind) {
	case TN_X_LITERAL: return 1;
	case TN_X_PARAM: return an->bound && an->bound->kinds;
	case TN_X_CASE:
	case TN_X_CALL: return gives_null(an, expr);
	default: return 0;
	}
}

uint32_t tn__type_list_size(const struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	if (expr->kind != TN_X_PARAM || !an->bound || !an->bound->list_sizes)
		return TN_SQL_NO_LIST;
	return an->bound->list_sizes[expr->u.param];
}

/* Gives the parameter its type, and this occurrence too. */
static void decide(struct tn_analysis *an, struct tn_ir_expr *expr, const struct tn_sql_type *type)
{
	struct tn_ir_param *param = &an->stmt->params[expr->u.param];

	if (param->type.kind == TN_KIND_NULL) {
		param->type = tn__type_of(type->kind);
		param->type.flags = TN_TYPEF_CONSTANT | (type->flags & TN_TYPEF_GUESSED);
		if (tn__type_bound_kind(an, expr->u.param) != TN_KIND_NULL && !param->list)
			param->type.flags |= TN_TYPEF_NOT_NULL;
	}
	expr->type = param->type;
}

static int remember(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	struct tn_type_pending *pending = tn__arena_alloc(an->arena, sizeof(*pending));

	if (!pending)
		return tn__type_nomem(an);
	pending->expr = expr;
	pending->next = an->pending;
	an->pending = pending;
	return TN_OK;
}

/* One use of a parameter wants a list, another one value; or what is bound is not what this one wants. */
static int check_use(struct tn_analysis *an, const struct tn_ir_expr *expr, int list)
{
	struct tn_ir_param *param = &an->stmt->params[expr->u.param];
	int is_list = tn__type_list_size(an, expr) != TN_SQL_NO_LIST;

	if (!list && is_list)
		return tn__analysis_fail(an, expr->at, TN_E_PARAM, "write IN (:list) or = ANY(:list)",
			"%s is bound to an array, but stands where one value is needed",
			tn__type_param_words(an, expr->u.param));
	if (list && !is_list && an->bound && an->bound->list_sizes)
		return tn__analysis_fail(an, expr->at, TN_E_PARAM, "bind tn_list_of(), or compare without ANY and ALL",
			"%s is bound to one value, but stands where an array is needed",
			tn__type_param_words(an, expr->u.param));
	if (list ? param->scalar : param->list)
		return tn__analysis_fail(an, expr->at, TN_E_PARAM, "use two parameters",
			"%s stands for an array and for one value", tn__type_param_words(an, expr->u.param));
	param->list = (uint8_t)list;
	param->scalar = !list;
	return TN_OK;
}

/* A text is read as CAST reads it, when it is bound; anything else widens without loss or is refused then. */
static int list_takes(unsigned bound, unsigned kind)
{
	switch (kind) {
	case TN_KIND_NUMERIC: return bound == TN_KIND_INT;
	case TN_KIND_DOUBLE: return bound == TN_KIND_INT || bound == TN_KIND_NUMERIC;
	case TN_KIND_TIMESTAMP: return bound == TN_KIND_DATE || bound == TN_KIND_TEXT;
	case TN_KIND_DATE:
	case TN_KIND_TIME:
	case TN_KIND_TIMESTAMPTZ:
	case TN_KIND_UUID: return bound == TN_KIND_TEXT;
	default: return 0;
	}
}

void tn__type_list(struct tn_analysis *an, struct tn_ir_expr *list, unsigned kind)
{
	unsigned bound = tn__type_bound_kind(an, list->u.param);
	struct tn_sql_type type = tn__type_of(list_takes(bound, kind) ? kind : bound);

	if (list->type.kind == TN_KIND_NULL && bound != TN_KIND_NULL)
		decide(an, list, &type);
}

int tn__type_param(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr, int list)
{
	struct tn_ir_param *param = &an->stmt->params[expr->u.param];
	unsigned bound = list ? TN_KIND_NULL : tn__type_bound_kind(an, expr->u.param);
	struct tn_sql_type type = tn__type_of(bound);
	int rc;

	if (scope && scope->allow & TN_IN_STORED)
		return tn__analysis_fail(an, expr->at, TN_E_PARAM, "write the value as a literal",
			"a parameter cannot be part of a stored definition");
	rc = check_use(an, expr, list);
	if (rc)
		return rc;
	if (bound != TN_KIND_NULL || param->type.kind != TN_KIND_NULL) {
		decide(an, expr, &type);
		return TN_OK;
	}
	expr->type = tn__type_of(TN_KIND_NULL);
	expr->type.flags = TN_TYPEF_CONSTANT;
	return remember(an, expr);
}

/* ---- giving a kind to what has none ------------------------------------------- */

static int push_scalar(
	struct tn_analysis *an, struct tn_ir_expr *expr, const struct tn_sql_type *type, const char *what)
{
	int rc = tn__type_query_output(an, expr->u.sub.query, 0, type, what);

	if (!rc)
		expr->type = *type;
	return rc;
}

static int guess(struct tn_analysis *an, struct tn_ir_expr *expr, const struct tn_sql_type *type)
{
	unsigned flags = expr->type.flags | TN_TYPEF_GUESSED;

	expr->type = *type;
	expr->type.flags = (uint8_t)flags;
	return tn__analysis_warn(an, expr->at, "the type of column %s is not known; %s is assumed",
		expr->u.column.name, tn__type_words(an->arena, type));
}

static int push_operands(
	struct tn_analysis *an, struct tn_ir_expr *expr, const struct tn_sql_type *type, const char *what)
{
	uint32_t i;
	int rc;

	for (i = 0; i < expr->arg_count; i++)
		if (is_result(expr, i)) {
			rc = tn__type_push(an, &expr->args[i], type, what);
			if (rc)
				return rc;
		}
	if (expr->kind == TN_X_CALL || expr->kind == TN_X_OP)
		expr->type = tn__type_result(expr);
	return TN_OK;
}

int tn__type_push(
	struct tn_analysis *an, struct tn_ir_expr **place, const struct tn_sql_type *type, const char *what)
{
	struct tn_ir_expr *expr = *place;
	struct tn_sql_type wanted = tn__type_of(type->kind);
	unsigned flags = expr->type.flags;
	int rc;

	if (expr->type.kind != TN_KIND_NULL && expr->type.kind != TN_T_UNKNOWN)
		return tn__type_coerce(an, place, type->kind, what);
	switch (expr->kind) {
	case TN_X_PARAM:
		decide(an, expr, &wanted);
		return expr->type.kind == type->kind ? TN_OK : tn__type_coerce(an, place, type->kind, what);
	case TN_X_COLUMN: return guess(an, expr, &wanted);
	case TN_X_SCALAR: return push_scalar(an, expr, &wanted, what);
	case TN_X_CASE:
	case TN_X_CALL:
	case TN_X_OP:
		rc = push_operands(an, expr, &wanted, what);
		if (rc || expr->kind != TN_X_CASE)
			return rc;
		break;
	default: break;
	}
	expr->type = wanted;
	expr->type.flags = (uint8_t)flags;
	return TN_OK;
}

/* ---- the end ---------------------------------------------------------------------- */

static int no_type(struct tn_analysis *an, uint32_t at, uint32_t param)
{
	return tn__analysis_fail(an, at, TN_E_PARAM, "say its type: CAST(? AS INTEGER)",
		"nothing tells the type of %s", tn__type_param_words(an, param));
}

/* A parameter among the operands that give the type; NULL if there is none. */
static struct tn_ir_expr **param_among(struct tn_ir_expr *expr)
{
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++)
		if (expr->args[i]->kind == TN_X_PARAM && expr->args[i]->type.kind == TN_KIND_NULL &&
			is_result(expr, i))
			return &expr->args[i];
	return NULL;
}

static int settle_scalar(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	unsigned flags = expr->type.flags;
	int rc = tn__query_settle(an, expr->u.sub.query);

	if (rc)
		return rc;
	expr->type = expr->u.sub.query->outputs[0].type;
	expr->type.flags = (uint8_t)flags;
	return TN_OK;
}

int tn__type_settle(struct tn_analysis *an, struct tn_ir_expr **place, const char *what)
{
	struct tn_ir_expr *expr = *place, **param;
	struct tn_sql_type text = tn__type_of(TN_KIND_TEXT);
	int rc;

	if (expr->type.kind == TN_T_INTERVAL || expr->type.kind == TN_T_ROW)
		return tn__analysis_fail(an, expr->at, TN_E_TYPE,
			expr->type.kind == TN_T_INTERVAL ? "add it to a date or time" : NULL,
			"%s is %s, which is no single value", what, tn__type_kind_word(expr->type.kind));
	if (expr->type.kind != TN_KIND_NULL || expr->kind == TN_X_DEFAULT || expr->kind == TN_X_STAR)
		return TN_OK;
	if (expr->kind == TN_X_PARAM) {
		/* A NULL that is bound is a value of any type. */
		if (an->stmt->params[expr->u.param].type.kind == TN_KIND_NULL && !tn__type_is_null(an, expr))
			return no_type(an, expr->at, expr->u.param);
		decide(an, expr, &text);
		return TN_OK;
	}
	if (expr->kind == TN_X_SCALAR)
		return settle_scalar(an, expr);
	param = expr->kind == TN_X_LITERAL ? NULL : param_among(expr);
	if (!param) /* NULL whatever it is computed of: the same in every type */
		return tn__type_push(an, place, &text, what);
	rc = tn__type_settle(an, param, what);
	return rc ? rc : tn__type_push(an, place, &(*param)->type, what);
}

int tn__type_finish(struct tn_analysis *an)
{
	struct tn_type_pending *pending;
	struct tn_ir_expr *expr;
	uint32_t i;
	int rc;

	for (pending = an->pending; pending; pending = pending->next) {
		expr = pending->expr;
		if (expr->type.kind != TN_KIND_NULL)
			continue;
		rc = tn__type_settle(an, &expr, "the value");
		if (rc)
			return rc;
	}
	/* Those that no expression holds any more: beside an empty list, say. */
	for (i = 0; i < an->stmt->arg_count; i++)
		if (an->stmt->params[i].type.kind == TN_KIND_NULL) {
			unsigned bound = tn__type_bound_kind(an, i);
			an->stmt->params[i].type = tn__type_of(bound ? bound : TN_KIND_TEXT);
		}
	return TN_OK;
}
