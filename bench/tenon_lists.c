/* SPDX-License-Identifier: MIT */
/*
 * tenon_lists.c - what a long list costs: IN (?) against what one would write by hand.
 *
 *   bench/tenon_lists URL [ELEMENTS [ROWS [ROUNDS]]]
 *
 * The table has ROWS rows, the list ELEMENTS of their keys in no order.  The forms by
 * hand are those of the server's users, sent as native text: literals in the text, a
 * text that the server takes apart, a temporary table.  All are timed from the array of
 * keys to the last row, in turns, the best of ROUNDS each, and must give the same answer.  The
 * last lines are the ratio to the best form by hand, and a DELETE of all the elements.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include "bench/statement.h"

#define SELECT "SELECT count(*), sum(grp) FROM bench_list WHERE id "

static tn_conn *conn;
static int64_t *ids;
static unsigned elements = 100000, rows_wanted = 300000, rounds = 5;
static char *text; /* of all elements */

/* The sum of the first row's numbers. */
static int64_t answer(const char *sql, const tn_args *args)
{
	tn_error *err = NULL;
	tn_rows *rows = NULL;
	int64_t sum = 0;
	if (tn_query(conn, sql, args, &rows, &err) < 0)
		bench_fail(sql, err);
	if (tn_next(rows, &err) == TN_ROW)
		sum = tn_get_int64(rows, 0) + tn_get_int64(rows, 1);
	if (tn_finish(rows, &err) < 0)
		bench_fail(sql, err);
	return sum;
}

/* before 1,2,3 behind */
static const char *join(const char *before, const char *behind)
{
	char *p = text + sprintf(text, "%s", before);
	unsigned i;
	for (i = 0; i < elements; i++)
		p += sprintf(p, i ? ",%lld" : "%lld", (long long)ids[i]);
	strcpy(p, behind);
	return text;
}

/* ---- the forms --------------------------------------------------------------------- */

static int64_t by_list(void)
{
	return answer(SELECT "IN (?)", TN_ARGS(TN_LIST(ids, elements)));
}

static int64_t by_literals(void)
{
	return answer(join(TN_NATIVE(SELECT "IN ("), ")"), NULL);
}

static int64_t by_array_text(void)
{
	return answer(TN_NATIVE(SELECT "= ANY(CAST(? AS bigint[]))"), TN_ARGS(join("{", "}")));
}

static int64_t by_json_each(void)
{
	return answer(TN_NATIVE(SELECT "IN (SELECT value FROM json_each(?))"), TN_ARGS(join("[", "]")));
}

static int64_t by_json_table(void)
{
	return answer(TN_NATIVE(SELECT "IN (SELECT v FROM JSON_TABLE(?, '$[*]' COLUMNS (v BIGINT PATH '$')) AS j)"),
		      TN_ARGS(join("[", "]")));
}

/* The keys go in by the text that the server takes apart best. */
static int64_t by_table(const char *create, const char *fill, const char *before, const char *behind)
{
	int64_t sum;
	bench_exec(conn, create, NULL);
	bench_exec(conn, fill, TN_ARGS(join(before, behind)));
	sum = answer(TN_NATIVE("SELECT count(*), sum(grp) FROM bench_list JOIN bench_keys ON id = k"), NULL);
	bench_exec(conn, TN_NATIVE("DROP TABLE bench_keys"), NULL);
	return sum;
}

static int64_t by_table_pg(void)
{
	return by_table(TN_NATIVE("CREATE TEMPORARY TABLE bench_keys (k bigint PRIMARY KEY)"),
			TN_NATIVE("INSERT INTO bench_keys SELECT unnest(CAST(? AS bigint[]))"), "{", "}");
}

static int64_t by_table_sqlite(void)
{
	return by_table(TN_NATIVE("CREATE TEMPORARY TABLE bench_keys (k INTEGER PRIMARY KEY)"),
			TN_NATIVE("INSERT INTO bench_keys SELECT value FROM json_each(?)"), "[", "]");
}

static int64_t by_table_mysql(void)
{
	return by_table(TN_NATIVE("CREATE TEMPORARY TABLE bench_keys (k BIGINT PRIMARY KEY) ENGINE=InnoDB"),
			TN_NATIVE("INSERT INTO bench_keys SELECT v FROM JSON_TABLE(?, '$[*]' COLUMNS (v BIGINT PATH "
				  "'$')) AS j"), "[", "]");
}

