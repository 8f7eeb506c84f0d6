/* SPDX-License-Identifier: MIT */
/* pg_test_stmt.c - prepare, execute, streams, chunks, errors of statements. */
#include "pg_harness.h"
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const uint8_t one_int[] = {TN_KIND_INT};

START_TEST(one_round_trip_each)
{
	struct tn_be_conn *c = pgt_open(NULL);
	uint64_t before = c->round_trips;
	struct tn_be_stmt *s = pgt_new(c, "SELECT $1 + 1", one_int, 1, 0);
	int i;

	ck_assert_uint_eq(c->round_trips, before + 1);
	for (i = 0; i < 5; i++) {
		tn_value v = tn_int(i);
		before = c->round_trips;
		ck_assert_int_eq(c->backend->execute(s, &v, TN_BE_STREAM, 0), 1);
		ck_assert_int_eq(c->backend->next(s), TN_ROW);
		ck_assert_int_eq(s->cells[0].u.i, i + 1);
		ck_assert_int_eq(c->backend->next(s), TN_DONE);
		ck_assert_int_eq(c->backend->next(s), TN_DONE);
		ck_assert_int_eq(c->backend->finish(s), 0);
		ck_assert_int_eq(c->backend->finish(s), 0);
		ck_assert_uint_eq(c->round_trips, before + 1);
	}
	pgt_free(s);
	ck_assert_uint_eq(c->round_trips, before + 1);
	pgt_close(c);
}
END_TEST

/* What the counter says is what the wire does: messages of the server are counted by libpq's trace. */
START_TEST(the_wire_agrees)
{
	struct tn_be_conn *c = pgt_open(NULL);
	struct tn_be_stmt *s = pgt_new(c, "SELECT $1 + 1", one_int, 1, 0);
	tn_value v = tn_int(1);
	char *text = NULL, *at;
	size_t size = 0;
	FILE *trace = open_memstream(&text, &size);
	int ready = 0, parse = 0;

	ck_assert_ptr_nonnull(trace);
	PQtrace(c->backend->native(c), trace);
	ck_assert_int_eq(c->backend->execute(s, &v, TN_BE_STREAM, 0), 1);
	while (c->backend->next(s) == TN_ROW)
		;
	ck_assert_int_eq(c->backend->finish(s), 0);
	PQuntrace(c->backend->native(c));
	fclose(trace);
	for (at = text; (at = strstr(at, "ReadyForQuery")) != NULL; at++)
		ready++;
	for (at = text; (at = strstr(at, "Parse\t")) != NULL; at++)
		parse++;
	ck_assert_int_eq(ready, 1);
	ck_assert_int_eq(parse, 0);
	free(text);
	pgt_free(s);
	pgt_close(c);
}
END_TEST

START_TEST(closed_statements_leave_the_server)
{
	struct tn_be_conn *c = pgt_open(NULL);
	static const char count[] = "SELECT count(*) FROM pg_prepared_statements";
	uint64_t before;
	int i;

	for (i = 0; i < 200; i++)
		pgt_free(pgt_new(c, "SELECT 1", NULL, 0, 0));
	ck_assert_int_le(pgt_int(c, count), 1);
	before = c->round_trips;
	pgt_free(pgt_new(c, "SELECT 2", NULL, 0, 0));
	ck_assert_uint_eq(c->round_trips, before + 1);
	pgt_do(c, "DEALLOCATE ALL");
	pgt_do(c, "BEGIN");
	pgt_free(pgt_new(c, "SELECT 3", NULL, 0, 0));
	for (i = 0; i < 100; i++)
		pgt_free(pgt_new(c, "SELECT 4", NULL, 0, 0));
	ck_assert_int_eq(c->backend->tx_status(c), TN_BE_TX_OPEN);
	pgt_do(c, "COMMIT");
	pgt_free(pgt_new(c, "SELECT 5", NULL, 0, 0));
	ck_assert_int_le(pgt_int(c, count), 1);
	pgt_close(c);
}
END_TEST

