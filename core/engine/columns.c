/* SPDX-License-Identifier: MIT */
/*
 * core/engine/columns.c - tn_fetch_columns(): rows turned into columns.
 *
 * A row is decoded by the backend as ever, and its cells are put into one buffer a
 * column.  The buffers grow to the size of a batch once and are filled again by the
 * next; an Arrow stream takes them away instead (arrow.c).
 *
 * Invariants:
 *  1. Every buffer has room for cap rows, the offsets for one more; a column whose kind
 *     is not known yet has none but the bitmap of its NULLs.
 *  2. Bitmaps are zero behind the rows that are there.
 *  3. A row that failed is part of no batch, and no batch follows it: the error sticks.
 *
 * It must not convert what the getters refuse, and never guess twice.
 */
#include "core/engine/columns.h"
#include <stdio.h>
#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/value.h"
#include "core/engine/be.h"
#include "core/engine/decimal128.h"
#include "core/engine/engine.h"

/* A batch ends when a column has so many bytes of values. */
#define BATCH_BYTES ((size_t)64 << 20)
#define FIRST_ROWS ((size_t)64)

/* ---- what a column is ------------------------------------------------------ */

static const uint8_t kind_of_type[TN_TYPE_COUNT] = {
#define TN_TYPE_ROW(name, number, word, kind, args) [number] = kind,
#include <tenon/types.def>
#undef TN_TYPE_ROW
};

static int has_offsets(const struct tn_column_build *c)
{
	return c->kind == TN_KIND_TEXT || c->kind == TN_KIND_BYTES || c->kind == TN_KIND_JSON ||
	       (c->kind == TN_KIND_NUMERIC && !c->precision);
}

static uint8_t width_of(const struct tn_column_build *c)
{
	if (c->kind == TN_KIND_BOOL || c->kind == TN_KIND_NULL || has_offsets(c))
		return 0;
	if (c->kind == TN_KIND_DATE)
		return sizeof(int32_t);
	return c->kind == TN_KIND_NUMERIC || c->kind == TN_KIND_UUID ? 16 : 8;
}

void tn__column_known(const struct tn_rows *r, unsigned i, tn_column_data *out)
{
	const struct tn_portable *p = r->entry->portable;
	struct tn_be_column c;
	unsigned precision, scale;
	tn__rows_describe(r, i, &c);
	precision = c.precision;
	scale = c.scale;
	if (p && i < p->want_count) {
		const struct tn_sql_type *want = &p->want[i];
		precision = want->scale >= 0 ? want->precision : 0;
		scale = precision ? (unsigned)want->scale : 0;
		if (!c.type && want->kind < TN_KIND_COUNT)
			out->kind = want->kind;
	}
	if (c.type)
		out->kind = kind_of_type[c.type];
	if (out->kind == TN_KIND_NUMERIC && precision <= TN_DECIMAL_PRECISION && scale <= precision) {
		out->precision = (uint8_t)precision;
		out->scale = (uint8_t)scale;
	}
}

int tn__columns_check(const tn_column_data *asked, unsigned count, tn_error **err)
{
	unsigned i;
	for (i = 0; i < count; i++) {
		const tn_column_data *a = &asked[i];
		if (a->kind > TN_KIND_JSON)
			return tn__error_set(err, TN_E_MISUSE, "column %u: %u is no kind of values", i, a->kind);
		if (a->precision > TN_DECIMAL_PRECISION || a->scale > a->precision)
			return tn__error_set(err, TN_E_MISUSE, "column %u: no NUMERIC has %u digits, %u of them "
					     "behind the point", i, a->precision, a->scale);
	}
	return TN_OK;
}

/* ---- buffers ---------------------------------------------------------------- */

static size_t bitmap_bytes(size_t rows)
{
	return (rows + 7) / 8;
}

/* A buffer for more than it has; new bytes are zero. */
static int grow(void *at, size_t have, size_t need)
{
	char *old, *grown;
	memcpy(&old, at, sizeof old);
	grown = tn__realloc(old, need ? need : 1);
	if (!grown)
		return TN_E_NOMEM;
	memset(grown + have, 0, need - have);
	memcpy(at, &grown, sizeof grown);
	return TN_OK;
}

