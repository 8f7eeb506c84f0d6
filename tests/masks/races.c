/* SPDX-License-Identifier: MIT */
/*
 * tests/masks/races.c - changes of every kind at the same time, and books that must balance.
 *
 * Threads insert, update and delete the same few rows.  Each statement says what it did: how
 * many rows came, went or were counted on.  At the end the table must have what all of them
 * say together.  One statement keeps that on every server at READ COMMITTED: it
 * changes a row as it is when it locks it, and gives what it has changed.  So a plan of several
 * steps has to keep it, too: an update that is lost, a row that is deleted twice, a count
 * of rows that others changed, and the books do not balance.
 *
 *  1. Half of the threads have the server as it is, so plans race with single statements.
 *  2. Limits are lowered so that steps are run for few rows at a time.
 *  3. What failed as a victim of others had no effect and is tried again; another failure is
 *     a failure of the test.
 *  4. Every third statement stands in a transaction with the one before it, which may be undone.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/testing.h>
#include "core/engine/engine.h"
#include "tests/support/suite_run.h"

enum { THREADS = 4, IDS = 9, FEW_ROUNDS = 60, MOST_ROUNDS = 10000 };

/* What changes the sum of v and the number of rows by a statement's rows and count. */
struct books {
	int64_t rows, sum;
};

/* How a statement's result is read: of its first two columns, or of its count. */
enum reading {
	GONE,      /* column 1: v of a row that is deleted */
	COUNTED,   /* v of each row that is counted is one more */
	ADDED,     /* column 1: what v is more by */
	TAKEN,     /* v of each row that is counted is one less */
	UPSERTED,  /* column 1 is 0 where the row is new; v is one more, and 1 in a new one */
	CAME,      /* each row is new, and its v is 1 */
	GONE_ONES, /* each row that is counted is deleted, and its v was 1 */
};

static const struct kind {
	const char *sql;
	enum reading reading;
	int args; /* an id; 2: a list of ids; 3: three ids */
} kinds[] = {
	{"DELETE FROM item WHERE id = (SELECT min(id) FROM item WHERE id >= ?) RETURNING v", GONE, 1},
	{"DELETE FROM item WHERE id IN (SELECT max(id) FROM item GROUP BY u) RETURNING v, id", GONE, 0},
	{"DELETE FROM item WHERE id = ? RETURNING v", GONE, 1},
	{"DELETE FROM item WHERE id IN (?) RETURNING v", GONE, 2},
	{"DELETE FROM item WHERE id IN (?) AND v = 1", GONE_ONES, 2},
	{"DELETE FROM item WHERE v = 1 AND id IN (SELECT min(id) FROM item GROUP BY u)", GONE_ONES, 0},
	{"DELETE FROM item USING part WHERE part.id = item.id AND part.id = ? RETURNING item.v, part.n", GONE, 1},
	{"UPDATE item SET v = v + 1 WHERE id IN (SELECT max(id) FROM item GROUP BY u)", COUNTED, 0},
	{"UPDATE item SET v = v + 1 WHERE id >= ? RETURNING v", COUNTED, 1},
	{"UPDATE item SET v = v + 1 WHERE id IN (?)", COUNTED, 2},
	{"UPDATE item SET v = v - 1 WHERE v > 0 AND id < (SELECT max(id) FROM item)", TAKEN, 0},
	{"UPDATE item SET v = item.v + part.n FROM part WHERE part.id = item.id RETURNING part.n", ADDED, 0},
	{"UPDATE item SET v = item.v + d.n FROM (SELECT 1 AS n) AS d WHERE item.id > d.n + ?", COUNTED, 1},
	{"INSERT INTO item (id, v, u) VALUES (?, 1, 0) ON CONFLICT (id) DO UPDATE SET v = item.v + 1, u = item.u + 1 "
	 "RETURNING u", UPSERTED, 1},
	{"INSERT INTO item (id, v, u) VALUES (?, 1, 0), (?, 1, 0), (?, 1, 0) ON CONFLICT (id) DO UPDATE SET "
	 "v = item.v + 1, u = item.u + 1 RETURNING u", UPSERTED, 3},
	{"INSERT INTO item (id, v, u) VALUES (?, 1, 0), (?, 1, 0), (?, 1, 0) ON CONFLICT (id) DO NOTHING RETURNING id",
	 CAME, 3},
	{"INSERT INTO item (id, v, u) SELECT id, 1, 0 FROM part WHERE id >= ? ON CONFLICT (id) DO NOTHING RETURNING id",
	 CAME, 1},
	{"INSERT INTO item (id, v, u) VALUES (?, 1, 0), (?, 1, 0), (?, 1, 0) ON CONFLICT (id) DO NOTHING", CAME, 3},
};
#define KINDS ((int)(sizeof kinds / sizeof kinds[0]))

/* What the others do beside a kind that is tried: rows come, go and change. */
static const int writers[] = {2, 8, 13, 17};

