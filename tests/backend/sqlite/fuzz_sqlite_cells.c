/* SPDX-License-Identifier: MIT */
/*
 * fuzz_sqlite_cells.c - any value that SQLite can hold in columns of every declared type,
 * read by portable SQL, and any message as an error.
 *
 * The first byte picks what is stored (NULL, an integer, a real, a text, a blob); the rest
 * is it, and the message of a function that fails.
 *
 *  1. A value is decoded, marked, or the row is an error.
 *  2. What is not marked passes the check that parameters have to pass.
 *  3. An error has a code and a message.
 */
#include <sqlite3.h>
#include <tenon/tenon.h>
#include "core/base/value.h"
#include "tests/fuzz/fuzz_input.h"

static tn_conn *db;
static sqlite3_stmt *put;
static char *message;

static void boom(sqlite3_context *ctx, int n, sqlite3_value **args)
{
	(void)n;
	(void)args;
	sqlite3_result_error(ctx, message, -1);
}

/* Columns without the checks that the library's own tables have. */
static void start(void)
{
	static const char create[] =
		"CREATE TABLE t (b BOOLEAN, s SMALLINT, i INT, l BIGINT, r REAL, d DOUBLE PRECISION, n NUMERIC(10,2),"
		" m TEXT_NUMERIC(30,4), v VARCHAR(5), x TEXT, y VARBINARY(4), z BLOB, da DATE, ti TIME, ts TIMESTAMP,"
		" tz TIMESTAMPTZ, u UUID, j JSON, k KEEPS_WHAT_COMES)";
	static const char insert[] =
		"INSERT INTO t VALUES (?1,?1,?1,?1,?1,?1,?1,?1,?1,?1,?1,?1,?1,?1,?1,?1,?1,?1,?1)";
	sqlite3 *raw;
	REQUIRE(tn_open(&db, "sqlite:", NULL, NULL) == TN_OK);
	raw = tn_native_handle(db);
	REQUIRE(sqlite3_exec(raw, create, NULL, NULL, NULL) == SQLITE_OK);
	REQUIRE(sqlite3_prepare_v2(raw, insert, -1, &put, NULL) == SQLITE_OK);
	REQUIRE(sqlite3_create_function(raw, "boom", 0, SQLITE_UTF8, NULL, boom, NULL, NULL) == SQLITE_OK);
}

static void store(unsigned what, struct fuzz_input in)
{
	sqlite3 *raw = tn_native_handle(db);
	double d;
	int64_t i = (int64_t)((uint64_t)fuzz_u32(&(struct fuzz_input){in.at, in.left}) << 32 | fuzz_u32(&in));
	memcpy(&d, &i, sizeof(d));
	REQUIRE(sqlite3_exec(raw, "DELETE FROM t", NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_reset(put);
	switch (what % 5) {
	case 0: sqlite3_bind_null(put, 1); break;
	case 1: sqlite3_bind_int64(put, 1, i); break;
	case 2: sqlite3_bind_double(put, 1, d); break;
	case 3: sqlite3_bind_text(put, 1, message, -1, SQLITE_STATIC); break;
	default: sqlite3_bind_blob(put, 1, in.at, (int)in.left, SQLITE_STATIC); break;
	}
	REQUIRE(sqlite3_step(put) == SQLITE_DONE);
	sqlite3_reset(put);
}

static void check(tn_rows *rows)
{
	unsigned i;
	for (i = 0; i < tn_column_count(rows); i++) {
		const tn_value *v = tn_get_value(rows, i);
		REQUIRE(v->kind < TN_KIND_COUNT);
		if (v->kind != TN_KIND_NULL && !(v->flags & TN_VALUE_FOREIGN))
			REQUIRE(tn__value_check(v, "cell", 1, NULL) == TN_OK);
	}
}

static void query(const char *text)
{
	tn_rows *rows = NULL;
	tn_error *err = NULL;
	int rc = tn_query(db, text, NULL, &rows, &err);
	while (rc >= 0 && (rc = tn_next(rows, &err)) == TN_ROW)
		check(rows);
	if (rc < 0)
		REQUIRE(tn_error_code(err) == rc && rc != TN_E_INTERNAL && tn_error_message(err));
	tn_finish(rows, NULL);
	tn_error_free(err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	unsigned what = fuzz_byte(&in);
	if (!db)
		start();
	message = fuzz_text(&in);
	store(what, in);
	query("SELECT * FROM t");
	query(TN_NATIVE("SELECT * FROM t"));
	query(TN_NATIVE("SELECT boom()"));
	free(message);
	return 0;
}
