/* SPDX-License-Identifier: MIT */
/*
 * tests/proxy/killpoints.c - the link fails at each step of a program's work.
 *
 * The work: connect, an INSERT of its own, a transaction with a prepared statement, a
 * statement that may be a plan of several steps, rows that are read, a commit, and a
 * question after it.  It is done once undisturbed, to count the bytes; then again and again
 * with the link cut, silent or trickling at a byte between the first and the last, in either
 * direction.  Each time:
 *
 *  1. No call outlasts its deadline and the grace by more than a slow machine explains.
 *  2. A failure has a code and flags that fit; the connection says whether it is dead, and if
 *     it does not, its next statement works.
 *  3. What was acknowledged is there.  What failed is not, and is not half there, unless the
 *     error says that nobody knows.
 *
 * TENON_TEST_KILL_POINTS is their number; the default is for every day.  The link is in the
 * clear, unless TENON_TEST_KILL_TLS is set and the server speaks TLS.  The figures that
 * the last case prints stand in docs/reliability.md.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/testing.h>
#include <time.h>
#include "tests/proxy/proxy.h"
#include "tests/support/suite_run.h"

#define CONNECT_MS 1000
#define STATEMENT_MS 200
#define GRACE_MS 100
#define SLACK_US 2000000
#define EVERY_DAY 100

enum { OPEN, INSERT, BEGIN, PREPARED, CHANGE, PLAN, FETCH, COMMIT, AFTER, STEPS };
static const char *const step_names[STEPS] = {"open", "insert", "begin", "prepared", "change", "plan", "fetch",
					      "commit", "after"};

struct outcome {
	int rc[STEPS];
	unsigned flags[STEPS];
	long passed[2][STEPS]; /* bytes after each */
	int last;      /* the last step that was tried */
	int dead;      /* what the connection said then */
};

static struct {
	long points, happened, failed, unknown, there, timeouts, dead;
	long at_step[STEPS];
} sums;

static char through[512];
static tn_conn *judge;

static int64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- the work ------------------------------------------------------------------------ */

static int read_rows(tn_conn *db, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc = tn_query(db, "SELECT id, name FROM item WHERE id < ? ORDER BY id", TN_ARGS(200), &rows, err), end;
	if (rc < 0)
		return rc;
	while ((rc = tn_next(rows, err)) == TN_ROW)
		;
	end = tn_finish(rows, rc < 0 ? NULL : err);
	return rc < 0 ? rc : end;
}

static int run_step(tn_conn **db, int step, int64_t key, tn_stmt **stmt, tn_error **err)
{
	tn_timeouts t = {.size = sizeof t, .statement_ms = STATEMENT_MS, .grace_ms = GRACE_MS};
	tn_open_options o = {.size = sizeof o, .timeouts = &t, .connect_ms = CONNECT_MS};
	int rc;
	switch (step) {
	case OPEN:
		return tn_open(db, through, &o, err);
	case INSERT:
		return tn_exec(*db, "INSERT INTO item (id, name) VALUES (?, 'alone')", TN_ARGS(key), NULL, err);
	case BEGIN:
		return tn_begin(*db, NULL, err);
	case PREPARED:
		rc = tn_prepare(*db, "INSERT INTO item (id, name) VALUES (?, 'in a transaction')", stmt, err);
		return rc < 0 ? rc : tn_stmt_exec(*stmt, TN_ARGS(key + 1), NULL, err);
	case CHANGE:
		return tn_stmt_exec(*stmt, TN_ARGS(key + 2), NULL, err);
	case PLAN:
		return tn_exec(*db, "DELETE FROM item WHERE id = (SELECT MAX(id) FROM item WHERE id = ?)",
			       TN_ARGS(key - 1), NULL, err);
	case FETCH:
		return read_rows(*db, err);
	case COMMIT:
		return tn_commit(*db, err);
	default:
		return tn_exec(*db, "SELECT COUNT(*) FROM item", NULL, NULL, err);
	}
}

/* No call is waited for longer than its own bounds and those of what cleans up after it. */
static void in_time(int step, int64_t took)
{
	int64_t bound = step == OPEN ? CONNECT_MS * 1000 + 1000000 : STATEMENT_MS * 1000;
	ck_assert_msg(took < bound + 4 * GRACE_MS * 1000 + SLACK_US, "%s took %lld us", step_names[step],
		      (long long)took);
}

