/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render.h - the parts of the renderer; private to core/sql.
 *
 * One pass over the tree appends to one text.  Nothing is allocated per node: the
 * arguments and places are growing arrays of the rendering, copied into the arena
 * at its end.  The first error stays; everything afterwards does nothing.
 *
 * The same code for clauses serves portable text (explain, tests), where
 * `portable` is set: names then come from what was written instead of from
 * sources, and operators are spelled by symbol (render_text.c).
 */
#ifndef TN_SQL_RENDER_H
#define TN_SQL_RENDER_H

#include <string.h>
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sql/sql.h"

/* Longest text that is rendered. */
#define TN_RENDER_MAX ((size_t)64 << 20)

struct tn_render {
	struct tn_text *out;
	const struct tn_ir_stmt *stmt;
	const struct tn_dialect *dialect;
	const struct tn_profile *profile; /* limits of identifiers that are made up; NULL: none */
	tn_error **err;
	int rc;         /* the first error */
	unsigned depth;
	unsigned names; /* counter for aliases of the renderer's own */
	uint32_t at;    /* place in the source that is being rendered */
	uint32_t element; /* the element that a list parameter stands for, from 0 */
	const struct tn_ir_query *ordered; /* whose ORDER BY is being rendered */
	uint8_t portable;
	uint8_t stored; /* in a CHECK, DEFAULT, index or view */
	uint8_t bare;   /* columns without their table: 1 of the target, 2 all */
	uint8_t proposed; /* columns of the row that an INSERT proposed by dialect.syntax.proposed */
	uint8_t returned; /* in RETURNING, outside its subqueries */
	uint8_t grouped;  /* in a SELECT with GROUP BY, outside its subqueries */
	uint8_t assigned; /* the next value is assigned to a column, which tells its type */

	/* placeholders, in the order of the text or of their numbers */
	uint16_t *args;
	uint32_t *elements; /* NULL until a list is met */
	uint32_t arg_count, arg_cap;
	uint32_t *numbers;  /* of each argument the number of its (first) placeholder, 0: none yet */
	uint8_t several;    /* an argument occurs more than once */

	struct tn_place *places;
	uint32_t place_count, place_cap;
	struct tn_hole *holes;
	uint32_t hole_count, hole_cap;
};

/* The names under which a query gives its columns, and whether they are cast. */
struct tn_render_names {
	const struct tn_ir_output *outputs;
	const struct tn_ir_column *columns; /* if there are no outputs */
	uint32_t count;      /* 0: c1, c2, ... */
	uint8_t silent;      /* no names are written */
	uint8_t canon;       /* columns are compared: equal numbers have to be one value */
	uint8_t point;       /* with canon: they stand beside a NUMERIC column, whose own form is kept */
	uint8_t first_term;  /* of a recursive query */
};

/* ---- render_place.c: errors, arguments, places ------------------------------ */

void tn__render_fail(struct tn_render *r, uint32_t at, int code, const char *hint, const char *format, ...)
	TN_PRINTF(5, 6);
/* "... is not available on <dialect>" */
void tn__render_refuse(struct tn_render *r, uint32_t at, const char *what);
static inline int tn__render_failed(const struct tn_render *r)
{
	return r->rc < 0 || r->out->failed;
}
/* One level deeper; 0 and an error past the limit.  Each 1 is followed by a leave. */
int tn__render_enter(struct tn_render *r, uint32_t at);
static inline void tn__render_leave(struct tn_render *r)
{
	r->depth--;
}
/* What follows in the text comes from `at` of the source (0: from where it did); gives the place before. */
uint32_t tn__render_at(struct tn_render *r, uint32_t at);
/* Back to the place that tn__render_at() gave. */
void tn__render_back(struct tn_render *r, uint32_t before);
void tn__render_param(struct tn_render *r, const struct tn_ir_expr *expr);
/* Elements of a list parameter; -1: it is none. */
int64_t tn__render_list(const struct tn_render *r, const struct tn_ir_expr *expr);
/* 1 for a list that is one parameter. */
int tn__render_is_whole(const struct tn_render *r, const struct tn_ir_expr *expr);
/* 1 for a list whose elements stand in the text; and the place for them. */
int tn__render_is_spelled(const struct tn_render *r, const struct tn_ir_expr *expr);
void tn__render_hole(struct tn_render *r, const struct tn_ir_expr *expr);
/* Its placeholder, as an array or as an item of FROM. */
void tn__render_whole_list(struct tn_render *r, const struct tn_ir_expr *expr, int as_table);

/* ---- render_name.c ------------------------------------------------------------ */

