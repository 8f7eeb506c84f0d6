/* SPDX-License-Identifier: MIT */
/*
 * my_public.c - tables without transactions, through the public interface.
 *
 * my_test_engines.c asks the backend's slots; here the whole library is asked,
 * as a program would: what it refuses and names, what it enforces whatever the
 * server's default is, and what it only warns of when it was told to.  Last
 * comes a fact that needs a connection which the library would not open.
 *
 * 1. Runs on the database of TENON_TEST_DB_URL; declines (status 77) when that
 *    is not MySQL or MariaDB.
 * 2. A variable of the server that is changed is put back before any check.
 */
#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/testing.h>
#include "tests/support/suite_run.h"

#define DECLINED 77

/* Marked as this server's own SQL; valid until the next call. */
static const char *native(const char *sql)
{
	static char text[1000];
	snprintf(text, sizeof text, "%s%s", TN_NATIVE_MARK, sql);
	return text;
}

static void exec(tn_conn *db, const char *sql)
{
	int rc = tn_exec(db, native(sql), NULL, NULL, tn_test_err());
	ck_assert_msg(rc >= 0, "%s: %s", sql, tn_test_failure(rc));
}

/* The one value of a query as text, in a static buffer. */
static const char *text_of(tn_conn *db, const char *sql)
{
	static char text[256];
	tn_value v;
	ck_tn_is(tn_query_value(db, native(sql), NULL, &v, tn_test_err()), TN_ROW);
	tn_value_format(&v, text, sizeof text);
	tn_value_free(&v);
	return text;
}

static const char *engine_of(tn_conn *db, const char *table)
{
	char sql[200];
	snprintf(sql, sizeof sql,
		 "SELECT ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '%s'",
		 table);
	return text_of(db, sql);
}

/* The statement is refused with both words in the message. */
static void refused(tn_conn *db, const char *sql, const char *table, const char *engine)
{
	int rc = tn_exec(db, native(sql), NULL, NULL, tn_test_err());
	const char *message = tn_error_message(*tn_test_err());
	ck_assert_msg(rc == TN_E_UNSUPPORTED, "%s: %s", sql, tn_test_failure(rc));
	ck_assert_msg(strstr(message, table) && strstr(message, engine), "%s: %s", sql, message);
	ck_assert_ptr_nonnull(tn_error_hint(*tn_test_err()));
}

/* An engine without transactions that the server of the run has: MySQL lacks Aria. */
static const char *const engines[] = {"MyISAM", "Aria"};

static tn_conn *open_with_weak_table(const char *engine)
{
	tn_conn *db = tn_test_open();
	char sql[100];
	exec(db, "CREATE TABLE good (id INTEGER PRIMARY KEY)");
	snprintf(sql, sizeof sql, "CREATE TABLE weak (id INTEGER PRIMARY KEY) ENGINE=%s", engine);
	if (strcmp(engine, "Aria") || !strcmp(tn_server_product(db), "MariaDB"))
		exec(db, sql);
	return db;
}

static int lacks_engine(tn_conn *db)
{
	return tn_table_exists(db, "weak", NULL) == 0;
}

START_TEST(transaction_on_it_is_refused)
{
	tn_conn *db = open_with_weak_table(engines[_i]);
	tn_rows *rows = NULL;
	tn_test_skip_if(lacks_engine(db), db, "the server lacks the engine");
	/* Outside a transaction it is a table like others. */
	exec(db, "INSERT INTO weak (id) VALUES (1)");
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	exec(db, "INSERT INTO good (id) VALUES (1)");
	refused(db, "INSERT INTO weak (id) VALUES (2)", "'weak'", engines[_i]);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_assert_int_eq(tn_tx_state(db), TN_TX_IDLE);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_err(tn_query(db, "SELECT id FROM weak", NULL, &rows, tn_test_err()), TN_E_UNSUPPORTED);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_assert_str_eq(text_of(db, "SELECT COUNT(*) FROM weak"), "1");
	ck_assert_str_eq(text_of(db, "SELECT COUNT(*) FROM good"), "0");
	/* Mended, it may be used, also by this connection. */
	exec(db, "ALTER TABLE weak ENGINE=InnoDB");
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	exec(db, "INSERT INTO weak (id) VALUES (2)");
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_assert_str_eq(text_of(db, "SELECT COUNT(*) FROM weak"), "1");
	tn_close(db);
}
END_TEST

