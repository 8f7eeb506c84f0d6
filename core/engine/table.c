/* SPDX-License-Identifier: MIT */
/*
 * core/engine/table.c - CREATE TABLE from a description in C.
 *
 * The description becomes the tree that a CREATE TABLE of portable SQL becomes, so
 * that both give the same table (core/sql/render_table.c).
 */
#include <stdio.h>
#include <tenon/table.h>
#include "core/base/text.h"
#include "core/engine/engine.h"

struct maker {
	tn_conn *conn;
	const tn_table_def *def;
	struct tn_arena arena;
	struct tn_ir_create_table table;
	struct tn_ir_constraint *constraints; /* room for all that the description can have */
	struct tn_text sql;
};

/* ---- from the description to the statement ---------------------------------------- */

static struct tn_sql_type column_type(const tn_column_def *c)
{
	struct tn_sql_type type = {.storage = (uint8_t)c->type};

	if (c->type == TN_TYPE_NUMERIC) {
		type.precision = (uint16_t)c->length;
		type.scale = (int16_t)c->scale;
	} else {
		type.length = c->length;
	}
	return type;
}

static struct tn_ir_constraint *add(struct maker *m, enum tn_ir_constraint_kind kind, const char *const *columns,
				    uint32_t count)
{
	struct tn_ir_constraint *c = &m->constraints[m->table.constraint_count++];

	c->kind = (uint8_t)kind;
	c->columns = columns;
	c->column_count = count;
	return c;
}

/* "a,b" as names, each checked. */
static int name_list(struct maker *m, const char *list, const char ***out, uint32_t *count, tn_error **err)
{
	const char **names = tn__arena_calloc(&m->arena, strlen(list) / 2 + 1, sizeof(*names));
	const char *p = list;

	*count = 0;
	*out = names;
	while (names && *p) {
		size_t n = strcspn(p, ",");
		int rc = tn__sql_check_ident(&m->conn->profile, p, n, err);

		if (rc < 0)
			return rc;
		names[*count] = tn__arena_strndup(&m->arena, p, n);
		if (!names[(*count)++])
			return tn__error_nomem(err);
		p += n + (p[n] == ',');
	}
	if (!names)
		return tn__error_nomem(err);
	return *count ? TN_OK : tn__error_set(err, TN_E_PARAM, "an empty list of columns");
}

static int add_primary(struct maker *m, tn_error **err)
{
	const char **names = tn__arena_calloc(&m->arena, m->def->column_count, sizeof(*names));
	uint32_t i, n = 0;

	if (!names)
		return tn__error_nomem(err);
	for (i = 0; i < m->def->column_count; i++)
		if (m->def->columns[i].flags & (TN_COL_PRIMARY | TN_COL_IDENTITY))
			names[n++] = m->def->columns[i].name;
	if (n)
		add(m, TN_CONSTRAINT_PRIMARY, names, n);
	return TN_OK;
}

static int add_check(struct maker *m, const tn_column_def *c, const char **name, tn_error **err)
{
	struct tn_ir_expr *text = tn__ir_text(&m->arena, c->check, NULL);

	if (!text)
		return tn__error_nomem(err);
	add(m, TN_CONSTRAINT_CHECK, name, 1)->check = text;
	return TN_OK;
}

static int add_references(struct maker *m, const tn_column_def *c, const char **name, tn_error **err)
{
	static const uint8_t actions[] = {TN_ACTION_NO_ACTION, TN_ACTION_CASCADE, TN_ACTION_SET_NULL};
	const char **column = tn__arena_alloc(&m->arena, sizeof(*column));
	struct tn_ir_constraint *key;

	if (!c->ref_column || c->on_delete < 0 || c->on_delete > TN_FK_SET_NULL)
		return tn__error_set(err, TN_E_PARAM, "the foreign key of column '%s' is incomplete", c->name);
	if (!column)
		return tn__error_nomem(err);
	*column = c->ref_column;
	key = add(m, TN_CONSTRAINT_FOREIGN, name, 1);
	key->ref_table = c->ref_table;
	key->ref_columns = column;
	key->ref_count = 1;
	key->on_delete = actions[c->on_delete];
	return TN_OK;
}

