-- Parameters of every kind, NULL among them, and arrays.

-- param: id integer 3
SELECT name FROM people WHERE id = :id;

-- param: id integer NULL
SELECT name FROM people WHERE id = :id;

-- param: id integer 3
SELECT :id AS x, :id + 1 AS y, -:id AS z;

-- param: a integer 9223372036854775807
-- param: b integer 1
SELECT :a + :b AS x;

-- param: a integer 7
-- param: b integer 0
SELECT :a / :b AS x;

-- param: a integer 7
SELECT :a / 2 AS q, :a % 4 AS r, :a * 0.5 AS n, :a * 5e-1 AS d;

-- param: n numeric 8500.50
SELECT id FROM people WHERE salary = :n;

-- param: n numeric 0.1
SELECT id, n + :n AS x, d = :n AS y FROM kinds WHERE id IN (1, 7);

-- param: d double 0.1
SELECT id FROM kinds WHERE d = :d OR r = :d;

-- param: d double 2.5
SELECT id, n > :d AS x, i * :d AS y FROM kinds WHERE n IS NOT NULL;

-- param: t text Ada
SELECT id FROM people WHERE name = :t;

-- param: t text it's "quoted" \ and %_
SELECT :t AS x, length(:t) AS n, :t || '!' AS y;

-- param: t text
SELECT :t AS x, :t = '' AS e, coalesce(:t, 'null') AS c;

-- param: t text NULL
SELECT coalesce(:t, 'none') AS x, :t IS NULL AS n, upper(:t) AS u;

-- param: p text a%
SELECT word FROM words WHERE word LIKE :p;

-- param: p text A_PLE%
SELECT word FROM words WHERE word ILIKE :p;

-- param: p text 100!%
SELECT word FROM words WHERE word LIKE :p ESCAPE '!';

-- param: b boolean true
SELECT id FROM people WHERE active = :b;

-- param: b boolean false
SELECT id FROM people WHERE :b OR id = 1;

-- param: b boolean NULL
SELECT id FROM people WHERE active IS DISTINCT FROM :b AND id < 3;

-- param: y bytes \xff00
SELECT id, y || :y AS x FROM kinds WHERE y = :y OR id = 1;

-- param: d date 1906-12-09
SELECT id, born - :d AS days FROM people WHERE born >= :d;

-- param: d date 2024-01-31
SELECT :d + 1 AS x, :d + INTERVAL '1 month' AS y, extract(month FROM :d) AS m;

-- param: m time 12:30:45
SELECT id FROM kinds WHERE tm >= :m;

-- param: s timestamp 2024-01-15 10:30:00.5
SELECT id FROM orders WHERE placed = :s;

-- param: s timestamp 2024-01-01 00:00:00
-- param: n integer 31
SELECT id FROM orders WHERE placed >= :s AND placed < :s + :n * INTERVAL '1 day';

-- param: z timestamptz 2024-02-29 12:30:45.123456
SELECT id FROM kinds WHERE tz <= :z;

-- param: u uuid 12345678-9abc-def0-1234-56789abcdef0
SELECT id FROM kinds WHERE u = :u;

-- param: j json {"a": [1, 2]}
SELECT json_typeof(:j -> 'a') AS t;

-- list: ids integer 1, 3, 5
SELECT name FROM people WHERE id IN (:ids);

-- list: ids integer
SELECT name FROM people WHERE id IN (:ids);

-- list: ids integer
SELECT name FROM people WHERE id NOT IN (:ids);

-- list: ids integer 1, NULL
SELECT name FROM people WHERE id NOT IN (:ids);

-- list: ids integer NULL
SELECT id, id IN (:ids) AS x FROM people;

-- list: ids integer 2, 4
SELECT name FROM people WHERE boss_id = ANY(:ids);

-- list: ids integer 2, 4
SELECT id, boss_id = ANY(:ids) AS x, boss_id <> ALL(:ids) AS y FROM people;

-- list: ids integer
SELECT id, id = ANY(:ids) AS x, id <> ALL(:ids) AS y FROM people;

-- list: names text Ada, ada, o'clock
SELECT id FROM people WHERE name IN (:names);

-- list: names text Ada, NULL
SELECT id, city IN (:names) AS x FROM people;

-- list: ns numeric 8500.50, 0.01
SELECT id FROM people WHERE salary IN (:ns);

-- list: ns integer 9000, 7000
SELECT id FROM people WHERE salary = ANY(:ns);

-- list: ds double 0.1, 2.5
SELECT id FROM kinds WHERE d IN (:ds);

-- list: ds date 1906-12-09, 2000-02-29
SELECT id FROM people WHERE born IN (:ds);

-- list: ts timestamp 2024-01-01 09:00:00
SELECT id FROM orders WHERE placed = ANY(:ts);

-- list: us uuid 00000000-0000-0000-0000-000000000002
SELECT id FROM kinds WHERE u IN (:us);

-- list: ids integer 1, 2
-- param: t text London
SELECT id FROM people WHERE id IN (:ids) OR city = :t;

-- list: ids integer 1, 2
SELECT p.id, count(o.id) AS n FROM people p LEFT JOIN orders o ON o.person_id = p.id WHERE p.id IN (:ids) AND (o.id NOT IN (:ids) OR o.id IS NULL) GROUP BY p.id;

-- list: ids integer 1, 2
-- check: SELECT id, note FROM orders
UPDATE orders SET note = 'chosen' WHERE person_id IN (:ids);

