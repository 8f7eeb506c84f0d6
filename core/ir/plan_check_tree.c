/* SPDX-License-Identifier: MIT */
/*
 * core/ir/plan_check_tree.c - is the tree of a portable statement well formed?
 *
 * A pass that moves a condition into another query, or copies one and forgets a
 * source, makes SQL that some server takes and answers wrongly.  So the validator
 * looks every column up again.
 *
 * Invariants:
 *  1. The body is there, and no deeper than TN_IR_MAX_DEPTH.
 *  2. Parameters are numbered below the number of arguments.
 *  3. Every OP, CAST and CALL has an operation with its number of operands; no * is left.
 *  4. A COLUMN has a source that gives that column, and the source is in the FROM of
 *     the query around it or of one further out, or is what the statement changes.
 *  5. Each FROM item that gives rows has a source; a CTE that one names is defined.
 *  6. OUTPUT is an output of its query.
 *
 * It must not repair anything, and must not look at types.
 */
#include <tenon/error.h>
#include "core/ir/ir.h"
#include "core/ir/plan_tree.h"

/* What the columns of a query may refer to. */
struct view {
	const struct view *outer;
	struct tn_ir_from *const *from;
	uint32_t from_count;
	const struct tn_ir_from *join; /* a part of a FROM, for its ON and LATERAL */
	const struct tn_ir_source *extra[2];
	const struct tn_ir_with *with;
	const struct tn_ir_query *query; /* whose outputs ORDER BY names */
};

struct check {
	struct tn_ir_visitor v;
	const struct tn_ir_stmt *stmt;
	const struct view *view;
	const struct tn_ir_query *bare; /* a query whose WITH, FROM and operands were looked at */
	const char *fault;
};

static int fail(struct check *c, const char *fault)
{
	if (!c->fault)
		c->fault = fault;
	return TN_E_INTERNAL;
}

/* ---- scopes ------------------------------------------------------------------------- */

static int gives(const struct tn_ir_from *f, const struct tn_ir_source *source)
{
	if (!f)
		return 0;
	if (f->kind != TN_FROM_JOIN)
		return f->source == source;
	return gives(f->left, source) || gives(f->right, source);
}

static int in_view(const struct view *w, const struct tn_ir_source *source)
{
	uint32_t i;

	for (; w; w = w->outer) {
		if (w->extra[0] == source || w->extra[1] == source || gives(w->join, source))
			return 1;
		for (i = 0; i < w->from_count; i++)
			if (gives(w->from[i], source))
				return 1;
	}
	return 0;
}

static int has_cte(const struct view *w, const struct tn_ir_cte *cte)
{
	uint32_t i;

	for (; w; w = w->outer)
		for (i = 0; w->with && i < w->with->cte_count; i++)
			if (w->with->ctes[i] == cte)
				return 1;
	return 0;
}

/* ---- expressions ---------------------------------------------------------------------- */

static int column_fault(struct check *c, const struct tn_ir_expr *e)
{
	const struct tn_ir_source *source = e->u.column.source;

	if (!source)
		return fail(c, "a column has no source");
	if (e->u.column.index >= source->column_count)
		return fail(c, "a column is not one of its source");
	return in_view(c->view, source) ? TN_OK : fail(c, "a column's source is not in scope");
}

static int is_query_kind(const struct tn_ir_expr *e)
{
	return e->kind == TN_X_IN_QUERY || e->kind == TN_X_QUANT_QUERY || e->kind == TN_X_SCALAR ||
	       e->kind == TN_X_EXISTS;
}

static int expr_fault(struct check *c, const struct tn_ir_expr *e)
{
	uint32_t i;

	for (i = 0; i < e->arg_count; i++)
		if (!e->args[i])
			return fail(c, "an operand is missing");
	switch (e->kind) {
	case TN_X_PARAM:
		return e->u.param < c->stmt->arg_count ? TN_OK : fail(c, "a parameter is not an argument");
	case TN_X_COLUMN:
		return column_fault(c, e);
	case TN_X_OUTPUT:
		return c->view && c->view->query && e->u.output < c->view->query->output_count ?
			       TN_OK : fail(c, "an output is not one of the query");
	case TN_X_OP:
	case TN_X_CAST:
		return e->op && e->op < TN_OPS && e->arg_count ? TN_OK : fail(c, "an operator has no operation");
	case TN_X_CALL:
		return e->u.call && e->op && e->op < TN_OPS ? TN_OK : fail(c, "a call has no operation");
	case TN_X_STAR:
		return fail(c, "a star is left");
	case TN_X_EACH:
		return e->arg_count == 1 && e->u.param < c->stmt->arg_count && c->stmt->params[e->u.param].list ?
			       TN_OK : fail(c, "a condition is repeated for no list");
	case TN_X_TEXT:
		return e->u.text ? TN_OK : fail(c, "a text is missing");
	default:
		if (e->kind < TN_X_LITERAL || e->kind > TN_X_EACH)
			return fail(c, "an expression is of an unknown kind");
		return is_query_kind(e) && !e->u.sub.query ? fail(c, "a subquery is missing") : TN_OK;
	}
}

static int check_expr(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	return expr_fault(v->ctx, *place);
}

/* ---- queries --------------------------------------------------------------------------- */

static int query_in(struct check *c, struct tn_ir_query *q, const struct view *outer)
{
	const struct view *kept = c->view;
	int rc;

	c->view = outer;
	rc = tn__ir_visit_query(q, &c->v);
	c->view = kept;
	return rc;
}

static int expr_in(struct check *c, struct tn_ir_expr *e, const struct view *w)
{
	const struct view *kept = c->view;
	int rc;

	c->view = w;
	rc = tn__ir_visit_expr(&e, &c->v);
	c->view = kept;
	return rc;
}

