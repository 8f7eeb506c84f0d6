/* SPDX-License-Identifier: MIT */
/*
 * tenon/sys/dialect.h - how a server spells things, as data.
 *
 * A dialect has no connection and no state, so SQL is rendered, classified and
 * explained offline for any server.  Everything is const and has the lifetime
 * of the program.
 */
#ifndef TENON_SYS_DIALECT_H
#define TENON_SYS_DIALECT_H

#include <tenon/defs.h>
#include <tenon/sys/caps.h>
#include <tenon/sys/sqltype.h>
#include <tenon/sys/text.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

/* Lexical rules of native text: what the marker lexer must step over. */
#define TN_LEX_BACKSLASH      0x0001u /* backslash escapes inside '...' */
#define TN_LEX_E_STRINGS      0x0002u /* E'...' has backslash escapes */
#define TN_LEX_DOLLAR_QUOTES  0x0004u /* $tag$...$tag$ */
#define TN_LEX_BACKTICKS      0x0008u /* `name` */
#define TN_LEX_BRACKETS       0x0010u /* [name] */
#define TN_LEX_HASH_COMMENT   0x0020u /* # to the end of the line */
#define TN_LEX_DASH_SPACE     0x0040u /* -- is a comment only before white space */
#define TN_LEX_NESTED_COMMENT 0x0080u /* comments nest */
#define TN_LEX_CAST           0x0100u /* a::type is a cast, not a parameter */
/* The text of a comment that opens with ! is executed: refused in native text. */
#define TN_LEX_VERSION_COMMENT 0x0200u
#define TN_LEX_DOUBLE_STRINGS 0x0400u /* "..." is a string with the rules of '...' */

enum tn_placeholder { TN_PLACEHOLDER_QUESTION = 0, TN_PLACEHOLDER_DOLLAR = 1 };

/*
 * A column type.  ddl and the expressions may hold $l (length or precision), $s
 * (scale) and $c (the quoted column).  Several rows may describe one type: the
 * first whose max_length is 0 or at least the column's length is taken.  A check
 * becomes a constraint named <table>_<column>_<suffix>, and a violation of a
 * constraint with that ending is reported with its code, so that a server which
 * stores anything in any column gives the errors of one that does not.  A row
 * with a max_length is passed over for a column without a length.
 */
struct tn_type_row {
	uint8_t type;        /* enum tn_type */
	uint32_t max_length; /* 0: any */
	const char *ddl;
	struct {
		const char *suffix; /* NULL: none */
		const char *expr;
		int code;           /* TN_E_* */
	} checks[2];
	/* Where keys have a limit (key_bytes of the dialect): bytes of such a column in one. */
	uint8_t key_bytes; /* whatever its length */
	uint8_t key_each;  /* for each character or byte of its length */
	uint8_t no_key;    /* 1: it is part of no key */
	uint8_t in_key;    /* enum tn_type that a new column in a key gets instead, with a length; 0: none */
};

/*
 * Error classification.  A fault matches a row when each of native (if not 0)
 * and sqlstate (if not NULL; two characters match the class) is equal.  Rows
 * are tried in order, so put particular ones first.
 */
struct tn_error_row {
	int native;
	const char *sqlstate;
	int code;       /* TN_E_* */
	unsigned flags; /* TN_ERR_* */
};

enum tn_session_level { TN_SESSION_MUST = 1, TN_SESSION_WARN = 2 };
enum tn_session_match {
	TN_MATCH_EXACT = 0,   /* byte for byte */
	TN_MATCH_NOCASE = 1,  /* ASCII case ignored */
	TN_MATCH_AT_LEAST = 2, /* numbers: found >= expected */
	TN_MATCH_WORDS = 3,   /* comma lists: every expected word is found; a word with ! is not */
	TN_MATCH_READ = 4     /* only read and reported, nothing expected */
};

/*
 * A session setting that guarantees depend on.  get and set are texts in the
 * manner of struct tn_session_syntax, or NULL when the backend's session_get
 * and session_set slots do it by name.  A setting is changed only when what was
 * read does not match, and is read again after the change.
 */
