/* SPDX-License-Identifier: MIT */
/*
 * core/sql/parse_expr.c - nodes of expressions: operators, predicates, CASE, subqueries.
 *
 * Invariants:
 *  1. AND, OR and || are n-ary from the start, whatever the parentheses: a
 *     thousand conditions are one node, and no argument of one has the same symbol.
 *  2. Joining chains costs n log n in all, whatever the parentheses.
 *  3. A sign in front of a number belongs to the number, so that the smallest
 *     integer can be written.
 */
#include <string.h>
#include "core/sql/parser.h"

px_expr *tn__px_expr(struct tn_sql_parser *p, uint32_t at, enum tn_ir_expr_kind kind)
{
	px_expr *e = tn__px_node(p, sizeof(*e));

	if (e) {
		e->kind = (uint8_t)kind;
		e->at = at;
	}
	return e;
}

/* With a list's members as arguments; the list's array becomes the node's. */
static px_expr *with_args(struct tn_sql_parser *p, uint32_t at, enum tn_ir_expr_kind kind, const px_list *args)
{
	px_expr *e = tn__px_expr(p, at, kind);

	if (!e || !tn__px_over_list(p, at, e, args))
		return NULL;
	e->args = (px_expr **)args->v;
	e->arg_count = args->n;
	return e;
}

static px_expr *with_array(struct tn_sql_parser *p, px_expr *e, uint32_t count, px_expr *const *args)
{
	uint32_t i;

	if (!e)
		return NULL;
	e->args = tn__px_alloc(p, count * sizeof(px_expr *));
	if (!e->args)
		return NULL;
	for (i = 0; i < count; i++) {
		if (!tn__px_over(p, e->at, e, args[i]))
			return NULL;
		e->args[i] = args[i];
	}
	e->arg_count = count;
	return e;
}

static px_expr *operation(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, uint32_t count, px_expr *const *args)
{
	px_expr *e = tn__px_expr(p, at, TN_X_OP);

	if (e)
		e->sym = (uint8_t)sym;
	return with_array(p, e, count, args);
}

px_expr *tn__px_paren(struct tn_sql_parser *p, px_expr *e)
{
	(void)p;
	if (e->paren < UINT16_MAX)
		e->paren++;
	return e;
}

px_expr *tn__px_unary(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, px_expr *a)
{
	return operation(p, at, sym, 1, &a);
}

px_expr *tn__px_binary(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, px_expr *a, px_expr *b)
{
	px_expr *args[2];

	args[0] = a;
	args[1] = b;
	return operation(p, at, sym, 2, args);
}

/* a DIV b: a quotient of integers. */
px_expr *tn__px_whole(struct tn_sql_parser *p, uint32_t at, px_expr *a, px_expr *b)
{
	px_expr *e = tn__px_binary(p, at, TN_SYM_DIV, a, b);

	if (e)
		e->flags |= TN_XF_WHOLE;
	return e;
}

px_expr *tn__px_ternary(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, px_expr *a, px_expr *b, px_expr *c)
{
	px_expr *args[3];

	args[0] = a;
	args[1] = b;
	args[2] = c;
	return operation(p, at, sym, 3, args);
}

static int is_null(const px_expr *e)
{
	return e->kind == TN_X_LITERAL && e->type.kind == TN_KIND_NULL && e->u.literal.kind == TN_KIND_NULL;
}

/*
 * "column = NULL" is a habit that never finds a row.  Other comparisons with NULL, as
 * programs generate them, mean what the standard says: unknown.
 */
static int is_null_habit(const px_expr *a, const px_expr *b)
{
	return is_null(b) && (a->kind == TN_X_COLUMN || a->kind == TN_X_PARAM);
}

px_expr *tn__px_compare(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, px_expr *a, px_expr *b)
{
	if ((sym == TN_SYM_EQ || sym == TN_SYM_NE) && is_null_habit(a, b))
		return tn__px_fail(p, TN_E_SYNTAX, at, "a comparison with NULL is never true",
				   sym == TN_SYM_EQ ? "write IS NULL" : "write IS NOT NULL");
	return tn__px_binary(p, at, sym, a, b);
}

/* ---- chains ------------------------------------------------------------------------ */

static int is_chain(const px_expr *e, enum tn_sym sym)
{
	return e->kind == TN_X_OP && e->sym == (uint8_t)sym;
}

