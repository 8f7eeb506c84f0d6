/* SPDX-License-Identifier: MIT */
/*
 * tests/compat/passes_conflict.c - what ON CONFLICT becomes where a server has none.
 *
 * As passes_cases.c: the text of the tree after the passes, as portable SQL.
 */
#include "passes.h"

#define OTHER_KEY(columns) \
	"ON CONFLICT beside another unique key " columns " is not available on this server (capability on_conflict)"

const struct pass_case conflict_cases[] = {
	{"", "INSERT INTO k (code) VALUES ('a') ON CONFLICT (code) DO NOTHING",
	 "INSERT INTO \"k\" (\"code\") VALUES ('a') ON CONFLICT (\"code\") DO NOTHING", NULL, 0},
	{"on_conflict on_duplicate_key", "INSERT INTO t (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO NOTHING", NULL,
	 "ON CONFLICT is not available on this server (capability on_conflict)", 0},
	/* DO NOTHING: a column is assigned to itself; of one row the mark tells that it was there. */
	{"on_conflict", "INSERT INTO t (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO NOTHING",
	 "INSERT INTO \"t\" (\"id\", \"f\") VALUES (1, TRUE) ON CONFLICT DO UPDATE SET \"id\" = "
	 "KEPT(\"t\".\"id\")", NULL, 0},
	{"on_conflict", "INSERT INTO t (id, f) VALUES (1, TRUE), (2, TRUE) ON CONFLICT (id) DO NOTHING",
	 "INSERT INTO \"t\" (\"id\", \"f\") VALUES (1, TRUE), (2, TRUE) ON CONFLICT DO UPDATE SET \"id\" = "
	 "\"t\".\"id\"", NULL, 0},
	{"on_conflict", "INSERT INTO t (id, f) SELECT id, f FROM u ON CONFLICT (id) DO NOTHING",
	 "INSERT INTO \"t\" (\"id\", \"f\") SELECT \"id\" AS \"id\", \"f\" AS \"f\" FROM \"u\" ON CONFLICT DO "
	 "UPDATE SET \"id\" = KEPT_COUNTED(\"t\".\"id\")", NULL, 0},
	{"on_conflict", "INSERT INTO k (id, code, mail, hits) VALUES (1, 'a', 'b', 2) ON CONFLICT DO NOTHING",
	 "INSERT INTO \"k\" (\"id\", \"code\", \"mail\", \"hits\") VALUES (1, 'a', 'b', 2) ON CONFLICT DO UPDATE "
	 "SET \"id\" = KEPT(\"k\".\"id\")", NULL, 0},
	/* Other keys: that of the identity column and that with a NULL cannot be hit. */
	{"on_conflict", "INSERT INTO k (code) VALUES ('a') ON CONFLICT (code) DO UPDATE SET hits = k.hits + 1",
	 "INSERT INTO \"k\" (\"code\") VALUES ('a') ON CONFLICT DO UPDATE SET \"hits\" = \"k\".\"hits\" + 1",
	 NULL, 0},
	{"on_conflict", "INSERT INTO k (id, code, mail, hits) VALUES (DEFAULT, 'a', NULL, 1) ON CONFLICT (code) "
	 "DO UPDATE SET hits = excluded.hits",
	 "INSERT INTO \"k\" (\"id\", \"code\", \"mail\", \"hits\") VALUES (DEFAULT, 'a', NULL, 1) ON CONFLICT DO "
	 "UPDATE SET \"hits\" = \"excluded\".\"hits\"", NULL, 0},
	{"on_conflict", "INSERT INTO k (id, code) VALUES (1, 'a') ON CONFLICT (code) DO NOTHING", NULL,
	 OTHER_KEY("(id)"), 0},
	{"on_conflict", "INSERT INTO k (id, code) VALUES (DEFAULT, 'a'), (7, 'b') ON CONFLICT (code) DO NOTHING", NULL,
	 OTHER_KEY("(id)"), 0},
	{"on_conflict", "INSERT INTO k (code, mail, hits) VALUES ('a', 'b', 1) ON CONFLICT (code) DO NOTHING", NULL,
	 OTHER_KEY("(mail, hits)"), 0},
	{"on_conflict", "INSERT INTO k (code, mail) VALUES ('a', NULL), ('b', 'c') ON CONFLICT (code) DO NOTHING", NULL,
	 OTHER_KEY("(mail, hits)"), 0},
	{"on_conflict", "INSERT INTO k (code, mail) SELECT b, b FROM u ON CONFLICT (code) DO NOTHING", NULL,
	 OTHER_KEY("(mail, hits)"), 0},
	{"on_conflict", "INSERT INTO k (code, mail, hits) VALUES ('a', 'b', 1) ON CONFLICT (mail, hits) DO NOTHING",
	 NULL, OTHER_KEY("(code)"), 0},
	{"on_conflict", "INSERT INTO x (id, code) VALUES (1, 'a') ON CONFLICT (id) DO NOTHING", NULL,
	 OTHER_KEY("over expressions or parts of columns"), 0},
	{"on_conflict", "INSERT INTO x (id, code) VALUES (1, 'a') ON CONFLICT DO NOTHING",
	 "INSERT INTO \"x\" (\"id\", \"code\") VALUES (1, 'a') ON CONFLICT DO UPDATE SET \"id\" = "
	 "KEPT(\"x\".\"id\")", NULL, 0},
	/* WHERE goes into each assignment. */
	{"on_conflict", "INSERT INTO t (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO UPDATE SET a = 1, b = 'x' WHERE "
	 "t.f",
	 "INSERT INTO \"t\" (\"id\", \"f\") VALUES (1, TRUE) ON CONFLICT DO UPDATE SET \"a\" = CASE WHEN "
	 "\"t\".\"f\" THEN 1 ELSE KEPT(\"t\".\"a\") END, \"b\" = CASE WHEN \"t\".\"f\" THEN 'x' ELSE "
	 "\"t\".\"b\" END", NULL, 0},
	{"on_conflict", "INSERT INTO t (id, f) SELECT id, f FROM u ON CONFLICT (id) DO UPDATE SET a = 1 WHERE t.a > 2",
	 "INSERT INTO \"t\" (\"id\", \"f\") SELECT \"id\" AS \"id\", \"f\" AS \"f\" FROM \"u\" ON CONFLICT DO "
	 "UPDATE SET \"a\" = CASE WHEN \"t\".\"a\" > 2 THEN 1 ELSE KEPT_COUNTED(\"t\".\"a\") END", NULL, 0},
	{"on_conflict old_values_in_update", "INSERT INTO t (id, a, f) VALUES (1, 2, TRUE) ON CONFLICT (id) DO UPDATE "
	 "SET a = excluded.a, b = excluded.b WHERE t.a < excluded.a",
	 "INSERT INTO \"t\" (\"id\", \"a\", \"f\") VALUES (1, 2, TRUE) ON CONFLICT DO UPDATE SET \"b\" = CASE "
	 "WHEN \"t\".\"a\" < \"excluded\".\"a\" THEN \"excluded\".\"b\" ELSE \"t\".\"b\" END, \"a\" = CASE "
	 "WHEN \"t\".\"a\" < \"excluded\".\"a\" THEN \"excluded\".\"a\" ELSE KEPT(\"t\".\"a\") END", NULL, 0},
	{"on_conflict old_values_in_update", "INSERT INTO t (id, a, f) VALUES (1, 2, TRUE) ON CONFLICT (id) DO UPDATE "
	 "SET a = 1, b = 'x' WHERE t.a > 1 AND t.b = 'y'", NULL,
	 "an UPDATE whose assignments read each other's columns is not available on this "
	 "server (capability old_values_in_update)", 0},
	{"on_conflict", "INSERT INTO t (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO UPDATE SET a = DEFAULT WHERE t.f",
	 NULL, "DEFAULT in DO UPDATE ... WHERE is not available on this server (capability on_conflict)", 0},
	{"on_conflict", "INSERT INTO t (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO UPDATE SET a = 1, b = 'x' WHERE "
	 "random() < 0.5", NULL,
	 "a WHERE of DO UPDATE that gives another answer each time is not available on this server (capability "
	 "on_conflict)", 0},
	/* RETURNING gives every row that was proposed. */
	{"on_conflict", "INSERT INTO t (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO UPDATE SET a = 1 RETURNING id",
	 "INSERT INTO \"t\" (\"id\", \"f\") VALUES (1, TRUE) ON CONFLICT DO UPDATE SET \"a\" = 1 RETURNING \"id\" AS "
	 "\"id\"", NULL, 0},
	{"on_conflict", "INSERT INTO t (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO NOTHING RETURNING id",
	 "exec counts: INSERT INTO \"t\" (\"id\", \"f\") VALUES (1, TRUE) ON CONFLICT DO UPDATE SET "
	 "\"id\" = KEPT(\"t\".\"id\"); query if changed: SELECT \"id\" AS \"c1\" FROM \"t\" AS "
	 "\"t\" WHERE \"t\".\"id\" = 1", NULL, TN_PLAN_NEEDS_TX},
	{"on_conflict", "INSERT INTO k (code, hits, mail) VALUES ('a', 1, NULL), ('b', 2, NULL) ON CONFLICT (code) "
	 "DO UPDATE SET hits = 3 WHERE k.hits < excluded.hits",
	 "keep: VALUES ('a', 1, NULL), ('b', 2, NULL); exec counts: (each 1, 1) INSERT INTO \"k\" "
	 "(\"code\", \"hits\", \"mail\") VALUES (?, ?, NULL) ON CONFLICT DO UPDATE SET \"hits\" = "
	 "CASE WHEN \"k\".\"hits\" < \"excluded\".\"hits\" THEN 3 ELSE KEPT(\"k\".\"hits\") END", NULL,
	 TN_PLAN_NEEDS_TX},
	{"on_conflict", "INSERT INTO t (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO UPDATE SET a = 1 WHERE t.f "
	 "RETURNING id",
	 "exec counts: INSERT INTO \"t\" (\"id\", \"f\") VALUES (1, TRUE) ON CONFLICT DO UPDATE SET "
	 "\"a\" = CASE WHEN \"t\".\"f\" THEN 1 ELSE KEPT(\"t\".\"a\") END; query if changed: SELECT "
	 "\"id\" AS \"c1\" FROM \"t\" AS \"t\" WHERE \"t\".\"id\" = 1", NULL, TN_PLAN_NEEDS_TX},
	/* The row that was proposed, and the name of the table. */
	{"on_conflict", "INSERT INTO t (id, a, f) VALUES (1, 2, TRUE) ON CONFLICT (id) DO UPDATE SET a = (SELECT "
	 "max(u.a) + excluded.a FROM u)",
	 "INSERT INTO \"t\" (\"id\", \"a\", \"f\") VALUES (1, 2, TRUE) ON CONFLICT DO UPDATE SET \"a\" = (SELECT "
	 "max(\"u\".\"a\") + \"excluded\".\"a\" AS \"?column?\" FROM \"u\")", NULL, 0},
	{"on_conflict proposed_row_name", "INSERT INTO t (id, a, f) VALUES (1, 2, TRUE) ON CONFLICT (id) DO UPDATE SET "
	 "a = (SELECT max(u.a) + excluded.a FROM u)", NULL,
	 "a column of excluded in a subquery of DO UPDATE is not available on this server (capability "
	 "proposed_row_name)", 0},
	{"on_conflict", "INSERT INTO t (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO UPDATE SET a = (SELECT "
	 "max(u.a) + excluded.a FROM u)", NULL,
	 "a column of excluded in a subquery of DO UPDATE is not available on this server (capability "
	 "proposed_row_name)", 0},
	/* (Portable text has references as they were written; a server's has the table's name.) */
	{"on_conflict", "INSERT INTO t AS z (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO UPDATE SET a = z.a + 1",
	 "INSERT INTO \"t\" (\"id\", \"f\") VALUES (1, TRUE) ON CONFLICT DO UPDATE SET \"a\" = \"z\".\"a\" + 1",
	 NULL, 0},
	{"on_conflict", "INSERT INTO t AS z (id, f) VALUES (1, TRUE) ON CONFLICT (id) DO UPDATE SET a = (SELECT "
	 "max(t.a) + z.a FROM t)", NULL,
	 "an alias of the table beside a subquery in DO UPDATE is not available on this server (capability "
	 "on_conflict)", 0},
	{"on_conflict", "INSERT INTO k DEFAULT VALUES ON CONFLICT (id) DO NOTHING", NULL, OTHER_KEY("(code)"), 0},
};
const size_t conflict_case_count = sizeof(conflict_cases) / sizeof(conflict_cases[0]);
