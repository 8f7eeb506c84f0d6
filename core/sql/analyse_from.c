/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_from.c - where rows come from.
 *
 * FROM is gone through twice.  First every item gets its source, so that all
 * aliases are known before any expression is looked at.  Then joins are done from
 * the inside out: ON sees the two sides of its own join and nothing else, USING
 * becomes ON and merges columns, and the sides that an outer join fills with NULL
 * are marked after its own condition has been analysed.
 *
 * Invariants:
 *  1. At most one FROM item is left; a comma was a CROSS JOIN.
 *  2. No USING and no column list is left.
 */
#include "core/sql/scope.h"
#include <string.h>

/* ---- tables ---------------------------------------------------------------------- */

static int table_fits(const struct tn_ir_table *table, const char *schema, const char *name, int exact)
{
	int same = exact ? !strcmp(table->name, name)
			 : table->flags & TN_TABLEF_NOCASE && tn__name_same_nocase(table->name, name);

	if (!same || !schema)
		return same;
	if (!table->schema)
		return 0;
	return exact ? !strcmp(table->schema, schema) : tn__name_same_nocase(table->schema, schema);
}

static int make_table_map(struct tn_analysis *an)
{
	uint32_t i;

	an->tables = tn__arena_alloc(an->arena, sizeof(*an->tables));
	if (!an->tables || tn__name_map_init(an->tables, an->arena, an->env->table_count) < 0)
		return tn__error_nomem(an->err);
	for (i = 0; i < an->env->table_count; i++)
		if (tn__name_map_add(an->tables, an->env->tables[i]->name, i) < 0)
			return tn__error_nomem(an->err);
	return TN_OK;
}

static const struct tn_ir_table *open_table(struct tn_analysis *an, const char *schema, const char *name)
{
	struct tn_ir_table *table = tn__arena_alloc(an->arena, sizeof(*table));

	if (!table) {
		tn__error_nomem(an->err);
		return NULL;
	}
	table->schema = schema;
	table->name = name;
	table->flags = TN_TABLEF_OPEN;
	return table;
}

static int no_table(struct tn_analysis *an, const char *schema, const char *name, uint32_t at)
{
	struct tn_nearest near;
	uint32_t i;

	tn__nearest_begin(&near, name);
	for (i = 0; i < an->env->table_count; i++)
		tn__nearest_try(&near, an->env->tables[i]->name);
	return tn__analysis_fail(an, at, TN_E_NO_OBJECT,
				 tn__nearest_hint(an, &near),
				 "no table \"%s%s%s\"", schema ? schema : "", schema ? "." : "", name);
}

int tn__env_table(struct tn_analysis *an, const char *schema, const char *name, uint32_t at,
		  const struct tn_ir_table **out)
{
	const struct tn_ir_table *nocase = NULL, *table;
	unsigned nocases = 0;
	uint32_t e;
	int rc;

	*out = NULL;
	if (!an->tables && (rc = make_table_map(an)) < 0)
		return rc;
	for (e = tn__name_map_first(an->tables, name); e != TN_NAME_NONE; e = tn__name_map_next(an->tables, e)) {
		table = an->env->tables[an->tables->entries[e].value];
		if (table_fits(table, schema, name, 1)) {
			*out = table;
			return TN_OK;
		}
		if (table_fits(table, schema, name, 0) && !nocases++)
			nocase = table;
	}
	if (nocases > 1)
		return tn__analysis_fail(an, at, TN_E_AMBIGUOUS, "write it in double quotes as the server has it",
					 "more than one table is \"%s\" but for case", name);
	*out = nocase;
	if (!nocase && an->env->open && !(*out = open_table(an, schema, name)))
		return TN_E_NOMEM;
	return *out ? TN_OK : no_table(an, schema, name, at);
}

struct tn_ir_source *tn__source_of_table(struct tn_analysis *an, uint8_t kind, const struct tn_ir_table *table,
					 const char *alias)
{
	struct tn_ir_source *source = tn__arena_alloc(an->arena, sizeof(*source));

	if (!source) {
		tn__error_nomem(an->err);
		return NULL;
	}
	source->kind = kind;
	source->table = table;
	source->alias = alias;
	source->columns = table->columns;
	source->column_count = table->column_count;
	source->nocase = (table->flags & TN_TABLEF_NOCASE) != 0;
	source->open = (table->flags & TN_TABLEF_OPEN) != 0;
	return source;
}

