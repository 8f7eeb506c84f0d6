/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_view.c - the columns of a view have the types of what they are
 * made of, whatever the server keeps of them.
 *
 * Each expression is read from the table, through a view and through a view of the view:
 * the values must be of the same kind and equal.  What uses the columns must find them as
 * it would find the expression in a subquery of FROM.
 */
#include "tests/conformance/conf.h"
#include <stdio.h>
#include <string.h>

static void make_base(tn_conn *db)
{
	conf_exec(db, "CREATE TABLE base (id BIGINT PRIMARY KEY, i INTEGER, b BOOLEAN, "
		  "a NUMERIC(10,2), w NUMERIC(30,4), "
		  "d DOUBLE PRECISION, v VARCHAR(10), t TEXT, y BYTEA, day DATE, at TIME, s TIMESTAMP, "
		  "z TIMESTAMPTZ, u UUID, j JSON)", NULL);
	conf_exec(db, "INSERT INTO base VALUES (1, 5, TRUE, 1.50, 12345678901234567890.5, 0.25, 'x', 'Y', x'00ff', "
		  "DATE '2024-02-29', TIME '10:11:12.5', TIMESTAMP '2024-02-29 10:11:12.5', "
		  "TIMESTAMPTZ '2024-02-29 10:11:12.5+00', CAST('12345678-1234-5678-1234-56789abcdef0' AS UUID), "
		  "CAST('{\"k\": 1}' AS JSON))", NULL);
}

static const char *const expressions[] = {
	/* columns as they stand */
	"i", "b", "a", "w", "d", "v", "t", "y", "day", "at", "s", "z", "u", "j",
	/* booleans */
	"i > 2", "NOT b", "b AND i = 5", "v IS NULL", "TRUE", "COALESCE(b, FALSE)", "v LIKE 'x%'",
	"CASE WHEN i > 2 THEN b END", "EXISTS (SELECT 1 FROM base AS o WHERE o.i > 100)",
	/* numbers */
	"i + 1", "i / 2", "-i", "7", "a + a", "a - 1", "COALESCE(a, 0)", "CASE WHEN b THEN a ELSE w END", "1.5", "1.50",
	"-1.25",
	"COALESCE(w, 0.5)", "d * 2", "CAST(i AS DOUBLE PRECISION)", "NULLIF(i, 6)",
	"LENGTH(v)",
	/* text and bytes */
	"v || t", "UPPER(v)", "'lit'", "CASE WHEN b THEN v ELSE t END", "COALESCE(t, v)", "COALESCE(y, x'00')",
	"x'0102'",
	/* dates and times */
	"COALESCE(day, DATE '2000-01-01')", "DATE '2001-02-03'", "COALESCE(s, s)", "TIMESTAMP '2001-02-03 04:05:06'",
	"CASE WHEN b THEN z END", "COALESCE(z, z)", "TIMESTAMPTZ '2001-02-03 04:05:06+00'", "COALESCE(at, at)",
	"TIME '01:02:03'", "EXTRACT(YEAR FROM day)",
	/* the others */
	"CASE WHEN b THEN u END", "COALESCE(u, u)", "COALESCE(j, j)", "NULLIF(u, u)", "NULLIF(b, b)", "NULLIF(a, a)",
	/* subqueries */
	"(SELECT max(o.i) FROM base AS o)", "(SELECT o.z FROM base AS o WHERE o.id = base.id)",
	"(SELECT o.b FROM base AS o WHERE o.id = base.id)",
};

static void read_once(tn_conn *db, const char *sql, tn_value *out, char *text, size_t size)
{
	tn_rows *rows = conf_row(db, sql, NULL);
	*out = *tn_get_value(rows, 0);
	snprintf(text, size, "%s", conf_text(out));
	conf_end(rows);
}

