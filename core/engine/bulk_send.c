/* SPDX-License-Identifier: MIT */
/*
 * core/engine/bulk_send.c - the window of a bulk writer, to the server.
 *
 *   put     the backend's own way takes rows as they come, while the window fills
 *   flush   the rest of it, or INSERTs of 512, 256, ... 1 rows; then the savepoint is released
 *   search  where that failed: undo the savepoint, write the first half, then the second,
 *           each in a savepoint, and so on down to one row, whose INSERT says what is wrong
 *
 * Invariants:
 *  1. A row that was written in the search stays written: those before the row that fails
 *     are what they would be if each had been inserted by itself.
 *  2. The search is for errors that rows have.  A deadlock, a lost link or a full disk is told as it came.
 */
#include "core/base/mem.h"
#include "core/engine/be.h"
#include "core/engine/bulk.h"
#include "core/engine/trace.h"

/* In the search, from so many rows on the backend's own way is taken. */
#define WORTH_A_WAY 1024u

static const tn_value *cells_of(const struct tn_bulk *b, uint32_t row)
{
	return b->cells + (size_t)row * b->width;
}

/* ---- the backend's own way --------------------------------------------------------------- */

/* The link is the caller's again. */
static void give_link(struct tn_bulk *b)
{
	struct tn_entry *e = b->inserts[0].entry;
	if (!b->taken)
		return;
	b->taken = 0;
	if (b->conn->stream == &e->rows)
		b->conn->stream = NULL;
	tn__rows_close(&e->rows);
	tn__entry_free_doomed(b->conn);
}

static void take_link(struct tn_bulk *b)
{
	struct tn_entry *e = b->inserts[0].entry;
	if (b->taken)
		return;
	b->taken = 1;
	tn__rows_open(&e->rows);
	b->conn->stream = &e->rows;
}

static int way_failed(struct tn_bulk *b, tn_error **err)
{
	give_link(b);
	return tn__run_failed(b->inserts[0].entry, 0, err);
}

static int put_by_way(struct tn_bulk *b, uint32_t from, uint32_t count, tn_error **err)
{
	struct tn_entry *e = b->inserts[0].entry;
	int rc = TN_OK;
	if (!e->prepared) {
		rc = tn__be_prepare(b->conn, e->be);
		e->prepared = rc >= 0;
	}
	if (rc >= 0)
		rc = tn__be_put_rows(b->conn, e->be, &b->into, cells_of(b, from), count);
	if (rc < 0)
		return way_failed(b, err);
	if (rc)
		take_link(b);
	else
		b->affected += count;
	return TN_OK;
}

static int end_way(struct tn_bulk *b, tn_error **err)
{
	struct tn_entry *e = b->inserts[0].entry;
	if (!b->taken)
		return TN_OK;
	if (tn__be_end_rows(b->conn, e->be) < 0)
		return way_failed(b, err);
	give_link(b);
	b->affected += e->be->affected;
	return TN_OK;
}

static int by_way(struct tn_bulk *b, uint32_t from, uint32_t count, tn_error **err)
{
	int rc = TN_OK;
	while (count && rc >= 0) {
		uint32_t n = count < b->part ? count : b->part;
		rc = put_by_way(b, from, n, err);
		from += n;
		count -= n;
	}
	return rc < 0 ? rc : end_way(b, err);
}

/* ---- INSERTs ------------------------------------------------------------------------------- */

static int take_made(struct tn_bulk *b, tn_rows *rows, tn_error **err)
{
	int rc;
	while ((rc = tn_next(rows, err)) == TN_ROW)
		if (tn__stored_add(b->made, rows->head.cells, rows->head.count) < 0) {
			tn_finish(rows, NULL);
			return tn__error_nomem(err);
		}
	if (rc < 0) {
		tn_finish(rows, NULL);
		return rc;
	}
	return tn_finish(rows, err);
}

/* With RETURNING: what comes is kept until the window is in. */
static int query_insert(struct tn_bulk *b, const struct tn_call *c, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc;
	if (b->conn->trace)
		rc = tn__traced_query(c, TN_FETCH_STREAM, 0, &rows, err);
	else if (c->entry)
		rc = tn__run_stream(c->entry, c->args, &rows, err);
	else
		rc = tn_query(b->conn, c->sql, c->args, &rows, err);
	return rc < 0 ? rc : take_made(b, rows, err);
}

