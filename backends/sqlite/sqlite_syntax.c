/* SPDX-License-Identifier: MIT */
/*
 * sqlite_syntax.c - how SQLite spells literals and the types of casts.
 *
 * Literals are written as parameters are bound (sqlite_bind.c) and columns hold
 * them: NUMERIC, dates and times as text, UUIDs as 16 bytes.
 */
#include "sqlite_internal.h"

const char *const tn__sqlite_literals[TN_KIND_COUNT] = {
	[TN_KIND_BOOL] = "$b1|0",
	[TN_KIND_INT] = "$n",
	[TN_KIND_DOUBLE] = "$n",
	[TN_KIND_NUMERIC] = "'$n'",
	[TN_KIND_TEXT] = "'$q'",
	[TN_KIND_BYTES] = "X'$h'",
	[TN_KIND_DATE] = "'$t'",
	[TN_KIND_TIME] = "'$t'",
	[TN_KIND_TIMESTAMP] = "'$t'",
	[TN_KIND_TIMESTAMPTZ] = "'$t'",
	[TN_KIND_UUID] = "X'$h'",
	[TN_KIND_JSON] = "'$q'",
};

/* Names whose affinity changes no value of the kind. */
const char *const tn__sqlite_cast_types[TN_TYPE_COUNT] = {
	[TN_TYPE_BOOLEAN] = "INTEGER",
	[TN_TYPE_SMALLINT] = "INTEGER",
	[TN_TYPE_INTEGER] = "INTEGER",
	[TN_TYPE_BIGINT] = "INTEGER",
	[TN_TYPE_REAL] = "REAL",
	[TN_TYPE_DOUBLE] = "REAL",
	[TN_TYPE_NUMERIC] = "TEXT",
	[TN_TYPE_VARCHAR] = "TEXT",
	[TN_TYPE_TEXT] = "TEXT",
	[TN_TYPE_BYTEA] = "BLOB",
	[TN_TYPE_DATE] = "TEXT",
	[TN_TYPE_TIME] = "TEXT",
	[TN_TYPE_TIMESTAMP] = "TEXT",
	[TN_TYPE_TIMESTAMPTZ] = "TEXT",
	[TN_TYPE_UUID] = "BLOB",
	[TN_TYPE_JSON] = "TEXT",
};
