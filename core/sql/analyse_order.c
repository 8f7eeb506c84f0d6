/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_order.c - ORDER BY, LIMIT, FOR UPDATE.
 *
 * A name that stands alone in ORDER BY is first an output column, then an input
 * column; in an expression it is an input column.  A number is a position.  A key
 * that is an item of the select list becomes its number.  Where NULLs go is always
 * said: last when ascending, first when descending, unless the text says another.
 *
 * Invariants:
 *  1. No NULLS_DEFAULT is left behind, and no constant key.
 *  2. Of DISTINCT and of set operations every key is an OUTPUT.
 *  3. What is read by another query has ORDER BY only with LIMIT or OFFSET.
 *  4. LIMIT and OFFSET are literals or parameters of kind INT.
 */
#include "core/sql/scope.h"
#include <string.h>

static void set_nulls(struct tn_ir_order *order)
{
	if (order->nulls == TN_NULLS_DEFAULT)
		order->nulls = order->desc ? TN_NULLS_FIRST : TN_NULLS_LAST;
}

/* ---- ORDER BY of a query --------------------------------------------------------- */

/* Output columns by name; made at the first need. */
struct ordering {
	struct tn_analysis *an;
	struct tn_scope *scope;
	struct tn_ir_query *query;
	struct tn_name_map *names;
	struct tn_same_table *items;
};

static void make_output(const struct ordering *o, struct tn_ir_expr *key, uint32_t i)
{
	key->kind = TN_X_OUTPUT;
	key->u.output = i;
	key->type = o->query->outputs[i].type;
	key->arg_count = 0;
	key->args = NULL;
}

static int make_names(struct ordering *o)
{
	uint32_t i;

	if (o->names)
		return TN_OK;
	o->names = tn__arena_alloc(o->an->arena, sizeof(*o->names));
	if (!o->names || tn__name_map_init(o->names, o->an->arena, o->query->output_count) < 0)
		return tn__error_nomem(o->an->err);
	for (i = 0; i < o->query->output_count; i++)
		if (tn__name_map_add(o->names, o->query->outputs[i].name, i) < 0)
			return tn__error_nomem(o->an->err);
	return TN_OK;
}

static int is_select(const struct ordering *o)
{
	return o->query->kind == TN_QUERY_SELECT;
}

/* An output column by its name: 1 if there is one, 0 if there is none. */
static int named_output(struct ordering *o, struct tn_ir_expr *key)
{
	const char *name = key->u.column.name;
	uint32_t e, found = TN_NAME_NONE;
	int rc = make_names(o);

	if (rc < 0)
		return rc;
	for (e = tn__name_map_first(o->names, name); e != TN_NAME_NONE; e = tn__name_map_next(o->names, e)) {
		uint32_t i = o->names->entries[e].value;

		if (strcmp(o->names->entries[e].name, name) != 0)
			continue;
		if (found == TN_NAME_NONE)
			found = i;
		else if (!is_select(o) || !tn__ir_same(o->query->items[found].expr, o->query->items[i].expr))
			return tn__analysis_fail(o->an, key->at, TN_E_AMBIGUOUS, "write its position",
				"two output columns are named \"%s\"", name);
	}
	if (found == TN_NAME_NONE)
		return 0;
	make_output(o, key, found);
	return 1;
}

static int position(struct ordering *o, struct tn_ir_expr *key)
{
	int64_t n = key->u.literal.u.i;

	if (n < 1 || n > o->query->output_count)
		return tn__analysis_fail(o->an, key->at, TN_E_SYNTAX, NULL,
			"ORDER BY position %lld is not in the select list", (long long)n);
	make_output(o, key, (uint32_t)(n - 1));
	return TN_OK;
}

static int not_an_output(struct ordering *o, const struct tn_ir_expr *key)
{
	if (!is_select(o))
		return tn__analysis_fail(o->an, key->at, TN_E_UNSUPPORTED,
			"give the column a name in the first SELECT, or put the whole into a derived "
			"table and order outside",
			"ORDER BY behind %s takes output columns only",
			o->query->kind == TN_QUERY_VALUES ? "VALUES" : "UNION, INTERSECT and EXCEPT");
	return tn__analysis_fail(o->an, key->at, TN_E_SYNTAX, "add it to the select list",
		"ORDER BY of SELECT DISTINCT takes what is selected only");
}

