/* SPDX-License-Identifier: MIT */
/*
 * core/engine/connect.c - from URL to a session that can be trusted.
 *
 * Each host of the URL is tried in the order of hosts.c: connect, probe, look at its
 * role, guard.  A host that answers but refuses us (wrong password, no such database, a
 * setting that does not hold) ends the search: another host would hide a mistake of the
 * caller.  One that cannot be reached, or has another role, does not; what was tried is
 * told in the message.
 */
#include <stdlib.h>
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/url.h"
#include "core/engine/be.h"
#include "core/engine/catalog.h"
#include "core/engine/engine.h"
#include "core/engine/stop.h"

/* The role is that of the round, which may be another than the URL's. */
static const char *target_option(const struct tn_be_target *target, const char *key)
{
	const tn_conn *conn = target->core;
	return strcmp(key, "target_session_attrs") ? tn_url_option(conn->url, key) : tn__hosts_word(conn);
}

static int is_local(const char *host)
{
	return !host || host[0] == '/' || !strcmp(host, "localhost") || !strncmp(host, "127.", 4) ||
		!strcmp(host, "::1");
}

static unsigned number_option(const tn_url *u, const char *key, unsigned otherwise)
{
	const char *s = tn_url_option(u, key);
	return s ? (unsigned)strtoul(s, NULL, 10) : otherwise;
}

static int flag_option(const tn_url *u, const char *key, const char *on)
{
	const char *s = tn_url_option(u, key);
	return s && !strcmp(s, on);
}

static unsigned open_flags(const tn_url *u, unsigned flags)
{
	if (flag_option(u, "read_only", "1"))
		flags |= TN_OPEN_READ_ONLY;
	if (flag_option(u, "pooled_proxy", "1"))
		flags |= TN_OPEN_POOLED_PROXY;
	if (flag_option(u, "weak_engine", "warn"))
		flags |= TN_OPEN_ALLOW_WEAK_ENGINE;
	return flags;
}

static unsigned facts_of(const tn_conn *conn, const char *host)
{
	unsigned facts = 0;
	if (is_local(host))
		facts |= TN_FACT_LOCAL;
	if (conn->flags & TN_OPEN_READ_ONLY)
		facts |= TN_FACT_READ_ONLY;
	if (conn->flags & TN_OPEN_POOLED_PROXY)
		facts |= TN_FACT_POOLED;
	if (conn->flags & TN_OPEN_ALLOW_WEAK_ENGINE)
		facts |= TN_FACT_WEAK_ENGINE_OK;
	return facts;
}

/* What is left of the time for all hosts bounds the one that is tried. */
static void take_deadline(const tn_conn *conn, struct tn_be_target *t)
{
	int64_t due = tn__deadline_of(conn), left = due - tn__now_us();
	if (!due)
		return;
	t->deadline_us = due;
	if (left < (int64_t)t->connect_timeout * 1000000)
		t->connect_timeout = left <= 0 ? 1 : (unsigned)((left + 999999) / 1000000);
}

static void fill_target(const tn_conn *conn, size_t host, struct tn_be_target *t)
{
	const tn_url *u = conn->url;
	const char *name = tn_url_option(u, "application_name");
	const char *password = tn__url_password(u);
	memset(t, 0, sizeof *t);
	t->scheme = tn__url_written_scheme(u);
	t->host = tn_url_host_count(u) ? tn_url_host(u, host) : NULL;
	t->port = tn_url_host_count(u) ? tn_url_port(u, host) : 0;
	t->user = tn_url_user(u);
	t->password = password ? password : conn->password;
	t->database = tn_url_database(u);
	t->connect_timeout = number_option(u, "connect_timeout", TN_DEFAULT_CONNECT_TIMEOUT);
	take_deadline(conn, t);
	t->application = name ? name : "tenon";
	t->flags = conn->flags;
	t->facts = facts_of(conn, t->host);
	t->option = target_option;
	t->core = conn;
}

