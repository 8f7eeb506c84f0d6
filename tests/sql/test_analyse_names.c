/* SPDX-License-Identifier: MIT */
/* tests/sql/test_analyse_names.c - which column a name means. */
#include "analyse_cases.h"

static const struct output_case outputs[] = {
	{"SELECT id, name FROM author", "id:integer! name:text!"},
	{"SELECT * FROM author", "id:integer! name:text! born:integer"},
	{"SELECT author.*, 1 AS one FROM author", "id:integer! name:text! born:integer one:integer!"},
	{"SELECT b.title, a.name FROM author a JOIN book b ON b.author_id = a.id", "title:text! name:text!"},
	{"SELECT a.id, b.id FROM author a LEFT JOIN book b ON b.author_id = a.id", "id:integer! id:integer"},
	{"SELECT a.id, b.id FROM author a RIGHT JOIN book b ON b.author_id = a.id", "id:integer id:integer!"},
	{"SELECT a.id, b.id FROM author a FULL JOIN book b ON b.author_id = a.id", "id:integer id:integer"},
	{"SELECT x.id FROM (author a LEFT JOIN book b ON b.author_id = a.id) JOIN author x ON x.id = b.author_id",
		"id:integer!"},
	/* USING: the column once and first */
	{"SELECT * FROM t JOIN u USING (a)", "a:integer b:integer c:text d:double e:timestamp f:numeric"},
	{"SELECT * FROM book JOIN author USING (id)",
		"id:integer! author_id:integer! title:text! price:numeric published:date name:text! born:integer"},
	{"SELECT id FROM book LEFT JOIN author USING (id)", "id:integer!"},
	{"SELECT id FROM book RIGHT JOIN author USING (id)", "id:integer!"},
	{"SELECT id, book.id, author.id FROM book LEFT JOIN author USING (id)",
		"id:integer! id:integer! id:integer"},
	{"SELECT id FROM book FULL JOIN author USING (id)", "id:integer"},
	{"SELECT id FROM book FULL JOIN author USING (id) FULL JOIN doc USING (id)", "id:integer"},
	{"SELECT u.* FROM t JOIN u USING (a)", "a:integer d:double e:timestamp f:numeric"},
	/* derived tables, CTEs, column lists */
	{"SELECT n FROM (SELECT name AS n FROM author) AS x", "n:text!"},
	{"SELECT x FROM (SELECT id, name FROM author) AS d (x, y)", "x:integer!"},
	{"SELECT x, name FROM author AS d (x)", "x:integer! name:text!"},
	{"SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v (n, s)", "n:integer! s:text!"},
	{"SELECT column2 FROM (VALUES (1, 'a')) AS v", "column2:text!"},
	{"WITH w AS (SELECT id AS k FROM author) SELECT k FROM w", "k:integer!"},
	{"WITH w (k) AS (SELECT id FROM author) SELECT k FROM w JOIN w AS z USING (k)", "k:integer!"},
	{"WITH author AS (SELECT 1 AS z) SELECT * FROM author", "z:integer!"},
	{"WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a) SELECT * FROM b", "x:integer!"},
	{"SELECT * FROM (SELECT 1 AS a, 2 AS a) AS d", "a:integer! a:integer!"},
	/* case */
	{"SELECT id, username FROM mixed", "id:integer! username:text"},
	{"SELECT * FROM mixed", "Id:integer! UserName:text"},
	{"SELECT \"UserName\" FROM \"Mixed\" AS m", "UserName:text"},
	{"SELECT a FROM other.place", "a:integer"},
	/* subqueries see what is outside */
	{"SELECT (SELECT MAX(b.id) FROM book b WHERE b.author_id = a.id) AS m FROM author a", "m:integer"},
	{"SELECT name FROM author a WHERE EXISTS (SELECT 1 FROM book WHERE author_id = a.id)", "name:text!"},
	{"SELECT name FROM author WHERE EXISTS (SELECT 1 FROM tag WHERE book_id = born)", "name:text!"},
	/* names of outputs */
	{"SELECT 1, 'a', born + 1 FROM author", "?column?:integer! ?column?:text! ?column?:integer"},
	{"SELECT COUNT(*), MAX(born), lower('A') FROM author", "count:integer! max:integer lower:text!"},
	{"SELECT CAST(born AS TEXT), CAST('1' AS INTEGER), CAST(1 AS NUMERIC(3,1)) FROM author",
		"born:text int4:integer! numeric:numeric!"},
	{"SELECT CASE WHEN born > 1 THEN 1 ELSE 2 END, CASE WHEN born > 1 THEN 1 ELSE born END FROM author",
		"case:integer! born:integer"},
	{"SELECT (SELECT name FROM author LIMIT 1), EXISTS (SELECT 1 FROM author)",
		"name:text exists:boolean!"},
	{"SELECT coalesce(born, 0), CURRENT_DATE FROM author", "coalesce:integer! current_date:date!"},
	{"SELECT DATE '2024-01-01', TRUE", "date:date! ?column?:boolean!"},
	{"SELECT NULL, NULL AS n", "?column?:text n:text"},
};

