/* SPDX-License-Identifier: MIT */
/*
 * sqlite_check_error.c - every row of the error tables that can be provoked,
 * and the names that errors carry.
 */
#include "sqlite_host.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

Suite *sqlite_error_suite(void);

static struct tn_be_conn *conn;

static const char *const schema[] = {
	"CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT CONSTRAINT p_a_key UNIQUE,"
	" b INTEGER NOT NULL DEFAULT 0, c INTEGER CONSTRAINT p_c_check CHECK (c < 10), d TEXT, e TEXT,"
	" f TEXT UNIQUE,"
	" CONSTRAINT \"p_d_e_key\" UNIQUE (d, \"e\"))",
	"CREATE TABLE q (k TEXT, v INTEGER, CONSTRAINT q_pkey PRIMARY KEY (k))",
	"CREATE TABLE r (p_id INTEGER REFERENCES p (id))",
	"CREATE TABLE s (n INTEGER, t TEXT) STRICT",
	"CREATE UNIQUE INDEX q_v_idx ON q (v)",
	"CREATE UNIQUE INDEX s_low_idx ON s (lower(t))",
	"CREATE VIEW w AS SELECT * FROM p",
	"CREATE TRIGGER q_no BEFORE DELETE ON q BEGIN SELECT RAISE(ABORT, 'not from here'); END",
	"INSERT INTO p (id, a, d, e, f) VALUES (1, 'x', 'd', 'e', 'f')",
	"INSERT INTO q VALUES ('k', 1)",
	"INSERT INTO s VALUES (1, 't')",
};

static void set_up(void)
{
	size_t i;
	conn = sq_open_guarded(NULL, NULL);
	for (i = 0; i < sizeof(schema) / sizeof(schema[0]); i++)
		ck_assert_msg(sq_run(conn, schema[i]) == 0, "%s", sq_fault.message);
}

static void tear_down(void)
{
	sq_close(conn);
}

