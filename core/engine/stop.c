/* SPDX-License-Identifier: MIT */
/*
 * core/engine/stop.c - a cancel: from the thread that asks to the statement that runs.
 *
 * A statement of a backend whose cancel() does not block (a library in the process) is
 * stopped at once, under the lock.  One that runs on a server is stopped by a request on
 * a link of its own, which is slow and can arrive early or late:
 *
 *   who cancels      lock: reason, alarm; does the link do anything? -> a thread delivers
 *   the delivery     cancel(); as long as the same request runs, again after a while,
 *                    since the first may have overtaken the statement on its way
 *   the connection   enter: say that a request runs, then look for an alarm
 *                    leave: say that none runs, then look for an alarm; wait until what is
 *                    being delivered has arrived, and let resume() make it harmless
 *
 * Who cancels writes the alarm and then reads the activity; the connection writes the
 * activity and then reads the alarm; in sequential consistency one of them sees the other.
 *
 * Nothing of this is on the way of a call that nobody stops: the look at its beginning is
 * the look for a new thread that is made anyway (TN_WANTS_LOOK), and a backend in the
 * process is called without the two functions above.
 *
 * Invariants:
 *  1. While cancel() runs, the link that it is about exists: tn__stop_detach() waits, or
 *     leaves the link to the delivery.
 *  2. A request is sent only while the link does something, and the link does nothing new
 *     before the request has come back.
 *  3. A reason holds until the call has failed of it once (the clean-up that follows runs
 *     undisturbed), or the next call begins.
 *  4. The lock is not held while anything waits, a cancel() that does not block excepted.
 */
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/engine/be.h"
#include "core/engine/stop.h"
#include "core/engine/trace.h"
#include <errno.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* How long who cancels, and who must wait for a cancel, does so. */
#define ASK_US INT64_C(2000000)
#define SETTLE_US INT64_C(3000000)
#define DETACH_US INT64_C(200000)
/* A request is repeated after 10 ms, 20 ms, ... 160 ms, and then a few times more. */
#define FIRST_PAUSE_US INT64_C(10000)
#define LAST_PAUSE_US INT64_C(160000)
#define TRIES 10

struct tn_delivery {
	struct tn_canceller *stop; /* a reference */
	struct tn_be_conn *be;
	const struct tn_backend *backend;
	unsigned turn;
	uint8_t sending;   /* cancel() runs */
	uint8_t abandoned; /* the link is this delivery's to close */
};

/* ---- the object -------------------------------------------------------------- */

static struct tn_canceller *make(void)
{
	struct tn_canceller *s = tn__alloc(sizeof *s);
	pthread_condattr_t attr;
	if (!s)
		return NULL;
	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&s->changed, &attr);
	pthread_condattr_destroy(&attr);
	atomic_init(&s->refs, 1);
	s->fd = -1;
	return s;
}

int tn__stop_new(tn_conn *conn, tn_canceller *given, tn_error **err)
{
	struct tn_canceller *s = given ? given : make();
	int used;
	if (!s)
		return tn__error_nomem(err);
	pthread_mutex_lock(&s->lock);
	used = s->used;
	s->used = 1;
	if (!used)
		s->conn = conn;
	pthread_mutex_unlock(&s->lock);
	if (used)
		return tn__error_set(err, TN_E_MISUSE, "the canceller is, or was, another connection's");
	if (given)
		tn__stop_ref(given);
	conn->stop = s;
	return TN_OK;
}

int tn_canceller_make(tn_canceller **out, tn_error **err)
{
	if (!out)
		return tn__error_set(err, TN_E_MISUSE, "tn_canceller_make() needs a place for the handle");
	*out = make();
	return *out ? TN_OK : tn__error_nomem(err);
}

void tn__stop_ref(struct tn_canceller *s)
{
	atomic_fetch_add(&s->refs, 1);
}

void tn__stop_unref(struct tn_canceller *s)
{
	if (atomic_fetch_sub(&s->refs, 1) > 1)
		return;
	if (s->fd >= 0)
		close(s->fd);
	pthread_cond_destroy(&s->changed);
	pthread_mutex_destroy(&s->lock);
	tn__free(s);
}

