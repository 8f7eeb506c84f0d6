/* SPDX-License-Identifier: MIT */
/*
 * pg_error.c - from what libpq tells to a fault.
 *
 * The SQLSTATE decides, by the rows of the dialect.  Only what a SQLSTATE cannot
 * tell is decided here:
 *
 *  - 0A000 raised by RevalidateCachedQuery, and 26000, mean that a prepared
 *    statement has to be prepared again: TN_E_STALE.  Both come before any effect.
 *  - 23514 without the name of a constraint is a row that no partition takes.
 *  - 57014 is a cancel when this connection sent one, else the server's
 *    statement_timeout: TN_E_TIMEOUT.  (An administrator's pg_cancel_backend()
 *    cannot be told from a timeout but by the words of the message.)
 *  - a commit that succeeds with a warning of SyncRepWaitForLSN, the wait for a standby, is
 *    TN_E_COMMIT_UNKNOWN: it was cancelled by a deadline, a user or an administrator.
 *  - errors of libpq itself have no SQLSTATE: they are TN_E_DISCONNECTED, and what was
 *    not down is given up.
 *
 * A failed connect leaves no result, only text.  With the verbosity that carries
 * the SQLSTATE the text is "severity:  28P01: words"; where no server spoke, the
 * stage that libpq had reached tells (an address, TLS, authentication).
 *
 * Invariant: words of a message are handed on, never looked at.
 */
#include "pg_internal.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int tn__pg_fault_text(struct pg_conn *c, int code, const char *format, ...)
{
	const struct tn_host *host = c->base.host;
	struct tn_fault f = {.code = code};
	char line[512];
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	f.message = n < 0 ? "the message cannot be written" : line;
	return host->fault(&c->base, &f);
}

/* The first line of a message of libpq, without its end. */
static const char *first_line(const char *text, char *out, size_t size)
{
	size_t n = text ? strcspn(text, "\n") : 0;

	if (!n)
		return "the client library gave no message";
	if (n >= size)
		n = size - 1;
	memcpy(out, text, n);
	out[n] = '\0';
	return out;
}

/* The server counts characters of the text from 1; a fault counts bytes. */
static size_t byte_position(const struct pg_stmt *s, const char *told)
{
	size_t chars = 0, i;

	while (told && *told >= '0' && *told <= '9')
		chars = chars * 10 + (size_t)(*told++ - '0');
	if (!s || chars <= s->prefix)
		return 0;
	chars -= s->prefix;
	for (i = 0; i < s->base.sql_len; i++)
		if (((unsigned char)s->base.sql[i] & 0xC0) != 0x80 && --chars == 0)
			return i + 1;
	return s->base.sql_len + 1;
}

static int equal(const char *a, const char *b)
{
	return a && !strcmp(a, b);
}

static int code_of(struct pg_conn *c, const PGresult *res, const char *state)
{
	if (!state)
		return c->base.dead ? TN_E_DISCONNECTED : 0;
	if (equal(state, "0A000") &&
	    equal(PQresultErrorField(res, PG_DIAG_SOURCE_FUNCTION), "RevalidateCachedQuery"))
		return TN_E_STALE;
	if (equal(state, "23514") && !PQresultErrorField(res, PG_DIAG_CONSTRAINT_NAME))
		return TN_E_NO_PARTITION;
	if (equal(state, "57014") && !atomic_exchange(&c->cancel_sent, 0))
		return TN_E_TIMEOUT;
	return 0;
}

/* After a FATAL the server hangs up, whether or not libpq has noticed yet. */
static int is_dead(struct pg_conn *c, const PGresult *res)
{
	const char *severity = PQresultErrorField(res, PG_DIAG_SEVERITY_NONLOCALIZED);
	return PQstatus(c->pg) == CONNECTION_BAD || equal(severity, "FATAL") || equal(severity, "PANIC");
}