/* Room for more arguments in front of a chain's or behind them; twice as much each time. */
static int reserve(struct tn_sql_parser *p, px_expr *chain, uint32_t before, uint32_t behind)
{
	struct px_head *head = tn__px_head(chain);
	uint32_t n = chain->arg_count;
	px_expr **more;

	if (head->before >= before && head->behind >= behind)
		return 1;
	if (head->before < before)
		head->before = n + before;
	if (head->behind < behind)
		head->behind = n + behind;
	more = tn__arena_calloc(p->arena, (size_t)head->before + n + head->behind, sizeof(*more));
	if (!more)
		return tn__px_nomem(p) != NULL;
	memcpy(more + head->before, chain->args, n * sizeof(*more));
	chain->args = more + head->before;
	return 1;
}

static px_expr *append(struct tn_sql_parser *p, px_expr *chain, px_expr *const *args, uint32_t n, const void *deepest)
{
	if (!reserve(p, chain, 0, n) || !tn__px_over(p, chain->at, chain, deepest))
		return NULL;
	memcpy(chain->args + chain->arg_count, args, n * sizeof(*args));
	chain->arg_count += n;
	tn__px_head(chain)->behind -= n;
	return chain;
}

static px_expr *prepend(struct tn_sql_parser *p, px_expr *chain, px_expr *const *args, uint32_t n, const void *deepest)
{
	if (!reserve(p, chain, n, 0) || !tn__px_over(p, chain->at, chain, deepest))
		return NULL;
	chain->args -= n;
	memcpy(chain->args, args, n * sizeof(*args));
	chain->arg_count += n;
	tn__px_head(chain)->before -= n;
	return chain;
}

/* Of two chains the shorter goes into the longer, so that no order of parentheses costs more than n log n. */
static px_expr *join_chains(struct tn_sql_parser *p, px_expr *a, px_expr *b)
{
	struct px_head *deeper = tn__px_head(a->arg_count >= b->arg_count ? a : b);
	uint32_t depth = tn__px_head(a)->depth > tn__px_head(b)->depth ? tn__px_head(a)->depth : tn__px_head(b)->depth;

	deeper->depth = depth;
	if (a->arg_count >= b->arg_count)
		return append(p, a, b->args, b->arg_count, NULL);
	b->at = a->at;
	return prepend(p, b, a->args, a->arg_count, NULL);
}

px_expr *tn__px_chain(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, px_expr *a, px_expr *b)
{
	px_expr *e;

	if (is_chain(a, sym) && is_chain(b, sym)) {
		e = join_chains(p, a, b);
	} else if (is_chain(a, sym)) {
		e = append(p, a, &b, 1, b);
	} else if (is_chain(b, sym)) {
		b->at = at;
		e = prepend(p, b, &a, 1, a);
	} else {
		return tn__px_binary(p, at, sym, a, b);
	}
	if (e)
		e->paren = 0;
	return e;
}

/* ---- numbers with a sign ---------------------------------------------------------------- */

static int is_zero(const tn_value *v)
{
	uint32_t i;

	for (i = 0; i < v->len; i++)
		if (v->u.s[i] >= '1' && v->u.s[i] <= '9')
			return 0;
	return 1;
}

static px_expr *negate_numeric(struct tn_sql_parser *p, px_expr *e)
{
	static const char smallest[] = "9223372036854775808";
	tn_value *v = &e->u.literal;
	char *text;

	if (v->len == sizeof(smallest) - 1 && !memcmp(v->u.s, smallest, v->len)) {
		*v = tn_int(INT64_MIN);
		return e;
	}
	if (is_zero(v))
		return e;
	if (*v->u.s == '-') {
		v->u.s++;
		v->len--;
		return e;
	}
	text = tn__px_alloc(p, (size_t)v->len + 2);
	if (!text)
		return NULL;
	*text = '-';
	memcpy(text + 1, v->u.s, v->len);
	v->u.s = text;
	v->len++;
	return e;
}

px_expr *tn__px_negate(struct tn_sql_parser *p, uint32_t at, px_expr *a)
{
	tn_value *v = &a->u.literal;

	if (a->kind != TN_X_LITERAL || a->paren || a->type.kind == TN_T_INTERVAL)
		return tn__px_unary(p, at, TN_SYM_NEG, a);
	if (v->kind == TN_KIND_INT && v->u.i != INT64_MIN)
		v->u.i = -v->u.i;
	else if (v->kind == TN_KIND_DOUBLE)
		v->u.d = -v->u.d;
	else if (v->kind != TN_KIND_NUMERIC)
		return tn__px_unary(p, at, TN_SYM_NEG, a);
	else if (!negate_numeric(p, a))
		return NULL;
	a->at = at;
	return a;
}

