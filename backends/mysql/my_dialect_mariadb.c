/* SPDX-License-Identifier: MIT */
/*
 * my_dialect_mariadb.c - the dialect of MariaDB.  Tables only; what it shares with
 * that of MySQL is in my_dialect.c.
 */
#include <string.h>
#include <tenon/error.h>
#include "my_internal.h"

#define MY_MODE \
	"STRICT_ALL_TABLES,STRICT_TRANS_TABLES,ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES," \
	"ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO," \
	"NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,SIMULTANEOUS_ASSIGNMENT,TIME_ROUND_FRACTIONAL"
#define MY_MODE_NOT ",!EMPTY_STRING_IS_NULL,!ORACLE"
#define MY_COLLATION "utf8mb4_nopad_bin"

static const struct tn_type_row types[] = {
#include "my_types.def"
};

static const struct tn_session_row session[] = {
#include "my_session.def"
	{"tx_isolation", "@@session.tx_isolation", "SESSION tx_isolation = 'READ-COMMITTED'",
		"READ-COMMITTED", TN_SESSION_MUST, TN_MATCH_EXACT, 0, 0, 0, 110100,
		"the default isolation is the same everywhere"},
	{"transaction_isolation", "@@session.transaction_isolation",
		"SESSION transaction_isolation = 'READ-COMMITTED'", "READ-COMMITTED", TN_SESSION_MUST,
		TN_MATCH_EXACT, 0, 0, 110101, 0, "the default isolation is the same everywhere"},
	{"tx_read_only", "@@session.tx_read_only", "SESSION tx_read_only = 1", "1", TN_SESSION_MUST,
		TN_MATCH_EXACT, TN_FACT_READ_ONLY, 0, 0, 110100, "a read-only connection writes nothing"},
	{"transaction_read_only", "@@session.transaction_read_only", "SESSION transaction_read_only = 1", "1",
		TN_SESSION_MUST, TN_MATCH_EXACT, TN_FACT_READ_ONLY, 0, 110101, 0,
		"a read-only connection writes nothing"},
	{"check_constraint_checks", "@@session.check_constraint_checks",
		"SESSION check_constraint_checks = 1", "1", TN_SESSION_MUST, TN_MATCH_EXACT, 0, 0, 0, 0,
		"CHECK constraints are enforced"},
	{"max_recursive_iterations", "@@session.max_recursive_iterations",
		"SESSION max_recursive_iterations = 4294967295", "4294967295", TN_SESSION_MUST,
		TN_MATCH_AT_LEAST, 0, 0, 0, 0, "the rows of a recursive query are not cut silently"},
	{"max_statement_time", "(@@session.max_statement_time = 0)", "SESSION max_statement_time = 0", "1",
		TN_SESSION_WARN, TN_MATCH_EXACT, 0, 0, 0, 0,
		"queries are not ended by a deadline of the server (1: there is none)"},
};

static const struct tn_error_row errors[] = {
	{4025, NULL, TN_E_CHECK, 0},
	{4024, NULL, TN_E_DATA, 0},                              /* no bucket for NTILE */
	{1977, NULL, TN_E_DATA, 0},                              /* a character that another set lacks */
	{4035, NULL, TN_E_DATA, 0},                              /* JSON from here: characters, */
	{4036, NULL, TN_E_DATA, 0},
	{4037, NULL, TN_E_DATA, 0},                              /* its end, */
	{4038, NULL, TN_E_DATA, 0},                              /* syntax, */
	{4039, NULL, TN_E_DATA, 0},                              /* escapes, */
	{4040, NULL, TN_E_LIMIT, 0},                             /* depth */
	{4078, NULL, TN_E_TYPE, 0},                              /* illegal parameter data types */
	{4151, NULL, TN_E_AUTH, 0},                              /* account is locked */
	{4161, NULL, TN_E_NO_OBJECT, 0},                         /* unknown data type */
	{4166, NULL, TN_E_PERMISSION, 0},                        /* LOCAL INFILE is off */
#include "my_errors.def"
};