static inline void tn__render_puts(struct tn_render *r, const char *s)
{
	tn__text_append(r->out, s, strlen(s));
}
void tn__render_name(struct tn_render *r, const char *name);
/* ("a", "b") */
void tn__render_names(struct tn_render *r, const char *const *names, uint32_t count);
/* "schema"."name"; table may be NULL. */
void tn__render_table_name(struct tn_render *r, const char *schema, const char *name,
			   const struct tn_ir_table *table);
void tn__render_column(struct tn_render *r, const struct tn_ir_expr *expr);
/* The name of a source's column, or the one given when the source has none. */
const char *tn__render_column_name(const struct tn_ir_source *source, uint32_t index, const char *written);

/* ---- render_expr.c, render_in.c, render_literal.c, render_text.c --- */

void tn__render_expr(struct tn_render *r, const struct tn_ir_expr *expr);
/* Expressions with ", " between. */
void tn__render_list_of(struct tn_render *r, struct tn_ir_expr *const *exprs, uint32_t count);
/* 1 if a DEFAULT can be written where the server takes none as a value. */
int tn__render_knows_default(const struct tn_ir_expr *expr);
/* A value that is assigned to a column. */
void tn__render_assigned(struct tn_render *r, const struct tn_ir_expr *expr);
/*
 * An expression that is sorted, grouped or compared by the server itself, in the
 * form that an operation of one operand gives it, if the dialect has that.
 */
void tn__render_alike(struct tn_render *r, unsigned op, const struct tn_ir_expr *expr);
/* 1 if the dialect has the operation. */
int tn__render_has(const struct tn_render *r, unsigned op);
/* The template of an operation, or NULL. */
const char *tn__render_template_of(struct tn_render *r, const struct tn_ir_expr *expr);
void tn__render_op(struct tn_render *r, const struct tn_ir_expr *expr);
void tn__render_case(struct tn_render *r, const struct tn_ir_expr *expr);
void tn__render_in(struct tn_render *r, const struct tn_ir_expr *expr);
void tn__render_each(struct tn_render *r, const struct tn_ir_expr *expr);
void tn__render_quantified(struct tn_render *r, const struct tn_ir_expr *expr);
void tn__render_literal(struct tn_render *r, const struct tn_ir_expr *expr);
/* An expression by symbols; operands of operators that bind less than `binding` get parentheses. */
void tn__render_text(struct tn_render *r, const struct tn_ir_expr *expr, unsigned binding);
/* "=" for TN_SYM_EQ and so on; NULL if it is none between two operands. */
const char *tn__render_symbol(unsigned sym);
/* A type by its name in portable SQL. */
void tn__render_portable_type(struct tn_render *r, const struct tn_sql_type *type);

/* ---- render_template.c --------------------------------------------------------- */

void tn__render_template(struct tn_render *r, const char *t, const struct tn_ir_expr *expr);
/* What next() writes, count times, with an operator between that may be regrouped. */
void tn__render_balanced(struct tn_render *r, uint32_t count, const char *operator, size_t len,
			 void (*next)(struct tn_render *, void *), void *from);
/* The text of a type with $p $s $l and |. */
void tn__render_type(struct tn_render *r, const char *t, const struct tn_sql_type *type);
/* What stands before $1 of a text; gives what stands behind it. */
const char *tn__render_before(struct tn_render *r, const char *t);

/* ---- render_query.c, render_set.c, render_from.c, render_window.c -------------------- */

void tn__render_query(struct tn_render *r, const struct tn_ir_query *query, const struct tn_render_names *names);
/* (query), its columns without names */
void tn__render_subquery(struct tn_render *r, const struct tn_ir_query *query);
/* The same of IN, whose members are compared with the operand; point: a NUMERIC column as it stands. */
void tn__render_members_of(struct tn_render *r, const struct tn_ir_query *query, int point);
void tn__render_set(struct tn_render *r, const struct tn_ir_query *query, const struct tn_render_names *names);
void tn__render_with(struct tn_render *r, const struct tn_ir_with *with);
/* 1 if a VALUES query becomes a UNION ALL, which binds as one does. */
int tn__render_selects_values(const struct tn_render *r, const struct tn_ir_query *query);
/* The text of one column of the first term of a recursive query. */
void tn__render_first_term(struct tn_render *r, const struct tn_ir_expr *expr);
/* AS "name" of a query's column. */
void tn__render_output_name(struct tn_render *r, const struct tn_render_names *names, uint32_t i);
void tn__render_from(struct tn_render *r, const struct tn_ir_from *from, int nested);
void tn__render_from_list(struct tn_render *r, struct tn_ir_from *const *from, uint32_t count);
/* ORDER BY with a blank before it; query: whose outputs it may name, or NULL. */
void tn__render_order(struct tn_render *r, const struct tn_ir_order *order, uint32_t count,
		      const struct tn_ir_query *query);
