/* SPDX-License-Identifier: MIT */
/*
 * core/engine/stop_exit.c - the process ends while requests to cancel are on their way.
 *
 * Why: a request that a stopped server does not take outlasts its connection (stop.c), and
 * its thread uses the client library, which exit() takes down: a crash after main() had
 * returned.  So exit() waits for such threads.
 *
 * Invariants:
 *  1. A process that never cancelled, and one whose requests have come back, waits for nothing.
 *  2. exit() waits for WAIT_US at most: then the server does not answer at all, and a thread
 *     that hangs in a system call does no harm.
 *  3. A child of fork() has none of the threads, and does not wait for them.
 *
 * It must not take a lock: another thread, or fork(), may have left it locked.
 */
#include "core/base/clock.h"
#include "core/engine/stop.h"
#include <stdlib.h>
#include <unistd.h>

/* Longer than the client libraries try. */
#define WAIT_US INT64_C(5000000)
#define LOOK_US 2000

static atomic_uint running;
static atomic_long owner; /* the process whose threads they are */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void wait_for_all(void)
{
	int64_t end = tn__now_us() + WAIT_US;
	while (atomic_load(&running) && atomic_load(&owner) == (long)getpid() && tn__now_us() < end)
		usleep(LOOK_US);
}

/* Set after the handlers that the client library set when the connection was made, so it runs before them. */
static void set_handler(void)
{
	atexit(wait_for_all);
}

void tn__stop_exit_hold(void)
{
	pthread_once(&once, set_handler);
	if (atomic_exchange(&owner, (long)getpid()) != (long)getpid())
		atomic_store(&running, 0);
	atomic_fetch_add(&running, 1);
}

void tn__stop_exit_release(void)
{
	atomic_fetch_sub(&running, 1);
}
