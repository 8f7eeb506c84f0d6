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

-- rows that a change gives back, under an alias
-- check: SELECT * FROM other_pairs
DELETE FROM other_pairs AS q WHERE q.a = 1 RETURNING q.a, q.b;
-- check: SELECT * FROM other_pairs
DELETE FROM other_pairs AS q WHERE EXISTS (SELECT 1 FROM other_pairs WHERE q.a < 2) RETURNING q.a, (SELECT count(*) FROM pairs AS other_pairs WHERE other_pairs.a = q.b) AS n;
-- check: SELECT id, n FROM kinds
UPDATE kinds AS q SET n = r.weight + 0.25 FROM (SELECT id, CAST(2.5 AS NUMERIC(8,2)) AS weight FROM readings) AS r WHERE r.id = q.si RETURNING q.ts AS c, q.n;

-- the columns of no row
-- check: SELECT * FROM pairs
DELETE FROM pairs WHERE FALSE RETURNING a, 1 AS c;

-- a part of no bytes
SELECT substring(x'', 32767) AS c, substring(q.y, 2) AS d, substring(q.y, 1, 0) AS e FROM kinds AS q;

-- digits of a number that comes from several places, as text
SELECT CAST(CASE WHEN q.active THEN 0.5 ELSE 1.255 END AS TEXT) AS c, CAST(coalesce(q.salary, 1.5) AS TEXT) AS d, CAST((CASE WHEN q.active THEN 7.0 ELSE 100.00 END - 1.50) AS TEXT) AS e FROM people AS q;

-- a boolean that is NULL, as a number beside others
SELECT q.i AS c, 32767 AS d FROM kinds AS q UNION SELECT q.id AS c, CAST(CAST(NULL AS BOOLEAN) AS SMALLINT) AS d FROM keyed AS q;

-- a member of a text as JSON
SELECT (to_json(' ') ->> 'a') AS c, (to_json(q.name) ->> 'a') AS d, json_build_object('a', q.name) ->> 'a' AS e FROM people AS q;

-- a number of few digits in a column of many
SELECT q.note AS c, q.total AS d FROM orders AS q UNION ALL SELECT 'one' AS c, k.w AS d FROM kinds AS k;
SELECT CAST(d.c AS VARCHAR(20)) AS c FROM (SELECT 7.0 AS c FROM pairs AS q EXCEPT SELECT 100.00 AS c FROM pairs AS q) AS d;

-- a remainder of nothing
SELECT mod(round(q.n, -1), 8.0) AS c FROM kinds AS q;

-- NULL in the place of what is not found
SELECT replace('one', 'o''ne', CAST(NULL AS TEXT)) AS c, replace(q.name, 'x', q.city) AS d FROM people AS q;

-- the least of one text
SELECT first_value(least('Apple')) OVER (ORDER BY q.id) AS c FROM readings AS q;

-- a subquery of the table that loses rows, under an alias
-- check: SELECT * FROM pairs
DELETE FROM pairs AS q WHERE q.a = (SELECT max(p.a) FROM pairs AS p WHERE p.b = q.b);
-- check: SELECT * FROM pairs
DELETE FROM pairs AS q WHERE (SELECT bool_or(FALSE) FROM pairs AS p) RETURNING q.a;

-- numbers of different columns, sorted together
-- ordered
SELECT 0.0 AS c1, q.id AS c2 FROM words AS q UNION ALL SELECT i.price AS c1, i.line + 100 * i.order_id AS c2 FROM items AS i ORDER BY 1, 2;

-- an aggregate of a subquery that compares a column of the query around it
SELECT min((SELECT min(7) FROM nothing AS n WHERE ('b' > ALL (SELECT n.v AS c FROM orders AS o)))) AS c FROM kinds AS k;

-- a constant column of an outer join that finds nothing, in a window
SELECT min(d.c) OVER (ORDER BY p.id, k.code) AS c FROM people AS p LEFT JOIN keyed AS k ON TRUE LEFT JOIN (SELECT TIMESTAMP '1970-01-01 00:00:00.5' AS c FROM nothing AS n) AS d ON FALSE;

-- a member of JSON behind a full join
SELECT count(*) AS n FROM items AS i FULL JOIN kinds AS k ON i.quantity = k.id WHERE ((json_build_array(FALSE, position(i.product IN k.v)) ->> 1) <= 'London');

-- the greatest or least of no day, behind NOT IN
SELECT 1 AS c FROM other_pairs AS q WHERE (DATE '2024-03-01' NOT IN (SELECT min(k.dt) AS c FROM kinds AS k WHERE k.id = 5));
SELECT 1 AS c FROM other_pairs AS q WHERE (TIMESTAMP '2024-03-01 00:00:00' <> ALL (SELECT max(k.ts) AS c FROM kinds AS k WHERE k.id = 5));

-- a window in a query that all its rows are compared with
SELECT q.a AS c FROM pairs AS q WHERE (q.a > ALL (SELECT min(q.b) OVER (ORDER BY o.id) AS c FROM orders AS o));
SELECT q.w AS c FROM kinds AS q WHERE (-1.005 <> ALL (SELECT sum(-2.5) OVER (ORDER BY r.id) AS c FROM readings AS r));

-- a constant column of an outer join that finds nothing
SELECT count(*) AS n FROM readings AS q LEFT JOIN (SELECT TRUE AS c FROM words AS w) AS d ON CAST(NULL AS BOOLEAN) WHERE (SELECT bool_or(TRUE) FROM words AS v WHERE d.c);

-- a join that finds nothing inside a full join
SELECT q.product AS c FROM words AS w JOIN words AS v ON FALSE FULL JOIN items AS q ON FALSE;

