/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_upsert.c - INSERT ... ON CONFLICT, and tn_upsert().
 *
 * What a statement leaves behind and how many rows it counts must be the same on every
 * server.  Of threads that upsert the same row
 * one has inserted it, and none fails.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <tenon/upsert.h>
#include "tests/conformance/conf.h"

/*
 * keyed (id generated, code unique and given, mail unique and NULL unless given, hits) and
 * pair (a and b together the key, n), which has no other key.
 */
static tn_conn *open_keyed(void)
{
	static const tn_column_def keyed[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_IDENTITY | TN_COL_PRIMARY},
		{.name = "code", .type = TN_TYPE_VARCHAR, .length = 20, .flags = TN_COL_UNIQUE | TN_COL_NOT_NULL},
		{.name = "mail", .type = TN_TYPE_VARCHAR, .length = 20, .flags = TN_COL_UNIQUE},
		{.name = "hits", .type = TN_TYPE_BIGINT},
	};
	static const tn_column_def pair[] = {
		{.name = "a", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "b", .type = TN_TYPE_VARCHAR, .length = 20, .flags = TN_COL_PRIMARY},
		{.name = "n", .type = TN_TYPE_BIGINT},
	};
	tn_conn *db = tn_test_open_shared();
	conf_make(db, "keyed", keyed, CONF_COUNT(keyed));
	conf_make(db, "pair", pair, CONF_COUNT(pair));
	conf_exec(db, "INSERT INTO keyed (code, mail, hits) VALUES ('a', 'a@x', 1), ('b', NULL, 2)", NULL);
	conf_exec(db, "INSERT INTO pair (a, b, n) VALUES (1, 'x', 1), (1, 'y', 2), (2, 'x', 3)", NULL);
	return db;
}

/* code:hits of all rows, in order. */
static const char *keyed_now(tn_conn *db)
{
	static char text[400];
	size_t n = 0;
	tn_rows *rows = conf_query(db, "SELECT code, hits FROM keyed ORDER BY code", NULL);
	text[0] = '\0';
	while (tn_next(rows, tn_test_err()) == TN_ROW)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%s:%lld", n ? " " : "", tn_get_text(rows, 0),
				      (long long)tn_get_int64(rows, 1));
	conf_end(rows);
	return text;
}

/* ---- statements -------------------------------------------------------------------------- */

#define INTO "INSERT INTO keyed (code, hits) VALUES "

