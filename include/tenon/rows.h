/* SPDX-License-Identifier: MIT */
/*
 * tenon/rows.h - reading results.
 *
 *   while ((rc = tn_next(rows, &err)) == TN_ROW)
 *       use(tn_get_int64(rows, 0), tn_get_text(rows, 1));
 *   if (rc < 0 || tn_finish(rows, &err) < 0) ...
 *
 * tn_next() decodes a row into an array of cells once; the getters read that
 * array inline, without a call or an allocation.  They are strict: a kind that
 * does not convert without loss, or NULL where a number is asked for, sets a
 * sticky error that names the column, the getter returns 0, and the next
 * tn_next() or tn_finish() returns the error: a wrong value is never taken for
 * data.  tn_read_*() report at once instead.
 *
 * Lossless conversions that getters make: BOOL to an integer, an integer 0 or 1
 * to bool, an integer within +-2^53 to double, NUMERIC without a fraction that
 * fits to int64, NUMERIC to double only if the double prints back as the same
 * number; tn_get_text() reads TEXT, JSON, NUMERIC and marked foreign text.
 *
 * Columns are counted from 0.  Text and bytes point into the row and are valid
 * until the next tn_next() or tn_finish(); text ends with a NUL that its length
 * does not count.
 */
#ifndef TENON_ROWS_H
#define TENON_ROWS_H

#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/stmt.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

/*
 * Steps to the next row: TN_ROW, TN_DONE, or an error, the sticky one first.  Behind the
 * last row, and after an error, there is nothing but TN_DONE and tn_finish().
 */
TN_API int tn_next(tn_rows *rows, tn_error **err);

/*
 * Ends the rows and frees the handle, whatever it returns.  Returns the sticky
 * error if there is one.  Ending a stream early reads and drops what is left up
 * to a bound and cancels the statement beyond it; a change is never cancelled, and if
 * it fails behind the last row that was read, its error is returned here, as is one that
 * has failed the transaction.  NULL is fine.
 */
TN_API int tn_finish(tn_rows *rows, tn_error **err);

/* What the statement did, once tn_next() has returned TN_DONE; before that TN_E_MISUSE. */
TN_API int tn_rows_result(const tn_rows *rows, tn_result *result);

/*
 * The columns: number, name, portable type, server type.  Text belongs to the rows; NULL,
 * and TN_TYPE_UNKNOWN, past the last column.
 */
TN_API unsigned tn_column_count(const tn_rows *rows);
TN_API const char *tn_column_name(const tn_rows *rows, unsigned i);
TN_API int tn_column_type(const tn_rows *rows, unsigned i);               /* enum tn_type, or TN_TYPE_UNKNOWN */
TN_API const char *tn_column_native_type(const tn_rows *rows, unsigned i); /* the server's word, or NULL */

/*
 * Index of the column with a name (compared byte for byte), to be resolved once
 * before the loop.  TN_E_NO_OBJECT if there is none, TN_E_AMBIGUOUS if the name
 * occurs twice; both make the sticky error, too, so the result may be used
 * unchecked.
 */
TN_API int tn_column(tn_rows *rows, const char *name);

/* ---- the inline getters ------------------------------------------------ */

/* The part of tn_rows that getters read; everything else is private. */
struct tn_rows_head {
	const tn_value *cells; /* of the current row; NULL before the first and after the last */
	uint32_t count;        /* cells in a row, 0 when there is no row */
	uint32_t reserved;
};

TN_API int64_t tn__get_int64(tn_rows *rows, unsigned i);
TN_API double tn__get_double(tn_rows *rows, unsigned i);
TN_API int tn__get_bool(tn_rows *rows, unsigned i);
TN_API const char *tn__get_text(tn_rows *rows, unsigned i, size_t *len);
TN_API const void *tn__get_bytes(tn_rows *rows, unsigned i, size_t *len);
TN_API int64_t tn__get_kind_i(tn_rows *rows, unsigned i, int kind);
TN_API const tn_value *tn__get_value(tn_rows *rows, unsigned i);

static inline const tn_value *tn__cell(const tn_rows *rows, unsigned i)
{
	const struct tn_rows_head *h = (const struct tn_rows_head *)(const void *)rows;
	return TN_LIKELY(i < h->count) ? &h->cells[i] : NULL;
}

static inline int64_t tn__cell_i(tn_rows *rows, unsigned i, int kind)
{
	const tn_value *v = tn__cell(rows, i);
	if (TN_LIKELY(v && v->kind == kind))
		return v->u.i;
	return tn__get_kind_i(rows, i, kind);
}

/* 1 if the cell is SQL NULL.  An index out of range sets the sticky error. */
static inline int tn_is_null(tn_rows *rows, unsigned i)
{
	const tn_value *v = tn__cell(rows, i);
	if (TN_LIKELY(v != NULL))
		return v->kind == TN_KIND_NULL;
	return tn__get_value(rows, i) == NULL;
}

/* The whole cell; NULL (and the sticky error) if the index is out of range. */
static inline const tn_value *tn_get_value(tn_rows *rows, unsigned i)
{
	const tn_value *v = tn__cell(rows, i);
	return TN_LIKELY(v != NULL) ? v : tn__get_value(rows, i);
}

