/* SPDX-License-Identifier: MIT */
/*
 * sqlite_stmt.c - prepare, execute, step, finish.
 *
 * execute() makes the first step itself: SQLite prepares a statement again at
 * its first step when the schema has changed, so only then are the number and
 * the types of the columns certain, and only then does a statement without
 * rows take effect.
 *
 * Invariants:
 *  1. After execute() returned 0 or an error, the statement is reset and holds
 *     no lock; after 1 it is open until finish().
 *  2. No binding points into the caller's memory after finish().
 *  3. affected is sqlite3_changes() only for INSERT, UPDATE and DELETE, and
 *     last_insert_id only for an INSERT that made a row: SQLite keeps both from
 *     earlier statements, so neither may be read after another kind.
 */
#include "sqlite_internal.h"

#include <string.h>
#include <time.h>

/* ---- reading the text ----------------------------------------------------- */

static const char *skip_comment(const char *s)
{
	if (s[0] == '-' && s[1] == '-')
		return s + strcspn(s, "\n");
	if (s[0] == '/' && s[1] == '*') {
		const char *end = strstr(s + 2, "*/");
		return end ? end + 2 : s + strlen(s);
	}
	return s;
}

/* The first character of s that is not a blank, a comment or, with semicolons, one of these. */
static const char *skip_blank(const char *s, int semicolons)
{
	for (;;) {
		const char *next = skip_comment(s);
		if (next == s && (*s == ' ' || (*s >= '\t' && *s <= '\r') || (semicolons && *s == ';')))
			next++;
		if (next == s)
			return s;
		s = next;
	}
}

static size_t word_length(const char *s)
{
	size_t n = 0;
	while (((s[n] | 32) >= 'a' && (s[n] | 32) <= 'z') || s[n] == '_' || (n && s[n] >= '0' && s[n] <= '9'))
		n++;
	return n;
}

/* Steps over a quoted text or name. */
static const char *skip_quoted(const char *s)
{
	char close = *s == '[' ? ']' : *s;
	const char *end = strchr(s + 1, close);
	return end ? end + 1 : s + strlen(s);
}

static int verb_of(const char *word, size_t n)
{
	static const struct {
		const char *word;
		int verb;
	} verbs[] = {
		{"INSERT", TN__SQLITE_INSERT},
		{"REPLACE", TN__SQLITE_INSERT},
		{"UPDATE", TN__SQLITE_CHANGE},
		{"DELETE", TN__SQLITE_CHANGE},
	};
	size_t i;
	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strlen(verbs[i].word) == n && !sqlite3_strnicmp(word, verbs[i].word, (int)n))
			return verbs[i].verb;
	return TN__SQLITE_OTHER;
}

/* The verb of a statement; that of WITH is the first verb outside its parentheses. */
static int find_verb(const char *s)
{
	size_t n;
	int depth = 0, verb = TN__SQLITE_OTHER;
	s = skip_blank(s, 1);
	n = word_length(s);
	if (n != 4 || sqlite3_strnicmp(s, "WITH", 4))
		return verb_of(s, n);
	while (verb == TN__SQLITE_OTHER && *(s = skip_blank(s, 0))) {
		n = word_length(s);
		if (n) {
			if (depth == 0)
				verb = verb_of(s, n);
			s += n;
		} else if (strchr("'\"`[", *s)) {
			s = skip_quoted(s);
		} else {
			depth += (*s == '(') - (*s == ')');
			s++;
		}
	}
	return verb;
}

/* Does the text hold a name?  Where it is no call, nothing is lost but a little time. */
static int names(const char *s, const char *name)
{
	int n = (int)strlen(name);
	for (; *s; s++)
		if ((*s | 32) == *name && !sqlite3_strnicmp(s, name, n))
			return 1;
	return 0;
}

/* ---- prepare --------------------------------------------------------------- */