uint32_t tn__table_column(const struct tn_ir_table *table, const char *name)
{
	uint32_t i, nocase = TN_NAME_NONE, nocases = 0;

	for (i = 0; i < table->column_count; i++) {
		if (!strcmp(table->columns[i].name, name))
			return i;
		if (table->flags & TN_TABLEF_NOCASE && tn__name_same_nocase(table->columns[i].name, name)) {
			nocase = i;
			nocases++;
		}
	}
	return nocases == 1 ? nocase : TN_NAME_NONE;
}

int tn__source_column(struct tn_analysis *an, struct tn_ir_source *source, const char *name, uint32_t at,
		      uint32_t *index)
{
	struct tn_ir_column *columns;
	uint32_t n = source->column_count;

	if (source->table && (*index = tn__table_column(source->table, name)) != TN_NAME_NONE)
		return TN_OK;
	for (*index = 0; *index < n; ++*index)
		if (!strcmp(source->columns[*index].name, name))
			return TN_OK;
	*index = TN_NAME_NONE;
	if (!source->open)
		return TN_OK;
	if (n >= TN_SCOPE_MAX_COLUMNS)
		return tn__analysis_fail(an, at, TN_E_LIMIT, NULL, "\"%s\" has more than %u columns", source->alias,
					 TN_SCOPE_MAX_COLUMNS);
	/* The room doubles when the count passes a power of two. */
	if (!source->columns || (n & (n - 1)) == 0 || !source->table || source->columns == source->table->columns) {
		columns = tn__arena_calloc(an->arena, n < 4 ? 8 : 2 * (size_t)n, sizeof(*columns));
		if (!columns)
			return tn__error_nomem(an->err);
		if (n)
			memcpy(columns, source->columns, n * sizeof(*columns));
		source->columns = columns;
	}
	columns = (struct tn_ir_column *)(uintptr_t)source->columns;
	columns[n].name = name;
	columns[n].type.kind = TN_T_UNKNOWN;
	source->column_count = n + 1;
	*index = n;
	return TN_OK;
}

/* ---- first walk: sources ------------------------------------------------------------ */

static int column_list(struct tn_analysis *an, struct tn_ir_from *from, uint32_t have, const char *const *given,
		       const struct tn_ir_column *columns, struct tn_source_names *names)
{
	const char **list;
	uint32_t i;

	names->columns = given;
	if (!from->names)
		return TN_OK;
	if (from->name_count > have)
		return tn__analysis_fail(an, from->at, TN_E_SYNTAX, NULL,
					 "the column list of \"%s\" has %u names for %u columns", names->name,
					 from->name_count, have);
	list = tn__arena_calloc(an->arena, have ? have : 1, sizeof(char *));
	if (!list)
		return tn__error_nomem(an->err);
	/* A list may be shorter: the rest keep their names. */
	for (i = 0; i < have; i++)
		list[i] = i < from->name_count ? from->names[i] : given ? given[i] : columns[i].name;
	names->columns = list;
	from->names = NULL;
	from->name_count = 0;
	return TN_OK;
}

static int source_of_cte(struct tn_analysis *an, struct tn_scope *scope, struct tn_scope *holder, struct tn_ir_cte *cte,
			 struct tn_ir_from *from, struct tn_source_names *names)
{
	struct tn_ir_source *source;
	uint32_t i;

	if (holder->names->self == cte) {
		if (scope->query != holder->names->self_term)
			return tn__analysis_fail(an, from->at, TN_E_UNSUPPORTED,
						 "write: WITH RECURSIVE t AS (start UNION ALL SELECT ... FROM t ...)",
						 "\"%s\" may refer to itself only in FROM of the SELECT behind UNION, "
						 "not in the start and not in a subquery", cte->name);
		if (holder->names->self_uses++)
			return tn__analysis_fail(an, from->at, TN_E_UNSUPPORTED, NULL,
						 "\"%s\" refers to itself more than once", cte->name);
	}
	source = tn__arena_alloc(an->arena, sizeof(*source));
	if (!source)
		return tn__error_nomem(an->err);
	source->kind = TN_SOURCE_CTE;
	source->cte = cte;
	source->columns = cte->columns;
	source->column_count = cte->column_count;
	for (i = 0; i < cte->column_count; i++)
		source->open |= !strcmp(cte->columns[i].name, "*");
	source->alias = names->name;
	from->source = source;
	return column_list(an, from, cte->column_count, cte->names, cte->columns, names);
}

