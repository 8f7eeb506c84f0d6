/* SPDX-License-Identifier: MIT */
/*
 * sqlite_error.c - SQLite's result codes and messages as faults.
 *
 * Codes come from SQLite's extended result code through one list
 * (sqlite_internal.h).  The exception is SQLITE_ERROR (1): SQLite gives it for
 * a typing error, a missing table, a name that is taken and too many variables
 * alike, keeps no further number anywhere (sqlite3_error_offset() tells where,
 * not what), and a caller must tell these apart.  So for code 1, and for it
 * alone, the table `texts` compares the beginning of the message, and sometimes
 * its end, with texts that are literals in SQLite's parser; they are English in
 * every build and have not changed in ten years.  The tests provoke each row
 * on the library in use, so a release that rewords one is noticed.  A message
 * that no row knows is a syntax error while preparing, else a server error.
 *
 * Names of tables, columns and constraints are taken from messages, where
 * SQLite puts them, because there is no other place; they decide nothing.
 * A UNIQUE message names columns, not the constraint: that is looked up in the
 * schema (sqlite_names.c).  A FOREIGN KEY message names nothing: what the
 * statement can have violated is looked up there (sqlite_fk.c).
 *
 * Invariants: the fault is recorded whatever a look-up does; a look-up runs for
 * constraint errors only, when the connection is known to work.
 */
#include "sqlite_internal.h"

#include <stdarg.h>
#include <string.h>

struct code_row {
	int native;
	const char *sqlstate;
	int code;
	unsigned flags;
};

#define CODE_ROW(native, sqlstate, code, flags) {native, sqlstate, code, flags},
static const struct code_row codes[] = {TN__SQLITE_ERRORS(CODE_ROW)};

static const struct code_row *find_code(int native)
{
	size_t i;
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].native == native)
			return &codes[i];
	return NULL;
}

struct text_row {
	const char *start;
	const char *part; /* must occur after the start; NULL: anything */
	const char *sqlstate;
	int code;
};

static const struct text_row texts[] = {
	{"near \"", ": syntax error", "42601", TN_E_SYNTAX},
	{"incomplete input", NULL, "42601", TN_E_SYNTAX},
	{"unrecognized token: ", NULL, "42601", TN_E_SYNTAX},
	{"no such table: ", NULL, "42P01", TN_E_NO_OBJECT},
	{"no such view: ", NULL, "42P01", TN_E_NO_OBJECT},
	{"no such column: ", NULL, "42703", TN_E_NO_OBJECT},
	{"no such function: ", NULL, "42883", TN_E_NO_OBJECT},
	{"no such index: ", NULL, "42704", TN_E_NO_OBJECT},
	{"no such trigger: ", NULL, "42704", TN_E_NO_OBJECT},
	{"no such savepoint: ", NULL, "3B001", TN_E_NO_OBJECT},
	{"unknown database ", NULL, "3F000", TN_E_NO_OBJECT},
	{"table ", " has no column named ", "42703", TN_E_NO_OBJECT},
	{"wrong number of arguments to function ", NULL, "42883", TN_E_NO_OBJECT},
	{"table ", " already exists", "42P07", TN_E_EXISTS},
	{"index ", " already exists", "42P07", TN_E_EXISTS},
	{"view ", " already exists", "42P07", TN_E_EXISTS},
	{"trigger ", " already exists", "42710", TN_E_EXISTS},
	{"there is already ", NULL, "42P07", TN_E_EXISTS},
	{"duplicate column name: ", NULL, "42701", TN_E_EXISTS},
	{"ambiguous column name: ", NULL, "42702", TN_E_AMBIGUOUS},
	{"too many SQL variables", NULL, "54000", TN_E_LIMIT},
	{"variable number must be between ", NULL, "54000", TN_E_LIMIT},
	{"too many columns ", NULL, "54011", TN_E_LIMIT},
	{"too many terms ", NULL, "54000", TN_E_LIMIT},
	{"Expression tree is too large ", NULL, "54001", TN_E_LIMIT},
	{"parser stack overflow", NULL, "54001", TN_E_LIMIT},
	{"at most ", " tables in a join", "54000", TN_E_LIMIT},
	{"integer overflow", NULL, "22003", TN_E_RANGE},
	{"ESCAPE expression must be a single character", NULL, "22019", TN_E_DATA},
	{"argument of ntile must be a positive integer", NULL, "22014", TN_E_DATA},
	{"second argument to nth_value must be a positive integer", NULL, "22016", TN_E_DATA},
	{"too many arguments on function ", NULL, "54023", TN_E_LIMIT},
	{"malformed JSON", NULL, "22032", TN_E_DATA},
	{"cannot start a transaction within a transaction", NULL, "25001", TN_E_MISUSE},
	{"cannot commit - no transaction is active", NULL, "25P01", TN_E_MISUSE},
	{"cannot rollback - no transaction is active", NULL, "25P01", TN_E_MISUSE},
	{"cannot modify ", " because it is a view", "42809", TN_E_UNSUPPORTED},
};

