/* SPDX-License-Identifier: MIT */
/* core/engine/describe.h - a table as the server describes it; see describe.c. */
#ifndef TN_DESCRIBE_H
#define TN_DESCRIBE_H

#include "core/engine/catalog.h"
#include "core/engine/engine.h"

/* Reads a table; *out is NULL if there is none of the name, else has one reference. */
int tn__describe(tn_conn *conn, const char *schema, const char *name, struct tn_cat_table **out, tn_error **err);

/*
 * Runs a query of the dialect's for the schema and the name that it calls :schema and :name,
 * as a statement of the library's own; a failure is told to the transaction.
 */
int tn__describe_query(tn_conn *conn, const char *text, const tn_value named[2], tn_cells_fn fn, void *ctx,
		       tn_error **err);
/* The error of a query of the library's own; a transaction may have failed with it. */
int tn__describe_fail(tn_conn *conn, tn_error *e, tn_error **err);
/* What is true in a description: servers send numbers, booleans and text. */
int tn__describe_is_true(const tn_value *v);
/* Text, also where a server sends it as bytes. */
int tn__describe_is_text(const tn_value *v);

/* Reads the number of the schema where the server has one, and forgets what an older schema was. */
int tn__describe_check_version(tn_conn *conn, tn_error **err);

/* Finds the table of DROP INDEX without one, where the server needs it; its name lies in the arena. */
int tn__describe_index(tn_conn *conn, struct tn_arena *a, const struct tn_ir_stmt *ir, tn_error **err);

/* truncate.c: refuses a TRUNCATE of a table that another refers to, where it would be a DELETE. */
int tn__truncate_check(tn_conn *conn, const struct tn_ir_stmt *ir, tn_error **err);

/* ---- attach.c: a table as a text of CREATE TABLE describes it ------------------- */

/* The tables of a text as the dialect's server would have them, chained. */
int tn__attach_read(const struct tn_dialect *dialect, const char *sql, size_t len, enum tn_cat_origin origin,
		    struct tn_cat_table **out, tn_error **err);
void tn__attached_free(struct tn_cat_table *list);
/* The same into the connection's catalogue. */
int tn__attach(tn_conn *conn, const char *sql, size_t len, enum tn_cat_origin origin, tn_error **err);

#endif
