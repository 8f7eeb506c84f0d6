/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_ddl.c - statements that make tables: keys, bytes with a length,
 * names, expressions that a server writes at length.
 *
 * Where a server cannot have something, the statement is refused by name before the
 * server sees it: no error of the server's own may come through.
 */
#include "tests/conformance/conf.h"
#include <stdio.h>
#include <string.h>
#include <tenon/table.h>

/* 1 if it was done, 0 if it was refused by name; anything else fails. */
static int done_or_refused(tn_conn *db, const char *sql)
{
	int rc = tn_exec(db, sql, NULL, NULL, tn_test_err());
	if (rc == TN_E_UNSUPPORTED) {
		ck_assert_msg(strstr(tn_error_message(*tn_test_err()), "is not available on") != NULL, "%s: %s", sql,
			      tn_error_message(*tn_test_err()));
		return 0;
	}
	ck_assert_msg(rc >= 0, "%s: %s", sql, tn_test_failure(rc));
	return 1;
}

/* ---- keys -------------------------------------------------------------------------------- */

static const struct {
	const char *sql, *hint;
} long_keys[] = {
	{"CREATE TABLE k (a VARCHAR(20000) UNIQUE)", "shorter"},
	{"CREATE TABLE k (a TEXT, v VARCHAR(740), UNIQUE (a, v))", "shorter"},
	{"CREATE TABLE k (a VARCHAR(769) PRIMARY KEY)", "shorter"},
	{"CREATE TABLE k (a VARBINARY(3073) PRIMARY KEY)", "shorter"},
	{"CREATE TABLE k (a VARCHAR(400), b VARCHAR(400), UNIQUE (a, b))", "shorter"},
	{"CREATE UNIQUE INDEX fine_t ON fine (t)", "VARCHAR(n)"},
	{"CREATE UNIQUE INDEX fine_y ON fine (id, y)", "VARBINARY(n)"},
	{"CREATE UNIQUE INDEX fine_l ON fine (l)", "shorter"},
	{"ALTER TABLE fine ADD COLUMN more VARCHAR(20) UNIQUE", "CREATE UNIQUE INDEX"},
};

static const char *const short_keys[] = {
	"CREATE TABLE k (a VARCHAR(768) PRIMARY KEY)", "CREATE TABLE k (a VARBINARY(3072) PRIMARY KEY)",
	("CREATE TABLE k (a VARCHAR(100), b VARBINARY(100), c NUMERIC(30,4), d TIMESTAMPTZ, e UUID, f BOOLEAN, "
	 "PRIMARY KEY (a, b, c, d, e, f))"),
	"CREATE INDEX fine_v ON fine (v, id)", "CREATE UNIQUE INDEX fine_b ON fine (b)",
};

static tn_conn *open_with_table(void)
{
	tn_conn *db = tn_test_open();
	conf_exec(db, "CREATE TABLE fine (id BIGINT PRIMARY KEY, t TEXT, y BYTEA, v VARCHAR(40), l VARCHAR(1000), "
		  "b VARBINARY(16))", NULL);
	return db;
}

START_TEST(long_columns_in_keys_are_made_or_refused_by_name)
{
	tn_conn *db = open_with_table();
	if (!done_or_refused(db, long_keys[_i].sql)) {
		const char *hint = tn_error_hint(*tn_test_err());
		ck_assert_msg(hint && strstr(hint, long_keys[_i].hint), "%s: hint %s", long_keys[_i].sql, hint);
	}
	tn_close(db);
}
END_TEST

START_TEST(short_columns_are_in_keys_everywhere)
{
	tn_conn *db = open_with_table();
	conf_exec(db, short_keys[_i], NULL);
	ck_tn_err(tn_exec(db, "ALTER TABLE fine ADD COLUMN more INTEGER NOT NULL", NULL, NULL, tn_test_err()),
		  TN_E_UNSUPPORTED);
	conf_exec(db, "ALTER TABLE fine ADD COLUMN more INTEGER DEFAULT 5 NOT NULL", NULL);
	tn_close(db);
}
END_TEST

START_TEST(tables_described_in_c_have_the_same_keys)
{
	static const tn_column_def text[] = {{.name = "a", .type = TN_TYPE_VARCHAR, .length = 20000,
					      .flags = TN_COL_PRIMARY}};
	static const tn_column_def indexed[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "t", .type = TN_TYPE_TEXT},
		{.name = "b", .type = TN_TYPE_BYTEA, .length = 20, .flags = TN_COL_UNIQUE},
	};
	static const char *const on_text[] = {"t", NULL}, *const on_bytes[] = {"b,id", NULL};
	tn_table_def def = {.size = sizeof def, .name = "k", .columns = text, .column_count = 1};
	tn_conn *db = tn_test_open();
	int rc = tn_table_create(db, &def, tn_test_err());
	ck_assert_msg(rc == TN_OK || rc == TN_E_UNSUPPORTED, "%s", tn_test_failure(rc));
	def = (tn_table_def){.size = sizeof def, .name = "l", .columns = indexed, .column_count = 3,
			     .indexes = on_text};
	ck_tn_ok(tn_table_create(db, &def, tn_test_err()));
	def.name = "m";
	def.indexes = on_bytes;
	ck_tn_ok(tn_table_create(db, &def, tn_test_err()));
	ck_tn_err(tn_exec(db, "INSERT INTO m (id, b) VALUES (1, x'000102030405060708090a0b0c0d0e0f1011121314')", NULL,
			  NULL, tn_test_err()), TN_E_TOO_LONG);
	tn_close(db);
}
END_TEST

