/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_trace.c - what hooks are told about statements, and what
 * the ready-made ones make of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/conformance/conf.h"

/* The records of a test, with copies of the texts that it looks at. */
struct told {
	unsigned count;
	tn_trace last;
	char text[200], operation[40], collection[40], values[400], redacted[200], error_type[40], status[20];
};

static struct told told;

static void copy(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from ? from : "-");
}

static void hook(void *ctx, const tn_trace *t)
{
	struct told *to = ctx;
	to->count++;
	to->last = *t;
	copy(to->text, sizeof to->text, t->text);
	copy(to->operation, sizeof to->operation, t->operation);
	copy(to->collection, sizeof to->collection, t->collection);
	copy(to->values, sizeof to->values, t->values);
	copy(to->redacted, sizeof to->redacted, tn_trace_text(t));
	copy(to->error_type, sizeof to->error_type, t->error_type);
	copy(to->status, sizeof to->status, t->status_code);
	ck_assert_ptr_nonnull(t->system);
	ck_assert_int_ge(t->duration_us, t->compile_us);
	ck_assert_int_ge(t->duration_us, t->server_us);
	ck_assert_msg(!t->text || strlen(t->text) == t->text_len, "the text has %zu bytes, not %zu", strlen(t->text),
		      t->text_len);
}

/* A connection with some items, whose next statement is the first that is traced. */
static tn_conn *open_traced(unsigned flags)
{
	tn_conn *db = tn_test_open();
	conf_fill_items(db, 3);
	memset(&told, 0, sizeof told);
	ck_tn_ok(tn_add_trace(db, hook, &told, flags, tn_test_err()));
	return db;
}

static void done(tn_conn *db)
{
	ck_tn_ok(tn_remove_trace(db, hook, &told, tn_test_err()));
	told.count = 0;
	conf_exec(db, "UPDATE item SET amount = 9", NULL);
	ck_assert_msg(!told.count, "told of a statement after the trace was taken away");
	tn_close(db);
}

#define READ "SELECT name, amount FROM item WHERE id > ? AND name <> 'secret' AND amount < 77 ORDER BY id"
#define REDACTED "SELECT name, amount FROM item WHERE id > ? AND name <> ? AND amount < ? ORDER BY id"

START_TEST(a_stream_of_rows)
{
	tn_conn *db = open_traced(TN_TRACE_VALUES);
	tn_stats before = {.size = sizeof before}, after = {.size = sizeof after};
	uint64_t id = 0;
	tn_rows *rows;
	int round;
	for (round = 0; round < 2; round++) {
		told.count = 0;
		ck_tn_ok(tn_get_stats(db, &before));
		rows = conf_query(db, READ, TN_ARGS(0));
		ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
		ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
		ck_assert_uint_eq(told.count, 0);
		ck_tn_is(tn_next(rows, tn_test_err()), TN_DONE);
		ck_assert_uint_eq(told.count, 1);
		conf_end(rows);
		ck_assert_uint_eq(told.count, 1);
		ck_tn_ok(tn_get_stats(db, &after));
		ck_assert_str_eq(told.text, READ);
		ck_assert_str_eq(told.redacted, REDACTED);
		ck_assert_str_eq(told.operation, "SELECT");
		ck_assert_str_eq(told.collection, "item");
		ck_assert_str_eq(told.values, "0");
		ck_assert_str_eq(told.error_type, "-");
		ck_assert_int_eq(told.last.code, TN_OK);
		ck_assert_int_eq(told.last.origin, TN_TRACE_PORTABLE);
		ck_assert_int_eq(told.last.rows, 2);
		ck_assert_int_gt(told.last.bytes_received, 16);
		ck_assert_int_eq(told.last.bytes_sent, 8);
		ck_assert_uint_eq(told.last.steps, 1);
		ck_assert_uint_eq(told.last.executions, 1);
		ck_assert_int_eq(told.last.cached, round);
		ck_assert_msg(told.last.round_trips == after.round_trips - before.round_trips, "%u round trips, not %d",
			      told.last.round_trips, (int)(after.round_trips - before.round_trips));
		ck_assert_int_eq(told.last.compile_us > 0, !round);
		ck_assert_uint_eq(told.last.attempt, 0);
		ck_assert(!round || told.last.text_id == id);
		id = told.last.text_id;
	}
	done(db);
}
END_TEST

