/* SPDX-License-Identifier: MIT */
/*
 * tenon/columns.h - results as arrays of columns, in Arrow's layout.
 *
 *   tn_column_data c[2] = {{0}};
 *   while ((n = tn_fetch_columns(rows, c, 2, 4096, &err)) > 0)
 *       for (i = 0; i < n; i++)
 *           if (!tn_column_is_null(&c[0], i))
 *               sum += ((const int64_t *)c[0].values)[i];
 *
 * One struct describes a column in both directions: what a query gives, and what a
 * bulk writer takes.  What values holds, by kind (bitmaps begin with the lowest bit):
 *
 *   INT                     int64_t          TIME, TIMESTAMP, TIMESTAMPTZ  int64_t
 *   DOUBLE                  double           UUID                          16 bytes
 *   BOOL                    a bitmap         DATE                          int32_t
 *   TEXT, JSON, BYTES       bytes; value i goes from offsets[i] to offsets[i + 1]
 *   NUMERIC                 as text; with a precision 16 bytes, the lowest first, two's
 *                           complement: the number without its point, which stands
 *                           scale digits from the right
 *
 * tenon/arrow.h exports the same to any consumer of Arrow.
 */
#ifndef TENON_COLUMNS_H
#define TENON_COLUMNS_H

#include <tenon/rows.h>

TN_BEGIN_DECLS

/* Digits of a NUMERIC that 16 bytes hold. */
#define TN_DECIMAL_PRECISION 38

typedef struct tn_column_data {
	const char *name;       /* of the column; may be NULL */
	uint8_t kind;           /* enum tn_kind of the values; TN_KIND_NULL: all of them are NULL */
	uint8_t precision;      /* NUMERIC as a number: its digits, at most 38; 0: NUMERIC as text */
	uint8_t scale;          /* of these behind the point, at most precision */
	uint8_t reserved[5];    /* 0 */
	int64_t count;          /* values, NULLs among them */
	int64_t null_count;     /* NULLs; -1: not counted */
	const uint8_t *valid;   /* a bitmap: value i is not NULL; NULL: no value is */
	const int32_t *offsets; /* count + 1 of them, where values are of different lengths; else NULL */
	const void *values;     /* what stands at a NULL says nothing */
} tn_column_data;

static inline int tn_column_is_null(const tn_column_data *c, int64_t i)
{
	return c->kind == TN_KIND_NULL || (c->valid && !(c->valid[i >> 3] >> (i & 7) & 1));
}

/* A value of a BOOL column: 0 or 1. */
static inline int tn_column_bool(const tn_column_data *c, int64_t i)
{
	return ((const uint8_t *)c->values)[i >> 3] >> (i & 7) & 1;
}

/* A value of a column with offsets, and its length; no NUL follows. */
static inline const char *tn_column_text(const tn_column_data *c, int64_t i, size_t *len)
{
	*len = (size_t)(c->offsets[i + 1] - c->offsets[i]);
	return (const char *)c->values + c->offsets[i];
}

/*
 * Reads up to max rows into arrays: of the first count columns of the result, which
 * columns describes afterwards.  Returns the number of rows, 0 at the end; fewer than max
 * are no sign of it, since a batch ends when the values of a column take 64 MiB.  The
 * arrays belong to the rows and are good until the next call; they are used again, so
 * memory does not grow with the number of rows.  Rows that were stepped over by tn_next()
 * are not among them.
 *
 * The first call looks at the kind of each column (of NUMERIC at precision and scale too).
 * TN_KIND_NULL: as tn_column_type() says, NUMERIC as a number where the server tells its
 * precision; where the type is not known, the kind of the first value that is not NULL,
 * from which no later one may differ.  Any other kind: values are converted as the getters
 * do, without loss or not at all.
 *
 * Errors name row and column and end the rows: TN_E_TYPE (a value of another kind),
 * TN_E_RANGE (it does not fit), TN_E_MISUSE (more columns than the result has, another
 * count than before, a kind that is none), and what tn_next() gives.
 */
TN_API int64_t tn_fetch_columns(tn_rows *rows, tn_column_data *columns, unsigned count, size_t max, tn_error **err);

TN_END_DECLS

#endif
