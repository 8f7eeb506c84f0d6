/* SPDX-License-Identifier: MIT */
/*
 * core/engine/trace.c - the record of a statement, from the beginning of its call to the
 * end of its rows.
 *
 * A traced connection has a bit in conn->wants, so that its calls leave the short way of
 * tn__call_ready() and run in trace_call.c; its slots are wrapped, and measure what is sent
 * and received.  A connection that is not traced is called as if this file did not exist.
 *
 * Invariants:
 *  1. Nothing fails because it is traced: without memory there is no record, or a part of
 *     it is missing.
 *  2. Hooks are called when the wire is at rest, from no place that goes on with the
 *     connection's state in its hands, and cannot run statements.
 *  3. A span is the call's, or it is in the list of those with open rows, or it is spare.
 *  4. Values are turned into text when the call begins, while they are there for certain.
 */
#include <stdio.h>
#include <time.h>
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/mem.h"
#include "core/base/value.h"
#include "core/engine/be.h"
#include "core/engine/stop.h"
#include "core/engine/trace.h"

#define VALUE_SHOWN 200u
#define VALUES_SHOWN 4000u

/* ---- spans -------------------------------------------------------------------------- */

static struct tn_span *new_span(void)
{
	struct tn_span *s = tn__alloc(sizeof *s);
	if (!s)
		return NULL;
	tn__text_init(&s->values);
	tn__text_init(&s->redacted);
	tn__text_init(&s->text);
	tn__text_init(&s->collection);
	tn__text_init(&s->summary);
	return s;
}

static void free_spans(struct tn_span *s)
{
	while (s) {
		struct tn_span *next = s->next;
		tn__text_release(&s->values);
		tn__text_release(&s->redacted);
		tn__text_release(&s->text);
		tn__text_release(&s->collection);
		tn__text_release(&s->summary);
		tn__free(s);
		s = next;
	}
}

static struct tn_span *take_span(struct tn_tracing *t)
{
	struct tn_span *s = t->spare;
	if (!s)
		return new_span();
	t->spare = s->next;
	s->next = NULL;
	tn__text_clear(&s->values);
	tn__text_clear(&s->redacted);
	tn__text_clear(&s->text);
	tn__text_clear(&s->collection);
	tn__text_clear(&s->summary);
	return s;
}

static uint64_t round_trips(const tn_conn *conn)
{
	return conn->old_round_trips + (conn->be ? conn->be->round_trips : 0);
}

/* ---- values as text ------------------------------------------------------------------- */

static int64_t size_of(const tn_value *v)
{
	int64_t size = 0;
	uint32_t i;
	tn_value item;
	if (v->kind == TN_KIND_NULL)
		return 0;
	if (v->kind != TN_KIND_LIST)
		return tn__kind_has_bytes(v->kind) ? (int64_t)v->len : 8;
	for (i = 0; v->u.list && i < v->u.list->count; i++) {
		item = tn__list_at(v->u.list, i);
		size += size_of(&item);
	}
	return size;
}

static void show_value(struct tn_text *out, const tn_value *v)
{
	char room[VALUE_SHOWN + 4];
	int quoted = v->kind == TN_KIND_TEXT || v->kind == TN_KIND_JSON;
	size_t n;
	if (v->kind == TN_KIND_LIST) {
		tn__text_printf(out, "(%u values)", v->u.list ? v->u.list->count : 0);
		return;
	}
	n = tn_value_format(v, room, sizeof room);
	if (quoted)
		tn__text_putc(out, '\'');
	tn__text_puts(out, room);
	if (n >= sizeof room)
		tn__text_puts(out, "...");
	if (quoted)
		tn__text_putc(out, '\'');
}

static void show_values(struct tn_text *out, const tn_args *args)
{
	uint32_t i;
	tn__text_puts(out, "");
	for (i = 0; args && i < args->count; i++) {
		if (i)
			tn__text_puts(out, ", ");
		if (out->len > VALUES_SHOWN) {
			tn__text_puts(out, "...");
			break;
		}
		if (args->named)
			tn__text_printf(out, "%.100s: ", args->named[i].name ? args->named[i].name : "?");
		show_value(out, args->named ? &args->named[i].value : &args->values[i]);
	}
}

static int wants_values(const struct tn_tracing *t)
{
	unsigned i;
	for (i = 0; i < t->count; i++)
		if (t->hooks[i].flags & TN_TRACE_VALUES)
			return 1;
	return 0;
}

/* ---- a call ----------------------------------------------------------------------------- */

