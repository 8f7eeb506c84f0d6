/* SPDX-License-Identifier: MIT */
/*
 * tests/masks/masks_rows.c - what takes several steps for want of parameters, bytes or forms.
 *
 * An INSERT of many rows and a statement with a long list keep what one statement
 * promises: all or nothing, the number of rows, their order, and nothing left behind.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/testing.h>
#include "core/engine/engine.h"
#include "tests/masks/masks.h"

enum { ROWS = 40 };

/* By what is lowered. */
static const struct {
	int64_t params, packet;
} limits[] = {{0, 0}, {7, 0}, {999, 1024}, {7, 1024}};

static tn_conn *open_limited(int i, int without_returning)
{
	static const enum tn_cap forms[] = {TN_CAP_LIST_ARRAY, TN_CAP_LIST_TABLE, TN_CAP_LIST_TABLE_DML,
		TN_CAP_LIST_TABLE_TEXT, TN_CAP_DELETE_ROW_BY_ROW};
	tn_conn *db = tn_test_open_shared();
	struct tn_caps *caps = &db->be->server.caps;
	size_t k;
	for (k = 0; k < sizeof forms / sizeof forms[0]; k++)
		tn_cap_clear(caps, forms[k]);
	/* Parameters alone, selected as rows, have no types where the other way to upsert is that of duplicate keys. */
	if (without_returning && !tn_cap_has(caps, TN_CAP_ON_DUPLICATE_KEY))
		tn_cap_clear(caps, TN_CAP_RETURNING_INSERT);
	if (limits[i].params)
		caps->limits[TN_LIMIT_BIND_PARAMS] = limits[i].params;
	if (limits[i].packet)
		caps->limits[TN_LIMIT_SQL_BYTES] = caps->limits[TN_LIMIT_VALUE_BYTES] = limits[i].packet;
	tn__profile_make(caps, &db->profile);
	ck_tn_ok(tn_exec(db, "CREATE TABLE r (id BIGINT PRIMARY KEY, v INTEGER UNIQUE, s VARCHAR(60))", NULL, NULL,
			 tn_test_err()));
	return db;
}

static int64_t number(tn_conn *db, const char *sql)
{
	tn_value v;
	int rc = tn_query_value(db, sql, NULL, &v, tn_test_err());
	ck_assert_msg(rc == TN_ROW, "%s: %s", sql, rc < 0 ? tn_test_failure(rc) : "no row");
	return v.kind == TN_KIND_NUMERIC ? strtoll(v.u.s, NULL, 10) : v.u.i;
}

/* ROWS rows from first on, in descending order of v; a text of the application's own between. */
struct insert {
	char sql[8192];
	tn_value values[ROWS * 2 + 1];
	tn_args args;
};

static struct insert *make_insert(int64_t first, const char *behind)
{
	static struct insert in;
	char *at = in.sql;
	int i;
	at += sprintf(at, "INSERT INTO r (id, v, s) VALUES ");
	for (i = 0; i < ROWS; i++) {
		at += sprintf(at, "%s(?, ?, 'row, %d')", i ? ", " : "", i);
		in.values[i * 2] = tn_int(first + i);
		in.values[i * 2 + 1] = tn_int(first + ROWS - i);
	}
	sprintf(at, "%s", behind);
	in.args = (tn_args){.values = in.values, .count = ROWS * 2};
	return &in;
}

static void check_returned(tn_conn *db, const struct insert *in)
{
	tn_rows *rows = NULL;
	int64_t n = 0;
	ck_tn_ok(tn_query(db, in->sql, &in->args, &rows, tn_test_err()));
	for (; tn_next(rows, tn_test_err()) == TN_ROW; n++) {
		ck_assert_int_eq(tn_get_int64(rows, 0), in->values[n * 2].u.i);
		ck_assert_int_eq(tn_get_int64(rows, 1), in->values[n * 2 + 1].u.i);
	}
	ck_assert_int_eq(n, ROWS);
	ck_tn_ok(tn_finish(rows, tn_test_err()));
}

START_TEST(rows_of_an_insert)
{
	int without = _i % 2;
	tn_conn *db = open_limited(_i / 2, without);
	tn_result result = {0};
	struct insert *in = make_insert(1000, "");
	ck_tn_ok(tn_exec(db, in->sql, &in->args, &result, tn_test_err()));
	ck_assert_int_eq(result.affected, ROWS);
	/* What a failure would end, and with the table known: nothing is worked out anew. */
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	check_returned(db, make_insert(2000, " RETURNING id, v, s"));
	ck_tn_ok(tn_commit(db, tn_test_err()));
	in = make_insert(1020, " ON CONFLICT (id) DO NOTHING");
	if (tn_cap_has(&db->be->server.caps, TN_CAP_ON_CONFLICT)) {
		in->values[0] = tn_int(1000);
		for (int i = 0; i < ROWS; i++)
			in->values[i * 2 + 1] = tn_int(5000 + i);
		ck_tn_ok(tn_exec(db, in->sql, &in->args, &result, tn_test_err()));
		ck_assert_int_eq(result.affected, ROWS - 20);
	}
	tn_close(db);
}
END_TEST