static int analyse_expression(struct ordering *o, struct tn_ir_expr **place)
{
	uint32_t i;
	int rc;

	if (!is_select(o))
		return not_an_output(o, *place);
	rc = tn__type_expr(o->an, o->scope, place);
	if (rc < 0)
		return rc;
	if ((*place)->kind == TN_X_COLUMN && !o->query->distinct)
		return TN_OK;
	if (!o->items) {
		o->items = tn__same_new(o->an, o->query->item_count);
		if (!o->items)
			return TN_E_NOMEM;
		for (i = 0; i < o->query->item_count; i++)
			tn__same_add(o->items, o->query->items[i].expr, i);
	}
	i = tn__same_find(o->items, *place);
	if (i != TN_NAME_NONE)
		make_output(o, *place, i);
	else if (o->query->distinct && !((*place)->type.flags & TN_TYPEF_CONSTANT))
		return not_an_output(o, *place);
	return TN_OK;
}

static int is_literal(const struct tn_ir_expr *expr)
{
	return expr->kind == TN_X_LITERAL && expr->type.kind != TN_T_INTERVAL;
}

static int analyse_key(struct ordering *o, struct tn_ir_expr **place)
{
	struct tn_ir_expr *key = *place;
	int rc;

	if (is_literal(key) && key->u.literal.kind == TN_KIND_INT)
		return position(o, key);
	if (is_literal(key) && key->u.literal.kind == TN_KIND_TEXT)
		return tn__analysis_fail(o->an, key->at, TN_E_SYNTAX,
			"names stand without quotes, or in double quotes: ORDER BY name",
			"ORDER BY a text orders by nothing");
	if (key->kind == TN_X_COLUMN && !key->u.column.qualifier) {
		rc = named_output(o, key);
		if (rc)
			return rc < 0 ? rc : TN_OK;
	}
	return analyse_expression(o, place);
}

/* What a key is, also where it names an output column. */
static const struct tn_ir_expr *shown(const struct ordering *o, const struct tn_ir_expr *key)
{
	return key->kind == TN_X_OUTPUT && is_select(o) ? o->query->items[key->u.output].expr : key;
}

static int is_constant(const struct ordering *o, const struct tn_ir_expr *key)
{
	if (key->kind == TN_X_OUTPUT && !is_select(o))
		return 0;
	return (shown(o, key)->type.flags & TN_TYPEF_CONSTANT) != 0;
}

int tn__query_order(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query)
{
	struct ordering o = {an, scope, query, NULL, NULL};
	uint32_t i, kept = 0;
	int rc = TN_OK;

	scope->allow = TN_IN_AGGREGATE | TN_IN_WINDOW;
	an->clause = "ORDER BY";
	for (i = 0; i < query->order_count && rc >= 0; i++) {
		struct tn_ir_order *order = &query->order[i];
		uint32_t at = order->expr->at;

		set_nulls(order);
		rc = analyse_key(&o, &order->expr);
		if (rc < 0)
			break;
		if (is_constant(&o, order->expr)) {
			if (order->expr->kind == TN_X_PARAM)
				rc = tn__analysis_warn(an, at,
					"ORDER BY a parameter orders by nothing: it is a value, "
					"not the name of a column");
			continue;
		}
		rc = tn__check_key(an, shown(&o, order->expr), &order->expr->type, at, "ORDER BY");
		query->order[kept++] = *order;
	}
	query->order_count = kept;
	return rc;
}

int tn__scope_order(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_order *order, uint32_t count)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < count && rc >= 0; i++) {
		uint32_t at = order[i].expr->at;

		set_nulls(&order[i]);
		rc = tn__type_expr(an, scope, &order[i].expr);
		if (rc >= 0 && order[i].expr->type.kind != TN_KIND_NULL)
			rc = tn__check_key(an, order[i].expr, &order[i].expr->type, at, "ORDER BY");
	}
	return rc;
}

/* ---- LIMIT and OFFSET ------------------------------------------------------------------- */

static int count_of_rows(
	struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place, const char *clause)
{
	const struct tn_sql_type integer = tn__ir_type(TN_KIND_INT, 0);
	struct tn_ir_expr *expr = *place;
	int rc;

	if (!expr)
		return TN_OK;
	/* LIMIT NULL, LIMIT ALL: no limit. */
	if (is_literal(expr) && expr->u.literal.kind == TN_KIND_NULL) {
		*place = NULL;
		return TN_OK;
	}
	scope->allow = 0;
	an->clause = clause;
	rc = tn__type_expr(an, scope, place);
	if (rc >= 0 && (*place)->kind != TN_X_PARAM && !is_literal(*place))
		rc = tn__analysis_fail(an, expr->at, TN_E_SYNTAX,
			"compute it before and bind it to a parameter", "%s takes a number or a parameter",
			clause);
	if (rc >= 0)
		rc = tn__type_want(an, place, &integer, clause);
	if (rc >= 0 && (*place)->kind == TN_X_PARAM) {
		an->stmt->params[(*place)->u.param].rows = 1;
		an->stmt->checks_args = 1;
	}
	if (rc >= 0 && is_literal(*place) && (*place)->u.literal.kind == TN_KIND_INT &&
		(*place)->u.literal.u.i < 0)
		rc = tn__analysis_fail(an, expr->at, TN_E_DATA, "for all rows leave it out",
			"%s must not be negative", clause);
	return rc;
}

