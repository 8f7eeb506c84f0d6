/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/trouble/trouble_link.c - links that break, for servers with
 * sessions: while idle, in the middle of a result, of a statement, of a
 * transaction and of its commit.
 *
 * Where it matters whether the server had done its work before the link broke the
 * proxy decides it; elsewhere the session is killed for real.
 */
#include "tests/backend/trouble/trouble.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define INSERT "INSERT INTO item (id, name) VALUES (77, 'new')"

static tn_conn *killer;

static tn_conn *start(void)
{
	killer = tn_test_open();
	trouble_make(killer);
	return tn_test_open();
}

static int64_t items(void)
{
	return trouble_int(killer, "SELECT COUNT(*) FROM item");
}

static void end(tn_conn *db, int64_t expected)
{
	ck_assert_int_eq(items(), expected);
	tn_close(db);
	tn_close(killer);
}

/* ---- killed -------------------------------------------------------------------- */

START_TEST(killed_while_idle)
{
	tn_conn *db = start();
	tn_stmt *stmt = NULL;
	ck_tn_ok(tn_prepare(db, "SELECT name FROM item WHERE id = ?", &stmt, tn_test_err()));
	ck_tn_ok(tn_stmt_exec(stmt, TN_ARGS(1), NULL, tn_test_err()));
	trouble_kill(killer, trouble_session(db));
	ck_assert_int_eq(tn_is_dead(db), 0);
	if (_i == 0)
		trouble_expect(tn_exec(db, "SELECT 1", NULL, NULL, tn_test_err()), TN_E_DISCONNECTED,
			       TN_ERR_DEAD,
			       "DISCONNECTED", "SELECT 1", "open another connection");
	else if (_i == 1)
		trouble_expect(tn_ping(db, tn_test_err()), TN_E_DISCONNECTED, TN_ERR_DEAD, "DISCONNECTED");
	else if (_i == 2)
		trouble_expect(tn_begin(db, NULL, tn_test_err()), TN_E_DISCONNECTED, TN_ERR_DEAD,
			       "DISCONNECTED");
	else if (_i == 3)
		trouble_expect(tn_reset(db, tn_test_err()), TN_E_DISCONNECTED, TN_ERR_DEAD, "DISCONNECTED");
	else
		trouble_expect(tn_stmt_exec(stmt, TN_ARGS(1), NULL, tn_test_err()), TN_E_DISCONNECTED,
			       TN_ERR_DEAD,
			       "DISCONNECTED", "SELECT name");
	/* Only a statement of the caller can have done something. */
	if (_i >= 1 && _i <= 3)
		ck_assert_uint_eq(tn_error_flags(*tn_test_err()) & TN_ERR_AMBIGUOUS, 0);
	trouble_is_dead(db);
	ck_tn_err(tn_stmt_exec(stmt, TN_ARGS(1), NULL, tn_test_err()), TN_E_DISCONNECTED);
	tn_stmt_close(stmt);
	end(db, 10);
}
END_TEST

START_TEST(killed_in_mid_stream)
{
	/* A hundred thousand wide rows: more than any buffer on the way holds. */
	static const char sql[] = "SELECT a.id, REPEAT('x', 1000) AS wide FROM item a, item b, item c, item d, item e";
	tn_conn *db = start();
	tn_rows *rows = NULL;
	int64_t session = trouble_session(db);
	int rc, n = 0;
	if (_i)
		ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_ok(tn_query(db, sql, NULL, &rows, tn_test_err()));
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	trouble_kill(killer, session);
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW && n < 100000)
		n++;
	trouble_expect(rc, TN_E_DISCONNECTED, TN_ERR_DEAD, "SELECT a.id");
	ck_assert_int_lt(n, 99998);
	ck_assert_int_eq(tn_is_dead(db), 1);
	ck_tn_err(tn_exec(db, "SELECT 1", NULL, NULL, tn_test_err()), TN_E_DISCONNECTED);
	tn_finish(rows, NULL);
	trouble_is_dead(db);
	end(db, 10);
}
END_TEST

