/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_inline_with.c - WITH before UPDATE and DELETE.
 *
 * Who lacks it: MariaDB.
 * What is done: each query of WITH stands in FROM where it is named.
 * What is preserved: the rows.
 * What is weaker: a query that is named twice is evaluated twice.
 * When it refuses: a recursive query; one that is named twice and gives other rows
 * when it is evaluated again; more copies than MAX_COPIES, since queries that name
 * each other twice double at each step.
 *
 * Queries are taken from the last to the first: only later ones can name one, and they
 * stand where they are named by then.
 */
#include "compat/pass.h"

#define MAX_COPIES 64u

struct inlining {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	struct tn_ir_cte *cte;
	enum tn_cap cap; /* that is missing */
	unsigned uses, copies;
	uint8_t counting;
};

static int refuse(const struct inlining *in, const struct tn_ir_cte *cte, const char *what)
{
	return tn__lower_refuse(in->l, in->cap, cte->at, what, NULL);
}

static int one_use(struct inlining *in, struct tn_ir_from *f)
{
	struct tn_ir_query *query;

	in->uses++;
	if (in->counting)
		return TN_OK;
	if (++in->copies > MAX_COPIES)
		return refuse(in, in->cte, "WITH whose queries are named so often");
	query = tn__ir_clone_query(in->l->arena, in->cte->query);
	if (!query)
		return tn__lower_nomem(in->l);
	f->kind = TN_FROM_QUERY;
	f->query = query;
	f->alias = f->source->alias;
	f->source->kind = TN_SOURCE_QUERY;
	f->source->query = query;
	f->source->cte = NULL;
	return TN_OK;
}

static int look(struct inlining *in, struct tn_ir_from *f)
{
	int rc = TN_OK;

	for (; f && rc == TN_OK && f->kind == TN_FROM_JOIN; f = f->left)
		rc = look(in, f->right);
	if (rc < 0 || !f || f->kind != TN_FROM_TABLE || !f->source || f->source->cte != in->cte)
		return rc;
	return one_use(in, f);
}

static int look_all(struct inlining *in, struct tn_ir_from **from, uint32_t count)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < count && rc == TN_OK; i++)
		rc = look(in, from[i]);
	return rc;
}

static int look_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	return look_all(v->ctx, q->from, q->from_count);
}

/* c is NULL where no statement that changes rows is around. */
static int everywhere(struct inlining *in, struct tn_ir_change *c, uint8_t counting)
{
	int rc = TN_OK;

	in->counting = counting;
	in->uses = 0;
	if (c)
		rc = look_all(in, c->from, c->from_count);
	return rc == TN_OK ? tn__lower_visit(in->l, &in->v) : rc;
}

static int one_cte(struct inlining *in, struct tn_ir_change *c)
{
	int rc;

	if (in->cte->recursive)
		return refuse(in, in->cte, "WITH RECURSIVE before UPDATE and DELETE");
	rc = everywhere(in, c, 1);
	if (rc == TN_OK && in->uses > 1 && tn__lower_query_is_volatile(in->cte->query))
		return refuse(in, in->cte, "WITH of a query that changes when it is read again");
	return rc == TN_OK ? everywhere(in, c, 0) : rc;
}

int tn__lower_inline_cte(struct tn_lowering *l, struct tn_ir_cte *cte, enum tn_cap cap)
{
	struct inlining in = {.v = {.query = look_query}, .l = l, .cte = cte, .cap = cap};

	in.v.ctx = &in;
	return one_cte(&in, NULL);
}

int tn__pass_inline_with(struct tn_lowering *l)
{
	struct inlining in = {.v = {.query = look_query}, .l = l, .cap = TN_CAP_DML_WITH};
	struct tn_ir_stmt *tree;
	struct tn_ir_change *c;
	int rc = TN_OK;

	in.v.ctx = &in;
	if (tn__can(l, TN_CAP_DML_WITH))
		return TN_OK;
	tree = tn__lower_tree(l);
	if (!tree)
		return TN_E_NOMEM;
	c = tree->u.change;
	if (c->with->cte_count > MAX_COPIES)
		return refuse(&in, c->with->ctes[MAX_COPIES], "WITH of so many queries");
	while (c->with->cte_count && rc == TN_OK) {
		in.cte = c->with->ctes[--c->with->cte_count];
		rc = one_cte(&in, c);
	}
	c->with = NULL;
	return rc;
}
