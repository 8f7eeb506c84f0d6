/* SPDX-License-Identifier: MIT */
/*
 * my_internal.h - what the files of this backend share.
 *
 * my_conn.c opens and closes, my_stmt.c runs prepared statements, my_text.c the
 * few that cannot be prepared, my_value.c binds and decodes for both,
 * my_engine.c watches for tables without transactions, my_error.c reports.
 *
 * Invariants:
 *  1. A connection has at most one unread stream: my_conn.unread.
 *  2. Nothing is allocated per row: buffers belong to the statement and grow.
 *  3. my_conn.tx is what the last OK or end-of-rows packet said; an error packet
 *     says nothing, so it is TN_BE_TX_UNKNOWN after one.
 */
#ifndef TN_MY_INTERNAL_H
#define TN_MY_INTERNAL_H

#include <tenon/sys/backend.h>
#include "my_client.h"

/* Names of tables and engines without transactions: see my_engine.c. */
struct my_engines {
	struct tn_text tables;  /* "name\0engine\0"... */
	struct tn_text engines; /* "name\0"... */
	uint32_t generation;    /* up with each change; 0: not read yet */
	uint8_t known;
	uint8_t fold; /* table names ignore case */
};

struct my_conn {
	struct tn_be_conn head;
	MYSQL *m;
	struct my_options options;
	struct my_engines engines;
	struct tn_text marks;  /* see my_mark.c */
	char *storage_engine;  /* from the URL, or NULL */
	unsigned lock_timeout_ms; /* of the URL */
	uint8_t tx;            /* enum tn_be_tx */
	uint8_t asks_role;     /* not every node will do */
};

/* One parameter: small values live here, so that a statement is bound once. */
struct my_param {
	union {
		long long i;
		signed char b;
		double d;
		MYSQL_TIME t;
	} fix;
	char *buf; /* copy of a text; grows */
	unsigned long cap;
	unsigned long len;
	my_flag is_null;
};

struct my_column;
struct my_rows;

/* A way of reading a column, one for each kind of value that comes. */
struct my_class {
	uint8_t variable; /* the bytes are read with parse from the column's own buffer */
	int bind;         /* enum enum_field_types of the result buffer */
	void (*decode)(struct my_column *c, tn_value *out);
	/* From text, which it may change; n bytes and a NUL. */
	void (*parse)(struct my_column *c, tn_value *out, char *s, unsigned long n);
};

struct my_column {
	const struct my_class *cls;
	const char *native_type;
	union {
		long long i;
		float f;
		double d;
		MYSQL_TIME t;
	} fix;
	char *buf;         /* of variable columns */
	unsigned long cap; /* bytes for data; the buffer has one more for the NUL */
	unsigned long len;
	my_flag is_null;
	my_flag cut;
	uint8_t type; /* enum tn_type */
	uint8_t decimals;
	int16_t scale;     /* of a NUMERIC that is wanted with so many digits; -1: as it comes */
	char scratch[112]; /* the text or the bytes of a value that is not stored as such */
	/* what the server said when the column was set up */
	int field_type;
	unsigned field_flags, field_charset;
	unsigned long field_length;
};

struct my_stmt {
	struct tn_be_stmt head;
	MYSQL_STMT *ps;  /* NULL: text protocol */
	MYSQL_RES *meta; /* names of the columns of ps */
	MYSQL_RES *text; /* an open result of the text protocol */
	struct my_param *params;
	MYSQL_BIND *param_binds;
	struct my_column *columns;
	MYSQL_BIND *column_binds;
	tn_value *cells;
	uint32_t columns_made;   /* entries of columns, column_binds and cells */
	uint32_t described;      /* columns of the last execution that had any, which described them; 0: none had */
	uint64_t rows;           /* of this execution */
	struct my_rows *rows_sent; /* my_rows.c; NULL: none were */
	uint32_t engine_checked; /* generation of the engine list that this text was checked against */
	uint8_t params_bound;
	uint8_t rebind;    /* a column has another buffer than the client library knows */
	uint8_t cursor;    /* CURSOR_TYPE_* that is set on ps */
	uint8_t guessed;   /* columns are as a prepare told them, which does not know the kinds of parameters */
	uint8_t ran;       /* the server has carried it out, though rows may come */
	uint8_t outdated;  /* the schema is not what the statement was made for: not to be run again */
	uint8_t open;      /* rows may be unread */
	uint8_t streaming; /* ... and they are on the wire */
};

