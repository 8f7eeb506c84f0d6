/* SPDX-License-Identifier: MIT */
/* tests/compat/test_guard.c - rows that apply, statements, match rules, verdicts. */
#include <string.h>
#include "compat_test.h"

static const struct {
	int rule;
	const char *expected, *found;
	int matches;
} rules[] = {
	{TN_MATCH_EXACT, "on", "on", 1},
	{TN_MATCH_EXACT, "on", "ON", 0},
	{TN_MATCH_EXACT, "", "", 1},
	{TN_MATCH_EXACT, "on", NULL, 0},
	{TN_MATCH_EXACT, NULL, "on", 0},
	{TN_MATCH_NOCASE, "on", "ON", 1},
	{TN_MATCH_NOCASE, "on", "one", 0},
	{TN_MATCH_NOCASE, "\xC3\xA9", "\xC3\x89", 0},
	{TN_MATCH_AT_LEAST, "10", "9", 0},
	{TN_MATCH_AT_LEAST, "10", "10", 1},
	{TN_MATCH_AT_LEAST, "10", "010.0", 1},
	{TN_MATCH_AT_LEAST, "10", "10.01", 1},
	{TN_MATCH_AT_LEAST, "10.5", "10.49", 0},
	{TN_MATCH_AT_LEAST, "10.5", "10.500", 1},
	{TN_MATCH_AT_LEAST, "9223372036854775808", "18446744073709551615", 1},
	{TN_MATCH_AT_LEAST, "18446744073709551615", "18446744073709551614", 0},
	{TN_MATCH_AT_LEAST, "-5", "-6", 0},
	{TN_MATCH_AT_LEAST, "-5", "-4", 1},
	{TN_MATCH_AT_LEAST, "-5", "0", 1},
	{TN_MATCH_AT_LEAST, "0", "-0", 1},
	{TN_MATCH_AT_LEAST, "0", "-1", 0},
	{TN_MATCH_AT_LEAST, "1", "+2", 1},
	{TN_MATCH_AT_LEAST, "1", "many", 0},
	{TN_MATCH_AT_LEAST, "1", "", 0},
	{TN_MATCH_AT_LEAST, "1", ".", 0},
	{TN_MATCH_AT_LEAST, "1", "2MB", 0},
	{TN_MATCH_AT_LEAST, "1", "1e9", 0},
	{TN_MATCH_AT_LEAST, "1", NULL, 0},
	{TN_MATCH_WORDS, "A,B", "c, b ,a", 1},
	{TN_MATCH_WORDS, "A,B", "A,C", 0},
	{TN_MATCH_WORDS, "A", "AB,CA", 0},
	{TN_MATCH_WORDS, "A,!B", "A,C", 1},
	{TN_MATCH_WORDS, "A,!B", "A,b", 0},
	{TN_MATCH_WORDS, "!B", "", 1},
	{TN_MATCH_WORDS, "A", "", 0},
	{TN_MATCH_WORDS, " A , , B ", "B,,A", 1},
	{TN_MATCH_WORDS, "", "anything", 1},
	{TN_MATCH_READ, NULL, "anything", 1},
	{TN_MATCH_READ, NULL, NULL, 1},
	{200, "a", "a", 0},
};

START_TEST(match_rules)
{
	struct tn_session_row row = {.name = "a", .expected = rules[_i].expected, .match = (uint8_t)rules[_i].rule};

	ck_assert_int_eq(tn__guard_matches(&row, rules[_i].found), rules[_i].matches);
}
END_TEST

static const struct tn_session_row rows[] = {
	{"one", "@@one", "one = 1", "1", TN_SESSION_MUST, TN_MATCH_EXACT, 0, 0, 0, 0, "rows would be lost; set it"},
	{"two", "@@two", "two = 2", "2", TN_SESSION_WARN, TN_MATCH_AT_LEAST, 0, 0, 0, 0, "slow"},
	{"by_backend", NULL, NULL, "on", TN_SESSION_MUST, TN_MATCH_NOCASE, 0, 0, 0, 0, "keys"},
	{"four", "@@four", NULL, "x,!y", TN_SESSION_MUST, TN_MATCH_WORDS, 0, 0, 0, 0, NULL},
	{"version", "@@version", NULL, NULL, TN_SESSION_WARN, TN_MATCH_READ, 0, 0, 0, 0, NULL},
	{"file_only", "@@file", "file = 1", "1", TN_SESSION_MUST, TN_MATCH_EXACT, TN_FACT_FILE, TN_FACT_READ_ONLY, 0, 0,
	 NULL},
	{"old_only", "@@old", "old = 1", "1", TN_SESSION_MUST, TN_MATCH_EXACT, 0, 0, 0, 99999, NULL},
	{"new_only", "@@new", "new = 1", "1", TN_SESSION_MUST, TN_MATCH_EXACT, 0, 0, 100000, 0, NULL},
};

static const struct tn_dialect joined = {
	.name = "alpha", .session = rows, .session_count = sizeof(rows) / sizeof(rows[0]),
	.session_syntax = {"SELECT ", ", ", "SET ", ", "},
};

