/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_fk.c - foreign keys hold on every connection.
 *
 * Enforcement is a setting of the connection on some servers, so each test asks
 * more than one connection, and a connection that was reset.
 */
#include "tests/conformance/conf.h"

static void expect_enforced(tn_conn *db)
{
	ck_tn_err(tn_exec(db, "INSERT INTO child (id, parent_id) VALUES (?, ?)", TN_ARGS(100, 99), NULL,
			  tn_test_err()),
		TN_E_FOREIGN_KEY);
	ck_tn_err(
		tn_exec(db, "DELETE FROM parent WHERE id = 1", NULL, NULL, tn_test_err()), TN_E_FOREIGN_KEY);
	ck_tn_err(
		tn_exec(db, "UPDATE child SET parent_id = 98", NULL, NULL, tn_test_err()), TN_E_FOREIGN_KEY);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM parent", NULL), 1);
}

static void fill(tn_conn *db, int on_delete)
{
	conf_make_family(db, on_delete);
	conf_exec(db, "INSERT INTO parent (id) VALUES (1)", NULL);
	conf_exec(db, "INSERT INTO child (id, parent_id) VALUES (10, 1)", NULL);
	conf_exec(db, "INSERT INTO child (id, parent_id) VALUES (11, NULL)", NULL);
}

START_TEST(enforced_on_every_connection)
{
	tn_conn *all[5];
	size_t i;
	for (i = 0; i < CONF_COUNT(all); i++)
		all[i] = tn_test_open_shared();
	fill(all[0], TN_FK_NO_ACTION);
	for (i = 0; i < CONF_COUNT(all); i++)
		expect_enforced(all[i]);
	for (i = 0; i < CONF_COUNT(all); i++) {
		ck_tn_ok(tn_reset(all[i], tn_test_err()));
		expect_enforced(all[i]);
		tn_close(all[i]);
	}
}
END_TEST

START_TEST(enforced_inside_a_transaction)
{
	tn_conn *db = tn_test_open();
	tn_tx_options o = {0};
	o.size = sizeof o;
	o.flags = TN_TX_KEEP_GOING;
	fill(db, TN_FK_NO_ACTION);
	ck_tn_ok(tn_begin(db, &o, tn_test_err()));
	expect_enforced(db);
	/* The parent first, then the child: in order all is well. */
	conf_exec(db, "INSERT INTO parent (id) VALUES (2)", NULL);
	conf_exec(db, "INSERT INTO child (id, parent_id) VALUES (12, 2)", NULL);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child", NULL), 3);
	tn_close(db);
}
END_TEST

START_TEST(actions_on_delete)
{
	tn_conn *db = tn_test_open();
	fill(db, TN_FK_CASCADE);
	ck_assert_int_eq(conf_exec(db, "DELETE FROM parent WHERE id = 1", NULL), 1);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child", NULL), 1);
	ck_tn_ok(tn_table_drop(db, "child", 0, tn_test_err()));
	ck_tn_ok(tn_table_drop(db, "parent", 0, tn_test_err()));
	fill(db, TN_FK_SET_NULL);
	conf_exec(db, "DELETE FROM parent WHERE id = 1", NULL);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM child WHERE parent_id IS NULL", NULL), 2);
	tn_close(db);
}
END_TEST

/* Tables that refer to each other, as left behind by a test that failed. */
START_TEST(cycles_are_cleaned)
{
	tn_conn *db = tn_test_open_shared();
	static const tn_column_def egg[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "hen_id", .type = TN_TYPE_BIGINT, .ref_table = "hen", .ref_column = "id"},
	};
	static const tn_column_def self[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "up", .type = TN_TYPE_BIGINT, .ref_table = "hen", .ref_column = "id"},
	};
	conf_make(db, "hen", self, 2);
	conf_make(db, "egg", egg, 2);
	conf_exec(db, "INSERT INTO hen (id, up) VALUES (1, 1)", NULL);
	conf_exec(db, "INSERT INTO egg (id, hen_id) VALUES (1, 1)", NULL);
	conf_exec(db, "ALTER TABLE hen ADD COLUMN egg_id BIGINT", NULL);
	if (tn_exec(db, "ALTER TABLE hen ADD CONSTRAINT hen_egg_fkey FOREIGN KEY (egg_id) REFERENCES egg (id)", NULL,
		    NULL, NULL) >= 0)
		conf_exec(db, "UPDATE hen SET egg_id = 1", NULL);
	conf_exec(db, "CREATE VIEW hens AS SELECT id FROM hen", NULL);
	conf_exec(db, "CREATE VIEW more_hens AS SELECT id FROM hens", NULL);
	ck_tn_ok(tn_database_clean(db, tn_test_err()));
	ck_tn_is(tn_table_exists(db, "hen", tn_test_err()), 0);
	ck_tn_is(tn_table_exists(db, "egg", tn_test_err()), 0);
	ck_assert_int_lt(tn_exec(db, "SELECT id FROM hens", NULL, NULL, NULL), 0);
	ck_tn_ok(tn_database_clean(db, tn_test_err()));
	/* And foreign keys are in force again. */
	fill(db, TN_FK_NO_ACTION);
	expect_enforced(db);
	tn_close(db);
}
END_TEST

START_TEST(clean_is_refused_in_a_transaction)
{
	tn_conn *db = tn_test_open();
	conf_make_items(db);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_err(tn_database_clean(db, tn_test_err()), TN_E_MISUSE);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_tn_is(tn_table_exists(db, "item", tn_test_err()), 1);
	tn_close(db);
}
END_TEST

Suite *conf_fk_suite(void)
{
	Suite *s = suite_create("foreign_keys");
	TCase *tc = conf_case(s, "foreign_keys");
	tcase_add_test(tc, enforced_on_every_connection);
	tcase_add_test(tc, enforced_inside_a_transaction);
	tcase_add_test(tc, actions_on_delete);
	tcase_add_test(tc, cycles_are_cleaned);
	tcase_add_test(tc, clean_is_refused_in_a_transaction);
	return s;
}
