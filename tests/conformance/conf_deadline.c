/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_deadline.c - how long things may take: what is stopped and
 * when, what is told, and what the connection and the rows are afterwards.
 *
 * TENON_TEST_STORM is the number of rounds of the storms; without it, what 0.2 s allow.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "tests/conformance/conf.h"

/* Hours of work on any server, and memory for none of it. */
#define LONG "SELECT COUNT(*) FROM item a, item b, item c, item d, item e " \
	     "WHERE a.amount + b.amount + c.amount + d.amount + e.amount < 0"
#define ITEMS 200

/* Milliseconds in which a short statement is done for certain, and a bound for a long one. */
static unsigned bound_ms(void)
{
	return getenv("TENON_TEST_WRAPPED") ? 4000 : 250;
}

static void set(tn_conn *db, unsigned statement_ms, unsigned transaction_ms, unsigned lock_ms)
{
	tn_timeouts t = {.size = sizeof t};
	t.statement_ms = statement_ms;
	t.transaction_ms = transaction_ms;
	t.lock_ms = lock_ms;
	/* A machine with other things to do may be slow to end what it was asked to. */
	t.grace_ms = 10000;
	ck_tn_ok(tn_set_timeouts(db, &t, tn_test_err()));
}

/* The call failed of its deadline, which was at, and not before or long after. */
static void late(int rc, int64_t at)
{
	int64_t over = conf_now_us() - at;
	ck_tn_err(rc, TN_E_TIMEOUT);
	ck_assert_msg(over >= 0 && over < 2000000 + bound_ms() * 1000, "%lld us after the deadline", (long long)over);
}

START_TEST(a_statement_that_works)
{
	tn_conn *db = tn_test_open();
	int64_t at;
	conf_fill_items(db, ITEMS);
	set(db, bound_ms(), 0, 0);
	at = conf_now_us() + bound_ms() * 1000;
	late(tn_exec(db, LONG, NULL, NULL, tn_test_err()), at);
	conf_is_alive(db);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	conf_exec(db, "UPDATE item SET amount = 1000 WHERE id = 3", NULL);
	ck_tn_err(tn_exec(db, LONG, NULL, NULL, tn_test_err()), TN_E_TIMEOUT);
	ck_tn_err(tn_exec(db, "SELECT 1", NULL, NULL, tn_test_err()), TN_E_TX_ABORTED);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT amount FROM item WHERE id = 3", NULL), 3);
	tn_close(db);
}
END_TEST

