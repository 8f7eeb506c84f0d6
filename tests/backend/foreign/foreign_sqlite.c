/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/foreign/foreign_sqlite.c - the check finds what PRAGMA foreign_key_check
 * finds: on tables of every kind of affinity and collation, without a rowid, without a
 * parent, with the parent's primary key left unsaid.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/backend/foreign/foreign_test.h"

static const char *const schema[] = {
	"CREATE TABLE p_int (id INTEGER PRIMARY KEY)",
	"CREATE TABLE p_text (id TEXT PRIMARY KEY)",
	"CREATE TABLE p_nocase (id TEXT COLLATE NOCASE PRIMARY KEY)",
	"CREATE TABLE p_any (id UNIQUE)",
	"CREATE TABLE p_real (id REAL UNIQUE)",
	"CREATE TABLE p_numeric (id NUMERIC UNIQUE)",
	"CREATE TABLE p_pair (a INTEGER, b TEXT COLLATE NOCASE, PRIMARY KEY (b, a)) WITHOUT ROWID",
	"CREATE TABLE c_int (id INTEGER PRIMARY KEY, i INTEGER REFERENCES p_int, t REFERENCES p_text, "
	"x TEXT CONSTRAINT to_any REFERENCES p_any (id), r REFERENCES p_real (id), n TEXT REFERENCES p_numeric (id))",
	"CREATE TABLE c_text (a TEXT, b TEXT, v TEXT COLLATE NOCASE REFERENCES p_text, w TEXT REFERENCES p_nocase, "
	"i TEXT REFERENCES p_int, lost TEXT REFERENCES gone (id), "
	"CONSTRAINT \"the pair\" FOREIGN KEY (b, a) REFERENCES P_PAIR, PRIMARY KEY (a, b, v, w, i)) WITHOUT ROWID",
	"CREATE TABLE \"odd 'one\"\"\" (\"sel?ect\" REFERENCES p_int, \"a\"\"b\" TEXT, \"c d\" REFERENCES p_any (id))",
};

/* As SQLite sees them: a text that looks like a number, a number that looks like a text, ... */
static const char *const values[] = {
	"1", "2", "'1'", "'01'", "1.0", "'1.0'", "1.5", "'1.5'", "'a'", "'A'", "'a '", "x'61'", "NULL", "''", "' 1'",
	"-0.0", "0", "9007199254740993", "'9007199254740993'", "9007199254740993.0",
};

static const char *any(void)
{
	return values[(size_t)rand() % COUNT(values)];
}

static void insert(tn_conn *db, const char *table, int count)
{
	char sql[400];
	size_t n = (size_t)snprintf(sql, sizeof sql, "INSERT OR IGNORE INTO %s VALUES (", table);
	int i;
	for (i = 0; i < count; i++)
		n += (size_t)snprintf(sql + n, sizeof sql - n, "%s%s", i ? ", " : "", any());
	snprintf(sql + n, sizeof sql - n, ")");
	foreign_run(db, sql);
}

static void fill(tn_conn *db)
{
	static const char *const parents[] = {"p_text", "p_nocase", "p_any", "p_real", "p_numeric"};
	char sql[300];
	int i;
	for (i = 0; i < 12; i++) {
		insert(db, parents[(size_t)rand() % COUNT(parents)], 1);
		insert(db, "p_pair", 2);
		insert(db, "c_text", 6);
		insert(db, "\"odd 'one\"\"\"", 3);
		snprintf(sql, sizeof sql, "INSERT INTO c_int (i, t, x, r, n) VALUES (%s, %s, %s, %s, %s)", any(), any(),
			 any(), any(), any());
		foreign_run(db, sql);
	}
	foreign_run(db, "INSERT OR IGNORE INTO p_int VALUES (1), (0), (9007199254740993)");
	foreign_run(db, "DELETE FROM c_text WHERE lost IS NOT NULL AND a <> '1'");
}

static int listed(tn_conn *db, const char *table, const char *parent)
{
	const tn_fk_violation *v;
	tn_fk_check *check = NULL;
	int n = 0, rc;
	ck_tn_ok(tn_check_foreign_keys(db, table, NULL, &check, tn_test_err()));
	while ((rc = tn_fk_check_next(check, &v, tn_test_err())) == TN_ROW)
		n += !strcmp(v->parent, parent);
	ck_assert_msg(rc == TN_DONE, "%s", tn_test_failure(rc));
	ck_tn_ok(tn_fk_check_finish(check, tn_test_err()));
	return n;
}

