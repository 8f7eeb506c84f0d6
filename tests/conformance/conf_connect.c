/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_connect.c - opening, asking, closing, and all the ways
 * in which opening fails.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/conformance/conf.h"

/* 1 if the database of the run is behind a network. */
static int has_hosts(void)
{
	tn_url *u = NULL;
	int n;
	ck_tn_ok(tn_url_parse(&u, tn_test_url(), NULL, tn_test_err()));
	n = tn_url_host_count(u) > 0;
	tn_url_free(u);
	return n;
}

static const char *scheme(void)
{
	static char s[40];
	snprintf(s, sizeof s, "%.*s", (int)strcspn(tn_test_url(), ":"), tn_test_url());
	return s;
}

static void expect_no_open(const char *url, int code, int or_code)
{
	tn_conn *db = (tn_conn *)&db;
	int rc = tn_open(&db, url, NULL, tn_test_err());
	char text[1024];
	ck_assert_msg(rc == code || (or_code && rc == or_code), "%s: %s", url, tn_test_failure(rc));
	ck_assert_ptr_null(db);
	tn_error_format(*tn_test_err(), text, sizeof text);
	ck_assert_msg(!strstr(text, "hush"), "the password is in the error: %s", text);
}

START_TEST(facts_about_the_server)
{
	tn_conn *db = tn_test_open();
	const char *version = tn_server_version(db);
	size_t i;
	int known = 0;
	ck_assert_ptr_nonnull(tn_server_product(db));
	ck_assert_uint_gt(strlen(tn_server_product(db)), 3);
	ck_assert(version && *version >= '0' && *version <= '9');
	ck_assert_int_ge(tn_server_version_number(db), 30000);
	for (i = 0; tn_backend_name(i); i++) {
		known |= !strcmp(tn_backend_name(i), tn_conn_backend(db));
		ck_assert(tn_backend_client(i) && *tn_backend_client(i));
	}
	ck_assert(known);
	ck_assert_ptr_nonnull(tn_native_handle(db));
	ck_assert_int_eq(tn_is_dead(db), 0);
	ck_assert_str_eq(tn_version(), TN_VERSION_STRING);
	ck_assert_uint_eq(tn_version_number(), TN_VERSION_NUMBER);
	tn_test_info(db);
	tn_close(db);
}
END_TEST

START_TEST(capabilities_and_limits_by_name)
{
	static const char *const caps[] = {
#define TN_CAP_ROW(name, number, sentence, without) #name,
#include <tenon/sys/caps.def>
#undef TN_CAP_ROW
	};
	static const char *const limits[] = {
#define TN_LIMIT_ROW(name, number, sentence) #name,
#include <tenon/sys/limits.def>
#undef TN_LIMIT_ROW
	};
	tn_conn *db = tn_test_open();
	size_t i, k;
	for (i = 0; i < CONF_COUNT(caps) + CONF_COUNT(limits); i++) {
		const char *upper = i < CONF_COUNT(caps) ? caps[i] : limits[i - CONF_COUNT(caps)];
		char name[64];
		int64_t value;
		for (k = 0; upper[k]; k++)
			name[k] = (char)(upper[k] | (upper[k] == '_' ? 0 : 0x20));
		name[k] = '\0';
		value = i < CONF_COUNT(caps) ? tn_has_cap(db, name) : tn_get_limit(db, name);
		ck_assert_msg(value >= 0, "%s: %s", name, tn_error_name((int)value));
		if (i < CONF_COUNT(caps))
			ck_assert_int_le(value, 1);
	}
	ck_assert_int_eq(tn_has_cap(db, "no_such_cap"), TN_E_PARAM);
	ck_assert_int_eq(tn_has_cap(db, "TX_DDL"), TN_E_PARAM);
	ck_assert_int_eq((int)tn_get_limit(db, "no_such_limit"), TN_E_PARAM);
	ck_assert_int_ge(tn_get_limit(db, "bind_params"), 999);
	tn_close(db);
}
END_TEST

