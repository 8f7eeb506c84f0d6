/* SPDX-License-Identifier: MIT */
/*
 * core/engine/tables.c - what a connection knows of tables: where it comes from, and
 * until when it holds.
 *
 *   its own map -> the space that it shares -> the server, by one query
 *
 * A connection joins its space when it compiles its first portable text: a query asks
 * the server for what names mean in this session (database, user, search path), and
 * that is the space's key.  Native text may change it (SET, USE), so the query is made
 * again before the next text is compiled.
 *
 * Invariants:
 *  1. What only this connection sees is never shared: a temporary table, and tables as
 *     they are inside a transaction that has changed the schema.  A connection that
 *     has made a temporary table shares nothing from then on, as that may hide a table
 *     that others know.
 *  2. What a transaction reads may be what was true when it began, so it enters the
 *     space only if the schema is still the one of then.
 *  3. Statements that were compiled at another generation than that of the space are
 *     dropped before the next call runs.
 */
#include <ctype.h>
#include "core/base/log.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/engine/describe.h"
#include "core/engine/engine.h"

/* ---- the space ------------------------------------------------------------------ */

static int take_key(void *ctx, const tn_value *cells, uint32_t count, tn_error **err)
{
	(void)err;
	if (count == 1 && tn__describe_is_text(&cells[0])) {
		tn__text_puts(ctx, "\n");
		tn__text_append(ctx, cells[0].u.s, cells[0].len);
	}
	return TN_OK;
}

/* Which server, and what names mean there; empty where the server says that nobody else sees this. */
static int read_key(tn_conn *conn, struct tn_text *key, tn_error **err)
{
	size_t i, n = tn_url_host_count(conn->url), start;
	tn_error *e = NULL;
	int rc;
	tn__text_printf(key, "%s %s", conn->backend->name, conn->be->server.version);
	for (i = 0; i < n; i++)
		tn__text_printf(key, "\n%s %u", tn_url_host(conn->url, i), (unsigned)tn_url_port(conn->url, i));
	start = key->len;
	rc = tn__control(conn, conn->dialect->catalog_key, take_key, key, &e);
	if (rc < 0)
		return tn__describe_fail(conn, e, err);
	if (key->failed)
		return tn__error_nomem(err);
	if (key->len == start)
		key->s[key->len = 0] = '\0';
	return TN_OK;
}

static uint64_t generation_of(const tn_conn *conn)
{
	return atomic_load_explicit(conn->generation, memory_order_acquire);
}

static void enter(tn_conn *conn, struct tn_cat_space *space)
{
	tn__cat_space_leave(conn->space);
	conn->space = space;
	conn->generation = space ? tn__cat_space_generation(space) : &tn__cat_no_generation;
	conn->seen = generation_of(conn);
	/* A transaction that has begun may read what was true before. */
	conn->tx.generation = conn->tx.depth ? conn->seen - 1 : conn->seen;
}

/* The space of the session as it is now. */
static int join(tn_conn *conn, tn_error **err)
{
	struct tn_cat_space *space = NULL;
	struct tn_text key;
	int rc = TN_OK;
	tn__text_init(&key);
	if (conn->dialect->catalog_key)
		rc = read_key(conn, &key, err);
	if (rc >= 0 && key.len && !(space = tn__cat_space_join(conn->shared, key.s)))
		rc = tn__error_nomem(err);
	tn__text_release(&key);
	if (rc < 0)
		return rc;
	enter(conn, space);
	conn->joined = 1;
	return TN_OK;
}

void tn__tables_init(tn_conn *conn)
{
	conn->generation = &tn__cat_no_generation;
	conn->seen = 0;
}

void tn__tables_leave(tn_conn *conn)
{
	if (conn->tables)
		tn__cat_clear(&conn->tables->map, 0);
	enter(conn, NULL);
	conn->joined = conn->apart = 0;
}

int tn__tables_begin(tn_conn *conn, tn_error **err)
{
	if (!conn->tables && !(conn->tables = tn__cat_view_new()))
		return tn__error_nomem(err);
	if (conn->session_changed) {
		tn__cat_clear(&conn->tables->map, 0);
		conn->joined = 0;
	}
	if (conn->shared && !conn->joined) {
		int rc = join(conn, err);
		if (rc < 0)
			return rc;
	}
	conn->session_changed = 0;
	return tn__describe_check_version(conn, err);
}

static int shares(const tn_conn *conn)
{
	return conn->space && !conn->apart && !conn->tx.schema_changed;
}

/* ---- tables --------------------------------------------------------------------- */

static struct tn_cat_table *known(tn_conn *conn, const struct tn_ir_table_name *name)
{
	struct tn_cat_table *t = tn__cat_find(&conn->tables->map, name->schema, name->name);
	if (t || !shares(conn))
		return t;
	t = tn__cat_space_find(conn->space, name->schema, name->name, conn->schema_version);
	if (t)
		tn__cat_add(&conn->tables->map, t);
	return t;
}

static int read_table(tn_conn *conn, const struct tn_ir_table_name *name, struct tn_cat_table **out, tn_error **err)
{
	uint64_t generation = conn->tx.depth ? conn->tx.generation : generation_of(conn);
	int rc = tn__describe(conn, name->schema, name->name, out, err);
	if (rc < 0 || !*out)
		return rc;
	(*out)->version = conn->schema_version;
	tn__cat_add(&conn->tables->map, *out);
	if (shares(conn) && !(*out)->temporary)
		tn__cat_space_add(conn->space, *out, generation);
	return TN_OK;
}