static void code_fits(int step, const tn_error *e)
{
	int code = tn_error_code(e);
	unsigned flags = tn_error_flags(e);
	char text[512];
	tn_error_format(e, text, sizeof text);
	if (step == OPEN)
		ck_assert_msg(code == TN_E_CONNECT || code == TN_E_TIMEOUT || code == TN_E_DISCONNECTED, "open: %s",
			      text);
	else if (step == COMMIT && (flags & TN_ERR_DEAD))
		ck_assert_msg(code == TN_E_COMMIT_UNKNOWN && (flags & TN_ERR_AMBIGUOUS), "commit: %s", text);
	else
		ck_assert_msg(code == TN_E_DISCONNECTED || code == TN_E_TIMEOUT, "%s: %s", step_names[step], text);
}

/* Up to the first failure. */
static void work(int64_t key, struct outcome *o)
{
	tn_conn *db = NULL;
	tn_stmt *stmt = NULL;
	tn_error *err = NULL;
	int step, rc = TN_OK;
	memset(o, 0, sizeof *o);
	for (step = 0; step < STEPS && rc >= 0; step++) {
		int64_t start = now_us();
		o->last = step;
		rc = o->rc[step] = run_step(&db, step, key, &stmt, &err);
		o->passed[0][step] = proxy_bytes(PROXY_CLIENT);
		o->passed[1][step] = proxy_bytes(PROXY_SERVER);
		in_time(step, now_us() - start);
		if (rc < 0) {
			o->flags[step] = tn_error_flags(err);
			code_fits(step, err);
		}
	}
	if (db) {
		int64_t start = now_us();
		o->dead = tn_is_dead(db);
		/* One that lives is good for more, once the transaction is over; one that is dead says so. */
		if (rc < 0 && !o->dead && tn_tx_depth(db))
			tn_rollback(db, NULL);
		if (rc < 0 && o->dead)
			ck_tn_err(tn_exec(db, "SELECT 1", NULL, NULL, tn_test_err()), TN_E_DISCONNECTED);
		tn_close(db);
		in_time(OPEN, now_us() - start);
	} else {
		ck_assert_int_eq(o->last, OPEN);
	}
	tn_error_free(err);
}

/* ---- the judge ------------------------------------------------------------------------- */

static int64_t count(const char *sql, int64_t key)
{
	tn_value v;
	int64_t n;
	ck_tn_is(tn_query_value(judge, sql, TN_ARGS(key, key), &v, tn_test_err()), TN_ROW);
	n = v.u.i;
	tn_value_free(&v);
	return n;
}

/* 1: it must be there, 0: it must not, -1: nobody can know. */
static int expected(const struct outcome *o, int step)
{
	if (o->last < step)
		return 0;
	if (o->rc[step] >= 0)
		return 1;
	return o->flags[step] & TN_ERR_AMBIGUOUS ? -1 : 0;
}

static void judge_it(const struct outcome *o, int64_t key, const char *what)
{
	int64_t alone = count("SELECT COUNT(*) FROM item WHERE id = ? AND id = ?", key);
	int64_t both = count("SELECT COUNT(*) FROM item WHERE id > ? AND id < 10 + ?", key);
	int first = expected(o, INSERT), second = expected(o, COMMIT);
	ck_assert_msg(first < 0 || alone == first, "%s: the row alone is %s there", what, alone ? "" : "not");
	ck_assert_msg(both == 0 || both == 2, "%s: half of the transaction is there", what);
	ck_assert_msg(second < 0 || both == 2 * second, "%s: the transaction is %s there", what, both ? "" : "not");
	sums.unknown += first < 0 || second < 0;
	sums.there += (first < 0 && alone) || (second < 0 && both);
}

/* ---- the points --------------------------------------------------------------------------- */

static long passed[2][STEPS + 1]; /* bytes before a step of the work, by direction */

static void make_table(void)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "name", .type = TN_TYPE_VARCHAR, .length = 40},
	};
	tn_table_def def = {.size = sizeof def, .name = "item", .columns = columns, .column_count = 2};
	int i;
	ck_tn_ok(tn_table_create(judge, &def, tn_test_err()));
	ck_tn_ok(tn_begin(judge, NULL, tn_test_err()));
	for (i = 0; i < 200; i++)
		ck_tn_ok(tn_exec(judge, "INSERT INTO item (id, name) VALUES (?, 'one of those that are read')",
				 TN_ARGS(i), NULL, tn_test_err()));
	ck_tn_ok(tn_commit(judge, tn_test_err()));
}

