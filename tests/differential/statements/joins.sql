-- Joins of every kind.

SELECT p.id, p.name, o.id AS oid FROM people AS p JOIN orders AS o ON o.person_id = p.id;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p JOIN orders o ON o.person_id = p.id;

SELECT p.id AS pid, o.id AS oid FROM people p JOIN orders o ON o.person_id = p.id WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p JOIN orders o ON o.person_id = p.id LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p JOIN orders AS o ON o.person_id = p.id AND o.total > 50;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p JOIN orders o ON o.person_id = p.id AND o.total > 50;

SELECT p.id AS pid, o.id AS oid FROM people p JOIN orders o ON o.person_id = p.id AND o.total > 50 WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p JOIN orders o ON o.person_id = p.id AND o.total > 50 LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p JOIN orders AS o ON o.person_id < p.id;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p JOIN orders o ON o.person_id < p.id;

SELECT p.id AS pid, o.id AS oid FROM people p JOIN orders o ON o.person_id < p.id WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p JOIN orders o ON o.person_id < p.id LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p JOIN orders AS o ON o.person_id = p.id AND p.active;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p JOIN orders o ON o.person_id = p.id AND p.active;

SELECT p.id AS pid, o.id AS oid FROM people p JOIN orders o ON o.person_id = p.id AND p.active WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p JOIN orders o ON o.person_id = p.id AND p.active LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p JOIN orders AS o ON o.total = p.salary;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p JOIN orders o ON o.total = p.salary;

SELECT p.id AS pid, o.id AS oid FROM people p JOIN orders o ON o.total = p.salary WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p JOIN orders o ON o.total = p.salary LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p JOIN orders AS o ON TRUE;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p JOIN orders o ON TRUE;

SELECT p.id AS pid, o.id AS oid FROM people p JOIN orders o ON TRUE WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p JOIN orders o ON TRUE LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT id, a.word AS x, b.v AS y FROM words AS a JOIN kinds AS b USING (id);

SELECT * FROM pairs JOIN other_pairs USING (a);

SELECT * FROM pairs AS p JOIN other_pairs AS q USING (a, b);

SELECT x.a, y.a AS ya, y.b FROM pairs AS x JOIN other_pairs AS y ON x.a = y.a AND x.b = y.b;

SELECT x.a, y.b FROM pairs AS x JOIN (SELECT a, max(b) AS b FROM other_pairs GROUP BY a) AS y ON x.a = y.a;

SELECT p.name, n.v FROM people AS p JOIN nothing AS n ON n.id = p.id;

SELECT p.id, p.name, o.id AS oid FROM people AS p INNER JOIN orders AS o ON o.person_id = p.id;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p INNER JOIN orders o ON o.person_id = p.id;

SELECT p.id AS pid, o.id AS oid FROM people p INNER JOIN orders o ON o.person_id = p.id WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p INNER JOIN orders o ON o.person_id = p.id LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p INNER JOIN orders AS o ON o.person_id = p.id AND o.total > 50;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p INNER JOIN orders o ON o.person_id = p.id AND o.total > 50;

SELECT p.id AS pid, o.id AS oid FROM people p INNER JOIN orders o ON o.person_id = p.id AND o.total > 50 WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p INNER JOIN orders o ON o.person_id = p.id AND o.total > 50 LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p INNER JOIN orders AS o ON o.person_id < p.id;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p INNER JOIN orders o ON o.person_id < p.id;

SELECT p.id AS pid, o.id AS oid FROM people p INNER JOIN orders o ON o.person_id < p.id WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p INNER JOIN orders o ON o.person_id < p.id LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p INNER JOIN orders AS o ON o.person_id = p.id AND p.active;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p INNER JOIN orders o ON o.person_id = p.id AND p.active;

SELECT p.id AS pid, o.id AS oid FROM people p INNER JOIN orders o ON o.person_id = p.id AND p.active WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p INNER JOIN orders o ON o.person_id = p.id AND p.active LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p INNER JOIN orders AS o ON o.total = p.salary;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p INNER JOIN orders o ON o.total = p.salary;

SELECT p.id AS pid, o.id AS oid FROM people p INNER JOIN orders o ON o.total = p.salary WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p INNER JOIN orders o ON o.total = p.salary LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p INNER JOIN orders AS o ON TRUE;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p INNER JOIN orders o ON TRUE;

SELECT p.id AS pid, o.id AS oid FROM people p INNER JOIN orders o ON TRUE WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p INNER JOIN orders o ON TRUE LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT id, a.word AS x, b.v AS y FROM words AS a INNER JOIN kinds AS b USING (id);

SELECT * FROM pairs INNER JOIN other_pairs USING (a);

SELECT * FROM pairs AS p INNER JOIN other_pairs AS q USING (a, b);

SELECT x.a, y.a AS ya, y.b FROM pairs AS x INNER JOIN other_pairs AS y ON x.a = y.a AND x.b = y.b;

SELECT x.a, y.b FROM pairs AS x INNER JOIN (SELECT a, max(b) AS b FROM other_pairs GROUP BY a) AS y ON x.a = y.a;

