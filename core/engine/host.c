/* SPDX-License-Identifier: MIT */
/*
 * core/engine/host.c - the services that a backend is given.
 *
 * A fault becomes an error object here: classified by the dialect's rows, kept in
 * conn->pending until the wrapper's caller hands it on.  The first fault of a
 * call is the cause; later ones (the clean-up failing too) are dropped.
 */
#include <stdio.h>
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/engine/stop.h"

static const struct tn_dialect *dialect_of(const struct tn_be_conn *bc)
{
	return bc->dialect ? bc->dialect : bc->backend->dialects[0];
}

static int host_fault(struct tn_be_conn *bc, const struct tn_fault *f)
{
	tn_conn *conn = bc->core;
	struct tn_error_parts parts = {
		.code = f->code, .flags = f->flags, .native = f->native, .sqlstate = f->sqlstate,
		.message = f->message, .detail = f->detail, .hint = f->hint, .constraint = f->constraint,
		.table = f->table, .column = f->column, .position = f->position,
	};
	if (conn->pending)
		return tn_error_code(conn->pending);
	if (!parts.code) {
		unsigned flags = 0;
		parts.code = tn__classify(dialect_of(bc), f->native, f->sqlstate, f->constraint, &flags);
		parts.flags |= flags;
	}
	parts.flags = tn__hosts_judge(conn, parts.code, parts.flags);
	if (bc->dead)
		parts.flags |= TN_ERR_DEAD;
	if (parts.flags & TN_ERR_DEAD) {
		bc->dead = 1;
		if (parts.code == TN_E_SERVER)
			parts.code = TN_E_DISCONNECTED;
		if (parts.code == TN_E_DISCONNECTED && !parts.hint)
			parts.hint = "open another connection; tn_transact() does so by itself";
	}
	tn__stop_explain(conn, &parts);
	return tn__error_build(&conn->pending, &parts);
}

static int host_nomem(struct tn_be_conn *bc)
{
	tn_conn *conn = bc->core;
	return conn->pending ? tn_error_code(conn->pending) : tn__error_nomem(&conn->pending);
}

/* Copies a notice into the list of the statement; without memory it is only handed on. */
static void list_notice(struct tn_notices *list, const tn_notice *n)
{
	tn_notice copy = *n;
	if (list->count == list->cap) {
		size_t cap = list->cap ? list->cap * 2 : 8;
		tn_notice *items = tn__realloc(list->items, cap * sizeof *items);
		if (!items)
			return;
		list->items = items;
		list->cap = cap;
	}
	copy.message = tn__arena_strndup(&list->arena, n->message, strlen(n->message));
	copy.sqlstate = n->sqlstate ? tn__arena_strndup(&list->arena, n->sqlstate, strlen(n->sqlstate)) : NULL;
	if (copy.message)
		list->items[list->count++] = copy;
}

static void host_notice(struct tn_be_conn *bc, int severity, int native, const char *sqlstate, const char *message)
{
	tn_conn *conn = bc->core;
	tn_notice n = {severity, native, sqlstate, message};
	list_notice(&conn->notices, &n);
	if (conn->notice)
		conn->notice(conn->notice_ctx, conn, &n);
}

const struct tn_host tn__host = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(struct tn_host),
	.alloc = tn__alloc,
	.realloc = tn__realloc,
	.free = tn__free,
	.text_init = tn__text_init,
	.text_append = tn__text_append,
	.text_printf = tn__text_printf,
	.text_clear = tn__text_clear,
	.text_release = tn__text_release,
	.wipe = tn__wipe,
	.fault = host_fault,
	.nomem = host_nomem,
	.notice = host_notice,
	.log = tn__log,
	.now_us = tn__now_us,
};
