/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_state.c - what passes ask of the lowering that they are part of:
 * capabilities, the copy, parts, refusals.
 */
#include "compat/pass.h"
#include "core/base/error.h"
#include <string.h>

int tn__can(struct tn_lowering *l, enum tn_cap cap)
{
	l->plan->decided[(unsigned)cap / 64] |= UINT64_C(1) << ((unsigned)cap % 64);
	return tn_cap_has(l->caps, cap);
}

struct tn_ir_stmt *tn__lower_tree(struct tn_lowering *l)
{
	if (!l->tree)
		l->tree = tn__ir_clone(l->arena, l->intent);
	/* The scan has found that it is not too deep. */
	if (!l->tree)
		tn__lower_nomem(l);
	return l->tree;
}

const struct tn_ir_stmt *tn__lower_now(const struct tn_lowering *l)
{
	return l->tree ? l->tree : l->intent;
}

struct tn_ir_stmt *tn__lower_part_tree(struct tn_lowering *l)
{
	struct tn_ir_stmt *tree = tn__ir_clone(l->arena, tn__lower_now(l));

	if (!tree)
		tn__lower_nomem(l);
	return tree;
}

/* Ids of steps are 16 bits wide. */
#define MOST_STEPS 60000u

/* Room for one more. */
static int grow(struct tn_lowering *l, struct tn_parts *p)
{
	uint32_t room = p->room ? p->room * 2 : 8;
	struct tn_step **steps;
	struct tn_ir_stmt **trees;

	if (p->count < p->room)
		return TN_OK;
	steps = tn__arena_calloc(l->arena, room, sizeof(*steps));
	trees = tn__arena_calloc(l->arena, room, sizeof(*trees));
	if (!steps || !trees)
		return TN_E_NOMEM;
	if (p->count) {
		memcpy(steps, p->steps, p->count * sizeof(*steps));
		memcpy(trees, p->trees, p->count * sizeof(*trees));
	}
	p->steps = steps;
	p->trees = trees;
	p->room = room;
	return TN_OK;
}

int tn__lower_add_part(struct tn_lowering *l, struct tn_parts *parts, struct tn_step *step, struct tn_ir_stmt *tree)
{
	if (parts->count == MOST_STEPS)
		return tn__error_set(l->err, TN_E_LIMIT, "the statement would take more than %u steps", MOST_STEPS);
	if (grow(l, parts))
		return tn__lower_nomem(l);
	parts->steps[parts->count] = step;
	parts->trees[parts->count++] = tree;
	return TN_OK;
}

struct tn_step *tn__lower_part(struct tn_lowering *l, unsigned kind, struct tn_ir_stmt *tree)
{
	struct tn_step *step = tn__arena_alloc(l->arena, sizeof(*step));

	if (!l->parts)
		l->parts = tn__arena_alloc(l->arena, sizeof(*l->parts));
	if (!l->parts || !tree || !step) {
		tn__lower_nomem(l);
		return NULL;
	}
	if (tn__lower_add_part(l, l->parts, step, tree))
		return NULL;
	step->id = (uint16_t)l->parts->count;
	step->kind = (uint8_t)kind;
	step->stmt = tree;
	return step;
}

int tn__lower_nomem(struct tn_lowering *l)
{
	return tn__error_nomem(l->err);
}

int tn__lower_refuse(struct tn_lowering *l, enum tn_cap cap, uint32_t at, const char *what, const char *hint)
{
	int rc = tn__error_set(l->err, TN_E_UNSUPPORTED, "%s is not available on this server (capability %s)", what,
		tn__cap_name((int)cap));

	if (!l->err)
		return rc;
	if (hint)
		tn__error_set_hint(*l->err, "%s", hint);
	if (l->intent->source && at <= l->intent->source_len)
		tn__error_set_sql(*l->err, l->intent->source, l->intent->source_len, (size_t)at + 1);
	return rc;
}

int tn__lower_visit(struct tn_lowering *l, struct tn_ir_visitor *v)
{
	int rc = tn__ir_visit(tn__lower_now(l), v);

	/* Passes deepen a tree by a few levels only: what is too deep now nearly was before. */
	if (rc == TN_E_LIMIT)
		return tn__error_set(l->err, TN_E_LIMIT, "the statement is nested too deeply");
	return rc;
}
