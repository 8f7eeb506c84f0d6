/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_conflict.c - ON CONFLICT where a server has ON DUPLICATE KEY UPDATE.
 *
 * The problem: ON CONFLICT (key) is about one unique key, and a row that is there under
 * another is an error.  ON DUPLICATE KEY UPDATE is about whatever unique key is hit.
 * Who lacks it: MySQL and MariaDB.
 * What is done: where no other unique key can be hit the two are the same.  A key cannot
 * be hit when one of its columns is NULL in every row, or is made by the server.  DO
 * NOTHING assigns a column to itself, so that every other error stays one.  The WHERE
 * of DO UPDATE goes into each assignment: CASE WHEN it THEN the value ELSE the old one.
 * What is preserved: which rows are there afterwards, errors, and the number of rows
 * inserted or updated (core/ir/query.h, enum tn_ir_counts, says how it is told).  Of the
 * rows of a SELECT the server tells how many it changed, not how many it left: the value
 * that leaves a row counts it (KEPT_COUNTED).
 * What is weaker: a trigger BEFORE UPDATE sees the assignment of DO NOTHING; a trigger
 * that fills in a column of another key is not foreseen.
 * When it refuses: when another unique key can be hit and the caller does not allow
 * that; DEFAULT or what
 * gives another value each time, where the WHERE would have to be written around it;
 * columns of the proposed row in a subquery, where it has no name.
 */
#include <string.h>
#include "core/base/text.h"
#include "compat/pass.h"

struct conflict {
	struct tn_ir_visitor v, inside;
	struct tn_lowering *l;
	const struct tn_ir_change *change; /* as it was */
	uint8_t *given;        /* by column of the target: has a value other than DEFAULT */
	uint8_t *null;         /* ... and that is NULL in every row */
	uint8_t queries;       /* the sets have subqueries */
	uint8_t proposed;      /* they use the row that was proposed */
	uint8_t proposed_inside; /* ... in subqueries */
	uint8_t proposed_default; /* ... a column of it that is not given */
};

static int is_rows(const struct tn_ir_query *q)
{
	return q && q->kind == TN_QUERY_VALUES && !q->with && !q->order_count && !q->limit && !q->offset;
}

static int is_single(const struct tn_ir_change *c)
{
	return !c->query || (is_rows(c->query) && c->query->row_count == 1);
}

static int refuse(const struct conflict *f, uint32_t at, const char *what, const char *hint)
{
	return tn__lower_refuse(f->l, TN_CAP_ON_CONFLICT, at, what, hint);
}

/* ---- what is given ------------------------------------------------------------------- */

static int is_null(const struct tn_ir_expr *e)
{
	return e->kind == TN_X_LITERAL && e->u.literal.kind == TN_KIND_NULL;
}

/* Column i of the INSERT, in every row. */
static void note_values(struct conflict *f, uint32_t i, uint32_t column)
{
	const struct tn_ir_query *q = f->change->query;
	uint32_t row, defaults = 0, nulls = 0;

	if (!is_rows(q) || i >= q->width) {
		f->given[column] = 1;
		return;
	}
	for (row = 0; row < q->row_count; row++) {
		const struct tn_ir_expr *e = q->values[(size_t)row * q->width + i];

		defaults += e->kind == TN_X_DEFAULT;
		nulls += is_null(e);
	}
	f->given[column] = defaults < q->row_count;
	f->null[column] = nulls == q->row_count;
}

static int note_given(struct conflict *f)
{
	const struct tn_ir_change *c = f->change;
	uint32_t i, columns = c->target->column_count;

	f->given = tn__arena_calloc(f->l->arena, columns + 1, 1);
	f->null = tn__arena_calloc(f->l->arena, columns + 1, 1);
	if (!f->given || !f->null)
		return tn__lower_nomem(f->l);
	for (i = 0; c->query && c->column_index && i < c->column_count; i++)
		if (c->column_index[i] < columns)
			note_values(f, i, c->column_index[i]);
	return TN_OK;
}

/* ---- other keys ------------------------------------------------------------------------ */

/* 1 if no row can be there already that has the same value in this column. */
static int never_equal(const struct conflict *f, uint32_t column)
{
	unsigned flags = f->change->target->columns[column].flags;

	if (f->given[column])
		return f->null[column] && !(flags & (TN_COLF_NOT_NULL | TN_COLF_IDENTITY));
	if (flags & TN_COLF_IDENTITY)
		return 1;
	return !(flags & (TN_COLF_NOT_NULL | TN_COLF_DEFAULT | TN_COLF_GENERATED));
}

/* The columns of the key are those of ON CONFLICT; a key has every column once. */
static int is_named(const struct tn_ir_change *c, const struct tn_ir_key *key)
{
	uint32_t i, k;

	if (key->count != c->conflict_count)
		return 0;
	for (k = 0; k < key->count; k++) {
		for (i = 0; i < c->conflict_count && c->conflict_index[i] != key->columns[k]; i++)
			continue;
		if (i == c->conflict_count)
			return 0;
	}
	return 1;
}

