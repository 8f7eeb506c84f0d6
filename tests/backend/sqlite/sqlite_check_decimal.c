/* SPDX-License-Identifier: MIT */
/*
 * sqlite_check_decimal.c - decimal arithmetic against a slow one, digit by digit,
 * over random numbers of up to 65 digits with up to 30 behind the point.
 */
#include "sqlite_host.h"

#include "backends/sqlite/sqlite_decimal.h"
#include "tests/support/wrapped.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *sqlite_decimal_suite(void);

#define PAIRS 100000
#define DIGITS 320
#define PLACES 40 /* fraction digits of a slow number; of a product twice as many */

/* A whole number of 10^-places, from the least significant digit. */
struct slow {
	int negative;
	unsigned char d[DIGITS];
};

static int slow_is_zero(const struct slow *x)
{
	int i;
	for (i = 0; i < DIGITS; i++)
		if (x->d[i])
			return 0;
	return 1;
}

static void slow_read(struct slow *x, const char *text)
{
	const char *point = strchr(text, '.'), *end = text + strlen(text), *p;
	int i = PLACES;
	memset(x, 0, sizeof(*x));
	x->negative = *text == '-';
	if (point)
		for (p = point + 1; *p; p++)
			x->d[--i] = (unsigned char)(*p - '0');
	i = PLACES;
	for (p = (point ? point : end) - 1; p >= text && *p != '-' && *p != '+'; p--)
		x->d[i++] = (unsigned char)(*p - '0');
	if (slow_is_zero(x))
		x->negative = 0;
}

static void slow_write(const struct slow *x, int places, char *out)
{
	int top = DIGITS - 1, low = 0, i;
	while (top > places && !x->d[top])
		top--;
	while (low < places && !x->d[low])
		low++;
	if (x->negative)
		*out++ = '-';
	for (i = top; i >= low; i--) {
		if (i == places - 1)
			*out++ = '.';
		*out++ = (char)('0' + x->d[i]);
	}
	*out = '\0';
}

static int slow_cmp_size(const struct slow *a, const struct slow *b)
{
	int i;
	for (i = DIGITS - 1; i >= 0; i--)
		if (a->d[i] != b->d[i])
			return a->d[i] > b->d[i] ? 1 : -1;
	return 0;
}

static int slow_cmp(const struct slow *a, const struct slow *b)
{
	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	return a->negative ? slow_cmp_size(b, a) : slow_cmp_size(a, b);
}

static void slow_combine(struct slow *out, const struct slow *a, const struct slow *b, int minus, int negative)
{
	int i, carry = 0;
	struct slow r;
	for (i = 0; i < DIGITS; i++) {
		int d = a->d[i] + (minus ? -b->d[i] : b->d[i]) + carry;
		carry = d < 0 ? -1 : d / 10;
		r.d[i] = (unsigned char)(d < 0 ? d + 10 : d % 10);
	}
	r.negative = negative && !slow_is_zero(&r);
	*out = r;
}

static void slow_add(struct slow *out, const struct slow *a, const struct slow *b, int b_negative)
{
	if (a->negative == b_negative)
		slow_combine(out, a, b, 0, a->negative);
	else if (slow_cmp_size(a, b) >= 0)
		slow_combine(out, a, b, 1, a->negative);
	else
		slow_combine(out, b, a, 1, b_negative);
}

static void slow_mul(struct slow *out, const struct slow *a, const struct slow *b)
{
	int i, j;
	struct slow r;
	memset(&r, 0, sizeof(r));
	for (i = 0; i < DIGITS / 2; i++) {
		int carry = 0;
		if (!a->d[i])
			continue;
		for (j = 0; i + j < DIGITS; j++) {
			int d = r.d[i + j] + carry + (j < DIGITS / 2 ? a->d[i] * b->d[j] : 0);
			r.d[i + j] = (unsigned char)(d % 10);
			carry = d / 10;
		}
	}
	r.negative = a->negative != b->negative && !slow_is_zero(&r);
	*out = r;
}