START_TEST(as_the_server_finds_them)
{
	static const char *const tables[] = {"c_int", "c_text", "odd 'one\""};
	static const char *const parents[] = {"p_int", "p_text", "p_nocase", "p_any", "p_real", "p_numeric", "P_PAIR",
					      "gone"};
	tn_conn *db = tn_test_open();
	char sql[300];
	size_t i, k;
	int total = 0;
	srand((unsigned)_i + 1);
	foreign_run(db, "PRAGMA foreign_keys = OFF");
	for (i = 0; i < COUNT(schema); i++)
		foreign_run(db, schema[i]);
	fill(db);
	for (i = 0; i < COUNT(tables); i++)
		for (k = 0; k < COUNT(parents); k++) {
			int wanted, found = listed(db, tables[i], parents[k]);
			snprintf(sql, sizeof sql,
				 "SELECT count(*) FROM pragma_foreign_key_check(%s) WHERE parent = '%s'",
				 i == 2 ? "'odd ''one\"'" : i ? "'c_text'" : "'c_int'", parents[k]);
			wanted = (int)foreign_int(db, sql);
			total += wanted;
			ck_assert_msg(found == wanted, "seed %d, %s to %s: %d, not %d", _i + 1, tables[i], parents[k],
				      found, wanted);
		}
	ck_assert_int_gt(total, 0);
	ck_assert_int_eq(foreign_count(db, NULL, NULL, NULL), total);
	tn_close(db);
}
END_TEST

START_TEST(names_and_schemas)
{
	const tn_fk_violation *v;
	tn_fk_check *check = NULL;
	tn_conn *db = tn_test_open();
	foreign_run(db, "PRAGMA foreign_keys = OFF");
	foreign_run(db, "CREATE TABLE p (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, UNIQUE (a, b))");
	foreign_run(db, "CREATE TABLE c (x INTEGER CONSTRAINT named REFERENCES p, y INTEGER REFERENCES p, "
			"CONSTRAINT both FOREIGN KEY (x, y) REFERENCES p (a, b), "
			"FOREIGN KEY (y, x) REFERENCES p (a, b))");
	foreign_run(db, "CREATE TEMP TABLE t_p (id INTEGER PRIMARY KEY)");
	foreign_run(db, "CREATE TEMP TABLE t_c (x INTEGER CONSTRAINT temporary REFERENCES t_p)");
	foreign_run(db, "INSERT INTO c VALUES (5, 6)");
	foreign_run(db, "INSERT INTO t_c VALUES (7)");
	ck_assert_int_eq(foreign_count(db, "c", "named", NULL), 1);
	ck_assert_int_eq(foreign_count(db, "c", "c_y_fkey", NULL), 1);
	ck_assert_int_eq(foreign_count(db, "C", "both", NULL), 1);
	ck_assert_int_eq(foreign_count(db, "main.c", "c_y_x_fkey", NULL), 1);
	ck_assert_int_eq(foreign_count(db, NULL, NULL, NULL), 5);
	ck_tn_ok(tn_check_foreign_keys(db, "temp.t_c", NULL, &check, tn_test_err()));
	ck_tn_is(tn_fk_check_next(check, &v, tn_test_err()), TN_ROW);
	ck_assert_str_eq(v->schema, "temp");
	ck_assert_str_eq(v->parent_schema, "temp");
	ck_assert_str_eq(v->constraint, "temporary");
	ck_assert_str_eq(v->parent_columns[0], "id");
	ck_tn_ok(tn_fk_check_finish(check, tn_test_err()));
	tn_close(db);
}
END_TEST

/* Afterwards the pragma says what it said before. */
START_TEST(the_pragma_is_on_again)
{
	static const char *const work[] = {"INSERT INTO c VALUES (1)", "INSERT INTO p VALUES (1)", NULL};
	static const char *const bad[] = {"INSERT INTO c VALUES (2)", NULL};
	tn_conn *db = tn_test_open();
	foreign_run(db, "CREATE TABLE p (id INTEGER PRIMARY KEY)");
	foreign_run(db, "CREATE TABLE c (x INTEGER REFERENCES p)");
	ck_tn_ok(tn_without_foreign_keys(db, NULL, foreign_work, (void *)(uintptr_t)work, tn_test_err()));
	ck_assert_int_eq(foreign_int(db, "PRAGMA foreign_keys"), 1);
	ck_tn_err(tn_without_foreign_keys(db, NULL, foreign_work, (void *)(uintptr_t)bad, tn_test_err()),
		  TN_E_FOREIGN_KEY);
	ck_assert_int_eq(foreign_int(db, "PRAGMA foreign_keys"), 1);
	ck_assert_int_eq(foreign_int(db, "SELECT count(*) FROM c"), 1);
	tn_close(db);
}
END_TEST

TCase *foreign_sqlite_case(void)
{
	TCase *tc = tcase_create("sqlite");
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, as_the_server_finds_them, 0, 30);
	tcase_add_test(tc, names_and_schemas);
	tcase_add_test(tc, the_pragma_is_on_again);
	return tc;
}
