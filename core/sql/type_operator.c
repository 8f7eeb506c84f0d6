/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_operator.c - operators: logic, tests, arithmetic, text, JSON.
 *
 * Comparisons are in type_compare.c, intervals in type_interval.c.
 *
 * Invariants:
 *  1. AND, OR and || have no operand of the same operation: they are n-ary.
 *  2. Division of NUMERICs stands directly under a CAST that says its digits.
 *  3. Unary plus is gone.
 */
#include <string.h>
#include "core/base/value.h"
#include "core/sql/type_parts.h"

static const char *const sym_text[TN_SYM_COUNT] = {
	[TN_SYM_OR] = "OR",
	[TN_SYM_AND] = "AND",
	[TN_SYM_NOT] = "NOT",
	[TN_SYM_EQ] = "=",
	[TN_SYM_NE] = "<>",
	[TN_SYM_LT] = "<",
	[TN_SYM_LE] = "<=",
	[TN_SYM_GT] = ">",
	[TN_SYM_GE] = ">=",
	[TN_SYM_IS_DISTINCT] = "IS DISTINCT FROM",
	[TN_SYM_IS_NOT_DISTINCT] = "IS NOT DISTINCT FROM",
	[TN_SYM_IS_NULL] = "IS NULL",
	[TN_SYM_IS_NOT_NULL] = "IS NOT NULL",
	[TN_SYM_IS_TRUE] = "IS TRUE",
	[TN_SYM_IS_NOT_TRUE] = "IS NOT TRUE",
	[TN_SYM_IS_FALSE] = "IS FALSE",
	[TN_SYM_IS_NOT_FALSE] = "IS NOT FALSE",
	[TN_SYM_IS_UNKNOWN] = "IS UNKNOWN",
	[TN_SYM_IS_NOT_UNKNOWN] = "IS NOT UNKNOWN",
	[TN_SYM_LIKE] = "LIKE",
	[TN_SYM_ILIKE] = "ILIKE",
	[TN_SYM_BETWEEN] = "BETWEEN",
	[TN_SYM_ADD] = "+",
	[TN_SYM_SUB] = "-",
	[TN_SYM_MUL] = "*",
	[TN_SYM_DIV] = "/",
	[TN_SYM_MOD] = "%",
	[TN_SYM_NEG] = "-",
	[TN_SYM_POS] = "+",
	[TN_SYM_BIT_AND] = "&",
	[TN_SYM_BIT_OR] = "|",
	[TN_SYM_BIT_XOR] = "#",
	[TN_SYM_BIT_NOT] = "~",
	[TN_SYM_SHL] = "<<",
	[TN_SYM_SHR] = ">>",
	[TN_SYM_CONCAT] = "||",
	[TN_SYM_ARROW] = "->",
	[TN_SYM_LONG_ARROW] = "->>",
};

const char *tn__type_sym_text(unsigned sym)
{
	return sym < TN_SYM_COUNT && sym_text[sym] ? sym_text[sym] : "?";
}

/* Where the rows of a symbol stand in operators.def; others may stand between them. */
static const struct tn_rows sym_rows[TN_SYM_COUNT] = {
	[TN_SYM_ADD] = {TN_OP_ADD_I, TN_OP_ADD_DATE_I, TN_SYM_ADD},
	[TN_SYM_SUB] = {TN_OP_SUB_I, TN_OP_SUB_DATE, TN_SYM_SUB},
	[TN_SYM_MUL] = {TN_OP_MUL_I, TN_OP_MUL_D, TN_SYM_MUL},
	[TN_SYM_DIV] = {TN_OP_DIV_I, TN_OP_DIV_D, TN_SYM_DIV},
	[TN_SYM_MOD] = {TN_OP_MOD_I, TN_OP_MOD_N, TN_SYM_MOD},
	[TN_SYM_NEG] = {TN_OP_NEG_I, TN_OP_NEG_D, TN_SYM_NEG},
	[TN_SYM_BIT_AND] = {TN_OP_BIT_AND, TN_OP_BIT_AND, TN_SYM_BIT_AND},
	[TN_SYM_BIT_OR] = {TN_OP_BIT_OR, TN_OP_BIT_OR, TN_SYM_BIT_OR},
	[TN_SYM_BIT_XOR] = {TN_OP_BIT_XOR, TN_OP_BIT_XOR, TN_SYM_BIT_XOR},
	[TN_SYM_BIT_NOT] = {TN_OP_BIT_NOT, TN_OP_BIT_NOT, TN_SYM_BIT_NOT},
	[TN_SYM_SHL] = {TN_OP_SHL, TN_OP_SHL, TN_SYM_SHL},
	[TN_SYM_SHR] = {TN_OP_SHR, TN_OP_SHR, TN_SYM_SHR},
	[TN_SYM_LIKE] = {TN_OP_LIKE, TN_OP_LIKE, TN_SYM_LIKE},
	[TN_SYM_ILIKE] = {TN_OP_ILIKE, TN_OP_ILIKE, TN_SYM_ILIKE},
	[TN_SYM_ARROW] = {TN_OP_JSON_GET_KEY, TN_OP_JSON_GET_INDEX, TN_SYM_ARROW},
	[TN_SYM_LONG_ARROW] = {TN_OP_JSON_KEY_TEXT, TN_OP_JSON_INDEX_TEXT, TN_SYM_LONG_ARROW},
};

