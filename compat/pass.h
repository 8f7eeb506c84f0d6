/* SPDX-License-Identifier: MIT */
/*
 * compat/pass.h - what a lowering pass gets and gives.
 *
 * Private to compat/.  A native statement is a plan as it stands.  Of a portable one
 * the passes of passes.def rewrite a copy, one after the other, until the server
 * can run it.  A pass is called only when the statement has one of the things that
 * its row names, so a statement without them costs one walk and no copy.
 *
 * Rules:
 *  1. A pass asks tn__can() for each capability that it decides by, and only where
 *     the answer matters: what was asked is shown by explain.
 *  2. It changes the tree of tn__lower_tree() only, never the intent.
 *  3. It leaves a tree that means the same, or it refuses with tn__lower_refuse(),
 *     naming the capability.
 *  4. What it makes must be what later passes expect: operations and types are
 *     there, every column has a source that is in scope.
 */
#ifndef TN_PASS_H
#define TN_PASS_H

#include "compat/compat.h"

/* What a statement has; found by tn__lower_scan() and added to by passes. */
#define TN_HAS_EACH(ROW) \
	ROW(ORDER, "ORDER BY of a query, window, aggregate or index") \
	ROW(FULL_JOIN, "FULL JOIN") \
	ROW(RIGHT_JOIN, "RIGHT JOIN") \
	ROW(OUTER_JOIN, "LEFT, RIGHT or FULL JOIN") \
	ROW(INTERSECT, "INTERSECT or EXCEPT, or a set operation as an operand of another") \
	ROW(FILTER, "FILTER of an aggregate") \
	ROW(ROWS, "row values") \
	ROW(LOCK, "FOR UPDATE or FOR SHARE") \
	ROW(DEFINITION, "TRUNCATE or CREATE VIEW") \
	ROW(DML_WITH, "WITH of UPDATE or DELETE") \
	ROW(DML_FROM, "UPDATE ... FROM, DELETE ... USING") \
	ROW(RETURNING, "RETURNING") \
	ROW(CONFLICT, "ON CONFLICT") \
	ROW(WINDOW, "OVER in a query below another one") \
	ROW(FRAME, "a frame with GROUPS, EXCLUDE or an offset") \
	ROW(NAMED, "WINDOW") \
	ROW(SCALAR, "a subquery for a value, not proven single") \
	ROW(SETS, "two assignments or more") \
	ROW(OPERAND_ORDER, "an operand of a set operation with ORDER BY alone") \
	ROW(QUANTIFIED, "ANY or ALL of a subquery, but = ANY and <> ALL") \
	ROW(IN_QUERY, "IN, ANY or ALL of a subquery") \
	ROW(LIST, "IN, ANY or ALL of an array parameter") \
	ROW(DISTINCT_OFFSET, "SELECT DISTINCT with OFFSET") \
	ROW(GROUP, "GROUP BY") \
	ROW(TRANSLATE, "TRANSLATE") \
	ROW(INSERT, "INSERT") \
	ROW(TARGET_READ, "a subquery of UPDATE or DELETE reads the table that is changed") \
	ROW(TARGET_ALIAS, "DELETE, or a change with RETURNING, under an alias") \
	ROW(DERIVED, "a subquery in FROM, or WITH, below another query") \
	ROW(OWN_REFERENCES, "DELETE from a table that refers to itself") \
	ROW(NAMES, "DISTINCT, GROUP BY, ORDER BY or a set operation of two columns or more")

/* Their numbers, and TN_HAS_<name>: a bit for each. */
#define ROW(name, what) TN_HAS_NUMBER_##name,
enum { TN_HAS_EACH(ROW) TN_HAS_COUNT };
#undef ROW
#define ROW(name, what) TN_HAS_##name = 1u << TN_HAS_NUMBER_##name,
enum { TN_HAS_EACH(ROW) };
#undef ROW
_Static_assert(TN_HAS_COUNT <= 31, "tn_lowering.has has a bit for each");