START_TEST(names_and_outputs)
{
	check_outputs(KNOWN, &outputs[_i]);
}
END_TEST

static const struct tree_case trees[] = {
	/* a comma is a CROSS JOIN, USING is ON */
	{"SELECT 1 FROM t, u, doc", "join cross|join cross|table t as t|table u as u|table doc as doc"},
	{"SELECT 1 FROM t JOIN u USING (a)", "join inner|table t|table u|on|op EQ_I|column t.a|column u.a"},
	{"SELECT a FROM t RIGHT JOIN u USING (a)", "column u.a|join right"},
	{"SELECT a FROM t FULL JOIN u USING (a)", "call coalesce COALESCE|column t.a|column u.a|join full"},
	{"SELECT 1 FROM author AS a LEFT JOIN book AS b ON a.id = b.author_id",
		"join left|table author as a|table book as b nullable"},
	/* a derived table without a name gets one; column lists are gone */
	{"SELECT x FROM (SELECT 1 AS y) AS d (x)", "column d.x|derived as d|item x"},
	{"WITH w (k) AS (SELECT id FROM author) SELECT k FROM w", "cte w|item k|column author.id"},
	{"SELECT 1 FROM (SELECT 1 AS a, 2 AS a) AS d", "item a|item tn_1"},
	{"SELECT 'tn_' FROM (SELECT 1 AS a, 2 AS a) AS d", "item a|item tn__1"},
	/* an inner alias that hides an outer one which is meant inside */
	{"SELECT 1 FROM author t WHERE EXISTS (SELECT 1 FROM tag t WHERE name = tag)",
		"table author as t|exists|table tag as tn_1|column t.name|column tn_1.tag"},
	{"SELECT 1 FROM author t WHERE EXISTS (SELECT 1 FROM tag t WHERE tag = 'x')",
		"exists|table tag as t"},
	{"SELECT 1 FROM t AS \"A\" JOIN t AS a ON a.a = \"A\".a", "table t as A|table t as tn_1"},
	/* WITH RECURSIVE that refers to itself, and one that does not */
	{"WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n",
		"with recursive|cte n recursive|union all|table n as n cte"},
	{"WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT 2.5) SELECT i FROM n",
		"with recursive|cte n|union all"},
};

START_TEST(names_in_trees)
{
	check_tree(KNOWN, &trees[_i]);
}
END_TEST

