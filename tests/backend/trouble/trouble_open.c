/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/trouble/trouble_open.c - connections that cannot be had, for
 * servers with sessions: nobody there, nobody who answers, nobody who knows us, no
 * room.
 */
#include "tests/backend/trouble/trouble.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A port of this machine where nobody listens, or where somebody listens and says nothing. */
static int make_port(int listening, char *host, size_t size)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	socklen_t n = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	if (listening)
		ck_assert_int_eq(listen(fd, 4), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&a, &n), 0);
	snprintf(host, size, "127.0.0.1:%u", ntohs(a.sin_port));
	return fd;
}

/* Any user will do where nobody looks: one with a password that must not be seen. */
#define ANYBODY "tenon:" SECRET

/* Opens what cannot be opened; what the error says is checked by the caller. */
static int no_open(const char *url)
{
	tn_conn *db = (tn_conn *)&db;
	int rc = tn_open(&db, url, NULL, tn_test_err());
	ck_assert_msg(rc < 0, "%s could be opened", url);
	ck_assert_ptr_null(db);
	return rc;
}

START_TEST(nobody_listens)
{
	char host[64];
	int fd = make_port(0, host, sizeof host);
	trouble_expect(no_open(trouble_url(host, ANYBODY, NULL)), TN_E_CONNECT, 0, "127.0.0.1",
		       strchr(host, ':') + 1);
	close(fd);
}
END_TEST

START_TEST(nobody_of_that_name)
{
	trouble_expect(no_open(trouble_url("no-such-host.invalid", ANYBODY, NULL)), TN_E_CONNECT, 0,
		       "no-such-host.invalid");
}
END_TEST

START_TEST(nobody_answers)
{
	char host[64];
	int fd = make_port(1, host, sizeof host);
	int64_t began = trouble_now_ms(), took;
	trouble_expect(no_open(trouble_url(host, ANYBODY, "connect_timeout=1")), TN_E_TIMEOUT, 0, "127.0.0.1");
	took = trouble_now_ms() - began;
	ck_assert_int_ge(took, 900);
	ck_assert_int_le(took, 5000);
	close(fd);
}
END_TEST

/* The first host is down, silent or unknown; the second is the server of the run. */
START_TEST(second_host_serves)
{
	char dead[64], hosts[512];
	const char *real = strstr(tn_test_url(), "://") + 3, *end = real + strcspn(real, "/?"), *at;
	int fd = make_port(_i == 1, dead, sizeof dead);
	int64_t began = trouble_now_ms();
	tn_conn *db;
	for (at = end; at > real && at[-1] != '@'; at--)
		;
	snprintf(hosts, sizeof hosts, "%s,%.*s", _i == 2 ? "no-such-host.invalid" : dead, (int)(end - at), at);
	/* TLS is settled for each host: a name that is not local would want it. */
	db = tn_test_open_with(trouble_url(hosts, NULL, _i == 1 ? "connect_timeout=1" : NULL), NULL);
	trouble_is_alive(db);
	ck_assert_int_lt(trouble_now_ms() - began, 20000);
	tn_close(db);
	close(fd);
}
END_TEST

START_TEST(no_host_serves)
{
	char one[64], two[64], hosts[160];
	int a = make_port(0, one, sizeof one), b = make_port(0, two, sizeof two);
	snprintf(hosts, sizeof hosts, "%s,%s", one, two);
	trouble_expect(no_open(trouble_url(hosts, ANYBODY, NULL)), TN_E_CONNECT, 0, "no host",
		       "host 1 (127.0.0.1)",
		       "host 2 (127.0.0.1)");
	close(a);
	close(b);
}
END_TEST

/* A server that knows us and says no ends the search: the second host is not asked. */
START_TEST(a_refusal_ends_the_search)
{
	char dead[64], hosts[512];
	const char *real = strstr(tn_test_url(), "://") + 3, *end = real + strcspn(real, "/?"), *at;
	int fd = make_port(1, dead, sizeof dead);
	int64_t began = trouble_now_ms();
	for (at = end; at > real && at[-1] != '@'; at--)
		;
	snprintf(hosts, sizeof hosts, "%.*s,%s", (int)(end - at), at, dead);
	trouble_expect(no_open(trouble_url(hosts, "no_such_user:" SECRET, "connect_timeout=5")), TN_E_AUTH, 0,
		       "no_such_user");
	ck_assert_int_lt(trouble_now_ms() - began, 4000);
	close(fd);
}
END_TEST

START_TEST(no_such_user)
{
	trouble_expect(no_open(trouble_url(NULL, "no_such_user:" SECRET, NULL)), TN_E_AUTH, 0, "no_such_user");
}
END_TEST

START_TEST(no_such_database)
{
	char url[1024];
	const char *text = tn_test_url(), *query = strchr(text, '?');
	const char *slash = query ? query : text + strlen(text);
	while (slash > text && *slash != '/')
		slash--;
	snprintf(url, sizeof url, "%.*s/no_such_database%s", (int)(slash - text), text, query ? query : "");
	trouble_expect(no_open(url), TN_E_NO_DATABASE, 0, "no_such_database");
}
END_TEST

