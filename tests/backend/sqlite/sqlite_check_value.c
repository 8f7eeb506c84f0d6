/* SPDX-License-Identifier: MIT */
/*
 * sqlite_check_value.c - storage: what is bound comes back, what is stored
 * against its column's type comes marked, and the type rows raise the errors
 * that SQLite would not.
 */
#include "sqlite_host.h"

#include <stdio.h>
#include <string.h>
#include <tenon/sys/calendar.h>

Suite *sqlite_value_suite(void);

static struct tn_be_conn *conn;

static void set_up(void)
{
	conn = sq_open_guarded(NULL, NULL);
}

static void tear_down(void)
{
	sq_close(conn);
}

/* ---- decoding ---------------------------------------------------------------- */

struct cell_case {
	const char *declared; /* "": an expression */
	const char *sql;      /* what is stored */
	int kind;
	unsigned flags;
	const char *text; /* of texts, and of numbers as %lld or %.17g */
};

static const struct cell_case cells[] = {
	{"INTEGER", "NULL", TN_KIND_NULL, 0, "0"},
	{"INTEGER", "-9223372036854775808", TN_KIND_INT, 0, "-9223372036854775808"},
	{"BIGINT", "9223372036854775807", TN_KIND_INT, 0, "9223372036854775807"},
	{"SMALLINT", "'abc'", TN_KIND_TEXT, TN_VALUE_FOREIGN, "abc"},
	{"INTEGER", "1.5", TN_KIND_DOUBLE, TN_VALUE_FOREIGN, "1.5"},
	{"INTEGER", "x'00ff'", TN_KIND_BYTES, TN_VALUE_FOREIGN, NULL},
	{"Int4", "'12'", TN_KIND_INT, 0, "12"},
	{"BOOLEAN", "1", TN_KIND_BOOL, 0, "1"},
	{"BOOLEAN", "0", TN_KIND_BOOL, 0, "0"},
	{"BOOLEAN", "2", TN_KIND_INT, TN_VALUE_FOREIGN, "2"},
	{"BOOLEAN", "'true'", TN_KIND_TEXT, TN_VALUE_FOREIGN, "true"},
	{"REAL", "5", TN_KIND_DOUBLE, 0, "5"},
	{"DOUBLE PRECISION", "0.1", TN_KIND_DOUBLE, 0, "0.10000000000000001"},
	{"DOUBLE PRECISION", "9007199254740993", TN_KIND_DOUBLE, 0, "9007199254740992"},
	{"FLOAT", "'x'", TN_KIND_TEXT, TN_VALUE_FOREIGN, "x"},
	{"NUMERIC(5,2)", "123.45", TN_KIND_NUMERIC, 0, "123.45"},
	{"NUMERIC(5,2)", "'-0.10'", TN_KIND_NUMERIC, 0, "-0.10"},
	{"NUMERIC(5,2)", "7", TN_KIND_NUMERIC, 0, "7.00"},
	{"NUMERIC(5,2)", "-0.0", TN_KIND_NUMERIC, 0, "0.00"},
	{"NUMERIC(5,2)", "1.999", TN_KIND_DOUBLE, TN_VALUE_FOREIGN, "1.9990000000000001"},
	{"NUMERIC(5,2)", "9e999", TN_KIND_DOUBLE, TN_VALUE_FOREIGN, "inf"},
	{"NUMERIC(5,2)", "'abc'", TN_KIND_TEXT, TN_VALUE_FOREIGN, "abc"},
	{"NUMERIC(15,0)", "999999999999999", TN_KIND_NUMERIC, 0, "999999999999999"},
	{"NUMERIC(15,5)", "9999999999.99999", TN_KIND_NUMERIC, 0, "9999999999.99999"},
	{"NUMERIC(15,15)", "'0.000000000000001'", TN_KIND_NUMERIC, 0, "0.000000000000001"},
	{"NUMERIC(10)", "12", TN_KIND_NUMERIC, 0, "12"},
	{"NUMERIC", "12", TN_KIND_NUMERIC, 0, "12"},
	{"NUMERIC", "-9223372036854775808", TN_KIND_NUMERIC, 0, "-9223372036854775808"},
	{"NUMERIC", "0.1", TN_KIND_NUMERIC, 0, "0.1"},
	{"NUMERIC", "-1234.5678", TN_KIND_NUMERIC, 0, "-1234.5678"},
	{"NUMERIC", "0.1 + 0.2", TN_KIND_NUMERIC, 0, "0.30000000000000004"},
	{"NUMERIC", "1.5e20", TN_KIND_NUMERIC, 0, "150000000000000000000"},
	{"NUMERIC", "1.5e-7", TN_KIND_NUMERIC, 0, "0.00000015"},
	{"DECIMAL(20,4)", "9223372036854775807", TN_KIND_NUMERIC, 0, "9223372036854775807.0000"},
	{"TEXT_NUMERIC(38,10)", "'12345678901234567890.1234567890'", TN_KIND_NUMERIC, 0,
	 "12345678901234567890.1234567890"},
	{"TEXT_NUMERIC(20,2)", "'1.5'", TN_KIND_NUMERIC, 0, "1.50"},
	{"TEXT_NUMERIC(20,2)", "'+007'", TN_KIND_NUMERIC, 0, "7.00"},
	{"TEXT_NUMERIC(20,2)", "'-0.00'", TN_KIND_NUMERIC, 0, "0.00"},
	{"TEXT_NUMERIC(20,2)", "'-.5'", TN_KIND_NUMERIC, 0, "-0.50"},
	{"TEXT_NUMERIC(20,2)", "'1.5000'", TN_KIND_NUMERIC, 0, "1.50"},
	{"TEXT_NUMERIC(20,2)", "'1.505'", TN_KIND_TEXT, TN_VALUE_FOREIGN, "1.505"},
	{"TEXT_NUMERIC(20,0)", "'12.'", TN_KIND_NUMERIC, 0, "12"},
	{"TEXT_NUMERIC(20,0)", "'-'", TN_KIND_TEXT, TN_VALUE_FOREIGN, "-"},
	{"TEXT_NUMERIC(20,0)", "'1e5'", TN_KIND_TEXT, TN_VALUE_FOREIGN, "1e5"},
	{"TEXT_NUMERIC(20,0)", "''", TN_KIND_TEXT, TN_VALUE_FOREIGN, ""},
	{"VARCHAR(3)", "'abcdef'", TN_KIND_TEXT, 0, "abcdef"},
	{"TEXT", "''", TN_KIND_TEXT, 0, ""},
	{"TEXT", "'5'", TN_KIND_TEXT, 0, "5"},
	{"TEXT", "x'61'", TN_KIND_BYTES, TN_VALUE_FOREIGN, "a"},
	{"BLOB", "x'6162'", TN_KIND_BYTES, 0, "ab"},
	{"BLOB", "x''", TN_KIND_BYTES, 0, ""},
	{"BLOB", "'ab'", TN_KIND_TEXT, TN_VALUE_FOREIGN, "ab"},
	{"DATE", "'1970-01-02'", TN_KIND_DATE, 0, "1"},
	{"DATE", "'2023-02-29'", TN_KIND_TEXT, TN_VALUE_FOREIGN, "2023-02-29"},
	{"DATE", "2460000.5", TN_KIND_DOUBLE, TN_VALUE_FOREIGN, "2460000.5"},
	{"TIME", "'00:00:01.000000'", TN_KIND_TIME, 0, "1000000"},
	{"TIME", "'24:00:00.000000'", TN_KIND_TIME, 0, "86400000000"},
	{"TIME", "'25:00:00.000000'", TN_KIND_TEXT, TN_VALUE_FOREIGN, "25:00:00.000000"},
	{"TIMESTAMP", "'1970-01-01 00:00:01.000001'", TN_KIND_TIMESTAMP, 0, "1000001"},
	{"TIMESTAMP", "'1970-01-01 00:00:01'", TN_KIND_TIMESTAMP, 0, "1000000"},
	{"TIMESTAMP", "1700000000", TN_KIND_INT, TN_VALUE_FOREIGN, "1700000000"},
	{"TIMESTAMPTZ", "'1969-12-31 23:59:59.999999'", TN_KIND_TIMESTAMPTZ, 0, "-1"},
	{"TIMESTAMPTZ", "'1969-12-31 23:59:59+01'", TN_KIND_TEXT, TN_VALUE_FOREIGN, "1969-12-31 23:59:59+01"},
	{"UUID_BLOB", "x'30313233343536373839414243444546'", TN_KIND_UUID, 0, "0123456789ABCDEF"},
	{"UUID_BLOB", "'30313233-3435-3637-3839-414243444546'", TN_KIND_UUID, 0, "0123456789ABCDEF"},
	{"UUID", "'30313233-3435-3637-3839-41424344454g'", TN_KIND_TEXT, TN_VALUE_FOREIGN,
	 "30313233-3435-3637-3839-41424344454g"},
	{"UUID_BLOB", "x'00'", TN_KIND_BYTES, TN_VALUE_FOREIGN, NULL},
	{"JSON_TEXT", "'5'", TN_KIND_JSON, 0, "5"},
	{"JSON_TEXT", "'{\"a\":1}'", TN_KIND_JSON, 0, "{\"a\":1}"},
	{"MY_JSON_TEXT", "'[]'", TN_KIND_JSON, 0, "[]"},
	{"GEOMETRY", "'x'", TN_KIND_TEXT, 0, "x"},
	{"", "1 + 1", TN_KIND_INT, 0, "2"},
	{"", "1 / 2.0", TN_KIND_DOUBLE, 0, "0.5"},
	{"", "'a' || 'b'", TN_KIND_TEXT, 0, "ab"},
	{"", "zeroblob(0)", TN_KIND_BYTES, 0, ""},
	{"", "'\xC3\xA4'", TN_KIND_TEXT, 0, "\xC3\xA4"},
};

