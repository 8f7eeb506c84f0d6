/* SPDX-License-Identifier: MIT */
/* pg_harness.c - see pg_harness.h. */
#include "pg_harness.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct pgt_fault pgt_fault;
int pgt_notices, pgt_notice_severity;
char pgt_notice_text[256];
long pgt_blocks, pgt_fail_at, pgt_allocations;
const char *pgt_host, *pgt_user, *pgt_database;
unsigned pgt_port;

void pgt_read_environment(void)
{
	static char host[256], user[64], database[64];
	const char *text = getenv("TENON_TEST_PG");

	if (!text || sscanf(text, "%255s %u %63s %63s", host, &pgt_port, user, database) != 4)
		return;
	pgt_host = host;
	pgt_user = user;
	pgt_database = database;
}

void pgt_clear(void)
{
	memset(&pgt_fault, 0, sizeof(pgt_fault));
	pgt_notices = 0;
}

/* ---- host --------------------------------------------------------------- */

static int fails(void)
{
	pgt_allocations++;
	return pgt_fail_at && --pgt_fail_at == 0;
}

static void *host_realloc(void *p, size_t n)
{
	void *q;

	if (fails())
		return NULL;
	q = realloc(p, n ? n : 1);
	if (q && !p)
		pgt_blocks++;
	return q;
}

static void *host_alloc(size_t n)
{
	void *p = host_realloc(NULL, n);
	if (p)
		memset(p, 0, n);
	return p;
}

static void host_free(void *p)
{
	if (p)
		pgt_blocks--;
	free(p);
}

static char nothing[1];

static void text_init(struct tn_text *t)
{
	memset(t, 0, sizeof(*t));
	t->s = nothing;
}

static void text_append(struct tn_text *t, const char *s, size_t n)
{
	if (!t->failed && t->len + n + 1 > t->cap) {
		char *grown = host_realloc(t->cap ? t->s : NULL, 2 * (t->len + n + 1));
		if (!grown) {
			t->failed = TN_E_NOMEM;
		} else {
			t->s = grown;
			t->cap = 2 * (t->len + n + 1);
		}
	}
	if (t->failed)
		return;
	memcpy(t->s + t->len, s, n);
	t->len += n;
	t->s[t->len] = '\0';
}

static TN_PRINTF(2, 3) void text_printf(struct tn_text *t, const char *format, ...)
{
	char line[4096];
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	ck_assert(n >= 0 && n < (int)sizeof(line));
	text_append(t, line, (size_t)n);
}

static void text_clear(struct tn_text *t)
{
	t->len = 0;
	t->failed = 0;
	if (t->cap)
		t->s[0] = '\0';
}

static void text_release(struct tn_text *t)
{
	if (t->cap)
		host_free(t->s);
	text_init(t);
}

static void host_wipe(void *p, size_t n)
{
	memset(p, 0, n);
}

static void copy(char *out, size_t size, const char *s)
{
	snprintf(out, size, "%s", s ? s : "");
}

static int classify(const struct tn_fault *f, unsigned *flags)
{
	size_t i;

	for (i = 0; i < tn__pg_dialect.error_count; i++) {
		const struct tn_error_row *e = &tn__pg_dialect.errors[i];
		if (f->sqlstate && !strncmp(f->sqlstate, e->sqlstate, strlen(e->sqlstate))) {
			*flags |= e->flags;
			return f->code ? f->code : e->code;
		}
	}
	return f->code ? f->code : TN_E_SERVER;
}

static int host_fault(struct tn_be_conn *conn, const struct tn_fault *f)
{
	(void)conn;
	ck_assert_ptr_nonnull(f->message);
	if (pgt_fault.count++)
		return pgt_fault.code;
	pgt_fault.flags = f->flags;
	pgt_fault.code = classify(f, &pgt_fault.flags);
	copy(pgt_fault.sqlstate, sizeof(pgt_fault.sqlstate), f->sqlstate);
	copy(pgt_fault.message, sizeof(pgt_fault.message), f->message);
	copy(pgt_fault.detail, sizeof(pgt_fault.detail), f->detail);
	copy(pgt_fault.hint, sizeof(pgt_fault.hint), f->hint);
	copy(pgt_fault.constraint, sizeof(pgt_fault.constraint), f->constraint);
	copy(pgt_fault.table, sizeof(pgt_fault.table), f->table);
	copy(pgt_fault.column, sizeof(pgt_fault.column), f->column);
	pgt_fault.position = f->position;
	return pgt_fault.code;
}

static int host_nomem(struct tn_be_conn *conn)
{
	struct tn_fault f = {.code = TN_E_NOMEM, .message = "out of memory"};
	return host_fault(conn, &f);
}

static void host_notice(struct tn_be_conn *conn, int severity, int native, const char *sqlstate,
			const char *message)
{
	(void)conn;
	(void)native;
	(void)sqlstate;
	pgt_notices++;
	pgt_notice_severity = severity;
	copy(pgt_notice_text, sizeof(pgt_notice_text), message);
}

static void host_log(int level, const char *format, ...)
{
	(void)level;
	(void)format;
}

static int64_t host_now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static const struct tn_host host = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(struct tn_host),
	.alloc = host_alloc,
	.realloc = host_realloc,
	.free = host_free,
	.text_init = text_init,
	.text_append = text_append,
	.text_printf = text_printf,
	.text_clear = text_clear,
	.text_release = text_release,
	.wipe = host_wipe,
	.fault = host_fault,
	.nomem = host_nomem,
	.notice = host_notice,
	.log = host_log,
	.now_us = host_now,
};

/* ---- connections ---------------------------------------------------------- */

