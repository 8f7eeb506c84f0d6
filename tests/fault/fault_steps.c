/* SPDX-License-Identifier: MIT */
/*
 * tests/fault/fault_steps.c - one use of every kind of call.
 *
 * The rows tell afterwards what happened: each transaction writes a group of
 * rows of its own, and a group is never there in part.
 *
 *   1..3    a transaction                    3 rows
 *   4       a nested block, rolled back      none
 *   11, 12  a function run by tn_transact()  2 rows
 *   21, 22  two statements by themselves     0 to 2 rows
 *   31, 32  a block without foreign keys     2 rows, and the child of 31
 *   41, 42  a bulk                           2 rows
 *
 * The first part writes 1 to 12; the others find 1 to 3 there.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/struct.h>
#include <tenon/testing.h>
#include "core/base/error.h"
#include "tests/fault/fault.h"

#define INSERT "INSERT INTO fault_row (id, name) VALUES (?, ?)"

struct row {
	int64_t id;
	const char *name;
};

static int insert(tn_conn *db, int id, tn_error **err)
{
	return tn_exec(db, INSERT, TN_ARGS(id, "a text"), NULL, err);
}

static int step_transaction(tn_conn *db, tn_error **err)
{
	int i, rc = tn_begin(db, NULL, err);
	for (i = 1; i <= 3 && rc >= 0; i++)
		rc = insert(db, i, err);
	if (rc >= 0)
		rc = tn_begin(db, NULL, err);
	if (rc >= 0)
		rc = insert(db, 4, err);
	if (rc >= 0)
		rc = tn_rollback(db, err);
	return rc < 0 ? rc : tn_commit(db, err);
}

static int both(tn_conn *db, void *arg, tn_error **err)
{
	int rc = insert(db, 11, err);
	(void)arg;
	return rc < 0 ? rc : insert(db, 12, err);
}

static int step_transact(tn_conn *db, tn_error **err)
{
	tn_tx_options o = {0};
	o.size = sizeof o;
	o.first_backoff_ms = 1;
	o.max_backoff_ms = 1;
	return tn_transact(db, &o, both, NULL, err);
}

static int step_stream(tn_conn *db, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc = tn_query(db, "SELECT id, name FROM fault_row WHERE id < :n ORDER BY id",
		TN_NAMED(tn_named("n", tn_int(100))), &rows, err);
	int end;
	if (rc < 0)
		return rc;
	tn_column(rows, "name");
	while ((rc = tn_next(rows, err)) == TN_ROW) {
		tn_get_int64(rows, 0);
		tn_get_text(rows, 1);
	}
	end = tn_finish(rows, rc < 0 ? NULL : err);
	return rc < 0 ? rc : end;
}

static int step_early_end(tn_conn *db, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc = tn_query(db, "SELECT id, name FROM fault_row", NULL, &rows, err), end;
	if (rc < 0)
		return rc;
	rc = tn_next(rows, err);
	end = tn_finish(rows, rc < 0 ? NULL : err);
	return rc < 0 ? rc : end;
}

static int step_memory(tn_conn *db, tn_error **err)
{
	struct row out[8];
	static const tn_field fields[] = {TN_FIELD(struct row, id), TN_FIELD(struct row, name)};
	tn_rows *rows = NULL;
	int64_t n;
	int rc = tn_query_mode(
		db, "SELECT id, name FROM fault_row ORDER BY id", NULL, TN_FETCH_ALL, 0, &rows, err);
	if (rc < 0)
		return rc;
	n = tn_fetch_structs(rows, fields, 2, out, sizeof out[0], 8, err);
	rc = tn_finish(rows, n < 0 ? NULL : err);
	return n < 0 ? (int)n : rc;
}

static int step_columns(tn_conn *db, tn_error **err)
{
	tn_column_data c[2] = {{0}};
	tn_rows *rows = NULL;
	int64_t n;
	int rc = tn_query(db, "SELECT id, name FROM fault_row ORDER BY id", NULL, &rows, err);
	if (rc < 0)
		return rc;
	while ((n = tn_fetch_columns(rows, c, 2, 2, err)) > 0)
		ck_assert(!tn_column_is_null(&c[0], n - 1) && c[1].offsets[n] > 0);
	rc = tn_finish(rows, n < 0 ? NULL : err);
	return n < 0 ? (int)n : rc;
}

/* What is not an error of the call itself is the stream's. */
static int step_arrow(tn_conn *db, tn_error **err)
{
	tn_arrow_options o = {.size = sizeof o, .batch_rows = 2};
	struct ArrowArrayStream stream;
	struct ArrowSchema schema;
	struct ArrowArray array = {.release = NULL};
	tn_rows *rows = NULL;
	int failed, rc = tn_query(db, "SELECT id, name FROM fault_row ORDER BY id", NULL, &rows, err);
	if (rc < 0)
		return rc;
	rc = tn_arrow_stream(rows, &o, &stream, err);
	if (rc < 0) {
		tn_finish(rows, NULL);
		return rc;
	}
	failed = stream.get_schema(&stream, &schema);
	if (!failed)
		schema.release(&schema);
	while (!failed && !(failed = stream.get_next(&stream, &array)) && array.release)
		array.release(&array);
	ck_assert(!failed || (!array.release && tn_arrow_error(&stream)));
	rc = failed ? tn__error_move(err, tn__error_copy(tn_arrow_error(&stream))) : TN_OK;
	stream.release(&stream);
	return rc;
}

