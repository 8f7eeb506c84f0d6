/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_cancel.c - stopping what runs from another thread: what is
 * stopped, what is left alone, and what the connection is good for afterwards.
 *
 * TENON_TEST_STORM is the number of rounds of the storm; without it, what half a second allows.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "tests/conformance/conf.h"

/* Hours of work on any server, and memory for none of it. */
#define LONG "SELECT COUNT(*) FROM item a, item b, item c, item d, item e " \
	     "WHERE a.amount + b.amount + c.amount + d.amount + e.amount < 0"
#define ITEMS 200

/* ---- one cancel, a while after it was ordered ------------------------------------- */

struct later {
	tn_conn *db;
	long after_ms;
	int rc;
	int64_t at;
	pthread_t thread;
};

static void *cancel_later(void *arg)
{
	struct later *l = arg;
	usleep((useconds_t)l->after_ms * 1000);
	l->at = conf_now_us();
	l->rc = tn_cancel(l->db, NULL);
	return NULL;
}

static void order(struct later *l, tn_conn *db, long after_ms)
{
	memset(l, 0, sizeof *l);
	l->db = db;
	l->after_ms = after_ms;
	ck_assert_int_eq(pthread_create(&l->thread, NULL, cancel_later, l), 0);
}

/* The call that was to be stopped has returned just now. */
static void stopped(struct later *l, int rc)
{
	int64_t took;
	pthread_join(l->thread, NULL);
	took = conf_now_us() - l->at;
	ck_assert_int_eq(l->rc, TN_OK);
	ck_tn_err(rc, TN_E_CANCELLED);
	/* Some 10 ms on a machine that has nothing else to do. */
	ck_assert_msg(took < (getenv("TENON_TEST_WRAPPED") ? 20 : 2) * 1000000, "the cancel took %lld us",
		      (long long)took);
}

START_TEST(a_statement_that_works)
{
	tn_conn *db = tn_test_open();
	struct later l;
	int i;
	conf_fill_items(db, ITEMS);
	for (i = 0; i < 3; i++) {
		order(&l, db, 20 + 10 * i);
		stopped(&l, tn_exec(db, LONG, NULL, NULL, tn_test_err()));
		conf_is_alive(db);
	}
	tn_close(db);
}
END_TEST

START_TEST(a_statement_that_waits)
{
	tn_conn *holder = tn_test_open_shared(), *db = tn_test_open_shared();
	struct later l;
	conf_fill_items(holder, ITEMS);
	ck_tn_ok(tn_begin(holder, NULL, tn_test_err()));
	conf_exec(holder, "UPDATE item SET amount = 7 WHERE id = 1", NULL);
	order(&l, db, 50);
	stopped(&l, tn_exec(db, "UPDATE item SET amount = 8 WHERE id = 1", NULL, NULL, tn_test_err()));
	conf_is_alive(db);
	ck_tn_ok(tn_commit(holder, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT amount FROM item WHERE id = 1", NULL), 7);
	tn_close(db);
	tn_close(holder);
}
END_TEST

START_TEST(rows_that_are_being_read)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	int rc = TN_OK, n;
	conf_fill_items(db, ITEMS);
	ck_tn_ok(tn_query(db, "SELECT a.id, a.name, b.name FROM item a, item b, item c", NULL, &rows, tn_test_err()));
	for (n = 0; n < 10; n++)
		ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	ck_tn_ok(tn_cancel(db, tn_test_err()));
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW)
		n++;
	ck_tn_err(rc, TN_E_CANCELLED);
	ck_assert_int_lt(n, ITEMS * ITEMS * ITEMS);
	tn_finish(rows, NULL);
	conf_is_alive(db);
	tn_close(db);
}
END_TEST

