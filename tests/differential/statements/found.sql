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
SELECT ' ' AS c FROM items AS i JOIN readings AS r ON FALSE RIGHT JOIN items AS j ON TRUE;
SELECT p.id, o.a, q.a AS z FROM people AS p JOIN other_pairs AS o ON 1 = 0 AND o.a = p.id RIGHT JOIN pairs AS q ON q.a = o.a;
SELECT p.id, o.a, q.a AS z FROM people AS p JOIN other_pairs AS o ON o.a = p.id AND NULL RIGHT JOIN pairs AS q ON q.a = o.a;
SELECT p.id, o.a, q.a AS z FROM people AS p JOIN other_pairs AS o ON (FALSE AND o.a = p.id) OR FALSE FULL JOIN pairs AS q ON q.a = o.a;
SELECT p.id, (SELECT count(*) FROM pairs AS a JOIN other_pairs AS o ON p.id > 2 RIGHT JOIN words AS w ON w.id = a.a) AS n FROM people AS p;
SELECT p.id, o.a, q.a AS z FROM people AS p LEFT JOIN other_pairs AS o ON FALSE RIGHT JOIN pairs AS q ON q.a = p.id;
SELECT p.id, q.a AS z FROM people AS p JOIN (other_pairs AS o RIGHT JOIN pairs AS q ON TRUE) ON FALSE;
SELECT p.id, (SELECT count(*) FROM pairs AS q LEFT JOIN other_pairs AS o ON p.id > 2) AS n FROM people AS p;
SELECT p.id, (SELECT count(o.a) FROM pairs AS q LEFT JOIN other_pairs AS o ON o.a = q.a AND p.id > q.b) AS n FROM people AS p;
SELECT p.id, (SELECT count(w.id) FROM pairs AS q LEFT JOIN words AS w ON w.id = 1 AND w.id = p.id) AS n FROM people AS p;

-- a grouped operand of a set operation that is ordered
SELECT q.b AS c1, 12345678.90 AS c2 FROM other_pairs AS q EXCEPT SELECT 1 AS c1, p.salary AS c2 FROM people AS p GROUP BY p.salary ORDER BY 1 DESC, 2;
SELECT 1.50 AS c1, q.id AS c2 FROM readings AS q EXCEPT SELECT CAST(NULL AS NUMERIC(12,3)) AS c1, o.b AS c2 FROM other_pairs AS o GROUP BY o.b, o.a ORDER BY 1 DESC NULLS LAST, 2;
SELECT p.salary AS c FROM people AS p GROUP BY p.salary UNION SELECT o.total AS c FROM orders AS o ORDER BY 1;
SELECT p.salary AS c FROM people AS p INTERSECT SELECT o.total FROM orders AS o GROUP BY o.total, o.id UNION ALL SELECT 1.5 ORDER BY c DESC LIMIT 2;

-- DISTINCT of a constant, skipped
SELECT DISTINCT 8500.50 AS c FROM orders AS q ORDER BY 1 DESC NULLS LAST LIMIT 3 OFFSET 1;
SELECT DISTINCT 1 AS c FROM orders AS q LIMIT 3 OFFSET 0;
SELECT DISTINCT p.city FROM people AS p CROSS JOIN words AS w WHERE p.id = 1 LIMIT 3 OFFSET 1;
-- ordered
SELECT DISTINCT q.b, 'x' AS c FROM pairs AS q ORDER BY q.b DESC OFFSET 2;
SELECT p.id FROM people AS p WHERE p.id IN (SELECT DISTINCT 1 FROM words LIMIT 2 OFFSET 1);
SELECT p.id, (SELECT DISTINCT p.id FROM words LIMIT 1 OFFSET 1) AS c FROM people AS p;

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
SELECT lead(FALSE, 0, (SELECT min(CAST(NULL AS BOOLEAN)) FROM keyed AS k)) OVER (ORDER BY q.id) AS c FROM readings AS q;
SELECT 1 AS c UNION ALL SELECT CAST(CAST(NULL AS BIGINT) AS SMALLINT) AS c;
SELECT 12.50 AS c UNION ALL SELECT CAST(NULL AS NUMERIC(12,3)) + 1 AS c;
SELECT coalesce(CAST(NULL AS NUMERIC(12,3)), 1.5) AS c, coalesce(CAST(NULL AS DOUBLE PRECISION), 1.5) AS d, coalesce(CAST(NULL AS BIGINT), 7) AS i;
SELECT CASE WHEN q.id > 3 THEN TRUE ELSE CAST(NULL AS BOOLEAN) END AS c, nullif(NULL, q.id) AS n FROM readings AS q;
SELECT lead(q.id, 1, CAST(NULL AS BIGINT)) OVER (ORDER BY q.id) AS c, lag(1.5, 1, CAST(NULL AS NUMERIC(12,3))) OVER (ORDER BY q.id) AS n FROM readings AS q;

