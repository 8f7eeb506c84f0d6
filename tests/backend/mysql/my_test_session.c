/* SPDX-License-Identifier: MIT */
/*
 * my_test_session.c - the session rows against the live server, what the
 * connection tells of itself, warnings, local files.
 */
#include <stdio.h>
#include <unistd.h>
#include "my_test.h"

#define BE tn__backend_mysql

START_TEST(rows_hold_again)
{
	static const char *const spoil[] = {
		"SET SESSION sql_mode = ''",
		"SET SESSION time_zone = '+05:00'",
		"SET SESSION foreign_key_checks = 0",
		"SET NAMES latin1",
		"SET SESSION sql_select_limit = 1",
		"SET SESSION default_storage_engine = MyISAM",
		"SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
		"SET SESSION autocommit = 0",
		"SET SESSION group_concat_max_len = 10",
		"SET SESSION max_sort_length = 1024",
		"SET SESSION completion_type = 1",
		"SET SESSION lc_messages = 'de_DE'",
	};
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	size_t i;
	for (i = 0; i < sizeof(spoil) / sizeof(spoil[0]); i++)
		my_test_do(c, spoil[i]);
	ck_assert_int_eq(my_test_guard(c), 0);
	ck_assert_str_eq(my_test_text(c, "SELECT @@time_zone"), "+00:00");
	ck_assert_str_eq(my_test_text(c, "SELECT @@character_set_client"), "utf8mb4");
	ck_assert_str_eq(my_test_text(c, "SELECT 'a' || 'b'"), "ab");
	ck_assert_str_eq(my_test_text(c, "SELECT 'a\\n'"), "a\\n");
	ck_assert_str_eq(my_test_text(c, "SELECT 'a' = 'A'"), "0");
	ck_assert_str_eq(my_test_text(c, "SELECT 'a' = 'a '"), "0");
	my_test_close(c);
}
END_TEST

/* A row that cannot be made to hold: the fault names it. */
START_TEST(flags_of_the_login)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	ck_assert_int_eq(BE.session_set(c, "client_found_rows", "0"), TN_E_GUARD);
	ck_assert(strstr(my_test_fault.message, "client_found_rows") != NULL);
	my_test_close(c);
}
END_TEST

START_TEST(limits_and_product)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	ck_assert(c->dialect != NULL);
	ck_assert_str_eq(c->dialect->name, my_test_is_mariadb(c) ? "mariadb" : "mysql");
	ck_assert_int_ge(c->server.version_number, 80000);
	ck_assert_int_eq(c->server.caps.limits[TN_LIMIT_BIND_PARAMS], 65535);
	ck_assert_int_ge(c->server.caps.limits[TN_LIMIT_SQL_BYTES], 1024 * 1024);
	ck_assert_ptr_nonnull(BE.native(c));
	ck_assert_ptr_nonnull(BE.client_version());
	my_test_close(c);
}
END_TEST

START_TEST(counts)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	struct tn_be_stmt *s;
	tn_value v = tn_int(5);
	int rc;
	my_test_do(c, "DROP TABLE IF EXISTS s_count");
	my_test_do(c, "CREATE TABLE s_count (id BIGINT PRIMARY KEY AUTO_INCREMENT, v INT)");
	s = my_test_stmt(c, "INSERT INTO s_count (v) VALUES (?), (5)", &v, 1, 0, &rc);
	ck_assert_int_eq(BE.execute(s, &v, TN_BE_STREAM, 0), 0);
	ck_assert_int_eq(s->affected, 2);
	ck_assert_int_eq(s->last_insert_id, 1);
	my_test_drop(s);
	s = my_test_stmt(c, "UPDATE s_count SET v = ?", &v, 1, 0, &rc);
	ck_assert_int_eq(BE.execute(s, &v, TN_BE_STREAM, 0), 0);
	/* Matched, though nothing changed. */
	ck_assert_int_eq(s->affected, 2);
	ck_assert_int_eq(s->last_insert_id, 0);
	my_test_drop(s);
	s = my_test_stmt(c, "DELETE FROM s_count", NULL, 0, TN_BE_ONCE, &rc);
	ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), 0);
	ck_assert_int_eq(s->affected, 2);
	my_test_drop(s);
	if (my_test_is_mariadb(c)) {
		s = my_test_stmt(
			c, "INSERT INTO s_count (v) VALUES (?), (6) RETURNING id, v", &v, 1, TN_BE_ONCE, &rc);
		ck_assert_int_eq(BE.execute(s, &v, TN_BE_STREAM, 0), 1);
		while (BE.next(s) == TN_ROW)
			;
		ck_assert_int_eq(s->affected, 2);
		my_test_drop(s);
	}
	my_test_close(c);
}
END_TEST

