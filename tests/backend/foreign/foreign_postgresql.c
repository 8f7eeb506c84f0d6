/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/foreign/foreign_postgresql.c - MATCH FULL, constraints that are not
 * validated, partitions, inheritance, collations, other schemas; and that constraints
 * that were taken away come back as they were.
 */
#include <string.h>
#include "tests/backend/foreign/foreign_test.h"

/* Rows get past the checks as a replication gets them past. */
static void unchecked(tn_conn *db, const char *const *statements)
{
	foreign_run(db, "SET session_replication_role = replica");
	for (; *statements; statements++)
		foreign_run(db, *statements);
	foreign_run(db, "SET session_replication_role = origin");
}

static const char *const schema[] = {
	"CREATE TABLE p (a int, b text, PRIMARY KEY (a, b))",
	"CREATE TABLE c (id int PRIMARY KEY, a int, b text, "
	"CONSTRAINT simple FOREIGN KEY (a, b) REFERENCES p ON UPDATE CASCADE, "
	"CONSTRAINT whole FOREIGN KEY (a, b) REFERENCES p MATCH FULL DEFERRABLE INITIALLY DEFERRED)",
	"CREATE TABLE heir () INHERITS (c)",
	"CREATE TABLE heir_of_p () INHERITS (p)",
	"CREATE TABLE pp (id int, k int, PRIMARY KEY (id, k)) PARTITION BY LIST (k)",
	"CREATE TABLE pp1 PARTITION OF pp FOR VALUES IN (1)",
	"CREATE TABLE pp2 PARTITION OF pp FOR VALUES IN (2)",
	"CREATE TABLE pc (id int, k int, p int, PRIMARY KEY (id, k), "
	"CONSTRAINT parted FOREIGN KEY (p, k) REFERENCES pp) PARTITION BY LIST (k)",
	"CREATE TABLE pc1 PARTITION OF pc FOR VALUES IN (1)",
	"CREATE TABLE pc2 PARTITION OF pc FOR VALUES IN (2)",
	"CREATE COLLATION IF NOT EXISTS blind (provider = icu, locale = 'und-u-ks-level1', deterministic = false)",
	"CREATE TABLE names (name text COLLATE blind PRIMARY KEY)",
	"CREATE TABLE bearer (name text COLLATE \"C\" REFERENCES names)",
	"CREATE TABLE late (a int)",
	NULL,
};

static const char *const rows[] = {
	"INSERT INTO p VALUES (1, 'x')",
	"INSERT INTO c VALUES (1, 1, 'x'), (2, 2, 'x'), (3, NULL, 'x'), (4, NULL, NULL), (5, 7, NULL)",
	/* Rows of an heir are checked by nobody, and refer to nobody. */
	"INSERT INTO heir VALUES (6, 99, 'y')",
	"INSERT INTO heir_of_p VALUES (2, 'x')",
	"INSERT INTO pp VALUES (1, 1), (1, 2), (2, 2)",
	"INSERT INTO pc VALUES (1, 1, 1), (2, 1, 2), (3, 2, 2), (4, 2, NULL), (5, 2, 5)",
	"INSERT INTO names VALUES ('Ann')",
	"INSERT INTO bearer VALUES ('ANN'), ('Bob')",
	"INSERT INTO late VALUES (1), (2)",
	"ALTER TABLE late ADD CONSTRAINT late_a FOREIGN KEY (a) REFERENCES q NOT VALID",
	NULL,
};

static tn_conn *open_tables(void)
{
	tn_conn *db = tn_test_open_shared();
	const char *const *s;
	for (s = schema; *s; s++)
		foreign_run(db, *s);
	foreign_run(db, "CREATE TABLE q (a int PRIMARY KEY)");
	unchecked(db, rows);
	return db;
}

START_TEST(all_kinds)
{
	tn_conn *db = open_tables();
	unsigned flags = 99;
	ck_assert_int_eq(foreign_count(db, "c", "simple", &flags), 1);
	ck_assert_uint_eq(flags, 0);
	ck_assert_int_eq(foreign_count(db, "c", "whole", NULL), 3);
	ck_assert_int_eq(foreign_count(db, "pc", "parted", NULL), 2);
	ck_assert_int_eq(foreign_count(db, "pc1", NULL, NULL), 1);
	ck_assert_int_eq(foreign_count(db, "pc2", NULL, NULL), 1);
	/* The parent's collation decides: ANN is Ann. */
	ck_assert_int_eq(foreign_count(db, "bearer", NULL, NULL), 1);
	ck_assert_int_eq(foreign_count(db, "late", "late_a", &flags), 2);
	ck_assert_uint_eq(flags, TN_FK_NOT_VALIDATED);
	ck_assert_int_eq(foreign_count(db, "heir", NULL, NULL), 0);
	ck_assert_int_eq(foreign_count(db, NULL, NULL, NULL), 1 + 3 + 2 + 1 + 2);
	/* The server's word: what is validated passes, once the rows are gone. */
	foreign_run(db, "DELETE FROM late");
	foreign_run(db, "ALTER TABLE late VALIDATE CONSTRAINT late_a");
	ck_assert_int_eq(foreign_count(db, "late", NULL, NULL), 0);
	tn_close(db);
}
END_TEST

