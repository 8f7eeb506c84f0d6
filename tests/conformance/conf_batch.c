/* SPDX-License-Identifier: MIT */
/*
 * conf_batch.c - tn_batch_each(): which slices a function gets, and what ends them.
 */
#include "conf.h"

enum { MOST = 1000 };

struct seen {
	unsigned calls, elements, largest;
	unsigned stop_at; /* the call that ends it; 0: none */
	int result;
	int64_t sum;
};

static int see(tn_conn *conn, const tn_list *slice, void *arg, tn_error **err)
{
	struct seen *s = arg;
	uint32_t i;
	s->calls++;
	s->elements += slice->count;
	s->largest = slice->count > s->largest ? slice->count : s->largest;
	for (i = 0; slice->shape == 1 && i < slice->count; i++)
		s->sum += ((const int64_t *)slice->items)[i];
	if (s->calls == s->stop_at)
		return s->result >= 0 ? s->result : tn_exec(conn, "SELECT nothing FROM nowhere", NULL, NULL, err);
	return 0;
}

START_TEST(slices_have_the_size_that_was_asked_for)
{
	static const struct {
		unsigned count, size, calls, largest;
	} cases[] = {
		{0, 0, 0, 0}, {1, 0, 1, 1}, {499, 0, 1, 499}, {500, 0, 1, 500}, {501, 0, 2, 500}, {1000, 0, 2, 500},
		{10, 3, 4, 3}, {10, 1, 10, 1}, {10, 10, 1, 10}, {10, 4000000000u, 1, 10},
	};
	tn_conn *conn = tn_test_open();
	int64_t ids[MOST];
	unsigned i;
	for (i = 0; i < MOST; i++)
		ids[i] = i + 1;
	for (i = 0; i < CONF_COUNT(cases); i++) {
		const tn_list list = {.kind = TN_KIND_INT, .count = cases[i].count, .items = ids, .shape = 1};
		struct seen s = {0};
		ck_tn_is(tn_batch_each(conn, &list, cases[i].size, see, &s, tn_test_err()), 0);
		ck_assert_uint_eq(s.calls, cases[i].calls);
		ck_assert_uint_eq(s.elements, cases[i].count);
		ck_assert_uint_eq(s.largest, cases[i].largest);
		ck_assert_int_eq(s.sum, (int64_t)cases[i].count * (cases[i].count + 1) / 2);
	}
	tn_close(conn);
}
END_TEST

START_TEST(no_slice_is_larger_than_a_statement_takes)
{
	enum { TOO_MANY = 300001 }; /* HUGE belongs to <math.h> of some C libraries */
	static int64_t ids[TOO_MANY];
	const tn_list list = {.kind = TN_KIND_INT, .count = TOO_MANY, .items = ids, .shape = 1};
	tn_conn *conn = tn_test_open();
	int64_t limit = tn_get_limit(conn, "bind_params");
	struct seen s = {0};
	ck_tn_is(tn_batch_each(conn, &list, TOO_MANY, see, &s, tn_test_err()), 0);
	ck_assert_uint_eq(s.elements, TOO_MANY);
	ck_assert_int_eq(s.largest, limit > 0 && limit < TOO_MANY ? limit : TOO_MANY);
	tn_close(conn);
}
END_TEST

static int forget(tn_conn *conn, const tn_list *slice, void *arg, tn_error **err)
{
	tn_result result = {0};
	int rc = tn_exec(conn, "DELETE FROM item WHERE name IN (:names)",
			 TN_NAMED(tn_named("names", tn_list_of(slice))), &result, err);
	*(int64_t *)arg += result.affected;
	return rc < 0 ? rc : 0;
}

START_TEST(a_slice_is_a_list_for_a_statement)
{
	const char *names[] = {"a", "b", NULL, "c", "none", "d", "e"};
	const tn_list list = {.kind = TN_KIND_TEXT, .count = 7, .items = names, .shape = 3};
	tn_conn *conn = tn_test_open();
	int64_t gone = 0;
	unsigned i;
	conf_make_items(conn);
	for (i = 0; i < 7; i++)
		conf_exec(conn, "INSERT INTO item (id, name) VALUES (?, ?)",
			  TN_VALUES(tn_int(i), tn_text(i == 4 ? "kept" : names[i])));
	ck_tn_is(tn_batch_each(conn, &list, 2, forget, &gone, tn_test_err()), 0);
	ck_assert_int_eq(gone, 5);
	ck_assert_int_eq(conf_int(conn, "SELECT count(*) FROM item", NULL), 2);
	tn_close(conn);
}
END_TEST

START_TEST(what_is_not_0_ends_the_batches)
{
	int64_t ids[10] = {0};
	const tn_list list = {.kind = TN_KIND_INT, .count = 10, .items = ids, .shape = 1};
	const tn_list bad = {.kind = TN_KIND_INT, .count = 10, .shape = 1};
	tn_conn *conn = tn_test_open();
	struct seen s = {.stop_at = 2, .result = 7};
	ck_tn_is(tn_batch_each(conn, &list, 3, see, &s, tn_test_err()), 7);
	ck_assert_uint_eq(s.calls, 2);
	s = (struct seen){.stop_at = 3, .result = -1};
	ck_tn_err(tn_batch_each(conn, &list, 3, see, &s, tn_test_err()), TN_E_NO_OBJECT);
	ck_assert_uint_eq(s.calls, 3);
	ck_tn_err(tn_batch_each(conn, &bad, 3, see, &s, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_batch_each(conn, NULL, 3, see, &s, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_batch_each(conn, &list, 3, NULL, &s, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_batch_each(NULL, &list, 3, see, &s, tn_test_err()), TN_E_MISUSE);
	ck_assert_uint_eq(s.calls, 3);
	tn_close(conn);
}
END_TEST

Suite *conf_batch_suite(void)
{
	Suite *s = suite_create("batches");
	TCase *tc = conf_case(s, "batch");
	tcase_add_test(tc, slices_have_the_size_that_was_asked_for);
	tcase_add_test(tc, no_slice_is_larger_than_a_statement_takes);
	tcase_add_test(tc, a_slice_is_a_list_for_a_statement);
	tcase_add_test(tc, what_is_not_0_ends_the_batches);
	return s;
}
