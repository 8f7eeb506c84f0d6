/* SPDX-License-Identifier: MIT */
/*
 * bench/statement.h - what the programs share that time single statements of Tenon:
 * tenon_lists.c and tenon_split.c.  Whatever goes wrong ends the program.
 */
#ifndef TN_BENCH_STATEMENT_H
#define TN_BENCH_STATEMENT_H

#include <tenon/tenon.h>

/* Prints what went wrong and ends the program; err NULL: the result is wrong. */
void bench_fail(const char *what, tn_error *err);
/* Milliseconds of a clock that only goes forward. */
double bench_now(void);
/* Runs a statement; the number of rows that it changed. */
int64_t bench_exec(tn_conn *conn, const char *sql, const tn_args *args);
void bench_begin(tn_conn *conn);
void bench_commit(tn_conn *conn);

#endif
