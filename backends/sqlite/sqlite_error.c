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
 * schema.  A FOREIGN KEY message names nothing, and the row is gone already.
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
	{"at most ", " tables in a join", "54000", TN_E_LIMIT},
	{"integer overflow", NULL, "22003", TN_E_RANGE},
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

/* ---- the name of a UNIQUE or PRIMARY KEY constraint ------------------------- */

/* A token of CREATE TABLE's text; names are written unquoted into `name`. */
enum token { T_END, T_NAME, T_OTHER };

struct scanner {
	const struct tn_host *host;
	const char *s;
	struct tn_text name;
	char other;
	uint8_t quoted;
};

static int is_word(unsigned char ch)
{
	return ch >= 0x80 || ch == '_' || ch == '$' || (ch >= '0' && ch <= '9') ||
	       ((ch | 32) >= 'a' && (ch | 32) <= 'z');
}

static const char *skip_blanks(const char *s)
{
	for (;;) {
		if (*s == ' ' || (*s >= '\t' && *s <= '\r')) {
			s++;
		} else if (s[0] == '-' && s[1] == '-') {
			s += strcspn(s, "\n");
		} else if (s[0] == '/' && s[1] == '*') {
			const char *end = strstr(s + 2, "*/");
			s = end ? end + 2 : s + strlen(s);
		} else {
			return s;
		}
	}
}

static enum token scan(struct scanner *x)
{
	char close;
	x->s = skip_blanks(x->s);
	x->host->text_clear(&x->name);
	x->quoted = 0;
	if (!*x->s)
		return T_END;
	if (is_word((unsigned char)*x->s)) {
		size_t n = 1;
		while (is_word((unsigned char)x->s[n]))
			n++;
		x->host->text_append(&x->name, x->s, n);
		x->s += n;
		return T_NAME;
	}
	if (!strchr("\"`['", *x->s)) {
		x->other = *x->s++;
		return T_OTHER;
	}
	close = *x->s == '[' ? ']' : *x->s;
	x->quoted = 1;
	for (x->s++; *x->s; x->s++) {
		if (*x->s == close && (close == ']' || x->s[1] != close))
			break;
		x->s += *x->s == close;
		x->host->text_append(&x->name, x->s, 1);
	}
	x->s += *x->s != '\0';
	return T_NAME;
}

static int is_keyword(const struct scanner *x, const char *word)
{
	return !x->quoted && !sqlite3_stricmp(x->name.s, word);
}

/* Reads "(a, b COLLATE x, c DESC)" into "a, b, c"; the scanner is before the parenthesis. */
static void read_list(struct scanner *x, struct tn_text *list)
{
	enum token t;
	int depth = 0, fresh = 1;
	while ((t = scan(x)) != T_END) {
		if (t == T_OTHER && x->other == '(')
			depth++;
		else if (t == T_OTHER && x->other == ')' && --depth == 0)
			return;
		else if (t == T_OTHER && x->other == ',')
			fresh = 1;
		else if (t == T_NAME && depth == 1 && fresh) {
			x->host->text_printf(list, "%s%s", list->len ? ", " : "", x->name.s);
			fresh = 0;
		}
	}
}

/*
 * Finds in CREATE TABLE's text the UNIQUE or PRIMARY KEY constraint over exactly
 * `columns` ("a, b") and appends its name.
 */
static void find_constraint(struct scanner *x, const char *columns, struct tn_text *out)
{
	struct tn_text named, column, list;
	int depth = 0, fresh = 0;
	enum token t;
	x->host->text_init(&named);
	x->host->text_init(&column);
	x->host->text_init(&list);
	while (!out->len && (t = scan(x)) != T_END) {
		if (t == T_OTHER) {
			depth += (x->other == '(') - (x->other == ')');
			if (depth == 1 && (x->other == '(' || x->other == ',')) {
				fresh = 1;
				x->host->text_clear(&named);
			}
			continue;
		}
		if (depth != 1)
			continue;
		if (is_keyword(x, "CONSTRAINT")) {
			x->host->text_clear(&named);
			if (scan(x) == T_NAME)
				x->host->text_append(&named, x->name.s, x->name.len);
			if (fresh)
				x->host->text_clear(&column);
		} else if (is_keyword(x, "UNIQUE") || is_keyword(x, "PRIMARY")) {
			const char *next;
			if (is_keyword(x, "PRIMARY"))
				scan(x);
			x->host->text_clear(&list);
			next = skip_blanks(x->s);
			if (*next == '(')
				read_list(x, &list);
			else
				x->host->text_append(&list, column.s, column.len);
			if (named.len && !sqlite3_stricmp(list.s, columns))
				x->host->text_append(out, named.s, named.len);
		} else if (is_keyword(x, "CHECK") || is_keyword(x, "REFERENCES") || is_keyword(x, "NOT")) {
			x->host->text_clear(&named); /* the name was this one's */
		} else if (fresh) {
			x->host->text_clear(&column);
			x->host->text_append(&column, x->name.s, x->name.len);
		}
		fresh = 0;
	}
	x->host->text_release(&named);
	x->host->text_release(&column);
	x->host->text_release(&list);
}

