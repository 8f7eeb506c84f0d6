/* SPDX-License-Identifier: MIT */
/*
 * core/engine/arrow.c - rows as an ArrowArrayStream.
 *
 * A batch is filled as tn_fetch_columns() does, then its buffers are given away: each
 * child array owns those of its column, since a consumer may move a child out of its
 * parent and release the two apart.
 *
 * Invariants:
 *  1. A struct that was released has release NULL; so has one that was never filled.
 *  2. What a consumer holds (schemas, arrays) points to memory of its own alone.
 *  3. The stream knows its rows only while they are open: they tell when they close.
 *  4. After an error a stream gives the same error, never a batch behind a gap.
 */
#include <errno.h>
#include <stdio.h>
#include <tenon/arrow.h>
#include <tenon/sys/calendar.h>
#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/engine/columns.h"
#include "core/engine/engine.h"

#define DEFAULT_ROWS 65536u

/* What the schema says of a column, kept for as long as the stream. */
struct field {
	char *name;
	uint8_t kind, precision, scale;
};

struct stream {
	tn_rows *rows; /* NULL: closed, or at their end */
	struct tn_column_set *set;
	size_t batch_rows;
	tn_error *error; /* the first one: it stays */
	int code;        /* what it is to the consumer, an errno */
	unsigned count;
	struct field fields[];
};

/* ---- schemas ------------------------------------------------------------------ */

/* Everything a schema of one column points to. */
struct schema_room {
	char format[16];
	char metadata[80];
	char name[];
};

static const char *const formats[TN_KIND_COUNT] = {
	[TN_KIND_BOOL] = "b", [TN_KIND_INT] = "l", [TN_KIND_DOUBLE] = "g", [TN_KIND_NUMERIC] = "u",
	[TN_KIND_TEXT] = "u", [TN_KIND_BYTES] = "z", [TN_KIND_DATE] = "tdD", [TN_KIND_TIME] = "ttu",
	[TN_KIND_TIMESTAMP] = "tsu:", [TN_KIND_TIMESTAMPTZ] = "tsu:UTC", [TN_KIND_UUID] = "w:16",
	[TN_KIND_JSON] = "u",
};

static char *put_int32(char *to, int32_t v)
{
	memcpy(to, &v, sizeof v);
	return to + sizeof v;
}

static char *put_string(char *to, const char *s)
{
	size_t n = strlen(s);
	to = put_int32(to, (int32_t)n);
	memcpy(to, s, n);
	return to + n;
}

/* Pairs of keys and values, each behind its length, in the machine's order of bytes. */
static void write_extension(const char *name, char *to)
{
	to = put_int32(to, 2);
	to = put_string(to, "ARROW:extension:name");
	to = put_string(to, name);
	to = put_string(to, "ARROW:extension:metadata");
	put_string(to, "");
}

static void schema_release(struct ArrowSchema *s)
{
	int64_t i;
	for (i = 0; i < s->n_children; i++) {
		if (s->children[i]->release)
			s->children[i]->release(s->children[i]);
		tn__free(s->children[i]);
	}
	tn__free(s->children);
	tn__free(s->private_data);
	s->release = NULL;
}

static int field_schema(const struct field *f, struct ArrowSchema *out)
{
	size_t n = strlen(f->name) + 1;
	struct schema_room *room = tn__alloc(sizeof *room + n);
	const char *extension = f->kind == TN_KIND_UUID ? "arrow.uuid" : f->kind == TN_KIND_JSON ? "arrow.json" : NULL;
	if (!room)
		return ENOMEM;
	memcpy(room->name, f->name, n);
	if (f->kind == TN_KIND_NUMERIC && f->precision)
		snprintf(room->format, sizeof room->format, "d:%u,%u", f->precision, f->scale);
	else
		snprintf(room->format, sizeof room->format, "%s", formats[f->kind]);
	if (extension)
		write_extension(extension, room->metadata);
	memset(out, 0, sizeof *out);
	out->format = room->format;
	out->name = room->name;
	out->metadata = extension ? room->metadata : NULL;
	out->flags = ARROW_FLAG_NULLABLE;
	out->private_data = room;
	out->release = schema_release;
	return 0;
}

static int make_schema(const struct stream *s, struct ArrowSchema *out)
{
	unsigned i;
	int rc = 0;
	memset(out, 0, sizeof *out);
	out->format = "+s";
	out->name = "";
	out->release = schema_release;
	out->children = tn__calloc(s->count + 1, sizeof(struct ArrowSchema *));
	for (i = 0; out->children && i < s->count && !rc; i++) {
		out->children[i] = tn__alloc(sizeof *out->children[i]);
		if (!out->children[i])
			break;
		out->n_children++;
		rc = field_schema(&s->fields[i], out->children[i]);
	}
	if (out->n_children == (int64_t)s->count && out->children && !rc)
		return 0;
	schema_release(out);
	return ENOMEM;
}

