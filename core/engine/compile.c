/* SPDX-License-Identifier: MIT */
/*
 * core/engine/compile.c - from a text to an entry that can be executed.
 *
 *   text -> IR -> plan -> rendered text, prepared by the backend at the first run
 *
 * An entry is compiled for the kinds of its parameters, since the server types a
 * statement by them.  NULL fits every kind.
 */
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/engine/be.h"
#include "core/engine/engine.h"

static const tn_value *find_named(const tn_args *args, const char *name)
{
	uint32_t i;
	for (i = 0; i < args->count; i++)
		if (args->named[i].name && !strcmp(args->named[i].name, name))
			return &args->named[i].value;
	return NULL;
}

/* The value for argument i of the statement, or NULL when there is none. */
static const tn_value *arg_value(const struct tn_ir_stmt *ir, const tn_args *args, uint32_t i)
{
	if (!args)
		return NULL;
	if (args->named)
		return ir->arg_names ? find_named(args, ir->arg_names[i]) : NULL;
	return i < args->count ? &args->values[i] : NULL;
}

int tn__entry_fits_named(const struct tn_entry *e, const tn_args *args)
{
	uint32_t i;
	for (i = 0; i < e->ir->arg_count; i++) {
		const tn_value *v = arg_value(e->ir, args, i);
		if (!v || (v->kind != e->kinds[i] && v->kind != TN_KIND_NULL))
			return 0;
	}
	return 1;
}

static int take_kinds(struct tn_entry *e, const tn_args *args, tn_error **err)
{
	uint32_t i, n = e->ir->arg_count, places = e->rendered.arg_count;
	e->kinds = tn__arena_calloc(&e->arena, n + 1, 1);
	e->args = tn__arena_calloc(&e->arena, n + 1, sizeof *e->args);
	if (!e->kinds || !e->args)
		return tn__error_nomem(err);
	for (i = 0; i < n; i++) {
		const tn_value *v = arg_value(e->ir, args, i);
		e->kinds[i] = v ? v->kind : TN_KIND_NULL;
	}
	e->place_kinds = e->kinds;
	if (e->rendered.identity)
		return TN_OK;
	e->place_kinds = tn__arena_calloc(&e->arena, places + 1, 1);
	e->params = tn__arena_calloc(&e->arena, places + 1, sizeof *e->params);
	if (!e->place_kinds || !e->params)
		return tn__error_nomem(err);
	for (i = 0; i < places; i++)
		e->place_kinds[i] = e->kinds[e->rendered.args[i]];
	return TN_OK;
}

/* Schema changes do not repeat, and without a cache nothing would find it again. */
static unsigned be_flags(const struct tn_entry *e)
{
	return e->ir->effect == TN_IR_SCHEMA || (!e->conn->cache.max && !e->owned) ? TN_BE_ONCE : 0;
}

void tn__entry_renew_be(struct tn_entry *e, unsigned flags)
{
	struct tn_be_stmt *s = e->be;
	memset(s, 0, e->conn->backend->stmt_size);
	s->conn = e->conn->be;
	s->sql = e->rendered.sql;
	s->sql_len = e->rendered.sql_len;
	s->param_count = e->rendered.arg_count;
	s->kinds = e->place_kinds;
	s->flags = flags;
	e->prepared = 0;
}

static int compile(struct tn_entry *e, const char *text, size_t len, const tn_args *args, tn_error **err)
{
	tn_conn *conn = e->conn;
	int rc = tn__sql_parse_native(&e->arena, text, len, conn->dialect, &conn->profile, &e->ir, err);
	if (rc >= 0)
		rc = tn__lower(&e->arena, &conn->be->server.caps, e->ir, &e->plan, err);
	if (rc >= 0)
		rc = tn__sql_render(&e->arena, e->plan->steps[0].stmt, conn->dialect, &e->rendered, err);
	if (rc >= 0)
		rc = take_kinds(e, args, err);
	if (rc < 0)
		return rc;
	e->text = tn__arena_strndup(&e->arena, text, len);
	if (e->text)
		e->be = tn__alloc(conn->backend->stmt_size);
	if (!e->be)
		return tn__error_nomem(err);
	tn__entry_renew_be(e, be_flags(e));
	return TN_OK;
}

int tn__entry_new(tn_conn *conn, const char *text, size_t len, const tn_args *args, struct tn_entry **out,
		  tn_error **err)
{
	struct tn_entry *e = tn__alloc(sizeof *e);
	int rc;
	if (!e)
		return tn__error_nomem(err);
	e->conn = conn;
	e->rows.entry = e;
	e->text_len = len;
	e->busy = 1;
	tn__arena_init(&e->arena);
	tn__arena_init(&e->bound);
	tn__arena_init(&e->rows.fetch);
	tn__text_init(&e->rows.scratch);
	rc = compile(e, text, len, args, err);
	if (rc < 0) {
		tn__entry_free(e);
		return rc;
	}
	*out = e;
	return TN_OK;
}

/* Some client libraries would read a stream away to close another statement. */
static int wait_for_stream(struct tn_entry *e)
{
	tn_conn *conn = e->conn;
	if (TN_LIKELY(!conn->stream || conn->stream == &e->rows || !e->prepared))
		return 0;
	e->chain = conn->doomed;
	conn->doomed = e;
	return 1;
}

void tn__entry_free_doomed(tn_conn *conn)
{
	while (conn->doomed) {
		struct tn_entry *e = conn->doomed;
		conn->doomed = e->chain;
		tn__entry_free(e);
	}
}

void tn__entry_free(struct tn_entry *e)
{
	if (!e || wait_for_stream(e))
		return;
	if (e->be) {
		tn__be_close_stmt(e->conn, e->be);
		tn__free(e->be);
	}
	tn__arena_release(&e->bound);
	tn__arena_release(&e->rows.fetch);
	tn__text_release(&e->rows.scratch);
	tn__arena_release(&e->arena);
	tn__free(e);
}

int tn__entry_search(tn_conn *conn, const char *text, const tn_args *args, struct tn_entry **out, tn_error **err)
{
	size_t len = strlen(text);
	uint64_t hash = tn__cache_hash(text, len);
	struct tn_entry *e = tn__cache_find(&conn->cache, text, len, hash, args);
	int rc;
	if (TN_LIKELY(e != NULL)) {
		conn->hits++;
		e->busy = 1;
		*out = e;
		return TN_OK;
	}
	conn->misses++;
	rc = tn__entry_new(conn, text, len, args, out, err);
	if (rc >= 0)
		(*out)->hash = hash;
	return rc;
}