static void check_cell(const tn_value *v, const struct cell_case *c)
{
	char text[64];
	ck_assert_int_eq(v->kind, c->kind);
	ck_assert_uint_eq(v->flags, c->flags);
	switch (v->kind) {
	case TN_KIND_NULL:
		return;
	case TN_KIND_DOUBLE:
		snprintf(text, sizeof(text), "%.17g", v->u.d);
		break;
	case TN_KIND_NUMERIC:
	case TN_KIND_TEXT:
	case TN_KIND_JSON:
		ck_assert_uint_eq(strlen(v->u.s), v->len);
		ck_assert_str_eq(v->u.s, c->text);
		return;
	case TN_KIND_BYTES:
	case TN_KIND_UUID:
		ck_assert_ptr_nonnull(v->u.s);
		if (c->text) {
			ck_assert_uint_eq(strlen(c->text), v->len);
			ck_assert_mem_eq(v->u.s, c->text, v->len);
		}
		return;
	default:
		snprintf(text, sizeof(text), "%lld", (long long)v->u.i);
	}
	ck_assert_str_eq(text, c->text);
}

START_TEST(test_decode)
{
	const struct cell_case *c = &cells[_i];
	struct tn_be_stmt *stmt;
	struct tn_be_column column;
	char sql[256];
	if (*c->declared) {
		snprintf(sql, sizeof(sql), "CREATE TABLE t (c %s)", c->declared);
		ck_assert_int_eq(sq_run(conn, sql), 0);
		snprintf(sql, sizeof(sql), "INSERT INTO t VALUES (%s)", c->sql);
		ck_assert_int_eq(sq_run(conn, sql), 0);
	}
	snprintf(sql, sizeof(sql), *c->declared ? "SELECT c FROM t" : "SELECT %s AS c", c->sql);
	stmt = sq_first_row(conn, sql);
	ck_assert_msg(sq_fault.code == 0, "%s", sq_fault.message);
	check_cell(&stmt->cells[0], c);
	ck_assert_int_eq(tn__backend_sqlite.column(stmt, 0, &column), 0);
	ck_assert_str_eq(column.name, "c");
	if (*c->declared)
		ck_assert_str_eq(column.native_type, c->declared);
	else
		ck_assert_ptr_null(column.native_type);
	ck_assert_int_eq(tn__backend_sqlite.next(stmt), TN_DONE);
	sq_drop(stmt);
}
END_TEST

