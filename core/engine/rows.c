/* SPDX-License-Identifier: MIT */
/*
 * core/engine/rows.c - stepping through a result.
 *
 * Rows come from the wire, one at a time, or from memory after they were copied.
 * When the last row has been read the wire is freed at once, so the connection can
 * be used again before tn_finish().
 *
 * Invariants:
 *  1. head.count is 0 unless head.cells is a current row.
 *  2. done is set once the backend's side is closed; the backend is not asked
 *     again.
 *  3. A sticky error ends the rows: every later tn_next() returns it.
 */
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/value.h"
#include "core/engine/columns.h"
#include "core/engine/engine.h"
#include "core/engine/run_end.h"
#include "core/engine/trace.h"

void tn__stored_free(struct tn_stored_rows *s)
{
	if (!s)
		return;
	tn__columns_free(s->columns);
	tn__arena_release(&s->arena);
	tn__free(s->cells);
	tn__free(s);
}

static inline void unlink_open(struct tn_rows *r)
{
	*r->pprev = r->next;
	if (TN_UNLIKELY(r->next != NULL))
		r->next->pprev = r->pprev;
	r->magic = 0;
	r->head.count = 0;
	r->head.cells = NULL;
}

void tn__rows_close(struct tn_rows *r)
{
	if (r->magic != TN_ROWS_MAGIC)
		return;
	unlink_open(r);
	tn_error_free(r->sticky);
	r->sticky = NULL;
	tn__stored_free(r->stored);
	r->stored = NULL;
}

int tn__rows_stick(struct tn_rows *r, tn_error *e)
{
	int code = tn_error_code(e);
	if (r->sticky)
		tn_error_free(e);
	else
		r->sticky = e;
	r->live = 0;
	return code;
}

void tn__rows_kill(struct tn_rows *r, int code, const char *message)
{
	tn_error *e = NULL;
	if (r->done)
		return;
	r->done = 1;
	r->live = 0;
	r->head.count = 0;
	r->savepoint = 0;
	if (r->entry->after & TN_AFTER_TRACE)
		tn__span_kill(r->entry, code);
	tn__run_end(r->entry, NULL);
	tn__error_set(&e, code, "%s", message);
	tn__rows_stick(r, e);
}

static int give_sticky(const struct tn_rows *r, tn_error **err)
{
	return tn__error_move(err, tn__error_copy(r->sticky));
}

static int next_stored(struct tn_rows *r)
{
	struct tn_stored_rows *s = r->stored;
	if (!s || s->at == s->count) {
		r->head.count = 0;
		return TN_DONE;
	}
	r->head.cells = s->cells + s->at++ * s->width;
	r->head.count = r->columns;
	r->row++;
	return TN_ROW;
}

/*
 * Rows that were cancelled, or came too late: what gave them may have been carried out all the same, and outside of a
 * transaction it is there then.
 */
static unsigned doubt(const struct tn_entry *e, int code)
{
	int stopped = code == TN_E_CANCELLED || code == TN_E_TIMEOUT;
	int reads = e->ir->kind == TN_IR_QUERY || !strcmp(e->ir->verb, "SELECT");
	return stopped && !reads && !e->conn->tx.depth ? TN_ERR_AMBIGUOUS : 0;
}

/* Never inline: its error would give tn_next() a frame. */
__attribute__((noinline)) static TN_COLD int wire_failed(struct tn_rows *r, tn_error **err)
{
	struct tn_entry *e = r->entry;
	tn_conn *conn = e->conn;
	tn_error *error = NULL;
	int rc;
	if (conn->stream == r)
		conn->stream = NULL;
	rc = tn__run_failed(e, r->savepoint, &error);
	tn__error_add_flags(error, doubt(e, rc));
	r->savepoint = 0;
	tn__entry_free_doomed(conn);
	if (e->after & TN_AFTER_TRACE) {
		e->after &= (uint8_t)~TN_AFTER_TRACE;
		tn__span_close(e, rc, error);
	}
	return tn__error_move(err, error);
}

