/* SPDX-License-Identifier: MIT */
/*
 * core/engine/bulk_rows.c - rows of the caller into the window of a bulk writer.
 *
 * A value of its column's kind is checked and copied; one of another kind is converted where
 * portable SQL converts a parameter by itself.  A row with a value that is neither, and one that is
 * wrong, goes to the server alone, as the caller has it, and gets the answer that an INSERT gets.
 *
 * Invariant: nothing but the copies of texts is allocated for a row, in an arena that is kept.
 */
#include "core/base/mem.h"
#include "core/base/value.h"
#include "core/engine/bulk.h"

#define MOST_ROWS 16384u
#define ROOM TN_BULK_NUMBER_ROOM

/* ---- one value --------------------------------------------------------------------------- */

/* 1 if it is in *out as the window has it, 0 if not; without memory an error. */
static int take_value(struct tn_bulk *b, uint32_t i, const tn_value *v, tn_value *out)
{
	struct tn_entry *e = b->inserts[0].entry;
	tn_value converted;
	if (v->kind == TN_KIND_NULL) {
		*out = tn_null();
		return !e->ir->checks_args || !e->ir->params[i].identity;
	}
	if (TN_UNLIKELY(v->kind != b->kinds[i] && b->kinds[i] != TN_KIND_NULL)) {
		if (v->kind >= TN_KIND_LIST || tn__portable_convert(e, i, v, b->kinds[i], &converted, NULL) < 0)
			return 0;
		v = &converted;
	}
	*out = *v;
	if (TN_LIKELY(tn__value_is_plain(v)))
		return 1;
	if (tn__bind_check(e, v, i, NULL) < 0)
		return 0;
	if (!tn__kind_has_bytes(v->kind))
		return 1;
	out->u.s = tn__arena_strndup(&b->bytes, v->u.s, v->len);
	out->flags |= TN_VALUE_BORROWED;
	return out->u.s ? 1 : TN_E_NOMEM;
}

/* ---- one row ------------------------------------------------------------------------------- */

static int no_memory(struct tn_bulk *b, tn_error **err)
{
	tn_error *e = NULL;
	tn__error_nomem(&e);
	return tn__bulk_fail(b, 0, e, err);
}

static int grow(struct tn_bulk *b, tn_error **err)
{
	uint32_t cap = b->cap ? b->cap * 2 : 64;
	tn_value *cells = tn__realloc(b->cells, (size_t)cap * b->width * sizeof *cells);
	if (!cells)
		return no_memory(b, err);
	b->cells = cells;
	b->cap = cap;
	return TN_OK;
}

static int is_full(const struct tn_bulk *b)
{
	return b->rows >= MOST_ROWS || b->bytes.used + (size_t)b->rows * b->width * sizeof(tn_value) >= b->room;
}

static int put_alone(struct tn_bulk *b, const tn_value *values, tn_error **err)
{
	int rc = tn__bulk_flush(b, err);
	return rc < 0 ? rc : tn__bulk_alone(b, values, err);
}

static int add(struct tn_bulk *b, const tn_value *values, tn_error **err)
{
	uint32_t i;
	tn_value *out;
	int rc = b->rows == b->cap ? grow(b, err) : TN_OK;
	if (rc < 0)
		return rc;
	out = b->cells + (size_t)b->rows * b->width;
	tn__arena_clear(&b->inserts[0].entry->bound);
	for (i = 0; i < b->width; i++) {
		rc = take_value(b, i, &values[i], &out[i]);
		if (TN_UNLIKELY(rc <= 0))
			return rc < 0 ? no_memory(b, err) : put_alone(b, values, err);
	}
	b->rows++;
	if (TN_UNLIKELY(is_full(b)))
		return tn__bulk_flush(b, err);
	return tn__bulk_put(b, err);
}

int tn_bulk_row(tn_bulk *bulk, const tn_value *values, tn_error **err)
{
	int rc = tn__bulk_check(bulk, err);
	if (rc >= 0 && !values)
		return tn__error_set(err, TN_E_MISUSE, "tn_bulk_row() needs a value for each column");
	return rc < 0 ? rc : add(bulk, values, err);
}

/* ---- structs ---------------------------------------------------------------------------------- */

static int no_field(const char *column, tn_error **err)
{
	return tn__error_set(err, TN_E_NO_OBJECT, "no field of the descriptor has the name of column '%s'", column);
}

/* Finds the field of each column, once for a descriptor. */
static int find_places(struct tn_bulk *b, const tn_field *fields, size_t count, tn_error **err)
{
	uint32_t i;
	size_t k;
	if (b->fields == fields && b->field_count == count)
		return TN_OK;
	b->fields = NULL;
	for (i = 0; i < b->width; i++) {
		for (k = 0; k < count; k++)
			if (fields[k].name && !strcmp(fields[k].name, b->columns[i]))
				break;
		if (k == count)
			return no_field(b->columns[i], err);
		b->places[i] = (uint32_t)k;
	}
	b->fields = fields;
	b->field_count = count;
	return TN_OK;
}

#define MEMBER(type) (*(const type *)(const void *)at)

