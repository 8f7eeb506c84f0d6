/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/test_type.c - the analysis of expressions: from text to operations.
 *
 * type_cases.def says what becomes of an expression, type_refusals.def what is refused,
 * where, and with which words.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "type_text.h"

static const struct accepted {
	const char *bound;
	int open;
	const char *text, *expected;
} accepted[] = {
#define TYPE_CASE(bound, text, expected) {bound, 0, text, expected},
#define TYPE_OPEN(bound, text, expected) {bound, 1, text, expected},
#include "type_cases.def"
#undef TYPE_CASE
#undef TYPE_OPEN
};

static const struct refused {
	const char *bound;
	int open;
	const char *text;
	int code;
	size_t position;            /* in the statement, from 1 */
	const char *message, *hint; /* each part of it; NULL: there is none */
} refused[] = {
#define TYPE_REFUSED(bound, text, code, position, message, hint) \
	{bound, 0, text, TN_E_##code, position, message, hint},
#define TYPE_REFUSED_OPEN(bound, text, code, position, message, hint) \
	{bound, 1, text, TN_E_##code, position, message, hint},
#include "type_refusals.def"
#undef TYPE_REFUSED
#undef TYPE_REFUSED_OPEN
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* An expression alone stands in the select list. */
static void type_case(struct typed *a, const char *text, const char *bound, int open)
{
	char statement[1024];
	int whole = !strncmp(text, "SELECT ", 7) || !strncmp(text, "INSERT ", 7) ||
		!strncmp(text, "UPDATE ", 7) || !strncmp(text, "WITH ", 5);

	snprintf(statement, sizeof(statement), whole ? "%s" : "SELECT %s FROM t", text);
	type_text(a, statement, bound, open);
}

START_TEST(becomes)
{
	size_t i;

	for (i = 0; i < COUNT_OF(accepted); i++) {
		const struct accepted *c = &accepted[i];
		struct typed a;
		struct tn_text out;

		tn__text_init(&out);
		type_case(&a, c->text, c->bound, c->open);
		ck_assert_msg(a.rc == TN_OK, "%s: %s", c->text, tn_error_message(a.err));
		ck_assert_msg(!type_fault(a.stmt), "%s: %s", c->text, type_fault(a.stmt));
		put_statement(&out, a.stmt);
		ck_assert_msg(
			!strcmp(out.s, c->expected), "%s:\n  %s\nnot\n  %s", c->text, out.s, c->expected);
		tn__text_release(&out);
		typed_release(&a);
	}
}
END_TEST

START_TEST(is_refused)
{
	size_t i;

	for (i = 0; i < COUNT_OF(refused); i++) {
		const struct refused *c = &refused[i];
		struct typed a;
		const char *hint;

		type_case(&a, c->text, c->bound, c->open);
		ck_assert_msg(a.rc == c->code, "%s: %s, not %s", c->text, tn_error_name(a.rc),
			tn_error_name(c->code));
		ck_assert_msg(tn_error_position(a.err) == c->position, "%s: at %zu, not %zu", c->text,
			tn_error_position(a.err), c->position);
		ck_assert_msg(strstr(tn_error_message(a.err), c->message) != NULL, "%s: '%s' lacks '%s'",
			c->text, tn_error_message(a.err), c->message);
		hint = tn_error_hint(a.err);
		ck_assert_msg(c->hint ? hint && strstr(hint, c->hint) : !hint, "%s: hint '%s' lacks '%s'",
			c->text, hint ? hint : "", c->hint ? c->hint : "(none)");
		typed_release(&a);
	}
}
END_TEST

/* Parameters have one type, which the statement tells the engine. */
START_TEST(parameters_are_told)
{
	struct typed a;

	type_text(&a, "SELECT 1 FROM t WHERE i IN (:list) AND n > :n AND day = :d AND t = :t", "3int-", 0);
	ck_assert_int_eq(a.rc, TN_OK);
	ck_assert_uint_eq(a.stmt->params[0].type.kind, TN_KIND_INT);
	ck_assert(a.stmt->params[0].list);
	ck_assert_uint_eq(a.stmt->params[1].type.kind, TN_KIND_NUMERIC);
	ck_assert_uint_eq(a.stmt->params[2].type.kind, TN_KIND_TEXT);
	ck_assert_uint_eq(a.stmt->params[3].type.kind, TN_KIND_TEXT);
	ck_assert(!(a.stmt->params[3].type.flags & TN_TYPEF_NOT_NULL));
	typed_release(&a);
}
END_TEST

/* An empty list takes its comparison with it, but not the parameter's type. */
START_TEST(an_empty_list_keeps_its_type)
{
	struct typed a;

	type_text(&a, "SELECT 1 FROM t WHERE t IN (?)", "0t", 0);
	ck_assert_int_eq(a.rc, TN_OK);
	ck_assert(a.stmt->params[0].list);
	ck_assert_uint_eq(a.stmt->params[0].type.kind, TN_KIND_TEXT);
	typed_release(&a);
}
END_TEST

START_TEST(assumptions_are_warned_of)
{
	struct typed a;

	type_text(&a, "SELECT 1 FROM t WHERE x = 1 AND f < 'a'", NULL, 1);
	ck_assert_int_eq(a.rc, TN_OK);
	ck_assert_uint_eq(a.stmt->warning_count, 2);
	ck_assert_str_eq(a.stmt->warnings[0].text, "the type of column x is not known; BIGINT is assumed");
	ck_assert_uint_eq(a.stmt->warnings[0].at, 22);
	ck_assert_str_eq(
		a.stmt->warnings[1].text, "column f has a collation of its own: no index of it serves here");
	typed_release(&a);
}
END_TEST

/* ---- sizes --------------------------------------------------------------------------- */

/* head, then item n times with joint between, then tail. */
static char *repeated(const char *head, const char *item, const char *joint, const char *tail, size_t n)
{
	struct tn_text text;
	size_t i;

	tn__text_init(&text);
	tn__text_puts(&text, head);
	for (i = 0; i < n; i++) {
		tn__text_puts(&text, i ? joint : "");
		tn__text_puts(&text, item);
	}
	tn__text_puts(&text, tail);
	ck_assert_int_eq(text.failed, 0);
	return tn__text_detach(&text);
}

static const struct {
	const char *head, *item, *joint, *tail;
} large[] = {
	{"SELECT 1 FROM t WHERE n IN (", "1.5", ",", ")"},
	{"SELECT 1 FROM t WHERE ", "i = 1", " AND ", ""},
	{"SELECT 1 FROM t WHERE f IN (", "'a'", ",", ")"},
	{"SELECT ", "t", " || ", " FROM t"},
	{"SELECT COALESCE(", "i", ",", ") FROM t"},
	{"SELECT CASE i ", "WHEN 1 THEN 2", " ", " END FROM t"},
	{"SELECT 1 FROM t WHERE (i, t) IN (", "(1, 'a')", ",", ")"},
	{"SELECT 1 FROM t WHERE ", "i BETWEEN 1 AND 2", " OR ", ""},
};

START_TEST(large_statements_are_analysed)
{
	char *text = repeated(large[_i].head, large[_i].item, large[_i].joint, large[_i].tail, 60000);
	struct typed a;

	type_text(&a, text, NULL, 0);
	ck_assert_int_eq(a.rc, TN_OK);
	typed_release(&a);
	free(text);
}
END_TEST

static const struct {
	const char *head, *item, *tail;
} deep[] = {
	{"SELECT ", "(SELECT ", "1 FROM t"},
	{"SELECT 1 FROM t WHERE ", "NOT ", "b"},
	{"SELECT ", "- ", "i FROM t"},
	{"SELECT ", "(", "1 FROM t"},
	{"SELECT ", "lower(", "t FROM t"},
	{"SELECT i", " + 1", " FROM t"},
};

/* Whoever sets the limit: an answer, not the end of the stack. */
START_TEST(deep_statements_are_survived)
{
	char *text = repeated(deep[_i].head, deep[_i].item, "", deep[_i].tail, 20000);
	struct typed a;

	type_text(&a, text, NULL, 0);
	ck_assert_int_ne(a.rc, TN_OK);
	typed_release(&a);
	free(text);
}
END_TEST

/* Rewrites that write an operand twice must not double at each level. */
START_TEST(nested_between_stays_small)
{
	char *inner = repeated("", "(", "", "(i BETWEEN 1 AND 2)", 200);
	char *rest = repeated("", " BETWEEN FALSE AND TRUE)", "", "", 200);
	struct tn_text text;
	struct typed a;

	tn__text_init(&text);
	tn__text_printf(&text, "SELECT %s%s FROM t", inner, rest);
	type_text(&a, text.s, NULL, 0);
	ck_assert_msg(a.rc == TN_OK, "%s", a.rc ? tn_error_message(a.err) : "");
	ck_assert_uint_lt(a.arena.used, 2u << 20);
	typed_release(&a);
	tn__text_release(&text);
	free(inner);
	free(rest);
}
END_TEST

TCase *type_cases(void)
{
	TCase *cases = tcase_create("types");

	tcase_add_test(cases, becomes);
	tcase_add_test(cases, is_refused);
	tcase_add_test(cases, parameters_are_told);
	tcase_add_test(cases, an_empty_list_keeps_its_type);
	tcase_add_test(cases, assumptions_are_warned_of);
	tcase_add_loop_test(cases, large_statements_are_analysed, 0, (int)COUNT_OF(large));
	tcase_add_loop_test(cases, deep_statements_are_survived, 0, (int)COUNT_OF(deep));
	tcase_add_test(cases, nested_between_stays_small);
	return cases;
}
