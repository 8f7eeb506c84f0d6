/* SPDX-License-Identifier: MIT */
/*
 * sqlite_dialect.c - how SQLite spells things, as data.
 *
 * SQLite stores any value in any column, so the type rows carry CHECKs that
 * raise what other servers raise by themselves.
 *
 * Invariants of the type rows:
 *  1. The declared name gives an affinity that changes no value of the type:
 *     JSON is JSON_TEXT because a column declared JSON would turn the text 5
 *     into a number; NUMERIC above 15 digits is TEXT_NUMERIC because SQLite's
 *     numbers hold 15 digits exactly; BYTEA is BLOB.  Dates and times may have
 *     NUMERIC affinity, since their layouts never look like a number.
 *  2. The name alone tells the type when a column is read (sqlite_value.c).
 *  3. Checks use built-in functions only: a function of ours in a stored schema
 *     would make the file unreadable to every other program.  They are true or
 *     NULL for NULL.
 *  4. INT, not INTEGER: an INTEGER that is the primary key is the number of the row,
 *     which counts on where it is NULL or absent.  Only an identity column does so.
 *  5. SQLite tests checks in the order in which they are written, so the first
 *     is the more particular one; neither may fail with an error on any value.
 *
 * There is nothing here about a connection; circumstances are in
 * sqlite_conn.c.
 */
#include "sqlite_internal.h"

#include <tenon/tx.h>

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

#define D2 "[0-9][0-9]"
#define GLOB_DATE D2 D2 "-" D2 "-" D2
#define GLOB_TIME D2 ":" D2 ":" D2 "." D2 D2 D2
#define IS_TEXT_LIKE(glob) "$c IS NULL OR (typeof($c) = 'text' AND $c GLOB '" glob "')"

#define NUMBER_OR(condition) "typeof($c) NOT IN ('integer', 'real') OR " condition
#define TYPE_IN(list) "typeof($c) IN (" list ", 'null')"
#define INT_TYPE {"tn_type", TYPE_IN("'integer'"), TN_E_DATA}

