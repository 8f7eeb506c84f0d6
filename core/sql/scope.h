/* SPDX-License-Identifier: MIT */
/*
 * core/sql/scope.h - names at a place, and the pieces of the statements' analysis.
 *
 * Private to analyse_*.c.  A scope knows the sources of one FROM.  What is found
 * without a qualifier, and what * stands for, is a list of visible columns in the
 * order of *: a column that USING has merged stands in it once.
 *
 * Invariants:
 *  1. scope->sources and names->sources run in parallel.
 *  2. Names are those of the text (an alias, a column list); what the server sees
 *     are the source's own, and an alias may be renamed there at any time.
 */
#ifndef TN_SQL_SCOPE_H
#define TN_SQL_SCOPE_H

#include "core/sql/analyse.h"
#include "core/sql/name_map.h"

/* Sources in one FROM: more than any server joins, so that pairs of them may be compared. */
#define TN_SCOPE_MAX_SOURCES 256u
/* Named windows of one query: they are few, so that they are looked for one by one. */
#define TN_SCOPE_MAX_WINDOWS 256u
/* Columns of one result: what the servers have at most, rounded down. */
#define TN_SCOPE_MAX_COLUMNS 1600u

/* A column that is found without a qualifier. */
struct tn_visible {
	const char *name;
	struct tn_ir_source *source; /* NULL: COALESCE(left, right) of a FULL JOIN */
	uint32_t index;
	uint32_t depth; /* of the COALESCEs */
	const struct tn_visible *left, *right;
	struct tn_visible *next;
};

struct tn_visible_list {
	struct tn_visible *first, *last;
	uint32_t count;
};

/* What the text calls a source. */
struct tn_source_names {
	const char *name;
	const char *const *columns; /* NULL: those of the source */
	uint8_t qualified;          /* found with a qualifier only */
	uint8_t anonymous;          /* a derived table without alias: no qualifier finds it */
};

struct tn_names_in_scope {
	struct tn_source_names *sources;
	struct tn_visible_list visible;
	struct tn_name_map *map; /* of visible, to its place in it; made when many names are looked for */
	struct tn_visible **by_place;
	uint32_t lookups;
	/* Of a scope that holds WITH: the CTE that is being analysed and may refer to itself. */
	struct tn_ir_cte *self;
	struct tn_ir_query *self_term; /* the one SELECT where it may */
	uint32_t self_uses;
};

/* ---- analyse_scope.c --------------------------------------------------------- */

struct tn_scope *tn__scope_new(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_query *query);
/* Adds a source under its name in the text; a name that is there already is TN_E_AMBIGUOUS. */
int tn__scope_add(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_source *source,
	const struct tn_source_names *names, uint32_t at);
/* Appends the columns of the scope's source i to a list. */
int tn__scope_show(struct tn_analysis *an, struct tn_scope *scope, uint32_t i, struct tn_visible_list *list);
/* The columns of t.* or *; the parser's STAR says which. */
int tn__scope_star(struct tn_analysis *an, struct tn_scope *scope, const struct tn_ir_expr *star,
	struct tn_visible_list *out);
/* A new expression for a visible column. */
struct tn_ir_expr *tn__visible_expr(struct tn_analysis *an, const struct tn_visible *v, uint32_t at);
/* A fresh alias that the text does not hold. */
const char *tn__fresh_alias(struct tn_analysis *an);
/* The type of a source's column as an expression. */
struct tn_sql_type tn__source_type(const struct tn_ir_source *source, uint32_t index);

/* ---- analyse_from.c, analyse_join.c, analyse_source.c ------------------------------------------------------------ */

/* Sources of a FROM list into scope; joins, USING, nullable sides; one item is left. */
int tn__from_analyse(
	struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from **from, uint32_t *count);
