/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_compare.c - comparisons, BETWEEN, and comparisons of rows.
 *
 * A comparison is where an index is won or lost.  So a constant is converted rather
 * than the column beside it, also against the ladder of kinds where that says the same:
 *
 *   int_col = 5.0        int_col = 5          int_col < 5.5     int_col <= 5
 *   date_col < TIMESTAMP '2024-01-02 12:00'   date_col <= DATE '2024-01-02'
 *
 * Text of a column with another collation is compared by code point: an equality that
 * an index can serve keeps it and is rechecked (c = x AND BINARY_RECHECK(c, x)), any
 * other comparison is of BINARY_TEXT(c).
 *
 * Invariants:
 *  1. Both sides of a comparison have the kind of its row.
 *  2. Of two ROWVALUEs, = <> and IS [NOT] DISTINCT FROM are taken apart into their
 *     members; < and the like stay, with operations ROW_LT ..., members converted in pairs.
 *  3. A rewrite writes an expression twice only if tn__type_twice() says so.
 */
#include <string.h>
#include "core/base/value.h"
#include "core/sql/type_parts.h"

#define DAY INT64_C(86400000000) /* microseconds */

/* Rows of one comparison stand in this order of kinds. */
static const uint8_t kind_order[TN_KIND_LIST] = {
	[TN_KIND_INT] = 1,
	[TN_KIND_NUMERIC] = 2,
	[TN_KIND_DOUBLE] = 3,
	[TN_KIND_TEXT] = 4,
	[TN_KIND_BOOL] = 5,
	[TN_KIND_BYTES] = 6,
	[TN_KIND_DATE] = 7,
	[TN_KIND_TIME] = 8,
	[TN_KIND_TIMESTAMP] = 9,
	[TN_KIND_TIMESTAMPTZ] = 10,
	[TN_KIND_UUID] = 11,
};

static const uint16_t first_rows[TN_SYM_COUNT] = {
	[TN_SYM_EQ] = TN_OP_EQ_I,
	[TN_SYM_NE] = TN_OP_NE_I,
	[TN_SYM_LT] = TN_OP_LT_I,
	[TN_SYM_LE] = TN_OP_LE_I,
	[TN_SYM_GT] = TN_OP_GT_I,
	[TN_SYM_GE] = TN_OP_GE_I,
	[TN_SYM_IS_DISTINCT] = TN_OP_IS_DISTINCT_I,
	[TN_SYM_IS_NOT_DISTINCT] = TN_OP_IS_NOT_DISTINCT_I,
	[TN_SYM_BETWEEN] = TN_OP_BETWEEN_I,
};

enum tn_op tn__compare_op(unsigned sym, unsigned kind)
{
	if (kind == TN_T_ROW)
		return (enum tn_op)(
			sym >= TN_SYM_EQ && sym <= TN_SYM_GE ? TN_OP_ROW_EQ + (sym - TN_SYM_EQ) : TN_OP_NONE);
	if (kind >= TN_KIND_LIST || !kind_order[kind] || !first_rows[sym])
		return TN_OP_NONE;
	return (enum tn_op)(first_rows[sym] + kind_order[kind] - 1);
}

static unsigned mirrored(unsigned sym)
{
	switch (sym) {
	case TN_SYM_LT: return TN_SYM_GT;
	case TN_SYM_LE: return TN_SYM_GE;
	case TN_SYM_GT: return TN_SYM_LT;
	case TN_SYM_GE: return TN_SYM_LE;
	default: return sym;
	}
}

/* ---- what cannot be compared ------------------------------------------------------------ */

static int is_number(unsigned kind)
{
	return kind == TN_KIND_INT || kind == TN_KIND_NUMERIC || kind == TN_KIND_DOUBLE;
}