/* ---- random numbers ------------------------------------------------------------- */

static uint64_t seed = 88172645463325252u;

static unsigned dice(unsigned sides)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 20) % sides;
}

/* Many zeros and nines, where carries run. */
static char digit(unsigned mood)
{
	if (mood == 0)
		return "09"[dice(2)];
	if (mood == 1)
		return dice(8) ? '0' : (char)('0' + dice(10));
	return (char)('0' + dice(10));
}

static void random_number(char *out)
{
	unsigned scale = dice(3) ? dice(31) : 0, whole = dice(4) ? dice(10) : dice(36), mood = dice(4), i;
	if (dice(2))
		*out++ = '-';
	*out++ = whole ? digit(mood) : '0';
	for (i = 1; i < whole; i++)
		*out++ = digit(mood);
	if (scale)
		*out++ = '.';
	for (i = 0; i < scale; i++)
		*out++ = digit(mood);
	*out = '\0';
}

struct pair {
	char a_text[80], b_text[80];
	struct slow a, b;
	struct tn__dec x, y;
};

static void next_pair(struct pair *p)
{
	random_number(p->a_text);
	if (dice(20))
		random_number(p->b_text);
	else
		strcpy(p->b_text, p->a_text);
	slow_read(&p->a, p->a_text);
	slow_read(&p->b, p->b_text);
	ck_assert_int_eq(tn__dec_parse(&p->x, p->a_text, strlen(p->a_text)), TN__DEC_OK);
	ck_assert_int_eq(tn__dec_parse(&p->y, p->b_text, strlen(p->b_text)), TN__DEC_OK);
}

static void same(const struct pair *p, const char *what, const struct tn__dec *x, const struct slow *want, int places)
{
	char got[TN__DEC_TEXT], text[DIGITS + 4];
	tn__dec_format(x, got);
	slow_write(want, places, text);
	ck_assert_msg(!strcmp(got, text), "%s of %s and %s is %s, not %s", what, p->a_text, p->b_text, got, text);
}

START_TEST(test_sums_and_products)
{
	struct pair p;
	struct slow want;
	struct tn__dec out, back;
	long i, pairs = PAIRS / (long)tn_test_stride();
	for (i = 0; i < pairs; i++) {
		next_pair(&p);
		same(&p, "the text", &p.x, &p.a, PLACES);
		ck_assert_int_eq(tn__dec_add(&out, &p.x, &p.y), TN__DEC_OK);
		slow_add(&want, &p.a, &p.b, p.b.negative);
		same(&p, "the sum", &out, &want, PLACES);
		ck_assert_int_eq(tn__dec_sub(&back, &out, &p.y), TN__DEC_OK);
		same(&p, "a + b - b", &back, &p.a, PLACES);
		ck_assert_int_eq(tn__dec_sub(&out, &p.x, &p.y), TN__DEC_OK);
		slow_add(&want, &p.a, &p.b, !p.b.negative);
		same(&p, "the difference", &out, &want, PLACES);
		ck_assert_int_eq(tn__dec_mul(&out, &p.x, &p.y), TN__DEC_OK);
		slow_mul(&want, &p.a, &p.b);
		same(&p, "the product", &out, &want, 2 * PLACES);
	}
}
END_TEST

START_TEST(test_order)
{
	unsigned char key_a[TN__DEC_KEY], key_b[TN__DEC_KEY];
	struct pair p;
	long i, pairs = PAIRS / (long)tn_test_stride();
	for (i = 0; i < pairs; i++) {
		size_t n, m;
		int want, by_key;
		next_pair(&p);
		want = slow_cmp(&p.a, &p.b);
		ck_assert_msg(tn__dec_cmp(&p.x, &p.y) == want, "%s and %s", p.a_text, p.b_text);
		ck_assert_int_eq(tn__dec_cmp(&p.y, &p.x), -want);
		n = tn__dec_key(&p.x, key_a);
		m = tn__dec_key(&p.y, key_b);
		by_key = memcmp(key_a, key_b, n < m ? n : m);
		by_key = by_key ? by_key : (n > m) - (n < m);
		by_key = (by_key > 0) - (by_key < 0);
		ck_assert_msg(by_key == want, "keys of %s and %s", p.a_text, p.b_text);
	}
}
END_TEST