SELECT p.name, n.v FROM people AS p INNER JOIN nothing AS n ON n.id = p.id;

SELECT p.id, p.name, o.id AS oid FROM people AS p LEFT JOIN orders AS o ON o.person_id = p.id;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p LEFT JOIN orders o ON o.person_id = p.id;

SELECT p.id AS pid, o.id AS oid FROM people p LEFT JOIN orders o ON o.person_id = p.id WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p LEFT JOIN orders o ON o.person_id = p.id LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p LEFT JOIN orders AS o ON o.person_id = p.id AND o.total > 50;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p LEFT JOIN orders o ON o.person_id = p.id AND o.total > 50;

SELECT p.id AS pid, o.id AS oid FROM people p LEFT JOIN orders o ON o.person_id = p.id AND o.total > 50 WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p LEFT JOIN orders o ON o.person_id = p.id AND o.total > 50 LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p LEFT JOIN orders AS o ON o.person_id < p.id;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p LEFT JOIN orders o ON o.person_id < p.id;

SELECT p.id AS pid, o.id AS oid FROM people p LEFT JOIN orders o ON o.person_id < p.id WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p LEFT JOIN orders o ON o.person_id < p.id LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p LEFT JOIN orders AS o ON o.person_id = p.id AND p.active;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p LEFT JOIN orders o ON o.person_id = p.id AND p.active;

SELECT p.id AS pid, o.id AS oid FROM people p LEFT JOIN orders o ON o.person_id = p.id AND p.active WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p LEFT JOIN orders o ON o.person_id = p.id AND p.active LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p LEFT JOIN orders AS o ON o.total = p.salary;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p LEFT JOIN orders o ON o.total = p.salary;

SELECT p.id AS pid, o.id AS oid FROM people p LEFT JOIN orders o ON o.total = p.salary WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p LEFT JOIN orders o ON o.total = p.salary LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p LEFT JOIN orders AS o ON TRUE;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p LEFT JOIN orders o ON TRUE;

SELECT p.id AS pid, o.id AS oid FROM people p LEFT JOIN orders o ON TRUE WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p LEFT JOIN orders o ON TRUE LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT id, a.word AS x, b.v AS y FROM words AS a LEFT JOIN kinds AS b USING (id);

SELECT * FROM pairs LEFT JOIN other_pairs USING (a);

SELECT * FROM pairs AS p LEFT JOIN other_pairs AS q USING (a, b);

SELECT x.a, y.a AS ya, y.b FROM pairs AS x LEFT JOIN other_pairs AS y ON x.a = y.a AND x.b = y.b;

SELECT x.a, y.b FROM pairs AS x LEFT JOIN (SELECT a, max(b) AS b FROM other_pairs GROUP BY a) AS y ON x.a = y.a;

SELECT p.name, n.v FROM people AS p LEFT JOIN nothing AS n ON n.id = p.id;

SELECT p.id, p.name, o.id AS oid FROM people AS p RIGHT JOIN orders AS o ON o.person_id = p.id;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p RIGHT JOIN orders o ON o.person_id = p.id;

SELECT p.id AS pid, o.id AS oid FROM people p RIGHT JOIN orders o ON o.person_id = p.id WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p RIGHT JOIN orders o ON o.person_id = p.id LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p RIGHT JOIN orders AS o ON o.person_id = p.id AND o.total > 50;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p RIGHT JOIN orders o ON o.person_id = p.id AND o.total > 50;

SELECT p.id AS pid, o.id AS oid FROM people p RIGHT JOIN orders o ON o.person_id = p.id AND o.total > 50 WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p RIGHT JOIN orders o ON o.person_id = p.id AND o.total > 50 LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p RIGHT JOIN orders AS o ON o.person_id < p.id;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p RIGHT JOIN orders o ON o.person_id < p.id;

SELECT p.id AS pid, o.id AS oid FROM people p RIGHT JOIN orders o ON o.person_id < p.id WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p RIGHT JOIN orders o ON o.person_id < p.id LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p RIGHT JOIN orders AS o ON o.person_id = p.id AND p.active;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p RIGHT JOIN orders o ON o.person_id = p.id AND p.active;

SELECT p.id AS pid, o.id AS oid FROM people p RIGHT JOIN orders o ON o.person_id = p.id AND p.active WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p RIGHT JOIN orders o ON o.person_id = p.id AND p.active LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p RIGHT JOIN orders AS o ON o.total = p.salary;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p RIGHT JOIN orders o ON o.total = p.salary;

SELECT p.id AS pid, o.id AS oid FROM people p RIGHT JOIN orders o ON o.total = p.salary WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p RIGHT JOIN orders o ON o.total = p.salary LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p RIGHT JOIN orders AS o ON TRUE;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p RIGHT JOIN orders o ON TRUE;

SELECT p.id AS pid, o.id AS oid FROM people p RIGHT JOIN orders o ON TRUE WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p RIGHT JOIN orders o ON TRUE LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT id, a.word AS x, b.v AS y FROM words AS a RIGHT JOIN kinds AS b USING (id);

SELECT * FROM pairs RIGHT JOIN other_pairs USING (a);

