/* SPDX-License-Identifier: MIT */
/* tests/sql/test_analyse_group.c - GROUP BY, HAVING and aggregates. */
#include "analyse_cases.h"

static const struct output_case outputs[] = {
	{"SELECT b, COUNT(*) FROM t GROUP BY b", "b:integer count:integer!"},
	{"SELECT COUNT(*) FROM t", "count:integer!"},
	{"SELECT a + b FROM t GROUP BY a + b", "?column?:integer"},
	{"SELECT (a + b) * 2 FROM t GROUP BY a + b", "?column?:integer"},
	{"SELECT a + b FROM t GROUP BY a, b", "?column?:integer"},
	{"SELECT b, MAX(a) + b FROM t GROUP BY b HAVING MIN(a) > b ORDER BY COUNT(*), b",
		"b:integer ?column?:integer"},
	{"SELECT 1 FROM t HAVING COUNT(*) > 1", "?column?:integer!"},
	{"SELECT b, SUM(SUM(a)) OVER (ORDER BY b) FROM t GROUP BY b", "b:integer sum:integer"},
	{"SELECT id FROM book FULL JOIN author USING (id) GROUP BY id", "id:integer"},
	{"SELECT b, (SELECT COUNT(*) FROM u WHERE u.a = t.b) FROM t GROUP BY b", "b:integer count:integer"},
};

START_TEST(group_outputs)
{
	check_outputs(KNOWN, &outputs[_i]);
}
END_TEST

static const struct tree_case trees[] = {
	/* a position is the column, or the item's number */
	{"SELECT b FROM t GROUP BY 1", "group|column t.b"},
	{"SELECT a + ? FROM t GROUP BY 1", "group|output 0"},
	{"SELECT a + :x FROM t GROUP BY a + :x", "group|output 0"},
	{"SELECT a + b, a FROM t GROUP BY a + b, a", "group|output 0|group|column t.a"},
	/* what depends on a primary key is added */
	{"SELECT a.id, a.name, COUNT(*) FROM author a JOIN book b ON b.author_id = a.id GROUP BY a.id",
		"group|column a.id|group|column a.name"},
	{"SELECT COUNT(*) FROM author GROUP BY id HAVING MAX(born) > 1 ORDER BY name",
		"group|column author.id|group|column author.name|having"},
	{"SELECT id, (SELECT COUNT(*) FROM tag WHERE tag = name) FROM author GROUP BY id",
		"group|column author.id|group|column author.name"},
	/* constants group nothing; if all are, there is one group where there is a row */
	{"SELECT b FROM t GROUP BY b, 1 + 1", "group|column t.b"},
	{"SELECT COUNT(*) FROM t GROUP BY 'x'", "having|op GT_I|call count COUNT_STAR"},
};

START_TEST(group_trees)
{
	check_tree(KNOWN, &trees[_i]);
}
END_TEST

static const struct fail_case fails[] = {
	{"SELECT b, @a FROM t GROUP BY b", TN_E_SYNTAX, "\"a\" is neither grouped", "GROUP BY"},
	{"SELECT @a, COUNT(*) FROM t", TN_E_SYNTAX, "\"a\"", NULL},
	{"SELECT a + @b FROM t GROUP BY a", TN_E_SYNTAX, "\"b\"", NULL},
	{"SELECT b FROM t GROUP BY b HAVING @a > 1", TN_E_SYNTAX, "\"a\"", NULL},
	{"SELECT b FROM t GROUP BY b ORDER BY @a", TN_E_SYNTAX, "\"a\"", NULL},
	{"SELECT b, (SELECT MAX(u.a) FROM u WHERE u.a = @t.a) FROM t GROUP BY b", TN_E_SYNTAX, "\"a\"", NULL},
	{"SELECT MAX(b) OVER (PARTITION BY @a) FROM t GROUP BY b", TN_E_SYNTAX, "\"a\"", NULL},
	{"SELECT @book.title FROM book GROUP BY author_id", TN_E_SYNTAX, "\"title\"", NULL},
	{"SELECT b FROM t GROUP BY @2", TN_E_SYNTAX, "position 2", NULL},
	{"SELECT MAX(a) FROM t GROUP BY @MAX(a)", TN_E_SYNTAX, "GROUP BY", NULL},
	{"SELECT MAX(a) FROM t GROUP BY @1", TN_E_SYNTAX, "GROUP BY", NULL},
	{"SELECT a FROM t WHERE @MAX(a) > 1", TN_E_SYNTAX, "WHERE", "HAVING"},
	{"SELECT MAX(@MIN(a)) FROM t", TN_E_SYNTAX, NULL, NULL},
	{"SELECT 1 FROM t JOIN u ON @MAX(t.a) = 1", TN_E_SYNTAX, NULL, NULL},
	{"SELECT username FROM mixed GROUP BY @username", TN_E_UNSUPPORTED, "collation", NULL},
	{"SELECT 1 FROM doc GROUP BY @body", TN_E_TYPE, "GROUP BY", NULL},
};

START_TEST(group_fails)
{
	check_fails(KNOWN, &fails[_i]);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

TCase *analyse_group_cases(void)
{
	TCase *tc = tcase_create("analysis: groups");

	tcase_add_loop_test(tc, group_outputs, 0, COUNT(outputs));
	tcase_add_loop_test(tc, group_trees, 0, COUNT(trees));
	tcase_add_loop_test(tc, group_fails, 0, COUNT(fails));
	return tc;
}