static void drop_locked(struct tn_canceller *s)
{
	pthread_mutex_unlock(&s->lock);
	tn__stop_unref(s);
}

void tn__stop_leave_conn(tn_conn *conn)
{
	if (!conn->stop)
		return;
	tn__deadline_leave(conn);
	pthread_mutex_lock(&conn->stop->lock);
	conn->stop->conn = NULL;
	drop_locked(conn->stop);
	conn->stop = NULL;
}

/* Waits with the lock for a change, until a time of the monotonic clock; 0 when that has come. */
static int wait_until(struct tn_canceller *s, int64_t us)
{
	struct timespec at = {.tv_sec = (time_t)(us / 1000000), .tv_nsec = (long)(us % 1000000) * 1000};
	return pthread_cond_timedwait(&s->changed, &s->lock, &at) != ETIMEDOUT;
}

void tn__stop_attach(tn_conn *conn)
{
	struct tn_canceller *s = conn->stop;
	pthread_mutex_lock(&s->lock);
	s->be = conn->be;
	s->delivered = 0;
	atomic_store(&s->cut, 0);
	pthread_mutex_unlock(&s->lock);
	if (conn->timed)
		tn__deadline_attach(conn);
}

/* With the lock: until nothing is being sent; 0 if that takes too long. */
static int settle(struct tn_canceller *s, int64_t us)
{
	int64_t end = tn__now_us() + us;
	while (s->delivery && s->delivery->sending)
		if (!wait_until(s, end))
			return 0;
	return 1;
}

int tn__stop_detach(tn_conn *conn)
{
	struct tn_canceller *s = conn->stop;
	int taken = 0;
	pthread_mutex_lock(&s->lock);
	s->be = NULL;
	s->streams = NULL;
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	atomic_store(&s->activity, TN_AT_REST);
	pthread_cond_broadcast(&s->changed);
	if (!settle(s, DETACH_US)) {
		s->delivery->abandoned = 1;
		s->delivery = NULL;
		taken = 1;
	}
	pthread_mutex_unlock(&s->lock);
	return taken;
}

/* ---- delivery ------------------------------------------------------------------ */

/* With the lock: does the request go on that this is about? */
static int still_runs(const struct tn_delivery *d)
{
	const struct tn_canceller *s = d->stop;
	return !d->abandoned && s->be == d->be && atomic_load(&s->reason) != TN_STOP_NONE &&
	       atomic_load(&s->turn) == d->turn && atomic_load(&s->activity) == TN_IN_REQUEST;
}

/* With the lock, which it leaves for the time of the sending. */
static int send_once(struct tn_delivery *d)
{
	struct tn_canceller *s = d->stop;
	int rc;
	d->sending = 1;
	pthread_mutex_unlock(&s->lock);
	rc = d->backend->cancel(d->be);
	pthread_mutex_lock(&s->lock);
	d->sending = 0;
	s->sends++;
	s->sent = rc;
	if (!d->abandoned)
		s->delivered = 1;
	pthread_cond_broadcast(&s->changed);
	return rc;
}

static void deliver(struct tn_delivery *d)
{
	struct tn_canceller *s = d->stop;
	int64_t pause = FIRST_PAUSE_US, end;
	int tries = TRIES, abandoned;
	pthread_mutex_lock(&s->lock);
	while (send_once(d) >= 0 && --tries && still_runs(d)) {
		for (end = tn__now_us() + pause; still_runs(d) && wait_until(s, end);)
			;
		if (!still_runs(d))
			break;
		pause = pause < LAST_PAUSE_US ? 2 * pause : pause;
	}
	abandoned = d->abandoned;
	if (!abandoned)
		s->delivery = NULL;
	pthread_cond_broadcast(&s->changed);
	drop_locked(s);
	if (abandoned) {
		d->backend->close(d->be);
		tn__free(d->be);
	}
	tn__free(d);
}

static void *delivery_thread(void *arg)
{
	struct tn_delivery *d = arg;
	tn__backend_start(d->backend, NULL);
	deliver(d);
	tn__backend_leave_thread();
	tn__stop_exit_release();
	return NULL;
}

