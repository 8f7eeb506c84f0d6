/* SPDX-License-Identifier: MIT */
/*
 * tests/differential/diff_run.c - runs one statement and writes down what happened.
 *
 * The text, which diff_text.c makes, is the same for two servers that mean the same:
 * column names and types, rows (sorted unless their sequence counts), affected rows, or
 * the name of the error.
 *
 * A statement that changes something runs in a transaction of its own, which is
 * rolled back after the check query has seen it.  Changes of the schema stay.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "tests/differential/diff.h"
#include "tests/support/reason.h"

static char *make_line(tn_rows *rows)
{
	struct diff_outcome line = {0};
	unsigned i, n = tn_column_count(rows);

	for (i = 0; i < n; i++) {
		const tn_value *v = tn_get_value(rows, i);

		diff_put(&line, i ? " | " : "", i ? 3 : 0);
		if (v)
			diff_put_cell(&line, v);
	}
	diff_put(&line, "\n", 1);
	for (i = 0; i < n; i++)
		diff_put_digits(&line, tn_get_value(rows, i));
	return line.text;
}

static void put_head(struct diff_outcome *out, tn_rows *rows)
{
	unsigned i, n = tn_column_count(rows);

	for (i = 0; i < n; i++)
		diff_putf(out, "%s%s", i ? " | " : "columns ", tn_column_name(rows, i));
	diff_put(out, "\n", 1);
}

/* ---- errors ------------------------------------------------------------------------- */

static void put_error(struct diff_outcome *out, int code, tn_error *err)
{
	const char *state = tn_error_sqlstate(err);

	diff_putf(out, "error %s\n", tn_error_name(code));
	tn_error_format(err, out->why, sizeof(out->why));
	if (code == TN_E_UNSUPPORTED && !tn_error_native(err) && !(state && *state)) {
		out->refused = 1;
		reason_of_message(tn_error_message(err), out->reason, sizeof(out->reason));
	}
	tn_error_free(err);
}

static int changes_rows(const char *sql)
{
	return !strncasecmp(sql, "INSERT", 6) || !strncasecmp(sql, "UPDATE", 6) || !strncasecmp(sql, "DELETE", 6);
}

/* ---- statements ------------------------------------------------------------------------ */

static int run_text(tn_conn *db, const char *sql, const tn_args *args, int ordered, struct diff_outcome *out)
{
	tn_error *err = NULL;
	tn_rows *rows = NULL;
	struct diff_lines lines = {0};
	tn_result result = {0};
	size_t start = out->len;
	int rc = tn_query(db, sql, args, &rows, &err), got_result = 0;

	if (rc >= 0) {
		if (tn_column_count(rows))
			put_head(out, rows);
		while ((rc = tn_next(rows, &err)) == TN_ROW)
			diff_add_line(&lines, make_line(rows));
		got_result = rc == TN_DONE && tn_rows_result(rows, &result) >= 0;
		diff_put_lines(out, &lines, sql, ordered);
		rc = tn_finish(rows, err ? NULL : &err);
	}
	if (err || rc < 0) {
		out->len = start; /* rows before an error do not count */
		put_error(out, err ? tn_error_code(err) : rc, err);
		return -1;
	}
	if (got_result && result.affected >= 0 && changes_rows(sql))
		diff_putf(out, "affected %lld\n", (long long)result.affected);
	return 0;
}

static int is_query(const char *sql)
{
	return !strncasecmp(sql, "SELECT", 6) || !strncasecmp(sql, "VALUES", 6) || *sql == '(';
}

/* Schema changes do not take part in transactions everywhere, so they stay. */
static int is_schema(const char *sql)
{
	return !strncasecmp(sql, "CREATE", 6) || !strncasecmp(sql, "ALTER", 5) || !strncasecmp(sql, "DROP", 4);
}

void diff_run(tn_conn *db, const struct diff_case *c, struct diff_outcome *out)
{
	struct diff_args room;
	const tn_args *args = diff_args(&room, c);
	tn_error *err = NULL;

	out->len = 0;
	out->refused = 0;
	out->why[0] = out->reason[0] = '\0';
	if (is_query(c->sql) || is_schema(c->sql)) {
		if (run_text(db, c->sql, args, c->ordered, out) == 0 && c->check)
			run_text(db, c->check, NULL, 0, out);
		return;
	}
	if (tn_begin(db, NULL, &err) < 0) {
		put_error(out, tn_error_code(err), err);
		return;
	}
	if (run_text(db, c->sql, args, c->ordered, out) == 0 && c->check)
		run_text(db, c->check, NULL, 0, out);
	if (tn_rollback(db, &err) < 0)
		put_error(out, tn_error_code(err), err);
}

int diff_load(tn_conn *db, const char *path)
{
	struct diff_cases cases = {0};
	tn_error *err = NULL;
	char why[1024];
	size_t i;
	int rc = diff_read(&cases, path);

	for (i = 0; rc == 0 && i < cases.count; i++)
		if (tn_exec(db, cases.items[i].sql, NULL, NULL, &err) < 0) {
			tn_error_format(err, why, sizeof(why));
			fprintf(stderr, "differential: %s:%u: %s\n", path, cases.items[i].line, why);
			tn_error_free(err);
			rc = -1;
		}
	diff_cases_release(&cases);
	return rc;
}

void diff_outcome_release(struct diff_outcome *out)
{
	free(out->text);
	memset(out, 0, sizeof(*out));
}
