/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_foreign.c - rows that violate foreign keys are found the same way
 * everywhere, checks can be put off to the commit, and work without them is proved.
 *
 * Rows that violate are made where every server lets them be: inside
 * tn_without_foreign_keys(), which undoes them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/foreign.h>
#include "tests/conformance/conf.h"

/* ---- violations as lines of text ---------------------------------------------------- */

struct listing {
	char lines[40][160];
	size_t count;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static size_t put(char *out, size_t size, size_t at, const char *s)
{
	return at < size ? at + (size_t)snprintf(out + at, size - at, "%s", s) : at;
}

static size_t put_values(char *out, size_t size, size_t at, const char *const *names, const tn_value *values,
			 unsigned count)
{
	unsigned i;
	for (i = 0; i < count; i++) {
		at = put(out, size, at, i ? "," : "");
		at = put(out, size, at, names[i]);
		at = put(out, size, at, "=");
		if (at < size)
			at += tn_value_format(&values[i], out + at, size - at);
	}
	return at;
}

/* "table(key) constraint(columns) parent" */
static void write_line(char *out, size_t size, const tn_fk_violation *v)
{
	size_t at = put(out, size, 0, v->table);
	ck_assert_ptr_null(v->schema);
	ck_assert_ptr_null(v->parent_schema);
	at = put(out, size, at, "(");
	at = put_values(out, size, at, v->key_columns, v->key, v->key_count);
	at = put(out, size, at, ") ");
	at = put(out, size, at, v->constraint);
	at = put(out, size, at, "(");
	at = put_values(out, size, at, v->columns, v->values, v->column_count);
	at = put(out, size, at, ") ");
	put(out, size, at, v->parent);
}

static void list_into(tn_conn *db, const char *table, struct listing *l)
{
	const tn_fk_violation *v;
	tn_fk_check *check = NULL;
	int rc;
	l->count = 0;
	ck_tn_ok(tn_check_foreign_keys(db, table, NULL, &check, tn_test_err()));
	while ((rc = tn_fk_check_next(check, &v, tn_test_err())) == TN_ROW) {
		ck_assert_uint_lt(l->count, CONF_COUNT(l->lines));
		write_line(l->lines[l->count++], sizeof l->lines[0], v);
	}
	ck_tn_ok(rc);
	ck_tn_ok(tn_fk_check_finish(check, tn_test_err()));
	qsort(l->lines, l->count, sizeof l->lines[0], by_text);
}

static void expect_lines(tn_conn *db, const char *table, const char *const *wanted, size_t count)
{
	struct listing l;
	size_t i;
	list_into(db, table, &l);
	for (i = 0; i < l.count || i < count; i++)
		ck_assert_str_eq(i < l.count ? l.lines[i] : "(nothing)", i < count ? wanted[i] : "(nothing)");
}

/* ---- the tables ------------------------------------------------------------------------ */

static const char *const tables[] = {
	"CREATE TABLE parent (id BIGINT PRIMARY KEY)",
	"CREATE TABLE pair (a INTEGER, b VARCHAR(10), PRIMARY KEY (a, b))",
	"CREATE TABLE child (id BIGINT PRIMARY KEY, parent_id BIGINT REFERENCES parent (id) ON DELETE CASCADE, "
	"up BIGINT REFERENCES child (id))",
	"CREATE TABLE link (a INTEGER, b VARCHAR(10), n INTEGER, note TEXT, PRIMARY KEY (n, a), "
	"CONSTRAINT \"link to pair\" FOREIGN KEY (a, b) REFERENCES pair (a, b))",
	"CREATE TABLE keyless (u UUID, FOREIGN KEY (u) REFERENCES thing (u))",
	"CREATE TABLE \"Odd \"\"name?\" (\"the :id\" BIGINT PRIMARY KEY, \"select\" BIGINT, "
	"FOREIGN KEY (\"select\") REFERENCES \"Odd \"\"name?\" (\"the :id\"))",
};

static tn_conn *open_tables(void)
{
	tn_conn *db = tn_test_open_shared();
	size_t i;
	conf_exec(db, "CREATE TABLE thing (u UUID PRIMARY KEY)", NULL);
	for (i = 0; i < CONF_COUNT(tables); i++)
		conf_exec(db, tables[i], NULL);
	conf_exec(db, "INSERT INTO parent VALUES (1), (2)", NULL);
	conf_exec(db, "INSERT INTO pair VALUES (1, 'x'), (2, 'y')", NULL);
	conf_exec(db, "INSERT INTO child VALUES (1, 1, 1), (2, 2, 1), (3, NULL, NULL)", NULL);
	conf_exec(db, "INSERT INTO link VALUES (1, 'x', 1, NULL), (9, NULL, 1, 'a NULL is enough')", NULL);
	return db;
}

static const char *const bad_rows[] = {
	"INSERT INTO child VALUES (10, 77, NULL), (11, 1, 99), (12, 78, 98), (13, NULL, 10)",
	"INSERT INTO link VALUES (1, 'y', 2, NULL), (3, 'x', 2, NULL), (4, NULL, 2, NULL)",
	"INSERT INTO keyless VALUES (CAST('00112233-4455-6677-8899-aabbccddeeff' AS UUID)), (NULL)",
	"INSERT INTO \"Odd \"\"name?\" VALUES (1, 1), (2, 5)",
	"DELETE FROM parent WHERE id = 2",
};

static const char *const bad_lines[] = {
	"Odd \"name?(the :id=2) Odd \"name?_select_fkey(select=5) Odd \"name?",
	"child(id=10) child_parent_id_fkey(parent_id=77) parent",
	"child(id=11) child_up_fkey(up=99) child",
	"child(id=12) child_parent_id_fkey(parent_id=78) parent",
	"child(id=12) child_up_fkey(up=98) child",
	"child(id=2) child_parent_id_fkey(parent_id=2) parent",
	"keyless() keyless_u_fkey(u=00112233-4455-6677-8899-aabbccddeeff) thing",
	"link(n=2,a=1) link to pair(a=1,b=y) pair",
	"link(n=2,a=3) link to pair(a=3,b=x) pair",
};

static int make_bad_rows(tn_conn *db, tn_error **err)
{
	size_t i;
	int rc = TN_OK;
	for (i = 0; rc >= 0 && i < CONF_COUNT(bad_rows); i++)
		rc = tn_exec(db, bad_rows[i], NULL, NULL, err);
	return rc;
}

/* What a test does with the bad rows, before they are undone. */
struct scene {
	void (*act)(tn_conn *db);
	unsigned runs;
};

static int play(tn_conn *db, void *arg, tn_error **err)
{
	struct scene *s = arg;
	int rc = make_bad_rows(db, err);
	s->runs++;
	if (rc >= 0)
		s->act(db);
	return rc;
}

static void with_bad_rows(void (*act)(tn_conn *db))
{
	struct scene s = {act, 0};
	tn_conn *db = open_tables();
	int rc = tn_without_foreign_keys(db, NULL, play, &s, tn_test_err());
	ck_assert_msg(rc == TN_E_FOREIGN_KEY, "%s", tn_test_failure(rc));
	ck_assert_uint_eq(s.runs, 1);
	expect_lines(db, NULL, NULL, 0);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child", NULL), 3);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM parent", NULL), 2);
	tn_close(db);
}

