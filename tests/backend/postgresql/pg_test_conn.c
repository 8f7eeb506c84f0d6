/* SPDX-License-Identifier: MIT */
/*
 * pg_test_conn.c - connecting, failing to connect, sessions, cancel, death.
 *
 * The test of passwords needs a line in pg_hba.conf that asks the user
 * pgt_scram for one, the test of TLS a server that has it; without them those
 * tests are left out and say so.
 */
#include "pg_harness.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

START_TEST(probe_tells)
{
	struct tn_be_conn *c = pgt_open(NULL);

	ck_assert_uint_eq(c->round_trips, 0);
	ck_assert_str_eq(c->server.product, "PostgreSQL");
	ck_assert_int_ge(c->server.version_number, PG_MIN_VERSION);
	ck_assert_int_eq(c->server.version_number, PQserverVersion(c->backend->native(c)) / 10000 * 10000 +
						   PQserverVersion(c->backend->native(c)) % 10000 * 100);
	ck_assert_uint_eq(c->server.facts & (TN_FACT_READ_ONLY | TN_FACT_POOLED), 0);
	ck_assert_int_eq(c->server.caps.limits[TN_LIMIT_BIND_PARAMS], 65535);
	ck_assert_int_eq(strncmp(c->backend->client_version(), "libpq 1", 7), 0);
	ck_assert_int_eq(c->backend->ping(c), 0);
	ck_assert_uint_eq(c->round_trips, 1);
	ck_assert_int_eq(c->backend->tx_status(c), TN_BE_TX_IDLE);
	pgt_close(c);
}
END_TEST

/* The settings are there from the connect on, and RESET goes back to them. */
START_TEST(session_is_pinned)
{
	static const char sql[] =
		"SELECT (current_setting('TimeZone') = 'UTC')::int "
		"+ (current_setting('DateStyle') = 'ISO, MDY')::int "
		"+ (current_setting('IntervalStyle') = 'postgres')::int "
		"+ (current_setting('client_encoding') = 'UTF8')::int "
		"+ (current_setting('application_name') = 'tenon tests')::int "
		"+ (current_setting('search_path') = '\"a b\", \"c\\d\"')::int "
		"+ (current_setting('statement_timeout') = '12345ms')::int "
		"+ (current_setting('lock_timeout') = '1s')::int";
	static const char *const options[] = {"search_path", "\"a b\", \"c\\d\"",
					      "statement_timeout", "12345", "lock_timeout", "1000", NULL};
	struct tn_be_conn *c = pgt_open(options);

	ck_assert_int_eq(pgt_int(c, sql), 8);
	pgt_do(c, "SET TimeZone = 'Asia/Tokyo'");
	pgt_do(c, "SET DateStyle = 'German'");
	pgt_do(c, "SET search_path = public");
	pgt_do(c, "RESET ALL");
	ck_assert_int_eq(pgt_int(c, sql), 8);
	pgt_close(c);
}
END_TEST

/* The dialect's own texts run, and what they read matches what they expect. */
START_TEST(session_rows_run)
{
	static const char *const pooled[] = {"prepared", "off", NULL};
	int round;

	for (round = 0; round < 2; round++) {
		struct tn_be_conn *c = pgt_open(round ? pooled : NULL);
		const struct tn_dialect *d = c->dialect;
		size_t i;
		for (i = 0; i < d->session_count; i++) {
			const struct tn_session_row *r = &d->session[i];
			char sql[512];
			unsigned facts = c->server.facts;
			if ((facts & r->need_facts) != r->need_facts || (facts & r->unless_facts))
				continue;
			if (r->set) {
				snprintf(sql, sizeof(sql), "%s%s", d->session_syntax.set_prefix, r->set);
				pgt_do(c, sql);
			}
			snprintf(sql, sizeof(sql), "%s(lower(%s) = lower('%s'))::int",
				 d->session_syntax.get_prefix, r->get, r->expected ? r->expected : "");
			if (r->match != TN_MATCH_READ)
				ck_assert_msg(pgt_int(c, sql) == 1, "%s", r->name);
			else
				pgt_do(c, sql);
		}
		for (i = 0; i < d->begin_count; i++) {
			pgt_do(c, d->begins[i].begin);
			ck_assert_int_eq(c->backend->tx_status(c), TN_BE_TX_OPEN);
			pgt_do(c, d->rollback);
		}
		pgt_close(c);
	}
}
END_TEST

