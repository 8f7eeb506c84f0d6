/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_in_subquery.c - what the subquery of IN, ANY or ALL cannot hold.
 *
 * The problem: x IN (SELECT c FROM t ORDER BY d LIMIT 3), and the same with OFFSET;
 * x > ALL (SELECT sum(c) OVER (ORDER BY d) FROM t); x NOT IN (SELECT min(day) FROM t);
 * x > ALL (SELECT c FROM t EXCEPT SELECT c FROM u); (SELECT count(*) FROM t) IN (SELECT min(c) FROM u).
 * Likewise x IN (SELECT c + 1 FROM t GROUP BY c + 1 HAVING count(*) > 1).
 * Who lacks it: MySQL's family has no LIMIT there (error 1235).  MySQL has no window
 * functions there; MariaDB compares before it computes them.  MariaDB takes a date or
 * time that an aggregate found nothing for as one that is different, and in UPDATE and
 * DELETE groups the subquery anew for each row: hours where another server needs a second.
 * Both find NULL in the rows that INTERSECT and EXCEPT take away, too, so that the answer is
 * unknown.  MariaDB looks for a value that a subquery gives among the groups before it has
 * it: for 0.  MySQL compares in HAVING, where it does not know a computed key (error 1055).
 * What is done: the subquery moves into one of FROM, where all of this may stand:
 * x IN (SELECT s.c FROM (SELECT c FROM t ORDER BY d LIMIT 3) AS s).  Where it cannot
 * (see below) and is an aggregate of all rows, which gives one, x is compared with it
 * as a value: x = (SELECT min(day) FROM t).
 * x NOT IN such groups, where UPDATE and DELETE want the rows for which it is true, is asked
 * of each row by NOT EXISTS (SELECT 1 FROM (groups) AS s WHERE s.c = x), which has an index
 * of the groups, as NOT IN has none where they may hold NULL; that, and that x is not
 * NULL, are asked beside it.
 * What is preserved: the rows, and what NULL among them means.
 * What is weaker: nothing.
 * When it refuses: a subquery that uses columns of an outer query where a subquery of
 * FROM cannot see them.
 * When it does nothing: where groups that are meant as such (UPDATE, DELETE, a value looked for)
 * use such columns, since they differ from row to row; where no column of INTERSECT or
 * EXCEPT can be NULL.
 */
#include "compat/pass.h"

struct in_subquery {
	struct tn_lowering *l;
	int found;
};

static int has_moment(const struct tn_ir_query *q)
{
	uint32_t i;

	for (i = 0; i < q->output_count; i++) {
		unsigned kind = q->outputs[i].type.kind;

		if (kind == TN_KIND_DATE || kind == TN_KIND_TIME || kind == TN_KIND_TIMESTAMP ||
		    kind == TN_KIND_TIMESTAMPTZ)
			return 1;
	}
	return 0;
}

/* 1 if a column of an operand can be NULL, whatever becomes of its rows. */
static int can_be_null(const struct tn_ir_query *q)
{
	uint32_t i;

	for (; q; q = q->left) {
		for (i = 0; !q->left && i < q->output_count; i++)
			if (!(q->outputs[i].type.flags & TN_TYPEF_NOT_NULL))
				return 1;
		if (q->right && can_be_null(q->right))
			return 1;
	}
	return 0;
}

static int takes_away(const struct tn_ir_query *q)
{
	return (q->kind == TN_QUERY_INTERSECT || q->kind == TN_QUERY_EXCEPT) && can_be_null(q);
}

static int has_computed_key(const struct tn_ir_query *q)
{
	uint32_t i;

	for (i = 0; i < q->group_count; i++)
		if (q->group[i]->kind != TN_X_COLUMN)
			return 1;
	return 0;
}

/*
 * The capability that the query, or an operand of it, would need; TN_CAP_MAX: none.  The
 * chain of left operands is the long one.
 */
static enum tn_cap needed(struct tn_lowering *l, const struct tn_ir_query *q)
{
	enum tn_cap cap;

