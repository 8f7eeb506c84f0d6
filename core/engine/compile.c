/* SPDX-License-Identifier: MIT */
/*
 * core/engine/compile.c - from a text to an entry that can be executed.
 *
 *   text -> IR -> plan -> rendered text, prepared by the backend at the first run
 *
 * Native text takes the short way here, portable SQL that of portable.c.
 *
 * An entry is compiled for the kinds of its parameters, since the server types a
 * statement by them.  NULL fits every kind.
 */
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/engine/be.h"
#include "core/engine/engine.h"
#include "core/engine/trace.h"

static const tn_value *find_named(const tn_args *args, const char *name)
{
	uint32_t i;
	for (i = 0; i < args->count; i++)
		if (args->named[i].name && !strcmp(args->named[i].name, name))
			return &args->named[i].value;
	return NULL;
}

const tn_value *tn__arg_value(const struct tn_ir_stmt *ir, const tn_args *args, uint32_t i)
{
	if (!args)
		return NULL;
	if (args->named)
		return ir->arg_names ? find_named(args, ir->arg_names[i]) : NULL;
	return i < args->count ? &args->values[i] : NULL;
}

int tn__entry_fits_rest(const struct tn_entry *e, const tn_args *args)
{
	uint32_t i;
	for (i = 0; i < e->ir->arg_count; i++) {
		const tn_value *v = tn__arg_value(e->ir, args, i);
		uint8_t kind = e->kinds[i] == TN_KIND_IS_SIZED ? e->portable->sized_kind : e->kinds[i];
		if (!v)
			return 0;
		if (kind == TN_KIND_IS_LIST) {
			if (v->kind != TN_KIND_LIST || !tn__portable_fits_list(e, i, v->u.list))
				return 0;
		} else if (v->kind != kind && v->kind != TN_KIND_NULL) {
			return 0;
		}
	}
	return !e->portable || !e->portable->sized || tn__weigh_fits(e, args);
}