struct tn_session_row {
	const char *name;     /* as the server's manual calls it */
	const char *get;
	const char *set;      /* NULL with get: can only be checked */
	const char *expected;
	uint8_t level;        /* enum tn_session_level */
	uint8_t match;        /* enum tn_session_match */
	unsigned need_facts;  /* the row applies when all of these TN_FACT_* hold */
	unsigned unless_facts; /* ... and none of these */
	int min_version;      /* ... and the version is in the range; 0: any */
	int max_version;
	const char *why;      /* the guarantee that falls without it, and what to do */
};

/* How gets and sets are put into statements: prefix item join item ... */
struct tn_session_syntax {
	const char *get_prefix; /* "SELECT " */
	const char *get_join;   /* ", "; NULL: one statement each */
	const char *set_prefix; /* "SET " */
	const char *set_join;   /* ", "; NULL: one statement each */
};

/* How a transaction of an isolation level begins; first match wins. */
struct tn_begin_row {
	uint8_t isolation;  /* enum tn_isolation, not DEFAULT */
	uint8_t read_only;
	const char *before; /* a statement to send first, or NULL */
	const char *begin;
};

/* What differs in the shape of statements. */
#define TN_SYNTAX_UPDATE_JOIN   0x0001u /* UPDATE t JOIN s ON ... SET, instead of UPDATE t SET ... FROM s */
#define TN_SYNTAX_DELETE_JOIN   0x0002u /* DELETE t FROM t JOIN s ON ..., instead of DELETE FROM t USING s */
#define TN_SYNTAX_DELETE_NO_ALIAS 0x0004u /* DELETE x FROM t AS x, not DELETE FROM t AS x; INSERT takes no alias */
#define TN_SYNTAX_INSERT_WITH   0x0008u /* INSERT INTO t WITH ... SELECT, instead of WITH ... INSERT */
#define TN_SYNTAX_BARE_OPERANDS 0x0010u /* operands of UNION stand without parentheses; SELECT * FROM (...) else */
#define TN_SYNTAX_DROP_INDEX_ON 0x0020u /* DROP INDEX name ON table */
#define TN_SYNTAX_LIMIT_LITERAL 0x0040u /* LIMIT and OFFSET take no expressions but literals and parameters */
#define TN_SYNTAX_ROWS_IN_VALUES 0x0100u /* (a, b) IN (VALUES (1, 2)), instead of (a, b) IN ((1, 2)) */
#define TN_SYNTAX_NO_DEFAULT    0x0200u /* DEFAULT is no value: such a column is left out of an INSERT */
#define TN_SYNTAX_NO_LOCK_OF    0x0400u /* FOR UPDATE takes no OF */
#define TN_SYNTAX_MATERIALIZED  0x0800u /* AS MATERIALIZED (...); it is only a hint and left out elsewhere */
#define TN_SYNTAX_ADD_INLINE    0x1000u /* ALTER TABLE takes the new column's constraints inside its definition only */
#define TN_SYNTAX_NO_ALTER_IF   0x2000u /* no ALTER TABLE IF EXISTS, no ADD COLUMN IF NOT EXISTS */
#define TN_SYNTAX_NO_INDEX_IF   0x4000u /* no IF [NOT] EXISTS of an index */
#define TN_SYNTAX_NO_VIEW_IF    0x8000u /* no CREATE VIEW IF NOT EXISTS */
#define TN_SYNTAX_NO_VIEW_REPLACE 0x10000u /* no CREATE OR REPLACE VIEW */
#define TN_SYNTAX_NO_CASCADE    0x20000u /* DROP takes no CASCADE, or does nothing with it */
#define TN_SYNTAX_NO_INDEX_WHERE 0x40000u /* no CREATE INDEX ... WHERE */
#define TN_SYNTAX_NO_INDEX_EXPR 0x80000u /* indexes are over columns only */
#define TN_SYNTAX_IDENTITY_NULL 0x200000u /* a NULL makes the number of an identity column, DEFAULT does not */
#define TN_SYNTAX_NO_ADD_UNIQUE 0x100000u /* ALTER TABLE adds no column that is UNIQUE */
/* A VALUES query with parameters is a UNION ALL of SELECTs: it would take types before it has their values. */
#define TN_SYNTAX_VALUES_SELECTED 0x400000u
#define TN_SYNTAX_KEY_PREFIX    0x800000u /* an index may hold the first n of a text or bytes: column(n) */
#define TN_SYNTAX_LAST_ID       0x1000000u /* of several rows the key of the last is told, not of the first */

