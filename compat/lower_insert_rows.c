/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_insert_rows.c - an INSERT of more rows than one statement takes.
 *
 * The problem: INSERT ... VALUES (?, ?), (?, ?), ... has a parameter for each value, and
 * a text that grows with its rows; and all values go in one message.
 * Who lacks it: every server, from some number of parameters or bytes on.
 * What is done: the rows become several INSERTs, each of as many rows, in their order, as
 * fit beside the parameters of ON CONFLICT and RETURNING.
 * What is preserved: the rows and their order, also those of RETURNING; the number of
 * rows; all or nothing (NEEDS_TX).
 * What is weaker: what a server looks at when the statement ends it looks at when a part
 * ends: a row may refer to one of a later part only where its foreign key is deferred,
 * and DO UPDATE may meet a row of an earlier part.
 * Where RETURNING is made up for row by row, the rows may go one by one for want of
 * parameters, too.
 * When it does nothing: where all fits; where a value is a subquery, which could read the
 * rows of earlier parts; before WITH.  A row that is too long by itself stays so.
 */
#include "compat/pass.h"
#include "core/base/value.h"

struct rows {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	const struct tn_ir_change *c;
	uint64_t places; /* that were counted */
	uint64_t sizes;  /* of their values, where they are known */
	int64_t params, bytes, value; /* limits; 0: none */
	int single; /* each row goes by itself */
};

static int count_place(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct rows *r = v->ctx;

	if ((*place)->kind == TN_X_PARAM)
		r->sizes += tn__size_bytes(r->l->intent->params[(*place)->u.param].size) + TN_VALUE_HEAD;
	r->places += (*place)->kind == TN_X_PARAM || tn__lower_is_moment(*place);
	return TN_OK;
}

static int find_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	(void)v;
	(void)q;
	return TN_E_UNSUPPORTED;
}

/* Parameters of the values from first on, and what may become one; negative: one of them is a subquery. */
static int64_t places_of(struct rows *r, uint32_t first, uint32_t count)
{
	uint32_t i;

	r->places = r->sizes = 0;
	for (i = first; i < first + count; i++)
		if (tn__ir_visit_expr(&r->c->query->values[i], &r->v) < 0)
			return -1;
	return (int64_t)r->places;
}

/* Parameters beside the rows. */
static uint64_t other_places(struct rows *r)
{
	uint32_t i;

	r->places = r->sizes = 0;
	r->v.query = NULL;
	for (i = 0; i < r->c->set_count; i++)
		tn__ir_visit_expr(&r->c->sets[i].value, &r->v);
	for (i = 0; i < r->c->returning_count; i++)
		tn__ir_visit_expr(&r->c->returning[i].expr, &r->v);
	tn__ir_visit_expr((struct tn_ir_expr **)(uintptr_t)&r->c->conflict_where, &r->v);
	r->v.query = find_query;
	return r->places;
}

/* Bytes at most of a row's text, by where it stands in that of the application. */
static uint64_t text_of(const struct rows *r, uint32_t row, uint64_t places)
{
	const struct tn_ir_query *q = r->c->query;
	size_t from = q->values[(size_t)row * q->width]->at, to = r->l->intent->source_len;

	if (row + 1 < q->row_count)
		to = q->values[(size_t)(row + 1) * q->width]->at;
	return (to > from ? to - from : 0) * 2u + places * TN_LIST_PLACE_BYTES;
}

/* What the statement has but for the rows: the text before the first of them and what could be behind the last. */
static uint64_t text_beside(const struct rows *r)
{
	return r->c->query->values[0]->at * 2u + 256u + r->c->column_count * 64u;
}

static int is_over(const struct rows *r, uint64_t places, uint64_t bytes, uint64_t sizes)
{
	return (r->params > 0 && places > (uint64_t)r->params) || (r->bytes > 0 && bytes > (uint64_t)r->bytes) ||
	       (r->value > 0 && sizes > tn__message_room(r->value));
}

/* Rows from first on that fit together, 1 at least; negative: a value is a subquery. */
static int64_t fitting(struct rows *r, uint32_t first, uint64_t others, uint64_t sizes)
{
	const struct tn_ir_query *q = r->c->query;
	uint64_t places = others, bytes = text_beside(r) + others * TN_LIST_PLACE_BYTES;
	uint32_t i;
	int64_t more;

	if (r->single)
		return 1;
	for (i = first; i < q->row_count; i++) {
		more = places_of(r, i * q->width, q->width);
		if (more < 0)
			return -1;
		places += (uint64_t)more;
		bytes += text_of(r, i, (uint64_t)more);
		sizes += r->sizes;
		if (i > first && is_over(r, places, bytes, sizes))
			break;
	}
	return i - first;
}

static int add_part(struct tn_lowering *l, uint32_t first, uint32_t count)
{
	struct tn_ir_stmt tree = *tn__lower_now(l), *copy;
	struct tn_ir_change change = *tree.u.change;
	struct tn_ir_query rows = *change.query;
	struct tn_step *step;

	rows.values += (size_t)first * rows.width;
	rows.row_count = count;
	change.query = &rows;
	tree.u.change = &change;
	copy = tn__ir_clone(l->arena, &tree);
	step = tn__lower_part(l, change.returning_count ? TN_STEP_QUERY : TN_STEP_EXEC, copy);
	if (!step)
		return TN_E_NOMEM;
	step->flags = TN_STEPF_COUNTS;
	return tn__lower_pick_args(l, step);
}

static int is_rows(const struct tn_ir_change *c)
{
	const struct tn_ir_query *q = c->query;

	return q && q->kind == TN_QUERY_VALUES && q->row_count > 1 && q->width && !c->with && !q->with &&
	       !q->order_count && !q->limit && !q->offset;
}

/*
 * Where RETURNING is made up for, several rows are computed first and each is fed with all
 * of its values, which may be too many; a row alone is inserted as it stands.
 */
static int is_fed_too_much(const struct rows *r)
{
	return r->params > 0 && r->c->returning_count && r->c->query->width > (uint64_t)r->params &&
	       !tn__can(r->l, TN_CAP_RETURNING_INSERT);
}

int tn__pass_insert_rows(struct tn_lowering *l)
{
	struct rows r = {.v = {.expr = count_place, .query = find_query}, .l = l, .c = tn__lower_now(l)->u.change};
	uint32_t first = 0;
	uint64_t others, sizes;
	int64_t n;
	int rc = TN_OK;

	if (!is_rows(r.c))
		return TN_OK;
	r.v.ctx = &r;
	r.params = l->caps->limits[TN_LIMIT_BIND_PARAMS];
	r.bytes = l->caps->limits[TN_LIMIT_SQL_BYTES];
	r.value = l->caps->limits[TN_LIMIT_VALUE_BYTES];
	others = other_places(&r);
	sizes = r.sizes;
	r.single = is_fed_too_much(&r);
	n = fitting(&r, 0, others, sizes);
	if (n < 0 || n == r.c->query->row_count)
		return TN_OK;
	/* None of all the rows may be read by another. */
	if (places_of(&r, 0, r.c->query->row_count * r.c->query->width) < 0)
		return TN_OK;
	l->plan->flags |= TN_PLAN_NEEDS_TX;
	for (; first < r.c->query->row_count && rc == TN_OK; first += (uint32_t)n) {
		n = fitting(&r, first, others, sizes);
		rc = add_part(l, first, (uint32_t)n);
	}
	return rc;
}
