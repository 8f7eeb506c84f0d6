/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_joined.c - the other tables of UPDATE ... FROM and DELETE ... USING, where a
 * statement is taken apart.
 *
 * The step that selects the rows joins the changed table with the others, and keeps with
 * each row what later steps need of them: values of SET, columns that RETURNING names.
 *
 * Invariants:
 *  1. A row of the changed table is kept once, however many partners it has: the rows
 *     come in the order of the key, and those with the key of the one before are left out.
 *  2. Rows of the changed table are locked; those of the others too where the server
 *     cannot tell them apart.  Where it can neither do that nor lock what a subquery makes
 *     groups or a set of, the statement is refused.
 *  3. Columns of the other tables are counted in the order of a visit of RETURNING, which
 *     is the same in every copy of the tree.
 */
#include "compat/pass.h"

/* ---- which columns are of other tables --------------------------------------------------- */

static int is_other(const struct tn_ir_change *c, const struct tn_ir_expr *e)
{
	uint32_t i;

	for (i = 0; e->kind == TN_X_COLUMN && i < c->from_count; i++)
		if (tn__lower_gives(c->from[i], e->u.column.source))
			return 1;
	return 0;
}

static int find_other(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	return is_other(v->ctx, *place) ? TN_E_UNSUPPORTED : TN_OK;
}

int tn__lower_names_others(struct tn_ir_change *c, struct tn_ir_expr *e)
{
	struct tn_ir_visitor v = {.expr = find_other, .ctx = c};

	return tn__ir_visit_expr(&e, &v) < 0;
}

int tn__lower_returns_others(struct tn_ir_change *c)
{
	uint32_t i;

	for (i = 0; i < c->returning_count; i++)
		if (tn__lower_names_others(c, c->returning[i].expr))
			return 1;
	return 0;
}

/* ---- the query of the joined rows ---------------------------------------------------------- */

static void set_owner(struct tn_ir_from *f, struct tn_ir_query *owner)
{
	for (; f && f->kind == TN_FROM_JOIN; f = f->left)
		set_owner(f->right, owner);
	if (f && f->source)
		f->source->owner = owner;
}

static int order_by_key(struct tn_lowering *l, struct tn_ir_query *q, const struct tn_ir_change *c,
	const struct tn_ir_key *key)
{
	uint16_t i;

	q->order = tn__arena_calloc(l->arena, key->count, sizeof(*q->order));
	if (!q->order)
		return tn__lower_nomem(l);
	for (i = 0; i < key->count; i++) {
		q->order[i].expr = tn__ir_column_ref(l->arena, c->target, key->columns[i]);
		q->order[i].nulls = TN_NULLS_FIRST;
		if (!q->order[i].expr)
			return tn__lower_nomem(l);
	}
	q->order_count = key->count;
	return TN_OK;
}

/* 1 if a row of the query is not one of the rows that it reads. */
static int makes_rows(const struct tn_ir_query *q)
{
	return q->kind > TN_QUERY_VALUES || q->distinct || q->aggregated || q->group_count || q->windowed;
}

static int makes_others(const struct tn_ir_from *f)
{
	for (; f && f->kind == TN_FROM_JOIN; f = f->left)
		if (makes_others(f->right))
			return 1;
	return f && f->kind == TN_FROM_QUERY && makes_rows(f->query);
}

static int refuse_made(struct tn_lowering *l, const struct tn_ir_change *c)
{
	uint32_t i;

	for (i = 0; i < c->from_count && !makes_others(c->from[i]); i++)
		;
	if (i == c->from_count || tn__can(l, TN_CAP_LOCKING_SUBQUERY))
		return TN_OK;
	return tn__lower_refuse(l, TN_CAP_LOCK_OF, c->from[i]->at,
		"a change that reads groups or a set beside its table", "Name the rows by IN and a subquery.");
}

/* Where the server can, only the rows that are to be changed are locked. */
static int lock_target(struct tn_lowering *l, struct tn_ir_query *q, const struct tn_ir_change *c)
{
	const char **of;

	if (!tn__can(l, TN_CAP_ROW_LOCKS))
		return TN_OK;
	if (!tn__can(l, TN_CAP_LOCK_OF))
		return refuse_made(l, c);
	of = tn__arena_calloc(l->arena, 1, sizeof(*of));
	if (!of)
		return tn__lower_nomem(l);
	of[0] = c->target->alias;
	q->lock_of = of;
	q->lock_of_count = 1;
	return TN_OK;
}

int tn__lower_join_others(struct tn_lowering *l, struct tn_ir_query *q, struct tn_ir_change *c,
	const struct tn_ir_key *key)
{
	struct tn_ir_from *join;
	uint32_t i;
	int rc;

	for (i = 0; i < c->from_count; i++) {
		join = tn__arena_calloc(l->arena, 1, sizeof(*join));
		if (!join)
			return tn__lower_nomem(l);
		join->kind = TN_FROM_JOIN;
		join->join = TN_JOIN_CROSS;
		join->at = c->from[i]->at;
		join->left = q->from[0];
		join->right = c->from[i];
		set_owner(c->from[i], q);
		q->from[0] = join;
	}
	rc = order_by_key(l, q, c, key);
	return rc == TN_OK ? lock_target(l, q, c) : rc;
}

/* ---- what RETURNING names of the others ------------------------------------------------------ */

struct others {
	struct tn_lowering *l;
	struct tn_ir_change *c;
	struct tn_ir_query *q; /* that selects them, or */
	struct tn_step *step;  /* that is fed with them */
	struct tn_fed fed;
	uint32_t count;
};

static int select_other(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct others *o = v->ctx;
	const struct tn_ir_expr *e = *place;

	if (!is_other(o->c, e))
		return TN_OK;
	return tn__lower_add_item(o->l, o->q, tn__ir_column_ref(o->l->arena, e->u.column.source, e->u.column.index),
		tn__lower_column_name(o->l, o->q->item_count));
}

static int count_other(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct others *o = v->ctx;

	o->count += (uint32_t)is_other(o->c, *place);
	return TN_OK;
}

static int feed_other(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct others *o = v->ctx;

	if (!is_other(o->c, *place))
		return TN_OK;
	*place = tn__lower_fed(o->l, o->step, o->fed, &(*place)->type);
	o->fed.column++;
	return *place ? TN_OK : TN_E_NOMEM;
}

static int visit_returning(struct others *o, int (*look)(struct tn_ir_visitor *, struct tn_ir_expr **))
{
	struct tn_ir_visitor v = {.expr = look, .ctx = o};
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < o->c->returning_count && rc >= 0; i++)
		rc = tn__ir_visit_expr(&o->c->returning[i].expr, &v);
	return rc < 0 ? rc : TN_OK;
}

uint32_t tn__lower_count_others(struct tn_ir_change *c)
{
	struct others o = {.c = c};

	/* What is too deep for this visit was too deep for the scan. */
	(void)visit_returning(&o, count_other);
	return o.count;
}

int tn__lower_select_others(struct tn_lowering *l, struct tn_ir_query *q, struct tn_ir_change *c)
{
	struct others o = {.l = l, .c = c, .q = q};

	return visit_returning(&o, select_other);
}

int tn__lower_feed_others(struct tn_lowering *l, struct tn_step *step, struct tn_ir_change *c, uint16_t from,
	uint16_t column)
{
	struct others o = {.l = l, .c = c, .step = step, .fed = {.step = from, .column = column}};

	return visit_returning(&o, feed_other);
}
