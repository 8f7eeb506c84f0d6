/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/lies/lies.c - the server lies after it has let us in.
 *
 * A program's work (connect, rows of every kind of value read and dropped, changes, prepared
 * statements, a plan of several steps, a transaction) through a proxy that changes one
 * message of the server, or puts others in its place: liar.h.  A process for each lie:
 *
 *  1. It does not crash, and no call outlasts its deadline by more than a slow machine explains.
 *  2. A failure is an error with a message, and none that says that this library is wrong.
 *  3. Its memory does not grow by what the server says that it will send.
 *
 * What is read may be wrong: it is what the server said.  MariaDB Connector/C 3.3 reads behind the
 * end of a packet that has less in it than its columns need, and may crash of it: such
 * lies are told to it by hand alone, and counted.  TENON_TEST_LIES is their number; the
 * default is for every day and the same each time, else they differ from run to run unless
 * TENON_TEST_SEED is set.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <tenon/testing.h>
#include <time.h>
#include <unistd.h>
#include "tests/backend/lies/liar.h"
#include "tests/support/suite_run.h"

#define STATEMENT_MS 150
#define GRACE_MS 100
#define CALL_US 4000000
#define ALL_SECONDS 60
#define GROWTH_KIB (256l << 10)
#define EVERY_DAY 48

enum { WELL = 0, WRONG_CODE = 3, LATE, NO_MESSAGE };

static char through[512];
static int breaks_client, crashes; /* see above */
static int64_t call_start;

static int64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- the work, in a process of its own --------------------------------------------------- */

/* Judges what a call came to; the process ends with the first thing that must not be. */
static int after(const char *call, int rc, tn_error **err)
{
	char text[600] = "";
	int64_t took = now_us() - call_start;
	int end = WELL;
	if (rc < 0)
		tn_error_format(*err, text, sizeof text);
	if (rc == TN_E_INTERNAL)
		end = WRONG_CODE;
	else if (took > CALL_US)
		end = LATE;
	else if (rc < 0 && (!*err || tn_error_code(*err) != rc || !*tn_error_message(*err)))
		end = NO_MESSAGE;
	if (end != WELL) {
		fprintf(stderr, "%s: %lld us: %s\n", call, (long long)took, text);
		_exit(end);
	}
	if (getenv("TENON_TEST_VERBOSE") && rc < 0)
		fprintf(stderr, "    %s: %s\n", call, text);
	tn_error_free(*err);
	*err = NULL;
	call_start = now_us();
	return rc;
}

/* Every getter looks at every cell. */
static void look(tn_rows *rows)
{
	unsigned i;
	for (i = 0; i < tn_column_count(rows); i++) {
		const tn_value *v = tn_get_value(rows, i);
		volatile unsigned char sum = 0;
		uint32_t k;
		if (v->kind == TN_KIND_TEXT || v->kind == TN_KIND_BYTES || v->kind == TN_KIND_NUMERIC)
			for (k = 0; k < v->len; k++)
				sum = (unsigned char)(sum + (unsigned char)v->u.s[k]);
		(void)sum;
	}
}

static void read_rows(tn_conn *db, const char *sql, int most, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc = after("query", tn_query(db, sql, TN_ARGS(100), &rows, err), err);
	while (rc >= 0 && most-- && (rc = after("next", tn_next(rows, err), err)) == TN_ROW)
		look(rows);
	after("finish", tn_finish(rows, err), err);
}

