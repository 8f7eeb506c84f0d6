/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/urls/urls.c - URLs that programs carry over from elsewhere.
 *
 * The vectors are the forms that SQLAlchemy users write.  They name schemes,
 * since a scheme is what is tested, and so they live beside the backends: no
 * case of the conformance suite knows a database by name.
 *
 * 1. No connection is made and no database is needed, so the harness is used
 *    for its checks alone, without its fixture.
 * 2. A row whose backend is not part of the build is skipped, and told as such.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/testing.h>

#define URL_COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct vector {
	const char *url;
	const char *scheme, *user, *host;
	unsigned port;
	const char *database;
	const char *key, *value; /* one option */
	int password;
};

static const struct vector vectors[] = {
	{"sqlite:", "sqlite", NULL, NULL, 0, NULL, NULL, NULL, 0},
	{"sqlite://", "sqlite", NULL, NULL, 0, NULL, NULL, NULL, 0},
	{"sqlite::memory:", "sqlite", NULL, NULL, 0, NULL, NULL, NULL, 0},
	{"sqlite:///x.sqlite", "sqlite", NULL, NULL, 0, "/base/x.sqlite", NULL, NULL, 0},
	{"sqlite:///%(basedir)s/x/y.sqlite", "sqlite", NULL, NULL, 0, "/base/x/y.sqlite", NULL, NULL, 0},
	{"sqlite:////x/y.sqlite", "sqlite", NULL, NULL, 0, "/x/y.sqlite", NULL, NULL, 0},
	{"sqlite:x.db", "sqlite", NULL, NULL, 0, "/base/x.db", NULL, NULL, 0},
	{"sqlite:/abs/x.db", "sqlite", NULL, NULL, 0, "/abs/x.db", NULL, NULL, 0},
	{"sqlite:///a%20b%3F.db", "sqlite", NULL, NULL, 0, "/base/a b?.db", NULL, NULL, 0},
	{"sqlite:///state.sqlite?serialize_access=1", "sqlite", NULL, NULL, 0, "/base/state.sqlite",
	 "serialize_access", "1", 0},
	{"postgresql://", "postgresql", NULL, NULL, 0, NULL, NULL, NULL, 0},
	{"postgres://u:p%40ss%3A@db.example:5433/app", "postgresql", "u", "db.example", 5433, "app", NULL,
		NULL, 1},
	{"postgresql:///app", "postgresql", NULL, NULL, 0, "app", NULL, NULL, 0},
	{"postgresql://[::1]:5432/app", "postgresql", NULL, "::1", 5432, "app", NULL, NULL, 0},
	{"postgresql://%2Frun%2Fdb/app", "postgresql", NULL, "/run/db", 0, "app", NULL, NULL, 0},
	{"postgresql://a,b:6000/app?application_name=x%20y", "postgresql", NULL, "a", 0, "app", "application_name",
	 "x y", 0},
	{"mysql://u:p@host:1234/app", "mysql", "u", "host", 1234, "app", NULL, NULL, 1},
	{"mysql:///db", "mysql", NULL, NULL, 0, "db", NULL, NULL, 0},
	{"mysql://u@h/d?connect_timeout=7", "mysql", "u", "h", 0, "d", "connect_timeout", "7", 0},
	{"mysql:///db?max_idle=1234", "mysql", NULL, NULL, 0, "db", "max_idle", "1234", 0},
	{"mysql:///db?storage_engine=InnoDB", "mysql", NULL, NULL, 0, "db", "storage_engine", "InnoDB", 0},
	{"mysql:///db?charset=utf8mb4", "mysql", NULL, NULL, 0, "db", "charset", "utf8mb4", 0},
	{"mysql:///db?use_unicode=True", "mysql", NULL, NULL, 0, "db", NULL, NULL, 0},
};

/* Each of these is refused, with the reason in words that the message holds. */
static const struct {
	const char *url;
	const char *word;
} refused[] = {
	{"mysql:///db?charset=ebcdic", "charset"},
	{"mysql:///db?use_unicode=False", "use_unicode"},
	{"postgresql://a:b:c@h/d@e/f", NULL},
	{"postgresql://host:99999/d", "port"},
	{"postgresql://host:0/d", NULL},
	{"postgresql://ho st/d", NULL},
	{"postgresql://host;x=1/d", NULL},
	{"mysql://h=1/d", NULL},
	{"postgresql://[::1/d", NULL},
	{"postgresql://h/d?application_name=a&application_name=b", "application_name"},
	{"postgresql://h/%00", NULL},
	{"postgresql://h/%zz", NULL},
	{"postgresql://h/d?aplication_name=x", "aplication_name"},
	{"sqlite:///x.db?no_such=1", "no_such"},
	{"sqlite://host/x.db", NULL},
	{"sqlite:///x%00.db", NULL},
};