/* ---- what does not fit --------------------------------------------------------------- */

static int has_kind(const struct tn_ir_expr *expr, unsigned kind)
{
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++)
		if (expr->args[i]->type.kind == kind)
			return 1;
	return 0;
}

static const char *operator_hint(const struct tn_ir_expr *expr)
{
	unsigned sym = expr->sym;

	if (sym == TN_SYM_SUB && expr->args[0]->type.kind == expr->args[1]->type.kind &&
		(has_kind(expr, TN_KIND_TIMESTAMP) || has_kind(expr, TN_KIND_TIMESTAMPTZ)))
		return "MICROS_BETWEEN(a, b) gives the microseconds from a to b";
	if ((sym == TN_SYM_ADD || sym == TN_SYM_SUB) &&
		(has_kind(expr, TN_KIND_TIMESTAMP) || has_kind(expr, TN_KIND_TIMESTAMPTZ) ||
			has_kind(expr, TN_KIND_TIME)))
		return "write an interval: x + 5 * INTERVAL '1 day'";
	if (sym == TN_SYM_ARROW || sym == TN_SYM_LONG_ARROW)
		return "a JSON value stands on the left, a key or an index on the right: CAST(x AS JSON)";
	if (has_kind(expr, TN_KIND_TEXT) && has_kind(expr, TN_KIND_DATE))
		return "convert the text: CAST(text AS DATE)";
	if (sym == TN_SYM_ADD && has_kind(expr, TN_KIND_TEXT))
		return "text is joined with ||; for a sum write CAST(text AS INTEGER)";
	if (sym == TN_SYM_LIKE || sym == TN_SYM_ILIKE)
		return "LIKE takes text: CAST(x AS TEXT)";
	if (has_kind(expr, TN_KIND_TEXT))
		return "convert the text: CAST(text AS INTEGER)";
	if (has_kind(expr, TN_KIND_BOOL))
		return "CASE WHEN condition THEN 1 ELSE 0 END";
	if ((sym == TN_SYM_MOD || (sym >= TN_SYM_BIT_AND && sym <= TN_SYM_SHR)) &&
		(has_kind(expr, TN_KIND_DOUBLE) || has_kind(expr, TN_KIND_NUMERIC)))
		return "convert it: CAST(x AS BIGINT)";
	return NULL;
}

static int undefined(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	const char *left = tn__type_words(an->arena, &expr->args[0]->type);
	const char *symbol = tn__type_sym_text(expr->sym);
	const struct tn_ir_expr *unknown = tn__type_find_unknown(expr->args, expr->arg_count);

	if (unknown)
		return tn__type_unknown(an, unknown);
	if (expr->arg_count < 2)
		return tn__analysis_fail(an, expr->at, TN_E_TYPE, operator_hint(expr),
			"%s is not defined for %s", symbol, left);
	return tn__analysis_fail(an, expr->at, TN_E_TYPE, operator_hint(expr),
		"%s is not defined for %s and %s", symbol, left,
		tn__type_words(an->arena, &expr->args[1]->type));
}

static int ambiguous(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++)
		if (expr->args[i]->type.kind == TN_T_UNKNOWN)
			return tn__type_unknown(an, expr->args[i]);
	return tn__analysis_fail(an, expr->at, TN_E_TYPE, "say the type of an operand: CAST(? AS INTEGER)",
		"the operands of %s could be of several types", tn__type_sym_text(expr->sym));
}

