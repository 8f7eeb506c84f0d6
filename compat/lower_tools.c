/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_tools.c - trees that several passes build.
 *
 * Invariants:
 *  1. Names made here are "tnx", underscores of which no name of the text has as many,
 *     and a number.  The names of the outputs of a derived table differ from each other.
 *  2. NULL and TN_E_NOMEM mean that memory is out, with the error set.
 */
#include <stdio.h>
#include <string.h>
#include "compat/pass.h"
#include "core/base/error.h"

static void *need(struct tn_lowering *l, void *p)
{
	if (!p)
		tn__lower_nomem(l);
	return p;
}

static char lower_of(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* The longest run of underscores behind "tnx" in the text: a longer one is in no name. */
static unsigned longest_run(const char *p, size_t n)
{
	unsigned longest = 0, run;
	size_t i, k;

	for (i = 0; p && i + 3 <= n; i++) {
		if (lower_of(p[i]) != 't' || lower_of(p[i + 1]) != 'n' || lower_of(p[i + 2]) != 'x')
			continue;
		for (run = 0, k = i + 3; k < n && p[k] == '_'; k++)
			run++;
		longest = run > longest ? run : longest;
	}
	return longest;
}

const char *tn__lower_alias(struct tn_lowering *l)
{
	char name[64];
	unsigned run;
	int n;

	if (!l->aliases)
		l->alias_run = longest_run(l->intent->source, l->intent->source_len) + 1;
	/* Names have a limit, and so many underscores are nobody's. */
	for (run = 0; run < l->alias_run && run < 24; run++)
		name[run] = '_';
	n = snprintf(name + run, sizeof(name) - run, "%u", ++l->aliases);
	memmove(name + 3, name, run + (size_t)n);
	memcpy(name, "tnx", 3);
	return need(l, tn__arena_strndup(l->arena, name, 3 + run + (size_t)n));
}

/* ---- SELECT ------------------------------------------------------------------------ */

struct tn_ir_query *tn__lower_select(struct tn_lowering *l, struct tn_ir_from *from, uint32_t item_room)
{
	struct tn_ir_query *q = need(l, tn__arena_alloc(l->arena, sizeof(*q)));

	if (!q)
		return NULL;
	q->kind = TN_QUERY_SELECT;
	q->items = need(l, tn__arena_calloc(l->arena, item_room, sizeof(*q->items)));
	q->outputs = need(l, tn__arena_calloc(l->arena, item_room, sizeof(*q->outputs)));
	q->from = need(l, tn__arena_alloc(l->arena, sizeof(struct tn_ir_from *)));
	if (!q->items || !q->outputs || !q->from)
		return NULL;
	q->from[0] = from;
	q->from_count = from != NULL;
	return q;
}

int tn__lower_add_item(struct tn_lowering *l, struct tn_ir_query *q, struct tn_ir_expr *e, const char *name)
{
	if (!e)
		return tn__lower_nomem(l);
	q->items[q->item_count].expr = e;
	q->items[q->item_count].alias = name;
	q->outputs[q->item_count].name = name;
	q->outputs[q->item_count].type = e->type;
	q->output_count = ++q->item_count;
	return TN_OK;
}

/* ---- derived tables ------------------------------------------------------------------ */

const char *tn__lower_column_name(struct tn_lowering *l, uint32_t i)
{
	char name[32];
	int n = snprintf(name, sizeof(name), "c%u", (unsigned)i + 1);

	return need(l, tn__arena_strndup(l->arena, name, (size_t)n));
}

static struct tn_ir_column *columns_of(struct tn_lowering *l, struct tn_ir_query *query)
{
	struct tn_ir_column *c = need(l, tn__arena_calloc(l->arena, query->output_count, sizeof(*c)));
	uint32_t i;

	for (i = 0; c && i < query->output_count; i++) {
		/* The names of a whole statement's outputs may be equal; here they must differ. */
		c[i].name = tn__lower_column_name(l, i);
		c[i].type = query->outputs[i].type;
		c[i].type.flags &= (uint8_t)~(TN_TYPEF_COLUMN | TN_TYPEF_CONSTANT);
		if (!c[i].name)
			return NULL;
	}
	return c;
}

static int rename_one(struct tn_lowering *l, struct tn_ir_query *q, const struct tn_ir_column *columns)
{
	struct tn_ir_output *outputs = need(l, tn__arena_calloc(l->arena, q->output_count, sizeof(*outputs)));
	uint32_t i;

	if (!outputs)
		return TN_E_NOMEM;
	for (i = 0; i < q->output_count; i++) {
		outputs[i] = q->outputs[i];
		outputs[i].name = columns[i].name;
		if (q->kind == TN_QUERY_SELECT && i < q->item_count)
			q->items[i].alias = columns[i].name;
	}
	q->outputs = outputs;
	return TN_OK;
}

/* A set operation has the names of its first operand. */
static int rename_outputs(struct tn_lowering *l, struct tn_ir_query *q, const struct tn_ir_column *columns)
{
	for (; q; q = q->left)
		if (rename_one(l, q, columns))
			return TN_E_NOMEM;
	return TN_OK;
}

struct tn_ir_from *tn__lower_derived(struct tn_lowering *l, struct tn_ir_query *query)
{
	struct tn_ir_from *f = need(l, tn__arena_alloc(l->arena, sizeof(*f)));
	struct tn_ir_source *s = need(l, tn__arena_alloc(l->arena, sizeof(*s)));
	struct tn_ir_column *columns = columns_of(l, query);

	if (!f || !s || !columns || rename_outputs(l, query, columns))
		return NULL;
	s->kind = TN_SOURCE_QUERY;
	s->alias = tn__lower_alias(l);
	s->query = query;
	s->columns = columns;
	s->column_count = query->output_count;
	f->kind = TN_FROM_QUERY;
	f->query = query;
	f->alias = s->alias;
	f->source = s;
	f->at = query->at;
	return s->alias ? f : NULL;
}

/* ---- wrapping ------------------------------------------------------------------------- */

/* The output that an ORDER BY key is; output_count if it is none. */
static uint32_t output_of(const struct tn_ir_query *q, const struct tn_ir_expr *key)
{
	uint32_t i;

	if (key->kind == TN_X_OUTPUT)
		return key->u.output;
	for (i = 0; q->kind == TN_QUERY_SELECT && i < q->item_count; i++)
		if (tn__ir_same(q->items[i].expr, key))
			return i;
	return q->output_count;
}

static int outer_keys(struct tn_lowering *l, const struct tn_ir_query *inner, struct tn_ir_query *q,
	struct tn_ir_source *source)
{
	uint32_t i;

	for (i = 0; i < q->order_count; i++) {
		uint32_t k = output_of(inner, q->order[i].expr);

		if (k >= inner->output_count)
			return tn__error_set(l->err, TN_E_INTERNAL, "an ORDER BY key is no column of the result");
		q->order[i].expr = need(l, tn__ir_column_ref(l->arena, source, k));
		if (!q->order[i].expr)
			return TN_E_NOMEM;
	}
	return TN_OK;
}

int tn__lower_wrap(struct tn_lowering *l, struct tn_ir_query *q)
{
	struct tn_ir_query *inner = need(l, tn__arena_alloc(l->arena, sizeof(*inner))), *outer;
	struct tn_ir_output *outputs = q->outputs;
	struct tn_ir_from *from;
	uint32_t i;

	if (!inner)
		return TN_E_NOMEM;
	*inner = *q;
	inner->with = NULL;
	inner->order = NULL;
	inner->order_count = 0;
	inner->limit = inner->offset = NULL;
	inner->lock = 0;
	from = tn__lower_derived(l, inner);
	outer = from ? tn__lower_select(l, from, q->output_count) : NULL;
	if (!outer)
		return TN_E_NOMEM;
	for (i = 0; i < q->output_count; i++)
		if (tn__lower_add_item(l, outer, tn__ir_column_ref(l->arena, from->source, i), outputs[i].name))
			return TN_E_NOMEM;
	outer->at = q->at;
	outer->with = q->with;
	outer->order = q->order;
	outer->order_count = q->order_count;
	outer->limit = q->limit;
	outer->offset = q->offset;
	outer->lock = q->lock;
	outer->wait = q->wait;
	outer->lock_of = q->lock_of;
	outer->lock_of_count = q->lock_of_count;
	outer->outputs = outputs;
	*q = *outer;
	from->source->owner = q;
	return outer_keys(l, inner, q, from->source);
}

/* ---- conditions ------------------------------------------------------------------------ */

struct tn_ir_expr *tn__lower_compare(struct tn_lowering *l, unsigned sym, struct tn_ir_expr *left,
	struct tn_ir_expr *right)
{
	/* Operations of = by kind; those of the other symbols follow in the same order. */
	static const uint16_t equal[] = {
		[TN_KIND_BOOL] = TN_OP_EQ_B, [TN_KIND_INT] = TN_OP_EQ_I, [TN_KIND_DOUBLE] = TN_OP_EQ_D,
		[TN_KIND_NUMERIC] = TN_OP_EQ_N, [TN_KIND_TEXT] = TN_OP_EQ_T, [TN_KIND_BYTES] = TN_OP_EQ_Y,
		[TN_KIND_DATE] = TN_OP_EQ_DATE, [TN_KIND_TIME] = TN_OP_EQ_TIME, [TN_KIND_TIMESTAMP] = TN_OP_EQ_TS,
		[TN_KIND_TIMESTAMPTZ] = TN_OP_EQ_TSTZ, [TN_KIND_UUID] = TN_OP_EQ_U,
	};
	unsigned kind = left->type.kind;

	if (kind >= sizeof(equal) / sizeof(equal[0]) || !equal[kind] || kind != right->type.kind)
		return NULL;
	return tn__ir_op(l->arena, (enum tn_op)(equal[kind] + (sym - TN_SYM_EQ) * (TN_OP_NE_I - TN_OP_EQ_I)), 2, left,
		right);
}

/* The operands of an n-ary condition, which is never an operand of the same. */
static uint32_t operands(struct tn_ir_expr **e, enum tn_op op, struct tn_ir_expr ***args)
{
	if (!*e)
		return 0;
	*args = (*e)->kind == TN_X_OP && (*e)->op == op ? (*e)->args : e;
	return *args == e ? 1 : (*e)->arg_count;
}

struct tn_ir_expr *tn__lower_join_conditions(struct tn_lowering *l, enum tn_op op, struct tn_ir_expr *a,
	struct tn_ir_expr *b)
{
	struct tn_ir_expr **left = NULL, **right = NULL, **args, *e;
	uint32_t n = operands(&a, op, &left), m = operands(&b, op, &right);

	if (!n || !m)
		return n ? a : b;
	e = need(l, tn__ir_op(l->arena, op, 2, left[0], right[0]));
	args = need(l, tn__arena_calloc(l->arena, n + m, sizeof(struct tn_ir_expr *)));
	if (!e || !args)
		return NULL;
	memcpy(args, left, n * sizeof(*args));
	memcpy(args + n, right, m * sizeof(*args));
	e->args = args;
	e->arg_count = n + m;
	e->type.flags = a->type.flags & b->type.flags;
	return e;
}

static struct tn_ir_expr *plain(struct tn_lowering *l, uint8_t kind, uint8_t type_flags)
{
	struct tn_ir_expr *e = need(l, tn__arena_alloc(l->arena, sizeof(*e)));

	if (!e)
		return NULL;
	e->kind = kind;
	e->type = tn__ir_type(TN_KIND_BOOL, type_flags);
	return e;
}

struct tn_ir_expr *tn__lower_exists(struct tn_lowering *l, struct tn_ir_query *query)
{
	struct tn_ir_expr *e = plain(l, TN_X_EXISTS, TN_TYPEF_NOT_NULL);

	if (e)
		e->u.sub.query = query;
	return e;
}

struct tn_ir_expr *tn__lower_case(struct tn_lowering *l, struct tn_ir_expr *condition, struct tn_ir_expr *value)
{
	struct tn_ir_expr *e = plain(l, TN_X_CASE, 0);

	if (!e || !value || !condition)
		return NULL;
	e->args = need(l, tn__arena_calloc(l->arena, 2, sizeof(struct tn_ir_expr *)));
	if (!e->args)
		return NULL;
	e->arg_count = 2;
	e->args[0] = condition;
	e->args[1] = value;
	e->type = value->type;
	e->type.flags &= TN_TYPEF_FOREIGN_COLLATION;
	e->at = value->at;
	return e;
}

/* ---- volatile calls ---------------------------------------------------------------------- */

static int find_volatile(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)v;
	return (*place)->op < TN_OPS && tn__op_info[(*place)->op].flags & TN_OPF_VOLATILE ? TN_E_UNSUPPORTED : TN_OK;
}

