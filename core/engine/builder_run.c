/* SPDX-License-Identifier: MIT */
/*
 * core/engine/builder_run.c - runs what a builder has composed.
 *
 * The text goes the way of every statement, so the cache finds it again when the same
 * filters are chosen.
 */
#include "core/engine/engine.h"
#include "core/sql/builder.h"

int tn_build_query(tn_builder *q, tn_conn *conn, tn_rows **rows, tn_error **err)
{
	int rc = tn__build_render(q, err);
	tn_args args = {0};

	if (rc < 0)
		return rc;
	args.named = q->used;
	args.count = q->used_count;
	return tn_query(conn, q->text.s, args.count ? &args : NULL, rows, err);
}

int tn_build_exec(tn_builder *q, tn_conn *conn, tn_result *result, tn_error **err)
{
	int rc = tn__build_render(q, err);
	tn_args args = {0};

	if (rc < 0)
		return rc;
	args.named = q->used;
	args.count = q->used_count;
	return tn_exec(conn, q->text.s, args.count ? &args : NULL, result, err);
}
