-- UPDATE with FROM, DELETE with USING, WITH before changes, old values in assignments.

-- check: SELECT id, total FROM orders
UPDATE orders SET total = p.salary FROM people p WHERE p.id = orders.person_id;

-- check: SELECT id, note FROM orders
UPDATE orders SET note = p.name FROM people AS p WHERE p.id = orders.person_id AND p.city = 'London';

-- check: SELECT id, note FROM orders
UPDATE orders AS o SET note = p.name || ' of ' || coalesce(p.city, '?') FROM people AS p WHERE p.id = o.person_id AND o.total > 10;

-- check: SELECT id, total FROM orders
UPDATE orders SET total = s.t FROM (SELECT order_id, sum(quantity) AS t FROM items GROUP BY order_id) AS s WHERE s.order_id = orders.id;

-- check: SELECT id, total FROM orders
UPDATE orders SET total = orders.total + i.price FROM items i WHERE i.order_id = orders.id AND i.line = 1 AND i.price IS NOT NULL;

-- check: SELECT id, note FROM orders
UPDATE orders SET note = b.name FROM people p JOIN people b ON b.id = p.boss_id WHERE p.id = orders.person_id;

-- check: SELECT id, salary FROM people
UPDATE people SET salary = b.salary FROM people b WHERE b.id = people.boss_id AND people.salary < 1000;

-- check: SELECT code, hits FROM keyed
UPDATE keyed SET hits = v.n FROM (VALUES ('a', 10), ('c', 30)) AS v (code, n) WHERE v.code = keyed.code;

-- check: SELECT order_id, line, price FROM items
UPDATE items SET price = 1 FROM orders o, people p WHERE o.id = items.order_id AND p.id = o.person_id AND p.name = 'Ada';

-- check: SELECT code, hits FROM keyed
UPDATE keyed SET hits = w.n FROM (SELECT count(*) AS n FROM words) AS w;

-- check: SELECT id, note FROM orders
UPDATE orders SET note = 'big' FROM items i WHERE i.order_id = orders.id AND i.quantity * i.price > 50;

UPDATE orders SET note = zz FROM people p WHERE p.id = orders.person_id;

-- check: SELECT id, value FROM readings
UPDATE readings SET value = coalesce(value, 0) + 1, weight = value;

-- check: SELECT * FROM pairs
UPDATE pairs SET a = b, b = a;

-- check: SELECT * FROM pairs
UPDATE pairs SET a = b, b = a + b WHERE a IS NOT NULL;

-- check: SELECT id, d, r FROM kinds
UPDATE kinds SET d = r, r = d WHERE id IN (1, 2, 8);

-- check: SELECT code, state, hits FROM keyed
UPDATE keyed SET (state, hits) = ('y', hits + 1) WHERE code <> 'a';

-- check: SELECT code, state, hits FROM keyed
UPDATE keyed SET (code, state) = (state || code, code);

-- check: SELECT code, state, hits FROM keyed
UPDATE keyed SET hits = (SELECT max(id) FROM people), state = (SELECT min(word) FROM words WHERE word > 'x') WHERE code = 'b';

UPDATE keyed SET hits = (SELECT id FROM people);

-- check: SELECT id, v FROM kinds
UPDATE kinds SET v = substring(t FROM 1 FOR 5), t = v WHERE t IS NOT NULL;

-- check: SELECT id, b FROM kinds
UPDATE kinds SET b = NOT b WHERE b IS NOT NULL;

-- check: SELECT id, b FROM kinds
UPDATE kinds SET b = i > 0 OR b;

-- check: SELECT id, dt, ts, tm FROM kinds
UPDATE kinds SET dt = CAST(ts AS DATE), ts = ts - INTERVAL '1 hour', tm = CAST(ts AS TIME) WHERE id IN (1, 6, 7);

-- check: SELECT id, n, w FROM kinds
UPDATE kinds SET n = w, w = n WHERE id IN (1, 2, 8);

UPDATE kinds SET n = 123456789.00;

UPDATE kinds SET si = 32768 WHERE id = 1;

UPDATE kinds SET i = bi WHERE id = 3;

UPDATE kinds SET v = 'exactly twenty-one ch' WHERE id = 1;