START_TEST(a_statement_that_waits)
{
	tn_conn *holder = tn_test_open_shared(), *db = tn_test_open_shared();
	int64_t at;
	conf_fill_items(holder, ITEMS);
	ck_tn_ok(tn_begin(holder, NULL, tn_test_err()));
	conf_exec(holder, "UPDATE item SET amount = 7 WHERE id = 1", NULL);
	set(db, bound_ms(), 0, 0);
	at = conf_now_us() + bound_ms() * 1000;
	late(tn_exec(db, "UPDATE item SET amount = 8 WHERE id = 1", NULL, NULL, tn_test_err()), at);
	conf_is_alive(db);
	ck_tn_ok(tn_commit(holder, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT amount FROM item WHERE id = 1", NULL), 7);
	tn_close(db);
	tn_close(holder);
}
END_TEST

/* The server's own bound, which has a code of its own. */
START_TEST(a_wait_for_a_lock)
{
	tn_conn *holder = tn_test_open_shared(), *db = tn_test_open_shared();
	tn_timeouts t = {.size = sizeof t};
	tn_tx_options reader = {.size = sizeof reader, .flags = TN_TX_READ_ONLY};
	int64_t start;
	int rc;
	conf_fill_items(holder, ITEMS);
	set(db, 0, 0, 150);
	ck_tn_ok(tn_get_timeouts(db, &t));
	ck_assert(t.lock_ms == 150 || t.lock_ms == 1000);
	ck_tn_ok(tn_begin(holder, NULL, tn_test_err()));
	conf_exec(holder, "UPDATE item SET amount = 7 WHERE id = 1", NULL);
	start = conf_now_us();
	rc = tn_exec(db, "UPDATE item SET amount = 8 WHERE id = 1", NULL, NULL, tn_test_err());
	ck_assert_msg(rc == TN_E_LOCK_TIMEOUT || rc == TN_E_BUSY, "%s", tn_test_failure(rc));
	ck_assert_int_ge(conf_now_us() - start, 140000);
	ck_assert_int_lt(conf_now_us() - start, 5000000);
	conf_is_alive(db);
	ck_tn_ok(tn_begin(db, &reader, tn_test_err()));
	t.lock_ms = 9;
	ck_tn_err(tn_set_timeouts(db, &t, tn_test_err()), TN_E_MISUSE);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_tn_ok(tn_set_timeouts(db, NULL, tn_test_err()));
	ck_tn_ok(tn_rollback(holder, tn_test_err()));
	tn_close(db);
	tn_close(holder);
}
END_TEST

/* Fails of the lock that another connection holds; how long that took. */
static int64_t wait_for_lock(tn_conn *db, const tn_timeouts *t)
{
	static const char sql[] = "UPDATE item SET amount = 8 WHERE id = 1";
	int64_t start = conf_now_us();
	int rc = t ? tn_exec_within(db, sql, NULL, t, NULL, tn_test_err())
		   : tn_exec(db, sql, NULL, NULL, tn_test_err());
	ck_assert_msg(rc == TN_E_LOCK_TIMEOUT || rc == TN_E_BUSY, "%s", tn_test_failure(rc));
	return conf_now_us() - start;
}

/* A call's own bound for locks, and the connection's after it, by itself and in a transaction. */
START_TEST(a_call_with_bounds_of_its_own)
{
	tn_conn *holder = tn_test_open_shared(), *db = tn_test_open_shared();
	tn_timeouts t = {.size = sizeof t, .lock_ms = 150}, of_conn = {.size = sizeof of_conn};
	tn_rows *rows = NULL;
	conf_fill_items(holder, ITEMS);
	set(db, 0, 0, 2000);
	ck_tn_ok(tn_query_within(db, "SELECT id FROM item WHERE id < 2", NULL, &t, &rows, tn_test_err()));
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	conf_end(rows);
	ck_tn_ok(tn_begin(holder, NULL, tn_test_err()));
	conf_exec(holder, "UPDATE item SET amount = 7 WHERE id = 1", NULL);
	ck_assert_int_lt(wait_for_lock(db, &t), 1900000);
	if (tn_begin(db, NULL, NULL) >= 0) {
		ck_assert_int_lt(wait_for_lock(db, &t), 1900000);
		ck_tn_ok(tn_rollback(db, tn_test_err()));
	}
	ck_assert_int_ge(wait_for_lock(db, NULL), 1900000);
	ck_tn_ok(tn_get_timeouts(db, &of_conn));
	ck_assert_uint_eq(of_conn.lock_ms, 2000);
	ck_tn_ok(tn_rollback(holder, tn_test_err()));
	ck_tn_ok(tn_exec_within(db, "UPDATE item SET amount = 9 WHERE id = 1", NULL, &t, NULL, tn_test_err()));
	t.lock_ms = 0;
	t.statement_ms = bound_ms();
	ck_tn_err(tn_exec_within(db, LONG, NULL, &t, NULL, tn_test_err()), TN_E_TIMEOUT);
	ck_tn_err(tn_query_within(db, LONG, NULL, &t, &rows, tn_test_err()), TN_E_TIMEOUT);
	conf_is_alive(db);
	t.transaction_ms = 1;
	ck_tn_err(tn_exec_within(db, "SELECT 1", NULL, &t, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_exec_within(db, "SELECT 1", NULL, NULL, NULL, tn_test_err()), TN_E_MISUSE);
	tn_close(db);
	tn_close(holder);
}
END_TEST

START_TEST(rows_that_are_being_read)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	int rc, n = 0;
	int64_t at;
	conf_fill_items(db, ITEMS);
	set(db, bound_ms(), 0, 0);
	at = conf_now_us() + bound_ms() * 1000;
	ck_tn_ok(tn_query(db, "SELECT a.id, a.name, b.name FROM item a, item b, item c", NULL, &rows, tn_test_err()));
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW)
		if (++n % 100 == 0)
			usleep(1000);
	late(rc, at);
	ck_assert_int_gt(n, 0);
	tn_finish(rows, NULL);
	conf_is_alive(db);
	/* Rows that nobody wants any more are dropped in time, too. */
	ck_tn_ok(tn_query(db, "SELECT a.id, a.name, b.name FROM item a, item b, item c", NULL, &rows, tn_test_err()));
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	usleep((bound_ms() + 20) * 1000);
	tn_finish(rows, NULL);
	conf_is_alive(db);
	tn_close(db);
}
END_TEST

/* What gave the rows was carried out, though they came too late: nobody may think that it was not. */
START_TEST(rows_of_a_change)
{
	tn_conn *db = tn_test_open_shared();
	tn_rows *rows = NULL;
	int rc;
	conf_fill_items(db, ITEMS);
	set(db, bound_ms(), 0, 0);
	ck_tn_ok(tn_query(db, "INSERT INTO item (id, amount) VALUES (1001, 1), (1002, 2), (1003, 3) RETURNING id", NULL,
			  &rows, tn_test_err()));
	usleep((bound_ms() + 20) * 1000);
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW)
		;
	if (rc < 0) {
		ck_tn_err(rc, TN_E_TIMEOUT);
		ck_assert_uint_ne(tn_error_flags(*tn_test_err()) & TN_ERR_AMBIGUOUS, 0);
	}
	tn_finish(rows, NULL);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE id > ?", TN_ARGS(1000)) % 3, 0);
	/* A query has no effect to be in doubt about. */
	ck_tn_ok(tn_query(db, "SELECT id FROM item", NULL, &rows, tn_test_err()));
	usleep((bound_ms() + 20) * 1000);
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW)
		;
	ck_assert(rc >= 0 || !(tn_error_flags(*tn_test_err()) & TN_ERR_AMBIGUOUS));
	tn_finish(rows, NULL);
	tn_close(db);
}
END_TEST

