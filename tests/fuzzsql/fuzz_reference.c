/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzzsql/fuzz_reference.c - the reference evaluator beside the servers.
 *
 * It has the rows of all tables in memory, read once from the first server, and makes
 * an outcome as diff_run.c does.  What it does not evaluate is counted by its reason.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/fuzzsql/fuzz.h"

static int read_cells(tn_rows *rows, struct ref_run *run, struct ref_rows *out)
{
	struct ref_value *row = ref_alloc(run, out->width * sizeof(*row));
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; rc >= 0 && i < out->width; i++) {
		const tn_value *v = tn_get_value(rows, i);

		rc = v ? ref_from_value(run, v, &row[i]) : TN_E_DATA;
	}
	return rc < 0 ? rc : ref_add_row(run, out, row);
}

static int read_table(tn_conn *db, const struct tn_ir_table *table, struct ref_run *run, struct ref_rows *out)
{
	char sql[128];
	tn_rows *rows = NULL;
	int rc;

	snprintf(sql, sizeof(sql), "SELECT * FROM %s", table->name);
	out->width = table->column_count;
	rc = tn_query(db, sql, NULL, &rows, NULL);
	if (rc < 0)
		return rc;
	while (rc >= 0 && (rc = tn_next(rows, NULL)) == TN_ROW)
		rc = read_cells(rows, run, out);
	return tn_finish(rows, NULL) < 0 ? -1 : rc;
}

int fuzz_reference_load(struct fuzz_reference *r, const struct diff_shapes *schema, tn_conn *db)
{
	struct ref_run run = {.arena = &r->data};
	uint32_t i;

	tn__arena_init(&r->data);
	tn__arena_init(&r->arena);
	r->schema = schema;
	r->tables = calloc(schema->table_count, sizeof(*r->tables));
	for (i = 0; r->tables && i < schema->table_count; i++) {
		r->tables[i].table = schema->tables[i];
		if (read_table(db, schema->tables[i], &run, &r->tables[i].rows) < 0) {
			fprintf(stderr, "fuzzsql: cannot read %s: %s\n", schema->tables[i]->name, run.why);
			return -1;
		}
	}
	return r->tables ? 0 : -1;
}

void fuzz_reference_release(struct fuzz_reference *r)
{
	if (r->tables) {
		tn__arena_release(&r->data);
		tn__arena_release(&r->arena);
	}
	free(r->tables);
	diff_outcome_release(&r->outcome);
}

/* ---- outcomes --------------------------------------------------------------------------- */

static void put_rows(struct diff_outcome *out, struct ref_run *run, const struct tn_ir_output *outputs,
		     const struct ref_rows *rows, const char *sql, int ordered)
{
	struct diff_lines lines = {0};
	uint32_t i;
	size_t k;

	for (i = 0; i < rows->width; i++)
		diff_putf(out, "%s%s", i ? " | " : "columns ", outputs[i].name);
	diff_put(out, "\n", 1);
	for (k = 0; k < rows->count; k++) {
		struct diff_outcome line = {0};

		for (i = 0; i < rows->width; i++) {
			tn_value v;

			ref_to_value(run, &rows->cells[k * rows->width + i], &v);
			diff_put(&line, i ? " | " : "", i ? 3 : 0);
			diff_put_cell(&line, &v);
		}
		diff_put(&line, "\n", 1);
		for (i = 0; i < rows->width; i++) {
			tn_value v;

			ref_to_value(run, &rows->cells[k * rows->width + i], &v);
			diff_put_digits(&line, &v);
		}
		diff_add_line(&lines, line.text);
	}
	diff_put_lines(out, &lines, sql, ordered);
}

static int analysed(struct fuzz_reference *r, struct ref_run *run, const char *sql, struct tn_ir_stmt **stmt)
{
	struct tn_sql_env env = {(const struct tn_ir_table *const *)r->schema->tables, r->schema->table_count, 0};
	int rc = tn__sql_parse(&r->arena, sql, strlen(sql), stmt, NULL);

	if (rc >= 0)
		rc = tn__sql_analyse(&r->arena, *stmt, &env, NULL, NULL);
	return rc < 0 ? ref_unknown(run, "the analysis refuses it", NULL) : TN_OK;
}

static int evaluate(struct fuzz_reference *r, struct ref_run *run, const char *sql, int ordered)
{
	struct tn_ir_stmt *stmt = NULL;
	struct ref_rows rows;
	int rc = analysed(r, run, sql, &stmt);

	if (rc >= 0)
		rc = ref_select(run, stmt->u.query, &rows);
	if (rc >= 0)
		put_rows(&r->outcome, run, stmt->u.query->outputs, &rows, sql, ordered);
	return rc;
}

/* The tables are the run's own, so that the change is undone with it. */
static int change(struct fuzz_reference *r, struct ref_run *run, const char *sql, const char *after)
{
	size_t size = run->table_count * sizeof(*run->tables);
	struct ref_table *tables = ref_alloc(run, size);
	struct tn_ir_stmt *stmt = NULL;
	struct ref_change_result result;
	int rc = analysed(r, run, sql, &stmt);

	memcpy(tables, run->tables, size);
	run->tables = tables;
	if (rc >= 0)
		rc = ref_change(run, stmt, &result);
	if (rc < 0)
		return rc;
	if (result.rows.width)
		put_rows(&r->outcome, run, stmt->u.change->outputs, &result.rows, sql, 0);
	diff_putf(&r->outcome, "affected %lld\n", (long long)result.affected);
	return evaluate(r, run, after, 0);
}

int fuzz_reference_run(struct fuzz_reference *r, const char *sql, int ordered, const char *after)
{
	struct ref_run run = {.arena = &r->arena, .tables = r->tables, .table_count = r->schema->table_count};
	struct diff_outcome *out = &r->outcome;
	int rc;

	tn__arena_clear(&r->arena);
	out->len = 0;
	out->why[0] = '\0';
	rc = after ? change(r, &run, sql, after) : evaluate(r, &run, sql, ordered);
	out->refused = rc == TN_E_UNSUPPORTED;
	if (rc < 0) {
		out->len = 0;
		diff_putf(out, "error %s\n", tn_error_name(rc));
	}
	if (out->refused)
		snprintf(out->why, sizeof(out->why), "not evaluated: %s", run.why);
	return !out->refused;
}

/* ---- what was left out, by reason ---------------------------------------------------------- */

void fuzz_reference_count(struct fuzz_reference *r)
{
	const char *why = r->outcome.why + strlen("not evaluated: ");
	size_t i;

	if (!r->outcome.refused) {
		r->evaluated++;
		return;
	}
	r->left_out++;
	for (i = 0; i < r->reason_count && strcmp(r->reasons[i].text, why) != 0; i++)
		;
	if (i == FUZZ_MAX_REASONS)
		return;
	if (i == r->reason_count)
		snprintf(r->reasons[r->reason_count++].text, sizeof(r->reasons[0].text), "%.127s", why);
	r->reasons[i].count++;
}

void fuzz_reference_report(const struct fuzz_reference *r)
{
	size_t i;

	printf("reference evaluator: %lu evaluated\nnot evaluated: %lu\n", r->evaluated, r->left_out);
	for (i = 0; i < r->reason_count; i++)
		printf("  %6lu %s\n", r->reasons[i].count, r->reasons[i].text);
}