/* A text that the server cannot prepare, whose rows are dropped: their end is told all the same. */
START_TEST(unread_rows_of_a_text)
{
	static const char *const ends[] = {"EXECUTE p", "CALL twice()"};
	tn_conn *db = tn_test_open();
	tn_rows *rows = NULL;
	int rc;
	tn_test_skip_unless(db, "returning_insert");
	exec(db, "CREATE TABLE made (id INTEGER PRIMARY KEY)");
	exec(db, "PREPARE p FROM 'INSERT INTO made (id) VALUES (1), (2), (3), (1) RETURNING id'");
	exec(db, "CREATE PROCEDURE twice() BEGIN SELECT 1; INSERT INTO made (id) VALUES (1), (1); END");
	rc = tn_query(db, native(ends[_i]), NULL, &rows, tn_test_err());
	if (rc >= 0)
		rc = tn_finish(rows, tn_test_err());
	exec(db, "DROP PROCEDURE twice");
	ck_assert_msg(rc == TN_E_UNIQUE, "%s: %d: %s", ends[_i], rc, rc < 0 ? tn_test_failure(rc) : "no error");
	ck_assert_str_eq(text_of(db, "SELECT COUNT(*) FROM made"), "0");
	tn_close(db);
}
END_TEST

START_TEST(foreign_key_on_it_is_refused)
{
	static const tn_column_def child[] = {
		{.name = "id", .type = TN_TYPE_INTEGER, .flags = TN_COL_PRIMARY},
		{.name = "weak_id", .type = TN_TYPE_INTEGER, .ref_table = "weak", .ref_column = "id"},
	};
	static const tn_table_def def = {.size = sizeof def, .name = "child", .columns = child, .column_count = 2};
	tn_conn *db = open_with_weak_table(engines[_i]);
	char sql[160];
	tn_test_skip_if(lacks_engine(db), db, "the server lacks the engine");
	refused(db, "CREATE TABLE child (w INTEGER, FOREIGN KEY (w) REFERENCES weak (id))", "'weak'", engines[_i]);
	refused(db, "ALTER TABLE weak ADD FOREIGN KEY (id) REFERENCES good (id)", "'weak'", engines[_i]);
	snprintf(sql, sizeof sql, "CREATE TABLE child (g INTEGER, FOREIGN KEY (g) REFERENCES good (id)) ENGINE=%s",
		 engines[_i]);
	refused(db, sql, "engine", engines[_i]);
	ck_tn_err(tn_table_create(db, &def, tn_test_err()), TN_E_UNSUPPORTED);
	ck_assert_int_eq(tn_table_exists(db, "child", tn_test_err()), 0);
	exec(db, "CREATE TABLE child (g INTEGER, FOREIGN KEY (g) REFERENCES good (id))");
	tn_close(db);
}
END_TEST

/* What a server that was started with the engine would give its sessions. */
START_TEST(servers_default_does_not_count)
{
	static const tn_column_def columns[] = {{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY}};
	static const tn_table_def def = {.size = sizeof def, .name = "made", .columns = columns, .column_count = 1};
	tn_conn *keeper = tn_test_open(), *db = NULL;
	char before[64], restore[128];
	int set, opened;
	snprintf(before, sizeof before, "%s", text_of(keeper, "SELECT @@GLOBAL.default_storage_engine"));
	snprintf(restore, sizeof restore, "SET GLOBAL default_storage_engine = %s", before);
	set = tn_exec(keeper, TN_NATIVE("SET GLOBAL default_storage_engine = MyISAM"), NULL, NULL, tn_test_err());
	tn_test_skip_if(set == TN_E_PERMISSION, keeper, "the user may not change the server's variables");
	ck_tn_ok(set);
	opened = tn_open(&db, tn_test_url(), NULL, tn_test_err());
	exec(keeper, restore);
	ck_tn_ok(opened);
	ck_assert_str_eq(text_of(db, "SELECT @@SESSION.default_storage_engine"), "InnoDB");
	exec(db, "CREATE TABLE plain (id INTEGER PRIMARY KEY)");
	ck_tn_ok(tn_table_create(db, &def, tn_test_err()));
	ck_assert_str_eq(engine_of(db, "plain"), "InnoDB");
	ck_assert_str_eq(engine_of(db, "made"), "InnoDB");
	/* Changed behind the library's back, it is mended by the next reset. */
	exec(db, TN_NATIVE("SET SESSION default_storage_engine = MyISAM"));
	ck_tn_ok(tn_reset(db, tn_test_err()));
	ck_assert_str_eq(text_of(db, "SELECT @@SESSION.default_storage_engine"), "InnoDB");
	tn_close(db);
	tn_close(keeper);
}
END_TEST