	for (; q; q = q->left) {
		if ((q->limit || q->offset) && !tn__can(l, TN_CAP_LIMIT_IN_SUBQUERY))
			return TN_CAP_LIMIT_IN_SUBQUERY;
		if (q->windowed && !tn__can(l, TN_CAP_WINDOW_IN_SUBQUERY))
			return TN_CAP_WINDOW_IN_SUBQUERY;
		if (q->aggregated && has_moment(q) && !tn__can(l, TN_CAP_MOMENT_IN_SUBQUERY))
			return TN_CAP_MOMENT_IN_SUBQUERY;
		if (q->having && has_computed_key(q) && !tn__can(l, TN_CAP_HAVING_IN_SUBQUERY))
			return TN_CAP_HAVING_IN_SUBQUERY;
		if (takes_away(q) && !tn__can(l, TN_CAP_SETS_IN_SUBQUERY))
			return TN_CAP_SETS_IN_SUBQUERY;
		cap = q->right ? needed(l, q->right) : TN_CAP_MAX;
		if (cap != TN_CAP_MAX)
			return cap;
	}
	return TN_CAP_MAX;
}

static int has_groups(const struct tn_ir_query *q)
{
	for (; q; q = q->left)
		if (q->aggregated || q->group_count || (q->right && has_groups(q->right)))
			return 1;
	return 0;
}

static int is_change(const struct tn_lowering *l)
{
	unsigned kind = tn__lower_now(l)->kind;

	return kind == TN_IR_UPDATE || kind == TN_IR_DELETE;
}

static int find_value(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)v;
	return (*place)->kind == TN_X_SCALAR ? TN_E_UNSUPPORTED : TN_OK;
}

/* 1 if a subquery gives what is looked for, or a part of it. */
static int is_from_query(struct tn_ir_expr *e)
{
	struct tn_ir_visitor v = {.expr = find_value};

	return tn__ir_visit_expr(&e->args[0], &v) < 0;
}

/* The same, of groups in a subquery of IN that do not differ from row to row. */
static enum tn_cap needed_by_groups(struct tn_lowering *l, struct tn_ir_expr *e)
{
	const struct tn_ir_query *q = e->u.sub.query;

	if (is_change(l) && has_groups(q) && !tn__can(l, TN_CAP_GROUPS_IN_CHANGE))
		return TN_CAP_GROUPS_IN_CHANGE;
	if (q->kind == TN_QUERY_SELECT && has_groups(q) && is_from_query(e) && !tn__can(l, TN_CAP_VALUE_IN_GROUPS))
		return TN_CAP_VALUE_IN_GROUPS;
	return TN_CAP_MAX;
}

static enum tn_cap meant(struct tn_lowering *l, struct tn_ir_expr *e)
{
	enum tn_cap cap;

	if (e->kind != TN_X_IN_QUERY && e->kind != TN_X_QUANT_QUERY)
		return TN_CAP_MAX;
	cap = needed(l, e->u.sub.query);
	return cap == TN_CAP_MAX && e->kind == TN_X_IN_QUERY ? needed_by_groups(l, e) : cap;
}

static int wrap(struct tn_lowering *l, struct tn_ir_expr *e)
{
	struct tn_ir_from *from = tn__lower_derived(l, e->u.sub.query);
	struct tn_ir_query *q = from ? tn__lower_select(l, from, from->source->column_count) : NULL;
	uint32_t i;

	if (!q)
		return TN_E_NOMEM;
	for (i = 0; i < from->source->column_count; i++)
		if (tn__lower_add_item(l, q, tn__ir_column_ref(l->arena, from->source, i),
			    from->source->columns[i].name))
			return TN_E_NOMEM;
	q->at = e->u.sub.query->at;
	from->source->owner = q;
	e->u.sub.query = q;
	return TN_OK;
}

/* ---- one row ----------------------------------------------------------------------- */

static int is_one_value(const struct tn_ir_expr *e)
{
	const struct tn_ir_query *q = e->u.sub.query;

	return q->kind == TN_QUERY_SELECT && q->aggregated && !q->group_count && !q->having && !q->limit &&
	       !q->offset && q->output_count == 1 && e->args[0]->kind != TN_X_ROWVALUE;
}