START_TEST(types_of_the_dialect_create)
{
	struct tn_be_conn *c = pgt_open(NULL);
	const struct tn_dialect *d = c->dialect;
	char sql[256];
	size_t i;

	for (i = 0; i < d->type_count; i++) {
		const char *ddl = d->types[i].ddl;
		if (strstr(ddl, "$l"))
			ddl = strstr(ddl, "$s") ? "NUMERIC(10,2)" : "VARCHAR(5) COLLATE \"C\"";
		snprintf(sql, sizeof(sql), "CREATE TEMP TABLE t%zu (c %s NOT NULL)", i, ddl);
		pgt_do(c, sql);
	}
	pgt_close(c);
}
END_TEST

START_TEST(table_exists_query)
{
	static const uint8_t kind[] = {TN_KIND_TEXT};
	struct tn_be_conn *c = pgt_open(NULL);
	tn_value name = tn_text("pgt_there");
	const char *text = c->dialect->table_exists, *mark = strchr(text, '?');
	struct tn_be_stmt *s;
	char sql[1024];

	pgt_do(c, "DROP TABLE IF EXISTS pgt_there");
	ck_assert_ptr_nonnull(mark);
	snprintf(sql, sizeof(sql), "%.*s$1%s", (int)(mark - text), text, mark + 1);
	s = pgt_new(c, sql, kind, 1, 0);
	ck_assert_int_eq(c->backend->execute(s, &name, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(c->backend->next(s), TN_DONE);
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_do(c, "CREATE TABLE pgt_there (i int)");
	ck_assert_int_eq(c->backend->execute(s, &name, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(c->backend->next(s), TN_ROW);
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
	pgt_do(c, "DROP TABLE pgt_there");
	pgt_close(c);
}
END_TEST

START_TEST(notices_arrive)
{
	struct tn_be_conn *c = pgt_open(NULL);

	pgt_do(c, "DROP TABLE IF EXISTS pgt_not_there");
	ck_assert_int_eq(pgt_notices, 1);
	ck_assert_int_eq(pgt_notice_severity, TN_NOTICE);
	ck_assert_ptr_nonnull(strstr(pgt_notice_text, "pgt_not_there"));
	pgt_do(c, "DO $$BEGIN RAISE WARNING 'careful'; END$$");
	ck_assert_int_eq(pgt_notice_severity, TN_WARNING);
	ck_assert_str_eq(pgt_notice_text, "careful");
	pgt_close(c);
}
END_TEST

/* A server that is gone: in the middle of a stream, and between statements. */
START_TEST(the_server_goes_away)
{
	struct tn_be_conn *killer = pgt_open(NULL), *c;
	char sql[128];
	struct tn_be_stmt *s;
	int round, rc;

	for (round = 0; round < 2; round++) {
		c = pgt_open(NULL);
		s = pgt_new(c, "SELECT i, repeat('x', 1000) FROM generate_series(1, 1000000) i", NULL, 0, 0);
		if (round) {
			ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_STREAM, 0), 1);
			ck_assert_int_eq(c->backend->next(s), TN_ROW);
		}
		snprintf(sql, sizeof(sql), "SELECT pg_terminate_backend(%d)",
			 PQbackendPID(c->backend->native(c)));
		pgt_do(killer, sql);
		pgt_clear();
		rc = round ? 1 : c->backend->execute(s, NULL, TN_BE_STREAM, 0);
		while (rc > 0)
			rc = c->backend->next(s);
		ck_assert_int_eq(rc, TN_E_DISCONNECTED);
		ck_assert(pgt_fault.flags & TN_ERR_DEAD);
		ck_assert_int_eq(c->dead, 1);
		ck_assert_int_eq(c->backend->finish(s), 0);
		pgt_free(s);
		c->backend->close(c);
		free(c);
	}
	pgt_close(killer);
}
END_TEST

static void *cancel_soon(void *arg)
{
	struct tn_be_conn *c = arg;

	usleep(200000);
	c->backend->cancel(c);
	return NULL;
}

START_TEST(cancel_and_timeout)
{
	struct tn_be_conn *c = pgt_open(NULL);
	pthread_t thread;

	ck_assert_int_eq(pthread_create(&thread, NULL, cancel_soon, c), 0);
	ck_assert_int_eq(pgt_run(c, "SELECT pg_sleep(30)"), TN_E_CANCELLED);
	pthread_join(thread, NULL);
	ck_assert_str_eq(pgt_fault.sqlstate, "57014");
	/* one that comes too late is forgotten */
	ck_assert_int_eq(c->backend->cancel(c), 0);
	c->backend->resume(c);
	pgt_do(c, "SET statement_timeout = 100");
	ck_assert_int_eq(pgt_run(c, "SELECT pg_sleep(30)"), TN_E_TIMEOUT);
	ck_assert_int_eq(pgt_int(c, "SELECT 1"), 1);
	pgt_close(c);
}
END_TEST

/* Behind a proxy nothing stays on the server, and the cells are the same. */
START_TEST(pooled_mode)
{
	static const char *const pooled[] = {"prepared", "off", NULL};
	static const char *const refused[] = {"prepared", "off", "search_path", "x", NULL};
	static const uint8_t kinds[] = {TN_KIND_INT, TN_KIND_TEXT, TN_KIND_NUMERIC};
	struct tn_be_conn *c = pgt_open(pooled);
	struct tn_be_target t = pgt_target();
	tn_value v[] = {tn_int(5), tn_text("abc"), tn_numeric("1.50")};
	struct tn_be_stmt *s;
	uint64_t before;
	int rc, i;

	ck_assert(c->server.facts & TN_FACT_POOLED);
	s = pgt_new(c, "SELECT $1 * 2, $2::text, $3, now() IS NOT NULL", kinds, 3, 0);
	before = c->round_trips;
	for (i = 0; i < 3; i++) {
		ck_assert_int_eq(c->backend->execute(s, v, TN_BE_STREAM, 0), 1);
		ck_assert_int_eq(c->backend->next(s), TN_ROW);
		ck_assert_int_eq(s->cells[0].u.i, 10);
		ck_assert_str_eq(s->cells[1].u.s, "abc");
		ck_assert_str_eq(s->cells[2].u.s, "1.50");
		ck_assert_int_eq(s->cells[3].kind, TN_KIND_BOOL);
		ck_assert_int_eq(c->backend->finish(s), 0);
	}
	ck_assert_uint_eq(c->round_trips, before + 3);
	pgt_free(s);
	ck_assert_int_eq(pgt_int(c, "SELECT count(*) FROM pg_prepared_statements"), 0);
	pgt_close(c);
	ck_assert_ptr_null(pgt_try_open(&t, refused, &rc));
	ck_assert_int_eq(rc, TN_E_URL);
	t.flags = TN_OPEN_POOLED_PROXY;
	c = pgt_try_open(&t, NULL, &rc);
	ck_assert_ptr_nonnull(c);
	ck_assert(c->server.facts & TN_FACT_POOLED);
	pgt_close(c);
}
END_TEST

START_TEST(read_only_open)
{
	struct tn_be_target t = pgt_target();
	struct tn_be_conn *c;
	int rc;

	t.flags = TN_OPEN_READ_ONLY;
	c = pgt_try_open(&t, NULL, &rc);
	ck_assert_ptr_nonnull(c);
	ck_assert(c->server.facts & TN_FACT_READ_ONLY);
	ck_assert_int_eq(pgt_run(c, "CREATE TABLE pgt_no (i int)"), TN_E_READ_ONLY);
	pgt_do(c, "BEGIN ISOLATION LEVEL SERIALIZABLE");
	ck_assert_int_eq(pgt_run(c, "CREATE TABLE pgt_no (i int)"), TN_E_READ_ONLY);
	pgt_do(c, "ROLLBACK");
	pgt_close(c);
}
END_TEST

/* ---- connects that fail ---------------------------------------------------- */

static void expect_refusal(struct tn_be_target *t, const char *const *options, int code, const char *state)
{
	int rc;
	struct tn_be_conn *c = pgt_try_open(t, options, &rc);

	ck_assert_ptr_null(c);
	ck_assert_msg(rc == code, "%d instead of %d: %s", rc, code, pgt_fault.message);
	ck_assert_str_eq(pgt_fault.sqlstate, state);
	ck_assert_ptr_null(strchr(pgt_fault.message, '\n'));
	ck_assert_ptr_null(strstr(pgt_fault.message, "wrongsecret"));
}

/* A port of this machine where nobody listens, or where somebody listens and says nothing. */
static int make_port(int listening, unsigned *port)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	if (listening)
		ck_assert_int_eq(listen(fd, 4), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&a, &n), 0);
	*port = ntohs(a.sin_port);
	return fd;
}