START_TEST(a_column_has_the_type_of_its_expression)
{
	static const char *const from[] = {"base", "one", "two"};
	const char *e = expressions[_i];
	tn_conn *db = tn_test_open();
	char sql[512], text[3][256];
	tn_value v[3];
	int i;
	make_base(db);
	snprintf(sql, sizeof sql, "CREATE VIEW one AS SELECT id, %s AS x, i FROM base WHERE id > 0", e);
	conf_exec(db, sql, NULL);
	conf_exec(db, "CREATE VIEW two AS SELECT x, id FROM one", NULL);
	for (i = 0; i < 3; i++) {
		snprintf(sql, sizeof sql, "SELECT %s FROM %s", i ? "x" : e, from[i]);
		read_once(db, sql, &v[i], text[i], sizeof text[i]);
		ck_assert_msg(v[i].kind == v[0].kind && !strcmp(text[i], text[0]),
			      "%s from %s is %s of kind %d, not %s of kind %d", e, from[i], text[i], v[i].kind,
			      text[0], v[0].kind);
	}
	tn_close(db);
}
END_TEST

static const struct {
	const char *query, *names;
} queries[] = {
	{"SELECT i, COUNT(*) AS n, SUM(i) AS s, AVG(d) AS m, BOOL_AND(b) AS x, MAX(z) AS z FROM base GROUP BY i", NULL},
	{"SELECT i > 2 AS x, z FROM base UNION ALL SELECT FALSE, z FROM base", NULL},
	{"SELECT b, u FROM base UNION SELECT b, u FROM base UNION SELECT FALSE, NULL", NULL},
	{"SELECT z, u FROM base INTERSECT SELECT z, u FROM base", NULL},
	{"SELECT z, i = 5 AS x FROM base EXCEPT SELECT z, FALSE FROM base", NULL},
	{"VALUES (TRUE, 1, 1.5, 'a'), (FALSE, 2, 2.5, 'b')", "a, b, c, d"},
	{"WITH q AS (SELECT id, b AND i > 2 AS x, z FROM base) SELECT x, z FROM q WHERE x", NULL},
	{"SELECT l.b AS x, r.z AS y FROM base AS l LEFT JOIN base AS r ON r.id = l.id + 1", NULL},
	{"SELECT l.b AS x, r.z AS y, l.i > r.i AS c FROM base AS l FULL JOIN base AS r ON r.id = l.id + 1", NULL},
	{"SELECT DISTINCT b, z IS NULL AS n FROM base", NULL},
	{"SELECT i > 2 AS x, ROW_NUMBER() OVER (ORDER BY id) AS n, z FROM base ORDER BY id LIMIT 5", NULL},
	{"SELECT 1 > 2, 1.50, 'x', TIMESTAMPTZ '2001-02-03 04:05:06+00'", "a, b, c, d"},
	{"SELECT b, z, u, j FROM base", "kept, moment, uid, doc"},
};

/* Every row of a query as kinds and texts. */
static void gather(tn_conn *db, const char *sql, char *out, size_t size)
{
	tn_rows *rows = conf_query(db, sql, NULL);
	size_t used = 0;
	uint32_t i;
	int rc;
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW)
		for (i = 0; i < tn_column_count(rows) && used < size; i++)
			used += (size_t)snprintf(out + used, size - used, "%d=%s ", tn_get_value(rows, i)->kind,
						 conf_text(tn_get_value(rows, i)));
	ck_tn_is(rc, TN_DONE);
	conf_end(rows);
	ck_assert_uint_lt(used, size);
}

START_TEST(every_shape_of_query_keeps_its_types)
{
	tn_conn *db = tn_test_open();
	char sql[1024], direct[2048], viewed[2048];
	make_base(db);
	snprintf(sql, sizeof sql, "CREATE VIEW shaped%s%s%s AS %s", queries[_i].names ? " (" : "",
		 queries[_i].names ? queries[_i].names : "", queries[_i].names ? ")" : "", queries[_i].query);
	conf_exec(db, sql, NULL);
	snprintf(sql, sizeof sql, "SELECT * FROM (%s) AS q ORDER BY 1, 2", queries[_i].query);
	gather(db, sql, direct, sizeof direct);
	gather(db, "SELECT * FROM shaped ORDER BY 1, 2", viewed, sizeof viewed);
	ck_assert_str_eq(viewed, direct);
	tn_close(db);
}
END_TEST