/* Rows that were left open when the cancel came are over when something else is asked for. */
START_TEST(rows_that_are_open)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	conf_fill_items(db, ITEMS);
	tn_test_skip_unless(db, "cursors");
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_ok(tn_query_mode(db, "SELECT a.id FROM item a, item b", NULL, TN_FETCH_CHUNK, 10, &rows, tn_test_err()));
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	ck_tn_ok(tn_cancel(db, tn_test_err()));
	conf_is_alive(db);
	ck_tn_err(tn_next(rows, tn_test_err()), TN_E_CANCELLED);
	tn_finish(rows, NULL);
	conf_is_alive(db);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	tn_close(db);
}
END_TEST

START_TEST(nothing)
{
	tn_conn *db = tn_test_open();
	int i;
	for (i = 0; i < 20; i++)
		ck_tn_ok(tn_cancel(db, tn_test_err()));
	conf_is_alive(db);
	ck_tn_ok(tn_cancel(db, tn_test_err()));
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_ok(tn_cancel(db, tn_test_err()));
	ck_tn_ok(tn_commit(db, tn_test_err()));
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_ok(tn_cancel(db, tn_test_err()));
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_tn_ok(tn_cancel(db, tn_test_err()));
	ck_tn_ok(tn_reset(db, tn_test_err()));
	conf_is_alive(db);
	tn_close(db);
}
END_TEST

START_TEST(a_statement_of_a_transaction)
{
	tn_conn *db = tn_test_open();
	struct later l;
	conf_fill_items(db, ITEMS);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	conf_exec(db, "UPDATE item SET amount = 1000 WHERE id = 3", NULL);
	order(&l, db, 20);
	stopped(&l, tn_exec(db, LONG, NULL, NULL, tn_test_err()));
	ck_assert(tn_tx_state(db) == TN_TX_FAILED || tn_tx_state(db) == TN_TX_LOST);
	ck_tn_err(tn_exec(db, "SELECT id FROM item", NULL, NULL, tn_test_err()), TN_E_TX_ABORTED);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	conf_is_alive(db);
	ck_assert_int_eq(conf_int(db, "SELECT amount FROM item WHERE id = 3", NULL), 3);
	tn_close(db);
}
END_TEST

/* ---- calls that make others -------------------------------------------------------- */

static int work_for_ever(tn_conn *db, void *arg, tn_error **err)
{
	int rc = TN_OK;
	while (rc >= 0) {
		rc = tn_exec(db, "UPDATE item SET amount = amount + 1 WHERE id = 5", NULL, NULL, err);
		++*(int *)arg;
		usleep(200);
	}
	return rc;
}

/* Also when the cancel comes between two statements of the function. */
START_TEST(a_transaction_that_is_repeated)
{
	tn_conn *db = tn_test_open();
	struct later l;
	int i, n = 0;
	conf_fill_items(db, ITEMS);
	for (i = 0; i < 5; i++) {
		order(&l, db, 10 + 3 * i);
		stopped(&l, tn_transact(db, NULL, work_for_ever, &n, tn_test_err()));
		conf_is_alive(db);
		ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	}
	ck_assert_int_gt(n, 0);
	ck_assert_int_eq(conf_int(db, "SELECT amount FROM item WHERE id = 5", NULL), 5);
	tn_close(db);
}
END_TEST

/* ---- a storm ------------------------------------------------------------------------ */

struct storm {
	tn_conn *db;
	atomic_int go, done, quit;
	int failed;
};

static void *cancel_often(void *arg)
{
	struct storm *s = arg;
	unsigned seed = 42;
	int seen = 0;
	while (!atomic_load(&s->quit)) {
		int64_t until;
		if (atomic_load(&s->go) == seen)
			continue;
		seen = atomic_load(&s->go);
		until = conf_now_us() + rand_r(&seed) % 400;
		while (conf_now_us() < until)
			;
		if (tn_cancel(s->db, NULL) < 0)
			s->failed++;
		atomic_store(&s->done, seen);
	}
	return NULL;
}