extern const struct tn_backend tn__backend_mysql;
extern const struct tn_dialect my__dialect_mysql;
extern const struct tn_dialect my__dialect_mariadb;

/* Operations of portable SQL (my_ops.c), and the choice by operands (my_choose.c). */
extern const char *const my__ops_mysql[TN_OPS];
extern const char *const my__ops_mariadb[TN_OPS];
extern const struct tn_op_refusal my__refusals[];
const char *my__choose_mysql(const struct tn_op_use *use);
const char *my__choose_mariadb(const struct tn_op_use *use);

/* Arguments of GREATEST and LEAST that there are templates for. */
#define MY_EXTREMES 9

/* Templates for operands and types that are met now and then, the same for both servers ... */
struct my_narrow {
	const char *smallint_of_int, *smallint_of_numeric, *smallint_of_double, *smallint_of_text;
	const char *integer_of_int, *integer_of_numeric, *integer_of_double, *integer_of_text;
	const char *any_numeric_of_text, *any_numeric_of_double, *real, *real_of_text;
	const char *shift_right;  /* by 0 to 63, unchecked */
	const char *split_field;  /* SPLIT_PART of the second field or a later one */
	const char *ilike_escape; /* ILIKE ... ESCAPE */
	const char *subtract;     /* of parameters */
	const char *extremes[2][MY_EXTREMES]; /* GREATEST, LEAST of 1, 2, ... arguments */
};
extern const struct my_narrow my__narrow;

/* ... and of one dialect. */
struct my_choices {
	const char *cut[TN_OPS];     /* casts to VARCHAR(n) */
	const char *by_code[TN_OPS]; /* with text of another collation */
	const char *like_escape;     /* LIKE ... ESCAPE with such text */
	const char *stored_like[2];  /* LIKE and ILIKE in the schema; or NULL */
	const char *literal_paths[4], *quoted_paths[4]; /* members of JSON: by name, by number, both as text */
	const char *extremes_of_text[2][MY_EXTREMES];
};
extern const struct my_choices my__choices_mysql;
extern const struct my_choices my__choices_mariadb;

/* my_dialect.c: parts that all dialects have in common */
#define MY_BEGINS 6
extern const struct tn_begin_row my__begins[MY_BEGINS];
extern const char *const my__implicit_commit[];
extern const char *const my__session_words[];

/* my_error.c */
int my__fault(struct my_conn *c, int native, const char *sqlstate, const char *message, const char *sql,
	size_t sql_len);
int my__fault_conn(struct my_conn *c, const char *sql, size_t sql_len);
int my__fault_stmt(struct my_stmt *s);
/* The error of this number has undone the transaction, or the connection is gone with it. */
int my__loses_tx(const struct my_conn *c, int native);
int my__fault_own(struct my_conn *c, int code, const char *hint, const char *format, ...) TN_PRINTF(4, 5);

/* my_conn.c */
int my__open(struct tn_be_conn *conn, const struct tn_be_target *target);
int my__probe(struct tn_be_conn *conn);
int my__session_get(struct tn_be_conn *conn, const char *name, struct tn_text *value);
int my__session_set(struct tn_be_conn *conn, const char *name, const char *value);
int my__ping(struct tn_be_conn *conn);
int my__tx_status(struct tn_be_conn *conn);
int my__cancel(struct tn_be_conn *conn);
void my__resume(struct tn_be_conn *conn);
int my__socket(struct tn_be_conn *conn);
int my__set_lock_timeout(struct tn_be_conn *conn, unsigned ms);
void *my__native(struct tn_be_conn *conn);
void my__close(struct tn_be_conn *conn);
/* Takes the transaction flag of the handle. */
void my__note_status(struct my_conn *c, unsigned status);
/* Runs a statement of the backend's own; *res gets its rows if res is not NULL. */
int my__run(struct my_conn *c, const char *sql, MYSQL_RES **res);

