/* SPDX-License-Identifier: MIT */
/*
 * tests/support/be_script.c - the scripted backend; see be_script.h.
 *
 * Invariants:
 *  1. A surprise (an unexpected text, a wrong parameter, a call on a dead link)
 *     is remembered and fails the test in be_script_check(); the slot itself
 *     answers with TN_E_INTERNAL, so the engine goes on as it would in life.
 *  2. Cells and texts live in the script, which outlives every call.
 */
#include "tests/support/be_script.h"
#include <check.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

struct script_conn {
	struct tn_be_conn head;
	int tx;
};

struct script_stmt {
	struct tn_be_stmt head;
	const struct be_step *step;
	uint32_t at;
	int open;
};

static const struct be_step *steps;
static size_t step_count, next_step;
static char trace[16384];
static char surprise[512];
static struct {
	const char *slot;
	unsigned n;     /* calls until the first one that fails */
	unsigned times; /* calls that fail from there on */
	struct tn_fault fault;
} link_fault;
static const struct be_node *nodes;
static atomic_uint threads_entered, threads_left;

#define CAP(name) (UINT64_C(1) << TN_CAP_##name)
struct tn_caps be_script_caps = {
	.bits = {CAP(TX_DDL) | CAP(ISO_READ_COMMITTED) | CAP(CURSORS) | CAP(RETURNING_INSERT)},
	.limits = {[TN_LIMIT_BIND_PARAMS] = 1000, [TN_LIMIT_IDENT_BYTES] = 63},
};

static void note(const char *format, ...) TN_PRINTF(1, 2);
static void note(const char *format, ...)
{
	size_t used = strlen(trace);
	va_list ap;
	va_start(ap, format);
	vsnprintf(trace + used, sizeof trace - used, format, ap);
	va_end(ap);
}

static int surprised(struct tn_be_conn *conn, const char *format, ...) TN_PRINTF(2, 3);
static int surprised(struct tn_be_conn *conn, const char *format, ...)
{
	char text[sizeof surprise];
	struct tn_fault f = {0};
	va_list ap;
	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	if (!*surprise)
		memcpy(surprise, text, sizeof text);
	f.code = TN_E_INTERNAL;
	f.message = text;
	return conn->host->fault(conn, &f);
}

static int raise_fault(struct tn_be_conn *conn, const struct tn_fault *f)
{
	if (f->flags & TN_ERR_DEAD)
		conn->dead = 1;
	return conn->host->fault(conn, f);
}

/* Link slots: 1 if the planned fault is due now. */
static int link_is_due(const char *slot)
{
	note("%s\n", slot);
	if (!link_fault.slot || strcmp(link_fault.slot, slot) != 0 || !link_fault.times)
		return 0;
	if (link_fault.n > 1) {
		link_fault.n--;
		return 0;
	}
	link_fault.times--;
	return 1;
}

/* ---- connection ---------------------------------------------------------- */

static int script_thread_enter(void)
{
	atomic_fetch_add(&threads_entered, 1);
	return TN_OK;
}

static void script_thread_leave(void)
{
	atomic_fetch_add(&threads_left, 1);
}

static const char *script_client_version(void)
{
	return "1.0";
}

static int open_node(struct tn_be_conn *conn, const char *host)
{
	static const struct tn_fault down = {.code = TN_E_CONNECT, .message = "nobody there"};
	const struct be_node *node = nodes;
	note("open %s\n", host);
	while (node->host && strcmp(node->host, host) != 0)
		node++;
	if (!node->host)
		return raise_fault(conn, &down);
	conn->server.facts |= node->facts;
	return TN_OK;
}

static int script_open(struct tn_be_conn *conn, const struct tn_be_target *target)
{
	conn->server.facts = target->facts;
	if (nodes)
		return open_node(conn, target->host);
	return link_is_due("open") ? raise_fault(conn, &link_fault.fault) : TN_OK;
}

static int script_probe(struct tn_be_conn *conn)
{
	if (link_is_due("probe"))
		return raise_fault(conn, &link_fault.fault);
	conn->dialect = &be_script_dialect;
	snprintf(conn->server.product, sizeof conn->server.product, "Script");
	snprintf(conn->server.version, sizeof conn->server.version, "1.2.3");
	conn->server.version_number = 10203;
	conn->server.caps = be_script_caps;
	return TN_OK;
}

static int script_ping(struct tn_be_conn *conn)
{
	if (conn->dead)
		return surprised(conn, "ping on a dead link");
	conn->round_trips++;
	return link_is_due("ping") ? raise_fault(conn, &link_fault.fault) : TN_OK;
}

static int script_tx_status(struct tn_be_conn *conn)
{
	return ((struct script_conn *)conn)->tx;
}

static int script_cancel(struct tn_be_conn *conn)
{
	(void)conn;
	note("cancel\n");
	return TN_OK;
}

static void *script_native(struct tn_be_conn *conn)
{
	return conn;
}