START_TEST(everything_until_then)
{
	tn_conn *db = tn_test_open();
	int64_t at;
	int rc;
	conf_fill_items(db, ITEMS);
	at = conf_now_us() + 60000;
	ck_tn_ok(tn_set_deadline(db, 60, tn_test_err()));
	while ((rc = tn_exec(db, "SELECT id FROM item WHERE id = 2", NULL, NULL, tn_test_err())) >= 0)
		;
	late(rc, at);
	ck_tn_err(tn_begin(db, NULL, tn_test_err()), TN_E_TIMEOUT);
	ck_tn_ok(tn_set_deadline(db, 0, tn_test_err()));
	conf_is_alive(db);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	conf_exec(db, "DELETE FROM item WHERE id = 2", NULL);
	ck_tn_ok(tn_set_deadline(db, 1, tn_test_err()));
	usleep(3000);
	/* Too late to be sent: certainly not committed. */
	ck_tn_err(tn_commit(db, tn_test_err()), TN_E_TIMEOUT);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	ck_tn_ok(tn_set_deadline(db, 0, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), ITEMS);
	tn_close(db);
}
END_TEST

START_TEST(a_transaction)
{
	tn_conn *db = tn_test_open();
	conf_fill_items(db, ITEMS);
	set(db, 0, bound_ms(), 0);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	conf_exec(db, "DELETE FROM item WHERE id = 2", NULL);
	usleep((bound_ms() + 20) * 1000);
	ck_tn_err(tn_exec(db, "DELETE FROM item WHERE id = 3", NULL, NULL, tn_test_err()), TN_E_TIMEOUT);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_FAILED);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	conf_is_alive(db);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_err(tn_exec(db, LONG, NULL, NULL, tn_test_err()), TN_E_TIMEOUT);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), ITEMS);
	tn_close(db);
}
END_TEST

static int work(tn_conn *db, void *arg, tn_error **err)
{
	int rc = TN_OK;
	while (rc >= 0)
		rc = tn_exec(db, arg, NULL, NULL, err);
	return rc;
}

START_TEST(all_attempts_of_a_transaction)
{
	static char texts[][300] = {LONG, "UPDATE item SET amount = amount + 1 WHERE id = 5"};
	tn_conn *db = tn_test_open();
	tn_tx_options o = {.size = sizeof o, .deadline_ms = 80};
	size_t i;
	conf_fill_items(db, ITEMS);
	for (i = 0; i < CONF_COUNT(texts); i++) {
		int64_t at = conf_now_us() + 80000;
		late(tn_transact(db, &o, work, texts[i], tn_test_err()), at);
		conf_is_alive(db);
		ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	}
	ck_assert_int_eq(conf_int(db, "SELECT amount FROM item WHERE id = 5", NULL), 5);
	tn_close(db);
}
END_TEST

