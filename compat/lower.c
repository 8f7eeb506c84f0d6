/* SPDX-License-Identifier: MIT */
/*
 * compat/lower.c - from what a statement means to how it is carried out.
 *
 * A native statement is a plan of one step.  A portable one is looked through once;
 * the passes of passes.def that its content asks for rewrite a copy; what is left is
 * the one step of the plan.  A pass may take the statement apart instead: then each
 * part is looked through and goes through the passes that are left.
 *
 * Invariants:
 *  1. The same intent, capabilities and limits give the same plan.
 *  2. The result is a plan that tn__plan_check() accepts, or an error that names
 *     what is missing; *out is written only with a plan.
 *  3. A statement that no pass changes is not copied: the plan refers to the intent.
 *  4. A part that is taken apart again is fed by nothing, and no other part refers to it.
 *
 * It must not know a pass by name.
 */
#include "compat/pass.h"
#include "core/base/error.h"

static const struct {
	int (*run)(struct tn_lowering *l);
	unsigned has;
} passes[] = {
#define TN_PASS_ROW(name, file, has, sentence) {tn__pass_##name, has},
#include "compat/passes.def"
#undef TN_PASS_ROW
};

static int is_portable(const struct tn_ir_stmt *stmt)
{
	return stmt->kind > TN_IR_NATIVE && stmt->kind <= TN_IR_DROP;
}

/* Temporary tables are the session's own: making one commits nothing anywhere. */
static int is_schema(const struct tn_ir_stmt *stmt)
{
	if (stmt->kind == TN_IR_NATIVE)
		return stmt->effect == TN_IR_SCHEMA;
	return stmt->kind > TN_IR_TRUNCATE &&
	       !(stmt->kind == TN_IR_CREATE_TABLE && stmt->u.create_table->temporary);
}

static int check_columns(const struct tn_lowering *l)
{
	int64_t columns = l->caps->limits[TN_LIMIT_RESULT_COLUMNS];
	const struct tn_ir_output *outputs;
	uint32_t count = tn__ir_outputs(l->intent, &outputs);

	if (columns > 0 && (int64_t)count > columns)
		return tn__error_set(l->err, TN_E_LIMIT,
			"statement gives %u columns; at most %lld fit (limit result_columns)", (unsigned)count,
			(long long)columns);
	return TN_OK;
}

/* A list counts once here: how many elements are parameters is known when the text is. */
static int check_params(const struct tn_lowering *l)
{
	int64_t params = l->caps->limits[TN_LIMIT_BIND_PARAMS];
	uint32_t i, most = 0;

	for (i = 0; i < l->plan->step_count; i++)
		if (l->plan->steps[i].stmt->arg_count > most)
			most = l->plan->steps[i].stmt->arg_count;
	if (params > 0 && (int64_t)most > params)
		return tn__error_set(l->err, TN_E_LIMIT,
			"statement has %u parameters; at most %lld fit (limit bind_params)", (unsigned)most,
			(long long)params);
	return TN_OK;
}

int tn__lower_whole(struct tn_lowering *l)
{
	struct tn_step *step = tn__arena_alloc(l->arena, sizeof(*step));

	if (!step)
		return tn__lower_nomem(l);
	step->id = 1;
	step->kind = TN_STEP_QUERY;
	step->stmt = tn__lower_now(l);
	l->plan->steps = step;
	l->plan->step_count = 1;
	if (is_schema(step->stmt) && !tn__can(l, TN_CAP_TX_DDL))
		l->plan->flags |= TN_PLAN_IMPLICIT_COMMIT;
	return TN_OK;
}

/*
 * One statement sees one state of the tables that it reads.  Steps see one each, below
 * REPEATABLE READ, unless the transaction keeps every other writer out.
 */
static void note_isolation(struct tn_lowering *l)
{
	if (!tn__plan_reads_later(l->plan))
		return;
	if (!tn__can(l, TN_CAP_ROW_LOCKS)) {
		l->plan->flags |= TN_PLAN_NEEDS_WRITE;
		return;
	}
	l->plan->flags |= TN_PLAN_WEAKER;
	l->plan->why = "a subquery is read after the first of several steps, and sees what others have committed since";
}

static int run_passes(struct tn_lowering *l, size_t from);

/* ---- parts ---------------------------------------------------------------------- */

/* What becomes of ids when parts are taken apart: `base` is added, or they are looked up. */
struct places {
	uint16_t base;
	const uint16_t *of; /* by the old id; or NULL */
};

static uint16_t place_of(const struct places *p, uint16_t id)
{
	return !id ? 0 : p->of ? p->of[id] : (uint16_t)(id + p->base);
}

static void place_step(struct tn_step *step, const struct places *p)
{
	/* Nobody else has it: it grew with the step. */
	struct tn_fed *fed = (struct tn_fed *)(uintptr_t)step->fed;
	uint32_t i;

	step->each = place_of(p, step->each);
	step->cleans = place_of(p, step->cleans);
	for (i = 0; i < step->fed_count; i++)
		fed[i].step = place_of(p, fed[i].step);
}

/* A step of a part has the arguments of the part, which has those of the statement. */
static int pass_args(struct tn_lowering *l, struct tn_step *step, const struct tn_step *part)
{
	uint32_t n = step->stmt->arg_count - step->fed_count, i, *args;

	if (!part->args)
		return TN_OK;
	args = tn__arena_calloc(l->arena, n + 1, sizeof(*args));
	if (!args)
		return tn__lower_nomem(l);
	for (i = 0; i < n; i++)
		args[i] = part->args[step->args ? step->args[i] : i];
	step->args = args;
	return TN_OK;
}

