/* SPDX-License-Identifier: MIT */
/*
 * sqlite_conn.c - open, probe, session settings by name, cancel, close.
 *
 * open() opens the file, reads its first page (SQLite itself would put that
 * off, and with it the news that the file is no database) and sets what the URL
 * chose.  The settings that do not depend on the URL are rows of the dialect.
 *
 * Waiting for locks is done by a handler of ours, because SQLite's own goes on
 * waiting after sqlite3_interrupt(): it sleeps in growing steps until the
 * deadline, and stops within 10 ms when cancel() was called.
 *
 * A cancel is a flag and an interrupt.  The flag is seen by a statement that has yet
 * to make its first step and by the handler; the interrupt by a step that runs, but
 * SQLite forgets it when the first of its statements begins.  So execute() says that
 * it steps and then looks at the flag, and cancel() sets the flag, interrupts and then
 * looks whether a first step is under way: if so it interrupts again.
 *
 * Invariants:
 *  1. The path is absolute, so it never looks like a URI to a build that takes
 *     URIs everywhere.
 *  2. After a failed open, errors name the path and what to do about it; what
 *     they say comes from stat() and is a diagnosis only, never a decision.
 */
#include "sqlite_internal.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* Connections with cache=shared meet in this one database of SQLite's memory file system. */
#define SHARED_MEMORY "file:/tenon-shared-memory?vfs=memdb"

/* ---- waiting and cancelling -------------------------------------------- */

/* How often who waits for a lock looks for a cancel. */
#define LOOK_US INT64_C(10000)
/* A statement that begins forgets an interrupt that came just before, so it comes again, this often. */
#define INTERRUPTS 100

static void sleep_us(int64_t us)
{
	struct timespec ts = {.tv_sec = 0, .tv_nsec = (long)us * 1000};
	nanosleep(&ts, NULL);
}

static int busy_handler(void *arg, int count)
{
	static const unsigned char delays_ms[] = {1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100};
	struct tn_sqlite_conn *c = arg;
	int64_t now = c->head.host->now_us(), delay;
	size_t step = (size_t)count < sizeof(delays_ms) ? (size_t)count : sizeof(delays_ms) - 1;
	if (count == 0)
		c->busy_deadline_us = now + c->busy_timeout_us;
	if (atomic_load(&c->cancelled) || now >= c->busy_deadline_us)
		return 0;
	delay = delays_ms[step] * INT64_C(1000);
	if (delay > c->busy_deadline_us - now)
		delay = c->busy_deadline_us - now;
	for (; delay > 0 && !atomic_load(&c->cancelled); delay -= LOOK_US)
		sleep_us(delay < LOOK_US ? delay : LOOK_US);
	return !atomic_load(&c->cancelled);
}

int tn__sqlite_cancel(struct tn_be_conn *conn)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn(conn);
	int n;
	atomic_store(&c->cancelled, 1);
	for (n = 0; n < INTERRUPTS; n++) {
		sqlite3_interrupt(c->db);
		if (!atomic_load(&c->stepping))
			break;
		sleep_us(1000);
	}
	return TN_OK;
}

void tn__sqlite_resume(struct tn_be_conn *conn)
{
	atomic_store(&tn__sqlite_conn(conn)->cancelled, 0);
}

int tn__sqlite_set_lock_timeout(struct tn_be_conn *conn, unsigned ms)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn(conn);
	c->busy_timeout_us = ms ? INT64_C(1000) * (ms < INT32_MAX ? ms : INT32_MAX) : c->url_timeout_us;
	return (int)(c->busy_timeout_us / 1000);
}

/* ---- one-value texts ----------------------------------------------------- */

