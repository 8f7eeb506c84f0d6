/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_getters.c - getters are strict.
 *
 * One row with a column per kind is read with every getter; the table says
 * which pairs convert and which set the sticky error.  A getter that gives a
 * wrong value for one pair would make that value data somewhere.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <tenon/struct.h>
#include "tests/conformance/conf.h"

/* The columns of the row, in order. */
enum column {
	C_BOOL,
	C_ONE,
	C_SEVEN,
	C_BIG,
	C_DOUBLE,
	C_NUMERIC,
	C_WHOLE,
	C_TEXT,
	C_BYTES,
	C_DATE,
	C_TIME,
	C_TS,
	C_TSTZ,
	C_UUID,
	C_JSON,
	C_NULL,
	C_COUNT
};

static const tn_column_def columns[] = {
	{.name = "c_bool", .type = TN_TYPE_BOOLEAN},
	{.name = "c_one", .type = TN_TYPE_INTEGER},
	{.name = "c_seven", .type = TN_TYPE_BIGINT},
	{.name = "c_big", .type = TN_TYPE_BIGINT},
	{.name = "c_double", .type = TN_TYPE_DOUBLE},
	{.name = "c_numeric", .type = TN_TYPE_NUMERIC, .length = 12, .scale = 2},
	{.name = "c_whole", .type = TN_TYPE_NUMERIC, .length = 12, .scale = 0},
	{.name = "c_text", .type = TN_TYPE_TEXT},
	{.name = "c_bytes", .type = TN_TYPE_BYTEA},
	{.name = "c_date", .type = TN_TYPE_DATE},
	{.name = "c_time", .type = TN_TYPE_TIME},
	{.name = "c_ts", .type = TN_TYPE_TIMESTAMP},
	{.name = "c_tstz", .type = TN_TYPE_TIMESTAMPTZ},
	{.name = "c_uuid", .type = TN_TYPE_UUID},
	{.name = "c_json", .type = TN_TYPE_JSON},
	{.name = "c_null", .type = TN_TYPE_BIGINT},
};

#define SELECT_ALL \
	"SELECT c_bool, c_one, c_seven, c_big, c_double, c_numeric, c_whole, c_text, c_bytes, c_date, c_time, c_ts, " \
	"c_tstz, c_uuid, c_json, c_null FROM kinds"

static void make_kinds(tn_conn *db)
{
	conf_make(db, "kinds", columns, C_COUNT);
	conf_exec(db,
		  "INSERT INTO kinds (c_bool, c_one, c_seven, c_big, c_double, c_numeric, c_whole, c_text, c_bytes, "
		  "c_date, c_time, c_ts, c_tstz, c_uuid, c_json, c_null) "
		  "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		  TN_VALUES(tn_bool(1), tn_int(1), tn_int(7), tn_int(INT64_C(9007199254740993)), tn_double(2.5),
			    tn_numeric("12.75"), tn_numeric("42"), tn_text("text"), tn_bytes("b\0b", 3),
			    tn_date(1), tn_time(2), tn_timestamp(3), tn_timestamptz(4),
			    tn_uuid("0123456789abcdef"), tn_json("[1, 2]"), tn_null()));
}

/* ---- every getter on every column --------------------------------------- */

enum getter { G_INT64, G_DOUBLE, G_BOOL, G_TEXT, G_BYTES, G_DATE, G_TIME, G_TS, G_TSTZ, G_COUNT };

static const char *const getter_names[] = {
	"int64", "double", "bool", "text", "bytes", "date", "time", "timestamp", "timestamptz"};

/* y: gives the value; n: sets the sticky error.  Columns as in enum column. */
static const char *const answers[G_COUNT] = {
	/*            b1789.wtBdtstujN */
	[G_INT64] = "yyyynnynnnnnnnnn",
	[G_DOUBLE] = "nyynyyynnnnnnnnn",
	[G_BOOL] = "yynnnnnnnnnnnnnn",
	[G_TEXT] = "nnnnnyyynnnnnnyy",
	[G_BYTES] = "nnnnnnnnynnnnyny",
	[G_DATE] = "nnnnnnnnnynnnnnn",
	[G_TIME] = "nnnnnnnnnnynnnnn",
	[G_TS] = "nnnnnnnnnnnynnnn",
	[G_TSTZ] = "nnnnnnnnnnnnynnn",
};

/* Integers that the integer getters give, and numbers for double. */
static const int64_t integers[C_COUNT] = {
	1, 1, 7, INT64_C(9007199254740993), 0, 0, 42, 0, 0, 1, 2, 3, 4, 0, 0, 0};
