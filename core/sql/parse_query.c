/* SPDX-License-Identifier: MIT */
/*
 * core/sql/parse_query.c - nodes of queries: SELECT, VALUES, set operations, FROM, windows.
 *
 * Invariant: ORDER BY, LIMIT, OFFSET, locks and WITH belong to the query that
 * they follow.  Where they stand outside of parentheses that have some of their
 * own, there would be two queries; one must be a derived table then.
 */
#include <string.h>
#include "core/sql/parser.h"

struct tn_ir_query *tn__px_query(struct tn_sql_parser *p, uint32_t at, enum tn_ir_query_kind kind)
{
	struct tn_ir_query *q = tn__px_node(p, sizeof(*q));

	if (q) {
		q->kind = (uint8_t)kind;
		q->at = at;
	}
	return q;
}

const char *const *tn__px_names(struct tn_sql_parser *p, const px_list *list, uint32_t *count)
{
	(void)p;
	*count = list ? list->n : 0;
	return list ? (const char *const *)(const void *)list->v : NULL;
}

/* ---- SELECT ------------------------------------------------------------------------ */

static int is_grouping_set(const px_expr *e)
{
	return e->kind == TN_X_CALL && (!strcmp(e->u.call->name, "rollup") || !strcmp(e->u.call->name, "cube"));
}

int tn__px_clauses(struct tn_sql_parser *p, struct tn_ir_query *q, px_expr *where, const px_list *group,
		   px_expr *having, const px_list *windows)
{
	uint32_t i;

	if (!tn__px_over(p, q->at, q, where) || !tn__px_over(p, q->at, q, having) ||
	    !tn__px_over_list(p, q->at, q, group) || !tn__px_over_list(p, q->at, q, windows))
		return 0;
	q->where = where;
	q->having = having;
	if (group) {
		q->group = (px_expr **)group->v;
		q->group_count = group->n;
	}
	for (i = 0; i < q->group_count; i++)
		if (is_grouping_set(q->group[i]))
			return tn__px_fail(p, TN_E_UNSUPPORTED, q->group[i]->at,
					   "ROLLUP and CUBE are no part of portable SQL",
					   "write a UNION ALL of the groupings") != NULL;
	if (windows) {
		q->windows = (struct tn_ir_window **)windows->v;
		q->window_count = windows->n;
	}
	return 1;
}

struct tn_ir_query *tn__px_select(struct tn_sql_parser *p, struct tn_ir_query *q, int distinct, const px_list *items,
				  const px_list *from)
{
	uint32_t i;

	q->distinct = (uint8_t)distinct;
	q->items = tn__px_flat(p, items, sizeof(*q->items));
	if (!q->items || !tn__px_over_list(p, q->at, q, from))
		return NULL;
	q->item_count = items->n;
	for (i = 0; i < q->item_count; i++)
		if (!tn__px_over(p, q->at, q, q->items[i].expr))
			return NULL;
	if (from) {
		q->from = (struct tn_ir_from **)from->v;
		q->from_count = from->n;
	}
	return q;
}

struct tn_ir_item *tn__px_item(struct tn_sql_parser *p, px_expr *e, const char *alias)
{
	struct tn_ir_item *item = tn__px_alloc(p, sizeof(*item));

	if (item) {
		item->expr = e;
		item->alias = alias;
	}
	return item;
}

struct tn_ir_order *tn__px_order(struct tn_sql_parser *p, px_expr *e, int desc, int nulls)
{
	struct tn_ir_order *order = tn__px_alloc(p, sizeof(*order));

	if (order) {
		order->expr = e;
		order->desc = (uint8_t)desc;
		order->nulls = (uint8_t)nulls;
	}
	return order;
}

/* ---- VALUES, TABLE, UNION ----------------------------------------------------------- */

struct tn_ir_query *tn__px_values(struct tn_sql_parser *p, uint32_t at, const px_list *rows)
{
	struct tn_ir_query *q = tn__px_query(p, at, TN_QUERY_VALUES);
	uint32_t i;

	if (!q)
		return NULL;
	q->row_count = rows->n;
	q->width = ((px_list *)rows->v[0])->n;
	q->values = tn__arena_calloc(p->arena, (size_t)rows->n * q->width, sizeof(px_expr *));
	if (!q->values)
		return tn__px_nomem(p);
	for (i = 0; i < rows->n; i++) {
		const px_list *row = rows->v[i];

		if (row->n != q->width)
			return tn__px_failf(p, TN_E_SYNTAX, ((px_expr *)row->v[0])->at, NULL,
					    "this row has %u value%s, the first one has %u", row->n,
					    row->n == 1 ? "" : "s", q->width);
		if (!tn__px_over_list(p, at, q, row))
			return NULL;
		memcpy(q->values + (size_t)i * q->width, row->v, q->width * sizeof(px_expr *));
	}
	return q;
}

