/* SPDX-License-Identifier: MIT */
/* tests/sql/test_native_parse.c - verbs, effects, bodies, names, and running out of memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/conn.h>
#include <tenon/stmt.h>
#include "sql_text.h"

static const struct {
	const struct tn_dialect *dialect;
	const char *text;
	const char *verb;
	int effect;
} verbs[] = {
	{&alpha, "select 1", "SELECT", TN_IR_OTHER},
	{&alpha, " /* a */ -- b\n insert into t values (1)", "INSERT", TN_IR_OTHER},
	{&alpha, "((SELECT 1)) UNION SELECT 2", "SELECT", TN_IR_OTHER},
	{&alpha, "BEGIN", "BEGIN", TN_IR_TX_CONTROL},
	{&alpha, "begin immediate", "BEGIN", TN_IR_TX_CONTROL},
	{&alpha, "START /* x */ TRANSACTION READ ONLY", "START", TN_IR_TX_CONTROL},
	{&beta, "START REPLICA", "START", TN_IR_OTHER},
	{&alpha, "commit;", "COMMIT", TN_IR_TX_CONTROL},
	{&alpha, "END", "END", TN_IR_TX_CONTROL},
	{&alpha, "Rollback to savepoint a", "ROLLBACK", TN_IR_TX_CONTROL},
	{&alpha, "SAVEPOINT a", "SAVEPOINT", TN_IR_TX_CONTROL},
	{&alpha, "RELEASE a", "RELEASE", TN_IR_TX_CONTROL},
	{&alpha, "ABORT", "ABORT", TN_IR_TX_CONTROL},
	{&alpha, "PREPARE TRANSACTION 'a'", "PREPARE", TN_IR_TX_CONTROL},
	{&alpha, "PREPARE a AS SELECT 1", "PREPARE", TN_IR_OTHER},
	{&alpha, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SET", TN_IR_TX_CONTROL},
	{&beta, "SET @@session.autocommit = 0", "SET", TN_IR_TX_CONTROL},
	{&beta, "SET names utf8", "SET", TN_IR_OTHER},
	{&beta, "XA START 'a'", "XA", TN_IR_TX_CONTROL},
	{&alpha, "BEGINNING", "BEGINNING", TN_IR_OTHER},
	{&alpha, "\"BEGIN\"", "", TN_IR_OTHER},
	{&alpha, "SELECT CASE WHEN a THEN b END", "SELECT", TN_IR_OTHER},
	{&alpha, "CREATE TABLE t (a int)", "CREATE", TN_IR_OTHER},
	{&beta, "create table t (a int)", "CREATE", TN_IR_SCHEMA},
	{&beta, "CREATE TEMPORARY TABLE t (a int)", "CREATE", TN_IR_OTHER},
	{&beta, "CREATE TEMPORARY VIEW t", "CREATE", TN_IR_SCHEMA},
	{&beta, "LOCK TABLES t WRITE", "LOCK", TN_IR_SCHEMA},
	{&beta, "LOCK t", "LOCK", TN_IR_OTHER},
	{&beta, "DROPX t", "DROPX", TN_IR_OTHER},
	{&gamma_, "set a = 1", "SET", TN_IR_SESSION},
	{&gamma_, "SET /* x */ LOCAL a = 1", "SET", TN_IR_OTHER},
	{&gamma_, "SET TRANSACTION READ ONLY", "SET", TN_IR_TX_CONTROL},
	{&gamma_, "USE a", "USE", TN_IR_SESSION},
	{&gamma_, "SELECT 'SET a = 1'", "SELECT", TN_IR_OTHER},
	/* bodies hold semicolons */
	{&gamma_, "CREATE TRIGGER a AFTER INSERT ON b BEGIN DELETE FROM c; DELETE FROM d; END;",
	 "CREATE", TN_IR_OTHER},
	{&gamma_, "CREATE TEMP TRIGGER IF NOT EXISTS a AFTER INSERT ON b BEGIN DELETE FROM c; END",
	 "CREATE", TN_IR_OTHER},
	{&beta, "CREATE DEFINER=`a`@`b` PROCEDURE p() BEGIN SELECT 1; SELECT 2; END", "CREATE", TN_IR_SCHEMA},
	{&alpha, "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT $1; END",
	 "CREATE", TN_IR_OTHER},
	{&alpha, "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)", "CREATE", TN_IR_OTHER},
	{&beta, "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END", "BEGIN", TN_IR_OTHER},
	{&beta, "ALTER EVENT e DO BEGIN SELECT 1; END", "ALTER", TN_IR_OTHER},
};

START_TEST(verb_and_effect)
{
	struct parsed p;

	parse(&p, verbs[_i].dialect, &no_limits, verbs[_i].text, strlen(verbs[_i].text));
	ck_assert_msg(p.rc == TN_OK, "%s: %s", verbs[_i].text, tn_error_message(p.err));
	ck_assert_str_eq(p.stmt->verb, verbs[_i].verb);
	ck_assert_msg(p.stmt->effect == verbs[_i].effect, "%s: %u", verbs[_i].text, p.stmt->effect);
	parsed_release(&p);
}
END_TEST