static const struct tn_type_row types[] = {
	{.type = TN_TYPE_BOOLEAN, .ddl = "BOOLEAN", .checks = {{"tn_type", "$c IN (0, 1)", TN_E_DATA}}},
	{.type = TN_TYPE_SMALLINT, .ddl = "SMALLINT",
	 .checks = {{"tn_range", NUMBER_OR("$c BETWEEN -32768 AND 32767"), TN_E_RANGE}, INT_TYPE}},
	{.type = TN_TYPE_INTEGER, .ddl = "INT",
	 .checks = {{"tn_range", NUMBER_OR("$c BETWEEN -2147483648 AND 2147483647"), TN_E_RANGE}, INT_TYPE}},
	/* An integer literal beyond 64 bits arrives as a real. */
	{.type = TN_TYPE_BIGINT, .ddl = "BIGINT",
	 .checks = {{"tn_range", "typeof($c) <> 'real' OR abs($c) < 9223372036854775808.0", TN_E_RANGE}, INT_TYPE}},
	{.type = TN_TYPE_REAL, .ddl = "REAL",
	 .checks = {{"tn_range", NUMBER_OR("abs($c) <= 3.4028235677973366e38"), TN_E_RANGE},
	  {"tn_type", TYPE_IN("'real', 'integer'"), TN_E_DATA}}},
	{.type = TN_TYPE_DOUBLE, .ddl = "DOUBLE PRECISION",
	 .checks = {{"tn_type", TYPE_IN("'real', 'integer'"), TN_E_DATA}}},
	{.type = TN_TYPE_NUMERIC, .max_length = 15, .ddl = "NUMERIC($l,$s)",
	 .checks = {{"tn_range", NUMBER_OR("abs($c) < 1e$l / 1e$s"), TN_E_RANGE},
	  {"tn_type", TYPE_IN("'integer'") " OR (typeof($c) = 'real' AND $c = round($c, $s))", TN_E_DATA}}},
	{.type = TN_TYPE_NUMERIC, .ddl = "TEXT_NUMERIC($l,$s)",
	 .checks = {{"tn_range", "instr(ltrim($c, '-+0') || '.', '.') <= $l - $s + 1", TN_E_RANGE},
	  {"tn_type", "$c IS NULL OR (typeof($c) = 'text' AND $c GLOB '*[0-9]' AND $c GLOB '[-+0-9]*'"
	   " AND substr($c, 2) NOT GLOB '*[^0-9.]*' AND length($c) - length(replace($c, '.', '')) <= 1"
	   " AND length(rtrim($c, '0')) - instr($c || '.', '.') <= $s)", TN_E_DATA}}},
	{.type = TN_TYPE_VARCHAR, .ddl = "VARCHAR($l)",
	 .checks = {{"tn_length", "length($c) <= $l", TN_E_TOO_LONG}, {"tn_type", TYPE_IN("'text'"), TN_E_DATA}}},
	{.type = TN_TYPE_TEXT, .ddl = "TEXT", .checks = {{"tn_type", TYPE_IN("'text'"), TN_E_DATA}}},
	{.type = TN_TYPE_BYTEA, .max_length = UINT32_MAX, .ddl = "VARBINARY($l)",
	 .checks = {{"tn_length", "length($c) <= $l", TN_E_TOO_LONG}, {"tn_type", TYPE_IN("'blob'"), TN_E_DATA}}},
	{.type = TN_TYPE_BYTEA, .ddl = "BLOB", .checks = {{"tn_type", TYPE_IN("'blob'"), TN_E_DATA}}},
	/*
	 * CASE, because date() on a text such as 'now' is an error inside a CHECK;
	 * '+0 days', because without a modifier date() leaves 2023-02-29 as it is;
	 * without the fraction, because strftime() rounds .999999 up to a second;
	 * substr(), because the column's affinity would make a number of '0001'.
	 */
	{.type = TN_TYPE_DATE, .ddl = "DATE",
	 .checks = {{"tn_type", IS_TEXT_LIKE(GLOB_DATE), TN_E_DATA},
	  {"tn_range", "CASE WHEN $c GLOB '" GLOB_DATE "' THEN "
	   "date($c, '+0 days') IS $c AND substr($c, 1, 4) >= '0001' END", TN_E_RANGE}}},
	{.type = TN_TYPE_TIME, .ddl = "TIME",
	 .checks = {{"tn_type", IS_TEXT_LIKE(GLOB_TIME), TN_E_DATA},
	  {"tn_range", "$c <= '24:00:00.000000' AND $c GLOB '*:[0-5][0-9]:[0-5]*'", TN_E_RANGE}}},
#define TIMESTAMP_CHECKS                                                                              \
	{{"tn_type", IS_TEXT_LIKE(GLOB_DATE " " GLOB_TIME), TN_E_DATA},                               \
	 {"tn_range", "CASE WHEN $c GLOB '" GLOB_DATE " " GLOB_TIME "' THEN "                         \
	  "strftime('%Y-%m-%d %H:%M:%S', substr($c, 1, 19), '+0 days') IS substr($c, 1, 19)"           \
	  " AND substr($c, 1, 4) >= '0001' END", TN_E_RANGE}}
	{.type = TN_TYPE_TIMESTAMP, .ddl = "TIMESTAMP", .checks = TIMESTAMP_CHECKS},
	{.type = TN_TYPE_TIMESTAMPTZ, .ddl = "TIMESTAMPTZ", .checks = TIMESTAMP_CHECKS},
	{.type = TN_TYPE_UUID, .ddl = "UUID_BLOB",
	 .checks = {{"tn_type", "$c IS NULL OR (typeof($c) = 'blob' AND length($c) = 16)", TN_E_DATA}}},
	/* json_valid() may not be used here with trusted_schema=0 before 3.41: bind checks the text. */
	{.type = TN_TYPE_JSON, .ddl = "JSON_TEXT", .checks = {{"tn_type", TYPE_IN("'text'"), TN_E_DATA}}},
};

#define ERROR_ROW(native, sqlstate, code, flags) {native, NULL, code, flags},
static const struct tn_error_row errors[] = {TN__SQLITE_ERRORS(ERROR_ROW)};

/*
 * journal_mode, synchronous and busy_timeout are chosen by the URL, so open()
 * sets them and the rows report what holds.  The others are read back: several
 * are compiled out of some builds, and foreign_keys does nothing, without an
 * error, inside a transaction.
 */
#define PRAGMA_ROW(name, value, level, why) \
	{name, name, name "=" value, value, level, TN_MATCH_NOCASE, 0, 0, 0, 0, why}
#define SLOT_ROW(name, value, level, why) \
	{name, NULL, NULL, value, level, TN_MATCH_EXACT, 0, 0, 0, 0, why}
