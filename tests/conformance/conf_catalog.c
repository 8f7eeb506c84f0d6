/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_catalog.c - connections that share what they know of tables.
 *
 * How often a table was read is counted by tn_stats.tables_read.  Databases in memory
 * are not shared, so each test takes one that several connections can open.
 */
#include "tests/conformance/conf.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <tenon/catalog.h>

#define COUNT 3

struct set {
	tn_catalog *catalog;
	tn_conn *db[COUNT];
};

static tn_conn *open_one(tn_catalog *catalog)
{
	tn_open_options o = {.size = sizeof o, .catalog = catalog};
	return tn_test_open_with(tn_test_shared_url(), &o);
}

/* The handle is given back at once: the connections keep what they need. */
static struct set open_set(void)
{
	struct set s;
	int i;
	ck_tn_ok(tn_catalog_new(&s.catalog, tn_test_err()));
	for (i = 0; i < COUNT; i++)
		s.db[i] = open_one(s.catalog);
	tn_catalog_free(s.catalog);
	conf_exec(s.db[0], "CREATE TABLE shared (id BIGINT PRIMARY KEY, v INTEGER)", NULL);
	conf_exec(s.db[0], "INSERT INTO shared VALUES (1, 2)", NULL);
	return s;
}

static void close_set(struct set s)
{
	int i;
	for (i = 0; i < COUNT; i++)
		tn_close(s.db[i]);
}

static uint64_t reads(const tn_conn *db)
{
	tn_stats stats = {.size = sizeof stats};
	ck_tn_ok(tn_get_stats(db, &stats));
	return stats.tables_read;
}

static uint64_t all_reads(const struct set *s)
{
	uint64_t n = 0;
	int i;
	for (i = 0; i < COUNT; i++)
		n += reads(s->db[i]);
	return n;
}

static unsigned width(tn_conn *db, const char *sql)
{
	tn_rows *rows = conf_row(db, sql, NULL);
	unsigned n = tn_column_count(rows);
	conf_end(rows);
	return n;
}

static int kind(tn_conn *db, const char *sql)
{
	tn_rows *rows = conf_row(db, sql, NULL);
	int k = tn_get_value(rows, 0)->kind;
	conf_end(rows);
	return k;
}

START_TEST(a_table_is_read_once)
{
	struct set s = open_set();
	int i;
	for (i = 0; i < COUNT; i++)
		ck_assert_int_eq(conf_int(s.db[i], "SELECT v FROM shared", NULL), 2);
	ck_assert_uint_eq(all_reads(&s), 1);
	for (i = 0; i < COUNT; i++)
		ck_assert_int_eq(conf_int(s.db[i], "SELECT v FROM shared WHERE id = ?", TN_ARGS(1)), 2);
	ck_assert_uint_eq(all_reads(&s), 1);
	close_set(s);
}
END_TEST

START_TEST(without_a_catalogue_each_reads)
{
	tn_conn *a = tn_test_open_shared(), *b = tn_test_open_shared();
	uint64_t before;
	conf_exec(a, "CREATE TABLE shared (id BIGINT PRIMARY KEY, v INTEGER)", NULL);
	before = reads(a) + reads(b);
	conf_exec(a, "INSERT INTO shared VALUES (1, 2)", NULL);
	ck_assert_int_eq(conf_int(b, "SELECT v FROM shared", NULL), 2);
	ck_assert_uint_eq(reads(a) + reads(b), before + 2);
	tn_close(a);
	tn_close(b);
}
END_TEST

START_TEST(a_change_is_known_to_all)
{
	struct set s = open_set();
	uint64_t before;
	int i;
	for (i = 0; i < COUNT; i++)
		ck_assert_uint_eq(width(s.db[i], "SELECT * FROM shared"), 2);
	conf_exec(s.db[1], "ALTER TABLE shared ADD COLUMN more INTEGER", NULL);
	before = all_reads(&s);
	for (i = 0; i < COUNT; i++)
		ck_assert_uint_eq(width(s.db[i], "SELECT * FROM shared"), 3);
	ck_assert_uint_eq(all_reads(&s), before + 1);
	conf_exec(s.db[2], "DROP TABLE shared", NULL);
	conf_exec(s.db[2], "CREATE TABLE shared (id BIGINT PRIMARY KEY, v VARCHAR(10))", NULL);
	conf_exec(s.db[2], "INSERT INTO shared VALUES (1, 'two')", NULL);
	for (i = 0; i < COUNT; i++)
		ck_assert_int_eq(kind(s.db[i], "SELECT v FROM shared"), TN_KIND_TEXT);
	close_set(s);
}
END_TEST