static int take_kinds(struct tn_entry *e, const tn_args *args, tn_error **err)
{
	uint32_t i, n = e->ir->arg_count, places = e->rendered.arg_count;
	e->kinds = tn__arena_calloc(&e->arena, n + 1, 1);
	e->args = tn__arena_calloc(&e->arena, n + 1, sizeof *e->args);
	if (!e->kinds || !e->args)
		return tn__error_nomem(err);
	for (i = 0; i < n; i++) {
		const tn_value *v = tn__arg_value(e->ir, args, i);
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

/* How the backend counts rows that were there already. */
static unsigned count_flags(const struct tn_ir_stmt *stmt)
{
	static const unsigned flags[] = {
		[TN_COUNTS_ALL] = TN_BE_COUNT_ALL,
		[TN_COUNTS_NEW] = TN_BE_COUNT_NEW,
		[TN_COUNTS_BUT_KEPT] = TN_BE_COUNT_ALL | TN_BE_COUNT_NEW,
	};
	return stmt && stmt->kind == TN_IR_INSERT ? flags[stmt->u.change->counts] : 0;
}

/* Schema changes do not repeat, and without a cache nothing would find it again. */
static unsigned be_flags(const struct tn_entry *e)
{
	unsigned flags = e->ir->effect == TN_IR_SCHEMA || (!e->conn->cache.max && !e->owned) ? TN_BE_ONCE : 0;
	if (!e->portable)
		return flags;
	flags |= count_flags(e->is_step ? e->ir : e->plan->steps[0].stmt);
	if (e->ir->kind == TN_IR_QUERY)
		flags |= TN_BE_READS;
	return flags | TN_BE_STRICT | (e->portable->cached_tables ? 0 : TN_BE_FRESH);
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
	if (e->portable) {
		s->want = e->portable->want;
		s->want_count = e->portable->want_count;
	}
	e->prepared = 0;
}

static int compile_native(struct tn_entry *e, const char *text, size_t len, const tn_args *args, tn_error **err)
{
	tn_conn *conn = e->conn;
	int rc = tn__sql_parse_native(&e->arena, text, len, conn->dialect, &conn->profile, &e->ir, err);
	if (rc >= 0)
		rc = tn__lower(&e->arena, &conn->be->server.caps, e->ir, &e->plan, err);
	if (rc >= 0)
		rc = tn__sql_render(&e->arena, e->plan->steps[0].stmt, conn->dialect, &e->rendered, err);
	if (rc >= 0)
		rc = take_kinds(e, args, err);
	return rc;
}

/* What the application has lowered through the client library's own handle holds from the next text on. */
static void look_at_limits(tn_conn *conn)
{
	if (conn->backend->look_at_limits && conn->backend->look_at_limits(conn->be))
		tn__profile_make(&conn->be->server.caps, &conn->profile);
}

static int compile(struct tn_entry *e, const char *text, size_t len, const tn_args *args, tn_error **err)
{
	int64_t from = e->conn->trace ? tn__now_us() : 0;
	struct tn_picked picked;
	int rc;
	look_at_limits(e->conn);
	rc = tn__text_pick(e->conn, text, len, &picked, err);
	if (rc >= 0)
		rc = picked.portable ? tn__portable_compile(e, picked.text, picked.len, args, err)
				     : compile_native(e, picked.text, picked.len, args, err);
	if (e->conn->trace)
		tn__span_compiled(e->conn, from);
	if (rc < 0)
		return rc;
	tn__text_trace(e->conn, text, &picked, e->ir->verb);
	if (e->plan->flags & TN_PLAN_IMPLICIT_COMMIT)
		e->after |= TN_AFTER_COMMIT;
	e->after |= tn__tables_after(e->ir);
	rc = tn__pooled_admit(e, err);
	if (rc < 0)
		return rc;
	e->text_len = len;
	e->text = tn__arena_strndup(&e->arena, text, len);
	return e->text ? TN_OK : tn__error_nomem(err);
}

void tn__entry_init(struct tn_entry *e, tn_conn *conn)
{
	e->conn = conn;
	e->rows.entry = e;
	tn__arena_init(&e->arena);
	tn__arena_init(&e->bound);
	tn__arena_init(&e->rows.fetch);
	tn__text_init(&e->rows.scratch);
	tn__text_init(&e->spelled);
}

int tn__entry_take_be(struct tn_entry *e, tn_error **err)
{
	e->be = tn__alloc(e->conn->backend->stmt_size);
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
	tn__entry_init(e, conn);
	e->busy = 1;
	rc = compile(e, text, len, args, err);
	if (rc >= 0)
		rc = tn__entry_take_be(e, err);
	if (rc < 0) {
		tn__entry_free(e);
		return rc;
	}
	*out = e;
	return TN_OK;
}

/* Takes over what compile() has made, in place of what it made before. */
static void adopt(struct tn_entry *e, struct tn_entry *made)
{
	struct tn_arena arena = e->arena;
	tn__portable_release(e);
	e->arena = made->arena;
	made->arena = arena;
	e->text = made->text;
	e->ir = made->ir;
	tn__steps_free(e);
	e->steps = made->steps;
	made->steps = NULL;
	e->plan = made->plan;
	e->rendered = made->rendered;
	e->portable = made->portable;
	e->kinds = made->kinds;
	e->place_kinds = made->place_kinds;
	e->params = made->params;
	e->args = made->args;
	e->after = made->after;
	made->portable = NULL;
}

int tn__entry_recompile(struct tn_entry *e, const tn_args *args, tn_error **err)
{
	struct tn_entry *made = tn__alloc(sizeof *made);
	unsigned once = e->be->flags & TN_BE_ONCE;
	int rc;
	if (!made)
		return tn__error_nomem(err);
	tn__entry_init(made, e->conn);
	rc = compile(made, e->text, e->text_len, args, err);
	if (rc >= 0) {
		tn__be_close_stmt(e->conn, e->be);
		adopt(e, made);
		tn__entry_renew_be(e, once | (be_flags(e) & ~TN_BE_ONCE) | (e->portable ? TN_BE_FRESH : 0));
	}
	tn__entry_free(made);
	return rc;
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
	tn__steps_free(e);
	tn__portable_release(e);
	if (e->be) {
		tn__be_close_stmt(e->conn, e->be);
		tn__free(e->be);
	}
	tn__arena_release(&e->bound);
	tn__arena_release(&e->rows.fetch);
	tn__text_release(&e->rows.scratch);
	tn__text_release(&e->spelled);
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
