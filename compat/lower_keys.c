/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_keys.c - rows by their keys: what passes use that make several steps.
 *
 * A statement that the server cannot run in one piece is taken apart at the rows that
 * it is about: one step reads their keys and locks them, later ones name them by key.
 *
 * Invariants:
 *  1. The key is the primary key, or a unique one whose columns are never NULL: each
 *     kept row stands for one row of the table.
 *  2. Rows that were read are locked until the transaction ends, where the server
 *     locks rows, so that what the later steps change is what the first one saw.
 *     Where a subquery may lock what it reads, those that read the table that is
 *     changed do, as it would be in a single statement.
 *  3. A key of one column takes a list of them; keys of several columns stand in an OR of
 *     ANDs, which every server answers by the index: not all do for a list of row values.
 */
#include "compat/pass.h"
#include <string.h>

/* Keys of one execution where no limit is lower: longer texts gain nothing. */
#define CHUNK 500u

/* ---- keys ------------------------------------------------------------------------- */

static int has_nulls(const struct tn_ir_table *table, const struct tn_ir_key *key)
{
	uint16_t i;

	for (i = 0; i < key->count; i++)
		if (!(table->columns[key->columns[i]].flags & TN_COLF_NOT_NULL))
			return 1;
	return 0;
}

const struct tn_ir_key *tn__lower_key(const struct tn_ir_table *table)
{
	const struct tn_ir_key *found = NULL;
	uint32_t i;

	for (i = 0; table && i < table->key_count; i++) {
		const struct tn_ir_key *key = &table->keys[i];

		if (key->primary)
			return key;
		if (!has_nulls(table, key) && (!found || key->count < found->count))
			found = key;
	}
	return found;
}

/* Places of a statement by its parameters and by the bytes of its text and values, or UINT32_MAX. */
static uint64_t most_places(const struct tn_lowering *l)
{
	int64_t params = l->caps->limits[TN_LIMIT_BIND_PARAMS], bytes = l->caps->limits[TN_LIMIT_SQL_BYTES];
	uint64_t text = TN_LIST_TEXT(l), most = params > 0 ? (uint64_t)params : UINT32_MAX, room;

	if (bytes <= 0)
		return most;
	room = (uint64_t)bytes > text ? ((uint64_t)bytes - text) / TN_LIST_PLACE_BYTES : 0;
	return room < most ? room : most;
}

static int count_moment(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	*(uint64_t *)v->ctx += (uint64_t)tn__lower_is_moment(*place);
	return TN_OK;
}

uint32_t tn__lower_key_chunk(const struct tn_lowering *l, const struct tn_ir_key *key)
{
	uint64_t most = most_places(l), used = l->intent->arg_count;
	struct tn_ir_visitor v = {.expr = count_moment, .ctx = &used};
	uint32_t i, rows = CHUNK / key->count;

	tn__ir_visit(tn__lower_now(l), &v);
	for (i = 0; i < l->intent->arg_count; i++)
		if (l->intent->params[i].list)
			used += l->intent->params[i].list_size;
	if (most < used + (uint64_t)rows * key->count)
		rows = most > used ? (uint32_t)((most - used) / key->count) : 1;
	return rows ? rows : 1;
}

/* ---- the rows of a statement ---------------------------------------------------------- */

static struct tn_ir_from *item_of(struct tn_lowering *l, const struct tn_ir_change *c, struct tn_ir_query *owner)
{
	struct tn_ir_from *f = tn__arena_alloc(l->arena, sizeof(*f));

	if (!f) {
		tn__lower_nomem(l);
		return NULL;
	}
	c->target->kind = TN_SOURCE_TABLE;
	c->target->owner = owner;
	f->kind = TN_FROM_TABLE;
	f->at = c->table_at;
	f->schema = c->schema;
	f->name = c->table;
	f->alias = c->target->alias;
	f->source = c->target;
	return f;
}

static int reads(const struct tn_ir_from *f, const struct tn_ir_table *table)
{
	for (; f && f->kind == TN_FROM_JOIN; f = f->left)
		if (reads(f->right, table))
			return 1;
	return f && f->kind == TN_FROM_TABLE && f->source && f->source->table == table;
}

int tn__lower_reads_table(const struct tn_ir_query *q, const struct tn_ir_table *table)
{
	uint32_t i;

	for (i = 0; i < q->from_count; i++)
		if (reads(q->from[i], table))
			return 1;
	return 0;
}

/* Not FOR SHARE: two that hold it would wait for each other when they change the rows. */
static int lock_readers(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	if (!q->lock && q->kind == TN_QUERY_SELECT && tn__lower_reads_table(q, v->ctx))
		q->lock = TN_LOCK_UPDATE;
	return TN_OK;
}

struct tn_ir_query *tn__lower_target_query(struct tn_lowering *l, struct tn_ir_stmt *tree, struct tn_ir_expr *where,
	uint32_t item_room)
{
	const struct tn_ir_change *c = tree->u.change;
	struct tn_ir_query *q = tn__lower_select(l, NULL, item_room);

	if (!q)
		return NULL;
	q->from[0] = item_of(l, c, q);
	q->from_count = 1;
	q->at = c->table_at;
	q->where = where;
	q->with = c->with;
	tree->kind = TN_IR_QUERY;
	tree->u.query = q;
	return q->from[0] ? q : NULL;
}