/* NULL names are not looked at. */
static const struct {
	const char *sql;
	int code;
	int native;
	const char *sqlstate, *table, *column, *constraint;
} mistakes[] = {
	{"INSERT INTO p (a) VALUES ('x')", TN_E_UNIQUE, 2067, "23505", "p", "a", "p_a_key"},
	{"INSERT INTO p (d, e) VALUES ('d', 'e')", TN_E_UNIQUE, 2067, "23505", "p", "d, e", "p_d_e_key"},
	{"INSERT INTO p (f) VALUES ('f')", TN_E_UNIQUE, 2067, "23505", "p", "f", ""},
	{"INSERT INTO p (id) VALUES (1)", TN_E_UNIQUE, 1555, "23505", "p", "id", ""},
	{"INSERT INTO q VALUES ('k', 2)", TN_E_UNIQUE, 1555, "23505", "q", "k", "q_pkey"},
	{"INSERT INTO q VALUES ('l', 1)", TN_E_UNIQUE, 2067, "23505", "q", "v", "q_v_idx"},
	{"INSERT INTO q (rowid, k) VALUES (1, 'z')", TN_E_UNIQUE, 2579, "23505", "q", "rowid", ""},
	{"INSERT INTO s VALUES (2, 'T')", TN_E_UNIQUE, 2067, "23505", "s", NULL, "s_low_idx"},
	{"INSERT INTO r VALUES (99)", TN_E_FOREIGN_KEY, 787, "23503", "r", "p_id", ""},
	{"INSERT INTO p (b) VALUES (NULL)", TN_E_NOT_NULL, 1299, "23502", "p", "b", ""},
	{"INSERT INTO p (c) VALUES (11)", TN_E_CHECK, 275, "23514", "p", NULL, "p_c_check"},
	{"DELETE FROM q", TN_E_CONSTRAINT, 1811, "23000", NULL, NULL, NULL},
	{"INSERT INTO s VALUES ('abc', NULL)", TN_E_DATA, 3091, "22000", "s", "n", NULL},
	{"INSERT INTO p (id) VALUES ('abc')", TN_E_DATA, 20, "22000", NULL, NULL, NULL},
	{"SELECT zeroblob(2147483647)", TN_E_TOO_LONG, 18, "22001", NULL, NULL, NULL},
	{"SELEC 1", TN_E_SYNTAX, 1, "42601", NULL, NULL, NULL},
	{"SELECT (", TN_E_SYNTAX, 1, "42601", NULL, NULL, NULL},
	{"SELECT 'abc", TN_E_SYNTAX, 1, "42601", NULL, NULL, NULL},
	{"SELECT 1; SELECT 2", TN_E_SYNTAX, 0, "42601", NULL, NULL, NULL},
	{" /* nothing */ -- here", TN_E_SYNTAX, 0, "42601", NULL, NULL, NULL},
	{"INSERT INTO p (a, b) VALUES (1)", TN_E_SYNTAX, 1, "42000", NULL, NULL, NULL},
	{"SELECT * FROM nowhere", TN_E_NO_OBJECT, 1, "42P01", NULL, NULL, NULL},
	{"DROP VIEW nowhere", TN_E_NO_OBJECT, 1, "42P01", NULL, NULL, NULL},
	{"SELECT typo FROM p", TN_E_NO_OBJECT, 1, "42703", NULL, NULL, NULL},
	{"SELECT \"typo\" FROM p", TN_E_NO_OBJECT, 1, "42703", NULL, NULL, NULL},
	{"INSERT INTO p (typo) VALUES (1)", TN_E_NO_OBJECT, 1, "42703", NULL, NULL, NULL},
	{"SELECT typo(1)", TN_E_NO_OBJECT, 1, "42883", NULL, NULL, NULL},
	{"SELECT lower(1, 2)", TN_E_NO_OBJECT, 1, "42883", NULL, NULL, NULL},
	{"DROP INDEX nowhere", TN_E_NO_OBJECT, 1, "42704", NULL, NULL, NULL},
	{"DROP TRIGGER nowhere", TN_E_NO_OBJECT, 1, "42704", NULL, NULL, NULL},
	{"SELECT 1 ORDER BY 1 COLLATE nowhere", TN_E_NO_OBJECT, 257, "42704", NULL, NULL, NULL},
	{"RELEASE nowhere", TN_E_NO_OBJECT, 1, "3B001", NULL, NULL, NULL},
	{"CREATE TABLE nowhere.t (a)", TN_E_NO_OBJECT, 1, "3F000", NULL, NULL, NULL},
	{"CREATE TABLE p (a)", TN_E_EXISTS, 1, "42P07", NULL, NULL, NULL},
	{"CREATE INDEX q_v_idx ON q (k)", TN_E_EXISTS, 1, "42P07", NULL, NULL, NULL},
	{"CREATE VIEW w AS SELECT 1", TN_E_EXISTS, 1, "42P07", NULL, NULL, NULL},
	{"CREATE TRIGGER q_no BEFORE DELETE ON q BEGIN SELECT 1; END", TN_E_EXISTS, 1, "42710",
	 NULL, NULL, NULL},
	{"CREATE INDEX p ON q (k)", TN_E_EXISTS, 1, "42P07", NULL, NULL, NULL},
	{"ALTER TABLE p RENAME TO q", TN_E_EXISTS, 1, "42P07", NULL, NULL, NULL},
	{"ALTER TABLE p ADD COLUMN a TEXT", TN_E_EXISTS, 1, "42701", NULL, NULL, NULL},
	{"SELECT id FROM p, p AS p2", TN_E_AMBIGUOUS, 1, "42702", NULL, NULL, NULL},
	{"SELECT ?1000000", TN_E_LIMIT, 1, "54000", NULL, NULL, NULL},
	{"SELECT abs(-9223372036854775807 - 1)", TN_E_RANGE, 1, "22003", NULL, NULL, NULL},
	{"SELECT json_extract('{', '$')", TN_E_DATA, 1, "22032", NULL, NULL, NULL},
	{"COMMIT", TN_E_MISUSE, 1, "25P01", NULL, NULL, NULL},
	{"ROLLBACK", TN_E_MISUSE, 1, "25P01", NULL, NULL, NULL},
	{"INSERT INTO w (a) VALUES (1)", TN_E_UNSUPPORTED, 1, "42809", NULL, NULL, NULL},
	{"SELECT json_extract('{}', 'bad path')", TN_E_SERVER, 1, "HY000", NULL, NULL, NULL},
	{"ATTACH '/no/such/folder/x.db' AS y", TN_E_NO_DATABASE, 14, "08001", NULL, NULL, NULL},
};

static void expect_name(const char *what, const char *found, const char *expected)
{
	if (expected)
		ck_assert_msg(!strcmp(found, expected), "%s is '%s'", what, found);
}

