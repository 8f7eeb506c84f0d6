/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_table.c - CREATE TABLE: columns, constraints, and the table they make.
 *
 * CHECK and DEFAULT are analysed in a scope of the new table.  Constraints of a
 * column stand among those of the table already.
 *
 * Invariants:
 *  1. Every constraint has a name, columns that exist, each at most once.
 *  2. Columns of the primary key are NOT NULL.
 *  3. A DEFAULT has the type of its column; no column is seen in it.
 */
#include "core/sql/scope.h"
#include <string.h>

/* ---- the table that the text describes --------------------------------------------- */

static uint32_t def_index(
	const struct tn_ir_create_table *create, const struct tn_name_map *map, const char *name)
{
	uint32_t i = tn__name_map_get(map, name);

	return i < create->column_count ? i : TN_NAME_NONE;
}

static int fill_key(struct tn_arena *a, const struct tn_ir_create_table *create,
	const struct tn_name_map *map, const struct tn_ir_constraint *c, struct tn_ir_column *columns,
	struct tn_ir_key *key)
{
	uint16_t *list = tn__arena_calloc(a, c->column_count ? c->column_count : 1, sizeof(*list));
	uint32_t i, n;

	if (!list)
		return TN_E_NOMEM;
	for (i = 0; i < c->column_count; i++) {
		n = def_index(create, map, c->columns[i]);
		if (n == TN_NAME_NONE || n > UINT16_MAX)
			return TN_E_NO_OBJECT;
		list[i] = (uint16_t)n;
		if (c->kind == TN_CONSTRAINT_PRIMARY)
			columns[n].flags |= TN_COLF_NOT_NULL;
	}
	key->columns = list;
	key->count = (uint16_t)c->column_count;
	key->primary = c->kind == TN_CONSTRAINT_PRIMARY;
	return TN_OK;
}

static int fill_columns(
	const struct tn_ir_create_table *create, struct tn_ir_column *columns, struct tn_name_map *map)
{
	uint32_t i;

	for (i = 0; i < create->column_count; i++) {
		const struct tn_ir_column_def *def = &create->columns[i];

		columns[i].name = def->name;
		columns[i].type = def->type;
		columns[i].flags = (uint8_t)((def->not_null ? TN_COLF_NOT_NULL : 0) |
			(def->identity ? TN_COLF_IDENTITY | TN_COLF_NOT_NULL : 0) |
			(def->default_value ? TN_COLF_DEFAULT : 0));
		if (tn__name_map_add(map, def->name, i) < 0)
			return TN_E_NOMEM;
	}
	return TN_OK;
}

/* Columns of REFERENCES to the table itself. */
static void note_reference(const struct tn_ir_create_table *create, const struct tn_name_map *map,
	const struct tn_ir_constraint *c, struct tn_ir_column *columns)
{
	uint32_t i, n;

	if (c->kind != TN_CONSTRAINT_FOREIGN || strcmp(c->ref_table, create->name) != 0 ||
		(c->ref_schema && (!create->schema || strcmp(c->ref_schema, create->schema) != 0)))
		return;
	for (i = 0; i < c->column_count; i++) {
		n = def_index(create, map, c->columns[i]);
		if (n != TN_NAME_NONE && !(columns[n].flags & TN_COLF_NOT_NULL))
			columns[n].flags |= TN_COLF_REFERS;
	}
}

int tn__table_of_create(struct tn_arena *a, const struct tn_ir_create_table *create, struct tn_ir_table *out)
{
	struct tn_ir_column *columns = tn__arena_calloc(
		a, create->column_count ? create->column_count : 1, sizeof(*columns));
	struct tn_ir_key *keys = tn__arena_calloc(
		a, create->constraint_count ? create->constraint_count : 1, sizeof(*keys));
	struct tn_name_map map;
	uint32_t i;
	int rc;

	memset(out, 0, sizeof(*out));
	if (!columns || !keys || tn__name_map_init(&map, a, create->column_count) < 0)
		return TN_E_NOMEM;
	rc = fill_columns(create, columns, &map);
	for (i = 0; i < create->constraint_count && rc >= 0; i++)
		if (create->constraints[i].kind == TN_CONSTRAINT_PRIMARY ||
			create->constraints[i].kind == TN_CONSTRAINT_UNIQUE)
			rc = fill_key(
				a, create, &map, &create->constraints[i], columns, &keys[out->key_count++]);
	for (i = 0; i < create->constraint_count && rc >= 0; i++)
		note_reference(create, &map, &create->constraints[i], columns);
	out->schema = create->schema;
	out->name = create->name;
	out->columns = columns;
	out->column_count = create->column_count;
	out->keys = keys;
	return rc;
}