static const char *compare_hint(unsigned a, unsigned b)
{
	if ((a == TN_KIND_TEXT && is_number(b)) || (b == TN_KIND_TEXT && is_number(a)))
		return "convert one side: CAST(number AS TEXT), or CAST(text AS INTEGER)";
	if ((a == TN_KIND_BOOL && is_number(b)) || (b == TN_KIND_BOOL && is_number(a)))
		return "compare with TRUE or FALSE";
	if ((a == TN_KIND_BOOL && b == TN_KIND_TEXT) || (b == TN_KIND_BOOL && a == TN_KIND_TEXT))
		return "compare with TRUE or FALSE";
	if ((a == TN_KIND_BYTES && b == TN_KIND_TEXT) || (b == TN_KIND_BYTES && a == TN_KIND_TEXT))
		return "write bytes as x'..', or CAST(text AS BYTEA)";
	if ((a == TN_KIND_DATE && b == TN_KIND_TIMESTAMPTZ) ||
		(b == TN_KIND_DATE && a == TN_KIND_TIMESTAMPTZ))
		return "CAST(date AS TIMESTAMPTZ), or CURRENT_DATE for CURRENT_TIMESTAMP";
	if ((a == TN_KIND_TIMESTAMP && b == TN_KIND_TIMESTAMPTZ) ||
		(b == TN_KIND_TIMESTAMP && a == TN_KIND_TIMESTAMPTZ))
		return "CAST(x AS TIMESTAMPTZ) reads a timestamp as UTC";
	if (a == TN_KIND_JSON || b == TN_KIND_JSON)
		return "compare a member of it as text: doc ->> 'key'";
	if (a == TN_T_ROW || b == TN_T_ROW)
		return "compare rows of the same number of values";
	return "convert one side: CAST(... AS type)";
}

int tn__type_compare_fail(struct tn_analysis *an, unsigned sym, uint32_t at, const struct tn_sql_type *left,
	const struct tn_sql_type *right)
{
	(void)sym;
	return tn__analysis_fail(an, at, TN_E_TYPE, compare_hint(left->kind, right->kind),
		"%s cannot be compared with %s", tn__type_words(an->arena, left),
		tn__type_words(an->arena, right));
}

/* '5' beside a number: the habit of servers that convert. */
static int is_quoted_number(const struct tn_ir_expr *literal, const struct tn_ir_expr *other)
{
	return literal->kind == TN_X_LITERAL && literal->type.kind == TN_KIND_TEXT &&
		is_number(other->type.kind) &&
		tn__decimal_valid(literal->u.literal.u.s, literal->u.literal.len);
}

/* The same where one side is a parameter: what it is bound to is to be changed. */
static int param_fail(
	struct tn_analysis *an, uint32_t at, const struct tn_ir_expr *param, const struct tn_ir_expr *other)
{
	unsigned bound = param->type.kind, wanted = other->type.kind;

	return tn__analysis_fail(an, at, TN_E_TYPE,
		wanted == TN_KIND_BOOL && bound == TN_KIND_INT ? "bind it with tn_bool()"
			: wanted == TN_KIND_BYTES              ? "bind it with tn_bytes()"
			: wanted == TN_KIND_JSON               ? compare_hint(wanted, bound)
						 : "bind a value of that type, or write CAST(? AS type)",
		"%s is bound to %s, but is compared with %s", tn__type_param_words(an, param->u.param),
		tn_kind_name((int)bound), tn__type_words(an->arena, &other->type));
}

/* ---- constants beside columns --------------------------------------------------------------- */

/* The greatest integer that is not above a numeric text; 0: it does not fit. */
static int floor_of(const tn_value *v, int64_t *whole)
{
	const char *point = memchr(v->u.s, '.', v->len);

	if (!point || !tn__decimal_to_int64(v->u.s, (size_t)(point - v->u.s), whole))
		return 0;
	if (*v->u.s != '-')
		return 1;
	if (*whole == INT64_MIN)
		return 0;
	--*whole;
	return 1;
}

