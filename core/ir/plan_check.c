/* SPDX-License-Identifier: MIT */
/*
 * core/ir/plan_check.c - is a plan well formed?
 *
 * Lowering passes are many and written one by one; the runner trusts what they
 * give.  This validator stands between them in tests and debug builds and says
 * which rule is broken.
 *
 * Invariants of a plan:
 *  1. At least one step; ids count from 1 and are used once.
 *  2. At most one QUERY; a SAVEPOINT has no statement and is not the last step,
 *     every other step has one.
 *  3. WEAKER and a reason come together; no unknown flag.
 * Invariants of a native statement:
 *  4. Pieces are slices of the source, in order, and the last has no argument.
 *  5. Arguments are numbered in the order in which they first occur, without a
 *     gap, and each occurs.
 * Invariants of a portable statement are those of plan_check_tree.c.
 *
 * It must not repair anything.
 */
#include "core/base/error.h"
#include "core/ir/plan.h"
#include "core/ir/plan_tree.h"

#define ALL_FLAGS \
	(TN_PLAN_NEEDS_TX | TN_PLAN_WEAKER | TN_PLAN_IMPLICIT_COMMIT | TN_PLAN_NEEDS_WRITE | TN_PLAN_NO_COUNT)

static int broken(tn_error **err, unsigned step, const char *rule)
{
	return tn__error_set(err, TN_E_INTERNAL, "plan step %u: %s", step, rule);
}

/* The first broken rule of the pieces, or NULL. */
static const char *pieces_fault(const struct tn_ir_stmt *stmt)
{
	const char *at = stmt->source, *end = stmt->source + stmt->source_len;
	uint32_t i, seen = 0;

	for (i = 0; i < stmt->piece_count; i++) {
		const struct tn_ir_piece *p = &stmt->pieces[i];

		if (!p->text || p->text < at || p->text > end || p->len > (size_t)(end - p->text))
			return "a piece is not a slice of the source, or not in order";
		at = p->text + p->len;
		if (p->arg < 0)
			continue;
		if (i + 1 == stmt->piece_count)
			return "the last piece has an argument";
		if ((uint32_t)p->arg > seen)
			return "an argument is used before a lower one";
		if ((uint32_t)p->arg == seen)
			seen++;
	}
	if (at != end)
		return "the pieces do not reach the end of the source";
	return seen == stmt->arg_count ? NULL : "arguments and markers differ in number";
}

static const char *stmt_fault(const struct tn_ir_stmt *stmt)
{
	uint32_t i;

	if (stmt->kind < TN_IR_NATIVE || stmt->kind > TN_IR_DROP)
		return "the statement is of an unknown kind";
	if (stmt->effect > TN_IR_SCHEMA)
		return "the statement has an unknown effect";
	if (!stmt->source || stmt->source[stmt->source_len] != '\0')
		return "the source is missing or not NUL-terminated";
	if (!stmt->verb)
		return "the verb is missing";
	for (i = 0; stmt->arg_names && i < stmt->arg_count; i++)
		if (!stmt->arg_names[i] || !*stmt->arg_names[i])
			return "an argument has no name";
	if (stmt->kind != TN_IR_NATIVE)
		return tn__tree_fault(stmt);
	if (!stmt->pieces || !stmt->piece_count)
		return "the pieces are missing";
	return pieces_fault(stmt);
}

static const char *step_fault(const struct tn_plan *plan, uint32_t i)
{
	const struct tn_step *step = &plan->steps[i];
	uint32_t k;

	if (step->id == 0 || step->id > plan->step_count)
		return "the id is out of range";
	for (k = 0; k < i; k++) {
		if (plan->steps[k].id == step->id)
			return "the id is taken";
		if (step->kind == TN_STEP_QUERY && plan->steps[k].kind == TN_STEP_QUERY)
			return "a second query";
	}
	switch (step->kind) {
	case TN_STEP_SAVEPOINT:
		if (step->stmt)
			return "a savepoint has a statement";
		return i + 1 < plan->step_count ? NULL : "a savepoint protects nothing";
	case TN_STEP_QUERY:
	case TN_STEP_EXEC:
		return step->stmt ? stmt_fault(step->stmt) : "the statement is missing";
	default:
		return "the step is of an unknown kind";
	}
}

int tn__plan_check(const struct tn_plan *plan, struct tn_error **err)
{
	uint32_t i;

	if (!plan || !plan->steps || !plan->step_count || plan->step_count > UINT16_MAX)
		return broken(err, 0, "the plan has no steps, or too many");
	if (plan->flags & ~ALL_FLAGS)
		return broken(err, 0, "the plan has an unknown flag");
	if (!(plan->flags & TN_PLAN_WEAKER) != !plan->why)
		return broken(err, 0, "weaker isolation and its reason come together");
	for (i = 0; i < plan->step_count; i++) {
		const char *fault = step_fault(plan, i);

		if (fault)
			return broken(err, i + 1, fault);
	}
	return TN_OK;
}
