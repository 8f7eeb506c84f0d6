/* SPDX-License-Identifier: MIT */
/*
 * my_test_host.c - the host table of the backend's tests and their short calls.
 *
 * Memory comes from malloc without slack, so that sanitizers see every byte.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>
#include <time.h>
#include <tenon/sys/calendar.h>
#include "my_test.h"

struct my_test_fault my_test_fault;
unsigned my_test_notices;
int my_test_notice_number;
char my_test_notice[512];

static char empty[1];

static void *h_alloc(size_t n)
{
	return calloc(1, n ? n : 1);
}

static void *h_realloc(void *p, size_t n)
{
	return realloc(p, n ? n : 1);
}

static void t_init(struct tn_text *t)
{
	memset(t, 0, sizeof(*t));
	t->s = empty;
}

static void t_append(struct tn_text *t, const char *s, size_t n)
{
	char *p;
	if (t->failed)
		return;
	p = realloc(t->cap ? t->s : NULL, t->len + n + 1);
	ck_assert_ptr_nonnull(p);
	memcpy(p + t->len, s, n);
	t->s = p;
	t->len += n;
	t->cap = t->len + 1;
	p[t->len] = '\0';
}

static void t_printf(struct tn_text *t, const char *format, ...) TN_PRINTF(2, 3);
static void t_printf(struct tn_text *t, const char *format, ...)
{
	char buf[1024];
	va_list args;
	int n;
	va_start(args, format);
	n = vsnprintf(buf, sizeof(buf), format, args);
	va_end(args);
	t_append(t, buf, (size_t)n);
}

static void t_clear(struct tn_text *t)
{
	t->len = 0;
	if (t->cap)
		t->s[0] = '\0';
}

static void t_release(struct tn_text *t)
{
	if (t->cap)
		free(t->s);
	t_init(t);
}

static void h_wipe(void *p, size_t n)
{
	memset(p, 0, n);
}

static void copy(char *out, size_t size, const char *s)
{
	size_t n = s ? strlen(s) : 0;
	n = n < size ? n : size - 1;
	memcpy(out, s ? s : "", n);
	out[n] = '\0';
}

/* The table's answer, as the library classifies. */
static int classify(const struct tn_dialect *d, const struct tn_fault *f, unsigned *flags)
{
	size_t i;
	for (i = 0; d && i < d->error_count; i++) {
		const struct tn_error_row *r = &d->errors[i];
		if (r->native && r->native != f->native)
			continue;
		if (r->sqlstate &&
			(!f->sqlstate || strncmp(r->sqlstate, f->sqlstate, strlen(r->sqlstate)) != 0))
			continue;
		*flags |= r->flags;
		return r->code;
	}
	return TN_E_SERVER;
}

static int h_fault(struct tn_be_conn *c, const struct tn_fault *f)
{
	struct my_test_fault *o = &my_test_fault;
	memset(o, 0, sizeof(*o));
	o->flags = f->flags;
	o->code = f->code ? f->code : classify(c->dialect, f, &o->flags);
	o->native = f->native;
	o->position = f->position;
	copy(o->message, sizeof(o->message), f->message);
	copy(o->constraint, sizeof(o->constraint), f->constraint);
	copy(o->table, sizeof(o->table), f->table);
	copy(o->column, sizeof(o->column), f->column);
	return o->code;
}

static int h_nomem(struct tn_be_conn *c)
{
	(void)c;
	my_test_fault.code = TN_E_NOMEM;
	return TN_E_NOMEM;
}

static void h_notice(struct tn_be_conn *c, int severity, int native, const char *state, const char *message)
{
	(void)c;
	(void)severity;
	(void)state;
	my_test_notices++;
	my_test_notice_number = native;
	copy(my_test_notice, sizeof(my_test_notice), message);
}

static void h_log(int level, const char *format, ...) TN_PRINTF(2, 3);
static void h_log(int level, const char *format, ...)
{
	(void)level;
	(void)format;
}

static int64_t h_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static const struct tn_host host = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(host),
	.alloc = h_alloc,
	.realloc = h_realloc,
	.free = free,
	.text_init = t_init,
	.text_append = t_append,
	.text_printf = t_printf,
	.text_clear = t_clear,
	.text_release = t_release,
	.wipe = h_wipe,
	.fault = h_fault,
	.nomem = h_nomem,
	.notice = h_notice,
	.log = h_log,
	.now_us = h_now,
};

/* ---- opening ----------------------------------------------------------------- */

static const char *option_text;

static const char *h_option(const struct tn_be_target *t, const char *key)
{
	static char values[16][256];
	static unsigned turn;
	const char *p = option_text;
	size_t n = strlen(key);
	(void)t;
	while (p && *p) {
		const char *end = strchr(p, '&');
		size_t len = end ? (size_t)(end - p) : strlen(p);
		if (len > n && strncmp(p, key, n) == 0 && p[n] == '=') {
			char *out = values[turn++ % 16];
			snprintf(out, 256, "%.*s", (int)(len - n - 1), p + n + 1);
			return out;
		}
		p = end ? end + 1 : NULL;
	}
	return NULL;
}

