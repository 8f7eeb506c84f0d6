/* SPDX-License-Identifier: MIT */
/* tests/sql/test_analyse_change.c - INSERT, UPDATE, DELETE, TRUNCATE. */
#include "analyse_cases.h"

static const struct output_case outputs[] = {
	{"INSERT INTO author (name) VALUES ('x') RETURNING id, name AS n", "id:integer! n:text!"},
	{"INSERT INTO author (name) VALUES ('x') RETURNING *", "id:integer! name:text! born:integer"},
	{"UPDATE author AS a SET born = 1 WHERE a.id = 2 RETURNING a.id", "id:integer!"},
	{"UPDATE author SET born = 1 FROM book WHERE book.author_id = author.id RETURNING author.id, title",
		"id:integer! title:text!"},
	{"DELETE FROM author USING book WHERE book.author_id = author.id RETURNING name", "name:text!"},
	{"DELETE FROM author", ""},
	{"TRUNCATE t", ""},
};

START_TEST(change_outputs)
{
	check_outputs(KNOWN, &outputs[_i]);
}
END_TEST

static const struct tree_case trees[] = {
	/* values become those of the columns */
	{"INSERT INTO u (d, f) VALUES (1, 2), (DEFAULT, 3.5)", "insert|row|literal 1|row|default"},
	{"INSERT INTO u (d) SELECT a FROM t", "insert|select|item a|cast|column t.a"},
	{"INSERT INTO u (d) SELECT DISTINCT a FROM t", "insert|select|derived as tn_1|select distinct"},
	{"WITH w AS (SELECT 1 AS x) INSERT INTO t (a) SELECT x FROM w", "insert|with|cte w"},
	{"INSERT INTO tag VALUES (1, 'x') ON CONFLICT (tag, book_id) DO NOTHING", "conflict nothing"},
	{"INSERT INTO author (id, name) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
	 "born = born + 1 WHERE author.born > 1",
		"set name|column excluded.name|set born|op ADD_I|column author.born"},
	{"UPDATE author a SET born = (SELECT MAX(b.id) FROM book b WHERE b.author_id = a.id)",
		"set born|scalar proven"},
	{"UPDATE t SET a = b, b = a", "set a|column t.b|set b|column t.a"},
	{"UPDATE mixed SET username = 'x' WHERE ID = 1", "set|where|op EQ_I|column mixed.Id"},
	{"INSERT INTO made VALUES (1)", "insert"},
	{"INSERT INTO author DEFAULT VALUES", "insert"},
};

START_TEST(change_trees)
{
	check_tree(KNOWN, &trees[_i]);
}
END_TEST

static const struct fail_case fails[] = {
	{"INSERT INTO @nothing VALUES (1)", TN_E_NO_OBJECT, "\"nothing\"", NULL},
	{"INSERT INTO author (nam) VALUES ('x')", TN_E_NO_OBJECT, "\"nam\"", "\"name\""},
	{"INSERT INTO author (name, name) VALUES ('x', 'y')", TN_E_SYNTAX, "twice", NULL},
	{"INSERT INTO t (a, b) VALUES (1)", TN_E_SYNTAX, "1 values for 2 columns", NULL},
	{"INSERT INTO t (a) VALUES (1, 2)", TN_E_SYNTAX, "2 values for 1", NULL},
	{"INSERT INTO t VALUES (1)", TN_E_SYNTAX, "the 3 columns of \"t\"", "name the columns"},
	{"INSERT INTO t (a) SELECT a, b FROM t", TN_E_SYNTAX, "2 values for 1", NULL},
	{"INSERT INTO t (a) VALUES (@'x')", TN_E_TYPE, "column a", NULL},
	{"INSERT INTO t (a) VALUES (1 + DEFAULT)", TN_E_SYNTAX, "DEFAULT", NULL},
	{"INSERT INTO t (a) VALUES (@a)", TN_E_NO_OBJECT, "\"a\"", NULL},
	{"INSERT INTO made (twice) VALUES (1)", TN_E_UNSUPPORTED, "generated", "leave it out"},
	{"INSERT INTO @shown VALUES (1)", TN_E_UNSUPPORTED, "view", NULL},
	{"INSERT INTO author (name) VALUES ('x') ON CONFLICT (name) DO NOTHING", TN_E_NO_OBJECT,
		"no unique key", "exactly"},
	{"INSERT INTO book (id) VALUES (1) ON CONFLICT (author_id) DO NOTHING", TN_E_NO_OBJECT,
		"no unique key", NULL},
	{"INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2", TN_E_NO_OBJECT, "no unique key",
		NULL},
	{"INSERT INTO author (name) VALUES ('x') RETURNING @title", TN_E_NO_OBJECT, "\"title\"", NULL},
	{"INSERT INTO author (name) VALUES ('x') RETURNING @excluded.name", TN_E_NO_OBJECT, "\"excluded\"",
		NULL},
	{"UPDATE t SET a = 1, @a = 2", TN_E_SYNTAX, "set twice", NULL},
	{"UPDATE t SET @x = 1", TN_E_NO_OBJECT, "no column \"x\"", NULL},
	{"UPDATE t SET a = @'x'", TN_E_TYPE, "column a", NULL},
	{"UPDATE t SET a = @MAX(b)", TN_E_SYNTAX, "SET", NULL},
	{"UPDATE t SET a = 1 FROM @t", TN_E_AMBIGUOUS, "used twice", "alias"},
	{"UPDATE author AS a SET born = 1 WHERE @author.id = 1", TN_E_NO_OBJECT, "\"author\"", "alias \"a\""},
	{"UPDATE @shown SET a = 1", TN_E_UNSUPPORTED, "view", NULL},
	{"DELETE FROM @shown", TN_E_UNSUPPORTED, "view", NULL},
	{"DELETE FROM t WHERE @x = 1", TN_E_NO_OBJECT, "\"x\"", NULL},
	{"TRUNCATE @shown", TN_E_UNSUPPORTED, "view", NULL},
};

START_TEST(change_fails)
{
	check_fails(KNOWN, &fails[_i]);
}
END_TEST

/* Where nothing is known, what is written is taken. */
static const struct output_case open_outputs[] = {
	{"INSERT INTO x (a, b) VALUES (1, 'y') RETURNING a", "a:?"},
	{"INSERT INTO x VALUES (1, 'y')", ""},
	{"INSERT INTO x (a, b) VALUES (?, NULL)", ""},
	{"INSERT INTO x (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = excluded.b", ""},
	{"UPDATE x SET a = 1 WHERE b = 2", ""},
	{"DELETE FROM x WHERE b = 2", ""},
};

START_TEST(change_open)
{
	check_outputs(OPEN, &open_outputs[_i]);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

TCase *analyse_change_cases(void)
{
	TCase *tc = tcase_create("analysis: changes");

	tcase_add_loop_test(tc, change_outputs, 0, COUNT(outputs));
	tcase_add_loop_test(tc, change_trees, 0, COUNT(trees));
	tcase_add_loop_test(tc, change_fails, 0, COUNT(fails));
	tcase_add_loop_test(tc, change_open, 0, COUNT(open_outputs));
	return tc;
}
