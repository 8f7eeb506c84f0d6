/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_right_join.c - RIGHT JOIN as LEFT JOIN with its sides exchanged.
 *
 * Who lacks it: SQLite before 3.39.
 * What is preserved: everything.  Columns are known by their source, and * was
 * written out before, so the order of columns does not change with the sides.
 * What is weaker: nothing.  It never refuses.
 */
#include "compat/pass.h"

static void exchange(struct tn_ir_from *f)
{
	for (; f && f->kind == TN_FROM_JOIN; f = f->left) {
		exchange(f->right);
		if (f->join == TN_JOIN_RIGHT) {
			struct tn_ir_from *left = f->left;

			f->left = f->right;
			f->right = left;
			f->join = TN_JOIN_LEFT;
			exchange(f->right);
		}
	}
}

static void exchange_all(struct tn_ir_from **from, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		exchange(from[i]);
}

static int exchange_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	(void)v;
	exchange_all(q->from, q->from_count);
	return TN_OK;
}

int tn__pass_right_join(struct tn_lowering *l)
{
	struct tn_ir_visitor v = {.query = exchange_query};
	struct tn_ir_stmt *tree;

	if (tn__can(l, TN_CAP_RIGHT_JOIN))
		return TN_OK;
	tree = tn__lower_tree(l);
	if (!tree)
		return TN_E_NOMEM;
	if (tree->kind == TN_IR_UPDATE || tree->kind == TN_IR_DELETE)
		exchange_all(tree->u.change->from, tree->u.change->from_count);
	return tn__lower_visit(l, &v);
}