/* my_warnings.c */
/* Hands count warnings of the last statement on; costs a round trip.  Strict: one that harms is an error. */
int my__warnings(struct my_conn *c, unsigned count, int strict);

/* my_options.c */
int my__options_read(struct my_conn *c, const struct tn_be_target *target);
void my__options_release(struct my_conn *c);

/*
 * Both dialects: describes a table.  Types are named as the portable ones where the
 * server means another by the word; JSON is the condition for a JSON column.  MariaDB's
 * own UUID type is none of portable SQL: in a column, it swaps the parts of some values
 * and sorts by the last group, so it gets a name that no portable type has.
 *
 * Each table of the catalogue is told the schema and the name by MY_OF_TABLE, and none
 * is read once for each row of another: the server makes the rows of these tables from
 * the definitions on disk, and of all tables on the server unless it is told which.
 */
extern const char my__foreign_keys[];
#define MY_INDEX_TABLE \
	"SELECT DISTINCT s.TABLE_NAME FROM information_schema.STATISTICS s " \
	"WHERE s.TABLE_SCHEMA = COALESCE(:schema, DATABASE()) AND s.INDEX_NAME = :name"
#define MY_OF_TABLE(column) column "_SCHEMA = COALESCE(:schema, DATABASE()) AND " column "_NAME = :name"
#define MY_REFERRING_TABLE \
	"SELECT k.TABLE_NAME FROM information_schema.KEY_COLUMN_USAGE k " \
	"WHERE k.REFERENCED_TABLE_SCHEMA = COALESCE(:schema, DATABASE()) AND k.REFERENCED_TABLE_NAME = :name " \
	"AND NOT (k.TABLE_SCHEMA = k.REFERENCED_TABLE_SCHEMA AND k.TABLE_NAME = k.REFERENCED_TABLE_NAME) LIMIT 1"
#define MY_CATALOG_KEY \
	"SELECT CONCAT_WS(CHAR(10), @@hostname, @@port, DATABASE(), CURRENT_USER(), CURRENT_ROLE())"