/* Which rows a query without an order gives first is the server's choice. */
static int warn_unordered(struct tn_analysis *an, const struct tn_ir_query *query)
{
	const struct tn_ir_expr *n = query->limit;
	int all_or_none = query->kind == TN_QUERY_VALUES || (query->aggregated && !query->group_count) ||
		(query->kind == TN_QUERY_SELECT && !query->from_count);

	if (query->order_count || all_or_none || (!n && !query->offset))
		return TN_OK;
	if (n && is_literal(n) && n->u.literal.kind == TN_KIND_INT && n->u.literal.u.i == 0)
		return TN_OK;
	return tn__analysis_warn(an, query->at, "%s without ORDER BY: which rows these are is not said",
		n ? "LIMIT" : "OFFSET");
}

int tn__order_outside(struct tn_analysis *an, struct tn_ir_query *query, const char *what)
{
	if (!query->order_count || query->limit || query->offset)
		return TN_OK;
	query->order_count = 0;
	return tn__analysis_warn(
		an, query->at, "ORDER BY inside %s orders nothing outside, and is left out", what);
}

int tn__query_limit(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query)
{
	/* Columns cannot be meant here: an empty scope says so. */
	struct tn_scope *none = query->limit || query->offset ? tn__scope_new(an, NULL, NULL) : scope;
	int rc;

	if (!none)
		return TN_E_NOMEM;
	rc = count_of_rows(an, none, &query->limit, "LIMIT");
	if (rc >= 0)
		rc = count_of_rows(an, none, &query->offset, "OFFSET");
	return rc < 0 ? rc : warn_unordered(an, query);
}

/* ---- FOR UPDATE, FOR SHARE ------------------------------------------------------------------ */

static int lock_source(struct tn_analysis *an, const struct tn_ir_query *query,
	const struct tn_ir_source *source, const char *name, int named)
{
	if (source->nullable)
		return tn__analysis_fail(an, query->at, TN_E_SYNTAX, "name the other tables: FOR UPDATE OF a",
			"\"%s\" is on the outer side of a join: rows that may be missing cannot be locked",
			name);
	if (named && source->kind != TN_SOURCE_TABLE)
		return tn__analysis_fail(an, query->at, TN_E_UNSUPPORTED,
			"lock the rows where the table is read",
			"FOR UPDATE OF \"%s\": only rows of tables can be locked", name);
	return TN_OK;
}

static int lock_of(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query)
{
	const char **aliases = tn__arena_calloc(an->arena, query->lock_of_count, sizeof(char *));
	uint32_t i, s;
	int rc = TN_OK;

	if (!aliases)
		return tn__error_nomem(an->err);
	for (i = 0; i < query->lock_of_count && rc >= 0; i++) {
		for (s = 0; s < scope->source_count; s++)
			if (!strcmp(scope->names->sources[s].name, query->lock_of[i]))
				break;
		if (s == scope->source_count)
			return tn__analysis_fail(an, query->at, TN_E_NO_OBJECT, NULL,
				"FOR UPDATE OF \"%s\": no such table or alias in FROM", query->lock_of[i]);
		rc = lock_source(an, query, scope->sources[s], query->lock_of[i], 1);
		aliases[i] = scope->sources[s]->alias;
	}
	query->lock_of = aliases;
	return rc;
}

int tn__query_lock(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query)
{
	const char *what = NULL;
	uint32_t i;
	int rc = TN_OK;

	if (!query->lock)
		return TN_OK;
	if (query->aggregated)
		what = "GROUP BY and aggregates";
	else if (query->distinct)
		what = "DISTINCT";
	else if (query->windowed)
		what = "window functions";
	if (what)
		return tn__analysis_fail(an, query->at, TN_E_SYNTAX,
			"lock the rows in a SELECT of their table",
			"FOR UPDATE and FOR SHARE cannot stand with %s", what);
	if (query->lock_of_count)
		return lock_of(an, scope, query);
	for (i = 0; i < scope->source_count && rc >= 0; i++)
		rc = lock_source(an, query, scope->sources[i], scope->names->sources[i].name, 0);
	return rc;
}
