/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/failover/bank.c - money is moved between accounts while nodes die.
 *
 * Each transfer is a transaction with a row of its own whose key its thread has chosen,
 * so that afterwards every one of them can be accounted for:
 *
 *  1. The money is what it was, and each balance is what the transfers say.
 *  2. A transfer that was acknowledged is there.
 *  3. One that failed without a doubt is not.
 *  4. One of unknown outcome was told as such; it may be either.
 *
 * The threads connect in different ways.  One has no check function: it is told what
 * is unknown.  A second try may meet the row of a first one that came through: that is
 * TN_E_UNIQUE, and the transfer is there.
 */
#include "tests/backend/failover/failover.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ACCOUNTS = 10, WORKERS = 4, TRANSFERS = 50000, PATIENCE_MS = 60000 };
#define START_MONEY 1000

enum outcome { NONE = 0, ACKNOWLEDGED, FAILED, UNKNOWN };

struct worker {
	pthread_t thread;
	const char *options; /* of the URL */
	int checks;
	unsigned number;     /* of the worker */
	atomic_uint done;    /* transfers that were acknowledged */
	unsigned next;       /* transfer */
	unsigned asked, met;
	int64_t last_ms, longest_ms;
	int unexpected;      /* a code that is none of a failover */
	char why[400];
	unsigned char outcome[TRANSFERS];
};

static const struct {
	const char *options;
	int checks;
} ways[WORKERS] = {
	{"statement_timeout=4000&target_session_attrs=read-write", 1},
	{"statement_timeout=4000", 1},
	{"statement_timeout=4000&target_session_attrs=primary&load_balance_hosts=random", 0},
	{"statement_timeout=4000&target_session_attrs=prefer-standby", 1},
};

static struct worker *workers;
static atomic_int stop;

static int64_t token_of(const struct worker *w, unsigned n)
{
	return (int64_t)w->number * 1000000 + n;
}

void bank_make(void)
{
	static const char *const make[] = {
		"CREATE TABLE account (id BIGINT PRIMARY KEY, balance BIGINT NOT NULL)",
		"CREATE TABLE transfer (token BIGINT PRIMARY KEY, source BIGINT NOT NULL, target BIGINT NOT NULL, "
		"amount BIGINT NOT NULL)",
	};
	tn_conn *db = tn_test_open_with(cluster_url("target_session_attrs=read-write"), NULL);
	size_t i;
	for (i = 0; i < COUNT(make); i++)
		ck_tn_ok(tn_exec(db, make[i], NULL, NULL, tn_test_err()));
	for (i = 0; i < ACCOUNTS; i++)
		ck_tn_ok(tn_exec(db, "INSERT INTO account (id, balance) VALUES (?, ?)",
				 TN_ARGS((int64_t)i, START_MONEY), NULL, tn_test_err()));
	tn_close(db);
	workers = calloc(WORKERS, sizeof *workers);
	ck_assert_ptr_nonnull(workers);
	for (i = 0; i < WORKERS; i++) {
		workers[i].number = (unsigned)i;
		workers[i].options = ways[i].options;
		workers[i].checks = ways[i].checks;
	}
}

/* ---- one transfer ---------------------------------------------------------------------- */

static int move(tn_conn *db, void *arg, tn_error **err)
{
	struct worker *w = arg;
	int64_t from = (w->next * 7 + w->number) % ACCOUNTS, to = (from + 1 + w->next % (ACCOUNTS - 1)) % ACCOUNTS;
	int64_t amount = 1 + w->next % 5;
	int rc = tn_exec(db, "INSERT INTO transfer (token, source, target, amount) VALUES (?, ?, ?, ?)",
			 TN_ARGS(token_of(w, w->next), from, to, amount), NULL, err);
	if (rc >= 0)
		rc = tn_exec(db, "UPDATE account SET balance = balance - ? WHERE id = ?", TN_ARGS(amount, from), NULL,
			     err);
	if (rc >= 0)
		rc = tn_exec(db, "UPDATE account SET balance = balance + ? WHERE id = ?", TN_ARGS(amount, to), NULL,
			     err);
	return rc;
}

static int is_there(tn_conn *db, void *arg, tn_error **err)
{
	struct worker *w = arg;
	tn_value v = TN_NULL;
	int rc = tn_query_value(db, "SELECT COUNT(*) FROM transfer WHERE token = ?", TN_ARGS(token_of(w, w->next)), &v,
				err);
	w->asked++;
	return rc < 0 ? rc : v.u.i == 1;
}

/* What a failover may end in when all attempts are over. */
static int is_of_a_failover(int code)
{
	static const int codes[] = {TN_E_CONNECT, TN_E_DISCONNECTED, TN_E_WRONG_NODE, TN_E_TIMEOUT, TN_E_DEADLOCK,
				    TN_E_SERIALIZATION, TN_E_RESOURCES, TN_E_CANCELLED, TN_E_LOCK_TIMEOUT};
	size_t i;
	for (i = 0; i < COUNT(codes); i++)
		if (code == codes[i])
			return 1;
	return 0;
}

