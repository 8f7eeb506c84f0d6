/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_source.c - tables of the environment, and sources over them.
 *
 * A name that is written exactly beats one that fits but for case, which counts only
 * for tables whose server finds them so, and only if it is the only one.
 *
 * A table of which nothing is known gets a column for every name that is asked for.
 */
#include "core/sql/scope.h"
#include <string.h>

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
	return tn__analysis_fail(an, at, TN_E_NO_OBJECT, tn__nearest_hint(an, &near), "no table \"%s%s%s\"",
		schema ? schema : "", schema ? "." : "", name);
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
	for (e = tn__name_map_first(an->tables, name); e != TN_NAME_NONE;
		e = tn__name_map_next(an->tables, e)) {
		table = an->env->tables[an->tables->entries[e].value];
		if (table_fits(table, schema, name, 1)) {
			*out = table;
			return TN_OK;
		}
		if (table_fits(table, schema, name, 0) && !nocases++)
			nocase = table;
	}
	if (nocases > 1)
		return tn__analysis_fail(an, at, TN_E_AMBIGUOUS,
			"write it in double quotes as the server has it",
			"more than one table is \"%s\" but for case", name);
	*out = nocase;
	if (!nocase && an->env->open && !(*out = open_table(an, schema, name)))
		return TN_E_NOMEM;
	return *out ? TN_OK : no_table(an, schema, name, at);
}

struct tn_ir_source *tn__source_of_table(
	struct tn_analysis *an, uint8_t kind, const struct tn_ir_table *table, const char *alias)
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

int tn__source_column(
	struct tn_analysis *an, struct tn_ir_source *source, const char *name, uint32_t at, uint32_t *index)
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
		return tn__analysis_fail(an, at, TN_E_LIMIT, NULL, "\"%s\" has more than %u columns",
			source->alias, TN_SCOPE_MAX_COLUMNS);
	/* The room doubles when the count passes a power of two. */
	if (!source->columns || (n & (n - 1)) == 0 || !source->table ||
		source->columns == source->table->columns) {
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
