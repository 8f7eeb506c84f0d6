/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_errors.c - every mistake of the table, and the error
 * object itself.
 */
#include <stdio.h>
#include <string.h>
#include "tests/conformance/conf.h"
#include "tests/conformance/conf_error_table.h"

static tn_conn *open_with_things(void)
{
	static const tn_column_def owner[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY}};
	static const tn_column_def thing[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "name", .type = TN_TYPE_VARCHAR, .length = 10, .flags = TN_COL_UNIQUE},
		{.name = "small", .type = TN_TYPE_SMALLINT},
		{.name = "num", .type = TN_TYPE_INTEGER},
		{.name = "price", .type = TN_TYPE_NUMERIC, .length = 5, .scale = 2},
		{.name = "wide", .type = TN_TYPE_NUMERIC, .length = 20, .scale = 4},
		{.name = "req", .type = TN_TYPE_INTEGER, .flags = TN_COL_NOT_NULL},
		{.name = "pos", .type = TN_TYPE_INTEGER, .check = "pos > 0"},
		{.name = "day", .type = TN_TYPE_DATE},
		{.name = "flag", .type = TN_TYPE_BOOLEAN},
		{.name = "owner_id", .type = TN_TYPE_BIGINT, .ref_table = "owner", .ref_column = "id"},
	};
	tn_conn *db = tn_test_open();
	conf_make(db, "owner", owner, CONF_COUNT(owner));
	conf_make(db, "thing", thing, CONF_COUNT(thing));
	conf_exec(db, "INSERT INTO owner (id) VALUES (1), (2)", NULL);
	conf_exec(db, "INSERT INTO thing (id, name, req, owner_id) VALUES (1, 'one', 1, 1), (2, 'two', 2, 1)",
		NULL);
	return db;
}

static void check_name(const char *what, const char *part, const char *got, const char *expected)
{
	if (expected && got)
		ck_assert_msg(!strcmp(got, expected), "%s: %s is '%s', not '%s'", what, part, got, expected);
}

static const char *without_mark(const char *sql)
{
	size_t n = strlen(TN_NATIVE_MARK);
	return strncmp(sql, TN_NATIVE_MARK, n) ? sql : sql + n;
}

START_TEST(mistake_has_its_code)
{
	const struct mistake *m = &conf_mistakes[_i];
	tn_conn *db = open_with_things();
	tn_args args = {m->values, NULL, m->count, 0};
	const tn_error *e;
	int rc, again;
	rc = tn_exec(db, m->sql, &args, NULL, tn_test_err());
	ck_assert_msg(rc == m->code, "%s: expected %s, got %s", m->what, tn_error_name(m->code),
		tn_test_failure(rc));
	e = *tn_test_err();
	ck_assert_int_eq(tn_error_code(e), rc);
	ck_assert_msg(tn_error_message(e) && *tn_error_message(e) && !strchr(tn_error_message(e), '\n'),
		"%s: the message is not one line", m->what);
	check_name(m->what, "constraint", tn_error_constraint(e), m->constraint);
	check_name(m->what, "column", tn_error_column(e), m->column);
	ck_assert_msg(!m->constraint || tn_error_constraint(e) || tn_error_table(e),
		      "%s: neither constraint nor table: %s", m->what, tn_test_failure(rc));
	/* The key and the table that has it, whichever side of it the statement wrote to. */
	ck_assert_msg(m->code != TN_E_FOREIGN_KEY || (tn_error_constraint(e) && tn_error_table(e) &&
		      !strcmp(tn_error_table(e), "thing")), "%s: the foreign key is not named: %s", m->what,
		      tn_test_failure(rc));
	ck_assert_msg(!m->column || tn_error_constraint(e) || tn_error_column(e),
		      "%s: neither constraint nor column: %s", m->what, tn_test_failure(rc));
	ck_assert_msg(!tn_error_sql(e) || !strcmp(tn_error_sql(e), without_mark(m->sql)), "%s: text is '%s'", m->what,
		      tn_error_sql(e));
	/* Again, now from the cache; and nothing was changed. */
	again = tn_exec(db, m->sql, &args, NULL, tn_test_err());
	ck_assert_msg(again == m->code, "%s, repeated: %s", m->what, tn_test_failure(again));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM thing WHERE small IS NULL AND num IS NULL AND "
				      "pos IS NULL AND price IS NULL AND wide IS NULL AND owner_id = 1", NULL), 2);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM owner", NULL), 2);
	tn_close(db);
}
END_TEST