/* ---- bytes with a length --------------------------------------------------------------------- */

START_TEST(bytes_have_a_length)
{
	static const char *const types[] = {"VARBINARY(4)", "BYTEA(4)", "BINARY VARYING(4)", "VARBINARY(70000)"};
	tn_conn *db = tn_test_open();
	char sql[128];
	conf_exec(db, "CREATE TABLE named (id BIGINT PRIMARY KEY, a VARBINARY(4) DEFAULT x'ff')", NULL);
	conf_exec(db, "INSERT INTO named (id) VALUES (1)", NULL);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM named WHERE a = x'ff'", NULL), 1);
	snprintf(sql, sizeof sql, "CREATE TABLE bounded (id BIGINT PRIMARY KEY, a %s)", types[_i]);
	conf_exec(db, sql, NULL);
	conf_exec(db, "INSERT INTO bounded VALUES (1, x'00ff00ff'), (2, x''), (3, NULL)", NULL);
	if (_i < 3) {
		ck_tn_err(tn_exec(db, "INSERT INTO bounded VALUES (4, x'0000000000')", NULL, NULL, tn_test_err()),
			  TN_E_TOO_LONG);
		ck_tn_err(tn_exec(db, "UPDATE bounded SET a = ?", TN_VALUES(tn_bytes("12345", 5)), NULL, tn_test_err()),
			  TN_E_TOO_LONG);
	}
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM bounded WHERE a = x'00ff00ff'", NULL), 1);
	ck_tn_err(tn_exec(db, "SELECT CAST(a AS VARBINARY(2)) FROM bounded", NULL, NULL, tn_test_err()),
		  TN_E_UNSUPPORTED);
	tn_close(db);
}
END_TEST

/* ---- names --------------------------------------------------------------------------------------- */

#define SIXTY_FOUR "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl"

START_TEST(names_have_the_same_limits_everywhere)
{
	static const struct {
		const char *name;
		int code;
	} names[] = {
		{SIXTY_FOUR, TN_E_LIMIT}, {SIXTY_FOUR "\xc3\xa4", TN_E_LIMIT}, {"\xf0\x9f\x98\x80", TN_E_UNSUPPORTED},
		{"a\xf0\x9f\x98\x80z", TN_E_UNSUPPORTED}, {"na\xc3\xafve \xe2\x82\xac", TN_OK}, {&SIXTY_FOUR[1], TN_OK},
	};
	tn_column_def column = {.name = "a", .type = TN_TYPE_INTEGER};
	tn_table_def def = {.size = sizeof def, .columns = &column, .column_count = 1};
	tn_conn *db = tn_test_open();
	char sql[512];
	snprintf(sql, sizeof sql, "CREATE TABLE \"%s\" (a INTEGER)", names[_i].name);
	ck_tn_is(tn_exec(db, sql, NULL, NULL, tn_test_err()), names[_i].code);
	if (!names[_i].code)
		ck_tn_ok(tn_table_drop(db, names[_i].name, 0, tn_test_err()));
	def.name = names[_i].name;
	ck_tn_is(tn_table_create(db, &def, tn_test_err()), names[_i].code);
	def.name = "t";
	column.name = names[_i].name;
	ck_tn_is(tn_table_create(db, &def, tn_test_err()), names[_i].code);
	snprintf(sql, sizeof sql, "CREATE VIEW v AS SELECT 1 AS \"%s\"", names[_i].name);
	ck_tn_is(tn_exec(db, sql, NULL, NULL, tn_test_err()), names[_i].code);
	tn_close(db);
}
END_TEST

/* ---- one argument for columns of several types ----------------------------------------------------- */

