/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_text_keys.c - TEXT and BYTEA in keys, references and indexes.
 *
 * A server that indexes no such column stores it with a length, which the catalogue tells:
 * what is longer is TN_E_TOO_LONG there, never cut and never taken for another value.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/length.h>
#include <tenon/table.h>
#include <tenon/upsert.h>
#include "tests/conformance/conf.h"

enum { ROOM = 12000 };

/* n characters: `first`, and then one that has two bytes. */
static const char *text_of(unsigned n, char first)
{
	static char room[ROOM];
	unsigned i, at = 0;

	ck_assert_uint_lt(2 * n, ROOM);
	for (i = 0; i < n; i++) {
		room[at++] = i ? '\xc3' : first;
		if (i)
			room[at++] = '\xa4';
	}
	room[at] = '\0';
	return room;
}

static int insert(tn_conn *db, const char *sql, const char *text)
{
	return tn_exec(db, sql, TN_VALUES(tn_text(text)), NULL, tn_test_err());
}

/* Characters that the column takes; 5000 where it has no end. */
static unsigned most_of(tn_conn *db, const char *table, const char *column)
{
	int64_t n = tn_column_length(db, table, column, tn_test_err());

	ck_assert_msg(n >= 0, "%s", tn_test_failure((int)n));
	return n ? (unsigned)n : 5000;
}

/* ---- values ------------------------------------------------------------------------------ */

static const struct {
	const char *sql, *insert;
	unsigned at_least; /* characters that are taken everywhere */
} tables[] = {
	{"CREATE TABLE k (a TEXT PRIMARY KEY, b INTEGER)", "INSERT INTO k (a, b) VALUES (?, 1)", 768},
	{"CREATE TABLE k (id BIGINT, b INTEGER, a TEXT UNIQUE, c TEXT)", "INSERT INTO k (a, b) VALUES (?, 1)", 768},
	{"CREATE TABLE k (a TEXT NOT NULL UNIQUE, b INTEGER, c TEXT DEFAULT 'c', UNIQUE (c, a))",
	 "INSERT INTO k (a, b) VALUES (?, 1)", 384},
	{"CREATE TABLE k (a TEXT, b INTEGER, v VARCHAR(300), PRIMARY KEY (b, v, a))",
	 "INSERT INTO k (a, b, v) VALUES (?, 1, 'v')", 467},
	{"CREATE TABLE k (a TEXT, b INTEGER, x BYTEA, UNIQUE (a, x))",
	 "INSERT INTO k (a, b, x) VALUES (?, 1, x'00')", 384},
	{"CREATE TEMPORARY TABLE k (a TEXT PRIMARY KEY, b INTEGER)", "INSERT INTO k (a, b) VALUES (?, 1)", 768},
};

START_TEST(a_text_in_a_key_is_kept_whole_or_too_long)
{
	tn_conn *db = tn_test_open();
	tn_value text;
	unsigned most;

	conf_exec(db, tables[_i].sql, NULL);
	most = most_of(db, "k", "a");
	ck_assert_uint_ge(most, tables[_i].at_least);
	ck_tn_ok(insert(db, tables[_i].insert, text_of(most, 'a')));
	ck_tn_err(insert(db, tables[_i].insert, text_of(most, 'a')), TN_E_UNIQUE);
	ck_tn_ok(insert(db, tables[_i].insert, text_of(most, 'b')));
	text = tn_text(text_of(most, 'a'));
	ck_assert_int_eq(conf_int(db, "SELECT LENGTH(a) FROM k WHERE a = ?", TN_VALUES(text)), most);
	text = tn_text(text_of(most - 1, 'a'));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM k WHERE a = ?", TN_VALUES(text)), 0);
	text = tn_text(text_of(most + 1, 'a'));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM k WHERE a IN (?, 'x')", TN_VALUES(text)), 0);
	if (most != 5000) {
		ck_tn_err(insert(db, tables[_i].insert, text_of(most + 1, 'c')), TN_E_TOO_LONG);
		ck_tn_err(tn_exec(db, "UPDATE k SET a = a || 'c' WHERE a < 'b'", NULL, NULL, tn_test_err()),
			  TN_E_TOO_LONG);
	}
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM k", NULL), 2);
	tn_close(db);
}
END_TEST

START_TEST(bytes_in_a_key_are_kept_whole_or_too_long)
{
	static unsigned char bytes[3073] = {1, 0, 2};
	static const char sql[] = "INSERT INTO k VALUES (?)";
	tn_conn *db = tn_test_open();
	int rc;

	conf_exec(db, "CREATE TABLE k (a BYTEA UNIQUE)", NULL);
	ck_tn_ok(tn_exec(db, sql, TN_VALUES(tn_bytes(bytes, 3072)), NULL, tn_test_err()));
	ck_tn_err(tn_exec(db, sql, TN_VALUES(tn_bytes(bytes, 3072)), NULL, tn_test_err()), TN_E_UNIQUE);
	rc = tn_exec(db, sql, TN_VALUES(tn_bytes(bytes, 3073)), NULL, tn_test_err());
	ck_assert_msg(rc == TN_OK || rc == TN_E_TOO_LONG, "%s", tn_test_failure(rc));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM k WHERE a = ?", TN_VALUES(tn_bytes(bytes, 3072))), 1);
	tn_close(db);
}
END_TEST