static void change(tn_conn *db, int64_t key, tn_error **err)
{
	tn_stmt *stmt = NULL;
	tn_result result;
	after("insert", tn_exec(db, "INSERT INTO item (id, name) VALUES (?, 'new')", TN_ARGS(key), &result, err), err);
	if (after("begin", tn_begin(db, NULL, err), err) < 0)
		return;
	if (after("prepare", tn_prepare(db, "UPDATE item SET name = ? WHERE id = ?", &stmt, err), err) >= 0)
		after("update", tn_stmt_exec(stmt, TN_ARGS("other", key), &result, err), err);
	after("plan", tn_exec(db, "DELETE FROM item WHERE id = (SELECT MAX(id) FROM item WHERE id = ?)",
			      TN_ARGS(key), &result, err), err);
	if (tn_is_dead(db) || after("commit", tn_commit(db, err), err) < 0)
		after("rollback", tn_tx_depth(db) ? tn_rollback(db, err) : TN_OK, err);
	tn_stmt_close(stmt);
}

static void work(int64_t key, int only_open)
{
	tn_timeouts t = {.size = sizeof t, .statement_ms = STATEMENT_MS, .grace_ms = GRACE_MS};
	tn_open_options o = {.size = sizeof o, .timeouts = &t, .connect_ms = 1000};
	tn_conn *db = NULL;
	tn_error *err = NULL;
	call_start = now_us();
	if (after("open", tn_open(&db, through, &o, &err), &err) < 0 || only_open) {
		tn_close(db);
		return;
	}
	read_rows(db, "SELECT id, name, price, data, at, weight, good FROM item WHERE id < ? ORDER BY id", -1, &err);
	read_rows(db, TN_NATIVE("SELECT * FROM item WHERE id < ?"), 2, &err);
	change(db, key, &err);
	read_rows(db, "SELECT id, name FROM item WHERE id < ?", -1, &err);
	if (!tn_is_dead(db))
		after("reset", tn_reset(db, &err), &err);
	tn_close(db);
	after("close", TN_OK, &err);
}

/* ---- one lie ------------------------------------------------------------------------------- */

/* The process that did the work: how it ended, and the most memory that it had, in KiB. */
static int run_work(int64_t key, int only_open, long *kib)
{
	struct rusage use;
	int status = -1;
	pid_t pid;
	fflush(NULL);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		signal(SIGALRM, SIG_DFL);
		alarm(ALL_SECONDS);
		work(key, only_open);
		/* Not exit(): a leak checker would tell what the client library loses on a lie. */
		_exit(WELL);
	}
	ck_assert_int_eq(wait4(pid, &status, 0, &use), pid);
	*kib = use.ru_maxrss;
	return status;
}

static void tell(unsigned lie, long at, int64_t key, long usual, long *most)
{
	long kib;
	int status;
	if (getenv("TENON_TEST_VERBOSE"))
		fprintf(stderr, "  %s, message %ld\n", liar_name(lie), at);
	liar_order(lie, at);
	status = run_work(key, 0, &kib);
	if (breaks_client && !liar_is_whole(lie) && WIFSIGNALED(status) && WTERMSIG(status) != SIGALRM) {
		crashes++;
		return;
	}
	ck_assert_msg(WIFEXITED(status), "%s, message %ld: signal %d", liar_name(lie), at, WTERMSIG(status));
	ck_assert_msg(WEXITSTATUS(status) == WELL, "%s, message %ld: ended with %d", liar_name(lie), at,
		      WEXITSTATUS(status));
	ck_assert_msg(kib < usual + GROWTH_KIB, "%s, message %ld: %ld MiB", liar_name(lie), at, kib >> 10);
	if (kib > *most)
		*most = kib;
}

/* ---- the server ------------------------------------------------------------------------------ */

static void make_table(void)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "name", .type = TN_TYPE_VARCHAR, .length = 40},
		{.name = "price", .type = TN_TYPE_NUMERIC, .length = 12, .scale = 2},
		{.name = "data", .type = TN_TYPE_BYTEA},
		{.name = "at", .type = TN_TYPE_TIMESTAMPTZ},
		{.name = "weight", .type = TN_TYPE_DOUBLE},
		{.name = "good", .type = TN_TYPE_BOOLEAN},
	};
	tn_table_def def = {.size = sizeof def, .name = "item", .columns = columns,
			    .column_count = sizeof columns / sizeof columns[0]};
	tn_conn *db = tn_test_open();
	int i;
	ck_tn_ok(tn_table_create(db, &def, tn_test_err()));
	for (i = 0; i < 12; i++)
		ck_tn_ok(tn_exec(db, "INSERT INTO item (id, name, price, data, at, weight, good) "
				     "VALUES (?, 'a name', 12.34, X'00ff10', CURRENT_TIMESTAMP, 2.5, TRUE)",
				 TN_ARGS(i), NULL, tn_test_err()));
	tn_close(db);
}

