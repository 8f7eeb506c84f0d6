/* SPDX-License-Identifier: MIT */
/* tests/sql/test_parse_types.c - names of types as statements and catalogues write them. */
#include <stdlib.h>
#include <string.h>
#include "parse_test.h"

static const struct {
	const char *name;
	int storage;
	unsigned precision;
	int scale;
	unsigned length;
} names[] = {
	{"boolean", TN_TYPE_BOOLEAN, 0, 0, 0},
	{"BOOL", TN_TYPE_BOOLEAN, 0, 0, 0},
	{"tinyint(1)", TN_TYPE_BOOLEAN, 0, 0, 0},
	{"tinyint(4)", TN_TYPE_SMALLINT, 0, 0, 0},
	{"tinyint(3) unsigned", TN_TYPE_INTEGER, 0, 0, 0},
	{"SmallInt", TN_TYPE_SMALLINT, 0, 0, 0},
	{"int2", TN_TYPE_SMALLINT, 0, 0, 0},
	{"mediumint(9)", TN_TYPE_INTEGER, 0, 0, 0},
	{"int(10) unsigned zerofill", TN_TYPE_BIGINT, 0, 0, 0},
	{"INTEGER", TN_TYPE_INTEGER, 0, 0, 0},
	{"int4", TN_TYPE_INTEGER, 0, 0, 0},
	{"bigint(20)", TN_TYPE_BIGINT, 0, 0, 0},
	{"bigint unsigned", TN_TYPE_BIGINT, 0, 0, 0},
	{"INT8", TN_TYPE_BIGINT, 0, 0, 0},
	{"UNSIGNED BIG INT", TN_TYPE_BIGINT, 0, 0, 0},
	{"signed", TN_TYPE_BIGINT, 0, 0, 0},
	{"bigserial", TN_TYPE_BIGINT, 0, 0, 0},
	{"serial", TN_TYPE_INTEGER, 0, 0, 0},
	{"real", TN_TYPE_REAL, 0, 0, 0},
	{"float4", TN_TYPE_REAL, 0, 0, 0},
	{"float(24)", TN_TYPE_REAL, 0, 0, 0},
	{"float(25)", TN_TYPE_DOUBLE, 0, 0, 0},
	{"float", TN_TYPE_DOUBLE, 0, 0, 0},
	{"double", TN_TYPE_DOUBLE, 0, 0, 0},
	{" double \t precision ", TN_TYPE_DOUBLE, 0, 0, 0},
	{"decimal(10,2)", TN_TYPE_NUMERIC, 10, 2, 0},
	{"NUMERIC( 10 )", TN_TYPE_NUMERIC, 10, 0, 0},
	{"numeric", TN_TYPE_NUMERIC, 0, -1, 0},
	{"dec(5,5) unsigned", TN_TYPE_NUMERIC, 5, 5, 0},
	{"TEXT_NUMERIC(20,4)", TN_TYPE_NUMERIC, 20, 4, 0},
	{"character varying(30)", TN_TYPE_VARCHAR, 0, 0, 30},
	{"character varying", TN_TYPE_VARCHAR, 0, 0, 0},
	{"VARCHAR(30)", TN_TYPE_VARCHAR, 0, 0, 30},
	{"varchar(max)", TN_TYPE_TEXT, 0, 0, 0},
	{"NATIVE CHARACTER(70)", TN_TYPE_VARCHAR, 0, 0, 70},
	{"varying character(255)", TN_TYPE_VARCHAR, 0, 0, 255},
	{"national character varying(3)", TN_TYPE_VARCHAR, 0, 0, 3},
	{"char(4)", TN_TYPE_VARCHAR, 0, 0, 4},
	{"nvarchar2(9)", TN_TYPE_VARCHAR, 0, 0, 9},
	{"text", TN_TYPE_TEXT, 0, 0, 0},
	{"longtext", TN_TYPE_TEXT, 0, 0, 0},
	{"CLOB", TN_TYPE_TEXT, 0, 0, 0},
	{"BLOB", TN_TYPE_BYTEA, 0, 0, 0},
	{"varbinary(16)", TN_TYPE_BYTEA, 0, 0, 16},
	{"bytea", TN_TYPE_BYTEA, 0, 0, 0},
	{"date", TN_TYPE_DATE, 0, 0, 0},
	{"time(6)", TN_TYPE_TIME, 0, 0, 0},
	{"time without time zone", TN_TYPE_TIME, 0, 0, 0},
	{"datetime(6)", TN_TYPE_TIMESTAMP, 0, 0, 0},
	{"timestamp(6) without time zone", TN_TYPE_TIMESTAMP, 0, 0, 0},
	{"timestamp", TN_TYPE_TIMESTAMP, 0, 0, 0},
	{"timestamp with time zone", TN_TYPE_TIMESTAMPTZ, 0, 0, 0},
	{"timestamp(3) /* x */ with time zone", TN_TYPE_TIMESTAMPTZ, 0, 0, 0},
	{"TIMESTAMPTZ(6)", TN_TYPE_TIMESTAMPTZ, 0, 0, 0},
	{"UUID_BLOB", TN_TYPE_UUID, 0, 0, 0},
	{"uuid", TN_TYPE_UUID, 0, 0, 0},
	{"JSON_TEXT", TN_TYPE_JSON, 0, 0, 0},
	{"jsonb", TN_TYPE_JSON, 0, 0, 0},
};