/* LIMIT without an order takes any rows, and others the next time. */
static int find_unordered_limit(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	(void)v;
	return (q->limit || q->offset) && !q->order_count ? TN_E_UNSUPPORTED : TN_OK;
}

int tn__lower_is_volatile(struct tn_ir_expr *e)
{
	struct tn_ir_visitor v = {.expr = find_volatile, .query = find_unordered_limit};

	return tn__ir_visit_expr(&e, &v) < 0;
}

int tn__lower_query_is_volatile(struct tn_ir_query *q)
{
	struct tn_ir_visitor v = {.expr = find_volatile, .query = find_unordered_limit};

	return tn__ir_visit_query(q, &v) < 0;
}

/* ---- aggregates ------------------------------------------------------------------------------ */

int tn__lower_is_aggregate(const struct tn_ir_expr *e)
{
	return e->op < TN_OPS && tn__op_info[e->op].flags & TN_OPF_AGGREGATE &&
	       (e->kind != TN_X_CALL || !e->u.call || !(e->u.call->over || e->u.call->over_name));
}

static int find_aggregate(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	*(int *)v->ctx |= tn__lower_is_aggregate(*place);
	return TN_OK;
}

static int pass_over_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	(void)v;
	(void)q;
	return TN_IR_PASS_OVER;
}

