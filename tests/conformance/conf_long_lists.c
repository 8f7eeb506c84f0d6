/* SPDX-License-Identifier: MIT */
/*
 * conf_long_lists.c - lists that are longer than a statement has parameters.
 *
 * What a list finds must not depend on its length: the same elements are asked for as
 * they are, and again filled up to a long list by repeating them.
 */
#include <stdio.h>
#include <stdlib.h>
#include "conf.h"
#include "tests/support/wrapped.h"

enum { ROWS = 600, LONG = 700 };

/* ---- every kind -------------------------------------------------------------------------- */

static void make_every(tn_conn *conn)
{
	conf_exec(conn, "CREATE TABLE every (id BIGINT PRIMARY KEY, b BOOLEAN, si SMALLINT, i INTEGER, "
		"num NUMERIC(12, 2), wide NUMERIC(30, 6), d DOUBLE PRECISION, v VARCHAR(40), t TEXT, y BYTEA, dt DATE, "
		"tm TIME, ts TIMESTAMP, tz TIMESTAMPTZ, u UUID)", NULL);
}

/* Values that a text in between could harm, each in the row of its number. */
static const struct {
	const char *column;
	tn_value items[8];
	unsigned count;
} edges[] = {
#define I(n) {.kind = TN_KIND_INT, .u.i = (n)}
#define K(k, n) {.kind = TN_KIND_##k, .u.i = (n)}
#define D(x) {.kind = TN_KIND_DOUBLE, .u.d = (x)}
#define S(k, text) {.kind = TN_KIND_##k, .u.s = (text), .len = sizeof(text) - 1}
	{"id", {I(INT64_MIN), I(-1), I(INT64_MAX), I(0)}, 4},
	{"b", {K(BOOL, 0), K(BOOL, 1)}, 2},
	{"si", {I(-32768), I(32767), I(0)}, 3},
	{"i", {I(-2147483647 - 1), I(2147483647)}, 2},
	{"num", {S(NUMERIC, "-9999999999.99"), S(NUMERIC, "0.01"), S(NUMERIC, "5"), S(NUMERIC, "-0.00")}, 4},
	{"wide", {S(NUMERIC, "123456789012345678901234.123456"), S(NUMERIC, "-0.000001"),
		  S(NUMERIC, "123456789012345678901234.123457")}, 3},
	{"d", {D(0.1), D(1.7976931348623157e308), D(-2.2250738585072014e-308), D(1.0 / 3), D(9007199254740993.0)}, 5},
	{"v", {S(TEXT, "a\"b\\c/d"), S(TEXT, "line\nfeed\ttab\x01"), S(TEXT, "trail "), S(TEXT, "trail"),
	       S(TEXT, "Trail"), S(TEXT, ""), S(TEXT, "\xf0\x9f\x98\x80\xc3\xa4"), S(TEXT, "null")}, 8},
	{"t", {S(TEXT, "it's, {braces} and \"quotes\""), S(TEXT, "NULL"), S(TEXT, "[1]")}, 3},
	{"y", {S(BYTES, "\x00\x01\xff"), S(BYTES, "\"\\"), S(BYTES, "")}, 3},
	{"dt", {K(DATE, -719162), K(DATE, 0), K(DATE, 2932896)}, 3},
	{"tm", {K(TIME, 0), K(TIME, INT64_C(86399999999)), K(TIME, 1)}, 3},
	{"ts", {K(TIMESTAMP, INT64_C(-62135596800000000)), K(TIMESTAMP, INT64_C(253402300799999999)),
		K(TIMESTAMP, -1)}, 3},
	{"tz", {K(TIMESTAMPTZ, INT64_C(1)), K(TIMESTAMPTZ, INT64_C(1700000000123456))}, 2},
	{"u", {S(UUID, "\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff"),
	       S(UUID, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")}, 2},
};

static int64_t count_in(tn_conn *conn, const char *column, const char *how, const tn_value *items, unsigned count)
{
	const tn_list list = {.kind = items[0].kind, .count = count, .items = items};
	char sql[160];
	snprintf(sql, sizeof sql, "SELECT count(*) FROM every WHERE %s %s (:l)", column, how);
	return conf_int(conn, sql, TN_VALUES(tn_list_of(&list)));
}

/* Elements over and over, with a NULL at the end if nulls. */
static tn_value *lengthen(const tn_value *items, unsigned count, unsigned length, int nulls)
{
	tn_value *out = calloc(length, sizeof *out);
	unsigned i;
	ck_assert_ptr_nonnull(out);
	for (i = 0; i < length; i++)
		out[i] = items[i % count];
	if (nulls)
		out[length - 1] = tn_null();
	return out;
}

static void check_column(tn_conn *conn, const char *column, const tn_value *items, unsigned count)
{
	unsigned length, known;
	/* All but the first element: the first row is the one that NOT IN finds. */
	for (length = 3; length <= LONG; length = length == 3 ? LONG : length + 1) {
		for (known = 1; known <= count; known++) {
			tn_value *list = lengthen(items, known, length, 0);
			tn_value *nulls = lengthen(items, known, length + 1, 1);
			int64_t in = count_in(conn, column, "IN", items, known);
			ck_assert_msg(in == known, "%s: %lld of %u", column, (long long)in, known);
			ck_assert_msg(count_in(conn, column, "IN", list, length) >= (known < length ? known : length),
				      "%s IN, %u elements", column, length);
			if (known <= length) {
				ck_assert_int_eq(count_in(conn, column, "= ANY", list, length), known);
				ck_assert_int_eq(count_in(conn, column, "NOT IN", list, length), count - known);
				ck_assert_int_eq(count_in(conn, column, "<> ALL", list, length), count - known);
				ck_assert_int_eq(count_in(conn, column, "IN", nulls, length + 1), known);
				ck_assert_int_eq(count_in(conn, column, "NOT IN", nulls, length + 1), 0);
			}
			free(list);
			free(nulls);
		}
	}
}

START_TEST(elements_of_every_kind_come_exactly)
{
	tn_conn *conn = tn_test_open();
	unsigned i, k;
	char sql[120];
	make_every(conn);
	for (i = 0; i < CONF_COUNT(edges); i++) {
		conf_exec(conn, "DELETE FROM every", NULL);
		for (k = 0; k < edges[i].count; k++) {
			if (!strcmp(edges[i].column, "id")) {
				conf_exec(conn, "INSERT INTO every (id) VALUES (?)", TN_VALUES(edges[i].items[k]));
				continue;
			}
			snprintf(sql, sizeof sql, "INSERT INTO every (id, %s) VALUES (?, ?)", edges[i].column);
			conf_exec(conn, sql, TN_VALUES(tn_int(k), edges[i].items[k]));
		}
		check_column(conn, edges[i].column, edges[i].items, edges[i].count);
	}
	tn_close(conn);
}
END_TEST

/* ---- changes ----------------------------------------------------------------------------- */

static void fill_every(tn_conn *conn)
{
	int64_t i;
	make_every(conn);
	ck_tn_ok(tn_begin(conn, NULL, tn_test_err()));
	for (i = 1; i <= ROWS; i++)
		conf_exec(conn, "INSERT INTO every (id, i, si, v) VALUES (?, ?, ?, ?)",
			  TN_VALUES(tn_int(i), tn_int(i * 2), tn_int(-i), tn_text(i % 2 ? "odd" : "even")));
	ck_tn_ok(tn_commit(conn, tn_test_err()));
}

static int64_t affected(tn_conn *conn, const char *sql, const tn_args *args)
{
	tn_result result = {0};
	int rc = tn_exec(conn, sql, args, &result, tn_test_err());
	ck_assert_msg(rc >= 0, "%s: %s", sql, tn_test_failure(rc));
	return result.affected;
}

/* 1, 1, 2, 2, 3, 3, ... : each id twice, then some that are not there. */
static int64_t *ids_twice(unsigned n)
{
	int64_t *ids = calloc(n, sizeof *ids);
	unsigned i;
	ck_assert_ptr_nonnull(ids);
	for (i = 0; i < n; i++)
		ids[i] = i / 2 < ROWS ? (int64_t)i / 2 + 1 : 100000 + (int64_t)i;
	return ids;
}

START_TEST(changes_touch_each_row_once)
{
	tn_conn *conn = tn_test_open();
	int64_t *ids = ids_twice(LONG), others[] = {1, 2, 3};
	fill_every(conn);
	/* Old values on the right, in whatever form the statement takes. */
	ck_assert_int_eq(affected(conn, "UPDATE every SET i = si, si = si + 1 WHERE id IN (?)",
				  TN_ARGS(TN_LIST(ids, LONG))), LONG / 2);
	ck_assert_int_eq(conf_int(conn, "SELECT count(*) FROM every WHERE i = -id AND si = 1 - id", NULL), LONG / 2);
	ck_assert_int_eq(affected(conn, "UPDATE every AS e SET v = 'both' WHERE e.id IN (?) AND e.v = ? AND "
				  "e.id IN (?)", TN_ARGS(TN_LIST(ids, LONG), "odd", TN_LIST(others, 3))), 2);
	ck_assert_int_eq(affected(conn, "DELETE FROM every WHERE id IN (:l) AND v = 'both'",
				  TN_NAMED(tn_named("l", TN_LIST(ids, LONG)))), 2);
	ck_assert_int_eq(affected(conn, "DELETE FROM every AS e WHERE e.id = ANY(?) AND e.id > ?",
				  TN_ARGS(TN_LIST(ids, LONG), 300)), LONG / 2 - 300);
	ck_assert_int_eq(affected(conn, "DELETE FROM every WHERE id IN (?) OR id = ?",
				  TN_ARGS(TN_LIST(ids, LONG), 600)), 299);
	ck_assert_int_eq(affected(conn, "DELETE FROM every WHERE id NOT IN (?)", TN_ARGS(TN_LIST(ids, LONG))),
			 ROWS - LONG / 2 - 1);
	ck_assert_int_eq(conf_int(conn, "SELECT count(*) FROM every", NULL), 0);
	free(ids);
	tn_close(conn);
}
END_TEST

START_TEST(texts_and_comparisons_that_are_no_equality)
{
	tn_conn *conn = tn_test_open();
	const char **words = calloc(LONG, sizeof *words);
	int64_t *ids = ids_twice(LONG);
	unsigned i;
	ck_assert_ptr_nonnull(words);
	fill_every(conn);
	for (i = 0; i < LONG; i++)
		words[i] = i ? "odd" : "other";
	ck_assert_int_eq(conf_int(conn, "SELECT count(*) FROM every WHERE v IN (?) AND id IN (?)",
				  TN_ARGS(TN_LIST(words, LONG), TN_LIST(ids, LONG))), LONG / 4);
	ck_assert_int_eq(conf_int(conn, "SELECT count(*) FROM every WHERE v NOT IN (?)", TN_ARGS(TN_LIST(words, LONG))),
			 ROWS / 2);
	ck_assert_int_eq(conf_int(conn, "SELECT count(*) FROM every WHERE id > ALL(?)", TN_ARGS(TN_LIST(ids, LONG))),
			 ROWS - LONG / 2);
	ck_assert_int_eq(conf_int(conn, "SELECT count(*) FROM every WHERE id < ANY(?)", TN_ARGS(TN_LIST(ids, LONG))),
			 LONG / 2 - 1);
	ck_assert_int_eq(conf_int(conn, "SELECT sum(CASE WHEN id IN (?) THEN 1 ELSE 0 END) FROM every",
				  TN_ARGS(TN_LIST(ids, LONG))), LONG / 2);
	ck_assert_int_eq(conf_int(conn, "SELECT count(*) FROM every AS a WHERE EXISTS (SELECT 1 FROM every AS b WHERE "
				  "b.id = a.id AND b.id IN (?))", TN_ARGS(TN_LIST(ids, LONG))), LONG / 2);
	words[LONG - 1] = NULL;
	ck_assert_int_eq(conf_int(conn, "SELECT count(*) FROM every WHERE v NOT IN (?)", TN_ARGS(TN_LIST(words, LONG))),
			 0);
	free(words);
	free(ids);
	tn_close(conn);
}
END_TEST

/* ---- any length ------------------------------------------------------------------------------ */

START_TEST(a_million_elements)
{
	const uint32_t million = 1000000 / tn_test_stride();
	tn_conn *conn = tn_test_open();
	int64_t *ids = calloc(million, sizeof *ids);
	int64_t i;
	ck_assert_ptr_nonnull(ids);
	fill_every(conn);
	for (i = 0; i < (int64_t)million; i++)
		ids[i] = (int64_t)million - i;
	ck_assert_int_eq(affected(conn, "DELETE FROM every WHERE id IN (?) AND id <> ?",
				  TN_ARGS(TN_LIST(ids, million), 7)), ROWS - 1);
	ck_assert_int_eq(conf_int(conn, "SELECT id FROM every WHERE id IN (?)", TN_ARGS(TN_LIST(ids, million))), 7);
	free(ids);
	tn_close(conn);
}
END_TEST

START_TEST(one_text_for_all_long_lists)
{
	static const unsigned lengths[] = {300, 499, 500, 501, 65535, 65536, 70000};
	tn_conn *conn = tn_test_open();
	tn_stats before = {0}, after = {0};
	int64_t *ids = ids_twice(70000);
	unsigned i;
	before.size = after.size = sizeof before;
	fill_every(conn);
	for (i = 0; i < CONF_COUNT(lengths); i++) {
		int64_t expected = lengths[i] / 2 < ROWS ? (lengths[i] + 1) / 2 : ROWS;
		ck_assert_int_eq(conf_int(conn, "SELECT count(*) FROM every WHERE id IN (?)",
					  TN_ARGS(TN_LIST(ids, lengths[i]))), expected);
		tn_get_stats(conn, i ? &after : &before);
	}
	/* One more, where many integers go in another form. */
	ck_assert_uint_eq(after.cache_misses - before.cache_misses, tn_has_cap(conn, "list_literals") == 1);
	free(ids);
	tn_close(conn);
}
END_TEST

/* A stream reads its list after the call that took it; the caller may change it by then. */
START_TEST(a_stream_keeps_its_list)
{
	tn_conn *conn = tn_test_open();
	int64_t *ids = ids_twice(LONG);
	const char **words = calloc(LONG, sizeof *words);
	tn_rows *rows = NULL;
	unsigned i, n = 0;
	ck_assert_ptr_nonnull(words);
	fill_every(conn);
	for (i = 0; i < LONG; i++)
		words[i] = i % 3 ? "odd" : "even";
	ck_tn_ok(tn_query(conn, "SELECT a.id FROM every AS a WHERE a.id IN (?) AND a.v IN (?) AND EXISTS (SELECT 1 "
			  "FROM every AS b WHERE b.id = a.id + 1 AND b.id IN (?))",
			  TN_ARGS(TN_LIST(ids, LONG), TN_LIST(words, LONG), TN_LIST(ids, LONG)), &rows, tn_test_err()));
	memset(ids, 0, LONG * sizeof *ids);
	memset(words, 0, LONG * sizeof *words);
	while (tn_next(rows, tn_test_err()) == TN_ROW)
		n++;
	ck_tn_ok(tn_finish(rows, tn_test_err()));
	ck_assert_uint_eq(n, LONG / 2 - 1);
	free(ids);
	free(words);
	tn_close(conn);
}
END_TEST

/* So many that they may stand in the text: whose, how often and beside what does not matter. */
static void count_many(tn_conn *conn, int64_t *ids, uint32_t n, int64_t inside)
{
	static const char *const sql[] = {
		"SELECT count(*) FROM every WHERE id IN (?) AND id NOT IN (?) AND si < ?",
		"SELECT count(*) FROM every WHERE id = ANY(?) AND id <> ALL(?) AND id IS NOT NULL AND si < ?",
	};
	const int64_t gone = INT64_MAX;
	unsigned i;
	for (i = 0; i < CONF_COUNT(sql); i++) {
		ck_assert_int_eq(conf_int(conn, sql[i], TN_ARGS(TN_LIST(ids, n), TN_LIST(&gone, 1), 10)), inside);
		ck_assert_int_eq(conf_int(conn, sql[i], TN_ARGS(TN_LIST(ids, n), TN_LIST(ids, n), 10)), 0);
	}
	ck_assert_int_eq(conf_int(conn, "SELECT count(*) FROM every WHERE id NOT IN (?)", TN_ARGS(TN_LIST(ids, n))),
			 ROWS + 2 - inside);
}

START_TEST(many_integers)
{
	enum { MANY = 5000 };
	tn_conn *conn = tn_test_open();
	int64_t *ids = calloc(MANY, sizeof *ids);
	tn_value *nulls;
	tn_stmt *stmt = NULL;
	tn_rows *rows = NULL, *other = NULL;
	int64_t i;
	ck_assert_ptr_nonnull(ids);
	fill_every(conn);
	conf_exec(conn, "INSERT INTO every (id) VALUES (?), (?)", TN_ARGS(INT64_MIN, INT64_MAX));
	conf_exec(conn, "UPDATE every SET si = 1", NULL);
	for (i = 0; i < MANY; i++)
		ids[i] = i % 3 ? MANY - i : i % 2 ? INT64_MIN : INT64_MAX - 1;
	count_many(conn, ids, MANY, ROWS / 3 * 2 + 1);
	nulls = lengthen((const tn_value[]){tn_int(INT64_MAX), tn_int(-7), tn_int(5)}, 3, MANY, 1);
	ck_assert_int_eq(count_in(conn, "id", "IN", nulls, MANY), 2);
	ck_assert_int_eq(count_in(conn, "id", "NOT IN", nulls, MANY), 0);
	ck_tn_ok(tn_prepare(conn, "SELECT id FROM every WHERE id IN (?) ORDER BY id DESC", &stmt, tn_test_err()));
	for (i = 0; i < 3; i++) {
		ids[0] = i + 1;
		ck_tn_ok(tn_stmt_query(stmt, TN_ARGS(TN_LIST(ids, MANY)), &rows, tn_test_err()));
		while (tn_next(rows, tn_test_err()) == TN_ROW)
			;
		ck_assert_str_eq(tn_column_name(rows, 0), "id");
		/* Its text is freed beside the stream of another. */
		ck_tn_ok(tn_query(conn, "SELECT id FROM every WHERE id NOT IN (?)", TN_ARGS(TN_LIST(ids, MANY)), &other,
				  tn_test_err()));
		ck_assert_int_eq(tn_next(other, tn_test_err()), TN_ROW);
		ck_tn_ok(tn_finish(rows, tn_test_err()));
		ck_assert_int_eq(tn_next(other, tn_test_err()), TN_ROW);
		ck_tn_ok(tn_finish(other, tn_test_err()));
	}
	tn_stmt_close(stmt);
	i = affected(conn, "UPDATE every SET si = 2 WHERE id IN (?)", TN_ARGS(TN_LIST(ids, MANY)));
	ck_assert_int_eq(i, ROWS / 3 * 2 + 1);
	free(nulls);
	free(ids);
	tn_close(conn);
}
END_TEST

START_TEST(lists_without_items_are_refused)
{
	const tn_list nothing = {.kind = TN_KIND_INT, .count = LONG, .shape = 1};
	const tn_list values = {.kind = TN_KIND_INT, .count = LONG};
	tn_conn *conn = tn_test_open();
	make_every(conn);
	ck_tn_err(tn_exec(conn, "DELETE FROM every WHERE id IN (?)", TN_VALUES(tn_list_of(&nothing)), NULL,
			  tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_exec(conn, "DELETE FROM every WHERE id IN (?)", TN_VALUES(tn_list_of(&values)), NULL,
			  tn_test_err()), TN_E_MISUSE);
	tn_close(conn);
}
END_TEST

Suite *conf_long_lists_suite(void)
{
	Suite *s = suite_create("long lists");
	TCase *tc = conf_case(s, "long_lists");
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, elements_of_every_kind_come_exactly);
	tcase_add_test(tc, changes_touch_each_row_once);
	tcase_add_test(tc, texts_and_comparisons_that_are_no_equality);
	tcase_add_test(tc, a_million_elements);
	tcase_add_test(tc, one_text_for_all_long_lists);
	tcase_add_test(tc, a_stream_keeps_its_list);
	tcase_add_test(tc, many_integers);
	tcase_add_test(tc, lists_without_items_are_refused);
	return s;
}
