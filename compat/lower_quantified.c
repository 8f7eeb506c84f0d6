/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_quantified.c - x < ANY (subquery) and x < ALL (subquery).
 *
 * The problem: a value compared with every row of a subquery; = ANY and <> ALL are IN
 * and NOT IN by now.
 * Who lacks it: SQLite.  MySQL's family has it for single values, not for rows, so
 * rows are rewritten everywhere.
 * What is done: the subquery, read once, stands in a subquery of FROM called s.  Where
 * unknown counts as false (WHERE, ON, HAVING, WHEN, FILTER, through AND and OR) or, below
 * NOT, as true, EXISTS is enough; p is x < s.c:
 *
 *                     unknown is false                       unknown is true
 *     < ANY    EXISTS (... FROM s WHERE p)           EXISTS (... FROM s WHERE p IS NOT FALSE)
 *     < ALL    NOT EXISTS (... WHERE p IS NOT TRUE)  NOT EXISTS (... FROM s WHERE NOT p)
 *
 * Elsewhere the greatest number of a row decides, 2 for the one that settles it:
 *
 *     (SELECT CASE max(CASE p WHEN TRUE THEN 2 WHEN FALSE THEN 0 ELSE 1 END)
 *             WHEN 2 THEN TRUE WHEN 1 THEN NULL ELSE FALSE END FROM s)
 *
 * with the numbers and answers exchanged for ALL.  No row gives FALSE for ANY and TRUE
 * for ALL.
 * MariaDB takes (x < ALL (...)) IS NULL for false where x cannot be NULL; there it is asked
 * by CASE x < ALL (...) WHEN TRUE THEN FALSE WHEN FALSE THEN FALSE ELSE TRUE END.
 * What is preserved: the result, unknown included; the tree grows by a constant for each,
 * however they are nested.
 * What is weaker: nothing.
 * When it refuses: a value that changes at each call, since it is computed for each row;
 * one that has an aggregate or a window function of the query around, which not every
 * server takes inside of a subquery; a subquery that uses columns of an outer query where
 * a subquery of FROM cannot see them.
 */
#include "compat/pass.h"

/* mark of a comparison: what unknown may be taken for. */
enum { EXACT = 0, AS_FALSE = 1, AS_TRUE = 2 };

struct quantified {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	int has;   /* the server has it for single values */
	int tells; /* and IS NULL tells that the answer is unknown */
	int found;
};

static int must_go(const struct quantified *s, const struct tn_ir_expr *e)
{
	return e->kind == TN_X_QUANT_QUERY && (!s->has || e->args[0]->kind == TN_X_ROWVALUE);
}

/* ---- where unknown does not matter -------------------------------------------------------- */

static void mark(const struct quantified *s, struct tn_ir_expr *e, uint8_t unknown)
{
	uint32_t i;

	if (!e)
		return;
	if (must_go(s, e))
		e->mark = unknown;
	else if (e->kind == TN_X_OP && e->op == TN_OP_NOT)
		mark(s, e->args[0], unknown == AS_FALSE ? AS_TRUE : AS_FALSE);
	else if (e->kind == TN_X_OP && (e->op == TN_OP_AND || e->op == TN_OP_OR))
		for (i = 0; i < e->arg_count; i++)
			mark(s, e->args[i], unknown);
}

static void mark_joins(const struct quantified *s, const struct tn_ir_from *f)
{
	for (; f && f->kind == TN_FROM_JOIN; f = f->left) {
		mark(s, f->on, AS_FALSE);
		mark_joins(s, f->right);
	}
}

static int mark_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	uint32_t i;

	mark(v->ctx, q->where, AS_FALSE);
	mark(v->ctx, q->having, AS_FALSE);
	for (i = 0; i < q->from_count; i++)
		mark_joins(v->ctx, q->from[i]);
	return TN_OK;
}

static void mark_change(const struct quantified *s, const struct tn_ir_change *c)
{
	uint32_t i;

	mark(s, c->where, AS_FALSE);
	mark(s, c->conflict_where, AS_FALSE);
	for (i = 0; i < c->from_count; i++)
		mark_joins(s, c->from[i]);
}

static int mark_inside(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	const struct tn_ir_expr *e = *place;
	uint32_t i;

	if (e->kind == TN_X_CALL)
		mark(v->ctx, e->u.call->filter, AS_FALSE);
	if (e->kind != TN_X_CASE || e->flags & TN_XF_OPERAND)
		return TN_OK;
	for (i = 0; i + 1 < e->arg_count; i += 2)
		mark(v->ctx, e->args[i], AS_FALSE);
	return TN_OK;
}

/* ---- the comparison with a row -------------------------------------------------------------- */

/* s.c, or (s.c1, s.c2, ...) beside a row. */
static struct tn_ir_expr *columns(struct tn_lowering *l, const struct tn_ir_expr *value, struct tn_ir_source *source)
{
	struct tn_ir_expr *row;
	uint32_t i;

