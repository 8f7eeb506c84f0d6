/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/facts/facts_caps.c - what each capability means, as steps for each server.
 *
 * Where a server declares the capability, all steps must go as they say.  Where it does
 * not, one of the steps marked POINT must not: the server really cannot, so a pass that
 * goes around it is still needed.  The other steps hold in both cases.
 *
 * A row of caps.def without its PROOF_ here does not compile.
 */
#include "tests/backend/facts/facts.h"

#define BOTH (FACT_MARIADB | FACT_MYSQL)
#define ALL (FACT_SQLITE | FACT_POSTGRESQL | BOTH)
#define SERVERS (FACT_POSTGRESQL | BOTH)

#define F_TABLE \
	{DO("CREATE TABLE f (id INTEGER PRIMARY KEY, v INTEGER)")}, \
	{DO("INSERT INTO f VALUES (1, 1), (2, NULL), (3, 3)")}
#define G_TABLE \
	{DO("CREATE TABLE g (id INTEGER PRIMARY KEY, v INTEGER)")}, \
	{DO("INSERT INTO g VALUES (3, 30), (4, 40)")}

#define PROOF(name) static const struct cap_proof PROOF_##name[]
#define LOCKED {BEGIN}, {GIVES("SELECT id FROM f WHERE id = 1 FOR UPDATE", "1")}

/* ---- transactions and types ------------------------------------------------------------- */

PROOF(TX_DDL) = {
	{ALL, STEPS({.how = FACT_BEGIN, .flags = TN_TX_ALLOW_IMPLICIT_COMMIT}, {DO("CREATE TABLE g (id INTEGER)")},
		{ROLLBACK}, {POINT, FAILS("SELECT id FROM g", TN_E_NO_OBJECT, NULL)})}};
PROOF(TX_KEEPS_GOING) = {
	/* Where it is declared, the library sets no savepoints for the mode. */
	{FACT_SQLITE | BOTH, STEPS(F_TABLE, {.how = FACT_BEGIN, .flags = TN_TX_KEEP_GOING},
		{DO("INSERT INTO f VALUES (4, 4)")}, {FAILS("INSERT INTO f VALUES (1, 1)", TN_E_UNIQUE, NULL)},
		{POINT, GIVES("SELECT count(*) FROM f", "4")}, {ROLLBACK})},
	{FACT_POSTGRESQL, STEPS(F_TABLE, {BEGIN}, {FAILS("INSERT INTO f VALUES (1, 1)", TN_E_UNIQUE, NULL)},
		{POINT, GIVES("SELECT count(*) FROM f", "3")}, {ROLLBACK})}};
PROOF(ISO_READ_COMMITTED) = {
	{SERVERS, STEPS(F_TABLE, {.how = FACT_BEGIN, .isolation = TN_ISO_READ_COMMITTED},
		{GIVES("SELECT count(*) FROM f", "3")}, {ON2, DO("INSERT INTO f VALUES (4, 4)")},
		{POINT, GIVES("SELECT count(*) FROM f", "4")}, {COMMIT})},
	{FACT_SQLITE, STEPS({POINT, DO("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")})}};
PROOF(ISO_REPEATABLE_READ) = {
	{SERVERS, STEPS(F_TABLE, {.how = FACT_BEGIN, .isolation = TN_ISO_REPEATABLE_READ},
		{GIVES("SELECT count(*) FROM f", "3")}, {ON2, DO("INSERT INTO f VALUES (4, 4)")},
		{POINT, GIVES("SELECT count(*) FROM f", "3")}, {COMMIT})},
	{FACT_SQLITE, STEPS({POINT, DO("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")})}};
PROOF(CURSORS) = {{ALL, STEPS(F_TABLE, {BEGIN}, {POINT, CHUNKS("SELECT id FROM f ORDER BY id", "1;2;3")}, {COMMIT})}};
PROOF(LAST_INSERT_ID) = {
	{FACT_SQLITE, STEPS({DO("CREATE TABLE k (id INTEGER PRIMARY KEY, v INTEGER)")},
		{POINT, KEY("INSERT INTO k (v) VALUES (9)", 1)})},
	{FACT_POSTGRESQL, STEPS({DO("CREATE TABLE k (id INTEGER GENERATED ALWAYS AS IDENTITY, v INTEGER)")},
		{POINT, KEY("INSERT INTO k (v) VALUES (9)", 1)})},
	{BOTH, STEPS({DO("CREATE TABLE k (id INTEGER PRIMARY KEY AUTO_INCREMENT, v INTEGER)")},
		{POINT, KEY("INSERT INTO k (v) VALUES (9)", 1)})}};
PROOF(RETURNING_INSERT) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("INSERT INTO f VALUES (7, 70) RETURNING id, v", "7|70")})}};
PROOF(RETURNED_NULLS) = {
	{ALL, STEPS({DO("CREATE TABLE h (id INTEGER NOT NULL, v INTEGER)")}, {DO("INSERT INTO h VALUES (1, NULL)")},
		{POINT, GIVES("DELETE FROM h RETURNING v IN (5, 6, 7)", "NULL")})}};
PROOF(NUMERIC_NATIVE) = {
	{ALL, STEPS({DO("CREATE TABLE n (v DECIMAL(38, 9))")},
		{DO("INSERT INTO n VALUES (12345678901234567890.123456789)")},
		{POINT, GIVES("SELECT v FROM n WHERE v = 12345678901234567890.123456789",
			      "12345678901234567890.123456789")})}};
