/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_args.c - which of the statement's arguments a part has.
 *
 * A part that keeps all of them costs as much as they do each time it runs, however few
 * its text names: with a list of a million elements, or with thousands of parts, that
 * would be the square of it.
 *
 * Invariants:
 *  1. What stays keeps its order, its name and its type.
 *  2. It is done before the part is fed: those parameters stand behind.
 */
#include "compat/pass.h"

struct picker {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	uint32_t first, end; /* between these are all that it uses */
	uint32_t *to; /* of each of them: its number in the part, from 1; 0: the part does not use it */
	uint32_t count;
};

static int find_range(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct picker *p = v->ctx;
	uint32_t i = (*place)->u.param;

	if ((*place)->kind != TN_X_PARAM)
		return TN_OK;
	if (i < p->first)
		p->first = i;
	if (i >= p->end)
		p->end = i + 1;
	return TN_OK;
}

static int note(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct picker *p = v->ctx;

	if ((*place)->kind == TN_X_PARAM)
		p->to[(*place)->u.param - p->first] = 1;
	return TN_OK;
}

/* Nodes may stand in two places: a copy takes the place of each, marked until all is done. */
static int renumber(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct picker *p = v->ctx;
	struct tn_ir_expr *copy;

	if ((*place)->kind != TN_X_PARAM || (*place)->mark)
		return TN_OK;
	copy = tn__arena_alloc(p->l->arena, sizeof(*copy));
	if (!copy)
		return tn__lower_nomem(p->l);
	*copy = **place;
	copy->u.param = p->to[copy->u.param - p->first] - 1;
	copy->mark = 1;
	*place = copy;
	return TN_OK;
}

static int unmark(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)v;
	(*place)->mark = 0;
	return TN_OK;
}

/* The parameters and names of those that stay. */
static int shrink(struct picker *p, struct tn_ir_stmt *tree, struct tn_step *step)
{
	struct tn_arena *a = p->l->arena;
	struct tn_ir_param *params = tn__arena_calloc(a, p->count + 1, sizeof(*params));
	const char **names = tn__arena_calloc(a, p->count + 1, sizeof(*names));
	uint32_t *args = tn__arena_calloc(a, p->count + 1, sizeof(*args)), i;

	if (!params || !names || !args)
		return tn__lower_nomem(p->l);
	for (i = p->first; i < p->end; i++) {
		uint32_t to = p->to[i - p->first];

		if (!to)
			continue;
		params[to - 1] = tree->params[i];
		args[to - 1] = i;
		if (tree->arg_names)
			names[to - 1] = tree->arg_names[i];
	}
	tree->params = params;
	tree->arg_names = tree->arg_names ? names : NULL;
	tree->arg_count = p->count;
	step->args = args;
	return TN_OK;
}

static int find_used(struct picker *p, struct tn_ir_stmt *tree)
{
	uint32_t i;
	int rc;

	p->first = tree->arg_count;
	p->v = (struct tn_ir_visitor){.expr = find_range, .ctx = p};
	rc = tn__ir_visit(tree, &p->v);
	if (p->first > p->end)
		p->first = p->end;
	p->to = tn__arena_calloc(p->l->arena, p->end - p->first + 1, sizeof(*p->to));
	if (rc < 0 || !p->to)
		return rc < 0 ? rc : tn__lower_nomem(p->l);
	p->v = (struct tn_ir_visitor){.expr = note, .ctx = p};
	rc = tn__ir_visit(tree, &p->v);
	for (i = 0; i < p->end - p->first; i++)
		if (p->to[i])
			p->to[i] = ++p->count;
	return rc;
}

int tn__lower_pick_args(struct tn_lowering *l, struct tn_step *step)
{
	struct tn_ir_stmt *tree = l->parts->trees[step->id - 1];
	struct picker p = {.l = l};
	int rc = find_used(&p, tree);

	if (rc < 0 || p.count == tree->arg_count)
		return rc;
	p.v = (struct tn_ir_visitor){.expr = renumber, .ctx = &p};
	rc = tn__ir_visit(tree, &p.v);
	p.v = (struct tn_ir_visitor){.expr = unmark};
	if (rc >= 0)
		rc = tn__ir_visit(tree, &p.v);
	return rc < 0 ? rc : shrink(&p, tree, step);
}
