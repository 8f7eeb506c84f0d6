-- Row values, IS DISTINCT FROM, bit operators, membership and quantifiers.

SELECT a, b FROM pairs WHERE (a, b) = (1, 2);

SELECT a, b FROM pairs WHERE (a, b) <> (1, 2);

SELECT a, b FROM pairs WHERE (a, b) < (2, 0);

SELECT a, b FROM pairs WHERE (a, b) <= (1, 2);

SELECT a, b FROM pairs WHERE (a, b) > (1, 1);

SELECT a, b FROM pairs WHERE (a, b) >= (b, a);

SELECT a, b, (a, b) = (b, a) AS e, (a, b) < (b, a) AS l FROM pairs;

SELECT a, b, NOT (a, b) = (1, 2) AS x FROM pairs;

SELECT id FROM readings WHERE (sensor, at, id) > ('a', TIMESTAMP '2024-01-01 01:00:00', 2);

SELECT id FROM people WHERE (city, active) = ('London', TRUE);

SELECT id FROM people WHERE (salary, name) >= (8500.50, 'Edsger');

SELECT id FROM people WHERE (born, id) < (DATE '1930-01-01', 100);

SELECT id FROM kinds WHERE (d, n) <= (2.5, 2.5);

SELECT id FROM kinds WHERE (v, y) <> ('one', x'01');

SELECT a, b FROM pairs WHERE (a, b) IN ((1, 2), (2, 2));

SELECT a, b FROM pairs WHERE (a, b) NOT IN ((1, 2), (2, 2));

SELECT a, b FROM pairs WHERE (a, b) IN ((1, NULL));

SELECT a, b, (a, b) IN ((1, 2), (NULL, 1)) AS x FROM pairs;

SELECT a, b FROM pairs WHERE (a + 1, b) IN (SELECT b, a FROM other_pairs);

SELECT a, b FROM pairs WHERE (a, b) NOT IN (SELECT a, b FROM other_pairs WHERE a IS NOT NULL AND b IS NOT NULL);

SELECT a, b, (a, b) IN (SELECT a, b FROM other_pairs) AS x FROM pairs;

SELECT a, b FROM pairs WHERE (a, b) = (SELECT a, b FROM other_pairs WHERE a = 4);

SELECT a, b FROM pairs WHERE (a, b) > (SELECT min(a), max(b) FROM other_pairs);

SELECT a, b FROM pairs WHERE (a, b) = ANY (SELECT a, b FROM other_pairs);

SELECT a, b FROM pairs WHERE (a, b) <> ALL (SELECT a, b FROM other_pairs WHERE a = b);

SELECT a, b FROM pairs WHERE (a, b) IS NULL;

SELECT a, b FROM pairs WHERE (a, b) IS NOT NULL;

SELECT a, b, (a, b) IS DISTINCT FROM (1, NULL) AS x FROM pairs;

SELECT a, b FROM pairs WHERE (a, b) IS NOT DISTINCT FROM (NULL, 1);

SELECT p.a, p.b FROM pairs p JOIN other_pairs o ON (p.a, p.b) = (o.a, o.b);

SELECT p.a, o.a AS oa FROM pairs p LEFT JOIN other_pairs o ON (o.a, o.b) IS NOT DISTINCT FROM (p.a, p.b);

SELECT a, b FROM pairs WHERE (a, b) BETWEEN (1, 1) AND (2, 2);

SELECT a, b FROM pairs WHERE (a, (b)) = ((1), 2);

SELECT (1, 2) = (1, 2) AS t, (1, NULL) = (1, 2) AS u, (1, NULL) = (2, 2) AS f;

SELECT (1, 'a', NULL) < (1, 'b', NULL) AS x, (NULL, 1) < (NULL, 2) AS y;

SELECT (1, 2) = (1, 2, 3) AS x;

SELECT (1, 'a') = (1, 2) AS x;

SELECT a, b FROM pairs GROUP BY a, b HAVING (a, count(*)) > (1, 1);

SELECT a FROM pairs ORDER BY (a, b);

SELECT CASE WHEN (a, b) = (2, 2) THEN 'both' ELSE 'other' END AS x FROM pairs;

SELECT id FROM kinds WHERE b IS DISTINCT FROM TRUE;

SELECT id FROM kinds WHERE i IS DISTINCT FROM si;

SELECT id FROM kinds WHERE bi IS NOT DISTINCT FROM i;

SELECT id FROM kinds WHERE r IS DISTINCT FROM d;

SELECT id FROM kinds WHERE n IS NOT DISTINCT FROM w;

SELECT id FROM kinds WHERE v IS DISTINCT FROM t;

SELECT id FROM kinds WHERE y IS NOT DISTINCT FROM x'00';

SELECT id FROM kinds WHERE dt IS DISTINCT FROM CAST(ts AS DATE);

SELECT id FROM kinds WHERE tm IS NOT DISTINCT FROM TIME '12:30:45';

SELECT id FROM kinds WHERE ts IS DISTINCT FROM CAST(tz AS TIMESTAMP);

SELECT id FROM kinds WHERE tz IS NOT DISTINCT FROM TIMESTAMPTZ '2023-12-31 00:00:00+00';

