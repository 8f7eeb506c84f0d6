/* SPDX-License-Identifier: MIT */
/*
 * sqlite_check_fk.c - the names that an error of a foreign key carries: those of
 * the one constraint that the statement can have violated, the table if several
 * of one table are left, and nothing where only a guess could name it.
 */
#include "sqlite_host.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

Suite *sqlite_fk_suite(void);

static struct tn_be_conn *conn;

static const char *const schema[] = {
	"CREATE TABLE city (id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT)",
	/* A chain: city <- person <- pet; the names are written in each of the ways. */
	"CREATE TABLE person (id INTEGER PRIMARY KEY, n INTEGER UNIQUE CONSTRAINT person_city_fk /* here */ "
	"REFERENCES City (id), name TEXT CONSTRAINT odd DEFAULT 'x')",
	"CREATE TABLE pet (id INTEGER PRIMARY KEY, \"owner id\" INTEGER, x TEXT CONSTRAINT pet_x CHECK (x <> 'z'),"
	" CONSTRAINT \"pet owner\" FOREIGN KEY (\"owner id\") REFERENCES person (n))",
	/* Two to the same table, one column each; and a name that is not theirs. */
	"CREATE TABLE road (a INTEGER CONSTRAINT road_a REFERENCES town (id),"
	" b INTEGER CONSTRAINT road_b REFERENCES town (id), c INTEGER CONSTRAINT road_c CHECK (c > 0))",
	"CREATE TABLE town (id INTEGER PRIMARY KEY, code TEXT UNIQUE)",
	"CREATE TABLE shop (code TEXT REFERENCES town (code))",
	/* Actions carry a change on. */
	"CREATE TABLE top (id INTEGER PRIMARY KEY)",
	"CREATE TABLE mid (id INTEGER PRIMARY KEY, top_id INTEGER CONSTRAINT mid_top REFERENCES top ON DELETE CASCADE)",
	"CREATE TABLE low (mid_id INTEGER CONSTRAINT low_mid REFERENCES mid ON DELETE RESTRICT)",
	"CREATE TABLE side (id INTEGER PRIMARY KEY)",
	"CREATE TABLE side_default (s INTEGER DEFAULT 99 CONSTRAINT sd REFERENCES side ON DELETE SET DEFAULT)",
	/* Composite, and a table that replaces rows. */
	"CREATE TABLE grid (x INTEGER, y INTEGER, z INTEGER, PRIMARY KEY (x, y))",
	"CREATE TABLE cell (gx INTEGER, gy INTEGER, CONSTRAINT cell_grid FOREIGN KEY (gx, gy) REFERENCES grid (x, y))",
	"CREATE TABLE memo (k INTEGER PRIMARY KEY ON CONFLICT REPLACE, t INTEGER CONSTRAINT memo_city REFERENCES city)",
	"CREATE TABLE note (k INTEGER CONSTRAINT note_memo REFERENCES memo (k))",
	/* A trigger writes where nobody looks; a generated column changes by itself. */
	"CREATE TABLE noisy (city INTEGER CONSTRAINT noisy_city REFERENCES city (id))",
	"CREATE TRIGGER noise AFTER INSERT ON noisy BEGIN INSERT INTO person (n) VALUES (77); END",
	"CREATE TABLE made (a INTEGER, b INTEGER AS (a) STORED CONSTRAINT made_b REFERENCES city (id),"
	" c INTEGER CONSTRAINT made_c REFERENCES town (id))",
	"CREATE TABLE self (id INTEGER PRIMARY KEY, up INTEGER CONSTRAINT self_up REFERENCES self (id))",
	"CREATE TEMP TABLE shade (a INTEGER)",
	"CREATE TABLE shade (a INTEGER CONSTRAINT shade_a REFERENCES city (id))",
	"CREATE TABLE late (a INTEGER CONSTRAINT late_a REFERENCES city (id) DEFERRABLE INITIALLY DEFERRED)",
	"INSERT INTO city VALUES (1, 'one', 'One'), (2, 'two', 'Two')",
	"INSERT INTO person (id, n) VALUES (1, 1)",
	"INSERT INTO pet (id, \"owner id\") VALUES (1, 1)",
	"INSERT INTO town VALUES (1, 't')",
	"INSERT INTO road (a) VALUES (1)",
	"INSERT INTO shop VALUES ('t')",
	"INSERT INTO top VALUES (1)",
	"INSERT INTO mid VALUES (1, 1)",
	"INSERT INTO low VALUES (1)",
	"INSERT INTO side VALUES (1)",
	"INSERT INTO side_default VALUES (1)",
	"INSERT INTO grid VALUES (1, 1, 1)",
	"INSERT INTO cell VALUES (1, 1)",
	"INSERT INTO memo VALUES (1, 1)",
	"INSERT INTO note VALUES (1)",
	"INSERT INTO made (a) VALUES (1)",
	"INSERT INTO self VALUES (1, 1)",
	"INSERT INTO self VALUES (2, 1)",
};

