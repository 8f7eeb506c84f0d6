/* SPDX-License-Identifier: MIT */
/*
 * core/sql/parse_define.c - CREATE, ALTER and DROP.
 *
 * Invariants:
 *  1. Constraints of columns stand among those of the table, with the column's name.
 *  2. Columns of a primary key are NOT NULL, wherever the key is written.
 *  3. A type that is another one on each server is refused here, where its place
 *     in the text is known.
 */
#include <string.h>
#include "core/sql/parser.h"

/* The last word of a type's name is none, but begins an option that portable SQL has not. */
static int ends_with(struct tn_sql_slice words, const char *word)
{
	size_t n = strlen(word);
	struct tn_sql_slice last;

	if (words.n <= n)
		return 0;
	last.s = words.s + words.n - n;
	last.n = (uint32_t)n;
	return last.s[-1] == ' ' && tn__px_is(last, word);
}

static void *no_type(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice words, int rc,
		     const struct tn_type_spec *spec)
{
	if (ends_with(words, "character") || ends_with(words, "charset"))
		return tn__px_fail(p, TN_E_UNSUPPORTED, at,
				   "character sets are no part of portable SQL: all text is UTF-8", "leave it out");
	if (ends_with(words, "comment"))
		return tn__px_fail(p, TN_E_UNSUPPORTED, at, "comments on columns are no part of portable SQL",
				   "leave it out");
	return tn__px_failf(p, rc, at, spec->hint, "\"%.*s\": %s", (int)(words.n < 60 ? words.n : 60), words.s,
			    spec->problem);
}

const struct tn_type_spec *tn__px_type(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice words, int of_column)
{
	struct tn_type_spec *spec = tn__px_alloc(p, sizeof(*spec));
	int rc = spec ? tn__sql_read_type(words.s, words.n, spec) : TN_OK;

	if (!spec)
		return NULL;
	if (rc)
		return no_type(p, at, words, rc, spec);
	if (spec->flags & TN_TYPE_UNSIGNED)
		return tn__px_fail(p, TN_E_UNSUPPORTED, at, "unsigned integers are no part of portable SQL",
				   of_column ? "write BIGINT, and CHECK (column >= 0)" : "write BIGINT");
	if (spec->flags & TN_TYPE_IDENTITY && !of_column)
		return tn__px_fail(p, TN_E_SYNTAX, at, "SERIAL is the type of a column alone", "write BIGINT");
	if (spec->flags & TN_TYPE_ROUNDED)
		return tn__px_fail(p, TN_E_UNSUPPORTED, at, "binary numbers with a scale are no part of portable SQL",
				   "write NUMERIC(p,s), or DOUBLE PRECISION");
	if (spec->flags & TN_TYPE_COARSE && !of_column)
		return tn__px_fail(p, TN_E_UNSUPPORTED, at, "a cast gives microseconds, not fewer digits",
				   "leave the number out; DATE_TRUNC('second', x) cuts");
	if ((spec->flags & (TN_TYPE_CHAR | TN_TYPE_BARE)) == (TN_TYPE_CHAR | TN_TYPE_BARE)) {
		if (!of_column)
			return tn__px_fail(p, TN_E_UNSUPPORTED, at,
					   "CHAR without a length is one character here and any number there",
					   "write TEXT, or VARCHAR(1)");
		spec->type.length = 1;
	}
	return spec;
}

/* ---- columns -------------------------------------------------------------------------- */

struct px_option *tn__px_option(struct tn_sql_parser *p, uint32_t at)
{
	struct px_option *o = tn__px_alloc(p, sizeof(*o));

	if (o)
		o->at = at;
	return o;
}

static int twice(struct tn_sql_parser *p, uint32_t at, const char *what)
{
	tn__px_failf(p, TN_E_SYNTAX, at, NULL, "%s stands twice for one column", what);
	return 0;
}

static int take_option(struct tn_sql_parser *p, struct px_column *c, const struct px_option *o, unsigned *seen)
{
	if (o->not_null) {
		if (*seen & (1u << (3 - o->not_null)))
			return tn__px_fail(p, TN_E_SYNTAX, o->at, "NULL and NOT NULL for one column", NULL) != NULL;
		*seen |= 1u << o->not_null;
		c->def.not_null |= o->not_null == 1;
	}
	if (o->default_value) {
		if (c->def.default_value)
			return twice(p, o->at, "DEFAULT");
		c->def.default_value = o->default_value;
	}
	if (o->identity) {
		if (c->def.identity)
			return twice(p, o->at, "identity");
		c->def.identity = o->identity;
	}
	if (o->constraint) {
		if (o->constraint->kind != TN_CONSTRAINT_CHECK) {
			px_list *one = tn__px_add(p, NULL, (void *)(uintptr_t)c->def.name);

			if (!one)
				return 0;
			o->constraint->columns = tn__px_names(p, one, &o->constraint->column_count);
		}
		if (o->constraint->kind == TN_CONSTRAINT_PRIMARY)
			c->def.not_null = 1;
		c->constraints = tn__px_add(p, c->constraints, o->constraint);
		return c->constraints != NULL;
	}
	return 1;
}