static char *url_with(const char *option)
{
	const char *url = tn_test_url();
	size_t size = strlen(url) + strlen(option) + 2;
	char *out = malloc(size);
	ck_assert_ptr_nonnull(out);
	snprintf(out, size, "%s%c%s", url, strchr(url, '?') ? '&' : '?', option);
	return out;
}

START_TEST(engine_of_the_url_needs_permission)
{
	char *url = url_with("storage_engine=MyISAM"), *warn = url_with("storage_engine=MyISAM&weak_engine=warn");
	tn_conn *db = NULL;
	ck_tn_err(tn_open(&db, url, NULL, tn_test_err()), TN_E_UNSUPPORTED);
	ck_assert_ptr_null(db);
	ck_assert_ptr_nonnull(strstr(tn_error_message(*tn_test_err()), "MyISAM"));
	ck_tn_ok(tn_open(&db, warn, NULL, tn_test_err()));
	exec(db, "CREATE TABLE plain (id INTEGER PRIMARY KEY)");
	ck_assert_str_eq(engine_of(db, "plain"), "MyISAM");
	tn_close(db);
	free(warn);
	free(url);
}
END_TEST

/* ---- ON DUPLICATE KEY UPDATE -------------------------------------------------------- */

static int64_t affected(tn_conn *db, const char *sql)
{
	tn_result r = {0};
	int rc = tn_exec(db, sql, NULL, &r, tn_test_err());
	ck_assert_msg(rc >= 0, "%s: %s", sql, tn_test_failure(rc));
	return r.affected;
}

/* A key that is over no whole column is one that can be hit. */
START_TEST(hidden_keys_are_seen)
{
	static const char add[] = "INSERT INTO k (id, a) VALUES (1, 'x') ON CONFLICT (id) DO NOTHING";
	tn_conn *db = tn_test_open();
	exec(db, "CREATE TABLE k (id INTEGER PRIMARY KEY, a VARCHAR(20), b INTEGER)");
	ck_assert_int_eq(affected(db, add), 1);
	exec(db, "CREATE UNIQUE INDEX k_a ON k (a(3))");
	ck_tn_err(tn_exec(db, add, NULL, NULL, tn_test_err()), TN_E_UNSUPPORTED);
	ck_assert_ptr_nonnull(strstr(tn_error_message(*tn_test_err()), "expressions or parts"));
	exec(db, "DROP INDEX k_a ON k");
	ck_assert_int_eq(affected(db, add), 0);
	if (tn_exec(db, TN_NATIVE("CREATE UNIQUE INDEX k_e ON k ((b + 1))"), NULL, NULL, NULL) >= 0)
		ck_tn_err(tn_exec(db, add, NULL, NULL, tn_test_err()), TN_E_UNSUPPORTED);
	tn_close(db);
}
END_TEST

/* DO NOTHING assigns a column to itself, of whatever type it is. */
static const char *const kept_types[][2] = {
	{"TIMESTAMP(6)", "'2024-10-27 01:30:00.123457'"}, {"FLOAT", "0.1"},
	{"DECIMAL(40,20)", "1.00000000000000000001"}, {"ENUM('a', 'b')", "'b'"}, {"SET('a', 'b')", "'a,b'"},
	{"BIT(40)", "b'1010101010101010101010101010101010101011'"}, {"VARBINARY(8)", "X'00FF80'"},
	{"CHAR(5) CHARACTER SET latin1", "'\xc3\xa9'"}, {"BIGINT UNSIGNED", "18446744073709551615"},
	{"YEAR", "2024"}, {"TIME(3)", "'-838:59:59.000'"},
};

START_TEST(a_row_left_alone_is_what_it_was)
{
	static const char look[] = "SELECT CONCAT(HEX(v), ' ', seen) FROM k";
	static const char *const sql[] = {
		"INSERT INTO k (n) VALUES (1) ON CONFLICT DO NOTHING",
		"INSERT INTO k (n) VALUES (1), (1) ON CONFLICT DO NOTHING",
	};
	tn_conn *db = tn_test_open();
	char make[300], before[256];
	size_t i;
	snprintf(make, sizeof make, "CREATE TABLE k (v %s NOT NULL DEFAULT %s, n INTEGER NOT NULL UNIQUE, "
		 "seen TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6))",
		 kept_types[_i][0], kept_types[_i][1]);
	exec(db, make);
	exec(db, "INSERT INTO k (n) VALUES (1)");
	snprintf(before, sizeof before, "%s", text_of(db, look));
	for (i = 0; i < sizeof sql / sizeof sql[0]; i++) {
		ck_assert_int_eq(affected(db, sql[i]), 0);
		ck_assert_uint_eq(tn_notice_count(db), 0);
		ck_assert_str_eq(text_of(db, look), before);
	}
	tn_close(db);
}
END_TEST

