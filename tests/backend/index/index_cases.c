/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/index/index_cases.c - lookups, ranges, joins and orders that an index answers.
 *
 * Where the spelling of a server differs, or the portable meaning does, "plain" is what
 * a program that knows its data would write.
 */
#include "tests/backend/index/index.h"

const char *const index_schema[] = {
	"CREATE TABLE things (id BIGINT PRIMARY KEY, i INTEGER NOT NULL, s SMALLINT NOT NULL, n NUMERIC(12,2) "
	"NOT NULL, w NUMERIC(30,4) NOT NULL, v VARCHAR(40) NOT NULL, x TEXT NOT NULL, d DATE NOT NULL, ts TIMESTAMP "
	"NOT NULL, "
	"tz TIMESTAMPTZ NOT NULL, u UUID NOT NULL, b BOOLEAN NOT NULL, f DOUBLE PRECISION NOT NULL, g BIGINT NOT NULL, "
	"h BIGINT NOT NULL, k BIGINT NOT NULL, q INTEGER)",
	"CREATE TABLE others (id BIGINT PRIMARY KEY, thing_id BIGINT NOT NULL, n INTEGER NOT NULL, code VARCHAR(40) "
	"NOT NULL, label TEXT NOT NULL UNIQUE)",
	"CREATE INDEX things_i ON things (i)",
	"CREATE INDEX things_s ON things (s)",
	"CREATE INDEX things_n ON things (n)",
	"CREATE INDEX things_w ON things (w)",
	"CREATE INDEX things_v ON things (v)",
	"CREATE INDEX things_x ON things (x)",
	"CREATE INDEX things_d ON things (d)",
	"CREATE INDEX things_ts ON things (ts)",
	"CREATE INDEX things_tz ON things (tz)",
	"CREATE INDEX things_u ON things (u)",
	"CREATE INDEX things_b ON things (b)",
	"CREATE INDEX things_f ON things (f)",
	"CREATE INDEX things_ghk ON things (g, h, k)",
	"CREATE INDEX things_q ON things (q)",
	"CREATE INDEX others_thing ON others (thing_id)",
	"CREATE INDEX others_n ON others (n)",
	"CREATE UNIQUE INDEX others_code ON others (code)",
	NULL,
};

#define FROM(condition) "SELECT id FROM things WHERE " condition
#define SAME(text, args) {text, NULL, args, 0}

