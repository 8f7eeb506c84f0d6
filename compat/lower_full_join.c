/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_full_join.c - FULL JOIN by UNION ALL.
 *
 * The problem: rows of both sides stay, with or without a partner.
 * Who lacks it: MySQL's family; SQLite before 3.39.  PostgreSQL has it only where the
 * condition has an equality of its two sides; only the other joins are rewritten then.
 * What is done: "a FULL JOIN b ON c" becomes a subquery of FROM,
 *
 *     SELECT a.x, b.y FROM a LEFT JOIN b ON c
 *     UNION ALL
 *     SELECT NULL, b.y FROM b WHERE NOT EXISTS (SELECT 1 FROM a WHERE c)
 *
 * with the columns that the statement uses of both sides, and every use of them
 * elsewhere now means the subquery's.  So it does not matter what is done with the
 * join: further joins, conditions, groups.
 * What is preserved: the rows with their numbers (the second part has exactly the rows
 * of b that found no partner, each as often as b has it), whatever the condition.
 * What is weaker: nothing but speed.
 * When it refuses: a side or a condition that gives other rows when it is evaluated
 * again (a volatile function, LIMIT without ORDER BY); a condition that uses columns
 * of an outer query where a subquery of FROM cannot see them; a FOR UPDATE, whose
 * locks the server would not set in the subquery; more than MAX_JOINS, since each
 * doubles what stands to its left.
 */
#include <string.h>
#include "compat/pass.h"
#include "core/base/error.h"

#define MAX_JOINS 6u

/* A column of one side that is used elsewhere. */
struct pair {
	struct tn_ir_source *source;
	uint32_t index;
	const struct tn_ir_expr *use; /* the first */
	const char *name;
};

struct full {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	unsigned joins;
	int equalities; /* the server has those with an equality of the sides */
	struct tn_ir_query *query; /* in whose FROM they are; NULL: of an UPDATE or DELETE */
	/* of the join at hand */
	struct tn_ir_from *join;
	struct tn_ir_source *source; /* of the subquery that takes its place */
	struct pair *pairs;
	uint32_t count, room;
};

static int refuse(struct tn_lowering *l, uint32_t at, const char *what, const char *hint)
{
	return tn__lower_refuse(l, TN_CAP_FULL_JOIN, at, what, hint);
}

/* ---- what the server has ----------------------------------------------------------------- */

struct sides {
	const struct tn_ir_from *join;
	unsigned seen; /* 1: a column of the left side, 2: of the right, 4: what changes at each call */
};

static int look_for_sides(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct sides *s = v->ctx;
	const struct tn_ir_expr *e = *place;

	if (e->kind == TN_X_COLUMN && tn__lower_gives(s->join->left, e->u.column.source))
		s->seen |= 1;
	else if (e->kind == TN_X_COLUMN && tn__lower_gives(s->join->right, e->u.column.source))
		s->seen |= 2;
	else if (e->op < TN_OPS && tn__op_info[e->op].flags & TN_OPF_VOLATILE)
		s->seen |= 4;
	return TN_OK;
}

static unsigned sides_of(const struct tn_ir_from *join, struct tn_ir_expr *e)
{
	struct sides s = {.join = join};
	struct tn_ir_visitor v = {.expr = look_for_sides, .ctx = &s};

	return tn__ir_visit_expr(&e, &v) < 0 ? 4 : s.seen;
}

/* AND with an equality between what is of one side and what is of the other. */
static int has_equality(const struct tn_ir_from *join, const struct tn_ir_expr *e)
{
	unsigned left, right;
	uint32_t i;

	if (!e || e->kind != TN_X_OP)
		return 0;
	for (i = 0; e->op == TN_OP_AND && i < e->arg_count; i++)
		if (has_equality(join, e->args[i]))
			return 1;
	if (e->sym != TN_SYM_EQ || e->arg_count != 2 || e->args[0]->kind == TN_X_ROWVALUE)
		return 0;
	left = sides_of(join, e->args[0]);
	right = sides_of(join, e->args[1]);
	return (left == 1 && right == 2) || (left == 2 && right == 1);
}

static int stays(const struct full *f, const struct tn_ir_from *join)
{
	return join->join != TN_JOIN_FULL || (f->equalities && has_equality(join, join->on));
}

/* ---- uses ----------------------------------------------------------------------------- */

