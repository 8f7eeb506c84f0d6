/* SPDX-License-Identifier: MIT */
/*
 * sqlite_host.h - the smallest host that the SQLite backend runs on.
 *
 * The tests call the backend's slots without the library, so that a failure
 * here is the backend's.  Faults are copied into `sq_fault`; allocations are
 * counted and can be made to fail.
 */
#ifndef TENON_TESTS_SQLITE_HOST_H
#define TENON_TESTS_SQLITE_HOST_H

#include <check.h>
#include <tenon/conn.h>
#include <tenon/sys/backend.h>

extern const struct tn_backend tn__backend_sqlite;
extern const struct tn_host sq_host;

/* The first fault since sq_clear(), classified with the dialect's rows. */
struct sq_fault {
	int code;
	unsigned flags;
	int native;
	size_t position;
	char sqlstate[8];
	char message[256], hint[128], constraint[64], table[64], column[64];
};
extern struct sq_fault sq_fault;
extern char sq_notice[256];
extern long sq_allocations; /* made so far */
extern long sq_fail_at;     /* the number of the allocation that fails; 0: none */

void sq_clear(void);

/* Opens and probes; options are "key=value&key=value" or NULL.  NULL on failure: see sq_fault. */
struct tn_be_conn *sq_open(const char *path, const char *options, unsigned flags);
/* Opens and sets the dialect's session rows; fails the test if a MUST does not hold. */
struct tn_be_conn *sq_open_guarded(const char *path, const char *options);
/* Brings one session row into force as the library does: 0, or 1 if it does not hold. */
int sq_guard(struct tn_be_conn *conn, const struct tn_session_row *row, struct tn_text *found);
void sq_close(struct tn_be_conn *conn);

/* A statement; prepare returns NULL on failure. */
struct tn_be_stmt *sq_prepare(struct tn_be_conn *conn, const char *sql, uint32_t params, unsigned flags);
void sq_drop(struct tn_be_stmt *stmt);
/* Runs to the end: 0 or the error; `affected` and `last_insert_id` of the last run are kept. */
int sq_run(struct tn_be_conn *conn, const char *sql);
int sq_run_with(struct tn_be_conn *conn, const char *sql, const tn_value *params, uint32_t count);
extern int64_t sq_affected, sq_last_insert_id;
/* Prepares, executes and steps to the first row; the caller drops it. */
struct tn_be_stmt *sq_first_row(struct tn_be_conn *conn, const char *sql);

/* A folder for the files of this run, and its end. */
int sq_make_folder(void);
void sq_remove_folder(void);
/* A path in it; the file is removed first.  Four texts are kept. */
const char *sq_path(const char *name);

#endif
