-- Aggregates, GROUP BY, HAVING, DISTINCT.

SELECT count(*) AS x FROM readings;

SELECT count(*) AS x FROM readings WHERE 1 = 0;

SELECT count(*) FILTER (WHERE value > 1) AS x FROM readings;

SELECT count(value) AS x FROM readings;

SELECT count(value) AS x FROM readings WHERE 1 = 0;

SELECT count(value) FILTER (WHERE value > 1) AS x FROM readings;

SELECT count(DISTINCT value) AS x FROM readings;

SELECT count(DISTINCT value) AS x FROM readings WHERE 1 = 0;

SELECT sum(value) AS x FROM readings;

SELECT sum(value) AS x FROM readings WHERE 1 = 0;

SELECT sum(value) FILTER (WHERE value > 1) AS x FROM readings;

SELECT sum(DISTINCT value) AS x FROM readings;

SELECT sum(DISTINCT value) AS x FROM readings WHERE 1 = 0;

SELECT avg(value) AS x FROM readings;

SELECT avg(value) AS x FROM readings WHERE 1 = 0;

SELECT min(value) AS x FROM readings;

SELECT min(value) AS x FROM readings WHERE 1 = 0;

SELECT min(value) FILTER (WHERE value > 1) AS x FROM readings;

SELECT max(value) AS x FROM readings;

SELECT max(value) AS x FROM readings WHERE 1 = 0;

SELECT max(value) FILTER (WHERE value > 1) AS x FROM readings;

SELECT count(*) AS x FROM items;

SELECT count(*) AS x FROM items WHERE 1 = 0;

SELECT count(*) FILTER (WHERE quantity > 1) AS x FROM items;

SELECT count(quantity) AS x FROM items;

SELECT count(quantity) AS x FROM items WHERE 1 = 0;

SELECT count(quantity) FILTER (WHERE quantity > 1) AS x FROM items;

SELECT count(DISTINCT quantity) AS x FROM items;

SELECT count(DISTINCT quantity) AS x FROM items WHERE 1 = 0;

SELECT sum(quantity) AS x FROM items;

SELECT sum(quantity) AS x FROM items WHERE 1 = 0;

SELECT sum(quantity) FILTER (WHERE quantity > 1) AS x FROM items;

SELECT sum(DISTINCT quantity) AS x FROM items;

SELECT sum(DISTINCT quantity) AS x FROM items WHERE 1 = 0;

SELECT avg(quantity) AS x FROM items;

SELECT avg(quantity) AS x FROM items WHERE 1 = 0;

SELECT min(quantity) AS x FROM items;

SELECT min(quantity) AS x FROM items WHERE 1 = 0;

SELECT min(quantity) FILTER (WHERE quantity > 1) AS x FROM items;

SELECT max(quantity) AS x FROM items;

SELECT max(quantity) AS x FROM items WHERE 1 = 0;

SELECT max(quantity) FILTER (WHERE quantity > 1) AS x FROM items;

SELECT count(*) FILTER (WHERE price > 1) AS x FROM items;

SELECT count(price) AS x FROM items;

SELECT count(price) AS x FROM items WHERE 1 = 0;

SELECT count(price) FILTER (WHERE price > 1) AS x FROM items;

SELECT count(DISTINCT price) AS x FROM items;

SELECT count(DISTINCT price) AS x FROM items WHERE 1 = 0;

SELECT sum(price) AS x FROM items;

SELECT sum(price) AS x FROM items WHERE 1 = 0;

SELECT sum(price) FILTER (WHERE price > 1) AS x FROM items;

SELECT sum(DISTINCT price) AS x FROM items;

SELECT sum(DISTINCT price) AS x FROM items WHERE 1 = 0;

SELECT CAST(avg(price) AS NUMERIC(20,4)) AS x FROM items;

SELECT CAST(avg(price) AS NUMERIC(20,4)) AS x FROM items WHERE 1 = 0;

SELECT min(price) AS x FROM items;

SELECT min(price) AS x FROM items WHERE 1 = 0;

SELECT min(price) FILTER (WHERE price > 1) AS x FROM items;