START_TEST(no_row_or_all)
{
	tn_conn *db = open_limited(_i, 0);
	tn_tx_options o = {.size = sizeof o, .flags = TN_TX_KEEP_GOING};
	struct insert *in = make_insert(1000, "");
	in->values[ROWS * 2 - 2] = tn_int(1000);
	ck_tn_err(tn_exec(db, in->sql, &in->args, NULL, tn_test_err()), TN_E_UNIQUE);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM r"), 0);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	ck_tn_ok(tn_begin(db, &o, tn_test_err()));
	ck_tn_ok(tn_exec(db, "INSERT INTO r (id) VALUES (1)", NULL, NULL, tn_test_err()));
	ck_tn_err(tn_exec(db, in->sql, &in->args, NULL, tn_test_err()), TN_E_UNIQUE);
	in = make_insert(1000, "");
	ck_tn_ok(tn_exec(db, in->sql, &in->args, NULL, tn_test_err()));
	ck_tn_ok(tn_commit(db, tn_test_err()));
	ck_assert_int_eq(number(db, "SELECT count(*) FROM r"), ROWS + 1);
	tn_close(db);
}
END_TEST

/* ---- temporary tables ------------------------------------------------------------------------- */

static void fill_list(int64_t *ids)
{
	int i;
	for (i = 0; i < ROWS; i++)
		ids[i] = 1000 + i;
}

/* A failure with the table made, then the same again: the name is free. */
static void fail_and_repeat(tn_conn *db, const int64_t *ids)
{
	ck_tn_err(tn_exec(db, "UPDATE r SET v = ? WHERE id NOT IN (?)", TN_ARGS(1, TN_LIST(ids, ROWS)), NULL,
			  tn_test_err()), TN_E_UNIQUE);
	ck_tn_err(tn_exec(db, "UPDATE r SET v = ? WHERE id NOT IN (?)", TN_ARGS(1, TN_LIST(ids, ROWS)), NULL,
			  tn_test_err()), TN_E_UNIQUE);
}

/* ---- rows that are too long together --------------------------------------------------------- */

enum { MESSAGE = 16384, LONG_ROWS = 6 };

/* Inserts LONG_ROWS rows whose texts are so long, with RETURNING or not; how many statements that takes. */
static uint64_t insert_long(tn_conn *db, tn_stmt *stmt, int returns, const uint32_t *lengths)
{
	static char text[MESSAGE];
	static int64_t id;
	tn_value values[LONG_ROWS * 2];
	tn_args args = {.values = values, .count = LONG_ROWS * 2};
	tn_rows *rows = NULL;
	uint64_t before = db->statements;
	int i;
	memset(text, 'x', sizeof text);
	for (i = 0; i < LONG_ROWS; i++) {
		values[i * 2] = tn_int(++id);
		values[i * 2 + 1] = lengths[i] ? tn_text_n(text, lengths[i]) : tn_null();
	}
	ck_tn_ok(tn_stmt_query(stmt, &args, &rows, tn_test_err()));
	for (i = 0; returns && i < LONG_ROWS; i++) {
		ck_assert_int_eq(tn_next(rows, tn_test_err()), TN_ROW);
		ck_assert_int_eq(tn_get_int64(rows, 0), values[i * 2].u.i);
		ck_assert_int_eq(tn_get_int64(rows, 1), lengths[i]);
	}
	ck_assert_int_eq(tn_next(rows, tn_test_err()), TN_DONE);
	ck_tn_ok(tn_finish(rows, tn_test_err()));
	return db->statements - before;
}

