/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/trouble/trouble_session.c - a session that somebody changed by
 * native text: tn_reset() finds it, sets it right and says so when it cannot.
 */
#include "tests/backend/trouble/trouble.h"
#include <string.h>

static const struct change {
	const char *backend;
	const char *setting; /* as tn_session_setting() names it */
	const char *spoil;
	const char *see;     /* a query whose answer changes with it */
} changes[] = {
	{"postgresql", "TimeZone", "SET TimeZone = 'Europe/Paris'", "SELECT current_setting('TimeZone')"},
	{"postgresql", "DateStyle", "SET DateStyle = 'German'", "SELECT current_setting('DateStyle')"},
	{"postgresql", "client_encoding", "SET client_encoding = 'LATIN1'",
	 "SELECT current_setting('client_encoding')"},
	{"postgresql", "standard_conforming_strings", "SET standard_conforming_strings = off",
	 "SELECT current_setting('standard_conforming_strings')"},
	{"postgresql", "default_transaction_isolation", "SET default_transaction_isolation = 'serializable'",
	 "SELECT current_setting('default_transaction_isolation')"},
	{"mysql", "time_zone", "SET SESSION time_zone = '+05:00'", "SELECT @@session.time_zone"},
	{"mysql", "sql_mode", "SET SESSION sql_mode = ''", "SELECT @@session.sql_mode"},
	{"mysql", "foreign_key_checks", "SET SESSION foreign_key_checks = 0",
	 "SELECT @@session.foreign_key_checks"},
	{"mysql", "unique_checks", "SET SESSION unique_checks = 0", "SELECT @@session.unique_checks"},
	{"mysql", "character_set_results", "SET SESSION character_set_results = latin1",
	 "SELECT @@session.character_set_results"},
	{"sqlite", "foreign_keys", "PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys"},
	{"sqlite", "recursive_triggers", "PRAGMA recursive_triggers = OFF", "PRAGMA recursive_triggers"},
	{"sqlite", "ignore_check_constraints", "PRAGMA ignore_check_constraints = ON",
	 "PRAGMA ignore_check_constraints"},
	{"sqlite", "trusted_schema", "PRAGMA trusted_schema = ON", "PRAGMA trusted_schema"},
};

static void see(tn_conn *db, const struct change *c, char *out, size_t size)
{
	tn_value v;
	ck_tn_is(tn_query_value(db, trouble_native(c->see), NULL, &v, tn_test_err()), TN_ROW);
	tn_value_format(&v, out, size);
	tn_value_free(&v);
}

static const char *setting(tn_conn *db, const char *name)
{
	const char *found, *value = NULL;
	size_t i;
	for (i = 0; (found = tn_session_setting(db, i, &value)); i++)
		if (!strcmp(found, name))
			return value;
	ck_abort_msg("no session setting '%s'", name);
	return NULL;
}

START_TEST(reset_restores_and_verifies)
{
	const struct change *c = &changes[_i];
	char before[1024], spoilt[1024], after[1024], held[1024];
	tn_conn *db;
	if (!trouble_is(c->backend))
		return;
	db = tn_test_open();
	see(db, c, before, sizeof before);
	strncpy(held, setting(db, c->setting), sizeof held - 1);
	held[sizeof held - 1] = '\0';
	trouble_run(db, c->spoil);
	see(db, c, spoilt, sizeof spoilt);
	ck_assert_str_ne(before, spoilt);
	ck_tn_ok(tn_reset(db, tn_test_err()));
	see(db, c, after, sizeof after);
	ck_assert_str_eq(after, before);
	ck_assert_str_eq(setting(db, c->setting), held);
	trouble_is_alive(db);
	tn_close(db);
}
END_TEST

/* In the middle of a transaction and of a result: both end, then the session is set right. */
START_TEST(reset_in_the_middle)
{
	const struct change *c = changes;
	char before[1024], after[1024];
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	while (!trouble_is(c->backend))
		c++;
	trouble_make(db);
	see(db, c, before, sizeof before);
	trouble_run(db, c->spoil);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	trouble_run(db, "DELETE FROM item");
	ck_tn_ok(tn_query(db, "SELECT 1", NULL, &rows, tn_test_err()));
	ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
	ck_tn_ok(tn_reset(db, tn_test_err()));
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	ck_assert_int_eq(trouble_int(db, "SELECT COUNT(*) FROM item"), 10);
	see(db, c, after, sizeof after);
	ck_assert_str_eq(after, before);
	tn_close(db);
}
END_TEST

Suite *trouble_session_suite(void)
{
	Suite *s = suite_create("sessions");
	TCase *tc = trouble_case(s, "reset", 60);
	tcase_add_loop_test(tc, reset_restores_and_verifies, 0, (int)COUNT(changes));
	tcase_add_test(tc, reset_in_the_middle);
	return s;
}
