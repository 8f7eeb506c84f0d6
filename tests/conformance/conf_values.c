/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_values.c - what goes in comes out.
 *
 * Each row of the table is stored in a column of its type and read back; kind
 * and content must be equal, byte for byte.  The values are the edges of each
 * type, for that is where servers round, cut and convert.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include "tests/conformance/conf.h"

struct trip {
	const char *what;
	int type;
	unsigned length, scale;
	tn_value value;
};

#define I(n) \
	{ \
		TN_KIND_INT, 0, 0, 0, \
		{ \
			.i = (n) \
		} \
	}
#define B(n) \
	{ \
		TN_KIND_BOOL, 0, 0, 0, \
		{ \
			.i = (n) \
		} \
	}
#define D(x) \
	{ \
		TN_KIND_DOUBLE, 0, 0, 0, \
		{ \
			.d = (x) \
		} \
	}
#define S(kind, text) \
	{ \
		kind, 0, 0, sizeof(text) - 1, \
		{ \
			.s = (text) \
		} \
	}
#define T(kind, n) \
	{ \
		kind, 0, 0, 0, \
		{ \
			.i = (n) \
		} \
	}

#define UUID_A "\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff"
#define UUID_F "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
#define UUID_0 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static const struct trip trips[] = {
	{"false", TN_TYPE_BOOLEAN, 0, 0, B(0)},
	{"true", TN_TYPE_BOOLEAN, 0, 0, B(1)},
	{"smallint low", TN_TYPE_SMALLINT, 0, 0, I(-32768)},
	{"smallint high", TN_TYPE_SMALLINT, 0, 0, I(32767)},
	{"integer low", TN_TYPE_INTEGER, 0, 0, I(INT32_MIN)},
	{"integer high", TN_TYPE_INTEGER, 0, 0, I(INT32_MAX)},
	{"bigint low", TN_TYPE_BIGINT, 0, 0, I(INT64_MIN)},
	{"bigint -1", TN_TYPE_BIGINT, 0, 0, I(-1)},
	{"bigint 0", TN_TYPE_BIGINT, 0, 0, I(0)},
	{"bigint above 2^53", TN_TYPE_BIGINT, 0, 0, I(INT64_C(9007199254740993))},
	{"bigint high", TN_TYPE_BIGINT, 0, 0, I(INT64_MAX)},
	{"real", TN_TYPE_REAL, 0, 0, D(-1.5)},
	{"real 2^-20", TN_TYPE_REAL, 0, 0, D(9.5367431640625e-07)},
	{"double zero", TN_TYPE_DOUBLE, 0, 0, D(0.0)},
	{"double 0.1", TN_TYPE_DOUBLE, 0, 0, D(0.1)},
	{"double third", TN_TYPE_DOUBLE, 0, 0, D(-1.0 / 3.0)},
	{"double whole", TN_TYPE_DOUBLE, 0, 0, D(9007199254740992.0)},
	{"double largest", TN_TYPE_DOUBLE, 0, 0, D(DBL_MAX)},
	{"double lowest", TN_TYPE_DOUBLE, 0, 0, D(-DBL_MAX)},
	{"double small", TN_TYPE_DOUBLE, 0, 0, D(DBL_MIN)},
	{"double 17 digits", TN_TYPE_DOUBLE, 0, 0, D(0.30000000000000004)},
	{"numeric 1 digit", TN_TYPE_NUMERIC, 1, 0, S(TN_KIND_NUMERIC, "7")},
	{"numeric negative", TN_TYPE_NUMERIC, 5, 2, S(TN_KIND_NUMERIC, "-123.45")},
	{"numeric zero", TN_TYPE_NUMERIC, 5, 0, S(TN_KIND_NUMERIC, "0")},
	{"numeric 15 digits", TN_TYPE_NUMERIC, 15, 0, S(TN_KIND_NUMERIC, "999999999999999")},
	{"numeric 15 digits, point", TN_TYPE_NUMERIC, 15, 5, S(TN_KIND_NUMERIC, "-9999999999.99999")},
	{"numeric 15 digits, cents", TN_TYPE_NUMERIC, 15, 2, S(TN_KIND_NUMERIC, "1234567890123.45")},
	{"numeric 0.1 in 15", TN_TYPE_NUMERIC, 15, 1, S(TN_KIND_NUMERIC, "0.1")},
	{"numeric 16 digits", TN_TYPE_NUMERIC, 16, 0, S(TN_KIND_NUMERIC, "9007199254740993")},
	{"numeric 19 digits", TN_TYPE_NUMERIC, 19, 0, S(TN_KIND_NUMERIC, "9223372036854775808")},
	{"numeric 20 digits, point", TN_TYPE_NUMERIC, 20, 10, S(TN_KIND_NUMERIC, "1234567890.0123456789")},
	{"numeric 38 digits", TN_TYPE_NUMERIC, 38, 0,
		S(TN_KIND_NUMERIC, "-99999999999999999999999999999999999999")},
	{"numeric 38 digits, point", TN_TYPE_NUMERIC, 38, 10,
		S(TN_KIND_NUMERIC, "1234567890123456789012345678.0123456789")},
	{"varchar", TN_TYPE_VARCHAR, 10, 0, S(TN_KIND_TEXT, "0123456789")},
	{"varchar, 10 characters of 4 bytes", TN_TYPE_VARCHAR, 10, 0,
		S(TN_KIND_TEXT,
			"\xF0\x9F\x8E\x89\xF0\x9F\x8E\x89\xF0\x9F\x8E\x89\xF0\x9F\x8E\x89\xF0\x9F\x8E\x89"
			"\xF0\x9F\x8E\x89\xF0\x9F\x8E\x89\xF0\x9F\x8E\x89\xF0\x9F\x8E\x89\xF0\x9F\x8E\x89")},
	{"varchar trailing space", TN_TYPE_VARCHAR, 10, 0, S(TN_KIND_TEXT, "a  ")},
	{"text", TN_TYPE_TEXT, 0, 0, S(TN_KIND_TEXT, "line\nline\ttab \\ ' \" ? :x $1 %")},
	{"text empty", TN_TYPE_TEXT, 0, 0, S(TN_KIND_TEXT, "")},
	{"text of digits", TN_TYPE_TEXT, 0, 0, S(TN_KIND_TEXT, "007.50")},
	{"text of all lengths", TN_TYPE_TEXT, 0, 0,
		S(TN_KIND_TEXT, "a \xC3\xA9 \xE2\x98\x83 \xF0\x9F\x8E\x89 \xF4\x8F\xBF\xBF")},
	{"text decomposed", TN_TYPE_TEXT, 0, 0, S(TN_KIND_TEXT, "e\xCC\x81")},
	{"bytes empty", TN_TYPE_BYTEA, 0, 0, S(TN_KIND_BYTES, "")},
	{"bytes with NUL", TN_TYPE_BYTEA, 0, 0, S(TN_KIND_BYTES, "\0a\0\xFF\xFE\\x41'\0")},
	{"date first", TN_TYPE_DATE, 0, 0, T(TN_KIND_DATE, TN_DATE_MIN)},
	{"date before 1582", TN_TYPE_DATE, 0, 0, T(TN_KIND_DATE, -141428)},
	{"date -1", TN_TYPE_DATE, 0, 0, T(TN_KIND_DATE, -1)},
	{"date 0", TN_TYPE_DATE, 0, 0, T(TN_KIND_DATE, 0)},
	{"date leap", TN_TYPE_DATE, 0, 0, T(TN_KIND_DATE, 19782)},
	{"date last", TN_TYPE_DATE, 0, 0, T(TN_KIND_DATE, TN_DATE_MAX)},
	{"time first", TN_TYPE_TIME, 0, 0, T(TN_KIND_TIME, 0)},
	{"time 1 us", TN_TYPE_TIME, 0, 0, T(TN_KIND_TIME, 1)},
	{"time last", TN_TYPE_TIME, 0, 0, T(TN_KIND_TIME, TN_US_PER_DAY - 1)},
	{"timestamp first", TN_TYPE_TIMESTAMP, 0, 0, T(TN_KIND_TIMESTAMP, TN_DATE_MIN *TN_US_PER_DAY)},
	{"timestamp -1 us", TN_TYPE_TIMESTAMP, 0, 0, T(TN_KIND_TIMESTAMP, -1)},
	{"timestamp 0", TN_TYPE_TIMESTAMP, 0, 0, T(TN_KIND_TIMESTAMP, 0)},
	{"timestamp after 2038", TN_TYPE_TIMESTAMP, 0, 0, T(TN_KIND_TIMESTAMP, INT64_C(4102444800123456))},
	{"timestamp last", TN_TYPE_TIMESTAMP, 0, 0,
		T(TN_KIND_TIMESTAMP, (TN_DATE_MAX + 1) * TN_US_PER_DAY - 1)},
	{"timestamptz before 1970", TN_TYPE_TIMESTAMPTZ, 0, 0,
		T(TN_KIND_TIMESTAMPTZ, INT64_C(-12345678901234567))},
	{"timestamptz 0", TN_TYPE_TIMESTAMPTZ, 0, 0, T(TN_KIND_TIMESTAMPTZ, 0)},
	{"timestamptz us", TN_TYPE_TIMESTAMPTZ, 0, 0, T(TN_KIND_TIMESTAMPTZ, INT64_C(1709251199999999))},
	{"timestamptz last", TN_TYPE_TIMESTAMPTZ, 0, 0,
		T(TN_KIND_TIMESTAMPTZ, (TN_DATE_MAX + 1) * TN_US_PER_DAY - 1)},
	{"uuid", TN_TYPE_UUID, 0, 0, S(TN_KIND_UUID, UUID_A)},
	{"uuid zeros", TN_TYPE_UUID, 0, 0, S(TN_KIND_UUID, UUID_0)},
	{"uuid ones", TN_TYPE_UUID, 0, 0, S(TN_KIND_UUID, UUID_F)},
	/* Spelled as every server prints it, since some keep JSON parsed. */
	{"json object", TN_TYPE_JSON, 0, 0, S(TN_KIND_JSON, "{\"a\": [1, 2], \"b\": null}")},
	{"json text", TN_TYPE_JSON, 0, 0, S(TN_KIND_JSON, "\"\xE2\x98\x83\"")},
};