START_TEST(names_in_order)
{
	static const char text[] = "SELECT :b, :a, :b, :ab, :a";
	static const int32_t args[] = {0, 1, 0, 2, 1, -1};
	struct parsed p;
	uint32_t i;

	parse(&p, &alpha, &no_limits, text, strlen(text));
	ck_assert_int_eq(p.rc, TN_OK);
	ck_assert_uint_eq(p.stmt->arg_count, 3);
	ck_assert_str_eq(p.stmt->arg_names[0], "b");
	ck_assert_str_eq(p.stmt->arg_names[1], "a");
	ck_assert_str_eq(p.stmt->arg_names[2], "ab");
	ck_assert_uint_eq(p.stmt->piece_count, 6);
	for (i = 0; i < 6; i++)
		ck_assert_int_eq(p.stmt->pieces[i].arg, args[i]);
	parsed_release(&p);
}
END_TEST

START_TEST(positional_has_no_names)
{
	struct parsed p;

	parse(&p, &alpha, &no_limits, "SELECT ?", 8);
	ck_assert_int_eq(p.rc, TN_OK);
	ck_assert_ptr_null(p.stmt->arg_names);
	parsed_release(&p);
}
END_TEST

START_TEST(native_mark_is_dropped)
{
	static const char text[] = TN_NATIVE("SELECT ?, '");
	struct parsed p;

	parse(&p, &alpha, &no_limits, text, strlen(text) - 3);
	ck_assert_int_eq(p.rc, TN_OK);
	ck_assert_str_eq(p.stmt->source, "SELECT ?");
	parsed_release(&p);
	/* positions count from what the error shows */
	parse(&p, &alpha, &no_limits, text, strlen(text));
	ck_assert_int_eq(p.rc, TN_E_SYNTAX);
	ck_assert_str_eq(tn_error_sql(p.err), "SELECT ?, '");
	ck_assert_uint_eq(tn_error_position(p.err), 11);
	parsed_release(&p);
}
END_TEST

/* A text with n names, each twice. */
static char *many_names(unsigned n)
{
	char *text = malloc(n * 20 + 20), *c = text;
	unsigned i, twice;

	ck_assert_ptr_nonnull(text);
	c += sprintf(c, "SELECT 0");
	for (twice = 0; twice < 2; twice++)
		for (i = 0; i < n; i++)
			c += sprintf(c, ",:n%u", i);
	return text;
}

START_TEST(thousands_of_names)
{
	char *text = many_names(20000), name[16];
	struct tn_rendered r;
	struct parsed p;
	uint32_t i;

	parse(&p, &beta, &no_limits, text, strlen(text));
	ck_assert_int_eq(p.rc, TN_OK);
	ck_assert_uint_eq(p.stmt->arg_count, 20000);
	for (i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "n%u", (unsigned)i);
		ck_assert_str_eq(p.stmt->arg_names[i], name);
	}
	ck_assert_int_eq(tn__sql_render(&p.arena, p.stmt, &beta, &r, &p.err), TN_OK);
	ck_assert_uint_eq(r.arg_count, 40000);
	ck_assert_uint_eq(r.args[39999], 19999);
	parsed_release(&p);
	free(text);
}
END_TEST

START_TEST(too_many_markers)
{
	size_t n = 65537, len = 7 + 2 * n;
	char *text = malloc(len);
	struct parsed p;
	size_t i;

	ck_assert_ptr_nonnull(text);
	memcpy(text, "SELECT ", 7);
	for (i = 0; i < n; i++)
		memcpy(text + 7 + 2 * i, "?,", 2);
	parse(&p, &alpha, &no_limits, text, len);
	ck_assert_int_eq(p.rc, TN_E_LIMIT);
	ck_assert_uint_eq(tn_error_position(p.err), 7 + 2 * 65536 + 1);
	parsed_release(&p);
	parse(&p, &alpha, &no_limits, text, len - 2);
	ck_assert_int_eq(p.rc, TN_OK);
	ck_assert_uint_eq(p.stmt->arg_count, 65536);
	parsed_release(&p);
	free(text);
}
END_TEST

/* ---- memory ------------------------------------------------------------------- */

START_TEST(every_allocation_fails)
{
	char *text = many_names(300);
	struct tn_rendered r;
	struct parsed p;
	unsigned long n;
	int rc;

	scarce_install();
	for (n = 1; n < 3000; n++) {
		until_failure = n;
		parse(&p, &alpha, &no_limits, text, strlen(text));
		rc = p.rc;
		if (!rc)
			rc = tn__sql_render(&p.arena, p.stmt, &alpha, &r, &p.err);
		ck_assert(rc == TN_OK || rc == TN_E_NOMEM);
		ck_assert_int_eq(tn_error_code(p.err), rc);
		parsed_release(&p);
		if (rc == TN_OK)
			break;
	}
	ck_assert_uint_gt(n, 3);
	ck_assert_uint_lt(n, 3000);
	free(text);
}
END_TEST

TCase *parse_cases(void)
{
	TCase *tc = tcase_create("parse");

	tcase_add_loop_test(tc, verb_and_effect, 0, (int)(sizeof(verbs) / sizeof(verbs[0])));
	tcase_add_test(tc, names_in_order);
	tcase_add_test(tc, positional_has_no_names);
	tcase_add_test(tc, native_mark_is_dropped);
	tcase_add_test(tc, thousands_of_names);
	tcase_add_test(tc, too_many_markers);
	tcase_add_test(tc, every_allocation_fails);
	return tc;
}
