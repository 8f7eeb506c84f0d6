/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_transact.c - tn_transact() and its retries.
 *
 * Conflicts are made by two connections in two threads that read, think and
 * write the same row: the classic lost update.  Whatever the server does about
 * it (refuses, kills, makes wait), no increment may be lost.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "tests/conformance/conf.h"

#define ROUNDS 25

static void make_counter(tn_conn *db)
{
	conf_make_items(db);
	conf_exec(db, "INSERT INTO item (id, amount) VALUES (1, 0)", NULL);
	conf_exec(db, "INSERT INTO item (id, amount) VALUES (2, 0)", NULL);
}

static void pause_ms(long ms)
{
	struct timespec t = {0, ms * 1000000L};
	nanosleep(&t, NULL);
}

struct call {
	int attempts;
	int fail_with; /* a statement that fails, with this code */
	int return_code;
};

static int insert_twice(tn_conn *db, void *arg, tn_error **err)
{
	struct call *c = arg;
	int rc = tn_exec(db, "INSERT INTO item (id, amount) VALUES (3, 0)", NULL, NULL, err);
	c->attempts++;
	if (rc < 0 || !c->fail_with)
		return rc < 0 ? rc : c->return_code;
	return tn_exec(db, "INSERT INTO item (id, amount) VALUES (1, 0)", NULL, NULL, err);
}

START_TEST(runs_and_commits)
{
	tn_conn *db = tn_test_open();
	struct call c = {0, 0, 5};
	make_counter(db);
	ck_tn_is(tn_transact(db, NULL, insert_twice, &c, tn_test_err()), 5);
	ck_assert_int_eq(c.attempts, 1);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 3);
	tn_close(db);
}
END_TEST

START_TEST(errors_of_the_function_are_not_retried)
{
	tn_conn *db = tn_test_open();
	struct call c = {0, TN_E_UNIQUE, 0};
	make_counter(db);
	ck_tn_err(tn_transact(db, NULL, insert_twice, &c, tn_test_err()), TN_E_UNIQUE);
	ck_assert_int_eq(c.attempts, 1);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 2);
	tn_close(db);
}
END_TEST

/* A function that only claims a failure: its code comes out, its work is undone. */
static int just_fail(tn_conn *db, void *arg, tn_error **err)
{
	(void)arg;
	if (tn_exec(db, "INSERT INTO item (id) VALUES (9)", NULL, NULL, err) < 0)
		return TN_E_INTERNAL;
	return TN_E_CANCELLED;
}

START_TEST(negative_answer_rolls_back)
{
	tn_conn *db = tn_test_open();
	make_counter(db);
	ck_assert_int_eq(tn_transact(db, NULL, just_fail, NULL, tn_test_err()), TN_E_CANCELLED);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 2);
	tn_close(db);
}
END_TEST

START_TEST(nested_transact_is_a_block)
{
	tn_conn *db = tn_test_open();
	struct call good = {0, 0, 0}, bad = {0, TN_E_UNIQUE, 0};
	make_counter(db);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_err(tn_transact(db, NULL, insert_twice, &bad, tn_test_err()), TN_E_UNIQUE);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
	ck_assert_uint_eq(tn_tx_depth(db), 1);
	ck_tn_ok(tn_transact(db, NULL, insert_twice, &good, tn_test_err()));
	ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 2);
	ck_assert_int_eq(good.attempts + bad.attempts, 2);
	tn_close(db);
}
END_TEST

/* ---- conflicts ------------------------------------------------------------ */

struct worker {
	pthread_t thread;
	const char *url;
	int isolation;
	int first, second; /* rows, in the order in which they are written */
	int result;
	int attempts;
	char error[512];
};

/* Reads and writes back: correct only if the server or a retry keeps the others out. */
static int increment(tn_conn *db, void *arg, tn_error **err)
{
	struct worker *w = arg;
	tn_value v;
	int rc = tn_query_value(db, "SELECT amount FROM item WHERE id = ?", TN_ARGS(w->first), &v, err);
	w->attempts++;
	if (rc < 0)
		return rc;
	pause_ms(1);
	return tn_exec(
		db, "UPDATE item SET amount = ? WHERE id = ?", TN_ARGS(v.u.i + 1, w->first), NULL, err);
}

