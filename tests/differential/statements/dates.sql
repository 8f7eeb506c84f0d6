-- Dates, times, timestamps, UUIDs.

SELECT id, EXTRACT(year FROM dt) AS x FROM kinds;

SELECT id, EXTRACT(year FROM ts) AS x FROM kinds;

SELECT id, EXTRACT(year FROM tz) AS x FROM kinds;

SELECT id, EXTRACT(quarter FROM dt) AS x FROM kinds;

SELECT id, EXTRACT(quarter FROM ts) AS x FROM kinds;

SELECT id, EXTRACT(quarter FROM tz) AS x FROM kinds;

SELECT id, EXTRACT(month FROM dt) AS x FROM kinds;

SELECT id, EXTRACT(month FROM ts) AS x FROM kinds;

SELECT id, EXTRACT(month FROM tz) AS x FROM kinds;

SELECT id, EXTRACT(week FROM dt) AS x FROM kinds;

SELECT id, EXTRACT(week FROM ts) AS x FROM kinds;

SELECT id, EXTRACT(week FROM tz) AS x FROM kinds;

SELECT id, EXTRACT(day FROM dt) AS x FROM kinds;

SELECT id, EXTRACT(day FROM ts) AS x FROM kinds;

SELECT id, EXTRACT(day FROM tz) AS x FROM kinds;

SELECT id, EXTRACT(dow FROM dt) AS x FROM kinds;

SELECT id, EXTRACT(dow FROM ts) AS x FROM kinds;

SELECT id, EXTRACT(dow FROM tz) AS x FROM kinds;

SELECT id, EXTRACT(isodow FROM dt) AS x FROM kinds;

SELECT id, EXTRACT(isodow FROM ts) AS x FROM kinds;

SELECT id, EXTRACT(isodow FROM tz) AS x FROM kinds;

SELECT id, EXTRACT(doy FROM dt) AS x FROM kinds;

SELECT id, EXTRACT(doy FROM ts) AS x FROM kinds;

SELECT id, EXTRACT(doy FROM tz) AS x FROM kinds;

SELECT id, EXTRACT(hour FROM ts) AS x FROM kinds;

SELECT id, EXTRACT(hour FROM tm) AS x FROM kinds;

SELECT id, EXTRACT(hour FROM tz) AS x FROM kinds;

SELECT id, EXTRACT(minute FROM ts) AS x FROM kinds;

SELECT id, EXTRACT(minute FROM tm) AS x FROM kinds;

SELECT id, EXTRACT(minute FROM tz) AS x FROM kinds;

SELECT id, EXTRACT(second FROM ts) AS x FROM kinds;

SELECT id, EXTRACT(second FROM tm) AS x FROM kinds;

SELECT id, EXTRACT(second FROM tz) AS x FROM kinds;

SELECT id, EXTRACT(EPOCH FROM ts) AS x FROM kinds;

SELECT id, EXTRACT(EPOCH FROM tz) AS x FROM kinds;

SELECT id, date_trunc('year', ts) AS x FROM kinds WHERE id <> 4;

SELECT id, date_trunc('quarter', ts) AS x FROM kinds WHERE id <> 4;

SELECT id, date_trunc('month', ts) AS x FROM kinds WHERE id <> 4;

SELECT id, date_trunc('week', ts) AS x FROM kinds WHERE id <> 4;

SELECT id, date_trunc('day', ts) AS x FROM kinds WHERE id <> 4;

SELECT id, date_trunc('hour', ts) AS x FROM kinds WHERE id <> 4;

SELECT id, date_trunc('minute', ts) AS x FROM kinds WHERE id <> 4;

SELECT id, date_trunc('second', ts) AS x FROM kinds WHERE id <> 4;

SELECT id, dt + 1 AS x FROM kinds WHERE id <> 3;

SELECT id, dt - 1 AS x FROM kinds WHERE id <> 4;

SELECT id, dt + i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt - dt AS x FROM kinds;

SELECT id, dt - DATE '2000-01-01' AS x FROM kinds;

SELECT id, dt + 1 AS x FROM kinds;

SELECT id, dt - 1 AS x FROM kinds;