static int can_be_hit(const struct conflict *f, const struct tn_ir_key *key)
{
	uint32_t k;

	for (k = 0; k < key->count; k++)
		if (key->columns[k] < f->change->target->column_count && never_equal(f, key->columns[k]))
			return 0;
	return !is_named(f->change, key);
}

static int refuse_key(const struct conflict *f, const struct tn_ir_key *key)
{
	struct tn_text what;
	uint32_t k;
	int rc;

	tn__text_init(&what);
	tn__text_puts(&what, "ON CONFLICT beside another unique key ");
	if (!key)
		tn__text_puts(&what, "over expressions or parts of columns");
	for (k = 0; key && k < key->count; k++)
		tn__text_printf(&what, "%s%s", k ? ", " : "(", f->change->target->columns[key->columns[k]].name);
	tn__text_puts(&what, key ? ")" : "");
	rc = what.failed ? tn__lower_nomem(f->l)
			 : refuse(f, f->change->conflict_at, what.s,
				  "Use tn_upsert(), or take whatever unique key is hit: TN_ANY_UNIQUE_KEY().");
	tn__text_release(&what);
	return rc;
}

static int check_keys(const struct conflict *f)
{
	const struct tn_ir_table *table = f->change->target->table;
	uint32_t i;

	if (!f->change->conflict_count || f->l->intent->allows & TN_IR_ALLOW_ANY_KEY)
		return TN_OK;
	if (f->change->target->open || !table)
		return refuse(f, f->change->conflict_at, "ON CONFLICT of a table whose keys are not known", NULL);
	if (table->flags & TN_TABLEF_MORE_KEYS)
		return refuse_key(f, NULL);
	for (i = 0; i < table->key_count; i++)
		if (can_be_hit(f, &table->keys[i]))
			return refuse_key(f, &table->keys[i]);
	return TN_OK;
}

/* ---- the row that was proposed ----------------------------------------------------------- */

static int note_proposed(struct conflict *f, const struct tn_ir_expr *e)
{
	if (e->kind != TN_X_COLUMN || e->u.column.source != f->change->excluded)
		return 0;
	f->proposed = 1;
	if (e->u.column.index < f->change->target->column_count && !f->given[e->u.column.index])
		f->proposed_default = 1;
	return 1;
}

static int look_inside(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct conflict *f = v->ctx;

	f->proposed_inside |= (uint8_t)note_proposed(f, *place);
	return TN_OK;
}

static int look(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)note_proposed(v->ctx, *place);
	return TN_OK;
}

static int look_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct conflict *f = v->ctx;
	int rc = tn__ir_visit_query(q, &f->inside);

	f->queries = 1;
	return rc < 0 ? rc : TN_IR_PASS_OVER;
}

static int check_proposed(struct conflict *f)
{
	const struct tn_ir_change *c = f->change;
	struct tn_ir_expr *where = c->conflict_where;
	uint32_t i;
	int rc = where ? tn__ir_visit_expr(&where, &f->v) : TN_OK;

	for (i = 0; i < c->set_count && rc >= 0; i++)
		rc = tn__ir_visit_expr(&c->sets[i].value, &f->v);
	if (rc < 0)
		return rc;
	if (f->proposed_inside && (f->proposed_default || !is_rows(c->query) || c->with ||
				   !tn__can(f->l, TN_CAP_PROPOSED_ROW_NAME)))
		return tn__lower_refuse(f->l, TN_CAP_PROPOSED_ROW_NAME, c->conflict_at,
			"a column of excluded in a subquery of DO UPDATE", NULL);
	return TN_OK;
}

/* ---- the assignments ------------------------------------------------------------------------ */

/* The column; marked, if the row is not counted otherwise, where it is left as it is. */
static struct tn_ir_expr *old_value(struct conflict *f, struct tn_ir_change *c, uint32_t column, int marked)
{
	struct tn_ir_expr *e = tn__ir_column_ref(f->l->arena, c->target, column);

	if (!e || !marked || (c->counts == TN_COUNTS_NEW && !is_single(c)))
		return e;
	return tn__ir_op(f->l->arena, c->counts == TN_COUNTS_NEW ? TN_OP_KEPT : TN_OP_KEPT_COUNTED, 1, e);
}

/* One that can be assigned; of the key that is named if there is one. */
static uint32_t any_column(const struct tn_ir_change *c)
{
	uint32_t i;

	for (i = 0; i < c->conflict_count; i++)
		if (!(c->target->columns[c->conflict_index[i]].flags & TN_COLF_GENERATED))
			return c->conflict_index[i];
	for (i = 0; i < c->target->column_count; i++)
		if (!(c->target->columns[i].flags & TN_COLF_GENERATED))
			break;
	return i;
}

