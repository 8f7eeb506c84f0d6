/* SPDX-License-Identifier: MIT */
/*
 * my_test_values.c - every kind goes to the server and comes back, in both
 * protocols; what has no kind comes marked.
 */
#include <stdio.h>
#include <tenon/sys/calendar.h>
#include "my_test.h"

#define BE tn__backend_mysql

static const unsigned char uuid[16] = {
	0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0x1d, 0xef, 0x80, 1, 2, 3, 4, 5, 6, 7};

/* INSERT of one value into a column of a type, and what a SELECT shows then. */
static const char *through(struct tn_be_conn *c, const char *ddl, tn_value v, int *type)
{
	static char out[600];
	char sql[256];
	struct tn_be_column column;
	struct tn_be_stmt *s;
	int rc;
	my_test_do(c, "DROP TABLE IF EXISTS t_value");
	snprintf(sql, sizeof(sql), "CREATE TABLE t_value (v %s)%s", ddl, c->dialect->table_suffix);
	my_test_do(c, sql);
	rc = my_test_run(c, "INSERT INTO t_value VALUES (?)", &v, 1, NULL);
	ck_assert_msg(rc == 0, "%s: %s", ddl, my_test_fault.message);
	s = my_test_stmt(c, "SELECT v FROM t_value", NULL, 0, 0, &rc);
	ck_assert_int_eq(rc, 0);
	ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(BE.next(s), TN_ROW);
	snprintf(out, sizeof(out), "%s", my_test_show(&s->cells[0]));
	ck_assert_int_eq(BE.column(s, 0, &column), 0);
	ck_assert_str_eq(column.name, "v");
	*type = column.type;
	ck_assert_int_eq(BE.next(s), TN_DONE);
	ck_assert_int_eq(BE.finish(s), 0);
	my_test_drop(s);
	return out;
}

/* The storage of a type in this dialect, with length 40 and scale 6. */
static const char *ddl_of(const struct tn_be_conn *c, int type)
{
	static char out[128];
	const char *p;
	size_t i, n = 0;
	for (i = 0; c->dialect->types[i].type != type; i++)
		ck_assert_uint_lt(i, c->dialect->type_count);
	for (p = c->dialect->types[i].ddl; *p; p++) {
		if (*p != '$')
			out[n++] = *p;
		else
			n += (size_t)snprintf(out + n, 8, "%s", *++p == 'l' ? "40" : "6");
	}
	out[n] = '\0';
	return out;
}

