-- What must fail, and how: ranges, divisors, casts, constraints, lengths, names.

SELECT 9223372036854775807 + 1 AS x;

SELECT bi + bi AS x FROM kinds WHERE id = 3;

SELECT bi - 1 AS x FROM kinds WHERE id = 4;

SELECT bi * 2 AS x FROM kinds WHERE id = 3;

SELECT -bi AS x FROM kinds WHERE id = 4;

SELECT abs(bi) AS x FROM kinds WHERE id = 4;

SELECT bi / -1 AS x FROM kinds WHERE id = 4;

SELECT sum(bi) AS x FROM kinds WHERE id IN (3, 7);

SELECT d * 1e10 AS x FROM kinds WHERE id = 3;

SELECT d + d * 1e8 AS x FROM kinds WHERE id = 3 AND d > 1e299;

SELECT exp(d) AS x FROM kinds WHERE id = 3;

SELECT power(10, 400) AS x;

SELECT power(-1, 0.5) AS x;

SELECT sqrt(-i) AS x FROM kinds WHERE id = 1;

SELECT ln(0) AS x;

SELECT log10(-1) AS x;

SELECT asin(2) AS x;

SELECT i / 0 AS x FROM kinds WHERE id = 1;

SELECT i % (i - i) AS x FROM kinds WHERE id = 1;

SELECT d / 0 AS x FROM kinds WHERE id = 1;

SELECT CAST(n / 0 AS NUMERIC(10,2)) AS x FROM kinds WHERE id = 1;

SELECT n % 0 AS x FROM kinds WHERE id = 1;

SELECT mod(n, 0) AS x FROM kinds WHERE id = 1;

SELECT id FROM kinds WHERE 1 / i > 0 AND i IS NOT NULL;

SELECT CASE WHEN i = 0 THEN 0 ELSE 10 / i END AS x FROM kinds WHERE id IN (1, 6, 7);

SELECT CAST(i AS SMALLINT) AS x FROM kinds WHERE id = 3;

SELECT CAST(bi AS INTEGER) AS x FROM kinds WHERE id = 7;

SELECT CAST(d AS BIGINT) AS x FROM kinds WHERE id = 3;

SELECT CAST(d AS INTEGER) AS x FROM kinds WHERE id = 8;

SELECT CAST(w AS BIGINT) AS x FROM kinds WHERE id = 3;

SELECT CAST(w AS NUMERIC(10,2)) AS x FROM kinds WHERE id = 3;

SELECT CAST(n AS NUMERIC(4,2)) AS x FROM kinds WHERE id = 4;

SELECT CAST(d AS NUMERIC(5,0)) AS x FROM kinds WHERE id = 3;

SELECT CAST(i AS NUMERIC(3,1)) AS x FROM kinds WHERE id = 3;

SELECT CAST(d AS REAL) AS x FROM kinds WHERE id = 3;

SELECT CAST('' AS INTEGER) AS x;

SELECT CAST(' 12 ' AS INTEGER) AS x, CAST('-0' AS INTEGER) AS y;

SELECT CAST('1e3' AS INTEGER) AS x;

SELECT CAST('1.5' AS INTEGER) AS x;

SELECT CAST('9223372036854775808' AS BIGINT) AS x;

SELECT CAST('0x10' AS INTEGER) AS x;

SELECT CAST('1,5' AS NUMERIC(5,2)) AS x;

SELECT CAST('.5' AS NUMERIC(5,2)) AS x;

SELECT CAST('12345.67' AS NUMERIC(5,2)) AS x;

SELECT CAST('1e' AS DOUBLE PRECISION) AS x;

SELECT CAST('1e400' AS DOUBLE PRECISION) AS x;

SELECT CAST('-1e400' AS DOUBLE PRECISION) AS x;

SELECT CAST('1.7976931348623157e308' AS DOUBLE PRECISION) AS x, CAST('-1.7976931348623157E+308' AS DOUBLE PRECISION) AS y, CAST(CAST(NULL AS TEXT) AS DOUBLE PRECISION) AS z;

SELECT CAST('1e400' AS REAL) AS x;

SELECT CAST('yes' AS BOOLEAN) AS x;

SELECT CAST('maybe' AS BOOLEAN) AS x;

SELECT CAST('2024-02-30' AS DATE) AS x;

SELECT CAST('2024-2-3' AS DATE) AS x;

SELECT CAST('20240203' AS DATE) AS x;

SELECT CAST('0000-01-01' AS DATE) AS x;

SELECT CAST('24:00:01' AS TIME) AS x;

SELECT CAST('12:60' AS TIME) AS x;

SELECT CAST('2024-01-01 25:00' AS TIMESTAMP) AS x;

SELECT CAST('2024-01-01 00:00:00+25' AS TIMESTAMPTZ) AS x;

SELECT CAST('0123' AS UUID) AS x;

SELECT CAST(x'ff' AS TEXT) AS x;

SELECT unhex('0g') AS x;

SELECT chr(0) AS x;