/* ---- finding ---------------------------------------------------------------------------- */

static void find_all(tn_conn *db)
{
	expect_lines(db, NULL, bad_lines, CONF_COUNT(bad_lines));
	expect_lines(db, "child", bad_lines + 1, 5);
	expect_lines(db, "link", bad_lines + 7, 2);
	expect_lines(db, "keyless", bad_lines + 6, 1);
	expect_lines(db, "Odd \"name?", bad_lines, 1);
	expect_lines(db, "pair", NULL, 0);
}

START_TEST(all_violations)
{
	with_bad_rows(find_all);
}
END_TEST

static void look_closely(tn_conn *db)
{
	const tn_fk_violation *v;
	tn_fk_check *check = NULL;
	ck_tn_ok(tn_check_foreign_keys(db, "keyless", NULL, &check, tn_test_err()));
	ck_tn_is(tn_fk_check_next(check, &v, tn_test_err()), TN_ROW);
	ck_assert_uint_eq(v->flags, 0);
	ck_assert_uint_eq(v->key_count, 0);
	ck_assert_uint_eq(v->column_count, 1);
	ck_assert_str_eq(v->columns[0], "u");
	ck_assert_str_eq(v->parent_columns[0], "u");
	ck_assert_int_eq(v->values[0].kind, TN_KIND_UUID);
	ck_tn_ok(tn_fk_check_next(check, &v, tn_test_err()));
	ck_assert_ptr_null(v);
	ck_tn_ok(tn_fk_check_next(check, &v, tn_test_err()));
	ck_tn_ok(tn_fk_check_finish(check, tn_test_err()));
}

