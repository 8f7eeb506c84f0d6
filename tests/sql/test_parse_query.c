/* SPDX-License-Identifier: MIT */
/* tests/sql/test_parse_query.c - the trees of queries: SELECT, VALUES, set operations, expressions. */
#include "parse_test.h"

static const struct portable_case cases[] = {
	{"SELECT 1",
	 "query(select(item(literal 1)))"},
	{"SELECT a, t.b AS c, \"D\" d, t.*, * FROM s.t",
	 "query(select(item(column a) item c(column t.b) item d(column D) item(star t.*) item(star *) "
	 "from(table s.t)))"},
	{"SELECT ALL a FROM t WHERE a = 1 AND b <> 2 AND c != 'it''s' OR NOT d",
	 "query(select(item(column a) from(table t) where(op or(op and(op =(column a literal 1) op <>(column "
	 "b literal 2) op <>(column c literal \"it's\")) op not(column d)))))"},
	{"SELECT DISTINCT a FROM t GROUP BY a, b + 1 HAVING count(*) > 1",
	 "query(select distinct(item(column a) from(table t) group(column a) group(op +(column b literal 1)) "
	 "having(op >(call count star literal 1))))"},
	{"SELECT 1 FROM a JOIN b USING (x, y) LEFT JOIN c ON a.x = c.x RIGHT OUTER JOIN d ON TRUE FULL JOIN "
	 "e ON FALSE CROSS JOIN f",
	 "query(select(item(literal 1) from(join cross(join full(join right(join left(join inner (x, "
	 "y)(table a table b) table c on(op =(column a.x column c.x))) table d on(literal true)) table e "
	 "on(literal false)) table f))))"},
	{"SELECT 1 FROM a JOIN (b JOIN c ON b.x = c.x) ON a.x = b.x",
	 "query(select(item(literal 1) from(join inner(table a join inner(table b table c on(op =(column b.x "
	 "column c.x))) on(op =(column a.x column b.x))))))"},
	{"SELECT 1 FROM a JOIN b JOIN c ON b.x = c.x ON a.x = b.x",
	 "query(select(item(literal 1) from(join inner(table a join inner(table b table c on(op =(column b.x "
	 "column c.x))) on(op =(column a.x column b.x))))))"},
	{"SELECT 1 FROM t AS x (a, b), (SELECT 2) y (c), LATERAL (SELECT 3) AS z",
	 "query(select(item(literal 1) from(table t as x (a, b) derived as y (c)(select(item(literal 2))) "
	 "lateral as z(select(item(literal 3))))))"},
	{"SELECT count(*), count(DISTINCT a), sum(ALL a) FILTER (WHERE b), string_agg(a, ',' ORDER BY b DESC "
	 "NULLS FIRST, c ASC)",
	 "query(select(item(call count star) item(call count distinct(column a)) item(call sum(column a "
	 "filter(column b))) item(call string_agg(column a literal \",\" order desc nulls_first(column b) "
	 "order(column c)))))"},
	{"SELECT rank() OVER (PARTITION BY a, b ORDER BY c ROWS BETWEEN UNBOUNDED PRECEDING AND 2 FOLLOWING "
	 "EXCLUDE TIES), sum(a) OVER w, max(a) OVER (w ORDER BY b) FROM t WINDOW w AS (PARTITION BY c), v AS "
	 "()",
	 "query(select(item(call rank(window(partition(column a) partition(column b) order(column c) frame "
	 "rows unbounded_preceding following exclude=ties(literal 2)))) item(call sum over=w(column a)) "
	 "item(call max(column a window base=w(order(column b)))) from(table t) window w(partition(column "
	 "c)) window v))"},
	{"SELECT sum(a) OVER (ORDER BY b RANGE CURRENT ROW), sum(a) OVER (GROUPS BETWEEN 1 PRECEDING AND "
	 "CURRENT ROW EXCLUDE NO OTHERS)",
	 "query(select(item(call sum(column a window(order(column b) frame range current_row current_row))) "
	 "item(call sum(column a window(frame groups preceding current_row(literal 1))))))"},
	{"WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 10), d AS MATERIALIZED "
	 "(SELECT 2), e AS NOT MATERIALIZED (VALUES (3)) SELECT n FROM c",
	 "query(select(with recursive(cte c (n)(union all(select(item(literal 1)) select(item(op +(column n "
	 "literal 1)) from(table c) where(op <(column n literal 10))))) cte d "
	 "materialized(select(item(literal 2))) cte e not_materialized(values(row(literal 3)))) item(column "
	 "n) from(table c)))"},
	{"SELECT 1 UNION SELECT 2 UNION ALL SELECT 3",
	 "query(union all(union(select(item(literal 1)) select(item(literal 2))) select(item(literal 3))))"},
	{"SELECT 1 UNION SELECT 2 INTERSECT SELECT 3 EXCEPT ALL SELECT 4",
	 "query(except all(union(select(item(literal 1)) intersect(select(item(literal 2)) "
	 "select(item(literal 3)))) select(item(literal 4))))"},
	{"(SELECT 1 LIMIT 1) UNION (SELECT 2) ORDER BY 1",
	 "query(union(select(item(literal 1) limit(literal 1)) select(item(literal 2)) order(literal 1)))"},
	{"SELECT a FROM t ORDER BY a, b DESC NULLS LAST LIMIT 5 OFFSET 2",
	 "query(select(item(column a) from(table t) order(column a) order desc nulls_last(column b) "
	 "limit(literal 5) offset(literal 2)))"},
	{"SELECT a FROM t OFFSET 2 ROWS FETCH NEXT 3 ROWS ONLY",
	 "query(select(item(column a) from(table t) limit(literal 3) offset(literal 2)))"},
	{"SELECT a FROM t FETCH FIRST ROW ONLY",
	 "query(select(item(column a) from(table t) limit(literal 1)))"},
	{"SELECT a FROM t LIMIT ALL",
	 "query(select(item(column a) from(table t)))"},
	{"SELECT a FROM t LIMIT ? OFFSET ?",
	 "query(select(item(column a) from(table t) limit(param 0) offset(param 1)))"},
	{"SELECT a FROM t FOR UPDATE OF t, u NOWAIT",
	 "query(select(item(column a) from(table t) lock update nowait (t, u)))"},
	{"SELECT a FROM t LIMIT 1 FOR SHARE SKIP LOCKED",
	 "query(select(item(column a) from(table t) limit(literal 1) lock share skip))"},
	{"VALUES (1, 'a'), (2, 'b') ORDER BY 1",
	 "query(values(row(literal 1 literal \"a\") row(literal 2 literal \"b\") order(literal 1)))"},
	{"TABLE s.t",
	 "query(select(item(star *) from(table s.t)))"},
	{"SELECT (SELECT 1), EXISTS (SELECT 2), a IN (SELECT 3), a NOT IN (SELECT 4), a = ANY (SELECT 5), a "
	 "> ALL (SELECT 6), a <> SOME (:list)",
	 "query(select(item(scalar(select(item(literal 1)))) item(exists(select(item(literal 2)))) "
	 "item(in_query(column a select(item(literal 3)))) item(op not(in_query(column a select(item(literal "
	 "4))))) item(quantified_query =(column a select(item(literal 5)))) item(quantified_query > "
	 "all(column a select(item(literal 6)))) item(quantified <>(column a param 0))))"},
	{"SELECT a FROM t WHERE a IN (1, 2) AND b NOT IN (?) AND (a, b) IN ((1, 2), (3, 4))",
	 "query(select(item(column a) from(table t) where(op and(in(column a literal 1 literal 2) op "
	 "not(in(column b param 0)) in(row(column a column b) row(literal 1 literal 2) row(literal 3 literal "
	 "4))))))"},
	{"SELECT a BETWEEN 1 AND 2 AND b NOT BETWEEN SYMMETRIC 3 AND 4",
	 "query(select(item(op and(op between(column a literal 1 literal 2) op not(op between "
	 "symmetric(column b literal 3 literal 4))))))"},
	{"SELECT a LIKE 'x%', a NOT LIKE b ESCAPE '!', a ILIKE c, a NOT ILIKE d",
	 "query(select(item(op like(column a literal \"x%\")) item(op not(op like(column a column b literal "
	 "\"!\"))) item(op ilike(column a column c)) item(op not(op ilike(column a column d)))))"},
	{"SELECT a IS NULL, a IS NOT NULL, a IS TRUE, a IS NOT FALSE, a IS UNKNOWN, a IS DISTINCT FROM b, a "
	 "IS NOT DISTINCT FROM NULL",
	 "query(select(item(op is_null(column a)) item(op is_not_null(column a)) item(op is_true(column a)) "
	 "item(op is_not_false(column a)) item(op is_unknown(column a)) item(op is_distinct(column a column "
	 "b)) item(op is_not_distinct(column a literal NULL))))"},
	{"SELECT CASE WHEN a THEN 1 ELSE 2 END, CASE a WHEN 1 THEN 2 WHEN 3 THEN 4 END",
	 "query(select(item(case else(column a literal 1 literal 2)) item(case operand(column a literal 1 "
	 "literal 2 literal 3 literal 4))))"},
	{"SELECT CAST(a AS NUMERIC(10, 2)), a::text, a::double precision AS b, a::timestamp with time zone, "
	 "a::varchar(3) c",
	 "query(select(item(cast :NUMERIC(10,2)(column a)) item(cast :TEXT(column a)) item b(cast :DOUBLE "
	 "PRECISION(column a)) item(cast :TIMESTAMPTZ(column a)) item c(cast :VARCHAR(3)(column a))))"},
	{"SELECT EXTRACT(YEAR FROM a), EXTRACT('month' FROM a), date_trunc('Day', a)",
	 "query(select(item(call extract_year(column a)) item(call extract_month(column a)) item(call "
	 "date_trunc_day(column a))))"},
	{"SELECT POSITION('a' IN b), POSITION(a, b), SUBSTRING(a FROM 2 FOR 3), SUBSTRING(a FOR 3), "
	 "SUBSTRING(a, 2)",
	 "query(select(item(call position(literal \"a\" column b)) item(call position(column a column b)) "
	 "item(call substring(column a literal 2 literal 3)) item(call substring(column a literal 1 literal "
	 "3)) item(call substring(column a literal 2))))"},
	{"SELECT TRIM(a), TRIM(BOTH FROM a), TRIM(LEADING 'x' FROM a), TRIM(TRAILING FROM a), TRIM('y' FROM "
	 "a)",
	 "query(select(item(call trim(column a)) item(call trim(column a)) item(call ltrim(column a literal "
	 "\"x\")) item(call rtrim(column a)) item(call trim(column a literal \"y\"))))"},
	{"SELECT CURRENT_TIMESTAMP, CURRENT_TIMESTAMP(6), CURRENT_DATE, LOCALTIMESTAMP, now(), left(a, 1), "
	 "replace(a, b, c), if(a, b, c)",
	 "query(select(item(call current_timestamp) item(call current_timestamp) item(call current_date) "
	 "item(call localtimestamp) item(call now) item(call left(column a literal 1)) item(call "
	 "replace(column a column b column c)) item(call if(column a column b column c))))"},
	{"SELECT :a, :b, :a",
	 "query(select(item(param 0) item(param 1) item(param 0)))"},
	{"SELECT - 5, -5, - a, + 5, -(5), - -5, -9223372036854775808, a - 5, a -5, -1.5, -0.0",
	 "query(select(item(literal -5) item(literal -5) item(op negative(column a)) item(op "
	 "positive(literal 5)) item(op negative(literal 5)) item(literal 5) item(literal "
	 "-9223372036854775808) item(op -(column a literal 5)) item(op -(column a literal 5)) item(literal "
	 "-1.5) item(literal 0.0)))"},
	{"SELECT 1 + 2 * 3 - 4 / 5 % 6, (1 + 2) * 3, -a * b, - a::text",
	 "query(select(item(op -(op +(literal 1 op *(literal 2 literal 3)) op %(op /(literal 4 literal 5) "
	 "literal 6))) item(op *(op +(literal 1 literal 2) literal 3)) item(op *(op negative(column a) "
	 "column b)) item(op negative(cast :TEXT(column a)))))"},
	{"SELECT a || b || c, a || (b || c), a AND (b AND c) AND d, (a OR b) OR (c OR d)",
	 "query(select(item(op ||(column a column b column c)) item(op ||(column a column b column c)) "
	 "item(op and(column a column b column c column d)) item(op or(column a column b column c column "
	 "d))))"},
	{"SELECT a & b | c # d << 1 >> 2, ~ a + b, a || b + c, doc -> 'x' ->> 2 = 'y'",
	 "query(select(item(op >>(op <<(op #(op |(op &(column a column b) column c) column d) literal 1) "
	 "literal 2)) item(op ~(op +(column a column b))) item(op ||(column a op +(column b column c))) "
	 "item(op =(op ->>(op ->(column doc literal \"x\") literal 2) literal \"y\"))))"},
	{"SELECT NOT a = b, NOT a AND b, a = b OR c AND d, a = 1 IS NULL, a + 1 < b AND c",
	 "query(select(item(op not(op =(column a column b))) item(op and(op not(column a) column b)) item(op "
	 "or(op =(column a column b) op and(column c column d))) item(op is_null(op =(column a literal 1))) "
	 "item(op and(op <(op +(column a literal 1) column b) column c))))"},
	{"SELECT (1, 2) = (3, 4), ROW (1), (a, b) < (c, d), ((1))",
	 "query(select(item(op =(row(literal 1 literal 2) row(literal 3 literal 4))) item(row(literal 1)) "
	 "item(op <(row(column a column b) row(column c column d))) item(literal 1)))"},
	{"SELECT 1 AS select, t.order, t.from FROM t",
	 "query(select(item select(literal 1) item(column t.order) item(column t.from) from(table t)))"},
};

START_TEST(trees)
{
	portable_check(&cases[_i]);
}
END_TEST

TCase *query_cases(void)
{
	TCase *tc = tcase_create("query");

	tcase_add_loop_test(tc, trees, 0, sizeof(cases) / sizeof(cases[0]));
	return tc;
}