int tn__lower_has_aggregate(struct tn_ir_expr **place, unsigned depth)
{
	int found = 0, rc;
	struct tn_ir_visitor v = {.expr = find_aggregate, .query = pass_over_query, .ctx = &found, .depth = depth};

	rc = tn__ir_visit_expr(place, &v);
	return rc < 0 ? rc : found;
}

/* ---- columns of outer queries --------------------------------------------------------------- */

struct inside {
	struct tn_ir_visitor v;
	const struct tn_ir_source **sources;
	uint32_t count, room;
	int outer;
	struct tn_lowering *l;
};

static int add_source(struct inside *in, const struct tn_ir_source *source)
{
	uint32_t room = in->room ? in->room * 2 : 16;
	const struct tn_ir_source **more;

	if (in->count == in->room) {
		more = need(in->l, tn__arena_calloc(in->l->arena, room, sizeof(*more)));
		if (!more)
			return TN_E_NOMEM;
		if (in->count)
			memcpy(more, in->sources, in->count * sizeof(*more));
		in->sources = more;
		in->room = room;
	}
	in->sources[in->count++] = source;
	return TN_OK;
}

static int add_from(struct inside *in, const struct tn_ir_from *f)
{
	for (; f && f->kind == TN_FROM_JOIN; f = f->left)
		if (add_from(in, f->right))
			return TN_E_NOMEM;
	return f && f->source ? add_source(in, f->source) : TN_OK;
}

