/* SPDX-License-Identifier: MIT */
/* core/base/value.h - checking, copying and converting values. */
#ifndef TN_BASE_VALUE_H
#define TN_BASE_VALUE_H

#include <stddef.h>
#include <tenon/error.h>
#include <tenon/value.h>
#include "core/base/arena.h"

/*
 * Checks a parameter before any backend sees it: text and JSON are UTF-8 without
 * NUL, numeric text is a decimal, dates and times are in the portable range,
 * marked values are refused.  what names it in the message ("parameter 2").
 * specials: NaN and infinities are allowed.
 */
int tn__value_check(const tn_value *v, const char *what, int specials, tn_error **err);

/* 1 if s is [+-]digits[.digits] or [+-].digits with at least one digit, no exponent. */
int tn__decimal_valid(const char *s, size_t n);

/*
 * Exact conversions of numeric text; each returns 1, or 0 if the value does not
 * fit or would lose digits.
 */
int tn__decimal_to_int64(const char *s, size_t n, int64_t *out);
int tn__decimal_to_double(const char *s, size_t n, double *out);

/*
 * Exact arithmetic of valid numeric text.  out has room for TN_DECIMAL_TEXT bytes; the
 * length, or 0 if the result has more than TN_DECIMAL_DIGITS digits.  The order is
 * negative, 0 or positive.
 */
#define TN_DECIMAL_DIGITS 1000
#define TN_DECIMAL_TEXT (TN_DECIMAL_DIGITS + 4)
size_t tn__decimal_add(const char *a, size_t an, const char *b, size_t bn, char *out);
size_t tn__decimal_subtract(const char *a, size_t an, const char *b, size_t bn, char *out);
size_t tn__decimal_multiply(const char *a, size_t an, const char *b, size_t bn, char *out);
int tn__decimal_compare(const char *a, size_t an, const char *b, size_t bn);

/* The shortest text that reads back as the same double, %.15g to %.17g; at least 32 bytes. */
size_t tn__double_format(double d, char *out);

/* Element i of a list, whatever its shape; i < count. */
tn_value tn__list_at(const tn_list *list, uint32_t i);
/* TN_OK, or TN_E_MISUSE without items, TN_E_PARAM with a shape that its kind does not have. */
int tn__list_check(const tn_list *list, const char *what, tn_error **err);
/* count elements from at on; the list has items. */
tn_list tn__list_slice(const tn_list *list, uint32_t at, uint32_t count);
/*
 * How many of count elements from at on make a message of so many bytes at most (0: any
 * number), in whatever form they go; at least 1.
 */
uint32_t tn__list_fitting(const tn_list *list, uint32_t at, uint32_t count, int64_t bytes);
#define TN_LIST_HEAVY 0x01u /* as one value it would be longer than the server takes */
#define TN_LIST_LONG  0x02u /* so long that a statement over all of it would run for very long */
/* TN_LIST_* of so many elements of a fixed size, where a message takes so many bytes. */
uint8_t tn__list_weight(uint32_t count, int64_t bytes);
/* The same of the elements as they are. */
uint8_t tn__list_weigh(const tn_list *list, int64_t bytes);
/* Of a message of so many bytes: what there is for values. */
uint64_t tn__message_room(int64_t bytes);
/* What a value takes of a message beside its bytes. */
#define TN_VALUE_HEAD 16u
/* A length as a small number; and what that stands for: the length at least, and at most half as much again. */
uint8_t tn__size_class(uint32_t len);
uint64_t tn__size_bytes(uint8_t size);
/*
 * Puts the integers of a list of them in order, so that indexes are walked and not jumped
 * about in; any other list stays.  The elements are copied if they were not in order:
 * *room, NULL before, is that copy, to be freed by the caller.  TN_OK or TN_E_NOMEM.
 */
int tn__list_sort(tn_list *list, void **room);
struct tn_text;
/* Appends a list of integers and NULLs as literals with commas between.  TN_OK, TN_E_PARAM or TN_E_NOMEM. */
int tn__list_spell(const tn_list *list, struct tn_text *out);
/* 1 if every element needs no check: numbers of a kind that takes any. */
static inline int tn__list_is_plain(const tn_list *list)
{
	return list->shape == 1 && list->kind == TN_KIND_INT;
}

/*
 * A deep copy into an arena: text and bytes get memory of their own with a NUL,
 * and are not TN_VALUE_BORROWED any more.
 * TN_OK or TN_E_NOMEM.  v has passed tn__value_check() or is a cell.
 */
int tn__value_copy(struct tn_arena *a, const tn_value *v, tn_value *out);

#endif