SELECT id FROM kinds WHERE u IS NOT DISTINCT FROM '00000000-0000-0000-0000-000000000001';

SELECT id FROM kinds WHERE i IS NOT DISTINCT FROM NULL;

SELECT id, n IS DISTINCT FROM NULL AS x, NULL IS NOT DISTINCT FROM NULL AS y FROM kinds;

SELECT k.id, l.id AS other FROM kinds k JOIN kinds l ON k.b IS NOT DISTINCT FROM l.b AND k.id < l.id;

SELECT id FROM kinds WHERE (i > 0) IS DISTINCT FROM (si > 0);

SELECT id FROM kinds WHERE (i > 0) IS NOT TRUE;

SELECT id FROM kinds WHERE (d < 0) IS FALSE;

SELECT id FROM kinds WHERE (n = 0 OR b) IS UNKNOWN;

SELECT id FROM kinds WHERE (v LIKE 'o%') IS NOT UNKNOWN AND (i IN (1, 7)) IS NOT FALSE;

SELECT id, i & 5 AS a, i | 8 AS o, i # 3 AS x, ~i AS n FROM kinds;

SELECT id, si & bi AS a, si | i AS o, bi # si AS x FROM kinds;

SELECT id, 1 << (id % 8) AS l, bi >> 3 AS r FROM kinds;

SELECT id, (i & 1) = 0 AS even FROM kinds WHERE i & 1 = 0 OR i IS NULL;

SELECT -1 >> 63 AS a, -1 << 63 AS b, 1 << 62 AS c, ~0 AS d, 5 & ~1 AS e;

SELECT 1 << 64 AS x;

SELECT 1 << -1 AS x;

SELECT bi << 1 AS x FROM kinds WHERE id = 3;

SELECT n & 1 AS x FROM kinds;

SELECT sum(i & 3) AS s, max(i # 255) AS m FROM kinds;

SELECT id FROM kinds WHERE i & (SELECT max(a) FROM pairs) <> 0;

UPDATE pairs SET a = a | 4, b = b & 1 WHERE a IS NOT NULL AND b IS NOT NULL;

SELECT id FROM people WHERE salary > ALL (SELECT salary FROM people WHERE city = 'nowhere');

SELECT id FROM people WHERE salary > ANY (SELECT salary FROM people WHERE city = 'nowhere');

SELECT id, boss_id = ANY (SELECT id FROM people WHERE active) AS x FROM people;

SELECT id, boss_id <> ALL (SELECT boss_id FROM people) AS x FROM people;

SELECT id, salary <= ALL (SELECT total FROM orders o WHERE o.person_id = people.id) AS x FROM people;

SELECT id FROM people WHERE city <= ALL (SELECT p.city FROM people p WHERE p.city IS NOT NULL);

SELECT id FROM people WHERE born > ANY (SELECT CAST(placed AS DATE) - 36500 FROM orders);

SELECT id FROM people WHERE name = ANY (SELECT word FROM words) OR name <> ANY (SELECT city FROM people);

SELECT id FROM people WHERE NOT (id = ANY (SELECT person_id FROM orders));

SELECT id FROM people WHERE id IN (SELECT person_id FROM orders WHERE total > 50) AND id NOT IN (SELECT boss_id FROM people WHERE boss_id IS NOT NULL);

SELECT id, id IN (SELECT person_id FROM orders) AS x, id NOT IN (SELECT person_id FROM orders) AS y FROM people;

SELECT id FROM people WHERE 1 + id IN (2, 4, 6) AND coalesce(city, 'x') IN ('London', 'x');

SELECT id FROM people WHERE (SELECT count(*) FROM orders o WHERE o.person_id = people.id) IN (0, 2);

SELECT id FROM people WHERE salary IN (9000, 8500.5, NULL);

SELECT id FROM people WHERE born IN (DATE '1906-12-09', DATE '2000-02-29') OR born NOT IN (DATE '1815-12-10');

SELECT id FROM kinds WHERE d IN (1.5, 2.5e0, 0.1) OR r IN (0.1);

SELECT id FROM kinds WHERE b IN (TRUE) OR b IN (FALSE, NULL);

SELECT id FROM kinds WHERE y IN (x'01', x'') AND ts NOT IN (TIMESTAMP '1970-01-01 00:00:00.5');

SELECT id FROM kinds WHERE tm IN (TIME '12:30:45', TIME '00:00:00') OR u IN ('00000000-0000-0000-0000-000000000002');

SELECT EXISTS (SELECT 1 FROM nothing) AS a, NOT EXISTS (SELECT 1 FROM nothing) AS b, EXISTS (SELECT NULL) AS c;

SELECT id FROM people WHERE EXISTS (SELECT 1 FROM orders WHERE person_id = people.id HAVING count(*) > 1);

SELECT id FROM people WHERE EXISTS (SELECT o.person_id FROM orders o WHERE o.person_id = people.id GROUP BY o.person_id HAVING sum(o.total) > 100);

SELECT id FROM people WHERE EXISTS (SELECT 1 FROM orders o WHERE o.person_id = people.id UNION ALL SELECT 1 FROM people b WHERE b.boss_id = people.id);
