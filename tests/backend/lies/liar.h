/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/lies/liar.h - a proxy between client and server that tells one lie.
 *
 * It knows where a message of the server begins and ends, in both protocols, and
 * passes them on but for one of them, whose number the order has.  What the lies are
 * stands in the table of liar.c.  The link must not be encrypted.
 */
#ifndef TN_LIAR_H
#define TN_LIAR_H

enum liar_protocol { LIAR_POSTGRESQL, LIAR_MYSQL };

/* Starts the thread for a server; the port to connect to on 127.0.0.1, or 0. */
unsigned liar_start(enum liar_protocol protocol, unsigned port);
void liar_stop(void);

/* How many lies there are, and what one is called. */
unsigned liar_count(void);
const char *liar_name(unsigned lie);
/* 1 if no packet has less in it than it says. */
int liar_is_whole(unsigned lie);

/* The next link is lied to at the message of this number, from 1; 0: never. */
void liar_order(unsigned lie, long at);
/* Messages of the server on the link of the order so far. */
long liar_messages(void);
int liar_happened(void);

#endif
