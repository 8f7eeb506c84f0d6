/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzzsql/fuzz_query.c - queries over the tables of the data.
 *
 * A query is made for the letters of its outputs, so that it fits where it stands: as an
 * operand of UNION, behind IN, as a derived table.
 */
#include <stdio.h>
#include <string.h>
#include "tests/fuzzsql/fuzz.h"

#define MAX_OUTPUTS 6

const char *fuzz_new_alias(struct fuzz *f)
{
	return fuzz_printf(f, "q%u", ++f->aliases);
}

void fuzz_show_column(struct fuzz *f, struct fuzz_scope *scope, const char *alias, const char *name, char letter)
{
	if (letter && scope->count < FUZZ_MAX_COLUMNS) {
		scope->columns[scope->count].text = fuzz_printf(f, "%s.%s", alias, name);
		scope->columns[scope->count++].letter = letter;
	}
}

static void add_keys(struct fuzz *f, struct fuzz_scope *scope, const char *alias, const struct tn_ir_table *table)
{
	uint32_t i, k;

	for (k = 0; k < table->key_count && !table->keys[k].primary; k++)
		;
	if (k == table->key_count)
		scope->keyed = 0;
	else
		for (i = 0; i < table->keys[k].count && scope->key_count < 16; i++)
			scope->keys[scope->key_count++] =
				fuzz_printf(f, "%s.%s", alias, table->columns[table->keys[k].columns[i]].name);
}

static struct fuzz_node *table(struct fuzz *f, struct fuzz_scope *scope)
{
	const struct tn_ir_table *t = f->schema->tables[fuzz_below(f, f->schema->table_count)];
	const char *alias = fuzz_new_alias(f);
	uint32_t i;

	for (i = 0; i < t->column_count; i++)
		fuzz_show_column(f, scope, alias, t->columns[i].name, fuzz_letter_of(t->columns[i].type.kind));
	add_keys(f, scope, alias, t);
	return fuzz_node(f, FUZZ_FROM, fuzz_printf(f, "%s AS %s", t->name, alias), 0);
}

static void some_letters(struct fuzz *f, char *letters, unsigned n)
{
	letters[n] = '\0';
	while (n--)
		letters[n] = fuzz_any_letter(f);
}

/* A derived table; it does not see the tables beside it. */
static struct fuzz_node *derived(struct fuzz *f, struct fuzz_scope *scope, unsigned depth)
{
	char letters[MAX_OUTPUTS + 1], name[16];
	const char *alias = fuzz_new_alias(f);
	unsigned i, n = 1 + fuzz_below(f, 3);

	some_letters(f, letters, n);
	scope->keyed = 0;
	for (i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "c%u", i + 1);
		fuzz_show_column(f, scope, alias, name, letters[i]);
	}
	return fuzz_node(f, FUZZ_FROM, fuzz_printf(f, "(@) AS %s", alias), 1, fuzz_query(f, NULL, letters, depth));
}

/* A column of each side that are alike, or any condition. */
static struct fuzz_node *on(struct fuzz *f, struct fuzz_scope *scope, unsigned before, unsigned depth)
{
	unsigned tries;

	for (tries = 0; tries < 20 && before && scope->count > before; tries++) {
		const struct fuzz_column *a = &scope->columns[fuzz_below(f, before)];
		const struct fuzz_column *b = &scope->columns[before + fuzz_below(f, scope->count - before)];

		if (a->letter == b->letter && strchr("intDs", a->letter))
			return fuzz_node(f, 'b', "(@ = @)", 2, fuzz_node(f, a->letter, a->text, 0),
					 fuzz_node(f, b->letter, b->text, 0));
	}
	return fuzz_expr(f, scope, 'b', depth);
}

static int is_column(const struct fuzz_node *node)
{
	return node->text[0] == 'q' && !node->count;
}

static struct fuzz_node *one_from(struct fuzz *f, struct fuzz_scope *scope, unsigned depth)
{
	return depth && fuzz_chance(f, 15) ? derived(f, scope, depth - 1) : table(f, scope);
}

struct fuzz_node *fuzz_from(struct fuzz *f, struct fuzz_scope *scope, unsigned depth)
{
	static const char *const joins[] = {"@ JOIN @ ON @", "@ LEFT JOIN @ ON @", "@ LEFT JOIN @ ON @",
		"@ RIGHT JOIN @ ON @",
					    "@ FULL JOIN @ ON @"};
	unsigned more = depth && fuzz_chance(f, 40) ? 1 + fuzz_below(f, 2) : 0;
	struct fuzz_node *from;