/* ---- predicates --------------------------------------------------------------------------- */

px_expr *tn__px_not_if(struct tn_sql_parser *p, uint32_t at, int negated, px_expr *a)
{
	return negated ? tn__px_unary(p, at, TN_SYM_NOT, a) : a;
}

px_expr *tn__px_between(struct tn_sql_parser *p, uint32_t at, int symmetric, px_expr *a, px_expr *low, px_expr *high)
{
	px_expr *e = tn__px_ternary(p, at, TN_SYM_BETWEEN, a, low, high);

	if (e && symmetric)
		e->flags |= TN_XF_SYMMETRIC;
	return e;
}

px_expr *tn__px_in(struct tn_sql_parser *p, uint32_t at, px_expr *a, const px_list *members)
{
	px_expr *e = tn__px_expr(p, at, TN_X_IN);

	if (!e || !tn__px_over(p, at, e, a) || !tn__px_over_list(p, at, e, members))
		return NULL;
	e->args = tn__arena_calloc(p->arena, (size_t)members->n + 1, sizeof(px_expr *));
	if (!e->args)
		return tn__px_nomem(p);
	e->args[0] = a;
	memcpy(e->args + 1, members->v, members->n * sizeof(px_expr *));
	e->arg_count = members->n + 1;
	return e;
}

px_expr *tn__px_sub(struct tn_sql_parser *p, uint32_t at, enum tn_ir_expr_kind kind, px_expr *a,
		    struct tn_ir_query *query)
{
	px_expr *e = tn__px_expr(p, at, kind);

	if (!e || !tn__px_over(p, at, e, query))
		return NULL;
	e->u.sub.query = query;
	return a ? with_array(p, e, 1, &a) : e;
}

px_expr *tn__px_quant(struct tn_sql_parser *p, uint32_t at, enum tn_sym sym, int all, px_expr *a, px_expr *array,
		      struct tn_ir_query *query)
{
	px_expr *args[2], *e;

	args[0] = a;
	args[1] = array;
	if (query)
		e = tn__px_sub(p, at, TN_X_QUANT_QUERY, a, query);
	else
		e = with_array(p, tn__px_expr(p, at, TN_X_QUANT), 2, args);
	if (!e)
		return NULL;
	e->sym = (uint8_t)sym;
	if (all)
		e->flags |= TN_XF_ALL;
	return e;
}

/* ---- the rest -------------------------------------------------------------------------------- */

px_expr *tn__px_cast(struct tn_sql_parser *p, uint32_t at, px_expr *a, const struct tn_sql_type *type)
{
	px_expr *e = with_array(p, tn__px_expr(p, at, TN_X_CAST), 1, &a);

	if (e) {
		e->sym = TN_SYM_CAST;
		e->u.cast = *type;
	}
	return e;
}

px_expr *tn__px_case(struct tn_sql_parser *p, uint32_t at, px_expr *operand, const px_list *arms, px_expr *otherwise)
{
	px_expr *e = tn__px_expr(p, at, TN_X_CASE);
	uint32_t n = 0;

	if (!e || !tn__px_over(p, at, e, operand) || !tn__px_over_list(p, at, e, arms) ||
	    !tn__px_over(p, at, e, otherwise))
		return NULL;
	e->args = tn__arena_calloc(p->arena, (size_t)arms->n + 2, sizeof(px_expr *));
	if (!e->args)
		return tn__px_nomem(p);
	if (operand) {
		e->args[n++] = operand;
		e->flags |= TN_XF_OPERAND;
	}
	memcpy(e->args + n, arms->v, arms->n * sizeof(px_expr *));
	n += arms->n;
	if (otherwise) {
		e->args[n++] = otherwise;
		e->flags |= TN_XF_ELSE;
	}
	e->arg_count = n;
	return e;
}

px_expr *tn__px_row(struct tn_sql_parser *p, uint32_t at, const px_list *members)
{
	return with_args(p, at, TN_X_ROWVALUE, members);
}

px_expr *tn__px_column(struct tn_sql_parser *p, uint32_t at, const char *qualifier, const char *name)
{
	px_expr *e = tn__px_expr(p, at, TN_X_COLUMN);

	if (e) {
		e->u.column.qualifier = qualifier;
		e->u.column.name = name;
	}
	return e;
}

px_expr *tn__px_star(struct tn_sql_parser *p, uint32_t at, const char *qualifier)
{
	px_expr *e = tn__px_expr(p, at, TN_X_STAR);

	if (e)
		e->u.column.qualifier = qualifier;
	return e;
}

