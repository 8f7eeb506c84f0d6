/* SPDX-License-Identifier: MIT */
/*
 * my_ops.c - how MySQL and MariaDB spell each operation of portable SQL.
 *
 * The rows are in my_ops.def, once for both; here are the words in them, and what
 * the servers differ in.  What the texts take care of:
 *
 *  1. These servers warn and give NULL, or the nearest value, where others raise.
 *     The library takes such a warning for an error, so a text must warn for what
 *     is wrong, with a number that my_errors.def classifies as the operation says,
 *     and must not warn for what is right.  1 DIV 0 is "invalid" on demand.
 *  2. A cast to SIGNED takes the nearest integer without a word, so integers
 *     come from DIV, whose overflow is an error, and narrow ones from additions that
 *     leave BIGINT for what does not fit.
 *  3. VALID() leaves an x in front of a text that does not match its pattern, so that
 *     the cast around it warns.
 *  4. LOWER and UPPER know Unicode, but not that of other servers.  The bytes are taken
 *     for ISO 8859-8, whose upper half has no letters with case, and back.
 *  5. Bit operations are unsigned.
 *  6. A quotient of NUMERIC is rounded once: either it is computed with so many digits that
 *     rounding again cannot matter, or the remainder is taken off first.
 *  7. The year 0 exists here.  One day less than 0001-01-01 must be "out of range".
 *  8. Sums of DOUBLE that overflow come as 0; the result goes through an addition, which raises.
 */
#include <string.h>
#include "my_internal.h"

/* ---- texts of values ---------------------------------------------------------- */

/*
 * The end of a text: no character follows.  What can stand in a table has no backslash: MySQL stores the
 * expression with escapes, and reads it again by the rules of the session, which has none.
 */
#define RE_END "(?![^a]|a)"

/* The cast: MySQL reads a number out of the result of REGEXP_REPLACE() wrongly, and without a warning. */
#define VALID_OF(text, pattern) \
	"CAST(REGEXP_REPLACE(CONCAT('x', " text "), '^x(?=(" pattern ")" RE_END ")', '') AS CHAR)"
#define VALID(pattern) VALID_OF("$1", pattern)
#define RE_INT " *[-+]?[0-9]+ *"
#define RE_DIGITS "[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)"
#define RE_NUMERIC " *" RE_DIGITS " *"
#define RE_DOUBLE " *" RE_DIGITS "([eE][-+]?[0-9]+)? *"
#define RE_DAYS_31 "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
#define RE_DAYS_30 "(0[469]|11)-(0[1-9]|[12][0-9]|30)"
#define RE_DAYS_28 "02-(0[1-9]|1[0-9]|2[0-8])"
#define RE_LEAP_DAY "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29"
#define RE_DATE "(?!0000)([0-9]{4}-(" RE_DAYS_31 "|" RE_DAYS_30 "|" RE_DAYS_28 ")|" RE_LEAP_DAY ")"
#define RE_TIME "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?"
#define RE_OFFSET "(Z|[-+](0[0-9]|1[0-5])(:[0-5][0-9])?)?"
#define RE_UUID "[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
#define RE_HEX "([0-9A-Fa-f]{2})*"
#define VALID_TSTZ VALID("(" RE_DATE ")( " RE_TIME RE_OFFSET ")?")

#define ASCII_CASE(function, text) \
	"CAST(CAST(" function "(CONVERT(CAST(CONVERT(" text " USING utf8mb4) AS BINARY) USING hebrew)) AS BINARY) " \
	"AS CHAR)"
#define BOOL_TO_TEXT "ELT($1 + 1, 'false', 'true')"
/* Text with a NUL is none to the other servers. */
#define BYTES_TO_TEXT "IF(LOCATE(x'00', $1) > 0, 1 DIV 0, " READ_BYTES ")"
/* MariaDB notes blanks behind a number. */
#define VALID_NUMBER(pattern) "TRIM(" VALID(pattern) ")"
#define TEXT_TO_BOOL(text) "((7 DIV FIND_IN_SET(" text ", 'false,f,0,true,t,1')) = 1)"
#define TEXT_TO_INT "(CAST(" VALID_NUMBER(RE_INT) " AS DECIMAL(65)) DIV 1)"
/* A text beyond DOUBLE is the greatest one with a warning about data: twice that is out of range. */
#define TEXT_AS_DOUBLE "CAST(" VALID_NUMBER(RE_DOUBLE) " AS DOUBLE)"
#define TEXT_TO_DOUBLE \
	"(" TEXT_AS_DOUBLE " * IF(ABS(" TEXT_AS_DOUBLE ") = 1.7976931348623157e308 AND " \
	"$1 NOT REGEXP '1[.]?7976931348623157[0-9]*[eE][+]?308', 2, 1))"
