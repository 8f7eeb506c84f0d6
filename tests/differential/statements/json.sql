-- JSON: members, elements, building, kinds, and what is no JSON.

SELECT id, j -> 'a' AS x FROM kinds WHERE id IN (1, 7);

SELECT id, j ->> 'a' AS x FROM kinds;

SELECT id, j -> 'b' -> 0 AS x FROM kinds WHERE id = 1;

SELECT id, j -> 'b' ->> 2 AS x, j -> 'b' ->> 9 AS y FROM kinds WHERE id = 1;

SELECT id, j ->> 0 AS x FROM kinds WHERE id = 8;

SELECT id, (j ->> 'a') IS NULL AS x, (j -> 'zz') IS NULL AS y FROM kinds WHERE j IS NOT NULL;

SELECT id, json_typeof(j) AS t FROM kinds;

SELECT id, json_typeof(j -> 'a') AS t FROM kinds WHERE id IN (1, 2, 7);

SELECT id, json_array_length(j) AS n FROM kinds WHERE id IN (2, 8);

SELECT id, json_array_length(j -> 'b') AS n FROM kinds WHERE id = 1;

SELECT json_array_length(j) AS n FROM kinds WHERE id = 1;

SELECT id FROM kinds WHERE j ->> 'k' = 'v';

SELECT id FROM kinds WHERE CAST(j ->> 'a' AS INTEGER) = 1;

SELECT id, CAST(j ->> 'a' AS INTEGER) + 1 AS x FROM kinds WHERE id = 1;

SELECT id, CAST(j ->> 'k' AS INTEGER) AS x FROM kinds WHERE id = 7;

SELECT id, coalesce(j ->> 'a', 'none') AS x FROM kinds WHERE id IN (1, 6, 7);

SELECT id, length(j ->> 'k') AS n, upper(j ->> 'k') AS u FROM kinds WHERE id = 7;

SELECT json_typeof(j) AS t, count(*) AS n FROM kinds GROUP BY json_typeof(j);

SELECT DISTINCT json_typeof(j) AS t FROM kinds;

-- ordered
SELECT id FROM kinds WHERE j IS NOT NULL ORDER BY json_typeof(j), id;

SELECT json_valid('{"a": 1}') AS a, json_valid('nope') AS b, json_valid('') AS c, json_valid(NULL) AS d;

SELECT id FROM kinds WHERE json_valid(t);

SELECT CAST('{"a": [1, {"b": "x"}]}' AS JSON) -> 'a' -> 1 ->> 'b' AS x;

SELECT CAST('[1, 2' AS JSON) AS x;

SELECT CAST(t AS JSON) AS x FROM kinds WHERE id = 1;

SELECT json_build_object('a', 1, 'b', 'x') ->> 'b' AS x;

SELECT json_typeof(json_build_object()) AS o, json_typeof(json_build_array()) AS a;

SELECT id, json_build_object('id', id, 'name', name) ->> 'name' AS n FROM people;

SELECT id, json_build_array(id, name, NULL) ->> 1 AS n, json_array_length(json_build_array(id, city)) AS l FROM people;

SELECT json_build_array(1, 'two', NULL, TRUE) ->> 2 AS x, json_build_array(1, 'two') ->> 0 AS y;

SELECT json_typeof(json_build_array(1, 'two', NULL, TRUE) -> 3) AS x;

SELECT to_json('a "quoted" \ text') AS x;

SELECT json_typeof(to_json(name)) AS t FROM people WHERE id = 6;

SELECT CAST('{"ü": "ä😀"}' AS JSON) ->> 'ü' AS x;

SELECT CAST('{"a": "1\u00e9"}' AS JSON) ->> 'a' AS x;

SELECT CAST('{"a": true, "b": false}' AS JSON) ->> 'a' AS x;

SELECT CAST('{"a": 1.50}' AS JSON) ->> 'a' AS x;

SELECT CAST('{"a": null}' AS JSON) -> 'a' IS NULL AS x;

SELECT CAST('{"a": "null"}' AS JSON) ->> 'a' AS x;

SELECT j = j AS x FROM kinds;

SELECT id FROM kinds ORDER BY j;

SELECT j + 1 AS x FROM kinds;

SELECT count(j) AS n, count(j ->> 'a') AS m FROM kinds;