START_TEST(test_many_numerics)
{
	struct tn_be_stmt *in, *out;
	unsigned long long seed = 1;
	int i;
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE n (v NUMERIC(15,4))"), 0);
	in = sq_prepare(conn, "INSERT INTO n VALUES (?)", 1, 0);
	out = sq_prepare(conn, "SELECT v FROM n", 0, 0);
	for (i = 0; i < 3000; i++) {
		char text[40];
		tn_value v;
		unsigned long long n;
		seed = seed * 6364136223846793005ull + 1442695040888963407ull;
		n = (seed >> 11) % 1000000000000000ull;
		snprintf(text, sizeof(text), "%s%llu.%04llu", n && i % 2 ? "-" : "", n / 10000, n % 10000);
		v = tn_numeric(text);
		ck_assert_int_eq(tn__backend_sqlite.execute(in, &v, TN_BE_STREAM, 0), 0);
		ck_assert_int_eq(tn__backend_sqlite.execute(out, NULL, TN_BE_STREAM, 0), 1);
		ck_assert_int_eq(tn__backend_sqlite.next(out), TN_ROW);
		ck_assert_int_eq(out->cells[0].kind, TN_KIND_NUMERIC);
		ck_assert_str_eq(out->cells[0].u.s, text);
		ck_assert_int_eq(tn__backend_sqlite.finish(out), 0);
		ck_assert_int_eq(sq_run(conn, "DELETE FROM n"), 0);
	}
	sq_drop(in);
	sq_drop(out);
}
END_TEST

