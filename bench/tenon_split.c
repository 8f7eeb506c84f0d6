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
#include <time.h>
#include <tenon/tenon.h>

#define MAX_ROUNDS 99
#define FORMS 2

static const unsigned chunks[FORMS] = {500, 4000};

static tn_conn *conn;
static int64_t rows = 200000;

static void die(const char *what, tn_error *err)
{
	fprintf(stderr, "tenon_split: %s: %s\n", what, err ? tn_error_message(err) : "wrong number of rows");
	exit(1);
}

static double now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static int64_t exec(const char *sql, const tn_args *args)
{
	tn_result result = {0};
	tn_error *err = NULL;
	if (tn_exec(conn, sql, args, &result, &err) < 0)
		die(sql, err);
	return result.affected;
}

static void begin(void)
{
	tn_error *err = NULL;
	if (tn_begin(conn, NULL, &err) < 0)
		die("begin", err);
}

static void commit(void)
{
	tn_error *err = NULL;
	if (tn_commit(conn, &err) < 0)
		die("commit", err);
}

/* Two rows for each k. */
static void fill(void)
{
	int64_t half = rows / 2, done;
	exec("DROP TABLE IF EXISTS bench_split", NULL);
	exec("CREATE TABLE bench_split (id BIGINT PRIMARY KEY, k BIGINT NOT NULL)", NULL);
	begin();
	exec("INSERT INTO bench_split VALUES (0, 0)", NULL);
	for (done = 1; done < rows; done *= 2)
		exec("INSERT INTO bench_split SELECT id + :done, mod(id + :done, :half) FROM bench_split "
		     "WHERE id + :done < :rows",
		     TN_NAMED({"done", tn_int(done)}, {"half", tn_int(half)}, {"rows", tn_int(rows)}));
	commit();
}

/* ---- the forms --------------------------------------------------------------------- */

static int64_t by_tenon(void)
{
	return exec("DELETE FROM bench_split WHERE id IN (SELECT max(id) FROM bench_split GROUP BY k)", NULL);
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
		die(sql, err);
	for (*count = 0; tn_next(found, &err) == TN_ROW; ++*count)
		keys[*count] = tn_get_int64(found, 0);
	if (tn_finish(found, &err) < 0)
		die(sql, err);
	return keys;
}

/* DELETE ... IN (?, ?, ...) of so many keys. */
static char *delete_text(unsigned chunk)
{
	static const char head[] = TN_NATIVE("DELETE FROM bench_split WHERE id IN (?");
	char *sql = malloc(sizeof head + (size_t)chunk * 2 + 2), *p = sql;
	unsigned i;
	if (!sql)
		die("memory", NULL);
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
	begin();
	keys = read_keys(&count);
	for (at = 0; values && at < count; at += chunk) {
		tn_args args = {values, NULL, chunk, 0};
		for (i = 0; i < chunk; i++)
			values[i] = tn_int(keys[at + i < count ? at + i : count - 1]);
		deleted += exec(sql, &args);
	}
	commit();
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
	start = now();
	if ((chunk ? by_hand(chunk) : by_tenon()) != rows / 2)
		die("DELETE", NULL);
	return now() - start;
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
		die(argv[1], err);
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
	exec("DROP TABLE bench_split", NULL);
	tn_close(conn);
	return 0;
}