/* ---- asked for in other ways, and not at all ------------------------------------------- */

static const char *url_with(const char *option)
{
	static char url[1024];
	snprintf(url, sizeof url, "%s%c%s", tn_test_url(), strchr(tn_test_url(), '?') ? '&' : '?', option);
	return url;
}

START_TEST(by_url_and_option)
{
	tn_timeouts t = {.size = sizeof t}, found = {.size = sizeof found};
	tn_open_options o = {.size = sizeof o, .timeouts = &t};
	tn_conn *db = tn_test_open_with(url_with("statement_timeout=50"), NULL);
	ck_tn_ok(tn_get_timeouts(db, &found));
	ck_assert_uint_eq(found.statement_ms, 50);
	tn_close(db);
	t.statement_ms = 40;
	t.transaction_ms = 30;
	t.lock_ms = 2000;
	t.grace_ms = 5000;
	db = tn_test_open_with(tn_test_url(), &o);
	ck_tn_ok(tn_get_timeouts(db, &found));
	ck_assert_int_eq(memcmp(&t, &found, sizeof t), 0);
	tn_close(db);
	db = tn_test_open_with(url_with("transaction_timeout=7&lock_timeout=3000"), &o);
	ck_tn_ok(tn_get_timeouts(db, &found));
	ck_assert_uint_eq(found.transaction_ms, 7);
	tn_close(db);
	t.size--;
	ck_tn_err(tn_open(&db, tn_test_url(), &o, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_open(&db, url_with("statement_timeout=soon"), NULL, tn_test_err()), TN_E_URL);
}
END_TEST

static uint64_t round_trips(tn_conn *db)
{
	tn_stats s = {.size = sizeof s};
	ck_tn_ok(tn_get_stats(db, &s));
	return s.round_trips;
}

START_TEST(bounds_cost_no_round_trip)
{
	tn_conn *db = tn_test_open();
	uint64_t before, without, with;
	int i;
	conf_fill_items(db, ITEMS);
	for (i = 0; i < 2; i++)
		conf_int(db, "SELECT amount FROM item WHERE id = 5", NULL);
	before = round_trips(db);
	conf_int(db, "SELECT amount FROM item WHERE id = 5", NULL);
	without = round_trips(db) - before;
	set(db, 1000, 1000, 0);
	before = round_trips(db);
	conf_int(db, "SELECT amount FROM item WHERE id = 5", NULL);
	with = round_trips(db) - before;
	ck_assert_uint_eq(with, without);
	tn_close(db);
}
END_TEST

START_TEST(handles_and_sizes)
{
	tn_conn *db = tn_test_open();
	tn_timeouts t = {.size = sizeof t - 1};
	ck_tn_err(tn_set_timeouts(NULL, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_set_timeouts(db, &t, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_get_timeouts(NULL, &t), TN_E_MISUSE);
	t.size = 1;
	ck_tn_err(tn_get_timeouts(db, &t), TN_E_MISUSE);
	ck_tn_err(tn_set_deadline(NULL, 1, tn_test_err()), TN_E_MISUSE);
	conf_is_alive(db);
	tn_close(db);
}
END_TEST

/* A server that takes the call and says nothing. */
START_TEST(a_connect)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	tn_open_options o = {.size = sizeof o, .connect_ms = 300};
	socklen_t n = sizeof a;
	tn_url *u = NULL;
	tn_conn *db = NULL;
	char url[256];
	int64_t start;
	int fd, hosts;
	ck_tn_ok(tn_url_parse(&u, tn_test_url(), NULL, tn_test_err()));
	hosts = tn_url_host_count(u) > 0;
	tn_url_free(u);
	tn_test_skip_if(!hosts, NULL, "the database is not behind a network");
	fd = socket(AF_INET, SOCK_STREAM, 0);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert(fd >= 0 && !bind(fd, (struct sockaddr *)&a, n) && !listen(fd, 8) &&
		  !getsockname(fd, (struct sockaddr *)&a, &n));
	snprintf(url, sizeof url, "%.*s://user@127.0.0.1:%u/test", (int)strcspn(tn_test_url(), ":"), tn_test_url(),
		 (unsigned)ntohs(a.sin_port));
	start = conf_now_us();
	ck_tn_err(tn_open(&db, url, &o, tn_test_err()), TN_E_TIMEOUT);
	ck_assert_int_ge(conf_now_us() - start, 290000);
	ck_assert_int_lt(conf_now_us() - start, 4000000);
	ck_assert_ptr_null(db);
	close(fd);
}
END_TEST

/* ---- storms ------------------------------------------------------------------------------ */

static int64_t storm_end(int *rounds)
{
	const char *n = getenv("TENON_TEST_STORM");
	*rounds = n ? atoi(n) : 100000;
	return n ? INT64_MAX : conf_now_us() + 200000;
}

/* A deadline that passes about when a statement ends never hits the one after it. */
START_TEST(never_the_next_statement)
{
	tn_conn *db = tn_test_open();
	int i, n, rc, hit = 0;
	int64_t end;
	conf_fill_items(db, ITEMS);
	set(db, 0, 0, 0);
	end = storm_end(&n);
	for (i = 1; i <= n && conf_now_us() < end; i++) {
		ck_tn_ok(tn_set_deadline(db, 1, tn_test_err()));
		do {
			rc = tn_exec(db, "UPDATE item SET amount = amount + 1 WHERE id < 50", NULL, NULL,
				     tn_test_err());
		} while (rc >= 0);
		ck_tn_err(rc, TN_E_TIMEOUT);
		hit += strstr(tn_error_message(*tn_test_err()), "has passed") != NULL;
		ck_tn_ok(tn_set_deadline(db, 0, tn_test_err()));
		rc = tn_exec(db, "UPDATE item SET amount = ? WHERE id = 100", TN_ARGS(i), NULL, tn_test_err());
		ck_assert_msg(rc == TN_OK, "round %d: %s", i, tn_test_failure(rc));
	}
	if (getenv("TENON_TEST_STORM"))
		printf("storm: %d deadlines, %d hit what ran\n", n, hit);
	conf_is_alive(db);
	tn_close(db);
}
END_TEST

/* What a commit says is so, whenever its deadline passes. */
START_TEST(a_commit_tells_the_truth)
{
	tn_conn *db = tn_test_open_shared(), *judge = tn_test_open_shared();
	int i, n, rc, done = 0;
	int64_t end;
	conf_fill_items(judge, ITEMS);
	set(db, 0, 0, 0);
	end = storm_end(&n);
	for (i = 1000; i < 1000 + n && conf_now_us() < end; i++) {
		ck_tn_ok(tn_set_deadline(db, 0, tn_test_err()));
		ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
		conf_exec(db, "INSERT INTO item (id, amount) VALUES (?, ?)", TN_ARGS(i, i));
		ck_tn_ok(tn_set_deadline(db, 1, tn_test_err()));
		usleep((useconds_t)(i * 7919) % 1100);
		rc = tn_commit(db, tn_test_err());
		ck_assert_msg(rc == TN_OK || rc == TN_E_TIMEOUT, "%s", tn_test_failure(rc));
		ck_assert_int_eq(conf_int(judge, "SELECT COUNT(*) FROM item WHERE id = ?", TN_ARGS(i)), rc == TN_OK);
		done += rc == TN_OK;
	}
	if (getenv("TENON_TEST_STORM"))
		printf("storm: %d commits, %d in time\n", n, done);
	tn_close(db);
	tn_close(judge);
}
END_TEST

Suite *conf_deadline_suite(void)
{
	Suite *s = suite_create("deadlines");
	TCase *tc = conf_case(s, "deadlines");
	tcase_add_test(tc, a_statement_that_works);
	tcase_add_test(tc, a_statement_that_waits);
	tcase_add_test(tc, a_wait_for_a_lock);
	tcase_add_test(tc, a_call_with_bounds_of_its_own);
	tcase_add_test(tc, rows_that_are_being_read);
	tcase_add_test(tc, rows_of_a_change);
	tcase_add_test(tc, everything_until_then);
	tcase_add_test(tc, a_transaction);
	tcase_add_test(tc, all_attempts_of_a_transaction);
	tcase_add_test(tc, by_url_and_option);
	tcase_add_test(tc, bounds_cost_no_round_trip);
	tcase_add_test(tc, handles_and_sizes);
	tcase_add_test(tc, a_connect);
	tcase_add_test(tc, never_the_next_statement);
	tcase_add_test(tc, a_commit_tells_the_truth);
	return s;
}