PROOF(DOUBLE_SPECIALS) = {
	{FACT_POSTGRESQL, STEPS({DO("CREATE TABLE d (v DOUBLE PRECISION)")},
		{POINT, DO("INSERT INTO d VALUES ('NaN')")},
		{POINT, DO("INSERT INTO d VALUES ('-Infinity')")}, {POINT, GIVES("SELECT count(v) FROM d", "2")})},
	{FACT_SQLITE, STEPS({DO("CREATE TABLE d (v DOUBLE PRECISION)")},
		{POINT, DO("INSERT INTO d VALUES (9e999), (9e999 - 9e999)")},
		{POINT, GIVES("SELECT count(v) FROM d", "2")})},
	{BOTH, STEPS({DO("CREATE TABLE d (v DOUBLE PRECISION)")}, {POINT, DO("INSERT INTO d VALUES (1e308 * 10)")})}};

/* ---- order --------------------------------------------------------------------------------- */

PROOF(NULLS_ORDER) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f ORDER BY v NULLS FIRST", "2;1;3")},
		{POINT, GIVES("SELECT id FROM f ORDER BY v DESC NULLS LAST", "3;1;2")})}};
PROOF(NULLS_SORT_LOW) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f ORDER BY v", "2;1;3")},
		{POINT, GIVES("SELECT id FROM f ORDER BY v DESC", "3;1;2")})}};
PROOF(NULLS_SORT_HIGH) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f ORDER BY v", "1;3;2")},
		{POINT, GIVES("SELECT id FROM f ORDER BY v DESC", "2;3;1")})}};
PROOF(INDEX_NULLS_ORDER) = {
	{ALL, STEPS(F_TABLE, {POINT, DO("CREATE INDEX f_v ON f (v DESC NULLS LAST)")})}};
PROOF(OPERAND_ORDER) = {
	{SERVERS, STEPS(F_TABLE, {POINT, GIVES("(SELECT id FROM f WHERE id < 2 ORDER BY v) UNION ALL SELECT id FROM f "
					      "WHERE id > 2", "1;3")})},
	{FACT_SQLITE, STEPS(F_TABLE,
		{POINT, GIVES("SELECT id FROM f WHERE id < 2 ORDER BY v UNION ALL SELECT id FROM f WHERE id > 2",
			      "1;3")})}};

/* ---- queries --------------------------------------------------------------------------------- */

/* FULL is a word of some servers' own only as an alias: the tables have one already. */
PROOF(FULL_JOIN) = {
	{ALL, STEPS(F_TABLE, G_TABLE, {POINT, GIVES("SELECT a.id, b.id FROM f AS a FULL JOIN g AS b ON a.id = b.id "
						     "ORDER BY coalesce(a.id, b.id)", "1|NULL;2|NULL;3|3;NULL|4")})}};
PROOF(FULL_JOIN_ANY) = {
	{ALL, STEPS(F_TABLE, G_TABLE, {POINT, GIVES("SELECT a.id, b.id FROM f AS a FULL JOIN g AS b ON a.id > b.id - 1 "
						     "ORDER BY coalesce(a.id, b.id), b.id",
						     "1|NULL;2|NULL;3|3;NULL|4")})}};
PROOF(RIGHT_JOIN) = {
	{ALL, STEPS(F_TABLE, G_TABLE, {POINT, GIVES("SELECT a.id, b.id FROM f AS a RIGHT JOIN g AS b ON a.id = b.id "
						     "ORDER BY b.id", "3|3;NULL|4")})}};
PROOF(CONSTANT_JOIN) = {
	{ALL, STEPS(F_TABLE, G_TABLE,
		{POINT, GIVES("SELECT a.id, c.id FROM f AS a JOIN f AS b ON FALSE RIGHT JOIN g AS c ON TRUE "
			      "ORDER BY c.id", "NULL|3;NULL|4")})}};
PROOF(JOIN_IN_UNION) = {
	{ALL, STEPS(F_TABLE, G_TABLE,
		{POINT, GIVES("SELECT q.c, d.id FROM (SELECT 3 AS c FROM f UNION ALL SELECT 3 FROM f AS a RIGHT JOIN g "
			      "AS b ON a.v = b.v) AS q JOIN f AS d ON q.c = d.id",
			      "3|3;3|3;3|3;3|3;3|3")})}};
PROOF(HAVING_IN_SUBQUERY) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f WHERE id IN (SELECT id + 1 FROM f GROUP BY id + 1 "
					   "HAVING count(*) > 0) ORDER BY id", "2;3")})}};
PROOF(OUTER_IN_JOIN) = {
	{ALL, STEPS(F_TABLE, G_TABLE,
		{POINT, GIVES("SELECT f.id, (SELECT count(b.id) FROM g AS a LEFT JOIN g AS b ON f.id > 2) FROM f "
			      "ORDER BY f.id", "1|0;2|0;3|4")},
		{POINT, GIVES("SELECT f.id, (SELECT count(b.id) FROM g AS a LEFT JOIN f AS b ON b.id = 1 "
			      "AND f.id = b.id) FROM f ORDER BY f.id", "1|2;2|0;3|0")})}};
PROOF(OUTER_CONSTANT) = {
	{ALL, STEPS(F_TABLE, G_TABLE,
		{POINT, GIVES("SELECT count(*) FROM f LEFT JOIN (SELECT 5 AS c FROM g) AS d ON f.id > 7 WHERE "
			      "(SELECT d.c FROM g WHERE id = 3) = 5", "0")},
		{POINT, GIVES("SELECT max(d.c) FROM f LEFT JOIN (SELECT 5 AS c FROM g) AS d ON f.id > 7", "NULL")})}};