static int assign_nothing(struct conflict *f, struct tn_ir_change *c)
{
	uint32_t column = any_column(c);

	if (column >= c->target->column_count)
		return refuse(f, c->conflict_at, "ON CONFLICT of a table whose columns are not known", NULL);
	c->sets = tn__arena_calloc(f->l->arena, 1, sizeof(*c->sets));
	if (!c->sets)
		return tn__lower_nomem(f->l);
	c->set_count = 1;
	c->sets->column = c->target->columns[column].name;
	c->sets->index = column;
	c->sets->at = c->conflict_at;
	c->sets->value = old_value(f, c, column, 1);
	return c->sets->value ? TN_OK : tn__lower_nomem(f->l);
}

/* CASE WHEN where THEN value ELSE old END */
static struct tn_ir_expr *choose(struct conflict *f, struct tn_ir_change *c, uint32_t i, struct tn_ir_expr *where)
{
	struct tn_ir_expr *e = where ? tn__lower_case(f->l, where, c->sets[i].value) : NULL;
	struct tn_ir_expr **args = e ? tn__arena_calloc(f->l->arena, 3, sizeof(*args)) : NULL;

	if (!args)
		return NULL;
	args[0] = e->args[0];
	args[1] = e->args[1];
	args[2] = old_value(f, c, c->sets[i].index, i == 0);
	e->args = args;
	e->arg_count = 3;
	e->flags |= TN_XF_ELSE;
	return args[2] ? e : NULL;
}

static int assign_where(struct conflict *f, struct tn_ir_change *c)
{
	struct tn_ir_expr *where = c->conflict_where, *copy;
	uint32_t i;

	if (c->set_count > 1 && tn__lower_is_volatile(where))
		return refuse(f, where->at, "a WHERE of DO UPDATE that gives another answer each time", NULL);
	for (i = 0; i < c->set_count; i++) {
		if (c->sets[i].value->kind == TN_X_DEFAULT)
			return refuse(f, c->sets[i].at, "DEFAULT in DO UPDATE ... WHERE", NULL);
		copy = i ? tn__ir_clone_expr(f->l->arena, where) : where;
		c->sets[i].value = choose(f, c, i, copy);
		if (!c->sets[i].value)
			return tn__lower_nomem(f->l);
	}
	c->conflict_where = NULL;
	return TN_OK;
}

/* There the statement has no place for an alias of the table. */
static int drop_alias(const struct conflict *f, struct tn_ir_change *c)
{
	const char *name = c->target->table && c->target->table->name ? c->target->table->name : c->table;

	if (c->target->alias && strcmp(c->target->alias, name) != 0 && f->queries)
		return refuse(f, c->conflict_at, "an alias of the table beside a subquery in DO UPDATE",
			"Leave the alias of the table out.");
	c->alias = NULL;
	c->target->alias = name;
	return TN_OK;
}

static uint8_t counts_of(const struct tn_ir_change *c)
{
	if (c->conflict == TN_CONFLICT_UPDATE && !c->conflict_where)
		return TN_COUNTS_ALL;
	if (is_single(c) || (c->conflict == TN_CONFLICT_NOTHING && is_rows(c->query)))
		return TN_COUNTS_NEW;
	return TN_COUNTS_BUT_KEPT;
}

static int rewrite(struct conflict *f)
{
	struct tn_ir_stmt *tree = tn__lower_tree(f->l);
	struct tn_ir_change *c = tree ? tree->u.change : NULL;
	int rc;

	if (!c)
		return TN_E_NOMEM;
	rc = drop_alias(f, c);
	if (rc < 0)
		return rc;
	c->counts = counts_of(c);
	rc = c->conflict == TN_CONFLICT_NOTHING ? assign_nothing(f, c)
	     : c->conflict_where		? assign_where(f, c)
						: TN_OK;
	c->conflict = TN_CONFLICT_UPDATE;
	c->conflict_count = 0;
	c->any_key = 1;
	c->names_proposed = f->proposed && !f->proposed_default && is_rows(c->query) && !c->with &&
		tn__can(f->l, TN_CAP_PROPOSED_ROW_NAME);
	return rc;
}

int tn__pass_conflict(struct tn_lowering *l)
{
	struct conflict f = {.v = {.expr = look, .query = look_query}, .inside = {.expr = look_inside}, .l = l};
	const struct tn_ir_change *c = f.change = tn__lower_now(l)->u.change;
	int rc;

	if (tn__can(l, TN_CAP_ON_CONFLICT))
		return TN_OK;
	f.v.ctx = f.inside.ctx = &f;
	if (!tn__can(l, TN_CAP_ON_DUPLICATE_KEY))
		return refuse(&f, c->conflict_at, "ON CONFLICT", NULL);
	rc = note_given(&f);
	if (rc >= 0)
		rc = check_keys(&f);
	if (rc >= 0)
		rc = check_proposed(&f);
	return rc < 0 ? rc : rewrite(&f);
}