/* KEY name (columns) among the columns reads like a column of that name and an odd type. */
static int is_index(const char *name)
{
	return !strcmp(name, "key") || !strcmp(name, "index") || !strcmp(name, "fulltext") || !strcmp(name, "spatial");
}

struct px_column *tn__px_column_def(struct tn_sql_parser *p, uint32_t at, const char *name, uint32_t type_at,
				    struct tn_sql_slice type, const px_list *options)
{
	const struct tn_type_spec *spec;
	struct tn_type_spec known;
	struct px_column *c;
	unsigned seen = 0;
	uint32_t i;

	if (is_index(name) && tn__sql_read_type(type.s, type.n, &known))
		return tn__px_fail(p, TN_E_SYNTAX, at, "an index is no part of CREATE TABLE",
				   "write CREATE INDEX name ON table (columns), a statement of its own");
	spec = tn__px_type(p, type_at, type, 1);
	c = spec ? tn__px_alloc(p, sizeof(*c)) : NULL;
	if (!c)
		return NULL;
	c->def.name = name;
	c->def.at = at;
	c->def.type = spec->type;
	if (spec->flags & TN_TYPE_IDENTITY)
		c->def.identity = TN_IDENTITY_BY_DEFAULT;
	for (i = 0; options && i < options->n; i++)
		if (!take_option(p, c, options->v[i], &seen))
			return NULL;
	if (c->def.identity)
		c->def.not_null = 1;
	if (c->def.identity && c->def.type.kind != TN_KIND_INT)
		return tn__px_fail(p, TN_E_TYPE, type_at, "an identity column holds integers", "write BIGINT");
	if (c->def.identity && c->def.default_value)
		return tn__px_fail(p, TN_E_SYNTAX, at, "an identity column has no DEFAULT", NULL);
	return c;
}

/* ---- constraints ------------------------------------------------------------------------- */

struct tn_ir_constraint *tn__px_constraint(struct tn_sql_parser *p, uint32_t at, int kind, const px_list *columns)
{
	struct tn_ir_constraint *c = tn__px_alloc(p, sizeof(*c));

	if (c) {
		c->kind = (uint8_t)kind;
		c->at = at;
		c->columns = tn__px_names(p, columns, &c->column_count);
	}
	return c;
}

struct tn_ir_constraint *tn__px_references(struct tn_sql_parser *p, struct tn_ir_constraint *c,
					   const struct px_name2 *table, const px_list *columns, int actions)
{
	c->ref_schema = table->schema;
	c->ref_table = table->name;
	c->ref_columns = tn__px_names(p, columns, &c->ref_count);
	if ((actions & 15) != 15)
		c->on_delete = (uint8_t)(actions & 15);
	if ((actions >> 4) != 15)
		c->on_update = (uint8_t)(actions >> 4);
	/* Its primary key is what is meant. */
	if (!c->ref_columns && !tn__px_add_table(p, c->at, table->schema, table->name))
		return NULL;
	return c;
}

/* ---- tables ---------------------------------------------------------------------------------- */

struct px_table *tn__px_member(struct tn_sql_parser *p, struct px_table *t, struct px_column *column,
			       struct tn_ir_constraint *constraint)
{
	uint32_t i;

	if (!t)
		t = tn__px_alloc(p, sizeof(*t));
	if (!t)
		return NULL;
	if (column) {
		t->columns = tn__px_add(p, t->columns, column);
		if (!t->columns)
			return NULL;
		for (i = 0; column->constraints && i < column->constraints->n; i++) {
			t->constraints = tn__px_add(p, t->constraints, column->constraints->v[i]);
			if (!t->constraints)
				return NULL;
		}
	}
	if (constraint) {
		t->constraints = tn__px_add(p, t->constraints, constraint);
		if (!t->constraints)
			return NULL;
	}
	return t;
}

enum { LONGEST_KEY = 64 }; /* columns; twice what any server has, and few enough to search for each */

static void mark_key(struct tn_ir_create_table *t, const struct tn_ir_constraint *key)
{
	uint32_t i, k;

	for (i = 0; i < key->column_count; i++)
		for (k = 0; k < t->column_count; k++)
			if (!strcmp(key->columns[i], t->columns[k].name))
				t->columns[k].not_null = 1;
}

