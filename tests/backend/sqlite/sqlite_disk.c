/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/sqlite/sqlite_disk.c - the disk fails under SQLite, the power goes, two
 * processes want the lock; through the public interface.
 *
 * The work: transactions of two rows and a counter, one after the other.  After each fault:
 *
 *  1. A failure has a code that fits, and no call hangs or crashes.
 *  2. What was acknowledged is there, after a power cut too where the settings promise that;
 *     what failed is not, unless the error says that nobody knows.  No transaction is there in
 *     part, and those that are there are the first ones.
 *  3. The file is sound: integrity_check says ok.
 *
 * TENON_TEST_DISK_FAULTS is the number of faults and of cuts; the default is for every day.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <tenon/testing.h>
#include <time.h>
#include <unistd.h>
#include "tests/backend/sqlite/vfs_shim.h"
#include "tests/support/suite_run.h"

#define EVERY_DAY 156
#define TRANSACTIONS 6
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct setting {
	const char *query;
	int durable; /* an acknowledged commit outlives a power cut */
};

/* A journal that is deleted may come back, unless synchronous=extra syncs the folder. */
static const struct setting settings[] = {
	{"journal_mode=wal&synchronous=full", 1},
	{"journal_mode=wal", 0},
	{"journal_mode=delete&synchronous=extra", 1},
	{"journal_mode=delete", 0},
	{"journal_mode=truncate", 1},
	{"journal_mode=persist", 1},
};

static struct {
	long points, happened, failed, unknown, there, acknowledged, lost_last;
} sums;

static char path[512], url[700];

static long rounds(void)
{
	const char *s = getenv("TENON_TEST_DISK_FAULTS");
	return s ? atol(s) : EVERY_DAY;
}

/* ---- the work ------------------------------------------------------------------------- */

static void remove_files(void)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	char name[600];
	size_t i;
	for (i = 0; i < COUNT(ends); i++) {
		snprintf(name, sizeof name, "%s%s", path, ends[i]);
		unlink(name);
	}
}

static void make_file(const struct setting *s)
{
	tn_conn *db;
	int i;
	snprintf(path, sizeof path, "%s/disk_test.db", tn_test_folder());
	snprintf(url, sizeof url, "sqlite:///%s?%s", path, s->query);
	remove_files();
	db = tn_test_open_with(url, NULL);
	ck_tn_ok(tn_exec(db, "CREATE TABLE item (id BIGINT PRIMARY KEY, body TEXT NOT NULL)", NULL, NULL,
			 tn_test_err()));
	ck_tn_ok(tn_exec(db, "CREATE TABLE counter (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)", NULL, NULL,
			 tn_test_err()));
	ck_tn_ok(tn_exec(db, "INSERT INTO counter (id, n) VALUES (1, 0)", NULL, NULL, tn_test_err()));
	for (i = 0; i < 40; i++)
		ck_tn_ok(tn_exec(db, "INSERT INTO item (id, body) VALUES (?, ?)", TN_ARGS(-1 - i, "there already"),
				 NULL, tn_test_err()));
	tn_close(db);
	shim_reset();
}

static int transaction(tn_conn *db, int number, tn_error **err)
{
	static char body[3000];
	int rc = tn_begin(db, NULL, err);
	memset(body, 'a' + number, sizeof body - 1);
	if (rc >= 0)
		rc = tn_exec(db, "INSERT INTO item (id, body) VALUES (?, ?)", TN_ARGS(2 * number, body), NULL, err);
	if (rc >= 0)
		rc = tn_exec(db, "UPDATE counter SET n = n + 1 WHERE id = 1", NULL, NULL, err);
	if (rc >= 0)
		rc = tn_exec(db, "INSERT INTO item (id, body) VALUES (?, ?)", TN_ARGS(2 * number + 1, body), NULL, err);
	if (rc >= 0)
		return tn_commit(db, err);
	if (!tn_is_dead(db) && tn_tx_depth(db))
		tn_rollback(db, NULL);
	return rc;
}

struct outcome {
	int acknowledged[TRANSACTIONS], unknown[TRANSACTIONS];
	int failed, code;
};

