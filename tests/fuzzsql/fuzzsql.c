/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzzsql/fuzzsql.c - random statements on every server.
 *
 *   fuzzsql [--seed N] [--cases N] [--seconds N] [--findings N] [--known FILE] [--verbose] DATA.sql
 *   fuzzsql --list [--seed N] [--cases N] DATA.sql
 *
 * Case number n of a run is made from seed + n, so one is repeated by
 * --seed N --cases 1.  Ends after so many cases, seconds or findings, whichever is
 * first.  --list only writes the cases.  Servers are those of TENON_MATRIX, SQLite alone without it.
 *
 * Exit code 0 when nothing is wrong, 1 when something is, 2 when it could not run.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "tests/fuzzsql/fuzz.h"

struct options {
	uint64_t seed;
	unsigned long cases, seconds, findings;
	const char *known;
	int verbose, list;
};

static int read_options(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {{"seed", 1, NULL, 's'}, {"cases", 1, NULL, 'c'},
		{"seconds", 1, NULL, 't'}, {"findings", 1, NULL, 'f'}, {"known", 1, NULL, 'k'},
		{"verbose", 0, NULL, 'v'}, {"list", 0, NULL, 'l'},
		{NULL, 0, NULL, 0}};
	int c;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1)
		switch (c) {
		case 's': o->seed = strtoull(optarg, NULL, 10); break;
		case 'c': o->cases = strtoul(optarg, NULL, 10); break;
		case 't': o->seconds = strtoul(optarg, NULL, 10); break;
		case 'f': o->findings = strtoul(optarg, NULL, 10); break;
		case 'k': o->known = optarg; break;
		case 'v': o->verbose = 1; break;
		case 'l': o->list = 1; break;
		default: return -1;
		}
	return argc - optind == 1 ? 0 : -1;
}

static void make(struct fuzz *f, uint64_t seed, struct fuzz_case *c)
{
	tn__arena_clear(&f->arena);
	f->state = seed * 0x2545f4914f6cdd1du;
	fuzz_make(f, c);
}

/* The texts of so many cases. */
static void list(struct fuzz *f, const struct options *o)
{
	struct fuzz_case c;
	unsigned long n;

	for (n = 0; n < o->cases; n++) {
		make(f, o->seed + n, &c);
		printf("%llu: %s\n", (unsigned long long)(o->seed + n), fuzz_case_text(f, &c));
	}
}

static void find(struct fuzz_run *run, uint64_t seed)
{
	static const char *const names[FUZZ_CHECKS] = {"the servers differ", "the servers differ",
						       "the parts are not the whole",
						       "WHERE and the condition differ"};
	struct fuzz_case c;

	make(run->fuzz, seed, &c);
	run->tally.cases++;
	if (fuzz_is_known(&run->known, fuzz_case_text(run->fuzz, &c))) {
		run->tally.known++;
		return;
	}
	if (!fuzz_check(run, &c, 0))
		return;
	run->tally.differ++;
	if (c.query)
		printf("seed %llu: %s\n", (unsigned long long)seed, fuzz_text(run->fuzz, c.query));
	fuzz_shrink(run, &c);
	printf("seed %llu: %s\n", (unsigned long long)seed, names[c.check]);
	fuzz_check(run, &c, 1);
	run->shrinking = 0;
	puts("");
	fflush(stdout);
}

static int read_tables(struct diff_shapes *schema, const char *data)
{
	struct diff_cases statements = {0};
	int rc = diff_read(&statements, data);

	if (rc == 0)
		rc = diff_shapes_init(schema, &statements);
	diff_cases_release(&statements);
	return rc == 0 && schema->table_count ? 0 : -1;
}

static int start(struct fuzz_run *run, const char *data)
{
	size_t i;
	int rc = diff_open_matrix(run->servers, &run->count);

	for (i = 0; rc == 0 && i < run->count; i++)
		rc = diff_load(run->servers[i].db, data);
	if (rc == 0)
		rc = fuzz_reference_load(&run->reference, run->fuzz->schema, run->servers[0].db);
	return rc;
}

static void report(const struct fuzz_run *run, uint64_t first)
{
	const struct fuzz_tally *t = &run->tally;
	unsigned long left_out = t->known + t->invalid + t->refused, checks = t->cases - left_out;
	size_t i;

	printf("%lu cases from seed %llu on %zu servers: %lu wrong; %lu left out as known, %lu invalid "
	       "everywhere, %lu refused everywhere, %lu ended in an error of a value somewhere\n",
	       t->cases, (unsigned long long)first, run->count, t->differ, t->known, t->invalid, t->refused, t->open);
	for (i = 0; i < run->count; i++)
		printf("  %-20s %lu refused\n", run->servers[i].name, run->servers[i].refused);
	printf("not compared: %lu\n", left_out);
	fuzz_reference_report(&run->reference);
	/* As libcheck ends, for those who count. */
	printf("%u%%: Checks: %lu, Failures: %lu, Errors: 0\n", checks ?
		(unsigned)(100 - 100 * t->differ / checks) : 0,
	       checks, t->differ);
}

int main(int argc, char **argv)
{
	struct options o = {.seed = 1, .cases = 1000000000, .seconds = 1000000000, .findings = 20};
	struct diff_shapes schema = {0};
	struct fuzz fuzz = {0};
	struct fuzz_run run = {.fuzz = &fuzz};
	time_t end;
	unsigned long n;
	int rc;

	if (read_options(&o, argc, argv) < 0) {
		fputs("usage: fuzzsql [--seed N] [--cases N] [--seconds N] [--findings N] [--known FILE] "
			"[--verbose | --list] DATA.sql\n", stderr);
		return 2;
	}
	tn__arena_init(&fuzz.arena);
	fuzz.schema = &schema;
	run.quiet = !o.verbose;
	rc = o.known ? fuzz_known_read(&run.known, o.known) : 0;
	if (rc == 0)
		rc = read_tables(&schema, argv[optind]);
	if (rc == 0 && o.list)
		list(&fuzz, &o);
	else if (rc == 0)
		rc = start(&run, argv[optind]);
	end = time(NULL) + (time_t)o.seconds;
	for (n = 0; !o.list && rc == 0 && n < o.cases && run.tally.differ < o.findings && time(NULL) < end; n++)
		find(&run, o.seed + n);
	if (rc == 0 && !o.list)
		report(&run, o.seed);
	rc = rc < 0 ? 2 : run.tally.differ != 0;
	fuzz_reference_release(&run.reference);
	diff_close_matrix(run.servers, run.count);
	diff_shapes_release(&schema);
	tn__arena_release(&fuzz.arena);
	return rc;
}
