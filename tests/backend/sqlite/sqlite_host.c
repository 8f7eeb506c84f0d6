/* SPDX-License-Identifier: MIT */
/* sqlite_host.c - see sqlite_host.h. */
#include "sqlite_host.h"

#include <dirent.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

struct sq_fault sq_fault;
char sq_notice[256];
long sq_allocations, sq_fail_at;
int64_t sq_affected, sq_last_insert_id;

/* ---- the host's functions ------------------------------------------------- */

static void *host_realloc(void *p, size_t n)
{
	return ++sq_allocations == sq_fail_at ? NULL : realloc(p, n);
}

static void *host_alloc(size_t n)
{
	void *p = host_realloc(NULL, n);
	return p ? memset(p, 0, n) : NULL;
}

static void text_init(struct tn_text *t)
{
	static char empty[1];
	memset(t, 0, sizeof(*t));
	t->s = empty;
}

static void text_append(struct tn_text *t, const char *s, size_t n)
{
	char *p = t->failed ? NULL : host_realloc(t->cap ? t->s : NULL, t->len + n + 1);
	if (!p) {
		t->failed = TN_E_NOMEM;
		return;
	}
	memcpy(p + t->len, s, n);
	p[t->len + n] = '\0';
	t->s = p;
	t->len += n;
	t->cap = t->len + 1;
}

TN_PRINTF(2, 3) static void text_printf(struct tn_text *t, const char *format, ...)
{
	char line[4096];
	va_list args;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	text_append(t, line, strlen(line));
}

static void text_clear(struct tn_text *t)
{
	t->len = 0;
	if (t->cap)
		t->s[0] = '\0';
}

static void text_release(struct tn_text *t)
{
	if (t->cap)
		free(t->s);
	text_init(t);
}

static void copy(char *out, size_t size, const char *s)
{
	snprintf(out, size, "%s", s ? s : "");
}

static int record(struct tn_be_conn *conn, const struct tn_fault *f)
{
	const struct tn_dialect *d = conn->dialect;
	size_t i;
	if (sq_fault.code)
		return sq_fault.code;
	sq_fault.code = f->code;
	sq_fault.flags = f->flags;
	sq_fault.native = f->native;
	sq_fault.position = f->position;
	for (i = 0; !sq_fault.code && i < d->error_count; i++) {
		if (d->errors[i].native != f->native)
			continue;
		sq_fault.code = d->errors[i].code;
		sq_fault.flags |= d->errors[i].flags;
	}
	ck_assert_int_lt(sq_fault.code, 0);
	copy(sq_fault.sqlstate, sizeof(sq_fault.sqlstate), f->sqlstate);
	copy(sq_fault.message, sizeof(sq_fault.message), f->message);
	copy(sq_fault.hint, sizeof(sq_fault.hint), f->hint);
	copy(sq_fault.constraint, sizeof(sq_fault.constraint), f->constraint);
	copy(sq_fault.table, sizeof(sq_fault.table), f->table);
	copy(sq_fault.column, sizeof(sq_fault.column), f->column);
	return sq_fault.code;
}

static int nomem(struct tn_be_conn *conn)
{
	(void)conn;
	return sq_fault.code = TN_E_NOMEM;
}

static void notice(struct tn_be_conn *conn, int severity, int native, const char *sqlstate,
		   const char *message)
{
	(void)conn, (void)severity, (void)native, (void)sqlstate;
	copy(sq_notice, sizeof(sq_notice), message);
}