#define SHORT_FRACTION(type) \
	"TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM CAST(CAST($1 AS " type ") AS CHAR)))"
#define SUBSTR_OF_LENGTH "SUBSTRING($1, GREATEST($2, 1), IF($3 < 0, 1 DIV 0, $3 + LEAST($2 - 1, 0)))"
#define SPLIT_FIELD(n) \
	"SUBSTRING(SUBSTRING_INDEX($1, $2, " n "), " \
	"CHAR_LENGTH(SUBSTRING_INDEX($1, $2, " n " - 1)) + CHAR_LENGTH($2) + 1)"

/* ---- numbers -------------------------------------------------------------------- */

/* An unsigned 64-bit integer as the signed one of the same bits. */
#define SIGNED(expr) "CAST(" expr " AS SIGNED)"
/* Checked as NARROW() does it, for 0 to 63. */
#define SHIFT_COUNT \
	"($2 + 9223372036854775744 - 9223372036854775744 - 9223372036854775807 - 1 + 1 + 9223372036854775807)"
/* The bits of $1 + 2^63 are those of $1 with the first inverted; 2^63 shifted is taken off again. */
#define SHIFT_RIGHT(count) \
	"((CAST(($1 ^ 9223372036854775808) >> " count " AS DECIMAL(20)) - " \
	"CAST(9223372036854775808 >> " count " AS DECIMAL(20))) DIV 1)"
#define NUMERIC_TO_INT(expr) "(ROUND(" expr ") DIV 1)"
/* Times 2^961, only what is below 2^63 stays a double. */
#define DOUBLE_TO_INT(expr) \
	"IF(" expr " = -9223372036854775808e0, -9223372036854775808, CAST(" expr \
	" * 1.9490628022799998e289 / 1.9490628022799998e289 AS SIGNED))"
/* Twice there and back: what is larger than the greatest raises first, then what is smaller. */
#define NARROW(expr, room) "(" expr " + " room " - " room " - " room " + " room ")"
#define ROOM_SMALLINT "9223372036854743040"
#define ROOM_INTEGER "9223372034707292160"
/* The same for REAL with 2^896; MariaDB only notes that it takes the largest one. */
#define TO_REAL(expr) "CAST(" expr " * 5.2829453113566525e269 / 5.2829453113566525e269 AS FLOAT)"
/* And for what DECIMAL holds with 2^808: of larger ones it first complains that they are no number. */
#define DOUBLE_TO_NUMERIC(type) "CAST($1 * 1.7070116948172427e243 / 1.7070116948172427e243 AS " type ")"
#define MORE_DIGITS "1.00000000000000000000"
#define SCALED "($1 * (10 * CAST('1e$s' AS DECIMAL(65))))"
#define EXACT_QUOTIENT \
	"CAST(CAST((" SCALED " - " SCALED " % $2) / $2 AS DECIMAL(65)) * (0.1 * CAST('1e-$s' AS DECIMAL(65,$s))) " \
	"AS DECIMAL($p,$s))"

/* ---- dates ------------------------------------------------------------------------ */

#define EPOCH "TIMESTAMP '1970-01-01 00:00:00'"
#define TRUNCATED(format) "CAST(DATE_FORMAT($1, '" format "') AS DATETIME(6))"
/*
 * Numbers beside each other, each with a 1 in front that its missing zeros stand behind; without
 * those ones it is a date, or nothing that looks like one.
 */
#define MADE_DATE "'@', $1 + 10000, '-', $2 + 100, '-', $3 + 100"
#define MADE_TIME ", ' ', $4 + 100, ':', $5 + 100, ':', CAST(100 + $6 AS DECIMAL(65,6))"
#define MADE(parts) "REGEXP_REPLACE(CONCAT(" parts "), '@1|(?<=[-: ])1', '')"
/* Days since the year 0, checked for the years 1 to 9999 as NARROW() does it. */
#define DATE_OF(days) \
	"FROM_DAYS(" days " + 9223372036851123383 - 9223372036851123383 - 9223372036854775807 - 367 + 367 " \
	"+ 9223372036854775807)"
