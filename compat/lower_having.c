/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_having.c - what is computed of groups that HAVING leaves out.
 *
 * The problem: SELECT a, 100 / a, sum(b / a) FROM t GROUP BY a HAVING a > 0 AND count(*) > 1
 * Who lacks it: MySQL computes outputs, and rows' values for aggregates, of all groups, and
 * so reports a division by zero that is in no row of the result; MariaDB does it with DISTINCT.
 * What is done: conditions over keys alone go to WHERE.  Where an output can fail
 * (TN_OPF_PARTIAL, or a cast of text), keys, aggregates and HAVING stand in a subquery of
 * FROM, and the outputs are computed around it.
 * What is preserved: the rows: all rows of a group have the same keys.
 * What is weaker: a sum or product that leaves its range, and outputs of a subquery that uses
 * columns of an outer query where no subquery of FROM may: these still fail for such a group.
 * When it refuses: never.
 */
#include "compat/pass.h"

struct place {
	struct tn_ir_expr **at;
	uint32_t column; /* of the subquery */
};

struct having {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	struct tn_ir_query *query;
	struct place *places; /* NULL: they are counted */
	struct tn_ir_query *inner;
	uint32_t count, aggregates;
	unsigned below;   /* the depth of the subquery that is visited, or 0 */
	int fails, other; /* an output can fail; something is no key and no aggregate of keys */
	int rewrite, found;
};

static int can_fail(const struct tn_ir_expr *e)
{
	if (e->kind == TN_X_CAST)
		return e->args[0]->type.kind == TN_KIND_TEXT && e->type.kind != TN_KIND_TEXT;
	return e->op < TN_OPS && tn__op_info[e->op].flags & TN_OPF_PARTIAL;
}

/* ---- conditions that go to WHERE ------------------------------------------------------- */

struct condition {
	int fixed, fails; /* stays; can fail */
};

static int look_at(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct condition *c = v->ctx;

	c->fixed |= tn__lower_is_aggregate(*place);
	c->fails |= can_fail(*place);
	return TN_OK;
}

static int find_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct condition *c = v->ctx;

	(void)q;
	c->fixed = 1;
	return TN_IR_PASS_OVER;
}

/* 1: it goes; a condition that can fail does not overtake one that stays. */
static int goes(struct tn_ir_expr **e, int others_stay)
{
	struct condition c = {0};
	struct tn_ir_visitor v = {.expr = look_at, .query = find_query, .ctx = &c};
	int rc = tn__ir_visit_expr(e, &v);

	return rc < 0 ? rc : !c.fixed && !(c.fails && others_stay) && !tn__lower_is_volatile(*e);
}

/* The first n of what and joined, with AND between; NULL: none. */
static struct tn_ir_expr *all_of(struct tn_ir_expr *joined, struct tn_ir_expr **first, uint32_t n)
{
	if (n < 2)
		return n ? first[0] : NULL;
	joined->args = first;
	joined->arg_count = n;
	return joined;
}

static int to_where(struct having *h, struct tn_ir_query *q)
{
	struct tn_ir_expr *e = q->having, **args = e->op == TN_OP_AND ? e->args : &q->having, *moved, *copy;
	uint32_t n = e->op == TN_OP_AND ? e->arg_count : 1, i, out = 0, kept = 0;
	struct tn_ir_expr **list = tn__arena_calloc(h->l->arena, 2u * n, sizeof(*list));
	int rc = TN_OK;

	for (i = 0; list && i < n && rc >= 0; i++) {
		rc = goes(&args[i], kept != 0);
		if (rc > 0)
			list[out++] = args[i];
		else
			list[n + kept++] = args[i];
	}
	if (!list || rc < 0)
		return rc < 0 ? rc : tn__lower_nomem(h->l);
	if (!out)
		return TN_OK;
	h->found = 1;
	if (!h->rewrite)
		return TN_OK;
	copy = tn__arena_alloc(h->l->arena, sizeof(*copy));
	if (!copy)
		return tn__lower_nomem(h->l);
	*copy = *e;
	moved = all_of(copy, list, out);
	q->having = all_of(e, list + n, kept);
	q->where = tn__lower_join_conditions(h->l, TN_OP_AND, q->where, moved);
	return q->where ? TN_OK : TN_E_NOMEM;
}

/* ---- outputs that are computed around the groups ----------------------------------------- */

static struct tn_ir_expr *key_of(const struct tn_ir_query *q, uint32_t i)
{
	struct tn_ir_expr *e = q->group[i];

	return e->kind == TN_X_OUTPUT && e->u.output < q->item_count ? q->items[e->u.output].expr : e;
}

/* The key that e is; group_count: none. */
static uint32_t find_key(const struct tn_ir_query *q, const struct tn_ir_expr *e)
{
	uint32_t i;

	for (i = 0; i < q->group_count; i++) {
		const struct tn_ir_expr *key = key_of(q, i);

		if (key->kind == e->kind && tn__ir_same(key, e))
			break;
	}
	return i;
}

static int take(struct having *h, struct tn_ir_expr **at, uint32_t column)
{
	if (h->places) {
		h->places[h->count].at = at;
		h->places[h->count].column = column;
	}
	h->count++;
	return TN_IR_PASS_OVER;
}

static int is_own(const struct tn_ir_query *q, const struct tn_ir_expr *e)
{
	return e->kind == TN_X_COLUMN && q->from_count && tn__lower_gives(q->from[0], e->u.column.source);
}

static int take_aggregate(struct having *h, struct tn_ir_expr **place)
{
	if (h->places && tn__lower_add_item(h->l, h->inner, *place, NULL) < 0)
		return TN_E_NOMEM;
	return take(h, place, h->query->group_count + h->aggregates++);
}