SELECT max(price) AS x FROM items;

SELECT max(price) AS x FROM items WHERE 1 = 0;

SELECT max(price) FILTER (WHERE price > 1) AS x FROM items;

SELECT count(*) AS x FROM people;

SELECT count(*) AS x FROM people WHERE 1 = 0;

SELECT count(*) FILTER (WHERE salary > 1) AS x FROM people;

SELECT count(salary) AS x FROM people;

SELECT count(salary) AS x FROM people WHERE 1 = 0;

SELECT count(salary) FILTER (WHERE salary > 1) AS x FROM people;

SELECT count(DISTINCT salary) AS x FROM people;

SELECT count(DISTINCT salary) AS x FROM people WHERE 1 = 0;

SELECT sum(salary) AS x FROM people;

SELECT sum(salary) AS x FROM people WHERE 1 = 0;

SELECT sum(salary) FILTER (WHERE salary > 1) AS x FROM people;

SELECT sum(DISTINCT salary) AS x FROM people;

SELECT sum(DISTINCT salary) AS x FROM people WHERE 1 = 0;

SELECT CAST(avg(salary) AS NUMERIC(20,4)) AS x FROM people;

SELECT CAST(avg(salary) AS NUMERIC(20,4)) AS x FROM people WHERE 1 = 0;

SELECT min(salary) AS x FROM people;

SELECT min(salary) AS x FROM people WHERE 1 = 0;

SELECT min(salary) FILTER (WHERE salary > 1) AS x FROM people;

SELECT max(salary) AS x FROM people;

SELECT max(salary) AS x FROM people WHERE 1 = 0;

SELECT max(salary) FILTER (WHERE salary > 1) AS x FROM people;

SELECT count(*) AS x FROM orders;

SELECT count(*) AS x FROM orders WHERE 1 = 0;

SELECT count(*) FILTER (WHERE total > 1) AS x FROM orders;

SELECT count(total) AS x FROM orders;

SELECT count(total) AS x FROM orders WHERE 1 = 0;

SELECT count(total) FILTER (WHERE total > 1) AS x FROM orders;

SELECT count(DISTINCT total) AS x FROM orders;

SELECT count(DISTINCT total) AS x FROM orders WHERE 1 = 0;

SELECT sum(total) AS x FROM orders;

SELECT sum(total) AS x FROM orders WHERE 1 = 0;

SELECT sum(total) FILTER (WHERE total > 1) AS x FROM orders;

SELECT sum(DISTINCT total) AS x FROM orders;

SELECT sum(DISTINCT total) AS x FROM orders WHERE 1 = 0;

SELECT CAST(avg(total) AS NUMERIC(20,4)) AS x FROM orders;

SELECT CAST(avg(total) AS NUMERIC(20,4)) AS x FROM orders WHERE 1 = 0;

SELECT min(total) AS x FROM orders;

SELECT min(total) AS x FROM orders WHERE 1 = 0;

SELECT min(total) FILTER (WHERE total > 1) AS x FROM orders;

SELECT max(total) AS x FROM orders;

SELECT max(total) AS x FROM orders WHERE 1 = 0;

SELECT max(total) FILTER (WHERE total > 1) AS x FROM orders;

SELECT count(*) FILTER (WHERE weight > 1) AS x FROM readings;

SELECT count(weight) AS x FROM readings;

SELECT count(weight) AS x FROM readings WHERE 1 = 0;

SELECT count(weight) FILTER (WHERE weight > 1) AS x FROM readings;

SELECT count(DISTINCT weight) AS x FROM readings;

SELECT count(DISTINCT weight) AS x FROM readings WHERE 1 = 0;

SELECT sum(weight) AS x FROM readings;

SELECT sum(weight) AS x FROM readings WHERE 1 = 0;

SELECT sum(weight) FILTER (WHERE weight > 1) AS x FROM readings;

SELECT sum(DISTINCT weight) AS x FROM readings;

SELECT sum(DISTINCT weight) AS x FROM readings WHERE 1 = 0;

SELECT avg(weight) AS x FROM readings;

