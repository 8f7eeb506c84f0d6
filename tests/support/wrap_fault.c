/* SPDX-License-Identifier: MIT */
/*
 * tests/support/wrap_fault.c - the fault-injecting wrapper; see wrap_fault.h.
 *
 * The wrapper is a copy of the backend's table with some slots replaced: its
 * instances are the backend's own, so nothing has to be kept in step.  A slot
 * finds the wrapped backend through conn->backend.
 *
 * Invariants:
 *  1. After a cut the link is dead for the engine even though the real one is
 *     not; a slot that must not be called then is a violation.
 *  2. Slots that cannot fail are passed on uncounted: finish, close_stmt, close,
 *     native, tx_status, cancel, column.
 */
#include "tests/support/wrap_fault.h"
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX "fault+"
#define MAX_WRAPPED 8
#define MAX_SCHEMES 6

struct wrapped {
	struct tn_backend outer; /* first: conn->backend points here */
	const struct tn_backend *inner;
	char name[40];
	char scheme_text[MAX_SCHEMES][40];
	const char *schemes[MAX_SCHEMES + 1];
};

static struct wrapped wrapped[MAX_WRAPPED];
static size_t wrapped_count;

static unsigned count, fail_at;
static int hit;
static enum wrap_way way;
static struct tn_fault planned;
static void (*meeting)(void *ctx);
static void *meeting_ctx;
static const char *only;
static int executions;
static const char *violation;

static const struct tn_backend *inner_of(const struct tn_be_conn *conn)
{
	return ((const struct wrapped *)(const void *)conn->backend)->inner;
}

/* 1 if this call is the one that fails. */
static int due(const struct tn_be_conn *conn, const char *sql, const char *dead_call)
{
	if (conn->dead)
		violation = dead_call;
	if (executions && strncmp(dead_call, "execute", 7) != 0)
		return 0;
	if (only && (!sql || strncmp(sql, only, strlen(only)) != 0))
		return 0;
	if (++count != fail_at || !fail_at)
		return 0;
	hit = 1;
	return 1;
}

static int cut(struct tn_be_conn *conn)
{
	struct tn_fault f = {0};
	conn->dead = 1;
	f.code = TN_E_DISCONNECTED;
	f.flags = TN_ERR_DEAD;
	f.message = "the link was cut by the test";
	return conn->host->fault(conn, &f);
}

/* Before the real call: 1 if the slot goes on to make it, else its result is *rc. */
static int before(struct tn_be_conn *conn, int *rc)
{
	struct tn_fault f = planned;
	if (way == WRAP_MEET)
		meeting(meeting_ctx);
	if (way == WRAP_MEET || way == WRAP_CUT_AFTER)
		return 1;
	if (!f.message) {
		f.code = TN_E_SERVER;
		f.message = "refused by the test";
	}
	if (way == WRAP_CUT_BEFORE)
		*rc = cut(conn);
	else if (way == WRAP_NOMEM)
		*rc = conn->host->nomem(conn);
	else
		*rc = conn->host->fault(conn, &f);
	return 0;
}

/* One body for all counted slots: call is the real one. */
#define COUNTED(conn, sql, slot, call) \
	do { \
		int rc = 0, now = due(conn, sql, slot " on a dead link"); \
		if (now && !before(conn, &rc)) \
			return rc; \
		rc = (call); \
		return now && rc >= 0 && way == WRAP_CUT_AFTER ? cut(conn) : rc; \
	} while (0)

static int wrap_open(struct tn_be_conn *conn, const struct tn_be_target *target)
{
	struct tn_be_target t = *target;
	if (!strncmp(t.scheme, PREFIX, sizeof PREFIX - 1))
		t.scheme += sizeof PREFIX - 1;
	COUNTED(conn, NULL, "open", inner_of(conn)->open(conn, &t));
}

static int wrap_probe(struct tn_be_conn *conn)
{
	COUNTED(conn, NULL, "probe", inner_of(conn)->probe(conn));
}

static int wrap_session_get(struct tn_be_conn *conn, const char *name, struct tn_text *value)
{
	COUNTED(conn, NULL, "session_get", inner_of(conn)->session_get(conn, name, value));
}

static int wrap_session_set(struct tn_be_conn *conn, const char *name, const char *value)
{
	COUNTED(conn, NULL, "session_set", inner_of(conn)->session_set(conn, name, value));
}

static int wrap_ping(struct tn_be_conn *conn)
{
	COUNTED(conn, NULL, "ping", inner_of(conn)->ping(conn));
}

static int wrap_prepare(struct tn_be_stmt *stmt)
{
	COUNTED(stmt->conn, stmt->sql, "prepare", inner_of(stmt->conn)->prepare(stmt));
}

/*
 * A real cut ends the answer on the wire as well; here the link lives on, and a
 * client library that is asked to close the statement would wait for the rest.
 */