static int source_of_query(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from,
			   struct tn_source_names *names)
{
	struct tn_ir_source *source;
	int rc;

	if (from->lateral)
		return tn__analysis_fail(an, from->at, TN_E_UNSUPPORTED,
					 "write a scalar subquery in the select list, or group in the derived table and "
					 "join with ON", "LATERAL is not on every server");
	source = tn__arena_alloc(an->arena, sizeof(*source));
	if (!source)
		return tn__error_nomem(an->err);
	rc = tn__query_settled(an, scope->outer, from->query);
	if (rc < 0)
		return rc;
	rc = tn__query_columns(an, from->query, from->names, from->name_count, names->name, from->at, &names->columns,
			       &source->columns);
	from->names = NULL;
	from->name_count = 0;
	source->kind = TN_SOURCE_QUERY;
	source->query = from->query;
	source->column_count = from->query->output_count;
	source->open = (uint8_t)tn__query_open(from->query);
	source->alias = names->name;
	from->source = source;
	return rc;
}

static int source_of_item(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from,
			  struct tn_source_names *names)
{
	const struct tn_ir_table *table;
	struct tn_scope *holder;
	struct tn_ir_cte *cte;
	int rc;

	if (from->kind == TN_FROM_QUERY)
		return source_of_query(an, scope, from, names);
	cte = from->schema ? NULL : tn__with_find(scope, from->name, &holder);
	if (cte)
		return source_of_cte(an, scope, holder, cte, from, names);
	rc = tn__env_table(an, from->schema, from->name, from->at, &table);
	if (rc < 0)
		return rc;
	from->source = tn__source_of_table(an, TN_SOURCE_TABLE, table, names->name);
	if (!from->source)
		return TN_E_NOMEM;
	return column_list(an, from, table->column_count, NULL, table->columns, names);
}

static int make_sources(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from)
{
	struct tn_source_names names = {0};
	int rc;

	rc = tn__analysis_deeper(an, from->at);
	if (rc < 0)
		return rc;
	if (from->kind == TN_FROM_JOIN) {
		rc = make_sources(an, scope, from->left);
		if (rc >= 0)
			rc = make_sources(an, scope, from->right);
		an->depth--;
		return rc;
	}
	names.name = from->alias ? from->alias : from->name;
	if (!names.name) {
		names.anonymous = 1;
		names.name = from->alias = tn__fresh_alias(an);
		if (!names.name)
			return tn__error_nomem(an->err);
	}
	rc = source_of_item(an, scope, from, &names);
	if (rc >= 0)
		rc = tn__scope_add(an, scope, from->source, &names, from->at);
	an->depth--;
	return rc;
}

/* ---- second walk: joins ----------------------------------------------------------------- */

/* One side of a join, or a whole one: its sources are those from first up to end. */
struct side {
	uint32_t first, end;
	struct tn_visible_list visible;
};

static void append(struct tn_visible_list *list, const struct tn_visible_list *more)
{
	if (!more->first)
		return;
	if (list->last)
		list->last->next = more->first;
	else
		list->first = more->first;
	list->last = more->last;
	list->count += more->count;
}

static void set_nullable(struct tn_scope *scope, const struct side *side)
{
	uint32_t i;

	for (i = side->first; i < side->end; i++)
		scope->sources[i]->nullable = 1;
}

/* Takes the one column of a name out of a side's list. */
static int take_named(struct tn_analysis *an, struct tn_scope *scope, struct side *side, const char *name, uint32_t at,
		      struct tn_visible **out)
{
	struct tn_visible **link = &side->visible.first, **found = NULL, *v, *previous = NULL, *before = NULL;
	int exact = 0, again = 0;
	uint32_t i, c;

