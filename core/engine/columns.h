/* SPDX-License-Identifier: MIT */
/*
 * core/engine/columns.h - rows turned into columns: the buffers that tn_fetch_columns()
 * fills and that an Arrow stream gives away.
 */
#ifndef TN_ENGINE_COLUMNS_H
#define TN_ENGINE_COLUMNS_H

#include <tenon/columns.h>

/* One column while it is filled. */
struct tn_column_build {
	uint8_t kind;      /* enum tn_kind; NULL: no value has shown it yet */
	uint8_t precision; /* NUMERIC as a number; 0: as text */
	uint8_t scale;
	uint8_t guessed;   /* kind is that of the first value: all have to be like it */
	uint8_t width;     /* bytes of a value; 0: a bitmap, or of different lengths */
	uint8_t *valid;    /* buffers of tn__alloc() with room for cap values */
	int32_t *offsets;
	char *values;
	size_t bytes, bytes_cap; /* of values of different lengths */
	int64_t nulls;
};

struct tn_column_set {
	unsigned count;
	size_t cap;  /* rows that there is room for */
	size_t rows; /* of the current batch */
	void (*gone)(void *arg); /* told when the rows are closed, or NULL */
	void *gone_arg;
	struct tn_column_build cols[];
};

/* What a result's column is before a row of it is seen: kind, precision, scale. */
void tn__column_known(const struct tn_rows *r, unsigned i, tn_column_data *out);
/* TN_OK, or TN_E_MISUSE: what is asked for is no kind, or no NUMERIC. */
int tn__columns_check(const tn_column_data *asked, unsigned count, tn_error **err);
/* The rows' columns as they are asked for; made once for rows, and freed with them. */
int tn__columns_make(struct tn_rows *r, const tn_column_data *asked, unsigned count, struct tn_column_set **out,
		     tn_error **err);
/* Fills a batch.  Returns its rows, 0 at the end; an error is the rows' sticky one, too. */
int64_t tn__columns_fill(struct tn_rows *r, struct tn_column_set *set, size_t max, tn_error **err);
void tn__columns_free(struct tn_column_set *set);

#endif