START_TEST(connect_failures)
{
	static const char *const require[] = {"sslmode", "require", NULL};
	static const char *const verify_ca[] = {"sslmode", "verify-ca", NULL};
	static const char *const no_root[] = {"sslmode", "verify-full",
					      "sslrootcert", "/nonexistent.pem", NULL};
	static const char *const no_crl[] = {"sslcrl", "/nonexistent.pem", NULL};
	static const char *const standby[] = {"target_session_attrs", "standby", NULL};
	struct tn_be_target t = pgt_target();
	int fd = make_port(0, &t.port);

	expect_refusal(&t, NULL, TN_E_CONNECT, "");
	close(fd);
	t = pgt_target();
	fd = make_port(1, &t.port);
	t.connect_timeout = 1;
	expect_refusal(&t, NULL, TN_E_TIMEOUT, "");
	close(fd);
	t = pgt_target();
	t.host = "no-such-host.invalid";
	expect_refusal(&t, NULL, TN_E_CONNECT, "");
	t.host = "/nonexistent/folder";
	expect_refusal(&t, NULL, TN_E_CONNECT, "");
	t = pgt_target();
	t.database = "pgt no such = database";
	expect_refusal(&t, NULL, TN_E_NO_DATABASE, "3D000");
	ck_assert_ptr_nonnull(strstr(pgt_fault.message, "pgt no such = database"));
	t = pgt_target();
	t.user = "pgt_nobody";
	expect_refusal(&t, NULL, TN_E_AUTH, "28000");
	t = pgt_target();
	expect_refusal(&t, verify_ca, TN_E_TLS, "");
	expect_refusal(&t, no_crl, TN_E_TLS, "");
	expect_refusal(&t, standby, TN_E_WRONG_NODE, "");
	if (t.host[0] != '/') {
		struct tn_be_conn *c = pgt_open(NULL);
		int tls = (c->server.facts & TN_FACT_TLS) != 0;
		pgt_close(c);
		expect_refusal(&t, no_root, TN_E_TLS, "");
		if (!tls) {
			expect_refusal(&t, require, TN_E_TLS, "");
			t.facts = 0; /* as a host far away: the default is to verify */
			expect_refusal(&t, NULL, TN_E_TLS, "");
		}
	}
}
END_TEST

