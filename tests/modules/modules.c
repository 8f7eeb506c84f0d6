/* SPDX-License-Identifier: MIT */
/*
 * modules.c - backends that are loaded, and what is refused with which words.
 *
 * The program is the library with a table of modules of its own, so every build
 * tests the loader, also one whose backends are linked in.  libcheck forks for
 * each test: each begins with nothing loaded.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/tenon.h>
#include "core/engine/builtin.h"

const struct tn_backend *const tn__builtin_backends[] = {NULL};

#define SCHEME(name) (const char *const[]){name, NULL}

static const struct tn_module rows[] = {
	{"skeleton", SCHEME("skeleton"), FOLDER "/skeleton.so", "install the package tenon-skeleton"},
	{"older", SCHEME("older"), FOLDER "/older.so", "install the package tenon-older"},
	{"nothing", SCHEME("nothing"), FOLDER "/nothing.so", "install the package tenon-nothing"},
	{"no_entry", SCHEME("noentry"), FOLDER "/no_entry.so", "install the package tenon-no-entry"},
	{"another", SCHEME("another"), FOLDER "/skeleton.so", "install the package tenon-another"},
	{"text", SCHEME("text"), FOLDER "/skeleton.lai", "install the package tenon-text"},
	{"missing", SCHEME("missing"), FOLDER "/missing.so", "install the package tenon-missing"},
	{"relative", SCHEME("relative"), "skeleton.so", "install the package tenon-relative"},
	{"unbuilt", SCHEME("unbuilt"), NULL, "build the library with it"},
	{NULL, NULL, NULL, NULL},
};

const struct tn_modules tn__modules = {tn__module_load, rows};

static const struct refusal {
	const char *url;
	const char *message;
	const char *hint;
} refusals[] = {
	{"older:", "the module of backend 'older' was built for another version", "tenon-older"},
	{"nothing:", "the module of backend 'nothing' has no backend", "tenon-nothing"},
	{"noentry:", "the module of backend 'no_entry' has no entry 'tn_backend_entry'", "tenon-no-entry"},
	{"another:", "the module of backend 'another' holds another backend", "tenon-another"},
	{"text:", "the module of backend 'text' cannot be loaded", "tenon-text"},
	{"missing://u:secret@host/x", "the module of backend 'missing' is not installed", "tenon-missing"},
	{"relative:", "the module of backend 'relative' has no absolute path", "tenon-relative"},
	{"unbuilt:", "this build has no backend 'unbuilt'", "build the library with it"},
	{"unheard:", "known schemes: skeleton, older, nothing, noentry, another, text, missing, relative", NULL},
};

START_TEST(a_module_is_loaded_by_its_scheme)
{
	tn_conn *conn = NULL;
	tn_error *err = NULL;
	int i;
	for (i = 0; i < 2; i++) {
		ck_assert_msg(tn_open(&conn, "skeleton:", NULL, &err) == TN_OK, "%s", tn_error_message(err));
		ck_assert_str_eq(tn_conn_backend(conn), "skeleton");
		tn_close(conn);
	}
	/* The others cannot be had: they are no backends. */
	ck_assert_str_eq(tn_backend_name(0), "skeleton");
	ck_assert_ptr_null(tn_backend_name(1));
}
END_TEST

START_TEST(asking_for_all_loads_what_is_there)
{
	ck_assert_str_eq(tn_backend_name(0), "skeleton");
	ck_assert_ptr_null(tn_backend_name(1));
}
END_TEST

START_TEST(what_cannot_be_had_says_why)
{
	const struct refusal *r = &refusals[_i];
	tn_conn *conn = NULL;
	tn_error *err = NULL;
	int again;
	for (again = 0; again < 2; again++) {
		ck_assert_int_eq(tn_open(&conn, r->url, NULL, &err), TN_E_UNSUPPORTED);
		ck_assert_ptr_null(conn);
		ck_assert_msg(strstr(tn_error_message(err), r->message) != NULL, "%s", tn_error_message(err));
		ck_assert(!strstr(tn_error_message(err), "secret"));
		if (r->hint)
			ck_assert_msg(strstr(tn_error_hint(err), r->hint) != NULL, "%s", tn_error_hint(err));
		tn_error_free(err);
		err = NULL;
	}
	ck_assert_int_eq(tn_open(&conn, r->url, NULL, NULL), TN_E_UNSUPPORTED);
}
END_TEST

/* A variable of the environment or the working folder has no say. */
START_TEST(no_search_path)
{
	tn_conn *conn = NULL;
	ck_assert_int_eq(setenv("LD_LIBRARY_PATH", FOLDER, 1), 0);
	ck_assert_int_eq(tn_open(&conn, "relative:", NULL, NULL), TN_E_UNSUPPORTED);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("modules");
	TCase *tc = tcase_create("modules");
	SRunner *runner = srunner_create(s);
	int failed;
	tcase_add_test(tc, a_module_is_loaded_by_its_scheme);
	tcase_add_test(tc, asking_for_all_loads_what_is_there);
	tcase_add_loop_test(tc, what_cannot_be_had_says_why, 0, (int)(sizeof refusals / sizeof refusals[0]));
	tcase_add_test(tc, no_search_path);
	suite_add_tcase(s, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