#define MY_DESCRIBE(json) \
	"SELECT c.COLUMN_NAME, CASE " \
	"WHEN c.DATA_TYPE = 'tinyint' AND c.COLUMN_TYPE LIKE 'tinyint(1)' THEN 'BOOLEAN' " \
	"WHEN c.DATA_TYPE = 'datetime' AND c.COLUMN_COMMENT LIKE 'timestamptz%' THEN 'TIMESTAMPTZ' " \
	"WHEN c.COLUMN_TYPE = 'binary(16)' AND c.COLUMN_COMMENT LIKE 'uuid%' THEN 'UUID' " \
	"WHEN c.DATA_TYPE = 'uuid' THEN 'NATIVE UUID' " \
	"WHEN " json " THEN 'JSON' " \
	"WHEN c.DATA_TYPE = 'timestamp' THEN 'TIMESTAMPTZ' WHEN c.DATA_TYPE = 'datetime' THEN 'TIMESTAMP' " \
	"WHEN c.DATA_TYPE = 'time' THEN 'TIME' WHEN c.DATA_TYPE IN ('tinyint', 'year') THEN 'SMALLINT' " \
	"WHEN c.DATA_TYPE = 'smallint' AND c.COLUMN_TYPE LIKE '%unsigned%' THEN 'INTEGER' " \
	"WHEN c.DATA_TYPE = 'smallint' THEN 'SMALLINT' " \
	"WHEN c.DATA_TYPE = 'bigint' OR (c.DATA_TYPE = 'int' AND c.COLUMN_TYPE LIKE '%unsigned%') THEN 'BIGINT' " \
	"WHEN c.DATA_TYPE IN ('int', 'mediumint') THEN 'INTEGER' " \
	"WHEN c.DATA_TYPE = 'float' THEN 'REAL' WHEN c.DATA_TYPE = 'double' THEN 'DOUBLE PRECISION' " \
	"WHEN c.DATA_TYPE = 'decimal' THEN CONCAT('NUMERIC(', c.NUMERIC_PRECISION, ',', c.NUMERIC_SCALE, ')') " \
	"WHEN c.DATA_TYPE IN ('char', 'varchar') THEN CONCAT('VARCHAR(', c.CHARACTER_MAXIMUM_LENGTH, ')') " \
	"WHEN c.DATA_TYPE IN ('tinytext', 'text', 'mediumtext', 'longtext') THEN 'TEXT' " \
	"WHEN c.DATA_TYPE = 'varbinary' THEN CONCAT('VARBINARY(', c.CHARACTER_MAXIMUM_LENGTH, ')') " \
	"WHEN c.DATA_TYPE IN ('binary', 'tinyblob', 'blob', 'mediumblob', 'longblob') THEN 'BYTEA' " \
	"ELSE UPPER(c.COLUMN_TYPE) END, " \
	"c.IS_NULLABLE = 'NO', c.EXTRA LIKE '%auto_increment%', " \
	"c.COLUMN_DEFAULT IS NOT NULL AND NOT (c.COLUMN_DEFAULT = 'NULL' AND c.IS_NULLABLE = 'YES'), " \
	"COALESCE(c.GENERATION_EXPRESSION, '') <> '', " \
	"COALESCE(c.COLLATION_NAME, 'binary') NOT IN ('binary', 'utf8mb4_0900_bin', 'utf8mb4_nopad_bin'), " \
	"CASE WHEN t.TABLE_TYPE LIKE '%VIEW%' THEN 'view' ELSE 'table' END, " \
	"CONCAT_WS(',', CASE WHEN c.ORDINAL_POSITION = 1 AND EXISTS (SELECT 1 FROM information_schema.STATISTICS e " \
	"WHERE " MY_OF_TABLE("e.TABLE") " AND e.NON_UNIQUE = 0 " \
	"AND (e.SUB_PART IS NOT NULL OR e.COLUMN_NAME IS NULL)) THEN 'x:1' END, o.REFERS, u.PARTS), " \
	"CASE WHEN c.ORDINAL_POSITION = 1 AND t.TABLE_TYPE LIKE '%VIEW%' THEN " \
	"(SELECT v.VIEW_DEFINITION FROM information_schema.VIEWS v WHERE " MY_OF_TABLE("v.TABLE") ") END, NULL " \
	"FROM information_schema.COLUMNS c JOIN information_schema.TABLES t " \
	"ON " MY_OF_TABLE("t.TABLE") " " \
	"LEFT JOIN (SELECT s.COLUMN_NAME, GROUP_CONCAT(CONCAT(CASE s.INDEX_NAME WHEN 'PRIMARY' THEN 'p' " \
	"ELSE 'u' END, CRC32(s.INDEX_NAME), ':', s.SEQ_IN_INDEX)) AS PARTS FROM information_schema.STATISTICS s " \
	"WHERE " MY_OF_TABLE("s.TABLE") " AND s.NON_UNIQUE = 0 " \
	/* A key over the beginning of a text or over an expression says nothing about the whole. */ \
	"AND s.INDEX_NAME NOT IN (SELECT x.INDEX_NAME FROM information_schema.STATISTICS x " \
	"WHERE " MY_OF_TABLE("x.TABLE") " AND (x.SUB_PART IS NOT NULL OR x.COLUMN_NAME IS NULL)) " \
	"GROUP BY s.COLUMN_NAME) u ON u.COLUMN_NAME = c.COLUMN_NAME " \
	/* A foreign key to the table itself. */ \
	"LEFT JOIN (SELECT DISTINCT k.COLUMN_NAME, 's:1' AS REFERS FROM information_schema.KEY_COLUMN_USAGE k " \
	"WHERE " MY_OF_TABLE("k.TABLE") " AND k.REFERENCED_TABLE_SCHEMA = k.TABLE_SCHEMA " \
	"AND k.REFERENCED_TABLE_NAME = k.TABLE_NAME) o ON o.COLUMN_NAME = c.COLUMN_NAME " \
	"WHERE " MY_OF_TABLE("c.TABLE") " " \
	"ORDER BY c.ORDINAL_POSITION"