static int in_output(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct having *h = v->ctx;
	struct tn_ir_query *q = h->query;
	uint32_t key = find_key(q, *place);
	int rc;

	if (h->below && v->depth <= h->below)
		h->below = 0;
	if (key < q->group_count)
		return take(h, place, key);
	if (tn__lower_is_aggregate(*place)) {
		if (!h->below)
			return take_aggregate(h, place);
		/* One over this query's columns would be of its groups. */
		h->other |= q->from_count && tn__lower_reads(q->from[0], *place);
	}
	h->other |= is_own(q, *place);
	if (can_fail(*place) && !h->fails) {
		rc = q->distinct ? 0 : tn__lower_has_aggregate(place, v->depth);
		h->fails = rc == 0;
		return rc < 0 ? rc : TN_OK;
	}
	return TN_OK;
}

static int in_subquery(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct having *h = v->ctx;

	(void)q;
	if (!h->below && v->depth > 1)
		h->below = v->depth;
	return TN_OK;
}

/* Visits outputs and order alone. */
static int visit_outputs(struct having *h, struct tn_ir_query *q)
{
	struct tn_ir_query around = *q;

	h->v = (struct tn_ir_visitor){.expr = in_output, .query = in_subquery, .ctx = h};
	h->query = q;
	h->count = h->aggregates = h->below = 0;
	around.with = NULL;
	around.from_count = around.group_count = 0;
	around.where = around.having = NULL;
	return tn__ir_visit_query(&around, &h->v);
}

/* A key as a column of the subquery, and what that is grouped by. */
static int add_key(struct having *h, struct tn_ir_query *inner, struct tn_ir_expr *key, uint32_t number)
{
	struct tn_ir_expr *ref = tn__arena_alloc(h->l->arena, sizeof(*ref));

	if (!ref)
		return tn__lower_nomem(h->l);
	*ref = *key;
	if (key->kind != TN_X_COLUMN) {
		ref->kind = TN_X_OUTPUT;
		ref->op = 0;
		ref->args = NULL;
		ref->arg_count = 0;
		ref->u.output = number;
	}
	inner->group[number] = ref;
	return tn__lower_add_item(h->l, inner, key, NULL);
}

/* The subquery: keys, aggregates and HAVING. */
static int make_inner(struct having *h, struct tn_ir_query *q, uint32_t aggregates)
{
	struct tn_ir_query *inner = tn__lower_select(h->l, NULL, q->group_count + aggregates);
	uint32_t i;

	if (!inner)
		return TN_E_NOMEM;
	inner->at = q->at;
	inner->from = q->from;
	inner->from_count = q->from_count;
	inner->where = q->where;
	inner->having = q->having;
	inner->aggregated = 1;
	inner->group = tn__arena_calloc(h->l->arena, q->group_count, sizeof(*inner->group));
	inner->group_count = q->group_count;
	if (!inner->group)
		return tn__lower_nomem(h->l);
	for (i = 0; i < q->group_count; i++)
		if (add_key(h, inner, key_of(q, i), i))
			return TN_E_NOMEM;
	h->inner = inner;
	return TN_OK;
}

/* q selects from the subquery what it selected of the groups. */
static int around(struct having *h, struct tn_ir_query *q)
{
	struct tn_ir_from *from = tn__lower_derived(h->l, h->inner), **froms;
	uint32_t i;

	froms = from ? tn__arena_alloc(h->l->arena, sizeof(*froms)) : NULL;
	if (!froms)
		return from ? tn__lower_nomem(h->l) : TN_E_NOMEM;
	for (i = 0; i < h->count; i++) {
		struct tn_ir_expr **at = h->places[i].at;
		uint32_t where = (*at)->at;

		*at = tn__ir_column_ref(h->l->arena, from->source, h->places[i].column);
		if (!*at)
			return tn__lower_nomem(h->l);
		(*at)->at = where;
	}
	froms[0] = from;
	from->source->owner = q;
	q->from = froms;
	q->from_count = 1;
	q->where = q->having = NULL;
	q->group = NULL;
	q->group_count = 0;
	q->aggregated = 0;
	return TN_OK;
}

static int may_stand_in_from(struct having *h, struct tn_ir_query *q)
{
	int outer = tn__lower_has_outer(h->l, q);

	return outer > 0 ? tn__can(h->l, TN_CAP_DERIVED_OUTER) : outer < 0 ? outer : 1;
}

static int compute_around(struct having *h, struct tn_ir_query *q)
{
	int rc;

	h->places = NULL;
	h->fails = h->other = 0;
	rc = visit_outputs(h, q);
	if (rc < 0 || !h->fails || h->other)
		return rc;
	h->found = 1;
	rc = h->rewrite ? may_stand_in_from(h, q) : 0;
	if (rc <= 0)
		return rc;
	rc = make_inner(h, q, h->aggregates);
	h->places = tn__arena_calloc(h->l->arena, h->count + 1, sizeof(*h->places));
	if (rc < 0 || !h->places)
		return tn__lower_nomem(h->l);
	rc = visit_outputs(h, q);
	return rc < 0 ? rc : around(h, q);
}

static int in_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct having *h = v->ctx;
	int rc;

	if (!q->group_count || !q->having)
		return TN_OK;
	rc = to_where(h, q);
	return rc == TN_OK && q->having ? compute_around(h, q) : rc;
}

int tn__pass_having(struct tn_lowering *l)
{
	struct having h = {.l = l};
	struct tn_ir_visitor v = {.query = in_query, .ctx = &h};
	int rc = tn__lower_visit(l, &v);

	if (rc < 0 || !h.found || tn__can(l, TN_CAP_HAVING_FIRST))
		return rc;
	h.rewrite = 1;
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}
