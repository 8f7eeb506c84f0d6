-- ORDER BY, NULLS FIRST and LAST, LIMIT, OFFSET, FETCH.

-- ordered
SELECT id, value FROM readings ORDER BY value  , id;

-- ordered
SELECT id, value FROM readings ORDER BY value  NULLS FIRST, id;

-- ordered
SELECT id, value FROM readings ORDER BY value  NULLS LAST, id;

-- ordered
SELECT id, value FROM readings ORDER BY value ASC , id;

-- ordered
SELECT id, value FROM readings ORDER BY value ASC NULLS FIRST, id;

-- ordered
SELECT id, value FROM readings ORDER BY value ASC NULLS LAST, id;

-- ordered
SELECT id, value FROM readings ORDER BY value DESC , id;

-- ordered
SELECT id, value FROM readings ORDER BY value DESC NULLS FIRST, id;

-- ordered
SELECT id, value FROM readings ORDER BY value DESC NULLS LAST, id;

-- ordered
SELECT id, weight FROM readings ORDER BY weight  , id;

-- ordered
SELECT id, weight FROM readings ORDER BY weight  NULLS FIRST, id;

-- ordered
SELECT id, weight FROM readings ORDER BY weight  NULLS LAST, id;

-- ordered
SELECT id, weight FROM readings ORDER BY weight ASC , id;

-- ordered
SELECT id, weight FROM readings ORDER BY weight ASC NULLS FIRST, id;

-- ordered
SELECT id, weight FROM readings ORDER BY weight ASC NULLS LAST, id;

-- ordered
SELECT id, weight FROM readings ORDER BY weight DESC , id;

-- ordered
SELECT id, weight FROM readings ORDER BY weight DESC NULLS FIRST, id;

-- ordered
SELECT id, weight FROM readings ORDER BY weight DESC NULLS LAST, id;

-- ordered
SELECT id, salary FROM people ORDER BY salary  , id;

-- ordered
SELECT id, salary FROM people ORDER BY salary  NULLS FIRST, id;

-- ordered
SELECT id, salary FROM people ORDER BY salary  NULLS LAST, id;

-- ordered
SELECT id, salary FROM people ORDER BY salary ASC , id;

-- ordered
SELECT id, salary FROM people ORDER BY salary ASC NULLS FIRST, id;

-- ordered
SELECT id, salary FROM people ORDER BY salary ASC NULLS LAST, id;

-- ordered
SELECT id, salary FROM people ORDER BY salary DESC , id;

-- ordered
SELECT id, salary FROM people ORDER BY salary DESC NULLS FIRST, id;

-- ordered
SELECT id, salary FROM people ORDER BY salary DESC NULLS LAST, id;

-- ordered
SELECT id, name FROM people ORDER BY name  , id;

-- ordered
SELECT id, name FROM people ORDER BY name  NULLS FIRST, id;

-- ordered
SELECT id, name FROM people ORDER BY name  NULLS LAST, id;

-- ordered
SELECT id, name FROM people ORDER BY name ASC , id;

-- ordered
SELECT id, name FROM people ORDER BY name ASC NULLS FIRST, id;

-- ordered
SELECT id, name FROM people ORDER BY name ASC NULLS LAST, id;

-- ordered
SELECT id, name FROM people ORDER BY name DESC , id;

-- ordered
SELECT id, name FROM people ORDER BY name DESC NULLS FIRST, id;

-- ordered
SELECT id, name FROM people ORDER BY name DESC NULLS LAST, id;

-- ordered
SELECT id, city FROM people ORDER BY city  , id;

-- ordered
SELECT id, city FROM people ORDER BY city  NULLS FIRST, id;

-- ordered
SELECT id, city FROM people ORDER BY city  NULLS LAST, id;

-- ordered
SELECT id, city FROM people ORDER BY city ASC , id;

-- ordered
SELECT id, city FROM people ORDER BY city ASC NULLS FIRST, id;

-- ordered
SELECT id, city FROM people ORDER BY city ASC NULLS LAST, id;

-- ordered
SELECT id, city FROM people ORDER BY city DESC , id;

-- ordered
SELECT id, city FROM people ORDER BY city DESC NULLS FIRST, id;

-- ordered
SELECT id, city FROM people ORDER BY city DESC NULLS LAST, id;

-- ordered
SELECT id, word FROM words ORDER BY word  , id;

-- ordered
SELECT id, word FROM words ORDER BY word  NULLS FIRST, id;

-- ordered
SELECT id, word FROM words ORDER BY word  NULLS LAST, id;