START_TEST(rows_that_end_early)
{
	tn_conn *db = open_traced(0);
	tn_rows *rows = conf_query(db, "SELECT id FROM item ORDER BY id", NULL);
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	ck_tn_err(tn_remove_trace(db, hook, &told, tn_test_err()), TN_E_MISUSE);
	conf_end(rows);
	ck_assert_uint_eq(told.count, 1);
	ck_assert_int_eq(told.last.rows, 1);
	ck_assert_str_eq(told.values, "-");
	/* A connection that is closed under its rows. */
	conf_query(db, "SELECT id FROM item", NULL);
	tn_close(db);
	ck_assert_uint_eq(told.count, 2);
}
END_TEST

START_TEST(rows_in_memory)
{
	tn_conn *db = open_traced(0);
	tn_rows *rows = NULL;
	tn_value v;
	ck_tn_ok(tn_query_mode(db, "SELECT id FROM item", NULL, TN_FETCH_ALL, 0, &rows, tn_test_err()));
	ck_assert_uint_eq(told.count, 1);
	ck_assert_int_eq(told.last.rows, 3);
	conf_end(rows);
	ck_assert_uint_eq(told.count, 1);
	ck_tn_is(tn_query_value(db, "SELECT amount FROM item WHERE id = 2", NULL, &v, tn_test_err()), TN_ROW);
	ck_assert_uint_eq(told.count, 2);
	ck_assert_int_eq(told.last.rows, 1);
	done(db);
}
END_TEST

START_TEST(rows_in_chunks)
{
	tn_conn *db = tn_test_open_shared();
	tn_rows *rows = NULL;
	conf_fill_items(db, 7);
	memset(&told, 0, sizeof told);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	if (tn_query_mode(db, "SELECT id FROM item", NULL, TN_FETCH_CHUNK, 3, &rows, tn_test_err()) >= 0) {
		conf_end(rows);
		ck_tn_ok(tn_add_trace(db, hook, &told, 0, tn_test_err()));
		ck_tn_ok(tn_query_mode(db, "SELECT id FROM item", NULL, TN_FETCH_CHUNK, 3, &rows, tn_test_err()));
		ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
		/* Another statement between two rows has a record of its own. */
		conf_exec(db, "UPDATE item SET amount = 8 WHERE id = 2", NULL);
		ck_assert_str_eq(told.operation, "UPDATE");
		ck_assert_int_eq(told.last.affected, 1);
		ck_assert_uint_eq(told.count, 1);
		while (tn_next(rows, tn_test_err()) == TN_ROW)
			;
		conf_end(rows);
		ck_assert_str_eq(told.operation, "SELECT");
		ck_assert_int_eq(told.last.rows, 7);
		ck_assert_int_eq(told.last.bytes_received, 56);
		ck_assert_uint_eq(told.count, 2);
	}
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	tn_close(db);
}
END_TEST

START_TEST(changes_and_handles)
{
	tn_conn *db = open_traced(TN_TRACE_VALUES);
	tn_stmt *stmt = NULL;
	tn_rows *rows;
	conf_exec(db, "INSERT INTO item (id, name, amount) VALUES (:id, :name, :amount)",
		  TN_NAMED(tn_named("id", tn_int(10)), tn_named("name", tn_text("it's")),
			   tn_named("amount", tn_null())));
	ck_assert_str_eq(told.operation, "INSERT");
	ck_assert_str_eq(told.values, "id: 10, name: 'it's', amount: NULL");
	ck_assert_int_eq(told.last.affected, 1);
	ck_assert_int_eq(told.last.bytes_sent, 12);
	ck_tn_ok(tn_prepare(db, "UPDATE item SET amount = ? WHERE id < ?", &stmt, tn_test_err()));
	ck_tn_ok(tn_stmt_exec(stmt, TN_ARGS(5, 2), NULL, tn_test_err()));
	ck_assert_int_eq(told.last.affected, 2);
	ck_assert_int_eq(told.last.cached, 0);
	ck_tn_ok(tn_stmt_exec(stmt, TN_ARGS(6, 2), NULL, tn_test_err()));
	ck_assert_int_eq(told.last.cached, 1);
	tn_stmt_close(stmt);
	ck_tn_ok(tn_prepare(db, "SELECT id FROM item WHERE id < ?", &stmt, tn_test_err()));
	ck_tn_ok(tn_stmt_query(stmt, TN_ARGS(2), &rows, tn_test_err()));
	while (tn_next(rows, tn_test_err()) == TN_ROW)
		;
	conf_end(rows);
	ck_assert_int_eq(told.last.rows, 2);
	tn_stmt_close(stmt);
	ck_assert_uint_eq(told.count, 4);
	done(db);
}
END_TEST

