/* SPDX-License-Identifier: MIT */
/*
 * core/engine/table.c - CREATE TABLE from a description, over the dialect's type
 * rows.
 *
 * Constraints get the same names on every server, so that errors name them alike.
 * The checks of the type rows make a server that stores anything in any column
 * refuse what the others refuse.
 */
#include <stdio.h>
#include <tenon/table.h>
#include "core/base/text.h"
#include "core/engine/engine.h"

struct maker {
	tn_conn *conn;
	const struct tn_dialect *dialect;
	const tn_table_def *def;
	struct tn_text sql;
};

static void quote(struct maker *m, const char *name)
{
	tn__sql_quote_ident(&m->sql, m->dialect, name, strlen(name));
}

static const struct tn_type_row *type_row(const struct maker *m, const tn_column_def *c)
{
	size_t i;
	for (i = 0; i < m->dialect->type_count; i++) {
		const struct tn_type_row *row = &m->dialect->types[i];
		if (row->type == c->type && (!row->max_length || c->length <= row->max_length))
			return row;
	}
	return NULL;
}

/* Expands $l, $s, $c and $t of a dialect text. */
static void expand(struct maker *m, const char *format, const tn_column_def *c, const char *type)
{
	const char *p;
	for (p = format; *p; p++) {
		if (*p != '$' || !strchr("lsct", p[1]) || !p[1]) {
			tn__text_putc(&m->sql, *p);
			continue;
		}
		switch (*++p) {
		case 'l': tn__text_printf(&m->sql, "%u", c->length); break;
		case 's': tn__text_printf(&m->sql, "%u", c->scale); break;
		case 'c': quote(m, c->name); break;
		default: expand(m, type, c, ""); break;
		}
	}
}

/* <table>_<middle>_<ending>, quoted and checked against the server's limit. */
static int constraint_name(struct maker *m, const char *middle, const char *ending, tn_error **err)
{
	struct tn_text name;
	int rc;
	tn__text_init(&name);
	tn__text_printf(&name, "%s%s%s_%s", m->def->name, *middle ? "_" : "", middle, ending);
	rc = name.failed ? tn__error_nomem(err) : tn__sql_check_ident(&m->conn->profile, name.s, name.len, err);
	if (rc >= 0)
		quote(m, name.s);
	tn__text_release(&name);
	return rc;
}

static int begin_constraint(struct maker *m, const char *middle, const char *ending, tn_error **err)
{
	int rc;
	tn__text_puts(&m->sql, ",\n  CONSTRAINT ");
	rc = constraint_name(m, middle, ending, err);
	tn__text_putc(&m->sql, ' ');
	return rc;
}

static int add_column(struct maker *m, const tn_column_def *c, tn_error **err)
{
	const struct tn_type_row *row = type_row(m, c);
	int rc = tn__sql_check_ident(&m->conn->profile, c->name, strlen(c->name), err);
	if (rc < 0)
		return rc;
	if (!row)
		return tn__error_set(err, TN_E_PARAM, "column '%s' has no usable type (%s)", c->name,
			tn_type_name(c->type));
	tn__text_puts(&m->sql, "\n  ");
	quote(m, c->name);
	tn__text_putc(&m->sql, ' ');
	if (c->flags & TN_COL_IDENTITY)
		expand(m, m->dialect->identity_with_pk ? m->dialect->identity_with_pk : m->dialect->identity,
			c, row->ddl);
	else
		expand(m, row->ddl, c, "");
	if ((c->flags & (TN_COL_NOT_NULL | TN_COL_PRIMARY)) && !(c->flags & TN_COL_IDENTITY))
		tn__text_puts(&m->sql, " NOT NULL");
	return TN_OK;
}

static int add_checks(struct maker *m, const tn_column_def *c, tn_error **err)
{
	const struct tn_type_row *row = type_row(m, c);
	int rc = TN_OK, i;
	for (i = 0; rc >= 0 && i < 2 && row->checks[i].suffix; i++) {
		rc = begin_constraint(m, c->name, row->checks[i].suffix, err);
		tn__text_puts(&m->sql, "CHECK (");
		expand(m, row->checks[i].expr, c, "");
		tn__text_putc(&m->sql, ')');
	}
	if (rc >= 0 && c->check) {
		rc = begin_constraint(m, c->name, "check", err);
		tn__text_printf(&m->sql, "CHECK (%s)", c->check);
	}
	return rc;
}

static int add_references(struct maker *m, const tn_column_def *c, tn_error **err)
{
	static const char *const actions[] = {"", " ON DELETE CASCADE", " ON DELETE SET NULL"};
	int rc;
	if (!c->ref_table)
		return TN_OK;
	if (!c->ref_column || c->on_delete < 0 || c->on_delete > TN_FK_SET_NULL)
		return tn__error_set(err, TN_E_PARAM, "the foreign key of column '%s' is incomplete", c->name);
	rc = begin_constraint(m, c->name, "fkey", err);
	tn__text_puts(&m->sql, "FOREIGN KEY (");
	quote(m, c->name);
	tn__text_puts(&m->sql, ") REFERENCES ");
	quote(m, c->ref_table);
	tn__text_puts(&m->sql, " (");
	quote(m, c->ref_column);
	tn__text_printf(&m->sql, ")%s", actions[c->on_delete]);
	return rc;
}

