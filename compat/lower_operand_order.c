/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_operand_order.c - ORDER BY without LIMIT in an operand of UNION.
 *
 * The problem: it means nothing, since a set operation promises no order, but it may
 * be written.
 * Who lacks it: SQLite takes ORDER BY behind the last operand only.
 * What is preserved: everything.  With LIMIT it chooses rows and stays; how such an
 * operand is written is a matter of spelling.
 * What is weaker: nothing.  It never refuses.
 */
#include "compat/pass.h"

static void drop(struct tn_ir_query *q)
{
	if (q && !q->limit && !q->offset)
		q->order_count = 0;
}

static int drop_operands(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	(void)v;
	drop(q->left);
	drop(q->right);
	return TN_OK;
}

int tn__pass_operand_order(struct tn_lowering *l)
{
	struct tn_ir_visitor v = {.query = drop_operands};

	if (tn__can(l, TN_CAP_OPERAND_ORDER))
		return TN_OK;
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}