START_TEST(other_schemas)
{
	const tn_fk_violation *v;
	tn_fk_check *check = NULL;
	tn_conn *db = tn_test_open();
	static const char *const bad[] = {"INSERT INTO tn_elsewhere.c VALUES (1)", NULL};
	foreign_run(db, "DROP SCHEMA IF EXISTS tn_elsewhere CASCADE");
	foreign_run(db, "CREATE SCHEMA tn_elsewhere");
	foreign_run(db, "CREATE TABLE p (id int PRIMARY KEY)");
	foreign_run(db, "CREATE TABLE tn_elsewhere.q (id int PRIMARY KEY)");
	foreign_run(db, "CREATE TABLE tn_elsewhere.c (id int REFERENCES p, q int REFERENCES tn_elsewhere.q)");
	unchecked(db, bad);
	ck_tn_ok(tn_check_foreign_keys(db, NULL, NULL, &check, tn_test_err()));
	ck_tn_is(tn_fk_check_next(check, &v, tn_test_err()), TN_ROW);
	ck_assert_str_eq(v->schema, "tn_elsewhere");
	ck_assert_ptr_null(v->parent_schema);
	ck_assert_int_eq(tn_fk_check_next(check, &v, tn_test_err()), TN_DONE);
	ck_tn_ok(tn_fk_check_finish(check, tn_test_err()));
	ck_assert_int_eq(foreign_count(db, "tn_elsewhere.c", NULL, NULL), 1);
	foreign_run(db, "DROP SCHEMA tn_elsewhere CASCADE");
	tn_close(db);
}
END_TEST

#define DEFINITIONS \
	"SELECT string_agg(conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(c.oid) || " \
	"convalidated || COALESCE(obj_description(c.oid), ''), E'\\n' ORDER BY conrelid::regclass::text, conname) " \
	"FROM pg_constraint c WHERE contype = 'f'"

START_TEST(constraints_come_back_as_they_were)
{
	static const char *const repair[] = {
		"INSERT INTO c VALUES (10, 10, 'z')", "UPDATE pc SET p = 9 WHERE id = 3",
		"INSERT INTO p VALUES (10, 'z')", "INSERT INTO pp VALUES (9, 2)", NULL,
	};
	static const char *const spoil[] = {"INSERT INTO c VALUES (11, 11, 'z')", NULL};
	tn_conn *db = open_tables();
	tn_error *err = NULL;
	char before[4000];
	foreign_run(db, "COMMENT ON CONSTRAINT simple ON c IS 'it''s \\ \"simple\"'");
	foreign_run(db, "DELETE FROM c WHERE id IN (2, 3, 5)");
	foreign_run(db, "DELETE FROM pc WHERE id IN (2, 5)");
	foreign_run(db, "DELETE FROM bearer WHERE name = 'Bob'");
	/* What was never validated is not proved by a block. */
	ck_assert_int_eq(tn_without_foreign_keys(db, NULL, foreign_work, (void *)(uintptr_t)repair, &err),
			 TN_E_UNSUPPORTED);
	ck_assert_ptr_nonnull(strstr(tn_error_message(err), "late_a"));
	tn_error_free(err);
	foreign_run(db, "DELETE FROM late");
	foreign_run(db, "ALTER TABLE late VALIDATE CONSTRAINT late_a");
	strcpy(before, foreign_text(db, DEFINITIONS));
	ck_tn_ok(tn_without_foreign_keys(db, NULL, foreign_work, (void *)(uintptr_t)repair, tn_test_err()));
	ck_assert_str_eq(foreign_text(db, DEFINITIONS), before);
	ck_tn_err(tn_without_foreign_keys(db, NULL, foreign_work, (void *)(uintptr_t)spoil, tn_test_err()),
		  TN_E_FOREIGN_KEY);
	ck_assert_str_eq(foreign_text(db, DEFINITIONS), before);
	ck_assert_int_eq(foreign_int(db, "SELECT count(*)::int FROM c WHERE id = 11"), 0);
	ck_assert_int_eq(foreign_int(db, "SELECT count(*)::int FROM c WHERE id = 10"), 1);
	tn_close(db);
}
END_TEST

START_TEST(not_deferrable_is_refused_by_name)
{
	static const char *const work[] = {"INSERT INTO c VALUES (1, 2)", "INSERT INTO p VALUES (2)", NULL};
	tn_tx_options o = {.size = sizeof o, .flags = TN_TX_DEFER_FOREIGN_KEYS};
	tn_conn *db = tn_test_open();
	tn_error *err = NULL;
	foreign_run(db, "CREATE TABLE p (id int PRIMARY KEY)");
	foreign_run(db, "CREATE TABLE c (id int PRIMARY KEY, p int CONSTRAINT at_once REFERENCES p)");
	ck_assert_int_eq(tn_transact(db, &o, foreign_work, (void *)(uintptr_t)work, &err), TN_E_UNSUPPORTED);
	ck_assert_ptr_nonnull(strstr(tn_error_message(err), "at_once"));
	tn_error_free(err);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	foreign_run(db, "ALTER TABLE c ALTER CONSTRAINT at_once DEFERRABLE");
	ck_tn_ok(tn_transact(db, &o, foreign_work, (void *)(uintptr_t)work, tn_test_err()));
	tn_close(db);
}
END_TEST

TCase *foreign_postgresql_case(void)
{
	TCase *tc = tcase_create("postgresql");
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, all_kinds);
	tcase_add_test(tc, other_schemas);
	tcase_add_test(tc, constraints_come_back_as_they_were);
	tcase_add_test(tc, not_deferrable_is_refused_by_name);
	return tc;
}