/* One side of a join, or a whole one: its sources are those from first up to end. */
struct tn_join_side {
	uint32_t first, end;
	struct tn_visible_list visible;
};
/* Joins of an item whose sources are in scope, from out->first on. */
int tn__join_analyse(
	struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from, struct tn_join_side *out);
void tn__visible_append(struct tn_visible_list *list, const struct tn_visible_list *more);
/* The table of the environment, or TN_E_NO_OBJECT. */
int tn__env_table(struct tn_analysis *an, const char *schema, const char *name, uint32_t at,
	const struct tn_ir_table **out);
/* A new source over a table. */
struct tn_ir_source *tn__source_of_table(
	struct tn_analysis *an, uint8_t kind, const struct tn_ir_table *table, const char *alias);
/* The column of a table by name as written, or TN_NAME_NONE. */
uint32_t tn__table_column(const struct tn_ir_table *table, const char *name);
/* The same of a source; a table of which nothing is known gets the column. */
int tn__source_column(
	struct tn_analysis *an, struct tn_ir_source *source, const char *name, uint32_t at, uint32_t *index);

/* ---- analyse_with.c -------------------------------------------------------------- */

/* Analyses the CTEs; *out is the scope for what follows them (outer itself without WITH). */
int tn__with_analyse(
	struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_with *with, struct tn_scope **out);
/* What the text called the columns is forgotten when nothing can refer to them any more. */
void tn__with_end(struct tn_ir_with *with);
/* The CTE that a name means, or NULL; *holder is the scope that has it. */
struct tn_ir_cte *tn__with_find(struct tn_scope *scope, const char *name, struct tn_scope **holder);

/* ---- analyse_query.c, analyse_set.c, analyse_output.c ------------------------------ */

/* As tn__analyse_query(), where nothing outside gives the outputs a kind. */
int tn__query_settled(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_query *query);
int tn__query_set(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_query *query);
int tn__query_values(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_query *query);
/* The outputs of an analysed set operation's operands become those of the operation. */
int tn__set_outputs(struct tn_analysis *an, struct tn_ir_query *query);
/* Puts an operation around output i of every row that a query gives. */
int tn__query_wrap_output(struct tn_analysis *an, struct tn_ir_query *query, uint32_t i, enum tn_op op,
	const struct tn_sql_type *type);
/* Converts output i of a query to a type. */
int tn__query_convert(struct tn_analysis *an, struct tn_ir_query *query, uint32_t i,
	const struct tn_sql_type *type, const char *what);
/* Outputs without a kind take that of what is bound, else TEXT. */
int tn__query_settle(struct tn_analysis *an, struct tn_ir_query *query);
/* Gives the outputs new names, and those of the operands below. */
void tn__query_rename(struct tn_ir_query *query, const char *const *names);
/* Expands *, analyses the items of a select list or RETURNING, makes outputs of them. */
int tn__items_analyse(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_item **items,
	uint32_t *count, struct tn_ir_output **outputs);
/* The name that the servers' model gives an unnamed item. */
const char *tn__item_name(const struct tn_ir_expr *expr);
/*
 * Columns of a derived table, CTE or view: list (or NULL) names them; the query's
 * outputs get names that differ, *names are those of the text.
 */
int tn__query_columns(struct tn_analysis *an, struct tn_ir_query *query, const char *const *list,
	uint32_t list_count, const char *what, uint32_t at, const char *const **names,
	const struct tn_ir_column **columns);
/* 1 if the outputs hold a * of a table of which nothing is known. */
int tn__query_open(const struct tn_ir_query *query);

/* ---- analyse_order.c, analyse_group.c, analyse_window.c ----------------------------- */

