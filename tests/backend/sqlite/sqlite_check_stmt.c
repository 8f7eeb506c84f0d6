/* SPDX-License-Identifier: MIT */
/*
 * sqlite_check_stmt.c - prepared statements: counts, keys, streams that run
 * side by side, a schema that changes underneath.
 */
#include "sqlite_host.h"

#include <sqlite3.h>
#include <string.h>

Suite *sqlite_stmt_suite(void);

static struct tn_be_conn *conn;

static void set_up(void)
{
	conn = sq_open_guarded(NULL, NULL);
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INTEGER,"
				" b TEXT UNIQUE)"), 0);
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE k (k TEXT PRIMARY KEY) WITHOUT ROWID"), 0);
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE log (id INTEGER PRIMARY KEY, n INTEGER)"), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y'), (3, 'z')"), 0);
}

static void tear_down(void)
{
	sq_close(conn);
}

/* In order: each sees the state that the ones before left. */
static const struct {
	const char *sql;
	int64_t affected, id;
} results[] = {
	{"INSERT INTO t (a) VALUES (4), (5)", 2, 5},
	{"INSERT INTO log (n) VALUES (1)", 1, 1},
	{"INSERT INTO log (id, n) VALUES (1, 7) ON CONFLICT DO NOTHING", 0, 0},
	{"INSERT INTO t (id, b) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET a = 9", 1, 0},
	{"INSERT INTO k VALUES ('k')", 1, 0},
	{"UPDATE t SET a = a", 5, 0},
	{"UPDATE t SET a = 0 WHERE id = 99", 0, 0},
	{"DELETE FROM t WHERE id > 3", 2, 0},
	{"SELECT * FROM t", 0, 0},
	{"CREATE TABLE u (a)", 0, 0},
	{"INSERT INTO u VALUES (1), (2)", 2, 2},
	{"CREATE TABLE v AS SELECT * FROM u", 0, 0},
	{"ALTER TABLE u ADD COLUMN b", 0, 0},
	{"PRAGMA user_version = 3", 0, 0},
	{"WITH x (n) AS (SELECT ')' || 1) INSERT INTO log (n) SELECT 7 FROM x", 1, 2},
	{"/* c */ -- d\n with x AS (SELECT 1 AS \"insert\") UPDATE t SET a = 2", 3, 0},
	{"WITH x AS (SELECT 1) SELECT * FROM x", 0, 0},
	{"EXPLAIN INSERT INTO t (a) VALUES (1)", 0, 0},
	{"REPLACE INTO t (id, b) VALUES (10, 'z')", 1, 10},
	{"INSERT INTO t (a) VALUES (20) RETURNING id", 1, 11},
	{"INSERT INTO log (n) VALUES (last_insert_rowid())", 1, 3},
	{"DROP TABLE v", 0, 0},
	{"DELETE FROM t", 4, 0},
};

START_TEST(test_results)
{
	struct tn_be_stmt *stmt;
	size_t i;
	for (i = 0; i < sizeof(results) / sizeof(results[0]); i++) {
		ck_assert_msg(sq_run(conn, results[i].sql) == 0, "%s: %s", results[i].sql, sq_fault.message);
		ck_assert_msg(sq_affected == results[i].affected, "%s: affected %lld", results[i].sql,
			      (long long)sq_affected);
		ck_assert_msg(sq_last_insert_id == results[i].id, "%s: id %lld", results[i].sql,
			      (long long)sq_last_insert_id);
	}
	/* SQL that asks for the key itself saw the one before. */
	stmt = sq_first_row(conn, "SELECT n FROM log WHERE id = 3");
	ck_assert_int_eq(stmt->cells[0].u.i, 11);
	sq_drop(stmt);
}
END_TEST

START_TEST(test_rowid_kept_for_sql)
{
	struct tn_be_stmt *stmt;
	ck_assert_int_eq(sq_run(conn, "INSERT INTO log (id, n) VALUES (77, 1)"), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO k VALUES ('q')"), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO t (b) VALUES ('x')"), TN_E_UNIQUE);
	stmt = sq_first_row(conn, "SELECT last_insert_rowid()");
	ck_assert_int_eq(stmt->cells[0].u.i, 77);
	sq_drop(stmt);
}
END_TEST