static const struct tn_dialect single = {
	.name = "beta", .session = rows, .session_count = sizeof(rows) / sizeof(rows[0]),
	.session_syntax = {"SHOW ", NULL, NULL, NULL},
};

static struct tn_arena arena;
static struct tn_guard guard;

static void begin(const struct tn_dialect *dialect, unsigned facts, int version)
{
	struct tn_server server = {.facts = facts, .version_number = version};

	tn__arena_init(&arena);
	ck_assert_int_eq(tn__guard_select(&guard, &arena, dialect, &server, NULL), TN_OK);
}

static void end(void)
{
	tn__arena_release(&arena);
}

static void found(size_t i, const char *value)
{
	ck_assert_int_eq(tn__guard_found(&guard, i, value, value ? strlen(value) : 0, NULL), TN_OK);
}

/* All values as expected, but for those that a test changes. */
static void all_found(void)
{
	size_t i;

	for (i = 0; i < guard.count; i++)
		found(i, guard.items[i].row->match == TN_MATCH_WORDS ? "x" :
			 guard.items[i].row->expected ? guard.items[i].row->expected : "10.11");
}

static const struct {
	unsigned facts;
	int version;
	const char *last[3];
} selections[] = {
	{0, 90000, {"old_only"}},
	{0, 99999, {"old_only"}},
	{0, 100000, {"new_only"}},
	{TN_FACT_FILE, 100000, {"file_only", "new_only"}},
	{TN_FACT_FILE | TN_FACT_LOCAL, 90000, {"file_only", "old_only"}},
	{TN_FACT_FILE | TN_FACT_READ_ONLY, 90000, {"old_only"}},
	{TN_FACT_READ_ONLY, 90000, {"old_only"}},
};

START_TEST(rows_that_apply)
{
	size_t i, n = 0;

	begin(&joined, selections[_i].facts, selections[_i].version);
	while (n < 3 && selections[_i].last[n])
		n++;
	ck_assert_uint_eq(guard.count, 5 + n);
	for (i = 0; i < n; i++)
		ck_assert_str_eq(guard.items[5 + i].row->name, selections[_i].last[i]);
	end();
}
END_TEST

/* The statement from *next on must be sql and read the n items before the new *next. */
static void expect_get(size_t *next, const char *sql, size_t n, size_t then)
{
	struct tn_text out;

	tn__text_init(&out);
	ck_assert_uint_eq(tn__guard_get_sql(&guard, next, &out), n);
	ck_assert_str_eq(out.s, sql);
	ck_assert_uint_eq(*next, then);
	tn__text_release(&out);
}

START_TEST(reading_joined)
{
	size_t next = 0;

	begin(&joined, 0, 100000);
	expect_get(&next, "SELECT @@one, @@two", 2, 2);
	expect_get(&next, "SELECT @@four, @@version, @@new", 3, 6);
	expect_get(&next, "", 0, 6);
	end();
}
END_TEST

START_TEST(reading_one_by_one)
{
	size_t next = 0;

	begin(&single, 0, 100000);
	expect_get(&next, "SHOW @@one", 1, 1);
	expect_get(&next, "SHOW @@two", 1, 2);
	expect_get(&next, "SHOW @@four", 1, 4);
	expect_get(&next, "SHOW @@version", 1, 5);
	expect_get(&next, "SHOW @@new", 1, 6);
	expect_get(&next, "", 0, 6);
	end();
}
END_TEST

static void expect_set(size_t *next, const char *sql, size_t n)
{
	struct tn_text out;

	tn__text_init(&out);
	ck_assert_uint_eq(tn__guard_set_sql(&guard, next, &out), n);
	ck_assert_str_eq(out.s, sql);
	tn__text_release(&out);
}

START_TEST(setting_what_differs)
{
	size_t next = 0;

	begin(&joined, 0, 100000);
	all_found();
	expect_set(&next, "", 0);
	found(0, "0");
	found(3, "y");   /* can only be checked */
	found(5, "0");
	next = 0;
	expect_set(&next, "SET one = 1, new = 1", 2);
	expect_set(&next, "", 0);
	ck_assert_uint_eq(guard.items[0].was_set, 1);
	ck_assert_uint_eq(guard.items[1].was_set, 0);
	ck_assert_uint_eq(guard.items[3].was_set, 0);
	ck_assert_uint_eq(guard.items[5].was_set, 1);
	end();
}
END_TEST

START_TEST(setting_one_by_one)
{
	size_t next = 0;

	begin(&single, 0, 100000);
	found(0, "0");
	found(1, "1");
	expect_set(&next, "one = 1", 1);
	expect_set(&next, "two = 2", 1);
	expect_set(&next, "", 0); /* the others were never read */
	end();
}
END_TEST