PROOF(OUTER_COMPUTED) = {
	{ALL, STEPS(F_TABLE, G_TABLE,
		{POINT, GIVES("SELECT count(*) FROM f LEFT JOIN (SELECT coalesce(v, 5) AS c FROM g) AS d ON f.id > 7 "
			      "WHERE (SELECT d.c FROM g WHERE id = 3) = 5", "0")},
		{POINT, GIVES("SELECT max(d.c) FROM f LEFT JOIN (SELECT coalesce(v, 5) AS c FROM g) AS d ON f.id > 7",
			      "NULL")})}};
PROOF(TRANSLATE) = {
	{SERVERS, STEPS({POINT, GIVES("SELECT translate('abc', 'ab', 'ba')", "bac")})},
	/* A function of the library's own. */
	{FACT_SQLITE, STEPS({POINT, GIVES("SELECT tn_translate('abc', 'ab', 'ba')", "bac")})}};
PROOF(INSERT_READS_TARGET) = {
	{ALL, STEPS(F_TABLE, {POINT, AFFECTS("INSERT INTO f VALUES ((SELECT max(id) + 1 FROM f AS g), 5), "
					     "(9, (SELECT count(*) FROM f AS g))", 2)},
		{POINT, GIVES("SELECT v FROM f WHERE id = 9", "3")})}};
PROOF(OLD_ROWS_IN_CONFLICT) = {
	{FACT_POSTGRESQL | FACT_SQLITE, STEPS(F_TABLE,
		{DO("INSERT INTO f VALUES (9, 9), (1, 0) ON CONFLICT (id) DO UPDATE SET v = "
		    "(SELECT count(*) FROM f AS g)")},
		{POINT, GIVES("SELECT v FROM f WHERE id = 1", "3")})},
	{FACT_MARIADB | FACT_MYSQL, STEPS(F_TABLE,
		{POINT, DO("INSERT INTO f VALUES (9, 9), (1, 0) ON DUPLICATE KEY UPDATE v = "
			   "(SELECT count(*) FROM f AS g)")},
		{POINT, GIVES("SELECT v FROM f WHERE id = 1", "3")})}};
PROOF(GROUPED_EXPRESSION) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT (id + 1) * 2 FROM f GROUP BY id + 1 ORDER BY (id + 1) * 3",
					   "4;6;8")},
		{POINT, GIVES("SELECT count(*) FROM f GROUP BY id + 1 HAVING (id + 1) * 2 > 7", "1")})}};
PROOF(GROUPS_COMPLETE) = {
	{ALL, STEPS(F_TABLE, G_TABLE,
		{POINT, AFFECTS("INSERT INTO g SELECT min(id) + 10, 7 % count(*) FROM f GROUP BY id + 1", 3)})}};
PROOF(HAVING_FIRST) = {
	{ALL, STEPS(F_TABLE, G_TABLE,
		{POINT, AFFECTS("INSERT INTO g SELECT DISTINCT min(id) + 10, 7 % (max(id) - 1) FROM f GROUP BY id "
				"HAVING max(id) > 2", 1)})}};
PROOF(SAME_NAMES) = {
	{ALL, STEPS(F_TABLE,
		{POINT, GIVES("SELECT (SELECT count(*) FROM f AS g WHERE g.id < f.id AND f.id > 2) AS n, "
			      "(SELECT count(*) FROM f AS g WHERE g.id > f.id) AS n FROM f ORDER BY 1, 2",
			      "0|1;0|2;2|0")},
		{POINT, GIVES("SELECT DISTINCT (SELECT count(*) FROM f AS g WHERE g.id < f.id AND f.id > 2) AS n, "
			      "(SELECT count(*) FROM f AS g WHERE g.id > f.id) AS n FROM f ORDER BY 2",
			      "2|0;0|1;0|2")})}};
PROOF(DISTINCT_OFFSET) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT DISTINCT 5 FROM f LIMIT 3 OFFSET 1", "")},
		{POINT, GIVES("SELECT DISTINCT a.v FROM f AS a CROSS JOIN f AS b WHERE a.id = 1 LIMIT 3 OFFSET 1", "")},
		{POINT, GIVES("SELECT (SELECT DISTINCT f.v FROM f AS a LIMIT 1 OFFSET 1) FROM f", "NULL;NULL;NULL")})}};
PROOF(INTERSECT_EXCEPT) = {
	{ALL, STEPS(F_TABLE, G_TABLE, {POINT, GIVES("SELECT id FROM f INTERSECT SELECT id FROM g", "3")},
		{POINT, GIVES("SELECT v FROM f WHERE id < 3 EXCEPT SELECT v FROM f WHERE id = 1", "NULL")})}};
PROOF(INTERSECT_EXCEPT_ALL) = {
	{ALL, STEPS(F_TABLE, {DO("INSERT INTO f VALUES (4, NULL), (5, NULL)")},
		{POINT, GIVES("SELECT v FROM f WHERE v IS NULL EXCEPT ALL SELECT v FROM f WHERE id = 2", "NULL;NULL")},
		{POINT, GIVES("SELECT v FROM f INTERSECT ALL SELECT v FROM f WHERE id IN (2, 4)", "NULL;NULL")})}};
PROOF(AGGREGATE_FILTER) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT count(*) FILTER (WHERE id > 1), sum(id) FILTER (WHERE v = 3) FROM f",
					   "2|3")})}};
