/* SPDX-License-Identifier: MIT */
/*
 * value.c - checking and copying values.
 *
 * Parameters are checked here, before any backend sees them, so that the same
 * wrong value gives the same error on every server and no server is sent what
 * it would silently cut or change.
 *
 *  1. Messages name the parameter and the kind, never the value.
 *  2. The check allocates nothing unless it fails.
 *  3. What a kind may hold is a row of the table; a kind without a row is refused.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include <tenon/sys/list.h>
#include <tenon/sys/utf8.h>
#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/base/value.h"

enum payload {
	REFUSED = 0, /* reserved kinds */
	NOTHING,
	NUMBER, /* u.i in a range */
	DOUBLE,
	DECIMAL,
	TEXT,
	BYTES,
	UUID,
	LIST
};

/* Shapes of a list; see struct tn_list. */
enum { SHAPE_VALUES = 0, SHAPE_INTS = 1, SHAPE_DOUBLES = 2, SHAPE_STRINGS = 3 };

#define STAMP_MIN (TN_DATE_MIN * TN_US_PER_DAY)
#define STAMP_MAX ((TN_DATE_MAX + 1) * TN_US_PER_DAY - 1)

static const struct kind_rule {
	uint8_t payload;
	int64_t min, max;
} rules[TN_KIND_COUNT] = {
	[TN_KIND_NULL] = {NOTHING, 0, 0},
	[TN_KIND_BOOL] = {NUMBER, 0, 1},
	[TN_KIND_INT] = {NUMBER, INT64_MIN, INT64_MAX},
	[TN_KIND_DOUBLE] = {DOUBLE, 0, 0},
	[TN_KIND_NUMERIC] = {DECIMAL, 0, 0},
	[TN_KIND_TEXT] = {TEXT, 0, 0},
	[TN_KIND_BYTES] = {BYTES, 0, 0},
	[TN_KIND_DATE] = {NUMBER, TN_DATE_MIN, TN_DATE_MAX},
	[TN_KIND_TIME] = {NUMBER, 0, TN_US_PER_DAY},
	[TN_KIND_TIMESTAMP] = {NUMBER, STAMP_MIN, STAMP_MAX},
	[TN_KIND_TIMESTAMPTZ] = {NUMBER, STAMP_MIN, STAMP_MAX},
	[TN_KIND_UUID] = {UUID, 0, 0},
	[TN_KIND_JSON] = {TEXT, 0, 0},
	[TN_KIND_LIST] = {LIST, 0, 0},
};

static const struct kind_rule *rule_of(int kind)
{
	static const struct kind_rule none;
	return kind >= 0 && kind < TN_KIND_COUNT ? &rules[kind] : &none;
}

/* ---- checking ------------------------------------------------------------ */

static int check_text(const tn_value *v, const char *what, tn_error **err)
{
	size_t good = tn_utf8_check(v->u.s, v->len);
	const char *nul = memchr(v->u.s, '\0', good);
	if (nul)
		return tn__error_set(err, TN_E_DATA, "%s: %s has a NUL at byte %zu", what,
				     tn_kind_name(v->kind), (size_t)(nul - v->u.s) + 1);
	if (good < v->len)
		return tn__error_set(err, TN_E_DATA, "%s: %s is not valid UTF-8 at byte %zu", what,
				     tn_kind_name(v->kind), good + 1);
	return TN_OK;
}

static int check_pointed(const tn_value *v, int payload, const char *what, tn_error **err)
{
	if (!v->u.s)
		return tn__error_set(err, TN_E_MISUSE, "%s: %s without a pointer; pass NULL as tn_null()",
				     what, tn_kind_name(v->kind));
	if (payload == TEXT)
		return check_text(v, what, err);
	if (payload == DECIMAL && !tn__decimal_valid(v->u.s, v->len))
		return tn__error_set(err, TN_E_DATA,
				     "%s: numeric text must be digits with an optional sign and point",
				     what);
	if (payload == UUID && v->len != 16)
		return tn__error_set(err, TN_E_DATA, "%s: a uuid has 16 bytes, not %u", what,
				     (unsigned)v->len);
	return TN_OK;
}