static int exec_insert(struct tn_bulk *b, const struct tn_call *c, tn_error **err)
{
	tn_result result;
	int rc;
	if (b->conn->trace)
		rc = tn__traced_exec(c, &result, err);
	else if (c->entry)
		rc = tn__exec_entry(c->entry, c->args, &result, err);
	else
		rc = tn_exec(b->conn, c->sql, c->args, &result, err);
	if (rc >= 0)
		b->affected += result.affected;
	return rc;
}

/* One INSERT of 2^size rows. */
static int insert(struct tn_bulk *b, unsigned size, const tn_value *values, tn_error **err)
{
	tn_args args = {.values = values, .count = b->width << size};
	struct tn_call c = {.conn = b->conn, .args = &args};
	size_t before = b->made ? b->made->count : 0;
	int rc = tn__bulk_insert(b, size, &args, &c.entry, err);
	if (rc < 0)
		return rc;
	c.sql = b->inserts[size].text;
	if (!b->made)
		return exec_insert(b, &c, err);
	rc = query_insert(b, &c, err);
	if (rc >= 0)
		b->affected += (int64_t)(b->made->count - before);
	return rc;
}

static int by_inserts(struct tn_bulk *b, uint32_t from, uint32_t count, tn_error **err)
{
	unsigned size = b->sizes - 1;
	int rc = TN_OK;
	while (count && rc >= 0) {
		while (1u << size > count)
			size--;
		rc = insert(b, size, cells_of(b, from), err);
		from += 1u << size;
		count -= 1u << size;
	}
	return rc;
}

/* ---- savepoints ------------------------------------------------------------------------------ */

/* What holds again when a savepoint is undone. */
struct mark {
	int64_t affected;
	size_t made;
};

static struct mark mark(const struct tn_bulk *b)
{
	return (struct mark){b->affected, b->made ? b->made->count : 0};
}

static void go_back(struct tn_bulk *b, struct mark m)
{
	b->affected = m.affected;
	if (b->made)
		b->made->count = m.made;
}

/* An error that some row has, as far as the code can tell; no other is looked for. */
static int is_of_row(const tn_error *e)
{
	int code = tn_error_code(e);
	if (tn_error_flags(e) & (TN_ERR_DEAD | TN_ERR_TX_LOST | TN_ERR_RETRY_TX | TN_ERR_RETRY_STATEMENT |
				 TN_ERR_WRONG_NODE | TN_ERR_AMBIGUOUS))
		return 0;
	return code >= TN_E_ROW_COUNT || code == TN_E_LIMIT || code == TN_E_SERVER || code == TN_E_TYPE ||
	       code == TN_E_SYNTAX || code == TN_E_STALE || code == TN_E_PARAM;
}

/* ---- the search ------------------------------------------------------------------------------ */

static int search(struct tn_bulk *b, uint32_t from, uint32_t count, uint64_t *row, tn_error **err);

static int send(struct tn_bulk *b, uint32_t from, uint32_t count, tn_error **err)
{
	return b->fast && count >= WORTH_A_WAY ? by_way(b, from, count, err) : by_inserts(b, from, count, err);
}

/* Rows in a savepoint; 1: they are in, 0: one of them cannot be, or an error that is of no row. */
static int try(struct tn_bulk *b, uint32_t from, uint32_t count, tn_error **err)
{
	struct mark m = mark(b);
	tn_error *e = NULL;
	int rc = tn_begin(b->conn, NULL, err);
	if (rc < 0)
		return rc;
	rc = send(b, from, count, &e);
	if (rc >= 0)
		rc = tn_commit(b->conn, &e);
	if (rc >= 0)
		return 1;
	if (!is_of_row(e))
		return tn__error_move(err, e);
	tn_error_free(e);
	go_back(b, m);
	rc = tn_rollback(b->conn, err);
	return rc < 0 ? rc : 0;
}

static int search_half(struct tn_bulk *b, uint32_t from, uint32_t count, uint64_t *row, tn_error **err)
{
	int rc = count > 1 ? try(b, from, count, err) : 0;
	if (rc)
		return rc;
	if (count > 1)
		return search(b, from, count, row, err);
	rc = insert(b, 0, cells_of(b, from), err);
	if (rc < 0)
		*row = b->done + from + 1;
	return rc;
}

/* Rows that do not go together. */
static int search(struct tn_bulk *b, uint32_t from, uint32_t count, uint64_t *row, tn_error **err)
{
	uint32_t half = count / 2;
	int rc = half ? search_half(b, from, half, row, err) : 1;
	return rc < 0 ? rc : search_half(b, from + half, count - half, row, err);
}

/* ---- the window -------------------------------------------------------------------------------- */

