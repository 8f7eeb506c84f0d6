/* SPDX-License-Identifier: MIT */
/*
 * tests/masks/masks_victim.c - a deadlock in the midst of a statement.
 *
 * A transaction waits for a row of another one, which then asks for a row of the first: one
 * of them is the victim.  The first is in a step behind the one whose rows it has read and
 * kept, or drops rows that the program has not asked for.  Whoever is the victim, its
 * error says that the transaction is to be repeated, tn_transact() does that, and at the
 * end both have done what they do, once.
 *
 *  1. Rows that are dropped are too few to be cancelled, and too many for one message.
 *  2. The other transaction has changed more rows and begins to wait later, so that the
 *     servers take the first for the victim, by weight or by the time of the wait; one that
 *     does not is no failure, but of the attempts together there is one too many.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <tenon/testing.h>
#include "core/engine/engine.h"
#include "tests/masks/masks.h"

enum { ITEMS = 900, CHILDREN = 60 };

struct side {
	tn_conn *db, *look;
	int (*work)(tn_conn *db, void *side, tn_error **err);
	int which;            /* of the statements of the first */
	int attempts, result, victim;
	char error[600];
};

/* How far the two have come: the other goes on when the first has its rows, which the first learns of before. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t moved = PTHREAD_COND_INITIALIZER;
static int stage;

static void reach(int now)
{
	pthread_mutex_lock(&lock);
	if (stage < now)
		stage = now;
	pthread_cond_broadcast(&moved);
	pthread_mutex_unlock(&lock);
}

static void wait_for(int wanted)
{
	pthread_mutex_lock(&lock);
	while (stage < wanted)
		pthread_cond_wait(&moved, &lock);
	pthread_mutex_unlock(&lock);
}

/* Each attempt tells its error, and whether it says that it can be repeated. */
static int noted(struct side *s, int rc, const tn_error *err)
{
	if (rc < 0 && (rc != TN_E_DEADLOCK || !(tn_error_flags(err) & TN_ERR_RETRY_TX)))
		tn_error_format(err, s->error, sizeof s->error);
	s->victim += rc == TN_E_DEADLOCK;
	return rc;
}

static int drop_rows(tn_conn *db, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc = tn_query(db, "SELECT id, w, w, w, w FROM item ORDER BY id FOR UPDATE", NULL, &rows, err), end;
	if (rc < 0)
		return rc;
	rc = tn_next(rows, err);
	reach(2);
	end = tn_finish(rows, rc < 0 ? NULL : err);
	return rc < 0 ? rc : end;
}

/* The second step deletes a child that the other transaction has changed. */
static int delete_apart(tn_conn *db, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc;
	reach(2);
	rc = tn_query(db, "DELETE FROM item WHERE id IN (SELECT max(id) FROM item WHERE id < 3 GROUP BY v) "
			  "RETURNING id, v", NULL, &rows, err);
	return rc < 0 ? rc : tn_finish(rows, err);
}

static int first(tn_conn *db, void *side, tn_error **err)
{
	struct side *s = side;
	tn_error *error = NULL;
	int rc;
	s->attempts++;
	rc = tn_exec(db, "UPDATE counter SET n = n + 1 WHERE id = 1", NULL, NULL, &error);
	if (s->attempts == 1)
		wait_for(1);
	if (rc >= 0)
		rc = s->which ? delete_apart(db, &error) : drop_rows(db, &error);
	noted(s, rc, error);
	if (rc < 0 && err)
		*err = error;
	else
		tn_error_free(error);
	return rc;
}

/* Waits until the first has locked the row that it has read, and a while more: by then it waits itself. */
static void wait_for_lock(tn_conn *look)
{
	static const struct timespec soon = {0, 10000000}, later = {0, 300000000};
	tn_value v;
	while (tn_query_value(look, "SELECT id FROM item WHERE id = 2 FOR UPDATE SKIP LOCKED", NULL, &v, NULL) ==
	       TN_ROW)
		nanosleep(&soon, NULL);
	nanosleep(&later, NULL);
}

static int other(tn_conn *db, void *side, tn_error **err)
{
	struct side *s = side;
	tn_error *error = NULL;
	int rc;
	s->attempts++;
	rc = tn_exec(db, "UPDATE child SET n = n + 1", NULL, NULL, &error);
	if (rc >= 0)
		rc = tn_exec(db, "UPDATE item SET v = v + 1 WHERE id > 850", NULL, NULL, &error);
	reach(1);
	wait_for(2);
	if (s->attempts == 1)
		wait_for_lock(s->look);
	if (rc >= 0)
		rc = tn_exec(db, "UPDATE item SET w = 'other' WHERE id = 2", NULL, NULL, &error);
	noted(s, rc, error);
	if (rc < 0 && err)
		*err = error;
	else
		tn_error_free(error);
	return rc;
}