/* The numbers are told in the words of the session's language. */
START_TEST(counts_in_any_language)
{
	tn_conn *db = tn_test_open();
	exec(db, "CREATE TABLE k (id INTEGER PRIMARY KEY)");
	exec(db, "SET SESSION lc_messages = 'de_DE'");
	ck_assert_int_eq(affected(db, "INSERT INTO k (id) VALUES (1), (2) ON CONFLICT (id) DO NOTHING"), 2);
	ck_assert_int_eq(affected(db, "INSERT INTO k (id) VALUES (1), (2), (3) ON CONFLICT (id) DO NOTHING"), 1);
	tn_close(db);
}
END_TEST

/* Three rows of which a packet takes two, and a row that it does not take. */
START_TEST(rows_go_in_several_packets)
{
	static const char three[] = "INSERT INTO packet_row (id, a) VALUES (?, ?), (?, ?), (?, ?)";
	tn_conn *db = tn_test_open();
	int64_t most = tn_get_limit(db, "value_bytes");
	char *bytes = calloc(1, (size_t)most);
	tn_value part = tn_bytes(bytes, (uint32_t)(most / 5 * 2)), more = tn_bytes(bytes, (uint32_t)(most / 5 * 3));
	ck_assert_ptr_nonnull(bytes);
	ck_tn_ok(tn_exec(db, "CREATE TABLE packet_row (id BIGINT PRIMARY KEY, a BYTEA, b BYTEA)", NULL, NULL,
			 tn_test_err()));
	ck_tn_ok(tn_exec(db, three, TN_VALUES(tn_int(1), part, tn_int(2), part, tn_int(3), part), NULL, tn_test_err()));
	ck_assert_str_eq(text_of(db, "SELECT count(*) FROM packet_row WHERE octet_length(a) > 1000000"), "3");
	ck_tn_err(tn_exec(db, "INSERT INTO packet_row (id, a, b) VALUES (?, ?, NULL), (?, ?, ?)",
			  TN_VALUES(tn_int(4), part, tn_int(5), more, more), NULL, tn_test_err()), TN_E_LIMIT);
	ck_assert_int_eq(tn_is_dead(db), 0);
	ck_assert_str_eq(text_of(db, "SELECT count(*) FROM packet_row"), "3");
	free(bytes);
	tn_close(db);
}
END_TEST

/* Two texts that are so many bytes more than a packet together: too long for it, or not, the link stays. */
START_TEST(values_fit_in_a_packet)
{
	static const int beyond[] = {-64, -20, -16, 0, 1000};
	tn_conn *db = tn_test_open();
	int64_t most = tn_get_limit(db, "value_bytes");
	char *bytes = calloc(1, (size_t)most);
	size_t i;
	ck_assert_ptr_nonnull(bytes);
	ck_tn_ok(tn_exec(db, "CREATE TABLE packet_row (id BIGINT PRIMARY KEY)", NULL, NULL, tn_test_err()));
	for (i = 0; i < sizeof beyond / sizeof beyond[0]; i++) {
		tn_value a = tn_bytes(bytes, (uint32_t)(most / 2)), v;
		tn_value b = tn_bytes(bytes, (uint32_t)(most - most / 2 + beyond[i]));
		int rc;
		ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
		ck_tn_ok(tn_exec(db, "INSERT INTO packet_row (id) VALUES (?)", TN_ARGS((int64_t)i), NULL,
				 tn_test_err()));
		rc = tn_query_value(db, TN_NATIVE("SELECT LENGTH(?) + LENGTH(?)"), TN_VALUES(a, b), &v, tn_test_err());
		ck_assert_msg(rc == (i ? TN_E_LIMIT : TN_ROW) || (rc == TN_ROW && beyond[i] < 0), "%d: %s", beyond[i],
			      tn_test_failure(rc));
		if (rc < 0)
			ck_assert_ptr_nonnull(strstr(tn_error_message(*tn_test_err()), "(limit value_bytes)"));
		ck_assert_int_eq(tn_is_dead(db), 0);
		ck_tn_ok(tn_rollback(db, tn_test_err()));
		ck_assert_str_eq(text_of(db, "SELECT COUNT(*) FROM packet_row"), "0");
	}
	free(bytes);
	tn_close(db);
}
END_TEST