static struct {
	const char *host, *password, *database;
	unsigned port;
} override;

void my_test_override(const char *h, unsigned port, const char *password, const char *database)
{
	override.host = h;
	override.port = port;
	override.password = password;
	override.database = database;
}

struct tn_be_conn *my_test_try(const char *scheme, const char *options, unsigned facts, int *rc)
{
	static char name[128], user[64], password[64], database[64];
	unsigned port = 0;
	const char *env = getenv("TENON_TEST_MYSQL");
	struct tn_be_conn *c = calloc(1, tn__backend_mysql.conn_size);
	struct tn_be_target t;
	ck_assert_ptr_nonnull(c);
	ck_assert_int_eq(
		sscanf(env ? env : "", "%127s %u %63s %63s %63s", name, &port, user, password, database), 5);
	memset(&t, 0, sizeof(t));
	memset(&my_test_fault, 0, sizeof(my_test_fault));
	option_text = options;
	t.scheme = scheme;
	t.host = override.host ? override.host : name;
	t.port = override.port ? override.port : port;
	t.user = user;
	t.password = override.password ? override.password : password;
	t.database = override.database ? override.database : database;
	t.connect_timeout = 3;
	t.application = "my_backend_test";
	t.facts = facts;
	t.option = h_option;
	c->backend = &tn__backend_mysql;
	c->host = &host;
	*rc = tn__backend_mysql.open(c, &t);
	if (*rc == 0)
		*rc = tn__backend_mysql.probe(c);
	return c;
}

struct tn_be_conn *my_test_open(const char *scheme, const char *options, unsigned facts)
{
	int rc;
	struct tn_be_conn *c = my_test_try(scheme, options, facts | TN_FACT_LOCAL, &rc);
	ck_assert_msg(rc == 0, "open: %d %s", rc, my_test_fault.message);
	rc = my_test_guard(c);
	ck_assert_msg(rc == 0, "guard: %d %s", rc, my_test_fault.message);
	my_test_notices = 0;
	return c;
}

void my_test_close(struct tn_be_conn *c)
{
	tn__backend_mysql.close(c);
	free(c);
}

int my_test_is_mariadb(const struct tn_be_conn *c)
{
	return strcmp(c->server.product, "MariaDB") == 0;
}

/* ---- the session guard in small ------------------------------------------------ */

static int has_word(const char *list, const char *word, size_t n)
{
	while (*list) {
		size_t k = strcspn(list, ",");
		if (k == n && strncmp(list, word, n) == 0)
			return 1;
		list += k + (list[k] == ',');
	}
	return 0;
}

static int words_match(const char *found, const char *expected)
{
	while (*expected) {
		size_t n = strcspn(expected, ",");
		int not = *expected == '!';
		if (has_word(found, expected + not, n - (size_t) not ) == not )
			return 0;
		expected += n + (expected[n] == ',');
	}
	return 1;
}

static int row_holds(const struct tn_session_row *r, const char *found)
{
	switch (r->match) {
	case TN_MATCH_EXACT: return strcmp(found, r->expected) == 0;
	case TN_MATCH_NOCASE: return strcasecmp(found, r->expected) == 0;
	case TN_MATCH_AT_LEAST: return strtoll(found, NULL, 10) >= strtoll(r->expected, NULL, 10);
	case TN_MATCH_WORDS: return words_match(found, r->expected);
	default: return 1;
	}
}

static int row_applies(const struct tn_be_conn *c, const struct tn_session_row *r)
{
	return (c->server.facts & r->need_facts) == r->need_facts && !(c->server.facts & r->unless_facts) &&
		(!r->min_version || c->server.version_number >= r->min_version) &&
		(!r->max_version || c->server.version_number <= r->max_version);
}

static void read_row(struct tn_be_conn *c, const struct tn_session_row *r, char *out, size_t size)
{
	char sql[512];
	struct tn_text t;
	if (r->get) {
		snprintf(sql, sizeof(sql), "SELECT %s", r->get);
		copy(out, size, my_test_text(c, sql));
		return;
	}
	t_init(&t);
	ck_assert_int_eq(tn__backend_mysql.session_get(c, r->name, &t), 0);
	copy(out, size, t.s);
	t_release(&t);
}

int my_test_guard(struct tn_be_conn *c)
{
	size_t i;
	for (i = 0; i < c->dialect->session_count; i++) {
		const struct tn_session_row *r = &c->dialect->session[i];
		char found[2048], sql[1024]; /* a list of switches is long */
		ck_assert(r->name && r->expected && r->why);
		if (!row_applies(c, r))
			continue;
		read_row(c, r, found, sizeof(found));
		if (row_holds(r, found))
			continue;
		if (!r->set && r->level == TN_SESSION_WARN)
			continue;
		if (!r->set)
			return r->get ? TN_E_GUARD : tn__backend_mysql.session_set(c, r->name, r->expected);
		snprintf(sql, sizeof(sql), "SET %s", r->set);
		if (my_test_run(c, sql, NULL, 0, NULL) < 0)
			return my_test_fault.code;
		read_row(c, r, found, sizeof(found));
		if (!row_holds(r, found)) {
			snprintf(my_test_fault.message, sizeof(my_test_fault.message), "%.100s is %.300s",
				r->name, found);
			return my_test_fault.code = TN_E_GUARD;
		}
	}
	return 0;
}

