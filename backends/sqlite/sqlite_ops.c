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

/*
 * Casts have templates of their own, which validate; these names are for the few
 * places where only SQLite's storage matters.
 */
const char *const tn__sqlite_cast_types[TN_TYPE_COUNT] = {
	[TN_TYPE_BOOLEAN] = "INTEGER",   [TN_TYPE_SMALLINT] = "INTEGER", [TN_TYPE_INTEGER] = "INTEGER",
	[TN_TYPE_BIGINT] = "INTEGER",    [TN_TYPE_REAL] = "REAL",        [TN_TYPE_DOUBLE] = "REAL",
	[TN_TYPE_NUMERIC] = "TEXT",      [TN_TYPE_VARCHAR] = "TEXT",     [TN_TYPE_TEXT] = "TEXT",
	[TN_TYPE_BYTEA] = "BLOB",        [TN_TYPE_DATE] = "TEXT",        [TN_TYPE_TIME] = "TEXT",
	[TN_TYPE_TIMESTAMP] = "TEXT",    [TN_TYPE_TIMESTAMPTZ] = "TEXT", [TN_TYPE_UUID] = "BLOB",
	[TN_TYPE_JSON] = "TEXT",
};