#define FIRST_INSTANT "TIMESTAMP '0001-01-01 00:00:00'"
/* Microseconds since then; what is after 9999 the server refuses. */
#define TS_OF(micros) \
	"DATE_ADD(" FIRST_INSTANT ", INTERVAL " micros " - 9223372036854775807 - 1 + 1 + 9223372036854775807 " \
	"MICROSECOND)"
#define MICROS_OF(ts) "TIMESTAMPDIFF(MICROSECOND, " FIRST_INSTANT ", " ts ")"

/* ---- JSON --------------------------------------------------------------------------- */

#define MEMBER_BY(key) "JSON_EXTRACT($1, CONCAT('$$.' COLLATE utf8mb4_bin, JSON_QUOTE(" key ")))"
#define JSON_MEMBER MEMBER_BY("$2")
/* $[0] of what is no array would be that itself; $[*] of it is nothing. */
#define ELEMENT_BY(path) "JSON_EXTRACT(JSON_EXTRACT($1, '$$[*]'), " path ")"
#define JSON_ELEMENT ELEMENT_BY("CONCAT('$$[', IF($2 BETWEEN 0 AND 2147483647, $2, NULL), ']')")
/*
 * MariaDB loses a path that is computed of constants when it moves the condition into a
 * subquery: it is a literal, or not constant.  Strings beside each other are one.
 */
#define LITERAL_MEMBER "JSON_EXTRACT($1, '$$.\"' $2 '\"')"
#define QUOTED_MEMBER MEMBER_BY("IF($1 IS NULL, NULL, $2)")
#define LITERAL_ELEMENT ELEMENT_BY("'$$[$2]'")
#define PATHS(member, element) \
	{member, element, "(" BY_CODE(JSON_TEXT(member)) ")", "(" BY_CODE(JSON_TEXT(element)) ")"}
/*
 * A number without zeros at its end, which MySQL does not keep.  What has more digits, or an
 * exponent that would make them many, stays as it is.
 */
#define JSON_NUMBER "'^-?[0-9]{1,20}([.][0-9]{1,16})?([eE][-+]?0*([0-9]|1[0-4]))?" RE_END "'"
#define SHORT_NUMBER(text) \
	"TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM CAST(CAST(" text " AS DECIMAL(65,30)) AS CHAR)))"
#define MYSQL_JSON_TEXT(json) \
	"CASE WHEN JSON_TYPE(" json ") IN ('DOUBLE' COLLATE utf8mb4_bin, 'DECIMAL' COLLATE utf8mb4_bin) " \
	"AND CAST(" json " AS CHAR) REGEXP " JSON_NUMBER " THEN " SHORT_NUMBER("CAST(" json " AS CHAR)") " " \
	"ELSE JSON_UNQUOTE(NULLIF(" json ", CAST('null' AS JSON))) END"
/*
 * As plain text, since JSON would compare without its quotation marks; whatever collation the texts had that
 * it was built of.
 */
#define MARIADB_JSON_TEXT(json) \
	"CASE WHEN CONVERT(" json " USING utf8mb4) COLLATE utf8mb4_bin REGEXP " JSON_NUMBER " " \
	"THEN " SHORT_NUMBER(json) " ELSE " \
	"JSON_UNQUOTE(NULLIF(CONCAT('' COLLATE utf8mb4_bin, CONVERT(" json " USING utf8mb4) COLLATE utf8mb4_bin), " \
	"'null')) END"

/* ---- the arrays ------------------------------------------------------------------------ */

