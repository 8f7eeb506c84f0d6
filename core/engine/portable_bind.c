/* SPDX-License-Identifier: MIT */
/*
 * core/engine/portable_bind.c - arguments of portable statements, where they are
 * not bound as they come: lists take several places, and a number goes as the
 * wider kind that its context has.
 *
 * Invariants:
 *  1. Conversions are those that portable SQL makes by itself: INT to NUMERIC to
 *     DOUBLE, DATE to TIMESTAMP; and text to DATE, TIME, TIMESTAMP, TIMESTAMPTZ and
 *     UUID, in the form that tn_value_format() writes, which the analysis lets lists have
 *     only.  Anything else is TN_E_PARAM.  A value that the other kind does not have
 *     is an error that names the element; none is rounded.
 *  2. A list that is one parameter goes as it is, without a copy, when its elements are
 *     of the kind that the statement takes and need not be kept.
 *  3. Any other list fills its room by repeating its last element, which changes neither
 *     IN nor ANY nor ALL.
 *  4. A list that stands in the text goes there; see spelled.c.
 *  5. What is made here lives in the entry's bound arena, until the next bind.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "core/base/value.h"
#include "core/engine/engine.h"

#define US_PER_DAY INT64_C(86400000000)

static int wrong_kind(const struct tn_entry *e, uint32_t arg, const tn_value *v, uint8_t kind, tn_error **err)
{
	char what[80];
	int rc = tn__error_set(err, TN_E_PARAM, "%s is %s, the statement takes %s there",
			       tn__bind_name(e, arg, what, sizeof what), tn_kind_name(v->kind), tn_kind_name(kind));
	if (err)
		tn__error_set_hint(*err, "bind a value of that kind, or write CAST(? AS ...) around the parameter");
	return rc;
}

static int to_numeric(struct tn_entry *e, const tn_value *v, tn_value *out, tn_error **err)
{
	char text[32];
	int n = snprintf(text, sizeof text, "%" PRId64, v->u.i);
	char *copy = tn__arena_strndup(&e->bound, text, (size_t)n);
	if (!copy)
		return tn__error_nomem(err);
	*out = tn_numeric(copy);
	out->flags |= TN_VALUE_BORROWED;
	return TN_OK;
}

static int to_double(struct tn_entry *e, uint32_t arg, const tn_value *v, tn_value *out, tn_error **err)
{
	double d;
	if (v->kind == TN_KIND_INT) {
		*out = tn_double((double)v->u.i);
		return TN_OK;
	}
	if (!tn__decimal_to_double(v->u.s, v->len, &d)) {
		char what[80];
		return tn__error_set(err, TN_E_RANGE, "%s is a NUMERIC that no DOUBLE holds exactly",
				     tn__bind_name(e, arg, what, sizeof what));
	}
	*out = tn_double(d);
	return TN_OK;
}

static int from_text(struct tn_entry *e, uint32_t arg, const tn_value *v, uint8_t kind, tn_value *out,
		     tn_error **err)
{
	char what[80];
	void *room = kind == TN_KIND_UUID ? tn__arena_alloc(&e->bound, v->len) : NULL;
	if (kind == TN_KIND_UUID && !room)
		return tn__error_nomem(err);
	if (tn_value_parse(kind, v->u.s, v->len, room, out, NULL) >= 0) {
		out->flags |= TN_VALUE_BORROWED;
		return TN_OK;
	}
	return tn__error_set(err, TN_E_DATA, "%s is a text that is no %s", tn__bind_name(e, arg, what, sizeof what),
			     tn_kind_name(kind));
}

static int is_read_from_text(uint8_t kind)
{
	return kind == TN_KIND_DATE || kind == TN_KIND_TIME || kind == TN_KIND_TIMESTAMP ||
	       kind == TN_KIND_TIMESTAMPTZ || kind == TN_KIND_UUID;
}

int tn__portable_convert(struct tn_entry *e, uint32_t arg, const tn_value *v, uint8_t kind, tn_value *out,
			 tn_error **err)
{
	if (v->kind == kind || v->kind == TN_KIND_NULL || kind == TN_KIND_NULL) {
		*out = *v;
		return TN_OK;
	}
	if (kind == TN_KIND_NUMERIC && v->kind == TN_KIND_INT)
		return to_numeric(e, v, out, err);
	if (kind == TN_KIND_DOUBLE && (v->kind == TN_KIND_INT || v->kind == TN_KIND_NUMERIC))
		return to_double(e, arg, v, out, err);
	if (kind == TN_KIND_TIMESTAMP && v->kind == TN_KIND_DATE) {
		*out = tn_timestamp(v->u.i * US_PER_DAY);
		return TN_OK;
	}
	if (v->kind == TN_KIND_TEXT && is_read_from_text(kind))
		return from_text(e, arg, v, kind, out, err);
	return wrong_kind(e, arg, v, kind, err);
}

/* Of an element, says which: "element 3: ...". */
static int name_element(uint32_t element, int rc, tn_error **err)
{
	tn_error *of_value;
	if (!err || !*err)
		return rc;
	of_value = *err;
	*err = NULL;
	tn__error_set(err, rc, "element %u: %s", element + 1, tn_error_message(of_value));
	if (tn_error_hint(of_value))
		tn__error_set_hint(*err, "%s", tn_error_hint(of_value));
	tn_error_free(of_value);
	return rc;
}

