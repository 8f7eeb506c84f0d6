/* SPDX-License-Identifier: MIT */
/*
 * core/engine/convert.c - strict conversions of cells.
 *
 * The list of what converts stands in tenon/rows.h; everything else is an error
 * that names row and column.  Nothing is rounded, cut or guessed.
 */
#include <math.h>
#include "core/base/text.h"
#include "core/base/value.h"
#include "core/engine/engine.h"

/* Largest magnitude up to which every integer is a double: 2^53. */
#define EXACT_DOUBLE INT64_C(9007199254740992)

int tn__wrong_kind(tn_rows *r, unsigned i, const char *wanted, tn_error **err)
{
	const tn_value *v = &r->head.cells[i];
	int rc = tn__error_set(err, TN_E_TYPE, "column %u '%s' of row %llu is %s%s, not %s", i, tn__rows_column(r, i),
			       (unsigned long long)r->row, v->flags & TN_VALUE_FOREIGN ? "a foreign " : "",
			       v->kind == TN_KIND_NULL ? "NULL" : tn_kind_name(v->kind), wanted);
	if (err)
		tn__error_set_column(*err, tn__rows_column(r, i));
	return rc;
}

int tn__out_of_range(tn_rows *r, unsigned i, const char *wanted, tn_error **err)
{
	int rc = tn__error_set(err, TN_E_RANGE, "the value of column %u '%s' of row %llu does not fit %s", i,
			       tn__rows_column(r, i), (unsigned long long)r->row, wanted);
	if (err)
		tn__error_set_column(*err, tn__rows_column(r, i));
	return rc;
}

const tn_value *tn__cell_at(tn_rows *r, unsigned i, int *rc, tn_error **err)
{
	*rc = TN_OK;
	if (!r || r->magic != TN_ROWS_MAGIC)
		*rc = tn__error_set(err, TN_E_MISUSE, "the rows handle is %s", r ? "finished or foreign" : "NULL");
	else if (!r->head.count)
		*rc = tn__error_set(err, TN_E_MISUSE, "there is no current row: call tn_next() first");
	else if (i >= r->head.count)
		*rc = tn__error_set(err, TN_E_MISUSE, "column %u does not exist: the result has %u, counted from 0", i,
				    r->columns);
	if (*rc < 0)
		return NULL;
	*rc = r->head.cells[i].kind == TN_KIND_NULL;
	return &r->head.cells[i];
}

/* The cell unless it is NULL: then *rc is 1. */
static const tn_value *present(tn_rows *r, unsigned i, int *rc, tn_error **err)
{
	const tn_value *v = tn__cell_at(r, i, rc, err);
	return *rc == TN_OK ? v : NULL;
}

int tn__to_int64(tn_rows *r, unsigned i, int64_t *out, tn_error **err)
{
	int rc;
	const tn_value *v = present(r, i, &rc, err);
	*out = 0;
	if (!v)
		return rc;
	if (v->kind == TN_KIND_INT || v->kind == TN_KIND_BOOL) {
		*out = v->u.i;
		return TN_OK;
	}
	if (v->kind != TN_KIND_NUMERIC)
		return tn__wrong_kind(r, i, "an integer", err);
	return tn__decimal_to_int64(v->u.s, v->len, out) ? TN_OK : tn__out_of_range(r, i, "a 64-bit integer", err);
}

int tn__to_double(tn_rows *r, unsigned i, double *out, tn_error **err)
{
	int rc;
	const tn_value *v = present(r, i, &rc, err);
	*out = 0;
	if (!v)
		return rc;
	if (v->kind == TN_KIND_DOUBLE) {
		*out = v->u.d;
		return TN_OK;
	}
	if (v->kind == TN_KIND_INT) {
		if (v->u.i > EXACT_DOUBLE || v->u.i < -EXACT_DOUBLE)
			return tn__out_of_range(r, i, "a double without losing digits", err);
		*out = (double)v->u.i;
		return TN_OK;
	}
	if (v->kind != TN_KIND_NUMERIC)
		return tn__wrong_kind(r, i, "a double", err);
	if (tn__decimal_to_double(v->u.s, v->len, out))
		return TN_OK;
	return tn__out_of_range(r, i, "a double without losing digits", err);
}

int tn__to_bool(tn_rows *r, unsigned i, int *out, tn_error **err)
{
	int rc;
	const tn_value *v = present(r, i, &rc, err);
	*out = 0;
	if (!v)
		return rc;
	if (v->kind != TN_KIND_BOOL && !(v->kind == TN_KIND_INT && (v->u.i == 0 || v->u.i == 1)))
		return tn__wrong_kind(r, i, "a boolean", err);
	*out = (int)v->u.i;
	return TN_OK;
}