PROOF(ROW_VALUES) = {
	{SERVERS, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f WHERE (id, v) < (3, 3) ORDER BY id", "1;2")},
		{POINT, GIVES("SELECT id FROM f WHERE (id, v) IN ((1, 1), (2, 2))", "1")},
		{POINT, GIVES("SELECT id FROM f WHERE (id, v) IN (SELECT id, v FROM f)  ORDER BY id", "1;3")})},
	{FACT_SQLITE, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f WHERE (id, v) < (3, 3) ORDER BY id", "1;2")},
		{POINT, GIVES("SELECT id FROM f WHERE (id, v) IN (VALUES (1, 1), (2, 2))", "1")},
		{POINT, GIVES("SELECT id FROM f WHERE (id, v) IN (SELECT id, v FROM f) ORDER BY id", "1;3")})}};
PROOF(OUTER_IN_WINDOW) = {
	{ALL, STEPS(F_TABLE, G_TABLE,
		{POINT, GIVES("SELECT id, (SELECT sum(g.id) OVER (PARTITION BY f.v ORDER BY f.id) FROM g "
			      "WHERE g.id = 3) FROM f ORDER BY id", "1|3;2|3;3|3")})}};
PROOF(SINGLE_ROW_GUARD) = {
	{ALL, STEPS(F_TABLE, {POINT, FAILS("SELECT (SELECT id FROM f)", ANY_ERROR, NULL)})}};
PROOF(QUANTIFIED_SUBQUERY) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f WHERE id > ANY (SELECT v FROM f) ORDER BY id", "2;3")},
		{POINT, GIVES("SELECT id FROM f WHERE id >= ALL (SELECT id FROM f)", "3")},
		{POINT, GIVES("SELECT id FROM f WHERE NOT (id <= ALL (SELECT v FROM f)) ORDER BY id", "2;3")})}};
PROOF(QUANTIFIED_IS_NULL) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f WHERE (id <= ALL (SELECT v FROM f)) IS NULL", "1")})}};
PROOF(LIMIT_IN_SUBQUERY) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f WHERE id IN (SELECT id FROM f ORDER BY id DESC LIMIT 2) "
					   "ORDER BY id", "2;3")})}};
PROOF(QUANTIFIED_OUTER) = {
	{ALL, STEPS(F_TABLE, G_TABLE,
		{POINT, GIVES("SELECT min((SELECT min(7) FROM f WHERE 3 > ALL (SELECT f.id FROM g))) FROM g", "7")})}};
PROOF(WINDOW_IN_SUBQUERY) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f WHERE id IN (SELECT sum(id) OVER (ORDER BY id) FROM f) "
					   "ORDER BY id", "1;3")},
		{POINT, GIVES("SELECT count(*) FROM f WHERE -1.005 NOT IN (SELECT sum(-2.5) OVER (ORDER BY id) FROM f)",
			      "3")})}};
PROOF(MOMENT_IN_SUBQUERY) = {
	{ALL, STEPS(F_TABLE, {DO("CREATE TABLE m (id INTEGER PRIMARY KEY, dt DATE)")},
		{DO("INSERT INTO m VALUES (1, NULL)")},
		{POINT, GIVES("SELECT count(*) FROM f WHERE CAST('2024-03-01' AS DATE) NOT IN (SELECT min(dt) FROM m)",
			      "0")})}};
PROOF(SETS_IN_SUBQUERY) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT count(*) FROM f WHERE 9 NOT IN (SELECT v FROM f EXCEPT SELECT v "
					   "FROM f)", "3")})}};
PROOF(VALUE_IN_GROUPS) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f WHERE (SELECT count(v) FROM f) IN (SELECT min(2) FROM f) "
					   "ORDER BY id", "1;2;3")})}};
PROOF(DELETE_READS_TARGET) = {
	{ALL, STEPS(F_TABLE, {POINT, AFFECTS("DELETE FROM f WHERE id IN (SELECT max(id) FROM f GROUP BY v > 2)", 3)},
		{POINT, GIVES("SELECT count(*) FROM f", "0")})}};
PROOF(UPDATE_READS_TARGET) = {
	{ALL, STEPS(F_TABLE, {POINT, DO("UPDATE f SET v = (SELECT max(id) FROM f) WHERE id IN (SELECT min(id) "
					"FROM f)")},
		{POINT, GIVES("SELECT v FROM f WHERE id = 1", "3")})}};
PROOF(DELETE_ALIAS_READS_TARGET) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(F_TABLE, {POINT, AFFECTS("DELETE FROM f AS a WHERE EXISTS "
		"(SELECT 1 FROM f WHERE f.id = a.id + 1)", 2)})},
	{BOTH, STEPS(F_TABLE, {POINT, AFFECTS("DELETE a FROM f AS a WHERE EXISTS "
		"(SELECT 1 FROM f WHERE f.id = a.id + 1)", 2)})}};
PROOF(OLD_ROWS_IN_SET) = {
	{ALL, STEPS(F_TABLE, {POINT, DO("UPDATE f SET v = 10 + (SELECT max(x.v) FROM f AS x WHERE x.id < f.id) "
					"WHERE id > 1")},
		{POINT, GIVES("SELECT v FROM f ORDER BY id", "1;11;11")})}};
