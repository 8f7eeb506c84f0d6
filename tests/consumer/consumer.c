/* SPDX-License-Identifier: MIT */
/*
 * tests/consumer/consumer.c - Arrow streams of ours, read by somebody else's consumer.
 *
 * The consumer is DuckDB, loaded at run time: TENON_TEST_DUCKDB names its libduckdb.so (npm
 * has it: "npm pack @duckdb/node-bindings-linux-x64" and unpack).  Without it the test is
 * skipped.  It takes a stream in as a table and tells types and values of it as text; both
 * are compared with what rows give here.
 *
 * Nothing of DuckDB's headers is needed: its C interface passes pointers, and the result is
 * a struct of six words.
 */
#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/arrow.h>
#include "tests/conformance/conf.h"

#define KINDS 15
#define ROWS 1000

struct result {
	uint64_t words[6];
	uint64_t spare[10];
};

static struct {
	int (*open)(const char *path, void **db);
	int (*connect)(void *db, void **conn);
	int (*arrow_scan)(void *conn, const char *name, struct ArrowArrayStream *stream);
	int (*query)(void *conn, const char *sql, struct result *out);
	const char *(*error)(struct result *r);
	char *(*text)(struct result *r, uint64_t column, uint64_t row);
	uint64_t (*rows)(struct result *r);
	void (*free)(void *p);
	void (*destroy)(struct result *r);
	void (*disconnect)(void **conn);
	void (*close)(void **db);
} duck;

static void load(const char *path)
{
	static const struct {
		const char *name;
		void *to;
	} list[] = {
		{"duckdb_open", &duck.open}, {"duckdb_connect", &duck.connect},
		{"duckdb_arrow_scan", &duck.arrow_scan}, {"duckdb_query", &duck.query},
		{"duckdb_result_error", &duck.error}, {"duckdb_value_varchar", &duck.text},
		{"duckdb_row_count", &duck.rows}, {"duckdb_free", &duck.free},
		{"duckdb_destroy_result", &duck.destroy}, {"duckdb_disconnect", &duck.disconnect},
		{"duckdb_close", &duck.close},
	};
	void *lib = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	unsigned i;
	ck_assert_msg(lib != NULL, "%s", dlerror());
	for (i = 0; i < CONF_COUNT(list); i++) {
		void *f = dlsym(lib, list[i].name);
		ck_assert_msg(f != NULL, "%s is missing", list[i].name);
		memcpy(list[i].to, &f, sizeof f);
	}
}

static void run(void *conn, const char *sql, struct result *r)
{
	int rc = duck.query(conn, sql, r);
	ck_assert_msg(rc == 0, "%s: %s", sql, rc ? duck.error(r) : "");
}

/* What DuckDB is to say of each column: its type, and its values in a form that needs no calendar. */
static const struct {
	const char *type, *expression;
} columns[KINDS] = {
	{"BIGINT", "id"}, {"BOOLEAN", "flag::INT"}, {"BIGINT", "small"}, {"DOUBLE", "ratio"},
	{"DECIMAL(12,2)", "price"}, {"DECIMAL(38,9)", "wide"}, {"VARCHAR", "word"}, {"VARCHAR", "body"},
	{"BLOB", "lower(hex(raw))"}, {"DATE", "date_diff('day', DATE '1970-01-01', d)"},
	{"TIME", "date_diff('microsecond', TIME '00:00:00', t)"}, {"TIMESTAMP", "epoch_us(ts)"},
	{"TIMESTAMP WITH TIME ZONE", "epoch_us(tz)"}, {"UUID", "u"}, {"JSON", "j"},
};

/* The same of a value of ours. */
static const char *ours(const tn_value *v, char *out, size_t size)
{
	switch (v->kind) {
	case TN_KIND_NULL:
		return NULL;
	case TN_KIND_BOOL: case TN_KIND_DATE: case TN_KIND_TIME: case TN_KIND_TIMESTAMP: case TN_KIND_TIMESTAMPTZ:
		snprintf(out, size, "%" PRId64, v->u.i);
		return out;
	case TN_KIND_TEXT: case TN_KIND_JSON: case TN_KIND_NUMERIC:
		return v->u.s;
	case TN_KIND_BYTES:
		tn_value_format(v, out, size);
		return out + 2;
	default:
		tn_value_format(v, out, size);
		return out;
	}
}