static int by_value(struct tn_lowering *l, struct tn_ir_expr **place)
{
	struct tn_ir_expr *e = *place, *scalar = tn__arena_alloc(l->arena, sizeof(*scalar)), *new;

	if (!scalar)
		return tn__lower_nomem(l);
	scalar->kind = TN_X_SCALAR;
	scalar->flags = TN_XF_PROVEN;
	scalar->at = e->u.sub.query->at;
	scalar->type = e->u.sub.query->outputs[0].type;
	scalar->u.sub.query = e->u.sub.query;
	new = tn__lower_compare(l, e->kind == TN_X_IN_QUERY ? TN_SYM_EQ : e->sym, e->args[0], scalar);
	if (!new)
		return tn__lower_nomem(l);
	new->at = e->at;
	*place = new;
	return TN_OK;
}

/* ---- NOT IN of groups in a change ------------------------------------------------------- */

/* NOT EXISTS (SELECT 1 FROM (query) AS s), of rows with s.c = value, or with s.c NULL without one. */
static struct tn_ir_expr *none(struct tn_lowering *l, struct tn_ir_query *query, struct tn_ir_expr *value, int any)
{
	struct tn_ir_from *from = query ? tn__lower_derived(l, query) : NULL;
	struct tn_ir_query *q = from ? tn__lower_select(l, from, 1) : NULL;
	struct tn_ir_expr *column = q ? tn__ir_column_ref(l->arena, from->source, 0) : NULL, *exists;

	if (!column || tn__lower_add_item(l, q, tn__ir_int(l->arena, 1), NULL))
		return NULL;
	from->source->owner = q;
	if (!any) {
		q->where = value ? tn__lower_compare(l, TN_SYM_EQ, value, column)
				 : tn__ir_op(l->arena, TN_OP_IS_NULL, 1, column);
		if (!q->where)
			return NULL;
	}
	exists = tn__lower_exists(l, q);
	return exists ? tn__ir_op(l->arena, TN_OP_NOT, 1, exists) : NULL;
}

static struct tn_ir_expr *both(struct tn_lowering *l, struct tn_ir_expr *a, struct tn_ir_expr *b)
{
	return a && b ? tn__lower_join_conditions(l, TN_OP_AND, a, b) : NULL;
}

/* True where NOT IN is; elsewhere false, where that may be unknown. */
static struct tn_ir_expr *by_absence(struct tn_lowering *l, struct tn_ir_expr *in)
{
	struct tn_ir_query *q = in->u.sub.query;
	struct tn_ir_query *nulls = q->outputs[0].type.flags & TN_TYPEF_NOT_NULL ? NULL : q;
	struct tn_ir_query *any = in->args[0]->type.flags & TN_TYPEF_NOT_NULL ? NULL : q;
	struct tn_ir_expr *e, *known;

	if (nulls && !(nulls = tn__ir_clone_query(l->arena, nulls)))
		return NULL;
	if (any && !(any = tn__ir_clone_query(l->arena, any)))
		return NULL;
	e = none(l, q, in->args[0], 0);
	if (nulls)
		e = both(l, e, none(l, nulls, NULL, 0));
	if (!any || !e)
		return e;
	known = tn__ir_clone_expr(l->arena, in->args[0]);
	known = known ? tn__ir_op(l->arena, TN_OP_IS_NOT_NULL, 1, known) : NULL;
	any = known ? any : NULL;
	known = any ? tn__ir_op(l->arena, TN_OP_OR, 2, known, none(l, any, NULL, 1)) : NULL;
	return both(l, e, known);
}

static int is_absence(struct tn_lowering *l, struct tn_ir_expr *e)
{
	struct tn_ir_expr *in = e->kind == TN_X_OP && e->op == TN_OP_NOT ? e->args[0] : NULL;
	const struct tn_ir_query *q;

	if (!in || in->kind != TN_X_IN_QUERY)
		return 0;
	q = in->u.sub.query;
	return has_groups(q) && q->output_count == 1 && in->args[0]->type.kind == q->outputs[0].type.kind &&
	       in->args[0]->type.kind != TN_KIND_JSON && in->args[0]->kind != TN_X_ROWVALUE && !is_from_query(in) &&
	       !tn__lower_is_volatile(in) && !tn__can(l, TN_CAP_GROUPS_IN_CHANGE);
}

