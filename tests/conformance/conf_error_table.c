/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_error_table.c - the same mistake is the same error.
 *
 * The tables are those of conf_errors.c:
 *
 *   owner (id BIGINT PRIMARY KEY)              rows 1 and 2
 *   thing (id, name VARCHAR(10) UNIQUE, small SMALLINT, num INTEGER,
 *          price NUMERIC(5,2), wide NUMERIC(20,4), req INTEGER NOT NULL,
 *          pos INTEGER CHECK (pos > 0), day DATE, flag BOOLEAN, owner_id)
 *                                              rows 1 and 2, owned by owner 1
 */
#include "tests/conformance/conf_error_table.h"
#include "tests/conformance/conf.h"

/* clang-format off */
#define I(n) {TN_KIND_INT, 0, 0, 0, {.i = (n)}}
#define S(text) {TN_KIND_TEXT, 0, 0, sizeof(text) - 1, {.s = (text)}}
#define N(text) {TN_KIND_NUMERIC, 0, 0, sizeof(text) - 1, {.s = (text)}}
/* clang-format on */

const struct mistake conf_mistakes[] = {
	/* the data; a primary key's name is not asked, for some servers call every one of them the same */
	{"same primary key", "INSERT INTO thing (id, req) VALUES (1, 1)", 0, {I(0)}, TN_E_UNIQUE, NULL, "id"},
	{"same unique value", "INSERT INTO thing (id, req, name) VALUES (9, 1, ?)", 1, {S("one")}, TN_E_UNIQUE,
	 "thing_name_key", "name"},
	{"unique by update", "UPDATE thing SET name = ? WHERE id = 2", 1, {S("one")}, TN_E_UNIQUE,
	 "thing_name_key", "name"},
	{"unique by insert from a query", "INSERT INTO thing (id, req) SELECT id, req FROM thing", 0, {I(0)},
	 TN_E_UNIQUE, NULL, "id"},
	{"no parent", "INSERT INTO thing (id, req, owner_id) VALUES (9, 1, ?)", 1, {I(77)}, TN_E_FOREIGN_KEY,
		"thing_owner_id_fkey", "owner_id"},
	{"no parent by update", "UPDATE thing SET owner_id = 77 WHERE id = 1", 0, {I(0)}, TN_E_FOREIGN_KEY,
	 "thing_owner_id_fkey", "owner_id"},
	{"parent with children", "DELETE FROM owner WHERE id = 1", 0, {I(0)}, TN_E_FOREIGN_KEY,
	 "thing_owner_id_fkey", "owner_id"},
	{"key of a parent with children", "UPDATE owner SET id = 5 WHERE id = 1", 0, {I(0)}, TN_E_FOREIGN_KEY,
	 "thing_owner_id_fkey", "owner_id"},
	{"NULL where a value must be", "INSERT INTO thing (id, req) VALUES (9, NULL)", 0, {I(0)}, TN_E_NOT_NULL,
	 NULL, "req"},
	{"value left out", "INSERT INTO thing (id) VALUES (9)", 0, {I(0)}, TN_E_NOT_NULL, NULL, "req"},
	{"NULL by update", "UPDATE thing SET req = ? WHERE id = 1", 1, {{0}}, TN_E_NOT_NULL, NULL, "req"},
	{"NULL as primary key", "INSERT INTO thing (id, req) VALUES (NULL, 1)", 0, {I(0)}, TN_E_NOT_NULL, NULL, "id"},
	{"check is false", "INSERT INTO thing (id, req, pos) VALUES (9, 1, ?)", 1, {I(0)}, TN_E_CHECK,
	 "thing_pos_check", NULL},
	{"check by update", "UPDATE thing SET pos = -1", 0, {I(0)}, TN_E_CHECK, "thing_pos_check", NULL},
	{"text too long", "INSERT INTO thing (id, req, name) VALUES (9, 1, ?)", 1, {S("eleven char")}, TN_E_TOO_LONG,
	 NULL, NULL},
	{"text too long by update", "UPDATE thing SET name = 'eleven char' WHERE id = 1", 0, {I(0)}, TN_E_TOO_LONG,
	 NULL, NULL},
	{"small integer too big", "UPDATE thing SET small = 40000", 0, {I(0)}, TN_E_RANGE, NULL, NULL},
	{"small integer too big, bound", "UPDATE thing SET small = ?", 1, {I(40000)}, TN_E_RANGE, NULL, NULL},
	{"integer too big", "UPDATE thing SET num = 3000000000", 0, {I(0)}, TN_E_RANGE, NULL, NULL},
	{"integer too big, bound", "UPDATE thing SET num = ?", 1, {I(INT64_C(-3000000000))}, TN_E_RANGE, NULL,
		NULL},
	{"numeric too big", "UPDATE thing SET price = ?", 1, {N("1000.00")}, TN_E_RANGE, NULL, NULL},
	{"wide numeric too big", "UPDATE thing SET wide = ?", 1, {N("12345678901234567.0")}, TN_E_RANGE, NULL, NULL},
	{"text in an integer", TN_NATIVE("INSERT INTO thing (id, req, num) VALUES (9, 1, 'abc')"), 0, {I(0)}, TN_E_DATA,
	 NULL, NULL},
	{"text for an integer", "INSERT INTO thing (id, req, num) VALUES (9, 1, 'abc')", 0, {I(0)}, TN_E_TYPE,
		NULL, NULL},
	{"text in a date", "INSERT INTO thing (id, req, day) VALUES (9, 1, 'soon')", 0, {I(0)}, TN_E_DATA, NULL, NULL},
	{"text in a numeric", TN_NATIVE("INSERT INTO thing (id, req, wide) VALUES (9, 1, 'much')"), 0, {I(0)},
		TN_E_DATA,
	 NULL, NULL},
	{"text for a numeric", "INSERT INTO thing (id, req, wide) VALUES (9, 1, 'much')", 0, {I(0)}, TN_E_TYPE,
		NULL, NULL},
	/* the statement */
	{"misspelt keyword", "SELEC id FROM thing", 0, {I(0)}, TN_E_SYNTAX, NULL, NULL},
	{"half a statement", "SELECT id FROM", 0, {I(0)}, TN_E_SYNTAX, NULL, NULL},
	{"words out of order", "SELECT FROM WHERE", 0, {I(0)}, TN_E_SYNTAX, NULL, NULL},
	{"open parenthesis", "SELECT (1 FROM thing", 0, {I(0)}, TN_E_SYNTAX, NULL, NULL},
	{"more values than columns", "INSERT INTO thing (id) VALUES (9, 9)", 0, {I(0)}, TN_E_SYNTAX, NULL, NULL},
	{"unequal halves of a union", "SELECT id FROM thing UNION SELECT id, num FROM thing", 0, {I(0)}, TN_E_SYNTAX,
	 NULL, NULL},
	{"no such table", "SELECT id FROM no_such_table", 0, {I(0)}, TN_E_NO_OBJECT, NULL, NULL},
	{"insert into no table", "INSERT INTO no_such_table (id) VALUES (1)", 0, {I(0)}, TN_E_NO_OBJECT, NULL,
		NULL},
	{"no such column", "SELECT no_such_column FROM thing", 0, {I(0)}, TN_E_NO_OBJECT, NULL, NULL},
	{"no such column to insert", "INSERT INTO thing (no_such_column) VALUES (1)", 0, {I(0)}, TN_E_NO_OBJECT,
	 NULL, NULL},
	{"no such column to update", "UPDATE thing SET no_such_column = 1", 0, {I(0)}, TN_E_NO_OBJECT, NULL, NULL},
	{"no such alias", "SELECT x.id FROM thing t", 0, {I(0)}, TN_E_NO_OBJECT, NULL, NULL},
	{"no such function", "SELECT no_such_function(id) FROM thing", 0, {I(0)}, TN_E_NO_OBJECT, NULL, NULL},
	{"drop of no table", "DROP TABLE no_such_table", 0, {I(0)}, TN_E_NO_OBJECT, NULL, NULL},
	{"drop of no view", "DROP VIEW no_such_view", 0, {I(0)}, TN_E_NO_OBJECT, NULL, NULL},
	{"index on no column", "CREATE INDEX i ON thing (no_such_column)", 0, {I(0)}, TN_E_NO_OBJECT, NULL,
		NULL},
	{"table that exists", "CREATE TABLE thing (id INTEGER)", 0, {I(0)}, TN_E_EXISTS, NULL, NULL},
	{"view that exists", "CREATE VIEW thing AS SELECT 1 AS a", 0, {I(0)}, TN_E_EXISTS, NULL, NULL},
	{"column twice", "CREATE TABLE other (id INTEGER, id INTEGER)", 0, {I(0)}, TN_E_EXISTS, NULL, NULL},
	{"column that exists", "ALTER TABLE thing ADD COLUMN num INTEGER", 0, {I(0)}, TN_E_EXISTS, NULL,
		NULL},
	{"column of two tables", "SELECT id FROM thing, owner", 0, {I(0)}, TN_E_AMBIGUOUS, NULL, NULL},
	/* the parameters */
	{"parameter missing", "SELECT id FROM thing WHERE id = ?", 0, {I(0)}, TN_E_PARAM, NULL, NULL},
	{"parameter too many", "SELECT id FROM thing WHERE id = ?", 2, {I(1), I(2)}, TN_E_PARAM, NULL, NULL},
	{"both kinds of marker", "SELECT id FROM thing WHERE id = ? AND num = :n", 2, {I(1), I(2)}, TN_E_PARAM,
	 NULL, NULL},
	{"broken UTF-8", "SELECT id FROM thing WHERE name = ?", 1, {S("\xff")}, TN_E_DATA, NULL, NULL},
	{"number that is none", "SELECT id FROM thing WHERE wide = ?", 1, {N("1.2.3")}, TN_E_DATA, NULL, NULL},
	{"unsigned beyond 63 bits", "SELECT id FROM thing WHERE id = ?", 1,
	 {{TN_KIND_INT, TN_VALUE_INVALID, 0, 0, {.i = 0}}}, TN_E_RANGE, NULL, NULL},
};

const size_t conf_mistake_count = CONF_COUNT(conf_mistakes);
