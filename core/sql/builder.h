/* SPDX-License-Identifier: MIT */
/* core/sql/builder.h - a statement under construction; see builder.c. */
#ifndef TN_SQL_BUILDER_H
#define TN_SQL_BUILDER_H

#include <tenon/builder.h>
#include "core/sql/sql.h"

struct tn_builder {
	struct tn_arena arena;
	struct tn_ir_stmt *stmt; /* parsed; its clauses are added to */
	tn_named_value *values;  /* of p1, p2, ... in the order in which they came */
	uint32_t count, cap;
	const char **joins;      /* fragments that are in already */
	uint32_t join_count;
	uint32_t item_count;     /* output columns that were added */
	struct tn_text text;     /* of the last rendering */
	tn_error *error;         /* the first one; sticky */
	int changed;             /* since the last rendering */
};

/* Renders what is there; TN_OK, or the sticky error as a copy. */
int tn__build_render(tn_builder *q, tn_error **err);

/*
 * The parts of fragments, parsed by themselves; their parameters count from base on.
 * TN_E_SYNTAX when there is anything else in the text.
 */
int tn__fragment_expr(struct tn_arena *a, const char *sql, uint32_t base, struct tn_ir_expr **out, uint32_t *params,
		      tn_error **err);
/* A join "JOIN t ON ..." with left as its left side. */
int tn__fragment_join(struct tn_arena *a, const char *sql, struct tn_ir_from *left, struct tn_ir_from **out,
		      tn_error **err);

#endif