static int64_t affected(struct tn_be_conn *c, const char *sql, unsigned flags)
{
	struct tn_be_stmt *s = pgt_new(c, sql, NULL, 0, flags);
	int64_t n;
	int rc = c->backend->execute(s, NULL, TN_BE_STREAM, 0);

	while (rc > 0)
		rc = c->backend->next(s);
	ck_assert_msg(rc == 0, "'%s': %s", sql, pgt_fault.message);
	n = s->affected;
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
	return n;
}

START_TEST(affected_rows)
{
	struct tn_be_conn *c = pgt_open(NULL);

	pgt_do(c, "CREATE TEMP TABLE t (id int PRIMARY KEY, v text)");
	ck_assert_int_eq(affected(c, "INSERT INTO t SELECT i, 'x' FROM generate_series(1, 10) i", 0), 10);
	ck_assert_int_eq(affected(c, "UPDATE t SET v = 'x' WHERE id < 4", TN_BE_ONCE), 3);
	ck_assert_int_eq(affected(c, "DELETE FROM t WHERE id = 99", 0), 0);
	ck_assert_int_eq(affected(c, "INSERT INTO t VALUES (11), (12) RETURNING id", 0), 2);
	ck_assert_int_eq(affected(c, "SELECT * FROM t", 0), 0);
	ck_assert_int_eq(affected(c, "SELECT * FROM t WHERE false", 0), 0);
	ck_assert_int_eq(affected(c, "", 0), 0);
	ck_assert_int_eq(affected(c, "DROP TABLE t", TN_BE_ONCE), 0);
	pgt_close(c);
}
END_TEST

/* Sanitizers and valgrind keep freed memory for a while: there only our own allocations are counted. */
#if defined(__SANITIZE_ADDRESS__)
#define CHECKED_MEMORY 1
#elif defined(__has_feature)
#define CHECKED_MEMORY __has_feature(address_sanitizer)
#else
#define CHECKED_MEMORY 0
#endif

