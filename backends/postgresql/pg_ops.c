/* SPDX-License-Identifier: MIT */
/*
 * pg_ops.c - how PostgreSQL spells each operation of portable SQL.
 *
 * The texts are templates (tenon/sys/dialect.h).  What they take care of:
 *
 *  1. Integers are 64 bits.  The server computes in the type of its operands, so
 *     arithmetic casts the first one to bigint (no work where it is that already)
 *     and functions that give integer are cast, which also keeps the columns of a
 *     recursive query and of UNION of one type.
 *  2. Text of any collation compares for equality by byte; for order "C" says so.
 *     It stands on comparisons and MIN and MAX, never on equality, where it could
 *     cost an index, and on what maps letters, where "C" knows ASCII only.
 *  3. What the server reads more freely than portable SQL does ('yes', 'infinity',
 *     '1_000', hexadecimal with blanks) goes through a pattern first: VALID()
 *     leaves an x in front of a text that does not match, which no type takes (other
 *     signs are skipped by the reader of dates).
 *  4. The server's calendar is wider than the years 1 to 9999.  IN_YEARS() adds days up
 *     to the server's own end and its beginning, so that it raises by itself, and gives
 *     the same value back.
 *  5. Quotients of NUMERIC are cut by div() one digit behind the wanted scale and
 *     then rounded: "/" rounds by itself, and twice rounded is wrong.
 *  6. An argument is written twice only where nothing else works.
 *  7. An error is one that pg_dialect.c classifies as the operation says.  Constants that
 *     would fail are kept dependent on an argument, since the server folds constants
 *     also in branches that are never taken.
 */
#include <float.h>
#include <math.h>
#include "pg_internal.h"

#define TEXT_BY_CODE(arg) arg " COLLATE \"C\""
#define INT(expr) "CAST(" expr " AS bigint)"
#define SMALL(expr) "CAST(" expr " AS integer)"
/* The same of positions in a text, which is never as long as integer goes. */
#define LIMITED(arg) SMALL("LEAST(GREATEST(" arg ", -2147483647), 2147483647)")
#define LIMITED_OR_NULL(arg) \
	SMALL("CASE WHEN " arg " IS NOT NULL THEN LEAST(GREATEST(" arg ", -2147483647), 2147483647) END")
/* How many characters are left of $3 where they begin before the text; less than none raises. */
#define LIMITED_COUNT \
	SMALL("CASE WHEN $3 < 0 THEN -1 WHEN $3 >= 0 AND $2 IS NOT NULL THEN " \
	      "LEAST(GREATEST($3 + (GREATEST(LEAST($2, 1), -4611686018427387904) - 1), 0), 2147483647) END")

/* ---- texts of values ------------------------------------------------------------ */

#define VALID_OF(text, pattern) "regexp_replace(" text " COLLATE \"C\", '^x(?=(" pattern ")$$)', '')"
#define VALID(pattern) VALID_OF("('x' || $1)", pattern)

#define RE_INT " *[-+]?[0-9]+ *"
#define RE_DIGITS "[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)"
#define RE_NUMERIC " *" RE_DIGITS " *"
#define RE_DOUBLE " *" RE_DIGITS "([eE][-+]?[0-9]+)? *"
#define RE_DAYS_31 "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
#define RE_DAYS_30 "(0[469]|11)-(0[1-9]|[12][0-9]|30)"
#define RE_DAYS_28 "02-(0[1-9]|1[0-9]|2[0-8])"
#define RE_LEAP_DAY "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29"
#define RE_DATE \
	"(?!0000)([0-9]{4}-(" RE_DAYS_31 "|" RE_DAYS_30 "|" RE_DAYS_28 ")|" RE_LEAP_DAY ")"
#define RE_TIME "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?"
#define RE_OFFSET "(Z|[-+](0[0-9]|1[0-5])(:[0-5][0-9])?)?"
#define RE_UUID "[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

/* ---- the calendar ------------------------------------------------------------------ */

/*
 * Days of the Julian calendar: 1721426 is 0001-01-01 and the server's types begin at 0;
 * 5373485 is 10000-01-01; DATE ends before 2147483494, TIMESTAMP before 109203528.
 */
#define DATE_IN_YEARS(expr) "(" expr " + 2142110009 - 2143831435 + 1721426)"
#define TS_IN_YEARS(expr) \
	"(" expr " + INTERVAL '103830043 days' - INTERVAL '105551469 days' + INTERVAL '1721426 days')"
#define MONTHS(arg) "make_interval(months => " SMALL(arg) ")"
#define DAYS(arg) "make_interval(days => " SMALL(arg) ")"
/* A factor of an interval is a double, so it holds less than a day. */
#define MICROS(arg) \
	"make_interval(days => " SMALL(arg " / 86400000000") \
	", secs => (" arg " % 86400000000) / CAST(1000000 AS double precision))"

/* Numbers beside each other with as many digits as they have, or none that match. */
#define MADE_DATE "(" INT("$1") " + 10000) || '-' || (" INT("$2") " + 100) || '-' || (" INT("$3") " + 100)"
#define MADE_TIME \
	" || ' ' || (" INT("$4") " + 100) || ':' || (" INT("$5") " + 100) || ':' || (" \
	"CAST($6 * 1000000 AS bigint) + 100000000)"

/* ---- NUMERIC ------------------------------------------------------------------------- */

#define QUOTIENT(a, b) \
	"CAST(div(" a " * (10 * CAST('1e$s' AS numeric)), " b ") * (0.1 * CAST('1e-$s' AS numeric)) AS numeric($p,$s))"

/* ---- spread ----------------------------------------------------------------------------- */

/*
 * The server's own sums leave a remainder of values that are all equal, which its root makes
 * as large as 1e-8 of them: they are compared.  Of two columns pairs with a NULL do not count.
 */
