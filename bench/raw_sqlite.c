/* SPDX-License-Identifier: MIT */
/*
 * raw_sqlite.c - the best plain use of sqlite3: statements prepared once and kept,
 * texts bound and read in place, the connection opened without SQLite's mutex.
 *
 * -o mutex opens it as most programs do, with the mutex.  TARGET is a file or :memory:.
 */
#include "bench.h"

#include <sqlite3.h>

static sqlite3 *db;
static sqlite3_stmt *st;

static void check(int rc, const char *what)
{
	if (rc != SQLITE_OK && rc != SQLITE_ROW && rc != SQLITE_DONE)
		bench_die(what, sqlite3_errmsg(db));
}

static void exec(const char *sql)
{
	check(sqlite3_exec(db, sql, NULL, NULL, NULL), sql);
}

static void prepare(const char *sql)
{
	sqlite3_finalize(st);
	check(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL), sql);
}

static void lib_open(const char *target, const char *option)
{
	int mutex = option && !strcmp(option, "mutex");
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | (mutex ? 0 : SQLITE_OPEN_NOMUTEX);
	check(sqlite3_open_v2(target, &db, flags, NULL), target);
	exec("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000");
}

/* More rows in one INSERT save nothing. */
#define BULK 50
#define BULK_5 "(?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?)"
#define BULK_25 BULK_5 ", " BULK_5 ", " BULK_5 ", " BULK_5 ", " BULK_5

static void lib_begin(enum bench_work work)
{
	switch (work) {
	case BENCH_BULK:
		exec(BENCH_DROP);
		exec(BENCH_TABLE_SQLITE);
		prepare(BENCH_INSERT BULK_25 ", " BULK_25);
		break;
	case BENCH_LOAD:
		exec(BENCH_DROP);
		exec(BENCH_TABLE_SQLITE);
		prepare(BENCH_INSERT "(?, ?, ?, ?, ?, ?)");
		break;
	case BENCH_TEXT:
	case BENCH_HANDLE:
		prepare(BENCH_POINT "?");
		break;
	case BENCH_ROWS:
		prepare(BENCH_SCAN);
		break;
	}
}

static uint64_t load(int64_t rows)
{
	struct bench_row row;
	char ts[32];
	int64_t i;
	exec("BEGIN IMMEDIATE");
	for (i = 1; i <= rows; i++) {
		bench_row_make(&row, i);
		sqlite3_bind_int64(st, 1, row.id);
		sqlite3_bind_int64(st, 2, row.grp);
		sqlite3_bind_text(st, 3, row.name, (int)strlen(row.name), SQLITE_STATIC);
		sqlite3_bind_double(st, 4, row.val);
		if (row.ts) {
			bench_time_format(row.ts, ts);
			sqlite3_bind_text(st, 5, ts, (int)strlen(ts), SQLITE_STATIC);
		} else {
			sqlite3_bind_null(st, 5);
		}
		if (row.note_len >= 0)
			sqlite3_bind_text(st, 6, row.note, row.note_len, SQLITE_STATIC);
		else
			sqlite3_bind_null(st, 6);
		check(sqlite3_step(st), "INSERT");
		check(sqlite3_reset(st), "INSERT");
	}
	exec("COMMIT");
	return 0;
}

/* rows: a multiple of BULK. */
static uint64_t bulk(int64_t rows)
{
	static struct bench_row row[BULK];
	static char ts[BULK][32];
	int64_t i;
	int k, at;
	if (rows % BULK)
		bench_die("W3", "the number of rows must be a multiple of 50");
	exec("BEGIN IMMEDIATE");
	for (i = 1; i <= rows; i += BULK) {
		for (k = 0, at = 1; k < BULK; k++, at += 6) {
			bench_row_make(&row[k], i + k);
			sqlite3_bind_int64(st, at, row[k].id);
			sqlite3_bind_int64(st, at + 1, row[k].grp);
			sqlite3_bind_text(st, at + 2, row[k].name, (int)strlen(row[k].name), SQLITE_STATIC);
			sqlite3_bind_double(st, at + 3, row[k].val);
			if (row[k].ts) {
				bench_time_format(row[k].ts, ts[k]);
				sqlite3_bind_text(st, at + 4, ts[k], (int)strlen(ts[k]), SQLITE_STATIC);
			} else {
				sqlite3_bind_null(st, at + 4);
			}
			if (row[k].note_len >= 0)
				sqlite3_bind_text(st, at + 5, row[k].note, row[k].note_len, SQLITE_STATIC);
			else
				sqlite3_bind_null(st, at + 5);
		}
		check(sqlite3_step(st), "INSERT");
		check(sqlite3_reset(st), "INSERT");
	}
	exec("COMMIT");
	return 0;
}

static inline uint64_t sum_text(int column)
{
	const char *s = (const char *)sqlite3_column_text(st, column);
	return s ? bench_sum_text(s, (size_t)sqlite3_column_bytes(st, column)) : 0;
}

static inline uint64_t sum_time(int column)
{
	const char *s = (const char *)sqlite3_column_text(st, column);
	return s ? (uint64_t)bench_time_parse(s) : 0;
}

static uint64_t points(int64_t count, int64_t rows)
{
	uint64_t sum = 0;
	int rc;
	while (count--) {
		sqlite3_bind_int64(st, 1, bench_key(rows));
		while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
			sum += (uint64_t)sqlite3_column_int64(st, 0);
			sum += sum_text(1);
			sum += bench_sum_real(sqlite3_column_double(st, 2));
			sum += sum_time(3);
		}
		check(rc, "SELECT");
		sqlite3_reset(st);
	}
	return sum;
}

static uint64_t scan(void)
{
	uint64_t sum = 0;
	int rc;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		sum += (uint64_t)sqlite3_column_int64(st, 0);
		sum += (uint64_t)sqlite3_column_int64(st, 1);
		sum += sum_text(2);
		sum += bench_sum_real(sqlite3_column_double(st, 3));
		sum += sum_time(4);
		sum += sum_text(5);
	}
	check(rc, "SELECT");
	sqlite3_reset(st);
	return sum;
}

static uint64_t lib_run(enum bench_work work, int64_t count, int64_t rows)
{
	uint64_t sum = 0;
	if (work == BENCH_LOAD)
		return load(count);
	if (work == BENCH_BULK)
		return bulk(count);
	if (work != BENCH_ROWS)
		return points(count, rows);
	while (count--)
		sum += scan();
	return sum;
}

static void lib_close(void)
{
	sqlite3_finalize(st);
	sqlite3_close(db);
}

const struct bench_lib bench_lib = {lib_open, lib_begin, lib_run, NULL, lib_close};
