/* SPDX-License-Identifier: MIT */
/*
 * changes.c - stores a git repository's history in a database and reports on it.
 *
 *   changes [URL | @FILE] [GIT-REPOSITORY]
 *
 * The URL is taken from the argument or from the first line of the file that it
 * names, else from TENON_URL, else it is a SQLite file in the working folder; the
 * repository is the working folder by default.
 * A second run adds only what is new.  The report goes to stdout, everything
 * else to stderr.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "changes.h"

#define BATCH_COMMITS 500
#define BATCH_BYTES (1 << 20)

struct import {
	tn_conn *db;
	struct batch batch;
	int64_t stored;
	double start, shown; /* seconds */
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A line that is rewritten on a terminal; in a log, a line every two seconds. */
static void show_progress(struct import *im)
{
	int terminal = isatty(STDERR_FILENO);
	if (now() - im->shown < (terminal ? 0.2 : 2))
		return;
	im->shown = now();
	fprintf(stderr, "%schanges: %lld stored%s", terminal ? "\r" : "", (long long)im->stored, terminal ? "" : "\n");
}

static int flush_batch(struct import *im, tn_error **err)
{
	int rc = store(im->db, &im->batch, err);
	if (rc < 0)
		return rc;
	im->stored += im->batch.stored;
	im->batch.len = im->batch.commits = 0;
	show_progress(im);
	return TN_OK;
}

/* Adds a record of git's to the batch; a full batch is stored before the next commit begins. */
static int take_record(void *arg, const char *record, size_t len, tn_error **err)
{
	struct import *im = arg;
	struct batch *b = &im->batch;

	if (record[0] == 'c') {
		int rc = b->commits >= BATCH_COMMITS || b->len >= BATCH_BYTES ? flush_batch(im, err) : TN_OK;
		if (rc < 0)
			return rc;
		b->commits++;
	}
	if (b->len + len > b->size) {
		char *text = realloc(b->text, b->size = 2 * (b->len + len));
		if (!text)
			return TN_E_NOMEM;
		b->text = text;
	}
	memcpy(b->text + b->len, record, len);
	b->len += len;
	return TN_OK;
}

static int import(tn_conn *db, const char *repository, tn_error **err)
{
	struct import *im = calloc(1, sizeof(*im));
	double seconds;
	int rc;

	if (!im)
		return TN_E_NOMEM;
	im->db = db;
	im->start = im->shown = now();
	rc = read_history(db, repository, take_record, im, err);
	if (rc >= 0)
		rc = flush_batch(im, err);
	seconds = now() - im->start;
	if (rc >= 0)
		fprintf(stderr, "%schanges: %lld new changes in %.1f s (%.0f a second)\n",
			isatty(STDERR_FILENO) ? "\r" : "", (long long)im->stored, seconds,
			(double)im->stored / (seconds > 0 ? seconds : 1));
	map_clear(&im->batch.authors);
	map_clear(&im->batch.paths);
	free(im->batch.text);
	free(im);
	return rc;
}

/* Opens the database; where the server wants a password, it is asked for on the terminal. */
static int open_database(tn_conn **db, const char *url, tn_error **err)
{
	tn_open_options options = {.size = sizeof(options)};
	tn_url *parsed = NULL;
	char password[256];
	int rc = tn_open(db, url, NULL, err), given;
	if (rc != TN_E_AUTH || tn_url_parse(&parsed, url, NULL, NULL) < 0)
		return rc;
	given = tn_url_has_password(parsed);
	tn_url_free(parsed);
	if (given || !ask_password(password, sizeof(password)))
		return rc;
	options.password = password;
	rc = tn_open(db, url, &options, err);
	explicit_bzero(password, sizeof(password));
	return rc;
}

static int run(const char *url, const char *repository, tn_error **err)
{
	tn_conn *db = NULL;
	char *text = NULL;
	int rc = open_database(&db, url, err);
	if (rc >= 0)
		rc = create_tables(db, err);
	if (rc >= 0)
		rc = import(db, repository, err);
	if (rc >= 0)
		rc = report(db, &text, err);
	if (rc >= 0)
		fputs(text, stdout);
	free(text);
	tn_close(db);
	return rc;
}

/* "scheme:..." */
static int is_url(const char *s)
{
	const char *p = s;
	while (isalnum((unsigned char)*p) || *p == '+')
		p++;
	return p > s && *p == ':';
}

/* The argument without its password: other users can read the command lines of processes. */
static char *take_url(char *argument)
{
	char *copy = strdup(argument);
	if (copy && tn_url_wipe_password(argument))
		fprintf(stderr, "changes: warning: a password in an argument can be seen by other users; "
				"put the URL into TENON_URL or a file\n");
	return copy;
}

/* The first line of a file, where a URL with a password is out of sight. */
static char *read_url(const char *file)
{
	char *line = NULL;
	size_t size = 0;
	FILE *f = fopen(file, "r");
	if (!f || getline(&line, &size, f) < 0) {
		fprintf(stderr, "changes: cannot read a URL from '%s'\n", file);
		exit(1);
	}
	fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	return line;
}

int main(int argc, char **argv)
{
	const char *url = getenv("TENON_URL"), *repository = ".";
	char *argument = NULL, text[4096];
	tn_error *err = NULL;
	int rc, i = 1;

	if (i < argc && is_url(argv[i]))
		url = argument = take_url(argv[i++]);
	else if (i < argc && argv[i][0] == '@')
		url = argument = read_url(argv[i++] + 1);
	if (i < argc && argv[i][0] != '-')
		repository = argv[i++];
	if (i < argc) {
		fprintf(stderr, "usage: changes [URL | @FILE] [GIT-REPOSITORY]\n");
		return 2;
	}
	rc = run(url ? url : "sqlite:changes.db", repository, &err);
	if (rc < 0 && tn_error_code(err) == rc && tn_error_format(err, text, sizeof(text)))
		fprintf(stderr, "changes: %s\n", text);
	else if (rc == TN_E_NOMEM)
		fprintf(stderr, "changes: %s\n", tn_error_summary(rc));
	if (fflush(stdout) != 0) {
		perror("changes: the report");
		rc = TN_E_IO;
	}
	tn_error_free(err);
	free(argument);
	return rc < 0;
}
