/* SPDX-License-Identifier: MIT */
/*
 * pg_dialect.c - PostgreSQL as data: types, errors, settings, transactions.
 *
 * Text columns are created with the collation "C", so that they compare and sort
 * by code point whatever the database's locale is.
 *
 * Error rows also know the codes of servers that speak this protocol: CockroachDB
 * (40003, CR000), Aurora DSQL (OC000, OC001), the AWS failover convention (08S02,
 * 08007).  The message is never looked at.
 *
 * Session rows: a pooling proxy of the kind that hands each transaction another
 * session follows client_encoding, TimeZone, DateStyle and
 * standard_conforming_strings, because the server reports their changes.  The
 * other settings would leak to strangers if they were set there, so for pooled
 * connections there is a row that only checks them.
 */
#include "pg_internal.h"
#include <string.h>
#include <tenon/tx.h>

static const struct tn_type_row types[] = {
	{.type = TN_TYPE_BOOLEAN, .ddl = "BOOLEAN"},
	{.type = TN_TYPE_SMALLINT, .ddl = "SMALLINT"},
	{.type = TN_TYPE_INTEGER, .ddl = "INTEGER"},
	{.type = TN_TYPE_BIGINT, .ddl = "BIGINT"},
	{.type = TN_TYPE_REAL, .ddl = "REAL"},
	{.type = TN_TYPE_DOUBLE, .ddl = "DOUBLE PRECISION"},
	{.type = TN_TYPE_NUMERIC, .ddl = "NUMERIC($l,$s)"},
	{.type = TN_TYPE_VARCHAR, .ddl = "VARCHAR($l) COLLATE \"C\""},
	{.type = TN_TYPE_TEXT, .ddl = "TEXT COLLATE \"C\""},
	{.type = TN_TYPE_BYTEA, .max_length = UINT32_MAX, .ddl = "BYTEA",
	 .checks = {{"tn_length", "octet_length($c) <= $l", TN_E_TOO_LONG}}},
	{.type = TN_TYPE_BYTEA, .ddl = "BYTEA"},
	{.type = TN_TYPE_DATE, .ddl = "DATE"},
	{.type = TN_TYPE_TIME, .ddl = "TIME(6)"},
	{.type = TN_TYPE_TIMESTAMP, .ddl = "TIMESTAMP(6)"},
	{.type = TN_TYPE_TIMESTAMPTZ, .ddl = "TIMESTAMPTZ(6)"},
	{.type = TN_TYPE_UUID, .ddl = "UUID"},
	{.type = TN_TYPE_JSON, .ddl = "JSON"},
};

