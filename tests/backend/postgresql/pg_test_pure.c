/* SPDX-License-Identifier: MIT */
/* pg_test_pure.c - what needs no server: NUMERIC, far dates, the dialect's tables. */
#include "pg_harness.h"
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include <tenon/tx.h>

static void put16(unsigned char *p, unsigned v)
{
	p[0] = (unsigned char)(v >> 8);
	p[1] = (unsigned char)v;
}

/* A value as it lies on the wire, in a block of its exact size. */
static unsigned char *wire(unsigned count, int weight, unsigned sign, unsigned scale, const unsigned *digits)
{
	unsigned char *p = malloc(8 + 2 * (size_t)count);
	unsigned i;

	ck_assert_ptr_nonnull(p);
	put16(p, count);
	put16(p + 2, (unsigned)weight);
	put16(p + 4, sign);
	put16(p + 6, scale);
	for (i = 0; i < count; i++)
		put16(p + 8 + 2 * (size_t)i, digits[i]);
	return p;
}

static void expect(unsigned count, int weight, unsigned sign, unsigned scale, const unsigned *digits,
		   const char *text)
{
	unsigned char *p = wire(count, weight, sign, scale, digits);
	size_t bound = tn__pg_numeric_bound(p, 8 + 2 * (size_t)count);
	char *out;
	int special;

	ck_assert_uint_gt(bound, 0);
	out = malloc(bound);
	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(tn__pg_numeric_write(p, out, &special), strlen(text));
	ck_assert_str_eq(out, text);
	free(out);
	free(p);
}

START_TEST(numeric_layout)
{
	expect(0, 0, 0, 0, NULL, "0");
	expect(0, 0, 0, 3, NULL, "0.000");
	expect(1, 0, 0, 0, (const unsigned[]){7}, "7");
	expect(1, 0, 0x4000, 0, (const unsigned[]){7}, "-7");
	expect(2, 1, 0, 0, (const unsigned[]){1, 2}, "10002");
	expect(1, 2, 0, 0, (const unsigned[]){3}, "300000000");
	expect(1, -1, 0, 4, (const unsigned[]){1}, "0.0001");
	expect(1, -2, 0, 8, (const unsigned[]){1}, "0.00000001");
	expect(2, 0, 0, 2, (const unsigned[]){12, 3400}, "12.34");
	expect(2, 0, 0, 6, (const unsigned[]){12, 3400}, "12.340000");
	expect(2, 0, 0, 1, (const unsigned[]){12, 3400}, "12.3");
	expect(3, 1, 0x4000, 4, (const unsigned[]){9999, 9999, 9999}, "-99999999.9999");
	expect(0, 0, 0xC000, 0, NULL, "NaN");
	expect(0, 0, 0xD000, 0, NULL, "Infinity");
	expect(0, 0, 0xF000, 0, NULL, "-Infinity");
}
END_TEST

START_TEST(numeric_malformed)
{
	static const unsigned big[] = {10000};
	unsigned char *p = wire(1, 0, 0, 0, big);

	ck_assert_uint_eq(tn__pg_numeric_bound(p, 10), 0);
	ck_assert_uint_eq(tn__pg_numeric_bound(p, 7), 0);
	ck_assert_uint_eq(tn__pg_numeric_bound(p, 8), 0);
	put16(p + 8, 1);
	ck_assert_uint_gt(tn__pg_numeric_bound(p, 10), 0);
	put16(p + 4, 0x1234);
	ck_assert_uint_eq(tn__pg_numeric_bound(p, 10), 0);
	put16(p + 4, 0);
	put16(p + 6, 0xffff);
	ck_assert_uint_eq(tn__pg_numeric_bound(p, 10), 0);
	free(p);
}
END_TEST