static const double numbers[C_COUNT] = {0, 1, 7, 0, 2.5, 12.75, 42, 0, 0, 0, 0, 0, 0, 0, 0, 0};

static const char *text_of(unsigned c)
{
	static const struct {
		unsigned column;
		const char *text;
	} texts[] = {{C_NUMERIC, "12.75"}, {C_WHOLE, "42"}, {C_TEXT, "text"}, {C_JSON, "[1, 2]"}};
	size_t i;
	for (i = 0; i < CONF_COUNT(texts); i++)
		if (texts[i].column == c)
			return texts[i].text;
	return NULL;
}

static void check_bytes(tn_rows *rows, unsigned c, int yes)
{
	size_t n = 99;
	const void *p = tn_get_bytes(rows, c, &n);
	if (!yes || c == C_NULL)
		ck_assert_ptr_null(p);
	else if (c == C_BYTES)
		ck_assert(p && n == 3 && !memcmp(p, "b\0b", 3));
	else
		ck_assert(p && n == 16 && !memcmp(p, "0123456789abcdef", 16));
}

static void check_text(tn_rows *rows, unsigned c, int yes)
{
	const char *got = tn_get_text(rows, c), *want = yes ? text_of(c) : NULL;
	ck_assert_msg(want ? got && !strcmp(got, want) : !got, "%s as text: %s", columns[c].name,
		got ? got : "NULL");
}

static int64_t get_i(tn_rows *rows, unsigned g, unsigned c)
{
	switch (g) {
	case G_INT64: return tn_get_int64(rows, c);
	case G_BOOL: return tn_get_bool(rows, c);
	case G_DATE: return tn_get_date(rows, c);
	case G_TIME: return tn_get_time(rows, c);
	case G_TS: return tn_get_timestamp(rows, c);
	default: return tn_get_timestamptz(rows, c);
	}
}

static void call_getter(tn_rows *rows, unsigned g, unsigned c, int yes)
{
	if (g == G_TEXT)
		check_text(rows, c, yes);
	else if (g == G_BYTES)
		check_bytes(rows, c, yes);
	else if (g == G_DOUBLE)
		ck_assert(tn_get_double(rows, c) == (yes ? numbers[c] : 0.0));
	else
		ck_assert_int_eq(get_i(rows, g, c), yes ? integers[c] : 0);
}

START_TEST(every_getter_on_every_kind)
{
	tn_conn *db = tn_test_open();
	unsigned g = (unsigned)_i, c;
	make_kinds(db);
	for (c = 0; c < C_COUNT; c++) {
		int yes = answers[g][c] == 'y', rc;
		tn_rows *rows = conf_row(db, SELECT_ALL, NULL);
		call_getter(rows, g, c, yes);
		rc = tn_finish(rows, tn_test_err());
		ck_assert_msg((rc == 0) == yes, "%s of %s: %s", getter_names[g], columns[c].name,
			rc ? tn_test_failure(rc) : "no error");
		if (yes)
			continue;
		ck_assert_msg(rc == TN_E_TYPE || rc == TN_E_RANGE, "%s of %s: %s", getter_names[g],
			columns[c].name, tn_test_failure(rc));
		ck_assert_msg(strstr(tn_error_message(*tn_test_err()), columns[c].name) != NULL,
			"the message lacks the column: %s", tn_error_message(*tn_test_err()));
		ck_assert_str_eq(tn_error_column(*tn_test_err()), columns[c].name);
	}
	tn_close(db);
}
END_TEST

START_TEST(first_sticky_error_wins_and_stops_the_rows)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	make_kinds(db);
	rows = conf_row(db, SELECT_ALL, NULL);
	ck_assert_int_eq(tn_get_int64(rows, C_TEXT), 0);
	ck_assert_int_eq(tn_get_int64(rows, C_DATE), 0);
	ck_assert_int_eq(tn_get_int64(rows, C_SEVEN), 7);
	ck_tn_err(tn_next(rows, tn_test_err()), TN_E_TYPE);
	ck_assert_str_eq(tn_error_column(*tn_test_err()), "c_text");
	ck_tn_err(tn_finish(rows, tn_test_err()), TN_E_TYPE);
	/* A getter's error is the caller's mistake; the connection is as good as before. */
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM kinds", NULL), 1);
	tn_close(db);
}
END_TEST

