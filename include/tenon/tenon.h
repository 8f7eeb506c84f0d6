/* SPDX-License-Identifier: MIT */
/*
 * tenon/tenon.h - everything that a program needs.
 *
 * Tenon is one data-access layer over PostgreSQL, SQLite and MySQL/MariaDB:
 * the URL picks the server; rows, errors and guarantees are the same.
 *
 * Conventions, everywhere:
 *   - int results: 0 and positive are answers, negative is TN_E_*;
 *   - the last parameter is tn_error **err: may be NULL, written on failure only;
 *   - out-parameters are yours to free, returned pointers belong to their parent;
 *   - handles are opaque; passing a closed or foreign one is TN_E_MISUSE where it
 *     can be told, and freeing NULL is fine;
 *   - names of tables and columns that are arguments of their own are taken as they
 *     are, not folded: what SQL text created without quotes is in lower case;
 *   - option structs begin with their size; NULL stands for all defaults, and so does
 *     a member that is 0;
 *   - text is UTF-8 and ends with a NUL; lengths are in bytes where nothing else is said;
 *   - calls that need the server wait for it.
 *
 * Every call with an err can fail with TN_E_NOMEM, with TN_E_MISUSE (a closed or foreign
 * handle, a NULL where there must be something, a statement while rows are being read)
 * and, if it needs the server, with TN_E_DISCONNECTED and what the server makes of it;
 * the headers name what else there is.
 *
 * Threads: a connection, and all that was made from it (statements, rows, checks), is
 * for one thread at a time, tn_cancel() excepted; it may change threads between two calls.  Different
 * connections have nothing to do with each other.  URLs, errors and catalogues may be
 * used by several threads at once.
 */
#ifndef TENON_TENON_H
#define TENON_TENON_H

#include <tenon/arrow.h>
#include <tenon/batch.h>
#include <tenon/bulk.h>
#include <tenon/builder.h>
#include <tenon/cancel.h>
#include <tenon/catalog.h>
#include <tenon/columns.h>
#include <tenon/conn.h>
#include <tenon/deadline.h>
#include <tenon/error.h>
#include <tenon/expect.h>
#include <tenon/explain.h>
#include <tenon/foreign.h>
#include <tenon/length.h>
#include <tenon/rows.h>
#include <tenon/stmt.h>
#include <tenon/struct.h>
#include <tenon/table.h>
#include <tenon/trace.h>
#include <tenon/tx.h>
#include <tenon/upsert.h>
#include <tenon/url.h>
#include <tenon/value.h>
#include <tenon/version.h>

#endif