int tn__tables_find(tn_conn *conn, const struct tn_ir_table_name *name, int fresh, struct tn_cat_table **out,
		    uint8_t *cached, tn_error **err)
{
	*out = known(conn, name);
	if (*out && fresh && (*out)->origin == TN_CAT_READ) {
		tn__tables_forget(conn, *out);
		tn__cat_table_unref(*out);
		*out = NULL;
	}
	if (!*out)
		return read_table(conn, name, out, err);
	*cached |= (*out)->origin == TN_CAT_READ;
	return TN_OK;
}

void tn__tables_forget(tn_conn *conn, const struct tn_cat_table *t)
{
	tn__cat_forget(&conn->tables->map, t);
	if (conn->space)
		tn__cat_space_forget(conn->space, t);
}

/* ---- the schema changes --------------------------------------------------------- */

/* Portable entries know types that may be others now; native ones know none. */
void tn__tables_changed(tn_conn *conn)
{
	struct tn_entry *e = conn->cache.oldest;
	struct tn_stmt *s;
	if (!conn->tables)
		return;
	tn__cat_clear(&conn->tables->map, 0);
	while (e) {
		struct tn_entry *newer = e->newer;
		if (e->portable) {
			tn__cache_remove(&conn->cache, e);
			if (!e->busy)
				tn__entry_free(e);
		}
		e = newer;
	}
	for (s = conn->stmts; s; s = s->next) {
		if (!s->entry || !s->entry->portable)
			continue;
		s->entry->owned = 0;
		if (!s->entry->busy)
			tn__entry_free(s->entry);
		s->entry = NULL;
	}
}

void tn__tables_tell(tn_conn *conn)
{
	if (!conn->space)
		return;
	/* What only we have changed, we have taken note of. */
	if (tn__cat_space_changed(conn->space) == conn->seen)
		conn->seen++;
}

TN_COLD void tn__tables_catch_up(tn_conn *conn)
{
	conn->seen = generation_of(conn);
	tn__tables_changed(conn);
}

void tn__tables_begin_tx(tn_conn *conn)
{
	conn->tx.generation = generation_of(conn);
}

/* While another has changed the schema, it may have read what was true before. */
void tn__tables_end_tx(tn_conn *conn)
{
	if (conn->tx.schema_changed)
		tn__tables_tell(conn);
	if (conn->space && conn->tx.generation != generation_of(conn) && conn->tables)
		tn__cat_clear(&conn->tables->map, 0);
}

/* ---- what a statement does to what is known --------------------------------------- */

static int is_word(const char *text, size_t len, const char *word)
{
	size_t i;
	for (i = 0; i < len && word[i] && tolower((unsigned char)text[i]) == word[i]; i++)
		;
	return i == len && !word[i];
}

/* 1 if a word of the text is that of temporary tables. */
static int names_temporary(const char *text, size_t len)
{
	size_t at = 0, start;
	while (at < len) {
		for (start = at; at < len && (isalnum((unsigned char)text[at]) || text[at] == '_'); at++)
			;
		if (is_word(text + start, at - start, "temp") || is_word(text + start, at - start, "temporary"))
			return 1;
		at += at == start;
	}
	return 0;
}

static int is_one_of(const char *verb, const char *const *verbs)
{
	while (*verbs && strcmp(*verbs, verb) != 0)
		verbs++;
	return *verbs != NULL;
}

unsigned tn__tables_after(const struct tn_ir_stmt *ir)
{
	static const char *const schema[] = {"CREATE", "ALTER", "DROP", "RENAME", "USE", "ATTACH", "DETACH", NULL};
	static const char *const session[] = {"SET", "RESET", "DISCARD", "USE", "ATTACH", "DETACH", NULL};
	unsigned after = ir->effect == TN_IR_SCHEMA && ir->kind != TN_IR_TRUNCATE ? TN_AFTER_SCHEMA : 0;
	if (ir->kind >= TN_IR_CREATE_TABLE && ir->kind <= TN_IR_DROP)
		after |= TN_AFTER_SCHEMA;
	if (ir->kind == TN_IR_CREATE_TABLE && ir->u.create_table->temporary)
		after |= TN_AFTER_TEMPORARY;
	if (ir->kind != TN_IR_NATIVE)
		return after;
	if (ir->verb && is_one_of(ir->verb, schema))
		after |= TN_AFTER_SCHEMA;
	if (ir->verb && is_one_of(ir->verb, session))
		after |= TN_AFTER_SESSION;
	return names_temporary(ir->source, ir->source_len) ? after | TN_AFTER_TEMPORARY : after;
}

/*
 * Where the server does not describe temporary tables, what made them does.  Without
 * memory for it the table is not known, which its first use says.
 */
static void note_temporary(tn_conn *conn, const struct tn_ir_stmt *ir)
{
	if (!conn->dialect->describe_no_temporary)
		return;
	if (ir->kind == TN_IR_CREATE_TABLE && ir->u.create_table->temporary)
		tn__attach(conn, ir->source, ir->source_len, TN_CAT_MADE, NULL);
	else if (ir->kind == TN_IR_DROP && conn->tables)
		tn__cat_drop_made(&conn->tables->map, ir->u.drop->schema, ir->u.drop->name);
}

void tn__tables_take_note(struct tn_entry *e)
{
	tn_conn *conn = e->conn;
	const struct tn_ir_stmt *ir = e->ir;
	if (e->after & TN_AFTER_SESSION)
		conn->session_changed = 1;
	if (e->after & TN_AFTER_TEMPORARY)
		conn->apart = 1;
	if (!(e->after & TN_AFTER_SCHEMA))
		return;
	if (conn->tx.depth)
		conn->tx.schema_changed = 1;
	tn__tables_changed(conn);
	if (ir->kind == TN_IR_NATIVE || !(e->after & TN_AFTER_TEMPORARY))
		tn__tables_tell(conn);
	note_temporary(conn, ir);
}