/* A whole number; SQL NULL is an error here and in all getters of numbers, bool and times: ask tn_is_null(). */
static inline int64_t tn_get_int64(tn_rows *rows, unsigned i)
{
	const tn_value *v = tn__cell(rows, i);
	if (TN_LIKELY(v && v->kind == TN_KIND_INT))
		return v->u.i;
	return tn__get_int64(rows, i);
}

static inline double tn_get_double(tn_rows *rows, unsigned i)
{
	const tn_value *v = tn__cell(rows, i);
	if (TN_LIKELY(v && v->kind == TN_KIND_DOUBLE))
		return v->u.d;
	return tn__get_double(rows, i);
}

/* 0 or 1. */
static inline int tn_get_bool(tn_rows *rows, unsigned i)
{
	const tn_value *v = tn__cell(rows, i);
	if (TN_LIKELY(v && v->kind == TN_KIND_BOOL))
		return (int)v->u.i;
	return tn__get_bool(rows, i);
}

/* NULL for SQL NULL, which is no error: "" is another pointer. */
static inline const char *tn_get_text(tn_rows *rows, unsigned i)
{
	const tn_value *v = tn__cell(rows, i);
	if (TN_LIKELY(v && v->kind == TN_KIND_TEXT))
		return v->u.s;
	return tn__get_text(rows, i, NULL);
}

/* The same with the length in bytes. */
static inline const char *tn_get_text_n(tn_rows *rows, unsigned i, size_t *len)
{
	const tn_value *v = tn__cell(rows, i);
	if (TN_LIKELY(v && v->kind == TN_KIND_TEXT)) {
		*len = v->len;
		return v->u.s;
	}
	return tn__get_text(rows, i, len);
}

/* BYTES (and UUID, 16 bytes); NULL for SQL NULL.  An empty value is not NULL. */
static inline const void *tn_get_bytes(tn_rows *rows, unsigned i, size_t *len)
{
	const tn_value *v = tn__cell(rows, i);
	if (TN_LIKELY(v && v->kind == TN_KIND_BYTES)) {
		*len = v->len;
		return v->u.s;
	}
	return tn__get_bytes(rows, i, len);
}

/* Days since 1970-01-01; microseconds since midnight; microseconds since 1970-01-01 00:00:00, local or UTC. */
static inline int64_t tn_get_date(tn_rows *rows, unsigned i) { return tn__cell_i(rows, i, TN_KIND_DATE); }
static inline int64_t tn_get_time(tn_rows *rows, unsigned i) { return tn__cell_i(rows, i, TN_KIND_TIME); }
static inline int64_t tn_get_timestamp(tn_rows *rows, unsigned i) { return tn__cell_i(rows, i, TN_KIND_TIMESTAMP); }
static inline int64_t tn_get_timestamptz(tn_rows *rows, unsigned i) { return tn__cell_i(rows, i, TN_KIND_TIMESTAMPTZ); }

/* ---- getters that report at once --------------------------------------- */

/*
 * TN_OK and *out set; 1 if the cell is SQL NULL (*out is then 0 or NULL); or an
 * error, which is not sticky: TN_E_TYPE (another kind), TN_E_RANGE (does not fit),
 * TN_E_MISUSE (no such column, no row).  Text and values point into the row, as those
 * of the getters do.
 */
TN_API int tn_read_int64(tn_rows *rows, unsigned i, int64_t *out, tn_error **err);
TN_API int tn_read_int32(tn_rows *rows, unsigned i, int32_t *out, tn_error **err);
TN_API int tn_read_uint64(tn_rows *rows, unsigned i, uint64_t *out, tn_error **err);
TN_API int tn_read_double(tn_rows *rows, unsigned i, double *out, tn_error **err);
TN_API int tn_read_bool(tn_rows *rows, unsigned i, int *out, tn_error **err);
TN_API int tn_read_text(tn_rows *rows, unsigned i, const char **out, tn_error **err);
TN_API int tn_read_value(tn_rows *rows, unsigned i, tn_value *out, tn_error **err);

/* ---- tn_scan: one call for the row ------------------------------------- */

/* Where one column goes; made by TN_INTO. */
typedef struct tn_target {
	int kind; /* TN_INTO_* */
	void *to;
} tn_target;
enum tn_into {
	TN_INTO_BOOL, TN_INTO_I16, TN_INTO_I32, TN_INTO_I64, TN_INTO_U16, TN_INTO_U32, TN_INTO_U64,
	TN_INTO_FLOAT, TN_INTO_DOUBLE, TN_INTO_TEXT, TN_INTO_VALUE,
	/* int64_t as the getters of dates and times give it; tn_blob; 16 bytes */
	TN_INTO_DATE, TN_INTO_TIME, TN_INTO_TIMESTAMP, TN_INTO_TIMESTAMPTZ, TN_INTO_BYTES, TN_INTO_UUID
};