int tn__query_order(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query);
/* Drops the ORDER BY of a query whose rows go into another one, unless it decides which rows these are. */
int tn__order_outside(struct tn_analysis *an, struct tn_ir_query *query, const char *what);
int tn__query_limit(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query);
int tn__query_lock(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query);
int tn__query_group(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query);
/* After the keys: every server sees that HAVING without any makes one group. */
int tn__query_one_group(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query);
/* After everything else: what is not aggregated must be grouped. */
int tn__query_grouped(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query);
int tn__query_windows(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query);
/* A value that rows are ordered, grouped or made distinct by: not of a kind or collation without one order. */
int tn__check_key(struct tn_analysis *an, const struct tn_ir_expr *expr, const struct tn_sql_type *type,
	uint32_t at, const char *clause);
/* The place of an item that is the same expression, or TN_NAME_NONE. */
struct tn_same_table;
struct tn_same_table *tn__same_new(struct tn_analysis *an, uint32_t count);
int tn__same_add(struct tn_same_table *t, struct tn_ir_expr *expr, uint32_t value);
uint32_t tn__same_find(const struct tn_same_table *t, const struct tn_ir_expr *expr);

/* ---- analyse_insert.c, analyse_change.c, analyse_ddl.c ------------------------------- */

int tn__insert_analyse(struct tn_analysis *an, struct tn_ir_change *change);
int tn__update_analyse(struct tn_analysis *an, struct tn_ir_change *change);
int tn__delete_analyse(struct tn_analysis *an, struct tn_ir_change *change);
int tn__change_target(struct tn_analysis *an, struct tn_ir_change *change, const char *verb);
/* The column of the target that a statement writes; a generated one is refused. */
int tn__target_column(
	struct tn_analysis *an, struct tn_ir_change *change, const char *name, uint32_t at, uint32_t *index);
/* Converts an analysed value to the type of the column that it is written to. */
int tn__target_value(
	struct tn_analysis *an, struct tn_ir_change *change, uint32_t index, struct tn_ir_expr **place);
int tn__change_sets(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_change *change);
int tn__change_returning(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_change *change);
int tn__truncate_analyse(struct tn_analysis *an, struct tn_ir_drop *drop);
int tn__create_table_analyse(struct tn_analysis *an, struct tn_ir_create_table *create);
int tn__create_index_analyse(struct tn_analysis *an, struct tn_ir_create_index *create);
int tn__create_view_analyse(struct tn_analysis *an, struct tn_ir_create_view *create);
int tn__alter_analyse(struct tn_analysis *an, struct tn_ir_alter *alter);
/* A name that a statement makes: at most 63 bytes. */
int tn__new_name(struct tn_analysis *an, const char *name, const char *what, uint32_t at);

/* ---- analyse_table.c, analyse_name.c ------------------------------------------------------ */

/* The table that a CREATE TABLE describes; TN_E_NO_OBJECT for a key over a column that is not there. */
int tn__table_of_create(struct tn_arena *a, const struct tn_ir_create_table *create, struct tn_ir_table *out);
/* Columns of a constraint, DEFAULT, CHECK and REFERENCES of a table that is made or gets a column. */
int tn__column_def_analyse(struct tn_analysis *an, struct tn_ir_column_def *def);
int tn__constraint_analyse(
	struct tn_analysis *an, const struct tn_ir_table *table, struct tn_ir_constraint *c);
/* Names for constraints that have none, distinct among themselves. */
int tn__constraint_names(
	struct tn_analysis *an, const char *table, struct tn_ir_constraint *constraints, uint32_t count);
/* <table>_<columns>_<label>, cut to 63 bytes; number 0: none. */
const char *tn__object_name(
	struct tn_analysis *an, const char *table, const char *columns, const char *label, unsigned number);

/* ---- small things ---------------------------------------------------------------------- */

/* "column <name>" and such, in the arena; NULL without memory. */
const char *tn__analysis_text(struct tn_analysis *an, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The hint that names the nearest, or NULL. */
const char *tn__nearest_hint(struct tn_analysis *an, const struct tn_nearest *n);
/* Counts a level of nesting; TN_E_LIMIT past the bound.  Every success is undone by an->depth--. */
int tn__analysis_deeper(struct tn_analysis *an, uint32_t at);

#endif