static const struct {
	const char *sql;
	int64_t affected;
	const char *left;
} counts[] = {
	{INTO "('c', 9) ON CONFLICT (code) DO NOTHING", 1, "a:1 b:2 c:9"},
	{INTO "('a', 9) ON CONFLICT (code) DO NOTHING", 0, "a:1 b:2"},
	{INTO "('a', 9) ON CONFLICT DO NOTHING", 0, "a:1 b:2"},
	{INTO "('a', 9), ('c', 9), ('d', 8) ON CONFLICT (code) DO NOTHING", 2, "a:1 b:2 c:9 d:8"},
	{INTO "('a', 9), ('b', 9) ON CONFLICT (code) DO NOTHING", 0, "a:1 b:2"},
	{INTO "('c', 9), ('d', 9) ON CONFLICT DO NOTHING", 2, "a:1 b:2 c:9 d:9"},
	{INTO "('a', 9) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits", 1, "a:9 b:2"},
	{INTO "('a', 1) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits", 1, "a:1 b:2"},
	{INTO "('c', 1) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits", 1, "a:1 b:2 c:1"},
	{INTO "('a', 1), ('b', 5), ('c', 6) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits", 3,
	 "a:1 b:5 c:6"},
	{INTO "('a', 5) ON CONFLICT (code) DO UPDATE SET hits = keyed.hits + excluded.hits WHERE keyed.hits = 1", 1,
	 "a:6 b:2"},
	{INTO "('b', 5) ON CONFLICT (code) DO UPDATE SET hits = keyed.hits + excluded.hits WHERE keyed.hits = 1", 0,
	 "a:1 b:2"},
	{INTO "('a', 1) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits WHERE keyed.hits = 1", 1, "a:1 b:2"},
	{INTO "('c', 1) ON CONFLICT (code) DO UPDATE SET hits = 7 WHERE keyed.hits = 1", 1, "a:1 b:2 c:1"},
	{INTO "('b', 7) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits WHERE keyed.mail > 'a'", 0, "a:1 b:2"},
	{INTO "('a', 5), ('b', 5) ON CONFLICT (code) DO UPDATE SET hits = 7 WHERE keyed.hits = 1", 1, "a:7 b:2"},
	{"INSERT INTO keyed (code, hits) SELECT code, 8 FROM keyed ON CONFLICT (code) DO UPDATE SET hits = "
	 "keyed.hits * 10 + excluded.hits", 2, "a:18 b:28"},
	{"INSERT INTO keyed (code, hits) SELECT b, n FROM pair WHERE a = 1 ON CONFLICT (code) DO NOTHING", 2,
	 "a:1 b:2 x:1 y:2"},
	{"INSERT INTO keyed (code, hits) SELECT code, hits FROM keyed ON CONFLICT (code) DO NOTHING", 0, "a:1 b:2"},
	{"INSERT INTO keyed (code, hits) SELECT b, 0 FROM pair WHERE a = 2 UNION ALL SELECT code, hits FROM keyed "
	 "ON CONFLICT (code) DO NOTHING", 1, "a:1 b:2 x:0"},
	{"INSERT INTO keyed (code, hits) SELECT b, n FROM pair ON CONFLICT (code) DO NOTHING", 2, "a:1 b:2 x:1 y:2"},
	{"INSERT INTO keyed (code, hits) SELECT code, 8 FROM keyed ON CONFLICT (code) DO UPDATE SET hits = "
	 "excluded.hits, mail = NULL WHERE keyed.hits = 2", 1, "a:1 b:8"},
	{"INSERT INTO keyed (code, hits) SELECT code, 2 FROM keyed ON CONFLICT (code) DO UPDATE SET hits = "
	 "excluded.hits WHERE keyed.hits = 2", 1, "a:1 b:2"},
};

START_TEST(rows_are_counted_alike)
{
	tn_conn *db = open_keyed();
	size_t i;
	for (i = 0; i < CONF_COUNT(counts); i++) {
		tn_result r = {0};
		ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
		ck_tn_ok(tn_exec(db, counts[i].sql, NULL, &r, tn_test_err()));
		ck_assert_msg(r.affected == counts[i].affected, "%s: %lld rows instead of %lld", counts[i].sql,
			      (long long)r.affected, (long long)counts[i].affected);
		ck_assert_msg(!strcmp(keyed_now(db), counts[i].left), "%s: %s", counts[i].sql, keyed_now(db));
		ck_tn_ok(tn_rollback(db, tn_test_err()));
	}
	tn_close(db);
}
END_TEST

/* Parameters, and the same statement again from the cache. */
START_TEST(prepared_statements_count_alike)
{
	static const char keep[] = INTO "(?, ?) ON CONFLICT (code) DO NOTHING";
	static const char change[] = INTO "(?, ?) ON CONFLICT (code) DO UPDATE SET hits = keyed.hits + excluded.hits "
					  "WHERE keyed.hits < ?";
	tn_conn *db = open_keyed();
	int i;
	for (i = 0; i < 3; i++) {
		ck_assert_int_eq(conf_exec(db, keep, TN_ARGS("a", i)), 0);
		ck_assert_int_eq(conf_exec(db, keep, TN_ARGS(i ? "c" : "a", i)), i == 1);
		ck_assert_int_eq(conf_exec(db, change, TN_ARGS("b", 10, 20)), i < 2);
	}
	ck_assert_str_eq(keyed_now(db), "a:1 b:22 c:1");
	tn_close(db);
}
END_TEST