static int check_argument(const struct tn_entry *e, const tn_value *v, uint32_t i, tn_error **err)
{
	uint32_t k, n;
	int rc = TN_OK;
	if (v->kind != TN_KIND_LIST || e->portable->lists[i] == TN_SQL_NO_LIST)
		return tn__bind_check(e, v, i, err);
	n = tn__list_is_plain(v->u.list) ? 0 : v->u.list->count;
	for (k = 0; k < n && rc >= 0; k++) {
		tn_value element = tn__list_at(v->u.list, k);
		rc = tn__bind_check(e, &element, i, err);
	}
	return rc;
}

/* The value for a place: the argument, or an element of it. */
static tn_value value_at(const struct tn_entry *e, const tn_value *v, uint32_t place)
{
	uint32_t element = e->rendered.elements ? e->rendered.elements[place] : TN_SQL_NO_LIST;
	const tn_list *list = v->kind == TN_KIND_LIST ? v->u.list : NULL;
	if (element == TN_SQL_NO_LIST || !list)
		return *v;
	if (!list->count)
		return tn_null();
	return tn__list_at(list, element < list->count ? element : list->count - 1);
}

/* ---- lists that are one parameter ------------------------------------------------- */

static int is_of_kind(const tn_list *list, uint8_t kind)
{
	uint32_t i;
	if (list->shape)
		return list->kind == kind;
	for (i = 0; i < list->count; i++) {
		uint8_t k = ((const tn_value *)list->items)[i].kind;
		if (k != kind && k != TN_KIND_NULL)
			return 0;
	}
	return 1;
}

/* Numbers in one piece, anything else value by value. */
static int keep_items(struct tn_entry *e, tn_list *list, tn_error **err)
{
	const tn_list from = *list;
	size_t size = from.shape == 1 || from.shape == 2 ? 8 : sizeof(tn_value);
	void *items = tn__arena_calloc(&e->bound, from.count, size);
	uint32_t i;
	if (!items)
		return tn__error_nomem(err);
	list->items = items;
	if (size == 8) {
		memcpy(items, from.items, from.count * size);
		return TN_OK;
	}
	list->shape = 0;
	for (i = 0; i < from.count; i++) {
		tn_value v = tn__list_at(&from, i), *to = (tn_value *)items + i;
		*to = v;
		if (tn__bind_is_kept(&v) && tn__value_copy(&e->bound, &v, to) < 0)
			return tn__error_nomem(err);
	}
	return TN_OK;
}

static int convert_items(struct tn_entry *e, uint32_t arg, tn_list *list, uint8_t kind, tn_error **err)
{
	const tn_list from = *list;
	tn_value *items = tn__arena_calloc(&e->bound, from.count, sizeof *items);
	uint32_t i;
	if (!items)
		return tn__error_nomem(err);
	for (i = 0; i < from.count; i++) {
		tn_value v = tn__list_at(&from, i);
		int rc = tn__portable_convert(e, arg, &v, kind, &items[i], err);
		if (TN_UNLIKELY(rc < 0))
			return name_element(i, rc, err);
	}
	list->items = items;
	list->shape = 0;
	return TN_OK;
}

static int bind_list(struct tn_entry *e, uint32_t arg, const tn_value *v, uint8_t kind, int keep, tn_value *out,
		     tn_error **err)
{
	tn_list *list;
	int rc = TN_OK;
	if (v->kind != TN_KIND_LIST)
		return wrong_kind(e, arg, v, TN_KIND_LIST, err);
	list = tn__arena_alloc(&e->bound, sizeof *list);
	if (!list)
		return tn__error_nomem(err);
	*list = *v->u.list;
	if (!is_of_kind(list, kind))
		rc = convert_items(e, arg, list, kind, err);
	if (rc >= 0 && keep && !(v->flags & TN_VALUE_BORROWED))
		rc = keep_items(e, list, err);
	list->kind = kind;
	*out = tn_list_of(list);
	return rc;
}

/* ---- all arguments ------------------------------------------------------------------ */

static int bind_place(struct tn_entry *e, const tn_value *values, uint32_t i, int keep, tn_error **err)
{
	uint32_t arg = e->rendered.args[i];
	const tn_value *given = &values[arg];
	tn_value v;
	int rc;
	if (e->place_kinds[i] & TN_BE_LIST)
		return bind_list(e, arg, given, e->place_kinds[i] & (uint8_t)~TN_BE_LIST, keep, &e->params[i], err);
	v = value_at(e, given, i);
	rc = tn__portable_convert(e, arg, &v, e->place_kinds[i], &e->params[i], err);
	if (TN_UNLIKELY(rc < 0))
		return given->kind == TN_KIND_LIST && e->rendered.elements
			? name_element(e->rendered.elements[i], rc, err) : rc;
	if (keep && tn__bind_is_kept(&e->params[i])) {
		v = e->params[i];
		if (tn__value_copy(&e->bound, &v, &e->params[i]) < 0)
			return tn__error_nomem(err);
	}
	return rc;
}

int tn__portable_bind(struct tn_entry *e, const tn_value *values, int keep, const tn_value **out, tn_error **err)
{
	uint32_t i;
	int rc = TN_OK;
	keep = keep && e->conn->backend->keeps_params;
	tn__arena_clear(&e->bound);
	for (i = 0; i < e->ir->arg_count && rc >= 0; i++)
		rc = check_argument(e, &values[i], i, err);
	for (i = 0; i < e->rendered.arg_count && rc >= 0; i++)
		rc = bind_place(e, values, i, keep, err);
	if (rc >= 0 && e->rendered.hole_count)
		rc = tn__spelled_fill(e, values, err);
	*out = e->params;
	return rc;
}
