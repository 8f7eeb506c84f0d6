/* SPDX-License-Identifier: MIT */
/*
 * sqlite_ops.c - sqlite_ops.def as the dialect's tables.
 */
#include "sqlite_internal.h"

#define BOTH(id, text) OP(id, text, text)
#define LIVE(id, text) OP(id, text, NULL)

const char *const tn__sqlite_ops[TN_OPS] = {
#define OP(id, text, stored) [TN_OP_##id] = text,
#include "sqlite_ops.def"
#undef OP
};

#define OP(id, text, stored) [TN_OP_##id] = stored,
const char *const tn__sqlite_stored_ops[TN_OPS] = {
#include "sqlite_ops.def"
};
#undef OP
