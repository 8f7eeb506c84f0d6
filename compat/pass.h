/* SPDX-License-Identifier: MIT */
/*
 * compat/pass.h - what a lowering pass gets and gives.
 *
 * Private to compat/.  A pass looks at the intent; if it is not the pass's
 * business it returns TN_PASS_SKIP and has changed nothing.  Otherwise it makes
 * the plan and returns TN_OK, or refuses with an error that names what is
 * missing.
 */
#ifndef TN_PASS_H
#define TN_PASS_H

#include "compat/compat.h"

#define TN_PASS_SKIP 1

struct tn_lowering {
	struct tn_arena *arena;
	const struct tn_caps *caps;
	const struct tn_ir_stmt *intent;
	struct tn_plan *plan; /* made by the pass that takes the intent */
	tn_error **err;
};

#define TN_PASS_ROW(name, file, sentence) int tn__pass_##name(struct tn_lowering *l);
#include "compat/passes.def"
#undef TN_PASS_ROW

#endif
