-- Named windows, frames, windows over groups and in expressions.

SELECT id, rank() OVER w AS r, dense_rank() OVER w AS d FROM readings WINDOW w AS (ORDER BY value);

SELECT id, sum(value) OVER w AS s, avg(weight) OVER v AS a FROM readings WINDOW w AS (PARTITION BY sensor), v AS (ORDER BY id ROWS 1 PRECEDING);

SELECT id, first_value(id) OVER w AS f, last_value(id) OVER w AS l FROM readings WINDOW w AS (PARTITION BY sensor ORDER BY at, id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING);

SELECT id, sum(value) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM readings WINDOW w AS (ORDER BY id);

SELECT id, count(*) OVER (v ORDER BY id DESC) AS n FROM readings WINDOW w AS (PARTITION BY sensor), v AS (w);

SELECT id, sum(value) OVER nowhere AS s FROM readings;

SELECT id, ntile(3) OVER (ORDER BY id) AS t, ntile(4) OVER (PARTITION BY sensor ORDER BY id) AS u FROM readings;

SELECT id, percent_rank() OVER (ORDER BY sensor) AS p, cume_dist() OVER (ORDER BY sensor) AS c FROM readings;

SELECT id, nth_value(value, 2) OVER (PARTITION BY sensor ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS v FROM readings;

SELECT id, lag(value, 2, -1) OVER (ORDER BY id) AS a, lead(value, 1, 0) OVER (PARTITION BY sensor ORDER BY id) AS b FROM readings;

SELECT id, lag(at) OVER (PARTITION BY sensor ORDER BY at, id) AS before, lead(sensor) OVER (ORDER BY id) AS next FROM readings;

SELECT id, lag(salary, 1, 0.5) OVER (ORDER BY id) AS s, lag(name, 1, '-') OVER (ORDER BY id) AS n, lead(active, 1, FALSE) OVER (ORDER BY id) AS a FROM people;

SELECT id, micros_between(lag(at) OVER (PARTITION BY sensor ORDER BY at, id), at) AS gap FROM readings;

SELECT id, sum(value) OVER (ORDER BY at RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS s FROM readings;

SELECT id, sum(value) OVER (ORDER BY value NULLS FIRST ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING) AS s FROM readings WHERE sensor = 'a';

SELECT id, min(value) OVER (ORDER BY id ROWS BETWEEN 3 FOLLOWING AND 5 FOLLOWING) AS m FROM readings;

SELECT id, max(value) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS m, count(value) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS c FROM readings;

SELECT id, sum(weight) OVER (PARTITION BY sensor, value IS NULL ORDER BY id) AS s FROM readings;

SELECT id, avg(value) OVER (PARTITION BY extract(hour FROM at)) AS a FROM readings;

SELECT id, count(*) OVER (PARTITION BY CAST(at AS DATE) ORDER BY at DESC, id) AS n FROM readings;

-- refused by name where there is no such window function
SELECT id, string_agg(sensor, '') OVER (ORDER BY id) AS s FROM readings;

SELECT id, bool_and(active) OVER (ORDER BY id) AS a, bool_or(NOT active) OVER (ORDER BY id) AS o FROM people;

SELECT id, sum(salary) OVER () AS s, count(*) OVER () AS n, max(born) OVER () AS b FROM people;

SELECT id, CAST(avg(salary) OVER (PARTITION BY city) AS NUMERIC(12,4)) AS a FROM people;

SELECT id, salary - min(salary) OVER (PARTITION BY boss_id) AS d, salary * 100 > sum(salary) OVER () AS big FROM people;

SELECT id, CASE WHEN row_number() OVER (ORDER BY salary DESC NULLS LAST, id) <= 3 THEN 'top' ELSE 'rest' END AS c FROM people;

SELECT id, coalesce(lag(city) OVER (ORDER BY id), 'none') || '>' || coalesce(city, 'none') AS move FROM people;

SELECT city, count(*) AS n, rank() OVER (ORDER BY count(*) DESC) AS r FROM people GROUP BY city;

SELECT city, sum(salary) AS s, sum(sum(salary)) OVER (ORDER BY city NULLS LAST) AS running FROM people GROUP BY city;

SELECT sensor, max(value) - lag(max(value)) OVER (ORDER BY sensor) AS d FROM readings GROUP BY sensor HAVING count(value) > 0;

SELECT sensor, count(*) FILTER (WHERE value > 0) AS f, row_number() OVER (ORDER BY sensor) AS r FROM readings GROUP BY sensor;

SELECT id, sum(value) FILTER (WHERE weight > 1) OVER (PARTITION BY sensor ORDER BY id) AS s FROM readings;

SELECT DISTINCT sensor, count(*) OVER (PARTITION BY sensor) AS n FROM readings;

-- ordered
SELECT id FROM readings ORDER BY row_number() OVER (PARTITION BY sensor ORDER BY id), id;

-- ordered
SELECT id, rank() OVER (ORDER BY sensor) AS r FROM readings ORDER BY r DESC, id LIMIT 4;

-- ordered
SELECT id, sum(value) OVER (ORDER BY id) AS s FROM readings ORDER BY s NULLS FIRST, id DESC OFFSET 3;

SELECT q.sensor, q.id FROM (SELECT sensor, id, rank() OVER (PARTITION BY sensor ORDER BY value DESC NULLS LAST) AS r FROM readings) AS q WHERE q.r = 1;

SELECT max(q.n) AS m FROM (SELECT row_number() OVER (PARTITION BY sensor ORDER BY id) AS n FROM readings) AS q;

SELECT q.g, min(q.id) AS low, max(q.id) AS high FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS g FROM people WHERE active) AS q GROUP BY q.g;

SELECT row_number() OVER (ORDER BY a NULLS LAST, b NULLS LAST) AS r, a, b FROM pairs;

SELECT row_number() OVER (ORDER BY o.id) AS r, p.name FROM orders o LEFT JOIN people p ON p.id = o.person_id;

SELECT id, row_number() OVER (ORDER BY CASE WHEN city IS NULL THEN 1 ELSE 0 END, city, id) AS r FROM people;

SELECT a, sum(b) OVER (PARTITION BY a ORDER BY b NULLS FIRST ROWS UNBOUNDED PRECEDING) AS s FROM pairs UNION ALL SELECT a, count(*) OVER () FROM other_pairs;

SELECT sum(row_number() OVER (ORDER BY id)) AS s FROM readings;

SELECT id FROM readings GROUP BY rank() OVER (ORDER BY id);

SELECT rank() AS r FROM readings;

SELECT upper(sensor) OVER (ORDER BY id) AS u FROM readings;

SELECT ntile(0) OVER (ORDER BY id) AS t FROM readings;

SELECT nth_value(value, 0) OVER (ORDER BY id) AS t FROM readings;

SELECT sum(value) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 1 PRECEDING) AS t FROM readings;

SELECT sum(bi) OVER (ORDER BY id) AS x FROM kinds WHERE id IN (1, 3);

SELECT count(DISTINCT value) OVER (PARTITION BY sensor) AS n FROM readings;

SELECT id, sum(DISTINCT value) AS s FROM readings GROUP BY id HAVING sum(DISTINCT value) > 0;

SELECT id, first_value(name) OVER (PARTITION BY active ORDER BY born NULLS LAST, id) AS f, last_value(born) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS l FROM people;
