/* SPDX-License-Identifier: MIT */
/* tests/sql/test_ident.c - quoting and checking identifiers. */
#include <string.h>
#include "core/base/text.h"
#include "sql_text.h"

static const struct {
	const struct tn_dialect *dialect;
	const char *name, *quoted;
} quotes[] = {
	{&alpha, "a", "\"a\""},
	{&alpha, "a\"b", "\"a\"\"b\""},
	{&alpha, "a`b'c", "\"a`b'c\""},
	{&beta, "a`b", "`a``b`"},
	{&beta, "``", "``````"},
};

START_TEST(quoting)
{
	struct tn_text t;

	tn__text_init(&t);
	tn__sql_quote_ident(&t, quotes[_i].dialect, quotes[_i].name, strlen(quotes[_i].name));
	ck_assert_str_eq(t.s, quotes[_i].quoted);
	tn__text_release(&t);
}
END_TEST

static const struct {
	const struct tn_profile *profile;
	const char *name;
	size_t len;
	int code;
} checks[] = {
	{&no_limits, "a", 1, TN_OK},
	{&no_limits, "", 0, TN_E_PARAM},
	{&no_limits, NULL, 0, TN_E_PARAM},
	{&no_limits, "a\0b", 3, TN_E_PARAM},
	{&no_limits, "a\xFF", 2, TN_E_PARAM},
	{&eight_bytes, "abcdefgh", 8, TN_OK},
	{&eight_bytes, "abcdefghi", 9, TN_E_LIMIT},
	{&eight_bytes, "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 10, TN_E_LIMIT},
	{&eight_chars, "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 10, TN_OK},
	{&eight_chars, "abcdefghi", 9, TN_E_LIMIT},
};

START_TEST(checking)
{
	tn_error *err = NULL;
	int rc = tn__sql_check_ident(checks[_i].profile, checks[_i].name, checks[_i].len, &err);

	ck_assert_int_eq(rc, checks[_i].code);
	ck_assert_int_eq(tn_error_code(err), rc);
	tn_error_free(err);
}
END_TEST

START_TEST(long_name_is_cut_between_characters)
{
	char name[101] = "x";
	tn_error *err = NULL;
	int i;

	for (i = 0; i < 33; i++)
		memcpy(name + 1 + 3 * i, "\xE2\x82\xAC", 3);
	ck_assert_int_eq(tn__sql_check_ident(&eight_bytes, name, 100, &err), TN_E_LIMIT);
	ck_assert_str_eq(tn_error_message(err),
			 "identifier 'x\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC"
			 "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC...' "
			 "is longer than the server's 8 bytes");
	tn_error_free(err);
}
END_TEST

START_TEST(characters_of_names)
{
	const struct tn_dialect bmp = {.quote = '"', .bmp_names = 1}, any = {.quote = '"'};

	ck_assert_int_eq(tn__sql_check_name(&bmp, "a\xE2\x82\xAC", 4, NULL), TN_OK);
	ck_assert_int_eq(tn__sql_check_name(&bmp, "a\xF0\x9F\x92\xA9", 5, NULL), TN_E_LIMIT);
	ck_assert_int_eq(tn__sql_check_name(&any, "a\xF0\x9F\x92\xA9", 5, NULL), TN_OK);
}
END_TEST

/* What was quoted is one name again, and no marker inside it is seen. */
START_TEST(quoted_names_survive)
{
	static const char alphabet[] = "ab?:;'\"`[]$-#/*\\ \n";
	struct dice dice = {(uint64_t)_i + 1};
	const struct tn_dialect *dialect = all_dialects[_i % 3];
	char name[20];
	struct tn_text t;
	struct parsed p;
	size_t i, n = 1 + roll(&dice, 19);

	for (i = 0; i < n; i++)
		name[i] = alphabet[roll(&dice, sizeof(alphabet) - 1)];
	tn__text_init(&t);
	tn__text_puts(&t, "SELECT ");
	tn__sql_quote_ident(&t, dialect, name, n);
	tn__text_puts(&t, " = ?");
	parse(&p, dialect, &no_limits, t.s, t.len);
	ck_assert_msg(p.rc == TN_OK, "%s: %s", t.s, tn_error_message(p.err));
	ck_assert_uint_eq(p.stmt->arg_count, 1);
	ck_assert_uint_eq(p.stmt->pieces[0].len, t.len - 1);
	parsed_release(&p);
	tn__text_release(&t);
}
END_TEST

TCase *ident_cases(void)
{
	TCase *tc = tcase_create("ident");

	tcase_add_loop_test(tc, quoting, 0, (int)(sizeof(quotes) / sizeof(quotes[0])));
	tcase_add_loop_test(tc, checking, 0, (int)(sizeof(checks) / sizeof(checks[0])));
	tcase_add_test(tc, long_name_is_cut_between_characters);
	tcase_add_test(tc, characters_of_names);
	tcase_add_loop_test(tc, quoted_names_survive, 0, 60);
	return tc;
}