START_TEST(an_argument_fits_several_columns)
{
	static const char *const statements[] = {
		"INSERT INTO several (id, v, t, w) VALUES (1, :a, :a, :a)",
		"INSERT INTO several (id, v, t, w) SELECT 1, :a, :a, :a",
		"INSERT INTO several (id, v, t) VALUES (1, :a, :a), (2, :a, :a)",
		"UPDATE several SET v = :a, t = :a WHERE t = :a OR v = :a OR id = 0",
		"UPDATE several SET v = :a || 'x', t = :a, w = UPPER(:a) WHERE id = 0",
		"DELETE FROM several WHERE t = :a OR v = :a",
	};
	tn_conn *db = tn_test_open();
	size_t i;
	conf_exec(db, "CREATE TABLE several (id BIGINT PRIMARY KEY, v VARCHAR(10), t TEXT, w VARCHAR(20), s SMALLINT, "
		  "i INTEGER, b BIGINT, n NUMERIC(10,2))", NULL);
	for (i = 0; i < CONF_COUNT(statements); i++) {
		conf_exec(db, "DELETE FROM several", NULL);
		conf_exec(db, "INSERT INTO several (id, v, t) VALUES (0, 'q', 'q')", NULL);
		conf_exec(db, statements[i], TN_NAMED(tn_named("a", tn_text("text"))));
	}
	conf_exec(db, "DELETE FROM several", NULL);
	conf_exec(db, "INSERT INTO several (id, s, i, b) VALUES (:a, :a, :a, :a)", TN_NAMED(tn_named("a", tn_int(7))));
	ck_tn_err(tn_exec(db, "INSERT INTO several (id, v, t) VALUES (8, :a, :a)",
			  TN_NAMED(tn_named("a", tn_text("more than ten characters"))), NULL, tn_test_err()),
		  TN_E_TOO_LONG);
	tn_close(db);
}
END_TEST

/* ---- growth ------------------------------------------------------------------------------------------ */

/* ((i + i) + i) ...: a server that writes an operand twice would double it at each level. */
START_TEST(nested_arithmetic_does_not_explode)
{
	static const struct {
		const char *before, *behind;
	} forms[] = {
		{"CREATE VIEW deep AS SELECT ", " AS x FROM numbers"},
		{"CREATE TABLE shallow (i BIGINT, CHECK (", " > 0))"},
		{"SELECT ", " FROM numbers"},
	};
	static const char operators[] = "+*/%-";
	tn_conn *db = tn_test_open();
	char deep[1024] = "i", sql[2048];
	size_t i, n;
	conf_exec(db, "CREATE TABLE numbers (i BIGINT)", NULL);
	for (i = 0; i < 20; i++) {
		n = strlen(deep);
		memmove(deep + 1, deep, n + 1);
		deep[0] = '(';
		snprintf(deep + n + 1, sizeof deep - n - 1, " %c i)", operators[_i]);
	}
	for (i = 0; i < CONF_COUNT(forms); i++) {
		snprintf(sql, sizeof sql, "%s%s%s", forms[i].before, deep, forms[i].behind);
		done_or_refused(db, sql);
	}
	tn_close(db);
}
END_TEST

/* Quotes and backslashes reach the server as they were written, those of templates too. */
START_TEST(a_check_keeps_its_patterns)
{
	static const char make[] =
		"CREATE TABLE marked (a VARCHAR(20) CHECK (a LIKE 'x\\%''%'), "
		"b VARCHAR(20) CHECK (CAST(b AS INTEGER) > 0), "
		"c VARCHAR(20) CHECK (position('\\' IN c) = 0), d VARCHAR(20) CHECK (d ILIKE 'it''\\_%'))";
	static const struct { const char *column, *value; int taken; } rows[] = {
		{"a", "x%'y", 1}, {"a", "xy'", 0}, {"a", "x\\'", 0}, {"b", "12", 1}, {"b", "0", 0}, {"c", "a\\b", 0},
		{"c", "ab", 1}, {"d", "It'_s", 1}, {"d", "It's", 0},
	};
	tn_conn *db = tn_test_open();
	char sql[80];
	size_t i;
	int rc = tn_exec(db, make, NULL, NULL, NULL);
	if (rc == TN_E_UNSUPPORTED) { /* a server that has these operations from the library alone */
		tn_close(db);
		return;
	}
	ck_assert_int_eq(rc, TN_OK);
	for (i = 0; i < CONF_COUNT(rows); i++) {
		snprintf(sql, sizeof sql, "INSERT INTO marked (%s) VALUES (?)", rows[i].column);
		rc = tn_exec(db, sql, TN_ARGS(rows[i].value), NULL, NULL);
		ck_assert_msg(rc == (rows[i].taken ? TN_OK : TN_E_CHECK), "%s %s: %d", rows[i].column, rows[i].value,
			      rc);
	}
	tn_close(db);
}
END_TEST

Suite *conf_ddl_suite(void)
{
	Suite *s = suite_create("ddl");
	TCase *tc = conf_case(s, "ddl");
	tcase_add_loop_test(tc, long_columns_in_keys_are_made_or_refused_by_name, 0, (int)CONF_COUNT(long_keys));
	tcase_add_loop_test(tc, short_columns_are_in_keys_everywhere, 0, (int)CONF_COUNT(short_keys));
	tcase_add_test(tc, tables_described_in_c_have_the_same_keys);
	tcase_add_loop_test(tc, bytes_have_a_length, 0, 4);
	tcase_add_loop_test(tc, names_have_the_same_limits_everywhere, 0, 6);
	tcase_add_test(tc, an_argument_fits_several_columns);
	tcase_add_loop_test(tc, nested_arithmetic_does_not_explode, 0, 5);
	tcase_add_test(tc, a_check_keeps_its_patterns);
	return s;
}
