/* SPDX-License-Identifier: MIT */
/* tests/sql/test_parse_words.c - names, keywords as names, parameters, tables, ends of statements. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/stmt.h>
#include "core/sql/lex.h"
#include "parse_test.h"

/* ---- keywords ---------------------------------------------------------------------- */

START_TEST(every_keyword_is_found)
{
	unsigned i, k;
	char upper[TN_KEYWORD_SIZE];

	for (i = 0; i < tn__sql_keyword_count; i++) {
		const struct tn_keyword *word = &tn__sql_keywords[i];

		ck_assert_ptr_eq(tn__sql_keyword(word->word, strlen(word->word)), word);
		for (k = 0; word->word[k]; k++)
			upper[k] = (char)(word->word[k] >= 'a' && word->word[k] <= 'z' ? word->word[k] - 32
										       : word->word[k]);
		ck_assert_ptr_eq(tn__sql_keyword(upper, k), word);
		ck_assert_ptr_null(tn__sql_keyword(upper, k - 1) == word ? word : NULL);
	}
	ck_assert_ptr_null(tn__sql_keyword("a", 1));
	ck_assert_ptr_null(tn__sql_keyword("_", 1));
	ck_assert_ptr_null(tn__sql_keyword("sel\xC3\xA9" "ct", 7));
	/* differs from "at" in the bit that is the case of letters */
	ck_assert_ptr_null(tn__sql_keyword("\x01t", 2));
}
END_TEST

/* Does a text parse in which every @ is the word? */
static int parses(const char *pattern, const char *word)
{
	struct portable p;
	char text[160], *out = text;
	int rc;

	for (; *pattern; pattern++) {
		if (*pattern == '@')
			out = stpcpy(out, word);
		else
			*out++ = *pattern;
	}
	portable_parse(&p, text, (size_t)(out - text));
	rc = p.rc;
	portable_release(&p);
	return rc == TN_OK;
}

/* The lists of the grammar are the classes of keywords.def. */
START_TEST(keywords_as_names)
{
	const struct tn_keyword *k = &tn__sql_keywords[_i];
	int name = k->class == TN_WORD_FREE || k->class == TN_WORD_LABEL || k->class == TN_WORD_COLUMN;

	ck_assert_msg(parses("SELECT @ FROM t", k->word) ==
			      (name || !strncmp(k->word, "current_d", 9) || !strcmp(k->word, "current_timestamp") ||
			       !strcmp(k->word, "localtimestamp") || !strcmp(k->word, "null") ||
			       !strcmp(k->word, "true") || !strcmp(k->word, "false")),
		      "column %s", k->word);
	ck_assert_msg(parses("SELECT a FROM @ WHERE x = 1", k->word) == name, "table %s", k->word);
	ck_assert_msg(parses("INSERT INTO t (@, b) VALUES (1, 2)", k->word) == name, "insert %s", k->word);
	ck_assert_msg(parses("UPDATE t SET @ = 1", k->word) == name, "set %s", k->word);
	ck_assert_msg(parses("CREATE TABLE t (@ INT)", k->word) == name, "define %s", k->word);
	ck_assert_msg(parses("SELECT t.@, 1 AS @ FROM t", k->word), "behind a point %s", k->word);
	ck_assert_msg(parses("SELECT \"%s\" FROM t", k->word), "quoted %s", k->word);
	if (k->class == TN_WORD_FREE)
		ck_assert_msg(parses("SELECT 1 + 2 @, 3", k->word), "alias %s", k->word);
	if (k->class == TN_WORD_FREE || k->class == TN_WORD_LABEL || k->class == TN_WORD_FUNCTION)
		ck_assert_msg(parses("SELECT @(1, 2)", k->word), "function %s", k->word);
}
END_TEST