/* The wire is at its end, well or not. */
static inline int wire_ended(struct tn_rows *r, int rc, tn_error **err)
{
	r->head.count = 0;
	r->done = 1;
	r->live = 0;
	return TN_LIKELY(rc == TN_DONE) ? tn__run_end(r->entry, err) : wire_failed(r, err);
}

static const char *bad_handle(const tn_rows *rows)
{
	return rows ? "finished or foreign" : "NULL";
}

/* tn_next() where the wire is not to be asked. */
static int next_rest(tn_rows *rows, tn_error **err)
{
	if (!rows || rows->magic != TN_ROWS_MAGIC)
		return tn__error_set(err, TN_E_MISUSE, "the rows handle is %s", bad_handle(rows));
	if (rows->sticky)
		return give_sticky(rows, err);
	if (rows->source == TN_ROWS_MEMORY)
		return next_stored(rows);
	rows->head.count = 0;
	return TN_DONE;
}

int tn_next(tn_rows *rows, tn_error **err)
{
	struct tn_entry *e;
	int rc;
	if (TN_UNLIKELY(!rows || rows->magic != TN_ROWS_MAGIC || !rows->live))
		return next_rest(rows, err);
	e = rows->entry;
	rc = tn__be_next(e->conn, e->be);
	if (TN_UNLIKELY(rc != TN_ROW))
		return wire_ended(rows, rc, err);
	rows->columns = e->be->column_count;
	rows->head.cells = e->be->cells;
	rows->head.count = rows->columns;
	rows->row++;
	return TN_ROW;
}

static int finish_rest(tn_rows *rows, tn_error **err)
{
	struct tn_entry *e;
	int rc = TN_OK;
	if (!rows)
		return TN_OK;
	if (rows->magic != TN_ROWS_MAGIC)
		return tn__error_set(err, TN_E_MISUSE, "the rows handle is %s", bad_handle(rows));
	e = rows->entry;
	if (!rows->done) {
		rows->done = 1;
		rc = tn__run_end(e, err);
	}
	if (rows->sticky)
		rc = give_sticky(rows, err);
	tn__rows_close(rows);
	tn__entry_return(e);
	return rc;
}

/* Rows that were read to their end leave nothing to do but to say so. */
int tn_finish(tn_rows *rows, tn_error **err)
{
	struct tn_entry *e;
	if (TN_UNLIKELY(!rows || rows->magic != TN_ROWS_MAGIC || !rows->done || rows->sticky || rows->stored))
		return finish_rest(rows, err);
	e = rows->entry;
	if (TN_UNLIKELY(tn__entry_leaves(e)))
		return finish_rest(rows, err);
	unlink_open(rows);
	e->busy = 0;
	return TN_OK;
}

int tn_rows_result(const tn_rows *rows, tn_result *result)
{
	if (!rows || rows->magic != TN_ROWS_MAGIC || !rows->done || !result)
		return TN_E_MISUSE;
	memset(result, 0, sizeof *result);
	result->affected = rows->entry->plan->flags & TN_PLAN_NO_COUNT ? 0 : rows->entry->be->affected;
	result->last_insert_id = rows->entry->be->last_insert_id;
	return TN_OK;
}

/* ---- copying into memory ------------------------------------------------- */

struct tn_stored_rows *tn__stored_new(void)
{
	struct tn_stored_rows *s = tn__alloc(sizeof *s);
	if (s)
		tn__arena_init(&s->arena);
	return s;
}

int tn__stored_add(struct tn_stored_rows *s, const tn_value *cells, uint32_t width)
{
	uint32_t i;
	tn_value *to;
	if (s->count == s->cap) {
		size_t cap = s->cap ? s->cap * 2 : 16;
		if (width && cap > SIZE_MAX / sizeof *cells / width)
			return TN_E_NOMEM;
		to = tn__realloc(s->cells, cap * width * sizeof *to + 1);
		if (!to)
			return TN_E_NOMEM;
		s->cells = to;
		s->cap = cap;
	}
	s->width = width;
	to = s->cells + s->count * width;
	for (i = 0; i < width; i++)
		if (tn__value_copy(&s->arena, &cells[i], &to[i]) < 0)
			return TN_E_NOMEM;
	s->count++;
	return TN_OK;
}

