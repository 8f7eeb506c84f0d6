/* SPDX-License-Identifier: MIT */
/*
 * pg_cursor.c - rows in chunks, by a cursor of the server.
 *
 * Between chunks the link is free, so other statements run in the same
 * transaction.  Opening declares the cursor and fetches its first chunk in one
 * round trip; each further chunk is one; closing is one.
 *
 * The cursor is declared with the statement's own text and parameters, so it
 * does not use the prepared statement, only its description: the columns of a
 * chunk are compared with it, and a difference is TN_E_STALE.
 *
 * Invariants:
 *  1. A cursor lives in the transaction that declared it: outside of one the mode
 *     is refused, and at the end of the transaction the server has dropped it.
 *  2. A chunk is one result of libpq, so memory is bounded by the chunk.
 */
#include "pg_internal.h"
#include <stdio.h>
#include <string.h>

#define DEFAULT_CHUNK 1000u

static void write_fetch(const struct pg_stmt *s, char *out, size_t size)
{
	snprintf(out, size, "FETCH FORWARD %u FROM tn_%llu", s->chunk, (unsigned long long)s->cursor);
}

/* Whether a chunk has the columns that the description promised. */
static int same_columns(const struct pg_stmt *s, const PGresult *res)
{
	uint32_t i, n = s->base.column_count;

	if ((uint32_t)PQnfields(res) != n)
		return 0;
	for (i = 0; i < n; i++)
		if (PQftype(res, (int)i) != PQftype(s->attrs, (int)i))
			return 0;
	return 1;
}

static int take_chunk(struct pg_stmt *s, PGresult *res)
{
	int rc = 0;

	if (!s->id && !s->attrs)
		rc = tn__pg_take_columns(s, res);
	else if (!same_columns(s, res))
		rc = tn__pg_fault_text(pg_conn_of(s), TN_E_STALE,
				       "the columns of the statement have changed");
	if (rc < 0) {
		PQclear(res);
		return rc;
	}
	s->row = res;
	s->row_at = 0;
	s->row_count = PQntuples(res);
	return 1;
}

static int declare_and_fetch(struct pg_stmt *s, const char *declare, PGresult *out[2])
{
	struct pg_conn *c = pg_conn_of(s);
	struct pg_params *p = &s->params;
	char fetch[80];
	int sent;

	write_fetch(s, fetch, sizeof(fetch));
	if (!PQenterPipelineMode(c->pg))
		return 0;
	sent = PQsendQueryParams(c->pg, declare, (int)s->base.param_count, p->types, p->values, p->lengths,
				 p->formats, 0) &&
	       PQsendQueryParams(c->pg, fetch, 0, NULL, NULL, NULL, NULL, s->binary);
	if (PQpipelineSync(c->pg))
		tn__pg_pipeline_read(c, out, 2);
	PQexitPipelineMode(c->pg);
	return sent;
}

static int run_open(struct pg_stmt *s, const char *declare)
{
	struct pg_conn *c = pg_conn_of(s);
	PGresult *out[2] = {NULL, NULL};
	int i, rc = 0;

	c->base.round_trips++;
	if (!declare_and_fetch(s, declare, out))
		rc = tn__pg_fault_link(c);
	for (i = 0; i < 2 && !rc; i++)
		if (!out[i])
			rc = tn__pg_fault_link(c);
		else if (PQresultStatus(out[i]) != (i ? PGRES_TUPLES_OK : PGRES_COMMAND_OK))
			rc = tn__pg_fault_result(c, i ? NULL : s, out[i]);
	PQclear(out[0]);
	if (rc < 0) {
		PQclear(out[1]);
		return rc;
	}
	return take_chunk(s, out[1]);
}

int tn__pg_cursor_open(struct pg_stmt *s, unsigned chunk)
{
	struct pg_conn *c = pg_conn_of(s);
	const struct tn_host *host = pg_host_of(s);
	struct tn_text declare;
	int rc;

	if (c->tx_before != TN_BE_TX_OPEN)
		return tn__pg_fault_text(c, TN_E_MISUSE,
					 "rows come in chunks only inside a transaction: begin one first");
	s->cursor = ++c->last_id;
	s->chunk = chunk ? chunk : DEFAULT_CHUNK;
	host->text_init(&declare);
	host->text_printf(&declare, "DECLARE tn_%llu NO SCROLL CURSOR WITHOUT HOLD FOR ",
			  (unsigned long long)s->cursor);
	s->prefix = declare.len;
	host->text_append(&declare, s->base.sql, s->base.sql_len);
	rc = declare.failed ? host->nomem(&c->base) : run_open(s, declare.s);
	host->text_release(&declare);
	s->state = rc < 0 ? PG_IDLE : PG_CURSOR;
	return rc;
}

int tn__pg_cursor_fetch(struct pg_stmt *s)
{
	struct pg_conn *c = pg_conn_of(s);
	char fetch[80];
	PGresult *res;
	int rc;

	/* a chunk that was not full was the last */
	if ((unsigned)s->row_count < s->chunk)
		return 0;
	rc = tn__pg_link_is_free(c);
	if (rc < 0)
		return rc;
	PQclear(s->row);
	s->row = NULL;
	s->row_at = s->row_count = 0;
	write_fetch(s, fetch, sizeof(fetch));
	c->base.round_trips++;
	res = PQexecParams(c->pg, fetch, 0, NULL, NULL, NULL, NULL, s->binary);
	rc = tn__pg_check(c, res);
	if (rc < 0)
		return rc;
	return take_chunk(s, res);
}

int tn__pg_cursor_close(struct pg_stmt *s)
{
	struct pg_conn *c = pg_conn_of(s);
	char text[64];
	PGresult *res;
	int rc;

	PQclear(s->row);
	s->row = NULL;
	s->row_at = s->row_count = 0;
	rc = tn__pg_link_is_free(c);
	if (rc < 0 || tn__pg_tx_status(&c->base) != TN_BE_TX_OPEN)
		return rc;
	snprintf(text, sizeof(text), "CLOSE tn_%llu", (unsigned long long)s->cursor);
	c->base.round_trips++;
	res = PQexec(c->pg, text);
	rc = tn__pg_check(c, res);
	if (rc >= 0)
		PQclear(res);
	return rc;
}
