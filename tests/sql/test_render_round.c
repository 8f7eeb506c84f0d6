/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/test_render_round.c - what is written as portable text parses to the
 * same tree, and that tree gives the same text.
 */
#include <string.h>
#include "core/base/text.h"
#include "render_test.h"

static const char *const corpus[] = {
	"SELECT 1",
	"SELECT DISTINCT a, b.c AS d, t.*, * FROM t, s.u AS b WHERE a = 1 AND b.c <> 'x' OR NOT a IS NULL",
	"SELECT a FROM t JOIN u ON t.id = u.id LEFT JOIN (v CROSS JOIN w) ON TRUE RIGHT JOIN x USING (id, k)",
	"SELECT a FROM t FULL JOIN (SELECT 1 AS q) AS s (z) ON s.z = t.a",
	"SELECT a, count(*), sum(DISTINCT b) FILTER (WHERE b > 0) FROM t GROUP BY a, b + 1 HAVING count(*) > 1",
	"SELECT string_agg(a, ',' ORDER BY b DESC NULLS LAST, c) FROM t",
	"SELECT rank() OVER w, sum(a) OVER (w ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW"
	" EXCLUDE TIES) FROM t "
	"WINDOW w AS (PARTITION BY c, d)",
	"SELECT first_value(a) OVER (ORDER BY b RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM t",
	"SELECT a FROM t ORDER BY a DESC, b NULLS FIRST, 3 LIMIT 10 OFFSET 5",
	"SELECT a FROM t OFFSET 5",
	"SELECT a FROM t FETCH FIRST 3 ROWS ONLY",
	"SELECT a FROM t FOR UPDATE OF t NOWAIT",
	"SELECT a FROM t FOR SHARE SKIP LOCKED",
	"VALUES (1, 'a'), (2, NULL) ORDER BY 1 LIMIT 1",
	"SELECT 1 UNION SELECT 2 UNION ALL SELECT 3 EXCEPT SELECT 4",
	"SELECT 1 UNION (SELECT 2 INTERSECT SELECT 3)",
	"(SELECT 1 UNION SELECT 2) INTERSECT ALL SELECT 3",
	"SELECT 1 UNION SELECT 2 INTERSECT SELECT 3",
	"(SELECT 1 ORDER BY 1 LIMIT 1) UNION ALL (SELECT 2 LIMIT 2) ORDER BY 1",
	"SELECT 1 EXCEPT (SELECT 2 EXCEPT SELECT 3)",
	"WITH a AS (SELECT 1), b (x, y) AS MATERIALIZED (SELECT 1, 2) SELECT * FROM a, b",
	"WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 5) SELECT n FROM c",
	"(WITH a AS (SELECT 1) SELECT * FROM a) UNION SELECT 2",
	"SELECT (SELECT max(x) FROM t), EXISTS (SELECT 1), a IN (SELECT b FROM u), a NOT IN (1, 2, 3)",
	"SELECT a = ANY (SELECT 1), a < ALL (SELECT 2), a = ANY (:list), a <> ALL (:list), a IN (:list)",
	"SELECT (a, b) = (1, 2), (a, b) IN ((1, 2), (3, 4)), ROW(1, 2) < (3, 4), (a, b) IN (SELECT 1, 2)",
	"SELECT a + b * c - (d - e) / f % -g, -(a + b), - -a, +a, -5, -(5), - - 5",
	"SELECT (a + b) * c, a - (b - c), (a - b) - c, a * (b / c), a || b || (c || d) || 'x'",
	"SELECT a & b | c # ~d << 2 >> 1, ~(a + b), (~a) + b, a & (b | c), a || b & c, (a & b) || c",
	"SELECT (a AND b) AND c OR (d OR e) OR NOT (f AND NOT g)",
	"SELECT NOT a = b, (NOT a) = b, NOT (a OR b), NOT NOT a, (NOT a) AND b",
	"SELECT a IS NULL, a IS NOT NULL, (a = b) IS TRUE, (a = b) IS NOT FALSE, (a IS NULL) IS UNKNOWN,"
	" a = b IS NULL",
	"SELECT a IS DISTINCT FROM b, a IS NOT DISTINCT FROM NULL, (a IS DISTINCT FROM b) = c",
	"SELECT (a < b) = (c > d), a = (b = c), (a <= b) <> TRUE",
	"SELECT a LIKE 'x%', a NOT LIKE b ESCAPE '!', a ILIKE 'y', (a LIKE b) = c, a LIKE (b || '%'), a || b LIKE c",
	"SELECT a BETWEEN 1 AND 2, a NOT BETWEEN b + 1 AND c, a BETWEEN SYMMETRIC 3 AND 1, (a BETWEEN 1 AND 2) = b",
	"SELECT a BETWEEN (b AND c) AND d AND e, (a IN (1)) IN (TRUE), a + 1 IN (2)",
	"SELECT CASE WHEN a THEN 1 ELSE 2 END, CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' END",
	"SELECT CAST(a AS NUMERIC(10,2)), a::text, CAST(-a AS BIGINT), (a + b)::integer, CAST(a AS"
	" VARCHAR(10)), a::date",
	"SELECT CAST(a AS NUMERIC(5)), CAST(a AS DOUBLE PRECISION), CAST(a AS TIMESTAMPTZ), CAST(a AS"
	" UUID), CAST(a AS JSON)",
	"SELECT 'it''s', '', 1.50, .5, 5., 1e10, 1.5e-3, 9223372036854775807, -9223372036854775808,"
	" x'00ff', TRUE, FALSE, NULL",
	"SELECT 123456789012345678901234567890, 0.1e0, 1e300",
	"SELECT DATE '2024-02-29', TIME '10:11:12.5', TIMESTAMP '2024-01-01 00:00:00', TIMESTAMPTZ"
	" '2024-01-01 12:00:00+02'",
	"SELECT UUID '01234567-89ab-cdef-0123-456789abcdef', JSON '{\"a\": \"it''s\"}'",
	"SELECT a + INTERVAL '1 year 2 days 03:04:05.5', a - INTERVAL '3' MONTH, a + INTERVAL '-1 day'",
	"SELECT EXTRACT(YEAR FROM a), EXTRACT(EPOCH FROM b), date_trunc('month', a), CURRENT_TIMESTAMP,"
	" CURRENT_DATE, now()",
	"SELECT LOCALTIMESTAMP, POSITION('a' IN b), SUBSTRING(a FROM 2 FOR 3), SUBSTRING(a, 2),"
	" TRIM(BOTH 'x' FROM a)",
	"SELECT TRIM(LEADING FROM a), left(a, 1), right(a, 1), replace(a, 'b', 'c'), coalesce(a, b),"
	" nullif(a, b), pi()",
	"SELECT a -> 'k', a ->> 2, (a -> 'b') ->> 'c', a -> 'b' -> 'c'",
	"SELECT ?, ? + ? FROM t WHERE a = ? LIMIT ? OFFSET ?",
	"SELECT \"Weird Name\", \"a\"\"b\".\"select\" FROM \"a\"\"b\" AS \"order\"",
	"INSERT INTO t VALUES (1, DEFAULT, 'x'), (2, 3, NULL)",
	"INSERT INTO s.t AS x (a, b) SELECT c, d FROM u WHERE c > 1",
	"INSERT INTO t DEFAULT VALUES RETURNING *, a + 1 AS b",
	"INSERT INTO t (a) VALUES (:a) ON CONFLICT DO NOTHING",
	"INSERT INTO t (a, b) VALUES (1, 2) ON CONFLICT (a, b) DO UPDATE SET b = excluded.b + t.b, c ="
	" DEFAULT WHERE t.b > 1 "
	"RETURNING a",
	"WITH q AS (SELECT 1 AS a) INSERT INTO t (a) SELECT a FROM q",
	"UPDATE t SET a = 1, b = b + 1 WHERE c IN (SELECT 1) RETURNING t.a",
	"UPDATE s.t AS x SET (a, b) = (1, 2), c = DEFAULT FROM u JOIN v ON u.id = v.id WHERE x.id = u.id",
	"WITH q AS (SELECT 1 AS a) UPDATE t SET a = q.a FROM q",
	"DELETE FROM t WHERE a = 1",
	"WITH q AS (SELECT 1) DELETE FROM t AS x USING q, u WHERE x.a = u.a RETURNING x.a AS gone",
	"CREATE TABLE IF NOT EXISTS s.t (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, a"
	" VARCHAR(10) NOT NULL "
	"DEFAULT 'x', b NUMERIC(10,2) CHECK (b > 0), c INTEGER REFERENCES u (id) ON DELETE CASCADE ON"
	" UPDATE SET NULL, "
	"UNIQUE (a, b), CONSTRAINT k CHECK (a <> '' AND b < 10), FOREIGN KEY (a, b) REFERENCES v)",
	"CREATE TEMPORARY TABLE t (a BOOLEAN, b BYTEA, c TIMESTAMP, d REAL, e SMALLINT, f TEXT, g TIME)",
	"CREATE TABLE t (id BIGSERIAL PRIMARY KEY, n INT DEFAULT -1, at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP)",
	"CREATE UNIQUE INDEX IF NOT EXISTS i ON s.t (a, b DESC NULLS LAST, lower(c)) WHERE a > 0",
	"CREATE INDEX ON t (a)",
	"CREATE OR REPLACE VIEW v (a, b) AS SELECT 1, 2 FROM t",
	"ALTER TABLE IF EXISTS t ADD COLUMN IF NOT EXISTS c INTEGER NOT NULL DEFAULT 0 UNIQUE CHECK (c >"
	" 0) REFERENCES u (id)",
	"ALTER TABLE t RENAME TO u",
	"ALTER TABLE s.t RENAME COLUMN a TO b",
	"ALTER TABLE t DROP COLUMN a",
	"DROP TABLE IF EXISTS s.t CASCADE",
	"DROP INDEX i ON t",
	"DROP VIEW v",
	"TRUNCATE TABLE t",
};