/* Runs a statement; the first column of its first row, if any, goes to value (or nowhere if NULL). */
static int run(struct tn_sqlite_conn *c, const char *sql, struct tn_text *value)
{
	sqlite3_stmt *st = NULL;
	const char *text;
	int rc = sqlite3_prepare_v2(c->db, sql, -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc == SQLITE_ROW && value) {
		text = (const char *)sqlite3_column_text(st, 0);
		c->head.host->text_clear(value);
		c->head.host->text_append(value, text ? text : "", text ? strlen(text) : 0);
	}
	sqlite3_finalize(st);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* "PRAGMA name=value", then reads what holds now into value if it is not NULL. */
static int set_pragma(struct tn_sqlite_conn *c, const char *name, const char *to, struct tn_text *value)
{
	const struct tn_host *host = c->head.host;
	struct tn_text sql;
	int rc;
	host->text_init(&sql);
	host->text_printf(&sql, "PRAGMA %s=%s", name, to);
	rc = sql.failed ? SQLITE_NOMEM : run(c, sql.s, NULL);
	if (rc == SQLITE_OK && value) {
		host->text_clear(&sql);
		host->text_printf(&sql, "PRAGMA %s", name);
		rc = sql.failed ? SQLITE_NOMEM : run(c, sql.s, value);
	}
	host->text_release(&sql);
	return rc;
}

/* ---- open ----------------------------------------------------------------- */

static const char *option(const struct tn_be_target *target, const char *key, const char *otherwise)
{
	const char *value = target->option ? target->option(target, key) : NULL;
	return value ? value : otherwise;
}

/* Why the file cannot be opened, in words of the file system. */
static int explain_path(struct tn_sqlite_conn *c, const char *path, int rc)
{
	const struct tn_host *host = c->head.host;
	int os = sqlite3_system_errno(c->db), code;
	const char *slash = strrchr(path, '/');
	struct tn_text folder;
	struct stat st;
	host->text_init(&folder);
	host->text_append(&folder, path, slash && slash > path ? (size_t)(slash - path) : 1);
	if (folder.failed)
		code = host->nomem(&c->head);
	else if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		code = tn__sqlite_refuse(c, TN_E_NO_DATABASE, "08001", NULL,
					 "'%s' is a folder; name a file in it", path);
	else if (os == EACCES || os == EPERM)
		code = tn__sqlite_refuse(c, TN_E_PERMISSION, "42501", NULL,
					 "no permission to open '%s'; check the rights of file and folder",
					 path);
	else if (stat(folder.s, &st) != 0)
		code = tn__sqlite_refuse(c, TN_E_NO_DATABASE, "08001", NULL,
					 "folder '%s' of database '%s' does not exist; create it first",
					 folder.s, path);
	else if (!S_ISDIR(st.st_mode))
		code = tn__sqlite_refuse(c, TN_E_NO_DATABASE, "08001", NULL,
					 "'%s' in the path of database '%s' is not a folder", folder.s, path);
	else if (stat(path, &st) != 0)
		code = tn__sqlite_refuse(c, TN_E_NO_DATABASE, "08001", NULL,
					 "no database file '%s'; open it once with mode=rwc to create it",
					 path);
	else
		code = tn__sqlite_fault(c, rc, TN__SQLITE_RUNNING);
	host->text_release(&folder);
	return code;
}

static int open_failed(struct tn_sqlite_conn *c, const struct tn_be_target *target, int rc)
{
	int primary = rc & 0xff;
	if (!c->db)
		return c->head.host->nomem(&c->head);
	if (primary == SQLITE_NOTADB)
		return tn__sqlite_refuse(c, TN_E_CORRUPT, "XX001", NULL,
					 "'%s' is not an SQLite database, or is encrypted", target->database);
	if (primary == SQLITE_CANTOPEN && target->database)
		return explain_path(c, target->database, rc);
	return tn__sqlite_fault(c, rc, TN__SQLITE_RUNNING);
}

static int open_flags(struct tn_sqlite_conn *c, const struct tn_be_target *target)
{
	const char *mode = option(target, "mode", "rwc");
	int flags = SQLITE_OPEN_NOMUTEX;
	if (!strcmp(mode, "ro") || (target->flags & TN_OPEN_READ_ONLY)) {
		c->head.server.facts |= TN_FACT_READ_ONLY;
		flags |= SQLITE_OPEN_READONLY;
	} else {
		flags |= SQLITE_OPEN_READWRITE | (strcmp(mode, "rw") ? SQLITE_OPEN_CREATE : 0);
	}
	if (!target->database)
		flags |= SQLITE_OPEN_URI;
	return flags;
}

static int check_target(struct tn_sqlite_conn *c, const struct tn_be_target *target)
{
	const char *mode = option(target, "journal_mode", NULL);
	if (sqlite3_threadsafe() == 0)
		return tn__sqlite_refuse(c, TN_E_UNSUPPORTED, "0A000", NULL,
					 "this SQLite was built with SQLITE_THREADSAFE=0; use another build");
	if (target->database && target->database[0] != '/')
		return tn__sqlite_refuse(c, TN_E_INTERNAL, "XX000", NULL,
					 "database path '%s' is not absolute", target->database);
	if (target->database && option(target, "cache", NULL))
		return tn__sqlite_refuse(c, TN_E_URL, NULL, NULL,
					 "option 'cache' is for memory databases; remove it or the path");
	if (!target->database && mode && strcmp(mode, "memory") && strcmp(mode, "off"))
		return tn__sqlite_refuse(c, TN_E_URL, NULL, NULL,
					 "a memory database has journal_mode memory or off, not '%s'", mode);
	return TN_OK;
}

static int set_journal(struct tn_sqlite_conn *c, const struct tn_be_target *target, struct tn_text *found)
{
	const struct tn_host *host = c->head.host;
	const char *wanted = option(target, "journal_mode", target->database ? "wal" : NULL);
	struct tn_text line;
	int rc;
	if (!wanted || (c->head.server.facts & TN_FACT_READ_ONLY))
		return run(c, "PRAGMA journal_mode", found);
	rc = set_pragma(c, "journal_mode", wanted, NULL);
	if ((rc & 0xff) == SQLITE_NOMEM)
		return rc;
	rc = run(c, "PRAGMA journal_mode", found);
	if (rc != SQLITE_OK)
		return rc;
	host->text_init(&line);
	if (strcmp(found->s, wanted))
		host->text_printf(&line, "journal_mode is '%s', not '%s': the file system or another"
				  " connection does not allow the change", found->s, wanted);
	else if (!strcmp(wanted, "off"))
		host->text_printf(&line, "journal_mode is 'off': transactions cannot be rolled back");
	if (line.len)
		host->notice(&c->head, 1, 0, "01000", line.s);
	host->text_release(&line);
	return SQLITE_OK;
}

/* Locks the file for this connection until it closes. */
static int take_access(struct tn_sqlite_conn *c)
{
	int rc = set_pragma(c, "locking_mode", "exclusive", NULL);
	if (rc == SQLITE_OK)
		rc = run(c, "BEGIN EXCLUSIVE", NULL);
	if (rc == SQLITE_OK)
		rc = run(c, "COMMIT", NULL);
	return rc;
}

static int apply_url(struct tn_sqlite_conn *c, const struct tn_be_target *target)
{
	const char *fallback;
	struct tn_text journal;
	int exclusive = !strcmp(option(target, "serialize_access", "0"), "1") && target->database, rc;
	if (exclusive && (c->head.server.facts & TN_FACT_READ_ONLY))
		return tn__sqlite_refuse(c, TN_E_URL, NULL, NULL,
					 "serialize_access=1 needs a database that can be written");
	/* Before WAL is entered, so that its index lives in this process alone. */
	rc = exclusive ? set_pragma(c, "locking_mode", "exclusive", NULL) : SQLITE_OK;
	c->head.host->text_init(&journal);
	if (rc == SQLITE_OK)
		rc = set_journal(c, target, &journal);
	fallback = !strcmp(journal.s, "wal") ? "normal" : "full";
	if (rc == SQLITE_OK)
		rc = journal.failed ? SQLITE_NOMEM
			: set_pragma(c, "synchronous", option(target, "synchronous", fallback), NULL);
	c->head.host->text_release(&journal);
	if (rc == SQLITE_OK && exclusive)
		rc = take_access(c);
	return rc == SQLITE_OK ? TN_OK : tn__sqlite_fault(c, rc, TN__SQLITE_RUNNING);
}

static int64_t timeout_us(const struct tn_be_target *target)
{
	const char *s = option(target, "lock_timeout", option(target, "busy_timeout", "5000"));
	int64_t ms = 0;
	while (*s >= '0' && *s <= '9' && ms < INT32_MAX)
		ms = ms * 10 + (*s++ - '0');
	return (ms < INT32_MAX ? ms : INT32_MAX) * 1000;
}

int tn__sqlite_open(struct tn_be_conn *conn, const struct tn_be_target *target)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn(conn);
	const char *path = target->database;
	int flags, rc;
	conn->dialect = &tn__sqlite_dialect;
	conn->server.facts = TN_FACT_LOCAL | (path ? TN_FACT_FILE : TN_FACT_MEMORY);
	rc = check_target(c, target);
	if (rc < 0)
		return rc;
	if (!path)
		path = strcmp(option(target, "cache", "private"), "shared") ? ":memory:" : SHARED_MEMORY;
	flags = open_flags(c, target);
	rc = sqlite3_open_v2(path, &c->db, flags, NULL);
	if (rc != SQLITE_OK)
		return open_failed(c, target, c->db ? sqlite3_extended_errcode(c->db) : rc);
	sqlite3_extended_result_codes(c->db, 1);
	c->busy_timeout_us = c->url_timeout_us = timeout_us(target);
	sqlite3_busy_handler(c->db, busy_handler, c);
	rc = tn__sqlite_add_functions(c);
	if (rc == SQLITE_OK)
		rc = tn__sqlite_add_list(c);
	if (rc == SQLITE_OK)
		rc = tn__sqlite_strict_open(c);
	if (rc == SQLITE_OK)
		rc = tn__sqlite_describe_open(c);
	if (rc == SQLITE_OK)
		rc = tn__sqlite_foreign_open(c);
	if (rc != SQLITE_OK)
		return open_failed(c, target, rc);
	conn->round_trips++;
	rc = run(c, "SELECT 1 FROM sqlite_schema LIMIT 1", NULL);
	if (rc != SQLITE_OK)
		return open_failed(c, target, rc);
	/* A file that may not be written is opened for reading without a word. */
	if (sqlite3_db_readonly(c->db, "main") == 1)
		conn->server.facts |= TN_FACT_READ_ONLY;
	return apply_url(c, target);
}

