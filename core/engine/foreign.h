/* SPDX-License-Identifier: MIT */
/* core/engine/foreign.h - foreign keys as the server describes them; see foreign_list.c. */
#ifndef TN_FOREIGN_ENGINE_H
#define TN_FOREIGN_ENGINE_H

#include <tenon/foreign.h>
#include "core/engine/engine.h"

struct tn_foreign_key {
	const char *name;
	const char *schema, *table;        /* schema: as the server calls it */
	const char *parent_schema, *parent;
	uint8_t own_schema, own_parent;    /* the schemas are the connection's own */
	uint8_t match_full;
	unsigned flags;                    /* TN_FK_* */
	const char *source, *parent_source; /* as in FROM; parent_source NULL: there is no such table */
	uint32_t count, cap;
	const char **columns, **parent_columns;
	const char **conditions;           /* that compare column i of p with that of c */
	struct tn_foreign_key *next;
};

/*
 * The foreign keys of a table, or for a NULL name those of the current schema and those
 * that refer to it, chained; their memory is the arena's.  TN_E_UNSUPPORTED where the
 * dialect cannot tell.
 */
int tn__foreign_list(tn_conn *conn, struct tn_arena *a, const char *schema, const char *name,
		     struct tn_foreign_key **out, tn_error **err);

/* A check of the keys of a list, whose memory becomes the check's. */
int tn__foreign_check_new(tn_conn *conn, struct tn_arena *a, struct tn_foreign_key *keys, tn_fk_check **out,
			  tn_error **err);

#endif