-- an operand of a set operation that has two aggregates of one text
WITH w AS (SELECT FALSE AS c1, FALSE AS c2 FROM readings AS r UNION ALL SELECT bool_or(FALSE) AS c1, max(FALSE) AS c2 FROM words AS q INTERSECT SELECT FALSE AS c1, TRUE AS c2 FROM other_pairs AS o) SELECT * FROM w;
SELECT max(1) AS a, max(1) AS b FROM words EXCEPT (SELECT max(2), max(2) FROM words UNION ALL SELECT max(3), max(3) FROM words);
SELECT q.id FROM words AS q WHERE q.id IN (SELECT max(1) FROM words UNION (SELECT max(2) FROM words INTERSECT SELECT max(2) FROM words));

-- an aggregate whose FILTER alone names the outer query
SELECT 1 AS c FROM nothing AS q WHERE (SELECT bool_or(FALSE) FILTER (WHERE (q.n BETWEEN -2.5 AND 0.5)) FROM other_pairs AS o);

-- the JSON of a column as text
SELECT replace(q.v, '10', CAST(q.j AS TEXT)) AS c FROM kinds AS q WHERE q.id = 1;

-- groups of a computed text
SELECT lower(q.code) AS c FROM keyed AS q GROUP BY lower(q.code);
SELECT lower(q.code) AS c FROM keyed AS q GROUP BY lower(q.code) ORDER BY 1;

-- keys of groups inside other expressions
SELECT length('x' || q.word) AS c, count(*) AS n FROM words AS q GROUP BY 'x' || q.word HAVING length('x' || q.word) > 2;
-- ordered
SELECT q.a + 1 AS c FROM pairs AS q GROUP BY q.a + 1 ORDER BY (q.a + 1) * 2 DESC NULLS FIRST, q.a + 1;

-- many characters at once
SELECT id, translate(word, 'apl', 'pla') AS a, translate(word, 'aple', 'pa') AS b, translate(word, 'ab01', 'ba10') AS c FROM words;
SELECT id, translate(word, 'äaé😀', 'aä日x') AS a, translate(word, 'aabb', 'xyz') AS b, translate(word, 'abcde', 'bcdea') AS c FROM words;
SELECT id, translate(word, 'pzl', 'ppz') AS a, translate(word, '', 'x') AS b, translate(word, 'a', '') AS c, translate(word, 'xab', 'aba') AS d FROM words;
SELECT translate('a0b1a1b0', 'ab', 'ba') AS a, translate('abc0', '0ab', 'ab0') AS b, translate('aA', 'aA', 'Aa') AS c;

-- the changed table read by a subquery
UPDATE keyed SET hits = (SELECT max(k.hits) FROM keyed AS k) WHERE id IN (SELECT min(k.id) FROM keyed AS k WHERE k.state = keyed.state);
DELETE FROM pairs WHERE a = (SELECT max(p.a) FROM pairs AS p WHERE p.b IN (SELECT q.b FROM pairs AS q));
INSERT INTO pairs (a, b) VALUES ((SELECT count(*) FROM pairs AS p JOIN pairs AS q ON p.a = q.b), 7);