SELECT id, ts + INTERVAL '1 day' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts - INTERVAL '1 day' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz + INTERVAL '1 day' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz - INTERVAL '1 day' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt + INTERVAL '1 day' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt - INTERVAL '1 day' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts + INTERVAL '1 day' AS x FROM kinds;

SELECT id, ts + INTERVAL '1 month' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts - INTERVAL '1 month' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz + INTERVAL '1 month' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz - INTERVAL '1 month' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt + INTERVAL '1 month' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt - INTERVAL '1 month' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts + INTERVAL '1 month' AS x FROM kinds;

SELECT id, ts + INTERVAL '1 year' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts - INTERVAL '1 year' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz + INTERVAL '1 year' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz - INTERVAL '1 year' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt + INTERVAL '1 year' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt - INTERVAL '1 year' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts + INTERVAL '1 year' AS x FROM kinds;

SELECT id, ts + INTERVAL '-1 month' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts - INTERVAL '-1 month' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz + INTERVAL '-1 month' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz - INTERVAL '-1 month' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt + INTERVAL '-1 month' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt - INTERVAL '-1 month' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts + INTERVAL '-1 month' AS x FROM kinds;

SELECT id, ts + INTERVAL '1 month 2 days' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts - INTERVAL '1 month 2 days' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz + INTERVAL '1 month 2 days' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz - INTERVAL '1 month 2 days' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt + INTERVAL '1 month 2 days' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt - INTERVAL '1 month 2 days' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts + INTERVAL '1 month 2 days' AS x FROM kinds;

SELECT id, ts + INTERVAL '3 hours' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts - INTERVAL '3 hours' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz + INTERVAL '3 hours' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz - INTERVAL '3 hours' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt + INTERVAL '3 hours' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt - INTERVAL '3 hours' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts + INTERVAL '3 hours' AS x FROM kinds;

SELECT id, ts + INTERVAL '90 minutes' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts - INTERVAL '90 minutes' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz + INTERVAL '90 minutes' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz - INTERVAL '90 minutes' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt + INTERVAL '90 minutes' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt - INTERVAL '90 minutes' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts + INTERVAL '90 minutes' AS x FROM kinds;

SELECT id, ts + INTERVAL '1.5 seconds' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts - INTERVAL '1.5 seconds' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz + INTERVAL '1.5 seconds' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz - INTERVAL '1.5 seconds' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt + INTERVAL '1.5 seconds' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt - INTERVAL '1.5 seconds' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts + INTERVAL '1.5 seconds' AS x FROM kinds;

SELECT id, ts + INTERVAL '1 week' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts - INTERVAL '1 week' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz + INTERVAL '1 week' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tz - INTERVAL '1 week' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt + INTERVAL '1 week' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, dt - INTERVAL '1 week' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts + INTERVAL '1 week' AS x FROM kinds;

SELECT id, ts + i * INTERVAL '1 day' AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ts + INTERVAL '1 hour' * 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(ts AS DATE) AS x FROM kinds;

SELECT id, CAST(dt AS TIMESTAMP) AS x FROM kinds;

SELECT id, CAST(ts AS TIME) AS x FROM kinds;

SELECT id, CAST(tz AS TIMESTAMP) AS x FROM kinds;

SELECT id, CAST(ts AS TIMESTAMPTZ) AS x FROM kinds;

SELECT id, CAST(tz AS DATE) AS x FROM kinds;

SELECT id, CAST(dt AS TEXT) AS x FROM kinds;

SELECT id, CAST(ts AS TEXT) AS x FROM kinds;

SELECT id, CAST(tm AS TEXT) AS x FROM kinds;

SELECT id, dt + tm AS x FROM kinds;

SELECT id, micros_between(ts, TIMESTAMP '2000-01-01 00:00:00') AS x FROM kinds;

SELECT id, micros_between(TIMESTAMP '2000-01-01 00:00:00', ts) AS x FROM kinds;

SELECT make_date(2024, 2, 29) AS x;

SELECT make_date(2023, 2, 29) AS x;

SELECT make_timestamp(2024, 2, 29, 12, 30, 45.5) AS x;

SELECT make_timestamp(2024, 13, 1, 0, 0, 0) AS x;

SELECT to_timestamp(0) AS x;

SELECT to_timestamp(1709208000.5) AS x;