/* Particular codes first, then classes; each group in the order of the manual's appendix A. */
static const struct tn_error_row errors[] = {
	{0, "08001", TN_E_CONNECT, TN_ERR_DEAD},
	{0, "08004", TN_E_CONNECT, TN_ERR_DEAD},
	{0, "08007", TN_E_COMMIT_UNKNOWN, TN_ERR_DEAD | TN_ERR_AMBIGUOUS},
	{0, "08S02", TN_E_DISCONNECTED, TN_ERR_DEAD | TN_ERR_RETRY_TX | TN_ERR_WRONG_NODE},
	{0, "08P01", TN_E_SERVER, 0},
	{0, "08", TN_E_DISCONNECTED, TN_ERR_DEAD},
	{0, "0A", TN_E_UNSUPPORTED, 0},
	{0, "21000", TN_E_DATA, 0},
	{0, "22001", TN_E_TOO_LONG, 0},
	{0, "22026", TN_E_TOO_LONG, 0},
	{0, "22003", TN_E_RANGE, 0},
	{0, "22008", TN_E_RANGE, 0},
	{0, "22015", TN_E_RANGE, 0},
	{0, "22", TN_E_DATA, 0},
	{0, "23505", TN_E_UNIQUE, 0},
	{0, "23503", TN_E_FOREIGN_KEY, 0},
	{0, "23001", TN_E_FOREIGN_KEY, 0},
	{0, "23502", TN_E_NOT_NULL, 0},
	{0, "23514", TN_E_CHECK, 0},
	{0, "23", TN_E_CONSTRAINT, 0},
	{0, "25P02", TN_E_TX_ABORTED, 0},
	{0, "25P03", TN_E_DISCONNECTED, TN_ERR_DEAD},
	{0, "25P04", TN_E_TIMEOUT, TN_ERR_DEAD},
	{0, "25006", TN_E_READ_ONLY, TN_ERR_WRONG_NODE},
	{0, "25", TN_E_MISUSE, 0},
	{0, "26000", TN_E_STALE, 0},
	{0, "28", TN_E_AUTH, 0},
	{0, "2BP01", TN_E_CONSTRAINT, 0},
	{0, "2D000", TN_E_MISUSE, 0},
	{0, "34000", TN_E_MISUSE, 0},
	{0, "3B", TN_E_MISUSE, 0},
	{0, "3D000", TN_E_NO_DATABASE, 0},
	{0, "3F000", TN_E_NO_OBJECT, 0},
	{0, "40P01", TN_E_DEADLOCK, TN_ERR_RETRY_TX},
	{0, "40002", TN_E_CONSTRAINT, 0},
	{0, "40003", TN_E_COMMIT_UNKNOWN, TN_ERR_AMBIGUOUS},
	{0, "40", TN_E_SERIALIZATION, TN_ERR_RETRY_TX},
	{0, "CR000", TN_E_SERIALIZATION, TN_ERR_RETRY_TX},
	{0, "OC000", TN_E_SERIALIZATION, TN_ERR_RETRY_TX},
	{0, "OC001", TN_E_SERIALIZATION, TN_ERR_RETRY_TX},
	{0, "42P01", TN_E_NO_OBJECT, 0},
	{0, "42703", TN_E_NO_OBJECT, 0},
	{0, "42883", TN_E_NO_OBJECT, 0},
	{0, "42704", TN_E_NO_OBJECT, 0},
	{0, "42P02", TN_E_PARAM, 0},
	{0, "42P07", TN_E_EXISTS, 0},
	{0, "42710", TN_E_EXISTS, 0},
	{0, "42701", TN_E_EXISTS, 0},
	{0, "42723", TN_E_EXISTS, 0},
	{0, "42P04", TN_E_EXISTS, 0},
	{0, "42P05", TN_E_EXISTS, 0},
	{0, "42P06", TN_E_EXISTS, 0},
	{0, "42P03", TN_E_EXISTS, 0},
	{0, "42702", TN_E_AMBIGUOUS, 0},
	{0, "42725", TN_E_AMBIGUOUS, 0},
	{0, "42P09", TN_E_AMBIGUOUS, 0},
	{0, "42712", TN_E_AMBIGUOUS, 0},
	{0, "42804", TN_E_TYPE, 0},
	{0, "42846", TN_E_TYPE, 0},
	{0, "42P08", TN_E_TYPE, 0},
	{0, "42P18", TN_E_TYPE, 0},
	{0, "42P21", TN_E_TYPE, 0},
	{0, "42P22", TN_E_TYPE, 0},
	{0, "42501", TN_E_PERMISSION, 0},
	{0, "42622", TN_E_LIMIT, 0},
	{0, "42", TN_E_SYNTAX, 0},
	{0, "44000", TN_E_CHECK, 0},
	{0, "53", TN_E_RESOURCES, 0},
	{0, "54", TN_E_LIMIT, 0},
	{0, "55006", TN_E_BUSY, 0},
	{0, "55P03", TN_E_LOCK_TIMEOUT, 0},
	{0, "55", TN_E_MISUSE, 0},
	{0, "57014", TN_E_CANCELLED, 0},
	{0, "57P03", TN_E_CONNECT, TN_ERR_DEAD},
	{0, "57P01", TN_E_DISCONNECTED, TN_ERR_DEAD},
	{0, "57P02", TN_E_DISCONNECTED, TN_ERR_DEAD},
	{0, "57P04", TN_E_DISCONNECTED, TN_ERR_DEAD},
	{0, "57P05", TN_E_DISCONNECTED, TN_ERR_DEAD},
	{0, "58", TN_E_IO, 0},
	{0, "72000", TN_E_SERIALIZATION, TN_ERR_RETRY_TX},
	{0, "P0001", TN_E_CONSTRAINT, 0},
	{0, "XX001", TN_E_CORRUPT, 0},
	{0, "XX002", TN_E_CORRUPT, 0},
};

