/* SPDX-License-Identifier: MIT */
/*
 * tests/masks/masks.c - a rich server with capabilities taken away.
 *
 * Each statement runs as the server has it, and again with one capability after the
 * other cleared, and with all of them: what the passes make of it must give the same
 * rows and counts.  So every pass is tried on the servers that do not need it, against
 * the server's own answer.
 *
 *  1. The capabilities are those whose missing is made up for by a pass.
 *  2. A statement that is refused without one is a failure, but for what may_refuse()
 *     lets pass.
 *  3. Rows are compared as multisets, unless the statement has a total order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/testing.h>
#include "compat/compat.h"
#include "core/engine/engine.h"
#include "tests/masks/masks.h"
#include "tests/support/suite_run.h"

static const enum tn_cap masked[] = {
	TN_CAP_NULLS_ORDER, TN_CAP_NULLS_SORT_LOW, TN_CAP_NULLS_SORT_HIGH, TN_CAP_INDEX_NULLS_ORDER, TN_CAP_FULL_JOIN,
	TN_CAP_RIGHT_JOIN, TN_CAP_INTERSECT_EXCEPT, TN_CAP_INTERSECT_EXCEPT_ALL, TN_CAP_AGGREGATE_FILTER,
	TN_CAP_ROW_VALUES, TN_CAP_ROW_LOCKS, TN_CAP_SHARED_ROW_LOCKS, TN_CAP_TRUNCATE, TN_CAP_DML_WITH,
	TN_CAP_DELETE_USING, TN_CAP_UPDATE_FROM, TN_CAP_RETURNING_JOINED, TN_CAP_LOCK_OF,
	TN_CAP_WINDOW_NAMES, TN_CAP_SINGLE_ROW_GUARD,
	TN_CAP_OLD_VALUES_IN_UPDATE, TN_CAP_OPERAND_ORDER, TN_CAP_QUANTIFIED_SUBQUERY,
	TN_CAP_QUANTIFIED_IS_NULL, TN_CAP_LIMIT_IN_SUBQUERY,
	TN_CAP_FULL_JOIN_ANY, TN_CAP_CONSTANT_JOIN, TN_CAP_DISTINCT_OFFSET, TN_CAP_VIEW_TYPES, TN_CAP_RETURNING_INSERT,
	TN_CAP_DELETE_READS_TARGET, TN_CAP_UPDATE_READS_TARGET, TN_CAP_RETURNING_UPDATE, TN_CAP_RETURNING_DELETE,
	TN_CAP_DELETE_ALIAS_READS_TARGET, TN_CAP_OLD_ROWS_IN_SET, TN_CAP_LOCKING_SUBQUERY,
	TN_CAP_TRANSLATE, TN_CAP_INSERT_READS_TARGET, TN_CAP_OLD_ROWS_IN_CONFLICT, TN_CAP_GROUPED_EXPRESSION,
	TN_CAP_LIST_FILLED, TN_CAP_TEMPORARY_AGAIN, TN_CAP_DELETE_ROW_BY_ROW, TN_CAP_OWN_REFERENCES,
	TN_CAP_OUTER_CONSTANT, TN_CAP_OUTER_COMPUTED, TN_CAP_OUTER_IN_WINDOW, TN_CAP_SAME_NAMES,
	TN_CAP_QUANTIFIED_OUTER, TN_CAP_WINDOW_IN_SUBQUERY, TN_CAP_MOMENT_IN_SUBQUERY, TN_CAP_GROUPS_IN_CHANGE,
	TN_CAP_GROUPS_COMPLETE, TN_CAP_SETS_IN_SUBQUERY, TN_CAP_VALUE_IN_GROUPS, TN_CAP_HAVING_FIRST,
	TN_CAP_RETURNED_NULLS, TN_CAP_DELETE_USING_READS_TARGET, TN_CAP_JOIN_IN_UNION, TN_CAP_HAVING_IN_SUBQUERY,
};
#define MASKED (sizeof masked / sizeof masked[0])

struct statement {
	const char *sql;
	int ordered;        /* the order of the rows is told */
	enum tn_cap needs;  /* TN_CAP_MAX: nothing; else the statement is left out where it is missing */
	enum tn_cap refused; /* TN_CAP_MAX: none; else without this one it is refused */
};

