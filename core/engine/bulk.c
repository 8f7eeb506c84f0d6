/* SPDX-License-Identifier: MIT */
/*
 * core/engine/bulk.c - the handle of the bulk writer and the transaction that its rows are in.
 *
 * See bulk.h.  The block is the library's: tx.floor keeps the caller from ending it.
 */
#include "core/base/mem.h"
#include "core/engine/bulk.h"

#define DEFAULT_MEMORY ((size_t)4 << 20)

/* ---- opening ---------------------------------------------------------------------- */

static int check_options(const tn_bulk_options *o, tn_error **err)
{
	if (!o)
		return TN_OK;
	if (o->size != sizeof *o)
		return tn__error_set(err, TN_E_MISUSE, "tn_bulk_options.size must be sizeof(tn_bulk_options)");
	if (o->on_conflict < TN_BULK_FAIL || o->on_conflict > TN_BULK_UPDATE)
		return tn__error_set(err, TN_E_MISUSE, "%d is no enum tn_bulk_conflict", o->on_conflict);
	if (o->on_conflict == TN_BULK_FAIL && o->key)
		return tn__error_set(err, TN_E_MISUSE, "a key says nothing with TN_BULK_FAIL");
	if (o->on_conflict == TN_BULK_UPDATE && (!o->key || !o->key[0]))
		return tn__error_set(err, TN_E_PARAM, "TN_BULK_UPDATE needs the columns of a unique key");
	if (o->made_column && !o->made)
		return tn__error_set(err, TN_E_MISUSE, "made_column needs made()");
	if (o->made_column && o->on_conflict == TN_BULK_SKIP)
		return tn__error_set(err, TN_E_UNSUPPORTED,
			"made_column with TN_BULK_SKIP: a row that is skipped makes nothing");
	return TN_OK;
}

static uint32_t count_names(const char *const *names)
{
	uint32_t n = 0;
	while (names && names[n])
		n++;
	return n;
}

static const char *const *copy_names(struct tn_bulk *b, const char *const *names)
{
	uint32_t i, n = count_names(names);
	const char **copy = tn__arena_calloc(&b->arena, n + 1u, sizeof *copy);
	for (i = 0; copy && i < n; i++)
		if (!(copy[i] = tn__arena_strndup(&b->arena, names[i], strlen(names[i]))))
			return NULL;
	return (const char *const *)copy;
}

static int copy_request(struct tn_bulk *b, const char *table, const char *const *columns, const tn_bulk_options *o,
			tn_error **err)
{
	if (o)
		b->options = *o;
	b->room = b->options.memory ? b->options.memory : DEFAULT_MEMORY;
	b->width = count_names(columns);
	b->table = tn__arena_strndup(&b->arena, table, strlen(table));
	b->columns = copy_names(b, columns);
	b->key = copy_names(b, b->options.key);
	b->places = tn__arena_calloc(&b->arena, b->width, sizeof *b->places);
	b->given = tn__arena_calloc(&b->arena, b->width, sizeof *b->given);
	b->rooms = tn__arena_calloc(&b->arena, b->width, TN_BULK_NUMBER_ROOM);
	if (b->options.made_column) {
		b->options.made_column =
			tn__arena_strndup(&b->arena, b->options.made_column, strlen(b->options.made_column));
		b->made = tn__stored_new();
	}
	if (!b->table || !b->columns || !b->key || !b->places || !b->given || !b->rooms ||
	    (o && o->made_column && (!b->options.made_column || !b->made)))
		return tn__error_nomem(err);
	return TN_OK;
}

static void free_bulk(struct tn_bulk *b)
{
	tn__bulk_release_inserts(b);
	tn__arena_release(&b->arena);
	tn__arena_release(&b->bytes);
	tn__stored_free(b->made);
	tn__free(b->cells);
	tn_error_free(b->error);
	b->magic = 0;
	tn__free(b);
}

/* The block around the rows; from here on it is the library's. */
static int begin(struct tn_bulk *b, tn_error **err)
{
	tn_conn *conn = b->conn;
	int rc;
	b->depth = conn->tx.depth;
	rc = tn_begin(conn, NULL, err);
	if (rc < 0)
		return rc;
	b->floor = conn->tx.floor;
	b->owner = conn->tx.owner;
	conn->tx.floor = conn->tx.depth;
	conn->tx.owner = "tn_bulk_open()";
	/* The whole of it fails, or nothing: no statement needs a savepoint of its own. */
	conn->tx.blocks[conn->tx.depth - 1].flags &= ~(unsigned)TN_TX_KEEP_GOING;
	conn->bulk = b;
	return TN_OK;
}