/* An AND has none as an operand. */
static int flatten(struct tn_lowering *l, struct tn_ir_expr **place)
{
	struct tn_ir_expr *e = *place, *flat = NULL;
	uint32_t i;

	for (i = 0; i < e->arg_count && (i == 0 || flat); i++)
		flat = i ? both(l, flat, e->args[i]) : e->args[0];
	*place = flat;
	return flat ? TN_OK : tn__lower_nomem(l);
}

static int rewrite_absences(struct tn_lowering *l, struct tn_ir_expr **place)
{
	struct tn_ir_expr *e = *place;
	uint32_t i;
	int outer, rc = TN_OK;

	if (e && e->kind == TN_X_OP && (e->op == TN_OP_AND || e->op == TN_OP_OR)) {
		for (i = 0; i < e->arg_count && rc == TN_OK; i++)
			rc = rewrite_absences(l, &e->args[i]);
		return rc == TN_OK && e->op == TN_OP_AND ? flatten(l, place) : rc;
	}
	if (!e || !is_absence(l, e))
		return TN_OK;
	outer = tn__lower_has_outer(l, e->args[0]->u.sub.query);
	if (outer)
		return outer < 0 ? outer : TN_OK;
	*place = by_absence(l, e->args[0]);
	return *place ? TN_OK : tn__lower_nomem(l);
}

/* ---- all of them --------------------------------------------------------------------- */

static int look(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct in_subquery *in = v->ctx;

	in->found |= meant(in->l, *place) != TN_CAP_MAX;
	return TN_OK;
}

static int rewrite(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct tn_lowering *l = ((struct in_subquery *)v->ctx)->l;
	enum tn_cap cap = meant(l, *place);
	int outer;

	if (cap == TN_CAP_MAX)
		return TN_OK;
	outer = tn__lower_has_outer(l, (*place)->u.sub.query);
	if (outer < 0)
		return outer;
	if (outer && (cap == TN_CAP_GROUPS_IN_CHANGE || cap == TN_CAP_VALUE_IN_GROUPS))
		return TN_OK;
	if (!outer || tn__can(l, TN_CAP_DERIVED_OUTER))
		return wrap(l, *place);
	if (is_one_value(*place))
		return by_value(l, place);
	return tn__lower_refuse(l, cap, (*place)->at,
		cap == TN_CAP_LIMIT_IN_SUBQUERY
			? "LIMIT in a subquery of IN, ANY or ALL that uses columns of an outer query"
		: cap == TN_CAP_WINDOW_IN_SUBQUERY
			? "a window function in a subquery of IN, ANY or ALL that uses columns of an outer query"
		: cap == TN_CAP_SETS_IN_SUBQUERY
			? "INTERSECT or EXCEPT in a subquery of IN, ANY or ALL that uses columns of an outer query"
		: cap == TN_CAP_HAVING_IN_SUBQUERY
			? "HAVING beside computed keys in a subquery of IN, ANY or ALL with columns of an outer query"
			: "a date of groups in a subquery of IN, ANY or ALL that uses columns of an outer query",
		cap == TN_CAP_LIMIT_IN_SUBQUERY ? "Number the rows by row_number() and compare the number."
						: "Select the rows by a join.");
}

int tn__pass_in_subquery(struct tn_lowering *l)
{
	struct in_subquery in = {.l = l};
	struct tn_ir_visitor v = {.expr = look, .ctx = &in};
	int rc = tn__lower_visit(l, &v);

	if (rc < 0 || !in.found)
		return rc;
	v = (struct tn_ir_visitor){.expr_after = rewrite, .ctx = &in};
	if (!tn__lower_tree(l))
		return TN_E_NOMEM;
	if (is_change(l))
		rc = rewrite_absences(l, &tn__lower_tree(l)->u.change->where);
	return rc == TN_OK ? tn__lower_visit(l, &v) : rc;
}