/* ---- changes by the key -------------------------------------------------------------------- */

static tn_conn *open_with_names(void)
{
	static const char *const names[] = {"ada", "bob", "Ada", "ada "};
	tn_conn *db = tn_test_open();
	unsigned i;

	conf_exec(db, "CREATE TABLE k (name TEXT PRIMARY KEY, n INTEGER NOT NULL)", NULL);
	for (i = 0; i < 4; i++)
		ck_tn_ok(insert(db, "INSERT INTO k VALUES (?, 1)", names[i]));
	return db;
}

START_TEST(rows_are_found_and_changed_by_the_key)
{
	static const char *const names[] = {"ada", "Ada", "none"};
	static const tn_list list = {.kind = TN_KIND_TEXT, .count = 3, .items = names, .shape = 3};
	tn_conn *db = open_with_names();

	conf_exec(db, "UPDATE k SET n = 3 WHERE name = 'bob'", NULL);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM k WHERE name IN (?)", TN_VALUES(tn_list_of(&list))), 2);
	conf_exec(db, "UPDATE k SET n = 7 WHERE name IN (SELECT MAX(name) FROM k GROUP BY n)", NULL);
	conf_exec(db, "DELETE FROM k WHERE name IN (SELECT name FROM k WHERE n = 7)", NULL);
	conf_end(conf_query(db, "UPDATE k SET n = n + 1 WHERE name = 'ada' RETURNING name, n", NULL));
	ck_assert_int_eq(conf_int(db, "SELECT SUM(n) FROM k", NULL), 3);
	tn_close(db);
}
END_TEST

START_TEST(such_a_key_is_the_target_of_a_conflict)
{
	tn_conn *db = open_with_names();
	unsigned most = most_of(db, "k", "name");

	tn_test_skip_if(!tn_has_cap(db, "on_conflict") && !tn_has_cap(db, "on_duplicate_key"), db,
			"there is no ON CONFLICT");
	conf_exec(db, "INSERT INTO k VALUES ('ada', 5), ('eve', 5) ON CONFLICT (name) "
		      "DO UPDATE SET n = k.n + excluded.n", NULL);
	conf_exec(db, "INSERT INTO k VALUES ('ada', 9) ON CONFLICT (name) DO NOTHING", NULL);
	ck_assert_int_eq(conf_int(db, "SELECT n FROM k WHERE name = 'ada'", NULL), 6);
	ck_assert_int_eq(tn_upsert(db, "k", TN_NAMED(tn_named("name", tn_text("bob"))),
				   TN_NAMED(tn_named("n", tn_int(3))), NULL, NULL, tn_test_err()), TN_UPSERT_UPDATED);
	if (most != 5000)
		ck_tn_err(insert(db, "INSERT INTO k VALUES (?, 9) ON CONFLICT (name) DO NOTHING",
				 text_of(most + 1, 'a')), TN_E_TOO_LONG);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM k", NULL), 5);
	tn_close(db);
}
END_TEST

/* ---- references ------------------------------------------------------------------------------ */

START_TEST(references_have_a_type_that_fits)
{
	tn_conn *db = tn_test_open();
	unsigned most;

	conf_exec(db, "CREATE TABLE p (a TEXT PRIMARY KEY, up TEXT REFERENCES p, b TEXT UNIQUE)", NULL);
	conf_exec(db, "CREATE TABLE c (id BIGINT PRIMARY KEY, a TEXT REFERENCES p ON DELETE CASCADE, "
		      "b TEXT REFERENCES p (b), UNIQUE (a, b))", NULL);
	most = most_of(db, "c", "a");
	ck_tn_ok(insert(db, "INSERT INTO p (a, b) VALUES (?, 'b')", text_of(most, 'a')));
	ck_tn_ok(insert(db, "INSERT INTO c VALUES (1, ?, 'b')", text_of(most, 'a')));
	ck_tn_ok(insert(db, "INSERT INTO p (a, up) VALUES ('x', ?)", text_of(most, 'a')));
	ck_tn_err(tn_exec(db, "INSERT INTO c VALUES (2, 'none', 'b')", NULL, NULL, tn_test_err()), TN_E_FOREIGN_KEY);
	ck_tn_err(insert(db, "INSERT INTO p (a, up) VALUES ('y', ?)", "none"), TN_E_FOREIGN_KEY);
	conf_exec(db, "DELETE FROM p WHERE a = 'x'", NULL);
	ck_tn_ok(insert(db, "DELETE FROM c WHERE a = ?", text_of(most, 'a')));
	ck_tn_ok(insert(db, "DELETE FROM p WHERE a = ?", text_of(most, 'a')));
	tn_close(db);
}
END_TEST

