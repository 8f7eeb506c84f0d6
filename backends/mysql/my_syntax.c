/* SPDX-License-Identifier: MIT */
/*
 * my_syntax.c - how MySQL and MariaDB spell literals and the types of casts.
 *
 * Strings need no more than doubled quotes: the session is held to
 * NO_BACKSLASH_ESCAPES.  A number with an exponent is a double, one with a point
 * exact, so each kind has its own form.  Moments are in UTC without a zone.
 *
 * Invariant: X'...' has the type of bytes; what it is compared with decides nothing.
 */
#include "my_internal.h"

/* clang-format off */
#define LITERALS \
	[TN_KIND_BOOL] = "$bTRUE|FALSE", \
	[TN_KIND_INT] = "$n", \
	[TN_KIND_DOUBLE] = "$n", \
	[TN_KIND_NUMERIC] = "$p", \
	[TN_KIND_TEXT] = "'$q'", \
	[TN_KIND_BYTES] = "X'$h'", \
	[TN_KIND_UUID] = "X'$h'", \
	[TN_KIND_DATE] = "DATE '$t'", \
	[TN_KIND_TIME] = "TIME '$t'", \
	[TN_KIND_TIMESTAMP] = "TIMESTAMP '$t'", \
	[TN_KIND_TIMESTAMPTZ] = "TIMESTAMP '$t'"

#define CAST_TYPES \
	[TN_TYPE_BOOLEAN] = "SIGNED", \
	[TN_TYPE_SMALLINT] = "SIGNED", \
	[TN_TYPE_INTEGER] = "SIGNED", \
	[TN_TYPE_BIGINT] = "SIGNED", \
	[TN_TYPE_REAL] = "FLOAT", \
	[TN_TYPE_DOUBLE] = "DOUBLE", \
	[TN_TYPE_NUMERIC] = "DECIMAL($p,$s)|DECIMAL(65,30)", \
	[TN_TYPE_VARCHAR] = "CHAR($l)|CHAR", \
	[TN_TYPE_TEXT] = "CHAR", \
	[TN_TYPE_BYTEA] = "BINARY", \
	[TN_TYPE_UUID] = "BINARY(16)", \
	[TN_TYPE_DATE] = "DATE", \
	[TN_TYPE_TIME] = "TIME(6)", \
	[TN_TYPE_TIMESTAMP] = "DATETIME(6)", \
	[TN_TYPE_TIMESTAMPTZ] = "DATETIME(6)"
/* clang-format on */

const char *const my__literals[TN_KIND_COUNT] = {
	LITERALS, [TN_KIND_JSON] = "CAST('$q' AS JSON)",
};

const char *const my__cast_types[TN_TYPE_COUNT] = {
	CAST_TYPES, [TN_TYPE_JSON] = "JSON",
};

/* MariaDB keeps JSON as text. */
const char *const my__literals_mariadb[TN_KIND_COUNT] = {
	LITERALS, [TN_KIND_JSON] = "'$q'",
};

const char *const my__cast_types_mariadb[TN_TYPE_COUNT] = {
	CAST_TYPES, [TN_TYPE_JSON] = "CHAR",
};

/* NULL is a double where numbers are computed, and bytes where any type would do; text and moments come of those. */
const char *const my__nulls[TN_KIND_COUNT] = {
	[TN_KIND_BOOL] = "CAST(NULL AS SIGNED)",
	[TN_KIND_INT] = "CAST(NULL AS SIGNED)",
	[TN_KIND_DOUBLE] = "CAST(NULL AS DOUBLE)",
	[TN_KIND_NUMERIC] = "CAST(NULL AS DECIMAL)",
};

/*
 * A recursive query's columns are as wide as those of its first term: without the
 * casts 'a' would be a column of one character, and 1.5 one of one digit.  CAST(1 AS
 * SIGNED) alone is 32 bits wide on MariaDB; beside the largest integer it is 64.
 */
const char *const my__first_term[TN_KIND_COUNT] = {
	[TN_KIND_INT] = "IF(TRUE, CAST($1 AS SIGNED), 9223372036854775807)",
	[TN_KIND_NUMERIC] = "CAST($1 AS DECIMAL(65,30))",
	[TN_KIND_TEXT] = "CAST($1 AS CHAR(16383))",
};
