/* SPDX-License-Identifier: MIT */
/*
 * tests/compat/passes_cases.c - what statements become where a capability is missing.
 *
 * Of each pass there are cases with the capability: nothing changes then.  The text is
 * that of the tree after the passes, as portable SQL.
 */
#include "passes.h"

#define COUNT(group) const size_t group##_case_count = sizeof(group##_cases) / sizeof(group##_cases[0])

const struct pass_case order_cases[] = {
	{"", "SELECT id FROM t ORDER BY a",
	 "SELECT \"id\" AS \"id\" FROM \"t\" ORDER BY \"a\" NULLS LAST", NULL, 0},
	{"nulls_order", "SELECT id FROM t ORDER BY a",
	 "SELECT \"id\" AS \"id\" FROM \"t\" ORDER BY \"a\"", NULL, 0},
	{"nulls_order", "SELECT id FROM t ORDER BY a DESC",
	 "SELECT \"id\" AS \"id\" FROM \"t\" ORDER BY \"a\" DESC", NULL, 0},
	{"nulls_order", "SELECT id FROM t ORDER BY a DESC NULLS LAST",
	 "SELECT \"id\" AS \"id\" FROM \"t\" ORDER BY \"a\" IS NULL, \"a\" DESC", NULL, 0},
	{"nulls_order", "SELECT id FROM t ORDER BY a NULLS FIRST, b",
	 "SELECT \"id\" AS \"id\" FROM \"t\" ORDER BY \"a\" IS NULL DESC, \"a\", \"b\"", NULL, 0},
	{"nulls_order sorts_low", "SELECT id FROM t ORDER BY a",
	 "SELECT \"id\" AS \"id\" FROM \"t\" ORDER BY \"a\" IS NULL, \"a\"", NULL, 0},
	{"nulls_order sorts_low", "SELECT id FROM t WHERE a > 1 AND id > 2 ORDER BY a",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"a\" > 1 AND \"id\" > 2 ORDER BY \"a\"", NULL, 0},
	{"nulls_order sorts_low", "SELECT id FROM t WHERE a > 1 OR id > 2 ORDER BY a",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"a\" > 1 OR \"id\" > 2 ORDER BY \"a\" IS NULL, \"a\"", NULL, 0},
	{"same_names", "SELECT max(a), max(b), max(id) AS c FROM t GROUP BY b ORDER BY 1, 2",
	 "SELECT max(\"a\") AS \"max\", max(\"b\") AS \"tnx_1\", max(\"id\") AS \"c\" FROM \"t\" GROUP BY \"b\" "
	 "ORDER BY 1 NULLS LAST, 2 NULLS LAST", NULL, 0},
	{"same_names", "SELECT a AS x, b AS \"X\" FROM t ORDER BY 1",
	 "SELECT \"a\" AS \"x\", \"b\" AS \"tnx_1\" FROM \"t\" ORDER BY 1 NULLS LAST", NULL, 0},
	{"same_names", "SELECT a AS x, b AS \"X\" FROM t",
	 "SELECT \"a\" AS \"x\", \"b\" AS \"X\" FROM \"t\"", NULL, 0},
	{"", "SELECT a AS x, b AS x FROM t ORDER BY 1",
	 "SELECT \"a\" AS \"x\", \"b\" AS \"x\" FROM \"t\" ORDER BY 1 NULLS LAST", NULL, 0},
	{"distinct_offset", "SELECT DISTINCT a FROM t ORDER BY 1 LIMIT 3 OFFSET 1",
	 "SELECT \"tnx_1\".\"c1\" AS \"a\" FROM (SELECT DISTINCT \"a\" AS \"c1\" FROM \"t\") AS \"tnx_1\" "
	 "(\"c1\") ORDER BY \"tnx_1\".\"c1\" NULLS LAST LIMIT 3 OFFSET 1", NULL, 0},
	{"distinct_offset", "SELECT DISTINCT a FROM t LIMIT 3",
	 "SELECT DISTINCT \"a\" AS \"a\" FROM \"t\" LIMIT 3", NULL, 0},
	{"", "SELECT DISTINCT a FROM t LIMIT 3 OFFSET 1",
	 "SELECT DISTINCT \"a\" AS \"a\" FROM \"t\" LIMIT 3 OFFSET 1", NULL, 0},
	{"distinct_offset derived_outer", "SELECT (SELECT DISTINCT u.a FROM t LIMIT 1 OFFSET 1) FROM u", NULL,
	 "OFFSET of a SELECT DISTINCT that uses columns of an outer query is not available on this server "
	 "(capability derived_outer)", 0},
	{"sorts_low", "SELECT a FROM t WHERE a IN (1, 2) ORDER BY 1 LIMIT 1",
	 "SELECT \"a\" AS \"a\" FROM \"t\" WHERE \"a\" IN (1, 2) ORDER BY 1 LIMIT 1", NULL, 0},
	{"nulls_order sorts_low", "SELECT id FROM t ORDER BY a NULLS FIRST",
	 "SELECT \"id\" AS \"id\" FROM \"t\" ORDER BY \"a\"", NULL, 0},
	{"nulls_order nulls_sort_high", "SELECT id FROM t ORDER BY a, id",
	 "SELECT \"id\" AS \"id\" FROM \"t\" ORDER BY \"a\" IS NULL, \"a\", 1", NULL, 0},
	{"sorts_low", "SELECT id FROM t ORDER BY a, id",
	 "SELECT \"id\" AS \"id\" FROM \"t\" ORDER BY \"a\" NULLS LAST, 1", NULL, 0},
	{"nulls_order sorts_low", "SELECT a + 1 AS x FROM t ORDER BY x",
	 "SELECT \"a\" + 1 AS \"x\" FROM \"t\" ORDER BY \"a\" + 1 IS NULL, 1", NULL, 0},
	{"nulls_order sorts_low", "SELECT DISTINCT a, b FROM t ORDER BY b, 1 LIMIT 3",
	 "SELECT \"tnx_1\".\"c1\" AS \"a\", \"tnx_1\".\"c2\" AS \"b\" FROM (SELECT DISTINCT "
	 "\"a\" AS \"c1\", \"b\" AS \"c2\" FROM \"t\") AS \"tnx_1\" (\"c1\", \"c2\") ORDER BY "
	 "\"tnx_1\".\"c2\" IS NULL, \"tnx_1\".\"c2\", \"tnx_1\".\"c1\" IS NULL, "
	 "\"tnx_1\".\"c1\" LIMIT 3", NULL, 0},
	{"nulls_order sorts_low", "SELECT a FROM t UNION SELECT a FROM u ORDER BY 1 OFFSET 2",
	 "SELECT \"tnx_1\".\"c1\" AS \"a\" FROM (SELECT \"a\" AS \"c1\" FROM \"t\" UNION "
	 "SELECT \"a\" AS \"a\" FROM \"u\") AS \"tnx_1\" (\"c1\") ORDER BY \"tnx_1\".\"c1\" "
	 "IS NULL, \"tnx_1\".\"c1\" OFFSET 2", NULL, 0},
	{"nulls_order sorts_low", "SELECT a, a FROM t UNION ALL SELECT a, id FROM u ORDER BY 1",
	 "SELECT \"tnx_1\".\"c1\" AS \"a\", \"tnx_1\".\"c2\" AS \"a\" FROM (SELECT \"a\" AS "
	 "\"c1\", \"a\" AS \"c2\" FROM \"t\" UNION ALL SELECT \"a\" AS \"a\", \"id\" AS "
	 "\"id\" FROM \"u\") AS \"tnx_1\" (\"c1\", \"c2\") ORDER BY \"tnx_1\".\"c1\" IS NULL, "
	 "\"tnx_1\".\"c1\"", NULL, 0},
	{"nulls_order sorts_low", "SELECT row_number() OVER (PARTITION BY b ORDER BY a) FROM t",
	 "SELECT row_number() OVER (PARTITION BY \"b\" ORDER BY \"a\" IS NULL, \"a\") AS "
	 "\"row_number\" FROM \"t\"", NULL, 0},
	{"nulls_order sorts_low", "SELECT string_agg(b, ',' ORDER BY a) FROM t",
	 "SELECT string_agg(\"b\", ',' ORDER BY \"a\" IS NULL, \"a\") AS \"string_agg\" FROM "
	 "\"t\"", NULL, 0},
	{"nulls_order sorts_low", "SELECT b, count(*) FROM t GROUP BY b ORDER BY max(a) DESC, b",
	 "SELECT \"b\" AS \"b\", count(*) AS \"count\" FROM \"t\" GROUP BY \"b\" ORDER BY "
	 "max(\"a\") IS NULL DESC, max(\"a\") DESC, \"b\" IS NULL, 1", NULL, 0},
	{"nulls_order sorts_low", "SELECT sum(a) OVER (ORDER BY a RANGE BETWEEN 1 PRECEDING AND 2 FOLLOWING) FROM t",
	 "SELECT sum(\"a\") OVER ( ORDER BY \"a\" RANGE BETWEEN 1 PRECEDING AND 2 FOLLOWING) "
	 "AS \"sum\" FROM \"t\"", NULL, 0},
	{"nulls_order sorts_low", "SELECT sum(a) OVER (ORDER BY a RANGE BETWEEN UNBOUNDED PRECEDING AND 2 FOLLOWING) "
	 "FROM t", NULL,
	 "the place of NULLs in a RANGE frame that reaches to an end of the partition is not "
	 "available on this server (capability nulls_order)", 0},
	{"nulls_order sorts_low", "SELECT a FROM (SELECT a FROM t ORDER BY a LIMIT 1) AS x UNION ALL SELECT 1",
	 "SELECT \"a\" AS \"a\" FROM (SELECT \"a\" AS \"a\" FROM \"t\" ORDER BY \"a\" IS "
	 "NULL, 1 LIMIT 1) AS \"x\" (\"a\") UNION ALL SELECT 1 AS \"?column?\"", NULL, 0},
	{"", "CREATE INDEX i ON t (a DESC NULLS LAST)",
	 "CREATE INDEX \"i\" ON \"t\" (\"a\" DESC NULLS LAST)", NULL, 0},
	{"index_nulls_order", "CREATE INDEX i ON t (a DESC NULLS LAST)",
	 "CREATE INDEX \"i\" ON \"t\" (\"a\" DESC)", NULL, 0},
	{"", "SELECT a FROM t FOR UPDATE",
	 "SELECT \"a\" AS \"a\" FROM \"t\" FOR UPDATE", NULL, 0},
	{"row_locks", "SELECT a FROM t FOR UPDATE",
	 "SELECT \"a\" AS \"a\" FROM \"t\"", NULL, TN_PLAN_NEEDS_WRITE},
	{"row_locks", "SELECT a FROM t FOR SHARE OF t",
	 "SELECT \"a\" AS \"a\" FROM \"t\"", NULL, TN_PLAN_NEEDS_WRITE},
	{"row_locks nowait", "SELECT a FROM t FOR UPDATE NOWAIT", NULL,
	 "NOWAIT is not available on this server (capability nowait)", 0},
	{"skip_locked", "SELECT a FROM t FOR UPDATE SKIP LOCKED", NULL,
	 "SKIP LOCKED is not available on this server (capability skip_locked)", 0},
	{"shared_row_locks", "SELECT a FROM t FOR SHARE",
	 "SELECT \"a\" AS \"a\" FROM \"t\" FOR UPDATE", NULL, 0},
	{"lock_of", "SELECT a FROM t FOR UPDATE OF t",
	 "SELECT \"a\" AS \"a\" FROM \"t\" FOR UPDATE", NULL, 0},
	{"lock_of", "SELECT t.a FROM t JOIN u ON t.id = u.id FOR UPDATE OF t", NULL,
	 "FOR UPDATE OF is not available on this server (capability lock_of)", 0},
};
COUNT(order);

