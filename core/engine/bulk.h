/* SPDX-License-Identifier: MIT */
/*
 * core/engine/bulk.h - what the files of the bulk writer share.
 *
 *   bulk.c       the handle and its transaction       bulk_rows.c  rows as they come -> the window
 *   bulk_text.c  INSERTs of 1, 2, 4, ... rows         bulk_send.c  the window -> the server
 *
 * Rows wait in a window: a bounded number of them, with copies of their texts.  It is sent in
 * a savepoint, by the backend's own way (struct tn_backend, put_rows) or by INSERTs of many
 * rows, and forgotten when all of it is in.  When it fails, the savepoint is undone and the rows are
 * sent again in halves, down to the one that cannot be written: its error, by an INSERT of
 * this one row, is the caller's, with its number.  So whatever way is taken, what comes of it
 * is what INSERTs of one row each come to.
 *
 * Invariants:
 *  1. The window holds values of the kinds that the columns have (kinds), checked, with memory
 *     of its own.  A row that cannot be had so goes alone, as an INSERT of the caller's values.
 *  2. Rows are written in their order; a row's error is told before that of a later one.
 *  3. While put is set a part of the window is on its way, in the savepoint.
 *  4. After failure nothing of the rows is left, and error says why.
 */
#ifndef TN_BULK_H
#define TN_BULK_H

#include <tenon/bulk.h>
#include "core/base/text.h"
#include "core/engine/engine.h"

#define TN_BULK_MAGIC 0x746e626bu /* "tnbk" */

/* Rows of an INSERT are a power of two, at most this one. */
#define TN_BULK_SIZES 10u

/* For the text of a number of 16 bytes: 39 digits, a sign, a point. */
#define TN_BULK_NUMBER_ROOM 48u

/* An INSERT of so many rows. */
struct tn_bulk_insert {
	char *text;
	struct tn_entry *entry; /* owned; NULL: not made yet */
};

struct tn_bulk {
	uint32_t magic;
	tn_conn *conn; /* NULL: it was closed */
	tn_bulk_options options;
	struct tn_arena arena; /* of names */
	const char *table;
	const char *const *columns;
	uint32_t width;
	const char *const *key;
	struct tn_bulk_insert inserts[TN_BULK_SIZES]; /* of 1, 2, 4, ... rows */
	unsigned sizes;  /* of them that are used */
	uint8_t *kinds;  /* of the columns; TN_KIND_NULL: values stay as they come */

	/* the backend's own way */
	uint8_t fast;    /* it has one, and it has not failed where INSERT did not */
	uint8_t taken;   /* the link is: rows of the first INSERT's entry are open */
	uint32_t part;   /* rows that are best put at a time */
	struct tn_be_into into;

	/* the window */
	struct tn_arena bytes;
	tn_value *cells;
	uint32_t rows, cap; /* in it, and room for */
	uint32_t put;       /* of them that are on their way */
	uint8_t saved;      /* the savepoint is set */
	size_t room;        /* bytes that it may have */
	struct tn_stored_rows *made; /* what RETURNING gave for it */

	unsigned depth;     /* of the transaction, before */
	unsigned floor;     /* of those around, and whose it is */
	const char *owner;
	uint64_t done;      /* rows before the window */
	int64_t affected;
	int64_t before;     /* affected, when the savepoint was set */
	tn_error *error;    /* the first; then nothing goes on */
	const tn_field *fields; /* of the last call of tn_bulk_structs(), and where they go */
	size_t field_count;
	uint32_t *places;
	tn_value *given; /* a row of them */
	char *rooms;     /* TN_BULK_NUMBER_ROOM bytes for each column */
};

/* ---- bulk_text.c ------------------------------------------------------------- */

/* The INSERT of 2^size rows, compiled for the kinds of the columns, busy; NULL in *out: it does not serve args. */
int tn__bulk_insert(struct tn_bulk *b, unsigned size, const tn_args *args, struct tn_entry **out, tn_error **err);
/* Looks at the table: kinds, sizes of INSERTs, whether the backend has a way of its own. */
int tn__bulk_plan(struct tn_bulk *b, tn_error **err);
void tn__bulk_release_inserts(struct tn_bulk *b);

/* ---- bulk_send.c ------------------------------------------------------------- */

/* Sends what is worth it; called after each row. */
int tn__bulk_put(struct tn_bulk *b, tn_error **err);
/* Writes the window and empties it. */
int tn__bulk_flush(struct tn_bulk *b, tn_error **err);
/* Writes one row by itself, as the caller has it; the window is empty. */
int tn__bulk_alone(struct tn_bulk *b, const tn_value *values, tn_error **err);

/* ---- bulk.c -------------------------------------------------------------------- */

/* An error of row number row, from 1 (0: of none): the rows are undone; returns its code. */
int tn__bulk_fail(struct tn_bulk *b, uint64_t row, tn_error *e, tn_error **err) TN_COLD;
/* TN_OK if rows can be added. */
int tn__bulk_check(struct tn_bulk *b, tn_error **err);
/* The connection is closed, or connected anew. */
void tn__bulk_detach(tn_conn *conn);

#endif