	scope->keyed = 1;
	from = one_from(f, scope, depth);
	while (more--) {
		unsigned before = scope->count;
		struct fuzz_node *right = one_from(f, scope, depth);

		if (fuzz_chance(f, 10))
			from = fuzz_node(f, FUZZ_FROM, "@ CROSS JOIN @", 2, from, right);
		else {
			const char *text = joins[fuzz_below(f, 5)];
			struct fuzz_node *condition = on(f, scope, before, 1);

			/* What a full join may be joined by is limited; equal columns are not. */
			if (strstr(text, "FULL") && (condition->count != 2 || !is_column(condition->args[0]) ||
						     !is_column(condition->args[1])))
				text = joins[1];

			from = fuzz_node(f, FUZZ_FROM, text, 3, from, right, condition);
		}
	}
	return from;
}

static struct fuzz_node *item(struct fuzz *f, struct fuzz_node *expr, unsigned number)
{
	return fuzz_node(f, FUZZ_FIXED, fuzz_printf(f, "@ AS c%u", number + 1), 1, expr);
}

static struct fuzz_node *none(struct fuzz *f)
{
	return fuzz_node(f, FUZZ_CLAUSE, "", 0);
}

static struct fuzz_node *where(struct fuzz *f, struct fuzz_scope *scope, unsigned depth)
{
	return fuzz_chance(f, 55) ? fuzz_node(f, FUZZ_CLAUSE, " WHERE @", 1,
		fuzz_expr(f, scope, 'b', depth + 1)) : none(f);
}

static struct fuzz_node *plain(struct fuzz *f, struct fuzz_scope *scope, struct fuzz_node *from, const char *letters,
			       unsigned depth)
{
	struct fuzz_node *items = fuzz_node(f, FUZZ_LIST, ", ", 0), *distinct = none(f);
	unsigned i;

	if (fuzz_chance(f, 20))
		distinct = fuzz_node(f, FUZZ_CLAUSE, "DISTINCT ", 0);
	for (i = 0; letters[i]; i++)
		fuzz_add(f, items, item(f, depth && fuzz_chance(f, 10) ? fuzz_window(f, scope, letters[i], depth) :
							     fuzz_expr(f, scope, letters[i], depth), i));
	return fuzz_node(f, FUZZ_QUERY, "SELECT @@ FROM @@", 4, distinct, items, from, where(f, scope, depth));
}

static struct fuzz_node *having_of(struct fuzz *f, struct fuzz_scope *scope)
{
	struct fuzz_node *left = fuzz_aggregate(f, scope, 'i', 0);

	return fuzz_node(f, FUZZ_CLAUSE, " HAVING @", 1,
			 fuzz_node(f, 'b', "(@ > @)", 2, left, fuzz_literal(f, 'i')));
}

static struct fuzz_node *grouped(struct fuzz *f, struct fuzz_scope *scope, struct fuzz_node *from, const char *letters,
				 unsigned depth)
{
	struct fuzz_node *items = fuzz_node(f, FUZZ_LIST, ", ", 0), *keys = fuzz_node(f, FUZZ_LIST, ", ", 0),
		*group, *having;
	unsigned i;

	for (i = 0; letters[i]; i++) {
		struct fuzz_node *key = NULL;

		if (fuzz_chance(f, 45)) {
			struct fuzz_scope here = *scope;

			here.outer = NULL; /* a key is of this query */
			key = fuzz_chance(f, 60) ? fuzz_column(f, &here, letters[i]) :
				fuzz_expr(f, &here, letters[i], 1);
		}
		if (key && key->kind == 'i' && !is_column(key) && !key->count)
			key = NULL; /* a number is a position */
		if (key)
			fuzz_add(f, keys, key);
		fuzz_add(f, items, item(f, key ? key : fuzz_aggregate(f, scope, letters[i], depth ? depth - 1 : 0), i));
	}
	group = keys->count ? fuzz_node(f, FUZZ_CLAUSE, " GROUP BY @", 1, keys) : none(f);
	having = fuzz_chance(f, 25) ? having_of(f, scope) : none(f);
	return fuzz_node(f, FUZZ_QUERY, "SELECT @ FROM @@@@", 5, items, from, where(f, scope, depth), group, having);
}

