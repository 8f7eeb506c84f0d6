/* SPDX-License-Identifier: MIT */
/*
 * my_test_errors.c - mistakes, their codes and the names that come with them;
 * connections that fail and that break.
 */
#include <stdio.h>
#include <unistd.h>
#include "my_test.h"

#define BE tn__backend_mysql

static void make_tables(struct tn_be_conn *c)
{
	my_test_do(c, "DROP TABLE IF EXISTS e_child, e_parent");
	my_test_do(c, "CREATE TABLE e_parent (id INT PRIMARY KEY)");
	my_test_do(c,
		"CREATE TABLE e_child (id INT PRIMARY KEY, parent INT NOT NULL, u VARCHAR(5), n DECIMAL(4,2),"
		" at DATE, ck INT, UNIQUE KEY e_child_u_key (u),"
		" CONSTRAINT e_child_parent_fkey FOREIGN KEY (parent) REFERENCES e_parent (id),"
		" CONSTRAINT e_child_ck_check CHECK (ck > 0))");
	my_test_do(c, "INSERT INTO e_parent VALUES (1)");
	my_test_do(c, "INSERT INTO e_child VALUES (1, 1, 'it''s', 1, NULL, 1)");
}

START_TEST(codes_and_names)
{
	static const struct {
		const char *sql;
		int code;
		const char *constraint, *table, *column;
	} rows[] = {
		{"INSERT INTO e_child VALUES (2, 1, 'it''s', 1, NULL, 1)", TN_E_UNIQUE, "e_child_u_key", NULL,
			""},
		{"INSERT INTO e_child VALUES (1, 1, 'b', 1, NULL, 1)", TN_E_UNIQUE, "PRIMARY", NULL, ""},
		{"INSERT INTO e_child VALUES (2, 9, 'b', 1, NULL, 1)", TN_E_FOREIGN_KEY,
			"e_child_parent_fkey", "e_child", ""},
		{"DELETE FROM e_parent", TN_E_FOREIGN_KEY, "e_child_parent_fkey", "e_child", ""},
		{"DROP TABLE e_parent", TN_E_FOREIGN_KEY, NULL, NULL, ""},
		{"INSERT INTO e_child VALUES (2, NULL, 'b', 1, NULL, 1)", TN_E_NOT_NULL, "", "", "parent"},
		{"INSERT INTO e_child (id) VALUES (2)", TN_E_NOT_NULL, "", "", "parent"},
		{"INSERT INTO e_child VALUES (2, 1, 'b', 1, NULL, -1)", TN_E_CHECK, "e_child_ck_check", NULL,
			""},
		{"INSERT INTO e_child VALUES (2, 1, 'abcdef', 1, NULL, 1)", TN_E_TOO_LONG, "", "", "u"},
		{"INSERT INTO e_child VALUES (99999999999, 1, 'b', 1, NULL, 1)", TN_E_RANGE, "", "", "id"},
		{"INSERT INTO e_child VALUES (2, 1, 'b', 123.4, NULL, 1)", TN_E_RANGE, "", "", "n"},
		{"INSERT INTO e_child VALUES ('x', 1, 'b', 1, NULL, 1)", TN_E_DATA, "", NULL, "id"},
		{"INSERT INTO e_child VALUES (2, 1, 'b', 1, '2024-02-30', 1)", TN_E_DATA, "", NULL, "at"},
		{"INSERT INTO e_child VALUES (2, 1, 'b', 1, '0000-00-00', 1)", TN_E_DATA, "", NULL, "at"},
		{"INSERT INTO e_child VALUES (2, 1, 'b', 1/0, NULL, 1)", TN_E_DATA, "", "", ""},
		{"SELECT 9223372036854775807 + 1", TN_E_RANGE, "", "", ""},
		{"SELECT (SELECT 1 UNION SELECT 2)", TN_E_DATA, "", "", ""},
		{"SELEC 1", TN_E_SYNTAX, "", "", ""},
		{"SELECT * FROM nosuch", TN_E_NO_OBJECT, "", "nosuch", ""},
		{"SELECT nosuch FROM e_child", TN_E_NO_OBJECT, "", "", "nosuch"},
		{"SELECT id FROM e_child a, e_parent b", TN_E_AMBIGUOUS, "", "", "id"},
		{"SELECT nosuch(1)", TN_E_NO_OBJECT, "", "", ""},
		{"DROP TABLE nosuch", TN_E_NO_OBJECT, "", "nosuch", ""},
		{"CREATE TABLE e_parent (id INT)", TN_E_EXISTS, "", "e_parent", ""},
		{"CREATE DATABASE tenon_x; SELECT 1", TN_E_SYNTAX, "", "", ""},
		{"SELECT id, COUNT(*) FROM e_child", TN_E_SYNTAX, NULL, NULL, NULL},
		{"CREATE TABLE a23456789012345678901234567890123456789012345678901234567890123456 (i INT)",
			TN_E_LIMIT, "", "", ""},
		{"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'", TN_E_CONSTRAINT, "", "", ""},
		{"KILL QUERY 4000000000", TN_E_SERVER, NULL, NULL, NULL},
	};
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	size_t i;
	make_tables(c);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int code = my_test_fail(c, rows[i].sql);
		ck_assert_msg(code == rows[i].code, "%s: %d (%d %s)", rows[i].sql, code, my_test_fault.native,
			my_test_fault.message);
		if (rows[i].constraint)
			ck_assert_str_eq(my_test_fault.constraint, rows[i].constraint);
		if (rows[i].table)
			ck_assert_str_eq(my_test_fault.table, rows[i].table);
		if (rows[i].column)
			ck_assert_str_eq(my_test_fault.column, rows[i].column);
		ck_assert_int_eq(c->dead, 0);
		ck_assert_int_eq(BE.tx_status(c), TN_BE_TX_UNKNOWN);
		ck_assert_int_eq(BE.ping(c), 0);
	}
	my_test_close(c);
}
END_TEST

