/* SPDX-License-Identifier: MIT */
/*
 * core/engine/deadline.c - the bounds of a connection: where they come from, and which
 * of them a request has to keep.
 *
 * A connection with a bound is timed: its slots that wait go through stop.c, which asks
 * here for the time that a request has and leaves the rest to watch.c.  What is not timed
 * is called as if this file did not exist.
 *
 * Invariants:
 *  1. Nothing is sent after its deadline but what cleans up: that has the grace.
 *  2. A connection is timed exactly while one of its bounds is set.
 *  3. A timed link has a descriptor of its own for its socket, so that a cut never meets a
 *     number that the client library has closed and somebody else has got.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include "core/base/clock.h"
#include "core/base/url.h"
#include "core/engine/be.h"
#include "core/engine/stop.h"
#include <tenon/deadline.h>

#define DEFAULT_GRACE_MS 1000

/* ---- which requests are timed ------------------------------------------------------ */

static int has_bound(const struct tn_bounds *b)
{
	return b->statement_us || b->transaction_us || b->scope_due;
}

/* A descriptor for the link's socket that is ours; -1 where there is none. */
static int take_socket(tn_conn *conn)
{
	int fd = conn->backend->socket && conn->be && !conn->be->dead ? conn->backend->socket(conn->be) : -1;
	return fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

void tn__deadline_attach(tn_conn *conn)
{
	struct tn_canceller *s = conn->stop;
	int fd = conn->timed ? take_socket(conn) : -1;
	pthread_mutex_lock(&s->lock);
	if (s->fd >= 0)
		close(s->fd);
	s->fd = fd;
	pthread_mutex_unlock(&s->lock);
}

/* Begins or ends the timing, as the bounds want it. */
static int settle(tn_conn *conn, tn_error **err)
{
	int wanted = has_bound(&conn->stop->bounds), rc = TN_OK;
	if (wanted == conn->timed)
		return TN_OK;
	if (wanted)
		rc = tn__watch_join();
	if (rc < 0)
		return tn__error_set(err, rc, "the thread that keeps deadlines cannot be started");
	conn->timed = (uint8_t)wanted;
	if (!wanted)
		tn__watch_leave();
	tn__stop_choose_slots(conn);
	tn__deadline_attach(conn);
	if (wanted)
		atomic_fetch_or(&conn->wants, TN_WANTS_LOOK);
	return TN_OK;
}

void tn__deadline_leave(tn_conn *conn)
{
	if (!conn->timed)
		return;
	conn->timed = 0;
	tn__watch_leave();
}

/* ---- how long a request may take ------------------------------------------------------ */

static void take_earlier(int64_t *due, int64_t other)
{
	if (other && (!*due || other < *due))
		*due = other;
}

int64_t tn__deadline_of(const tn_conn *conn)
{
	const struct tn_bounds *b = &conn->stop->bounds;
	int64_t due = b->call_due;
	take_earlier(&due, b->tx_due);
	take_earlier(&due, b->scope_due);
	return due;
}

void tn__deadline_call(tn_conn *conn)
{
	struct tn_bounds *b = &conn->stop->bounds;
	b->unwinding = 0;
	b->call_due = b->statement_us ? tn__now_us() + b->statement_us : 0;
}

void tn__deadline_tx(tn_conn *conn, int begins)
{
	struct tn_bounds *b = &conn->stop->bounds;
	b->tx_due = begins && b->transaction_us ? tn__now_us() + b->transaction_us : 0;
}

int64_t tn__deadline_narrow(tn_conn *conn, int64_t due)
{
	struct tn_bounds *b = &conn->stop->bounds;
	int64_t before = b->scope_due;
	take_earlier(&b->scope_due, due);
	if (settle(conn, NULL) < 0)
		b->scope_due = before;
	return before;
}

void tn__deadline_widen(tn_conn *conn, int64_t before)
{
	conn->stop->bounds.scope_due = before;
	settle(conn, NULL);
}

/* ---- setting them ---------------------------------------------------------------------- */

static int set_lock(tn_conn *conn, unsigned ms, tn_error **err)
{
	struct tn_bounds *b = &conn->stop->bounds;
	int rc;
	if (ms == b->lock_asked)
		return TN_OK;
	if (conn->tx.depth)
		return tn__error_set(err, TN_E_MISUSE, "the lock timeout cannot change inside a transaction");
	if (!conn->backend->set_lock_timeout)
		return tn__error_set(err, TN_E_UNSUPPORTED, "this backend has no lock timeout");
	rc = tn__be_lock_timeout(conn, ms);
	if (rc < 0)
		return tn__conn_fail(conn, err);
	b->lock_asked = ms;
	b->lock_ms = (unsigned)rc;
	return TN_OK;
}

int tn_set_timeouts(tn_conn *conn, const tn_timeouts *t, tn_error **err)
{
	static const tn_timeouts none = {.size = sizeof none};
	int rc = tn__conn_ready(conn, "the setting of timeouts", err);
	struct tn_bounds *b;
	if (rc < 0)
		return rc;
	if (!t)
		t = &none;
	if (t->size != sizeof *t)
		return tn__error_set(err, TN_E_MISUSE, "tn_timeouts.size must be sizeof(tn_timeouts)");
	rc = set_lock(conn, t->lock_ms, err);
	if (rc < 0)
		return rc;
	b = &conn->stop->bounds;
	b->statement_us = 1000 * (int64_t)t->statement_ms;
	b->transaction_us = 1000 * (int64_t)t->transaction_ms;
	b->grace_us = 1000 * (int64_t)(t->grace_ms ? t->grace_ms : DEFAULT_GRACE_MS);
	b->call_due = 0;
	return settle(conn, err);
}

int tn_get_timeouts(const tn_conn *conn, tn_timeouts *out)
{
	const struct tn_bounds *b;
	tn_timeouts t = {.size = sizeof t};
	if (!conn || conn->magic != TN_CONN_MAGIC || !out || out->size < offsetof(tn_timeouts, transaction_ms))
		return TN_E_MISUSE;
	b = &conn->stop->bounds;
	t.statement_ms = (unsigned)(b->statement_us / 1000);
	t.transaction_ms = (unsigned)(b->transaction_us / 1000);
	t.lock_ms = b->lock_ms;
	t.grace_ms = (unsigned)(b->grace_us / 1000);
	t.size = out->size < sizeof t ? out->size : sizeof t;
	memcpy(out, &t, t.size);
	return TN_OK;
}

int tn_set_deadline(tn_conn *conn, unsigned ms, tn_error **err)
{
	int64_t before;
	int rc;
	if (!conn || conn->magic != TN_CONN_MAGIC)
		return tn__error_set(
			err, TN_E_MISUSE, "the connection handle is %s", conn ? "closed or foreign" : "NULL");
	before = conn->stop->bounds.scope_due;
	conn->stop->bounds.scope_due = ms ? tn__now_us() + 1000 * (int64_t)ms : 0;
	rc = settle(conn, err);
	if (rc < 0)
		conn->stop->bounds.scope_due = before;
	return rc;
}

static unsigned url_ms(const tn_conn *conn, const char *key, unsigned otherwise)
{
	const char *s = tn_url_option(conn->url, key);
	return s ? (unsigned)strtoul(s, NULL, 10) : otherwise;
}

/* Before the first link: what the URL and the options say; the URL wins. */
int tn__deadline_init(tn_conn *conn, const tn_open_options *o, tn_error **err)
{
	static const tn_timeouts none = {.size = sizeof none};
	const tn_timeouts *t = o && o->timeouts ? o->timeouts : &none;
	struct tn_bounds *b = &conn->stop->bounds;
	if (t->size != sizeof *t)
		return tn__error_set(err, TN_E_MISUSE, "tn_timeouts.size must be sizeof(tn_timeouts)");
	b->statement_us = 1000 * (int64_t)url_ms(conn, "statement_timeout", t->statement_ms);
	b->transaction_us = 1000 * (int64_t)url_ms(conn, "transaction_timeout", t->transaction_ms);
	b->grace_us = 1000 * (int64_t)(t->grace_ms ? t->grace_ms : DEFAULT_GRACE_MS);
	b->connect_us = o ? 1000 * (int64_t)o->connect_ms : 0;
	b->lock_asked = tn_url_option(conn->url, "lock_timeout") ? 0 : t->lock_ms;
	return settle(conn, err);
}

/* On a new link: a wait for locks that was asked for by call or option. */
int tn__deadline_session(tn_conn *conn, tn_error **err)
{
	struct tn_bounds *b = &conn->stop->bounds;
	unsigned ms = b->lock_asked;
	if (!ms)
		return TN_OK;
	b->lock_asked = 0;
	return set_lock(conn, ms, err);
}
