/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_outer_columns.c - computed columns on the outer side of a join.
 *
 * The problem: SELECT max(d.c) FROM a LEFT JOIN (SELECT 5 AS c FROM b) AS d ON a.id = 7, where
 * d.c is NULL in a row of a without partner.
 * Who lacks it: MariaDB and MySQL merge d into the query around it, and 5 with it: below an
 * aggregate, a window function or a subquery, and beside one of IN, it is 5 in every row.
 * MariaDB does so with all that is not NULL of NULLs, coalesce(b.x, 5) or b.x IS NULL,
 * MySQL with what reads no column.  What MySQL computes from nothing, abs(5) or a TIMESTAMP
 * literal, is not NULL anywhere: d.c IS NULL finds no row.
 * What is done: the subquery gets a LIMIT that it does not reach, with which it is computed by
 * itself; a view whose column is computed moves into such a subquery.  Only where a column
 * of it is used in one of those places, or computed from nothing.
 * What is preserved: the rows.
 * What is weaker: speed; conditions on the subquery do not reach the tables in it.
 * When it refuses: never.
 */
#include "compat/pass.h"

enum level { PLAIN = 0, COMPUTED, CONSTANT };

struct outer_columns {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	unsigned depth;      /* places around in which columns go wrong */
	enum level from;     /* what the server gets wrong */
	int rewrite, found;
	struct tn_ir_expr *limit;
};

/* ---- what a column is -------------------------------------------------------------- */

static struct tn_ir_query *query_of(const struct tn_ir_source *s)
{
	if (s->kind == TN_SOURCE_CTE)
		return s->cte && !s->cte->recursive ? s->cte->query : NULL;
	return s->kind == TN_SOURCE_QUERY ? s->query : NULL;
}

/* 1 if servers merge the query into the one around it. */
static int is_merged(const struct tn_ir_query *q)
{
	return q && q->kind == TN_QUERY_SELECT && !q->distinct && !q->aggregated && !q->windowed && !q->limit &&
	       !q->offset;
}

static int stop_at_column(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)v;
	return (*place)->kind == TN_X_COLUMN ? TN_E_UNSUPPORTED : TN_OK;
}

static int pass_over(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	(void)v;
	(void)q;
	return TN_IR_PASS_OVER;
}

static enum level level_of(struct tn_ir_expr *e)
{
	struct tn_ir_visitor v = {.expr = stop_at_column, .query = pass_over};

	return tn__ir_visit_expr(&e, &v) < 0 ? COMPUTED : CONSTANT;
}

/* Numbers and texts as they are written are NULL where they should be, outside the bad places. */
static int is_plain(const struct tn_ir_expr *e)
{
	return e->kind == TN_X_LITERAL && e->type.kind != TN_KIND_DATE && e->type.kind != TN_KIND_TIME &&
	       e->type.kind != TN_KIND_TIMESTAMP && e->type.kind != TN_KIND_TIMESTAMPTZ;
}

static int is_wrong(const struct outer_columns *o, struct tn_ir_expr *e)
{
	enum level level = level_of(e);

	return o->depth ? level >= o->from : level == CONSTANT && !is_plain(e);
}

static int is_computed_view(const struct tn_ir_source *s, uint32_t index)
{
	return s->kind == TN_SOURCE_TABLE && s->table && s->table->flags & TN_TABLEF_VIEW &&
	       index < s->table->column_count && s->table->columns[index].flags & TN_COLF_COMPUTED;
}

/* The source on the outer side of a join through which the column comes, if it is as bad as that; else NULL. */
static struct tn_ir_source *culprit(const struct outer_columns *o, const struct tn_ir_expr *column)
{
	struct tn_ir_source *s = column->u.column.source, *nullable = NULL;
	uint32_t index = column->u.column.index;

	while (s) {
		struct tn_ir_query *q = query_of(s);
		struct tn_ir_expr *e;

		if (s->nullable && !nullable)
			nullable = s;
		if (is_computed_view(s, index))
			return o->depth ? nullable : NULL;
		if (!is_merged(q) || index >= q->item_count)
			return NULL;
		e = q->items[index].expr;
		if (e->kind != TN_X_COLUMN)
			return nullable && is_wrong(o, e) ? nullable : NULL;
		s = e->u.column.source;
		index = e->u.column.index;
	}
	return NULL;
}

/* ---- places ------------------------------------------------------------------------- */

static int is_bad_place(const struct tn_ir_expr *e)
{
	switch (e->kind) {
	case TN_X_CALL:
		return e->u.call && (e->u.call->over || e->u.call->over_name ||
					    (e->op < TN_OPS && tn__op_info[e->op].flags & TN_OPF_AGGREGATE));
	case TN_X_IN_QUERY:
	case TN_X_QUANT_QUERY:
	case TN_X_SCALAR:
	case TN_X_EXISTS:
		return 1;
	default:
		return 0;
	}
}

/* Views are found by the FROM that they stand in: their source is marked by its limit. */
static int enter(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct outer_columns *o = v->ctx;
	struct tn_ir_expr *e = *place;
	struct tn_ir_source *s;

	o->depth += is_bad_place(e) != 0;
	if (e->kind != TN_X_COLUMN)
		return TN_OK;
	s = culprit(o, e);
	if (!s)
		return TN_OK;
	o->found = 1;
	if (!o->rewrite)
		return TN_OK;
	if (query_of(s))
		query_of(s)->limit = o->limit;
	else
		s->apart = 1;
	return TN_OK;
}

static int leave(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct outer_columns *o = v->ctx;

	o->depth -= is_bad_place(*place) != 0;
	return TN_OK;
}

/* ---- views ---------------------------------------------------------------------------- */

static int in_from(struct outer_columns *o, struct tn_ir_from *f)
{
	int rc = TN_OK;

	for (; rc == TN_OK && f && f->kind == TN_FROM_JOIN; f = f->left)
		rc = in_from(o, f->right);
	if (rc != TN_OK || !f || f->kind != TN_FROM_TABLE || !f->source || !f->source->apart)
		return rc;
	f->source->apart = 0;
	return tn__lower_read_apart(o->l, f, o->limit);
}

static int views(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < q->from_count && rc == TN_OK; i++)
		rc = in_from(v->ctx, q->from[i]);
	return rc;
}

/* ---- all of them ------------------------------------------------------------------------- */

int tn__pass_outer_columns(struct tn_lowering *l)
{
	struct outer_columns o = {.v = {.expr = enter, .expr_after = leave}, .l = l, .from = CONSTANT};
	int rc, computed;

	o.v.ctx = &o;
	rc = tn__lower_visit(l, &o.v);
	if (rc == TN_OK && !o.found) {
		o.from = COMPUTED;
		rc = tn__lower_visit(l, &o.v);
	}
	if (rc < 0 || !o.found)
		return rc;
	computed = !tn__can(l, TN_CAP_OUTER_COMPUTED);
	if (!computed && (o.from == COMPUTED || tn__can(l, TN_CAP_OUTER_CONSTANT)))
		return TN_OK;
	o.from = computed ? COMPUTED : CONSTANT;
	o.rewrite = 1;
	o.limit = tn__ir_int(l->arena, INT64_MAX);
	if (!o.limit)
		return tn__lower_nomem(l);
	if (!tn__lower_tree(l))
		return TN_E_NOMEM;
	rc = tn__lower_visit(l, &o.v);
	o.v = (struct tn_ir_visitor){.query = views, .ctx = &o};
	return rc < 0 ? rc : tn__lower_visit(l, &o.v);
}
