/* SPDX-License-Identifier: MIT */
/*
 * bench/statement.c - see statement.h.
 */
#include "bench/statement.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void bench_fail(const char *what, tn_error *err)
{
	fprintf(stderr, "%s: %s\n", what, err ? tn_error_message(err) : "wrong result");
	exit(1);
}

double bench_now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

int64_t bench_exec(tn_conn *conn, const char *sql, const tn_args *args)
{
	tn_result result = {0};
	tn_error *err = NULL;
	if (tn_exec(conn, sql, args, &result, &err) < 0)
		bench_fail(sql, err);
	return result.affected;
}

void bench_begin(tn_conn *conn)
{
	tn_error *err = NULL;
	if (tn_begin(conn, NULL, &err) < 0)
		bench_fail("begin", err);
}

void bench_commit(tn_conn *conn)
{
	tn_error *err = NULL;
	if (tn_commit(conn, &err) < 0)
		bench_fail("commit", err);
}
