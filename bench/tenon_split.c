/* SPDX-License-Identifier: MIT */
/*
 * tenon_split.c - what a DELETE costs that one server takes in several steps.
 *
 *   bench/tenon_split URL [ROWS [ROUNDS]]
 *
 * Of a table of ROWS rows half are deleted by
 *
 *   DELETE FROM bench_split WHERE id IN (SELECT max(id) FROM bench_split GROUP BY k)
 *
 * which MySQL refuses as it stands and Tenon takes apart; beside it, by hand as native
 * text, what one would write instead: the keys are read under lock, and the rows deleted
 * by 500 and by 4000 keys at a time, in one transaction.  All take turns on fresh tables;
 * the last lines are the medians of the ratios within a round.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "bench/statement.h"

#define MAX_ROUNDS 99
#define FORMS 2

static const unsigned chunks[FORMS] = {500, 4000};

static tn_conn *conn;
static int64_t rows = 200000;

/* Two rows for each k. */
static void fill(void)
{
	int64_t half = rows / 2, done;
	bench_exec(conn, "DROP TABLE IF EXISTS bench_split", NULL);
	bench_exec(conn, "CREATE TABLE bench_split (id BIGINT PRIMARY KEY, k BIGINT NOT NULL)", NULL);
	bench_begin(conn);
	bench_exec(conn, "INSERT INTO bench_split VALUES (0, 0)", NULL);
	for (done = 1; done < rows; done *= 2)
		bench_exec(conn, "INSERT INTO bench_split SELECT id + :done, mod(id + :done, :half) FROM bench_split "
			   "WHERE id + :done < :rows",
			   TN_NAMED({"done", tn_int(done)}, {"half", tn_int(half)}, {"rows", tn_int(rows)}));
	bench_commit(conn);
}

/* ---- the forms --------------------------------------------------------------------- */

static int64_t by_tenon(void)
{
	static const char sql[] = "DELETE FROM bench_split WHERE id IN (SELECT max(id) FROM bench_split GROUP BY k)";
	return bench_exec(conn, sql, NULL);
}

static int64_t *read_keys(size_t *count)
{
	const char *lock = strcmp(tn_conn_backend(conn), "sqlite") == 0 ? "" : " FOR UPDATE";
	int64_t *keys = malloc((size_t)rows * sizeof *keys);
	tn_error *err = NULL;
	tn_rows *found = NULL;
	char sql[200];
	snprintf(sql, sizeof sql, TN_NATIVE("SELECT id FROM bench_split WHERE id IN "
		 "(SELECT max(id) FROM bench_split GROUP BY k)%s"), lock);
	if (!keys || tn_query(conn, sql, NULL, &found, &err) < 0)
		bench_fail(sql, err);
	for (*count = 0; tn_next(found, &err) == TN_ROW; ++*count)
		keys[*count] = tn_get_int64(found, 0);
	if (tn_finish(found, &err) < 0)
		bench_fail(sql, err);
	return keys;
}

/* DELETE ... IN (?, ?, ...) of so many keys. */
static char *delete_text(unsigned chunk)
{
	static const char head[] = TN_NATIVE("DELETE FROM bench_split WHERE id IN (?");
	char *sql = malloc(sizeof head + (size_t)chunk * 2 + 2), *p = sql;
	unsigned i;
	if (!sql)
		bench_fail("memory", NULL);
	p += sprintf(p, "%s", head);
	for (i = 1; i < chunk; i++)
		p += sprintf(p, ",?");
	strcpy(p, ")");
	return sql;
}

/* The last part repeats its last key. */
static int64_t by_hand(unsigned chunk)
{
	tn_value *values = malloc(chunk * sizeof *values);
	char *sql = delete_text(chunk);
	int64_t *keys, deleted = 0;
	size_t count, at, i;
	bench_begin(conn);
	keys = read_keys(&count);
	for (at = 0; values && at < count; at += chunk) {
		tn_args args = {values, NULL, chunk, 0};
		for (i = 0; i < chunk; i++)
			values[i] = tn_int(keys[at + i < count ? at + i : count - 1]);
		deleted += bench_exec(conn, sql, &args);
	}
	bench_commit(conn);
	free(keys);
	free(sql);
	free(values);
	return deleted;
}

/* ---- rounds ------------------------------------------------------------------------ */

/* chunk 0: by Tenon. */
static double timed(unsigned chunk)
{
	double start;
	fill();
	start = bench_now();
	if ((chunk ? by_hand(chunk) : by_tenon()) != rows / 2)
		bench_fail("DELETE", NULL);
	return bench_now() - start;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	static double ratios[FORMS][MAX_ROUNDS];
	int rounds = argc > 3 ? atoi(argv[3]) : 5, i;
	tn_error *err = NULL;
	unsigned f;
	if (argc > 2)
		rows = atoll(argv[2]);
	if (argc < 2 || argc > 4 || rounds < 1 || rounds > MAX_ROUNDS || rows < 2 || rows % 2) {
		fprintf(stderr, "usage: bench/tenon_split URL [ROWS [ROUNDS]]: even ROWS, ROUNDS up to %d\n",
			MAX_ROUNDS);
		return 2;
	}
	if (tn_open(&conn, argv[1], NULL, &err) < 0)
		bench_fail(argv[1], err);
	for (i = 0; i < rounds; i++) {
		double mine = timed(0);
		printf("round %d: Tenon %.0f ms", i + 1, mine);
		for (f = 0; f < FORMS; f++) {
			double hand = timed(chunks[f]);
			printf(", by hand %u keys at a time %.0f ms", chunks[f], hand);
			ratios[f][i] = mine / hand;
		}
		printf("\n");
	}
	for (f = 0; f < FORMS; f++) {
		qsort(ratios[f], (size_t)rounds, sizeof(double), by_size);
		printf("Tenon / by hand, %u keys at a time: %.2f\n", chunks[f], ratios[f][rounds / 2]);
	}
	bench_exec(conn, "DROP TABLE bench_split", NULL);
	tn_close(conn);
	return 0;
}