static int refuse_prepared(struct tn_sqlite_stmt *s, const char *tail)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn_of(s);
	int params;
	if (!s->st)
		return tn__sqlite_refuse(c, TN_E_SYNTAX, "42601", NULL, "the text holds no statement");
	if (*skip_blank(tail, 1))
		return tn__sqlite_refuse(c, TN_E_SYNTAX, "42601", NULL,
					 "the text holds more than one statement; give one per call");
	params = sqlite3_bind_parameter_count(s->st);
	if ((uint32_t)params != s->head.param_count)
		return tn__sqlite_refuse(c, TN_E_PARAM, "07001", NULL,
					 "the statement has %d parameters for SQLite, %u were counted",
					 params, s->head.param_count);
	return TN_OK;
}

int tn__sqlite_prepare(struct tn_be_stmt *stmt)
{
	struct tn_sqlite_stmt *s = tn__sqlite_stmt(stmt);
	struct tn_sqlite_conn *c = tn__sqlite_conn(stmt->conn);
	unsigned flags = stmt->flags & TN_BE_ONCE ? 0 : SQLITE_PREPARE_PERSISTENT;
	const char *tail = "";
	int rc;
	if (stmt->sql_len > INT32_MAX - 1)
		return tn__sqlite_refuse(c, TN_E_LIMIT, "54000", NULL, "the statement is longer than 2 GiB");
	if ((stmt->flags & TN_BE_STRICT) && (rc = tn__sqlite_strict_prepare(s)) < 0)
		return rc;
	rc = sqlite3_prepare_v3(c->db, stmt->sql, (int)stmt->sql_len + 1, flags, &s->st, &tail);
	if (rc != SQLITE_OK)
		return tn__sqlite_fault(c, rc, TN__SQLITE_PREPARING);
	rc = refuse_prepared(s, tail);
	if (rc < 0)
		return rc;
	if (!sqlite3_stmt_readonly(s->st) && !sqlite3_stmt_isexplain(s->st))
		s->verb = (uint8_t)find_verb(stmt->sql);
	s->hides_rowid = s->verb == TN__SQLITE_INSERT && names(stmt->sql, "last_insert_rowid");
	s->writes = !sqlite3_stmt_readonly(s->st);
	s->around = s->verb == TN__SQLITE_INSERT ? TN__SQLITE_AROUND_INSERT : 0;
	if ((stmt->flags & TN_BE_STRICT) && s->writes)
		s->around |= TN__SQLITE_AROUND_STRICT;
	if (names(stmt->sql, "tn_now"))
		s->around |= TN__SQLITE_AROUND_TIME;
	s->begins_read_only = !strcmp(stmt->sql, TN__SQLITE_BEGIN_READ_ONLY);
	return tn__sqlite_describe(s);
}

/* ---- execute ---------------------------------------------------------------- */

/*
 * last_insert_rowid keeps its value when an INSERT makes no row, goes to the
 * UPDATE of an upsert or to a table without rowids.  It is set to 0 before, so
 * that it tells; and set back, so that SQL which asks later sees what it would.
 * A statement that itself calls the function is left alone.
 */
static void rowid_prepare(struct tn_sqlite_conn *c, struct tn_sqlite_stmt *s)
{
	s->rowid_before = sqlite3_last_insert_rowid(c->db);
	if (!s->hides_rowid)
		sqlite3_set_last_insert_rowid(c->db, 0);
}

static void rowid_take(struct tn_sqlite_conn *c, struct tn_sqlite_stmt *s)
{
	int64_t id = sqlite3_last_insert_rowid(c->db);
	if (s->hides_rowid)
		s->head.last_insert_id = id == s->rowid_before ? 0 : id;
	else if (id)
		s->head.last_insert_id = id;
	else
		sqlite3_set_last_insert_rowid(c->db, s->rowid_before);
}

/* Resets the statement; an error is news only if the last step was not one. */
static int reset(struct tn_sqlite_stmt *s)
{
	int rc = sqlite3_reset(s->st);
	if (s->open)
		tn__sqlite_conn_of(s)->open_results--;
	s->open = s->running = s->row_ready = 0;
	if (s->pointers)
		sqlite3_clear_bindings(s->st);
	s->pointers = 0;
	return rc;
}