static int end_answer(struct tn_be_stmt *stmt, int rc)
{
	if (rc > 0 && fail_at && count == fail_at && way == WRAP_CUT_AFTER)
		(void)inner_of(stmt->conn)->finish(stmt);
	return rc;
}

static int execute_and_end(struct tn_be_stmt *stmt, const tn_value *params, int mode, unsigned chunk)
{
	return end_answer(stmt, inner_of(stmt->conn)->execute(stmt, params, mode, chunk));
}

static int next_and_end(struct tn_be_stmt *stmt)
{
	return end_answer(stmt, inner_of(stmt->conn)->next(stmt));
}

static int wrap_execute(struct tn_be_stmt *stmt, const tn_value *params, int mode, unsigned chunk)
{
	COUNTED(stmt->conn, stmt->sql, "execute", execute_and_end(stmt, params, mode, chunk));
}

static int wrap_next(struct tn_be_stmt *stmt)
{
	if (fail_at && count + 1 == fail_at && way == WRAP_CUT_BEFORE)
		(void)inner_of(stmt->conn)->finish(stmt);
	COUNTED(stmt->conn, stmt->sql, "next", next_and_end(stmt));
}

/* After an error of these slots the link is free: rows that are on their way are given up first. */
static void give_rows_up(struct tn_be_stmt *stmt)
{
	if (fail_at && count + 1 == fail_at && !only && !executions && way != WRAP_CUT_AFTER && way != WRAP_MEET)
		(void)inner_of(stmt->conn)->finish(stmt);
}

static int put_and_end(struct tn_be_stmt *stmt, const struct tn_be_into *into, const tn_value *rows, uint32_t n)
{
	return end_answer(stmt, inner_of(stmt->conn)->put_rows(stmt, into, rows, n));
}

static int wrap_put_rows(struct tn_be_stmt *stmt, const struct tn_be_into *into, const tn_value *rows, uint32_t n)
{
	give_rows_up(stmt);
	COUNTED(stmt->conn, stmt->sql, "put_rows", put_and_end(stmt, into, rows, n));
}

static int wrap_end_rows(struct tn_be_stmt *stmt)
{
	give_rows_up(stmt);
	COUNTED(stmt->conn, stmt->sql, "end_rows", inner_of(stmt->conn)->end_rows(stmt));
}

static void replace_slots(struct tn_backend *b)
{
	b->open = wrap_open;
	b->probe = wrap_probe;
	b->ping = wrap_ping;
	b->prepare = wrap_prepare;
	b->execute = wrap_execute;
	b->next = wrap_next;
	if (b->put_rows) {
		b->put_rows = wrap_put_rows;
		b->end_rows = wrap_end_rows;
	}
	if (b->session_get) {
		b->session_get = wrap_session_get;
		b->session_set = wrap_session_set;
	}
}

static int is_registered(const struct tn_backend *inner)
{
	size_t i;
	for (i = 0; i < wrapped_count; i++)
		if (wrapped[i].inner == inner)
			return 1;
	return 0;
}

void wrap_fault_register(const struct tn_backend *inner)
{
	struct wrapped *w = &wrapped[wrapped_count];
	tn_error *err = NULL;
	size_t i;
	if (is_registered(inner))
		return;
	ck_assert_msg(wrapped_count < MAX_WRAPPED, "too many wrapped backends");
	wrapped_count++;
	w->outer = *inner;
	w->inner = inner;
	snprintf(w->name, sizeof w->name, PREFIX "%.30s", inner->name);
	w->outer.name = w->name;
	for (i = 0; i < MAX_SCHEMES && inner->schemes[i]; i++) {
		snprintf(w->scheme_text[i], sizeof w->scheme_text[i], PREFIX "%.30s", inner->schemes[i]);
		w->schemes[i] = w->scheme_text[i];
	}
	w->outer.schemes = w->schemes;
	replace_slots(&w->outer);
	if (tn_backend_register(&w->outer, &err) < 0)
		ck_abort_msg("the wrapper was refused: %s", tn_error_message(err));
}

void wrap_fault_arm(unsigned n, enum wrap_way how, const struct tn_fault *fault)
{
	static const struct tn_fault none;
	count = 0;
	hit = 0;
	fail_at = n;
	way = how;
	planned = fault ? *fault : none;
}

void wrap_fault_arm_meeting(unsigned n, void (*meet)(void *ctx), void *ctx)
{
	wrap_fault_arm(n, WRAP_MEET, NULL);
	meeting = meet;
	meeting_ctx = ctx;
}

void wrap_fault_only(const char *words)
{
	only = words;
}

void wrap_fault_executions(int alone)
{
	executions = alone;
}

unsigned wrap_fault_count(void)
{
	return count;
}

int wrap_fault_hit(void)
{
	return hit;
}

const char *wrap_fault_violation(void)
{
	return violation;
}