-- ordered
SELECT id, word FROM words ORDER BY word ASC , id;

-- ordered
SELECT id, word FROM words ORDER BY word ASC NULLS FIRST, id;

-- ordered
SELECT id, word FROM words ORDER BY word ASC NULLS LAST, id;

-- ordered
SELECT id, word FROM words ORDER BY word DESC , id;

-- ordered
SELECT id, word FROM words ORDER BY word DESC NULLS FIRST, id;

-- ordered
SELECT id, word FROM words ORDER BY word DESC NULLS LAST, id;

-- ordered
SELECT id, n FROM kinds ORDER BY n  , id;

-- ordered
SELECT id, n FROM kinds ORDER BY n  NULLS FIRST, id;

-- ordered
SELECT id, n FROM kinds ORDER BY n  NULLS LAST, id;

-- ordered
SELECT id, n FROM kinds ORDER BY n ASC , id;

-- ordered
SELECT id, n FROM kinds ORDER BY n ASC NULLS FIRST, id;

-- ordered
SELECT id, n FROM kinds ORDER BY n ASC NULLS LAST, id;

-- ordered
SELECT id, n FROM kinds ORDER BY n DESC , id;

-- ordered
SELECT id, n FROM kinds ORDER BY n DESC NULLS FIRST, id;

-- ordered
SELECT id, n FROM kinds ORDER BY n DESC NULLS LAST, id;

-- ordered
SELECT id, w FROM kinds ORDER BY w  , id;

-- ordered
SELECT id, w FROM kinds ORDER BY w  NULLS FIRST, id;

-- ordered
SELECT id, w FROM kinds ORDER BY w  NULLS LAST, id;

-- ordered
SELECT id, w FROM kinds ORDER BY w ASC , id;

-- ordered
SELECT id, w FROM kinds ORDER BY w ASC NULLS FIRST, id;

-- ordered
SELECT id, w FROM kinds ORDER BY w ASC NULLS LAST, id;

-- ordered
SELECT id, w FROM kinds ORDER BY w DESC , id;

-- ordered
SELECT id, w FROM kinds ORDER BY w DESC NULLS FIRST, id;

-- ordered
SELECT id, w FROM kinds ORDER BY w DESC NULLS LAST, id;

-- ordered
SELECT id, b FROM kinds ORDER BY b  , id;

-- ordered
SELECT id, b FROM kinds ORDER BY b  NULLS FIRST, id;

-- ordered
SELECT id, b FROM kinds ORDER BY b  NULLS LAST, id;

-- ordered
SELECT id, b FROM kinds ORDER BY b ASC , id;

-- ordered
SELECT id, b FROM kinds ORDER BY b ASC NULLS FIRST, id;

-- ordered
SELECT id, b FROM kinds ORDER BY b ASC NULLS LAST, id;

-- ordered
SELECT id, b FROM kinds ORDER BY b DESC , id;

-- ordered
SELECT id, b FROM kinds ORDER BY b DESC NULLS FIRST, id;

-- ordered
SELECT id, b FROM kinds ORDER BY b DESC NULLS LAST, id;

-- ordered
SELECT id, y FROM kinds ORDER BY y  , id;

-- ordered
SELECT id, y FROM kinds ORDER BY y  NULLS FIRST, id;

-- ordered
SELECT id, y FROM kinds ORDER BY y  NULLS LAST, id;

-- ordered
SELECT id, y FROM kinds ORDER BY y ASC , id;

-- ordered
SELECT id, y FROM kinds ORDER BY y ASC NULLS FIRST, id;

-- ordered
SELECT id, y FROM kinds ORDER BY y ASC NULLS LAST, id;

-- ordered
SELECT id, y FROM kinds ORDER BY y DESC , id;

-- ordered
SELECT id, y FROM kinds ORDER BY y DESC NULLS FIRST, id;

-- ordered
SELECT id, y FROM kinds ORDER BY y DESC NULLS LAST, id;

-- ordered
SELECT id, i FROM kinds ORDER BY i  , id;

-- ordered
SELECT id, i FROM kinds ORDER BY i  NULLS FIRST, id;

-- ordered
SELECT id, i FROM kinds ORDER BY i  NULLS LAST, id;

-- ordered
SELECT id, i FROM kinds ORDER BY i ASC , id;

-- ordered
SELECT id, i FROM kinds ORDER BY i ASC NULLS FIRST, id;

-- ordered
SELECT id, i FROM kinds ORDER BY i ASC NULLS LAST, id;

-- ordered
SELECT id, i FROM kinds ORDER BY i DESC , id;