PROOF(LOCKING_SUBQUERY) = {
	{FACT_POSTGRESQL | FACT_MARIADB | FACT_MYSQL,
	 STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f WHERE id IN (SELECT max(id) FROM f GROUP BY v > 2 FOR UPDATE) "
				      "ORDER BY id FOR UPDATE", "1;2;3")})},
	{FACT_SQLITE, STEPS(F_TABLE, {POINT, DO("SELECT id FROM f WHERE id IN (SELECT id FROM f FOR UPDATE)")})}};
PROOF(DERIVED_OUTER) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT (SELECT max(d.x) FROM (SELECT f.id + i.id AS x FROM f AS i) AS d) "
					   "FROM f ORDER BY f.id", "4;5;6")})}};

/* ---- windows ---------------------------------------------------------------------------------- */

PROOF(WINDOW_GROUPS) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT sum(id) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND "
					   "CURRENT ROW) FROM f ORDER BY id", "1;3;5")})}};
PROOF(WINDOW_EXCLUDE) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT sum(id) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND "
					   "CURRENT ROW EXCLUDE CURRENT ROW) FROM f ORDER BY id", "NULL;1;3")})}};
PROOF(WINDOW_RANGE) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT sum(id) OVER (ORDER BY v RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) "
					   "FROM f ORDER BY id", "1;2;3")})}};
PROOF(WINDOW_NAMES) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT sum(id) OVER w, sum(id) OVER (w ORDER BY id) FROM f "
					   "WINDOW w AS (PARTITION BY v IS NULL) ORDER BY id", "4|1;2|2;4|4")})}};

/* ---- locks ------------------------------------------------------------------------------------ */

PROOF(ROW_LOCKS) = {
	{SERVERS, STEPS(F_TABLE, {BEGIN}, {POINT, GIVES("SELECT id FROM f WHERE id = 1 FOR UPDATE", "1")},
		{ON2, GIVES("SELECT id FROM f WHERE id = 1", "1")},
		{ON2, AFFECTS("UPDATE f SET v = 9 WHERE id = 3", 1)}, {ROLLBACK})},
	{FACT_SQLITE, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f WHERE id = 1 FOR UPDATE", "1")})}};
PROOF(SHARED_ROW_LOCKS) = {
	{FACT_POSTGRESQL | FACT_MYSQL | FACT_SQLITE, STEPS(F_TABLE,
		{POINT, GIVES("SELECT id FROM f WHERE id = 1 FOR SHARE", "1")})},
	{FACT_MARIADB, STEPS(F_TABLE, {BEGIN}, {POINT, GIVES("SELECT id FROM f WHERE id = 1 LOCK IN SHARE MODE", "1")},
		{ON2, GIVES("SELECT id FROM f WHERE id = 1 LOCK IN SHARE MODE", "1")}, {ROLLBACK})}};
PROOF(SKIP_LOCKED) = {
	{SERVERS, STEPS(F_TABLE, LOCKED,
		{ON2, POINT, GIVES("SELECT id FROM f ORDER BY id FOR UPDATE SKIP LOCKED", "2;3")}, {ROLLBACK})},
	{FACT_SQLITE, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f ORDER BY id FOR UPDATE SKIP LOCKED", "1;2;3")})}};
PROOF(NOWAIT) = {
	{SERVERS, STEPS(F_TABLE, LOCKED,
		{ON2, POINT, FAILS("SELECT id FROM f WHERE id = 1 FOR UPDATE NOWAIT", TN_E_LOCK_TIMEOUT, NULL)},
		{ROLLBACK})},
	{FACT_SQLITE, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f WHERE id = 1 FOR UPDATE NOWAIT", "1")})}};
PROOF(LOCK_OF) = {
	{ALL, STEPS(F_TABLE, G_TABLE,
		{POINT, GIVES("SELECT f.id FROM f JOIN g ON f.id = g.id FOR UPDATE OF f", "3")})}};

/* ---- statements that change rows ---------------------------------------------------------------- */

PROOF(TRUNCATE) = {
	{ALL, STEPS(F_TABLE, {.how = FACT_BEGIN, .flags = TN_TX_ALLOW_IMPLICIT_COMMIT}, {POINT, DO("TRUNCATE TABLE f")},
		{ROLLBACK}, {POINT, GIVES("SELECT count(*) FROM f", "3")})}};
PROOF(DML_WITH) = {
	{ALL, STEPS(F_TABLE,
		{POINT, AFFECTS("WITH c AS (SELECT 3 AS x) DELETE FROM f WHERE id IN (SELECT x FROM c)", 1)},
		{POINT, AFFECTS("WITH c AS (SELECT 2 AS x) UPDATE f SET v = 5 WHERE id IN (SELECT x FROM c)", 1)})}};
PROOF(UPDATE_FROM) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(F_TABLE, G_TABLE,
		{POINT, AFFECTS("UPDATE f SET v = g.v FROM g WHERE f.id = g.id", 1)},
		{GIVES("SELECT v FROM f WHERE id = 3", "30")})},
	{BOTH, STEPS(F_TABLE, G_TABLE, {POINT, AFFECTS("UPDATE f CROSS JOIN g SET f.v = g.v WHERE f.id = g.id", 1)},
		{GIVES("SELECT v FROM f WHERE id = 3", "30")})}};
PROOF(DELETE_USING) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(F_TABLE, G_TABLE,
		{POINT, AFFECTS("DELETE FROM f USING g WHERE f.id = g.id", 1)})},
	{BOTH, STEPS(F_TABLE, G_TABLE, {POINT, AFFECTS("DELETE f FROM f CROSS JOIN g WHERE f.id = g.id", 1)})}};
PROOF(DELETE_USING_READS_TARGET) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(F_TABLE, G_TABLE,
		{POINT, AFFECTS("DELETE FROM f USING g WHERE f.id = g.id AND f.id IN (SELECT max(id) FROM f "
				"AS h)", 1)})},
	{BOTH, STEPS(F_TABLE, G_TABLE,
		{POINT, AFFECTS("DELETE f FROM f CROSS JOIN g WHERE f.id = g.id AND f.id IN (SELECT max(id) FROM f "
				"AS h)", 1)})}};
