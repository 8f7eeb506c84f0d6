/* SPDX-License-Identifier: MIT */
/*
 * fuzz_value.c - any text as a value of a kind, and two of them in exact arithmetic.
 * The first byte picks the kind.
 *
 *  1. What is read passes the check of parameters, and its text form reads back as
 *     the same text.
 *  2. What is not read is an error of three codes, with a message.
 *  3. a + b - b and (a - b) + b are a, the order is that of the difference's sign.
 */
#include "core/base/value.h"
#include "tests/fuzz/fuzz_input.h"

/* Long enough for every text form of an input that is not longer than 2000 bytes. */
enum { ROOM = 5000, LONGEST = 2000 };

static void check_read(int kind, const tn_value *v)
{
	static char text[ROOM], again[ROOM], room[ROOM];
	size_t n = tn_value_format(v, text, sizeof(text));
	tn_value back;
	REQUIRE(n < sizeof(text) && strlen(text) == n);
	if (kind == TN_KIND_NULL || kind == TN_KIND_TEXT || kind == TN_KIND_JSON)
		return;
	if (tn__value_check(v, "value", 1, NULL) < 0)
		return;
	REQUIRE(tn_value_parse(kind, text, n, room, &back, NULL) == TN_OK);
	REQUIRE(tn_value_format(&back, again, sizeof(again)) == n && !strcmp(text, again));
}

static void check_sum(const char *a, size_t an, const char *b, size_t bn)
{
	static char sum[TN_DECIMAL_TEXT], back[TN_DECIMAL_TEXT];
	size_t n = tn__decimal_add(a, an, b, bn, sum);
	int order = tn__decimal_compare(a, an, b, bn);
	REQUIRE(order == -tn__decimal_compare(b, bn, a, an) || (order && tn__decimal_compare(b, bn, a, an)));
	if (!n)
		return;
	REQUIRE(n < sizeof(sum) && tn__decimal_valid(sum, n));
	n = tn__decimal_subtract(sum, n, b, bn, back);
	REQUIRE(!n || !tn__decimal_compare(back, n, a, an));
	n = tn__decimal_subtract(a, an, b, bn, back);
	if (n)
		REQUIRE((tn__decimal_compare(back, n, "0", 1) > 0) == (order > 0));
	n = tn__decimal_multiply(a, an, b, bn, back);
	REQUIRE(!n || tn__decimal_valid(back, n));
}

/* The text is cut at a '|' into two numbers. */
static void check_arithmetic(const char *s, size_t n)
{
	const char *bar = memchr(s, '|', n);
	size_t an = bar ? (size_t)(bar - s) : 0;
	if (bar && an < TN_DECIMAL_DIGITS && n - an - 1 < TN_DECIMAL_DIGITS && tn__decimal_valid(s, an) &&
	    tn__decimal_valid(bar + 1, n - an - 1))
		check_sum(s, an, bar + 1, n - an - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size < LONGEST ? size : LONGEST};
	int kind = (int)(fuzz_byte(&in) % TN_KIND_COUNT), rc;
	char *text = fuzz_text(&in), *room = malloc(in.left + 1);
	tn_error *err = NULL;
	tn_value v;
	REQUIRE(room);
	rc = tn_value_parse(kind, text, in.left, room, &v, &err);
	if (rc == TN_OK)
		check_read(kind, &v);
	else
		REQUIRE((rc == TN_E_DATA || rc == TN_E_RANGE || rc == TN_E_PARAM) && *tn_error_message(err));
	tn_error_free(err);
	check_arithmetic(text, in.left);
	free(room);
	free(text);
	return 0;
}