	for (; (v = *link); previous = v, link = &v->next) {
		int same = !strcmp(v->name, name);

		if (!same && !(v->source && v->source->nocase && !exact && tn__name_same_nocase(v->name, name)))
			continue;
		again = found && exact == same;
		if (again)
			break;
		found = link;
		before = previous;
		exact = same;
	}
	if (again)
		return tn__analysis_fail(an, at, TN_E_AMBIGUOUS, "write ON instead of USING",
					 "the column \"%s\" of USING is there twice on one side", name);
	if (found) {
		*out = *found;
		*found = (*found)->next;
		if (side->visible.last == *out)
			side->visible.last = before;
		side->visible.count--;
		return TN_OK;
	}
	for (i = side->first; i < side->end; i++) {
		if (!scope->sources[i]->open)
			continue;
		*out = tn__arena_alloc(an->arena, sizeof(**out));
		if (!*out)
			return tn__error_nomem(an->err);
		(*out)->name = name;
		(*out)->source = scope->sources[i];
		return tn__source_column(an, scope->sources[i], name, at, &(*out)->index) < 0 || (c = (*out)->index, c == TN_NAME_NONE)
			       ? TN_E_NO_OBJECT
			       : TN_OK;
	}
	return tn__analysis_fail(an, at, TN_E_NO_OBJECT, NULL, "the column \"%s\" of USING is not on both sides", name);
}

/* left = right, not yet analysed. */
static struct tn_ir_expr *equal(struct tn_analysis *an, const struct tn_visible *left, const struct tn_visible *right,
				uint32_t at)
{
	struct tn_ir_expr *eq = tn__arena_alloc(an->arena, sizeof(*eq));

	if (!eq || !(eq->args = tn__arena_calloc(an->arena, 2, sizeof(struct tn_ir_expr *))))
		return NULL;
	eq->kind = TN_X_OP;
	eq->sym = TN_SYM_EQ;
	eq->at = at;
	eq->arg_count = 2;
	eq->args[0] = tn__visible_expr(an, left, at);
	eq->args[1] = tn__visible_expr(an, right, at);
	return eq->args[0] && eq->args[1] ? eq : NULL;
}

static struct tn_ir_expr *conjunction(struct tn_analysis *an, struct tn_ir_expr **conditions, uint32_t count,
				      uint32_t at)
{
	struct tn_ir_expr *all;

	if (count == 1)
		return conditions[0];
	all = tn__arena_alloc(an->arena, sizeof(*all));
	if (!all)
		return NULL;
	all->kind = TN_X_OP;
	all->sym = TN_SYM_AND;
	all->at = at;
	all->arg_count = count;
	all->args = conditions;
	return all;
}

/* The merged column of a USING name: the side that cannot be missing, or COALESCE of both. */
static struct tn_visible *merge(struct tn_analysis *an, uint8_t join, const char *name, struct tn_visible *left,
				struct tn_visible *right)
{
	struct tn_visible *v = tn__arena_alloc(an->arena, sizeof(*v));

	if (!v)
		return NULL;
	if (join != TN_JOIN_FULL) {
		*v = join == TN_JOIN_RIGHT ? *right : *left;
	} else {
		v->left = left;
		v->right = right;
		v->depth = 1 + (left->depth > right->depth ? left->depth : right->depth);
	}
	v->name = name;
	v->next = NULL;
	return v;
}

static int using_to_on(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from, struct side *left,
		       struct side *right, struct tn_visible_list *merged)
{
	struct tn_ir_expr **conditions;
	struct tn_visible *l, *r, *v;
	uint32_t i;
	int rc;

	if (from->using_count > TN_SCOPE_MAX_COLUMNS)
		return tn__analysis_fail(an, from->at, TN_E_LIMIT, NULL, "USING names too many columns");
	conditions = tn__arena_calloc(an->arena, from->using_count, sizeof(struct tn_ir_expr *));
	if (!conditions)
		return tn__error_nomem(an->err);
	for (i = 0; i < from->using_count; i++) {
		rc = take_named(an, scope, left, from->using_names[i], from->at, &l);
		if (rc >= 0)
			rc = take_named(an, scope, right, from->using_names[i], from->at, &r);
		if (rc < 0)
			return rc;
		conditions[i] = equal(an, l, r, from->at);
		v = merge(an, from->join, from->using_names[i], l, r);
		if (!conditions[i] || !v)
			return tn__error_nomem(an->err);
		append(merged, &(struct tn_visible_list){v, v, 1});
	}
	from->on = conjunction(an, conditions, from->using_count, from->at);
	from->using_names = NULL;
	from->using_count = 0;
	return from->on ? TN_OK : tn__error_nomem(an->err);
}