static const struct text_row *find_text(const char *message)
{
	size_t i;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		size_t n = strlen(texts[i].start);
		if (strncmp(message, texts[i].start, n))
			continue;
		if (!texts[i].part || strstr(message + n, texts[i].part))
			return &texts[i];
	}
	return NULL;
}

/* ---- names in messages -------------------------------------------------------- */

/* "t.a, t.b" -> table "t", columns "a, b". */
static void split_columns(const struct tn_host *host, const char *s, struct tn_sqlite_names *n)
{
	const char *dot = strchr(s, '.');
	size_t prefix;
	if (!dot)
		return;
	prefix = (size_t)(dot - s) + 1;
	host->text_append(&n->table, s, prefix - 1);
	for (;;) {
		const char *comma = strstr(s, ", ");
		size_t len = comma ? (size_t)(comma - s) : strlen(s);
		if (len <= prefix)
			return;
		host->text_append(&n->column, s + prefix, len - prefix);
		if (!comma)
			return;
		host->text_append(&n->column, ", ", 2);
		s = comma + 2;
	}
}

static const char *after(const char *message, const char *start)
{
	size_t n = strlen(start);
	return strncmp(message, start, n) ? NULL : message + n;
}

static const char foreign_key_failed[] = "FOREIGN KEY constraint failed";

static void find_names(struct tn_sqlite_conn *c, struct tn_sqlite_stmt *stmt, const char *message,
		       struct tn_sqlite_names *n)
{
	const struct tn_host *host = c->head.host;
	const char *s;
	if ((s = after(message, "UNIQUE constraint failed: index '"))) {
		host->text_append(&n->constraint, s, strcspn(s, "'"));
		tn__sqlite_look_up(c, "SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND name = ?1",
			n->constraint.s, NULL, &n->table);
	} else if ((s = after(message, "UNIQUE constraint failed: "))) {
		split_columns(host, s, n);
		tn__sqlite_name_unique(c, n->table.s, n->column.s, &n->constraint);
	} else if ((s = after(message, "NOT NULL constraint failed: "))) {
		split_columns(host, s, n);
	} else if ((s = after(message, "CHECK constraint failed: "))) {
		host->text_append(&n->constraint, s, strlen(s));
		tn__sqlite_look_up(c, "SELECT min(name) FROM sqlite_schema WHERE type = 'table' AND instr(sql, ?1)"
			" HAVING count(*) = 1", n->constraint.s, NULL, &n->table);
	} else if (after(message, "cannot store ") && (s = strstr(message, " column "))) {
		split_columns(host, s + strlen(" column "), n);
	} else if (stmt && !strcmp(message, foreign_key_failed)) {
		tn__sqlite_find_foreign(stmt, n);
	}
}

/* ---- faults --------------------------------------------------------------------- */

static size_t error_position(sqlite3 *db)
{
#if SQLITE_VERSION_NUMBER >= 3038000
	int offset = sqlite3_error_offset(db);
	return offset < 0 ? 0 : (size_t)offset + 1;
#else
	(void)db;
	return 0;
#endif
}

/* What to do about trouble with the file, where SQLite's few words leave it open. */
static const struct {
	int native;
	const char *hint;
} hints[] = {
	{SQLITE_BUSY, "another connection holds the lock: repeat, or raise busy_timeout in the URL"},
	{SQLITE_FULL, "make room on the disk of the file, or raise PRAGMA max_page_count; then repeat the transaction"},
	{SQLITE_READONLY, "open the file with mode=rwc, and check the rights of file and folder"},
	{SQLITE_CORRUPT, "restore a copy, or save what the sqlite3 shell's .recover can read"},
};

