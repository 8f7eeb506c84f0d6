/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/foreign/foreign_mysql.c - rows that came in with foreign_key_checks off,
 * a parent that was dropped meanwhile, and that the variable is on again.
 */
#include <string.h>
#include "tests/backend/foreign/foreign_test.h"

START_TEST(what_came_in_unchecked)
{
	tn_conn *db = tn_test_open();
	foreign_run(db, "CREATE TABLE p (a INT, b VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, "
			"PRIMARY KEY (a, b)) ENGINE=InnoDB");
	foreign_run(db, "CREATE TABLE c (id INT PRIMARY KEY, a INT, b VARCHAR(20) CHARACTER SET utf8mb4 "
			"COLLATE utf8mb4_general_ci, CONSTRAINT pair FOREIGN KEY (a, b) REFERENCES p (a, b)) "
			"ENGINE=InnoDB");
	foreign_run(db, "CREATE TABLE gone (id INT PRIMARY KEY) ENGINE=InnoDB");
	foreign_run(db, "CREATE TABLE orphan (id INT PRIMARY KEY, g INT, CONSTRAINT lost FOREIGN KEY (g) "
			"REFERENCES gone (id)) ENGINE=InnoDB");
	foreign_run(db, "SET SESSION foreign_key_checks = 0");
	foreign_run(db, "INSERT INTO p VALUES (1, 'x')");
	/* The columns' collation takes X for x. */
	foreign_run(db, "INSERT INTO c VALUES (1, 1, 'X'), (2, 1, 'y'), (3, NULL, 'y'), (4, 9, NULL)");
	foreign_run(db, "INSERT INTO orphan VALUES (1, 1), (2, NULL)");
	foreign_run(db, "DROP TABLE gone");
	foreign_run(db, "SET SESSION foreign_key_checks = 1");
	ck_assert_int_eq(foreign_count(db, "c", "pair", NULL), 1);
	ck_assert_int_eq(foreign_count(db, "orphan", "lost", NULL), 1);
	ck_assert_int_eq(foreign_count(db, NULL, NULL, NULL), 2);
	tn_close(db);
}
END_TEST

START_TEST(the_variable_is_on_again)
{
	static const char *const work[] = {"INSERT INTO c VALUES (1)", "INSERT INTO p VALUES (1)", NULL};
	static const char *const bad[] = {"INSERT INTO c VALUES (2)", NULL};
	tn_conn *db = tn_test_open();
	foreign_run(db, "CREATE TABLE p (id INT PRIMARY KEY) ENGINE=InnoDB");
	foreign_run(db, "CREATE TABLE c (x INT, FOREIGN KEY (x) REFERENCES p (id)) ENGINE=InnoDB");
	ck_tn_ok(tn_without_foreign_keys(db, NULL, foreign_work, (void *)(uintptr_t)work, tn_test_err()));
	ck_assert_int_eq(foreign_int(db, "SELECT @@session.foreign_key_checks"), 1);
	ck_tn_err(tn_without_foreign_keys(db, NULL, foreign_work, (void *)(uintptr_t)bad, tn_test_err()),
		  TN_E_FOREIGN_KEY);
	ck_assert_int_eq(foreign_int(db, "SELECT @@session.foreign_key_checks"), 1);
	ck_assert_int_eq(foreign_int(db, "SELECT COUNT(*) FROM c"), 1);
	tn_close(db);
}
END_TEST

TCase *foreign_mysql_case(void)
{
	TCase *tc = tcase_create("mysql");
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, what_came_in_unchecked);
	tcase_add_test(tc, the_variable_is_on_again);
	return tc;
}
