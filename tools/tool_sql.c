/* SPDX-License-Identifier: MIT */
/*
 * tools/tool_sql.c - tenon sql: runs statements and prints their rows.
 *
 * Statements run one after the other, each for itself; the first that fails ends the
 * run.  Rows go to standard output, everything else to standard error.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include "tools/tool.h"

struct sql_options {
	const char *url, *text, *file;
	const struct tool_format *format;
	struct tool_params params;
	int native, timing, quiet;
};

static const struct tool_format *const formats[] = {&tool_format_table, &tool_format_csv, &tool_format_jsonl};

static void help(FILE *out)
{
	fputs("usage: tenon sql [OPTION]... URL 'SQL'\n"
	      "       tenon sql [OPTION]... URL --file FILE\n"
	      "       tenon sql [OPTION]... URL < FILE\n\n"
	      "Runs statements of portable SQL on a database and prints their rows.  Several\n"
	      "statements are separated by semicolons; the first that fails ends the run.\n\n"
	      "  --format table|csv|jsonl  how rows are printed (default: table)\n"
	      "  --param NAME=VALUE        value of :NAME; an integer or a text\n"
	      "  --param NAME:KIND=VALUE   value of a kind: text, integer, numeric, double, boolean,\n"
	      "                            date, time, timestamp, timestamptz, uuid, json, bytes, null\n"
	      "  --file FILE               read the statements from a file (-: standard input)\n"
	      "  --native                  send one statement as it stands, for this server alone\n"
	      "  --timing                  say how long each statement took\n"
	      "  --quiet                   do not say how many rows a statement changed\n"
	      "  --help                    this text\n\n"
	      "URL is sqlite:FILE (sqlite: alone is a database in memory), postgresql://USER@HOST/NAME\n"
	      "or mysql://USER@HOST/NAME.\n\n"
	      "Exit codes: 0 all statements ran, 1 one failed, 2 wrong usage, 3 no connection.\n\n"
	      "Example:\n"
	      "  tenon sql sqlite:library.db --param year=1900 \\\n"
	      "      'SELECT name, born FROM author WHERE born > :year ORDER BY born'\n", out);
}

static int set_format(struct sql_options *o, const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i]->name, name)) {
			o->format = formats[i];
			return 0;
		}
	fprintf(stderr, "tenon: there is no format \"%s\"; table, csv and jsonl are there\n", name);
	return -1;
}

/* -1: usage; 1: help was printed. */
static int parse(struct sql_options *o, int argc, char **argv)
{
	static const struct option longs[] = {
		{"format", 1, NULL, 'f'}, {"param", 1, NULL, 'p'}, {"file", 1, NULL, 'i'}, {"native", 0, NULL, 'n'},
		{"timing", 0, NULL, 't'}, {"quiet", 0, NULL, 'q'}, {"help", 0, NULL, 'h'}, {NULL, 0, NULL, 0}};
	int c, rc = 0;

	o->format = &tool_format_table;
	while (!rc && (c = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
		if (c == 'f')
			rc = set_format(o, optarg);
		else if (c == 'p')
			rc = tool_param_add(&o->params, optarg);
		else if (c == 'i')
			o->file = optarg;
		else if (c == 'n')
			o->native = 1;
		else if (c == 't')
			o->timing = 1;
		else if (c == 'q')
			o->quiet = 1;
		else if (c == 'h') {
			help(stdout);
			return 1;
		} else {
			rc = -1;
		}
	}
	if (!rc && (optind >= argc || argc - optind > 2 || (o->file && argc - optind > 1))) {
		help(stderr);
		return -1;
	}
	o->url = rc ? NULL : argv[optind];
	o->text = rc || argc - optind < 2 ? NULL : argv[optind + 1];
	return rc;
}

static double milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Prints the rows of an open query; ends it. */
static int print_rows(const struct tool_format *format, tn_rows *rows, tn_error **err)
{
	struct tool_room room = {0};
	void *state = NULL;
	int rc, wrote = format->begin ? format->begin(&state, rows) : 0;

	while ((rc = tn_next(rows, err)) == TN_ROW && wrote >= 0)
		wrote = format->row(state, rows, &room);
	if (format->end && format->end(state, rc < 0 || wrote < 0) < 0)
		wrote = -1;
	if (wrote < 0)
		fprintf(stderr, "tenon: the rows cannot be written: %s\n", strerror(errno));
	free(room.s);
	if (tn_finish(rows, rc < 0 ? NULL : err) < 0)
		rc = -1;
	return rc < 0 || wrote < 0 ? -1 : 0;
}

/* Whether a number of rows says something of a statement: of CREATE TABLE it does not. */
static int counts_rows(const char *text)
{
	static const char *const words[] = {"INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"};
	size_t i;

	if (!strncmp(text, TN_NATIVE_MARK, strlen(TN_NATIVE_MARK)))
		text += strlen(TN_NATIVE_MARK);
	text = tool_skip_blank(text);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strncasecmp(text, words[i], strlen(words[i])))
			return 1;
	return 0;
}