	if (value->kind != TN_X_ROWVALUE)
		return tn__ir_column_ref(l->arena, source, 0);
	row = tn__arena_alloc(l->arena, sizeof(*row));
	if (!row)
		return NULL;
	*row = *value;
	row->args = tn__arena_calloc(l->arena, source->column_count, sizeof(struct tn_ir_expr *));
	row->arg_count = source->column_count;
	for (i = 0; row->args && i < row->arg_count; i++) {
		row->args[i] = tn__ir_column_ref(l->arena, source, i);
		if (!row->args[i])
			return NULL;
	}
	return row->args ? row : NULL;
}

static struct tn_ir_expr *comparison(struct tn_lowering *l, struct tn_ir_expr *e, struct tn_ir_from *from)
{
	struct tn_ir_expr *right = columns(l, e->args[0], from->source);
	struct tn_ir_expr *p = right ? tn__ir_op(l->arena, (enum tn_op)e->op, 2, e->args[0], right) : NULL;

	if (!p)
		return NULL;
	p->sym = e->sym;
	p->at = e->at;
	if (e->args[0]->kind == TN_X_ROWVALUE)
		l->has |= TN_HAS_ROWS;
	return p;
}

/* ---- EXISTS ------------------------------------------------------------------------------------ */

static struct tn_ir_expr *by_exists(struct tn_lowering *l, struct tn_ir_expr *e, struct tn_ir_from *from)
{
	static const uint16_t tests[2][3] = {
		{0, TN_OP_NONE, TN_OP_IS_NOT_FALSE}, {0, TN_OP_IS_NOT_TRUE, TN_OP_NOT}};
	int all = (e->flags & TN_XF_ALL) != 0;
	unsigned test = tests[all][e->mark];
	struct tn_ir_query *q = tn__lower_select(l, from, 1);
	struct tn_ir_expr *p = comparison(l, e, from), *exists;

	if (!q || !p || tn__lower_add_item(l, q, tn__ir_int(l->arena, 1), NULL))
		return NULL;
	from->source->owner = q;
	q->where = test == TN_OP_NONE ? p : tn__ir_op(l->arena, (enum tn_op)test, 1, p);
	exists = q->where ? tn__lower_exists(l, q) : NULL;
	return exists && all ? tn__ir_op(l->arena, TN_OP_NOT, 1, exists) : exists;
}

/* ---- three answers --------------------------------------------------------------------------------- */

static struct tn_ir_expr *truth(struct tn_lowering *l, int value)
{
	struct tn_sql_type type = tn__ir_type(TN_KIND_BOOL, TN_TYPEF_NOT_NULL | TN_TYPEF_CONSTANT);

	return tn__ir_literal(l->arena, tn_bool(value), &type);
}

/* CASE of args, the operand first, ELSE last. */
static struct tn_ir_expr *choice(struct tn_lowering *l, struct tn_ir_expr *const *args, uint32_t count)
{
	struct tn_ir_expr *e = tn__arena_alloc(l->arena, sizeof(*e));
	uint32_t i;

	if (!e)
		return NULL;
	e->kind = TN_X_CASE;
	e->flags = TN_XF_OPERAND | TN_XF_ELSE;
	e->args = tn__arena_calloc(l->arena, count, sizeof(struct tn_ir_expr *));
	e->arg_count = count;
	for (i = 0; e->args && i < count; i++) {
		if (!args[i])
			return NULL;
		e->args[i] = args[i];
	}
	if (!e->args)
		return NULL;
	e->type = tn__ir_type(args[count - 1]->type.kind, 0);
	return e;
}

/* CASE p WHEN TRUE THEN 2 WHEN FALSE THEN 0 ELSE 1 END; of ALL 0 and 2 are exchanged. */
static struct tn_ir_expr *number(struct tn_lowering *l, struct tn_ir_expr *p, int all)
{
	struct tn_ir_expr *args[6] = {p, truth(l, 1), tn__ir_int(l->arena, all ? 0 : 2), truth(l, 0),
		tn__ir_int(l->arena, all ? 2 : 0), tn__ir_int(l->arena, 1)};

	return choice(l, args, 6);
}

static struct tn_ir_expr *answer(struct tn_lowering *l, struct tn_ir_expr *p, int all)
{
	struct tn_sql_type unknown = tn__ir_type(TN_KIND_BOOL, 0);
	struct tn_ir_expr *args[6], *greatest = number(l, p, all);

	args[0] = greatest ? tn__ir_op(l->arena, TN_OP_MAX, 1, greatest) : NULL;
	args[1] = tn__ir_int(l->arena, 2);
	args[2] = truth(l, !all);
	args[3] = tn__ir_int(l->arena, 1);
	args[4] = tn__ir_null(l->arena, &unknown);
	args[5] = truth(l, all);
	return choice(l, args, 6);
}

static struct tn_ir_expr *by_number(struct tn_lowering *l, struct tn_ir_expr *e, struct tn_ir_from *from)
{
	struct tn_ir_query *q = tn__lower_select(l, from, 1);
	struct tn_ir_expr *scalar = tn__arena_alloc(l->arena, sizeof(*scalar)), *value;