/* A list that takes several steps somewhere, and RETURNING, which some servers do not have. */
START_TEST(several_steps)
{
	tn_conn *db = open_traced(0);
	tn_rows *rows = conf_query(db, "UPDATE item SET amount = amount + 1 WHERE id < 2 RETURNING id, amount", NULL);
	ck_assert_uint_ge(told.last.steps, told.count);
	while (tn_next(rows, tn_test_err()) == TN_ROW)
		;
	conf_end(rows);
	ck_assert_uint_eq(told.count, 1);
	ck_assert_int_eq(told.last.rows, 2);
	ck_assert_uint_ge(told.last.executions, told.last.steps > 1 ? 2 : 1);
	ck_assert_ptr_nonnull(told.last.sent);
	done(db);
}
END_TEST

struct ending {
	const char *sql, *operation;
	int code;
};

static const struct ending endings[] = {
	{"SELECT no_such FROM item", "-", TN_E_NO_OBJECT},
	{"SELEC 'hidden' FROM item", "-", TN_E_SYNTAX},
	{"INSERT INTO item (id, name, amount) VALUES (1, 'hidden', 0)", "INSERT", TN_E_UNIQUE},
};

START_TEST(failures)
{
	const struct ending *x = &endings[_i];
	tn_conn *db = open_traced(0);
	ck_tn_err(tn_exec(db, x->sql, NULL, NULL, NULL), x->code);
	ck_assert_uint_eq(told.count, 1);
	ck_assert_int_eq(told.last.code, x->code);
	ck_assert_str_eq(told.error_type, tn_error_name(x->code));
	ck_assert_str_eq(told.text, x->sql);
	ck_assert_str_eq(told.operation, x->operation);
	ck_assert_msg(!strstr(told.redacted, "hidden"), "%s", told.redacted);
	ck_assert_msg(x->code != TN_E_UNIQUE || told.status[0] != '-', "the server gave no code");
	done(db);
}
END_TEST

START_TEST(origins)
{
	tn_conn *db = open_traced(0);
	char other[200];
	tn_value v;
	ck_tn_is(tn_query_value(db, TN_NATIVE("SELECT COUNT(*) FROM item WHERE name <> 'hidden'"), NULL, &v,
				tn_test_err()), TN_ROW);
	ck_assert_int_eq(told.last.origin, TN_TRACE_NATIVE);
	ck_assert_str_eq(told.text, "SELECT COUNT(*) FROM item WHERE name <> 'hidden'");
	ck_assert_str_eq(told.redacted, "SELECT COUNT(*) FROM item WHERE name <> ?");
	ck_assert_str_eq(told.collection, "-");
	snprintf(other, sizeof other, "/*tn:for %s*/SELECT 1/*tn:for nobody*/SELECT 2/*tn:else*/SELECT 3",
		 tn_conn_backend(db));
	ck_tn_is(tn_query_value(db, other, NULL, &v, tn_test_err()), TN_ROW);
	ck_assert_int_eq(told.last.origin, TN_TRACE_VARIANT);
	ck_assert_str_eq(told.text, "SELECT 1");
	ck_tn_is(tn_query_value(db, "/*tn:for nobody*/SELECT 2/*tn:else*/SELECT 3", NULL, &v, tn_test_err()), TN_ROW);
	ck_assert_int_eq(told.last.origin, TN_TRACE_PORTABLE);
	ck_assert_str_eq(told.text, "SELECT 3");
	ck_tn_err(tn_exec(db, "/*tn:for nobody*/SELECT 'hidden'", NULL, NULL, NULL), TN_E_UNSUPPORTED);
	ck_assert_int_eq(told.last.origin, TN_TRACE_VARIANT);
	ck_tn_err(tn_exec(db, TN_NATIVE("SELECT 'hidden"), NULL, NULL, NULL), TN_E_SYNTAX);
	ck_assert_int_eq(told.last.origin, TN_TRACE_NATIVE);
	ck_assert_str_eq(told.text, "SELECT 'hidden");
	ck_assert_str_eq(told.redacted, "SELECT...");
	done(db);
}
END_TEST