static void make_trip(tn_conn *db, const struct trip *t)
{
	tn_column_def columns[2] = {
		{.name = "id", .type = TN_TYPE_INTEGER, .flags = TN_COL_PRIMARY}, {.name = "v"}};
	columns[1].type = t->type;
	columns[1].length = t->length;
	columns[1].scale = t->scale;
	conf_make(db, "trip", columns, 2);
}

static void read_back(tn_conn *db, const struct trip *t, int id, const tn_value *expected)
{
	tn_rows *rows = conf_row(db, "SELECT v FROM trip WHERE id = ?", TN_ARGS(id));
	const tn_value *v = tn_get_value(rows, 0);
	ck_assert_msg(v && conf_same(v, expected), "%s: stored %s, read %s", t->what, conf_text(expected),
		v ? conf_text(v) : "nothing");
	ck_assert_msg(tn_column_type(rows, 0) == t->type || tn_column_type(rows, 0) == TN_TYPE_UNKNOWN ||
			t->type == TN_TYPE_VARCHAR || t->type == TN_TYPE_TEXT,
		"%s: column type %s", t->what, tn_type_name(tn_column_type(rows, 0)));
	conf_end(rows);
}

START_TEST(value_round_trip)
{
	const struct trip *t = &trips[_i];
	const tn_value null = tn_null();
	tn_conn *db = tn_test_open();
	make_trip(db, t);
	conf_exec(db, "INSERT INTO trip (id, v) VALUES (?, ?)", TN_ARGS(1, t->value));
	conf_exec(db, "INSERT INTO trip (id, v) VALUES (?, ?)", TN_ARGS(2, TN_NULL));
	read_back(db, t, 1, &t->value);
	read_back(db, t, 2, &null);
	conf_exec(db, "UPDATE trip SET v = ? WHERE id = ?", TN_ARGS(t->value, 2));
	read_back(db, t, 2, &t->value);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM trip WHERE v IS NULL", NULL), 0);
	tn_close(db);
}
END_TEST