/* The key of a row that was there is no generated one. */
START_TEST(only_new_rows_have_new_keys)
{
	tn_conn *db = open_keyed();
	tn_result r = {0};
	int64_t id;
	tn_test_skip_unless(db, "last_insert_id");
	ck_tn_ok(tn_exec(db, INTO "('c', 1) ON CONFLICT (code) DO UPDATE SET hits = 3", NULL, &r, tn_test_err()));
	id = conf_int(db, "SELECT id FROM keyed WHERE code = 'c'", NULL);
	ck_assert_int_eq(r.last_insert_id, id);
	ck_tn_ok(tn_exec(db, INTO "('c', 1) ON CONFLICT (code) DO UPDATE SET hits = 3", NULL, &r, tn_test_err()));
	ck_assert_int_eq(r.last_insert_id, 0);
	ck_tn_ok(tn_exec(db, INTO "('c', 1) ON CONFLICT (code) DO NOTHING", NULL, &r, tn_test_err()));
	ck_assert_int_eq(r.last_insert_id, 0);
	tn_close(db);
}
END_TEST

START_TEST(other_errors_stay)
{
	tn_conn *db = open_keyed();
	ck_tn_err(tn_exec(db, INTO "(NULL, 1) ON CONFLICT DO NOTHING", NULL, NULL, tn_test_err()), TN_E_NOT_NULL);
	ck_tn_err(tn_exec(db, INTO "('a text of more than twenty characters', 1) ON CONFLICT DO NOTHING", NULL, NULL,
			  tn_test_err()), TN_E_TOO_LONG);
	ck_tn_err(tn_exec(db, INTO "('b', 1) ON CONFLICT (code) DO UPDATE SET code = 'a'", NULL, NULL, tn_test_err()),
		  TN_E_UNIQUE);
	ck_tn_err(tn_exec(db, INTO "('b', 1) ON CONFLICT (hits) DO NOTHING", NULL, NULL, tn_test_err()),
		  TN_E_NO_OBJECT);
	ck_assert_str_eq(keyed_now(db), "a:1 b:2");
	tn_close(db);
}
END_TEST

#define OTHER "INSERT INTO keyed (code, mail) VALUES ('z', 'a@x') ON CONFLICT (code) DO UPDATE SET hits = 7"

/* A row that is there under another key is an error, or the statement is refused, or it was allowed. */
START_TEST(another_key_is_never_silent)
{
	tn_conn *db = open_keyed();
	tn_error *err = NULL;
	if (tn_has_cap(db, "on_conflict")) {
		ck_tn_err(tn_exec(db, OTHER, NULL, NULL, tn_test_err()), TN_E_UNIQUE);
		ck_tn_err(tn_exec(db, TN_ANY_UNIQUE_KEY(OTHER), NULL, NULL, tn_test_err()), TN_E_UNIQUE);
		ck_assert_str_eq(keyed_now(db), "a:1 b:2");
	} else {
		ck_assert_int_eq(tn_exec(db, OTHER, NULL, NULL, &err), TN_E_UNSUPPORTED);
		ck_assert_ptr_nonnull(strstr(tn_error_message(err), "(mail)"));
		ck_assert_ptr_nonnull(strstr(tn_error_hint(err), "TN_ANY_UNIQUE_KEY"));
		ck_assert_uint_gt(tn_error_position(err), 0);
		tn_error_free(err);
		ck_tn_ok(tn_exec(db, TN_ANY_UNIQUE_KEY(OTHER), NULL, NULL, tn_test_err()));
		ck_assert_str_eq(keyed_now(db), "a:7 b:2");
	}
	tn_close(db);
}
END_TEST

static const char *const returning[] = {
	INTO "('a', 5), ('c', 6) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits RETURNING hits",
	INTO "('a', 5), ('c', 6) ON CONFLICT (code) DO NOTHING RETURNING hits",
	INTO "('a', 5), ('b', 5), ('c', 6) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits WHERE keyed.hits = 1 "
	     "RETURNING hits",
};