int tn__to_text(tn_rows *r, unsigned i, const char **out, size_t *len, tn_error **err)
{
	int rc;
	const tn_value *v = present(r, i, &rc, err);
	*out = NULL;
	*len = 0;
	if (!v)
		return rc;
	if (v->kind != TN_KIND_TEXT && v->kind != TN_KIND_JSON && v->kind != TN_KIND_NUMERIC)
		return tn__wrong_kind(r, i, "text", err);
	*out = v->u.s;
	*len = v->len;
	return TN_OK;
}

int tn__to_bytes(tn_rows *r, unsigned i, const void **out, size_t *len, tn_error **err)
{
	int rc;
	const tn_value *v = present(r, i, &rc, err);
	*out = NULL;
	*len = 0;
	if (!v)
		return rc;
	if (v->kind != TN_KIND_BYTES && v->kind != TN_KIND_UUID)
		return tn__wrong_kind(r, i, "bytes", err);
	*out = v->u.s;
	*len = v->len;
	return TN_OK;
}

/* ---- the slow halves of the inline getters: errors become sticky ---------- */

/* NULL where a number was asked for is an error of its own. */
static void stick(tn_rows *r, unsigned i, int rc, const char *wanted, tn_error *e)
{
	if (rc == TN_OK)
		return;
	if (rc > 0)
		tn__wrong_kind(r, i, wanted, &e);
	if (r && r->magic == TN_ROWS_MAGIC)
		tn__rows_stick(r, e);
	else
		tn_error_free(e);
}

int64_t tn__get_int64(tn_rows *rows, unsigned i)
{
	tn_error *e = NULL;
	int64_t v;
	int rc = tn__to_int64(rows, i, &v, &e);
	stick(rows, i, rc, "an integer", e);
	return v;
}

double tn__get_double(tn_rows *rows, unsigned i)
{
	tn_error *e = NULL;
	double v;
	int rc = tn__to_double(rows, i, &v, &e);
	stick(rows, i, rc, "a double", e);
	return v;
}

int tn__get_bool(tn_rows *rows, unsigned i)
{
	tn_error *e = NULL;
	int v, rc = tn__to_bool(rows, i, &v, &e);
	stick(rows, i, rc, "a boolean", e);
	return v;
}

const char *tn__get_text(tn_rows *rows, unsigned i, size_t *len)
{
	tn_error *e = NULL;
	const char *v;
	size_t n;
	int rc = tn__to_text(rows, i, &v, &n, &e);
	if (len)
		*len = n;
	if (rc < 0)
		stick(rows, i, rc, "text", e);
	return v;
}

const void *tn__get_bytes(tn_rows *rows, unsigned i, size_t *len)
{
	tn_error *e = NULL;
	const void *v;
	size_t n;
	int rc = tn__to_bytes(rows, i, &v, &n, &e);
	if (len)
		*len = n;
	if (rc < 0)
		stick(rows, i, rc, "bytes", e);
	return v;
}

const char *tn__kind_article(int kind)
{
	static const char *const names[TN_KIND_COUNT] = {
		[TN_KIND_BOOL] = "a boolean", [TN_KIND_INT] = "an integer", [TN_KIND_DOUBLE] = "a double",
		[TN_KIND_NUMERIC] = "numeric", [TN_KIND_TEXT] = "text", [TN_KIND_BYTES] = "bytes",
		[TN_KIND_DATE] = "a date", [TN_KIND_TIME] = "a time", [TN_KIND_TIMESTAMP] = "a timestamp",
		[TN_KIND_TIMESTAMPTZ] = "a timestamptz", [TN_KIND_UUID] = "a uuid", [TN_KIND_JSON] = "json",
	};
	return kind >= 0 && kind < TN_KIND_COUNT && names[kind] ? names[kind] : "a value";
}

int64_t tn__get_kind_i(tn_rows *rows, unsigned i, int kind)
{
	tn_error *e = NULL;
	int rc;
	const tn_value *v = present(rows, i, &rc, &e);
	if (v && v->kind == kind)
		return v->u.i;
	if (v)
		rc = tn__wrong_kind(rows, i, tn__kind_article(kind), &e);
	stick(rows, i, rc, tn__kind_article(kind), e);
	return 0;
}

const tn_value *tn__get_value(tn_rows *rows, unsigned i)
{
	tn_error *e = NULL;
	int rc;
	const tn_value *v = tn__cell_at(rows, i, &rc, &e);
	if (!v)
		stick(rows, i, rc, "a value", e);
	return v;
}
