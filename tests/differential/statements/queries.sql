-- Set operations, common table expressions, subqueries, literals.

SELECT a FROM pairs UNION SELECT a FROM other_pairs;

SELECT a, b FROM pairs UNION SELECT a, b FROM other_pairs;

SELECT a, b FROM other_pairs UNION SELECT a, b FROM pairs;

SELECT city FROM people UNION SELECT note FROM orders;

SELECT 1 AS x UNION SELECT 1.5;

SELECT id FROM people UNION SELECT NULL;

SELECT salary FROM people UNION SELECT total FROM orders;

(SELECT a FROM pairs ORDER BY a NULLS FIRST LIMIT 3) UNION SELECT b FROM pairs;

SELECT a FROM pairs UNION (SELECT a FROM other_pairs UNION SELECT b FROM pairs);

SELECT s.a FROM (SELECT a FROM pairs UNION SELECT b FROM other_pairs) AS s WHERE s.a > 1;

SELECT count(*) AS n FROM (SELECT a, b FROM pairs UNION SELECT a, b FROM other_pairs) AS s;

-- ordered
SELECT a AS k FROM pairs UNION SELECT b FROM other_pairs ORDER BY k DESC NULLS LAST;

VALUES (1), (2), (2) UNION VALUES (2), (3);

SELECT a FROM pairs UNION SELECT id FROM nothing;

SELECT a FROM pairs UNION SELECT a, b FROM pairs;

SELECT a FROM pairs UNION SELECT city FROM people;

SELECT dt FROM kinds UNION SELECT born FROM people;

SELECT b FROM kinds UNION SELECT active FROM people;

SELECT a FROM pairs UNION SELECT a FROM other_pairs UNION SELECT 2;

SELECT a FROM pairs UNION SELECT a FROM other_pairs EXCEPT SELECT 2;

SELECT a FROM pairs UNION SELECT a FROM other_pairs INTERSECT SELECT 2;

SELECT a FROM pairs UNION ALL SELECT a FROM other_pairs;

SELECT a, b FROM pairs UNION ALL SELECT a, b FROM other_pairs;

SELECT a, b FROM other_pairs UNION ALL SELECT a, b FROM pairs;

SELECT city FROM people UNION ALL SELECT note FROM orders;

SELECT 1 AS x UNION ALL SELECT 1.5;

SELECT id FROM people UNION ALL SELECT NULL;

SELECT salary FROM people UNION ALL SELECT total FROM orders;

(SELECT a FROM pairs ORDER BY a NULLS FIRST LIMIT 3) UNION ALL SELECT b FROM pairs;

SELECT a FROM pairs UNION ALL (SELECT a FROM other_pairs UNION ALL SELECT b FROM pairs);

SELECT s.a FROM (SELECT a FROM pairs UNION ALL SELECT b FROM other_pairs) AS s WHERE s.a > 1;

SELECT count(*) AS n FROM (SELECT a, b FROM pairs UNION ALL SELECT a, b FROM other_pairs) AS s;

-- ordered
SELECT a AS k FROM pairs UNION ALL SELECT b FROM other_pairs ORDER BY k DESC NULLS LAST;

VALUES (1), (2), (2) UNION ALL VALUES (2), (3);

SELECT a FROM pairs UNION ALL SELECT id FROM nothing;

SELECT a FROM pairs UNION ALL SELECT a, b FROM pairs;

SELECT a FROM pairs UNION ALL SELECT city FROM people;

SELECT dt FROM kinds UNION ALL SELECT born FROM people;

SELECT b FROM kinds UNION ALL SELECT active FROM people;

SELECT a FROM pairs UNION ALL SELECT a FROM other_pairs UNION SELECT 2;

SELECT a FROM pairs UNION ALL SELECT a FROM other_pairs EXCEPT SELECT 2;

SELECT a FROM pairs UNION ALL SELECT a FROM other_pairs INTERSECT SELECT 2;

SELECT a FROM pairs INTERSECT SELECT a FROM other_pairs;

SELECT a, b FROM pairs INTERSECT SELECT a, b FROM other_pairs;

SELECT a, b FROM other_pairs INTERSECT SELECT a, b FROM pairs;

SELECT city FROM people INTERSECT SELECT note FROM orders;

SELECT 1 AS x INTERSECT SELECT 1.5;

