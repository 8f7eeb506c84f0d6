/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/facts/facts_mysql.c - what MariaDB and MySQL do.
 *
 * Rows of MariaDB were measured.  Those of MySQL alone follow its manual and
 * wait for a server that confirms them.
 */
#include "tests/backend/facts/facts.h"

#define BOTH (FACT_MARIADB | FACT_MYSQL)

#define F_TABLE \
	{DO("CREATE TABLE f (id INTEGER PRIMARY KEY, v INTEGER)")}, \
	{DO("INSERT INTO f VALUES (1, 1), (2, 2), (3, 3)")}

#define LOG_TABLE {DO("CREATE TABLE log (id INTEGER)")}
#define LOG_TRIGGER(table) \
	{DO("CREATE TRIGGER " table "_gone AFTER DELETE ON " table " FOR EACH ROW INSERT INTO log VALUES (OLD.id)")}

#define PAIR_PARENT {DO("CREATE TABLE parent (a INTEGER, b INTEGER, PRIMARY KEY (a, b))")}
#define PARTED \
	{DO("CREATE TABLE parted (id INTEGER PRIMARY KEY, v INTEGER) PARTITION BY LIST (id) " \
	    "(PARTITION p1 VALUES IN (1))")}

#define FK_SWAPPED "CREATE TABLE child (x INTEGER, y INTEGER, FOREIGN KEY (x, y) REFERENCES parent (b, a))"
#define FK_TO_PARTED "CREATE TABLE child (p INTEGER, FOREIGN KEY (p) REFERENCES parted (id))"
#define FK_TO_VIEW "CREATE TABLE child (p INTEGER, FOREIGN KEY (p) REFERENCES seen (id))"
#define FK_SET_NULL \
	"CREATE TABLE child (x INTEGER NOT NULL, y INTEGER, " \
	"FOREIGN KEY (x, y) REFERENCES parent (a, b) ON DELETE SET NULL)"

#define NAME_64 "a23456789_b23456789_c23456789_d23456789_e23456789_f23456789_g234"