static const struct {
	const char *sql;
	size_t position;
	const char *word;
} bad_texts[] = {
	{"SELECT CAST(x'6162ff' AS TEXT) AS c", 3, "not UTF-8"},
	{"SELECT CAST(x'eda080' AS TEXT) AS c", 1, "not UTF-8"},
	{"SELECT CAST(x'c0af' AS TEXT) AS c", 1, "not UTF-8"},
	{"SELECT CAST(x'61626300' AS TEXT) AS c", 4, "NUL"},
	{"SELECT 'a' || char(0) || 'b' AS c", 2, "NUL"},
};

START_TEST(test_bad_text)
{
	char at[32];
	ck_assert_int_eq(sq_run(conn, bad_texts[_i].sql), TN_E_DATA);
	snprintf(at, sizeof(at), "at byte %zu", bad_texts[_i].position);
	ck_assert_ptr_nonnull(strstr(sq_fault.message, at));
	ck_assert_ptr_nonnull(strstr(sq_fault.message, bad_texts[_i].word));
	ck_assert_ptr_nonnull(strstr(sq_fault.message, "'c'"));
	ck_assert_str_eq(sq_fault.column, "c");
	ck_assert_str_eq(sq_fault.sqlstate, "22021");
}
END_TEST

/* ---- type rows ------------------------------------------------------------------ */

/* $l, $s and $c of a type row. */
static void render(char *out, size_t size, const char *text, unsigned l, unsigned s)
{
	size_t n = 0;
	for (; *text; text++) {
		if (*text != '$')
			n += (size_t)snprintf(out + n, size - n, "%c", *text);
		else if (*++text == 'c')
			n += (size_t)snprintf(out + n, size - n, "\"c\"");
		else
			n += (size_t)snprintf(out + n, size - n, "%u", *text == 'l' ? l : s);
	}
	out[n] = '\0';
}

static const struct tn_type_row *find_row(int type, unsigned length)
{
	const struct tn_dialect *d = conn->dialect;
	size_t i;
	for (i = 0; i < d->type_count; i++)
		if (d->types[i].type == type && (!d->types[i].max_length ||
					     (length && length <= d->types[i].max_length)))
			return &d->types[i];
	ck_abort_msg("no row for type %d", type);
	return NULL;
}