/* Parses, and appends the tree and the portable text. */
static void through(const char *sql, struct tn_text *tree, struct tn_text *text)
{
	struct tn_ir_stmt *stmt = NULL;
	struct tn_arena arena;
	tn_error *err = NULL;
	int rc;

	tn__arena_init(&arena);
	rc = tn__sql_parse(&arena, sql, strlen(sql), &stmt, &err);
	ck_assert_msg(rc == TN_OK, "%s\n%s", sql, err ? tn_error_message(err) : "");
	tn__ir_dump(stmt, tree);
	rc = tn__sql_render_portable(stmt, text, &err);
	ck_assert_msg(rc == TN_OK, "%s\n%s", sql, err ? tn_error_message(err) : "");
	tn__arena_release(&arena);
}

START_TEST(parse_render_parse)
{
	struct tn_text trees[2], texts[2];
	int i;

	for (i = 0; i < 2; i++) {
		tn__text_init(&trees[i]);
		tn__text_init(&texts[i]);
	}
	through(corpus[_i], &trees[0], &texts[0]);
	through(texts[0].s, &trees[1], &texts[1]);
	ck_assert_msg(!strcmp(trees[0].s, trees[1].s), "%s\n%s\n%s\n%s", corpus[_i], texts[0].s, trees[0].s,
		trees[1].s);
	ck_assert_str_eq(texts[0].s, texts[1].s);
	for (i = 0; i < 2; i++) {
		tn__text_release(&trees[i]);
		tn__text_release(&texts[i]);
	}
}
END_TEST

TCase *render_round_cases(void)
{
	TCase *tc = tcase_create("portable text and back");

	tcase_add_loop_test(tc, parse_render_parse, 0, (int)(sizeof(corpus) / sizeof(corpus[0])));
	return tc;
}