START_TEST(test_column_added)
{
	struct tn_be_stmt *stmt = sq_prepare(conn, "SELECT * FROM t WHERE id = ?", 1, 0);
	struct tn_be_column column;
	tn_value v = tn_int(1);
	ck_assert_int_eq(tn__backend_sqlite.execute(stmt, &v, TN_BE_STREAM, 0), 1);
	ck_assert_uint_eq(stmt->column_count, 3);
	ck_assert_int_eq(tn__backend_sqlite.next(stmt), TN_ROW);
	ck_assert_int_eq(tn__backend_sqlite.finish(stmt), 0);
	ck_assert_int_eq(sq_run(conn, "ALTER TABLE t ADD COLUMN d NUMERIC(9,2) DEFAULT 1.5"), 0);
	ck_assert_int_eq(tn__backend_sqlite.execute(stmt, &v, TN_BE_STREAM, 0), 1);
	ck_assert_uint_eq(stmt->column_count, 4);
	ck_assert_int_eq(tn__backend_sqlite.next(stmt), TN_ROW);
	ck_assert_int_eq(stmt->cells[3].kind, TN_KIND_NUMERIC);
	ck_assert_str_eq(stmt->cells[3].u.s, "1.50");
	ck_assert_int_eq(tn__backend_sqlite.column(stmt, 3, &column), 0);
	ck_assert_int_eq(column.type, TN_TYPE_NUMERIC);
	ck_assert_int_eq(tn__backend_sqlite.next(stmt), TN_DONE);
	ck_assert_int_eq(tn__backend_sqlite.finish(stmt), 0);
	ck_assert_int_eq(sq_run(conn, "ALTER TABLE t DROP COLUMN d"), 0);
	ck_assert_int_eq(tn__backend_sqlite.execute(stmt, &v, TN_BE_STREAM, 0), 1);
	ck_assert_uint_eq(stmt->column_count, 3);
	sq_drop(stmt);
}
END_TEST

