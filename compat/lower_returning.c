/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_returning.c - INSERT row by row: RETURNING, and ON CONFLICT that leaves rows.
 *
 * The problem: RETURNING gives rows as they were stored, with generated keys and
 * defaults; of ON CONFLICT only those that were inserted or updated, which are also the
 * number of rows.
 * Who lacks it: MySQL has no RETURNING; that of MariaDB gives rows too which its ON
 * DUPLICATE KEY left as they were, and neither tells how many these were of several VALUES
 * where DO UPDATE has a WHERE.  (UPDATE and DELETE are the business of lower_by_keys.c.)
 * What is done: each row is inserted by itself and read back by its key, before the
 * next one.  The key is what the statement gives or what the server generated, which
 * it tells for one row at a time with certainty only: those of several rows need not
 * follow each other.  DO UPDATE finds the row by the key of ON CONFLICT.  A row that was
 * left as it is is not read.  One row is inserted as it stands; of several, and of a
 * SELECT, the values are computed by a step before.
 * What is preserved: rows, their order (that of the input), the number of rows, all or
 * nothing (NEEDS_TX).  Nobody else sees or changes the rows before the end: they are
 * locked by the change, and what is read back is what was written.
 * What is weaker: nothing; it costs two round trips for a row.  A SELECT's rows are in
 * memory meanwhile; for the number of rows alone one is not taken apart (lower_conflict.c).
 * When it refuses: a table without a key that is given or generated; DO UPDATE that may
 * meet a row under another key than that of ON CONFLICT, or changes that key; DEFAULT in
 * some of several rows.
 */
#include "compat/pass.h"

struct insert {
	struct tn_lowering *l;
	const struct tn_ir_change *c;
	const struct tn_ir_key *key;
	uint8_t direct; /* one row, inserted as it stands */
	uint8_t keeps;  /* ON CONFLICT may leave a row as it is */
};

/* ---- the key of a new row ---------------------------------------------------------------- */

/* The place of a column of the table among those that values are given for; -1: none. */
static int64_t given_at(const struct tn_ir_change *c, uint16_t column)
{
	uint32_t i;

	for (i = 0; c->query && i < c->column_count; i++)
		if (c->column_index[i] == column)
			return i;
	return -1;
}

static int is_default(const struct tn_ir_change *c, int64_t at)
{
	return c->query->kind == TN_QUERY_VALUES && c->query->values[at]->kind == TN_X_DEFAULT;
}

/* The value that stands for a column in a statement of one row; NULL: the server makes it. */
static struct tn_ir_expr *single_value(const struct tn_ir_change *c, uint16_t column)
{
	int64_t at = given_at(c, column);

	return at < 0 || is_default(c, at) ? NULL : c->query->values[at];
}

static int is_known(struct tn_lowering *l, const struct tn_ir_change *c, const struct tn_ir_table *table,
	uint16_t column)
{
	int64_t at = given_at(c, column);

	if (at >= 0 && !is_default(c, at))
		return 1;
	return (table->columns[column].flags & TN_COLF_IDENTITY) && tn__can(l, TN_CAP_LAST_INSERT_ID);
}

static const struct tn_ir_key *find_key(struct tn_lowering *l, const struct tn_ir_change *c)
{
	const struct tn_ir_table *table = c->target->table;
	const struct tn_ir_key *key, *found = NULL;
	uint32_t i;
	uint16_t k;

	for (i = 0; table && i < table->key_count; i++) {
		key = &table->keys[i];
		for (k = 0; k < key->count && is_known(l, c, table, key->columns[k]) &&
			    (key->primary || table->columns[key->columns[k]].flags & TN_COLF_NOT_NULL); k++)
			;
		if (k == key->count && (!found || key->primary))
			found = key;
	}
	return found;
}

static int is_set(const struct tn_ir_change *c, uint32_t column)
{
	uint32_t i;

	for (i = 0; i < c->set_count; i++)
		if (c->sets[i].index == column)
			return 1;
	return 0;
}

static int is_named(const struct tn_ir_change *c, const struct tn_ir_key *key)
{
	uint32_t i, k, found = 0;

	for (i = 0; i < c->conflict_count; i++)
		for (k = 0; k < key->count; k++)
			found += c->conflict_index[i] == key->columns[k];
	return c->conflict_count == key->count && found == key->count;
}

/* The key of ON CONFLICT, under which a row is found whether it was inserted or updated. */
static const struct tn_ir_key *find_named(struct tn_lowering *l, const struct tn_ir_change *c)
{
	const struct tn_ir_table *table = c->target->table;
	const struct tn_ir_key *key;
	uint32_t i;
	uint16_t k;

	if (!table || (l->intent->allows & TN_IR_ALLOW_ANY_KEY && !tn__can(l, TN_CAP_ON_CONFLICT) &&
			      (table->key_count > 1 || table->flags & TN_TABLEF_MORE_KEYS)))
		return NULL;
	for (i = 0; i < table->key_count; i++) {
		key = &table->keys[i];
		for (k = 0; k < key->count && is_known(l, c, table, key->columns[k]) && !is_set(c, key->columns[k]) &&
			    (key->primary || table->columns[key->columns[k]].flags & TN_COLF_NOT_NULL); k++)
			;
		if (k == key->count && is_named(c, key))
			return key;
	}
	return NULL;
}