static void transfer(struct worker *w, tn_conn *db)
{
	tn_tx_options o = {.size = sizeof o, .max_attempts = 100000, .max_backoff_ms = 100, .deadline_ms = 45000};
	tn_error *err = NULL;
	int64_t now;
	int rc;
	o.check = w->checks ? is_there : NULL;
	rc = tn_transact(db, &o, move, w, &err);
	w->met += rc == TN_E_UNIQUE;
	if (rc >= 0 || rc == TN_E_UNIQUE) {
		w->outcome[w->next] = ACKNOWLEDGED;
		now = cluster_now_ms();
		if (w->last_ms && now - w->last_ms > w->longest_ms)
			w->longest_ms = now - w->last_ms;
		w->last_ms = now;
		atomic_fetch_add(&w->done, 1);
	} else if (rc == TN_E_COMMIT_UNKNOWN) {
		w->outcome[w->next] = UNKNOWN;
	} else {
		w->outcome[w->next] = FAILED;
		if (!is_of_a_failover(rc) && !w->unexpected) {
			w->unexpected = rc;
			tn_error_format(err, w->why, sizeof w->why);
		}
	}
	w->next++;
	tn_error_free(err);
}

static void *work(void *arg)
{
	struct worker *w = arg;
	tn_conn *db = NULL;
	w->last_ms = 0;
	while (!db && !atomic_load(&stop))
		if (tn_open(&db, cluster_url(w->options), NULL, NULL) < 0)
			usleep(50000);
	while (!atomic_load(&stop) && w->next < TRANSFERS)
		transfer(w, db);
	tn_close(db);
	return NULL;
}

/* ---- the audit --------------------------------------------------------------------------- */

static void account_for(struct worker *w, const unsigned char *found, struct bank_count *c)
{
	unsigned i;
	ck_assert_msg(!w->unexpected, "worker %u: %s", w->number, w->why);
	for (i = 0; i < w->next; i++) {
		int there = found[w->number * TRANSFERS + i];
		if (w->outcome[i] == ACKNOWLEDGED)
			ck_assert_msg(there, "transfer %u of worker %u was acknowledged and is lost", i, w->number);
		if (w->outcome[i] == FAILED)
			ck_assert_msg(!there, "transfer %u of worker %u failed and is there", i, w->number);
		c->acknowledged += w->outcome[i] == ACKNOWLEDGED;
		c->failed += w->outcome[i] == FAILED;
		c->unknown += w->outcome[i] == UNKNOWN;
		c->there += w->outcome[i] == UNKNOWN && there;
	}
	c->asked += w->asked;
	c->met += w->met;
	if (w->longest_ms > c->longest_ms)
		c->longest_ms = w->longest_ms;
}

/* Reads the transfers; what they make of the balances. */
static void read_transfers(tn_conn *db, unsigned char *found, int64_t *balance)
{
	tn_rows *rows = NULL;
	int rc, i;
	for (i = 0; i < ACCOUNTS; i++)
		balance[i] = START_MONEY;
	ck_tn_ok(tn_query(db, "SELECT token, source, target, amount FROM transfer", NULL, &rows, tn_test_err()));
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW) {
		int64_t token = tn_get_int64(rows, 0), amount = tn_get_int64(rows, 3);
		found[token / 1000000 * TRANSFERS + token % 1000000] = 1;
		balance[tn_get_int64(rows, 1)] -= amount;
		balance[tn_get_int64(rows, 2)] += amount;
	}
	ck_tn_ok(rc);
	ck_tn_ok(tn_finish(rows, tn_test_err()));
}

static void audit(const char *url, struct bank_count *c)
{
	unsigned char *found = calloc(WORKERS, TRANSFERS);
	int64_t balance[ACCOUNTS], sum = 0;
	tn_conn *db = tn_test_open_with(url, NULL);
	tn_tx_options o = {.size = sizeof o, .isolation = TN_ISO_REPEATABLE_READ};
	tn_value v = TN_NULL;
	int64_t i;
	ck_assert_ptr_nonnull(found);
	ck_tn_ok(tn_begin(db, &o, tn_test_err()));
	read_transfers(db, found, balance);
	for (i = 0; i < ACCOUNTS; i++) {
		ck_tn_is(tn_query_value(db, "SELECT balance FROM account WHERE id = ?", TN_ARGS(i), &v, tn_test_err()),
			 TN_ROW);
		ck_assert_msg(v.u.i == balance[i], "account %d has %lld, its transfers make %lld", (int)i,
			      (long long)v.u.i, (long long)balance[i]);
		sum += v.u.i;
	}
	ck_assert_int_eq(sum, (int64_t)ACCOUNTS * START_MONEY);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	tn_close(db);
	for (i = 0; i < WORKERS; i++)
		account_for(&workers[i], found, c);
	free(found);
}

/* ---- a failover ---------------------------------------------------------------------------- */

/* Until every worker has done some more transfers. */
static void wait_for_each(unsigned transfers)
{
	int64_t end = cluster_now_ms() + PATIENCE_MS;
	unsigned from[WORKERS];
	int i;
	for (i = 0; i < WORKERS; i++)
		from[i] = atomic_load(&workers[i].done);
	for (i = 0; i < WORKERS; i++) {
		while (atomic_load(&workers[i].done) < from[i] + transfers) {
			ck_assert_msg(cluster_now_ms() < end, "worker %d makes no transfers: %s", i, workers[i].why);
			usleep(5000);
		}
	}
}

void bank_round(struct bank_count *total)
{
	struct bank_count c = {.failovers = total->failovers + 1};
	int i;
	atomic_store(&stop, 0);
	for (i = 0; i < WORKERS; i++)
		ck_assert_int_eq(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
	wait_for_each(20);
	cluster_do("failover");
	wait_for_each(20);
	atomic_store(&stop, 1);
	for (i = 0; i < WORKERS; i++)
		ck_assert_int_eq(pthread_join(workers[i].thread, NULL), 0);
	audit(cluster_url("target_session_attrs=read-write"), &c);
	cluster_do("repair");
	*total = c;
}