/* The first column of the first row of a query with up to two parameters, appended to out. */
static void look_up(struct tn_sqlite_conn *c, const char *sql, const char *a, const char *b,
		    struct tn_text *out)
{
	const char *text;
	sqlite3_stmt *st = NULL;
	if (sqlite3_prepare_v2(c->db, sql, -1, &st, NULL) == SQLITE_OK) {
		sqlite3_bind_text(st, 1, a, -1, SQLITE_STATIC);
		if (b)
			sqlite3_bind_text(st, 2, b, -1, SQLITE_STATIC);
		if (sqlite3_step(st) == SQLITE_ROW && (text = (const char *)sqlite3_column_text(st, 0)))
			c->head.host->text_append(out, text, strlen(text));
	}
	sqlite3_finalize(st);
}

static void name_unique(struct tn_sqlite_conn *c, const char *table, const char *columns,
			struct tn_text *out)
{
	const struct tn_host *host = c->head.host;
	struct scanner x = {.host = host};
	struct tn_text sql;
	look_up(c, "SELECT il.name FROM pragma_index_list(?1) AS il"
		" WHERE il.\"unique\" = 1 AND il.origin = 'c' AND ?2 = (SELECT group_concat(name, ', ')"
		" FROM (SELECT name FROM pragma_index_info(il.name) ORDER BY seqno))", table, columns, out);
	if (out->len)
		return;
	host->text_init(&sql);
	host->text_init(&x.name);
	look_up(c, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE",
		table, NULL, &sql);
	x.s = sql.s;
	find_constraint(&x, columns, out);
	host->text_release(&x.name);
	host->text_release(&sql);
}

/* ---- names in messages -------------------------------------------------------- */

struct names {
	struct tn_text table, column, constraint;
};

/* "t.a, t.b" -> table "t", columns "a, b". */
static void split_columns(const struct tn_host *host, const char *s, struct names *n)
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

static void find_names(struct tn_sqlite_conn *c, const char *message, struct names *n)
{
	const struct tn_host *host = c->head.host;
	const char *s;
	if ((s = after(message, "UNIQUE constraint failed: index '"))) {
		host->text_append(&n->constraint, s, strcspn(s, "'"));
		look_up(c, "SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND name = ?1",
			n->constraint.s, NULL, &n->table);
	} else if ((s = after(message, "UNIQUE constraint failed: "))) {
		split_columns(host, s, n);
		name_unique(c, n->table.s, n->column.s, &n->constraint);
	} else if ((s = after(message, "NOT NULL constraint failed: "))) {
		split_columns(host, s, n);
	} else if ((s = after(message, "CHECK constraint failed: "))) {
		host->text_append(&n->constraint, s, strlen(s));
		look_up(c, "SELECT min(name) FROM sqlite_schema WHERE type = 'table' AND instr(sql, ?1)"
			" HAVING count(*) = 1", n->constraint.s, NULL, &n->table);
	} else if (after(message, "cannot store ") && (s = strstr(message, " column "))) {
		split_columns(host, s + strlen(" column "), n);
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
	} else {
		f->hint = hint_of(f->native);
	}
}

static const char *or_null(const struct tn_text *t)
{
	return t->len && !t->failed ? t->s : NULL;
}

int tn__sqlite_fault(struct tn_sqlite_conn *c, int rc, int phase)
{
	const struct tn_host *host = c->head.host;
	struct tn_fault f = {.native = rc};
	struct names n;
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
	/* The message decides for some codes: without it the error is the lack of memory. */
	if (message.failed) {
		host->text_release(&message);
		return host->nomem(&c->head);
	}
	f.message = message.len ? message.s : sqlite3_errstr(rc);
	f.position = error_position(c->db);
	classify(c, &f, phase);
	if ((rc & 0xff) == SQLITE_CONSTRAINT)
		find_names(c, message.s, &n);
	path = concerns_file(rc) ? sqlite3_db_filename(c->db, "main") : NULL;
	if (path && *path)
		host->text_printf(&file, "database file '%s'", path);
	f.detail = or_null(&file);
	f.table = or_null(&n.table);
	f.column = or_null(&n.column);
	f.constraint = or_null(&n.constraint);
	code = host->fault(&c->head, &f);
	host->text_release(&message);
	host->text_release(&file);
	host->text_release(&n.table);
	host->text_release(&n.column);
	host->text_release(&n.constraint);
	return code;
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