/* One row whose key, as far as it is given, can be written twice. */
static int is_direct(const struct tn_ir_change *c, const struct tn_ir_key *key)
{
	const struct tn_ir_expr *e;
	uint16_t k;

	if (!c->query)
		return 1;
	if (c->query->kind != TN_QUERY_VALUES || c->query->row_count != 1)
		return 0;
	for (k = 0; k < key->count; k++) {
		e = single_value(c, key->columns[k]);
		if (e && e->kind != TN_X_LITERAL && e->kind != TN_X_PARAM)
			return 0;
	}
	return 1;
}

static int has_default(const struct tn_ir_query *q)
{
	uint32_t i;

	for (i = 0; q->kind == TN_QUERY_VALUES && i < q->row_count * q->width; i++)
		if (q->values[i]->kind == TN_X_DEFAULT)
			return 1;
	return 0;
}

/* ---- the steps ------------------------------------------------------------------------------ */

/* What is kept is the value itself; that it is no NULL is asked when it is inserted. */
static int bare_value(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)v;
	if ((*place)->op == TN_OP_IDENTITY_VALUE)
		*place = (*place)->args[0];
	return TN_OK;
}

static int compute_values(struct insert *in)
{
	struct tn_ir_visitor bare = {.expr_after = bare_value};
	struct tn_ir_stmt *tree = tn__lower_part_tree(in->l);
	struct tn_ir_query *q;

	if (!tree || !tn__lower_part(in->l, TN_STEP_KEEP, tree))
		return TN_E_NOMEM;
	q = tree->u.change->query;
	if (tree->u.change->with)
		q->with = tree->u.change->with;
	tree->kind = TN_IR_QUERY;
	tree->u.query = q;
	return tn__ir_visit_query(q, &bare);
}

static struct tn_ir_expr *fed_value(
	struct insert *in, struct tn_step *step, struct tn_fed fed, const struct tn_sql_type *type)
{
	struct tn_ir_expr *value = tn__lower_fed(in->l, step, fed, type);
	const struct tn_ir_column *column = in->c->column_index
		? &in->c->target->columns[in->c->column_index[fed.column]] : NULL;

	if (!value || !column || !(column->flags & TN_COLF_IDENTITY))
		return value;
	value = tn__ir_op(in->l->arena, TN_OP_IDENTITY_VALUE, 1, value);
	if (!value)
		tn__lower_nomem(in->l);
	return value;
}

/* NULL in every row: a key of such a column is never met, so it is written again. */
static int is_null(const struct tn_ir_query *q, uint32_t column)
{
	uint32_t row;

	for (row = 0; row < q->row_count; row++) {
		const struct tn_ir_expr *e = q->values[(size_t)row * q->width + column];

		if (e->kind != TN_X_LITERAL || e->u.literal.kind != TN_KIND_NULL)
			return 0;
	}
	return q->kind == TN_QUERY_VALUES;
}

static struct tn_ir_query *fed_row(struct insert *in, struct tn_step *step, const struct tn_ir_query *from)
{
	struct tn_ir_query *q = tn__lower_select(in->l, NULL, from->output_count);
	struct tn_fed fed = {.step = step->each};

	if (!q)
		return NULL;
	q->values = tn__arena_calloc(in->l->arena, from->output_count, sizeof(struct tn_ir_expr *));
	if (!q->values) {
		tn__lower_nomem(in->l);
		return NULL;
	}
	q->kind = TN_QUERY_VALUES;
	q->from = NULL;
	q->row_count = 1;
	q->outputs = from->outputs;
	q->output_count = from->output_count;
	for (; fed.column < from->output_count; fed.column++) {
		q->values[q->width] = is_null(from, fed.column)
					      ? tn__ir_null(in->l->arena, &from->outputs[fed.column].type)
					      : fed_value(in, step, fed, &from->outputs[fed.column].type);
		if (!q->values[q->width++])
			return NULL;
	}
	return q;
}

static struct tn_step *next_step(struct insert *in, unsigned kind, struct tn_ir_stmt *tree)
{
	struct tn_step *step = tn__lower_part(in->l, kind, tree);

	if (step && !in->direct) {
		step->each = 1;
		step->chunk = 1;
	}
	return step;
}

static int insert_row(struct insert *in)
{
	struct tn_ir_stmt *tree = tn__lower_part_tree(in->l);
	struct tn_step *step = tree ? next_step(in, TN_STEP_EXEC, tree) : NULL;

	if (!step)
		return TN_E_NOMEM;
	step->flags = TN_STEPF_COUNTS;
	tree->u.change->returning_count = tree->u.change->output_count = 0;
	if (in->direct)
		return TN_OK;
	tree->u.change->with = NULL;
	tree->u.change->query = NULL;
	if (tn__lower_pick_args(in->l, step))
		return TN_E_NOMEM;
	tree->u.change->query = fed_row(in, step, in->c->query);
	return tree->u.change->query ? TN_OK : TN_E_NOMEM;
}