struct worker {
	pthread_t thread;
	tn_conn *db;
	int kind; /* -1: any */
	int plain; /* has the server as it is */
	uint32_t random;
	struct books books, open; /* of what is committed; of the transaction that is open */
	int result, undone;
	char error[600];
};

/* Statements of each thread: TENON_TEST_RACES of the environment, for runs by hand. */
static int rounds(void)
{
	const char *given = getenv("TENON_TEST_RACES");
	int n = given ? atoi(given) : FEW_ROUNDS;
	return n < 1 ? FEW_ROUNDS : n > MOST_ROUNDS ? MOST_ROUNDS : n;
}

static uint32_t pick(struct worker *w, uint32_t n)
{
	w->random = w->random * 1664525u + 1013904223u;
	return (w->random >> 8) % n;
}

/* ---- connections ------------------------------------------------------------------------- */

static tn_conn *open_plain(void)
{
	return tn_test_open_shared();
}

static tn_conn *open_masked(void)
{
	static const enum tn_cap caps[] = {TN_CAP_RETURNING_INSERT, TN_CAP_RETURNING_UPDATE, TN_CAP_RETURNING_DELETE,
		TN_CAP_DELETE_READS_TARGET, TN_CAP_UPDATE_READS_TARGET, TN_CAP_OLD_ROWS_IN_SET, TN_CAP_UPDATE_FROM,
		TN_CAP_RETURNING_JOINED, TN_CAP_DELETE_USING, TN_CAP_LIST_ARRAY, TN_CAP_LIST_TABLE,
		TN_CAP_LIST_LITERALS};
	tn_conn *db = tn_test_open_shared();
	size_t i;
	for (i = 0; i < sizeof caps / sizeof caps[0]; i++)
		tn_cap_clear(&db->be->server.caps, caps[i]);
	db->be->server.caps.limits[TN_LIMIT_BIND_PARAMS] = 5;
	return db;
}

/* ---- one statement ------------------------------------------------------------------------ */

static void take_row(struct books *b, enum reading reading, int64_t first)
{
	b->rows += reading == GONE ? -1 : reading == CAME || (reading == UPSERTED && !first);
	b->sum += reading == GONE ? -first : reading == ADDED ? first : reading == CAME || reading == UPSERTED;
}

static void take_count(struct books *b, enum reading reading, int64_t n)
{
	switch (reading) {
	case COUNTED: b->sum += n; break;
	case TAKEN: b->sum -= n; break;
	case CAME: b->rows += n, b->sum += n; break;
	case GONE_ONES: b->rows -= n, b->sum -= n; break;
	default: break;
	}
}

static int read_result(tn_rows *rows, const struct kind *kind, struct books *b, tn_error **err)
{
	int with_rows = strstr(kind->sql, "RETURNING") != NULL && kind->reading != COUNTED, rc;
	tn_result result = {0};
	while ((rc = tn_next(rows, err)) == TN_ROW)
		take_row(b, kind->reading, tn_get_int64(rows, 0));
	tn_rows_result(rows, &result);
	if (rc >= 0 && !with_rows)
		take_count(b, kind->reading, result.affected);
	if (rc < 0)
		tn_finish(rows, NULL);
	return rc < 0 ? rc : tn_finish(rows, err);
}

static int run_kind(struct worker *w, const struct kind *kind, struct books *b, tn_error **err)
{
	int64_t ids[IDS + 2];
	uint32_t i, first = pick(w, IDS) + 1;
	tn_value values[3];
	tn_list list = {.kind = TN_KIND_INT, .shape = 1, .items = ids, .count = IDS + 2};
	tn_args args = {.values = values, .count = kind->args == 3 ? 3 : kind->args > 0};
	tn_rows *rows = NULL;
	int rc;
	for (i = 0; i < IDS + 2; i++)
		ids[i] = (first + i) % (IDS + 2);
	for (i = 0; i < 3; i++)
		values[i] = tn_int(1 + (first + i * 2) % IDS);
	if (kind->args == 2)
		values[0] = tn_list_of(&list);
	rc = tn_query(w->db, kind->sql, &args, &rows, err);
	return rc < 0 ? rc : read_result(rows, kind, b, err);
}

/* ---- transactions of a thread ------------------------------------------------------------------ */

static void settle(struct worker *w, int kept)
{
	if (kept) {
		w->books.rows += w->open.rows;
		w->books.sum += w->open.sum;
	}
	memset(&w->open, 0, sizeof w->open);
}

/* 1: done; 0: undone for the sake of others; negative: another failure. */
static int end_tx(struct worker *w, int rc, tn_error **err)
{
	int undo = rc < 0 || pick(w, 4) == 0, ended;
	if (tn_tx_state(w->db) == TN_TX_IDLE)
		ended = TN_OK;
	else
		ended = undo ? tn_rollback(w->db, rc < 0 ? NULL : err) : tn_commit(w->db, err);
	settle(w, !undo && ended >= 0);
	return rc < 0 ? rc : ended;
}

