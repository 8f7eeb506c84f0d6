/* SPDX-License-Identifier: MIT */
/* tests/sql/sql_parse.c - runs the tests of the parser of portable SQL. */
#include <stdlib.h>
#include <string.h>
#include "core/base/text.h"
#include "parse_test.h"

void portable_parse(struct portable *p, const char *text, size_t len)
{
	char *exact = malloc(len ? len : 1);

	ck_assert_ptr_nonnull(exact);
	memcpy(exact, text, len);
	memset(p, 0, sizeof(*p));
	tn__arena_init(&p->arena);
	p->rc = tn__sql_parse(&p->arena, exact, len, &p->stmt, &p->err);
	free(exact);
	/* without memory for the error object, that is what the object says */
	if (tn_error_code(p->err) != TN_E_NOMEM)
		ck_assert_int_eq(tn_error_code(p->err), p->rc);
}

void portable_good(struct portable *p, const char *text)
{
	portable_parse(p, text, strlen(text));
	ck_assert_msg(p->rc == TN_OK, "%s: %s", text, tn_error_message(p->err));
}

void portable_release(struct portable *p)
{
	tn_error_free(p->err);
	tn__arena_release(&p->arena);
}

/* Goes from one depth of the dump to another. */
static size_t bracket(char *out, size_t from, size_t to)
{
	size_t n = 0;

	if (to > from)
		out[n++] = '(';
	for (; from > to; from--)
		out[n++] = ')';
	return n;
}

char *portable_tree(const struct tn_ir_stmt *stmt)
{
	struct tn_text dump;
	size_t depth = 0, n = 0;
	const char *line;
	char *out;

	tn__text_init(&dump);
	tn__ir_dump(stmt, &dump);
	ck_assert_int_eq(dump.failed, 0);
	out = calloc(dump.len + 64, 2);
	ck_assert_ptr_nonnull(out);
	for (line = dump.s; *line;) {
		size_t indent = strspn(line, " "), len = strcspn(line, "\n");

		n += bracket(out + n, depth, indent / 2);
		if (indent / 2 <= depth && n)
			out[n++] = ' ';
		memcpy(out + n, line + indent, len - indent);
		n += len - indent;
		depth = indent / 2;
		line += len + (line[len] == '\n');
	}
	bracket(out + n, depth, 0);
	tn__text_release(&dump);
	return out;
}

/* The tree is the expected one, and what is rendered of it parses to the same tree. */
void portable_check(const struct portable_case *c)
{
	struct portable p, again;
	struct tn_text text;
	char *tree, *second;

	portable_good(&p, c->text);
	tree = portable_tree(p.stmt);
	ck_assert_msg(!strcmp(tree, c->tree), "%s\n  is %s\nnot %s", c->text, tree, c->tree);
	tn__text_init(&text);
	ck_assert_int_eq(tn__sql_render_portable(p.stmt, &text, NULL), TN_OK);
	portable_good(&again, text.s);
	second = portable_tree(again.stmt);
	ck_assert_msg(!strcmp(tree, second), "%s\nrendered %s\n  is %s\nnot %s", c->text, text.s, second, tree);
	free(tree);
	free(second);
	tn__text_release(&text);
	portable_release(&again);
	portable_release(&p);
}

int main(void)
{
	Suite *suite = suite_create("sql parse");
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, query_cases());
	suite_add_tcase(suite, change_cases());
	suite_add_tcase(suite, literal_cases());
	suite_add_tcase(suite, type_cases());
	suite_add_tcase(suite, word_cases());
	suite_add_tcase(suite, error_cases());
	suite_add_tcase(suite, limit_cases());
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