static const struct tn_type_row *make_table(int type, unsigned l, unsigned s)
{
	const struct tn_type_row *row = find_row(type, l);
	char sql[2048], part[1024];
	size_t k;
	render(part, sizeof(part), row->ddl, l, s);
	snprintf(sql, sizeof(sql), "CREATE TABLE t (\"c\" %s", part);
	for (k = 0; k < 2 && row->checks[k].suffix; k++) {
		render(part, sizeof(part), row->checks[k].expr, l, s);
		snprintf(sql + strlen(sql), sizeof(sql) - strlen(sql), " CONSTRAINT \"t_c_%s\" CHECK (%s)",
			 row->checks[k].suffix, part);
	}
	strcat(sql, ")");
	ck_assert_msg(sq_run(conn, sql) == 0, "%s: %s", sql, sq_fault.message);
	return row;
}

/* The code that the library gives: that of the check whose suffix the constraint has. */
static int check_code(const struct tn_type_row *row)
{
	size_t k;
	ck_assert_msg(sq_fault.code == TN_E_CHECK, "%s", sq_fault.message);
	ck_assert_str_eq(sq_fault.table, "t");
	for (k = 0; k < 2 && row->checks[k].suffix; k++) {
		const char *at = strstr(sq_fault.constraint, row->checks[k].suffix);
		if (at && strlen(at) == strlen(row->checks[k].suffix))
			return row->checks[k].code;
	}
	return TN_E_CHECK;
}

