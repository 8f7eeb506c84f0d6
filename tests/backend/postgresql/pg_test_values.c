/* SPDX-License-Identifier: MIT */
/*
 * pg_test_values.c - every kind in and out, and the two result formats against
 * each other.
 */
#include "pg_harness.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/calendar.h>

/* Sends v through a cast and gives the cell back as text. */
static void pgt_echo(struct tn_be_conn *c, const char *sql, tn_value v, unsigned flags, char *out,
		     size_t size)
{
	uint8_t kind = v.kind;
	struct tn_be_stmt *s = pgt_new(c, sql, &kind, 1, flags);
	int rc = c->backend->execute(s, &v, TN_BE_STREAM, 0);

	ck_assert_msg(rc == 1, "'%s': %d %s", sql, rc, pgt_fault.message);
	ck_assert_int_eq(c->backend->next(s), TN_ROW);
	pgt_show(&s->cells[0], out, size);
	ck_assert_int_eq(c->backend->next(s), TN_DONE);
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
}

static void echo_both(struct tn_be_conn *c, const char *sql, tn_value v)
{
	char sent[512], got[512];

	pgt_show(&v, sent, sizeof(sent));
	pgt_echo(c, sql, v, 0, got, sizeof(got));
	ck_assert_str_eq(got, sent);
	pgt_echo(c, sql, v, TN_BE_ONCE, got, sizeof(got));
	ck_assert_str_eq(got, sent);
}

START_TEST(round_trips_of_every_kind)
{
	static const char uuid[] = "\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff";
	struct tn_be_conn *c = pgt_open(NULL);
	const struct {
		const char *sql;
		tn_value v;
	} rows[] = {
		{"SELECT $1", tn_bool(1)},
		{"SELECT $1", tn_bool(0)},
		{"SELECT $1", tn_int(0)},
		{"SELECT $1", tn_int(INT64_MAX)},
		{"SELECT $1", tn_int(INT64_MIN)},
		{"SELECT $1::smallint", tn_int(-32768)},
		{"SELECT $1::integer", tn_int(-2147483647 - 1)},
		{"SELECT $1::oid", tn_int(4294967295)},
		{"SELECT $1", tn_double(0.1)},
		{"SELECT $1", tn_double(-0.0)},
		{"SELECT $1", tn_double(4.9406564584124654e-324)},
		{"SELECT $1", tn_double(1.7976931348623157e308)},
		{"SELECT $1", tn_double(INFINITY)},
		{"SELECT $1", tn_double(-INFINITY)},
		{"SELECT $1", tn_double(NAN)},
		{"SELECT $1::real", tn_double((double)0.1f)},
		{"SELECT $1", tn_numeric("0")},
		{"SELECT $1", tn_numeric("-0.00000000000000000001")},
		{"SELECT $1", tn_numeric("12345678901234567890123456789.000100")},
		{"SELECT $1", tn_numeric("100000000")},
		{"SELECT $1", tn_numeric("9999.9999")},
		{"SELECT $1", tn_text("")},
		{"SELECT $1::text", tn_text("gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80")},
		{"SELECT $1::varchar", tn_text("abc")},
		{"SELECT $1::char(3)", tn_text("abc")},
		{"SELECT $1::name", tn_text("abc")},
		{"SELECT $1::\"char\"", tn_text("r")},
		{"SELECT $1::\"char\"", tn_text("")},
		{"SELECT $1", tn_bytes("", 0)},
		{"SELECT $1", tn_bytes("\0\xff\\x'", 5)},
		{"SELECT $1", tn_date(0)},
		{"SELECT $1", tn_date(TN_DATE_MIN)},
		{"SELECT $1", tn_date(TN_DATE_MAX)},
		{"SELECT $1", tn_time(0)},
		{"SELECT $1", tn_time(TN_US_PER_DAY - 1)},
		{"SELECT $1", tn_time(TN_US_PER_DAY)},
		{"SELECT $1", tn_timestamp(-1)},
		{"SELECT $1", tn_timestamp(TN_DATE_MIN * TN_US_PER_DAY)},
		{"SELECT $1", tn_timestamp((TN_DATE_MAX + 1) * TN_US_PER_DAY - 1)},
		{"SELECT $1", tn_timestamptz(1700000000123456)},
		{"SELECT $1", tn_timestamptz(TN_DATE_MIN * TN_US_PER_DAY)},
		{"SELECT $1", tn_uuid(uuid)},
		{"SELECT $1::json", tn_json("{\"a\" : [1, null]}")},
		{"SELECT $1::jsonb", tn_json("{\"a\": [1, null]}")},
		{"SELECT $1::int", tn_null()},
		{"SELECT $1", tn_null()},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		echo_both(c, rows[i].sql, rows[i].v);
	pgt_close(c);
}
END_TEST

/* The value is text with a length, not NUL-terminated. */
START_TEST(text_parameters_have_a_length)
{
	struct tn_be_conn *c = pgt_open(NULL);
	char *block = malloc(3), got[64];

	ck_assert_ptr_nonnull(block);
	memcpy(block, "abc", 3);
	pgt_echo(c, "SELECT $1::text", tn_text_n(block, 3), 0, got, sizeof(got));
	ck_assert_str_eq(got, "TEXT:abc");
	pgt_echo(c, "SELECT $1::text", tn_text_n(block, 2), TN_BE_ONCE, got, sizeof(got));
	ck_assert_str_eq(got, "TEXT:ab");
	memcpy(block, "123", 3);
	pgt_echo(c, "SELECT $1::int + 0", tn_text_n(block, 3), 0, got, sizeof(got));
	ck_assert_str_eq(got, "INT:123");
	pgt_echo(c, "SELECT $1::inet::text", tn_text("10.0.0.0/8"), 0, got, sizeof(got));
	ck_assert_str_eq(got, "TEXT:10.0.0.0/8");
	free(block);
	pgt_close(c);
}
END_TEST

START_TEST(out_of_range_parameters)
{
	struct tn_be_conn *c = pgt_open(NULL);
	const tn_value bad[] = {tn_date(TN_DATE_MIN - 1), tn_date(INT64_MAX), tn_time(-1),
				tn_time(TN_US_PER_DAY + 1), tn_timestamp(INT64_MIN),
				tn_timestamptz(INT64_MAX)};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		uint8_t kind = bad[i].kind;
		struct tn_be_stmt *s = pgt_new(c, "SELECT $1", &kind, 1, 0);
		ck_assert_int_eq(c->backend->execute(s, &bad[i], TN_BE_STREAM, 0), TN_E_RANGE);
		ck_assert_int_eq(c->backend->finish(s), 0);
		pgt_free(s);
	}
	ck_assert_int_eq(pgt_int(c, "SELECT 1"), 1);
	pgt_close(c);
}
END_TEST