struct tn_span *tn__span_begin(tn_conn *conn, const tn_args *args, struct tn_span **outer)
{
	struct tn_tracing *t = conn->trace;
	struct tn_span *s = take_span(t);
	struct timespec now = {0, 0};
	*outer = t->call;
	t->call = s;
	if (!s) {
		tn__log(TN_LOG_WARNING, "no memory for the trace of a statement");
		return NULL;
	}
	clock_gettime(CLOCK_REALTIME, &now);
	memset(&s->t, 0, sizeof s->t);
	s->t.size = sizeof s->t;
	s->t.start_us = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
	s->t.attempt = conn->attempt;
	s->conn = conn;
	s->rows = NULL;
	s->compiled = s->native = 0;
	s->begun = tn__now_us();
	s->round_trips = round_trips(conn);
	s->reprepares = conn->reprepares;
	if (wants_values(t))
		show_values(&s->values, args);
	return s;
}

/* Once the call has returned only the rows of the statement count. */
static void end_call(struct tn_span *s, struct tn_span *outer)
{
	tn_conn *conn = s->conn;
	conn->trace->call = outer;
	s->t.round_trips = (unsigned)(round_trips(conn) - s->round_trips);
	s->t.reprepares = (unsigned)(conn->reprepares - s->reprepares);
	s->t.cached = !s->compiled;
}

static void take_server(struct tn_span *s)
{
	const tn_conn *conn = s->conn;
	s->t.system = conn->dialect ? conn->dialect->name : NULL;
	s->t.database = tn_url_database(conn->url);
	if (conn->hosts.at < tn_url_host_count(conn->url)) {
		s->t.host = tn_url_host(conn->url, conn->hosts.at);
		s->t.port = tn_url_port(conn->url, conn->hosts.at);
	}
}

/* What was compiled; or of what was not, the part of the text that is for this server. */
static void take_text(struct tn_span *s, const char *sql, const struct tn_entry *e)
{
	struct tn_picked p = {.text = sql, .len = strlen(sql), .portable = 1};
	int found = tn__text_pick(s->conn, sql, p.len, &p, NULL) >= 0;
	s->t.text_id = tn__cache_hash(sql, strlen(sql));
	s->native = found && !p.portable;
	s->t.origin = p.portable && found               ? TN_TRACE_PORTABLE
		      : found && tn__sql_is_native(p.text, p.len) ? TN_TRACE_NATIVE
							  : TN_TRACE_VARIANT;
	if (e) {
		s->t.text = e->ir->source;
		s->t.text_len = e->ir->source_len;
		return;
	}
	if (s->t.origin == TN_TRACE_NATIVE) {
		p.text += sizeof TN_NATIVE_MARK - 1;
		p.len -= sizeof TN_NATIVE_MARK - 1;
	}
	tn__text_append(&s->text, p.text, p.len);
	s->t.text = s->text.failed ? NULL : s->text.s;
	s->t.text_len = s->t.text ? s->text.len : 0;
}

static void take_plan(struct tn_span *s, const struct tn_entry *e)
{
	const struct tn_ir_table_name *table = e->portable && e->ir->table_count == 1 ? e->ir->tables : NULL;
	s->t.operation = e->ir->verb;
	s->t.steps = e->plan->step_count;
	s->t.sent = e->steps ? tn__steps_sent(e) : e->rendered.sql;
	if (!table || !table->schema) {
		s->t.collection = table ? table->name : NULL;
		return;
	}
	tn__text_printf(&s->collection, "%s.%s", table->schema, table->name);
	s->t.collection = s->collection.failed ? table->name : s->collection.s;
}

static void take_result(struct tn_span *s, const struct tn_entry *e)
{
	const struct tn_rows *r = &e->rows;
	if (r->magic == TN_ROWS_MAGIC)
		s->t.rows = (int64_t)(r->stored && !r->stored->columns ? r->stored->count : r->row);
	if (s->t.code >= 0 && !(e->plan->flags & TN_PLAN_NO_COUNT))
		s->t.affected = e->be->affected;
}

static void take_error(struct tn_span *s, int rc, const tn_error *error, char *number, size_t size)
{
	if (rc < 0)
		s->t.code = rc;
	if (s->t.code >= 0)
		return;
	s->t.error_type = tn_error_name(s->t.code);
	s->t.error_flags = tn_error_flags(error);
	s->t.sqlstate = s->t.status_code = tn_error_sqlstate(error);
	if (!tn_error_native(error))
		return;
	snprintf(number, size, "%d", tn_error_native(error));
	s->t.status_code = number;
}

