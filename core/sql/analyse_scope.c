/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_scope.c - finding the column that a name means.
 *
 * Scopes are asked from the innermost to the outermost; the first that knows the
 * name has it.  With a qualifier that is the first that has the alias, whatever
 * its columns.  A name that is written exactly beats one that fits but for case,
 * and that is looked at only in sources whose server finds columns so.
 *
 * A reference that passes an inner source of the same alias would mean another
 * table on the server: the inner alias is renamed then (references point to
 * sources, so nothing else changes).
 *
 * Invariants:
 *  1. A column that is found has a source, an index and a type.
 *  2. Every scope that a reference passes on its way out is marked as correlated.
 */
#include "core/sql/scope.h"
#include <string.h>

/* Names looked for in a long list before a map of it is worth its making. */
#define MAP_AFTER 8u
/* COALESCEs inside each other, of FULL JOINs USING the same column. */
#define MAX_MERGED 16u

/* ---- making scopes ---------------------------------------------------------- */

struct tn_scope *tn__scope_new(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_query *query)
{
	struct tn_scope *scope = tn__arena_alloc(an->arena, sizeof(*scope));

	if (scope)
		scope->names = tn__arena_alloc(an->arena, sizeof(*scope->names));
	if (!scope || !scope->names) {
		tn__error_nomem(an->err);
		return NULL;
	}
	scope->outer = outer;
	scope->query = query;
	return scope;
}

static int grow_sources(struct tn_analysis *an, struct tn_scope *scope)
{
	uint32_t cap = scope->source_cap ? 4 * scope->source_cap : 4;
	struct tn_ir_source **sources = tn__arena_calloc(an->arena, cap, sizeof(struct tn_ir_source *));
	struct tn_source_names *names = tn__arena_calloc(an->arena, cap, sizeof(*names));

	if (!sources || !names)
		return tn__error_nomem(an->err);
	if (scope->source_count) {
		memcpy(sources, scope->sources, scope->source_count * sizeof(struct tn_ir_source *));
		memcpy(names, scope->names->sources, scope->source_count * sizeof(*names));
	}
	scope->sources = sources;
	scope->names->sources = names;
	scope->source_cap = cap;
	return TN_OK;
}

int tn__scope_add(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_source *source,
	const struct tn_source_names *names, uint32_t at)
{
	uint32_t i, n = scope->source_count;
	int rc;

	if (n == TN_SCOPE_MAX_SOURCES)
		return tn__analysis_fail(
			an, at, TN_E_LIMIT, NULL, "more than %u tables are joined", TN_SCOPE_MAX_SOURCES);
	for (i = 0; i < n; i++) {
		if (!names->anonymous && !scope->names->sources[i].anonymous &&
			!strcmp(scope->names->sources[i].name, names->name))
			return tn__analysis_fail(an, at, TN_E_AMBIGUOUS,
				"give one of them an alias: FROM t AS a",
				"the table name or alias \"%s\" is used twice", names->name);
		/* Aliases that differ in case only are one to some servers. */
		if (tn__name_same_nocase(scope->sources[i]->alias, source->alias)) {
			source->alias = tn__fresh_alias(an);
			if (!source->alias)
				return tn__error_nomem(an->err);
		}
	}
	if (n == scope->source_cap && (rc = grow_sources(an, scope)) < 0)
		return rc;
	source->owner = scope->query;
	scope->sources[n] = source;
	scope->names->sources[n] = *names;
	scope->source_count = n + 1;
	return TN_OK;
}

