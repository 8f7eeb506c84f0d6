/* SPDX-License-Identifier: MIT */
/*
 * tenon_costs.c - what each operation of portable SQL costs on a server, for one row.
 *
 *   bench/tenon_costs URL [ROWS]
 *
 * For each operation a table gets ROWS rows (16384) with the operands of its first case in
 * tests/support/op_cases.def that gives a value, and SELECT count(operation) is timed
 * against SELECT count(operand), in turns: the best of nine of each.  One line for each operation:
 * how it is written, the kinds of its operands, nanoseconds for a row.
 *
 * 1. Operands are columns, as in the tables of docs/renderings.md; an operand that must be
 *    a literal is one.
 * 2. Operations without operands are one value for a statement and cost a row nothing; what
 *    a server refuses is a line without a number.
 * 3. Windows are left out: what they cost is the sorting, whatever the function.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "bench/statement.h"
#include "tests/backend/ops/ops.h"

#define COUNT(...) (sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *))
#define TIMES 9

static const struct op_case cases[] = {
#define OP_CASE(op, want, ...) \
	{TN_OP_##op, #op, NULL, want, "", (const char *const[]){__VA_ARGS__}, COUNT(__VA_ARGS__), __LINE__},
#define OP_ROWS(op, how, want, tail, ...) \
	{TN_OP_##op, #op, how, want, tail, (const char *const[]){__VA_ARGS__}, COUNT(__VA_ARGS__), __LINE__},
#include "tests/support/op_cases.def"
};
#define CASES (sizeof cases / sizeof *cases)

static const char *const written[TN_OPS] = {
#define OP_TEXT(op, text) [TN_OP_##op] = text,
#include "tests/support/op_cases.def"
};

static tn_conn *conn;
static int64_t rows = 16384;

/* An operation with the operands of one case. */
struct operation {
	const struct op_case *c;
	struct op_value want, args[OP_ARGS_MAX];
	uint32_t count, columns; /* columns: of the operands that are no literals */
	int aggregate;
};

/* ---- the case ------------------------------------------------------------------------- */

/* 1 if all operands have values and the result is one. */
static int understood(struct operation *o, const struct op_case *c)
{
	uint32_t i;
	*o = (struct operation){.c = c, .aggregate = c->how != NULL};
	o->count = c->how ? 1 : c->arg_count;
	if (o->count > OP_ARGS_MAX || !op_parse(c->want, &o->want) || o->want.error || !(o->want.text || o->want.any))
		return 0;
	/* Of an aggregate the first value stands for all. */
	for (i = 0; i < o->count; i++)
		if (!op_parse(c->args[i], &o->args[i]) || !o->args[i].text)
			return 0;
	o->columns = op_flags[c->op] & TN_OPF_LITERAL_2 && o->count > 1 ? 1 : o->count;
	return 1;
}

static const struct op_case *next_case(const struct op_case *c, struct operation *o)
{
	for (; c < cases + CASES; c++)
		if (written[c->op] && (!c->how || (!*c->how && !*c->tail)) && understood(o, c))
			return c;
	return NULL;
}

/* ---- the table ------------------------------------------------------------------------- */

static void append(char *text, size_t size, const char *more)
{
	if (strlen(text) + strlen(more) + 3 > size)
		bench_fail("the operands are too long", NULL);
	strcat(strcat(text, *text ? ", " : ""), more);
}

static void fill(const struct operation *o)
{
	char types[OP_TEXT_MAX] = "", values[OP_TEXT_MAX] = "", one[OP_TEXT_MAX], name[80];
	char sql[OP_TEXT_MAX + 100];
	int64_t n;
	uint32_t i;
	for (i = 0; i < o->columns; i++) {
		op_type_name(OP_PORTABLE, &o->args[i].type, name, sizeof name);
		snprintf(one, sizeof one, "v%u %s", i + 1, name);
		append(types, sizeof types, one);
		op_literal(OP_PORTABLE, &o->args[i], one, sizeof one);
		append(values, sizeof values, one);
	}
	bench_exec(conn, "DROP TABLE IF EXISTS bench_costs", NULL);
	snprintf(sql, sizeof sql, "CREATE TABLE bench_costs (%s)", types);
	bench_exec(conn, sql, NULL);
	bench_begin(conn);
	snprintf(sql, sizeof sql, "INSERT INTO bench_costs VALUES (%s)", values);
	bench_exec(conn, sql, NULL);
	for (n = 1; n < rows; n *= 2)
		bench_exec(conn, "INSERT INTO bench_costs SELECT * FROM bench_costs", NULL);
	bench_commit(conn);
}

/* ---- the time -------------------------------------------------------------------------- */

/* Milliseconds of a query; below zero: refused. */
static double timed(const char *sql)
{
	double start = bench_now();
	tn_value v;
	if (tn_query_value(conn, sql, NULL, &v, NULL) < 0)
		return -1;
	tn_value_free(&v);
	return bench_now() - start;
}

/* The best of several, of each of two queries. */
static void best_of(const char *const sql[2], double best[2])
{
	int i, which;
	for (i = 0; i < TIMES; i++)
		for (which = 0; which < 2; which++) {
			double took = timed(sql[which]);
			if (!i || took < best[which])
				best[which] = took;
		}
}

/* The operation over columns, or over the words of the documentation. */
static void spell(const struct operation *o, int columns, char *out)
{
	char literal[OP_ARGS_MAX][256], name[OP_ARGS_MAX][8];
	const char *args[OP_ARGS_MAX];
	uint32_t i;
	for (i = 0; i < o->count; i++) {
		snprintf(name[i], sizeof name[i], columns ? "v%u" : "%c", columns ? i + 1 : 'a' + i);
		op_literal(OP_PORTABLE, &o->args[i], literal[i], sizeof literal[i]);
		args[i] = i < o->columns ? name[i] : literal[i];
	}
	if (!op_expand(written[o->c->op], &o->want.type, OP_PORTABLE, args, o->count, o->c, out, OP_TEXT_MAX))
		bench_fail(o->c->name, NULL);
}

static void measure(const struct operation *o)
{
	char text[OP_TEXT_MAX], sql[OP_TEXT_MAX + 100];
	double best[2];
	uint32_t i;
	fill(o);
	spell(o, 1, text);
	snprintf(sql, sizeof sql, o->aggregate ? "SELECT %s FROM bench_costs" : "SELECT count(%s) FROM bench_costs",
		 text);
	best_of((const char *const[]){sql, "SELECT count(v1) FROM bench_costs"}, best);
	spell(o, 0, text);
	printf("%s\t", text);
	for (i = 0; i < o->count; i++)
		printf("%s%s", i ? ", " : "", tn_kind_name(o->args[i].type.kind));
	if (best[0] < 0)
		printf("\t\n");
	else
		printf("\t%.0f\n", (best[0] > best[1] ? best[0] - best[1] : 0) * 1e6 / (double)rows);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	const struct op_case *c = cases;
	struct operation o;
	tn_error *err = NULL;
	uint16_t last = 0;
	if (argc < 2) {
		fprintf(stderr, "usage: tenon_costs URL [ROWS]\n");
		return 2;
	}
	if (argc > 2)
		rows = strtoll(argv[2], NULL, 10);
	if (tn_open(&conn, argv[1], NULL, &err) < 0)
		bench_fail(argv[1], err);
	for (; (c = next_case(c, &o)); c++) {
		if (c->op != last)
			measure(&o);
		last = c->op;
	}
	bench_exec(conn, "DROP TABLE IF EXISTS bench_costs", NULL);
	tn_close(conn);
	return 0;
}
