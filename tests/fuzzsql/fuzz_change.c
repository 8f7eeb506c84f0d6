/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzzsql/fuzz_change.c - random INSERT, UPDATE and DELETE.
 *
 * Each has a query beside it that tells what the table holds afterwards.  What SQL
 * leaves open is kept out: the key of a row is not changed, a row of UPDATE ... FROM
 * meets one row at most, the values of an identity column are not looked at.
 */
#include <string.h>
#include "tests/fuzzsql/fuzz.h"

/* Columns that refer to other tables or are checked: what they may hold. */
static const struct {
	const char *column, *values[4];
} held[] = {
	{"person_id", {"1", "2", "8", "CAST(NULL AS INTEGER)"}},
	{"boss_id", {"1", "2", "3", "CAST(NULL AS INTEGER)"}},
	{"order_id", {"10", "11", "13", "16"}},
	{"quantity", {"0", "1", "7", "100"}},
};

static const char *held_value(const char *column, unsigned n)
{
	size_t i;

	for (i = 0; i < sizeof(held) / sizeof(held[0]); i++)
		if (!strcmp(held[i].column, column))
			return held[i].values[n % 4];
	return NULL;
}

static int in_key(const struct tn_ir_table *t, uint32_t column)
{
	uint32_t k, i;

	for (k = 0; k < t->key_count; k++)
		for (i = 0; i < t->keys[k].count; i++)
			if (t->keys[k].columns[i] == column)
				return 1;
	return 0;
}

static struct fuzz_node *fixed(struct fuzz *f, const char *text)
{
	return fuzz_node(f, FUZZ_FIXED, text, 0);
}

static char letter_of(const struct tn_ir_column *column)
{
	return fuzz_letter_of(column->type.kind);
}

/* The name of a column's type, for a CAST that makes a value fit. */
static const char *type_of(struct fuzz *f, const struct tn_ir_column *column)
{
	const struct tn_sql_type *t = &column->type;

	switch (t->storage) {
	case TN_TYPE_VARCHAR: return fuzz_printf(f, "VARCHAR(%u)", (unsigned)t->length);
	case TN_TYPE_NUMERIC: return fuzz_printf(f, "NUMERIC(%u,%d)", (unsigned)t->precision, t->scale);
	default: return tn_type_name(t->storage);
	}
}

static const char *not_null(char letter)
{
	return letter == 't' ? "'none'" : letter == 'b' ? "TRUE" :
		letter == 's' ? "TIMESTAMP '2024-01-01 00:00:00'" : "0";
}

/* A value for a column that is no key. */
static struct fuzz_node *value(struct fuzz *f, struct fuzz_scope *scope, const struct tn_ir_column *column)
{
	const char *text = held_value(column->name, fuzz_below(f, 4));
	char letter = letter_of(column);
	struct fuzz_node *node;

	if (text)
		return fixed(f, text);
	if (letter == 'j')
		return fuzz_literal(f, letter);
	node = fuzz_chance(f, 35) ? fuzz_literal(f, letter) : fuzz_expr(f, scope, letter, 2);
	if (strchr("int", letter) && fuzz_chance(f, 70))
		node = fuzz_node(f, letter, fuzz_printf(f, "CAST(@ AS %s)", type_of(f, column)), 1, node);
	if (column->flags & TN_COLF_NOT_NULL)
		node = fuzz_node(f, letter, "coalesce(@, @)", 2, node, fixed(f, not_null(letter)));
	return node;
}

/* A value of a key: one that no row has, or one that a row may have; another for each row. */
static struct fuzz_node *key_value(struct fuzz *f, const struct tn_ir_column *column, unsigned row, int existing)
{
	static const char *const texts[] = {"'a'", "'b'", "'c'", "'d'"};
	const char *text = held_value(column->name, row);

	if (text)
		return fixed(f, text);
	if (letter_of(column) == 't')
		return fixed(f, existing ? texts[row % 4] : fuzz_printf(f, "'new %u'", row));
	return fixed(f, fuzz_printf(f, "%u", existing ? row + 1 : row + 1000));
}