static void expect_verdict(int code, const char *message, const char *warnings)
{
	tn_error *err = NULL;
	struct tn_text out;

	tn__text_init(&out);
	ck_assert_int_eq(tn__guard_verdict(&guard, &out, &err), code);
	if (message)
		ck_assert_str_eq(tn_error_message(err), message);
	ck_assert_str_eq(out.s, warnings);
	ck_assert_int_eq(tn__guard_verdict(&guard, NULL, NULL), code);
	tn_error_free(err);
	tn__text_release(&out);
}

START_TEST(all_is_well)
{
	begin(&joined, 0, 100000);
	all_found();
	expect_verdict(TN_OK, NULL, "");
	ck_assert_str_eq(guard.items[4].value, "10.11");
	end();
}
END_TEST

START_TEST(first_must_row_is_named)
{
	begin(&joined, 0, 100000);
	all_found();
	found(0, "0");
	found(2, "off");
	expect_verdict(TN_E_GUARD, "session setting 'one' is '0', not '1': rows would be lost; set it", "");
	guard.items[0].was_set = 1;
	expect_verdict(TN_E_GUARD,
		       "session setting 'one' is '0', not '1' (setting it had no effect): "
		       "rows would be lost; set it", "");
	found(0, "1");
	expect_verdict(TN_E_GUARD, "session setting 'by_backend' is 'off', not 'on': keys", "");
	found(2, "ON");
	found(3, "x,y");
	expect_verdict(TN_E_GUARD, "session setting 'four' is 'x,y', which does not fit 'x,!y'", "");
	end();
}
END_TEST

START_TEST(warnings_do_not_fail)
{
	begin(&joined, 0, 100000);
	all_found();
	found(1, "1");
	expect_verdict(TN_OK, NULL, "session setting 'two' is '1', not at least '2': slow\n");
	found(1, NULL);
	expect_verdict(TN_OK, NULL, "session setting 'two' could not be read; expected '2': slow\n");
	end();
}
END_TEST

START_TEST(never_read_does_not_hold)
{
	begin(&joined, 0, 100000);
	expect_verdict(TN_E_GUARD,
		       "session setting 'one' could not be read; expected '1': rows would be lost; set it",
		       "session setting 'two' could not be read; expected '2': slow\n"
		       "session setting 'version' could not be read; expected ''\n");
	end();
}
END_TEST

START_TEST(value_is_read_with_its_length)
{
	begin(&joined, 0, 100000);
	ck_assert_int_eq(tn__guard_found(&guard, 0, "1xyz", 1, NULL), TN_OK);
	ck_assert_uint_eq(guard.items[0].matches, 1);
	ck_assert_str_eq(guard.items[0].value, "1");
	end();
}
END_TEST

START_TEST(no_session_rows)
{
	static const struct tn_dialect none = {.name = "none"};
	size_t next = 0;

	begin(&none, 0, 1);
	ck_assert_uint_eq(guard.count, 0);
	expect_get(&next, "", 0, 0);
	expect_set(&next, "", 0);
	expect_verdict(TN_OK, NULL, "");
	end();
}
END_TEST

/* A whole round in which the n-th allocation fails. */
static int guarded_round(tn_error **err)
{
	struct tn_server server = {.version_number = 100000};
	int rc = tn__guard_select(&guard, &arena, &joined, &server, err);
	size_t i;

	for (i = 0; !rc && i < guard.count; i++)
		rc = tn__guard_found(&guard, i, "0", 1, err);
	return rc ? rc : tn__guard_verdict(&guard, NULL, err);
}

START_TEST(without_memory)
{
	unsigned long n;
	int rc, code = TN_E_NOMEM;

	for (n = 1; n < 50 && code == TN_E_NOMEM; n++) {
		tn_error *err = NULL;

		tn__arena_init(&arena);
		allow_memory(n);
		rc = guarded_round(&err);
		ck_assert(rc == TN_E_NOMEM || rc == TN_E_GUARD);
		code = tn_error_code(err);
		ck_assert(code == rc || code == TN_E_NOMEM); /* no memory for the error itself */
		tn_error_free(err);
		tn__arena_release(&arena);
	}
	allow_memory(0);
	ck_assert_int_eq(code, TN_E_GUARD);
}
END_TEST

TCase *guard_cases(void)
{
	TCase *tc = tcase_create("guard");

	tcase_add_loop_test(tc, match_rules, 0, (int)(sizeof(rules) / sizeof(rules[0])));
	tcase_add_loop_test(tc, rows_that_apply, 0, (int)(sizeof(selections) / sizeof(selections[0])));
	tcase_add_test(tc, reading_joined);
	tcase_add_test(tc, reading_one_by_one);
	tcase_add_test(tc, setting_what_differs);
	tcase_add_test(tc, setting_one_by_one);
	tcase_add_test(tc, all_is_well);
	tcase_add_test(tc, first_must_row_is_named);
	tcase_add_test(tc, warnings_do_not_fail);
	tcase_add_test(tc, never_read_does_not_hold);
	tcase_add_test(tc, value_is_read_with_its_length);
	tcase_add_test(tc, no_session_rows);
	tcase_add_test(tc, without_memory);
	return tc;
}