#define GET(setting) "pg_catalog.current_setting('" setting "')"
#define SET(setting, value) "pg_catalog.set_config('" setting "', '" value "', false)"

/* Held everywhere: a proxy follows it, or the server reports it. */
#define HELD(setting, value, how, reason) \
	{.name = setting, .get = GET(setting), .set = SET(setting, value), .expected = value, \
	 .level = TN_SESSION_MUST, .match = how, .why = reason}
/* Held in a session of one's own, only checked behind a pooling proxy. */
#define OWN(setting, value, how, reason) \
	{.name = setting, .get = GET(setting), .set = SET(setting, value), .expected = value, \
	 .level = TN_SESSION_MUST, .match = how, .unless_facts = TN_FACT_POOLED, .why = reason}, \
	{.name = setting, .get = GET(setting), .expected = value, \
	 .level = TN_SESSION_MUST, .match = how, .need_facts = TN_FACT_POOLED, \
	 .why = reason "; set it for the user with ALTER ROLE, since a pooling proxy keeps no setting"}
#define SEEN(setting) \
	{.name = setting, .get = GET(setting), .level = TN_SESSION_WARN, .match = TN_MATCH_READ, \
	 .why = "reported only"}

static const struct tn_session_row session[] = {
	HELD("client_encoding", "UTF8", TN_MATCH_NOCASE, "text is exchanged in UTF-8"),
	HELD("TimeZone", "UTC", TN_MATCH_NOCASE, "CURRENT_DATE and zoned text mean UTC on every server"),
	HELD("DateStyle", "ISO, MDY", TN_MATCH_WORDS, "dates in text are read and written as ISO 8601"),
	HELD("standard_conforming_strings", "on", TN_MATCH_NOCASE, "a backslash in a string is a backslash"),
	OWN("IntervalStyle", "postgres", TN_MATCH_NOCASE, "intervals come as one spelling of text"),
	OWN("transform_null_equals", "off", TN_MATCH_NOCASE, "a comparison with NULL is unknown"),
	OWN("extra_float_digits", "1", TN_MATCH_AT_LEAST, "doubles in text keep all their digits"),
	OWN("bytea_output", "hex", TN_MATCH_NOCASE, "bytes in text have one spelling"),
	OWN("default_transaction_isolation", "read committed", TN_MATCH_NOCASE,
	    "statements outside of a transaction see what is committed"),
	{.name = "server_encoding", .get = GET("server_encoding"), .expected = "UTF8",
	 .level = TN_SESSION_WARN, .match = TN_MATCH_NOCASE,
	 .why = "the database cannot hold every text; create one with ENCODING 'UTF8'"},
	SEEN("search_path"),
	SEEN("lc_messages"),
	SEEN("application_name"),
	SEEN("statement_timeout"),
	SEEN("lock_timeout"),
	SEEN("default_transaction_read_only"),
};

#define BEGIN_ROWS(level, words) \
	{.isolation = level, .read_only = 0, .begin = "BEGIN ISOLATION LEVEL " words}, \
	{.isolation = level, .read_only = 1, .begin = "BEGIN ISOLATION LEVEL " words " READ ONLY"}

/* Without READ ONLY nothing is said, so that a connection opened for reading stays so. */
/* What one transaction sets goes with it. */
static const char *const session_words[] = {
	"!SET LOCAL", "!SET CONSTRAINTS", "SET", "RESET", "DISCARD", "LISTEN", "PREPARE", "LOAD", NULL,
};

static const struct tn_begin_row begins[] = {
	BEGIN_ROWS(TN_ISO_READ_COMMITTED, "READ COMMITTED"),
	BEGIN_ROWS(TN_ISO_REPEATABLE_READ, "REPEATABLE READ"),
	BEGIN_ROWS(TN_ISO_SERIALIZABLE, "SERIALIZABLE"),
};