START_TEST(syntax_position)
{
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	ck_assert_int_eq(my_test_fail(c, "SELECT 1\nFRM e_child"), TN_E_SYNTAX);
	ck_assert_uint_eq(my_test_fault.position, 14);
	ck_assert_int_eq(my_test_fail(c, "SELECT 1 FROM"), TN_E_SYNTAX);
	ck_assert_uint_eq(my_test_fault.position, 14);
	ck_assert_int_eq(my_test_fail(c, "SELECT 1 WHERE AND a = 'x' near 'y' at line 3"), TN_E_SYNTAX);
	ck_assert_uint_eq(my_test_fault.position, 16);
	ck_assert_int_eq(
		my_test_fail(c,
			"SELECT )1 + 11111111111111111111 + 22222222222222222222 + 333333333333333333 +"
			" 44444444444444444444444444 + 5"),
		TN_E_SYNTAX);
	ck_assert_uint_eq(my_test_fault.position, 8);
	my_test_close(c);
}
END_TEST

/* Two transactions that wait for each other. */
START_TEST(deadlock)
{
	struct tn_be_conn *a = my_test_open("mysql", "lock_timeout=1", 0),
			  *b = my_test_open("mysql", "lock_timeout=1", 0);
	make_tables(a);
	my_test_do(a, "START TRANSACTION");
	ck_assert_int_eq(BE.tx_status(a), TN_BE_TX_OPEN);
	my_test_do(a, "UPDATE e_child SET ck = 2 WHERE id = 1");
	ck_assert_int_eq(my_test_fail(b, "UPDATE e_child SET ck = 3 WHERE id = 1"), TN_E_LOCK_TIMEOUT);
	ck_assert_uint_eq(my_test_fault.flags, TN_ERR_RETRY_TX);
	ck_assert_int_eq(my_test_fail(b, "SELECT * FROM e_child FOR UPDATE NOWAIT"), TN_E_LOCK_TIMEOUT);
	my_test_do(a, "ROLLBACK");
	ck_assert_int_eq(BE.tx_status(a), TN_BE_TX_IDLE);
	my_test_close(b);
	my_test_close(a);
}
END_TEST

START_TEST(killed)
{
	struct tn_be_conn *a = my_test_open("mysql", NULL, 0), *b = my_test_open("mysql", NULL, 0);
	char sql[64], id[32];
	struct tn_be_stmt *s;
	int rc;
	snprintf(id, sizeof(id), "%s", my_test_text(a, "SELECT CONNECTION_ID()"));
	s = my_test_stmt(a, "SELECT 1", NULL, 0, 0, &rc);
	snprintf(sql, sizeof(sql), "KILL CONNECTION %s", id);
	my_test_do(b, sql);
	usleep(100000);
	ck_assert_int_eq(BE.execute(s, NULL, TN_BE_STREAM, 0), TN_E_DISCONNECTED);
	ck_assert_uint_eq(my_test_fault.flags & TN_ERR_DEAD, TN_ERR_DEAD);
	ck_assert_int_eq(a->dead, 1);
	ck_assert_int_eq(BE.finish(s), 0);
	my_test_drop(s);
	my_test_close(a);
	my_test_close(b);
}
END_TEST