static char heard[256];

static void hear(void *ctx, tn_conn *conn, const tn_notice *notice)
{
	(void)conn;
	if (notice->severity == TN_WARNING)
		++*(int *)ctx;
	snprintf(heard, sizeof heard, "%s", notice->message);
}

/* By the key of the URL, and by the flag of the options. */
START_TEST(warning_only)
{
	tn_open_options options = {0};
	char *url = _i ? url_with("weak_engine=warn") : strdup(tn_test_url());
	int warnings = 0;
	tn_conn *db;
	options.size = sizeof options;
	options.notice = hear;
	options.notice_ctx = &warnings;
	options.flags = _i ? 0 : TN_OPEN_ALLOW_WEAK_ENGINE;
	db = tn_test_open_with(url, &options);
	exec(db, "CREATE TABLE weak (id INTEGER PRIMARY KEY) ENGINE=MyISAM");
	ck_assert_int_eq(warnings, 0);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	exec(db, "INSERT INTO weak (id) VALUES (1)");
	ck_assert_int_eq(warnings, 1);
	ck_assert_msg(strstr(heard, "'weak'") && strstr(heard, "MyISAM"), "the warning says: %s", heard);
	ck_assert_uint_eq(tn_notice_count(db), 1);
	ck_assert_str_eq(tn_notice_at(db, 0)->message, heard);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	ck_assert_str_eq(text_of(db, "SELECT COUNT(*) FROM weak"), "1");
	warnings = 0;
	exec(db, "CREATE TABLE child (w INTEGER, FOREIGN KEY (w) REFERENCES weak (id)) ENGINE=MyISAM");
	ck_assert_int_ge(warnings, 1);
	tn_close(db);
	free(url);
}
END_TEST

/* ---- the client's flag ----------------------------------------------------- */

static my_ulonglong unchanged_rows(const char *const *server, unsigned long flags)
{
	MYSQL *m = mysql_init(NULL);
	my_ulonglong n;
	ck_assert_ptr_nonnull(m);
	ck_assert_msg(mysql_real_connect(m, server[0], server[2], server[3], server[4],
			      (unsigned)strtoul(server[1], NULL, 10), NULL, flags), "%s", mysql_error(m));
	ck_assert_int_eq(mysql_query(m, "UPDATE good SET id = id"), 0);
	n = mysql_affected_rows(m);
	mysql_close(m);
	return n;
}

START_TEST(unchanged_rows_count_only_on_demand)
{
	const char *text = getenv("TENON_TEST_MYSQL");
	char words[5][128];
	const char *server[5] = {words[0], words[1], words[2], words[3], words[4]};
	tn_conn *db;
	tn_test_skip_if(!text || sscanf(text, "%127s %127s %127s %127s %127s", words[0], words[1], words[2], words[3],
				words[4]) != 5, NULL, "TENON_TEST_MYSQL does not name the server");
	db = open_with_weak_table("MyISAM");
	exec(db, "INSERT INTO good (id) VALUES (1), (2)");
	ck_assert_uint_eq(unchanged_rows(server, 0), 0);
	ck_assert_uint_eq(unchanged_rows(server, CLIENT_FOUND_ROWS), 2);
	tn_close(db);
}
END_TEST

int main(void)
{
	Suite *s;
	TCase *tc;
	int rc = tn_test_begin();
	if (rc)
		return rc;
	if (strncmp(tn_test_url(), "mysql:", 6) && strncmp(tn_test_url(), "mariadb:", 8)) {
		tn_test_end(0);
		return DECLINED;
	}
	s = suite_create("engines");
	tc = tcase_create("engines");
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, transaction_on_it_is_refused, 0, 2);
	tcase_add_loop_test(tc, foreign_key_on_it_is_refused, 0, 2);
	tcase_add_test(tc, servers_default_does_not_count);
	tcase_add_test(tc, engine_of_the_url_needs_permission);
	tcase_add_loop_test(tc, warning_only, 0, 2);
	tcase_add_test(tc, unchanged_rows_count_only_on_demand);
	tcase_add_test(tc, hidden_keys_are_seen);
	tcase_add_loop_test(tc, a_row_left_alone_is_what_it_was, 0, (int)(sizeof kept_types / sizeof kept_types[0]));
	tcase_add_test(tc, values_fit_in_a_packet);
	tcase_add_test(tc, rows_go_in_several_packets);
	tcase_add_test(tc, counts_in_any_language);
	tcase_add_loop_test(tc, unread_rows_of_a_text, 0, 2);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
