-- Texts that are equal in their first 1500 bytes, and some that are longer.

-- ordered
SELECT id FROM people ORDER BY repeat('x', 1500) || name, id;

-- ordered
SELECT id FROM people ORDER BY repeat('x', 1500) || name DESC, id;

-- ordered
SELECT id FROM people ORDER BY repeat('ä', 1500) || name, repeat('y', 2000) || city, id;

-- ordered
SELECT q.id FROM (SELECT id, repeat('x', 20000) || name AS t FROM people) AS q ORDER BY q.t, q.id;

-- ordered
SELECT q.id, q.t FROM (SELECT id, repeat('x', 1500) || name AS t FROM people UNION ALL SELECT id, repeat('x', 1500) || word FROM words) AS q ORDER BY q.t DESC, q.id;

-- ordered
SELECT repeat('x', 1500) || name AS t FROM people UNION SELECT repeat('x', 1500) || word FROM words ORDER BY t;

-- ordered
SELECT DISTINCT repeat('x', 1500) || city AS t FROM people ORDER BY t NULLS FIRST;

SELECT repeat('x', 1500) || city AS t, count(*) AS n FROM people GROUP BY repeat('x', 1500) || city;

-- ordered
SELECT repeat('x', 1500) || city AS t, count(*) AS n, count(DISTINCT born) AS d FROM people GROUP BY repeat('x', 1500) || city ORDER BY t;

SELECT count(DISTINCT repeat('x', 1500) || city) AS n, min(repeat('x', 1500) || name) AS a, max(repeat('x', 1500) || name) AS b FROM people;

SELECT string_agg(name, ',' ORDER BY repeat('x', 1500) || name, id) AS a, string_agg(name, ',' ORDER BY repeat('x', 1500) || name DESC, id) AS b FROM people;

SELECT id, row_number() OVER (ORDER BY repeat('x', 1500) || name, id) AS n FROM people;

SELECT id, rank() OVER (PARTITION BY repeat('x', 1500) || city ORDER BY id) AS n, count(*) OVER (PARTITION BY repeat('x', 1500) || city) AS c FROM people;

SELECT id, dense_rank() OVER (ORDER BY repeat('x', 1500) || city) AS n, first_value(name) OVER (ORDER BY repeat('x', 1500) || name DESC, id) AS f FROM people;

-- by many at once
SELECT id, row_number() OVER (ORDER BY repeat('a', 1500) || city, repeat('b', 1500) || city, repeat('c', 1500) || city, repeat('d', 1500) || city, repeat('e', 1500) || city, repeat('f', 1500) || name, id) AS n FROM people;

SELECT repeat('x', 1500) || city AS t FROM people INTERSECT SELECT repeat('x', 1500) || city FROM people WHERE id > 2;

SELECT repeat('x', 1500) || city AS t FROM people EXCEPT SELECT repeat('x', 1500) || city FROM people WHERE id > 2;
