/* SPDX-License-Identifier: MIT */
/*
 * hostile_sqlite.c - files that are not what they seem.
 *
 * What runs when a file of a stranger is opened and read is the stranger's: triggers,
 * views, expressions of indexes and defaults.  They may compute, and must not reach
 * out; and a file that is broken, anywhere, is an error.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "hostile.h"

static char path[200];

static void make(const char *sql)
{
	sqlite3 *db;
	char *why = NULL;
	snprintf(path, sizeof(path), "%s/tenon-hostile-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	close(mkstemp(path));
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, &why) == SQLITE_OK, "%s", why);
	sqlite3_close(db);
}

static tn_conn *open_it(tn_error **err)
{
	char url[300];
	tn_conn *conn = NULL;
	snprintf(url, sizeof(url), "sqlite:%s", path);
	tn_open(&conn, url, NULL, err);
	return conn;
}

/* Reads all; the first negative code or TN_OK. */
static int read_all(tn_conn *conn, const char *sql, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc = tn_query(conn, sql, NULL, &rows, err);
	while (rc >= 0 && (rc = tn_next(rows, err)) == TN_ROW)
		;
	tn_finish(rows, NULL);
	return rc < 0 ? rc : TN_OK;
}

static void away(tn_conn *conn)
{
	tn_close(conn);
	unlink(path);
}

/* ---- a broken file ----------------------------------------------------------- */

static const char good[] =
	"PRAGMA page_size = 512; CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT, y BLOB);"
	"CREATE INDEX t_x ON t (x); CREATE VIEW v AS SELECT x FROM t;"
	"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
	" INSERT INTO t SELECT i, 'text ' || i, zeroblob(i * 9) FROM n;";

/* Everything that reads the whole file; whatever it gives, it comes to an end. */
static void use(tn_conn *conn)
{
	static const char *const texts[] = {"SELECT id, x, y FROM t ORDER BY x", "SELECT count(*) FROM v",
		"UPDATE t SET x = 'z' WHERE id > 3", "DELETE FROM t WHERE x < 'z'"};
	size_t i;
	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		tn_error *err = NULL;
		int rc = i < 2 ? read_all(conn, texts[i], &err) : tn_exec(conn, texts[i], NULL, NULL, &err);
		if (rc < 0)
			ck_assert(tn_error_code(err) == rc && rc != TN_E_INTERNAL && *tn_error_message(err));
		tn_error_free(err);
	}
}

static void write_at(long at, const void *bytes, size_t n)
{
	int fd = open(path, O_WRONLY);
	ck_assert(fd >= 0 && pwrite(fd, bytes, n, at) == (ssize_t)n);
	close(fd);
}

/* Each turn breaks the file in another place: one byte, a run of them, or a page count. */
START_TEST(a_broken_file_is_an_error)
{
	const char *turns = getenv("TENON_TEST_TURNS");
	unsigned long turn, n = turns ? strtoul(turns, NULL, 10) : 60, state = 20261122;
	char bytes[24];
	for (turn = 0; turn < n; turn++) {
		tn_error *err = NULL;
		tn_conn *conn;
		long at;
		size_t i;
		make(good);
		state = state * 6364136223846793005u + 1442695040888963407u;
		at = (long)(state >> 33) % (turn % 3 ? 2048 : 12000);
		for (i = 0; i < sizeof bytes; i++)
			bytes[i] = (char)(state >> (i % 40));
		write_at(at, bytes, turn % 2 ? 1 : sizeof bytes);
		conn = open_it(&err);
		if (conn)
			use(conn);
		else
			ck_assert(tn_error_code(err) < 0 && *tn_error_message(err));
		tn_error_free(err);
		away(conn);
	}
}
END_TEST

static const struct {
	const char *name;
	long at;
	const char *bytes;
	size_t n;
} headers[] = {
	{"another magic", 0, "Not a database!!", 16},
	{"page size 0", 16, "\0\0", 2},
	{"page size 3", 16, "\0\3", 2},
	{"format of the future", 18, "\x09\x09", 2},
	{"schema format of the future", 44, "\0\0\0\x63", 4},
	{"UTF-16", 56, "\0\0\0\2", 4},
	{"4 billion pages", 28, "\xff\xff\xff\xff", 4},
	{"4 billion free pages", 32, "\0\0\0\2\xff\xff\xff\xff", 8},
	{"cells without number", 103, "\xff\xff", 2},
};

START_TEST(a_header_that_lies)
{
	tn_error *err = NULL;
	tn_conn *conn;
	make(good);
	write_at(headers[_i].at, headers[_i].bytes, headers[_i].n);
	conn = open_it(&err);
	if (conn)
		use(conn);
	else
		ck_assert_msg(tn_error_code(err) < 0 && *tn_error_message(err), "%s", headers[_i].name);
	tn_error_free(err);
	away(conn);
}
END_TEST