START_TEST(returning_gives_rows_that_changed)
{
	static const int64_t sums[] = {11, 6, 11}, rows_of[] = {2, 1, 2};
	tn_conn *db = open_keyed();
	tn_rows *rows = NULL;
	int64_t sum = 0, n = 0;
	int rc = tn_query(db, returning[_i], NULL, &rows, tn_test_err());
	ck_tn_ok(rc);
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW) {
		sum += tn_get_int64(rows, 0);
		n++;
	}
	ck_tn_ok(rc);
	conf_end(rows);
	ck_assert_int_eq(sum, sums[_i]);
	ck_assert_int_eq(n, rows_of[_i]);
	tn_close(db);
}
END_TEST

/* docs/portable-sql.md, "One row twice": refused as a whole, or updated twice. */
START_TEST(one_row_twice)
{
	tn_conn *db = open_keyed();
	tn_result r = {0};
	int rc = tn_exec(db, INTO "('a', 5), ('a', 6) ON CONFLICT (code) DO UPDATE SET hits = keyed.hits + "
			 "excluded.hits", NULL, &r, tn_test_err());
	if (rc >= 0)
		ck_assert_int_eq(r.affected, 2);
	else
		ck_assert_int_eq(rc, TN_E_DATA);
	ck_assert_str_eq(keyed_now(db), rc < 0 ? "a:1 b:2" : "a:12 b:2");
	tn_close(db);
}
END_TEST

/* ---- tn_upsert() -------------------------------------------------------------------------------- */

static int upsert(tn_conn *db, const char *code, int64_t hits, const tn_upsert_options *o, tn_error **err)
{
	return tn_upsert(db, "keyed", TN_NAMED(tn_named("code", tn_text(code))),
			 TN_NAMED(tn_named("hits", tn_int(hits))), o, NULL, err);
}

START_TEST(tells_inserted_from_updated)
{
	tn_conn *db = open_keyed();
	tn_result r = {0};
	ck_tn_is(upsert(db, "c", 3, NULL, tn_test_err()), TN_UPSERT_INSERTED);
	ck_tn_is(upsert(db, "c", 4, NULL, tn_test_err()), TN_UPSERT_UPDATED);
	ck_tn_is(upsert(db, "c", 4, NULL, tn_test_err()), TN_UPSERT_UPDATED);
	ck_assert_str_eq(keyed_now(db), "a:1 b:2 c:4");
	ck_tn_is(tn_upsert(db, "pair", TN_NAMED(tn_named("b", tn_text("x")), tn_named("a", tn_int(2))), NULL, NULL, &r,
			   tn_test_err()), TN_UPSERT_UPDATED);
	ck_assert_int_eq(r.affected, 1);
	ck_tn_is(tn_upsert(db, "pair", TN_NAMED(tn_named("b", tn_text("x")), tn_named("a", tn_int(3))),
			   TN_NAMED(tn_named("n", TN_NULL)), NULL, &r, tn_test_err()), TN_UPSERT_INSERTED);
	ck_assert_int_eq(conf_int(db, "SELECT sum(n) FROM pair", NULL), 6);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM pair", NULL), 4);
	tn_close(db);
}
END_TEST

/* Columns that are not named keep what they have. */
START_TEST(leaves_other_columns_alone)
{
	tn_conn *db = open_keyed();
	ck_tn_is(tn_upsert(db, "keyed", TN_NAMED(tn_named("code", tn_text("a"))),
			   TN_NAMED(tn_named("hits", tn_int(8))), NULL, NULL, tn_test_err()), TN_UPSERT_UPDATED);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM keyed WHERE code = 'a' AND mail = 'a@x' AND hits = 8",
				  NULL), 1);
	tn_close(db);
}
END_TEST

