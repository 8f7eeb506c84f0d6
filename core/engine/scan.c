/* SPDX-License-Identifier: MIT */
/*
 * core/engine/scan.c - cells into the caller's variables and structs, with the
 * range of each C type checked.
 */
#include <math.h>
#include <tenon/struct.h>
#include "core/base/text.h"
#include "core/engine/engine.h"

/* Ranges of the integer targets, by enum tn_into; unsigned 64 bits stand apart. */
struct int_range {
	int64_t min, max;
	const char *name;
};

static const struct int_range ranges[] = {
	[TN_INTO_I16] = {INT16_MIN, INT16_MAX, "a 16-bit integer"},
	[TN_INTO_I32] = {INT32_MIN, INT32_MAX, "a 32-bit integer"},
	[TN_INTO_I64] = {INT64_MIN, INT64_MAX, "a 64-bit integer"},
	[TN_INTO_U16] = {0, UINT16_MAX, "an unsigned 16-bit integer"},
	[TN_INTO_U32] = {0, UINT32_MAX, "an unsigned 32-bit integer"},
	[TN_INTO_U64] = {0, INT64_MAX, "an unsigned 64-bit integer"},
};

static void store_int(int into, void *to, int64_t v)
{
	switch (into) {
	case TN_INTO_I16: *(int16_t *)to = (int16_t)v; break;
	case TN_INTO_U16: *(uint16_t *)to = (uint16_t)v; break;
	case TN_INTO_I32: *(int32_t *)to = (int32_t)v; break;
	case TN_INTO_U32: *(uint32_t *)to = (uint32_t)v; break;
	case TN_INTO_I64: *(int64_t *)to = v; break;
	default: *(uint64_t *)to = (uint64_t)v; break;
	}
}

/*
 * Unsigned values above 2^63-1 come as marked decimal text; uint64_t is the one
 * variable that can hold them.
 */
static int big_unsigned(const tn_value *v, uint64_t *out)
{
	uint32_t i;
	uint64_t n = 0;
	if ((v->kind != TN_KIND_TEXT && v->kind != TN_KIND_NUMERIC) ||
	    (v->kind == TN_KIND_TEXT && !(v->flags & TN_VALUE_FOREIGN)) || !v->len || v->len > 20)
		return 0;
	for (i = 0; i < v->len; i++) {
		unsigned digit = (unsigned char)v->u.s[i] - (unsigned)'0';
		if (digit > 9 || n > (UINT64_MAX - digit) / 10)
			return 0;
		n = n * 10 + digit;
	}
	*out = n;
	return 1;
}

static int to_integer(tn_rows *r, unsigned i, int into, void *to, tn_error **err)
{
	int64_t v;
	int rc;
	const tn_value *cell = tn__cell_at(r, i, &rc, err);
	if (!cell)
		return rc;
	if (into == TN_INTO_U64 && big_unsigned(cell, (uint64_t *)to))
		return TN_OK;
	rc = tn__to_int64(r, i, &v, err);
	if (rc != TN_OK)
		return rc;
	if (v < ranges[into].min || v > ranges[into].max)
		return tn__out_of_range(r, i, ranges[into].name, err);
	store_int(into, to, v);
	return TN_OK;
}

static int to_float(tn_rows *r, unsigned i, float *to, tn_error **err)
{
	double d;
	int rc = tn__to_double(r, i, &d, err);
	if (rc != TN_OK)
		return rc;
	*to = (float)d;
	if (!isnan(d) && (double)*to != d)
		return tn__out_of_range(r, i, "a float without losing digits", err);
	return TN_OK;
}

static int to_kind(tn_rows *r, unsigned i, int kind, int64_t *to, tn_error **err)
{
	int rc;
	const tn_value *v = tn__cell_at(r, i, &rc, err);
	if (rc != TN_OK)
		return rc;
	if (v->kind != kind)
		return tn__wrong_kind(r, i, tn__kind_article(kind), err);
	*to = v->u.i;
	return TN_OK;
}

static int to_uuid(tn_rows *r, unsigned i, void *to, tn_error **err)
{
	int rc;
	const tn_value *v = tn__cell_at(r, i, &rc, err);
	if (rc != TN_OK)
		return rc;
	if (v->kind != TN_KIND_UUID || v->len != 16)
		return tn__wrong_kind(r, i, tn__kind_article(TN_KIND_UUID), err);
	memcpy(to, v->u.s, 16);
	return TN_OK;
}

/* The others are at hand by their kind. */
static int to_other(tn_rows *r, unsigned i, int into, void *to, tn_error **err)
{
	static const uint8_t kinds[] = {
		[TN_INTO_DATE] = TN_KIND_DATE, [TN_INTO_TIME] = TN_KIND_TIME,
		[TN_INTO_TIMESTAMP] = TN_KIND_TIMESTAMP, [TN_INTO_TIMESTAMPTZ] = TN_KIND_TIMESTAMPTZ,
	};
	tn_blob *blob = to;
	int rc;
	if (into == TN_INTO_UUID)
		return to_uuid(r, i, to, err);
	if (into != TN_INTO_BYTES)
		return to_kind(r, i, kinds[into], to, err);
	rc = tn__to_bytes(r, i, &blob->data, &blob->len, err);
	return rc < 0 ? rc : TN_OK;
}