const struct index_case index_cases[] = {
	/* equality, each kind with its own */
	SAME(FROM("id = ?"), "integer 7"),
	SAME(FROM("i = ?"), "integer 7"),
	SAME(FROM("s = ?"), "integer 7"),
	SAME(FROM("n = ?"), "numeric 7.00"),
	SAME(FROM("v = ?"), "text v00007"),
	SAME(FROM("x = ?"), "text v00007"),
	SAME("SELECT id FROM others WHERE label = ?", "text v00007"),
	SAME(FROM("d = ?"), "date 1970-01-08"),
	SAME(FROM("ts = ?"), "timestamp 1970-01-01 00:00:07"),
	SAME(FROM("tz = ?"), "timestamptz 1970-01-01 00:00:07+00"),
	SAME(FROM("u = ?"), "uuid 76303030-3037-0000-0000-000000000000"),
	SAME(FROM("f = ?"), "double 7"),
	SAME(FROM("q = ?"), "integer 8"),
	{FROM("b = ?"), FROM("b = TRUE"), "boolean true", 0},
	SAME(FROM("b"), NULL),
	/* literals */
	SAME(FROM("id = 7"), NULL),
	SAME(FROM("i = 7"), NULL),
	SAME(FROM("s = 7"), NULL),
	SAME(FROM("n = 7.5"), NULL),
	SAME(FROM("n = 7"), NULL),
	SAME(FROM("v = 'v00007'"), NULL),
	{FROM("d = DATE '1970-01-08'"), FROM("d = '1970-01-08'"), NULL, 0},
	{FROM("ts = TIMESTAMP '1970-01-01 00:00:07'"), FROM("ts = '1970-01-01 00:00:07.000000'"), NULL, 0},
	SAME(FROM("7 = i"), NULL),
	SAME(FROM("f = 7e0"), NULL),
	SAME(FROM("f = 7"), NULL),
	/* kinds that are near */
	SAME(FROM("n = ?"), "integer 7"),
	SAME(FROM("f = ?"), "integer 7"),
	/* More digits than a double has are text there, and compared by a function. */
	{FROM("w = ?"), NULL, "numeric 7.0000", LOSES_SQLITE},
	{FROM("w = ?"), NULL, "integer 7", LOSES_SQLITE},
	/* ranges */
	SAME(FROM("id BETWEEN ? AND ?"), "integer 7; integer 9"),
	SAME(FROM("i > ? AND i < ?"), "integer 7; integer 9"),
	SAME(FROM("s >= ? AND s <= ?"), "integer 7; integer 8"),
	SAME(FROM("n >= ? AND n < ?"), "numeric 7; numeric 9"),
	SAME(FROM("v >= ? AND v < ?"), "text v00007; text v00009"),
	SAME(FROM("x >= ? AND x < ?"), "text v00007; text v00009"),
	SAME("SELECT id FROM others WHERE label >= ? AND label < ?", "text v00007; text v00009"),
	SAME(FROM("v BETWEEN ? AND ?"), "text v00007; text v00009"),
	SAME(FROM("d BETWEEN ? AND ?"), "date 1970-01-08; date 1970-01-09"),
	SAME(FROM("ts >= ? AND ts < ?"), "timestamp 1970-01-01 00:00:07; timestamp 1970-01-01 00:00:09"),
	SAME(FROM("tz >= ? AND tz < ?"), "timestamptz 1970-01-01 00:00:07+00; timestamptz 1970-01-01 00:00:09+00"),
	SAME(FROM("f > ? AND f < ?"), "double 7; double 9"),
	SAME(FROM("q > ? AND q < ?"), "integer 7; integer 9"),
	/* lists */
	SAME(FROM("id IN (7, 8, 9)"), NULL),
	SAME(FROM("i IN (?, ?)"), "integer 7; integer 9"),
	SAME(FROM("n IN (?, ?)"), "numeric 7; numeric 9"),
	SAME(FROM("v IN (?, ?)"), "text v00007; text v00009"),
	SAME(FROM("x IN (?, ?)"), "text v00007; text v00009"),
	SAME("SELECT id FROM others WHERE label IN (?, ?)", "text v00007; text v00009"),
	SAME(FROM("d IN (?, ?)"), "date 1970-01-08; date 1970-01-09"),
	{FROM("i IN (?)"), FROM("i IN (7, 8, 9)"), "list 7,8,9", 0},
	{FROM("i = ANY (?)"), FROM("i IN (7, 8, 9)"), "list 7,8,9", 0},
	SAME(FROM("i = ? OR i = ?"), "integer 7; integer 9"),
	SAME(FROM("i IN (SELECT n FROM others WHERE code = ?)"), "text v00007"),
	/* several columns */
	SAME(FROM("g = ?"), "integer 7"),
	SAME(FROM("g = ? AND h = ?"), "integer 7; integer 7"),
	SAME(FROM("g = ? AND h = ? AND k = ?"), "integer 7; integer 7; integer 7"),
	SAME(FROM("g = ? AND h > ?"), "integer 7; integer 7"),
	{FROM("(g, h) = (?, ?)"), FROM("g = ? AND h = ?"), "integer 7; integer 7", 0},
	{FROM("(g, h, k) > (?, ?, ?) ORDER BY g, h, k LIMIT 5"),
	 FROM("g >= 7 AND (g > 7 OR h > 7) ORDER BY g, h, k LIMIT 5"),
	 /* MariaDB finds no range in a comparison of rows. */
	 "integer 7; integer 7; integer 7", LOSES_MYSQL},
	/* NULL */
	SAME(FROM("q IS NULL"), NULL),
	/* No index of PostgreSQL serves it. */
	{FROM("q IS NOT DISTINCT FROM ?"), FROM("q = 8"), "integer 8", LOSES_POSTGRESQL},
	/* patterns */
	{FROM("v LIKE 'v0000%'"), FROM("v >= 'v0000' AND v < 'v0001'"), NULL, 0},
	{FROM("v LIKE ?"), FROM("v >= 'v0000' AND v < 'v0001'"), "text v0000%", 0},
	/* order */
	SAME("SELECT id FROM things ORDER BY id LIMIT 5", NULL),
	SAME("SELECT i FROM things ORDER BY i LIMIT 5", NULL),
	SAME("SELECT i FROM things ORDER BY i DESC LIMIT 5", NULL),
	SAME("SELECT n FROM things ORDER BY n LIMIT 5", NULL),
	SAME("SELECT v FROM things ORDER BY v LIMIT 5", NULL),
	SAME("SELECT d FROM things ORDER BY d DESC LIMIT 5", NULL),
	SAME("SELECT ts FROM things ORDER BY ts DESC LIMIT 5", NULL),
	SAME("SELECT tz FROM things ORDER BY tz LIMIT 5", NULL),
	SAME("SELECT k FROM things WHERE g = ? ORDER BY h, k LIMIT 5", "integer 7"),
	/* An index has its NULLs at one end: last on PostgreSQL, first on MySQL. */
	{"SELECT q FROM things ORDER BY q NULLS FIRST LIMIT 5", "SELECT q FROM things ORDER BY q LIMIT 5", NULL,
	 LOSES_POSTGRESQL},
	{"SELECT q FROM things ORDER BY q LIMIT 5", NULL, NULL, LOSES_MYSQL},
	SAME("SELECT q FROM things WHERE q IS NOT NULL ORDER BY q LIMIT 5", NULL),
	SAME("SELECT q FROM things WHERE i > 3 AND q IN (7, 9) ORDER BY q LIMIT 5", NULL),
	{"SELECT q FROM things WHERE q > ? ORDER BY q LIMIT 5", NULL, "integer 7", 0},
	SAME("SELECT MAX(i) FROM things", NULL),
	SAME("SELECT MIN(n) FROM things", NULL),
	/* joins */
	SAME("SELECT o.id FROM things t JOIN others o ON o.thing_id = t.id WHERE t.i = ?", "integer 7"),
	SAME("SELECT o.id FROM things t JOIN others o ON o.thing_id = t.i WHERE t.id = ?", "integer 7"),
	SAME("SELECT t.id FROM others o JOIN things t ON t.id = o.n WHERE o.code = ?", "text v00007"),
	SAME("SELECT t.id FROM others o JOIN things t ON t.s = o.n WHERE o.code = ?", "text v00007"),
	SAME("SELECT t.id FROM others o JOIN things t ON t.n = o.n WHERE o.code = ?", "text v00007"),
	SAME("SELECT t.id FROM others o JOIN things t ON t.v = o.code WHERE o.id = ?", "integer 7"),
	SAME("SELECT t.id FROM others o JOIN things t ON t.x = o.label WHERE o.label = ?", "text v00007"),
	SAME("SELECT label FROM others ORDER BY label LIMIT 5", NULL),
	SAME("SELECT t.id FROM others o LEFT JOIN things t ON t.v = o.code WHERE o.id = ?", "integer 7"),
	SAME("SELECT id FROM things t WHERE EXISTS (SELECT 1 FROM others o WHERE o.thing_id = t.id) AND i = ?",
	     "integer 7"),
};

const unsigned index_case_count = sizeof index_cases / sizeof index_cases[0];
