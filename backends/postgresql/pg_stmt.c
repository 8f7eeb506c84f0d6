/* SPDX-License-Identifier: MIT */
/*
 * pg_stmt.c - statements: prepare, execute, rows, finish.
 *
 *           prepare                      execute            next ...
 *   (new) -----------> IDLE ---------------------> STREAM ----------> DONE
 *                       ^  ^   no rows: IDLE         |                 |
 *                       |  +--------- finish --------+-----------------+
 *                       +------------ finish --------- CURSOR (pg_cursor.c)
 *
 * A prepared statement costs one round trip to prepare (parse and describe in
 * one pipeline) and one for each execution.  The description decides how results
 * come: in binary format when every column has a binary decoder, else as text,
 * since libpq cannot mix.  A statement that runs once, or behind a pooling proxy,
 * is not prepared; its columns are unknown when it is sent, so it gives text.
 *
 * Rows come one by one from libpq (in chunks where it can) and are decoded in
 * place.  Statements that are closed are deallocated in the pipeline of the next
 * prepare, so that eviction from the cache costs no round trip.
 *
 * Leaving a stream early: rows are dropped up to a bound, then the statement is
 * cancelled - but only a query outside of a transaction.  A cancel would fail the
 * transaction, or undo an INSERT ... RETURNING whose rows were not wanted; these
 * are read to their end, and an error there is told.
 *
 * Invariants:
 *  1. While state is STREAM, conn->active is the statement.
 *  2. attrs lives as long as columns do: column names point into it.
 *  3. After an error of any slot the link is idle or dead.
 */
#include "pg_internal.h"
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DROP_ROWS 1000
#define DROP_BYTES ((size_t)1 << 20)
#define DROP_US 100000
#define CHUNK_ROWS 128
/* Where a value can be of any length; and rows so long that the statement's next execution takes them one by one. */
#define CHUNK_ROWS_OF_ANY_LENGTH 32
#define WIDE_ROW ((size_t)32 << 10)
#define RETIRED_MAX 64
/*
 * libpq takes a description of more than 30000 bytes for a broken link, which
 * that of a statement with 7499 parameters is: those are not prepared.
 */
#define DESCRIBED_PARAMS 7000u

/*
 * Rows in chunks came with libpq 17.  Whether they are there shows when the program runs,
 * whatever libpq it was built with.
 */
extern int PQsetChunkedRowsMode(PGconn *conn, int rows) __attribute__((weak));
enum { TUPLES_CHUNK = 12 }; /* PGRES_TUPLES_CHUNK */

/* ---- small things -------------------------------------------------------- */

static struct pg_stmt *pg(struct tn_be_stmt *stmt)
{
	return (struct pg_stmt *)stmt;
}

static void write_name(uint64_t id, char out[32])
{
	snprintf(out, 32, "tn_%llu", (unsigned long long)id);
}

/* Steps over white space, comments and opening parentheses. */
static const char *first_word(const char *p)
{
	while (*p) {
		if (isspace((unsigned char)*p) || *p == '(') {
			p++;
		} else if (p[0] == '-' && p[1] == '-') {
			p += strcspn(p, "\n");
		} else if (p[0] == '/' && p[1] == '*') {
			const char *end = strstr(p + 2, "*/");
			p = end ? end + 2 : p + strlen(p);
		} else {
			break;
		}
	}
	return p;
}

/*
 * Whether a text of the program's own can be cancelled without undoing anything: WITH may
 * hold an INSERT, so it does not count.
 */
static int begins_as_query(const char *sql)
{
	static const char *const words[] = {"SELECT", "VALUES", "TABLE", "SHOW", "EXPLAIN"};
	const char *p = first_word(sql);
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i]);
		if (!strncasecmp(p, words[i], n) && !isalnum((unsigned char)p[n]) && p[n] != '_')
			return 1;
	}
	return 0;
}

static void clear_row(struct pg_stmt *s)
{
	PQclear(s->row);
	s->row = NULL;
	s->row_at = s->row_count = 0;
}

