/* SPDX-License-Identifier: MIT */
/*
 * core/ir/query.h - queries, where rows come from, and the statements that change rows.
 *
 * Invariants after the analysis:
 *  1. Every query has outputs with a kind and a name; * is expanded.
 *  2. Every FROM item that gives rows has a source; COLUMN nodes point to sources,
 *     never to names, so a pass may rename an alias without looking for its uses.
 *  3. The outputs of a derived table, CTE or view have names that differ from each
 *     other (a later one with the same name has been given another, which no text
 *     can refer to).
 *  4. An item's alias is the name of its output.  Column lists (AS t (a, b), WITH
 *     t (a, b)) are gone: the outputs below have the names.
 *  5. Keys of ORDER BY and GROUP BY that are an item as it stands, but a mere column,
 *     are OUTPUTs; constant keys are gone.
 *  6. Only where the environment is open, * of a table of which nothing is known is
 *     left: an item STAR with its source, and an output "*" of kind UNKNOWN.
 */
#ifndef TN_IR_QUERY_H
#define TN_IR_QUERY_H

#include "core/ir/expr.h"

/* ---- the type environment ------------------------------------------------------ */

#define TN_COLF_NOT_NULL  0x01u
#define TN_COLF_IDENTITY  0x02u /* the server makes a value where none is given */
#define TN_COLF_DEFAULT   0x04u /* has a DEFAULT */
#define TN_COLF_GENERATED 0x08u /* computed from others; cannot be written */
#define TN_COLF_COMPUTED  0x10u /* of a view, and an expression there: not stored as a column of a table is */
#define TN_COLF_REFERS 0x20u /* may be NULL, and refers to the same table by a foreign key */

struct tn_ir_column {
	const char *name; /* as the server has it */
	struct tn_sql_type type;
	uint8_t flags; /* TN_COLF_* */
	/* Of a type that portable SQL leaves out: why, and what to do; or NULL.  They live as long as the program. */
	const char *problem, *hint;
	/* The default in the server's own words, where that takes no DEFAULT as a value; NULL: none, or not known. */
	const char *default_text;
};

struct tn_ir_key {
	const uint16_t *columns;
	uint16_t count;
	uint8_t primary;
};

#define TN_TABLEF_VIEW 0x01u
#define TN_TABLEF_OPEN 0x02u /* nothing is known: any column name is one, of kind TN_T_UNKNOWN */
#define TN_TABLEF_NOCASE 0x04u /* the server finds its columns whatever the case */
#define TN_TABLEF_MORE_KEYS 0x08u /* has unique keys that are not among keys: over expressions or parts of texts */

#define TN_TABLEF_REFERS 0x20u /* has a foreign key to itself */
#define TN_TABLEF_OF_LIST 0x10u /* compat: has the elements of a list; nobody else sees it */

/* A table or view as the type environment knows it. */
struct tn_ir_table {
	const char *schema; /* or NULL */
	const char *name;
	const struct tn_ir_column *columns;
	uint32_t column_count;
	const struct tn_ir_key *keys; /* unique, without expressions or conditions */
	uint32_t key_count;
	unsigned flags; /* TN_TABLEF_* */
};

/* ---- FROM ------------------------------------------------------------------------- */

enum tn_ir_source_kind {
	TN_SOURCE_TABLE = 1, /* table */
	TN_SOURCE_QUERY = 2, /* query */
	TN_SOURCE_CTE = 3,   /* cte */
	TN_SOURCE_EXCLUDED = 4, /* the row that an INSERT proposed, in ON CONFLICT; table */
	TN_SOURCE_TARGET = 5, /* the table that a statement changes; table */
	TN_SOURCE_LIST = 6   /* compat: the elements of an array parameter, in one column */
};

/* What gives rows under an alias.  Made by the analysis for each FROM item. */
struct tn_ir_source {
	uint8_t kind;
	uint8_t nullable; /* on the outer side of a join: its columns may be NULL */
	uint8_t nocase;   /* its columns are found whatever the case */
	uint8_t open;     /* nothing is known of it: any name is a column, of kind TN_T_UNKNOWN */
	uint8_t apart;    /* scratch of one pass, 0 between passes: not to be merged */
	const char *alias; /* unique in the statement's scope there; what references are qualified with */
	const struct tn_ir_table *table;
	struct tn_ir_query *query;
	struct tn_ir_cte *cte;
	const struct tn_ir_column *columns; /* under the names that the server sees */
	uint32_t column_count;
	struct tn_ir_query *owner; /* the query whose FROM it stands in; NULL: of a statement that changes rows */
};

enum tn_ir_from_kind { TN_FROM_TABLE = 1, TN_FROM_QUERY, TN_FROM_JOIN, TN_FROM_LIST };
enum tn_ir_join { TN_JOIN_INNER = 1, TN_JOIN_LEFT, TN_JOIN_RIGHT, TN_JOIN_FULL, TN_JOIN_CROSS };

struct tn_ir_from {
	uint8_t kind;
	uint8_t join;    /* enum tn_ir_join */
	uint8_t lateral; /* parser: refused by the analysis where no server pair has it */
	uint32_t at;
	/* TABLE */
	const char *schema, *name;
	/* QUERY */
	struct tn_ir_query *query;
	/* TABLE, QUERY */
	const char *alias;          /* or NULL */
	const char *const *names;   /* AS a (x, y), or NULL */
	uint32_t name_count;
	struct tn_ir_source *source; /* analysis */
	/* JOIN */
	struct tn_ir_from *left, *right;
	struct tn_ir_expr *on;      /* analysis: USING becomes ON */
	const char *const *using_names;
	uint32_t using_count;
	/* LIST: compat only */
	struct tn_ir_expr *list; /* the PARAM */
};

