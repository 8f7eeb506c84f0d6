/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/foreign/foreign_test.h - what the files of this suite share.
 *
 * tests/conformance/conf_foreign.c holds every server to the same answers; here are the
 * foreign keys that only one of them has, and its own word on what is violated.
 */
#ifndef TN_FOREIGN_H
#define TN_FOREIGN_H

#include <tenon/testing.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The cases of one server, for runs on it. */
TCase *foreign_mysql_case(void);
TCase *foreign_postgresql_case(void);
TCase *foreign_sqlite_case(void);
int foreign_is(const char *backend);

/* Text of the server's own that must work. */
void foreign_run(tn_conn *db, const char *sql);
int64_t foreign_int(tn_conn *db, const char *sql);
/* The value of a query as text, in one of two static buffers. */
const char *foreign_text(tn_conn *db, const char *sql);

/* Violations of a table (NULL: all), of one constraint unless that is NULL, and the flags of the last. */
int foreign_count(tn_conn *db, const char *table, const char *constraint, unsigned *flags);

/* For tn_without_foreign_keys(): runs the statements of a NULL-terminated list. */
int foreign_work(tn_conn *db, void *statements, tn_error **err);

#endif
