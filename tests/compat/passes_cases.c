/* SPDX-License-Identifier: MIT */
/*
 * tests/compat/passes_cases.c - what statements become where a capability is missing.
 *
 * The first case of each pass has the capability: nothing changes then.
 */
#include "passes.h"

#define COUNT(cases) const size_t cases##_count = sizeof(cases) / sizeof(cases[0])

const struct pass_case order_cases[] = {
	{"", "SELECT id FROM t ORDER BY a", "?", NULL, 0},
	{"nulls_order", "SELECT id FROM t ORDER BY a", "?", NULL, 0},
	{"nulls_order", "SELECT id FROM t ORDER BY a DESC", "?", NULL, 0},
	{"nulls_order", "SELECT id FROM t ORDER BY a DESC NULLS LAST", "?", NULL, 0},
	{"nulls_order", "SELECT id FROM t ORDER BY a NULLS FIRST, b", "?", NULL, 0},
	{"nulls_order sorts_low", "SELECT id FROM t ORDER BY a", "?", NULL, 0},
	{"nulls_order sorts_low", "SELECT id FROM t ORDER BY a NULLS FIRST", "?", NULL, 0},
	{"nulls_order nulls_sort_high", "SELECT id FROM t ORDER BY a, id", "?", NULL, 0},
	{"sorts_low", "SELECT id FROM t ORDER BY a, id", "?", NULL, 0},
	{"nulls_order sorts_low", "SELECT a + 1 AS x FROM t ORDER BY x", "?", NULL, 0},
	{"nulls_order sorts_low", "SELECT DISTINCT a FROM t ORDER BY a LIMIT 3", "?", NULL, 0},
	{"nulls_order sorts_low", "SELECT a FROM t UNION SELECT a FROM u ORDER BY 1 OFFSET 2", "?", NULL, 0},
	{"nulls_order sorts_low", "SELECT a, a FROM t UNION ALL SELECT a, id FROM u ORDER BY 1", "?", NULL, 0},
	{"nulls_order sorts_low", "SELECT row_number() OVER (PARTITION BY b ORDER BY a) FROM t", "?", NULL, 0},
	{"nulls_order sorts_low", "SELECT string_agg(b, ',' ORDER BY a) FROM t", "?", NULL, 0},
	{"nulls_order sorts_low", "SELECT sum(a) OVER (ORDER BY a RANGE BETWEEN 1 PRECEDING AND 2 FOLLOWING) FROM t",
	 "?", NULL, 0},
	{"nulls_order sorts_low",
	 "SELECT sum(a) OVER (ORDER BY a RANGE BETWEEN UNBOUNDED PRECEDING AND 2 FOLLOWING) FROM t", NULL, "?", 0},
	{"index_nulls_order", "CREATE INDEX i ON t (a DESC NULLS LAST)", "?", NULL, 0},
	{"", "SELECT a FROM t FOR UPDATE", "?", NULL, 0},
	{"row_locks", "SELECT a FROM t FOR UPDATE", "?", NULL, TN_PLAN_NEEDS_WRITE},
	{"row_locks", "SELECT a FROM t FOR SHARE OF t", "?", NULL, TN_PLAN_NEEDS_WRITE},
	{"row_locks nowait", "SELECT a FROM t FOR UPDATE NOWAIT", NULL, "?", 0},
	{"skip_locked", "SELECT a FROM t FOR UPDATE SKIP LOCKED", NULL, "?", 0},
	{"shared_row_locks", "SELECT a FROM t FOR SHARE", "?", NULL, 0},
	{"lock_of", "SELECT a FROM t FOR UPDATE OF t", "?", NULL, 0},
	{"lock_of", "SELECT t.a FROM t JOIN u ON t.id = u.id FOR UPDATE OF t", NULL, "?", 0},
};
COUNT(order_case);