/* The values of a column whose kind is known, for cap rows of which have are there already. */
static int grow_values(struct tn_column_build *c, size_t have, size_t cap)
{
	if (c->kind == TN_KIND_NULL)
		return TN_OK;
	if (c->kind == TN_KIND_BOOL)
		return grow(&c->values, bitmap_bytes(have), bitmap_bytes(cap));
	if (c->width)
		return grow(&c->values, have * c->width, cap * c->width);
	if (!c->values && grow(&c->values, 0, c->bytes_cap = 64) < 0)
		return c->bytes_cap = 0, TN_E_NOMEM;
	return grow(&c->offsets, have ? (have + 1) * sizeof(int32_t) : 0, (cap + 1) * sizeof(int32_t));
}

static int grow_rows(struct tn_column_set *set, size_t max)
{
	size_t cap = set->cap ? set->cap * 2 : FIRST_ROWS;
	unsigned i;
	if (cap > max)
		cap = max > set->cap ? max : set->cap + 1;
	for (i = 0; i < set->count; i++)
		if (grow(&set->cols[i].valid, bitmap_bytes(set->cap), bitmap_bytes(cap)) < 0 ||
		    grow_values(&set->cols[i], set->cap, cap) < 0)
			return TN_E_NOMEM;
	set->cap = cap;
	return TN_OK;
}

static int grow_bytes(struct tn_column_build *c, size_t more)
{
	size_t cap = c->bytes_cap;
	char *grown;
	while (cap - c->bytes < more)
		cap *= 2;
	grown = tn__realloc(c->values, cap);
	if (!grown)
		return TN_E_NOMEM;
	c->values = grown;
	c->bytes_cap = cap;
	return TN_OK;
}

static void begin_batch(struct tn_column_set *set)
{
	unsigned i;
	set->rows = 0;
	for (i = 0; i < set->count; i++) {
		struct tn_column_build *c = &set->cols[i];
		c->bytes = 0;
		c->nulls = 0;
		if (!set->cap)
			continue;
		memset(c->valid, 0, bitmap_bytes(set->cap));
		if (c->kind == TN_KIND_BOOL)
			memset(c->values, 0, bitmap_bytes(set->cap));
	}
}

/* ---- cells ------------------------------------------------------------------- */

/* One cell into row n of its column. */
typedef int (*put_fn)(tn_rows *r, struct tn_column_build *c, unsigned i, size_t n, tn_error **err);

static inline const tn_value *cell(const tn_rows *r, unsigned i)
{
	return &r->head.cells[i];
}

static int put_int(tn_rows *r, struct tn_column_build *c, unsigned i, size_t n, tn_error **err)
{
	int64_t *to = (int64_t *)(void *)c->values + n;
	if (TN_LIKELY(cell(r, i)->kind == TN_KIND_INT)) {
		*to = cell(r, i)->u.i;
		return TN_OK;
	}
	return tn__to_int64(r, i, to, err);
}

static int put_double(tn_rows *r, struct tn_column_build *c, unsigned i, size_t n, tn_error **err)
{
	return tn__to_double(r, i, (double *)(void *)c->values + n, err);
}

static int put_bool(tn_rows *r, struct tn_column_build *c, unsigned i, size_t n, tn_error **err)
{
	int b, rc = tn__to_bool(r, i, &b, err);
	if (rc == TN_OK && b)
		c->values[n >> 3] = (char)((unsigned char)c->values[n >> 3] | 1u << (n & 7));
	return rc;
}

static int put_time(tn_rows *r, struct tn_column_build *c, unsigned i, size_t n, tn_error **err)
{
	const tn_value *v = cell(r, i);
	if (v->kind != c->kind)
		return tn__wrong_kind(r, i, tn__kind_article(c->kind), err);
	if (c->width == sizeof(int32_t))
		((int32_t *)(void *)c->values)[n] = (int32_t)v->u.i;
	else
		((int64_t *)(void *)c->values)[n] = v->u.i;
	return TN_OK;
}

static int put_uuid(tn_rows *r, struct tn_column_build *c, unsigned i, size_t n, tn_error **err)
{
	const tn_value *v = cell(r, i);
	if (v->kind != TN_KIND_UUID || v->len != 16)
		return tn__wrong_kind(r, i, "a uuid", err);
	memcpy(c->values + n * 16, v->u.s, 16);
	return TN_OK;
}

static int put_bytes_of(tn_rows *r, struct tn_column_build *c, unsigned i, size_t n, const char *s, size_t len,
			tn_error **err)
{
	if (len > INT32_MAX - c->bytes)
		return tn__error_set(err, TN_E_LIMIT,
				     "column %u '%s' of row %llu: its texts are too long for one batch", i,
				     tn__rows_column(r, i), (unsigned long long)r->row);
	if (TN_UNLIKELY(len > c->bytes_cap - c->bytes) && grow_bytes(c, len) < 0)
		return tn__error_nomem(err);
	if (len)
		memcpy(c->values + c->bytes, s, len);
	c->bytes += len;
	c->offsets[n + 1] = (int32_t)c->bytes;
	return TN_OK;
}

