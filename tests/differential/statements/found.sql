-- What random statements have found (tests/fuzzsql), as small as it gets.

-- groups of a computed number
SELECT round(q.n) AS c FROM kinds AS q GROUP BY round(q.n);
SELECT (-1.005 * q.total) AS c FROM orders AS q GROUP BY (-1.005 * q.total);

-- one group without an aggregate among the outputs
SELECT FALSE AS c FROM items AS q GROUP BY FALSE;
SELECT 1e3 AS c FROM other_pairs AS q HAVING TRUE;
SELECT 'a' AS c FROM words AS q GROUP BY 12345678.90;
SELECT 1 AS c FROM nothing AS q HAVING TRUE;
SELECT 1 AS c FROM nothing AS q GROUP BY 1;

-- an aggregate over columns of the outer query alone, behind a subquery
SELECT 1 AS c FROM nothing AS q WHERE (SELECT max((SELECT 0.5 FROM keyed AS k WHERE k.hits = 5) * q.n = 100.00) FROM other_pairs AS o);

-- comparisons with ALL and ANY of a query
SELECT q.b AS c FROM kinds AS q WHERE (q.ts > ALL (SELECT k.seen AS c FROM keyed AS k));
SELECT q.id AS c, (q.value >= ANY (SELECT r.value FROM readings AS r)) AS c2 FROM readings AS q;

-- a full join by a condition that is no equality
SELECT l.code AS c FROM kinds AS k FULL JOIN keyed AS l ON k.b;

-- a join that finds nothing inside a right join
-- open: to be mended
SELECT ' ' AS c FROM items AS i JOIN readings AS r ON FALSE RIGHT JOIN items AS j ON TRUE;

-- a grouped operand of a set operation that is ordered
-- open: to be mended
SELECT q.b AS c1, 12345678.90 AS c2 FROM other_pairs AS q EXCEPT SELECT 1 AS c1, p.salary AS c2 FROM people AS p GROUP BY p.salary ORDER BY 1 DESC, 2;
-- open: to be mended
SELECT 1.50 AS c1, q.id AS c2 FROM readings AS q EXCEPT SELECT CAST(NULL AS NUMERIC(12,3)) AS c1, o.b AS c2 FROM other_pairs AS o GROUP BY o.b, o.a ORDER BY 1 DESC NULLS LAST, 2;

-- DISTINCT of a constant, skipped
-- open: to be mended
SELECT DISTINCT 8500.50 AS c FROM orders AS q ORDER BY 1 DESC NULLS LAST LIMIT 3 OFFSET 1;

-- texts in window functions that take any type
SELECT lead('a', 2) OVER (ORDER BY q.id) AS c FROM people AS q;
SELECT nth_value(' ', 3) OVER (ORDER BY q.order_id, q.line) AS c FROM items AS q;

-- more characters than a text has
SELECT right(q.v, 2147483647) AS c FROM kinds AS q;
SELECT right(' ', 2147483647) AS c;

-- text out of JSON beside other text
SELECT 12345678.90 AS c FROM items AS q WHERE (q.product BETWEEN q.product AND replace('Apple', '', (CAST(NULL AS JSON) ->> 0)));
SELECT split_part((CAST('{"a": 1}' AS JSON) ->> 'a'), ' ', 3) AS c FROM keyed AS q;
SELECT -0.25 AS c FROM words AS q WHERE json_valid((CAST('[1, 2]' AS JSON) ->> 'k'));
SELECT DATE '2024-03-01' AS c FROM pairs AS q WHERE starts_with(least((CAST('{"a": 1}' AS JSON) ->> 'k'), ''), 'a');

-- UUIDs whose digits look like a version
SELECT q.u AS c FROM kinds AS q;

-- kinds of results where NULL is computed with
SELECT least(round(CAST(NULL AS NUMERIC(12,3)), -1), 2.5) AS c FROM keyed AS q;
SELECT q.id AS c1, 32767 AS c2 FROM keyed AS q UNION SELECT q.id AS c1, CAST(CAST(NULL AS BOOLEAN) AS SMALLINT) AS c2 FROM keyed AS q;
-- open: to be mended
SELECT lead(FALSE, 0, (SELECT min(CAST(NULL AS BOOLEAN)) FROM keyed AS k)) OVER (ORDER BY q.id) AS c FROM readings AS q;

-- an operand of a set operation that has two aggregates of one text
-- open: to be mended
WITH w AS (SELECT FALSE AS c1, FALSE AS c2 FROM readings AS r UNION ALL SELECT bool_or(FALSE) AS c1, max(FALSE) AS c2 FROM words AS q INTERSECT SELECT FALSE AS c1, TRUE AS c2 FROM other_pairs AS o) SELECT * FROM w;

-- an aggregate whose FILTER alone names the outer query
SELECT 1 AS c FROM nothing AS q WHERE (SELECT bool_or(FALSE) FILTER (WHERE (q.n BETWEEN -2.5 AND 0.5)) FROM other_pairs AS o);

-- the JSON of a column as text
SELECT replace(q.v, '10', CAST(q.j AS TEXT)) AS c FROM kinds AS q WHERE q.id = 1;

-- groups of a computed text
SELECT lower(q.code) AS c FROM keyed AS q GROUP BY lower(q.code);
SELECT lower(q.code) AS c FROM keyed AS q GROUP BY lower(q.code) ORDER BY 1;
