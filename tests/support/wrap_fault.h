/* SPDX-License-Identifier: MIT */
/*
 * tests/support/wrap_fault.h - any backend, with faults on demand.
 *
 * wrap_fault_register(b) adds a backend that has the schemes of b with "fault+"
 * before each.  It calls b for everything, and the n-th call that can fail does,
 * in one of four ways; or something happens before it, and it fails by itself or not.
 * The calls counted are those of open, probe, session_get,
 * session_set, ping, prepare, execute and next.
 */
#ifndef TN_WRAP_FAULT_H
#define TN_WRAP_FAULT_H

#include <tenon/sys/backend.h>

enum wrap_way {
	WRAP_REFUSE = 0,     /* an error of the statement; the backend is not called */
	WRAP_CUT_BEFORE = 1, /* the link is lost before the call */
	WRAP_CUT_AFTER = 2,  /* the call is carried out, then the link is lost */
	WRAP_NOMEM = 3,      /* the backend has no memory */
	WRAP_MEET = 4        /* a function is called, then the backend */
};

/* Adds the wrapper of a backend; inner lives as long as the process. */
void wrap_fault_register(const struct tn_backend *inner);
/* The n-th counted call from now on fails, once; 0: none.  fault is for WRAP_REFUSE, or NULL. */
void wrap_fault_arm(unsigned n, enum wrap_way way, const struct tn_fault *fault);
/* Before the n-th counted call from now on meet() is called, once. */
void wrap_fault_arm_meeting(unsigned n, void (*meet)(void *ctx), void *ctx);
/* Only calls whose text begins with these words count from now on; NULL: all. */
void wrap_fault_only(const char *words);
/* 1: only executions count from now on. */
void wrap_fault_executions(int alone);
unsigned wrap_fault_count(void);
int wrap_fault_hit(void);
/* What the engine did against the rules of tenon/sys/backend.h; NULL if nothing. */
const char *wrap_fault_violation(void);

#endif