START_TEST(index_out_of_range)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	make_kinds(db);
	rows = conf_row(db, "SELECT c_one FROM kinds", NULL);
	ck_assert_uint_eq(tn_column_count(rows), 1);
	ck_assert_ptr_null(tn_get_value(rows, 1));
	ck_assert_int_lt(tn_finish(rows, tn_test_err()), 0);
	rows = conf_row(db, "SELECT c_one FROM kinds", NULL);
	ck_assert_int_eq(tn_get_int64(rows, 4000000000u), 0);
	ck_assert_int_lt(tn_finish(rows, tn_test_err()), 0);
	rows = conf_row(db, "SELECT c_one FROM kinds", NULL);
	ck_assert_ptr_null(tn_column_name(rows, 1));
	conf_end(rows);
	/* Before the first row and after the last there is nothing to get. */
	rows = conf_query(db, "SELECT c_one FROM kinds", NULL);
	ck_assert_int_eq(tn_get_int64(rows, 0), 0);
	ck_assert_int_lt(tn_finish(rows, tn_test_err()), 0);
	rows = conf_row(db, "SELECT c_one FROM kinds", NULL);
	ck_tn_is(tn_next(rows, tn_test_err()), TN_DONE);
	ck_assert_int_eq(tn_get_int64(rows, 0), 0);
	ck_assert_int_lt(tn_finish(rows, tn_test_err()), 0);
	tn_close(db);
}
END_TEST

/* ---- columns by name ----------------------------------------------------- */

START_TEST(columns_by_name)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	make_kinds(db);
	rows = conf_row(db, SELECT_ALL, NULL);
	ck_assert_uint_eq(tn_column_count(rows), C_COUNT);
	ck_assert_int_eq(tn_column(rows, "c_seven"), C_SEVEN);
	ck_assert_str_eq(tn_column_name(rows, C_JSON), "c_json");
	ck_assert_int_eq(tn_get_int64(rows, (unsigned)tn_column(rows, "c_seven")), 7);
	conf_end(rows);
	rows = conf_row(db, "SELECT c_one AS \"Two Words\", c_seven AS dup, c_big AS dup FROM kinds", NULL);
	ck_assert_int_eq(tn_column(rows, "Two Words"), 0);
	ck_assert_int_eq(tn_column(rows, "dup"), TN_E_AMBIGUOUS);
	ck_tn_err(tn_finish(rows, tn_test_err()), TN_E_AMBIGUOUS);
	rows = conf_row(db, "SELECT c_one AS lower_case FROM kinds", NULL);
	ck_assert_int_eq(tn_column(rows, "LOWER_CASE"), TN_E_NO_OBJECT);
	ck_tn_err(tn_finish(rows, tn_test_err()), TN_E_NO_OBJECT);
	tn_close(db);
}
END_TEST

/* ---- read, scan, structs ------------------------------------------------- */

START_TEST(read_reports_at_once)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	int64_t i = 9;
	int32_t small = 9;
	uint64_t u = 9;
	double d = 9;
	int b = 9;
	const char *s = "x";
	tn_value v;
	make_kinds(db);
	rows = conf_row(db, SELECT_ALL, NULL);
	ck_tn_is(tn_read_int64(rows, C_BIG, &i, tn_test_err()), TN_OK);
	ck_assert_int_eq(i, INT64_C(9007199254740993));
	ck_tn_is(tn_read_int64(rows, C_NULL, &i, tn_test_err()), 1);
	ck_assert_int_eq(i, 0);
	ck_tn_err(tn_read_int64(rows, C_TEXT, &i, tn_test_err()), TN_E_TYPE);
	ck_tn_is(tn_read_int32(rows, C_SEVEN, &small, tn_test_err()), TN_OK);
	ck_assert_int_eq(small, 7);
	ck_tn_err(tn_read_int32(rows, C_BIG, &small, tn_test_err()), TN_E_RANGE);
	ck_assert_str_eq(tn_error_column(*tn_test_err()), "c_big");
	ck_tn_is(tn_read_uint64(rows, C_SEVEN, &u, tn_test_err()), TN_OK);
	ck_assert_uint_eq(u, 7);
	ck_tn_is(tn_read_double(rows, C_NUMERIC, &d, tn_test_err()), TN_OK);
	ck_assert(d == 12.75);
	ck_assert_int_lt(tn_read_double(rows, C_BIG, &d, tn_test_err()), 0);
	ck_tn_is(tn_read_bool(rows, C_ONE, &b, tn_test_err()), TN_OK);
	ck_assert_int_eq(b, 1);
	ck_assert_int_lt(tn_read_bool(rows, C_SEVEN, &b, tn_test_err()), 0);
	ck_tn_is(tn_read_text(rows, C_NULL, &s, tn_test_err()), 1);
	ck_assert_ptr_null(s);
	ck_tn_is(tn_read_text(rows, C_TEXT, &s, tn_test_err()), TN_OK);
	ck_assert_str_eq(s, "text");
	ck_tn_is(tn_read_value(rows, C_DATE, &v, tn_test_err()), TN_OK);
	ck_assert_int_eq(v.kind, TN_KIND_DATE);
	ck_assert_int_lt(tn_read_int64(rows, C_COUNT, &i, tn_test_err()), 0);
	/* None of those errors is sticky. */
	conf_end(rows);
	tn_close(db);
}
END_TEST

