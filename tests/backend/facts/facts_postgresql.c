/* SPDX-License-Identifier: MIT */
/* tests/backend/facts/facts_postgresql.c - what PostgreSQL does. */
#include "tests/backend/facts/facts.h"

#define F_TABLE \
	{DO("CREATE TABLE f (id INTEGER PRIMARY KEY, v INTEGER)")}, \
	{DO("INSERT INTO f VALUES (1, 1), (2, 2), (3, 3)")}

#define LOG_TABLE \
	{DO("CREATE TABLE log (what TEXT)")}, \
	{DO("CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS " \
	    "$$ BEGIN INSERT INTO log VALUES (tg_table_name || ' ' || tg_level); RETURN NULL; END $$")}
#define LOG_TRIGGERS(table) \
	{DO("CREATE TRIGGER " table "_row AFTER DELETE ON " table " FOR EACH ROW EXECUTE FUNCTION note()")}, \
	{DO("CREATE TRIGGER " table "_all AFTER DELETE ON " table " FOR EACH STATEMENT EXECUTE FUNCTION note()")}

#define PAIR_PARENT {DO("CREATE TABLE parent (a INTEGER, b INTEGER, PRIMARY KEY (a, b))")}
#define PARTED \
	{DO("CREATE TABLE parted (id INTEGER PRIMARY KEY, v INTEGER) PARTITION BY LIST (id)")}, \
	{DO("CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1)")}

#define NAME_63 "a23456789_b23456789_c23456789_d23456789_e23456789_f23456789_g23"