/* The steps that a pass has made of a part, in its place. */
static int take_steps(struct tn_lowering *l, const struct tn_parts *made, const struct tn_step *part,
	struct tn_parts *out)
{
	struct places p = {.base = (uint16_t)out->count};
	uint32_t i;
	int rc = TN_OK;

	if (part->fed_count || part->each || part->list)
		return tn__error_set(l->err, TN_E_INTERNAL, "a part of a statement that is fed was taken apart");
	for (i = 0; i < made->count && rc == TN_OK; i++) {
		place_step(made->steps[i], &p);
		rc = pass_args(l, made->steps[i], part);
		if (rc == TN_OK)
			rc = tn__lower_add_part(l, out, made->steps[i], made->trees[i]);
	}
	l->plan->give = place_of(&p, l->plan->give);
	return rc;
}

static int take_step(struct tn_lowering *l, struct tn_step *step, struct tn_ir_stmt *tree, const uint16_t *of,
	struct tn_parts *out)
{
	struct places p = {.of = of};

	place_step(step, &p);
	return tn__lower_add_part(l, out, step, tree);
}

static int lower_part(struct tn_lowering *l, struct tn_lowering *part, struct tn_ir_stmt *tree, size_t from)
{
	int rc;

	*part = *l;
	part->intent = part->tree = tree;
	part->parts = NULL;
	part->has = 0;
	part->target = NULL;
	rc = tn__lower_scan(part);
	if (rc == TN_OK)
		rc = run_passes(part, from);
	l->aliases = part->aliases;
	l->alias_run = part->alias_run;
	return rc;
}

/* What is left to do for each part, by itself. */
static int finish_parts(struct tn_lowering *l, size_t from)
{
	struct tn_parts *parts = l->parts, out = {0};
	uint16_t *of = tn__arena_calloc(l->arena, parts->count + 1, sizeof(*of));
	uint32_t i;
	int rc = of ? TN_OK : tn__lower_nomem(l);

	for (i = 0; i < parts->count && rc == TN_OK; i++) {
		struct tn_lowering part;

		rc = lower_part(l, &part, parts->trees[i], from);
		of[i + 1] = part.parts ? 0 : (uint16_t)(out.count + 1);
		if (rc == TN_OK)
			rc = part.parts ? take_steps(l, part.parts, parts->steps[i], &out)
					: take_step(l, parts->steps[i], part.tree, of, &out);
	}
	*parts = out;
	return rc;
}

int tn__lower_put_first(struct tn_lowering *l, struct tn_step *step, struct tn_ir_stmt *tree)
{
	struct places p = {.base = 1};
	struct tn_parts out = {0};
	uint32_t i;
	int rc = tn__lower_add_part(l, &out, step, tree);

	step->id = 1;
	for (i = 0; i < l->parts->count && rc == TN_OK; i++) {
		place_step(l->parts->steps[i], &p);
		l->parts->steps[i]->id = (uint16_t)(i + 2);
		rc = tn__lower_add_part(l, &out, l->parts->steps[i], l->parts->trees[i]);
	}
	l->plan->give = place_of(&p, l->plan->give);
	*l->parts = out;
	return rc;
}

/* The plan of the parts. */
static int take_parts(struct tn_lowering *l)
{
	struct tn_step *steps;
	uint32_t i;
	int rc = tn__lower_pin_moment(l);

	if (rc < 0)
		return rc;
	steps = tn__arena_calloc(l->arena, l->parts->count, sizeof(*steps));
	if (!steps)
		return tn__lower_nomem(l);
	for (i = 0; i < l->parts->count; i++) {
		steps[i] = *l->parts->steps[i];
		steps[i].id = (uint16_t)(i + 1);
	}
	l->plan->steps = steps;
	l->plan->step_count = l->parts->count;
	note_isolation(l);
	return TN_OK;
}

/* The passes from one on, until one takes the statement apart. */
static int run_passes(struct tn_lowering *l, size_t from)
{
	size_t i;
	int rc = TN_OK;

	for (i = from; i < sizeof(passes) / sizeof(passes[0]) && rc == TN_OK && !l->parts; i++)
		if (l->has & passes[i].has)
			rc = passes[i].run(l);
	return rc == TN_OK && l->parts ? finish_parts(l, i) : rc;
}

static int lower_portable(struct tn_lowering *l)
{
	int rc = check_columns(l);

	if (rc)
		return rc;
	rc = tn__lower_scan(l);
	if (rc == TN_OK)
		rc = run_passes(l, 0);
	if (rc == TN_OK)
		rc = l->parts ? take_parts(l) : tn__lower_whole(l);
	return rc == TN_OK ? check_params(l) : rc;
}

int tn__lower(struct tn_arena *a, const struct tn_caps *caps, const struct tn_ir_stmt *intent,
	const struct tn_plan **out, tn_error **err)
{
	struct tn_lowering l = {.arena = a, .caps = caps, .intent = intent, .err = err};
	int rc;

	if (intent->kind != TN_IR_NATIVE && !is_portable(intent))
		return tn__error_set(err, TN_E_UNSUPPORTED, "no lowering pass takes a statement of kind %u",
			(unsigned)intent->kind);
	l.plan = tn__arena_alloc(a, sizeof(*l.plan));
	if (!l.plan)
		return tn__error_nomem(err);
	rc = intent->kind == TN_IR_NATIVE ? tn__lower_native(&l) : lower_portable(&l);
	if (rc == TN_OK)
		*out = l.plan;
	/* Some passes say that memory is out by the code alone. */
	return rc == TN_E_NOMEM ? tn__error_nomem(err) : rc;
}