START_TEST(a_handle_learns_of_a_change)
{
	struct set s = open_set();
	tn_stmt *stmt = NULL;
	tn_rows *rows = NULL;
	int i;
	ck_tn_ok(tn_prepare(s.db[0], "SELECT * FROM shared", &stmt, tn_test_err()));
	for (i = 0; i < 2; i++) {
		ck_tn_ok(tn_stmt_query(stmt, NULL, &rows, tn_test_err()));
		ck_assert_uint_eq(tn_column_count(rows), 2 + (unsigned)i);
		conf_end(rows);
		if (!i)
			conf_exec(s.db[1], "ALTER TABLE shared ADD COLUMN more INTEGER", NULL);
	}
	tn_stmt_close(stmt);
	close_set(s);
}
END_TEST

START_TEST(a_refresh_is_for_all)
{
	struct set s = open_set();
	tn_conn *other = tn_test_open_shared();
	int i;
	for (i = 0; i < COUNT; i++)
		ck_assert_uint_eq(width(s.db[i], "SELECT * FROM shared"), 2);
	conf_exec(other, "ALTER TABLE shared ADD COLUMN more INTEGER", NULL);
	ck_tn_ok(tn_catalog_refresh(s.db[0], tn_test_err()));
	for (i = 0; i < COUNT; i++)
		ck_assert_uint_eq(width(s.db[i], "SELECT * FROM shared"), 3);
	tn_close(other);
	close_set(s);
}
END_TEST

