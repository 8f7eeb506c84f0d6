/* SPDX-License-Identifier: MIT */
/*
 * pg_conn.c - the connection: connect, learn, ping, cancel, close.
 *
 * The connect is driven step by step, for two reasons: the deadline is ours and
 * becomes TN_E_TIMEOUT, and the stage at which it failed tells TLS from an
 * address that does not answer, which libpq tells in words only.  The deadline
 * covers all addresses of one host name together.
 *
 * The server announces version, standby and read-only state while it connects,
 * so probe() asks nothing from version 14 on, and one question before that or
 * behind a proxy that keeps these to itself.
 *
 * Invariants:
 *  1. Notices go to the host from the first byte on; libpq prints nothing.
 *  2. cancel() touches only what was made at connect and is atomic.
 *  3. After tn__pg_drain() and tn__pg_pipeline_read() the link is idle or dead.
 */
#include "pg_internal.h"
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct pg_conn *pg(struct tn_be_conn *conn)
{
	return (struct pg_conn *)conn;
}

static void on_notice(void *arg, const PGresult *res)
{
	struct pg_conn *c = arg;
	const char *severity = PQresultErrorField(res, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	const char *function = PQresultErrorField(res, PG_DIAG_SOURCE_FUNCTION);
	int warning = severity && !strcmp(severity, "WARNING");

	/* its SQLSTATE, 01000, is that of any warning */
	if (function && !strcmp(function, "SyncRepWaitForLSN"))
		c->alone = 1;
	if (message)
		c->base.host->notice(&c->base, warning ? TN_WARNING : TN_NOTICE, 0,
				     PQresultErrorField(res, PG_DIAG_SQLSTATE), message);
}

/* ---- connect ------------------------------------------------------------ */

/* Waits until libpq can go on; 0 at the deadline. */
static int wait_step(struct pg_conn *c, PostgresPollingStatusType step, int64_t deadline)
{
	short events = step == PGRES_POLLING_READING ? POLLIN : POLLOUT;
	struct pollfd fd = {.fd = PQsocket(c->pg), .events = events};
	int64_t left;
	int n;

	do {
		left = (deadline - c->base.host->now_us() + 999) / 1000;
		if (left <= 0)
			return 0;
		n = poll(&fd, 1, left > 60000 ? 60000 : (int)left);
	} while (n == 0 || (n < 0 && errno == EINTR));
	return 1;
}

/* One step; *stage is what it was about.  A link that is cut is no matter of TLS, even in the middle of that. */
static PostgresPollingStatusType poll_step(struct pg_conn *c, ConnStatusType *stage)
{
	struct pg_link link = {.fd = -1};
	PostgresPollingStatusType step;

	*stage = PQstatus(c->pg);
	if (*stage == CONNECTION_SSL_STARTUP)
		tn__pg_link_hold(&link, PQsocket(c->pg));
	step = PQconnectPoll(c->pg);
	if (step == PGRES_POLLING_FAILED && *stage == CONNECTION_SSL_STARTUP && tn__pg_link_was_cut(&link))
		*stage = CONNECTION_STARTED;
	tn__pg_link_let_go(&link);
	return step;
}

static int connect_steps(struct pg_conn *c, const struct tn_be_target *t)
{
	int64_t deadline = c->base.host->now_us() + (int64_t)t->connect_timeout * 1000000;
	int64_t all = t->deadline_us && t->deadline_us < deadline ? t->deadline_us : deadline;
	PostgresPollingStatusType step = PGRES_POLLING_WRITING;
	ConnStatusType stage = PQstatus(c->pg);

	if (stage == CONNECTION_BAD)
		return tn__pg_fault_connect(c, stage);
	while (step != PGRES_POLLING_OK) {
		if (!wait_step(c, step, all))
			return tn__pg_fault_text(c, TN_E_TIMEOUT, "no connection to '%s' within %u seconds",
						 t->host ? t->host : "the default socket",
						 t->connect_timeout);
		step = poll_step(c, &stage);
		if (step == PGRES_POLLING_FAILED)
			return tn__pg_fault_connect(c, stage);
	}
	return 0;
}

static int is_pooled(const struct tn_be_target *t)
{
	const char *prepared = t->option ? t->option(t, "prepared") : NULL;

	return (t->facts & TN_FACT_POOLED) || (t->flags & TN_OPEN_POOLED_PROXY) ||
	       (prepared && !strcmp(prepared, "off"));
}

static int asks_role(const struct tn_be_target *t)
{
	const char *role = t->option ? t->option(t, "target_session_attrs") : NULL;

	return role && strcmp(role, "any");
}

int tn__pg_open(struct tn_be_conn *conn, const struct tn_be_target *target)
{
	struct pg_conn *c = pg(conn);
	struct pg_keywords k = {.count = 0};
	int rc;

	conn->dialect = &tn__pg_dialect;
	c->pooled = (uint8_t)is_pooled(target);
	c->asks_role = (uint8_t)asks_role(target);
	conn->server.facts = target->facts | (c->pooled ? TN_FACT_POOLED : 0);
	if (target->flags & TN_OPEN_READ_ONLY)
		conn->server.facts |= TN_FACT_READ_ONLY;
	rc = tn__pg_keywords_init(c, target, &k);
	if (rc >= 0) {
		c->pg = PQconnectStartParams(k.key, k.value, 0);
		if (!c->pg) {
			rc = conn->host->nomem(conn);
		} else {
			PQsetNoticeReceiver(c->pg, on_notice, c);
			/* puts the SQLSTATE into the message, its only way out of a failed connect */
			PQsetErrorVerbosity(c->pg, PQERRORS_VERBOSE);
			rc = connect_steps(c, target);
		}
	}
	tn__pg_keywords_release(c, &k);
	if (rc < 0)
		return rc;
	PQsetErrorVerbosity(c->pg, PQERRORS_DEFAULT);
	c->cancel = PQgetCancel(c->pg);
	return c->cancel ? 0 : conn->host->nomem(conn);
}

void tn__pg_close(struct tn_be_conn *conn)
{
	struct pg_conn *c = pg(conn);

	PQfreeCancel(c->cancel);
	PQfinish(c->pg);
	conn->host->free(c->retired);
	c->cancel = NULL;
	c->pg = NULL;
	c->retired = NULL;
}

/* ---- probe -------------------------------------------------------------- */

static int is_on(const char *value)
{
	return value && !strcmp(value, "on");
}

static int ask_role(struct pg_conn *c, int *standby, int *read_only)
{
	PGresult *res;
	int rc;

	c->base.round_trips++;
	res = PQexec(c->pg, "SELECT pg_catalog.pg_is_in_recovery(), "
			    "pg_catalog.current_setting('default_transaction_read_only') = 'on'");
	rc = tn__pg_check(c, res);
	if (rc < 0)
		return rc;
	*standby = PQntuples(res) == 1 && !strcmp(PQgetvalue(res, 0, 0), "t");
	*read_only = PQntuples(res) == 1 && !strcmp(PQgetvalue(res, 0, 1), "t");
	PQclear(res);
	return 0;
}

/*
 * A proxy may be told to swallow the options of a connect.  The session rows
 * notice that for the library's own settings; what the URL asked for is looked
 * up here, by where the server says that the value came from.
 */
static int check_asked(struct pg_conn *c)
{
	PGresult *res;
	int rc, taken;

	if (!c->asked)
		return 0;
	c->base.round_trips++;
	res = PQexec(c->pg, "SELECT count(*) FROM pg_catalog.pg_settings "
			    "WHERE source = 'client' AND name IN ('search_path', 'statement_timeout', "
			    "'lock_timeout', 'default_transaction_read_only')");
	rc = tn__pg_check(c, res);
	if (rc < 0)
		return rc;
	taken = PQntuples(res) == 1 ? (int)strtol(PQgetvalue(res, 0, 0), NULL, 10) : 0;
	PQclear(res);
	if (taken >= c->asked)
		return 0;
	return tn__pg_fault_text(c, TN_E_GUARD,
				 "the server did not take the settings of the URL (read-only, search_path, "
				 "statement_timeout, lock_timeout): a proxy before it drops them");
}

int tn__pg_probe(struct tn_be_conn *conn)
{
	struct pg_conn *c = pg(conn);
	const char *version = PQparameterStatus(c->pg, "server_version");
	const char *standby = PQparameterStatus(c->pg, "in_hot_standby");
	const char *read_only = PQparameterStatus(c->pg, "default_transaction_read_only");
	const char *encoding = PQparameterStatus(c->pg, "server_encoding");
	struct tn_server *server = &conn->server;
	int number = PQserverVersion(c->pg), follows = is_on(standby), reads = is_on(read_only);

	if (number < PG_MIN_VERSION)
		return tn__pg_fault_text(c, TN_E_UNSUPPORTED,
					 "PostgreSQL %s is too old: version %d or later is needed",
					 version ? version : "of unknown version", PG_MIN_VERSION / 10000);
	snprintf(server->product, sizeof(server->product), "PostgreSQL");
	snprintf(server->version, sizeof(server->version), "%s", version ? version : "");
	/* libpq counts the minor version in ones since 10 */
	server->version_number = number / 10000 * 10000 + number % 10000 * 100;
	c->check_utf8 = !encoding || !strcmp(encoding, "SQL_ASCII");
	if (!standby || !read_only) {
		int rc = ask_role(c, &follows, &reads);
		if (rc < 0)
			return rc;
	}
	if (follows || reads)
		server->facts |= TN_FACT_READ_ONLY;
	if (follows)
		server->facts |= TN_FACT_STANDBY;
	if (PQsslInUse(c->pg))
		server->facts |= TN_FACT_TLS;
	tn__pg_dialect.effective(server->product, server->version_number, &server->caps);
	return check_asked(c);
}

/* ---- the rest ------------------------------------------------------------ */

void tn__pg_drain(struct pg_conn *c)
{
	PGresult *res;
	char *copied;

	while ((res = PQgetResult(c->pg)) != NULL) {
		ExecStatusType status = PQresultStatus(res);
		PQclear(res);
		if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH) {
			PQputCopyEnd(c->pg, "COPY is not offered here");
		} else if (status == PGRES_COPY_OUT) {
			while (PQgetCopyData(c->pg, &copied, 0) > 0)
				PQfreemem(copied);
		}
		if (PQstatus(c->pg) == CONNECTION_BAD)
			break;
	}
}

