/* SPDX-License-Identifier: MIT */
/*
 * conf_lists.c - arrays bound to one parameter, beside columns of other kinds.
 *
 * The table has a column of each kind that elements are converted to, and rows whose
 * number says what they hold; a query gives the sum of the numbers that it finds.
 */
#include "conf.h"

static const char uuid_one[] = "\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff";

static void make_kinds(tn_conn *conn)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "num", .type = TN_TYPE_NUMERIC, .length = 10, .scale = 2},
		{.name = "dbl", .type = TN_TYPE_DOUBLE},
		{.name = "born", .type = TN_TYPE_DATE},
		{.name = "moment", .type = TN_TYPE_TIMESTAMP},
		{.name = "code", .type = TN_TYPE_UUID},
	};
	const char *insert = "INSERT INTO kinds (id, num, dbl, born, moment, code) VALUES (?, ?, ?, ?, ?, ?)";
	conf_make(conn, "kinds", columns, CONF_COUNT(columns));
	conf_exec(conn, insert, TN_VALUES(tn_int(1), tn_numeric("1.00"), tn_double(1.0), tn_date(0), tn_timestamp(0),
					  tn_uuid(uuid_one)));
	conf_exec(conn, insert, TN_VALUES(tn_int(2), tn_numeric("2.50"), tn_double(2.5), tn_date(1),
					  tn_timestamp(INT64_C(86400000000)), tn_null()));
	conf_exec(conn, insert, TN_VALUES(tn_int(4), tn_null(), tn_null(), tn_null(), tn_null(), tn_null()));
}

#define SUM "SELECT COALESCE(SUM(id), 0) FROM kinds WHERE "

static const struct {
	const char *sql;
	tn_value items[3];
	unsigned count;
	int64_t sum;
} lists[] = {
	{SUM "num IN (:l)", {{.kind = TN_KIND_INT, .u.i = 1}, {.kind = TN_KIND_INT, .u.i = 2}}, 2, 1},
	{SUM "num NOT IN (:l)", {{.kind = TN_KIND_INT, .u.i = 1}, {.kind = TN_KIND_INT, .u.i = 2}}, 2, 2},
	{SUM "num NOT IN (:l)", {{.kind = TN_KIND_INT, .u.i = 1}, {.kind = TN_KIND_NULL}}, 2, 0},
	{SUM "num IN (:l)", {{.kind = TN_KIND_NULL}, {.kind = TN_KIND_INT, .u.i = 1}}, 2, 1},
	{SUM "num > ANY(:l)", {{.kind = TN_KIND_INT, .u.i = 1}, {.kind = TN_KIND_INT, .u.i = 7}}, 2, 2},
	{SUM "num <= ALL(:l)", {{.kind = TN_KIND_INT, .u.i = 1}, {.kind = TN_KIND_INT, .u.i = 7}}, 2, 1},
	{SUM "num > ALL(:l)", {{.kind = TN_KIND_INT}}, 0, 7},
	{SUM "num > ANY(:l)", {{.kind = TN_KIND_INT}}, 0, 0},
	{SUM "dbl IN (:l)", {{.kind = TN_KIND_INT, .u.i = 1}, {.kind = TN_KIND_INT, .u.i = 9}}, 2, 1},
	{SUM "dbl IN (:l)", {{.kind = TN_KIND_NUMERIC, .u.s = "2.5", .len = 3}}, 1, 2},
	{SUM "born IN (:l)", {{.kind = TN_KIND_TEXT, .u.s = "1970-01-02", .len = 10}}, 1, 2},
	{SUM "born < ALL(:l)", {{.kind = TN_KIND_TEXT, .u.s = "1970-01-02", .len = 10}}, 1, 1},
	{SUM "moment = ANY(:l)", {{.kind = TN_KIND_DATE, .u.i = 1}, {.kind = TN_KIND_NULL}}, 2, 2},
	{SUM "moment = ANY(:l)", {{.kind = TN_KIND_TEXT, .u.s = "1970-01-01 00:00:00", .len = 19}}, 1, 1},
	{SUM "code IN (:l)", {{.kind = TN_KIND_TEXT, .u.s = "00112233-4455-6677-8899-aabbccddeeff", .len = 36}}, 1, 1},
};

static tn_value list_value(tn_list *list, const tn_value *items, unsigned count)
{
	memset(list, 0, sizeof *list);
	list->kind = count ? items[0].kind : TN_KIND_INT;
	list->count = count;
	list->items = items;
	return tn_list_of(list);
}

START_TEST(elements_take_the_kind_of_the_column)
{
	tn_conn *conn = tn_test_open();
	unsigned i;
	int again;
	make_kinds(conn);
	for (i = 0; i < CONF_COUNT(lists); i++)
		for (again = 0; again < 2; again++) {
			tn_list list;
			int64_t sum = conf_int(conn, lists[i].sql,
					       TN_VALUES(list_value(&list, lists[i].items, lists[i].count)));
			ck_assert_msg(sum == lists[i].sum, "%s, case %u: %lld, not %lld", lists[i].sql, i,
				      (long long)sum, (long long)lists[i].sum);
		}
	tn_close(conn);
}
END_TEST

START_TEST(an_element_of_no_such_value_is_named)
{
	static const tn_value dates[] = {{.kind = TN_KIND_TEXT, .u.s = "1970-01-02", .len = 10},
					 {.kind = TN_KIND_TEXT, .u.s = "1970-02-30", .len = 10}};
	tn_conn *conn = tn_test_open();
	tn_error *err = NULL;
	tn_rows *rows = NULL;
	tn_list list;
	make_kinds(conn);
	ck_assert_int_eq(tn_query(conn, SUM "born IN (:l)", TN_VALUES(list_value(&list, dates, 2)), &rows, &err),
			 TN_E_DATA);
	ck_assert_ptr_nonnull(strstr(tn_error_message(err), "element 2"));
	tn_error_free(err);
	err = NULL;
	ck_assert_int_eq(tn_query(conn, SUM "born IN (:l) AND born > :l", TN_VALUES(list_value(&list, dates, 2)), &rows,
				  &err),
			 TN_E_PARAM);
	tn_error_free(err);
	tn_close(conn);
}
END_TEST

Suite *conf_lists_suite(void)
{
	Suite *s = suite_create("lists");
	TCase *tc = conf_case(s, "lists");
	tcase_add_test(tc, elements_take_the_kind_of_the_column);
	tcase_add_test(tc, an_element_of_no_such_value_is_named);
	return s;
}
