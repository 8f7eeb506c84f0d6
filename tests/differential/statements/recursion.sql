-- Common table expressions, plain and recursive, and queries in FROM.

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i, i * i AS square FROM n WHERE i % 2 = 1;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT a.i, b.i AS j FROM n a JOIN n b ON a.i < b.i;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT count(*) AS n, max(i) AS m FROM n;

WITH RECURSIVE f (a, b) AS (SELECT 0, 1 UNION ALL SELECT b, a + b FROM f WHERE b < 1000) SELECT a FROM f;

WITH RECURSIVE f (n, fact) AS (SELECT 1, 1 UNION ALL SELECT n + 1, fact * (n + 1) FROM f WHERE n < 20) SELECT max(fact) AS x FROM f;

WITH RECURSIVE f (n, fact) AS (SELECT 1, 1 UNION ALL SELECT n + 1, fact * (n + 1) FROM f WHERE n < 21) SELECT max(fact) AS x FROM f;

WITH RECURSIVE t (id, boss_id, level) AS (SELECT id, boss_id, 0 FROM people WHERE id = 8 UNION ALL SELECT p.id, p.boss_id, t.level + 1 FROM people p JOIN t ON p.id = t.boss_id) SELECT id, level FROM t;

WITH RECURSIVE t (id, top) AS (SELECT id, id FROM people UNION ALL SELECT p.id, t.top FROM people p JOIN t ON p.boss_id = t.id) SELECT top, count(*) - 1 AS below FROM t GROUP BY top;

WITH RECURSIVE t (id, total) AS (SELECT id, coalesce(salary, 0) FROM people WHERE boss_id IS NULL UNION ALL SELECT p.id, t.total + coalesce(p.salary, 0) FROM people p JOIN t ON p.boss_id = t.id) SELECT id, total FROM t;

WITH RECURSIVE s (x) AS (SELECT CAST('a' AS TEXT) UNION ALL SELECT x || 'b' FROM s WHERE length(x) < 6) SELECT x, length(x) AS n FROM s;

WITH RECURSIVE s (n, x) AS (SELECT 1, 1.0 UNION ALL SELECT n + 1, CAST(x / 2 AS NUMERIC(10,4)) FROM s WHERE n < 6) SELECT n, x FROM s;

WITH RECURSIVE s (x) AS (SELECT 1e0 UNION ALL SELECT x / 2 FROM s WHERE x > 0.1) SELECT x FROM s;

WITH RECURSIVE d (t) AS (SELECT TIMESTAMP '2024-01-01 00:00:00' UNION ALL SELECT t + INTERVAL '6 hours' FROM d WHERE t < TIMESTAMP '2024-01-02 00:00:00') SELECT t FROM d;

WITH RECURSIVE d (day) AS (SELECT min(CAST(at AS DATE)) FROM readings UNION ALL SELECT day + 1 FROM d WHERE day < DATE '2024-01-03') SELECT d.day, count(r.id) AS n FROM d LEFT JOIN readings r ON CAST(r.at AS DATE) = d.day GROUP BY d.day;

WITH RECURSIVE b (f) AS (SELECT TRUE UNION SELECT NOT f FROM b) SELECT f FROM b;

WITH RECURSIVE r (a, b) AS (SELECT a, b FROM pairs WHERE a = 1 UNION SELECT o.a, o.b FROM other_pairs o JOIN r ON r.b = o.a) SELECT a, b FROM r;

WITH RECURSIVE c (i) AS (SELECT 1 UNION SELECT 1 + i % 4 FROM c) SELECT i FROM c;

WITH RECURSIVE n (i, j) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT max(i) + 1 FROM n WHERE i < 3) SELECT i FROM n;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3), m (j) AS (SELECT i * 10 FROM n) SELECT i, j FROM n, m;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3), m (j) AS (SELECT 10 UNION ALL SELECT j + 10 FROM m WHERE j < 30) SELECT n.i FROM n JOIN m ON m.j = n.i * 10;

SELECT p.name, (WITH o AS (SELECT total FROM orders WHERE person_id = p.id) SELECT sum(total) FROM o) AS s FROM people p;

WITH a AS (SELECT id FROM people WHERE active), b AS (SELECT id FROM a WHERE id > 2), c AS (SELECT count(*) AS n FROM b) SELECT b.id, c.n FROM b CROSS JOIN c;

WITH w (x) AS (SELECT 1) SELECT x FROM w UNION ALL (WITH w (x) AS (SELECT 2) SELECT x FROM w);

WITH w AS (SELECT sensor, avg(value) AS mean FROM readings GROUP BY sensor) SELECT r.id FROM readings r JOIN w ON w.sensor = r.sensor AND r.value > w.mean;

WITH w AS (SELECT id, row_number() OVER (PARTITION BY sensor ORDER BY value DESC NULLS LAST, id) AS k FROM readings) SELECT id FROM w WHERE k <= 2;

WITH w AS (VALUES (1, 'one'), (2, 'two')) SELECT column2 FROM w WHERE column1 = 2;

WITH w (n, t) AS (VALUES (1, 'one'), (2, NULL)) SELECT p.a, w.t FROM pairs p LEFT JOIN w ON w.n = p.a;

WITH w AS NOT MATERIALIZED (SELECT a FROM pairs) SELECT a FROM w WHERE a > 1;

WITH w AS (SELECT a FROM pairs ORDER BY a NULLS LAST LIMIT 3) SELECT sum(a) AS s FROM w;

