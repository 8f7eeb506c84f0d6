/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_group.c - GROUP BY, and what may stand beside it.
 *
 * GROUP BY is strict: what is selected, filtered by HAVING or ordered by must be an
 * aggregate, a grouped expression, or made of these.  A column of a table whose
 * primary key is grouped has one value in a group; PostgreSQL takes it so, and
 * adding it to GROUP BY, which changes nothing, makes all servers take it.
 *
 * A key that is an item of the select list as it stands becomes that item's number:
 * a parameter in it is then one parameter, also where each placeholder is a value of
 * its own.  Constant keys group nothing; where all are constant one group is left if
 * there is a row at all, which HAVING COUNT(*) > 0 says.
 *
 * HAVING without a key to group by makes one group of all rows.  Where no item has an
 * aggregate, SQLite refuses it and MariaDB takes it for a second WHERE; so the first
 * item gets one: CASE WHEN COUNT(*) >= 0 THEN item END.
 *
 * Invariants:
 *  1. Keys are columns, OUTPUTs and expressions without aggregates; no constants.
 *  2. Every node is looked at a bounded number of times.
 */
#include "core/sql/scope.h"
#include <string.h>

int tn__check_key(struct tn_analysis *an, const struct tn_ir_expr *expr, const struct tn_sql_type *type,
	uint32_t at, const char *clause)
{
	if (type->kind == TN_T_UNKNOWN && an->env->open)
		return TN_OK;
	if (expr && tn__type_left_out(expr))
		return tn__type_unknown(an, expr);
	return tn__type_orderable(an, type, at, clause);
}

/* ---- the keys -------------------------------------------------------------------- */

static int is_position(const struct tn_ir_expr *expr)
{
	return expr->kind == TN_X_LITERAL && expr->type.kind != TN_T_INTERVAL &&
		expr->u.literal.kind == TN_KIND_INT;
}

static void make_output(const struct tn_ir_query *query, struct tn_ir_expr *expr, uint32_t i)
{
	expr->kind = TN_X_OUTPUT;
	expr->u.output = i;
	expr->type = query->outputs[i].type;
}

/* An aggregate or a window function of this query stops the visit. */
static int stop_at_call(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	const struct tn_ir_expr *expr = *place;

	(void)v;
	switch (expr->kind) {
	case TN_X_CALL:
		return expr->op < TN_OPS && tn__op_info[expr->op].flags & (TN_OPF_AGGREGATE | TN_OPF_WINDOW)
			? TN_E_SYNTAX
			: TN_OK;
	case TN_X_IN_QUERY:
	case TN_X_QUANT_QUERY:
	case TN_X_SCALAR:
	case TN_X_EXISTS: return TN_IR_PASS_OVER;
	default: return TN_OK;
	}
}

/* GROUP BY 2: the item, as its number unless it is a mere column. */
static int key_position(struct tn_analysis *an, struct tn_ir_query *query, struct tn_ir_expr **place)
{
	struct tn_ir_visitor v = {.expr = stop_at_call};
	int64_t n = (*place)->u.literal.u.i;
	struct tn_ir_expr *item;

	if (n < 1 || n > query->item_count)
		return tn__analysis_fail(an, (*place)->at, TN_E_SYNTAX, NULL,
			"GROUP BY position %lld is not in the select list", (long long)n);
	item = query->items[n - 1].expr;
	if (tn__ir_visit_expr(&item, &v) == TN_E_SYNTAX)
		return tn__analysis_fail(an, (*place)->at, TN_E_SYNTAX, NULL,
			"GROUP BY position %lld is an aggregate or a window function", (long long)n);
	if (item->kind == TN_X_COLUMN) {
		*place = tn__ir_clone_expr(an->arena, item);
		return *place ? TN_OK : tn__error_nomem(an->err);
	}
	make_output(query, *place, (uint32_t)(n - 1));
	return TN_OK;
}

/* The expression behind a key. */
static struct tn_ir_expr *behind(const struct tn_ir_query *query, struct tn_ir_expr *key)
{
	return key->kind == TN_X_OUTPUT ? query->items[key->u.output].expr : key;
}

static struct tn_same_table *items_table(struct tn_analysis *an, const struct tn_ir_query *query)
{
	struct tn_same_table *table = tn__same_new(an, query->item_count);
	uint32_t i;

	for (i = 0; table && i < query->item_count; i++)
		tn__same_add(table, query->items[i].expr, i);
	return table;
}