static void script_close(struct tn_be_conn *conn)
{
	(void)conn;
	note("close\n");
}

/* ---- statement ----------------------------------------------------------- */

static const struct be_step *expected(void)
{
	return next_step < step_count ? &steps[next_step] : NULL;
}

static int script_prepare(struct tn_be_stmt *stmt)
{
	const struct be_step *s = expected();
	note("prepare %s\n", stmt->sql);
	if (stmt->conn->dead)
		return surprised(stmt->conn, "prepare on a dead link: %s", stmt->sql);
	if (stmt->sql[stmt->sql_len] != '\0')
		return surprised(stmt->conn, "text without a final NUL");
	if (!s || s->when != BE_AT_PREPARE || !s->fault.message || (s->sql && strcmp(s->sql, stmt->sql) != 0))
		return TN_OK;
	next_step++;
	return raise_fault(stmt->conn, &s->fault);
}

static int same_value(const tn_value *a, const tn_value *b)
{
	if (a->kind != b->kind)
		return 0;
	switch (a->kind) {
	case TN_KIND_NULL: return 1;
	case TN_KIND_TEXT:
	case TN_KIND_BYTES:
	case TN_KIND_NUMERIC:
	case TN_KIND_JSON:
	case TN_KIND_UUID: return a->len == b->len && (!a->len || !memcmp(a->u.s, b->u.s, a->len));
	default: return a->u.i == b->u.i;
	}
}

static int check_step(struct tn_be_stmt *stmt, const struct be_step *s, const tn_value *params)
{
	uint32_t i;
	if (!s)
		return surprised(stmt->conn, "not in the script: %s", stmt->sql);
	if (s->sql && strcmp(s->sql, stmt->sql) != 0)
		return surprised(
			stmt->conn, "step %zu: expected '%s', got '%s'", next_step + 1, s->sql, stmt->sql);
	if (!s->params)
		return TN_OK;
	if (stmt->param_count != s->param_count)
		return surprised(stmt->conn, "step %zu: %u parameters, not %u", next_step + 1,
			stmt->param_count, s->param_count);
	for (i = 0; i < s->param_count; i++)
		if (!same_value(&s->params[i], &params[i]))
			return surprised(stmt->conn, "step %zu: parameter %u differs", next_step + 1, i + 1);
	return TN_OK;
}

static int script_execute(struct tn_be_stmt *stmt, const tn_value *params, int mode, unsigned chunk)
{
	struct script_stmt *st = (struct script_stmt *)stmt;
	const struct be_step *s = expected();
	int rc;
	if (mode == TN_BE_CHUNK)
		note("execute chunk %u\n", chunk);
	else
		note("execute\n");
	if (stmt->conn->dead)
		return surprised(stmt->conn, "execute on a dead link: %s", stmt->sql);
	if (st->open)
		return surprised(stmt->conn, "execute before finish: %s", stmt->sql);
	rc = check_step(stmt, s, params);
	if (rc < 0)
		return rc;
	next_step++;
	stmt->conn->round_trips++;
	if (s->tx_status)
		((struct script_conn *)stmt->conn)->tx = s->tx_status;
	if (s->fault.message && s->when == BE_AT_EXECUTE)
		return raise_fault(stmt->conn, &s->fault);
	st->step = s;
	st->at = 0;
	st->open = 1;
	stmt->column_count = s->columns ? s->column_count : 0;
	stmt->affected = s->affected;
	stmt->last_insert_id = s->last_insert_id;
	return s->columns ? 1 : 0;
}

static int script_next(struct tn_be_stmt *stmt)
{
	struct script_stmt *st = (struct script_stmt *)stmt;
	const struct be_step *s = st->step;
	note("next\n");
	if (!st->open || stmt->conn->dead)
		return surprised(stmt->conn, "next without an execution: %s", stmt->sql);
	if (s->fault.message && s->when == BE_AT_NEXT && st->at == s->after_rows)
		return raise_fault(stmt->conn, &s->fault);
	if (st->at == s->row_count) {
		stmt->cells = NULL;
		return TN_DONE;
	}
	stmt->cells = s->rows + (size_t)st->at++ * s->column_count;
	return TN_ROW;
}

static int script_column(struct tn_be_stmt *stmt, uint32_t i, struct tn_be_column *out)
{
	struct script_stmt *st = (struct script_stmt *)stmt;
	if (!st->step || i >= st->step->column_count)
		return surprised(stmt->conn, "no column %u: %s", i, stmt->sql);
	out->name = st->step->columns[i];
	out->native_type = NULL;
	out->type = st->step->types ? st->step->types[i] : TN_TYPE_UNKNOWN;
	out->precision = out->scale = 0;
	return TN_OK;
}

static int script_finish(struct tn_be_stmt *stmt)
{
	struct script_stmt *st = (struct script_stmt *)stmt;
	int was_open = st->open;
	st->open = 0;
	stmt->cells = NULL;
	note("finish\n");
	if (was_open && st->step->fault.message && st->step->when == BE_AT_FINISH)
		return raise_fault(stmt->conn, &st->step->fault);
	return TN_OK;
}