static int inside_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct inside *in = v->ctx;
	uint32_t i;

	for (i = 0; i < q->from_count; i++)
		if (add_from(in, q->from[i]))
			return TN_E_NOMEM;
	return TN_OK;
}

static int inside_column(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct inside *in = v->ctx;
	uint32_t i;

	if ((*place)->kind != TN_X_COLUMN)
		return TN_OK;
	/* The innermost sources were found last. */
	for (i = in->count; i > 0; i--)
		if (in->sources[i - 1] == (*place)->u.column.source)
			return TN_OK;
	in->outer = 1;
	return TN_OK;
}

int tn__lower_has_outer(struct tn_lowering *l, struct tn_ir_query *q)
{
	struct inside in = {.v = {.query = inside_query}, .l = l};
	int rc;

	in.v.ctx = &in;
	rc = tn__ir_visit_query(q, &in.v);
	in.v = (struct tn_ir_visitor){.expr = inside_column, .ctx = &in};
	if (rc == TN_OK)
		rc = tn__ir_visit_query(q, &in.v);
	return rc < 0 ? rc : in.outer;
}

static int is_read(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	const struct tn_ir_expr *e = *place;

	return e->kind == TN_X_COLUMN && tn__lower_gives(v->ctx, e->u.column.source) ? TN_E_UNSUPPORTED : TN_OK;
}

int tn__lower_expr_has_outer(struct tn_lowering *l, const struct tn_ir_from *from, struct tn_ir_expr *e)
{
	struct inside in = {.v = {.query = inside_query}, .l = l};
	int rc = add_from(&in, from);

	in.v.ctx = &in;
	if (rc == TN_OK)
		rc = tn__ir_visit_expr(&e, &in.v);
	in.v = (struct tn_ir_visitor){.expr = inside_column, .ctx = &in};
	if (rc == TN_OK)
		rc = tn__ir_visit_expr(&e, &in.v);
	return rc < 0 ? rc : in.outer;
}

int tn__lower_reads(struct tn_ir_from *from, struct tn_ir_expr *e)
{
	struct tn_ir_visitor v = {.expr = is_read, .ctx = from};

	return tn__ir_visit_expr(&e, &v) != TN_OK;
}

int tn__lower_gives(const struct tn_ir_from *f, const struct tn_ir_source *source)
{
	for (; f && f->kind == TN_FROM_JOIN; f = f->left)
		if (tn__lower_gives(f->right, source))
			return 1;
	return f && f->source == source;
}
