/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/trouble/trouble_sqlite.c - a database that is a file, and what
 * can be wrong with a file: missing, damaged, read-only, locked, full, deleted.
 */
#include "tests/backend/trouble/trouble.h"
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *path(const char *name)
{
	static char out[600];
	snprintf(out, sizeof out, "%s/%s", tn_test_folder(), name);
	return out;
}

static const char *url(const char *name, const char *query)
{
	static char out[700];
	snprintf(out, sizeof out, "sqlite:///%s%s%s", path(name), query ? "?" : "", query ? query : "");
	return out;
}

static tn_conn *make(const char *name, const char *query)
{
	tn_conn *db = tn_test_open_with(url(name, query), NULL);
	trouble_make(db);
	return db;
}

static int no_open(const char *name, const char *query)
{
	tn_conn *db = (tn_conn *)&db;
	int rc = tn_open(&db, url(name, query), NULL, tn_test_err());
	ck_assert_ptr_null(db);
	return rc;
}

static void is_intact(tn_conn *db)
{
	tn_value v;
	ck_tn_is(tn_query_value(db, TN_NATIVE("PRAGMA integrity_check"), NULL, &v, tn_test_err()), TN_ROW);
	ck_assert_str_eq(v.u.s, "ok");
	tn_value_free(&v);
}

static void put(const char *name, const char *text, size_t times)
{
	FILE *f = fopen(path(name), "w");
	ck_assert_ptr_nonnull(f);
	while (times--)
		fputs(text, f);
	fclose(f);
}

static int64_t count(tn_conn *db)
{
	return trouble_int(db, "SELECT COUNT(*) FROM item");
}

/* ---- missing and damaged ------------------------------------------------------------ */

START_TEST(missing)
{
	trouble_expect(no_open("no/such/folder.db", NULL), TN_E_NO_DATABASE, 0, path("no/such"),
		       "create it first");
	trouble_expect(no_open("none.db", "mode=rw"), TN_E_NO_DATABASE, 0, path("none.db"), "mode=rwc");
	trouble_expect(no_open("none.db", "mode=ro"), TN_E_NO_DATABASE, 0, path("none.db"), "mode=rwc");
	trouble_expect(no_open("none.db", "read_only=1"), TN_E_NO_DATABASE, 0, path("none.db"), "mode=rwc");
	trouble_expect(no_open("", NULL), TN_E_NO_DATABASE, 0, "is a folder");
	put("plain.txt", "x", 1);
	trouble_expect(no_open("plain.txt/a.db", NULL), TN_E_NO_DATABASE, 0, path("plain.txt"));
	ck_assert_int_ne(access(path("none.db"), F_OK), 0);
}
END_TEST

START_TEST(no_database_at_all)
{
	struct stat st;
	put("note.txt", "this is a text and not a database\n", 400);
	trouble_expect(no_open("note.txt", _i ? "mode=ro" : NULL), TN_E_CORRUPT, 0, path("note.txt"),
		       "not an SQLite database");
	/* It was not touched. */
	ck_assert_int_eq(stat(path("note.txt"), &st), 0);
	ck_assert_int_eq((int)st.st_size, 34 * 400);
}
END_TEST

/* A file with some hundred pages and no side files. */
static void make_large(void)
{
	tn_conn *db = make("large.db", "journal_mode=delete");
	int i;
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	for (i = 100; i < 20100; i++)
		ck_tn_ok(tn_exec(db, "INSERT INTO item (id, name) VALUES (?, 'twenty characters .....')", TN_ARGS(i),
				 NULL, tn_test_err()));
	ck_tn_ok(tn_commit(db, tn_test_err()));
	tn_close(db);
}

static void damage(int how)
{
	char noise[4096];
	struct stat st;
	int fd = open(path("large.db"), O_RDWR);
	off_t at;
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fstat(fd, &st), 0);
	memset(noise, 0xA5, sizeof noise);
	if (how == 0)
		ck_assert_int_eq(ftruncate(fd, st.st_size / 2 / 4096 * 4096), 0);
	for (at = 4096 * 4; how == 1 && at < st.st_size; at += 4096)
		ck_assert_int_eq((int)pwrite(fd, noise, sizeof noise, at), (int)sizeof noise);
	close(fd);
}