START_TEST(warnings)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	uint64_t trips;
	my_test_do(c, "DROP TABLE IF EXISTS s_warn");
	my_test_notices = 0;
	my_test_do(c, "DROP TABLE IF EXISTS s_warn");
	/* Notes are off: many of them would hide a warning. */
	ck_assert_uint_eq(my_test_notices, 0);
	my_test_do(c, "SET sql_notes = 1");
	my_test_do(c, "DROP TABLE IF EXISTS s_warn");
	ck_assert_uint_eq(my_test_notices, 1);
	ck_assert_int_eq(my_test_notice_number, 1051);
	my_test_notices = 0;
	/* Counted at the end of a stream. */
	my_test_do(c, "SELECT 1/0 UNION ALL SELECT 2/0 UNION ALL SELECT 3");
	ck_assert_uint_eq(my_test_notices, 2);
	ck_assert_int_eq(my_test_notice_number, 1365);
	my_test_notices = 0;
	trips = c->round_trips;
	my_test_do(c, "SELECT 1");
	ck_assert_uint_eq(my_test_notices, 0);
	ck_assert_uint_eq(c->round_trips - trips, 2);
	my_test_close(c);
}
END_TEST

START_TEST(local_infile)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	my_test_do(c, "DROP TABLE IF EXISTS s_load");
	my_test_do(c, "CREATE TABLE s_load (t TEXT)");
	ck_assert_int_eq(
		my_test_fail(c, "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE s_load"), TN_E_PERMISSION);
	ck_assert_str_eq(my_test_text(c, "SELECT COUNT(*) FROM s_load"), "0");
	my_test_close(c);
}
END_TEST

START_TEST(read_only)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, TN_FACT_READ_ONLY);
	ck_assert_int_eq(my_test_fail(c, "CREATE TABLE s_never (i INT)"), TN_E_READ_ONLY);
	my_test_close(c);
}
END_TEST

START_TEST(isolation)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	size_t i;
	for (i = 0; i < c->dialect->begin_count; i++) {
		if (c->dialect->begins[i].before)
			my_test_do(c, c->dialect->begins[i].before);
		my_test_do(c, c->dialect->begins[i].begin);
		ck_assert_int_eq(BE.tx_status(c), TN_BE_TX_OPEN);
		my_test_do(c, "SELECT 1");
		ck_assert_int_eq(BE.tx_status(c), TN_BE_TX_OPEN);
		my_test_do(c, c->dialect->commit);
		ck_assert_int_eq(BE.tx_status(c), TN_BE_TX_IDLE);
	}
	my_test_close(c);
}
END_TEST

TCase *my_test_session(void)
{
	TCase *t = tcase_create("session");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, rows_hold_again);
	tcase_add_test(t, flags_of_the_login);
	tcase_add_test(t, limits_and_product);
	tcase_add_test(t, counts);
	tcase_add_test(t, warnings);
	tcase_add_test(t, local_infile);
	tcase_add_test(t, read_only);
	tcase_add_test(t, isolation);
	return t;
}
