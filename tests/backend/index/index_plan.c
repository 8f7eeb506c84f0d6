/* SPDX-License-Identifier: MIT */
/* tests/backend/index/index_plan.c - what each server's EXPLAIN says, in the same words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/backend/index/index.h"

/* ---- the words of a line --------------------------------------------------------------- */

static unsigned occurrences(const char *line, const char *word)
{
	unsigned n = 0;

	for (line = strstr(line, word); line; line = strstr(line + 1, word))
		n++;
	return n;
}

/* Notes the name that stands behind a word. */
static void note_index(struct index_plan *plan, const char *line, const char *word)
{
	const char *name = strstr(line, word);
	size_t n = strlen(plan->indexes);

	if (!name)
		return;
	name += strlen(word);
	snprintf(plan->indexes + n, sizeof plan->indexes - n, "%.*s ", (int)strcspn(name, " "), name);
}

static void note_line(struct index_plan *plan, const char *line)
{
	size_t n = strlen(plan->text);

	snprintf(plan->text + n, sizeof plan->text - n, "    %s\n", line);
}

/* ---- the servers ---------------------------------------------------------------------------- */

static void read_sqlite(tn_rows *rows, struct index_plan *plan)
{
	const char *line = tn_get_text(rows, 3);

	note_line(plan, line);
	note_index(plan, line, "USING INDEX ");
	note_index(plan, line, "USING COVERING INDEX ");
	plan->sorts += occurrences(line, "USE TEMP B-TREE FOR ORDER BY") +
		       occurrences(line, "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY");
	if (strncmp(line, "SEARCH", 6) || strstr(line, "AUTOMATIC"))
		return;
	plan->searches++;
	plan->depth += occurrences(line, "=?") + occurrences(line, ">?") + occurrences(line, "<?") +
		       occurrences(line, ">(?") + occurrences(line, "<(?");
}

static void read_postgresql(tn_rows *rows, struct index_plan *plan)
{
	const char *line = tn_get_text(rows, 0);

	note_line(plan, line);
	note_index(plan, line, "Scan using ");
	note_index(plan, line, "Scan on things_");
	plan->sorts += occurrences(line, "Sort Key:");
	if (!strstr(line, "Index Cond:"))
		return;
	plan->searches++;
	plan->depth += 1 + occurrences(line, " AND ");
}

static const char *column_text(tn_rows *rows, const char *name)
{
	const char *text = NULL;
	int i = tn_column(rows, name);

	ck_assert_int_ge(i, 0);
	if (!tn_is_null(rows, (unsigned)i))
		ck_tn_ok(tn_read_text(rows, (unsigned)i, &text, tn_test_err()));
	return text ? text : "";
}

static void read_mysql(tn_rows *rows, struct index_plan *plan)
{
	const char *key = column_text(rows, "key"), *type = column_text(rows, "type");
	const char *length = column_text(rows, "key_len"), *extra = column_text(rows, "Extra");
	size_t n = strlen(plan->indexes);
	char line[300];

	snprintf(line, sizeof line, "%s %s %s %s; %s", column_text(rows, "table"), type, key, length, extra);
	note_line(plan, line);
	plan->sorts += occurrences(extra, "filesort");
	if (strstr(extra, "no matching row") || strstr(extra, "Impossible"))
		ck_abort_msg("the case finds no row, which the server has noticed: %s", line);
	if (!*key)
		return;
	snprintf(plan->indexes + n, sizeof plan->indexes - n, "%s ", key);
	if (!strcmp(type, "index") || !strcmp(type, "ALL"))
		return;
	plan->searches++;
	plan->depth += (unsigned)strtoul(length, NULL, 10);
}

static const struct server {
	const char *backend;
	unsigned loses;
	const char *explain;
	void (*read)(tn_rows *rows, struct index_plan *plan);
	const char *settings[5];
	const char *product; /* NULL: any of this backend */
} servers[] = {
	{"sqlite", LOSES_SQLITE, "EXPLAIN QUERY PLAN ", read_sqlite, {"ANALYZE"}, NULL},
	{"postgresql",
	 LOSES_POSTGRESQL,
	 "EXPLAIN (COSTS OFF) ",
	 read_postgresql,
	 {"ANALYZE", "SET enable_seqscan = off", "SET enable_hashjoin = off", "SET enable_mergejoin = off"},
	 NULL},
	{"mysql", LOSES_MYSQL, "EXPLAIN ", read_mysql, {"ANALYZE TABLE things, others"}, "MariaDB"},
	/* 9.7 tells a tree unless it is asked for a table. */
	{"mysql", LOSES_MYSQL, "EXPLAIN FORMAT=TRADITIONAL ", read_mysql, {"ANALYZE TABLE things, others"}, "MySQL"},
};

static const struct server *server_of(const tn_conn *conn)
{
	size_t i;

	for (i = 0; i < sizeof servers / sizeof servers[0]; i++)
		if (!strcmp(servers[i].backend, tn_conn_backend(conn)) &&
		    (!servers[i].product || !strcmp(servers[i].product, tn_server_product(conn))))
			return &servers[i];
	ck_abort_msg("EXPLAIN of '%s' is not known here", tn_conn_backend(conn));
	return NULL;
}

unsigned index_server(const tn_conn *conn)
{
	return server_of(conn)->loses;
}

void index_prepare(tn_conn *conn)
{
	const char *const *setting;

	for (setting = server_of(conn)->settings; *setting; setting++) {
		char sql[100];

		snprintf(sql, sizeof sql, "/*tn:native*/%s", *setting);
		ck_tn_ok(tn_exec(conn, sql, NULL, NULL, tn_test_err()));
	}
}

void index_plan_of(tn_conn *conn, const char *sql, const tn_args *args, struct index_plan *plan)
{
	const struct server *server = server_of(conn);
	tn_rows *rows = NULL;
	char *text = malloc(strlen(sql) + 64);
	int rc;

	ck_assert_ptr_nonnull(text);
	sprintf(text, "/*tn:native*/%s%s", server->explain, sql);
	memset(plan, 0, sizeof *plan);
	rc = tn_query(conn, text, args, &rows, tn_test_err());
	ck_assert_msg(rc >= 0, "%s: %s", text, tn_test_failure(rc));
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW)
		server->read(rows, plan);
	ck_assert_msg(rc == TN_DONE, "%s: %s", text, tn_test_failure(rc));
	ck_tn_ok(tn_finish(rows, tn_test_err()));
	free(text);
}
