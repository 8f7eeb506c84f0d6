/* SPDX-License-Identifier: MIT */
/*
 * raw_postgresql.c - the best plain use of libpq: statements prepared once with
 * typed parameters, parameters and results in binary, large results in chunks
 * where libpq has them and row by row where not; with -o single always row by row,
 * with -o copy by a binary COPY.  TARGET is a conninfo text.
 */
#include "bench.h"

#include <libpq-fe.h>

#define INT8 20
#define FLOAT8 701
#define TIMESTAMP 1114
#define TEXT 25
#define EPOCH INT64_C(946684800) /* 2000-01-01, where the server's timestamps begin */

/* Since libpq 17, and looked for when the program runs. */
extern int PQsetChunkedRowsMode(PGconn *conn, int rows) __attribute__((weak));

static PGconn *db;
static int one_by_one, by_copy;

static PGresult *take(PGresult *r, const char *what)
{
	ExecStatusType status = PQresultStatus(r);
	if (status == PGRES_BAD_RESPONSE || status == PGRES_NONFATAL_ERROR || status == PGRES_FATAL_ERROR)
		bench_die(what, PQresultErrorMessage(r));
	return r;
}

static void exec(const char *sql)
{
	PQclear(take(PQexec(db, sql), sql));
}

static void prepare(const char *sql, int count, const Oid *types)
{
	PQclear(take(PQexec(db, "DEALLOCATE ALL"), "DEALLOCATE"));
	PQclear(take(PQprepare(db, "bench", sql, count, types), sql));
}

static void lib_open(const char *target, const char *option)
{
	one_by_one = option && !strcmp(option, "single");
	by_copy = option && !strcmp(option, "copy");
	db = PQconnectdb(target);
	if (PQstatus(db) != CONNECTION_OK)
		bench_die("connect", PQerrorMessage(db));
	exec("SET client_min_messages = warning");
}

static void lib_begin(enum bench_work work)
{
	static const Oid row_types[] = {INT8, INT8, TEXT, FLOAT8, TIMESTAMP, TEXT};
	static const Oid key_type[] = {INT8};
	switch (work) {
	case BENCH_BULK:
		exec(BENCH_DROP);
		exec(BENCH_TABLE_POSTGRESQL);
		break;
	case BENCH_LOAD:
		exec(BENCH_DROP);
		exec(BENCH_TABLE_POSTGRESQL);
		prepare(BENCH_INSERT "($1, $2, $3, $4, $5, $6)", 6, row_types);
		break;
	case BENCH_TEXT:
	case BENCH_HANDLE:
		prepare(BENCH_POINT "$1", 1, key_type);
		break;
	case BENCH_ROWS:
		break;
	}
}

/* Either way; compilers make one instruction of it, or none. */
static inline uint64_t network_order(uint64_t v)
{
	unsigned char b[8];
	uint64_t out = 0;
	int i;
	memcpy(b, &v, sizeof b);
	for (i = 0; i < 8; i++)
		out = out << 8 | b[i];
	return out;
}

static void put64(char *to, int64_t v)
{
	uint64_t u = network_order((uint64_t)v);
	memcpy(to, &u, sizeof u);
}

static inline int64_t get64(const char *from)
{
	uint64_t u;
	memcpy(&u, from, sizeof u);
	return (int64_t)network_order(u);
}

static inline int32_t get32(const char *from)
{
	const unsigned char *p = (const unsigned char *)from;
	return (int32_t)((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]);
}

static void put_real(char *to, double d)
{
	int64_t v;
	memcpy(&v, &d, sizeof v);
	put64(to, v);
}

static inline double get_real(const char *from)
{
	int64_t v = get64(from);
	double d;
	memcpy(&d, &v, sizeof d);
	return d;
}

static void insert(const struct bench_row *row)
{
	static const int binary[] = {1, 1, 1, 1, 1, 1};
	char id[8], grp[8], val[8], ts[8];
	const char *values[] = {id, grp, row->name, val, row->ts ? ts : NULL, row->note_len < 0 ? NULL : row->note};
	int lengths[] = {8, 8, (int)strlen(row->name), 8, 8, row->note_len};
	put64(id, row->id);
	put64(grp, row->grp);
	put_real(val, row->val);
	put64(ts, (row->ts - EPOCH) * 1000000);
	PQclear(take(PQexecPrepared(db, "bench", 6, values, lengths, binary, 1), "INSERT"));
}

static void load(int64_t rows)
{
	struct bench_row row;
	int64_t i;
	exec("BEGIN");
	for (i = 1; i <= rows; i++) {
		bench_row_make(&row, i);
		insert(&row);
	}
	exec("COMMIT");
}

static char *put32(char *to, int32_t v)
{
	uint64_t u = network_order((uint64_t)(uint32_t)v << 32);
	memcpy(to, &u, 4);
	return to + 4;
}

static char *put_long(char *to, int64_t v)
{
	to = put32(to, 8);
	put64(to, v);
	return to + 8;
}

static char *put_bytes(char *to, const char *s, int n)
{
	to = put32(to, n);
	memcpy(to, s, (size_t)n);
	return to + n;
}

/* A row of COPY's binary format. */
static char *put_row(char *to, const struct bench_row *row)
{
	*to++ = 0;
	*to++ = 6;
	to = put_long(to, row->id);
	to = put_long(to, row->grp);
	to = put_bytes(to, row->name, (int)strlen(row->name));
	to = put32(to, 8);
	put_real(to, row->val);
	to += 8;
	to = row->ts ? put_long(to, (row->ts - EPOCH) * 1000000) : put32(to, -1);
	return row->note_len >= 0 ? put_bytes(to, row->note, row->note_len) : put32(to, -1);
}

