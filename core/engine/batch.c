/* SPDX-License-Identifier: MIT */
/*
 * core/engine/batch.c - a function called with slices of a list.
 *
 * A slice points into the caller's elements: nothing is copied, whatever the length.
 */
#include <tenon/batch.h>
#include "core/base/value.h"
#include "core/engine/engine.h"

static uint32_t size_of(const tn_conn *conn, unsigned wanted)
{
	int64_t most = conn->profile.max_params;
	if (!wanted)
		wanted = TN_BATCH_DEFAULT;
	return most > 0 && wanted > most ? (uint32_t)most : wanted;
}

int tn_batch_each(tn_conn *conn, const tn_list *list, unsigned size, tn_batch_fn fn, void *arg, tn_error **err)
{
	uint32_t at, n;
	int rc = tn__conn_check(conn, err);
	if (rc < 0)
		return rc;
	if (!fn)
		return tn__error_set(err, TN_E_MISUSE, "tn_batch_each() needs a function");
	rc = tn__list_check(list, "tn_batch_each()", err);
	if (rc < 0)
		return rc;
	size = size_of(conn, size);
	for (at = 0; rc == 0 && at < list->count; at += n) {
		uint32_t left = list->count - at;
		tn_list slice = tn__list_slice(list, at, n = left < size ? left : size);
		rc = fn(conn, &slice, arg, err);
	}
	return rc;
}