-- list: ids integer 10, 11, 99
-- check: SELECT id FROM orders
DELETE FROM orders WHERE id = ANY(:ids);

-- list: ids integer 1, 2
SELECT id FROM people WHERE id = :ids;

-- param: id integer 1
SELECT id FROM people WHERE id IN (:id);

-- param: id integer 1
SELECT id FROM people WHERE id = ANY(:id);

-- param: id integer 1
-- param: n text Zed
-- check: SELECT id, name FROM people
UPDATE people SET name = :n WHERE id = :id;

-- param: a integer 5
-- param: b integer NULL
-- check: SELECT a, b FROM pairs
INSERT INTO pairs VALUES (:a, :b), (:b, :a + 1);

-- param: c text w
-- param: s timestamp 2024-01-01 00:00:00
-- check: SELECT code, state, hits, seen FROM keyed
INSERT INTO keyed (code, seen) VALUES (:c, :s) ON CONFLICT (code) DO UPDATE SET seen = :s;

-- param: n integer 2
-- param: m integer 1
-- ordered
SELECT id FROM people ORDER BY id LIMIT :n OFFSET :m;

-- param: n integer -1
SELECT id FROM people ORDER BY id LIMIT :n;

-- param: n integer 2
SELECT CASE :n WHEN 1 THEN 'one' WHEN 2 THEN 'two' END AS x, greatest(:n, 5) AS g, nullif(:n, 2) AS z;

-- param: f text on
SELECT id FROM people WHERE (:f = 'off' OR active) AND (:f IS NOT NULL OR id = 1);

-- param: t text 12
SELECT CAST(:t AS INTEGER) + 1 AS x, CAST(:t AS NUMERIC(5,1)) AS y;

-- param: t text twelve
SELECT CAST(:t AS INTEGER) AS x;

-- param: t text 12
SELECT id FROM people WHERE id = :t;

-- param: id integer 5
SELECT id FROM people WHERE name = :id;

-- param: d text 2000-02-29
SELECT id FROM people WHERE born = :d;

-- param: a integer 1
-- param: b integer 2
SELECT a, b FROM pairs WHERE (a, b) = (:a, :b) OR (a, b) IN ((:b, :b));

-- param: n integer 3
WITH RECURSIVE r (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < :n) SELECT i FROM r;

-- param: n integer 2
SELECT id, lag(id, 1, :n) OVER (ORDER BY id) AS x, sum(id + :n) OVER (ORDER BY id ROWS 1 PRECEDING) AS s FROM people;

-- param: unused integer 1
SELECT id FROM people WHERE id = 1;

SELECT id FROM people WHERE id = :missing;

-- param: n integer NULL
SELECT id FROM people ORDER BY id LIMIT :n;

-- param: n integer -5
-- param: m integer 1
SELECT id FROM people ORDER BY id LIMIT :m OFFSET :n;

-- param: n integer 0
SELECT ntile(:n) OVER (ORDER BY id) AS x FROM people;

-- param: t text a long text
-- param: n integer 300
-- param: d date 2024-01-31
SELECT v.x, v.y, v.z FROM (VALUES (:t, :n, :d), ('b', 7, NULL)) AS v (x, y, z);

-- param: t text a long text
VALUES ('b', 1), (:t, 2) ORDER BY 2;

-- param: t text a long text
VALUES (:t), ('b') EXCEPT VALUES ('b'), (:t) UNION ALL VALUES (:t || 'x'), ('y') ORDER BY 1;

-- param: t text a long text
SELECT id FROM words WHERE word IN (VALUES (:t), ('b')) OR id = 1;

-- param: n integer 3
WITH RECURSIVE r (n) AS (VALUES (:n), (1) UNION ALL SELECT n + 10 FROM r WHERE n < 20) SELECT n FROM r ORDER BY n;

-- check: SELECT a, b FROM pairs
-- param: n integer 300
INSERT INTO pairs SELECT v.x, v.y FROM (VALUES (:n, 1), (2, :n)) AS v (x, y);

SELECT name FROM people WHERE id = 1 UNION VALUES ('x'), ('y') ORDER BY 1 LIMIT 2;

-- numbers whose scale no type says
-- param: n numeric 0.10
SELECT id, n + :n AS x, CAST(n + :n AS TEXT) AS t, CAST(:n AS TEXT) AS u, w * :n AS ww, CAST(w * :n AS TEXT) AS wt FROM kinds;
-- param: n numeric 100
SELECT id, n + :n AS x, CAST(n + :n AS TEXT) AS t, CAST(:n AS TEXT) AS u, n * :n AS nn, CAST(n * :n AS TEXT) AS nt, -:n * 1.50 AS s FROM kinds;
-- param: n numeric -0.00
SELECT id, n * :n AS x, CAST(n * :n AS TEXT) AS t FROM kinds;
-- param: n numeric 1200.500
SELECT :n AS x, CAST(:n AS TEXT) AS t, abs(:n) AS a, round(:n) AS r, :n || '' AS c;
-- param: n numeric 1200
SELECT :n AS x, CAST(:n AS TEXT) AS t, abs(:n) AS a, round(:n) AS r, round(:n, 1) AS r1;
SELECT sum(v.x) AS s, max(v.x) AS m, CAST(max(v.x) AS TEXT) AS t, CAST(v.y AS TEXT) AS y FROM (VALUES (1.50, NULL), (2.5, 3.50), (NULL, 1.0)) AS v (x, y) GROUP BY v.y;
