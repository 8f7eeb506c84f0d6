/* SPDX-License-Identifier: MIT */
/*
 * core/engine/be.h - the only callers of a backend's slots.
 *
 * Each wrapper calls one slot, keeps the rules that every slot shares (a dead
 * link is not used again, an error that the backend forgot to record becomes
 * TN_E_INTERNAL) and is the place where a fault-injecting test build cuts in.
 * Results are those of the slots; after a negative one conn->pending is set.
 *
 * The wrappers that run for each execution or each row are inline: as calls of
 * their own they cost more than what they check.
 */
#ifndef TN_BE_H
#define TN_BE_H

#include "core/engine/engine.h"

int tn__be_open(tn_conn *conn, const struct tn_be_target *target);
int tn__be_probe(tn_conn *conn);
int tn__be_session_get(tn_conn *conn, const char *name, struct tn_text *value);
int tn__be_session_set(tn_conn *conn, const char *name, const char *value);
int tn__be_ping(tn_conn *conn);
int tn__be_lock_timeout(tn_conn *conn, unsigned ms);
int tn__be_tx_status(tn_conn *conn);
void *tn__be_native(tn_conn *conn);
/* Closes and frees conn->be; NULL is fine. */
void tn__be_close(tn_conn *conn);

int tn__be_prepare(tn_conn *conn, struct tn_be_stmt *s);
int tn__be_column(tn_conn *conn, struct tn_be_stmt *s, uint32_t i, struct tn_be_column *out);
void tn__be_close_stmt(tn_conn *conn, struct tn_be_stmt *s);

/* For the inline wrappers: a slot's negative result, and a link that is dead already. */
int tn__be_failed(tn_conn *conn, int rc) TN_COLD;
int tn__be_dead(tn_conn *conn) TN_COLD;

static inline int tn__be_settle(tn_conn *conn, int rc)
{
	return TN_LIKELY(rc >= 0) ? rc : tn__be_failed(conn, rc);
}

static inline int tn__be_execute(tn_conn *conn, struct tn_be_stmt *s, const tn_value *params, int mode, unsigned chunk)
{
	if (TN_UNLIKELY(conn->be->dead))
		return tn__be_dead(conn);
	return tn__be_settle(conn, conn->slots.execute(s, params, mode, chunk));
}

static inline int tn__be_next(tn_conn *conn, struct tn_be_stmt *s)
{
	if (TN_UNLIKELY(conn->be->dead))
		return tn__be_dead(conn);
	return tn__be_settle(conn, conn->slots.next(s));
}

/* Only of a backend that has them. */
static inline int tn__be_put_rows(tn_conn *conn, struct tn_be_stmt *s, const struct tn_be_into *into,
				  const tn_value *rows, uint32_t count)
{
	if (TN_UNLIKELY(conn->be->dead))
		return tn__be_dead(conn);
	return tn__be_settle(conn, conn->slots.put_rows(s, into, rows, count));
}

static inline int tn__be_end_rows(tn_conn *conn, struct tn_be_stmt *s)
{
	if (TN_UNLIKELY(conn->be->dead))
		return tn__be_dead(conn);
	return tn__be_settle(conn, conn->slots.end_rows(s));
}

static inline int tn__be_finish(tn_conn *conn, struct tn_be_stmt *s)
{
	return tn__be_settle(conn, conn->slots.finish(s));
}

#endif
