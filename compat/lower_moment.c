/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_moment.c - CURRENT_TIMESTAMP of a statement that takes several steps.
 *
 * The problem: CURRENT_TIMESTAMP, LOCALTIMESTAMP and CURRENT_DATE are the start of the
 * statement, one value for all of it.  A plan of several steps is several statements to
 * the server, and each has a start of its own.
 * Who lacks it: every server, where a plan has steps.
 * What is done: a step before all others asks the server for what the statement uses of
 * them, all in one query, and the other steps are fed with the answer.
 * What is preserved: one value, the server's clock, microseconds.
 * What is weaker: nothing.  A DEFAULT of a column is the server's own matter, and is
 * computed by the step that writes the row.
 * When it does nothing: where the plan evaluates them once.
 *
 * It comes after the passes, since any of them may have made the steps.
 */
#include "compat/pass.h"
#include <string.h>

static const uint16_t moments[] = {TN_OP_NOW, TN_OP_LOCAL_NOW, TN_OP_TODAY};
#define MOMENTS (sizeof(moments) / sizeof(moments[0]))

struct pinning {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	uint8_t found[MOMENTS];   /* in some step */
	uint16_t column[MOMENTS]; /* of the first step's row */
	struct tn_step *step;     /* that is being fed */
	struct tn_ir_expr *fed[MOMENTS]; /* what it has been given */
};

/* Which of them it is; MOMENTS: none. */
static size_t moment_of(const struct tn_ir_expr *e)
{
	size_t i = 0;

	while (i < MOMENTS && (e->op != moments[i] || e->arg_count))
		i++;
	return i;
}

/* ---- is it needed? ---------------------------------------------------------------------- */

static int find(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct pinning *p = v->ctx;
	size_t i = moment_of(*place);

	if (i < MOMENTS)
		p->found[i] = 1;
	return TN_OK;
}

/* How often the plan evaluates one of them: 2 is more than once. */
static unsigned uses_of(struct pinning *p)
{
	const struct tn_parts *parts = p->l->parts;
	static const uint8_t none[MOMENTS];
	uint8_t all[MOMENTS] = {0};
	unsigned uses = 0;
	uint32_t i;
	size_t k;

	p->v = (struct tn_ir_visitor){.expr = find, .ctx = p};
	for (i = 0; i < parts->count; i++) {
		memset(p->found, 0, sizeof(p->found));
		tn__ir_visit(parts->trees[i], &p->v);
		if (memcmp(p->found, none, sizeof(none)))
			uses += parts->steps[i]->each || parts->steps[i]->list ? 2 : 1;
		for (k = 0; k < MOMENTS; k++)
			all[k] |= p->found[k];
	}
	memcpy(p->found, all, sizeof(all));
	return uses;
}

/* ---- the step before all others ----------------------------------------------------------- */

/* SELECT CURRENT_TIMESTAMP, ...: what of it is used. */
static struct tn_ir_query *ask(struct pinning *p)
{
	struct tn_ir_query *q = tn__lower_select(p->l, NULL, MOMENTS);
	struct tn_ir_expr *e;
	size_t i;

	for (i = 0; i < MOMENTS && q; i++) {
		if (!p->found[i])
			continue;
		p->column[i] = (uint16_t)q->item_count;
		e = tn__ir_op(p->l->arena, (enum tn_op)moments[i], 0);
		if (!e || tn__lower_add_item(p->l, q, e, tn__lower_column_name(p->l, q->item_count)))
			return NULL;
	}
	return q;
}

static int put_first(struct pinning *p)
{
	struct tn_ir_stmt *tree = tn__arena_alloc(p->l->arena, sizeof(*tree));
	struct tn_step *step = tn__arena_alloc(p->l->arena, sizeof(*step));

	if (!tree || !step)
		return tn__lower_nomem(p->l);
	tree->kind = TN_IR_QUERY;
	tree->source = p->l->intent->source;
	tree->source_len = p->l->intent->source_len;
	tree->verb = "SELECT";
	tree->u.query = ask(p);
	if (!tree->u.query)
		return tn__lower_nomem(p->l);
	step->kind = TN_STEP_KEEP;
	step->stmt = tree;
	return tn__lower_put_first(p->l, step, tree);
}

/* ---- the others ----------------------------------------------------------------------------- */

static int replace(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct pinning *p = v->ctx;
	size_t i = moment_of(*place);
	struct tn_ir_expr *e;

	if (i == MOMENTS)
		return TN_OK;
	if (!p->fed[i]) {
		struct tn_fed fed = {.step = 1, .column = p->column[i], .once = 1};

		p->fed[i] = tn__lower_fed(p->l, p->step, fed, &(*place)->type);
	}
	e = p->fed[i] ? tn__arena_alloc(p->l->arena, sizeof(*e)) : NULL;
	if (!e)
		return tn__lower_nomem(p->l);
	*e = *p->fed[i];
	e->at = (*place)->at;
	*place = e;
	return TN_OK;
}

int tn__lower_pin_moment(struct tn_lowering *l)
{
	struct pinning p = {.l = l};
	uint32_t i;
	int rc;

	if (uses_of(&p) < 2)
		return TN_OK;
	rc = put_first(&p);
	p.v = (struct tn_ir_visitor){.expr_after = replace, .ctx = &p};
	for (i = 1; i < l->parts->count && rc >= 0; i++) {
		memset(p.fed, 0, sizeof(p.fed));
		p.step = l->parts->steps[i];
		rc = tn__ir_visit(l->parts->trees[i], &p.v);
	}
	return rc < 0 ? rc : TN_OK;
}

int tn__lower_is_moment(const struct tn_ir_expr *e)
{
	return moment_of(e) < MOMENTS;
}
