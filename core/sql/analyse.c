/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse.c - names and types of one statement: the entry.
 *
 * A parsed tree says what was written; the analysis finds what is meant, against the
 * tables that the environment knows, and says so in the tree itself.  What each kind
 * of statement needs is in the other analyse_*.c, what an expression needs in type_*.c.
 *
 * It must not know a server: whatever differs between them is left for the passes.
 */
#include "core/sql/scope.h"
#include <string.h>

static int analyse_statement(struct tn_analysis *an, struct tn_ir_stmt *stmt)
{
	switch (stmt->kind) {
	case TN_IR_QUERY: return tn__query_settled(an, NULL, stmt->u.query);
	case TN_IR_INSERT: return tn__insert_analyse(an, stmt->u.change);
	case TN_IR_UPDATE: return tn__update_analyse(an, stmt->u.change);
	case TN_IR_DELETE: return tn__delete_analyse(an, stmt->u.change);
	case TN_IR_TRUNCATE: return tn__truncate_analyse(an, stmt->u.drop);
	case TN_IR_CREATE_TABLE: return tn__create_table_analyse(an, stmt->u.create_table);
	case TN_IR_CREATE_INDEX: return tn__create_index_analyse(an, stmt->u.create_index);
	case TN_IR_CREATE_VIEW: return tn__create_view_analyse(an, stmt->u.create_view);
	case TN_IR_ALTER: return tn__alter_analyse(an, stmt->u.alter);
	default: /* DROP: its names are the server's; a native statement has nothing to analyse */
		return TN_OK;
	}
}

int tn__sql_analyse(struct tn_arena *a, struct tn_ir_stmt *stmt, const struct tn_sql_env *env,
	const struct tn_sql_bound *bound, tn_error **err)
{
	static const struct tn_sql_env no_tables;
	static const struct tn_sql_bound nothing_bound;
	struct tn_analysis an;
	int rc;

	memset(&an, 0, sizeof(an));
	an.arena = a;
	an.stmt = stmt;
	an.env = env ? env : &no_tables;
	an.bound = bound ? bound : &nothing_bound;
	an.err = err;
	rc = analyse_statement(&an, stmt);
	return rc < 0 ? rc : tn__type_finish(&an);
}
