/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_ddl.c - CREATE INDEX, CREATE VIEW, ALTER TABLE.
 *
 * Whether an object is there already is the server's to say; what the statement
 * itself says must fit together.
 *
 * Invariants:
 *  1. An index has a name, and its target; its keys have no NULLS_DEFAULT only where
 *     the text said where NULLs go, since an index has no order that a query sees.
 *  2. A view has no parameters, and its columns have different names.
 */
#include "core/sql/scope.h"
#include <string.h>

/* ---- CREATE INDEX ------------------------------------------------------------------ */

static const char *index_name(struct tn_analysis *an, const struct tn_ir_create_index *create)
{
	const char *columns = NULL;
	uint32_t i;

	for (i = 0; i < create->key_count && i < 32; i++) {
		const struct tn_ir_expr *key = create->keys[i].expr;
		const char *name = key->kind == TN_X_COLUMN
			? create->target->columns[key->u.column.index].name
			: "expr";

		columns = columns ? tn__analysis_text(an, "%s_%s", columns, name) : name;
		if (!columns)
			return NULL;
	}
	return tn__object_name(an, create->table, columns, "idx", 0);
}

static int index_keys(struct tn_analysis *an, struct tn_ir_create_index *create, struct tn_scope *scope)
{
	uint32_t i;
	int rc = TN_OK;

	an->clause = "CREATE INDEX";
	for (i = 0; i < create->key_count && rc >= 0; i++) {
		struct tn_ir_expr **place = &create->keys[i].expr;
		uint32_t at = (*place)->at;

		rc = tn__type_expr(an, scope, place);
		if (rc < 0)
			return rc;
		if ((*place)->type.flags & TN_TYPEF_CONSTANT)
			return tn__analysis_fail(
				an, at, TN_E_SYNTAX, NULL, "a constant is no key of an index");
		if (create->unique)
			rc = tn__check_key(an, *place, &(*place)->type, at, "CREATE UNIQUE INDEX");
	}
	return rc;
}

int tn__create_index_analyse(struct tn_analysis *an, struct tn_ir_create_index *create)
{
	struct tn_source_names names = {.name = create->table};
	const struct tn_ir_table *table;
	struct tn_scope *scope;
	int rc = tn__env_table(an, create->schema, create->table, create->name_at, &table);

	if (rc < 0)
		return rc;
	if (table->flags & TN_TABLEF_VIEW)
		return tn__analysis_fail(an, create->name_at, TN_E_UNSUPPORTED,
			"index the table that the view reads", "a view has no index");
	create->target = tn__source_of_table(an, TN_SOURCE_TARGET, table, create->table);
	scope = tn__scope_new(an, NULL, NULL);
	if (!create->target || !scope)
		return TN_E_NOMEM;
	rc = tn__scope_add(an, scope, create->target, &names, create->name_at);
	if (rc >= 0)
		rc = tn__scope_show(an, scope, 0, &scope->names->visible);
	scope->allow = TN_IN_STORED;
	if (rc >= 0)
		rc = index_keys(an, create, scope);
	if (rc >= 0 && create->where)
		rc = tn__type_condition(an, scope, &create->where, "WHERE");
	if (rc >= 0 && !create->name && !(create->name = index_name(an, create)))
		return tn__error_nomem(an->err);
	return rc < 0 ? rc : tn__new_name(an, create->name, "the name of the index", create->name_at);
}

/* ---- CREATE VIEW --------------------------------------------------------------------- */

int tn__create_view_analyse(struct tn_analysis *an, struct tn_ir_create_view *create)
{
	const struct tn_ir_column *columns;
	const char *const *names;
	struct tn_name_map map;
	uint32_t i;
	int rc = tn__new_name(an, create->name, "the name of the view", create->name_at);

	if (rc >= 0 && an->stmt->arg_count)
		rc = tn__analysis_fail(an, an->stmt->params ? an->stmt->params[0].at : create->name_at,
			TN_E_PARAM, "write the value itself", "a view cannot have parameters");
	if (rc >= 0)
		rc = tn__query_settled(an, NULL, create->query);
	if (rc >= 0)
		rc = tn__order_outside(an, create->query, "a view");
	if (rc >= 0)
		rc = tn__query_columns(an, create->query, create->names, create->name_count, create->name,
			create->name_at, &names, &columns);
	if (rc < 0)
		return rc;
	if (tn__name_map_init(&map, an->arena, create->query->output_count) < 0)
		return tn__error_nomem(an->err);
	for (i = 0; i < create->query->output_count; i++) {
		if (tn__name_map_first(&map, names[i]) != TN_NAME_NONE)
			return tn__analysis_fail(an, create->name_at, TN_E_EXISTS,
				"give one of them another alias", "the view has two columns \"%s\"",
				names[i]);
		rc = tn__new_name(an, names[i], "the name of a column", create->name_at);
		if (rc < 0)
			return rc;
		if (tn__name_map_add(&map, names[i], i) < 0)
			return tn__error_nomem(an->err);
	}
	create->names = NULL;
	create->name_count = 0;
	return TN_OK;
}