/* With the lock. */
static int start_delivery(struct tn_canceller *s)
{
	struct tn_delivery *d = tn__alloc(sizeof *d);
	pthread_attr_t attr;
	pthread_t thread;
	int failed;
	if (!d)
		return TN_E_NOMEM;
	d->stop = s;
	d->be = s->be;
	d->backend = s->conn->backend;
	d->turn = atomic_load(&s->turn);
	d->sending = 1;
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	tn__stop_exit_hold();
	failed = pthread_create(&thread, &attr, delivery_thread, d);
	pthread_attr_destroy(&attr);
	if (failed) {
		tn__stop_exit_release();
		tn__free(d);
		return TN_E_NOMEM;
	}
	tn__stop_ref(s);
	s->delivery = d;
	return TN_OK;
}

/* ---- who asks --------------------------------------------------------------------- */

/* With the lock, while there is a link: what goes to the server is on its way afterwards. */
static int request(struct tn_canceller *s, enum tn_stop_reason reason)
{
	const struct tn_backend *backend = s->conn->backend;
	if (!backend->cancel)
		return TN_E_UNSUPPORTED;
	atomic_store(&s->reason, reason);
	atomic_store(&s->alarm, 1);
	s->stopped = 1;
	atomic_fetch_or(&s->conn->wants, TN_WANTS_LOOK);
	pthread_cond_broadcast(&s->changed);
	if (s->shielded)
		return TN_OK;
	if (!backend->cancel_blocks)
		return backend->cancel(s->be);
	if (s->delivery || atomic_load(&s->activity) == TN_AT_REST)
		return TN_OK;
	return start_delivery(s);
}

/* With the lock: until a request has come back. */
static int await(struct tn_canceller *s, unsigned sends)
{
	int64_t end = tn__now_us() + ASK_US;
	while (s->delivery && s->sends == sends)
		if (!wait_until(s, end))
			return TN_E_TIMEOUT;
	return s->sends == sends ? TN_OK : s->sent;
}

static int ask(struct tn_canceller *s)
{
	unsigned sends = s->sends;
	int rc;
	if (s->opening) {
		s->opening = 2;
		pthread_cond_broadcast(&s->changed);
		return TN_OK;
	}
	if (!s->conn || !s->be)
		return TN_OK;
	rc = request(s, TN_STOP_CANCEL);
	return rc < 0 ? rc : await(s, sends);
}

static int say(int rc, tn_error **err)
{
	switch (rc) {
	case TN_E_UNSUPPORTED:
		return tn__error_set(err, rc, "a statement of this connection cannot be cancelled: the backend has no "
				     "cancel, or a pooling proxy hides the session");
	case TN_E_TIMEOUT:
		return tn__error_set(err, rc, "the server did not take the request to cancel in time");
	case TN_E_NOMEM:
		return tn__error_nomem(err);
	default:
		return rc < 0 ? tn__error_set(err, rc, "the request to cancel did not reach the server") : TN_OK;
	}
}

int tn_canceller_cancel(tn_canceller *s, tn_error **err)
{
	int rc;
	if (!s)
		return tn__error_set(err, TN_E_MISUSE, "the canceller is NULL");
	tn__stop_ref(s);
	pthread_mutex_lock(&s->lock);
	rc = ask(s);
	drop_locked(s);
	return say(rc, err);
}

int tn_cancel(tn_conn *conn, tn_error **err)
{
	if (!conn || conn->magic != TN_CONN_MAGIC)
		return tn__error_set(
			err, TN_E_MISUSE, "the connection handle is %s", conn ? "closed or foreign" : "NULL");
	return tn_canceller_cancel(conn->stop, err);
}

int tn_canceller_new(tn_conn *conn, tn_canceller **out, tn_error **err)
{
	if (!conn || conn->magic != TN_CONN_MAGIC || !out)
		return tn__error_set(
			err, TN_E_MISUSE, "tn_canceller_new() needs a connection and a place for the handle");
	tn__stop_ref(conn->stop);
	*out = conn->stop;
	return TN_OK;
}