static void code_fits(const tn_error *e, const char *what)
{
	static const int codes[] = {TN_E_COMMIT_UNKNOWN, TN_E_DISCONNECTED, TN_E_RESOURCES, TN_E_SERVER, TN_E_IO,
				    TN_E_BUSY, TN_E_LOCK_TIMEOUT, TN_E_READ_ONLY, TN_E_CORRUPT, TN_E_NO_DATABASE,
				    TN_E_CONNECT, TN_E_TX_ABORTED};
	char text[600];
	size_t i;
	for (i = 0; i < COUNT(codes); i++)
		if (tn_error_code(e) == codes[i])
			return;
	tn_error_format(e, text, sizeof text);
	ck_abort_msg("%s: %s", what, text);
}

/* All transactions on one connection; it is opened again when it died. */
static void work(struct outcome *o, const char *what)
{
	tn_conn *db = NULL;
	tn_error *err = NULL;
	int i, rc;
	memset(o, 0, sizeof *o);
	for (i = 0; i < TRANSACTIONS; i++) {
		rc = TN_OK;
		if (db && tn_is_dead(db)) {
			tn_close(db);
			db = NULL;
		}
		if (!db)
			rc = tn_open(&db, url, NULL, &err);
		if (rc >= 0)
			rc = transaction(db, i, &err);
		o->acknowledged[i] = rc >= 0;
		if (rc >= 0)
			continue;
		o->failed++;
		o->unknown[i] = (tn_error_flags(err) & TN_ERR_AMBIGUOUS) != 0;
		code_fits(err, what);
	}
	tn_error_free(err);
	tn_close(db);
}

/* ---- the judge --------------------------------------------------------------------------- */

static int64_t number(tn_conn *db, const char *sql, const tn_args *args)
{
	int64_t n;
	tn_value v;
	int rc = tn_query_value(db, sql, args, &v, tn_test_err());
	ck_assert_msg(rc == TN_ROW, "%s: %s", sql, tn_test_failure(rc));
	n = v.u.i;
	tn_value_free(&v);
	return n;
}

static void is_sound(tn_conn *db, const char *what)
{
	tn_rows *rows = NULL;
	char found[400] = "";
	ck_tn_ok(tn_query(db, TN_NATIVE("PRAGMA integrity_check"), NULL, &rows, tn_test_err()));
	while (tn_next(rows, tn_test_err()) == TN_ROW)
		snprintf(found + strlen(found), sizeof found - strlen(found), "%s", tn_get_text(rows, 0));
	ck_tn_ok(tn_finish(rows, tn_test_err()));
	ck_assert_msg(!strcmp(found, "ok"), "%s: %s", what, found);
}

/* lossy: the last commits may be lost, but never one before another that is there. */
static void judge(const struct outcome *o, int lossy, const char *what)
{
	tn_conn *db = tn_test_open_with(url, NULL);
	int i, gone = 0;
	int64_t there = 0;
	is_sound(db, what);
	for (i = 0; i < TRANSACTIONS; i++) {
		int64_t rows = number(db, "SELECT COUNT(*) FROM item WHERE id IN (?, ?)", TN_ARGS(2 * i, 2 * i + 1));
		ck_assert_msg(rows == 0 || rows == 2, "%s: half of transaction %d is there", what, i);
		ck_assert_msg(rows || !o->acknowledged[i] || lossy, "%s: transaction %d is lost", what, i);
		ck_assert_msg(!rows || o->acknowledged[i] || o->unknown[i],
			      "%s: transaction %d failed and is there", what, i);
		ck_assert_msg(!rows || !gone, "%s: transaction %d is there, one before it is lost", what, i);
		gone |= !rows && o->acknowledged[i];
		there += rows / 2;
		sums.acknowledged += o->acknowledged[i];
		sums.unknown += o->unknown[i];
		sums.there += o->unknown[i] && rows;
	}
	sums.lost_last += gone;
	ck_assert_msg(number(db, "SELECT n FROM counter", NULL) == there, "%s: the counter is %d, not %d", what,
		      (int)number(db, "SELECT n FROM counter", NULL), (int)there);
	ck_assert_int_eq(number(db, "SELECT COUNT(*) FROM item WHERE id < 0", NULL), 40);
	tn_close(db);
}

static void tell(const char *what)
{
	printf("%s: %ld, %ld reached, %ld failed transactions, %ld unknown outcomes (%ld of them there), "
	       "%ld acknowledged, 0 half, 0 lost%s\n", what, sums.points, sums.happened, sums.failed, sums.unknown,
	       sums.there, sums.acknowledged, sums.lost_last ? " but the last ones of settings that allow it" : "");
	ck_assert_int_gt(sums.happened, sums.points / 2);
	memset(&sums, 0, sizeof sums);
}