/*
 * Between two neighbouring values of the column's kind: less is not above the lower
 * one, greater is above it.  Equal to such a constant is nothing; that comparison
 * stays, and says so at the cost of the index that it does not need.
 */
static int between_values(unsigned *sym, struct tn_ir_expr *constant, tn_value lower)
{
	if (*sym == TN_SYM_LT || *sym == TN_SYM_LE)
		*sym = TN_SYM_LE;
	else if (*sym == TN_SYM_GT || *sym == TN_SYM_GE)
		*sym = TN_SYM_GT;
	else
		return 0;
	constant->u.literal = lower;
	tn__literal_type(constant);
	return 1;
}

int tn__type_fit_constant(
	struct tn_analysis *an, unsigned *sym, const struct tn_ir_expr *column, struct tn_ir_expr *constant)
{
	struct tn_sql_type kind = tn__type_of(column->type.kind);
	tn_value *v = &constant->u.literal;
	int64_t whole;
	int rc;

	if (!(column->type.flags & TN_TYPEF_COLUMN) || constant->kind != TN_X_LITERAL ||
		constant->type.kind == TN_T_INTERVAL)
		return TN_OK;
	if (kind.kind == TN_KIND_DATE && v->kind == TN_KIND_TIMESTAMP) {
		whole = v->u.i / DAY - (v->u.i % DAY < 0);
		if (v->u.i % DAY) {
			between_values(sym, constant, tn_date(whole));
		} else {
			constant->u.literal = tn_date(whole);
			tn__literal_type(constant);
		}
		return TN_OK;
	}
	if (!is_number(kind.kind) || !is_number(v->kind) || kind.kind == TN_KIND_DOUBLE)
		return TN_OK;
	rc = tn__literal_fold(an, constant, &kind, TN_FOLD_EXACT);
	if (!rc && kind.kind == TN_KIND_INT && v->kind == TN_KIND_NUMERIC && floor_of(v, &whole))
		between_values(sym, constant, tn_int(whole));
	return rc < 0 ? rc : TN_OK;
}

/* ---- a common kind ------------------------------------------------------------------------------ */

/* The kind of two sides that both have none. */
static unsigned undecided_kind(struct tn_analysis *an, const struct tn_ir_expr *l, const struct tn_ir_expr *r)
{
	if (tn__type_is_null(an, l) && tn__type_is_null(an, r))
		return TN_KIND_INT;
	/* Offline, two unknown columns are compared as the keys that they usually are. */
	if (tn__type_may_guess(an, l) || tn__type_may_guess(an, r))
		return TN_KIND_INT;
	return TN_KIND_NULL;
}

static unsigned pair_kind(struct tn_analysis *an, const struct tn_ir_expr *l, const struct tn_ir_expr *r)
{
	unsigned a = l->type.kind, b = r->type.kind;
	int a_open = a == TN_KIND_NULL || tn__type_may_guess(an, l);
	int b_open = b == TN_KIND_NULL || tn__type_may_guess(an, r);

	if (a_open && b_open)
		return undecided_kind(an, l, r);
	if (a_open)
		return b;
	if (b_open || a == b)
		return a;
	if (tn__type_cost(an, l, b) >= 0)
		return b;
	return tn__type_cost(an, r, a) >= 0 ? a : TN_T_UNKNOWN;
}

int tn__type_pair(struct tn_analysis *an, unsigned sym, uint32_t at, struct tn_ir_expr **left,
	struct tn_ir_expr **right)
{
	struct tn_ir_expr *sides[2] = {*left, *right};
	const struct tn_ir_expr *unknown;
	unsigned kind;
	int rc;

