-- INSERT, UPDATE, DELETE, with what the tables hold afterwards.

-- check: SELECT * FROM pairs
INSERT INTO pairs VALUES (9, 9);

-- check: SELECT * FROM pairs
INSERT INTO pairs (b) VALUES (9);

-- check: SELECT * FROM pairs
INSERT INTO pairs VALUES (1, 2), (3, NULL), (NULL, NULL);

-- check: SELECT * FROM pairs
INSERT INTO pairs (b, a) SELECT a, b FROM other_pairs;

-- check: SELECT * FROM pairs
INSERT INTO pairs SELECT a, count(*) FROM pairs GROUP BY a;

-- check: SELECT * FROM pairs
INSERT INTO pairs SELECT 1, 2;

-- check: SELECT * FROM pairs
INSERT INTO pairs (a) VALUES (1 + 1), (2 * 3);

-- check: SELECT * FROM pairs
INSERT INTO pairs VALUES ((SELECT max(a) FROM pairs), 1);

-- check: SELECT a, b FROM pairs
INSERT INTO pairs VALUES ((SELECT count(*) FROM pairs), 1), ((SELECT count(*) FROM pairs AS p), NULL), (3, (SELECT count(*) FROM (SELECT a FROM pairs) AS p));

-- check: SELECT a, b FROM pairs
-- param: n integer 40
INSERT INTO pairs VALUES (:n, (SELECT max(p.a) FROM pairs AS p)), (:n + 1, (SELECT max(p.a) FROM pairs AS p)), (NULL, :n);

-- check: SELECT id, b, si, bi, r, d, n, w, v, y, dt, tm, ts, tz, u, j FROM kinds WHERE id > 8
INSERT INTO kinds (id, b, si, bi, r, d, n, w, v, y, dt, tm, ts, tz, u, j) VALUES (9, TRUE, 1, (SELECT count(*) FROM kinds AS k), 1, 2.5, 0.5, 1e-5, 'x', x'ff00', '2024-01-01', '01:02:03', TIMESTAMP '2024-01-01 00:00:00.5', TIMESTAMPTZ '2024-01-01 00:00:00+00', '00000000-0000-0000-0000-000000000009', '{"a": [1]}'), (10, FALSE, NULL, (SELECT count(*) FROM kinds AS k), NULL, -1, 2, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

-- check: SELECT id, bi, b, d, n, t FROM kinds WHERE id > 8
-- param: b boolean true
-- param: d double 2.5
-- param: n numeric 8500.50
-- param: t text 12
INSERT INTO kinds (id, bi, b, d, n, t) VALUES (9, (SELECT count(*) FROM kinds AS k), :b, :d, :n, :t), (10, (SELECT count(*) FROM kinds AS k), NULL, NULL, NULL, NULL);

-- check: SELECT id, bi, y, dt, ts, tz FROM kinds WHERE id > 8
-- param: y bytes \xff00
-- param: m date 2024-01-31
-- param: s timestamp 2024-01-01 10:00:00.25
-- param: z timestamptz 2024-02-29 12:30:45
INSERT INTO kinds (id, bi, y, dt, ts, tz) VALUES (9, (SELECT count(*) FROM kinds AS k), :y, :m, :s, :z), (10, (SELECT count(*) FROM kinds AS k), NULL, NULL, NULL, NULL);

-- check: SELECT id, bi, u, j, i FROM kinds WHERE id > 8
-- param: u uuid 12345678-9abc-def0-1234-56789abcdef0
-- param: j json {"a": 1}
-- param: n integer 7
INSERT INTO kinds (id, bi, u, j, i) VALUES (9, (SELECT count(*) FROM kinds AS k), :u, :j, :n), (10, (SELECT count(*) FROM kinds AS k), NULL, NULL, NULL);

-- check: SELECT id, i FROM kinds
INSERT INTO kinds (id, i) VALUES (90, 1), (1, 2) ON CONFLICT (id) DO UPDATE SET i = (SELECT count(*) FROM kinds AS k);

-- check: SELECT id, i FROM kinds
INSERT INTO kinds (id, i) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET i = (SELECT count(*) FROM kinds AS k);

INSERT INTO pairs VALUES ((SELECT max(a) FROM pairs AS p), 1), (1, DEFAULT);

-- check: SELECT * FROM pairs
INSERT INTO pairs VALUES (1.5, 2);

-- check: SELECT * FROM pairs
INSERT INTO pairs VALUES ('x', 2);

-- check: SELECT * FROM pairs
INSERT INTO pairs (a, a) VALUES (1, 2);

-- check: SELECT * FROM pairs
INSERT INTO pairs (a, zz) VALUES (1, 2);

-- check: SELECT * FROM pairs
INSERT INTO pairs VALUES (1);

-- check: SELECT * FROM pairs
INSERT INTO pairs VALUES (9223372036854775807, 1);

-- check: SELECT * FROM pairs
WITH w AS (SELECT 5 AS x) INSERT INTO pairs SELECT x, x FROM w;

-- check: SELECT * FROM pairs
INSERT INTO pairs VALUES (1, DEFAULT);

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (code) VALUES ('z');

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (id, code) VALUES (50, 'z');

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (code, state, hits) VALUES ('z', DEFAULT, 3);

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (code) VALUES ('a');

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (id, code) VALUES (1, 'q');

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (code) VALUES (NULL);

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (code) VALUES ('far too long a code');

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (code, seen) VALUES ('z', TIMESTAMP '2024-01-01 00:00:00');

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (code) VALUES ('a') ON CONFLICT (code) DO NOTHING;

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 5) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits;

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 5) ON CONFLICT (code) DO UPDATE SET hits = keyed.hits + excluded.hits WHERE keyed.state = 'new';

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (code) VALUES ('a') ON CONFLICT (hits) DO NOTHING;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET hits = hits + 1;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET hits = hits + 1 WHERE state = 'new';

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET state = code, code = state WHERE id = 2;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET hits = hits * 2, state = CASE WHEN hits > 5 THEN 'hot' ELSE state END;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET code = 'a';

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET code = NULL WHERE id = 1;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET state = DEFAULT;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET hits = (SELECT count(*) FROM orders);

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET hits = (SELECT count(*) FROM orders o WHERE o.person_id = keyed.id);

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed AS k SET hits = 1 WHERE k.id > 1;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET (hits, state) = (9, 'x') WHERE id = 3;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET hits = o.id FROM orders o WHERE o.person_id = keyed.id AND o.id IN (10, 12);

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET hits = -2147483648 - 1;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET hits = 99999999999;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET hits = NULL;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET zz = 1;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET hits = 1 WHERE id IN (SELECT person_id FROM orders);

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET hits = 0 WHERE 1 = 0;

