/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_columns.c - tn_fetch_columns(): the values are those that rows
 * give, in the layout that the header tells.
 */
#include <stdlib.h>
#include <string.h>
#include "tests/conformance/conf.h"

#define KINDS 15
#define ROWS 200

/* Every batch against the same query read row by row. */
static void compare(tn_conn *db, const char *sql, int mode, size_t max)
{
	tn_column_data c[KINDS];
	tn_rows *expected = NULL, *rows = NULL;
	int64_t n, i, all = 0;
	unsigned k;
	memset(c, 0, sizeof c);
	ck_tn_ok(tn_query_mode(db, sql, NULL, TN_FETCH_ALL, 0, &expected, tn_test_err()));
	ck_tn_ok(tn_query_mode(db, sql, NULL, mode, 50, &rows, tn_test_err()));
	while ((n = tn_fetch_columns(rows, c, KINDS, max, tn_test_err())) > 0) {
		int64_t nulls[KINDS] = {0};
		ck_assert_int_le(n, (int64_t)max);
		for (i = 0; i < n; i++) {
			ck_tn_is(tn_next(expected, tn_test_err()), TN_ROW);
			for (k = 0; k < KINDS; k++) {
				char room[64];
				tn_value v = conf_column_value(&c[k], i, room);
				ck_assert_msg(conf_same(&v, tn_get_value(expected, k)), "column %s: %s, not %s",
					      c[k].name, conf_text(&v), conf_text(tn_get_value(expected, k)));
				nulls[k] += v.kind == TN_KIND_NULL;
			}
		}
		for (k = 0; k < KINDS; k++) {
			ck_assert_int_eq(c[k].count, n);
			ck_assert_int_eq(c[k].null_count, nulls[k]);
			ck_assert_str_eq(c[k].name, tn_column_name(expected, k));
			ck_assert(!c[k].offsets || c[k].offsets[0] == 0);
		}
		all += n;
	}
	ck_tn_ok((int)n);
	ck_tn_is(tn_next(expected, tn_test_err()), TN_DONE);
	ck_assert_int_eq(all, ROWS);
	ck_assert_int_eq(tn_fetch_columns(rows, c, KINDS, max, tn_test_err()), 0);
	conf_end(rows);
	conf_end(expected);
}

START_TEST(same_values_as_rows)
{
	static const size_t sizes[] = {1, 7, 64, 65, ROWS, 100000};
	tn_conn *db = tn_test_open();
	unsigned i;
	conf_make_kinds(db, ROWS);
	for (i = 0; i < CONF_COUNT(sizes); i++) {
		compare(db, "SELECT * FROM kinds ORDER BY id", TN_FETCH_STREAM, sizes[i]);
		compare(db, "SELECT * FROM kinds ORDER BY id", TN_FETCH_ALL, sizes[i]);
	}
	/* A text that is given as it stands has the server's own description of its columns. */
	compare(db, TN_NATIVE("SELECT * FROM kinds ORDER BY id"), TN_FETCH_STREAM, 33);
	if (tn_has_cap(db, "cursors")) {
		ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
		compare(db, "SELECT * FROM kinds ORDER BY id", TN_FETCH_CHUNK, 33);
		ck_tn_ok(tn_commit(db, tn_test_err()));
	}
	tn_close(db);
}
END_TEST