START_TEST(damaged)
{
	tn_conn *db = NULL;
	int rc;
	make_large();
	damage(_i);
	rc = tn_open(&db, url("large.db", "journal_mode=delete"), NULL, tn_test_err());
	if (rc >= 0)
		rc = tn_exec(db, "SELECT COUNT(name), MAX(name) FROM item WHERE name <> 'x'", NULL, NULL,
			     tn_test_err());
	trouble_expect(rc, TN_E_CORRUPT, 0, "malformed", "large.db", "restore a copy");
	if (db) {
		/* Damaged is not dead, and what is whole can still be read. */
		trouble_is_alive(db);
		ck_tn_err(tn_exec(db, "DELETE FROM item WHERE name <> 'x'", NULL, NULL, tn_test_err()),
			  TN_E_CORRUPT);
		ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	}
	tn_close(db);
}
END_TEST

/* ---- read-only ------------------------------------------------------------------------- */

START_TEST(read_only)
{
	static const char *const queries[] = {"mode=ro", "read_only=1"};
	tn_conn *writer = make("some.db", NULL), *db = tn_test_open_with(url("some.db", queries[_i]), NULL);
	ck_assert_int_eq(count(db), 10);
	trouble_expect(tn_exec(db, "DELETE FROM item", NULL, NULL, tn_test_err()), TN_E_READ_ONLY, 0,
		       "DELETE FROM item", "some.db", "mode=rwc");
	trouble_expect(tn_exec(db, "CREATE TABLE t (i INTEGER)", NULL, NULL, tn_test_err()), TN_E_READ_ONLY,
		       0, "CREATE TABLE");
	trouble_is_alive(db);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	trouble_expect(tn_exec(db, "DELETE FROM item", NULL, NULL, tn_test_err()), TN_E_READ_ONLY, 0,
		       "DELETE FROM item");
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	trouble_run(writer, "DELETE FROM item WHERE id = 1");
	ck_assert_int_eq(count(db), 9);
	tn_close(db);
	tn_close(writer);
}
END_TEST

/* ---- locked ------------------------------------------------------------------------------ */

START_TEST(locked)
{
	tn_conn *a = make("some.db", NULL), *b = tn_test_open_with(url("some.db", "busy_timeout=100"), NULL);
	int64_t began, took;
	ck_tn_ok(tn_begin(a, NULL, tn_test_err()));
	trouble_run(a, "DELETE FROM item WHERE id = 1");
	began = trouble_now_ms();
	if (_i == 0)
		trouble_expect(tn_exec(b, "DELETE FROM item WHERE id = 2", NULL, NULL, tn_test_err()),
			       TN_E_BUSY, TN_ERR_RETRY_TX,
			       "DELETE FROM item", "busy_timeout");
	else
		trouble_expect(tn_begin(b, NULL, tn_test_err()), TN_E_BUSY, TN_ERR_RETRY_TX, "locked",
			       "busy_timeout");
	took = trouble_now_ms() - began;
	ck_assert_int_ge(took, 95);
	ck_assert_int_lt(took, 2000);
	ck_assert_int_eq(tn_tx_state(b), TN_TX_IDLE);
	ck_assert_int_eq(count(b), 10);
	ck_tn_ok(tn_ping(b, tn_test_err()));
	ck_tn_ok(tn_commit(a, tn_test_err()));
	trouble_run(b, "DELETE FROM item WHERE id = 2");
	ck_assert_int_eq(count(a), 8);
	tn_close(b);
	tn_close(a);
}
END_TEST

struct holder {
	tn_conn *a;
	int runs;
};

static int delete_two(tn_conn *db, void *arg, tn_error **err)
{
	struct holder *h = arg;
	h->runs++;
	return tn_exec(db, "DELETE FROM item WHERE id = 2", NULL, NULL, err);
}