static int work(tn_conn *db, void *arg, tn_error **err)
{
	int *calls = arg, rc = tn_exec(db, "UPDATE item SET amount = 1 WHERE id = 1", NULL, NULL, err);
	if (rc < 0)
		return rc;
	ck_assert_uint_eq(told.last.attempt, ++*calls);
	/* As a server would refuse it. */
	return *calls > 1 ? TN_OK : TN_E_SERIALIZATION;
}

START_TEST(transactions)
{
	static const char *const expected[] = {"BEGIN", "SAVEPOINT", "RELEASE SAVEPOINT", "SAVEPOINT",
					       "ROLLBACK TO SAVEPOINT", "COMMIT", "BEGIN", "ROLLBACK"};
	tn_conn *db = open_traced(0);
	int calls = 1;
	unsigned i;
	for (i = 0; i < CONF_COUNT(expected); i++) {
		const char *e = expected[i];
		int rc = !strcmp(e, "BEGIN") || !strcmp(e, "SAVEPOINT")
				 ? tn_begin(db, NULL, tn_test_err())
				 : strncmp(e, "ROLLBACK", 8) != 0 ? tn_commit(db, tn_test_err())
								  : tn_rollback(db, tn_test_err());
		ck_tn_ok(rc);
		ck_assert_uint_eq(told.count, i + 1);
		ck_assert_str_eq(told.operation, e);
		ck_assert_int_eq(told.last.origin, TN_TRACE_CONTROL);
	}
	told.last.attempt = 0;
	calls = 0;
	tn_transact(db, NULL, work, &calls, NULL);
	ck_assert_int_ge(calls, 1);
	conf_exec(db, "UPDATE item SET amount = 2", NULL);
	ck_assert_uint_eq(told.last.attempt, 0);
	done(db);
}
END_TEST

static tn_conn *used;

static void meddle(void *ctx, const tn_trace *t)
{
	int *calls = ctx;
	(void)t;
	++*calls;
	ck_tn_err(tn_exec(used, "SELECT 1", NULL, NULL, NULL), TN_E_MISUSE);
	ck_tn_err(tn_commit(used, NULL), TN_E_MISUSE);
	ck_tn_err(tn_remove_trace(used, meddle, ctx, NULL), TN_E_MISUSE);
}