START_TEST(scan_fills_variables)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	bool flag = false;
	int one = 0;
	short narrow = 0;
	unsigned long long big = 0;
	double d = 0;
	const char *none = "x", *t = NULL;
	make_kinds(db);
	rows = conf_row(db, SELECT_ALL, NULL);
	ck_tn_ok(tn_scan(rows, tn_test_err(), &flag, &one, &narrow, &big, &d));
	ck_assert(flag && one == 1 && narrow == 7 && big == UINT64_C(9007199254740993) && d == 2.5);
	conf_end(rows);
	rows = conf_row(db, "SELECT c_text, c_null, c_big FROM kinds", NULL);
	ck_tn_err(tn_scan(rows, tn_test_err(), &t, &none, &narrow), TN_E_RANGE);
	ck_assert_str_eq(tn_error_column(*tn_test_err()), "c_big");
	ck_assert_str_eq(t, "text");
	ck_assert_ptr_null(none);
	tn_finish(rows, NULL);
	rows = conf_row(db, "SELECT c_null FROM kinds", NULL);
	ck_assert_int_lt(tn_scan(rows, tn_test_err(), &one), 0);
	ck_assert_str_eq(tn_error_column(*tn_test_err()), "c_null");
	tn_finish(rows, NULL);
	rows = conf_row(db, "SELECT c_one FROM kinds", NULL);
	ck_assert_int_lt(tn_scan(rows, tn_test_err(), &one, &narrow), 0);
	tn_finish(rows, NULL);
	tn_close(db);
}
END_TEST

struct item {
	int64_t id;
	const char *name;
	int amount;
	bool big;
};

static const tn_field item_fields[] = {
	TN_FIELD(struct item, name),
	TN_FIELD(struct item, id),
	TN_FIELD_AS(struct item, amount, "total"),
};

START_TEST(structs_by_descriptor)
{
	tn_conn *db = tn_test_open();
	struct item items[8];
	tn_rows *rows;
	int i;
	char name[16];
	conf_make_items(db);
	for (i = 1; i <= 10; i++) {
		snprintf(name, sizeof name, "n%d", i);
		conf_exec(
			db, "INSERT INTO item (id, name, amount) VALUES (?, ?, ?)", TN_ARGS(i, name, i * 10));
	}
	rows = conf_query(
		db, "SELECT id, amount AS total, name, amount AS other FROM item ORDER BY id", NULL);
	ck_assert_int_eq(tn_fetch_structs(rows, item_fields, TN_FIELD_COUNT(item_fields), items,
				 sizeof items[0], 8, tn_test_err()),
		8);
	for (i = 0; i < 8; i++) {
		snprintf(name, sizeof name, "n%d", i + 1);
		ck_assert_int_eq(items[i].id, i + 1);
		ck_assert_int_eq(items[i].amount, (i + 1) * 10);
		ck_assert_str_eq(items[i].name, name);
	}
	ck_assert_int_eq(tn_fetch_structs(rows, item_fields, TN_FIELD_COUNT(item_fields), items,
				 sizeof items[0], 8, tn_test_err()),
		2);
	ck_assert_int_eq(items[1].id, 10);
	ck_assert_int_eq(tn_fetch_structs(rows, item_fields, TN_FIELD_COUNT(item_fields), items,
				 sizeof items[0], 8, tn_test_err()),
		0);
	conf_end(rows);
	rows = conf_query(db, "SELECT id, name FROM item", NULL);
	ck_assert_int_eq(tn_fetch_structs(rows, item_fields, TN_FIELD_COUNT(item_fields), items,
				 sizeof items[0], 8, tn_test_err()),
		TN_E_NO_OBJECT);
	tn_finish(rows, NULL);
	tn_close(db);
}
END_TEST

struct moment {
	int64_t id, d, t, ts, tz;
	tn_blob raw;
	unsigned char u[16];
	const char *price;
};

static const tn_field moment_fields[] = {
	TN_FIELD(struct moment, id), TN_FIELD_DATE(struct moment, d), TN_FIELD_TIME(struct moment, t),
	TN_FIELD_TIMESTAMP(struct moment, ts), TN_FIELD_TIMESTAMPTZ(struct moment, tz), TN_FIELD(struct moment, raw),
	TN_FIELD_UUID(struct moment, u), TN_FIELD(struct moment, price),
};