START_TEST(server_without_tls)
{
	static const char *const modes[] = {"require", "verify-full"};
	static const char *const ask[] = {"SELECT current_setting('ssl')",
					  "SELECT CASE @@have_ssl WHEN 'YES' THEN 'on' ELSE 'off' END"};
	tn_conn *db = tn_test_open();
	char option[64];
	tn_value v = TN_NULL;
	int has = tn_query_value(db, trouble_native(ask[trouble_is("mysql")]), NULL, &v, tn_test_err());
	/* Newer servers have no such variable: they make themselves a certificate. */
	ck_assert_msg(has == TN_ROW || has == TN_E_NO_OBJECT, "%s", tn_test_failure(has));
	has = has < 0 || !strcmp(v.u.s, "on");
	tn_value_free(&v);
	tn_test_skip_if(has, db, "this server has TLS");
	snprintf(option, sizeof option, "%s=%s", trouble_is("mysql") ? "ssl_mode" : "sslmode", modes[_i]);
	trouble_expect(no_open(trouble_url(NULL, NULL, option)), TN_E_TLS, 0, "TLS");
	tn_close(db);
}
END_TEST

/* ---- no room ---------------------------------------------------------------------- */

static const char *const make_user[][3] = {
	{"CREATE ROLE tenon_trouble LOGIN CONNECTION LIMIT 1 PASSWORD '" SECRET "'",
	 "GRANT ALL ON SCHEMA public TO tenon_trouble", "DROP OWNED BY tenon_trouble"},
	{"CREATE USER tenon_trouble@'%' IDENTIFIED BY '" SECRET "' WITH MAX_USER_CONNECTIONS 1",
	 "GRANT ALL ON *.* TO tenon_trouble@'%'", NULL},
};

static const char *drop_user(void)
{
	return trouble_is("mysql") ? "DROP USER tenon_trouble@'%'" : "DROP ROLE tenon_trouble";
}

START_TEST(too_many_connections)
{
	const char *const *texts = make_user[trouble_is("mysql")];
	tn_conn *admin = tn_test_open(), *first;
	int rc, i;
	if (texts[2])
		tn_exec(admin, trouble_native(texts[2]), NULL, NULL, NULL);
	tn_exec(admin, trouble_native(drop_user()), NULL, NULL, NULL);
	rc = tn_exec(admin, trouble_native(texts[0]), NULL, NULL, tn_test_err());
	tn_test_skip_if(rc == TN_E_PERMISSION, admin, "the user of the run may not create users");
	ck_tn_ok(rc);
	trouble_run(admin, texts[1]);
	first = tn_test_open_with(trouble_url(NULL, "tenon_trouble:" SECRET, NULL), NULL);
	/* A superuser is not limited, so this is the limited one's second. */
	trouble_expect(no_open(trouble_url(NULL, "tenon_trouble:" SECRET, NULL)), TN_E_RESOURCES, 0,
		       "tenon_trouble");
	trouble_is_alive(first);
	tn_close(first);
	/* The place is free again, as soon as the server has noticed. */
	for (i = 0, rc = -1; i < 100 && rc < 0; i++) {
		first = NULL;
		rc = tn_open(&first, trouble_url(NULL, "tenon_trouble:" SECRET, NULL), NULL, tn_test_err());
		tn_close(first);
		if (rc < 0)
			trouble_sleep_ms(20);
	}
	ck_tn_ok(rc);
	for (i = 0, rc = -1; i < 100 && rc < 0; i++) {
		if (texts[2])
			tn_exec(admin, trouble_native(texts[2]), NULL, NULL, NULL);
		rc = tn_exec(admin, trouble_native(drop_user()), NULL, NULL, tn_test_err());
		if (rc < 0)
			trouble_sleep_ms(20);
	}
	ck_tn_ok(rc);
	tn_close(admin);
}
END_TEST

/* The password may come apart from the URL: it is as secret there. */
START_TEST(wrong_password_from_the_options)
{
	tn_open_options o = {0};
	tn_conn *db = NULL;
	char text[256];
	tn_url *u = NULL;
	o.size = sizeof o;
	o.password = SECRET;
	ck_tn_ok(tn_url_parse(&u, trouble_url(NULL, "no_such_user", NULL), NULL, tn_test_err()));
	trouble_expect(tn_open_url(&db, u, &o, tn_test_err()), TN_E_AUTH, 0, "no_such_user");
	ck_assert_ptr_null(db);
	tn_url_format(u, text, sizeof text);
	ck_assert_ptr_null(strstr(text, SECRET));
	tn_url_free(u);
}
END_TEST

Suite *trouble_open_suite(void)
{
	Suite *s = suite_create("connects");
	TCase *tc = trouble_case(s, "connects", 120);
	tcase_add_test(tc, nobody_listens);
	tcase_add_test(tc, nobody_of_that_name);
	tcase_add_test(tc, nobody_answers);
	tcase_add_loop_test(tc, second_host_serves, 0, 3);
	tcase_add_test(tc, no_host_serves);
	tcase_add_test(tc, a_refusal_ends_the_search);
	tcase_add_test(tc, no_such_user);
	tcase_add_test(tc, wrong_password_from_the_options);
	tcase_add_test(tc, no_such_database);
	tcase_add_loop_test(tc, server_without_tls, 0, 2);
	tcase_add_test(tc, too_many_connections);
	return s;
}