/* Each value is short enough, but a message of 1 GB would end the session: nothing is sent. */
START_TEST(values_too_long_together)
{
	static const uint8_t kinds[] = {TN_KIND_BYTES, TN_KIND_BYTES};
	const uint32_t half = PG_VALUE_MAX / 2;
	struct tn_be_conn *c = pgt_open(NULL);
	struct tn_be_stmt *s = pgt_new(c, "SELECT octet_length($1) + octet_length($2)", kinds, 2, 0);
	char *zeros = calloc(1, half); /* never written: pages that are all one */
	tn_value v[] = {tn_bytes(zeros, half), tn_bytes(zeros, half)};

	ck_assert_ptr_nonnull(zeros);
	ck_assert_int_eq(c->backend->execute(s, v, TN_BE_STREAM, 0), TN_E_LIMIT);
	ck_assert_ptr_nonnull(strstr(pgt_fault.message, "(limit value_bytes)"));
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
	free(zeros);
	ck_assert_int_eq(pgt_int(c, "SELECT 1"), 1);
	pgt_close(c);
}
END_TEST

/* Runs a query without parameters in the given way; all cells of the first row joined by |. */
static void first_row(struct tn_be_conn *c, const char *sql, unsigned flags, char *out, size_t size)
{
	struct tn_be_stmt *s = pgt_new(c, sql, NULL, 0, flags);
	int rc = c->backend->execute(s, NULL, TN_BE_STREAM, 0);
	size_t n = 0;
	uint32_t i;

	ck_assert_msg(rc == 1, "'%s': %d %s", sql, rc, pgt_fault.message);
	ck_assert_int_eq(c->backend->next(s), TN_ROW);
	for (i = 0; i < s->column_count; i++) {
		pgt_show(&s->cells[i], out + n, size - n - 2);
		n += strlen(out + n);
		out[n++] = '|';
	}
	out[n] = '\0';
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
}