START_TEST(names_fold)
{
	const struct tn_ir_item *items;
	struct portable p;

	portable_good(&p, "SELECT ABc\xC3\x89, \"ABc\"\"d\", T.\"X y\", \xC3\x84 AS \"A\", a$1_ FROM T");
	items = p.stmt->u.query->items;
	ck_assert_str_eq(items[0].expr->u.column.name, "abc\xC3\x89");
	ck_assert_str_eq(items[1].expr->u.column.name, "ABc\"d");
	ck_assert_str_eq(items[2].expr->u.column.qualifier, "t");
	ck_assert_str_eq(items[2].expr->u.column.name, "X y");
	ck_assert_str_eq(items[3].expr->u.column.name, "\xC3\x84");
	ck_assert_str_eq(items[3].alias, "A");
	ck_assert_str_eq(items[4].expr->u.column.name, "a$1_");
	portable_release(&p);
}
END_TEST

START_TEST(positions)
{
	struct portable p;
	const struct tn_ir_query *q;

	portable_good(&p, "SELECT a + b, \n f(x) FROM t JOIN u ON c");
	q = p.stmt->u.query;
	ck_assert_uint_eq(q->at, 0);
	ck_assert_uint_eq(q->items[0].expr->at, 9);
	ck_assert_uint_eq(q->items[0].expr->args[0]->at, 7);
	ck_assert_uint_eq(q->items[1].expr->at, 16);
	ck_assert_uint_eq(q->from[0]->at, 28);
	ck_assert_uint_eq(q->from[0]->right->at, 33);
	portable_release(&p);
}
END_TEST

START_TEST(what_the_analysis_fills_is_zero)
{
	struct portable p;
	const struct tn_ir_expr *e;

	portable_good(&p, "SELECT a AND b AND (c) FROM t");
	e = p.stmt->u.query->items[0].expr;
	ck_assert_uint_eq(e->op, 0);
	ck_assert_uint_eq(e->mark, 0);
	ck_assert_uint_eq(e->type.kind, 0);
	ck_assert_uint_eq(e->args[2]->paren, 1);
	ck_assert_ptr_null(e->args[0]->u.column.source);
	ck_assert_ptr_null(p.stmt->u.query->outputs);
	portable_release(&p);
}
END_TEST

/* ---- parameters and tables ------------------------------------------------------------ */

START_TEST(parameters)
{
	struct portable p;

	portable_good(&p, "SELECT :b, :B, :b FROM t WHERE a IN (:\xC3\xA9) LIMIT :b");
	ck_assert_uint_eq(p.stmt->arg_count, 3);
	ck_assert_str_eq(p.stmt->arg_names[0], "b");
	ck_assert_str_eq(p.stmt->arg_names[1], "B");
	ck_assert_str_eq(p.stmt->arg_names[2], "\xC3\xA9");
	ck_assert_uint_eq(p.stmt->params[0].at, 7);
	ck_assert_uint_eq(p.stmt->params[1].at, 11);
	ck_assert_uint_eq(p.stmt->params[1].type.kind, TN_KIND_NULL);
	portable_release(&p);
	portable_good(&p, "SELECT ?, '?', ? -- ?");
	ck_assert_uint_eq(p.stmt->arg_count, 2);
	ck_assert_ptr_null(p.stmt->arg_names);
	ck_assert_uint_eq(p.stmt->params[1].at, 15);
	portable_release(&p);
	portable_good(&p, "SELECT 1");
	ck_assert_uint_eq(p.stmt->arg_count, 0);
	ck_assert_ptr_null(p.stmt->params);
	portable_release(&p);
}
END_TEST

START_TEST(tables)
{
	static const char *const want[] = {"q", "target", "b", "a", "c", "q"}; /* as in the text */
	struct portable p;
	uint32_t i;

	portable_good(&p, "WITH q AS (SELECT * FROM Q) INSERT INTO s.target SELECT (SELECT 1 FROM b) FROM a, c, q");
	ck_assert_uint_eq(p.stmt->table_count, 6);
	for (i = 0; i < 6; i++) {
		const struct tn_ir_table_name *t = &p.stmt->tables[i];

		ck_assert_str_eq(t->name, want[i]);
		ck_assert_int_eq((p.stmt->source[t->at] | 0x20), i == 1 ? 's' : *t->name);
	}
	ck_assert_str_eq(p.stmt->tables[1].schema, "s");
	portable_release(&p);
}
END_TEST