/* One host: connect, learn, guard.  Leaves conn->be NULL on failure. */
static int try_host(tn_conn *conn, size_t host, tn_error **err)
{
	struct tn_be_target target;
	int rc;
	fill_target(conn, host, &target);
	conn->be = tn__alloc(conn->backend->conn_size);
	if (!conn->be)
		return tn__error_nomem(err);
	conn->be->backend = conn->backend;
	conn->be->host = &tn__host;
	conn->be->core = conn;
	conn->be->server.facts = target.facts;
	rc = tn__be_open(conn, &target);
	if (rc >= 0) {
		tn__stop_attach(conn);
		rc = tn__be_probe(conn);
	}
	if (rc < 0) {
		rc = tn__conn_fail(conn, err);
	} else if (tn__hosts_fits(conn, err) < 0) {
		rc = TN_E_WRONG_NODE;
	} else if (!conn->be->dialect) {
		rc = tn__error_set(err, TN_E_INTERNAL, "backend '%s' chose no dialect", conn->backend->name);
	} else {
		conn->dialect = conn->be->dialect;
		tn__profile_make(&conn->be->server.caps, &conn->profile);
		rc = tn__guard_run(conn, err);
	}
	if (rc >= 0)
		rc = tn__deadline_session(conn, err);
	if (rc < 0)
		tn__be_close(conn);
	return rc;
}

/* Does another host of the list promise more than this error? */
static int try_next(int code)
{
	return code == TN_E_CONNECT || code == TN_E_TIMEOUT || code == TN_E_DISCONNECTED || code == TN_E_RESOURCES ||
	       code == TN_E_WRONG_NODE;
}

static int is_late(const tn_conn *conn)
{
	int64_t due = tn__deadline_of(conn);
	return due && tn__now_us() >= due;
}

/* A search through the hosts, and what came of it so far. */
struct search {
	size_t *order, n;
	size_t left;          /* the first of order that another round has to try again */
	struct tn_text tried; /* what was found, for the error */
	int elsewhere;        /* a server answered that has another role */
};

/* One round: those that have another role come again in the next one, those that are not there do not. */
static int search_round(tn_conn *conn, struct search *s, tn_error **err)
{
	size_t i, n = s->left, again = 0;
	int rc = TN_OK;
	for (i = 0; i < n; i++) {
		if (i && is_late(conn))
			break;
		conn->hosts.at = s->order[i];
		rc = try_host(conn, s->order[i], err);
		if (rc >= 0 || !try_next(rc))
			break;
		if (rc == TN_E_WRONG_NODE)
			s->order[again++] = s->order[i];
		tn__text_printf(&s->tried, "%shost %zu (%s): %s", s->tried.len ? "; " : "", s->order[i] + 1,
				s->n > 1 ? tn_url_host(conn->url, s->order[i]) : "",
				err && *err ? tn_error_message(*err) : tn_error_summary(rc));
	}
	s->left = again;
	s->elsewhere |= again != 0;
	return rc;
}

static int search_hosts(tn_conn *conn, struct search *s, tn_error **err)
{
	unsigned round, rounds = tn__hosts_rounds(conn);
	tn_error *e = NULL;
	int rc = TN_OK;
	tn__hosts_order(conn, s->order, s->n);
	for (round = 0; round < rounds && s->left && !(round && is_late(conn)); round++) {
		conn->hosts.held = tn__hosts_round(conn, round);
		rc = search_round(conn, s, &e);
		if (rc >= 0 || !try_next(rc))
			break;
	}
	if (rc < 0 && s->n > 1 && try_next(rc))
		rc = s->elsewhere ? tn__error_set(err, TN_E_WRONG_NODE, "no host of the URL is '%s': %s",
						  tn__hosts_word(conn), s->tried.s)
				  : tn__error_set(err, rc, "no host of the URL could be reached: %s", s->tried.s);
	else if (rc < 0)
		rc = tn__error_move(err, e), e = NULL;
	if (rc >= 0)
		conn->hosts.leave = 0;
	tn_error_free(e);
	return rc;
}

static int connect_hosts(tn_conn *conn, tn_error **err)
{
	struct search s = {.n = tn_url_host_count(conn->url)};
	int rc;
	if (!s.n)
		s.n = 1;
	s.left = s.n;
	s.order = tn__alloc(s.n * sizeof *s.order);
	if (!s.order)
		return tn__error_nomem(err);
	tn__text_init(&s.tried);
	rc = search_hosts(conn, &s, err);
	tn__text_release(&s.tried);
	tn__free(s.order);
	return rc;
}