/* A unit of 10^-scale. */
static void unit(struct tn__dec *out, int scale)
{
	char text[60] = "1";
	if (scale)
		snprintf(text, sizeof(text), "0.%0*d", scale, 1);
	ck_assert_int_eq(tn__dec_parse(out, text, strlen(text)), TN__DEC_OK);
}

static void size_of(struct tn__dec *x)
{
	x->negative = 0;
}

/* Is q the multiple of 10^-scale nearest to a/b, the one away from zero of two? */
static void check_quotient(const struct pair *p, const struct tn__dec *q, int scale)
{
	struct tn__dec product, rest, half, two, b = p->y, a = p->x;
	int c;
	tn__dec_from_int(&two, 2);
	ck_assert_int_eq(tn__dec_mul(&product, q, &p->y), TN__DEC_OK);
	ck_assert_int_eq(tn__dec_sub(&rest, &p->x, &product), TN__DEC_OK);
	size_of(&rest);
	ck_assert_int_eq(tn__dec_mul(&rest, &rest, &two), TN__DEC_OK);
	unit(&half, scale);
	size_of(&b);
	ck_assert_int_eq(tn__dec_mul(&half, &half, &b), TN__DEC_OK);
	c = tn__dec_cmp(&rest, &half);
	ck_assert_msg(c <= 0, "%s / %s to %d digits", p->a_text, p->b_text, scale);
	if (c)
		return;
	size_of(&product);
	size_of(&a);
	ck_assert_msg(tn__dec_cmp(&product, &a) > 0, "%s / %s to %d digits, half", p->a_text, p->b_text, scale);
}

START_TEST(test_quotients)
{
	struct tn__dec q, product, back, rest;
	struct pair p;
	long i, pairs = PAIRS / (long)tn_test_stride();
	for (i = 0; i < pairs; i++) {
		int scale = (int)dice(31);
		next_pair(&p);
		if (!p.y.n) {
			ck_assert_int_eq(tn__dec_div(&q, &p.x, &p.y, scale), TN__DEC_BAD);
			ck_assert_int_eq(tn__dec_mod(&q, &p.x, &p.y), TN__DEC_BAD);
			continue;
		}
		ck_assert_int_eq(tn__dec_div(&q, &p.x, &p.y, scale), TN__DEC_OK);
		check_quotient(&p, &q, scale);
		ck_assert_int_eq(tn__dec_mul(&product, &p.x, &p.y), TN__DEC_OK);
		ck_assert_int_eq(tn__dec_div(&back, &product, &p.y, 30), TN__DEC_OK);
		same(&p, "a * b / b", &back, &p.a, PLACES);
		ck_assert_int_eq(tn__dec_mod(&rest, &p.x, &p.y), TN__DEC_OK);
		ck_assert(!rest.n || rest.negative == p.x.negative);
		ck_assert_int_eq(tn__dec_sub(&product, &p.x, &rest), TN__DEC_OK);
		ck_assert_int_eq(tn__dec_div(&q, &product, &p.y, 0), TN__DEC_OK);
		ck_assert_int_eq(tn__dec_mul(&back, &q, &p.y), TN__DEC_OK);
		ck_assert_msg(tn__dec_cmp(&back, &product) == 0, "%s mod %s", p.a_text, p.b_text);
		size_of(&rest);
		back = p.y;
		size_of(&back);
		ck_assert_int_lt(tn__dec_cmp(&rest, &back), 0);
	}
}
END_TEST