/* The number of the subquery's column for a column of a side; room grows by doubling. */
static int number_of(struct full *f, const struct tn_ir_expr *use, uint32_t *number)
{
	struct pair *more;
	uint32_t i;

	for (i = 0; i < f->count; i++)
		if (f->pairs[i].source == use->u.column.source && f->pairs[i].index == use->u.column.index)
			break;
	*number = i;
	if (i < f->count)
		return TN_OK;
	if (f->count == f->room) {
		more = tn__arena_calloc(f->l->arena, f->room * (size_t)2 + 8, sizeof(*more));
		if (!more)
			return tn__lower_nomem(f->l);
		if (f->count)
			memcpy(more, f->pairs, f->count * sizeof(*more));
		f->pairs = more;
		f->room = f->room * 2 + 8;
	}
	f->pairs[f->count] = (struct pair){use->u.column.source, use->u.column.index, use,
		tn__lower_column_name(f->l, f->count)};
	return f->pairs[f->count++].name ? TN_OK : TN_E_NOMEM;
}

static int redirect(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct full *f = v->ctx;
	struct tn_ir_expr *e = *place, *kept;
	uint32_t number;

	if (e->kind != TN_X_COLUMN || !tn__lower_gives(f->join, e->u.column.source))
		return TN_OK;
	kept = tn__arena_alloc(f->l->arena, sizeof(*kept));
	if (!kept)
		return tn__lower_nomem(f->l);
	*kept = *e;
	if (number_of(f, kept, &number))
		return TN_E_NOMEM;
	e->u.column.source = f->source;
	e->u.column.index = number;
	e->u.column.qualifier = f->source->alias;
	e->u.column.name = f->pairs[number].name;
	e->type.flags &= (uint8_t)~TN_TYPEF_NOT_NULL;
	return TN_OK;
}

/* ---- the two parts ---------------------------------------------------------------------- */

static int add_columns(struct full *f, struct tn_ir_query *q, int second)
{
	struct tn_lowering *l = f->l;
	uint32_t i;

	for (i = 0; i < f->count; i++) {
		const struct pair *p = &f->pairs[i];
		struct tn_sql_type type = p->use->type;
		struct tn_ir_expr *e;

		type.flags = 0;
		if (second && tn__lower_gives(f->join->left, p->source))
			e = tn__ir_null(l->arena, &type);
		else
			e = tn__ir_clone_expr(l->arena, p->use);
		if (tn__lower_add_item(l, q, e, NULL))
			return TN_E_NOMEM;
		q->outputs[i].type.flags &= (uint8_t)~TN_TYPEF_NOT_NULL;
	}
	return f->count ? TN_OK : tn__lower_add_item(l, q, tn__ir_int(l->arena, 1), NULL);
}

static struct tn_ir_query *first_part(struct full *f)
{
	struct tn_ir_query *q;

	f->join->join = TN_JOIN_LEFT;
	q = tn__lower_select(f->l, f->join, f->count + 1);
	return q && add_columns(f, q, 0) == TN_OK ? q : NULL;
}

/* Shares its nodes with the first; the copy of it does not. */
static struct tn_ir_query *second_part(struct full *f)
{
	struct tn_lowering *l = f->l;
	struct tn_ir_query *q = tn__lower_select(l, f->join->right, f->count + 1);
	struct tn_ir_query *partner = tn__lower_select(l, f->join->left, 1);
	struct tn_ir_expr *exists;

	if (!q || !partner || tn__lower_add_item(l, partner, tn__ir_int(l->arena, 1), NULL) || add_columns(f, q, 1))
		return NULL;
	partner->where = f->join->on;
	exists = tn__lower_exists(l, partner);
	q->where = exists ? tn__ir_op(l->arena, TN_OP_NOT, 1, exists) : NULL;
	if (!q->where)
		return NULL;
	return tn__ir_clone_query(l->arena, q);
}

static int check(struct full *f, struct tn_ir_query *first, uint32_t at)
{
	int outer = tn__lower_has_outer(f->l, first);

	if (outer < 0)
		return outer;
	if (outer && !tn__can(f->l, TN_CAP_DERIVED_OUTER))
		return refuse(f->l, at, "FULL JOIN whose condition uses columns of an outer query", NULL);
	if (tn__lower_query_is_volatile(first))
		return refuse(f->l, at, "FULL JOIN of rows that change when they are read again", NULL);
	return TN_OK;
}

static struct tn_ir_query *both_parts(struct full *f)
{
	struct tn_ir_query *both = tn__arena_alloc(f->l->arena, sizeof(*both));

	if (!both)
		return NULL;
	both->kind = TN_QUERY_UNION;
	both->all = 1;
	both->left = first_part(f);
	both->right = both->left ? second_part(f) : NULL;
	if (!both->right)
		return NULL;
	both->outputs = both->left->outputs;
	both->output_count = both->left->output_count;
	return both;
}