SELECT id FROM people INTERSECT SELECT NULL;

SELECT salary FROM people INTERSECT SELECT total FROM orders;

(SELECT a FROM pairs ORDER BY a NULLS FIRST LIMIT 3) INTERSECT SELECT b FROM pairs;

SELECT a FROM pairs INTERSECT (SELECT a FROM other_pairs INTERSECT SELECT b FROM pairs);

SELECT s.a FROM (SELECT a FROM pairs INTERSECT SELECT b FROM other_pairs) AS s WHERE s.a > 1;

SELECT count(*) AS n FROM (SELECT a, b FROM pairs INTERSECT SELECT a, b FROM other_pairs) AS s;

-- ordered
SELECT a AS k FROM pairs INTERSECT SELECT b FROM other_pairs ORDER BY k DESC NULLS LAST;

VALUES (1), (2), (2) INTERSECT VALUES (2), (3);

SELECT a FROM pairs INTERSECT SELECT id FROM nothing;

SELECT a FROM pairs INTERSECT SELECT a, b FROM pairs;

SELECT a FROM pairs INTERSECT SELECT city FROM people;

SELECT dt FROM kinds INTERSECT SELECT born FROM people;

SELECT b FROM kinds INTERSECT SELECT active FROM people;

SELECT a FROM pairs INTERSECT SELECT a FROM other_pairs UNION SELECT 2;

SELECT a FROM pairs INTERSECT SELECT a FROM other_pairs EXCEPT SELECT 2;

SELECT a FROM pairs INTERSECT SELECT a FROM other_pairs INTERSECT SELECT 2;

SELECT a FROM pairs INTERSECT ALL SELECT a FROM other_pairs;

SELECT a, b FROM pairs INTERSECT ALL SELECT a, b FROM other_pairs;

SELECT a, b FROM other_pairs INTERSECT ALL SELECT a, b FROM pairs;

SELECT city FROM people INTERSECT ALL SELECT note FROM orders;

SELECT 1 AS x INTERSECT ALL SELECT 1.5;

SELECT id FROM people INTERSECT ALL SELECT NULL;

SELECT salary FROM people INTERSECT ALL SELECT total FROM orders;

(SELECT a FROM pairs ORDER BY a NULLS FIRST LIMIT 3) INTERSECT ALL SELECT b FROM pairs;

SELECT a FROM pairs INTERSECT ALL (SELECT a FROM other_pairs INTERSECT ALL SELECT b FROM pairs);

SELECT s.a FROM (SELECT a FROM pairs INTERSECT ALL SELECT b FROM other_pairs) AS s WHERE s.a > 1;

SELECT count(*) AS n FROM (SELECT a, b FROM pairs INTERSECT ALL SELECT a, b FROM other_pairs) AS s;

-- ordered
SELECT a AS k FROM pairs INTERSECT ALL SELECT b FROM other_pairs ORDER BY k DESC NULLS LAST;

VALUES (1), (2), (2) INTERSECT ALL VALUES (2), (3);

SELECT a FROM pairs INTERSECT ALL SELECT id FROM nothing;

SELECT a FROM pairs INTERSECT ALL SELECT a, b FROM pairs;

SELECT a FROM pairs INTERSECT ALL SELECT city FROM people;

SELECT dt FROM kinds INTERSECT ALL SELECT born FROM people;

SELECT b FROM kinds INTERSECT ALL SELECT active FROM people;

SELECT a FROM pairs INTERSECT ALL SELECT a FROM other_pairs UNION SELECT 2;

SELECT a FROM pairs INTERSECT ALL SELECT a FROM other_pairs EXCEPT SELECT 2;

SELECT a FROM pairs INTERSECT ALL SELECT a FROM other_pairs INTERSECT SELECT 2;

SELECT a FROM pairs EXCEPT SELECT a FROM other_pairs;

SELECT a, b FROM pairs EXCEPT SELECT a, b FROM other_pairs;

SELECT a, b FROM other_pairs EXCEPT SELECT a, b FROM pairs;

SELECT city FROM people EXCEPT SELECT note FROM orders;

SELECT 1 AS x EXCEPT SELECT 1.5;

SELECT id FROM people EXCEPT SELECT NULL;

SELECT salary FROM people EXCEPT SELECT total FROM orders;