#define ROWS(text) {text, 0, TN_CAP_MAX, TN_CAP_MAX}
#define ORDERED(text) {text, 1, TN_CAP_MAX, TN_CAP_MAX}
#define WITHOUT(text, cap) {text, 0, TN_CAP_MAX, cap}

static const struct statement statements[] = {
	/* NULLs */
	/* HAVING and what can fail */
	ROWS("SELECT a, 100 / a AS x, count(*) AS n FROM t GROUP BY a HAVING a > 0 AND count(*) > 0"),
	ROWS("SELECT DISTINCT 100 / sum(a) AS x FROM t GROUP BY b HAVING sum(a) > 0"),
	ORDERED("SELECT a AS x, sum(count(*)) OVER (ORDER BY a) AS y, (SELECT count(*) FROM u WHERE u.id = t.a) AS z "
		"FROM t WHERE a > 0 GROUP BY a HAVING min(id) > 0 ORDER BY 100 / a, 1"),
	ORDERED("SELECT id, a FROM t ORDER BY a, id"),
	ORDERED("SELECT id, a FROM t ORDER BY a DESC, id DESC"),
	ORDERED("SELECT id, a FROM t ORDER BY a NULLS FIRST, b DESC NULLS LAST, id"),
	ORDERED("SELECT a + 1 AS x, id FROM t ORDER BY x, 2"),
	ORDERED("SELECT DISTINCT a, b FROM t ORDER BY b DESC, a NULLS FIRST LIMIT 4"),
	ORDERED("SELECT a, b FROM t UNION SELECT a, b FROM u ORDER BY 1 DESC NULLS LAST, 2 OFFSET 1"),
	ORDERED("SELECT b, max(a), count(*) FROM t GROUP BY b ORDER BY max(a) NULLS FIRST, b"),
	ROWS("SELECT id, row_number() OVER (PARTITION BY f ORDER BY a, id), first_value(id) OVER (ORDER BY a "
	     "DESC, id) FROM t"),
	ROWS("SELECT f, string_agg(b, '/' ORDER BY a, id) FROM t GROUP BY f"),
	ROWS("SELECT id, sum(id) OVER (ORDER BY a RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM t"),
	/* joins */
	ROWS("SELECT t.id, t.a, u.id, u.a FROM t RIGHT JOIN u ON t.a = u.a"),
	ROWS("SELECT v.id, t.id, u.id FROM t RIGHT JOIN (u RIGHT JOIN t AS v ON u.id = v.a) ON t.id = v.id"),
	ROWS("SELECT * FROM t RIGHT JOIN u USING (id)"),
	ROWS("SELECT t.id, u.id FROM t JOIN t AS v ON FALSE RIGHT JOIN u ON t.id = u.id"),
	ROWS("SELECT t.id, u.id FROM t JOIN t AS v ON t.id = v.id AND 1 = 0 FULL JOIN u ON t.id = u.id"),
	ROWS("SELECT DISTINCT 5 FROM t LIMIT 3 OFFSET 1"),
	ROWS("SELECT length('x' || b), count(*) FROM t GROUP BY 'x' || b HAVING length('x' || b) > 1"),
	ORDERED("SELECT a + 1 AS c, (a + 1) * 2 AS d FROM t GROUP BY a + 1 ORDER BY a + 1 DESC NULLS LAST"),
	ROWS("SELECT translate(b, 'abc', 'bca'), translate(b, 'ab', 'ba'), translate(b, 'abx', 'b') FROM t"),
	ROWS("DELETE FROM t WHERE id = (SELECT max(id) FROM t)"),
	ROWS("UPDATE t SET a = (SELECT max(v.a) FROM t AS v WHERE v.id < 4) WHERE id IN (SELECT id FROM t)"),
	ORDERED("SELECT min(a), min(id) FROM t GROUP BY f ORDER BY 1, 2"),
	ORDERED("SELECT (SELECT count(*) FROM u WHERE u.a < t.a), (SELECT count(*) FROM u WHERE u.id > t.id), id "
		"FROM t ORDER BY 1, 2, 3"),
	ORDERED("SELECT DISTINCT a FROM t ORDER BY a LIMIT 3 OFFSET 1"),
	ROWS("SELECT t.id, u.id FROM t FULL JOIN u ON t.a = u.a"),
	ROWS("SELECT t.id, t.b, u.id, u.b FROM t FULL JOIN u ON t.b = u.b AND t.f WHERE t.id IS NULL OR u.id > 2"),
	ROWS("SELECT count(*), sum(coalesce(t.a, u.a)) FROM t FULL JOIN u ON t.id = u.id"),
	ROWS("SELECT id, count(*) FROM t FULL JOIN u USING (id) GROUP BY id"),
	ROWS("SELECT t.id, u.id, v.id FROM t FULL JOIN u ON t.a = u.a FULL JOIN u AS v ON v.id = u.a"),
	ROWS("SELECT v.id, t.id, u.b FROM t AS v JOIN (t FULL JOIN u ON t.a = u.a) ON v.id = coalesce(t.id, u.id)"),
	ROWS("SELECT t.id FROM t WHERE EXISTS (SELECT 1 FROM u FULL JOIN t AS v ON u.id = v.id WHERE v.a = t.a)"),
	ROWS("SELECT x.id, u.id FROM (SELECT id, a FROM t ORDER BY id DESC LIMIT 3) AS x FULL JOIN u ON x.a = u.a"),
	ROWS("SELECT t.id, u.id FROM t FULL JOIN u ON t.a < u.a"),
	ROWS("SELECT t.id, u.id FROM t FULL JOIN u ON t.a = u.a AND t.id < u.id OR t.id = u.id"),
	ROWS("SELECT t.id, u.id FROM t FULL JOIN u ON t.f"),
	/* set operations */
	ROWS("SELECT a, b FROM t INTERSECT SELECT a, b FROM u"),
	ROWS("SELECT a, b FROM t EXCEPT SELECT a, b FROM u"),
	ROWS("SELECT a FROM t INTERSECT ALL SELECT a FROM u"),
	ROWS("SELECT a FROM t EXCEPT ALL SELECT a FROM u"),
	ORDERED("SELECT a, f FROM t EXCEPT ALL SELECT a, f FROM u WHERE id < 3 ORDER BY a DESC, f LIMIT 5"),
	ROWS("SELECT a FROM t EXCEPT (SELECT a FROM u INTERSECT SELECT a FROM t WHERE id > 2) UNION ALL SELECT "
	     "id FROM u"),
	ROWS("SELECT id FROM t WHERE a IN (SELECT a FROM u EXCEPT ALL SELECT a FROM u WHERE id = 1)"),
	ROWS("(SELECT a FROM t ORDER BY b) UNION ALL (SELECT a FROM u ORDER BY id LIMIT 2)"),
	/* expressions */
	ROWS("SELECT count(*) FILTER (WHERE a > 1), sum(a) FILTER (WHERE f), count(DISTINCT a) FILTER (WHERE b "
	     "<> 'x') FROM t"),
	ROWS("SELECT f, max(b) FILTER (WHERE a IS NOT NULL), avg(a) FILTER (WHERE id < 4) FROM t GROUP BY f"),
	ROWS("SELECT id, sum(a) FILTER (WHERE f) OVER (ORDER BY id) FROM t"),
	ROWS("SELECT f, string_agg(b, ',' ORDER BY id) FILTER (WHERE id > 1) FROM t GROUP BY f"),
	ROWS("SELECT id, (a, id) < (2, 3), (a, b) >= (2, 'y'), (id, a, b) <= (3, 2, 'x') FROM t"),
	ROWS("SELECT id, (a, b) = (1, 'x'), (a, b) <> (1, 'x') FROM t"),
	ROWS("SELECT id FROM t WHERE (a, b) IN ((1, 'x'), (2, 'y')) OR (id, n) IN ((4, 1.50))"),
	ROWS("SELECT id FROM t WHERE (a, b) NOT IN ((1, 'x'), (2, 'y'))"),
	ROWS("SELECT id FROM t WHERE (n, id) > (1.50, 2)"),
	ROWS("SELECT id, (SELECT u.b FROM u WHERE u.id = t.a AND u.a IS NOT NULL), (SELECT max(a) FROM u) FROM t"),
	ROWS("SELECT id, (SELECT u.b FROM u WHERE u.id > 3 AND u.id < 5), (SELECT t.a FROM u WHERE u.a = 3) FROM t"),
	ROWS("SELECT id, (SELECT x.a FROM (SELECT a, count(*) AS c FROM u GROUP BY a) AS x WHERE x.a = t.a) FROM t"),
	ROWS("SELECT id, (SELECT a FROM u) FROM t"),
	ROWS("SELECT id, a < ANY (SELECT a FROM u), a >= ALL (SELECT a FROM u), a <> ANY (SELECT a FROM "
		"u WHERE id < 4), "
		"a = ALL (SELECT a FROM u WHERE id < 0), a > ANY (SELECT a FROM u WHERE u.id < t.id) FROM t"),
	ROWS("SELECT id, NOT (a <= ANY (SELECT id FROM u WHERE f)), b > ALL (SELECT b FROM u WHERE u.id = t.a), "
		"n < ANY (SELECT n FROM u) FROM t"),
	ROWS("SELECT id FROM t WHERE a < ANY (SELECT a FROM u) AND NOT (a >= ALL (SELECT a FROM u WHERE id < 4)) OR "
		"id > ALL (SELECT a FROM u)"),
	ROWS("SELECT id FROM t WHERE NOT (a < ANY (SELECT a FROM u)) OR NOT (a <= ALL (SELECT a FROM u "
		"WHERE a < t.id))"),
	ROWS("SELECT CASE WHEN a < ALL (SELECT a FROM u) THEN 1 WHEN NOT (a < ALL (SELECT a FROM u)) "
		"THEN 2 ELSE 3 END, "
		"count(*) FROM t GROUP BY 1"),
	ROWS("SELECT id FROM t WHERE (id <= ALL (SELECT a FROM u)) IS NULL OR (a < ANY (SELECT a FROM u)) IS NOT NULL"),
	ROWS("SELECT id, (id <= ALL (SELECT a FROM u)) IS UNKNOWN, (a > ANY (SELECT a FROM u)) IS NOT UNKNOWN FROM t"),
	ROWS("SELECT id FROM t WHERE a IN (SELECT a FROM u ORDER BY id DESC LIMIT 3)"),
	ROWS("SELECT id, a IN (SELECT a FROM u EXCEPT SELECT a FROM t), a > ALL (SELECT id FROM u INTERSECT "
		"SELECT a FROM u) FROM t"),
	ROWS("SELECT id FROM t WHERE (SELECT count(*) FROM u WHERE u.id <= t.id) IN (SELECT min(id) FROM t "
		"GROUP BY a)"),
	ROWS("SELECT id FROM t WHERE (SELECT count(*) FROM t) - 1 + 1 IN (SELECT count(*) FROM t)"),
	ROWS("SELECT id, a NOT IN (SELECT a FROM u ORDER BY id OFFSET 2), a > ANY (SELECT a FROM u ORDER "
		"BY id LIMIT 1) FROM t"),
	ROWS("SELECT id FROM t WHERE id IN ((SELECT a FROM u ORDER BY id LIMIT 1) UNION SELECT id FROM u "
		"WHERE id > 3)"),
	ROWS("UPDATE t SET a = 0 WHERE id > ALL (SELECT a FROM u WHERE a IS NOT NULL)"),
	ROWS("SELECT id, sum(a) OVER w, rank() OVER (w ORDER BY id), count(*) OVER x FROM t "
	     "WINDOW w AS (PARTITION BY f), x AS (w ORDER BY a)"),
	/* locks */
	ROWS("SELECT id FROM t WHERE a = 1 FOR UPDATE"),
	ROWS("SELECT t.id FROM t JOIN u ON t.id = u.id FOR SHARE"),
	/* changes */
	ROWS("TRUNCATE TABLE t"),
	ROWS("DELETE FROM t USING u WHERE t.a = u.a AND u.id > 1 AND t.f"),
	{"DELETE FROM t USING u WHERE t.id = u.id RETURNING t.id, t.b", 0, TN_CAP_RETURNING_DELETE, TN_CAP_MAX},
	ROWS("UPDATE t SET a = a + 1, n = a, b = CAST(a AS TEXT)"),
	WITHOUT("UPDATE t SET a = id, id = a + 100 WHERE a IS NOT NULL AND id = 2", TN_CAP_OLD_VALUES_IN_UPDATE),
	ROWS("UPDATE t SET a = u.a, b = u.b FROM u WHERE t.id = u.id"),
	ROWS("UPDATE t SET a = 5 FROM u WHERE t.a < u.id"),
	ROWS("UPDATE t SET a = t.id, n = t.a + u.id FROM u WHERE t.id = u.id"),
	ROWS("UPDATE t SET a = u.id, b = t.b || u.b FROM u LEFT JOIN t AS x ON x.id = u.id + 1 WHERE t.id = u.id AND "
	     "x.f RETURNING t.id, t.a, t.b"),
	ROWS("UPDATE t SET n = u.n + 1, f = NOT t.f FROM u WHERE t.id = u.id RETURNING t.id, t.n, u.n + 1 = t.n, u.b, "
	     "t.f"),
	ROWS(TN_WEAKER_ISOLATION_MARK "UPDATE t AS x SET a = y.m FROM (SELECT max(a) AS m, f FROM u GROUP BY f) AS y "
	     "WHERE x.f = y.f AND x.id < 5 RETURNING x.id, y.m, (SELECT count(*) FROM u WHERE u.a < y.m)"),
	ROWS("UPDATE t SET a = u.id FROM u WHERE t.id = u.id AND t.id IN (SELECT max(id) FROM t AS x WHERE x.id < 5)"),
	ROWS("DELETE FROM t USING u WHERE t.a < u.id RETURNING t.id"),
	ROWS("DELETE FROM t USING u WHERE t.id = u.id RETURNING t.b, u.b, t.id + u.id"),
	ROWS("UPDATE w SET v = v + 1 WHERE k < 40 RETURNING j, k, v"),
	ROWS("DELETE FROM w WHERE v IN (SELECT max(v) FROM w AS x WHERE x.k > 2 GROUP BY k)"),
	ROWS("UPDATE w SET v = u.id FROM u WHERE u.id = w.k RETURNING w.j, w.v, u.b"),
	ROWS("WITH c AS (SELECT id, a FROM u), d AS (SELECT id + 1 AS x FROM c) "
	     "UPDATE t SET a = 7 WHERE id IN (SELECT x FROM d) OR id IN (SELECT c.id FROM c JOIN d ON d.x = c.a)"),
	ROWS("WITH c AS (SELECT id FROM u WHERE a > 1) DELETE FROM t WHERE id IN (SELECT id FROM c)"),
	ROWS("WITH c AS (SELECT id + 100 AS id FROM u) INSERT INTO t (id, f) SELECT id, TRUE FROM c"),
	/* by keys */
	ROWS("UPDATE t SET a = CAST(n AS INTEGER), n = a, b = 'z' WHERE id < 6"),
	ROWS("DELETE FROM t WHERE id IN (SELECT max(id) FROM t GROUP BY a)"),
	ROWS("DELETE FROM t WHERE a > (SELECT avg(a) FROM t) OR NOT EXISTS (SELECT 1 FROM t AS x WHERE x.a = t.a AND "
		"x.id <> t.id)"),
	ROWS("DELETE FROM t AS y WHERE y.id = (SELECT max(t.id) FROM t WHERE t.a = y.a)"),
	ROWS("UPDATE t AS y SET a = 5 WHERE y.id = (SELECT max(t.id) FROM t WHERE t.a = y.a)"),
	ROWS("DELETE FROM t AS y USING t WHERE y.a = t.a AND y.id > t.id"),
	ROWS("DELETE FROM t WHERE id NOT IN (SELECT a FROM t WHERE a IS NOT NULL) RETURNING id, b, a + 1 AS x"),
	ROWS("DELETE FROM t WHERE FALSE RETURNING id"),
	ROWS("DELETE FROM t RETURNING id, (SELECT count(*) FROM u WHERE u.a = t.a)"),
	ROWS("UPDATE t SET a = (SELECT max(x.a) FROM t AS x WHERE x.id < t.id), b = b || b, n = n + 1 WHERE id > 1"),
	ROWS("UPDATE t SET a = id WHERE a = (SELECT min(a) FROM t)"),
	ROWS("UPDATE t SET a = a + 10, b = b || '!' WHERE f RETURNING id, a, b, f"),
	ROWS("UPDATE t SET n = (SELECT sum(n) FROM t) RETURNING n, id"),
	ROWS("WITH c AS (SELECT max(id) AS m FROM t) DELETE FROM t WHERE id IN (SELECT m FROM c) RETURNING id"),
	ROWS("INSERT INTO t (id, a, f) VALUES (100, 7, TRUE) RETURNING id, b, a + 1 AS x"),
	ROWS("INSERT INTO t (id, a, f) VALUES (101, 7, TRUE), (100, NULL, FALSE), (50 + 52, 3, FALSE) RETURNING id, "
		"a, f"),
	ROWS("INSERT INTO t (id, a, b, n, f) SELECT id + 100, a, b, n, f FROM u WHERE id > 1 RETURNING b, id, n, f"),
	ROWS("WITH c AS (SELECT max(id) AS m FROM t) INSERT INTO t (id, f) SELECT m + 1, TRUE FROM c RETURNING id, n"),
	ROWS("INSERT INTO t (id, f) VALUES ((SELECT max(id) FROM t) + 1, TRUE) RETURNING id"),
	ROWS("INSERT INTO t (id, a, f) VALUES (3, 7, TRUE) ON CONFLICT (id) DO NOTHING RETURNING id, a"),
	ROWS("INSERT INTO t (id, a, f) VALUES (300, 7, TRUE), (3, 8, TRUE), (301, 9, FALSE) ON CONFLICT (id) DO "
		"NOTHING RETURNING id, a"),
	ROWS("INSERT INTO t (id, f) SELECT id + 5, f FROM u ON CONFLICT DO NOTHING RETURNING id, b, f"),
	ROWS("INSERT INTO t (id, a, f) VALUES (3, 7, TRUE), (302, 8, TRUE) ON CONFLICT (id) DO UPDATE SET a = "
		"excluded.a, b = t.b || '!' RETURNING id, a, b"),
	ROWS("INSERT INTO t (id, a, f) VALUES (1, 7, TRUE), (2, 9, FALSE), (303, 8, TRUE) ON CONFLICT (id) DO UPDATE "
		"SET a = excluded.a WHERE t.a < 2 RETURNING id, a"),
	ROWS("INSERT INTO t (id, a, f) VALUES (1, 7, TRUE), (2, 9, FALSE), (303, 8, TRUE) ON CONFLICT (id) DO UPDATE "
		"SET a = excluded.a WHERE t.a < 2"),
	ROWS("INSERT INTO t (id, n, f) SELECT id, n, TRUE FROM u ON CONFLICT (id) DO UPDATE SET n = excluded.n + t.id "
		"RETURNING id, n, f"),
	WITHOUT("INSERT INTO v (a) VALUES (5) RETURNING a, id > 0", TN_CAP_RETURNING_INSERT),
	WITHOUT("INSERT INTO v (a) SELECT a FROM u RETURNING a", TN_CAP_RETURNING_INSERT),
	ROWS("CREATE INDEX t_a ON t (a DESC NULLS LAST, id)"),
	ROWS("CREATE VIEW seen AS SELECT id, a > 1 AS x, a + 1 AS y, COALESCE(n, 0.5) AS z, f FROM t"),
	ROWS("CREATE VIEW seen AS SELECT f, 1.50 AS x FROM t EXCEPT SELECT f, 2.25 FROM u"),
};
#define STATEMENTS (sizeof statements / sizeof statements[0])

