/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_value.c - values of the reference evaluator, and lists of rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/reference/reference.h"

#define MOST_STEPS  6000000ul
#define MOST_MEMORY (192u << 20)

void *ref_alloc(struct ref_run *run, size_t size)
{
	void *p = tn__arena_alloc(run->arena, size ? size : 1);

	if (!p)
		abort();
	return p;
}

int ref_unknown(struct ref_run *run, const char *what, const char *detail)
{
	snprintf(run->why, sizeof(run->why), "%s%s%s", what, detail ? ": " : "", detail ? detail : "");
	return TN_E_UNSUPPORTED;
}

int ref_step(struct ref_run *run, unsigned long n)
{
	run->steps += n;
	if (run->steps > MOST_STEPS || run->arena->used > MOST_MEMORY)
		return ref_unknown(run, "too much work", NULL);
	return TN_OK;
}

struct ref_value ref_null(void)
{
	return (struct ref_value){.kind = TN_KIND_NULL};
}

struct ref_value ref_int(unsigned kind, int64_t i)
{
	return (struct ref_value){.kind = (uint8_t)kind, .u.i = i};
}

struct ref_value ref_double(double d)
{
	return (struct ref_value){.kind = TN_KIND_DOUBLE, .u.d = d};
}

struct ref_value ref_string(unsigned kind, const char *s, size_t n)
{
	return (struct ref_value){.kind = (uint8_t)kind, .len = (uint32_t)n, .u.s = s};
}

/* ---- comparing ---------------------------------------------------------------------- */

static int compare_strings(const struct ref_value *a, const struct ref_value *b)
{
	uint32_t n = a->len < b->len ? a->len : b->len;
	int order = n ? memcmp(a->u.s, b->u.s, n) : 0; /* UTF-8 sorts by code point */

	return order ? order : (a->len > b->len) - (a->len < b->len);
}

int ref_compare(const struct ref_value *a, const struct ref_value *b)
{
	switch (a->kind) {
	case TN_KIND_DOUBLE: return (a->u.d > b->u.d) - (a->u.d < b->u.d);
	case TN_KIND_NUMERIC: return ref_decimal_compare(a, b);
	case TN_KIND_TEXT:
	case TN_KIND_BYTES:
	case TN_KIND_UUID:
	case TN_KIND_JSON: return compare_strings(a, b);
	default: return (a->u.i > b->u.i) - (a->u.i < b->u.i);
	}
}

int ref_same(const struct ref_value *a, const struct ref_value *b)
{
	if (a->kind == TN_KIND_NULL || b->kind == TN_KIND_NULL)
		return a->kind == b->kind;
	return ref_compare(a, b) == 0;
}

int ref_same_row(const struct ref_value *a, const struct ref_value *b, uint32_t width)
{
	while (width--)
		if (!ref_same(&a[width], &b[width]))
			return 0;
	return 1;
}

/* ---- rows ------------------------------------------------------------------------------ */

int ref_add_row(struct ref_run *run, struct ref_rows *rows, const struct ref_value *row)
{
	if (rows->count == rows->cap) {
		size_t cap = rows->cap ? rows->cap * 2 : 16;
		struct ref_value *more = ref_alloc(run, cap * rows->width * sizeof(*more));

		if (rows->count)
			memcpy(more, rows->cells, rows->count * rows->width * sizeof(*more));
		rows->cells = more;
		rows->cap = cap;
	}
	if (rows->width)
		memcpy(&rows->cells[rows->count * rows->width], row, rows->width * sizeof(*row));
	rows->count++;
	return ref_step(run, 1);
}

/* ---- cells of the library ------------------------------------------------------------------ */

int ref_from_value(struct ref_run *run, const tn_value *v, struct ref_value *out)
{
	char *copy;

	switch (v->kind) {
	case TN_KIND_NULL: *out = ref_null(); return TN_OK;
	case TN_KIND_DOUBLE: *out = ref_double(v->u.d); return TN_OK;
	case TN_KIND_NUMERIC: return ref_decimal_read(run, v->u.s, v->len, out);
	case TN_KIND_TEXT:
	case TN_KIND_BYTES:
	case TN_KIND_UUID:
	case TN_KIND_JSON:
		copy = ref_alloc(run, v->len + 1u);
		if (v->len)
			memcpy(copy, v->u.s, v->len);
		*out = ref_string(v->kind, copy, v->len);
		return TN_OK;
	case TN_KIND_BOOL:
	case TN_KIND_INT:
	case TN_KIND_DATE:
	case TN_KIND_TIME:
	case TN_KIND_TIMESTAMP:
	case TN_KIND_TIMESTAMPTZ: *out = ref_int(v->kind, v->u.i); return TN_OK;
	default: return ref_unknown(run, "a value of kind", tn_kind_name(v->kind));
	}
}

int ref_to_value(struct ref_run *run, const struct ref_value *v, tn_value *out)
{
	char *text;

	memset(out, 0, sizeof(*out));
	out->kind = v->kind;
	switch (v->kind) {
	case TN_KIND_NULL: break;
	case TN_KIND_DOUBLE: out->u.d = v->u.d; break;
	case TN_KIND_NUMERIC:
		text = ref_alloc(run, 48);
		out->len = (uint32_t)ref_decimal_write(v, text);
		out->u.s = text;
		break;
	case TN_KIND_TEXT:
	case TN_KIND_BYTES:
	case TN_KIND_UUID:
	case TN_KIND_JSON:
		out->len = v->len;
		out->u.s = v->u.s;
		break;
	default: out->u.i = v->u.i;
	}
	return TN_OK;
}
