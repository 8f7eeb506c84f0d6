/* SPDX-License-Identifier: MIT */
/*
 * core/sql/builder_clause.c - joins, output columns, assignments, order and limits of
 * a statement that is composed at run time.
 *
 * Invariants:
 *  1. A join is in once, however often it is asked for.
 *  2. Another LIMIT or OFFSET takes the parameter of the one before, so that the text
 *     stays the same from page to page.
 */
#include <string.h>
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sql/builder.h"

/* ---- FROM and the columns ---------------------------------------------------------------- */

/* 1 if the fragment is new and has been noted. */
static int note_join(tn_builder *q, const char *sql)
{
	const char **joins;
	uint32_t i;

	for (i = 0; i < q->join_count; i++)
		if (!strcmp(q->joins[i], sql))
			return 0;
	joins = tn__build_room(q, q->joins, q->join_count, &q->join_cap, sizeof(*joins));
	if (!joins)
		return 0;
	q->joins = joins;
	joins[q->join_count] = tn__arena_strndup(&q->arena, sql, strlen(sql));
	if (!joins[q->join_count])
		tn__build_no_memory(q);
	else
		q->join_count++;
	return !q->error;
}

void tn__join(tn_builder *q, const char *sql)
{
	struct tn_ir_query *query = tn__build_live(q) ? tn__build_query_of(q, 1, "a join") : NULL;

	if (!query)
		return;
	if (query->from_count != 1)
		tn__error_set(&q->error, TN_E_MISUSE, "a join is added to one FROM item; this query has %u",
			      query->from_count);
	else if (!sql)
		tn__error_set(&q->error, TN_E_PARAM, "a fragment is NULL");
	else if (note_join(q, sql) && !tn__fragment_join(&q->arena, sql, query->from[0], &query->from[0], &q->error))
		q->changed = 1;
}

void tn_column_add(tn_builder *q, const char *column)
{
	struct tn_ir_query *query = tn__build_live(q) ? tn__build_query_of(q, 1, "an output column") : NULL;
	struct tn_ir_expr *e = query ? tn__build_column(q, column) : NULL;
	struct tn_ir_item *items;
	uint32_t keep;

	if (!e)
		return;
	keep = query->item_count;
	if (!q->item_count && keep == 1 && query->items[0].expr->kind == TN_X_STAR)
		keep = 0;
	items = tn__build_room(q, query->items, keep, &q->item_cap, sizeof(*items));
	if (!items)
		return;
	items[keep].expr = e;
	items[keep].alias = NULL;
	query->items = items;
	query->item_count = keep + 1;
	q->item_count++;
	q->changed = 1;
}

void tn_set_value(tn_builder *q, const char *column, tn_value value)
{
	struct tn_ir_assign *sets;
	struct tn_ir_change *change;
	uint32_t count;

	if (!tn__build_live(q))
		return;
	if (q->stmt->kind != TN_IR_UPDATE) {
		tn__error_set(&q->error, TN_E_MISUSE, "an assignment is for an UPDATE; this is another statement");
		return;
	}
	change = q->stmt->u.change;
	count = q->lacks_set ? 0 : change->set_count;
	sets = tn__build_room(q, change->sets, count, &q->set_cap, sizeof(*sets));
	if (!sets)
		return;
	memset(&sets[count], 0, sizeof(*sets));
	sets[count].column = tn__build_name(q, column);
	if (!sets[count].column || !(sets[count].value = tn__build_param(q, &value)))
		return;
	change->sets = sets;
	change->set_count = count + 1;
	q->lacks_set = 0;
	q->changed = 1;
}

/* ---- order, limit ---------------------------------------------------------------------- */

static const tn_sort *find_sort(tn_builder *q, const char *name, const tn_sort *sorts, unsigned count)
{
	struct tn_text known;
	unsigned i;

	for (i = 0; i < count; i++)
		if (!strcmp(sorts[i].name, name))
			return &sorts[i];
	tn__text_init(&known);
	for (i = 0; i < count; i++)
		tn__text_printf(&known, "%s%s", i ? ", " : "", sorts[i].name);
	/* The name is a user's: it is not repeated. */
	if (known.failed)
		tn__build_no_memory(q);
	else
		tn__error_set(&q->error, TN_E_PARAM, "there is no such sort; there is %s",
			      known.len ? known.s : "none");
	tn__text_release(&known);
	return NULL;
}

void tn_order_by(tn_builder *q, const char *choice, const tn_sort *sorts, unsigned count)
{
	struct tn_ir_query *query =
		tn__build_live(q) && choice && *choice ? tn__build_query_of(q, 0, "an order") : NULL;
	int desc = query && *choice == '-';
	const tn_sort *sort = query ? find_sort(q, choice + desc, sorts, count) : NULL;
	struct tn_ir_expr *key = NULL;
	struct tn_ir_order *order;
	uint32_t params = 0;

	if (!sort || tn__fragment_expr(&q->arena, sort->sql, q->count, &key, &params, &q->error) < 0 ||
	    tn__build_values(q, NULL, params) < 0)
		return;
	order = tn__build_room(q, query->order, query->order_count, &q->order_cap, sizeof(*order));
	if (!order)
		return;
	memset(&order[query->order_count], 0, sizeof(*order));
	order[query->order_count].expr = key;
	order[query->order_count].desc = (uint8_t)desc;
	query->order = order;
	query->order_count++;
	q->changed = 1;
}

static void set_count(tn_builder *q, const char *what, int64_t rows, struct tn_ir_expr **place)
{
	tn_value value = tn_int(rows);

	if (rows < 0)
		tn__error_set(&q->error, TN_E_PARAM, "%s of %lld rows", what, (long long)rows);
	else if (*place && (*place)->kind == TN_X_PARAM)
		tn__build_replace(q, (*place)->u.param, &value);
	else
		*place = tn__build_param(q, &value);
	q->changed = 1;
}

void tn_limit(tn_builder *q, int64_t rows)
{
	struct tn_ir_query *query = tn__build_live(q) ? tn__build_query_of(q, 0, "LIMIT") : NULL;

	if (query)
		set_count(q, "LIMIT", rows, &query->limit);
}

void tn_offset(tn_builder *q, int64_t rows)
{
	struct tn_ir_query *query = tn__build_live(q) ? tn__build_query_of(q, 0, "OFFSET") : NULL;

	if (query)
		set_count(q, "OFFSET", rows, &query->offset);
}