/* ---- what was found --------------------------------------------------------- */

static const struct {
	enum tn_limit limit;
	int id;
} limits[] = {
	{TN_LIMIT_BIND_PARAMS, SQLITE_LIMIT_VARIABLE_NUMBER},
	{TN_LIMIT_SQL_BYTES, SQLITE_LIMIT_SQL_LENGTH},
	{TN_LIMIT_VALUE_BYTES, SQLITE_LIMIT_LENGTH},
	{TN_LIMIT_RESULT_COLUMNS, SQLITE_LIMIT_COLUMN},
};

/* Takes those of the handle, or with `lower` only what is less than was known. */
static int take_limits(struct tn_sqlite_conn *c, int lower)
{
	int64_t *known = c->head.server.caps.limits;
	int changed = 0;
	size_t i;
	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		int found = sqlite3_limit(c->db, limits[i].id, -1);
		if (found <= 0 || (lower && known[limits[i].limit] <= found))
			continue;
		known[limits[i].limit] = found;
		changed = 1;
	}
	return changed;
}

int tn__sqlite_look_at_limits(struct tn_be_conn *conn)
{
	return take_limits(tn__sqlite_conn(conn), 1);
}

int tn__sqlite_probe(struct tn_be_conn *conn)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn(conn);
	int n = sqlite3_libversion_number();
	if (n < TN__SQLITE_MIN_VERSION)
		return tn__sqlite_refuse(c, TN_E_UNSUPPORTED, "0A000", NULL,
					 "SQLite %s is too old; %s or later is needed", sqlite3_libversion(),
					 TN__SQLITE_MIN_VERSION_TEXT);
	memcpy(conn->server.product, "SQLite", sizeof("SQLite"));
	sqlite3_snprintf((int)sizeof(conn->server.version), conn->server.version, "%s", sqlite3_libversion());
	conn->server.version_number = n / 1000000 * 10000 + n / 1000 % 1000 * 100 + n % 1000;
	conn->dialect = &tn__sqlite_dialect;
	conn->dialect->effective("SQLite", conn->server.version_number, &conn->server.caps);
	take_limits(c, 0);
	return TN_OK;
}