/* All servers from the oldest supported one on are alike in what is asked here. */
static void effective(const char *product, int version_number, struct tn_caps *out)
{
	static const uint8_t caps[] = {TN_CAP_TX_DDL, TN_CAP_ISO_READ_COMMITTED, TN_CAP_ISO_REPEATABLE_READ,
				       TN_CAP_CURSORS, TN_CAP_RETURNING_INSERT, TN_CAP_NUMERIC_NATIVE,
				       TN_CAP_DOUBLE_SPECIALS, TN_CAP_NULLS_ORDER, TN_CAP_NULLS_SORT_HIGH,
				       TN_CAP_INDEX_NULLS_ORDER, TN_CAP_FULL_JOIN, TN_CAP_RIGHT_JOIN,
				       TN_CAP_INTERSECT_EXCEPT, TN_CAP_INTERSECT_EXCEPT_ALL,
				       TN_CAP_AGGREGATE_FILTER, TN_CAP_ROW_VALUES, TN_CAP_ROW_LOCKS,
				       TN_CAP_SHARED_ROW_LOCKS, TN_CAP_SKIP_LOCKED, TN_CAP_NOWAIT, TN_CAP_LOCK_OF,
				       TN_CAP_TRUNCATE, TN_CAP_DML_WITH, TN_CAP_UPDATE_FROM, TN_CAP_DELETE_USING,
				       TN_CAP_RETURNING_UPDATE, TN_CAP_RETURNING_DELETE, TN_CAP_RETURNING_JOINED,
				       TN_CAP_ON_CONFLICT, TN_CAP_PROPOSED_ROW_NAME,
				       TN_CAP_WINDOW_GROUPS, TN_CAP_WINDOW_EXCLUDE,
				       TN_CAP_WINDOW_RANGE, TN_CAP_WINDOW_NAMES, TN_CAP_SINGLE_ROW_GUARD,
				       TN_CAP_OLD_VALUES_IN_UPDATE, TN_CAP_OPERAND_ORDER, TN_CAP_DERIVED_OUTER,
				       TN_CAP_QUANTIFIED_SUBQUERY, TN_CAP_QUANTIFIED_IS_NULL,
				       TN_CAP_TRANSLATE, TN_CAP_INSERT_READS_TARGET, TN_CAP_GROUPED_EXPRESSION,
				       TN_CAP_LIMIT_IN_SUBQUERY, TN_CAP_DELETE_READS_TARGET,
				       TN_CAP_UPDATE_READS_TARGET, TN_CAP_DELETE_ALIAS_READS_TARGET,
				       TN_CAP_OLD_ROWS_IN_SET, TN_CAP_OLD_ROWS_IN_CONFLICT, TN_CAP_CONSTANT_JOIN,
				       TN_CAP_OUTER_IN_JOIN, TN_CAP_DISTINCT_OFFSET, TN_CAP_VIEW_TYPES,
				       TN_CAP_LIST_ARRAY, TN_CAP_SETS_IN_SUBQUERY, TN_CAP_VALUE_IN_GROUPS,
				       TN_CAP_LIST_TABLE, TN_CAP_LIST_TABLE_DML, TN_CAP_LIST_TABLE_TEXT,
				       TN_CAP_LIST_FILLED, TN_CAP_TEMPORARY_AGAIN,
				       TN_CAP_OUTER_CONSTANT, TN_CAP_OUTER_COMPUTED, TN_CAP_OUTER_IN_WINDOW,
				       TN_CAP_QUANTIFIED_OUTER, TN_CAP_WINDOW_IN_SUBQUERY, TN_CAP_MOMENT_IN_SUBQUERY,
				       TN_CAP_SAME_NAMES, TN_CAP_GROUPS_IN_CHANGE, TN_CAP_OWN_REFERENCES,
				       TN_CAP_GROUPS_COMPLETE, TN_CAP_HAVING_FIRST, TN_CAP_RETURNED_NULLS,
				       TN_CAP_DEFERRED_FOREIGN_KEYS, TN_CAP_DELETE_USING_READS_TARGET,
				       TN_CAP_JOIN_IN_UNION, TN_CAP_HAVING_IN_SUBQUERY};
	size_t i;

	(void)product;
	(void)version_number;
	memset(out, 0, sizeof(*out));
	for (i = 0; i < sizeof(caps); i++)
		tn_cap_set(out, (enum tn_cap)caps[i]);
	out->limits[TN_LIMIT_BIND_PARAMS] = PG_PARAM_MAX;
	out->limits[TN_LIMIT_SQL_BYTES] = PG_VALUE_MAX;
	out->limits[TN_LIMIT_VALUE_BYTES] = PG_VALUE_MAX;
	out->limits[TN_LIMIT_IDENT_BYTES] = 63;
	out->limits[TN_LIMIT_RESULT_COLUMNS] = 1664;
}