/* "a,b" as quoted names; the middle of the constraint's name, "a_b", into *middle. */
static int name_list(struct maker *m, const char *list, struct tn_text *middle, struct tn_text *quoted, tn_error **err)
{
	const char *p = list;
	while (*p) {
		size_t n = strcspn(p, ",");
		int rc = tn__sql_check_ident(&m->conn->profile, p, n, err);
		if (rc < 0)
			return rc;
		tn__text_puts(middle, middle->len ? "_" : "");
		tn__text_append(middle, p, n);
		tn__text_puts(quoted, quoted->len ? ", " : "");
		tn__sql_quote_ident(quoted, m->dialect, p, n);
		p += n + (p[n] == ',');
	}
	return middle->len ? TN_OK : tn__error_set(err, TN_E_PARAM, "an empty list of columns");
}

static int add_unique(struct maker *m, const char *list, tn_error **err)
{
	struct tn_text middle, quoted;
	int rc;
	tn__text_init(&middle);
	tn__text_init(&quoted);
	rc = name_list(m, list, &middle, &quoted, err);
	if (rc >= 0)
		rc = begin_constraint(m, middle.s, "key", err);
	if (rc >= 0)
		tn__text_printf(&m->sql, "UNIQUE (%s)", quoted.s);
	tn__text_release(&middle);
	tn__text_release(&quoted);
	return rc;
}

static int add_primary(struct maker *m, tn_error **err)
{
	unsigned i, n = 0;
	int rc = TN_OK;
	for (i = 0; i < m->def->column_count; i++) {
		const tn_column_def *c = &m->def->columns[i];
		if (!(c->flags & (TN_COL_PRIMARY | TN_COL_IDENTITY)))
			continue;
		if ((c->flags & TN_COL_IDENTITY) && m->dialect->identity_with_pk)
			continue;
		if (!n++) {
			rc = begin_constraint(m, "", "pkey", err);
			tn__text_puts(&m->sql, "PRIMARY KEY (");
		} else {
			tn__text_puts(&m->sql, ", ");
		}
		quote(m, c->name);
	}
	if (n)
		tn__text_putc(&m->sql, ')');
	return rc;
}

static int add_constraints(struct maker *m, tn_error **err)
{
	const tn_table_def *def = m->def;
	unsigned i;
	int rc = add_primary(m, err);
	for (i = 0; rc >= 0 && i < def->column_count; i++) {
		if (def->columns[i].flags & TN_COL_UNIQUE)
			rc = add_unique(m, def->columns[i].name, err);
		if (rc >= 0)
			rc = add_checks(m, &def->columns[i], err);
		if (rc >= 0)
			rc = add_references(m, &def->columns[i], err);
	}
	for (i = 0; rc >= 0 && def->unique && def->unique[i]; i++)
		rc = add_unique(m, def->unique[i], err);
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

static int run(struct maker *m, tn_error **err)
{
	int rc = m->sql.failed ? tn__error_nomem(err) : tn_exec(m->conn, m->sql.s, NULL, NULL, err);
	tn__text_clear(&m->sql);
	return rc;
}

static int create_index(struct maker *m, const char *list, tn_error **err)
{
	struct tn_text middle, quoted;
	int rc;
	tn__text_init(&middle);
	tn__text_init(&quoted);
	rc = name_list(m, list, &middle, &quoted, err);
	tn__text_puts(&m->sql, TN_NATIVE_MARK "CREATE INDEX ");
	if (rc >= 0)
		rc = constraint_name(m, middle.s, "idx", err);
	tn__text_puts(&m->sql, " ON ");
	quote(m, m->def->name);
	tn__text_printf(&m->sql, " (%s)", quoted.s);
	if (rc >= 0)
		rc = run(m, err);
	tn__text_release(&middle);
	tn__text_release(&quoted);
	return rc;
}

static int create(struct maker *m, tn_error **err)
{
	const tn_table_def *def = m->def;
	unsigned i;
	int rc = tn__sql_check_ident(&m->conn->profile, def->name, strlen(def->name), err);
	tn__text_puts(&m->sql, TN_NATIVE_MARK "CREATE TABLE ");
	quote(m, def->name);
	tn__text_puts(&m->sql, " (");
	for (i = 0; rc >= 0 && i < def->column_count; i++) {
		tn__text_puts(&m->sql, i ? "," : "");
		rc = add_column(m, &def->columns[i], err);
	}
	if (rc >= 0)
		rc = add_constraints(m, err);
	tn__text_printf(&m->sql, "\n)%s", m->dialect->table_suffix);
	if (rc >= 0)
		rc = run(m, err);
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
	m.dialect = conn->dialect;
	tn__text_init(&m.sql);
	rc = create(&m, err);
	tn__text_release(&m.sql);
	return rc;
}

int tn_table_drop(tn_conn *conn, const char *name, int if_exists, tn_error **err)
{
	struct tn_text sql;
	int rc = tn__conn_ready(conn, "DROP TABLE", err);
	if (rc >= 0)
		rc = tn__sql_check_ident(&conn->profile, name, name ? strlen(name) : 0, err);
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
	int rc, found;
	if (!name)
		return tn__error_set(err, TN_E_MISUSE, "tn_table_exists() needs a name");
	rc = tn__conn_ready(conn, "table_exists", err);
	if (rc >= 0)
		rc = tn_query(conn, conn->dialect->table_exists, &args, &rows, err);
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
	if (rc < 0)
		return rc;
	tn__text_init(&quoted);
	tn__sql_quote_ident(&quoted, conn->dialect, name, strlen(name));
	rc = quoted.failed ? TN_E_NOMEM : snprintf(out, size, "%s", quoted.s);
	tn__text_release(&quoted);
	return rc;
}
