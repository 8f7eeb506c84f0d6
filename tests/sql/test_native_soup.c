/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/test_native_soup.c - token soups and random bytes.
 *
 * A soup is put together from whole tokens, so the number of its markers is
 * known in advance: the scanner must find exactly those.
 */
#include <string.h>
#include "core/base/text.h"
#include "sql_text.h"

/* Tokens that hold no marker whatever stands beside them, for all dialects. */
static const char *const plain[] = {
	" SELECT ", " a ", " 'x?:y' ", " '' ", " 'it''s' ", "/* ? :z */", " -- ?\n", " 1.5 ", " (", ") ", ", ", " = ",
	" := ", " \xC3\xA9t\xC3\xA9 ", " a.b ", "\n", "\t", " <> ", " 12:30 ", " -> ", " || ",
};

static const struct {
	const struct tn_dialect *dialect;
	const char *token;
} particular[] = {
	{&alpha, " $$?$$ "}, {&alpha, " $a$ '? $a$ "}, {&alpha, " E'\\'?' "}, {&alpha, " a::int "},
	{&alpha, " \"?\"\"\" "}, {&alpha, "/* /* ? */ ? */"}, {&beta, " \"?\\\"\" "}, {&beta, " '\\'?' "},
	{&beta, " `?``` "}, {&beta, " # ?'\n"}, {&beta, " 1--1 "}, {&gamma_, " [?'] "}, {&gamma_, " `?` "},
	{&gamma_, " '\\' "},
};

static unsigned make_soup(struct dice *dice, const struct tn_dialect *dialect, struct tn_text *out)
{
	unsigned i, n = 1 + roll(dice, 30), markers = 0;
	int named = (int)roll(dice, 2);

	tn__text_puts(out, "x");
	for (i = 0; i < n; i++) {
		unsigned which = roll(dice, 4);
		unsigned k = roll(dice, sizeof(particular) / sizeof(particular[0]));

		if (which == 0) {
			tn__text_puts(out, named ? " :p " : " ? ");
			markers++;
		} else if (which == 1 && particular[k].dialect == dialect) {
			tn__text_puts(out, particular[k].token);
		} else {
			tn__text_puts(out, plain[roll(dice, sizeof(plain) / sizeof(plain[0]))]);
		}
	}
	return markers;
}

START_TEST(soups)
{
	const struct tn_dialect *dialect = all_dialects[_i % 3];
	struct dice dice = {(uint64_t)_i * 77 + 5};
	struct tn_text t;
	int round;

	tn__text_init(&t);
	for (round = 0; round < 40; round++) {
		struct parsed p;
		unsigned markers;

		tn__text_clear(&t);
		markers = make_soup(&dice, dialect, &t);
		parse(&p, dialect, &no_limits, t.s, t.len);
		ck_assert_msg(p.rc == TN_OK, "%s: %s", t.s, tn_error_message(p.err));
		ck_assert_msg(p.stmt->piece_count == markers + 1, "%u markers in: %s", markers, t.s);
		parsed_release(&p);
	}
	tn__text_release(&t);
}
END_TEST

/* Bytes that mean something to the scanner come more often. */
START_TEST(any_bytes)
{
	static const char special[] = "??::''\"\"``[]$$--##/**/\\\\;;eEx1 \n\r\t!M()=a\xC3\xA9";
	struct dice dice = {(uint64_t)_i * 1001 + 3};
	uint8_t data[80];
	int round;

	for (round = 0; round < 100; round++) {
		size_t i, n = 1 + roll(&dice, sizeof(data) - 1);

		data[0] = (uint8_t)roll(&dice, 256);
		for (i = 1; i < n; i++)
			data[i] = (uint8_t)(roll(&dice, 40) ? special[roll(&dice, sizeof(special) - 1)]
							    : (char)roll(&dice, 256));
		ck_assert_int_eq(LLVMFuzzerTestOneInput(data, n), 0);
	}
}
END_TEST

TCase *soup_cases(void)
{
	TCase *tc = tcase_create("soup");

	tcase_add_loop_test(tc, soups, 0, 9);
	tcase_add_loop_test(tc, any_bytes, 0, 20);
	return tc;
}