/* Everything but lists. */
static int check_scalar(const tn_value *v, const char *what, int specials, tn_error **err)
{
	const struct kind_rule *rule = rule_of(v->kind);
	if (v->flags & TN_VALUE_INVALID)
		return tn__error_set(err, TN_E_RANGE, "%s: the value does not fit %s", what,
				     tn_kind_name(v->kind));
	if (v->flags & TN_VALUE_FOREIGN)
		return tn__error_set(err, TN_E_TYPE,
				     "%s: a cell of a server type without a kind cannot be a parameter",
				     what);
	switch (rule->payload) {
	case NOTHING:
		return TN_OK;
	case NUMBER:
		if (v->u.i >= rule->min && v->u.i <= rule->max)
			return TN_OK;
		return tn__error_set(err, TN_E_RANGE, "%s: %s out of range", what, tn_kind_name(v->kind));
	case DOUBLE:
		if (specials || isfinite(v->u.d))
			return TN_OK;
		return tn__error_set(err, TN_E_DATA, "%s: this server cannot store NaN and infinities",
				     what);
	case DECIMAL:
	case TEXT:
	case BYTES:
	case UUID:
		return check_pointed(v, rule->payload, what, err);
	default:
		return tn__error_set(err, TN_E_PARAM, "%s: kind %u (%s) cannot be passed here", what,
				     (unsigned)v->kind, tn_kind_name(v->kind));
	}
}

static int shape_fits(const tn_list *list)
{
	int payload = rule_of(list->kind)->payload;
	switch (list->shape) {
	case SHAPE_VALUES:
		return payload != REFUSED && payload != LIST;
	case SHAPE_INTS:
		return payload == NUMBER;
	case SHAPE_DOUBLES:
		return payload == DOUBLE;
	case SHAPE_STRINGS:
		return payload == TEXT || payload == DECIMAL;
	default:
		return 0;
	}
}

static int wrong_shape(const tn_list *list, const char *what, tn_error **err)
{
	return tn__error_set(err, TN_E_PARAM, "%s: a list of %s cannot have shape %lu", what, tn_kind_name(list->kind),
			     (unsigned long)list->shape);
}

int tn__list_check(const tn_list *list, const char *what, tn_error **err)
{
	if (!list || (list->count && !list->items))
		return tn__error_set(err, TN_E_MISUSE, "%s: a list without items", what);
	return list->shape && !shape_fits(list) ? wrong_shape(list, what, err) : TN_OK;
}

static int check_element(const tn_list *list, uint32_t i, const char *what, int specials, tn_error **err)
{
	char name[128];
	tn_value v = tn__list_at(list, i);
	int foreign_kind = v.kind != list->kind && v.kind != TN_KIND_NULL;
	/* The element's name is only made when it is needed. */
	if (!foreign_kind && check_scalar(&v, what, specials, NULL) == TN_OK)
		return TN_OK;
	snprintf(name, sizeof(name), "%s, element %lu", what, (unsigned long)i + 1);
	if (foreign_kind)
		return tn__error_set(err, TN_E_PARAM, "%s: %s in a list of %s", name, tn_kind_name(v.kind),
				     tn_kind_name(list->kind));
	return check_scalar(&v, name, specials, err);
}

static int check_list(const tn_list *list, const char *what, int specials, tn_error **err)
{
	uint32_t i;
	int code = tn__list_check(list, what, err);
	if (code)
		return code;
	if (!shape_fits(list))
		return wrong_shape(list, what, err);
	for (i = 0; i < list->count; i++) {
		code = check_element(list, i, what, specials, err);
		if (code)
			return code;
	}
	return TN_OK;
}

int tn__value_check(const tn_value *v, const char *what, int specials, tn_error **err)
{
	if (v->kind == TN_KIND_LIST && !v->flags)
		return check_list(v->u.list, what, specials, err);
	return check_scalar(v, what, specials, err);
}

/* ---- lists and copies ---------------------------------------------------- */

tn_value tn__list_at(const tn_list *list, uint32_t i)
{
	return tn_list_item(list, i);
}

tn_list tn__list_slice(const tn_list *list, uint32_t at, uint32_t count)
{
	static const size_t sizes[] = {sizeof(tn_value), sizeof(int64_t), sizeof(double), sizeof(const char *)};
	tn_list slice = *list;
	slice.items = (const char *)list->items + sizes[list->shape] * at;
	slice.count = count;
	return slice;
}