PROOF(RETURNING_UPDATE) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("UPDATE f SET v = v + 1 WHERE id = 3 RETURNING id, v", "3|4")})}};
PROOF(RETURNING_DELETE) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("DELETE FROM f WHERE id = 3 RETURNING id, v", "3|3")})}};
PROOF(RETURNING_JOINED) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(F_TABLE, G_TABLE,
		{POINT, GIVES("UPDATE f SET v = 0 FROM g WHERE f.id = g.id RETURNING f.id, g.v", "3|30")})},
	{BOTH, STEPS(F_TABLE, G_TABLE,
		{POINT, GIVES("DELETE f FROM f CROSS JOIN g WHERE f.id = g.id RETURNING f.id, g.v", "3|30")})}};
PROOF(ON_CONFLICT) = {
	{ALL, STEPS(F_TABLE,
		{POINT, DO("INSERT INTO f VALUES (1, 5) ON CONFLICT (id) DO UPDATE SET v = excluded.v")},
		{POINT, DO("INSERT INTO f VALUES (2, 5) ON CONFLICT (id) DO NOTHING")},
		{POINT, GIVES("SELECT v FROM f ORDER BY id", "5;NULL;3")})}};
PROOF(OLD_VALUES_IN_UPDATE) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(F_TABLE, {POINT, DO("UPDATE f SET id = id + 10, v = id WHERE id = 3")},
		{POINT, GIVES("SELECT id, v FROM f WHERE id > 10", "13|3")})},
	{BOTH, STEPS(F_TABLE, {POINT, DO("UPDATE f SET id = id + 10, v = id WHERE id = 3")},
		{POINT, GIVES("SELECT id, v FROM f WHERE id > 10", "13|3")},
		{POINT, DO("INSERT INTO f VALUES (1, 5) ON DUPLICATE KEY UPDATE id = f.id + 20, v = f.id")},
		{POINT, GIVES("SELECT id, v FROM f WHERE id > 20", "21|1")})}};
/* Any key counts, a row that is left as it is counts as one, and a mark can tell of it. */
PROOF(ON_DUPLICATE_KEY) = {
	{ALL, STEPS({DO("CREATE TABLE f (id INTEGER PRIMARY KEY, v INTEGER, UNIQUE (v))")},
		{DO("INSERT INTO f VALUES (1, 1), (2, NULL)")},
		{POINT, DO("INSERT INTO f VALUES (5, 1) ON DUPLICATE KEY UPDATE v = VALUES(v) + 6")},
		{POINT, GIVES("SELECT id, v FROM f ORDER BY id", "1|7;2|NULL")},
		{POINT, AFFECTS("INSERT INTO f VALUES (1, 9) ON DUPLICATE KEY UPDATE id = f.id", 1)},
		{POINT, AFFECTS("INSERT INTO f VALUES (1, 9) ON DUPLICATE KEY UPDATE v = 9", 2)},
		{POINT, KEY("INSERT INTO f VALUES (1, 9) ON DUPLICATE KEY UPDATE v = CASE WHEN "
			    "LAST_INSERT_ID(77) = 0 THEN f.v ELSE f.v END", 77)},
		{POINT, KEY("INSERT INTO f VALUES (3, 9) ON DUPLICATE KEY UPDATE v = CASE WHEN f.v = 9 THEN 8 WHEN "
			    "LAST_INSERT_ID(77) = 0 THEN f.v ELSE f.v END", 0)},
		{POINT, GIVES("SELECT id, v FROM f ORDER BY id", "1|8;2|NULL")})}};
PROOF(PROPOSED_ROW_NAME) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(F_TABLE,
		{POINT, DO("INSERT INTO f (id, v) VALUES (1, 5) ON CONFLICT (id) DO UPDATE SET v = "
			   "(SELECT max(g.v) + excluded.v FROM (SELECT 4 AS v) AS g)")},
		{POINT, GIVES("SELECT v FROM f WHERE id = 1", "9")})},
	{BOTH, STEPS(F_TABLE, {POINT, DO("INSERT INTO f (id, v) VALUES (1, 5) AS x ON DUPLICATE KEY UPDATE v = "
					"(SELECT max(g.v) + x.v FROM (SELECT 4 AS v) AS g)")},
		{POINT, GIVES("SELECT v FROM f WHERE id = 1", "9")})}};

/* ---- lists -------------------------------------------------------------------------------------- */

#define LONG_TABLE \
	{DO("CREATE TABLE b (id INTEGER PRIMARY KEY, s VARCHAR(300))")}, \
	{DO("INSERT INTO b SELECT x.id + 3 * y.id + 9 * z.id, concat('x', x.id, y.id, z.id) FROM f AS x " \
	    "CROSS JOIN f AS y CROSS JOIN f AS z")}
/* The rows that the session has read one after the other since it was asked last. */
#define FORGET {DO("FLUSH STATUS")}
#define READ_FEW GIVES("SELECT variable_value < 20 FROM information_schema.session_status WHERE " \
	"variable_name = 'Handler_read_rnd_next'", "1")