/* ---- statements ---------------------------------------------------------------- */

struct tn_be_stmt *my_test_stmt(
	struct tn_be_conn *c, const char *sql, const tn_value *params, unsigned n, unsigned flags, int *rc)
{
	struct tn_be_stmt *s = calloc(1, tn__backend_mysql.stmt_size);
	uint8_t *kinds = malloc(n + 1);
	unsigned i;
	ck_assert(s && kinds);
	for (i = 0; i < n; i++)
		kinds[i] = params[i].kind;
	s->conn = c;
	s->sql = sql;
	s->sql_len = strlen(sql);
	s->param_count = n;
	s->kinds = kinds;
	s->flags = flags;
	memset(&my_test_fault, 0, sizeof(my_test_fault));
	*rc = tn__backend_mysql.prepare(s);
	return s;
}

void my_test_drop(struct tn_be_stmt *s)
{
	uint8_t *kinds;
	memcpy(&kinds, &s->kinds, sizeof(kinds));
	tn__backend_mysql.close_stmt(s);
	free(kinds);
	free(s);
}

static char first_text[8192];

static void keep_first(const struct tn_be_stmt *s)
{
	if (s->cells[0].kind == TN_KIND_TEXT)
		copy(first_text, sizeof(first_text), s->cells[0].u.s);
	else
		copy(first_text, sizeof(first_text), strchr(my_test_show(&s->cells[0]), ' ') + 1);
}

int my_test_run(struct tn_be_conn *c, const char *sql, const tn_value *params, unsigned n, unsigned *rows)
{
	int rc;
	unsigned count = 0;
	struct tn_be_stmt *s = my_test_stmt(c, sql, params, n, 0, &rc);
	first_text[0] = '\0';
	if (rc == 0)
		rc = tn__backend_mysql.execute(s, params, TN_BE_STREAM, 0);
	while (rc > 0) {
		rc = tn__backend_mysql.next(s);
		if (rc == TN_ROW && count++ == 0)
			keep_first(s);
	}
	if (rows)
		*rows = count;
	my_test_drop(s);
	return rc;
}

void my_test_do(struct tn_be_conn *c, const char *sql)
{
	int rc = my_test_run(c, sql, NULL, 0, NULL);
	ck_assert_msg(rc == 0, "%s: %d %s", sql, rc, my_test_fault.message);
}

int my_test_fail(struct tn_be_conn *c, const char *sql)
{
	int rc = my_test_run(c, sql, NULL, 0, NULL);
	ck_assert_msg(rc < 0, "%s: no error", sql);
	ck_assert_int_eq(rc, my_test_fault.code);
	return rc;
}

const char *my_test_text(struct tn_be_conn *c, const char *sql)
{
	my_test_do(c, sql);
	return first_text;
}

static const char *const kind_words[] = {
#define TN_KIND_ROW(name, number, word, payload) [number] = word,
#include <tenon/kinds.def>
#undef TN_KIND_ROW
};

static int show_bytes(char *out, size_t size, const tn_value *v)
{
	uint32_t i;
	int n = snprintf(out, size, "\\x");
	for (i = 0; i < v->len && i < 64; i++)
		n += snprintf(out + n, size - (size_t)n, "%02x", (unsigned)(unsigned char)v->u.s[i]);
	return n;
}

const char *my_test_show(const tn_value *v)
{
	static char turns[4][600];
	static unsigned turn;
	char *out = turns[turn++ % 4], *p = out;
	p += snprintf(p, 32, "%s%s ", kind_words[v->kind], v->flags & TN_VALUE_FOREIGN ? "!" : "");
	switch (v->kind) {
	case TN_KIND_NULL: break;
	case TN_KIND_BOOL:
	case TN_KIND_INT: snprintf(p, 64, "%lld", (long long)v->u.i); break;
	case TN_KIND_DOUBLE: snprintf(p, 64, "%.17g", v->u.d); break;
	case TN_KIND_BYTES:
	case TN_KIND_UUID: show_bytes(p, 500, v); break;
	case TN_KIND_DATE: tn_format_date(v->u.i, p); break;
	case TN_KIND_TIME: tn_format_time(v->u.i, p); break;
	case TN_KIND_TIMESTAMP:
	case TN_KIND_TIMESTAMPTZ: tn_format_timestamp(v->u.i, p); break;
	default: ck_assert_int_eq(v->u.s[v->len], '\0'); snprintf(p, 500, "%.*s", (int)v->len, v->u.s);
	}
	return out;
}