/* The columns of a table, under an alias or its name. */
static void show(struct fuzz *f, struct fuzz_scope *scope, const struct tn_ir_table *t, const char *alias)
{
	uint32_t i;

	for (i = 0; i < t->column_count; i++)
		if (!(t->columns[i].flags & TN_COLF_IDENTITY))
			fuzz_show_column(f, scope, alias, t->columns[i].name, letter_of(&t->columns[i]));
}

static struct fuzz_node *returning(struct fuzz *f, struct fuzz_scope *scope)
{
	struct fuzz_node *items = fuzz_node(f, FUZZ_LIST, ", ", 0);
	unsigned n = 1 + fuzz_below(f, 3), i;

	if (!fuzz_chance(f, 40))
		return fuzz_node(f, FUZZ_CLAUSE, "", 0);
	for (i = 0; i < n; i++) {
		char letter = fuzz_any_letter(f);

		fuzz_add(f, items, fuzz_node(f, FUZZ_FIXED, fuzz_printf(f, "@ AS c%u", i + 1), 1,
					     fuzz_expr(f, scope, letter, fuzz_below(f, 2))));
	}
	return fuzz_node(f, FUZZ_CLAUSE, " RETURNING @", 1, items);
}

static struct fuzz_node *where(struct fuzz *f, struct fuzz_scope *scope, const char *text)
{
	return fuzz_node(f, FUZZ_CLAUSE, text, 1, fuzz_expr(f, scope, 'b', 2));
}

/* The end of an UPDATE or DELETE. */
static void add_where(struct fuzz *f, struct fuzz_scope *scope, struct fuzz_node *to, const char *condition)
{
	fuzz_add(f, to, where(f, scope, fuzz_printf(f, " WHERE %s@", condition)));
	fuzz_add(f, to, returning(f, scope));
}

/* SET: every column once. */
static struct fuzz_node *assignments(struct fuzz *f, struct fuzz_scope *scope, const struct tn_ir_table *t)
{
	struct fuzz_node *sets = fuzz_node(f, FUZZ_LIST, ", ", 0);
	uint32_t i, start = fuzz_below(f, t->column_count), n = 1 + fuzz_below(f, 3);

	for (i = 0; i < t->column_count && sets->count < n; i++) {
		const struct tn_ir_column *column = &t->columns[(start + i) % t->column_count];

		if (in_key(t, (start + i) % t->column_count) || column->flags & TN_COLF_IDENTITY)
			continue;
		fuzz_add(f, sets, fuzz_node(f, FUZZ_FIXED, fuzz_printf(f, "%s = @", column->name), 1,
					    value(f, scope, column)));
	}
	return sets;
}

/* ---- INSERT --------------------------------------------------------------------------- */

/* Which columns are given: all that must be, and some. */
static unsigned columns_of(struct fuzz *f, const struct tn_ir_table *t, unsigned *which, struct fuzz_node *names)
{
	unsigned n = 0;
	uint32_t i;

	for (i = 0; i < t->column_count; i++) {
		unsigned flags = t->columns[i].flags;

		if (flags & TN_COLF_IDENTITY || !(in_key(t, i) || (flags & TN_COLF_NOT_NULL &&
			!(flags & TN_COLF_DEFAULT)) || fuzz_chance(f, 60)))
			continue;
		which[n++] = i;
		fuzz_add(f, names, fixed(f, t->columns[i].name));
	}
	return n;
}

static struct fuzz_node *rows_of_values(struct fuzz *f, const struct tn_ir_table *t, const unsigned *which, unsigned n,
					int existing)
{
	struct fuzz_node *rows = fuzz_node(f, FUZZ_LIST, ", ", 0);
	struct fuzz_scope *none = fuzz_alloc(f, sizeof(*none));
	unsigned count = 1 + fuzz_below(f, 3), first = fuzz_below(f, 3), row, i;

	for (row = 0; row < count; row++) {
		struct fuzz_node *cells = fuzz_node(f, FUZZ_LIST, ", ", 0);

		for (i = 0; i < n; i++) {
			const struct tn_ir_column *column = &t->columns[which[i]];

			if (in_key(t, which[i]))
				fuzz_add(f, cells, key_value(f, column, first + row, existing && fuzz_chance(f, 60)));
			else if (column->flags & TN_COLF_DEFAULT && fuzz_chance(f, 20))
				fuzz_add(f, cells, fixed(f, "DEFAULT"));
			else
				fuzz_add(f, cells, value(f, none, column));
		}
		fuzz_add(f, rows, fuzz_node(f, FUZZ_FIXED, "(@)", 1, cells));
	}
	return fuzz_node(f, FUZZ_FIXED, "VALUES @", 1, rows);
}

