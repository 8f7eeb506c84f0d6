/* SPDX-License-Identifier: MIT */
/*
 * tests/proxy/proxy.h - a link between client and server that fails at a certain byte.
 *
 * A thread of the test's own process passes bytes on.  An order says what happens to the
 * next link that is made: at the byte of a number, in one direction, it is cut, falls
 * silent (both ends stay open), or trickles from then on.  Links besides that one pass, so
 * that a request to cancel gets through.  The link must not be encrypted if bytes are to
 * mean the same from run to run.
 */
#ifndef TN_PROXY_H
#define TN_PROXY_H

enum proxy_way { PROXY_PASS = 0, PROXY_CUT, PROXY_STALL, PROXY_TRICKLE };
enum proxy_from { PROXY_CLIENT = 0, PROXY_SERVER = 1 };

/* Starts the thread for a server; the port to connect to on 127.0.0.1, or 0. */
unsigned proxy_start(const char *host, unsigned port);
void proxy_stop(void);

/* What happens to the next link: at byte number `at`, from 1, of what comes from one side. */
void proxy_order(enum proxy_way way, enum proxy_from from, long at);
/* Whether it has happened. */
int proxy_happened(void);
/* Bytes that the link of the order has passed so far. */
long proxy_bytes(enum proxy_from from);

#endif
