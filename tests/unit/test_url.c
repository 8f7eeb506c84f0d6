/* SPDX-License-Identifier: MIT */
/*
 * test_url.c - URLs good and bad, one line each.
 *
 * Good ones are compared by their canonical text, which is made from all parts;
 * bad ones by code and message, which has the position in it.
 */
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include "core/base/error.h"
#include "tests/unit/unit.h"
#include "tests/unit/unit_url_rules.h"

static const struct {
	const char *text, *canonical;
} good[] = {
	/* A file: in memory, relative to the base folder, absolute. */
	{"leaf:", "leaf://"},
	{"leaf://", "leaf://"},
	{"leaf:///", "leaf://"},
	{"leaf::memory:", "leaf://"},
	{"leaf:///:memory:", "leaf://"},
	{"leaf://?mode=ro", "leaf://?mode=ro"},
	{"leaf:?serialize_access=1", "leaf://?serialize_access=1"},
	{"leaf:rel.db", "leaf:////base/rel.db"},
	{"leaf:./rel.db", "leaf:////base/./rel.db"},
	{"leaf:///rel.db", "leaf:////base/rel.db"},
	{"leaf:///dir/rel.db", "leaf:////base/dir/rel.db"},
	{"leaf:////abs/path.db", "leaf:////abs/path.db"},
	{"leaf:/abs/path.db", "leaf:////abs/path.db"},
	{"leaf:///%(basedir)s/x.db", "leaf:////base/x.db"},
	{"leaf:%(basedir)s/x.db", "leaf:////base/x.db"},
	{"leaf:////other%(basedir)s/x.db", "leaf:////other/base/x.db"},
	{"leaf:///a%20b%23%3F.db", "leaf:////base/a%20b%23%3F.db"},
	{"leaf:///a b.db", "leaf:////base/a%20b.db"},
	{"leaf:///%25(basedir)s.db", "leaf:////base/%25%28basedir%29s.db"},
	{"leaf:///user@host/x.db", "leaf:////base/user%40host/x.db"},
	{"leaf:///b\xC3\xBC""cher.db", "leaf:////base/b%C3%BCcher.db"},
	{"leaf:///state.db?serialize_access=1", "leaf:////base/state.db?serialize_access=1"},
	{"leaf:///x.db?", "leaf:////base/x.db"},
	{"LEAF:x.db", "leaf:////base/x.db"},
	{"leaf://///two", "leaf://///two"},
	/* A server: every part there and missing. */
	{"tree://", "tree://"},
	{"tree:///", "tree://"},
	{"tree:///db", "tree:///db"},
	{"tree://host", "tree://host"},
	{"tree://host/", "tree://host"},
	{"tree://host/db", "tree://host/db"},
	{"tree://host:1234/db", "tree://host:1234/db"},
	{"tree://user@host/db", "tree://user@host/db"},
	{"tree://user:pass@host:1234/db", "tree://user:***@host:1234/db"},
	{"tree://user:pass@/db", "tree://user:***@/db"},
	{"tree://:pass@host", "tree://:***@host"},
	{"tree://user:@host", "tree://user@host"},
	{"tree://@host", "tree://host"},
	{"tree://user:a:b@host", "tree://user:***@host"},
	{"tree://u%40x:p%40%2F%3A%3F%23%25@host/d%2Fb", "tree://u%40x:***@host/d%2Fb"},
	{"shrub://host/db", "shrub://host/db"},
	{"Tree://Host/Db", "tree://Host/Db"},
	/* Hosts. */
	{"tree://h1:1,h2:2,h3/db", "tree://h1:1,h2:2,h3/db"},
	{"tree://a-b.c_d.example.", "tree://a-b.c_d.example."},
	{"tree://127.0.0.1:65535", "tree://127.0.0.1:65535"},
	{"tree://[::1]:1/db", "tree://[::1]:1/db"},
	{"tree://[2001:DB8::1.2.3.4]", "tree://[2001:DB8::1.2.3.4]"},
	{"tree://[fe80::1%25eth0]:5", "tree://[fe80::1%25eth0]:5"},
	{"tree://u:p@[::1],h2:5/db", "tree://u:***@[::1],h2:5/db"},
	{"tree://%2Fvar%2Frun/db", "tree://%2Fvar%2Frun/db"},
	{"tree://%2fvar%2frun:5433/db", "tree://%2Fvar%2Frun:5433/db"},
	{"tree:///db?host=/var/run", "tree://%2Fvar%2Frun/db"},
	{"tree:///db?port=5433&host=/var/run", "tree://%2Fvar%2Frun:5433/db"},
	{"tree://u@/db?unix_socket=%2Fx", "tree://u@%2Fx/db"},
	/* Keys: any order, aliases, escapes. */
	{"tree:///db?storage_engine=foo&charset=utf8mb4", "tree:///db?charset=utf8mb4&storage_engine=foo"},
	{"tree:///db?max_idle=1234", "tree:///db?max_idle=1234"},
	{"tree:///db?use_unicode=True", "tree:///db?use_unicode=True"},
	{"tree:///db?ssl_mode=require", "tree:///db?sslmode=require"},
	{"tree://?connect_timeout=1", "tree://?connect_timeout=1"},
	{"tree://h?connect_timeout=3600", "tree://h?connect_timeout=3600"},
	{"tree://?application_name=a+b%20c%26%3D=d", "tree://?application_name=a%2Bb%20c%26%3D%3Dd"},
	{"tree://?application_name=", "tree://?application_name="},
	{"tree://?%63harset=utf8", "tree://?charset=utf8"},
	{"tree://?sslpassword=hush", "tree://?sslpassword=***"},
};