static void set_up(void)
{
	size_t i;
	conn = sq_open_guarded(NULL, NULL);
	for (i = 0; i < sizeof(schema) / sizeof(schema[0]); i++)
		ck_assert_msg(sq_run(conn, schema[i]) == 0, "%s: %s", schema[i], sq_fault.message);
}

static void tear_down(void)
{
	sq_close(conn);
}

static const struct {
	const char *sql, *table, *column, *constraint;
} violations[] = {
	{"INSERT INTO person (n) VALUES (9)", "person", "n", "person_city_fk"},
	{"insert or ignore into main.\"PERSON\" select 9, 9, 'REPLACE INTO town'", "person", "n", "person_city_fk"},
	{"INSERT INTO person (n) VALUES (9) RETURNING id", "person", "n", "person_city_fk"},
	{"WITH v (a) AS (SELECT 9), \"UPDATE town\" AS (SELECT 1) INSERT INTO pet (\"owner id\") SELECT a FROM v",
	 "pet", "owner id", "pet owner"},
	{"DELETE FROM city WHERE id = 1", "", "", ""}, /* person, made, memo, ... */
	{"DELETE FROM person", "pet", "owner id", "pet owner"},
	/* What is set decides between the table's own keys and those to it. */
	{"UPDATE person SET id = 3, name = 'SET n = 1' WHERE n = 1 AND (id, n) = (1, 1)", NULL, NULL, NULL},
	{"UPDATE person AS p SET name = n, n = 2 WHERE id = 1", "", "", ""}, /* of person, or of pet */
	{"UPDATE pet SET (id, \"owner id\") = (2, 9)", "pet", "owner id", "pet owner"},
	{"INSERT INTO road (a, b) VALUES (1, 9)", "road", "", ""},
	{"UPDATE road SET c = 1, b = 9", "road", "b", "road_b"},
	{"UPDATE road SET c = CASE WHEN a = 1 THEN 2 END, A = 9 RETURNING b, c", NULL, NULL, NULL},
	{"UPDATE town SET code = 'u'", "shop", "code", ""},
	{"UPDATE town SET rowid = 7", "", "", ""},
	{"UPDATE town SET id = 7", "", "", ""}, /* a road's, or one that was made */
	{"DELETE FROM mid", "low", "mid_id", "low_mid"},
	{"DELETE FROM top", "low", "mid_id", "low_mid"},
	{"DELETE FROM side", "side_default", "s", "sd"},
	{"INSERT INTO cell VALUES (1, 2)", "cell", "gx, gy", "cell_grid"},
	{"UPDATE grid SET y = 5", "cell", "gx, gy", "cell_grid"},
	{"REPLACE INTO grid VALUES (1, 1, 2)", NULL, NULL, NULL},
	{"INSERT INTO grid VALUES (1, 1, 1) ON CONFLICT (x, y) DO UPDATE SET y = 9", "cell", "gx, gy", "cell_grid"},
	{"INSERT INTO memo VALUES (2, 9)", "", "", ""}, /* its own key, or a note's to a row that was replaced */
	{"INSERT INTO noisy VALUES (1)", "", "", ""},
	{"UPDATE made SET a = 9", "made", "", ""}, /* b, which a makes, or c for all that is known */
	{"UPDATE made SET c = 9", "made", "", ""},
	{"INSERT INTO self VALUES (3, 9)", "self", "up", "self_up"},
	{"DELETE FROM self WHERE id = 1", "self", "up", "self_up"},
	{"INSERT INTO main.shade VALUES (9)", "", "", ""},
	{"INSERT INTO late VALUES (9)", "late", "a", "late_a"},
	{"DROP TABLE mid", "", "", ""},
};