/* ---- arrays --------------------------------------------------------------------- */

struct array_room {
	const void *buffers[3];
	void *owned[3];
};

static void array_release(struct ArrowArray *a)
{
	struct array_room *room = a->private_data;
	int64_t i;
	for (i = 0; i < a->n_children; i++) {
		if (a->children[i]->release)
			a->children[i]->release(a->children[i]);
		tn__free(a->children[i]);
	}
	tn__free(a->children);
	for (i = 0; i < 3; i++)
		tn__free(room->owned[i]);
	tn__free(room);
	a->release = NULL;
}

static int array_begin(struct ArrowArray *a, int64_t rows)
{
	struct array_room *room = tn__alloc(sizeof *room);
	if (!room)
		return 0;
	memset(a, 0, sizeof *a);
	a->length = rows;
	a->buffers = room->buffers;
	a->n_buffers = 1;
	a->private_data = room;
	a->release = array_release;
	return 1;
}

/* The buffers change hands; without NULLs there is no bitmap of them. */
static void take_buffers(struct tn_column_build *c, struct ArrowArray *a)
{
	struct array_room *room = a->private_data;
	int n = 1;
	a->null_count = c->nulls;
	room->owned[0] = c->valid;
	room->buffers[0] = c->nulls ? c->valid : NULL;
	if (c->offsets) {
		room->buffers[n] = room->owned[n] = c->offsets;
		n++;
	}
	room->buffers[n] = room->owned[n] = c->values;
	a->n_buffers = n + 1;
	c->valid = NULL;
	c->offsets = NULL;
	c->values = NULL;
	c->bytes_cap = 0;
}

static int make_array(struct tn_column_set *set, struct ArrowArray *out)
{
	unsigned i;
	if (!array_begin(out, (int64_t)set->rows))
		return ENOMEM;
	out->children = tn__calloc(set->count + 1, sizeof(struct ArrowArray *));
	for (i = 0; out->children && i < set->count; i++) {
		out->children[i] = tn__alloc(sizeof *out->children[i]);
		if (!out->children[i])
			break;
		out->n_children++;
		if (!array_begin(out->children[i], (int64_t)set->rows))
			break;
	}
	if (!out->children || i < set->count) {
		array_release(out);
		return ENOMEM;
	}
	for (i = 0; i < set->count; i++)
		take_buffers(&set->cols[i], out->children[i]);
	set->cap = 0;
	return 0;
}

/* ---- the stream ------------------------------------------------------------------ */

static int errno_of(int code)
{
	switch (code) {
	case TN_E_NOMEM: return ENOMEM;
	case TN_E_TYPE:
	case TN_E_RANGE:
	case TN_E_LIMIT:
	case TN_E_MISUSE: return EINVAL;
	default: return EIO;
	}
}

static int fail(struct stream *s, int code, tn_error *e)
{
	tn_error_free(s->error);
	s->error = e;
	s->code = errno_of(code);
	return s->code;
}

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
	struct stream *s = stream->private_data;
	tn_error *e = NULL;
	int rc = make_schema(s, out);
	if (!rc || s->code)
		return rc;
	/* Asking again may work, so this error does not stay. */
	tn__error_nomem(&e);
	tn_error_free(s->error);
	s->error = e;
	return rc;
}

/* Midnight at the end of a day is none of Arrow's times. */
static int check_times(struct stream *s, tn_error **err)
{
	unsigned i;
	size_t n;
	for (i = 0; i < s->count; i++) {
		const struct tn_column_build *c = &s->set->cols[i];
		for (n = 0; c->kind == TN_KIND_TIME && n < s->set->rows; n++)
			if (((const int64_t *)(const void *)c->values)[n] >= TN_US_PER_DAY)
				return tn__error_set(err, TN_E_RANGE,
						     "column %u '%s' of row %llu: 24:00:00 is no time of Arrow", i,
						     s->fields[i].name,
						     (unsigned long long)(s->rows->row - s->set->rows + n + 1));
	}
	return TN_OK;
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
	struct stream *s = stream->private_data;
	tn_error *e = NULL;
	int64_t n;
	int rc;
	memset(out, 0, sizeof *out);
	if (s->code)
		return s->code;
	n = s->rows ? tn__columns_fill(s->rows, s->set, s->batch_rows, &e)
		    : tn__error_set(&e, TN_E_MISUSE, "the rows of the stream were closed");
	if (n == 0)
		return 0;
	rc = n < 0 ? (int)n : check_times(s, &e);
	if (rc >= 0 && make_array(s->set, out))
		rc = tn__error_nomem(&e);
	return rc < 0 ? fail(s, rc, e) : 0;
}