START_TEST(round_trip)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	const struct {
		int type;
		tn_value v;
		const char *shows;
	} rows[] = {
		{TN_TYPE_BOOLEAN, tn_bool(1), "boolean 1"},
		{TN_TYPE_BOOLEAN, tn_bool(0), "boolean 0"},
		{TN_TYPE_SMALLINT, tn_int(-32768), "integer -32768"},
		{TN_TYPE_INTEGER, tn_int(-2147483647 - 1), "integer -2147483648"},
		{TN_TYPE_BIGINT, tn_int(INT64_MAX), "integer 9223372036854775807"},
		{TN_TYPE_BIGINT, tn_int(INT64_MIN), "integer -9223372036854775808"},
		{TN_TYPE_BIGINT, tn_null(), "null "},
		{TN_TYPE_REAL, tn_double(0.1), "double 0.10000000149011612"},
		{TN_TYPE_DOUBLE, tn_double(0.1), "double 0.10000000000000001"},
		{TN_TYPE_DOUBLE, tn_double(-1.7976931348623157e308), "double -1.7976931348623157e+308"},
		{TN_TYPE_DOUBLE, tn_double(5e-324), "double 4.9406564584124654e-324"},
		{TN_TYPE_NUMERIC, tn_numeric("-1234567890123456789012345678901234.567890"),
			"numeric -1234567890123456789012345678901234.567890"},
		{TN_TYPE_NUMERIC, tn_numeric("0.1"), "numeric 0.100000"},
		{TN_TYPE_VARCHAR, tn_text("gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80 '\"\\n"),
			"text gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80 '\"\\n"},
		{TN_TYPE_VARCHAR, tn_text(""), "text "},
		{TN_TYPE_VARCHAR, tn_text("a  "), "text a  "},
		{TN_TYPE_TEXT, tn_text("x"), "text x"},
		{TN_TYPE_BYTEA, tn_bytes("\0\xff'\\", 4), "bytes \\x00ff275c"},
		{TN_TYPE_BYTEA, tn_bytes("", 0), "bytes \\x"},
		{TN_TYPE_DATE, tn_date(TN_DATE_MIN), "date 0001-01-01"},
		{TN_TYPE_DATE, tn_date(TN_DATE_MAX), "date 9999-12-31"},
		{TN_TYPE_DATE, tn_date(19782), "date 2024-02-29"},
		{TN_TYPE_TIME, tn_time(0), "time 00:00:00.000000"},
		{TN_TYPE_TIME, tn_time(INT64_C(86399999999)), "time 23:59:59.999999"},
		{TN_TYPE_TIME, tn_time(TN_US_PER_DAY), "time 24:00:00.000000"},
		{TN_TYPE_TIMESTAMP, tn_timestamp(-1), "timestamp 1969-12-31 23:59:59.999999"},
		{TN_TYPE_TIMESTAMP, tn_timestamp(0), "timestamp 1970-01-01 00:00:00.000000"},
		{TN_TYPE_TIMESTAMPTZ, tn_timestamptz(0), "timestamptz 1970-01-01 00:00:00.000000"},
		{TN_TYPE_TIMESTAMPTZ, tn_timestamptz(INT64_C(4102444800123456)),
			"timestamptz 2100-01-01 00:00:00.123456"},
		{TN_TYPE_TIMESTAMPTZ, tn_timestamptz(INT64_C(-62135596800000000)),
			"timestamptz 0001-01-01 00:00:00.000000"},
	};
	size_t i;
	int type;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_str_eq(through(c, ddl_of(c, rows[i].type), rows[i].v, &type), rows[i].shows);
		ck_assert_int_eq(type, rows[i].type);
	}
	ck_assert_str_eq(through(c, ddl_of(c, TN_TYPE_UUID), tn_uuid(uuid), &type),
		"uuid \\x123456789abc1def8001020304050607");
	ck_assert_str_eq(through(c, ddl_of(c, TN_TYPE_JSON), tn_json("{\"a\": [1, \"\xc3\xbc\"]}"), &type),
		"json {\"a\": [1, \"\xc3\xbc\"]}");
	ck_assert_int_eq(type, TN_TYPE_JSON);
	my_test_close(c);
}
END_TEST

/* The same moment column through the kinds of query that carry its table or not. */
START_TEST(moments)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	my_test_do(c, "DROP TABLE IF EXISTS t_moment, t_native");
	my_test_do(c,
		"CREATE TABLE t_moment (id INT PRIMARY KEY, at DATETIME(6) COMMENT 'timestamptz', plain "
		"DATETIME(6))");
	my_test_do(c, "INSERT INTO t_moment VALUES (1, '2001-02-03 04:05:06', '2001-02-03 04:05:06')");
	my_test_do(c, "CREATE TABLE t_native (at TIMESTAMP(6) NULL)");
	my_test_do(c, "INSERT INTO t_native SELECT at FROM t_moment");
	ck_assert_str_eq(
		my_test_text(c, "SELECT x.at FROM t_moment x ORDER BY x.id"), "2001-02-03 04:05:06.000000");
	{
		int rc;
		struct tn_be_stmt *s = my_test_stmt(c,
			"SELECT m.at, m.plain, n.at, MAX(m.at) FROM t_moment m, t_native n "
			"GROUP BY m.at, m.plain, n.at",
			NULL, 0, 0, &rc);
		ck_assert_int_eq(rc, 0);
		ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), 1);
		ck_assert_int_eq(BE.next(s), TN_ROW);
		ck_assert_int_eq(s->cells[0].kind, TN_KIND_TIMESTAMPTZ);
		ck_assert_int_eq(s->cells[1].kind, TN_KIND_TIMESTAMP);
		ck_assert_int_eq(s->cells[2].kind, TN_KIND_TIMESTAMPTZ);
		ck_assert_int_eq(s->cells[3].kind, TN_KIND_TIMESTAMP);
		ck_assert_int_eq(s->cells[0].u.i, s->cells[3].u.i);
		ck_assert_int_eq(s->cells[0].u.i, s->cells[2].u.i);
		my_test_drop(s);
	}
	/* A schema change of this connection is noticed. */
	my_test_do(c, "ALTER TABLE t_moment MODIFY plain DATETIME(6) COMMENT 'timestamptz'");
	{
		int rc;
		struct tn_be_stmt *s = my_test_stmt(c, "SELECT plain FROM t_moment", NULL, 0, 0, &rc);
		ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), 1);
		ck_assert_int_eq(BE.next(s), TN_ROW);
		ck_assert_int_eq(s->cells[0].kind, TN_KIND_TIMESTAMPTZ);
		my_test_drop(s);
	}
	my_test_close(c);
}
END_TEST