static const struct {
	int type;
	unsigned l, s;
	const char *sql;
	int code;
} stored[] = {
	{TN_TYPE_BOOLEAN, 0, 0, "1", 0}, {TN_TYPE_BOOLEAN, 0, 0, "NULL", 0},
	{TN_TYPE_BOOLEAN, 0, 0, "2", TN_E_DATA}, {TN_TYPE_BOOLEAN, 0, 0, "'yes'", TN_E_DATA},
	{TN_TYPE_SMALLINT, 0, 0, "-32768", 0}, {TN_TYPE_SMALLINT, 0, 0, "32768", TN_E_RANGE},
	{TN_TYPE_INTEGER, 0, 0, "2147483647", 0}, {TN_TYPE_INTEGER, 0, 0, "-2147483649", TN_E_RANGE},
	{TN_TYPE_INTEGER, 0, 0, "'abc'", TN_E_DATA}, {TN_TYPE_INTEGER, 0, 0, "1.5", TN_E_DATA},
	{TN_TYPE_INTEGER, 0, 0, "'12'", 0}, {TN_TYPE_INTEGER, 0, 0, "NULL", 0},
	{TN_TYPE_INTEGER, 0, 0, "x'01'", TN_E_DATA},
	{TN_TYPE_BIGINT, 0, 0, "9223372036854775807", 0},
	{TN_TYPE_BIGINT, 0, 0, "9223372036854775808", TN_E_RANGE},
	{TN_TYPE_BIGINT, 0, 0, "-9223372036854775808", 0}, {TN_TYPE_BIGINT, 0, 0, "'x'", TN_E_DATA},
	{TN_TYPE_REAL, 0, 0, "3.4e38", 0}, {TN_TYPE_REAL, 0, 0, "3.5e38", TN_E_RANGE},
	{TN_TYPE_REAL, 0, 0, "5", 0}, {TN_TYPE_REAL, 0, 0, "'x'", TN_E_DATA},
	{TN_TYPE_DOUBLE, 0, 0, "1e308", 0}, {TN_TYPE_DOUBLE, 0, 0, "'x'", TN_E_DATA},
	{TN_TYPE_NUMERIC, 5, 2, "'123.45'", 0}, {TN_TYPE_NUMERIC, 5, 2, "'-999.99'", 0},
	{TN_TYPE_NUMERIC, 5, 2, "'1000'", TN_E_RANGE}, {TN_TYPE_NUMERIC, 5, 2, "'-1000.00'", TN_E_RANGE},
	{TN_TYPE_NUMERIC, 5, 2, "'1.999'", TN_E_DATA}, {TN_TYPE_NUMERIC, 5, 2, "'abc'", TN_E_DATA},
	{TN_TYPE_NUMERIC, 5, 2, "NULL", 0}, {TN_TYPE_NUMERIC, 5, 2, "7", 0},
	{TN_TYPE_NUMERIC, 15, 15, "'0.999999999999999'", 0}, {TN_TYPE_NUMERIC, 15, 15, "'1'", TN_E_RANGE},
	{TN_TYPE_NUMERIC, 15, 0, "999999999999999", 0},
	{TN_TYPE_NUMERIC, 15, 0, "1000000000000000", TN_E_RANGE},
	{TN_TYPE_NUMERIC, 20, 4, "'1234567890123456.7890'", 0}, {TN_TYPE_NUMERIC, 20, 4, "'-0000.5'", 0},
	{TN_TYPE_NUMERIC, 20, 4, "5", 0}, {TN_TYPE_NUMERIC, 20, 4, "'12345678901234567'", TN_E_RANGE},
	{TN_TYPE_NUMERIC, 20, 4, "'1.23456'", TN_E_DATA}, {TN_TYPE_NUMERIC, 20, 4, "'1.230000'", 0},
	{TN_TYPE_NUMERIC, 20, 4, "'1.2.3'", TN_E_DATA}, {TN_TYPE_NUMERIC, 20, 4, "'1-2'", TN_E_DATA},
	{TN_TYPE_NUMERIC, 20, 4, "'abc'", TN_E_DATA}, {TN_TYPE_NUMERIC, 20, 4, "'1e5'", TN_E_DATA},
	{TN_TYPE_NUMERIC, 20, 4, "''", TN_E_DATA}, {TN_TYPE_NUMERIC, 20, 4, "NULL", 0},
	{TN_TYPE_NUMERIC, 20, 20, "'0.5'", 0}, {TN_TYPE_NUMERIC, 20, 0, "'100'", 0},
	{TN_TYPE_VARCHAR, 3, 0, "'\xC3\xA4\xC3\xA4\xC3\xA4'", 0},
	{TN_TYPE_VARCHAR, 3, 0, "'abcd'", TN_E_TOO_LONG},
	{TN_TYPE_VARCHAR, 3, 0, "x'61'", TN_E_DATA}, {TN_TYPE_VARCHAR, 3, 0, "12", 0},
	{TN_TYPE_TEXT, 0, 0, "'x'", 0}, {TN_TYPE_TEXT, 0, 0, "x'61'", TN_E_DATA},
	{TN_TYPE_BYTEA, 0, 0, "x'61'", 0}, {TN_TYPE_BYTEA, 0, 0, "'a'", TN_E_DATA},
	{TN_TYPE_BYTEA, 0, 0, "5", TN_E_DATA},
	{TN_TYPE_BYTEA, 2, 0, "x'6162'", 0}, {TN_TYPE_BYTEA, 2, 0, "x'616263'", TN_E_TOO_LONG},
	{TN_TYPE_BYTEA, 2, 0, "'a'", TN_E_DATA}, {TN_TYPE_BYTEA, 2, 0, "12", TN_E_DATA},
	{TN_TYPE_DATE, 0, 0, "'2024-02-29'", 0}, {TN_TYPE_DATE, 0, 0, "'2023-02-29'", TN_E_RANGE},
	{TN_TYPE_DATE, 0, 0, "'2023-13-01'", TN_E_RANGE}, {TN_TYPE_DATE, 0, 0, "'0000-01-01'", TN_E_RANGE},
	{TN_TYPE_DATE, 0, 0, "'0001-01-01'", 0}, {TN_TYPE_DATE, 0, 0, "'now'", TN_E_DATA},
	{TN_TYPE_DATE, 0, 0, "2460000.5", TN_E_DATA}, {TN_TYPE_DATE, 0, 0, "NULL", 0},
	{TN_TYPE_TIME, 0, 0, "'23:59:59.999999'", 0}, {TN_TYPE_TIME, 0, 0, "'24:00:00.000000'", 0},
	{TN_TYPE_TIME, 0, 0, "'24:00:00.000001'", TN_E_RANGE},
	{TN_TYPE_TIME, 0, 0, "'12:60:00.000000'", TN_E_RANGE},
	{TN_TYPE_TIME, 0, 0, "'12:00'", TN_E_DATA}, {TN_TYPE_TIME, 0, 0, "NULL", 0},
	{TN_TYPE_TIMESTAMP, 0, 0, "'9999-12-31 23:59:59.999999'", 0},
	{TN_TYPE_TIMESTAMP, 0, 0, "'0001-01-01 00:00:00.000000'", 0},
	{TN_TYPE_TIMESTAMP, 0, 0, "'2023-02-29 00:00:00.000000'", TN_E_RANGE},
	{TN_TYPE_TIMESTAMP, 0, 0, "'2023-02-28 24:00:00.000000'", TN_E_RANGE},
	{TN_TYPE_TIMESTAMP, 0, 0, "'2023-02-28 23:00:60.000000'", TN_E_RANGE},
	{TN_TYPE_TIMESTAMP, 0, 0, "'2023-02-28'", TN_E_DATA}, {TN_TYPE_TIMESTAMPTZ, 0, 0, "5", TN_E_DATA},
	{TN_TYPE_TIMESTAMPTZ, 0, 0, "NULL", 0},
	{TN_TYPE_UUID, 0, 0, "randomblob(16)", 0}, {TN_TYPE_UUID, 0, 0, "x'00'", TN_E_DATA},
	{TN_TYPE_UUID, 0, 0, "'30313233-3435-3637-3839-414243444546'", TN_E_DATA},
	{TN_TYPE_JSON, 0, 0, "'5'", 0},
	{TN_TYPE_JSON, 0, 0, "x'35'", TN_E_DATA}, {TN_TYPE_JSON, 0, 0, "NULL", 0},
};