/* Tells the hooks; the span is spare afterwards. */
static void tell(struct tn_span *s)
{
	struct tn_tracing *t = s->conn->trace;
	const char *values = s->values.failed ? NULL : s->values.s;
	unsigned i;
	s->t.duration_us = tn__now_us() - s->begun;
	t->calling++;
	for (i = 0; i < t->count; i++) {
		s->t.values = t->hooks[i].flags & TN_TRACE_VALUES ? values : NULL;
		t->hooks[i].fn(t->hooks[i].ctx, &s->t);
	}
	t->calling--;
	s->next = t->spare;
	t->spare = s;
}

static void finish(struct tn_span *s, const char *sql, const struct tn_entry *e, int rc, const tn_error *error)
{
	char number[16];
	take_server(s);
	take_error(s, rc, error, number, sizeof number);
	if (sql) {
		take_text(s, sql, e);
	} else {
		s->t.text = s->t.operation;
		s->t.text_len = strlen(s->t.text);
		s->t.text_id = tn__cache_hash(s->t.text, s->t.text_len);
	}
	if (e) {
		take_plan(s, e);
		take_result(s, e);
	}
	tell(s);
}

void tn__span_end(struct tn_span *s, struct tn_span *outer, const char *sql, const struct tn_entry *e, int rc,
		  const tn_error *error)
{
	if (!s)
		return;
	end_call(s, outer);
	finish(s, sql, e, rc, error);
}

/* ---- rows that come after the call --------------------------------------------------------- */

void tn__span_open(struct tn_span *s, struct tn_span *outer, struct tn_entry *e)
{
	struct tn_tracing *t = e->conn->trace;
	if (!s)
		return;
	end_call(s, outer);
	s->rows = e->be;
	s->next = t->open;
	t->open = s;
	e->after |= TN_AFTER_TRACE;
}

static struct tn_span **find_open(struct tn_tracing *t, const struct tn_be_stmt *be)
{
	struct tn_span **p = &t->open;
	while (*p && (*p)->rows != be)
		p = &(*p)->next;
	return p;
}

void tn__span_close(struct tn_entry *e, int rc, const tn_error *error)
{
	struct tn_span **p = find_open(e->conn->trace, e->be), *s = *p;
	if (!s)
		return;
	*p = s->next;
	finish(s, e->text, e, rc, error);
}

void tn__span_kill(const struct tn_entry *e, int code)
{
	struct tn_span *s = *find_open(e->conn->trace, e->be);
	if (s)
		s->t.code = code;
}

void tn__span_compiled(tn_conn *conn, int64_t from)
{
	struct tn_span *s = conn->trace->call;
	if (!s)
		return;
	s->compiled = 1;
	s->t.compile_us += tn__now_us() - from;
}

void tn__span_served(tn_conn *conn, int64_t from)
{
	if (conn->trace->call)
		conn->trace->call->t.server_us += tn__now_us() - from;
}

/* ---- slots that measure ---------------------------------------------------------------------- */

/* The statement that an execution on the backend belongs to; NULL: none that is traced. */
static struct tn_span *span_of(const struct tn_be_stmt *be, struct tn_tracing **t)
{
	tn_conn *conn = be->conn->core;
	struct tn_span *s;
	*t = conn->trace;
	s = *find_open(*t, be);
	return s ? s : (*t)->call;
}

static int traced_execute(struct tn_be_stmt *be, const tn_value *params, int mode, unsigned chunk)
{
	struct tn_tracing *t;
	struct tn_span *s = span_of(be, &t);
	int64_t from = tn__now_us();
	uint32_t i;
	int rc = t->inner.execute(be, params, mode, chunk);
	if (!s)
		return rc;
	s->t.server_us += tn__now_us() - from;
	if (be == s->conn->control)
		return rc;
	s->t.executions++;
	for (i = 0; i < be->param_count; i++)
		s->t.bytes_sent += size_of(&params[i]);
	return rc;
}

static int traced_next(struct tn_be_stmt *be)
{
	struct tn_tracing *t;
	struct tn_span *s = span_of(be, &t);
	int64_t from = tn__now_us();
	uint64_t before = be->conn->round_trips;
	uint32_t i;
	int rc = t->inner.next(be);
	if (!s)
		return rc;
	s->t.server_us += tn__now_us() - from;
	if (s->rows)
		s->t.round_trips += (unsigned)(be->conn->round_trips - before);
	for (i = 0; rc == TN_ROW && be != s->conn->control && i < be->column_count; i++)
		s->t.bytes_received += size_of(&be->cells[i]);
	return rc;
}

