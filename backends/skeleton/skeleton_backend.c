/* SPDX-License-Identifier: MIT */
/*
 * skeleton_backend.c - the smallest legal backend: copy it to begin your own.
 *
 * It keeps no data and needs no server.  Its language is
 *
 *   ECHO ?, ?, ...                             one row of the parameters
 *   BEGIN  COMMIT  ROLLBACK                    a transaction of nothing
 *   SAVEPOINT n  RELEASE n  ROLLBACK TO n
 *
 * and everything else is a syntax error with its position.  What is not here is
 * not required: tenon/sys/backend.h has the whole interface, backends/README.md
 * the checklist.  Never installed: the tests add it with tn_backend_register();
 * a backend of the build stands in backends/builtin.c instead.
 *
 * Invariants, of every backend:
 *  1. A slot that returns a negative code has recorded it, by fault() or nomem().
 *  2. close() and close_stmt() work after any failure, also of open() and prepare().
 *  3. What cells point to is the backend's own, and lives until the next row.
 */
#include <string.h>
#include <tenon/sys/backend.h>
#include <tenon/tx.h>

extern const struct tn_backend tn__backend_skeleton;
/* The heads are first, so the library's pointers are pointers to these. */
struct skeleton_conn {
	struct tn_be_conn head;
	int in_tx;
};

struct skeleton_stmt {
	struct tn_be_stmt head;
	tn_value *row; /* copies of the parameters; NULL: no ECHO */
	char *bytes;   /* what the row's texts point to */
	int row_left;  /* next() has a row to give */
	int in_tx;     /* after the statement; -1: as before */
};

/* An error of one of the library's codes; a server's own goes into native and sqlstate. */
static int refuse(struct tn_be_conn *conn, int code, const char *message, size_t position)
{
	const struct tn_fault f = {.code = code, .message = message, .position = position};
	return conn->host->fault(conn, &f);
}

/* ---- connection ------------------------------------------------------------ */

static const char *client_version(void) { return "1.0"; }

static int open_conn(struct tn_be_conn *conn, const struct tn_be_target *target)
{
	if (target->database)
		return refuse(conn, TN_E_NO_DATABASE, "there are no databases here; connect to 'skeleton:'", 0);
	conn->server.facts = TN_FACT_LOCAL | TN_FACT_MEMORY;
	return TN_OK;
}

/* What the library knows of the server, and how it speaks from now on. */
static int probe(struct tn_be_conn *conn)
{
	conn->dialect = tn__backend_skeleton.dialects[0];
	memcpy(conn->server.product, "Skeleton", sizeof("Skeleton"));
	memcpy(conn->server.version, "1.0.0", sizeof("1.0.0"));
	conn->server.version_number = 10000;
	conn->dialect->effective(conn->server.product, conn->server.version_number, &conn->server.caps);
	return TN_OK;
}

static int ping(struct tn_be_conn *conn)
{
	conn->round_trips++;
	return TN_OK;
}

static int tx_status(struct tn_be_conn *conn)
{
	return ((struct skeleton_conn *)(void *)conn)->in_tx ? TN_BE_TX_OPEN : TN_BE_TX_IDLE;
}

static void *native(struct tn_be_conn *conn) { return conn; }

/* Nothing to free: the library has allocated struct skeleton_conn and frees it. */
static void close_conn(struct tn_be_conn *conn) { (void)conn; }

/* ---- statement --------------------------------------------------------------- */

static struct skeleton_stmt *stmt_of(struct tn_be_stmt *stmt)
{
	return (struct skeleton_stmt *)(void *)stmt;
}

static int syntax_error(struct tn_be_stmt *stmt, const char *at)
{
	return refuse(stmt->conn, TN_E_SYNTAX, *at ? "this is not understood" : "the text ends too early",
		      (size_t)(at - stmt->sql) + 1);
}

/* " ?, ?" after ECHO.  The row is allocated here, so that execute() need not ask for it again. */
static int prepare_echo(struct tn_be_stmt *stmt, const char *s)
{
	do {
		s += strspn(s, " ,");
		if (*s != '?')
			return syntax_error(stmt, s);
		s += 1 + strspn(s + 1, " ");
	} while (*s == ',');
	if (*s)
		return syntax_error(stmt, s);
	stmt_of(stmt)->row = stmt->conn->host->alloc(stmt->param_count * sizeof(tn_value));
	return stmt_of(stmt)->row ? TN_OK : stmt->conn->host->nomem(stmt->conn);
}

static int prepare(struct tn_be_stmt *stmt)
{
	static const struct {
		const char *words; /* a final space: a name follows */
		int in_tx;
	} commands[] = {{"BEGIN", 1}, {"COMMIT", 0}, {"ROLLBACK", 0}, {"ROLLBACK TO ", -1}, {"RELEASE ", -1},
			{"SAVEPOINT ", -1}};
	size_t i, n;
	if (!strncmp(stmt->sql, "ECHO", 4))
		return prepare_echo(stmt, stmt->sql + 4);
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		n = strlen(commands[i].words);
		stmt_of(stmt)->in_tx = commands[i].in_tx;
		if (!strncmp(stmt->sql, commands[i].words, n) && (commands[i].in_tx < 0) == (stmt->sql[n] != '\0'))
			return TN_OK;
	}
	return syntax_error(stmt, stmt->sql);
}

