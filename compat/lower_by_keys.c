/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_by_keys.c - UPDATE and DELETE in several steps, by the keys of the rows.
 *
 * The problem, in five forms.  DELETE FROM t WHERE id IN (SELECT max(id) FROM t GROUP BY
 * k): a subquery reads the table that is changed.  UPDATE ... RETURNING, DELETE ...
 * RETURNING.  SET a = b, b = a.  UPDATE ... FROM, DELETE ... USING: RETURNING names the
 * other tables, or is not to be had with them.  DELETE of rows that refer to each other
 * (lower_own_references.c).
 * Who lacks it: MySQL both (error 1093 is the first); MariaDB RETURNING of UPDATE.
 * SQLite takes SET a = (SELECT ... FROM t AS x WHERE x.id < t.id), and reads rows that
 * it has changed already.  And MySQL assigns from left to right, so SET a = b, b = a
 * loses a value.
 * What is done: the first step selects the keys of the rows and locks them; the next
 * changes those rows, some keys at a time.  Values of SET that read other rows are
 * computed by the first step too, and then set row by row.  RETURNING of DELETE is read
 * by the first step, of UPDATE by a last one, in turn with the changes.  Other tables are
 * joined by the first step (lower_joined.c), which keeps what later ones need of them.
 * What is preserved: the rows that are changed, the values (all from before the
 * change), the number of rows, what RETURNING gives, all or nothing (NEEDS_TX).
 * What is weaker: nothing.  The rows are locked from the first step on, and where the
 * server lets subqueries lock what they read, they do: nobody can change what was read
 * before the last step.  The keys are in memory meanwhile.
 * When it refuses: a table without a primary key or a unique key without NULLs, an
 * UPDATE that changes that key.
 */
#include "compat/pass.h"

struct by_keys {
	struct tn_lowering *l;
	const struct tn_ir_change *c;
	const struct tn_ir_key *key;
	uint16_t column;   /* of the kept rows: where the key begins */
	uint16_t others;   /* ... and the other tables' columns */
	uint16_t values;   /* of the kept rows: where the values of SET begin */
	uint8_t is_update;
	uint8_t computed;  /* the first step computes the values of SET */
};

/* ---- is it needed, and can it be done? --------------------------------------------------- */

static int find_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	(void)v;
	(void)q;
	return TN_E_UNSUPPORTED;
}

/* 1 if a value of SET reads more than its own row. */
static int reads_rows(const struct tn_ir_change *c)
{
	struct tn_ir_visitor v = {.query = find_query};
	uint32_t i;

	for (i = 0; i < c->set_count; i++)
		if (tn__ir_visit_expr(&c->sets[i].value, &v) < 0)
			return 1;
	return 0;
}

struct reader {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
};

static int find_reader(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct tn_lowering *l = ((struct reader *)v->ctx)->l;
	int outer = tn__lower_reads_table(q, l->target) ? tn__lower_has_outer(l, q) : 0;

	return outer > 0 ? TN_E_UNSUPPORTED : outer;
}

/* 1 if a value of SET reads the table that is changed, and for each row anew. */
static int reads_changes(struct tn_lowering *l, const struct tn_ir_change *c)
{
	struct reader r = {.v = {.query = find_reader}, .l = l};
	uint32_t i;
	int rc;

	r.v.ctx = &r;
	for (i = 0; i < c->set_count; i++) {
		rc = tn__ir_visit_expr(&c->sets[i].value, &r.v);
		if (rc < 0)
			return rc == TN_E_UNSUPPORTED;
	}
	return 0;
}

static int sets_key(const struct by_keys *b)
{
	uint32_t i;
	uint16_t k;

	for (i = 0; b->is_update && i < b->c->set_count; i++)
		for (k = 0; k < b->key->count; k++)
			if (b->c->sets[i].index == b->key->columns[k])
				return 1;
	return 0;
}

/* What the server lacks of UPDATE ... FROM and DELETE ... USING. */
static enum tn_cap lacks_of_join(struct tn_lowering *l, const struct tn_ir_change *c)
{
	int is_update = l->intent->kind == TN_IR_UPDATE;

	if (is_update && !tn__can(l, TN_CAP_UPDATE_FROM))
		return TN_CAP_UPDATE_FROM;
	/* Its visits change nothing. */
	if (!tn__lower_returns_others((struct tn_ir_change *)(uintptr_t)c))
		return TN_CAP_MAX;
	if (!is_update && !tn__can(l, TN_CAP_DELETE_USING))
		return TN_CAP_DELETE_USING;
	return tn__can(l, TN_CAP_RETURNING_JOINED) ? TN_CAP_MAX : TN_CAP_RETURNING_JOINED;
}