/*
 * Domains are what they are made of.  Text that is padded or whose collation takes
 * different texts for equal is marked; how the others order text does not matter,
 * since the library's texts say how they order.
 */
static const char describe[] =
	"SELECT a.attname::text, pg_catalog.format_type("
	"CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE a.atttypid END, "
	"CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END), "
	"(a.attnotnull OR t.typnotnull)::int, "
	"(a.attidentity <> '' OR COALESCE(pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false))::int, "
	"(a.atthasdef AND a.attgenerated = '')::int, (a.attgenerated <> '')::int, "
	"(a.atttypid = 1042 OR t.typbasetype = 1042 OR NOT COALESCE(l.collisdeterministic, true))::int, "
	"CASE WHEN c.relpersistence = 't' THEN 'temporary ' ELSE '' END || "
	"CASE WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END, "
	"pg_catalog.concat_ws(',', CASE WHEN a.attnum = 1 AND EXISTS (SELECT 1 FROM pg_catalog.pg_constraint f "
	"WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.confrelid = c.oid) THEN 'r:1' END, "
	"(SELECT pg_catalog.string_agg(CASE WHEN i.indisprimary THEN 'p' ELSE 'u' END || i.indexrelid || "
	"':' || k.n, ',') "
	"FROM pg_catalog.pg_index i, LATERAL pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n) "
	"WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL "
	"AND i.indexprs IS NULL AND k.attnum = a.attnum AND k.n <= i.indnkeyatts)), "
	"CASE WHEN c.relkind = 'v' AND a.attnum = 1 THEN pg_catalog.pg_get_viewdef(c.oid) END, NULL "
	"FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid "
	"JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
	"LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
	"LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation "
	"WHERE c.oid = pg_catalog.to_regclass(COALESCE(pg_catalog.quote_ident(CAST(:schema AS text)) || '.', '') || "
	"pg_catalog.quote_ident(CAST(:name AS text))) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') "
	"AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

static const char referring_table[] =
	"SELECT c.relname::text FROM pg_catalog.pg_constraint f JOIN pg_catalog.pg_class c ON c.oid = f.conrelid "
	"WHERE f.contype = 'f' AND f.conrelid <> f.confrelid AND f.confrelid = pg_catalog.to_regclass("
	"COALESCE(pg_catalog.quote_ident(CAST(:schema AS text)) || '.', '') || "
	"pg_catalog.quote_ident(CAST(:name AS text))) LIMIT 1";

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