START_TEST(good_urls)
{
	char out[256];
	tn_url *u, *again;
	tn_error *err = NULL;
	ck_assert_msg(unit_url_parse(&u, good[_i].text, "/base", &err) == TN_OK, "%s: %s", good[_i].text,
		      tn_error_message(err));
	ck_assert_uint_eq(tn_url_format(u, out, sizeof(out)), strlen(out));
	ck_assert_str_eq(out, good[_i].canonical);
	/* The canonical text is its own canonical text. */
	ck_assert_int_eq(unit_url_parse(&again, out, "/elsewhere", NULL), TN_OK);
	ck_assert_int_eq(tn_url_has_password(again), tn_url_has_password(u));
	tn_url_format(again, out, sizeof(out));
	ck_assert_str_eq(out, good[_i].canonical);
	ck_assert_uint_eq(tn_url_format(u, out, 5), strlen(good[_i].canonical));
	ck_assert_uint_eq(strlen(out), 4);
	tn_url_free(again);
	tn_url_free(u);
	ck_assert_uint_eq(unit_live(), 0);
}
END_TEST

#define BAD_ESCAPE "has a '%' without two hexadecimal digits behind it; a plain one is written %25"
#define NO_HOST \
	"is no host: letters, digits, '-', '_' and '.', an IPv6 address in brackets, " \
	"or a socket's path with / written %2F"
#define NO_FILE \
	"the text at byte 6 names a host, but this is a file: three slashes stand before a " \
	"relative path, four before an absolute one"
#define NO_PORT "is not a number from 1 to 65535"

