/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_native.c - a native statement is its own plan.
 *
 * The problem: the text is opaque, so nothing in it can be done by other steps.
 * Who lacks what: servers without TX_DDL commit the open transaction at a
 * schema change; every server has a limit of parameters and of text.
 * What is preserved: everything, the server gets the text as it stands.
 * What is weaker: nothing here; a commit that nobody asked for is flagged, and
 * the engine refuses it inside a transaction unless the caller allows it.
 * When it refuses: more distinct parameters or a longer text than the limits
 * BIND_PARAMS and SQL_BYTES of the connection, before anything is sent.
 *
 * Whether rows come is known only when the statement ran, so the step is a
 * QUERY: its rows, if any, are the statement's.
 */
#include "compat/pass.h"
#include "core/base/error.h"

static int check_limits(const struct tn_lowering *l)
{
	int64_t params = l->caps->limits[TN_LIMIT_BIND_PARAMS];
	int64_t bytes = l->caps->limits[TN_LIMIT_SQL_BYTES];

	if (params > 0 && (int64_t)l->intent->arg_count > params)
		return tn__error_set(l->err, TN_E_LIMIT,
				     "statement has %u parameters; at most %lld fit (limit bind_params)",
				     (unsigned)l->intent->arg_count, (long long)params);
	if (bytes > 0 && l->intent->source_len > (uint64_t)bytes)
		return tn__error_set(l->err, TN_E_LIMIT,
				     "statement has %llu bytes; at most %lld fit (limit sql_bytes)",
				     (unsigned long long)l->intent->source_len, (long long)bytes);
	return TN_OK;
}

int tn__lower_native(struct tn_lowering *l)
{
	int rc = check_limits(l);

	return rc == TN_OK ? tn__lower_whole(l) : rc;
}
