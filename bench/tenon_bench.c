/* SPDX-License-Identifier: MIT */
/*
 * tenon_bench.c - the workloads through Tenon, on any server.  TARGET is a URL.
 *
 * The program is what an application would write: public headers only, one text
 * for every server, every result checked.
 */
#include "bench.h"

#include <tenon/tenon.h>

#define POINT BENCH_POINT "?"
#define INSERT TN_NATIVE(BENCH_INSERT "(?, ?, ?, ?, ?, ?)")

/* Native, as the programs beside this one have to be, or with -o portable compiled. */
static const char *point = TN_NATIVE(POINT), *scan_text = TN_NATIVE(BENCH_SCAN);

static tn_conn *conn;
static tn_stmt *st;

static void fail(const char *what, tn_error *err)
{
	bench_die(what, err ? tn_error_message(err) : "wrong result");
}

static void exec(const char *sql)
{
	tn_error *err = NULL;
	if (tn_exec(conn, sql, NULL, NULL, &err) < 0)
		fail(sql, err);
}

static const char *table_text(void)
{
	static const struct {
		const char *backend, *text;
	} tables[] = {
		{"sqlite", TN_NATIVE(BENCH_TABLE_SQLITE)},
		{"postgresql", TN_NATIVE(BENCH_TABLE_POSTGRESQL)},
		{"mysql", TN_NATIVE(BENCH_TABLE_MYSQL)},
	};
	size_t i;
	for (i = 0; i < sizeof tables / sizeof tables[0]; i++)
		if (!strcmp(tables[i].backend, tn_conn_backend(conn)))
			return tables[i].text;
	bench_die(tn_conn_backend(conn), "no table text for this backend");
	return NULL;
}

static void lib_open(const char *target, const char *option)
{
	tn_error *err = NULL;
	if (option && !strcmp(option, "portable")) {
		point = POINT;
		scan_text = BENCH_SCAN;
	}
	if (tn_open(&conn, target, NULL, &err) < 0)
		fail("open", err);
}

static inline uint64_t sum_text(tn_rows *rows, unsigned i)
{
	size_t n = 0;
	const char *s = tn_get_text_n(rows, i, &n);
	return s ? bench_sum_text(s, n) : 0;
}

static inline uint64_t sum_time(tn_rows *rows, unsigned i)
{
	return tn_is_null(rows, i) ? 0 : (uint64_t)(tn_get_timestamp(rows, i) / 1000000);
}

static inline uint64_t read_point(tn_rows *rows)
{
	tn_error *err = NULL;
	uint64_t sum = 0;
	int rc;
	while ((rc = tn_next(rows, &err)) == TN_ROW) {
		sum += (uint64_t)tn_get_int64(rows, 0);
		sum += sum_text(rows, 1);
		sum += bench_sum_real(tn_get_double(rows, 2));
		sum += sum_time(rows, 3);
	}
	if (rc < 0 || tn_finish(rows, &err) < 0)
		fail(point, err);
	return sum;
}

static uint64_t points_by_text(int64_t count, int64_t rows)
{
	tn_error *err = NULL;
	tn_rows *r;
	uint64_t sum = 0;
	while (count--) {
		if (tn_query(conn, point, TN_ARGS(bench_key(rows)), &r, &err) < 0)
			fail(point, err);
		sum += read_point(r);
	}
	return sum;
}

static uint64_t points_by_handle(int64_t count, int64_t rows)
{
	tn_error *err = NULL;
	tn_rows *r;
	uint64_t sum = 0;
	while (count--) {
		if (tn_stmt_query(st, TN_ARGS(bench_key(rows)), &r, &err) < 0)
			fail(point, err);
		sum += read_point(r);
	}
	return sum;
}