/* my_stmt.c */
int my__prepare(struct tn_be_stmt *stmt);
int my__execute(struct tn_be_stmt *stmt, const tn_value *params, int mode, unsigned chunk);
int my__next(struct tn_be_stmt *stmt);
int my__column(struct tn_be_stmt *stmt, uint32_t i, struct tn_be_column *out);
int my__finish(struct tn_be_stmt *stmt);
void my__close_stmt(struct tn_be_stmt *stmt);
/* Ends an execution whose rows are all read: the last OK packet, warnings, further results. */
int my__settle(struct my_stmt *s, unsigned warnings);
/* The same, once the last row was read or dropped. */
int my__rows_ended(struct my_stmt *s);
/* 1 if the statement has run and may have changed something. */
int my__was_carried_out(const struct my_stmt *s);

/* my_count.c */
/* affected and last_insert_id of a statement without rows; before anything else is sent. */
void my__count(struct my_stmt *s, uint64_t affected, uint64_t id);
/* Around the execution of a statement that counts rows it leaves as they were; nothing of others. */
int my__count_begin(struct my_stmt *s);
int my__count_end(struct my_stmt *s);

/* my_text.c */
int my__text_execute(struct my_stmt *s, int mode);
int my__text_next(struct my_stmt *s);
/* Reads and drops what is left; negative: an error that is told. */
int my__text_drop(struct my_stmt *s);
/* 1 if the first word is that of a statement that changes rows. */
int my__text_changes(const char *sql, size_t n);
/* 1 if the first word is that of a statement that only reads; CALL and EXECUTE may do either. */
int my__text_reads(const char *sql, size_t n);
/* 1 if the text can go without being prepared, and gives the same values so. */
int my__text_suits(const char *sql, size_t n);

/* my_value.c */
int my__params_make(struct my_stmt *s);
int my__params_bind(struct my_stmt *s, const tn_value *params);
/* A date, time or timestamp as the client library has it; i: the number of the parameter, for an error. */
int my__put_time(struct my_stmt *s, MYSQL_TIME *t, const tn_value *v, uint32_t i);
/* Room in a parameter's own buffer, which may move. */
int my__param_reserve(struct my_stmt *s, struct my_param *p, unsigned long need);

/* my_rows.c: many rows by arrays of parameters */
int my__put_rows(struct tn_be_stmt *stmt, const struct tn_be_into *into, const tn_value *rows, uint32_t count);
int my__end_rows(struct tn_be_stmt *stmt);
void my__rows_release(struct my_stmt *s);

/* my_list.c: a whole list as one parameter. */
#define MY_FILLED_LIST {"CREATE TEMPORARY TABLE $n ($t) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4", \
	"DROP TEMPORARY TABLE IF EXISTS $n"}
extern const struct tn_list_form my__lists_mysql[TN_KIND_COUNT], my__lists_mariadb[TN_KIND_COUNT];
int my__list_put(struct my_stmt *s, uint32_t i, const tn_list *list);
/* After the list was sent: gives a large buffer back. */
void my__lists_trim(struct my_stmt *s);
void my__params_release(struct my_stmt *s);

/* my_columns.c */
int my__columns_make(struct my_stmt *s, MYSQL_FIELD *fields, uint32_t n);
int my__columns_changed(const struct my_stmt *s, const MYSQL_FIELD *fields, uint32_t n);
/* The same of what a change of the tables would change, and a value that is bound would not. */
int my__origin_changed(const struct my_stmt *s, const MYSQL_FIELD *fields, uint32_t n);
/* TN_E_STALE: the schema is not what the statement was made for; ambiguous if it was carried out all the same. */
int my__stale(struct my_stmt *s);
int my__columns_fetch(struct my_stmt *s);
int my__fetch(struct my_stmt *s);
void my__columns_release(struct my_stmt *s);