/* A key of GROUP BY, PARTITION BY or ORDER BY (TN_OP_ORDER_KEY_N). */
void tn__render_key(struct tn_render *r, unsigned op, const struct tn_ir_expr *expr);
void tn__render_window(struct tn_render *r, const struct tn_ir_window *window);
/* FILTER and OVER of a call. */
void tn__render_over(struct tn_render *r, const struct tn_ir_call *call);
/* OVER with such a frame in place of its own. */
void tn__render_over_frame(struct tn_render *r, const struct tn_ir_call *call, const char *words);

/* ---- render_change.c, render_insert.c, render_ddl.c, render_table.c, render_key.c --------------------- */

void tn__render_insert(struct tn_render *r, const struct tn_ir_change *change);
void tn__render_update(struct tn_render *r, const struct tn_ir_change *change);
void tn__render_delete(struct tn_render *r, const struct tn_ir_change *change);
void tn__render_sets(struct tn_render *r, const struct tn_ir_change *change, int qualified);
/* "a" = 1, "b" = 2 */
void tn__render_assignments(struct tn_render *r, const struct tn_ir_change *change, int qualified);
void tn__render_returning(struct tn_render *r, const struct tn_ir_change *change);
/* "t" AS "x" of the table that a statement changes. */
void tn__render_target(struct tn_render *r, const struct tn_ir_change *change);
const char *tn__render_target_alias(const struct tn_ir_change *change);
void tn__render_create_table(struct tn_render *r, const struct tn_ir_create_table *table);
void tn__render_create_index(struct tn_render *r, const struct tn_ir_create_index *index);
void tn__render_create_view(struct tn_render *r, const struct tn_ir_create_view *view);
void tn__render_alter(struct tn_render *r, const struct tn_ir_alter *alter);
/* DROP of the table of a list, in render_table.c. */
void tn__render_drop_list(struct tn_render *r, const char *name);
void tn__render_drop(struct tn_render *r, const struct tn_ir_drop *drop, int truncate);
/* "name" type DEFAULT ... NOT NULL */
void tn__render_column_def(struct tn_render *r, const struct tn_ir_column_def *def);

/*
 * Names of constraints that have none: <table>_<columns>_<ending>, the same on
 * every server.
 */
struct tn_constraint_names {
	const char *table;
	const char *checked; /* column of the last CHECK without a name */
	unsigned checks;     /* CHECKs without a name so far, of that column */
	const struct tn_ir_column_def *columns; /* whose types are known */
	uint32_t column_count;
};

/* The row of the dialect that says how a column is stored, or NULL. */
const struct tn_type_row *tn__render_type_row(const struct tn_dialect *d, const struct tn_sql_type *type);
/* The columns of a table as they are stored, see tn__sql_fit_keys(); those of the table where nothing changes. */
struct tn_ir_column_def *tn__render_fitted(struct tn_render *r, struct tn_arena *a,
					   const struct tn_ir_create_table *table);
/* Bytes that an index holds at most of a long text or of bytes; 0: nothing is cut. */
uint64_t tn__render_index_share(const struct tn_render *r, const struct tn_ir_create_index *index);
/* Characters or bytes of a key that are in the index, given the share; 0: the whole. */
uint32_t tn__render_index_prefix(const struct tn_render *r, const struct tn_ir_expr *key, uint64_t share);
/* Adds the bytes of a column, of a table that is being made or there, to a key's; refuses what has no key. */
void tn__render_check_key(struct tn_render *r, uint32_t at, const char *what, const char *column,
			  const struct tn_sql_type *type, int made, uint64_t *bytes);

/* A table's constraint; before: ",\n  " or ", ADD ". */
void tn__render_constraint(struct tn_render *r, struct tn_constraint_names *names, const char *before,
			   const struct tn_ir_constraint *constraint);
/* The same within a column's definition, of one column and not a CHECK. */
void tn__render_column_constraint(struct tn_render *r, struct tn_constraint_names *names, const char *before,
				  const struct tn_ir_constraint *constraint);
/* The checks that the type of a column has. */
void tn__render_type_checks(struct tn_render *r, struct tn_constraint_names *names, const char *before,
			    const struct tn_ir_column_def *def);
/* CONSTRAINT <table>_<middle>_<ending>, or the name given. */
void tn__render_constraint_name(struct tn_render *r, const char *before, const char *name, const char *table,
				const char *const *columns, uint32_t count, const char *ending, unsigned number);

/* ---- render_statement.c ------------------------------------------------------------ */

/* tn__sql_render() of a statement that is not native. */
int tn__sql_render_portable_for(struct tn_arena *a, const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect,
				struct tn_rendered *out, tn_error **err);

#endif