static void *run_side(void *arg)
{
	struct side *s = arg;
	tn_tx_options o = {.size = sizeof o, .first_backoff_ms = 1, .max_backoff_ms = 20};
	tn_error *err = NULL;
	s->result = tn_transact(s->db, &o, s->work, s, &err);
	if (s->result < 0)
		tn_error_format(err, s->error, sizeof s->error);
	tn_error_free(err);
	return NULL;
}

static void run(tn_conn *db, const char *sql)
{
	ck_tn_ok(tn_exec(db, sql, NULL, NULL, tn_test_err()));
}

static int64_t number(tn_conn *db, const char *sql)
{
	tn_value v;
	ck_tn_is(tn_query_value(db, sql, NULL, &v, tn_test_err()), TN_ROW);
	return v.u.i;
}

static tn_conn *open_victim(void)
{
	static const enum tn_cap caps[] = {TN_CAP_RETURNING_DELETE, TN_CAP_DELETE_READS_TARGET};
	tn_conn *db = tn_test_open_shared();
	size_t i;
	for (i = 0; i < sizeof caps / sizeof caps[0]; i++)
		tn_cap_clear(&db->be->server.caps, caps[i]);
	return db;
}

static void make(tn_conn *db)
{
	int64_t have;
	run(db, "CREATE TABLE item (id BIGINT PRIMARY KEY, v BIGINT NOT NULL, w VARCHAR(200))");
	run(db, "CREATE TABLE child (id BIGINT PRIMARY KEY, n BIGINT NOT NULL, item_id BIGINT REFERENCES item (id) "
		"ON DELETE CASCADE)");
	run(db, "CREATE TABLE counter (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)");
	run(db, "INSERT INTO counter (id, n) VALUES (1, 0)");
	run(db, "INSERT INTO item (id, v, w) VALUES (1, 0, 'a text that is so long that rows come in many messages')");
	for (have = 1; have < ITEMS; have *= 2)
		ck_tn_ok(tn_exec(db, "INSERT INTO item (id, v, w) SELECT id + ?, v, w FROM item WHERE id <= ?",
				 TN_ARGS(have, ITEMS - have), NULL, tn_test_err()));
	ck_tn_ok(tn_exec(db, "INSERT INTO child (id, n, item_id) SELECT id, 0, 2 FROM item WHERE id <= ?",
			 TN_ARGS(CHILDREN), NULL, tn_test_err()));
}

START_TEST(the_victim_of_a_deadlock)
{
	tn_conn *db = tn_test_open();
	struct side sides[2] = {{.work = first, .which = _i}, {.work = other}};
	pthread_t thread;
	tn_test_skip_unless(db, "row_locks");
	make(db);
	stage = 0;
	sides[0].db = open_victim();
	sides[1].db = open_victim();
	sides[1].look = tn_test_open_shared();
	ck_assert_int_eq(pthread_create(&thread, NULL, run_side, &sides[1]), 0);
	run_side(&sides[0]);
	pthread_join(thread, NULL);
	ck_assert_msg(sides[0].result >= 0 && !*sides[0].error, "the first: %s", sides[0].error);
	ck_assert_msg(sides[1].result >= 0 && !*sides[1].error, "the other: %s", sides[1].error);
	/* They may meet again when one is repeated. */
	ck_assert_int_ge(sides[0].victim + sides[1].victim, 1);
	ck_assert_int_eq(sides[0].attempts + sides[1].attempts, 2 + sides[0].victim + sides[1].victim);
	/* Nothing of the attempt that failed is there. */
	ck_assert_int_eq(number(db, "SELECT n FROM counter"), 1);
	ck_assert_int_eq(number(db, "SELECT CAST(sum(v) AS BIGINT) FROM item"), ITEMS - 850);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM item"), _i ? ITEMS - 1 : ITEMS);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM child WHERE n = 1"), _i ? 0 : CHILDREN);
	tn_close(sides[0].db);
	tn_close(sides[1].db);
	tn_close(sides[1].look);
	tn_close(db);
}
END_TEST

TCase *victim_masks(void)
{
	TCase *tc = tcase_create("victim");
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, the_victim_of_a_deadlock, 0, 2);
	return tc;
}