static int one_round(struct worker *w, int in_tx)
{
	const struct kind *kind = &kinds[w->kind >= 0 ? w->kind : (int)pick(w, KINDS)];
	struct books b = {0};
	tn_error *err = NULL;
	int rc = in_tx ? tn_begin(w->db, NULL, &err) : TN_OK;
	if (rc >= 0)
		rc = run_kind(w, kind, &b, &err);
	if (rc >= 0 && in_tx) {
		w->open = b;
		b = (struct books){0};
		rc = run_kind(w, &kinds[writers[pick(w, 4)]], &b, &err);
	}
	w->open.rows += b.rows;
	w->open.sum += b.sum;
	if (in_tx)
		rc = end_tx(w, rc, &err);
	else
		settle(w, rc >= 0);
	if (rc < 0 && tn_error_flags(err) & (TN_ERR_RETRY_TX | TN_ERR_RETRY_STATEMENT)) {
		w->undone++;
		rc = 0;
	} else if (rc < 0) {
		size_t n = (size_t)snprintf(w->error, sizeof w->error, "%s: ", kind->sql);
		tn_error_format(err, w->error + n, sizeof w->error - n);
	}
	tn_error_free(err);
	return rc;
}

static void *work(void *arg)
{
	struct worker *w = arg;
	int i;
	for (i = 0; i < rounds() && w->result >= 0; i++)
		w->result = one_round(w, i % 3 == 2);
	return NULL;
}

/* ---- the races ------------------------------------------------------------------------------ */

static void exec(tn_conn *db, const char *sql, const tn_args *args)
{
	ck_tn_ok(tn_exec(db, sql, args, NULL, tn_test_err()));
}

static int64_t number(tn_conn *db, const char *sql)
{
	tn_value v;
	ck_tn_ok(tn_query_value(db, sql, NULL, &v, tn_test_err()));
	return v.kind == TN_KIND_NUMERIC ? strtoll(v.u.s, NULL, 10) : v.u.i;
}

static tn_conn *make_tables(void)
{
	tn_conn *db = open_plain();
	int i;
	exec(db, "CREATE TABLE item (id BIGINT PRIMARY KEY, v INTEGER CHECK (v >= 0), u INTEGER)", NULL);
	exec(db, "CREATE TABLE part (id BIGINT PRIMARY KEY, n INTEGER)", NULL);
	for (i = 1; i <= IDS; i++) {
		exec(db, "INSERT INTO item (id, v, u) VALUES (?, ?, 0)", TN_ARGS(i, i));
		exec(db, "INSERT INTO part (id, n) VALUES (?, ?)", TN_ARGS(i, i));
	}
	return db;
}

static void check_book(tn_conn *db, int kind, const char *sql, int64_t told)
{
	int64_t is = number(db, sql);
	ck_assert_msg(is == told, "%s: %lld, told was %lld; %s", sql, (long long)is, (long long)told,
		      kind < 0 ? "all kinds" : kinds[kind].sql);
}

/* The kind for the first two threads, one of which has the server as it is; the others write, or do anything, too. */
static void race(int kind)
{
	static struct worker w[THREADS];
	struct books all = {IDS, IDS * (IDS + 1) / 2};
	tn_conn *db = make_tables();
	int i, undone = 0;
	memset(w, 0, sizeof w);
	for (i = 0; i < THREADS; i++) {
		w[i].plain = i % 2;
		w[i].db = w[i].plain ? open_plain() : open_masked();
		w[i].kind = kind < 0 || i < 2 ? kind : writers[pick(&w[i - 1], 4)];
		w[i].random = (uint32_t)(kind * 100 + i + 7);
	}
	for (i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&w[i].thread, NULL, work, &w[i]), 0);
	for (i = 0; i < THREADS; i++)
		pthread_join(w[i].thread, NULL);
	for (i = 0; i < THREADS; i++) {
		tn_close(w[i].db);
		ck_assert_msg(w[i].result >= 0, "%s", w[i].error);
		all.rows += w[i].books.rows;
		all.sum += w[i].books.sum;
		undone += w[i].undone;
	}
	check_book(db, kind, "SELECT count(*) FROM item", all.rows);
	check_book(db, kind, "SELECT COALESCE(sum(v), 0) FROM item", all.sum);
	ck_assert_msg(undone < THREADS * rounds(), "nothing came to its end");
	tn_close(db);
}

START_TEST(the_books_balance)
{
	race(_i);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("races");
	TCase *tc = tcase_create("races");
	int rc = tn_test_begin();
	if (rc)
		return rc;
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 60 + rounds());
	/* By hand each kind by itself, too. */
	tcase_add_loop_test(tc, the_books_balance, -1, getenv("TENON_TEST_RACES") ? KINDS : 0);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