	if ((*left)->type.kind == TN_KIND_DATE && (*left)->type.flags & TN_TYPEF_COLUMN)
		tn__type_as_date(an, right);
	if ((*right)->type.kind == TN_KIND_DATE && (*right)->type.flags & TN_TYPEF_COLUMN)
		tn__type_as_date(an, left);
	kind = pair_kind(an, *left, *right);
	if (kind == TN_KIND_NULL)
		return tn__analysis_fail(an, at, TN_E_PARAM, "say the type of one: CAST(? AS INTEGER)",
			"nothing tells the type of the two sides of %s", tn__type_sym_text(sym));
	if (kind == TN_T_UNKNOWN || !tn__compare_op(sym, kind)) {
		unknown = tn__type_find_unknown(sides, 2);
		if (unknown)
			return tn__type_unknown(an, unknown);
		if ((*left)->kind == TN_X_PARAM && (*right)->kind != TN_X_PARAM)
			return param_fail(an, (*left)->at, *left, *right);
		if ((*right)->kind == TN_X_PARAM && (*left)->kind != TN_X_PARAM)
			return param_fail(an, (*right)->at, *right, *left);
		if (is_quoted_number(*left, *right) || is_quoted_number(*right, *left))
			return tn__analysis_fail(an, at, TN_E_TYPE, "write the number without quotes",
				"%s cannot be compared with %s", tn__type_words(an->arena, &(*left)->type),
				tn__type_words(an->arena, &(*right)->type));
		return tn__type_compare_fail(an, sym, at, &(*left)->type, &(*right)->type);
	}
	rc = tn__type_coerce(an, left, kind, tn__type_sym_text(sym));
	return rc ? rc : tn__type_coerce(an, right, kind, tn__type_sym_text(sym));
}

/* ---- another collation ------------------------------------------------------------------------------- */

static struct tn_ir_expr *over(
	struct tn_analysis *an, enum tn_op op, uint32_t at, struct tn_ir_expr *a, struct tn_ir_expr *b)
{
	if (!a || (op != TN_OP_NOT && !b))
		return NULL;
	return op == TN_OP_NOT ? tn__type_op(an, op, at, 1, a) : tn__type_op(an, op, at, 2, a, b);
}

/* c = x AND BINARY_RECHECK(c, x), or the recheck alone where no index could serve. */
static struct tn_ir_expr *recheck(
	struct tn_analysis *an, uint32_t at, struct tn_ir_expr *l, struct tn_ir_expr *r)
{
	int column = (l->type.flags | r->type.flags) & TN_TYPEF_COLUMN;
	struct tn_ir_expr *check;

	if (!column || !tn__type_twice(l) || !tn__type_twice(r))
		return over(an, TN_OP_BINARY_RECHECK, at, l, r);
	check = over(an, TN_OP_BINARY_RECHECK, at, tn__ir_clone_expr(an->arena, l),
		tn__ir_clone_expr(an->arena, r));
	return over(an, TN_OP_AND, at, over(an, TN_OP_EQ_T, at, l, r), check);
}

static int compare_foreign(struct tn_analysis *an, unsigned sym, uint32_t at, struct tn_ir_expr *l,
	struct tn_ir_expr *r, struct tn_ir_expr **out)
{
	int rc;

	if (sym == TN_SYM_EQ || sym == TN_SYM_NE) {
		*out = sym == TN_SYM_EQ
			? recheck(an, at, l, r)
			: over(an, TN_OP_NOT, at, over(an, TN_OP_BINARY_RECHECK, at, l, r), NULL);
		return *out ? TN_OK : tn__type_nomem(an);
	}
	rc = tn__type_binary(an, &l);
	if (!rc)
		rc = tn__type_binary(an, &r);
	if (rc)
		return rc;
	*out = tn__type_op(an, tn__compare_op(sym, TN_KIND_TEXT), at, 2, l, r);
	return *out ? TN_OK : tn__type_nomem(an);
}

/* ---- rows --------------------------------------------------------------------------------------------- */