/* A text cut to a scale, and whether anything else was cut off than zeros. */
static int cut(const char *text, int scale, char *out)
{
	const char *point = strchr(text, '.');
	size_t n = point ? (size_t)(point - text) : strlen(text), have = point ? strlen(point + 1) : 0;
	if (have <= (size_t)scale) {
		strcpy(out, text);
		return 0;
	}
	memcpy(out, text, n + 1 + (size_t)scale);
	out[n + (scale ? 1 + (size_t)scale : 0)] = '\0';
	return strspn(point + 1 + scale, "0") < have - (size_t)scale;
}

START_TEST(test_rounding)
{
	char text[80];
	struct tn__dec down, up, one, x;
	struct pair p;
	long i, pairs = PAIRS / (long)tn_test_stride();
	for (i = 0; i < pairs; i++) {
		int scale = (int)dice(31), more, c;
		next_pair(&p);
		more = cut(p.a_text, scale, text);
		ck_assert_int_eq(tn__dec_parse(&down, text, strlen(text)), TN__DEC_OK);
		x = p.x;
		ck_assert_int_eq(tn__dec_round(&x, scale, TN__DEC_DOWN), TN__DEC_OK);
		ck_assert_msg(tn__dec_cmp(&x, &down) == 0, "%s to %d digits", p.a_text, scale);
		unit(&one, scale);
		up = down;
		if (more) {
			one.negative = p.a.negative;
			ck_assert_int_eq(tn__dec_add(&up, &down, &one), TN__DEC_OK);
		}
		x = p.x;
		tn__dec_round(&x, scale, TN__DEC_CEIL);
		ck_assert_msg(!tn__dec_cmp(&x, p.a.negative ? &down : &up), "ceil %s %d", p.a_text, scale);
		x = p.x;
		tn__dec_round(&x, scale, TN__DEC_FLOOR);
		ck_assert_msg(!tn__dec_cmp(&x, p.a.negative ? &up : &down), "floor %s %d", p.a_text, scale);
		x = p.x;
		tn__dec_round(&x, scale, TN__DEC_HALF_AWAY);
		tn__dec_from_int(&p.y, 1);
		strcpy(p.b_text, "1");
		check_quotient(&p, &x, scale);
		c = tn__dec_cmp(&x, &up);
		ck_assert(c == 0 || tn__dec_cmp(&x, &down) == 0);
	}
}
END_TEST

START_TEST(test_doubles)
{
	char text[80];
	struct tn__dec x, y;
	long i, pairs = PAIRS / (long)tn_test_stride();
	for (i = 0; i < pairs; i++) {
		int scale = (int)dice(20);
		double d;
		random_number(text);
		ck_assert_int_eq(tn__dec_parse(&x, text, strlen(text)), TN__DEC_OK);
		ck_assert_msg(tn__dec_to_double(&x) == strtod(text, NULL), "%s", text);
		/* 15 digits survive, at any place. */
		snprintf(text, sizeof(text), "%s%u%06u%06ue-%d", dice(2) ? "-" : "", dice(1000), dice(1000000),
			 dice(1000000), scale);
		d = strtod(text, NULL);
		*strchr(text, 'e') = '\0';
		ck_assert_int_eq(tn__dec_parse(&y, text, strlen(text)), TN__DEC_OK);
		unit(&x, scale);
		ck_assert_int_eq(tn__dec_mul(&y, &y, &x), TN__DEC_OK);
		ck_assert_int_eq(tn__dec_from_double(&x, d), TN__DEC_OK);
		ck_assert_msg(tn__dec_cmp(&x, &y) == 0, "%se-%d", text, scale);
		/* Any double comes back. */
		d = strtod(text, NULL) / (1 + dice(1000));
		ck_assert_int_eq(tn__dec_from_shortest(&x, d), TN__DEC_OK);
		ck_assert(tn__dec_to_double(&x) == d);
	}
}
END_TEST