static int step_handle(tn_conn *db, tn_error **err)
{
	tn_stmt *stmt = NULL;
	tn_result result;
	int i, rc = tn_prepare(db, INSERT, &stmt, err);
	for (i = 21; i <= 22 && rc >= 0; i++)
		rc = tn_stmt_exec(stmt, TN_ARGS(i, "a text"), &result, err);
	tn_stmt_close(stmt);
	return rc;
}

static int step_value(tn_conn *db, tn_error **err)
{
	tn_value v;
	int rc = tn_query_value(db, "SELECT name FROM fault_row WHERE id = ?", TN_ARGS(1), &v, err);
	tn_value_free(&v);
	return rc;
}

static int step_mistakes(tn_conn *db, tn_error **err)
{
	static const tn_column_def column = {.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY};
	tn_table_def def = {.size = sizeof def, .name = "fault_row", .columns = &column, .column_count = 1};
	int rc = tn_exec(db, "SELECT no_such FROM fault_row", NULL, NULL, err);
	if (rc != TN_E_NO_OBJECT)
		return rc;
	rc = insert(db, 1, err);
	if (rc != TN_E_UNIQUE)
		return rc;
	rc = tn_table_create(db, &def, err);
	return rc == TN_E_EXISTS ? TN_OK : rc;
}

/* Several statements on some servers, one on the others. */
static int step_returning(tn_conn *db, tn_error **err)
{
	tn_rows *rows = NULL;
	int ended, rc = tn_query(db, "UPDATE fault_row SET name = ? WHERE id >= ? RETURNING id, name",
		TN_ARGS("new", 1), &rows, err);
	if (rc < 0)
		return rc;
	do {
		rc = tn_next(rows, err);
	} while (rc == TN_ROW);
	ended = tn_finish(rows, rc < 0 ? NULL : err);
	return rc < 0 ? rc : ended;
}

static int step_session(tn_conn *db, tn_error **err)
{
	static const tn_timeouts t = {.size = sizeof t, .statement_ms = 60000, .lock_ms = 7000};
	tn_rows *rows = NULL;
	int rc = tn_ping(db, err);
	if (rc >= 0)
		rc = tn_exec_within(db, "UPDATE fault_row SET name = 'w' WHERE id = 1", NULL, &t, NULL, err);
	if (rc >= 0 && (rc = tn_query_within(db, "SELECT id FROM fault_row", NULL, &t, &rows, err)) >= 0)
		rc = tn_finish(rows, err);
	if (rc >= 0)
		rc = tn_table_exists(db, "fault_row", err);
	return rc < 0 ? rc : tn_reset(db, err);
}