static const struct {
	const char *backend, *name;
	int64_t (*run)(void);
} forms[] = {
	{"", "IN (?)", by_list},
	{"postgresql", "array as text", by_array_text},
	{"postgresql", "temporary table", by_table_pg},
	{"sqlite", "json_each", by_json_each},
	{"sqlite", "temporary table", by_table_sqlite},
	{"mysql", "JSON_TABLE", by_json_table},
	{"mysql", "temporary table", by_table_mysql},
	{"", "literals", by_literals},
};
#define FORMS (sizeof forms / sizeof forms[0])

/* ---- the run -------------------------------------------------------------------------- */

static void make_rows(void)
{
	static const char insert[] = "INSERT INTO bench_list (id, grp) SELECT a.id + ?, a.grp FROM bench_list AS a "
				     "WHERE a.id <= ?";
	int64_t have = 1;
	bench_exec(conn, "DROP TABLE IF EXISTS bench_list", NULL);
	bench_exec(conn, "CREATE TABLE bench_list (id BIGINT PRIMARY KEY, grp BIGINT NOT NULL)", NULL);
	bench_begin(conn);
	bench_exec(conn, "INSERT INTO bench_list (id, grp) VALUES (1, 3)", NULL);
	for (; have < rows_wanted; have *= 2)
		bench_exec(conn, insert, TN_ARGS(have, rows_wanted - have));
	bench_commit(conn);
}

/* Keys all over the table, each once. */
static void make_ids(void)
{
	unsigned i;
	ids = malloc(elements * sizeof *ids);
	text = malloc((size_t)elements * 21 + 200);
	if (!ids || !text)
		bench_fail("memory", NULL);
	for (i = 0; i < elements; i++)
		ids[i] = (int64_t)((uint64_t)i * 2654435761u % rows_wanted) + 1;
}

static int is_for_server(size_t form)
{
	return !*forms[form].backend || strcmp(forms[form].backend, tn_conn_backend(conn)) == 0;
}

/* Another list of the same keys: no text with literals is met again, as it would not be in an application. */
static void turn(void)
{
	int64_t first = ids[0];
	memmove(ids, ids + 1, (elements - 1) * sizeof *ids);
	ids[elements - 1] = first;
}

/* The forms take turns, so that what else the machine does is the same for all. */
static void run_all(double *best)
{
	int64_t sum, expected = 0;
	unsigned i;
	size_t f;
	for (i = 0; i < rounds; i++)
		for (f = 0; f < FORMS; f++) {
			double start, took;
			if (!is_for_server(f))
				continue;
			turn();
			start = bench_now();
			sum = forms[f].run();
			took = bench_now() - start;
			best[f] = !i || took < best[f] ? took : best[f];
			expected = !i && !f ? sum : expected;
			if (sum != expected)
				bench_fail(forms[f].name, NULL);
		}
}

static void compare(void)
{
	double best[FORMS] = {0}, hand = 0;
	size_t f;
	run_all(best);
	for (f = 0; f < FORMS; f++) {
		if (!is_for_server(f))
			continue;
		printf("%-16s %9.2f ms\n", forms[f].name, best[f]);
		if (f && (hand == 0 || best[f] < hand))
			hand = best[f];
	}
	printf("%-16s %9.2f\n", "ratio", best[0] / hand);
}

static void delete_all(void)
{
	struct rusage before, after;
	double start;
	int64_t gone;
	getrusage(RUSAGE_SELF, &before);
	start = bench_now();
	gone = bench_exec(conn, "DELETE FROM bench_list WHERE id IN (?)", TN_ARGS(TN_LIST(ids, elements)));
	getrusage(RUSAGE_SELF, &after);
	printf("%-16s %9.2f ms, %lld rows, %ld KiB more memory\n", "DELETE", bench_now() - start, (long long)gone,
	       after.ru_maxrss - before.ru_maxrss);
	bench_exec(conn, "DROP TABLE bench_list", NULL);
}

int main(int argc, char **argv)
{
	tn_error *err = NULL;
	if (argc < 2) {
		fprintf(stderr, "usage: %s URL [ELEMENTS [ROWS [ROUNDS]]]\n", argv[0]);
		return 2;
	}
	elements = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : elements;
	rows_wanted = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : rows_wanted;
	rounds = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : rounds;
	if (!elements || !rows_wanted)
		bench_fail("numbers from 1 on are needed", NULL);
	if (tn_open(&conn, argv[1], NULL, &err) < 0)
		bench_fail("open", err);
	make_rows();
	make_ids();
	if (rounds)
		compare();
	delete_all();
	tn_close(conn);
	free(ids);
	free(text);
	return 0;
}