(SELECT a FROM pairs ORDER BY a NULLS FIRST LIMIT 3) EXCEPT SELECT b FROM pairs;

SELECT a FROM pairs EXCEPT (SELECT a FROM other_pairs EXCEPT SELECT b FROM pairs);

SELECT s.a FROM (SELECT a FROM pairs EXCEPT SELECT b FROM other_pairs) AS s WHERE s.a > 1;

SELECT count(*) AS n FROM (SELECT a, b FROM pairs EXCEPT SELECT a, b FROM other_pairs) AS s;

-- ordered
SELECT a AS k FROM pairs EXCEPT SELECT b FROM other_pairs ORDER BY k DESC NULLS LAST;

VALUES (1), (2), (2) EXCEPT VALUES (2), (3);

SELECT a FROM pairs EXCEPT SELECT id FROM nothing;

SELECT a FROM pairs EXCEPT SELECT a, b FROM pairs;

SELECT a FROM pairs EXCEPT SELECT city FROM people;

SELECT dt FROM kinds EXCEPT SELECT born FROM people;

SELECT b FROM kinds EXCEPT SELECT active FROM people;

SELECT a FROM pairs EXCEPT SELECT a FROM other_pairs UNION SELECT 2;

SELECT a FROM pairs EXCEPT SELECT a FROM other_pairs EXCEPT SELECT 2;

SELECT a FROM pairs EXCEPT SELECT a FROM other_pairs INTERSECT SELECT 2;

SELECT a FROM pairs EXCEPT ALL SELECT a FROM other_pairs;

SELECT a, b FROM pairs EXCEPT ALL SELECT a, b FROM other_pairs;

SELECT a, b FROM other_pairs EXCEPT ALL SELECT a, b FROM pairs;

SELECT city FROM people EXCEPT ALL SELECT note FROM orders;

SELECT 1 AS x EXCEPT ALL SELECT 1.5;

SELECT id FROM people EXCEPT ALL SELECT NULL;

SELECT salary FROM people EXCEPT ALL SELECT total FROM orders;

(SELECT a FROM pairs ORDER BY a NULLS FIRST LIMIT 3) EXCEPT ALL SELECT b FROM pairs;

SELECT a FROM pairs EXCEPT ALL (SELECT a FROM other_pairs EXCEPT ALL SELECT b FROM pairs);

SELECT s.a FROM (SELECT a FROM pairs EXCEPT ALL SELECT b FROM other_pairs) AS s WHERE s.a > 1;

SELECT count(*) AS n FROM (SELECT a, b FROM pairs EXCEPT ALL SELECT a, b FROM other_pairs) AS s;

-- ordered
SELECT a AS k FROM pairs EXCEPT ALL SELECT b FROM other_pairs ORDER BY k DESC NULLS LAST;

VALUES (1), (2), (2) EXCEPT ALL VALUES (2), (3);

SELECT a FROM pairs EXCEPT ALL SELECT id FROM nothing;

SELECT a FROM pairs EXCEPT ALL SELECT a, b FROM pairs;

SELECT a FROM pairs EXCEPT ALL SELECT city FROM people;

SELECT dt FROM kinds EXCEPT ALL SELECT born FROM people;

SELECT b FROM kinds EXCEPT ALL SELECT active FROM people;

SELECT a FROM pairs EXCEPT ALL SELECT a FROM other_pairs UNION SELECT 2;

SELECT a FROM pairs EXCEPT ALL SELECT a FROM other_pairs EXCEPT SELECT 2;

SELECT a FROM pairs EXCEPT ALL SELECT a FROM other_pairs INTERSECT SELECT 2;

WITH w AS (SELECT a, b FROM pairs) SELECT * FROM w;

WITH w (x, y) AS (SELECT a, b FROM pairs) SELECT y, x FROM w WHERE x > 0;

WITH v AS (SELECT 1 AS n), w AS (SELECT n + 1 AS m FROM v) SELECT * FROM v, w;

WITH w AS (SELECT person_id, sum(total) AS s FROM orders GROUP BY person_id) SELECT p.name, w.s FROM people p LEFT JOIN w ON w.person_id = p.id;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n;

WITH RECURSIVE n (i) AS (VALUES (1) UNION SELECT i * 2 FROM n WHERE i < 100) SELECT sum(i) AS s FROM n;