/* ---- session rows without texts ------------------------------------------- */

static const struct {
	const char *name;
	int op;
} switches[] = {
	{"defensive", SQLITE_DBCONFIG_DEFENSIVE},
	{"dqs_dml", SQLITE_DBCONFIG_DQS_DML},
	{"dqs_ddl", SQLITE_DBCONFIG_DQS_DDL},
	{"load_extension", SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION},
};

static int find_switch(const char *name)
{
	size_t i;
	for (i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
		if (!strcmp(switches[i].name, name))
			return switches[i].op;
	return -1;
}

int tn__sqlite_session_get(struct tn_be_conn *conn, const char *name, struct tn_text *value)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn(conn);
	int op = find_switch(name), on = 0, rc;
	if (!strcmp(name, "busy_timeout")) {
		conn->host->text_printf(value, "%" PRId64, c->busy_timeout_us / 1000);
		return TN_OK;
	}
	if (op < 0)
		return tn__sqlite_refuse(c, TN_E_INTERNAL, "XX000", NULL, "no session setting '%s'", name);
	rc = sqlite3_db_config(c->db, op, -1, &on);
	if (rc != SQLITE_OK)
		return tn__sqlite_fault(c, rc, TN__SQLITE_RUNNING);
	conn->host->text_append(value, on ? "1" : "0", 1);
	return TN_OK;
}