/* What a column of the key is equal to. */
static struct tn_ir_expr *key_value(struct insert *in, struct tn_step *step, const struct tn_ir_change *c,
	uint16_t column, const struct tn_sql_type *type)
{
	struct tn_fed generated = {.step = (uint16_t)(step->id - 1), .column = TN_FED_INSERT_ID};
	struct tn_fed computed = {.step = 1};
	int64_t at = given_at(c, column);

	if (at < 0 || is_default(c, at))
		return tn__lower_fed(in->l, step, generated, type);
	if (in->direct)
		return c->query->values[at];
	computed.column = (uint16_t)at;
	return tn__lower_fed(in->l, step, computed, type);
}

static int read_back(struct insert *in)
{
	struct tn_ir_stmt *tree = tn__lower_part_tree(in->l);
	struct tn_ir_change *c = tree ? tree->u.change : NULL;
	struct tn_step *step = tree ? next_step(in, TN_STEP_QUERY, tree) : NULL;
	struct tn_ir_expr *place, *value, *all = NULL;
	struct tn_ir_query *q;
	uint32_t i;

	if (!step)
		return TN_E_NOMEM;
	if (in->keeps)
		step->flags = TN_STEPF_IF_CHANGED;
	c->with = NULL;
	q = tn__lower_target_query(in->l, tree, NULL, c->returning_count);
	if (!q || tn__lower_add_items(in->l, q, c->returning, c->returning_count))
		return TN_E_NOMEM;
	/* A row that stands as it is has its key among the statement's arguments. */
	if (!in->direct && tn__lower_pick_args(in->l, step))
		return TN_E_NOMEM;
	for (i = 0; i < in->key->count; i++) {
		place = tn__ir_column_ref(in->l->arena, c->target, in->key->columns[i]);
		value = place ? key_value(in, step, c, in->key->columns[i], &place->type) : NULL;
		place = value ? tn__lower_compare(in->l, TN_SYM_EQ, place, value) : NULL;
		all = place ? tn__lower_join_conditions(in->l, TN_OP_AND, all, place) : NULL;
		if (!all)
			return TN_E_NOMEM;
	}
	q->where = all;
	return TN_OK;
}

static int refuse(struct insert *in, enum tn_cap cap)
{
	if (!in->key && in->c->conflict == TN_CONFLICT_UPDATE)
		return tn__lower_refuse(in->l, cap, in->c->table_at, "RETURNING with ON CONFLICT",
			"Name a key without NULLs in ON CONFLICT, give its values, and leave them as they are.");
	if (!in->key)
		return tn__lower_refuse(in->l, cap, in->c->table_at, "RETURNING",
			"Give a value for the primary key, or let it be an identity: the row is read back by it.");
	if (!in->direct && has_default(in->c->query))
		return tn__lower_refuse(in->l, cap, in->c->table_at, "RETURNING of several rows with DEFAULT",
			"Leave the column out, or insert the rows one by one.");
	return TN_OK;
}

/* Several rows of VALUES that can be computed beforehand. */
static int is_several(const struct tn_ir_query *q)
{
	return q && q->kind == TN_QUERY_VALUES && q->row_count > 1 && !has_default(q);
}

/* The capability whose absence takes the statement apart; TN_CAP_MAX: none. */
static enum tn_cap apart(const struct insert *in)
{
	const struct tn_ir_change *c = in->c;

	if (c->returning_count && !tn__can(in->l, TN_CAP_RETURNING_INSERT))
		return TN_CAP_RETURNING_INSERT;
	if (!in->keeps || (!c->returning_count && (!c->conflict_where || !is_several(c->query))))
		return TN_CAP_MAX;
	return tn__can(in->l, TN_CAP_ON_CONFLICT) || !tn__can(in->l, TN_CAP_ON_DUPLICATE_KEY) ? TN_CAP_MAX
											     : TN_CAP_ON_CONFLICT;
}

int tn__pass_returning(struct tn_lowering *l)
{
	const struct tn_ir_change *c = tn__lower_now(l)->u.change;
	struct insert in = {.l = l, .c = c};
	enum tn_cap cap;
	int rc = TN_OK;

	if (l->intent->kind != TN_IR_INSERT)
		return TN_OK;
	in.keeps = c->conflict == TN_CONFLICT_NOTHING || c->conflict_where;
	cap = apart(&in);
	if (cap == TN_CAP_MAX)
		return TN_OK;
	if (c->returning_count) {
		in.key = c->conflict == TN_CONFLICT_UPDATE ? find_named(l, c) : find_key(l, c);
		in.direct = in.key && is_direct(c, in.key);
		rc = refuse(&in, cap);
	}
	if (rc == TN_OK && !in.direct)
		rc = compute_values(&in);
	if (rc == TN_OK)
		rc = insert_row(&in);
	if (rc == TN_OK && c->returning_count)
		rc = read_back(&in);
	l->plan->flags |= TN_PLAN_NEEDS_TX;
	return rc;
}