int tn__pg_fault_result(struct pg_conn *c, const struct pg_stmt *s, const PGresult *res)
{
	struct tn_fault f = {0};
	char line[512];

	if (is_dead(c, res))
		c->base.dead = 1;
	f.sqlstate = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	f.code = code_of(c, res, f.sqlstate);
	f.flags = c->base.dead ? TN_ERR_DEAD : 0;
	f.message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	if (!f.message)
		f.message = first_line(PQresultErrorMessage(res), line, sizeof(line));
	f.detail = PQresultErrorField(res, PG_DIAG_MESSAGE_DETAIL);
	f.hint = PQresultErrorField(res, PG_DIAG_MESSAGE_HINT);
	/* our names are unique in a session, so this one belongs to somebody else */
	if (equal(f.sqlstate, "42P05"))
		f.hint = "a proxy that pools transactions needs prepared=off in the URL";
	f.constraint = PQresultErrorField(res, PG_DIAG_CONSTRAINT_NAME);
	f.table = PQresultErrorField(res, PG_DIAG_TABLE_NAME);
	f.column = PQresultErrorField(res, PG_DIAG_COLUMN_NAME);
	f.position = byte_position(s, PQresultErrorField(res, PG_DIAG_STATEMENT_POSITION));
	return c->base.host->fault(&c->base, &f);
}

/*
 * The wait for a synchronous standby was broken off: what was committed is there and stays, unless this server is
 * lost before the standby has it.
 */
int tn__pg_fault_alone(struct pg_conn *c)
{
	struct tn_fault f = {.code = TN_E_COMMIT_UNKNOWN, .flags = TN_ERR_AMBIGUOUS};

	if (TN_LIKELY(!c->alone))
		return 0;
	c->alone = 0;
	f.sqlstate = "01000";
	f.message = "it is committed on this server, but the wait for its synchronous standby was broken off";
	f.hint = "it is lost if the server fails before the standby has it";
	return c->base.host->fault(&c->base, &f);
}

int tn__pg_fault_link(struct pg_conn *c)
{
	struct tn_fault f = {0};
	char line[512];

	/* Without a word of libpq's the server has answered what is no answer. */
	f.message = *PQerrorMessage(c->pg) ? first_line(PQerrorMessage(c->pg), line, sizeof(line))
					   : "the server's answer is none to what it was asked";
	/* Nobody knows what is on the wire. */
	c->base.dead = 1;
	f.code = TN_E_DISCONNECTED;
	f.flags = TN_ERR_DEAD;
	return c->base.host->fault(&c->base, &f);
}

/* Takes ":  28P01: " out of the line and gives the five characters; 0 if there are none. */
static int cut_sqlstate(char *line, char state[6])
{
	char *at = line;

	while ((at = strstr(at, ":  ")) != NULL) {
		at += 3;
		if (strspn(at, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5 && at[5] == ':' && at[6] == ' ') {
			memcpy(state, at, 5);
			state[5] = '\0';
			memmove(at, at + 7, strlen(at + 7) + 1);
			return 1;
		}
	}
	return 0;
}

static int code_of_stage(struct pg_conn *c, ConnStatusType stage)
{
	if (PQconnectionNeedsPassword(c->pg))
		return TN_E_AUTH;
	/* the session had begun: libpq itself turned the server down, by the role that was asked for */
	if (c->asks_role && PQparameterStatus(c->pg, "server_version"))
		return TN_E_WRONG_NODE;
	switch (stage) {
	case CONNECTION_SSL_STARTUP:
	case CONNECTION_GSS_STARTUP:
		return TN_E_TLS;
	default:
		return TN_E_CONNECT;
	}
}

int tn__pg_fault_connect(struct pg_conn *c, ConnStatusType stage)
{
	struct tn_fault f = {0};
	char line[512] = "", state[6];

	f.message = first_line(PQerrorMessage(c->pg), line, sizeof(line));
	if (!cut_sqlstate(line, state)) {
		f.code = code_of_stage(c, stage);
		return c->base.host->fault(&c->base, &f);
	}
	f.sqlstate = state;
	/* a server that goes away or is starting is, for a connect, not there */
	if (!strncmp(state, "57", 2) || !strncmp(state, "08", 2))
		f.code = TN_E_CONNECT;
	if (equal(state, "08P01"))
		f.hint = "a pooling proxy may refuse the session's options: add prepared=off to the URL";
	return c->base.host->fault(&c->base, &f);
}