#define JSON_ROWS(type, rows) "(SELECT j.v FROM JSON_TABLE('" rows "', '$[*]' COLUMNS (v " type " PATH '$')) AS j)"

PROOF(LIST_ARRAY) = {
	{ALL, STEPS(F_TABLE, {POINT, GIVES("SELECT id FROM f WHERE id = ANY (ARRAY[1, 3]) ORDER BY id", "1;3")})}};
PROOF(LIST_TABLE) = {
	{FACT_SQLITE, STEPS({POINT, GIVES("SELECT count(*) FROM tn_list(NULL)", "0")})},
	{FACT_POSTGRESQL, STEPS(F_TABLE,
		{POINT, GIVES("SELECT id FROM f WHERE id IN (SELECT unnest(ARRAY[1, 3])) ORDER BY id", "1;3")})},
	{BOTH, STEPS(F_TABLE,
		{POINT, GIVES("SELECT id FROM f WHERE id IN " JSON_ROWS("BIGINT", "[1, 3]") " ORDER BY id", "1;3")})}};
PROOF(LIST_TABLE_DML) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(F_TABLE,
		{POINT, AFFECTS("DELETE FROM f WHERE id IN (SELECT v FROM (SELECT 1 AS v) AS l)", 1)})},
	{FACT_MYSQL, STEPS(F_TABLE, {POINT, AFFECTS("DELETE FROM f WHERE id IN " JSON_ROWS("BIGINT", "[1, 3]"), 2)})},
	{FACT_MARIADB, STEPS(F_TABLE, LONG_TABLE, FORGET,
		{DO("DELETE FROM b WHERE id IN " JSON_ROWS("BIGINT", "[14, 15]"))}, {POINT, READ_FEW})}};
PROOF(LIST_TABLE_TEXT) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(F_TABLE,
		{POINT, GIVES("SELECT id FROM f WHERE id = 1 AND 'a' NOT IN (SELECT v FROM (SELECT 'b' AS v) AS l)",
			      "1")})},
	{BOTH, STEPS(F_TABLE, LONG_TABLE, FORGET,
		{GIVES("SELECT count(*) FROM b WHERE s NOT IN " JSON_ROWS("LONGTEXT", "[\"a\"]"), "27")},
		{POINT, GIVES("SELECT variable_value < 40 FROM information_schema.session_status WHERE "
			      "variable_name = 'Handler_read_rnd_next'", "1")})}};
/* Groups that are computed for each row read b again and again. */
#define DELETE_GROUPS {DO("DELETE FROM f WHERE id IN (SELECT max(id) FROM b GROUP BY s)")}
PROOF(GROUPS_IN_CHANGE) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(F_TABLE,
		{POINT, AFFECTS("DELETE FROM f WHERE id IN (SELECT max(id) FROM f GROUP BY v)", 3)})},
	{FACT_MARIADB, STEPS(F_TABLE, LONG_TABLE, FORGET, DELETE_GROUPS,
		{POINT, GIVES("SELECT variable_value < 100 FROM information_schema.session_status WHERE "
			      "variable_name = 'Handler_read_rnd_next'", "1")})},
	{FACT_MYSQL, STEPS(F_TABLE, LONG_TABLE, FORGET, DELETE_GROUPS,
		{POINT, GIVES("SELECT variable_value < 100 FROM performance_schema.session_status WHERE "
			      "variable_name = 'Handler_read_rnd_next'", "1")})}};
/* As many as the server takes for many. */
#define MANY_INTEGERS {GIVES("SELECT id FROM f WHERE id IN (1, 2, 3) ORDER BY id", "1;2;3")}
PROOF(LIST_LITERALS) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(F_TABLE, {POINT, DO("FLUSH STATUS")})},
	{FACT_MARIADB, STEPS(F_TABLE, {DO("SET SESSION in_predicate_conversion_threshold = 2")}, FORGET,
		MANY_INTEGERS, {POINT, GIVES("SELECT variable_value FROM information_schema.session_status WHERE "
					     "variable_name = 'Handler_tmp_write'", "0")})},
	{FACT_MYSQL, STEPS(F_TABLE, FORGET, MANY_INTEGERS,
		{POINT, GIVES("SELECT variable_value FROM performance_schema.session_status WHERE "
			      "variable_name = 'Handler_write'", "0")})}};
PROOF(LIST_FILLED) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(F_TABLE, {BEGIN}, {POINT, DO("CREATE TEMPORARY TABLE tl (v INTEGER)")},
		{POINT, DO("INSERT INTO tl (v) VALUES (1), (3)")},
		{POINT, GIVES("SELECT id FROM f WHERE id IN (SELECT v FROM tl) ORDER BY id", "1;3")},
		{POINT, DO("DROP TABLE tl")}, {POINT, DO("UPDATE f SET v = 8 WHERE id = 1")}, {ROLLBACK},
		{POINT, GIVES("SELECT v FROM f WHERE id = 1", "1")})},
	/* Neither making nor dropping it commits. */
	{BOTH, STEPS(F_TABLE, {BEGIN}, {DO("UPDATE f SET v = 8 WHERE id = 1")},
		{POINT, DO("CREATE TEMPORARY TABLE tl (v INTEGER, KEY (v))")},
		{POINT, DO("INSERT INTO tl (v) VALUES (1), (3)")},
		{POINT, GIVES("SELECT id FROM f WHERE id IN (SELECT v FROM tl) ORDER BY id", "1;3")},
		{POINT, DO("DROP TEMPORARY TABLE tl")}, {ROLLBACK},
		{POINT, GIVES("SELECT v FROM f WHERE id = 1", "1")})}};