int tn__sql_table_of(struct tn_arena *a, const struct tn_ir_stmt *create_table,
	const struct tn_ir_table **out, tn_error **err)
{
	struct tn_ir_table *table;
	int rc;

	if (create_table->kind != TN_IR_CREATE_TABLE)
		return tn__error_set(err, TN_E_MISUSE,
			"a schema is made of CREATE TABLE statements, not of %s",
			create_table->verb ? create_table->verb : "others");
	table = tn__arena_alloc(a, sizeof(*table));
	if (!table)
		return tn__error_nomem(err);
	rc = tn__table_of_create(a, create_table->u.create_table, table);
	if (rc == TN_E_NOMEM)
		return tn__error_nomem(err);
	if (rc < 0)
		return tn__error_set(err, rc,
			"a key of the table \"%s\" names a column that it does not have", table->name);
	*out = table;
	return TN_OK;
}

/* ---- columns ----------------------------------------------------------------------------- */

int tn__column_def_analyse(struct tn_analysis *an, struct tn_ir_column_def *def)
{
	struct tn_scope *none;
	const char *what;
	int rc = tn__new_name(an, def->name, "the name of a column", def->at);

	if (rc < 0 || !def->default_value)
		return rc;
	if (def->identity)
		return tn__analysis_fail(an, def->at, TN_E_SYNTAX, NULL,
			"the column \"%s\" cannot have both an identity and a DEFAULT", def->name);
	none = tn__scope_new(an, NULL, NULL);
	what = tn__analysis_text(an, "column %s", def->name);
	if (!none)
		return TN_E_NOMEM;
	if (!what)
		return tn__error_nomem(an->err);
	none->allow = TN_IN_STORED;
	an->clause = "DEFAULT";
	rc = tn__type_expr(an, none, &def->default_value);
	return rc < 0 ? rc : tn__type_want(an, &def->default_value, &def->type, what);
}

static int check_columns(struct tn_analysis *an, struct tn_ir_create_table *create)
{
	struct tn_name_map map;
	uint32_t i;
	int rc = TN_OK;

	if (create->column_count > TN_SCOPE_MAX_COLUMNS)
		return tn__analysis_fail(an, create->name_at, TN_E_LIMIT, NULL,
			"the table has more than %u columns", TN_SCOPE_MAX_COLUMNS);
	if (tn__name_map_init(&map, an->arena, create->column_count) < 0)
		return tn__error_nomem(an->err);
	for (i = 0; i < create->column_count && rc >= 0; i++) {
		struct tn_ir_column_def *def = &create->columns[i];

		if (tn__name_map_first(&map, def->name) != TN_NAME_NONE)
			return tn__analysis_fail(an, def->at, TN_E_EXISTS,
				"names that differ in case only are one on some servers",
				"the table has two columns \"%s\"", def->name);
		if (tn__name_map_add(&map, def->name, i) < 0)
			return tn__error_nomem(an->err);
		rc = tn__column_def_analyse(an, def);
	}
	return rc;
}

/* ---- constraints ---------------------------------------------------------------------------- */

static int constraint_columns(
	struct tn_analysis *an, const struct tn_ir_table *table, struct tn_ir_constraint *c)
{
	struct tn_name_map seen;
	uint32_t i, n;
	int rc = TN_OK;

	if (tn__name_map_init(&seen, an->arena, c->column_count) < 0)
		return tn__error_nomem(an->err);
	for (i = 0; i < c->column_count && rc >= 0; i++) {
		n = tn__table_column(table, c->columns[i]);
		if (n == TN_NAME_NONE)
			return tn__analysis_fail(an, c->at, TN_E_NO_OBJECT, NULL,
				"the table \"%s\" has no column \"%s\"", table->name, c->columns[i]);
		if (tn__name_map_get(&seen, c->columns[i]) != TN_NAME_NONE)
			return tn__analysis_fail(an, c->at, TN_E_SYNTAX, NULL,
				"the constraint names \"%s\" twice", c->columns[i]);
		if (tn__name_map_add(&seen, c->columns[i], i) < 0)
			return tn__error_nomem(an->err);
		if (c->kind != TN_CONSTRAINT_FOREIGN)
			rc = tn__check_key(an, NULL, &table->columns[n].type, c->at,
				c->kind == TN_CONSTRAINT_PRIMARY ? "PRIMARY KEY" : "UNIQUE");
	}
	return rc;
}

/* REFERENCES t without columns means its primary key, which is written out where it is known. */
static int default_reference(
	struct tn_analysis *an, const struct tn_ir_table *table, struct tn_ir_constraint *c)
{
	uint32_t k, i;

	for (k = 0; k < table->key_count; k++) {
		const char **names;

		if (!table->keys[k].primary)
			continue;
		names = tn__arena_calloc(an->arena, table->keys[k].count, sizeof(char *));
		if (!names)
			return tn__error_nomem(an->err);
		for (i = 0; i < table->keys[k].count; i++)
			names[i] = table->columns[table->keys[k].columns[i]].name;
		c->ref_columns = names;
		c->ref_count = table->keys[k].count;
		return TN_OK;
	}
	return tn__analysis_fail(an, c->at, TN_E_NO_OBJECT, "name the columns: REFERENCES t (a)",
		"the table \"%s\" has no primary key to refer to", table->name);
}

