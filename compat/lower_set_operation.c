/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_set_operation.c - INTERSECT and EXCEPT, with and without ALL.
 *
 * Who lacks it: SQLite has no ALL; MySQL has none of it before 8.0.31, MariaDB no ALL
 * before 10.5.
 * What is done, ALL: equal rows are numbered in both operands,
 *
 *     SELECT x FROM (SELECT x, row_number() OVER (PARTITION BY x) FROM (a)
 *                    EXCEPT SELECT x, row_number() OVER (PARTITION BY x) FROM (b))
 *
 * A row that a has m times and b n times is then numbered 1..m and 1..n, so what both
 * have is the smaller number of copies, and what only a has is m - n copies.
 * What is done where there are no such operations at all:
 *
 *     SELECT DISTINCT x FROM (a) WHERE [NOT] EXISTS (SELECT 1 FROM (b) WHERE x IS NOT DISTINCT FROM x)
 *
 * What is preserved: rows and their numbers; NULLs are equal to each other in
 * PARTITION BY as in set operations.
 * What is weaker: nothing but speed.
 * When it refuses: columns of a type that cannot be compared (JSON), and operands that
 * use columns of an outer query where a subquery of FROM cannot see them.  Such a server
 * makes one of a set operation in parentheses, too: A UNION (B INTERSECT C) knows no outer
 * column inside of them, and beside them it gives other rows.
 */
#include "compat/pass.h"
#include "core/base/error.h"

struct set {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	uint8_t plain, all; /* what the server has */
	const struct tn_ir_query *judged; /* an operand of what was looked at */
};

static struct tn_ir_expr *number(struct tn_lowering *l, struct tn_ir_source *source)
{
	struct tn_ir_expr *e = tn__ir_op(l->arena, TN_OP_ROW_NUMBER, 0);
	struct tn_ir_window *w = tn__arena_alloc(l->arena, sizeof(*w));
	uint32_t i;

	if (!e || !w)
		return NULL;
	w->partition = tn__arena_calloc(l->arena, source->column_count, sizeof(struct tn_ir_expr *));
	if (!w->partition)
		return NULL;
	for (i = 0; i < source->column_count; i++) {
		w->partition[i] = tn__ir_column_ref(l->arena, source, i);
		if (!w->partition[i])
			return NULL;
	}
	w->partition_count = source->column_count;
	e->u.call->over = w;
	return e;
}

/* SELECT c1, ... FROM item, with room for one more. */
static struct tn_ir_query *columns_of(struct tn_lowering *l, struct tn_ir_from *from)
{
	struct tn_ir_query *q = from ? tn__lower_select(l, from, from->source->column_count + 1) : NULL;
	const struct tn_ir_source *s = from ? from->source : NULL;
	uint32_t i;

	for (i = 0; q && i < s->column_count; i++)
		if (tn__lower_add_item(l, q, tn__ir_column_ref(l->arena, from->source, i), s->columns[i].name))
			return NULL;
	return q;
}

static struct tn_ir_query *numbered(struct tn_lowering *l, struct tn_ir_query *operand)
{
	struct tn_ir_from *from = tn__lower_derived(l, operand);
	struct tn_ir_query *q = columns_of(l, from);

	return q && tn__lower_add_item(l, q, number(l, from->source), NULL) == TN_OK ? q : NULL;
}

/* q becomes what selects from `from`, under its own names and with its own ends. */
static int take_place(struct tn_lowering *l, struct tn_ir_query *q, struct tn_ir_from *from, struct tn_ir_query *new)
{
	uint32_t i;

	if (!from || !new)
		return tn__lower_nomem(l);
	/* One column more than q has is the number. */
	new->item_count = new->output_count = q->output_count;
	for (i = 0; i < q->output_count; i++)
		new->items[i].alias = q->outputs[i].name;
	new->outputs = q->outputs;
	new->at = q->at;
	new->with = q->with;
	new->order = q->order;
	new->order_count = q->order_count;
	new->limit = q->limit;
	new->offset = q->offset;
	*q = *new;
	from->source->owner = q;
	return TN_OK;
}

static int number_rows(struct tn_lowering *l, struct tn_ir_query *q)
{
	struct tn_ir_query *set = tn__arena_alloc(l->arena, sizeof(*set));
	struct tn_ir_from *from;

	if (!set)
		return tn__lower_nomem(l);
	set->kind = q->kind;
	set->at = q->at;
	set->left = numbered(l, q->left);
	set->right = numbered(l, q->right);
	if (!set->left || !set->right)
		return TN_E_NOMEM;
	set->outputs = set->left->outputs;
	set->output_count = set->left->output_count;
	from = tn__lower_derived(l, set);
	return take_place(l, q, from, columns_of(l, from));
}

/* All columns of both are the same, NULLs too. */
static int same_rows(struct tn_lowering *l, struct tn_ir_source *left, struct tn_ir_source *right, uint32_t at,
	struct tn_ir_expr **out)
{
	uint32_t i;

