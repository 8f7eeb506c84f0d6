-- Window functions, frames, named windows.

SELECT id, row_number() OVER (ORDER BY id) AS x FROM readings;

SELECT id, row_number() OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, row_number() OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, row_number() OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, rank() OVER (ORDER BY id) AS x FROM readings;

SELECT id, rank() OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, rank() OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, rank() OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, dense_rank() OVER (ORDER BY id) AS x FROM readings;

SELECT id, dense_rank() OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, dense_rank() OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, dense_rank() OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, percent_rank() OVER (ORDER BY id) AS x FROM readings;

SELECT id, percent_rank() OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, percent_rank() OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, percent_rank() OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, cume_dist() OVER (ORDER BY id) AS x FROM readings;

SELECT id, cume_dist() OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, cume_dist() OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, cume_dist() OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, ntile(3) OVER (ORDER BY id) AS x FROM readings;

SELECT id, ntile(3) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, ntile(3) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, ntile(3) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, lag(value) OVER (ORDER BY id) AS x FROM readings;

SELECT id, lag(value) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, lag(value) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, lag(value) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, lag(value, 2) OVER (ORDER BY id) AS x FROM readings;

SELECT id, lag(value, 2) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, lag(value, 2) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, lag(value, 2) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, lag(value, 1, 0) OVER (ORDER BY id) AS x FROM readings;

SELECT id, lag(value, 1, 0) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, lag(value, 1, 0) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, lag(value, 1, 0) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, lead(value) OVER (ORDER BY id) AS x FROM readings;

SELECT id, lead(value) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, lead(value) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, lead(value) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, lead(value, 2, -1) OVER (ORDER BY id) AS x FROM readings;

SELECT id, lead(value, 2, -1) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, lead(value, 2, -1) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, lead(value, 2, -1) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, first_value(value) OVER (ORDER BY id) AS x FROM readings;

SELECT id, first_value(value) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, first_value(value) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, first_value(value) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, last_value(value) OVER (ORDER BY id) AS x FROM readings;

SELECT id, last_value(value) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, last_value(value) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, last_value(value) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, nth_value(value, 2) OVER (ORDER BY id) AS x FROM readings;

SELECT id, nth_value(value, 2) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, nth_value(value, 2) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, nth_value(value, 2) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, sum(value) OVER (ORDER BY id) AS x FROM readings;

SELECT id, sum(value) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, sum(value) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, sum(value) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, avg(value) OVER (ORDER BY id) AS x FROM readings;

SELECT id, avg(value) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, avg(value) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, avg(value) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, min(value) OVER (ORDER BY id) AS x FROM readings;

SELECT id, min(value) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, min(value) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, min(value) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, max(weight) OVER (ORDER BY id) AS x FROM readings;

SELECT id, max(weight) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, max(weight) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, max(weight) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, count(*) OVER (ORDER BY id) AS x FROM readings;

SELECT id, count(*) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, count(*) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, count(*) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, count(value) OVER (ORDER BY id) AS x FROM readings;

SELECT id, count(value) OVER (PARTITION BY sensor ORDER BY id) AS x FROM readings;

SELECT id, count(value) OVER (PARTITION BY sensor ORDER BY at DESC, id) AS x FROM readings;

SELECT id, count(value) OVER (PARTITION BY value IS NULL ORDER BY value NULLS FIRST, id) AS x FROM readings;

SELECT id, sum(value) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM readings;

SELECT id, sum(value) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS x FROM readings;

SELECT id, sum(value) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM readings;

SELECT id, sum(value) OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM readings;

SELECT id, sum(value) OVER (ORDER BY id RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM readings;

SELECT id, sum(value) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM readings;

SELECT id, sum(value) OVER (ORDER BY id RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM readings;

SELECT id, sum(value) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS x FROM readings;

SELECT id, sum(value) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS x FROM readings;

SELECT id, count(*) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM readings;

SELECT id, count(*) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS x FROM readings;

SELECT id, count(*) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM readings;

SELECT id, count(*) OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM readings;

SELECT id, count(*) OVER (ORDER BY id RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM readings;

SELECT id, count(*) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM readings;

SELECT id, count(*) OVER (ORDER BY id RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM readings;

SELECT id, count(*) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS x FROM readings;

SELECT id, count(*) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS x FROM readings;

SELECT id, first_value(value) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM readings;

SELECT id, first_value(value) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS x FROM readings;

SELECT id, first_value(value) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM readings;

SELECT id, first_value(value) OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM readings;

SELECT id, first_value(value) OVER (ORDER BY id RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM readings;

SELECT id, first_value(value) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM readings;

SELECT id, first_value(value) OVER (ORDER BY id RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM readings;

SELECT id, first_value(value) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS x FROM readings;

SELECT id, first_value(value) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS x FROM readings;

SELECT id, last_value(value) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM readings;

SELECT id, last_value(value) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS x FROM readings;

SELECT id, last_value(value) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM readings;

SELECT id, last_value(value) OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM readings;

SELECT id, last_value(value) OVER (ORDER BY id RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM readings;

SELECT id, last_value(value) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM readings;

SELECT id, last_value(value) OVER (ORDER BY id RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM readings;

SELECT id, last_value(value) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS x FROM readings;

SELECT id, last_value(value) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS x FROM readings;

SELECT id, max(value) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM readings;

SELECT id, max(value) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS x FROM readings;

SELECT id, max(value) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM readings;

SELECT id, max(value) OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM readings;

SELECT id, max(value) OVER (ORDER BY id RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM readings;

SELECT id, max(value) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM readings;

SELECT id, max(value) OVER (ORDER BY id RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM readings;

SELECT id, max(value) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS x FROM readings;

SELECT id, max(value) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS x FROM readings;

SELECT id, sum(value) OVER w AS s, row_number() OVER w AS r FROM readings WINDOW w AS (PARTITION BY sensor ORDER BY id);

SELECT id, sum(value) OVER (w ORDER BY id) AS s FROM readings WINDOW w AS (PARTITION BY sensor);

SELECT sensor, sum(sum(value)) OVER (ORDER BY sensor) AS s FROM readings GROUP BY sensor;

SELECT id, count(*) FILTER (WHERE value > 5) OVER (PARTITION BY sensor) AS s FROM readings;

SELECT s.id FROM (SELECT id, row_number() OVER (PARTITION BY sensor ORDER BY id DESC) AS r FROM readings) AS s WHERE s.r = 1;

-- ordered
SELECT id, rank() OVER (ORDER BY value DESC NULLS LAST) AS r FROM readings ORDER BY r, id;

SELECT id FROM readings WHERE row_number() OVER (ORDER BY id) = 1;

SELECT id, value - lag(value) OVER (PARTITION BY sensor ORDER BY id) AS d FROM readings;

SELECT id, salary, sum(salary) OVER (ORDER BY id) AS s FROM people;