SELECT max(j ->> 'k') AS x FROM kinds;

SELECT id FROM kinds WHERE j -> 'b' IS NOT NULL;

SELECT CASE WHEN json_typeof(j) = 'array' THEN json_array_length(j) END AS n FROM kinds;

SELECT k.id, l.id AS other FROM kinds k JOIN kinds l ON l.id = CAST(k.j ->> 'a' AS INTEGER);

-- check: SELECT id, j ->> 'name' AS n FROM kinds WHERE id = 6
UPDATE kinds SET j = json_build_object('name', v) WHERE id = 6;

-- check: SELECT id, json_array_length(j) AS n FROM kinds WHERE id = 20
INSERT INTO kinds (id, j) SELECT 20, json_build_array(id, t) FROM kinds WHERE id = 1;

UPDATE kinds SET j = 'not json' WHERE id = 1;

UPDATE kinds SET j = NULL WHERE id = 1;

DELETE FROM kinds WHERE j ->> 'a' = '1';

-- numbers as text: one server keeps their value, not their digits
SELECT CAST('[1.50,100,1e2,-0,-0.0,12345678901234567890,0.1,1.0,1e-7,1e14,123456.7890,9007199254740993,1E+2,0.30000000000000004]' AS JSON) ->> w.id AS x, w.id FROM words AS w WHERE w.id < 14;
SELECT CAST('[1.50,100,1e2,-0,-0.0,12345678901234567890,0.1,1.0,1e-7,1e14,123456.7890,9007199254740993,1E+2]' AS JSON) ->> 2 AS x, CAST('["1.50", "a", true, {"a":1.50}]' AS JSON) ->> 0 AS y, CAST('["1.50", "a", true, null]' AS JSON) ->> 2 AS z,  CAST('["1.50", "a", true, null]' AS JSON) ->> 3 AS zz;
SELECT json_build_array(1.50, 2.00, id, salary) ->> 0 AS a, json_build_array(1.50, 2.00, id, salary) ->> 1 AS b, json_build_array(1.50, 2.00, id, salary) ->> 2 AS c, json_build_array(1.50, 2.00, id, salary) ->> 3 AS d FROM people;
SELECT id, j ->> 'a' AS a, j ->> 'b' AS b FROM kinds;
SELECT json_build_object('a', 1.50) ->> 'a' AS x, json_build_object('a', 'it''s') ->> 'a' AS y, CAST('{"b c":"a","a":1e-3}' AS JSON) ->> 'b c' AS z, CAST('{"b c":"a","a":1e-3}' AS JSON) ->> 'a' AS zz;

-- JSON of columns and JSON that is made of texts, in one expression.
SELECT id AS n, json_build_array(j, t) ->> 1 AS x, json_build_array(t, j) -> 1 AS y FROM kinds;

SELECT q.n, q.x ->> 'a' AS a, q.x -> 'b' AS b, q.x ->> 'c' AS c, q.x ->> 'd' AS d FROM (SELECT id AS n, json_build_object('a', t, 'b', j, 'c', v || 'x', 'd', 'y') AS x FROM kinds) AS q;

SELECT id AS n, CASE WHEN id = 1 THEN j ELSE json_build_array(t) END AS x FROM kinds;

SELECT id AS n, CASE WHEN id = 1 THEN json_build_object('a', t) ELSE j END ->> 'a' AS x FROM kinds;

SELECT id AS n, CASE WHEN id = 1 THEN to_json(t) ELSE coalesce(j, JSON '1') END AS x FROM kinds;

SELECT id AS n, coalesce(j, to_json(t), JSON '[]') AS x FROM kinds;

SELECT json_build_array(t) AS x FROM kinds UNION ALL SELECT j FROM kinds;

UPDATE kinds SET j = CASE WHEN id = 1 THEN json_build_array(t, v) ELSE j END;

INSERT INTO kinds (id) VALUES (1), (2), (100) ON CONFLICT (id) DO UPDATE SET j = CAST('"one"' AS JSON) WHERE kinds.id = 2;

INSERT INTO kinds (id) VALUES (1), (2) ON CONFLICT (id) DO UPDATE SET j = json_build_object('t', kinds.t, 'j', kinds.j) WHERE kinds.id = 2;
