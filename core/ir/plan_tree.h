/* SPDX-License-Identifier: MIT */
/* core/ir/plan_tree.h - the part of the validator that knows trees; see plan_check_tree.c. */
#ifndef TN_PLAN_TREE_H
#define TN_PLAN_TREE_H

#include "core/ir/ir.h"

/* The first broken rule of a portable statement, or NULL. */
const char *tn__tree_fault(const struct tn_ir_stmt *stmt);

#endif
