/* SPDX-License-Identifier: MIT */
/*
 * core/engine/open_apart.c - tn_open() on a thread of its own, for who may want to stop it.
 *
 * The look-up of a name cannot be interrupted, and a client library that logs in hardly.
 * So the connection is made by a thread, and tn_open() waits for it, for a cancel and for
 * the time to be over.  When it does not come first it is left alone with the connection,
 * which it closes when it is done.
 *
 * Invariants:
 *  1. The connection belongs to the thread while that runs, and after it to tn_open(), or,
 *     when it was left, to the thread for good.
 *  2. Nothing of the caller is touched by a thread that was left: notices are listed, and
 *     told by tn_open() itself.
 */
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/engine/engine.h"
#include "core/engine/stop.h"
#include <errno.h>
#include <time.h>

struct opening {
	struct tn_canceller *stop; /* a reference; its lock guards what follows */
	tn_conn *conn;
	tn_connect_fn connect;
	tn_error *error;
	int rc;
	uint8_t done, left;
};

static void free_opening(struct opening *o)
{
	tn_error_free(o->error);
	tn__stop_unref(o->stop);
	tn__free(o);
}

static void *run(void *arg)
{
	struct opening *o = arg;
	int left, rc = tn__backend_start(o->conn->backend, &o->error);
	if (rc >= 0)
		rc = o->connect(o->conn, &o->error);
	pthread_mutex_lock(&o->stop->lock);
	o->rc = rc;
	o->done = 1;
	left = o->left;
	pthread_cond_broadcast(&o->stop->changed);
	pthread_mutex_unlock(&o->stop->lock);
	/* Not touched from here on unless it was left: who waits may have freed it. */
	if (left) {
		tn_close(o->conn);
		free_opening(o);
	}
	tn__backend_leave_thread();
	tn__stop_exit_release();
	return NULL;
}

static int start(struct opening *o)
{
	pthread_attr_t attr;
	pthread_t thread;
	int failed;
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	tn__stop_exit_hold();
	failed = pthread_create(&thread, &attr, run, o);
	pthread_attr_destroy(&attr);
	if (failed)
		tn__stop_exit_release();
	return failed ? TN_E_RESOURCES : TN_OK;
}

/* With the lock: 1 when the thread is done, else what came first. */
static int wait(struct opening *o, int64_t due)
{
	struct timespec at = {.tv_sec = (time_t)(due / 1000000), .tv_nsec = (long)(due % 1000000) * 1000};
	int late = 0;
	while (!o->done && o->stop->opening != 2 && !late) {
		if (due)
			late = pthread_cond_timedwait(&o->stop->changed, &o->stop->lock, &at) == ETIMEDOUT;
		else
			pthread_cond_wait(&o->stop->changed, &o->stop->lock);
	}
	return o->stop->opening == 2 ? TN_E_CANCELLED : o->done ? 1 : TN_E_TIMEOUT;
}

static void tell_notices(tn_conn *conn)
{
	size_t i;
	for (i = 0; conn->notice && i < conn->notices.count; i++)
		conn->notice(conn->notice_ctx, conn, &conn->notices.items[i]);
}

/* The thread was faster: what it gives is the answer, unless a cancel came in between. */
static int take(struct opening *o, int came, tn_notice_fn notice, tn_error **err)
{
	int rc = o->rc;
	o->conn->notice = notice;
	if (came == TN_E_CANCELLED)
		rc = tn__error_set(err, came, "cancelled while the connection was being opened");
	else if (rc < 0)
		tn__error_move(err, o->error), o->error = NULL;
	else
		tell_notices(o->conn);
	free_opening(o);
	return rc;
}

static int leave(int came, tn_conn **conn, tn_error **err)
{
	*conn = NULL;
	if (came == TN_E_CANCELLED)
		return tn__error_set(err, came, "cancelled while the connection was being opened");
	return tn__error_set(err, came, "the time for the opening of the connection has passed");
}

int tn__open_apart(tn_conn **conn, tn_connect_fn connect, tn_error **err)
{
	struct tn_canceller *s = (*conn)->stop;
	tn_notice_fn notice = (*conn)->notice;
	int64_t bound = s->bounds.connect_us;
	struct opening *o = tn__alloc(sizeof *o);
	int came, done, rc;
	if (!o)
		return tn__error_nomem(err);
	tn__stop_ref(s);
	*o = (struct opening){.stop = s, .conn = *conn, .connect = connect};
	(*conn)->notice = NULL;
	pthread_mutex_lock(&s->lock);
	s->opening = 1;
	bound = bound ? tn__now_us() + bound + s->bounds.grace_us : 0;
	rc = start(o);
	came = rc < 0 ? rc : wait(o, bound);
	done = o->done;
	o->left = !done;
	s->opening = 0;
	pthread_mutex_unlock(&s->lock);
	if (rc < 0) {
		free_opening(o);
		return tn__error_set(err, rc, "the thread that opens the connection cannot be started");
	}
	return done ? take(o, came, notice, err) : leave(came, conn, err);
}