START_TEST(a_temporary_table_is_not_shared)
{
	struct set s = open_set();
	int i;
	ck_assert_int_eq(kind(s.db[1], "SELECT v FROM shared"), TN_KIND_INT);
	conf_exec(s.db[0], "CREATE TEMPORARY TABLE shared (id BIGINT, v VARCHAR(10))", NULL);
	conf_exec(s.db[0], "INSERT INTO shared VALUES (1, 'mine')", NULL);
	ck_assert_int_eq(kind(s.db[0], "SELECT v FROM shared"), TN_KIND_TEXT);
	for (i = 1; i < COUNT; i++)
		ck_assert_int_eq(kind(s.db[i], "SELECT v FROM shared"), TN_KIND_INT);
	/* One that has no namesake. */
	conf_exec(s.db[0], "CREATE TEMPORARY TABLE scratch (id BIGINT)", NULL);
	conf_exec(s.db[0], "INSERT INTO scratch VALUES (1)", NULL);
	ck_assert_int_eq(kind(s.db[0], "SELECT id FROM scratch"), TN_KIND_INT);
	ck_tn_err(tn_exec(s.db[1], "SELECT id FROM scratch", NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	close_set(s);
}
END_TEST

/* Native text says only that it may be a temporary table. */
START_TEST(a_native_temporary_table_is_not_shared)
{
	struct set s = open_set();
	conf_exec(s.db[0], TN_NATIVE("CREATE TEMPORARY TABLE shared2 (id BIGINT)"), NULL);
	conf_exec(s.db[1], "CREATE TABLE shared2 (id VARCHAR(10))", NULL);
	conf_exec(s.db[1], "INSERT INTO shared2 VALUES ('one')", NULL);
	ck_assert_int_eq(kind(s.db[1], "SELECT id FROM shared2"), TN_KIND_TEXT);
	ck_assert_int_eq(kind(s.db[2], "SELECT id FROM shared2"), TN_KIND_TEXT);
	close_set(s);
}
END_TEST

/* What a transaction has not committed is nobody else's. */
START_TEST(an_open_change_is_not_shared)
{
	tn_conn *db = tn_test_open();
	struct set s;
	tn_test_skip_unless(db, "tx_ddl");
	tn_close(db);
	s = open_set();
	ck_assert_uint_eq(width(s.db[1], "SELECT * FROM shared"), 2);
	ck_tn_ok(tn_begin(s.db[0], NULL, tn_test_err()));
	conf_exec(s.db[0], "CREATE TABLE fresh (id BIGINT PRIMARY KEY, v INTEGER)", NULL);
	conf_exec(s.db[0], "INSERT INTO fresh VALUES (1, 2)", NULL);
	ck_assert_int_eq(conf_int(s.db[0], "SELECT v FROM fresh", NULL), 2);
	ck_tn_err(tn_exec(s.db[1], "SELECT v FROM fresh", NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	ck_tn_ok(tn_rollback(s.db[0], tn_test_err()));
	ck_tn_err(tn_exec(s.db[0], "SELECT v FROM fresh", NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	ck_tn_ok(tn_begin(s.db[0], NULL, tn_test_err()));
	conf_exec(s.db[0], "ALTER TABLE shared ADD COLUMN more INTEGER", NULL);
	ck_assert_uint_eq(width(s.db[0], "SELECT * FROM shared"), 3);
	ck_tn_ok(tn_commit(s.db[0], tn_test_err()));
	ck_assert_uint_eq(width(s.db[0], "SELECT * FROM shared"), 3);
	ck_assert_uint_eq(width(s.db[1], "SELECT * FROM shared"), 3);
	close_set(s);
}
END_TEST

/* ---- threads ---------------------------------------------------------------------- */

#define THREADS 8
#define ROUNDS 12

struct worker {
	pthread_t thread;
	tn_catalog *catalog;
	const char *url;
	unsigned number;
	unsigned wide;     /* rounds that saw a column of the alterer */
	char failure[200]; /* "": none */
};

static void fail_with(struct worker *w, const char *what, tn_error *err)
{
	snprintf(w->failure, sizeof w->failure, "%s: %s", what, tn_error_message(err));
	tn_error_free(err);
}

/* Every value must be of the type that its column has had at any time. */
static int look(struct worker *w, tn_conn *db, const char *sql)
{
	tn_error *err = NULL;
	tn_rows *rows = NULL;
	int rc = tn_query(db, sql, NULL, &rows, &err);
	unsigned columns;
	if (rc < 0) {
		fail_with(w, sql, err);
		return rc;
	}
	columns = tn_column_count(rows);
	w->wide += columns > 2;
	while ((rc = tn_next(rows, &err)) == TN_ROW)
		if (tn_get_value(rows, 1)->kind != TN_KIND_INT)
			snprintf(w->failure, sizeof w->failure, "%s: kind %d", sql, tn_get_value(rows, 1)->kind);
	if (rc >= 0)
		rc = tn_finish(rows, &err);
	else
		tn_finish(rows, NULL);
	if (rc < 0)
		fail_with(w, sql, err);
	return rc;
}

static void *work(void *arg)
{
	struct worker *w = arg;
	tn_open_options o = {.size = sizeof o, .catalog = w->catalog};
	tn_error *err = NULL;
	tn_conn *db = NULL;
	char sql[96];
	unsigned i;
	if (tn_open(&db, w->url, &o, &err) < 0) {
		fail_with(w, "open", err);
		return NULL;
	}
	for (i = 0; i < ROUNDS && !w->failure[0]; i++) {
		if (w->number == 0) {
			snprintf(sql, sizeof sql, "ALTER TABLE shared ADD COLUMN c%u INTEGER", i);
			if (tn_exec(db, sql, NULL, NULL, &err) < 0)
				fail_with(w, sql, err);
		}
		if (look(w, db, "SELECT * FROM shared") < 0)
			break;
		snprintf(sql, sizeof sql, "SELECT id, v FROM shared WHERE v > %u", i);
		if (look(w, db, sql) < 0)
			break;
	}
	tn_close(db);
	return NULL;
}

START_TEST(threads_share_while_one_alters)
{
	struct worker w[THREADS] = {0};
	struct set s = open_set();
	tn_catalog *catalog = NULL;
	char url[1024];
	unsigned i;
	/* The harness writes it with each call. */
	snprintf(url, sizeof url, "%s", tn_test_shared_url());
	ck_tn_ok(tn_catalog_new(&catalog, tn_test_err()));
	for (i = 0; i < THREADS; i++) {
		w[i].catalog = catalog;
		w[i].url = url;
		w[i].number = i;
		ck_assert_int_eq(pthread_create(&w[i].thread, NULL, work, &w[i]), 0);
	}
	for (i = 0; i < THREADS; i++)
		pthread_join(w[i].thread, NULL);
	for (i = 0; i < THREADS; i++)
		ck_assert_msg(!w[i].failure[0], "thread %u: %s", i, w[i].failure);
	ck_assert_uint_eq(w[0].wide, ROUNDS);
	tn_close(s.db[0]);
	s.db[0] = open_one(catalog);
	ck_assert_uint_eq(width(s.db[0], "SELECT * FROM shared"), 2 + ROUNDS);
	tn_catalog_free(catalog);
	close_set(s);
}
END_TEST

START_TEST(a_place_is_needed)
{
	ck_tn_err(tn_catalog_new(NULL, tn_test_err()), TN_E_MISUSE);
	tn_catalog_free(NULL);
}
END_TEST

Suite *conf_catalog_suite(void)
{
	Suite *s = suite_create("catalog");
	TCase *tc = conf_case(s, "catalog");
	tcase_add_test(tc, a_table_is_read_once);
	tcase_add_test(tc, without_a_catalogue_each_reads);
	tcase_add_test(tc, a_change_is_known_to_all);
	tcase_add_test(tc, a_handle_learns_of_a_change);
	tcase_add_test(tc, a_refresh_is_for_all);
	tcase_add_test(tc, a_temporary_table_is_not_shared);
	tcase_add_test(tc, a_native_temporary_table_is_not_shared);
	tcase_add_test(tc, an_open_change_is_not_shared);
	tcase_add_test(tc, a_place_is_needed);
	tc = conf_case(s, "catalog_threads");
	tcase_add_test(tc, threads_share_while_one_alters);
	return s;
}