struct tn_ir_query *tn__px_table_query(struct tn_sql_parser *p, uint32_t at, const struct px_name2 *name)
{
	px_expr *star = tn__px_star(p, at, NULL);
	struct tn_ir_item *item = star ? tn__px_item(p, star, NULL) : NULL;
	px_list *items = item ? tn__px_add(p, NULL, item) : NULL;
	struct tn_ir_from *f = items ? tn__px_from_table(p, name) : NULL;
	px_list *from = f ? tn__px_add(p, NULL, f) : NULL;
	struct tn_ir_query *q = from ? tn__px_query(p, at, TN_QUERY_SELECT) : NULL;

	return q ? tn__px_select(p, q, 0, items, from) : NULL;
}

struct tn_ir_query *tn__px_set(struct tn_sql_parser *p, uint32_t at, enum tn_ir_query_kind kind, int all,
			       struct tn_ir_query *left, struct tn_ir_query *right)
{
	struct tn_ir_query *q = tn__px_query(p, at, kind);

	if (!q || !tn__px_over(p, at, q, left) || !tn__px_over(p, at, q, right))
		return NULL;
	q->all = (uint8_t)all;
	q->left = left;
	q->right = right;
	return q;
}

/* ---- ORDER BY, LIMIT, locks, WITH ------------------------------------------------------ */

static int has_options(const struct tn_ir_query *q)
{
	return q->order_count || q->limit || q->offset || q->lock;
}

static int set_order(struct tn_sql_parser *p, struct tn_ir_query *q, uint32_t at, const px_list *order)
{
	uint32_t i;

	q->order = tn__px_flat(p, order, sizeof(*q->order));
	if (!q->order)
		return 0;
	q->order_count = order->n;
	for (i = 0; i < order->n; i++)
		if (!tn__px_over(p, at, q, q->order[i].expr))
			return 0;
	return 1;
}

static int set_limit(struct tn_sql_parser *p, struct tn_ir_query *q, const struct px_limit *l)
{
	q->limit = l->limit;
	q->offset = l->offset;
	if (q->limit && q->limit->kind == TN_X_LITERAL && !q->limit->type.kind && !q->limit->u.literal.kind)
		q->limit = NULL; /* LIMIT NULL is LIMIT ALL */
	return tn__px_over(p, l->at, q, q->limit) && tn__px_over(p, l->at, q, q->offset);
}

static int set_lock(struct tn_sql_parser *p, struct tn_ir_query *q, const struct px_lock *l)
{
	if (q->kind != TN_QUERY_SELECT)
		return tn__px_fail(p, TN_E_SYNTAX, l->at, "FOR UPDATE and FOR SHARE belong to a SELECT of their own",
				   "put the parts into WITH, and lock where the table is read") != NULL;
	q->lock = l->lock;
	q->wait = l->wait;
	q->lock_of = tn__px_names(p, l->of, &q->lock_of_count);
	return 1;
}

struct tn_ir_query *tn__px_options(struct tn_sql_parser *p, struct tn_ir_query *q, struct tn_ir_with *with,
				   uint32_t order_at, const px_list *order, const struct px_limit *limit,
				   const struct px_lock *lock)
{
	uint32_t at = order ? order_at : limit ? limit->at : lock ? lock->at : q->at;

	if ((has_options(q) && (order || limit || lock)) || (q->with && with))
		return tn__px_fail(p, TN_E_UNSUPPORTED, at,
				   "a query in parentheses with ORDER BY, LIMIT or WITH of its own has more behind it",
				   "write SELECT * FROM (...) AS q and what stands behind");
	if (order && !set_order(p, q, at, order))
		return NULL;
	if (limit && !set_limit(p, q, limit))
		return NULL;
	if (lock && !set_lock(p, q, lock))
		return NULL;
	if (with) {
		q->with = with;
		return tn__px_over(p, at, q, with) ? q : NULL;
	}
	return q;
}

struct tn_ir_with *tn__px_with(struct tn_sql_parser *p, int recursive, const px_list *ctes)
{
	struct tn_ir_with *w = tn__px_node(p, sizeof(*w));

	if (!w || !tn__px_over_list(p, 0, w, ctes))
		return NULL;
	w->recursive = (uint8_t)recursive;
	w->ctes = (struct tn_ir_cte **)ctes->v;
	w->cte_count = ctes->n;
	return w;
}

struct tn_ir_cte *tn__px_cte(struct tn_sql_parser *p, uint32_t at, const char *name, const px_list *names,
			     int materialized, struct tn_ir_query *query)
{
	struct tn_ir_cte *c = tn__px_node(p, sizeof(*c));

	if (!c || !tn__px_over(p, at, c, query))
		return NULL;
	c->name = name;
	c->names = tn__px_names(p, names, &c->name_count);
	c->materialized = (uint8_t)materialized;
	c->query = query;
	c->at = at;
	return c;
}

/* ---- windows ------------------------------------------------------------------------------ */