START_TEST(test_names)
{
	const char *sql = violations[_i].sql;
	int rc = sq_run(conn, sql);
	/* A row without names is a statement that violates nothing. */
	if (!violations[_i].table && rc == 0)
		return;
	ck_assert_msg(rc == TN_E_FOREIGN_KEY, "%s: %d %s", sql, rc, sq_fault.message);
	ck_assert_str_eq(sq_fault.sqlstate, "23503");
	if (!violations[_i].table)
		return;
	ck_assert_msg(!strcmp(sq_fault.table, violations[_i].table) &&
		      !strcmp(sq_fault.column, violations[_i].column) &&
		      !strcmp(sq_fault.constraint, violations[_i].constraint),
		      "%s: table '%s', column '%s', constraint '%s'", sql, sq_fault.table, sq_fault.column,
		      sq_fault.constraint);
	ck_assert_int_eq(sq_run(conn, "SELECT 1"), 0);
}
END_TEST

/* What was deferred fails at the end of the transaction, where no statement is to blame. */
START_TEST(test_deferred)
{
	ck_assert_int_eq(sq_run(conn, "BEGIN"), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO late VALUES (9)"), 0);
	ck_assert_int_eq(sq_run(conn, "COMMIT"), TN_E_FOREIGN_KEY);
	ck_assert_str_eq(sq_fault.table, "");
	ck_assert_str_eq(sq_fault.constraint, "");
	ck_assert_int_eq(sq_run(conn, "ROLLBACK"), 0);
}
END_TEST

/* RESTRICT is TN_E_FOREIGN_KEY, although SQLite reports it as a trigger's. */
START_TEST(test_restrict)
{
	ck_assert_int_eq(sq_run(conn, "DELETE FROM mid"), TN_E_FOREIGN_KEY);
	ck_assert_int_eq(sq_fault.native, SQLITE_CONSTRAINT_TRIGGER);
}
END_TEST

/* Each allocation of a look-up fails once: the error is the same or TN_E_NOMEM, a name is right or missing. */
START_TEST(test_no_memory)
{
	long n;
	for (n = 1; n < 200; n++) {
		struct tn_be_stmt *stmt;
		sq_clear();
		sq_allocations = 0;
		sq_fail_at = n;
		stmt = sq_prepare(conn, "UPDATE pet SET (id, \"owner id\") = (2, 9)", 0, 0);
		if (stmt) {
			ck_assert_int_lt(tn__backend_sqlite.execute(stmt, NULL, TN_BE_STREAM, 0), 0);
			if (*sq_fault.constraint)
				ck_assert_str_eq(sq_fault.constraint, "pet owner");
			if (*sq_fault.table)
				ck_assert_str_eq(sq_fault.table, "pet");
			sq_drop(stmt);
		}
		sq_fail_at = 0;
		if (sq_allocations < n)
			break;
	}
	ck_assert_int_lt(n, 200);
}
END_TEST

Suite *sqlite_fk_suite(void)
{
	Suite *suite = suite_create("sqlite foreign keys");
	TCase *tc = tcase_create("foreign keys");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, test_names, 0, (int)(sizeof(violations) / sizeof(violations[0])));
	tcase_add_test(tc, test_deferred);
	tcase_add_test(tc, test_restrict);
	tcase_add_test(tc, test_no_memory);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	return suite;
}