START_TEST(known)
{
	char *exact = malloc(strlen(names[_i].name));
	struct tn_sql_type t;

	ck_assert_ptr_nonnull(exact);
	memcpy(exact, names[_i].name, strlen(names[_i].name));
	memset(&t, 0xAA, sizeof(t));
	ck_assert_msg(tn__sql_type_name(exact, strlen(names[_i].name), &t) == TN_OK, "%s", names[_i].name);
	ck_assert_msg(t.storage == names[_i].storage, "%s: %u", names[_i].name, t.storage);
	ck_assert_uint_eq(t.precision, names[_i].precision);
	ck_assert_int_eq(t.scale, names[_i].scale);
	ck_assert_uint_eq(t.length, names[_i].length);
	ck_assert_uint_eq(t.flags, 0);
	ck_assert_uint_gt(t.kind, 0);
	ck_assert_uint_lt(t.kind, TN_KIND_COUNT);
	free(exact);
}
END_TEST

static const struct {
	const char *name;
	int code;
} unknown[] = {
	{"", TN_E_NO_OBJECT},
	{"foo", TN_E_NO_OBJECT},
	{"text unsigned", TN_E_NO_OBJECT},
	{"integer[]", TN_E_NO_OBJECT},
	{"\"text\"", TN_E_NO_OBJECT},
	{"text)", TN_E_NO_OBJECT},
	{"text(3", TN_E_NO_OBJECT},
	{"(3)", TN_E_NO_OBJECT},
	{"varchar(3)(4)", TN_E_NO_OBJECT},
	{"varchar(0)", TN_E_RANGE},
	{"varchar(99999999999)", TN_E_RANGE},
	{"varchar(1,2)", TN_E_RANGE},
	{"numeric(0)", TN_E_RANGE},
	{"numeric(5,6)", TN_E_RANGE},
	{"numeric(1001)", TN_E_RANGE},
	{"numeric(1,2,3)", TN_E_SYNTAX},
	{"timestamp(7)", TN_E_RANGE},
	{"float(54)", TN_E_RANGE},
	{"date(3)", TN_E_SYNTAX},
	{"uuid(16)", TN_E_SYNTAX},
	{"enum('a','b')", TN_E_UNSUPPORTED},
	{"interval", TN_E_UNSUPPORTED},
	{"timetz", TN_E_UNSUPPORTED},
	{"money", TN_E_UNSUPPORTED},
};

START_TEST(refused)
{
	struct tn_sql_type t;
	int rc = tn__sql_type_name(unknown[_i].name, strlen(unknown[_i].name), &t);

	ck_assert_msg(rc == unknown[_i].code, "%s: %d", unknown[_i].name, rc);
}
END_TEST

/* What a catalogue may say and a statement may not. */
static const struct {
	const char *text;
	int code;
	const char *hint;
} statements[] = {
	{"CREATE TABLE t (a INT UNSIGNED)", TN_E_UNSUPPORTED, "CHECK"},
	{"SELECT CAST(a AS UNSIGNED)", TN_E_UNSUPPORTED, "BIGINT"},
	{"SELECT CAST(a AS CHAR)", TN_E_UNSUPPORTED, "TEXT"},
	{"SELECT a::serial", TN_E_SYNTAX, "BIGINT"},
	{"SELECT CAST(a AS TIMESTAMP(3))", TN_E_UNSUPPORTED, "DATE_TRUNC"},
	{"CREATE TABLE t (a FLOAT(5,2))", TN_E_UNSUPPORTED, "NUMERIC"},
	{"CREATE TABLE t (a FOO)", TN_E_NO_OBJECT, "BOOLEAN"},
	{"CREATE TABLE t (a ENUM('x', 'y'))", TN_E_UNSUPPORTED, "CHECK"},
	{"CREATE TABLE t (a TEXT GENERATED ALWAYS AS IDENTITY)", TN_E_TYPE, "BIGINT"},
	{"CREATE TABLE t (a SERIAL DEFAULT 1)", TN_E_SYNTAX, NULL},
	{"CREATE TABLE t (a VARCHAR(10) CHARACTER SET utf8)", TN_E_UNSUPPORTED, "leave"},
	{"CREATE TABLE t (a INT COMMENT 'x')", TN_E_UNSUPPORTED, "leave"},
	{"CREATE TABLE t (a INT, KEY x (a))", TN_E_SYNTAX, "CREATE INDEX"},
};

START_TEST(in_statements)
{
	struct portable p;

	portable_parse(&p, statements[_i].text, strlen(statements[_i].text));
	ck_assert_msg(p.rc == statements[_i].code, "%s: %d", statements[_i].text, p.rc);
	if (statements[_i].hint)
		ck_assert_ptr_nonnull(strstr(tn_error_hint(p.err), statements[_i].hint));
	portable_release(&p);
}
END_TEST

/* CHAR of a column without a length is one character, as the standard says. */
START_TEST(bare_char)
{
	struct portable p;

	portable_good(&p, "CREATE TABLE t (a CHAR)");
	ck_assert_uint_eq(p.stmt->u.create_table->columns[0].type.length, 1);
	portable_release(&p);
}
END_TEST

TCase *type_cases(void)
{
	TCase *tc = tcase_create("types");

	tcase_add_loop_test(tc, known, 0, sizeof(names) / sizeof(names[0]));
	tcase_add_loop_test(tc, refused, 0, sizeof(unknown) / sizeof(unknown[0]));
	tcase_add_loop_test(tc, in_statements, 0, sizeof(statements) / sizeof(statements[0]));
	tcase_add_test(tc, bare_char);
	return tc;
}
