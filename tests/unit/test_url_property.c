/* SPDX-License-Identifier: MIT */
/*
 * test_url_property.c - what holds for every URL: escapes round-trip, a password
 * is shown nowhere and wiped, no memory is no crash.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/sys/utf8.h>
#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/mem.h"
#include "tests/unit/unit.h"
#include "tests/unit/unit_url_rules.h"

/* ---- escapes ------------------------------------------------------------- */

/* Random UTF-8 without control characters, of 1 to 20 characters. */
static void random_text(uint64_t *state, char *out)
{
	static const char *const wide[] = {"\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
	int n = 1 + (int)tn__random_below(state, 20);
	*out = '\0';
	while (n-- > 0) {
		char one[2] = {(char)(0x20 + tn__random_below(state, 0x5F)), '\0'};
		strcat(out, tn__random_below(state, 8) ? one : wide[tn__random_below(state, 3)]);
	}
}

static void append_escaped(char *out, const char *s)
{
	for (; *s; s++)
		sprintf(out + strlen(out), "%%%02x", (unsigned)(unsigned char)*s);
}

START_TEST(escapes_round_trip)
{
	uint64_t state = 7;
	int i;
	for (i = 0; i < 2000; i++) {
		char user[128], password[128], database[128], name[128], text[2000] = "tree://";
		tn_url *u, *again;
		random_text(&state, user);
		random_text(&state, password);
		random_text(&state, database);
		random_text(&state, name);
		append_escaped(text, user);
		strcat(text, ":");
		append_escaped(text, password);
		strcat(text, "@h/");
		append_escaped(text, database);
		strcat(text, "?application_name=");
		append_escaped(text, name);
		if (unit_url_parse(&u, text, NULL, NULL))
			ck_abort_msg("%s", text);
		if (strcmp(tn_url_user(u), user) != 0 || strcmp(tn__url_password(u), password) != 0 ||
		    strcmp(tn_url_database(u), database) != 0 ||
		    strcmp(tn_url_option(u, "application_name"), name) != 0)
			ck_abort_msg("%s", text);
		tn_url_format(u, text, sizeof(text));
		if (unit_url_parse(&again, text, NULL, NULL))
			ck_abort_msg("%s", text);
		if (strcmp(tn_url_user(again), user) != 0 || strcmp(tn_url_database(again), database) != 0 ||
		    strcmp(tn_url_option(again, "application_name"), name) != 0)
			ck_abort_msg("%s", text);
		tn_url_free(again);
		tn_url_free(u);
	}
}
END_TEST

/* Random bytes, escaped: taken exactly when they are UTF-8 without control characters. */
START_TEST(escaped_bytes_are_checked)
{
	uint64_t state = 9;
	int i;
	for (i = 0; i < 5000; i++) {
		char bytes[9] = "", text[100] = "tree://h/";
		size_t k, n = 1 + (size_t)tn__random_below(&state, 3);
		int legal = 1, code;
		tn_url *u;
		for (k = 0; k < n; k++) {
			bytes[k] = (char)tn__random_below(&state, 256);
			legal = legal && (unsigned char)bytes[k] >= 0x20 && bytes[k] != 0x7F;
			sprintf(text + strlen(text), "%%%02X", (unsigned)(unsigned char)bytes[k]);
		}
		legal = legal && tn_utf8_check(bytes, n) == n;
		code = unit_url_parse(&u, text, NULL, NULL);
		if (code != (legal ? TN_OK : TN_E_URL) || (legal && strcmp(tn_url_database(u), bytes) != 0))
			ck_abort_msg("%s: %d", text, code);
		tn_url_free(u);
	}
}
END_TEST

/* ---- the password -------------------------------------------------------- */

/* URLs, and things that look like some, in front of and behind their password. */
static const struct {
	const char *before, *after;
} around[] = {
	{"tree://user:", "@host:5432/db?charset=utf8"},
	{"tree://:", "@host"},
	{"shrub://user:", "@h1:1,[::1]:2,%2Frun/db?sslmode=require&max_idle=5"},
	{"tree://user:x", "@/db?host=/run"},
	{"leaf://user:", "@host/db"},
	{"user:", "@host/db"},
};
enum { AROUND = sizeof(around) / sizeof(around[0]) };

static void put_password(char *out, size_t size, size_t which, const char *password)
{
	snprintf(out, size, "%s%s%s", around[which].before, password, around[which].after);
}

/* Nothing that can be printed about the text has secret in it. */
static void check_hidden(const char *text, const char *secret)
{
	char out[2000];
	tn_error *err = NULL;
	tn_url *u;
	int code = unit_url_parse(&u, text, "/base", &err);
	if (code)
		tn_error_format(err, out, sizeof(out));
	else
		tn_url_format(u, out, sizeof(out));
	/* Without its ':' what was a password is a legal user name. */
	if ((code || tn_url_has_password(u)) && strstr(out, secret))
		ck_abort_msg("'%s' gives '%s'", text, out);
	tn_error_free(err);
	tn_url_free(u);
}

static const char delimiters[] = "@/:?#%&=,;[] \n\x7F\xFF|'*";

/* Any delimiter inside the password, at any place, several times. */
START_TEST(password_with_delimiters_is_hidden)
{
	uint64_t state = 11;
	int i;
	for (i = 0; i < 20000; i++) {
		char password[64] = "", text[256];
		int k;
		for (k = 0; k < 4; k++) {
			char one[2] = {delimiters[tn__random_below(&state, sizeof(delimiters) - 1)], '\0'};
			strcat(password, tn__random_below(&state, 2) ? "" : one);
			if (k == (int)tn__random_below(&state, 2))
				strcat(password, "zQ5secret");
		}
		strcat(password, "zQ5secret");
		put_password(text, sizeof(text), tn__random_below(&state, AROUND), password);
		check_hidden(text, "zQ5secret");
		check_hidden(text, "Q5se");
	}
}
END_TEST

/* Any byte of the URL outside of the password changed, removed or doubled. */
START_TEST(password_in_a_mutilated_url_is_hidden)
{
	char text[256], changed[300];
	size_t i, k, n;
	const char *secret, *c;
	for (i = 0; i < AROUND; i++) {
		put_password(text, sizeof(text), i, "zQ5secret");
		secret = strstr(text, "zQ5secret");
		n = strlen(text);
		for (k = 0; k < n; k++) {
			if (text + k >= secret && text + k < secret + 9)
				continue;
			snprintf(changed, sizeof(changed), "%.*s%s", (int)k, text, text + k + 1);
			check_hidden(changed, "zQ5secret");
			for (c = delimiters; *c; c++) {
				snprintf(changed, sizeof(changed), "%.*s%c%s", (int)k, text, *c,
					 text + k + 1);
				check_hidden(changed, "zQ5secret");
				snprintf(changed, sizeof(changed), "%.*s%c%s", (int)k, text, *c, text + k);
				check_hidden(changed, "zQ5secret");
			}
		}
	}
}
END_TEST

START_TEST(password_is_wiped_from_text)
{
	static const struct {
		const char *before, *after;
	} vectors[] = {
		{"tree://u:pw@h/db", "tree://u:**@h/db"},
		{"tree://:pw@h", "tree://:**@h"},
		{"tree://u:p@w/x@h/db", "tree://u:*****@h/db"},
		{"oak://u:p?w@h/db", "oak://u:***@h/db"},
		{"u:pw@h", "u:**@h"},
		{"tree://u:pw", "tree://u:**"},
		{"tree://u:pw/db", "tree://u:**/db"},
		{"tree://h?sslpassword=pw&x=y", "tree://h?sslpassword=**&x=y"},
		{"tree://u:a?password=b@h?password=c", "tree://u:************@h?password=*"},
		{"oak:x?PASSWORD=pw", "oak:x?PASSWORD=**"},
		/* Nothing to wipe. */
		{"", NULL},
		{"x", NULL},
		{"tree://u@h/db", NULL},
		{"tree://u:@h/db", NULL},
		{"tree://h:5432/db?x=y", NULL},
		{"tree://h:1,h:2", NULL},
		{"tree://[::1]:1,[::2]:2/db", NULL},
		{"tree://h?password=", NULL},
		{"tree://h?password", NULL},
		{"leaf:/home/a@b/x.db", NULL},
		{"leaf:./a@b", NULL},
		{"leaf:////home/a@b/x.db", NULL},
	};
	size_t i;
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		char text[100];
		snprintf(text, sizeof(text), "%s", vectors[i].before);
		ck_assert_msg(tn_url_wipe_password(text) == (vectors[i].after != NULL), "%s",
			      vectors[i].before);
		ck_assert_str_eq(text, vectors[i].after ? vectors[i].after : vectors[i].before);
	}
}
END_TEST