/* The limit of parameters is true: that many work, one more is refused. */
START_TEST(parameter_limit_is_true)
{
	tn_conn *db = tn_test_open();
	int64_t limit = tn_get_limit(db, "bind_params"), n, i;
	tn_test_skip_if(limit == 0 || limit > 70000, db, "no limit worth a test");
	conf_make_items(db);
	for (n = limit; n <= limit + 1; n++) {
		char *sql = malloc((size_t)n * 2 + 64), *p;
		tn_value *values = calloc((size_t)n, sizeof *values);
		tn_args args = {values, NULL, (uint32_t)n, 0};
		int rc;
		p = sql + sprintf(sql, "DELETE FROM item WHERE id IN (?");
		for (i = 1; i < n; i++)
			p += sprintf(p, ",?");
		strcpy(p, ")");
		for (i = 0; i < n; i++)
			values[i] = tn_int(i);
		rc = tn_exec(db, sql, &args, NULL, tn_test_err());
		free(sql);
		free(values);
		if (n == limit)
			ck_tn_ok(rc);
		else
			ck_tn_err(rc, TN_E_LIMIT);
	}
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 0);
	tn_close(db);
}
END_TEST

START_TEST(session_settings_are_listed)
{
	tn_conn *db = tn_test_open();
	const char *name, *value = NULL;
	size_t i;
	for (i = 0; (name = tn_session_setting(db, i, &value)); i++)
		ck_assert_msg(*name && value, "setting %zu", i);
	ck_assert_uint_gt(i, 0);
	ck_assert_ptr_null(tn_session_setting(db, i + 100, &value));
	ck_tn_ok(tn_reset(db, tn_test_err()));
	ck_assert_ptr_nonnull(tn_session_setting(db, 0, &value));
	tn_close(db);
}
END_TEST