/* ---- logic ----------------------------------------------------------------------------- */

int tn__type_bool(struct tn_analysis *an, struct tn_ir_expr **place, const char *where)
{
	struct tn_ir_expr *expr = *place;
	const char *hint = "write a comparison";

	if (tn__type_cost(an, expr, TN_KIND_BOOL) >= 0 || expr->type.kind == TN_T_UNKNOWN)
		return tn__type_coerce(an, place, TN_KIND_BOOL, where);
	if (expr->type.kind == TN_KIND_INT && expr->kind == TN_X_LITERAL)
		hint = "write TRUE or FALSE";
	else if (expr->type.kind == TN_KIND_INT && expr->kind == TN_X_PARAM)
		hint = "bind it with tn_bool(), or write ? <> 0";
	else if (expr->type.kind == TN_KIND_INT || expr->type.kind == TN_KIND_NUMERIC ||
		expr->type.kind == TN_KIND_DOUBLE)
		hint = "write x <> 0";
	else if (expr->type.kind == TN_KIND_TEXT)
		hint = "write x <> ''";
	return tn__analysis_fail(an, expr->at, TN_E_TYPE, hint, "%s needs a condition, but this is %s", where,
		tn__type_words(an->arena, &expr->type));
}

static int logic(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	uint32_t i;
	int rc;

	for (i = 0; i < expr->arg_count; i++) {
		rc = tn__type_bool(an, &expr->args[i], tn__type_sym_text(expr->sym));
		if (rc)
			return rc;
	}
	expr->op = expr->sym == TN_SYM_NOT ? TN_OP_NOT : expr->sym == TN_SYM_AND ? TN_OP_AND : TN_OP_OR;
	if (expr->op == TN_OP_NOT && expr->args[0]->kind == TN_X_LITERAL &&
		expr->args[0]->u.literal.kind == TN_KIND_BOOL) {
		expr->args[0]->at = expr->at;
		*place = expr->args[0];
		tn__literal_set_bool(*place, !(*place)->u.literal.u.i);
		return TN_OK;
	}
	rc = expr->op == TN_OP_NOT ? TN_OK : tn__type_flatten(an, expr);
	expr->type = tn__type_result(expr);
	return rc;
}

/* x IS NULL takes any kind, IS TRUE a condition. */
static int test(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	int rc;

	if (expr->sym >= TN_SYM_IS_TRUE) {
		rc = tn__type_bool(an, &expr->args[0], tn__type_sym_text(expr->sym));
		if (rc)
			return rc;
	} else if (expr->args[0]->type.kind == TN_T_INTERVAL) {
		return undefined(an, expr);
	}
	expr->op = (uint16_t)(TN_OP_IS_NULL + (expr->sym - TN_SYM_IS_NULL));
	expr->type = tn__type_result(expr);
	return TN_OK;
}

/* (a, b) IS NULL is true when all members are NULL, IS NOT NULL when none is. */
static int test_row(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place, *row = expr->args[0], *all;
	unsigned op = TN_OP_IS_NULL + (unsigned)(expr->sym - TN_SYM_IS_NULL);
	uint32_t i;

	all = tn__type_node(an, TN_X_OP, expr->at, row->arg_count);
	if (!all)
		return tn__type_nomem(an);
	for (i = 0; i < row->arg_count; i++) {
		all->args[i] = tn__type_op(an, (enum tn_op)op, row->args[i]->at, 1, row->args[i]);
		if (!all->args[i])
			return tn__type_nomem(an);
	}
	all->sym = TN_SYM_AND;
	all->op = TN_OP_AND;
	all->type = tn__type_result(all);
	*place = all;
	return TN_OK;
}

/* ---- text ----------------------------------------------------------------------------------- */

static int is_text_like(unsigned kind)
{
	return kind == TN_KIND_TEXT || kind == TN_KIND_INT || kind == TN_KIND_NULL;
}