/* Wherever there is a password, the wipe finds it. */
START_TEST(wipe_finds_every_password)
{
	uint64_t state = 13;
	int i;
	for (i = 0; i < 5000; i++) {
		char password[64] = "zQ5", text[256];
		char one[2] = {delimiters[tn__random_below(&state, sizeof(delimiters) - 1)], '\0'};
		strcat(password, one);
		strcat(password, "secret");
		put_password(text, sizeof(text), tn__random_below(&state, AROUND), password);
		if (!tn_url_wipe_password(text) || strstr(text, "zQ5") || strstr(text, "secret"))
			ck_abort_msg("%s of %s", text, password);
	}
}
END_TEST

/* ---- memory -------------------------------------------------------------- */

static int parse_one(void *ctx, tn_error **err)
{
	tn_url *u;
	int code = unit_url_parse(&u, ctx, NULL, err);
	tn_url_free(u);
	return code;
}

/* A failing parse needs memory too, for its message; without a hint it is still complete. */
static int fail_one(void *ctx, tn_error **err)
{
	tn_url *u;
	int code = unit_url_parse(&u, ctx, NULL, err);
	ck_assert_ptr_null(u);
	ck_assert(code == TN_E_URL || code == TN_E_NOMEM);
	return tn__error_nomem(err);
}

START_TEST(parsing_survives_no_memory)
{
	char server[] = "tree://u:p@h1:1,[::1]:2/db?application_name=x&charset=utf8";
	char file[] = "leaf:%(basedir)s/x.db?mode=ro";
	char socket[] = "tree:///db?host=/x&port=5";
	char bad_key[] = "tree://h?nonsense=1", bad_host[] = "tree://u:p/w@h;x";
	unit_fail_each_allocation(parse_one, server);
	unit_fail_each_allocation(parse_one, file);
	unit_fail_each_allocation(parse_one, socket);
	unit_fail_each_allocation(fail_one, bad_host);
	unit_fail_each_allocation(fail_one, bad_key);
}
END_TEST

Suite *url_property_suite(void)
{
	Suite *s = suite_create("url properties");
	TCase *c = tcase_create("properties");
	tcase_set_timeout(c, 60);
	tcase_add_test(c, escapes_round_trip);
	tcase_add_test(c, escaped_bytes_are_checked);
	tcase_add_test(c, password_with_delimiters_is_hidden);
	tcase_add_test(c, password_in_a_mutilated_url_is_hidden);
	tcase_add_test(c, password_is_wiped_from_text);
	tcase_add_test(c, wipe_finds_every_password);
	tcase_add_test(c, parsing_survives_no_memory);
	suite_add_tcase(s, c);
	return s;
}
