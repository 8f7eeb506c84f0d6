/* SPDX-License-Identifier: MIT */
/*
 * tests/support/sessions.h - the session of a connection, ended by another connection.
 *
 * How that is said to a server is known to tests/backend/trouble.
 */
#ifndef TN_TEST_SESSIONS_H
#define TN_TEST_SESSIONS_H

#include <tenon/tenon.h>

/* Whether the database of the run has sessions. */
int trouble_has_sessions(void);
int64_t trouble_session(tn_conn *db);
/* Ends a session, and waits until it is gone. */
void trouble_kill(tn_conn *killer, int64_t session);

#endif