static int begin_window(struct tn_bulk *b, tn_error **err)
{
	int rc;
	if (b->saved)
		return TN_OK;
	rc = tn_begin(b->conn, NULL, err);
	if (rc < 0)
		return rc;
	b->conn->tx.floor++;
	b->saved = 1;
	b->before = b->affected;
	return TN_OK;
}

static void leave_window(struct tn_bulk *b)
{
	if (!b->saved)
		return;
	b->conn->tx.floor--;
	b->saved = 0;
}

/* The window could not be written in one go: e says why. */
static int recover(struct tn_bulk *b, tn_error *e, tn_error **err)
{
	const struct mark m = {b->before, 0};
	tn_error *error = NULL;
	uint64_t row = 0;
	int rc, saved = b->saved;
	leave_window(b);
	/* Without a savepoint nothing was sent yet. */
	if (!saved || !is_of_row(e))
		return tn__bulk_fail(b, 0, e, err);
	tn_error_free(e);
	go_back(b, m);
	rc = tn_rollback(b->conn, &error);
	if (rc >= 0)
		rc = search(b, 0, b->rows, &row, &error);
	if (rc < 0)
		return tn__bulk_fail(b, row, error, err);
	/* All of them are in, so what failed was the way. */
	b->fast = 0;
	return TN_OK;
}

static int tell(struct tn_bulk *b, tn_error **err)
{
	tn_error *e = NULL;
	int rc = TN_OK;
	if (b->made && b->made->count)
		rc = b->options.made(b->options.made_ctx, b->done + 1, b->made->cells, (uint32_t)b->made->count, &e);
	if (rc < 0 && !e)
		tn__error_set(&e, rc, "the function that takes what was made failed: %s", tn_error_summary(rc));
	if (b->made) {
		b->made->count = 0;
		tn__arena_clear(&b->made->arena);
	}
	b->done += b->rows;
	if (rc >= 0 && b->options.progress && b->options.progress(b->options.progress_ctx, b->done))
		rc = tn__error_set(&e, TN_E_CANCELLED, "cancelled by the function that is told the progress");
	return rc < 0 ? tn__bulk_fail(b, 0, e, err) : TN_OK;
}

/* Releases the savepoint; it stays, and stays ours, where that fails. */
static int keep_window(struct tn_bulk *b, tn_error **err)
{
	int rc;
	b->conn->tx.floor--;
	rc = tn_commit(b->conn, err);
	if (rc < 0)
		b->conn->tx.floor++;
	else
		b->saved = 0;
	return rc;
}

static int write_rest(struct tn_bulk *b, tn_error **err)
{
	int rc = begin_window(b, err);
	if (rc < 0)
		return rc;
	if (b->put || (b->fast && b->rows >= WORTH_A_WAY))
		rc = by_way(b, b->put, b->rows - b->put, err);
	else
		rc = by_inserts(b, 0, b->rows, err);
	return rc < 0 ? rc : keep_window(b, err);
}

/* All of it is in, by the way that was taken (e NULL) or else by the search. */
static int end_window(struct tn_bulk *b, int rc, tn_error *e, tn_error **err)
{
	if (rc < 0)
		rc = recover(b, e, err);
	if (rc >= 0)
		rc = tell(b, err);
	b->rows = b->put = 0;
	tn__arena_clear(&b->bytes);
	return rc;
}

int tn__bulk_flush(struct tn_bulk *b, tn_error **err)
{
	tn_error *e = NULL;
	int rc;
	if (!b->rows)
		return TN_OK;
	rc = write_rest(b, &e);
	return end_window(b, rc, e, err);
}

int tn__bulk_put(struct tn_bulk *b, tn_error **err)
{
	tn_error *e = NULL;
	int rc;
	if (!b->fast || b->rows - b->put < b->part)
		return TN_OK;
	rc = begin_window(b, &e);
	if (rc >= 0)
		rc = put_by_way(b, b->put, b->rows - b->put, &e);
	b->put = b->rows;
	return rc < 0 ? end_window(b, rc, e, err) : TN_OK;
}

int tn__bulk_alone(struct tn_bulk *b, const tn_value *values, tn_error **err)
{
	tn_args args = {.values = values, .count = b->width};
	struct tn_call c = {.conn = b->conn, .args = &args, .sql = b->inserts[0].text};
	tn_error *e = NULL;
	int rc = b->made ? query_insert(b, &c, &e) : exec_insert(b, &c, &e);
	if (rc < 0)
		return tn__bulk_fail(b, b->done + 1, e, err);
	if (b->made)
		b->affected += (int64_t)b->made->count;
	b->rows = 1;
	rc = tell(b, err);
	b->rows = 0;
	return rc;
}