enum tn_cap tn__lower_apart(struct tn_lowering *l, const struct tn_ir_change *c)
{
	int is_update = l->intent->kind == TN_IR_UPDATE;
	enum tn_cap reads = is_update ? TN_CAP_UPDATE_READS_TARGET : TN_CAP_DELETE_READS_TARGET;
	enum tn_cap returns = is_update ? TN_CAP_RETURNING_UPDATE : TN_CAP_RETURNING_DELETE;
	enum tn_cap join = c->from_count ? lacks_of_join(l, c) : TN_CAP_MAX;

	if ((l->has & TN_HAS_TARGET_READ) && !tn__can(l, reads))
		return reads;
	if (is_update && c->set_count > 1 && !tn__can(l, TN_CAP_OLD_VALUES_IN_UPDATE) &&
		tn__lower_sets_cycle(l, c) > 0)
		return TN_CAP_OLD_VALUES_IN_UPDATE;
	if (is_update && (l->has & TN_HAS_TARGET_READ) && reads_changes(l, c) && !tn__can(l, TN_CAP_OLD_ROWS_IN_SET))
		return TN_CAP_OLD_ROWS_IN_SET;
	if (join != TN_CAP_MAX)
		return join;
	if (c->returning_count && !tn__can(l, returns))
		return returns;
	return tn__lower_own_references(l, c) ? TN_CAP_OWN_REFERENCES : TN_CAP_MAX;
}

static const char *name_of(enum tn_cap cap)
{
	switch (cap) {
	case TN_CAP_RETURNING_UPDATE:
	case TN_CAP_RETURNING_DELETE: return "RETURNING";
	case TN_CAP_DELETE_USING:
	case TN_CAP_RETURNING_JOINED: return "RETURNING of a table that is only read";
	case TN_CAP_UPDATE_FROM: return "UPDATE ... FROM";
	case TN_CAP_OWN_REFERENCES: return "DELETE of rows that may refer to each other";
	case TN_CAP_OLD_VALUES_IN_UPDATE: return "an UPDATE whose assignments read each other's columns";
	default: return "a subquery that reads the table that is changed";
	}
}

static int refuse(struct by_keys *b, enum tn_cap cap)
{
	if (!b->key)
		return tn__lower_refuse(b->l, cap, b->c->table_at, name_of(cap),
			"Give the table a primary key: the rows are found again by it.");
	if (sets_key(b))
		return tn__lower_refuse(b->l, cap, b->c->table_at, name_of(cap),
			"Leave the primary key alone: the rows are found again by it.");
	return TN_OK;
}

/* ---- the steps ------------------------------------------------------------------------------- */

static int add_values(struct by_keys *b, struct tn_ir_query *q, const struct tn_ir_change *c)
{
	uint32_t i;
	int rc = TN_OK;

	b->values = (uint16_t)q->item_count;
	for (i = 0; b->computed && i < c->set_count && rc == TN_OK; i++)
		if (c->sets[i].value->kind != TN_X_DEFAULT)
			rc = tn__lower_add_item(b->l, q, c->sets[i].value, tn__lower_column_name(b->l, q->item_count));
	return rc;
}

/* Of a row, in this order: what RETURNING of DELETE gives, values of SET, columns of other tables, the key. */
static int keep_columns(struct by_keys *b, struct tn_ir_query *q, struct tn_ir_change *c)
{
	int rc = b->is_update ? TN_OK : tn__lower_add_items(b->l, q, c->returning, c->returning_count);

	if (rc == TN_OK && q->item_count)
		b->l->plan->give = 1;
	if (rc == TN_OK)
		rc = add_values(b, q, c);
	b->others = (uint16_t)q->item_count;
	if (rc == TN_OK && b->is_update && c->from_count)
		rc = tn__lower_select_others(b->l, q, c);
	b->column = (uint16_t)q->item_count;
	return rc == TN_OK ? tn__lower_add_key(b->l, q, c->target, b->key) : rc;
}

/* Which rows, and what is known of them before the change. */
static int select_rows(struct by_keys *b)
{
	struct tn_ir_stmt *tree = tn__lower_part_tree(b->l);
	struct tn_ir_change *c = tree ? tree->u.change : NULL;
	struct tn_step *step = tn__lower_part(b->l, TN_STEP_KEEP, tree);
	struct tn_ir_query *q;
	uint32_t room;
	int rc = TN_OK;

	if (!c || !step)
		return TN_E_NOMEM;
	step->flags = TN_STEPF_COUNTS;
	room = c->returning_count + c->set_count + tn__lower_count_others(c) + b->key->count;
	q = tn__lower_target_query(b->l, tree, c->where, room);
	if (!q)
		return TN_E_NOMEM;
	if (c->from_count) {
		step->distinct = b->key->count;
		rc = tn__lower_join_others(b->l, q, c, b->key);
	}
	if (rc == TN_OK)
		rc = keep_columns(b, q, c);
	return rc == TN_OK ? tn__lower_lock(b->l, q, c->target) : rc;
}