static const struct fail_case fails[] = {
	{"SELECT 1 FROM @authr", TN_E_NO_OBJECT, "no table \"authr\"", "\"author\""},
	{"SELECT 1 FROM @other.book", TN_E_NO_OBJECT, "\"other.book\"", NULL},
	{"SELECT @nam FROM author", TN_E_NO_OBJECT, "no column \"nam\"", "\"name\""},
	{"SELECT @a.nam FROM author a", TN_E_NO_OBJECT, "\"a\" has no column \"nam\"", "\"name\""},
	{"SELECT @author.name FROM author a", TN_E_NO_OBJECT, "\"author\"", "alias \"a\""},
	{"SELECT @z.name FROM author a", TN_E_NO_OBJECT, "\"z\"", NULL},
	{"SELECT @\"abc\" FROM author", TN_E_NO_OBJECT, "abc", "single quotes"},
	{"SELECT @id FROM author a, book b", TN_E_AMBIGUOUS, "\"id\"", "\"a.id\" or \"b.id\""},
	{"SELECT @author FROM author", TN_E_NO_OBJECT, "\"author\"", "table"},
	{"SELECT 1 FROM t, @t", TN_E_AMBIGUOUS, "used twice", "alias"},
	{"SELECT 1 FROM t AS x, @u AS x", TN_E_AMBIGUOUS, "used twice", NULL},
	{"SELECT @a FROM (SELECT 1 AS a, 2 AS a) AS d", TN_E_AMBIGUOUS, "\"a\"", NULL},
	{"SELECT 1 FROM t JOIN u ON @doc.id = 1, doc", TN_E_NO_OBJECT, "\"doc\"", NULL},
	{"SELECT 1 FROM author JOIN tag USING (id)", TN_E_NO_OBJECT, "USING", NULL},
	{"SELECT 1 FROM (t JOIN u ON t.a = u.a) JOIN t AS x USING (a)", TN_E_AMBIGUOUS, "USING", "ON"},
	{"SELECT 1 FROM t, @LATERAL (SELECT t.a) AS x", TN_E_UNSUPPORTED, "LATERAL", "subquery"},
	{"SELECT 1 FROM t, (SELECT @t.a) AS x", TN_E_NO_OBJECT, "\"t\"", NULL},
	{"SELECT 1 FROM @t AS x (a, b, c, d)", TN_E_SYNTAX, "4 names for 3", NULL},
	{"SELECT born AS x FROM author WHERE @x > 1", TN_E_NO_OBJECT, "\"x\"", "output column"},
	{"SELECT born AS x FROM author GROUP BY @x", TN_E_NO_OBJECT, "\"x\"", "repeat its expression"},
	{"SELECT @*", TN_E_SYNTAX, "FROM", NULL},
	{"SELECT @x.* FROM t", TN_E_NO_OBJECT, "\"x\"", NULL},
	{"WITH a AS (SELECT 1), a AS (SELECT 2) SELECT 1", TN_E_AMBIGUOUS, "two queries \"a\"", NULL},
	{"WITH a AS (SELECT * FROM @b), b AS (SELECT 1) SELECT 1", TN_E_NO_OBJECT, "\"b\"", NULL},
	{"WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM @n) SELECT 1", TN_E_NO_OBJECT, "\"n\"", NULL},
	{"SELECT @1 AS abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcd", TN_E_LIMIT,
		"64 bytes", NULL},
	{"SELECT 1 FROM @t AS abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcd", TN_E_LIMIT,
		"64 bytes", NULL},
	/* what recursion may not do */
	{"WITH RECURSIVE n AS (SELECT i FROM n) SELECT 1", TN_E_UNSUPPORTED, "itself", "UNION ALL"},
	{"WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT n.i FROM n JOIN n AS m ON true) SELECT 1",
		TN_E_UNSUPPORTED, "more than once", NULL},
	{"WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT 2 WHERE EXISTS (SELECT 1 FROM n)) SELECT 1",
		TN_E_UNSUPPORTED, "subquery", NULL},
	{"WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i FROM t LEFT JOIN n ON true) SELECT 1",
		TN_E_UNSUPPORTED, "outer side", NULL},
	{"WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT MAX(i) FROM n) SELECT 1", TN_E_UNSUPPORTED,
		"aggregates", NULL},
	{"WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT DISTINCT i FROM n) SELECT 1", TN_E_UNSUPPORTED,
		"DISTINCT", NULL},
	{"WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 0.5 FROM n) SELECT 1", TN_E_TYPE, NULL,
		NULL},
	{"WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i, i FROM n) SELECT 1", TN_E_SYNTAX, "1 and 2",
		NULL},
};

START_TEST(names_that_fail)
{
	check_fails(KNOWN, &fails[_i]);
}
END_TEST

/* Tables of which nothing is known. */
static const struct output_case open_outputs[] = {
	{"SELECT a, b FROM anything", "a:? b:?"},
	{"SELECT x.a FROM anything AS x JOIN something AS y ON x.id = y.id", "a:?"},
	{"SELECT * FROM anything", "*:?"},
	{"SELECT x.* FROM anything AS x", "*:?"},
	{"SELECT n FROM (SELECT * FROM anything) AS d", "n:?"},
	{"WITH w AS (SELECT * FROM anything) SELECT n FROM w", "n:?"},
	{"SELECT id FROM x JOIN y USING (id)", "id:?"},
};

START_TEST(open_tables)
{
	check_outputs(OPEN, &open_outputs[_i]);
}
END_TEST

static const struct fail_case open_fails[] = {
	{"SELECT @a FROM x JOIN y ON x.i = y.i", TN_E_AMBIGUOUS, "not known", "before it"},
};

START_TEST(open_tables_that_fail)
{
	check_fails(OPEN, &open_fails[_i]);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

TCase *analyse_name_cases(void)
{
	TCase *tc = tcase_create("analysis: names");

	tcase_add_loop_test(tc, names_and_outputs, 0, COUNT(outputs));
	tcase_add_loop_test(tc, names_in_trees, 0, COUNT(trees));
	tcase_add_loop_test(tc, names_that_fail, 0, COUNT(fails));
	tcase_add_loop_test(tc, open_tables, 0, COUNT(open_outputs));
	tcase_add_loop_test(tc, open_tables_that_fail, 0, COUNT(open_fails));
	return tc;
}
