/* SPDX-License-Identifier: MIT */
/*
 * core/engine/be.c - see be.h.
 *
 * Invariant: no file but this one and be.h calls through a struct tn_backend.
 */
#include "core/engine/be.h"
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/engine/stop.h"
#include "core/engine/trace.h"

/* A negative result without a recorded fault is the backend's defect. */
int tn__be_failed(tn_conn *conn, int rc)
{
	if (!conn->pending)
		tn__error_set(&conn->pending, TN_E_INTERNAL, "backend '%s' failed with code %d without saying why",
			      conn->backend->name, rc);
	return tn_error_code(conn->pending);
}

int tn__be_dead(tn_conn *conn)
{
	return tn__error_set(&conn->pending, TN_E_DISCONNECTED, "the connection is dead");
}

/* A slot that may wait for the server says so; 0 if it must not be called, with its result in *rc. */
static int begin_told(tn_conn *conn, int *rc)
{
	*rc = conn->told ? tn__stop_enter(conn) : TN_OK;
	return *rc >= 0;
}

static int end_told(tn_conn *conn, int rc)
{
	return conn->told ? tn__stop_leave(conn, rc, conn->stop->streams) : rc;
}

int tn__be_open(tn_conn *conn, const struct tn_be_target *target)
{
	return tn__be_settle(conn, conn->backend->open(conn->be, target));
}

int tn__be_probe(tn_conn *conn)
{
	int rc;
	if (begin_told(conn, &rc))
		rc = end_told(conn, conn->backend->probe(conn->be));
	return tn__be_settle(conn, rc);
}

int tn__be_lock_timeout(tn_conn *conn, unsigned ms)
{
	int rc;
	if (conn->be->dead)
		return tn__be_dead(conn);
	if (begin_told(conn, &rc))
		rc = end_told(conn, conn->backend->set_lock_timeout(conn->be, ms));
	return tn__be_settle(conn, rc);
}

int tn__be_session_get(tn_conn *conn, const char *name, struct tn_text *value)
{
	if (!conn->backend->session_get)
		return 0;
	return tn__be_settle(conn, conn->backend->session_get(conn->be, name, value));
}

int tn__be_session_set(tn_conn *conn, const char *name, const char *value)
{
	if (!conn->backend->session_set)
		return 0;
	return tn__be_settle(conn, conn->backend->session_set(conn->be, name, value));
}

int tn__be_ping(tn_conn *conn)
{
	int rc;
	if (conn->be->dead)
		return tn__be_dead(conn);
	if (begin_told(conn, &rc))
		rc = end_told(conn, conn->backend->ping(conn->be));
	return tn__be_settle(conn, rc);
}

int tn__be_tx_status(tn_conn *conn)
{
	if (!conn->backend->tx_status || conn->be->dead)
		return TN_BE_TX_UNKNOWN;
	return conn->backend->tx_status(conn->be);
}

void *tn__be_native(tn_conn *conn)
{
	return conn->backend->native(conn->be);
}

void tn__be_close(tn_conn *conn)
{
	if (!conn->be)
		return;
	conn->old_round_trips += conn->be->round_trips;
	if (!tn__stop_detach(conn)) {
		conn->backend->close(conn->be);
		tn__free(conn->be);
	}
	conn->be = NULL;
}

int tn__be_prepare(tn_conn *conn, struct tn_be_stmt *s)
{
	int64_t from = conn->trace ? tn__now_us() : 0;
	int rc;
	if (conn->be->dead)
		return tn__be_dead(conn);
	if (begin_told(conn, &rc))
		rc = end_told(conn, conn->backend->prepare(s));
	if (conn->trace)
		tn__span_served(conn, from);
	return tn__be_settle(conn, rc);
}

int tn__be_column(tn_conn *conn, struct tn_be_stmt *s, uint32_t i, struct tn_be_column *out)
{
	return tn__be_settle(conn, conn->backend->column(s, i, out));
}

void tn__be_close_stmt(tn_conn *conn, struct tn_be_stmt *s)
{
	if (conn->timed)
		tn__stop_enter_cleanup(conn);
	conn->backend->close_stmt(s);
	if (conn->timed)
		tn__stop_leave(conn, TN_OK, conn->stop->streams == s ? NULL : conn->stop->streams);
}
