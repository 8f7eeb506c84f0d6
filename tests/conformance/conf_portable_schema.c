/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_portable_schema.c - portable SQL while tables change:
 * through the same connection, through another one, and inside a transaction
 * that is undone.
 */
#include "tests/conformance/conf.h"
#include <string.h>
#include <tenon/catalog.h>

static int first_kind(tn_conn *db, const char *sql, const tn_args *args)
{
	tn_rows *rows = conf_row(db, sql, args);
	int kind = tn_get_value(rows, 0)->kind;
	conf_end(rows);
	return kind;
}

START_TEST(a_table_is_known_once_it_is_made)
{
	tn_conn *db = tn_test_open();
	tn_stats a = {0}, b = {0};
	a.size = b.size = sizeof a;
	ck_tn_err(tn_exec(db, "SELECT id FROM fresh", NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	conf_exec(db, "CREATE TABLE fresh (id BIGINT PRIMARY KEY, v INTEGER)", NULL);
	conf_exec(db, "INSERT INTO fresh VALUES (1, 2)", NULL);
	ck_assert_int_eq(conf_int(db, "SELECT v FROM fresh WHERE id = ?", TN_ARGS(1)), 2);
	tn_get_stats(db, &a);
	ck_assert_int_eq(conf_int(db, "SELECT v FROM fresh WHERE id = ?", TN_ARGS(1)), 2);
	tn_get_stats(db, &b);
	ck_assert_uint_eq(a.cache_misses, b.cache_misses);
	conf_exec(db, "DROP TABLE fresh", NULL);
	ck_tn_err(tn_exec(db, "SELECT v FROM fresh WHERE id = ?", TN_ARGS(1), NULL, tn_test_err()), TN_E_NO_OBJECT);
	conf_exec(db, "CREATE TABLE fresh (id BIGINT PRIMARY KEY, v VARCHAR(10))", NULL);
	conf_exec(db, "INSERT INTO fresh VALUES (1, 'two')", NULL);
	ck_assert_int_eq(first_kind(db, "SELECT v FROM fresh WHERE id = ?", TN_ARGS(1)), TN_KIND_TEXT);
	tn_close(db);
}
END_TEST

START_TEST(native_changes_are_noticed)
{
	tn_conn *db = tn_test_open();
	conf_exec(db, "CREATE TABLE fresh (id BIGINT PRIMARY KEY)", NULL);
	conf_exec(db, "INSERT INTO fresh VALUES (1)", NULL);
	ck_assert_int_eq(first_kind(db, "SELECT * FROM fresh", NULL), TN_KIND_INT);
	conf_exec(db, TN_NATIVE("ALTER TABLE fresh ADD COLUMN w INTEGER"), NULL);
	conf_exec(db, "UPDATE fresh SET w = 5", NULL);
	ck_assert_int_eq(conf_int(db, "SELECT w FROM fresh", NULL), 5);
	tn_close(db);
}
END_TEST

START_TEST(renamed_and_dropped_columns)
{
	tn_conn *db = tn_test_open();
	conf_exec(db, "CREATE TABLE fresh (id BIGINT PRIMARY KEY, v INTEGER)", NULL);
	conf_exec(db, "INSERT INTO fresh VALUES (1, 2)", NULL);
	ck_assert_int_eq(conf_int(db, "SELECT v FROM fresh", NULL), 2);
	conf_exec(db, "ALTER TABLE fresh RENAME COLUMN v TO w", NULL);
	ck_assert_int_eq(conf_int(db, "SELECT w FROM fresh", NULL), 2);
	ck_tn_err(tn_exec(db, "SELECT v FROM fresh", NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	conf_exec(db, "ALTER TABLE fresh RENAME TO fresher", NULL);
	ck_assert_int_eq(conf_int(db, "SELECT w FROM fresher", NULL), 2);
	ck_tn_err(tn_exec(db, "SELECT w FROM fresh", NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	tn_close(db);
}
END_TEST

START_TEST(temporary_tables_are_known)
{
	tn_conn *db = tn_test_open();
	conf_exec(db, "CREATE TEMPORARY TABLE scratch (id BIGINT PRIMARY KEY, at TIMESTAMPTZ)", NULL);
	conf_exec(db, "INSERT INTO scratch VALUES (1, ?)", TN_VALUES(tn_timestamptz(5)));
	ck_assert_int_eq(first_kind(db, "SELECT at FROM scratch", NULL), TN_KIND_TIMESTAMPTZ);
	conf_exec(db, "DROP TABLE scratch", NULL);
	ck_tn_err(tn_exec(db, "SELECT at FROM scratch", NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	tn_close(db);
}
END_TEST

/* Where the schema is part of a transaction, its end undoes what was learned inside. */
START_TEST(undone_changes_are_forgotten)
{
	tn_conn *db = tn_test_open();
	tn_test_skip_unless(db, "tx_ddl");
	conf_exec(db, "CREATE TABLE fresh (id BIGINT PRIMARY KEY, v INTEGER)", NULL);
	conf_exec(db, "INSERT INTO fresh VALUES (1, 2)", NULL);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	conf_exec(db, "DROP TABLE fresh", NULL);
	conf_exec(db, "CREATE TABLE fresh (id BIGINT PRIMARY KEY, v VARCHAR(10))", NULL);
	conf_exec(db, "INSERT INTO fresh VALUES (1, 'two')", NULL);
	ck_assert_int_eq(first_kind(db, "SELECT v FROM fresh", NULL), TN_KIND_TEXT);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_assert_int_eq(first_kind(db, "SELECT v FROM fresh", NULL), TN_KIND_INT);
	tn_close(db);
}
END_TEST

/* ---- another connection changes the tables --------------------------------------------- */

struct pair {
	tn_conn *a, *b;
};

static struct pair open_pair(void)
{
	struct pair p = {tn_test_open_shared(), tn_test_open_shared()};
	conf_exec(p.a, "CREATE TABLE shared (id BIGINT PRIMARY KEY, v INTEGER, w INTEGER)", NULL);
	conf_exec(p.a, "INSERT INTO shared VALUES (1, 2, 3)", NULL);
	return p;
}

static void close_pair(struct pair p)
{
	tn_close(p.a);
	tn_close(p.b);
}

/* Replaces the table by one whose column has another type. */
static void replace(tn_conn *db)
{
	conf_exec(db, "DROP TABLE shared", NULL);
	conf_exec(db, "CREATE TABLE shared (id BIGINT PRIMARY KEY, v VARCHAR(10), w INTEGER)", NULL);
	conf_exec(db, "INSERT INTO shared VALUES (1, 'two', 3)", NULL);
}

START_TEST(a_query_finds_other_types)
{
	struct pair p = open_pair();
	ck_assert_int_eq(first_kind(p.a, "SELECT v FROM shared WHERE id = ?", TN_ARGS(1)), TN_KIND_INT);
	replace(p.b);
	ck_assert_int_eq(first_kind(p.a, "SELECT v FROM shared WHERE id = ?", TN_ARGS(1)), TN_KIND_TEXT);
	ck_assert_int_eq(first_kind(p.a, "SELECT v FROM shared WHERE id = ?", TN_ARGS(1)), TN_KIND_TEXT);
	close_pair(p);
}
END_TEST

/* The text is new, what is known of its table is old. */
START_TEST(a_new_text_finds_other_types)
{
	struct pair p = open_pair();
	ck_assert_int_eq(first_kind(p.a, "SELECT v FROM shared WHERE id = 1", NULL), TN_KIND_INT);
	replace(p.b);
	ck_assert_int_eq(first_kind(p.a, "SELECT v FROM shared", NULL), TN_KIND_TEXT);
	close_pair(p);
}
END_TEST

START_TEST(a_column_that_another_added_is_found)
{
	struct pair p = open_pair();
	ck_assert_int_eq(conf_int(p.a, "SELECT v FROM shared", NULL), 2);
	conf_exec(p.b, "ALTER TABLE shared ADD COLUMN more INTEGER", NULL);
	conf_exec(p.b, "UPDATE shared SET more = 4", NULL);
	ck_assert_int_eq(conf_int(p.a, "SELECT more FROM shared", NULL), 4);
	close_pair(p);
}
END_TEST

START_TEST(a_column_that_another_dropped_is_told)
{
	struct pair p = open_pair();
	ck_assert_int_eq(conf_int(p.a, "SELECT v FROM shared WHERE w = 3", NULL), 2);
	conf_exec(p.b, "DROP TABLE shared", NULL);
	conf_exec(p.b, "CREATE TABLE shared (id BIGINT PRIMARY KEY, v INTEGER)", NULL);
	conf_exec(p.b, "INSERT INTO shared VALUES (1, 2)", NULL);
	ck_tn_err(tn_exec(p.a, "SELECT v FROM shared WHERE w = 3", NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	ck_assert_int_eq(conf_int(p.a, "SELECT v FROM shared", NULL), 2);
	close_pair(p);
}
END_TEST

/* A change whose columns are others than at the last time has been made once, whatever is said about it. */
START_TEST(a_change_is_made_once)
{
	static const char *const changes[] = {
		"INSERT INTO shared (id, w) SELECT max(id) + ?, 3 FROM shared RETURNING id, v",
		"DELETE FROM shared WHERE id = (SELECT max(id) + 1 - ? FROM shared) RETURNING v, w"};
	static const char *const tables[] = {
		"CREATE TABLE shared (id BIGINT PRIMARY KEY, v VARCHAR(10), w INTEGER)",
		"CREATE TABLE shared (id BIGINT PRIMARY KEY, v BIGINT, w INTEGER)"};
	const char *sql = changes[_i / 2];
	struct pair p = open_pair();
	int rc;
	conf_exec(p.a, "INSERT INTO shared VALUES (2, 2, 2), (3, 2, 2), (4, 2, 2)", NULL);
	conf_exec(p.a, sql, TN_ARGS(1));
	conf_exec(p.b, "DROP TABLE shared", NULL);
	conf_exec(p.b, tables[_i % 2], NULL);
	conf_exec(p.b, "INSERT INTO shared (id, w) VALUES (1, 3), (2, 3), (3, 3), (4, 3)", NULL);
	rc = tn_exec(p.a, sql, TN_ARGS(1), NULL, tn_test_err());
	ck_assert_int_eq(conf_int(p.b, "SELECT count(*) FROM shared", NULL), _i < 2 ? 5 : 3);
	/* Where it was too late to find out, it is said that it may have been done. */
	if (rc < 0)
		ck_assert_uint_ne(tn_error_flags(*tn_test_err()) & TN_ERR_AMBIGUOUS, 0);
	conf_exec(p.a, sql, TN_ARGS(1));
	ck_assert_int_eq(conf_int(p.b, "SELECT count(*) FROM shared", NULL), _i < 2 ? 6 : 2);
	close_pair(p);
}
END_TEST

/* An execution without rows, which some servers tell as one without columns, says nothing about them. */
START_TEST(a_change_is_made_once_after_one_of_no_rows)
{
	static const char sql[] = "DELETE FROM shared WHERE id = (SELECT min(id) FROM shared WHERE id >= ?) "
		"RETURNING v";
	static const int from[] = {1, 9, 1, 9, 2};
	tn_conn *db = tn_test_open();
	size_t i;
	conf_exec(db, "CREATE TABLE shared (id BIGINT PRIMARY KEY, v INTEGER)", NULL);
	conf_exec(db, "INSERT INTO shared VALUES (1, 1), (2, 2), (3, 3), (4, 4)", NULL);
	for (i = 0; i < 5; i++)
		conf_exec(db, sql, TN_ARGS(from[i]));
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM shared", NULL), 1);
	tn_close(db);
}
END_TEST

/* A write is never made with the types of a table that is gone. */
START_TEST(a_write_finds_other_types)
{
	struct pair p = open_pair();
	tn_rows *rows;
	conf_exec(p.a, "UPDATE shared SET v = ? WHERE id = 1", TN_ARGS(7));
	replace(p.b);
	/* Refused; but a server that tells nobody takes the number as text, as it does for others. */
	if (tn_exec(p.a, "UPDATE shared SET v = ? WHERE id = 1", TN_ARGS(8), NULL, tn_test_err()) >= 0) {
		rows = conf_row(p.a, "SELECT v FROM shared", NULL);
		ck_assert_str_eq(tn_get_text(rows, 0), "8");
		conf_end(rows);
	}
	conf_exec(p.a, "UPDATE shared SET v = ? WHERE id = 1", TN_ARGS("eight"));
	close_pair(p);
}
END_TEST

START_TEST(a_star_is_seen_after_a_refresh)
{
	struct pair p = open_pair();
	tn_rows *rows = conf_row(p.a, "SELECT * FROM shared", NULL);
	ck_assert_uint_eq(tn_column_count(rows), 3);
	ck_tn_err(tn_catalog_refresh(p.a, tn_test_err()), TN_E_MISUSE);
	conf_end(rows);
	conf_exec(p.b, "ALTER TABLE shared ADD COLUMN more INTEGER", NULL);
	ck_tn_ok(tn_catalog_refresh(p.a, tn_test_err()));
	rows = conf_row(p.a, "SELECT * FROM shared", NULL);
	ck_assert_uint_eq(tn_column_count(rows), 4);
	conf_end(rows);
	close_pair(p);
}
END_TEST

/* Servers that number their schemas may show it at once; the columns that are given are right in any case. */
START_TEST(a_star_has_the_columns_that_it_names)
{
	struct pair p = open_pair();
	tn_rows *rows = conf_row(p.a, "SELECT * FROM shared", NULL);
	conf_end(rows);
	conf_exec(p.b, "ALTER TABLE shared ADD COLUMN more INTEGER", NULL);
	rows = conf_row(p.a, "SELECT * FROM shared", NULL);
	ck_assert_uint_ge(tn_column_count(rows), 3);
	ck_assert_uint_le(tn_column_count(rows), 4);
	ck_assert_int_eq(tn_get_int64(rows, 2), 3);
	conf_end(rows);
	conf_exec(p.b, "DROP TABLE shared", NULL);
	conf_exec(p.b, "CREATE TABLE shared (id BIGINT PRIMARY KEY, w VARCHAR(10), v INTEGER)", NULL);
	conf_exec(p.b, "INSERT INTO shared VALUES (1, 'three', 2)", NULL);
	rows = conf_row(p.a, "SELECT * FROM shared", NULL);
	ck_assert_uint_eq(tn_column_count(rows), 3);
	ck_assert_str_eq(tn_get_text(rows, (unsigned)tn_column(rows, "w")), "three");
	ck_assert_int_eq(tn_get_int64(rows, (unsigned)tn_column(rows, "v")), 2);
	conf_end(rows);
	close_pair(p);
}
END_TEST

/* The first statement on a table is no surer of it than the others, nor is one that was compiled again. */
START_TEST(types_change_again_and_again)
{
	tn_conn *a = tn_test_open_shared(), *b = tn_test_open_shared();
	int i;
	for (i = 0; i < 5; i++) {
		conf_exec(b, i % 2 ? "CREATE TABLE shared (w INTEGER, v VARCHAR(10))"
				   : "CREATE TABLE shared (v INTEGER, more INTEGER)", NULL);
		conf_exec(b, i % 2 ? "INSERT INTO shared (v) VALUES ('two')" : "INSERT INTO shared (v) VALUES (2)",
			  NULL);
		ck_assert_int_eq(first_kind(a, "SELECT v FROM shared", NULL), i % 2 ? TN_KIND_TEXT : TN_KIND_INT);
		conf_exec(b, "DROP TABLE shared", NULL);
	}
	tn_close(a);
	tn_close(b);
}
END_TEST

START_TEST(a_view_that_another_changed_is_found)
{
	struct pair p = open_pair();
	int i;
	conf_exec(p.b, "CREATE VIEW seen AS SELECT id, v FROM shared", NULL);
	ck_assert_int_eq(first_kind(p.a, "SELECT v FROM seen", NULL), TN_KIND_INT);
	conf_exec(p.b, "DROP VIEW seen", NULL);
	conf_exec(p.b, "CREATE VIEW seen AS SELECT id, CAST(v AS VARCHAR(10)) AS v FROM shared", NULL);
	for (i = 0; i < 2; i++)
		ck_assert_int_eq(first_kind(p.a, "SELECT v FROM seen", NULL), TN_KIND_TEXT);
	conf_exec(p.b, "DROP VIEW seen", NULL);
	ck_tn_err(tn_exec(p.a, "SELECT v FROM seen", NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	close_pair(p);
}
END_TEST

START_TEST(inside_a_transaction_the_error_says_what_to_do)
{
	struct pair p = open_pair();
	tn_rows *rows = NULL;
	int rc;
	ck_assert_int_eq(first_kind(p.a, "SELECT v FROM shared", NULL), TN_KIND_INT);
	replace(p.b);
	ck_tn_ok(tn_begin(p.a, NULL, tn_test_err()));
	rc = tn_query(p.a, "SELECT v FROM shared", NULL, &rows, tn_test_err());
	if (rc >= 0) {
		ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
		ck_assert_int_eq(tn_get_value(rows, 0)->kind, TN_KIND_TEXT);
		conf_end(rows);
	} else {
		ck_assert(tn_error_flags(*tn_test_err()) & TN_ERR_RETRY_TX);
	}
	ck_tn_ok(tn_rollback(p.a, tn_test_err()));
	ck_assert_int_eq(first_kind(p.a, "SELECT v FROM shared", NULL), TN_KIND_TEXT);
	close_pair(p);
}
END_TEST

/* ---- indexes ------------------------------------------------------------------------------------ */

START_TEST(an_index_is_dropped_without_its_table)
{
	tn_conn *db = tn_test_open();
	conf_exec(db, "CREATE TABLE indexed (a INTEGER)", NULL);
	conf_exec(db, "CREATE INDEX indexed_a ON indexed (a)", NULL);
	conf_exec(db, "DROP INDEX indexed_a", NULL);
	conf_exec(db, "CREATE INDEX indexed_a ON indexed (a)", NULL);
	conf_exec(db, "DROP INDEX IF EXISTS indexed_a", NULL);
	conf_exec(db, "DROP INDEX IF EXISTS indexed_a", NULL);
	ck_tn_err(tn_exec(db, "DROP INDEX indexed_a", NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	tn_close(db);
}
END_TEST

/* ---- attached tables -------------------------------------------------------------------------- */

START_TEST(attached_tables_are_believed)
{
	tn_conn *db = tn_test_open();
	conf_exec(db, "CREATE TABLE odd (id BIGINT PRIMARY KEY, yes SMALLINT)", NULL);
	conf_exec(db, "INSERT INTO odd VALUES (1, 1)", NULL);
	ck_assert_int_eq(first_kind(db, "SELECT yes FROM odd", NULL), TN_KIND_INT);
	ck_tn_ok(tn_catalog_attach(db, "CREATE TABLE odd (id BIGINT PRIMARY KEY, yes SMALLINT);\n"
		"CREATE INDEX odd_yes ON odd (yes);\nCREATE TABLE ghost (a TEXT);\n", tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT yes FROM odd WHERE yes = 1", NULL), 1);
	/* What is attached and not there is the server's to refuse. */
	ck_tn_err(tn_exec(db, "SELECT a FROM ghost", NULL, NULL, tn_test_err()), TN_E_NO_OBJECT);
	ck_tn_err(tn_catalog_attach(db, "CREATE TABLE a (b INTEGER); CREATE TABEL c", tn_test_err()), TN_E_SYNTAX);
	ck_assert_uint_gt(tn_error_position(*tn_test_err()), 28);
	ck_tn_err(tn_catalog_attach(db, "SELECT 1", tn_test_err()), TN_E_UNSUPPORTED);
	tn_close(db);
}
END_TEST

Suite *conf_portable_schema_suite(void)
{
	Suite *s = suite_create("portable_schema");
	TCase *tc = conf_case(s, "portable_schema");
	tcase_add_test(tc, a_table_is_known_once_it_is_made);
	tcase_add_test(tc, native_changes_are_noticed);
	tcase_add_test(tc, renamed_and_dropped_columns);
	tcase_add_test(tc, temporary_tables_are_known);
	tcase_add_test(tc, undone_changes_are_forgotten);
	tcase_add_test(tc, an_index_is_dropped_without_its_table);
	tcase_add_test(tc, attached_tables_are_believed);
	tc = conf_case(s, "portable_stale");
	tcase_add_test(tc, a_query_finds_other_types);
	tcase_add_test(tc, a_new_text_finds_other_types);
	tcase_add_test(tc, a_column_that_another_added_is_found);
	tcase_add_test(tc, a_column_that_another_dropped_is_told);
	tcase_add_loop_test(tc, a_change_is_made_once, 0, 4);
	tcase_add_test(tc, a_change_is_made_once_after_one_of_no_rows);
	tcase_add_test(tc, a_write_finds_other_types);
	tcase_add_test(tc, a_star_is_seen_after_a_refresh);
	tcase_add_test(tc, a_star_has_the_columns_that_it_names);
	tcase_add_test(tc, types_change_again_and_again);
	tcase_add_test(tc, a_view_that_another_changed_is_found);
	tcase_add_test(tc, inside_a_transaction_the_error_says_what_to_do);
	return s;
}
