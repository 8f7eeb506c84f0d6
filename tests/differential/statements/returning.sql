-- RETURNING of INSERT, UPDATE and DELETE, and ON CONFLICT.

-- check: SELECT a, b FROM pairs
INSERT INTO pairs VALUES (9, 8) RETURNING a, b;

INSERT INTO pairs VALUES (9, 8), (7, NULL) RETURNING b, a;

INSERT INTO pairs VALUES (9, 8), (7, NULL) RETURNING a + 1 AS next, b IS NULL AS empty;

INSERT INTO pairs (b) VALUES (3) RETURNING *;

INSERT INTO pairs (b) VALUES (3) RETURNING a, b * 2 AS twice;

INSERT INTO pairs SELECT a, b FROM other_pairs RETURNING a;

INSERT INTO pairs SELECT a, b FROM other_pairs WHERE a > 1 RETURNING a, b;

INSERT INTO pairs VALUES (9, 8) RETURNING 'done' AS word;

INSERT INTO pairs AS p VALUES (9, 8) RETURNING p.a;

INSERT INTO keyed (code) VALUES ('z') RETURNING code, state, hits, seen;

INSERT INTO keyed (code, hits) VALUES ('y', 3), ('z', 4) RETURNING code || state AS both, hits;

INSERT INTO keyed (code, seen) VALUES ('y', TIMESTAMP '2024-05-05 05:05:05.5') RETURNING seen, CAST(seen AS DATE) AS day;

INSERT INTO keyed (code) VALUES ('z') RETURNING CASE WHEN hits = 0 THEN 'none' ELSE 'some' END AS hits;

INSERT INTO keyed (id, code) VALUES (77, 'z') RETURNING id;

INSERT INTO keyed (code) VALUES ('a') RETURNING code;

INSERT INTO keyed (code) VALUES ('far too long a code') RETURNING code;

INSERT INTO people (id, name) VALUES (20, 'Alan') RETURNING active, born, salary;

INSERT INTO people (id, name, salary) VALUES (20, 'Alan', 12.345) RETURNING salary;

INSERT INTO pairs VALUES (1, 1) RETURNING zz;

INSERT INTO pairs VALUES (1, 1) RETURNING count(*);

-- check: SELECT code, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 1), ('q', 2) ON CONFLICT (code) DO NOTHING;

INSERT INTO keyed (code, hits) VALUES ('a', 1) ON CONFLICT DO NOTHING;

-- check: SELECT code, hits, state FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 1), ('b', 2), ('q', 3) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits, state = 'seen';

-- check: SELECT code, hits, state FROM keyed
INSERT INTO keyed (code, hits) VALUES ('b', 2) ON CONFLICT (code) DO UPDATE SET hits = keyed.hits + 1;

-- check: SELECT code, hits, state FROM keyed
INSERT INTO keyed (code, hits) VALUES ('b', 2) ON CONFLICT (code) DO UPDATE SET hits = greatest(keyed.hits, excluded.hits), state = excluded.state || keyed.state;

-- check: SELECT code, hits, state FROM keyed
INSERT INTO keyed (code, hits) VALUES ('b', 2) ON CONFLICT (code) DO UPDATE SET hits = CASE WHEN excluded.hits > keyed.hits THEN excluded.hits ELSE 0 END;

-- check: SELECT code, hits FROM keyed
INSERT INTO keyed (code, hits) SELECT name, id FROM people WHERE id < 4 ON CONFLICT (code) DO NOTHING;

-- check: SELECT code, hits FROM keyed
INSERT INTO keyed (code, hits) SELECT 'a', id FROM people WHERE id = 4 ON CONFLICT (code) DO UPDATE SET hits = excluded.hits;

-- check: SELECT code, hits, seen FROM keyed
INSERT INTO keyed (code, seen) VALUES ('c', TIMESTAMP '2024-01-01 00:00:00') ON CONFLICT (code) DO UPDATE SET seen = excluded.seen + INTERVAL '1 day';

-- check: SELECT code, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('c', 1) ON CONFLICT (code) DO UPDATE SET code = 'c2', hits = keyed.hits;

INSERT INTO keyed (code, hits) VALUES ('c', 1) ON CONFLICT (code) DO UPDATE SET code = 'a';

INSERT INTO keyed (code, hits) VALUES ('c', 1) ON CONFLICT (code) DO UPDATE SET hits = 99999999999;

INSERT INTO keyed (code, hits) VALUES ('c', 1) ON CONFLICT (code) DO UPDATE SET state = NULL;

INSERT INTO keyed (code, hits) VALUES ('c', 1) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits RETURNING code, hits;

INSERT INTO keyed (code, hits) VALUES ('n', 1) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits RETURNING hits, state;

