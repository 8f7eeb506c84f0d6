/* SPDX-License-Identifier: MIT */
/*
 * tenon/catalog.h - what the library knows about the tables of a database.
 *
 * Portable SQL is typed, so a statement is compiled with the columns of its
 * tables.  A table is read from the server when a statement names it first, by
 * one query, and remembered: by the connection, and by all connections that were
 * opened with the same tn_catalog.
 *
 * When a table changes:
 *   through a connection               it and all that share its catalogue know at once
 *                                      (after the commit, if it was in a transaction)
 *   through somebody else, so that a   the statement is compiled again, once, and run;
 *   statement no longer fits           inside a transaction it may have to fail
 *                                      (TN_E_STALE, with TN_ERR_RETRY_TX)
 *   through somebody else, and the     the columns of "SELECT *" and of an INSERT without
 *   statement still fits               a list of columns are those of the time when
 *                                      it was compiled; tn_catalog_refresh() ends that
 */
#ifndef TENON_CATALOG_H
#define TENON_CATALOG_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>

TN_BEGIN_DECLS

/*
 * What several connections know of tables: given to them in tn_open_options.catalog,
 * each table is read once for all of them.  It may be given to connections of any
 * databases and users: one more query, when a connection compiles its first text,
 * tells the server's answer to what names mean there, and only those with the same
 * answer share.  A temporary table is never shared; a connection that has made one
 * reads its tables by itself until it is closed, as do all connections to a
 * database in memory.
 *
 * tn_catalog_new(): *out is yours, for tn_catalog_free().  Errors: TN_E_NOMEM.
 * tn_catalog_free(): connections that were opened with it keep it as long as they
 * need it, so it may be freed while they are open.  NULL is fine.
 *
 * Threads: a catalogue may be used by any number of threads at the same time.
 */
TN_API int tn_catalog_new(tn_catalog **out, tn_error **err);
TN_API void tn_catalog_free(tn_catalog *catalog);

/*
 * Forgets the tables that were read, and the statements compiled with them; they
 * are read again when they are needed.  So do all connections that share the
 * catalogue, with their next call.  Attached tables stay.  No round trip.
 * Errors: TN_E_MISUSE while rows are open.
 */
TN_API int tn_catalog_refresh(tn_conn *conn, tn_error **err);

/*
 * Tells the connection about tables instead of having it ask the server: a text of
 * CREATE TABLE statements in portable SQL, separated by semicolons; CREATE INDEX
 * may stand between them and is passed over.  Nothing is sent.  A table that is
 * attached is not asked for again and stays until the connection is closed;
 * attaching one of the same name takes its place.
 *
 * For tables that the server does not describe (temporary tables made by native
 * text, on some servers), and for columns that mean more than their declared type.
 * What is attached is believed: where it is wrong, values come marked as foreign.
 * Errors: TN_E_SYNTAX and the like with their position, TN_E_UNSUPPORTED for other
 * statements.  After an error nothing is attached.
 */
TN_API int tn_catalog_attach(tn_conn *conn, const char *sql, tn_error **err);

TN_END_DECLS

#endif