static int item_fault(struct check *c, struct tn_ir_from *f, const struct view *w)
{
	if (!f->source)
		return fail(c, "a FROM item has no source");
	if (f->kind == TN_FROM_TABLE)
		return f->source->kind != TN_SOURCE_CTE || has_cte(w, f->source->cte) ?
			       TN_OK : fail(c, "a CTE is named where it is not defined");
	if (f->kind == TN_FROM_LIST)
		return f->list && f->list->kind == TN_X_PARAM ? expr_in(c, f->list, w) : fail(c, "a list is missing");
	if (f->source->query != f->query)
		return fail(c, "a derived table and its source differ");
	return f->query ? query_in(c, f->query, w) : fail(c, "a derived table is missing");
}

static int from_fault(struct check *c, struct tn_ir_from *f, const struct view *w)
{
	struct view sides = {.outer = w, .join = f};

	if (!f)
		return fail(c, "a FROM item is missing");
	if (++c->v.depth > TN_IR_MAX_DEPTH)
		return fail(c, "the tree is too deep");
	if (f->kind != TN_FROM_JOIN) {
		if (item_fault(c, f, w))
			return TN_E_INTERNAL;
	} else if (from_fault(c, f->left, w) || from_fault(c, f->right, w) ||
		(f->on && expr_in(c, f->on, &sides) < 0)) {
		return TN_E_INTERNAL;
	}
	c->v.depth--;
	return TN_OK;
}

static int with_fault(struct check *c, const struct tn_ir_with *with, const struct view *w)
{
	uint32_t i;

	for (i = 0; with && i < with->cte_count; i++)
		if (!with->ctes[i] || !with->ctes[i]->query)
			return fail(c, "a CTE has no query");
		else if (query_in(c, with->ctes[i]->query, w) < 0)
			return TN_E_INTERNAL;
	return TN_OK;
}

static int froms_fault(struct check *c, struct tn_ir_from *const *from, uint32_t count, const struct view *w)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (from_fault(c, from[i], w))
			return TN_E_INTERNAL;
	return TN_OK;
}

static int body_fault(struct check *c, struct tn_ir_query *q, const struct view *w)
{
	struct tn_ir_query bare = *q;

	bare.with = NULL;
	bare.from_count = 0;
	bare.left = bare.right = NULL;
	c->view = w;
	c->bare = &bare;
	return tn__ir_visit_query(&bare, &c->v);
}

static int parts_fault(struct check *c, struct tn_ir_query *q, const struct view *w)
{
	if (with_fault(c, q->with, w) || froms_fault(c, q->from, q->from_count, w))
		return TN_E_INTERNAL;
	if (q->kind >= TN_QUERY_UNION && (!q->left || !q->right))
		return fail(c, "an operand of a set operation is missing");
	return query_in(c, q->left, w) < 0 || query_in(c, q->right, w) < 0 ? TN_E_INTERNAL : TN_OK;
}

static int check_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct check *c = v->ctx;
	const struct view *kept = c->view;
	struct view w = {.outer = kept, .with = q->with, .query = q};
	int rc;

	if (q == c->bare)
		return TN_OK;
	if (q->kind < TN_QUERY_SELECT || q->kind > TN_QUERY_EXCEPT)
		return fail(c, "a query is of an unknown kind");
	if (parts_fault(c, q, &w))
		return TN_E_INTERNAL;
	w.from = q->from;
	w.from_count = q->from_count;
	rc = body_fault(c, q, &w);
	c->view = kept;
	return rc < 0 ? rc : TN_IR_PASS_OVER;
}

/* ---- statements ------------------------------------------------------------------------- */

static int change_fault(struct check *c, struct tn_ir_change *change)
{
	struct view with = {.with = change->with};
	struct view w = {.outer = &with, .from = change->from, .from_count = change->from_count,
		.extra = {change->target, change->excluded}};
	struct tn_ir_change bare = *change;
	struct tn_ir_stmt stmt = *c->stmt;

	if (!change->target)
		return fail(c, "the target is missing");
	if (with_fault(c, change->with, &with) || froms_fault(c, change->from, change->from_count, &with))
		return TN_E_INTERNAL;
	if (query_in(c, change->query, &with) < 0)
		return TN_E_INTERNAL;
	bare.with = NULL;
	bare.query = NULL;
	bare.from_count = 0;
	stmt.u.change = &bare;
	c->view = &w;
	return tn__ir_visit(&stmt, &c->v);
}

static int index_fault(struct check *c, struct tn_ir_create_index *index)
{
	struct view w = {.extra = {index->target}};

	c->view = &w;
	return tn__ir_visit(c->stmt, &c->v);
}

static int stmt_fault(struct check *c)
{
	if (!c->stmt->u.query)
		return fail(c, "the body is missing");
	switch (c->stmt->kind) {
	case TN_IR_INSERT:
	case TN_IR_UPDATE:
	case TN_IR_DELETE:
		return change_fault(c, c->stmt->u.change);
	case TN_IR_CREATE_INDEX:
		return index_fault(c, c->stmt->u.create_index);
	case TN_IR_QUERY:
	case TN_IR_CREATE_VIEW:
		return tn__ir_visit(c->stmt, &c->v);
	default:
		/* The columns of a CHECK are those of the table itself: they have no FROM. */
		return TN_OK;
	}
}

const char *tn__tree_fault(const struct tn_ir_stmt *stmt)
{
	struct check c = {.v = {.expr = check_expr, .query = check_query}, .stmt = stmt};

	c.v.ctx = &c;
	if (stmt_fault(&c) < 0 && !c.fault)
		return "the tree is too deep";
	return c.fault;
}
