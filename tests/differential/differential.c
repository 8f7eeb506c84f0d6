/* SPDX-License-Identifier: MIT */
/*
 * tests/differential/differential.c - every server must mean the same.
 *
 *   differential [--shapes N] [--max-refused PERCENT] [--refusals FILE] DATA.sql STATEMENTS.sql...
 *
 * Opens every server of TENON_MATRIX (lines "name|URL"; SQLite alone without it),
 * cleans it, loads the data, runs every statement on each and compares: rows, types,
 * affected rows, errors.  Where one refuses a statement by name the others must agree
 * among themselves; refusals are counted by reason and written to FILE.
 *
 * Exit code 0 when all agree, there are at least N shapes, and no server refuses more
 * than PERCENT of the statements.  The last line is a summary in the words of libcheck, of
 * the statements that were compared.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/differential/diff.h"

struct suite {
	struct diff_server servers[DIFF_MAX_SERVERS];
	size_t count;
	struct diff_cases cases;
	struct diff_shapes shapes;
	unsigned long compared; /* statements that two servers or more have run */
	unsigned long differ, open;
	FILE *refusals;
};

/* The tables of the data, for the shapes. */
static int read_schema(struct suite *s, const char *path)
{
	struct diff_cases schema = {0};
	int rc = diff_read(&schema, path);

	if (rc == 0)
		rc = diff_shapes_init(&s->shapes, &schema);
	diff_cases_release(&schema);
	return rc;
}

static void show(const struct suite *s, const struct diff_case *c)
{
	size_t i;

	printf("%s:%u: the servers differ\n%s\n", c->file, c->line, c->sql);
	for (i = 0; i < s->count; i++)
		printf("--- %s\n%s%s%s", s->servers[i].name, s->servers[i].outcome.text ?
			s->servers[i].outcome.text : "",
		       s->servers[i].outcome.why, s->servers[i].outcome.why[0] ? "\n" : "");
	puts("");
}

/* What a server said; a statement that says nothing may come first. */
static const char *text_of(const struct diff_outcome *outcome)
{
	return outcome->text ? outcome->text : "";
}

static void compare(struct suite *s, const struct diff_case *c)
{
	const struct diff_outcome *first = NULL;
	size_t i, ran = 0;
	int differ = 0;

	for (i = 0; i < s->count; i++) {
		struct diff_server *server = &s->servers[i];

		if (server->outcome.refused) {
			server->refused++;
			if (s->refusals)
				fprintf(s->refusals, "%s\t%s\t%s:%u\n", server->name, server->outcome.reason,
					c->file, c->line);
			continue;
		}
		ran++;
		if (!first)
			first = &server->outcome;
		else if (strcmp(text_of(first), text_of(&server->outcome)) != 0)
			differ = 1;
	}
	if (c->open) {
		s->open++;
		if (!differ)
			printf("%s:%u: marked open, but these servers agree\n", c->file, c->line);
		return;
	}
	s->compared += ran > 1 || s->count == 1;
	if (differ) {
		s->differ++;
		show(s, c);
	}
}

static int run(struct suite *s)
{
	size_t i, k;

	for (i = 0; i < s->cases.count; i++) {
		for (k = 0; k < s->count; k++) {
			diff_run(s->servers[k].db, &s->cases.items[i], &s->servers[k].outcome);
			if (tn_is_dead(s->servers[k].db)) {
				show(s, &s->cases.items[i]);
				return -1;
			}
		}
		compare(s, &s->cases.items[i]);
		if (diff_shape(&s->shapes, s->cases.items[i].sql) < 0)
			return -1;
	}
	return 0;
}

/* What keeps a run from passing though the servers agree. */
static unsigned long shortcomings(const struct suite *s, unsigned long shapes, double max_refused)
{
	unsigned long count = s->shapes.count < shapes;
	size_t i;

	if (count)
		printf("at least %lu shapes are wanted\n", shapes);
	for (i = 0; i < s->count; i++)
		if (100.0 * (double)s->servers[i].refused > max_refused * (double)s->cases.count) {
			printf("%s refuses more than %.1f %%\n", s->servers[i].name, max_refused);
			count++;
		}
	return count;
}

static void summary(const struct suite *s, unsigned long errors)
{
	unsigned long bad = s->differ + errors, all = s->compared + errors;

	printf("%lu%%: Checks: %lu, Failures: %lu, Errors: %lu\n",
		all ? 100 * (all - (bad < all ? bad : all)) / all : 0, all,
	       s->differ, errors);
}

static void report(const struct suite *s)
{
	size_t i;

	printf("%zu statements of %zu shapes on %zu servers: %lu differ\n", s->cases.count,
	       s->shapes.count, s->count, s->differ);
	if (s->cases.count > s->compared)
		printf("not compared: %lu, of which %lu are known to differ and the others refused\n",
		       (unsigned long)s->cases.count - s->compared, s->open);
	for (i = 0; i < s->count; i++)
		printf("  %-20s %lu refused (%.2f %%)\n", s->servers[i].name, s->servers[i].refused,
		       s->cases.count ? 100.0 * (double)s->servers[i].refused / (double)s->cases.count : 0.0);
}

static void release(struct suite *s)
{
	diff_close_matrix(s->servers, s->count);
	diff_cases_release(&s->cases);
	diff_shapes_release(&s->shapes);
	if (s->refusals)
		fclose(s->refusals);
}

int main(int argc, char **argv)
{
	static const struct option longs[] = {{"shapes", 1, NULL, 's'}, {"max-refused", 1, NULL, 'm'},
					      {"refusals", 1, NULL, 'r'}, {NULL, 0, NULL, 0}};
	struct suite s = {0};
	unsigned long wanted = 0, errors;
	double max_refused = 100;
	const char *refusals = NULL;
	size_t i;
	int c, rc;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 's')
			wanted = strtoul(optarg, NULL, 10);
		else if (c == 'm')
			max_refused = atof(optarg);
		else if (c == 'r')
			refusals = optarg;
		else
			return 2;
	}
	if (argc - optind < 2) {
		fputs("usage: differential [--shapes N] [--max-refused PERCENT] [--refusals FILE] "
			"DATA.sql STATEMENTS.sql...\n", stderr);
		return 2;
	}
	if (refusals && !(s.refusals = fopen(refusals, "w")))
		return 2;
	rc = diff_open_matrix(s.servers, &s.count);
	if (rc == 0)
		rc = read_schema(&s, argv[optind]);
	for (i = 0; rc == 0 && i < s.count; i++)
		rc = diff_load(s.servers[i].db, argv[optind]);
	for (optind++; rc == 0 && optind < argc; optind++)
		rc = diff_read(&s.cases, argv[optind]);
	if (rc == 0)
		rc = run(&s);
	report(&s);
	errors = shortcomings(&s, wanted, max_refused) + (rc < 0);
	summary(&s, errors);
	rc = rc < 0 ? 2 : s.differ || errors;
	release(&s);
	return rc;
}
