/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_output.c - select lists: *, names, outputs.
 *
 * An output that has no alias gets the name that PostgreSQL gives it, on every
 * server: the column, the function, the type of a CAST, "case", "?column?".  Names
 * are taken from the text as it was written, before constants are folded.
 *
 * Invariants:
 *  1. Every item has an alias afterwards, and it is the name of its output.
 *  2. * is gone, but over a table of which nothing is known.
 */
#include "core/sql/scope.h"
#include <string.h>

/* How deep a name is looked for: CAST in CAST, ELSE in ELSE. */
#define MAX_NAME_DEPTH 64u

/* ---- names ------------------------------------------------------------------------ */

static const char *const type_names[TN_TYPE_COUNT] = {
	[TN_TYPE_BOOLEAN] = "bool",
	[TN_TYPE_SMALLINT] = "int2",
	[TN_TYPE_INTEGER] = "int4",
	[TN_TYPE_BIGINT] = "int8",
	[TN_TYPE_REAL] = "float4",
	[TN_TYPE_DOUBLE] = "float8",
	[TN_TYPE_NUMERIC] = "numeric",
	[TN_TYPE_VARCHAR] = "varchar",
	[TN_TYPE_TEXT] = "text",
	[TN_TYPE_BYTEA] = "bytea",
	[TN_TYPE_DATE] = "date",
	[TN_TYPE_TIME] = "time",
	[TN_TYPE_TIMESTAMP] = "timestamp",
	[TN_TYPE_TIMESTAMPTZ] = "timestamptz",
	[TN_TYPE_UUID] = "uuid",
	[TN_TYPE_JSON] = "json",
};

static const char *call_name(const char *name)
{
	if (!strncmp(name, "extract_", 8))
		return "extract";
	if (!strncmp(name, "date_trunc_", 11))
		return "date_trunc";
	return name;
}

/* DATE '...' and its like are casts by their spelling; other literals have no name. */
static const char *literal_name(const struct tn_ir_expr *expr)
{
	if (expr->type.kind == TN_T_INTERVAL)
		return "interval";
	switch (expr->u.literal.kind) {
	case TN_KIND_DATE:
	case TN_KIND_TIME:
	case TN_KIND_TIMESTAMP:
	case TN_KIND_TIMESTAMPTZ:
	case TN_KIND_UUID:
	case TN_KIND_JSON: return type_names[tn__ir_type(expr->u.literal.kind, 0).storage];
	default: return NULL;
	}
}

/* strong: a name that shows through CAST and CASE. */
static const char *find_name(const struct tn_ir_expr *expr, int *strong, unsigned depth)
{
	const char *name = NULL;
	const struct tn_ir_query *query;

	*strong = 1;
	if (depth > MAX_NAME_DEPTH)
		return NULL;
	switch (expr->kind) {
	case TN_X_COLUMN: return expr->u.column.name;
	case TN_X_LITERAL: *strong = 0; return literal_name(expr);
	case TN_X_CALL: return call_name(expr->u.call->name);
	case TN_X_EXISTS: return "exists";
	case TN_X_ROWVALUE: return "row";
	case TN_X_SCALAR:
		query = expr->u.sub.query;
		if (query->kind == TN_QUERY_VALUES)
			return "column1";
		if (query->kind != TN_QUERY_SELECT || !query->item_count)
			return NULL;
		if (query->items[0].alias)
			return query->items[0].alias;
		return find_name(query->items[0].expr, strong, depth + 1);
	case TN_X_CAST:
		if (expr->arg_count)
			name = find_name(expr->args[0], strong, depth + 1);
		if (name && *strong)
			return name;
		*strong = 0;
		return expr->u.cast.storage < TN_TYPE_COUNT ? type_names[expr->u.cast.storage] : NULL;
	case TN_X_CASE:
		if (expr->flags & TN_XF_ELSE)
			name = find_name(expr->args[expr->arg_count - 1], strong, depth + 1);
		if (name && *strong)
			return name;
		*strong = 0;
		return "case";
	default: *strong = 0; return NULL;
	}
}

const char *tn__item_name(const struct tn_ir_expr *expr)
{
	int strong;
	const char *name = find_name(expr, &strong, 0);

	return name ? name : "?column?";
}