static int analyse_key(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query,
	const struct tn_same_table *items, struct tn_ir_expr **place)
{
	struct tn_ir_expr *key;
	uint32_t i, at = (*place)->at;
	int rc;

	if (is_position(*place)) {
		rc = key_position(an, query, place);
	} else {
		rc = tn__type_expr(an, scope, place);
		if (rc < 0)
			return rc;
		i = (*place)->kind == TN_X_COLUMN ? TN_NAME_NONE : tn__same_find(items, *place);
		if (i != TN_NAME_NONE)
			make_output(query, *place, i);
	}
	if (rc < 0)
		return rc;
	key = behind(query, *place);
	if (key->type.flags & TN_TYPEF_CONSTANT)
		return TN_OK;
	return tn__check_key(an, key, &key->type, at, "GROUP BY");
}

/* COUNT(*) compared with 0, not yet analysed. */
static struct tn_ir_expr *count_rows(struct tn_analysis *an, const struct tn_ir_query *query, uint8_t sym)
{
	struct tn_ir_expr *count = tn__arena_alloc(an->arena, sizeof(*count));
	struct tn_ir_expr *more = tn__arena_alloc(an->arena, sizeof(*more));
	struct tn_ir_expr **args = tn__arena_calloc(an->arena, 2, sizeof(struct tn_ir_expr *));

	if (!count || !more || !args)
		return NULL;
	count->kind = TN_X_CALL;
	count->flags = TN_XF_STAR;
	count->at = more->at = query->at;
	count->u.call = tn__arena_alloc(an->arena, sizeof(*count->u.call));
	more->kind = TN_X_OP;
	more->sym = sym;
	more->arg_count = 2;
	more->args = args;
	args[0] = count;
	args[1] = tn__ir_int(an->arena, 0);
	if (!count->u.call || !args[1])
		return NULL;
	count->u.call->name = "count";
	return more;
}

/* HAVING COUNT(*) > 0, before what is there. */
static int having_a_row(struct tn_analysis *an, struct tn_ir_query *query)
{
	struct tn_ir_expr *more = count_rows(an, query, TN_SYM_GT);
	struct tn_ir_expr *both = tn__arena_alloc(an->arena, sizeof(*both));
	struct tn_ir_expr **args = tn__arena_calloc(an->arena, 2, sizeof(struct tn_ir_expr *));

	if (!more || !both || !args)
		return tn__error_nomem(an->err);
	if (query->having) {
		both->kind = TN_X_OP;
		both->sym = TN_SYM_AND;
		both->at = query->at;
		both->arg_count = 2;
		both->args = args;
		args[0] = more;
		args[1] = query->having;
	}
	query->having = query->having ? both : more;
	return TN_OK;
}

int tn__query_one_group(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query)
{
	struct tn_ir_expr *item, *made, *condition;

	if (!query->having || query->group_count || scope->aggregates || !query->item_count ||
		query->items[0].expr->kind == TN_X_STAR)
		return TN_OK;
	item = query->items[0].expr;
	made = tn__arena_alloc(an->arena, sizeof(*made));
	condition = count_rows(an, query, TN_SYM_GE);
	if (!made || !condition || !(made->args = tn__arena_calloc(an->arena, 2, sizeof(struct tn_ir_expr *))))
		return tn__error_nomem(an->err);
	made->kind = TN_X_CASE;
	made->op = TN_OP_CASE;
	made->at = item->at;
	made->arg_count = 2;
	made->args[0] = condition;
	made->args[1] = item;
	made->type = item->type;
	made->type.flags &= (uint8_t)~(TN_TYPEF_CONSTANT | TN_TYPEF_COLUMN);
	query->items[0].expr = made;
	scope->allow = TN_IN_AGGREGATE;
	return tn__type_expr(an, scope, &made->args[0]);
}

int tn__query_group(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query)
{
	struct tn_same_table *items;
	uint32_t i, kept = 0;
	int rc = TN_OK;

	if (!query->group_count)
		return TN_OK;
	query->aggregated = 1;
	items = items_table(an, query);
	if (!items)
		return TN_E_NOMEM;
	scope->allow = 0;
	an->clause = "GROUP BY";
	for (i = 0; i < query->group_count && rc >= 0; i++)
		rc = analyse_key(an, scope, query, items, &query->group[i]);
	if (rc < 0)
		return rc;
	for (i = 0; i < query->group_count; i++)
		if (!(behind(query, query->group[i])->type.flags & TN_TYPEF_CONSTANT))
			query->group[kept++] = query->group[i];
	query->group_count = kept;
	return kept ? TN_OK : having_a_row(an, query);
}

/* ---- what must be grouped ------------------------------------------------------------- */

struct grouping {
	struct tn_analysis *an;
	struct tn_ir_query *query;
	struct tn_same_table *keys;    /* all of them */
	struct tn_same_table *columns; /* those that are columns, and those that were added */
	uint32_t column_cap;
	struct tn_ir_visitor visitor;
};