#define LONG_LIST 100000u
/* Of an element, with a length and a head of its own; a text comes to it, escaped. */
#define ELEMENT_BYTES 32u

static uint64_t most_bytes(const tn_list *list, uint32_t i)
{
	const uint64_t escaped = 6;
	tn_value v;
	int payload;
	if (list->shape == SHAPE_INTS || list->shape == SHAPE_DOUBLES)
		return ELEMENT_BYTES;
	v = tn__list_at(list, i);
	payload = rule_of(v.kind)->payload;
	return ELEMENT_BYTES + (payload >= DECIMAL && payload <= UUID ? v.len * escaped : 0);
}

/* All but the rest of the statement's parameters; small messages are those of tests. */
uint64_t tn__message_room(int64_t bytes)
{
	return (uint64_t)bytes - (bytes > 8192 ? 2048 : (uint64_t)bytes / 4);
}

uint8_t tn__list_weight(uint32_t count, int64_t bytes)
{
	uint8_t heavy = 0;
	if (bytes > 0 && count > 1 && (uint64_t)count * ELEMENT_BYTES > tn__message_room(bytes))
		heavy = TN_LIST_HEAVY;
	return count > LONG_LIST ? heavy | TN_LIST_LONG : heavy;
}

uint8_t tn__list_weigh(const tn_list *list, int64_t bytes)
{
	uint8_t heavy = tn__list_fitting(list, 0, list->count, bytes) < list->count ? TN_LIST_HEAVY : 0;
	return list->count > LONG_LIST ? heavy | TN_LIST_LONG : heavy;
}

uint32_t tn__list_fitting(const tn_list *list, uint32_t at, uint32_t count, int64_t bytes)
{
	uint64_t room = tn__message_room(bytes), used = 0;
	uint32_t i;
	if (bytes <= 0 || !count)
		return count;
	for (i = 0; i < count; i++) {
		used += most_bytes(list, at + i);
		if (used > room)
			break;
	}
	return i ? i : 1;
}

uint64_t tn__size_bytes(uint8_t size)
{
	return size ? (uint64_t)(2 + (size & 1)) << (size >> 1) : 0;
}

uint8_t tn__size_class(uint32_t len)
{
	uint8_t size = 0;
	while (tn__size_bytes(size) < len)
		size++;
	return size;
}

static int compare_ints(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

int tn__list_sort(tn_list *list, void **room)
{
	const int64_t *from = list->items;
	uint32_t i;
	if (list->shape != SHAPE_INTS)
		return TN_OK;
	for (i = 1; i < list->count && from[i - 1] <= from[i]; i++)
		;
	if (i >= list->count)
		return TN_OK;
	*room = tn__alloc(list->count * sizeof *from);
	if (!*room)
		return TN_E_NOMEM;
	memcpy(*room, from, list->count * sizeof *from);
	qsort(*room, list->count, sizeof *from, compare_ints);
	list->items = *room;
	return TN_OK;
}

/* All shapes become the general one: the copy is read by tn__list_at() anyway. */
static int copy_list(struct tn_arena *a, const tn_list *list, tn_value *out)
{
	tn_list *copy = tn__arena_alloc(a, sizeof(*copy));
	tn_value *items = tn__arena_calloc(a, list->count, sizeof(*items));
	uint32_t i;
	if (!copy || !items)
		return TN_E_NOMEM;
	for (i = 0; i < list->count; i++) {
		tn_value v = tn__list_at(list, i);
		if (tn__value_copy(a, &v, &items[i]))
			return TN_E_NOMEM;
	}
	copy->kind = list->kind;
	copy->count = list->count;
	copy->items = items;
	copy->shape = SHAPE_VALUES;
	*out = tn_list_of(copy);
	return TN_OK;
}

int tn__value_copy(struct tn_arena *a, const tn_value *v, tn_value *out)
{
	char *s;
	switch (rule_of(v->kind)->payload) {
	case LIST:
		return copy_list(a, v->u.list, out);
	case DECIMAL:
	case TEXT:
	case BYTES:
	case UUID:
		s = tn__arena_strndup(a, v->u.s, v->len);
		if (!s)
			return TN_E_NOMEM;
		*out = *v;
		out->flags &= (uint8_t)~TN_VALUE_BORROWED;
		out->u.s = s;
		return TN_OK;
	default:
		*out = *v;
		return TN_OK;
	}
}