SELECT to_timestamp(-1) AS x;

SELECT CAST('2024-02-29' AS DATE) AS x;

SELECT CAST('2023-02-29' AS DATE) AS x;

SELECT CAST('2024-02-29 01:02:03.4' AS TIMESTAMP) AS x;

SELECT CAST('nonsense' AS TIMESTAMP) AS x;

SELECT CAST('12:30' AS TIME) AS x;

SELECT CAST('25:00:00' AS TIME) AS x;

SELECT CURRENT_TIMESTAMP = CURRENT_TIMESTAMP AS x;

SELECT CURRENT_DATE = CAST(CURRENT_TIMESTAMP AS DATE) AS x;

SELECT CURRENT_TIMESTAMP > TIMESTAMPTZ '2020-01-01 00:00:00+00' AS x;

SELECT id FROM kinds WHERE dt = DATE '2024-01-01';

SELECT id FROM kinds WHERE dt <> DATE '2024-01-01';

SELECT id FROM kinds WHERE dt < DATE '2024-01-01';

SELECT id FROM kinds WHERE dt <= DATE '2024-01-01';

SELECT id FROM kinds WHERE dt > DATE '2024-01-01';

SELECT id FROM kinds WHERE dt >= DATE '2024-01-01';

SELECT id FROM kinds WHERE dt IS DISTINCT FROM DATE '2024-01-01';

SELECT id FROM kinds WHERE dt IS NOT DISTINCT FROM DATE '2024-01-01';

SELECT id FROM kinds WHERE dt BETWEEN DATE '2024-01-01' AND DATE '2024-01-01';

SELECT id FROM kinds WHERE dt IN (DATE '2024-01-01');

-- ordered
SELECT id, dt FROM kinds ORDER BY dt, id;

-- ordered
SELECT id, dt FROM kinds ORDER BY dt DESC NULLS LAST, id;

SELECT min(dt) AS a, max(dt) AS b FROM kinds;

SELECT id FROM kinds WHERE ts = TIMESTAMP '2024-01-01 00:00:00';

SELECT id FROM kinds WHERE ts <> TIMESTAMP '2024-01-01 00:00:00';

SELECT id FROM kinds WHERE ts < TIMESTAMP '2024-01-01 00:00:00';

SELECT id FROM kinds WHERE ts <= TIMESTAMP '2024-01-01 00:00:00';

SELECT id FROM kinds WHERE ts > TIMESTAMP '2024-01-01 00:00:00';

SELECT id FROM kinds WHERE ts >= TIMESTAMP '2024-01-01 00:00:00';

SELECT id FROM kinds WHERE ts IS DISTINCT FROM TIMESTAMP '2024-01-01 00:00:00';

SELECT id FROM kinds WHERE ts IS NOT DISTINCT FROM TIMESTAMP '2024-01-01 00:00:00';

SELECT id FROM kinds WHERE ts BETWEEN TIMESTAMP '2024-01-01 00:00:00' AND TIMESTAMP '2024-01-01 00:00:00';

SELECT id FROM kinds WHERE ts IN (TIMESTAMP '2024-01-01 00:00:00');

-- ordered
SELECT id, ts FROM kinds ORDER BY ts, id;

-- ordered
SELECT id, ts FROM kinds ORDER BY ts DESC NULLS LAST, id;

SELECT min(ts) AS a, max(ts) AS b FROM kinds;

SELECT id FROM kinds WHERE tz = TIMESTAMPTZ '2024-01-01 00:00:00+00';

SELECT id FROM kinds WHERE tz <> TIMESTAMPTZ '2024-01-01 00:00:00+00';

SELECT id FROM kinds WHERE tz < TIMESTAMPTZ '2024-01-01 00:00:00+00';

SELECT id FROM kinds WHERE tz <= TIMESTAMPTZ '2024-01-01 00:00:00+00';

SELECT id FROM kinds WHERE tz > TIMESTAMPTZ '2024-01-01 00:00:00+00';

SELECT id FROM kinds WHERE tz >= TIMESTAMPTZ '2024-01-01 00:00:00+00';

SELECT id FROM kinds WHERE tz IS DISTINCT FROM TIMESTAMPTZ '2024-01-01 00:00:00+00';

