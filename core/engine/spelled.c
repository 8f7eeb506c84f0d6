/* SPDX-License-Identifier: MIT */
/*
 * core/engine/spelled.c - statements whose text holds the integers of a list.
 *
 * The text of the plan has holes for them, so that it is compiled once; each execution
 * fills them and is prepared anew.
 *
 * Invariants:
 *  1. The backend's statement has the filled text from the bind to the end of the execution;
 *     then both are freed, also on the server: no long text is kept.
 *  2. Only core/base/spell.c writes into a hole.
 *  3. Another statement's stream is never disturbed: what cannot be freed now is freed when
 *     it has ended, or filled anew.
 */
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/value.h"
#include "core/engine/be.h"
#include "core/engine/engine.h"

static void unload(struct tn_entry *e)
{
	unsigned flags = e->be->flags;
	tn__be_close_stmt(e->conn, e->be);
	tn__text_release(&e->spelled);
	tn__entry_renew_be(e, flags);
}

static int fill_hole(struct tn_entry *e, const struct tn_hole *hole, const tn_value *v, tn_error **err)
{
	char what[80];
	int rc = v->kind == TN_KIND_LIST ? tn__list_spell(v->u.list, &e->spelled) : TN_E_PARAM;
	if (rc == TN_E_NOMEM)
		return tn__error_nomem(err);
	if (rc < 0)
		return tn__error_set(err, rc, "%s is not a list of integers, which the statement takes there",
				     tn__bind_name(e, hole->arg, what, sizeof what));
	return TN_OK;
}

int tn__spelled_fill(struct tn_entry *e, const tn_value *values, tn_error **err)
{
	const struct tn_rendered *r = &e->rendered;
	size_t at = 0;
	uint32_t i;
	int rc = TN_OK;
	unload(e);
	for (i = 0; i < r->hole_count && rc >= 0; i++) {
		tn__text_append(&e->spelled, r->sql + at, r->holes[i].at - at);
		at = r->holes[i].at;
		rc = fill_hole(e, &r->holes[i], &values[r->holes[i].arg], err);
	}
	tn__text_append(&e->spelled, r->sql + at, r->sql_len - at);
	if (rc >= 0 && e->spelled.failed)
		rc = tn__error_nomem(err);
	if (rc < 0)
		return rc;
	e->be->sql = e->spelled.s;
	e->be->sql_len = e->spelled.len;
	return TN_OK;
}

size_t tn__spelled_place(const struct tn_entry *e, size_t position)
{
	return position <= e->rendered.holes[0].at + 1 ? position : 0;
}

void tn__entry_leave(struct tn_entry *e)
{
	tn_conn *conn = e->conn;
	int streams = conn->stream && conn->stream != &e->rows;
	if (!e->cached && !e->owned) {
		tn__entry_free(e);
	} else if (!streams) {
		unload(e);
	} else if (!e->owned) {
		tn__cache_remove(&conn->cache, e);
		tn__entry_free(e);
	}
}