/* The URL of the run by way of the proxy; 0 if its server is not behind a network. */
static int set_up(void)
{
	const char *url = tn_test_url(), *at = strchr(url, '@');
	tn_url *u = NULL;
	unsigned port = 0;
	ck_tn_ok(tn_url_parse(&u, url, NULL, tn_test_err()));
	if (tn_url_host_count(u) && at)
		port = proxy_start(tn_url_host(u, 0), tn_url_port(u, 0));
	tn_url_free(u);
	if (!port)
		return 0;
	snprintf(through, sizeof through, "%.*s@127.0.0.1:%u%s%csslmode=%s", (int)(at - url), url, port,
		 strchr(at, '/'), strchr(at, '?') ? '&' : '?', getenv("TENON_TEST_KILL_TLS") ? "require" : "disable");
	judge = tn_test_open();
	make_table();
	return 1;
}

static void measure(void)
{
	struct outcome o;
	int i, tries = 0;
	do { /* a machine with other things to do may be late by itself */
		proxy_order(PROXY_PASS, PROXY_CLIENT, 0);
		work(1000 + 10 * tries, &o);
		judge_it(&o, 1000 + 10 * tries, "undisturbed");
	} while (o.rc[o.last] < 0 && ++tries < 10);
	ck_assert_int_eq(o.last, AFTER);
	for (i = 0; i < STEPS; i++) {
		passed[0][i + 1] = o.passed[0][i];
		passed[1][i + 1] = o.passed[1][i];
	}
}

static void kill_at(enum proxy_way way, enum proxy_from from, long at, int64_t key)
{
	static const char *const ways[] = {"pass", "cut", "silent", "trickle"};
	struct outcome o;
	char what[80];
	snprintf(what, sizeof what, "%s at byte %ld from the %s", ways[way], at, from ? "server" : "client");
	proxy_order(way, from, at);
	work(key, &o);
	judge_it(&o, key, what);
	sums.points++;
	sums.happened += proxy_happened();
	if (o.rc[o.last] < 0) {
		sums.failed++;
		sums.at_step[o.last]++;
		sums.timeouts += o.rc[o.last] == TN_E_TIMEOUT;
		sums.dead += o.dead;
	}
}

/* Each step has its share; the byte in it is random, so that runs differ. */
static void spread(enum proxy_way way, enum proxy_from from, long n, int64_t *key)
{
	long i;
	for (i = 0; i < n; i++, *key += 10) {
		/* A log-in that trickles is bounded by the client library, where it cannot be asked to. */
		int first = way == PROXY_TRICKLE ? INSERT : OPEN, step = first + (int)(i % (STEPS - first));
		long room = passed[from][step + 1] - passed[from][step];
		if (room > 0)
			kill_at(way, from, passed[from][step] + 1 + rand() % room, *key);
	}
}

START_TEST(the_link_fails)
{
	const char *ordered = getenv("TENON_TEST_KILL_POINTS");
	long n = ordered ? atol(ordered) : EVERY_DAY;
	int64_t key = 2000;
	int i;
	tn_test_skip_if(!set_up(), NULL, "the database is not behind a network");
	srand((unsigned)now_us());
	measure();
	for (i = 0; i < 2; i++) {
		spread(PROXY_CUT, (enum proxy_from)i, n * 47 / 100, &key);
		spread(PROXY_STALL, (enum proxy_from)i, n * 2 / 100, &key);
		spread(PROXY_TRICKLE, (enum proxy_from)i, n * 1 / 100, &key);
	}
	printf("kill points: %ld, %ld reached, %ld failures (%ld timeouts, %ld dead connections), "
	       "%ld unknown outcomes (%ld of them there), 0 lost, 0 half\n",
	       sums.points, sums.happened, sums.failed, sums.timeouts, sums.dead, sums.unknown, sums.there);
	for (i = 0; i < STEPS; i++)
		printf("  failed at %s: %ld\n", step_names[i], sums.at_step[i]);
	ck_assert_int_gt(sums.happened, sums.points / 2);
	tn_close(judge);
	proxy_stop();
}
END_TEST

int main(void)
{
	Suite *s = suite_create("kill points");
	TCase *tc = tcase_create("link");
	int rc = tn_test_begin();
	if (rc)
		return rc;
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 3600);
	tcase_add_test(tc, the_link_fails);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