SELECT id FROM kinds WHERE tz IS NOT DISTINCT FROM TIMESTAMPTZ '2024-01-01 00:00:00+00';

SELECT id FROM kinds WHERE tz BETWEEN TIMESTAMPTZ '2024-01-01 00:00:00+00' AND TIMESTAMPTZ '2024-01-01 00:00:00+00';

SELECT id FROM kinds WHERE tz IN (TIMESTAMPTZ '2024-01-01 00:00:00+00');

-- ordered
SELECT id, tz FROM kinds ORDER BY tz, id;

-- ordered
SELECT id, tz FROM kinds ORDER BY tz DESC NULLS LAST, id;

SELECT min(tz) AS a, max(tz) AS b FROM kinds;

SELECT id FROM kinds WHERE tm = TIME '12:00:00';

SELECT id FROM kinds WHERE tm <> TIME '12:00:00';

SELECT id FROM kinds WHERE tm < TIME '12:00:00';

SELECT id FROM kinds WHERE tm <= TIME '12:00:00';

SELECT id FROM kinds WHERE tm > TIME '12:00:00';

SELECT id FROM kinds WHERE tm >= TIME '12:00:00';

SELECT id FROM kinds WHERE tm IS DISTINCT FROM TIME '12:00:00';

SELECT id FROM kinds WHERE tm IS NOT DISTINCT FROM TIME '12:00:00';

SELECT id FROM kinds WHERE tm BETWEEN TIME '12:00:00' AND TIME '12:00:00';

SELECT id FROM kinds WHERE tm IN (TIME '12:00:00');

-- ordered
SELECT id, tm FROM kinds ORDER BY tm, id;

-- ordered
SELECT id, tm FROM kinds ORDER BY tm DESC NULLS LAST, id;

SELECT min(tm) AS a, max(tm) AS b FROM kinds;

SELECT id FROM kinds WHERE u = '00000000-0000-0000-0000-000000000001';

SELECT id FROM kinds WHERE u <> '00000000-0000-0000-0000-000000000001';

SELECT id FROM kinds WHERE u < '00000000-0000-0000-0000-000000000001';

SELECT id FROM kinds WHERE u <= '00000000-0000-0000-0000-000000000001';

SELECT id FROM kinds WHERE u > '00000000-0000-0000-0000-000000000001';

SELECT id FROM kinds WHERE u >= '00000000-0000-0000-0000-000000000001';

SELECT id FROM kinds WHERE u IS DISTINCT FROM '00000000-0000-0000-0000-000000000001';

SELECT id FROM kinds WHERE u IS NOT DISTINCT FROM '00000000-0000-0000-0000-000000000001';

SELECT id FROM kinds WHERE u BETWEEN '00000000-0000-0000-0000-000000000001' AND '00000000-0000-0000-0000-000000000001';

SELECT id FROM kinds WHERE u IN ('00000000-0000-0000-0000-000000000001');

-- ordered
SELECT id, u FROM kinds ORDER BY u, id;

-- ordered
SELECT id, u FROM kinds ORDER BY u DESC NULLS LAST, id;

SELECT count(DISTINCT u) AS a FROM kinds;

SELECT id FROM kinds WHERE b = TRUE;

SELECT id FROM kinds WHERE b <> TRUE;

SELECT id FROM kinds WHERE b < TRUE;

SELECT id FROM kinds WHERE b <= TRUE;

SELECT id FROM kinds WHERE b > TRUE;

SELECT id FROM kinds WHERE b >= TRUE;

SELECT id FROM kinds WHERE b IS DISTINCT FROM TRUE;

SELECT id FROM kinds WHERE b IS NOT DISTINCT FROM TRUE;

SELECT id FROM kinds WHERE b BETWEEN TRUE AND TRUE;

SELECT id FROM kinds WHERE b IN (TRUE);

-- ordered
SELECT id, b FROM kinds ORDER BY b, id;

-- ordered
SELECT id, b FROM kinds ORDER BY b DESC NULLS LAST, id;

SELECT count(DISTINCT b) AS a FROM kinds;

SELECT id FROM kinds WHERE dt < ts;

SELECT id FROM kinds WHERE dt > '2024-01-01';

SELECT id FROM kinds WHERE ts >= '2024-01-01';
