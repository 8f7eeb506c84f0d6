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
	tn_named_value *used;    /* those that are in the last rendering */
	uint32_t used_count;
	uint32_t and_cap, item_cap, set_cap, order_cap; /* room in the lists that grew here */
	const char **joins;      /* fragments that are in already */
	uint32_t join_count, join_cap;
	uint32_t item_count;     /* output columns that were added */
	int lacks_set;           /* the one assignment of an UPDATE is only there to be replaced */
	struct tn_text text;     /* of the last rendering */
	tn_error *error;         /* the first one; sticky */
	int changed;             /* since the last rendering */
};

/* Renders what is there; TN_OK, or the sticky error as a copy. */
int tn__build_render(tn_builder *q, tn_error **err);

/* ---- for the clauses; each sets the sticky error when it fails ----------------------- */

int tn__build_live(const tn_builder *q);
int tn__build_no_memory(tn_builder *q);
/* The list with room for one more; *cap is 0 for one that the parser made.  NULL without memory. */
void *tn__build_room(tn_builder *q, void *list, uint32_t count, uint32_t *cap, size_t size);
/* Values for the parameters of a fragment; TN_E_PARAM unless there are as many as wanted. */
int tn__build_values(tn_builder *q, const tn_args *args, uint32_t wanted);
/* Puts another value in the place of a parameter's. */
int tn__build_replace(tn_builder *q, uint32_t param, const tn_value *value);
/* Nodes; NULL when it fails. */
struct tn_ir_expr *tn__build_expr(tn_builder *q, uint8_t kind, uint8_t sym, uint32_t args);
struct tn_ir_expr *tn__build_param(tn_builder *q, const tn_value *value);
struct tn_ir_expr *tn__build_column(tn_builder *q, const char *name);
const char *tn__build_name(tn_builder *q, const char *name);
/* The query of the statement; with select, one that is no set operation.  NULL: it has none. */
struct tn_ir_query *tn__build_query_of(tn_builder *q, int select, const char *what);

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