static const struct {
	const char *text, *message;
} bad[] = {
	{"", "the URL is empty"},
	{"x", "the URL at byte 1 must begin with a scheme and ':'; known schemes: leaf, tree"},
	{":x", "the URL at byte 1 must begin with a scheme and ':'; known schemes: leaf, tree"},
	{"1a:x", "the URL at byte 1 must begin with a scheme and ':'; known schemes: leaf, tree"},
	{"a b:x", "the URL at byte 1 must begin with a scheme and ':'; known schemes: leaf, tree"},
	{"oak://h", "scheme 'oak' at byte 1 is not known to this build; known schemes: leaf, tree"},
	/* Bytes that no URL holds. */
	{"tree://h/a\nb", "the control character at byte 11 must be left out or escaped"},
	{"tree://h/a\x7F", "the control character at byte 11 must be left out or escaped"},
	{"tree://h/a#b", "'#' at byte 11 must be written %23"},
	{"tree://h/a\xFF", "the text at byte 11 is not UTF-8"},
	{"tree://h/%00", "database at byte 10 has a control character"},
	{"tree://h/a%0A", "database at byte 11 has a control character"},
	{"tree://h/a%FF", "database at byte 10 is not UTF-8 after decoding"},
	{"tree://h/a%C3", "database at byte 10 is not UTF-8 after decoding"},
	{"tree://h/a%4", "database at byte 11 " BAD_ESCAPE},
	{"tree://h/a%zz", "database at byte 11 " BAD_ESCAPE},
	{"tree://u%:p@h", "user at byte 9 " BAD_ESCAPE},
	{"tree://u:p%@h", "password at byte 11 " BAD_ESCAPE},
	{"leaf:%(other)s", "path at byte 6 " BAD_ESCAPE},
	{"leaf:a%00", "path at byte 7 has a control character"},
	/* Forms. */
	{"leaf://x.db", NO_FILE},
	{"tree:db", "the text at byte 6 must begin with '//', as in tree://user@host/database"},
	{"tree:/h/db", "the text at byte 6 must begin with '//', as in tree://user@host/database"},
	{"tree://h/a/b", "database at byte 10 has a '/' that must be written %2F"},
	{"tree://h/a@b", "'@' at byte 11 must be written %40"},
	{"tree://?application_name=a@b", "'@' at byte 27 must be written %40"},
	/* Hosts and ports. */
	{"tree://a b", "host 'a b' at byte 8 " NO_HOST},
	{"tree://a;b=c", "host 'a;b=c' at byte 8 " NO_HOST},
	{"tree://a=b", "host 'a=b' at byte 8 " NO_HOST},
	{"tree://a%3Bb", "host 'a%3Bb' at byte 8 " NO_HOST},
	{"tree://ho%2Fst", "host 'ho%2Fst' at byte 8 " NO_HOST},
	{"tree://b\xC3\xBC""cher", "host 'b\xC3\xBC""cher' at byte 8 " NO_HOST},
	{"tree://%00", "host at byte 8 has a control character"},
	{"tree://-h", "host '-h' at byte 8 is no host name"},
	{"tree://.h", "host '.h' at byte 8 is no host name"},
	{"tree://a..b", "host 'a..b' at byte 8 is no host name"},
	{"tree://1.2.3", "host '1.2.3' at byte 8 is no IPv4 address"},
	{"tree://256.1.1.1", "host '256.1.1.1' at byte 8 is no IPv4 address"},
	{"tree://2130706433", "host '2130706433' at byte 8 is no IPv4 address"},
	{"tree://::1", "host at byte 8 has two ':'; an IPv6 address stands in brackets"},
	{"tree://[::1", "host at byte 8 has no closing bracket"},
	{"tree://[::g]", "host '::g' at byte 9 is no IPv6 address"},
	{"tree://[]", "host at byte 9 is no IPv6 address"},
	{"tree://[1.2.3.4]", "host '1.2.3.4' at byte 9 is no IPv6 address"},
	{"tree://[::1%25]", "host '::1%25' at byte 9 is no IPv6 address"},
	{"tree://[::1%25a;b]", "host '::1%25a;b' at byte 9 is no IPv6 address"},
	{"tree://[::1]x", "host '[::1]x' at byte 8 has text between the bracket and the port"},
	{"tree://:1", "host at byte 8 is empty"},
	{"tree://a,,b", "host at byte 10 is empty"},
	{"tree://a,", "host at byte 10 is empty"},
	{"tree://a:", "port at byte 10 " NO_PORT},
	{"tree://a:0", "port at byte 10 " NO_PORT},
	{"tree://a:65536", "port at byte 10 " NO_PORT},
	{"tree://a:999999999999", "port at byte 10 " NO_PORT},
	{"tree://a:1x", "port at byte 10 " NO_PORT},
	{"tree://a:+1", "port at byte 10 " NO_PORT},
	{"tree://a:1,b:x", "port at byte 14 " NO_PORT},
	{"tree://%2Fa%3Bb", "socket at byte 8 has ';', '=', ',', '//' or a space in its path"},
	{"tree://%2Fa%2F%2Fb", "socket at byte 8 has ';', '=', ',', '//' or a space in its path"},
	{"tree://%2Fa%2Cb", "socket at byte 8 has ';', '=', ',', '//' or a space in its path"},
	{"tree://h?host=/x", "socket at byte 15 stands beside a host; give one of them"},
	{"tree://?host=x", "socket at byte 14 is not an absolute path; a host stands behind '//'"},
	{"tree://?host=/x&unix_socket=/y", "key at byte 17 gives 'host' a second time"},
	{"tree://h?port=1", "port at byte 15 belongs to the key 'host'; the port of a host stands behind it"},
	{"tree://?port=1x&host=/x", "value at byte 14 of key 'port' must be a number from 1 to 65535"},
	/* Keys. */
	{"tree://?charset", "key at byte 9 is not of the form key=value"},
	{"tree://?=x", "key at byte 9 is not of the form key=value"},
	{"tree://?charset=utf8&", "key at byte 22 is not of the form key=value"},
	{"tree://?charset=utf8&&max_idle=1", "key at byte 22 is not of the form key=value"},
	{"tree://?charset=latin1", "value at byte 17 of key 'charset' must be one of utf8mb4|utf8"},
	{"tree://?charset=UTF8", "value at byte 17 of key 'charset' must be one of utf8mb4|utf8"},
	{"tree://?charset=utf8mb4|utf8", "value at byte 17 of key 'charset' must be one of utf8mb4|utf8"},
	{"tree://?use_unicode=0", "value at byte 21 of key 'use_unicode' must be one of 1|true|True"},
	{"tree://?charset=", "value at byte 17 of key 'charset' must be one of utf8mb4|utf8"},
	{"tree://?max_idle=-1", "value at byte 18 of key 'max_idle' must be a number from 0 to 2147483647"},
	{"tree://?max_idle= 1", "value at byte 18 of key 'max_idle' must be a number from 0 to 2147483647"},
	{"tree://?max_idle=99999999999999999999",
	 "value at byte 18 of key 'max_idle' must be a number from 0 to 2147483647"},
	{"tree://?charset=utf8&charset=utf8", "key at byte 22 gives 'charset' a second time"},
	{"tree://?sslmode=require&ssl_mode=require", "key at byte 25 gives 'sslmode' a second time"},
	{"tree://?sslmod=require", "key 'sslmod' at byte 9 is unknown; the nearest known key is 'sslmode'"},
	{"tree://?aplication_name=x",
	 "key 'aplication_name' at byte 9 is unknown; the nearest known key is 'application_name'"},
	{"tree://?frobnicate=1", "key 'frobnicate' at byte 9 is unknown"},
	{"tree://?serialize_access=1", "key 'serialize_access' at byte 9 is unknown"},
	{"leaf:?host=/x", "key 'host' at byte 7 is unknown"},
	{"leaf:?a%20b=x", "key at byte 7 is unknown"},
	/* A password in pieces is quoted nowhere. */
	{"tree://u:p@ss@h", "user at byte 8 has an '@' that must be written %40"},
	{"tree://u:pa/ss@h/db", "'@' at byte 15 must be written %40"},
	{"tree://u:pa?ss=x@h/db", "'@' at byte 17 must be written %40"},
	{"tree://u:pass", "port at byte 10 " NO_PORT},
	{"leaf://u:pass@h/x", NO_FILE},
};

