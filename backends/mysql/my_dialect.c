/* SPDX-License-Identifier: MIT */
/*
 * my_dialect.c - the dialect of MySQL, and of servers that speak as it does
 * (TiDB, Vitess, Aurora), and what my_dialect_mariadb.c shares with it: how
 * transactions begin and which statements commit by themselves.
 *
 * Tables only.  Rows that both have are in my_errors.def, my_session.def and
 * my_types.def.
 */
#include <string.h>
#include <tenon/error.h>
#include "my_internal.h"

/* isolation (TN_ISO_*), as tenon/tx.h numbers them */
enum { READ_COMMITTED = 1, REPEATABLE_READ = 2, SERIALIZABLE = 3 };

const struct tn_begin_row my__begins[MY_BEGINS] = {
	{READ_COMMITTED, 0, NULL, "START TRANSACTION"},
	{READ_COMMITTED, 1, NULL, "START TRANSACTION READ ONLY"},
	{REPEATABLE_READ, 0, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "START TRANSACTION"},
	{REPEATABLE_READ, 1, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
		"START TRANSACTION READ ONLY"},
	{SERIALIZABLE, 0, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "START TRANSACTION"},
	{SERIALIZABLE, 1, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "START TRANSACTION READ ONLY"},
};

/* clang-format off */
const char *const my__implicit_commit[] = {
	"!CREATE TEMPORARY TABLE", "!DROP TEMPORARY TABLE",
	"ALTER", "CREATE", "DROP", "RENAME", "TRUNCATE",
	"GRANT", "REVOKE", "SET PASSWORD", "SET AUTOCOMMIT",
	"BEGIN", "START TRANSACTION", "LOCK TABLE", "LOCK TABLES", "UNLOCK TABLE", "UNLOCK TABLES",
	"ANALYZE TABLE", "CACHE INDEX", "CHECK TABLE", "FLUSH", "LOAD INDEX", "OPTIMIZE", "REPAIR", "RESET",
	"INSTALL", "UNINSTALL", "IMPORT TABLE", "BACKUP",
	"CHANGE", "START SLAVE", "START REPLICA", "STOP SLAVE", "STOP REPLICA",
	NULL,
};
/* LOCAL is SESSION here. */
const char *const my__session_words[] = {
	"!SET GLOBAL", "!SET PERSIST", "!SET PERSIST_ONLY", "!SET STATEMENT", "SET", "USE", "PREPARE", NULL,
};
/* clang-format on */

/* Columns of foreign keys have one character set and collation, so nothing is said about how they compare. */
#define QUOTED(name) "'\"', REPLACE(" name ", '\"', '\"\"'), '\"'"
const char my__foreign_keys[] =
	"SELECT k.ORDINAL_POSITION, k.CONSTRAINT_NAME, k.TABLE_SCHEMA, k.TABLE_SCHEMA = DATABASE(), k.TABLE_NAME, "
	"k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_SCHEMA = DATABASE(), k.REFERENCED_TABLE_NAME, k.COLUMN_NAME, "
	"k.REFERENCED_COLUMN_NAME, "
	"CONCAT(" QUOTED("k.TABLE_SCHEMA") ", '.', " QUOTED("k.TABLE_NAME") "), "
	"CASE WHEN EXISTS (SELECT 1 FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = k.REFERENCED_TABLE_SCHEMA "
	"AND t.TABLE_NAME = k.REFERENCED_TABLE_NAME) THEN CONCAT(" QUOTED("k.REFERENCED_TABLE_SCHEMA") ", '.', "
	QUOTED("k.REFERENCED_TABLE_NAME") ") END, "
	"CONCAT('p.', " QUOTED("k.REFERENCED_COLUMN_NAME") ", ' = c.', " QUOTED("k.COLUMN_NAME") "), '' "
	"FROM information_schema.KEY_COLUMN_USAGE k WHERE k.REFERENCED_TABLE_NAME IS NOT NULL "
	"AND (:name IS NOT NULL OR k.TABLE_SCHEMA = DATABASE() OR k.REFERENCED_TABLE_SCHEMA = DATABASE()) "
	"AND (:name IS NULL OR (k.TABLE_SCHEMA = COALESCE(:schema, DATABASE()) AND k.TABLE_NAME = :name)) "
	"ORDER BY k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION";

#define MY_MODE \
	"STRICT_ALL_TABLES,STRICT_TRANS_TABLES,ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES," \
	"ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO," \
	"NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO"
#define MY_MODE_NOT ",!TIME_TRUNCATE_FRACTIONAL"
#define MY_COLLATION "utf8mb4_0900_bin"

static const struct tn_type_row types[] = {
#include "my_types.def"
};