struct tn_lowering {
	struct tn_arena *arena;
	const struct tn_caps *caps;
	const struct tn_ir_stmt *intent;
	struct tn_ir_stmt *tree; /* the copy; NULL until a pass needs it */
	unsigned has;            /* TN_HAS_* */
	const struct tn_ir_table *target; /* that an UPDATE or DELETE changes; found by the scan */
	unsigned aliases;        /* names made so far */
	unsigned alias_run;      /* underscores in them */
	struct tn_parts *parts;  /* the statement taken apart; NULL while it is whole */
	struct tn_plan *plan;
	tn_error **err;
};

/* The steps that a pass has made of a statement; the passes after it rewrite the tree of each. */
struct tn_parts {
	struct tn_step **steps;
	struct tn_ir_stmt **trees;
	uint32_t count, room;
};

/* 1 if the server has the capability; remembered in the plan. */
int tn__can(struct tn_lowering *l, enum tn_cap cap);
/* The copy that passes may change; NULL with the error set. */
struct tn_ir_stmt *tn__lower_tree(struct tn_lowering *l);
/* The statement as it is now: the copy, or the intent. */
const struct tn_ir_stmt *tn__lower_now(const struct tn_lowering *l);
/* TN_E_UNSUPPORTED: "WHAT is not available on this server (capability NAME)". */
int tn__lower_refuse(struct tn_lowering *l, enum tn_cap cap, uint32_t at, const char *what, const char *hint);
int tn__lower_nomem(struct tn_lowering *l);
/* 1 if a query could take two of its columns for one by their names; in lower_same_names.c. */
int tn__lower_tells_names(const struct tn_ir_query *q);
/* A visit of the tree by a pass; a failure that set no error is about depth or memory. */
int tn__lower_visit(struct tn_lowering *l, struct tn_ir_visitor *v);

/* Fills has; TN_E_LIMIT for a tree that is too deep. */
int tn__lower_scan(struct tn_lowering *l);
int tn__lower_native(struct tn_lowering *l);
/* The plan of one step: the statement as it is now. */
int tn__lower_whole(struct tn_lowering *l);

/*
 * Takes the statement apart: adds a step, whose tree is nobody else's.  Ids count from
 * 1 in the order of the calls.  The pass that makes the first makes them all; a later one
 * may take a part apart that is fed by nothing, and runs once: its steps stand in the
 * place of that one.
 */
struct tn_step *tn__lower_part(struct tn_lowering *l, unsigned kind, struct tn_ir_stmt *tree);
/* Adds a step to such a list. */
int tn__lower_add_part(struct tn_lowering *l, struct tn_parts *parts, struct tn_step *step, struct tn_ir_stmt *tree);
/* Adds one before all others, once no more parts are made; its id is 1. */
int tn__lower_put_first(struct tn_lowering *l, struct tn_step *step, struct tn_ir_stmt *tree);
/* A copy of the statement as it is now, for a part. */
struct tn_ir_stmt *tn__lower_part_tree(struct tn_lowering *l);

/*
 * Leaves a part those of the statement's arguments that its tree uses.  Before it is fed
 * with anything.
 */
int tn__lower_pick_args(struct tn_lowering *l, struct tn_step *step);

/*
 * 1 if assignments read each other's columns so that no order of them serves; negative: memory
 * is out.  In lower_update_order.c.
 */
int tn__lower_sets_cycle(struct tn_lowering *l, const struct tn_ir_change *c);
/*
 * The capability whose absence takes an UPDATE or DELETE apart by keys, TN_CAP_MAX:
 * none; see lower_by_keys.c.
 */
enum tn_cap tn__lower_apart(struct tn_lowering *l, const struct tn_ir_change *c);

/* A query of WITH, which is not recursive, stands wherever it is named.  In lower_inline_with.c. */
int tn__lower_inline_cte(struct tn_lowering *l, struct tn_ir_cte *cte, enum tn_cap cap);
/*
 * A table of FROM moves into a subquery with this limit; its source stays what columns
 * refer to, and has columns.  In lower_target_read.c.
 */
int tn__lower_read_apart(struct tn_lowering *l, struct tn_ir_from *f, struct tn_ir_expr *limit);

/* ---- lower_moment.c: the start of a statement that takes several steps ------------------ */

/* Feeds the parts with one value where they would compute several. */
int tn__lower_pin_moment(struct tn_lowering *l);
/* 1 if e is the start of the statement: a part may be fed with it, as with a parameter. */
int tn__lower_is_moment(const struct tn_ir_expr *e);

