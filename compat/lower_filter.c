/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_filter.c - FILTER of an aggregate as CASE in its argument.
 *
 * Who lacks it: MySQL's family.
 * What is done: sum(x) FILTER (WHERE c) becomes sum(CASE WHEN c THEN x END), and
 * count(*) FILTER (WHERE c) becomes count(CASE WHEN c THEN 1 END).  Also with
 * DISTINCT, with ORDER BY inside, and over a window.
 * What is preserved: everything, because every aggregate of portable SQL leaves NULLs
 * out of its (first) argument, and a CASE whose condition is false or unknown is NULL.
 * What is weaker: nothing.
 * When it refuses: an aggregate without such an argument.
 */
#include "compat/pass.h"

static int rewrite(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct tn_lowering *l = v->ctx;
	struct tn_ir_expr *e = *place, *value;

	if (e->kind != TN_X_CALL || !e->u.call->filter)
		return TN_OK;
	if (!e->arg_count && e->op != TN_OP_COUNT_STAR)
		return tn__lower_refuse(l, TN_CAP_AGGREGATE_FILTER, e->at, "FILTER of this aggregate", NULL);
	value = e->arg_count ? e->args[0] : tn__ir_int(l->arena, 1);
	value = tn__lower_case(l, e->u.call->filter, value);
	if (!e->arg_count) {
		e->args = tn__arena_alloc(l->arena, sizeof(struct tn_ir_expr *));
		e->arg_count = 1;
		e->op = TN_OP_COUNT;
		e->flags &= (uint8_t)~TN_XF_STAR;
	}
	if (!value || !e->args)
		return tn__lower_nomem(l);
	e->args[0] = value;
	e->u.call->filter = NULL;
	return TN_OK;
}

int tn__pass_filter(struct tn_lowering *l)
{
	struct tn_ir_visitor v = {.expr = rewrite, .ctx = l};

	if (tn__can(l, TN_CAP_AGGREGATE_FILTER))
		return TN_OK;
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}
