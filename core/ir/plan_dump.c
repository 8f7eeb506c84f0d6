/* SPDX-License-Identifier: MIT */
/*
 * core/ir/plan_dump.c - a plan as text.
 *
 * The text is read by people (explain, bug reports) and compared by tests, so
 * it is stable:
 *
 *   plan flags=needs_tx,weaker steps=2 why="rows are not locked"
 *     1 savepoint
 *     2 query native "SELECT a FROM t WHERE b = :b" args=1 names=b
 *
 * Invariants:
 *  1. The same plan gives the same bytes: no pointer, no address, no locale.
 *  2. One line per step; whatever would break the line is escaped.
 *  3. A plan that tn__plan_check() refuses can still be printed.
 *
 * It must not show values: a plan has none.
 */
#include <string.h>
#include "core/base/text.h"
#include "core/ir/plan.h"

static const struct {
	unsigned flag;
	const char *name;
} flag_names[] = {
	{TN_PLAN_NEEDS_TX, "needs_tx"},
	{TN_PLAN_WEAKER, "weaker"},
	{TN_PLAN_IMPLICIT_COMMIT, "implicit_commit"},
};

static const char *const step_names[] = {
	[TN_STEP_QUERY] = "query",
	[TN_STEP_EXEC] = "exec",
	[TN_STEP_SAVEPOINT] = "savepoint",
};

static const char *const ir_names[] = {
	[TN_IR_NATIVE] = "native",
};

static const char *const effect_names[] = {
	[TN_IR_OTHER] = "other",
	[TN_IR_TX_CONTROL] = "tx_control",
	[TN_IR_SCHEMA] = "schema",
};

#define NAME_OF(table, i) ((i) < sizeof(table) / sizeof((table)[0]) && (table)[i] ? (table)[i] : "?")

static void put_quoted(struct tn_text *out, const char *s, size_t n)
{
	size_t i;

	tn__text_putc(out, '"');
	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '"' || c == '\\')
			tn__text_printf(out, "\\%c", c);
		else if (c == '\n')
			tn__text_puts(out, "\\n");
		else if (c == '\t')
			tn__text_puts(out, "\\t");
		else if (c < 0x20 || c == 0x7F)
			tn__text_printf(out, "\\x%02x", c);
		else
			tn__text_putc(out, (char)c);
	}
	tn__text_putc(out, '"');
}

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

	tn__text_printf(out, " %s ", NAME_OF(ir_names, stmt->kind));
	put_quoted(out, stmt->source ? stmt->source : "", stmt->source ? stmt->source_len : 0);
	tn__text_printf(out, " args=%u", (unsigned)stmt->arg_count);
	if (stmt->arg_names && stmt->arg_count) {
		for (i = 0; i < stmt->arg_count; i++) {
			tn__text_puts(out, i ? "," : " names=");
			tn__text_puts(out, stmt->arg_names[i] ? stmt->arg_names[i] : "?");
		}
	}
	if (stmt->effect != TN_IR_OTHER)
		tn__text_printf(out, " effect=%s", NAME_OF(effect_names, stmt->effect));
}

void tn__plan_dump(const struct tn_plan *plan, struct tn_text *out)
{
	uint32_t i;

	tn__text_puts(out, "plan ");
	put_flags(out, plan->flags);
	tn__text_printf(out, " steps=%u", (unsigned)plan->step_count);
	if (plan->why) {
		tn__text_puts(out, " why=");
		put_quoted(out, plan->why, strlen(plan->why));
	}
	tn__text_putc(out, '\n');
	for (i = 0; i < plan->step_count; i++) {
		const struct tn_step *step = &plan->steps[i];

		tn__text_printf(out, "  %u %s", (unsigned)step->id, NAME_OF(step_names, step->kind));
		if (step->stmt)
			put_stmt(out, step->stmt);
		tn__text_putc(out, '\n');
	}
}