const struct pass_case join_cases[] = {
	{"", "SELECT t.a, u.a FROM t RIGHT JOIN u ON t.id = u.id",
	 "SELECT \"t\".\"a\" AS \"a\", \"u\".\"a\" AS \"a\" FROM \"t\" RIGHT JOIN \"u\" ON "
	 "\"t\".\"id\" = \"u\".\"id\"", NULL, 0},
	{"right_join", "SELECT * FROM t RIGHT JOIN u ON t.id = u.id JOIN t AS v ON v.id = u.a",
	 "SELECT \"id\" AS \"id\", \"a\" AS \"a\", \"b\" AS \"b\", \"n\" AS \"n\", \"f\" AS "
	 "\"f\", \"j\" AS \"j\", \"c\" AS \"c\", \"id\" AS \"id\", \"a\" AS \"a\", \"b\" AS "
	 "\"b\", \"n\" AS \"n\", \"f\" AS \"f\", \"j\" AS \"j\", \"c\" AS \"c\", \"id\" AS "
	 "\"id\", \"a\" AS \"a\", \"b\" AS \"b\", \"n\" AS \"n\", \"f\" AS \"f\", \"j\" AS "
	 "\"j\", \"c\" AS \"c\" FROM \"u\" LEFT JOIN \"t\" ON \"t\".\"id\" = \"u\".\"id\" "
	 "JOIN \"t\" AS \"v\" ON \"v\".\"id\" = \"u\".\"a\"", NULL, 0},
	{"right_join", "SELECT t.a FROM t RIGHT JOIN (u RIGHT JOIN t AS v ON u.id = v.id) ON t.id = v.id",
	 "SELECT \"t\".\"a\" AS \"a\" FROM \"t\" AS \"v\" LEFT JOIN \"u\" ON \"u\".\"id\" = "
	 "\"v\".\"id\" LEFT JOIN \"t\" ON \"t\".\"id\" = \"v\".\"id\"", NULL, 0},
	{"constant_join", "SELECT u.a FROM t JOIN t AS v ON t.id = v.id AND FALSE RIGHT JOIN u ON TRUE",
	 "SELECT \"u\".\"a\" AS \"a\" FROM \"t\" JOIN \"t\" AS \"v\" ON \"t\".\"id\" = \"v\".\"id\" "
	 "AND (SELECT FALSE AS \"c1\") RIGHT JOIN \"u\" ON TRUE", NULL, 0},
	{"constant_join", "SELECT u.a FROM t JOIN t AS v ON 1 = 0 JOIN t AS w ON TRUE FULL JOIN u ON FALSE",
	 "SELECT \"u\".\"a\" AS \"a\" FROM \"t\" JOIN \"t\" AS \"v\" ON (SELECT 1 = 0 AS \"c1\") "
	 "JOIN \"t\" AS \"w\" ON TRUE FULL JOIN \"u\" ON FALSE", NULL, 0},
	{"outer_in_join", "SELECT (SELECT count(*) FROM u LEFT JOIN t AS v ON t.a > 2) FROM t", NULL,
	 "a condition of an outer join over columns of an outer query is not available on this server "
	 "(capability outer_in_join)", 0},
	{"outer_in_join", "SELECT (SELECT count(*) FROM u LEFT JOIN t AS v ON v.id = 1 AND v.a = t.a) FROM t", NULL,
	 "a condition of an outer join over columns of an outer query is not available on this server "
	 "(capability outer_in_join)", 0},
	{"outer_in_join", "SELECT (SELECT 1 FROM u JOIN t AS w ON t.a = 2 LEFT JOIN t AS v ON v.a = t.a LIMIT 1) AS n "
	 "FROM t",
	 "SELECT (SELECT 1 AS \"?column?\" FROM \"u\" JOIN \"t\" AS \"w\" ON \"t\".\"a\" = 2 LEFT JOIN \"t\" AS "
	 "\"v\" ON \"v\".\"a\" = \"t\".\"a\" LIMIT 1) AS \"n\" FROM \"t\"", NULL, 0},
	{"grouped_expression", "SELECT a + 1 AS x, (a + 1) * 2 AS y, count(a + 1) AS z FROM t GROUP BY a + 1",
	 "SELECT \"a\" + 1 AS \"x\", min(\"a\" + 1) * 2 AS \"y\", count(\"a\" + 1) AS \"z\" FROM \"t\" GROUP BY 1",
	 NULL, 0},
	{"groups_complete",
	 "SELECT 9 / count(*) AS x, sum(a / (a + 1)) AS y FROM t GROUP BY a + 1 HAVING 7 % sum(a) > 1",
	 "SELECT CASE WHEN count(1) > 0 THEN 9 / count(*) END AS \"x\", sum(\"a\" / (\"a\" + 1)) AS \"y\" FROM \"t\" "
	 "GROUP BY \"a\" + 1 HAVING CASE WHEN count(1) > 0 THEN 7 % sum(\"a\") END > 1", NULL, 0},
	{"groups_complete", "SELECT 1 + power(sqrt(count(*) - 1), 2) AS x, sqrt(a) AS y FROM t GROUP BY a",
	 "SELECT 1e0 + CASE WHEN count(1) > 0 THEN power(sqrt(count(*) - 1), 2e0) END AS \"x\", sqrt(\"a\") AS \"y\" "
	 "FROM \"t\" GROUP BY \"a\"", NULL, 0},
	{"groups_complete", "SELECT 9 / count(*) AS x FROM t", "SELECT 9 / count(*) AS \"x\" FROM \"t\"", NULL, 0},
	{"having_first",
	 "SELECT b, sum(9 / a) AS x FROM t WHERE f GROUP BY b HAVING b > 'c' AND count(*) > 1 AND b < 'e'",
	 "SELECT \"b\" AS \"b\", sum(9 / \"a\") AS \"x\" FROM \"t\" WHERE \"f\" AND \"b\" > 'c' AND \"b\" < 'e' "
	 "GROUP BY \"b\" HAVING count(*) > 1", NULL, 0},
	{"having_first", "SELECT count(*) AS x FROM t GROUP BY a HAVING 9 / a > 1 AND count(*) > 1 AND 7 / a > 1",
	 "SELECT count(*) AS \"x\" FROM \"t\" WHERE 9 / \"a\" > 1 GROUP BY \"a\" "
	 "HAVING count(*) > 1 AND 7 / \"a\" > 1", NULL, 0},
	{"having_first",
	 "SELECT 9 / (a + 1) AS x, sum(id) + 1 AS y FROM t GROUP BY a + 1, b HAVING count(*) > 1 ORDER BY b",
	 "SELECT 9 / \"tnx_1\".\"c1\" AS \"x\", \"tnx_1\".\"c3\" + 1 AS \"y\" FROM (SELECT \"a\" + 1 AS \"c1\", "
	 "\"b\" AS \"c2\", sum(\"id\") AS \"c3\" FROM \"t\" GROUP BY 1, \"b\" HAVING count(*) > 1) AS "
	 "\"tnx_1\" (\"c1\", \"c2\", \"c3\") ORDER BY \"tnx_1\".\"c2\" NULLS LAST", NULL, 0},
	{"having_first", "SELECT DISTINCT 9 / sum(a) AS x FROM t GROUP BY b HAVING sum(a) > 0",
	 "SELECT DISTINCT 9 / \"tnx_1\".\"c2\" AS \"x\" FROM (SELECT \"b\" AS \"c1\", sum(\"a\") AS \"c2\" FROM \"t\" "
	 "GROUP BY \"b\" HAVING sum(\"a\") > 0) AS \"tnx_1\" (\"c1\", \"c2\")", NULL, 0},
	{"having_first", "SELECT 9 / sum(a) AS x FROM t GROUP BY b HAVING sum(a) > 0",
	 "SELECT 9 / sum(\"a\") AS \"x\" FROM \"t\" GROUP BY \"b\" HAVING sum(\"a\") > 0", NULL, 0},
	{"having_first derived_outer",
	 "SELECT (SELECT 9 / u.a FROM u WHERE u.id = t.id GROUP BY u.a HAVING count(*) > 1) AS x FROM t",
	 "SELECT (SELECT 9 / \"u\".\"a\" AS \"?column?\" FROM \"u\" WHERE \"u\".\"id\" = \"t\".\"id\" GROUP BY "
	 "\"u\".\"a\" HAVING count(*) > 1) AS \"x\" FROM \"t\"", NULL, 0},
	{"", "SELECT 9 / a AS x FROM t GROUP BY a HAVING a > 0 AND count(*) > 1",
	 "SELECT 9 / \"a\" AS \"x\" FROM \"t\" GROUP BY \"a\" HAVING \"a\" > 0 AND count(*) > 1", NULL, 0},
	{"translate", "SELECT translate(b, 'abc', 'bc') AS x FROM t",
	 "SELECT replace(replace(replace(\"b\", 'c', ''), 'b', 'c'), 'a', 'b') AS \"x\" FROM \"t\"", NULL, 0},
	{"translate", "SELECT translate(b, 'ab', 'ba') AS x FROM t",
	 "SELECT replace(replace(replace(replace(\"b\", 'a', 'a0'), 'b', 'a1'), 'a0', 'b'), 'a1', 'a') AS \"x\" "
	 "FROM \"t\"", NULL, 0},
	{"translate", "SELECT translate(b, 'xx', 'yz') AS x FROM t",
	 "SELECT replace(\"b\", 'x', 'y') AS \"x\" FROM \"t\"", NULL, 0},
	{"translate", "SELECT translate(b, b, 'yz') AS x FROM t", NULL,
	 "TRANSLATE of characters that are no literals is not available on this server (capability translate)", 0},
	{"constant_join", "SELECT u.a FROM t JOIN u ON FALSE",
	 "SELECT \"u\".\"a\" AS \"a\" FROM \"t\" JOIN \"u\" ON FALSE", NULL, 0},
	{"", "SELECT u.a FROM t JOIN t AS v ON FALSE RIGHT JOIN u ON TRUE",
	 "SELECT \"u\".\"a\" AS \"a\" FROM \"t\" JOIN \"t\" AS \"v\" ON FALSE RIGHT JOIN \"u\" ON TRUE", NULL, 0},
	{"", "SELECT t.a, u.b FROM t FULL JOIN u ON t.id = u.id",
	 "SELECT \"t\".\"a\" AS \"a\", \"u\".\"b\" AS \"b\" FROM \"t\" FULL JOIN \"u\" ON "
	 "\"t\".\"id\" = \"u\".\"id\"", NULL, 0},
	{"full_join", "SELECT t.a, u.b FROM t FULL JOIN u ON t.id = u.id",
	 "SELECT \"tnx_1\".\"c1\" AS \"a\", \"tnx_1\".\"c2\" AS \"b\" FROM (SELECT "
	 "\"t\".\"a\" AS \"c1\", \"u\".\"b\" AS \"c2\" FROM \"t\" LEFT JOIN \"u\" ON "
	 "\"t\".\"id\" = \"u\".\"id\" UNION ALL SELECT NULL, \"u\".\"b\" FROM \"u\" WHERE NOT "
	 "EXISTS (SELECT 1 FROM \"t\" WHERE \"t\".\"id\" = \"u\".\"id\")) AS \"tnx_1\" "
	 "(\"c1\", \"c2\")", NULL, 0},
	{"full_join_any", "SELECT t.a, u.b FROM t FULL JOIN u ON t.a < u.a OR (u.id = t.id + 1 AND "
		"t.f)",
	 "SELECT \"tnx_1\".\"c1\" AS \"a\", \"tnx_1\".\"c2\" AS \"b\" FROM (SELECT \"t\".\"a\" AS \"c1\", "
	 "\"u\".\"b\" AS \"c2\" FROM \"t\" LEFT JOIN \"u\" ON \"t\".\"a\" < \"u\".\"a\" OR \"u\".\"id\" = "
	 "\"t\".\"id\" + 1 AND \"t\".\"f\" UNION ALL SELECT NULL, \"u\".\"b\" FROM \"u\" WHERE NOT EXISTS "
	 "(SELECT 1 FROM \"t\" WHERE \"t\".\"a\" < \"u\".\"a\" OR \"u\".\"id\" = \"t\".\"id\" + 1 AND "
	 "\"t\".\"f\")) AS \"tnx_1\" (\"c1\", \"c2\")", NULL, 0},
	{"full_join_any", "SELECT t.a, u.b FROM t FULL JOIN u ON t.a < u.a AND u.id = t.id + 1",
	 "SELECT \"t\".\"a\" AS \"a\", \"u\".\"b\" AS \"b\" FROM \"t\" FULL JOIN \"u\" ON \"t\".\"a\" < "
	 "\"u\".\"a\" AND \"u\".\"id\" = \"t\".\"id\" + 1", NULL, 0},
	{"full_join_any", "SELECT t.a, u.b FROM t FULL JOIN u ON t.a + u.a = 3",
	 "SELECT \"tnx_1\".\"c1\" AS \"a\", \"tnx_1\".\"c2\" AS \"b\" FROM (SELECT \"t\".\"a\" AS \"c1\", "
	 "\"u\".\"b\" AS \"c2\" FROM \"t\" LEFT JOIN \"u\" ON \"t\".\"a\" + \"u\".\"a\" = 3 UNION ALL "
	 "SELECT NULL, \"u\".\"b\" FROM \"u\" WHERE NOT EXISTS (SELECT 1 FROM \"t\" WHERE \"t\".\"a\" + "
	 "\"u\".\"a\" = 3)) AS \"tnx_1\" (\"c1\", \"c2\")", NULL, 0},
	{"full_join", "SELECT count(*) FROM t FULL JOIN u ON t.id = u.id AND t.a > 3",
	 "SELECT count(*) AS \"count\" FROM (SELECT 1 AS \"c1\" FROM \"t\" LEFT JOIN \"u\" ON "
	 "\"t\".\"id\" = \"u\".\"id\" AND \"t\".\"a\" > 3 UNION ALL SELECT 1 FROM \"u\" WHERE "
	 "NOT EXISTS (SELECT 1 FROM \"t\" WHERE \"t\".\"id\" = \"u\".\"id\" AND \"t\".\"a\" > "
	 "3)) AS \"tnx_1\" (\"c1\")", NULL, 0},
	{"full_join", "SELECT coalesce(t.id, u.id) FROM t FULL JOIN u USING (id) WHERE t.a IS NULL GROUP "
	 "BY coalesce(t.id, u.id) ORDER BY 1",
	 "SELECT coalesce(\"tnx_1\".\"c1\", \"tnx_1\".\"c2\") AS \"coalesce\" FROM (SELECT "
	 "\"t\".\"id\" AS \"c1\", \"u\".\"id\" AS \"c2\", \"t\".\"a\" AS \"c3\" FROM \"t\" "
	 "LEFT JOIN \"u\" ON \"id\" = \"id\" UNION ALL SELECT NULL, \"u\".\"id\", NULL FROM "
	 "\"u\" WHERE NOT EXISTS (SELECT 1 FROM \"t\" WHERE \"id\" = \"id\")) AS \"tnx_1\" "
	 "(\"c1\", \"c2\", \"c3\") WHERE \"tnx_1\".\"c3\" IS NULL GROUP BY 1 ORDER BY 1 NULLS "
	 "LAST", NULL, 0},
	{"full_join", "SELECT id FROM t FULL JOIN u USING (id)",
	 "SELECT coalesce(\"tnx_1\".\"c1\", \"tnx_1\".\"c2\") AS \"id\" FROM (SELECT \"id\" "
	 "AS \"c1\", \"id\" AS \"c2\" FROM \"t\" LEFT JOIN \"u\" ON \"id\" = \"id\" UNION ALL "
	 "SELECT NULL, \"id\" FROM \"u\" WHERE NOT EXISTS (SELECT 1 FROM \"t\" WHERE \"id\" = "
	 "\"id\")) AS \"tnx_1\" (\"c1\", \"c2\")", NULL, 0},
	{"full_join", "SELECT v.id, t.a, u.a FROM t FULL JOIN u ON t.a = u.a LEFT JOIN t AS v ON v.id = "
	 "u.id",
	 "SELECT \"v\".\"id\" AS \"id\", \"tnx_1\".\"c1\" AS \"a\", \"tnx_1\".\"c2\" AS \"a\" "
	 "FROM (SELECT \"t\".\"a\" AS \"c1\", \"u\".\"a\" AS \"c2\", \"u\".\"id\" AS \"c3\" "
	 "FROM \"t\" LEFT JOIN \"u\" ON \"t\".\"a\" = \"u\".\"a\" UNION ALL SELECT NULL, "
	 "\"u\".\"a\", \"u\".\"id\" FROM \"u\" WHERE NOT EXISTS (SELECT 1 FROM \"t\" WHERE "
	 "\"t\".\"a\" = \"u\".\"a\")) AS \"tnx_1\" (\"c1\", \"c2\", \"c3\") LEFT JOIN \"t\" "
	 "AS \"v\" ON \"v\".\"id\" = \"tnx_1\".\"c3\"", NULL, 0},
	{"full_join", "SELECT t.id, u.id, v.id FROM t FULL JOIN u ON t.a = u.a FULL JOIN t AS v ON v.id = "
	 "u.id",
	 "SELECT \"tnx_3\".\"c1\" AS \"id\", \"tnx_3\".\"c2\" AS \"id\", \"tnx_3\".\"c3\" AS "
	 "\"id\" FROM (SELECT \"tnx_1\".\"c1\" AS \"c1\", \"tnx_1\".\"c2\" AS \"c2\", "
	 "\"v\".\"id\" AS \"c3\" FROM (SELECT \"t\".\"id\" AS \"c1\", \"u\".\"id\" AS \"c2\" "
	 "FROM \"t\" LEFT JOIN \"u\" ON \"t\".\"a\" = \"u\".\"a\" UNION ALL SELECT NULL, "
	 "\"u\".\"id\" FROM \"u\" WHERE NOT EXISTS (SELECT 1 FROM \"t\" WHERE \"t\".\"a\" = "
	 "\"u\".\"a\")) AS \"tnx_1\" (\"c1\", \"c2\") LEFT JOIN \"t\" AS \"v\" ON "
	 "\"v\".\"id\" = \"tnx_1\".\"c2\" UNION ALL SELECT NULL, NULL, \"v\".\"id\" FROM "
	 "\"t\" AS \"v\" WHERE NOT EXISTS (SELECT 1 FROM (SELECT \"t\".\"id\" AS \"c1\", "
	 "\"u\".\"id\" AS \"c2\" FROM \"t\" LEFT JOIN \"u\" ON \"t\".\"a\" = \"u\".\"a\" "
	 "UNION ALL SELECT NULL, \"u\".\"id\" FROM \"u\" WHERE NOT EXISTS (SELECT 1 FROM "
	 "\"t\" WHERE \"t\".\"a\" = \"u\".\"a\")) AS \"tnx_1\" (\"c1\", \"c2\") WHERE "
	 "\"v\".\"id\" = \"tnx_1\".\"c2\")) AS \"tnx_3\" (\"c1\", \"c2\", \"c3\")", NULL, 0},
	{"full_join", "SELECT t.a FROM t WHERE EXISTS (SELECT 1 FROM u FULL JOIN t AS v ON u.id = v.id "
	 "WHERE v.a = t.a)",
	 "SELECT \"t\".\"a\" AS \"a\" FROM \"t\" WHERE EXISTS (SELECT 1 AS \"?column?\" FROM "
	 "(SELECT \"v\".\"a\" AS \"c1\" FROM \"u\" LEFT JOIN \"t\" AS \"v\" ON \"u\".\"id\" = "
	 "\"v\".\"id\" UNION ALL SELECT \"v\".\"a\" FROM \"t\" AS \"v\" WHERE NOT EXISTS "
	 "(SELECT 1 FROM \"u\" WHERE \"u\".\"id\" = \"v\".\"id\")) AS \"tnx_1\" (\"c1\") "
	 "WHERE \"tnx_1\".\"c1\" = \"t\".\"a\")", NULL, 0},
	{"full_join", "SELECT t.a FROM t WHERE EXISTS (SELECT 1 FROM u FULL JOIN t AS v ON u.id = t.id)",
	 "SELECT \"t\".\"a\" AS \"a\" FROM \"t\" WHERE EXISTS (SELECT 1 AS \"?column?\" FROM "
	 "(SELECT 1 AS \"c1\" FROM \"u\" LEFT JOIN \"t\" AS \"v\" ON \"u\".\"id\" = "
	 "\"t\".\"id\" UNION ALL SELECT 1 FROM \"t\" AS \"v\" WHERE NOT EXISTS (SELECT 1 FROM "
	 "\"u\" WHERE \"u\".\"id\" = \"t\".\"id\")) AS \"tnx_1\" (\"c1\"))", NULL, 0},
	{"full_join derived_outer", "SELECT t.a FROM t WHERE EXISTS (SELECT 1 FROM u FULL JOIN t AS v ON u.id = t.id)",
	 NULL,
	 "FULL JOIN whose condition uses columns of an outer query is not available on this "
	 "server (capability full_join)", 0},
	{"full_join", "SELECT t.a FROM t FULL JOIN u ON t.id = u.id AND random() < 0.5e0", NULL,
	 "FULL JOIN of rows that change when they are read again is not available on this "
	 "server (capability full_join)", 0},
	{"full_join", "SELECT t.a FROM t FULL JOIN (SELECT id FROM u LIMIT 1) AS u ON t.id = u.id", NULL,
	 "FULL JOIN of rows that change when they are read again is not available on this "
	 "server (capability full_join)", 0},
	{"full_join", "SELECT t.a FROM t FULL JOIN (SELECT id FROM u ORDER BY id LIMIT 1) AS u ON t.id = "
	 "u.id",
	 "SELECT \"tnx_1\".\"c1\" AS \"a\" FROM (SELECT \"t\".\"a\" AS \"c1\" FROM \"t\" LEFT "
	 "JOIN (SELECT \"id\" AS \"id\" FROM \"u\" ORDER BY 1 NULLS LAST LIMIT 1) AS \"u\" "
	 "(\"id\") ON \"t\".\"id\" = \"u\".\"id\" UNION ALL SELECT NULL FROM (SELECT \"id\" "
	 "AS \"id\" FROM \"u\" ORDER BY 1 NULLS LAST LIMIT 1) AS \"u\" (\"id\") WHERE NOT "
	 "EXISTS (SELECT 1 FROM \"t\" WHERE \"t\".\"id\" = \"u\".\"id\")) AS \"tnx_1\" "
	 "(\"c1\")", NULL, 0},
	{"full_join", "UPDATE t SET a = v.a FROM u FULL JOIN t AS v ON u.id = v.id WHERE t.id = u.a",
	 "UPDATE \"t\" SET \"a\" = \"tnx_1\".\"c1\" FROM (SELECT \"v\".\"a\" AS \"c1\", "
	 "\"u\".\"a\" AS \"c2\" FROM \"u\" LEFT JOIN \"t\" AS \"v\" ON \"u\".\"id\" = "
	 "\"v\".\"id\" UNION ALL SELECT \"v\".\"a\", NULL FROM \"t\" AS \"v\" WHERE NOT "
	 "EXISTS (SELECT 1 FROM \"u\" WHERE \"u\".\"id\" = \"v\".\"id\")) AS \"tnx_1\" "
	 "(\"c1\", \"c2\") WHERE \"t\".\"id\" = \"tnx_1\".\"c2\"", NULL, 0},
};
COUNT(join);

