/* SPDX-License-Identifier: MIT */
/*
 * raw_mysql.c - the best plain use of the MySQL client library: statements prepared
 * once on the server, buffers bound once, rows fetched unbuffered.
 *
 * TARGET is "HOST PORT USER PASSWORD DATABASE" in one argument.
 */
#include "bench.h"

#include <mysql.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#if defined(MARIADB_BASE_VERSION) || defined(MARIADB_PACKAGE_VERSION)
typedef my_bool null_flag;
#else
typedef bool null_flag;
#endif

/* One row's buffers, for parameters and for results. */
static struct {
	int64_t id, grp;
	char name[256];
	unsigned long name_len;
	double val;
	MYSQL_TIME ts;
	null_flag ts_null;
	char note[128];
	unsigned long note_len;
	null_flag note_null;
} cell;

static MYSQL *db;
static MYSQL_STMT *st;

static void exec(const char *sql)
{
	if (mysql_query(db, sql))
		bench_die(sql, mysql_error(db));
}

static void fail(void)
{
	bench_die("statement", mysql_stmt_error(st));
}

static void prepare(const char *sql)
{
	if (st)
		mysql_stmt_close(st);
	st = mysql_stmt_init(db);
	if (!st)
		bench_die("statement", "no memory");
	if (mysql_stmt_prepare(st, sql, strlen(sql)))
		fail();
}