static void print_count(int64_t rows)
{
	fflush(stdout);
	fprintf(stderr, "%lld row%s\n", (long long)rows, rows == 1 ? "" : "s");
}

static int run(tn_conn *db, const struct sql_options *o, const char *text, tn_error **err)
{
	tn_args args = {NULL, o->params.values, (uint32_t)o->params.count, 0};
	tn_rows *rows = NULL;
	tn_result result = {0};
	double start = milliseconds();
	int rc = tn_query(db, text, o->params.count ? &args : NULL, &rows, err);

	if (rc < 0)
		return rc;
	if (tn_column_count(rows)) {
		rc = print_rows(o->format, rows, err);
	} else {
		int changed = tn_next(rows, NULL) == TN_DONE && tn_rows_result(rows, &result) >= 0;

		rc = tn_finish(rows, err);
		if (rc >= 0 && changed && !o->quiet && result.affected >= 0 && counts_rows(text))
			print_count(result.affected);
	}
	if (rc >= 0 && o->timing && fflush(stdout) == 0)
		fprintf(stderr, "%.3f ms\n", milliseconds() - start);
	return rc;
}

static char *as_native(char *text)
{
	size_t size = strlen(text) + sizeof(TN_NATIVE_MARK);
	char *marked = malloc(size);

	if (marked)
		snprintf(marked, size, "%s%s", TN_NATIVE_MARK, text);
	free(text);
	return marked;
}

static int run_all(tn_conn *db, const struct sql_options *o, struct tool_input *in)
{
	char *text, where[300];
	int rc = 0;

	in->native = o->native;
	while (rc >= 0 && (text = tool_input_next(in))) {
		tn_error *err = NULL;

		if (o->native && !(text = as_native(text)))
			return -1;
		rc = run(db, o, text, &err);
		snprintf(where, sizeof(where), "%.255s, statement at line %u", in->name ? in->name : "", in->line);
		if (rc < 0 && err)
			tool_print_error(in->name ? where : NULL, err);
		free(text);
	}
	return fflush(stdout) ? -1 : rc;
}

int tool_sql(int argc, char **argv)
{
	struct sql_options o = {0};
	struct tool_input in = {0};
	tn_conn *db = NULL;
	tn_error *err = NULL;
	int code = TOOL_USAGE, rc = parse(&o, argc, argv);

	if (rc > 0)
		code = TOOL_OK;
	if (!rc)
		rc = o.text ? tool_input_text(&in, o.text) : tool_input_file(&in, o.file ? o.file : "-");
	if (!rc) {
		code = tn_open(&db, o.url, NULL, &err) < 0 ? TOOL_CONNECT : TOOL_OK;
		tn_url_wipe_password(argv[optind]);
		if (code == TOOL_CONNECT)
			tool_print_error(NULL, err);
		else if (run_all(db, &o, &in) < 0)
			code = TOOL_FAILED;
	}
	tn_close(db);
	tool_input_release(&in);
	tool_params_release(&o.params);
	return code;
}
