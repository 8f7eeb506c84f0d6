/* SPDX-License-Identifier: MIT */
/* core/ir/ir_outputs.c - which columns a statement gives. */
#include "core/ir/ir.h"

uint32_t tn__ir_outputs(const struct tn_ir_stmt *stmt, const struct tn_ir_output **outputs)
{
	*outputs = NULL;
	switch (stmt->kind) {
	case TN_IR_QUERY:
		*outputs = stmt->u.query->outputs;
		return stmt->u.query->output_count;
	case TN_IR_INSERT:
	case TN_IR_UPDATE:
	case TN_IR_DELETE:
		*outputs = stmt->u.change->outputs;
		return stmt->u.change->output_count;
	default:
		return 0;
	}
}