START_TEST(killed_with_open_rows_that_nobody_ends)
{
	tn_conn *db = start();
	tn_rows *rows = NULL, *other = NULL;
	ck_tn_ok(tn_query_mode(db, "SELECT id FROM item", NULL, TN_FETCH_ALL, 0, &other, tn_test_err()));
	trouble_kill(killer, trouble_session(db));
	ck_assert_int_lt(tn_query(db, "SELECT name FROM item", NULL, &rows, tn_test_err()), 0);
	/* Rows in memory outlive the link. */
	ck_tn_is(tn_next(other, tn_test_err()), TN_ROW);
	end(db, 10);
}
END_TEST

START_TEST(killed_inside_a_transaction)
{
	tn_conn *db = start();
	tn_tx_options o = {0};
	o.size = sizeof o;
	o.flags = _i ? TN_TX_KEEP_GOING : 0;
	ck_tn_ok(tn_begin(db, &o, tn_test_err()));
	trouble_run(db, INSERT);
	trouble_kill(killer, trouble_session(db));
	trouble_expect(tn_exec(db, "DELETE FROM item", NULL, NULL, tn_test_err()), TN_E_DISCONNECTED,
		       TN_ERR_DEAD,
		       "DISCONNECTED");
	/* Nothing was sent that could have ended the transaction. */
	ck_assert_uint_eq(tn_error_flags(*tn_test_err()) & TN_ERR_AMBIGUOUS, 0);
	trouble_is_dead(db);
	end(db, 10);
}
END_TEST

START_TEST(killed_before_the_commit)
{
	tn_conn *db = start();
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	trouble_run(db, INSERT);
	trouble_kill(killer, trouble_session(db));
	trouble_expect(tn_commit(db, tn_test_err()), TN_E_COMMIT_UNKNOWN, TN_ERR_DEAD | TN_ERR_AMBIGUOUS,
		       "find out");
	trouble_is_dead(db);
	end(db, 10);
}
END_TEST

/* A thread that runs into something slow, to be killed there. */
struct victim {
	pthread_t thread;
	tn_conn *db;
	int commit;
	int rc;
	tn_error *err;
};

static void *suffer(void *arg)
{
	struct victim *v = arg;
	if (v->commit)
		v->rc = tn_commit(v->db, &v->err);
	else
		v->rc = tn_exec(v->db, trouble_native(trouble_texts()->slow), NULL, NULL, &v->err);
	return NULL;
}

static void kill_the_victim(struct victim *v, int64_t session)
{
	tn_error **err = tn_test_err();
	ck_assert_int_eq(pthread_create(&v->thread, NULL, suffer, v), 0);
	trouble_sleep_ms(300);
	trouble_kill(killer, session);
	pthread_join(v->thread, NULL);
	tn_error_free(*err);
	*err = v->err;
}

START_TEST(killed_in_mid_statement)
{
	struct victim v = {.db = start()};
	int64_t began = trouble_now_ms();
	kill_the_victim(&v, trouble_session(v.db));
	trouble_expect(v.rc, TN_E_DISCONNECTED, TN_ERR_DEAD, trouble_texts()->slow);
	ck_assert_int_lt(trouble_now_ms() - began, 10000);
	trouble_is_dead(v.db);
	end(v.db, 10);
}
END_TEST

START_TEST(killed_during_the_commit)
{
	struct victim v = {.db = start(), .commit = 1};
	int64_t session = trouble_session(v.db);
	if (trouble_is("postgresql")) {
		trouble_run(killer, "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS "
				    "$$ BEGIN PERFORM pg_sleep(20); RETURN NULL; END $$");
		trouble_run(killer,
			    "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON item DEFERRABLE INITIALLY DEFERRED "
				    "FOR EACH ROW EXECUTE FUNCTION linger()");
	}
	ck_tn_ok(tn_begin(v.db, NULL, tn_test_err()));
	trouble_run(v.db, INSERT);
	/* This lock lets no commit through. */
	if (trouble_is("mysql"))
		trouble_run(killer, "FLUSH TABLES WITH READ LOCK");
	kill_the_victim(&v, session);
	if (trouble_is("mysql"))
		trouble_run(killer, "UNLOCK TABLES");
	trouble_expect(v.rc, TN_E_COMMIT_UNKNOWN, TN_ERR_DEAD | TN_ERR_AMBIGUOUS, "find out");
	trouble_is_dead(v.db);
	end(v.db, 10);
}
END_TEST

/* ---- cut by the proxy ------------------------------------------------------------ */