/* Each message is short enough; what one takes goes in one, whatever came before. */
START_TEST(rows_that_are_long_together)
{
	static const uint32_t few[LONG_ROWS] = {10, 200, 0, 40, 1, 2000};
	static const uint32_t half[LONG_ROWS] = {7000, 7000, 7000, 1, 0, 7000};
	static const uint32_t less[LONG_ROWS] = {7000, 6900, 6900, 0, 0, 6000};
	static const uint32_t more[LONG_ROWS] = {9000, 9000, 9000, 9000, 9000, 9000};
	tn_conn *db = open_limited(0, 0);
	tn_stmt *stmt = NULL;
	ck_tn_ok(tn_exec(db, "CREATE TABLE long_one (id BIGINT PRIMARY KEY, s TEXT)", NULL, NULL, tn_test_err()));
	db->be->server.caps.limits[TN_LIMIT_VALUE_BYTES] = MESSAGE;
	tn__profile_make(&db->be->server.caps, &db->profile);
	ck_tn_ok(tn_prepare(db, _i ? "INSERT INTO long_one (id, s) VALUES (?, ?), (?, ?), (?, ?), (?, ?), (?, ?), "
				     "(?, ?) RETURNING id, COALESCE(OCTET_LENGTH(s), 0)"
				   : "INSERT INTO long_one (id, s) VALUES (?, ?), (?, ?), (?, ?), (?, ?), (?, ?), "
				     "(?, ?)", &stmt, tn_test_err()));
	if (!_i) {
		ck_assert_uint_eq(insert_long(db, stmt, 0, few), 1);
		ck_assert_uint_eq(insert_long(db, stmt, 0, half), 2 + 2);
		ck_assert_uint_eq(insert_long(db, stmt, 0, few), 1);
	}
	insert_long(db, stmt, _i, half);
	insert_long(db, stmt, _i, less);
	insert_long(db, stmt, _i, more);
	insert_long(db, stmt, _i, half);
	insert_long(db, stmt, _i, few);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM long_one"), LONG_ROWS * (_i ? 5 : 8));
	tn_stmt_close(stmt);
	tn_close(db);
}
END_TEST

START_TEST(a_table_does_not_stay)
{
	tn_conn *db = open_limited(_i, 0);
	int64_t ids[ROWS];
	tn_result result = {0};
	struct insert *in = make_insert(2000, "");
	tn_tx_options o = {.size = sizeof o, .flags = TN_TX_KEEP_GOING};
	fill_list(ids);
	ck_tn_ok(tn_exec(db, in->sql, &in->args, NULL, tn_test_err()));
	fail_and_repeat(db, ids);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_err(tn_exec(db, "UPDATE r SET v = ? WHERE id NOT IN (?)", TN_ARGS(1, TN_LIST(ids, ROWS)), NULL,
			  tn_test_err()), TN_E_UNIQUE);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_tn_ok(tn_begin(db, &o, tn_test_err()));
	fail_and_repeat(db, ids);
	ck_tn_ok(tn_exec(db, "DELETE FROM r WHERE id NOT IN (?) AND id > ?", TN_ARGS(TN_LIST(ids, ROWS), 2009), &result,
			 tn_test_err()));
	ck_assert_int_eq(result.affected, ROWS - 10);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_assert_int_eq(number(db, "SELECT count(*) FROM r"), ROWS);
	tn_close(db);
}
END_TEST

START_TEST(what_only_reads)
{
	tn_conn *db = open_limited(_i, 0);
	tn_tx_options o = {.size = sizeof o, .flags = TN_TX_READ_ONLY};
	int64_t ids[ROWS];
	tn_value v = tn_null();
	int rc;
	fill_list(ids);
	ck_tn_ok(tn_begin(db, &o, tn_test_err()));
	rc = tn_query_value(db, "SELECT count(*) FROM r WHERE id NOT IN (?)", TN_ARGS(TN_LIST(ids, ROWS)), &v,
			    tn_test_err());
	/* A server may let such a transaction have temporary tables; else it says what it is. */
	if (rc == TN_E_READ_ONLY)
		ck_assert_msg(strstr(tn_error_hint(*tn_test_err()), "tn_batch_each") != NULL, "%s",
			      tn_error_hint(*tn_test_err()));
	else
		ck_assert_msg(rc == TN_ROW && v.u.i == 0, "%s", rc < 0 ? tn_test_failure(rc) : "another number");
	tn_rollback(db, NULL);
	ck_assert_int_eq(number(db, "SELECT count(*) FROM r"), 0);
	tn_close(db);
}
END_TEST

TCase *row_masks(void)
{
	const int n = (int)(sizeof limits / sizeof limits[0]);
	TCase *tc = tcase_create("rows");
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, rows_of_an_insert, 0, n * 2);
	tcase_add_loop_test(tc, no_row_or_all, 0, n);
	tcase_add_loop_test(tc, rows_that_are_long_together, 0, 2);
	tcase_add_loop_test(tc, a_table_does_not_stay, 0, n);
	tcase_add_loop_test(tc, what_only_reads, 0, n);
	return tc;
}
