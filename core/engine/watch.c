/* SPDX-License-Identifier: MIT */
/*
 * core/engine/watch.c - the thread that keeps the time of requests.
 *
 * Client libraries wait without a bound, or with one that each byte puts off.  So one
 * thread of the process looks at the requests that have a deadline and stops those that
 * are late through tn__stop_expire().  It sleeps until the first of them is due; a request
 * that ends in time costs it nothing.
 *
 * The thread begins with the first connection that has a bound and ends with the last.
 *
 * Invariants:
 *  1. A request is in the list only while its connection waits for it.
 *  2. The list's lock is held for no longer than a walk over it: what stops a request is
 *     called without it, with a reference that keeps the object alive.
 *  3. A child of fork() has neither the thread nor anything in the list.
 */
#include <errno.h>
#include <pthread.h>
#include <time.h>
#include "core/base/clock.h"
#include "core/engine/stop.h"
#include "core/engine/watch.h"

/* A request that was stopped and goes on is looked at again. */
#define AGAIN_US INT64_C(50000)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake;
static int wake_made;
static struct tn_canceller *first;
static unsigned users;
static int runs;
static int64_t wakes_at; /* when the thread looks next */

static struct tn_canceller *earliest(void)
{
	struct tn_canceller *s, *found = NULL;
	for (s = first; s; s = s->watch.next)
		if (!found || s->watch.at < found->watch.at)
			found = s;
	return found;
}

static void sleep_until(int64_t us)
{
	struct timespec at = {.tv_sec = (time_t)(us / 1000000), .tv_nsec = (long)(us % 1000000) * 1000};
	wakes_at = us;
	if (us == INT64_MAX)
		pthread_cond_wait(&wake, &lock);
	else
		pthread_cond_timedwait(&wake, &lock, &at);
	wakes_at = 0;
}

/* With the lock, which it leaves. */
static void stop_late(struct tn_canceller *s, int64_t now)
{
	unsigned turn = s->watch.turn;
	int cut = now >= s->watch.cut;
	s->watch.at = cut || s->watch.cut - now > AGAIN_US ? now + AGAIN_US : s->watch.cut;
	tn__stop_ref(s);
	pthread_mutex_unlock(&lock);
	tn__stop_expire(s, turn, cut);
	tn__stop_unref(s);
	pthread_mutex_lock(&lock);
}

static void *watch(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	while (users) {
		struct tn_canceller *s = earliest();
		int64_t now = tn__now_us();
		if (s && s->watch.at <= now)
			stop_late(s, now);
		else
			sleep_until(s ? s->watch.at : INT64_MAX);
	}
	runs = 0;
	pthread_mutex_unlock(&lock);
	return NULL;
}

static void forget_in_child(void)
{
	pthread_mutex_init(&lock, NULL);
	wake_made = 0;
	first = NULL;
	users = 0;
	runs = 0;
}

/* With the lock. */
static int start(void)
{
	static int told_fork;
	pthread_condattr_t how;
	pthread_attr_t attr;
	pthread_t thread;
	int failed;
	if (!wake_made) {
		pthread_condattr_init(&how);
		pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
		pthread_cond_init(&wake, &how);
		pthread_condattr_destroy(&how);
		wake_made = 1;
	}
	if (!told_fork)
		told_fork = !pthread_atfork(NULL, NULL, forget_in_child);
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	failed = pthread_create(&thread, &attr, watch, NULL);
	pthread_attr_destroy(&attr);
	runs = !failed;
	return failed ? TN_E_RESOURCES : TN_OK;
}

int tn__watch_join(void)
{
	int rc = TN_OK;
	pthread_mutex_lock(&lock);
	users++;
	if (!runs)
		rc = start();
	if (rc < 0)
		users--;
	pthread_mutex_unlock(&lock);
	return rc;
}

void tn__watch_leave(void)
{
	pthread_mutex_lock(&lock);
	if (users && !--users)
		pthread_cond_signal(&wake);
	pthread_mutex_unlock(&lock);
}

void tn__watch_arm(struct tn_canceller *s, unsigned turn, int64_t at, int64_t cut)
{
	pthread_mutex_lock(&lock);
	s->watch.at = at;
	s->watch.cut = cut;
	s->watch.turn = turn;
	if (!s->watch.prev) {
		s->watch.next = first;
		s->watch.prev = &first;
		if (first)
			first->watch.prev = &s->watch.next;
		first = s;
	}
	if (at < wakes_at)
		pthread_cond_signal(&wake);
	pthread_mutex_unlock(&lock);
}

void tn__watch_disarm(struct tn_canceller *s)
{
	pthread_mutex_lock(&lock);
	if (s->watch.prev) {
		*s->watch.prev = s->watch.next;
		if (s->watch.next)
			s->watch.next->watch.prev = s->watch.prev;
		s->watch.prev = NULL;
	}
	pthread_mutex_unlock(&lock);
}