START_TEST(hooks)
{
	tn_conn *db = used = open_traced(0);
	int calls = 0, i;
	ck_tn_ok(tn_add_trace(db, meddle, &calls, 0, tn_test_err()));
	conf_exec(db, "UPDATE item SET amount = 1", NULL);
	ck_assert_int_eq(calls, 1);
	ck_assert_uint_eq(told.count, 1);
	ck_tn_ok(tn_remove_trace(db, meddle, &calls, tn_test_err()));
	ck_tn_err(tn_remove_trace(db, meddle, &calls, tn_test_err()), TN_E_MISUSE);
	conf_exec(db, "UPDATE item SET amount = 1", NULL);
	ck_assert_int_eq(calls, 1);
	ck_assert_uint_eq(told.count, 2);
	for (i = 1; i < 8; i++)
		ck_tn_ok(tn_add_trace(db, meddle, &calls, 0, tn_test_err()));
	ck_tn_err(tn_add_trace(db, meddle, &calls, 0, tn_test_err()), TN_E_MISUSE);
	for (i = 1; i < 8; i++)
		ck_tn_ok(tn_remove_trace(db, meddle, &calls, tn_test_err()));
	ck_tn_err(tn_add_trace(db, NULL, NULL, 0, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_add_trace(db, hook, NULL, 0x80, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_add_trace(NULL, hook, NULL, 0, tn_test_err()), TN_E_MISUSE);
	done(db);
}
END_TEST

/* ---- the ready-made hooks -------------------------------------------------------------- */

static char line[4000];

static void keep_line(void *ctx, const char *s)
{
	(void)ctx;
	snprintf(line, sizeof line, "%s", s);
}

START_TEST(the_log_of_slow_statements)
{
	tn_slow_options all = {.size = sizeof all, .write = keep_line};
	tn_slow_options none = {.size = sizeof none, .min_ms = 600000, .write = keep_line};
	tn_conn *db = tn_test_open();
	conf_fill_items(db, 3);
	ck_tn_ok(tn_add_trace(db, tn_slow_log, &none, TN_TRACE_VALUES, tn_test_err()));
	conf_exec(db, "UPDATE item SET name = ?", TN_ARGS("token"));
	ck_assert_str_eq(line, "");
	ck_tn_ok(tn_add_trace(db, tn_slow_log, &all, 0, tn_test_err()));
	conf_exec(db, "UPDATE item SET name = ?\nWHERE name <> 'hidden\n'", TN_ARGS("token"));
	ck_assert_msg(!strstr(line, "token") && !strstr(line, "hidden") && !strchr(line, '\n'), "%s", line);
	ck_assert_msg(!strncmp(line, "slow statement: 0.", 18) && strstr(line, " db.operation.name=\"UPDATE\"") &&
		      strstr(line, " db.query.text=\"UPDATE item SET name = ? WHERE name <> ?\"") &&
		      strstr(line, " db.collection.name=\"item\"") && strstr(line, " tenon.rows.affected=3"),
		      "%s", line);
	ck_tn_ok(tn_remove_trace(db, tn_slow_log, &all, tn_test_err()));
	ck_tn_ok(tn_add_trace(db, tn_slow_log, &all, TN_TRACE_VALUES, tn_test_err()));
	conf_exec(db, "UPDATE item SET name = ?", TN_ARGS("a \"token\"\n"));
	ck_assert_msg(strstr(line, " tenon.values=\"'a \\\"token\\\" '\""), "%s", line);
	tn_close(db);
}
END_TEST

START_TEST(fields)
{
	static const char *const names[] = {
		"db.system.name", "db.operation.name", "db.query.text", "db.response.returned_rows",
		"db.response.status_code", "error.type", "db.collection.name", "db.namespace", "server.address"};
	tn_trace t = {.size = sizeof t, .system = "some_server"};
	const char *name;
	tn_value v;
	unsigned i, k, found = 0;
	for (i = 0; tn_trace_field(&t, i, &name, &v) == TN_ROW; i++) {
		if (!strcmp(name, "db.query.text") || !strcmp(name, "db.query.summary"))
			continue;
		for (k = 0; k < CONF_COUNT(names); k++)
			found += !strcmp(name, names[k]);
		if (!strcmp(name, "db.system.name"))
			ck_assert(v.kind == TN_KIND_TEXT && !strcmp(v.u.s, "some_server"));
	}
	ck_assert_uint_eq(found, CONF_COUNT(names) - 1);
	ck_tn_err(tn_trace_field(NULL, 0, &name, &v), TN_E_MISUSE);
	ck_tn_err(tn_trace_field(&t, 0, NULL, &v), TN_E_MISUSE);
}
END_TEST

struct output {
	char text[1000000];
	size_t len;
	int calls;
};

static int keep_text(void *ctx, const char *text, size_t len)
{
	struct output *o = ctx;
	o->calls++;
	ck_assert_uint_lt(len, sizeof o->text);
	memcpy(o->text, text, len);
	o->text[len] = '\0';
	o->len = len;
	return o->calls > 1 ? TN_E_PARAM : TN_OK;
}

/* What stands behind the first line that begins so and holds this; -1: no such line. */
static double sample(const char *text, const char *begin, const char *label)
{
	const char *at;
	for (at = strstr(text, begin); at; at = strstr(at + 1, begin)) {
		const char *end = strchr(at, '\n'), *found = strstr(at, label);
		if (found && found < end && (at == text || at[-1] == '\n'))
			return strtod(strstr(at, "} ") + 2, NULL);
	}
	return -1;
}

START_TEST(counters)
{
	static struct output o;
	tn_metrics *m = NULL;
	tn_conn *db = tn_test_open();
	int i;
	o.calls = 0;
	conf_fill_items(db, 3);
	ck_tn_ok(tn_metrics_new(&m, tn_test_err()));
	ck_tn_ok(tn_add_trace(db, tn_metrics_count, m, 0, tn_test_err()));
	for (i = 0; i < 5; i++)
		conf_int(db, "SELECT amount FROM item WHERE id = ?", TN_ARGS(1));
	ck_tn_err(tn_exec(db, "INSERT INTO item (id, name, amount) VALUES (1, 'x', 0)", NULL, NULL, NULL), TN_E_UNIQUE);
	ck_tn_ok(tn_metrics_write(m, keep_text, &o, tn_test_err()));
	ck_assert_int_eq(o.calls, 1);
	ck_assert_msg(o.len > 6 && !strcmp(o.text + o.len - 6, "# EOF\n"), "%s", o.text);
#define SELECTS "db_operation_name=\"SELECT\"}"
	ck_assert(sample(o.text, "db_client_operation_duration_seconds_count{", SELECTS) == 5);
	ck_assert(sample(o.text, "db_client_operation_duration_seconds_sum{", SELECTS) > 0);
	ck_assert(sample(o.text, "db_client_operation_duration_seconds_bucket{", "\"SELECT\",le=\"+Inf\"") == 5);
	ck_assert(sample(o.text, "db_client_response_returned_rows_bucket{", "\"SELECT\",le=\"1.0\"") == 5);
	ck_assert(sample(o.text, "db_client_response_returned_rows_sum{", SELECTS) == 5);
	ck_assert(sample(o.text, "db_client_operation_duration_seconds_count{", "error_type=\"UNIQUE\"") == 1);
	ck_assert(sample(o.text, "tenon_cache_hits_total{", "db_system_name") == 4);
	ck_assert(sample(o.text, "tenon_cache_misses_total{", "db_system_name") == 2);
	ck_assert_msg(sample(o.text, "tenon_executions_total{", "db_system_name") == 6, "%s", o.text + o.len - 3000);
	ck_assert(sample(o.text, "tenon_received_bytes_total{", "db_system_name") == 40);
	ck_tn_err(tn_metrics_write(m, keep_text, &o, tn_test_err()), TN_E_PARAM);
	ck_tn_err(tn_metrics_write(m, NULL, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_metrics_new(NULL, tn_test_err()), TN_E_MISUSE);
	tn_close(db);
	tn_metrics_free(m);
	tn_metrics_free(NULL);
}
END_TEST

/* Whatever texts a program runs, the number of series stays small. */
START_TEST(counters_are_bounded)
{
	static struct output o;
	tn_metrics *m = NULL;
	char operation[32];
	tn_trace t = {.size = sizeof t, .system = "x\"\\\n", .operation = operation, .duration_us = 3};
	const char *at;
	int i;
	o.calls = 0;
	ck_tn_ok(tn_metrics_new(&m, tn_test_err()));
	for (i = 0; i < 5000; i++) {
		snprintf(operation, sizeof operation, "OPERATION_%d", i);
		t.code = -(i % 40);
		tn_metrics_count(m, &t);
	}
	ck_tn_ok(tn_metrics_write(m, keep_text, &o, tn_test_err()));
	ck_assert(sample(o.text, "tenon_cache_misses_total{", "x\\\"\\\\ ") +
		  sample(o.text, "tenon_cache_misses_total{", "other_sql") == 5000);
	for (i = 0, at = o.text; (at = strstr(at, "duration_seconds_count{")); i++, at++)
		;
	ck_assert_int_eq(i, 128 + 16 + 1);
	tn_metrics_free(m);
}
END_TEST

Suite *conf_trace_suite(void)
{
	Suite *s = suite_create("trace");
	TCase *tc = conf_case(s, "trace");
	tcase_add_test(tc, a_stream_of_rows);
	tcase_add_test(tc, rows_that_end_early);
	tcase_add_test(tc, rows_in_memory);
	tcase_add_test(tc, rows_in_chunks);
	tcase_add_test(tc, changes_and_handles);
	tcase_add_test(tc, several_steps);
	tcase_add_loop_test(tc, failures, 0, (int)CONF_COUNT(endings));
	tcase_add_test(tc, origins);
	tcase_add_test(tc, transactions);
	tcase_add_test(tc, hooks);
	tcase_add_test(tc, the_log_of_slow_statements);
	tcase_add_test(tc, fields);
	tcase_add_test(tc, counters);
	tcase_add_test(tc, counters_are_bounded);
	return s;
}