static const char *const setup[] = {
	"CREATE TABLE t (id BIGINT PRIMARY KEY, a INTEGER, b TEXT, n NUMERIC(20,2), f BOOLEAN NOT NULL)",
	"CREATE TABLE u (id BIGINT PRIMARY KEY, a INTEGER, b TEXT, n NUMERIC(20,2), f BOOLEAN NOT NULL)",
	"CREATE TABLE v (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, a INTEGER)",
	"CREATE TABLE w (j VARCHAR(10), k INTEGER, v INTEGER, PRIMARY KEY (j, k))",
	"INSERT INTO w (j, k, v) VALUES ('a', 1, 1), ('a', 2, 2), ('a', 3, 3), ('a', 4, 4), ('a', 5, 5), ('b', 1, 6), "
	     "('b', 2, 7), ('b', 4, 8), ('b', 5, 9), ('b', 6, 10), ('c', 1, 11), ('c', 3, 12), ('d', 3, 13), "
	     "('d', 7, 14), ('d', 8, 15), ('e', 41, 16), ('f', 1, 17), ('f', 2, 18), ('f', 3, 19), ('f', 4, 20)",
	"INSERT INTO t (id, a, b, n, f) VALUES (1, 1, 'x', 1.50, TRUE), (2, 2, 'y', NULL, FALSE), (3, NULL, "
	     "'x', 2.25, TRUE), "
	"(4, 1, NULL, 1.50, FALSE), (5, NULL, NULL, NULL, TRUE), (6, 2, 'y', 100, TRUE), (7, 1, 'X', -1, FALSE)",
	"INSERT INTO u (id, a, b, n, f) VALUES (1, 1, 'x', 1.50, TRUE), (2, NULL, 'y', 3, TRUE), (3, 3, 'x', "
	     "NULL, FALSE), "
	"(4, 2, 'y', 2, TRUE), (9, NULL, 'x', 0, FALSE)",
};