static int64_t now_us(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

const struct tn_host sq_host = {
	.abi = TN_BACKEND_ABI, .size = sizeof(struct tn_host),
	.alloc = host_alloc, .realloc = host_realloc, .free = free,
	.text_init = text_init, .text_append = text_append, .text_printf = text_printf,
	.text_clear = text_clear, .text_release = text_release,
	.fault = record, .nomem = nomem, .notice = notice, .now_us = now_us,
};

/* ---- what the tests call ------------------------------------------------------ */

void sq_clear(void)
{
	memset(&sq_fault, 0, sizeof(sq_fault));
	sq_notice[0] = '\0';
	sq_fail_at = 0;
}

static const char *option(const struct tn_be_target *target, const char *key)
{
	static char value[64];
	const char *s = target->core, *eq;
	for (; s && *s; s += strcspn(s, "&"), s += *s == '&') {
		eq = s + strcspn(s, "=");
		if (strlen(key) != (size_t)(eq - s) || strncmp(s, key, (size_t)(eq - s)))
			continue;
		snprintf(value, sizeof(value), "%.*s", (int)strcspn(eq + 1, "&"), eq + 1);
		return value;
	}
	return NULL;
}

struct tn_be_conn *sq_open(const char *path, const char *options, unsigned flags)
{
	const struct tn_backend *b = &tn__backend_sqlite;
	struct tn_be_target target = {
		.scheme = "sqlite", .database = path, .flags = flags, .connect_timeout = 30,
		.application = "check", .option = option, .core = options,
	};
	struct tn_be_conn *conn = calloc(1, b->conn_size);
	sq_clear();
	ck_assert_ptr_nonnull(conn);
	conn->backend = b;
	conn->host = &sq_host;
	if (b->open(conn, &target) == 0 && b->probe(conn) == 0)
		return conn;
	sq_close(conn);
	return NULL;
}

/* PRAGMA text, or a slot, for one side of a row. */
static int row_value(struct tn_be_conn *conn, const struct tn_session_row *row, struct tn_text *found)
{
	struct tn_be_stmt *stmt;
	char sql[128];
	text_clear(found);
	if (!row->get)
		return tn__backend_sqlite.session_get(conn, row->name, found);
	snprintf(sql, sizeof(sql), "%s%s", conn->dialect->session_syntax.get_prefix, row->get);
	stmt = sq_first_row(conn, sql);
	if (stmt->cells && stmt->column_count && stmt->cells[0].kind == TN_KIND_INT)
		text_printf(found, "%lld", (long long)stmt->cells[0].u.i);
	else if (stmt->column_count && stmt->cells[0].kind == TN_KIND_TEXT)
		text_append(found, stmt->cells[0].u.s, stmt->cells[0].len);
	sq_drop(stmt);
	return 0;
}

int sq_guard(struct tn_be_conn *conn, const struct tn_session_row *row, struct tn_text *found)
{
	char sql[128];
	ck_assert_int_eq(row_value(conn, row, found), 0);
	if (row->match == TN_MATCH_READ || !strcasecmp(found->s, row->expected))
		return 0;
	if (row->set) {
		snprintf(sql, sizeof(sql), "%s%s", conn->dialect->session_syntax.set_prefix, row->set);
		ck_assert_int_eq(sq_run(conn, sql), 0);
	} else if (!row->get) {
		ck_assert_int_eq(tn__backend_sqlite.session_set(conn, row->name, row->expected), 0);
	}
	ck_assert_int_eq(row_value(conn, row, found), 0);
	return strcasecmp(found->s, row->expected) != 0;
}

struct tn_be_conn *sq_open_guarded(const char *path, const char *options)
{
	struct tn_be_conn *conn = sq_open(path, options, 0);
	struct tn_text found;
	size_t i;
	text_init(&found);
	ck_assert_msg(conn != NULL, "open: %s", sq_fault.message);
	for (i = 0; i < conn->dialect->session_count; i++)
		ck_assert_msg(sq_guard(conn, &conn->dialect->session[i], &found) == 0, "%s is '%s'",
			      conn->dialect->session[i].name, found.s);
	text_release(&found);
	return conn;
}

void sq_close(struct tn_be_conn *conn)
{
	tn__backend_sqlite.close(conn);
	free(conn);
}

struct tn_be_stmt *sq_prepare(struct tn_be_conn *conn, const char *sql, uint32_t params, unsigned flags)
{
	struct tn_be_stmt *stmt = calloc(1, tn__backend_sqlite.stmt_size);
	ck_assert_ptr_nonnull(stmt);
	stmt->conn = conn;
	stmt->sql = sql;
	stmt->sql_len = strlen(sql);
	stmt->param_count = params;
	stmt->flags = flags;
	if (tn__backend_sqlite.prepare(stmt) == 0)
		return stmt;
	sq_drop(stmt);
	return NULL;
}

void sq_drop(struct tn_be_stmt *stmt)
{
	tn__backend_sqlite.close_stmt(stmt);
	free(stmt);
}

int sq_run_with(struct tn_be_conn *conn, const char *sql, const tn_value *params, uint32_t count)
{
	struct tn_be_stmt *stmt;
	int rc, end;
	sq_clear();
	stmt = sq_prepare(conn, sql, count, TN_BE_ONCE);
	if (!stmt)
		return sq_fault.code;
	rc = tn__backend_sqlite.execute(stmt, params, TN_BE_STREAM, 0);
	while (rc > 0)
		rc = tn__backend_sqlite.next(stmt);
	end = tn__backend_sqlite.finish(stmt);
	sq_affected = stmt->affected;
	sq_last_insert_id = stmt->last_insert_id;
	sq_drop(stmt);
	return rc < 0 ? rc : end;
}

int sq_run(struct tn_be_conn *conn, const char *sql)
{
	return sq_run_with(conn, sql, NULL, 0);
}

struct tn_be_stmt *sq_first_row(struct tn_be_conn *conn, const char *sql)
{
	struct tn_be_stmt *stmt;
	sq_clear();
	stmt = sq_prepare(conn, sql, 0, 0);
	ck_assert_msg(stmt != NULL, "%s: %s", sql, sq_fault.message);
	if (tn__backend_sqlite.execute(stmt, NULL, TN_BE_STREAM, 0) > 0)
		tn__backend_sqlite.next(stmt);
	return stmt;
}

static char folder[200];

int sq_make_folder(void)
{
	const char *tmp = getenv("TMPDIR");
	snprintf(folder, sizeof(folder), "%s/tenon-sqlite-XXXXXX", tmp ? tmp : "/tmp");
	return mkdtemp(folder) ? 0 : -1;
}

void sq_remove_folder(void)
{
	char path[sizeof(folder) + NAME_MAX + 2];
	const struct dirent *entry;
	DIR *dir = opendir(folder);
	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			remove(path);
	}
	if (dir)
		closedir(dir);
	rmdir(folder);
}

const char *sq_path(const char *name)
{
	static const char *const endings[] = {"-wal", "-shm", "-journal", ""};
	static char paths[4][256];
	static unsigned turn;
	char *path = paths[turn++ % 4];
	size_t i;
	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		snprintf(path, sizeof(paths[0]), "%s/%s%s", folder, name, endings[i]);
		remove(path);
	}
	return path;
}