/* Resident memory in KiB. */
static long resident(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long size, pages = 0;

	if (!f)
		return 0;
	if (fscanf(f, "%ld %ld", &size, &pages) != 2)
		pages = 0;
	fclose(f);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

START_TEST(streams_are_flat)
{
	struct tn_be_conn *c = pgt_open(NULL);
	const char *fast = getenv("TENON_TEST_FAST");
	tn_value n = tn_int(fast ? 20000 : 1000000);
	struct tn_be_stmt *s = pgt_new(c, "SELECT i, repeat('x', 50), i::numeric / 3 "
				       "FROM generate_series(1, $1) i", one_int, 1, 0);
	long at_start = 0, allocations = 0;
	int64_t rows = 0;

	ck_assert_int_eq(c->backend->execute(s, &n, TN_BE_STREAM, 0), 1);
	while (c->backend->next(s) == TN_ROW) {
		ck_assert_int_eq(s->cells[0].u.i, ++rows);
		if (rows == 1000) {
			at_start = resident();
			allocations = pgt_allocations;
		}
	}
	ck_assert_int_eq(rows, n.u.i);
	ck_assert_int_eq(pgt_allocations, allocations);
	if (!fast && !CHECKED_MEMORY)
		ck_assert_int_lt(resident() - at_start, 4096);
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
	pgt_close(c);
}
END_TEST

/* Leaves sql after one row; the connection must go on. */
static void leave_early(struct tn_be_conn *c, const char *sql, unsigned flags)
{
	struct tn_be_stmt *s = pgt_new(c, sql, NULL, 0, flags);
	int64_t start;

	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(c->backend->next(s), TN_ROW);
	start = c->host->now_us();
	ck_assert_int_eq(c->backend->finish(s), 0);
	ck_assert_int_lt(c->host->now_us() - start, 5000000);
	ck_assert_int_eq(pgt_fault.count, 0);
	ck_assert_int_eq(pgt_int(c, "SELECT 7"), 7);
	pgt_free(s);
}

START_TEST(early_finish)
{
	struct tn_be_conn *c = pgt_open(NULL);

	leave_early(c, "SELECT * FROM generate_series(1, 10)", 0);
	/* in the list of columns the function gives row by row, so this is endless */
	leave_early(c, "SELECT generate_series(1, 2000000000), repeat('x', 100)", 0);
	/* slow rows, each long enough to be sent at once */
	leave_early(c, "SELECT repeat('x', 9000), pg_sleep(0.05) FROM generate_series(1, 1000)", TN_BE_ONCE);
	/* in a transaction the rows are read to the end, so that the transaction lives */
	pgt_do(c, "BEGIN");
	leave_early(c, "SELECT i FROM generate_series(1, 50000) i", 0);
	ck_assert_int_eq(c->backend->tx_status(c), TN_BE_TX_OPEN);
	pgt_do(c, "COMMIT");
	/* an INSERT whose rows are not wanted is not undone */
	pgt_do(c, "CREATE TEMP TABLE t (id int)");
	leave_early(c, "INSERT INTO t SELECT i FROM generate_series(1, 50000) i RETURNING id", 0);
	leave_early(c, "WITH w AS (INSERT INTO t SELECT i FROM generate_series(1, 50000) i RETURNING id) "
		       "SELECT * FROM w", 0);
	ck_assert_int_eq(pgt_int(c, "SELECT count(*) FROM t"), 100000);
	pgt_close(c);
}
END_TEST

START_TEST(a_stream_takes_the_link)
{
	struct tn_be_conn *c = pgt_open(NULL);
	struct tn_be_stmt *a = pgt_new(c, "SELECT * FROM generate_series(1, 5)", NULL, 0, 0);
	struct tn_be_stmt *b = pgt_new(c, "SELECT 1", NULL, 0, 0);
	int rows = 1;

	ck_assert_int_eq(c->backend->execute(a, NULL, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(c->backend->next(a), TN_ROW);
	ck_assert_int_eq(c->backend->execute(b, NULL, TN_BE_STREAM, 0), TN_E_MISUSE);
	pgt_clear();
	ck_assert_int_eq(c->backend->prepare(b), TN_E_MISUSE);
	pgt_clear();
	ck_assert_int_eq(c->backend->ping(c), TN_E_MISUSE);
	while (c->backend->next(a) == TN_ROW)
		rows++;
	ck_assert_int_eq(rows, 5);
	ck_assert_int_eq(c->backend->finish(a), 0);
	pgt_free(a);
	pgt_free(b);
	pgt_close(c);
}
END_TEST

static void read_chunks(struct tn_be_conn *c, unsigned flags, uint64_t trips)
{
	struct tn_be_stmt *s = pgt_new(c, "SELECT i, i::text FROM generate_series(1, $1) i;",
				       one_int, 1, flags);
	struct tn_be_stmt *other = pgt_new(c, "SELECT $1 * 2", one_int, 1, 0);
	tn_value n = tn_int(25), v;
	uint64_t before = c->round_trips;
	int64_t rows = 0;

	ck_assert_int_eq(c->backend->execute(s, &n, TN_BE_CHUNK, 10), 1);
	ck_assert_uint_eq(s->column_count, 2);
	while (c->backend->next(s) == TN_ROW) {
		ck_assert_int_eq(s->cells[0].u.i, ++rows);
		v = s->cells[0];
		ck_assert_int_eq(c->backend->execute(other, &v, TN_BE_STREAM, 0), 1);
		ck_assert_int_eq(c->backend->next(other), TN_ROW);
		ck_assert_int_eq(other->cells[0].u.i, 2 * rows);
		ck_assert_int_eq(c->backend->finish(other), 0);
	}
	ck_assert_int_eq(rows, 25);
	ck_assert_int_eq(c->backend->finish(s), 0);
	ck_assert_uint_eq(c->round_trips, before + 25 + trips);
	ck_assert_int_eq(pgt_int(c, "SELECT count(*) FROM pg_cursors WHERE name LIKE 'tn%'"), 0);
	/* left early, and again */
	ck_assert_int_eq(c->backend->execute(s, &n, TN_BE_CHUNK, 10), 1);
	ck_assert_int_eq(c->backend->next(s), TN_ROW);
	ck_assert_int_eq(c->backend->finish(s), 0);
	ck_assert_int_eq(pgt_int(c, "SELECT count(*) FROM pg_cursors WHERE name LIKE 'tn%'"), 0);
	pgt_free(s);
	pgt_free(other);
}

START_TEST(chunks)
{
	struct tn_be_conn *c = pgt_open(NULL);
	struct tn_be_stmt *s = pgt_new(c, "SELECT 1", NULL, 0, 0);

	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_CHUNK, 10), TN_E_MISUSE);
	pgt_clear();
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_do(c, "BEGIN");
	read_chunks(c, 0, 4);
	read_chunks(c, TN_BE_ONCE, 4);
	/* no rows, and the end of the transaction before the end of the rows */
	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_CHUNK, 1), 1);
	ck_assert_int_eq(c->backend->next(s), TN_ROW);
	pgt_do(c, "ROLLBACK");
	ck_assert_int_eq(c->backend->finish(s), 0);
	ck_assert_int_eq(pgt_fault.count, 0);
	pgt_free(s);
	pgt_do(c, "BEGIN");
	s = pgt_new(c, "SELECT '\xc3\xa4', nope", NULL, 0, TN_BE_ONCE);
	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_CHUNK, 10), TN_E_NO_OBJECT);
	ck_assert_uint_eq(pgt_fault.position, strlen("SELECT '\xc3\xa4', ") + 1);
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
	pgt_do(c, "ROLLBACK");
	pgt_close(c);
}
END_TEST