void tn_canceller_free(tn_canceller *s)
{
	if (s)
		tn__stop_unref(s);
}

/* A library in the process is asked again and again; a server that does not react loses the link. */
void tn__stop_expire(struct tn_canceller *s, unsigned turn, int cut)
{
	pthread_mutex_lock(&s->lock);
	if (s->conn && s->be && atomic_load(&s->turn) == turn && atomic_load(&s->activity) == TN_IN_REQUEST) {
		if (!s->shielded && (!cut || !s->conn->backend->cancel_blocks))
			request(s, TN_STOP_DEADLINE);
		if (cut && s->fd >= 0) {
			atomic_store(&s->cut, 1);
			shutdown(s->fd, SHUT_RDWR);
		}
	}
	pthread_mutex_unlock(&s->lock);
}

/* ---- the connection's thread ---------------------------------------------------------- */

/* Rows that a cancel has found open are over. */
static void end_rows(tn_conn *conn)
{
	struct tn_rows *r;
	for (r = conn->open; r; r = r->next)
		tn__rows_kill(r, TN_E_CANCELLED, "cancelled while its rows were being read");
}

/* With the lock: a cancel in the process that has found nothing to stop is forgotten. */
static void disarm(struct tn_canceller *s)
{
	const struct tn_backend *backend = s->conn->backend;
	if (s->be && !backend->cancel_blocks && backend->resume)
		backend->resume(s->be);
}

void tn__stop_gate(tn_conn *conn)
{
	struct tn_canceller *s = conn->stop;
	int stopped;
	pthread_mutex_lock(&s->lock);
	settle(s, SETTLE_US);
	if (conn->timed)
		tn__deadline_call(conn);
	if (s->nest) {
		pthread_mutex_unlock(&s->lock);
		return;
	}
	stopped = s->stopped;
	s->stopped = 0;
	atomic_store(&s->reason, TN_STOP_NONE);
	atomic_store(&s->alarm, s->delivered);
	if (!conn->timed)
		atomic_fetch_and(&conn->wants, ~TN_WANTS_LOOK);
	if (stopped)
		disarm(s);
	pthread_mutex_unlock(&s->lock);
	if (stopped)
		end_rows(conn);
}

void tn__stop_begin_call(tn_conn *conn)
{
	tn__stop_gate(conn);
	conn->stop->nest++;
}

void tn__stop_end_call(tn_conn *conn)
{
	conn->stop->nest--;
}

void tn__stop_shield(tn_conn *conn)
{
	struct tn_canceller *s = conn->stop;
	pthread_mutex_lock(&s->lock);
	if (!s->shielded++ && s->stopped)
		disarm(s);
	pthread_mutex_unlock(&s->lock);
}

/* What was asked in between is for the rest of the call. */
void tn__stop_unshield(tn_conn *conn)
{
	struct tn_canceller *s = conn->stop;
	pthread_mutex_lock(&s->lock);
	if (!--s->shielded && s->be && !conn->backend->cancel_blocks && conn->backend->cancel &&
	    atomic_load(&s->reason) != TN_STOP_NONE)
		conn->backend->cancel(s->be);
	pthread_mutex_unlock(&s->lock);
}

/* With the lock: the fault of a request that is not sent. */
static int refuse(tn_conn *conn)
{
	struct tn_fault f = {.code = TN_E_CANCELLED, .sqlstate = "57014", .message = "cancelled before it was sent"};
	if (conn->stop->stopped)
		disarm(conn->stop);
	return conn->be->host->fault(conn->be, &f);
}

static TN_COLD int enter_alarmed(tn_conn *conn)
{
	struct tn_canceller *s = conn->stop;
	int rc = TN_OK;
	pthread_mutex_lock(&s->lock);
	if (atomic_load(&s->reason) != TN_STOP_NONE && !s->shielded) {
		atomic_store(&s->activity, TN_AT_REST);
		rc = refuse(conn);
	}
	pthread_mutex_unlock(&s->lock);
	return rc;
}

