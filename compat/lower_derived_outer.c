/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_derived_outer.c - subqueries of FROM and WITH that use columns of an outer query.
 *
 * The problem: SELECT (SELECT sum(o.c) FROM (SELECT c FROM u WHERE u.id = t.id) AS o) FROM t,
 * and the same with o in a WITH.
 * Who lacks it: MariaDB (error 1054).
 * What is done: a query of WITH stands where it is named; a subquery of FROM that only selects
 * and filters is merged: its tables stand in the FROM around, its condition beside WHERE,
 * what it selects where its columns were.
 * What is preserved: the rows.  An aggregate stays one of the query that it stands in: where
 * it would be over outer columns alone, nothing is merged.
 * What is weaker: nothing.
 * When it refuses: whatever else stands in FROM and uses columns of an outer query.
 */
#include "compat/pass.h"

struct merging {
	struct tn_lowering *l;
	struct tn_ir_query *around;
	struct tn_ir_source *source; /* whose columns become what they are */
	struct tn_ir_query *inner;
	int found;
};

static int refuse(struct tn_lowering *l, uint32_t at)
{
	return tn__lower_refuse(l, TN_CAP_DERIVED_OUTER, at,
		"a subquery in FROM or WITH that uses columns of an outer query and is more than a filter",
		"Select these columns in it, and compare them outside.");
}

/* ---- may it be merged? ------------------------------------------------------------------ */

/* 1 if an output is made of nothing but outer columns; negative: memory is out. */
static int gives_outer_alone(struct tn_lowering *l, struct tn_ir_query *q)
{
	struct tn_ir_from *from = q->from_count ? q->from[0] : NULL;
	uint32_t i;
	int rc = 0;

	for (i = 0; i < q->item_count && rc == 0; i++)
		if (!from || !tn__lower_reads(from, q->items[i].expr))
			rc = tn__lower_expr_has_outer(l, from, q->items[i].expr);
	return rc;
}

/* A literal would be taken for the number of an output as a key, and aggregates want a column of their own. */
static int is_constant_beside_groups(const struct tn_ir_query *around, const struct tn_ir_query *q)
{
	uint32_t i;

	for (i = 0; i < q->item_count; i++)
		if (q->items[i].expr->type.flags & TN_TYPEF_CONSTANT && (around->group_count || around->order_count))
			return 1;
	return 0;
}

static int may_merge(struct tn_lowering *l, struct tn_ir_query *around, const struct tn_ir_from *f)
{
	struct tn_ir_query *q = f->query;
	int rc;

	if (q->kind != TN_QUERY_SELECT || q->with || q->distinct || q->aggregated || q->windowed || q->limit ||
	    q->offset || q->lock || f->source->nullable || tn__lower_query_is_volatile(q) ||
	    is_constant_beside_groups(around, q))
		return 0;
	if (!q->from_count && around->from[0] != f)
		return 0;
	rc = around->aggregated ? gives_outer_alone(l, q) : 0;
	return rc < 0 ? rc : !rc;
}

/* ---- merging ------------------------------------------------------------------------------ */

static int replace(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	const struct merging *m = v->ctx;
	struct tn_ir_expr *e = *place;

	if (e->kind != TN_X_COLUMN || e->u.column.source != m->source)
		return TN_OK;
	*place = tn__ir_clone_expr(m->l->arena, m->inner->items[e->u.column.index].expr);
	return *place ? TN_OK : tn__lower_nomem(m->l);
}

/* Names that are made up: those of the tables may be there already. */
static int adopt(struct merging *m, struct tn_ir_from *f)
{
	int rc = TN_OK;

	for (; rc == TN_OK && f && f->kind == TN_FROM_JOIN; f = f->left)
		rc = adopt(m, f->right);
	if (rc != TN_OK || !f)
		return rc;
	f->alias = f->source->alias = tn__lower_alias(m->l);
	f->source->owner = m->around;
	return f->alias ? TN_OK : tn__lower_nomem(m->l);
}

