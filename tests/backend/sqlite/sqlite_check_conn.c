/* SPDX-License-Identifier: MIT */
/*
 * sqlite_check_conn.c - opening, settings, locks between connections, cancel.
 */
#include "sqlite_host.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

Suite *sqlite_conn_suite(void);

static void write_file(const char *path, const void *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

static const char *pragma(struct tn_be_conn *conn, const char *name)
{
	static char value[64];
	struct tn_be_stmt *stmt;
	char sql[64];
	snprintf(sql, sizeof(sql), "PRAGMA %s", name);
	stmt = sq_first_row(conn, sql);
	if (stmt->cells[0].kind == TN_KIND_INT)
		snprintf(value, sizeof(value), "%lld", (long long)stmt->cells[0].u.i);
	else
		snprintf(value, sizeof(value), "%s", stmt->cells[0].u.s);
	sq_drop(stmt);
	return value;
}

START_TEST(test_memory)
{
	struct tn_be_conn *conn = sq_open_guarded(NULL, NULL), *other = sq_open_guarded(NULL, NULL);
	const struct tn_server *server = &conn->server;
	ck_assert_str_eq(server->product, "SQLite");
	ck_assert_str_eq(server->version, sqlite3_libversion());
	ck_assert_int_ge(server->version_number, 33700);
	ck_assert_uint_eq(server->facts, TN_FACT_LOCAL | TN_FACT_MEMORY);
	ck_assert(tn_cap_has(&server->caps, TN_CAP_TX_DDL));
	ck_assert(tn_cap_has(&server->caps, TN_CAP_RETURNING_INSERT));
	ck_assert(!tn_cap_has(&server->caps, TN_CAP_DOUBLE_SPECIALS));
	ck_assert_int_eq(server->caps.limits[TN_LIMIT_BIND_PARAMS],
			 sqlite3_limit(tn__backend_sqlite.native(conn), SQLITE_LIMIT_VARIABLE_NUMBER, -1));
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE t (a)"), 0);
	ck_assert_int_eq(sq_run(other, "SELECT * FROM t"), TN_E_NO_OBJECT);
	ck_assert_int_eq(tn__backend_sqlite.ping(conn), 0);
	sq_close(conn);
	sq_close(other);
}
END_TEST

START_TEST(test_shared_memory)
{
	struct tn_be_conn *a = sq_open_guarded(NULL, "cache=shared&busy_timeout=50");
	struct tn_be_conn *b = sq_open_guarded(NULL, "cache=shared&busy_timeout=50");
	ck_assert_int_eq(sq_run(a, "CREATE TABLE t (a)"), 0);
	ck_assert_int_eq(sq_run(b, "INSERT INTO t VALUES (1)"), 0);
	ck_assert_int_eq(sq_run(a, "BEGIN IMMEDIATE"), 0);
	ck_assert_int_eq(sq_run(b, "INSERT INTO t VALUES (1)"), TN_E_BUSY);
	ck_assert_int_eq(sq_run(a, "COMMIT"), 0);
	sq_close(a);
	sq_close(b);
}
END_TEST

static const struct {
	const char *options, *journal, *synchronous;
} modes[] = {
	{NULL, "wal", "1"},
	{"journal_mode=delete", "delete", "2"},
	{"journal_mode=truncate&synchronous=extra", "truncate", "3"},
	{"journal_mode=persist", "persist", "2"},
	{"journal_mode=memory&synchronous=off", "memory", "0"},
	{"journal_mode=wal&synchronous=full", "wal", "2"},
	{"serialize_access=1", "wal", "1"},
};

START_TEST(test_modes)
{
	struct tn_be_conn *conn = sq_open_guarded(sq_path("modes.db"), modes[_i].options);
	ck_assert_str_eq(sq_notice, "");
	ck_assert_uint_eq(conn->server.facts, TN_FACT_LOCAL | TN_FACT_FILE);
	ck_assert_str_eq(pragma(conn, "journal_mode"), modes[_i].journal);
	ck_assert_str_eq(pragma(conn, "synchronous"), modes[_i].synchronous);
	sq_close(conn);
}
END_TEST

START_TEST(test_journal_warnings)
{
	const char *path = sq_path("warn.db");
	struct tn_be_conn *conn = sq_open(path, "journal_mode=delete", 0), *other;
	ck_assert_int_eq(sq_run(conn, "BEGIN IMMEDIATE"), 0);
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE t (a)"), 0);
	other = sq_open(path, "busy_timeout=20", 0);
	ck_assert_ptr_nonnull(other);
	ck_assert_ptr_nonnull(strstr(sq_notice, "journal_mode is 'delete', not 'wal'"));
	sq_close(other);
	sq_close(conn);
	conn = sq_open(path, "journal_mode=off", 0);
	ck_assert_ptr_nonnull(strstr(sq_notice, "cannot be rolled back"));
	sq_close(conn);
}
END_TEST

START_TEST(test_busy_timeout_row)
{
	struct tn_be_conn *conn = sq_open(NULL, "busy_timeout=1234", 0);
	struct tn_text value;
	sq_host.text_init(&value);
	ck_assert_int_eq(tn__backend_sqlite.session_get(conn, "busy_timeout", &value), 0);
	ck_assert_str_eq(value.s, "1234");
	sq_host.text_release(&value);
	sq_close(conn);
}
END_TEST

/* Each row that can be set is found wrong, set, and found right. */
START_TEST(test_session_rows)
{
	static const struct {
		const char *row, *spoil;
	} spoilt[] = {
		{"foreign_keys", "PRAGMA foreign_keys=0"},
		{"recursive_triggers", "PRAGMA recursive_triggers=0"},
		{"ignore_check_constraints", "PRAGMA ignore_check_constraints=1"},
		{"legacy_alter_table", "PRAGMA legacy_alter_table=1"},
		{"trusted_schema", "PRAGMA trusted_schema=1"},
		{"cell_size_check", "PRAGMA cell_size_check=0"},
		{"defensive", NULL}, {"dqs_dml", NULL}, {"dqs_ddl", NULL}, {"load_extension", NULL},
	};
	struct tn_be_conn *conn = sq_open_guarded(NULL, NULL);
	const struct tn_dialect *d = conn->dialect;
	struct tn_text found;
	size_t i, k;
	sq_host.text_init(&found);
	for (i = 0; i < sizeof(spoilt) / sizeof(spoilt[0]); i++) {
		for (k = 0; k < d->session_count && strcmp(d->session[k].name, spoilt[i].row); k++)
			;
		ck_assert_uint_lt(k, d->session_count);
		if (spoilt[i].spoil)
			ck_assert_int_eq(sq_run(conn, spoilt[i].spoil), 0);
		else
			ck_assert_int_eq(tn__backend_sqlite.session_set(conn, spoilt[i].row,
				d->session[k].expected[0] == '1' ? "0" : "1"), 0);
		ck_assert_int_eq(sq_guard(conn, &d->session[k], &found), 0);
		ck_assert_str_eq(found.s, d->session[k].expected);
	}
	/* foreign_keys says nothing when it does nothing: the read-back must tell. */
	ck_assert_int_eq(sq_run(conn, "PRAGMA foreign_keys=0"), 0);
	ck_assert_int_eq(sq_run(conn, "BEGIN"), 0);
	ck_assert_int_eq(sq_guard(conn, &d->session[0], &found), 1);
	ck_assert_str_eq(found.s, "0");
	sq_host.text_release(&found);
	sq_close(conn);
}
END_TEST

START_TEST(test_utf16_refused)
{
	const char *path = sq_path("utf16.db");
	struct tn_be_conn *conn = sq_open(path, NULL, 0);
	const struct tn_dialect *d = conn->dialect;
	struct tn_text found;
	size_t k;
	sq_host.text_init(&found);
	ck_assert_int_eq(sq_run(conn, "PRAGMA encoding='UTF-16le'"), 0);
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE t (a)"), 0);
	for (k = 0; strcmp(d->session[k].name, "encoding"); k++)
		;
	ck_assert_int_eq(sq_guard(conn, &d->session[k], &found), 1);
	ck_assert_str_eq(found.s, "UTF-16le");
	sq_host.text_release(&found);
	sq_close(conn);
}
END_TEST

START_TEST(test_cannot_open)
{
	static char big[8192];
	char path[512];
	const char *folder;
	ck_assert_ptr_null(sq_open("/no/such/folder/x.db", NULL, 0));
	ck_assert_int_eq(sq_fault.code, TN_E_NO_DATABASE);
	ck_assert_ptr_nonnull(strstr(sq_fault.message, "folder '/no/such/folder' of database"));
	ck_assert_ptr_null(sq_open(sq_path("missing.db"), "mode=rw", 0));
	ck_assert_int_eq(sq_fault.code, TN_E_NO_DATABASE);
	ck_assert_ptr_nonnull(strstr(sq_fault.message, "mode=rwc"));
	ck_assert_ptr_null(sq_open(sq_path("missing.db"), NULL, TN_OPEN_READ_ONLY));
	ck_assert_int_eq(sq_fault.code, TN_E_NO_DATABASE);
	folder = sq_path("folder");
	mkdir(folder, 0700);
	ck_assert_ptr_null(sq_open(folder, NULL, 0));
	ck_assert_int_eq(sq_fault.code, TN_E_NO_DATABASE);
	ck_assert_ptr_nonnull(strstr(sq_fault.message, "is a folder"));
	write_file(sq_path("file"), "x", 1);
	snprintf(path, sizeof(path), "%s/x.db", sq_path("other"));
	write_file(sq_path("other"), "x", 1);
	ck_assert_ptr_null(sq_open(path, NULL, 0));
	ck_assert_ptr_nonnull(strstr(sq_fault.message, "is not a folder"));
	memset(big, 'x', sizeof(big));
	folder = sq_path("text.db");
	write_file(folder, big, sizeof(big));
	ck_assert_ptr_null(sq_open(folder, NULL, 0));
	ck_assert_int_eq(sq_fault.code, TN_E_CORRUPT);
	ck_assert_ptr_nonnull(strstr(sq_fault.message, "is not an SQLite database"));
	ck_assert_ptr_null(sq_open("relative.db", NULL, 0));
	ck_assert_int_eq(sq_fault.code, TN_E_INTERNAL);
	ck_assert_ptr_null(sq_open(NULL, "journal_mode=wal", 0));
	ck_assert_int_eq(sq_fault.code, TN_E_URL);
	ck_assert_ptr_null(sq_open(sq_path("c.db"), "cache=shared", 0));
	ck_assert_int_eq(sq_fault.code, TN_E_URL);
}
END_TEST

START_TEST(test_corrupt)
{
	const char *path = sq_path("corrupt.db");
	struct tn_be_conn *conn = sq_open_guarded(path, "journal_mode=delete");
	FILE *f;
	int i, rc;
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE t (a TEXT)"), 0);
	for (i = 0; i < 20; i++)
		ck_assert_int_eq(sq_run(conn, "INSERT INTO t VALUES (hex(zeroblob(900)))"), 0);
	sq_close(conn);
	f = fopen(path, "r+b");
	fseek(f, 4096, SEEK_SET);
	for (i = 0; i < 4096; i++)
		fputc(0x5a, f);
	fclose(f);
	conn = sq_open_guarded(path, "journal_mode=delete");
	rc = sq_run(conn, "SELECT count(a) FROM t");
	ck_assert_int_eq(rc, TN_E_CORRUPT);
	ck_assert_str_eq(sq_fault.sqlstate, "XX001");
	sq_close(conn);
}
END_TEST

START_TEST(test_read_only)
{
	const char *path = sq_path("ro.db");
	struct tn_be_conn *conn = sq_open_guarded(path, NULL);
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE t (a)"), 0);
	sq_close(conn);
	conn = sq_open(path, _i ? "mode=ro" : NULL, _i ? 0 : TN_OPEN_READ_ONLY);
	ck_assert_ptr_nonnull(conn);
	ck_assert_uint_eq(conn->server.facts, TN_FACT_LOCAL | TN_FACT_FILE | TN_FACT_READ_ONLY);
	ck_assert_int_eq(sq_run(conn, "SELECT * FROM t"), 0);
	ck_assert_int_eq(sq_run(conn, "INSERT INTO t VALUES (1)"), TN_E_READ_ONLY);
	ck_assert_str_eq(sq_fault.sqlstate, "25006");
	sq_close(conn);
	ck_assert_ptr_null(sq_open(path, "mode=ro&serialize_access=1", 0));
	ck_assert_int_eq(sq_fault.code, TN_E_URL);
}
END_TEST

START_TEST(test_serialize_access)
{
	const char *path = sq_path("alone.db");
	struct tn_be_conn *conn = sq_open_guarded(path, "serialize_access=1");
	ck_assert_int_eq(sq_run(conn, "CREATE TABLE t (a)"), 0);
	ck_assert_ptr_null(sq_open(path, "busy_timeout=20", 0));
	ck_assert_int_eq(sq_fault.code, TN_E_BUSY);
	sq_close(conn);
	conn = sq_open(path, "busy_timeout=20", 0);
	ck_assert_ptr_nonnull(conn);
	sq_close(conn);
}
END_TEST

/* ---- locks ------------------------------------------------------------------ */

START_TEST(test_busy)
{
	const char *path = sq_path("busy.db");
	struct tn_be_conn *a = sq_open_guarded(path, NULL), *b = sq_open_guarded(path, "busy_timeout=200");
	int64_t start;
	ck_assert_int_eq(sq_run(a, "CREATE TABLE t (a)"), 0);
	ck_assert_int_eq(sq_run(a, "BEGIN IMMEDIATE"), 0);
	start = sq_host.now_us();
	ck_assert_int_eq(sq_run(b, "BEGIN IMMEDIATE"), TN_E_BUSY);
	start = sq_host.now_us() - start;
	ck_assert_int_ge(start, 190000);
	ck_assert_int_lt(start, 5000000);
	ck_assert_uint_eq(sq_fault.flags, TN_ERR_RETRY_TX);
	ck_assert_str_eq(sq_fault.sqlstate, "55P03");
	ck_assert_ptr_nonnull(strstr(sq_fault.hint, "busy_timeout"));
	/* Readers do not wait, and a busy file is a live one. */
	ck_assert_int_eq(sq_run(b, "SELECT * FROM t"), 0);
	ck_assert_int_eq(tn__backend_sqlite.ping(b), 0);
	ck_assert_int_eq(sq_run(a, "COMMIT"), 0);
	ck_assert_int_eq(sq_run(b, "BEGIN IMMEDIATE"), 0);
	sq_close(a);
	sq_close(b);
}
END_TEST

START_TEST(test_snapshot)
{
	const char *path = sq_path("snapshot.db");
	struct tn_be_conn *a = sq_open_guarded(path, NULL), *b = sq_open_guarded(path, NULL);
	ck_assert_int_eq(sq_run(a, "CREATE TABLE t (a)"), 0);
	ck_assert_int_eq(sq_run(b, "BEGIN"), 0);
	ck_assert_int_eq(sq_run(b, "SELECT * FROM t"), 0);
	ck_assert_int_eq(sq_run(a, "INSERT INTO t VALUES (1)"), 0);
	ck_assert_int_eq(sq_run(b, "INSERT INTO t VALUES (2)"), TN_E_SERIALIZATION);
	ck_assert_int_eq(sq_fault.native, SQLITE_BUSY_SNAPSHOT);
	ck_assert_uint_eq(sq_fault.flags, TN_ERR_RETRY_TX);
	ck_assert_str_eq(sq_fault.sqlstate, "40001");
	sq_close(a);
	sq_close(b);
}
END_TEST

/* ---- cancel -------------------------------------------------------------------- */

static void *cancel_soon(void *arg)
{
	struct timespec ts = {0, 150 * 1000 * 1000};
	nanosleep(&ts, NULL);
	tn__backend_sqlite.cancel(arg);
	return NULL;
}

static int run_cancelled(struct tn_be_conn *conn, const char *sql)
{
	pthread_t thread;
	int rc;
	ck_assert_int_eq(pthread_create(&thread, NULL, cancel_soon, conn), 0);
	rc = sq_run(conn, sql);
	pthread_join(thread, NULL);
	return rc;
}

START_TEST(test_cancel)
{
	struct tn_be_conn *conn = sq_open_guarded(NULL, NULL);
	ck_assert_int_eq(run_cancelled(conn, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1"
				       " FROM n) SELECT count(*) FROM n"), TN_E_CANCELLED);
	ck_assert_str_eq(sq_fault.sqlstate, "57014");
	ck_assert_int_eq(sq_run(conn, "SELECT 1"), 0);
	/* With nothing to cancel it holds for what comes next, once, unless it is taken back. */
	ck_assert_int_eq(tn__backend_sqlite.cancel(conn), 0);
	ck_assert_int_eq(sq_run(conn, "SELECT 1"), TN_E_CANCELLED);
	ck_assert_int_eq(sq_run(conn, "SELECT 1"), 0);
	ck_assert_int_eq(tn__backend_sqlite.cancel(conn), 0);
	tn__backend_sqlite.resume(conn);
	ck_assert_int_eq(sq_run(conn, "SELECT 1"), 0);
	sq_close(conn);
}
END_TEST

START_TEST(test_cancel_wait)
{
	const char *path = sq_path("cancel.db");
	struct tn_be_conn *a = sq_open_guarded(path, NULL), *b = sq_open_guarded(path, "busy_timeout=30000");
	int64_t start = sq_host.now_us();
	ck_assert_int_eq(sq_run(a, "BEGIN IMMEDIATE"), 0);
	ck_assert_int_eq(run_cancelled(b, "BEGIN IMMEDIATE"), TN_E_CANCELLED);
	ck_assert_int_lt(sq_host.now_us() - start, 10000000);
	ck_assert_str_eq(sq_fault.sqlstate, "57014");
	ck_assert_int_eq(sq_run(a, "COMMIT"), 0);
	ck_assert_int_eq(sq_run(b, "BEGIN IMMEDIATE"), 0);
	sq_close(a);
	sq_close(b);
}
END_TEST

Suite *sqlite_conn_suite(void)
{
	Suite *suite = suite_create("sqlite connections");
	TCase *tc = tcase_create("connections");
	tcase_add_test(tc, test_memory);
	tcase_add_test(tc, test_shared_memory);
	tcase_add_loop_test(tc, test_modes, 0, (int)(sizeof(modes) / sizeof(modes[0])));
	tcase_add_test(tc, test_journal_warnings);
	tcase_add_test(tc, test_busy_timeout_row);
	tcase_add_test(tc, test_session_rows);
	tcase_add_test(tc, test_utf16_refused);
	tcase_add_test(tc, test_cannot_open);
	tcase_add_test(tc, test_corrupt);
	tcase_add_loop_test(tc, test_read_only, 0, 2);
	tcase_add_test(tc, test_serialize_access);
	tcase_add_test(tc, test_busy);
	tcase_add_test(tc, test_snapshot);
	tcase_add_test(tc, test_cancel);
	tcase_add_test(tc, test_cancel_wait);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	return suite;
}
