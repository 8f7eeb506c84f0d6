/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_update_order.c - assignments read the values from before the UPDATE.
 *
 * The problem: SET a = b, b = a exchanges the columns by the standard.
 * Who lacks it: MySQL assigns from left to right, and a later assignment reads what an
 * earlier one wrote.  MariaDB does the same but for a session mode, which is set.
 * What is done: an assignment that reads a column stands before the one that writes it;
 * others keep their places.  ON CONFLICT DO UPDATE too.
 * What is preserved: every assignment reads old values.
 * What is weaker: nothing.
 * When it refuses: a cycle in ON CONFLICT DO UPDATE.  That of an UPDATE, such as the
 * exchange of two columns, is taken apart by lower_by_keys.c; and so is, in an UPDATE that
 * reads other tables, any dependency at all: such a server promises no order there.
 */
#include "compat/pass.h"

#define NONE UINT32_MAX

struct edge {
	uint32_t to, next; /* next: the reader's edge before this one, or NONE */
};

struct graph {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	const struct tn_ir_change *change;
	uint32_t *writer;  /* by column of the target: the assignment, or NONE */
	uint32_t columns;
	uint32_t *first;   /* by assignment: its last edge */
	uint32_t *readers; /* by assignment: those that must come before */
	struct edge *edges;
	uint32_t count, room;
	uint32_t reader;   /* whose value is being looked through */
	uint8_t wrong;     /* a reader stands behind its writer */
};

static int add_edge(struct graph *g, uint32_t to)
{
	struct edge *more;
	uint32_t i;

	if (g->count == g->room) {
		more = tn__arena_calloc(g->l->arena, g->room * (size_t)2 + 16, sizeof(*more));
		if (!more)
			return tn__lower_nomem(g->l);
		for (i = 0; i < g->count; i++)
			more[i] = g->edges[i];
		g->edges = more;
		g->room = g->room * 2 + 16;
	}
	g->edges[g->count] = (struct edge){to, g->first[g->reader]};
	g->first[g->reader] = g->count++;
	g->readers[to]++;
	if (g->reader > to)
		g->wrong = 1;
	return TN_OK;
}

static int look(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct graph *g = v->ctx;
	const struct tn_ir_expr *e = *place;
	uint32_t to;

	if (e->kind != TN_X_COLUMN || e->u.column.source != g->change->target || e->u.column.index >= g->columns)
		return TN_OK;
	to = g->writer[e->u.column.index];
	return to == NONE || to == g->reader ? TN_OK : add_edge(g, to);
}

static int build(struct graph *g)
{
	const struct tn_ir_change *c = g->change;
	uint32_t i;
	int rc = TN_OK;

	g->columns = c->target->column_count;
	g->writer = tn__arena_calloc(g->l->arena, g->columns + 1, sizeof(*g->writer));
	g->first = tn__arena_calloc(g->l->arena, c->set_count, sizeof(*g->first));
	g->readers = tn__arena_calloc(g->l->arena, c->set_count, sizeof(*g->readers));
	if (!g->writer || !g->first || !g->readers)
		return tn__lower_nomem(g->l);
	for (i = 0; i < g->columns; i++)
		g->writer[i] = NONE;
	for (i = 0; i < c->set_count; i++) {
		g->first[i] = NONE;
		if (c->sets[i].index < g->columns)
			g->writer[c->sets[i].index] = i;
	}
	for (i = 0; i < c->set_count && rc == TN_OK; i++) {
		g->reader = i;
		rc = tn__ir_visit_expr(&c->sets[i].value, &g->v);
	}
	return rc;
}

/* The assignments in an order that keeps every edge; as many as are in no cycle. */
static uint32_t sort(struct graph *g, uint32_t *order)
{
	uint32_t i, n = 0, done, k;

	for (i = 0; i < g->change->set_count; i++)
		if (!g->readers[i])
			order[n++] = i;
	for (done = 0; done < n; done++)
		for (k = g->first[order[done]]; k != NONE; k = g->edges[k].next)
			if (--g->readers[g->edges[k].to] == 0)
				order[n++] = g->edges[k].to;
	return n;
}

static int reorder(struct graph *g)
{
	struct tn_lowering *l = g->l;
	uint32_t count = g->change->set_count, i, n;
	uint32_t *order = tn__arena_calloc(l->arena, count, sizeof(*order));
	struct tn_ir_assign *sets = tn__arena_calloc(l->arena, count, sizeof(*sets));
	struct tn_ir_stmt *tree = tn__lower_tree(l);

	if (!order || !sets || !tree)
		return tn__lower_nomem(l);
	n = sort(g, order);
	if (n < count) {
		for (i = 0; !g->readers[i]; i++)
			continue;
		return tn__lower_refuse(l, TN_CAP_OLD_VALUES_IN_UPDATE, g->change->sets[i].at,
			"an UPDATE whose assignments read each other's columns",
			"Read the old values by a subquery, or update twice.");
	}
	for (i = 0; i < count; i++)
		sets[i] = tree->u.change->sets[order[i]];
	tree->u.change->sets = sets;
	return TN_OK;
}

int tn__lower_sets_cycle(struct tn_lowering *l, const struct tn_ir_change *c)
{
	struct graph g = {.v = {.expr = look}, .l = l, .change = c};
	uint32_t *order = tn__arena_calloc(l->arena, c->set_count, sizeof(*order));
	int rc = order ? TN_OK : tn__lower_nomem(l);

	g.v.ctx = &g;
	if (rc == TN_OK)
		rc = build(&g);
	if (rc < 0)
		return rc;
	return c->from_count ? g.count != 0 : sort(&g, order) < c->set_count;
}

int tn__pass_update_order(struct tn_lowering *l)
{
	struct graph g = {.v = {.expr = look}, .l = l, .change = tn__lower_now(l)->u.change};
	int rc;

	if (tn__can(l, TN_CAP_OLD_VALUES_IN_UPDATE))
		return TN_OK;
	g.v.ctx = &g;
	rc = build(&g);
	if (rc < 0)
		return rc;
	return g.wrong ? reorder(&g) : TN_OK;
}