static const char *stream_last_error(struct ArrowArrayStream *stream)
{
	const struct stream *s = stream->private_data;
	return s->error ? tn_error_message(s->error) : NULL;
}

static void stream_free(struct stream *s)
{
	unsigned i;
	for (i = 0; i < s->count; i++)
		tn__free(s->fields[i].name);
	tn_error_free(s->error);
	tn__free(s);
}

static void stream_release(struct ArrowArrayStream *stream)
{
	struct stream *s = stream->private_data;
	if (s->rows)
		tn_finish(s->rows, NULL);
	stream_free(s);
	stream->release = NULL;
}

const tn_error *tn_arrow_error(const struct ArrowArrayStream *stream)
{
	const struct stream *s = stream && stream->release == stream_release ? stream->private_data : NULL;
	return s ? s->error : NULL;
}

static void rows_gone(void *arg)
{
	struct stream *s = arg;
	s->rows = NULL;
	s->set = NULL;
}

/* Each column's kind has to be known by now. */
static int take_fields(struct stream *s, const tn_rows *rows, const tn_column_data *asked, tn_error **err)
{
	unsigned i;
	for (i = 0; i < s->count; i++) {
		struct field *f = &s->fields[i];
		f->kind = asked[i].kind;
		f->precision = asked[i].kind == TN_KIND_NUMERIC ? asked[i].precision : 0;
		f->scale = f->precision ? asked[i].scale : 0;
		f->name = tn__strdup(tn__rows_column(rows, i));
		if (!f->name)
			return tn__error_nomem(err);
		if (f->kind == TN_KIND_NULL) {
			tn__error_set(err, TN_E_UNSUPPORTED, "column %u '%s' has no type before its first row", i,
				      f->name);
			if (err)
				tn__error_set_hint(*err, "CAST it to a type, or say its kind in tn_arrow_options");
			return TN_E_UNSUPPORTED;
		}
	}
	return TN_OK;
}

static int open_stream(struct stream *s, tn_rows *rows, const tn_arrow_options *o, tn_error **err)
{
	tn_column_data *asked = tn__calloc(s->count + 1, sizeof *asked);
	unsigned i;
	int rc;
	if (!asked)
		return tn__error_nomem(err);
	for (i = 0; i < s->count; i++) {
		if (i < o->column_count)
			asked[i] = o->columns[i];
		if (!asked[i].kind)
			tn__column_known(rows, i, &asked[i]);
	}
	rc = tn__columns_check(asked, s->count, err);
	if (rc >= 0)
		rc = take_fields(s, rows, asked, err);
	if (rc >= 0)
		rc = tn__columns_make(rows, asked, s->count, &s->set, err);
	tn__free(asked);
	return rc;
}

int tn_arrow_stream(tn_rows *rows, const tn_arrow_options *options, struct ArrowArrayStream *stream, tn_error **err)
{
	tn_arrow_options o = {0};
	struct stream *s;
	int rc;
	if (!rows || rows->magic != TN_ROWS_MAGIC || !stream || rows->row || (rows->stored && rows->stored->columns))
		return tn__error_set(err, TN_E_MISUSE, "tn_arrow_stream() needs rows of which none has been read");
	if (options)
		memcpy(&o, options, options->size < sizeof o ? options->size : sizeof o);
	if (o.column_count > rows->columns || (o.column_count && !o.columns))
		return tn__error_set(err, TN_E_MISUSE, "%u columns are described, the result has %u", o.column_count,
				     rows->columns);
	s = tn__alloc(sizeof *s + rows->columns * sizeof s->fields[0]);
	if (!s)
		return tn__error_nomem(err);
	s->count = rows->columns;
	s->batch_rows = o.batch_rows ? o.batch_rows : DEFAULT_ROWS;
	rc = open_stream(s, rows, &o, err);
	if (rc < 0) {
		stream_free(s);
		return rc;
	}
	s->rows = rows;
	s->set->gone = rows_gone;
	s->set->gone_arg = s;
	stream->get_schema = stream_schema;
	stream->get_next = stream_next;
	stream->get_last_error = stream_last_error;
	stream->release = stream_release;
	stream->private_data = s;
	return TN_OK;
}