	if (!q || !scalar)
		return NULL;
	value = answer(l, comparison(l, e, from), (e->flags & TN_XF_ALL) != 0);
	if (tn__lower_add_item(l, q, value, tn__lower_column_name(l, 0)))
		return NULL;
	from->source->owner = q;
	q->aggregated = 1;
	scalar->kind = TN_X_SCALAR;
	scalar->flags = TN_XF_PROVEN;
	scalar->type = e->type;
	scalar->u.sub.query = q;
	return scalar;
}

/* ---- IS NULL --------------------------------------------------------------------------------------- */

static int asks_for_unknown(const struct tn_ir_expr *e)
{
	return e->kind == TN_X_OP && e->arg_count == 1 && e->args[0]->kind == TN_X_QUANT_QUERY &&
	       (e->op == TN_OP_IS_NULL || e->op == TN_OP_IS_NOT_NULL || e->op == TN_OP_IS_UNKNOWN ||
		       e->op == TN_OP_IS_NOT_UNKNOWN);
}

static int by_case(struct tn_lowering *l, struct tn_ir_expr **place)
{
	struct tn_ir_expr *e = *place, *new;
	int not_null = e->op == TN_OP_IS_NOT_NULL || e->op == TN_OP_IS_NOT_UNKNOWN;
	struct tn_ir_expr *args[6] = {e->args[0], truth(l, 1), truth(l, not_null), truth(l, 0), truth(l, not_null),
		truth(l, !not_null)};

	new = choice(l, args, 6);
	if (!new)
		return tn__lower_nomem(l);
	new->type.flags |= TN_TYPEF_NOT_NULL;
	new->at = e->at;
	*place = new;
	return TN_OK;
}

/* ---- all of them --------------------------------------------------------------------------------------- */

/* Calls of the query around; those of subqueries inside are their own. */
static int find_call(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	const struct tn_ir_expr *e = *place;

	(void)v;
	return e->kind == TN_X_CALL && e->op < TN_OPS &&
			       (tn__op_info[e->op].flags & (TN_OPF_AGGREGATE | TN_OPF_WINDOW) || e->u.call->over) ?
		       TN_E_UNSUPPORTED : TN_OK;
}

static int pass_over(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	(void)v;
	(void)q;
	return TN_IR_PASS_OVER;
}

static int check_value(struct tn_lowering *l, struct tn_ir_expr *e)
{
	struct tn_ir_visitor v = {.expr = find_call, .query = pass_over};

	if (tn__lower_is_volatile(e->args[0]))
		return tn__lower_refuse(l, TN_CAP_QUANTIFIED_SUBQUERY, e->at,
			"ANY or ALL of a subquery, beside a value that changes at each call", NULL);
	if (tn__ir_visit_expr(&e->args[0], &v) < 0)
		return tn__lower_refuse(l, TN_CAP_QUANTIFIED_SUBQUERY, e->at,
			"ANY or ALL of a subquery, beside an aggregate or a window function",
			"Compute the value in a subquery of FROM.");
	return TN_OK;
}

/* After what is below: comparisons inside have gone by then. */
static int rewrite(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct quantified *s = v->ctx;
	struct tn_lowering *l = s->l;
	struct tn_ir_expr *e = *place, *new;
	struct tn_ir_from *from;
	int outer, rc;

	if (!s->tells && asks_for_unknown(e))
		return by_case(l, place);
	if (!must_go(s, e))
		return TN_OK;
	rc = check_value(l, e);
	if (rc < 0)
		return rc;
	outer = tn__lower_has_outer(l, e->u.sub.query);
	if (outer < 0)
		return outer;
	if (outer && !tn__can(l, TN_CAP_DERIVED_OUTER))
		return tn__lower_refuse(l, TN_CAP_DERIVED_OUTER, e->at,
			"ANY or ALL of a subquery that uses columns of an outer query", NULL);
	from = tn__lower_derived(l, e->u.sub.query);
	new = !from ? NULL : e->mark == EXACT ? by_number(l, e, from) : by_exists(l, e, from);
	if (!new)
		return tn__lower_nomem(l);
	new->at = e->at;
	*place = new;
	return TN_OK;
}

static int look(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct quantified *s = v->ctx;

	s->found |= must_go(s, *place) || (!s->tells && asks_for_unknown(*place));
	return TN_OK;
}

int tn__pass_quantified(struct tn_lowering *l)
{
	struct quantified s = {.v = {.expr = look}, .l = l, .has = tn__can(l, TN_CAP_QUANTIFIED_SUBQUERY)};
	struct tn_ir_stmt *tree;
	int rc;

	s.v.ctx = &s;
	s.tells = !s.has || tn__can(l, TN_CAP_QUANTIFIED_IS_NULL);
	rc = tn__lower_visit(l, &s.v);
	if (rc < 0 || !s.found)
		return rc;
	tree = tn__lower_tree(l);
	if (!tree)
		return TN_E_NOMEM;
	if (tree->kind == TN_IR_INSERT || tree->kind == TN_IR_UPDATE || tree->kind == TN_IR_DELETE)
		mark_change(&s, tree->u.change);
	s.v = (struct tn_ir_visitor){.expr = mark_inside, .query = mark_query, .expr_after = rewrite, .ctx = &s};
	return tn__lower_visit(l, &s.v);
}