/* Every precision from 1 to 38, with and without a fraction. */
START_TEST(numeric_all_precisions)
{
	tn_conn *db = tn_test_open();
	unsigned p;
	for (p = 1; p <= 38; p++) {
		struct trip t = {"numeric", TN_TYPE_NUMERIC, 0, 0, {0}};
		char digits[48];
		unsigned i, n = 0;
		t.length = p;
		t.scale = p / 3;
		if (p & 1)
			digits[n++] = '-';
		for (i = 0; i < p; i++) {
			if (i && i == p - t.scale)
				digits[n++] = '.';
			digits[n++] = (char)('1' + i * 7 % 9);
		}
		digits[n] = '\0';
		t.value = tn_numeric(digits);
		make_trip(db, &t);
		conf_exec(db, "INSERT INTO trip (id, v) VALUES (?, ?)", TN_ARGS(1, t.value));
		read_back(db, &t, 1, &t.value);
		ck_tn_ok(tn_table_drop(db, "trip", 0, tn_test_err()));
	}
	tn_close(db);
}
END_TEST

START_TEST(long_text_and_bytes)
{
	static char big[300000];
	tn_conn *db = tn_test_open();
	struct trip text = {"long text", TN_TYPE_TEXT, 0, 0, {0}},
		    bytes = {"long bytes", TN_TYPE_BYTEA, 0, 0, {0}};
	size_t i;
	for (i = 0; i < sizeof big; i++)
		big[i] = (char)('a' + i % 26);
	text.value = tn_text_n(big, sizeof big);
	make_trip(db, &text);
	conf_exec(db, "INSERT INTO trip (id, v) VALUES (?, ?)", TN_ARGS(1, text.value));
	read_back(db, &text, 1, &text.value);
	ck_tn_ok(tn_table_drop(db, "trip", 0, tn_test_err()));
	for (i = 0; i < sizeof big; i++)
		big[i] = (char)(i * 31);
	bytes.value = tn_bytes(big, sizeof big);
	make_trip(db, &bytes);
	conf_exec(db, "INSERT INTO trip (id, v) VALUES (?, ?)", TN_ARGS(1, bytes.value));
	read_back(db, &bytes, 1, &bytes.value);
	tn_close(db);
}
END_TEST