static int put_text(tn_rows *r, struct tn_column_build *c, unsigned i, size_t n, tn_error **err)
{
	const char *s;
	size_t len;
	int rc = tn__to_text(r, i, &s, &len, err);
	return rc < 0 ? rc : put_bytes_of(r, c, i, n, s, len, err);
}

static int put_bytes(tn_rows *r, struct tn_column_build *c, unsigned i, size_t n, tn_error **err)
{
	const void *s;
	size_t len;
	int rc = tn__to_bytes(r, i, &s, &len, err);
	return rc < 0 ? rc : put_bytes_of(r, c, i, n, s, len, err);
}

static int put_json(tn_rows *r, struct tn_column_build *c, unsigned i, size_t n, tn_error **err)
{
	const tn_value *v = cell(r, i);
	if (v->kind != TN_KIND_JSON)
		return tn__wrong_kind(r, i, "json", err);
	return put_bytes_of(r, c, i, n, v->u.s, v->len, err);
}

static int put_numeric(tn_rows *r, struct tn_column_build *c, unsigned i, size_t n, tn_error **err)
{
	const tn_value *v = cell(r, i);
	char text[32], wanted[48];
	const char *s = v->u.s;
	size_t len = v->len;
	if (v->kind == TN_KIND_INT) {
		len = tn_value_format(v, text, sizeof text);
		s = text;
	} else if (v->kind != TN_KIND_NUMERIC) {
		return tn__wrong_kind(r, i, "numeric", err);
	}
	if (!c->precision)
		return put_bytes_of(r, c, i, n, s, len, err);
	if (tn__decimal128_read(s, len, c->precision, c->scale, (unsigned char *)c->values + n * 16))
		return TN_OK;
	snprintf(wanted, sizeof wanted, "NUMERIC(%u,%u)", c->precision, c->scale);
	return tn__out_of_range(r, i, wanted, err);
}

static const put_fn puts_of[TN_KIND_COUNT] = {
	[TN_KIND_BOOL] = put_bool, [TN_KIND_INT] = put_int, [TN_KIND_DOUBLE] = put_double,
	[TN_KIND_NUMERIC] = put_numeric, [TN_KIND_TEXT] = put_text, [TN_KIND_BYTES] = put_bytes,
	[TN_KIND_DATE] = put_time, [TN_KIND_TIME] = put_time, [TN_KIND_TIMESTAMP] = put_time,
	[TN_KIND_TIMESTAMPTZ] = put_time, [TN_KIND_UUID] = put_uuid, [TN_KIND_JSON] = put_json,
};

static void put_null(struct tn_column_build *c, size_t n)
{
	c->nulls++;
	if (c->offsets)
		c->offsets[n + 1] = (int32_t)c->bytes;
	else if (c->width)
		memset(c->values + n * c->width, 0, c->width);
}

/* The first value of a column whose type nobody has told. */
static int guess(struct tn_column_set *set, struct tn_column_build *c, int kind, tn_error **err)
{
	c->kind = (uint8_t)kind;
	c->width = width_of(c);
	if (grow_values(c, 0, set->cap) >= 0) {
		c->guessed = 1;
		return TN_OK;
	}
	c->kind = TN_KIND_NULL;
	c->width = 0;
	return tn__error_nomem(err);
}

static int put(tn_rows *r, struct tn_column_set *set, unsigned i, size_t n, tn_error **err)
{
	struct tn_column_build *c = &set->cols[i];
	int kind = cell(r, i)->kind, rc = TN_OK;
	if (kind == TN_KIND_NULL) {
		put_null(c, n);
		return TN_OK;
	}
	if (TN_UNLIKELY(c->kind == TN_KIND_NULL))
		rc = guess(set, c, kind, err);
	else if (TN_UNLIKELY(c->guessed && kind != c->kind))
		rc = tn__wrong_kind(r, i, tn__kind_article(c->kind), err);
	if (TN_LIKELY(rc >= 0))
		rc = puts_of[c->kind](r, c, i, n, err);
	if (rc >= 0)
		c->valid[n >> 3] = (uint8_t)(c->valid[n >> 3] | 1u << (n & 7));
	return rc;
}

