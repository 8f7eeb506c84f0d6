/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_join_outer.c - conditions of outer joins over columns of an outer query.
 *
 * The problem: SELECT p.id, (SELECT count(*) FROM a LEFT JOIN b ON p.id > 2) FROM p
 * Who lacks it: MariaDB takes p.id > 2 for constant before it has a row of p, and leaves
 * it out.  It does the same with p.id = b.id where b.id = 1 stands beside it and b has
 * one such row.
 * What is done: nothing; it is refused.
 * When it refuses: in ON of an outer join, or of a join on its nullable side, a
 * condition that reads columns of an outer query, and none of the query's own or
 * beside an equality of a column with a constant.
 */
#include "compat/pass.h"

struct outer {
	struct tn_lowering *l;
	struct tn_ir_from *from; /* of the query */
};

static int refuse(struct outer *o, const struct tn_ir_expr *e)
{
	if (tn__can(o->l, TN_CAP_OUTER_IN_JOIN))
		return TN_OK;
	return tn__lower_refuse(o->l, TN_CAP_OUTER_IN_JOIN, e->at,
		"a condition of an outer join over columns of an outer query",
		"Compare with them in WHERE, or join a subquery of FROM outside.");
}

static int is_fixed(const struct tn_ir_expr *e)
{
	const struct tn_ir_expr *a, *b;

	if (e->kind != TN_X_OP || e->sym != TN_SYM_EQ || e->arg_count != 2)
		return 0;
	a = e->args[0];
	b = e->args[1];
	return (a->kind == TN_X_COLUMN && b->type.flags & TN_TYPEF_CONSTANT) ||
	       (b->kind == TN_X_COLUMN && a->type.flags & TN_TYPEF_CONSTANT);
}

static int condition(struct outer *o, struct tn_ir_expr *on)
{
	struct tn_ir_expr **members = on->op == TN_OP_AND ? on->args : &on;
	uint32_t i, count = on->op == TN_OP_AND ? on->arg_count : 1;
	int outer, fixed = 0, rc = TN_OK;

	for (i = 0; i < count; i++)
		fixed |= is_fixed(members[i]);
	for (i = 0; i < count && rc == TN_OK; i++) {
		outer = tn__lower_expr_has_outer(o->l, o->from, members[i]);
		if (outer < 0)
			return outer;
		if (outer && (fixed || !tn__lower_reads(o->from, members[i])))
			rc = refuse(o, members[i]);
	}
	return rc;
}

static int join(struct outer *o, struct tn_ir_from *f, int nullable)
{
	int rc = TN_OK;

	for (; rc == TN_OK && f && f->kind == TN_FROM_JOIN; f = f->left) {
		int right = f->join == TN_JOIN_RIGHT || f->join == TN_JOIN_FULL;
		int left = f->join == TN_JOIN_LEFT || f->join == TN_JOIN_FULL;

		if (f->on && (nullable || left || right))
			rc = condition(o, f->on);
		if (rc == TN_OK)
			rc = join(o, f->right, nullable || left);
		nullable |= right;
	}
	return rc;
}

static int in_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct outer o = {.l = v->ctx};
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < q->from_count && rc == TN_OK; i++) {
		o.from = q->from[i];
		rc = join(&o, q->from[i], 0);
	}
	return rc;
}

int tn__pass_join_outer(struct tn_lowering *l)
{
	struct tn_ir_visitor v = {.query = in_query, .ctx = l};

	return tn__lower_visit(l, &v);
}