const struct tn_dialect tn__pg_dialect = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(struct tn_dialect),
	.name = "postgresql",
	.lex = TN_LEX_E_STRINGS | TN_LEX_DOLLAR_QUOTES | TN_LEX_NESTED_COMMENT | TN_LEX_CAST,
	.quote = '"',
	.placeholder = TN_PLACEHOLDER_DOLLAR,
	.types = types,
	.type_count = COUNT(types),
	.identity = "$t GENERATED BY DEFAULT AS IDENTITY",
	.table_suffix = "",
	/* the cast: as a name the parameter would be cut to 63 bytes and find another table */
	.table_exists = "SELECT 1 FROM pg_catalog.pg_class c "
			"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
			"WHERE n.nspname = pg_catalog.current_schema() AND c.relname = CAST(? AS text) "
			"AND c.relkind IN ('r', 'p', 'v', 'm', 'f')",
	.describe = describe,
	.referring_table = referring_table,
	.identity_lock = "LOCK TABLE $t IN SHARE ROW EXCLUSIVE MODE",
	.identity_sync = "SELECT CASE WHEN s IS NOT NULL THEN pg_catalog.setval(s, m) END FROM (SELECT max($c) AS m, "
			 "CAST(pg_catalog.pg_get_serial_sequence(CAST($1 AS text), CAST($2 AS text)) AS regclass) "
			 "AS s FROM $t) AS x WHERE m > COALESCE(pg_catalog.pg_sequence_last_value(s), 0)",
	/* with temporary tables already, nothing is as for others */
	.catalog_key = "SELECT CASE WHEN pg_catalog.pg_my_temp_schema() = 0 THEN pg_catalog.concat_ws(E'\\n', "
		       "pg_catalog.current_database(), current_user, pg_catalog.current_schemas(true)) END",
	.foreign_keys = tn__pg_foreign_keys,
	.foreign_keys_away = tn__pg_foreign_keys_away,
	.defer_foreign_keys = "SET CONSTRAINTS ALL DEFERRED",
	.not_deferrable = tn__pg_not_deferrable,
	.errors = errors,
	.error_count = COUNT(errors),
	.session = session,
	.session_count = COUNT(session),
	.session_syntax = {.get_prefix = "SELECT ", .get_join = ", ",
			   .set_prefix = "SELECT ", .set_join = ", "},
	.begins = begins,
	.begin_count = COUNT(begins),
	.insert_rows = 512,
	.default_isolation = TN_ISO_READ_COMMITTED,
	.commit = "COMMIT",
	.rollback = "ROLLBACK",
	.savepoint = "SAVEPOINT $n",
	.release = "RELEASE SAVEPOINT $n",
	.rollback_to = "ROLLBACK TO SAVEPOINT $n",
	.session_words = session_words,
	.database_name = "SELECT current_database()::text",
	.clean_list =
		/* A sequence that belongs to a column goes with its table, so tables go first. */
		"SELECT s FROM (SELECT CASE relkind WHEN 'S' THEN 2 ELSE 1 END AS o, "
		"format('DROP %s IF EXISTS %I.%I CASCADE', CASE relkind WHEN 'v' THEN 'VIEW' "
		"WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' "
		"ELSE 'TABLE' END, nspname, relname) AS s, c.oid "
		"FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
		"WHERE nspname = current_schema() AND relkind IN ('v', 'm', 'S', 'f', 'r', 'p') "
		"UNION ALL SELECT 3, format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure), p.oid "
		"FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = current_schema() "
		"UNION ALL SELECT 4, format('DROP TYPE IF EXISTS %I.%I CASCADE', nspname, typname), t.oid "
		"FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace LEFT JOIN pg_class c ON c.oid = typrelid "
		"WHERE nspname = current_schema() AND (typtype IN ('e', 'd', 'r') OR c.relkind = 'c')) x "
		/* What goes with another object; a partition key's columns depend on their own table (objsubid). */
		"WHERE NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = x.oid AND d.objsubid = 0 "
		"AND d.deptype IN ('e', 'a', 'i')) ORDER BY o",
	.syntax = {.flags = TN_SYNTAX_MATERIALIZED | TN_SYNTAX_NO_VIEW_IF,
		   .values_row = "", .default_values = "DEFAULT VALUES", .for_update = " FOR UPDATE",
		   .for_share = " FOR SHARE", .nowait = " NOWAIT", .skip_locked = " SKIP LOCKED",
		   .truncate = "TRUNCATE TABLE $n", .references_end = " DEFERRABLE",
		   .first_term = tn__pg_first_term},
	/* Text of literals, parameters and functions has the database's collation. */
	/* As text, so that a VARCHAR is the same expression as the argument of string_agg. */
	.text_order = "::text COLLATE \"C\"",
	.literals = tn__pg_literals,
	.nulls = tn__pg_nulls,
	.placeholders = tn__pg_placeholders,
	.lists = tn__pg_lists,
	.filled_list = {"CREATE TEMPORARY TABLE $n ($t)", "DROP TABLE IF EXISTS $n"},
	.cast_types = tn__pg_cast_types,
	.ops = tn__pg_ops,
	.choose = tn__pg_choose,
	.effective = effective,
};
