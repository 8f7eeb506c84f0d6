/* SPDX-License-Identifier: MIT */
/*
 * tenon/arrow.h - results for any consumer of Arrow, by its C data interface.
 *
 *   struct ArrowArrayStream stream;
 *   if (tn_query(conn, sql, NULL, &rows, &err) >= 0 && tn_arrow_stream(rows, NULL, &stream, &err) >= 0)
 *       consume(&stream);
 *
 * The interface is three structs of pointers, so nothing is linked and nothing is
 * copied: a consumer takes the batches over.
 *
 * Formats, by kind: INT l, DOUBLE g, BOOL b, TEXT u, BYTES z, DATE tdD, TIME ttu,
 * TIMESTAMP tsu:, TIMESTAMPTZ tsu:UTC.  NUMERIC is d:p,s where its precision is known
 * and at most 38, else u.  UUID is w:16 and JSON is u, with the metadata of Arrow's own
 * extension types (arrow.uuid, arrow.json).  Every column may be NULL.
 */
#ifndef TENON_ARROW_H
#define TENON_ARROW_H

#include <tenon/columns.h>

TN_BEGIN_DECLS

/* As the specification prints them: whoever is included first defines them. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
	/* Array type description */
	const char *format;
	const char *name;
	const char *metadata;
	int64_t flags;
	int64_t n_children;
	struct ArrowSchema **children;
	struct ArrowSchema *dictionary;

	/* Release callback */
	void (*release)(struct ArrowSchema *);
	/* Opaque producer-specific data */
	void *private_data;
};

struct ArrowArray {
	/* Array data description */
	int64_t length;
	int64_t null_count;
	int64_t offset;
	int64_t n_buffers;
	int64_t n_children;
	const void **buffers;
	struct ArrowArray **children;
	struct ArrowArray *dictionary;

	/* Release callback */
	void (*release)(struct ArrowArray *);
	/* Opaque producer-specific data */
	void *private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
	/* Callbacks providing stream functionality */
	int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
	int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
	const char *(*get_last_error)(struct ArrowArrayStream *);

	/* Release callback */
	void (*release)(struct ArrowArrayStream *);
	/* Opaque producer-specific data */
	void *private_data;
};

#endif /* ARROW_C_STREAM_INTERFACE */

typedef struct tn_arrow_options {
	size_t size;                   /* sizeof(tn_arrow_options) */
	size_t batch_rows;             /* at most so many rows a batch; 0: 65536 */
	const tn_column_data *columns; /* kind, precision and scale of each column, as for tn_fetch_columns() */
	unsigned column_count;         /* that many; columns behind them are as the result says */
} tn_arrow_options;

/*
 * Turns rows, of which none has been read, into a stream: an array of structs with a
 * member for each column.  On success the stream owns the rows, and its release ends them
 * as tn_finish() does.  Batches own their memory: they outlive stream, rows and connection,
 * and may be released by any thread; the stream itself is used by one thread at a time, as
 * its connection is.  When the connection is closed, or the statement of the rows, the
 * stream gives an error instead of more batches and is still to be released.
 *
 * get_next() returns ENOMEM, EINVAL (a value is not of its column's type) or EIO, and
 * get_last_error() says what, and in which row and column.
 *
 * Errors: TN_E_MISUSE; TN_E_UNSUPPORTED for a column whose type is not known before its
 * first row (an expression on a server that gives each value a type of its own, a type
 * without a kind): say its kind in the options, or write a CAST.  The rows are the
 * caller's then, as they were.
 */
TN_API int tn_arrow_stream(tn_rows *rows, const tn_arrow_options *options, struct ArrowArrayStream *stream,
			   tn_error **err);

/*
 * The whole of the stream's last error: code, flags, column; NULL if it has none, or is not
 * one of these.  Belongs to the stream.
 */
TN_API const tn_error *tn_arrow_error(const struct ArrowArrayStream *stream);

TN_END_DECLS

#endif