static const char *proxied(void)
{
	char host[32];
	snprintf(host, sizeof host, "127.0.0.1:%u", proxy_start());
	return trouble_url(host, NULL, trouble_texts()->no_tls);
}

static tn_conn *start_proxied(void)
{
	tn_conn *db;
	killer = tn_test_open();
	trouble_make(killer);
	db = tn_test_open_with(proxied(), NULL);
	trouble_is_alive(db);
	return db;
}

static void end_proxied(tn_conn *db, int64_t expected)
{
	end(db, expected);
	proxy_stop();
}

static int64_t with_new(enum proxy_plan plan)
{
	return plan == PROXY_LOSE_ANSWER ? 11 : 10;
}

static const enum proxy_plan plans[] = {PROXY_LOSE_REQUEST, PROXY_LOSE_ANSWER};

START_TEST(commit_lost_on_the_way)
{
	tn_conn *db = start_proxied();
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	trouble_run(db, INSERT);
	proxy_plan(plans[_i], "COMMIT");
	trouble_expect(tn_commit(db, tn_test_err()), TN_E_COMMIT_UNKNOWN, TN_ERR_DEAD | TN_ERR_AMBIGUOUS,
		       "find out");
	ck_assert_int_eq(proxy_cuts(), 1);
	trouble_is_dead(db);
	end_proxied(db, with_new(plans[_i]));
}
END_TEST

/* Outside a transaction a statement is its own commit: it may be there, and the flag says so. */
START_TEST(statement_lost_on_the_way)
{
	tn_conn *db = start_proxied();
	int64_t there;
	proxy_plan(plans[_i], "INSERT");
	trouble_expect(tn_exec(db, TN_NATIVE(INSERT), NULL, NULL, tn_test_err()), TN_E_DISCONNECTED,
		       TN_ERR_DEAD | TN_ERR_AMBIGUOUS,
		       "INSERT");
	trouble_is_dead(db);
	/* Where preparing is a request of its own, that is the one that was carried out. */
	there = items();
	ck_assert(there == 10 || plans[_i] == PROXY_LOSE_ANSWER);
	end_proxied(db, there);
}
END_TEST

struct work {
	int runs, checks;
	enum proxy_plan plan; /* for the commit of the first run */
};

static int insert(tn_conn *db, void *arg, tn_error **err)
{
	struct work *w = arg;
	int rc = tn_exec(db, TN_NATIVE(INSERT), NULL, NULL, err);
	/* Not before: to begin a transaction takes the word COMMITTED on some servers. */
	if (!w->runs++ && w->plan)
		proxy_plan(w->plan, "COMMIT");
	return rc;
}

static int look(tn_conn *db, void *arg, tn_error **err)
{
	struct work *w = arg;
	tn_value v;
	int rc;
	w->checks++;
	if (tn_is_dead(db))
		return TN_E_INTERNAL;
	rc = tn_query_value(db, "SELECT COUNT(*) FROM item WHERE id = 77", NULL, &v, err);
	return rc < 0 ? rc : v.u.i == 1;
}

static int cannot_tell(tn_conn *db, void *arg, tn_error **err)
{
	struct work *w = arg;
	(void)db;
	(void)err;
	w->checks++;
	return TN_E_SERVER;
}

static tn_tx_options options(int (*check)(tn_conn *, void *, tn_error **))
{
	tn_tx_options o = {0};
	o.size = sizeof o;
	o.first_backoff_ms = 1;
	o.max_backoff_ms = 20;
	o.check = check;
	return o;
}

START_TEST(unknown_commit_without_a_check)
{
	tn_conn *db = start_proxied();
	tn_tx_options o = options(_i & 2 ? cannot_tell : NULL);
	struct work w = {.plan = plans[_i & 1]};
	trouble_expect(tn_transact(db, &o, insert, &w, tn_test_err()), TN_E_COMMIT_UNKNOWN, TN_ERR_AMBIGUOUS,
		       "find out");
	ck_assert_int_eq(w.runs, 1);
	ck_assert_int_eq(w.checks, _i & 2 ? 1 : 0);
	end_proxied(db, with_new(plans[_i & 1]));
}
END_TEST

