/* SPDX-License-Identifier: MIT */
/*
 * tests/support/testing.c - the harness behind tenon/testing.h.
 *
 * The parent process (main) reads the environment, takes a worker number and
 * makes a folder; it never opens a connection, since libcheck forks for each
 * test and connections must not cross a fork.  The child empties the database,
 * runs the test, empties it again.  A child that fails ends at once, so its
 * database stays as it was and the mark "running" stays in the folder: that is
 * how the next case learns that one failed before it.
 *
 * Invariants:
 *  1. No URL with a password is printed; tn_test_url_text() is the printable one.
 *  2. What is not under the folder of this run is never removed from disk.
 *  3. Only tn_database_clean() drops anything, and it checks the test mark on
 *     the server itself.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <tenon/testing.h>
#include <unistd.h>
#include "tests/support/testing_env.h"

static tn_error *last_error;
static char failure_text[2048];
static char setup_error[2560];
static char shared_url[TN_TEST_PATH_MAX * 2];

tn_error **tn_test_err(void)
{
	return &last_error;
}

const char *tn_test_failure(int code)
{
	if (last_error && tn_error_code(last_error) == code)
		tn_error_format(last_error, failure_text, sizeof failure_text);
	else
		snprintf(failure_text, sizeof failure_text, "%s", tn_error_name(code));
	return failure_text;
}

int tn_test_begin(void)
{
	char why[1024];
	if (tn__test_env_init(why, sizeof why) == 0)
		return 0;
	fprintf(stderr, "test harness: %s\n", why);
	return 2;
}

int tn_test_end(int failed)
{
	const struct tn_test_env *env = tn__test_env();
	if (failed && env->keep)
		fprintf(stderr, "test harness: kept database %s, files in %s\n", env->url_text, env->folder);
	else
		tn__test_remove_folder(env->folder);
	return failed ? 1 : 0;
}

const char *tn_test_url(void)
{
	return tn__test_env()->url;
}

const char *tn_test_url_text(void)
{
	return tn__test_env()->url_text;
}

const char *tn_test_folder(void)
{
	static char folder[TN_TEST_PATH_MAX];
	snprintf(folder, sizeof folder, "%s/case-%ld", tn__test_env()->folder, (long)getpid());
	if (mkdir(folder, 0700) < 0 && access(folder, W_OK) < 0)
		ck_abort_msg("cannot make the folder %s", folder);
	return folder;
}

/* A file URL has three slashes before a path, and an absolute path one of its own. */
const char *tn_test_shared_url(void)
{
	const struct tn_test_env *env = tn__test_env();
	if (!env->memory)
		return env->url;
	snprintf(shared_url, sizeof shared_url, "%s:///%s/test.db", env->scheme, tn_test_folder());
	return shared_url;
}

int tn__test_connect(tn_conn **out, const char *url, const tn_open_options *options)
{
	int rc = tn_open(out, url, options, tn_test_err());
	if (rc >= 0)
		tn_test_info(*out);
	return rc;
}

/* ---- the fixture --------------------------------------------------------- */

static void mark_path(char *out, size_t size)
{
	snprintf(out, size, "%s/running", tn__test_env()->folder);
}

/* 1 if the case before this one ended without its teardown. */
static int set_mark(void)
{
	char path[TN_TEST_PATH_MAX + 16];
	int fd, existed;
	mark_path(path, sizeof path);
	existed = access(path, F_OK) == 0;
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	if (fd >= 0)
		close(fd);
	return existed;
}

/* A database in memory is a new one for each connection: nothing to clean. */
static int clean(void)
{
	tn_conn *conn = NULL;
	int rc;
	if (tn__test_env()->memory)
		return 0;
	rc = tn_open(&conn, tn_test_url(), NULL, &last_error);
	if (rc >= 0)
		rc = tn_database_clean(conn, &last_error);
	tn_close(conn);
	if (rc < 0)
		snprintf(setup_error, sizeof setup_error, "cannot clean %s: %s", tn_test_url_text(),
			 tn_test_failure(rc));
	return rc;
}

void tn_test_setup(void)
{
	if (set_mark() && tn__test_env()->keep)
		ck_abort_msg("database %s is kept as a failed case left it; unset TENON_TEST_KEEP to go on",
			     tn_test_url_text());
	if (clean() < 0)
		ck_abort_msg("%s", setup_error);
}

void tn_test_teardown(void)
{
	char path[TN_TEST_PATH_MAX + 16];
	int rc = clean();
	snprintf(path, sizeof path, "%s/case-%ld", tn__test_env()->folder, (long)getpid());
	tn__test_remove_folder(path);
	mark_path(path, sizeof path);
	unlink(path);
	tn_error_free(last_error);
	last_error = NULL;
	if (rc < 0)
		ck_abort_msg("%s", setup_error);
}

/* ---- reports for the runner ---------------------------------------------- */

static void append_line(const char *file, const char *left, const char *right)
{
	char line[1024];
	int fd, n = snprintf(line, sizeof line, "%s\t%s\n", left, right);
	if (!file || !*file || n < 0 || (size_t)n >= sizeof line)
		return;
	fd = open(file, O_WRONLY | O_APPEND | O_CREAT, 0644);
	if (fd < 0 || write(fd, line, (size_t)n) != n)
		fprintf(stderr, "test harness: cannot write to %s\n", file);
	if (fd >= 0)
		close(fd);
}

void tn__test_skipped(const char *function, const char *reason)
{
	char name[128];
	size_t n = strlen(function);
	/* libcheck's START_TEST(x) makes the function x_fn. */
	if (n > 3 && !strcmp(function + n - 3, "_fn"))
		n -= 3;
	snprintf(name, sizeof name, "%.*s", (int)n, function);
	append_line(getenv("TENON_TEST_SKIPS"), name, reason);
}

int tn__test_lacks(const tn_conn *conn, const char *cap, const char *function)
{
	char reason[160];
	int has = tn_has_cap(conn, cap);
	if (has < 0)
		ck_abort_msg("no capability is called '%s'", cap);
	if (has)
		return 0;
	snprintf(reason, sizeof reason, "%s lacks %s", tn_server_product(conn), cap);
	tn__test_skipped(function, reason);
	return 1;
}

/* The file is written by whoever comes first; the others find it filled. */
void tn_test_info(const tn_conn *conn)
{
	const char *file = getenv("TENON_TEST_INFO");
	struct stat st;
	if (!file || !*file || (stat(file, &st) == 0 && st.st_size > 0))
		return;
	append_line(file, tn_server_product(conn), tn_server_version(conn));
}