/* A node with both ends of a frame and nothing else. */
struct tn_ir_window *tn__px_bound(struct tn_sql_parser *p, uint32_t at, int bound, px_expr *offset)
{
	struct tn_ir_window *w = tn__px_node(p, sizeof(*w));

	if (!w || !tn__px_over(p, at, w, offset))
		return NULL;
	w->start = (uint8_t)bound;
	w->start_offset = offset;
	w->at = at;
	return w;
}

struct tn_ir_window *tn__px_bounds(struct tn_sql_parser *p, uint32_t at, const struct tn_ir_window *start,
				   const struct tn_ir_window *end)
{
	struct tn_ir_window *w = tn__px_node(p, sizeof(*w));
	unsigned last = end ? end->start : TN_BOUND_CURRENT;

	if (!w || !tn__px_over(p, at, w, start) || !tn__px_over(p, at, w, end))
		return NULL;
	if (start->start == TN_BOUND_UNBOUNDED_FOLLOWING || last == TN_BOUND_UNBOUNDED_PRECEDING ||
	    last < start->start)
		return tn__px_fail(p, TN_E_SYNTAX, at, "the frame ends before it begins",
				   end ? NULL : "write BETWEEN CURRENT ROW AND ... FOLLOWING");
	w->start = start->start;
	w->start_offset = start->start_offset;
	w->end = (uint8_t)last;
	w->end_offset = end ? end->start_offset : NULL;
	return w;
}

struct tn_ir_window *tn__px_frame(struct tn_sql_parser *p, uint32_t at, int mode, const struct tn_ir_window *bounds,
				  int exclude)
{
	struct tn_ir_window *w = tn__px_node(p, sizeof(*w));

	if (!w || !tn__px_over(p, at, w, bounds))
		return NULL;
	*w = *bounds;
	w->frame = (uint8_t)mode;
	w->exclude = (uint8_t)exclude;
	return w;
}

struct tn_ir_window *tn__px_window(struct tn_sql_parser *p, uint32_t at, const char *base, const px_list *partition,
				   const px_list *order, const struct tn_ir_window *frame)
{
	struct tn_ir_window *w = tn__px_node(p, sizeof(*w));
	uint32_t i;

	if (!w || !tn__px_over(p, at, w, frame) || !tn__px_over_list(p, at, w, partition))
		return NULL;
	if (frame)
		*w = *frame;
	w->at = at;
	w->base = base;
	if (partition) {
		w->partition = (px_expr **)partition->v;
		w->partition_count = partition->n;
	}
	if (!order)
		return w;
	w->order = tn__px_flat(p, order, sizeof(*w->order));
	if (!w->order)
		return NULL;
	w->order_count = order->n;
	for (i = 0; i < order->n; i++)
		if (!tn__px_over(p, at, w, w->order[i].expr))
			return NULL;
	return w;
}

/* ---- FROM ----------------------------------------------------------------------------------- */

struct px_name2 *tn__px_name2(struct tn_sql_parser *p, uint32_t at, const char *schema, const char *name)
{
	struct px_name2 *n = tn__px_alloc(p, sizeof(*n));

	if (n) {
		n->schema = schema;
		n->name = name;
		n->at = at;
	}
	return n;
}

struct tn_ir_from *tn__px_from_table(struct tn_sql_parser *p, const struct px_name2 *name)
{
	struct tn_ir_from *f = tn__px_node(p, sizeof(*f));

	if (f) {
		f->kind = TN_FROM_TABLE;
		f->at = name->at;
		f->schema = name->schema;
		f->name = name->name;
	}
	return f;
}

struct tn_ir_from *tn__px_from_query(struct tn_sql_parser *p, uint32_t at, int lateral, struct tn_ir_query *query)
{
	struct tn_ir_from *f = tn__px_node(p, sizeof(*f));

	if (!f || !tn__px_over(p, at, f, query))
		return NULL;
	f->kind = TN_FROM_QUERY;
	f->lateral = (uint8_t)lateral;
	f->at = at;
	f->query = query;
	return f;
}

struct tn_ir_from *tn__px_alias(struct tn_sql_parser *p, struct tn_ir_from *f, const char *alias, const px_list *names)
{
	f->alias = alias;
	f->names = tn__px_names(p, names, &f->name_count);
	return f;
}

struct tn_ir_from *tn__px_join_of(struct tn_sql_parser *p, uint32_t at, int join, struct tn_ir_from *left,
				  struct tn_ir_from *right, px_expr *on, const px_list *using_names)
{
	struct tn_ir_from *f = tn__px_node(p, sizeof(*f));

	if (!f || !tn__px_over(p, at, f, left) || !tn__px_over(p, at, f, right) || !tn__px_over(p, at, f, on))
		return NULL;
	f->kind = TN_FROM_JOIN;
	f->join = (uint8_t)join;
	f->at = at;
	f->left = left;
	f->right = right;
	f->on = on;
	f->using_names = tn__px_names(p, using_names, &f->using_count);
	return f;
}