static int fail(struct tn_sqlite_stmt *s, int rc)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn_of(s);
	int code = c->denied ? tn__sqlite_strict_stale(s) : tn__sqlite_stmt_fault(s, rc);
	c->denied = 0;
	if ((rc & 0xff) == SQLITE_INTERRUPT || (rc & 0xff) == SQLITE_BUSY)
		atomic_store(&c->cancelled, 0);
	reset(s);
	return code;
}

/* Microseconds since 1970 in UTC. */
static int64_t clock_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

__attribute__((noinline)) static void before_step(struct tn_sqlite_conn *c, struct tn_sqlite_stmt *s)
{
	if (s->around & TN__SQLITE_AROUND_TIME)
		c->statement_us = s->began_us = clock_us();
	if (s->around & TN__SQLITE_AROUND_INSERT)
		rowid_prepare(c, s);
	if (s->around & TN__SQLITE_AROUND_STRICT) {
		c->denied = 0;
		c->guarded = s;
	}
}

/*
 * SQLite prepares a statement again also for the sake of a bound value that it
 * plans by; that is no change of the schema, and the step is made after all.
 */
__attribute__((noinline)) static int after_step(struct tn_sqlite_conn *c, struct tn_sqlite_stmt *s, int rc)
{
	c->guarded = NULL;
	if (c->denied && rc != SQLITE_ROW && rc != SQLITE_DONE && !tn__sqlite_strict_changed(s)) {
		sqlite3_reset(s->st);
		c->denied = 0;
		rc = sqlite3_step(s->st);
	}
	if (s->around & TN__SQLITE_AROUND_INSERT)
		rowid_take(c, s);
	return rc;
}

/* The cancel came between two statements of one call. */
static TN_COLD int cancelled_before(struct tn_sqlite_conn *c, struct tn_sqlite_stmt *s)
{
	atomic_store(&c->stepping, 0);
	atomic_store(&c->cancelled, 0);
	c->guarded = NULL;
	reset(s);
	return tn__sqlite_refuse(c, TN_E_CANCELLED, "57014", NULL, "cancelled before it ran");
}

static int refuse_write(struct tn_sqlite_stmt *s)
{
	return tn__sqlite_refuse(tn__sqlite_conn_of(s), TN_E_READ_ONLY, "25006", NULL,
				 "the transaction was begun read-only; begin one that may write");
}

/* What must hold before the first step. */
static int enter(struct tn_sqlite_conn *c, struct tn_sqlite_stmt *s)
{
	/* Most statements are neither: nothing is asked of SQLite for them. */
	if (TN_LIKELY(!s->begins_read_only && !c->tx_read_only && !s->writes))
		return TN_OK;
	if (sqlite3_get_autocommit(c->db)) {
		c->tx_read_only = s->begins_read_only;
		return s->writes ? tn__sqlite_check_file(c) : TN_OK;
	}
	return c->tx_read_only && s->writes ? refuse_write(s) : TN_OK;
}

/* SQLite has prepared the statement again in its first step. */
static int prepared_again(struct tn_sqlite_stmt *s)
{
	if ((s->head.flags & TN_BE_STRICT) && !s->writes && tn__sqlite_strict_changed(s))
		return tn__sqlite_strict_stale(s);
	return tn__sqlite_describe(s);
}

static void done(struct tn_sqlite_conn *c, struct tn_sqlite_stmt *s)
{
	s->running = 0;
	s->head.affected = s->verb == TN__SQLITE_OTHER ? 0 : sqlite3_changes64(c->db);
}