START_TEST(test_type_rows)
{
	const struct tn_type_row *row = make_table(stored[_i].type, stored[_i].l, stored[_i].s);
	struct tn_be_stmt *stmt;
	char sql[256];
	int rc;
	snprintf(sql, sizeof(sql), "INSERT INTO t VALUES (%s)", stored[_i].sql);
	rc = sq_run(conn, sql);
	if (stored[_i].code) {
		ck_assert_int_lt(rc, 0);
		ck_assert_int_eq(check_code(row), stored[_i].code);
		return;
	}
	ck_assert_msg(rc == 0, "%s: %s", sql, sq_fault.message);
	/* What the checks let in is of the type when it is read. */
	stmt = sq_first_row(conn, "SELECT c FROM t");
	ck_assert_uint_eq(stmt->cells[0].flags, 0);
	sq_drop(stmt);
}
END_TEST

/* ---- binding --------------------------------------------------------------------- */

static const struct {
	int type;
	unsigned l, s;
	int kind;
	int64_t i;
	const char *text;
} bound[] = {
	{TN_TYPE_BOOLEAN, 0, 0, TN_KIND_BOOL, 1, NULL},
	{TN_TYPE_BIGINT, 0, 0, TN_KIND_INT, INT64_MIN, NULL},
	{TN_TYPE_NUMERIC, 15, 3, TN_KIND_NUMERIC, 0, "-123456789012.345"},
	{TN_TYPE_NUMERIC, 38, 3, TN_KIND_NUMERIC, 0, "-12345678901234567890123456789012345.123"},
	{TN_TYPE_VARCHAR, 5, 0, TN_KIND_TEXT, 0, "a'\"\xC3\xA4"},
	{TN_TYPE_TEXT, 0, 0, TN_KIND_TEXT, 0, ""},
	{TN_TYPE_BYTEA, 0, 0, TN_KIND_BYTES, 0, ""},
	{TN_TYPE_BYTEA, 0, 0, TN_KIND_BYTES, 0, "123"},
	{TN_TYPE_DATE, 0, 0, TN_KIND_DATE, TN_DATE_MIN, NULL},
	{TN_TYPE_DATE, 0, 0, TN_KIND_DATE, TN_DATE_MAX, NULL},
	{TN_TYPE_TIME, 0, 0, TN_KIND_TIME, 0, NULL},
	{TN_TYPE_TIME, 0, 0, TN_KIND_TIME, TN_US_PER_DAY, NULL},
	{TN_TYPE_TIMESTAMP, 0, 0, TN_KIND_TIMESTAMP, TN_DATE_MIN *TN_US_PER_DAY, NULL},
	{TN_TYPE_TIMESTAMPTZ, 0, 0, TN_KIND_TIMESTAMPTZ, (TN_DATE_MAX + 1) * TN_US_PER_DAY - 1, NULL},
	{TN_TYPE_TIMESTAMPTZ, 0, 0, TN_KIND_TIMESTAMPTZ, -1, NULL},
	{TN_TYPE_UUID, 0, 0, TN_KIND_UUID, 0, "0123456789abcdef"},
	{TN_TYPE_JSON, 0, 0, TN_KIND_JSON, 0, "{\"a\": [1, null]}"},
};

