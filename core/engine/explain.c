/* SPDX-License-Identifier: MIT */
/*
 * core/engine/explain.c - compiles a text for a server that is not there.
 *
 * The same stages as for a connection, with the dialect of a registered backend
 * and the capabilities that it declares for a product and a version.
 */
#include <tenon/explain.h>
#include <stdlib.h>
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/engine/describe.h"
#include "core/engine/engine.h"
#include "core/engine/explain_lists.h"

/* A server that is newer than any condition on its version. */
#define NEWEST 999999

struct explainer {
	tn_explanation public; /* first */
	struct tn_arena arena;
	const struct tn_dialect *dialect;
	int version;
	struct tn_caps caps;
	struct tn_cat_table *tables;
	struct tn_ir_stmt *ir;
	const struct tn_plan *plan;
	struct tn_sql_env env;
};

/* ---- the target -------------------------------------------------------------- */

/* The dialects of all backends, one after the other. */
static const struct tn_dialect *dialect_at(size_t i)
{
	const struct tn_backend *b;
	size_t at, k;
	for (at = 0; (b = tn__backend_at(at)) != NULL; at++)
		for (k = 0; b->dialects[k]; k++)
			if (!i--)
				return b->dialects[k];
	return NULL;
}

const char *tn_explain_target(size_t i)
{
	const struct tn_dialect *d = dialect_at(i);
	return d ? d->name : NULL;
}

static const struct tn_dialect *find_dialect(const char *name, size_t len)
{
	const struct tn_dialect *d;
	size_t i;
	for (i = 0; (d = dialect_at(i)) != NULL; i++)
		if (strlen(d->name) == len && !memcmp(d->name, name, len))
			return d;
	return NULL;
}

/* "10.11.2" as 101102; -1 if it is no version. */
static int read_version(const char *s)
{
	long parts[3] = {0, 0, 0};
	char *end;
	int i;
	for (i = 0; i < 3; i++) {
		if (*s < '0' || *s > '9')
			return -1;
		parts[i] = strtol(s, &end, 10);
		if (parts[i] > (i ? 99 : 9999))
			return -1;
		s = end;
		if (!*s)
			return (int)(parts[0] * 10000 + parts[1] * 100 + parts[2]);
		if (*s++ != '.')
			return -1;
	}
	return -1;
}

static int find_target(struct explainer *x, const char *target, tn_error **err)
{
	size_t n = strcspn(target, "@");
	struct tn_text text;
	x->dialect = find_dialect(target, n);
	if (!x->dialect)
		return tn__error_set(err, TN_E_UNSUPPORTED, "no dialect '%.*s' in this build", (int)n, target);
	x->version = target[n] ? read_version(target + n + 1) : NEWEST;
	if (x->version < 0)
		return tn__error_set(err, TN_E_PARAM, "'%s' is no version: write it as 10.11 or 10.11.2",
			target + n + 1);
	x->dialect->effective(x->dialect->name, x->version, &x->caps);
	tn__text_init(&text);
	tn__text_puts(&text, x->dialect->name);
	if (target[n])
		tn__text_printf(&text, " %d.%d.%d", x->version / 10000, x->version / 100 % 100, x->version % 100);
	x->public.target = text.failed ? NULL : tn__arena_strndup(&x->arena, text.s, text.len);
	tn__text_release(&text);
	return x->public.target ? TN_OK : tn__error_nomem(err);
}

/* ---- compiling ----------------------------------------------------------------- */

static int take_schema(struct explainer *x, const char *schema, struct tn_sql_env *env, tn_error **err)
{
	const struct tn_ir_table **tables;
	struct tn_cat_table *t;
	int rc = schema ? tn__attach_read(x->dialect, schema, strlen(schema), TN_CAT_ATTACHED, &x->tables, err)
			: TN_OK;
	uint32_t n = 0;
	if (rc < 0)
		return rc;
	for (t = x->tables; t; t = t->chain)
		n++;
	tables = tn__arena_calloc(&x->arena, n + 1, sizeof *tables);
	if (!tables)
		return tn__error_nomem(err);
	env->tables = tables;
	env->open = !schema;
	for (t = x->tables; t; t = t->chain) {
		if (x->dialect->nocase_columns)
			t->ir.flags |= TN_TABLEF_NOCASE;
		tables[env->table_count++] = &t->ir;
	}
	return TN_OK;
}

static int compile(struct explainer *x, const char *sql, const char *schema, tn_error **err)
{
	static const struct tn_sql_bound nothing;
	int rc = take_schema(x, schema, &x->env, err);
	if (rc >= 0)
		rc = tn__sql_parse(&x->arena, sql, strlen(sql), &x->ir, err);
	if (rc >= 0)
		rc = tn__sql_analyse(&x->arena, x->ir, &x->env, &nothing, err);
	if (rc >= 0)
		rc = tn__lower(&x->arena, &x->caps, x->ir, &x->plan, err);
	return rc;
}