/* clang-format off */
#define OP(id, text) [TN_OP_##id] = text,
const char *const my__ops_mysql[TN_OPS] = {
#define BY_CODE(text) "CONVERT(" text " USING utf8mb4) COLLATE utf8mb4_0900_bin"
#define JSON_TEXT MYSQL_JSON_TEXT
#define READ_BYTES "CAST($1 AS CHAR)"
#include "my_ops.def"
	[TN_OP_CAST_T_U] = "UNHEX(REPLACE(" VALID(RE_UUID) ", '-', ''))",
	[TN_OP_CAST_T_J] = "CAST($1 AS JSON)",
	[TN_OP_CAST_U_T] = "BIN_TO_UUID($1)",
	[TN_OP_CAST_J_T] = "(" BY_CODE("CAST($1 AS CHAR)") ")",
	[TN_OP_UNHEX] = "UNHEX(" VALID(RE_HEX) ")",
	/* A parameter alone would be taken for JSON. */
	[TN_OP_JSON_VALID] = "JSON_VALID(CONVERT($1 USING utf8mb4))",
	[TN_OP_SUB_I] = "($1 - $2)",
	[TN_OP_PERCENT_RANK] = "PERCENT_RANK()",
	[TN_OP_CUME_DIST] = "CUME_DIST()",
	[TN_OP_LAG_3] = "LAG($1, $2, $3)",
	[TN_OP_LEAD_3] = "LEAD($1, $2, $3)",
	[TN_OP_JSON_QUOTE] = "CAST(JSON_QUOTE($1) AS JSON)",
	[TN_OP_JSON_OBJECT] = "JSON_OBJECT($*)",
	[TN_OP_JSON_ARRAY] = "JSON_ARRAY($*)",
#undef BY_CODE
#undef JSON_TEXT
#undef READ_BYTES
};

/* MariaDB's UNHEX() says nothing; a byte that is no character makes CAST warn. */
#define WARNING_HEX(pattern) "CAST(REPLACE(CAST(" VALID(pattern) " AS BINARY), 'x', x'ff') AS CHAR)"
#define WITH_HYPHENS(hex) \
	"INSERT(INSERT(INSERT(INSERT(LOWER(" hex "), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')"
/* Its JSON functions take "1." and escapes of any letter, so numbers and strings are looked at as well. */
#define RE_JSON \
	"(?:[^\"0-9.\\\\-]++|\"(?:[^\"\\\\]++|\\\\(?:[\"\\\\/bfnrt]|u[0-9A-Fa-f]{4}))*+\"|" \
	"-?(?:0|[1-9][0-9]*+)(?:[.][0-9]++)?(?:[eE][-+]?[0-9]++)?)*+"
#define OP(id, text) [TN_OP_##id] = text,
#define BY_CODE(text) "CONVERT(" text " USING utf8mb4) COLLATE utf8mb4_nopad_bin"
#define JSON_TEXT MARIADB_JSON_TEXT
/* By UTF-16, because surrogates pass as UTF-8. */
#define READ_BYTES "CAST(CONVERT(CONVERT($1 USING utf8mb4) USING utf16) AS CHAR)"
/*
 * JSON that is made of texts has their collation, which does not mix with that of a column of JSON.
 * JSON_EXTRACT takes the collation on, and leaves it to a literal beside it to fit in.
 */
#define AS_JSON_COLUMN(json) "JSON_EXTRACT(" json " COLLATE utf8mb4_bin, '$$')"

const char *const my__ops_mariadb[TN_OPS] = {
#include "my_ops.def"
	/* JSON is text, and LAG and LEAD have no default. */
	[TN_OP_CAST_T_J] = AS_JSON_COLUMN(VALID(RE_JSON)),
	[TN_OP_JSON_VALID] = "(JSON_VALID($1) AND $1 REGEXP '^(" RE_JSON ")\\z')",
	[TN_OP_CAST_J_T] = "(" BY_CODE("$1") ")",
	[TN_OP_UNHEX] = "UNHEX(" WARNING_HEX(RE_HEX) ")",
	/* Its own have ten digits, in a CAST too where another window function has a row before them. */
	[TN_OP_PERCENT_RANK] = "((RANK()$w - 1e0) / GREATEST(COUNT(*)$f - 1, 1))",
	[TN_OP_CUME_DIST] = "(COUNT(*)$u / (COUNT(*)$f + 0e0))",
	[TN_OP_LAG_3] = "IF(LAG(1, $2)$w IS NULL, $3, LAG($1, $2)$w)",
	[TN_OP_LEAD_3] = "IF(LEAD(1, $2)$w IS NULL, $3, LEAD($1, $2)$w)",
	[TN_OP_JSON_QUOTE] = AS_JSON_COLUMN("JSON_QUOTE($1)"),
	[TN_OP_JSON_OBJECT] = AS_JSON_COLUMN("JSON_OBJECT($*)"),
	[TN_OP_JSON_ARRAY] = AS_JSON_COLUMN("JSON_ARRAY($*)"),
	/* 0 less the smallest integer is that again (10.11), so it is not done in integers. */
	[TN_OP_SUB_I] = "((($1 - 0.0) - $2) DIV 1)",
	[TN_OP_CAST_T_U] = "UNHEX(REPLACE(" WARNING_HEX(RE_UUID) ", '-', ''))",
	[TN_OP_CAST_U_T] = WITH_HYPHENS("HEX($1)"),
};
#undef BY_CODE
#undef JSON_TEXT
#undef READ_BYTES
/* clang-format on */