static int add_column(struct maker *m, const tn_column_def *c, tn_error **err)
{
	struct tn_ir_column_def *def = &m->table.columns[m->table.column_count++];
	int rc = TN_OK;

	def->name = c->name;
	def->type = column_type(c);
	def->not_null = (c->flags & (TN_COL_NOT_NULL | TN_COL_PRIMARY)) != 0;
	def->identity = c->flags & TN_COL_IDENTITY ? TN_IDENTITY_BY_DEFAULT : TN_IDENTITY_NONE;
	if (c->flags & TN_COL_UNIQUE)
		add(m, TN_CONSTRAINT_UNIQUE, &def->name, 1);
	if (c->check)
		rc = add_check(m, c, &def->name, err);
	if (rc >= 0 && c->ref_table)
		rc = add_references(m, c, &def->name, err);
	return rc;
}

static unsigned count_of(const char *const *lists)
{
	unsigned n = 0;

	while (lists && lists[n])
		n++;
	return n;
}

static int describe(struct maker *m, tn_error **err)
{
	const tn_table_def *def = m->def;
	uint32_t i, n;
	int rc;

	m->constraints = tn__arena_calloc(&m->arena, 1 + 3 * (size_t)def->column_count + count_of(def->unique),
					  sizeof(*m->constraints));
	m->table.columns = tn__arena_calloc(&m->arena, def->column_count, sizeof(*m->table.columns));
	if (!m->constraints || !m->table.columns)
		return tn__error_nomem(err);
	m->table.name = def->name;
	m->table.constraints = m->constraints;
	rc = add_primary(m, err);
	for (i = 0; rc >= 0 && i < def->column_count; i++)
		rc = add_column(m, &def->columns[i], err);
	for (i = 0; rc >= 0 && def->unique && def->unique[i]; i++) {
		const char **names;

		rc = name_list(m, def->unique[i], &names, &n, err);
		if (rc >= 0)
			add(m, TN_CONSTRAINT_UNIQUE, names, n);
	}
	/* The indexes are made over the columns as they are stored. */
	if (rc >= 0 && tn__sql_fit_keys(&m->arena, m->conn->dialect, &m->table, m->table.columns) < 0)
		rc = tn__error_nomem(err);
	return rc;
}

static int check_def(const tn_table_def *def, tn_error **err)
{
	unsigned i, identities = 0, primaries = 0;
	if (!def || def->size != sizeof *def || !def->name || !def->columns || !def->column_count)
		return tn__error_set(err, TN_E_PARAM, "a table needs its size, a name and columns");
	for (i = 0; i < def->column_count; i++) {
		const tn_column_def *c = &def->columns[i];
		if (!c->name)
			return tn__error_set(err, TN_E_PARAM, "column %u of table '%s' has no name", i, def->name);
		if (c->type == TN_TYPE_NUMERIC && (!c->length || c->scale > c->length))
			return tn__error_set(err, TN_E_PARAM,
				"NUMERIC column '%s' needs a precision of at least its scale", c->name);
		if (c->type == TN_TYPE_VARCHAR && !c->length)
			return tn__error_set(err, TN_E_PARAM, "VARCHAR column '%s' needs a length", c->name);
		identities += (c->flags & TN_COL_IDENTITY) != 0;
		primaries += (c->flags & TN_COL_PRIMARY) && !(c->flags & TN_COL_IDENTITY);
		if ((c->flags & TN_COL_IDENTITY) && c->type != TN_TYPE_BIGINT && c->type != TN_TYPE_INTEGER)
			return tn__error_set(
				err, TN_E_PARAM, "identity column '%s' must be BIGINT or INTEGER", c->name);
	}
	if (identities > 1 || (identities && primaries))
		return tn__error_set(err, TN_E_PARAM,
			"the identity column of table '%s' must be its whole primary key", def->name);
	return TN_OK;
}

/* ---- running it ---------------------------------------------------------------------- */

static int run(struct maker *m, const struct tn_ir_stmt *stmt, tn_error **err)
{
	int rc;

	tn__text_clear(&m->sql);
	tn__text_puts(&m->sql, TN_NATIVE_MARK);
	rc = tn__sql_render_schema(stmt, m->conn->dialect, &m->conn->profile, &m->sql, err);
	return rc < 0 ? rc : tn_exec(m->conn, m->sql.s, NULL, NULL, err);
}

static void type_of(const struct maker *m, struct tn_ir_expr *column)
{
	uint32_t i;

	for (i = 0; i < m->table.column_count; i++)
		if (!strcmp(m->table.columns[i].name, column->u.column.name))
			column->type = m->table.columns[i].type;
}