static inline void announce(struct tn_canceller *s)
{
	atomic_store_explicit(
		&s->turn, atomic_load_explicit(&s->turn, memory_order_relaxed) + 1, memory_order_relaxed);
	atomic_store(&s->activity, TN_IN_REQUEST);
}

/* What cleans up is not cancelled but given up. */
static void arm(tn_conn *conn, int64_t due, int cleans)
{
	struct tn_canceller *s = conn->stop;
	s->armed = 1;
	tn__watch_arm(s, atomic_load_explicit(&s->turn, memory_order_relaxed), due,
		      cleans ? due : due + s->bounds.grace_us);
}

static int refuse_late(tn_conn *conn)
{
	struct tn_fault f = {.code = TN_E_TIMEOUT, .sqlstate = "57014"};
	f.message = "the deadline had passed before it was sent";
	conn->stop->bounds.unwinding = 1;
	return conn->be->host->fault(conn->be, &f);
}

/* Of a timed connection: arms the request that was announced, or refuses it. */
static TN_COLD int enter_timed(tn_conn *conn, int cleans)
{
	struct tn_canceller *s = conn->stop;
	int64_t due = tn__deadline_of(conn), now;
	if (!due && !s->bounds.unwinding)
		return TN_OK;
	now = tn__now_us();
	if (s->shielded || s->bounds.unwinding || (cleans && due <= now)) {
		arm(conn, now + s->bounds.grace_us, 1);
	} else if (due <= now) {
		atomic_store(&s->activity, TN_AT_REST);
		return refuse_late(conn);
	} else {
		arm(conn, due, 0);
	}
	return TN_OK;
}

int tn__stop_enter(tn_conn *conn)
{
	int rc;
	announce(conn->stop);
	rc = TN_LIKELY(!atomic_load(&conn->stop->alarm)) ? TN_OK : enter_alarmed(conn);
	return TN_LIKELY(!conn->timed || rc < 0) ? rc : enter_timed(conn, 0);
}

void tn__stop_enter_cleanup(tn_conn *conn)
{
	announce(conn->stop);
	if (TN_UNLIKELY(conn->timed))
		enter_timed(conn, 1);
}

/* What was sent has arrived, and what it left behind is put away. */
static TN_COLD void leave_alarmed(tn_conn *conn, int rc)
{
	struct tn_canceller *s = conn->stop;
	int delivered;
	pthread_mutex_lock(&s->lock);
	pthread_cond_broadcast(&s->changed);
	if (!conn->be->dead && !settle(s, SETTLE_US))
		conn->be->dead = 1;
	delivered = s->delivered;
	s->delivered = 0;
	/* A deadline that came too late for this request is none of the next one's. */
	if (atomic_load(&s->reason) == TN_STOP_DEADLINE)
		atomic_store(&s->reason, TN_STOP_NONE);
	atomic_store(&s->alarm, atomic_load(&s->reason) != TN_STOP_NONE);
	pthread_mutex_unlock(&s->lock);
	if (!delivered || conn->be->dead || !conn->backend->resume)
		return;
	conn->backend->resume(conn->be);
	if (rc >= 0) {
		tn_error_free(conn->pending);
		conn->pending = NULL;
	}
}

int tn__stop_leave(tn_conn *conn, int rc, const struct tn_be_stmt *streams)
{
	struct tn_canceller *s = conn->stop;
	if (TN_UNLIKELY(s->armed)) {
		tn__watch_disarm(s);
		s->armed = 0;
	}
	s->streams = streams;
	atomic_store(&s->activity, streams ? TN_IN_ROWS : TN_AT_REST);
	if (TN_UNLIKELY(atomic_load(&s->alarm)) && !streams)
		leave_alarmed(conn, rc);
	return rc;
}

int tn__stop_sleep(tn_conn *conn, int64_t us)
{
	struct tn_canceller *s = conn->stop;
	int64_t end = tn__now_us() + us;
	int asked;
	pthread_mutex_lock(&s->lock);
	while (!(asked = atomic_load(&s->reason) != TN_STOP_NONE) && wait_until(s, end))
		;
	pthread_mutex_unlock(&s->lock);
	return !asked;
}