START_TEST(test_bind)
{
	struct tn_be_stmt *stmt;
	enum tn_kind kind = (enum tn_kind)bound[_i].kind;
	tn_value v = bound[_i].text ? tn__value_s(kind, bound[_i].text, strlen(bound[_i].text))
				    : tn__value_i(kind, bound[_i].i);
	make_table(bound[_i].type, bound[_i].l, bound[_i].s);
	ck_assert_msg(sq_run_with(conn, "INSERT INTO t VALUES (?)", &v, 1) == 0, "%s", sq_fault.message);
	stmt = sq_first_row(conn, "SELECT c FROM t");
	ck_assert_int_eq(stmt->cells[0].kind, v.kind);
	ck_assert_uint_eq(stmt->cells[0].flags, 0);
	ck_assert_uint_eq(stmt->cells[0].len, v.len);
	if (bound[_i].text)
		ck_assert_mem_eq(stmt->cells[0].u.s, bound[_i].text, v.len);
	else
		ck_assert_int_eq(stmt->cells[0].u.i, bound[_i].i);
	sq_drop(stmt);
}
END_TEST

START_TEST(test_bind_out_of_range)
{
	const tn_value bad[] = {
		tn_date(TN_DATE_MIN - 1), tn_date(TN_DATE_MAX + 1), tn_date(INT64_MAX), tn_time(-1),
		tn_time(TN_US_PER_DAY + 1), tn_timestamp(INT64_MIN), tn_timestamp(INT64_MAX),
		tn_timestamptz((TN_DATE_MAX + 1) * TN_US_PER_DAY),
	};
	size_t i;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_int_eq(sq_run_with(conn, "SELECT ?", &bad[i], 1), TN_E_RANGE);
		ck_assert_str_eq(sq_fault.sqlstate, "22008");
	}
}
END_TEST

START_TEST(test_bind_json)
{
	static const char *const bad[] = {"{", "", "nul", "{a:1}", "'x'"};
	size_t i;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		tn_value v = tn_json(bad[i]);
		ck_assert_int_eq(sq_run_with(conn, "SELECT ?", &v, 1), TN_E_DATA);
		ck_assert_str_eq(sq_fault.sqlstate, "22032");
	}
}
END_TEST

Suite *sqlite_value_suite(void)
{
	Suite *suite = suite_create("sqlite values");
	TCase *tc = tcase_create("values");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, test_decode, 0, (int)(sizeof(cells) / sizeof(cells[0])));
	tcase_add_loop_test(tc, test_bad_text, 0, (int)(sizeof(bad_texts) / sizeof(bad_texts[0])));
	tcase_add_loop_test(tc, test_type_rows, 0, (int)(sizeof(stored) / sizeof(stored[0])));
	tcase_add_loop_test(tc, test_bind, 0, (int)(sizeof(bound) / sizeof(bound[0])));
	tcase_add_test(tc, test_bind_out_of_range);
	tcase_add_test(tc, test_bind_json);
	tcase_add_test(tc, test_many_numerics);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	return suite;
}