static int step_expect(tn_conn *db, tn_error **err)
{
	static const int64_t ids[] = {1, 2, 3};
	int rc = tn_exec_expect(db, "UPDATE fault_row SET name = 'x' WHERE id <= ?", TN_ARGS(3), 3, err);
	if (rc >= 0)
		rc = tn_exec_expect_each(db, "UPDATE fault_row SET name = 'y' WHERE id IN (?)",
					 TN_ARGS(TN_LIST(ids, 3)), 2, err);
	if (rc < 0)
		return rc;
	rc = tn_exec_expect(db, "DELETE FROM fault_row WHERE id <= 3", NULL, 4, err);
	if (rc != TN_E_ROW_COUNT)
		return rc;
	ck_assert_msg(!tn_tx_depth(db), "a transaction is left open");
	/* Dead when the rollback failed. */
	return tn_is_dead(db) ? rc : TN_OK;
}

static int child_before_parent(tn_conn *db, void *arg, tn_error **err)
{
	int rc = tn_exec(db, "INSERT INTO fault_child (id, row_id) VALUES (1, 31)", NULL, NULL, err);
	(void)arg;
	if (rc >= 0)
		rc = insert(db, 31, err);
	return rc < 0 ? rc : insert(db, 32, err);
}

static int step_foreign_keys(tn_conn *db, tn_error **err)
{
	tn_tx_options o = {.size = sizeof o, .first_backoff_ms = 1, .max_backoff_ms = 1};
	const tn_fk_violation *v;
	tn_fk_check *check = NULL;
	int rc = tn_without_foreign_keys(db, &o, child_before_parent, NULL, err);
	if (rc >= 0)
		rc = tn_check_foreign_keys(db, NULL, NULL, &check, err);
	if (rc >= 0)
		rc = tn_fk_check_next(check, &v, err);
	tn_fk_check_finish(check, NULL);
	return rc;
}

static int drop_text(void *ctx, const char *text, size_t len)
{
	(void)ctx;
	return len && text[0] == '#' ? TN_OK : TN_E_INTERNAL;
}

static void drop_line(void *ctx, const char *line)
{
	(void)ctx;
	ck_assert_msg(!strncmp(line, "slow statement: ", 16), "%s", line);
}

/* A trace never makes a statement fail; what is told may be less. */
static int step_trace(tn_conn *db, tn_error **err)
{
	static tn_slow_options slow = {.size = sizeof slow, .write = drop_line};
	tn_metrics *m = NULL;
	tn_rows *rows = NULL;
	int rc = tn_metrics_new(&m, err);
	if (rc >= 0)
		rc = tn_add_trace(db, tn_metrics_count, m, 0, err);
	if (rc >= 0)
		rc = tn_add_trace(db, tn_slow_log, &slow, TN_TRACE_VALUES, err);
	if (rc >= 0)
		rc = tn_query(db, "SELECT id FROM fault_row WHERE name = ? AND id < 9", TN_ARGS("a text"), &rows, err);
	if (rc >= 0)
		rc = tn_next(rows, err);
	if (rows && rc >= 0)
		rc = tn_finish(rows, err);
	else
		tn_finish(rows, NULL);
	if (rc >= 0 && (rc = tn_exec(db, "SELECT no_such FROM fault_row", NULL, NULL, err)) == TN_E_NO_OBJECT)
		rc = tn_metrics_write(m, drop_text, NULL, err);
	if (rc >= 0)
		rc = tn_remove_trace(db, tn_slow_log, &slow, err);
	tn_remove_trace(db, tn_slow_log, &slow, NULL);
	tn_remove_trace(db, tn_metrics_count, m, NULL);
	tn_metrics_free(m);
	return rc;
}