/* Whatever passes the check is written inside of its bound. */
START_TEST(numeric_noise)
{
	unsigned seed = 12345, round;

	for (round = 0; round < 20000; round++) {
		unsigned digits[4], i, count = rand_r(&seed) % 5u;
		unsigned char *p;
		size_t bound;
		int special;

		for (i = 0; i < 4; i++)
			digits[i] = (unsigned)rand_r(&seed) % 10001u;
		p = wire(count, rand_r(&seed) % 40 - 20, rand_r(&seed) % 3 ? 0 : 0x4000,
			 (unsigned)rand_r(&seed) % 60u, digits);
		bound = tn__pg_numeric_bound(p, 8 + 2 * (size_t)count);
		if (bound) {
			char *out = malloc(bound);
			ck_assert_ptr_nonnull(out);
			ck_assert_uint_lt(tn__pg_numeric_write(p, out, &special), bound);
			free(out);
		}
		free(p);
	}
}
END_TEST

START_TEST(far_dates)
{
	char out[64];

	tn__pg_write_date(tn_days_from_civil(10000, 1, 2), out);
	ck_assert_str_eq(out, "10000-01-02");
	tn__pg_write_date(tn_days_from_civil(0, 12, 31), out);
	ck_assert_str_eq(out, "0001-12-31 BC");
	tn__pg_write_date(tn_days_from_civil(5874897, 12, 31), out);
	ck_assert_str_eq(out, "5874897-12-31");
	tn__pg_write_timestamp(tn_days_from_civil(-43, 3, 15), 500000, 1, out);
	ck_assert_str_eq(out, "0044-03-15 00:00:00.5+00 BC");
	tn__pg_write_timestamp(tn_days_from_civil(294276, 12, 31), TN_US_PER_DAY - 1, 0, out);
	ck_assert_str_eq(out, "294276-12-31 23:59:59.999999");
}
END_TEST

START_TEST(dialect_tables)
{
	const struct tn_dialect *d = &tn__pg_dialect;
	struct tn_caps caps;
	size_t i, j;

	for (i = 1; i < TN_TYPE_COUNT; i++) {
		for (j = 0; j < d->type_count && d->types[j].type != i; j++)
			;
		ck_assert_msg(j < d->type_count, "type %zu has no row", i);
	}
	for (i = 0; i < d->error_count; i++) {
		size_t n = strlen(d->errors[i].sqlstate);
		ck_assert(n == 5 || n == 2);
		ck_assert_int_lt(d->errors[i].code, 0);
		for (j = 0; j < i; j++)
			ck_assert_msg(strncmp(d->errors[j].sqlstate, d->errors[i].sqlstate,
					      strlen(d->errors[j].sqlstate)) != 0,
				      "row %s is hidden by %s", d->errors[i].sqlstate, d->errors[j].sqlstate);
	}
	ck_assert_uint_eq(d->begin_count, 6);
	d->effective("PostgreSQL", 150000, &caps);
	ck_assert_int_eq(caps.limits[TN_LIMIT_IDENT_BYTES], 63);
	ck_assert(tn_cap_has(&caps, TN_CAP_CURSORS) && !tn_cap_has(&caps, TN_CAP_LAST_INSERT_ID));
}
END_TEST

START_TEST(types_are_ordered)
{
	Oid oid, found = 0;

	for (oid = 1; oid < 5000; oid++) {
		const struct pg_type *t = tn__pg_type(oid);
		if (!t)
			continue;
		ck_assert_uint_eq(t->oid, oid);
		ck_assert(t->text != NULL);
		found++;
	}
	ck_assert_uint_ge(found, 36);
}
END_TEST

Suite *pgt_suite_pure(void)
{
	Suite *suite = suite_create("postgresql without a server");
	TCase *tc = tcase_create("pure");

	tcase_add_test(tc, numeric_layout);
	tcase_add_test(tc, numeric_malformed);
	tcase_add_test(tc, numeric_noise);
	tcase_add_test(tc, far_dates);
	tcase_add_test(tc, dialect_tables);
	tcase_add_test(tc, types_are_ordered);
	suite_add_tcase(suite, tc);
	return suite;
}