/* A table with a column of each type of the server. */
static void make_all(struct tn_be_conn *c)
{
	my_test_do(c, "DROP TABLE IF EXISTS t_all");
	my_test_do(c,
		"CREATE TABLE t_all (id INT PRIMARY KEY, ti TINYINT, tu TINYINT UNSIGNED, b BOOLEAN, si "
		"SMALLINT UNSIGNED,"
		" mi MEDIUMINT, i INT UNSIGNED, bi BIGINT, bu BIGINT UNSIGNED, y YEAR, d DOUBLE, n "
		"DECIMAL(30,10),"
		" da DATE, t0 TIME, t3 TIME(3), t6 TIME(6), dt DATETIME, dt6 DATETIME(6), ts "
		"TIMESTAMP(3) NULL,"
		" c CHAR(5), v VARCHAR(20), tx TEXT, lt LONGTEXT, bn BINARY(3), vb VARBINARY(9), bl LONGBLOB,"
		" en ENUM('a','b'), se SET('x','y'), b1 BIT(1), b63 BIT(63), b64 BIT(64), g GEOMETRY, j "
		"JSON)");
	my_test_do(c,
		"INSERT INTO t_all VALUES (1,-128,255,1,65535,-8388608,4294967295,-9223372036854775808,"
		"18446744073709551615,2155,1.7976931348623157e308,'-12345678901234567890.0123456789',"
		"'9999-12-31',"
		"'838:59:59','-00:00:01.5','23:59:59.999999','1000-01-01','9999-12-31 23:59:59.999999',"
		"'2038-01-19 03:14:07.999','ab','v''\"','text',REPEAT('long',1000),'ab','\xff',X'00ff',"
		"'b','x,y',b'1',"
		"b'111111111111111111111111111111111111111111111111111111111111111',"
		"b'1000000000000000000000000000000000000000000000000000000000000001',"
		"ST_GeomFromText('POINT(1 2)'),"
		"'[1]')");
	my_test_do(c, "INSERT INTO t_all (id) VALUES (2)");
	my_test_do(c,
		"INSERT INTO t_all (id,ti,b,bu,d,t6,v,lt) VALUES (3,0,7,9223372036854775807,-0.1,"
		"'24:00:00','','')");
	my_test_do(c, "SET SESSION sql_mode = ''");
	my_test_do(c,
		"INSERT INTO t_all (id,da,dt,dt6,ts,t3) VALUES (4,'0000-00-00','0000-00-00','2001-00-00 "
		"01:02:03.5',"
		"'0000-00-00','-838:59:59')");
	ck_assert_int_eq(my_test_guard(c), 0);
}

START_TEST(protocols_agree)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	char binary[4][40][600];
	struct tn_be_stmt *s;
	unsigned row = 0, i, columns;
	int rc;
	make_all(c);
	s = my_test_stmt(c, "SELECT * FROM t_all ORDER BY id", NULL, 0, 0, &rc);
	ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), 1);
	columns = s->column_count;
	ck_assert_uint_eq(columns, 33);
	for (row = 0; BE.next(s) == TN_ROW; row++)
		for (i = 0; i < columns; i++)
			strcpy(binary[row][i], my_test_show(&s->cells[i]));
	ck_assert_uint_eq(row, 4);
	my_test_drop(s);
	/* Texts that take the text protocol and give rows of a table: one for each server. */
	if (!my_test_is_mariadb(c))
		my_test_do(c, "HANDLER t_all OPEN");
	for (row = 0; row < 4; row++) {
		static const char *const handler[] = {
			"HANDLER t_all READ \"PRIMARY\" FIRST", "HANDLER t_all READ \"PRIMARY\" NEXT"};
		char sql[128];
		snprintf(sql, sizeof(sql),
			"SET STATEMENT max_statement_time=0 FOR SELECT * FROM t_all WHERE id = %u", row + 1);
		s = my_test_stmt(c, my_test_is_mariadb(c) ? sql : handler[row > 0], NULL, 0, TN_BE_ONCE, &rc);
		ck_assert_int_eq(rc, 0);
		ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), 1);
		ck_assert_int_eq(BE.next(s), TN_ROW);
		for (i = 0; i < columns; i++)
			ck_assert_str_eq(my_test_show(&s->cells[i]), binary[row][i]);
		ck_assert_int_eq(BE.next(s), TN_DONE);
		my_test_drop(s);
	}
	ck_assert_str_eq(binary[0][8], "text! 18446744073709551615");
	ck_assert_str_eq(binary[0][13], "text! 838:59:59");
	ck_assert_str_eq(binary[0][14], "text! -00:00:01.500");
	ck_assert_str_eq(binary[0][28], "integer 1");
	ck_assert_str_eq(binary[0][29], "integer 9223372036854775807");
	ck_assert_str_eq(binary[0][30], "bytes \\x8000000000000001");
	ck_assert_str_eq(binary[2][3], "integer! 7");
	ck_assert_str_eq(binary[3][12], "text! 0000-00-00");
	ck_assert_str_eq(binary[3][16], "text! 0000-00-00 00:00:00");
	ck_assert_str_eq(binary[3][17], "text! 2001-00-00 01:02:03.500000");
	my_test_close(c);
}
END_TEST