START_TEST(ping_and_counters)
{
	tn_conn *db = tn_test_open();
	tn_stats a = {0}, b = {0};
	a.size = b.size = sizeof a;
	ck_tn_ok(tn_get_stats(db, &a));
	ck_tn_ok(tn_ping(db, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT 13 + 14", NULL), 27);
	ck_tn_ok(tn_get_stats(db, &b));
	ck_assert_uint_eq(b.statements, a.statements + 1);
	ck_assert_uint_ge(b.round_trips, a.round_trips);
	tn_close(db);
}
END_TEST

START_TEST(url_of_the_run_reads_back)
{
	tn_url *u = NULL;
	tn_conn *db = NULL;
	ck_tn_ok(tn_url_parse(&u, tn_test_url(), NULL, tn_test_err()));
	ck_tn_ok(tn_open_url(&db, u, NULL, tn_test_err()));
	tn_url_free(u);
	ck_assert_int_eq(conf_int(db, "SELECT 13 + 14", NULL), 27);
	tn_close(db);
}
END_TEST

/* ---- handles ------------------------------------------------------------- */

START_TEST(null_handles_are_misuse)
{
	tn_rows *rows = NULL;
	tn_stmt *stmt = NULL;
	tn_conn *db = NULL;
	tn_value v;
	tn_stats stats = {0};
	stats.size = sizeof stats;
	ck_tn_err(tn_exec(NULL, "SELECT 1", NULL, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_query(NULL, "SELECT 1", NULL, &rows, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_query_value(NULL, "SELECT 1", NULL, &v, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_prepare(NULL, "SELECT 1", &stmt, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_stmt_exec(NULL, NULL, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_stmt_query(NULL, NULL, &rows, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_begin(NULL, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_commit(NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_rollback(NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_transact(NULL, NULL, NULL, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_ping(NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_reset(NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_table_create(NULL, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_table_drop(NULL, "a", 0, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_table_exists(NULL, "a", tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_database_clean(NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_get_stats(NULL, &stats), TN_E_MISUSE);
	ck_tn_err(tn_open(NULL, tn_test_url(), NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_open(&db, NULL, NULL, tn_test_err()), TN_E_MISUSE);
	tn_close(NULL);
	tn_stmt_close(NULL);
	tn_url_free(NULL);
	tn_value_free(NULL);
}
END_TEST

START_TEST(options_of_another_size_are_refused)
{
	tn_open_options o = {0};
	tn_conn *db = NULL;
	o.size = sizeof o - 1;
	ck_tn_err(tn_open(&db, tn_test_url(), &o, tn_test_err()), TN_E_MISUSE);
	ck_assert_ptr_null(db);
}
END_TEST

/* ---- failures ------------------------------------------------------------ */

START_TEST(bad_urls)
{
	char url[256];
	static const char *const tails[] = {
		"?no_such_key=1", "?connect_timeout=abc", "?connect_timeout=0", "?read_only",
		"?read_only=1&read_only=0",
	};
	size_t i;
	expect_no_open("", TN_E_URL, 0);
	expect_no_open("no colon", TN_E_URL, 0);
	expect_no_open("://x", TN_E_URL, 0);
	expect_no_open("no-such-scheme://a/b", TN_E_UNSUPPORTED, TN_E_URL);
	for (i = 0; i < CONF_COUNT(tails); i++) {
		snprintf(url, sizeof url, "%s://%s", scheme(), tails[i]);
		expect_no_open(url, TN_E_URL, 0);
	}
	/* The nearest known key is named. */
	snprintf(url, sizeof url, "%s://?conect_timeout=3", scheme());
	expect_no_open(url, TN_E_URL, 0);
	ck_assert_ptr_nonnull(strstr(tn_error_message(*tn_test_err()), "conect_timeout"));
	tn_error_format(*tn_test_err(), url, sizeof url);
	ck_assert_ptr_nonnull(strstr(url, "'connect_timeout'"));
}
END_TEST

START_TEST(nobody_answers)
{
	char url[256];
	tn_test_skip_if(!has_hosts(), NULL, "the database is not behind a network");
	snprintf(url, sizeof url, "%s://user:hush@127.0.0.1:1/test?connect_timeout=5", scheme());
	expect_no_open(url, TN_E_CONNECT, 0);
	snprintf(url, sizeof url, "%s://user:hush@no-such-host.invalid/test?connect_timeout=5", scheme());
	expect_no_open(url, TN_E_CONNECT, 0);
	snprintf(url, sizeof url, "%s://user:hush@%%2Fno%%2Fsuch%%2Ffolder/test?connect_timeout=5", scheme());
	expect_no_open(url, TN_E_CONNECT, 0);
	snprintf(url, sizeof url, "%s://user:hush@127.0.0.1:1,127.0.0.1:2/test?connect_timeout=5", scheme());
	expect_no_open(url, TN_E_CONNECT, 0);
}
END_TEST

/* The URL of the run with another last part. */
/* A proxy has one code for all that it refuses itself. */
static int said_by_a_proxy(void)
{
	return strstr(tn_test_url(), "pooled_proxy=1") ? TN_E_CONNECT : 0;
}

static void other_database(char *out, size_t size, const char *name)
{
	const char *url = tn_test_url(), *query = url + strcspn(url, "?"), *slash = query;
	while (slash > url && *slash != '/')
		slash--;
	snprintf(out, size, "%.*s/%s%s", (int)(slash - url), url, name, query);
}

START_TEST(no_such_database)
{
	char url[1024];
	if (has_hosts()) {
		other_database(url, sizeof url, "no_such_database_for_tests");
		expect_no_open(url, TN_E_NO_DATABASE, said_by_a_proxy());
		return;
	}
	snprintf(url, sizeof url, "%s:///%s/no/such/folder/a.db", scheme(), tn_test_folder());
	expect_no_open(url, TN_E_NO_DATABASE, 0);
	snprintf(url, sizeof url, "%s:///%s", scheme(), tn_test_folder());
	expect_no_open(url, TN_E_NO_DATABASE, 0);
}
END_TEST

START_TEST(wrong_user)
{
	char url[1024];
	const char *at = strchr(tn_test_url(), '@');
	tn_test_skip_if(!has_hosts() || !at, NULL, "the database has no users");
	snprintf(url, sizeof url, "%s://no_such_user_for_tests:hush%s", scheme(), at);
	expect_no_open(url, TN_E_AUTH, said_by_a_proxy());
}
END_TEST

START_TEST(file_that_is_no_database)
{
	char url[1024], path[512];
	FILE *f;
	int i;
	tn_test_skip_if(has_hosts(), NULL, "the database is not a file");
	snprintf(path, sizeof path, "%s/note.txt", tn_test_folder());
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	for (i = 0; i < 400; i++)
		fputs("this is a text and not a database\n", f);
	fclose(f);
	snprintf(url, sizeof url, "%s:///%s", scheme(), path);
	expect_no_open(url, TN_E_CORRUPT, 0);
}
END_TEST

START_TEST(read_only_connection)
{
	tn_open_options o = {0};
	tn_conn *db = tn_test_open_shared(), *reader;
	conf_make_items(db);
	conf_exec(db, "INSERT INTO item (id) VALUES (1)", NULL);
	o.size = sizeof o;
	o.flags = TN_OPEN_READ_ONLY;
	reader = tn_test_open_with(tn_test_shared_url(), &o);
	ck_assert_int_eq(conf_int(reader, "SELECT COUNT(*) FROM item", NULL), 1);
	ck_tn_err(tn_exec(reader, "INSERT INTO item (id) VALUES (2)", NULL, NULL, tn_test_err()),
		TN_E_READ_ONLY);
	ck_tn_ok(tn_begin(reader, NULL, tn_test_err()));
	ck_assert_int_eq(conf_int(reader, "SELECT COUNT(*) FROM item", NULL), 1);
	ck_tn_err(tn_exec(reader, "DELETE FROM item", NULL, NULL, tn_test_err()), TN_E_READ_ONLY);
	ck_tn_ok(tn_rollback(reader, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item", NULL), 1);
	tn_close(reader);
	tn_close(db);
}
END_TEST

/* ---- notices and proxies -------------------------------------------------- */

static void count_notice(void *ctx, tn_conn *conn, const tn_notice *notice)
{
	(void)conn;
	ck_assert(notice->message && *notice->message);
	++*(int *)ctx;
}

START_TEST(notices_reach_the_caller)
{
	tn_open_options o = {0};
	tn_conn *db;
	int called = 0;
	o.size = sizeof o;
	o.notice = count_notice;
	o.notice_ctx = &called;
	db = tn_test_open_with(tn_test_url(), &o);
	called = 0;
	ck_tn_ok(tn_table_drop(db, "no_such_table", 1, tn_test_err()));
	/* Not every server has something to say; what it says comes both ways. */
	ck_assert_uint_eq(tn_notice_count(db), (size_t)called);
	ck_assert_ptr_null(tn_notice_at(db, tn_notice_count(db)));
	if (called)
		ck_assert_ptr_nonnull(strstr(tn_notice_at(db, 0)->message, "no_such_table"));
	conf_int(db, "SELECT 1", NULL);
	ck_assert_uint_eq(tn_notice_count(db), 0);
	tn_close(db);
}
END_TEST

START_TEST(works_behind_a_pooling_proxy)
{
	static const char *const leaves[] = {
		"CREATE TEMPORARY TABLE left_behind (id INTEGER)",
		TN_NATIVE("CREATE TEMPORARY TABLE left_behind (id INTEGER)"),
		TN_NATIVE("SET some_setting = 1"),
	};
	tn_open_options o = {0};
	tn_conn *db;
	int i;
	o.size = sizeof o;
	o.flags = TN_OPEN_POOLED_PROXY;
	db = tn_test_open_with(tn_test_url(), &o);
	conf_make_items(db);
	for (i = 0; i < 5; i++)
		conf_exec(db, "INSERT INTO item (id, name) VALUES (?, ?)", TN_ARGS(i, "x"));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM item WHERE name = ?", TN_ARGS("x")), 5);
	/* What would stay behind in a session that others get. */
	for (i = 0; has_hosts() && i < (int)CONF_COUNT(leaves); i++) {
		ck_tn_err(tn_exec(db, leaves[i], NULL, NULL, tn_test_err()), TN_E_UNSUPPORTED);
		ck_assert_ptr_nonnull(strstr(tn_error_message(*tn_test_err()), "pools transactions"));
	}
	tn_close(db);
}
END_TEST

Suite *conf_connect_suite(void)
{
	Suite *s = suite_create("connections");
	TCase *tc = conf_case(s, "facts");
	tcase_add_test(tc, facts_about_the_server);
	tcase_add_test(tc, capabilities_and_limits_by_name);
	tcase_add_test(tc, parameter_limit_is_true);
	tcase_add_test(tc, session_settings_are_listed);
	tcase_add_test(tc, ping_and_counters);
	tcase_add_test(tc, url_of_the_run_reads_back);
	tc = conf_case(s, "handles");
	tcase_add_test(tc, null_handles_are_misuse);
	tcase_add_test(tc, options_of_another_size_are_refused);
	tc = conf_case(s, "failures");
	tcase_add_test(tc, bad_urls);
	tcase_add_test(tc, nobody_answers);
	tcase_add_test(tc, no_such_database);
	tcase_add_test(tc, wrong_user);
	tcase_add_test(tc, file_that_is_no_database);
	tcase_add_test(tc, read_only_connection);
	tc = conf_case(s, "options");
	tcase_add_test(tc, notices_reach_the_caller);
	tcase_add_test(tc, works_behind_a_pooling_proxy);
	return s;
}
