/* SPDX-License-Identifier: MIT */
/*
 * hostile.h - a peer that lies, and what must hold whatever it says.
 *
 * A case is a script of bytes: what the peer sends, and where it waits for a message
 * of the client first.  hostile_peer.c plays it in a thread on a socket of loopback.
 */
#ifndef TN_HOSTILE_H
#define TN_HOSTILE_H

#include <check.h>
#include <stddef.h>
#include <tenon/tenon.h>

enum act {
	ACT_END = 0, /* close the link */
	ACT_SEND,    /* send the bytes */
	ACT_WAIT,    /* until the client has sent something, and all that is there is read */
	ACT_REPEAT,  /* send the bytes count times, or until the client hangs up */
	ACT_HOLD     /* say nothing more until the client hangs up */
};

struct scene {
	int act;
	const char *bytes;
	size_t len;
	unsigned long count;
};

/* Bytes with zeros among them; the NUL behind a literal is not sent. */
#define SEND(text) {ACT_SEND, text, sizeof(text) - 1, 0}
#define REPEAT(n, text) {ACT_REPEAT, text, sizeof(text) - 1, n}
#define WAIT {ACT_WAIT, NULL, 0, 0}
#define HOLD {ACT_HOLD, NULL, 0, 0}
#define END {ACT_END, NULL, 0, 0}
/* The end of a script that the client library answers with the password as it is: see there. */
#define END_KNOWING {ACT_END, NULL, 0, 1}
/* The end of a script whose error is this one; after END it is any but TN_E_INTERNAL. */
#define END_AS(code) {ACT_END, NULL, 0, (unsigned long)-(code)}

struct lie {
	const char *name;
	const char *options; /* keys for the URL, or "" */
	struct scene scenes[12];
};

/* Starts the peer; its port. */
unsigned hostile_start(const struct scene *scenes);
/* Waits for its end; what the client sent, *n bytes of it, valid until the next start. */
const char *hostile_stop(size_t *n);

/*
 * Opens a URL, "%u" being the port, against the lie.  It fails with an error that has a
 * code and a message, in less than ten seconds, without growing by more than 64 MiB,
 * and without a password in the message.
 */
void hostile_refused(const char *url, const struct lie *lie);

#define PASSWORD "s3cret-zQ5"

TCase *hostile_postgresql(void);
TCase *hostile_mysql(void);
TCase *hostile_sqlite(void);

#endif