int tn__lower_lock(struct tn_lowering *l, struct tn_ir_query *q, const struct tn_ir_source *target)
{
	struct tn_ir_visitor v = {.query = lock_readers};

	q->lock = TN_LOCK_UPDATE;
	v.ctx = (void *)(uintptr_t)target->table;
	return tn__can(l, TN_CAP_LOCKING_SUBQUERY) ? tn__ir_visit_query(q, &v) : TN_OK;
}

int tn__lower_add_items(struct tn_lowering *l, struct tn_ir_query *q, const struct tn_ir_item *items, uint32_t count)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < count && rc == TN_OK; i++)
		rc = tn__lower_add_item(l, q, items[i].expr, tn__lower_column_name(l, q->item_count));
	return rc;
}

int tn__lower_add_key(struct tn_lowering *l, struct tn_ir_query *q, struct tn_ir_source *source,
	const struct tn_ir_key *key)
{
	uint16_t i;
	int rc = TN_OK;

	for (i = 0; i < key->count && rc == TN_OK; i++)
		rc = tn__lower_add_item(l, q, tn__ir_column_ref(l->arena, source, key->columns[i]),
			tn__lower_column_name(l, q->item_count));
	return rc;
}

/* ---- what steps are fed with ------------------------------------------------------------ */

static void *grown(struct tn_lowering *l, const void *old, uint32_t count, size_t size)
{
	char *more = tn__arena_calloc(l->arena, count + 1, size);

	if (!more)
		tn__lower_nomem(l);
	else if (count)
		memcpy(more, old, count * size);
	return more;
}

struct tn_ir_expr *tn__lower_fed(struct tn_lowering *l, struct tn_step *step, struct tn_fed fed,
	const struct tn_sql_type *type)
{
	struct tn_ir_stmt *tree = l->parts->trees[step->id - 1];
	struct tn_ir_param *params = grown(l, tree->params, tree->arg_count, sizeof(*params));
	struct tn_fed *feeds = grown(l, step->fed, step->fed_count, sizeof(*feeds));
	struct tn_ir_expr *e = tn__ir_null(l->arena, type);

	if (!params || !feeds || !e) {
		tn__lower_nomem(l);
		return NULL;
	}
	e->kind = TN_X_PARAM;
	e->u.param = tree->arg_count;
	params[tree->arg_count].type = e->type;
	params[tree->arg_count].list = fed.list;
	params[tree->arg_count].list_size = fed.list ? step->chunk : 0;
	feeds[step->fed_count] = fed;
	tree->params = params;
	tree->arg_names = NULL;
	tree->arg_count++;
	step->fed = feeds;
	step->fed_count++;
	return e;
}

static struct tn_ir_expr *in_list(struct tn_lowering *l, struct tn_ir_expr *column, struct tn_ir_expr *list)
{
	struct tn_ir_expr *e = column && list ? tn__lower_compare(l, TN_SYM_EQ, column, list) : NULL;

	if (!e) {
		tn__lower_nomem(l);
		return NULL;
	}
	e->kind = TN_X_IN;
	return e;
}

/* The condition on one row of a chunk's lists, for each of them. */
static struct tn_ir_expr *for_each_row(struct tn_lowering *l, const struct tn_step *step, struct tn_ir_expr *one)
{
	struct tn_ir_expr **args = tn__arena_calloc(l->arena, 1, sizeof(*args));
	struct tn_ir_expr *e = args ? tn__arena_alloc(l->arena, sizeof(*e)) : NULL;

	if (!e) {
		tn__lower_nomem(l);
		return NULL;
	}
	args[0] = one;
	e->kind = TN_X_EACH;
	e->args = args;
	e->arg_count = 1;
	e->type = one->type;
	e->u.param = l->parts->trees[step->id - 1]->arg_count - 1;
	return e;
}

struct tn_ir_expr *tn__lower_key_condition(struct tn_lowering *l, struct tn_step *step, struct tn_ir_source *source,
	const struct tn_ir_key *key, uint16_t from, uint16_t column)
{
	struct tn_fed fed = {.step = from, .column = column, .list = step->chunk > 1};
	struct tn_ir_expr *all = NULL, *one, *value, *place;

	for (; fed.column < column + key->count; fed.column++) {
		place = tn__ir_column_ref(l->arena, source, key->columns[fed.column - column]);
		value = place ? tn__lower_fed(l, step, fed, &place->type) : NULL;
		if (!value)
			return NULL;
		one = fed.list && key->count == 1 ? in_list(l, place, value)
						  : tn__lower_compare(l, TN_SYM_EQ, place, value);
		all = one ? tn__lower_join_conditions(l, TN_OP_AND, all, one) : NULL;
		if (!all)
			return NULL;
	}
	return fed.list && key->count > 1 ? for_each_row(l, step, all) : all;
}