int tn__scope_show(struct tn_analysis *an, struct tn_scope *scope, uint32_t i, struct tn_visible_list *list)
{
	const struct tn_source_names *names = &scope->names->sources[i];
	struct tn_ir_source *source = scope->sources[i];
	uint32_t c;

	if (!source->column_count)
		return TN_OK;
	struct tn_visible *v = tn__arena_calloc(an->arena, source->column_count, sizeof(*v));

	if (!v)
		return tn__error_nomem(an->err);
	for (c = 0; c < source->column_count; c++) {
		v[c].name = names->columns ? names->columns[c] : source->columns[c].name;
		v[c].source = source;
		v[c].index = c;
		if (list->last)
			list->last->next = &v[c];
		else
			list->first = &v[c];
		list->last = &v[c];
		list->count++;
	}
	return TN_OK;
}

/* ---- expressions for columns -------------------------------------------------- */

struct tn_sql_type tn__source_type(const struct tn_ir_source *source, uint32_t index)
{
	const struct tn_ir_column *column = &source->columns[index];
	struct tn_sql_type type = column->type;

	type.flags &= (uint8_t) ~(TN_TYPEF_NOT_NULL | TN_TYPEF_CONSTANT);
	if (column->flags & TN_COLF_NOT_NULL && !source->nullable)
		type.flags |= TN_TYPEF_NOT_NULL;
	if (source->table && !(column->flags & TN_COLF_COMPUTED))
		type.flags |= TN_TYPEF_COLUMN;
	return type;
}

static struct tn_ir_expr *column_expr(
	struct tn_analysis *an, struct tn_ir_source *source, uint32_t index, uint32_t at)
{
	struct tn_ir_expr *expr = tn__arena_alloc(an->arena, sizeof(*expr));

	if (!expr)
		return NULL;
	expr->kind = TN_X_COLUMN;
	expr->at = at;
	expr->u.column.source = source;
	expr->u.column.index = index;
	expr->u.column.name = source->columns[index].name;
	expr->type = tn__source_type(source, index);
	return expr;
}

struct tn_ir_expr *tn__visible_expr(struct tn_analysis *an, const struct tn_visible *v, uint32_t at)
{
	struct tn_ir_expr *expr;

	if (v->source) {
		expr = column_expr(an, v->source, v->index, at);
		if (expr)
			expr->u.column.name = v->name;
		return expr;
	}
	expr = tn__arena_alloc(an->arena, sizeof(*expr));
	if (expr)
		expr->args = tn__arena_calloc(an->arena, 2, sizeof(struct tn_ir_expr *));
	if (!expr || !expr->args)
		return NULL;
	expr->kind = TN_X_CALL;
	expr->at = at;
	expr->arg_count = 2;
	expr->u.call = tn__arena_alloc(an->arena, sizeof(*expr->u.call));
	expr->args[0] = tn__visible_expr(an, v->left, at);
	expr->args[1] = tn__visible_expr(an, v->right, at);
	if (!expr->u.call || !expr->args[0] || !expr->args[1])
		return NULL;
	expr->u.call->name = "coalesce";
	return expr;
}

/* ---- * -------------------------------------------------------------------------- */

static uint32_t find_source(const struct tn_scope *scope, const char *name)
{
	uint32_t i;

	for (i = 0; i < scope->source_count; i++)
		if (!scope->names->sources[i].anonymous && !strcmp(scope->names->sources[i].name, name))
			return i;
	return TN_NAME_NONE;
}

static int no_source(struct tn_analysis *an, struct tn_scope *scope, const char *name, uint32_t at)
{
	struct tn_nearest near;
	const char *hint = NULL;
	uint32_t i;

	tn__nearest_begin(&near, name);
	for (; scope; scope = scope->outer)
		for (i = 0; i < scope->source_count; i++) {
			const struct tn_ir_source *source = scope->sources[i];

			if (scope->names->sources[i].anonymous)
				continue;
			if (!hint && source->table && !strcmp(source->table->name, name))
				hint = tn__analysis_text(an,
					"the table has the alias \"%s\" here: write that instead",
					scope->names->sources[i].name);
			tn__nearest_try(&near, scope->names->sources[i].name);
		}
	return tn__analysis_fail(an, at, TN_E_NO_OBJECT, hint ? hint : tn__nearest_hint(an, &near),
		"no table or alias \"%s\" is in FROM here", name);
}