/* A SELECT from a table with a key that is one integer, of which the new keys are made. */
static struct fuzz_node *rows_of_query(struct fuzz *f, const struct tn_ir_table *t, const unsigned *which, unsigned n,
				       int existing)
{
	static const char *const from[] = {"people", "words", "readings", "orders", "kinds"};
	struct fuzz_node *items = fuzz_node(f, FUZZ_LIST, ", ", 0);
	struct fuzz_scope *scope = fuzz_alloc(f, sizeof(*scope));
	const char *alias = fuzz_new_alias(f), *name = from[fuzz_below(f, 5)];
	uint32_t k;
	unsigned i;

	for (k = 0; k < f->schema->table_count; k++)
		if (!strcmp(f->schema->tables[k]->name, name))
			show(f, scope, f->schema->tables[k], alias);
	for (i = 0; i < n; i++) {
		const struct tn_ir_column *column = &t->columns[which[i]];
		const char *text = held_value(column->name, fuzz_below(f, 3));

		if (!in_key(t, which[i]))
			fuzz_add(f, items, value(f, scope, column));
		else if (text)
			fuzz_add(f, items, fixed(f, text));
		else if (letter_of(column) == 't')
			fuzz_add(f, items, fixed(f, fuzz_printf(f, "('n' || CAST(%s.id AS TEXT))", alias)));
		else
			fuzz_add(f, items, fixed(f, fuzz_printf(f, "(%s.id + %s)", alias, existing ? "3" : "1000")));
	}
	return fuzz_node(f, FUZZ_FIXED, fuzz_printf(f, "SELECT @ FROM %s AS %s@", name, alias), 2, items,
			 where(f, scope, " WHERE @"));
}

static const struct tn_ir_key *key_of(struct fuzz *f, const struct tn_ir_table *t)
{
	const struct tn_ir_key *key = t->key_count ? &t->keys[fuzz_below(f, t->key_count)] : NULL;

	return key && !(t->columns[key->columns[0]].flags & TN_COLF_IDENTITY) ? key : NULL;
}

static struct fuzz_node *on_conflict(struct fuzz *f, const struct tn_ir_table *t, const struct tn_ir_key *key)
{
	struct fuzz_scope *scope = fuzz_alloc(f, sizeof(*scope));
	struct fuzz_node *columns = fuzz_node(f, FUZZ_LIST, ", ", 0), *sets;
	uint32_t i;

	for (i = 0; i < key->count; i++)
		fuzz_add(f, columns, fixed(f, t->columns[key->columns[i]].name));
	if (fuzz_chance(f, 30))
		return fuzz_node(f, FUZZ_CLAUSE, " ON CONFLICT (@) DO NOTHING", 1, columns);
	show(f, scope, t, t->name);
	show(f, scope, t, "excluded");
	sets = assignments(f, scope, t);
	if (!sets->count)
		return fuzz_node(f, FUZZ_CLAUSE, " ON CONFLICT (@) DO NOTHING", 1, columns);
	return fuzz_node(f, FUZZ_CLAUSE, " ON CONFLICT (@) DO UPDATE SET @@", 3, columns, sets,
			 fuzz_chance(f, 20) ? where(f, scope, " WHERE @") : fuzz_node(f, FUZZ_CLAUSE, "", 0));
}

static struct fuzz_node *insert(struct fuzz *f, const struct tn_ir_table *t)
{
	struct fuzz_node *names = fuzz_node(f, FUZZ_LIST, ", ", 0), *rows, *conflict;
	struct fuzz_scope *scope = fuzz_alloc(f, sizeof(*scope));
	unsigned which[64], n = columns_of(f, t, which, names);
	const struct tn_ir_key *key = fuzz_chance(f, 45) ? key_of(f, t) : NULL;