PROOF(TEMPORARY_AGAIN) = {
	{ALL, STEPS({DO("CREATE TEMPORARY TABLE tl (v INTEGER)")}, {DO("INSERT INTO tl (v) VALUES (1), (3)")},
		{POINT, GIVES("SELECT count(*) FROM tl AS a CROSS JOIN tl AS b", "4")}, {DO("DROP TABLE tl")})}};
PROOF(DELETE_ROW_BY_ROW) = {
	/* A row goes before the one that refers to it: where each is looked at by itself, that fails. */
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(
		{DO("CREATE TABLE h (id INTEGER PRIMARY KEY, up INTEGER REFERENCES h (id))")},
		{DO("INSERT INTO h VALUES (1, NULL), (2, 1)")},
		{POINT, FAILS("DELETE FROM h WHERE id IN (1, 2)", TN_E_FOREIGN_KEY, NULL)})},
	{BOTH, STEPS({DO("CREATE TABLE h (id INTEGER PRIMARY KEY, up INTEGER, FOREIGN KEY (up) REFERENCES h (id))")},
		{DO("INSERT INTO h VALUES (1, NULL), (2, 1)")},
		{POINT, FAILS("DELETE FROM h WHERE id IN (1, 2)", TN_E_FOREIGN_KEY, NULL)},
		{DO("DELETE FROM h WHERE id = 2")}, {DO("DELETE FROM h")})}};
PROOF(OWN_REFERENCES) = {
	{FACT_SQLITE | FACT_POSTGRESQL, STEPS(
		{DO("CREATE TABLE h (id INTEGER PRIMARY KEY, up INTEGER REFERENCES h (id))")},
		{DO("INSERT INTO h VALUES (1, NULL), (2, 1), (3, 2)")}, {DO("UPDATE h SET up = 3 WHERE id = 1")},
		{POINT, AFFECTS("DELETE FROM h WHERE id < 9", 3)})},
	/* There not even a row goes that refers to itself. */
	{BOTH, STEPS({DO("CREATE TABLE h (id INTEGER PRIMARY KEY, up INTEGER, FOREIGN KEY (up) REFERENCES h (id))")},
		{DO("INSERT INTO h VALUES (1, NULL), (2, 1), (3, 2)")}, {DO("UPDATE h SET up = 3 WHERE id = 1")},
		{POINT, AFFECTS("DELETE FROM h WHERE id < 9", 3)}, {DO("UPDATE h SET up = NULL")},
		{DO("INSERT INTO h VALUES (4, 4)")}, {FAILS("DELETE FROM h WHERE id = 4", TN_E_FOREIGN_KEY, NULL)},
		{DO("UPDATE h SET up = NULL")}, {DO("DELETE FROM h")})}};
/* ---- the schema ---------------------------------------------------------------------------------- */

PROOF(VIEW_TYPES) = {
	{FACT_POSTGRESQL, STEPS(F_TABLE, {DO("CREATE VIEW fv AS SELECT v > 1 AS x FROM f")},
		{POINT, GIVES("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = "
			      "'fv'::regclass", "boolean")}, {DO("DROP VIEW fv")})},
	{FACT_SQLITE, STEPS(F_TABLE, {DO("CREATE VIEW fv AS SELECT v > 1 AS x FROM f")},
		{POINT, GIVES("SELECT type FROM pragma_table_info('fv')", "BOOLEAN")}, {DO("DROP VIEW fv")})},
	{BOTH, STEPS(F_TABLE, {DO("CREATE VIEW fv AS SELECT v > 1 AS x FROM f")},
		{POINT, GIVES("SELECT COLUMN_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() "
			      "AND TABLE_NAME = 'fv'", "tinyint(1)")}, {DO("DROP VIEW fv")})}};

/* ---- foreign keys ------------------------------------------------------------------------------------ */

PROOF(DEFERRED_FOREIGN_KEYS) = {
	{FACT_SQLITE, STEPS(F_TABLE, {DO("CREATE TABLE h (id INTEGER PRIMARY KEY REFERENCES f (id))")}, {BEGIN},
		{DO("PRAGMA defer_foreign_keys = ON")}, {POINT, DO("INSERT INTO h VALUES (4)")},
		{DO("INSERT INTO f VALUES (4, 4)")}, {COMMIT})},
	{FACT_POSTGRESQL, STEPS(F_TABLE, {DO("CREATE TABLE h (id INTEGER PRIMARY KEY REFERENCES f (id) DEFERRABLE)")},
		{BEGIN}, {DO("SET CONSTRAINTS ALL DEFERRED")}, {POINT, DO("INSERT INTO h VALUES (4)")},
		{DO("INSERT INTO f VALUES (4, 4)")}, {COMMIT})},
	{BOTH, STEPS(F_TABLE,
		{POINT, DO("CREATE TABLE h (id INTEGER PRIMARY KEY, FOREIGN KEY (id) REFERENCES f (id) "
			   "DEFERRABLE INITIALLY DEFERRED)")})}};

/* ---- all of them ----------------------------------------------------------------------------------- */

const struct cap_row cap_rows[] = {
#define TN_CAP_ROW(name, number, sentence, without) \
	{#name, PROOF_##name, sizeof PROOF_##name / sizeof PROOF_##name[0]},
#include <tenon/sys/caps.def>
#undef TN_CAP_ROW
};
const size_t cap_row_count = sizeof cap_rows / sizeof cap_rows[0];
