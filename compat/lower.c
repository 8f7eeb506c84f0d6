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
 *  4. A part is not taken apart again.
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

static int check_limits(const struct tn_lowering *l)
{
	int64_t params = l->caps->limits[TN_LIMIT_BIND_PARAMS], columns = l->caps->limits[TN_LIMIT_RESULT_COLUMNS];
	const struct tn_ir_output *outputs;
	uint32_t count = tn__ir_outputs(l->intent, &outputs);

	if (params > 0 && (int64_t)l->intent->arg_count > params)
		return tn__error_set(l->err, TN_E_LIMIT,
			"statement has %u parameters; at most %lld fit (limit bind_params)",
			(unsigned)l->intent->arg_count, (long long)params);
	if (columns > 0 && (int64_t)count > columns)
		return tn__error_set(l->err, TN_E_LIMIT,
			"statement gives %u columns; at most %lld fit (limit result_columns)", (unsigned)count,
			(long long)columns);
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

/* What is left to do for each part, by itself. */
static int finish_parts(struct tn_lowering *l, size_t from)
{
	struct tn_parts *parts = l->parts;
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < parts->count && rc == TN_OK; i++) {
		struct tn_lowering part = *l;

		part.intent = part.tree = parts->trees[i];
		part.parts = NULL;
		part.has = 0;
		part.target = NULL;
		rc = tn__lower_scan(&part);
		if (rc == TN_OK)
			rc = run_passes(&part, from);
		if (rc == TN_OK && part.parts)
			return tn__error_set(l->err, TN_E_INTERNAL, "a part of a statement was taken apart");
		l->aliases = part.aliases;
		l->alias_run = part.alias_run;
	}
	l->plan->steps = parts->steps;
	l->plan->step_count = parts->count;
	if (rc == TN_OK)
		note_isolation(l);
	return rc;
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
	int rc = check_limits(l);

	if (rc)
		return rc;
	rc = tn__lower_scan(l);
	if (rc == TN_OK)
		rc = run_passes(l, 0);
	return rc == TN_OK && !l->parts ? tn__lower_whole(l) : rc;
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
	return rc;
}