START_TEST(position_points_into_the_callers_text)
{
	static const struct {
		const char *sql;
		size_t position;
	} rows[] = {
		{"SELECT no_such FROM thing", 8},
		{"SELECT ?, ?, no_such FROM thing", 14},
		{"SELECT :long_name, :other, no_such FROM thing", 28},
		{"SELECT '\xE2\x98\x83', ?, ?, no_such FROM thing", 21},
	};
	tn_conn *db = open_with_things();
	size_t i;
	for (i = 0; i < CONF_COUNT(rows); i++) {
		const tn_args *two = i ? TN_ARGS(1, 2) : NULL;
		size_t at;
		ck_tn_err(tn_exec(db, rows[i].sql, two, NULL, tn_test_err()), TN_E_NO_OBJECT);
		at = tn_error_position(*tn_test_err());
		ck_assert_msg(at == 0 || at == rows[i].position, "%s: position %zu, not %zu", rows[i].sql, at,
			rows[i].position);
	}
	tn_close(db);
}
END_TEST

START_TEST(values_stay_out_of_errors)
{
	tn_conn *db = open_with_things();
	char text[2048];
	ck_tn_err(tn_exec(db, "UPDATE thing SET wide = ?, name = ? WHERE id = ? AND no_such = 1",
			  TN_ARGS(tn_numeric("42424242"), "secret", 4242), NULL, tn_test_err()),
		TN_E_NO_OBJECT);
	ck_assert_uint_lt(tn_error_format(*tn_test_err(), text, sizeof text), sizeof text);
	ck_assert_ptr_null(strstr(text, "4242"));
	ck_assert_ptr_null(strstr(text, "secret"));
	ck_assert_ptr_nonnull(strstr(text, "NO_OBJECT"));
	tn_close(db);
}
END_TEST

START_TEST(error_outlives_its_connection)
{
	tn_conn *db = open_with_things();
	tn_error *e = NULL;
	char text[512];
	ck_assert_int_lt(tn_exec(db, "SELECT id FROM no_such_table", NULL, NULL, &e), 0);
	tn_close(db);
	ck_assert_int_eq(tn_error_code(e), TN_E_NO_OBJECT);
	ck_assert_str_eq(tn_error_sql(e), "SELECT id FROM no_such_table");
	ck_assert_uint_gt(tn_error_format(e, text, sizeof text), 10);
	tn_error_free(e);
	tn_error_free(NULL);
	ck_assert_int_eq(tn_error_code(NULL), 0);
	ck_assert_uint_eq(tn_error_flags(NULL), 0);
	ck_assert_ptr_null(tn_error_message(NULL));
}
END_TEST

