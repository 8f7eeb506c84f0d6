/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_insert.c - INSERT.
 *
 * VALUES of an INSERT are not a query of their own: each value is converted to the
 * type of its column, and may be DEFAULT.  The outputs of a SELECT are converted as
 * those of a set operation are.
 *
 * ON CONFLICT names a unique key of the table, by its columns.  In DO UPDATE a bare
 * column is that of the row that is there; what was proposed is excluded.column.
 */
#include "core/sql/scope.h"
#include <string.h>

/* ---- columns ------------------------------------------------------------------------- */

/* All columns that can be written, where none are named. */
static int all_columns(struct tn_analysis *an, struct tn_ir_change *change)
{
	const struct tn_ir_source *target = change->target;
	const char **names = tn__arena_calloc(an->arena, target->column_count + 1, sizeof(char *));
	uint32_t i;

	change->column_index = tn__arena_calloc(an->arena, target->column_count + 1, sizeof(uint32_t));
	if (!names || !change->column_index)
		return tn__error_nomem(an->err);
	for (i = 0; i < target->column_count; i++) {
		if (target->columns[i].flags & TN_COLF_GENERATED)
			continue;
		names[change->column_count] = target->columns[i].name;
		change->column_index[change->column_count++] = i;
	}
	change->columns = names;
	return TN_OK;
}

static int named_columns(struct tn_analysis *an, struct tn_ir_change *change)
{
	struct tn_name_map map;
	uint32_t i;
	int rc;

	if (change->column_count > TN_SCOPE_MAX_COLUMNS)
		return tn__analysis_fail(an, change->table_at, TN_E_LIMIT, NULL,
			"INSERT names more than %u columns", TN_SCOPE_MAX_COLUMNS);
	change->column_index = tn__arena_calloc(an->arena, change->column_count, sizeof(uint32_t));
	if (!change->column_index || tn__name_map_init(&map, an->arena, change->column_count) < 0)
		return tn__error_nomem(an->err);
	for (i = 0; i < change->column_count; i++) {
		const char *name;

		rc = tn__target_column(
			an, change, change->columns[i], change->table_at, &change->column_index[i]);
		if (rc < 0)
			return rc;
		name = change->target->columns[change->column_index[i]].name;
		if (tn__name_map_get(&map, name) != TN_NAME_NONE)
			return tn__analysis_fail(an, change->table_at, TN_E_SYNTAX, NULL,
				"INSERT names the column \"%s\" twice", change->columns[i]);
		if (tn__name_map_add(&map, name, i) < 0)
			return tn__error_nomem(an->err);
	}
	return TN_OK;
}

static int insert_columns(struct tn_analysis *an, struct tn_ir_change *change)
{
	if (change->columns)
		return named_columns(an, change);
	/* Without a list and without knowledge the columns are those of the server. */
	if (change->target->open || !change->query)
		return TN_OK;
	return all_columns(an, change);
}

/* ---- rows ----------------------------------------------------------------------------- */

static int check_width(
	struct tn_analysis *an, struct tn_ir_change *change, uint32_t width, uint32_t at, int listed)
{
	if (change->target->open && !listed)
		return TN_OK;
	if (width > change->column_count)
		return tn__analysis_fail(an, at, TN_E_SYNTAX, NULL, "INSERT has %u values for %u columns",
			width, change->column_count);
	if (width == change->column_count)
		return TN_OK;
	if (listed)
		return tn__analysis_fail(an, at, TN_E_SYNTAX, NULL, "INSERT has %u values for %u columns",
			width, change->column_count);
	return tn__analysis_fail(an, at, TN_E_SYNTAX,
		"name the columns that are given: INSERT INTO t (a, b) ...",
		"INSERT has %u values for the %u columns of \"%s\"", width, change->column_count,
		change->target->table->name);
}

static int is_plain_values(const struct tn_ir_query *query)
{
	return query->kind == TN_QUERY_VALUES && !query->with && !query->order_count && !query->limit &&
		!query->offset && !query->lock;
}

static int insert_values(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_change *change)
{
	struct tn_ir_query *query = change->query;
	struct tn_scope *scope = tn__scope_new(an, outer, NULL);
	size_t i, n = (size_t)query->row_count * query->width;
	int rc = TN_OK;

	if (!scope)
		return TN_E_NOMEM;
	an->clause = "VALUES";
	query->outputs = tn__arena_calloc(an->arena, query->width, sizeof(*query->outputs));
	if (!query->outputs)
		return tn__error_nomem(an->err);
	query->output_count = query->width;
	for (i = 0; i < n && rc >= 0; i++) {
		if (query->values[i]->kind != TN_X_DEFAULT &&
			(rc = tn__type_expr(an, scope, &query->values[i])) < 0)
			return rc;
		if (change->column_index)
			rc = tn__target_value(
				an, change, change->column_index[i % query->width], &query->values[i]);
		else if (query->values[i]->type.kind == TN_KIND_NULL &&
			query->values[i]->kind != TN_X_DEFAULT && query->values[i]->kind != TN_X_LITERAL)
			rc = tn__type_settle(an, &query->values[i], "VALUES");
	}
	for (i = 0; i < query->width && rc >= 0; i++) {
		query->outputs[i].name = tn__analysis_text(an, "column%u", (unsigned)i + 1);
		if (!query->outputs[i].name)
			return tn__error_nomem(an->err);
		query->outputs[i].type = change->column_index
			? change->target->columns[change->column_index[i]].type
			: query->values[i]->type;
	}
	return rc;
}