/* 1: the batch is to end behind this row. */
static int put_row(tn_rows *r, struct tn_column_set *set, size_t max, tn_error **err)
{
	size_t n = set->rows;
	unsigned i;
	int full = 0, rc = TN_OK;
	if (n == set->cap && grow_rows(set, max) < 0)
		return tn__error_nomem(err);
	for (i = 0; i < set->count && rc >= 0; i++) {
		struct tn_column_build *c = &set->cols[i];
		rc = put(r, set, i, n, err);
		full |= c->bytes >= BATCH_BYTES || n * c->width >= BATCH_BYTES;
	}
	if (rc < 0)
		return rc;
	set->rows++;
	return full;
}

int64_t tn__columns_fill(struct tn_rows *r, struct tn_column_set *set, size_t max, tn_error **err)
{
	tn_error *e = NULL;
	int rc = TN_OK, full = 0;
	begin_batch(set);
	while (set->rows < max && !full) {
		rc = tn_next(r, err);
		if (rc != TN_ROW)
			break;
		rc = full = put_row(r, set, max, &e);
		if (rc < 0) {
			tn__error_move(err, tn__error_copy(e));
			return tn__rows_stick(r, e);
		}
	}
	return rc < 0 ? rc : (int64_t)set->rows;
}

/* ---- the set ------------------------------------------------------------------- */

void tn__columns_free(struct tn_column_set *set)
{
	unsigned i;
	if (!set)
		return;
	if (set->gone)
		set->gone(set->gone_arg);
	for (i = 0; i < set->count; i++) {
		tn__free(set->cols[i].valid);
		tn__free(set->cols[i].offsets);
		tn__free(set->cols[i].values);
	}
	tn__free(set);
}

static void describe(struct tn_column_build *c, const tn_column_data *as)
{
	c->kind = as->kind;
	c->precision = as->kind == TN_KIND_NUMERIC ? as->precision : 0;
	c->scale = as->kind == TN_KIND_NUMERIC ? as->scale : 0;
	c->width = width_of(c);
}

int tn__columns_make(struct tn_rows *r, const tn_column_data *asked, unsigned count, struct tn_column_set **out,
		     tn_error **err)
{
	struct tn_column_set *set;
	unsigned i;
	int rc;
	if (count > r->columns)
		return tn__error_set(err, TN_E_MISUSE, "%u columns are asked for, the result has %u", count,
				     r->columns);
	rc = tn__columns_check(asked, count, err);
	if (rc < 0)
		return rc;
	if (!r->stored && !(r->stored = tn__stored_new()))
		return tn__error_nomem(err);
	set = tn__alloc(sizeof *set + count * sizeof set->cols[0]);
	if (!set)
		return tn__error_nomem(err);
	set->count = count;
	for (i = 0; i < count; i++) {
		tn_column_data known = {0};
		if (asked[i].kind)
			known = asked[i];
		else
			tn__column_known(r, i, &known);
		describe(&set->cols[i], &known);
	}
	r->stored->columns = *out = set;
	return TN_OK;
}

/* ---- the call ------------------------------------------------------------------ */

static void show(tn_rows *rows, const struct tn_column_set *set, tn_column_data *out)
{
	unsigned i;
	for (i = 0; i < set->count; i++) {
		const struct tn_column_build *c = &set->cols[i];
		memset(&out[i], 0, sizeof out[i]);
		out[i].name = tn_column_name(rows, i);
		out[i].kind = c->kind;
		out[i].precision = c->precision;
		out[i].scale = c->scale;
		out[i].count = (int64_t)set->rows;
		out[i].null_count = c->nulls;
		out[i].valid = c->nulls ? c->valid : NULL;
		out[i].offsets = c->offsets;
		out[i].values = c->values;
	}
}

int64_t tn_fetch_columns(tn_rows *rows, tn_column_data *columns, unsigned count, size_t max, tn_error **err)
{
	struct tn_column_set *set;
	int64_t n;
	int rc;
	if (!rows || rows->magic != TN_ROWS_MAGIC || !max || (count && !columns))
		return tn__error_set(err, TN_E_MISUSE,
				     "tn_fetch_columns() needs open rows, columns and room for a row");
	set = rows->stored ? rows->stored->columns : NULL;
	if (!set && (rc = tn__columns_make(rows, columns, count, &set, err)) < 0)
		return rc;
	if (set->count != count || set->gone)
		return tn__error_set(err, TN_E_MISUSE, "the rows are read as %u columns already, not as %u", set->count,
				     count);
	n = tn__columns_fill(rows, set, max, err);
	if (n >= 0)
		show(rows, set, columns);
	return n;
}
