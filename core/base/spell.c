/* SPDX-License-Identifier: MIT */
/*
 * core/base/spell.c - a list of integers as literals of a text: 1,5,-7,NULL
 *
 * The one place where values of the application become part of a statement's text.  It
 * takes integers only, since they have one spelling, the same on every server, that needs
 * no quotes and can hold nothing else.
 *
 * Invariants:
 *  1. What is written consists of digits, '-', ',' and the word NULL, whatever the list holds.
 *  2. The numbers are in order, each once, and NULL is behind them if an element is NULL:
 *     IN finds the same, and rows are looked up along the index.
 *  3. An element has 21 bytes at most with its comma.
 *
 * It must not take any other kind: an element of one is TN_E_PARAM, with nothing written.
 */
#include <stdlib.h>
#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/value.h"

#define LONGEST 21u

static int in_order(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* The numbers of the list; how many, or TN_E_PARAM. */
static int64_t take_numbers(const tn_list *list, int64_t *out, int *null)
{
	uint32_t i, n = 0;
	for (i = 0; i < list->count; i++) {
		tn_value v = tn__list_at(list, i);
		if (v.kind == TN_KIND_INT)
			out[n++] = v.u.i;
		else if (v.kind == TN_KIND_NULL)
			*null = 1;
		else
			return TN_E_PARAM;
	}
	return n;
}

static size_t put_number(int64_t i, char *out)
{
	uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
	char digits[LONGEST];
	size_t n = 0, at = 0;
	do
		digits[n++] = (char)('0' + u % 10);
	while (u /= 10);
	if (i < 0)
		out[at++] = '-';
	while (n)
		out[at++] = digits[--n];
	return at;
}

static void put_all(int64_t *numbers, size_t count, int null, struct tn_text *out)
{
	char literal[LONGEST];
	size_t i;
	for (i = 1; i < count && numbers[i - 1] <= numbers[i]; i++)
		;
	if (i < count)
		qsort(numbers, count, sizeof *numbers, in_order);
	for (i = 0; i < count; i++) {
		if (i && numbers[i] == numbers[i - 1])
			continue;
		if (i)
			tn__text_putc(out, ',');
		tn__text_append(out, literal, put_number(numbers[i], literal));
	}
	if (null)
		tn__text_puts(out, count ? ",NULL" : "NULL");
}

int tn__list_spell(const tn_list *list, struct tn_text *out)
{
	int64_t *numbers = tn__calloc((size_t)list->count + 1, sizeof *numbers), count;
	int null = 0;
	if (!numbers)
		return TN_E_NOMEM;
	count = take_numbers(list, numbers, &null);
	if (count >= 0)
		put_all(numbers, (size_t)count, null, out);
	tn__free(numbers);
	if (count < 0)
		return (int)count;
	return out->failed ? TN_E_NOMEM : TN_OK;
}
