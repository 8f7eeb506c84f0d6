/* SPDX-License-Identifier: MIT */
/*
 * pg_foreign.c - foreign keys as the catalogue describes them.
 *
 * Invariants:
 *  1. Rows are compared as the server's own check compares them: by the operator and the
 *     collation of the constraint, without the children of a table that is inherited
 *     from, with the partitions of one that is partitioned.
 *  2. The constraint of a partitioned table stands for those of its partitions; only
 *     when a partition is asked for by its name is its own given.
 */
#include "pg_internal.h"

#define QUALIFIED(namespace, class) \
	"CASE " class ".relkind WHEN 'p' THEN '' ELSE 'ONLY ' END || pg_catalog.format('%I.%I', " namespace \
	".nspname, " class ".relname)"

/* t and n are the table and its schema, pt and pn those of the parent. */
#define CONSTRAINTS \
	"pg_catalog.pg_constraint c JOIN pg_catalog.pg_class t ON t.oid = c.conrelid " \
	"JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace " \
	"JOIN pg_catalog.pg_class pt ON pt.oid = c.confrelid " \
	"JOIN pg_catalog.pg_namespace pn ON pn.oid = pt.relnamespace "
#define NEAR "pg_catalog.current_schema() IN (n.nspname, pn.nspname)"
#define OWN "NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint u WHERE u.oid = c.conparentid)"
/* A column that only newer servers have. */
#define ENFORCED "COALESCE((pg_catalog.to_jsonb(c) ->> 'conenforced')::boolean, true)"

const char tn__pg_foreign_keys[] =
	"SELECT k.n::int, c.conname::text, n.nspname::text, (n.nspname = pg_catalog.current_schema())::int, "
	"t.relname::text, pn.nspname::text, (pn.nspname = pg_catalog.current_schema())::int, pt.relname::text, "
	"a.attname::text, pa.attname::text, " QUALIFIED("n", "t") ", " QUALIFIED("pn", "pt") ", "
	"pg_catalog.format('p.%I OPERATOR(%I.%s) c.%I', pa.attname, o_n.nspname, o.oprname, a.attname) || "
	"CASE WHEN pa.attcollation NOT IN (0, a.attcollation) THEN pg_catalog.format(' COLLATE %I.%I', l_n.nspname, "
	"l.collname) ELSE '' END, "
	"CASE c.confmatchtype WHEN 'f' THEN 'f' ELSE '' END || "
	"CASE WHEN NOT " ENFORCED " THEN 'e' WHEN NOT c.convalidated THEN 'v' ELSE '' END "
	"FROM " CONSTRAINTS
	"CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(c.conkey), pg_catalog.unnest(c.confkey), "
	"pg_catalog.unnest(c.conpfeqop)) WITH ORDINALITY AS k(own, other, op, n) "
	"JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own "
	"JOIN pg_catalog.pg_attribute pa ON pa.attrelid = c.confrelid AND pa.attnum = k.other "
	"JOIN pg_catalog.pg_operator o ON o.oid = k.op "
	"JOIN pg_catalog.pg_namespace o_n ON o_n.oid = o.oprnamespace "
	"LEFT JOIN pg_catalog.pg_collation l ON l.oid = pa.attcollation "
	"LEFT JOIN pg_catalog.pg_namespace l_n ON l_n.oid = l.collnamespace "
	"WHERE c.contype = 'f' AND CASE WHEN CAST(:name AS text) IS NULL THEN " NEAR " ELSE c.conrelid = "
	"pg_catalog.to_regclass(COALESCE(pg_catalog.quote_ident(CAST(:schema AS text)) || '.', '') || "
	"pg_catalog.quote_ident(CAST(:name AS text))) END "
	"AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint u WHERE u.oid = c.conparentid "
	"AND (u.conrelid = c.conrelid OR CAST(:name AS text) IS NULL)) "
	"ORDER BY n.nspname, t.relname, c.conname, c.oid, k.n";

const char tn__pg_not_deferrable[] =
	"SELECT c.conname::text FROM " CONSTRAINTS
	"WHERE c.contype = 'f' AND NOT c.condeferrable AND " NEAR " AND " OWN " AND " ENFORCED
	" ORDER BY t.relname, c.conname LIMIT 1";

/*
 * Checks that were put off are due before a table can be altered.  What is lost with a
 * constraint and no part of its definition is its comment.
 */
const char tn__pg_foreign_keys_away[] =
	"SELECT x.away, x.back FROM (SELECT 0 AS o, NULL AS away, 'SET CONSTRAINTS ALL IMMEDIATE' AS back, '' AS k "
	"UNION ALL SELECT 1, "
	"pg_catalog.format('ALTER TABLE %I.%I DROP CONSTRAINT %I', n.nspname, t.relname, c.conname), "
	"pg_catalog.format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, t.relname, c.conname, "
	"pg_catalog.pg_get_constraintdef(c.oid)), pg_catalog.format('%I.%I.%I', n.nspname, t.relname, c.conname) "
	"FROM " CONSTRAINTS "WHERE c.contype = 'f' AND " NEAR " AND " OWN
	" UNION ALL SELECT 2, NULL, pg_catalog.format('COMMENT ON CONSTRAINT %I ON %I.%I IS %L', c.conname, n.nspname, "
	"t.relname, d.description), '' "
	"FROM " CONSTRAINTS "JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 "
	"AND d.classoid = 'pg_catalog.pg_constraint'::regclass "
	"WHERE c.contype = 'f' AND " NEAR " AND " OWN ") AS x ORDER BY x.o, x.k";
