/* SPDX-License-Identifier: MIT */
/*
 * core/engine/watch.h - the thread that keeps the time of requests; see watch.c.
 */
#ifndef TN_WATCH_H
#define TN_WATCH_H

#include <stdint.h>

struct tn_canceller;

/* What the thread knows of a request.  Under its lock. */
struct tn_watch {
	struct tn_canceller *next, **prev; /* prev NULL: not armed */
	int64_t at;    /* when to look at it */
	int64_t cut;   /* from when on there is no mercy */
	unsigned turn; /* the request */
};

/* A connection that may arm; the thread runs while there is one.  TN_OK, or TN_E_RESOURCES. */
int tn__watch_join(void);
void tn__watch_leave(void);
/* The request of s that runs now is cancelled at a time, and its link cut at another. */
void tn__watch_arm(struct tn_canceller *s, unsigned turn, int64_t at, int64_t cut);
void tn__watch_disarm(struct tn_canceller *s);

#endif