struct tn_sql_syntax {
	unsigned flags;             /* TN_SYNTAX_* */
	const char *no_limit;       /* what stands before OFFSET without LIMIT: "LIMIT -1"; NULL: nothing need */
	const char *values_row;     /* before each row of a VALUES query: "ROW"; "" */
	const char *default_values; /* INSERT without values: "DEFAULT VALUES" */
	const char *for_update, *for_share, *nowait, *skip_locked; /* " FOR UPDATE"; NULL: none */
	const char *truncate;       /* "TRUNCATE TABLE $n"; NULL: none */
	const char *nothing;        /* a statement that does nothing; with index_table */
	const char *references_end; /* behind a foreign key of a new table: " DEFERRABLE"; NULL: nothing */
	/*
	 * With the capability on_duplicate_key: what stands before the assignments to a row
	 * that is there, and a column of the row that was proposed, with $n for its name:
	 * " ON DUPLICATE KEY UPDATE ", "VALUES($n)".
	 */
	const char *on_duplicate, *proposed;
	const char *no_from;        /* FROM where there is none but a condition: " FROM DUAL"; NULL: nothing need */
	/*
	 * By enum tn_kind, with $1 for a column of the first term of a recursive query;
	 * NULL: as it stands.  Servers take the type of the whole from that term, which
	 * may be narrower than what the recursion adds.
	 */
	const char *const *first_term;
};

/*
 * How literals are written, by enum tn_kind:
 *   $n  digits of a number; a DOUBLE has an exponent, a NUMERIC may have no point
 *   $p  the same with a point, as in 5.
 *   $q  the text between quotes, quotes inside doubled
 *   $h  the bytes as hexadecimal digits; of a UUID too
 *   $u  a UUID in groups   $t  a date or time: YYYY-MM-DD, HH:MM:SS.ffffff, or both with a blank
 *   $b  true: what stands before the next |, false: what stands behind it, as in "$bTRUE|FALSE"
 * NULL: literals of the kind are refused.
 */

/*
 * Texts of operations are templates:
 *   $1 ... $9   an argument; of CASTs $1 is the operand
 *   $*          all arguments, joined with ", "; $*{ AND } joined with what stands between the braces
 *   $2*         the second argument and those behind it, joined with ", "
 *   $d          "DISTINCT " of an aggregate that has it
 *   $o          " ORDER BY ..." inside an aggregate
 *   $k          the same keys as arguments, for a server without it: for each ", 'xy', key", where
 *               x is a or d (DESC) and y is f or l (NULLS FIRST, LAST)
 *   $w          FILTER and OVER of an aggregate or window function; they stand at the end where $w is missing
 *   $u $f       the same OVER with another frame: all up to the row and its peers; all rows of the partition
 *   $p $s $l    precision, scale, length of the result's type
 *   $S          scale of the first argument's type; -1: any
 *   $a          the letters of all arguments' kinds (tenon/sys/sqltype.h), and behind n the scale: tn2i; NULL is t
 *   $y          the result's type in a CAST: the dialect's cast_types row
 *   $$          a dollar sign
 * A template puts what needs them into parentheses itself.  It may hold an argument
 * twice only if the text stays correct when the argument is a parameter or a subquery.
 */
/* Of a use with more than 16 arguments the first 16 are shown. */
typedef const char *(*tn_op_choose_fn)(const struct tn_op_use *use);

/* Why a dialect has no text for an operation; the error and the documentation tell it. */
struct tn_op_refusal {
	uint16_t op; /* enum tn_op; 0 ends a list */
	const char *reason; /* "it has no function for it", a clause */
};

/*
 * How a list is written that is one parameter, $1, by the kind of its elements.  The
 * parameter's kind is TN_BE_LIST | kind then.
 */
struct tn_list_form {
	const char *array; /* capability LIST_ARRAY: "CAST($1 AS bigint[])" behind = ANY */
	const char *table; /* capability LIST_TABLE: an item of FROM with the one column v, before its AS */
	const char *filled; /* capability LIST_FILLED: what a table of the elements consists of: "v bigint" */
};

/* Capability LIST_FILLED: the table of a list, with $n for its name. */
struct tn_filled_list {
	const char *create; /* $t: the text above, of the kind */
	const char *drop;   /* does nothing where the table is not there */
};

/*
 * Leading words of statements that commit the open transaction: "CREATE",
 * "LOCK TABLES".  A word list with a leading ! is an exception and stands
 * before the row it limits: "!CREATE TEMPORARY".
 */