int tn__scope_star(struct tn_analysis *an, struct tn_scope *scope, const struct tn_ir_expr *star,
	struct tn_visible_list *out)
{
	uint32_t i;

	memset(out, 0, sizeof(*out));
	if (!star->u.column.qualifier) {
		if (!scope->source_count)
			return tn__analysis_fail(an, star->at, TN_E_SYNTAX, NULL, "* needs a FROM clause");
		*out = scope->names->visible;
		return TN_OK;
	}
	i = find_source(scope, star->u.column.qualifier);
	if (i == TN_NAME_NONE)
		return no_source(an, scope, star->u.column.qualifier, star->at);
	return tn__scope_show(an, scope, i, out);
}

/* ---- looking up -------------------------------------------------------------------- */

/* The one best fit of a list: exact before nocase; count says how many fit as well. */
struct match {
	const struct tn_visible *exact, *nocase;
	unsigned exacts, nocases;
};

static void match_one(struct match *m, const struct tn_visible *v, const char *name)
{
	if (!strcmp(v->name, name)) {
		if (!m->exacts++)
			m->exact = v;
	} else if (v->source && v->source->nocase && tn__name_same_nocase(v->name, name)) {
		if (!m->nocases++)
			m->nocase = v;
	}
}

static int make_map(struct tn_analysis *an, struct tn_names_in_scope *names)
{
	struct tn_name_map *map = tn__arena_alloc(an->arena, sizeof(*map));
	struct tn_visible *v;
	uint32_t n = 0;

	names->by_place = tn__arena_calloc(an->arena, names->visible.count + 1, sizeof(struct tn_visible *));
	if (!map || !names->by_place || tn__name_map_init(map, an->arena, names->visible.count) < 0)
		return tn__error_nomem(an->err);
	for (v = names->visible.first; v; v = v->next) {
		names->by_place[n] = v;
		if (tn__name_map_add(map, v->name, n++) < 0)
			return tn__error_nomem(an->err);
	}
	names->map = map;
	return TN_OK;
}

static int match_visible(
	struct tn_analysis *an, struct tn_names_in_scope *names, const char *name, struct match *m)
{
	const struct tn_visible *v;
	uint32_t e;
	int rc;

	memset(m, 0, sizeof(*m));
	if (!names->map && names->visible.count > 16 && ++names->lookups > MAP_AFTER &&
		(rc = make_map(an, names)) < 0)
		return rc;
	if (!names->map) {
		for (v = names->visible.first; v; v = v->next)
			match_one(m, v, name);
		return TN_OK;
	}
	for (e = tn__name_map_first(names->map, name); e != TN_NAME_NONE && m->exacts < 2;
		e = tn__name_map_next(names->map, e))
		match_one(m, names->by_place[names->map->entries[e].value], name);
	return TN_OK;
}

/* A column of a source by the text's name; TN_NAME_NONE: none, two exact ones are ambiguous. */
static int find_in_source(struct tn_analysis *an, struct tn_scope *scope, uint32_t i, const char *name,
	uint32_t at, uint32_t *index)
{
	const struct tn_source_names *names = &scope->names->sources[i];
	struct tn_ir_source *source = scope->sources[i];
	uint32_t c, exact = TN_NAME_NONE, nocase = TN_NAME_NONE, nocases = 0;

	for (c = 0; c < source->column_count; c++) {
		const char *have = names->columns ? names->columns[c] : source->columns[c].name;

		if (!strcmp(have, name)) {
			if (exact != TN_NAME_NONE)
				return tn__analysis_fail(an, at, TN_E_AMBIGUOUS,
					"give each an alias of its own", "\"%s\" has two columns \"%s\"",
					names->name, name);
			exact = c;
		} else if (source->nocase && tn__name_same_nocase(have, name)) {
			nocase = c;
			nocases++;
		}
	}
	if (exact == TN_NAME_NONE && nocases > 1)
		return tn__analysis_fail(an, at, TN_E_AMBIGUOUS,
			"write it in double quotes as the table has it",
			"\"%s\" has columns that are \"%s\" but for case", names->name, name);
	*index = exact != TN_NAME_NONE ? exact : nocase;
	return TN_OK;
}