/* ---- queries ------------------------------------------------------------------------ */

struct tn_ir_item {
	struct tn_ir_expr *expr;
	const char *alias; /* as written, or NULL */
};

/* An output column. */
struct tn_ir_output {
	const char *name;
	struct tn_sql_type type;
};

struct tn_ir_cte {
	const char *name;
	const char *const *names; /* column list, or NULL */
	uint32_t name_count;
	uint8_t recursive; /* analysis: refers to itself */
	uint8_t materialized; /* 0: not said, 1: MATERIALIZED, 2: NOT MATERIALIZED */
	struct tn_ir_query *query;
	const struct tn_ir_column *columns; /* analysis */
	uint32_t column_count;
	uint32_t at;
};

struct tn_ir_with {
	uint8_t recursive; /* WITH RECURSIVE was written */
	struct tn_ir_cte **ctes;
	uint32_t cte_count;
};

enum tn_ir_query_kind { TN_QUERY_SELECT = 1, TN_QUERY_VALUES, TN_QUERY_UNION, TN_QUERY_INTERSECT, TN_QUERY_EXCEPT };
enum tn_ir_lock { TN_LOCK_NONE = 0, TN_LOCK_UPDATE, TN_LOCK_SHARE };
enum tn_ir_wait { TN_WAIT_BLOCK = 0, TN_WAIT_NOWAIT, TN_WAIT_SKIP };

struct tn_ir_query {
	uint8_t kind;
	uint8_t all;      /* set operations: ALL */
	uint8_t distinct; /* SELECT DISTINCT */
	uint8_t lock;     /* enum tn_ir_lock */
	uint8_t wait;     /* enum tn_ir_wait */
	uint32_t at;
	struct tn_ir_with *with;

	/* SELECT */
	struct tn_ir_item *items;
	uint32_t item_count;
	struct tn_ir_from **from;  /* comma list; the analysis makes CROSS JOINs of it: at most one is left */
	uint32_t from_count;
	struct tn_ir_expr *where;
	struct tn_ir_expr **group;
	uint32_t group_count;
	struct tn_ir_expr *having;
	struct tn_ir_window **windows;
	uint32_t window_count;
	const char *const *lock_of; /* FOR UPDATE OF a, b */
	uint32_t lock_of_count;

	/* VALUES: rows of width expressions, one after the other */
	struct tn_ir_expr **values;
	uint32_t row_count, width;

	/* UNION, INTERSECT, EXCEPT */
	struct tn_ir_query *left, *right;

	/* all */
	struct tn_ir_order *order;
	uint32_t order_count;
	struct tn_ir_expr *limit, *offset;

	/* analysis */
	struct tn_ir_output *outputs;
	uint32_t output_count;
	uint8_t aggregated; /* has GROUP BY, HAVING or an aggregate */
	uint8_t windowed;   /* has a window function */
	uint8_t named;      /* compat: its columns get names also where nobody asks for them */
};

/* ---- statements that change rows -------------------------------------------------------- */

struct tn_ir_assign {
	const char *column;
	struct tn_ir_expr *value; /* DEFAULT too */
	uint32_t index; /* analysis: column of the target */
	uint32_t at;
};

enum tn_ir_conflict { TN_CONFLICT_NONE = 0, TN_CONFLICT_NOTHING, TN_CONFLICT_UPDATE };

/* What an INSERT counts, where the server itself counts something else. */
enum tn_ir_counts {
	TN_COUNTS_SERVER = 0, /* what the server says */
	TN_COUNTS_ALL,        /* each row that was proposed */
	TN_COUNTS_NEW,        /* each that was inserted, and was not left as it is (KEPT) */
	TN_COUNTS_BUT_KEPT    /* each that was proposed, but for those left as they are (KEPT_COUNTED) */
};

/* INSERT, UPDATE and DELETE: clauses that a statement lacks are empty. */
struct tn_ir_change {
	struct tn_ir_with *with;
	const char *schema, *table; /* the target, as written */
	const char *alias;          /* or NULL */
	uint32_t table_at;
	struct tn_ir_source *target; /* analysis */

	/* INSERT */
	const char *const *columns;  /* or NULL: all */
	uint32_t column_count;
	uint32_t *column_index;      /* analysis: columns of the target, also where none were written */
	struct tn_ir_query *query;   /* VALUES or SELECT; NULL: DEFAULT VALUES */
	uint8_t conflict;            /* enum tn_ir_conflict */
	const char *const *conflict_columns;
	uint32_t conflict_count;
	const uint32_t *conflict_index; /* analysis: columns of the target */
	uint32_t conflict_at;
	struct tn_ir_source *excluded; /* analysis */
	struct tn_ir_expr *conflict_where; /* DO UPDATE ... WHERE */
	/* compat: where the server has no ON CONFLICT, the sets are for a row that is there under any unique key */
	uint8_t any_key;
	uint8_t names_proposed;      /* with any_key: the row that was proposed has a name */
	uint8_t counts;              /* enum tn_ir_counts */

	/* UPDATE, and DO UPDATE of INSERT */
	struct tn_ir_assign *sets;   /* SET (a, b) = (x, y) is taken apart */
	uint32_t set_count;

	/* UPDATE ... FROM, DELETE ... USING */
	struct tn_ir_from **from;
	uint32_t from_count;
	struct tn_ir_expr *where;

	struct tn_ir_item *returning;
	uint32_t returning_count;
	struct tn_ir_output *outputs; /* analysis: of RETURNING */
	uint32_t output_count;
};

#endif