static void lib_open(const char *target, const char *option)
{
	char host[128], user[64], password[64], name[64];
	unsigned port, tcp = MYSQL_PROTOCOL_TCP;
	(void)option;
	if (sscanf(target, "%127s %u %63s %63s %63s", host, &port, user, password, name) != 5)
		bench_die(target, "HOST PORT USER PASSWORD DATABASE in one argument is wanted");
	db = mysql_init(NULL);
	if (!db)
		bench_die("connect", "no memory");
	mysql_options(db, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(db, MYSQL_OPT_PROTOCOL, &tcp);
	if (!mysql_real_connect(db, host, user, password, name, port, NULL, 0))
		bench_die("connect", mysql_error(db));
}

static MYSQL_BIND number_bind(int64_t *v)
{
	MYSQL_BIND b = {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = v};
	return b;
}

static MYSQL_BIND text_bind(char *s, unsigned long size, unsigned long *len)
{
	MYSQL_BIND b = {.buffer_type = MYSQL_TYPE_STRING, .buffer = s, .buffer_length = size, .length = len};
	return b;
}

static MYSQL_BIND real_bind(void)
{
	MYSQL_BIND b = {.buffer_type = MYSQL_TYPE_DOUBLE, .buffer = &cell.val};
	return b;
}

static MYSQL_BIND time_bind(void)
{
	MYSQL_BIND b = {.buffer_type = MYSQL_TYPE_DATETIME, .buffer = &cell.ts, .is_null = &cell.ts_null};
	return b;
}

/* The six columns, or the four of the point SELECT. */
static void bind_row(MYSQL_BIND *b, int with_all)
{
	int n = 0;
	b[n++] = number_bind(&cell.id);
	if (with_all)
		b[n++] = number_bind(&cell.grp);
	b[n++] = text_bind(cell.name, sizeof cell.name, &cell.name_len);
	b[n++] = real_bind();
	b[n++] = time_bind();
	if (!with_all)
		return;
	b[n] = text_bind(cell.note, sizeof cell.note, &cell.note_len);
	b[n].is_null = &cell.note_null;
}

/* Rows that go together. */
#define BULK 5000
static struct {
	int64_t id, grp;
	double val;
	char name[48];
	unsigned long name_len;
	MYSQL_TIME ts;
	char ts_null;
	char note[16];
	unsigned long note_len;
	char note_null;
} many[BULK];

#if defined(MARIADB_BASE_VERSION) || defined(MARIADB_PACKAGE_VERSION)
static void bind_many(void)
{
	MYSQL_BIND b[6] = {0};
	size_t size = sizeof many[0];
	unsigned count = BULK;
	b[0] = number_bind(&many[0].id);
	b[1] = number_bind(&many[0].grp);
	b[2] = text_bind(many[0].name, sizeof many[0].name, &many[0].name_len);
	b[3].buffer_type = MYSQL_TYPE_DOUBLE;
	b[3].buffer = &many[0].val;
	b[4].buffer_type = MYSQL_TYPE_DATETIME;
	b[4].buffer = &many[0].ts;
	b[4].u.indicator = &many[0].ts_null;
	b[5] = text_bind(many[0].note, sizeof many[0].note, &many[0].note_len);
	b[5].u.indicator = &many[0].note_null;
	if (mysql_stmt_attr_set(st, STMT_ATTR_ROW_SIZE, &size) ||
	    mysql_stmt_attr_set(st, STMT_ATTR_ARRAY_SIZE, &count) || mysql_stmt_bind_param(st, b))
		fail();
}
#else
static void bind_many(void)
{
	bench_die("W3", "this client library has no arrays of parameters");
}
#endif

static void lib_begin(enum bench_work work)
{
	MYSQL_BIND row[6], key;
	switch (work) {
	case BENCH_BULK:
		exec(BENCH_DROP);
		exec(BENCH_TABLE_MYSQL);
		prepare(BENCH_INSERT "(?, ?, ?, ?, ?, ?)");
		bind_many();
		break;
	case BENCH_LOAD:
		exec(BENCH_DROP);
		exec(BENCH_TABLE_MYSQL);
		prepare(BENCH_INSERT "(?, ?, ?, ?, ?, ?)");
		bind_row(row, 1);
		if (mysql_stmt_bind_param(st, row))
			fail();
		break;
	case BENCH_TEXT:
	case BENCH_HANDLE:
		prepare(BENCH_POINT "?");
		key = number_bind(&cell.id);
		bind_row(row, 0);
		if (mysql_stmt_bind_param(st, &key) || mysql_stmt_bind_result(st, row))
			fail();
		break;
	case BENCH_ROWS:
		prepare(BENCH_SCAN);
		bind_row(row, 1);
		if (mysql_stmt_bind_result(st, row))
			fail();
		break;
	}
}

static void fill_time(MYSQL_TIME *t, int64_t seconds)
{
	time_t clock = (time_t)seconds;
	struct tm tm;
	memset(t, 0, sizeof *t);
	if (!seconds)
		return;
	gmtime_r(&clock, &tm);
	t->year = (unsigned)tm.tm_year + 1900;
	t->month = (unsigned)tm.tm_mon + 1;
	t->day = (unsigned)tm.tm_mday;
	t->hour = (unsigned)tm.tm_hour;
	t->minute = (unsigned)tm.tm_min;
	t->second = (unsigned)tm.tm_sec;
	t->time_type = MYSQL_TIMESTAMP_DATETIME;
}

static void fill(const struct bench_row *row)
{
	cell.id = row->id;
	cell.grp = row->grp;
	cell.name_len = (unsigned long)snprintf(cell.name, sizeof cell.name, "%s", row->name);
	cell.val = row->val;
	cell.ts_null = !row->ts;
	fill_time(&cell.ts, row->ts);
	cell.note_null = row->note_len < 0;
	cell.note_len = row->note_len < 0 ? 0 : (unsigned long)row->note_len;
	memcpy(cell.note, row->note, cell.note_len);
}

static void load(int64_t rows)
{
	struct bench_row row;
	int64_t i;
	exec("BEGIN");
	for (i = 1; i <= rows; i++) {
		bench_row_make(&row, i);
		fill(&row);
		if (mysql_stmt_execute(st))
			fail();
	}
	exec("COMMIT");
}

/* rows: a multiple of BULK.  fill() gives each row, whose time is taken apart as in load(). */
static void bulk(int64_t rows)
{
	struct bench_row row;
	int64_t i;
	int k;
	if (rows % BULK)
		bench_die("W3", "the number of rows must be a multiple of 5000");
	exec("BEGIN");
	for (i = 1; i <= rows; i += BULK) {
		for (k = 0; k < BULK; k++) {
			bench_row_make(&row, i + k);
			many[k].id = row.id;
			many[k].grp = row.grp;
			many[k].val = row.val;
			many[k].name_len = strlen(row.name);
			memcpy(many[k].name, row.name, many[k].name_len);
			fill_time(&many[k].ts, row.ts);
			many[k].ts_null = !row.ts;
			many[k].note_null = row.note_len < 0;
			many[k].note_len = row.note_len < 0 ? 0 : (unsigned long)row.note_len;
			memcpy(many[k].note, row.note, many[k].note_len);
		}
		if (mysql_stmt_execute(st))
			fail();
	}
	exec("COMMIT");
}

static inline uint64_t sum_point(void)
{
	const MYSQL_TIME *t = &cell.ts;
	uint64_t sum = (uint64_t)cell.id + bench_sum_text(cell.name, cell.name_len) + bench_sum_real(cell.val);
	if (!cell.ts_null)
		sum += (uint64_t)bench_seconds((int)t->year, t->month, t->day, (int)t->hour, (int)t->minute,
					       (int)t->second);
	return sum;
}

static uint64_t points(int64_t count, int64_t rows)
{
	uint64_t sum = 0;
	int rc;
	while (count--) {
		cell.id = bench_key(rows);
		if (mysql_stmt_execute(st))
			fail();
		while ((rc = mysql_stmt_fetch(st)) == 0)
			sum += sum_point();
		if (rc != MYSQL_NO_DATA)
			fail();
	}
	return sum;
}

static uint64_t scan(void)
{
	uint64_t sum = 0;
	int rc;
	if (mysql_stmt_execute(st))
		fail();
	while ((rc = mysql_stmt_fetch(st)) == 0) {
		sum += sum_point() + (uint64_t)cell.grp;
		if (!cell.note_null)
			sum += bench_sum_text(cell.note, cell.note_len);
	}
	if (rc != MYSQL_NO_DATA)
		fail();
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
		sum += scan();
	return sum;
}

static void lib_close(void)
{
	mysql_stmt_close(st);
	mysql_close(db);
}

const struct bench_lib bench_lib = {lib_open, lib_begin, lib_run, NULL, lib_close};