/* Each argument gives way to the others if it is NULL. */
#define G(i) ", COALESCE($" #i ", $*)"
#define EXTREMES(name, first) \
	{"$1", name "(" first G(2) ")", name "(" first G(2) G(3) ")", name "(" first G(2) G(3) G(4) ")", \
	 name "(" first G(2) G(3) G(4) G(5) ")", name "(" first G(2) G(3) G(4) G(5) G(6) ")", \
	 name "(" first G(2) G(3) G(4) G(5) G(6) G(7) ")", \
	 name "(" first G(2) G(3) G(4) G(5) G(6) G(7) G(8) ")", \
	 name "(" first G(2) G(3) G(4) G(5) G(6) G(7) G(8) G(9) ")"}
#define FIRST "COALESCE($1, $*)"

/* ---- for my_choose.c ---------------------------------------------------------------------- */

const struct my_narrow my__narrow = {
	.smallint_of_int = NARROW("$1", ROOM_SMALLINT),
	.smallint_of_numeric = NARROW(NUMERIC_TO_INT("$1"), ROOM_SMALLINT),
	.smallint_of_double = NARROW(DOUBLE_TO_INT("$1"), ROOM_SMALLINT),
	.smallint_of_text = NARROW(TEXT_TO_INT, ROOM_SMALLINT),
	.integer_of_int = NARROW("$1", ROOM_INTEGER),
	.integer_of_numeric = NARROW(NUMERIC_TO_INT("$1"), ROOM_INTEGER),
	.integer_of_double = NARROW(DOUBLE_TO_INT("$1"), ROOM_INTEGER),
	.integer_of_text = NARROW(TEXT_TO_INT, ROOM_INTEGER),
	.any_numeric_of_text = "CAST(" VALID_NUMBER(RE_NUMERIC) " AS DECIMAL(65,30))",
	.any_numeric_of_double = DOUBLE_TO_NUMERIC("DECIMAL(65,30)"),
	.real = TO_REAL("$1"),
	.real_of_text = TO_REAL(TEXT_TO_DOUBLE),
	.shift_right = SHIFT_RIGHT("$2"),
	.split_field = SPLIT_FIELD("$3"),
	.ilike_escape = "(" ASCII_CASE("LOWER", "$1") " LIKE " ASCII_CASE("LOWER", "$2") " ESCAPE "
			ASCII_CASE("LOWER", "$3") ")",
	.subtract = "(((CAST($1 AS SIGNED) - 0.0) - CAST($2 AS SIGNED)) DIV 1)",
	.extremes = {EXTREMES("GREATEST", FIRST), EXTREMES("LEAST", FIRST)},
};

/* clang-format off */
#define BY_CODE_ROWS \
	[TN_OP_EQ_T] = "(" BY_CODE("$1") " = $2)", \
	[TN_OP_NE_T] = "(" BY_CODE("$1") " <> $2)", \
	[TN_OP_LT_T] = "(" BY_CODE("$1") " < $2)", \
	[TN_OP_LE_T] = "(" BY_CODE("$1") " <= $2)", \
	[TN_OP_GT_T] = "(" BY_CODE("$1") " > $2)", \
	[TN_OP_GE_T] = "(" BY_CODE("$1") " >= $2)", \
	[TN_OP_BETWEEN_T] = "(" BY_CODE("$1") " BETWEEN $2 AND $3)", \
	[TN_OP_IS_DISTINCT_T] = "(NOT (" BY_CODE("$1") " <=> $2))", \
	[TN_OP_IS_NOT_DISTINCT_T] = "(" BY_CODE("$1") " <=> $2)", \
	[TN_OP_LIKE] = "(" BY_CODE("$1") " LIKE $2 ESCAPE '\\')", \
	[TN_OP_CAST_T_B] = TEXT_TO_BOOL(BY_CODE("$1")), \
	[TN_OP_POSITION] = "LOCATE($1, " BY_CODE("$2") ")", \
	[TN_OP_STRPOS] = "LOCATE($2, " BY_CODE("$1") ")", \
	[TN_OP_STARTS_WITH] = "(LOCATE($2, " BY_CODE("$1") ") = 1)", \
	[TN_OP_NULLIF] = "NULLIF(" BY_CODE("$1") ", $2)", \
	[TN_OP_COUNT] = "COUNT($d" BY_CODE("$1") ")", \
	[TN_OP_MIN] = "MIN($d" BY_CODE("$1") ")", \
	[TN_OP_MAX] = "MAX($d" BY_CODE("$1") ")"