SELECT * FROM pairs AS p RIGHT JOIN other_pairs AS q USING (a, b);

SELECT x.a, y.a AS ya, y.b FROM pairs AS x RIGHT JOIN other_pairs AS y ON x.a = y.a AND x.b = y.b;

SELECT x.a, y.b FROM pairs AS x RIGHT JOIN (SELECT a, max(b) AS b FROM other_pairs GROUP BY a) AS y ON x.a = y.a;

SELECT p.name, n.v FROM people AS p RIGHT JOIN nothing AS n ON n.id = p.id;

SELECT p.id, p.name, o.id AS oid FROM people AS p FULL JOIN orders AS o ON o.person_id = p.id;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p FULL JOIN orders o ON o.person_id = p.id;

SELECT p.id AS pid, o.id AS oid FROM people p FULL JOIN orders o ON o.person_id = p.id WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p FULL JOIN orders o ON o.person_id = p.id LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p FULL JOIN orders AS o ON o.person_id = p.id AND o.total > 50;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p FULL JOIN orders o ON o.person_id = p.id AND o.total > 50;

SELECT p.id AS pid, o.id AS oid FROM people p FULL JOIN orders o ON o.person_id = p.id AND o.total > 50 WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p FULL JOIN orders o ON o.person_id = p.id AND o.total > 50 LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p FULL JOIN orders AS o ON o.person_id < p.id;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p FULL JOIN orders o ON o.person_id < p.id;

SELECT p.id AS pid, o.id AS oid FROM people p FULL JOIN orders o ON o.person_id < p.id WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p FULL JOIN orders o ON o.person_id < p.id LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p FULL JOIN orders AS o ON o.person_id = p.id AND p.active;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p FULL JOIN orders o ON o.person_id = p.id AND p.active;

SELECT p.id AS pid, o.id AS oid FROM people p FULL JOIN orders o ON o.person_id = p.id AND p.active WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p FULL JOIN orders o ON o.person_id = p.id AND p.active LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p FULL JOIN orders AS o ON o.total = p.salary;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p FULL JOIN orders o ON o.total = p.salary;

SELECT p.id AS pid, o.id AS oid FROM people p FULL JOIN orders o ON o.total = p.salary WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p FULL JOIN orders o ON o.total = p.salary LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT p.id, p.name, o.id AS oid FROM people AS p FULL JOIN orders AS o ON o.person_id = p.id AND o.id > 11;

SELECT count(*) AS n, count(p.id) AS a, count(o.id) AS b FROM people p FULL JOIN orders o ON o.person_id = p.id AND o.id > 11;

SELECT p.id AS pid, o.id AS oid FROM people p FULL JOIN orders o ON o.person_id = p.id AND o.id > 11 WHERE p.id IS NULL OR o.id IS NULL;

-- ordered
SELECT p.id AS pid, o.id AS oid, i.line FROM people p FULL JOIN orders o ON o.person_id = p.id AND o.id > 11 LEFT JOIN items i ON i.order_id = o.id ORDER BY p.id NULLS FIRST, o.id NULLS FIRST, i.line NULLS FIRST;

SELECT id, a.word AS x, b.v AS y FROM words AS a FULL JOIN kinds AS b USING (id);

SELECT * FROM pairs FULL JOIN other_pairs USING (a);

SELECT * FROM pairs AS p FULL JOIN other_pairs AS q USING (a, b);

SELECT x.a, y.a AS ya, y.b FROM pairs AS x FULL JOIN other_pairs AS y ON x.a = y.a AND x.b = y.b;

SELECT x.a, y.b FROM pairs AS x FULL JOIN (SELECT a, max(b) AS b FROM other_pairs GROUP BY a) AS y ON x.a = y.a;

SELECT p.name, n.v FROM people AS p FULL JOIN nothing AS n ON n.id = p.id;

SELECT p.name, q.name AS boss FROM people p LEFT JOIN people q ON q.id = p.boss_id;

SELECT count(*) AS n FROM people CROSS JOIN pairs;

SELECT count(*) AS n FROM people, pairs, words;

SELECT p.id, o.id AS oid FROM people p, orders o WHERE o.person_id = p.id AND o.total > 20;

SELECT * FROM pairs AS p (x, y) WHERE x = y;

SELECT p.* FROM people p JOIN orders o ON o.person_id = p.id WHERE o.id = 10;

SELECT o.*, i.product FROM orders o JOIN items i ON i.order_id = o.id;

SELECT id FROM people JOIN orders ON people.id = orders.person_id;

SELECT people.nam FROM people;

SELECT x.id FROM people;

SELECT id FROM nowhere;

SELECT p.id FROM people p JOIN orders p ON TRUE;

SELECT name FROM london;

SELECT l.name, o.total FROM london l JOIN orders o ON o.person_id = l.id;

SELECT a.id FROM (people a JOIN orders b ON a.id = b.person_id) JOIN items c ON c.order_id = b.id;

SELECT a.id, c.line FROM people a LEFT JOIN (orders b JOIN items c ON c.order_id = b.id) ON a.id = b.person_id;