const struct pass_case set_cases[] = {
	{"", "SELECT a FROM t INTERSECT ALL SELECT a FROM u",
	 "SELECT \"a\" AS \"a\" FROM \"t\" INTERSECT ALL SELECT \"a\" AS \"a\" FROM \"u\"", NULL, 0},
	{"intersect_except_all", "SELECT a, b FROM t EXCEPT ALL SELECT a, b FROM u ORDER BY 2 DESC LIMIT 4",
	 "SELECT \"tnx_3\".\"c1\" AS \"a\", \"tnx_3\".\"c2\" AS \"b\" FROM (SELECT "
	 "\"tnx_1\".\"c1\" AS \"c1\", \"tnx_1\".\"c2\" AS \"c2\", row_number() OVER "
	 "(PARTITION BY \"tnx_1\".\"c1\", \"tnx_1\".\"c2\") AS \"c3\" FROM (SELECT \"a\" AS "
	 "\"c1\", \"b\" AS \"c2\" FROM \"t\") AS \"tnx_1\" (\"c1\", \"c2\") EXCEPT SELECT "
	 "\"tnx_2\".\"c1\" AS \"c1\", \"tnx_2\".\"c2\" AS \"c2\", row_number() OVER "
	 "(PARTITION BY \"tnx_2\".\"c1\", \"tnx_2\".\"c2\") FROM (SELECT \"a\" AS \"c1\", "
	 "\"b\" AS \"c2\" FROM \"u\") AS \"tnx_2\" (\"c1\", \"c2\")) AS \"tnx_3\" (\"c1\", "
	 "\"c2\", \"c3\") ORDER BY 2 DESC NULLS FIRST LIMIT 4", NULL, 0},
	{"intersect_except_all", "SELECT a FROM t INTERSECT SELECT a FROM u",
	 "SELECT \"a\" AS \"a\" FROM \"t\" INTERSECT SELECT \"a\" AS \"a\" FROM \"u\"", NULL, 0},
	{"intersect_except", "SELECT a AS x, b FROM t INTERSECT SELECT a, b FROM u ORDER BY x",
	 "SELECT DISTINCT \"tnx_1\".\"c1\" AS \"x\", \"tnx_1\".\"c2\" AS \"b\" FROM (SELECT "
	 "\"a\" AS \"c1\", \"b\" AS \"c2\" FROM \"t\") AS \"tnx_1\" (\"c1\", \"c2\") WHERE "
	 "EXISTS (SELECT 1 FROM (SELECT \"a\" AS \"c1\", \"b\" AS \"c2\" FROM \"u\") AS "
	 "\"tnx_2\" (\"c1\", \"c2\") WHERE \"tnx_1\".\"c1\" IS NOT DISTINCT FROM "
	 "\"tnx_2\".\"c1\" AND \"tnx_1\".\"c2\" IS NOT DISTINCT FROM \"tnx_2\".\"c2\") ORDER "
	 "BY 1 NULLS LAST", NULL, 0},
	{"intersect_except", "SELECT a FROM t EXCEPT SELECT a FROM u EXCEPT SELECT id FROM t",
	 "SELECT DISTINCT \"tnx_1\".\"c1\" AS \"a\" FROM (SELECT DISTINCT \"tnx_3\".\"c1\" AS "
	 "\"c1\" FROM (SELECT \"a\" AS \"c1\" FROM \"t\") AS \"tnx_3\" (\"c1\") WHERE NOT "
	 "EXISTS (SELECT 1 FROM (SELECT \"a\" AS \"c1\" FROM \"u\") AS \"tnx_4\" (\"c1\") "
	 "WHERE \"tnx_3\".\"c1\" IS NOT DISTINCT FROM \"tnx_4\".\"c1\")) AS \"tnx_1\" "
	 "(\"c1\") WHERE NOT EXISTS (SELECT 1 FROM (SELECT \"id\" AS \"c1\" FROM \"t\") AS "
	 "\"tnx_2\" (\"c1\") WHERE \"tnx_1\".\"c1\" IS NOT DISTINCT FROM \"tnx_2\".\"c1\")", NULL, 0},
	{"intersect_except intersect_except_all", "SELECT a FROM t INTERSECT ALL SELECT a FROM u",
	 "SELECT \"tnx_3\".\"c1\" AS \"a\" FROM (SELECT DISTINCT \"tnx_4\".\"c1\" AS \"c1\", "
	 "\"tnx_4\".\"c2\" AS \"c2\" FROM (SELECT \"tnx_1\".\"c1\" AS \"c1\", row_number() "
	 "OVER (PARTITION BY \"tnx_1\".\"c1\") AS \"c2\" FROM (SELECT \"a\" AS \"c1\" FROM "
	 "\"t\") AS \"tnx_1\" (\"c1\")) AS \"tnx_4\" (\"c1\", \"c2\") WHERE EXISTS (SELECT 1 "
	 "FROM (SELECT \"tnx_2\".\"c1\" AS \"c1\", row_number() OVER (PARTITION BY "
	 "\"tnx_2\".\"c1\") AS \"c2\" FROM (SELECT \"a\" AS \"c1\" FROM \"u\") AS \"tnx_2\" "
	 "(\"c1\")) AS \"tnx_5\" (\"c1\", \"c2\") WHERE \"tnx_4\".\"c1\" IS NOT DISTINCT FROM "
	 "\"tnx_5\".\"c1\" AND \"tnx_4\".\"c2\" IS NOT DISTINCT FROM \"tnx_5\".\"c2\")) AS "
	 "\"tnx_3\" (\"c1\", \"c2\")", NULL, 0},
	{"intersect_except", "SELECT id FROM t WHERE a IN (SELECT a FROM u EXCEPT SELECT t.a)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"a\" IN (SELECT DISTINCT \"tnx_1\".\"c1\" "
	 "AS \"a\" FROM (SELECT \"a\" AS \"c1\" FROM \"u\") AS \"tnx_1\" (\"c1\") WHERE NOT "
	 "EXISTS (SELECT 1 FROM (SELECT \"t\".\"a\" AS \"c1\") AS \"tnx_2\" (\"c1\") WHERE "
	 "\"tnx_1\".\"c1\" IS NOT DISTINCT FROM \"tnx_2\".\"c1\"))", NULL, 0},
	{"intersect_except derived_outer", "SELECT id FROM t WHERE a IN (SELECT a FROM u EXCEPT SELECT t.a)", NULL,
	 "INTERSECT or EXCEPT that uses columns of an outer query is not available on this "
	 "server (capability intersect_except)", 0},
	{"operand_order", "(SELECT a FROM t ORDER BY b) UNION ALL (SELECT a FROM u ORDER BY b LIMIT 2)",
	 "SELECT \"a\" AS \"a\" FROM \"t\" UNION ALL (SELECT \"a\" AS \"a\" FROM \"u\" ORDER "
	 "BY \"b\" NULLS LAST LIMIT 2)", NULL, 0},
	{"", "(SELECT a FROM t ORDER BY b) UNION ALL SELECT a FROM u",
	 "SELECT \"a\" AS \"a\" FROM \"t\" UNION ALL SELECT \"a\" AS \"a\" FROM \"u\"", NULL, 0},
};
COUNT(set);