static tn_conn *open_portable(void)
{
	return tn_test_open_shared();
}

/* ---- one run ---------------------------------------------------------------------------- */

struct answer {
	int rc;
	char *rows; /* one line each */
	int64_t affected;
	char error[512];
};

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of a text in order. */
static void sort_lines(char *text)
{
	size_t n = 0, i, len = strlen(text);
	char **lines = calloc(len + 1, sizeof *lines), *copy = strdup(text), *p;
	for (p = strtok(copy, "\n"); p; p = strtok(NULL, "\n"))
		lines[n++] = p;
	qsort(lines, n, sizeof *lines, by_text);
	for (*text = '\0', i = 0; i < n; i++, text += strlen(text))
		sprintf(text, "%s\n", lines[i]);
	free(copy);
	free(lines);
}

static void fetch(tn_conn *db, const char *sql, struct answer *a)
{
	size_t room = 1 << 16, n = 0;
	tn_rows *rows = NULL;
	tn_result result = {0};
	unsigned i;
	int ended;
	a->rows = calloc(room, 1);
	a->rc = tn_query(db, sql, NULL, &rows, tn_test_err());
	while (a->rc >= 0 && (a->rc = tn_next(rows, tn_test_err())) == TN_ROW) {
		for (i = 0; i < tn_column_count(rows); i++) {
			const tn_value *v = tn_get_value(rows, i);
			n += (size_t)snprintf(a->rows + n, room - n, "%s%d:", i ? "|" : "", v->kind);
			n += tn_value_format(v, a->rows + n, room - n);
		}
		n += (size_t)snprintf(a->rows + n, room - n, "\n");
		ck_assert_uint_lt(n, room - 4096);
	}
	if (!rows)
		return;
	if (tn_rows_result(rows, &result) == TN_OK)
		a->affected = result.affected;
	ended = tn_finish(rows, a->rc < 0 ? NULL : tn_test_err());
	a->rc = a->rc < 0 ? a->rc : ended;
}