START_TEST(passwords)
{
	struct tn_be_conn *admin = pgt_open(NULL), *c;
	struct tn_be_target t = pgt_target();
	int rc, asked = pgt_int(admin, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = "
				       "'scram-sha-256' AND 'pgt_scram' = ANY(user_name)") > 0;

	if (!asked) {
		fprintf(stderr, "SKIPPED: passwords: pg_hba.conf asks user 'pgt_scram' for none\n");
		pgt_close(admin);
		return;
	}
	pgt_do(admin, "DROP ROLE IF EXISTS pgt_scram");
	pgt_do(admin, "CREATE ROLE pgt_scram LOGIN PASSWORD 'right one' CONNECTION LIMIT 1");
	t.user = "pgt_scram";
	t.password = "wrongsecret";
	expect_refusal(&t, NULL, TN_E_AUTH, "28P01");
	t.password = NULL;
	expect_refusal(&t, NULL, TN_E_AUTH, "");
	t.password = "right one";
	c = pgt_try_open(&t, NULL, &rc);
	ck_assert_msg(c != NULL, "%s", pgt_fault.message);
	rc = pgt_run(c, "SELECT 1");
	ck_assert_int_eq(rc, 0);
	{
		/* the limit of one connection is reached */
		struct tn_be_conn *again = calloc(1, c->backend->conn_size);
		again->backend = c->backend;
		again->host = c->host;
		pgt_clear();
		ck_assert_int_eq(c->backend->open(again, &t), TN_E_RESOURCES);
		c->backend->close(again);
		free(again);
	}
	pgt_close(c);
	usleep(100000);
	pgt_do(admin, "DROP ROLE pgt_scram");
	pgt_close(admin);
}
END_TEST