static int in_build(const char *url)
{
	tn_url *u = NULL;
	char bare[32];
	int rc;
	snprintf(bare, sizeof bare, "%.*s:", (int)strcspn(url, ":"), url);
	rc = tn_url_parse(&u, bare, NULL, NULL);
	tn_url_free(u);
	if (rc == TN_OK)
		return 1;
	snprintf(bare, sizeof bare, "%.*s://", (int)strcspn(url, ":"), url);
	rc = tn_url_parse(&u, bare, NULL, NULL);
	tn_url_free(u);
	return rc != TN_E_UNSUPPORTED;
}

static void same(const char *url, const char *part, const char *got, const char *expected)
{
	ck_assert_msg(got && expected ? !strcmp(got, expected) : got == expected, "%s: %s is %s, not %s", url,
		part, got ? got : "absent", expected ? expected : "absent");
}

static void check_parts(const char *url, const tn_url *u, const struct vector *v)
{
	same(url, "scheme", tn_url_scheme(u), v->scheme);
	same(url, "user", tn_url_user(u), v->user);
	same(url, "host", tn_url_host_count(u) ? tn_url_host(u, 0) : NULL, v->host);
	ck_assert_uint_eq(tn_url_host_count(u) ? tn_url_port(u, 0) : 0, v->port);
	same(url, "database", tn_url_database(u), v->database);
	if (v->key)
		same(url, v->key, tn_url_option(u, v->key), v->value);
	ck_assert_int_eq(tn_url_has_password(u), v->password);
}

START_TEST(url_has_its_parts)
{
	const struct vector *v = &vectors[_i];
	tn_url_options o = {sizeof o, "/base"};
	tn_url *u = NULL, *again = NULL;
	struct vector without_password = *v;
	char text[512], second[512];
	tn_test_skip_if(!in_build(v->url), NULL, "the backend is not part of this build");
	ck_tn_ok(tn_url_parse(&u, v->url, &o, tn_test_err()));
	check_parts(v->url, u, v);
	/* Its text reads back as the same, and has no password in it. */
	ck_assert_uint_lt(tn_url_format(u, text, sizeof text), sizeof text);
	ck_assert_ptr_null(strstr(text, "p@ss"));
	ck_assert_ptr_null(strstr(text, "p%40ss"));
	ck_tn_ok(tn_url_parse(&again, text, NULL, tn_test_err()));
	without_password.password = tn_url_has_password(again);
	check_parts(text, again, &without_password);
	tn_url_format(again, second, sizeof second);
	ck_assert_str_eq(text, second);
	tn_url_free(u);
	tn_url_free(again);
}
END_TEST

START_TEST(bad_url_is_refused)
{
	tn_url *u = NULL;
	int rc;
	tn_test_skip_if(!in_build(refused[_i].url), NULL, "the backend is not part of this build");
	rc = tn_url_parse(&u, refused[_i].url, NULL, tn_test_err());
	ck_assert_msg(rc == TN_E_URL, "%s: %s", refused[_i].url, tn_test_failure(rc));
	ck_assert_ptr_null(u);
	if (refused[_i].word)
		ck_assert_msg(strstr(tn_error_message(*tn_test_err()), refused[_i].word) != NULL, "%s: %s",
			      refused[_i].url, tn_error_message(*tn_test_err()));
}
END_TEST

START_TEST(password_is_wiped_in_place)
{
	static const struct {
		const char *text;
		int had;
	} texts[] = {
		{"postgresql://user:hush@host/db", 1},
		{"whatever://user:hush@", 1},
		{"mysql://user@host/db", 0},
		{"no url at all", 0},
		{"", 0},
	};
	size_t i;
	for (i = 0; i < URL_COUNT(texts); i++) {
		char text[64];
		strcpy(text, texts[i].text);
		ck_assert_msg(tn_url_wipe_password(text) == texts[i].had, "%s", texts[i].text);
		ck_assert_ptr_null(strstr(text, "hush"));
		ck_assert_uint_eq(strlen(text), strlen(texts[i].text));
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("urls");
	TCase *tc = tcase_create("urls");
	SRunner *sr;
	int failed;
	tcase_add_loop_test(tc, url_has_its_parts, 0, (int)URL_COUNT(vectors));
	tcase_add_loop_test(tc, bad_url_is_refused, 0, (int)URL_COUNT(refused));
	tcase_add_test(tc, password_is_wiped_in_place);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
