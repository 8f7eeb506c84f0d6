/* SPDX-License-Identifier: MIT */
/*
 * core/engine/explain_lists.c - in which forms a statement's lists would go, by length.
 *
 * The plan depends on how long a list is, so the text is analysed once more with each
 * parameter that can be a list bound to one, and planned for growing lengths: where the
 * form of one changes, a line says so.  The others have one element meanwhile.
 *
 * It is told of elements of a fixed size; long texts fill a message before that.
 */
#include "core/base/text.h"
#include "core/base/value.h"
#include "core/engine/explain_lists.h"

#define MOST_ELEMENTS (UINT32_C(1) << 22)

struct form {
	const char *what;
	uint32_t chunk;
};

struct lists {
	struct tn_ir_visitor v;
	struct tn_arena *a;
	const struct tn_caps *caps;
	struct tn_ir_stmt *ir;
	uint32_t *sizes;
};

/* A parameter that stands alone behind IN, or behind ANY or ALL. */
static int find_list(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct lists *s = v->ctx;
	const struct tn_ir_expr *e = *place;

	if ((e->kind == TN_X_IN || e->kind == TN_X_QUANT) && e->arg_count == 2 && e->args[1]->kind == TN_X_PARAM)
		s->sizes[e->args[1]->u.param] = 1;
	return TN_OK;
}

static int analyse(struct lists *s, const char *sql, const struct tn_sql_env *env)
{
	struct tn_sql_bound bound;
	uint8_t *kinds;
	uint32_t i;
	int rc = tn__sql_parse(s->a, sql, strlen(sql), &s->ir, NULL);

	if (rc < 0)
		return rc;
	kinds = tn__arena_calloc(s->a, s->ir->arg_count + 1, 1);
	s->sizes = tn__arena_calloc(s->a, s->ir->arg_count + 1, sizeof *s->sizes);
	if (!kinds || !s->sizes)
		return TN_E_NOMEM;
	for (i = 0; i < s->ir->arg_count; i++)
		s->sizes[i] = TN_SQL_NO_LIST;
	rc = tn__ir_visit(s->ir, &s->v);
	bound.kinds = kinds;
	bound.list_sizes = s->sizes;
	return rc < 0 ? rc : tn__sql_analyse(s->a, s->ir, env, &bound, NULL);
}

/* What a plan does with the list. */
static struct form form_of(const struct lists *s, const struct tn_plan *plan, uint32_t i, uint32_t n)
{
	int64_t params = s->caps->limits[TN_LIMIT_BIND_PARAMS];
	uint32_t k;

	for (k = 0; k < plan->step_count; k++)
		if (plan->steps[k].list == i + 1)
			return (struct form){plan->steps[k].flags & TN_STEPF_COUNTS ? "the statement for parts of it"
					     : "a temporary table", plan->steps[k].chunk};
	if (!tn__plan_has_steps(plan) && plan->steps[0].stmt->params[i].whole)
		return (struct form){"one parameter", 0};
	if (!tn__plan_has_steps(plan) && plan->steps[0].stmt->params[i].spelled)
		return (struct form){"literals in the text", 0};
	if (params > 0 && (int64_t)n > params)
		return (struct form){"refused (limit bind_params)", 0};
	return (struct form){"a parameter for each element", 0};
}

static int form_at(struct lists *s, uint32_t i, uint32_t n, struct form *out)
{
	const struct tn_plan *plan = NULL;
	int rc;

	s->ir->params[i].list_size = n;
	s->ir->params[i].heavy = tn__list_weight(n, s->caps->limits[TN_LIMIT_VALUE_BYTES]);
	rc = tn__lower(s->a, s->caps, s->ir, &plan, NULL);
	if (rc >= 0)
		*out = form_of(s, plan, i, n);
	s->ir->params[i].list_size = 1;
	s->ir->params[i].heavy = 0;
	return rc;
}

/* The least length between two, the first of which has another form, at which the form is the second's. */
static int find_change(struct lists *s, uint32_t i, uint32_t low, uint32_t high, uint32_t *at, struct form *form)
{
	struct form first, middle;
	int rc = form_at(s, i, low, &first);

	while (rc >= 0 && high - low > 1) {
		uint32_t n = low + (high - low) / 2;

		rc = form_at(s, i, n, &middle);
		if (rc >= 0 && middle.what == first.what)
			low = n;
		else
			high = n;
	}
	*at = high;
	return rc < 0 ? rc : form_at(s, i, high, form);
}

static void put_form(struct tn_text *out, uint32_t i, uint32_t from, const struct form *form)
{
	tn__text_printf(out, "parameter %u, from %u on: %s", (unsigned)i + 1, (unsigned)from, form->what);
	if (form->chunk)
		tn__text_printf(out, ", %u elements at a time", (unsigned)form->chunk);
	tn__text_putc(out, '\n');
}

static int put_list(struct lists *s, uint32_t i, struct tn_text *out)
{
	struct form form, next;
	uint32_t low = 1, high, at;
	int rc = form_at(s, i, low, &form);

	if (rc >= 0)
		put_form(out, i, low, &form);
	for (high = 2; rc >= 0 && high <= MOST_ELEMENTS; high *= 2) {
		rc = form_at(s, i, high, &next);
		while (rc >= 0 && next.what != form.what) {
			rc = find_change(s, i, low, high, &at, &form);
			if (rc >= 0)
				put_form(out, i, at, &form);
			low = at;
		}
		low = high;
	}
	return rc;
}

void tn__explain_lists(struct tn_arena *a, const struct tn_caps *caps, const char *sql, const struct tn_sql_env *env,
		       struct tn_text *out)
{
	struct lists s = {.v = {.expr = find_list}, .a = a, .caps = caps};
	uint32_t i;

	s.v.ctx = &s;
	if (analyse(&s, sql, env) < 0)
		return;
	for (i = 0; i < s.ir->arg_count; i++)
		s.ir->params[i].list_size = s.sizes[i] == 1 ? 1 : TN_SQL_NO_LIST;
	for (i = 0; i < s.ir->arg_count; i++)
		if (s.ir->params[i].list && put_list(&s, i, out) < 0)
			return;
}
