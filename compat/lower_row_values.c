/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_row_values.c - comparisons of row values, member by member.
 *
 * The problem: (a, b) < (c, d) is compared from left to right, each pair as its type
 * says; (a, b) IN ((1, 2), ...) is a chain of equalities.
 * Who lacks it: of the servers that are known nobody.  But a server compares members
 * by its own rules, which are not those of portable SQL for NUMERIC where that is not
 * a type of the server, and for text of a column with a collation of its own.
 * What is done: in these cases, or without the capability, "<" becomes
 * a < c OR (a = c AND b < d), and IN an OR of ANDs, each with the operation of its
 * type.
 * What is preserved: the result, unknown included.
 * What is weaker: an index of several columns serves the written-out form less well.
 * When it refuses: members that are volatile, since they would be written twice, and
 * of types that are not compared; without the capability, rows against a subquery.
 */
#include "compat/pass.h"

static int is_row(const struct tn_ir_expr *e)
{
	return e->kind == TN_X_ROWVALUE;
}

/* The server compares the members as portable SQL does. */
static int is_plain(struct tn_lowering *l, const struct tn_ir_expr *row)
{
	uint32_t i;

	if (!tn__can(l, TN_CAP_ROW_VALUES))
		return 0;
	for (i = 0; i < row->arg_count; i++) {
		const struct tn_sql_type *t = &row->args[i]->type;

		if (t->flags & TN_TYPEF_FOREIGN_COLLATION)
			return 0;
		if (t->kind == TN_KIND_NUMERIC && !tn__can(l, TN_CAP_NUMERIC_NATIVE))
			return 0;
	}
	return 1;
}

static int refuse(struct tn_lowering *l, const struct tn_ir_expr *e, const char *what)
{
	return tn__lower_refuse(l, TN_CAP_ROW_VALUES, e->at, what, NULL);
}

/* One pair of members; the operands are copies, so that each can be written again. */
static int pair(struct tn_lowering *l, unsigned sym, const struct tn_ir_expr *a, const struct tn_ir_expr *b,
	struct tn_ir_expr **out)
{
	struct tn_ir_expr *left = tn__ir_clone_expr(l->arena, a), *right = tn__ir_clone_expr(l->arena, b);

	if (!left || !right)
		return tn__lower_nomem(l);
	*out = tn__lower_compare(l, sym, left, right);
	return *out ? TN_OK : refuse(l, a, "a row comparison with a type that is not compared");
}

/* AND of a = b, or OR of a <> b. */
static int equality(struct tn_lowering *l, const struct tn_ir_expr *a, const struct tn_ir_expr *b, int negated,
	struct tn_ir_expr **out)
{
	struct tn_ir_expr *e;
	uint32_t i;
	int rc;

	*out = NULL;
	for (i = 0; i < a->arg_count; i++) {
		rc = pair(l, negated ? TN_SYM_NE : TN_SYM_EQ, a->args[i], b->args[i], &e);
		if (rc)
			return rc;
		*out = tn__lower_join_conditions(l, negated ? TN_OP_OR : TN_OP_AND, *out, e);
		if (!*out)
			return TN_E_NOMEM;
	}
	return TN_OK;
}

/* a1 < b1 OR (a1 = b1 AND (a2 < b2 OR ...)), from the last pair to the first. */
static int ordering(struct tn_lowering *l, unsigned sym, const struct tn_ir_expr *a, const struct tn_ir_expr *b,
	struct tn_ir_expr **out)
{
	unsigned strict = sym == TN_SYM_LE ? TN_SYM_LT : sym == TN_SYM_GE ? TN_SYM_GT : sym;
	struct tn_ir_expr *less, *equal;
	uint32_t i = a->arg_count - 1;
	int rc = pair(l, sym, a->args[i], b->args[i], out);

	while (rc == TN_OK && i-- > 0) {
		rc = pair(l, strict, a->args[i], b->args[i], &less);
		if (rc == TN_OK)
			rc = pair(l, TN_SYM_EQ, a->args[i], b->args[i], &equal);
		if (rc)
			break;
		equal = tn__lower_join_conditions(l, TN_OP_AND, equal, *out);
		*out = equal ? tn__lower_join_conditions(l, TN_OP_OR, less, equal) : NULL;
		if (!*out)
			return TN_E_NOMEM;
	}
	return rc;
}

static int list(struct tn_lowering *l, const struct tn_ir_expr *e, struct tn_ir_expr **out)
{
	struct tn_ir_expr *one;
	uint32_t i;

	*out = NULL;
	for (i = 1; i < e->arg_count; i++) {
		int rc = is_row(e->args[i]) ? equality(l, e->args[0], e->args[i], 0, &one) :
			 refuse(l, e, "a row compared with an array");

		if (rc)
			return rc;
		*out = tn__lower_join_conditions(l, TN_OP_OR, *out, one);
		if (!*out)
			return TN_E_NOMEM;
	}
	return TN_OK;
}

/* A comparison whose first operand is a row. */
static int compares_rows(const struct tn_ir_expr *e)
{
	return e->kind != TN_X_ROWVALUE && e->kind != TN_X_CALL && e->arg_count && is_row(e->args[0]) &&
	       e->args[0]->arg_count && !(e->kind == TN_X_OP && e->arg_count == 1);
}

/* 1 if it is compared with rows, not with a subquery. */
static int against_rows(const struct tn_ir_expr *e)
{
	return e->kind == TN_X_IN || (e->kind == TN_X_OP && is_row(e->args[1]));
}

static int stays(struct tn_lowering *l, const struct tn_ir_expr *e)
{
	if (!against_rows(e))
		return tn__can(l, TN_CAP_ROW_VALUES);
	return is_plain(l, e->args[0]) && (e->kind == TN_X_IN || is_plain(l, e->args[1]));
}

struct search {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	int found;
};

static int find(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct search *s = v->ctx;

	if (compares_rows(*place) && !stays(s->l, *place))
		s->found = 1;
	return TN_OK;
}

static int rewrite(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct tn_lowering *l = v->ctx;
	struct tn_ir_expr *e = *place, *new = NULL;
	int rc;

	if (!compares_rows(e) || stays(l, e))
		return TN_OK;
	if (!against_rows(e))
		return refuse(l, e, "a row compared with a subquery");
	if (tn__lower_is_volatile(e))
		return refuse(l, e, "a row comparison whose members change at each call");
	if (e->kind == TN_X_IN)
		rc = list(l, e, &new);
	else if (e->op == TN_OP_ROW_EQ || e->op == TN_OP_ROW_NE)
		rc = equality(l, e->args[0], e->args[1], e->op == TN_OP_ROW_NE, &new);
	else
		rc = ordering(l, e->sym, e->args[0], e->args[1], &new);
	if (rc == TN_OK)
		*place = new;
	return rc;
}

int tn__pass_row_values(struct tn_lowering *l)
{
	struct search s = {.v = {.expr = find}, .l = l};
	struct tn_ir_visitor v = {.expr = rewrite, .ctx = l};
	int rc;

	s.v.ctx = &s;
	rc = tn__lower_visit(l, &s.v);
	if (rc < 0 || !s.found)
		return rc;
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}