/* Casts to text as VARCHAR(n). */
#define CUT(text) "LEFT(" text ", $l)"
#define CUTS(json, uuid) \
	[TN_OP_CAST_B_T] = CUT(BOOL_TO_TEXT), [TN_OP_CAST_I_T] = CUT("CAST($1 AS CHAR)"), \
	[TN_OP_CAST_N_T] = CUT("CAST($1 AS CHAR)"), [TN_OP_CAST_T_T] = CUT("$1"), \
	[TN_OP_CAST_Y_T] = CUT(BYTES_TO_TEXT), [TN_OP_CAST_DATE_T] = CUT("CAST($1 AS CHAR)"), \
	[TN_OP_CAST_TIME_T] = CUT(SHORT_FRACTION("TIME(6)")), \
	[TN_OP_CAST_TS_T] = CUT(SHORT_FRACTION("DATETIME(6)")), \
	[TN_OP_CAST_J_T] = CUT(json), [TN_OP_CAST_U_T] = CUT(uuid)

#define STORED_ESCAPE "ESCAPE CONVERT(X'5C' USING utf8mb4) COLLATE utf8mb4_0900_bin"
#define LIKE_ESCAPE "(" BY_CODE("$1") " LIKE $2 ESCAPE $3)"

#define BY_CODE(text) "CONVERT(" text " USING utf8mb4) COLLATE utf8mb4_0900_bin"
#define JSON_TEXT MYSQL_JSON_TEXT
#define READ_BYTES "CAST($1 AS CHAR)"
const struct my_choices my__choices_mysql = {
	.cut = {CUTS(BY_CODE("CAST($1 AS CHAR)"), "BIN_TO_UUID($1)")},
	.by_code = {BY_CODE_ROWS},
	.like_escape = LIKE_ESCAPE,
	.stored_like = {"($1 LIKE $2 " STORED_ESCAPE ")",
			"(" ASCII_CASE("LOWER", "$1") " LIKE " ASCII_CASE("LOWER", "$2") " " STORED_ESCAPE ")"},
	.literal_paths = PATHS(LITERAL_MEMBER, LITERAL_ELEMENT),
	.quoted_paths = PATHS(QUOTED_MEMBER, JSON_ELEMENT),
	.extremes_of_text = {EXTREMES("GREATEST", BY_CODE(FIRST)), EXTREMES("LEAST", BY_CODE(FIRST))},
};
#undef BY_CODE
#undef JSON_TEXT
#undef READ_BYTES

#define BY_CODE(text) "CONVERT(" text " USING utf8mb4) COLLATE utf8mb4_nopad_bin"
#define JSON_TEXT MARIADB_JSON_TEXT
#define READ_BYTES "CAST(CONVERT(CONVERT($1 USING utf8mb4) USING utf16) AS CHAR)"
const struct my_choices my__choices_mariadb = {
	.cut = {CUTS(BY_CODE("$1"), WITH_HYPHENS("HEX($1)"))},
	.by_code = {BY_CODE_ROWS},
	.like_escape = LIKE_ESCAPE,
	.literal_paths = PATHS(LITERAL_MEMBER, LITERAL_ELEMENT),
	.quoted_paths = PATHS(QUOTED_MEMBER, JSON_ELEMENT),
	.extremes_of_text = {EXTREMES("GREATEST", BY_CODE(FIRST)), EXTREMES("LEAST", BY_CODE(FIRST))},
};
/* clang-format on */