static int one_primary_key(struct tn_sql_parser *p, struct tn_ir_create_table *t)
{
	const struct tn_ir_constraint *key = NULL;
	uint32_t i;

	for (i = 0; i < t->constraint_count; i++) {
		if (t->constraints[i].kind != TN_CONSTRAINT_PRIMARY)
			continue;
		if (key)
			return tn__px_fail(p, TN_E_SYNTAX, t->constraints[i].at, "a table has one primary key",
					   "write PRIMARY KEY (a, b) behind the columns") != NULL;
		key = &t->constraints[i];
		if (key->column_count > LONGEST_KEY)
			return tn__px_fail(p, TN_E_LIMIT, key->at, "a primary key of more than 64 columns",
					   NULL) != NULL;
		mark_key(t, key);
	}
	return 1;
}

struct tn_ir_create_table *tn__px_create_table(struct tn_sql_parser *p, int temporary, int if_not_exists,
					       const struct px_name2 *name, const struct px_table *members)
{
	struct tn_ir_create_table *t = tn__px_alloc(p, sizeof(*t));

	if (!t)
		return NULL;
	t->schema = name->schema;
	t->name = name->name;
	t->name_at = name->at;
	t->temporary = (uint8_t)temporary;
	t->if_not_exists = (uint8_t)if_not_exists;
	if (!members->columns)
		return tn__px_fail(p, TN_E_SYNTAX, name->at, "a table has at least one column", NULL);
	t->columns = tn__px_flat(p, members->columns, sizeof(*t->columns));
	t->column_count = members->columns->n;
	if (members->constraints) {
		t->constraints = tn__px_flat(p, members->constraints, sizeof(*t->constraints));
		t->constraint_count = members->constraints->n;
	}
	if (!t->columns || (members->constraints && !t->constraints))
		return NULL;
	return one_primary_key(p, t) ? t : NULL;
}

/* ---- the rest ----------------------------------------------------------------------------------- */

struct tn_ir_create_index *tn__px_create_index(struct tn_sql_parser *p, const struct px_name2 *table,
					       const px_list *keys, px_expr *where)
{
	struct tn_ir_create_index *x = tn__px_alloc(p, sizeof(*x));

	if (!x)
		return NULL;
	x->schema = table->schema;
	x->table = table->name;
	x->keys = tn__px_flat(p, keys, sizeof(*x->keys));
	x->key_count = keys->n;
	x->where = where;
	return x->keys ? x : NULL;
}

struct tn_ir_create_view *tn__px_create_view(struct tn_sql_parser *p, const struct px_name2 *name,
					     const px_list *names, struct tn_ir_query *query)
{
	struct tn_ir_create_view *v = tn__px_alloc(p, sizeof(*v));

	if (!v)
		return NULL;
	v->schema = name->schema;
	v->name = name->name;
	v->name_at = name->at;
	v->names = tn__px_names(p, names, &v->name_count);
	v->query = query;
	return v;
}

struct tn_ir_alter *tn__px_alter(struct tn_sql_parser *p, int kind)
{
	p->stmt->u.alter->kind = (uint8_t)kind;
	return p->stmt->u.alter;
}

struct tn_ir_alter *tn__px_alter_add(struct tn_sql_parser *p, int if_not_exists, const struct px_column *column)
{
	struct tn_ir_alter *a = tn__px_alter(p, TN_ALTER_ADD_COLUMN);

	a->if_not_exists = (uint8_t)if_not_exists;
	a->def = tn__px_alloc(p, sizeof(*a->def));
	if (!a->def)
		return NULL;
	*a->def = column->def;
	if (!column->constraints)
		return a;
	a->constraints = tn__px_flat(p, column->constraints, sizeof(*a->constraints));
	a->constraint_count = column->constraints->n;
	return a->constraints ? a : NULL;
}

struct tn_ir_drop *tn__px_drop(struct tn_sql_parser *p, int object, int if_exists, const px_list *names, int cascade)
{
	const struct px_name2 *name = names->v[0];
	struct tn_ir_drop *d;

	if (names->n > 1)
		return tn__px_fail(p, TN_E_UNSUPPORTED, ((const struct px_name2 *)names->v[1])->at,
				   "one statement drops or empties one thing", "send a statement for each");
	d = tn__px_alloc(p, sizeof(*d));
	if (!d)
		return NULL;
	d->object = (uint8_t)object;
	d->if_exists = (uint8_t)if_exists;
	d->cascade = (uint8_t)cascade;
	d->schema = name->schema;
	d->name = name->name;
	d->name_at = name->at;
	return d;
}