static int row_widths(
	struct tn_analysis *an, uint32_t at, const struct tn_ir_expr *l, const struct tn_ir_expr *r)
{
	if (l->arg_count == r->arg_count)
		return TN_OK;
	return tn__analysis_fail(an, at, TN_E_TYPE, "compare rows of the same number of values",
		"a row of %lu values cannot be compared with one of %lu", (unsigned long)l->arg_count,
		(unsigned long)r->arg_count);
}

/* < and the like stay one operation, which an index over the columns may serve. */
static int ordered_rows(struct tn_analysis *an, unsigned sym, uint32_t at, struct tn_ir_expr *l,
	struct tn_ir_expr *r, struct tn_ir_expr **out)
{
	uint32_t i;
	int rc;

	for (i = 0; i < l->arg_count; i++) {
		rc = tn__type_pair(an, sym, at, &l->args[i], &r->args[i]);
		if (!rc)
			rc = tn__type_binary(an, &l->args[i]);
		if (!rc)
			rc = tn__type_binary(an, &r->args[i]);
		if (rc)
			return rc;
	}
	*out = tn__type_op(an, tn__compare_op(sym, TN_T_ROW), at, 2, l, r);
	if (!*out)
		return tn__type_nomem(an);
	(*out)->sym = (uint8_t)sym;
	return TN_OK;
}

static int compare_rows(struct tn_analysis *an, unsigned sym, uint32_t at, struct tn_ir_expr *l,
	struct tn_ir_expr *r, struct tn_ir_expr **out)
{
	int all = sym == TN_SYM_EQ || sym == TN_SYM_IS_NOT_DISTINCT;
	struct tn_ir_expr *joined;
	uint32_t i;
	int rc = row_widths(an, at, l, r);

	if (rc)
		return rc;
	if (sym >= TN_SYM_LT && sym <= TN_SYM_GE)
		return ordered_rows(an, sym, at, l, r, out);
	joined = tn__type_node(an, TN_X_OP, at, l->arg_count);
	if (!joined)
		return tn__type_nomem(an);
	for (i = 0; i < l->arg_count; i++) {
		rc = tn__type_compare(an, sym, at, l->args[i], r->args[i], &joined->args[i]);
		if (rc)
			return rc;
	}
	joined->sym = all ? TN_SYM_AND : TN_SYM_OR;
	joined->op = all ? TN_OP_AND : TN_OP_OR;
	rc = tn__type_flatten(an, joined);
	joined->type = tn__type_result(joined);
	*out = joined;
	return rc;
}

/* ---- a comparison ---------------------------------------------------------------------------------------- */

static int compare_values(struct tn_analysis *an, unsigned sym, uint32_t at, struct tn_ir_expr *l,
	struct tn_ir_expr *r, struct tn_ir_expr **out)
{
	unsigned flipped;
	int rc = tn__type_fit_constant(an, &sym, l, r);

	if (!rc) {
		flipped = mirrored(sym);
		rc = tn__type_fit_constant(an, &flipped, r, l);
		sym = mirrored(flipped);
	}
	if (!rc)
		rc = tn__type_pair(an, sym, at, &l, &r);
	if (rc)
		return rc;
	if ((l->type.flags | r->type.flags) & TN_TYPEF_FOREIGN_COLLATION && l->type.kind == TN_KIND_TEXT)
		return compare_foreign(an, sym, at, l, r, out);
	*out = tn__type_op(an, tn__compare_op(sym, l->type.kind), at, 2, l, r);
	if (!*out)
		return tn__type_nomem(an);
	tn__literal_compare(*out, sym);
	return TN_OK;
}

int tn__type_compare(struct tn_analysis *an, unsigned sym, uint32_t at, struct tn_ir_expr *left,
	struct tn_ir_expr *right, struct tn_ir_expr **out)
{
	int l = left->kind == TN_X_ROWVALUE, r = right->kind == TN_X_ROWVALUE;