/* The number of columns stays, the type of one changes. */
START_TEST(test_column_retyped)
{
	struct tn_be_stmt *stmt;
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE x (c DATE)"), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO x VALUES ('2024-01-01')"), 0);
	stmt = sq_first_row(conn, "SELECT c FROM x");
	ck_assert_int_eq(stmt->cells[0].kind, TN_KIND_DATE);
	ck_assert_int_eq(tn__backend_sqlite.finish(stmt), 0);
	ck_assert_int_eq(sq_run(conn, "DROP TABLE x"), 0);
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE x (c TEXT)"), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO x VALUES ('2024-01-01')"), 0);
	ck_assert_int_eq(tn__backend_sqlite.execute(stmt, NULL, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(tn__backend_sqlite.next(stmt), TN_ROW);
	ck_assert_int_eq(stmt->cells[0].kind, TN_KIND_TEXT);
	ck_assert_int_eq(tn__backend_sqlite.finish(stmt), 0);
	ck_assert_int_eq(sq_run(conn, "DROP TABLE x"), 0);
	ck_assert_int_eq(tn__backend_sqlite.execute(stmt, NULL, TN_BE_STREAM, 0), TN_E_NO_OBJECT);
	sq_drop(stmt);
}
END_TEST

START_TEST(test_streams_side_by_side)
{
	struct tn_be_stmt *a = sq_first_row(conn, "SELECT id FROM t ORDER BY id");
	struct tn_be_stmt *b = sq_first_row(conn, "SELECT b FROM t ORDER BY id DESC");
	ck_assert_int_eq(a->cells[0].u.i, 1);
	ck_assert_str_eq(b->cells[0].u.s, "z");
	ck_assert_int_eq(sq_run(conn, "INSERT INTO log (n) VALUES (1)"), 0);
	ck_assert_int_eq(tn__backend_sqlite.next(a), TN_ROW);
	ck_assert_int_eq(tn__backend_sqlite.next(b), TN_ROW);
	ck_assert_int_eq(a->cells[0].u.i, 2);
	ck_assert_str_eq(b->cells[0].u.s, "y");
	sq_drop(a);
	ck_assert_int_eq(tn__backend_sqlite.next(b), TN_ROW);
	ck_assert_int_eq(tn__backend_sqlite.next(b), TN_DONE);
	ck_assert_int_eq(tn__backend_sqlite.next(b), TN_DONE);
	ck_assert_int_eq(tn__backend_sqlite.finish(b), 0);
	ck_assert_int_eq(tn__backend_sqlite.finish(b), 0);
	sq_drop(b);
}
END_TEST

/* An INSERT with RETURNING takes effect although its rows are not read. */
START_TEST(test_returning_unread)
{
	struct tn_be_stmt *stmt = sq_prepare(conn, "INSERT INTO t (a) VALUES (7), (8) RETURNING id", 0, 0);
	ck_assert_int_eq(tn__backend_sqlite.execute(stmt, NULL, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(tn__backend_sqlite.finish(stmt), 0);
	sq_drop(stmt);
	ck_assert_int_eq(tn__backend_sqlite.tx_status(conn), TN_BE_TX_IDLE);
	stmt = sq_first_row(conn, "SELECT count(*) FROM t");
	ck_assert_int_eq(stmt->cells[0].u.i, 5);
	sq_drop(stmt);
}
END_TEST

/* Memory of parameters may go once the execution has ended. */
START_TEST(test_bindings_dropped)
{
	struct tn_be_stmt *stmt = sq_prepare(conn, "SELECT ?, ?", 2, 0);
	char text[8] = "abc";
	tn_value v[2] = {tn_text(text), tn_timestamp(0)};
	char *expanded;
	ck_assert_int_eq(tn__backend_sqlite.execute(stmt, v, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(tn__backend_sqlite.next(stmt), TN_ROW);
	ck_assert_str_eq(stmt->cells[0].u.s, "abc");
	ck_assert_str_eq(stmt->cells[1].u.s, "1970-01-01 00:00:00.000000");
	ck_assert_int_eq(tn__backend_sqlite.finish(stmt), 0);
	expanded = sqlite3_expanded_sql(sqlite3_next_stmt(tn__backend_sqlite.native(conn), NULL));
	ck_assert_str_eq(expanded, "SELECT NULL, NULL");
	sqlite3_free(expanded);
	sq_drop(stmt);
}
END_TEST

START_TEST(test_read_only_transaction)
{
	ck_assert_int_eq(sq_run(conn, conn->dialect->begins[0].begin), 0);
	ck_assert_int_eq(sq_run(conn, "SELECT * FROM t"), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO t (a) VALUES (1)"), TN_E_READ_ONLY);
	ck_assert_str_eq(sq_fault.sqlstate, "25006");
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE y (a)"), TN_E_READ_ONLY);
	ck_assert_int_eq(sq_run(conn, "SAVEPOINT a"), 0);
	ck_assert_int_eq(sq_run(conn, "RELEASE a"), 0);
	ck_assert_int_eq(sq_run(conn, "COMMIT"), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO t (a) VALUES (1)"), 0);
	ck_assert_int_eq(sq_run(conn, conn->dialect->begins[1].begin), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO t (a) VALUES (1)"), 0);
	ck_assert_int_eq(sq_run(conn, "ROLLBACK"), 0);
}
END_TEST

Suite *sqlite_stmt_suite(void)
{
	Suite *suite = suite_create("sqlite statements");
	TCase *tc = tcase_create("statements");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, test_results);
	tcase_add_test(tc, test_rowid_kept_for_sql);
	tcase_add_test(tc, test_column_added);
	tcase_add_test(tc, test_column_retyped);
	tcase_add_test(tc, test_streams_side_by_side);
	tcase_add_test(tc, test_returning_unread);
	tcase_add_test(tc, test_bindings_dropped);
	tcase_add_test(tc, test_read_only_transaction);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	return suite;
}