/* Each member against the getter of its column; the rows have no NULL in what cannot be NULL. */
START_TEST(structs_of_times_and_bytes)
{
	static const char text[] = "SELECT id, d, t, ts, tz, raw, u, price FROM kinds WHERE d IS NOT NULL AND "
				   "t IS NOT NULL AND ts IS NOT NULL AND tz IS NOT NULL AND u IS NOT NULL ORDER BY id";
	tn_conn *db = tn_test_open();
	struct moment m[100];
	tn_rows *rows, *expected = NULL;
	int64_t n, i;
	size_t len;
	conf_make_kinds(db, 60);
	ck_tn_ok(tn_query_mode(db, text, NULL, TN_FETCH_ALL, 0, &expected, tn_test_err()));
	rows = conf_query(db, text, NULL);
	n = tn_fetch_structs(rows, moment_fields, TN_FIELD_COUNT(moment_fields), m, sizeof m[0], 100, tn_test_err());
	ck_assert_int_gt(n, 10);
	for (i = 0; i < n; i++) {
		const void *raw;
		ck_tn_is(tn_next(expected, tn_test_err()), TN_ROW);
		ck_assert_int_eq(m[i].id, tn_get_int64(expected, 0));
		ck_assert_int_eq(m[i].d, tn_get_date(expected, 1));
		ck_assert_int_eq(m[i].t, tn_get_time(expected, 2));
		ck_assert_int_eq(m[i].ts, tn_get_timestamp(expected, 3));
		ck_assert_int_eq(m[i].tz, tn_get_timestamptz(expected, 4));
		raw = tn_get_bytes(expected, 5, &len);
		ck_assert_int_eq(m[i].raw.data == NULL, raw == NULL);
		ck_assert(!raw || (m[i].raw.len == len && !memcmp(m[i].raw.data, raw, len)));
		ck_assert_int_eq(memcmp(m[i].u, tn_get_bytes(expected, 6, &len), 16), 0);
		ck_assert_int_eq(m[i].price == NULL, tn_get_text(expected, 7) == NULL);
		ck_assert(!m[i].price || !strcmp(m[i].price, tn_get_text(expected, 7)));
	}
	ck_tn_is(tn_next(expected, tn_test_err()), TN_DONE);
	conf_end(rows);
	conf_end(expected);
	tn_close(db);
}
END_TEST

/* A time of another kind, NULL into a time, and bytes that are text are errors that name row and column. */
START_TEST(structs_refuse_other_kinds)
{
	static const char *const texts[] = {
		"SELECT id, ts AS d FROM kinds WHERE id = 2", "SELECT id, d FROM kinds WHERE d IS NULL",
		"SELECT id, word AS raw FROM kinds WHERE id = 2", "SELECT id, raw AS u FROM kinds WHERE id = 2",
	};
	static const tn_field fields[] = {
		TN_FIELD_DATE(struct moment, d), TN_FIELD_DATE(struct moment, d), TN_FIELD(struct moment, raw),
		TN_FIELD_UUID(struct moment, u),
	};
	tn_conn *db = tn_test_open();
	unsigned i;
	conf_make_kinds(db, 20);
	for (i = 0; i < CONF_COUNT(texts); i++) {
		struct moment m;
		tn_rows *rows = conf_query(db, texts[i], NULL);
		ck_tn_err((int)tn_fetch_structs(rows, &fields[i], 1, &m, sizeof m, 1, tn_test_err()), TN_E_TYPE);
		ck_assert_ptr_nonnull(strstr(tn_error_message(*tn_test_err()), "of row 1"));
		ck_assert_str_eq(tn_error_column(*tn_test_err()), fields[i].name);
		conf_end(rows);
	}
	tn_close(db);
}
END_TEST

Suite *conf_getters_suite(void)
{
	Suite *s = suite_create("getters");
	TCase *tc = conf_case(s, "getters");
	tcase_add_loop_test(tc, every_getter_on_every_kind, 0, G_COUNT);
	tcase_add_test(tc, first_sticky_error_wins_and_stops_the_rows);
	tcase_add_test(tc, index_out_of_range);
	tcase_add_test(tc, columns_by_name);
	tc = conf_case(s, "reads");
	tcase_add_test(tc, read_reports_at_once);
	tcase_add_test(tc, scan_fills_variables);
	tcase_add_test(tc, structs_by_descriptor);
	tcase_add_test(tc, structs_of_times_and_bytes);
	tcase_add_test(tc, structs_refuse_other_kinds);
	return s;
}