/* One line that says what a step of several is, and its text with lists of one element. */
static int put_step(struct explainer *x, const struct tn_step *step, struct tn_text *out, tn_error **err)
{
	struct tn_rendered rendered;
	uint32_t i;
	int rc;
	for (i = step->stmt->arg_count - step->fed_count; i < step->stmt->arg_count; i++)
		step->stmt->params[i].list_size = 1;
	rc = tn__sql_render(&x->arena, step->stmt, x->dialect, &rendered, err);
	if (rc < 0)
		return rc;
	if (!tn__plan_has_steps(x->plan)) {
		tn__text_puts(out, rendered.sql);
		return TN_OK;
	}
	tn__text_printf(out, "-- step %u", (unsigned)step->id);
	if (step->each)
		tn__text_printf(out, ", for the rows of step %u, %u at a time", (unsigned)step->each,
				(unsigned)step->chunk);
	if (step->list)
		tn__text_printf(out, ", for the elements of parameter %u, %u at a time", (unsigned)step->list,
				(unsigned)step->chunk);
	if (step->cleans)
		tn__text_printf(out, ", after a failure too");
	tn__text_printf(out, "\n%s;\n", rendered.sql);
	return TN_OK;
}

static int make_sql(struct explainer *x, tn_error **err)
{
	struct tn_text text;
	uint32_t i;
	int rc = TN_OK;
	tn__text_init(&text);
	for (i = 0; i < x->plan->step_count && rc >= 0; i++)
		rc = put_step(x, &x->plan->steps[i], &text, err);
	x->public.sql = text.failed ? NULL : tn__arena_strndup(&x->arena, text.s, text.len);
	tn__text_release(&text);
	return rc < 0 ? rc : x->public.sql ? TN_OK : tn__error_nomem(err);
}

/* ---- the texts -------------------------------------------------------------------- */

static void put_capabilities(const struct explainer *x, struct tn_text *out)
{
	unsigned cap;
	for (cap = 0; cap < TN_CAP_MAX; cap++)
		if (x->plan->decided[cap / 64] >> (cap % 64) & 1)
			tn__text_printf(out, "%s %s\n", tn__cap_name((int)cap),
					tn_cap_has(&x->caps, (enum tn_cap)cap) ? "yes" : "no");
}

static void put_warnings(const struct explainer *x, struct tn_text *out)
{
	uint32_t i;
	for (i = 0; i < x->ir->warning_count; i++)
		tn__text_printf(out, "%s\n", x->ir->warnings[i].text);
	if (x->plan->why)
		tn__text_printf(out, "%s\n", x->plan->why);
}

enum what { TREE, PLAN, CAPABILITIES, WARNINGS, LISTS };

static const char *make_text(struct explainer *x, enum what what)
{
	struct tn_text text;
	const char *copy;
	tn__text_init(&text);
	switch (what) {
	case TREE: tn__ir_dump(x->ir, &text); break;
	case PLAN: tn__plan_dump(x->plan, &text); break;
	case CAPABILITIES: put_capabilities(x, &text); break;
	case WARNINGS: put_warnings(x, &text); break;
	case LISTS: tn__explain_lists(&x->arena, &x->caps, x->ir->source, &x->env, &text); break;
	}
	copy = text.failed ? NULL : tn__arena_strndup(&x->arena, text.s, text.len);
	tn__text_release(&text);
	return copy;
}

static int make_texts(struct explainer *x, tn_error **err)
{
	tn_explanation *p = &x->public;
	p->tree = make_text(x, TREE);
	p->plan = make_text(x, PLAN);
	p->capabilities = make_text(x, CAPABILITIES);
	p->warnings = make_text(x, WARNINGS);
	p->lists = make_text(x, LISTS);
	return p->tree && p->plan && p->capabilities && p->warnings && p->lists ? TN_OK : tn__error_nomem(err);
}

int tn_explain(const char *sql, const tn_explain_options *options, tn_explanation **out, tn_error **err)
{
	struct explainer *x;
	int rc;
	if (!sql || !out || !options || options->size != sizeof *options || !options->target)
		return tn__error_set(err, TN_E_MISUSE,
			"tn_explain() needs a text, a target and a place for the answer");
	*out = NULL;
	x = tn__alloc(sizeof *x);
	if (!x)
		return tn__error_nomem(err);
	tn__arena_init(&x->arena);
	rc = find_target(x, options->target, err);
	if (rc >= 0)
		rc = compile(x, sql, options->schema, err);
	if (rc >= 0)
		rc = make_sql(x, err);
	if (rc >= 0)
		rc = make_texts(x, err);
	if (rc < 0) {
		tn_explanation_free(&x->public);
		return rc;
	}
	*out = &x->public;
	return TN_OK;
}

void tn_explanation_free(tn_explanation *p)
{
	struct explainer *x = (struct explainer *)(void *)p;
	if (!x)
		return;
	tn__attached_free(x->tables);
	tn__arena_release(&x->arena);
	tn__free(x);
}