-- a NULL that is rounded, beside a number
SELECT least(round(CAST(NULL AS NUMERIC(12,3)), -1), 2.5) AS c, greatest(ceil(CAST(NULL AS NUMERIC(12,3))), 2.5) AS d, coalesce(abs(CAST(NULL AS NUMERIC(12,3))), 2.5) AS e FROM people AS q;

-- rows that refer to each other, all deleted
-- check: SELECT * FROM people
DELETE FROM people;
-- check: SELECT id, boss_id FROM people
DELETE FROM people WHERE id > 2;
-- check: SELECT id, boss_id FROM people
DELETE FROM people WHERE id <= 4;
-- check: SELECT id, boss_id FROM people
DELETE FROM people WHERE boss_id IS NOT NULL RETURNING id, boss_id;
-- check: SELECT id, boss_id FROM people
DELETE FROM people WHERE id IN (SELECT max(id) FROM people) RETURNING id, boss_id;
-- check: SELECT id, boss_id FROM people
DELETE FROM people USING orders WHERE orders.person_id = people.id;

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

-- rows of a query, of which some are there: how many were new
-- check: SELECT id, sensor FROM readings
INSERT INTO readings (id, sensor, at) SELECT q.id + 3, 'a', TIMESTAMP '2024-01-01 00:00:00' FROM words AS q ON CONFLICT (id) DO NOTHING;

-- rows that are there and stay as they are: how many were changed
-- check: SELECT id, word FROM words
INSERT INTO words (id) VALUES (3), (4) ON CONFLICT (id) DO UPDATE SET word = 'apple' WHERE FALSE;

-- a computed number before WHEN
SELECT CASE trunc(-0.25) WHEN 0.0 THEN 1 ELSE 2 END AS c, CASE abs(-0.250) WHEN 0.25 THEN 1 ELSE 2 END AS d;
SELECT CASE abs(k.n) WHEN k.n THEN 1 WHEN k.w THEN 3 ELSE 2 END AS c, k.id FROM kinds AS k;