const struct pass_case expr_cases[] = {
	{"", "SELECT count(*) FILTER (WHERE a > 1) FROM t",
	 "SELECT count(*) FILTER (WHERE \"a\" > 1) AS \"count\" FROM \"t\"", NULL, 0},
	{"aggregate_filter", "SELECT count(*) FILTER (WHERE a > 1), sum(DISTINCT a) FILTER (WHERE f) FROM t",
	 "SELECT count(CASE WHEN \"a\" > 1 THEN 1 END) AS \"count\", sum(DISTINCT CASE WHEN "
	 "\"f\" THEN \"a\" END) AS \"sum\" FROM \"t\"", NULL, 0},
	{"aggregate_filter", "SELECT string_agg(b, ',' ORDER BY id) FILTER (WHERE f), max(n) FILTER (WHERE a = 1) "
	 "OVER (PARTITION BY b) FROM t GROUP BY b, n, a",
	 "SELECT string_agg(CASE WHEN \"f\" THEN \"b\" END, ',' ORDER BY \"id\" NULLS LAST) "
	 "AS \"string_agg\", max(CASE WHEN \"a\" = 1 THEN \"n\" END) OVER (PARTITION BY "
	 "\"b\") AS \"max\" FROM \"t\" GROUP BY \"b\", \"n\", \"a\"", NULL, 0},
	{"aggregate_filter", "SELECT string_agg(b, ',' ORDER BY id) FILTER (WHERE f) FROM t",
	 "SELECT string_agg(CASE WHEN \"f\" THEN \"b\" END, ',' ORDER BY \"id\" NULLS LAST) "
	 "AS \"string_agg\" FROM \"t\"", NULL, 0},
	{"aggregate_filter", "SELECT sum(a) FILTER (WHERE f) OVER (PARTITION BY b) FROM t",
	 "SELECT sum(CASE WHEN \"f\" THEN \"a\" END) OVER (PARTITION BY \"b\") AS \"sum\" "
	 "FROM \"t\"", NULL, 0},
	{"", "SELECT id FROM t WHERE (id, a) < (1, 2)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE (\"id\", \"a\") < (1, 2)", NULL, 0},
	{"row_values", "SELECT id FROM t WHERE (id, a) < (1, 2)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" < 1 OR \"id\" = 1 AND \"a\" < 2", NULL, 0},
	{"row_values", "SELECT id FROM t WHERE (id, a, b) >= (1, 2, 'x')",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" > 1 OR \"id\" = 1 AND (\"a\" > 2 OR "
	 "\"a\" = 2 AND \"b\" >= 'x')", NULL, 0},
	{"row_values", "SELECT id FROM t WHERE (id, a) = (1, 2) OR (id, a) <> (3, 4)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" = 1 AND \"a\" = 2 OR \"id\" <> 3 OR "
	 "\"a\" <> 4", NULL, 0},
	{"row_values", "SELECT id FROM t WHERE (id, b) IN ((1, 'x'), (2, 'y'))",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" = 1 AND \"b\" = 'x' OR \"id\" = 2 "
	 "AND \"b\" = 'y'", NULL, 0},
	{"row_values", "SELECT id FROM t WHERE (id, b) NOT IN ((1, 'x'), (2, 'y'))",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT (\"id\" = 1 AND \"b\" = 'x' OR \"id\" "
	 "= 2 AND \"b\" = 'y')", NULL, 0},
	{"row_values", "SELECT id FROM t WHERE (id, a) IN (SELECT id, a FROM u)", NULL,
	 "a row compared with a subquery is not available on this server (capability "
	 "row_values)", 0},
	{"numeric_native", "SELECT id FROM t WHERE (id, n) > (1, 2.5)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" > 1 OR \"id\" = 1 AND \"n\" > 2.5", NULL, 0},
	{"numeric_native", "SELECT id FROM t WHERE (id, a) > (1, 2)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE (\"id\", \"a\") > (1, 2)", NULL, 0},
	{"", "SELECT id FROM t WHERE (id, c) > (1, 'x')",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE (\"id\", BINARY_TEXT(\"c\")) > (1, 'x')", NULL, 0},
	{"", "SELECT a < ANY (SELECT u.a FROM u) FROM t",
	 "SELECT \"a\" < ANY (SELECT \"u\".\"a\" AS \"a\" FROM \"u\") AS \"?column?\" FROM \"t\"", NULL, 0},
	{"quantified_subquery", "SELECT id FROM t WHERE a < ANY (SELECT u.a FROM u)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE EXISTS (SELECT 1 FROM (SELECT \"u\".\"a\" AS \"c1\" FROM "
	 "\"u\") AS \"tnx_1\" (\"c1\") WHERE \"a\" < \"tnx_1\".\"c1\")", NULL, 0},
	{"quantified_subquery", "SELECT id FROM t WHERE a < ALL (SELECT u.a FROM u) OR f",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT EXISTS (SELECT 1 FROM (SELECT \"u\".\"a\" AS \"c1\" "
	 "FROM \"u\") AS \"tnx_1\" (\"c1\") WHERE \"a\" < \"tnx_1\".\"c1\" IS NOT TRUE) OR \"f\"", NULL, 0},
	{"quantified_subquery", "SELECT id FROM t WHERE NOT (a <> ANY (SELECT u.a FROM u) AND a >= "
		"ALL (SELECT u.a FROM u))",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT (EXISTS (SELECT 1 FROM (SELECT \"u\".\"a\" AS \"c1\" "
	 "FROM \"u\") AS \"tnx_1\" (\"c1\") WHERE \"a\" <> \"tnx_1\".\"c1\" IS NOT FALSE) AND NOT EXISTS "
	 "(SELECT 1 FROM (SELECT \"u\".\"a\" AS \"c1\" FROM \"u\") AS \"tnx_2\" (\"c1\") WHERE NOT \"a\" >= "
	 "\"tnx_2\".\"c1\"))", NULL, 0},
	{"quantified_subquery", "SELECT a >= ANY (SELECT u.a FROM u) FROM t",
	 "SELECT (SELECT CASE max(CASE \"a\" >= \"tnx_1\".\"c1\" WHEN TRUE THEN 2 WHEN FALSE THEN 0 ELSE 1 "
	 "END) WHEN 2 THEN TRUE WHEN 1 THEN NULL ELSE FALSE END AS \"c1\" FROM (SELECT \"u\".\"a\" AS "
	 "\"c1\" FROM \"u\") AS \"tnx_1\" (\"c1\")) AS \"?column?\" FROM \"t\"", NULL, 0},
	{"quantified_subquery", "SELECT a = ALL (SELECT u.a FROM u WHERE u.id = t.id) FROM t",
	 "SELECT (SELECT CASE max(CASE \"a\" = \"tnx_1\".\"c1\" WHEN TRUE THEN 0 WHEN FALSE THEN 2 ELSE 1 "
	 "END) WHEN 2 THEN FALSE WHEN 1 THEN NULL ELSE TRUE END AS \"c1\" FROM (SELECT \"u\".\"a\" AS "
	 "\"c1\" FROM \"u\" WHERE \"u\".\"id\" = \"t\".\"id\") AS \"tnx_1\" (\"c1\")) AS \"?column?\" FROM "
	 "\"t\"", NULL, 0},
	{"quantified_subquery", "SELECT max(a) < ANY (SELECT u.a FROM u) FROM t", NULL,
	 "ANY or ALL of a subquery, beside an aggregate or a window function is not available on this "
	 "server (capability quantified_subquery)", 0},
	{"quantified_is_null", "SELECT (a < ANY (SELECT u.a FROM u)) IS NULL FROM t",
	 "SELECT CASE \"a\" < ANY (SELECT \"u\".\"a\" AS \"a\" FROM \"u\") WHEN TRUE THEN FALSE WHEN FALSE "
	 "THEN FALSE ELSE TRUE END AS \"?column?\" FROM \"t\"", NULL, 0},
	{"", "SELECT (a < ANY (SELECT u.a FROM u)) IS NULL FROM t",
	 "SELECT \"a\" < ANY (SELECT \"u\".\"a\" AS \"a\" FROM \"u\") IS NULL AS \"?column?\" FROM \"t\"", NULL, 0},
	{"quantified_subquery derived_outer", "SELECT a = ALL (SELECT u.a FROM u WHERE u.id = "
		"t.id) FROM t", NULL,
	 "ANY or ALL of a subquery that uses columns of an outer query is not available on this server "
	 "(capability derived_outer)", 0},
	{"", "SELECT id FROM t WHERE (a, b) > ALL (SELECT u.a, u.b FROM u)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT EXISTS (SELECT 1 FROM (SELECT \"u\".\"a\" AS \"c1\", "
	 "\"u\".\"b\" AS \"c2\" FROM \"u\") AS \"tnx_1\" (\"c1\", \"c2\") WHERE (\"a\", \"b\") > "
	 "(\"tnx_1\".\"c1\", \"tnx_1\".\"c2\") IS NOT TRUE)", NULL, 0},
	{"quantified_subquery", "SELECT id FROM t WHERE random() < ANY (SELECT 0.5e0)", NULL,
	 "ANY or ALL of a subquery, beside a value that changes at each call is not available on this "
	 "server (capability quantified_subquery)", 0},
	{"", "SELECT id FROM t WHERE a IN (SELECT u.a FROM u LIMIT 3)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"a\" IN (SELECT \"u\".\"a\" AS \"a\" FROM \"u\" LIMIT 3)", NULL, 0},
	{"limit_in_subquery", "SELECT id FROM t WHERE a IN (SELECT u.a FROM u ORDER BY u.id LIMIT "
		"3)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"a\" IN (SELECT \"tnx_1\".\"c1\" AS \"c1\" FROM (SELECT "
	 "\"u\".\"a\" AS \"c1\" FROM \"u\" ORDER BY \"u\".\"id\" NULLS LAST LIMIT 3) AS \"tnx_1\" (\"c1\"))", NULL, 0},
	{"limit_in_subquery", "SELECT id FROM t WHERE a IN (SELECT u.a FROM u)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"a\" IN (SELECT \"u\".\"a\" AS \"a\" FROM \"u\")", NULL, 0},
	{"limit_in_subquery", "SELECT id FROM t WHERE a < ANY ((SELECT u.a FROM u OFFSET 3) UNION "
		"SELECT 1)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"a\" < ANY (SELECT \"tnx_1\".\"c1\" AS \"c1\" FROM "
	 "((SELECT \"u\".\"a\" AS \"c1\" FROM \"u\" OFFSET 3) UNION SELECT 1 AS \"?column?\") AS \"tnx_1\" "
	 "(\"c1\"))", NULL, 0},
	{"limit_in_subquery derived_outer", "SELECT id FROM t WHERE a IN (SELECT u.a FROM u WHERE "
		"u.id = t.id LIMIT 3)", NULL,
	 "LIMIT in a subquery of IN, ANY or ALL that uses columns of an outer query is not available on "
	 "this server (capability limit_in_subquery)", 0},
	{"outer_constant outer_computed", "SELECT max(d.c) FROM t LEFT JOIN (SELECT 5 AS c FROM u) AS d ON t.id = 7",
	 "SELECT max(\"d\".\"c\") AS \"max\" FROM \"t\" LEFT JOIN (SELECT 5 AS \"c\" FROM \"u\" LIMIT "
	 "9223372036854775807) AS \"d\" (\"c\") ON \"t\".\"id\" = 7", NULL, 0},
	{"outer_constant outer_computed",
	 "SELECT d.c FROM t LEFT JOIN (SELECT abs(5) AS c, 5 AS e FROM u) AS d ON t.id = 7 WHERE d.c IS NULL",
	 "SELECT \"d\".\"c\" AS \"c\" FROM \"t\" LEFT JOIN (SELECT abs(5) AS \"c\", 5 AS \"e\" FROM \"u\" LIMIT "
	 "9223372036854775807) AS \"d\" (\"c\", \"e\") ON \"t\".\"id\" = 7 WHERE \"d\".\"c\" IS NULL", NULL, 0},
	{"outer_constant outer_computed", "SELECT d.e FROM t LEFT JOIN (SELECT 5 AS e FROM u) AS d ON t.id = 7",
	 "SELECT \"d\".\"e\" AS \"e\" FROM \"t\" LEFT JOIN (SELECT 5 AS \"e\" FROM \"u\") AS \"d\" (\"e\") ON "
	 "\"t\".\"id\" = 7", NULL, 0},
	{"outer_constant outer_computed",
	 "SELECT max(d.c), d.e FROM t LEFT JOIN (SELECT u.a AS c, 5 AS e FROM u) AS d ON t.id = 7 GROUP BY d.e",
	 "SELECT max(\"d\".\"c\") AS \"max\", \"d\".\"e\" AS \"e\" FROM \"t\" LEFT JOIN (SELECT \"u\".\"a\" AS "
	 "\"c\", 5 AS \"e\" FROM \"u\") AS \"d\" (\"c\", \"e\") ON \"t\".\"id\" = 7 GROUP BY \"d\".\"e\"", NULL, 0},
	{"outer_constant",
	 "SELECT t.id IN (SELECT d.c FROM u) FROM t LEFT JOIN (SELECT coalesce(u.a, 5) AS c FROM u) AS d ON d.c = 1",
	 "SELECT \"t\".\"id\" IN (SELECT \"d\".\"c\" AS \"c\" FROM \"u\") AS \"?column?\" FROM \"t\" LEFT JOIN "
	 "(SELECT coalesce(\"u\".\"a\", 5) AS \"c\" FROM \"u\") AS \"d\" (\"c\") ON \"d\".\"c\" = 1", NULL, 0},
	{"outer_constant outer_computed",
	 "WITH d AS (SELECT u.a IS NULL AS c FROM u) SELECT bool_or(e.c) FROM t LEFT JOIN d AS e ON t.id = 7",
	 "WITH \"d\" AS (SELECT \"u\".\"a\" IS NULL AS \"c\" FROM \"u\" LIMIT 9223372036854775807) SELECT "
	 "bool_or(\"e\".\"c\") AS \"bool_or\" FROM \"t\" LEFT JOIN \"d\" AS \"e\" ON \"t\".\"id\" = 7", NULL, 0},
	{"outer_constant",
	 "SELECT max(e.c) FROM (SELECT d.c FROM t LEFT JOIN (SELECT 5 AS c FROM u) AS d ON t.id = 7) AS e",
	 "SELECT max(\"e\".\"c\") AS \"max\" FROM (SELECT \"d\".\"c\" AS \"c\" FROM \"t\" LEFT JOIN (SELECT 5 AS "
	 "\"c\" FROM \"u\" LIMIT 9223372036854775807) AS \"d\" (\"c\") ON \"t\".\"id\" = 7) AS \"e\" (\"c\")", NULL, 0},
	{"derived_outer", "SELECT (SELECT sum(o.a) FROM (SELECT u.a FROM u WHERE u.id = t.id) AS o) FROM t",
	 "SELECT (SELECT sum(\"tnx_1\".\"a\") AS \"sum\" FROM \"u\" AS \"tnx_1\" WHERE \"tnx_1\".\"id\" = "
	 "\"t\".\"id\") AS \"sum\" FROM \"t\"", NULL, 0},
	{"derived_outer",
	 "SELECT (WITH o AS (SELECT u.a FROM u WHERE u.id = t.id) SELECT sum(o.a) FROM o WHERE o.a > 3) FROM t",
	 "SELECT (SELECT sum(\"tnx_1\".\"a\") AS \"sum\" FROM \"u\" AS \"tnx_1\" WHERE \"tnx_1\".\"a\" > 3 AND "
	 "\"tnx_1\".\"id\" = \"t\".\"id\") AS \"sum\" FROM \"t\"", NULL, 0},
	{"derived_outer",
	 "SELECT t.id FROM t WHERE EXISTS (WITH o AS (SELECT u.a + t.a AS x FROM u), p AS (SELECT x FROM o "
	 "WHERE x > 1) SELECT 1 FROM p JOIN u ON u.a = p.x)",
	 "SELECT \"t\".\"id\" AS \"id\" FROM \"t\" WHERE EXISTS (SELECT 1 AS \"?column?\" FROM \"u\" AS \"tnx_2\" "
	 "JOIN \"u\" ON \"u\".\"a\" = \"tnx_2\".\"a\" + \"t\".\"a\" WHERE \"tnx_2\".\"a\" + \"t\".\"a\" > 1)",
	 NULL, 0},
	{"derived_outer",
	 "SELECT (SELECT count(*) FROM (SELECT DISTINCT u.a FROM u WHERE u.id = t.id) AS o) FROM t", NULL,
	 "a subquery in FROM or WITH that uses columns of an outer query and is more than a filter is not "
	 "available on this server (capability derived_outer)", 0},
	{"derived_outer", "SELECT (SELECT sum(o.x) FROM (SELECT t.a AS x FROM u) AS o) FROM t", NULL,
	 "a subquery in FROM or WITH that uses columns of an outer query and is more than a filter is not "
	 "available on this server (capability derived_outer)", 0},
	{"derived_outer", "SELECT (SELECT o.a FROM (SELECT u.a FROM u WHERE u.id = 3) AS o) FROM t",
	 "SELECT (SELECT \"o\".\"a\" AS \"a\" FROM (SELECT \"u\".\"a\" AS \"a\" FROM \"u\" WHERE \"u\".\"id\" = 3) "
	 "AS \"o\" (\"a\")) AS \"a\" FROM \"t\"", NULL, 0},
	{"outer_in_window",
	 "SELECT (SELECT max(u.a) OVER (PARTITION BY t.b, u.id ORDER BY t.a, u.a, t.id + 1) FROM u LIMIT 1) FROM t",
	 "SELECT (SELECT max(\"u\".\"a\") OVER (PARTITION BY \"u\".\"id\" ORDER BY \"u\".\"a\" NULLS LAST) AS "
	 "\"max\" FROM \"u\" LIMIT 1) AS \"max\" FROM \"t\"", NULL, 0},
	{"outer_in_window",
	 "SELECT (SELECT max(u.a) OVER w FROM u WINDOW w AS (PARTITION BY t.b) LIMIT 1) FROM t",
	 "SELECT (SELECT max(\"u\".\"a\") OVER \"w\" AS \"max\" FROM \"u\" WINDOW \"w\" AS () LIMIT 1) AS \"max\" "
	 "FROM \"t\"", NULL, 0},
	{"outer_in_window", "SELECT (SELECT max(u.a) OVER (ORDER BY t.id + u.id) FROM u LIMIT 1) FROM t", NULL,
	 "OVER with a key over columns of an outer query and of its own is not available on this server "
	 "(capability outer_in_window)", 0},
	{"outer_in_window",
	 "SELECT (SELECT max(u.a) OVER (ORDER BY t.id RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM u LIMIT 1) "
	 "FROM t",
	 NULL,
	 "RANGE with an offset over a column of an outer query is not available on this server (capability "
	 "outer_in_window)", 0},
	{"window_in_subquery", "SELECT id FROM t WHERE a > ALL (SELECT sum(u.a) OVER (ORDER BY u.id) FROM u)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"a\" > ALL (SELECT \"tnx_1\".\"c1\" AS \"c1\" FROM (SELECT "
	 "sum(\"u\".\"a\") OVER ( ORDER BY \"u\".\"id\" NULLS LAST) AS \"c1\" FROM \"u\") AS \"tnx_1\" "
	 "(\"c1\"))", NULL, 0},
	{"window_in_subquery derived_outer",
	 "SELECT id FROM t WHERE a IN (SELECT sum(t.a) OVER (ORDER BY u.id) FROM u)",
	 NULL,
	 "a window function in a subquery of IN, ANY or ALL that uses columns of an outer query is not available "
	 "on this server (capability window_in_subquery)", 0},
	{"groups_in_change", "DELETE FROM t WHERE id IN (SELECT max(id) FROM t GROUP BY a)",
	 "DELETE FROM \"t\" WHERE \"id\" IN (SELECT \"tnx_1\".\"c1\" AS \"c1\" FROM (SELECT max(\"id\") AS \"c1\" "
	 "FROM \"t\" GROUP BY \"a\") AS \"tnx_1\" (\"c1\"))", NULL, 0},
	{"groups_in_change", "UPDATE t SET a = 1 WHERE (id, a) NOT IN (SELECT u.id, min(u.a) FROM u GROUP BY u.id)",
	 "UPDATE \"t\" SET \"a\" = 1 WHERE NOT (\"id\", \"a\") IN (SELECT \"tnx_1\".\"c1\" AS \"c1\", "
	 "\"tnx_1\".\"c2\" AS \"c2\" FROM (SELECT \"u\".\"id\" AS \"c1\", min(\"u\".\"a\") AS \"c2\" FROM \"u\" "
	 "GROUP BY \"u\".\"id\") AS \"tnx_1\" (\"c1\", \"c2\"))", NULL, 0},
	{"groups_in_change", "DELETE FROM t WHERE id IN (SELECT max(u.id) FROM u WHERE u.a = t.a)",
	 "DELETE FROM \"t\" WHERE \"id\" IN (SELECT max(\"u\".\"id\") AS \"max\" FROM \"u\" WHERE \"u\".\"a\" = "
	 "\"t\".\"a\")", NULL, 0},
	{"groups_in_change", "SELECT id FROM t WHERE id IN (SELECT max(id) FROM t)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"id\" IN (SELECT max(\"id\") AS \"max\" FROM \"t\")", NULL, 0},
	{"derived_outer", "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u UNION SELECT 2 INTERSECT SELECT t.a FROM u)",
	 NULL,
	 "a set operation with another in parentheses that uses columns of an outer query is not available on this "
	 "server (capability derived_outer)", 0},
	{"derived_outer", "SELECT id FROM t WHERE EXISTS ((SELECT 1 UNION SELECT 3) INTERSECT SELECT t.a FROM u EXCEPT "
		"SELECT 4)",
	 NULL,
	 "a set operation with another in parentheses that uses columns of an outer query is not available on this "
	 "server (capability derived_outer)", 0},
	{"derived_outer", "SELECT id FROM t WHERE EXISTS (SELECT 2 INTERSECT SELECT t.a FROM u UNION SELECT 1)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE EXISTS (SELECT 2 AS \"?column?\" INTERSECT SELECT \"t\".\"a\" AS "
	 "\"a\" FROM \"u\" UNION SELECT 1 AS \"?column?\")", NULL, 0},
	{"sets_in_subquery", "SELECT id FROM t WHERE a > ALL (SELECT u.a FROM u EXCEPT SELECT u.id FROM u)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"a\" > ALL (SELECT \"tnx_1\".\"c1\" AS \"c1\" FROM (SELECT "
	 "\"u\".\"a\" AS \"c1\" FROM \"u\" EXCEPT SELECT \"u\".\"id\" AS \"id\" FROM \"u\") AS \"tnx_1\" "
	 "(\"c1\"))", NULL, 0},
	{"sets_in_subquery", "SELECT id FROM t WHERE a IN (SELECT u.id FROM u INTERSECT SELECT t.id FROM t)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"a\" IN (SELECT \"u\".\"id\" AS \"id\" FROM \"u\" INTERSECT "
	 "SELECT \"t\".\"id\" AS \"id\" FROM \"t\")", NULL, 0},
	{"sets_in_subquery derived_outer",
	 "SELECT id FROM t WHERE a IN (SELECT t.a FROM u INTERSECT SELECT u.a FROM u)",
	 NULL,
	 "INTERSECT or EXCEPT in a subquery of IN, ANY or ALL that uses columns of an outer query is not available "
	 "on this server (capability sets_in_subquery)", 0},
	{"value_in_groups", "SELECT id FROM t WHERE (SELECT count(*) FROM u) + 1 IN (SELECT max(u.id) FROM u)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE (SELECT count(*) AS \"count\" FROM \"u\") + 1 IN (SELECT "
	 "\"tnx_1\".\"c1\" AS \"c1\" FROM (SELECT max(\"u\".\"id\") AS \"c1\" FROM \"u\") AS \"tnx_1\" (\"c1\"))",
	 NULL, 0},
	{"value_in_groups", "SELECT id FROM t WHERE a IN (SELECT max(u.id) FROM u)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"a\" IN (SELECT max(\"u\".\"id\") AS \"max\" FROM \"u\")", NULL, 0},
	{"moment_in_subquery", "SELECT id FROM t WHERE now() NOT IN (SELECT max(now()) FROM u)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT CURRENT_TIMESTAMP IN (SELECT \"tnx_1\".\"c1\" AS \"c1\" "
	 "FROM (SELECT max(CURRENT_TIMESTAMP) AS \"c1\" FROM \"u\") AS \"tnx_1\" (\"c1\"))", NULL, 0},
	{"moment_in_subquery derived_outer",
	 "SELECT id FROM t WHERE now() > ANY (SELECT max(now()) FROM u WHERE u.id = t.id)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE CURRENT_TIMESTAMP > (SELECT max(CURRENT_TIMESTAMP) AS \"max\" "
	 "FROM \"u\" WHERE \"u\".\"id\" = \"t\".\"id\")", NULL, 0},
	{"quantified_outer", "SELECT id FROM t WHERE a > ALL (SELECT t.id FROM u)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE NOT EXISTS (SELECT 1 AS \"id\" FROM \"u\") OR \"a\" > "
	 "\"t\".\"id\"", NULL, 0},
	{"quantified_outer", "SELECT a <= ANY (SELECT t.id FROM u WHERE u.id > 3) FROM t",
	 "SELECT EXISTS (SELECT 1 AS \"id\" FROM \"u\" WHERE \"u\".\"id\" > 3) AND \"a\" <= \"t\".\"id\" AS "
	 "\"?column?\" FROM \"t\"", NULL, 0},
	{"quantified_outer", "SELECT id FROM t WHERE a > ALL (SELECT t.id + u.id FROM u)",
	 "SELECT \"id\" AS \"id\" FROM \"t\" WHERE \"a\" > ALL (SELECT \"t\".\"id\" + \"u\".\"id\" AS \"?column?\" "
	 "FROM \"u\")", NULL, 0},
	{"", "SELECT (SELECT u.a FROM u) FROM t",
	 "SELECT (SELECT \"u\".\"a\" AS \"a\" FROM \"u\") AS \"a\" FROM \"t\"", NULL, 0},
	{"single_row_guard", "SELECT (SELECT u.a FROM u WHERE u.id > t.id ORDER BY u.a) FROM t",
	 "SELECT (SELECT SINGLE(\"u\".\"a\") AS \"a\" FROM \"u\" WHERE \"u\".\"id\" > "
	 "\"t\".\"id\") AS \"a\" FROM \"t\"", NULL, 0},
	{"single_row_guard", "SELECT (SELECT max(u.a) FROM u), (SELECT u.a FROM u WHERE u.id = 3), (SELECT u.a "
	 "FROM u LIMIT 1) FROM t",
	 "SELECT (SELECT max(\"u\".\"a\") AS \"max\" FROM \"u\") AS \"max\", (SELECT "
	 "\"u\".\"a\" AS \"a\" FROM \"u\" WHERE \"u\".\"id\" = 3) AS \"a\", (SELECT "
	 "\"u\".\"a\" AS \"a\" FROM \"u\" LIMIT 1) AS \"a\" FROM \"t\"", NULL, 0},
	{"single_row_guard", "SELECT (SELECT t.a FROM u) FROM t",
	 "SELECT (SELECT SINGLE(\"tnx_1\".\"c1\") AS \"c1\" FROM (SELECT \"t\".\"a\" AS "
	 "\"c1\" FROM \"u\") AS \"tnx_1\" (\"c1\")) AS \"a\" FROM \"t\"", NULL, 0},
	{"single_row_guard", "SELECT (SELECT u.a FROM u GROUP BY u.a) FROM t",
	 "SELECT (SELECT SINGLE(\"tnx_1\".\"c1\") AS \"c1\" FROM (SELECT \"u\".\"a\" AS "
	 "\"c1\" FROM \"u\" GROUP BY \"u\".\"a\") AS \"tnx_1\" (\"c1\")) AS \"a\" FROM \"t\"", NULL, 0},
	{"single_row_guard", "SELECT (SELECT u.a FROM u UNION SELECT t.a) FROM t",
	 "SELECT (SELECT SINGLE(\"tnx_1\".\"c1\") AS \"c1\" FROM (SELECT \"u\".\"a\" AS "
	 "\"c1\" FROM \"u\" UNION SELECT \"t\".\"a\" AS \"a\") AS \"tnx_1\" (\"c1\")) AS "
	 "\"?column?\" FROM \"t\"", NULL, 0},
	{"single_row_guard derived_outer", "SELECT (SELECT u.a FROM u UNION SELECT t.a) FROM t", NULL,
	 "a subquery for a value that may give two rows is not available on this server "
	 "(capability single_row_guard)", 0},
	{"single_row_guard", "SELECT (SELECT (SELECT t.a FROM t) FROM u) FROM t",
	 "SELECT (SELECT SINGLE(\"tnx_1\".\"c1\") AS \"c1\" FROM (SELECT (SELECT "
	 "SINGLE(\"t\".\"a\") AS \"a\" FROM \"t\") AS \"c1\" FROM \"u\") AS \"tnx_1\" "
	 "(\"c1\")) AS \"a\" FROM \"t\"", NULL, 0},
	{"single_row_guard", "UPDATE t SET a = (SELECT a FROM u)",
	 "UPDATE \"t\" SET \"a\" = (SELECT SINGLE(\"a\") AS \"a\" FROM \"u\")", NULL, 0},
	{"", "SELECT sum(a) OVER w FROM t WINDOW w AS (PARTITION BY b)",
	 "SELECT sum(\"a\") OVER \"w\" AS \"sum\" FROM \"t\" WINDOW \"w\" AS (PARTITION BY "
	 "\"b\")", NULL, 0},
	{"window_names", "SELECT sum(a) OVER w, rank() OVER (w ORDER BY id) FROM t WINDOW w AS (PARTITION BY "
	 "b)",
	 "SELECT sum(\"a\") OVER (PARTITION BY \"b\") AS \"sum\", rank() OVER (PARTITION BY "
	 "\"b\" ORDER BY \"id\" NULLS LAST) AS \"rank\" FROM \"t\"", NULL, 0},
	{"window_names", "SELECT rank() OVER x, (SELECT sum(u.a) OVER w FROM u WINDOW w AS (ORDER BY u.id) "
	 "LIMIT 1) FROM t WINDOW w AS (PARTITION BY b), x AS (w ORDER BY id)",
	 "SELECT rank() OVER (PARTITION BY \"b\" ORDER BY \"id\" NULLS LAST) AS \"rank\", "
	 "(SELECT sum(\"u\".\"a\") OVER ( ORDER BY \"u\".\"id\" NULLS LAST) AS \"sum\" FROM "
	 "\"u\" LIMIT 1) AS \"sum\" FROM \"t\"", NULL, 0},
	{"window_groups", "SELECT sum(a) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t", NULL,
	 "GROUPS in a window is not available on this server (capability window_groups)", 0},
	{"window_exclude", "SELECT sum(a) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE "
	 "TIES) FROM t", NULL,
	 "EXCLUDE in a window is not available on this server (capability window_exclude)", 0},
	{"window_range", "SELECT sum(a) OVER (ORDER BY id RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t", NULL,
	 "RANGE with an offset in a window is not available on this server (capability "
	 "window_range)", 0},
	{"window_range", "SELECT sum(a) OVER w FROM t WINDOW w AS (ORDER BY id RANGE BETWEEN 1 PRECEDING AND "
	 "CURRENT ROW)", NULL,
	 "RANGE with an offset in a window is not available on this server (capability "
	 "window_range)", 0},
};
COUNT(expr);

const struct pass_case change_cases[] = {
	{"", "TRUNCATE TABLE t",
	 "TRUNCATE TABLE \"t\"", NULL, 0},
	{"truncate", "TRUNCATE TABLE t",
	 "DELETE FROM \"t\"", NULL, TN_PLAN_NO_COUNT},
	{"", "UPDATE t SET a = id, n = a",
	 "UPDATE \"t\" SET \"a\" = \"id\", \"n\" = \"a\"", NULL, 0},
	{"old_values_in_update", "UPDATE t SET a = a + 1, n = id",
	 "UPDATE \"t\" SET \"a\" = \"a\" + 1, \"n\" = \"id\"", NULL, 0},
	{"old_values_in_update", "UPDATE t SET a = a + 1, n = a",
	 "UPDATE \"t\" SET \"n\" = \"a\", \"a\" = \"a\" + 1", NULL, 0},
	{"old_values_in_update", "UPDATE t SET a = id, b = CAST(n AS TEXT), n = a, id = (SELECT max(u.id) + t.a FROM "
	 "u)", NULL,
	 "an UPDATE whose assignments read each other's columns is not available on this "
	 "server (capability old_values_in_update)", 0},
	{"old_values_in_update", "UPDATE t SET a = id, id = a", NULL,
	 "an UPDATE whose assignments read each other's columns is not available on this "
	 "server (capability old_values_in_update)", 0},
	{"old_values_in_update", "UPDATE t SET a = u.a, n = u.n FROM u WHERE u.id = t.id",
	 "UPDATE \"t\" SET \"a\" = \"u\".\"a\", \"n\" = \"u\".\"n\" FROM \"u\" WHERE "
	 "\"u\".\"id\" = \"t\".\"id\"", NULL, 0},
	{"old_values_in_update", "UPDATE t SET a = u.a, n = t.a FROM u WHERE u.id = t.id",
	 "keep distinct counts: SELECT \"u\".\"a\" AS \"c1\", \"t\".\"a\" AS \"c2\", \"t\".\"id\" "
	 "AS \"c3\" FROM \"t\" AS \"t\" CROSS JOIN \"u\" WHERE \"u\".\"id\" = \"t\".\"id\" ORDER BY "
	 "\"t\".\"id\" FOR UPDATE OF \"t\"; exec: (each 1, 1) UPDATE \"t\" SET \"a\" = ?, \"n\" = ? "
	 "WHERE \"t\".\"id\" = ?", NULL, TN_PLAN_NEEDS_TX},
	{"old_values_in_update", "INSERT INTO t (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO UPDATE SET a = "
	 "excluded.a, n = t.a",
	 "INSERT INTO \"t\" (\"id\", \"f\") VALUES (1, TRUE) ON CONFLICT (\"id\") DO UPDATE "
	 "SET \"n\" = \"t\".\"a\", \"a\" = \"excluded\".\"a\"", NULL, 0},
	{"update_from", "UPDATE t SET a = u.a FROM u WHERE u.id = t.id",
	 "keep distinct counts: SELECT \"u\".\"a\" AS \"c1\", \"t\".\"id\" AS \"c2\" FROM \"t\" AS "
	 "\"t\" CROSS JOIN \"u\" WHERE \"u\".\"id\" = \"t\".\"id\" ORDER BY \"t\".\"id\" FOR UPDATE "
	 "OF \"t\"; exec: (each 1, 1) UPDATE \"t\" SET \"a\" = ? WHERE \"t\".\"id\" = ?", NULL, TN_PLAN_NEEDS_TX},
	{"", "DELETE FROM t USING u WHERE t.id = u.id",
	 "DELETE FROM \"t\" USING \"u\" WHERE \"t\".\"id\" = \"u\".\"id\"", NULL, 0},
	{"delete_using", "DELETE FROM t USING u WHERE t.id = u.id AND t.a = 1",
	 "DELETE FROM \"t\" WHERE \"t\".\"a\" = 1 AND EXISTS (SELECT 1 FROM \"u\" WHERE "
	 "\"t\".\"id\" = \"u\".\"id\")", NULL, 0},
	{"delete_using", "DELETE FROM t USING u",
	 "DELETE FROM \"t\" WHERE EXISTS (SELECT 1 FROM \"u\")", NULL, 0},
	{"returned_nulls", "DELETE FROM t RETURNING b IN ('x', 'y') AS p, id IN (1, 2) AS q, b = 'x' AS r",
	 "DELETE FROM \"t\" RETURNING (SELECT \"b\") IN ('x', 'y') AS \"p\", \"id\" IN (1, 2) AS \"q\", "
	 "\"b\" = 'x' AS \"r\"", NULL, 0},
	{"", "DELETE FROM t RETURNING b IN ('x', 'y') AS p",
	 "DELETE FROM \"t\" RETURNING \"b\" IN ('x', 'y') AS \"p\"", NULL, 0},
	{"delete_using", "DELETE FROM t USING u WHERE t.id = u.id RETURNING t.b",
	 "DELETE FROM \"t\" WHERE EXISTS (SELECT 1 FROM \"u\" WHERE \"t\".\"id\" = "
	 "\"u\".\"id\") RETURNING \"t\".\"b\" AS \"b\"", NULL, 0},
	{"delete_using", "DELETE FROM t USING u WHERE t.id = u.id RETURNING u.b",
	 "give keep distinct counts: SELECT \"u\".\"b\" AS \"c1\", \"t\".\"id\" AS \"c2\" FROM "
	 "\"t\" AS \"t\" CROSS JOIN \"u\" WHERE \"t\".\"id\" = \"u\".\"id\" ORDER BY \"t\".\"id\" "
	 "FOR UPDATE OF \"t\"; exec: (each 1, 500) DELETE FROM \"t\" WHERE \"t\".\"id\" IN (?)", NULL,
	 TN_PLAN_NEEDS_TX},
	{"returning_joined", "DELETE FROM t USING u WHERE t.id = u.id RETURNING t.b",
	 "DELETE FROM \"t\" WHERE EXISTS (SELECT 1 FROM \"u\" WHERE \"t\".\"id\" = "
	 "\"u\".\"id\") RETURNING \"t\".\"b\" AS \"b\"", NULL, 0},
	{"returning_joined", "UPDATE t SET a = 1 FROM u WHERE t.id = u.id RETURNING t.b",
	 "UPDATE \"t\" SET \"a\" = 1 FROM \"u\" WHERE \"t\".\"id\" = \"u\".\"id\" RETURNING "
	 "\"t\".\"b\" AS \"b\"", NULL, 0},
	{"returning_joined", "UPDATE t SET a = 1 FROM u WHERE t.id = u.id RETURNING u.b",
	 "keep distinct counts: SELECT 1 AS \"c1\", \"u\".\"b\" AS \"c2\", \"t\".\"id\" AS \"c3\" "
	 "FROM \"t\" AS \"t\" CROSS JOIN \"u\" WHERE \"t\".\"id\" = \"u\".\"id\" ORDER BY "
	 "\"t\".\"id\" FOR UPDATE OF \"t\"; exec: (each 1, 1) UPDATE \"t\" SET \"a\" = ? WHERE "
	 "\"t\".\"id\" = ?; query: (each 1, 1) SELECT ? AS \"c1\" FROM \"t\" AS \"t\" WHERE "
	 "\"t\".\"id\" = ?", NULL, TN_PLAN_NEEDS_TX},
	{"returning_insert", "INSERT INTO t (id, f) VALUES (?, TRUE) RETURNING b, id",
	 "exec counts: INSERT INTO \"t\" (\"id\", \"f\") VALUES (?, TRUE); query: SELECT \"b\" AS "
	 "\"c1\", \"id\" AS \"c2\" FROM \"t\" AS \"t\" WHERE \"t\".\"id\" = ?", NULL, TN_PLAN_NEEDS_TX},
	{"returning_insert", "INSERT INTO t (id, f) VALUES (1, TRUE), (2, FALSE) RETURNING id",
	 "keep: VALUES (1, TRUE), (2, FALSE); exec counts: (each 1, 1) INSERT INTO \"t\" (\"id\", "
	 "\"f\") VALUES (?, ?); query: (each 1, 1) SELECT \"id\" AS \"c1\" FROM \"t\" AS \"t\" WHERE "
	 "\"t\".\"id\" = ?", NULL, TN_PLAN_NEEDS_TX},
	{"returning_insert", "INSERT INTO t (id, f) SELECT id + 9, f FROM u ORDER BY id RETURNING a",
	 "keep: SELECT \"id\" + 9 AS \"?column?\", \"f\" AS \"f\" FROM \"u\" ORDER BY \"id\" NULLS "
	 "LAST; exec counts: (each 1, 1) INSERT INTO \"t\" (\"id\", \"f\") VALUES (?, ?); query: "
	 "(each 1, 1) SELECT \"a\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"t\".\"id\" = ?", NULL, TN_PLAN_NEEDS_TX},
	{"returning_insert", "INSERT INTO t (f) VALUES (TRUE) RETURNING id", NULL,
	 "RETURNING is not available on this server (capability returning_insert)", 0},
	{"returning_insert", "INSERT INTO t (id, f) VALUES (1, TRUE), (2, DEFAULT) RETURNING id", NULL,
	 "RETURNING of several rows with DEFAULT is not available on this server (capability "
	 "returning_insert)", 0},
	{"returning_insert", "INSERT INTO t (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO NOTHING RETURNING id",
	 "exec counts: INSERT INTO \"t\" (\"id\", \"f\") VALUES (1, TRUE) ON CONFLICT (\"id\") DO "
	 "NOTHING; query if changed: SELECT \"id\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"t\".\"id\" "
	 "= 1", NULL, TN_PLAN_NEEDS_TX},
	{"returning_insert", "INSERT INTO t (id, f) VALUES (1, TRUE), (2, FALSE) ON CONFLICT (id) DO UPDATE SET a = 1 "
	 "RETURNING id, a",
	 "keep: VALUES (1, TRUE), (2, FALSE); exec counts: (each 1, 1) INSERT INTO \"t\" (\"id\", "
	 "\"f\") VALUES (?, ?) ON CONFLICT (\"id\") DO UPDATE SET \"a\" = 1; query: (each 1, 1) "
	 "SELECT \"id\" AS \"c1\", \"a\" AS \"c2\" FROM \"t\" AS \"t\" WHERE \"t\".\"id\" = ?", NULL, TN_PLAN_NEEDS_TX},
	{"returning_insert", "INSERT INTO t (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO UPDATE SET id = 2 "
	 "RETURNING id", NULL,
	 "RETURNING with ON CONFLICT is not available on this server (capability returning_insert)", 0},
	/* Read after the change: declared, where others can commit meanwhile. */
	{"returning_update", "UPDATE t SET a = 1 RETURNING (SELECT max(id) FROM u)",
	 "keep counts: SELECT \"t\".\"id\" AS \"c1\" FROM \"t\" AS \"t\" FOR UPDATE; exec: (each 1, "
	 "500) UPDATE \"t\" SET \"a\" = 1 WHERE \"t\".\"id\" IN (?); query: (each 1, 500) SELECT "
	 "(SELECT max(\"id\") AS \"max\" FROM \"u\") AS \"c1\" FROM \"t\" AS \"t\" WHERE "
	 "\"t\".\"id\" IN (?)", NULL, TN_PLAN_NEEDS_TX | TN_PLAN_WEAKER},
	{"returning_update row_locks", "UPDATE t SET a = 1 RETURNING (SELECT max(id) FROM u)",
	 "keep counts: SELECT \"t\".\"id\" AS \"c1\" FROM \"t\" AS \"t\"; exec: (each 1, 500) "
	 "UPDATE \"t\" SET \"a\" = 1 WHERE \"t\".\"id\" IN (?); query: (each 1, 500) SELECT (SELECT "
	 "max(\"id\") AS \"max\" FROM \"u\") AS \"c1\" FROM \"t\" AS \"t\" WHERE \"t\".\"id\" IN (?)", NULL,
	 TN_PLAN_NEEDS_TX | TN_PLAN_NEEDS_WRITE},
	{"returning_delete", "DELETE FROM t RETURNING (SELECT max(id) FROM u)",
	 "give keep counts: SELECT (SELECT max(\"id\") AS \"max\" FROM \"u\") AS \"c1\", "
	 "\"t\".\"id\" AS \"c2\" FROM \"t\" AS \"t\" FOR UPDATE; exec: (each 1, 500) DELETE FROM "
	 "\"t\" WHERE \"t\".\"id\" IN (?)", NULL, TN_PLAN_NEEDS_TX},
	{"returning_update", "UPDATE t SET a = a + 1, b = ? WHERE a > ? RETURNING id, a",
	 "keep counts: SELECT \"t\".\"id\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"a\" > ? FOR UPDATE; "
	 "exec: (each 1, 500) UPDATE \"t\" SET \"a\" = \"a\" + 1, \"b\" = ? WHERE \"t\".\"id\" IN "
	 "(?); query: (each 1, 500) SELECT \"id\" AS \"c1\", \"a\" AS \"c2\" FROM \"t\" AS \"t\" "
	 "WHERE \"t\".\"id\" IN (?)", NULL, TN_PLAN_NEEDS_TX},
	{"returning_update", "UPDATE t SET a = (SELECT max(a) FROM u), b = 'x' RETURNING a",
	 "keep counts: SELECT (SELECT max(\"a\") AS \"max\" FROM \"u\") AS \"c1\", 'x' AS \"c2\", "
	 "\"t\".\"id\" AS \"c3\" FROM \"t\" AS \"t\" FOR UPDATE; exec: (each 1, 1) UPDATE \"t\" SET "
	 "\"a\" = ?, \"b\" = ? WHERE \"t\".\"id\" = ?; query: (each 1, 1) SELECT \"a\" AS \"c1\" FROM "
	 "\"t\" AS \"t\" WHERE \"t\".\"id\" = ?", NULL, TN_PLAN_NEEDS_TX},
	{"returning_update", "UPDATE t SET id = 2 RETURNING a", NULL,
	 "RETURNING is not available on this server (capability returning_update)", 0},
	{"returning_update", "UPDATE t SET a = 1 FROM u WHERE t.id = u.id RETURNING t.b",
	 "keep distinct counts: SELECT 1 AS \"c1\", \"t\".\"id\" AS \"c2\" FROM \"t\" AS \"t\" "
	 "CROSS JOIN \"u\" WHERE \"t\".\"id\" = \"u\".\"id\" ORDER BY \"t\".\"id\" FOR UPDATE OF "
	 "\"t\"; exec: (each 1, 1) UPDATE \"t\" SET \"a\" = ? WHERE \"t\".\"id\" = ?; query: (each "
	 "1, 1) SELECT \"t\".\"b\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"t\".\"id\" = ?", NULL, TN_PLAN_NEEDS_TX},
	{"returning_delete", "DELETE FROM t WHERE f RETURNING id, a + 1 AS x",
	 "give keep counts: SELECT \"id\" AS \"c1\", \"a\" + 1 AS \"c2\", \"t\".\"id\" AS \"c3\" FROM "
	 "\"t\" AS \"t\" WHERE \"f\" FOR UPDATE; exec: (each 1, 500) DELETE FROM \"t\" WHERE "
	 "\"t\".\"id\" IN (?)", NULL, TN_PLAN_NEEDS_TX},
	{"returning_delete delete_using", "DELETE FROM t USING u WHERE t.a = u.a RETURNING t.id",
	 "give keep counts: SELECT \"t\".\"id\" AS \"c1\", \"t\".\"id\" AS \"c2\" FROM \"t\" AS \"t\" "
	 "WHERE EXISTS (SELECT 1 FROM \"u\" WHERE \"t\".\"a\" = \"u\".\"a\") FOR UPDATE; exec: (each "
	 "1, 500) DELETE FROM \"t\" WHERE \"t\".\"id\" IN (?)", NULL, TN_PLAN_NEEDS_TX},
	/* Rows that refer to each other. */
	{"", "DELETE FROM h WHERE b = 'x'", "DELETE FROM \"h\" WHERE \"b\" = 'x'", NULL, 0},
	{"own_references", "DELETE FROM h WHERE b = 'x'",
	 "keep counts: SELECT \"h\".\"id\" AS \"c1\" FROM \"h\" AS \"h\" WHERE \"b\" = 'x' FOR UPDATE; "
	 "exec first: (each 1, 500) UPDATE \"h\" SET \"a\" = NULL WHERE \"h\".\"id\" IN (?); exec: (each 1, 500) "
	 "DELETE FROM \"h\" WHERE \"h\".\"id\" IN (?)", NULL, TN_PLAN_NEEDS_TX},
	{"own_references", "DELETE FROM h", "exec: UPDATE \"h\" SET \"a\" = NULL; exec counts: DELETE FROM \"h\"",
	 NULL, TN_PLAN_NEEDS_TX},
	{"own_references", "DELETE FROM z WHERE a = 1", NULL,
	 "DELETE of rows that may refer to each other is not available on this server (capability "
	 "own_references)", 0},
	{"own_references truncate", "TRUNCATE h", "exec: UPDATE \"h\" SET \"a\" = NULL; exec counts: DELETE FROM "
	 "\"h\"", NULL, TN_PLAN_NEEDS_TX | TN_PLAN_NO_COUNT},
	{"delete_reads_target", "DELETE FROM t WHERE id IN (SELECT max(id) FROM t GROUP BY a)",
	 "keep counts: SELECT \"t\".\"id\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"id\" IN (SELECT "
	 "max(\"id\") AS \"max\" FROM \"t\" GROUP BY \"a\" FOR UPDATE) FOR UPDATE; exec: (each 1, 500) "
	 "DELETE FROM \"t\" WHERE \"t\".\"id\" IN (?)", NULL, TN_PLAN_NEEDS_TX},
	{"delete_reads_target locking_subquery", "DELETE FROM t WHERE id IN (SELECT max(id) FROM t GROUP BY a)",
	 "keep counts: SELECT \"t\".\"id\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"id\" IN (SELECT "
	 "max(\"id\") AS \"max\" FROM \"t\" GROUP BY \"a\") FOR UPDATE; exec: (each 1, 500) DELETE "
	 "FROM \"t\" WHERE \"t\".\"id\" IN (?)", NULL, TN_PLAN_NEEDS_TX},
	{"delete_reads_target", "DELETE FROM t WHERE id IN (SELECT max(id) FROM u GROUP BY a)",
	 "DELETE FROM \"t\" WHERE \"id\" IN (SELECT max(\"id\") AS \"max\" FROM \"u\" GROUP BY \"a\")", NULL, 0},
	{"delete_reads_target", "WITH c AS (SELECT max(id) AS m FROM t) DELETE FROM t WHERE id IN (SELECT m FROM c)",
	 "keep counts: WITH \"c\" AS (SELECT max(\"id\") AS \"m\" FROM \"t\" FOR UPDATE) SELECT "
	 "\"t\".\"id\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"id\" IN (SELECT \"m\" AS \"m\" FROM "
	 "\"c\") FOR UPDATE; exec: (each 1, 500) DELETE FROM \"t\" WHERE \"t\".\"id\" IN (?)", NULL, TN_PLAN_NEEDS_TX},
	{"delete_reads_target row_locks", "DELETE FROM t WHERE a = (SELECT max(a) FROM t)",
	 "keep counts: SELECT \"t\".\"id\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"a\" = (SELECT "
	 "max(\"a\") AS \"max\" FROM \"t\"); exec: (each 1, 500) DELETE FROM \"t\" WHERE \"t\".\"id\" "
	 "IN (?)", NULL, TN_PLAN_NEEDS_TX | TN_PLAN_NEEDS_WRITE},
	{"delete_alias_reads_target", "DELETE FROM t AS x WHERE EXISTS (SELECT 1 FROM t WHERE t.a = x.a AND "
	 "t.id > x.id)",
	 "DELETE FROM \"t\" WHERE EXISTS (SELECT 1 AS \"?column?\" FROM \"t\" AS \"tnx_1\" WHERE \"t\".\"a\" = "
	 "\"x\".\"a\" AND \"t\".\"id\" > \"x\".\"id\")", NULL, 0},
	{"update_reads_target", "UPDATE t SET a = (SELECT max(a) FROM t) + 1, n = a WHERE b = ?",
	 "keep counts: SELECT (SELECT max(\"a\") AS \"max\" FROM \"t\" FOR UPDATE) + 1 AS \"c1\", "
	 "\"a\" AS \"c2\", \"t\".\"id\" AS \"c3\" FROM \"t\" AS \"t\" WHERE \"b\" = ? FOR UPDATE; "
	 "exec: (each 1, 1) UPDATE \"t\" SET \"a\" = ?, \"n\" = ? WHERE \"t\".\"id\" = ?", NULL, TN_PLAN_NEEDS_TX},
	{"update_reads_target", "UPDATE t SET a = 1 WHERE a = (SELECT max(a) FROM t)",
	 "keep counts: SELECT \"t\".\"id\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"a\" = (SELECT "
	 "max(\"a\") AS \"max\" FROM \"t\" FOR UPDATE) FOR UPDATE; exec: (each 1, 500) UPDATE \"t\" "
	 "SET \"a\" = 1 WHERE \"t\".\"id\" IN (?)", NULL, TN_PLAN_NEEDS_TX},
	{"update_reads_target", "UPDATE t SET id = id + 1 WHERE a = (SELECT max(a) FROM t)", NULL,
	 "a subquery that reads the table that is changed is not available on this server (capability "
	 "update_reads_target)", 0},
	{"", "DELETE FROM t WHERE id IN (SELECT max(id) FROM t GROUP BY a) RETURNING id",
	 "DELETE FROM \"t\" WHERE \"id\" IN (SELECT max(\"id\") AS \"max\" FROM \"t\" GROUP BY \"a\") "
	 "RETURNING \"id\" AS \"id\"", NULL, 0},
	{"", "WITH c AS (SELECT id FROM u) DELETE FROM t WHERE id IN (SELECT id FROM c)",
	 "WITH \"c\" AS (SELECT \"id\" AS \"id\" FROM \"u\") DELETE FROM \"t\" WHERE \"id\" "
	 "IN (SELECT \"id\" AS \"id\" FROM \"c\")", NULL, 0},
	{"dml_with", "WITH c AS (SELECT id FROM u), d AS (SELECT id + 1 AS x FROM c) DELETE FROM t WHERE "
	 "id IN (SELECT x FROM d) OR a IN (SELECT c.id FROM c JOIN d ON c.id = d.x)",
	 "DELETE FROM \"t\" WHERE \"id\" IN (SELECT \"x\" AS \"x\" FROM (SELECT \"id\" + 1 AS "
	 "\"x\" FROM (SELECT \"id\" AS \"id\" FROM \"u\") AS \"c\" (\"id\")) AS \"d\" "
	 "(\"x\")) OR \"a\" IN (SELECT \"c\".\"id\" AS \"id\" FROM (SELECT \"id\" AS \"id\" "
	 "FROM \"u\") AS \"c\" (\"id\") JOIN (SELECT \"id\" + 1 AS \"x\" FROM (SELECT \"id\" "
	 "AS \"id\" FROM \"u\") AS \"c\" (\"id\")) AS \"d\" (\"x\") ON \"c\".\"id\" = "
	 "\"d\".\"x\")", NULL, 0},
	{"dml_with", "WITH c (x) AS (SELECT id FROM u) UPDATE t SET a = c.x FROM c WHERE c.x = t.id",
	 "UPDATE \"t\" SET \"a\" = \"c\".\"x\" FROM (SELECT \"id\" AS \"x\" FROM \"u\") AS "
	 "\"c\" (\"x\") WHERE \"c\".\"x\" = \"t\".\"id\"", NULL, 0},
	{"dml_with", "WITH RECURSIVE c AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM c WHERE x < 5) "
	 "DELETE FROM t WHERE id IN (SELECT x FROM c)", NULL,
	 "WITH RECURSIVE before UPDATE and DELETE is not available on this server (capability "
	 "dml_with)", 0},
	{"dml_with", "WITH c AS (SELECT random() AS x) DELETE FROM t WHERE id IN (SELECT 1 FROM c WHERE x "
	 "< 0.5e0) OR id IN (SELECT 2 FROM c WHERE x < 0.5e0)", NULL,
	 "WITH of a query that changes when it is read again is not available on this server "
	 "(capability dml_with)", 0},
	{"dml_with", "WITH c AS (SELECT id FROM u) INSERT INTO t (id, f) SELECT id, TRUE FROM c",
	 "WITH \"c\" AS (SELECT \"id\" AS \"id\" FROM \"u\") INSERT INTO \"t\" (\"id\", "
	 "\"f\") SELECT \"id\" AS \"id\", TRUE AS \"?column?\" FROM \"c\"", NULL, 0},
	{"", "CREATE VIEW x AS SELECT a, a > 1 AS c FROM t",
	 "CREATE VIEW \"x\" AS SELECT \"a\" AS \"a\", \"a\" > 1 AS \"c\" FROM \"t\"", NULL, 0},
	{"view_types", "CREATE VIEW x AS SELECT a, id FROM t",
	 "CREATE VIEW \"x\" AS SELECT \"a\" AS \"a\", \"id\" AS \"id\" FROM \"t\"", NULL, 0},
	{"view_types", "CREATE VIEW x AS SELECT a, f, a > 1 AS c FROM t WHERE a < 5",
	 "CREATE VIEW \"x\" AS SELECT \"a\" AS \"a\", \"f\" AS \"f\", \"a\" > 1 AS \"c\" FROM \"t\" WHERE "
	 "'tenon types [; BOOLEAN; =BOOLEAN]' <> '' AND \"a\" < 5", NULL, 0},
	{"", "CREATE VIEW x AS SELECT a, 1.50 AS c FROM t",
	 "CREATE VIEW \"x\" AS SELECT \"a\" AS \"a\", 1.50 AS \"c\" FROM \"t\" WHERE "
	 "'tenon types [; =NUMERIC(3,2)]' <> ''", NULL, 0},
	{"view_types", "CREATE VIEW x (a) AS VALUES (TRUE)",
	 "CREATE VIEW \"x\" AS SELECT \"tnx_1\".\"c1\" AS \"a\" FROM (VALUES (TRUE)) AS \"tnx_1\" (\"c1\") WHERE "
	 "'tenon types [=BOOLEAN]' <> ''", NULL, 0},
	{"view_types", "CREATE VIEW x AS SELECT a FROM t UNION ALL SELECT id FROM u",
	 "CREATE VIEW \"x\" AS SELECT \"a\" AS \"a\" FROM \"t\" WHERE 'tenon types [=BIGINT]' <> '' UNION ALL "
	 "SELECT \"id\" AS \"id\" FROM \"u\"", NULL, 0},
	{"tx_ddl", "CREATE TABLE x (a INTEGER)",
	 "CREATE TABLE \"x\" (\n  \"a\" INTEGER\n)", NULL, TN_PLAN_IMPLICIT_COMMIT},
	{"tx_ddl", "CREATE TEMPORARY TABLE x (a INTEGER)",
	 "CREATE TEMPORARY TABLE \"x\" (\n  \"a\" INTEGER\n)", NULL, 0},
};
COUNT(change);