static int is_aggregate(const struct tn_ir_expr *expr)
{
	return expr->kind == TN_X_CALL && expr->op < TN_OPS &&
		tn__op_info[expr->op].flags & TN_OPF_AGGREGATE && !expr->u.call->over &&
		!expr->u.call->over_name;
}

static int primary_key_grouped(struct grouping *g, const struct tn_ir_expr *column)
{
	const struct tn_ir_table *table = column->u.column.source->table;
	struct tn_ir_expr probe = *column;
	uint32_t i, c;

	for (i = 0; table && i < table->key_count; i++) {
		if (!table->keys[i].primary)
			continue;
		for (c = 0; c < table->keys[i].count; c++) {
			probe.u.column.index = table->keys[i].columns[c];
			if (tn__same_find(g->columns, &probe) == TN_NAME_NONE)
				return 0;
		}
		return c > 0;
	}
	return 0;
}

static int make_columns(struct grouping *g, uint32_t cap)
{
	struct tn_ir_query *q = g->query;
	struct tn_ir_expr **group;
	uint32_t i;

	g->columns = tn__same_new(g->an, cap);
	group = tn__arena_calloc(g->an->arena, cap, sizeof(struct tn_ir_expr *));
	if (!g->columns)
		return TN_E_NOMEM;
	if (!group)
		return tn__error_nomem(g->an->err);
	for (i = 0; i < q->group_count; i++) {
		group[i] = q->group[i];
		if (behind(q, group[i])->kind == TN_X_COLUMN)
			tn__same_add(g->columns, behind(q, group[i]), i);
	}
	q->group = group;
	g->column_cap = cap;
	return TN_OK;
}

static int add_column(struct grouping *g, const struct tn_ir_expr *column)
{
	struct tn_ir_query *q = g->query;
	struct tn_ir_expr *copy;
	int rc = TN_OK;

	/* Its collation does not matter, since the key has separated the groups already. */
	if (column->type.kind == TN_KIND_JSON)
		rc = tn__check_key(g->an, column, &column->type, column->at, "GROUP BY");
	if (rc >= 0 && q->group_count == g->column_cap)
		rc = make_columns(g, 2 * g->column_cap);
	if (rc < 0)
		return rc;
	copy = tn__ir_clone_expr(g->an->arena, column);
	if (!copy)
		return tn__error_nomem(g->an->err);
	tn__same_add(g->columns, copy, q->group_count);
	q->group[q->group_count++] = copy;
	return TN_OK;
}

static int not_grouped(struct grouping *g, const struct tn_ir_expr *column)
{
	return tn__analysis_fail(g->an, column->at, TN_E_SYNTAX,
		"put it into GROUP BY, or choose a value of the group: MIN, MAX",
		"the column \"%s\" is neither grouped nor in an aggregate",
		column->u.column.name ? column->u.column.name
				      : column->u.column.source->columns[column->u.column.index].name);
}

/* A column on its own: TN_OK if it is a key, or has one value where the keys have. */
static int need_column(struct grouping *g, const struct tn_ir_expr *column)
{
	if (tn__same_find(g->columns, column) != TN_NAME_NONE)
		return TN_OK;
	if (!primary_key_grouped(g, column))
		return not_grouped(g, column);
	return add_column(g, column);
}

/* ---- inside subqueries: columns of the grouped query must be keys -------------------------- */

static int mentions(const struct tn_ir_expr *expr, const struct tn_ir_query *owner, int inner, unsigned depth)
{
	uint32_t i;

	if (depth > 64)
		return 0;
	if (expr->kind == TN_X_COLUMN && expr->u.column.source)
		return (expr->u.column.source->owner == owner) != inner;
	for (i = 0; i < expr->arg_count; i++)
		if (mentions(expr->args[i], owner, inner, depth + 1))
			return 1;
	return 0;
}

static int visit_inner(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct grouping *g = v->ctx;
	struct tn_ir_expr *expr = *place;

	/* An aggregate over nothing but columns of the grouped query is that query's own. */
	if (is_aggregate(expr) && mentions(expr, g->query, 0, 0) && !mentions(expr, g->query, 1, 0))
		return TN_IR_PASS_OVER;
	if (expr->kind == TN_X_COLUMN && expr->u.column.source && expr->u.column.source->owner == g->query)
		return need_column(g, expr);
	return TN_OK;
}

/* ---- in the query itself ----------------------------------------------------------------------- */

static int walk(struct grouping *g, struct tn_ir_expr *expr, const struct tn_ir_expr **loose);

static int walk_all(
	struct grouping *g, struct tn_ir_expr **exprs, uint32_t count, const struct tn_ir_expr **loose)
{
	const struct tn_ir_expr *one;
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < count && rc >= 0; i++) {
		rc = walk(g, exprs[i], &one);
		if (!*loose)
			*loose = one;
	}
	return rc;
}