struct fuzz_node *fuzz_query(struct fuzz *f, struct fuzz_scope *outer, const char *letters, unsigned depth)
{
	static const char *const sets[] = {"@ UNION ALL @", "@ UNION @", "@ EXCEPT @", "@ INTERSECT @"};
	struct fuzz_scope *scope = fuzz_alloc(f, sizeof(*scope));
	struct fuzz_node *from;

	if (depth && fuzz_chance(f, 8)) {
		struct fuzz_node *both = fuzz_node(f, FUZZ_QUERY, sets[fuzz_below(f, 4)], 0);

		fuzz_add(f, both, fuzz_query(f, outer, letters, depth - 1));
		fuzz_add(f, both, fuzz_query(f, outer, letters, depth - 1));
		return both;
	}
	scope->outer = outer;
	from = fuzz_from(f, scope, depth);
	return fuzz_chance(f, 22) ? grouped(f, scope, from, letters, depth) : plain(f, scope, from, letters, depth);
}

struct fuzz_node *fuzz_scalar(struct fuzz *f, struct fuzz_scope *outer, char letter, unsigned depth)
{
	struct fuzz_scope *scope = fuzz_alloc(f, sizeof(*scope));
	struct fuzz_node *from, *item;

	scope->outer = outer;
	from = table(f, scope);
	item = fuzz_aggregate(f, scope, letter, depth);
	return fuzz_node(f, letter, "(SELECT @ FROM @@)", 3, item, from, where(f, scope, 0));
}

/* ---- cases --------------------------------------------------------------------------------- */

static struct fuzz_node *order(struct fuzz *f, struct fuzz_node *query)
{
	struct fuzz_node *items = query, *limit;
	char directions[5] = "aaaa";
	unsigned i, rows, skipped;

	while (items->kind != FUZZ_LIST)
		items = items->args[0]->kind == FUZZ_CLAUSE ? items->args[1] : items->args[0];
	for (i = 0; i < 4; i++)
		directions[i] = (char)('a' + fuzz_below(f, 4));
	rows = fuzz_below(f, 6);
	skipped = fuzz_below(f, 3);
	limit = none(f);
	if (fuzz_chance(f, 40))
		limit = fuzz_node(f, FUZZ_CLAUSE, fuzz_printf(f, " LIMIT %u OFFSET %u", rows, skipped), 0);
	return fuzz_node(f, FUZZ_ORDER, fuzz_printf(f, "%s", directions), 2, items, limit);
}

static void statement(struct fuzz *f, struct fuzz_case *c)
{
	char letters[MAX_OUTPUTS + 1];
	struct fuzz_node *query;
	unsigned i;
	int ordered;

	some_letters(f, letters, 1 + fuzz_below(f, 3));
	ordered = fuzz_chance(f, 40);
	for (i = 0; ordered && letters[i]; i++)
		if (letters[i] == 'd') /* its last digits are not told apart */
			letters[i] = 'i';
	query = fuzz_query(f, NULL, letters, fuzz_below(f, 4));
	c->query = fuzz_node(f, FUZZ_FIXED, "@@", 2, query, ordered ? order(f, query) : none(f));
	if (fuzz_chance(f, 6)) /* under a name */
		c->query = fuzz_node(f, FUZZ_FIXED, "WITH w AS (@) SELECT * FROM w", 1, query);
}

void fuzz_make(struct fuzz *f, struct fuzz_case *c)
{
	struct fuzz_scope *scope;
	unsigned i, n;

	memset(c, 0, sizeof(*c));
	f->aliases = 0;
	if (fuzz_chance(f, 20)) {
		fuzz_make_change(f, c);
		return;
	}
	if (fuzz_chance(f, 75)) {
		c->check = FUZZ_SERVERS;
		statement(f, c);
		return;
	}
	c->check = fuzz_chance(f, 50) ? FUZZ_PARTITION : FUZZ_NOREC;
	scope = fuzz_alloc(f, sizeof(*scope));
	c->from = fuzz_from(f, scope, 1);
	c->condition = fuzz_expr(f, scope, 'b', 3);
	c->items = fuzz_node(f, FUZZ_LIST, ", ", 0);
	n = 1 + fuzz_below(f, 2);
	for (i = 0; i < n; i++)
		fuzz_add(f, c->items, item(f, fuzz_expr(f, scope, fuzz_any_letter(f), 1), i));
}

const char *fuzz_case_text(struct fuzz *f, const struct fuzz_case *c)
{
	return fuzz_text(f, c->query ? c->query :
						       fuzz_node(f, FUZZ_FIXED, "@ @ @", 3, c->items, c->from,
						       c->condition));
}