/* || takes text, and integers as their digits; or bytes. */
static int concat(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	unsigned kind = has_kind(expr, TN_KIND_BYTES) ? TN_KIND_BYTES : TN_KIND_TEXT;
	struct tn_sql_type text = tn__type_of(TN_KIND_TEXT);
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < expr->arg_count && !rc; i++) {
		struct tn_ir_expr **arg = &expr->args[i];

		if (kind == TN_KIND_TEXT && (*arg)->type.kind == TN_KIND_INT) {
			rc = tn__type_cast_to(an, arg, &text, TN_XF_IMPLICIT);
			rc = rc < 0 ? rc : TN_OK;
		} else if (kind == TN_KIND_BYTES || is_text_like((*arg)->type.kind) ||
			(*arg)->type.kind == TN_T_UNKNOWN) {
			rc = tn__type_coerce(an, arg, kind, "||");
		} else {
			rc = tn__analysis_fail(an, (*arg)->at, TN_E_TYPE, "convert it: CAST(x AS TEXT)",
				"|| takes text and integers, but this is %s",
				tn__type_words(an->arena, &(*arg)->type));
		}
	}
	if (rc)
		return rc;
	expr->op = kind == TN_KIND_BYTES ? TN_OP_CONCAT_Y : TN_OP_CONCAT_T;
	rc = tn__type_flatten(an, expr);
	expr->type = tn__type_result(expr);
	return rc;
}

/*
 * The escape is a literal of one character, or none.  Where it is a wildcard servers
 * take "%%" for a % that is meant, or for two wildcards.
 */
static int like_escape(struct tn_analysis *an, const struct tn_ir_expr *escape)
{
	uint32_t i, characters = 0;

	if (escape->kind != TN_X_LITERAL || escape->u.literal.kind != TN_KIND_TEXT)
		return tn__analysis_fail(
			an, escape->at, TN_E_TYPE, "ESCAPE '!'", "ESCAPE must be a literal of one character");
	for (i = 0; i < escape->u.literal.len; i++)
		characters += ((unsigned char)escape->u.literal.u.s[i] & 0xC0) != 0x80;
	if (characters > 1)
		return tn__analysis_fail(
			an, escape->at, TN_E_TYPE, "ESCAPE '!'", "ESCAPE must be one character");
	if (characters == 1 && (*escape->u.literal.u.s == '%' || *escape->u.literal.u.s == '_'))
		return tn__analysis_fail(an, escape->at, TN_E_TYPE, "ESCAPE '!'", "ESCAPE must not be a wildcard");
	return TN_OK;
}

static int like(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	int pick = tn__overload_pick(an, sym_rows[expr->sym], expr->args, expr->arg_count);
	int rc;

	if (pick < 0)
		return undefined(an, expr);
	rc = tn__overload_apply(an, expr, (enum tn_op)pick, tn__type_sym_text(expr->sym));
	if (!rc && expr->arg_count > 2)
		rc = like_escape(an, expr->args[2]);
	/* The matching of the column's own collation may ignore case. */
	return rc ? rc : tn__type_binary(an, &expr->args[0]);
}

/* ---- arithmetic -------------------------------------------------------------------------------- */

/* -literal is a literal, and only so is the smallest integer one. */
static int negate_literal(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place, *literal = expr->args[0];
	tn_value v = literal->u.literal;
	int64_t smallest;
	char *text;

	if (literal->kind != TN_X_LITERAL)
		return 0;
	if (v.kind == TN_KIND_INT && v.u.i != INT64_MIN) {
		v.u.i = -v.u.i;
	} else if (v.kind == TN_KIND_DOUBLE) {
		v.u.d = -v.u.d;
	} else if (v.kind == TN_KIND_NUMERIC && v.len && *v.u.s != '-' && *v.u.s != '+') {
		text = tn__arena_alloc(an->arena, (size_t)v.len + 2);
		if (!text)
			return tn__type_nomem(an);
		*text = '-';
		memcpy(text + 1, v.u.s, v.len);
		if (!memchr(v.u.s, '.', v.len) && tn__decimal_to_int64(text, (size_t)v.len + 1, &smallest) &&
			smallest)
			v = tn_int(smallest);
		else if (strspn(text, "-0.") < (size_t)v.len + 1)
			v = tn__value_s(TN_KIND_NUMERIC, text, (size_t)v.len + 1);
	} else {
		return 0;
	}
	literal->u.literal = v;
	literal->at = expr->at;
	tn__literal_type(literal);
	*place = literal;
	return 1;
}

