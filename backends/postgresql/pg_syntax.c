/* SPDX-License-Identifier: MIT */
/*
 * pg_syntax.c - how PostgreSQL spells literals, and the types of casts and
 * parameters.
 *
 * Literals say their type, but for text and integers: text in quotes is text where
 * nothing wants it otherwise, and an integer without a type keeps the index of a
 * narrower column.
 *
 * A parameter's type goes with the statement when it is prepared (pg_value.c), but
 * not that of text and JSON, which native statements bind to columns of any type:
 * portable ones cast them.
 */
#include "pg_internal.h"

const char *const tn__pg_literals[TN_KIND_COUNT] = {
	[TN_KIND_BOOL] = "$bTRUE|FALSE",
	[TN_KIND_INT] = "$n",
	[TN_KIND_DOUBLE] = "float8 '$n'",
	[TN_KIND_NUMERIC] = "numeric '$n'",
	[TN_KIND_TEXT] = "'$q'",
	[TN_KIND_BYTES] = "bytea '\\x$h'",
	[TN_KIND_DATE] = "DATE '$t'",
	[TN_KIND_TIME] = "TIME '$t'",
	[TN_KIND_TIMESTAMP] = "TIMESTAMP '$t'",
	[TN_KIND_TIMESTAMPTZ] = "TIMESTAMPTZ '$t+00'",
	[TN_KIND_UUID] = "uuid '$u'",
	[TN_KIND_JSON] = "json '$q'",
};

const char *const tn__pg_placeholders[TN_KIND_COUNT] = {
	[TN_KIND_TEXT] = "CAST($1 AS text)",
	[TN_KIND_JSON] = "CAST($1 AS json)",
};

/* The parameter's type is that of the array (pg_list.c). */
#define FORM(type) {"$1", "(SELECT unnest($1) AS v)", "v " type}
const struct tn_list_form tn__pg_lists[TN_KIND_COUNT] = {
	[TN_KIND_BOOL] = FORM("boolean"), [TN_KIND_INT] = FORM("bigint"), [TN_KIND_DOUBLE] = FORM("double precision"),
	[TN_KIND_NUMERIC] = FORM("numeric"), [TN_KIND_TEXT] = FORM("text"), [TN_KIND_BYTES] = FORM("bytea"),
	[TN_KIND_DATE] = FORM("date"), [TN_KIND_TIME] = FORM("time(6)"), [TN_KIND_TIMESTAMP] = FORM("timestamp(6)"),
	[TN_KIND_TIMESTAMPTZ] = FORM("timestamptz(6)"), [TN_KIND_UUID] = FORM("uuid"),
};

const char *const tn__pg_cast_types[TN_TYPE_COUNT] = {
	[TN_TYPE_BOOLEAN] = "boolean",
	[TN_TYPE_SMALLINT] = "smallint",
	[TN_TYPE_INTEGER] = "integer",
	[TN_TYPE_BIGINT] = "bigint",
	[TN_TYPE_REAL] = "real",
	[TN_TYPE_DOUBLE] = "double precision",
	[TN_TYPE_NUMERIC] = "numeric($p,$s)|numeric",
	[TN_TYPE_VARCHAR] = "varchar($l)|text",
	[TN_TYPE_TEXT] = "text",
	[TN_TYPE_BYTEA] = "bytea",
	[TN_TYPE_DATE] = "date",
	[TN_TYPE_TIME] = "time(6)",
	[TN_TYPE_TIMESTAMP] = "timestamp(6)",
	[TN_TYPE_TIMESTAMPTZ] = "timestamptz(6)",
	[TN_TYPE_UUID] = "uuid",
	[TN_TYPE_JSON] = "json",
};

/* NULL alone would be text. */
const char *const tn__pg_nulls[TN_KIND_COUNT] = {
	[TN_KIND_BOOL] = "CAST(NULL AS boolean)",
	[TN_KIND_INT] = "CAST(NULL AS bigint)",
	[TN_KIND_DOUBLE] = "CAST(NULL AS double precision)",
	[TN_KIND_NUMERIC] = "CAST(NULL AS numeric)",
	[TN_KIND_TEXT] = "CAST(NULL AS text)",
	[TN_KIND_BYTES] = "CAST(NULL AS bytea)",
	[TN_KIND_DATE] = "CAST(NULL AS date)",
	[TN_KIND_TIME] = "CAST(NULL AS time(6))",
	[TN_KIND_TIMESTAMP] = "CAST(NULL AS timestamp(6))",
	[TN_KIND_TIMESTAMPTZ] = "CAST(NULL AS timestamptz(6))",
	[TN_KIND_UUID] = "CAST(NULL AS uuid)",
	[TN_KIND_JSON] = "CAST(NULL AS json)",
};

/* The types of a recursive query's terms must be equal; those of operations are the widest. */
const char *const tn__pg_first_term[TN_KIND_COUNT] = {
	[TN_KIND_INT] = "CAST($1 AS bigint)",
	[TN_KIND_DOUBLE] = "CAST($1 AS double precision)",
	[TN_KIND_NUMERIC] = "CAST($1 AS numeric)",
	[TN_KIND_TEXT] = "CAST($1 AS text) COLLATE \"C\"",
};