static const struct tn_session_row session[] = {
#include "my_session.def"
	{"transaction_isolation", "@@session.transaction_isolation",
		"SESSION transaction_isolation = 'READ-COMMITTED'", "READ-COMMITTED", TN_SESSION_MUST,
		TN_MATCH_EXACT, 0, 0, 0, 0, "the default isolation is the same everywhere"},
	{"transaction_read_only", "@@session.transaction_read_only", "SESSION transaction_read_only = 1", "1",
		TN_SESSION_MUST, TN_MATCH_EXACT, TN_FACT_READ_ONLY, 0, 0, 0,
		"a read-only connection writes nothing"},
	/*
	 * Conditions that move into a UNION are printed with backslashes before quotes and read
	 * again without: a text in them could become syntax.
	 */
	{"optimizer_switch", "@@session.optimizer_switch",
		"SESSION optimizer_switch = 'derived_condition_pushdown=off'", "derived_condition_pushdown=off",
		TN_SESSION_MUST, TN_MATCH_WORDS, 0, 0, 80022, 0,
		"texts with quotes or backslashes mean themselves in conditions on subqueries"},
	{"cte_max_recursion_depth", "@@session.cte_max_recursion_depth",
		"SESSION cte_max_recursion_depth = 4294967295", "1000000", TN_SESSION_WARN, TN_MATCH_AT_LEAST,
		0, 0, 0, 0, "recursive queries are not ended early"},
	{"range_optimizer_max_mem_size", "@@session.range_optimizer_max_mem_size",
		"SESSION range_optimizer_max_mem_size = 0", "0", TN_SESSION_WARN, TN_MATCH_EXACT, 0, 0, 0, 0,
		"a long list of keys is looked up by their index, however large the table"},
	{"innodb_native_foreign_keys", "@@innodb_native_foreign_keys", NULL, "1", TN_SESSION_WARN, TN_MATCH_EXACT,
		0, 0, 90700, 0,
		"rows with NULL in a later column of the index are checked too; start the server with "
		"--innodb-native-foreign-keys=ON"},
	{"max_execution_time", "@@session.max_execution_time", "SESSION max_execution_time = 0", "0",
		TN_SESSION_WARN, TN_MATCH_EXACT, 0, 0, 0, 0,
		"queries are not ended by a deadline of the server"},
};

static const struct tn_error_row errors[] = {
	{4031, NULL, TN_E_DISCONNECTED, TN_ERR_DEAD}, /* closed for inactivity */
	{4092, NULL, TN_E_LIMIT, 0},                  /* row versions of instant ALTER */
	{6527, NULL, TN_E_RANGE, 0},                  /* a date outside of the years */
	{3020, NULL, TN_E_DATA, 0},                   /* logarithm of zero or less */
	{3141, NULL, TN_E_DATA, 0},                   /* invalid JSON text of a function */
	{3156, NULL, TN_E_DATA, 0},                   /* a JSON value of another type */
	{3158, NULL, TN_E_DATA, 0},                   /* NULL as the name of a JSON member */
#include "my_errors.def"
};

static void effective(const char *product, int version, struct tn_caps *out)
{
	/* Of every version that is taken. */
	static const uint8_t sql[] = {TN_CAP_NULLS_SORT_LOW, TN_CAP_RIGHT_JOIN, TN_CAP_ROW_VALUES, TN_CAP_ROW_LOCKS,
				      TN_CAP_SHARED_ROW_LOCKS, TN_CAP_SKIP_LOCKED, TN_CAP_NOWAIT, TN_CAP_LOCK_OF,
				      TN_CAP_DML_WITH, TN_CAP_UPDATE_FROM, TN_CAP_DELETE_USING, TN_CAP_WINDOW_RANGE,
				      TN_CAP_WINDOW_NAMES, TN_CAP_SINGLE_ROW_GUARD, TN_CAP_OPERAND_ORDER,
				      TN_CAP_QUANTIFIED_SUBQUERY, TN_CAP_LOCKING_SUBQUERY, TN_CAP_CONSTANT_JOIN,
				      TN_CAP_OUTER_IN_JOIN, TN_CAP_DISTINCT_OFFSET, TN_CAP_ON_DUPLICATE_KEY,
				      TN_CAP_LIST_FILLED, TN_CAP_LIST_LITERALS, TN_CAP_DELETE_ROW_BY_ROW,
				      TN_CAP_MOMENT_IN_SUBQUERY, TN_CAP_QUANTIFIED_OUTER, TN_CAP_OUTER_COMPUTED,
				      TN_CAP_GROUPS_COMPLETE, TN_CAP_VALUE_IN_GROUPS, TN_CAP_JOIN_IN_UNION};
	size_t i;

	memset(out, 0, sizeof(*out));
	for (i = 0; i < sizeof(sql); i++)
		tn_cap_set(out, (enum tn_cap)sql[i]);
	if (version >= 80014)
		tn_cap_set(out, TN_CAP_DERIVED_OUTER);
	if (version >= 80019)
		tn_cap_set(out, TN_CAP_PROPOSED_ROW_NAME);
	if (version >= 80021)
		tn_cap_set(out, TN_CAP_GROUPS_IN_CHANGE);
	if (version >= 80031) {
		tn_cap_set(out, TN_CAP_INTERSECT_EXCEPT);
		tn_cap_set(out, TN_CAP_INTERSECT_EXCEPT_ALL);
	}
	/* Of older ones nothing is known. */
	if (version >= 90700) {
		tn_cap_set(out, TN_CAP_QUANTIFIED_IS_NULL);
		tn_cap_set(out, TN_CAP_LIST_TABLE);
		tn_cap_set(out, TN_CAP_LIST_TABLE_DML);
	}
	tn_cap_set(out, TN_CAP_TX_KEEPS_GOING);
	tn_cap_set(out, TN_CAP_ISO_READ_COMMITTED);
	tn_cap_set(out, TN_CAP_ISO_REPEATABLE_READ);
	tn_cap_set(out, TN_CAP_CURSORS);
	tn_cap_set(out, TN_CAP_LAST_INSERT_ID);
	tn_cap_set(out, TN_CAP_NUMERIC_NATIVE);
	/* TiDB has server cursors only as an experiment, and takes these locks without setting them. */
	if (strcmp(product, "TiDB") == 0) {
		tn_cap_clear(out, TN_CAP_CURSORS);
		tn_cap_clear(out, TN_CAP_LIST_TABLE);
		tn_cap_clear(out, TN_CAP_LIST_LITERALS);
		tn_cap_clear(out, TN_CAP_SHARED_ROW_LOCKS);
		tn_cap_clear(out, TN_CAP_SKIP_LOCKED);
		tn_cap_clear(out, TN_CAP_DELETE_ROW_BY_ROW);
	}
	out->limits[TN_LIMIT_BIND_PARAMS] = 65535;
	out->limits[TN_LIMIT_SQL_BYTES] = INT64_C(64) * 1024 * 1024;
	out->limits[TN_LIMIT_VALUE_BYTES] = INT64_C(64) * 1024 * 1024;
	out->limits[TN_LIMIT_IDENT_CHARS] = 64;
	out->limits[TN_LIMIT_RESULT_COLUMNS] = 4096;
}

