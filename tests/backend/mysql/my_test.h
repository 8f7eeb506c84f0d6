/* SPDX-License-Identifier: MIT */
/*
 * my_test.h - a small host and short calls, to test the backend by its slots.
 *
 * The backend needs nothing of the library but the host table, so neither do
 * these tests.  The server is named by TENON_TEST_MYSQL, "host port user
 * password database"; without it the program says so and is skipped.
 */
#ifndef TN_MY_TEST_H
#define TN_MY_TEST_H

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/error.h>
#include <tenon/sys/backend.h>

extern const struct tn_backend tn__backend_mysql;

/* What the host was told last. */
struct my_test_fault {
	int code; /* as the dialect's table or the backend has it; 0: none */
	unsigned flags;
	int native;
	char message[512], constraint[128], table[128], column[128];
	size_t position;
};
extern struct my_test_fault my_test_fault;
extern unsigned my_test_notices;
extern int my_test_notice_number;
extern char my_test_notice[512];

/* Options of the URL: "key=value&key=value" or NULL. */
struct tn_be_conn *my_test_open(const char *scheme, const char *options, unsigned facts);
/* The same, but open() or probe() may fail: its result is in *rc. */
struct tn_be_conn *my_test_try(const char *scheme, const char *options, unsigned facts, int *rc);
void my_test_close(struct tn_be_conn *c);
/* Another host or password for the opens that follow; NULL: as the environment says. */
void my_test_override(const char *host, unsigned port, const char *password, const char *database);

/* Applies the session rows as the library does; 0 or the code of the row that cannot hold. */
int my_test_guard(struct tn_be_conn *c);

/* A statement with kinds taken from the values. */
struct tn_be_stmt *my_test_stmt(
	struct tn_be_conn *c, const char *sql, const tn_value *params, unsigned n, unsigned flags, int *rc);
void my_test_drop(struct tn_be_stmt *s);

/* Prepares, runs, reads all rows and drops; the result, with the first row's number of rows in *rows. */
int my_test_run(struct tn_be_conn *c, const char *sql, const tn_value *params, unsigned n, unsigned *rows);
/* Must succeed. */
void my_test_do(struct tn_be_conn *c, const char *sql);
/* Must fail; returns the code. */
int my_test_fail(struct tn_be_conn *c, const char *sql);
/* First cell of the first row as text, in a static buffer. */
const char *my_test_text(struct tn_be_conn *c, const char *sql);
/* A value as text, with its kind and mark: "integer 5", "text! 838:59:59". */
const char *my_test_show(const tn_value *v);

int my_test_is_mariadb(const struct tn_be_conn *c);

TCase *my_test_values(void);
TCase *my_test_errors(void);
TCase *my_test_session(void);
TCase *my_test_stream(void);
TCase *my_test_engines(void);

#endif