/* The lock of another is waited for by repeating, within the bounds. */
START_TEST(locked_is_repeated)
{
	struct holder h = {make("some.db", NULL), 0};
	tn_conn *b = tn_test_open_with(url("some.db", "busy_timeout=20"), NULL);
	tn_tx_options o = {0};
	o.size = sizeof o;
	o.max_attempts = 3;
	o.first_backoff_ms = 1;
	ck_tn_ok(tn_begin(h.a, NULL, tn_test_err()));
	trouble_run(h.a, "DELETE FROM item WHERE id = 1");
	trouble_expect(tn_transact(b, &o, delete_two, &h, tn_test_err()), TN_E_BUSY, TN_ERR_RETRY_TX,
		       "busy_timeout");
	ck_assert_int_eq(h.runs, 0);
	ck_tn_ok(tn_commit(h.a, tn_test_err()));
	ck_tn_ok(tn_transact(b, &o, delete_two, &h, tn_test_err()));
	ck_assert_int_eq(h.runs, 1);
	ck_assert_int_eq(count(h.a), 8);
	tn_close(b);
	tn_close(h.a);
}
END_TEST

START_TEST(taken_by_one)
{
	tn_conn *a = make("some.db", "serialize_access=1");
	int64_t began = trouble_now_ms();
	trouble_expect(no_open("some.db", "busy_timeout=100"), TN_E_BUSY, 0, "locked");
	ck_assert_int_lt(trouble_now_ms() - began, 3000);
	tn_close(a);
	a = tn_test_open_with(url("some.db", NULL), NULL);
	ck_assert_int_eq(count(a), 10);
	tn_close(a);
}
END_TEST

/* ---- full ---------------------------------------------------------------------------------- */

/* Inserts until it fails, at most n rows; the code. */
static int fill(tn_conn *db, int n)
{
	static char wide[2000];
	int i, rc = TN_OK;
	memset(wide, 'w', sizeof wide);
	for (i = 0; i < n && rc >= 0; i++)
		rc = tn_exec(db, "INSERT INTO filler (b) VALUES (?)", TN_ARGS(tn_bytes(wide, sizeof wide)),
			     NULL, tn_test_err());
	return rc;
}

static void fill_a_transaction(tn_conn *db, int rows)
{
	int rc;
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	trouble_run(db, "DELETE FROM item WHERE id = 1");
	rc = fill(db, rows);
	if (rc >= 0) {
		/* It was found out at the end only; after that the transaction is over. */
		rc = tn_commit(db, tn_test_err());
		trouble_expect(rc, TN_E_RESOURCES, 0, "full", "some.db", "make room");
	} else {
		trouble_expect(rc, TN_E_RESOURCES, 0, "full", "some.db", "make room", "INSERT INTO filler");
		ck_assert_int_ne(tn_tx_state(db), TN_TX_ACTIVE);
		ck_assert_int_ne(tn_tx_state(db), TN_TX_DEAD);
		if (tn_tx_state(db) == TN_TX_LOST)
			ck_assert_uint_ne(tn_error_flags(*tn_test_err()) & TN_ERR_TX_LOST, 0);
		ck_tn_err(tn_exec(db, "DELETE FROM item", NULL, NULL, tn_test_err()), TN_E_TX_ABORTED);
		ck_tn_err(tn_commit(db, tn_test_err()), TN_E_TX_ABORTED);
		ck_tn_ok(tn_rollback(db, tn_test_err()));
	}
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	ck_assert_int_eq(count(db), 10);
	ck_assert_int_eq(trouble_int(db, "SELECT COUNT(*) FROM filler"), 0);
	is_intact(db);
}

START_TEST(full_by_a_limit)
{
	static const char *const queries[] = {NULL, "journal_mode=delete", "journal_mode=memory"};
	tn_conn *db = make("some.db", queries[_i]);
	trouble_run(db, "CREATE TABLE filler (b BLOB)");
	trouble_run(db, "PRAGMA max_page_count = 40");
	fill_a_transaction(db, 5000);
	/* Without a transaction: what went in stays, the row that did not is not there. */
	trouble_expect(fill(db, 5000), TN_E_RESOURCES, 0, "full");
	ck_assert_int_eq(trouble_int(db, "SELECT COUNT(*) FROM filler WHERE length(b) <> 2000"), 0);
	is_intact(db);
	trouble_run(db, "PRAGMA max_page_count = 100000");
	ck_tn_ok(fill(db, 100));
	trouble_is_alive(db);
	tn_close(db);
}
END_TEST