START_TEST(error_may_be_ignored)
{
	tn_conn *db = open_with_things();
	ck_assert_int_eq(tn_exec(db, "SELECT id FROM no_such_table", NULL, NULL, NULL), TN_E_NO_OBJECT);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM thing", NULL), 2);
	/* Success leaves an old error alone. */
	ck_tn_err(tn_exec(db, "SELECT id FROM no_such_table", NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	ck_tn_ok(tn_exec(db, "SELECT id FROM thing", NULL, NULL, tn_test_err()));
	ck_assert_int_eq(tn_error_code(*tn_test_err()), TN_E_NO_OBJECT);
	tn_close(db);
}
END_TEST

START_TEST(table_calls_tell_their_mistakes)
{
	static const tn_column_def good[] = {{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY}};
	static const tn_column_def no_length[] = {{.name = "a", .type = TN_TYPE_VARCHAR}};
	static const tn_column_def two_identities[] = {
		{.name = "a", .type = TN_TYPE_BIGINT, .flags = TN_COL_IDENTITY | TN_COL_PRIMARY},
		{.name = "b", .type = TN_TYPE_BIGINT, .flags = TN_COL_IDENTITY},
	};
	char long_name[301];
	tn_conn *db = open_with_things();
	tn_table_def def = {.size = sizeof def, .name = "thing", .columns = good, .column_count = 1};
	ck_tn_err(tn_table_create(db, &def, tn_test_err()), TN_E_EXISTS);
	def.name = "other";
	def.columns = no_length;
	ck_tn_err(tn_table_create(db, &def, tn_test_err()), TN_E_PARAM);
	def.columns = two_identities;
	def.column_count = 2;
	ck_tn_err(tn_table_create(db, &def, tn_test_err()), TN_E_PARAM);
	def.column_count = 0;
	ck_tn_err(tn_table_create(db, &def, tn_test_err()), TN_E_PARAM);
	memset(long_name, 'x', sizeof long_name - 1);
	long_name[sizeof long_name - 1] = '\0';
	def.name = long_name;
	def.columns = good;
	def.column_count = 1;
	if (tn_get_limit(db, "ident_bytes") || tn_get_limit(db, "ident_chars"))
		ck_tn_err(tn_table_create(db, &def, tn_test_err()), TN_E_LIMIT);
	ck_tn_err(tn_table_drop(db, "no_such_table", 0, tn_test_err()), TN_E_NO_OBJECT);
	ck_tn_ok(tn_table_drop(db, "no_such_table", 1, tn_test_err()));
	ck_tn_is(tn_table_exists(db, "no_such_table", tn_test_err()), 0);
	ck_tn_is(tn_table_exists(db, "thing", tn_test_err()), 1);
	tn_close(db);
}
END_TEST

START_TEST(odd_names_are_quoted)
{
	static const char *const names[] = {"select", "Two Words", "it's", "quo\"te", "back`tick",
		"que?tion:mark", "\xC3\xA9t\xC3\xA9", "Case", "case"};
	tn_conn *db = tn_test_open();
	size_t i;
	for (i = 0; i < CONF_COUNT(names) - 1; i++) {
		tn_column_def column = {.name = names[i], .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY};
		char quoted[64], sql[256];
		conf_make(db, names[i], &column, 1);
		ck_tn_is(tn_table_exists(db, names[i], tn_test_err()), 1);
		ck_assert_int_gt(tn_quote_ident(db, names[i], quoted, sizeof quoted), 0);
		snprintf(sql, sizeof sql, "INSERT INTO %s (%s) VALUES (?)", quoted, quoted);
		conf_exec(db, sql, TN_ARGS(1));
		ck_tn_ok(tn_table_drop(db, names[i], 0, tn_test_err()));
	}
	ck_assert_int_eq(tn_quote_ident(db, "", NULL, 0), TN_E_PARAM);
	ck_assert_int_eq(tn_quote_ident(db, "a\xff", NULL, 0), TN_E_PARAM);
	tn_close(db);
}
END_TEST

Suite *conf_errors_suite(void)
{
	Suite *s = suite_create("errors");
	TCase *tc = conf_case(s, "mistakes");
	tcase_add_loop_test(tc, mistake_has_its_code, 0, (int)conf_mistake_count);
	tc = conf_case(s, "errors");
	tcase_add_test(tc, position_points_into_the_callers_text);
	tcase_add_test(tc, values_stay_out_of_errors);
	tcase_add_test(tc, error_outlives_its_connection);
	tcase_add_test(tc, error_may_be_ignored);
	tcase_add_test(tc, table_calls_tell_their_mistakes);
	tcase_add_test(tc, odd_names_are_quoted);
	return s;
}