/* What the layout of each type is. */
START_TEST(layouts)
{
	static const struct {
		uint8_t kind, precision, scale, offsets;
	} expected[KINDS] = {
		{TN_KIND_INT, 0, 0, 0}, {TN_KIND_BOOL, 0, 0, 0}, {TN_KIND_INT, 0, 0, 0}, {TN_KIND_DOUBLE, 0, 0, 0},
		{TN_KIND_NUMERIC, 12, 2, 0}, {TN_KIND_NUMERIC, 38, 9, 0}, {TN_KIND_TEXT, 0, 0, 1},
		{TN_KIND_TEXT, 0, 0, 1}, {TN_KIND_BYTES, 0, 0, 1}, {TN_KIND_DATE, 0, 0, 0}, {TN_KIND_TIME, 0, 0, 0},
		{TN_KIND_TIMESTAMP, 0, 0, 0}, {TN_KIND_TIMESTAMPTZ, 0, 0, 0}, {TN_KIND_UUID, 0, 0, 0},
		{TN_KIND_JSON, 0, 0, 1},
	};
	static const char *const texts[] = {"SELECT * FROM kinds", TN_NATIVE("SELECT * FROM kinds")};
	tn_conn *db = tn_test_open();
	tn_column_data c[KINDS];
	tn_rows *rows;
	unsigned i, t;
	conf_make_kinds(db, 6);
	for (t = 0; t < CONF_COUNT(texts); t++) {
		rows = conf_query(db, texts[t], NULL);
		memset(c, 0, sizeof c);
		ck_assert_int_eq(tn_fetch_columns(rows, c, KINDS, 10, tn_test_err()), 6);
		for (i = 0; i < KINDS; i++) {
			ck_assert_uint_eq(c[i].kind, expected[i].kind);
			ck_assert_uint_eq(c[i].precision, expected[i].precision);
			ck_assert_uint_eq(c[i].scale, expected[i].scale);
			ck_assert_uint_eq(c[i].offsets != NULL, expected[i].offsets);
		}
		/* No NULL, no bitmap. */
		ck_assert_ptr_null(c[0].valid);
		conf_end(rows);
	}
	tn_close(db);
}
END_TEST