#define VARIES(arg) "max(" arg ")$w > min(" arg ")$w"
#define PAIRED(x, y) "CASE WHEN " y " IS NOT NULL THEN " x " END"
#define BOTH_VARY VARIES(PAIRED("$1", "$2")) " AND " VARIES(PAIRED("$2", "$1"))
#define SPREAD(call) "(" call "$w * " SMALL(VARIES("$1")) ")"
#define JOINT(call) "(" call "$w * " SMALL(BOTH_VARY) ")"
#define CORRELATION "CASE WHEN " BOTH_VARY " THEN corr($1, $2)$w END"

/* 0 to 63 shifted into the range of smallint and back. */
#define SHIFT_COUNT "((CAST(" INT("$2") " * 1024 - 32768 AS smallint) + 32768) / 1024)"

/*
 * A number out of JSON without zeros at its end, since not every server keeps them.  What has
 * more digits, or an exponent that would make them many, stays as it is.
 */
#define JSON_NUMBER "-?[0-9]{1,20}([.][0-9]{1,16})?([eE][-+]?0*([0-9]|1[0-4]))?"
#define JSON_TEXT(key) \
	"(CASE WHEN json_typeof(CAST($1 -> " key " AS json)) = 'number' AND ($1 ->> " key ") ~ '^" JSON_NUMBER "$$' " \
	"THEN rtrim(rtrim(CAST(CAST($1 ->> " key " AS numeric) + 0.0 AS text), '0'), '.') ELSE $1 ->> " key " END)"
/* A missing element is behind the last one; the server counts negative ones from the end. */
#define JSON_INDEX SMALL("LEAST(NULLIF(GREATEST($2, -1), -1), 2147483647)")