START_TEST(stale_after_alter)
{
	struct tn_be_conn *c = pgt_open(NULL);
	struct tn_be_stmt *s;

	pgt_do(c, "CREATE TEMP TABLE t (a int)");
	pgt_do(c, "INSERT INTO t VALUES (1)");
	s = pgt_new(c, "SELECT * FROM t", NULL, 0, 0);
	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_do(c, "ALTER TABLE t ADD COLUMN b text DEFAULT 'x'");
	pgt_clear();
	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_STREAM, 0), TN_E_STALE);
	ck_assert_str_eq(pgt_fault.sqlstate, "0A000");
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_clear();
	ck_assert_int_eq(c->backend->prepare(s), 0);
	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(c->backend->next(s), TN_ROW);
	ck_assert_uint_eq(s->column_count, 2);
	ck_assert_str_eq(s->cells[1].u.s, "x");
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_do(c, "DEALLOCATE ALL");
	pgt_clear();
	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_STREAM, 0), TN_E_STALE);
	ck_assert_str_eq(pgt_fault.sqlstate, "26000");
	pgt_clear();
	ck_assert_int_eq(c->backend->prepare(s), 0);
	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_STREAM, 0), 1);
	/* a cursor takes the text anew: its columns are compared with the description */
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_do(c, "ALTER TABLE t ADD COLUMN c int[]");
	pgt_do(c, "BEGIN");
	pgt_clear();
	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_CHUNK, 5), TN_E_STALE);
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
	pgt_do(c, "ROLLBACK");
	pgt_close(c);
}
END_TEST