-- ordered
SELECT id, i FROM kinds ORDER BY i DESC NULLS FIRST, id;

-- ordered
SELECT id, i FROM kinds ORDER BY i DESC NULLS LAST, id;

-- ordered
SELECT id, bi FROM kinds ORDER BY bi  , id;

-- ordered
SELECT id, bi FROM kinds ORDER BY bi  NULLS FIRST, id;

-- ordered
SELECT id, bi FROM kinds ORDER BY bi  NULLS LAST, id;

-- ordered
SELECT id, bi FROM kinds ORDER BY bi ASC , id;

-- ordered
SELECT id, bi FROM kinds ORDER BY bi ASC NULLS FIRST, id;

-- ordered
SELECT id, bi FROM kinds ORDER BY bi ASC NULLS LAST, id;

-- ordered
SELECT id, bi FROM kinds ORDER BY bi DESC , id;

-- ordered
SELECT id, bi FROM kinds ORDER BY bi DESC NULLS FIRST, id;

-- ordered
SELECT id, bi FROM kinds ORDER BY bi DESC NULLS LAST, id;

-- ordered
SELECT id, d FROM kinds ORDER BY d  , id;

-- ordered
SELECT id, d FROM kinds ORDER BY d  NULLS FIRST, id;

-- ordered
SELECT id, d FROM kinds ORDER BY d  NULLS LAST, id;

-- ordered
SELECT id, d FROM kinds ORDER BY d ASC , id;

-- ordered
SELECT id, d FROM kinds ORDER BY d ASC NULLS FIRST, id;

-- ordered
SELECT id, d FROM kinds ORDER BY d ASC NULLS LAST, id;

-- ordered
SELECT id, d FROM kinds ORDER BY d DESC , id;

-- ordered
SELECT id, d FROM kinds ORDER BY d DESC NULLS FIRST, id;

-- ordered
SELECT id, d FROM kinds ORDER BY d DESC NULLS LAST, id;

-- ordered
SELECT id FROM readings ORDER BY id LIMIT 3;

-- ordered
SELECT id, value * 2 AS twice FROM readings ORDER BY twice DESC NULLS LAST, id LIMIT 3;

-- ordered
SELECT s.id FROM (SELECT id FROM readings ORDER BY id DESC LIMIT 3) AS s ORDER BY s.id;

SELECT count(*) AS n FROM (SELECT id FROM readings LIMIT 3) AS s;

-- ordered
SELECT a AS k FROM pairs UNION SELECT b FROM pairs ORDER BY k NULLS FIRST LIMIT 3;

SELECT id FROM people WHERE id IN (SELECT person_id FROM orders ORDER BY id LIMIT 3);

-- ordered
SELECT id FROM readings ORDER BY id LIMIT 3 OFFSET 2;

-- ordered
SELECT id, value * 2 AS twice FROM readings ORDER BY twice DESC NULLS LAST, id LIMIT 3 OFFSET 2;

-- ordered
SELECT s.id FROM (SELECT id FROM readings ORDER BY id DESC LIMIT 3 OFFSET 2) AS s ORDER BY s.id;

SELECT count(*) AS n FROM (SELECT id FROM readings LIMIT 3 OFFSET 2) AS s;

-- ordered
SELECT a AS k FROM pairs UNION SELECT b FROM pairs ORDER BY k NULLS FIRST LIMIT 3 OFFSET 2;

SELECT id FROM people WHERE id IN (SELECT person_id FROM orders ORDER BY id LIMIT 3 OFFSET 2);

-- ordered
SELECT id FROM readings ORDER BY id OFFSET 5;

-- ordered
SELECT id, value * 2 AS twice FROM readings ORDER BY twice DESC NULLS LAST, id OFFSET 5;

-- ordered
SELECT s.id FROM (SELECT id FROM readings ORDER BY id DESC OFFSET 5) AS s ORDER BY s.id;

SELECT count(*) AS n FROM (SELECT id FROM readings OFFSET 5) AS s;

-- ordered
SELECT a AS k FROM pairs UNION SELECT b FROM pairs ORDER BY k NULLS FIRST OFFSET 5;

SELECT id FROM people WHERE id IN (SELECT person_id FROM orders ORDER BY id OFFSET 5);

-- ordered
SELECT id FROM readings ORDER BY id LIMIT 0;

-- ordered
SELECT id, value * 2 AS twice FROM readings ORDER BY twice DESC NULLS LAST, id LIMIT 0;