START_TEST(test_mistakes)
{
	int rc = sq_run(conn, mistakes[_i].sql);
	ck_assert_msg(rc == mistakes[_i].code, "%s: %d, %s", mistakes[_i].sql, rc, sq_fault.message);
	ck_assert_int_eq(sq_fault.native, mistakes[_i].native);
	ck_assert_str_eq(sq_fault.sqlstate, mistakes[_i].sqlstate);
	expect_name("table", sq_fault.table, mistakes[_i].table);
	expect_name("column", sq_fault.column, mistakes[_i].column);
	expect_name("constraint", sq_fault.constraint, mistakes[_i].constraint);
	/* The connection works on, and so would an open transaction. */
	ck_assert_int_eq(sq_run(conn, "SELECT 1"), 0);
}
END_TEST

START_TEST(test_position)
{
	ck_assert_int_eq(sq_run(conn, "SELECT a, typo FROM p"), TN_E_NO_OBJECT);
#if SQLITE_VERSION_NUMBER >= 3038000
	ck_assert_uint_eq(sq_fault.position, 11);
#endif
}
END_TEST

START_TEST(test_limits)
{
	static char sql[20000];
	sqlite3 *db = tn__backend_sqlite.native(conn);
	int i;
	sqlite3_limit(db, SQLITE_LIMIT_VARIABLE_NUMBER, 2);
	ck_assert_int_eq(sq_run(conn, "SELECT ?, ?, ?"), TN_E_LIMIT);
	ck_assert_str_eq(sq_fault.sqlstate, "54000");
	sqlite3_limit(db, SQLITE_LIMIT_COLUMN, 3);
	ck_assert_int_eq(sq_run(conn, "SELECT 1, 2, 3, 4"), TN_E_LIMIT);
	sqlite3_limit(db, SQLITE_LIMIT_COMPOUND_SELECT, 2);
	ck_assert_int_eq(sq_run(conn, "SELECT 1 UNION SELECT 2 UNION SELECT 3"), TN_E_LIMIT);
	strcpy(sql, "SELECT 1");
	for (i = 0; i < 2000; i++)
		strcat(sql, "+1");
	ck_assert_int_eq(sq_run(conn, sql), TN_E_LIMIT);
	ck_assert_str_eq(sq_fault.sqlstate, "54001");
	/* The parser's own stack, where it has one of a fixed size. */
	strcpy(sql, "SELECT ");
	for (i = 0; i < 1500; i++)
		strcat(sql, "abs(");
	strcat(sql, "1");
	for (i = 0; i < 1500; i++)
		strcat(sql, ")");
	ck_assert_int_eq(sq_run(conn, sql), TN_E_LIMIT);
	ck_assert_str_eq(sq_fault.sqlstate, "54001");
	strcpy(sql, "SELECT count(*) FROM q");
	for (i = 0; i < 70; i++)
		strcat(sql, ", q");
	ck_assert_int_eq(sq_run(conn, sql), TN_E_LIMIT);
	sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 10);
	ck_assert_int_eq(sq_run(conn, "SELECT 1234567890"), TN_E_TOO_LONG);
}
END_TEST

START_TEST(test_parameter_count)
{
	const tn_value v[2] = {tn_int(1), tn_int(2)};
	ck_assert_int_eq(sq_run_with(conn, "SELECT ?", v, 2), TN_E_PARAM);
	ck_assert_int_eq(sq_run_with(conn, "SELECT ?5", v, 1), TN_E_PARAM);
	ck_assert_str_eq(sq_fault.sqlstate, "07001");
}
END_TEST