static tn_value member_value(const tn_field *f, const char *base)
{
	const char *at = base + f->offset;
	switch (f->into) {
	case TN_INTO_BOOL: return tn_bool(MEMBER(_Bool));
	case TN_INTO_I16: return tn_int(MEMBER(int16_t));
	case TN_INTO_I32: return tn_int(MEMBER(int32_t));
	case TN_INTO_I64: return tn_int(MEMBER(int64_t));
	case TN_INTO_U16: return tn_int(MEMBER(uint16_t));
	case TN_INTO_U32: return tn_int(MEMBER(uint32_t));
	case TN_INTO_U64: return tn_uint(MEMBER(uint64_t));
	case TN_INTO_FLOAT: return tn_double((double)MEMBER(float));
	case TN_INTO_DOUBLE: return tn_double(MEMBER(double));
	case TN_INTO_TEXT: return tn_text(*(const char *const *)(const void *)at);
	default: return MEMBER(tn_value);
	}
}

static int check_structs(const tn_field *fields, const void *structs, size_t size, size_t count, tn_error **err)
{
	if (fields && (structs || !count) && size)
		return TN_OK;
	return tn__error_set(err, TN_E_MISUSE, "tn_bulk_structs() needs a descriptor and an array of structs");
}

int tn_bulk_structs(tn_bulk *bulk, const tn_field *fields, size_t field_count, const void *structs, size_t struct_size,
		    size_t count, tn_error **err)
{
	const char *base = structs;
	size_t n;
	uint32_t i;
	int rc = tn__bulk_check(bulk, err);
	if (rc >= 0)
		rc = check_structs(fields, structs, struct_size, count, err);
	if (rc >= 0)
		rc = find_places(bulk, fields, field_count, err);
	for (n = 0; n < count && rc >= 0; n++, base += struct_size) {
		for (i = 0; i < bulk->width; i++)
			bulk->given[i] = member_value(&fields[bulk->places[i]], base);
		rc = add(bulk, bulk->given, err);
	}
	return rc;
}

/* ---- columns ------------------------------------------------------------------------------------ */

static int check_columns(const struct tn_bulk *b, const tn_column_data *columns, int64_t count, tn_error **err)
{
	uint32_t i;
	for (i = 0; columns && i < b->width; i++) {
		const tn_column_data *c = &columns[i];
		int bytes = tn__kind_has_bytes(c->kind) && c->kind != TN_KIND_UUID && !c->precision;
		if (c->kind >= TN_KIND_LIST || c->count < count ||
		    (c->kind != TN_KIND_NULL && count && (!c->values || (bytes && !c->offsets))))
			break;
	}
	if (columns && i == b->width && count >= 0)
		return TN_OK;
	return tn__error_set(err, TN_E_MISUSE, "tn_bulk_columns() needs %lld values for each of %u columns",
			     (long long)count, b->width);
}

/* Divides a number of 16 bytes, the lowest first, by ten; returns what is left over. */
static unsigned take_digit(unsigned char *n)
{
	unsigned rest = 0;
	int i;
	for (i = 15; i >= 0; i--) {
		rest = rest << 8 | n[i];
		n[i] = (unsigned char)(rest / 10);
		rest %= 10;
	}
	return rest;
}

static void negate(unsigned char *n)
{
	unsigned i, carry = 1;
	for (i = 0; i < 16; i++) {
		carry += (unsigned char)~n[i];
		n[i] = (unsigned char)carry;
		carry >>= 8;
	}
}

/* The text of such a number, in two's complement. */
static tn_value decimal_value(const unsigned char *p, uint8_t scale, char *room)
{
	static const unsigned char zero[16];
	char *at = room + ROOM - 1;
	unsigned char n[16];
	unsigned digits = 0;
	memcpy(n, p, 16);
	if (p[15] >> 7)
		negate(n);
	do {
		*--at = (char)('0' + take_digit(n));
		if (++digits == scale)
			*--at = '.';
	} while (memcmp(n, zero, 16) != 0 || digits <= scale);
	if (p[15] >> 7)
		*--at = '-';
	return tn_text_n(at, (size_t)(room + ROOM - 1 - at));
}

static tn_value array_value(const tn_column_data *c, int64_t i, char *room)
{
	tn_value v;
	size_t len;
	if (tn_column_is_null(c, i))
		return tn_null();
	switch (c->kind) {
	case TN_KIND_BOOL: return tn_bool(tn_column_bool(c, i));
	case TN_KIND_DOUBLE: return tn_double(((const double *)c->values)[i]);
	case TN_KIND_DATE: return tn_date(((const int32_t *)c->values)[i]);
	case TN_KIND_UUID: return tn_uuid((const char *)c->values + 16 * i);
	case TN_KIND_TEXT:
	case TN_KIND_JSON:
	case TN_KIND_BYTES:
	case TN_KIND_NUMERIC:
		if (c->precision) {
			v = decimal_value((const unsigned char *)c->values + 16 * i, c->scale, room);
		} else {
			const char *s = tn_column_text(c, i, &len);
			v = tn_text_n(s, len);
		}
		v.kind = c->kind;
		return v;
	default:
		v = tn_int(((const int64_t *)c->values)[i]);
		v.kind = c->kind;
		return v;
	}
}

int tn_bulk_columns(tn_bulk *bulk, const tn_column_data *columns, int64_t count, tn_error **err)
{
	int64_t n;
	uint32_t i;
	int rc = tn__bulk_check(bulk, err);
	if (rc >= 0)
		rc = check_columns(bulk, columns, count, err);
	for (n = 0; n < count && rc >= 0; n++) {
		for (i = 0; i < bulk->width; i++)
			bulk->given[i] = array_value(&columns[i], n, bulk->rooms + (size_t)i * ROOM);
		rc = add(bulk, bulk->given, err);
	}
	return rc;
}
