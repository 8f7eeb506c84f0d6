/* SPDX-License-Identifier: MIT */
/*
 * changes_report.c - four questions to the stored history.
 *
 * All four are asked in one read-only transaction, so they see the same history
 * while another program adds to it.  The answer is collected in memory and
 * printed by the caller: a transaction that is repeated must print nothing twice.
 * Every ORDER BY ends with a unique name, so the order is the same everywhere.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "changes.h"

/* Finishes rows after a loop that ended with rc. */
static int finish(tn_rows *rows, int rc, tn_error **err)
{
	if (rc < 0) {
		tn_finish(rows, NULL);
		return rc;
	}
	return tn_finish(rows, err);
}

static void print_year(FILE *out, int year, int64_t months[12])
{
	int64_t sum = 0;
	int m;
	fprintf(out, "%6d", year);
	for (m = 0; m < 12; m++) {
		fprintf(out, "%6lld", (long long)months[m]);
		sum += months[m];
	}
	fprintf(out, "%8lld\n", (long long)sum);
	memset(months, 0, 12 * sizeof(*months));
}

/* Rows are streamed: memory does not grow with the history. */
static int changes_by_month(tn_conn *db, FILE *out, tn_error **err)
{
	int64_t months[12] = {0};
	int rc, year = 0;
	tn_rows *rows = NULL;

	fputs("Changes by month\n\n"
	      "  year   Jan   Feb   Mar   Apr   May   Jun   Jul   Aug   Sep   Oct   Nov   Dec     all\n", out);
	rc = tn_query(db, "SELECT committed_at FROM changeset ORDER BY committed_at", NULL, &rows, err);
	if (rc < 0)
		return rc;
	while ((rc = tn_next(rows, err)) == TN_ROW) {
		time_t seconds = (time_t)(tn_get_timestamptz(rows, 0) / 1000000);
		struct tm when;
		gmtime_r(&seconds, &when);
		if (year && year != when.tm_year + 1900)
			print_year(out, year, months);
		year = when.tm_year + 1900;
		months[when.tm_mon]++;
	}
	if (year)
		print_year(out, year, months);
	return finish(rows, rc, err);
}

/* SUM is an exact decimal on some servers and an integer on others; the getter reads both. */
static int top_authors(tn_conn *db, FILE *out, tn_error **err)
{
	const char *name, *email;
	int64_t changes;
	tn_rows *rows = NULL;
	int rc = tn_query(db, "SELECT count(*) AS changes, a.name, a.email "
			      "FROM changeset c JOIN author a ON a.id = c.author_id "
			      "GROUP BY a.id, a.name, a.email ORDER BY changes DESC, a.name, a.email LIMIT 10",
			  NULL, &rows, err);
	fprintf(out, "\nTop authors\n\n changes  author\n");
	if (rc < 0)
		return rc;
	while ((rc = tn_next(rows, err)) == TN_ROW && (rc = tn_scan(rows, err, &changes, &name, &email)) >= 0)
		fprintf(out, "%8lld  %s <%s>\n", (long long)changes, name, email);
	return finish(rows, rc, err);
}

static int top_files(tn_conn *db, FILE *out, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc = tn_query(db, "SELECT count(*) AS changes, sum(t.added) AS added, sum(t.removed) AS removed, p.name "
			      "FROM touch t JOIN path p ON p.id = t.path_id "
			      "GROUP BY p.id, p.name ORDER BY changes DESC, p.name LIMIT 10",
			  NULL, &rows, err);
	fprintf(out, "\nMost-touched files\n\n changes      added    removed  file\n");
	if (rc < 0)
		return rc;
	while ((rc = tn_next(rows, err)) == TN_ROW)
		fprintf(out, "%8lld %10lld %10lld  %s\n", (long long)tn_get_int64(rows, 0),
			(long long)tn_get_int64(rows, 1), (long long)tn_get_int64(rows, 2), tn_get_text(rows, 3));
	return finish(rows, rc, err);
}

/* A change of very many files (a new year in each header) says nothing about any two of them. */
static int files_together(tn_conn *db, FILE *out, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc = tn_query(db, "SELECT count(*) AS changes, p.name, q.name "
			      "FROM (SELECT changeset_id FROM touch GROUP BY changeset_id "
			      "HAVING count(*) BETWEEN 2 AND 20) s "
			      "JOIN touch t ON t.changeset_id = s.changeset_id "
			      "JOIN touch u ON u.changeset_id = s.changeset_id "
			      "JOIN path p ON p.id = t.path_id JOIN path q ON q.id = u.path_id "
			      "WHERE p.name < q.name "
			      "GROUP BY p.id, p.name, q.id, q.name ORDER BY changes DESC, p.name, q.name LIMIT 10",
			  NULL, &rows, err);
	fprintf(out, "\nFiles that change together\n\n changes  files\n");
	if (rc < 0)
		return rc;
	while ((rc = tn_next(rows, err)) == TN_ROW)
		fprintf(out, "%8lld  %s, %s\n", (long long)tn_get_int64(rows, 0), tn_get_text(rows, 1),
			tn_get_text(rows, 2));
	return finish(rows, rc, err);
}

static int ask(tn_conn *db, void *arg, tn_error **err)
{
	char **text = arg;
	size_t size;
	FILE *out;
	int rc;

	free(*text);
	*text = NULL;
	out = open_memstream(text, &size);
	if (!out)
		return TN_E_NOMEM;
	rc = changes_by_month(db, out, err);
	if (rc >= 0)
		rc = top_authors(db, out, err);
	if (rc >= 0)
		rc = top_files(db, out, err);
	if (rc >= 0)
		rc = files_together(db, out, err);
	return fclose(out) == 0 || rc < 0 ? rc : TN_E_NOMEM;
}

int report(tn_conn *db, char **text, tn_error **err)
{
	tn_tx_options options = {.size = sizeof(options), .isolation = TN_ISO_REPEATABLE_READ,
				 .flags = TN_TX_READ_ONLY};
	*text = NULL;
	return tn_transact(db, &options, ask, text, err);
}