static int take_made(void *ctx, uint64_t first, const tn_value *values, uint32_t n, tn_error **err)
{
	(void)ctx;
	(void)err;
	ck_assert(first >= 1 && n && values[0].kind == TN_KIND_INT);
	return 0;
}

static int write_rows(tn_conn *db, const tn_bulk_options *o, tn_error **err)
{
	static const char *const columns[] = {"id", "name", NULL};
	static const tn_field fields[] = {TN_FIELD(struct row, id), TN_FIELD(struct row, name)};
	struct row rows[1] = {{42, "b"}};
	tn_bulk *bulk = NULL;
	int rc = tn_bulk_open(db, "fault_row", columns, o, &bulk, err);
	if (rc >= 0)
		rc = tn_bulk_row(bulk, (tn_value[]){tn_int(41), tn_text("a")}, err);
	if (rc >= 0)
		rc = tn_bulk_structs(bulk, fields, 2, rows, sizeof rows[0], 1, err);
	if (rc >= 0)
		return tn_bulk_close(bulk, NULL, err);
	tn_bulk_abandon(bulk);
	return rc;
}

static int step_bulk(tn_conn *db, tn_error **err)
{
	tn_bulk_options o = {.size = sizeof o, .made_column = "id", .made = take_made, .memory = 1};
	tn_error *twice = NULL;
	int rc = write_rows(db, &o, err);
	if (rc < 0)
		return rc;
	/* The first of them cannot be written: found by a search, unless that fails of something else. */
	rc = write_rows(db, NULL, &twice);
	if (rc == TN_E_UNIQUE)
		ck_assert_uint_eq(tn_error_row(twice), 1);
	return rc == TN_E_UNIQUE ? (tn_error_free(twice), TN_OK) : tn__error_move(err, twice);
}

typedef int (*step)(tn_conn *db, tn_error **err);

static const step parts[FAULT_PARTS][4] = {
	{step_transaction, step_transact},
	{step_stream, step_early_end, step_memory, step_handle},
	{step_value, step_expect, step_columns, step_arrow},
	{step_foreign_keys, step_trace},
	{step_mistakes, step_returning, step_session},
	{step_bulk},
};

/* After an error: fit for use once it is rolled back, or dead and says so. */
static void check_connection(tn_conn *db, int rc)
{
	tn_error *err = NULL;
	tn_value v;
	int again;
	if (tn_is_dead(db)) {
		again = tn_exec(db, "SELECT 1", NULL, NULL, &err);
		ck_assert_msg(again == TN_E_DISCONNECTED, "a dead connection says %s", tn_error_name(again));
		tn_error_free(err);
		return;
	}
	ck_assert_msg(
		rc != TN_E_DISCONNECTED, "the link is lost, but the connection does not say that it is dead");
	if (tn_tx_depth(db)) {
		again = tn_rollback(db, &err);
		while (again >= 0 && tn_tx_depth(db))
			again = tn_rollback(db, &err);
		ck_assert_msg(again >= 0, "rollback: %s", tn_error_message(err));
	}
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	again = tn_query_value(db, "SELECT COUNT(*) FROM fault_row", NULL, &v, &err);
	ck_assert_msg(again == TN_ROW, "after %s: %s", tn_error_name(rc), tn_error_message(err));
	ck_assert_msg(v.kind == TN_KIND_INT && v.u.i <= 9, "a nested block that was rolled back is there");
	tn_value_free(&v);
	again = tn_exec(db, "INSERT INTO fault_child (id, row_id) VALUES (9, 99)", NULL, NULL, NULL);
	ck_assert_msg(again == TN_E_FOREIGN_KEY, "foreign keys are not in force after %s", tn_error_name(rc));
}

