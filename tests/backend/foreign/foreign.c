/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/foreign/foreign.c - runs the suite, and the case that every server with
 * sessions has: a link that breaks while foreign keys are out of force.
 */
#include "tests/backend/foreign/foreign_test.h"
#include <stdio.h>
#include <string.h>
#include "tests/support/suite_run.h"

int foreign_is(const char *backend)
{
	const char *url = tn_test_url();
	size_t n = strlen(backend);
	if (!strcmp(backend, "mysql") && !strncmp(url, "mariadb:", 8))
		return 1;
	return !strncmp(url, backend, n) && url[n] == ':';
}

static const char *native(const char *sql)
{
	static char text[4000];
	snprintf(text, sizeof text, "%s%s", TN_NATIVE_MARK, sql);
	return text;
}

void foreign_run(tn_conn *db, const char *sql)
{
	int rc = tn_exec(db, native(sql), NULL, NULL, tn_test_err());
	ck_assert_msg(rc >= 0, "%s: %s", sql, tn_test_failure(rc));
}

const char *foreign_text(tn_conn *db, const char *sql)
{
	static char texts[2][4000];
	static unsigned turn;
	char *out = texts[turn++ & 1];
	tn_value v;
	int rc = tn_query_value(db, native(sql), NULL, &v, tn_test_err());
	ck_assert_msg(rc >= 0, "%s: %s", sql, tn_test_failure(rc));
	tn_value_format(&v, out, sizeof texts[0]);
	tn_value_free(&v);
	return out;
}

int64_t foreign_int(tn_conn *db, const char *sql)
{
	tn_value v;
	int rc = tn_query_value(db, native(sql), NULL, &v, tn_test_err());
	ck_assert_msg(rc == TN_ROW && v.kind == TN_KIND_INT, "%s: %s", sql, tn_test_failure(rc));
	return v.u.i;
}

int foreign_count(tn_conn *db, const char *table, const char *constraint, unsigned *flags)
{
	const tn_fk_violation *v;
	tn_fk_check *check = NULL;
	int n = 0, rc;
	ck_tn_ok(tn_check_foreign_keys(db, table, NULL, &check, tn_test_err()));
	while ((rc = tn_fk_check_next(check, &v, tn_test_err())) == TN_ROW) {
		if (constraint && strcmp(v->constraint, constraint) != 0)
			continue;
		n++;
		if (flags)
			*flags = v->flags;
	}
	ck_assert_msg(rc == TN_DONE, "%s", tn_test_failure(rc));
	ck_tn_ok(tn_fk_check_finish(check, tn_test_err()));
	return n;
}

int foreign_work(tn_conn *db, void *statements, tn_error **err)
{
	const char *const *s = statements;
	int rc = TN_OK;
	for (; rc >= 0 && *s; s++)
		rc = tn_exec(db, *s, NULL, NULL, err);
	return rc;
}

/* ---- a link that breaks ---------------------------------------------------------- */

static const struct {
	const char *backend, *own_id, *kill, *end;
} killers[] = {
	{"postgresql", "SELECT pg_backend_pid()", "SELECT pg_terminate_backend(", ")"},
	{"mysql", "SELECT CAST(CONNECTION_ID() AS SIGNED)", "KILL ", ""},
};

struct kill {
	tn_conn *other;
	unsigned runs, deaths;
	size_t i;
};

static int dies(tn_conn *db, void *arg, tn_error **err)
{
	struct kill *k = arg;
	char text[100];
	int rc = tn_exec(db, "INSERT INTO child VALUES (1, 1)", NULL, NULL, err);
	if (k->runs++ < k->deaths) {
		snprintf(text, sizeof text, "%s%lld%s", killers[k->i].kill,
			 (long long)foreign_int(db, killers[k->i].own_id), killers[k->i].end);
		tn_exec(k->other, native(text), NULL, NULL, NULL);
	}
	if (rc >= 0)
		rc = tn_exec(db, "INSERT INTO parent VALUES (1)", NULL, NULL, err);
	return rc;
}

static void broken(unsigned deaths, int wanted)
{
	tn_tx_options o = {.size = sizeof o, .max_attempts = 2};
	tn_conn *db = tn_test_open_shared();
	struct kill k = {.deaths = deaths};
	while (!foreign_is(killers[k.i].backend))
		k.i++;
	k.other = tn_test_open_shared();
	ck_tn_ok(tn_exec(db, "CREATE TABLE parent (id BIGINT PRIMARY KEY)", NULL, NULL, tn_test_err()));
	ck_tn_ok(tn_exec(db, "CREATE TABLE child (id BIGINT PRIMARY KEY, p BIGINT REFERENCES parent (id))", NULL, NULL,
			 tn_test_err()));
	ck_assert_int_eq(tn_without_foreign_keys(db, &o, dies, &k, tn_test_err()), wanted);
	ck_assert_uint_eq(k.runs, 2);
	ck_assert_int_eq(foreign_int(k.other, "SELECT COUNT(*) FROM child"),
			 wanted < 0 ? 0 : 1);
	ck_tn_err(tn_exec(k.other, "INSERT INTO child VALUES (2, 2)", NULL, NULL, tn_test_err()), TN_E_FOREIGN_KEY);
	if (wanted >= 0)
		ck_tn_err(tn_exec(db, "INSERT INTO child VALUES (2, 2)", NULL, NULL, tn_test_err()), TN_E_FOREIGN_KEY);
	tn_close(k.other);
	tn_close(db);
}

START_TEST(the_link_breaks_once)
{
	broken(1, TN_OK);
}
END_TEST

START_TEST(the_link_breaks_each_time)
{
	broken(2, TN_E_DISCONNECTED);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("foreign keys of servers");
	TCase *tc = tcase_create("links");
	int rc = tn_test_begin();
	if (rc)
		return rc;
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 60);
	/* A file has no sessions. */
	if (!foreign_is("sqlite")) {
		tcase_add_test(tc, the_link_breaks_once);
		tcase_add_test(tc, the_link_breaks_each_time);
	}
	suite_add_tcase(s, tc);
	if (foreign_is("sqlite"))
		suite_add_tcase(s, foreign_sqlite_case());
	if (foreign_is("postgresql"))
		suite_add_tcase(s, foreign_postgresql_case());
	if (foreign_is("mysql"))
		suite_add_tcase(s, foreign_mysql_case());
	return suite_run(s);
}