static void clear_columns(struct pg_stmt *s)
{
	PQclear(s->attrs);
	s->attrs = NULL;
	s->base.column_count = 0;
}

/* The execution is over: the link is free. */
static void end_stream(struct pg_stmt *s, enum pg_state state)
{
	struct pg_conn *c = pg_conn_of(s);

	clear_row(s);
	s->state = (uint8_t)state;
	if (c->active == s)
		c->active = NULL;
}

/* ---- columns -------------------------------------------------------------- */

static int column_room(struct pg_stmt *s, uint32_t count)
{
	const struct tn_host *host = pg_host_of(s);
	struct pg_column *columns;
	tn_value *cells;

	if (count <= s->column_cap)
		return 0;
	columns = host->realloc(s->columns, count * sizeof(*columns));
	if (columns)
		s->columns = columns;
	cells = host->realloc(s->cells, count * sizeof(*cells));
	if (cells)
		s->cells = cells;
	if (!columns || !cells)
		return host->nomem(s->base.conn);
	s->column_cap = count;
	return 0;
}

int tn__pg_take_columns(struct pg_stmt *s, const PGresult *res)
{
	uint32_t i, count = (uint32_t)PQnfields(res);
	int rc = column_room(s, count);

	if (rc < 0)
		return rc;
	clear_columns(s);
	s->attrs = PQcopyResult(res, PG_COPYRES_ATTRS);
	if (!s->attrs)
		return pg_host_of(s)->nomem(s->base.conn);
	for (i = 0; i < count; i++) {
		s->columns[i].type = tn__pg_type(PQftype(res, (int)i));
		s->columns[i].decode = tn__pg_decoder(s->columns[i].type, 0);
		s->columns[i].wanted = TN_TYPE_UNKNOWN;
	}
	s->base.column_count = count;
	s->base.cells = s->cells;
	return s->base.want_count ? tn__pg_want(s) : 0;
}

/* The type modifier of NUMERIC(p, s); a scale below 0 is not told. */
static void describe_numeric(int modifier, struct tn_be_column *out)
{
	int precision = (modifier - 4) >> 16 & 0xffff, scale = (modifier - 4) & 0x7ff;

	if (modifier < 4 || scale > precision)
		return;
	out->precision = (uint16_t)precision;
	out->scale = (uint16_t)scale;
}

int tn__pg_column(struct tn_be_stmt *stmt, uint32_t i, struct tn_be_column *out)
{
	struct pg_stmt *s = pg(stmt);
	const struct pg_type *t;

	if (!s->attrs || i >= stmt->column_count)
		return tn__pg_fault_text(pg_conn_of(s), TN_E_MISUSE,
					 "column %u is outside of the result's %u columns",
					 i, stmt->column_count);
	t = s->columns[i].type;
	out->name = PQfname(s->attrs, (int)i);
	out->native_type = t ? t->name : NULL;
	out->type = s->columns[i].wanted ? s->columns[i].wanted : t ? t->type : TN_TYPE_UNKNOWN;
	out->precision = out->scale = 0;
	if (out->type == TN_TYPE_NUMERIC)
		describe_numeric(PQfmod(s->attrs, (int)i), out);
	return 0;
}

/* ---- prepare -------------------------------------------------------------- */

/* Remembers a statement that the server still holds; without memory it stays there. */
static void retire(struct pg_conn *c, uint64_t id)
{
	if (c->retired_count == c->retired_cap) {
		size_t cap = c->retired_cap ? 2 * c->retired_cap : 16;
		uint64_t *grown = c->base.host->realloc(c->retired, cap * sizeof(*grown));
		if (!grown)
			return;
		c->retired = grown;
		c->retired_cap = cap;
	}
	c->retired[c->retired_count++] = id;
}

/*
 * Adds the deallocations to the pipeline, each a group of its own, so that one
 * that fails takes nothing with it: it does when the program itself has dropped
 * the statement (DISCARD ALL).  That would fail a transaction, so none is sent
 * inside one.  Returns the number of groups.
 */