static int walk_order(
	struct grouping *g, const struct tn_ir_order *order, uint32_t count, const struct tn_ir_expr **loose)
{
	const struct tn_ir_expr *one;
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < count && rc >= 0; i++) {
		rc = walk(g, order[i].expr, &one);
		if (!*loose)
			*loose = one;
	}
	return rc;
}

static int walk_window(struct grouping *g, const struct tn_ir_window *w, const struct tn_ir_expr **loose)
{
	int rc = walk_all(g, w->partition, w->partition_count, loose);

	return rc < 0 ? rc : walk_order(g, w->order, w->order_count, loose);
}

static int walk_below(struct grouping *g, struct tn_ir_expr *expr, const struct tn_ir_expr **loose)
{
	const struct tn_ir_expr *filter = NULL;
	int rc = walk_all(g, expr->args, expr->arg_count, loose);

	if (rc < 0)
		return rc;
	switch (expr->kind) {
	case TN_X_CALL:
		if (expr->u.call->filter)
			rc = walk(g, expr->u.call->filter, &filter);
		if (!*loose)
			*loose = filter;
		return rc >= 0 && expr->u.call->over ? walk_window(g, expr->u.call->over, loose) : rc;
	case TN_X_IN_QUERY:
	case TN_X_QUANT_QUERY:
	case TN_X_SCALAR:
	case TN_X_EXISTS: return tn__ir_visit_query(expr->u.sub.query, &g->visitor);
	default: return TN_OK;
	}
}

/* From the leaves up: *loose is a column below that no key covers. */
static int walk(struct grouping *g, struct tn_ir_expr *expr, const struct tn_ir_expr **loose)
{
	int rc;

	*loose = NULL;
	if (expr->kind == TN_X_COLUMN) {
		if (expr->u.column.source->owner != g->query ||
			tn__same_find(g->columns, expr) != TN_NAME_NONE)
			return TN_OK;
		if (primary_key_grouped(g, expr))
			return add_column(g, expr);
		*loose = expr;
		return TN_OK;
	}
	if (is_aggregate(expr) || expr->kind == TN_X_OUTPUT)
		return TN_OK;
	rc = tn__analysis_deeper(g->an, expr->at);
	if (rc < 0)
		return rc;
	rc = walk_below(g, expr, loose);
	g->an->depth--;
	if (rc < 0 || !*loose)
		return rc;
	if (tn__same_find(g->keys, expr) != TN_NAME_NONE)
		*loose = NULL;
	return TN_OK;
}

static int must_be_grouped(struct grouping *g, struct tn_ir_expr *expr)
{
	const struct tn_ir_expr *loose;
	int rc = walk(g, expr, &loose);

	return rc < 0 || !loose ? rc : need_column(g, loose);
}

static int make_grouping(struct grouping *g, struct tn_analysis *an, struct tn_ir_query *query)
{
	uint32_t i;

	memset(g, 0, sizeof(*g));
	g->an = an;
	g->query = query;
	g->visitor.expr = visit_inner;
	g->visitor.ctx = g;
	g->keys = tn__same_new(an, query->group_count);
	if (!g->keys)
		return TN_E_NOMEM;
	for (i = 0; i < query->group_count; i++)
		tn__same_add(g->keys, behind(query, query->group[i]), i);
	return make_columns(g, query->group_count + 8);
}

static int key_item(const struct grouping *g, uint32_t i)
{
	return tn__same_find(g->keys, g->query->items[i].expr) != TN_NAME_NONE;
}

int tn__query_grouped(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query)
{
	const struct tn_ir_expr *loose = NULL;
	struct grouping g;
	uint32_t i;
	int rc;

	(void)scope;
	rc = make_grouping(&g, an, query);
	for (i = 0; i < query->item_count && rc >= 0; i++) {
		if (query->items[i].expr->kind == TN_X_STAR)
			rc = tn__analysis_fail(an, query->items[i].expr->at, TN_E_SYNTAX, "name the columns",
				"* cannot stand beside GROUP BY or an aggregate where the columns are not "
				"known");
		else if (!key_item(&g, i))
			rc = must_be_grouped(&g, query->items[i].expr);
	}
	if (rc >= 0 && query->having)
		rc = must_be_grouped(&g, query->having);
	for (i = 0; i < query->window_count && rc >= 0; i++) {
		rc = walk_window(&g, query->windows[i], &loose);
		if (rc >= 0 && loose)
			rc = need_column(&g, loose);
		loose = NULL;
	}
	for (i = 0; i < query->order_count && rc >= 0; i++)
		rc = must_be_grouped(&g, query->order[i].expr);
	return rc;
}