-- ordered
SELECT s.id FROM (SELECT id FROM readings ORDER BY id DESC LIMIT 0) AS s ORDER BY s.id;

SELECT count(*) AS n FROM (SELECT id FROM readings LIMIT 0) AS s;

-- ordered
SELECT a AS k FROM pairs UNION SELECT b FROM pairs ORDER BY k NULLS FIRST LIMIT 0;

SELECT id FROM people WHERE id IN (SELECT person_id FROM orders ORDER BY id LIMIT 0);

-- ordered
SELECT id FROM readings ORDER BY id OFFSET 100;

-- ordered
SELECT id, value * 2 AS twice FROM readings ORDER BY twice DESC NULLS LAST, id OFFSET 100;

-- ordered
SELECT s.id FROM (SELECT id FROM readings ORDER BY id DESC OFFSET 100) AS s ORDER BY s.id;

SELECT count(*) AS n FROM (SELECT id FROM readings OFFSET 100) AS s;

-- ordered
SELECT a AS k FROM pairs UNION SELECT b FROM pairs ORDER BY k NULLS FIRST OFFSET 100;

SELECT id FROM people WHERE id IN (SELECT person_id FROM orders ORDER BY id OFFSET 100);

-- ordered
SELECT id FROM readings ORDER BY id FETCH FIRST 2 ROWS ONLY;

-- ordered
SELECT id, value * 2 AS twice FROM readings ORDER BY twice DESC NULLS LAST, id FETCH FIRST 2 ROWS ONLY;

-- ordered
SELECT s.id FROM (SELECT id FROM readings ORDER BY id DESC FETCH FIRST 2 ROWS ONLY) AS s ORDER BY s.id;

SELECT count(*) AS n FROM (SELECT id FROM readings FETCH FIRST 2 ROWS ONLY) AS s;

-- ordered
SELECT a AS k FROM pairs UNION SELECT b FROM pairs ORDER BY k NULLS FIRST FETCH FIRST 2 ROWS ONLY;

SELECT id FROM people WHERE id IN (SELECT person_id FROM orders ORDER BY id FETCH FIRST 2 ROWS ONLY);

-- ordered
SELECT id FROM readings ORDER BY id OFFSET 1 ROWS FETCH NEXT 1 ROW ONLY;

-- ordered
SELECT id, value * 2 AS twice FROM readings ORDER BY twice DESC NULLS LAST, id OFFSET 1 ROWS FETCH NEXT 1 ROW ONLY;

-- ordered
SELECT s.id FROM (SELECT id FROM readings ORDER BY id DESC OFFSET 1 ROWS FETCH NEXT 1 ROW ONLY) AS s ORDER BY s.id;

SELECT count(*) AS n FROM (SELECT id FROM readings OFFSET 1 ROWS FETCH NEXT 1 ROW ONLY) AS s;

-- ordered
SELECT a AS k FROM pairs UNION SELECT b FROM pairs ORDER BY k NULLS FIRST OFFSET 1 ROWS FETCH NEXT 1 ROW ONLY;

SELECT id FROM people WHERE id IN (SELECT person_id FROM orders ORDER BY id OFFSET 1 ROWS FETCH NEXT 1 ROW ONLY);

-- ordered
SELECT id FROM readings ORDER BY id LIMIT ALL;

-- ordered
SELECT id, value * 2 AS twice FROM readings ORDER BY twice DESC NULLS LAST, id LIMIT ALL;

-- ordered
SELECT s.id FROM (SELECT id FROM readings ORDER BY id DESC LIMIT ALL) AS s ORDER BY s.id;

SELECT count(*) AS n FROM readings;

-- ordered
SELECT a AS k FROM pairs UNION SELECT b FROM pairs ORDER BY k NULLS FIRST LIMIT ALL;

SELECT id FROM people WHERE id IN (SELECT person_id FROM orders ORDER BY id LIMIT ALL);

-- ordered
SELECT id FROM readings ORDER BY id LIMIT 1 + 1;

-- ordered
SELECT id, value * 2 AS twice FROM readings ORDER BY twice DESC NULLS LAST, id LIMIT 1 + 1;

-- ordered
SELECT s.id FROM (SELECT id FROM readings ORDER BY id DESC LIMIT 1 + 1) AS s ORDER BY s.id;

SELECT count(*) AS n FROM (SELECT id FROM readings LIMIT 1 + 1) AS s;

-- ordered
SELECT a AS k FROM pairs UNION SELECT b FROM pairs ORDER BY k NULLS FIRST LIMIT 1 + 1;