static size_t send_retired(struct pg_conn *c)
{
	char text[64], name[32];
	size_t i;

	for (i = 0; i < c->retired_count; i++) {
		write_name(c->retired[i], name);
		snprintf(text, sizeof(text), "DEALLOCATE %s", name);
		if (!PQsendQueryParams(c->pg, text, 0, NULL, NULL, NULL, NULL, 0) || !PQpipelineSync(c->pg))
			break;
	}
	c->retired_count = 0;
	return i;
}

static void read_retired(struct pg_conn *c, size_t groups)
{
	while (groups--)
		tn__pg_pipeline_read(c, NULL, 0);
}

/* Many statements were closed and none prepared: deallocate them alone. */
static void flush_retired(struct pg_conn *c)
{
	if (c->base.dead || PQtransactionStatus(c->pg) != PQTRANS_IDLE || !PQenterPipelineMode(c->pg))
		return;
	c->base.round_trips++;
	read_retired(c, send_retired(c));
	PQexitPipelineMode(c->pg);
	if (PQstatus(c->pg) == CONNECTION_BAD)
		c->base.dead = 1;
}

/* One round trip: deallocations, parse, describe. */
static int send_prepare(struct pg_stmt *s, const char *name, PGresult *out[2])
{
	struct pg_conn *c = pg_conn_of(s);
	int idle = PQtransactionStatus(c->pg) == PQTRANS_IDLE, sent, synced;
	size_t groups;

	if (!PQenterPipelineMode(c->pg))
		return 0;
	groups = idle ? send_retired(c) : 0;
	sent = PQsendPrepare(c->pg, name, s->base.sql, (int)s->base.param_count, s->params.types) &&
	       PQsendDescribePrepared(c->pg, name);
	synced = PQpipelineSync(c->pg);
	read_retired(c, groups);
	if (synced)
		tn__pg_pipeline_read(c, out, 2);
	PQexitPipelineMode(c->pg);
	return sent && synced;
}

/* Takes the server's description over: formats of the results and of text parameters. */
static int take_description(struct pg_stmt *s, const PGresult *res)
{
	uint32_t i;
	int rc = tn__pg_take_columns(s, res);

	if (rc < 0)
		return rc;
	s->binary = 1;
	for (i = 0; i < s->base.column_count; i++)
		s->binary &= tn__pg_decoder(s->columns[i].type, 1) != NULL;
	for (i = 0; i < s->base.column_count; i++)
		s->columns[i].decode = tn__pg_decoder(s->columns[i].type, s->binary);
	if (s->base.want_count && (rc = tn__pg_want(s)) < 0)
		return rc;
	for (i = 0; i < s->base.param_count && i < (uint32_t)PQnparams(res); i++) {
		uint8_t kind = s->base.kinds[i];
		s->params.raw[i] = (kind == TN_KIND_TEXT || kind == TN_KIND_JSON) &&
				   tn__pg_is_plain_text(PQparamtype(res, (int)i));
	}
	return 0;
}

static void forget_prepared(struct pg_stmt *s)
{
	if (s->id)
		retire(pg_conn_of(s), s->id);
	s->id = 0;
	clear_columns(s);
}