/* my_decode.c: which class reads a field; 0 if it cannot be what is wanted and comes as the server has it */
int my__classify(const struct my_conn *conn, struct my_column *c, const MYSQL_FIELD *f,
	const struct tn_sql_type *want);
extern const struct my_class my__class_bool, my__class_int, my__class_uint, my__class_float, my__class_double,
	my__class_date, my__class_time, my__class_timestamp, my__class_timestamptz, my__class_utc_datetime,
	my__class_null, my__class_numeric, my__class_text, my__class_json, my__class_uuid, my__class_bytes,
	my__class_bit;

/* 1: a number as servers write it: 12, -0.5; not .5, 5. or +5. */
int my__is_decimal(const char *s, unsigned long n);

/* my_want.c: a column of a type that the library knows; 0 if the field cannot be read so */
int my__want(struct my_column *c, const struct tn_sql_type *want);

/* The number of the character set that says that a string is bytes. */
#define MY_BINARY_CHARSET 63

/* my_mark.c: columns whose comment says more than their type */
int my__marks_read(struct my_conn *c, const MYSQL_FIELD *f);
int my__is_marked(const struct my_conn *c, const MYSQL_FIELD *f);
void my__marks_forget(struct my_conn *c);

/* my_engine.c */
int my__engine_check(struct my_stmt *s);
/* After a statement: forgets what a schema change may have made untrue. */
void my__engine_after(struct my_stmt *s);
void my__engines_release(struct my_conn *c);

/* Both dialects: how a test database is emptied. */
#define MY_CLEAN_BEFORE "SET foreign_key_checks = 0"
#define MY_CLEAN_LIST \
	"SELECT CONCAT('DROP ', CASE TABLE_TYPE WHEN 'VIEW' THEN 'VIEW' WHEN 'SEQUENCE' THEN 'SEQUENCE' " \
	"ELSE 'TABLE' END, ' IF EXISTS \"', REPLACE(TABLE_NAME, '\"', '\"\"'), '\"') " \
	"FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() " \
	"ORDER BY TABLE_TYPE = 'VIEW' DESC"
#define MY_CLEAN_AFTER "SET foreign_key_checks = 1"

/* my_syntax.c */
extern const char *const my__literals[TN_KIND_COUNT];
extern const char *const my__nulls[TN_KIND_COUNT];
extern const char *const my__cast_types[TN_TYPE_COUNT];
extern const char *const my__literals_mariadb[TN_KIND_COUNT];
extern const char *const my__cast_types_mariadb[TN_TYPE_COUNT];
extern const char *const my__first_term[TN_KIND_COUNT];
/* OFFSET without LIMIT has to give one. */
#define MY_NO_LIMIT "LIMIT 18446744073709551615"
#define MY_ON_DUPLICATE " ON DUPLICATE KEY UPDATE "
#define MY_PROPOSED "VALUES($n)"
/* An id that no table generates: it stands for a row that was left as it is (my_count.c). */
#define MY_KEPT_MARK "18446744073709551557"
#define MY_KEPT_ID UINT64_C(18446744073709551557)
/* A variable of the session that counts several rows that were left as they were. */
#define MY_KEPT_COUNT "@tn_kept"
/* Both dialects. */
#define MY_SYNTAX \
	(TN_SYNTAX_UPDATE_JOIN | TN_SYNTAX_DELETE_JOIN | TN_SYNTAX_INSERT_WITH | TN_SYNTAX_DROP_INDEX_ON | \
	 TN_SYNTAX_LIMIT_LITERAL | TN_SYNTAX_NO_CASCADE | TN_SYNTAX_NO_INDEX_WHERE | TN_SYNTAX_IDENTITY_NULL | \
	 TN_SYNTAX_KEY_PREFIX)

/* my_words.c: the words of a text, stepping over strings and comments */
struct my_words {
	const char *s;
	size_t n, at;
	const char *word; /* the last word; for a quoted name without its quotes */
	size_t len;
	uint8_t quoted;
};
void my__words_init(struct my_words *w, const char *s, size_t n);
int my__words_next(struct my_words *w);
int my__word_is(const struct my_words *w, const char *upper);

#endif