static int create_index(struct maker *m, const char *list, tn_error **err)
{
	struct tn_ir_create_index index = {.table = m->def->name};
	struct tn_ir_stmt stmt = {.kind = TN_IR_CREATE_INDEX, .u.create_index = &index};
	const char **names;
	uint32_t i;
	int rc = name_list(m, list, &names, &index.key_count, err);

	if (rc < 0)
		return rc;
	index.keys = tn__arena_calloc(&m->arena, index.key_count, sizeof(*index.keys));
	for (i = 0; index.keys && i < index.key_count; i++) {
		struct tn_ir_expr *column = tn__arena_alloc(&m->arena, sizeof(*column));

		if (!column)
			return tn__error_nomem(err);
		column->kind = TN_X_COLUMN;
		column->u.column.name = names[i];
		type_of(m, column);
		index.keys[i].expr = column;
	}
	return index.keys ? run(m, &stmt, err) : tn__error_nomem(err);
}

static int create(struct maker *m, tn_error **err)
{
	const struct tn_ir_stmt stmt = {.kind = TN_IR_CREATE_TABLE, .u.create_table = &m->table};
	const tn_table_def *def = m->def;
	unsigned i;
	int rc = describe(m, err);

	if (rc >= 0)
		rc = run(m, &stmt, err);
	if (rc < 0)
		return rc;
	for (i = 0; rc >= 0 && def->indexes && def->indexes[i]; i++)
		rc = create_index(m, def->indexes[i], err);
	if (rc < 0 && tn_tx_state(m->conn) <= TN_TX_ACTIVE)
		tn_table_drop(m->conn, def->name, 1, NULL);
	return rc;
}

int tn_table_create(tn_conn *conn, const tn_table_def *def, tn_error **err)
{
	struct maker m = {.conn = conn, .def = def};
	int rc = tn__conn_ready(conn, "CREATE TABLE", err);
	if (rc >= 0)
		rc = check_def(def, err);
	if (rc < 0)
		return rc;
	tn__arena_init(&m.arena);
	tn__text_init(&m.sql);
	rc = create(&m, err);
	tn__text_release(&m.sql);
	tn__arena_release(&m.arena);
	return rc;
}

int tn_table_drop(tn_conn *conn, const char *name, int if_exists, tn_error **err)
{
	struct tn_text sql;
	int rc = tn__conn_ready(conn, "DROP TABLE", err);
	if (rc >= 0)
		rc = tn__sql_check_ident(&conn->profile, name, name ? strlen(name) : 0, err);
	if (rc >= 0)
		rc = tn__sql_check_name(conn->dialect, name, strlen(name), err);
	if (rc < 0)
		return rc;
	tn__text_init(&sql);
	tn__text_printf(&sql, TN_NATIVE_MARK "DROP TABLE %s", if_exists ? "IF EXISTS " : "");
	tn__sql_quote_ident(&sql, conn->dialect, name, strlen(name));
	rc = sql.failed ? tn__error_nomem(err) : tn_exec(conn, sql.s, NULL, NULL, err);
	tn__text_release(&sql);
	return rc;
}

int tn_table_exists(tn_conn *conn, const char *name, tn_error **err)
{
	tn_rows *rows = NULL;
	tn_value arg = tn_text(name);
	tn_args args = {&arg, NULL, 1, 0};
	struct tn_text sql;
	int rc, found;
	if (!name)
		return tn__error_set(err, TN_E_MISUSE, "tn_table_exists() needs a name");
	rc = tn__conn_ready(conn, "table_exists", err);
	if (rc < 0)
		return rc;
	tn__text_init(&sql);
	tn__text_printf(&sql, TN_NATIVE_MARK "%s", conn->dialect->table_exists);
	rc = sql.failed ? tn__error_nomem(err) : tn_query(conn, sql.s, &args, &rows, err);
	tn__text_release(&sql);
	if (rc < 0)
		return rc;
	found = tn_next(rows, err);
	rc = tn_finish(rows, found < 0 ? NULL : err);
	return found < 0 ? found : rc < 0 ? rc : found == TN_ROW;
}

int tn_quote_ident(tn_conn *conn, const char *name, char *out, size_t size)
{
	struct tn_text quoted;
	int rc = tn__conn_check(conn, NULL);
	if (rc >= 0)
		rc = tn__sql_check_ident(&conn->profile, name, name ? strlen(name) : 0, NULL);
	if (rc >= 0)
		rc = tn__sql_check_name(conn->dialect, name, strlen(name), NULL);
	if (rc < 0)
		return rc;
	tn__text_init(&quoted);
	tn__sql_quote_ident(&quoted, conn->dialect, name, strlen(name));
	rc = quoted.failed ? TN_E_NOMEM : snprintf(out, size, "%s", quoted.s);
	tn__text_release(&quoted);
	return rc;
}