/* The URL of the run by way of the liar; 0 if its server is not behind a network. */
static int set_up(void)
{
	const char *url = tn_test_url(), *at = strchr(url, '@');
	tn_url *u = NULL;
	unsigned port = 0;
	ck_tn_ok(tn_url_parse(&u, url, NULL, tn_test_err()));
	breaks_client = strncmp(url, "postgres", 8) != 0;
	if (tn_url_host_count(u) && at)
		port = liar_start(breaks_client ? LIAR_MYSQL : LIAR_POSTGRESQL, tn_url_port(u, 0));
	tn_url_free(u);
	if (!port)
		return 0;
	snprintf(through, sizeof through, "%.*s@127.0.0.1:%u%s%csslmode=disable", (int)(at - url), url, port,
		 strchr(at, '/'), strchr(at, '?') ? '&' : '?');
	make_table();
	return 1;
}

static long count_messages(int only_open, long *kib)
{
	int status;
	liar_order(0, 0);
	status = run_work(1000, only_open, kib);
	ck_assert_msg(WIFEXITED(status) && !WEXITSTATUS(status), "without a lie: status %d", status);
	return liar_messages();
}

/* TENON_TEST_LIE="twice:216" tells one alone, to look at. */
static int tell_one(const char *which, long usual)
{
	const char *colon = which ? strchr(which, ':') : NULL;
	unsigned i;
	long most = 0;
	if (!colon)
		return 0;
	for (i = 0; i < liar_count(); i++) {
		size_t n = strlen(liar_name(i));
		if (n == (size_t)(colon - which) && !strncmp(liar_name(i), which, n))
			tell(i, atol(colon + 1), 2000, usual, &most);
	}
	return 1;
}

START_TEST(the_server_lies)
{
	const char *ordered = getenv("TENON_TEST_LIES"), *seed = getenv("TENON_TEST_SEED");
	long n = ordered ? atol(ordered) : EVERY_DAY, i, opened, all, usual = 0, most = 0, told = 0;
	unsigned start = seed ? (unsigned)atol(seed) : ordered ? (unsigned)now_us() : 1;
	tn_test_skip_if(!set_up(), NULL, "the database is not behind a network");
	srand(start);
	opened = count_messages(1, &usual);
	all = count_messages(0, &usual);
	ck_assert_int_gt(all, opened);
	if (tell_one(getenv("TENON_TEST_LIE"), usual))
		n = 0;
	for (i = 0; i < n; i++) {
		/* One in four before the connection is open: the questions that it begins with. */
		long at = i % 4 ? opened + 1 + rand() % (all - opened) : 1 + rand() % opened;
		unsigned lie = (unsigned)i % liar_count();
		if (breaks_client && !ordered && !liar_is_whole(lie))
			continue;
		tell(lie, at, 2000 + i, usual, &most);
		told += liar_happened();
	}
	printf("lies: %ld told of %ld (seed %u), %ld messages of which %ld to log in, %ld KiB more at most, "
	       "%d crashes of the client library\n", told, n, start, all, opened, most - usual, crashes);
	liar_stop();
}
END_TEST

int main(void)
{
	Suite *s = suite_create("lies");
	TCase *tc = tcase_create("lies");
	int rc = tn_test_begin();
	if (rc)
		return rc;
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 36000);
	tcase_add_test(tc, the_server_lies);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