START_TEST(other_keys_are_errors)
{
	tn_conn *db = open_keyed();
	const tn_args *key = TN_NAMED(tn_named("code", tn_text("z")));
	const tn_args *taken = TN_NAMED(tn_named("mail", tn_text("a@x")), tn_named("hits", tn_int(9)));
	ck_tn_err(tn_upsert(db, "keyed", key, taken, NULL, NULL, tn_test_err()), TN_E_UNIQUE);
	ck_tn_err(tn_upsert(db, "keyed", TN_NAMED(tn_named("code", tn_text("b"))), taken, NULL, NULL, tn_test_err()),
		  TN_E_UNIQUE);
	ck_assert_str_eq(keyed_now(db), "a:1 b:2");
	ck_tn_err(tn_upsert(db, "keyed", TN_NAMED(tn_named("hits", tn_int(1))), NULL, NULL, NULL, tn_test_err()),
		  TN_E_NO_OBJECT);
	ck_tn_err(tn_upsert(db, "keyed", TN_NAMED(tn_named("code", TN_NULL)), NULL, NULL, NULL, tn_test_err()),
		  TN_E_PARAM);
	ck_tn_err(tn_upsert(db, "keyed", NULL, taken, NULL, NULL, tn_test_err()), TN_E_PARAM);
	ck_tn_err(tn_upsert(db, "keyed", TN_ARGS("a"), taken, NULL, NULL, tn_test_err()), TN_E_PARAM);
	ck_tn_err(tn_upsert(db, "no_table", key, taken, NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	ck_tn_err(tn_upsert(db, "", key, taken, NULL, NULL, tn_test_err()), TN_E_PARAM);
	ck_tn_err(tn_upsert(db, "keyed", key, TN_NAMED(tn_named("no\"column", tn_int(1))), NULL, NULL, tn_test_err()),
		  TN_E_NO_OBJECT);
	ck_tn_err(upsert(db, "a text of more than twenty characters", 1, NULL, tn_test_err()), TN_E_TOO_LONG);
	ck_assert_str_eq(keyed_now(db), "a:1 b:2");
	tn_close(db);
}
END_TEST

/* Another connection that acts between the steps. */
struct other {
	tn_conn *db;
	unsigned calls, limit;
	const char *sql[2]; /* in turn */
};

static void act(void *ctx, unsigned attempt)
{
	struct other *o = ctx;
	(void)attempt;
	if (o->calls < o->limit)
		conf_exec(o->db, o->sql[o->calls % 2], NULL);
	o->calls++;
}

START_TEST(the_row_goes_meanwhile)
{
	tn_conn *db = open_keyed();
	struct other o = {.db = tn_test_open_shared(), .limit = 1, .sql = {"DELETE FROM keyed WHERE code = 'a'", NULL}};
	tn_upsert_options options = {sizeof options, act, &o};
	ck_tn_is(upsert(db, "a", 5, &options, tn_test_err()), TN_UPSERT_INSERTED);
	ck_assert_str_eq(keyed_now(db), "a:5 b:2");
	/* ... and comes back, again and again. */
	o = (struct other){o.db, 0, 8, {"DELETE FROM keyed WHERE code = 'a'", INTO "('a', 1)"}};
	ck_tn_is(upsert(db, "a", 6, &options, tn_test_err()), TN_UPSERT_UPDATED);
	ck_assert_uint_gt(o.calls, 8);
	ck_assert_str_eq(keyed_now(db), "a:6 b:2");
	/* Without an end somebody must give up. */
	o = (struct other){o.db, 0, 1000, {"DELETE FROM keyed WHERE code = 'a'", INTO "('a', 1)"}};
	ck_tn_err(upsert(db, "a", 7, &options, tn_test_err()), TN_E_UNIQUE);
	tn_close(o.db);
	tn_close(db);
}
END_TEST

START_TEST(is_part_of_a_transaction)
{
	tn_conn *db = open_keyed();
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_is(upsert(db, "c", 3, NULL, tn_test_err()), TN_UPSERT_INSERTED);
	ck_tn_is(upsert(db, "c", 4, NULL, tn_test_err()), TN_UPSERT_UPDATED);
	ck_tn_is(upsert(db, "a", 5, NULL, tn_test_err()), TN_UPSERT_UPDATED);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_assert_str_eq(keyed_now(db), "a:1 b:2");
	tn_close(db);
}
END_TEST

/* ---- threads --------------------------------------------------------------------------------- */

enum { THREADS = 20, KEYS = 5 };

struct worker {
	pthread_t thread;
	const char *url;
	pthread_barrier_t *start;
	int in_transaction;
	int inserted[KEYS];
	int result;
	char error[400];
};

static int one_upsert(tn_conn *db, void *arg, tn_error **err)
{
	return tn_upsert(db, "keyed", TN_NAMED(tn_named("code", tn_text(arg))), TN_NAMED(tn_named("hits", tn_int(7))),
			 NULL, NULL, err);
}

static void *work(void *arg)
{
	struct worker *w = arg;
	tn_conn *db = NULL;
	tn_error *err = NULL;
	int i;
	w->result = tn_open(&db, w->url, NULL, &err);
	pthread_barrier_wait(w->start);
	for (i = 0; i < KEYS && w->result >= 0; i++) {
		char code[20];
		snprintf(code, sizeof code, "k%d", i);
		w->result = w->in_transaction ? tn_transact(db, NULL, one_upsert, code, &err)
					      : one_upsert(db, code, &err);
		w->inserted[i] = w->result == TN_UPSERT_INSERTED;
	}
	if (w->result < 0)
		tn_error_format(err, w->error, sizeof w->error);
	tn_error_free(err);
	tn_close(db);
	return NULL;
}

/* Each row is there once, and one thread has inserted it. */
START_TEST(one_thread_inserts)
{
	static struct worker w[THREADS];
	pthread_barrier_t start;
	tn_conn *db = open_keyed();
	int i, k;
	pthread_barrier_init(&start, NULL, THREADS);
	for (i = 0; i < THREADS; i++) {
		w[i] = (struct worker){.url = tn_test_shared_url(), .start = &start, .in_transaction = _i};
		ck_assert_int_eq(pthread_create(&w[i].thread, NULL, work, &w[i]), 0);
	}
	for (i = 0; i < THREADS; i++)
		pthread_join(w[i].thread, NULL);
	pthread_barrier_destroy(&start);
	for (i = 0; i < THREADS; i++)
		ck_assert_msg(w[i].result >= 0, "thread %d: %s", i, w[i].error);
	for (k = 0; k < KEYS; k++) {
		int inserted = 0;
		for (i = 0; i < THREADS; i++)
			inserted += w[i].inserted[k];
		ck_assert_msg(inserted == 1, "%d threads inserted k%d", inserted, k);
	}
	ck_assert_str_eq(keyed_now(db), "a:1 b:2 k0:7 k1:7 k2:7 k3:7 k4:7");
	tn_close(db);
}
END_TEST

Suite *conf_upsert_suite(void)
{
	Suite *s = suite_create("upsert");
	TCase *tc = conf_case(s, "statements");
	tcase_add_test(tc, rows_are_counted_alike);
	tcase_add_test(tc, prepared_statements_count_alike);
	tcase_add_test(tc, only_new_rows_have_new_keys);
	tcase_add_test(tc, other_errors_stay);
	tcase_add_test(tc, another_key_is_never_silent);
	tcase_add_test(tc, one_row_twice);
	tcase_add_loop_test(tc, returning_gives_rows_that_changed, 0, (int)CONF_COUNT(returning));
	tc = conf_case(s, "call");
	tcase_add_test(tc, tells_inserted_from_updated);
	tcase_add_test(tc, leaves_other_columns_alone);
	tcase_add_test(tc, other_keys_are_errors);
	tcase_add_test(tc, the_row_goes_meanwhile);
	tcase_add_test(tc, is_part_of_a_transaction);
	tc = conf_case(s, "threads");
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, one_thread_inserts, 0, 2);
	return s;
}