int tn__pg_prepare(struct tn_be_stmt *stmt)
{
	struct pg_stmt *s = pg(stmt);
	struct pg_conn *c = pg_conn_of(s);
	PGresult *out[2] = {NULL, NULL};
	char name[32];
	int rc;

	rc = tn__pg_link_is_free(c);
	if (rc < 0)
		return rc;
	forget_prepared(s);
	s->reads_only = (stmt->flags & TN_BE_READS) || begins_as_query(stmt->sql);
	rc = tn__pg_params_init(s);
	if (rc < 0 || c->pooled || (stmt->flags & TN_BE_ONCE) || stmt->param_count > DESCRIBED_PARAMS)
		return rc;
	stmt->conn->round_trips++;
	s->id = ++c->last_id;
	write_name(s->id, name);
	if (!send_prepare(s, name, out))
		rc = tn__pg_fault_link(c);
	else if (!out[0] || PQresultStatus(out[0]) != PGRES_COMMAND_OK)
		rc = out[0] ? tn__pg_fault_result(c, s, out[0]) : tn__pg_fault_link(c);
	else if (!out[1] || PQresultStatus(out[1]) != PGRES_COMMAND_OK)
		rc = out[1] ? tn__pg_fault_result(c, s, out[1]) : tn__pg_fault_link(c);
	else
		rc = take_description(s, out[1]);
	if (rc < 0 && (!out[0] || PQresultStatus(out[0]) != PGRES_COMMAND_OK))
		s->id = 0; /* there is nothing to deallocate */
	PQclear(out[0]);
	PQclear(out[1]);
	return rc;
}

void tn__pg_close_stmt(struct tn_be_stmt *stmt)
{
	struct pg_stmt *s = pg(stmt);
	struct pg_conn *c = pg_conn_of(s);
	const struct tn_host *host = pg_host_of(s);

	tn__pg_copy_release(s);
	end_stream(s, PG_IDLE);
	forget_prepared(s);
	if (c->retired_count >= RETIRED_MAX)
		flush_retired(c);
	tn__pg_params_release(s);
	host->free(s->columns);
	host->free(s->cells);
	host->free(s->scratch.s);
	s->columns = NULL;
	s->cells = NULL;
	s->scratch.s = NULL;
	s->column_cap = 0;
	s->scratch.cap = 0;
}

/* ---- execute -------------------------------------------------------------- */

/* Rows that a command changed; a query and a command that changes no rows give 0. */
static int64_t affected_rows(PGresult *res)
{
	static const char *const counted[] = {"INSERT ", "UPDATE ", "DELETE ", "MERGE "};
	const char *tag = PQcmdStatus(res);
	size_t i;

	for (i = 0; i < sizeof(counted) / sizeof(*counted); i++)
		if (!strncmp(tag, counted[i], strlen(counted[i])))
			return strtoll(PQcmdTuples(res), NULL, 10);
	return 0;
}

/* What the command tells of itself comes with the last result, or with the last chunk before that. */
static void take_count(struct pg_stmt *s, PGresult *res)
{
	if (*PQcmdStatus(res))
		s->base.affected = affected_rows(res);
}

static int is_rows(ExecStatusType status)
{
	return status == PGRES_SINGLE_TUPLE || (int)status == TUPLES_CHUNK;
}

/* How many rows at a time: those of a chunk are in memory together. */
static int chunk_rows(const struct pg_stmt *s)
{
	uint32_t i;

	if (s->wide)
		return 1;
	for (i = 0; i < s->base.column_count; i++)
		if (PQfsize(s->attrs, (int)i) < 0 && PQfmod(s->attrs, (int)i) < 0)
			return CHUNK_ROWS_OF_ANY_LENGTH;
	return s->base.column_count ? CHUNK_ROWS : CHUNK_ROWS_OF_ANY_LENGTH;
}

static void ask_for_rows(struct pg_stmt *s)
{
	PGconn *pg = pg_conn_of(s)->pg;
	int rows = PQsetChunkedRowsMode ? chunk_rows(s) : 1;

	if (rows == 1 || !PQsetChunkedRowsMode(pg, rows))
		PQsetSingleRowMode(pg);
}

static void take_rows(struct pg_stmt *s, PGresult *res)
{
	s->row = res;
	s->row_at = 0;
	s->row_count = PQntuples(res);
	take_count(s, res);
	if (s->row_count > 1 && PQresultMemorySize(res) > (size_t)s->row_count * WIDE_ROW)
		s->wide = 1;
}