-- check: SELECT id, j ->> 'a' AS a FROM kinds WHERE id = 1
UPDATE kinds SET j = '{"a": 2}' WHERE id = 1;

-- check: SELECT id, y FROM kinds
UPDATE kinds SET y = y || x'ff' WHERE y IS NOT NULL;

-- check: SELECT id, u FROM kinds
UPDATE kinds SET u = '99999999-9999-9999-9999-999999999999' WHERE id < 3;

-- check: SELECT id FROM people
DELETE FROM people WHERE salary IS NULL OR NOT active;

-- check: SELECT id FROM orders
DELETE FROM orders USING people p WHERE p.id = orders.person_id AND p.city = 'London';

-- check: SELECT id FROM orders
DELETE FROM orders AS o USING items AS i WHERE i.order_id = o.id AND i.product IN ('bolt', 'nut');

-- check: SELECT order_id, line FROM items
DELETE FROM items USING orders o JOIN people p ON p.id = o.person_id WHERE o.id = items.order_id AND p.name LIKE 'A%';

-- check: SELECT order_id, line FROM items
DELETE FROM items USING (SELECT order_id, max(line) AS line FROM items GROUP BY order_id) AS m WHERE m.order_id = items.order_id AND m.line = items.line;

-- check: SELECT a, b FROM pairs
DELETE FROM pairs USING other_pairs o WHERE o.a = pairs.a AND o.b = pairs.b;

-- check: SELECT a, b FROM pairs
DELETE FROM pairs USING other_pairs o WHERE o.a IS NOT DISTINCT FROM pairs.a;

-- check: SELECT a, b FROM pairs
DELETE FROM pairs WHERE (a, b) IN (SELECT a, b FROM other_pairs);

-- check: SELECT a, b FROM pairs
DELETE FROM pairs WHERE a > (SELECT avg(a) FROM pairs);

-- check: SELECT a, b FROM pairs
DELETE FROM pairs WHERE a >= ALL (SELECT p.a FROM pairs p WHERE p.a IS NOT NULL);

-- check: SELECT a, b FROM pairs
WITH gone AS (SELECT a FROM other_pairs WHERE b = 2) DELETE FROM pairs WHERE a IN (SELECT a FROM gone);

-- check: SELECT a, b FROM pairs
WITH n (x, y) AS (VALUES (5, 6), (7, 8)) INSERT INTO pairs (b, a) SELECT x, y FROM n;

-- check: SELECT a, b FROM pairs
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4) INSERT INTO pairs SELECT i, i * i FROM n;

-- check: SELECT a, b FROM pairs
WITH s AS (SELECT max(b) AS m FROM other_pairs) UPDATE pairs SET b = (SELECT m FROM s) WHERE b IS NULL;

-- check: SELECT id, salary FROM people
WITH RECURSIVE t (id) AS (SELECT id FROM people WHERE name = 'Grace' UNION ALL SELECT p.id FROM people p JOIN t ON p.boss_id = t.id) UPDATE people SET salary = 1 WHERE id IN (SELECT id FROM t);

-- check: SELECT id FROM people
WITH RECURSIVE t (id) AS (SELECT 4 UNION SELECT p.id FROM people p JOIN t ON p.boss_id = t.id) DELETE FROM people WHERE id IN (SELECT id FROM t);

-- check: SELECT id, note FROM orders
WITH big AS (SELECT order_id FROM items GROUP BY order_id HAVING count(*) > 1) UPDATE orders SET note = 'many' FROM big WHERE big.order_id = orders.id;

-- check: SELECT a, b FROM pairs
WITH v AS (SELECT 1 AS x), w AS (SELECT x + 1 AS y FROM v) INSERT INTO pairs SELECT x, y FROM v, w;

WITH w AS (SELECT 1 AS x) INSERT INTO pairs SELECT x, x FROM w RETURNING a;

WITH w AS (SELECT 2 AS x) DELETE FROM pairs WHERE a IN (SELECT x FROM w) RETURNING a, b;

WITH w AS (SELECT 2 AS x) UPDATE pairs SET b = 0 WHERE a = (SELECT x FROM w) RETURNING *;

-- check: SELECT a, b FROM pairs
INSERT INTO pairs SELECT a, b FROM other_pairs UNION SELECT a, a FROM pairs WHERE a > 2;