/* ---- lower_own_references.c: DELETE of rows that refer to each other ------------------ */

/* 1 if the table has columns that refer to itself. */
int tn__lower_refers(const struct tn_ir_table *table);
/* 1 if rows that a DELETE takes may refer to each other, and the server minds. */
int tn__lower_own_references(struct tn_lowering *l, const struct tn_ir_change *c);
/* Makes the tree of a DELETE an UPDATE, yet without a condition, that clears what refers to the table itself. */
int tn__lower_clear_references(struct tn_lowering *l, struct tn_ir_stmt *tree);
/* The two steps of a DELETE of all rows. */
int tn__lower_delete_all(struct tn_lowering *l);

/* ---- lower_keys.c: rows by their keys, for statements of several steps --------------- */

/* The key that tells rows apart: the primary key, else a unique one without NULLs; NULL: there is none. */
const struct tn_ir_key *tn__lower_key(const struct tn_ir_table *table);
/* Rows of which the keys fit into one execution, beside the statement's own parameters. */
uint32_t tn__lower_key_chunk(const struct tn_lowering *l, const struct tn_ir_key *key);
/*
 * The tree of a change as a query of the rows of its target that where leaves.  Nothing
 * is selected yet; there is room for item_room columns.
 */
struct tn_ir_query *tn__lower_target_query(struct tn_lowering *l, struct tn_ir_stmt *tree, struct tn_ir_expr *where,
	uint32_t item_room);
/* Locks the rows of such a query, and of its subqueries over the changed table where that can be. */
int tn__lower_lock(struct tn_lowering *l, struct tn_ir_query *q, const struct tn_ir_source *target);
/* 1 if the table stands in the FROM of q. */
int tn__lower_reads_table(const struct tn_ir_query *q, const struct tn_ir_table *table);
/* The expressions of a RETURNING as columns of such a query. */
int tn__lower_add_items(struct tn_lowering *l, struct tn_ir_query *q, const struct tn_ir_item *items, uint32_t count);
int tn__lower_add_key(struct tn_lowering *l, struct tn_ir_query *q, struct tn_ir_source *source,
	const struct tn_ir_key *key);
/*
 * The rows of a chunk: key IN (list), or for a key of several columns an OR of their keys.
 * The columns are those from `column` on of the rows that step `from` keeps.
 */
struct tn_ir_expr *tn__lower_key_condition(struct tn_lowering *l, struct tn_step *step, struct tn_ir_source *source,
	const struct tn_ir_key *key, uint16_t from, uint16_t column);
/* A parameter that is fed by a step. */
struct tn_ir_expr *tn__lower_fed(struct tn_lowering *l, struct tn_step *step, struct tn_fed fed,
	const struct tn_sql_type *type);

/* ---- lower_list_steps.c: lists that take several steps ------------------------------- */

/* A temporary table for one use of a list. */
struct tn_list_table {
	struct tn_ir_table table;
	struct tn_ir_column column;
	uint32_t arg;
	struct tn_list_table *next;
};

struct tn_list_steps {
	struct tn_list_table *tables; /* the last one first */
	uint32_t table_count;
	uint32_t parts; /* the argument, from 1, of which the statement takes one part after the other; 0: none */
	uint32_t chunk; /* elements of a part */
};

/* Bytes at most that a parameter takes of the text, and what else there is of it. */
#define TN_LIST_PLACE_BYTES 48u
#define TN_LIST_TEXT(l) ((uint64_t)(l)->intent->source_len * 2u + 256u)

/* Elements that may stand in a text of the library's own, at most `most`. */
uint32_t tn__lower_list_chunk(const struct tn_lowering *l, uint32_t most);
/* The table that takes a list, under a name that no text has; NULL: memory is out. */
const struct tn_ir_table *tn__lower_list_table(struct tn_lowering *l, struct tn_list_steps *s, uint32_t arg,
	const struct tn_sql_type *type);
/* Takes the statement apart, if the lists need steps. */
int tn__lower_list_steps(struct tn_lowering *l, const struct tn_list_steps *s);

/* ---- lower_joined.c: the other tables of UPDATE ... FROM and DELETE ... USING ------------ */