/* Bytes of a row: NULL for SQL NULL; an empty value is not NULL. */
typedef struct tn_blob {
	const void *data;
	size_t len;
} tn_blob;

/*
 * Reads the first n columns of the current row into variables, in order.  A
 * number out of the variable's range, NULL into a number, a wrong kind and too
 * few columns are errors that name the column; variables before it are set.
 * NULL into a const char * or a tn_blob gives a NULL pointer.
 */
TN_API int tn_scan_targets(tn_rows *rows, const tn_target *targets, unsigned n, tn_error **err);

#if !defined(__cplusplus) && defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define TN_INTO(p) \
	((tn_target){_Generic((p), _Bool *: TN_INTO_BOOL, short *: TN_INTO_I16, int *: TN_INTO_I32, \
		long *: sizeof(long) == 8 ? TN_INTO_I64 : TN_INTO_I32, long long *: TN_INTO_I64, \
		unsigned short *: TN_INTO_U16, unsigned *: TN_INTO_U32, \
		unsigned long *: sizeof(long) == 8 ? TN_INTO_U64 : TN_INTO_U32, unsigned long long *: TN_INTO_U64, \
		float *: TN_INTO_FLOAT, double *: TN_INTO_DOUBLE, const char **: TN_INTO_TEXT, \
		tn_blob *: TN_INTO_BYTES, tn_value *: TN_INTO_VALUE), (p)})
/* tn_scan(rows, &err, &id, &name): up to 16 variables. */
#define tn_scan(rows, err, ...) \
	tn_scan_targets(rows, (const tn_target[]){TN__CAT(TN__INTO_, TN__COUNT(__VA_ARGS__))(__VA_ARGS__)}, \
			TN__COUNT(__VA_ARGS__), err)
#define TN__INTO_1(_1) TN_INTO(_1)
#define TN__INTO_2(_1, _2) TN_INTO(_1), TN_INTO(_2)
#define TN__INTO_3(_1, _2, _3) TN_INTO(_1), TN_INTO(_2), TN_INTO(_3)
#define TN__INTO_4(_1, _2, _3, _4) TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4)
#define TN__INTO_5(_1, _2, _3, _4, _5) \
	TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4), TN_INTO(_5)
#define TN__INTO_6(_1, _2, _3, _4, _5, _6) \
	TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4), TN_INTO(_5), TN_INTO(_6)
#define TN__INTO_7(_1, _2, _3, _4, _5, _6, _7) \
	TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4), TN_INTO(_5), TN_INTO(_6), TN_INTO(_7)
#define TN__INTO_8(_1, _2, _3, _4, _5, _6, _7, _8) \
	TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4), TN_INTO(_5), TN_INTO(_6), TN_INTO(_7), TN_INTO(_8)
#define TN__INTO_9(_1, _2, _3, _4, _5, _6, _7, _8, _9) \
	TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4), TN_INTO(_5), TN_INTO(_6), TN_INTO(_7), TN_INTO(_8), \
	TN_INTO(_9)
#define TN__INTO_10(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10) \
	TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4), TN_INTO(_5), TN_INTO(_6), TN_INTO(_7), TN_INTO(_8), \
	TN_INTO(_9), TN_INTO(_10)
#define TN__INTO_11(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11) \
	TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4), TN_INTO(_5), TN_INTO(_6), TN_INTO(_7), TN_INTO(_8), \
	TN_INTO(_9), TN_INTO(_10), TN_INTO(_11)
#define TN__INTO_12(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12) \
	TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4), TN_INTO(_5), TN_INTO(_6), TN_INTO(_7), TN_INTO(_8), \
	TN_INTO(_9), TN_INTO(_10), TN_INTO(_11), TN_INTO(_12)
#define TN__INTO_13(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13) \
	TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4), TN_INTO(_5), TN_INTO(_6), TN_INTO(_7), TN_INTO(_8), \
	TN_INTO(_9), TN_INTO(_10), TN_INTO(_11), TN_INTO(_12), TN_INTO(_13)
#define TN__INTO_14(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14) \
	TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4), TN_INTO(_5), TN_INTO(_6), TN_INTO(_7), TN_INTO(_8), \
	TN_INTO(_9), TN_INTO(_10), TN_INTO(_11), TN_INTO(_12), TN_INTO(_13), TN_INTO(_14)
#define TN__INTO_15(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15) \
	TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4), TN_INTO(_5), TN_INTO(_6), TN_INTO(_7), TN_INTO(_8), \
	TN_INTO(_9), TN_INTO(_10), TN_INTO(_11), TN_INTO(_12), TN_INTO(_13), TN_INTO(_14), TN_INTO(_15)
#define TN__INTO_16(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16) \
	TN_INTO(_1), TN_INTO(_2), TN_INTO(_3), TN_INTO(_4), TN_INTO(_5), TN_INTO(_6), TN_INTO(_7), TN_INTO(_8), \
	TN_INTO(_9), TN_INTO(_10), TN_INTO(_11), TN_INTO(_12), TN_INTO(_13), TN_INTO(_14), TN_INTO(_15), TN_INTO(_16)
#endif

TN_END_DECLS

#endif