static int insert_query(struct tn_analysis *an, struct tn_ir_change *change)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; change->column_index && i < change->column_count && rc >= 0; i++) {
		const struct tn_ir_column *column = &change->target->columns[change->column_index[i]];
		const char *what = tn__analysis_text(an, "column %s", column->name);

		if (!what)
			return tn__error_nomem(an->err);
		rc = tn__query_convert(an, change->query, i, &column->type, what);
		if (rc >= 0 && column->flags & TN_COLF_IDENTITY &&
			!(change->query->outputs[i].type.flags & TN_TYPEF_NOT_NULL)) {
			an->stmt->identity = column->name;
			rc = tn__query_wrap_output(an, change->query, i, TN_OP_IDENTITY_VALUE, &column->type);
		}
	}
	return rc < 0 ? rc : tn__query_settle(an, change->query);
}

static int insert_rows(
	struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_change *change, int listed)
{
	int rc;

	if (!change->query)
		return TN_OK;
	if (is_plain_values(change->query)) {
		rc = check_width(an, change, change->query->width, change->query->at, listed);
		return rc < 0 ? rc : insert_values(an, outer, change);
	}
	rc = tn__analyse_query(an, outer, change->query);
	if (rc >= 0 && !tn__query_open(change->query))
		rc = check_width(an, change, change->query->output_count, change->query->at, listed);
	if (rc < 0 || tn__query_open(change->query))
		return rc;
	return insert_query(an, change);
}

/* ---- ON CONFLICT ------------------------------------------------------------------------ */

static int is_unique_key(const struct tn_ir_table *table, const uint32_t *columns, uint32_t count)
{
	uint32_t k, c, i;

	for (k = 0; k < table->key_count; k++) {
		if (table->keys[k].count != count)
			continue;
		for (c = 0; c < count; c++) {
			for (i = 0; i < count && columns[i] != table->keys[k].columns[c]; i++)
				;
			if (i == count)
				break;
		}
		if (c == count)
			return 1;
	}
	return 0;
}

static int conflict_target(struct tn_analysis *an, struct tn_ir_change *change)
{
	uint32_t *columns, i;
	int rc;

	if (!change->conflict_count) {
		if (change->conflict == TN_CONFLICT_UPDATE)
			return tn__analysis_fail(an, change->conflict_at, TN_E_SYNTAX,
				"write ON CONFLICT (key column) DO UPDATE SET ...",
				"ON CONFLICT DO UPDATE must name the columns of a unique key");
		return TN_OK;
	}
	if (change->conflict_count > TN_SCOPE_MAX_COLUMNS)
		return tn__analysis_fail(
			an, change->conflict_at, TN_E_LIMIT, NULL, "ON CONFLICT names too many columns");
	columns = tn__arena_calloc(an->arena, change->conflict_count, sizeof(*columns));
	if (!columns)
		return tn__error_nomem(an->err);
	for (i = 0; i < change->conflict_count; i++) {
		rc = tn__target_column(
			an, change, change->conflict_columns[i], change->conflict_at, &columns[i]);
		if (rc < 0)
			return rc;
	}
	change->conflict_index = columns;
	if (!change->target->open && !is_unique_key(change->target->table, columns, change->conflict_count))
		return tn__analysis_fail(an, change->conflict_at, TN_E_NO_OBJECT,
			"name exactly the columns of a primary key or a UNIQUE constraint",
			"the columns of ON CONFLICT are no unique key of \"%s\"",
			change->target->table->name);
	return TN_OK;
}

static int add_excluded(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_change *change)
{
	struct tn_source_names names = {.name = "excluded", .qualified = 1};

	change->excluded = tn__source_of_table(an, TN_SOURCE_EXCLUDED, change->target->table, "excluded");
	if (!change->excluded)
		return TN_E_NOMEM;
	return tn__scope_add(an, scope, change->excluded, &names, change->conflict_at);
}

static int on_conflict(
	struct tn_analysis *an, struct tn_scope *outer, struct tn_scope *target, struct tn_ir_change *change)
{
	struct tn_scope *scope;
	struct tn_source_names names = {.name = change->target->alias};
	int rc;

	if (!change->conflict)
		return TN_OK;
	rc = conflict_target(an, change);
	if (rc < 0 || change->conflict != TN_CONFLICT_UPDATE)
		return rc;
	scope = tn__scope_new(an, outer, NULL);
	if (!scope)
		return TN_E_NOMEM;
	rc = tn__scope_add(an, scope, change->target, &names, change->table_at);
	if (rc >= 0)
		rc = add_excluded(an, scope, change);
	if (rc < 0)
		return rc;
	scope->names->visible = target->names->visible;
	rc = tn__change_sets(an, scope, change);
	an->clause = "WHERE";
	if (rc >= 0 && change->conflict_where)
		rc = tn__type_condition(an, scope, &change->conflict_where, "WHERE");
	return rc;
}

/* ---- the statement ------------------------------------------------------------------------ */

int tn__insert_analyse(struct tn_analysis *an, struct tn_ir_change *change)
{
	struct tn_source_names names = {0};
	struct tn_scope *around, *scope;
	int rc, listed = change->columns != NULL;

	rc = tn__change_target(an, change, "INSERT into");
	if (rc >= 0)
		rc = insert_columns(an, change);
	if (rc >= 0)
		rc = tn__with_analyse(an, NULL, change->with, &around);
	if (rc >= 0)
		rc = insert_rows(an, around, change, listed);
	if (rc < 0)
		return rc;
	scope = tn__scope_new(an, around, NULL);
	if (!scope)
		return TN_E_NOMEM;
	names.name = change->target->alias;
	rc = tn__scope_add(an, scope, change->target, &names, change->table_at);
	if (rc >= 0)
		rc = tn__scope_show(an, scope, 0, &scope->names->visible);
	if (rc >= 0)
		rc = on_conflict(an, around, scope, change);
	if (rc >= 0)
		rc = tn__change_returning(an, scope, change);
	tn__with_end(change->with);
	return rc;
}
