/* SPDX-License-Identifier: MIT */
/*
 * tenon/testing.h - tests against a database, for libcheck.
 *
 * The harness that this library tests itself with.  A test program starts with
 * tn_test_begin(), ends with tn_test_end(), gives each case the fixture
 * tn_test_setup / tn_test_teardown, and opens its connections inside the tests:
 * libcheck forks for each of them, and a connection must not cross a fork.
 *
 *   START_TEST(author_is_kept)
 *   {
 *       tn_conn *db = tn_test_open();
 *       ck_tn_ok(tn_exec(db, "INSERT INTO author (id) VALUES (?)", TN_ARGS(1), NULL, tn_test_err()));
 *       ck_tn_err(tn_exec(db, "INSERT INTO author (id) VALUES (?)", TN_ARGS(1), NULL, tn_test_err()),
 *                 TN_E_UNIQUE);
 *       tn_close(db);
 *   }
 *   END_TEST
 *
 * Environment:
 *   TENON_TEST_DB_URL    the database; default: one in memory.  {TEST_ID} in it
 *                        stands for the number of the worker, so that programs
 *                        that run at the same time have a database each
 *   TENON_TEST_ID        that number; default: the first one, from 1, that no
 *                        other test program of the user holds at the moment
 *   TENON_TEST_PARALLEL  1 says that programs run in parallel ("make -j" is
 *                        noticed by itself): a URL that names a database
 *                        without {TEST_ID} is then refused
 *   TENON_TEST_KEEP      1: the database of a case that failed is kept; the
 *                        cases after it are then refused, for they need it
 *   TENON_TEST_SKIPS     file that gets a line "case<TAB>reason" per skipped case
 *   TENON_TEST_INFO      file that gets the line "product<TAB>version"
 *
 * The database is emptied before and after every case, by
 * tn_database_clean(), which refuses one that is not marked for tests.
 *
 * Link with libtenon-testing, libtenon and libcheck.  One thread, but for
 * connections that a test opens in threads of its own with tn_open().
 */
#ifndef TENON_TESTING_H
#define TENON_TESTING_H

#include <check.h>
#include <tenon/tenon.h>

TN_BEGIN_DECLS

/*
 * Reads the environment and makes the temporary folder.  Returns 0, or the exit
 * status for main(), after printing to stderr what is wrong.
 */
TN_API int tn_test_begin(void);

/*
 * Removes the temporary folder, unless cases failed and are to be kept, and
 * then says where the database is.  Returns the exit status for main().
 */
TN_API int tn_test_end(int failed);

/* The checked fixture of a case. */
TN_API void tn_test_setup(void);
TN_API void tn_test_teardown(void);

/*
 * The URL of the database of this process.  It may hold a password:
 * tn_test_url_text() is the one to print.
 */
TN_API const char *tn_test_url(void);
TN_API const char *tn_test_url_text(void);

/*
 * The same, but never in memory, for a test that needs several connections to
 * one database: a database in memory is replaced by a file of this case.
 */
TN_API const char *tn_test_shared_url(void);

/* A folder that belongs to this case and is removed after it. */
TN_API const char *tn_test_folder(void);

/* Where calls of a test put their error: one variable, freed by the harness. */
TN_API tn_error **tn_test_err(void);

/* Text for a failed call: the error that it left, or the name of its code. */
TN_API const char *tn_test_failure(int code);

/* Used by the inline functions and macros below. */
TN_API int tn__test_connect(tn_conn **out, const char *url, const tn_open_options *options);
TN_API const char *tn__test_setup_error(void);
TN_API void tn__test_skipped(const char *function, const char *reason);
TN_API int tn__test_lacks(const tn_conn *conn, const char *cap, const char *function);

/* Appends product and version of the server to the file TENON_TEST_INFO, once. */
TN_API void tn_test_info(const tn_conn *conn);

/* A connection with options; a failure fails the test. */
static inline tn_conn *tn_test_open_with(const char *url, const tn_open_options *options)
{
	tn_conn *conn = NULL;
	int rc = tn__test_connect(&conn, url, options);
	if (rc < 0)
		ck_abort_msg("cannot open the test database: %s", tn_test_failure(rc));
	return conn;
}

/* A connection to the database of the run. */
static inline tn_conn *tn_test_open(void)
{
	return tn_test_open_with(tn_test_url(), NULL);
}

/* One of several connections to the same database. */
static inline tn_conn *tn_test_open_shared(void)
{
	return tn_test_open_with(tn_test_shared_url(), NULL);
}

/* The call answers; what it answers does not matter. */
#define ck_tn_ok(call) \
	do { \
		int ck_tn_rc = (call); \
		ck_assert_msg(ck_tn_rc >= 0, "%s: %s", #call, tn_test_failure(ck_tn_rc)); \
	} while (0)

/* The call answers exactly this: TN_ROW, TN_DONE, 1. */
#define ck_tn_is(call, answer) \
	do { \
		int ck_tn_rc = (call); \
		ck_assert_msg(ck_tn_rc == (answer), "%s gave %d, not %s: %s", #call, ck_tn_rc, #answer, \
			tn_test_failure(ck_tn_rc)); \
	} while (0)

/* The call fails with this code. */
#define ck_tn_err(call, code) \
	do { \
		int ck_tn_rc = (call); \
		ck_assert_msg(ck_tn_rc == (code), "%s: expected %s, got %s", #call, tn_error_name(code), \
			tn_test_failure(ck_tn_rc)); \
	} while (0)

/* Ends the case as skipped, closing conn (may be NULL), when condition holds. */
#define tn_test_skip_if(condition, conn, reason) \
	do { \
		if (condition) { \
			tn__test_skipped(__func__, reason); \
			tn_close(conn); \
			return; \
		} \
	} while (0)

/* Ends the case as skipped, closing conn, when the server lacks a capability. */
#define tn_test_skip_unless(conn, cap) \
	do { \
		if (tn__test_lacks(conn, cap, __func__)) { \
			tn_close(conn); \
			return; \
		} \
	} while (0)

TN_END_DECLS

#endif