static struct tn_step *next_step(struct by_keys *b, unsigned kind, struct tn_ir_stmt *tree)
{
	struct tn_step *step = tn__lower_part(b->l, kind, tree);

	if (step) {
		step->each = 1;
		step->chunk = b->computed ? 1 : tn__lower_key_chunk(b->l, b->key);
	}
	return step;
}

/* SET a = (SELECT ...) becomes SET a = what was computed. */
static int take_values(struct by_keys *b, struct tn_step *step, struct tn_ir_change *c)
{
	struct tn_fed fed = {.step = 1, .column = b->values};
	uint32_t i;

	for (i = 0; b->computed && i < c->set_count; i++) {
		if (c->sets[i].value->kind == TN_X_DEFAULT)
			continue;
		c->sets[i].value = tn__lower_fed(b->l, step, fed, &c->sets[i].value->type);
		if (!c->sets[i].value)
			return TN_E_NOMEM;
		fed.column++;
	}
	return TN_OK;
}

/* Rows that go refer to none of them any more. */
static int clear_references(struct by_keys *b)
{
	struct tn_ir_stmt *tree;
	struct tn_step *step;

	if (b->is_update || !tn__lower_own_references(b->l, b->c))
		return TN_OK;
	tree = tn__lower_part_tree(b->l);
	step = next_step(b, TN_STEP_EXEC, tree);
	if (!tree || !step)
		return TN_E_NOMEM;
	step->flags = TN_STEPF_FIRST;
	if (tn__lower_clear_references(b->l, tree) < 0)
		return TN_E_NOMEM;
	tree->u.change->where = tn__lower_key_condition(b->l, step, tree->u.change->target, b->key, 1, b->column);
	return tree->u.change->where ? TN_OK : TN_E_NOMEM;
}

static int change_rows(struct by_keys *b)
{
	struct tn_ir_stmt *tree = tn__lower_part_tree(b->l);
	struct tn_ir_change *c = tree ? tree->u.change : NULL;
	struct tn_step *step = next_step(b, TN_STEP_EXEC, tree);

	if (!c || !step || take_values(b, step, c))
		return TN_E_NOMEM;
	c->with = NULL;
	c->from = NULL;
	c->from_count = 0;
	c->returning_count = c->output_count = 0;
	c->where = tn__lower_key_condition(b->l, step, c->target, b->key, 1, b->column);
	return c->where ? TN_OK : TN_E_NOMEM;
}

static int read_again(struct by_keys *b)
{
	struct tn_ir_stmt *tree = tn__lower_part_tree(b->l);
	struct tn_ir_change *c = tree ? tree->u.change : NULL;
	struct tn_step *step = next_step(b, TN_STEP_QUERY, tree);
	struct tn_ir_query *q;

	if (!c || !step)
		return TN_E_NOMEM;
	c->with = NULL;
	if (c->from_count && tn__lower_feed_others(b->l, step, c, 1, b->others))
		return TN_E_NOMEM;
	q = tn__lower_target_query(b->l, tree, NULL, c->returning_count);
	if (!q || tn__lower_add_items(b->l, q, c->returning, c->returning_count))
		return TN_E_NOMEM;
	q->where = tn__lower_key_condition(b->l, step, c->target, b->key, 1, b->column);
	return q->where ? TN_OK : TN_E_NOMEM;
}

int tn__pass_by_keys(struct tn_lowering *l)
{
	struct by_keys b = {.l = l, .c = tn__lower_now(l)->u.change};
	enum tn_cap cap;
	int rc;

	if (tn__lower_now(l)->kind != TN_IR_UPDATE && tn__lower_now(l)->kind != TN_IR_DELETE)
		return TN_OK;
	b.is_update = l->intent->kind == TN_IR_UPDATE;
	cap = tn__lower_apart(l, b.c);
	if (cap == TN_CAP_MAX)
		return TN_OK;
	if (cap == TN_CAP_OWN_REFERENCES && !b.c->where && !b.c->from_count && !b.c->returning_count)
		return tn__lower_delete_all(l);
	b.key = tn__lower_key(b.c->target->table);
	b.computed = b.is_update && (cap == TN_CAP_OLD_VALUES_IN_UPDATE || b.c->from_count || reads_rows(b.c));
	rc = refuse(&b, cap);
	if (rc == TN_OK)
		rc = select_rows(&b);
	if (rc == TN_OK)
		rc = clear_references(&b);
	if (rc == TN_OK)
		rc = change_rows(&b);
	if (rc == TN_OK && b.is_update && b.c->returning_count)
		rc = read_again(&b);
	l->plan->flags |= TN_PLAN_NEEDS_TX;
	return rc;
}