START_TEST(empty_text_is_not_null)
{
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	conf_make_items(db);
	conf_exec(db, "INSERT INTO item (id, name) VALUES (?, ?)", TN_ARGS(1, ""));
	conf_exec(db, "INSERT INTO item (id, name) VALUES (?, ?)", TN_ARGS(2, TN_NULL));
	rows = conf_query(db, "SELECT name FROM item ORDER BY id", NULL);
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	ck_assert_int_eq(tn_is_null(rows, 0), 0);
	ck_assert_str_eq(tn_get_text(rows, 0), "");
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	ck_assert_int_eq(tn_is_null(rows, 0), 1);
	ck_assert_ptr_null(tn_get_text(rows, 0));
	conf_end(rows);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE name = ''", NULL), 1);
	tn_close(db);
}
END_TEST

START_TEST(text_compares_byte_by_byte)
{
	static const char *const ordered[] = {"A", "B", "a", "a ", "b", "\xC3\xA9", "\xF0\x9F\x8E\x89"};
	tn_conn *db = tn_test_open();
	tn_rows *rows;
	size_t i;
	conf_make_items(db);
	for (i = 0; i < CONF_COUNT(ordered); i++)
		conf_exec(db, "INSERT INTO item (id, name) VALUES (?, ?)",
			TN_ARGS((int)((i * 5 + 3) % 7), ordered[i]));
	rows = conf_query(db, "SELECT name FROM item ORDER BY name", NULL);
	for (i = 0; i < CONF_COUNT(ordered); i++) {
		ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
		ck_assert_str_eq(tn_get_text(rows, 0), ordered[i]);
	}
	conf_end(rows);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE name = ?", TN_ARGS("a")), 1);
	tn_close(db);
}
END_TEST

START_TEST(double_specials_are_kept_or_refused)
{
	tn_conn *db = tn_test_open();
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_INTEGER, .flags = TN_COL_PRIMARY},
		{.name = "v", .type = TN_TYPE_DOUBLE},
	};
	const double specials[] = {INFINITY, -INFINITY, NAN};
	int keeps = tn_has_cap(db, "double_specials");
	size_t i;
	conf_make(db, "special", columns, 2);
	for (i = 0; i < CONF_COUNT(specials); i++) {
		int rc = tn_exec(db, "INSERT INTO special (id, v) VALUES (?, ?)",
			TN_ARGS((int)i, specials[i]), NULL, tn_test_err());
		tn_rows *rows;
		if (!keeps) {
			ck_tn_err(rc, TN_E_DATA);
			continue;
		}
		ck_tn_ok(rc);
		rows = conf_row(db, "SELECT v FROM special WHERE id = ?", TN_ARGS((int)i));
		ck_assert(isnan(specials[i]) ? isnan(tn_get_double(rows, 0))
					     : tn_get_double(rows, 0) == specials[i]);
		conf_end(rows);
	}
	tn_close(db);
}
END_TEST