static void compare_cell(struct result *r, uint64_t column, uint64_t row, const tn_value *v)
{
	char *theirs = duck.text(r, column, row), room[256];
	const char *mine = ours(v, room, sizeof room);
	int same = theirs && mine && !strcmp(theirs, mine);
	if (v->kind == TN_KIND_DOUBLE && theirs)
		same = strtod(theirs, NULL) == v->u.d;
	ck_assert_msg(same || (!theirs && !mine), "%s of row %" PRIu64 ": %s there, %s here",
		      columns[column - 1].expression, row, theirs ? theirs : "NULL", mine ? mine : "NULL");
	duck.free(theirs);
}

static void compare_types(void *conn)
{
	struct result r;
	unsigned i;
	run(conn, "SELECT data_type FROM duckdb_columns() WHERE table_name = 't' ORDER BY column_index", &r);
	ck_assert_uint_eq(duck.rows(&r), KINDS);
	for (i = 0; i < KINDS; i++) {
		char *type = duck.text(&r, 0, i);
		ck_assert_str_eq(type, columns[i].type);
		duck.free(type);
	}
	duck.destroy(&r);
}

static void compare_values(void *conn, tn_rows *expected)
{
	char sql[2048] = "SELECT 1";
	struct result r;
	size_t n = strlen(sql);
	unsigned i;
	uint64_t row = 0;
	for (i = 0; i < KINDS; i++)
		n += (size_t)snprintf(sql + n, sizeof sql - n, ", CAST(%s AS VARCHAR)", columns[i].expression);
	snprintf(sql + n, sizeof sql - n, " FROM t ORDER BY id");
	run(conn, sql, &r);
	ck_assert_uint_eq(duck.rows(&r), ROWS);
	for (; tn_next(expected, tn_test_err()) == TN_ROW; row++)
		for (i = 0; i < KINDS; i++)
			compare_cell(&r, i + 1, row, tn_get_value(expected, i));
	ck_assert_uint_eq(row, ROWS);
	duck.destroy(&r);
}

START_TEST(duckdb_reads_what_rows_give)
{
	const char *path = getenv("TENON_TEST_DUCKDB");
	tn_conn *db = tn_test_open();
	tn_arrow_options o = {.size = sizeof o, .batch_rows = 300};
	struct ArrowArrayStream stream;
	void *lake = NULL, *conn = NULL;
	struct result r;
	tn_rows *expected = NULL;
	tn_test_skip_if(!path || !*path, db, "TENON_TEST_DUCKDB names no library");
	load(path);
	conf_make_kinds(db, ROWS);
	ck_tn_ok(tn_query_mode(db, "SELECT * FROM kinds ORDER BY id", NULL, TN_FETCH_ALL, 0, &expected, tn_test_err()));
	ck_tn_ok(tn_arrow_stream(conf_query(db, "SELECT * FROM kinds", NULL), &o, &stream, tn_test_err()));
	ck_assert_int_eq(duck.open(NULL, &lake), 0);
	ck_assert_int_eq(duck.connect(lake, &conn), 0);
	ck_assert_int_eq(duck.arrow_scan(conn, "v", &stream), 0);
	run(conn, "CREATE TABLE t AS SELECT * FROM v", &r);
	duck.destroy(&r);
	if (stream.release)
		stream.release(&stream);
	compare_types(conn);
	compare_values(conn, expected);
	duck.disconnect(&conn);
	duck.close(&lake);
	conf_end(expected);
	conf_is_alive(db);
	tn_close(db);
}
END_TEST

int main(void)
{
	SRunner *sr;
	Suite *s;
	int failed, rc = tn_test_begin();
	if (rc)
		return rc;
	s = suite_create("consumer");
	tcase_add_test(conf_case(s, "duckdb"), duckdb_reads_what_rows_give);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return tn_test_end(failed);
}