/* ---- ALTER TABLE ----------------------------------------------------------------------- */

/* The table as it will be, with the new column behind the others. */
static int table_with(struct tn_analysis *an, const struct tn_ir_table *table,
	const struct tn_ir_column_def *def, struct tn_ir_table *out)
{
	struct tn_ir_column *columns = tn__arena_calloc(
		an->arena, (size_t)table->column_count + 1, sizeof(*columns));

	if (!columns)
		return tn__error_nomem(an->err);
	if (table->column_count)
		memcpy(columns, table->columns, table->column_count * sizeof(*columns));
	columns[table->column_count].name = def->name;
	columns[table->column_count].type = def->type;
	columns[table->column_count].flags = def->not_null ? TN_COLF_NOT_NULL : 0;
	*out = *table;
	out->columns = columns;
	out->column_count = table->column_count + 1;
	return TN_OK;
}

static int add_column(struct tn_analysis *an, struct tn_ir_alter *alter, const struct tn_ir_table *table)
{
	struct tn_ir_table grown;
	uint32_t i;
	int rc;

	if (tn__table_column(table, alter->def->name) != TN_NAME_NONE && !alter->if_not_exists)
		return tn__analysis_fail(an, alter->def->at, TN_E_EXISTS, NULL,
			"the table \"%s\" has a column \"%s\" already", alter->table, alter->def->name);
	rc = tn__column_def_analyse(an, alter->def);
	if (rc >= 0)
		rc = table_with(an, table, alter->def, &grown);
	for (i = 0; i < alter->constraint_count && rc >= 0; i++) {
		if (alter->constraints[i].kind == TN_CONSTRAINT_PRIMARY)
			return tn__analysis_fail(an, alter->constraints[i].at, TN_E_UNSUPPORTED,
				"make a new table with the key and copy the rows",
				"a primary key cannot be added with a column on every server");
		rc = tn__constraint_analyse(an, &grown, &alter->constraints[i]);
	}
	/* Some servers would fill in a value of their own, others fail where there are rows. */
	if (rc >= 0 && alter->def->not_null && !alter->def->default_value && !alter->def->identity)
		return tn__analysis_fail(an, alter->def->at, TN_E_UNSUPPORTED,
			"write DEFAULT value, or leave NOT NULL out",
			"the column \"%s\" is NOT NULL and has no DEFAULT for the rows that are there",
			alter->def->name);
	return rc < 0 ? rc
		      : tn__constraint_names(an, alter->table, alter->constraints, alter->constraint_count);
}

static int need_column(
	struct tn_analysis *an, const struct tn_ir_alter *alter, const struct tn_ir_table *table)
{
	struct tn_nearest near;
	uint32_t i;

	if (table->flags & TN_TABLEF_OPEN || tn__table_column(table, alter->column) != TN_NAME_NONE)
		return TN_OK;
	tn__nearest_begin(&near, alter->column);
	for (i = 0; i < table->column_count; i++)
		tn__nearest_try(&near, table->columns[i].name);
	return tn__analysis_fail(an, alter->name_at, TN_E_NO_OBJECT, tn__nearest_hint(an, &near),
		"the table \"%s\" has no column \"%s\"", alter->table, alter->column);
}

static int rename_column(
	struct tn_analysis *an, const struct tn_ir_alter *alter, const struct tn_ir_table *table)
{
	int rc = need_column(an, alter, table);

	if (rc >= 0)
		rc = tn__new_name(an, alter->new_name, "the new name", alter->name_at);
	if (rc >= 0 && tn__table_column(table, alter->new_name) != TN_NAME_NONE)
		rc = tn__analysis_fail(an, alter->name_at, TN_E_EXISTS, NULL,
			"the table \"%s\" has a column \"%s\" already", alter->table, alter->new_name);
	return rc;
}

int tn__alter_analyse(struct tn_analysis *an, struct tn_ir_alter *alter)
{
	/* IF EXISTS: where there is no table there is nothing to compare with. */
	struct tn_ir_table unknown = {.name = alter->table, .schema = alter->schema, .flags = TN_TABLEF_OPEN};
	const struct tn_ir_table *table = &unknown;
	int rc = TN_OK;

	rc = tn__env_table(an, alter->schema, alter->table, alter->name_at, &table);
	if (rc == TN_E_NO_OBJECT && alter->if_exists) {
		tn_error_free(an->err ? *an->err : NULL);
		if (an->err)
			*an->err = NULL;
		table = &unknown;
		rc = TN_OK;
	}
	if (rc < 0)
		return rc;
	switch (alter->kind) {
	case TN_ALTER_ADD_COLUMN: return add_column(an, alter, table);
	case TN_ALTER_RENAME_COLUMN: return rename_column(an, alter, table);
	case TN_ALTER_DROP_COLUMN: return need_column(an, alter, table);
	default: return tn__new_name(an, alter->new_name, "the new name", alter->name_at);
	}
}