WITH RECURSIVE t (id, name, depth) AS (SELECT id, name, 0 FROM people WHERE boss_id IS NULL UNION ALL SELECT p.id, p.name, t.depth + 1 FROM people p JOIN t ON p.boss_id = t.id) SELECT id, name, depth FROM t;

WITH RECURSIVE t (id, path) AS (SELECT id, CAST(name AS TEXT) FROM people WHERE boss_id IS NULL UNION ALL SELECT p.id, t.path || '/' || p.name FROM people p JOIN t ON p.boss_id = t.id) SELECT * FROM t;

WITH RECURSIVE d (at) AS (SELECT DATE '2024-02-27' UNION ALL SELECT at + 1 FROM d WHERE at < DATE '2024-03-02') SELECT at FROM d;

WITH w AS MATERIALIZED (SELECT a FROM pairs) SELECT count(*) AS n FROM w;

WITH people AS (SELECT 1 AS id) SELECT * FROM people;

SELECT * FROM (WITH w AS (SELECT 2 AS x) SELECT x FROM w) AS s;

WITH w AS (SELECT a FROM pairs) SELECT a FROM pairs WHERE a IN (SELECT a FROM w);

WITH w AS (SELECT 1 AS x UNION ALL SELECT 2) SELECT * FROM w UNION ALL SELECT * FROM w;

SELECT name, (SELECT count(*) FROM orders WHERE person_id = people.id) AS n FROM people;

SELECT name, (SELECT max(total) FROM orders o WHERE o.person_id = people.id) AS m FROM people;

SELECT name, (SELECT note FROM orders o WHERE o.id = 10) AS m FROM people;

SELECT name, (SELECT note FROM orders o WHERE o.person_id = people.id) AS m FROM people;

SELECT (SELECT 1 WHERE 1 = 0) AS x;

SELECT (SELECT a FROM pairs ORDER BY a NULLS LAST LIMIT 1) AS x;

SELECT * FROM (SELECT id, name FROM people) AS s WHERE s.id > 3;

SELECT s.x, t.x AS y FROM (SELECT 1 AS x) AS s, (SELECT 2 AS x) AS t;

SELECT id FROM people p WHERE EXISTS (SELECT 1 FROM orders o WHERE o.person_id = p.id AND EXISTS (SELECT 1 FROM items i WHERE i.order_id = o.id AND i.quantity > 5));

SELECT id FROM people WHERE id = (SELECT person_id FROM orders WHERE id = 12);

SELECT id FROM people WHERE (id, 11) IN (SELECT person_id, id FROM orders);

SELECT id FROM people WHERE salary >= ALL (SELECT salary FROM people WHERE salary IS NOT NULL);

SELECT id FROM people WHERE salary > ANY (SELECT total FROM orders);

VALUES (1, 'a'), (2, 'b');

SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS v (n, t);

SELECT n + 1 AS m FROM (VALUES (1), (2), (NULL)) AS v (n);

SELECT column1 FROM (VALUES (1), (2)) AS v;

SELECT 1;

SELECT 1 AS a, 2 AS a;

SELECT 'x' AS "Quoted Name", 2 AS "order";

SELECT s.a FROM (SELECT 1 AS a, 2 AS a) AS s;

SELECT id "bare" FROM people WHERE id = 1;

SELECT NULL;

SELECT CAST(NULL AS INTEGER) AS x;

SELECT TRUE AS t, FALSE AS f, 1 = 1 AS e, NULL = 1 AS u;

SELECT 9223372036854775807 AS x;

SELECT 9223372036854775808 AS x;

SELECT 1.50 AS x;

SELECT 1e3 AS x;

SELECT x'00ff' AS x;

SELECT '' AS x;

SELECT 'it''s' AS x;

SELECT p.id FROM people AS p WHERE p.id = 1 FOR UPDATE;

SELECT p.id FROM people AS p WHERE p.id = 1 FOR SHARE;

SELECT p.id FROM people AS p WHERE p.id = 1 FOR UPDATE OF p;

SELECT p.id FROM people AS p WHERE p.id = 1 FOR UPDATE NOWAIT;

SELECT p.id FROM people AS p WHERE p.id = 1 FOR UPDATE SKIP LOCKED;