START_TEST(errors_have_their_parts)
{
	static const struct {
		const char *sql;
		int code;
		const char *state, *constraint, *table, *column;
	} rows[] = {
		{"INSERT INTO c VALUES (1, 1, 1, 'a')", TN_E_UNIQUE, "23505", "c_pkey", "c", ""},
		{"INSERT INTO c VALUES (2, NULL, 1, 'a')", TN_E_NOT_NULL, "23502", "", "c", "n"},
		{"INSERT INTO c VALUES (2, -1, 1, 'a')", TN_E_CHECK, "23514", "c_n_check", "c", ""},
		{"INSERT INTO c VALUES (2, 1, 99, 'a')", TN_E_FOREIGN_KEY, "23503", "c_p_fkey", "c", ""},
		{"INSERT INTO c VALUES (2, 1, 1, 'abcdef')", TN_E_TOO_LONG, "22001", "", "", ""},
		{"INSERT INTO part VALUES (99)", TN_E_NO_PARTITION, "23514", "", "part", ""},
		{"SELECT 1/0", TN_E_DATA, "22012", "", "", ""},
		{"SELECT 100000::int2", TN_E_RANGE, "22003", "", "", ""},
		{"SELECT 'x'::int", TN_E_DATA, "22P02", "", "", ""},
		{"SELEC 1", TN_E_SYNTAX, "42601", "", "", ""},
		{"SELECT * FROM nope", TN_E_NO_OBJECT, "42P01", "", "", ""},
		{"CREATE TEMP TABLE c (i int)", TN_E_EXISTS, "42P07", "", "", ""},
		{"SELECT id FROM c a, c b", TN_E_AMBIGUOUS, "42702", "", "", ""},
		{"SELECT 1; SELECT 2", TN_E_SYNTAX, "42601", "", "", ""},
		{"COPY c FROM STDIN", TN_E_UNSUPPORTED, "", "", "", ""},
		{"COPY c TO STDOUT", TN_E_UNSUPPORTED, "", "", "", ""},
		{"DO $$BEGIN RAISE EXCEPTION 'no'; END$$", TN_E_CONSTRAINT, "P0001", "", "", ""},
		{"SET TRANSACTION READ ONLY; SELECT 1", TN_E_SYNTAX, "42601", "", "", ""},
	};
	struct tn_be_conn *c = pgt_open(NULL);
	size_t i;

	pgt_do(c, "CREATE TEMP TABLE p (id int PRIMARY KEY)");
	pgt_do(c, "CREATE TEMP TABLE c (id int PRIMARY KEY, n int NOT NULL CHECK (n > 0), "
		  "p int REFERENCES p, v varchar(3))");
	pgt_do(c, "CREATE TEMP TABLE part (i int) PARTITION BY RANGE (i)");
	pgt_do(c, "INSERT INTO p VALUES (1)");
	pgt_do(c, "INSERT INTO c VALUES (1, 1, 1, 'a')");
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ck_assert_msg(pgt_run(c, rows[i].sql) == rows[i].code, "%s: %d %s", rows[i].sql,
			      pgt_fault.code, pgt_fault.message);
		ck_assert_str_eq(pgt_fault.sqlstate, rows[i].state);
		ck_assert_str_eq(pgt_fault.constraint, rows[i].constraint);
		ck_assert_str_eq(pgt_fault.table, rows[i].table);
		ck_assert_str_eq(pgt_fault.column, rows[i].column);
		ck_assert_int_eq(c->dead, 0);
	}
	pgt_do(c, "BEGIN READ ONLY");
	ck_assert_int_eq(pgt_run(c, "CREATE TABLE nope (i int)"), TN_E_READ_ONLY);
	ck_assert_uint_eq(pgt_fault.flags, TN_ERR_WRONG_NODE);
	ck_assert_int_eq(c->backend->tx_status(c), TN_BE_TX_FAILED);
	ck_assert_int_eq(pgt_run(c, "SELECT 1"), TN_E_TX_ABORTED);
	ck_assert_int_eq(c->backend->ping(c), 0);
	pgt_do(c, "ROLLBACK");
	pgt_close(c);
}
END_TEST

START_TEST(position_counts_bytes)
{
	struct tn_be_conn *c = pgt_open(NULL);
	static const char sql[] = "SELECT '\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80' AS x, nope";
	struct tn_be_stmt *s;

	ck_assert_int_eq(pgt_run(c, sql), TN_E_NO_OBJECT);
	ck_assert_uint_eq(pgt_fault.position, (size_t)(strstr(sql, "nope") - sql) + 1);
	pgt_clear();
	ck_assert_int_eq(pgt_prepare(c, sql, NULL, 0, 0, &s), TN_E_NO_OBJECT);
	ck_assert_uint_eq(pgt_fault.position, (size_t)(strstr(sql, "nope") - sql) + 1);
	pgt_free(s);
	ck_assert_int_eq(pgt_run(c, "SELECT ("), TN_E_SYNTAX);
	ck_assert_uint_eq(pgt_fault.position, strlen("SELECT (") + 1);
	pgt_close(c);
}
END_TEST

/* An error after rows were sent comes from next(). */
START_TEST(error_in_mid_stream)
{
	struct tn_be_conn *c = pgt_open(NULL);
	struct tn_be_stmt *s = pgt_new(c, "SELECT 1 / (5000 - i) FROM generate_series(1, 6000) i",
				       NULL, 0, 0);
	int rc, rows = 0;

	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_STREAM, 0), 1);
	while ((rc = c->backend->next(s)) == TN_ROW)
		rows++;
	ck_assert_int_eq(rc, TN_E_DATA);
	/* libpq 17 gives rows in chunks, and none of the one that an error cuts short. */
	ck_assert_int_le(rows, 4999);
	ck_assert_int_gt(rows, PQlibVersion() >= 170000 ? 4999 - 128 : 4998);
	ck_assert_int_eq(c->backend->finish(s), 0);
	ck_assert_int_eq(pgt_int(c, "SELECT 1"), 1);
	pgt_free(s);
	pgt_close(c);
}
END_TEST