int tn__stop_check(tn_conn *conn, tn_error **err)
{
	if (atomic_load(&conn->stop->reason) == TN_STOP_NONE)
		return TN_OK;
	atomic_store(&conn->stop->reason, TN_STOP_NONE);
	return tn__error_set(err, TN_E_CANCELLED, "cancelled between two attempts");
}

static void say_late(struct tn_canceller *s, struct tn_error_parts *parts, const char *message)
{
	parts->code = TN_E_TIMEOUT;
	parts->detail = parts->message;
	parts->message = message;
	parts->hint = NULL;
	s->bounds.unwinding = 1;
}

void tn__stop_explain(tn_conn *conn, struct tn_error_parts *parts)
{
	struct tn_canceller *s = conn->stop;
	if (parts->code == TN_E_CANCELLED) {
		if (atomic_exchange(&s->reason, TN_STOP_NONE) == TN_STOP_DEADLINE)
			say_late(s, parts, "the deadline has passed");
	} else if ((parts->flags & TN_ERR_DEAD) && atomic_load(&s->cut)) {
		say_late(s, parts, "the deadline has passed and the server did not react: the connection was given up");
	}
}

/* ---- slots that say what they do ------------------------------------------------------- */

static tn_conn *conn_of(const struct tn_be_stmt *s)
{
	return s->conn->core;
}

static int told_execute(struct tn_be_stmt *s, const tn_value *params, int mode, unsigned chunk)
{
	tn_conn *conn = conn_of(s);
	int rc = tn__stop_enter(conn);
	if (TN_UNLIKELY(rc < 0))
		return rc;
	rc = conn->backend->execute(s, params, mode, chunk);
	return tn__stop_leave(conn, rc, rc > 0 && mode == TN_BE_STREAM ? s : NULL);
}

/* Between two calls the server waits for more, and may be told to stop. */
static int told_put_rows(struct tn_be_stmt *s, const struct tn_be_into *into, const tn_value *rows, uint32_t count)
{
	tn_conn *conn = conn_of(s);
	int rc = tn__stop_enter(conn);
	if (TN_UNLIKELY(rc < 0))
		return rc;
	rc = conn->backend->put_rows(s, into, rows, count);
	return tn__stop_leave(conn, rc, rc > 0 && count ? s : NULL);
}

static int told_end_rows(struct tn_be_stmt *s)
{
	tn_conn *conn = conn_of(s);
	int rc = tn__stop_enter(conn);
	if (TN_UNLIKELY(rc < 0))
		return rc;
	rc = conn->backend->end_rows(s);
	return tn__stop_leave(conn, rc, NULL);
}

/* Of a statement that is not the one that streams it changes nothing there. */
static int told_finish(struct tn_be_stmt *s)
{
	tn_conn *conn = conn_of(s);
	const struct tn_be_stmt *streams = conn->stop->streams;
	int rc;
	tn__stop_enter_cleanup(conn);
	rc = conn->backend->finish(s);
	return tn__stop_leave(conn, rc, streams == s ? NULL : streams);
}

/* Only where the time counts: a stream is known to run without a word for each row. */
static int timed_next(struct tn_be_stmt *s)
{
	tn_conn *conn = conn_of(s);
	const struct tn_be_stmt *streams = conn->stop->streams;
	int rc = tn__stop_enter(conn);
	if (TN_UNLIKELY(rc < 0))
		return rc;
	rc = conn->backend->next(s);
	return tn__stop_leave(conn, rc, rc == TN_ROW || streams != s ? streams : NULL);
}

void tn__stop_choose_slots(tn_conn *conn)
{
	const struct tn_backend *b = conn->backend;
	conn->told = conn->timed || (b->cancel && b->cancel_blocks);
	conn->slots.execute = conn->told ? told_execute : b->execute;
	conn->slots.next = conn->timed ? timed_next : b->next;
	conn->slots.finish = conn->told ? told_finish : b->finish;
	conn->slots.put_rows = conn->told ? told_put_rows : b->put_rows;
	conn->slots.end_rows = conn->told ? told_end_rows : b->end_rows;
	if (conn->trace)
		tn__trace_wrap(conn);
}