static const char *option(const struct tn_be_target *t, const char *key)
{
	const char *const *o = t->core;

	for (; o && o[0]; o += 2)
		if (!strcmp(o[0], key))
			return o[1];
	return NULL;
}

struct tn_be_target pgt_target(void)
{
	struct tn_be_target t = {
		.scheme = "postgresql",
		.host = pgt_host,
		.port = pgt_port,
		.user = pgt_user,
		.database = pgt_database,
		.connect_timeout = 10,
		.application = "tenon tests",
		.facts = TN_FACT_LOCAL,
		.option = option,
	};
	return t;
}

struct tn_be_conn *pgt_try_open(struct tn_be_target *t, const char *const *options, int *rc)
{
	const struct tn_backend *be = &tn__backend_postgresql;
	struct tn_be_conn *c;

	pgt_clear();
	ck_assert_int_eq(be->start(&host), TN_OK);
	c = calloc(1, be->conn_size);
	ck_assert_ptr_nonnull(c);
	c->backend = be;
	c->host = &host;
	t->core = options;
	*rc = be->open(c, t);
	if (*rc >= 0)
		*rc = be->probe(c);
	if (*rc >= 0)
		return c;
	ck_assert_int_eq(pgt_fault.count, 1);
	pgt_close(c);
	return NULL;
}

struct tn_be_conn *pgt_open(const char *const *options)
{
	struct tn_be_target t = pgt_target();
	int rc;
	struct tn_be_conn *c = pgt_try_open(&t, options, &rc);

	ck_assert_msg(c != NULL, "open: %d %s", rc, pgt_fault.message);
	return c;
}

void pgt_close(struct tn_be_conn *c)
{
	c->backend->close(c);
	free(c);
	ck_assert_int_eq(pgt_blocks, 0);
}

/* ---- statements ------------------------------------------------------------ */

int pgt_prepare(struct tn_be_conn *c, const char *sql, const uint8_t *kinds, uint32_t n, unsigned flags,
		struct tn_be_stmt **out)
{
	struct tn_be_stmt *s = calloc(1, c->backend->stmt_size);

	ck_assert_ptr_nonnull(s);
	s->conn = c;
	s->sql = sql;
	s->sql_len = strlen(sql);
	s->kinds = kinds;
	s->param_count = n;
	s->flags = flags;
	*out = s;
	return c->backend->prepare(s);
}

struct tn_be_stmt *pgt_new(struct tn_be_conn *c, const char *sql, const uint8_t *kinds, uint32_t n,
			   unsigned flags)
{
	struct tn_be_stmt *s;
	int rc;

	pgt_clear();
	rc = pgt_prepare(c, sql, kinds, n, flags, &s);
	ck_assert_msg(rc == 0, "prepare '%s': %d %s", sql, rc, pgt_fault.message);
	return s;
}

void pgt_free(struct tn_be_stmt *s)
{
	s->conn->backend->close_stmt(s);
	free(s);
}

int pgt_run(struct tn_be_conn *c, const char *sql)
{
	const struct tn_backend *be = c->backend;
	struct tn_be_stmt *s;
	int rc;

	pgt_clear();
	rc = pgt_prepare(c, sql, NULL, 0, TN_BE_ONCE, &s);
	if (rc >= 0)
		rc = be->execute(s, NULL, TN_BE_STREAM, 0);
	while (rc > 0)
		rc = be->next(s);
	be->finish(s);
	pgt_free(s);
	return rc;
}

void pgt_do(struct tn_be_conn *c, const char *sql)
{
	int rc = pgt_run(c, sql);
	ck_assert_msg(rc == 0, "'%s': %d %s", sql, rc, pgt_fault.message);
}

int64_t pgt_int(struct tn_be_conn *c, const char *sql)
{
	struct tn_be_stmt *s = pgt_new(c, sql, NULL, 0, TN_BE_ONCE);
	int64_t v;

	ck_assert_int_eq(c->backend->execute(s, NULL, TN_BE_STREAM, 0), 1);
	ck_assert_int_eq(c->backend->next(s), TN_ROW);
	ck_assert_int_eq(s->cells[0].kind, TN_KIND_INT);
	v = s->cells[0].u.i;
	ck_assert_int_eq(c->backend->next(s), TN_DONE);
	ck_assert_int_eq(c->backend->finish(s), 0);
	pgt_free(s);
	return v;
}

const char *pgt_show(const tn_value *v, char *out, size_t size)
{
	static const char *const names[TN_KIND_COUNT] = {
#define TN_KIND_ROW(name, number, word, payload) [number] = #name,
#include <tenon/kinds.def>
#undef TN_KIND_ROW
	};
	const char *mark = v->flags & TN_VALUE_FOREIGN ? "!" : "";
	size_t n = (size_t)snprintf(out, size, "%s%s:", names[v->kind], mark);
	uint32_t i;

	switch (v->kind) {
	case TN_KIND_NULL:
		break;
	case TN_KIND_DOUBLE:
		snprintf(out + n, size - n, "%.17g", v->u.d);
		break;
	case TN_KIND_BYTES:
	case TN_KIND_UUID:
		for (i = 0; i < v->len && n + 3 < size; i++)
			n += (size_t)snprintf(out + n, size - n, "%02x", (unsigned char)v->u.s[i]);
		break;
	case TN_KIND_TEXT:
	case TN_KIND_NUMERIC:
	case TN_KIND_JSON:
		snprintf(out + n, size - n, "%.*s", (int)v->len, v->u.s);
		break;
	default:
		snprintf(out + n, size - n, "%" PRId64, v->u.i);
	}
	return out;
}