/* As many parameters as may be, and more than libpq can see described. */
static void run_wide(struct tn_be_conn *c, uint32_t n)
{
	uint8_t *kinds = malloc(n);
	tn_value *values = malloc(n * sizeof(*values));
	char *sql = malloc(32 + 8 * (size_t)n), *at = sql;
	struct tn_be_stmt *s;
	uint32_t i;

	ck_assert(kinds && values && sql);
	at += sprintf(at, "SELECT 1 WHERE 7 IN (");
	for (i = 0; i < n; i++) {
		kinds[i] = TN_KIND_INT;
		values[i] = tn_int(i + 1 == n ? 7 : -1);
		at += sprintf(at, "%s$%u", i ? "," : "", i + 1);
	}
	sprintf(at, ")");
	s = pgt_new(c, sql, kinds, n, 0);
	ck_assert_int_eq(c->backend->execute(s, values, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(c->backend->next(s), TN_ROW);
	ck_assert_int_eq(c->backend->next(s), TN_DONE);
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
	free(sql);
	free(values);
	free(kinds);
}

START_TEST(too_many_parameters)
{
	struct tn_be_conn *c = pgt_open(NULL);
	uint8_t *kinds = calloc(65536, 1);
	struct tn_be_stmt *s;

	ck_assert_ptr_nonnull(kinds);
	run_wide(c, 7000);
	run_wide(c, 7499);
	run_wide(c, 65535);
	pgt_clear();
	ck_assert_int_eq(pgt_prepare(c, "SELECT 1", kinds, 65536, 0, &s), TN_E_LIMIT);
	pgt_free(s);
	free(kinds);
	pgt_close(c);
}
END_TEST

/* Each allocation of a prepare, an execution and a row fails in turn. */
START_TEST(no_memory)
{
	struct tn_be_conn *c = pgt_open(NULL);
	static const uint8_t kinds[] = {TN_KIND_TEXT, TN_KIND_NUMERIC};
	tn_value v[] = {tn_text("abc"), tn_numeric("1.5")};
	int at, done = 0, rc;

	for (at = 1; !done; at++) {
		struct tn_be_stmt *s;
		ck_assert_int_lt(at, 50);
		pgt_clear();
		pgt_fail_at = at;
		rc = pgt_prepare(c, "SELECT $1::text, $2, 'x'::bytea", kinds, 2, at % 2 ? TN_BE_ONCE : 0, &s);
		if (rc >= 0)
			rc = c->backend->execute(s, v, TN_BE_STREAM, 0);
		while (rc > 0)
			rc = c->backend->next(s);
		done = pgt_fail_at > 1;
		pgt_fail_at = 0;
		ck_assert(rc == (done ? 0 : TN_E_NOMEM) || (rc == 0 && !done));
		ck_assert_int_eq(c->backend->finish(s), 0);
		pgt_free(s);
		ck_assert_int_eq(pgt_int(c, "SELECT 3"), 3);
	}
	pgt_close(c);
}
END_TEST

Suite *pgt_suite_stmt(void)
{
	Suite *suite = suite_create("postgresql statements");
	TCase *tc = tcase_create("statements");

	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, one_round_trip_each);
	tcase_add_test(tc, the_wire_agrees);
	tcase_add_test(tc, closed_statements_leave_the_server);
	tcase_add_test(tc, affected_rows);
	tcase_add_test(tc, streams_are_flat);
	tcase_add_test(tc, early_finish);
	tcase_add_test(tc, a_stream_takes_the_link);
	tcase_add_test(tc, chunks);
	tcase_add_test(tc, stale_after_alter);
	tcase_add_test(tc, errors_have_their_parts);
	tcase_add_test(tc, position_counts_bytes);
	tcase_add_test(tc, error_in_mid_stream);
	tcase_add_test(tc, too_many_parameters);
	tcase_add_test(tc, no_memory);
	suite_add_tcase(suite, tc);
	return suite;
}
