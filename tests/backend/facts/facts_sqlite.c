/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/facts/facts_sqlite.c - what SQLite does.
 *
 * Much here depends on how the library was built, so such rows ask the build
 * first; the version that a row starts with is that of SQLite's change log.
 */
#include "tests/backend/facts/facts.h"

#define F_TABLE \
	{DO("CREATE TABLE f (id INTEGER PRIMARY KEY, v INTEGER)")}, \
	{DO("INSERT INTO f VALUES (1, 1), (2, 2), (3, 3)")}

#define LOG_TABLE {DO("CREATE TABLE log (id INTEGER)")}
#define LOG_TRIGGER(table) \
	{DO("CREATE TRIGGER " table "_gone AFTER DELETE ON " table " BEGIN INSERT INTO log VALUES (old.id); END")}

#define PAIR_PARENT {DO("CREATE TABLE parent (a INTEGER, b INTEGER, PRIMARY KEY (a, b))")}

#define FAMILY \
	{DO("CREATE TABLE parent (id INTEGER PRIMARY KEY)")}, \
	{DO("CREATE TABLE child (p INTEGER REFERENCES parent (id))")}

const struct fact facts_sqlite[] = {
	{"DELETE and UPDATE with a subquery on the same table", FACT_SQLITE, STEPS(F_TABLE,
		{AFFECTS("DELETE FROM f WHERE id IN (SELECT id FROM f WHERE id > 1)", 2)},
		{AFFECTS("UPDATE f SET v = v + 1 WHERE id IN (SELECT max(id) FROM f)", 1)})},
	{"IN (subquery with LIMIT)", FACT_SQLITE, STEPS(F_TABLE,
		{GIVES("SELECT id FROM f WHERE id IN (SELECT id FROM f ORDER BY id DESC LIMIT 1)", "3")})},
	{"DELETE with LIMIT, where it is compiled in", FACT_SQLITE,
	 .given = TN_NATIVE("SELECT sqlite_compileoption_used('ENABLE_UPDATE_DELETE_LIMIT')"), STEPS(F_TABLE,
		{AFFECTS("DELETE FROM f ORDER BY id LIMIT 1", 1)}, {GIVES("SELECT min(id) FROM f", "2")})},
	{"DELETE with LIMIT, where it is not compiled in", FACT_SQLITE,
	 .given = TN_NATIVE("SELECT NOT sqlite_compileoption_used('ENABLE_UPDATE_DELETE_LIMIT')"), STEPS(F_TABLE,
		{FAILS("DELETE FROM f ORDER BY id LIMIT 1", TN_E_SYNTAX, "1")})},
	{"FOR UPDATE SKIP LOCKED is not known", FACT_SQLITE, STEPS(F_TABLE,
		{FAILS("SELECT id FROM f FOR UPDATE SKIP LOCKED", TN_E_SYNTAX, "1")})},
	{"row values compare from left to right", FACT_SQLITE, .from = 31500, STEPS(
		{GIVES("SELECT (1, 2) < (1, 3), (2, 0) < (1, 9)", "1|0")})},
	{"NULL in a row comparison, and the form that is safe", FACT_SQLITE, .from = 31500, STEPS(
		{GIVES("SELECT (1, NULL) = (1, NULL), (1, NULL) IS (1, NULL), (1, NULL) IS (1, 2)", "NULL|1|0")})},
	{"a cascade fires DELETE triggers of the child", FACT_SQLITE, STEPS(LOG_TABLE,
		{DO("CREATE TABLE parent (id INTEGER PRIMARY KEY)")},
		{DO("CREATE TABLE child (id INTEGER, p INTEGER REFERENCES parent (id) ON DELETE CASCADE)")},
		LOG_TRIGGER("child"),
		{DO("INSERT INTO parent VALUES (1)")}, {DO("INSERT INTO child VALUES (10, 1), (11, 1)")},
		{DO("DELETE FROM parent")}, {GIVES("SELECT count(*) FROM log", "2")})},
	{"REPLACE fires DELETE triggers only with recursive_triggers", FACT_SQLITE, STEPS(F_TABLE, LOG_TABLE,
		LOG_TRIGGER("f"),
		{DO("PRAGMA recursive_triggers = OFF")},
		{DO("REPLACE INTO f VALUES (1, 9)")}, {GIVES("SELECT count(*) FROM log", "0")},
		{DO("PRAGMA recursive_triggers = ON")},
		{DO("REPLACE INTO f VALUES (1, 9)")}, {GIVES("SELECT count(*) FROM log", "1")})},
	{"the foreign key switch does nothing inside a transaction", FACT_SQLITE, STEPS(FAMILY,
		{BEGIN}, {DO("PRAGMA foreign_keys = OFF")}, {GIVES("PRAGMA foreign_keys", "1")},
		{FAILS("INSERT INTO child VALUES (1)", TN_E_FOREIGN_KEY, "787")}, {ROLLBACK})},
	{"dropping a table deletes its rows first, and cascades", FACT_SQLITE, STEPS(
		{DO("CREATE TABLE parent (id INTEGER PRIMARY KEY)")},
		{DO("CREATE TABLE child (p INTEGER REFERENCES parent (id) ON DELETE CASCADE)")},
		{DO("INSERT INTO parent VALUES (1)")}, {DO("INSERT INTO child VALUES (1)")},
		{BEGIN}, {DO("PRAGMA foreign_keys = OFF")}, {DO("DROP TABLE parent")}, {COMMIT},
		{GIVES("SELECT count(*) FROM child", "0")})},
	{"DDL is undone with its transaction", FACT_SQLITE, STEPS(F_TABLE,
		{BEGIN}, {DO("INSERT INTO f VALUES (4, 4)")}, {DO("CREATE TABLE g (id INTEGER)")}, {ROLLBACK},
		{GIVES("SELECT count(*) FROM f", "3")}, {FAILS("SELECT id FROM g", TN_E_NO_OBJECT, NULL)})},
	{"a foreign key to the primary key's columns in another order", FACT_SQLITE, STEPS(PAIR_PARENT,
		{DO("CREATE TABLE child (x INTEGER, y INTEGER, FOREIGN KEY (x, y) REFERENCES parent (b, a))")},
		{DO("INSERT INTO parent VALUES (1, 2)")}, {DO("INSERT INTO child VALUES (2, 1)")},
		{FAILS("INSERT INTO child VALUES (1, 2)", TN_E_FOREIGN_KEY, "787")})},
	{"a foreign key to a view is found out at the insert", FACT_SQLITE, STEPS(F_TABLE,
		{DO("CREATE VIEW seen AS SELECT id FROM f")},
		{DO("CREATE TABLE child (p INTEGER REFERENCES seen (id))")},
		{FAILS("INSERT INTO child VALUES (1)", TN_E_SYNTAX, "1")})},
	{"SET NULL into a NOT NULL column fails at the delete", FACT_SQLITE, STEPS(PAIR_PARENT,
		{DO("CREATE TABLE child (x INTEGER NOT NULL, y INTEGER, "
		    "FOREIGN KEY (x, y) REFERENCES parent (a, b) ON DELETE SET NULL)")},
		{DO("INSERT INTO parent VALUES (1, 2)")}, {DO("INSERT INTO child VALUES (1, 2)")},
		{FAILS("DELETE FROM parent", TN_E_NOT_NULL, "1299")})},
	{"the busy timeout is in milliseconds", FACT_SQLITE, STEPS(F_TABLE,
		{ON2, DO("PRAGMA busy_timeout = 20")},
		{BEGIN}, {DO("UPDATE f SET v = 9")},
		{ON2, FAILS("UPDATE f SET v = 8", TN_E_BUSY, "5")}, {COMMIT},
		{ON2, AFFECTS("UPDATE f SET v = 8", 3)})},
	{"an UPDATE counts rows that keep their value", FACT_SQLITE, STEPS(F_TABLE,
		{AFFECTS("UPDATE f SET v = v", 3)})},
	{"the length of a VARCHAR is not enforced", FACT_SQLITE, STEPS(
		{DO("CREATE TABLE t (name VARCHAR(3))")}, {DO("INSERT INTO t VALUES ('abcdef')")},
		{GIVES("SELECT name FROM t", "abcdef")})},
	{"text in an INTEGER column stays text", FACT_SQLITE, STEPS(
		{DO("CREATE TABLE t (n INTEGER)")}, {DO("INSERT INTO t VALUES ('abc'), ('12')")},
		{GIVES("SELECT typeof(n) FROM t", "text;integer")})},
	{"names have any length", FACT_SQLITE, STEPS(
		{DO("CREATE TABLE a23456789_b23456789_c23456789_d23456789_e23456789_f23456789_g23456789_h23456789 "
		    "(id INTEGER)")},
		{GIVES("SELECT length(name) FROM sqlite_schema WHERE name LIKE 'a2%'", "79")})},
	{"values of a statement: 250000 in Debian's build", FACT_SQLITE,
	 .given = TN_NATIVE("SELECT sqlite_compileoption_used('MAX_VARIABLE_NUMBER=250000')"), STEPS(F_TABLE,
		/* More than the library takes in one text. */
		{LIMIT("bind_params", 250000)}, {BOUND(65536), DO("SELECT id FROM f WHERE id IN (%)")})},
	{"values of a statement: 32766 unless built otherwise", FACT_SQLITE, .from = 33200,
	 .given = TN_NATIVE("SELECT count(*) = 0 FROM pragma_compile_options WHERE compile_options LIKE 'MAX_VARIABLE_NUMBER=%' ")
		  "AND compile_options <> 'MAX_VARIABLE_NUMBER=32766'", STEPS(F_TABLE,
		{LIMIT("bind_params", 32766)}, {BOUND(32766), DO("SELECT id FROM f WHERE id IN (%)")},
		{BOUND(32767), FAILS("SELECT id FROM f WHERE id IN (%)", TN_E_LIMIT, NULL)})},
	{"indexes on wide columns", FACT_SQLITE, STEPS(
		{DO("CREATE TABLE t (wide VARCHAR(769), other VARCHAR(769))")},
		{DO("CREATE UNIQUE INDEX t_wide ON t (wide)")}, {DO("CREATE INDEX t_other ON t (other)")})},
	{"references follow a renamed table", FACT_SQLITE, .from = 32600, STEPS(FAMILY,
		{DO("ALTER TABLE parent RENAME TO elder")},
		{DO("INSERT INTO elder VALUES (1)")}, {DO("INSERT INTO child VALUES (1)")},
		{FAILS("INSERT INTO child VALUES (2)", TN_E_FOREIGN_KEY, "787")},
		{GIVES("SELECT \"table\" FROM pragma_foreign_key_list('child')", "elder")})},
	{"references stay behind with legacy_alter_table, unless keys are enforced", FACT_SQLITE, .from = 32600,
	 STEPS(FAMILY,
		{DO("PRAGMA legacy_alter_table = ON")}, {DO("ALTER TABLE parent RENAME TO elder")},
		{GIVES("SELECT \"table\" FROM pragma_foreign_key_list('child')", "elder")},
		{DO("PRAGMA foreign_keys = OFF")}, {DO("ALTER TABLE elder RENAME TO parent")},
		{GIVES("SELECT \"table\" FROM pragma_foreign_key_list('child')", "elder")})},
	{"text is UTF-8", FACT_SQLITE, STEPS(
		{GIVES("PRAGMA encoding", "UTF-8")})},
};

const size_t facts_sqlite_count = sizeof facts_sqlite / sizeof facts_sqlite[0];