static const struct tn_ir_table *referenced(
	struct tn_analysis *an, const struct tn_ir_table *self, const struct tn_ir_constraint *c)
{
	uint32_t i;

	if (!strcmp(c->ref_table, self->name) &&
		(!c->ref_schema || (self->schema && !strcmp(c->ref_schema, self->schema))))
		return self;
	for (i = 0; i < an->env->table_count; i++) {
		const struct tn_ir_table *t = an->env->tables[i];

		if (!strcmp(t->name, c->ref_table) &&
			(!c->ref_schema || (t->schema && !strcmp(t->schema, c->ref_schema))))
			return t->flags & TN_TABLEF_OPEN ? NULL : t;
	}
	return NULL; /* the server will say whether there is one */
}

static int reference(struct tn_analysis *an, const struct tn_ir_table *self, struct tn_ir_constraint *c)
{
	const struct tn_ir_table *table = referenced(an, self, c);
	uint32_t i;
	int rc = TN_OK;

	if (table && !c->ref_columns)
		rc = default_reference(an, table, c);
	if (rc < 0)
		return rc;
	if (c->ref_columns && c->ref_count != c->column_count)
		return tn__analysis_fail(an, c->at, TN_E_SYNTAX, NULL,
			"the foreign key has %u columns and refers to %u", c->column_count, c->ref_count);
	for (i = 0; table && i < c->ref_count; i++)
		if (tn__table_column(table, c->ref_columns[i]) == TN_NAME_NONE)
			return tn__analysis_fail(an, c->at, TN_E_NO_OBJECT, NULL,
				"the table \"%s\" has no column \"%s\"", table->name, c->ref_columns[i]);
	return TN_OK;
}

static int check_condition(
	struct tn_analysis *an, const struct tn_ir_table *table, struct tn_ir_constraint *c)
{
	struct tn_source_names names = {.name = table->name};
	struct tn_scope *scope = tn__scope_new(an, NULL, NULL);
	struct tn_ir_source *source = tn__source_of_table(an, TN_SOURCE_TARGET, table, table->name);
	int rc;

	if (!scope || !source)
		return TN_E_NOMEM;
	rc = tn__scope_add(an, scope, source, &names, c->at);
	if (rc >= 0)
		rc = tn__scope_show(an, scope, 0, &scope->names->visible);
	scope->allow = TN_IN_STORED;
	an->clause = "CHECK";
	return rc < 0 ? rc : tn__type_condition(an, scope, &c->check, "CHECK");
}

int tn__constraint_analyse(
	struct tn_analysis *an, const struct tn_ir_table *table, struct tn_ir_constraint *c)
{
	int rc = constraint_columns(an, table, c);

	if (rc >= 0 && c->kind == TN_CONSTRAINT_CHECK)
		rc = check_condition(an, table, c);
	if (rc >= 0 && c->kind == TN_CONSTRAINT_FOREIGN)
		rc = reference(an, table, c);
	return rc;
}

/* ---- the statement ---------------------------------------------------------------------------- */

static int check_primary(
	struct tn_analysis *an, struct tn_ir_create_table *create, const struct tn_ir_table *table)
{
	uint32_t i, primaries = 0;

	for (i = 0; i < create->constraint_count; i++)
		if (create->constraints[i].kind == TN_CONSTRAINT_PRIMARY && primaries++)
			return tn__analysis_fail(an, create->constraints[i].at, TN_E_SYNTAX, NULL,
				"the table \"%s\" has two primary keys", create->name);
	for (i = 0; i < create->column_count; i++)
		create->columns[i].not_null |= (table->columns[i].flags & TN_COLF_NOT_NULL) != 0;
	return TN_OK;
}

int tn__create_table_analyse(struct tn_analysis *an, struct tn_ir_create_table *create)
{
	struct tn_ir_table table;
	uint32_t i;
	int rc = tn__new_name(an, create->name, "the name of the table", create->name_at);

	if (rc >= 0)
		rc = check_columns(an, create);
	if (rc < 0)
		return rc;
	rc = tn__table_of_create(an->arena, create, &table);
	if (rc == TN_E_NOMEM)
		return tn__error_nomem(an->err);
	for (i = 0; i < create->constraint_count; i++) {
		rc = tn__constraint_analyse(an, &table, &create->constraints[i]);
		if (rc < 0)
			return rc;
	}
	rc = check_primary(an, create, &table);
	return rc < 0 ? rc
		      : tn__constraint_names(an, create->name, create->constraints, create->constraint_count);
}