static const struct tn_session_row session[] = {
	PRAGMA_ROW("foreign_keys", "1", TN_SESSION_MUST,
		   "foreign keys would not be enforced; use an SQLite that was built with foreign keys"),
	PRAGMA_ROW("recursive_triggers", "1", TN_SESSION_MUST,
		   "REPLACE would delete rows without firing their delete triggers"),
	{"encoding", "encoding", NULL, "UTF-8", TN_SESSION_MUST, TN_MATCH_NOCASE, 0, 0, 0, 0,
	 "text would be compared and measured as UTF-16; dump the database into a new UTF-8 file"},
	PRAGMA_ROW("ignore_check_constraints", "0", TN_SESSION_MUST,
		   "values of the wrong type, range or length would be stored"),
	PRAGMA_ROW("legacy_alter_table", "0", TN_SESSION_MUST,
		   "renaming a table would leave references to its old name"),
	SLOT_ROW("dqs_dml", "0", TN_SESSION_MUST,
		 "a misspelt column in double quotes would be read as text"),
	SLOT_ROW("dqs_ddl", "0", TN_SESSION_MUST,
		 "a misspelt column in double quotes would be stored in the schema as text"),
	SLOT_ROW("load_extension", "0", TN_SESSION_MUST, "SQL could load machine code into the process"),
	SLOT_ROW("defensive", "1", TN_SESSION_WARN, "SQL could damage the file deliberately"),
	PRAGMA_ROW("trusted_schema", "0", TN_SESSION_WARN,
		   "a schema made by somebody else could call functions with side effects"),
	PRAGMA_ROW("cell_size_check", "1", TN_SESSION_WARN, "damage of the file would be noticed later"),
	{"journal_mode", "journal_mode", NULL, NULL, TN_SESSION_WARN, TN_MATCH_READ, 0, 0, 0, 0,
	 "readers and the writer wait for each other unless it is wal"},
	{"synchronous", "synchronous", NULL, NULL, TN_SESSION_WARN, TN_MATCH_READ, 0, 0, 0, 0,
	 "0: a power failure can damage the file"},
	{"busy_timeout", NULL, NULL, NULL, TN_SESSION_WARN, TN_MATCH_READ, 0, 0, 0, 0,
	 "milliseconds after which a wait for a lock fails"},
};

/*
 * A transaction that may write takes the write lock at once: one that upgrades
 * later fails without waiting when another connection wrote meanwhile.
 */
static const struct tn_begin_row begins[] = {
	{TN_ISO_SERIALIZABLE, 1, NULL, TN__SQLITE_BEGIN_READ_ONLY},
	{TN_ISO_SERIALIZABLE, 0, NULL, "BEGIN IMMEDIATE"},
};

/* SQLite's compiled defaults; a live connection asks sqlite3_limit(). */
static void effective(const char *product, int version_number, struct tn_caps *out)
{
	static const struct tn_caps none;
	/* Of every version that is taken. */
	static const uint8_t sql[] = {TN_CAP_NULLS_ORDER, TN_CAP_NULLS_SORT_LOW, TN_CAP_INTERSECT_EXCEPT,
				      TN_CAP_AGGREGATE_FILTER, TN_CAP_ROW_VALUES, TN_CAP_DML_WITH, TN_CAP_UPDATE_FROM,
				      TN_CAP_ON_CONFLICT, TN_CAP_PROPOSED_ROW_NAME,
				      TN_CAP_WINDOW_GROUPS, TN_CAP_WINDOW_EXCLUDE,
				      TN_CAP_WINDOW_RANGE, TN_CAP_WINDOW_NAMES, TN_CAP_OLD_VALUES_IN_UPDATE,
				      TN_CAP_TRANSLATE, TN_CAP_INSERT_READS_TARGET, TN_CAP_GROUPED_EXPRESSION,
				      TN_CAP_DERIVED_OUTER, TN_CAP_LIMIT_IN_SUBQUERY, TN_CAP_DELETE_READS_TARGET,
				      TN_CAP_UPDATE_READS_TARGET, TN_CAP_DELETE_ALIAS_READS_TARGET,
				      TN_CAP_OUTER_IN_JOIN, TN_CAP_LIST_TABLE, TN_CAP_LIST_TABLE_DML,
				      TN_CAP_LIST_TABLE_TEXT, TN_CAP_WINDOW_IN_SUBQUERY, TN_CAP_MOMENT_IN_SUBQUERY,
				      TN_CAP_OUTER_CONSTANT, TN_CAP_OUTER_COMPUTED, TN_CAP_OUTER_IN_WINDOW,
				      TN_CAP_SAME_NAMES, TN_CAP_GROUPS_IN_CHANGE, TN_CAP_OWN_REFERENCES,
				      TN_CAP_GROUPS_COMPLETE, TN_CAP_SETS_IN_SUBQUERY, TN_CAP_VALUE_IN_GROUPS,
				      TN_CAP_HAVING_FIRST, TN_CAP_LIST_FILLED, TN_CAP_TEMPORARY_AGAIN,
				      TN_CAP_DEFERRED_FOREIGN_KEYS, TN_CAP_HAVING_IN_SUBQUERY};
	size_t i;

	(void)product;
	*out = none;
	tn_cap_set(out, TN_CAP_TX_DDL);
	tn_cap_set(out, TN_CAP_TX_KEEPS_GOING);
	tn_cap_set(out, TN_CAP_CURSORS);
	tn_cap_set(out, TN_CAP_LAST_INSERT_ID);
	for (i = 0; i < COUNT_OF(sql); i++)
		tn_cap_set(out, (enum tn_cap)sql[i]);
	if (version_number < 33800)
		tn_cap_set(out, TN_CAP_RETURNED_NULLS);
	if (version_number >= 33500) {
		tn_cap_set(out, TN_CAP_RETURNING_INSERT);
		tn_cap_set(out, TN_CAP_RETURNING_UPDATE);
		tn_cap_set(out, TN_CAP_RETURNING_DELETE);
	}
	if (version_number >= 33900) {
		tn_cap_set(out, TN_CAP_FULL_JOIN);
		tn_cap_set(out, TN_CAP_FULL_JOIN_ANY);
		tn_cap_set(out, TN_CAP_RIGHT_JOIN);
	}
	/* 3.40 ends the query at a condition that is false before there is a row; the subquery costs little. */
	if (version_number >= 35100)
		tn_cap_set(out, TN_CAP_CONSTANT_JOIN);
	out->limits[TN_LIMIT_BIND_PARAMS] = version_number >= 33200 ? 32766 : 999;
	out->limits[TN_LIMIT_SQL_BYTES] = 1000000000;
	out->limits[TN_LIMIT_VALUE_BYTES] = 1000000000;
	out->limits[TN_LIMIT_RESULT_COLUMNS] = 2000;
}