int tn__sqlite_execute(struct tn_be_stmt *stmt, const tn_value *params, int mode, unsigned chunk)
{
	struct tn_sqlite_stmt *s = tn__sqlite_stmt(stmt);
	struct tn_sqlite_conn *c = tn__sqlite_conn(stmt->conn);
	int rc = enter(c, s);
	/* Any statement may run while this one gives rows, so both modes are one. */
	(void)mode;
	(void)chunk;
	stmt->affected = -1;
	stmt->last_insert_id = 0;
	if (rc < 0 || (stmt->param_count && (rc = tn__sqlite_bind(s, params)) < 0))
		return rc;
	if (TN_UNLIKELY(s->around))
		before_step(c, s);
	stmt->conn->round_trips++;
	atomic_store(&c->stepping, 1);
	if (TN_UNLIKELY(atomic_load_explicit(&c->cancelled, memory_order_relaxed)))
		return cancelled_before(c, s);
	rc = sqlite3_step(s->st);
	if (TN_UNLIKELY(s->around))
		rc = after_step(c, s, rc);
	atomic_store_explicit(&c->stepping, 0, memory_order_release);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return fail(s, rc);
	if (sqlite3_stmt_status(s->st, SQLITE_STMTSTATUS_REPREPARE, 0) != s->reprepares) {
		int code = prepared_again(s);
		if (code < 0) {
			reset(s);
			return code;
		}
	}
	if (rc == SQLITE_DONE)
		done(c, s);
	if (!stmt->column_count) {
		reset(s);
		return 0;
	}
	s->open = 1;
	c->open_results++;
	s->running = s->row_ready = rc == SQLITE_ROW;
	return 1;
}

int tn__sqlite_next(struct tn_be_stmt *stmt)
{
	struct tn_sqlite_stmt *s = tn__sqlite_stmt(stmt);
	int rc;
	if (s->row_ready) {
		s->row_ready = 0;
	} else {
		if (!s->running)
			return TN_DONE;
		/* Another statement may have begun since the last row. */
		if (TN_UNLIKELY(s->around & TN__SQLITE_AROUND_TIME))
			tn__sqlite_conn(stmt->conn)->statement_us = s->began_us;
		rc = sqlite3_step(s->st);
		if (rc == SQLITE_DONE) {
			done(tn__sqlite_conn(stmt->conn), s);
			return TN_DONE;
		}
		if (rc != SQLITE_ROW)
			return fail(s, rc);
	}
	rc = tn__sqlite_decode_row(s);
	return rc < 0 ? rc : TN_ROW;
}

int tn__sqlite_column(struct tn_be_stmt *stmt, uint32_t i, struct tn_be_column *out)
{
	struct tn_sqlite_stmt *s = tn__sqlite_stmt(stmt);
	out->name = sqlite3_column_name(s->st, (int)i);
	out->native_type = sqlite3_column_decltype(s->st, (int)i);
	out->type = s->columns[i].type;
	out->precision = s->columns[i].precision;
	out->scale = out->precision ? (uint16_t)s->columns[i].scale : 0;
	return out->name ? TN_OK : stmt->conn->host->nomem(stmt->conn);
}

/*
 * Unread rows need no reading: reset() drops them, and completes an INSERT with
 * RETURNING, whose commit may still fail.
 */
int tn__sqlite_finish(struct tn_be_stmt *stmt)
{
	struct tn_sqlite_stmt *s = tn__sqlite_stmt(stmt);
	int was_running = s->running, rc;
	if (!s->open)
		return TN_OK;
	rc = reset(s);
	if (was_running && rc != SQLITE_OK)
		return tn__sqlite_stmt_fault(s, rc);
	return TN_OK;
}

void tn__sqlite_close_stmt(struct tn_be_stmt *stmt)
{
	struct tn_sqlite_stmt *s = tn__sqlite_stmt(stmt);
	const struct tn_host *host = stmt->conn->host;
	if (s->st)
		reset(s);
	sqlite3_finalize(s->st);
	host->free(s->columns);
	host->free(s->cells);
	host->free(s->scratch);
	host->free(s->times);
	s->st = NULL;
	s->columns = NULL;
	s->cells = NULL;
	s->scratch = s->times = NULL;
	stmt->column_count = 0;
	stmt->cells = NULL;
}
