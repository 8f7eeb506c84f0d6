/* SPDX-License-Identifier: MIT */
/*
 * core/ir/plan_dump.c - a plan as text.
 *
 * The text is read by people (explain, bug reports) and compared by tests, so
 * it is stable:
 *
 *   plan flags=needs_tx steps=2
 *     1 keep portable args=1 names=b
 *     2 exec each=1 chunk=500 counts portable args=2 fed=list:1.0
 *
 * Below the step of a portable statement stands its tree, as ir_dump.c prints it:
 * what is left of the text after the passes.
 *
 * Invariants:
 *  1. The same plan gives the same bytes: no pointer, no address, no locale.
 *  2. One line per step and node; whatever would break the line is escaped.
 *  3. A plan that tn__plan_check() refuses can still be printed.
 *
 * It must not show values: a plan has none.
 */
#include <string.h>
#include "core/base/text.h"
#include "core/ir/ir_dump.h"
#include "core/ir/plan.h"

static const struct {
	unsigned flag;
	const char *name;
} flag_names[] = {
	{TN_PLAN_NEEDS_TX, "needs_tx"},
	{TN_PLAN_WEAKER, "weaker"},
	{TN_PLAN_IMPLICIT_COMMIT, "implicit_commit"},
	{TN_PLAN_NEEDS_WRITE, "needs_write"},
	{TN_PLAN_NO_COUNT, "no_count"},
};

static const char *const step_names[] = {
	[TN_STEP_QUERY] = "query",
	[TN_STEP_EXEC] = "exec",
	[TN_STEP_KEEP] = "keep",
};

static const char *const effect_names[] = {
	[TN_IR_OTHER] = "other",
	[TN_IR_TX_CONTROL] = "tx_control",
	[TN_IR_SCHEMA] = "schema",
	[TN_IR_SESSION] = "session",
};

static void put_flags(struct tn_text *out, unsigned flags)
{
	const char *before = "";
	size_t i;

	tn__text_puts(out, "flags=");
	for (i = 0; i < sizeof(flag_names) / sizeof(flag_names[0]); i++) {
		if (!(flags & flag_names[i].flag))
			continue;
		tn__text_printf(out, "%s%s", before, flag_names[i].name);
		before = ",";
		flags &= ~flag_names[i].flag;
	}
	if (flags)
		tn__text_printf(out, "%s0x%x", before, flags);
	else if (!*before)
		tn__text_putc(out, '-');
}

static void put_stmt(struct tn_text *out, const struct tn_ir_stmt *stmt)
{
	uint32_t i;

	if (stmt->kind == TN_IR_NATIVE) {
		tn__text_puts(out, " native ");
		tn__dump_quoted(out, stmt->source ? stmt->source : "", stmt->source ? stmt->source_len : 0);
	} else {
		tn__text_puts(out, " portable");
	}
	tn__text_printf(out, " args=%u", (unsigned)stmt->arg_count);
	if (stmt->arg_names && stmt->arg_count) {
		for (i = 0; i < stmt->arg_count; i++) {
			tn__text_puts(out, i ? "," : " names=");
			tn__text_puts(out, stmt->arg_names[i] ? stmt->arg_names[i] : "?");
		}
	}
	if (stmt->effect != TN_IR_OTHER)
		tn__text_printf(out, " effect=%s", TN_NAME_OF(effect_names, stmt->effect));
}

/* Which of the statement's arguments the step has, from 1. */
static void put_args(struct tn_text *out, const struct tn_step *step)
{
	uint32_t i, own = step->stmt->arg_count - step->fed_count;

	for (i = 0; step->args && i < own; i++)
		tn__text_printf(out, "%s%u", i ? "," : " own=", (unsigned)step->args[i] + 1);
}

static void put_feed(struct tn_text *out, const struct tn_step *step)
{
	uint32_t i;

	for (i = 0; i < step->fed_count; i++) {
		const struct tn_fed *f = &step->fed[i];

		tn__text_printf(out, "%s%s", i ? "," : " fed=", f->list ? "list:" : f->once ? "once:" : "");
		if (!f->step) {
			tn__text_puts(out, "elements");
			continue;
		}
		tn__text_printf(out, "%u.", (unsigned)f->step);
		if (f->column == TN_FED_INSERT_ID)
			tn__text_puts(out, "key");
		else
			tn__text_printf(out, "%u", (unsigned)f->column);
	}
}

static void put_step(struct tn_text *out, const struct tn_step *step)
{
	tn__text_printf(out, "  %u %s", (unsigned)step->id, TN_NAME_OF(step_names, step->kind));
	if (step->each)
		tn__text_printf(out, " each=%u chunk=%u", (unsigned)step->each, (unsigned)step->chunk);
	if (step->list)
		tn__text_printf(out, " list=%u chunk=%u", (unsigned)step->list, (unsigned)step->chunk);
	if (step->distinct)
		tn__text_printf(out, " distinct=%u", (unsigned)step->distinct);
	if (step->flags & TN_STEPF_COUNTS)
		tn__text_puts(out, " counts");
	if (step->flags & TN_STEPF_IF_CHANGED)
		tn__text_puts(out, " if_changed");
	if (step->flags & TN_STEPF_FIRST)
		tn__text_puts(out, " first");
	if (step->cleans)
		tn__text_printf(out, " cleans=%u", (unsigned)step->cleans);
	if (step->stmt)
		put_stmt(out, step->stmt);
	if (step->stmt)
		put_args(out, step);
	put_feed(out, step);
	tn__text_putc(out, '\n');
	if (step->stmt && step->stmt->kind != TN_IR_NATIVE)
		tn__dump_stmt(out, step->stmt, 2);
}

void tn__plan_dump(const struct tn_plan *plan, struct tn_text *out)
{
	uint32_t i;

	tn__text_puts(out, "plan ");
	put_flags(out, plan->flags);
	tn__text_printf(out, " steps=%u", (unsigned)plan->step_count);
	if (plan->give)
		tn__text_printf(out, " give=%u", (unsigned)plan->give);
	if (plan->why) {
		tn__text_puts(out, " why=");
		tn__dump_quoted(out, plan->why, strlen(plan->why));
	}
	tn__text_putc(out, '\n');
	for (i = 0; i < plan->step_count; i++)
		put_step(out, &plan->steps[i]);
}