/* ---- the tests ------------------------------------------------------------------------------- */

static void fault(const struct setting *s, enum shim_call call, long at, int stays)
{
	struct outcome o;
	char what[120];
	snprintf(what, sizeof what, "%s %ld%s, %s", shim_name(call), at, stays ? " and all after it" : "", s->query);
	make_file(s);
	shim_fail(call, at, stays);
	work(&o, what);
	sums.points++;
	sums.happened += shim_happened();
	sums.failed += o.failed;
	shim_heal();
	judge(&o, 0, what);
}

static long calls_of(const struct setting *s, enum shim_call call)
{
	struct outcome o;
	make_file(s);
	shim_fail(call, 0, 0);
	work(&o, "undisturbed");
	ck_assert_int_eq(o.failed, 0);
	return shim_count(call);
}

START_TEST(calls_fail)
{
	long n = rounds() / (long)(COUNT(settings) * SHIM_CALLS), i, most;
	size_t s;
	int call;
	if (n < 2)
		n = 2;
	for (s = 0; s < COUNT(settings); s++)
		for (call = 0; call < SHIM_CALLS; call++) {
			most = calls_of(&settings[s], (enum shim_call)call);
			for (i = 0; i < n && most; i++)
				fault(&settings[s], (enum shim_call)call, 1 + rand() % most, (int)(i & 1));
		}
	tell("calls that fail");
}
END_TEST

static void cut(const struct setting *s, long at)
{
	struct outcome o;
	char what[120];
	unsigned seed = (unsigned)rand();
	int i;
	snprintf(what, sizeof what, "cut at change %ld, seed %u, %s", at, seed, s->query);
	make_file(s);
	shim_cut(at);
	work(&o, what);
	sums.points++;
	sums.happened += shim_happened();
	sums.failed += o.failed;
	/* Nobody was there to hear of what failed then. */
	for (i = 0; i < TRANSACTIONS; i++)
		o.unknown[i] = !o.acknowledged[i];
	shim_settle(seed);
	judge(&o, !s->durable, what);
}

START_TEST(power_goes)
{
	long n = rounds() / (long)COUNT(settings), i, most;
	struct outcome o;
	size_t s;
	for (s = 0; s < COUNT(settings); s++) {
		make_file(&settings[s]);
		shim_cut(0);
		work(&o, "undisturbed");
		most = shim_changes();
		for (i = 0; i < n; i++)
			cut(&settings[s], 1 + rand() % most);
	}
	tell("power cuts");
}
END_TEST

/* The disk fills up, and there is room again: the connection goes on. */
START_TEST(disk_is_full)
{
	size_t s;
	for (s = 0; s < COUNT(settings); s++) {
		tn_error *err = NULL;
		tn_conn *db;
		int rc;
		make_file(&settings[s]);
		db = tn_test_open_with(url, NULL);
		shim_fail(SHIM_FULL, 1, 1);
		rc = transaction(db, 0, &err);
		ck_assert_msg(rc == TN_E_RESOURCES, "%s: %s", settings[s].query, tn_error_message(err));
		ck_assert(!tn_is_dead(db));
		ck_assert_int_eq(number(db, "SELECT COUNT(*) FROM item", NULL), 40);
		shim_heal();
		ck_tn_ok(transaction(db, 0, tn_test_err()));
		ck_assert_int_eq(number(db, "SELECT COUNT(*) FROM item", NULL), 42);
		is_sound(db, settings[s].query);
		tn_close(db);
		tn_error_free(err);
	}
}
END_TEST

/* A file system that was mounted read-only: reading works, or the open says why not. */
START_TEST(disk_is_read_only)
{
	size_t s;
	for (s = 0; s < COUNT(settings); s++) {
		tn_error *err = NULL;
		tn_conn *db = NULL;
		int rc;
		make_file(&settings[s]);
		shim_read_only(1);
		rc = tn_open(&db, url, NULL, &err);
		if (rc >= 0) {
			ck_assert_int_eq(number(db, "SELECT n FROM counter", NULL), 0);
			rc = transaction(db, 0, &err);
		}
		ck_assert_msg(rc == TN_E_READ_ONLY || rc == TN_E_NO_DATABASE, "%s: %s (%s)", settings[s].query,
			      tn_error_name(rc), tn_error_message(err));
		tn_close(db);
		tn_error_free(err);
		shim_heal();
		db = tn_test_open_with(url, NULL);
		ck_tn_ok(transaction(db, 0, tn_test_err()));
		tn_close(db);
	}
}
END_TEST