/* The same columns in binary, as text of a prepared statement, and as text of one that runs once. */
START_TEST(text_format_equals_binary)
{
	static const char *const expressions[] = {
		"true, false, NULL::bool",
		"'-Infinity'::float8, 'NaN'::float8, 1e-320::float8, 0.1::float4, '1e38'::float4",
		"1::float8 / 3, 1::float4 / 3, 1e300::float8",
		"32767::int2, (-2147483648)::int4, (-9223372036854775808)::int8, 4294967295::oid",
		"'NaN'::numeric, 0::numeric, 1.10::numeric, -0.0001::numeric, 1e100::numeric",
		"1e-100::numeric",
		"0.5::numeric(20,10), 10000::numeric, 99999999.99999999::numeric, 10.00::numeric(10,1)",
		"repeat('9', 300)::numeric, ('0.' || repeat('12345678', 30))::numeric",
		"'2000-01-01'::date, '0001-01-01'::date, '9999-12-31'::date, 'infinity'::date",
		"'-infinity'::date",
		"'10000-01-01'::date, '0044-03-15 BC'::date, '5874897-12-31'::date, '4713-01-01 BC'::date",
		"'00:00'::time, '23:59:59.999999'::time, '24:00'::time, '12:34:56.7'::time",
		"'1999-12-31 23:59:59.999999'::timestamp, '0001-01-01'::timestamp, 'infinity'::timestamp",
		"'294276-12-31 23:59:59.999999'::timestamp, '4713-01-01 00:00:00 BC'::timestamp",
		"'1969-12-31 23:59:59.5+00'::timestamptz, '-infinity'::timestamptz",
		"'2024-02-29 12:00+05:30'::timestamptz",
		"'10000-01-01 00:00:00.25+00'::timestamptz, '0044-03-15 01:02:03 BC'::timestamptz",
		"'\\x'::bytea, '\\x00ff5c27'::bytea, decode('deadbeef', 'hex')",
		"'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, '{\"a\":1}'::json, '[1, 2]'::jsonb",
		"''::text, 'x'::varchar(5), 'x'::char(5), 'n'::name, 'c'::\"char\", ''::\"char\"",
		"'gr\xc3\xbc\xc3\x9f'::text",
		"'200'::\"char\" = 'x'",
	};
	struct tn_be_conn *c = pgt_open(NULL);
	char sql[1024], binary[4096], text[4096], once[4096];
	size_t i;

	for (i = 0; i < sizeof(expressions) / sizeof(*expressions); i++) {
		snprintf(sql, sizeof(sql), "SELECT %s", expressions[i]);
		first_row(c, sql, 0, binary, sizeof(binary));
		first_row(c, sql, TN_BE_ONCE, once, sizeof(once));
		ck_assert_str_eq(once, binary);
		/* an array beside them makes the whole result come as text */
		snprintf(sql, sizeof(sql), "SELECT %s, ARRAY[1]", expressions[i]);
		first_row(c, sql, 0, text, sizeof(text));
		ck_assert_uint_gt(strlen(text), strlen(binary));
		ck_assert_int_eq(strncmp(text, binary, strlen(binary)), 0);
		ck_assert_str_eq(text + strlen(binary), "TEXT!:{1}|");
	}
	pgt_close(c);
}
END_TEST