/* The connection forgets what it made for other capabilities. */
static void mask(tn_conn *db, const struct tn_caps *whole, const enum tn_cap *caps, size_t count)
{
	size_t i;
	db->be->server.caps = *whole;
	for (i = 0; i < count; i++)
		tn_cap_clear(&db->be->server.caps, caps[i]);
	tn__profile_make(&db->be->server.caps, &db->profile);
	tn__cache_clear(&db->cache);
}

static int is_query(const char *sql)
{
	return !strncmp(sql, "SELECT", 6) || *sql == '(';
}

/* What shows the work of a statement; NULL: nothing does. */
static const char *shown_by(const char *sql)
{
	if (is_query(sql) || !strncmp(sql, "CREATE INDEX", 12))
		return NULL;
	if (strstr(sql, " w "))
		return "SELECT * FROM w ORDER BY j, k";
	return strncmp(sql, "CREATE VIEW", 11) != 0 ? "SELECT id, a, b, n, f FROM t ORDER BY id" : "SELECT * FROM seen";
}

/* Runs a statement and undoes it; what is left shows what it did. */
static void run(tn_conn *db, const struct statement *s, struct answer *a)
{
	struct answer after = {0};
	memset(a, 0, sizeof *a);
	ck_tn_ok(tn_begin(db, &(tn_tx_options){.size = sizeof(tn_tx_options), .flags = TN_TX_ALLOW_IMPLICIT_COMMIT},
			  tn_test_err()));
	fetch(db, s->sql, a);
	if (a->rc < 0)
		snprintf(a->error, sizeof a->error, "%s", tn_test_failure(a->rc));
	if (a->rc >= 0 && shown_by(s->sql)) {
		fetch(db, shown_by(s->sql), &after);
		ck_tn_ok(after.rc);
		strcat(a->rows, after.rows);
	}
	tn_rollback(db, NULL);
	if (a->rc >= 0 && !strncmp(s->sql, "CREATE INDEX", 12))
		tn_exec(db, "DROP INDEX t_a ON t", NULL, NULL, NULL);
	if (a->rc >= 0 && !strncmp(s->sql, "CREATE VIEW", 11))
		tn_exec(db, "DROP VIEW IF EXISTS seen", NULL, NULL, NULL);
	free(after.rows);
	if (!s->ordered)
		sort_lines(a->rows);
}

