/* SPDX-License-Identifier: MIT */
/*
 * tests/slt/slt.c - runs sqllogictest files through portable SQL.
 *
 *   slt [--url URL] [--as NAME]... [--max-refused PERCENT] [--keep] [--quiet] FILE...
 *
 * Each file starts on an empty database: the URL (or TENON_TEST_DB_URL, or SQLite
 * in memory) must name a test database, which is cleaned.  skipif and onlyif see
 * the names given by --as; portable SQL is spelled as PostgreSQL spells it, so
 * that is the name when none is given.
 *
 * Exit code: 0 all passed or refused within the limit, 1 a record failed or too many
 * were refused, 2 the command, a file or one of its records cannot be used.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "tests/slt/slt.h"

#define MAX_NAMES 16

struct options {
	const char *url;
	const char *names[MAX_NAMES + 1];
	size_t name_count;
	double max_refused; /* per cent */
	int keep, quiet;
};

static void usage(FILE *out)
{
	fputs("usage: slt [--url URL] [--as NAME]... [--max-refused PERCENT] [--keep] [--quiet] FILE...\n"
	      "Runs sqllogictest files through portable SQL.\n"
	      "  --url URL      a test database, which is emptied before each file\n"
	      "                 (default: TENON_TEST_DB_URL, else SQLite in memory)\n"
	      "  --as NAME      who we are for skipif and onlyif (default: postgresql)\n"
	      "  --max-refused  per cent of the records that may be refused (default: 1)\n"
	      "  --keep         do not empty the database before each file\n"
	      "  --quiet        say nothing of each failure, only the sums\n", out);
}

static int parse(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {
		{"url", 1, NULL, 'u'}, {"as", 1, NULL, 'a'}, {"max-refused", 1, NULL, 'm'}, {"keep", 0, NULL, 'k'},
		{"quiet", 0, NULL, 'q'}, {"help", 0, NULL, 'h'}, {NULL, 0, NULL, 0}};
	const char *env = getenv("TENON_TEST_DB_URL");
	int c;

	o->url = env && *env ? env : "sqlite:";
	o->max_refused = 1;
	while ((c = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
		if (c == 'u')
			o->url = optarg;
		else if (c == 'a' && o->name_count < MAX_NAMES)
			o->names[o->name_count++] = optarg;
		else if (c == 'm')
			o->max_refused = atof(optarg);
		else if (c == 'k')
			o->keep = 1;
		else if (c == 'q')
			o->quiet = 1;
		else if (c == 'h') {
			usage(stdout);
			exit(0);
		} else {
			return -1;
		}
	}
	if (!o->name_count)
		o->names[o->name_count++] = "postgresql";
	return optind < argc ? 0 : -1;
}

static int open_clean(tn_conn **db, const struct options *o)
{
	tn_error *err = NULL;
	char why[1024];

	if (tn_open(db, o->url, NULL, &err) >= 0 && (o->keep || tn_database_clean(*db, &err) >= 0))
		return 0;
	tn_error_format(err, why, sizeof(why));
	fprintf(stderr, "slt: %s\n", why);
	tn_error_free(err);
	return -1;
}

static int run_file(const struct options *o, const char *path, struct slt_report *report)
{
	struct slt_file file;
	struct slt_record record;
	struct slt_result result = {0};
	tn_conn *db = NULL;
	int rc = 0;

	if (slt_open(&file, path, o->names) < 0) {
		fprintf(stderr, "slt: %s cannot be read\n", path);
		return -1;
	}
	rc = open_clean(&db, o);
	while (rc == 0) {
		int outcome;

		slt_next(&file, &record);
		if (record.kind == SLT_END || (record.kind == SLT_HALT && !record.skip))
			break;
		if (record.kind == SLT_HALT)
			continue;
		if (record.kind == SLT_BAD) {
			fprintf(stderr, "slt: %s:%u: %s\n", path, record.line, record.problem);
			slt_note(report, record.skip ? SLT_SKIPPED : SLT_UNREADABLE, path, record.line, &result);
			continue;
		}
		outcome = slt_run(db, &record, &result);
		slt_note(report, outcome, path, record.line, &result);
		if (outcome == SLT_FAILED && !o->quiet)
			printf("%s:%u: %s\n%s\n\n", path, record.line, result.why, record.sql);
	}
	tn_close(db);
	slt_result_release(&result);
	slt_close(&file);
	return rc;
}

int main(int argc, char **argv)
{
	struct options o = {0};
	struct slt_report report = {0};
	unsigned long sent;
	int rc = 0;

	if (parse(&o, argc, argv) < 0) {
		usage(stderr);
		return 2;
	}
	for (; optind < argc; optind++)
		if (run_file(&o, argv[optind], &report) < 0)
			rc = 2;
	slt_print(&report, stdout);
	sent = report.count[SLT_PASSED] + report.count[SLT_FAILED] + report.count[SLT_REFUSED];
	free(report.reasons);
	if (rc || report.count[SLT_UNREADABLE])
		return 2;
	return report.count[SLT_FAILED] || 100.0 * (double)report.count[SLT_REFUSED] > o.max_refused * (double)sent;
}