WITH w AS (SELECT a FROM pairs), w AS (SELECT b FROM pairs) SELECT 1 AS x FROM w;

WITH w (x, y) AS (SELECT a FROM pairs) SELECT x FROM w;

WITH w AS (SELECT a AS x FROM pairs UNION SELECT b FROM pairs INTERSECT SELECT a FROM other_pairs) SELECT x FROM w;

WITH unused AS (SELECT 1 AS x) SELECT id FROM people WHERE id < 3;

WITH w AS (SELECT * FROM people) SELECT count(w.name) AS n FROM w JOIN w AS v ON v.id = w.boss_id;

WITH london AS (SELECT 99 AS id) SELECT id FROM london;

SELECT l.id, l.name FROM london l JOIN orders o ON o.person_id = l.id;

SELECT count(*) AS n, min(born) AS b FROM london;

SELECT q.n FROM (SELECT count(*) AS n FROM (SELECT DISTINCT city FROM people) AS c) AS q;

SELECT q.city, q.n FROM (SELECT city, count(*) AS n FROM people GROUP BY city) AS q WHERE q.n > 1 OR q.city IS NULL;

SELECT q.a, r.b FROM (SELECT a FROM pairs GROUP BY a) AS q FULL JOIN (SELECT b FROM other_pairs GROUP BY b) AS r ON q.a = r.b;

SELECT x.s FROM (SELECT sum(total) AS s, person_id FROM orders GROUP BY person_id) x (s, p) WHERE x.p IS NOT NULL;

SELECT v.x * w.y AS p FROM (VALUES (1), (2)) AS v (x) CROSS JOIN (VALUES (3.5), (NULL)) AS w (y);

SELECT v.d, v.d + 1 AS next FROM (VALUES (DATE '2024-02-28'), (DATE '2023-02-28')) AS v (d);

SELECT v.t || '!' AS x FROM (VALUES ('a'), (NULL), ('')) AS v (t) WHERE v.t <> '' OR v.t IS NULL;

VALUES (1, TRUE, 'x', DATE '2024-01-01'), (NULL, NULL, NULL, NULL);

VALUES (1), (2.5), (3e0);

VALUES (1), ('a');

VALUES (1, 2), (3);

-- ordered
VALUES (3), (1), (2) ORDER BY 1 DESC LIMIT 2;

-- ordered
SELECT a, b FROM pairs WHERE a IS NOT NULL UNION ALL SELECT id, NULL FROM people WHERE id > 6 ORDER BY a, b NULLS FIRST OFFSET 2 ROWS FETCH NEXT 4 ROWS ONLY;

(SELECT id FROM people ORDER BY id LIMIT 2) UNION ALL (SELECT id FROM people ORDER BY id DESC LIMIT 2);

SELECT a FROM pairs UNION (SELECT b FROM pairs EXCEPT SELECT a FROM other_pairs) EXCEPT SELECT 3;

SELECT name FROM people WHERE id IN (SELECT a FROM pairs UNION SELECT 7 EXCEPT SELECT 1);

SELECT (SELECT count(*) FROM (SELECT a FROM pairs INTERSECT SELECT a FROM other_pairs) AS q) AS n;

SELECT s.id, s.n FROM (SELECT p.id, (SELECT count(*) FROM orders o WHERE o.person_id = p.id) AS n FROM people p) AS s WHERE s.n > 0;

SELECT p.id FROM people p WHERE p.salary > (SELECT avg(q.salary) FROM people q WHERE q.city = p.city);

SELECT p.id FROM people p WHERE p.salary > (SELECT CAST(avg(q.salary) AS NUMERIC(12,2)) FROM people q WHERE q.boss_id = p.boss_id OR p.boss_id IS NULL);

SELECT p.id, (SELECT o.id FROM orders o WHERE o.person_id = p.id ORDER BY o.placed DESC, o.id LIMIT 1) AS last FROM people p;

SELECT p.id, (SELECT string_agg(o.note, ',' ORDER BY o.id) FROM orders o WHERE o.person_id = p.id) AS notes FROM people p;

SELECT o.id, (SELECT sum(i.quantity * i.price) FROM items i WHERE i.order_id = o.id) = o.total AS fits FROM orders o;

SELECT id FROM people p WHERE (SELECT max(o.total) FROM orders o WHERE o.person_id = p.id) IS NULL ORDER BY (SELECT count(*) FROM orders), id;

SELECT city FROM people GROUP BY city HAVING count(*) = (SELECT max(n) FROM (SELECT count(*) AS n FROM people GROUP BY city) AS q);

SELECT CASE WHEN EXISTS (SELECT 1 FROM nothing) THEN (SELECT max(id) FROM nothing) ELSE (SELECT -1) END AS x;

SELECT (SELECT id FROM people) AS x;

SELECT (SELECT id, name FROM people WHERE id = 1) AS x;

SELECT id FROM (SELECT id FROM people);

SELECT p.id FROM people p, (SELECT o.id FROM orders o WHERE o.person_id = p.id) AS q;

SELECT p.id, q.total FROM people p, LATERAL (SELECT o.total FROM orders o WHERE o.person_id = p.id) AS q;

SELECT p.id, q.n FROM people p LEFT JOIN LATERAL (SELECT count(*) AS n FROM orders o WHERE o.person_id = p.id) AS q ON TRUE;