-- check: SELECT code, state, hits, seen FROM keyed
DELETE FROM keyed;

-- check: SELECT code, state, hits, seen FROM keyed
DELETE FROM keyed WHERE id = 1;

-- check: SELECT code, state, hits, seen FROM keyed
DELETE FROM keyed WHERE hits > 4 AND state <> 'new';

-- check: SELECT code, state, hits, seen FROM keyed
DELETE FROM keyed AS k WHERE k.id = 2;

-- check: SELECT code, state, hits, seen FROM keyed
DELETE FROM keyed USING orders o WHERE o.person_id = keyed.id;

-- check: SELECT code, state, hits, seen FROM keyed
DELETE FROM keyed WHERE id IN (SELECT person_id FROM orders);

-- check: SELECT code, state, hits, seen FROM keyed
DELETE FROM keyed WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.person_id = keyed.id);

-- check: SELECT code, state, hits, seen FROM keyed
DELETE FROM keyed WHERE id = (SELECT max(id) FROM keyed);

-- check: SELECT code, state, hits, seen FROM keyed
DELETE FROM keyed WHERE id IN (SELECT max(id) FROM keyed GROUP BY state);

-- check: SELECT code, state, hits, seen FROM keyed
WITH w AS (SELECT 1 AS x) DELETE FROM keyed WHERE id IN (SELECT x FROM w);

-- check: SELECT code, state, hits, seen FROM keyed
WITH w AS (SELECT 1 AS x) UPDATE keyed SET hits = 77 WHERE id IN (SELECT x FROM w);

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (id, code) VALUES (60, 'r') RETURNING id, code, state, hits;

-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (id, code) VALUES (60, 'r'), (61, 's') RETURNING *;

-- check: SELECT code, state, hits, seen FROM keyed
UPDATE keyed SET hits = hits + 1 WHERE id = 2 RETURNING id, hits;

-- check: SELECT code, state, hits, seen FROM keyed
DELETE FROM keyed WHERE id = 2 RETURNING code;

-- check: SELECT code, state, hits, seen FROM keyed
TRUNCATE TABLE keyed;

-- check: SELECT * FROM orders
DELETE FROM orders WHERE id = 10;

-- check: SELECT * FROM orders
DELETE FROM orders;

-- check: SELECT * FROM orders
UPDATE orders SET total = total * 1.1 WHERE id = 10;

-- check: SELECT * FROM orders
UPDATE orders SET total = total + 0.01;

-- check: SELECT * FROM orders
UPDATE orders SET placed = placed + INTERVAL '1 day';

-- check: SELECT * FROM orders
UPDATE orders SET person_id = 99 WHERE id = 10;

-- check: SELECT * FROM orders
UPDATE orders SET note = note || '!';

-- check: SELECT * FROM orders
UPDATE orders SET note = upper(note) WHERE note LIKE 'f%';

-- check: SELECT * FROM orders
UPDATE orders SET total = CAST(total / 3 AS NUMERIC(12,2));

-- check: SELECT * FROM orders
UPDATE orders SET total = 12345678901234.5;

-- check: SELECT * FROM people
DELETE FROM people WHERE id = 8;

-- check: SELECT * FROM people
DELETE FROM people WHERE id = 2;

-- check: SELECT * FROM people
UPDATE people SET salary = salary * 1.05 WHERE active;

-- check: SELECT * FROM people
UPDATE people SET active = NOT active;

-- check: SELECT * FROM people
UPDATE people SET boss_id = NULL WHERE boss_id = 1;

-- check: SELECT * FROM people
UPDATE people SET name = 'Ada' WHERE id = 2;

-- check: SELECT * FROM people
UPDATE people SET born = born + 1 WHERE born IS NOT NULL;

-- check: SELECT * FROM people
UPDATE people SET salary = 'x';

-- check: SELECT * FROM people
UPDATE people SET name = id;

-- check: SELECT * FROM items
INSERT INTO items VALUES (10, 1, 'x', 1, 1);

-- check: SELECT * FROM items
INSERT INTO items VALUES (10, 9, 'x', -1, 1);

-- check: SELECT * FROM items
INSERT INTO items VALUES (999, 1, 'x', 1, 1);

-- check: SELECT * FROM items
INSERT INTO items (order_id, line, product, quantity) VALUES (10, 9, 'x', 1);

-- check: SELECT * FROM items
UPDATE items SET price = NULL WHERE line = 1;

-- check: SELECT * FROM items
UPDATE items SET quantity = quantity - 100;

-- check: SELECT * FROM items
DELETE FROM items WHERE (order_id, line) IN ((10, 1), (10, 2));