static int rename_column(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct tn_ir_expr *e = *place;

	if (e->kind == TN_X_COLUMN && tn__lower_gives(v->ctx, e->u.column.source))
		e->u.column.qualifier = e->u.column.source->alias;
	return TN_OK;
}

static int merge(struct merging *m, struct tn_ir_from *f)
{
	struct tn_ir_visitor v = {.expr = replace, .ctx = m}, names = {.expr = rename_column, .ctx = f};
	struct tn_ir_query *q = f->query;
	int rc;

	m->source = f->source;
	m->inner = q;
	if (!q->from_count) {
		m->around->from_count = 0;
	} else {
		*f = *q->from[0];
		rc = adopt(m, f);
		if (rc != TN_OK)
			return rc;
	}
	rc = tn__ir_visit_query(m->around, &v);
	if (rc == TN_OK && q->where) {
		m->around->where = tn__lower_join_conditions(m->l, TN_OP_AND, m->around->where, q->where);
		rc = m->around->where ? TN_OK : tn__lower_nomem(m->l);
	}
	return rc == TN_OK && q->from_count ? tn__ir_visit_query(m->around, &names) : rc;
}

/* ---- every subquery of FROM ------------------------------------------------------------------ */

/* The first item of FROM that is a subquery with outer columns; negative: memory is out. */
static int find(struct tn_lowering *l, struct tn_ir_from *f, struct tn_ir_from **out)
{
	int rc = 0;

	for (; rc == 0 && f && f->kind == TN_FROM_JOIN; f = f->left)
		rc = find(l, f->right, out);
	if (rc != 0 || !f || f->kind != TN_FROM_QUERY)
		return rc;
	rc = tn__lower_has_outer(l, f->query);
	if (rc > 0)
		*out = f;
	return rc;
}

/* What was merged may bring others into this FROM. */
static int in_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct merging *m = v->ctx;
	struct tn_ir_from *f = NULL;
	int rc;

	m->around = q;
	while ((rc = q->from_count ? find(m->l, q->from[0], &f) : 0) > 0) {
		rc = may_merge(m->l, q, f);
		if (rc <= 0)
			return rc < 0 ? rc : refuse(m->l, f->query->at);
		rc = merge(m, f);
		if (rc != TN_OK)
			return rc;
	}
	return rc;
}

static int look(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct merging *m = v->ctx;
	struct tn_ir_from *f = NULL;
	uint32_t i;
	int rc = q->from_count ? find(m->l, q->from[0], &f) : 0;

	for (i = 0; q->with && i < q->with->cte_count && rc == 0; i++)
		rc = tn__lower_has_outer(m->l, q->with->ctes[i]->query);
	m->found |= rc > 0;
	return rc < 0 ? rc : TN_OK;
}

/* From the first to the last: a later one may name it, and then has outer columns too. */
static int inline_ctes(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct merging *m = v->ctx;
	uint32_t i, kept = 0;
	int rc = TN_OK;

	for (i = 0; q->with && i < q->with->cte_count && rc == TN_OK; i++) {
		struct tn_ir_cte *cte = q->with->ctes[i];

		rc = tn__lower_has_outer(m->l, cte->query);
		if (rc == 0)
			q->with->ctes[kept++] = cte;
		else if (rc > 0)
			rc = cte->recursive ? refuse(m->l, cte->at)
					    : tn__lower_inline_cte(m->l, cte, TN_CAP_DERIVED_OUTER);
	}
	if (q->with && rc == TN_OK)
		q->with->cte_count = kept;
	if (q->with && !kept && rc == TN_OK)
		q->with = NULL;
	return rc;
}

int tn__pass_derived_outer(struct tn_lowering *l)
{
	struct merging m = {.l = l};
	struct tn_ir_visitor v = {.query = look, .ctx = &m};
	int rc = tn__lower_visit(l, &v);

	if (rc < 0 || !m.found || tn__can(l, TN_CAP_DERIVED_OUTER))
		return rc;
	if (!tn__lower_tree(l))
		return TN_E_NOMEM;
	v.query = inline_ctes;
	rc = tn__lower_visit(l, &v);
	v.query = in_query;
	return rc < 0 ? rc : tn__lower_visit(l, &v);
}