/* ---- what a found column does to the scopes on the way -------------------------------- */

static int step_out(
	struct tn_analysis *an, struct tn_scope *from, struct tn_scope *to, const struct tn_ir_source *source)
{
	struct tn_scope *s;
	uint32_t i;

	for (s = from; s != to; s = s->outer) {
		s->correlated = 1;
		for (i = 0; source && i < s->source_count; i++) {
			if (!tn__name_same_nocase(s->sources[i]->alias, source->alias))
				continue;
			s->sources[i]->alias = tn__fresh_alias(an);
			if (!s->sources[i]->alias)
				return tn__error_nomem(an->err);
		}
	}
	return TN_OK;
}

static int take_column(struct tn_analysis *an, struct tn_scope *from, struct tn_scope *found,
	struct tn_ir_expr *expr, struct tn_ir_source *source, uint32_t index)
{
	expr->u.column.source = source;
	expr->u.column.index = index;
	expr->type = tn__source_type(source, index);
	return step_out(an, from, found, source);
}

static int take_visible(struct tn_analysis *an, struct tn_scope *from, struct tn_scope *found,
	struct tn_ir_expr *expr, const struct tn_visible *v)
{
	struct tn_ir_expr *merged;
	const struct tn_visible *part;
	int rc;

	if (v->source)
		return take_column(an, from, found, expr, v->source, v->index);
	if (v->depth > MAX_MERGED)
		return tn__analysis_fail(an, expr->at, TN_E_LIMIT, "write ON instead of USING",
			"USING merges \"%s\" of more than %u FULL JOINs", v->name, MAX_MERGED);
	merged = tn__visible_expr(an, v, expr->at);
	if (!merged)
		return tn__error_nomem(an->err);
	for (part = v; part; part = part->left)
		if ((rc = step_out(an, from, found, part->source ? part->source : part->right->source)) < 0)
			return rc;
	rc = tn__type_expr(an, found, &merged);
	if (rc >= 0)
		*expr = *merged;
	return rc;
}

static int find_qualified(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr)
{
	const char *qualifier = expr->u.column.qualifier, *name = expr->u.column.name;
	struct tn_scope *s;
	struct tn_nearest near;
	uint32_t i = TN_NAME_NONE, c;
	int rc;

	for (s = scope; s; s = s->outer)
		if ((i = find_source(s, qualifier)) != TN_NAME_NONE)
			break;
	if (!s)
		return no_source(an, scope, qualifier, expr->at);
	rc = find_in_source(an, s, i, name, expr->at, &c);
	if (rc == TN_OK && c == TN_NAME_NONE && s->sources[i]->open)
		rc = tn__source_column(an, s->sources[i], name, expr->at, &c);
	if (rc < 0)
		return rc;
	if (c != TN_NAME_NONE)
		return take_column(an, scope, s, expr, s->sources[i], c);
	tn__nearest_begin(&near, name);
	for (c = 0; c < s->sources[i]->column_count; c++)
		tn__nearest_try(&near,
			s->names->sources[i].columns ? s->names->sources[i].columns[c]
						     : s->sources[i]->columns[c].name);
	return tn__analysis_fail(an, expr->at, TN_E_NO_OBJECT, tn__nearest_hint(an, &near),
		"\"%s\" has no column \"%s\"", qualifier, name);
}