/* ---- indexes, many columns, tables described in C ------------------------------------------------- */

static const char *const indexes[] = {
	"CREATE INDEX i ON k (t)", "CREATE INDEX i ON k (y, id)", "CREATE INDEX i ON k (l)",
	"CREATE INDEX i ON k (v, t DESC, y, l)", "CREATE INDEX i ON k (a, v)", "CREATE INDEX i ON k (a)",
	"CREATE UNIQUE INDEX i ON k (a)", "CREATE UNIQUE INDEX i ON k (id, v)",
};

START_TEST(an_index_is_over_any_text)
{
	tn_conn *db = tn_test_open();

	conf_exec(db, "CREATE TABLE k (id BIGINT PRIMARY KEY, t TEXT, y BYTEA, l VARCHAR(20000), v VARCHAR(40), "
		      "a TEXT UNIQUE)", NULL);
	conf_exec(db, indexes[_i], NULL);
	ck_tn_ok(insert(db, "INSERT INTO k (id, t, a) VALUES (1, ?, 'a')", text_of(1000, 't')));
	ck_tn_ok(insert(db, "INSERT INTO k (id, t, l) VALUES (2, ?, 'l')", text_of(1001, 't')));
	ck_assert_int_eq(conf_int(db, "SELECT id FROM k WHERE t = ?", TN_VALUES(tn_text(text_of(1000, 't')))), 1);
	ck_assert_int_eq(conf_int(db, "SELECT id FROM k WHERE t > ?", TN_VALUES(tn_text(text_of(1000, 't')))), 2);
	tn_close(db);
}
END_TEST

START_TEST(many_columns_are_in_one_row)
{
	tn_conn *db = tn_test_open();
	char sql[2000];
	int i, n = snprintf(sql, sizeof sql, "CREATE TABLE k (id BIGINT PRIMARY KEY, v VARCHAR(5000), t TEXT");

	for (i = 0; i < 40; i++)
		n += snprintf(sql + n, sizeof sql - (size_t)n, ", c%d TEXT UNIQUE, d%d TEXT", i, i);
	snprintf(sql + n, sizeof sql - (size_t)n, ")");
	conf_exec(db, sql, NULL);
	ck_tn_ok(insert(db, "INSERT INTO k (id, c7) VALUES (1, ?)", text_of(200, 'a')));
	ck_tn_ok(insert(db, "INSERT INTO k (id, t) VALUES (2, ?)", text_of(5000, 'a')));
	tn_close(db);
}
END_TEST

START_TEST(tables_described_in_c_have_such_keys)
{
	static const tn_column_def columns[] = {
		{.name = "a", .type = TN_TYPE_TEXT, .flags = TN_COL_PRIMARY},
		{.name = "b", .type = TN_TYPE_BYTEA, .flags = TN_COL_UNIQUE},
		{.name = "t", .type = TN_TYPE_TEXT},
		{.name = "n", .type = TN_TYPE_BIGINT},
		{.name = "up", .type = TN_TYPE_TEXT, .ref_table = "k", .ref_column = "a"},
	};
	static const char *const indexes_of[] = {"t,n", "a,t", "up", NULL}, *const unique[] = {"n,a,t", NULL};
	tn_table_def def = {.size = sizeof def, .name = "k", .columns = columns, .column_count = 5,
			    .indexes = indexes_of};
	tn_conn *db = tn_test_open();

	ck_tn_ok(tn_table_create(db, &def, tn_test_err()));
	ck_assert_uint_ge(most_of(db, "k", "a"), 768);
	ck_tn_ok(insert(db, "INSERT INTO k (a, t, up) VALUES ('a', ?, 'a')", text_of(5000, 'a')));
	ck_tn_ok(tn_table_drop(db, "k", 0, tn_test_err()));
	def.unique = unique;
	ck_tn_ok(tn_table_create(db, &def, tn_test_err()));
	ck_tn_ok(insert(db, "INSERT INTO k (a, t, up) VALUES ('a', ?, 'a')", text_of(383, 'a')));
	tn_close(db);
}
END_TEST

Suite *conf_text_keys_suite(void)
{
	Suite *s = suite_create("text keys");
	TCase *tc = conf_case(s, "text keys");

	tcase_add_loop_test(tc, a_text_in_a_key_is_kept_whole_or_too_long, 0, (int)CONF_COUNT(tables));
	tcase_add_test(tc, bytes_in_a_key_are_kept_whole_or_too_long);
	tcase_add_test(tc, rows_are_found_and_changed_by_the_key);
	tcase_add_test(tc, such_a_key_is_the_target_of_a_conflict);
	tcase_add_test(tc, references_have_a_type_that_fits);
	tcase_add_loop_test(tc, an_index_is_over_any_text, 0, (int)CONF_COUNT(indexes));
	tcase_add_test(tc, many_columns_are_in_one_row);
	tcase_add_test(tc, tables_described_in_c_have_such_keys);
	return s;
}