/* The scope of ON: the sources of this join only. */
static int analyse_on(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from, const struct side *both)
{
	struct tn_scope *inner = tn__scope_new(an, scope->outer, scope->query);
	int rc;

	if (!inner)
		return TN_E_NOMEM;
	inner->sources = scope->sources + both->first;
	inner->names->sources = scope->names->sources + both->first;
	inner->source_count = inner->source_cap = both->end - both->first;
	inner->names->visible = both->visible;
	rc = tn__type_condition(an, inner, &from->on, "ON");
	scope->correlated |= inner->correlated;
	return rc;
}

static int do_join(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from, struct side *out);

static int join_sides(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from, struct side *out)
{
	struct side right;
	struct tn_visible_list merged = {0};
	int rc;

	/* out begins as the left side, and becomes both. */
	rc = do_join(an, scope, from->left, out);
	right.first = out->end;
	if (rc >= 0)
		rc = do_join(an, scope, from->right, &right);
	if (rc >= 0 && from->using_count)
		rc = using_to_on(an, scope, from, out, &right, &merged);
	if (rc < 0)
		return rc;
	struct side left = *out;

	append(&merged, &left.visible);
	append(&merged, &right.visible);
	out->visible = merged;
	out->end = right.end;
	if (!from->on && from->join != TN_JOIN_CROSS)
		return tn__analysis_fail(an, from->at, TN_E_SYNTAX, "write ON, USING, or CROSS JOIN",
					 "the join has no condition");
	if (from->on && (rc = analyse_on(an, scope, from, out)) < 0)
		return rc;
	if (from->join == TN_JOIN_LEFT || from->join == TN_JOIN_FULL)
		set_nullable(scope, &right);
	if (from->join == TN_JOIN_RIGHT || from->join == TN_JOIN_FULL)
		set_nullable(scope, &left);
	return TN_OK;
}

static int do_join(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from, struct side *out)
{
	int rc;

	memset(&out->visible, 0, sizeof(out->visible));
	if (from->kind != TN_FROM_JOIN) {
		out->end = out->first + 1;
		return tn__scope_show(an, scope, out->first, &out->visible);
	}
	rc = tn__analysis_deeper(an, from->at);
	if (rc < 0)
		return rc;
	rc = join_sides(an, scope, from, out);
	an->depth--;
	return rc;
}

static struct tn_ir_from *cross(struct tn_analysis *an, struct tn_ir_from *left, struct tn_ir_from *right)
{
	struct tn_ir_from *join = tn__arena_alloc(an->arena, sizeof(*join));

	if (!join)
		return NULL;
	join->kind = TN_FROM_JOIN;
	join->join = TN_JOIN_CROSS;
	join->at = right->at;
	join->left = left;
	join->right = right;
	return join;
}

/* A CTE that refers to itself from the side that may be missing would never end everywhere. */
static int check_self(struct tn_analysis *an, struct tn_scope *scope, const struct tn_ir_from *from)
{
	struct tn_scope *holder;
	uint32_t i;

	for (i = 0; i < scope->source_count; i++) {
		const struct tn_ir_source *source = scope->sources[i];

		if (source->kind != TN_SOURCE_CTE || !source->nullable)
			continue;
		for (holder = scope; holder; holder = holder->outer)
			if (holder->names->self == source->cte)
				return tn__analysis_fail(an, from->at, TN_E_UNSUPPORTED, NULL,
							 "\"%s\" refers to itself on the outer side of a join",
							 source->cte->name);
	}
	return TN_OK;
}

int tn__from_analyse(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from **from, uint32_t *count)
{
	const char *clause = an->clause;
	struct side all = {0};
	unsigned allow = scope->allow;
	uint32_t i;
	int rc = TN_OK;

	if (!*count)
		return TN_OK;
	an->clause = "FROM";
	scope->allow = 0;
	all.first = scope->source_count; /* the target of UPDATE and DELETE stands before */
	for (i = 0; i < *count && rc >= 0; i++)
		rc = make_sources(an, scope, from[i]);
	for (i = 1; i < *count && rc >= 0; i++) {
		from[0] = cross(an, from[0], from[i]);
		if (!from[0])
			return tn__error_nomem(an->err);
	}
	*count = 1;
	if (rc >= 0)
		rc = do_join(an, scope, from[0], &all);
	if (rc >= 0) {
		append(&scope->names->visible, &all.visible);
		rc = check_self(an, scope, from[0]);
	}
	an->clause = clause;
	scope->allow = allow;
	return rc;
}
