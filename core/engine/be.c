/* SPDX-License-Identifier: MIT */
/*
 * core/engine/be.c - see be.h.
 *
 * Invariant: no other file calls through a struct tn_backend.
 */
#include "core/engine/be.h"
#include "core/base/mem.h"

/* A negative result without a recorded fault is the backend's defect. */
static int settle(tn_conn *conn, int rc)
{
	if (TN_LIKELY(rc >= 0))
		return rc;
	if (!conn->pending)
		tn__error_set(&conn->pending, TN_E_INTERNAL, "backend '%s' failed with code %d without saying why",
			      conn->backend->name, rc);
	return tn_error_code(conn->pending);
}

static int dead(tn_conn *conn)
{
	return tn__error_set(&conn->pending, TN_E_DISCONNECTED, "the connection is dead");
}

int tn__be_open(tn_conn *conn, const struct tn_be_target *target)
{
	return settle(conn, conn->backend->open(conn->be, target));
}

int tn__be_probe(tn_conn *conn)
{
	return settle(conn, conn->backend->probe(conn->be));
}

int tn__be_session_get(tn_conn *conn, const char *name, struct tn_text *value)
{
	if (!conn->backend->session_get)
		return 0;
	return settle(conn, conn->backend->session_get(conn->be, name, value));
}

int tn__be_session_set(tn_conn *conn, const char *name, const char *value)
{
	if (!conn->backend->session_set)
		return 0;
	return settle(conn, conn->backend->session_set(conn->be, name, value));
}

int tn__be_ping(tn_conn *conn)
{
	if (conn->be->dead)
		return dead(conn);
	return settle(conn, conn->backend->ping(conn->be));
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
	conn->backend->close(conn->be);
	tn__free(conn->be);
	conn->be = NULL;
}

int tn__be_prepare(tn_conn *conn, struct tn_be_stmt *s)
{
	if (conn->be->dead)
		return dead(conn);
	return settle(conn, conn->backend->prepare(s));
}

int tn__be_execute(tn_conn *conn, struct tn_be_stmt *s, const tn_value *params, int mode, unsigned chunk)
{
	if (TN_UNLIKELY(conn->be->dead))
		return dead(conn);
	return settle(conn, conn->backend->execute(s, params, mode, chunk));
}

int tn__be_next(tn_conn *conn, struct tn_be_stmt *s)
{
	if (TN_UNLIKELY(conn->be->dead))
		return dead(conn);
	return settle(conn, conn->backend->next(s));
}

int tn__be_column(tn_conn *conn, struct tn_be_stmt *s, uint32_t i, struct tn_be_column *out)
{
	return settle(conn, conn->backend->column(s, i, out));
}

int tn__be_finish(tn_conn *conn, struct tn_be_stmt *s)
{
	return settle(conn, conn->backend->finish(s));
}

void tn__be_close_stmt(tn_conn *conn, struct tn_be_stmt *s)
{
	conn->backend->close_stmt(s);
}