START_TEST(test_transaction_words)
{
	ck_assert_int_eq(sq_run(conn, "BEGIN"), 0);
	ck_assert_int_eq(sq_run(conn, "BEGIN"), TN_E_MISUSE);
	ck_assert_str_eq(sq_fault.sqlstate, "25001");
	ck_assert_int_eq(sq_run(conn, "INSERT INTO p (a) VALUES ('y')"), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO p (a) VALUES ('x')"), TN_E_UNIQUE);
	/* The failed statement undid only itself. */
	ck_assert_int_eq(tn__backend_sqlite.tx_status(conn), TN_BE_TX_OPEN);
	ck_assert_int_eq(sq_run(conn, "COMMIT"), 0);
	ck_assert_int_eq(tn__backend_sqlite.tx_status(conn), TN_BE_TX_IDLE);
}
END_TEST

START_TEST(test_rolled_back_stream)
{
	struct tn_be_stmt *stmt;
	ck_assert_int_eq(sq_run(conn, "BEGIN"), 0);
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE fresh AS SELECT 1 AS a UNION SELECT 2"), 0);
	stmt = sq_first_row(conn, "SELECT a FROM fresh");
	ck_assert_int_eq(sq_run(conn, "ROLLBACK"), 0);
	ck_assert_int_eq(tn__backend_sqlite.next(stmt), TN_E_TX_ABORTED);
	ck_assert_int_eq(sq_fault.native & 0xff, SQLITE_ABORT);
	sq_drop(stmt);
}
END_TEST

START_TEST(test_own_lock)
{
	struct tn_be_stmt *stmt = sq_first_row(conn, "SELECT * FROM p");
	ck_assert_int_eq(sq_run(conn, "DROP TABLE p"), TN_E_BUSY);
	ck_assert_int_eq(sq_fault.native, SQLITE_LOCKED);
	ck_assert_uint_eq(sq_fault.flags, 0);
	sq_drop(stmt);
}
END_TEST

/* A statement that fails for lack of space may take the transaction with it. */
START_TEST(test_full)
{
	int i, rc = 0;
	ck_assert_int_eq(sq_run(conn, "PRAGMA max_page_count = 30"), 0);
	ck_assert_int_eq(sq_run(conn, "BEGIN IMMEDIATE"), 0);
	for (i = 0; i < 100 && rc == 0; i++)
		rc = sq_run(conn, "INSERT INTO p (d, e) VALUES (hex(randomblob(2000)), hex(randomblob(9)))");
	ck_assert_int_eq(rc, TN_E_RESOURCES);
	ck_assert_str_eq(sq_fault.sqlstate, "53100");
	if (tn__backend_sqlite.tx_status(conn) == TN_BE_TX_OPEN)
		ck_assert_int_eq(sq_run(conn, "ROLLBACK"), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO p (a) VALUES ('z')"), 0);
}
END_TEST

/* The operating system refuses to write: an extended code that no row lists. */
START_TEST(test_write_error)
{
	struct tn_be_conn *file = sq_open_guarded(sq_path("ioerr.db"), "journal_mode=delete");
	struct rlimit before, small;
	int i, rc = sq_run(file, "CREATE TABLE t (a)");
	ck_assert_int_eq(rc, 0);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	small = before;
	small.rlim_cur = 40000;
	setrlimit(RLIMIT_FSIZE, &small);
	for (i = 0; i < 100 && rc == 0; i++)
		rc = sq_run(file, "INSERT INTO t VALUES (zeroblob(4000))");
	setrlimit(RLIMIT_FSIZE, &before);
	ck_assert_int_ne(rc, 0);
	ck_assert_msg(rc == TN_E_IO || rc == TN_E_RESOURCES, "%d %s", rc, sq_fault.message);
	if (rc == TN_E_IO)
		ck_assert_int_gt(sq_fault.native, 255);
	ck_assert_int_eq(sq_run(file, "INSERT INTO t VALUES (1)"), 0);
	sq_close(file);
}
END_TEST

/* Each allocation of a prepare, an error and an execution fails once. */
START_TEST(test_no_memory)
{
	static const char *const texts[] = {
		"INSERT INTO p (a) VALUES ('x')",
		"SELECT CAST(1 AS TEXT), id, CAST(NULL AS NUMERIC) FROM p",
		"INSERT INTO s VALUES (2, 'T')",
	};
	size_t t;
	for (t = 0; t < sizeof(texts) / sizeof(texts[0]); t++) {
		long n;
		for (n = 1; n < 60; n++) {
			struct tn_be_stmt *stmt;
			sq_clear();
			sq_allocations = 0;
			sq_fail_at = n;
			stmt = sq_prepare(conn, texts[t], 0, 0);
			if (stmt) {
				tn__backend_sqlite.execute(stmt, NULL, TN_BE_STREAM, 0);
				sq_drop(stmt);
			}
			sq_fail_at = 0;
			if (sq_allocations < n)
				break;
		}
		ck_assert_int_lt(n, 60);
	}
}
END_TEST

Suite *sqlite_error_suite(void)
{
	Suite *suite = suite_create("sqlite errors");
	TCase *tc = tcase_create("errors");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, test_mistakes, 0, (int)(sizeof(mistakes) / sizeof(mistakes[0])));
	tcase_add_test(tc, test_position);
	tcase_add_test(tc, test_limits);
	tcase_add_test(tc, test_parameter_count);
	tcase_add_test(tc, test_transaction_words);
	tcase_add_test(tc, test_rolled_back_stream);
	tcase_add_test(tc, test_own_lock);
	tcase_add_test(tc, test_full);
	tcase_add_test(tc, test_write_error);
	tcase_add_test(tc, test_no_memory);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	return suite;
}