/* A file system of its own, that ends with this process at the latest. */
static int mount_small(const char *folder)
{
	if (mkdir(folder, 0755) < 0 || unshare(CLONE_NEWNS) < 0)
		return -1;
	if (mount("none", "/", "none", MS_REC | MS_PRIVATE, "") < 0)
		return -1;
	return mount("none", folder, "tmpfs", 0, "size=1m");
}

START_TEST(full_disk)
{
	static const char *const queries[] = {NULL, "journal_mode=delete"};
	char folder[600];
	tn_conn *db;
	snprintf(folder, sizeof folder, "%s", path("disk"));
	tn_test_skip_if(mount_small(folder) < 0, NULL, "no file system can be mounted here: needs root");
	db = make("disk/some.db", queries[_i]);
	trouble_run(db, "CREATE TABLE filler (b BLOB)");
	fill_a_transaction(db, 5000);
	/* Room again, and all is as before. */
	ck_tn_ok(fill(db, 20));
	ck_assert_int_eq(trouble_int(db, "SELECT COUNT(*) FROM filler"), 20);
	tn_close(db);
	db = tn_test_open_with(url("disk/some.db", queries[_i]), NULL);
	ck_assert_int_eq(count(db), 10);
	is_intact(db);
	tn_close(db);
	ck_assert_int_eq(umount(folder), 0);
}
END_TEST

/* ---- deleted -------------------------------------------------------------------------------- */

/* Rows written to a file without a name would be lost in silence. */
START_TEST(deleted_underneath)
{
	static const char *const queries[] = {NULL, "journal_mode=delete"};
	tn_conn *db = make("some.db", queries[_i]);
	char wal[640], other[600];
	ck_assert_int_eq(unlink(path("some.db")), 0);
	snprintf(wal, sizeof wal, "%s-wal", path("some.db"));
	unlink(wal);
	trouble_expect(tn_ping(db, tn_test_err()), TN_E_READ_ONLY, 0, "some.db", "open it anew");
	trouble_expect(tn_exec(db, "DELETE FROM item WHERE id = 1", NULL, NULL, tn_test_err()),
		       TN_E_READ_ONLY, 0, "some.db",
		       "DELETE FROM item");
	trouble_expect(tn_begin(db, NULL, tn_test_err()), TN_E_READ_ONLY, 0, "some.db");
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	tn_close(db);
	/* Another file of that name is not ours either. */
	db = make("other.db", queries[_i]);
	tn_close(make("some.db", queries[_i]));
	snprintf(other, sizeof other, "%s", path("other.db"));
	ck_assert_int_eq(rename(path("some.db"), other), 0);
	trouble_expect(tn_exec(db, "DELETE FROM item", NULL, NULL, tn_test_err()), TN_E_READ_ONLY, 0,
		       "other.db");
	tn_close(db);
}
END_TEST

Suite *trouble_sqlite_suite(void)
{
	Suite *s = suite_create("files");
	TCase *tc = trouble_case(s, "files", 120);
	tcase_add_test(tc, missing);
	tcase_add_loop_test(tc, no_database_at_all, 0, 2);
	tcase_add_loop_test(tc, damaged, 0, 2);
	tcase_add_loop_test(tc, read_only, 0, 2);
	tcase_add_loop_test(tc, deleted_underneath, 0, 2);
	tc = trouble_case(s, "locked", 60);
	tcase_add_loop_test(tc, locked, 0, 2);
	tcase_add_test(tc, locked_is_repeated);
	tcase_add_test(tc, taken_by_one);
	tc = trouble_case(s, "full", 120);
	tcase_add_loop_test(tc, full_by_a_limit, 0, 3);
	tcase_add_loop_test(tc, full_disk, 0, 2);
	return s;
}