/* The kind that is asked for is what comes, where nothing is lost by it. */
START_TEST(converted_as_getters_do)
{
	static const uint8_t minus_one[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
					      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
	tn_conn *db = tn_test_open();
	tn_column_data c[6] = {{.kind = TN_KIND_DOUBLE}, {.kind = TN_KIND_INT}, {.kind = TN_KIND_TEXT},
			       {.kind = TN_KIND_NUMERIC, .precision = 20, .scale = 2}, {.kind = TN_KIND_NUMERIC},
			       {.kind = TN_KIND_BOOL}};
	tn_rows *rows;
	size_t n;
	conf_make_items(db);
	conf_exec(db, "INSERT INTO item (id, name, amount) VALUES (1, 'x', 7)", NULL);
	rows = conf_query(db, "SELECT amount, CAST(amount AS NUMERIC(9,1)), CAST(1.50 AS NUMERIC(9,2)), "
			      "CAST(-0.01 AS NUMERIC(9,2)), amount - 8, id FROM item", NULL);
	ck_assert_int_eq(tn_fetch_columns(rows, c, 6, 10, tn_test_err()), 1);
	ck_assert(*(const double *)c[0].values == 7.0);
	ck_assert_int_eq(*(const int64_t *)c[1].values, 7);
	ck_assert_int_eq(memcmp(tn_column_text(&c[2], 0, &n), "1.50", 4), 0);
	ck_assert_uint_eq(n, 4);
	ck_assert_int_eq(memcmp(c[3].values, minus_one, 16), 0);
	ck_assert_int_eq(memcmp(tn_column_text(&c[4], 0, &n), "-1", 2), 0);
	ck_assert_int_eq(tn_column_bool(&c[5], 0), 1);
	conf_end(rows);
	tn_close(db);
}
END_TEST

struct refusal {
	const char *sql;
	tn_column_data as; /* of the second column */
	int code;
	const char *part; /* of the message */
};

#define TWO(expression) "SELECT id, " expression " AS second FROM item ORDER BY id"

static const struct refusal refusals[] = {
	{TWO("name"), {.kind = TN_KIND_INT}, TN_E_TYPE, "column 1 'second' of row 1 is text, not an integer"},
	{TWO("amount"), {.kind = TN_KIND_DATE}, TN_E_TYPE, "not a date"},
	{TWO("amount"), {.kind = TN_KIND_BOOL}, TN_E_TYPE, "row 3"},
	{TWO("amount"), {.kind = TN_KIND_TEXT}, TN_E_TYPE, "not text"},
	{TWO("amount"), {.kind = TN_KIND_BYTES}, TN_E_TYPE, "not bytes"},
	{TWO("name"), {.kind = TN_KIND_JSON}, TN_E_TYPE, "not json"},
	{TWO("name"), {.kind = TN_KIND_UUID}, TN_E_TYPE, "not a uuid"},
	{TWO("name"), {.kind = TN_KIND_NUMERIC}, TN_E_TYPE, "not numeric"},
	{TWO("name"), {.kind = TN_KIND_TIMESTAMPTZ}, TN_E_TYPE, "not a timestamptz"},
	{TWO("amount * 5000000000000000 + 1"), {.kind = TN_KIND_DOUBLE}, TN_E_RANGE, "row 3"},
	{TWO("CAST(amount AS NUMERIC(30,2)) * 10000000000000000000"), {.kind = TN_KIND_INT}, TN_E_RANGE, "row 2"},
	{TWO("amount * 50"), {.kind = TN_KIND_NUMERIC, .precision = 2}, TN_E_RANGE, "row 3 does not fit NUMERIC(2,0)"},
	{TWO("amount"), {.kind = TN_KIND_NUMERIC, .precision = 3, .scale = 3}, TN_E_RANGE, "row 2"},
	{TWO("CAST(amount AS NUMERIC(9,2)) * 0.25"), {.kind = TN_KIND_NUMERIC, .precision = 9, .scale = 1}, TN_E_RANGE,
	 "row 2"},
};

START_TEST(refusals_name_row_and_column)
{
	const struct refusal *f = &refusals[_i];
	tn_conn *db = tn_test_open();
	tn_column_data c[2] = {{0}};
	tn_rows *rows;
	conf_make_items(db);
	conf_exec(db, "INSERT INTO item (id, name, amount) VALUES (1, 'x', 0), (2, 'y', 1), (3, 'z', 2)", NULL);
	rows = conf_query(db, f->sql, NULL);
	c[1] = f->as;
	ck_tn_err((int)tn_fetch_columns(rows, c, 2, 10, tn_test_err()), f->code);
	ck_assert_msg(strstr(tn_error_message(*tn_test_err()), f->part), "%s", tn_error_message(*tn_test_err()));
	ck_assert_str_eq(tn_error_column(*tn_test_err()), "second");
	/* The rows of the failed batch are gone, so nothing comes behind them. */
	ck_tn_err((int)tn_fetch_columns(rows, c, 2, 10, tn_test_err()), f->code);
	ck_tn_err(tn_finish(rows, tn_test_err()), f->code);
	conf_is_alive(db);
	tn_close(db);
}
END_TEST

START_TEST(misuse)
{
	tn_conn *db = tn_test_open();
	tn_column_data c[3] = {{0}}, wrong = {.kind = TN_KIND_LIST},
		       digits = {.kind = TN_KIND_NUMERIC, .precision = 39},
		       scale = {.kind = TN_KIND_NUMERIC, .precision = 3, .scale = 4};
	tn_rows *rows;
	conf_fill_items(db, 3);
	ck_tn_err((int)tn_fetch_columns(NULL, c, 1, 10, tn_test_err()), TN_E_MISUSE);
	rows = conf_query(db, "SELECT id, name FROM item ORDER BY id", NULL);
	ck_tn_err((int)tn_fetch_columns(rows, c, 3, 10, tn_test_err()), TN_E_MISUSE);
	ck_tn_err((int)tn_fetch_columns(rows, c, 2, 0, tn_test_err()), TN_E_MISUSE);
	ck_tn_err((int)tn_fetch_columns(rows, NULL, 2, 10, tn_test_err()), TN_E_MISUSE);
	ck_tn_err((int)tn_fetch_columns(rows, &wrong, 1, 10, tn_test_err()), TN_E_MISUSE);
	ck_tn_err((int)tn_fetch_columns(rows, &digits, 1, 10, tn_test_err()), TN_E_MISUSE);
	ck_tn_err((int)tn_fetch_columns(rows, &scale, 1, 10, tn_test_err()), TN_E_MISUSE);
	/* None of these has taken a row, and a row that was stepped over is not given again. */
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	ck_assert_int_eq(tn_fetch_columns(rows, c, 1, 1, tn_test_err()), 1);
	ck_assert_int_eq(*(const int64_t *)c[0].values, 1);
	ck_tn_err((int)tn_fetch_columns(rows, c, 2, 10, tn_test_err()), TN_E_MISUSE);
	ck_assert_int_eq(tn_fetch_columns(rows, c, 1, 10, tn_test_err()), 1);
	ck_assert_int_eq(*(const int64_t *)c[0].values, 2);
	ck_assert_int_eq(tn_fetch_columns(rows, c, 1, 10, tn_test_err()), 0);
	conf_end(rows);
	tn_close(db);
}
END_TEST

START_TEST(nothing_but_nulls)
{
	tn_conn *db = tn_test_open();
	tn_column_data c[3] = {{0}};
	tn_rows *rows;
	conf_fill_items(db, 100);
	rows = conf_query(db, "SELECT CAST(NULL AS BIGINT), CAST(NULL AS VARCHAR(5)), id FROM item WHERE id < 0", NULL);
	ck_assert_int_eq(tn_fetch_columns(rows, c, 3, 10, tn_test_err()), 0);
	conf_end(rows);
	memset(c, 0, sizeof c);
	rows = conf_query(db, "SELECT CAST(NULL AS BIGINT), CAST(NULL AS VARCHAR(5)), id FROM item", NULL);
	ck_assert_int_eq(tn_fetch_columns(rows, c, 3, 1000, tn_test_err()), 100);
	ck_assert_uint_eq(c[0].kind, TN_KIND_INT);
	ck_assert_int_eq(c[0].null_count, 100);
	ck_assert_int_eq(c[1].offsets[100], 0);
	ck_assert_int_eq(tn_column_is_null(&c[1], 99), 1);
	ck_assert_int_eq(tn_column_is_null(&c[2], 99), 0);
	conf_end(rows);
	tn_close(db);
}
END_TEST

#define MIXED TN_NATIVE("SELECT CASE id WHEN 1 THEN NULL WHEN 4 THEN 'x' ELSE id END AS mixed FROM item ORDER BY id")

/* Where each value has a type of its own, the first one says what the column is. */
START_TEST(kind_that_changes)
{
	tn_conn *db = tn_test_open();
	tn_column_data c[1] = {{0}};
	tn_rows *rows = NULL;
	int rc;
	conf_make_items(db);
	conf_exec(db, "INSERT INTO item (id, name, amount) VALUES (1, 'x', 0), (2, 'y', 1), (3, 'z', 2), (4, 'z', 2)",
		  NULL);
	rc = tn_query(db, MIXED, NULL, &rows, tn_test_err());
	tn_test_skip_if(rc < 0 || tn_column_type(rows, 0) != TN_TYPE_UNKNOWN, db, "columns have one type there");
	/* Nothing but NULL shows no kind. */
	ck_assert_int_eq(tn_fetch_columns(rows, c, 1, 1, tn_test_err()), 1);
	ck_assert_uint_eq(c[0].kind, TN_KIND_NULL);
	ck_assert_int_eq(tn_column_is_null(&c[0], 0), 1);
	ck_assert_int_eq(tn_fetch_columns(rows, c, 1, 1, tn_test_err()), 1);
	ck_assert_uint_eq(c[0].kind, TN_KIND_INT);
	ck_assert_int_eq(*(const int64_t *)c[0].values, 2);
	ck_tn_err((int)tn_fetch_columns(rows, c, 1, 10, tn_test_err()), TN_E_TYPE);
	ck_assert_ptr_nonnull(strstr(tn_error_message(*tn_test_err()),
				     "column 0 'mixed' of row 4 is text, not an integer"));
	ck_tn_err(tn_finish(rows, tn_test_err()), TN_E_TYPE);
	/* Within one batch, and with NULLs before the first value. */
	memset(c, 0, sizeof c);
	ck_tn_ok(tn_query(db, MIXED, NULL, &rows, tn_test_err()));
	ck_assert_int_eq(tn_fetch_columns(rows, c, 1, 3, tn_test_err()), 3);
	ck_assert_uint_eq(c[0].kind, TN_KIND_INT);
	ck_assert_int_eq(tn_column_is_null(&c[0], 0), 1);
	ck_assert_int_eq(((const int64_t *)c[0].values)[2], 3);
	conf_end(rows);
	tn_close(db);
}
END_TEST

/* The same memory for every batch: no more of it for more rows. */
START_TEST(buffers_are_used_again)
{
	tn_conn *db = tn_test_open();
	tn_column_data c[2] = {{0}};
	const void *numbers = NULL, *texts = NULL;
	tn_rows *rows;
	int64_t n, all = 0;
	conf_fill_items(db, 100);
	rows = conf_query(db, "SELECT a.id, a.name FROM item a CROSS JOIN item b", NULL);
	while ((n = tn_fetch_columns(rows, c, 2, 128, tn_test_err())) > 0) {
		ck_assert(!all || c[0].values == numbers);
		ck_assert(!all || c[1].values == texts);
		numbers = c[0].values;
		texts = c[1].values;
		all += n;
	}
	ck_assert_int_eq(all, 10000);
	conf_end(rows);
	tn_close(db);
}
END_TEST

/* 100 MiB of text: the batch ends by itself, long before its rows. */
START_TEST(batch_of_long_texts_ends_early)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY}, {.name = "body", .type = TN_TYPE_TEXT},
	};
	enum { MIB = 1 << 20 };
	tn_conn *db = tn_test_open();
	tn_column_data c[1] = {{0}};
	char *text = malloc(MIB);
	tn_rows *rows;
	int64_t n, all = 0, first = 0;
	ck_assert_ptr_nonnull(text);
	memset(text, 'x', MIB);
	conf_fill_items(db, 70);
	conf_make(db, "long_text", columns, CONF_COUNT(columns));
	conf_exec(db, "INSERT INTO long_text VALUES (1, ?)", TN_ARGS(tn_text_n(text, MIB)));
	rows = conf_query(db, "SELECT t.body FROM long_text t CROSS JOIN item i", NULL);
	while ((n = tn_fetch_columns(rows, c, 1, 1000, tn_test_err())) > 0) {
		first = first ? first : n;
		ck_assert_int_eq(c[0].offsets[n], n * MIB);
		all += n;
	}
	ck_assert_int_eq(first, 64);
	ck_assert_int_eq(all, 70);
	conf_end(rows);
	free(text);
	tn_close(db);
}
END_TEST

Suite *conf_columns_suite(void)
{
	Suite *s = suite_create("columns");
	TCase *tc = conf_case(s, "columns");
	tcase_add_test(tc, same_values_as_rows);
	tcase_add_test(tc, layouts);
	tcase_add_test(tc, converted_as_getters_do);
	tcase_add_loop_test(tc, refusals_name_row_and_column, 0, CONF_COUNT(refusals));
	tcase_add_test(tc, misuse);
	tcase_add_test(tc, nothing_but_nulls);
	tcase_add_test(tc, kind_that_changes);
	tcase_add_test(tc, buffers_are_used_again);
	tcase_add_test(tc, batch_of_long_texts_ends_early);
	return s;
}
