-- Intervals, EXTRACT, truncation and what is made of dates.

SELECT id, ts + INTERVAL '1 year 2 months 3 days' AS x FROM kinds WHERE id IN (1, 7);

SELECT id, ts - INTERVAL '1 month' AS x, dt - INTERVAL '1 month' AS y FROM kinds WHERE id IN (1, 6);

SELECT id, ts + INTERVAL '90 minutes' AS x, ts - INTERVAL '0.000001 seconds' AS y FROM kinds WHERE id IN (1, 7, 8);

SELECT id, tz + INTERVAL '1 day' AS x, tz - INTERVAL '36 hours' AS y FROM kinds WHERE id IN (1, 7);

SELECT id, tm + INTERVAL '1 hour' AS x, tm - INTERVAL '1 minute' AS y FROM kinds WHERE tm IS NOT NULL;

SELECT id, dt + INTERVAL '1 day' AS x, dt + 1 AS y FROM kinds WHERE id IN (1, 7, 8);

SELECT id, dt + INTERVAL '1 hour' AS x FROM kinds WHERE id = 1;

SELECT id, ts + i * INTERVAL '1 day' AS x FROM kinds WHERE id IN (1, 7, 8);

SELECT id, ts - (i + 1) * INTERVAL '1 hour' AS x FROM kinds WHERE id IN (1, 7, 8);

SELECT id, dt + si * INTERVAL '1 month' AS x FROM kinds WHERE id IN (1, 7, 8);

SELECT id, INTERVAL '1 day' + ts AS x FROM kinds WHERE id = 1;

SELECT id, ts + INTERVAL '1 day' - INTERVAL '1 month' AS x FROM kinds WHERE id = 1;

SELECT id, ts + - INTERVAL '1 week' AS x FROM kinds WHERE id = 1;

SELECT DATE '2024-01-31' + INTERVAL '1 month' AS a, DATE '2024-03-31' - INTERVAL '1 month' AS b, DATE '2024-02-29' + INTERVAL '1 year' AS c;

SELECT TIMESTAMP '2024-01-31 12:00:00' + INTERVAL '1' MONTH AS a, TIMESTAMP '2024-01-31 12:00:00' + INTERVAL '2' HOUR AS b;

SELECT INTERVAL '1 day' AS x;

SELECT ts + INTERVAL '1 fortnight' AS x FROM kinds;

SELECT ts + 1 AS x FROM kinds;

SELECT ts - ts AS x FROM kinds;

SELECT dt - DATE '2024-01-01' AS x, DATE '2024-01-01' - dt AS y FROM kinds;

SELECT id, dt - CAST(ts AS DATE) AS x FROM kinds;

SELECT id, dt + tm AS x FROM kinds WHERE tm IS NOT NULL;

SELECT id, micros_between(ts, CAST(dt AS TIMESTAMP)) AS x FROM kinds WHERE id IN (1, 6, 7);

SELECT id, micros_between(tz, TIMESTAMPTZ '2024-01-01 00:00:00+00') / 86400000000 AS days FROM kinds WHERE id IN (1, 6, 7, 8);

SELECT id, extract(year FROM dt) AS y, extract(quarter FROM dt) AS q, extract(month FROM dt) AS m, extract(day FROM dt) AS d FROM kinds;

SELECT id, extract(week FROM dt) AS w, extract(dow FROM dt) AS d, extract(isodow FROM dt) AS i, extract(doy FROM dt) AS y FROM kinds;

SELECT id, extract(year FROM ts) AS y, extract(quarter FROM ts) AS q, extract(month FROM ts) AS m, extract(day FROM ts) AS d FROM kinds;

SELECT id, extract(week FROM ts) AS w, extract(dow FROM ts) AS d, extract(isodow FROM ts) AS i, extract(doy FROM ts) AS y FROM kinds;

SELECT id, extract(hour FROM ts) AS h, extract(minute FROM ts) AS m, extract(second FROM ts) AS s, extract(epoch FROM ts) AS e FROM kinds;

SELECT id, extract(hour FROM tm) AS h, extract(minute FROM tm) AS m, extract(second FROM tm) AS s FROM kinds;

SELECT id, extract(epoch FROM tz) AS e FROM kinds;

SELECT id, extract(year FROM tz) AS y FROM kinds;

SELECT id, extract(hour FROM dt) AS h FROM kinds;

SELECT id, extract(century FROM ts) AS h FROM kinds;

SELECT extract(dow FROM placed) AS d, count(*) AS n, sum(total) AS s FROM orders GROUP BY extract(dow FROM placed);

SELECT extract(year FROM born) / 100 AS century, count(*) AS n FROM people WHERE born IS NOT NULL GROUP BY extract(year FROM born) / 100 HAVING count(*) > 1;