static int connect_any(tn_conn *conn, tn_error **err)
{
	int64_t wait_us = conn->stop->bounds.connect_us, before;
	int rc;
	/* The bound of a statement is none of a connect. */
	conn->stop->bounds.call_due = 0;
	conn->stop->bounds.unwinding = 0;
	before = tn__deadline_narrow(conn, wait_us ? tn__now_us() + wait_us : 0);
	rc = connect_hosts(conn, err);
	tn__deadline_widen(conn, before);
	return rc;
}

/* The parts that do not depend on a server. */
static int prepare_conn(tn_conn *conn, const tn_open_options *o, tn_error **err)
{
	unsigned cache = number_option(
		conn->url, "statement_cache", o && o->cache_size ? o->cache_size : TN_DEFAULT_CACHE);
	conn->backend = tn__backend_find(tn_url_scheme(conn->url), NULL);
	if (!conn->backend)
		return tn__error_set(
			err, TN_E_UNSUPPORTED, "no backend for '%s' in this build", tn_url_scheme(conn->url));
	conn->flags = open_flags(conn->url, o ? o->flags : 0);
	if (tn__hosts_init(conn, err) < 0)
		return TN_E_URL;
	conn->notice = o ? o->notice : NULL;
	conn->notice_ctx = o ? o->notice_ctx : NULL;
	conn->random = tn__random_seed();
	conn->shared = o && o->catalog ? tn__catalog_ref(o->catalog) : NULL;
	if (o && o->password && !(conn->password = tn__strdup(o->password)))
		return tn__error_nomem(err);
	conn->control = tn__alloc(conn->backend->stmt_size);
	if (!conn->control || tn__cache_init(&conn->cache, cache) < 0)
		return tn__error_nomem(err);
	atomic_store(&conn->wants, tn__backend_thread_bit(conn->backend));
	tn__stop_choose_slots(conn);
	return tn__backend_start(conn->backend, err);
}

/* Takes the URL over. */
static int open_owned(tn_conn **out, tn_url *url, const tn_open_options *o, tn_error **err)
{
	tn_conn *conn = tn__alloc(sizeof *conn);
	int rc;
	if (!conn) {
		tn_url_free(url);
		return tn__error_nomem(err);
	}
	conn->magic = TN_CONN_MAGIC;
	conn->url = url;
	tn__tables_init(conn);
	tn__arena_init(&conn->guard_arena);
	tn__arena_init(&conn->notices.arena);
	rc = tn__stop_new(conn, o ? o->canceller : NULL, err);
	if (rc >= 0)
		rc = prepare_conn(conn, o, err);
	if (rc >= 0)
		rc = tn__deadline_init(conn, o, err);
	if (rc >= 0)
		rc = o && o->canceller ? tn__open_apart(&conn, connect_any, err) : connect_any(conn, err);
	if (rc < 0) {
		tn_close(conn);
		return rc;
	}
	*out = conn;
	return TN_OK;
}

static int check_options(tn_conn **out, const void *url, const tn_open_options *o, tn_error **err)
{
	if (!out || !url)
		return tn__error_set(err, TN_E_MISUSE, "tn_open() needs a URL and a place for the connection");
	*out = NULL;
	if (o && o->size != sizeof *o)
		return tn__error_set(err, TN_E_MISUSE, "tn_open_options.size must be sizeof(tn_open_options)");
	return TN_OK;
}

int tn_open(tn_conn **out, const char *text, const tn_open_options *options, tn_error **err)
{
	tn_url_options uo = {sizeof uo, options ? options->basedir : NULL};
	tn_url *url = NULL;
	int rc = check_options(out, text, options, err);
	if (rc < 0)
		return rc;
	rc = tn_url_parse(&url, text, &uo, err);
	return rc < 0 ? rc : open_owned(out, url, options, err);
}

int tn_open_url(tn_conn **out, const tn_url *url, const tn_open_options *options, tn_error **err)
{
	tn_url *copy = NULL;
	int rc = check_options(out, url, options, err);
	if (rc < 0)
		return rc;
	copy = tn__url_ref(url);
	return open_owned(out, copy, options, err);
}

int tn__conn_reconnect(tn_conn *conn, tn_error **err)
{
	int rc = tn__thread_is_new(conn) ? tn__backend_enter(conn, err) : TN_OK;
	if (rc < 0)
		return rc;
	tn__conn_drop_statements(conn);
	tn__be_close(conn);
	tn__tx_forget(conn);
	tn__tables_leave(conn);
	tn__log(TN_LOG_INFO, "connection lost, connecting again");
	return connect_any(conn, err);
}