static int open_code(const char *scheme, const char *options, unsigned facts)
{
	int rc;
	struct tn_be_conn *c = my_test_try(scheme, options, facts, &rc);
	if (rc < 0)
		ck_assert_int_eq(rc, my_test_fault.code);
	my_test_close(c);
	return rc;
}

START_TEST(connects_that_fail)
{
	int maria;
	struct tn_be_conn *c = my_test_open("mysql", NULL, 0);
	maria = my_test_is_mariadb(c);
	my_test_close(c);
	ck_assert_int_eq(open_code("mariadb", NULL, TN_FACT_LOCAL), maria ? 0 : TN_E_UNSUPPORTED);
	my_test_override(NULL, 0, "wrong", NULL);
	ck_assert_int_eq(open_code("mysql", NULL, TN_FACT_LOCAL), TN_E_AUTH);
	ck_assert_ptr_null(strstr(my_test_fault.message, "wrong"));
	my_test_override(NULL, 0, NULL, "no_such_database");
	ck_assert_int_eq(open_code("mysql", NULL, TN_FACT_LOCAL), TN_E_NO_DATABASE);
	my_test_override("127.0.0.1", 1, NULL, NULL);
	ck_assert_int_eq(open_code("mysql", NULL, TN_FACT_LOCAL), TN_E_CONNECT);
	my_test_override("/nowhere/m.sock", 0, NULL, NULL);
	ck_assert_int_eq(open_code("mysql", NULL, TN_FACT_LOCAL), TN_E_CONNECT);
	my_test_override("no-such-host.invalid", 0, NULL, NULL);
	ck_assert_int_eq(open_code("mysql", NULL, TN_FACT_LOCAL), TN_E_CONNECT);
	my_test_override("a;host=b", 0, NULL, NULL);
	ck_assert_int_eq(open_code("mysql", NULL, TN_FACT_LOCAL), TN_E_URL);
	my_test_override("x://y", 0, NULL, NULL);
	ck_assert_int_eq(open_code("mysql", NULL, TN_FACT_LOCAL), TN_E_URL);
}
END_TEST

START_TEST(url_keys)
{
	static const struct {
		const char *options;
		int code;
	} rows[] = {
		{"charset=utf8", 0},
		{"charset=UTF8MB4&use_unicode=1", 0},
		{"use_unicode=true", 0},
		{"use_unicode=Yes", 0},
		{"max_idle=60&read_timeout=30&write_timeout=30", 0},
		{"charset=latin1", TN_E_URL},
		{"charset=ascii", TN_E_URL},
		{"use_unicode=0", TN_E_URL},
		{"ssl_mode=maybe", TN_E_URL},
		{"lock_timeout=-1", TN_E_URL},
		{"lock_timeout=1s", TN_E_URL},
		{"storage_engine=a b", TN_E_URL},
		{"storage_engine=innodb", 0},
		{"storage_engine=MyISAM", TN_E_UNSUPPORTED},
		{"ssl_mode=disable", 0},
		{"ssl_mode=prefer", 0},
		{"ssl_mode=verify-full&sslrootcert=/nowhere/ca.pem", TN_E_TLS},
	};
	size_t i;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int rc = open_code("mysql", rows[i].options, TN_FACT_LOCAL);
		ck_assert_msg(rc == rows[i].code, "%s: %d %s", rows[i].options, rc, my_test_fault.message);
	}
	/* A host that is not local is verified unless told otherwise; the test server's certificate fails. */
	ck_assert_int_eq(open_code("mysql", NULL, 0), TN_E_TLS);
}
END_TEST

START_TEST(tls_is_checked)
{
	int rc;
	struct tn_be_conn *c = my_test_try("mysql", "ssl_mode=require", TN_FACT_LOCAL, &rc);
	if (rc == 0)
		ck_assert(c->server.facts & TN_FACT_TLS);
	else
		ck_assert_int_eq(rc, TN_E_TLS);
	my_test_close(c);
}
END_TEST

TCase *my_test_errors(void)
{
	TCase *t = tcase_create("errors");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, codes_and_names);
	tcase_add_test(t, syntax_position);
	tcase_add_test(t, deadlock);
	tcase_add_test(t, killed);
	tcase_add_test(t, connects_that_fail);
	tcase_add_test(t, url_keys);
	tcase_add_test(t, tls_is_checked);
	return t;
}