/* ---- cases --------------------------------------------------------------------------------- */

static void make_tables(void)
{
	tn_conn *db = open_portable();
	size_t i;
	for (i = 0; i < sizeof setup / sizeof setup[0]; i++)
		ck_tn_ok(tn_exec(db, setup[i], NULL, NULL, tn_test_err()));
	tn_close(db);
}

/*
 * A server with a guard of its own may have no aggregate that is one, or no room for it; one that has no
 * FOR UPDATE OF may be left without a way to lock the rows of groups.
 */
static int may_refuse(const struct statement *s, const struct answer *a)
{
	return s->refused != TN_CAP_MAX || strstr(a->error, "(SINGLE)") ||
	       strstr(a->error, "(capability single_row_guard)") || strstr(a->error, "(capability lock_of)") ||
	       strstr(a->error, "that uses columns of an outer query");
}

static void compare(tn_conn *db, const struct statement *s, const struct answer *whole, const char *name)
{
	struct answer a;
	run(db, s, &a);
	if (a.rc == TN_E_UNSUPPORTED && may_refuse(s, &a)) {
		free(a.rows);
		return;
	}
	ck_assert_msg(a.rc == whole->rc, "%s without %s: %s instead of %s", s->sql, name, a.error, whole->error);
	ck_assert_msg(!strcmp(a.rows, whole->rows), "%s without %s gives\n%sinstead of\n%s", s->sql, name, a.rows,
		      whole->rows);
	ck_assert_msg(a.affected == whole->affected, "%s without %s: %lld rows instead of %lld", s->sql, name,
		      (long long)a.affected, (long long)whole->affected);
	free(a.rows);
}