/* A cancel that comes about when a short statement ends never hits the one after it. */
START_TEST(never_the_next_statement)
{
	tn_conn *db = tn_test_open();
	struct storm s = {.db = db};
	pthread_t thread;
	const char *ordered = getenv("TENON_TEST_STORM");
	int i, hit = 0, n = ordered ? atoi(ordered) : 300;
	int64_t end = conf_now_us() + (ordered ? INT64_MAX / 2 : 500000);
	conf_fill_items(db, ITEMS);
	ck_assert_int_eq(pthread_create(&thread, NULL, cancel_often, &s), 0);
	for (i = 1; i <= n && conf_now_us() < end; i++) {
		int rc;
		atomic_store(&s.go, i);
		rc = tn_exec(db, i % 2 ? "UPDATE item SET amount = ? WHERE id = 9"
				       : "SELECT name FROM item WHERE id = ?",
			     TN_ARGS(i), NULL, tn_test_err());
		ck_assert_msg(rc == TN_OK || rc == TN_E_CANCELLED, "%s", tn_test_failure(rc));
		hit += rc < 0;
		while (atomic_load(&s.done) != i)
			;
		ck_assert_msg((rc = tn_exec(db, "UPDATE item SET amount = ? WHERE id = 10", TN_ARGS(i), NULL,
					    tn_test_err())) == TN_OK,
			      "round %d of %d: %s", i, n, tn_test_failure(rc));
	}
	atomic_store(&s.quit, 1);
	pthread_join(thread, NULL);
	ck_assert_int_eq(s.failed, 0);
	ck_assert_int_eq(conf_int(db, "SELECT amount FROM item WHERE id = 10", NULL), i - 1);
	if (ordered)
		printf("storm: %d cancels, %d of them hit\n", i - 1, hit);
	conf_is_alive(db);
	tn_close(db);
}
END_TEST

/* ---- handles -------------------------------------------------------------------------- */

struct watcher {
	tn_canceller *canceller;
	atomic_int quit;
};

static void *cancel_always(void *arg)
{
	struct watcher *w = arg;
	while (!atomic_load(&w->quit)) {
		tn_canceller_cancel(w->canceller, NULL);
		usleep(300);
	}
	tn_canceller_free(w->canceller);
	return NULL;
}

START_TEST(a_handle_outlives_its_connection)
{
	int i;
	for (i = 0; i < 5; i++) {
		tn_conn *db = tn_test_open();
		struct watcher w = {0};
		pthread_t thread;
		ck_tn_ok(tn_canceller_new(db, &w.canceller, tn_test_err()));
		ck_assert_int_eq(pthread_create(&thread, NULL, cancel_always, &w), 0);
		tn_exec(db, "SELECT 1", NULL, NULL, NULL);
		usleep(500);
		tn_close(db);
		usleep(500);
		atomic_store(&w.quit, 1);
		pthread_join(thread, NULL);
	}
}
END_TEST

START_TEST(handles_that_are_none)
{
	tn_conn *db = tn_test_open();
	tn_canceller *c = NULL;
	ck_tn_err(tn_cancel(NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_canceller_new(NULL, &c, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_canceller_new(db, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_canceller_cancel(NULL, tn_test_err()), TN_E_MISUSE);
	tn_canceller_free(NULL);
	ck_tn_ok(tn_canceller_new(db, &c, tn_test_err()));
	tn_close(db);
	ck_tn_ok(tn_canceller_cancel(c, tn_test_err()));
	tn_canceller_free(c);
}
END_TEST

Suite *conf_cancel_suite(void)
{
	Suite *s = suite_create("cancel");
	TCase *tc = conf_case(s, "cancel");
	tcase_add_test(tc, a_statement_that_works);
	tcase_add_test(tc, a_statement_that_waits);
	tcase_add_test(tc, rows_that_are_being_read);
	tcase_add_test(tc, rows_that_are_open);
	tcase_add_test(tc, nothing);
	tcase_add_test(tc, a_statement_of_a_transaction);
	tcase_add_test(tc, a_transaction_that_is_repeated);
	tcase_add_test(tc, never_the_next_statement);
	tcase_add_test(tc, a_handle_outlives_its_connection);
	tcase_add_test(tc, handles_that_are_none);
	return s;
}