-- a mean of numbers whose squares are beyond DOUBLE
SELECT avg(k.d) AS c FROM kinds AS k WHERE k.d > 1e299 OR k.d < -1e299;
SELECT k.id, avg(k.d) OVER (ORDER BY k.id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS c, avg(k.d) FILTER (WHERE k.id > 4) OVER (ORDER BY k.id) AS d FROM kinds AS k WHERE k.id <> 4;
SELECT avg(DISTINCT k.d) AS c, avg(k.r) AS d, avg(DISTINCT k.r) AS e FROM kinds AS k WHERE k.id <> 3 AND k.id <> 4;

-- a member of JSON whose name is a literal, in a condition that moves into a subquery
SELECT count(*) AS n FROM items AS i FULL JOIN kinds AS k ON i.quantity = k.id WHERE ((json_build_array(FALSE, position(i.product IN k.v)) ->> 1) IS NOT NULL);
SELECT count(*) AS n FROM items AS i FULL JOIN kinds AS k ON i.quantity = k.id WHERE ((json_build_array(FALSE, i.quantity) ->> 1) <= 'London');
SELECT count(*) AS n FROM items AS i LEFT JOIN kinds AS k ON i.quantity = k.id WHERE ((json_build_array(FALSE, position(i.product IN k.v)) ->> 1) <= 'London');
SELECT count(*) AS n FROM (SELECT i.product, k.v FROM items AS i LEFT JOIN kinds AS k ON i.quantity = k.id) AS s WHERE ((json_build_array(FALSE, position(s.product IN s.v)) ->> 1) <= 'London');
SELECT count(*) AS n FROM (SELECT i.product, k.v FROM items AS i LEFT JOIN kinds AS k ON i.quantity = k.id UNION ALL SELECT 'a' AS product, 'b' AS v) AS s WHERE ((json_build_array(FALSE, position(s.product IN s.v)) ->> 1) <= 'London');
SELECT count(*) AS n FROM (SELECT 'x' AS product, 'z' AS v UNION ALL SELECT 'a' AS product, 'b' AS v) AS s WHERE ((json_build_array(FALSE, s.product) ->> 1) <= 'London');
SELECT (json_build_object('a"b', k.v, 'c\d', k.i, '', 3, 'x.y[*]', 4, 'ü', 5) ->> 'a"b') AS a, (json_build_object('a"b', k.v, 'c\d', k.i) -> 'c\d') AS b, (json_build_object('', k.v, 'c\d', k.i) ->> '') AS c, (json_build_object('', k.v, 'x.y[*]', k.i) ->> 'x.y[*]') AS d, json_build_object('ü', k.v) -> 'ü' AS e, (k.j ->> 'a') AS f, k.j -> 'b' ->> 1 AS g, k.j ->> 5000000000 AS h FROM kinds AS k;
SELECT count(*) AS n FROM (SELECT i.product FROM items AS i UNION ALL SELECT 'a' AS product) AS s WHERE ((json_build_object('a', s.product) ->> 'a') <= 'london');
SELECT count(*) AS n FROM (SELECT i.product FROM items AS i UNION ALL SELECT 'a' AS product) AS s WHERE ((json_build_object('a"b\', s.product) ->> 'a"b\') <= 'london');

-- texts with quotes and backslashes in a condition on a UNION
SELECT count(*) AS n FROM (SELECT word FROM words UNION ALL SELECT 'b' AS word) AS d WHERE d.word = 'back\slash' OR d.word = 'it''s';
-- param: p text it's
SELECT count(*) AS n FROM (SELECT word FROM words UNION ALL SELECT 'b' AS word) AS d WHERE d.word = :p;
-- param: p text back\slash
SELECT count(*) AS n FROM (SELECT word FROM words UNION ALL SELECT 'b' AS word) AS d WHERE d.word = :p;
-- param: p text x' OR '1' = '1
SELECT count(*) AS n FROM (SELECT word FROM words UNION ALL SELECT 'b' AS word) AS d WHERE d.word = :p;

-- LIKE beside a full join that finds nothing
SELECT count(*) AS n FROM people AS p FULL JOIN words AS w ON FALSE WHERE p.name LIKE 'A%';
SELECT count(*) AS n FROM people AS p FULL JOIN words AS w ON FALSE WHERE w.word LIKE p.name;
SELECT count(*) AS n FROM people AS p FULL JOIN (SELECT 'x' AS c FROM words) AS w ON p.id = 1 WHERE w.c LIKE 'x%';
SELECT p.name LIKE d.c AS x FROM people AS p FULL JOIN (SELECT 'A%' AS c) AS d ON TRUE;
SELECT d.c LIKE 'A%' AS x FROM people AS p FULL JOIN (SELECT 'A%' AS c) AS d ON FALSE;

-- keys of groups inside keys of ORDER BY
SELECT q.a + q.b AS c FROM pairs AS q GROUP BY q.a + q.b ORDER BY (q.a + q.b) * 2;
SELECT q.a AS c FROM pairs AS q GROUP BY q.a ORDER BY q.a + 1;
SELECT upper(q.word) AS c FROM words AS q GROUP BY upper(q.word) ORDER BY length(upper(q.word)), 1;
SELECT count(*) AS c FROM words AS q GROUP BY upper(q.word) ORDER BY CASE WHEN upper(q.word) IS NULL THEN 1 ELSE 0 END, count(*);

-- dates of groups, NULLs among them; texts in functions that take any type
SELECT lag(least('text'),2) OVER (ORDER BY id) AS c FROM people;
SELECT lead(CASE WHEN id > 2 THEN 'a' ELSE 'b' END, 1) OVER (ORDER BY id) AS c, first_value(coalesce(NULL, 'a')) OVER (ORDER BY id) AS d, nth_value(nullif('a', 'b'), 2) OVER (ORDER BY id) AS e, last_value(greatest('a', 'b')) OVER () AS f FROM people;
SELECT lag(CASE WHEN id > 2 THEN 'a' END, 1, 'x') OVER (ORDER BY id) AS c, lag('x', 1, name) OVER (ORDER BY id) AS d, lag(name, 1, 'x') OVER (ORDER BY id) AS e, lag(least('text'), 2, 'u') OVER (ORDER BY id) AS f, lag((SELECT 'a'), 2) OVER (ORDER BY id) AS g, lag(min('a'), 2) OVER (ORDER BY min(id)) AS h FROM people GROUP BY id, name;
SELECT least(least('b')) AS a, greatest(least('b'), 'c') AS b, coalesce('y') AS c, coalesce(least('y')) AS d, count(DISTINCT 'a') AS e, min(least('x')) AS f, max('u') AS g, string_agg('a', ',') AS h, bool_and('a' = least('a')) AS i;
SELECT d.c, lag(d.c) OVER (ORDER BY d.c) AS e, least(d.c) AS f FROM (SELECT 'a' AS c UNION ALL SELECT least('b')) AS d;
SELECT d.c, lag(d.c) OVER (ORDER BY d.c) AS e, least(d.c) AS f FROM (SELECT 'a' AS c) AS d;
SELECT lag(CAST(NULL AS TEXT), 1) OVER (ORDER BY id) AS c, lag(least(NULL, 'a'), 1) OVER (ORDER BY id) AS d FROM people;
SELECT min(dt) AS c, max(dt) AS d, min(ts) AS e, max(ts) AS f, min(tz) AS g, min(tm) AS h FROM kinds;
SELECT k.b, min(k.dt) AS c, min(k.ts) AS e FROM kinds AS k GROUP BY k.b;
SELECT min(k.dt) OVER (ORDER BY k.id) AS c, min(k.ts) OVER (ORDER BY k.id) AS e, first_value(k.dt) OVER (ORDER BY k.dt) AS f FROM kinds AS k;
SELECT least(k.dt, DATE '2000-01-01') AS c, (SELECT min(x.dt) FROM kinds AS x) AS d, k.dt - 1 AS e FROM kinds AS k WHERE k.id <> 4;
SELECT k.id FROM kinds AS k WHERE k.dt = (SELECT min(x.dt) FROM kinds AS x);
SELECT k.id FROM kinds AS k WHERE k.ts <= ALL (SELECT x.ts FROM kinds AS x WHERE x.ts IS NOT NULL);
SELECT d.c FROM (SELECT min(dt) AS c FROM kinds) AS d WHERE d.c < DATE '1900-01-01';
SELECT CAST(min(dt) AS TEXT) AS c, min(dt) + 1 AS d, min(dt) - DATE '0001-01-01' AS e, extract(YEAR FROM min(dt)) AS f FROM kinds;
SELECT k.b, max(k.dt) AS c, (SELECT min(x.dt) FROM kinds AS x) AS d FROM kinds AS k GROUP BY k.b HAVING min(k.dt) < DATE '2000-01-01' ORDER BY max(k.dt) DESC;
SELECT k.b, lag(min(k.dt)) OVER (ORDER BY min(k.dt)) AS c, min(min(k.dt)) OVER (ORDER BY k.b) AS d FROM kinds AS k GROUP BY k.b;
SELECT k.b, min(k.dt) FILTER (WHERE k.id > 4) AS c, max(DISTINCT k.dt) AS d FROM kinds AS k GROUP BY k.b;

-- subqueries of IN, ANY and ALL: windows, dates of groups, columns of the query around
SELECT k.id FROM kinds AS k WHERE 3 > ALL (SELECT k.i FROM orders AS o WHERE o.id > k.id);
SELECT k.id FROM kinds AS k WHERE 3 > ANY (SELECT k.i FROM orders AS o WHERE o.id < k.id);
SELECT k.id, 3 >= ANY (SELECT k.i FROM orders AS o WHERE o.id > k.id) AS c, 3 <> ALL (SELECT DISTINCT k.i FROM orders AS o) AS d, NOT 3 < ALL (SELECT k.i) AS e FROM kinds AS k;
SELECT q.id FROM people AS q WHERE (DATE '2024-03-01' NOT IN (SELECT max(k.dt) AS c FROM kinds AS k WHERE k.id = 5 AND q.id > 2)) IS NULL;
SELECT q.id FROM people AS q WHERE q.born <= ALL (SELECT max(k.dt) AS c FROM kinds AS k WHERE k.id <= q.id);
SELECT q.id FROM people AS q WHERE DATE '2024-03-01' NOT IN (SELECT max(k.dt) AS c FROM kinds AS k WHERE k.id = 5 GROUP BY k.id UNION SELECT min(k.dt) FROM kinds AS k WHERE k.id = 5);
SELECT q.id FROM people AS q WHERE (DATE '2024-03-01', 1) NOT IN (SELECT max(k.dt), 1 AS c FROM kinds AS k WHERE k.id = 5);
SELECT p.id FROM people AS p WHERE p.id IN (SELECT sum(p.id) OVER (ORDER BY w.id) FROM words AS w);
SELECT p.id FROM people AS p WHERE p.id IN (SELECT nth_value(o.a, 2) OVER (ORDER BY o.a) FROM other_pairs AS o EXCEPT SELECT 3);
SELECT p.id FROM people AS p WHERE (p.id, 1) NOT IN (SELECT nth_value(o.a, 2) OVER (ORDER BY o.a), 1 FROM other_pairs AS o EXCEPT SELECT 3, 1);
SELECT p.id FROM people AS p WHERE p.id > ANY (SELECT row_number() OVER (ORDER BY o.a) FROM other_pairs AS o);
-- check: SELECT id FROM people
UPDATE people SET salary = 1 WHERE id IN (SELECT row_number() OVER (ORDER BY o.id) FROM words AS o WHERE o.id < 3);

-- computed columns on the outer side of a join, in aggregates, windows and subqueries
SELECT max(d.c) AS a, count(d.e) AS b FROM people AS p LEFT JOIN (SELECT 5 AS c, coalesce(word, 'x') AS e FROM words) AS d ON p.id > 100;
SELECT p.id, max(d.c) AS a, count(d.e) AS b FROM people AS p LEFT JOIN (SELECT w.id, 5 AS c, w.word IS NULL AS e FROM words AS w) AS d ON d.id = p.id + 20 GROUP BY p.id;
SELECT p.id, (SELECT w.word FROM words AS w WHERE w.id = d.c) AS a FROM people AS p LEFT JOIN (SELECT id, coalesce(CASE WHEN id > 3 THEN 7 END, 3) AS c FROM words WHERE id > 5) AS d ON d.id = p.id;
SELECT p.id FROM people AS p LEFT JOIN (SELECT 5 AS c, word FROM words) AS d ON d.word = p.name WHERE d.c NOT IN (SELECT 6 FROM words);
WITH d AS (SELECT 5 AS c, word FROM words) SELECT count(*) AS n FROM people AS p LEFT JOIN d ON p.name = d.word WHERE (SELECT d.c FROM words AS v WHERE v.id = 1) = 5;
SELECT max(e.c) AS c FROM (SELECT d.c FROM people AS p LEFT JOIN (SELECT 5 AS c FROM words) AS d ON p.id > 100) AS e;
SELECT max(d.c) AS c, bool_or(d.e) AS e FROM (SELECT 5 AS c, w.id, w.word IS NULL AS e FROM words AS w) AS d RIGHT JOIN people AS p ON p.id = d.id + 100;
SELECT max(d.c) AS c, min(f.e) AS e FROM (SELECT 5 AS c, w.id FROM words AS w) AS d FULL JOIN (SELECT 'x' AS e, id FROM people) AS f ON f.id = d.id + 100;
CREATE VIEW marked AS SELECT id, 5 AS c, coalesce(word, 'x') AS e FROM words;
SELECT max(m.c) AS c, min(m.e) AS e, count(m.id) AS n FROM people AS p LEFT JOIN marked AS m ON m.id = p.id + 100;
SELECT p.id, m.c, (SELECT m.c FROM words AS w WHERE w.id = 1) AS d FROM people AS p LEFT JOIN marked AS m ON m.id = p.id + 18;
DROP VIEW marked;

-- subqueries of FROM and WITH with columns of the query around
SELECT p.name, (SELECT sum(o.total) FROM (SELECT total FROM orders WHERE person_id = p.id) AS o) AS s FROM people p;
SELECT p.name FROM people AS p WHERE EXISTS (WITH o AS (SELECT id, total + p.salary AS t FROM orders WHERE person_id = p.id), q AS (SELECT id, t FROM o WHERE t > 5) SELECT 1 FROM q JOIN items AS i ON i.order_id = q.id);
SELECT p.name, (SELECT max(o.t) FROM (SELECT coalesce(i.price, p.id) AS t FROM items AS i LEFT JOIN orders AS o ON o.id = i.order_id AND o.total > 1) AS o JOIN words AS w ON w.id < 3) AS s FROM people p;
SELECT p.name, (SELECT o.c FROM (SELECT p.id + 1 AS c) AS o) AS s FROM people p;
SELECT p.name, (SELECT count(*) FROM (SELECT DISTINCT sensor FROM readings AS r WHERE r.id > p.id) AS o) AS s FROM people p;
SELECT p.name, (SELECT sum(o.x) FROM (SELECT p.id AS x FROM words) AS o) AS s FROM people AS p;
SELECT p.name, (SELECT count(o.x) FROM words AS w LEFT JOIN (SELECT r.id AS x FROM readings AS r WHERE r.id > p.id) AS o ON o.x = w.id) AS s FROM people AS p;
-- check: SELECT id, salary FROM people
UPDATE people SET salary = (SELECT max(o.total) FROM (SELECT total FROM orders WHERE person_id = people.id) AS o) WHERE id < 5;

-- columns of an outer query in OVER
SELECT p.id, (SELECT max(s.r) FROM (SELECT row_number() OVER (ORDER BY p.id) AS r FROM words AS w) AS s) AS x FROM people AS p;
SELECT p.id, (SELECT row_number() OVER (ORDER BY p.id) FROM words AS w LIMIT 1) AS x FROM people AS p;
SELECT p.id, (SELECT max(w.id) OVER (PARTITION BY p.city) FROM words AS w LIMIT 1) AS x FROM people AS p;
SELECT p.id FROM people AS p WHERE p.id IN (SELECT sum(p.id) OVER (ORDER BY w.id) FROM words AS w);

-- a member of JSON that is built of texts with a collation of their own
SELECT (json_build_array(TRUE, (CAST('"it''s"' AS JSON) ->> 0)) ->> 'a') AS c;
SELECT (json_build_array(least(q4.v, q6.sensor), q4.v) ->> 0) AS c1 FROM nothing AS q4 FULL JOIN readings AS q6 ON TRUE;
SELECT (json_build_object('a', 'äpple', 'k', (CAST('{"b c":"a","ä":"a b"}' AS JSON) ->> 'k')) ->> 'a') AS c1 FROM pairs AS q1;
SELECT CAST('["null", null, "a\"b", "ü"]' AS JSON) ->> 0 AS a, CAST('["null", null, "a\"b", "ü"]' AS JSON) ->> 1 AS b, CAST('["null", null, "a\"b", "ü"]' AS JSON) ->> 2 AS c, CAST('["null", null, "a\"b", "ü"]' AS JSON) ->> 3 AS d;

-- rows of a query that are there and perhaps changed: how many
-- check: SELECT id, word FROM words
INSERT INTO words (id, word) SELECT q.id + 3, 'one' FROM orders AS q ON CONFLICT (id) DO UPDATE SET word = excluded.word WHERE FALSE;

-- quotes and backslashes in a table
CREATE TABLE q1 (a VARCHAR(20) DEFAULT 'it''s' CHECK (a <> 'o''clock'));
-- check: SELECT * FROM q1
INSERT INTO q1 DEFAULT VALUES;
INSERT INTO q1 (a) VALUES ('o''clock');
CREATE TABLE q2 (id INTEGER PRIMARY KEY, a TEXT CHECK (a NOT IN ('''', 'a''b', '"', '\', '?', ':x', 'ä''日')), b TEXT DEFAULT 'x''y\z"?');
INSERT INTO q2 (id, a) VALUES (1, '''');
INSERT INTO q2 (id, a) VALUES (1, '\');
INSERT INTO q2 (id, a) VALUES (1, 'ä''日');
-- check: SELECT * FROM q2
INSERT INTO q2 (id, a) VALUES (2, '\\');
ALTER TABLE q2 ADD COLUMN c VARCHAR(20) DEFAULT 'it''s' NOT NULL;
-- check: SELECT * FROM q2
INSERT INTO q2 (id, a) VALUES (3, 'x');
CREATE VIEW q3 AS SELECT id, 'it''s\' AS s, a LIKE '%''%' AS t FROM q2;
SELECT * FROM q3;
DROP VIEW q3;
DROP TABLE q2;
DROP TABLE q1;

-- years before 1901 in a set operation
SELECT EXTRACT(YEAR FROM p.born) AS c FROM people AS p WHERE p.active UNION ALL SELECT EXTRACT(YEAR FROM p.born) AS c FROM people AS p WHERE NOT p.active;
SELECT EXTRACT(YEAR FROM p.born) AS c FROM people AS p UNION SELECT EXTRACT(YEAR FROM TIMESTAMP '2155-01-01 00:00:00') + 1 UNION SELECT EXTRACT(YEAR FROM DATE '2300-01-01');

-- what reads no column, without a partner in an outer join
SELECT q.c FROM keyed AS k LEFT JOIN (SELECT abs(1) AS c, n.id FROM nothing AS n) AS q ON q.id = k.id WHERE q.c IS NULL;
SELECT q.c, q.c IS NULL, q.c <= TIMESTAMP '2024-03-01 12:30:45' FROM keyed AS k LEFT JOIN (SELECT TIMESTAMP '1970-01-01 00:00:00' AS c, n.id FROM nothing AS n) AS q ON q.id = k.id;
SELECT 100 FROM (SELECT TIMESTAMPTZ '1970-01-01 00:00:00+00' AS c3 FROM nothing AS q2) AS q1 RIGHT JOIN (SELECT FALSE AS c2 FROM keyed AS q5) AS q4 ON q4.c2 WHERE NOT (TIMESTAMPTZ '2024-03-01 10:30:45-02' < q1.c3);
SELECT k.id FROM keyed AS k LEFT JOIN (SELECT json_array_length(CAST('[1]' AS JSON)) AS c, n.id FROM nothing AS n) AS q ON q.id = k.id WHERE nullif(x'01', x'01') IS NOT DISTINCT FROM substring(x'6f6e65', q.c);

-- dates, booleans and UUIDs in JSON
SELECT x.id, x.a ->> 0 AS b, x.a ->> 1 AS dt, x.a ->> 2 AS tm, x.a ->> 3 AS ts, x.a ->> 4 AS tz, x.a ->> 5 AS u, x.a ->> 6 AS i, x.a ->> 7 AS n, json_array_length(x.a) AS l FROM (SELECT q.id, json_build_array(q.b, q.dt, q.tm, q.ts, q.tz, q.u, q.i, NULL) AS a FROM kinds AS q) AS x;
SELECT q.id, json_build_object('b', q.b AND q.i > 0, 'd', q.dt, 'n', q.id = 1) ->> 'b' AS b, json_build_object('b', q.b, 'd', q.dt, 'n', q.id = 1) ->> 'n' AS n FROM kinds AS q;
SELECT q.id, json_build_array(q.t, q.b) ->> 1 AS c, json_typeof(json_build_array(q.b) -> 0) AS t FROM kinds AS q;
SELECT json_array_length(json_build_object('a', CAST(NULL AS BIGINT), 'k', to_json('x'))) AS c, json_build_object('a', to_json(w.word), w.word || 'k', TRUE) ->> 'a' AS d, json_build_object('a', to_json(w.word), w.word || 'k', TRUE) ->> (w.word || 'k') AS e FROM words AS w WHERE w.id < 7;

-- a year is signed
INSERT INTO pairs (a, b) VALUES (CAST(EXTRACT(year FROM TIMESTAMP '2024-01-01 00:00:00') AS INTEGER), 1);
SELECT EXTRACT(year FROM DATE '2024-01-01') - 9223372036854775807 AS a, CAST(EXTRACT(year FROM q.dt) AS SMALLINT) - 3000 AS b FROM kinds AS q;

-- a row proposed beside one that reads the table
-- check: SELECT id, total, note FROM orders
INSERT INTO orders (id, placed, total, note) VALUES (10, TIMESTAMP '2024-01-01 00:00:00', 7.0, 'apple'), (1003, (SELECT max(TIMESTAMP '2024-01-01 00:00:00') FROM orders AS q2), -0.25, ' ') ON CONFLICT (id) DO UPDATE SET total = excluded.total, note = excluded.note || 'x';

-- RETURNING that reads the table which is changed, itself or through WITH
DELETE FROM orders AS q1 RETURNING EXISTS (SELECT q1.note AS c1 FROM orders AS q2) AS c1;
WITH w AS (SELECT a FROM pairs) DELETE FROM pairs WHERE a = 1 RETURNING (SELECT count(*) FROM w) AS n;
INSERT INTO pairs VALUES (1, 1) RETURNING (SELECT count(*) FROM (SELECT 1 AS x FROM other_pairs AS o JOIN pairs AS p ON p.a = o.a) AS q) AS n;

-- a number out of range behind many notes
SELECT CAST(avg(DISTINCT q2.w) FILTER (WHERE q2.b) AS NUMERIC(20,4)) AS c2 FROM kinds AS q2 LEFT JOIN words AS q4 ON json_valid('''');

-- an aggregate of an outer column, with a FILTER that is known to be false
SELECT 'o''ne' AS c1 FROM keyed AS q1 WHERE ((SELECT max(q1.seen) FILTER (WHERE (q4.id IS NULL)) FROM nothing AS q4) > TIMESTAMP '1970-01-01 00:00:00.5');
SELECT q1.id FROM keyed AS q1 WHERE (SELECT max(q1.seen) FILTER (WHERE q4.id IS NOT NULL) FROM words AS q4) > TIMESTAMP '1970-01-01 00:00:00.5';

-- a HAVING without GROUP BY in an operand of INTERSECT, sorted by a NUMERIC
SELECT 'äpple' AS c1, 0.001 AS c2, q2.id AS c3 FROM nothing AS q2 INTERSECT SELECT 'apple' AS c1, -1.005 AS c2, 7 AS c3 FROM other_pairs AS q1 GROUP BY 'apple' ORDER BY 1 NULLS FIRST, 2 DESC, 3 DESC NULLS LAST;
SELECT max(o.a) AS x, 1.50 AS n FROM other_pairs AS o HAVING max(o.a) > 0 UNION SELECT count(*), 1.5 FROM nothing AS q HAVING count(*) < 1 EXCEPT SELECT 1, 2.0 ORDER BY n DESC, x;

-- NULL in a row that INTERSECT or EXCEPT takes away
SELECT id, 100 > ALL (SELECT id FROM words INTERSECT SELECT b FROM other_pairs) AS c1, id NOT IN (SELECT b FROM other_pairs EXCEPT SELECT b FROM other_pairs) AS c2, id IN (SELECT b FROM other_pairs EXCEPT SELECT b FROM other_pairs) AS c3 FROM words;
SELECT (1, 2) NOT IN (SELECT b, a FROM other_pairs EXCEPT SELECT b, a FROM other_pairs) AS c1, 3 > ALL (SELECT b FROM other_pairs EXCEPT ALL SELECT b FROM other_pairs) AS c2;
SELECT min(DISTINCT 2) FILTER (WHERE (100 > ALL (SELECT q1.line AS c1 FROM keyed AS q3 INTERSECT SELECT q2.b AS c1 FROM other_pairs AS q2))) AS c2 FROM items AS q1;

-- a value from a subquery that is looked for among groups
SELECT hits FROM keyed WHERE (SELECT count(*) FROM readings) IN (SELECT max(id) FROM words WHERE id < 11);
SELECT hits FROM keyed WHERE (SELECT id + 0 FROM words WHERE id + 0 = 10) IN (SELECT max(id) FROM words WHERE id < 11 GROUP BY id % 100);
SELECT hits FROM keyed WHERE (SELECT count(*) FROM words AS q8 WHERE q8.id <= keyed.hits) IN (SELECT max(id) FROM words WHERE id <= 5);
SELECT hits FROM keyed WHERE (SELECT count(*) FROM readings) IN (SELECT count(*) - 14 FROM words HAVING max(1) > 0);
SELECT TIME '00:00:00' AS c1 FROM keyed AS q1 WHERE ((SELECT count(*) FROM readings AS q8) <> ALL (SELECT min(EXTRACT(hour FROM TIMESTAMP '1970-01-01 00:00:00.5')) AS c1 FROM words AS q7)) UNION ALL SELECT TIME '00:00:00' AS c1 FROM keyed AS q1 WHERE NOT ((SELECT count(*) FROM readings AS q8) <> ALL (SELECT min(EXTRACT(hour FROM TIMESTAMP '1970-01-01 00:00:00.5')) AS c1 FROM words AS q7)) UNION ALL SELECT TIME '00:00:00' AS c1 FROM keyed AS q1 WHERE ((SELECT count(*) FROM readings AS q8) <> ALL (SELECT min(EXTRACT(hour FROM TIMESTAMP '1970-01-01 00:00:00.5')) AS c1 FROM words AS q7)) IS NULL;

-- an outer column in or beside a set operation in parentheses
SELECT q4.a FROM pairs AS q4 WHERE EXISTS ((SELECT 1 UNION SELECT 3) INTERSECT SELECT q4.a FROM keyed AS q8);
SELECT q4.a FROM pairs AS q4 WHERE EXISTS (SELECT id FROM words WHERE id < 4 EXCEPT (SELECT 1 UNION SELECT 3) EXCEPT SELECT q4.a);
SELECT q4.a FROM pairs AS q4 WHERE EXISTS (SELECT 1 FROM nothing UNION ALL (SELECT q4.a FROM keyed UNION SELECT 2 ORDER BY 1 LIMIT 1));
SELECT q4.a FROM pairs AS q4 WHERE EXISTS (SELECT id FROM words WHERE id < 4 INTERSECT SELECT q4.a UNION ALL SELECT id FROM nothing);
SELECT -3 AS c1 FROM (SELECT q6.a AS c1 FROM pairs AS q6) AS q4 WHERE EXISTS (SELECT TIMESTAMPTZ '1970-01-01 00:00:00+00' AS c1 FROM readings AS q12 UNION ALL SELECT TIMESTAMPTZ '2024-03-01 10:30:45-02' AS c1 FROM keyed AS q11 INTERSECT SELECT nth_value(TIMESTAMPTZ '2024-02-29 12:30:45.123456+00', 2) OVER (ORDER BY q4.c1, q8.id) AS c1 FROM keyed AS q8);

-- the spread of one DOUBLE, many times, is nothing
SELECT stddev_pop(pi()) AS c3 FROM words AS q2;
SELECT var_samp(acos(0.5e0)) AS c3 FROM words AS q2;
SELECT DISTINCT stddev_pop(atan2(1.0, 3.0)) OVER (ORDER BY q2.id) AS c3 FROM words AS q2;
SELECT corr(CASE WHEN id < 4 THEN 9007199254740881 ELSE id END, CASE WHEN id < 4 THEN id END) AS c1, stddev_pop(acos(0.5e0)) FILTER (WHERE id > 2) AS c2, stddev_samp(acos(0.5e0)) FILTER (WHERE id = 1) AS c3, stddev_samp(acos(0.5e0)) FILTER (WHERE id < 0) AS c4 FROM words;
SELECT id, stddev_pop(CASE WHEN id > 5 THEN pi() ELSE 1.1e0 END) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS c3, var_samp(CASE WHEN id > 5 THEN pi() WHEN id < 3 THEN NULL ELSE 1.1e0 END) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS c4 FROM words AS q2;
SELECT corr(pi(), id) AS c1, covar_pop(pi(), id) AS c2, covar_samp(id, pi()) AS c3 FROM words;

-- equal deviations that differ in their last digits are not one row everywhere
WITH w AS (SELECT DISTINCT stddev_pop(atan2(q3.d, 0.5e0)) OVER (ORDER BY q2.id, q1.id, q2.id, q3.id) AS c2 FROM nothing AS q1 FULL JOIN readings AS q2 ON TRUE CROSS JOIN kinds AS q3) SELECT * FROM w;

-- NULL in RETURNING, beside a first column that is NOT NULL
DELETE FROM words RETURNING id, word IN ('apple', 'b', 'c') AS c1, word NOT IN ('apple', ' ') AS c2, word IS NULL AS c3;
/*tn:weaker-isolation*/UPDATE people SET name = name RETURNING id, (SELECT city IS NULL) AS c1, (SELECT count(*) FROM words AS w WHERE city IS NOT NULL) AS c2, CASE WHEN born IN (DATE '1906-12-09', DATE '1999-12-31') THEN 1 ELSE 2 END AS c3;
/*tn:weaker-isolation*/UPDATE people SET name = name WHERE id < 4 RETURNING id, (city, name) IN (('London', 'x'), ('Paris', 'y')) AS c1, city IN (SELECT word FROM words WHERE word IS NOT NULL) AS c2, city NOT IN (SELECT word FROM words WHERE FALSE) AS c3;
/*tn:weaker-isolation*/INSERT INTO readings VALUES (900, 'z', TIMESTAMP '2024-01-01 00:00:00', NULL, NULL), (901, 'z', TIMESTAMP '2024-01-01 00:00:00', 3, 1) RETURNING id, value IN (3, 4, 5) AS c1, weight IN (1.5e0, 2.5e0) AS c2, value = ANY (SELECT a FROM pairs WHERE a IS NOT NULL) AS c3, value > ALL (SELECT a FROM pairs WHERE a > 5) AS c4;

-- percent_rank and cume_dist have all their digits beside other window functions
SELECT id, percent_rank() OVER (ORDER BY id) AS c1, lag(id) OVER (ORDER BY id DESC) AS c2, cume_dist() OVER (ORDER BY id % 7) AS c3 FROM words;
SELECT id, cume_dist() OVER (PARTITION BY id % 2 ORDER BY id % 3) AS c1, percent_rank() OVER (PARTITION BY id % 2 ORDER BY id % 3 DESC) AS c2, lag(word) OVER (ORDER BY id) AS c3, percent_rank() OVER (PARTITION BY id ORDER BY id) AS c4 FROM words;
SELECT id, percent_rank() OVER w AS c1, cume_dist() OVER w AS c2, lag(id) OVER (w ORDER BY id) AS c3, cume_dist() OVER (v ORDER BY id % 4) AS c4 FROM words WINDOW v AS (PARTITION BY id % 2), w AS (ORDER BY id % 5 NULLS LAST);
SELECT id % 7 AS c1, percent_rank() OVER (ORDER BY count(*), id % 7) AS c2, lag(count(*)) OVER (ORDER BY id % 7) AS c3, cume_dist() OVER (ORDER BY count(*)) AS c4 FROM words GROUP BY id % 7;

-- RIGHT and FULL JOIN in an operand of UNION ALL that is joined
SELECT d.id, q.c FROM (SELECT 1 AS c FROM words UNION ALL SELECT b.b FROM pairs AS a RIGHT JOIN other_pairs AS b ON a.a = b.a) AS q JOIN words AS d ON q.c = d.id;
WITH q AS (SELECT id AS c FROM words UNION ALL SELECT o.a FROM nothing AS a RIGHT JOIN other_pairs AS o ON a.id = o.a UNION ALL SELECT 7) SELECT d.id, q.c FROM q LEFT JOIN nothing AS m ON FALSE JOIN words AS d ON q.c = d.id WHERE q.c < 9;
SELECT q.c, d.id FROM (SELECT 1 AS c UNION ALL SELECT b.b FROM pairs AS a FULL JOIN other_pairs AS b ON a.a = b.a) AS q JOIN words AS d ON q.c = d.id;
-- check: SELECT id FROM words
DELETE FROM words USING (SELECT 1 AS c UNION ALL SELECT b.b FROM pairs AS a RIGHT JOIN other_pairs AS b ON a.a = b.a) AS q JOIN people AS p ON p.id = q.c WHERE words.id = p.id;

-- HAVING beside computed keys in a subquery of IN, ANY or ALL
SELECT id FROM words WHERE id IN (SELECT id + 1 FROM words GROUP BY id + 1 HAVING count(*) > 0);
SELECT id FROM words WHERE id > ALL (SELECT id % 3 FROM words AS w WHERE w.id < words.id GROUP BY id % 3 HAVING max(id) > 2);
SELECT id, id <> ALL (SELECT EXTRACT(quarter FROM q2.seen) AS c1 FROM keyed AS q2 GROUP BY EXTRACT(quarter FROM q2.seen) HAVING FALSE) AS c1 FROM words;
UPDATE words AS q1 SET word = 'o''ne' WHERE (q1.id <> ALL (SELECT EXTRACT(quarter FROM q2.seen) AS c1 FROM keyed AS q2 GROUP BY EXTRACT(quarter FROM q2.seen) HAVING FALSE));
SELECT DATE '1970-01-01' AS c1 FROM people AS q3 LEFT JOIN (SELECT TRUE AS c1 FROM orders AS q6) AS q5 ON (q5.c1 = ANY (SELECT (q7.id IS NOT DISTINCT FROM q7.id) AS c1 FROM words AS q7 GROUP BY (q7.id IS NOT DISTINCT FROM q7.id) HAVING FALSE));

-- DELETE ... USING with a subquery that reads the table
-- check: SELECT id FROM readings
DELETE FROM readings AS q1 USING readings AS q2 WHERE q2.id = q1.id AND EXISTS (SELECT q3.sensor AS c1 FROM readings AS q3);
-- check: SELECT id FROM readings
DELETE FROM readings AS q1 USING words AS w WHERE w.id = q1.id AND w.id > (SELECT min(q3.id) + 1 FROM readings AS q3 WHERE q3.id <= w.id);
-- check: SELECT a, b FROM pairs
DELETE FROM pairs USING other_pairs AS o WHERE o.a = pairs.a AND pairs.b IN (SELECT max(p.b) FROM pairs AS p WHERE p.a >= o.a);
-- check: SELECT id FROM nothing
DELETE FROM nothing USING nothing AS q2 WHERE q2.id = nothing.id AND 1 IN (SELECT 1 FROM nothing AS q3);