const struct tn_dialect my__dialect_mysql = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(struct tn_dialect),
	.name = "mysql",
	.lex = TN_LEX_BACKTICKS | TN_LEX_HASH_COMMENT | TN_LEX_DASH_SPACE | TN_LEX_VERSION_COMMENT,
	.quote = '"',
	.placeholder = TN_PLACEHOLDER_QUESTION,
	.types = types,
	.type_count = sizeof(types) / sizeof(types[0]),
	.identity = "$t NOT NULL AUTO_INCREMENT",
	.key_bytes = 3072,
	.row_bytes = 65535,
	.table_suffix = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin",
	.table_exists =
		"SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?",
	.catalog_key = MY_CATALOG_KEY,
	.referring_table = MY_REFERRING_TABLE,
	.describe = MY_DESCRIBE("c.DATA_TYPE = 'json'"),
	.index_table = MY_INDEX_TABLE,
	.foreign_keys = my__foreign_keys,
	.foreign_keys_off = "SET SESSION foreign_key_checks = 0",
	.foreign_keys_on = "SET SESSION foreign_key_checks = 1",
	.nocase_columns = 1,
	.bmp_names = 1,
	.cuts_long_text = 1,
	.describe_no_temporary = 1,
	.errors = errors,
	.error_count = sizeof(errors) / sizeof(errors[0]),
	.cut_error = 1265,
	.session = session,
	.session_count = sizeof(session) / sizeof(session[0]),
	.session_syntax = {"SELECT ", ", ", "SET ", ", "},
	.begins = my__begins,
	.begin_count = MY_BEGINS,
	.insert_rows = 512,
	.default_isolation = READ_COMMITTED,
	.commit = "COMMIT",
	.rollback = "ROLLBACK",
	.savepoint = "SAVEPOINT $n",
	.release = "RELEASE SAVEPOINT $n",
	.rollback_to = "ROLLBACK TO SAVEPOINT $n",
	.implicit_commit = my__implicit_commit,
	.session_words = my__session_words,
	.database_name = "SELECT DATABASE()",
	.clean_before = MY_CLEAN_BEFORE,
	.clean_list = MY_CLEAN_LIST,
	.clean_after = MY_CLEAN_AFTER,
	.syntax = {.flags = MY_SYNTAX | TN_SYNTAX_NO_ALTER_IF | TN_SYNTAX_NO_INDEX_IF | TN_SYNTAX_NO_VIEW_IF,
		.no_limit = MY_NO_LIMIT, .values_row = "ROW", .default_values = "() VALUES ()",
		.for_update = " FOR UPDATE", .for_share = " FOR SHARE", .nowait = " NOWAIT",
		.skip_locked = " SKIP LOCKED", .truncate = "TRUNCATE TABLE $n", .first_term = my__first_term,
		.nothing = "DO 0", .on_duplicate = MY_ON_DUPLICATE, .proposed = MY_PROPOSED},
	.literals = my__literals,
	/* The expression is stored with escapes, and read again by the rules of the session, which has none. */
	.stored_text = "(CONVERT(X'$h' USING utf8mb4) COLLATE utf8mb4_0900_bin)",
	.nulls = my__nulls,
	.lists = my__lists_mysql,
	.filled_list = MY_FILLED_LIST,
	.cast_types = my__cast_types,
	.ops = my__ops_mysql,
	.choose = my__choose_mysql,
	.refusals = my__refusals,
	.effective = effective,
};