void tn__rows_give(struct tn_rows *r, struct tn_stored_rows *s)
{
	r->stored = s;
	r->source = TN_ROWS_MEMORY;
	r->live = 0;
	r->done = 1;
}

int tn__rows_store(struct tn_rows *r, tn_error **err)
{
	int rc;
	if (r->stored)
		return TN_OK;
	r->stored = tn__stored_new();
	if (!r->stored) {
		r->done = 1;
		tn__run_end(r->entry, NULL);
		return tn__error_nomem(err);
	}
	while ((rc = tn_next(r, err)) == TN_ROW) {
		rc = tn__stored_add(r->stored, r->head.cells, r->columns);
		if (rc < 0) {
			r->done = 1;
			r->live = 0;
			tn__run_end(r->entry, NULL);
			return tn__error_nomem(err);
		}
	}
	r->source = TN_ROWS_MEMORY;
	r->live = 0;
	r->row = 0;
	return rc;
}

/* ---- columns ------------------------------------------------------------- */

unsigned tn_column_count(const tn_rows *rows)
{
	return rows && rows->magic == TN_ROWS_MAGIC ? rows->columns : 0;
}

int tn__rows_describe(const tn_rows *rows, unsigned i, struct tn_be_column *out)
{
	tn_conn *conn;
	memset(out, 0, sizeof *out);
	if (!rows || rows->magic != TN_ROWS_MAGIC || i >= rows->columns)
		return 0;
	conn = rows->entry->conn;
	if (i >= rows->entry->be->column_count) {
		const struct tn_portable *p = rows->entry->portable;

		out->type = p && i < p->want_count ? p->want[i].storage : TN_TYPE_UNKNOWN;
		return 1;
	}
	if (tn__be_column(conn, rows->entry->be, i, out) >= 0)
		return 1;
	tn_error_free(conn->pending);
	conn->pending = NULL;
	return 0;
}

/* Of portable text the name is the one that the text gives: some servers cut blanks off. */
static const char *output_name(const tn_rows *rows, unsigned i)
{
	const struct tn_portable *p =
		rows && rows->magic == TN_ROWS_MAGIC && i < rows->columns ? rows->entry->portable : NULL;
	return p && i < p->want_count ? p->outputs[i].name : NULL;
}

const char *tn_column_name(const tn_rows *rows, unsigned i)
{
	const char *name = output_name(rows, i);
	struct tn_be_column c;
	if (name)
		return name;
	return tn__rows_describe(rows, i, &c) ? c.name : NULL;
}

int tn_column_type(const tn_rows *rows, unsigned i)
{
	struct tn_be_column c;
	return tn__rows_describe(rows, i, &c) ? c.type : TN_TYPE_UNKNOWN;
}

const char *tn_column_native_type(const tn_rows *rows, unsigned i)
{
	struct tn_be_column c;
	return tn__rows_describe(rows, i, &c) ? c.native_type : NULL;
}

const char *tn__rows_column(const struct tn_rows *r, unsigned i)
{
	const char *name = tn_column_name(r, i);
	return name ? name : "?";
}

int tn_column(tn_rows *rows, const char *name)
{
	tn_error *e = NULL;
	unsigned i;
	int found = -1;
	if (!rows || rows->magic != TN_ROWS_MAGIC)
		return TN_E_MISUSE;
	for (i = 0; name && i < rows->columns; i++) {
		const char *s = tn_column_name(rows, i);
		if (!s || strcmp(s, name) != 0)
			continue;
		if (found >= 0) {
			tn__error_set(&e, TN_E_AMBIGUOUS,
				"columns %d and %u of the result are both named '%s'", found, i, name);
			return tn__rows_stick(rows, e);
		}
		found = (int)i;
	}
	if (found >= 0)
		return found;
	tn__error_set(&e, TN_E_NO_OBJECT, "the result has no column '%s'", name ? name : "(null)");
	return tn__rows_stick(rows, e);
}