int tn__pg_is_copy(const PGresult *res)
{
	ExecStatusType status = PQresultStatus(res);

	return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

void tn__pg_pipeline_read(struct pg_conn *c, PGresult **out, int n)
{
	int i = 0, ended = 0;

	while (ended < 2) {
		PGresult *res = PQgetResult(c->pg);
		if (!res) {
			/* one NULL ends each request; two in a row, or one of a dead link, end all */
			ended += PQstatus(c->pg) == CONNECTION_BAD ? 2 : 1;
			i++;
			continue;
		}
		ended = 0;
		if (PQresultStatus(res) == PGRES_PIPELINE_SYNC) {
			PQclear(res);
			return;
		}
		if (tn__pg_is_copy(res)) {
			c->base.dead = 1;
			PQclear(res);
			return;
		}
		if (i < n && !out[i])
			out[i] = res;
		else
			PQclear(res);
	}
}

int tn__pg_check(struct pg_conn *c, PGresult *res)
{
	ExecStatusType status = res ? PQresultStatus(res) : PGRES_FATAL_ERROR;
	int rc;

	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
		return 0;
	tn__pg_drain(c);
	/* What came was no result: a peer that cannot be talked to. */
	if (!res)
		c->base.dead = 1;
	rc = res ? tn__pg_fault_result(c, NULL, res) : tn__pg_fault_link(c);
	PQclear(res);
	return rc;
}

int tn__pg_link_is_free(struct pg_conn *c)
{
	if (TN_LIKELY(!c->active))
		return 0;
	return tn__pg_fault_text(c, TN_E_MISUSE, "another statement still streams its rows: finish it first");
}

/* An empty text is answered in any state of a transaction. */
int tn__pg_ping(struct tn_be_conn *conn)
{
	struct pg_conn *c = pg(conn);
	PGresult *res;
	int rc = tn__pg_link_is_free(c);

	if (rc < 0)
		return rc;
	conn->round_trips++;
	res = PQexec(c->pg, "");
	rc = tn__pg_check(c, res);
	if (rc >= 0)
		PQclear(res);
	return rc;
}

int tn__pg_tx_status(struct tn_be_conn *conn)
{
	switch (PQtransactionStatus(pg(conn)->pg)) {
	case PQTRANS_IDLE:
		return TN_BE_TX_IDLE;
	case PQTRANS_INTRANS:
		return TN_BE_TX_OPEN;
	case PQTRANS_INERROR:
		return TN_BE_TX_FAILED;
	case PQTRANS_ACTIVE:
		return pg(conn)->tx_before;
	default:
		return TN_BE_TX_UNKNOWN;
	}
}

/*
 * A failure is returned but not recorded as a fault: the caller is another
 * thread, and the error object belongs to the call that may be running.
 */
int tn__pg_cancel(struct tn_be_conn *conn)
{
	struct pg_conn *c = pg(conn);
	char why[256];

	if (!c->cancel)
		return 0;
	atomic_store(&c->cancel_sent, 1);
	return PQcancel(c->cancel, why, sizeof(why)) ? 0 : TN_E_CONNECT;
}

/*
 * The server has signalled the session before it closes the link of a cancel, and a
 * session that reads its next command drops the signal: only the note of it is left.
 */
void tn__pg_resume(struct tn_be_conn *conn)
{
	atomic_store(&pg(conn)->cancel_sent, 0);
}

int tn__pg_socket(struct tn_be_conn *conn)
{
	return PQsocket(pg(conn)->pg);
}

int tn__pg_set_lock_timeout(struct tn_be_conn *conn, unsigned ms)
{
	struct pg_conn *c = pg(conn);
	char sql[48] = "RESET lock_timeout";
	PGresult *res;
	int rc;

	if (c->pooled)
		return tn__pg_fault_text(c, TN_E_UNSUPPORTED, "a session behind a pooling proxy keeps no lock timeout");
	if (ms > INT_MAX)
		ms = INT_MAX;
	if (ms)
		snprintf(sql, sizeof(sql), "SET lock_timeout = %u", ms);
	conn->round_trips++;
	res = PQexec(c->pg, sql);
	rc = tn__pg_check(c, res);
	if (rc < 0)
		return rc;
	PQclear(res);
	return (int)ms;
}

void *tn__pg_native(struct tn_be_conn *conn)
{
	return pg(conn)->pg;
}