int fault_scenario(const char *url, unsigned part, void (*arm)(void), tn_error **err)
{
	tn_open_options o = {.size = sizeof o};
	tn_conn *db = NULL;
	size_t i;
	int rc;
	if (part == 0)
		arm();
	/* Under fault it connects on a thread of its own. */
	rc = part == 0 ? tn_canceller_make(&o.canceller, err) : TN_OK;
	if (rc >= 0)
		rc = tn_open(&db, url, &o, err);
	tn_canceller_free(o.canceller);
	if (rc < 0) {
		ck_assert_ptr_null(db);
		return rc;
	}
	if (part != 0)
		arm();
	for (i = 0; i < sizeof parts[0] / sizeof parts[0][0] && parts[part][i] && rc >= 0; i++)
		rc = parts[part][i](db, err);
	if (rc < 0)
		check_connection(db, rc);
	tn_close(db);
	return rc < 0 ? rc : TN_OK;
}

static int64_t count(tn_conn *db, int low, int high)
{
	tn_value v;
	int64_t n;
	ck_tn_is(tn_query_value(db, "SELECT COUNT(*) FROM fault_row WHERE id BETWEEN ? AND ?",
			 TN_ARGS(low, high), &v, tn_test_err()),
		TN_ROW);
	n = v.u.i;
	tn_value_free(&v);
	return n;
}

void fault_inspect(tn_conn *look, unsigned part, int complete)
{
	int64_t first = count(look, 1, 3), nested = count(look, 4, 10), second = count(look, 11, 12),
		third = count(look, 21, 22), unchecked = count(look, 31, 32),
		bulk = count(look, 41, 42);
	tn_value v;
	ck_tn_is(tn_query_value(look, "SELECT COUNT(*) FROM fault_child", NULL, &v, tn_test_err()), TN_ROW);
	ck_tn_err(tn_exec(look, "INSERT INTO fault_child (id, row_id) VALUES (9, 99)", NULL, NULL, tn_test_err()),
		  TN_E_FOREIGN_KEY);
	ck_assert_msg(unchecked == 2 * v.u.i && v.u.i <= 1, "%d rows of a block of 2, and %d of their child",
		      (int)unchecked, (int)v.u.i);
	ck_assert_msg(first == 3 || (part == 0 && first == 0), "%d rows of a transaction of 3", (int)first);
	ck_assert_msg(nested == 0, "a nested block that was rolled back is there");
	ck_assert_msg(second == 0 || second == 2, "%d rows of a transaction of 2", (int)second);
	ck_assert_msg(bulk == 0 || bulk == 2, "%d rows of a bulk of 2", (int)bulk);
	if (!complete)
		return;
	ck_assert_msg(first == 3 && second == (part == 0 ? 2 : 0) && third == (part == 1 ? 2 : 0) &&
			      unchecked == (part == 3 ? 2 : 0) && bulk == (part == 5 ? 2 : 0),
		      "part %u says done, but not all of its rows are there", part);
}

static void make_tables(tn_conn *db)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "name", .type = TN_TYPE_TEXT},
	};
	tn_table_def def = {.size = sizeof def, .name = "fault_row", .columns = columns, .column_count = 2};
	static const tn_column_def of_child[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "row_id", .type = TN_TYPE_BIGINT, .ref_table = "fault_row", .ref_column = "id"},
	};
	tn_table_def child = {.size = sizeof child, .name = "fault_child", .columns = of_child, .column_count = 2};
	ck_tn_ok(tn_table_create(db, &def, tn_test_err()));
	ck_tn_ok(tn_table_create(db, &child, tn_test_err()));
}

void fault_prepare(tn_conn *look, unsigned part)
{
	int i, there = tn_table_exists(look, "fault_row", tn_test_err());
	ck_tn_ok(there);
	if (!there)
		make_tables(look);
	ck_tn_ok(tn_exec(look, "DELETE FROM fault_child", NULL, NULL, tn_test_err()));
	ck_tn_ok(tn_exec(look, "DELETE FROM fault_row", NULL, NULL, tn_test_err()));
	for (i = 1; i <= 3 && part > 0; i++)
		ck_tn_ok(insert(look, i, tn_test_err()));
}