SELECT avg(weight) AS x FROM readings WHERE 1 = 0;

SELECT min(weight) AS x FROM readings;

SELECT min(weight) AS x FROM readings WHERE 1 = 0;

SELECT min(weight) FILTER (WHERE weight > 1) AS x FROM readings;

SELECT max(weight) AS x FROM readings;

SELECT max(weight) AS x FROM readings WHERE 1 = 0;

SELECT max(weight) FILTER (WHERE weight > 1) AS x FROM readings;

SELECT count(*) AS x FROM pairs;

SELECT count(*) AS x FROM pairs WHERE 1 = 0;

SELECT count(*) FILTER (WHERE a > 1) AS x FROM pairs;

SELECT count(a) AS x FROM pairs;

SELECT count(a) AS x FROM pairs WHERE 1 = 0;

SELECT count(a) FILTER (WHERE a > 1) AS x FROM pairs;

SELECT count(DISTINCT a) AS x FROM pairs;

SELECT count(DISTINCT a) AS x FROM pairs WHERE 1 = 0;

SELECT sum(a) AS x FROM pairs;

SELECT sum(a) AS x FROM pairs WHERE 1 = 0;

SELECT sum(a) FILTER (WHERE a > 1) AS x FROM pairs;

SELECT sum(DISTINCT a) AS x FROM pairs;

SELECT sum(DISTINCT a) AS x FROM pairs WHERE 1 = 0;

SELECT avg(a) AS x FROM pairs;

SELECT avg(a) AS x FROM pairs WHERE 1 = 0;

SELECT min(a) AS x FROM pairs;

SELECT min(a) AS x FROM pairs WHERE 1 = 0;

SELECT min(a) FILTER (WHERE a > 1) AS x FROM pairs;

SELECT max(a) AS x FROM pairs;

SELECT max(a) AS x FROM pairs WHERE 1 = 0;

SELECT max(a) FILTER (WHERE a > 1) AS x FROM pairs;

SELECT count(*) AS x FROM nothing;

SELECT count(*) AS x FROM nothing WHERE 1 = 0;

SELECT count(*) FILTER (WHERE n > 1) AS x FROM nothing;

SELECT count(n) AS x FROM nothing;

SELECT count(n) AS x FROM nothing WHERE 1 = 0;

SELECT count(n) FILTER (WHERE n > 1) AS x FROM nothing;

SELECT count(DISTINCT n) AS x FROM nothing;

SELECT count(DISTINCT n) AS x FROM nothing WHERE 1 = 0;

SELECT sum(n) AS x FROM nothing;

SELECT sum(n) AS x FROM nothing WHERE 1 = 0;

SELECT sum(n) FILTER (WHERE n > 1) AS x FROM nothing;

SELECT sum(DISTINCT n) AS x FROM nothing;

SELECT sum(DISTINCT n) AS x FROM nothing WHERE 1 = 0;

SELECT CAST(avg(n) AS NUMERIC(20,4)) AS x FROM nothing;

SELECT CAST(avg(n) AS NUMERIC(20,4)) AS x FROM nothing WHERE 1 = 0;

SELECT min(n) AS x FROM nothing;

SELECT min(n) AS x FROM nothing WHERE 1 = 0;

SELECT min(n) FILTER (WHERE n > 1) AS x FROM nothing;

SELECT max(n) AS x FROM nothing;

SELECT max(n) AS x FROM nothing WHERE 1 = 0;

SELECT max(n) FILTER (WHERE n > 1) AS x FROM nothing;

SELECT sensor AS g, count(*) AS x FROM readings GROUP BY sensor;

SELECT sensor AS g, sum(value) AS x FROM readings GROUP BY sensor;

SELECT sensor AS g, max(weight) AS x FROM readings GROUP BY sensor;

SELECT sensor AS g, min(at) AS x FROM readings GROUP BY sensor;

SELECT sensor AS g, avg(value) AS x FROM readings GROUP BY sensor;

SELECT sensor AS g, count(DISTINCT value) AS x FROM readings GROUP BY sensor;

