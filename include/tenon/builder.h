/* SPDX-License-Identifier: MIT */
/*
 * tenon/builder.h - queries that are composed at run time.
 *
 *   tn_builder *q = tn_build("SELECT id, name FROM author");
 *   tn_filter(q, "name LIKE ?", tn_text(form->name));         left out when NULL
 *   tn_filter(q, "born >= ?", form->from ? tn_int(form->from) : TN_NULL);
 *   tn_where_eq(q, "city", tn_text(city));                    NULL: city IS NULL
 *   tn_order_by(q, form->sort, sorts, 3);                     from an allow-list
 *   tn_limit(q, 20);
 *   rc = tn_build_query(q, db, &rows, &err);
 *   tn_build_free(q);
 *
 * Fragments are string literals: the macros do not compile with anything else.  Each
 * is parsed by itself, so it must be one whole expression and cannot reach into what
 * stands around it.  Values are only ever bound.  The one kind of run-time text that
 * gets into the statement is a name, which is checked and quoted: it is taken as it
 * is, so the column of "Name TEXT", which is folded, is "name" here.
 *
 * Errors are sticky: after one every call does nothing, and the call that runs the
 * statement returns it.  So only that call needs a check.
 *
 * The composed statement is portable SQL like any other: it is cached by its text, so
 * forms that are filled in alike share a prepared statement.
 *
 * A builder belongs to one thread at a time.  Values are copied; names and fragments
 * are read during the call.
 */
#ifndef TENON_BUILDER_H
#define TENON_BUILDER_H

#include <tenon/conn.h>
#include <tenon/stmt.h>

TN_BEGIN_DECLS

typedef struct tn_builder tn_builder;

/* What a sort of the application's users may be: a name for them, and its SQL. */
typedef struct tn_sort {
	const char *name;
	const char *sql; /* an expression over the query's columns; a literal of the program */
} tn_sort;

/*
 * Begins with a whole SELECT, UPDATE or DELETE, without parameters unless args has
 * their values.  Never NULL-checked by the caller: NULL (no memory) is taken by every
 * call, and running it is TN_E_NOMEM.
 */
#define tn_build(literal) tn__build("" literal "", NULL)
#define tn_build_args(literal, args) tn__build("" literal "", args)
/*
 * Begins with an UPDATE of a table ("name" or "schema.name") that sets nothing yet: for
 * tn_set_value(), which has to be called before it is run.
 */
TN_API tn_builder *tn_build_update(const char *table);
/* Frees a builder; NULL is fine. */
TN_API void tn_build_free(tn_builder *q);

/* ANDs a condition, with a value for each of its "?". */
#define tn_where(q, literal, args) tn__where(q, "" literal "", args)
/* The same with one value; does nothing when the value is NULL: for optional filters. */
#define tn_filter(q, literal, value) tn__filter(q, "" literal "", value)
/* ANDs column = value; IS NULL for a NULL.  column is "name" or "alias.name". */
TN_API void tn_where_eq(tn_builder *q, const char *column, tn_value value);
/*
 * The same for each of count columns: the one row that has all of these values, NULLs
 * among them, as it was read before.
 */
TN_API void tn_where_row(tn_builder *q, const char *const *columns, const tn_value *values, unsigned count);
/* ANDs column IN (the values), which are copied; of no values that is never true. */
TN_API void tn_where_in(tn_builder *q, const char *column, const tn_list *list);

/* Adds a join: tn_join(q, "JOIN city c ON c.id = author.city_id").  Once, however often it is asked for. */
#define tn_join(q, literal) tn__join(q, "" literal "")
/* Adds an output column by name ("name" or "alias.name"); the first one takes the place of a lone "*". */
TN_API void tn_column_add(tn_builder *q, const char *column);
/* Adds a column = value to the SET of an UPDATE. */
TN_API void tn_set_value(tn_builder *q, const char *column, tn_value value);
/*
 * Adds an ORDER BY: choice is the name of one of the sorts, with a minus sign before
 * it for descending; NULL or "" adds nothing.  Another one is TN_E_PARAM and the
 * message names what there is.
 */
TN_API void tn_order_by(tn_builder *q, const char *choice, const tn_sort *sorts, unsigned count);
/*
 * LIMIT and OFFSET, bound as parameters; another one takes the place of the one before,
 * so a builder can be run page by page.  Negative: TN_E_PARAM.
 */
TN_API void tn_limit(tn_builder *q, int64_t rows);
TN_API void tn_offset(tn_builder *q, int64_t rows);

/*
 * Runs what was built, as tn_query() and tn_exec() do: *rows are yours, for tn_finish(),
 * and outlive the builder; result may be NULL.  The builder may be run again.
 * Errors: the first that any call on the builder met, then those of the statement.
 */
TN_API int tn_build_query(tn_builder *q, tn_conn *conn, tn_rows **rows, tn_error **err);
TN_API int tn_build_exec(tn_builder *q, tn_conn *conn, tn_result *result, tn_error **err);
/* The portable text of what was built, for a log; NULL after an error.  Valid until the next call. */
TN_API const char *tn_build_text(tn_builder *q, tn_error **err);

/* Behind the macros; sql must be a literal. */
TN_API tn_builder *tn__build(const char *sql, const tn_args *args);
TN_API void tn__where(tn_builder *q, const char *sql, const tn_args *args);
TN_API void tn__filter(tn_builder *q, const char *sql, tn_value value);
TN_API void tn__join(tn_builder *q, const char *sql);

TN_END_DECLS

#endif