/* ---- * -------------------------------------------------------------------------------- */

/* What a * stays for while the items are made. */
struct expansion {
	struct tn_ir_item *items;
	uint32_t count, cap;
};

static int push(struct tn_analysis *an, struct expansion *e, struct tn_ir_expr *expr, const char *alias)
{
	if (!expr || !alias)
		return tn__error_nomem(an->err);
	if (e->count == TN_SCOPE_MAX_COLUMNS)
		return tn__analysis_fail(an, expr->at, TN_E_LIMIT, NULL,
			"the result has more than %u columns", TN_SCOPE_MAX_COLUMNS);
	if (e->count == e->cap) {
		struct tn_ir_item *items = tn__arena_calloc(
			an->arena, 2 * (size_t)e->cap + 8, sizeof(*items));

		if (!items)
			return tn__error_nomem(an->err);
		if (e->count)
			memcpy(items, e->items, e->count * sizeof(*items));
		e->items = items;
		e->cap = 2 * e->cap + 8;
	}
	e->items[e->count].expr = expr;
	e->items[e->count++].alias = alias;
	return TN_OK;
}

/* A source of which nothing is known, among those that the star stands for. */
static int star_is_open(const struct tn_scope *scope, struct tn_ir_expr *star)
{
	uint32_t i;
	int open = 0;

	for (i = 0; i < scope->source_count; i++) {
		const struct tn_source_names *names = &scope->names->sources[i];
		int meant = star->u.column.qualifier
			? !names->anonymous && !strcmp(names->name, star->u.column.qualifier)
			: !names->qualified;

		if (!meant)
			continue;
		if (star->u.column.qualifier)
			star->u.column.source = scope->sources[i];
		open |= scope->sources[i]->open;
	}
	return open;
}

static int push_star(
	struct tn_analysis *an, struct tn_scope *scope, struct expansion *e, struct tn_ir_expr *star)
{
	struct tn_visible_list list;
	struct tn_visible *v;
	int rc = tn__scope_star(an, scope, star, &list);

	if (rc < 0)
		return rc;
	if (star_is_open(scope, star)) {
		star->type.kind = TN_T_UNKNOWN;
		return push(an, e, star, "*");
	}
	for (v = list.first; v && rc >= 0; v = v->next)
		rc = push(an, e, tn__visible_expr(an, v, star->at), v->name);
	return rc;
}

/* ---- items and outputs ------------------------------------------------------------------ */

static int check_output(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	if (expr->type.kind == TN_T_ROW)
		return tn__analysis_fail(an, expr->at, TN_E_TYPE, "select its members one by one",
			"a row value cannot be a column of the result");
	if (expr->type.kind == TN_T_INTERVAL)
		return tn__analysis_fail(an, expr->at, TN_E_TYPE, "add it to a date or a timestamp",
			"an interval cannot be a column of the result");
	return TN_OK;
}

static int make_outputs(struct tn_analysis *an, struct expansion *e, struct tn_ir_output **out)
{
	struct tn_ir_output *outputs = tn__arena_calloc(an->arena, e->count ? e->count : 1, sizeof(*outputs));
	uint32_t i;

	if (!outputs)
		return tn__error_nomem(an->err);
	for (i = 0; i < e->count; i++) {
		outputs[i].name = e->items[i].alias;
		outputs[i].type = e->items[i].expr->type;
	}
	*out = outputs;
	return TN_OK;
}

int tn__items_analyse(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_item **items,
	uint32_t *count, struct tn_ir_output **outputs)
{
	struct expansion e = {0};
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < *count && rc >= 0; i++) {
		struct tn_ir_item *item = &(*items)[i];

		if (item->alias && (rc = tn__new_name(an, item->alias, "an alias", item->expr->at)) < 0)
			return rc;
		if (item->expr->kind == TN_X_STAR)
			rc = push_star(an, scope, &e, item->expr);
		else
			rc = push(an, &e, item->expr, item->alias ? item->alias : tn__item_name(item->expr));
	}
	for (i = 0; i < e.count && rc >= 0; i++) {
		if (e.items[i].expr->kind == TN_X_STAR)
			continue;
		rc = tn__type_expr(an, scope, &e.items[i].expr);
		if (rc >= 0)
			rc = check_output(an, e.items[i].expr);
	}
	if (rc < 0)
		return rc;
	*items = e.items;
	*count = e.count;
	return make_outputs(an, &e, outputs);
}