START_TEST(parts_of_a_violation)
{
	with_bad_rows(look_closely);
}
END_TEST

static void stop_early(tn_conn *db)
{
	tn_fk_options o = {.size = sizeof o, .limit = 3};
	const tn_fk_violation *v;
	tn_fk_check *check = NULL;
	unsigned n = 0;
	int rc;
	ck_tn_ok(tn_check_foreign_keys(db, NULL, &o, &check, tn_test_err()));
	while ((rc = tn_fk_check_next(check, &v, tn_test_err())) == TN_ROW)
		n++;
	ck_tn_ok(rc);
	ck_assert_uint_eq(n, 3);
	/* At the limit the connection is free. */
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM parent", NULL), 1);
	ck_tn_ok(tn_fk_check_finish(check, tn_test_err()));
	/* And after an end in the middle. */
	ck_tn_ok(tn_check_foreign_keys(db, "child", NULL, &check, tn_test_err()));
	ck_tn_is(tn_fk_check_next(check, &v, tn_test_err()), TN_ROW);
	ck_tn_err(tn_exec(db, "SELECT 1 AS one", NULL, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_ok(tn_fk_check_finish(check, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM parent", NULL), 1);
}

START_TEST(limits_and_early_ends)
{
	with_bad_rows(stop_early);
}
END_TEST

START_TEST(wrong_calls)
{
	tn_conn *db = open_tables();
	const tn_fk_violation *v;
	tn_fk_options o = {.size = 1};
	tn_fk_check *check = NULL;
	tn_rows *rows = NULL;
	ck_tn_err(tn_check_foreign_keys(db, "nowhere", NULL, &check, tn_test_err()), TN_E_NO_OBJECT);
	ck_tn_err(tn_check_foreign_keys(db, NULL, &o, &check, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_check_foreign_keys(db, NULL, NULL, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_check_foreign_keys(NULL, NULL, NULL, &check, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_fk_check_next(NULL, &v, tn_test_err()), TN_E_MISUSE);
	ck_tn_ok(tn_fk_check_finish(NULL, tn_test_err()));
	rows = conf_query(db, "SELECT id FROM child", NULL);
	ck_tn_err(tn_check_foreign_keys(db, NULL, NULL, &check, tn_test_err()), TN_E_MISUSE);
	conf_end(rows);
	tn_close(db);
}
END_TEST

/* ---- deferred ------------------------------------------------------------------------------ */

static int child_first(tn_conn *db, void *arg, tn_error **err)
{
	int rc = tn_exec(db, "INSERT INTO child VALUES (20, 200, 21)", NULL, NULL, err);
	if (rc >= 0)
		rc = tn_exec(db, "INSERT INTO child VALUES (21, 200, 20)", NULL, NULL, err);
	if (rc >= 0 && *(int *)arg)
		rc = tn_exec(db, "INSERT INTO parent VALUES (200)", NULL, NULL, err);
	return rc;
}

START_TEST(checked_at_the_commit)
{
	tn_tx_options o = {.size = sizeof o, .flags = TN_TX_DEFER_FOREIGN_KEYS};
	tn_conn *db = open_tables();
	int complete = 1;
	if (!tn_has_cap(db, "deferred_foreign_keys")) {
		tn_error *err = NULL;
		ck_assert_int_eq(tn_begin(db, &o, &err), TN_E_UNSUPPORTED);
		ck_assert_ptr_nonnull(strstr(tn_error_message(err), "deferred_foreign_keys"));
		tn_error_free(err);
		ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
		tn_close(db);
		return;
	}
	ck_tn_ok(tn_transact(db, &o, child_first, &complete, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child WHERE id >= 20", NULL), 2);
	conf_exec(db, "UPDATE child SET up = NULL", NULL);
	conf_exec(db, "DELETE FROM child WHERE id >= 20", NULL);
	conf_exec(db, "DELETE FROM parent WHERE id = 200", NULL);
	complete = 0;
	ck_tn_err(tn_transact(db, &o, child_first, &complete, tn_test_err()), TN_E_FOREIGN_KEY);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child WHERE id >= 20", NULL), 0);
	/* It was for that transaction only. */
	ck_tn_err(tn_transact(db, NULL, child_first, &complete, tn_test_err()), TN_E_FOREIGN_KEY);
	ck_tn_err(tn_exec(db, "INSERT INTO child VALUES (20, 200, NULL)", NULL, NULL, tn_test_err()),
		  TN_E_FOREIGN_KEY);
	/* In a nested block it holds to the end of the transaction. */
	complete = 0;
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_ok(tn_transact(db, &o, child_first, &complete, tn_test_err()));
	conf_exec(db, "INSERT INTO parent VALUES (200)", NULL);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	tn_close(db);
}
END_TEST

/* ---- without ---------------------------------------------------------------------------------- */

struct work {
	const char *const *statements;
	int end;   /* what the function returns */
	unsigned runs;
};

static int do_work(tn_conn *db, void *arg, tn_error **err)
{
	struct work *w = arg;
	size_t i;
	int rc = TN_OK;
	w->runs++;
	for (i = 0; rc >= 0 && w->statements[i]; i++)
		rc = tn_exec(db, w->statements[i], NULL, NULL, err);
	return rc < 0 ? rc : w->end;
}

static void expect_in_force(tn_conn *db)
{
	ck_tn_err(tn_exec(db, "INSERT INTO child VALUES (90, 900, NULL)", NULL, NULL, tn_test_err()), TN_E_FOREIGN_KEY);
	ck_tn_err(tn_exec(db, "INSERT INTO link VALUES (1, 'nothing', 90, NULL)", NULL, NULL, tn_test_err()),
		  TN_E_FOREIGN_KEY);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
}

START_TEST(rows_in_any_order)
{
	static const char *const statements[] = {
		"INSERT INTO child VALUES (30, 300, 31), (31, 301, 30)",
		"DELETE FROM parent WHERE id = 1",
		"INSERT INTO parent VALUES (300), (301)",
		"INSERT INTO parent VALUES (1)", NULL,
	};
	struct work w = {statements, 7, 0};
	tn_conn *db = open_tables();
	ck_tn_is(tn_without_foreign_keys(db, NULL, do_work, &w, tn_test_err()), 7);
	ck_assert_uint_eq(w.runs, 1);
	/* No action has happened: the rows of parent 1 are still there. */
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child", NULL), 5);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child WHERE parent_id = 1", NULL), 1);
	expect_lines(db, NULL, NULL, 0);
	expect_in_force(db);
	/* And actions happen again. */
	conf_exec(db, "UPDATE child SET up = NULL", NULL);
	ck_assert_int_eq(conf_exec(db, "DELETE FROM parent WHERE id = 1", NULL), 1);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child", NULL), 4);
	tn_close(db);
}
END_TEST

START_TEST(the_proof_fails)
{
	static const char *const statements[] = {"INSERT INTO parent VALUES (400)",
						 "INSERT INTO link VALUES (1, 'nothing', 40, NULL)", NULL};
	struct work w = {statements, 0, 0};
	tn_conn *db = open_tables(), *other = tn_test_open_shared();
	tn_error *err = NULL;
	ck_assert_int_eq(tn_without_foreign_keys(db, NULL, do_work, &w, &err), TN_E_FOREIGN_KEY);
	ck_assert_str_eq(tn_error_constraint(err), "link to pair");
	ck_assert_str_eq(tn_error_table(err), "link");
	tn_error_free(err);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM parent WHERE id = 400", NULL), 0);
	expect_in_force(db);
	expect_in_force(other);
	tn_close(db);
	tn_close(other);
}
END_TEST

START_TEST(the_function_fails)
{
	static const char *const statements[] = {"INSERT INTO parent VALUES (400)", "DELETE FROM parent WHERE id = 1",
						 NULL};
	static const char *const twice[] = {"INSERT INTO parent VALUES (400)", "INSERT INTO parent VALUES (1)", NULL};
	struct work w = {statements, TN_E_DATA, 0};
	tn_conn *db = open_tables();
	ck_tn_err(tn_without_foreign_keys(db, NULL, do_work, &w, tn_test_err()), TN_E_DATA);
	w.statements = twice;
	w.end = 0;
	ck_tn_err(tn_without_foreign_keys(db, NULL, do_work, &w, tn_test_err()), TN_E_UNIQUE);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM parent", NULL), 2);
	expect_in_force(db);
	tn_close(db);
}
END_TEST

/* A function can nest blocks, and neither commit nor roll back what is not its own. */
static int meddle(tn_conn *db, void *arg, tn_error **err)
{
	int rc = tn_exec(db, "INSERT INTO child VALUES (50, 500, NULL)", NULL, NULL, err);
	ck_tn_err(tn_commit(db, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_rollback(db, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_without_foreign_keys(db, NULL, meddle, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	conf_exec(db, "INSERT INTO parent VALUES (501)", NULL);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	conf_exec(db, "INSERT INTO parent VALUES (500)", NULL);
	if (!*(int *)arg)
		ck_tn_ok(tn_commit(db, tn_test_err()));
	return rc;
}

START_TEST(the_block_is_not_the_functions)
{
	tn_conn *db = open_tables();
	int leaves_open = 0;
	ck_tn_ok(tn_without_foreign_keys(db, NULL, meddle, &leaves_open, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM parent WHERE id >= 500", NULL), 1);
	conf_exec(db, "DELETE FROM parent WHERE id = 500", NULL);
	leaves_open = 1;
	ck_tn_err(tn_without_foreign_keys(db, NULL, meddle, &leaves_open, tn_test_err()), TN_E_MISUSE);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM parent WHERE id >= 500", NULL), 0);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child WHERE id = 50", NULL), 0);
	expect_in_force(db);
	tn_close(db);
}
END_TEST

START_TEST(where_it_is_refused)
{
	static const char *const nothing[] = {NULL};
	static const struct {
		int isolation;
		unsigned flags;
	} wrong[] = {
		{TN_ISO_SERIALIZABLE, 0}, {0, TN_TX_READ_ONLY}, {0, TN_TX_ALLOW_IMPLICIT_COMMIT},
		{0, TN_TX_DEFER_FOREIGN_KEYS},
	};
	struct work w = {nothing, 0, 0};
	tn_conn *db = open_tables();
	size_t i;
	for (i = 0; i < CONF_COUNT(wrong); i++) {
		tn_tx_options o = {.size = sizeof o, .isolation = wrong[i].isolation, .flags = wrong[i].flags};
		ck_tn_err(tn_without_foreign_keys(db, &o, do_work, &w, tn_test_err()), TN_E_MISUSE);
	}
	ck_tn_err(tn_without_foreign_keys(db, NULL, NULL, &w, tn_test_err()), TN_E_MISUSE);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_err(tn_without_foreign_keys(db, NULL, do_work, &w, tn_test_err()), TN_E_MISUSE);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	ck_assert_uint_eq(w.runs, 0);
	ck_tn_ok(tn_without_foreign_keys(db, NULL, do_work, &w, tn_test_err()));
	expect_in_force(db);
	tn_close(db);
}
END_TEST

/* Statements that were prepared before obey it, and so do those after it. */
START_TEST(prepared_statements_follow)
{
	static const char *const statements[] = {"INSERT INTO child VALUES (60, 600, NULL)",
						 "INSERT INTO parent VALUES (600)", NULL};
	struct work w = {statements, 0, 0};
	tn_conn *db = open_tables();
	int i;
	for (i = 0; i < 2; i++) {
		ck_tn_err(tn_exec(db, statements[0], NULL, NULL, tn_test_err()), TN_E_FOREIGN_KEY);
		ck_tn_ok(tn_without_foreign_keys(db, NULL, do_work, &w, tn_test_err()));
		ck_assert_int_eq(conf_exec(db, "DELETE FROM parent WHERE id = 600", NULL), 1);
		ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child WHERE id = 60", NULL), 0);
	}
	tn_close(db);
}
END_TEST

Suite *conf_foreign_suite(void)
{
	Suite *s = suite_create("foreign");
	TCase *tc = conf_case(s, "foreign");
	tcase_add_test(tc, all_violations);
	tcase_add_test(tc, parts_of_a_violation);
	tcase_add_test(tc, limits_and_early_ends);
	tcase_add_test(tc, wrong_calls);
	tcase_add_test(tc, checked_at_the_commit);
	tcase_add_test(tc, rows_in_any_order);
	tcase_add_test(tc, the_proof_fails);
	tcase_add_test(tc, the_function_fails);
	tcase_add_test(tc, the_block_is_not_the_functions);
	tcase_add_test(tc, where_it_is_refused);
	tcase_add_test(tc, prepared_statements_follow);
	return s;
}