/* What no server is to see: refused before anything is sent. */
START_TEST(bad_values_are_refused)
{
	static const struct {
		const char *what;
		tn_value value;
		int code;
	} bad[] = {
		{"broken UTF-8", S(TN_KIND_TEXT, "a\xC3"), TN_E_DATA},
		{"overlong UTF-8", S(TN_KIND_TEXT, "\xC0\x80"), TN_E_DATA},
		{"surrogate", S(TN_KIND_TEXT, "\xED\xA0\x80"), TN_E_DATA},
		{"NUL in text", S(TN_KIND_TEXT, "a\0b"), TN_E_DATA},
		{"numeric with an exponent", S(TN_KIND_NUMERIC, "1e5"), TN_E_DATA},
		{"numeric that is none", S(TN_KIND_NUMERIC, "12a"), TN_E_DATA},
		{"empty numeric", S(TN_KIND_NUMERIC, ""), TN_E_DATA},
		{"date too early", T(TN_KIND_DATE, TN_DATE_MIN - 1), TN_E_RANGE},
		{"date too late", T(TN_KIND_DATE, TN_DATE_MAX + 1), TN_E_RANGE},
		{"negative time", T(TN_KIND_TIME, -1), TN_E_RANGE},
		{"timestamp too late", T(TN_KIND_TIMESTAMP, (TN_DATE_MAX + 1) * TN_US_PER_DAY), TN_E_RANGE},
		{"marked integer", {TN_KIND_INT, TN_VALUE_INVALID, 0, 0, {.i = 0}}, TN_E_RANGE},
	};
	tn_conn *db = tn_test_open();
	size_t i;
	conf_make_items(db);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	for (i = 0; i < CONF_COUNT(bad); i++) {
		int rc = tn_exec(db, TN_NATIVE("UPDATE item SET name = ? WHERE id = 0"), TN_ARGS(bad[i].value), NULL,
				 tn_test_err());
		ck_assert_msg(rc == bad[i].code, "%s: %s", bad[i].what, tn_test_failure(rc));
	}
	/* Found before anything was sent, so the transaction goes on. */
	ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	tn_close(db);
}
END_TEST

START_TEST(format_is_the_same_everywhere)
{
	static const struct {
		tn_value value;
		const char *text;
	} rows[] = {
		{T(TN_KIND_DATE, 19782), "2024-02-29"},
		{T(TN_KIND_TIME, TN_US_PER_DAY - 1), "23:59:59.999999"},
		{T(TN_KIND_TIMESTAMP, -1), "1969-12-31 23:59:59.999999"},
		{T(TN_KIND_TIMESTAMPTZ, 0), "1970-01-01 00:00:00.000000+00"},
		{B(1), "true"},
		{I(INT64_MIN), "-9223372036854775808"},
		{D(0.1), "0.1"},
		{S(TN_KIND_BYTES, "\x0a\xff"), "\\x0aff"},
		{S(TN_KIND_UUID, UUID_A), "00112233-4455-6677-8899-aabbccddeeff"},
		{{TN_KIND_NULL, 0, 0, 0, {.i = 0}}, "NULL"},
	};
	char out[64], small[5];
	size_t i;
	for (i = 0; i < CONF_COUNT(rows); i++) {
		ck_assert_uint_eq(tn_value_format(&rows[i].value, out, sizeof out), strlen(rows[i].text));
		ck_assert_str_eq(out, rows[i].text);
	}
	ck_assert_uint_eq(tn_value_format(&rows[0].value, small, sizeof small), 10);
	ck_assert_str_eq(small, "2024");
}
END_TEST

Suite *conf_values_suite(void)
{
	Suite *s = suite_create("values");
	TCase *tc = conf_case(s, "round_trip");
	tcase_add_loop_test(tc, value_round_trip, 0, (int)CONF_COUNT(trips));
	tcase_add_test(tc, numeric_all_precisions);
	tcase_add_test(tc, long_text_and_bytes);
	tc = conf_case(s, "values");
	tcase_add_test(tc, empty_text_is_not_null);
	tcase_add_test(tc, text_compares_byte_by_byte);
	tcase_add_test(tc, double_specials_are_kept_or_refused);
	tcase_add_test(tc, bad_values_are_refused);
	tcase_add_test(tc, format_is_the_same_everywhere);
	return s;
}
