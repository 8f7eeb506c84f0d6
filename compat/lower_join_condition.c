/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_join_condition.c - conditions that read no table, below RIGHT and FULL JOIN.
 *
 * The problem: a JOIN b ON FALSE RIGHT JOIN c ON TRUE has the rows of c.
 * Who lacks it: SQLite asks what reads no table before it looks at any, and ends the
 * whole query where that is not true.  It also makes FALSE of "FALSE AND a.x = 1".
 * What is done: what reads none of the joined tables, alone or beside others in AND,
 * stands in a subquery, (SELECT FALSE), which is asked where the join is.
 * What is preserved: everything.
 * What is weaker: nothing.  TRUE stays as it is.  It never refuses.
 */
#include "compat/pass.h"

struct join {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	struct tn_ir_from *from; /* all that is joined */
	int rewrite, found;
};

static int has_outer_join(const struct tn_ir_from *f)
{
	for (; f && f->kind == TN_FROM_JOIN; f = f->left)
		if (f->join == TN_JOIN_RIGHT || f->join == TN_JOIN_FULL || has_outer_join(f->right))
			return 1;
	return 0;
}

static int is_true(const struct tn_ir_expr *e)
{
	return e->kind == TN_X_LITERAL && e->u.literal.kind == TN_KIND_BOOL && e->u.literal.u.i != 0;
}

/* (SELECT e) */
static int hide(struct join *j, struct tn_ir_expr **place)
{
	struct tn_ir_query *q;
	struct tn_ir_expr *e;

	if (is_true(*place) || (*place)->kind == TN_X_SCALAR || tn__lower_reads(j->from, *place))
		return TN_OK;
	j->found = 1;
	if (!j->rewrite)
		return TN_OK;
	q = tn__lower_select(j->l, NULL, 1);
	e = tn__arena_alloc(j->l->arena, sizeof(*e));
	if (!q || !e)
		return tn__lower_nomem(j->l);
	e->kind = TN_X_SCALAR;
	e->flags = TN_XF_PROVEN;
	e->type = (*place)->type;
	e->type.flags &= (uint8_t)~(TN_TYPEF_COLUMN | TN_TYPEF_CONSTANT);
	e->at = q->at = (*place)->at;
	e->u.sub.query = q;
	if (tn__lower_add_item(j->l, q, *place, tn__lower_column_name(j->l, 0)))
		return TN_E_NOMEM;
	*place = e;
	return TN_OK;
}

static int hide_members(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct join *j = v->ctx;
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; (*place)->op == TN_OP_AND && i < (*place)->arg_count && rc == TN_OK; i++)
		rc = hide(j, &(*place)->args[i]);
	return rc;
}

static int in_from(struct join *j, struct tn_ir_from *f)
{
	int rc = TN_OK;

	for (; rc == TN_OK && f && f->kind == TN_FROM_JOIN; f = f->left) {
		rc = in_from(j, f->right);
		if (rc == TN_OK && f->join == TN_JOIN_INNER && f->on)
			rc = tn__ir_visit_expr(&f->on, &j->v);
		if (rc == TN_OK && f->join == TN_JOIN_INNER && f->on)
			rc = hide(j, &f->on);
	}
	return rc;
}

static int in_each(struct join *j, struct tn_ir_from **from, uint32_t count)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < count && rc == TN_OK; i++) {
		j->from = from[i];
		rc = has_outer_join(from[i]) ? in_from(j, from[i]) : TN_OK;
	}
	return rc;
}

static int in_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	return in_each(v->ctx, q->from, q->from_count);
}

static int in_statement(struct join *j)
{
	const struct tn_ir_stmt *now = tn__lower_now(j->l);
	struct tn_ir_visitor v = {.query = in_query, .ctx = j};
	int rc = TN_OK;

	j->v = (struct tn_ir_visitor){.expr_after = hide_members, .ctx = j};
	if (now->kind == TN_IR_UPDATE || now->kind == TN_IR_DELETE)
		rc = in_each(j, now->u.change->from, now->u.change->from_count);
	return rc == TN_OK ? tn__lower_visit(j->l, &v) : rc;
}

int tn__pass_join_condition(struct tn_lowering *l)
{
	struct join j = {.l = l};
	int rc = in_statement(&j);

	if (rc < 0 || !j.found || tn__can(l, TN_CAP_CONSTANT_JOIN))
		return rc;
	j.rewrite = 1;
	return tn__lower_tree(l) ? in_statement(&j) : TN_E_NOMEM;
}