/* ---- two processes --------------------------------------------------------------------------- */

static int add_one(tn_conn *db, void *arg, tn_error **err)
{
	int64_t n = 0;
	tn_value v;
	int rc = tn_query_value(db, "SELECT n FROM counter WHERE id = 1 FOR UPDATE", NULL, &v, err);
	(void)arg;
	if (rc < 0)
		return rc;
	n = v.u.i;
	return tn_exec(db, "UPDATE counter SET n = ? WHERE id = 1", TN_ARGS(n + 1), NULL, err);
}

/* Writes a byte for each commit that was acknowledged; ends when it is killed, or has done enough. */
static void fight(int to, int times)
{
	tn_tx_options o = {.size = sizeof o, .max_attempts = 1000, .first_backoff_ms = 1, .max_backoff_ms = 5,
			   .deadline_ms = 20000};
	tn_conn *db = NULL;
	tn_error *err = NULL;
	int i, rc = tn_open(&db, url, NULL, &err);
	for (i = 0; i < times && rc >= 0; i++) {
		rc = tn_transact(db, &o, add_one, NULL, &err);
		if (rc >= 0 && write(to, "x", 1) != 1)
			break;
	}
	if (rc < 0)
		fprintf(stderr, "%s\n", tn_error_message(err));
	tn_error_free(err);
	tn_close(db);
	_exit(rc < 0);
}

static int64_t read_all(int from)
{
	char room[512];
	ssize_t n;
	int64_t sum = 0;
	while ((n = read(from, room, sizeof room)) > 0)
		sum += n;
	return sum;
}

START_TEST(processes_fight_for_the_lock)
{
	const struct setting *s = &settings[_i];
	int pipes[2], k, status, times = (int)(rounds() / 12), killed = 0;
	pid_t pids[3];
	struct timespec a_while = {0, 30000000};
	int64_t acknowledged, n;
	tn_conn *db;
	shim_remove();
	make_file(s);
	ck_assert_int_eq(pipe(pipes), 0);
	for (k = 0; k < 3; k++) {
		pids[k] = fork();
		if (!pids[k])
			fight(pipes[1], k == 2 ? 1000000 : times);
	}
	close(pipes[1]);
	/* One of them is killed in the middle of its work. */
	nanosleep(&a_while, NULL);
	kill(pids[2], SIGKILL);
	acknowledged = read_all(pipes[0]);
	for (k = 0; k < 3; k++) {
		ck_assert_int_eq(waitpid(pids[k], &status, 0), pids[k]);
		killed += WIFSIGNALED(status);
		ck_assert_msg(k == 2 || (WIFEXITED(status) && !WEXITSTATUS(status)), "process %d failed", k);
	}
	ck_assert_int_le(killed, 1);
	close(pipes[0]);
	db = tn_test_open_with(url, NULL);
	is_sound(db, s->query);
	n = number(db, "SELECT n FROM counter", NULL);
	/* The one that was killed may not have come to say so. */
	ck_assert_msg(n == acknowledged || n == acknowledged + 1, "%s: %d added, %d acknowledged", s->query, (int)n,
		      (int)acknowledged);
	tn_close(db);
	shim_install();
}
END_TEST

int main(void)
{
	Suite *s = suite_create("disk");
	TCase *tc = tcase_create("disk");
	tn_conn *db = NULL;
	int rc = tn_test_begin();
	if (rc)
		return rc;
	srand((unsigned)time(NULL));
	/* The library starts SQLite first. */
	if (tn_open(&db, "sqlite:", NULL, NULL) >= 0)
		tn_close(db);
	shim_install();
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 3600);
	tcase_add_test(tc, calls_fail);
	tcase_add_test(tc, power_goes);
	tcase_add_test(tc, disk_is_full);
	tcase_add_test(tc, disk_is_read_only);
	tcase_add_loop_test(tc, processes_fight_for_the_lock, 0, (int)COUNT(settings));
	suite_add_tcase(s, tc);
	return suite_run(s);
}