static int send_execute(struct pg_stmt *s)
{
	struct pg_conn *c = pg_conn_of(s);
	struct pg_params *p = &s->params;
	int n = (int)s->base.param_count;
	char name[32];

	if (!s->id)
		return PQsendQueryParams(c->pg, s->base.sql, n, p->types, p->values, p->lengths,
					 p->formats, 0);
	write_name(s->id, name);
	return PQsendQueryPrepared(c->pg, name, n, p->values, p->lengths, p->formats, s->binary);
}

/* The last result, or an error: takes it, empties the link, frees it. */
static int end_of_results(struct pg_stmt *s, PGresult *res)
{
	struct pg_conn *c = pg_conn_of(s);
	ExecStatusType status = res ? PQresultStatus(res) : PGRES_FATAL_ERROR;
	int rc = 0;

	if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH)
		PQputCopyEnd(c->pg, "COPY is not offered here");
	if (status == PGRES_COPY_OUT)
		tn__pg_cancel(&c->base);
	tn__pg_drain(c);
	if (status == PGRES_COPY_OUT)
		tn__pg_resume(&c->base);
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
		take_count(s, res);
		rc = tn__pg_fault_alone(c);
	} else if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH)
		rc = tn__pg_fault_text(c, TN_E_UNSUPPORTED,
				       "COPY to or from the client cannot be run as a statement");
	else if (status != PGRES_EMPTY_QUERY)
		rc = res ? tn__pg_fault_result(c, s, res) : tn__pg_fault_link(c);
	PQclear(res);
	return rc;
}

/* The first result says whether there are rows; its columns are taken where no description was. */
static int first_result(struct pg_stmt *s)
{
	struct pg_conn *c = pg_conn_of(s);
	PGresult *res = PQgetResult(c->pg);
	ExecStatusType status = res ? PQresultStatus(res) : PGRES_FATAL_ERROR;
	int rows = is_rows(status), rc = 0;

	if (!s->id && (rows || status == PGRES_TUPLES_OK))
		rc = tn__pg_take_columns(s, res);
	if (rc < 0) {
		tn__pg_drain(c);
		PQclear(res);
		return rc;
	}
	if (!rows) {
		rc = end_of_results(s, res);
		return rc < 0 ? rc : status == PGRES_TUPLES_OK;
	}
	take_rows(s, res);
	return 2;
}

static int execute_stream(struct pg_stmt *s)
{
	struct pg_conn *c = pg_conn_of(s);
	int rc;

	c->base.round_trips++;
	s->prefix = 0;
	c->active = s;
	c->alone = 0;
	if (!send_execute(s))
		rc = tn__pg_fault_link(c);
	else {
		ask_for_rows(s);
		rc = first_result(s);
	}
	if (rc == 2)
		s->state = PG_STREAM;
	else
		end_stream(s, rc == 1 ? PG_DONE : PG_IDLE);
	return rc > 0 ? 1 : rc;
}

int tn__pg_execute(struct tn_be_stmt *stmt, const tn_value *params, int mode, unsigned chunk)
{
	struct pg_stmt *s = pg(stmt);
	struct pg_conn *c = pg_conn_of(s);
	int rc;

	rc = tn__pg_link_is_free(c);
	if (rc < 0)
		return rc;
	stmt->affected = 0;
	stmt->last_insert_id = 0;
	if (!s->id)
		clear_columns(s);
	rc = tn__pg_params_bind(s, params);
	if (rc < 0)
		return rc;
	c->tx_before = (uint8_t)tn__pg_tx_status(&c->base);
	rc = mode == TN_BE_CHUNK ? tn__pg_cursor_open(s, chunk) : execute_stream(s);
	tn__pg_lists_trim(s);
	return rc;
}

/* ---- rows ------------------------------------------------------------------ */

static int next_result(struct pg_stmt *s)
{
	PGresult *res;
	int rc;

	clear_row(s);
	res = PQgetResult(pg_conn_of(s)->pg);
	if (!res || !is_rows(PQresultStatus(res))) {
		rc = end_of_results(s, res);
		end_stream(s, PG_DONE);
		return rc;
	}
	take_rows(s, res);
	return 1;
}