/* ---- joins --------------------------------------------------------------------------------- */

static int replace(struct full *f, struct tn_ir_from **place)
{
	struct tn_lowering *l = f->l;
	struct tn_ir_visitor v = {.expr = redirect, .ctx = f};
	struct tn_ir_from *derived, *empty = tn__arena_alloc(l->arena, sizeof(*empty));
	struct tn_ir_query *both;
	uint32_t at = (*place)->at;
	int rc;

	f->join = *place;
	f->source = tn__arena_alloc(l->arena, sizeof(*f->source));
	f->count = 0;
	if (!empty || !f->source)
		return tn__lower_nomem(l);
	f->source->alias = tn__lower_alias(l);
	if (!f->source->alias)
		return TN_E_NOMEM;
	/* Uses inside of the join stay: while they are looked for, it is not there. */
	empty->kind = TN_FROM_QUERY;
	*place = empty;
	rc = tn__lower_visit(l, &v);
	both = rc == TN_OK ? both_parts(f) : NULL;
	if (!both)
		return rc < 0 ? rc : tn__lower_nomem(l);
	rc = check(f, both->left, at);
	derived = rc == TN_OK ? tn__lower_derived(l, both) : NULL;
	if (!derived)
		return rc < 0 ? rc : TN_E_NOMEM;
	derived->alias = derived->source->alias = f->source->alias;
	*f->source = *derived->source;
	f->source->owner = f->query;
	derived->source = f->source;
	derived->at = at;
	*place = derived;
	return TN_OK;
}

static int look(struct full *f, struct tn_ir_from **place)
{
	struct tn_ir_from *from = *place;
	int rc;

	if (from->kind != TN_FROM_JOIN)
		return TN_OK;
	rc = look(f, &from->left);
	if (rc == TN_OK)
		rc = look(f, &from->right);
	if (rc < 0 || stays(f, from))
		return rc;
	if (++f->joins > MAX_JOINS)
		return refuse(f->l, from->at, "more than six FULL JOINs in one statement", NULL);
	return replace(f, place);
}

static int has_full(const struct full *f, const struct tn_ir_from *from)
{
	for (; from->kind == TN_FROM_JOIN; from = from->left)
		if (!stays(f, from) || has_full(f, from->right))
			return 1;
	return 0;
}

static int find_in_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	uint32_t i;

	for (i = 0; i < q->from_count; i++)
		if (has_full(v->ctx, q->from[i]))
			return TN_E_UNSUPPORTED;
	return TN_OK;
}

/* 1 if no FULL JOIN of the statement has to go; then nothing is copied. */
static int all_stay(struct full *f)
{
	struct tn_ir_visitor v = {.query = find_in_query, .ctx = f};
	const struct tn_ir_stmt *stmt = tn__lower_now(f->l);
	uint32_t i;

	if (!f->equalities)
		return 0;
	if (stmt->kind == TN_IR_UPDATE || stmt->kind == TN_IR_DELETE)
		for (i = 0; i < stmt->u.change->from_count; i++)
			if (has_full(f, stmt->u.change->from[i]))
				return 0;
	return tn__ir_visit(stmt, &v) == TN_OK;
}

static int look_all(struct full *f, struct tn_ir_from **from, uint32_t count, int locked)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < count && rc == TN_OK; i++) {
		if (locked && has_full(f, from[i]))
			return refuse(f->l, from[i]->at, "FOR UPDATE over a FULL JOIN", NULL);
		rc = look(f, &from[i]);
	}
	return rc;
}

static int rewrite(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct full *f = v->ctx;

	f->query = q;
	return look_all(f, q->from, q->from_count, q->lock);
}

int tn__pass_full_join(struct tn_lowering *l)
{
	struct full f = {.v = {.query = rewrite}, .l = l};
	struct tn_ir_stmt *tree;
	int rc = TN_OK;

	f.equalities = tn__can(l, TN_CAP_FULL_JOIN);
	if (f.equalities && tn__can(l, TN_CAP_FULL_JOIN_ANY))
		return TN_OK;
	f.v.ctx = &f;
	if (all_stay(&f))
		return TN_OK;
	tree = tn__lower_tree(l);
	if (!tree)
		return TN_E_NOMEM;
	if (tree->kind == TN_IR_UPDATE || tree->kind == TN_IR_DELETE)
		rc = look_all(&f, tree->u.change->from, tree->u.change->from_count, 0);
	return rc == TN_OK ? tn__lower_visit(l, &f.v) : rc;
}