static int has_bytes(const tn_value *v)
{
	return v->kind == TN_KIND_TEXT || v->kind == TN_KIND_BYTES || v->kind == TN_KIND_NUMERIC ||
	       v->kind == TN_KIND_JSON || v->kind == TN_KIND_UUID;
}

/* The parameters are the caller's and gone after execute(): copies, each text with a final NUL. */
static int fill_row(struct skeleton_stmt *s, const tn_value *params)
{
	const struct tn_host *host = s->head.conn->host;
	size_t need = 1;
	uint32_t i;
	char *p;
	for (i = 0; i < s->head.param_count; i++)
		need += has_bytes(&params[i]) ? (size_t)params[i].len + 1 : 0;
	p = host->realloc(s->bytes, need);
	if (!p)
		return host->nomem(s->head.conn);
	s->bytes = p;
	for (i = 0; i < s->head.param_count; i++) {
		s->row[i] = params[i];
		if (!has_bytes(&params[i]))
			continue;
		s->row[i].u.s = memcpy(p, params[i].u.s, params[i].len);
		p += params[i].len;
		*p++ = '\0';
	}
	s->head.column_count = s->head.param_count;
	s->row_left = 1;
	return 1;
}

/* mode and chunk do not matter to one row; without TN_CAP_CURSORS only streams are asked for. */
static int execute(struct tn_be_stmt *stmt, const tn_value *params, int mode, unsigned chunk)
{
	struct skeleton_stmt *s = stmt_of(stmt);
	(void)mode, (void)chunk;
	stmt->conn->round_trips++;
	stmt->affected = 0;
	if (!s->row) {
		if (s->in_tx >= 0)
			((struct skeleton_conn *)(void *)stmt->conn)->in_tx = s->in_tx;
		return 0;
	}
	return fill_row(s, params);
}

static int next(struct tn_be_stmt *stmt)
{
	struct skeleton_stmt *s = stmt_of(stmt);
	if (!s->row_left)
		return TN_DONE;
	s->row_left = 0;
	stmt->cells = s->row;
	return TN_ROW;
}

static int column(struct tn_be_stmt *stmt, uint32_t i, struct tn_be_column *out)
{
	(void)stmt, (void)i;
	out->name = "echo";
	out->native_type = NULL;
	out->type = TN_TYPE_UNKNOWN; /* as of an expression; the cell has its kind */
	out->precision = out->scale = 0;
	return TN_OK;
}

static int finish(struct tn_be_stmt *stmt)
{
	stmt_of(stmt)->row_left = 0;
	return TN_OK;
}

static void close_stmt(struct tn_be_stmt *stmt)
{
	stmt->conn->host->free(stmt_of(stmt)->row);
	stmt->conn->host->free(stmt_of(stmt)->bytes);
}

/* ---- dialect and table ----------------------------------------------------------- */

/* A pure function of its arguments, for use without a connection. */
static void effective(const char *product, int version_number, struct tn_caps *out)
{
	(void)product, (void)version_number;
	memset(out, 0, sizeof(*out));
	tn_cap_set(out, TN_CAP_TX_KEEPS_GOING);
	tn_cap_set(out, TN_CAP_DOUBLE_SPECIALS);
}

static const struct tn_begin_row begins[] = {
	{TN_ISO_SERIALIZABLE, 0, NULL, "BEGIN"},
	{TN_ISO_SERIALIZABLE, 1, NULL, "BEGIN"}, /* there is nothing to write to */
};

/* No types, no tables: identity, table_suffix and table_exists are required and say nothing here. */
static const struct tn_dialect dialect = {
	.abi = TN_BACKEND_ABI, .size = sizeof(struct tn_dialect), .name = "skeleton",
	.quote = '"', .placeholder = TN_PLACEHOLDER_QUESTION,
	.identity = "$t", .table_suffix = "", .table_exists = "ECHO ?",
	.begins = begins, .begin_count = sizeof(begins) / sizeof(begins[0]),
	.default_isolation = TN_ISO_SERIALIZABLE, .commit = "COMMIT", .rollback = "ROLLBACK",
	.syntax = {.values_row = "", .default_values = "DEFAULT VALUES"},
	.savepoint = "SAVEPOINT $n", .release = "RELEASE $n", .rollback_to = "ROLLBACK TO $n",
	.effective = effective,
};

static const char *const schemes[] = {"skeleton", NULL};
static const struct tn_url_key url_keys[] = {{NULL, NULL, NULL, NULL}};
static const struct tn_dialect *const dialects[] = {&dialect, NULL};

const struct tn_backend tn__backend_skeleton = {
	.abi = TN_BACKEND_ABI, .size = sizeof(struct tn_backend),
	.name = "skeleton", .schemes = schemes, .url_form = TN_URL_FILE, .url_keys = url_keys, .dialects = dialects,
	.conn_size = sizeof(struct skeleton_conn), .stmt_size = sizeof(struct skeleton_stmt),
	.client_version = client_version, .open = open_conn, .probe = probe, .ping = ping, .tx_status = tx_status,
	.native = native, .close = close_conn, .prepare = prepare, .execute = execute, .next = next,
	.column = column, .finish = finish, .close_stmt = close_stmt,
};
