-- ON CONFLICT: what is there afterwards, and how many rows were inserted or updated.

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('z', 9) ON CONFLICT (code) DO NOTHING;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 9) ON CONFLICT DO NOTHING;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 9), ('y', 8), ('b', 7), ('z', 6) ON CONFLICT (code) DO NOTHING;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 9), ('b', 8) ON CONFLICT (code) DO NOTHING;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('y', 9), ('z', 8) ON CONFLICT DO NOTHING;

-- The same values again: a row that is updated to what it was counts.
-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 0) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 0), ('b', 6), ('z', 1) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('a', 3), ('z', 3) ON CONFLICT (code) DO UPDATE SET hits = keyed.hits + excluded.hits, state = 'seen';

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code) VALUES ('b') ON CONFLICT (code) DO UPDATE SET hits = excluded.hits, state = excluded.state;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('b', 3) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits WHERE keyed.hits > 100;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('b', 5) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits WHERE keyed.state = 'old';

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('z', 5) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits WHERE keyed.state = 'old';

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('b', 9) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits, state = 'more' WHERE keyed.hits < excluded.hits;

-- A WHERE that is unknown leaves the row as it is.
-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (code, hits) VALUES ('b', 9) ON CONFLICT (code) DO UPDATE SET hits = excluded.hits WHERE keyed.seen > TIMESTAMP '2024-01-01 00:00:00';

-- Each assignment reads what was there before.
-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('b', 9) ON CONFLICT (code) DO UPDATE SET hits = keyed.hits + 1, state = CAST(keyed.hits AS VARCHAR(10));

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('b', 9) ON CONFLICT (code) DO UPDATE SET code = 'q';

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('b', 9) ON CONFLICT (code) DO UPDATE SET code = 'a';

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('b', 9) ON CONFLICT (code) DO UPDATE SET state = NULL;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('b', 9) ON CONFLICT (code) DO UPDATE SET hits = (SELECT count(*) FROM orders);

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed AS old (code, hits) VALUES ('b', 9) ON CONFLICT (code) DO UPDATE SET hits = old.hits * excluded.hits;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) SELECT code, hits + 1 FROM keyed WHERE hits > 4 ON CONFLICT (code) DO UPDATE SET hits = keyed.hits * 10 + excluded.hits;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) SELECT state, sum(hits) FROM keyed GROUP BY state ON CONFLICT (code) DO UPDATE SET hits = excluded.hits;

-- Other errors stay errors.
-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES (NULL, 9) ON CONFLICT DO NOTHING;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (code, hits) VALUES ('far too long a code', 9) ON CONFLICT DO NOTHING;

-- check: SELECT code, state, hits FROM keyed
INSERT INTO keyed (id, code) VALUES (7000, 'a') ON CONFLICT DO NOTHING;

-- check: SELECT id, v, n FROM nothing
INSERT INTO nothing (id, v, n) VALUES (1, 'x', 1.5) ON CONFLICT (id) DO UPDATE SET v = excluded.v;

-- check: SELECT id, v, n FROM nothing
INSERT INTO nothing (id, n) VALUES (1, 123456.5) ON CONFLICT (id) DO NOTHING;
