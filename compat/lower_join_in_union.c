/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_join_in_union.c - RIGHT and FULL JOIN in an operand of UNION ALL that is joined.
 *
 * The problem: SELECT 1 FROM (SELECT 1 AS c FROM a UNION ALL SELECT 7 FROM a RIGHT JOIN b ON
 * a.id = b.id) AS q JOIN d ON q.c = d.id.
 * Who lacks it: SQLite puts each operand into a copy of the query around it, and then finds
 * that the conditions of the joins there name tables to their right.
 * What is done: the UNION ALL gets a LIMIT that no result reaches, with which it is computed
 * by itself.
 * What is preserved: the rows.
 * What is weaker: speed; conditions on the subquery do not reach the tables in it.
 * When it refuses: never.
 */
#include "compat/pass.h"

struct unions {
	struct tn_lowering *l;
	struct tn_ir_expr *limit;
	int rewrite, found;
};

static int has_outer_join(const struct tn_ir_from *f)
{
	for (; f && f->kind == TN_FROM_JOIN; f = f->left)
		if (f->join == TN_JOIN_RIGHT || f->join == TN_JOIN_FULL || has_outer_join(f->right))
			return 1;
	return 0;
}

static int operand_has_outer_join(const struct tn_ir_query *q)
{
	uint32_t i;

	for (; q; q = q->left) {
		for (i = 0; i < q->from_count; i++)
			if (has_outer_join(q->from[i]))
				return 1;
		if (q->right && operand_has_outer_join(q->right))
			return 1;
	}
	return 0;
}

static void in_source(struct unions *u, const struct tn_ir_source *s)
{
	struct tn_ir_query *q = NULL;

	if (s && s->kind == TN_SOURCE_CTE)
		q = s->cte && !s->cte->recursive ? s->cte->query : NULL;
	else if (s && s->kind == TN_SOURCE_QUERY)
		q = s->query;
	if (!q || q->kind != TN_QUERY_UNION || !q->all || q->limit || !operand_has_outer_join(q))
		return;
	u->found = 1;
	if (u->rewrite)
		q->limit = u->limit;
}

static void in_from(struct unions *u, const struct tn_ir_from *f)
{
	for (; f && f->kind == TN_FROM_JOIN; f = f->left)
		in_from(u, f->right);
	if (f)
		in_source(u, f->source);
}

static void in_each(struct unions *u, struct tn_ir_from **from, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (from[i]->kind == TN_FROM_JOIN)
			in_from(u, from[i]);
}

static int in_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	in_each(v->ctx, q->from, q->from_count);
	return TN_OK;
}

static int in_statement(struct unions *u)
{
	const struct tn_ir_stmt *now = tn__lower_now(u->l);
	struct tn_ir_visitor v = {.query = in_query, .ctx = u};

	if (now->kind == TN_IR_UPDATE || now->kind == TN_IR_DELETE)
		in_each(u, now->u.change->from, now->u.change->from_count);
	return tn__lower_visit(u->l, &v);
}

int tn__pass_join_in_union(struct tn_lowering *l)
{
	struct unions u = {.l = l};
	int rc;

	if (tn__can(l, TN_CAP_JOIN_IN_UNION))
		return TN_OK;
	rc = in_statement(&u);
	if (rc < 0 || !u.found)
		return rc;
	u.rewrite = 1;
	u.limit = tn__ir_int(l->arena, INT64_MAX);
	if (!u.limit)
		return tn__lower_nomem(l);
	return tn__lower_tree(l) ? in_statement(&u) : TN_E_NOMEM;
}
