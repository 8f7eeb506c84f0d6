/* SPDX-License-Identifier: MIT */
/*
 * my_test_engines.c - tables without transactions stay out of them.
 */
#include "my_test.h"

static void make_tables(struct tn_be_conn *c)
{
	my_test_do(c, "DROP TABLE IF EXISTS g_fk, g_weak, g_good");
	my_test_do(c, "CREATE TABLE g_weak (id INT PRIMARY KEY) ENGINE=MyISAM");
	my_test_do(c, "CREATE TABLE g_good (id INT PRIMARY KEY)");
}

START_TEST(refused)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	make_tables(c);
	my_test_do(c, "INSERT INTO g_weak VALUES (1)");
	my_test_do(c, "START TRANSACTION");
	my_test_do(c, "INSERT INTO g_good VALUES (1)");
	ck_assert_int_eq(my_test_fail(c, "INSERT INTO g_weak VALUES (2)"), TN_E_UNSUPPORTED);
	ck_assert(strstr(my_test_fault.message, "'g_weak' has engine MyISAM") != NULL);
	ck_assert_int_eq(my_test_fail(c, "SELECT * FROM \"g_weak\""), TN_E_UNSUPPORTED);
	ck_assert_int_eq(my_test_fail(c, "SELECT 1 FROM `g_weak` x"), TN_E_UNSUPPORTED);
	my_test_do(c, "SELECT 'g_weak' FROM g_good -- g_weak\n");
	my_test_do(c, "ROLLBACK");
	ck_assert_str_eq(my_test_text(c, "SELECT COUNT(*) FROM g_weak"), "1");
	/* Mended by this connection: noticed. */
	my_test_do(c, "ALTER TABLE g_weak ENGINE=InnoDB");
	my_test_do(c, "START TRANSACTION");
	my_test_do(c, "INSERT INTO g_weak VALUES (2)");
	my_test_do(c, "ROLLBACK");
	ck_assert_str_eq(my_test_text(c, "SELECT COUNT(*) FROM g_weak"), "1");
	my_test_close(c);
}
END_TEST

START_TEST(foreign_keys)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	make_tables(c);
	ck_assert_int_eq(
		my_test_fail(c, "CREATE TABLE g_fk (a INT REFERENCES g_weak (id))"), TN_E_UNSUPPORTED);
	ck_assert_int_eq(my_test_fail(c, "ALTER TABLE g_weak ADD FOREIGN KEY (id) REFERENCES g_good (id)"),
		TN_E_UNSUPPORTED);
	ck_assert_int_eq(
		my_test_fail(c,
			"CREATE TABLE g_fk (a INT, FOREIGN KEY (a) REFERENCES g_good (id)) ENGINE = MyISAM"),
		TN_E_UNSUPPORTED);
	my_test_do(c, "CREATE TABLE g_fk (a INT, FOREIGN KEY (a) REFERENCES g_good (id))");
	my_test_do(c, "DROP TABLE g_fk");
	my_test_close(c);
}
END_TEST

START_TEST(warned)
{
	struct tn_be_conn *c = my_test_open("mysql", "storage_engine=MyISAM", TN_FACT_WEAK_ENGINE_OK);
	make_tables(c);
	my_test_do(c, "START TRANSACTION");
	my_test_notices = 0;
	my_test_do(c, "INSERT INTO g_weak VALUES (7)");
	ck_assert_uint_eq(my_test_notices, 1);
	my_test_do(c, "ROLLBACK");
	ck_assert_int_eq(my_test_notice_number, 1196);
	my_test_close(c);
}
END_TEST

TCase *my_test_engines(void)
{
	TCase *t = tcase_create("engines");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, refused);
	tcase_add_test(t, foreign_keys);
	tcase_add_test(t, warned);
	return t;
}