SELECT count(*) AS n FROM readings GROUP BY sensor HAVING count(*) > 1;

SELECT sensor AS g0, value AS g1, count(*) AS x FROM readings GROUP BY sensor, value;

SELECT sensor AS g0, value AS g1, sum(value) AS x FROM readings GROUP BY sensor, value;

SELECT sensor AS g0, value AS g1, max(weight) AS x FROM readings GROUP BY sensor, value;

SELECT sensor AS g0, value AS g1, min(at) AS x FROM readings GROUP BY sensor, value;

SELECT sensor AS g0, value AS g1, avg(value) AS x FROM readings GROUP BY sensor, value;

SELECT sensor AS g0, value AS g1, count(DISTINCT value) AS x FROM readings GROUP BY sensor, value;

SELECT count(*) AS n FROM readings GROUP BY sensor, value HAVING count(*) > 1;

SELECT value IS NULL AS g, count(*) AS x FROM readings GROUP BY value IS NULL;

SELECT value IS NULL AS g, sum(value) AS x FROM readings GROUP BY value IS NULL;

SELECT value IS NULL AS g, max(weight) AS x FROM readings GROUP BY value IS NULL;

SELECT value IS NULL AS g, min(at) AS x FROM readings GROUP BY value IS NULL;

SELECT value IS NULL AS g, avg(value) AS x FROM readings GROUP BY value IS NULL;

SELECT value IS NULL AS g, count(DISTINCT value) AS x FROM readings GROUP BY value IS NULL;

SELECT count(*) AS n FROM readings GROUP BY value IS NULL HAVING count(*) > 1;

SELECT EXTRACT(HOUR FROM at) AS g, count(*) AS x FROM readings GROUP BY EXTRACT(HOUR FROM at);

SELECT EXTRACT(HOUR FROM at) AS g, sum(value) AS x FROM readings GROUP BY EXTRACT(HOUR FROM at);

SELECT EXTRACT(HOUR FROM at) AS g, max(weight) AS x FROM readings GROUP BY EXTRACT(HOUR FROM at);

SELECT EXTRACT(HOUR FROM at) AS g, min(at) AS x FROM readings GROUP BY EXTRACT(HOUR FROM at);

SELECT EXTRACT(HOUR FROM at) AS g, avg(value) AS x FROM readings GROUP BY EXTRACT(HOUR FROM at);

SELECT EXTRACT(HOUR FROM at) AS g, count(DISTINCT value) AS x FROM readings GROUP BY EXTRACT(HOUR FROM at);

SELECT count(*) AS n FROM readings GROUP BY EXTRACT(HOUR FROM at) HAVING count(*) > 1;

SELECT CAST(at AS DATE) AS g, count(*) AS x FROM readings GROUP BY CAST(at AS DATE);

SELECT CAST(at AS DATE) AS g, sum(value) AS x FROM readings GROUP BY CAST(at AS DATE);

SELECT CAST(at AS DATE) AS g, max(weight) AS x FROM readings GROUP BY CAST(at AS DATE);

SELECT CAST(at AS DATE) AS g, min(at) AS x FROM readings GROUP BY CAST(at AS DATE);

SELECT CAST(at AS DATE) AS g, avg(value) AS x FROM readings GROUP BY CAST(at AS DATE);

SELECT CAST(at AS DATE) AS g, count(DISTINCT value) AS x FROM readings GROUP BY CAST(at AS DATE);

SELECT count(*) AS n FROM readings GROUP BY CAST(at AS DATE) HAVING count(*) > 1;

SELECT length(sensor) AS g, count(*) AS x FROM readings GROUP BY length(sensor);

SELECT length(sensor) AS g, sum(value) AS x FROM readings GROUP BY length(sensor);

SELECT length(sensor) AS g, max(weight) AS x FROM readings GROUP BY length(sensor);

SELECT length(sensor) AS g, min(at) AS x FROM readings GROUP BY length(sensor);

SELECT length(sensor) AS g, avg(value) AS x FROM readings GROUP BY length(sensor);