/* The server's certificate is for 127.0.0.1 and signed by the file that TENON_TEST_PG_CA names. */
START_TEST(tls)
{
	const char *ca = getenv("TENON_TEST_PG_CA");
	const char *verify[] = {"sslrootcert", ca, NULL};
	static const char *const off[] = {"sslmode", "disable", NULL};
	struct tn_be_target t = pgt_target();
	struct tn_be_conn *c;
	int rc;

	if (!ca) {
		fprintf(stderr, "SKIPPED: tls: TENON_TEST_PG_CA is not set\n");
		return;
	}
	t.facts = 0; /* as a host far away: the default is to verify */
	c = pgt_try_open(&t, verify, &rc);
	ck_assert_msg(c != NULL, "%s", pgt_fault.message);
	ck_assert(c->server.facts & TN_FACT_TLS);
	pgt_close(c);
	expect_refusal(&t, NULL, TN_E_TLS, ""); /* not known to the system's authorities */
	t.host = "localhost";
	expect_refusal(&t, verify, TN_E_TLS, ""); /* another name */
	c = pgt_try_open(&t, off, &rc);
	ck_assert_msg(c != NULL, "%s", pgt_fault.message);
	ck_assert_uint_eq(c->server.facts & TN_FACT_TLS, 0);
	pgt_close(c);
}
END_TEST

/* The environment of the client library changes nothing, or is refused by its name. */
START_TEST(environment)
{
	struct tn_be_target t = pgt_target();
	struct tn_be_conn *c;

	setenv("PGSSLMODE", "verify-full", 1);
	setenv("PGOPTIONS", "-c statement_timeout=777", 1);
	setenv("PGPORT", "1", 1);
	setenv("PGUSER", "pgt_nobody", 1);
	setenv("PGDATABASE", "pgt_nothing", 1);
	setenv("PGAPPNAME", "other", 1);
	setenv("PGCLIENTENCODING", "LATIN1", 1);
	setenv("PGHOST", "no-such-host.invalid", 1);
	c = pgt_open(NULL);
	ck_assert_int_eq(pgt_int(c, "SELECT (current_setting('statement_timeout') = '0')::int + "
				 "(current_setting('client_encoding') = 'UTF8')::int + "
				 "(current_setting('TimeZone') = 'UTC')::int + "
				 "(current_setting('DateStyle') = 'ISO, MDY')::int + "
				 "(current_setting('application_name') = 'tenon tests')::int"), 5);
	pgt_close(c);
	setenv("PGHOSTADDR", "127.0.0.9", 1);
	expect_refusal(&t, NULL, TN_E_URL, "");
	ck_assert_ptr_nonnull(strstr(pgt_fault.message, "'PGHOSTADDR'"));
	unsetenv("PGHOSTADDR");
	setenv("PGPASSWORD", "wrongsecret", 1);
	expect_refusal(&t, NULL, TN_E_URL, "");
	unsetenv("PGPASSWORD");
	setenv("PGSERVICE", "elsewhere", 1);
	expect_refusal(&t, NULL, TN_E_URL, "");
}
END_TEST

/* Each allocation of an open fails in turn. */
START_TEST(no_memory_at_open)
{
	struct tn_be_target t = pgt_target();
	struct tn_be_conn *c = NULL;
	int at, rc;

	for (at = 1; !c; at++) {
		ck_assert_int_lt(at, 50);
		pgt_fail_at = at;
		c = pgt_try_open(&t, NULL, &rc);
		if (!c)
			ck_assert_int_eq(rc, TN_E_NOMEM);
	}
	pgt_fail_at = 0;
	pgt_close(c);
}
END_TEST

Suite *pgt_suite_conn(void)
{
	Suite *suite = suite_create("postgresql connections");
	TCase *tc = tcase_create("connections");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, probe_tells);
	tcase_add_test(tc, session_is_pinned);
	tcase_add_test(tc, session_rows_run);
	tcase_add_test(tc, types_of_the_dialect_create);
	tcase_add_test(tc, table_exists_query);
	tcase_add_test(tc, notices_arrive);
	tcase_add_test(tc, the_server_goes_away);
	tcase_add_test(tc, cancel_and_timeout);
	tcase_add_test(tc, pooled_mode);
	tcase_add_test(tc, read_only_open);
	tcase_add_test(tc, connect_failures);
	tcase_add_test(tc, passwords);
	tcase_add_test(tc, tls);
	tcase_add_test(tc, environment);
	tcase_add_test(tc, no_memory_at_open);
	suite_add_tcase(suite, tc);
	return suite;
}
