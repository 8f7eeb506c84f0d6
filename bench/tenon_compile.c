/* SPDX-License-Identifier: MIT */
/*
 * tenon_compile.c - what the compilation of portable SQL costs, stage by stage.
 *
 * Not a frame for several libraries as tenon_bench.c is: it calls the stages of
 * the compiler itself, so that each can be timed, and counted by bench/compile.
 *
 *   tenon_compile COUNT [STATEMENT [DIALECT]]
 *
 * prints for each dialect of the build and each statement the microseconds of one
 * compilation: parsing, analysis, lowering, rendering.  STATEMENT is a name, or
 * a number of bytes: a condition with as many members as fit.
 *
 * Invariants:
 *  1. The tables are known beforehand: this is not about catalogues.
 *  2. Each compilation begins with an empty arena that keeps its block, as the
 *     engine's does; what is printed is the best of COUNT for each stage, since a
 *     busy machine only adds.
 *  3. All work is done below compile_once(), which is what bench/compile counts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tenon/error.h>
#include "compat/compat.h"
#include "core/engine/engine.h"
#include "core/sql/sql.h"

enum { STAGES = 4, TABLES = 4, NEWEST = 999999 };

static const char *const schema[TABLES] = {
	"CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL, email VARCHAR(120) UNIQUE, "
	"city VARCHAR(60), born DATE, credit NUMERIC(12,2) NOT NULL, active BOOLEAN NOT NULL)",
	"CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, placed TIMESTAMP NOT NULL, "
	"status VARCHAR(20) NOT NULL, total NUMERIC(12,2) NOT NULL)",
	"CREATE TABLE items (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, product_id INTEGER NOT NULL, "
	"quantity INTEGER NOT NULL, price NUMERIC(10,2) NOT NULL, weight DOUBLE PRECISION)",
	"CREATE TABLE products (id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, kind VARCHAR(40), added DATE)",
};

static const struct {
	const char *name, *text;
} statements[] = {
	{"lookup", "SELECT id, name, born FROM customers WHERE id = ? AND active"},
	{"join",
	 "SELECT c.id, c.name, o.id AS order_id, o.placed, o.total FROM customers c JOIN orders o ON "
	 "o.customer_id = c.id "
	 "WHERE o.status = ? AND o.total > 100 AND c.city LIKE ? ORDER BY o.placed DESC LIMIT 20"},
	{"report",
	 "WITH recent AS (SELECT o.id, o.customer_id, o.total, o.placed FROM orders o WHERE o.placed >= ? AND "
	 "o.status IN ('paid', 'sent', 'done')), lines AS (SELECT i.order_id, COUNT(*) AS line_count, "
	 "SUM(i.quantity) AS "
	 "pieces, SUM(i.price * i.quantity) AS worth FROM items i JOIN products p ON p.id = i.product_id "
	 "WHERE p.kind <> ? "
	 "AND p.added BETWEEN DATE '2020-01-01' AND DATE '2024-12-31' GROUP BY i.order_id) SELECT c.id, c.name, "
	 "UPPER(c.city) AS city, COUNT(r.id) AS order_count, SUM(r.total) AS total, SUM(l.pieces) AS pieces, "
	 "MAX(r.placed) AS last_order, CASE WHEN SUM(r.total) > 10000 THEN 'gold' WHEN SUM(r.total) > "
	 "1000 THEN 'silver' "
	 "ELSE 'plain' END AS class, COALESCE(SUM(l.worth), 0) AS worth FROM customers c JOIN recent r "
	 "ON r.customer_id = "
	 "c.id LEFT JOIN lines l ON l.order_id = r.id WHERE c.active AND (c.email IS NOT NULL OR "
	 "c.credit >= 50.00) AND "
	 "EXISTS (SELECT 1 FROM orders x WHERE x.customer_id = c.id AND x.id <> r.id) GROUP BY c.id, c.name, c.city "
	 "HAVING COUNT(*) > 2 ORDER BY total DESC NULLS LAST, c.name LIMIT 50 OFFSET 10"},
};

static double best_ns[STAGES];
static struct tn_arena tables_arena;
static const struct tn_ir_table *tables[TABLES];

static void die(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s\n", what, why);
	exit(1);
}

static void check(int rc, tn_error *err)
{
	if (rc < 0)
		die("compile", err ? tn_error_message(err) : "?");
}

static double now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void make_tables(void)
{
	unsigned i;
	for (i = 0; i < TABLES; i++) {
		tn_error *err = NULL;
		struct tn_ir_stmt *stmt;
		check(tn__sql_parse(&tables_arena, schema[i], strlen(schema[i]), &stmt, &err), err);
		check(tn__sql_table_of(&tables_arena, stmt, &tables[i], &err), err);
	}
}

__attribute__((noinline)) static void compile_once(struct tn_arena *a, const struct tn_dialect *dialect,
						   const struct tn_caps *caps, const char *text, size_t len)
{
	static const struct tn_sql_bound nothing;
	struct tn_sql_env env = {.tables = tables, .table_count = TABLES};
	struct tn_ir_stmt *stmt = NULL;
	const struct tn_plan *plan = NULL;
	struct tn_rendered rendered;
	tn_error *err = NULL;
	double at[STAGES + 1];
	int i;
	at[0] = now_ns();
	check(tn__sql_parse(a, text, len, &stmt, &err), err);
	at[1] = now_ns();
	check(tn__sql_analyse(a, stmt, &env, &nothing, &err), err);
	at[2] = now_ns();
	check(tn__lower(a, caps, stmt, &plan, &err), err);
	at[3] = now_ns();
	check(tn__sql_render(a, plan->steps[0].stmt, dialect, &rendered, &err), err);
	at[4] = now_ns();
	for (i = 0; i < STAGES; i++)
		if (!best_ns[i] || at[i + 1] - at[i] < best_ns[i])
			best_ns[i] = at[i + 1] - at[i];
}

static void measure(const struct tn_dialect *dialect, const char *name, const char *text, int count)
{
	struct tn_caps caps = {0};
	struct tn_arena arena;
	double sum = 0;
	int i;
	dialect->effective(dialect->name, NEWEST, &caps);
	tn__arena_init(&arena);
	memset(best_ns, 0, sizeof best_ns);
	for (i = 0; i < count; i++) {
		tn__arena_clear(&arena);
		compile_once(&arena, dialect, &caps, text, strlen(text));
	}
	printf("%-16s %-8s", dialect->name, name);
	for (i = 0; i < STAGES; i++) {
		printf(" %9.2f", best_ns[i] / 1000);
		sum += best_ns[i];
	}
	printf(" %9.2f\n", sum / 1000);
	tn__arena_release(&arena);
}

/* A condition of about that many bytes. */
static char *long_text(size_t bytes)
{
	static const char head[] = "SELECT id FROM customers WHERE id = ?", more[] =
		" OR city LIKE 'a%' AND credit > 1";
	size_t at = sizeof head - 1, step = sizeof more - 1;
	char *text = malloc(bytes + sizeof head + sizeof more);
	if (!text)
		die("text", "no memory");
	memcpy(text, head, sizeof head);
	for (; at + step <= bytes; at += step)
		memcpy(text + at, more, sizeof more);
	return text;
}

static void measure_named(const struct tn_dialect *dialect, const char *name, int count)
{
	size_t i, bytes = name ? (size_t)strtoul(name, NULL, 10) : 0;
	char *text = bytes ? long_text(bytes) : NULL;
	if (text)
		measure(dialect, name, text, count);
	for (i = 0; !text && i < sizeof statements / sizeof statements[0]; i++)
		if (!name || !strcmp(name, statements[i].name))
			measure(dialect, statements[i].name, statements[i].text, count);
	free(text);
}

int main(int argc, char **argv)
{
	const struct tn_backend *b;
	int count = argc > 1 ? atoi(argv[1]) : 0, k;
	size_t i;
	if (count < 1) {
		fprintf(stderr, "usage: %s COUNT [STATEMENT [DIALECT]]\n", argv[0]);
		return 2;
	}
	tn__arena_init(&tables_arena);
	make_tables();
	for (i = 0; (b = tn__backend_at(i)) != NULL; i++)
		for (k = 0; b->dialects[k]; k++)
			if (argc < 4 || !strcmp(argv[3], b->dialects[k]->name))
				measure_named(b->dialects[k], argc > 2 ? argv[2] : NULL, count);
	tn__arena_release(&tables_arena);
	return 0;
}