/* 1 if e, or RETURNING, names a column of them. */
int tn__lower_names_others(struct tn_ir_change *c, struct tn_ir_expr *e);
int tn__lower_returns_others(struct tn_ir_change *c);
/* Joins a query of the target's rows with them, in the order of the key; its lock is for the target where it can be. */
int tn__lower_join_others(struct tn_lowering *l, struct tn_ir_query *q, struct tn_ir_change *c,
	const struct tn_ir_key *key);
/* Their columns in RETURNING: how many; as columns of q; as what step `from` kept, from `column` on. */
uint32_t tn__lower_count_others(struct tn_ir_change *c);
int tn__lower_select_others(struct tn_lowering *l, struct tn_ir_query *q, struct tn_ir_change *c);
int tn__lower_feed_others(struct tn_lowering *l, struct tn_step *step, struct tn_ir_change *c, uint16_t from,
	uint16_t column);

/* ---- lower_tools.c: trees that several passes build ------------------------------- */

/* A name that no text can have. */
const char *tn__lower_alias(struct tn_lowering *l);
/* The name of column i of a derived table made by tn__lower_derived(). */
const char *tn__lower_column_name(struct tn_lowering *l, uint32_t i);
/* FROM (query) AS alias: an item whose source has the outputs as columns, under names that differ. */
struct tn_ir_from *tn__lower_derived(struct tn_lowering *l, struct tn_ir_query *query);
/* A query that selects nothing yet from an item; NULL item: no FROM. */
struct tn_ir_query *tn__lower_select(struct tn_lowering *l, struct tn_ir_from *from, uint32_t item_room);
int tn__lower_add_item(struct tn_lowering *l, struct tn_ir_query *q, struct tn_ir_expr *e, const char *name);
/*
 * Puts what q selects into a subquery of FROM: q becomes a SELECT of its columns and
 * keeps WITH, ORDER BY, LIMIT and locks.  Keys that are no output become columns of
 * the subquery.
 */
int tn__lower_wrap(struct tn_lowering *l, struct tn_ir_query *q);
/* left sym right for operands of one kind; NULL where the kind has none or memory is out. */
struct tn_ir_expr *tn__lower_compare(struct tn_lowering *l, unsigned sym, struct tn_ir_expr *left,
	struct tn_ir_expr *right);
/* a AND b, a OR b; one of them may be NULL. */
struct tn_ir_expr *tn__lower_join_conditions(struct tn_lowering *l, enum tn_op op, struct tn_ir_expr *a,
	struct tn_ir_expr *b);
struct tn_ir_expr *tn__lower_exists(struct tn_lowering *l, struct tn_ir_query *query);
/* CASE WHEN condition THEN value END */
struct tn_ir_expr *tn__lower_case(struct tn_lowering *l, struct tn_ir_expr *condition, struct tn_ir_expr *value);
/* 1 if a call below may give another value the next time. */
int tn__lower_is_volatile(struct tn_ir_expr *e);
int tn__lower_query_is_volatile(struct tn_ir_query *q);
/* 1 if e is one, over the rows of a group: no window function. */
int tn__lower_is_aggregate(const struct tn_ir_expr *e);
/* 1 if there is one in an expression, outside of subqueries; negative: it is too deep below that depth. */
int tn__lower_has_aggregate(struct tn_ir_expr **place, unsigned depth);
/* 1 if q uses columns of queries around it; negative: memory is out. */
int tn__lower_has_outer(struct tn_lowering *l, struct tn_ir_query *q);
/* 1 if e, in a query with this FROM, uses columns of queries around it; negative: memory is out. */
int tn__lower_expr_has_outer(struct tn_lowering *l, const struct tn_ir_from *from, struct tn_ir_expr *e);
/* 1 if e uses a column of the FROM item. */
int tn__lower_reads(struct tn_ir_from *from, struct tn_ir_expr *e);
/* 1 if a FROM item or one of its joined parts is this source. */
int tn__lower_gives(const struct tn_ir_from *f, const struct tn_ir_source *source);

#define TN_PASS_ROW(name, file, has, sentence) int tn__pass_##name(struct tn_lowering *l);
#include "compat/passes.def"
#undef TN_PASS_ROW

#endif