static void effective(const char *product, int version, struct tn_caps *out)
{
	/* Of every version that is taken. */
	static const uint8_t sql[] = {TN_CAP_NULLS_SORT_LOW, TN_CAP_RIGHT_JOIN, TN_CAP_INTERSECT_EXCEPT,
				      TN_CAP_INTERSECT_EXCEPT_ALL, TN_CAP_ROW_VALUES, TN_CAP_ROW_LOCKS,
				      TN_CAP_SHARED_ROW_LOCKS, TN_CAP_NOWAIT, TN_CAP_UPDATE_FROM, TN_CAP_DELETE_USING,
				      TN_CAP_RETURNING_DELETE, TN_CAP_WINDOW_RANGE, TN_CAP_WINDOW_NAMES,
				      TN_CAP_SINGLE_ROW_GUARD, TN_CAP_OLD_VALUES_IN_UPDATE, TN_CAP_OPERAND_ORDER,
				      TN_CAP_QUANTIFIED_SUBQUERY, TN_CAP_LOCKING_SUBQUERY,
				      TN_CAP_DELETE_READS_TARGET, TN_CAP_UPDATE_READS_TARGET, TN_CAP_OLD_ROWS_IN_SET,
				      TN_CAP_CONSTANT_JOIN, TN_CAP_ON_DUPLICATE_KEY, TN_CAP_OUTER_IN_WINDOW,
				      TN_CAP_LIST_FILLED, TN_CAP_TEMPORARY_AGAIN, TN_CAP_DELETE_ROW_BY_ROW,
				      TN_CAP_RETURNED_NULLS, TN_CAP_JOIN_IN_UNION, TN_CAP_HAVING_IN_SUBQUERY};
	size_t i;

	(void)product;
	memset(out, 0, sizeof(*out));
	for (i = 0; i < sizeof(sql); i++)
		tn_cap_set(out, (enum tn_cap)sql[i]);
	if (version >= 100600) {
		tn_cap_set(out, TN_CAP_SKIP_LOCKED);
		tn_cap_set(out, TN_CAP_LIST_TABLE);
	}
	if (version >= 130000)
		tn_cap_set(out, TN_CAP_RETURNING_UPDATE);
	tn_cap_set(out, TN_CAP_TX_KEEPS_GOING);
	tn_cap_set(out, TN_CAP_ISO_READ_COMMITTED);
	tn_cap_set(out, TN_CAP_ISO_REPEATABLE_READ);
	tn_cap_set(out, TN_CAP_CURSORS);
	tn_cap_set(out, TN_CAP_LAST_INSERT_ID);
	tn_cap_set(out, TN_CAP_RETURNING_INSERT);
	tn_cap_set(out, TN_CAP_NUMERIC_NATIVE);
	out->limits[TN_LIMIT_BIND_PARAMS] = 65535;
	out->limits[TN_LIMIT_SQL_BYTES] = INT64_C(16) * 1024 * 1024;
	out->limits[TN_LIMIT_VALUE_BYTES] = INT64_C(16) * 1024 * 1024;
	out->limits[TN_LIMIT_IDENT_CHARS] = 64;
	out->limits[TN_LIMIT_RESULT_COLUMNS] = 4096;
}

const struct tn_dialect my__dialect_mariadb = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(struct tn_dialect),
	.name = "mariadb",
	.lex = TN_LEX_BACKTICKS | TN_LEX_HASH_COMMENT | TN_LEX_DASH_SPACE | TN_LEX_VERSION_COMMENT,
	.quote = '"',
	.placeholder = TN_PLACEHOLDER_QUESTION,
	.types = types,
	.type_count = sizeof(types) / sizeof(types[0]),
	.identity = "$t NOT NULL AUTO_INCREMENT",
	.key_bytes = 3072,
	.row_bytes = 65535,
	.table_suffix = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin",
	.table_exists = "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?",
	.catalog_key = MY_CATALOG_KEY,
	.referring_table = MY_REFERRING_TABLE,
	.describe = MY_DESCRIBE("c.DATA_TYPE = 'longtext' AND c.COLUMN_NAME IN (SELECT k.CONSTRAINT_NAME FROM "
		"information_schema.CHECK_CONSTRAINTS k WHERE k.CONSTRAINT_SCHEMA = COALESCE(:schema, DATABASE()) "
		"AND k.TABLE_NAME = :name AND k.CHECK_CLAUSE LIKE 'json_valid(%')"),
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
	.default_isolation = 1, /* READ COMMITTED */
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
	.syntax = {.flags = MY_SYNTAX | TN_SYNTAX_DELETE_NO_ALIAS | TN_SYNTAX_NO_LOCK_OF | TN_SYNTAX_NO_INDEX_EXPR |
			    TN_SYNTAX_VALUES_SELECTED,
		.no_limit = MY_NO_LIMIT, .values_row = "", .default_values = "() VALUES ()",
		.for_update = " FOR UPDATE", .for_share = " LOCK IN SHARE MODE", .nowait = " NOWAIT",
		.skip_locked = " SKIP LOCKED", .truncate = "TRUNCATE TABLE $n", .first_term = my__first_term,
		.nothing = "DO 0", .on_duplicate = MY_ON_DUPLICATE, .proposed = MY_PROPOSED},
	.literals = my__literals_mariadb,
	.nulls = my__nulls,
	.lists = my__lists_mariadb,
	.filled_list = MY_FILLED_LIST,
	.cast_types = my__cast_types_mariadb,
	.ops = my__ops_mariadb,
	.refusals = my__refusals,
	.choose = my__choose_mariadb,
	.effective = effective,
};