SELECT length(sensor) AS g, count(DISTINCT value) AS x FROM readings GROUP BY length(sensor);

SELECT count(*) AS n FROM readings GROUP BY length(sensor) HAVING count(*) > 1;

SELECT value % 10 AS g, count(*) AS x FROM readings GROUP BY value % 10;

SELECT value % 10 AS g, sum(value) AS x FROM readings GROUP BY value % 10;

SELECT value % 10 AS g, max(weight) AS x FROM readings GROUP BY value % 10;

SELECT value % 10 AS g, min(at) AS x FROM readings GROUP BY value % 10;

SELECT value % 10 AS g, avg(value) AS x FROM readings GROUP BY value % 10;

SELECT value % 10 AS g, count(DISTINCT value) AS x FROM readings GROUP BY value % 10;

SELECT count(*) AS n FROM readings GROUP BY value % 10 HAVING count(*) > 1;

SELECT CASE WHEN value > 5 THEN 1 ELSE 0 END AS g, count(*) AS x FROM readings GROUP BY CASE WHEN value > 5 THEN 1 ELSE 0 END;

SELECT CASE WHEN value > 5 THEN 1 ELSE 0 END AS g, sum(value) AS x FROM readings GROUP BY CASE WHEN value > 5 THEN 1 ELSE 0 END;

SELECT CASE WHEN value > 5 THEN 1 ELSE 0 END AS g, max(weight) AS x FROM readings GROUP BY CASE WHEN value > 5 THEN 1 ELSE 0 END;

SELECT CASE WHEN value > 5 THEN 1 ELSE 0 END AS g, min(at) AS x FROM readings GROUP BY CASE WHEN value > 5 THEN 1 ELSE 0 END;

SELECT CASE WHEN value > 5 THEN 1 ELSE 0 END AS g, avg(value) AS x FROM readings GROUP BY CASE WHEN value > 5 THEN 1 ELSE 0 END;

SELECT CASE WHEN value > 5 THEN 1 ELSE 0 END AS g, count(DISTINCT value) AS x FROM readings GROUP BY CASE WHEN value > 5 THEN 1 ELSE 0 END;

SELECT count(*) AS n FROM readings GROUP BY CASE WHEN value > 5 THEN 1 ELSE 0 END HAVING count(*) > 1;

SELECT COALESCE(value AS g0, 0) AS g1, count(*) AS x FROM readings GROUP BY COALESCE(value, 0);

SELECT COALESCE(value AS g0, 0) AS g1, sum(value) AS x FROM readings GROUP BY COALESCE(value, 0);

SELECT COALESCE(value AS g0, 0) AS g1, max(weight) AS x FROM readings GROUP BY COALESCE(value, 0);

SELECT COALESCE(value AS g0, 0) AS g1, min(at) AS x FROM readings GROUP BY COALESCE(value, 0);

SELECT COALESCE(value AS g0, 0) AS g1, avg(value) AS x FROM readings GROUP BY COALESCE(value, 0);

SELECT COALESCE(value AS g0, 0) AS g1, count(DISTINCT value) AS x FROM readings GROUP BY COALESCE(value, 0);

SELECT count(*) AS n FROM readings GROUP BY COALESCE(value, 0) HAVING count(*) > 1;

SELECT sensor, string_agg(CAST(id AS TEXT), ',' ORDER BY id) AS x FROM readings GROUP BY sensor;

SELECT string_agg(name, ', ' ORDER BY born DESC NULLS LAST, id) AS x FROM people;

SELECT string_agg(DISTINCT product, '/' ORDER BY product) AS x FROM items;

SELECT string_agg(note, '-' ORDER BY id) AS x FROM orders;

SELECT bool_and(active) AS a, bool_or(active) AS b FROM people;

SELECT bool_and(b) AS a, bool_or(b) AS b FROM kinds WHERE id = 5;

SELECT city, bool_or(active) AS x FROM people GROUP BY city;

SELECT sum(bi) AS x FROM kinds WHERE bi > 0;

SELECT sum(bi) AS x FROM kinds WHERE id = 3 OR id = 7;