const struct fact facts_mysql[] = {
	{"DELETE and UPDATE with a subquery on the same table", FACT_MARIADB, .from = 100301, STEPS(F_TABLE,
		{AFFECTS("DELETE FROM f WHERE id IN (SELECT id FROM f WHERE id > 1)", 2)},
		{AFFECTS("UPDATE f SET v = v + 1 WHERE id IN (SELECT MAX(id) FROM f)", 1)})},
	{"DELETE and UPDATE with a subquery on the same table are refused", FACT_MYSQL, STEPS(F_TABLE,
		{FAILS("DELETE FROM f WHERE id IN (SELECT id FROM f WHERE id > 1)", TN_E_UNSUPPORTED, "1093")},
		{FAILS("UPDATE f SET v = v + 1 WHERE id IN (SELECT MAX(id) FROM f)", TN_E_UNSUPPORTED, "1093")})},
	{"IN (subquery with LIMIT) is refused", BOTH, STEPS(F_TABLE,
		{FAILS("SELECT id FROM f WHERE id IN (SELECT id FROM f ORDER BY id DESC LIMIT 1)", TN_E_UNSUPPORTED,
		       "1235")})},
	{"DELETE with LIMIT", BOTH, STEPS(F_TABLE,
		{AFFECTS("DELETE FROM f ORDER BY id LIMIT 1", 1)}, {GIVES("SELECT MIN(id) FROM f", "2")})},
	{"FOR UPDATE SKIP LOCKED passes over locked rows", FACT_MARIADB, .from = 100600, STEPS(F_TABLE,
		{BEGIN}, {GIVES("SELECT id FROM f WHERE id = 1 FOR UPDATE", "1")},
		{ON2, BEGIN}, {ON2, GIVES("SELECT id FROM f ORDER BY id FOR UPDATE SKIP LOCKED", "2;3")},
		{ON2, ROLLBACK}, {ROLLBACK})},
	{"FOR UPDATE SKIP LOCKED passes over locked rows", FACT_MYSQL, .from = 80001, STEPS(F_TABLE,
		{BEGIN}, {GIVES("SELECT id FROM f WHERE id = 1 FOR UPDATE", "1")},
		{ON2, BEGIN}, {ON2, GIVES("SELECT id FROM f ORDER BY id FOR UPDATE SKIP LOCKED", "2;3")},
		{ON2, ROLLBACK}, {ROLLBACK})},
	{"row values compare from left to right", BOTH, STEPS(
		{GIVES("SELECT (1, 2) < (1, 3), (2, 0) < (1, 9)", "1|0")})},
	{"NULL in a row comparison, and the form that is safe", BOTH, STEPS(
		{GIVES("SELECT (1, NULL) = (1, NULL), (1, NULL) <=> (1, NULL), (1, NULL) <=> (1, 2)", "NULL|1|0")})},
	{"a row that refers to itself is not deleted", BOTH, STEPS(
		{DO("CREATE TABLE self (id INTEGER PRIMARY KEY, up INTEGER NOT NULL, "
		    "FOREIGN KEY (up) REFERENCES self (id))")},
		{DO("INSERT INTO self VALUES (1, 1)")},
		{FAILS("DELETE FROM self WHERE id = 1", TN_E_FOREIGN_KEY, "1451")})},
	{"a foreign key is looked up by a longer index, where NULL hides it", FACT_MYSQL,
	 .from = 90700, STEPS(
		{DO("CREATE TABLE parent (id INTEGER PRIMARY KEY)")},
		{DO("CREATE TABLE child (p INTEGER, n INTEGER, UNIQUE (p, n), "
		    "FOREIGN KEY (p) REFERENCES parent (id))")},
		{FAILS("INSERT INTO child VALUES (5, 1)", TN_E_FOREIGN_KEY, "1452")},
		{DO("INSERT IGNORE INTO child VALUES (5, NULL)")},
		{GIVES("SELECT COUNT(*) + @@innodb_native_foreign_keys FROM child", "1")})},
	{"a cascade fires no trigger of the child", BOTH, STEPS(LOG_TABLE,
		{DO("CREATE TABLE parent (id INTEGER PRIMARY KEY)")},
		{DO("CREATE TABLE child (id INTEGER, p INTEGER, FOREIGN KEY (p) REFERENCES parent (id) "
		    "ON DELETE CASCADE)")},
		LOG_TRIGGER("child"),
		{DO("INSERT INTO parent VALUES (1), (2)")},
		{DO("INSERT INTO child VALUES (10, 1), (11, 1), (12, 2)")},
		{DO("DELETE FROM parent WHERE id = 1")}, {GIVES("SELECT id FROM child", "12")},
		{GIVES("SELECT COUNT(*) FROM log", "0")},
		{DO("DELETE FROM child")}, {GIVES("SELECT id FROM log", "12")})},
	{"TRUNCATE fires no DELETE trigger", BOTH, STEPS(F_TABLE, LOG_TABLE, LOG_TRIGGER("f"),
		{DO("TRUNCATE TABLE f")}, {GIVES("SELECT COUNT(*) FROM log", "0")},
		{GIVES("SELECT COUNT(*) FROM f", "0")})},
	{"REPLACE fires DELETE triggers", BOTH, STEPS(F_TABLE, LOG_TABLE, LOG_TRIGGER("f"),
		{DO("REPLACE INTO f VALUES (1, 9)")}, {GIVES("SELECT id FROM log", "1")})},
	{"the foreign key switch works inside a transaction, and nothing is checked later", BOTH, STEPS(
		{DO("CREATE TABLE parent (id INTEGER PRIMARY KEY)")},
		{DO("CREATE TABLE child (p INTEGER, FOREIGN KEY (p) REFERENCES parent (id))")},
		{BEGIN}, {DO("SET foreign_key_checks = 0")}, {DO("INSERT INTO child VALUES (1)")},
		{DO("SET foreign_key_checks = 1")}, {COMMIT}, {GIVES("SELECT p FROM child", "1")},
		{FAILS("INSERT INTO child VALUES (1)", TN_E_FOREIGN_KEY, "1452")})},
	{"DDL commits the open transaction", BOTH, STEPS(F_TABLE,
		{.how = FACT_BEGIN, .flags = TN_TX_ALLOW_IMPLICIT_COMMIT},
		{DO("INSERT INTO f VALUES (4, 4)")}, {DO("CREATE TABLE g (id INTEGER)")}, {ROLLBACK},
		{GIVES("SELECT COUNT(*) FROM f", "4")}, {GIVES("SELECT COUNT(*) FROM g", "0")})},
	{"DDL that fails commits the open transaction as well", BOTH, STEPS(F_TABLE,
		{.how = FACT_BEGIN, .flags = TN_TX_ALLOW_IMPLICIT_COMMIT | TN_TX_KEEP_GOING},
		{DO("INSERT INTO f VALUES (4, 4)")},
		{FAILS("CREATE TABLE f (id INTEGER)", TN_E_EXISTS, "1050")}, {ROLLBACK},
		{GIVES("SELECT COUNT(*) FROM f", "4")})},
	{"a foreign key to the primary key's columns in another order is refused", FACT_MARIADB, STEPS(PAIR_PARENT,
		{FAILS(FK_SWAPPED, TN_E_SERVER, "1005")})},
	{"a foreign key to the primary key's columns in another order is refused", FACT_MYSQL, STEPS(PAIR_PARENT,
		{FAILS(FK_SWAPPED, ANY_ERROR, NULL)})},
	{"a foreign key from a partitioned table is refused", BOTH, STEPS(F_TABLE, PARTED,
		{FAILS("ALTER TABLE parted ADD FOREIGN KEY (v) REFERENCES f (id)", TN_E_UNSUPPORTED, "1506")})},
	{"a foreign key to a partitioned table is refused", FACT_MARIADB, STEPS(PARTED,
		{FAILS(FK_TO_PARTED, TN_E_SERVER, "1005")})},
	{"a foreign key to a partitioned table is refused", FACT_MYSQL, STEPS(PARTED,
		{FAILS(FK_TO_PARTED, ANY_ERROR, NULL)})},
	{"a foreign key to a view is refused", FACT_MARIADB, STEPS(F_TABLE,
		{DO("CREATE VIEW seen AS SELECT id FROM f")}, {FAILS(FK_TO_VIEW, TN_E_SERVER, "1005")})},
	{"a foreign key to a view is refused", FACT_MYSQL, STEPS(F_TABLE,
		{DO("CREATE VIEW seen AS SELECT id FROM f")}, {FAILS(FK_TO_VIEW, ANY_ERROR, NULL)})},
	{"a row that no partition takes", BOTH, STEPS(PARTED,
		{FAILS("INSERT INTO parted VALUES (2, 2)", TN_E_NO_PARTITION, "1526")})},
	{"a unique key without the partition key is refused", BOTH, STEPS(PARTED,
		{FAILS("CREATE UNIQUE INDEX parted_v ON parted (v)", TN_E_UNSUPPORTED, "1503")})},
	{"SET NULL into a NOT NULL column is refused with the table", FACT_MARIADB, STEPS(PAIR_PARENT,
		{FAILS(FK_SET_NULL, TN_E_SERVER, "1005")})},
	{"SET NULL into a NOT NULL column is refused with the table", FACT_MYSQL, STEPS(PAIR_PARENT,
		{FAILS(FK_SET_NULL, ANY_ERROR, NULL)})},
	{"the row lock timeout is in whole seconds, 0 waits not at all", FACT_MARIADB, STEPS(F_TABLE,
		{ON2, FAILS("SET innodb_lock_wait_timeout = 0.1", TN_E_SERVER, "1232")},
		{ON2, DO("SET innodb_lock_wait_timeout = 0")},
		{BEGIN}, {DO("UPDATE f SET v = 9 WHERE id = 1")},
		{ON2, FAILS("UPDATE f SET v = 8", TN_E_LOCK_TIMEOUT, "1205")}, {COMMIT},
		{ON2, AFFECTS("UPDATE f SET v = 8", 3)})},
	{"the table lock timeout is in whole seconds, 0 waits not at all", FACT_MARIADB, STEPS(F_TABLE,
		{ON2, FAILS("SET lock_wait_timeout = 0.1", TN_E_SERVER, "1232")},
		{ON2, DO("SET lock_wait_timeout = 0")},
		{BEGIN}, {GIVES("SELECT COUNT(*) FROM f", "3")},
		{ON2, FAILS("ALTER TABLE f ADD COLUMN more INTEGER", TN_E_LOCK_TIMEOUT, "1205")}, {COMMIT},
		{ON2, DO("ALTER TABLE f ADD COLUMN more INTEGER")})},
	{"a lock timeout undoes its statement and leaves the transaction open", BOTH, STEPS(F_TABLE,
		{ON2, DO("SET innodb_lock_wait_timeout = 1")},
		{BEGIN}, {DO("UPDATE f SET v = 9 WHERE id = 2")},
		{ON2, .how = FACT_BEGIN, .flags = TN_TX_KEEP_GOING}, {ON2, DO("INSERT INTO f VALUES (4, 4)")},
		{ON2, FAILS("UPDATE f SET v = 8", TN_E_LOCK_TIMEOUT, "1205")},
		{ON2, GIVES("SELECT v FROM f WHERE id IN (1, 4) ORDER BY id", "1;4")}, {ROLLBACK},
		{ON2, ROLLBACK}, {GIVES("SELECT COUNT(*) FROM f", "3")})},
	{"find, insert, find again does not see another session's row, but for a locking read", FACT_MARIADB,
	 .below = 110602, STEPS(F_TABLE,
		{.how = FACT_BEGIN, .isolation = TN_ISO_REPEATABLE_READ, .flags = TN_TX_KEEP_GOING},
		{GIVES("SELECT id FROM f WHERE id = 7", "")}, {ON2, DO("INSERT INTO f VALUES (7, 7)")},
		{FAILS("INSERT INTO f VALUES (7, 0)", TN_E_UNIQUE, "1062")},
		{GIVES("SELECT v FROM f WHERE id = 7", "")},
		{GIVES("SELECT v FROM f WHERE id = 7 LOCK IN SHARE MODE", "7")}, {ROLLBACK},
		{GIVES("SELECT v FROM f WHERE id = 7", "7")})},
	{"find, insert, find again at READ COMMITTED sees another session's row", BOTH, STEPS(F_TABLE,
		{.how = FACT_BEGIN, .isolation = TN_ISO_READ_COMMITTED, .flags = TN_TX_KEEP_GOING},
		{GIVES("SELECT id FROM f WHERE id = 7", "")}, {ON2, DO("INSERT INTO f VALUES (7, 7)")},
		{FAILS("INSERT INTO f VALUES (7, 0)", TN_E_UNIQUE, "1062")},
		{GIVES("SELECT v FROM f WHERE id = 7", "7")}, {ROLLBACK})},
	{"an UPDATE counts rows that keep their value, since the client asks for it", BOTH, STEPS(F_TABLE,
		{AFFECTS("UPDATE f SET v = v", 3)})},
	{"text that is too long for a VARCHAR is refused in strict mode", BOTH, STEPS(
		{DO("CREATE TABLE t (name VARCHAR(3))")},
		{FAILS("INSERT INTO t VALUES ('abcdef')", TN_E_TOO_LONG, "1406")})},
	{"text that is too long for a VARCHAR is cut with a warning without it", BOTH, STEPS(
		{DO("CREATE TABLE t (name VARCHAR(3))")}, {DO("SET sql_mode = ''")},
		{NOTES("INSERT INTO t VALUES ('abcdef')", "1265")}, {GIVES("SELECT name FROM t", "abc")})},
	{"text in an INTEGER column is refused in strict mode", BOTH, STEPS(
		{DO("CREATE TABLE t (n INTEGER)")}, {FAILS("INSERT INTO t VALUES ('abc')", TN_E_DATA, "1366")})},
	{"names have 64 characters, more is refused", BOTH, STEPS(
		{DO("CREATE TABLE " NAME_64 " (id INTEGER)")},
		{FAILS("CREATE TABLE " NAME_64 "x (id INTEGER)", TN_E_LIMIT, NULL)},
		/* Out of sight of the library, which refuses such a name itself. */
		{FAILS("PREPARE s FROM 'CREATE TABLE t (" NAME_64 "x INTEGER)'", TN_E_LIMIT, "1059")})},
	{"values of a statement: 65535", BOTH, STEPS(F_TABLE,
		{BOUND(65535), DO("SELECT id FROM f WHERE id IN (%)")},
		{BOUND(65536), FAILS("SELECT id FROM f WHERE id IN (%)", TN_E_LIMIT, NULL)},
		{MARKERS(65535), DO("PREPARE s FROM 'SELECT id FROM f WHERE id IN (%)'")},
		{MARKERS(65536), FAILS("PREPARE s FROM 'SELECT id FROM f WHERE id IN (%)'", TN_E_LIMIT, "1390")})},
	{"a unique index on a wide column becomes a hidden hash index", FACT_MARIADB, .from = 100400, STEPS(
		{DO("CREATE TABLE t (wide VARCHAR(769) CHARACTER SET utf8mb4, UNIQUE KEY t_wide (wide))")},
		{GIVES("SELECT index_type, sub_part FROM information_schema.statistics WHERE table_schema = DATABASE() "
		       "AND index_name = 't_wide'", "HASH|NULL")})},
	{"a plain index on a wide column is cut to a prefix with a note alone", FACT_MARIADB, STEPS(
		{DO("SET sql_notes = 1")},
		{NOTES("CREATE TABLE t (wide VARCHAR(769) CHARACTER SET utf8mb4, KEY t_wide (wide))", "1071")},
		{GIVES("SELECT index_type, sub_part FROM information_schema.statistics WHERE table_schema = DATABASE() "
		       "AND index_name = 't_wide'", "BTREE|768")})},
	{"an index on a wide column is refused", FACT_MYSQL, STEPS(
		{FAILS("CREATE TABLE t (wide VARCHAR(769) CHARACTER SET utf8mb4, UNIQUE KEY t_wide (wide))", TN_E_LIMIT,
		       "1071")},
		{FAILS("CREATE TABLE t (wide VARCHAR(769) CHARACTER SET utf8mb4, KEY t_wide (wide))", TN_E_LIMIT,
		       "1071")})},
	{"an index column over 767 bytes in a COMPACT table is refused", FACT_MARIADB, STEPS(
		{FAILS("CREATE TABLE t (wide VARCHAR(768) CHARACTER SET latin1, KEY (wide)) ROW_FORMAT=COMPACT",
		       TN_E_LIMIT, "1709")},
		{DO("CREATE TABLE t (wide VARCHAR(767) CHARACTER SET latin1, KEY (wide)) ROW_FORMAT=COMPACT")})},
	{"MyISAM drops a foreign key and keeps rows that were rolled back", BOTH,
	 .open_flags = TN_OPEN_ALLOW_WEAK_ENGINE, STEPS(
		{DO("CREATE TABLE parent (id INTEGER PRIMARY KEY) ENGINE=MyISAM")},
		{DO("CREATE TABLE child (p INTEGER, FOREIGN KEY (p) REFERENCES parent (id)) ENGINE=MyISAM")},
		{GIVES("SELECT COUNT(*) FROM information_schema.referential_constraints WHERE constraint_schema = "
		       "DATABASE()", "0")},
		{GIVES("SELECT index_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND "
		       "table_name = 'child'", "p")},
		{DO("INSERT INTO child VALUES (77)")},
		{BEGIN}, {DO("INSERT INTO child VALUES (78)")}, {ROLLBACK, .want = "1196"},
		{GIVES("SELECT p FROM child ORDER BY p", "77;78")})},
	{"references follow a renamed table", BOTH, STEPS(F_TABLE,
		{DO("CREATE TABLE child (p INTEGER, FOREIGN KEY (p) REFERENCES f (id))")},
		{DO("ALTER TABLE f RENAME TO g")}, {DO("INSERT INTO child VALUES (1)")},
		{FAILS("INSERT INTO child VALUES (9)", TN_E_FOREIGN_KEY, "1452")},
		{GIVES("SELECT referenced_table_name FROM information_schema.referential_constraints WHERE "
		       "constraint_schema = DATABASE()", "g")})},
	/* Why UUIDs are kept as BINARY(16) here. */
	{"a UUID column swaps the parts of some values, refuses their text, and sorts by the last part", FACT_MARIADB,
	 .from = 100700, STEPS(
		{DO("CREATE TABLE t (u UUID)")},
		{DO("INSERT INTO t VALUES (CAST(X'123456789abcdef0123456789abcdef0' AS UUID))")},
		{GIVES("SELECT HEX(u) FROM t", "9ABCDEF056781234DEF0123456789ABC")},
		{FAILS("INSERT INTO t VALUES ('12345678-9abc-def0-1234-56789abcdef0')", TN_E_DATA, "1292")},
		{DO("DELETE FROM t")},
		{DO("INSERT INTO t VALUES ('00000000-0000-4000-8000-000000000002'), "
		    "('10000000-0000-4000-8000-000000000001')")},
		{GIVES("SELECT HEX(u) FROM t ORDER BY u",
		       "10000000000040008000000000000001;00000000000040008000000000000002")})},
	/* Where it came from cannot be asked: variables say COMPILE-TIME whatever the server was told. */
	{"a server that is told nothing has latin1", FACT_MARIADB, .below = 110600,
	 .given = TN_NATIVE("SELECT @@GLOBAL.character_set_server <> 'utf8mb4'"), STEPS(
		{GIVES("SELECT @@GLOBAL.character_set_server", "latin1")})},
	{"a server that is told nothing has utf8mb4", FACT_MARIADB, .from = 110600, STEPS(
		{GIVES("SELECT @@GLOBAL.character_set_server", "utf8mb4")})},
	{"a server that is told nothing has utf8mb4", FACT_MYSQL, .from = 80001, STEPS(
		{GIVES("SELECT @@GLOBAL.character_set_server", "utf8mb4")})},
};

const size_t facts_mysql_count = sizeof facts_mysql / sizeof facts_mysql[0];