SELECT id FROM orders WHERE extract(month FROM placed) = 1 AND extract(second FROM placed) > 0;

SELECT id, date_trunc('year', ts) AS y, date_trunc('quarter', ts) AS q, date_trunc('month', ts) AS m, date_trunc('week', ts) AS w FROM kinds WHERE id <> 4;

SELECT id, date_trunc('day', ts) AS d, date_trunc('hour', ts) AS h, date_trunc('minute', ts) AS m, date_trunc('second', ts) AS s FROM kinds;

SELECT date_trunc('week', ts) AS x FROM kinds WHERE id = 4;

SELECT date_trunc('decade', ts) AS x FROM kinds;

SELECT date_trunc('hour', at) AS h, count(*) AS n, max(value) AS m FROM readings GROUP BY date_trunc('hour', at);

-- ordered
SELECT date_trunc('day', at) AS d, avg(value) AS a FROM readings GROUP BY date_trunc('day', at) ORDER BY d DESC;

SELECT make_date(2024, id, 1) AS d FROM people;

SELECT make_date(2024, 1, 1) - 1 AS a, make_date(2024, 2, 28) + INTERVAL '1 day' AS b;

SELECT make_timestamp(2024, 2, 29, 23, 59, 59.5e0) AS x, make_timestamp(1, 1, 1, 0, 0, 0e0) AS y;

SELECT to_timestamp(0) AS a, to_timestamp(1700000000.5) AS b, to_timestamp(-1) AS c;

SELECT extract(epoch FROM to_timestamp(1700000000.25)) AS x;

SELECT CAST(to_timestamp(86399) AS DATE) AS a, CAST(to_timestamp(86400) AS TIMESTAMP) AS b;

SELECT CURRENT_DATE = CAST(CURRENT_TIMESTAMP AS DATE) AS a, CURRENT_TIMESTAMP = CURRENT_TIMESTAMP AS b, LOCALTIMESTAMP = CAST(CURRENT_TIMESTAMP AS TIMESTAMP) AS c;

SELECT count(*) AS n FROM orders WHERE placed < CURRENT_TIMESTAMP;

SELECT count(*) AS n FROM orders WHERE placed < LOCALTIMESTAMP - INTERVAL '1 day' AND CAST(placed AS DATE) <> CURRENT_DATE;

SELECT id FROM orders WHERE placed BETWEEN TIMESTAMP '2024-01-01 00:00:00' AND TIMESTAMP '2024-01-01 00:00:00' + INTERVAL '1 month';

SELECT id FROM people WHERE born + INTERVAL '100 years' < DATE '2010-01-01';

SELECT a.id, b.id AS next FROM orders a JOIN orders b ON b.placed > a.placed AND b.placed <= a.placed + INTERVAL '20 days';

SELECT greatest(dt, DATE '2000-01-01') AS g, least(ts, TIMESTAMP '2000-01-01 00:00:00') AS l FROM kinds;

SELECT coalesce(dt, CURRENT_DATE) > DATE '0001-01-01' AS x, nullif(tm, TIME '12:30:45') AS y FROM kinds;

SELECT min(tm) AS a, max(tm) AS b, min(tz) AS c, max(ts) AS d, count(DISTINCT dt) AS e FROM kinds;

SELECT CAST(dt AS TEXT) || 'T' || CAST(tm AS TEXT) AS x FROM kinds;

SELECT CAST(ts AS TEXT) AS a, CAST(CAST(ts AS TEXT) AS TIMESTAMP) = ts AS b FROM kinds;

SELECT CAST(tz AS TIMESTAMP) AS a, CAST(tz AS DATE) AS b, CAST(ts AS TIMESTAMPTZ) AS c, CAST(ts AS TIME) AS d FROM kinds;

SELECT CAST('2024-01-01 10:00:00+02' AS TIMESTAMPTZ) AS a, CAST('2024-01-01' AS TIMESTAMP) AS b, CAST('10:00' AS TIME) AS c;

SELECT TIMESTAMPTZ '2024-06-01 00:00:00+05:30' = TIMESTAMPTZ '2024-05-31 18:30:00+00' AS x;

-- ordered
SELECT id, tm FROM kinds ORDER BY tm DESC NULLS FIRST, id;

-- ordered
SELECT id FROM kinds WHERE tz IS NOT NULL ORDER BY tz - INTERVAL '1 day', id DESC;

UPDATE orders SET placed = date_trunc('day', placed) + INTERVAL '12 hours' WHERE extract(hour FROM placed) < 12;

DELETE FROM readings WHERE at < (SELECT max(at) FROM readings) - INTERVAL '1 day';

INSERT INTO orders (id, placed, total) SELECT id + 100, placed + INTERVAL '1 year', total FROM orders WHERE id < 12;