/* ---- columns of what has outputs ------------------------------------------------------------ */

int tn__query_open(const struct tn_ir_query *query)
{
	uint32_t i;

	for (i = 0; i < query->output_count; i++)
		if (query->outputs[i].type.kind == TN_T_UNKNOWN && !strcmp(query->outputs[i].name, "*"))
			return 1;
	return 0;
}

void tn__query_rename(struct tn_ir_query *query, const char *const *names)
{
	uint32_t i;

	/* The first operand names the result of a set operation, and so on down to a SELECT. */
	for (; query; query = query->left) {
		for (i = 0; i < query->output_count; i++) {
			query->outputs[i].name = names[i];
			if (query->kind == TN_QUERY_SELECT)
				query->items[i].alias = names[i];
		}
	}
}

/* Names that the server sees: the text's, but a second one of the same name gets another. */
static int distinct_names(
	struct tn_analysis *an, const char *const *names, uint32_t count, const char **distinct)
{
	struct tn_name_map map;
	uint32_t i;

	if (tn__name_map_init(&map, an->arena, count) < 0)
		return tn__error_nomem(an->err);
	for (i = 0; i < count; i++) {
		/* Columns that differ in case only are one to some servers. */
		distinct[i] = tn__name_map_first(&map, names[i]) == TN_NAME_NONE || !strcmp(names[i], "*")
			? names[i]
			: tn__fresh_alias(an);
		if (!distinct[i] || tn__name_map_add(&map, distinct[i], i) < 0)
			return tn__error_nomem(an->err);
	}
	return TN_OK;
}

static int check_list(
	struct tn_analysis *an, const char *const *list, uint32_t count, const char *what, uint32_t at)
{
	struct tn_name_map map;
	uint32_t i;

	if (tn__name_map_init(&map, an->arena, count) < 0)
		return tn__error_nomem(an->err);
	for (i = 0; i < count; i++) {
		int rc = tn__new_name(an, list[i], "the name of a column", at);

		if (rc < 0)
			return rc;
		if (tn__name_map_get(&map, list[i]) != TN_NAME_NONE)
			return tn__analysis_fail(an, at, TN_E_AMBIGUOUS, NULL,
				"the column list of \"%s\" has \"%s\" twice", what, list[i]);
		if (tn__name_map_add(&map, list[i], i) < 0)
			return tn__error_nomem(an->err);
	}
	return TN_OK;
}

int tn__query_columns(struct tn_analysis *an, struct tn_ir_query *query, const char *const *list,
	uint32_t list_count, const char *what, uint32_t at, const char *const **names,
	const struct tn_ir_column **columns)
{
	uint32_t i, n = query->output_count;
	const char **text = tn__arena_calloc(an->arena, n ? n : 1, sizeof(char *));
	const char **distinct = tn__arena_calloc(an->arena, n ? n : 1, sizeof(char *));
	struct tn_ir_column *made = tn__arena_calloc(an->arena, n ? n : 1, sizeof(*made));
	int rc;

	if (!text || !distinct || !made)
		return tn__error_nomem(an->err);
	if (list_count > n)
		return tn__analysis_fail(an, at, TN_E_SYNTAX, NULL,
			"the column list of \"%s\" has %u names for %u columns", what, list_count, n);
	rc = check_list(an, list, list_count, what, at);
	for (i = 0; i < n; i++)
		text[i] = i < list_count ? list[i] : query->outputs[i].name;
	if (rc >= 0)
		rc = distinct_names(an, text, n, distinct);
	if (rc < 0)
		return rc;
	tn__query_rename(query, distinct);
	for (i = 0; i < n; i++) {
		struct tn_sql_type type = query->outputs[i].type;

		made[i].name = distinct[i];
		made[i].flags = type.flags & TN_TYPEF_NOT_NULL ? TN_COLF_NOT_NULL : 0;
		type.flags &= (uint8_t) ~(TN_TYPEF_CONSTANT | TN_TYPEF_NOT_NULL);
		made[i].type = type;
	}
	*names = text;
	*columns = made;
	return TN_OK;
}