	if (!n) {
		fuzz_add(f, names, fixed(f, t->columns[0].name));
		which[n++] = 0;
	}
	rows = fuzz_chance(f, 35) ? rows_of_query(f, t, which, n, key != NULL) :
		rows_of_values(f, t, which, n, key != NULL);
	conflict = key ? on_conflict(f, t, key) : fuzz_node(f, FUZZ_CLAUSE, "", 0);
	show(f, scope, t, t->name);
	return fuzz_node(f, FUZZ_FIXED, fuzz_printf(f, "INSERT INTO %s (@) @@@", t->name), 4, names, rows, conflict,
			 returning(f, scope));
}

/* ---- UPDATE and DELETE --------------------------------------------------------------------- */

/* Another table, joined by its key to an integer column of the target; or NULL. */
static struct fuzz_node *joined(struct fuzz *f, struct fuzz_scope *scope, const char *alias, const char **condition)
{
	const struct tn_ir_table *t = f->schema->tables[fuzz_below(f, f->schema->table_count)];
	struct fuzz_scope *own = fuzz_alloc(f, sizeof(*own));
	const char *other = fuzz_new_alias(f);
	struct fuzz_node *column;

	*own = *scope;
	own->outer = NULL;
	column = fuzz_column(f, own, 'i');
	if (!column || strcmp(t->columns[0].name, "id") || strncmp(column->text, alias, strlen(alias)) != 0)
		return NULL;
	show(f, scope, t, other);
	*condition = fuzz_printf(f, "%s.id = %s AND ", other, column->text);
	return fixed(f, fuzz_printf(f, "%s AS %s", t->name, other));
}

static struct fuzz_node *update(struct fuzz *f, const struct tn_ir_table *t)
{
	struct fuzz_scope *scope = fuzz_alloc(f, sizeof(*scope));
	const char *alias = fuzz_new_alias(f), *condition = "";
	struct fuzz_node *from, *sets, *node;

	show(f, scope, t, alias);
	from = fuzz_chance(f, 30) ? joined(f, scope, alias, &condition) : NULL;
	sets = assignments(f, scope, t);
	if (!sets->count)
		return insert(f, t);
	node = fuzz_node(f, FUZZ_FIXED, fuzz_printf(f, "UPDATE %s AS %s SET @%s@@@", t->name, alias,
						    from ? " FROM " : ""),
			 2, sets, from ? from : fuzz_node(f, FUZZ_CLAUSE, "", 0));
	add_where(f, scope, node, condition);
	return node;
}

static struct fuzz_node *delete_from(struct fuzz *f, const struct tn_ir_table *t)
{
	struct fuzz_scope *scope = fuzz_alloc(f, sizeof(*scope));
	const char *alias = fuzz_new_alias(f), *condition = "", *as = fuzz_printf(f, " AS %s", alias);
	struct fuzz_node *from, *node;

	if (fuzz_chance(f, 50)) {
		alias = t->name;
		as = "";
	}
	show(f, scope, t, alias);
	from = fuzz_chance(f, 30) ? joined(f, scope, alias, &condition) : NULL;
	node = fuzz_node(f, FUZZ_FIXED, fuzz_printf(f, "DELETE FROM %s%s%s@@@", t->name, as, from ? " USING " : ""), 1,
			 from ? from : fuzz_node(f, FUZZ_CLAUSE, "", 0));
	add_where(f, scope, node, condition);
	return node;
}

/* What the table holds, without what the server numbers. */
static const char *check_of(struct fuzz *f, const struct tn_ir_table *t)
{
	const char *list = "";
	uint32_t i;

	for (i = 0; i < t->column_count; i++)
		if (!(t->columns[i].flags & TN_COLF_IDENTITY) && t->columns[i].type.kind != TN_KIND_JSON)
			list = fuzz_printf(f, "%s%s%s", list, *list ? ", " : "", t->columns[i].name);
	return fuzz_printf(f, "SELECT %s FROM %s", list, t->name);
}

void fuzz_make_change(struct fuzz *f, struct fuzz_case *c)
{
	const struct tn_ir_table *t = f->schema->tables[fuzz_below(f, f->schema->table_count)];
	unsigned how = fuzz_below(f, 100);

	c->check = FUZZ_CHANGE;
	c->query = how < 45 ? insert(f, t) : how < 80 ? update(f, t) : delete_from(f, t);
	c->after = check_of(f, t);
}