#define FIELD_OF(name) INT("EXTRACT(" name " FROM $1)")
#define FIELDS(id, name) \
	[TN_OP_EXTRACT_##id##_D] = FIELD_OF(name), [TN_OP_EXTRACT_##id##_S] = FIELD_OF(name)

/*
 * JSON without the server's own reader, which can only raise: strings become one
 * character, other scalars another, and then brackets around such are taken for a
 * scalar until nothing changes.
 */
#define JSON_BLANK "[ \\t\\n\\r]*"
#define JSON_VALUE JSON_BLANK "[\\u0001\\u0002]" JSON_BLANK
#define JSON_MEMBER JSON_BLANK "\\u0001" JSON_BLANK ":" JSON_VALUE
#define JSON_IS_VALID \
	"(WITH RECURSIVE source(x) AS (SELECT CAST($1 AS text) COLLATE \"C\"), step(x) AS (" \
	"SELECT CASE WHEN x ~ '[\\u0001-\\u0008\\u000b\\u000c\\u000e-\\u001f]' THEN '' ELSE " \
	"regexp_replace(regexp_replace(x, " \
	"'\"([^\"\\\\\\u0001-\\u001f]|\\\\([\"\\\\/bfnrt]|u[0-9A-Fa-f]{4}))*\"', chr(1), 'g'), " \
	"'-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?|true|false|null', chr(2), 'g') END FROM source " \
	"UNION ALL SELECT y FROM step CROSS JOIN LATERAL (SELECT regexp_replace(x, '\\[(" JSON_VALUE "(," JSON_VALUE \
	")*|" JSON_BLANK ")\\]|\\{(" JSON_MEMBER "(," JSON_MEMBER ")*|" JSON_BLANK ")\\}', chr(2), 'g') AS y) AS z " \
	"WHERE y <> x) SELECT bool_or(x ~ '^" JSON_VALUE "$$') FROM step)"

/* clang-format off */
const char *const tn__pg_ops[TN_OPS] = {
	[TN_OP_OR] = "($*{ OR })",
	[TN_OP_AND] = "($*{ AND })",
	[TN_OP_NOT] = "(NOT $1)",

#define COMPARE(kind) \
	[TN_OP_EQ_##kind] = "($1 = $2)", [TN_OP_NE_##kind] = "($1 <> $2)", \
	[TN_OP_LT_##kind] = "($1 < $2)", [TN_OP_LE_##kind] = "($1 <= $2)", \
	[TN_OP_GT_##kind] = "($1 > $2)", [TN_OP_GE_##kind] = "($1 >= $2)", \
	[TN_OP_BETWEEN_##kind] = "($1 BETWEEN $2 AND $3)", \
	[TN_OP_IS_DISTINCT_##kind] = "($1 IS DISTINCT FROM $2)", \
	[TN_OP_IS_NOT_DISTINCT_##kind] = "($1 IS NOT DISTINCT FROM $2)"
	COMPARE(I), COMPARE(N), COMPARE(D), COMPARE(B), COMPARE(Y), COMPARE(DATE), COMPARE(TIME), COMPARE(TS),
	COMPARE(TSTZ), COMPARE(U),
#undef COMPARE
	[TN_OP_EQ_T] = "($1 = $2)",
	[TN_OP_NE_T] = "($1 <> $2)",
	[TN_OP_LT_T] = "(" TEXT_BY_CODE("$1") " < $2)",
	[TN_OP_LE_T] = "(" TEXT_BY_CODE("$1") " <= $2)",
	[TN_OP_GT_T] = "(" TEXT_BY_CODE("$1") " > $2)",
	[TN_OP_GE_T] = "(" TEXT_BY_CODE("$1") " >= $2)",
	[TN_OP_BETWEEN_T] = "(" TEXT_BY_CODE("$1") " BETWEEN $2 AND $3)",
	[TN_OP_IS_DISTINCT_T] = "($1 IS DISTINCT FROM $2)",
	[TN_OP_IS_NOT_DISTINCT_T] = "($1 IS NOT DISTINCT FROM $2)",

	/* Text in rows whose order counts is BINARY_TEXT. */
	[TN_OP_ROW_EQ] = "($1 = $2)",
	[TN_OP_ROW_NE] = "($1 <> $2)",
	[TN_OP_ROW_LT] = "($1 < $2)",
	[TN_OP_ROW_LE] = "($1 <= $2)",
	[TN_OP_ROW_GT] = "($1 > $2)",
	[TN_OP_ROW_GE] = "($1 >= $2)",

	[TN_OP_IS_NULL] = "($1 IS NULL)",
	[TN_OP_IS_NOT_NULL] = "($1 IS NOT NULL)",
	[TN_OP_IS_TRUE] = "($1 IS TRUE)",
	[TN_OP_IS_NOT_TRUE] = "($1 IS NOT TRUE)",
	[TN_OP_IS_FALSE] = "($1 IS FALSE)",
	[TN_OP_IS_NOT_FALSE] = "($1 IS NOT FALSE)",
	[TN_OP_IS_UNKNOWN] = "($1 IS UNKNOWN)",
	[TN_OP_IS_NOT_UNKNOWN] = "($1 IS NOT UNKNOWN)",
	[TN_OP_LIKE] = "($1 LIKE $2)",
	[TN_OP_ILIKE] = "(" TEXT_BY_CODE("$1") " ILIKE $2)",

	/* ---- arithmetic ---- */
	[TN_OP_ADD_I] = "(" INT("$1") " + $2)",
	[TN_OP_ADD_N] = "($1 + $2)",
	[TN_OP_ADD_D] = "($1 + $2)",
	[TN_OP_SUB_I] = "(" INT("$1") " - $2)",
	[TN_OP_SUB_N] = "($1 - $2)",
	[TN_OP_SUB_D] = "($1 - $2)",
	[TN_OP_MUL_I] = "(" INT("$1") " * $2)",
	[TN_OP_MUL_N] = "($1 * $2)",
	[TN_OP_MUL_D] = "($1 * $2)",
	[TN_OP_DIV_I] = "(" INT("$1") " / $2)",
	[TN_OP_DIV_N] = QUOTIENT("$1", "$2"),
	[TN_OP_DIV_D] = "($1 / $2)",
	[TN_OP_MOD_I] = "(" INT("$1") " % $2)",
	[TN_OP_MOD_N] = "($1 % $2)",
	[TN_OP_NEG_I] = "(- " INT("$1") ")",
	[TN_OP_NEG_N] = "(- $1)",
	[TN_OP_NEG_D] = "(- $1)",
	[TN_OP_BIT_AND] = "(" INT("$1") " & $2)",
	[TN_OP_BIT_OR] = "(" INT("$1") " | $2)",
	[TN_OP_BIT_XOR] = "(" INT("$1") " # $2)",
	[TN_OP_BIT_NOT] = "(~ " INT("$1") ")",
	[TN_OP_SHL] = "(" INT("$1") " << " SHIFT_COUNT ")",
	[TN_OP_SHR] = "(" INT("$1") " >> " SHIFT_COUNT ")",
	[TN_OP_CONCAT_T] = "($*{ || })",
	[TN_OP_CONCAT_Y] = "($*{ || })",

	/* ---- dates ---- */
	[TN_OP_ADD_DATE_I] = DATE_IN_YEARS("($1 + " SMALL("$2") ")"),
	[TN_OP_SUB_DATE_I] = DATE_IN_YEARS("($1 - " SMALL("$2") ")"),
	[TN_OP_SUB_DATE] = INT("$1 - $2"),
	[TN_OP_ADD_MONTHS_D] = DATE_IN_YEARS("CAST($1 + " MONTHS("$2") " AS date)"),
	[TN_OP_ADD_MONTHS_S] = TS_IN_YEARS("$1 + " MONTHS("$2")),
	[TN_OP_ADD_MONTHS_Z] = TS_IN_YEARS("$1 + " MONTHS("$2")),
	[TN_OP_ADD_DAYS_S] = TS_IN_YEARS("$1 + " DAYS("$2")),
	[TN_OP_ADD_DAYS_Z] = TS_IN_YEARS("$1 + " DAYS("$2")),
	[TN_OP_ADD_MICROS_S] = TS_IN_YEARS("$1 + " MICROS("$2")),
	[TN_OP_ADD_MICROS_Z] = TS_IN_YEARS("$1 + " MICROS("$2")),
	[TN_OP_ADD_MICROS_T] = "($1 + (" INT("$2") " % 86400000000) * INTERVAL '1 microsecond')",
	[TN_OP_MAKE_TS] = "($1 + $2)",

	/* ---- casts ---- */
	[TN_OP_CAST_B_I] = INT(SMALL("$1")),
	[TN_OP_CAST_B_T] = "CAST($1 AS $y)",
	[TN_OP_CAST_I_B] = "($1 <> 0)",
	[TN_OP_CAST_I_I] = "CAST($1 AS $y)",
	[TN_OP_CAST_I_N] = "CAST($1 AS $y)",
	[TN_OP_CAST_I_D] = "CAST($1 AS $y)",
	[TN_OP_CAST_I_T] = "CAST($1 AS $y)",
	[TN_OP_CAST_N_I] = "CAST($1 AS $y)",
	[TN_OP_CAST_N_N] = "CAST($1 AS $y)",
	[TN_OP_CAST_N_D] = "CAST($1 AS $y)",
	[TN_OP_CAST_N_T] = "CAST($1 AS $y)",
	[TN_OP_CAST_D_I] = "CAST($1 AS $y)",
	/* Directly it would take 15 digits; the text has the shortest ones that read back equal. */
	[TN_OP_CAST_D_N] = "CAST(CAST($1 AS text) AS $y)",
	[TN_OP_CAST_D_D] = "CAST($1 AS $y)",
	[TN_OP_CAST_T_B] = "CAST(" VALID("true|false|t|f|1|0") " AS boolean)",
	[TN_OP_CAST_T_I] = "CAST(" VALID(RE_INT) " AS $y)",
	[TN_OP_CAST_T_N] = "CAST(" VALID(RE_NUMERIC) " AS $y)",
	[TN_OP_CAST_T_D] = "CAST(" VALID(RE_DOUBLE) " AS $y)",
	[TN_OP_CAST_T_T] = "CAST($1 AS $y)",
	[TN_OP_CAST_T_Y] = "convert_to($1, 'UTF8')",
	[TN_OP_CAST_T_DATE] = "CAST(" VALID(RE_DATE) " AS date)",
	[TN_OP_CAST_T_TIME] = "CAST(" VALID(RE_TIME) " AS time)",
	[TN_OP_CAST_T_TS] = "CAST(" VALID("(" RE_DATE ")( " RE_TIME ")?") " AS timestamp)",
	[TN_OP_CAST_T_TSTZ] = "CAST(" VALID("(" RE_DATE ")( " RE_TIME RE_OFFSET ")?") " AS timestamptz)",
	[TN_OP_CAST_T_U] = "CAST(" VALID(RE_UUID) " AS uuid)",
	[TN_OP_CAST_T_J] = "CAST($1 AS json)",
	[TN_OP_CAST_Y_T] = "convert_from($1, 'UTF8')",
	[TN_OP_CAST_DATE_T] = "CAST($1 AS $y)",
	[TN_OP_CAST_DATE_TS] = "CAST($1 AS timestamp)",
	[TN_OP_CAST_TIME_T] = "CAST($1 AS $y)",
	[TN_OP_CAST_TS_T] = "CAST($1 AS $y)",
	[TN_OP_CAST_TS_DATE] = "CAST($1 AS date)",
	[TN_OP_CAST_TS_TIME] = "CAST($1 AS time)",
	[TN_OP_CAST_TS_TSTZ] = "($1 AT TIME ZONE 'UTC')",
	[TN_OP_CAST_TSTZ_TS] = "($1 AT TIME ZONE 'UTC')",
	[TN_OP_CAST_TSTZ_DATE] = "CAST($1 AT TIME ZONE 'UTC' AS date)",
	[TN_OP_CAST_U_T] = "CAST($1 AS $y)",
	[TN_OP_CAST_J_T] = "CAST($1 AS $y)",
	[TN_OP_CAST_SAME] = "$1",
	[TN_OP_CAST_FOREIGN] = "CAST($1 AS $y)",

	[TN_OP_JSON_GET_KEY] = "($1 -> CAST($2 AS text))",
	[TN_OP_JSON_GET_INDEX] = "($1 -> " JSON_INDEX ")",
	[TN_OP_JSON_KEY_TEXT] = JSON_TEXT("CAST($2 AS text)"),
	[TN_OP_JSON_INDEX_TEXT] = JSON_TEXT(JSON_INDEX),

	/* CASE is the library's.  A second row of a scalar subquery raises without help. */
	[TN_OP_SINGLE] = "$1",
	/* A NULL for an identity column raises without help. */
	[TN_OP_IDENTITY_VALUE] = "$1",
	[TN_OP_KEPT] = "$1",
	[TN_OP_KEPT_COUNTED] = "$1",
	[TN_OP_BINARY_RECHECK] = "(" TEXT_BY_CODE("$1") " = $2)",
	[TN_OP_BINARY_TEXT] = "(" TEXT_BY_CODE("$1") ")",
	/* CANON_N, ORDER_KEY_N and POINT_N have no text: equal numbers are one value. */

	/* ---- text ---- */
	[TN_OP_LENGTH_T] = INT("length($1)"),
	[TN_OP_LENGTH_Y] = INT("octet_length($1)"),
	[TN_OP_OCTET_LENGTH_T] = INT("octet_length($1)"),
	[TN_OP_OCTET_LENGTH_Y] = INT("octet_length($1)"),
	[TN_OP_LOWER] = "lower(" TEXT_BY_CODE("$1") ")",
	[TN_OP_UPPER] = "upper(" TEXT_BY_CODE("$1") ")",
	[TN_OP_SUBSTR_2] = "substring($1, " SMALL("$2") ")",
	[TN_OP_SUBSTR_3] = "substring($1, " SMALL("$2") ", " SMALL("$3") ")",
	[TN_OP_SUBSTR_Y2] = "substring($1, " SMALL("$2") ")",
	[TN_OP_SUBSTR_Y3] = "substring($1, " SMALL("$2") ", " SMALL("$3") ")",
	[TN_OP_LEFT] = "left($1, " SMALL("$2") ")",
	[TN_OP_RIGHT] = "right($1, " SMALL("$2") ")",
	[TN_OP_TRIM_1] = "btrim($1)",
	[TN_OP_TRIM_2] = "btrim($1, $2)",
	[TN_OP_LTRIM_1] = "ltrim($1)",
	[TN_OP_LTRIM_2] = "ltrim($1, $2)",
	[TN_OP_RTRIM_1] = "rtrim($1)",
	[TN_OP_RTRIM_2] = "rtrim($1, $2)",
	[TN_OP_REPLACE] = "replace($1, $2, $3)",
	[TN_OP_POSITION] = INT("strpos($2, $1)"),
	[TN_OP_STRPOS] = INT("strpos($1, $2)"),
	[TN_OP_LPAD_2] = "lpad($1, " SMALL("$2") ")",
	[TN_OP_LPAD_3] = "lpad($1, " SMALL("$2") ", $3)",
	[TN_OP_RPAD_2] = "rpad($1, " SMALL("$2") ")",
	[TN_OP_RPAD_3] = "rpad($1, " SMALL("$2") ", $3)",
	[TN_OP_REPEAT] = "repeat($1, " SMALL("$2") ")",
	[TN_OP_REVERSE] = "reverse($1)",
	[TN_OP_CONCAT] = "concat($*)",
	[TN_OP_CONCAT_WS] = "concat_ws($*)",
	[TN_OP_ASCII] = INT("ascii($1)"),
	/* chr() itself says "limit exceeded". */
	[TN_OP_CHR] = "chr(" SMALL("CASE WHEN $1 BETWEEN 1 AND 55295 OR $1 BETWEEN 57344 AND 1114111 "
				   "THEN $1 ELSE $1 / 0 END") ")",
	[TN_OP_STARTS_WITH] = "starts_with($1, $2)",
	/* Since version 14 negative fields count from the end; 0 is always refused. */
	[TN_OP_SPLIT_PART] = "split_part($1, $2, " SMALL("CASE WHEN $3 < 1 THEN 0 ELSE $3 END") ")",
	[TN_OP_HEX_Y] = "upper(" TEXT_BY_CODE("encode($1, 'hex')") ")",
	[TN_OP_UNHEX] = "decode(" VALID("([0-9A-Fa-f]{2})*") ", 'hex')",
	[TN_OP_TRANSLATE] = "translate($1, $2, $3)",

	/* ---- numbers ---- */
	[TN_OP_ABS_I] = "abs(" INT("$1") ")",
	[TN_OP_ABS_N] = "abs($1)",
	[TN_OP_ABS_D] = "abs($1)",
	[TN_OP_SIGN_I] = INT("sign($1)"),
	[TN_OP_SIGN_N] = INT("sign($1)"),
	[TN_OP_SIGN_D] = INT("sign($1)"),
	[TN_OP_ROUND_N1] = "round($1)",
	[TN_OP_ROUND_N2] = "round($1, " SMALL("$2") ")",
	[TN_OP_ROUND_D] = "round($1)",
	[TN_OP_TRUNC_N1] = "trunc($1)",
	[TN_OP_TRUNC_N2] = "trunc($1, " SMALL("$2") ")",
	[TN_OP_TRUNC_D] = "trunc($1)",
	[TN_OP_CEIL_N] = "ceil($1)",
	[TN_OP_CEIL_D] = "ceil($1)",
	[TN_OP_FLOOR_N] = "floor($1)",
	[TN_OP_FLOOR_D] = "floor($1)",
	[TN_OP_MOD_FN_I] = "(" INT("$1") " % $2)",
	[TN_OP_MOD_FN_N] = "($1 % $2)",
	[TN_OP_POWER] = "power($1, $2)",
	[TN_OP_SQRT] = "sqrt($1)",
	/* Too small a result is an error here and 0 elsewhere. */
	[TN_OP_EXP] = "(CASE WHEN $1 < -745.1332191019412 THEN 0 ELSE exp($1) END)",
	[TN_OP_LN] = "ln($1)",
	[TN_OP_LOG10] = "log($1)",
	[TN_OP_PI] = "pi()",
	[TN_OP_SIN] = "sin($1)",
	[TN_OP_COS] = "cos($1)",
	[TN_OP_TAN] = "tan($1)",
	/* Outside of -1 to 1 they say "out of range", where a root says "invalid". */
	[TN_OP_ASIN] = "asin($1 + 0 * sqrt(1 - abs($1)))",
	[TN_OP_ACOS] = "acos($1 + 0 * sqrt(1 - abs($1)))",
	[TN_OP_ATAN] = "atan($1)",
	[TN_OP_ATAN2] = "atan2($1, $2)",
	[TN_OP_DEGREES] = "degrees($1)",
	[TN_OP_RADIANS] = "radians($1)",
	[TN_OP_RANDOM] = "random()",

	/* ---- dates and times ---- */
	[TN_OP_NOW] = "statement_timestamp()",
	[TN_OP_LOCAL_NOW] = "(statement_timestamp() AT TIME ZONE 'UTC')",
	[TN_OP_TODAY] = "CAST(statement_timestamp() AT TIME ZONE 'UTC' AS date)",
	FIELDS(YEAR, "YEAR"), FIELDS(QUARTER, "QUARTER"), FIELDS(MONTH, "MONTH"), FIELDS(WEEK, "WEEK"),
	FIELDS(DAY, "DAY"), FIELDS(DOW, "DOW"), FIELDS(ISODOW, "ISODOW"), FIELDS(DOY, "DOY"),
	[TN_OP_EXTRACT_HOUR_S] = FIELD_OF("HOUR"),
	[TN_OP_EXTRACT_HOUR_T] = FIELD_OF("HOUR"),
	[TN_OP_EXTRACT_MINUTE_S] = FIELD_OF("MINUTE"),
	[TN_OP_EXTRACT_MINUTE_T] = FIELD_OF("MINUTE"),
	[TN_OP_EXTRACT_SECOND_S] = "CAST(EXTRACT(SECOND FROM $1) AS numeric(8,6))",
	[TN_OP_EXTRACT_SECOND_T] = "CAST(EXTRACT(SECOND FROM $1) AS numeric(8,6))",
	[TN_OP_EXTRACT_EPOCH_S] = "CAST(EXTRACT(EPOCH FROM $1) AS numeric(18,6))",
	[TN_OP_EXTRACT_EPOCH_Z] = "CAST(EXTRACT(EPOCH FROM $1) AS numeric(18,6))",
	[TN_OP_TRUNC_YEAR] = "date_trunc('year', $1)",
	[TN_OP_TRUNC_QUARTER] = "date_trunc('quarter', $1)",
	[TN_OP_TRUNC_MONTH] = "date_trunc('month', $1)",
	[TN_OP_TRUNC_WEEK] = "date_trunc('week', $1)",
	[TN_OP_TRUNC_DAY] = "date_trunc('day', $1)",
	[TN_OP_TRUNC_HOUR] = "date_trunc('hour', $1)",
	[TN_OP_TRUNC_MINUTE] = "date_trunc('minute', $1)",
	[TN_OP_TRUNC_SECOND] = "date_trunc('second', $1)",
	/* make_date() knows years before 1 and says "out of range". */
	[TN_OP_MAKE_DATE] = "CAST(" VALID_OF("('x' || regexp_replace(" MADE_DATE ", "
		"'^1([0-9]{4})-1([0-9]{2})-1([0-9]{2})$$', '\\1-\\2-\\3'))", RE_DATE) " AS date)",
	[TN_OP_MAKE_TIMESTAMP] = "CAST(" VALID_OF("('x' || regexp_replace(" MADE_DATE MADE_TIME ", "
		"'^1([0-9]{4})-1([0-9]{2})-1([0-9]{2}) 1([0-9]{2}):1([0-9]{2}):1([0-9]{2})([0-9]{6})$$', "
		"'\\1-\\2-\\3 \\4:\\5:\\6.\\7'))", "(" RE_DATE ") " RE_TIME) " AS timestamp)",
	[TN_OP_TO_TIMESTAMP] = TS_IN_YEARS("TIMESTAMPTZ '1970-01-01 00:00:00+00' + make_interval(days => "
		SMALL("div(round($1, 6), 86400)") ", secs => CAST(round($1, 6) % 86400 AS double precision))"),
	[TN_OP_MICROS_BETWEEN_S] = INT("EXTRACT(EPOCH FROM ($2 - $1)) * 1000000"),
	[TN_OP_MICROS_BETWEEN_Z] = INT("EXTRACT(EPOCH FROM ($2 - $1)) * 1000000"),

	/* ---- conditional ---- */
	[TN_OP_COALESCE] = "COALESCE($*)",
	[TN_OP_NULLIF] = "NULLIF($1, $2)",
	[TN_OP_GREATEST] = "GREATEST($*)",
	[TN_OP_LEAST] = "LEAST($*)",

	/* ---- aggregates ---- */
	[TN_OP_COUNT_STAR] = "count(*)",
	[TN_OP_COUNT] = "count($d$1)",
	[TN_OP_SUM_I] = INT("sum($d$1)$w"),
	[TN_OP_SUM_N] = "sum($d$1)",
	[TN_OP_SUM_D] = "sum($d$1)",
	[TN_OP_AVG_I] = "CAST(avg($d$1)$w AS double precision)",
	[TN_OP_AVG_N] = QUOTIENT("sum($d$1)$w", "NULLIF(count($d$1)$w, 0)"),
	/* avg() adds up squares, too, which overflow where the values do not. */
	[TN_OP_AVG_D] = "(sum($d$1)$w / NULLIF(count($d$1)$w, 0))",
	[TN_OP_MIN] = "min($d$1)",
	[TN_OP_MAX] = "max($d$1)",
	[TN_OP_BOOL_AND] = "bool_and($d$1)",
	[TN_OP_BOOL_OR] = "bool_or($d$1)",
	[TN_OP_VAR_POP] = SPREAD("var_pop($1)"),
	[TN_OP_VAR_SAMP] = SPREAD("var_samp($1)"),
	[TN_OP_STDDEV_POP] = SPREAD("stddev_pop($1)"),
	[TN_OP_STDDEV_SAMP] = SPREAD("stddev_samp($1)"),
	[TN_OP_COVAR_POP_I] = JOINT("covar_pop($1, $2)"),
	[TN_OP_COVAR_POP_D] = JOINT("covar_pop($1, $2)"),
	[TN_OP_COVAR_SAMP_I] = JOINT("covar_samp($1, $2)"),
	[TN_OP_COVAR_SAMP_D] = JOINT("covar_samp($1, $2)"),
	[TN_OP_CORR_I] = CORRELATION,
	[TN_OP_CORR_D] = CORRELATION,
	[TN_OP_STRING_AGG] = "string_agg($d$1, $2$o)",

	/* ---- window functions ---- */
	[TN_OP_ROW_NUMBER] = "row_number()",
	[TN_OP_RANK] = "rank()",
	[TN_OP_DENSE_RANK] = "dense_rank()",
	[TN_OP_PERCENT_RANK] = "percent_rank()",
	[TN_OP_CUME_DIST] = "cume_dist()",
	[TN_OP_NTILE] = INT("ntile(" SMALL("$1") ")$w"),
	[TN_OP_LAG_1] = "lag($1)",
	[TN_OP_LAG_2] = "lag($1, " SMALL("$2") ")",
	[TN_OP_LAG_3] = "lag($1, " SMALL("$2") ", $3)",
	[TN_OP_LEAD_1] = "lead($1)",
	[TN_OP_LEAD_2] = "lead($1, " SMALL("$2") ")",
	[TN_OP_LEAD_3] = "lead($1, " SMALL("$2") ", $3)",
	[TN_OP_FIRST_VALUE] = "first_value($1)",
	[TN_OP_LAST_VALUE] = "last_value($1)",
	[TN_OP_NTH_VALUE] = "nth_value($1, " SMALL("$2") ")",

	/* ---- JSON: of jsonb, too ---- */
	[TN_OP_JSON_ARRAY_LENGTH] = "(CASE WHEN json_typeof(CAST($1 AS json)) = 'array' THEN "
		INT("json_array_length(CAST($1 AS json))") " END)",
	[TN_OP_JSON_TYPEOF] = "json_typeof(CAST($1 AS json))",
	[TN_OP_JSON_VALID] = JSON_IS_VALID,
	[TN_OP_JSON_BOOLEAN] = "to_json($1)",
	[TN_OP_JSON_OBJECT] = "json_build_object($*)",
	[TN_OP_JSON_ARRAY] = "json_build_array($*)",
	[TN_OP_JSON_QUOTE] = "to_json(CAST($1 AS text))",
};
/* clang-format on */

/* ---- what depends on the operands ------------------------------------------------------ */

/* A constant beside a REAL column is made REAL: as a double it would never be equal. */
static const char *compare_real(const struct tn_op_use *use)
{
	static const char *const texts[][2] = {
		{"($1 = CAST($2 AS real))", "(CAST($1 AS real) = $2)"},
		{"($1 <> CAST($2 AS real))", "(CAST($1 AS real) <> $2)"},
		{"($1 < CAST($2 AS real))", "(CAST($1 AS real) < $2)"},
		{"($1 <= CAST($2 AS real))", "(CAST($1 AS real) <= $2)"},
		{"($1 > CAST($2 AS real))", "(CAST($1 AS real) > $2)"},
		{"($1 >= CAST($2 AS real))", "(CAST($1 AS real) >= $2)"},
		{"($1 IS DISTINCT FROM CAST($2 AS real))", "(CAST($1 AS real) IS DISTINCT FROM $2)"},
		{"($1 IS NOT DISTINCT FROM CAST($2 AS real))", "(CAST($1 AS real) IS NOT DISTINCT FROM $2)"},
	};
	static const uint16_t ops[] = {TN_OP_EQ_D, TN_OP_NE_D, TN_OP_LT_D, TN_OP_LE_D,
				       TN_OP_GT_D, TN_OP_GE_D, TN_OP_IS_DISTINCT_D, TN_OP_IS_NOT_DISTINCT_D};
	int other = use->args[0].type.storage == TN_TYPE_REAL && (use->args[0].type.flags & TN_TYPEF_COLUMN);
	const struct tn_op_arg *column = &use->args[!other], *constant = &use->args[other];
	size_t i;
	if (column->type.storage != TN_TYPE_REAL || !(column->type.flags & TN_TYPEF_COLUMN) ||
	    !(constant->type.flags & TN_TYPEF_CONSTANT))
		return NULL;
	/* One that no REAL holds is equal to none, but its cast would raise. */
	if (constant->literal && !constant->nulled && constant->value->kind == TN_KIND_DOUBLE &&
	    constant->value->u.d != 0 &&
	    (fabs(constant->value->u.d) > FLT_MAX || fabs(constant->value->u.d) < FLT_MIN))
		return NULL;
	for (i = 0; i < sizeof ops / sizeof *ops; i++)
		if (ops[i] == use->op)
			return texts[i][!other];
	return NULL;
}

/* Where an operand of arithmetic is REAL, the server would compute in REAL. */
static const char *widen(const struct tn_op_use *use)
{
	static const struct {
		uint16_t op;
		const char *texts[2]; /* by the operand to widen: one is enough */
	} rows[] = {
		{TN_OP_ADD_D, {"(CAST($1 AS double precision) + $2)", "($1 + CAST($2 AS double precision))"}},
		{TN_OP_SUB_D, {"(CAST($1 AS double precision) - $2)", "($1 - CAST($2 AS double precision))"}},
		{TN_OP_MUL_D, {"(CAST($1 AS double precision) * $2)", "($1 * CAST($2 AS double precision))"}},
		{TN_OP_DIV_D, {"(CAST($1 AS double precision) / $2)", "($1 / CAST($2 AS double precision))"}},
		{TN_OP_NEG_D, {"(- CAST($1 AS double precision))", NULL}},
		{TN_OP_ABS_D, {"abs(CAST($1 AS double precision))", NULL}},
	};
	uint32_t operand;
	size_t i;
	for (operand = 0; operand < use->arg_count; operand++)
		if (use->args[operand].type.storage == TN_TYPE_REAL)
			break;
	for (i = 0; operand < use->arg_count && i < sizeof rows / sizeof *rows; i++)
		if (rows[i].op == use->op)
			return rows[i].texts[operand];
	return NULL;
}

/* min() and max() have no boolean, uuid and bytea. */
static const char *extreme(const struct tn_op_use *use)
{
	int max = use->op == TN_OP_MAX;
	switch (use->args[0].type.kind) {
	case TN_KIND_BOOL:
		return max ? "bool_or($d$1)" : "bool_and($d$1)";
	case TN_KIND_TEXT:
		return max ? "max($d$1 COLLATE \"C\")" : "min($d$1 COLLATE \"C\")";
	case TN_KIND_UUID:
		return max ? "CAST(max($dCAST($1 AS text) COLLATE \"C\")$w AS uuid)"
			   : "CAST(min($dCAST($1 AS text) COLLATE \"C\")$w AS uuid)";
	case TN_KIND_BYTES:
		return max ? "decode(max($dencode($1, 'hex') COLLATE \"C\")$w, 'hex')"
			   : "decode(min($dencode($1, 'hex') COLLATE \"C\")$w, 'hex')";
	default:
		return NULL;
	}
}

/* A text literal has no type where any would do. */
static const char *value_of_any_kind(const struct tn_op_use *use)
{
	if (!use->args[0].literal || use->args[0].type.kind != TN_KIND_TEXT)
		return NULL;
	switch (use->op) {
	case TN_OP_LAG_1: return "lag(CAST($1 AS text))";
	case TN_OP_LAG_2: return "lag(CAST($1 AS text), " SMALL("$2") ")";
	case TN_OP_LAG_3: return "lag(CAST($1 AS text), " SMALL("$2") ", $3)";
	case TN_OP_LEAD_1: return "lead(CAST($1 AS text))";
	case TN_OP_LEAD_2: return "lead(CAST($1 AS text), " SMALL("$2") ")";
	case TN_OP_LEAD_3: return "lead(CAST($1 AS text), " SMALL("$2") ", $3)";
	case TN_OP_FIRST_VALUE: return "first_value(CAST($1 AS text))";
	case TN_OP_LAST_VALUE: return "last_value(CAST($1 AS text))";
	case TN_OP_NTH_VALUE: return "nth_value(CAST($1 AS text), " SMALL("$2") ")";
	default: return NULL;
	}
}

static const char *shift(const struct tn_op_use *use)
{
	const struct tn_op_arg *count = &use->args[1];
	if (!count->literal || count->nulled || count->value->u.i < 0 || count->value->u.i > 63)
		return NULL;
	return use->op == TN_OP_SHL ? "(CAST($1 AS bigint) << $2)" : "(CAST($1 AS bigint) >> $2)";
}

/* A literal of less than a day needs to be written once. */
static const char *add_micros(const struct tn_op_use *use)
{
	const struct tn_op_arg *n = &use->args[1];
	if (!n->literal || n->nulled || n->value->u.i > INT64_C(86400000000) || n->value->u.i < INT64_C(-86400000000))
		return NULL;
	return TS_IN_YEARS("$1 + $2 * INTERVAL '1 microsecond'");
}

static const char *character(const struct tn_op_use *use)
{
	const struct tn_op_arg *n = &use->args[0];
	if (!n->literal || n->nulled || n->value->u.i < 1 || n->value->u.i > 0xd7ff)
		return NULL;
	return "chr($1)";
}

/* 1 if an argument is within the numbers of integer, which text functions take. */
static int is_small(const struct tn_op_arg *a)
{
	if (a->literal)
		return a->nulled || (a->value->u.i >= INT32_MIN && a->value->u.i <= INT32_MAX);
	return a->type.storage == TN_TYPE_SMALLINT || a->type.storage == TN_TYPE_INTEGER;
}

/* Positions beyond that are behind the end of every text, or before its beginning. */
static const char *position(const struct tn_op_use *use)
{
	static const struct {
		uint16_t op;
		const char *never_null, *any;
	} rows[] = {
		{TN_OP_LEFT, "left($1, " LIMITED("$2") ")", "left($1, " LIMITED_OR_NULL("$2") ")"},
		{TN_OP_RIGHT, "right($1, " LIMITED("$2") ")", "right($1, " LIMITED_OR_NULL("$2") ")"},
		{TN_OP_SUBSTR_2, "substring($1, " LIMITED("$2") ")", "substring($1, " LIMITED_OR_NULL("$2") ")"},
		{TN_OP_SUBSTR_Y2, "substring($1, " LIMITED("$2") ")", "substring($1, " LIMITED_OR_NULL("$2") ")"},
		{TN_OP_SPLIT_PART, "split_part($1, $2, " SMALL("LEAST(GREATEST($3, 0), 2147483647)") ")",
		 "split_part($1, $2, "
		 SMALL("CASE WHEN $3 IS NOT NULL THEN LEAST(GREATEST($3, 0), 2147483647) END") ")"},
	};
	const struct tn_op_arg *a = &use->args[use->arg_count - 1];
	size_t i;
	if (is_small(a))
		return NULL;
	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].op == use->op)
			return a->type.flags & TN_TYPEF_NOT_NULL ? rows[i].never_null : rows[i].any;
	return NULL;
}

static const char *positions(const struct tn_op_use *use)
{
	const struct tn_op_arg *from = &use->args[1], *count = &use->args[2];
	if (is_small(from) && is_small(count))
		return NULL;
	if (is_small(from))
		return "substring($1, " SMALL("$2") ", " LIMITED_OR_NULL("$3") ")";
	if (is_small(count))
		return "substring($1, " LIMITED_OR_NULL("$2") ", " SMALL("$3") ")";
	return "substring($1, " SMALL("CASE WHEN $2 IS NOT NULL THEN LEAST(GREATEST($2, 1), 2147483647) END") ", "
	       LIMITED_COUNT ")";
}

/* A sum of REAL would be one, and so a mean that comes of it. */
static const char *sum(const struct tn_op_use *use)
{
	if (use->args[0].type.storage != TN_TYPE_REAL)
		return NULL;
	return use->op == TN_OP_SUM_D ? "sum($dCAST($1 AS double precision))"
				      : "(sum($dCAST($1 AS double precision))$w / NULLIF(count($d$1)$w, 0))";
}

/* A number has the digits of its type in text, wherever it came from; of a type without them no zeros at the end. */
static const char *text_of_numeric(const struct tn_op_use *use)
{
	const struct tn_sql_type *type = &use->args[0].type;
	if (type->scale < 0)
		return "CAST(rtrim(rtrim(CAST($1 + 0.0 AS text), '0'), '.') AS $y)";
	return use->args[0].literal ? NULL : "CAST(round($1, $S) AS $y)";
}

const char *tn__pg_choose(const struct tn_op_use *use)
{
	switch (use->op) {
	case TN_OP_CAST_N_T:
		return text_of_numeric(use);
	case TN_OP_EQ_D:
	case TN_OP_NE_D:
	case TN_OP_LT_D:
	case TN_OP_LE_D:
	case TN_OP_GT_D:
	case TN_OP_GE_D:
	case TN_OP_IS_DISTINCT_D:
	case TN_OP_IS_NOT_DISTINCT_D:
		return compare_real(use);
	case TN_OP_ADD_D:
	case TN_OP_SUB_D:
	case TN_OP_MUL_D:
	case TN_OP_DIV_D:
	case TN_OP_NEG_D:
	case TN_OP_ABS_D:
		return widen(use);
	case TN_OP_LIKE:
		return use->arg_count == 3 ? "($1 LIKE $2 ESCAPE $3)" : NULL;
	case TN_OP_ILIKE:
		return use->arg_count == 3 ? "($1 COLLATE \"C\" ILIKE $2 ESCAPE $3)" : NULL;
	case TN_OP_SHL:
	case TN_OP_SHR:
		return shift(use);
	case TN_OP_ADD_MICROS_S:
	case TN_OP_ADD_MICROS_Z:
		return add_micros(use);
	case TN_OP_CHR:
		return character(use);
	case TN_OP_GREATEST:
	case TN_OP_LEAST:
		if (use->arg_count == 1)
			return use->args[0].literal && use->result.kind == TN_KIND_TEXT ? "CAST($1 AS text)" : "$1";
		if (use->result.kind != TN_KIND_TEXT)
			return NULL;
		return use->op == TN_OP_GREATEST ? "GREATEST($1 COLLATE \"C\", $2*)" : "LEAST($1 COLLATE \"C\", $2*)";
	case TN_OP_MIN:
	case TN_OP_MAX:
		return extreme(use);
	case TN_OP_SUM_D:
	case TN_OP_AVG_D:
		return sum(use);
	case TN_OP_LEFT:
	case TN_OP_RIGHT:
	case TN_OP_SUBSTR_2:
	case TN_OP_SUBSTR_Y2:
	case TN_OP_SPLIT_PART:
		return position(use);
	case TN_OP_SUBSTR_3:
	case TN_OP_SUBSTR_Y3:
		return positions(use);
	case TN_OP_LAG_1:
	case TN_OP_LAG_2:
	case TN_OP_LAG_3:
	case TN_OP_LEAD_1:
	case TN_OP_LEAD_2:
	case TN_OP_LEAD_3:
	case TN_OP_FIRST_VALUE:
	case TN_OP_LAST_VALUE:
	case TN_OP_NTH_VALUE:
		return value_of_any_kind(use);
	case TN_OP_STRING_AGG:
		/* Its ORDER BY must name the argument as it stands. */
		return use->distinct ? "string_agg($d$1::text COLLATE \"C\", $2$o)" : NULL;
	default:
		return NULL;
	}
}