int tn__to_target(tn_rows *r, unsigned i, int into, void *to, tn_error **err)
{
	const tn_value *v;
	size_t len;
	int rc, b;
	switch (into) {
	case TN_INTO_BOOL:
		rc = tn__to_bool(r, i, &b, err);
		if (rc == TN_OK)
			*(_Bool *)to = b != 0;
		return rc;
	case TN_INTO_FLOAT:
		return to_float(r, i, to, err);
	case TN_INTO_DOUBLE:
		return tn__to_double(r, i, to, err);
	case TN_INTO_TEXT:
		rc = tn__to_text(r, i, to, &len, err);
		return rc < 0 ? rc : TN_OK;
	case TN_INTO_VALUE:
		v = tn__cell_at(r, i, &rc, err);
		if (v)
			*(tn_value *)to = *v;
		return rc < 0 ? rc : TN_OK;
	default:
		return into > TN_INTO_VALUE ? to_other(r, i, into, to, err) : to_integer(r, i, into, to, err);
	}
}

/* As tn__to_target(), with NULL into a number an error. */
static int fill(tn_rows *r, unsigned i, int into, void *to, tn_error **err)
{
	int rc = tn__to_target(r, i, into, to, err);
	if (rc > 0)
		rc = tn__wrong_kind(r, i, "a value for a variable that cannot be NULL", err);
	return rc;
}

int tn_scan_targets(tn_rows *rows, const tn_target *targets, unsigned n, tn_error **err)
{
	unsigned i;
	int rc = TN_OK;
	for (i = 0; rc >= 0 && i < n; i++)
		rc = fill(rows, i, targets[i].kind, targets[i].to, err);
	return rc;
}

int tn_read_int64(tn_rows *rows, unsigned i, int64_t *out, tn_error **err)
{
	return tn__to_int64(rows, i, out, err);
}

int tn_read_int32(tn_rows *rows, unsigned i, int32_t *out, tn_error **err)
{
	*out = 0;
	return to_integer(rows, i, TN_INTO_I32, out, err);
}

int tn_read_uint64(tn_rows *rows, unsigned i, uint64_t *out, tn_error **err)
{
	*out = 0;
	return to_integer(rows, i, TN_INTO_U64, out, err);
}

int tn_read_double(tn_rows *rows, unsigned i, double *out, tn_error **err)
{
	return tn__to_double(rows, i, out, err);
}

int tn_read_bool(tn_rows *rows, unsigned i, int *out, tn_error **err)
{
	return tn__to_bool(rows, i, out, err);
}

int tn_read_text(tn_rows *rows, unsigned i, const char **out, tn_error **err)
{
	size_t len;
	return tn__to_text(rows, i, out, &len, err);
}

int tn_read_value(tn_rows *rows, unsigned i, tn_value *out, tn_error **err)
{
	int rc;
	const tn_value *v = tn__cell_at(rows, i, &rc, err);
	*out = v ? *v : tn_null();
	return rc;
}

/* ---- arrays of structs ----------------------------------------------------- */

#define MAX_FIELDS 256

static int resolve(tn_rows *rows, const tn_field *fields, size_t n, unsigned *columns, tn_error **err)
{
	size_t i;
	for (i = 0; i < n; i++) {
		int c = tn_column(rows, fields[i].name);
		if (c < 0) {
			tn_error *e = tn__error_copy(rows->sticky);
			return tn__error_move(err, e);
		}
		columns[i] = (unsigned)c;
	}
	return TN_OK;
}

/* Text members must outlive the row: they get a copy in the rows' fetch arena. */
static int keep_text(tn_rows *rows, const tn_field *f, char *base, tn_error **err)
{
	if (f->into == TN_INTO_TEXT) {
		const char **s = (const char **)(void *)(base + f->offset);
		if (*s && !(*s = tn__arena_strndup(&rows->fetch, *s, strlen(*s))))
			return tn__error_nomem(err);
	} else if (f->into == TN_INTO_BYTES) {
		tn_blob *b = (tn_blob *)(void *)(base + f->offset);
		if (b->data && !(b->data = tn__arena_strndup(&rows->fetch, b->data, b->len)))
			return tn__error_nomem(err);
	} else if (f->into == TN_INTO_VALUE) {
		tn_value *v = (tn_value *)(void *)(base + f->offset);
		if (tn__kind_has_bytes(v->kind) && !(v->u.s = tn__arena_strndup(&rows->fetch, v->u.s, v->len)))
			return tn__error_nomem(err);
	}
	return TN_OK;
}

static int fill_struct(tn_rows *rows, const tn_field *fields, size_t n, const unsigned *columns, char *base,
		       tn_error **err)
{
	size_t i;
	int rc = TN_OK;
	for (i = 0; rc >= 0 && i < n; i++) {
		rc = fill(rows, columns[i], fields[i].into, base + fields[i].offset, err);
		if (rc >= 0)
			rc = keep_text(rows, &fields[i], base, err);
	}
	return rc;
}

int64_t tn_fetch_structs(tn_rows *rows, const tn_field *fields, size_t field_count, void *structs, size_t struct_size,
			 size_t max, tn_error **err)
{
	unsigned columns[MAX_FIELDS];
	size_t n = 0;
	int rc;
	if (!rows || rows->magic != TN_ROWS_MAGIC || !fields || !structs || !struct_size || field_count > MAX_FIELDS)
		return tn__error_set(err, TN_E_MISUSE,
			"tn_fetch_structs() needs open rows, up to %d fields and an array", MAX_FIELDS);
	rc = resolve(rows, fields, field_count, columns, err);
	if (rc < 0)
		return rc;
	tn__arena_clear(&rows->fetch);
	while (n < max) {
		rc = tn_next(rows, err);
		if (rc == TN_ROW)
			rc = fill_struct(rows, fields, field_count, columns, (char *)structs + n * struct_size, err);
		else
			break;
		if (rc < 0)
			return rc;
		n++;
	}
	return rc < 0 ? rc : (int64_t)n;
}