/* Gives the block back to whoever may end it. */
static void leave(struct tn_bulk *b)
{
	tn_conn *conn = b->conn;
	conn->bulk = NULL;
	conn->tx.floor = b->floor;
	conn->tx.owner = b->owner;
}

static int check_call(tn_conn *conn, const char *table, const char *const *columns, const tn_bulk_options *options,
		      tn_bulk **out, tn_error **err)
{
	int rc = tn__conn_ready(conn, table ? table : "", err);
	if (rc < 0)
		return rc;
	if (!out || !table || !columns || !columns[0])
		return tn__error_set(err, TN_E_MISUSE,
			"tn_bulk_open() needs a table, columns and a place for the handle");
	if (conn->bulk)
		return tn__error_set(err, TN_E_MISUSE, "rows are being written to '%.80s' on this connection already",
				     conn->bulk->table);
	return check_options(options, err);
}

int tn_bulk_open(tn_conn *conn, const char *table, const char *const *columns, const tn_bulk_options *options,
		 tn_bulk **out, tn_error **err)
{
	struct tn_bulk *b;
	int rc = check_call(conn, table, columns, options, out, err);
	if (rc < 0)
		return rc;
	b = tn__alloc(sizeof *b);
	if (!b)
		return tn__error_nomem(err);
	b->magic = TN_BULK_MAGIC;
	b->conn = conn;
	tn__arena_init(&b->arena);
	tn__arena_init(&b->bytes);
	rc = copy_request(b, table, columns, options, err);
	if (rc >= 0)
		rc = tn__bulk_plan(b, err);
	if (rc >= 0)
		rc = begin(b, err);
	if (rc < 0) {
		free_bulk(b);
		return rc;
	}
	*out = b;
	return TN_OK;
}

/* ---- going on ------------------------------------------------------------------------ */

int tn__bulk_check(struct tn_bulk *b, tn_error **err)
{
	if (!b || b->magic != TN_BULK_MAGIC)
		return tn__error_set(err, TN_E_MISUSE, "the bulk handle is %s", b ? "closed or foreign" : "NULL");
	if (TN_UNLIKELY(b->error != NULL))
		return tn__error_move(err, tn__error_copy(b->error));
	if (TN_UNLIKELY(!b->conn))
		return tn__error_set(err, TN_E_MISUSE, "the connection of the bulk is closed");
	return tn__conn_check(b->conn, err);
}

int tn__bulk_fail(struct tn_bulk *b, uint64_t row, tn_error *e, tn_error **err)
{
	tn_conn *conn = b->conn;
	if (row)
		tn__error_set_row(e, row);
	b->error = tn__error_copy(e);
	if (conn) {
		leave(b);
		tn__tx_undo(conn, b->depth, e);
		tn__bulk_release_inserts(b);
		b->conn = NULL;
	}
	return tn__error_move(err, e);
}

/* ---- the end --------------------------------------------------------------------------- */

/* Gives the block up, unless that was done, or its connection is gone. */
static void give_up(struct tn_bulk *b)
{
	if (!b->conn)
		return;
	leave(b);
	tn__tx_undo(b->conn, b->depth, NULL);
}

static int commit(struct tn_bulk *b, tn_error **err)
{
	tn_conn *conn = b->conn;
	tn_error *e = NULL;
	int rc;
	leave(b);
	rc = tn_commit(conn, &e);
	if (rc >= 0)
		return TN_OK;
	tn__tx_undo(conn, b->depth, e);
	return tn__error_move(err, e);
}

int tn_bulk_close(tn_bulk *bulk, tn_bulk_result *result, tn_error **err)
{
	struct tn_bulk *b = bulk;
	int rc;
	if (!b || b->magic != TN_BULK_MAGIC)
		return tn__bulk_check(b, err);
	rc = tn__bulk_check(b, err);
	if (rc < 0)
		give_up(b);
	else
		rc = tn__bulk_flush(b, err);
	if (rc >= 0)
		rc = commit(b, err);
	if (rc >= 0 && result) {
		memset(result, 0, sizeof *result);
		result->rows = b->done;
		result->affected = b->affected;
	}
	free_bulk(b);
	return rc;
}

void tn_bulk_abandon(tn_bulk *bulk)
{
	struct tn_bulk *b = bulk;
	if (!b || b->magic != TN_BULK_MAGIC)
		return;
	give_up(b);
	free_bulk(b);
}

void tn__bulk_detach(tn_conn *conn)
{
	struct tn_bulk *b = conn->bulk;
	if (!b)
		return;
	conn->bulk = NULL;
	tn__bulk_release_inserts(b);
	b->conn = NULL;
}
