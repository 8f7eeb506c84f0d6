/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_name.c - names that a statement makes.
 *
 * Identifiers have at most 63 bytes everywhere, so that a name that one server
 * takes is taken by all; a longer one is an error, never cut.  Constraints without
 * a name get one by PostgreSQL's rule on every server, so that an error names the
 * same constraint everywhere: <table>_pkey, <table>_<columns>_key, _fkey, _check.
 * Only these are cut where they are too long, between characters, with a number
 * where that makes two the same.
 */
#include "core/sql/scope.h"
#include <string.h>

#define MAX_NAME TN_SQL_MAX_NAME

int tn__new_name(struct tn_analysis *an, const char *name, const char *what, uint32_t at)
{
	size_t len = strlen(name);

	if (!len)
		return tn__analysis_fail(an, at, TN_E_SYNTAX, NULL, "%s is empty", what);
	if (tn__sql_name_too_wide(name, len))
		return tn__analysis_fail(an, at, TN_E_UNSUPPORTED, "use other characters",
			"%s has a character beyond U+FFFF, which not every server can store in a name", what);
	if (len <= MAX_NAME)
		return TN_OK;
	return tn__analysis_fail(an, at, TN_E_LIMIT,
		"the limit is the same on every server; shorten the name", "%s has %zu bytes, more than %u",
		what, len, MAX_NAME);
}

/* The longest prefix of at most n bytes that ends between characters. */
static size_t cut(const char *s, size_t len, size_t n)
{
	if (len <= n)
		return len;
	while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	return n;
}

const char *tn__object_name(
	struct tn_analysis *an, const char *table, const char *columns, const char *label, unsigned number)
{
	size_t t = strlen(table), c = columns ? strlen(columns) : 0, room;
	const char *suffix = number ? tn__analysis_text(an, "%s%u", label, number) : label;

	if (!suffix)
		return NULL;
	room = MAX_NAME - strlen(suffix) - 1 - (columns ? 1 : 0);
	/* The longer of the two is cut first. */
	while (t + c > room) {
		if (t > c)
			t--;
		else
			c--;
	}
	t = cut(table, strlen(table), t);
	c = columns ? cut(columns, strlen(columns), c) : 0;
	return tn__analysis_text(an, "%.*s%s%.*s_%s", (int)t, table, columns ? "_" : "", (int)c,
		columns ? columns : "", suffix);
}

/* Names of columns joined with "_", as far as a name can hold them. */
static const char *joined(struct tn_analysis *an, const char *const *columns, uint32_t count)
{
	const char *all = columns[0];
	uint32_t i;

	for (i = 1; i < count && all && strlen(all) < 2 * MAX_NAME; i++)
		all = tn__analysis_text(an, "%s_%s", all, columns[i]);
	return all;
}

/* The only column that a CHECK reads, or NULL. */
struct only {
	const char *name;
	int several;
};

static int see_column(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct only *only = v->ctx;
	const struct tn_ir_expr *e = *place;

	if (e->kind != TN_X_COLUMN || !e->u.column.source)
		return TN_OK;
	const char *name = e->u.column.source->columns[e->u.column.index].name;

	only->several |= only->name && strcmp(only->name, name) != 0;
	only->name = name;
	return TN_OK;
}

static int name_parts(
	struct tn_analysis *an, struct tn_ir_constraint *c, const char **columns, const char **label)
{
	struct only only = {0};
	struct tn_ir_visitor v = {.expr = see_column, .ctx = &only};
	int rc;

	*columns = NULL;
	switch (c->kind) {
	case TN_CONSTRAINT_PRIMARY: *label = "pkey"; return TN_OK;
	case TN_CONSTRAINT_CHECK:
		*label = "check";
		rc = tn__ir_visit_expr(&c->check, &v);
		*columns = only.several ? NULL : only.name;
		return rc;
	default:
		*label = c->kind == TN_CONSTRAINT_UNIQUE ? "key" : "fkey";
		*columns = joined(an, c->columns, c->column_count);
		return *columns ? TN_OK : tn__error_nomem(an->err);
	}
}

/* A hostile text may ask for the same name again and again; each tries on where the last one stopped. */
static int name_one(
	struct tn_analysis *an, const char *table, struct tn_ir_constraint *c, struct tn_name_map *taken)
{
	const char *columns, *label, *name;
	uint32_t e;
	unsigned number = 0;
	int rc = name_parts(an, c, &columns, &label);

	if (rc < 0)
		return rc;
	name = tn__object_name(an, table, columns, label, 0);
	if (!name)
		return tn__error_nomem(an->err);
	e = tn__name_map_first(taken, name);
	if (e != TN_NAME_NONE) {
		do {
			number = ++taken->entries[e].value;
			name = tn__object_name(an, table, columns, label, number);
			if (!name)
				return tn__error_nomem(an->err);
		} while (tn__name_map_first(taken, name) != TN_NAME_NONE);
	}
	c->name = name;
	return tn__name_map_add(taken, name, 0) < 0 ? tn__error_nomem(an->err) : TN_OK;
}

int tn__constraint_names(
	struct tn_analysis *an, const char *table, struct tn_ir_constraint *constraints, uint32_t count)
{
	struct tn_name_map taken;
	uint32_t i;
	int rc = TN_OK;

	if (tn__name_map_init(&taken, an->arena, count) < 0)
		return tn__error_nomem(an->err);
	for (i = 0; i < count; i++) {
		if (!constraints[i].name)
			continue;
		rc = tn__new_name(an, constraints[i].name, "the name of a constraint", constraints[i].at);
		if (rc >= 0 && tn__name_map_first(&taken, constraints[i].name) != TN_NAME_NONE)
			rc = tn__analysis_fail(an, constraints[i].at, TN_E_EXISTS, NULL,
				"two constraints are named \"%s\"", constraints[i].name);
		if (rc < 0)
			return rc;
		if (tn__name_map_add(&taken, constraints[i].name, 0) < 0)
			return tn__error_nomem(an->err);
	}
	for (i = 0; i < count && rc >= 0; i++)
		if (!constraints[i].name)
			rc = name_one(an, table, &constraints[i], &taken);
	return rc;
}