START_TEST(unknown_types_are_marked)
{
	static const char sql[] = "SELECT ARRAY[1,2]::int[], '10.0.0.1/8'::inet, '1 day 02:00'::interval, "
				  "point(1,2), B'101'::bit(3), 'sad'::pgt_mood, '12:00+01'::timetz, "
				  "NULL::inet";
	static const char want[] = "TEXT!:{1,2}|TEXT!:10.0.0.1/8|TEXT!:1 day 02:00:00|TEXT!:(1,2)|TEXT!:101|"
				   "TEXT!:sad|TEXT!:12:00:00+01|NULL:|";
	struct tn_be_conn *c = pgt_open(NULL);
	struct tn_be_column column;
	struct tn_be_stmt *s;
	char got[512];

	pgt_do(c, "DROP TYPE IF EXISTS pgt_mood");
	pgt_do(c, "CREATE TYPE pgt_mood AS ENUM ('sad', 'ok')");
	first_row(c, sql, 0, got, sizeof(got));
	ck_assert_str_eq(got, want);
	first_row(c, sql, TN_BE_ONCE, got, sizeof(got));
	ck_assert_str_eq(got, want);
	s = pgt_new(c, "SELECT 1 AS one, '1 day'::interval AS two, 'ok'::pgt_mood", NULL, 0, 0);
	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(c->backend->column(s, 0, &column), 0);
	ck_assert_str_eq(column.name, "one");
	ck_assert_str_eq(column.native_type, "integer");
	ck_assert_int_eq(column.type, TN_TYPE_INTEGER);
	ck_assert_int_eq(c->backend->column(s, 1, &column), 0);
	ck_assert_str_eq(column.native_type, "interval");
	ck_assert_int_eq(column.type, TN_TYPE_UNKNOWN);
	ck_assert_int_eq(c->backend->column(s, 2, &column), 0);
	ck_assert_str_eq(column.name, "pgt_mood");
	ck_assert_ptr_null(column.native_type);
	ck_assert_int_eq(c->backend->column(s, 3, &column), TN_E_MISUSE);
	pgt_clear();
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
	pgt_do(c, "DROP TYPE pgt_mood");
	pgt_close(c);
}
END_TEST

/* NUMERIC against the server's own text, over many shapes. */
START_TEST(numeric_equals_the_server)
{
	struct tn_be_conn *c = pgt_open(NULL);
	struct tn_be_stmt *s = pgt_new(c,
		"SELECT n, n::text FROM (SELECT (CASE WHEN i % 2 = 0 THEN -1 ELSE 1 END) "
		"* (i * 7919 % 100003)::numeric * power(10::numeric, (i % 61) - 30) AS n "
		"FROM generate_series(0, 5000) i) t", NULL, 0, 0);
	int rows = 0;

	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_STREAM, 0), 1);
	while (c->backend->next(s) == TN_ROW) {
		ck_assert_int_eq(s->cells[0].kind, TN_KIND_NUMERIC);
		ck_assert_uint_eq(s->cells[0].len, s->cells[1].len);
		ck_assert_mem_eq(s->cells[0].u.s, s->cells[1].u.s, s->cells[1].len);
		rows++;
	}
	ck_assert_int_eq(rows, 5001);
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
	pgt_close(c);
}
END_TEST

/* Several scratch cells in a row, growing: none may point into a freed buffer. */
START_TEST(scratch_moves)
{
	struct tn_be_conn *c = pgt_open(NULL);
	struct tn_be_stmt *s = pgt_new(c, "SELECT 1.5::numeric, repeat('7', i*900)::numeric, 2.25::numeric, "
				       "NULL::numeric, '10000-01-01'::date FROM generate_series(1, 20) i",
				       NULL, 0, 0);
	int rows = 0;

	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_STREAM, 0), 1);
	while (c->backend->next(s) == TN_ROW) {
		rows++;
		ck_assert_str_eq(s->cells[0].u.s, "1.5");
		ck_assert_uint_eq(s->cells[1].len, (size_t)rows * 900);
		ck_assert_uint_eq(strspn(s->cells[1].u.s, "7"), (size_t)rows * 900);
		ck_assert_str_eq(s->cells[2].u.s, "2.25");
		ck_assert_int_eq(s->cells[3].kind, TN_KIND_NULL);
		ck_assert_str_eq(s->cells[4].u.s, "10000-01-01");
	}
	ck_assert_int_eq(rows, 20);
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
	pgt_close(c);
}
END_TEST

Suite *pgt_suite_values(void)
{
	Suite *suite = suite_create("postgresql values");
	TCase *tc = tcase_create("values");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, round_trips_of_every_kind);
	tcase_add_test(tc, text_parameters_have_a_length);
	tcase_add_test(tc, out_of_range_parameters);
	tcase_add_test(tc, values_too_long_together);
	tcase_add_test(tc, text_format_equals_binary);
	tcase_add_test(tc, unknown_types_are_marked);
	tcase_add_test(tc, numeric_equals_the_server);
	tcase_add_test(tc, scratch_moves);
	suite_add_tcase(suite, tc);
	return suite;
}