static int ambiguous(struct tn_analysis *an, struct tn_scope *scope, const char *name, uint32_t at)
{
	const char *first = NULL, *second = NULL, *hint = NULL;
	uint32_t i, c;

	for (i = 0; i < scope->source_count && !second; i++) {
		int rc = find_in_source(an, scope, i, name, at, &c);

		if (rc < 0)
			return rc;
		if (scope->names->sources[i].anonymous)
			continue;
		if (c != TN_NAME_NONE && first)
			second = scope->names->sources[i].name;
		else if (c != TN_NAME_NONE)
			first = scope->names->sources[i].name;
	}
	if (second)
		hint = tn__analysis_text(an, "write \"%s.%s\" or \"%s.%s\"", first, name, second, name);
	return tn__analysis_fail(
		an, at, TN_E_AMBIGUOUS, hint, "the column \"%s\" is in more than one table here", name);
}

/* Tables of which nothing is known: one of them has the column; with two nobody can say which. */
static int find_open(
	struct tn_analysis *an, struct tn_scope *from, struct tn_scope *s, struct tn_ir_expr *expr)
{
	struct tn_ir_source *open = NULL;
	uint32_t i, c;
	int rc;

	for (i = 0; i < s->source_count; i++) {
		if (!s->sources[i]->open || s->names->sources[i].qualified)
			continue;
		if (open)
			return tn__analysis_fail(an, expr->at, TN_E_AMBIGUOUS,
				"write the table before it, or give the schema",
				"the tables here are not known, so that \"%s\" may be of any",
				expr->u.column.name);
		open = s->sources[i];
	}
	if (!open)
		return 0;
	rc = tn__source_column(an, open, expr->u.column.name, expr->at, &c);
	if (rc >= 0)
		rc = take_column(an, from, s, expr, open, c);
	return rc < 0 ? rc : 1;
}

/* ---- names that nothing has ------------------------------------------------------------- */

static const char *hint_no_column(
	struct tn_analysis *an, struct tn_scope *scope, const struct tn_ir_expr *expr)
{
	const char *name = expr->u.column.name;
	const struct tn_visible *v;
	struct tn_nearest near;
	struct tn_scope *s;
	uint32_t i;

	if (expr->at < an->stmt->source_len && an->stmt->source[expr->at] == '"')
		return "double quotes are for names; a text is written in single quotes";
	for (i = 0; scope->query && i < scope->query->item_count; i++)
		if (scope->query->items[i].alias && !strcmp(scope->query->items[i].alias, name))
			return "it is the name of an output column, which only ORDER BY knows, alone: repeat its "
			       "expression";
	tn__nearest_begin(&near, name);
	for (s = scope; s; s = s->outer) {
		if (find_source(s, name) != TN_NAME_NONE)
			return "it is a table: name one of its columns";
		for (v = s->names->visible.first; v; v = v->next)
			tn__nearest_try(&near, v->name);
	}
	return tn__nearest_hint(an, &near);
}

static int find_unqualified(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr)
{
	struct tn_scope *s;
	struct match m;
	int rc;

	for (s = scope; s; s = s->outer) {
		rc = match_visible(an, s->names, expr->u.column.name, &m);
		if (rc < 0)
			return rc;
		if (m.exacts == 1 || (!m.exacts && m.nocases == 1))
			return take_visible(an, scope, s, expr, m.exacts ? m.exact : m.nocase);
		if (m.exacts || m.nocases)
			return ambiguous(an, s, expr->u.column.name, expr->at);
		rc = find_open(an, scope, s, expr);
		if (rc)
			return rc < 0 ? rc : TN_OK;
	}
	return tn__analysis_fail(an, expr->at, TN_E_NO_OBJECT, hint_no_column(an, scope, expr),
		"no column \"%s\" here", expr->u.column.name);
}

int tn__scope_column(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr)
{
	if (expr->u.column.source) {
		expr->type = tn__source_type(expr->u.column.source, expr->u.column.index);
		return TN_OK;
	}
	if (expr->u.column.qualifier)
		return find_qualified(an, scope, expr);
	return find_unqualified(an, scope, expr);
}