	for (i = 0; i < left->column_count; i++) {
		struct tn_ir_expr *a = tn__ir_column_ref(l->arena, left, i), *e;
		struct tn_ir_expr *b = tn__ir_column_ref(l->arena, right, i);

		if (!a || !b)
			return tn__lower_nomem(l);
		e = tn__lower_compare(l, TN_SYM_IS_NOT_DISTINCT, a, b);
		if (!e)
			return tn__lower_refuse(l, TN_CAP_INTERSECT_EXCEPT, at,
				"INTERSECT or EXCEPT of a type that is not compared", NULL);
		*out = tn__lower_join_conditions(l, TN_OP_AND, *out, e);
		if (!*out)
			return TN_E_NOMEM;
	}
	return TN_OK;
}

static int by_exists(struct tn_lowering *l, struct tn_ir_query *q)
{
	int except = q->kind == TN_QUERY_EXCEPT, rc;
	struct tn_ir_from *left = tn__lower_derived(l, q->left), *right = tn__lower_derived(l, q->right);
	struct tn_ir_query *new = columns_of(l, left), *other = right ? tn__lower_select(l, right, 1) : NULL;

	if (!new || !other || tn__lower_add_item(l, other, tn__ir_int(l->arena, 1), NULL))
		return TN_E_NOMEM;
	rc = same_rows(l, left->source, right->source, q->at, &other->where);
	if (rc)
		return rc;
	new->distinct = 1;
	new->where = tn__lower_exists(l, other);
	if (new->where && except)
		new->where = tn__ir_op(l->arena, TN_OP_NOT, 1, new->where);
	return new->where ? take_place(l, q, left, new) : tn__lower_nomem(l);
}

static int rewrite(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct set *s = v->ctx;
	int outer;

	if ((q->kind != TN_QUERY_INTERSECT && q->kind != TN_QUERY_EXCEPT) || (q->all ? s->all : s->plain))
		return TN_OK;
	outer = tn__lower_has_outer(s->l, q);
	if (outer < 0)
		return outer;
	if (outer && !tn__can(s->l, TN_CAP_DERIVED_OUTER))
		return tn__lower_refuse(s->l, q->all ? TN_CAP_INTERSECT_EXCEPT_ALL : TN_CAP_INTERSECT_EXCEPT, q->at,
			"INTERSECT or EXCEPT that uses columns of an outer query", NULL);
	return q->all ? number_rows(s->l, q) : by_exists(s->l, q);
}

/* ---- operands in parentheses -------------------------------------------------------- */

static int is_apart(const struct tn_ir_query *parent, const struct tn_ir_query *q)
{
	return q->kind > TN_QUERY_VALUES &&
	       (q == parent->right || q->with || q->order_count || q->limit || q->offset ||
		       (parent->kind == TN_QUERY_INTERSECT && q->kind != TN_QUERY_INTERSECT));
}

static int has_apart(const struct tn_ir_query *q)
{
	for (; q->kind > TN_QUERY_VALUES; q = q->left)
		if (is_apart(q, q->left) || is_apart(q, q->right))
			return 1;
	return 0;
}

/* Once for a chain of left operands. */
static int check_apart(struct set *s, struct tn_ir_query *q)
{
	int known = q == s->judged, outer;

	if (q->kind <= TN_QUERY_VALUES)
		return TN_OK;
	s->judged = q->left;
	if (known || !has_apart(q) || tn__can(s->l, TN_CAP_DERIVED_OUTER))
		return TN_OK;
	outer = tn__lower_has_outer(s->l, q);
	if (outer <= 0)
		return outer;
	return tn__lower_refuse(s->l, TN_CAP_DERIVED_OUTER, q->at,
		"a set operation with another in parentheses that uses columns of an outer query",
		"Write the inner operation first, without parentheses.");
}

static int find_missing(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct set *s = v->ctx;
	int is_one = q->kind == TN_QUERY_INTERSECT || q->kind == TN_QUERY_EXCEPT, rc = check_apart(s, q);

	if (rc < 0)
		return rc;
	if (is_one && q->all)
		s->all = (uint8_t)tn__can(s->l, TN_CAP_INTERSECT_EXCEPT_ALL);
	if (is_one && !(q->all && s->all))
		s->plain = (uint8_t)tn__can(s->l, TN_CAP_INTERSECT_EXCEPT);
	return TN_OK;
}

int tn__pass_set_operation(struct tn_lowering *l)
{
	struct set s = {.v = {.query = find_missing}, .l = l, .plain = 1, .all = 1};
	int rc;

	s.v.ctx = &s;
	rc = tn__lower_visit(l, &s.v);
	if (rc < 0 || (s.plain && s.all))
		return rc;
	s.v.query = rewrite;
	return tn__lower_tree(l) ? tn__lower_visit(l, &s.v) : TN_E_NOMEM;
}