-- check: SELECT a, b FROM pairs
INSERT INTO pairs SELECT a, b FROM other_pairs EXCEPT SELECT a, b FROM pairs;

-- check: SELECT a, b FROM pairs
INSERT INTO pairs SELECT id, row_number() OVER (ORDER BY id DESC) FROM people WHERE id < 4;

-- check: SELECT a, b FROM pairs
INSERT INTO pairs SELECT o.a, p.b FROM pairs p JOIN other_pairs o ON o.a = p.a ORDER BY 1, 2 LIMIT 2;

-- check: SELECT a, b FROM pairs
INSERT INTO pairs (a) SELECT DISTINCT b FROM pairs;

-- check: SELECT a, b FROM pairs
INSERT INTO pairs SELECT CASE WHEN a > 1 THEN b END, CAST(b AS INTEGER) FROM other_pairs;

-- check: SELECT id, name, active FROM people
INSERT INTO people (id, name, boss_id) SELECT id + 100, name || '2', id FROM people WHERE boss_id IS NULL;

-- check: SELECT id, v, n FROM nothing
INSERT INTO nothing SELECT id, substring(name FROM 1 FOR 10), CAST(salary / 10000 AS NUMERIC(6,2)) FROM people WHERE salary < 10000;

INSERT INTO nothing SELECT id, name, salary FROM people;

-- check: SELECT id, v, n FROM nothing
INSERT INTO nothing VALUES (1, NULL, NULL), (2, '', 0), (3, 'ten chars!', -9999.99);

INSERT INTO nothing VALUES (1, NULL, 10000);

INSERT INTO nothing VALUES (NULL, NULL, NULL);

INSERT INTO nothing DEFAULT VALUES;

INSERT INTO nothing (v, n) VALUES ('x', 1.5);

-- check: SELECT a, b FROM pairs
INSERT INTO pairs DEFAULT VALUES;

-- check: SELECT id, tm, dt FROM kinds WHERE id > 8
INSERT INTO kinds (id, tm, dt) VALUES (9, '01:02:03', '2024-01-01'), (10, TIME '23:59:59.5', CURRENT_DATE - CURRENT_DATE + DATE '2024-01-01');

-- check: SELECT id, r, d, n FROM kinds WHERE id > 8
INSERT INTO kinds (id, r, d, n) VALUES (9, 1, 2, 3), (10, 0.5, 1e-5, 0.005), (11, -1e3, 1.5, 1e2);

INSERT INTO kinds (id, b) VALUES (9, 1);

INSERT INTO kinds (id, dt) VALUES (9, '2024-02-30');

INSERT INTO kinds (id, u) VALUES (9, 'not a uuid');

INSERT INTO kinds (id, j) VALUES (9, '{"broken"');

INSERT INTO kinds (id, i) VALUES (9, '12x');

INSERT INTO kinds (id, t) VALUES (9, 12);

-- NOT IN of groups, where the groups or the value may hold NULL, and of none.
-- check: SELECT id FROM orders
DELETE FROM orders WHERE id NOT IN (SELECT order_id FROM items GROUP BY order_id);

-- check: SELECT id, note FROM orders
UPDATE orders SET note = 'last' WHERE id NOT IN (SELECT max(id) FROM orders GROUP BY person_id);

-- check: SELECT id FROM people
UPDATE people SET salary = 1 WHERE boss_id NOT IN (SELECT max(boss_id) FROM people GROUP BY city) AND id > 0;

-- check: SELECT id, salary FROM people
UPDATE people SET salary = 1 WHERE boss_id NOT IN (SELECT max(id) FROM people GROUP BY city) OR id = 1;

-- check: SELECT id, salary FROM people
UPDATE people SET salary = 1 WHERE boss_id NOT IN (SELECT max(id) FROM people WHERE id < 0 GROUP BY city);

-- check: SELECT id, salary FROM people
UPDATE people SET salary = 1 WHERE (boss_id NOT IN (SELECT max(id) FROM people GROUP BY city)) IS NULL;

-- check: SELECT id, salary FROM people
UPDATE people SET salary = 1 WHERE boss_id NOT IN (SELECT max(p.boss_id) FROM people AS p GROUP BY p.city HAVING max(p.boss_id) IS NOT NULL) AND city NOT IN (SELECT min(city) FROM people GROUP BY boss_id);
