/* SPDX-License-Identifier: MIT */
/*
 * compat/lower.c - from what a statement means to how it is carried out.
 *
 * Runs the passes of passes.def in their order; the first that takes the intent
 * makes the plan.
 *
 * Invariants:
 *  1. The same intent, capabilities and limits give the same plan.
 *  2. The result is a plan that tn__plan_check() accepts, or an error that
 *     names what is missing; *out is written only with a plan.
 *
 * It must not know a pass by name.
 */
#include "compat/pass.h"
#include "core/base/error.h"

static int (*const passes[])(struct tn_lowering *l) = {
#define TN_PASS_ROW(name, file, sentence) tn__pass_##name,
#include "compat/passes.def"
#undef TN_PASS_ROW
};

int tn__lower(struct tn_arena *a, const struct tn_caps *caps, const struct tn_ir_stmt *intent,
	      const struct tn_plan **out, tn_error **err)
{
	struct tn_lowering l = {a, caps, intent, NULL, err};
	size_t i;

	for (i = 0; i < sizeof(passes) / sizeof(passes[0]); i++) {
		int rc = passes[i](&l);

		if (rc == TN_PASS_SKIP)
			continue;
		if (rc == TN_OK)
			*out = l.plan;
		return rc;
	}
	return tn__error_set(err, TN_E_UNSUPPORTED, "no lowering pass takes a statement of kind %u",
			     (unsigned)intent->kind);
}