struct tn_dialect {
	uint32_t abi;  /* TN_BACKEND_ABI */
	uint32_t size; /* sizeof(struct tn_dialect) */
	const char *name; /* "postgresql", for explain and the trace, never compared */

	unsigned lex; /* TN_LEX_* */
	char quote;   /* opens and closes a quoted identifier; doubled inside */
	uint8_t placeholder; /* enum tn_placeholder */

	const struct tn_type_row *types;
	size_t type_count;
	const char *identity;       /* column definition after the name, with $t for the type: "$t GENERATED ..." */
	const char *identity_with_pk; /* if set, used instead and carries PRIMARY KEY itself */
	uint32_t key_bytes;         /* most bytes of the columns of a key or index; 0: any */
	uint32_t row_bytes;         /* where in_key is used: most bytes of a row; 0: any */
	const char *table_suffix;   /* after the closing parenthesis of CREATE TABLE, or "" */
	const char *table_exists;   /* query with one parameter, the name, written ?; a row if there */

	const struct tn_error_row *errors;
	size_t error_count;
	/*
	 * The server's number for a value that was cut, whatever its type; 0: none.  In portable
	 * SQL that is a text: values of other types are converted with a check.
	 */
	int cut_error;

	const struct tn_session_row *session;
	size_t session_count;
	struct tn_session_syntax session_syntax;

	const struct tn_begin_row *begins;
	size_t begin_count;
	uint16_t insert_rows; /* rows of an INSERT beyond which more of them save nothing, measured; 0: one */
	uint8_t default_isolation; /* enum tn_isolation: what TN_ISO_DEFAULT stands for here */
	const char *commit;
	const char *rollback;
	const char *savepoint;    /* each with $n for the name */
	const char *release;
	const char *rollback_to;
	const char *const *implicit_commit; /* NULL-terminated, or NULL */
	/* In the same form: native statements that change the session for longer than a transaction. */
	const char *const *session_words;

	/*
	 * For tn_database_clean(); all NULL where it cannot be offered.  clean_list is
	 * a query whose rows are one text each: a statement that drops one object of
	 * the current schema, in an order that works while clean_before is in force.
	 */
	const char *database_name; /* query: name or path; an empty text for memory */
	const char *clean_before;  /* a statement to send first, or NULL */
	const char *clean_list;
	const char *clean_after;   /* undoes clean_before, also after a failure */

	/* ---- portable SQL --------------------------------------------------- */