SELECT sum(i) AS x, sum(si) AS y, sum(n) AS z FROM kinds;

SELECT count(*) AS n, city FROM people GROUP BY city HAVING count(*) > 1 AND min(id) < 3;

SELECT DISTINCT city FROM people;

SELECT DISTINCT a, b FROM pairs;

SELECT a FROM pairs GROUP BY a;

SELECT a, b, count(*) AS n FROM pairs GROUP BY a, b;

SELECT a + 1 AS x, count(*) AS n FROM pairs GROUP BY a + 1;

SELECT a AS k, sum(b) AS s FROM pairs GROUP BY 1;

SELECT max(total) - min(total) AS x FROM orders;

SELECT count(*) * 2 + 1 AS x FROM orders;

SELECT p.id, p.name, count(o.id) AS n FROM people AS p LEFT JOIN orders AS o ON o.person_id = p.id GROUP BY p.id;

SELECT p.name, sum(o.total) AS s FROM people p JOIN orders o ON o.person_id = p.id GROUP BY p.id, p.name HAVING sum(o.total) > 50;

SELECT city FROM people WHERE count(*) > 1 GROUP BY city;

SELECT city, name FROM people GROUP BY city;

SELECT sum(count(*)) FROM people GROUP BY city;

SELECT count(DISTINCT a, b) FROM pairs;

SELECT min(name) AS a, max(name) AS b FROM people;

SELECT min(word) AS a, max(word) AS b FROM words;

SELECT city AS town FROM people GROUP BY town;

SELECT salary * 2 AS s FROM people WHERE s > 5;

SELECT var_pop(id) AS vp, var_samp(id) AS vs, stddev_pop(id) AS sp, stddev_samp(id) AS ss FROM people;

SELECT active, stddev_pop(id) AS sp, stddev_samp(salary) AS ss, var_pop(salary) AS vp, var_samp(boss_id) AS vs FROM people GROUP BY active;

SELECT var_pop(id) AS a, var_samp(id) AS b, stddev_pop(id) AS c, stddev_samp(id) AS d, covar_pop(id, id) AS e, covar_samp(id, id) AS f, corr(id, id) AS g FROM people WHERE id = 1;

SELECT var_pop(id) AS a, stddev_samp(salary) AS b, covar_pop(id, boss_id) AS c, corr(id, boss_id) AS d FROM people WHERE id < 0;

SELECT covar_pop(id, boss_id) AS cp, covar_samp(id, boss_id) AS cs, corr(id, boss_id) AS r FROM people;

SELECT covar_pop(boss_id, id) AS cp, covar_samp(boss_id, id * 3 - 5) AS cs, corr(boss_id, -id) AS r FROM people;

SELECT active, covar_pop(id, boss_id * id) AS cp, corr(id, boss_id * id) AS r FROM people GROUP BY active;

SELECT round(CAST(covar_pop(salary, id) AS NUMERIC(20,6)), 3) AS cp FROM people;

SELECT corr(id, 7) AS constant, covar_samp(id + 1000000, id) AS far FROM people;

SELECT covar_pop(id, person_id) FILTER (WHERE id > 2) AS f, stddev_pop(id) FILTER (WHERE id > 1) AS g FROM orders;

