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
 *   - text is UTF-8.
 */
#ifndef TENON_TENON_H
#define TENON_TENON_H

#include <tenon/batch.h>
#include <tenon/catalog.h>
#include <tenon/builder.h>
#include <tenon/conn.h>
#include <tenon/error.h>
#include <tenon/expect.h>
#include <tenon/explain.h>
#include <tenon/foreign.h>
#include <tenon/length.h>
#include <tenon/rows.h>
#include <tenon/stmt.h>
#include <tenon/struct.h>
#include <tenon/table.h>
#include <tenon/tx.h>
#include <tenon/upsert.h>
#include <tenon/url.h>
#include <tenon/value.h>
#include <tenon/version.h>

#endif