static void send_part(const char *from, const char *to)
{
	if (PQputCopyData(db, from, (int)(to - from)) <= 0)
		bench_die("COPY", PQerrorMessage(db));
}

static void bulk(int64_t rows)
{
	static char buf[65536 + 512];
	static const char head[19] = "PGCOPY\n\377\r\n";
	struct bench_row row;
	char *at = put_bytes(buf, head, sizeof head);
	int64_t i;
	memmove(buf, buf + 4, sizeof head);
	at -= 4;
	exec("BEGIN");
	exec("COPY big (id, grp, name, val, ts, note) FROM STDIN (FORMAT binary)");
	for (i = 1; i <= rows; i++) {
		bench_row_make(&row, i);
		at = put_row(at, &row);
		if (at > buf + 65536) {
			send_part(buf, at);
			at = buf;
		}
	}
	send_part(buf, at);
	if (PQputCopyEnd(db, NULL) <= 0)
		bench_die("COPY", PQerrorMessage(db));
	PQclear(take(PQgetResult(db), "COPY"));
	exec("COMMIT");
}

static inline uint64_t sum_int(const PGresult *r, int row, int column)
{
	return (uint64_t)get64(PQgetvalue(r, row, column));
}

static inline uint64_t sum_text(const PGresult *r, int row, int column)
{
	return bench_sum_text(PQgetvalue(r, row, column), (size_t)PQgetlength(r, row, column));
}

static inline uint64_t sum_time(const PGresult *r, int row, int column)
{
	if (PQgetisnull(r, row, column))
		return 0;
	return (uint64_t)(get64(PQgetvalue(r, row, column)) / 1000000 + EPOCH);
}

static uint64_t points(int64_t count, int64_t rows)
{
	char key[8];
	const char *const value[] = {key};
	const int length[] = {8}, binary[] = {1};
	uint64_t sum = 0;
	while (count--) {
		PGresult *r;
		int i, n;
		put64(key, bench_key(rows));
		r = take(PQexecPrepared(db, "bench", 1, value, length, binary, 1), "SELECT");
		n = PQntuples(r);
		for (i = 0; i < n; i++) {
			sum += sum_int(r, i, 0) + sum_text(r, i, 1);
			sum += bench_sum_real(get_real(PQgetvalue(r, i, 2))) + sum_time(r, i, 3);
		}
		PQclear(r);
	}
	return sum;
}

static uint64_t sum_rows(const PGresult *r)
{
	uint64_t sum = 0;
	int i, n = PQntuples(r);
	for (i = 0; i < n; i++) {
		sum += sum_int(r, i, 0) + sum_int(r, i, 1) + sum_text(r, i, 2);
		sum += bench_sum_real(get_real(PQgetvalue(r, i, 3))) + sum_time(r, i, 4);
		if (!PQgetisnull(r, i, 5))
			sum += sum_text(r, i, 5);
	}
	return sum;
}

/* A row of a binary COPY: the number of fields, then each behind its length. */
static uint64_t sum_copied(const char *p)
{
	uint64_t sum = 0;
	int i;
	p += 2;
	for (i = 0; i < 6; i++) {
		int32_t n = get32(p);
		p += 4;
		if (n < 0)
			continue;
		if (i < 2)
			sum += (uint64_t)get64(p);
		else if (i == 3)
			sum += bench_sum_real(get_real(p));
		else if (i == 4)
			sum += (uint64_t)(get64(p) / 1000000 + EPOCH);
		else
			sum += bench_sum_text(p, (size_t)n);
		p += n;
	}
	return sum;
}

static uint64_t scan_by_copy(void)
{
	uint64_t sum = 0;
	char *p;
	int n, skip = 19; /* the head comes with the first row, or before it */
	PQclear(take(PQexec(db, "COPY (" BENCH_SCAN ") TO STDOUT (FORMAT binary)"), "COPY"));
	while ((n = PQgetCopyData(db, &p, 0)) > 0) {
		if (n > skip && p[skip] == 0)
			sum += sum_copied(p + skip);
		skip = 0;
		PQfreemem(p);
	}
	PQclear(take(PQgetResult(db), "COPY"));
	PQclear(PQgetResult(db));
	return sum;
}

static uint64_t scan(void)
{
	uint64_t sum = 0;
	PGresult *r;
	if (!PQsendQueryParams(db, BENCH_SCAN, 0, NULL, NULL, NULL, NULL, 1))
		bench_die("SELECT", PQerrorMessage(db));
	if (!PQsetChunkedRowsMode || one_by_one || !PQsetChunkedRowsMode(db, 256))
		PQsetSingleRowMode(db);
	while ((r = PQgetResult(db)) != NULL) {
		sum += sum_rows(take(r, "SELECT"));
		PQclear(r);
	}
	return sum;
}

static uint64_t lib_run(enum bench_work work, int64_t count, int64_t rows)
{
	uint64_t sum = 0;
	if (work == BENCH_LOAD) {
		load(count);
		return 0;
	}
	if (work == BENCH_BULK) {
		bulk(count);
		return 0;
	}
	if (work != BENCH_ROWS)
		return points(count, rows);
	while (count--)
		sum += by_copy ? scan_by_copy() : scan();
	return sum;
}

static void lib_close(void)
{
	PQfinish(db);
}

const struct bench_lib bench_lib = {lib_open, lib_begin, lib_run, NULL, lib_close};
