/* SPDX-License-Identifier: MIT */
/*
 * core/engine/stmt.c - statement handles: a text that its caller keeps prepared.
 *
 * A handle has an entry of its own, outside the cache, compiled for the kinds of
 * arguments that it was given last.
 */
#include "core/base/mem.h"
#include "core/engine/be.h"
#include "core/engine/engine.h"
#include "core/engine/trace.h"

/* An entry for arguments of other kinds, in place of the one that there is. */
__attribute__((noinline))
static TN_COLD int new_entry(tn_stmt *stmt, const tn_args *args, tn_error **err)
{
	struct tn_entry *e;
	int rc;
	if (stmt->entry && stmt->entry->busy)
		return tn__error_set(err, TN_E_MISUSE, "the rows of '%.80s' are still open", stmt->text);
	rc = tn__entry_new(stmt->conn, stmt->text, stmt->text_len, args, &e, err);
	if (rc < 0)
		return rc;
	tn__entry_free(stmt->entry);
	stmt->entry = e;
	e->owned = 1;
	e->be->flags &= ~TN_BE_ONCE;
	return TN_OK;
}

/* The handle's entry, busy, compiled for arguments like these. */
static inline int stmt_entry(tn_stmt *stmt, const tn_args *args, struct tn_entry **out, tn_error **err)
{
	struct tn_entry *e = stmt->entry;
	if (TN_UNLIKELY(!e || e->busy || !tn__entry_fits(e, args))) {
		int rc = new_entry(stmt, args, err);
		if (rc < 0)
			return rc;
		e = stmt->entry;
	}
	e->busy = 1;
	*out = e;
	return TN_OK;
}

int tn__stmt_entry(tn_stmt *stmt, const tn_args *args, struct tn_entry **out, tn_error **err)
{
	return stmt_entry(stmt, args, out, err);
}

static int stmt_ready(tn_stmt *stmt, tn_error **err)
{
	if (TN_UNLIKELY(!stmt || stmt->magic != TN_STMT_MAGIC))
		return tn__error_set(
			err, TN_E_MISUSE, "the statement handle is %s", stmt ? "closed or foreign" : "NULL");
	return tn__call_ready(stmt->conn, stmt->text, err);
}

/* The number of its parameters is all that can be told before they are bound. */
static int count_params(struct tn_stmt *s, const char *sql, tn_error **err)
{
	const struct tn_ir_stmt *native = NULL;
	struct tn_ir_stmt *portable = NULL;
	tn_conn *conn = s->conn;
	struct tn_picked p;
	int rc = tn__text_pick(conn, sql, s->text_len, &p, err);
	if (rc < 0)
		return rc;
	if (p.portable) {
		rc = tn__sql_parse(&s->arena, p.text, p.len, &portable, err);
		s->param_count = rc < 0 ? 0 : portable->arg_count;
	} else {
		rc = tn__sql_parse_native(&s->arena, p.text, p.len, conn->dialect, &conn->profile, &native, err);
		s->param_count = rc < 0 ? 0 : native->arg_count;
	}
	tn__arena_clear(&s->arena);
	return rc;
}

int tn_prepare(tn_conn *conn, const char *sql, tn_stmt **out, tn_error **err)
{
	tn_stmt *s;
	int rc = tn__conn_check(conn, err);
	if (rc < 0)
		return rc;
	if (!sql || !out)
		return tn__error_set(err, TN_E_MISUSE, "tn_prepare() needs a text and a place for the handle");
	s = tn__alloc(sizeof *s);
	if (!s)
		return tn__error_nomem(err);
	tn__arena_init(&s->arena);
	s->text_len = strlen(sql);
	s->conn = conn;
	rc = count_params(s, sql, err);
	if (rc >= 0 && !(s->text = tn__arena_strndup(&s->arena, sql, s->text_len)))
		rc = tn__error_nomem(err);
	if (rc < 0) {
		tn__arena_release(&s->arena);
		tn__free(s);
		return rc;
	}
	s->magic = TN_STMT_MAGIC;
	s->next = conn->stmts;
	s->pprev = &conn->stmts;
	if (s->next)
		s->next->pprev = &s->next;
	conn->stmts = s;
	*out = s;
	return TN_OK;
}

__attribute__((noinline)) static TN_COLD int exec_traced(tn_stmt *stmt, const tn_args *args, tn_result *result,
							 tn_error **err)
{
	struct tn_call c = {.conn = stmt->conn, .sql = stmt->text, .stmt = stmt, .args = args};
	return tn__traced_exec(&c, result, err);
}

__attribute__((noinline)) static TN_COLD int query_traced(tn_stmt *stmt, const tn_args *args, tn_rows **rows,
							  tn_error **err)
{
	struct tn_call c = {.conn = stmt->conn, .sql = stmt->text, .stmt = stmt, .args = args};
	return tn__traced_query(&c, TN_FETCH_STREAM, 0, rows, err);
}

int tn_stmt_exec(tn_stmt *stmt, const tn_args *args, tn_result *result, tn_error **err)
{
	struct tn_entry *e = NULL;
	int rc = stmt_ready(stmt, err);
	if (TN_UNLIKELY(rc != TN_OK))
		return rc < 0 ? rc : exec_traced(stmt, args, result, err);
	rc = stmt_entry(stmt, args, &e, err);
	return TN_LIKELY(rc >= 0) ? tn__exec_entry(e, args, result, err) : rc;
}

int tn_stmt_query(tn_stmt *stmt, const tn_args *args, tn_rows **rows, tn_error **err)
{
	struct tn_entry *e = NULL;
	int rc = stmt_ready(stmt, err);
	if (TN_UNLIKELY(rc >= 0 && !rows))
		return tn__error_set(err, TN_E_MISUSE, "tn_stmt_query() needs a place for the rows");
	if (TN_UNLIKELY(rc != TN_OK))
		return rc < 0 ? rc : query_traced(stmt, args, rows, err);
	rc = stmt_entry(stmt, args, &e, err);
	return TN_LIKELY(rc >= 0) ? tn__run_stream(e, args, rows, err) : rc;
}

void tn_stmt_close(tn_stmt *stmt)
{
	if (!stmt || stmt->magic != TN_STMT_MAGIC)
		return;
	if (stmt->entry && stmt->entry->busy)
		tn_finish(&stmt->entry->rows, NULL);
	tn__entry_free(stmt->entry);
	*stmt->pprev = stmt->next;
	if (stmt->next)
		stmt->next->pprev = stmt->pprev;
	stmt->magic = 0;
	tn__arena_release(&stmt->arena);
	tn__free(stmt);
}

unsigned tn_stmt_param_count(const tn_stmt *stmt)
{
	return stmt && stmt->magic == TN_STMT_MAGIC ? stmt->param_count : 0;
}

size_t tn_statement_length(const char *text, size_t len)
{
	return tn__sql_first(text, len);
}