const struct fact facts_postgresql[] = {
	{"DELETE and UPDATE with a subquery on the same table", FACT_POSTGRESQL, STEPS(F_TABLE,
		{AFFECTS("DELETE FROM f WHERE id IN (SELECT id FROM f WHERE id > 1)", 2)},
		{AFFECTS("UPDATE f SET v = v + 1 WHERE id IN (SELECT max(id) FROM f)", 1)})},
	{"IN (subquery with LIMIT)", FACT_POSTGRESQL, STEPS(F_TABLE,
		{GIVES("SELECT id FROM f WHERE id IN (SELECT id FROM f ORDER BY id DESC LIMIT 1)", "3")})},
	{"DELETE with LIMIT is not known", FACT_POSTGRESQL, STEPS(F_TABLE,
		{FAILS("DELETE FROM f LIMIT 1", TN_E_SYNTAX, "42601")})},
	{"FOR UPDATE SKIP LOCKED passes over locked rows", FACT_POSTGRESQL, .from = 90500, STEPS(F_TABLE,
		{BEGIN}, {GIVES("SELECT id FROM f WHERE id = 1 FOR UPDATE", "1")},
		{ON2, BEGIN}, {ON2, GIVES("SELECT id FROM f ORDER BY id FOR UPDATE SKIP LOCKED", "2;3")},
		{ON2, ROLLBACK}, {ROLLBACK})},
	{"row values compare from left to right", FACT_POSTGRESQL, STEPS(
		{GIVES("SELECT (1, 2) < (1, 3), (2, 0) < (1, 9)", "true|false")})},
	{"NULL in a row comparison, and the form that is safe", FACT_POSTGRESQL, STEPS(
		{GIVES("SELECT (1, NULL::int) = (1, NULL::int), (1, NULL::int) IS NOT DISTINCT FROM (1, NULL::int), "
		       "(1, NULL::int) IS NOT DISTINCT FROM (1, 2)", "NULL|true|false")})},
	{"a cascade fires DELETE triggers of the child, for rows and for the statement", FACT_POSTGRESQL, STEPS(
		LOG_TABLE,
		{DO("CREATE TABLE parent (id INTEGER PRIMARY KEY)")},
		{DO("CREATE TABLE child (id INTEGER, p INTEGER REFERENCES parent (id) ON DELETE CASCADE)")},
		LOG_TRIGGERS("child"),
		{DO("INSERT INTO parent VALUES (1)")}, {DO("INSERT INTO child VALUES (10, 1), (11, 1)")},
		{DO("DELETE FROM parent")},
		{GIVES("SELECT what, count(*) FROM log GROUP BY what ORDER BY what",
		       "child ROW|2;child STATEMENT|1")})},
	{"TRUNCATE fires no DELETE trigger", FACT_POSTGRESQL, STEPS(F_TABLE, LOG_TABLE, LOG_TRIGGERS("f"),
		{DO("TRUNCATE f")}, {GIVES("SELECT count(*) FROM log", "0")}, {GIVES("SELECT count(*) FROM f", "0")})},
	{"DELETE that names a partition fires no statement trigger of its parent", FACT_POSTGRESQL, .from = 110000,
	 STEPS(PARTED, LOG_TABLE,
		{DO("CREATE TRIGGER parted_all AFTER DELETE ON parted FOR EACH STATEMENT EXECUTE FUNCTION note()")},
		{DO("INSERT INTO parted VALUES (1, 1)")},
		{AFFECTS("DELETE FROM parted_1", 1)}, {GIVES("SELECT count(*) FROM log", "0")},
		{DO("DELETE FROM parted")}, {GIVES("SELECT what FROM log", "parted STATEMENT")})},
	{"DDL is undone with its transaction", FACT_POSTGRESQL, STEPS(F_TABLE,
		{BEGIN}, {DO("INSERT INTO f VALUES (4, 4)")}, {DO("CREATE TABLE g (id INTEGER)")}, {ROLLBACK},
		{GIVES("SELECT count(*) FROM f", "3")}, {FAILS("SELECT id FROM g", TN_E_NO_OBJECT, "42P01")})},
	{"a foreign key to the primary key's columns in another order", FACT_POSTGRESQL, STEPS(PAIR_PARENT,
		{DO("CREATE TABLE child (x INTEGER, y INTEGER, FOREIGN KEY (x, y) REFERENCES parent (b, a))")},
		{DO("INSERT INTO parent VALUES (1, 2)")}, {DO("INSERT INTO child VALUES (2, 1)")},
		{FAILS("INSERT INTO child VALUES (1, 2)", TN_E_FOREIGN_KEY, "23503")})},
	{"foreign keys from and to a partitioned table", FACT_POSTGRESQL, .from = 120000, STEPS(F_TABLE, PARTED,
		{DO("ALTER TABLE parted ADD FOREIGN KEY (v) REFERENCES f (id)")},
		{DO("CREATE TABLE child (p INTEGER REFERENCES parted (id))")},
		{DO("INSERT INTO parted VALUES (1, 2)")}, {DO("INSERT INTO child VALUES (1)")},
		{FAILS("INSERT INTO child VALUES (2)", TN_E_FOREIGN_KEY, "23503")})},
	{"a foreign key from a partitioned table cannot be NOT VALID", FACT_POSTGRESQL, .from = 110000, .below = 180000,
	 STEPS(F_TABLE, PARTED,
		{FAILS("ALTER TABLE parted ADD FOREIGN KEY (v) REFERENCES f (id) NOT VALID", TN_E_SYNTAX, "42809")})},
	{"a foreign key to a view is refused", FACT_POSTGRESQL, STEPS(F_TABLE,
		{DO("CREATE VIEW seen AS SELECT id FROM f")},
		{FAILS("CREATE TABLE child (p INTEGER REFERENCES seen (id))", TN_E_SYNTAX, "42809")})},
	{"a row that no partition takes", FACT_POSTGRESQL, .from = 110000, STEPS(PARTED,
		{FAILS("INSERT INTO parted VALUES (2, 2)", TN_E_NO_PARTITION, "23514")})},
	{"a unique key without the partition key is refused", FACT_POSTGRESQL, .from = 110000, STEPS(PARTED,
		{FAILS("CREATE UNIQUE INDEX parted_v ON parted (v)", TN_E_UNSUPPORTED, "0A000")})},
	{"SET NULL into a NOT NULL column fails at the delete", FACT_POSTGRESQL, STEPS(PAIR_PARENT,
		{DO("CREATE TABLE child (x INTEGER NOT NULL, y INTEGER, "
		    "FOREIGN KEY (x, y) REFERENCES parent (a, b) ON DELETE SET NULL)")},
		{DO("INSERT INTO parent VALUES (1, 2)")}, {DO("INSERT INTO child VALUES (1, 2)")},
		{FAILS("DELETE FROM parent", TN_E_NOT_NULL, "23502")})},
	{"SET NULL of one column of the key", FACT_POSTGRESQL, .from = 150000, STEPS(PAIR_PARENT,
		{DO("CREATE TABLE child (x INTEGER NOT NULL, y INTEGER, "
		    "FOREIGN KEY (x, y) REFERENCES parent (a, b) ON DELETE SET NULL (y))")},
		{DO("INSERT INTO parent VALUES (1, 2)")}, {DO("INSERT INTO child VALUES (1, 2)")},
		{DO("DELETE FROM parent")}, {GIVES("SELECT x, y FROM child", "1|NULL")})},
	{"SET NULL of one column of the key is not known yet", FACT_POSTGRESQL, .below = 150000, STEPS(PAIR_PARENT,
		{FAILS("CREATE TABLE child (x INTEGER NOT NULL, y INTEGER, "
		       "FOREIGN KEY (x, y) REFERENCES parent (a, b) ON DELETE SET NULL (y))", TN_E_SYNTAX, "42601")})},
	{"the lock timeout is in milliseconds", FACT_POSTGRESQL, STEPS(F_TABLE,
		{ON2, DO("SET lock_timeout = '20ms'")},
		{BEGIN}, {DO("UPDATE f SET v = 9")},
		{ON2, FAILS("UPDATE f SET v = 8", TN_E_LOCK_TIMEOUT, "55P03")}, {COMMIT},
		{ON2, AFFECTS("UPDATE f SET v = 8", 3)})},
	{"find, insert, find again sees another session's row once the savepoint is rolled back", FACT_POSTGRESQL,
	 STEPS(F_TABLE,
		{.how = FACT_BEGIN, .isolation = TN_ISO_READ_COMMITTED},
		{GIVES("SELECT id FROM f WHERE id = 7", "")}, {ON2, DO("INSERT INTO f VALUES (7, 7)")},
		{BEGIN}, {FAILS("INSERT INTO f VALUES (7, 0)", TN_E_UNIQUE, "23505")}, {ROLLBACK},
		{GIVES("SELECT v FROM f WHERE id = 7", "7")}, {COMMIT})},
	{"an error fails the whole transaction", FACT_POSTGRESQL, STEPS(F_TABLE,
		{BEGIN}, {FAILS("INSERT INTO f VALUES (1, 1)", TN_E_UNIQUE, "23505")},
		{FAILS("SELECT 1", TN_E_TX_ABORTED, NULL)}, {ROLLBACK})},
	{"an UPDATE counts rows that keep their value", FACT_POSTGRESQL, STEPS(F_TABLE,
		{AFFECTS("UPDATE f SET v = v", 3)})},
	{"text that is too long for a VARCHAR is refused", FACT_POSTGRESQL, STEPS(
		{DO("CREATE TABLE t (name VARCHAR(3))")},
		{FAILS("INSERT INTO t VALUES ('abcdef')", TN_E_TOO_LONG, "22001")})},
	{"text in an INTEGER column is refused", FACT_POSTGRESQL, STEPS(
		{DO("CREATE TABLE t (n INTEGER)")}, {FAILS("INSERT INTO t VALUES ('abc')", TN_E_DATA, "22P02")})},
	{"names are cut to 63 bytes with a notice", FACT_POSTGRESQL, STEPS(
		/* Out of sight of the library, which refuses such a name itself. */
		{NOTES("DO $$ BEGIN EXECUTE 'CREATE TABLE " NAME_63 "x (id INTEGER)'; END $$", "42622")},
		{FAILS("CREATE TABLE " NAME_63 " (id INTEGER)", TN_E_EXISTS, "42P07")},
		{FAILS("CREATE TABLE " NAME_63 "x (id INTEGER)", TN_E_LIMIT, NULL)},
		{GIVES("SELECT relname = '" NAME_63 "' FROM pg_class WHERE relname LIKE 'a23456789%'", "true")})},
	{"values of a statement: 65535", FACT_POSTGRESQL, STEPS(F_TABLE,
		{BOUND(65535), DO("SELECT id FROM f WHERE id IN (%)")},
		{BOUND(65536), FAILS("SELECT id FROM f WHERE id IN (%)", TN_E_LIMIT, NULL)})},
	{"indexes on wide columns", FACT_POSTGRESQL, STEPS(
		{DO("CREATE TABLE t (wide VARCHAR(769), other VARCHAR(769))")},
		{DO("CREATE UNIQUE INDEX t_wide ON t (wide)")}, {DO("CREATE INDEX t_other ON t (other)")})},
	{"references follow a renamed table", FACT_POSTGRESQL, STEPS(F_TABLE,
		{DO("CREATE TABLE child (p INTEGER REFERENCES f (id))")},
		{DO("ALTER TABLE f RENAME TO g")}, {DO("INSERT INTO child VALUES (1)")},
		{FAILS("INSERT INTO child VALUES (9)", TN_E_FOREIGN_KEY, "23503")},
		{GIVES("SELECT confrelid::regclass::text FROM pg_constraint WHERE conrelid = 'child'::regclass "
		       "AND contype = 'f'", "g")})},
	{"text is UTF-8", FACT_POSTGRESQL, STEPS(
		{GIVES("SHOW server_encoding", "UTF8")})},
};

const size_t facts_postgresql_count = sizeof facts_postgresql / sizeof facts_postgresql[0];