-- check: SELECT * FROM items
INSERT INTO items VALUES (10, 1, 'bolt', 3, 1.00) ON CONFLICT (order_id, line) DO UPDATE SET quantity = items.quantity + excluded.quantity;

-- check: SELECT * FROM items
INSERT INTO items VALUES (10, 1, 'bolt', 3, 1.00), (10, 7, 'pin', 1, 0.10) ON CONFLICT (order_id, line) DO NOTHING;

INSERT INTO items VALUES (999, 1, 'bolt', 3, 1.00) ON CONFLICT (order_id, line) DO NOTHING;

INSERT INTO items VALUES (10, 1, 'bolt', -3, 1.00) ON CONFLICT (order_id, line) DO UPDATE SET price = 0;

INSERT INTO pairs VALUES (1, 1) ON CONFLICT (a) DO NOTHING;

-- check: SELECT id, name FROM people
INSERT INTO people (id, name) VALUES (1, 'Ada') ON CONFLICT (id) DO UPDATE SET name = excluded.name || '!';

UPDATE keyed SET hits = hits * 2 WHERE state = 'new' RETURNING code, hits;

UPDATE keyed SET hits = 5 RETURNING *;

UPDATE keyed SET state = 'x', hits = hits - 1 WHERE code IN ('a', 'b') RETURNING code, state || '/' || hits AS text;

UPDATE keyed SET hits = 0 WHERE code = 'nobody' RETURNING code;

UPDATE keyed AS k SET hits = 1 WHERE k.code = 'a' RETURNING k.hits, k.code;

UPDATE people SET salary = salary * 2 WHERE salary < 1000 RETURNING id, salary;

UPDATE people SET salary = NULL WHERE id = 1 RETURNING salary IS NULL AS gone, name;

UPDATE people SET born = born + INTERVAL '1 year' WHERE id IN (1, 8) RETURNING id, born;

UPDATE keyed SET hits = 9223372036854775807 + hits RETURNING hits;

UPDATE items SET price = coalesce(price, 0) + 0.5 WHERE quantity < 5 RETURNING order_id, line, price;

UPDATE orders SET note = lower(note) WHERE note IS NOT NULL RETURNING id, length(note) AS n;

DELETE FROM keyed RETURNING code, hits;

DELETE FROM keyed WHERE hits > 4 RETURNING *;

DELETE FROM pairs WHERE a IS NULL RETURNING b;

DELETE FROM pairs WHERE a = b RETURNING a + b AS sum;

DELETE FROM words WHERE word LIKE 'a%' RETURNING upper(word) AS word;

DELETE FROM items AS i WHERE i.quantity = 0 RETURNING i.order_id, i.product;

DELETE FROM nothing RETURNING id, v;

DELETE FROM people WHERE id = 1 RETURNING name;

DELETE FROM readings WHERE value = (SELECT max(value) FROM readings) RETURNING id, at;

DELETE FROM readings WHERE sensor IN (SELECT sensor FROM readings GROUP BY sensor HAVING count(*) = 1) RETURNING sensor;

-- what ON CONFLICT leaves as it is is neither counted nor given
-- check: SELECT code, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 1), ('q', 2), ('c', 3) ON CONFLICT (code) DO NOTHING RETURNING code, hits;

INSERT INTO keyed (code, hits) VALUES ('a', 1) ON CONFLICT (code) DO NOTHING RETURNING code, hits;

INSERT INTO keyed (code, hits) VALUES ('r', 1) ON CONFLICT DO NOTHING RETURNING code, hits;

INSERT INTO keyed (code, hits) SELECT lower(name), id FROM people ON CONFLICT (code) DO NOTHING RETURNING code, hits;

-- check: SELECT code, hits, state FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 1), ('b', 2), ('q', 3) ON CONFLICT (code) DO UPDATE SET hits = keyed.hits + excluded.hits, state = 'seen' RETURNING code, hits, state;

-- check: SELECT code, hits, state FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 1), ('b', 2), ('q', 3) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits WHERE keyed.hits > 1;

-- check: SELECT code, hits, state FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 1), ('b', 2), ('q', 3) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits WHERE keyed.hits > 1 RETURNING code, hits;

-- joined tables and RETURNING
-- check: SELECT code, hits, state FROM keyed
UPDATE keyed SET hits = p.id, state = p.name FROM people AS p WHERE keyed.id = p.id RETURNING keyed.code, keyed.hits, p.name, p.salary, p.active, p.born;

-- check: SELECT code, hits FROM keyed
DELETE FROM keyed USING people AS p WHERE keyed.id = p.id AND p.id > 1 RETURNING keyed.code, p.name, p.born;

-- check: SELECT code, hits FROM keyed
UPDATE keyed SET hits = 1 FROM people AS p WHERE keyed.id <= p.id RETURNING keyed.code;