START_TEST(bad_urls)
{
	tn_url *u = (tn_url *)&u;
	tn_error *err = NULL;
	int wanted = strncmp(bad[_i].text, "oak:", 4) == 0 ? TN_E_UNSUPPORTED : TN_E_URL;
	ck_assert_msg(unit_url_parse(&u, bad[_i].text, "/base", &err) == wanted, "%s", bad[_i].text);
	ck_assert_ptr_null(u);
	ck_assert_str_eq(tn_error_message(err), bad[_i].message);
	tn_error_free(err);
	ck_assert_int_eq(unit_url_parse(&u, bad[_i].text, "/base", NULL), wanted);
	ck_assert_uint_eq(unit_live(), 0);
}
END_TEST

START_TEST(parts_are_decoded)
{
	tn_url *u;
	ck_assert_int_eq(unit_url_parse(&u,
					"shrub://us%65r:p%3Aw%40@h:1,[fe80::1%25e0]:2,%2Frun/d%62?"
					"application_name=a%20b",
					NULL, NULL),
			 TN_OK);
	ck_assert_str_eq(tn_url_scheme(u), "tree");
	ck_assert_str_eq(tn__url_written_scheme(u), "shrub");
	ck_assert_str_eq(tn_url_user(u), "user");
	ck_assert_str_eq(tn__url_password(u), "p:w@");
	ck_assert_int_eq(tn_url_has_password(u), 1);
	ck_assert_uint_eq(tn_url_host_count(u), 3);
	ck_assert_str_eq(tn_url_host(u, 0), "h");
	ck_assert_uint_eq(tn_url_port(u, 0), 1);
	ck_assert_str_eq(tn_url_host(u, 1), "fe80::1%e0");
	ck_assert_uint_eq(tn_url_port(u, 1), 2);
	ck_assert_str_eq(tn_url_host(u, 2), "/run");
	ck_assert_uint_eq(tn_url_port(u, 2), 0);
	ck_assert_ptr_null(tn_url_host(u, 3));
	ck_assert_uint_eq(tn_url_port(u, 3), 0);
	ck_assert_str_eq(tn_url_database(u), "db");
	ck_assert_str_eq(tn_url_option(u, "application_name"), "a b");
	ck_assert_ptr_null(tn_url_option(u, "charset"));
	tn_url_free(u);
	tn_url_free(NULL);
}
END_TEST