	struct tn_sql_syntax syntax;
	/* TN_OPS templates by operation; NULL: the operation is refused by name. */
	const char *const *ops;
	/* The same for expressions that are stored in the schema; NULL: ops serves. */
	const char *const *stored_ops;
	/* Why some operations have no text in stored_ops, in the manner of a refusal's reason; or NULL. */
	const char *stored_reason;
	/* Optional.  The template of a use whose text depends on the operands' types;
	 * NULL from it means that of ops. */
	tn_op_choose_fn choose;
	/* A reason for each operation that no text is ever found for, or only for some operands; NULL: none. */
	const struct tn_op_refusal *refusals;
	/* What stands behind a NUMERIC output column in the ORDER BY of a set operation,
	 * where an expression may not: " COLLATE name"; NULL: nothing need. */
	const char *numeric_order;
	/* What stands behind a key of ORDER BY that is text: " COLLATE name"; NULL: nothing need. */
	const char *text_order;
	/* TN_KIND_COUNT forms of literals, as above. */
	const char *const *literals;
	/* In a table or an index, of a text with a quote or a backslash, where the server would lose it; else NULL. */
	const char *stored_text;
	/* TN_KIND_COUNT texts of NULL where the server would take it for another kind;
	 * NULL, or NULL for a kind: the word alone. */
	const char *const *nulls;
	/* TN_KIND_COUNT texts with $1 for the placeholder of a parameter, where the server
	 * must be told its type; NULL, or NULL for a kind: the placeholder alone. */
	const char *const *placeholders;
	/* TN_KIND_COUNT forms of lists that are one parameter; NULL, or NULL in a form: there is none. */
	const struct tn_list_form *lists;
	struct tn_filled_list filled_list;
	/* TN_TYPE_COUNT names of types for CAST, with $p $s $l; where a | stands in one,
	 * what is behind it is the name without precision or length. */
	const char *const *cast_types;
	/*
	 * Describes a table or view: a query with two parameters, the schema (or NULL)
	 * and the name as folded, written :schema and :name; no row if there is none.
	 * One row per column in order:
	 *   name text, declared type text (read by the library's own type names),
	 *   not null, identity, default, generated (0 or 1), collation 0: binary
	 *   and unpadded, or not text, 1: another,
	 *   kind of the relation ('table', 'view', with 'temporary ' before it if only this
	 *   session has it), keys: text "p1:1,u2:2", for each unique key
	 *   that the column is part of, a letter (p primary, u unique) with the key's
	 *   number, and the column's place in it after a colon; an x instead, at any
	 *   column, when there are unique keys over expressions or over parts of texts;
	 *   an s for a column that refers to the table itself by a foreign key (without
	 *   OWN_REFERENCES only); an r, at any column, when one of them does,
	 *   the text of a view in the row of its first column, NULL elsewhere: as the server
	 *   keeps it, with the literals that it was made with,
	 *   the default in the server's words, where they mean the same in an INSERT or UPDATE
	 *   and the server takes no DEFAULT there (TN_SYNTAX_NO_DEFAULT), else NULL.
	 */
	const char *describe;
	/*
	 * A query for one text: what names mean in this session (database, user, search path).  Two
	 * sessions of one server that give the same see the same tables, but for temporary ones.
	 * NULL as its answer, or for the query: nobody else sees what this session does.
	 */
	const char *catalog_key;
	/* A query for a number that changes with the schema, at next to no cost; NULL: there is none. */
	const char *schema_version;
	/*
	 * Where DROP INDEX needs its table: a query with the parameters :schema (or NULL) and
	 * :name for the tables that have an index of this name, a row of one text for each.
	 */
	const char *index_table;
	/*
	 * For TRUNCATE as a DELETE of all rows: a query with the parameters :schema (or NULL) and
	 * :name for one other table that refers to that table, a row of one text; NULL: none can.
	 */
	const char *referring_table;
	/*
	 * Where an identity column does not go on behind a value that a row was given: a statement that
	 * keeps others from adding rows to the table $t, and a query that has it go on behind the greatest
	 * value of its column $c; its parameters, $1 and $2, are $t and the column's name as text.  No row if
	 * it goes on there anyway; else one number, NULL where it cannot be made to.  NULL: it does so by itself.
	 */
	const char *identity_lock, *identity_sync;
	/*
	 * Describes foreign keys: a query with the parameters :schema and :name of a table, as
	 * those of describe; where :name is NULL it is for those of the current schema and those
	 * that refer to it.  One row for each pair of columns, those of a constraint together:
	 *   number of the pair from 1, name of the constraint text, schema text, whether it is
	 *   the current one (0 or 1), table text, schema of the parent text, whether it is the
	 *   current one, parent text, column text, column of the parent text,
	 *   the table and the parent as they stand in FROM, text; the parent's NULL where
	 *   there is no such table,
	 *   a condition that compares the column of p with that of c: p."id" = c."parent_id",
	 *   flags text: f MATCH FULL, v not validated, e not enforced.
	 */
	const char *foreign_keys;
	/* Session statements that put foreign keys out of force and in force again, outside of transactions. */
	const char *foreign_keys_off, *foreign_keys_on;
	/*
	 * Where there are none: a query for statements that do it inside a transaction, two
	 * texts a row.  The first of each, unless NULL, is run before the work, the second
	 * after it, all in this order.
	 */
	const char *foreign_keys_away;
	/* In a transaction: foreign keys are checked when it commits; NULL: the server has nothing like it. */
	const char *defer_foreign_keys;
	/* A query for the name of a foreign key that this does not reach, if there is one; NULL: it reaches all. */
	const char *not_deferrable;
	/* 1: columns are found whatever the case of their names. */
	uint8_t nocase_columns;
	/* 1: names hold no code points above U+FFFF: question marks take their place, or they fail. */
	uint8_t bmp_names;
	/* 1: a session that is not strict cuts a text that is longer than its column. */
	uint8_t cuts_long_text;
	/* 1: describe does not find temporary tables. */
	uint8_t describe_no_temporary;

	/* Capabilities and limits as a pure function of product and version. */
	void (*effective)(const char *product, int version_number, struct tn_caps *out);
};

TN_END_DECLS

#endif