/* With a check the row is there once, whichever way the link broke. */
START_TEST(unknown_commit_with_a_check)
{
	tn_conn *db = start_proxied();
	tn_tx_options o = options(look);
	struct work w = {.plan = plans[_i]};
	/* The server refuses for a while, more often than the transaction may run. */
	proxy_refuse(5);
	o.max_attempts = 3;
	ck_tn_ok(tn_transact(db, &o, insert, &w, tn_test_err()));
	ck_assert_int_eq(proxy_cuts(), 1);
	ck_assert_int_eq(w.checks, 1);
	ck_assert_int_eq(w.runs, plans[_i] == PROXY_LOSE_ANSWER ? 1 : 2);
	trouble_is_alive(db);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	ck_assert(trouble_log_has("connecting again"));
	end_proxied(db, 11);
}
END_TEST

START_TEST(lost_before_the_commit_is_repeated)
{
	static const char *const words[] = {"BEGIN", "INSERT INTO item"};
	tn_conn *db = start_proxied();
	tn_tx_options o = options(NULL);
	struct work w = {0};
	tn_stats stats = {0};
	tn_stmt *stmt = NULL;
	stats.size = sizeof stats;
	ck_tn_ok(tn_prepare(db, "SELECT name FROM item WHERE id = ?", &stmt, tn_test_err()));
	ck_tn_ok(tn_stmt_exec(stmt, TN_ARGS(1), NULL, tn_test_err()));
	trouble_run(db, "DELETE FROM item WHERE id = 999");
	proxy_plan(plans[_i >> 1], _i & 1 ? words[1] : trouble_is("mysql") ? "START" : words[0]);
	proxy_refuse(2);
	ck_tn_ok(tn_transact(db, &o, insert, &w, tn_test_err()));
	ck_assert_int_eq(proxy_cuts(), 1);
	ck_assert_int_eq(w.runs, _i & 1 ? 2 : 1);
	/* What was prepared on the old link is gone, and nobody notices. */
	ck_tn_ok(tn_stmt_exec(stmt, TN_ARGS(1), NULL, tn_test_err()));
	trouble_run(db, "DELETE FROM item WHERE id = 999");
	ck_tn_ok(tn_get_stats(db, &stats));
	ck_assert_uint_le(stats.cache_entries, 4);
	ck_assert(trouble_log_has("transaction repeated after DISCONNECTED"));
	tn_stmt_close(stmt);
	end_proxied(db, 11);
}
END_TEST

START_TEST(server_that_does_not_come_back)
{
	tn_conn *db = start_proxied();
	tn_tx_options o = options(NULL);
	struct work w = {0};
	o.max_attempts = 4;
	proxy_plan(PROXY_LOSE_REQUEST, "INSERT INTO item");
	proxy_refuse(1000000);
	trouble_expect(tn_transact(db, &o, insert, &w, tn_test_err()), TN_E_CONNECT, 0, "CONNECT");
	ck_assert_int_eq(w.runs, 1);
	trouble_is_dead(db);
	/* It comes back later: the same handle serves again. */
	proxy_refuse(0);
	ck_tn_ok(tn_transact(db, &o, insert, &w, tn_test_err()));
	trouble_is_alive(db);
	end_proxied(db, 11);
}
END_TEST

Suite *trouble_link_suite(void)
{
	Suite *s = suite_create("links");
	TCase *tc = trouble_case(s, "killed", 120);
	tcase_add_loop_test(tc, killed_while_idle, 0, 5);
	tcase_add_loop_test(tc, killed_in_mid_stream, 0, 2);
	tcase_add_test(tc, killed_with_open_rows_that_nobody_ends);
	tcase_add_loop_test(tc, killed_inside_a_transaction, 0, 2);
	tcase_add_test(tc, killed_before_the_commit);
	tcase_add_test(tc, killed_in_mid_statement);
	tcase_add_test(tc, killed_during_the_commit);
	tc = trouble_case(s, "cut", 120);
	tcase_add_loop_test(tc, commit_lost_on_the_way, 0, 2);
	tcase_add_loop_test(tc, statement_lost_on_the_way, 0, 2);
	tcase_add_loop_test(tc, unknown_commit_without_a_check, 0, 4);
	tcase_add_loop_test(tc, unknown_commit_with_a_check, 0, 2);
	tcase_add_loop_test(tc, lost_before_the_commit_is_repeated, 0, 4);
	tcase_add_test(tc, server_that_does_not_come_back);
	return s;
}