static const struct {
	const char *text;
	int rc;
	const char *form;
	int whole, significant;
} forms[] = {
	{"0", TN__DEC_OK, "0", 0, 0},
	{"-0.000", TN__DEC_OK, "0", 0, 0},
	{"+007.50", TN__DEC_OK, "7.5", 1, 2},
	{".5", TN__DEC_OK, "0.5", 0, 1},
	{"5.", TN__DEC_OK, "5", 1, 1},
	{"-1500", TN__DEC_OK, "-1500", 4, 2},
	{"0.0000000000000000005", TN__DEC_OK, "0.0000000000000000005", -18, 1},
	{"1000000000000000000.000000000000000001", TN__DEC_OK, "1000000000000000000.000000000000000001", 19, 37},
	{"", TN__DEC_BAD, NULL, 0, 0},
	{".", TN__DEC_BAD, NULL, 0, 0},
	{"-", TN__DEC_BAD, NULL, 0, 0},
	{"1e5", TN__DEC_BAD, NULL, 0, 0},
	{" 1", TN__DEC_BAD, NULL, 0, 0},
	{"1.2.3", TN__DEC_BAD, NULL, 0, 0},
	{"--1", TN__DEC_BAD, NULL, 0, 0},
};

START_TEST(test_forms)
{
	char text[TN__DEC_TEXT];
	struct tn__dec x;
	ck_assert_int_eq(tn__dec_parse(&x, forms[_i].text, strlen(forms[_i].text)), forms[_i].rc);
	if (!forms[_i].form)
		return;
	ck_assert_uint_eq(tn__dec_format(&x, text), strlen(forms[_i].form));
	ck_assert_str_eq(text, forms[_i].form);
	ck_assert_int_eq(tn__dec_whole_digits(&x), forms[_i].whole);
	ck_assert_int_eq(tn__dec_significant(&x), forms[_i].significant);
}
END_TEST

/* Too many digits are refused, and the most there may be are not. */
START_TEST(test_limits)
{
	char text[TN__DEC_LIMBS * 9 + 2];
	struct tn__dec x, y;
	int64_t n;
	memset(text, '9', sizeof(text));
	ck_assert_int_eq(tn__dec_parse(&x, text, TN__DEC_LIMBS * 9), TN__DEC_OK);
	ck_assert_int_eq(tn__dec_parse(&y, text, TN__DEC_LIMBS * 9 + 1), TN__DEC_RANGE);
	ck_assert_int_eq(tn__dec_add(&y, &x, &x), TN__DEC_RANGE);
	ck_assert_int_eq(tn__dec_mul(&y, &x, &x), TN__DEC_RANGE);
	ck_assert_int_eq(tn__dec_sub(&y, &x, &x), TN__DEC_OK);
	ck_assert_uint_eq(y.n, 0);
	ck_assert_int_eq(tn__dec_to_int(&x, &n), TN__DEC_RANGE);
	text[0] = '.';
	ck_assert_int_eq(tn__dec_parse(&x, text, TN__DEC_LIMBS * 9 + 1), TN__DEC_OK);
	ck_assert_int_eq(tn__dec_round(&x, 0, TN__DEC_HALF_AWAY), TN__DEC_OK);
	ck_assert_int_eq(tn__dec_to_int(&x, &n), TN__DEC_OK);
	ck_assert_int_eq(n, 1);
	tn__dec_from_int(&x, INT64_MIN);
	ck_assert_int_eq(tn__dec_to_int(&x, &n), TN__DEC_OK);
	ck_assert(n == INT64_MIN);
}
END_TEST

Suite *sqlite_decimal_suite(void)
{
	Suite *s = suite_create("decimal");
	TCase *tc = tcase_create("random pairs");
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, test_sums_and_products);
	tcase_add_test(tc, test_order);
	tcase_add_test(tc, test_quotients);
	tcase_add_test(tc, test_rounding);
	tcase_add_test(tc, test_doubles);
	suite_add_tcase(s, tc);
	tc = tcase_create("forms");
	tcase_add_loop_test(tc, test_forms, 0, (int)(sizeof(forms) / sizeof(forms[0])));
	tcase_add_test(tc, test_limits);
	suite_add_tcase(s, tc);
	return s;
}