static void script_close_stmt(struct tn_be_stmt *stmt)
{
	note("close_stmt %s\n", stmt->sql ? stmt->sql : "");
}

/* ---- dialect and registration -------------------------------------------- */

static void script_effective(const char *product, int version, struct tn_caps *out)
{
	(void)product;
	(void)version;
	*out = be_script_caps;
}

static const struct tn_type_row script_types[] = {
	{.type = TN_TYPE_INTEGER, .ddl = "INTEGER"},
	{.type = TN_TYPE_TEXT, .ddl = "TEXT"},
};

static const struct tn_error_row script_errors[] = {
	{0, "23505", TN_E_UNIQUE, 0},
	{0, "40001", TN_E_SERIALIZATION, TN_ERR_RETRY_TX},
	{0, "25006", TN_E_READ_ONLY, TN_ERR_WRONG_NODE},
	{0, "40P01", TN_E_DEADLOCK, TN_ERR_RETRY_TX | TN_ERR_TX_LOST},
};

static const struct tn_begin_row script_begins[] = {
	{.isolation = 1, .read_only = 0, .begin = "BEGIN"},
	{.isolation = 1, .read_only = 1, .begin = "BEGIN READ ONLY"},
	{.isolation = 3, .read_only = 0, .begin = "BEGIN SERIALIZABLE"},
};

struct tn_dialect be_script_dialect = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(struct tn_dialect),
	.name = "script",
	.lex = TN_LEX_CAST,
	.quote = '"',
	.placeholder = TN_PLACEHOLDER_DOLLAR,
	.types = script_types,
	.type_count = sizeof script_types / sizeof script_types[0],
	.identity = "$t GENERATED BY DEFAULT AS IDENTITY",
	.table_suffix = "",
	.table_exists = "SELECT 1 FROM tables WHERE name = $1",
	.errors = script_errors,
	.error_count = sizeof script_errors / sizeof script_errors[0],
	.begins = script_begins,
	.begin_count = sizeof script_begins / sizeof script_begins[0],
	.default_isolation = 1,
	.commit = "COMMIT",
	.rollback = "ROLLBACK",
	.savepoint = "SAVEPOINT $n",
	.release = "RELEASE SAVEPOINT $n",
	.rollback_to = "ROLLBACK TO SAVEPOINT $n",
	.effective = script_effective,
};

static const char *const script_schemes[] = {"script", NULL};
static const struct tn_url_key script_keys[] = {{NULL, NULL, NULL, NULL}};
static const struct tn_dialect *const script_dialects[] = {&be_script_dialect, NULL};

static const struct tn_backend script_backend = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(struct tn_backend),
	.name = "script",
	.schemes = script_schemes,
	.url_form = TN_URL_SERVER,
	.url_keys = script_keys,
	.dialects = script_dialects,
	.conn_size = sizeof(struct script_conn),
	.stmt_size = sizeof(struct script_stmt),
	.thread_enter = script_thread_enter,
	.thread_leave = script_thread_leave,
	.client_version = script_client_version,
	.open = script_open,
	.probe = script_probe,
	.ping = script_ping,
	.tx_status = script_tx_status,
	.cancel = script_cancel,
	.native = script_native,
	.close = script_close,
	.prepare = script_prepare,
	.execute = script_execute,
	.next = script_next,
	.column = script_column,
	.finish = script_finish,
	.close_stmt = script_close_stmt,
};

void be_script_register(void)
{
	static int done;
	tn_error *err = NULL;
	if (done++)
		return;
	if (tn_backend_register(&script_backend, &err) < 0)
		ck_abort_msg("the scripted backend was refused: %s", tn_error_message(err));
}

void be_script_play(const struct be_step *s, size_t count)
{
	steps = s;
	step_count = count;
	next_step = 0;
	*trace = '\0';
	*surprise = '\0';
	memset(&link_fault, 0, sizeof link_fault);
	nodes = NULL;
}

void be_script_nodes(const struct be_node *list)
{
	nodes = list;
}

void be_script_check(void)
{
	if (*surprise)
		ck_abort_msg("%s\n%s", surprise, trace);
	if (next_step != step_count)
		ck_abort_msg("%zu of %zu steps were used\n%s", next_step, step_count, trace);
}

void be_script_fail_times(const char *slot, unsigned n, unsigned times, const struct tn_fault *fault)
{
	link_fault.slot = slot;
	link_fault.n = n;
	link_fault.times = times;
	link_fault.fault = *fault;
}

void be_script_fail(const char *slot, unsigned n, const struct tn_fault *fault)
{
	be_script_fail_times(slot, n, 1, fault);
}

unsigned be_script_threads_entered(void)
{
	return atomic_load(&threads_entered);
}

unsigned be_script_threads_left(void)
{
	return atomic_load(&threads_left);
}

const char *be_script_trace(void)
{
	return trace;
}