static uint64_t scan(void)
{
	tn_error *err = NULL;
	tn_rows *rows;
	uint64_t sum = 0;
	int rc;
	if (tn_query(conn, scan_text, NULL, &rows, &err) < 0)
		fail(scan_text, err);
	while ((rc = tn_next(rows, &err)) == TN_ROW) {
		sum += (uint64_t)tn_get_int64(rows, 0);
		sum += (uint64_t)tn_get_int64(rows, 1);
		sum += sum_text(rows, 2);
		sum += bench_sum_real(tn_get_double(rows, 3));
		sum += sum_time(rows, 4);
		sum += sum_text(rows, 5);
	}
	if (rc < 0 || tn_finish(rows, &err) < 0)
		fail(scan_text, err);
	return sum;
}

static void load(int64_t rows)
{
	tn_error *err = NULL;
	struct bench_row row;
	int64_t i;
	if (tn_begin(conn, NULL, &err) < 0)
		fail("begin", err);
	for (i = 1; i <= rows; i++) {
		bench_row_make(&row, i);
		if (tn_exec(conn, INSERT,
			    TN_ARGS(row.id, row.grp, row.name, row.val,
				    row.ts ? tn_timestamp(row.ts * 1000000) : TN_NULL,
				    row.note_len >= 0 ? tn_text_n(row.note, (size_t)row.note_len) : TN_NULL),
			    NULL, &err) < 0)
			fail(INSERT, err);
	}
	if (tn_commit(conn, &err) < 0)
		fail("commit", err);
}

static int put(tn_bulk *b, const struct bench_row *row, tn_error **err)
{
	const tn_value values[] = {
		tn_int(row->id), tn_int(row->grp), tn_text(row->name), tn_double(row->val),
		row->ts ? tn_timestamp(row->ts * 1000000) : TN_NULL,
		row->note_len >= 0 ? tn_text_n(row->note, (size_t)row->note_len) : TN_NULL,
	};
	return tn_bulk_row(b, values, err);
}

static void bulk(int64_t rows)
{
	static const char *const columns[] = {"id", "grp", "name", "val", "ts", "note", NULL};
	tn_error *err = NULL;
	tn_bulk_result result;
	tn_bulk *b = NULL;
	struct bench_row row;
	int64_t i;
	int rc = tn_bulk_open(conn, "big", columns, NULL, &b, &err);
	for (i = 1; i <= rows && rc >= 0; i++) {
		bench_row_make(&row, i);
		rc = put(b, &row, &err);
	}
	if (rc < 0 || tn_bulk_close(b, &result, &err) < 0 || result.affected != rows)
		fail("bulk", err);
}

/* The first execution, which prepares, is left out of what is measured. */
static void lib_begin(enum bench_work work)
{
	tn_error *err = NULL;
	tn_rows *rows = NULL;
	switch (work) {
	case BENCH_LOAD:
	case BENCH_BULK:
		exec(TN_NATIVE(BENCH_DROP));
		exec(table_text());
		break;
	case BENCH_TEXT:
		if (tn_query(conn, point, TN_ARGS((int64_t)1), &rows, &err) < 0)
			fail(point, err);
		read_point(rows);
		break;
	case BENCH_HANDLE:
		if (tn_prepare(conn, point, &st, &err) < 0 || tn_stmt_query(st, TN_ARGS((int64_t)1), &rows, &err) < 0)
			fail(point, err);
		read_point(rows);
		break;
	case BENCH_ROWS:
		break;
	}
}

static uint64_t lib_run(enum bench_work work, int64_t count, int64_t rows)
{
	uint64_t sum = 0;
	switch (work) {
	case BENCH_LOAD:
		load(count);
		break;
	case BENCH_TEXT:
		return points_by_text(count, rows);
	case BENCH_HANDLE:
		return points_by_handle(count, rows);
	case BENCH_ROWS:
		while (count--)
			sum += scan();
		break;
	case BENCH_BULK:
		bulk(count);
		break;
	}
	return sum;
}

static uint64_t lib_round_trips(void)
{
	tn_stats stats = {.size = sizeof stats};
	if (tn_get_stats(conn, &stats) < 0)
		bench_die("stats", "refused");
	return stats.round_trips;
}

static void lib_close(void)
{
	tn_stmt_close(st);
	tn_close(conn);
}

const struct bench_lib bench_lib = {lib_open, lib_begin, lib_run, lib_round_trips, lib_close};