static const char *hint_of(int native)
{
	size_t i;
	for (i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (hints[i].native == native)
			return hints[i].hint;
	return NULL;
}

/* 1 for errors that are about the file as a whole and whose message does not name it. */
static int concerns_file(int native)
{
	switch (native & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_READONLY:
	case SQLITE_IOERR:
	case SQLITE_CORRUPT:
	case SQLITE_FULL:
	case SQLITE_CANTOPEN:
		return 1;
	default:
		return 0;
	}
}

/* Code and SQLSTATE; code stays 0 where the dialect's rows know the number. */
static void classify(struct tn_sqlite_conn *c, struct tn_fault *f, int phase)
{
	const struct code_row *row = find_code(f->native);
	const struct text_row *text = f->native == SQLITE_ERROR ? find_text(f->message) : NULL;
	if (!row && (row = find_code(f->native & 0xff))) {
		f->code = row->code;
		f->flags |= row->flags;
	}
	f->sqlstate = row ? row->sqlstate : "HY000";
	if (text) {
		f->code = text->code;
		f->sqlstate = text->sqlstate;
	} else if (f->native == SQLITE_ERROR && phase == TN__SQLITE_PREPARING) {
		f->code = TN_E_SYNTAX;
		f->sqlstate = "42000";
	}
	if ((f->native & 0xff) == SQLITE_BUSY && atomic_load(&c->cancelled)) {
		f->code = TN_E_CANCELLED;
		f->sqlstate = "57014";
		f->message = "cancelled while waiting for another connection's lock";
	} else if (f->native == SQLITE_CONSTRAINT_TRIGGER && !strcmp(f->message, foreign_key_failed)) {
		/* RESTRICT is a trigger inside of SQLite, and fails as one. */
		f->code = TN_E_FOREIGN_KEY;
		f->sqlstate = "23503";
	} else {
		f->hint = hint_of(f->native);
	}
}

static const char *or_null(const struct tn_text *t)
{
	return t->len && !t->failed ? t->s : NULL;
}

static int record(struct tn_sqlite_conn *c, struct tn_sqlite_stmt *stmt, int rc, int phase)
{
	const struct tn_host *host = c->head.host;
	struct tn_fault f = {.native = rc};
	struct tn_sqlite_names n;
	struct tn_text message, file;
	const char *path;
	int code;
	if ((rc & 0xff) == SQLITE_NOMEM)
		return host->nomem(&c->head);
	host->text_init(&message);
	host->text_init(&file);
	host->text_init(&n.table);
	host->text_init(&n.column);
	host->text_init(&n.constraint);
	/* Copied, because the look-ups below replace SQLite's own. */
	host->text_printf(&message, "%s", sqlite3_errmsg(c->db));
	f.message = message.len ? message.s : sqlite3_errstr(rc);
	f.position = error_position(c->db);
	classify(c, &f, phase);
	if ((rc & 0xff) == SQLITE_CONSTRAINT)
		find_names(c, stmt, message.s, &n);
	path = concerns_file(rc) ? sqlite3_db_filename(c->db, "main") : NULL;
	if (path && *path)
		host->text_printf(&file, "database file '%s'", path);
	f.detail = or_null(&file);
	f.table = or_null(&n.table);
	f.column = or_null(&n.column);
	f.constraint = or_null(&n.constraint);
	/* Without its text an error of SQLite cannot be told from another. */
	code = message.failed ? host->nomem(&c->head) : host->fault(&c->head, &f);
	host->text_release(&message);
	host->text_release(&file);
	host->text_release(&n.table);
	host->text_release(&n.column);
	host->text_release(&n.constraint);
	return code;
}

int tn__sqlite_fault(struct tn_sqlite_conn *c, int rc, int phase)
{
	return record(c, NULL, rc, phase);
}

int tn__sqlite_stmt_fault(struct tn_sqlite_stmt *s, int rc)
{
	return record(tn__sqlite_conn_of(s), s, rc, TN__SQLITE_RUNNING);
}

int tn__sqlite_refuse(struct tn_sqlite_conn *c, int code, const char *sqlstate, const char *column,
		      const char *format, ...)
{
	struct tn_fault f = {.code = code, .sqlstate = sqlstate, .column = column};
	va_list args;
	char *line;
	va_start(args, format);
	line = sqlite3_vmprintf(format, args);
	va_end(args);
	if (!line)
		return c->head.host->nomem(&c->head);
	f.message = line;
	code = c->head.host->fault(&c->head, &f);
	sqlite3_free(line);
	return code;
}