static const struct {
	const char *text, *verb;
	int effect;
} verbs[] = {
	{" /* x */ select 1;", "SELECT", TN_IR_OTHER},
	{"((SELECT 1)) ;; -- end", "SELECT", TN_IR_OTHER},
	{"WITH a AS (SELECT 1) SELECT 2", "SELECT", TN_IR_OTHER},
	{"VALUES (1)", "VALUES", TN_IR_OTHER},
	{"with a as (select 1) delete from t", "DELETE", TN_IR_OTHER},
	{"UPDATE t SET a = 1", "UPDATE", TN_IR_OTHER},
	{"INSERT INTO t DEFAULT VALUES", "INSERT", TN_IR_OTHER},
	{"CREATE TABLE t (a INT)", "CREATE TABLE", TN_IR_SCHEMA},
	{"CREATE TEMPORARY TABLE t (a INT)", "CREATE TABLE", TN_IR_OTHER},
	{"CREATE INDEX i ON t (a)", "CREATE INDEX", TN_IR_SCHEMA},
	{"TRUNCATE t", "TRUNCATE", TN_IR_SCHEMA},
	{"DROP VIEW v", "DROP", TN_IR_SCHEMA},
	{"ALTER TABLE t RENAME TO u", "ALTER TABLE", TN_IR_SCHEMA},
};

START_TEST(verb_and_effect)
{
	struct portable p;

	portable_good(&p, verbs[_i].text);
	ck_assert_str_eq(p.stmt->verb, verbs[_i].verb);
	ck_assert_int_eq(p.stmt->effect, verbs[_i].effect);
	ck_assert_str_eq(p.stmt->source, verbs[_i].text);
	ck_assert_uint_eq(p.stmt->source_len, strlen(verbs[_i].text));
	portable_release(&p);
}
END_TEST

/* ---- ends of statements ------------------------------------------------------------------ */

static const struct {
	const char *text;
	size_t first;
} ends[] = {
	{"", 0},
	{"SELECT 1", 8},
	{"SELECT 1;SELECT 2", 9},
	{"SELECT ';', \";\" /* ; /* ; */ ; */ -- ;\n;x", 40},
	{"SELECT '", 8},
	{"SELECT `;`; x", 11},
	{";;", 1},
	{"\xFF\xFE;\x01", 3},
};

START_TEST(first_statement)
{
	size_t len = strlen(ends[_i].text);
	char *exact = malloc(len ? len : 1);

	ck_assert_ptr_nonnull(exact);
	memcpy(exact, ends[_i].text, len);
	ck_assert_uint_eq(tn__sql_first(exact, len), ends[_i].first);
	free(exact);
}
END_TEST

START_TEST(native_mark)
{
	static const char marked[] = TN_NATIVE("SELECT 1");

	ck_assert_int_eq(tn__sql_is_native(marked, strlen(marked)), 1);
	ck_assert_int_eq(tn__sql_is_native(marked, 5), 0);
	ck_assert_int_eq(tn__sql_is_native("SELECT 1", 8), 0);
}
END_TEST

TCase *word_cases(void)
{
	TCase *tc = tcase_create("words");

	tcase_add_test(tc, every_keyword_is_found);
	tcase_add_loop_test(tc, keywords_as_names, 0, (int)tn__sql_keyword_count);
	tcase_add_test(tc, names_fold);
	tcase_add_test(tc, positions);
	tcase_add_test(tc, what_the_analysis_fills_is_zero);
	tcase_add_test(tc, parameters);
	tcase_add_test(tc, tables);
	tcase_add_loop_test(tc, verb_and_effect, 0, sizeof(verbs) / sizeof(verbs[0]));
	tcase_add_loop_test(tc, first_statement, 0, sizeof(ends) / sizeof(ends[0]));
	tcase_add_test(tc, native_mark);
	return tc;
}
