/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/trouble/trouble.h - what the files of the trouble suite share.
 *
 * The suite makes things go wrong on the database that TENON_TEST_DB_URL names:
 * links break, servers go away, disks fill up, sessions are changed behind the
 * library's back.  It uses the public interface only.  What is native to a
 * server (how to kill a session, how to fill a disk) stands in tables and in the
 * files that are named after it.
 *
 * Every case asks for the same things: the right code and flags, a message that
 * names the object, no password anywhere, a connection that either works or says
 * that it is dead, and nothing half done.
 */
#ifndef TN_TROUBLE_H
#define TN_TROUBLE_H

#include <tenon/testing.h>
#include "tests/support/sessions.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The password of every user that the suite makes or claims to be; never in a text. */
#define SECRET "hush4secret"

/* ---- trouble_util.c ------------------------------------------------------- */

/* What is native to a server with sessions. */
struct trouble_texts {
	const char *backend;
	const char *own_id; /* the number of this session */
	const char *kill;   /* ends a session, %lld its number */
	const char *is_there; /* counts the sessions of a number */
	const char *no_tls; /* key and value of the URL */
	const char *slow;   /* a statement that takes its time */
};
const struct trouble_texts *trouble_texts(void);
int trouble_is(const char *backend);

/* A case with the harness' fixture and an empty log, added to the suite. */
TCase *trouble_case(Suite *s, const char *name, int seconds);
/* Collects the lines of the log hook; before the first call of the library. */
int trouble_log_start(void);
int trouble_log_has(const char *word);

/*
 * The error of the harness has this code and at least these flags, its text has
 * each of the words up to NULL, and nothing that was printed has the secret.
 */
void trouble_failed(int rc, int code, unsigned flags, ...);
#define trouble_expect(call, code, flags, ...) trouble_failed((call), code, flags, __VA_ARGS__, NULL)

/* The connection says that it is dead, whatever it is asked; the reverse. */
void trouble_is_dead(tn_conn *db);
void trouble_is_alive(tn_conn *db);

/* The URL of the run with other hosts ("127.0.0.1:1"), another user part, and one more key=value; each may be NULL. */
const char *trouble_url(const char *hosts, const char *user, const char *option);

void trouble_make(tn_conn *db); /* The text marked as the server's own; a buffer of the thread's. */
const char *trouble_native(const char *sql);
/* item (id BIGINT PRIMARY KEY, name VARCHAR(40)), rows 0 to 9 */
int64_t trouble_int(tn_conn *db, const char *sql);
void trouble_run(tn_conn *db, const char *sql);
void trouble_sleep_ms(long ms);
int64_t trouble_now_ms(void);

/* ---- trouble_proxy.c: a link that can be cut at will ------------------------ */

enum proxy_plan {
	PROXY_PASS = 0,
	PROXY_LOSE_REQUEST, /* the next request with the word is not sent on: the link is cut */
	PROXY_LOSE_ANSWER   /* it is sent on, and the link is cut when the answer comes */
};

/* Starts the proxy of this process before the first host of the run; its port. */
unsigned proxy_start(void);
/* What to do at the next request that has the word. */
void proxy_plan(enum proxy_plan plan, const char *word);
/* The next connections to the proxy are closed at once. */
void proxy_refuse(int connections);
/* How many links the plan has cut. */
int proxy_cuts(void);
void proxy_stop(void);

/* ---- trouble_own.c: a server that may be stopped and set up -------------------- */

/* Runs a line of shell; what it prints goes to out, or NULL.  The exit status. */
int own_shell(const char *line, char *out, size_t size);
/* A verb of the server's script. */
int own_server(const char *verb, char *out, size_t size);
const char *own_folder(void);
/* Why there is none; NULL: there is. */
const char *own_missing(void);
/* Its URL with another user part, one more key, and another host; the text is overwritten by the next call. */
const char *own_with(const char *user, const char *option);
const char *own_at(const char *host, const char *user, const char *option);
/* Opens what cannot be opened; the code. */
int own_refused(const char *url);

/* ---- trouble_tls.c ------------------------------------------------------------- */

/* An authority and what it has signed, in the folder; 0 if all could be made. */
int trouble_tls_make(const char *dir);
void trouble_tls_cases(TCase *tc);

/* ---- trouble_standby.c --------------------------------------------------------- */

void trouble_standby_cases(TCase *tc);

/* ---- the suites --------------------------------------------------------------- */

Suite *trouble_any_suite(void);
Suite *trouble_link_suite(void);
Suite *trouble_open_suite(void);
Suite *trouble_own_suite(void);
Suite *trouble_session_suite(void);
Suite *trouble_sqlite_suite(void);

#endif
