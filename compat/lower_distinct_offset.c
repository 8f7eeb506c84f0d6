/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_distinct_offset.c - SELECT DISTINCT whose rows are skipped.
 *
 * The problem: SELECT DISTINCT 5 FROM t OFFSET 1 has no row.
 * Who lacks it: MariaDB stops at the first row where it takes all columns for constant,
 * before it counts what OFFSET passes over.  It also takes those for constant that come from
 * a table of which one row is left, which no statement shows: every DISTINCT with an
 * OFFSET is meant.  SQLite gives the row where all columns are of an outer query.
 * What is done: SELECT s.c1 FROM (SELECT DISTINCT ...) AS s ORDER BY ... LIMIT ... OFFSET ...
 * What is preserved: the rows.
 * What is weaker: nothing.
 * When it refuses: a query that uses columns of an outer one where a subquery of FROM
 * cannot see them.
 */
#include "compat/pass.h"

static int skip(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct tn_lowering *l = v->ctx;
	int outer;

	if (!q->distinct || !q->offset)
		return TN_OK;
	outer = tn__lower_has_outer(l, q);
	if (outer < 0)
		return outer;
	if (outer && !tn__can(l, TN_CAP_DERIVED_OUTER))
		return tn__lower_refuse(l, TN_CAP_DERIVED_OUTER, q->at,
			"OFFSET of a SELECT DISTINCT that uses columns of an outer query",
			"GROUP BY the columns instead of DISTINCT.");
	return tn__lower_wrap(l, q);
}

int tn__pass_distinct_offset(struct tn_lowering *l)
{
	struct tn_ir_visitor v = {.query = skip, .ctx = l};

	if (tn__can(l, TN_CAP_DISTINCT_OFFSET))
		return TN_OK;
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}