const struct tn_dialect tn__sqlite_dialect = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(struct tn_dialect),
	.name = "sqlite",
	.lex = TN_LEX_BACKTICKS | TN_LEX_BRACKETS,
	.quote = '"',
	.placeholder = TN_PLACEHOLDER_QUESTION,
	.types = types,
	.type_count = COUNT_OF(types),
	.identity = "INTEGER",
	.identity_with_pk = "INTEGER PRIMARY KEY AUTOINCREMENT",
	.table_suffix = "",
	.table_exists = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE",
	.describe = tn__sqlite_describe_query,
	.catalog_key = tn__sqlite_catalog_key,
	.referring_table = tn__sqlite_referring_table,
	.foreign_keys = tn__sqlite_foreign_keys,
	.foreign_keys_off = "PRAGMA foreign_keys = OFF",
	.foreign_keys_on = "PRAGMA foreign_keys = ON",
	.defer_foreign_keys = "PRAGMA defer_foreign_keys = ON",
	.schema_version = "PRAGMA main.schema_version",
	.nocase_columns = 1,
	.errors = errors,
	.error_count = COUNT_OF(errors),
	.session = session,
	.session_count = COUNT_OF(session),
	.session_syntax = {"PRAGMA ", NULL, "PRAGMA ", NULL},
	.begins = begins,
	.begin_count = COUNT_OF(begins),
	.insert_rows = 64,
	.default_isolation = TN_ISO_SERIALIZABLE,
	.commit = "COMMIT",
	.rollback = "ROLLBACK",
	.savepoint = "SAVEPOINT $n",
	.release = "RELEASE $n",
	.rollback_to = "ROLLBACK TO $n",
	.database_name = "SELECT file FROM pragma_database_list WHERE name = 'main'",
	.clean_before = "PRAGMA foreign_keys = OFF",
	/* Virtual tables take their shadow tables with them, so they go first. */
	.clean_list = "SELECT 'DROP ' || type || ' IF EXISTS \"' || replace(name, '\"', '\"\"') || '\"' "
		      "FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' "
		      "ORDER BY type = 'table', sql NOT LIKE 'CREATE VIRTUAL%'",
	.clean_after = "PRAGMA foreign_keys = ON",
	.syntax = {.flags = TN_SYNTAX_BARE_OPERANDS | TN_SYNTAX_ROWS_IN_VALUES | TN_SYNTAX_NO_DEFAULT |
			    TN_SYNTAX_MATERIALIZED | TN_SYNTAX_ADD_INLINE | TN_SYNTAX_NO_ALTER_IF | TN_SYNTAX_LAST_ID |
			    TN_SYNTAX_NO_VIEW_REPLACE | TN_SYNTAX_NO_CASCADE | TN_SYNTAX_NO_ADD_UNIQUE,
		   .no_limit = "LIMIT -1", .values_row = "", .default_values = "DEFAULT VALUES"},
	.literals = tn__sqlite_literals,
	.lists = tn__sqlite_lists,
	.filled_list = {"CREATE TEMPORARY TABLE $n ($t)", "DROP TABLE IF EXISTS $n"},
	.cast_types = tn__sqlite_cast_types,
	.ops = tn__sqlite_ops,
	.stored_reason = "a function of this library in a schema would lock other programs out of the file",
	.stored_ops = tn__sqlite_stored_ops,
	.choose = tn__sqlite_choose,
	.numeric_order = " COLLATE tn_dec",
	.effective = effective,
};