SELECT id FROM people WHERE id IN (SELECT person_id FROM orders ORDER BY id LIMIT 1 + 1);

-- ordered
SELECT id, name FROM people ORDER BY 2, 1;

-- ordered
SELECT id, length(name) AS l FROM people ORDER BY length(name), id;

-- ordered
SELECT id FROM people ORDER BY salary * -1 NULLS FIRST, id;

-- ordered
SELECT id FROM people ORDER BY CASE WHEN active THEN 0 ELSE 1 END, name DESC;

-- ordered
SELECT DISTINCT city FROM people ORDER BY city NULLS LAST;

-- ordered
SELECT city, count(*) AS n FROM people GROUP BY city ORDER BY count(*) DESC, city NULLS FIRST;

-- ordered
SELECT id FROM people ORDER BY (SELECT count(*) FROM orders WHERE person_id = people.id) DESC, id;

SELECT DISTINCT city FROM people ORDER BY name;

SELECT id FROM people ORDER BY 3;

-- ordered
VALUES (3, 'c'), (1, 'a'), (2, NULL) ORDER BY 1;

SELECT id FROM people LIMIT -1;

-- ordered
SELECT DISTINCT word FROM words ORDER BY word;

-- ordered
SELECT DISTINCT word, length(word) AS l FROM words ORDER BY l DESC NULLS LAST, word DESC NULLS FIRST LIMIT 5;

-- ordered
SELECT DISTINCT upper(name) || lower(name) AS both_cases FROM people ORDER BY both_cases;

-- ordered
SELECT word, count(*) AS n FROM words GROUP BY word ORDER BY word;

-- ordered
SELECT 'x' || word AS w, count(*) AS n FROM words GROUP BY 'x' || word ORDER BY 'x' || word DESC;

-- ordered
SELECT max(word) AS m FROM words GROUP BY id ORDER BY m NULLS FIRST;

-- ordered
SELECT word FROM words UNION SELECT name FROM people ORDER BY 1;

-- ordered
SELECT word AS k, id FROM words UNION ALL SELECT name, id FROM people ORDER BY k DESC, id OFFSET 2;

-- ordered
SELECT s.w FROM (SELECT word AS w FROM words EXCEPT SELECT name FROM people ORDER BY w LIMIT 4) AS s ORDER BY s.w;

-- ordered
VALUES ('b', 1), ('B', 2), ('a', 3), ('_', 4), (NULL, 5) ORDER BY 1;

-- ordered
WITH c AS (SELECT word FROM words) SELECT DISTINCT word FROM c ORDER BY word DESC;

-- ordered
SELECT min(salary), min(id), count(*) AS n FROM people GROUP BY active ORDER BY 1, 2;

-- ordered
SELECT (SELECT count(*) FROM orders WHERE person_id < people.id AND people.id > 2),
	(SELECT count(*) FROM people AS o WHERE o.id > people.id), id FROM people ORDER BY 1, 2;

SELECT DISTINCT (SELECT count(*) FROM people AS o WHERE o.id < people.id AND people.id > 2) AS n,
	(SELECT count(*) FROM people AS o WHERE o.id > people.id) AS n FROM people;

-- ordered
SELECT rank() OVER (ORDER BY active) AS n, rank() OVER (ORDER BY id DESC) AS n FROM people ORDER BY 1, 2;

SELECT max(id) AS n, (SELECT count(*) FROM orders WHERE orders.id > 3) AS "N" FROM people GROUP BY active ORDER BY 1, 2;

SELECT DISTINCT (SELECT count(*) FROM people AS o WHERE o.id < people.id AND people.id > 2) AS n,
	(SELECT count(*) FROM people AS o WHERE o.id > people.id) AS n FROM people UNION ALL SELECT 1, 2;

SELECT count(*) AS n FROM (SELECT 1 AS one FROM people WHERE (0, 5) IN (SELECT DISTINCT
	(SELECT max(CASE WHEN o.name = 'a rather long name of nobody in particular' THEN 1 WHEN o.name = 'another rather long name of nobody at all' THEN 2
		WHEN o.name = 'a third rather long name of nobody in this table' THEN 3 ELSE 0 END) FROM people AS o WHERE o.id < p.id + 100),
	(SELECT max(CASE WHEN o.name = 'a rather long name of nobody in particular' THEN 1 WHEN o.name = 'another rather long name of nobody at all' THEN 2
		WHEN o.name = 'a third rather long name of nobody in this table' THEN 3 ELSE 0 END) + max(p.id) FROM people AS o WHERE o.id > 0 AND o.id < 2) FROM people AS p)) AS q;
