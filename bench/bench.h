/* SPDX-License-Identifier: MIT */
/*
 * bench.h - what the measuring programs share: the data, the checksum, and the
 * frame that runs and times a workload.
 *
 * A program is bench.c and one file that fills struct bench_lib for one library.
 * All programs write the same rows and add up the same checksum over every value
 * that they read, so two that print the same number have done the same work.
 *
 * The table: rows 1 to n of
 *   id bigint key | grp bigint | name, 40 bytes | val double | ts, NULL in every fifth row |
 *   note, NULL in every third row
 *
 * Invariants:
 *  1. What a library can prepare in advance is prepared in begin(); only run() is
 *     measured.
 *  2. Keys come from one generator with a fixed seed, so each program asks for the
 *     same rows in the same order.
 *  3. Timestamps are whole seconds; the checksum adds seconds.
 */
#ifndef TN_BENCH_H
#define TN_BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* One body for all columns; only the words for the types differ. */
#define BENCH_TABLE(key, bigint, text40, real, timestamp, text16)                                     \
	"CREATE TABLE big (id " key " PRIMARY KEY, grp " bigint " NOT NULL, name " text40 " NOT NULL, " \
	"val " real " NOT NULL, ts " timestamp " NULL, note " text16 " NULL)"
#define BENCH_TABLE_SQLITE BENCH_TABLE("INTEGER", "BIGINT", "TEXT", "DOUBLE PRECISION", "TIMESTAMP", "TEXT")
#define BENCH_TABLE_POSTGRESQL BENCH_TABLE("bigint", "bigint", "text", "double precision", "timestamp", "text")
#define BENCH_TABLE_MYSQL                                                                             \
	BENCH_TABLE("bigint", "bigint", "varchar(64)", "double", "datetime(6)", "varchar(32)") " ENGINE=InnoDB"
#define BENCH_DROP "DROP TABLE IF EXISTS big"
/* Each server's placeholder follows. */
#define BENCH_POINT "SELECT id, name, val, ts FROM big WHERE id = "
#define BENCH_SCAN "SELECT id, grp, name, val, ts, note FROM big"
#define BENCH_INSERT "INSERT INTO big (id, grp, name, val, ts, note) VALUES "

enum bench_work {
	BENCH_LOAD,   /* one prepared INSERT a row, all in one transaction */
	BENCH_TEXT,   /* W1: point SELECTs, the statement found by its text where there is such a thing */
	BENCH_HANDLE, /* W1h: point SELECTs by a statement handle */
	BENCH_ROWS,   /* W2: the whole table, each value read */
	BENCH_BULK    /* W3: all rows into an empty table, by the fastest way that the client library has */
};

struct bench_row {
	int64_t id, grp;
	char name[48];
	double val;
	int64_t ts; /* seconds since 1970; 0: NULL */
	char note[16];
	int note_len; /* -1: NULL */
};

struct bench_lib {
	/* option: a word of the program's own, or NULL. */
	void (*open)(const char *target, const char *option);
	void (*begin)(enum bench_work work);
	/* count: point SELECTs, or scans of the table, or rows to load; the checksum, 0 for a load. */
	uint64_t (*run)(enum bench_work work, int64_t count, int64_t rows);
	/* Requests that waited for an answer so far; NULL where nobody counts. */
	uint64_t (*round_trips)(void);
	void (*close)(void);
};

extern const struct bench_lib bench_lib;

/* Prints what went wrong and ends the program: nothing here can go on. */
void bench_die(const char *what, const char *why);
void bench_row_make(struct bench_row *row, int64_t i);
/* "2024-02-29 23:59:59.000000" */
void bench_time_format(int64_t seconds, char out[32]);

/* Marsaglia's xorshift64. */
extern uint64_t bench_seed;
static inline int64_t bench_key(int64_t rows)
{
	bench_seed ^= bench_seed << 13;
	bench_seed ^= bench_seed >> 7;
	bench_seed ^= bench_seed << 17;
	return 1 + (int64_t)(bench_seed % (uint64_t)rows);
}

static inline uint64_t bench_sum_text(const char *s, size_t n)
{
	return n ? n + (unsigned char)s[n - 1] : 0;
}

static inline uint64_t bench_sum_real(double d)
{
	return (uint64_t)(int64_t)(d * 100.0 + 0.5);
}

/* H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
static inline int64_t bench_seconds(int y, unsigned m, unsigned d, int hour, int minute, int second)
{
	int era, year = y - (m <= 2);
	unsigned yoe, doy, doe;
	era = year / 400;
	yoe = (unsigned)(year - era * 400);
	doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return ((int64_t)era * 146097 + doe - 719468) * 86400 + hour * 3600 + minute * 60 + second;
}

static inline int bench_two(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

/* The least that a program which trusts its data can do with a timestamp's text. */
static inline int64_t bench_time_parse(const char *s)
{
	return bench_seconds(bench_two(s) * 100 + bench_two(s + 2), (unsigned)bench_two(s + 5),
			     (unsigned)bench_two(s + 8), bench_two(s + 11), bench_two(s + 14), bench_two(s + 17));
}

#endif