/* Locks two rows, each worker in another order: a deadlock on servers with row locks. */
static int cross(tn_conn *db, void *arg, tn_error **err)
{
	struct worker *w = arg;
	int rc = tn_exec(
		db, "UPDATE item SET amount = amount + 1 WHERE id = ?", TN_ARGS(w->first), NULL, err);
	w->attempts++;
	pause_ms(2);
	if (rc >= 0)
		rc = tn_exec(db, "UPDATE item SET amount = amount + 1 WHERE id = ?", TN_ARGS(w->second), NULL,
			err);
	return rc;
}

static void work(struct worker *w, tn_tx_fn fn)
{
	tn_tx_options o = {0};
	tn_conn *db = NULL;
	tn_error *err = NULL;
	int i;
	o.size = sizeof o;
	o.isolation = w->isolation;
	o.max_attempts = 200;
	o.first_backoff_ms = 1;
	o.max_backoff_ms = 20;
	w->result = tn_open(&db, w->url, NULL, &err);
	for (i = 0; i < ROUNDS && w->result >= 0; i++)
		w->result = tn_transact(db, &o, fn, w, &err);
	if (w->result < 0)
		tn_error_format(err, w->error, sizeof w->error);
	tn_error_free(err);
	tn_close(db);
}

static void *run_increment(void *arg)
{
	work(arg, increment);
	return NULL;
}

static void *run_cross(void *arg)
{
	work(arg, cross);
	return NULL;
}

static void race(struct worker *w, int isolation, void *(*run)(void *))
{
	int i;
	memset(w, 0, 2 * sizeof *w);
	for (i = 0; i < 2; i++) {
		w[i].url = tn_test_shared_url();
		w[i].isolation = isolation;
		w[i].first = run == run_cross ? 1 + i : 1;
		w[i].second = 2 - i;
		ck_assert_int_eq(pthread_create(&w[i].thread, NULL, run, &w[i]), 0);
	}
	for (i = 0; i < 2; i++)
		pthread_join(w[i].thread, NULL);
	for (i = 0; i < 2; i++)
		ck_assert_msg(w[i].result >= 0, "thread %d: %s", i, w[i].error);
}

START_TEST(no_increment_is_lost)
{
	tn_conn *db = tn_test_open_shared();
	struct worker w[2];
	make_counter(db);
	race(w, TN_ISO_SERIALIZABLE, run_increment);
	ck_assert_int_eq(conf_int(db, "SELECT amount FROM item WHERE id = 1", NULL), 2 * ROUNDS);
	ck_assert_int_ge(w[0].attempts + w[1].attempts, 2 * ROUNDS);
	tn_close(db);
}
END_TEST

START_TEST(deadlocks_are_repeated)
{
	tn_conn *db = tn_test_open_shared();
	struct worker w[2];
	make_counter(db);
	race(w, TN_ISO_DEFAULT, run_cross);
	ck_assert_int_eq(conf_int(db, "SELECT amount FROM item WHERE id = 1", NULL), 2 * ROUNDS);
	ck_assert_int_eq(conf_int(db, "SELECT amount FROM item WHERE id = 2", NULL), 2 * ROUNDS);
	tn_close(db);
}
END_TEST

Suite *conf_transact_suite(void)
{
	Suite *s = suite_create("transact");
	TCase *tc = conf_case(s, "transact");
	tcase_add_test(tc, runs_and_commits);
	tcase_add_test(tc, errors_of_the_function_are_not_retried);
	tcase_add_test(tc, negative_answer_rolls_back);
	tcase_add_test(tc, nested_transact_is_a_block);
	tc = conf_case(s, "conflicts");
	tcase_add_test(tc, no_increment_is_lost);
	tcase_add_test(tc, deadlocks_are_repeated);
	return s;
}