START_TEST(kinds_of_a_parameter)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	tn_value v[4] = {tn_int(7), tn_text("x"), tn_double(0.5), tn_null()};
	int rc, turn;
	char *long_text = malloc(100001);
	struct tn_be_stmt *s = my_test_stmt(c, "SELECT ?, ?, ?, ?", v, 4, 0, &rc);
	ck_assert_int_eq(rc, 0);
	memset(long_text, 'q', 100000);
	long_text[100000] = '\0';
	/* Short, long, NULL, short again: each execution sees its own. */
	for (turn = 0; turn < 6; turn++) {
		v[0] = turn == 3 ? tn_null() : tn_int(turn);
		v[1] = turn == 1    ? tn_text(long_text)
			: turn == 2 ? tn_null()
				    : tn_text(turn == 5 ? "" : "short");
		ck_assert_int_eq(BE.execute(s, v, TN_BE_STREAM, 0), 1);
		ck_assert_int_eq(BE.next(s), TN_ROW);
		if (turn == 3)
			ck_assert_int_eq(s->cells[0].kind, TN_KIND_NULL);
		else
			ck_assert_int_eq(s->cells[0].u.i, turn);
		if (turn == 2)
			ck_assert_int_eq(s->cells[1].kind, TN_KIND_NULL);
		else
			ck_assert_uint_eq(s->cells[1].len, turn == 1 ? 100000 : turn == 5 ? 0 : 5);
		ck_assert_int_eq(s->cells[3].kind, TN_KIND_NULL);
		ck_assert_int_eq(BE.finish(s), 0);
	}
	my_test_drop(s);
	free(long_text);
	v[0] = tn_date(TN_DATE_MAX + 1);
	ck_assert_int_eq(my_test_run(c, "SELECT ?", v, 1, NULL), TN_E_RANGE);
	my_test_close(c);
}
END_TEST

START_TEST(metadata_changes)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0), *other = my_test_open("mysql", NULL, 0);
	struct tn_be_stmt *s;
	int rc;
	my_test_do(c, "DROP TABLE IF EXISTS t_change");
	my_test_do(c, "CREATE TABLE t_change (a VARCHAR(10))");
	my_test_do(c, "INSERT INTO t_change VALUES ('42')");
	s = my_test_stmt(c, "SELECT * FROM t_change", NULL, 0, 0, &rc);
	ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(BE.next(s), TN_ROW);
	ck_assert_str_eq(my_test_show(&s->cells[0]), "text 42");
	ck_assert_int_eq(BE.finish(s), 0);
	my_test_do(other, "ALTER TABLE t_change MODIFY a BIGINT");
	ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(BE.next(s), TN_ROW);
	ck_assert_str_eq(my_test_show(&s->cells[0]), "integer 42");
	ck_assert_int_eq(BE.finish(s), 0);
	my_test_do(other, "ALTER TABLE t_change ADD b INT NOT NULL DEFAULT 5");
	rc = BE.execute(s, NULL, TN_BE_STREAM, 0);
	if (rc < 0) {
		ck_assert_int_eq(rc, TN_E_STALE);
	} else {
		ck_assert_uint_eq(s->column_count, 2);
		ck_assert_int_eq(BE.next(s), TN_ROW);
		ck_assert_str_eq(my_test_show(&s->cells[1]), "integer 5");
	}
	my_test_drop(s);
	my_test_close(other);
	my_test_close(c);
}
END_TEST

TCase *my_test_values(void)
{
	TCase *t = tcase_create("values");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, round_trip);
	tcase_add_test(t, moments);
	tcase_add_test(t, protocols_agree);
	tcase_add_test(t, kinds_of_a_parameter);
	tcase_add_test(t, metadata_changes);
	return t;
}