static int traced_finish(struct tn_be_stmt *be)
{
	struct tn_tracing *t;
	struct tn_span *s = span_of(be, &t);
	int64_t from = tn__now_us();
	uint64_t before = be->conn->round_trips;
	int rc = t->inner.finish(be);
	if (!s)
		return rc;
	s->t.server_us += tn__now_us() - from;
	if (s->rows)
		s->t.round_trips += (unsigned)(be->conn->round_trips - before);
	return rc;
}

static int traced_put_rows(struct tn_be_stmt *be, const struct tn_be_into *into, const tn_value *rows, uint32_t count)
{
	struct tn_tracing *t;
	struct tn_span *s = span_of(be, &t);
	int64_t from = tn__now_us();
	size_t i;
	int rc = t->inner.put_rows(be, into, rows, count);
	if (!s || !count)
		return rc;
	s->t.server_us += tn__now_us() - from;
	s->t.executions++;
	for (i = 0; i < (size_t)count * be->param_count; i++)
		s->t.bytes_sent += size_of(&rows[i]);
	return rc;
}

static int traced_end_rows(struct tn_be_stmt *be)
{
	struct tn_tracing *t;
	struct tn_span *s = span_of(be, &t);
	int64_t from = tn__now_us();
	int rc = t->inner.end_rows(be);
	if (s)
		s->t.server_us += tn__now_us() - from;
	return rc;
}

void tn__trace_wrap(tn_conn *conn)
{
	conn->trace->inner = conn->slots;
	conn->slots.execute = traced_execute;
	conn->slots.next = traced_next;
	conn->slots.finish = traced_finish;
	conn->slots.put_rows = traced_put_rows;
	conn->slots.end_rows = traced_end_rows;
}

/* ---- hooks ---------------------------------------------------------------------------------------- */

static int begin_tracing(tn_conn *conn)
{
	struct tn_tracing *t = tn__alloc(sizeof *t);
	if (!t || !(t->spare = new_span())) {
		tn__free(t);
		return TN_E_NOMEM;
	}
	conn->trace = t;
	tn__trace_wrap(conn);
	atomic_fetch_or(&conn->wants, TN_WANTS_TRACE);
	return TN_OK;
}

void tn__trace_leave(tn_conn *conn)
{
	struct tn_tracing *t = conn->trace;
	if (!t)
		return;
	conn->trace = NULL;
	free_spans(t->open);
	free_spans(t->spare);
	tn__free(t);
}

static int check(tn_conn *conn, tn_trace_fn fn, tn_error **err)
{
	if (!conn || conn->magic != TN_CONN_MAGIC)
		return tn__error_set(
			err, TN_E_MISUSE, "the connection handle is %s", conn ? "closed or foreign" : "NULL");
	if (!fn)
		return tn__error_set(err, TN_E_MISUSE, "a trace needs a function");
	if (conn->trace && conn->trace->calling)
		return tn__error_set(err, TN_E_MISUSE, "the function of a trace cannot use the connection");
	return TN_OK;
}

int tn_add_trace(tn_conn *conn, tn_trace_fn fn, void *ctx, unsigned flags, tn_error **err)
{
	int rc = check(conn, fn, err);
	struct tn_tracing *t;
	if (rc < 0)
		return rc;
	if (flags & ~TN_TRACE_VALUES)
		return tn__error_set(err, TN_E_MISUSE, "0x%x are no flags of a trace", flags);
	if (!conn->trace && begin_tracing(conn) < 0)
		return tn__error_nomem(err);
	t = conn->trace;
	if (t->count == TN_TRACE_HOOKS)
		return tn__error_set(err, TN_E_MISUSE, "a connection has at most %u traces", TN_TRACE_HOOKS);
	t->hooks[t->count++] = (struct tn_hook){fn, ctx, flags};
	return TN_OK;
}

int tn_remove_trace(tn_conn *conn, tn_trace_fn fn, void *ctx, tn_error **err)
{
	int rc = check(conn, fn, err);
	struct tn_tracing *t;
	unsigned i = 0;
	if (rc < 0)
		return rc;
	t = conn->trace;
	while (t && i < t->count && (t->hooks[i].fn != fn || t->hooks[i].ctx != ctx))
		i++;
	if (!t || i == t->count)
		return tn__error_set(err, TN_E_MISUSE, "there is no such trace");
	if (t->open)
		return tn__error_set(err, TN_E_MISUSE, "a trace cannot be taken away while rows are being read");
	memmove(&t->hooks[i], &t->hooks[i + 1], (--t->count - i) * sizeof t->hooks[0]);
	if (t->count)
		return TN_OK;
	atomic_fetch_and(&conn->wants, ~TN_WANTS_TRACE);
	tn__trace_leave(conn);
	tn__stop_choose_slots(conn);
	return TN_OK;
}