/* ---- a file with surprises ------------------------------------------------------ */

static const struct surprise {
	const char *schema, *text;
	int ends; /* the code that it must end with; 1: any, without having reached out */
} surprises[] = {
	/* A view that would load code, or read a file through a function that is not for strangers. */
	{"CREATE TABLE t (id INTEGER); CREATE VIEW v AS SELECT load_extension('/tmp/evil') AS x",
		"SELECT x FROM v", 1},
	{"CREATE TABLE t (id INTEGER); CREATE VIEW v AS SELECT sqlite_compileoption_get(1) AS x",
		"SELECT x FROM v", 1},
	{"CREATE TABLE t (id INTEGER); CREATE VIEW v AS SELECT * FROM v2; CREATE VIEW v2 AS SELECT * FROM v",
		"SELECT * FROM v", 1},
	{"CREATE TABLE t (id INTEGER); CREATE VIEW v AS SELECT * FROM pragma_database_list", "SELECT * FROM v", 1},
	{"CREATE TABLE t (id INTEGER);"
	 "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO t VALUES (new.id + 1); END;"
	 "PRAGMA recursive_triggers = ON", "INSERT INTO t (id) VALUES (1)", 1},
	{"CREATE TABLE t (id INTEGER DEFAULT (load_extension('/tmp/evil')), k INTEGER)",
		"INSERT INTO t (k) VALUES (1)", 1},
	{"CREATE TABLE t (id INTEGER);"
	 "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT writefile('/tmp/evil', 'x'); END",
		"INSERT INTO t (id) VALUES (1)", 1},
	/* A text without a single character: it fills nothing, and was divided by. */
	{"CREATE TABLE t (a TEXT, f TEXT); INSERT INTO t VALUES ('x', CAST(X'80' AS TEXT))",
		"SELECT LPAD(a, 10, f) FROM t", TN_E_DATA},
	/* A view of so many rows that nobody waits for the end reads as far as it is asked to. */
	{"CREATE TABLE t (id INTEGER);"
	 "CREATE VIEW v AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
	 " SELECT i FROM n", "SELECT i FROM v LIMIT 3", TN_OK},
};

START_TEST(what_a_file_brings_does_not_reach_out)
{
	const struct surprise *s = &surprises[_i];
	tn_error *err = NULL;
	tn_conn *conn;
	int rc;
	make(s->schema);
	conn = open_it(&err);
	ck_assert_msg(conn != NULL, "%s", tn_error_message(err));
	rc = *s->text == 'S' ? read_all(conn, s->text, &err) : tn_exec(conn, s->text, NULL, NULL, &err);
	ck_assert_msg(s->ends == 1 || rc == s->ends, "%s: %s", s->schema, tn_error_message(err));
	ck_assert(rc != TN_E_INTERNAL && (rc >= 0 || *tn_error_message(err)));
	ck_assert_int_ne(access("/tmp/evil", F_OK), 0);
	tn_error_free(err);
	away(conn);
}
END_TEST

/* The schema itself cannot be rewritten, and code is not loaded, whatever the text says. */
START_TEST(the_guard_holds)
{
	static const char *const texts[] = {
		TN_NATIVE("PRAGMA writable_schema = ON"),
		TN_NATIVE("UPDATE sqlite_schema SET sql = 'x' WHERE name = 't'"),
		TN_NATIVE("DELETE FROM sqlite_schema"),
		TN_NATIVE("INSERT INTO sqlite_schema VALUES ('view', 'w', 'w', 0, 'CREATE VIEW w AS SELECT 1')"),
	};
	size_t i;
	tn_conn *conn;
	make(good);
	conn = open_it(NULL);
	ck_assert_ptr_nonnull(conn);
	for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
		tn_exec(conn, texts[i], NULL, NULL, NULL);
	ck_assert_int_eq(read_all(conn, "SELECT id FROM t", NULL), TN_OK);
	ck_assert_int_lt(read_all(conn, TN_NATIVE("SELECT load_extension('/tmp/evil')"), NULL), 0);
	away(conn);
}
END_TEST

TCase *hostile_sqlite(void)
{
	TCase *tc = tcase_create("sqlite");
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, a_broken_file_is_an_error);
	tcase_add_loop_test(tc, a_header_that_lies, 0, (int)(sizeof headers / sizeof headers[0]));
	tcase_add_loop_test(tc, what_a_file_brings_does_not_reach_out, 0,
		(int)(sizeof surprises / sizeof surprises[0]));
	tcase_add_test(tc, the_guard_holds);
	return tc;
}