START_TEST(same_answer)
{
	const struct statement *s = &statements[_i];
	struct answer whole;
	tn_conn *db;
	struct tn_caps caps;
	char name[32];
	size_t i;
	make_tables();
	db = open_portable();
	caps = db->be->server.caps;
	if (s->needs != TN_CAP_MAX && !tn_cap_has(&caps, s->needs)) {
		tn_close(db);
		return;
	}
	run(db, s, &whole);
	if (whole.rc == TN_E_UNSUPPORTED && s->refused != TN_CAP_MAX && !tn_cap_has(&caps, s->refused)) {
		free(whole.rows);
		tn_close(db);
		return;
	}
	ck_assert_msg(whole.rc >= 0 || strstr(s->sql, "(SELECT a FROM u) FROM"), "%s: %s", s->sql, whole.error);
	for (i = 0; i < MASKED; i++) {
		snprintf(name, sizeof name, "capability %d", (int)masked[i]);
		if (!tn_cap_has(&caps, masked[i]))
			continue;
		mask(db, &caps, &masked[i], 1);
		compare(db, s, &whole, name);
	}
	mask(db, &caps, masked, MASKED);
	compare(db, s, &whole, "all of them");
	free(whole.rows);
	tn_close(db);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("masks");
	TCase *tc = tcase_create("masks");
	int rc = tn_test_begin();
	if (rc)
		return rc;
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, same_answer, 0, (int)STATEMENTS);
	suite_add_tcase(s, tc);
	suite_add_tcase(s, list_masks());
	suite_add_tcase(s, row_masks());
	suite_add_tcase(s, victim_masks());
	return suite_run(s);
}
