/* SPDX-License-Identifier: MIT */
/*
 * core/engine/pooled.c - what is refused behind a proxy that hands each transaction another
 * session.
 *
 * Such a proxy takes a statement that changes a session without a word; the change then
 * stays with the session, which strangers get, and the connection goes on with another.  So
 * what can be told from the text is refused by its name: temporary tables, and what begins
 * with the dialect's session_words (settings, subscriptions, prepared statements of one's
 * own).  A function that does such a thing inside a query cannot be told (an advisory lock
 * of the session).
 *
 * Invariant: what the library itself makes for one transaction (a list in a temporary
 * table) does not come this way; it is gone when the transaction ends.
 */
#include "core/engine/engine.h"

int tn__pooled_admit(const struct tn_entry *e, tn_error **err)
{
	unsigned after = e->after & (TN_AFTER_TEMPORARY | TN_AFTER_SCHEMA);
	int table = after == (TN_AFTER_TEMPORARY | TN_AFTER_SCHEMA), rc;
	if (!(e->conn->be->server.facts & TN_FACT_POOLED) || !(table || e->ir->effect == TN_IR_SESSION))
		return TN_OK;
	rc = tn__error_set(err, TN_E_UNSUPPORTED,
			   "%s changes a session, and the proxy that pools transactions gives that session to others",
			   table ? "a temporary table" : e->ir->verb);
	if (err)
		tn__error_set_hint(*err, "%s", table ? "use a table that all see, or a connection that is not pooled"
						     : "set it for the user or the database, or for one transaction");
	return rc;
}