int tn__pg_next(struct tn_be_stmt *stmt)
{
	struct pg_stmt *s = pg(stmt);
	int rc = 1;

	while (s->row_at >= s->row_count && rc > 0) {
		if (s->state == PG_STREAM)
			rc = next_result(s);
		else
			rc = s->state == PG_CURSOR ? tn__pg_cursor_fetch(s) : 0;
	}
	if (rc <= 0)
		return rc < 0 ? rc : TN_DONE;
	rc = tn__pg_decode_row(s, s->row_at++);
	return rc < 0 ? rc : TN_ROW;
}

/* Waits for the next result; 0 when it has not come by the deadline. */
static int wait_result(struct pg_conn *c, int64_t deadline)
{
	struct pollfd fd = {.fd = PQsocket(c->pg), .events = POLLIN};

	while (PQisBusy(c->pg)) {
		int64_t left = (deadline - c->base.host->now_us() + 999) / 1000;
		if (left <= 0)
			return 0;
		if (poll(&fd, 1, (int)left) < 0 && errno != EINTR)
			return 1;
		if (!PQconsumeInput(c->pg))
			return 1;
	}
	return 1;
}

/* Drops rows; 1 when the end was reached, 0 at the bound.  *failed becomes the error that they end in, if they do. */
static int drop_rows(struct pg_stmt *s, int bounded, PGresult **failed)
{
	struct pg_conn *c = pg_conn_of(s);
	int64_t deadline = c->base.host->now_us() + DROP_US;
	size_t bytes = 0;
	int rows = 0;

	while (!bounded || (rows < DROP_ROWS && bytes < DROP_BYTES && wait_result(c, deadline))) {
		PGresult *res = PQgetResult(c->pg);
		if (!res || PQstatus(c->pg) == CONNECTION_BAD) {
			PQclear(res);
			return 1;
		}
		/* Among rows it is a lie. */
		if (tn__pg_is_copy(res)) {
			c->base.dead = 1;
			PQclear(res);
			return 1;
		}
		rows += PQntuples(res);
		bytes += PQresultMemorySize(res);
		if (PQresultStatus(res) != PGRES_FATAL_ERROR) {
			PQclear(res);
			continue;
		}
		PQclear(*failed);
		*failed = res;
	}
	return 0;
}

/*
 * The error of a query outside of a transaction is nobody's, since its rows were not
 * wanted, and the answer to the cancel is one.  Any other has undone a change, or has
 * failed the transaction.
 */
static int finish_stream(struct pg_stmt *s)
{
	struct pg_conn *c = pg_conn_of(s);
	int may_cancel = s->reads_only && c->tx_before == TN_BE_TX_IDLE, rc = 0;
	PGresult *failed = NULL;
	char why[256];

	clear_row(s);
	if (!drop_rows(s, may_cancel, &failed)) {
		PQcancel(c->cancel, why, sizeof(why));
		drop_rows(s, 0, &failed);
	}
	end_stream(s, PG_IDLE);
	if (c->base.dead || PQstatus(c->pg) == CONNECTION_BAD)
		rc = tn__pg_fault_link(c);
	else if (failed && !may_cancel)
		rc = tn__pg_fault_result(c, s, failed);
	else
		rc = tn__pg_fault_alone(c);
	PQclear(failed);
	return rc;
}

int tn__pg_finish(struct tn_be_stmt *stmt)
{
	struct pg_stmt *s = pg(stmt);
	int rc = 0;

	if (stmt->conn->dead)
		end_stream(s, PG_IDLE);
	else if (s->state == PG_STREAM)
		rc = finish_stream(s);
	else if (s->state == PG_CURSOR)
		rc = tn__pg_cursor_close(s);
	else if (s->state == PG_COPY)
		tn__pg_copy_give_up(s);
	clear_row(s);
	s->state = PG_IDLE;
	return rc;
}