SELECT chr(55296) AS x;

SELECT substring('abc' FROM 1 FOR -1) AS x;

SELECT make_date(2023, 2, 29) AS x;

SELECT make_timestamp(2024, 1, 1, 24, 0, 0e0) AS x;

SELECT DATE '9999-12-31' + 1 AS x;

SELECT DATE '0001-01-01' - 1 AS x;

SELECT TIMESTAMP '9999-12-31 23:59:59' + INTERVAL '1 second' AS x;

SELECT DATE '9999-12-31' + INTERVAL '1 month' AS x;

SELECT to_timestamp(1e30) AS x;

SELECT t + 1 AS x FROM kinds;

SELECT id FROM kinds WHERE t = 1;

SELECT id FROM kinds WHERE dt = 'today';

SELECT id FROM kinds WHERE i;

SELECT id FROM kinds WHERE b = 1;

SELECT NOT i AS x FROM kinds;

SELECT i || d AS x FROM kinds;

SELECT CAST(d AS TEXT) AS x FROM kinds;

SELECT CAST(b AS NUMERIC(5,2)) AS x FROM kinds;

SELECT CAST(dt AS INTEGER) AS x FROM kinds;

SELECT n / 3 AS x FROM kinds;

SELECT avg(n) AS x FROM kinds;

SELECT sum(t) AS x FROM kinds;

SELECT max(b) AS x FROM kinds;

SELECT nosuch(id) AS x FROM kinds;

SELECT length() AS x;

SELECT id, count(*) AS n FROM people;

SELECT name FROM people GROUP BY city;

SELECT city AS c FROM people GROUP BY c;

SELECT id FROM people WHERE count(*) > 1;

SELECT id FROM people HAVING id > 1;

SELECT sum(count(*)) AS x FROM people;

SELECT nosuch FROM people;

SELECT people.nosuch FROM people;

SELECT q.id FROM people;

SELECT id FROM people, orders;

SELECT id FROM nosuch;

SELECT p.id FROM people p JOIN people p ON TRUE;

SELECT id FROM people UNION SELECT name FROM people;

SELECT id FROM people ORDER BY 3;

SELECT DISTINCT city FROM people ORDER BY id;

SELECT id FROM people LIMIT -1;

SELECT id FROM people OFFSET -1;

SELECT id FROM people FETCH FIRST 0 ROWS ONLY;

SELECT * FROM people p JOIN orders o USING (nosuch);

INSERT INTO people (id) VALUES (30);

INSERT INTO people (id, name) VALUES (30, NULL);

INSERT INTO people (id, name) VALUES (1, 'New');

INSERT INTO people (id, name) VALUES (30, 'Ada');

INSERT INTO people (id, name) VALUES (30, 'X'), (30, 'Y');

INSERT INTO people (id, name, boss_id) VALUES (30, 'X', 999);

INSERT INTO people (id, name) VALUES (30, 'a name that is longer than the forty characters it may have');

INSERT INTO people (id, name, born) VALUES (30, 'X', TIMESTAMP '2024-01-01 10:00:00');

INSERT INTO people (id, name, active) VALUES (30, 'X', NULL);

INSERT INTO people VALUES (30, 'X');

INSERT INTO people (id, name) VALUES (2147483648, 'X');

INSERT INTO items SELECT 10, 20, 'x', -quantity, price FROM items WHERE quantity = 1 AND order_id = 10;

INSERT INTO items (order_id, line, product, quantity) SELECT id, 1, 'x', 1 FROM orders;

INSERT INTO items (order_id, line, product, quantity, price) VALUES (10, 9, 'x', 1, 1234567.00);

INSERT INTO orders (id, placed) VALUES (30, TIMESTAMP '2024-01-01 00:00:00');

INSERT INTO orders (id, placed, total) VALUES (30, 'yesterday', 1);

INSERT INTO london (id, name) VALUES (30, 'X');

INSERT INTO nosuch VALUES (1);

UPDATE people SET name = NULL;

UPDATE people SET name = 'Ada' WHERE id IN (2, 3);

UPDATE people SET id = 2 WHERE id = 8 AND NOT active OR id = 5;

UPDATE people SET boss_id = 999 WHERE id = 1;

UPDATE people SET id = 99 WHERE id = 1;

UPDATE items SET quantity = -1 WHERE line = 1;

UPDATE items SET order_id = 999 WHERE order_id = 11 AND line = 2;

UPDATE items SET price = price * 1000000 WHERE order_id = 13;

UPDATE keyed SET code = code || 'xxxxxxxxxx';

UPDATE keyed SET hits = hits / (hits - 5);

UPDATE orders SET person_id = id WHERE id = 10;

UPDATE orders SET total = NULL WHERE note = 'first';

UPDATE people SET nosuch = 1;

UPDATE people SET name = 'x', name = 'y';

DELETE FROM people WHERE id = 3;

DELETE FROM people WHERE nosuch = 1;

DELETE FROM orders WHERE id = (SELECT order_id FROM items);