SELECT id, var_pop(id) OVER (ORDER BY id) AS v, stddev_samp(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS s FROM people;

SELECT id, covar_pop(id, id * id) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS c, corr(id, id * id) OVER (ORDER BY id) AS r FROM people;

SELECT var_pop(DISTINCT id) FROM people;

SELECT stddev(id) FROM people;

SELECT 7 DIV 2 AS a, -7 DIV 2 AS b, 7 DIV NULL AS c, id DIV 2 AS d FROM people;

SELECT 7.5 DIV 2 FROM people;

-- Divisors of groups.
SELECT sensor AS g, 100 / count(*) AS x FROM readings GROUP BY sensor;

SELECT sensor AS g, 100 % count(*) AS x, 100.0 / count(value) AS y FROM readings GROUP BY sensor HAVING count(value) > 0;

SELECT sensor AS g, 100 / count(value) AS x FROM readings GROUP BY sensor, id;

SELECT sensor AS g FROM readings GROUP BY sensor HAVING 100 / count(*) > 10 ORDER BY 1000 / count(*), sensor;

SELECT sensor AS g, CAST(ln(count(*)) * 1000 AS INTEGER) AS x FROM readings GROUP BY sensor;

SELECT 100 / count(*) AS x FROM readings WHERE sensor IS NULL AND sensor = 'a';

SELECT sensor AS g, 60 / (count(*) + sum(DISTINCT 1)) AS x, sum(60 / id) AS y FROM readings GROUP BY sensor;

SELECT q.g, q.x FROM (SELECT sensor AS g, 100 / (SELECT 1 + count(*) FROM words) + 7 / count(*) AS x FROM readings GROUP BY sensor) AS q WHERE q.x > 1;

SELECT sensor AS g, sqrt(count(*) - 1) AS x, power(count(*), -1) AS y FROM readings GROUP BY sensor;

-- What would fail in a group that HAVING leaves out.
SELECT value AS g, 100 / value AS x FROM readings GROUP BY value HAVING value > 0;

SELECT value AS g, 100 / value AS x FROM readings GROUP BY value HAVING value <> 0 AND count(*) > 1 ORDER BY 1;

SELECT value AS g, count(*) + 100 / value AS x, 100 % value + sum(id) AS y FROM readings GROUP BY value HAVING min(value) > 0 ORDER BY 2, 1;

SELECT value + 1 AS g, 100 / (value + 1 - 1) AS x FROM readings GROUP BY value + 1 HAVING max(abs(value)) > 0 ORDER BY 100 / (value + 1), 1;

SELECT DISTINCT 100 / max(value) AS x FROM readings GROUP BY sensor HAVING max(value) > 0;

SELECT DISTINCT sensor AS g, 100 / max(value) AS x, rank() OVER (ORDER BY max(value)) AS r FROM readings GROUP BY sensor HAVING max(value) > 0 ORDER BY 2 DESC, 1;

SELECT sensor AS g, sum(100 / value) AS x FROM readings GROUP BY sensor HAVING sensor < 'c';

SELECT sensor AS g, sum(100 / value) AS x FROM readings GROUP BY sensor HAVING count(*) > 1 AND sensor < 'c' AND max(value) > 0;

SELECT value AS g, ln(value) AS x FROM readings GROUP BY value HAVING min(value) > 0 ORDER BY ln(value) DESC;

SELECT word AS g, CAST(word AS INTEGER) AS x FROM words GROUP BY word HAVING max(id) < 0;

SELECT value AS g, (SELECT count(*) FROM words AS w WHERE w.id = 100 / r.value) AS x FROM readings AS r GROUP BY value HAVING max(value) > 0;

SELECT value AS g, sum(count(*)) OVER (ORDER BY 100 / value) AS x FROM readings GROUP BY value HAVING max(value) > 0 ORDER BY 1;

SELECT w.id, (SELECT max(q.x) FROM (SELECT 100 / value AS x FROM readings GROUP BY value HAVING min(value) > 0) AS q) AS y FROM words AS w WHERE w.id < 3;

SELECT value AS g, 100 / value AS x FROM readings GROUP BY value HAVING max(value) > 0 UNION SELECT id, 100 / id FROM orders GROUP BY id HAVING count(*) > 0;

SELECT sensor AS g, count(*) AS n FROM readings GROUP BY sensor HAVING sensor IS NOT NULL AND 100 / count(*) > 10 AND length(sensor) = 1;

SELECT sensor AS g, split_part('a,b,c', ',', CAST(count(*) AS INTEGER)) AS x, substring('abc', 1, CAST(count(*) - 1 AS INTEGER)) AS y FROM readings GROUP BY sensor;

SELECT sensor AS g, 100 / coalesce(sum(id), 0) AS x FROM readings GROUP BY sensor ORDER BY acos(1e0 / count(*)), sensor;

SELECT sensor AS g, sqrt(count(value) - 1) AS x FROM readings GROUP BY sensor, id;