	if (l && r)
		return compare_rows(an, sym, at, left, right, out);
	if (l && right->kind == TN_X_SCALAR)
		return tn__type_row_scalar(an, sym, left, right, 0, out);
	if (r && left->kind == TN_X_SCALAR)
		return tn__type_row_scalar(an, sym, right, left, 1, out);
	if (l || r || left->type.kind == TN_T_ROW || right->type.kind == TN_T_ROW)
		return tn__type_compare_fail(an, sym, at, &left->type, &right->type);
	return compare_values(an, sym, at, left, right, out);
}

/* ---- BETWEEN ------------------------------------------------------------------------------------------------ */

static int range(struct tn_analysis *an, uint32_t at, struct tn_ir_expr *x, struct tn_ir_expr *low,
	struct tn_ir_expr *high, struct tn_ir_expr **out)
{
	struct tn_ir_expr *again = tn__ir_clone_expr(an->arena, x), *from, *to;
	int rc;

	if (!again || !low || !high)
		return tn__type_nomem(an);
	rc = tn__type_compare(an, TN_SYM_GE, at, x, low, &from);
	if (!rc)
		rc = tn__type_compare(an, TN_SYM_LE, at, again, high, &to);
	if (rc)
		return rc;
	*out = over(an, TN_OP_AND, at, from, to);
	return *out ? tn__type_flatten(an, *out) : tn__type_nomem(an);
}

static int symmetric(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place, *up, *down;
	struct tn_ir_expr *x = expr->args[0], *a = expr->args[1], *b = expr->args[2];
	int rc;

	if (!tn__type_twice(x) || !tn__type_twice(a) || !tn__type_twice(b))
		return tn__analysis_fail(an, expr->at, TN_E_UNSUPPORTED,
			"compute the operands in a subquery in FROM",
			"an operand of BETWEEN SYMMETRIC is too large to be written twice");
	rc = range(an, expr->at, tn__ir_clone_expr(an->arena, x), tn__ir_clone_expr(an->arena, a),
		tn__ir_clone_expr(an->arena, b), &up);
	if (!rc)
		rc = range(an, expr->at, x, b, a, &down);
	if (rc)
		return rc;
	*place = over(an, TN_OP_OR, expr->at, up, down);
	return *place ? TN_OK : tn__type_nomem(an);
}

/* One evaluation of the first operand: an operation of its own. */
static int kept_between(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	struct tn_ir_expr **places[3] = {&expr->args[0], &expr->args[1], &expr->args[2]};
	struct tn_sql_type type;
	uint32_t i;
	int rc = tn__type_unify(an, places, 3, &type, "BETWEEN");

	for (i = 0; i < 3 && !rc; i++)
		rc = tn__type_binary(an, &expr->args[i]);
	if (rc)
		return rc;
	expr->op = (uint16_t)tn__compare_op(TN_SYM_BETWEEN, type.kind);
	if (!expr->op)
		return tn__type_compare_fail(
			an, TN_SYM_BETWEEN, expr->at, &expr->args[0]->type, &expr->args[1]->type);
	expr->type = tn__type_result(expr);
	return TN_OK;
}

/* A parameter or NULL in front takes the kind of the bounds before it is copied. */
static int decide_first(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	uint32_t i;

	for (i = 1; i < 3 && expr->args[0]->type.kind == TN_KIND_NULL; i++)
		if (expr->args[i]->type.kind != TN_KIND_NULL && expr->args[i]->type.kind < TN_KIND_LIST)
			return tn__type_push(an, &expr->args[0], &expr->args[i]->type, "BETWEEN");
	return TN_OK;
}

int tn__type_between(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	int rc = decide_first(an, expr);

	if (rc)
		return rc;
	if (expr->flags & TN_XF_SYMMETRIC)
		return symmetric(an, place);
	if (tn__type_twice(expr->args[0]))
		return range(an, expr->at, expr->args[0], expr->args[1], expr->args[2], place);
	return kept_between(an, expr);
}
