/* SPDX-License-Identifier: MIT */
/*
 * core/ir/op_info.c - the operations of operators.def and functions.def as a table.
 *
 * Indexed by enum tn_op, so that a row costs no search.
 */
#include "core/ir/ir.h"

const struct tn_op_info tn__op_info[TN_OPS] = {
#define TN_OPERATOR(id, sym, args, result, flags, meaning) \
	[TN_OP_##id] = {#id, NULL, TN_SYM_##sym, args, result, flags, meaning},
#include <tenon/sys/operators.def>
#undef TN_OPERATOR
#define TN_FUNCTION(id, name, args, result, flags, meaning) \
	[TN_OP_##id] = {#id, name, TN_SYM_NONE, args, result, flags, meaning},
#include <tenon/sys/functions.def>
#undef TN_FUNCTION
};