/* Dates in an order that no row has: 1 + date, date + time. */
static int arrange_dates(struct tn_analysis *an, struct tn_ir_expr *expr, int *done)
{
	struct tn_ir_expr **args = expr->args, *left = args[0];
	unsigned a, b;

	*done = 0;
	if (expr->sym != TN_SYM_ADD)
		return TN_OK;
	a = args[0]->type.kind;
	b = args[1]->type.kind;
	if ((b == TN_KIND_DATE && (a == TN_KIND_INT || a == TN_KIND_NULL || a == TN_KIND_TIME)) ||
		(b == TN_KIND_DATE && tn__type_may_guess(an, left))) {
		args[0] = args[1];
		args[1] = left;
		a = args[0]->type.kind;
		b = args[1]->type.kind;
	}
	if (a != TN_KIND_DATE || b != TN_KIND_TIME)
		return TN_OK;
	*done = 1;
	return tn__overload_apply(an, expr, TN_OP_MAKE_TS, "+");
}

static int division_digits(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	if (expr->op != TN_OP_DIV_N || expr == an->under_cast)
		return TN_OK;
	return tn__analysis_fail(an, expr->at, TN_E_TYPE,
		"CAST(a / b AS NUMERIC(p, s)), or CAST(a AS DOUBLE PRECISION) / b",
		"a quotient of NUMERIC values needs a CAST directly over it that says its digits");
}

static int arithmetic(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	int pick, done = 0;
	int rc = expr->sym == TN_SYM_NEG ? negate_literal(an, place) : arrange_dates(an, expr, &done);

	if (rc || done)
		return rc < 0 ? rc : TN_OK;
	pick = tn__overload_pick(an, sym_rows[expr->sym], expr->args, expr->arg_count);
	if (pick == TN_PICK_NONE)
		return undefined(an, expr);
	if (pick == TN_PICK_AMBIGUOUS)
		return ambiguous(an, expr);
	if (expr->flags & TN_XF_WHOLE && pick != TN_OP_DIV_I)
		return tn__analysis_fail(an, expr->at, TN_E_TYPE, "convert the operands: CAST(x AS BIGINT)",
			"DIV takes integers");
	expr->flags &= (uint8_t)~TN_XF_WHOLE;
	rc = tn__overload_apply(an, expr, (enum tn_op)pick, tn__type_sym_text(expr->sym));
	if (!rc)
		rc = division_digits(an, expr);
	return rc ? rc : tn__literal_compute(an, expr);
}

/* +x is x, whatever it is. */
static int positive(struct tn_ir_expr **place)
{
	*place = (*place)->args[0];
	return TN_OK;
}

/* ---- all of them ------------------------------------------------------------------------------------ */

static int single_values(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++)
		if (expr->args[i]->type.kind == TN_T_ROW || expr->args[i]->type.kind == TN_T_INTERVAL)
			return tn__analysis_fail(an, expr->args[i]->at, TN_E_TYPE, NULL, "%s cannot take %s",
				tn__type_sym_text(expr->sym), tn__type_kind_word(expr->args[i]->type.kind));
	return TN_OK;
}

static int by_symbol(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	int rc;

	if (expr->sym >= TN_SYM_EQ && expr->sym <= TN_SYM_IS_NOT_DISTINCT)
		return tn__type_compare(an, expr->sym, expr->at, expr->args[0], expr->args[1], place);
	if ((expr->sym == TN_SYM_IS_NULL || expr->sym == TN_SYM_IS_NOT_NULL) &&
		expr->args[0]->kind == TN_X_ROWVALUE)
		return test_row(an, place);
	rc = single_values(an, expr);
	if (rc)
		return rc;
	switch (expr->sym) {
	case TN_SYM_OR:
	case TN_SYM_AND:
	case TN_SYM_NOT: return logic(an, place);
	case TN_SYM_LIKE:
	case TN_SYM_ILIKE: return like(an, expr);
	case TN_SYM_BETWEEN: return tn__type_between(an, place);
	case TN_SYM_CONCAT: return concat(an, expr);
	case TN_SYM_POS: return positive(place);
	default: return expr->sym < TN_SYM_LIKE ? test(an, expr) : arithmetic(an, place);
	}
}

int tn__type_operator(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	uint32_t i;
	int rc;

	if ((expr->sym == TN_SYM_ADD || expr->sym == TN_SYM_SUB) &&
		(tn__type_is_interval(expr->args[0]) || tn__type_is_interval(expr->args[1])))
		return tn__type_interval(an, scope, place);
	for (i = 0; i < expr->arg_count; i++) {
		rc = tn__type_expr(an, scope, &expr->args[i]);
		if (rc)
			return rc;
	}
	return by_symbol(an, place);
}