static void check_path(const char *text, const char *basedir, const char *folder, const char *rest)
{
	char wanted[5000];
	tn_url *u;
	ck_assert_int_eq(unit_url_parse(&u, text, basedir, NULL), TN_OK);
	snprintf(wanted, sizeof(wanted), "%s%s", folder, rest);
	ck_assert_str_eq(tn_url_database(u), wanted);
	tn_url_free(u);
}

START_TEST(base_folders)
{
	char here[4096];
	tn_url *u;
	tn_error *err = NULL;
	ck_assert_ptr_nonnull(getcwd(here, sizeof(here)));
	check_path("leaf:x", NULL, here, "/x");
	check_path("leaf:x", "", here, "/x");
	check_path("leaf:x", "sub/", here, "/sub/x");
	check_path("leaf:%(basedir)s/x", "sub", here, "/sub/x");
	check_path("leaf:x", "/base//", "/base", "/x");
	check_path("leaf:x", "/", "", "/x");
	check_path("leaf:%(basedir)s", "/", "", "/");
	ck_assert_int_eq(chdir("/"), 0);
	check_path("leaf:x", NULL, "", "/x");
	ck_assert_int_eq(chdir(here), 0);
	ck_assert_int_eq(unit_url_parse(&u, "leaf:x", "/a\nb", &err), TN_E_URL);
	ck_assert_int_eq(unit_url_parse(&u, "leaf:x", "/a\xFF", &err), TN_E_URL);
	ck_assert_int_eq(tn__url_parse(&u, NULL, NULL, unit_url_find, NULL, "", &err), TN_E_URL);
	tn_error_free(err);
}
END_TEST

START_TEST(lengths_are_bounded)
{
	static char text[70000];
	tn_url *u;
	tn_error *err = NULL;
	memset(text, 'a', sizeof(text) - 1);
	memcpy(text, "tree://", 7);
	ck_assert_int_eq(unit_url_parse(&u, text, NULL, &err), TN_E_URL);
	ck_assert_str_eq(tn_error_message(err), "the URL is longer than 65535 bytes");
	text[65535] = '\0';
	ck_assert_int_eq(unit_url_parse(&u, text, NULL, &err), TN_E_URL);
	ck_assert_str_eq(tn_error_message(err), "host at byte 8 is no host name");
	tn_error_free(err);
}
END_TEST

START_TEST(unknown_keys_get_help)
{
	tn_url *u;
	tn_error *err = NULL;
	ck_assert_int_eq(unit_url_parse(&u, "leaf:?frobnicate=1", NULL, &err), TN_E_URL);
	ck_assert_str_eq(tn_error_hint(err),
			 "known keys: serialize_access, mode, connect_timeout, application_name");
	ck_assert_int_eq(unit_url_parse(&u, "tree://u:p/w@h", NULL, &err), TN_E_URL);
	ck_assert_ptr_nonnull(strstr(tn_error_hint(err), "in a user name or a password write @ as %40"));
	tn_error_free(err);
}
END_TEST

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

Suite *url_suite(void)
{
	Suite *s = suite_create("url");
	TCase *c = tcase_create("url");
	tcase_add_loop_test(c, good_urls, 0, COUNT(good));
	tcase_add_loop_test(c, bad_urls, 0, COUNT(bad));
	tcase_add_test(c, parts_are_decoded);
	tcase_add_test(c, base_folders);
	tcase_add_test(c, lengths_are_bounded);
	tcase_add_test(c, unknown_keys_get_help);
	suite_add_tcase(s, c);
	return s;
}
