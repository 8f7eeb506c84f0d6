/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_target_read.c - subqueries of INSERT that read the table the rows go into.
 *
 * The problem: INSERT INTO t (id) VALUES ((SELECT max(id) + 1 FROM t)); and with several
 * rows, that each of them finds the table as it was before the first.
 * Who lacks it: MySQL (error 1093) and MariaDB, which tell it from the name alone: under
 * an alias both read what the rows before have put there.  The query of INSERT ... SELECT
 * may read the table, and is finished before the first row is changed.
 * What is done: the table stands in a subquery of FROM with a LIMIT that no table reaches,
 * (SELECT ... FROM t LIMIT 9223372036854775807) AS t, which is not merged with what is
 * around it; several rows of VALUES stand in a query, SELECT ... FROM (VALUES ...).
 * What is preserved: everything; a statement sees its table as it was before.
 * What is weaker: speed; the rows are copied, and the copy has no index.
 * When it refuses: a table of whose columns nothing is known; DEFAULT in such a row beside
 * others; without old_rows_in_conflict a subquery of DO UPDATE over the table, where several
 * rows may be inserted; without a name for the proposed row, any subquery of DO UPDATE beside
 * several rows of which one reads the table.
 */
#include <string.h>
#include "compat/pass.h"

struct target {
	struct tn_lowering *l;
	const struct tn_ir_table *table;
	struct tn_ir_expr *limit; /* of all copies, so that they are known by it */
	int rewrite, found;
};

static int is_target(const struct target *t, const struct tn_ir_source *s)
{
	return s && s->kind == TN_SOURCE_TABLE && s->table && s->table->name && t->table->name &&
	       !strcmp(s->table->name, t->table->name);
}

int tn__lower_read_apart(struct tn_lowering *l, struct tn_ir_from *f, struct tn_ir_expr *limit)
{
	struct tn_ir_source *s = f->source, *below = tn__arena_alloc(l->arena, sizeof(*below));
	struct tn_ir_from *table = tn__arena_alloc(l->arena, sizeof(*table));
	struct tn_ir_query *q;
	uint32_t i;

	q = below && table ? tn__lower_select(l, table, s->column_count) : NULL;
	if (!q)
		return tn__lower_nomem(l);
	*below = *s;
	below->owner = q;
	*table = *f;
	table->source = below;
	for (i = 0; i < s->column_count; i++)
		if (tn__lower_add_item(l, q, tn__ir_column_ref(l->arena, below, i), s->columns[i].name))
			return TN_E_NOMEM;
	q->at = f->at;
	q->limit = limit;
	s->kind = TN_SOURCE_QUERY;
	s->query = q;
	s->table = NULL;
	f->kind = TN_FROM_QUERY;
	f->query = q;
	f->alias = s->alias;
	f->names = NULL;
	f->name_count = 0;
	return TN_OK;
}

static int copy(struct target *t, struct tn_ir_from *f)
{
	if (f->source->open || !f->source->column_count)
		return tn__lower_refuse(t->l, TN_CAP_INSERT_READS_TARGET, f->at,
			"a subquery that reads the table of the statement", "Attach the columns of the table.");
	return tn__lower_read_apart(t->l, f, t->limit);
}

static int in_from(struct target *t, struct tn_ir_from *f)
{
	int rc = TN_OK;

	for (; rc == TN_OK && f && f->kind == TN_FROM_JOIN; f = f->left)
		rc = in_from(t, f->right);
	if (rc != TN_OK || !f || f->kind != TN_FROM_TABLE || !is_target(t, f->source))
		return rc;
	t->found = 1;
	return t->rewrite ? copy(t, f) : TN_OK;
}

static int in_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct target *t = v->ctx;
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < q->from_count && rc == TN_OK && (!q->limit || q->limit != t->limit); i++)
		rc = in_from(t, q->from[i]);
	return rc;
}

static int in_statement(struct target *t)
{
	struct tn_ir_visitor v = {.query = in_query, .ctx = t};

	t->table = tn__lower_now(t->l)->u.change->target->table;
	return t->table ? tn__lower_visit(t->l, &v) : TN_OK;
}

/* What is done with rows that are there already; the first of several rows is there for the second. */
static int check_conflict(struct target *t, struct tn_ir_change *c)
{
	struct tn_ir_visitor v = {.query = in_query, .ctx = t};
	uint32_t i;
	int rc = TN_OK;

	t->table = c->target->table;
	for (i = 0; t->table && i < c->set_count && rc == TN_OK; i++)
		rc = tn__ir_visit_expr(&c->sets[i].value, &v);
	if (rc == TN_OK && t->table && c->conflict_where)
		rc = tn__ir_visit_expr(&c->conflict_where, &v);
	if (rc < 0 || !t->found || tn__can(t->l, TN_CAP_OLD_ROWS_IN_CONFLICT))
		return rc;
	return tn__lower_refuse(t->l, TN_CAP_OLD_ROWS_IN_CONFLICT, c->conflict_at,
		"a subquery of DO UPDATE that reads the table, for several rows", "Insert one row at a time.");
}

static int refuse_default(struct target *t, const struct tn_ir_query *q)
{
	uint32_t i;

	for (i = 0; i < q->row_count * q->width; i++)
		if (q->values[i]->kind == TN_X_DEFAULT)
			return tn__lower_refuse(t->l, TN_CAP_INSERT_READS_TARGET, q->values[i]->at,
				"DEFAULT in one of several rows beside a subquery that reads the table",
				"Insert one row at a time.");
	return TN_OK;
}

static int find_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	(void)v;
	(void)q;
	return TN_E_UNSUPPORTED;
}

/* Rows that are no VALUES any more are proposed without a name; what subqueries need one for is refused. */
static int drop_proposed_name(struct target *t, struct tn_ir_change *c)
{
	struct tn_ir_visitor v = {.query = find_query};
	uint32_t i;

	for (i = 0; c->names_proposed && i < c->set_count; i++)
		if (tn__ir_visit_expr(&c->sets[i].value, &v) < 0)
			return tn__lower_refuse(t->l, TN_CAP_INSERT_READS_TARGET, c->conflict_at,
				"a subquery of DO UPDATE beside one of several rows that reads the table",
				"Insert one row at a time.");
	c->names_proposed = 0;
	return TN_OK;
}

static int rewrite(struct target *t)
{
	struct tn_ir_change *c;
	struct tn_ir_query *q;
	int rc;

	t->rewrite = 1;
	t->limit = tn__ir_int(t->l->arena, INT64_MAX);
	if (!t->limit)
		return tn__lower_nomem(t->l);
	rc = tn__lower_tree(t->l) ? in_statement(t) : TN_E_NOMEM;
	c = tn__lower_now(t->l)->u.change;
	q = c->query;
	if (rc < 0 || q->row_count == 1)
		return rc;
	rc = refuse_default(t, q);
	if (rc >= 0)
		rc = drop_proposed_name(t, c);
	return rc < 0 ? rc : tn__lower_wrap(t->l, q);
}

int tn__pass_target_read(struct tn_lowering *l)
{
	struct tn_ir_change *c = tn__lower_now(l)->u.change;
	struct target t = {.l = l};
	int rc, several;

	if (!c->query)
		return TN_OK;
	several = c->query->kind != TN_QUERY_VALUES || c->query->row_count > 1;
	rc = several ? check_conflict(&t, c) : TN_OK;
	if (rc < 0 || c->query->kind != TN_QUERY_VALUES)
		return rc;
	rc = in_statement(&t);
	return rc < 0 || !t.found || tn__can(l, TN_CAP_INSERT_READS_TARGET) ? rc : rewrite(&t);
}
