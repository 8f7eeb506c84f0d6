/* SPDX-License-Identifier: MIT */
/*
 * tenon/catalog.h - what the library knows about the tables of a database.
 *
 * Portable SQL is typed, so a statement is compiled with the columns of its
 * tables.  A table is read from the server when a statement names it first, by
 * one query, and remembered by the connection.  Schema changes that run through
 * the connection are noticed.  Those of somebody else are noticed where the
 * server tells: the statement is then compiled again, once, and run; what no
 * server tells (a column that was added and that "SELECT *" should now give) is
 * seen after tn_catalog_refresh().
 */
#ifndef TENON_CATALOG_H
#define TENON_CATALOG_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>

TN_BEGIN_DECLS

/*
 * Forgets the tables that were read, and the statements compiled with them; they
 * are read again when they are needed.  Attached tables stay.  No round trip.
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