/* What a column is decides how it is compared: a literal is not stored as a column is. */
START_TEST(columns_of_views_are_compared_by_value)
{
	static const char *const conditions[] = {
		"lit = 1.50", "lit < 1.51", "lit >= 1.5", "mixed = 1.5", "mixed < 2", "wide > 12345678901234567890.4",
		"big", "big AND kept", "uid = CAST('12345678-1234-5678-1234-56789abcdef0' AS UUID)",
		"moment = TIMESTAMPTZ '2024-02-29 10:11:12.5+00'", "sum2 = 3", "sum2 + lit = 4.5", "lit IN (1.5, 2)",
		"lit BETWEEN 1.5 AND 1.50",
	};
	tn_conn *db = tn_test_open();
	char sql[512];
	size_t i;
	make_base(db);
	conf_exec(db, "CREATE VIEW seen AS SELECT 1.5 AS lit, CASE WHEN i > 99 THEN a ELSE 1.50 END AS mixed, "
		  "w AS wide, i > 2 AS big, b AS kept, COALESCE(u, u) AS uid, COALESCE(z, z) AS moment, a + a AS sum2 "
		  "FROM base", NULL);
	for (i = 0; i < CONF_COUNT(conditions); i++) {
		snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM seen WHERE %s", conditions[i]);
		ck_assert_msg(conf_int(db, sql, NULL) == 1, "%s", conditions[i]);
	}
	/* The same of a subquery in FROM. */
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM (SELECT 1.5 AS lit, COALESCE(a, 0.5) AS x FROM base) AS q "
				  "WHERE lit = 1.50 AND x = 1.5 AND lit = x", NULL), 1);
	tn_close(db);
}
END_TEST

START_TEST(another_connection_sees_the_types)
{
	tn_conn *a = tn_test_open_shared(), *b = tn_test_open_shared();
	tn_rows *rows;
	make_base(a);
	conf_exec(a, "CREATE VIEW seen AS SELECT i > 2 AS x, COALESCE(z, z) AS y FROM base", NULL);
	rows = conf_row(b, "SELECT x, y FROM seen WHERE x", NULL);
	ck_assert_int_eq(tn_get_value(rows, 0)->kind, TN_KIND_BOOL);
	ck_assert_int_eq(tn_get_value(rows, 1)->kind, TN_KIND_TIMESTAMPTZ);
	conf_end(rows);
	tn_close(a);
	tn_close(b);
}
END_TEST

/* A list of types that does not fit the columns is no list. */
START_TEST(a_list_that_does_not_fit_is_passed_over)
{
	static const char *const lists[] = {
		"tenon types [=BOOLEAN; =BOOLEAN]", "tenon types [=NOTHING]", "tenon types []", "tenon types [=BOOLEAN",
		"tenon types [NUMERIC(1]", "tenon types [",
	};
	tn_conn *db = tn_test_open();
	char sql[256];
	size_t i;
	make_base(db);
	for (i = 0; i < CONF_COUNT(lists); i++) {
		snprintf(sql, sizeof sql, "CREATE VIEW odd AS SELECT i FROM base WHERE '%s' <> ''", lists[i]);
		conf_exec(db, sql, NULL);
		ck_assert_int_eq(conf_int(db, "SELECT i + 1 FROM odd", NULL), 6);
		conf_exec(db, "DROP VIEW odd", NULL);
	}
	tn_close(db);
}
END_TEST

Suite *conf_view_suite(void)
{
	Suite *s = suite_create("view");
	TCase *tc = conf_case(s, "view");
	tcase_add_loop_test(tc, a_column_has_the_type_of_its_expression, 0, (int)CONF_COUNT(expressions));
	tcase_add_loop_test(tc, every_shape_of_query_keeps_its_types, 0, (int)CONF_COUNT(queries));
	tcase_add_test(tc, columns_of_views_are_compared_by_value);
	tcase_add_test(tc, another_connection_sees_the_types);
	tcase_add_test(tc, a_list_that_does_not_fit_is_passed_over);
	return s;
}