int tn__sqlite_session_set(struct tn_be_conn *conn, const char *name, const char *value)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn(conn);
	int op = find_switch(name), on = 0, rc;
	if (op < 0)
		return tn__sqlite_refuse(c, TN_E_INTERNAL, "XX000", NULL,
					 "session setting '%s' cannot be set", name);
	rc = sqlite3_db_config(c->db, op, value[0] == '1', &on);
	return rc == SQLITE_OK ? TN_OK : tn__sqlite_fault(c, rc, TN__SQLITE_RUNNING);
}

/* ---- the rest ----------------------------------------------------------------- */

/* A file without a name takes writes without a word, and they are gone with the last connection. */
int tn__sqlite_check_file(struct tn_sqlite_conn *c)
{
	int moved = 0;
	if (!(c->head.server.facts & TN_FACT_FILE) ||
	    sqlite3_file_control(c->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || !moved)
		return TN_OK;
	return tn__sqlite_refuse(c, TN_E_READ_ONLY, "58030", NULL,
				 "database file '%s' was moved, replaced or deleted while it was open: open it anew",
				 sqlite3_db_filename(c->db, "main"));
}

/* Reads the file's first page: a file that is locked is there. */
int tn__sqlite_ping(struct tn_be_conn *conn)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn(conn);
	int rc = run(c, "PRAGMA schema_version", NULL);
	conn->round_trips++;
	if (rc == SQLITE_OK || (rc & 0xff) == SQLITE_BUSY)
		return tn__sqlite_check_file(c);
	return tn__sqlite_fault(c, rc, TN__SQLITE_RUNNING);
}

int tn__sqlite_tx_status(struct tn_be_conn *conn)
{
	return sqlite3_get_autocommit(tn__sqlite_conn(conn)->db) ? TN_BE_TX_IDLE : TN_BE_TX_OPEN;
}

void *tn__sqlite_native(struct tn_be_conn *conn)
{
	return tn__sqlite_conn(conn)->db;
}

void tn__sqlite_close(struct tn_be_conn *conn)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn(conn);
	/* _v2: a statement left on the native handle delays the end instead of leaking it. */
	sqlite3_finalize(c->json_valid);
	tn__sqlite_strict_close(c);
	sqlite3_close_v2(c->db);
	c->json_valid = NULL;
	c->db = NULL;
}
