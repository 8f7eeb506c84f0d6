/* SPDX-License-Identifier: MIT */
/* tests/compat/test_classify.c - codes of servers to portable codes. */
#include "compat_test.h"

static const struct tn_error_row rows[] = {
	{0, "23505", TN_E_UNIQUE, 0},
	{0, "23", TN_E_CONSTRAINT, 0},
	{0, "40001", TN_E_SERIALIZATION, TN_ERR_RETRY_TX},
	{1213, NULL, TN_E_DEADLOCK, TN_ERR_RETRY_TX | TN_ERR_TX_LOST},
	{1213, "HY000", TN_E_INTERNAL, 0}, /* behind the general row: never reached */
	{1390, "HY000", TN_E_LIMIT, TN_ERR_SPLIT},
	{4025, NULL, TN_E_CHECK, 0},
	{0, "08", TN_E_DISCONNECTED, TN_ERR_DEAD},
};

static const struct tn_type_row types[] = {
	{.type = TN_TYPE_INTEGER, .ddl = "INT", .checks = {{"int", "x", TN_E_RANGE}}},
	{.type = TN_TYPE_VARCHAR, .ddl = "TEXT", .checks = {{"txt", "x", TN_E_TYPE}, {"len", "y", TN_E_TOO_LONG}}},
};

static const struct tn_dialect dialect = {
	.name = "alpha",
	.errors = rows, .error_count = sizeof(rows) / sizeof(rows[0]),
	.types = types, .type_count = sizeof(types) / sizeof(types[0]),
};

static const struct {
	int native;
	const char *sqlstate, *constraint;
	int code;
	unsigned flags;
} faults[] = {
	{0, "23505", NULL, TN_E_UNIQUE, 0},
	{7, "23505", NULL, TN_E_UNIQUE, 0},
	{0, "23999", NULL, TN_E_CONSTRAINT, 0},
	{0, "40001", NULL, TN_E_SERIALIZATION, TN_ERR_RETRY_TX},
	{0, "4000", NULL, TN_E_SERVER, 0},
	{0, "400011", NULL, TN_E_SERVER, 0},
	{1213, NULL, NULL, TN_E_DEADLOCK, TN_ERR_RETRY_TX | TN_ERR_TX_LOST},
	{1213, "HY000", NULL, TN_E_DEADLOCK, TN_ERR_RETRY_TX | TN_ERR_TX_LOST},
	{1390, "HY000", NULL, TN_E_LIMIT, TN_ERR_SPLIT},
	{1390, NULL, NULL, TN_E_SERVER, 0},
	{1390, "42000", NULL, TN_E_SERVER, 0},
	{0, "08006", NULL, TN_E_DISCONNECTED, TN_ERR_DEAD},
	{0, "0", NULL, TN_E_SERVER, 0},
	{0, "", NULL, TN_E_SERVER, 0},
	{0, NULL, NULL, TN_E_SERVER, 0},
	{-1, "99999", "t_c_len", TN_E_SERVER, 0},
	/* type checks by the constraint's name */
	{4025, NULL, NULL, TN_E_CHECK, 0},
	{4025, NULL, "t_c_positive", TN_E_CHECK, 0},
	{4025, NULL, "t_c_len", TN_E_TOO_LONG, 0},
	{4025, NULL, "t_c_txt", TN_E_TYPE, 0},
	{4025, NULL, "t_c_int", TN_E_RANGE, 0},
	{4025, NULL, "t_print", TN_E_CHECK, 0},
	{4025, NULL, "_len", TN_E_CHECK, 0},
	{4025, NULL, "len", TN_E_CHECK, 0},
	{4025, NULL, "", TN_E_CHECK, 0},
	{0, "23505", "t_c_len", TN_E_UNIQUE, 0},
};

START_TEST(codes)
{
	unsigned flags = 99;
	int code = tn__classify(&dialect, faults[_i].native, faults[_i].sqlstate, faults[_i].constraint, &flags);

	ck_assert_int_eq(code, faults[_i].code);
	ck_assert_uint_eq(flags, faults[_i].flags);
	ck_assert_int_eq(tn__classify(&dialect, faults[_i].native, faults[_i].sqlstate, faults[_i].constraint, NULL),
			 code);
}
END_TEST

START_TEST(no_rows)
{
	static const struct tn_dialect empty = {.name = "empty"};
	unsigned flags = 99;

	ck_assert_int_eq(tn__classify(&empty, 1, "23505", "t_c_len", &flags), TN_E_SERVER);
	ck_assert_uint_eq(flags, 0);
}
END_TEST

TCase *classify_cases(void)
{
	TCase *tc = tcase_create("classify");

	tcase_add_loop_test(tc, codes, 0, (int)(sizeof(faults) / sizeof(faults[0])));
	tcase_add_test(tc, no_rows);
	return tc;
}
